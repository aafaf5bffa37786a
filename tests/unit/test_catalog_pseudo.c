/* Catalogs of pseudo-languages: made of English ones, words in one pair of brackets a block, all else as it was. */
#include "assess/assess.h"
#include "test_folder.h"

#define NS "xmlns='urn:auditfolio:catalog' xml:lang='en'"
#define W(word) "\u200F\u202E" word "\u202C\u200F"

static const char messages_xml[] = "<catalog " NS ">\n"
                                   "<message id='a.plain'>{0} by\n  &lt;x> &amp;amp; my<!-- no words --></message>\n"
                                   "<message id='a.many'>{0, plural, one {# by} other {# my}}</message>\n"
                                   "</catalog>\n";

static const char one_xml[] =
    "<catalog " NS " program='one'>\n"
    "<text id='t.plain' reading='by'>by &lt;my&gt; &amp; my</text>\n"
    "<text id='t.first'><em>by</em> my</text>\n"
    "<text id='t.last'>by <a ref='inbox'/></text>\n"
    "<text id='t.code'><code>by</code></text>\n"
    "<text id='t.mixed'>by <a href='https://my.example/'>my <strong>fly</strong></a> at <value of='x'/>"
    " <span xml:lang='de'>dry</span> <ui xml:lang='fr'>dry</ui> 3</text>\n"
    "<prose id='p.blocks'>\n  <p>by</p>\n  <note>my\n  fly</note>\n"
    "  <ul>\n    <li>by <em>my</em>\n      <ul><li>fly</li></ul>\n    </li>\n    <li><p>by</p><p>my</p></li>\n  </ul>\n"
    "</prose>\n"
    "</catalog>\n";

static int make(void **state) {
    (void)state;
    if (folder_make(TRUE)) return -1;
    put("locales/en/messages.xml", messages_xml);
    put("locales/en/one.xml", one_xml);
    return 0;
}

static AfCatalog *load(const char *language, const char *name) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    AfCatalog *catalog = af_catalog_load(language, name, diagnostics);
    assert_int_equal(af_diagnostics_count(diagnostics), 0);
    assert_non_null(catalog);
    return catalog;
}

/* What is in a text, as XML. */
static void assert_text(const AfCatalog *catalog, const char *id, const char *expected) {
    const xmlNode *text = af_catalog_find(catalog, id);
    g_autoptr(GString) shown = g_string_new(NULL);
    for (xmlNode *node = text->children; node; node = node->next) {
        xmlBuffer *buffer = xmlBufferCreate();
        xmlNodeDump(buffer, node->doc, node, 0, 0);
        g_string_append(shown, (const char *)xmlBufferContent(buffer));
        xmlBufferFree(buffer);
    }
    assert_string_equal(shown->str, expected);
}

static void test_texts(void **state) {
    (void)state;
    g_autoptr(AfCatalog) catalog = load("en-XA", "one");
    assert_string_equal(af_catalog_language(catalog), "en-XA");
    assert_string_equal(af_catalog_name(catalog), "locales/en/one.xml");
    const xmlNode *plain = af_catalog_find(catalog, "t.plain");
    assert_null(af_xml_attribute(plain, "reading"));
    assert_int_equal(xmlGetLineNo(plain), 2);
    g_autofree char *lang = (char *)xmlNodeGetLang(plain);
    assert_string_equal(lang, "en-XA");
    assert_text(catalog, "t.plain", "⟦ƀý &lt;my&gt; &amp; ɱý⟧");
    assert_text(catalog, "t.first", "⟦<em>ƀý</em> ɱý⟧");
    assert_text(catalog, "t.last", "⟦ƀý <a ref=\"inbox\"/>⟧");
    assert_text(catalog, "t.code", "⟦<code>by</code>⟧");
    assert_text(catalog, "t.mixed",
                "⟦ƀý <a href=\"https://my.example/\">ɱý <strong>ƒļý</strong></a> ååţ <value of=\"x\"/>"
                " <span xml:lang=\"de\">dry</span> <ui xml:lang=\"fr\">dry</ui> 3⟧");
    assert_text(catalog, "p.blocks",
                "\n  <p>⟦ƀý⟧</p>\n  <note>⟦ɱý\n  ƒļý⟧</note>\n"
                "  <ul>\n    <li>⟦ƀý <em>ɱý</em>⟧\n      <ul><li>⟦ƒļý⟧</li></ul>\n    </li>\n"
                "    <li><p>⟦ƀý⟧</p><p>⟦ɱý⟧</p></li>\n  </ul>\n");
}

static void test_right_to_left(void **state) {
    (void)state;
    g_autoptr(AfCatalog) catalog = load("ar-XB", "one");
    assert_string_equal(af_catalog_language(catalog), "ar-XB");
    assert_text(catalog, "t.first", "<em>" W("by") "</em> " W("my"));
    assert_text(catalog, "t.last", W("by") " <a ref=\"inbox\"/>");
    assert_text(catalog, "t.code", "<code>by</code>");
    assert_int_equal(xmlChildElementCount((xmlNode *)af_catalog_find(catalog, "t.code")), 1);
    assert_null(af_catalog_find(catalog, "t.code")->children->next);
}

static void test_messages(void **state) {
    (void)state;
    g_autoptr(AfCatalog) catalog = load("en-XA", AF_MESSAGES);
    g_autofree char *pattern = af_catalog_pattern(catalog, "a.plain");
    assert_string_equal(pattern, "⟦{0} ƀý <x> &åååɱṕ; ɱý⟧");
    AfArg many = {NULL, 1234}, word = {"Nord", 0};
    g_autofree char *said = af_catalog_message(catalog, "a.many", &many, 1);
    assert_string_equal(said, "⟦1,234 ɱý⟧");
    g_autofree char *named = af_catalog_message(catalog, "a.plain", &word, 1);
    assert_string_equal(named, "⟦Nord ƀý <x> &åååɱṕ; ɱý⟧");
}

/* They are no languages but for those who ask for them; a file that lacks in English lacks in them. */
static void test_unlisted(void **state) {
    (void)state;
    g_auto(GStrv) languages = af_languages();
    assert_int_equal(g_strv_length(languages), 1);
    assert_true(af_catalog_exists("en-XA", "one"));
    assert_false(af_catalog_exists("en-XA", "two"));
    assert_false(af_catalog_exists("en-AU", "one"));
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    assert_null(af_catalog_load("ar-XB", "two", diagnostics));
    assert_int_equal(af_diagnostics_count(diagnostics), 1);
    g_autofree char *end = g_strdup(af_diagnostics_get(diagnostics, 0)->file);
    assert_true(g_str_has_suffix(end, "locales/en/two.xml"));
    /* the English one stays as it is */
    g_autoptr(AfCatalog) english = load("en", "one");
    assert_text(english, "t.first", "<em>by</em> my");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_right_to_left),
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_unlisted),
    };
    return cmocka_run_group_tests(tests, make, folder_remove);
}

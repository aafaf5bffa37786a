/* The words of faults: what each fault of a document is told as, from broken syntax to values that do not fit. */
#include "base/xml.h"

#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* "rule:line|first|second|…" of every diagnostic, a line each. */
static char *told(const AfDiagnostics *diagnostics) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < af_diagnostics_count(diagnostics); i++) {
        const AfDiagnostic *one = af_diagnostics_get(diagnostics, i);
        g_string_append_printf(text, "%s%s:%d", i ? "\n" : "", af_code_rule(one->code), one->line);
        for (guint j = 0; j < one->n_args; j++) {
            if (one->args[j].string)
                g_string_append_printf(text, "|%s", one->args[j].string);
            else
                g_string_append_printf(text, "|%g", one->args[j].number);
        }
    }
    return g_string_free(text, FALSE);
}

/* ------------------------------------------------------------------------------------------------------------ syntax
 */

static void expect_syntax_of(const char *bytes, gsize length, const char *wanted) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(xmlDoc) doc = af_xml_read_memory(bytes, length, "in memory.xml", diagnostics);
    g_autofree char *found = told(diagnostics);
    assert_string_equal(found, wanted);
    assert_null(doc);
}

static void expect_syntax(const char *text, const char *wanted) {
    expect_syntax_of(text, strlen(text), wanted);
}

static void test_tags(void **state) {
    (void)state;
    expect_syntax("<a>\n<b>\n</a>\n", "xml-tag:3|b|a|2");
    expect_syntax("<a>\n<b>\n<c></b></c></a>", "xml-tag:3|c|b|3");
    expect_syntax("<a><é>\n</ü></a>", "xml-tag:2|é|ü|1");
    /* prefixes belong to the names */
    expect_syntax("<p:a xmlns:p='u:u'>\n</a>", "xml-tag:2|p:a|a|1");
    expect_syntax("<p:a xmlns:p='u:u' xmlns:q='u:u'>\n</q:a \n>", "xml-tag:3|p:a|q:a|1");
    expect_syntax("<p:a xmlns:p='u:u'>\n</p:b>", "xml-tag:2|p:a|p:b|1");
    expect_syntax("<a xmlns:q='u:u'>\n</q:a>", "xml-tag:2|a|q:a|1");
    /* what is not a tag that fits worse */
    expect_syntax("<a></1a>", "xml-malformed:1|expected '>'");
    expect_syntax("<a/></a>", "xml-malformed:1|Extra content at the end of the document");
    expect_syntax("</a>", "xml-malformed:1|StartTag: invalid element name");
}

static void test_ends(void **state) {
    (void)state;
    expect_syntax("<a>\n\n", "xml-end:3|a|1");
    expect_syntax("<a>\n<b>x</b>\n<c>\n", "xml-end:4|c|3");
    expect_syntax("<a>\n<b x=\"1", "xml-end:2|a|1");
    expect_syntax("<a>\n<b", "xml-end:2|b|2");
    expect_syntax("<a", "xml-end:1|a|1");
    expect_syntax("<a>text\n</", "xml-end:2|a|1");
    expect_syntax("<a>text\n</a", "xml-end:2|a|1");
    expect_syntax("<a>text\n<", "xml-end:2|a|1");
    /* where no element is at fault */
    expect_syntax("<a>\n<!-- x", "xml-malformed:2|Comment not terminated");
    expect_syntax("<a>\n<![CDATA[x", "xml-malformed:2|CDATA section not terminated");
    expect_syntax("<a>\n<?pi x", "xml-malformed:2|ParsePI: PI pi never end ...");
    expect_syntax("<a x=\"1", "xml-malformed:1|AttValue: ' expected");
    expect_syntax(" \n", "xml-malformed:2|Start tag expected, '<' not found");
}

static void test_characters(void **state) {
    (void)state;
    expect_syntax("<a>\nfish & chips</a>", "xml-ampersand:2");
    expect_syntax("<a>\nAT&T</a>", "xml-ampersand:2");
    expect_syntax("<a x='?a=1&b=2'/>", "xml-ampersand:1");
    expect_syntax("<a x='a & b'/>", "xml-ampersand:1");
    expect_syntax("<a>&", "xml-ampersand:1");
    expect_syntax("<a>\n&#;</a>", "xml-ampersand:2");
    expect_syntax("<a>\n&#x;</a>", "xml-ampersand:2");
    expect_syntax("<a>\n&#xZZ;</a>", "xml-ampersand:2");
    expect_syntax("<a>\n&nbsp;</a>", "xml-entity:2");
    expect_syntax("<a>\n1 < 2</a>", "xml-less-than:2");
    expect_syntax("<a>\nx<5</a>", "xml-less-than:2");
    expect_syntax("<a>\n<b x='1 < 2'/></a>", "xml-less-than:2");
    expect_syntax("<a>\n<b x='1>text\n</b></a>", "xml-less-than:3");

    expect_syntax("<a>\n\x01</a>", "xml-character:2|U+0001");
    expect_syntax("<a>\nx\x0By</a>", "xml-character:2|U+000B");
    expect_syntax("<a>\nü\x08ü</a>", "xml-character:2|U+0008");
    expect_syntax("<a\nx='\x01'/>", "xml-character:2|U+0001");
    expect_syntax("<a\n\x02/>", "xml-character:2|U+0002");
    expect_syntax("<a><!-- \x02 --></a>", "xml-character:1|U+0002");
    expect_syntax("<a><![CDATA[\x03]]></a>", "xml-character:1|U+0003");
    expect_syntax("<?pi \x04?><a/>", "xml-character:1|U+0004");
    expect_syntax("<a>\n\xEF\xBF\xBE</a>", "xml-character:2|U+FFFE");
    expect_syntax("<a>\n\xED\xA0\x80</a>", "xml-character:2|U+D800");
    expect_syntax("<a>\n&#0;</a>", "xml-character:2|U+0000");
    expect_syntax("<a>\n&#x0;</a>", "xml-character:2|U+0000");
    expect_syntax("<a>\n&#x1f;</a>", "xml-character:2|U+001F");
    expect_syntax("<a x='&#2;'/>", "xml-character:1|U+0002");
    expect_syntax("<a>&#xD800;</a>", "xml-character:1|U+D800");
    expect_syntax("<a>&#x110000;</a>", "xml-malformed:1|character reference out of bounds");
    expect_syntax("<a>&#99999999999;</a>", "xml-malformed:1|character reference out of bounds");
    expect_syntax("<a>\n\xE4</a>", "xml-encoding:2");
}

static void test_attributes_and_prefixes(void **state) {
    (void)state;
    expect_syntax("<a>\n<b x='1' x='2'/></a>", "xml-attribute-twice:2|x");
    expect_syntax("<a xml:lang='de' xml:lang='fr'/>", "xml-attribute-twice:1|xml:lang");
    expect_syntax("<a xmlns='u:u' xmlns='u:v'/>", "xml-attribute-twice:1|xmlns");
    expect_syntax("<a xmlns:p='u:u' xmlns:q='u:u'>\n<b p:x='1' q:x='2'/></a>", "xml-attribute-twice:2|x");
    expect_syntax("<a>\n<p:b/></a>", "xml-prefix:2|p");
    expect_syntax("<a>\n<b p:x='1'/></a>", "xml-prefix:2|p");
    expect_syntax("<a x=1/>", "xml-malformed:1|AttValue: \" or ' expected");
    expect_syntax("<a:b:c xmlns:a='u:u'/>", "xml-malformed:1|Failed to parse QName 'a:b:'");
}

static void test_hostile_syntax(void **state) {
    (void)state;
    g_autofree char *name = g_strnfill(40000, 'n');
    g_autofree char *shown = g_strnfill(60, 'n');
    g_autofree char *text = g_strdup_printf("<a>\n<%s></a>", name);
    g_autofree char *wanted = g_strdup_printf("xml-tag:2|%s…|a|2", shown);
    expect_syntax(text, wanted);
    g_autofree char *twice = g_strdup_printf("<a %s='' %s=''/>", name, name);
    g_autofree char *wanted_twice = g_strdup_printf("xml-attribute-twice:1|%s…", shown);
    expect_syntax(twice, wanted_twice);
    g_autofree char *blanks = g_strnfill(100000, ' ');
    g_autofree char *far = g_strdup_printf("<p:a xmlns:p='u:u'></a%s>", blanks);
    expect_syntax(far, "xml-tag:1|p:a|a|1");

    /* A name of the document is never cut within a character, nor does it break the terminal. */
    g_autoptr(GString) wide = g_string_new("<a><b></");
    for (int i = 0; i < 100; i++) g_string_append(wide, "日");
    g_string_append(wide, "></a>");
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(xmlDoc) doc = af_xml_read_memory(wide->str, wide->len, "x", diagnostics);
    assert_null(doc);
    const char *found = af_diagnostics_get(diagnostics, 0)->args[1].string;
    assert_true(g_utf8_validate(found, -1, NULL));
    assert_int_equal(g_utf8_strlen(found, -1), 61);

    /* In another encoding the parser's bytes are not the file's. */
    static const char utf16[] = "\xFF\xFE<\0p\0:\0a\0 \0x\0m\0l\0n\0s\0:\0p\0=\0'\0u\0'\0>\0<\0/\0q\0>\0";
    expect_syntax_of(utf16, sizeof utf16 - 1, "xml-tag:1|p:a|q|1");
    static const char latin[] = "<?xml version='1.0' encoding='ISO-8859-1'?>\n<\xE4></\xFC>";
    expect_syntax_of(latin, sizeof latin - 1, "xml-tag:2|ä|ü|2");
}

static void test_syntax_far_down(void **state) {
    (void)state;
    g_autofree char *lines = g_strnfill(70000, '\n');
    g_autofree char *tag = g_strdup_printf("<a>%s<b>\n</c></a>", lines);
    expect_syntax(tag, "xml-tag:70002|b|c|70001");
    g_autofree char *end = g_strdup_printf("<a>%s<b>\n\n", lines);
    expect_syntax(end, "xml-end:70003|b|70001");
    g_autofree char *unfinished = g_strdup_printf("<a>%s<b>\n\n</", lines);
    expect_syntax(unfinished, "xml-end:70003|b|70001");
}

/* ----------------------------------------------------------------------------------------------------------- schemas
 */

static const char assessment[] =
    "<assessment xmlns='urn:auditfolio:assessment' program='p' version='1.0' date='2026-11-22' xml:lang='de'>\n"
    "<partner><name>N</name><tier>advanced</tier>\n"
    "<contact><name>A</name><email>a@b.example</email><phone>+49 1</phone></contact>\n"
    "<website>https://n.example/</website><landing-page/></partner>\n"
    "<solution><name>S</name><category ref='c'/><customers>4</customers><marketplace listed='no'/>\n"
    "<sales-compensation plan='no'/><support>text <em>x</em></support></solution>\n"
    "<case-studies><case-study id='a'><customer/><website/><challenge/><deployment/>\n"
    "<production-date>2026-01-01</production-date><status/><outcomes/></case-study></case-studies>\n"
    "<answers><answer item='i' met='yes'><record ref='r'>4</record><comment><p>x</p></comment></answer></answers>\n"
    "<evidence><piece id='e' file='f'><title>t</title></piece></evidence>\n"
    "<audit date='2026-01-01'><auditor><name/></auditor><finding item='i' verdict='accepted'/>\n"
    "<decision verdict='open'/></audit></assessment>";

static const char program[] =
    "<program xmlns='urn:auditfolio:program' id='p' version='1.0' date='2026-11'>\n"
    "<inbox>a@b.example</inbox><portal>https://p.example/</portal>\n"
    "<thresholds><threshold id='t' value='4'/></thresholds><case-study fields='customer'/>\n"
    "<categories><category id='c'/></categories><deployment-models><deployment-model id='m'/></deployment-models>\n"
    "<application><step id='s'/></application>\n"
    "<part id='a' validator='auditor'><section id='b' number='1.0' pillar='true'>\n"
    "<item id='i' number='1.1'><requirement/><applies model='m' value='yes' per='solution'/></item></section></part>\n"
    "</program>";

static const char catalog[] = "<catalog xmlns='urn:auditfolio:catalog' xml:lang='de' program='p'>\n"
                              "<text id='a'>x</text><prose id='b'><p>y</p></prose></catalog>";

typedef struct {
    const char *file, *document;
    AfSchema *schema;
} Kind;
static Kind assessments = {"schemas/assessment.xsd", assessment, NULL};
static Kind programs = {"schemas/program.xsd", program, NULL};
static Kind catalogs = {"schemas/catalog.xsd", catalog, NULL};

/* The document with `old` replaced, once, validated. */
static void expect(Kind *kind, const char *old, const char *new, const char *wanted) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    if (!kind->schema) kind->schema = af_schema_load(kind->file, diagnostics);
    assert_non_null(kind->schema);
    g_autoptr(GString) text = g_string_new(kind->document);
    assert_int_equal(g_string_replace(text, old, new, 1), 1);
    g_autoptr(xmlDoc) doc = af_xml_read_memory(text->str, text->len, "kind.xml", diagnostics);
    g_autofree char *unread = told(diagnostics);
    assert_string_equal(unread, "");
    assert_int_equal(af_schema_validate(kind->schema, doc, diagnostics), *wanted == '\0');
    g_autofree char *found = told(diagnostics);
    assert_string_equal(found, wanted);
    for (guint i = 0; i < af_diagnostics_count(diagnostics); i++)
        assert_string_equal(af_diagnostics_get(diagnostics, i)->file, "kind.xml");
}

static void test_good_ones(void **state) {
    (void)state;
    expect(&assessments, "id='a'", "id='b'", "");
    expect(&programs, "id='a'", "id='b'", "");
    expect(&catalogs, "id='a'", "id='c'", "");
}

static void test_elements(void **state) {
    (void)state;
    expect(&assessments, "<customers>4", "<foo/><customers>4",
           "schema-element:5|foo|deployment-model, customers, marketplace|3");
    expect(&assessments, "<partner><name>N</name>", "<partner>", "schema-element:2|tier|name|1");
    expect(&assessments, "<p>x</p>", "<b>x</b>", "schema-element:9|b|em, strong, code, q, span, a, p, ul, ol|9");
    expect(&assessments, "</auditor>", "</auditor><x/>", "schema-element:11|x|finding, decision|2");
    /* too many, and after the last */
    expect(&assessments, "</audit>", "</audit><more/>", "schema-element:12|more||0");
    g_autoptr(GString) studies = g_string_new("<case-studies>");
    for (int i = 0; i < 10; i++)
        g_string_append(studies, "<case-study id='b'><customer/><website/><challenge/><deployment/><production-date/>"
                                 "<status/><outcomes/></case-study>\n");
    expect(&assessments, "<case-studies>", studies->str, "schema-element:17|case-study||0");
    /* in what holds nothing, text alone, or text with attributes */
    expect(&assessments, "<category ref='c'/>", "<category ref='c'><x/></category>",
           "schema-element:5|x|subcategory|1");
    expect(&assessments, "<category ref='c'/>",
           "<category ref='c'><subcategory ref='d'><x/></subcategory></category>", "schema-element:5|x||0");
    expect(&assessments, "<customers>4", "<customers>\n<b/>4", "schema-element:6|b||0");
    expect(&assessments, "<record ref='r'>4", "<record ref='r'>\n<b/>4", "schema-element:10|b||0");
    /* of another namespace: in full where the names alone would be the same */
    expect(&assessments, "<customers>4", "<x:foo xmlns:x='urn:y'/><customers>4",
           "schema-element:5|foo|deployment-model, customers, marketplace|3");
    expect(&assessments, "<customers>4</customers>", "<customers xmlns=''>4</customers>",
           "schema-element:5|{}customers|{urn:auditfolio:assessment}deployment-model, "
           "{urn:auditfolio:assessment}customers, {urn:auditfolio:assessment}marketplace|3");
    expect(&catalogs, "<text id='a'>x</text>", "<txt id='a'/>", "schema-element:2|txt|text, prose, message|3");
    expect(&programs, "<categories>", "<category/><categories>",
           "schema-element:4|category|categories|1");
}

static void test_incomplete(void **state) {
    (void)state;
    expect(&assessments, "<support>text <em>x</em></support>", "", "schema-incomplete:5|solution|support|1");
    expect(&assessments, "<p>x</p>", "<ul/>", "schema-incomplete:9|ul|li|1");
    expect(&assessments, "<decision verdict='open'/>", "", "schema-incomplete:11|audit|finding, decision|2");
    expect(&catalogs, "<p>y</p>", "", "schema-incomplete:2|prose|p, note, ul, ol|4");
}

static void test_text(void **state) {
    (void)state;
    expect(&assessments, "<partner>", "<partner>words", "schema-text:2|partner");
    expect(&assessments, "<partner>", "<partner><![CDATA[x]]>", "schema-text:2|partner");
    expect(&assessments, "<category ref='c'/>", "<category ref='c'>\nx</category>", "schema-text:6|category");
    /* the line is that of the text */
    expect(&assessments, "<answers>", "<answers>\n\n  words\n\n", "schema-text:11|answers");
    expect(&assessments, "</case-study>", "</case-study>\n<!-- a\nb -->\n\n words", "schema-text:12|case-studies");
    expect(&assessments, "</case-study>", "</case-study>\n<?a\nb?>\n words", "schema-text:11|case-studies");
    expect(&assessments, "<partner>", "<partner>\n ü\n<!-- x --> y", "schema-text:3|partner");
}

static void test_attributes(void **state) {
    (void)state;
    expect(&assessments, " met='yes'", " met='yes' mett='no'", "schema-attribute:9|mett|answer");
    expect(&assessments, "<category ref", "<category\nxmlns:x='urn:y' x:mett='no' ref",
           "schema-attribute:6|mett|category");
    expect(&assessments, "<tier>", "<tier a='b' xml:lang='de'>",
           "schema-attribute:2|a|tier\nschema-attribute:2|xml:lang|tier");
    expect(&assessments, " met='yes'", "", "schema-attribute-missing:9|met|answer");
    expect(&assessments, " xml:lang='de'", "", "schema-attribute-missing:1|xml:lang|assessment");
    expect(&catalogs, "<text id='a'>", "<text>", "schema-attribute-missing:2|id|text");
}

static void test_roots(void **state) {
    (void)state;
    expect(&catalogs, "<catalog xmlns='urn:auditfolio:catalog'", "<catalog xmlns='urn:other'",
           "schema-root:1|{urn:other}catalog|{urn:auditfolio:catalog}catalog");
    expect(&catalogs, "<catalog xmlns='urn:auditfolio:catalog'", "<catalog",
           "schema-root:1|{}catalog|{urn:auditfolio:catalog}catalog");
    const Kind other = {"schemas/catalog.xsd", assessment, catalogs.schema};
    Kind swapped = other;
    expect(&swapped, "id='a'", "id='b'", "schema-root:1|assessment|catalog");
}

static void test_choices(void **state) {
    (void)state;
    expect(&assessments, " met='yes'", " met=\"ye's\"",
           "schema-value:9|answer/@met|ye's|expects.one-of|yes, no, not-applicable, open|0");
    expect(&assessments, ">advanced<", ">ultra<",
           "schema-value:2|tier|ultra|expects.one-of-or-empty|registered, select, advanced, premier|0");
    expect(&assessments, " listed='no'", " listed=''",
           "schema-value:5|marketplace/@listed||expects.one-of|yes, no, open|0");
    expect(&assessments, "<status/>", "<status>' is not an element of the set {'x'}.</status>",
           "schema-value:8|status|' is not an element of the set {'x'}.|expects.one-of-or-empty|"
           "production, pilot, proof-of-concept, retired|0");
    /* of a list: its entry, once */
    expect(&programs, "per='solution'", "per='solution all'",
           "schema-value:7|applies/@per|all|expects.one-of|solution, case-study|0");
}

static void test_lengths(void **state) {
    (void)state;
    g_autoptr(GString) text = g_string_new("<name> "), wanted = g_string_new("schema-value:5|name|");
    for (int i = 0; i < 201; i++) g_string_append(text, "ü");
    for (int i = 0; i < 60; i++) g_string_append(wanted, "ü");
    g_string_append(text, "\n</name>");
    g_string_append(wanted, "…|expects.characters-at-most||200");
    g_autofree char *in_line = g_strconcat("<solution>", text->str, NULL);
    expect(&assessments, "<solution><name>S</name>", in_line, wanted->str);

    expect(&assessments, "<title>t</title>", "<title/>", "schema-value:10|title||expects.something||1");
    expect(&assessments, "file='f'", "file=''", "schema-value:10|piece/@file||expects.something||1");
    expect(&assessments, "item='i' met", "item='i' case-studies='' met",
           "schema-value:9|answer/@case-studies||expects.something||1");
    expect(&assessments, "id='a'", "id='aaaaaaaaa-aaaaaaaaa-aaaaaaaaa-aaaaaaaaa-a'",
           "schema-value:7|case-study/@id|aaaaaaaaa-aaaaaaaaa-aaaaaaaaa-aaaaaaaaa-a|expects.characters-at-most||40");
    g_autoptr(GString) ids = g_string_new("item='i' case-studies='");
    for (int i = 0; i < 51; i++) g_string_append(ids, "a ");
    g_string_append(ids, "' met");
    expect(&assessments, "item='i' met", ids->str,
           "schema-value:9|answer/@case-studies|a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a…|"
           "expects.entries-at-most||50");
}

/* Every type with a name in schemas/, and those that an attribute or element has for itself. */
static const struct {
    const char *type;
    Kind *kind;
    const char *old, *new, *wanted;
} types[] = {
    {"Id", &assessments, "item='i' met", "item='I x' met", "schema-value:9|answer/@item|I x|expects.id|"},
    {"Id", &assessments, "id='a'", "id='A_'", "schema-value:7|case-study/@id|A_|expects.id|"},
    {"Id", &programs, "id='i'", "id='I'", "schema-value:7|item/@id|I|expects.id|"},
    {"Ids", &assessments, "item='i' met", "item='i' case-studies='a B' met",
     "schema-value:9|answer/@case-studies|B|expects.id|"},
    {"MaybeIds", &assessments, "item='i' met", "item='i' evidence='a B' met",
     "schema-value:9|answer/@evidence|B|expects.id|"},
    {"Key", &catalogs, "id='a'", "id='a b'", "schema-value:2|text/@id|a b|expects.id|"},
    {"Date", &assessments, "date='2026-11-22'", "date='2019-02-30'",
     "schema-value:1|assessment/@date|2019-02-30|expects.date|"},
    {"Date", &assessments, "date='2026-11-22'", "date=''", "schema-value:1|assessment/@date||expects.date|"},
    {"Date", &assessments, "date='2026-11-22'", "date='2026-11-22Z'",
     "schema-value:1|assessment/@date|2026-11-22Z|expects.date|"},
    {"MaybeDate", &assessments, "<production-date>2026-01-01", "<production-date>01/02/2026",
     "schema-value:8|production-date|01/02/2026|expects.date-or-empty|"},
    {"MaybeFact", &assessments, "<record ref='r'>4", "<record ref='r'>soon",
     "schema-value:9|record|soon|expects.fact-or-empty|"},
    {"Address", &assessments, "file='f'", "href='ftp://x y'", "schema-value:10|piece/@href|ftp://x y|expects.address|"},
    {"Address", &assessments, "file='f'", "href='https://[%%'",
     "schema-value:10|piece/@href|https://[%%|expects.address|"},
    {"MaybeAddress", &assessments, "https://n.example/", "n.example",
     "schema-value:4|website|n.example|expects.address-or-empty|"},
    {"MaybeEmail", &assessments, "a@b.example", "nobody", "schema-value:3|email|nobody|expects.email-or-empty|"},
    {"MaybePhone", &assessments, "+49 1", "call me", "schema-value:3|phone|call me|expects.phone-or-empty|"},
    {"MaybeCount", &assessments, "<customers>4", "<customers>many",
     "schema-value:5|customers|many|expects.count-or-empty|"},
    {"Number", &programs, "number='1.1'", "number='1-1'", "schema-value:7|item/@number|1-1|expects.item-number|"},
    {"Version", &programs, "version='1.0'", "version='1'", "schema-value:1|program/@version|1|expects.version|"},
    {"Fields", &programs, "fields='customer'", "fields='customer who'",
     "schema-value:3|case-study/@fields|who|expects.one-of|"},
    {"TextVersion", &catalogs, "id='a'", "id='a' source='1234567'",
     "schema-value:2|text/@source|1234567|expects.text-version|"},
    {"Address", &catalogs, "<p>y", "<p><a href='javascript:x'>y</a>",
     "schema-value:2|a/@href|javascript:x|expects.address|"},
    {"@version", &assessments, "version='1.0'", "version='1'", "schema-value:1|assessment/@version|1|expects.version|"},
    {"@sha256", &assessments, "file='f'", "file='f' sha256='AB'", "schema-value:10|piece/@sha256|AB|expects.sha256|"},
    {"Https", &programs, "https://p.example/", "http://p.example/",
     "schema-value:2|portal|http://p.example/|expects.https|"},
    {"inbox", &programs, "a@b.example", "a b", "schema-value:2|inbox|a b|expects.email|"},
    {"xs:positiveInteger", &programs, "value='4'", "value='0'",
     "schema-value:3|threshold/@value|0|expects.positive-integer|"},
    {"xs:gYearMonth", &programs, "date='2026-11'", "date='2026-13'",
     "schema-value:1|program/@date|2026-13|expects.month|"},
    {"xs:boolean", &programs, "pillar='true'", "pillar='yes'", "schema-value:6|section/@pillar|yes|expects.boolean|"},
    {"xs:language", &assessments, "xml:lang='de'", "xml:lang='deutsch!'",
     "schema-value:1|assessment/@xml:lang|deutsch!|expects.language|"},
    {"xs:NCName", &catalogs, "program='p'", "program='1 p'", "schema-value:1|catalog/@program|1 p|expects.name|"},
    {"Address", &catalogs, "<p>y", "<p><a href='http://[%%'>y</a>",
     "schema-value:2|a/@href|http://[%%|expects.address|"},
};

static void test_types(void **state) {
    (void)state;
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
        g_autoptr(GString) wanted = g_string_new(types[i].wanted);
        /* the last two arguments: a pattern where that was at fault, no number */
        g_autoptr(AfDiagnostics) unsaid = af_diagnostics_new();
        Kind *kind = types[i].kind;
        if (!kind->schema) kind->schema = af_schema_load(kind->file, unsaid);
        g_autoptr(GString) text = g_string_new(kind->document);
        assert_int_equal(g_string_replace(text, types[i].old, types[i].new, 1), 1);
        g_autoptr(xmlDoc) doc = af_xml_read_memory(text->str, text->len, "kind.xml", unsaid);
        assert_false(af_schema_validate(kind->schema, doc, unsaid));
        assert_int_equal(af_diagnostics_count(unsaid), 1);
        g_autofree char *found = told(unsaid);
        found[MIN(strlen(found), wanted->len)] = '\0';
        assert_string_equal(found, wanted->str);
    }
}

/* A type that is added to a schema has to get words of its own, or what it has to be is said as a regular expression. */
static void test_every_named_type_has_words(void **state) {
    (void)state;
    /* told by lists and lengths, or only as a part of another */
    static const char *const others[] = {"Empty",     "MaybeName", "Name",       "YesNo",
                                         "YesNoOpen", "MaybeTier", "MaybeStatus"};
    static const char *const files[] = {"schemas/assessment.xsd", "schemas/program.xsd", "schemas/catalog.xsd"};
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        g_autoptr(xmlDoc) doc = af_xml_read_file(files[i], diagnostics);
        assert_non_null(doc);
        g_autoptr(xmlXPathContext) context = xmlXPathNewContext(doc);
        g_autoptr(xmlXPathObject) found = xmlXPathEval(BAD_CAST "//*[local-name()='simpleType']/@name", context);
        for (int n = 0; found->nodesetval && n < found->nodesetval->nodeNr; n++) {
            const char *name = (const char *)found->nodesetval->nodeTab[n]->children->content;
            gboolean known = FALSE;
            for (gsize j = 0; j < G_N_ELEMENTS(types); j++) known |= strcmp(types[j].type, name) == 0;
            for (gsize j = 0; j < G_N_ELEMENTS(others); j++) known |= strcmp(others[j], name) == 0;
            if (!known) fail_msg("the type %s of %s is not tested", name, files[i]);
        }
    }
}

/* Two attributes of one element are two faults; the same value is one, however often libxml2 finds it. */
static void test_each_value_once(void **state) {
    (void)state;
    expect(&assessments, "<piece id='e' file='f'", "<piece id='E' href='bad' date='2019-02-30'",
           "schema-value:10|piece/@id|E|expects.id|[a-z0-9]+([.\\-][a-z0-9]+)*|0\n"
           "schema-value:10|piece/@href|bad|expects.address|https?://\\S+|0\n"
           "schema-value:10|piece/@date|2019-02-30|expects.date|Date|0");
    g_autofree char *long_id = g_strnfill(150, 'I');
    g_autofree char *new = g_strdup_printf("item='%s' met", long_id);
    g_autofree char *wanted =
        g_strdup_printf("schema-value:9|answer/@item|%.60s…|expects.characters-at-most||100", long_id);
    expect(&assessments, "item='i' met", new, wanted);
}

/* What has no words of its own is told in libxml2's. */
static void test_fallback(void **state) {
    (void)state;
    expect(&assessments, "<customers>",
           "<customers xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'>",
           "schema-invalid:5|customers: The element is not 'nillable'.");
    expect(&catalogs, "id='b'", "id='a'",
           "schema-invalid:2|prose: Duplicate key-sequence ['a'] in unique identity-constraint 'id'.");
}

static AfSchema *schema_of(const char *inside, AfDiagnostics *diagnostics) {
    g_autofree char *text =
        g_strdup_printf("<s:schema xmlns:s='http://www.w3.org/2001/XMLSchema'>%s</s:schema>", inside);
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp("af-XXXXXX.xsd", &path, NULL);
    assert_true(fd >= 0 && g_close(fd, NULL));
    assert_true(g_file_set_contents(path, text, -1, NULL));
    AfSchema *schema = af_schema_load(path, diagnostics);
    remove(path);
    assert_non_null(schema);
    return schema;
}

static char *told_by(const char *inside, const char *text) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfSchema) schema = schema_of(inside, diagnostics);
    g_autoptr(xmlDoc) doc = af_xml_read_memory(text, strlen(text), "x", diagnostics);
    assert_non_null(doc);
    af_schema_validate(schema, doc, diagnostics);
    return told(diagnostics);
}

/* Any schema's types, without a namespace, and facets that ours do not have. */
static void test_other_schemas(void **state) {
    (void)state;
    static const struct {
        const char *schema, *text, *wanted;
    } cases[] = {
        {"<s:element name='a'><s:simpleType><s:restriction base='s:string'><s:pattern value='x+'/></s:restriction>"
         "</s:simpleType></s:element>",
         "<a>y</a>", "schema-value:1|a|y|expects.pattern|x+|0"},
        {"<s:simpleType name='T'><s:restriction base='s:string'><s:pattern value='x+'/></s:restriction></s:simpleType>"
         "<s:element name='a' type='T'/>",
         "<a>y</a>", "schema-value:1|a|y|expects.pattern|x+|0"},
        {"<s:element name='a' type='s:duration'/>", "<a>y</a>", "schema-value:1|a|y|expects.type|xs:duration|0"},
        {"<s:simpleType name='T'><s:union memberTypes='s:date s:decimal'/></s:simpleType><s:element name='a' "
         "type='T'/>",
         "<a>y</a>", "schema-value:1|a|y|expects.type|T|0"},
        {"<s:element name='a'><s:simpleType><s:union memberTypes='s:date s:decimal'/></s:simpleType></s:element>",
         "<a>y</a>", "schema-value:1|a|y|expects.type|a|0"},
        {"<s:element name='a'><s:simpleType><s:restriction base='s:string'><s:minLength value='3'/></s:restriction>"
         "</s:simpleType></s:element>",
         "<a>y</a>", "schema-value:1|a|y|expects.characters-at-least||3"},
        {"<s:element name='a'><s:complexType><s:attribute name='b'><s:simpleType><s:restriction><s:simpleType><s:list "
         "itemType='s:date'/></s:simpleType><s:minLength value='2'/></s:restriction></s:simpleType></s:attribute>"
         "</s:complexType></s:element>",
         "<a b='2026-01-01'/>", "schema-value:1|a/@b|2026-01-01|expects.entries-at-least||2"},
        {"<s:element name='a'><s:complexType><s:attribute name='b'><s:simpleType><s:list itemType='s:date'/>"
         "</s:simpleType></s:attribute></s:complexType></s:element>",
         "<a b='2026-01-01 x'/>", "schema-value:1|a/@b|x|expects.date|xs:date|0"},
        {"<s:element name='a'><s:simpleType><s:restriction base='s:string'><s:length value='3'/></s:restriction>"
         "</s:simpleType></s:element>",
         "<a>y</a>", "schema-invalid:1|a: The value has a length of '1'; this differs from the allowed length of '3'."},
        {"<s:element name='a'><s:simpleType><s:restriction base='s:decimal'><s:maxInclusive value='3'/></s:restriction>"
         "</s:simpleType></s:element>",
         "<a>4</a>", "schema-invalid:1|a: The value '4' is greater than the maximum value allowed ('3')."},
        {"<s:element name='a'/><s:element name='b'/>", "<c/>", "schema-root:1|c|a, b"},
        {"<s:element name='a'/>", "<a xmlns='u:u'/>", "schema-root:1|{u:u}a|{}a"},
        {"<s:element name='a'><s:complexType><s:choice><s:element name='c0'/><s:element name='c1'/><s:element "
         "name='c2'/>"
         "<s:element name='c3'/><s:element name='c4'/><s:element name='c5'/><s:element name='c6'/><s:element "
         "name='c7'/>"
         "<s:element name='c8'/><s:element name='c9'/><s:element name='c10'/></s:choice></s:complexType></s:element>",
         "<a><b/></a>", "schema-element:1|b|c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, …|10"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *found = told_by(cases[i].schema, cases[i].text);
        assert_string_equal(found, cases[i].wanted);
    }
}

static void test_hostile_names_and_values(void **state) {
    (void)state;
    /* Beyond 64,000 characters libxml2's text is cut, with the name of the type. */
    g_autofree char *value = g_strnfill(5 * 1024 * 1024, 'x');
    g_autofree char *shown = g_strnfill(60, 'x');
    g_autofree char *date = g_strconcat("<production-date>", value, NULL);
    g_autofree char *wanted =
        g_strdup_printf("schema-value:8|production-date|%s…|expects.date-or-empty|MaybeDate|0", shown);
    expect(&assessments, "<production-date>2026-01-01", date, wanted);
    g_autofree char *met = g_strdup_printf(" met='%s'", value);
    g_autofree char *wanted_met =
        g_strdup_printf("schema-value:9|answer/@met|%s…|expects.one-of|yes, no, not-applicable, open|0", shown);
    expect(&assessments, " met='yes'", met, wanted_met);

    g_autofree char *name = g_strnfill(45000, 'x');
    g_autofree char *element = g_strdup_printf("<%s/><customers>4", name);
    g_autofree char *wanted_element =
        g_strdup_printf("schema-element:5|%s…|deployment-model, customers, marketplace|3", shown);
    expect(&assessments, "<customers>4", element, wanted_element);
    g_autofree char *attribute = g_strdup_printf("<tier %s=''>", name);
    g_autofree char *wanted_attribute = g_strdup_printf("schema-attribute:2|%s…|tier", shown);
    expect(&assessments, "<tier>", attribute, wanted_attribute);
    g_autofree char *inner = g_strdup_printf("<customers><%s>text</%s>4", name, name);
    g_autofree char *wanted_inner = g_strdup_printf("schema-element:5|%s…||0", shown);
    expect(&assessments, "<customers>4", inner, wanted_inner);

    /* Namespaces can hold what libxml2 marks its names with. */
    expect(&assessments, "<customers>4", "<x:foo xmlns:x=\"u:',attribute'y':\"/><customers>4",
           "schema-element:5|foo|deployment-model, customers, marketplace|3");
    expect(&assessments, "<category ref", "<category xmlns:x=\"u:':'\" x:b='no' ref", "schema-attribute:5|b|category");
    expect(&assessments, "<tier>advanced", "<tier>a &#x9B;31m\n{0}",
           "schema-value:2|tier|a 31m {0}|expects.one-of-or-empty|registered, select, advanced, premier|0");
}

static void test_schema_faults_far_down(void **state) {
    (void)state;
    g_autofree char *lines = g_strnfill(70000, '\n');
    g_autofree char *text = g_strconcat(lines, "<answers>\n<x/>\n", NULL);
    expect(&assessments, "<answers>", text, "schema-element:70010|x|answer|1");
    g_autofree char *words = g_strconcat(lines, "<answers>\n\n words", NULL);
    expect(&assessments, "<answers>", words, "schema-text:70011|answers");
    g_autofree char *value = g_strconcat(lines, "<title>t</title>\n<answers>", NULL);
    expect(&assessments, "<answers>", value, "schema-element:70009|title|answers|1");
    g_autofree char *met = g_strconcat(lines, "<answers>\n<answer item='i' met=''/>\n", NULL);
    expect(&assessments, "<answers>", met,
           "schema-value:70010|answer/@met||expects.one-of|yes, no, not-applicable, open|0");
}

static void test_thousand_faults(void **state) {
    (void)state;
    g_autoptr(GString) answers = g_string_new("<answers>");
    for (int i = 0; i < 1999; i++) g_string_append(answers, "\n<answer item='A' met='maybe' x=''/>");
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(GString) text = g_string_new(assessment);
    g_string_replace(text, "<answers>", answers->str, 1);
    g_autoptr(xmlDoc) doc = af_xml_read_memory(text->str, text->len, "x", diagnostics);
    gint64 start = g_get_monotonic_time();
    assert_false(af_schema_validate(assessments.schema, doc, diagnostics));
    assert_true(g_get_monotonic_time() - start < 10 * G_USEC_PER_SEC);
    assert_int_equal(af_diagnostics_count(diagnostics), 1000);
    assert_int_equal(af_diagnostics_get(diagnostics, 999)->line, 9 + 334);
}

static int tear_down(void **state) {
    (void)state;
    af_schema_free(assessments.schema);
    af_schema_free(programs.schema);
    af_schema_free(catalogs.schema);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tags),
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_characters),
        cmocka_unit_test(test_attributes_and_prefixes),
        cmocka_unit_test(test_hostile_syntax),
        cmocka_unit_test(test_syntax_far_down),
        cmocka_unit_test(test_good_ones),
        cmocka_unit_test(test_elements),
        cmocka_unit_test(test_incomplete),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_attributes),
        cmocka_unit_test(test_roots),
        cmocka_unit_test(test_choices),
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_every_named_type_has_words),
        cmocka_unit_test(test_each_value_once),
        cmocka_unit_test(test_fallback),
        cmocka_unit_test(test_other_schemas),
        cmocka_unit_test(test_hostile_names_and_values),
        cmocka_unit_test(test_schema_faults_far_down),
        cmocka_unit_test(test_thousand_faults),
    };
    return cmocka_run_group_tests(tests, NULL, tear_down);
}

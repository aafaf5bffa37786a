/* Programs and catalogs, on a small program of which everything is known; the real ones are checked by tests/cli. */
#include "assess/assess.h"
#include "test_folder.h"

#include <libxml/xpathInternals.h>

static const char program_xml[] =
    "<program xmlns='urn:auditfolio:program' id='tiny' version='1.0' date='2019-12'>\n"
    "<inbox>a@example.org</inbox><portal>https://example.org/</portal>\n"
    "<thresholds><threshold id='studies' value='4'/><threshold id='age' value='18' unit='month'/></thresholds>\n"
    "<competencies><competency id='iot'/></competencies>\n"
    "<case-study fields='customer'/><categories><category id='store'><subcategory id='till'/></category></categories>\n"
    "<deployment-models described='true'><deployment-model id='saas' described='true' group='cloud'/>"
    "<deployment-model id='own' group='cloud'/></deployment-models>\n"
    "<application><step id='send'><content id='list'/></step></application>\n"
    "<part id='pre' validator='program-manager'>\n"
    "<documents><document id='plan' terms='network'><requirement/><applies model='saas' value='yes' "
    "note='once'/></document></documents>\n"
    "<section id='apn' number='1.0'>\n"
    "<item id='apn.tier' number='1.1' terms='partner network'><requirement/><evidence/><followup/></item>\n"
    "<item id='apn.kind' number='1.2'><choice id='category' from='categories'/>\n"
    "<choice id='listed'><option id='yes'/><option id='no'/><option id='other' write='line'/></choice>\n"
    "<answer id='count' type='number'/><applies model='saas' value='yes' note='once'/></item></section>\n"
    "<section id='security' number='2.0' pillar='true'><item id='security.root' "
    "number='2.1'><requirement/></item></section>\n"
    "<section id='other' number='3.0' pillar='false'><item id='other.thing' "
    "number='3.1'><requirement/></item></section></part>\n"
    "<resources><resource id='site' href='https://example.org/'/></resources>\n"
    "</program>\n";

/* What it asks for, in its order: T a text, P a prose. */
static const char *const expected_keys[] = {
    "T program.title",
    "T program.checklist",
    "P program.disclaimer",
    "T introduction.title",
    "P introduction.text",
    "T expectations.title",
    "P expectations.text",
    "T application.title",
    "P application.after",
    "T competency.title",
    "P competency.text",
    "T categories.title",
    "P categories.lead",
    "T mail.subject",
    "T competency.iot",
    "T category.store.name",
    "P category.store.text",
    "T subcategory.till.name",
    "P models.lead",
    "T model.saas.name",
    "T model.saas.column",
    "P model.saas.text",
    "T model-group.cloud.name",
    "T model.own.name",
    "T model.own.column",
    "P application.step.send",
    "P application.content.list",
    "T part.pre.title",
    "P part.pre.lead",
    "T document.plan.title",
    "T term.network",
    "P document.plan.requirement",
    "T applicability.once",
    "T section.apn.title",
    "T item.apn.tier.title",
    "T term.partner",
    "P item.apn.tier.requirement",
    "P item.apn.tier.evidence",
    "P item.apn.tier.followup",
    "T item.apn.kind.title",
    "T item.apn.kind.category",
    "T item.apn.kind.listed.other",
    "T item.apn.kind.count",
    "T section.security.title",
    "P section.security.text",
    "T item.security.root.title",
    "P item.security.root.requirement",
    "T section.other.title",
    "T item.other.thing.title",
    "P item.other.thing.requirement",
    "T resources.title",
    "T resource.site.title",
    "P resource.site.text",
};

/* A complete catalog, a text a line from line 2; the text of `change` (NULL: none) is `with` instead (NULL: left
 * out). */
static char *catalog_xml(const char *change, const char *with) {
    GString *xml = g_string_new("<catalog xmlns='urn:auditfolio:catalog' xml:lang='de' program='tiny'>\n");
    for (gsize i = 0; i < G_N_ELEMENTS(expected_keys); i++) {
        const char *key = expected_keys[i] + 2;
        if (change && !strcmp(key, change)) {
            if (with) g_string_append_printf(xml, "%s\n", with);
        } else if (!strcmp(key, "mail.subject")) {
            g_string_append(xml, "<text id='mail.subject'>L'envoi de {0}</text>\n");
        } else if (expected_keys[i][0] == 'T') {
            g_string_append_printf(xml, "<text id='%s'>Wort</text>\n", key);
        } else {
            g_string_append_printf(xml, "<prose id='%s'><p>Satz <value of='studies'/> <value of='age'/></p></prose>\n",
                                   key);
        }
    }
    g_string_append(xml, "</catalog>\n");
    return g_string_free(xml, FALSE);
}

static AfCatalog *load(const char *xml, AfDiagnostics *diagnostics) {
    put("locales/de/tiny.xml", xml);
    return af_catalog_load("de", "tiny", diagnostics);
}

static AfProgram *program_loaded(void) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    AfProgram *program = af_program_load("tiny", diagnostics);
    assert_int_equal(af_diagnostics_count(diagnostics), 0);
    assert_non_null(program);
    return program;
}

/* The catalog with one text changed gives exactly this diagnostic, on this line, and its arguments begin so. */
static void expect_fault(const char *change, const char *with, AfCode code, int line, const char *first,
                         const char *second) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfProgram) program = program_loaded();
    g_autofree char *xml = catalog_xml(change, with);
    g_autoptr(AfCatalog) catalog = load(xml, diagnostics);
    assert_non_null(catalog);
    af_catalog_check(catalog, program, diagnostics);
    assert_int_equal(af_diagnostics_count(diagnostics), 1);
    const AfDiagnostic *diagnostic = af_diagnostics_get(diagnostics, 0);
    assert_string_equal(af_code_rule(diagnostic->code), af_code_rule(code));
    assert_int_equal(diagnostic->line, line);
    assert_true(g_str_has_suffix(diagnostic->file, "locales/de/tiny.xml"));
    assert_string_equal(diagnostic->args[0].string, first);
    assert_string_equal(diagnostic->args[1].string, second);
}

/* The line of a key in catalog_xml(). */
static int line_of(const char *key) {
    for (gsize i = 0; i < G_N_ELEMENTS(expected_keys); i++) {
        if (!strcmp(expected_keys[i] + 2, key)) return (int)i + 2;
    }
    fail();
    return 0;
}

static void test_lists(void **state) {
    (void)state;
    put("locales/ja/tiny.xml", "<a/>"); /* no messages: no language */
    g_auto(GStrv) programs = af_programs();
    g_auto(GStrv) languages = af_languages();
    g_autofree char *all = g_strjoinv(" ", languages);
    assert_int_equal(g_strv_length(programs), 1);
    assert_string_equal(programs[0], "tiny");
    assert_string_equal(all, "de en");
}

static void test_keys(void **state) {
    (void)state;
    g_autoptr(AfProgram) program = program_loaded();
    const GPtrArray *keys = af_program_keys(program);
    for (guint i = 0; i < MIN(keys->len, G_N_ELEMENTS(expected_keys)); i++) {
        const AfKey *key = g_ptr_array_index(keys, i);
        g_autofree char *said = g_strdup_printf("%c %s", key->kind == AF_TEXT ? 'T' : 'P', key->name);
        assert_string_equal(said, expected_keys[i]);
    }
    assert_int_equal(keys->len, G_N_ELEMENTS(expected_keys));
    assert_string_equal(af_program_id(program), "tiny");
    assert_string_equal(af_program_version(program), "1.0");
    assert_string_equal(af_program_date(program), "2019-12");
}

static void test_unknown_programs(void **state) {
    (void)state;
    static const char *const names[] = {"nothing", "", "../programs/tiny", "tiny.xml", "/etc/passwd", "TINY"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        assert_null(af_program_load(names[i], diagnostics));
        assert_int_equal(af_diagnostics_count(diagnostics), 1);
        const AfDiagnostic *diagnostic = af_diagnostics_get(diagnostics, 0);
        assert_int_equal(diagnostic->code, AF_D_PROGRAM_UNKNOWN);
        assert_string_equal(diagnostic->args[1].string, "tiny");
        assert_int_equal(af_diagnostics_exit(diagnostics), AF_EXIT_USAGE);
    }
}

static void test_complete_catalog(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfProgram) program = program_loaded();
    g_autofree char *xml = catalog_xml(NULL, NULL);
    g_autoptr(AfCatalog) catalog = load(xml, diagnostics);
    assert_int_equal(af_catalog_check(catalog, program, diagnostics), G_N_ELEMENTS(expected_keys));
    assert_int_equal(af_diagnostics_count(diagnostics), 0);
    assert_int_equal(af_catalog_count(catalog), G_N_ELEMENTS(expected_keys));
    assert_string_equal(af_catalog_language(catalog), "de");
    assert_string_equal(af_catalog_name(catalog), "locales/de/tiny.xml");
    g_autofree char *text = af_catalog_text(catalog, "introduction.text");
    assert_string_equal(text, "Satz");
    assert_null(af_catalog_text(catalog, "no.such.text"));
    assert_null(af_catalog_find(catalog, "no.such.text"));
}

static void test_faults(void **state) {
    (void)state;
    /* the line is that of the text before the missing one, or of the root */
    expect_fault("category.store.name", NULL, AF_D_TEXT_MISSING, line_of("competency.iot"), "category.store.name",
                 "de");
    expect_fault("program.title", NULL, AF_D_TEXT_MISSING, 1, "program.title", "de");
    expect_fault("part.pre.title", "<text id='part.pre.title'>A</text><text id='part.pre.subtitle'>B</text>",
                 AF_D_TEXT_UNUSED, line_of("part.pre.title"), "part.pre.subtitle", "de");
    expect_fault("part.pre.title", "<prose id='part.pre.title'><p>A</p></prose>", AF_D_TEXT_KIND,
                 line_of("part.pre.title"), "part.pre.title", "de");
    expect_fault("part.pre.lead", "<prose id='part.pre.lead'><p>A\n<value of='age'/> <value of='height'/></p></prose>",
                 AF_D_TEXT_REFERENCE, line_of("part.pre.lead") + 1, "part.pre.lead", "de");
    expect_fault("part.pre.lead",
                 "<prose id='part.pre.lead'><p><a item='apn.tier'>A</a> <a item='apn.gone'>B</a></p></prose>",
                 AF_D_TEXT_REFERENCE, line_of("part.pre.lead"), "part.pre.lead", "de");
    expect_fault("mail.subject", "<text id='mail.subject'>Ohne Namen</text>", AF_D_MESSAGE_PATTERN,
                 line_of("mail.subject"), "mail.subject", "de");
    expect_fault("mail.subject", "<text id='mail.subject'>{0} und {1}</text>", AF_D_MESSAGE_PATTERN,
                 line_of("mail.subject"), "mail.subject", "de");
    expect_fault("mail.subject", "<text id='mail.subject'>{0</text>", AF_D_MESSAGE_PATTERN, line_of("mail.subject"),
                 "mail.subject", "de");
}

static void test_unsaid_threshold(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfProgram) program = program_loaded();
    g_autofree char *xml = catalog_xml(NULL, NULL);
    g_auto(GStrv) parts = g_strsplit(xml, " <value of='age'/>", -1);
    g_autofree char *without = g_strjoinv("", parts);
    g_autoptr(AfCatalog) catalog = load(without, diagnostics);
    af_catalog_check(catalog, program, diagnostics);
    assert_int_equal(af_diagnostics_count(diagnostics), 1);
    assert_int_equal(af_diagnostics_get(diagnostics, 0)->code, AF_D_THRESHOLD_UNUSED);
    assert_string_equal(af_diagnostics_get(diagnostics, 0)->args[0].string, "age");
}

static void expect_refused(const char *xml, AfCode code) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    assert_null(load(xml, diagnostics));
    assert_int_equal(af_diagnostics_get(diagnostics, 0)->code, code);
    assert_int_equal(af_diagnostics_exit(diagnostics), code == AF_D_FILE_UNREADABLE ? AF_EXIT_IO : AF_EXIT_INVALID);
}

static void test_refused_catalogs(void **state) {
    (void)state;
    expect_refused("<catalog xmlns='urn:auditfolio:catalog' xml:lang='fr' program='tiny'/>", AF_D_CATALOG_MISPLACED);
    expect_refused("<catalog xmlns='urn:auditfolio:catalog' xml:lang='de' program='other'/>", AF_D_CATALOG_MISPLACED);
    expect_refused("<catalog xmlns='urn:auditfolio:catalog' xml:lang='de'/>", AF_D_CATALOG_MISPLACED);
    expect_refused("<catalog xmlns='urn:auditfolio:catalog' program='tiny'/>", AF_D_SCHEMA_ATTRIBUTE_MISSING);
    expect_refused("<catalog xml:lang='de' program='tiny'/>", AF_D_SCHEMA_ROOT);
    expect_refused("<catalog xmlns='urn:auditfolio:catalog' xml:lang='de' program='tiny'><text id='a'>1</text>"
                   "<text id='a'>2</text></catalog>",
                   AF_D_SCHEMA_INVALID);
    expect_refused(
        "<catalog xmlns='urn:auditfolio:catalog' xml:lang='de' program='tiny'><text id='a'><b>1</b></text></catalog>",
        AF_D_SCHEMA_ELEMENT);
    expect_refused("<catalog xmlns='urn:auditfolio:catalog' xml:lang='de' program='tiny'>", AF_D_XML_END);
    g_autofree char *path = g_build_filename(folder, "locales/de/tiny.xml", NULL);
    g_unlink(path);
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    assert_false(af_catalog_exists("de", "tiny"));
    assert_null(af_catalog_load("de", "tiny", diagnostics));
    assert_int_equal(af_diagnostics_get(diagnostics, 0)->code, AF_D_FILE_UNREADABLE);
}

static xmlXPathContext *xpath_of(xmlDoc *doc) {
    xmlXPathContext *xpath = xmlXPathNewContext(doc);
    xmlXPathRegisterNs(xpath, BAD_CAST "d", BAD_CAST AF_NS_DOCUMENT);
    xmlXPathRegisterNs(xpath, BAD_CAST "p", BAD_CAST AF_NS_PROGRAM);
    xmlXPathRegisterNs(xpath, BAD_CAST "c", BAD_CAST AF_NS_CATALOG);
    return xpath;
}

static void expect_xpath(xmlXPathContext *xpath, const char *expression, const char *expected) {
    g_autoptr(xmlXPathObject) object = xmlXPathEvalExpression((const xmlChar *)expression, xpath);
    assert_non_null(object);
    af_autoxml xmlChar *value = xmlXPathCastToString(object);
    assert_string_equal((const char *)value, expected);
}

static void test_document(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autofree char *xml =
        catalog_xml("part.pre.lead", "<prose id='part.pre.lead'><p>A</p><ul>\n<li>B</li></ul></prose>");
    g_autoptr(xmlDoc) doc = NULL;
    {
        g_autoptr(AfProgram) program = program_loaded();
        g_autoptr(AfCatalog) catalog = load(xml, diagnostics);
        g_autoptr(AfCatalog) messages = af_catalog_load("en", AF_MESSAGES, diagnostics);
        doc = af_document_new("blank", program, catalog, messages);
    } /* it lives without what it was made of */
    g_autoptr(xmlXPathContext) xpath = xpath_of(doc);
    g_autofree char *lead = g_strdup_printf("locales/de/tiny.xml:%d", line_of("part.pre.lead"));
    g_autofree char *item = g_strdup_printf("locales/de/tiny.xml:%d", line_of("part.pre.lead") + 1);
    const struct {
        const char *expression, *value;
    } cases[] = {
        {"string(/d:document/@xml:lang)", "de"},
        {"string(/d:document/@kind)", "blank"},
        {"string(/d:document/@program)", "tiny"},
        {"count(/d:document/*)", "3"},
        {"string(/*/p:program/p:part/p:section[1]/p:item[2]/@number)", "1.2"},
        {"string(/*/c:catalog[@program]/@xml:lang)", "de"},
        {"string(/*/c:catalog[not(@program)]/@xml:lang)", "en"},
        {"string(//c:prose[@id='part.pre.lead']/@d:at)", lead},
        {"string(//c:prose[@id='part.pre.lead']/c:p/@d:at)", lead},
        {"string(//c:prose[@id='part.pre.lead']/c:ul/c:li/@d:at)", item},
        {"count(//c:ul/@d:at | //c:value/@d:at | //p:*/@d:at)", "0"},
        {"starts-with(//c:message[@id='label.yes']/@d:at, 'locales/en/messages.xml:')", "true"},
        {"namespace-uri(//@xml:lang[1])", "http://www.w3.org/XML/1998/namespace"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) expect_xpath(xpath, cases[i].expression, cases[i].value);
}

static void test_second_catalog(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autofree char *xml = catalog_xml("part.pre.lead", "<prose id='part.pre.lead'><p>A</p></prose>");
    g_autoptr(xmlDoc) doc = NULL;
    {
        g_autoptr(AfProgram) program = program_loaded();
        g_autoptr(AfCatalog) catalog = load(xml, diagnostics);
        g_autoptr(AfCatalog) messages = af_catalog_load("en", AF_MESSAGES, diagnostics);
        doc = af_document_new("report", program, catalog, messages);
        g_autoptr(AfCatalog) second = load(xml, diagnostics);
        g_autoptr(AfCatalog) second_messages = af_catalog_load("de", AF_MESSAGES, diagnostics);
        af_document_add_second_catalog(doc, second, second_messages);
    }
    g_autoptr(xmlXPathContext) xpath = xpath_of(doc);
    g_autofree char *lead = g_strdup_printf("locales/de/tiny.xml:%d", line_of("part.pre.lead"));
    expect_xpath(xpath, "count(/*/c:catalog[@program])", "2");
    expect_xpath(xpath, "count(/*/c:catalog[@program][not(@d:second)])", "1");
    expect_xpath(xpath, "string(/*/*[last()]/@d:second)", "yes");
    expect_xpath(xpath, "string(/*/c:catalog[@d:second]/c:message[@id='label.note'])", "Hinweis");
    expect_xpath(xpath, "count(/*/c:catalog[@d:second]/c:message)", "1");
    expect_xpath(xpath, "string(/*/c:catalog[@d:second]/@xml:lang)", "de");
    expect_xpath(xpath, "string(/*/c:catalog[@d:second]/c:prose[@id='part.pre.lead']/@d:at)", lead);
}

/* Messages of a language `xx` against the reference: its kinds of faults. */
static guint check_messages(const char *texts, AfDiagnostics *diagnostics) {
    g_autofree char *xml = g_strdup_printf("<catalog xmlns='urn:auditfolio:catalog' xml:lang='fr'>%s</catalog>", texts);
    put("locales/fr/messages.xml", xml);
    put("locales/it/messages.xml",
        "<catalog xmlns='urn:auditfolio:catalog' xml:lang='it'><message id='a'>{0} of {1}</message>"
        "<message id='b'>it''s {0, plural, one {#} other {#s}}</message></catalog>");
    g_autoptr(AfCatalog) messages = af_catalog_load("fr", AF_MESSAGES, diagnostics);
    g_autoptr(AfCatalog) reference = af_catalog_load("it", AF_MESSAGES, diagnostics);
    assert_int_equal(af_diagnostics_count(diagnostics), 0);
    return af_messages_check(messages, reference, diagnostics);
}

/* The faults that are not about the words for diagnostics and rules, which these small catalogs do not have. */
static char *faults(const AfDiagnostics *diagnostics) {
    GString *said = g_string_new(NULL);
    for (guint i = 0; i < af_diagnostics_count(diagnostics); i++) {
        const AfDiagnostic *diagnostic = af_diagnostics_get(diagnostics, i);
        if (g_str_has_prefix(diagnostic->args[0].string, "diagnostic.")) continue;
        if (g_str_has_prefix(diagnostic->args[0].string, "rule.")) continue;
        g_string_append_printf(said, "%s(%s) ", af_code_rule(diagnostic->code), diagnostic->args[0].string);
    }
    return g_strchomp(g_string_free(said, FALSE));
}

static void test_messages(void **state) {
    (void)state;
    static const struct {
        const char *texts, *faults;
        guint present;
    } cases[] = {
        {"<message id='a'>{1} : {0}</message><message id='b'>{0, plural, one {#} other {#}}</message>", "", 2},
        {"<message id='a'>{1} : {0}</message>", "text-missing(b)", 1},
        {"<message id='a'>{0}</message><message id='b'>{0}</message>", "message-pattern(a)", 2},
        {"<message id='a'>{0} {1</message><message id='b'>{0}</message>", "message-pattern(a)", 2},
        {"<text id='a'>A</text><message id='b'>{0}</message>", "text-kind(a)", 1},
        {"<message id='a'>{0} {1}</message><message id='b'>{0}</message><message id='c'>!</message>", "text-unused(c)",
         2},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        assert_int_equal(check_messages(cases[i].texts, diagnostics), cases[i].present);
        g_autofree char *said = faults(diagnostics);
        assert_string_equal(said, cases[i].faults);
    }
}

/* English has words for every diagnostic, and they fit; a plural is one. */
static void test_english(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfCatalog) english = af_catalog_load("en", AF_MESSAGES, diagnostics);
    assert_int_equal(af_messages_check(english, english, diagnostics), af_catalog_count(english));
    for (guint i = 0; i < af_diagnostics_count(diagnostics); i++)
        print_message("%s\n", af_diagnostics_get(diagnostics, i)->args[0].string);
    assert_int_equal(af_diagnostics_count(diagnostics), 0);
    const AfArg one[] = {{NULL, 1}}, many[] = {{NULL, 1000}};
    g_autofree char *page = af_catalog_message(english, "index.pages", one, 1);
    g_autofree char *pages = af_catalog_message(english, "index.pages", many, 1);
    assert_string_equal(page, "1 page");
    assert_string_equal(pages, "1,000 pages");
    assert_null(af_catalog_message(english, "no.such.message", NULL, 0));
    /* the tool's own words are folded and hold no line of the file */
    const AfArg text[] = {{(char *)(guintptr) "a.b", 0}, {(char *)(guintptr) "fr", 0}};
    g_autofree char *words = af_catalog_message(english, "diagnostic.message-pattern", text, 2);
    assert_null(strchr(words, '\n'));
    assert_non_null(strstr(words, "“a.b” in language fr"));
}

/* The catalog of tiny in English, without these texts. */
static void put_english(const char *id, const char *with) {
    g_autofree char *xml = catalog_xml(id, with);
    g_autoptr(GString) english = g_string_new(xml);
    g_string_replace(english, "xml:lang='de'", "xml:lang='en'", 1);
    put("locales/en/tiny.xml", english->str);
}

static AfCatalog *load_english(AfDiagnostics *diagnostics) {
    AfCatalog *english = af_catalog_load("en", "tiny", diagnostics);
    assert_non_null(english);
    return english;
}

/* Texts that say the same have the same version: that of the form in assess.h. */
static void test_versions(void **state) {
    (void)state;
    static const char form[] = "<prose><p>Up to <value of=\"studies\"></value> of <em xml:lang=\"fr\">a &lt; &amp; "
                               "&quot;</em></p><ul><li>b</li></ul></prose>";
    static const char *const same[] = {
        "<prose id='introduction.text'><p>Up to <value of='studies'/> of <em xml:lang='fr'>a &lt; &amp; \"</em></p>"
        "<ul><li>b</li></ul></prose>",
        "<prose id='introduction.text' source='00000000'>\n  <p>\n  Up\tto <value of=' studies '/> of\n"
        "<em xml:lang='fr'>a &lt;<!-- b --> &amp; &quot;</em>\n </p> <ul>\n<li> b </li></ul></prose>",
    };
    g_autofree char *whole = g_compute_checksum_for_string(G_CHECKSUM_SHA256, form, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(same); i++) {
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        put_english("introduction.text", same[i]);
        g_autoptr(AfCatalog) english = load_english(diagnostics);
        g_autofree char *version = af_text_version(af_catalog_find(english, "introduction.text"));
        assert_int_equal(strlen(version), 8);
        assert_memory_equal(version, whole, 8);
    }
}

static void test_comparison(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfProgram) program = program_loaded();
    put_english("item.apn.tier.title", "<text id='item.apn.tier.title'>Within 3 days</text>");
    g_autoptr(AfCatalog) english = load_english(diagnostics);
    g_autofree char *xml = catalog_xml("item.apn.tier.title", "<text id='item.apn.tier.title'>In Tagen</text>");
    g_autoptr(AfCatalog) german = load(xml, diagnostics);
    AfCompleteness found = af_catalog_compare(german, program, english, diagnostics);
    assert_int_equal(found.asked, G_N_ELEMENTS(expected_keys));
    assert_int_equal(found.there, found.asked);
    assert_int_equal(found.outdated, found.asked);
    assert_int_equal(found.equal, found.asked - 1);
    assert_int_equal(af_diagnostics_count_level(diagnostics, AF_ERROR), 1);
    AfCompleteness source = af_catalog_compare(english, program, english, NULL);
    assert_int_equal(source.there, found.asked);
    assert_int_equal(source.outdated + source.equal, 0);
}

/* What is lent is in English, says so, and is marked in words wherever words are made of it. */
static void test_filled(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfProgram) program = program_loaded();
    put_english("program.title", "<text id='program.title'>The title</text>");
    g_autofree char *xml = catalog_xml("program.title", NULL);
    put("locales/de/tiny.xml", xml);
    g_autoptr(AfCatalog) messages = af_messages_load_filled("de", diagnostics);
    g_autoptr(AfCatalog) german = af_catalog_load_filled("de", program, messages, diagnostics);
    assert_int_equal(af_diagnostics_count(diagnostics), 0);
    assert_int_equal(af_catalog_untranslated(german), 1);
    g_autofree char *title = af_catalog_text(german, "program.title");
    g_autofree char *pattern = af_catalog_pattern(german, "program.title");
    assert_string_equal(title, "The title [Englisch]");
    assert_string_equal(pattern, "The title");
    int line;
    const char *place = af_catalog_place(german, af_catalog_find(german, "program.title"), &line);
    assert_true(g_str_has_suffix(place, "locales/en/tiny.xml"));
    const AfArg pages[] = {{NULL, 1}};
    g_autofree char *lent = af_catalog_message(messages, "index.pages", pages, 1);
    g_autofree char *own = af_catalog_message(messages, "label.note", NULL, 0);
    assert_string_equal(own, "Hinweis");
    assert_true(g_str_has_suffix(lent, " [Englisch]"));
    g_autoptr(AfCatalog) english = load_english(diagnostics);
    assert_int_equal(af_catalog_untranslated(english), 0);
    put("locales/de/tiny.xml", "<");
    assert_null(af_catalog_load_filled("de", program, messages, diagnostics));
    assert_true(af_diagnostics_count(diagnostics) > 0);
}

static int set_up(void **state) {
    (void)state;
    if (folder_make(TRUE)) return -1;
    g_autofree char *messages = NULL;
    if (!g_file_get_contents("locales/en/messages.xml", &messages, NULL, NULL)) return -1;
    put("locales/en/messages.xml", messages);
    put("locales/de/messages.xml", "<catalog xmlns='urn:auditfolio:catalog' xml:lang='de'>"
                                   "<message id='label.note'>Hinweis</message></catalog>");
    put("locales/.hidden/messages.xml", "");
    put("locales/README", "no language");
    put("templates/programs/tiny.xml", program_xml);
    put("templates/programs/notes.txt", "no program");
    af_xml_init();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_unknown_programs),
        cmocka_unit_test(test_complete_catalog),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_unsaid_threshold),
        cmocka_unit_test(test_refused_catalogs),
        cmocka_unit_test(test_document),
        cmocka_unit_test(test_second_catalog),
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_english),
        cmocka_unit_test(test_versions),
        cmocka_unit_test(test_comparison),
        cmocka_unit_test(test_filled),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

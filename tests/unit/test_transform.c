/* Stylesheets: what they can do, what they cannot, and where a fault of theirs is said to be. */
#include "transform/transform.h"
#include "test_folder.h"

/* The data folder of this run. */
#define SHEET(body)                                                                                                    \
    "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' xmlns:l='urn:auditfolio:locale'\n" \
    " xmlns:exsl='http://exslt.org/common' exclude-result-prefixes='l exsl' extension-element-prefixes='exsl'>\n" body \
    "</xsl:stylesheet>\n"
/* From line 3. */
#define TEMPLATE(body) SHEET("<xsl:template match='/'><out>" body "</out></xsl:template>\n")

static xmlDoc *input(const char *xml) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    xmlDoc *doc = af_xml_read_memory(xml, strlen(xml), "input.xml", diagnostics);
    assert_non_null(doc);
    return doc;
}

static AfCatalog *messages(const char *language) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    AfCatalog *catalog = af_catalog_load(language, AF_MESSAGES, diagnostics);
    assert_non_null(catalog);
    return catalog;
}

/* The result of a stylesheet as text; NULL if there is none. */
static char *run(const char *sheet, const char *xml, const char *language, const AfParameter *parameters,
                 AfDiagnostics *diagnostics) {
    put("templates/html/sheet.xsl", sheet);
    g_autoptr(AfStylesheet) stylesheet = af_stylesheet_load("html/sheet.xsl", diagnostics);
    if (!stylesheet) return NULL;
    g_autoptr(xmlDoc) document = input(xml);
    g_autoptr(AfCatalog) catalog = messages(language);
    g_autoptr(xmlDoc) result = af_transform(stylesheet, document, catalog, parameters, diagnostics);
    if (!result) return NULL;
    af_autoxml xmlChar *content = xmlNodeGetContent(xmlDocGetRootElement(result));
    return g_strdup((const char *)content);
}

static void expect(const char *sheet, const char *language, const char *text) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autofree char *result =
        run(sheet, "<in><i>Birne</i><i>Apfel</i><i>Äpfel</i><i>Zimt</i></in>", language, NULL, diagnostics);
    if (af_diagnostics_count(diagnostics)) print_message("%s\n", af_diagnostics_get(diagnostics, 0)->args[0].string);
    assert_int_equal(af_diagnostics_count(diagnostics), 0);
    assert_non_null(result);
    assert_string_equal(result, text);
}

/* Exactly one error, at this line of the stylesheet, whose first argument has these words. */
static void expect_error(const char *sheet, AfCode code, int line, const char *words) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autofree char *result = run(sheet, "<in/>", "de", NULL, diagnostics);
    if (result || af_diagnostics_count(diagnostics) != 1) print_message("%s\n", sheet);
    assert_null(result);
    assert_int_equal(af_diagnostics_count(diagnostics), 1);
    const AfDiagnostic *diagnostic = af_diagnostics_get(diagnostics, 0);
    if (!strstr(diagnostic->args[0].string, words)) print_message("%s\n", diagnostic->args[0].string);
    assert_string_equal(af_code_rule(diagnostic->code), af_code_rule(code));
    assert_non_null(strstr(diagnostic->args[0].string, words));
    assert_int_equal(diagnostic->line, line);
    g_autofree char *file = g_build_filename(folder, "templates/html/sheet.xsl", NULL);
    assert_string_equal(diagnostic->file, file);
}

static void test_functions(void **state) {
    (void)state;
    static const struct {
        const char *expression, *language, *text;
    } cases[] = {
        {"l:message('plain')", "de", "Schlicht"},
        {"l:message('count', 1)", "de", "1 Seite"},
        {"l:message('count', 1234)", "de", "1.234 Seiten"},
        {"l:message('count', count(/in/i))", "de", "4 Seiten"},
        {"l:message('two', 'a', /in/i[2])", "de", "Apfel vor a"},
        {"l:message('two', '{1}', '{0}')", "de", "{0} vor {1}"},
        {"l:date('2019-12-03')", "de", "3. Dezember 2019"},
        {"l:date('2019-12')", "ja", "2019年12月"},
        {"l:number(1234.5)", "de", "1.234,5"},
        {"l:number('12')", "de", "12"},
        {"l:number(1234.5, 'en')", "de", "1,234.5"},
        {"l:number(1234.5, '')", "de", "1.234,5"},
        {"l:percent(0.75)", "de", "75\u00A0%"},
        {"l:list('a')", "de", "a"},
        {"l:list('a', 'b', 'c')", "de", "a, b und c"},
        {"l:list(/in/i[position() &lt; 3], 'c')", "de", "Birne, Apfel und c"},
        {"l:list(/in/none)", "de", ""},
        {"l:language-name('fr')", "de", "Französisch"},
        {"concat(l:direction(), l:direction('ar'), l:direction(''))", "de", "ltrrtlltr"},
        {"concat(l:direction(), l:direction('ar-XB'), l:direction('en-XA'))", "ja", "ltrrtlltr"},
        {"concat(l:quote-open(0), l:quote-open(1), l:quote-close(1), l:quote-close(0))", "de", "„‚‘“"},
        {"concat(l:quote-open(2), l:quote-close())", "de", "„“"},
        {"concat(l:quote-open(), l:quote-open(1))", "ja", "「『"},
        {"concat(l:quote-open(0, 'ja'), l:quote-open(1), l:quote-close(1, ''), l:quote-close(0, 'ja'))", "de",
         "「‚‘」"},
        {"l:sort-key('Äpfel') &lt; l:sort-key('Birne')", "de", "false"}, /* compared as numbers; sorting: below */
        {"l:index-label(/in/i[3])", "de", "A"},
        {"l:index-label('がいぶ')", "ja", "か"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *sheet = g_strdup_printf(TEMPLATE("<xsl:value-of select=\"%s\"/>"), cases[i].expression);
        expect(sheet, cases[i].language, cases[i].text);
    }
    expect(TEMPLATE("<xsl:for-each select='/in/i'><xsl:sort select='l:sort-key(.)'/><xsl:value-of "
                    "select='.'/>,</xsl:for-each>"),
           "de", "Apfel,Äpfel,Birne,Zimt,");
    expect(TEMPLATE("<xsl:for-each select='/in/i'><xsl:sort select='l:index-key(.)'/><xsl:value-of "
                    "select='l:index-label(.)'/><xsl:value-of select='.'/>,</xsl:for-each>"),
           "de", "AApfel,AÄpfel,BBirne,ZZimt,");
}

static void test_exslt(void **state) {
    (void)state;
    expect(
        TEMPLATE("<xsl:variable name='t'><a/><b/></xsl:variable><xsl:value-of select='count(exsl:node-set($t)/*)'/>"),
        "de", "2");
}

/* Names of parameters meet across files; addresses with spaces and umlauts are found. */
static void test_imports(void **state) {
    (void)state;
    put("templates/common.xsl",
        SHEET("<xsl:template name='say'><xsl:param name='word'/>[<xsl:value-of select='$word'/>]</xsl:template>"
              "<xsl:template name='more'><xsl:param name='id'/><xsl:call-template name='say'>"
              "<xsl:with-param name='word' select='$id'/></xsl:call-template></xsl:template>"));
    put("templates/html/part one.xsl",
        SHEET("<xsl:template name='part'><xsl:call-template name='more'>"
              "<xsl:with-param name='id' select=\"'a'\"/></xsl:call-template></xsl:template>"));
    put("templates/html/table.xml", "<t><w>b</w></t>");
    expect(
        SHEET(
            "<xsl:import href='../common.xsl'/><xsl:import href='part%20one.xsl'/><xsl:template match='/'><out>"
            "<xsl:call-template name='part'/><xsl:call-template name='more'><xsl:with-param name='id' select=\"'c'\"/>"
            "</xsl:call-template><xsl:value-of select=\"document('table.xml')/t/w\"/></out></xsl:template>"),
        "de", "[a][c]b");
}

static void test_parameters(void **state) {
    (void)state;
    static const char *const values[] = {"a4", "it's \"quoted\"", "/in/i[1]", "", "ü {0} <&>", "'"};
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        const AfParameter parameters[] = {{"paper", values[i]}, {"unknown", "x"}, {NULL, NULL}};
        g_autofree char *result =
            run(SHEET("<xsl:param name='paper' select=\"'none'\"/><xsl:template match='/'><code><xsl:value-of "
                      "select='$paper'/></code></xsl:template>"),
                "<in><i>no</i></in>", "de", parameters, diagnostics);
        assert_int_equal(af_diagnostics_count(diagnostics), 0);
        assert_string_equal(result, values[i]);
    }
}

static void test_faults(void **state) {
    (void)state;
    expect_error(TEMPLATE("\n<xsl:value-of select=\"l:message('nothing')\"/>"), AF_D_MESSAGE_UNKNOWN, 4, "nothing");
    expect_error(TEMPLATE("\n<a href=\"{l:message('label.gone', 1)}\"/>"), AF_D_MESSAGE_UNKNOWN, 4, "label.gone");
    expect_error(TEMPLATE("\n\n<xsl:value-of select=\"l:date('2019-02-30')\"/>"), AF_D_FUNCTION_ARGUMENT, 5, "l:date");
    expect_error(TEMPLATE("<xsl:value-of select=\"l:number('many')\"/>"), AF_D_FUNCTION_ARGUMENT, 3, "l:number");
    expect_error(TEMPLATE("<xsl:value-of select='l:date()'/>"), AF_D_XSLT_FAILED, 3, "Invalid number of arguments");
    expect_error(TEMPLATE("<xsl:value-of select='l:nothing(1)'/>"), AF_D_XSLT_FAILED, 3, "nothing");
    expect_error(TEMPLATE("\n<xsl:value-of select='$gone'/>"), AF_D_XSLT_FAILED, 4, "gone");
    expect_error(TEMPLATE("\n<xsl:value-of select='a['/>"), AF_D_XSLT_FAILED, 4, "a[");
    expect_error(TEMPLATE("\n<xsl:call-template name='gone'/>"), AF_D_XSLT_FAILED, 4, "gone");
    expect_error(TEMPLATE("\n<xsl:message terminate='yes'>Stop here</xsl:message>"), AF_D_XSLT_FAILED, 4, "Stop here");
    expect_error(TEMPLATE("\n<xsl:nothing/>"), AF_D_XSLT_FAILED, 4, "nothing");
    expect_error("<a/>", AF_D_XSLT_FAILED, 1, "not a stylesheet");
    expect_error("<a>", AF_D_XML_END, 1, "");
    expect_error(SHEET("<xsl:template match='/'><xsl:call-template name='on'/></xsl:template>\n"
                       "<xsl:template name='on'><xsl:call-template name='on'/></xsl:template>"),
                 AF_D_XSLT_FAILED, 4, "");
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    assert_null(af_stylesheet_load("html/gone.xsl", diagnostics));
    assert_int_equal(af_diagnostics_get(diagnostics, 0)->code, AF_D_FILE_UNREADABLE);
}

/* Nothing outside of templates/ is read, nothing at all is written. */
static void test_security(void **state) {
    (void)state;
    put("secret.xml", "<s>secret</s>");
    put("templates-of-others/a.xml", "<s>secret</s>");
    g_autofree char *inside = g_build_filename(folder, "templates/html/link.xml", NULL);
    g_autofree char *outside = g_build_filename(folder, "secret.xml", NULL);
    g_unlink(inside);
    assert_int_equal(symlink(outside, inside), 0);
    static const char *const addresses[] = {
        "../../secret.xml", "../../templates-of-others/a.xml", "link.xml",          "file:///etc/passwd",
        "/etc/hostname",    "http://127.0.0.1:9/a.xml",        "ftp://127.0.0.1/a", "..%2f..%2fsecret.xml"};
    for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++) {
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        g_autofree char *sheet =
            g_strdup_printf(TEMPLATE("<xsl:value-of select=\"document('%s')\"/><xsl:text>!</xsl:text>"), addresses[i]);
        g_autofree char *result = run(sheet, "<in/>", "de", NULL, diagnostics);
        assert_null(result);
        assert_int_equal(af_diagnostics_count_level(diagnostics, AF_ERROR), 1);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++) {
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        g_autofree char *sheet = g_strdup_printf(SHEET("<xsl:include href='%s'/>"), addresses[i]);
        g_autofree char *result = run(sheet, "<in/>", "de", NULL, diagnostics);
        assert_null(result);
        assert_true(af_diagnostics_count_level(diagnostics, AF_ERROR) > 0);
    }
    g_autofree char *target = g_build_filename(folder, "templates/html/written.xml", NULL);
    g_autofree char *sheet = g_strdup_printf(TEMPLATE("<exsl:document href='written.xml'><a/></exsl:document>"
                                                      "<xsl:document href='%s'><a/></xsl:document>"),
                                             "written.xml");
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autofree char *result = run(sheet, "<in/>", "de", NULL, diagnostics);
    assert_null(result);
    assert_false(g_file_test(target, G_FILE_TEST_EXISTS));
}

/* A stylesheet and a document serve again after a fault, and in another language. */
static void test_again(void **state) {
    (void)state;
    put("templates/html/sheet.xsl", TEMPLATE("<xsl:if test='/in/@bad'><xsl:value-of select=\"l:date('x')\"/></xsl:if>"
                                             "<xsl:value-of select=\"l:message('plain')\"/>"));
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfStylesheet) stylesheet = af_stylesheet_load("html/sheet.xsl", diagnostics);
    g_autoptr(xmlDoc) good = input("<in/>"), bad = input("<in bad='1'/>");
    g_autoptr(AfCatalog) german = messages("de"), japanese = messages("ja");
    assert_null(af_transform(stylesheet, bad, german, NULL, diagnostics));
    for (int i = 0; i < 2; i++) {
        g_autoptr(xmlDoc) one = af_transform(stylesheet, good, german, NULL, diagnostics);
        g_autoptr(xmlDoc) two = af_transform(stylesheet, good, japanese, NULL, diagnostics);
        af_autoxml xmlChar *first = xmlNodeGetContent(xmlDocGetRootElement(one));
        af_autoxml xmlChar *second = xmlNodeGetContent(xmlDocGetRootElement(two));
        assert_string_equal((const char *)first, "Schlicht");
        assert_string_equal((const char *)second, "素朴");
    }
    assert_int_equal(af_diagnostics_count(diagnostics), 1);
}

static void expect_typography(const char *xml, const char *better) {
    g_autoptr(xmlDoc) doc = input(xml);
    af_transform_typography(doc, "de");
    GByteArray *bytes = af_transform_xml(doc);
    g_autofree char *text = g_strndup((const char *)bytes->data, bytes->len);
    g_byte_array_unref(bytes);
    assert_string_equal(g_strchomp(strchr(text, '\n') + 1), better);
}

static void test_typography(void **state) {
    (void)state;
    expect_typography("<p>geht's</p>", "<p>geht’s</p>");
    expect_typography("<p lang='fr'>mot : <b>l'eau</b> !<i lang='de'>mot : so</i> ;</p>",
                      "<p lang=\"fr\">mot\u00A0: <b>l’eau</b>\u202F!<i lang=\"de\">mot : so</i>\u202F;</p>");
    expect_typography("<p><i xml:lang='fr'>a ?</i> a ?</p>", "<p><i xml:lang=\"fr\">a\u202F?</i> a ?</p>");
    static const char *const code[] = {"code", "kbd", "samp", "pre", "script", "style", "textarea"};
    for (gsize i = 0; i < G_N_ELEMENTS(code); i++) {
        g_autofree char *xml = g_strdup_printf("<p><%s>it's <b>o'k</b></%s>it's</p>", code[i], code[i]);
        g_autofree char *better = g_strdup_printf("<p><%s>it's <b>o'k</b></%s>it’s</p>", code[i], code[i]);
        expect_typography(xml, better);
    }
    expect_typography(
        "<b xmlns='http://www.w3.org/1999/XSL/Format'><b role='Code'>it's</b><b font-family='monospace'>it's"
        "<b font-family='serif'>it's</b></b><code>it's</code></b>",
        "<b xmlns=\"http://www.w3.org/1999/XSL/Format\"><b role=\"Code\">it's</b><b font-family=\"monospace\">it's"
        "<b font-family=\"serif\">it’s</b></b><code>it’s</code></b>");
}

static void test_html(void **state) {
    (void)state;
    put("templates/html/sheet.xsl",
        SHEET("<xsl:output method='html'/><xsl:template match='/'><html lang='de'><head><meta "
              "charset='utf-8'/><title>ä &amp; b</title>"
              "<style>a &gt; b { content: \"&amp;\" }</style></head><body><p>x<br/>日本 &lt; &#160;.</p><p/>"
              "<input type='checkbox' disabled='disabled'/><img src='data:image/png;base64,AA+/=' "
              "alt=''/></body></html></xsl:template>"));
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfStylesheet) stylesheet = af_stylesheet_load("html/sheet.xsl", diagnostics);
    g_autoptr(xmlDoc) document = input("<in/>");
    g_autoptr(AfCatalog) german = messages("de");
    g_autoptr(xmlDoc) result = af_transform(stylesheet, document, german, NULL, diagnostics);
    GByteArray *bytes = af_transform_html(result);
    g_autofree char *text = g_strndup((const char *)bytes->data, bytes->len);
    g_byte_array_unref(bytes);
    assert_string_equal(
        text, "<!DOCTYPE html>\n<html lang=\"de\"><head><meta charset=\"utf-8\"><title>ä &amp; b</title>"
              "<style>a > b { content: \"&\" }</style></head><body><p>x<br>日本 &lt; \u00A0.</p><p></p>"
              "<input type=\"checkbox\" disabled><img src=\"data:image/png;base64,AA+/=\" alt=\"\"></body></html>\n");
}

static int set_up(void **state) {
    (void)state;
    if (folder_make(TRUE)) return -1;
    put("locales/de/messages.xml",
        "<catalog xmlns='urn:auditfolio:catalog' xml:lang='de'><message id='plain'>Schlicht</message>"
        "<message id='count'>{0, plural, one {# Seite} other {# Seiten}}</message><message id='two'>{1} vor "
        "{0}</message></catalog>");
    put("locales/ja/messages.xml",
        "<catalog xmlns='urn:auditfolio:catalog' xml:lang='ja'><message id='plain'>素朴</message></catalog>");
    af_xml_init();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_functions),  cmocka_unit_test(test_exslt),      cmocka_unit_test(test_imports),
        cmocka_unit_test(test_parameters), cmocka_unit_test(test_faults),     cmocka_unit_test(test_security),
        cmocka_unit_test(test_again),      cmocka_unit_test(test_typography), cmocka_unit_test(test_html),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

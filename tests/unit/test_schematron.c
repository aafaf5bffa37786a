/* The compiler of ISO Schematron: which rules fire where, what they say of it, and what it refuses. The rules of
 * assessments are tested by tests/rules. */
#include "transform/rules.h"

#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define SVRL "http://purl.oclc.org/dsdl/svrl"

static char *path; /* of the schema */

/* Its content is from line 4. */
#define SCHEMA(body)                                                                                                   \
    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'\n"          \
    " queryBinding='xslt'><title>A {title}</title>\n"                                                                  \
    "<ns prefix='a' uri='urn:a'/><ns prefix='date' uri='http://exslt.org/dates-and-times'/>\n" body "</schema>\n"
#define PATTERN(body) SCHEMA("<pattern>\n" body "</pattern>")

static const char input[] = "<r xmlns='urn:a' day='2026-11-22'><x id='one' n='1'><y n='2'/>text</x><x id='two' n='3'/>"
                            "<z id='a|b' n='4'/></r>";

static AfStylesheet *compile(const char *schema, AfDiagnostics *diagnostics) {
    assert_true(g_file_set_contents(path, schema, -1, NULL));
    return af_rules_compile(path, diagnostics);
}

static xmlDoc *apply(const char *schema, const char *day, AfDiagnostics *diagnostics) {
    static AfStylesheet *rules; /* until the next one: a result lives no longer than its rules */
    if (rules) af_stylesheet_free(rules);
    rules = compile(schema, diagnostics);
    if (!rules) return NULL;
    g_autoptr(xmlDoc) doc = af_xml_read_memory(input, strlen(input), "input.xml", diagnostics);
    return af_rules_apply(rules, doc, day, diagnostics);
}

static void append_references(GString *out, const xmlNode *finding) {
    for (xmlNode *node = xmlFirstElementChild((xmlNode *)(gsize)finding); node; node = xmlNextElementSibling(node)) {
        const char *property = af_xml_attribute(node, "property"), *role = af_xml_attribute(node, "role");
        const char *diagnostic = af_xml_attribute(node, "diagnostic");
        af_autoxml xmlChar *content = xmlNodeGetContent(node);
        if (property) g_string_append_printf(out, " %s%s%s=%s", property, role ? ":" : "", role ? role : "", content);
        if (diagnostic) g_string_append_printf(out, " ?%s=%s", diagnostic, content);
        if (af_xml_is(node, SVRL, "text") && *content) g_string_append_printf(out, " '%s'", content);
    }
}

/* Findings, "+" or "-" (a report, an assert), id, location, properties and text, with "; " between them. */
static char *findings(const char *schema, const char *day) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(xmlDoc) svrl = apply(schema, day, diagnostics);
    if (af_diagnostics_count(diagnostics)) print_message("%s\n", af_diagnostics_get(diagnostics, 0)->args[0].string);
    assert_int_equal(af_diagnostics_count(diagnostics), 0);
    assert_non_null(svrl);
    assert_true(af_xml_is(xmlDocGetRootElement(svrl), SVRL, "schematron-output"));
    GString *out = g_string_new(NULL);
    for (xmlNode *node = xmlFirstElementChild(xmlDocGetRootElement(svrl)); node; node = xmlNextElementSibling(node)) {
        gboolean report = af_xml_is(node, SVRL, "successful-report");
        if (!report && !af_xml_is(node, SVRL, "failed-assert")) continue;
        const char *id = af_xml_attribute(node, "id");
        g_string_append_printf(out, "%s%c%s %s", out->len ? "; " : "", report ? '+' : '-', id ? id : "",
                               af_xml_attribute(node, "location"));
        append_references(out, node);
    }
    return g_string_free(out, FALSE);
}

static void expect(const char *schema, const char *wanted) {
    g_autofree char *found = findings(schema, NULL);
    assert_string_equal(found, wanted);
}

/* Exactly one error, at this line of the schema, whose argument has these words. */
static void expect_error(const char *schema, AfCode code, int line, const char *words) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(xmlDoc) svrl = apply(schema, NULL, diagnostics);
    if (svrl || af_diagnostics_count(diagnostics) != 1) print_message("%s\n", schema);
    assert_null(svrl);
    assert_int_equal(af_diagnostics_count(diagnostics), 1);
    const AfDiagnostic *diagnostic = af_diagnostics_get(diagnostics, 0);
    assert_string_equal(af_code_rule(diagnostic->code), af_code_rule(code));
    if (!strstr(diagnostic->args[0].string, words)) print_message("%s\n", diagnostic->args[0].string);
    assert_non_null(strstr(diagnostic->args[0].string, words));
    assert_string_equal(diagnostic->file, path);
    assert_int_equal(diagnostic->line, line);
}

static void test_asserts_and_reports(void **state) {
    (void)state;
    expect(PATTERN("<rule context='a:x'><assert id='big' test='@n &gt; 2'>Big</assert></rule>"),
           "-big /*[1]/*[1] 'Big'");
    expect(PATTERN("<rule context='a:x'><report id='big' test='@n &gt; 2'/></rule>"), "+big /*[1]/*[2]");
    /* within a rule in the order in which they stand, nodes in the document's */
    expect(PATTERN("<rule context='a:x | a:y'><report id='b' test='1'/><assert id='a' test='@id'/></rule>"),
           "+b /*[1]/*[1]; +b /*[1]/*[1]/*[1]; -a /*[1]/*[1]/*[1]; +b /*[1]/*[2]");
}

static void test_first_rule_wins(void **state) {
    (void)state;
    expect(PATTERN("<rule context='a:x[@n = 1]'><report id='first' test='1'/></rule>"
                   "<rule context='a:x'><report id='second' test='1'/></rule>"
                   "<rule context='a:*'><report id='third' test='1'/></rule>"),
           "+third /*[1]; +first /*[1]/*[1]; +third /*[1]/*[1]/*[1]; +second /*[1]/*[2]; +third /*[1]/*[3]");
    /* a rule without assertions takes its nodes away too */
    expect(PATTERN("<rule context='a:x'/><rule context='a:*[@id]'><report id='rest' test='1'/></rule>"),
           "+rest /*[1]/*[3]");
    /* another pattern starts anew */
    expect(SCHEMA("<pattern><rule context='a:z'><report id='p' test='1'/></rule></pattern>"
                  "<pattern><rule context='a:z'><report id='q' test='1'/></rule></pattern>"),
           "+p /*[1]/*[3]; +q /*[1]/*[3]");
}

static void test_contexts(void **state) {
    (void)state;
    static const struct {
        const char *context, *found;
    } cases[] = {
        {"/", "+r "},
        {"/a:r", "+r /*[1]"},
        {"/a:r/a:z | a:y", "+r /*[1]/*[1]/*[1]; +r /*[1]/*[3]"},
        {"a:x//a:y", "+r /*[1]/*[1]/*[1]"},
        {"@day", "+r /*[1]/@day"},
        {"a:x/text()", "+r /*[1]/*[1]/node()[2]"},
        {"a:z[@id = \"a|b\"]|a:y", "+r /*[1]/*[1]/*[1]; +r /*[1]/*[3]"},
        {"a:x[1]", "+r /*[1]/*[1]"},
        {"a:z[@id != \"]\"]", "+r /*[1]/*[3]"},
        {"key(\"n\", \"3\")", "+r /*[1]/*[2]"},
        {"a:nothing", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *schema =
            g_strdup_printf(SCHEMA("<xsl:key name='n' match='a:x' use='@n'/>"
                                   "<pattern><rule context='%s'><report id='r' test='1'/></rule></pattern>"),
                            cases[i].context);
        expect(schema, cases[i].found);
    }
}

static void test_lets(void **state) {
    (void)state;
    static const char schema[] =
        SCHEMA("<let name='day' value='string(/a:r/@day)'/><let name='all' value='//a:x'/>"
               "<pattern><let name='n' value='count($all)'/><let name='more' value='$n + 1'/>"
               "<rule context='a:z'><let name='own' value='@n * $n'/><report id='r' test='$own = 8'>"
               "<value-of select='concat($day, \" \", $more, \" \", $own)'/></report></rule></pattern>"
               "<pattern><let name='n' value='7'/><rule context='a:z'><report id='s' test='$n = 7'/></rule></pattern>");
    g_autofree char *found = findings(schema, NULL);
    assert_string_equal(found, "+r /*[1]/*[3] '2026-11-22 3 8'; +s /*[1]/*[3]");
    g_autofree char *later = findings(schema, "2027-01-31");
    assert_string_equal(later, "+r /*[1]/*[3] '2027-01-31 3 8'; +s /*[1]/*[3]");
}

static void test_dates(void **state) {
    (void)state;
    expect(PATTERN("<rule context='/'><report id='r' test='1'><value-of select='date:add(\"2025-08-31\", \"P18M\")'/>"
                   "</report></rule>"),
           "+r  '2027-02-28'");
    /* what could ask the clock is not there, whatever it is given */
    expect_error(PATTERN("<rule context='/'><report test='date:date()'/></rule>"), AF_D_XSLT_FAILED, 5, "date");
    expect_error(PATTERN("<rule context='/'><report test='date:year(\"2026-11-22\")'/></rule>"), AF_D_XSLT_FAILED, 5,
                 "year");
}

static void test_abstract_patterns(void **state) {
    (void)state;
    /* whole names only, in every expression, also beside others that are variables */
    expect(SCHEMA("<pattern abstract='true' id='least'><let name='n' value='$number'/>"
                  "<rule context='$what[@n]'><let name='whatever' value='$number'/>"
                  "<assert id='few' test='@n &gt;= $number and $n=$whatever' subject='$at'>"
                  "<value-of select='\"$what $other\"'/></assert></rule></pattern>"
                  "<pattern is-a='least'><param name='what' value='a:x'/><param name='number' value='2'/>"
                  "<param name='at' value='a:y'/></pattern>"
                  "<pattern is-a='least'><param name='what' value='a:z'/><param name='number' value='9'/>"
                  "<param name='at' value='@n'/></pattern>"),
           "-few /*[1]/*[1]/*[1] 'a:x $other'; -few /*[1]/*[3]/@n 'a:z $other'");
}

static void test_abstract_rules(void **state) {
    (void)state;
    expect(PATTERN("<rule abstract='true' id='inner'><assert id='i' test='$n &gt; 3'/></rule>"
                   "<rule abstract='true' id='outer'><let name='n' value='@n'/><extends rule='inner'/></rule>"
                   "<rule context='a:x'><report id='before' test='@n = 1'/><extends rule='outer'/></rule>"
                   "<rule context='a:y'><let name='n' value='5'/><extends rule='inner'/></rule>"),
           "+before /*[1]/*[1]; -i /*[1]/*[1]; -i /*[1]/*[2]");
}

static void test_what_is_said(void **state) {
    (void)state;
    /* white space is folded, marks stay as they are, braces are no value templates */
    expect(PATTERN("<rule context='a:x[1]'><report id='r' test='\"{\"'>\n  It is\n <value-of select='@id'/> \n"
                   "<name/>, <name path='*'/> {of} \"three\" ...\n</report></rule>"),
           "+r /*[1]/*[1] 'It is one x, y {of} \"three\" ...'");
    expect(SCHEMA("<pattern><rule context='a:x[1]' subject='a:y'>"
                  "<report id='r' test='1' properties='second first' diagnostics='why'/>"
                  "<report id='s' test='1' subject='a:none'/><report id='t' test='1' subject='..'/></rule></pattern>"
                  "<diagnostics><diagnostic id='why'>For <value-of select='@n'/></diagnostic></diagnostics>"
                  "<properties><property id='first'><value-of select='@id'/></property>"
                  "<property id='second' role='number'>\n<xsl:for-each select='//@n'><xsl:value-of select='.'/>"
                  "</xsl:for-each>\n</property></properties>"),
           "+r /*[1]/*[1]/*[1] ?why=For 1 second:number=1234 first=one; +s /*[1]/*[1]; +t /*[1]");
}

/* The rest of the report: what was active, what fired, prefixes, the schema's own words. */
static void test_report(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(xmlDoc) svrl =
        apply(SCHEMA("<pattern id='p'><title>{P}</title><rule id='q' context='a:x[\"{\"]' role='a' "
                     "flag='b'><assert test='true()'/></rule></pattern><pattern/>"),
              NULL, diagnostics);
    assert_non_null(svrl);
    xmlNode *root = xmlDocGetRootElement(svrl);
    assert_string_equal(af_xml_attribute(root, "title"), "A {title}");
    GString *out = g_string_new(NULL);
    for (xmlNode *node = xmlFirstElementChild(root); node; node = xmlNextElementSibling(node)) {
        g_string_append_printf(out, "%s", (const char *)node->name);
        for (xmlAttr *attr = node->properties; attr; attr = attr->next) {
            g_string_append_printf(out, " %s=%s", attr->name, attr->children->content);
        }
        g_string_append(out, "\n");
    }
    assert_string_equal(out->str, "ns-prefix-in-attribute-values prefix=a uri=urn:a\n"
                                  "ns-prefix-in-attribute-values prefix=date uri=http://exslt.org/dates-and-times\n"
                                  "active-pattern id=p name={P}\n"
                                  "fired-rule context=a:x[\"{\"] id=q role=a flag=b\n"
                                  "fired-rule context=a:x[\"{\"] id=q role=a flag=b\n"
                                  "active-pattern\n");
    g_string_free(out, TRUE);
}

static void test_unsupported(void **state) {
    (void)state;
    static const struct {
        const char *body; /* from line 4 */
        int line;
        const char *what;
    } cases[] = {
        {"<phase id='p'/>", 4, "phase"},
        {"<include href='x.sch'/>", 4, "include"},
        {"<let name='a' value='1' as='x'/>", 4, "let/@as"},
        {"<pattern>\n<rule context='a:x' see='x'/></pattern>", 5, "rule/@see"},
        {"<pattern documents='x'/>", 4, "pattern/@documents"},
        {"<pattern>words</pattern>", 4, "pattern/text()"},
        {"<pattern><rule context='a:x'><assert test='1'><emph>x</emph></assert></rule></pattern>", 4, "emph"},
        {"<pattern><rule context='a:x'><assert test='1' icon='x'/></rule></pattern>", 4, "assert/@icon"},
        {"<pattern><rule context='a:x'><value-of select='1'/></rule></pattern>", 4, "value-of"},
        {"<pattern><rule context='a:x'><xsl:variable name='v'/></rule></pattern>", 4, "xsl:variable"},
        {"<xsl:include href='x.xsl'/>", 4, "xsl:include"},
        {"<other xmlns='urn:other'/>", 4, "other"},
        {"<pattern><param name='a' value='1'/></pattern>", 4, "param"},
        {"<pattern id='p' abstract='true'/><pattern is-a='p'>\n<rule context='a:x'/></pattern>", 5, "rule"},
        {"<pattern>\n\n<rule context='a:x[$v]'/></pattern>", 6, "rule/@context=a:x[$v]"},
        {"<pattern><rule context='a:x[\"]\"]|a:y'/></pattern>", 4, "rule/@context="},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *schema = g_strdup_printf(SCHEMA("%s"), cases[i].body);
        expect_error(schema, AF_D_SCHEMATRON_UNSUPPORTED, cases[i].line, cases[i].what);
    }
    expect_error("<schema xmlns='http://purl.oclc.org/dsdl/schematron' queryBinding='xslt2'/>",
                 AF_D_SCHEMATRON_UNSUPPORTED, 1, "queryBinding");
    expect_error("<schema/>", AF_D_SCHEMATRON_UNSUPPORTED, 1, "schema");
    expect_error("<x xmlns='http://purl.oclc.org/dsdl/schematron'/>", AF_D_SCHEMATRON_UNSUPPORTED, 1, "x");
}

static void test_incomplete(void **state) {
    (void)state;
    static const struct {
        const char *body, *what;
    } cases[] = {
        {"<ns uri='urn:b'/>", "ns/@prefix"},
        {"<ns prefix='b'/>", "ns/@uri"},
        {"<let value='1'/>", "let/@name"},
        {"<let name='a'/>", "let/@value"},
        {"<pattern abstract='true'/>", "pattern/@id"},
        {"<pattern><rule/></pattern>", "rule/@context"},
        {"<pattern><rule abstract='true'/></pattern>", "rule/@id"},
        {"<pattern><rule context='a:x'><assert/></rule></pattern>", "assert/@test"},
        {"<pattern><rule context='a:x'><report/></rule></pattern>", "report/@test"},
        {"<pattern><rule context='a:x'><extends/></rule></pattern>", "extends/@rule"},
        {"<pattern><rule context='a:x'><assert test='1'><value-of/></assert></rule></pattern>", "value-of/@select"},
        {"<pattern id='p' abstract='true'/><pattern is-a='p'><param value='1'/></pattern>", "param/@name"},
        {"<pattern id='p' abstract='true'/><pattern is-a='p'><param name='a'/></pattern>", "param/@value"},
        {"<diagnostics><diagnostic/></diagnostics>", "diagnostic/@id"},
        {"<properties><property/></properties>", "property/@id"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *schema = g_strdup_printf(SCHEMA("\n%s"), cases[i].body);
        expect_error(schema, AF_D_SCHEMATRON_INCOMPLETE, 5, cases[i].what);
    }
}

static void test_references(void **state) {
    (void)state;
    expect_error(SCHEMA("<pattern is-a='p'/>"), AF_D_SCHEMATRON_REFERENCE, 4, "p");
    expect_error(SCHEMA("<pattern id='p'/><pattern is-a='p'/>"), AF_D_SCHEMATRON_REFERENCE, 4, "p");
    expect_error(PATTERN("<rule context='a:x'>\n<extends rule='q'/></rule>"), AF_D_SCHEMATRON_REFERENCE, 6, "q");
    expect_error(PATTERN("<rule context='a:x' id='q'/><rule context='a:y'><extends rule='q'/></rule>"),
                 AF_D_SCHEMATRON_REFERENCE, 5, "q");
    expect_error(PATTERN("<rule abstract='true' id='q'>\n<extends rule='q'/></rule>"), AF_D_SCHEMATRON_REFERENCE, 6,
                 "q");
    expect_error(PATTERN("<rule context='a:x'><assert test='1' diagnostics='d'/></rule>"), AF_D_SCHEMATRON_REFERENCE, 5,
                 "d");
    expect_error(PATTERN("<rule context='a:x'><report test='1' properties='e'/></rule>"), AF_D_SCHEMATRON_REFERENCE, 5,
                 "e");
}

/* Rules that extend each other: a fault for each, and an end. */
static void test_circle(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    assert_null(compile(PATTERN("<rule abstract='true' id='p'>\n<extends rule='q'/></rule>"
                                "<rule abstract='true' id='q'>\n<extends rule='p'/></rule>"
                                "<rule context='a:x'><extends rule='p'/></rule>"),
                        diagnostics));
    assert_int_not_equal(af_diagnostics_count(diagnostics), 0);
    for (guint i = 0; i < af_diagnostics_count(diagnostics); i++) {
        assert_int_equal(af_diagnostics_get(diagnostics, i)->code, AF_D_SCHEMATRON_REFERENCE);
    }
}

/* What the compiler cannot see is libxslt's to say, at the line of the schema. */
static void test_expressions(void **state) {
    (void)state;
    expect_error(PATTERN("<rule context='a:x'>\n<assert test='1 +'/></rule>"), AF_D_XSLT_FAILED, 6, "");
    expect_error(PATTERN("<rule context='a:x'>\n\n<let name='v' value='$unknown'/></rule>"), AF_D_XSLT_FAILED, 7, "");
    expect_error(PATTERN("<rule context='a:x'>\n<report test='nothing()'/></rule>"), AF_D_XSLT_FAILED, 6, "");
    expect_error(PATTERN("\n<rule context='b:x'/>"), AF_D_XSLT_FAILED, 6, "");
}

static void test_several_faults(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    assert_null(compile(SCHEMA("<phase id='p'/>\n<pattern><rule context='a:x'><assert/></rule></pattern>\n"
                               "<pattern is-a='q'/>"),
                        diagnostics));
    assert_int_equal(af_diagnostics_count(diagnostics), 3);
    for (guint i = 0; i < 3; i++) assert_int_equal(af_diagnostics_get(diagnostics, i)->line, 4 + (int)i);
}

static void test_unreadable(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    assert_null(af_rules_compile("/nonexistent.sch", diagnostics));
    assert_int_equal(af_diagnostics_count(diagnostics), 1);
    assert_int_equal(af_diagnostics_get(diagnostics, 0)->code, AF_D_FILE_UNREADABLE);
    assert_null(compile("<schema", diagnostics));
    assert_int_equal(af_diagnostics_exit(diagnostics), AF_EXIT_IO);
}

/* The program's own schemas compile. */
static void test_own(void **state) {
    (void)state;
    static const char *const names[] = {"assessment.sch", "retail-technology.sch"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        g_autofree char *own = g_build_filename("schemas", names[i], NULL);
        AfStylesheet *rules = af_rules_compile(own, diagnostics);
        assert_non_null(rules);
        assert_int_equal(af_diagnostics_count(diagnostics), 0);
        af_stylesheet_free(rules);
    }
}

int main(void) {
    g_autofree char *folder = g_dir_make_tmp("schematron-XXXXXX", NULL);
    path = g_build_filename(folder, "rules.sch", NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_asserts_and_reports),
        cmocka_unit_test(test_first_rule_wins),
        cmocka_unit_test(test_contexts),
        cmocka_unit_test(test_lets),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_abstract_patterns),
        cmocka_unit_test(test_abstract_rules),
        cmocka_unit_test(test_what_is_said),
        cmocka_unit_test(test_report),
        cmocka_unit_test(test_unsupported),
        cmocka_unit_test(test_incomplete),
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_circle),
        cmocka_unit_test(test_expressions),
        cmocka_unit_test(test_several_faults),
        cmocka_unit_test(test_unreadable),
        cmocka_unit_test(test_own),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    g_remove(path);
    g_rmdir(folder);
    g_free(path);
    return failed;
}

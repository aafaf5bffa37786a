/* Comparing two states of an assessment, of the real program retail-technology, with findings written by hand. */
#include "assess/compare.h"

#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static char *folder; /* of this run */

static const char base[] =
    "<assessment xmlns='urn:auditfolio:assessment' program='retail-technology' version='1.0' date='2026-11-16' "
    "xml:lang='de'>\n"
    "<partner><name>Nord</name><tier>advanced</tier><contact><name>A B</name><email>a@nord.example</email></contact>\n"
    "<website/><landing-page/></partner>\n"
    "<solution><name>Kasse</name><category ref='store'/><deployment-model ref='saas'/><customers>12</customers>\n"
    "<marketplace listed='no'/><sales-compensation plan='open'/><support><p>Day</p><p>and night</p></support>\n"
    "<document ref='architecture-diagram' evidence='one'/></solution>\n"
    "<case-studies><case-study id='a'><customer>Alpha</customer><website/><challenge/><deployment/>\n"
    "<production-date>2026-01-02</production-date><status>pilot</status><outcomes/></case-study>\n"
    "<case-study id='b'><customer>Beta</customer><website/><challenge/><deployment/>\n"
    "<production-date/><status/><outcomes/></case-study></case-studies>\n"
    "<answers><answer item='apn.tier' met='yes'/><answer item='apn.guidelines' met='no'/>\n"
    "<answer item='security.owasp' case-studies='all' met='yes' evidence='one'><comment>Well   "
    "done</comment></answer>\n"
    "<answer item='reliability.rto' case-studies='all' met='yes'><record ref='rto'>4</record></answer>\n"
    "</answers>\n"
    "<evidence><piece id='one' href='https://nord.example/1'><title>One</title></piece>\n"
    "<piece id='two' href='https://nord.example/2'><title>Two</title></piece></evidence>\n"
    "<audit date='2026-11-20'><auditor><name>C D</name></auditor>\n"
    "<finding item='security.owasp' case-studies='all' verdict='question'><note>Why?</note></finding>\n"
    "<decision verdict='open'/></audit>\n"
    "</assessment>\n";

/* The base with one place of it written otherwise. */
static AfAssessment *load_with(const char *name, const char *old, const char *new) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(GString) text = g_string_new(base);
    if (old) assert_int_equal(g_string_replace(text, old, new, 1), 1);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    assert_true(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
    AfAssessment *assessment = af_assessment_load(path, diagnostics);
    for (guint i = 0; i < af_diagnostics_count(diagnostics); i++) {
        const AfDiagnostic *one = af_diagnostics_get(diagnostics, i);
        print_error("%s at line %d\n", af_code_rule(one->code), one->line);
    }
    assert_non_null(assessment);
    return assessment;
}

#define SVRL(findings)                                                                                                 \
    "<s:schematron-output xmlns:s='http://purl.oclc.org/dsdl/svrl'>" findings "</s:schematron-output>"
#define PROPERTY(kind, value)                                                                                          \
    "<s:property-reference property='" kind "'><s:text>" value "</s:text></s:property-reference>"
#define FINDING(rule, properties)                                                                                      \
    "<s:failed-assert id='" rule "' role='error' flag='partner' location='/*[1]'>" properties "</s:failed-assert>"

/* Each change as "kind of item case-studies path before after line", what is not said left out, one a line. */
static char *account_of(const GPtrArray *changes) {
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < changes->len; i++) {
        const AfChange *change = g_ptr_array_index(changes, i);
        g_autofree char *ids = g_strjoinv(",", change->case_studies);
        g_string_append_printf(out, "%s %s", af_change_kind_name(change->kind), af_change_of_name(change->of));
        if (change->item) g_string_append_printf(out, " %s", change->item);
        if (change->evidence) g_string_append_printf(out, " %s", change->evidence);
        if (*ids) g_string_append_printf(out, " (%s)", ids);
        if (change->path) g_string_append_printf(out, " %s", change->path);
        if (change->label_id) g_string_append_printf(out, " [%s]", change->label_id);
        if (change->before) g_string_append_printf(out, " %s -> %s", change->before, change->after);
        if (change->part) g_string_append(out, " part");
        g_string_append_printf(out, " %s%d\n", change->gone ? "was " : "", change->line);
    }
    return g_string_free(out, FALSE);
}

static char *compare_with(const AfAssessment *before, const AfAssessment *after, const char *svrl_before,
                          const char *svrl_after) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfCatalog) catalog = af_catalog_load_program("en", af_assessment_program(after), diagnostics);
    g_autoptr(AfCatalog) messages = af_catalog_load("en", AF_MESSAGES, diagnostics);
    g_autoptr(xmlDoc) old = xmlReadMemory(svrl_before, (int)strlen(svrl_before), NULL, NULL, 0);
    g_autoptr(xmlDoc) new = xmlReadMemory(svrl_after, (int)strlen(svrl_after), NULL, NULL, 0);
    g_autoptr(GPtrArray) changes = af_compare(before, after, old, new, catalog, messages, diagnostics);
    assert_non_null(changes);
    assert_int_equal(af_diagnostics_count(diagnostics), 0);
    return account_of(changes);
}

/* The base, and the base with one place written otherwise, differ just so; and the other way round. */
static void expect(const char *old, const char *new, const char *forth, const char *back) {
    g_autoptr(AfAssessment) before = load_with("before.xml", NULL, NULL);
    g_autoptr(AfAssessment) after = load_with("after.xml", old, new);
    g_autofree char *there = compare_with(before, after, SVRL(""), SVRL(""));
    g_autofree char *and_back = compare_with(after, before, SVRL(""), SVRL(""));
    assert_string_equal(there, forth);
    assert_string_equal(and_back, back);
}

static void test_the_same(void **state) {
    (void)state;
    expect(NULL, NULL, "", "");
    /* order, white space, and one answer for all or one for each */
    expect("Well   done", "\n Well\tdone ", "", "");
    expect("<answer item='apn.tier' met='yes'/><answer item='apn.guidelines' met='no'/>\n",
           "<answer item='apn.guidelines' met='no'/><answer item='apn.tier' met='yes'/>\n", "", "");
    expect("<answer item='reliability.rto' case-studies='all' met='yes'><record ref='rto'>4</record></answer>",
           "<answer item='reliability.rto' case-studies='b' met='yes'><record ref='rto'>4</record></answer>"
           "<answer item='reliability.rto' case-studies='a' met='yes'><record ref='rto'>4</record></answer>",
           "", "");
    expect("<p>Day</p><p>and night</p>", "Day and night", "", "");
    expect("</answers>", "<answer item='security.ddos' case-studies='a' met='open'/></answers>", "", "");
}

static void test_fields(void **state) {
    (void)state;
    expect("<name>A B</name>", "<name>A C</name>", "changed field partner/contact/name A B -> A C 2\n",
           "changed field partner/contact/name A C -> A B 2\n");
    expect("listed='no'", "listed='yes'", "changed field solution/marketplace/@listed no -> yes 5\n",
           "changed field solution/marketplace/@listed yes -> no 5\n");
    expect("<category ref='store'/>", "<category ref='data-science'/>",
           "changed field solution/category store -> data-science 4\n",
           "changed field solution/category data-science -> store 4\n");
    expect("evidence='one'/></solution>", "evidence='two'/></solution>",
           "changed field document/@evidence [architecture-diagram] one -> two 6\n",
           "changed field document/@evidence [architecture-diagram] two -> one 6\n");
    expect("2026-01-02", "2026-02-02", "changed field (a) production-date 2026-01-02 -> 2026-02-02 8\n",
           "changed field (a) production-date 2026-02-02 -> 2026-01-02 8\n");
    expect("<production-date/>", "<third-party/><production-date/>", "changed field (b) third-party  -> none 9\n",
           "changed field (b) third-party none ->  9\n");
    expect("<title>Two</title>", "<title>Zwei</title>", "changed field two title Two -> Zwei 16\n",
           "changed field two title Zwei -> Two 16\n");
    expect("<decision verdict='open'/>", "<decision verdict='declined'>No.</decision>",
           "changed field audit/decision/@verdict open -> declined 19\nchanged field audit/decision  -> No. 19\n",
           "changed field audit/decision/@verdict declined -> open 19\nchanged field audit/decision No. ->  19\n");
    expect("date='2026-11-16' xml:lang='de'", "date='2026-11-17' xml:lang='fr'",
           "changed field @date 2026-11-16 -> 2026-11-17 1\nchanged field @xml:lang de -> fr 1\n",
           "changed field @date 2026-11-17 -> 2026-11-16 1\nchanged field @xml:lang fr -> de 1\n");
}

static void test_things(void **state) {
    (void)state;
    /* another id is another thing */
    expect("<case-study id='b'>", "<case-study id='c'>", "new case-study (c) 9\nremoved case-study (b) was 9\n",
           "new case-study (b) 9\nremoved case-study (c) was 9\n");
    expect("<piece id='two'", "<piece id='three'", "new evidence three 16\nremoved evidence two was 16\n",
           "new evidence two 16\nremoved evidence three was 16\n");
}

static void test_answers(void **state) {
    (void)state;
    expect("item='security.owasp' case-studies='all' met='yes'", "item='security.owasp' case-studies='all' met='open'",
           "reopened answer security.owasp (a,b) met -> open 12\n", "new answer security.owasp (a,b) open -> met 12\n");
    expect("item='security.owasp' case-studies='all' met='yes'", "item='security.owasp' case-studies='b' met='no'",
           "reopened answer security.owasp (a) met -> open was 12\n"
           "reopened answer security.owasp (b) met -> not-met 12\n",
           "new answer security.owasp (a) open -> met 12\n"
           "changed field security.owasp (b) @met not-met -> met 12\n");
    expect("item='apn.tier' met='yes'", "item='apn.tier' met='not-applicable'",
           "changed field apn.tier @met met -> not-applicable 11\n",
           "changed field apn.tier @met not-applicable -> met 11\n");
    expect("<answer item='apn.guidelines' met='no'/>", "", "removed answer apn.guidelines not-met -> open was 11\n",
           "new answer apn.guidelines open -> not-met 11\n");
    expect("Well   done", "Bad", "changed field security.owasp (a,b) comment Well done -> Bad 12\n",
           "changed field security.owasp (a,b) comment Bad -> Well done 12\n");
    expect("met='yes' evidence='one'", "met='yes' evidence='one two'",
           "changed field security.owasp (a,b) @evidence one -> one two 12\n",
           "changed field security.owasp (a,b) @evidence one two -> one 12\n");
    expect("<record ref='rto'>4</record>", "<record ref='rto'>8</record>",
           "changed field reliability.rto (a,b) record [reliability.rto rto] 4 -> 8 13\n",
           "changed field reliability.rto (a,b) record [reliability.rto rto] 8 -> 4 13\n");
}

static void test_findings(void **state) {
    (void)state;
    expect("<finding item='security.owasp' case-studies='all' verdict='question'><note>Why?</note></finding>", "",
           "removed finding security.owasp (a,b) question ->  was 18\n",
           "new finding security.owasp (a,b)  -> question 18\n");
    expect("verdict='question'", "verdict='accepted'",
           "changed field security.owasp (a,b) @verdict question -> accepted 18\n",
           "changed field security.owasp (a,b) @verdict accepted -> question 18\n");
    expect("Why?", "How?", "changed field security.owasp (a,b) note Why? -> How? 18\n",
           "changed field security.owasp (a,b) note How? -> Why? 18\n");
}

/* Items that are not asked of a case study's deployment model say nothing. */
static void test_unasked(void **state) {
    (void)state;
    expect("<case-study id='b'>", "<case-study id='b' deployment-model='customer-deployed'>",
           "changed field (b) @deployment-model  -> customer-deployed 9\n",
           "changed field (b) @deployment-model customer-deployed ->  9\n");
}

static void expect_points(const char *svrl_before, const char *svrl_after, const char *expected) {
    g_autoptr(AfAssessment) before = load_with("before.xml", NULL, NULL);
    g_autoptr(AfAssessment) after = load_with("after.xml", NULL, NULL);
    g_autofree char *account = compare_with(before, after, svrl_before, svrl_after);
    assert_string_equal(account, expected);
}

static void test_points(void **state) {
    (void)state;
#define RECORD(cases)                                                                                                  \
    FINDING("record-missing", PROPERTY("record", "reliability.rto rto") PROPERTY("item", "reliability.rto")            \
                                  PROPERTY("case-studies", cases))
#define OLD_RECORD(cases)                                                                                              \
    FINDING("not-applicable-unexplained", PROPERTY("item", "reliability.rto") PROPERTY("case-studies", cases))
    expect_points(SVRL(RECORD("a b")), SVRL(RECORD("b a")), "");
    expect_points(SVRL(RECORD("a b")), SVRL(""), "resolved point reliability.rto (a,b) was 13\n");
    expect_points(SVRL(""), SVRL(RECORD("a b")), "reopened point reliability.rto (a,b) 13\n");
    expect_points(SVRL(RECORD("a b")), SVRL(RECORD("b")), "resolved point reliability.rto (a) part was 13\n");
    expect_points(SVRL(RECORD("b")), SVRL(RECORD("a b")), "reopened point reliability.rto (a) part 13\n");
    /* another point where there was one */
    expect_points(SVRL(RECORD("a")), SVRL(OLD_RECORD("a")),
                  "new point reliability.rto (a) 13\nresolved point reliability.rto (a) was 13\n");
    /* other numbers, the same point; another field, another point */
    expect_points(SVRL(FINDING("case-studies-too-few", PROPERTY("number", "1") PROPERTY("number", "4"))),
                  SVRL(FINDING("case-studies-too-few", PROPERTY("number", "2") PROPERTY("number", "4"))), "");
    expect_points(SVRL(FINDING("partner-field-missing", PROPERTY("field", "name"))),
                  SVRL(FINDING("partner-field-missing", PROPERTY("field", "website"))),
                  "resolved point was 1\nreopened point 1\n");
}

/* A point that an answer's own change says is not said twice; one on a case study that is new or gone is not said. */
static void test_points_told_otherwise(void **state) {
    (void)state;
    static const char missing[] =
        SVRL(FINDING("answer-missing", PROPERTY("item", "security.owasp") PROPERTY("case-studies", "a b")));
    g_autoptr(AfAssessment) before = load_with("before.xml", NULL, NULL);
    g_autoptr(AfAssessment) after = load_with("after.xml", "item='security.owasp' case-studies='all' met='yes'",
                                              "item='security.owasp' case-studies='all' met='open'");
    g_autofree char *account = compare_with(before, after, SVRL(""), missing);
    assert_string_equal(account, "reopened answer security.owasp (a,b) met -> open 12\n");
    g_autoptr(AfAssessment) other = load_with("other.xml", "<case-study id='b'>", "<case-study id='c'>");
    g_autofree char *with_other = compare_with(before, other, missing, SVRL(""));
    assert_string_equal(with_other, "new case-study (c) 9\n"
                                    "resolved point security.owasp (a) part was 12\n"
                                    "removed case-study (b) was 9\n");
}

static int set_up(void **state) {
    (void)state;
    af_xml_init();
    folder = g_dir_make_tmp("compare-XXXXXX", NULL);
    return !folder;
}

static int tear_down(void **state) {
    (void)state;
    static const char *const names[] = {"before.xml", "after.xml", "other.xml", ""};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);
        g_remove(path);
    }
    g_free(folder);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_same), cmocka_unit_test(test_fields),
        cmocka_unit_test(test_things),   cmocka_unit_test(test_answers),
        cmocka_unit_test(test_findings), cmocka_unit_test(test_unasked),
        cmocka_unit_test(test_points),   cmocka_unit_test(test_points_told_otherwise),
    };
    return cmocka_run_group_tests_name("compare", tests, set_up, tear_down);
}

/* Assessments of a program that has subcategories, items of those and choices of items' own: what is refused, what is
 * asked, what is compared and carried over. Of the real programs. */
#include "assess/carry.h"
#include "assess/compare.h"
#include "base/file.h"
#include "test_folder.h"

#define PROGRAM "microsoft-workloads-technology"
static const char *program_id = PROGRAM;

/* One line a piece, so that lines can be named. */
static const char base[] =
    "<assessment xmlns='urn:auditfolio:assessment' program='PROGRAM' version='1.0' "
    "date='2026-11-16' xml:lang='en'>\n"
    "<partner><name>P</name><tier/><contact><name/><email/></contact><website/><landing-page/></partner>\n"
    "<solution><name>S</name><category ref='migration'><subcategory ref='migration-health'/></category>\n"
    "<deployment-model ref='on-aws'/><marketplace listed='no'/><support/></solution>\n"
    "<case-studies><case-study id='a' subcategories='migration-health'><customer>A</customer><challenge/>\n"
    "<deployment/><production-date/><status/><outcomes/></case-study></case-studies>\n"
    "<answers><answer item='features.migration-health' met='yes'/>\n"
    "<answer item='features.data-governance' met='yes'/>\n"
    "<answer item='business.deployment-model' met='yes'><choice ref='offered' options='byol-on-aws'/>"
    "<comment>C</comment></answer>\n"
    "<answer item='security.s3-access' case-studies='all' met='not-applicable'/></answers>\n"
    "</assessment>\n";

/* Loads the base with one place of it written otherwise. */
static AfAssessment *load_with(const char *name, const char *old, const char *new, AfDiagnostics *diagnostics) {
    g_autoptr(GString) text = g_string_new(base);
    if (old) assert_int_equal(g_string_replace(text, old, new, 1), 1);
    g_string_replace(text, "PROGRAM", program_id, 1);
    g_autofree char *path = path_of(name);
    assert_true(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
    return af_assessment_load(path, diagnostics);
}

static AfAssessment *load(const char *name, const char *old, const char *new) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    AfAssessment *assessment = load_with(name, old, new, diagnostics);
    if (!assessment) fail_msg("%s: %s", new, af_code_rule(af_diagnostics_get(diagnostics, 0)->code));
    return assessment;
}

static void expect_refused(const char *old, const char *new, AfCode code, int line, const char *argument) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    assert_null(load_with("test.xml", old, new, diagnostics));
    assert_int_equal(af_diagnostics_count(diagnostics), 1);
    const AfDiagnostic *found = af_diagnostics_get(diagnostics, 0);
    if (found->code != code || found->line != line) {
        fail_msg("%s: %s at line %d", new, af_code_rule(found->code), found->line);
    }
    assert_string_equal(found->args[found->n_args - 1].string, argument);
}

/* The last argument says what is meant, or what is wrong. */
static void test_refused(void **state) {
    (void)state;
#define SUBCATEGORY "<subcategory ref='migration-health'/>"
    expect_refused(SUBCATEGORY, "<subcategory ref='migration-helth'/>", AF_D_REFERENCE_UNKNOWN, 3, "migration-health");
    expect_refused(SUBCATEGORY, "<subcategory ref='data-governance'/>", AF_D_SUBCATEGORY_MISPLACED, 3, "data");
    expect_refused("ref='migration'>" SUBCATEGORY, "ref='data'>\n" SUBCATEGORY, AF_D_SUBCATEGORY_MISPLACED, 4,
                   "migration");
    expect_refused("='migration-health'>", "='migration-health zzzzzzzzzzzzzz'>", AF_D_REFERENCE_NONE, 5,
                   "zzzzzzzzzzzzzz");
    expect_refused("='migration-health'>", "='migration-health migration-health'>", AF_D_REFERENCE_TWICE, 5,
                   "migration-health");
    expect_refused("ref='offered'", "ref='offerd'", AF_D_REFERENCE_UNKNOWN, 9, "offered");
    expect_refused("'byol-on-aws'", "'byol-on-aws byol-on-awz'", AF_D_REFERENCE_UNKNOWN, 9, "byol-on-aws");
    expect_refused("'byol-on-aws'", "'byol-on-aws saas-on-aws byol-on-aws'", AF_D_REFERENCE_TWICE, 9, "byol-on-aws");
    /* what yes and no are the options of is no choice of its own, and neither is what the solution says */
    expect_refused("<answer item='features.data-governance' met='yes'/>",
                   "<answer item='business.marketplace' met='yes'><choice ref='listed' options='yes'/></answer>",
                   AF_D_REFERENCE_NONE, 8, "listed");
    expect_refused("<answer item='features.data-governance' met='yes'/>",
                   "<answer item='apn.category' met='yes'><choice ref='category' options='data'/></answer>",
                   AF_D_REFERENCE_NONE, 8, "category");
}

static void test_twice(void **state) {
    (void)state;
    const struct {
        const char *old, *new;
        int line;
    } cases[] = {{SUBCATEGORY, SUBCATEGORY "\n" SUBCATEGORY, 4},
                 {"<comment>C", "\n<choice ref='offered' options=''/><comment>C", 10}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        assert_null(load_with("test.xml", cases[i].old, cases[i].new, diagnostics));
        assert_int_equal(af_diagnostics_get(diagnostics, 0)->code, AF_D_DUPLICATE_ID);
        assert_int_equal(af_diagnostics_get(diagnostics, 0)->line, cases[i].line);
    }
}

/* --- one option only: no real program has such a choice of its own --- */

/* A program "one" that is the real one but for one place. */
static void put_one(const char *old, const char *new) {
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents("templates/programs/" PROGRAM ".xml", &text, NULL, NULL));
    g_autoptr(GString) one = g_string_new(text);
    assert_int_equal(g_string_replace(one, old, new, 0), 1);
    assert_int_equal(g_string_replace(one, " id=\"" PROGRAM "\"", " id=\"one\"", 0), 1);
    put("templates/programs/one.xml", one->str);
}

static void test_one_option(void **state) {
    (void)state;
    put_one("<choice id=\"offered\"", "<choice id=\"offered\" select=\"one\"");
    g_autoptr(AfAssessment) several = load("test.xml", "'byol-on-aws'", "'byol-on-aws saas-on-aws'");
    program_id = "one";
    expect_refused("'byol-on-aws'", "'byol-on-aws saas-on-aws'", AF_D_OPTIONS_TOO_MANY, 9, "offered");
    g_autoptr(AfAssessment) good = load("test.xml", NULL, NULL), none = load("test.xml", "'byol-on-aws'", "''");
    program_id = PROGRAM;
    assert_true(several && good && none);
}

/* --- what is asked --- */

static const AfCell *cell(const AfAssessment *assessment, const char *item, const char *case_study) {
    const GPtrArray *cells = af_assessment_cells(assessment);
    const AfCell *found = NULL;
    for (guint i = 0; i < cells->len; i++) {
        const AfCell *one = g_ptr_array_index(cells, i);
        if (strcmp(one->item, item)) continue;
        assert_false(found && !case_study); /* once */
        if (!g_strcmp0(one->case_study, case_study)) found = one;
    }
    assert_non_null(found);
    return found;
}

/* Which of these are asked: in the subcategory named, in another of its category, in other categories. */
static void expect_asked(const char *old, const char *new, gboolean named, gboolean beside, gboolean other) {
    g_autoptr(AfAssessment) assessment = load("test.xml", old, new);
    const struct {
        const char *item;
        gboolean asked;
    } items[] = {{"features.migration-health", named},
                 {"features.migration", beside},
                 {"features.security", other},
                 {"features.data-governance", other}};
    for (guint i = 0; i < G_N_ELEMENTS(items); i++) {
        const AfCell *one = cell(assessment, items[i].item, NULL);
        if ((one->applies == AF_APPLIES_YES) != items[i].asked) fail_msg("%s: %s", new, items[i].item);
        assert_null(one->number);
        assert_null(one->model);
    }
}

static void test_asked(void **state) {
    (void)state;
    expect_asked(NULL, "as it is", TRUE, FALSE, FALSE);
    expect_asked(SUBCATEGORY, "", TRUE, TRUE, FALSE);
    expect_asked("<category ref='migration'>" SUBCATEGORY "</category>", "", TRUE, TRUE, TRUE);
    expect_asked("</category>",
                 "</category><category ref='optimization'><subcategory ref='security-management'/>"
                 "</category><category ref='data'><subcategory ref='data-governance'/></category>",
                 TRUE, FALSE, TRUE);
    g_autoptr(AfAssessment) assessment = load("test.xml", NULL, NULL);
    assert_int_equal(cell(assessment, "features.data-governance", NULL)->state, AF_STATE_MET);
    assert_int_equal(cell(assessment, "security.s3-access", "a")->applies, AF_APPLIES_CONDITIONAL);
    assert_int_equal(cell(assessment, "security.root-user", "a")->applies, AF_APPLIES_NO);
}

static const xmlNode *document_cell(const AfAssessment *assessment, const char *item) {
    xmlNode *root = xmlDocGetRootElement(af_document_for_rules(assessment));
    for (xmlNode *top = xmlFirstElementChild(root); top; top = xmlNextElementSibling(top)) {
        if (!af_xml_is(top, AF_NS_DOCUMENT, "resolution")) continue;
        for (xmlNode *section = xmlFirstElementChild(top); section; section = xmlNextElementSibling(section)) {
            for (xmlNode *one = xmlFirstElementChild(section); one; one = xmlNextElementSibling(one)) {
                if (!strcmp(af_xml_attribute(one, "ref"), item)) return xmlFirstElementChild(one);
            }
        }
    }
    fail_msg("no %s", item);
    return NULL;
}

static void test_document(void **state) {
    (void)state;
    g_autoptr(AfAssessment) assessment = load("test.xml", NULL, NULL);
    assert_null(af_xml_attribute(document_cell(assessment, "features.migration-health"), "applies"));
    assert_null(af_xml_attribute(document_cell(assessment, "apn.tier"), "applies"));
    assert_string_equal(af_xml_attribute(document_cell(assessment, "features.data-governance"), "applies"), "no");
    assert_null(af_xml_attribute(document_cell(assessment, "features.data-governance")->parent, "number"));
    assert_string_equal(af_xml_attribute(document_cell(assessment, "security.s3-access"), "applies"), "conditional");
}

/* What is not asked counts nowhere, though it is answered. */
static void test_scores(void **state) {
    (void)state;
    static const char svrl[] = "<s:schematron-output xmlns:s='http://purl.oclc.org/dsdl/svrl'>"
                               "<s:failed-assert id='answer-missing-once' role='error' flag='partner' location='/*[1]'>"
                               "<s:property-reference property='item'><s:text>features.migration</s:text>"
                               "</s:property-reference></s:failed-assert></s:schematron-output>";
    g_autoptr(AfAssessment) assessment = load("test.xml", NULL, NULL);
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfCatalog) catalog = af_catalog_load_program("en", af_assessment_program(assessment), diagnostics);
    g_autoptr(AfCatalog) messages = af_catalog_load("en", AF_MESSAGES, diagnostics);
    g_autoptr(xmlDoc) found = xmlReadMemory(svrl, (int)strlen(svrl), NULL, NULL, 0);
    g_autoptr(AfReadiness) readiness = af_readiness_new(assessment, found, catalog, messages, diagnostics);
    assert_non_null(readiness);
    const AfScore *part = af_readiness_score(readiness, "solution-features", NULL, NULL);
    assert_int_equal(part->asked, 1);
    assert_int_equal(part->met, 1);
    assert_int_equal(af_readiness_score(readiness, "solution-features", "data-features", NULL)->asked, 0);
    /* an item without a number is called by its title alone */
    const AfPoint *point = g_ptr_array_index(readiness->points, 0);
    assert_true(g_str_has_prefix(point->text, "“Migration”"));
    assert_string_equal(point->section, "migration-features");
}

/* --- comparing --- */

static void expect_change(const char *old, const char *new, const char *expected) {
    g_autoptr(AfAssessment) before = load("before.xml", NULL, NULL), after = load("after.xml", old, new);
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfCatalog) catalog = af_catalog_load_program("en", af_assessment_program(after), diagnostics);
    g_autoptr(AfCatalog) messages = af_catalog_load("en", AF_MESSAGES, diagnostics);
    g_autoptr(xmlDoc) none = xmlReadMemory("<s/>", 4, NULL, NULL, 0);
    g_autoptr(GPtrArray) changes = af_compare(before, after, none, none, catalog, messages, diagnostics);
    assert_non_null(changes);
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < changes->len; i++) {
        const AfChange *change = g_ptr_array_index(changes, i);
        g_string_append_printf(out, "%s %s [%s] %s -> %s %d\n", change->item ? change->item : "-", change->path,
                               change->label_id ? change->label_id : "", change->before, change->after, change->line);
    }
    assert_string_equal(out->str, expected);
}

static void test_compared(void **state) {
    (void)state;
    expect_change(SUBCATEGORY, SUBCATEGORY "<subcategory ref='migration-monitoring'/>",
                  "- solution/category/subcategory [] migration-health -> migration-health migration-monitoring 3\n");
    expect_change("</category>", "</category><category ref='data'><subcategory ref='data-integration'/></category>",
                  "- solution/category [] migration -> migration data 3\n"
                  "- solution/category/subcategory [] migration-health -> migration-health data-integration 3\n");
    expect_change("subcategories='migration-health'", "", "- @subcategories [] migration-health ->  5\n");
    expect_change("'byol-on-aws'", "'byol-on-aws saas-on-aws'",
                  "business.deployment-model choice/@options [business.deployment-model offered] "
                  "byol-on-aws -> byol-on-aws saas-on-aws 9\n");
    expect_change("<choice ref='offered' options='byol-on-aws'/>", "",
                  "business.deployment-model choice/@options [business.deployment-model offered] "
                  "byol-on-aws ->  9\n");
    /* an answer that is not asked for */
    expect_change("<answer item='features.data-governance' met='yes'/>", "", "");
}

static void test_names(void **state) {
    (void)state;
    g_autoptr(AfAssessment) assessment = load("test.xml", NULL, NULL);
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfCatalog) catalog = af_catalog_load_program("en", af_assessment_program(assessment), diagnostics);
    g_autoptr(AfCatalog) messages = af_catalog_load("en", AF_MESSAGES, diagnostics);
    const struct {
        const char *kind, *id, *name;
    } names[] = {{"item", "features.migration-health", "Migration Health"},
                 {"subcategory", "data-governance", "Data Governance, Compliance, and Security"},
                 {"subcategories", "migration-health platform-solutions", "Migration Health and Platform Solutions"},
                 {"option", "business.deployment-model offered byol-on-aws", "BYOL on AWS"}};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *name = af_assessment_name_of(assessment, catalog, messages, names[i].kind, names[i].id);
        assert_string_equal(name, names[i].name);
    }
}

/* --- carrying over --- */

/* What was dropped, as "what id (item)", and the state of these items. */
static char *carry_to(const char *id, const char *old, const char *new, char **xml) {
    g_autoptr(AfAssessment) written = load("old.xml", old, new);
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfProgram) program = af_program_load(id, diagnostics);
    g_autoptr(AfProgram) worded = af_program_load(strcmp(id, "one") ? id : PROGRAM, diagnostics);
    g_autoptr(AfCatalog) catalog = af_catalog_load_program("en", worded, diagnostics);
    g_autofree char *path = path_of("old.xml");
    g_autoptr(AfCarry) carry = af_carry_load(path, program, catalog, diagnostics);
    assert_non_null(carry);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < af_carry_entries(carry)->len; i++) {
        const AfCarryEntry *entry = g_ptr_array_index(af_carry_entries(carry), i);
        if (entry->state == AF_CARRY_NEW) {
            if (g_str_has_prefix(entry->id, "features.")) g_string_append_printf(out, "new %s\n", entry->id);
            continue;
        }
        g_string_append_printf(out, "%s %s %s", af_carry_state_name(entry->state), entry->what, entry->id);
        g_string_append_printf(out, entry->item ? " (%s)\n" : "\n", entry->item);
    }
    xmlDoc *document = xmlReadMemory("<d xmlns='urn:auditfolio:document'/>", 36, NULL, NULL, 0);
    af_document_add_carry(document, carry);
    xmlChar *text = NULL;
    int length = 0;
    xmlDocDumpMemory(document, &text, &length);
    xmlFreeDoc(document);
    *xml = g_strdup((const char *)text);
    xmlFree(text);
    return g_string_free(out, FALSE);
}

static void test_carried(void **state) {
    (void)state;
    g_autofree char *xml = NULL, *account = carry_to(PROGRAM, NULL, NULL, &xml);
    assert_string_equal(account, "carried item business.deployment-model\ncarried item features.migration-health\n"
                                 "carried item features.data-governance\ncarried item security.s3-access\n");
    assert_non_null(strstr(xml, "<subcategory ref=\"migration-health\"/>"));
    assert_non_null(strstr(xml, "subcategories=\"migration-health\""));
    assert_non_null(strstr(xml, "<choice ref=\"offered\" options=\"byol-on-aws\"/>"));
    g_autofree char *more_xml = NULL;
    g_autofree char *more = carry_to(PROGRAM, SUBCATEGORY, "", &more_xml);
    assert_non_null(strstr(more, "new features.migration\n")); /* the others of its category, and no more */
    assert_null(strstr(more, "new features.security\n"));
}

/* What the other program does not know is said, and its shared items are the same whatever it applies them to. */
static void test_carried_to_other(void **state) {
    (void)state;
    g_autofree char *xml = NULL, *account = carry_to("retail-technology", NULL, NULL, &xml);
    assert_string_equal(account, "carried item security.s3-access\n"
                                 "dropped category migration\ndropped deployment-model on-aws\n"
                                 "dropped subcategory migration-health\n"
                                 "dropped item features.migration-health\ndropped item features.data-governance\n"
                                 "dropped item business.deployment-model\n");
    assert_null(strstr(xml, "subcategor"));
}

static void test_carried_choices(void **state) {
    (void)state;
    static const char others[] = "carried item features.migration-health\ncarried item features.data-governance\n"
                                 "carried item security.s3-access\n";
    const struct {
        const char *old, *new, *dropped, *options;
    } cases[] = {
        {"id=\"byol-on-aws\"", "id=\"byol\"", "dropped option byol-on-aws (business.deployment-model)\n",
         "options=\"\""},
        {"id=\"offered\"", "id=\"given\"", "dropped choice offered (business.deployment-model)\n", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        put_one(cases[i].old, cases[i].new);
        g_autofree char *xml = NULL, *account = carry_to("one", NULL, NULL, &xml);
        g_autofree char *expected =
            g_strconcat(others, "changed item business.deployment-model\n", cases[i].dropped, NULL);
        assert_string_equal(account, expected);
        if (cases[i].options) assert_non_null(strstr(xml, cases[i].options));
        assert_int_equal(strstr(xml, "<choice") != NULL, cases[i].options != NULL);
    }
    /* of several where one may be chosen, nobody knows which */
    put_one("<choice id=\"offered\"", "<choice id=\"offered\" select=\"one\"");
    g_autofree char *xml = NULL;
    g_autofree char *account = carry_to("one", "'byol-on-aws'", "'byol-on-aws saas-on-aws'", &xml);
    assert_non_null(strstr(account, "changed item business.deployment-model\n"));
    assert_non_null(strstr(xml, "options=\"\""));
}

static int link_data(const char *name) {
    g_autofree char *top = g_get_current_dir(), *from = g_build_filename(top, name, NULL), *to = path_of(name);
    return symlink(from, to);
}

/* The checkout's data, with room for a program more. */
static int set_up(void **state) {
    (void)state;
    if (folder_make(TRUE)) return -1;
    g_autofree char *programs = path_of("templates/programs");
    if (g_mkdir_with_parents(programs, 0777) || link_data("locales")) return -1;
    return link_data("templates/programs/shared") || link_data("templates/programs/" PROGRAM ".xml") ||
           link_data("templates/programs/retail-technology.xml");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),         cmocka_unit_test(test_twice),
        cmocka_unit_test(test_one_option),      cmocka_unit_test(test_asked),
        cmocka_unit_test(test_document),        cmocka_unit_test(test_scores),
        cmocka_unit_test(test_compared),        cmocka_unit_test(test_names),
        cmocka_unit_test(test_carried),         cmocka_unit_test(test_carried_to_other),
        cmocka_unit_test(test_carried_choices),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

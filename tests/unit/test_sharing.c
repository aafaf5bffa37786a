/* Libraries: what a program refers to is put in place, its catalog goes before the library's, and faults are said where
 * they stand. On two small programs of which everything is known; the real ones are checked by tests/cli. */
#include "assess/assess.h"
#include "test_folder.h"

static const char library_xml[] =
    "<library xmlns='urn:auditfolio:program' id='common'>\n"
    "<thresholds><threshold id='age' value='12' unit='month'/><threshold id='studies' value='4'/></thresholds>\n"
    "<item id='support' terms='phone'>\n"
    "<requirement/>\n"
    "<record id='rehearsed' type='date' within='age'/>\n"
    "</item>\n"
    "<item id='backup'><requirement/></item>\n"
    "<document id='plan'><requirement/></document>\n"
    "</library>\n";

/* The references are on lines 5 to 7. */
static const char program_xml[] =
    "<program xmlns='urn:auditfolio:program' id='one' version='1.0' date='2019-12' library='common'>\n"
    "<inbox>a@example.org</inbox><portal>https://example.org/</portal><thresholds><threshold id='studies' value='2'/>"
    "</thresholds><case-study fields='customer'/><categories><category id='store'/></categories><deployment-models>"
    "<deployment-model id='saas'/></deployment-models><application><step id='send'/></application>\n"
    "<part id='technical' validator='auditor'>\n"
    "<documents>\n"
    "<document ref='plan'><applies model='saas' value='yes'/></document></documents><section id='ops' number='1.0'>\n"
    "<item ref='support' number='1.1' terms='mail'>"
    "<record id='hours' type='hours'/><applies model='saas' value='no'/></item>\n"
    "<item ref='backup' number='1.2'/>\n"
    "<item id='own' number='1.3'><requirement/></item></section></part>\n"
    "</program>\n";

static int by_name(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What is there of an element: its attributes, sorted, then what it holds, in its order. */
static char *account_of(const xmlNode *element) {
    g_autoptr(GPtrArray) attributes = g_ptr_array_new_with_free_func(g_free);
    for (const xmlAttr *one = element->properties; one; one = one->next) {
        const char *name = (const char *)one->name;
        g_ptr_array_add(attributes, g_strdup_printf("%s=%s", name, af_xml_attribute(element, name)));
    }
    g_ptr_array_sort(attributes, by_name);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < attributes->len; i++) {
        g_string_append_printf(out, "%s%s", i ? " " : "", (char *)attributes->pdata[i]);
    }
    for (xmlNode *child = xmlFirstElementChild((xmlNode *)element); child; child = xmlNextElementSibling(child)) {
        g_string_append_printf(out, " <%s>", child->name);
    }
    return g_string_free(out, FALSE);
}

/* The nth (from 0) element of this name in document order. */
static const xmlNode *nth(const xmlNode *node, const char *name, int *n) {
    for (; node; node = node->next) {
        if (af_xml_is(node, AF_NS_PROGRAM, name) && (*n)-- == 0) return node;
        const xmlNode *inner = nth(node->children, name, n);
        if (inner) return inner;
    }
    return NULL;
}

static void expect_element(const AfProgram *program, const char *name, int n, const char *wanted) {
    const xmlNode *element = nth(xmlDocGetRootElement((xmlDoc *)af_program_doc(program)), name, &n);
    assert_non_null(element);
    g_autofree char *said = account_of(element);
    assert_string_equal(said, wanted);
}

static AfProgram *program_loaded(const char *id) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    AfProgram *program = af_program_load(id, diagnostics);
    assert_int_equal(af_diagnostics_count(diagnostics), 0);
    assert_non_null(program);
    return program;
}

static void test_put_in_place(void **state) {
    (void)state;
    g_autoptr(AfProgram) program = program_loaded("one");
    assert_string_equal(af_program_library(program), "common");
    /* the library's children, then the program's; attributes of both, terms one behind the other */
    expect_element(program, "document", 0, "id=plan <requirement> <applies>");
    expect_element(program, "item", 0,
                   "id=support number=1.1 terms=phone mail <requirement> <record> <record> <applies>");
    expect_element(program, "item", 1, "id=backup number=1.2 <requirement>");
    expect_element(program, "item", 2, "id=own number=1.3 <requirement>");
    /* a threshold that the program has itself is its own */
    expect_element(program, "threshold", 0, "id=studies value=2");
    expect_element(program, "threshold", 1, "id=age unit=month value=12");
    int n = 2;
    assert_null(nth(xmlDocGetRootElement((xmlDoc *)af_program_doc(program)), "threshold", &n));
    /* faults of what was put in place are said where it is referred to */
    n = 0;
    assert_int_equal(xmlGetLineNo(nth(xmlDocGetRootElement((xmlDoc *)af_program_doc(program)), "record", &n)), 6);
}

static void test_without(void **state) {
    (void)state;
    g_autoptr(AfProgram) program = program_loaded("alone");
    assert_null(af_program_library(program));
    expect_element(program, "item", 0, "id=thing number=1.1 <requirement>");
}

/* The program or its library with one place written otherwise is refused with this, at this place. */
static void expect_refused(gboolean in_library, const char *old, const char *new, AfCode code, const char *file,
                           int line) {
    g_auto(GStrv) parts = g_strsplit(in_library ? library_xml : program_xml, old, 2);
    assert_int_equal(g_strv_length(parts), 2);
    g_autofree char *text = g_strjoinv(new, parts), *wanted = path_of(file);
    put(in_library ? "templates/programs/shared/common.xml" : "templates/programs/one.xml", text);
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    assert_null(af_program_load("one", diagnostics));
    put("templates/programs/shared/common.xml", library_xml);
    put("templates/programs/one.xml", program_xml);
    const AfDiagnostic *diagnostic = af_diagnostics_get(diagnostics, 0);
    assert_string_equal(af_code_rule(diagnostic->code), af_code_rule(code));
    assert_string_equal(diagnostic->file, wanted);
    assert_int_equal(diagnostic->line, line);
}

static void test_refused(void **state) {
    (void)state;
    static const char one[] = "templates/programs/one.xml", common[] = "templates/programs/shared/common.xml";
    expect_refused(FALSE, "ref='backup'", "ref='backups'", AF_D_LIBRARY_REFERENCE, one, 7);
    expect_refused(FALSE, "ref='backup'", "ref='plan'", AF_D_LIBRARY_REFERENCE, one, 7);
    expect_refused(FALSE, "<document ref='plan'", "<document ref='backup'", AF_D_LIBRARY_REFERENCE, one, 5);
    expect_refused(FALSE, " library='common'", " library='uncommon'", AF_D_FILE_UNREADABLE,
                   "templates/programs/shared/uncommon.xml", 0);
    expect_refused(FALSE, " library='common'", "", AF_D_SCHEMA_ATTRIBUTE, one, 5);
    /* what fits by itself but not with what it is added to */
    expect_refused(FALSE, "<record id='hours' type='hours'/>", "<evidence/>", AF_D_SCHEMA_ELEMENT, one, 6);
    expect_refused(FALSE, "<item id='own'", "<item id='support'", AF_D_SCHEMA_INVALID, one, 8);
    expect_refused(TRUE, "<requirement/>\n", "", AF_D_SCHEMA_ELEMENT, common, 4);
    expect_refused(TRUE, "within='age'", "within='ages'", AF_D_SCHEMA_INVALID, common, 5);
    expect_refused(TRUE, "id='common'", "id='uncommon'", AF_D_CATALOG_MISPLACED, common, 1);
    expect_refused(TRUE, "</library>", "", AF_D_XML_END, common, 10);
}

/* Every one reported: how many references lead nowhere, and which. */
static void test_each_reference(void **state) {
    (void)state;
    g_auto(GStrv) parts = g_strsplit(program_xml, " ref='", -1);
    g_autofree char *text = g_strjoinv(" ref='no.", parts);
    put("templates/programs/two.xml", text);
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    assert_null(af_program_load("two", diagnostics));
    assert_int_equal(af_diagnostics_count(diagnostics), 3);
    for (guint i = 0; i < 3; i++) {
        static const char *const ids[] = {"no.plan", "no.support", "no.backup"};
        const AfDiagnostic *diagnostic = af_diagnostics_get(diagnostics, i);
        assert_int_equal(diagnostic->code, AF_D_LIBRARY_REFERENCE);
        assert_string_equal(diagnostic->args[0].string, ids[i]);
        assert_string_equal(diagnostic->args[1].string, "common");
        assert_int_equal(diagnostic->line, (int)i + 5);
    }
}

/* A library is looked for by its id, nowhere else than in its folder. */
static void test_names(void **state) {
    (void)state;
    static const char *const names[] = {"../common", "../../common", "/tmp/common", "", ".", "..", "a/b", "Common"};
    put("templates/common.xml", "<"); /* whoever reads it says so */
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *attribute = g_strdup_printf(" library='%s'", names[i]);
        g_auto(GStrv) parts = g_strsplit(program_xml, " library='common'", 2);
        g_autofree char *text = g_strjoinv(attribute, parts), *path = path_of("templates/programs/one.xml");
        put("templates/programs/one.xml", text);
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        assert_null(af_program_load("one", diagnostics));
        gboolean said = FALSE;
        for (guint n = 0; n < af_diagnostics_count(diagnostics); n++) {
            const AfDiagnostic *diagnostic = af_diagnostics_get(diagnostics, n);
            assert_string_equal(diagnostic->file, path); /* no other file was opened */
            if (diagnostic->code != AF_D_SCHEMA_VALUE) continue;
            said = said || !strcmp(diagnostic->args[0].string, "program/@library");
        }
        assert_true(said);
    }
    put("templates/programs/one.xml", program_xml);
}

static const char own_catalog[] = "<catalog xmlns='urn:auditfolio:catalog' xml:lang='en' program='one'>\n"
                                  "<text id='program.title'>One</text>\n"
                                  "<text id='item.backup.title'>Own backups</text>\n"
                                  "</catalog>";
static const char shared_catalog[] = "<catalog xmlns='urn:auditfolio:catalog' xml:lang='en' library='common'>\n"
                                     "<text id='item.backup.title'>Backups</text>\n"
                                     "<prose id='item.backup.requirement'>\n"
                                     "<p>Within <value of='height'/>.</p>\n"
                                     "</prose>\n"
                                     "<prose id='item.elsewhere.requirement'><p><value of='width'/></p></prose>\n"
                                     "</catalog>";

static void expect_text(const AfCatalog *catalog, const char *id, const char *wanted, gboolean taken) {
    g_autofree char *text = af_catalog_text(catalog, id);
    assert_string_equal(text, wanted);
    assert_int_equal(af_catalog_took(catalog, af_catalog_find(catalog, id)), taken);
}

static void expect_place(const AfCatalog *catalog, const xmlNode *node, const char *file, int wanted) {
    int line = 0;
    g_autofree char *path = path_of(file);
    assert_string_equal(af_catalog_place(catalog, node, &line), path);
    assert_int_equal(line, wanted);
}

static void test_texts(void **state) {
    (void)state;
    static const char own[] = "locales/en/one.xml", shared[] = "locales/en/common.xml";
    put(own, own_catalog);
    put(shared, shared_catalog);
    g_autoptr(AfProgram) program = program_loaded("one");
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfCatalog) catalog = af_catalog_load_program("en", program, diagnostics);
    assert_non_null(catalog);
    expect_text(catalog, "program.title", "One", FALSE);
    expect_text(catalog, "item.backup.title", "Own backups", FALSE);
    const xmlNode *prose = af_catalog_find(catalog, "item.backup.requirement");
    assert_true(af_catalog_took(catalog, prose));
    expect_place(catalog, af_catalog_find(catalog, "item.backup.title"), own, 3);
    expect_place(catalog, prose, shared, 3);
    expect_place(catalog, xmlFirstElementChild((xmlNode *)prose), shared, 4);

    /* what is missing is the program's catalog's to have; what is wrong is said where it stands, and nothing of what is
     * there for others */
    af_catalog_check(catalog, program, diagnostics);
    g_autofree char *own_path = path_of(own), *shared_path = path_of(shared);
    guint references = 0;
    for (guint i = 0; i < af_diagnostics_count(diagnostics); i++) {
        const AfDiagnostic *diagnostic = af_diagnostics_get(diagnostics, i);
        if (diagnostic->code == AF_D_TEXT_REFERENCE) {
            references++;
            assert_string_equal(diagnostic->file, shared_path);
            assert_int_equal(diagnostic->line, 4);
            assert_string_equal(diagnostic->args[0].string, "item.backup.requirement");
        } else {
            assert_true(diagnostic->code == AF_D_TEXT_MISSING || diagnostic->code == AF_D_THRESHOLD_UNUSED);
            assert_string_equal(diagnostic->file, own_path);
            assert_true(diagnostic->line >= 1 && diagnostic->line <= 4);
            assert_string_not_equal(diagnostic->args[0].string, "item.backup.title");
        }
    }
    assert_int_equal(references, 1);
}

/* A library's catalog has to be there, and to say that it is that library's. */
static void test_refused_texts(void **state) {
    (void)state;
    static const struct {
        const char *text;
        AfCode code;
    } cases[] = {
        {"<catalog xmlns='urn:auditfolio:catalog' xml:lang='en' library='uncommon'/>", AF_D_CATALOG_MISPLACED},
        {"<catalog xmlns='urn:auditfolio:catalog' xml:lang='de' library='common'/>", AF_D_CATALOG_MISPLACED},
        {"<catalog xmlns='urn:auditfolio:catalog' xml:lang='en'/>", AF_D_CATALOG_MISPLACED},
        {"<catalog xmlns='urn:auditfolio:catalog' xml:lang='en' library='common'>", AF_D_XML_END},
        {NULL, AF_D_CATALOG_MISSING}, /* of a language that has none, no file is at fault */
    };
    g_autoptr(AfProgram) program = program_loaded("one");
    put("locales/en/one.xml", own_catalog);
    g_autofree char *path = path_of("locales/en/common.xml");
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        if (cases[i].text) {
            put("locales/en/common.xml", cases[i].text);
        } else {
            g_unlink(path);
        }
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        assert_null(af_catalog_load_program("en", program, diagnostics));
        assert_int_equal(af_diagnostics_get(diagnostics, 0)->code, cases[i].code);
        const char *file = af_diagnostics_get(diagnostics, 0)->file;
        assert_int_equal(g_strcmp0(file, cases[i].text ? path : NULL), 0);
    }
}

/* A program without a library. */
static const char alone_xml[] =
    "<program xmlns='urn:auditfolio:program' id='alone' version='1.0' date='2019-12'>\n"
    "<inbox>a@example.org</inbox><portal>https://example.org/</portal><thresholds/><case-study fields='customer'/>"
    "<categories><category id='store'/></categories><deployment-models><deployment-model id='saas'/>"
    "</deployment-models><application><step id='send'/></application><part id='technical' validator='auditor'>"
    "<section id='ops' number='1.0'><item id='thing' number='1.1'><requirement/></item></section></part></program>";

static int set_up(void **state) {
    (void)state;
    if (folder_make(TRUE)) return -1;
    put("templates/programs/one.xml", program_xml);
    put("templates/programs/alone.xml", alone_xml);
    put("templates/programs/shared/common.xml", library_xml);
    af_xml_init();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_put_in_place),   cmocka_unit_test(test_without), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_each_reference), cmocka_unit_test(test_names),   cmocka_unit_test(test_texts),
        cmocka_unit_test(test_refused_texts),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}

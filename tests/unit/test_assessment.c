/* Assessments: loading, what is refused, cells, scores and readiness. Of the real program retail-technology. */
#include "assess/assessment.h"
#include "base/file.h"
#include "test_folder.h"

/* One line a piece, so that lines can be named. */
static const char base[] =
    "<assessment xmlns='urn:auditfolio:assessment' program='retail-technology' version='1.0' date='2026-11-16' "
    "xml:lang='de'>\n"
    "<partner><name>Nord GmbH</name><tier>advanced</tier><contact><name>A B</name><email>a@nord.example</email>\n"
    "</contact><website>https://nord.example/</website><landing-page/></partner>\n"
    "<solution><name>Kasse</name><category ref='store'/><deployment-model ref='saas'/><customers>12</customers>\n"
    "<marketplace listed='no'/><sales-compensation plan='open'/><support/></solution>\n"
    "<case-studies><case-study id='a'><customer>Kunde &amp; Co</customer><website/><challenge/><deployment/>\n"
    "<production-date/><status/><outcomes/></case-study>\n"
    "<case-study id='b' deployment-model='customer-deployed'><customer/><website/><challenge/><deployment/>\n"
    "<production-date>2026-01-02</production-date><status>pilot</status><outcomes/></case-study></case-studies>\n"
    "<answers><answer item='apn.tier' met='yes'/>\n"
    "<answer item='security.root-user' case-studies='all' met='no'><comment>Nein.</comment></answer>\n"
    "<answer item='security.pci-dss' case-studies='all' met='yes' evidence='saq'/>\n"
    "<answer item='security.pci-dss' case-studies='b' met='not-applicable'/>\n"
    "<answer item='reliability.rto' case-studies='a b' met='open'><record ref='rto'>4</record></answer></answers>\n"
    "<evidence><piece id='saq' file='e/saq.txt' "
    "sha256='54ec380542dca4ec61b84fe282680d1e57f5dd6042a9fef306415c1c75ee1b01'><title>SAQ</title></piece>\n"
    "<piece id='page' href='https://nord.example/post'><title>Post</title></piece></evidence>\n"
    "<audit date='2026-11-20'><auditor><name>C D</name></auditor>\n"
    "<finding item='security.pci-dss' case-studies='a' verdict='question'><note>Why?</note></finding>\n"
    "<decision verdict='open'/></audit>\n"
    "</assessment>\n";

/* Loads the base with one place of it written otherwise. */
static AfAssessment *load_with(const char *old, const char *new, AfDiagnostics *diagnostics) {
    g_autoptr(GString) text = g_string_new(base);
    if (old) assert_int_equal(g_string_replace(text, old, new, 1), 1);
    g_autofree char *path = path_of("test.xml");
    assert_true(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
    return af_assessment_load(path, diagnostics);
}

static AfAssessment *load(void) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    AfAssessment *assessment = load_with(NULL, NULL, diagnostics);
    for (guint i = 0; i < af_diagnostics_count(diagnostics); i++) {
        const AfDiagnostic *one = af_diagnostics_get(diagnostics, i);
        print_error("%s at line %d\n", af_code_rule(one->code), one->line);
    }
    assert_non_null(assessment);
    return assessment;
}

static void test_load(void **state) {
    (void)state;
    g_autoptr(AfAssessment) assessment = load();
    assert_string_equal(af_assessment_name(assessment), "test");
    assert_string_equal(af_assessment_language(assessment), "de");
    assert_string_equal(af_assessment_day(assessment), "2026-11-16");
    assert_string_equal(af_program_id(af_assessment_program(assessment)), "retail-technology");
    assert_non_null(af_assessment_case_study(assessment, "b"));
    assert_null(af_assessment_case_study(assessment, "c"));
}

static void test_day(void **state) {
    (void)state;
    g_autoptr(AfAssessment) assessment = load();
    static const char *const bad[] = {"", "2026-02-30", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01",
                                      "2026-01-01x", "0000-01-01", "2026/01/01", "2025-02-29", "-026-01-01"};
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) assert_false(af_assessment_set_day(assessment, bad[i]));
    assert_string_equal(af_assessment_day(assessment), "2026-11-16");
    assert_true(af_assessment_set_day(assessment, "2024-02-29"));
    assert_string_equal(af_assessment_day(assessment), "2024-02-29");
}

/* What each way of being wrong is called, and its line. */
static void test_refused(void **state) {
    (void)state;
    static const struct {
        const char *old, *new;
        AfCode code;
        int line;
        const char *argument; /* one of the diagnostic's, or NULL */
    } cases[] = {
        {"<assessment xmlns", "<document xmlns", AF_D_XML_MALFORMED, 0, NULL},
        {"urn:auditfolio:assessment", "urn:auditfolio:other", AF_D_ASSESSMENT_ROOT, 1, "assessment"},
        {"'retail-technology'", "'retail'", AF_D_ASSESSMENT_PROGRAM, 1, "retail"},
        {"version='1.0'", "version='0.9'", AF_D_VERSION_UNKNOWN, 1, "0.9"},
        {"item='apn.tier'", "item='apn.teir'", AF_D_REFERENCE_UNKNOWN, 10, "apn.tier"},
        {"item='apn.tier'", "item='tier'", AF_D_REFERENCE_UNKNOWN, 10, "apn.tier"},
        {"item='apn.tier'", "item='zzzzzzzzzzz'", AF_D_REFERENCE_NONE, 10, "zzzzzzzzzzz"},
        {"case-studies='b'", "case-studies='c'", AF_D_REFERENCE_UNKNOWN, 13, "c"},
        {"case-studies='b'", "case-studies='all'", AF_D_DUPLICATE_ANSWER, 13, "all"},
        {"case-studies='a b'", "case-studies='a b a'", AF_D_REFERENCE_TWICE, 14, "a"},
        {"evidence='saq'", "evidence='saq page saq'", AF_D_REFERENCE_TWICE, 12, "saq"},
        {"<category ref='store'/>", "<category ref='store'/>\n<category ref=' store '/>", AF_D_DUPLICATE_ID, 5, "store"},
        {"<deployment-model ref='saas'/>", "<deployment-model ref='saas'/><deployment-model ref='saas'/>",
         AF_D_DUPLICATE_ID, 4, "saas"},
        {"<outcomes/>", "<outcomes/><document ref='deployment-guide' evidence='saq'/>\n"
         "<document ref='deployment-guide' evidence=''/>", AF_D_DUPLICATE_ID, 8, "deployment-guide"},
        {"item='apn.tier'", "item='apn.tier' case-studies='a'", AF_D_CASE_STUDIES_UNASKED, 10, "apn.tier"},
        {" case-studies='a b'", "", AF_D_CASE_STUDIES_MISSING, 14, "reliability.rto"},
        {"evidence='saq'", "evidence='sqa'", AF_D_REFERENCE_UNKNOWN, 12, "saq"},
        {"ref='store'", "ref='stores'", AF_D_REFERENCE_UNKNOWN, 4, "store"},
        {"ref='saas'", "ref='sas'", AF_D_REFERENCE_UNKNOWN, 4, "saas"},
        {"'customer-deployed'", "'customer-deploy'", AF_D_REFERENCE_UNKNOWN, 8, "customer-deployed"},
        {"ref='rto'", "ref='rpo'", AF_D_REFERENCE_UNKNOWN, 14, "rto"},
        {">4<", ">2026-01-01<", AF_D_RECORD_KIND, 14, "2026-01-01"},
        {"<case-study id='b'", "<case-study id='a'", AF_D_DUPLICATE_ID, 8, "a"},
        {"<case-study id='b'", "<case-study id='all'", AF_D_ID_RESERVED, 8, "all"},
        {"Nein.", "<a href='https://a.example/'>a <em><a href='https://b.example/'>b</a></em></a>", AF_D_SCHEMA_ELEMENT, 11,
         "a"},
        {"id='page'", "id='saq'", AF_D_DUPLICATE_ID, 16, "saq"},
        {"sha256='54", "sha256='55", AF_D_EVIDENCE_DIGEST, 15, "e/saq.txt"},
        {"'e/saq.txt'", "'../test.xml'", AF_D_EVIDENCE_OUTSIDE, 15, "../test.xml"},
        {"'e/saq.txt'", "'e/../../test.xml'", AF_D_EVIDENCE_OUTSIDE, 15, NULL},
        {"'e/saq.txt'", "'/etc/hostname'", AF_D_EVIDENCE_OUTSIDE, 15, NULL},
        {"'e/saq.txt'", "'e/out'", AF_D_EVIDENCE_OUTSIDE, 15, NULL},
        {" href='https://nord.example/post'", "", AF_D_EVIDENCE_PLACE, 16, "page"},
        {"file='e/saq.txt'", "file='e/saq.txt' href='https://nord.example/'", AF_D_EVIDENCE_PLACE, 15, "saq"},
        {"<name>Nord", "<name>No&#x202E;rd", AF_D_CHARACTER_FORBIDDEN, 2, "U+202E"},
        {"<name>Nord", "<name>No&#x85;rd", AF_D_CHARACTER_FORBIDDEN, 2, "U+0085"},
        {"<title>SAQ", "<title>&#x2066;SAQ", AF_D_CHARACTER_FORBIDDEN, 15, "U+2066"},
        {"item='security.pci-dss' case-studies='a'", "item='security.pci-ds' case-studies='a'",
         AF_D_REFERENCE_UNKNOWN, 18, "security.pci-dss"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        assert_null(load_with(cases[i].old, cases[i].new, diagnostics));
        const AfDiagnostic *found = af_diagnostics_get(diagnostics, 0);
        /* words of well-formedness are another matter */
        if (cases[i].code == AF_D_XML_MALFORMED) continue;
        if (found->code != cases[i].code || found->line != cases[i].line) {
            fail_msg("%s: %s at line %d", cases[i].new, af_code_rule(found->code), found->line);
        }
        gboolean said = !cases[i].argument;
        for (guint n = 0; n < found->n_args; n++) said = said || !g_strcmp0(found->args[n].string, cases[i].argument);
        if (!said) fail_msg("%s: %s is not said", cases[i].new, cases[i].argument);
        assert_int_equal(af_diagnostics_exit(diagnostics), AF_EXIT_INVALID);
    }
}

static void test_long_text(void **state) {
    (void)state;
    g_autofree char *most = g_strnfill(AF_MAX_FREE_TEXT, 'x');
    g_autoptr(AfDiagnostics) none = af_diagnostics_new();
    g_autoptr(AfAssessment) assessment = load_with("Nein.", most, none);
    assert_non_null(assessment);
    g_autofree char *more = g_strconcat(most, "\303\244", NULL);
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    assert_null(load_with("Nein.", more, diagnostics));
    const AfDiagnostic *found = af_diagnostics_get(diagnostics, 0);
    assert_int_equal(found->code, AF_D_TEXT_TOO_LONG);
    assert_int_equal(found->line, 11);
    assert_int_equal((int)found->args[1].number, AF_MAX_FREE_TEXT + 1); /* characters, not bytes */
}

/* "begin" n times, then "end" as often. */
static char *repeated(const char *begin, const char *end, guint n) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < n; i++) g_string_append(text, begin);
    for (guint i = 0; i < n; i++) g_string_append(text, end);
    return g_strdup(text->str);
}

static void test_much_markup(void **state) {
    (void)state;
    const struct {
        const char *begin, *end;
        guint most;
        AfCode code;
    } cases[] = {{"<p/>", "", AF_MAX_FREE_TEXT_ELEMENTS, AF_D_TEXT_ELEMENTS},
                 {"<ul><li>a", "</li></ul>", AF_MAX_FREE_TEXT_DEPTH / 2, AF_D_XML_TOO_DEEP}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *most = repeated(cases[i].begin, cases[i].end, cases[i].most);
        g_autoptr(AfDiagnostics) none = af_diagnostics_new();
        g_autoptr(AfAssessment) assessment = load_with("Nein.", most, none);
        assert_non_null(assessment);
        g_autofree char *more = repeated(cases[i].begin, cases[i].end, cases[i].most + 1);
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        assert_null(load_with("Nein.", more, diagnostics));
        assert_int_equal(af_diagnostics_count(diagnostics), 1);
        assert_int_equal(af_diagnostics_get(diagnostics, 0)->code, cases[i].code);
        assert_int_equal(af_diagnostics_get(diagnostics, 0)->line, 11);
    }
}

/* A schema takes " yes " for "yes"; so does whoever reads the tree after it. */
static void test_white_space(void **state) {
    (void)state;
    const struct {
        const char *old, *new;
    } cases[] = {{"item='apn.tier' met='yes'", "item=' apn.tier ' met='\t yes'"},
                 {"case-studies='a b' met='open'", "case-studies='\n a&#10;b ' met='open'"},
                 {"id='b' deployment-model='customer-deployed'", "id=' b' deployment-model='customer-deployed '"},
                 {"program='retail-technology' version='1.0' date='2026-11-16'",
                  "program=' retail-technology ' version=' 1.0' date='2026-11-16 '"},
                 {"xml:lang='de'", "xml:lang=' de '"}};
    g_autoptr(AfAssessment) plain = load();
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(AfDiagnostics) none = af_diagnostics_new();
        g_autoptr(AfAssessment) assessment = load_with(cases[i].old, cases[i].new, none);
        if (!assessment) fail_msg("%s: %s", cases[i].new, af_code_rule(af_diagnostics_get(none, 0)->code));
        assert_string_equal(af_assessment_day(assessment), "2026-11-16");
        assert_string_equal(af_assessment_language(assessment), "de");
        const GPtrArray *expected = af_assessment_cells(plain), *cells = af_assessment_cells(assessment);
        assert_int_equal(cells->len, expected->len);
        for (guint n = 0; n < cells->len; n++) {
            const AfCell *one = g_ptr_array_index(cells, n), *other = g_ptr_array_index(expected, n);
            assert_int_equal(one->state, other->state);
            assert_int_equal(one->applies, other->applies);
        }
    }
}

static const AfCell *cell(const AfAssessment *assessment, const char *item, const char *case_study) {
    const GPtrArray *cells = af_assessment_cells(assessment);
    for (guint i = 0; i < cells->len; i++) {
        const AfCell *one = g_ptr_array_index(cells, i);
        if (!strcmp(one->item, item) && !g_strcmp0(one->case_study, case_study)) return one;
    }
    fail_msg("no cell %s %s", item, case_study ? case_study : "-");
    return NULL;
}

static void test_cells(void **state) {
    (void)state;
    g_autoptr(AfAssessment) assessment = load();
    assert_int_equal(af_assessment_cells(assessment)->len, 14 + 46 * 2);

    const AfCell *tier = cell(assessment, "apn.tier", NULL);
    assert_int_equal(tier->state, AF_STATE_MET);
    assert_int_equal(tier->line, 10);
    assert_false(tier->pillar);
    assert_string_equal(tier->part, "prerequisites");
    assert_int_equal(cell(assessment, "apn.category", NULL)->state, AF_STATE_OPEN);
    assert_int_equal(cell(assessment, "apn.category", NULL)->line, 10); /* of <answers> */

    const AfCell *root_a = cell(assessment, "security.root-user", "a");
    assert_int_equal(root_a->state, AF_STATE_NOT_MET);
    assert_int_equal(root_a->applies, AF_APPLIES_YES);
    assert_string_equal(root_a->model, "saas");
    assert_true(root_a->pillar);
    const AfCell *root_b = cell(assessment, "security.root-user", "b");
    assert_int_equal(root_b->applies, AF_APPLIES_NO);
    assert_string_equal(root_b->model, "customer-deployed");

    /* one that names the case study goes before one for all */
    assert_int_equal(cell(assessment, "security.pci-dss", "a")->state, AF_STATE_MET);
    assert_int_equal(cell(assessment, "security.pci-dss", "b")->state, AF_STATE_NOT_APPLICABLE);
    assert_int_equal(cell(assessment, "security.pci-dss", "a")->verdict, AF_VERDICT_QUESTION);
    assert_int_equal(cell(assessment, "security.pci-dss", "b")->verdict, AF_VERDICT_NONE);
    assert_int_equal(cell(assessment, "security.owasp", "a")->line, 6); /* of the case study */
    assert_null(cell(assessment, "security.owasp", "a")->answer);
}

/* A solution of two models does not say which one a case study has. */
static void test_model_unknown(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfAssessment) assessment =
        load_with("<deployment-model ref='saas'/>",
                  "<deployment-model ref='saas'/><deployment-model ref='customer-deployed'/>", diagnostics);
    assert_non_null(assessment);
    assert_null(cell(assessment, "security.root-user", "a")->model);
    assert_int_equal(cell(assessment, "security.root-user", "a")->applies, AF_APPLIES_YES);
}

static xmlNode *find(xmlNode *parent, const char *name, const char *attribute, const char *value) {
    for (xmlNode *child = xmlFirstElementChild(parent); child; child = xmlNextElementSibling(child)) {
        if (af_xml_is(child, NULL, name) && (!attribute || !g_strcmp0(af_xml_attribute(child, attribute), value))) {
            return child;
        }
    }
    fail_msg("no %s", name);
    return NULL;
}

static void test_document(void **state) {
    (void)state;
    g_autoptr(AfAssessment) assessment = load();
    const xmlDoc *document = af_document_for_rules(assessment);
    xmlNode *root = xmlDocGetRootElement(document);
    assert_string_equal(af_xml_attribute(root, "kind"), "check");
    xmlNode *copy = find(root, "assessment", NULL, NULL);
    xmlNode *answers = find(copy, "answers", NULL, NULL);
    xmlNode *answer = find(answers, "answer", "item", "security.pci-dss");
    af_autoxml xmlChar *line = xmlGetNsProp(answer, BAD_CAST "line", BAD_CAST AF_NS_DOCUMENT);
    af_autoxml xmlChar *id = xmlGetNsProp(answer, BAD_CAST "id", BAD_CAST AF_NS_DOCUMENT);
    assert_string_equal((const char *)line, "12");
    assert_string_equal((const char *)id, "answer-3");
    xmlNode *piece = find(find(copy, "evidence", NULL, NULL), "piece", "id", "saq");
    af_autoxml xmlChar *file = xmlGetNsProp(piece, BAD_CAST "file", BAD_CAST AF_NS_DOCUMENT);
    assert_string_equal((const char *)file, "present");

    xmlNode *resolution = find(root, "resolution", NULL, NULL);
    assert_string_equal(af_xml_attribute(resolution, "day"), "2026-11-16");
    xmlNode *section = find(resolution, "section", "ref", "security");
    assert_string_equal(af_xml_attribute(section, "pillar"), "true");
    xmlNode *item = find(section, "item", "ref", "security.pci-dss");
    xmlNode *first = find(item, "cell", "case-study", "a");
    assert_string_equal(af_xml_attribute(first, "state"), "met");
    assert_string_equal(af_xml_attribute(first, "answer"), "answer-3");
    assert_string_equal(af_xml_attribute(first, "verdict"), "question");
    assert_string_equal(af_xml_attribute(first, "finding"), "finding-1");
    assert_null(af_xml_attribute(find(item, "cell", "case-study", "b"), "verdict"));
}

static void test_absent_file(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfAssessment) assessment = load_with("'e/saq.txt'", "'e/none.txt'", diagnostics);
    assert_non_null(assessment); /* open, not invalid */
    const xmlDoc *document = af_document_for_rules(assessment);
    xmlNode *copy = find(xmlDocGetRootElement(document), "assessment", NULL, NULL);
    xmlNode *piece = find(find(copy, "evidence", NULL, NULL), "piece", "id", "saq");
    af_autoxml xmlChar *file = xmlGetNsProp(piece, BAD_CAST "file", BAD_CAST AF_NS_DOCUMENT);
    assert_string_equal((const char *)file, "absent");
}

/* The bytes of the assessment are those that were read, whatever the file is by now. */
static void test_bytes(void **state) {
    (void)state;
    g_autoptr(AfAssessment) assessment = load();
    put("test.xml", "else\n");
    const GByteArray *bytes = af_assessment_bytes(assessment);
    assert_int_equal(bytes->len, strlen(base));
    assert_memory_equal(bytes->data, base, bytes->len);
}

enum { no_fault = -1 };

static GByteArray *read_piece(const AfAssessment *assessment, guint64 limit, guint64 *size, int fault) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    xmlNode *root = xmlDocGetRootElement(af_assessment_doc(assessment));
    const xmlNode *piece = find(find(root, "evidence", NULL, NULL), "piece", "id", "saq");
    GByteArray *bytes = af_evidence_read(assessment, piece, limit, size, diagnostics);
    assert_int_equal(af_diagnostics_count(diagnostics), fault == no_fault ? 0 : 1);
    if (fault != no_fault) assert_int_equal(af_diagnostics_get(diagnostics, 0)->code, fault);
    return bytes;
}

/* A file of evidence is read as it was checked, or not at all. */
static void test_evidence_read(void **state) {
    (void)state;
    guint64 size;
    g_autoptr(AfAssessment) assessment = load();
    g_autoptr(GByteArray) bytes = read_piece(assessment, 4, &size, no_fault);
    assert_int_equal(size, 4);
    assert_int_equal(bytes->len, 4);
    assert_memory_equal(bytes->data, "SAQ\n", 4);
    assert_null(read_piece(assessment, 3, &size, no_fault));
    assert_int_equal(size, 4);

    g_autofree char *path = path_of("e/saq.txt");
    put("e/saq.txt", "SAX\n");
    assert_null(read_piece(assessment, 100, &size, AF_D_EVIDENCE_DIGEST));
    g_remove(path);
    assert_null(read_piece(assessment, 100, &size, AF_D_FILE_UNREADABLE));
    assert_int_equal(symlink("/etc/hostname", path), 0);
    assert_null(read_piece(assessment, 100, &size, AF_D_EVIDENCE_OUTSIDE));
    g_remove(path);
    assert_int_equal(g_mkdir(path, 0777), 0);
    assert_null(read_piece(assessment, 100, &size, AF_D_FILE_UNREADABLE));
    g_rmdir(path);
    put("e/saq.txt", "SAQ\n");
}

#define SVRL "<s:schematron-output xmlns:s='http://purl.oclc.org/dsdl/svrl'>"
#define PROPERTY(kind, value) "<s:property-reference property='" kind "'><s:text>" value "</s:text></s:property-reference>"

/* SVRL as the rules make it: the document's children are program, assessment, resolution. */
static const char svrl[] =
    SVRL "<s:failed-assert id='answer-not-met' role='error' flag='engineers' "
         "location='/*[1]/*[3]/*[6]/*[1]'>" PROPERTY("item", "security.root-user") PROPERTY("case-studies", "a") "</s:failed-assert>"
         "<s:failed-assert id='evidence-unused' role='warning' flag='partner' "
         "location='/*[1]/*[2]/*[5]/*[2]'>" PROPERTY("evidence", "page") "</s:failed-assert>"
         "<s:failed-assert id='case-study-not-production' role='error' flag='partner' "
         "location='/*[1]/*[2]/*[3]/*[2]'>" PROPERTY("case-studies", "b") "</s:failed-assert>"
         "</s:schematron-output>";

static AfReadiness *readiness_of(const AfAssessment *assessment, const char *text, AfDiagnostics *diagnostics) {
    g_autoptr(xmlDoc) doc = xmlReadMemory(text, (int)strlen(text), "svrl.xml", NULL, 0);
    assert_non_null(doc);
    g_autoptr(AfCatalog) catalog = af_catalog_load_program("en", af_assessment_program(assessment), diagnostics);
    g_autoptr(AfCatalog) messages = af_catalog_load("en", AF_MESSAGES, diagnostics);
    return af_readiness_new(assessment, doc, catalog, messages, diagnostics);
}

static void test_readiness(void **state) {
    (void)state;
    g_autoptr(AfAssessment) assessment = load();
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfReadiness) readiness = readiness_of(assessment, svrl, diagnostics);
    assert_non_null(readiness);
    assert_false(readiness->ready);
    assert_int_equal(readiness->blocking, 2);
    assert_int_equal(readiness->warnings, 1);
    assert_int_equal(readiness->points->len, 3);

    const AfPoint *study = g_ptr_array_index(readiness->points, 0); /* in the order of lines */
    assert_string_equal(study->rule, "case-study-not-production");
    assert_int_equal(study->line, 8);
    assert_string_equal(study->case_studies[0], "b");
    const AfPoint *root_user = g_ptr_array_index(readiness->points, 1);
    assert_int_equal(root_user->line, 11);
    assert_string_equal(root_user->item, "security.root-user");
    assert_string_equal(root_user->part, "technical-validation");
    assert_string_equal(root_user->section, "security");
    assert_string_equal(root_user->who, "engineers");
    assert_non_null(strstr(root_user->text, "1.1 AWS account root user not used for routine activities"));
    assert_non_null(strstr(root_user->text, "Kunde & Co"));
    const AfPoint *unused = g_ptr_array_index(readiness->points, 2);
    assert_int_equal(unused->level, AF_WARNING);
    assert_non_null(strstr(unused->text, "Post"));

    const AfScore *whole = af_readiness_score(readiness, NULL, NULL, NULL);
    assert_int_equal(whole->blocking, 2);
    assert_int_equal(af_readiness_score(readiness, "technical-validation", "security", "a")->blocking, 1);
    assert_int_equal(af_readiness_score(readiness, "technical-validation", "security", "b")->blocking, 0);
    assert_int_equal(af_readiness_score(readiness, NULL, NULL, "b")->blocking, 1);
    assert_null(af_readiness_score(readiness, "technical-validation", "security", "c"));
}

static void test_scores(void **state) {
    (void)state;
    g_autoptr(AfAssessment) assessment = load();
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfReadiness) readiness = readiness_of(assessment, SVRL "</s:schematron-output>", diagnostics);
    assert_true(readiness->ready); /* as far as the rules said */
    /* b is deployed by the customer: 20 of the 46 items are asked of it */
    const AfScore *whole = af_readiness_score(readiness, NULL, NULL, NULL);
    assert_int_equal(whole->asked, 14 + 46 + 20);
    assert_int_equal(whole->met, 2);
    assert_int_equal(whole->not_met, 1);
    assert_int_equal(whole->not_applicable, 1);
    assert_int_equal(whole->answered, 4);
    assert_int_equal(whole->open, whole->asked - 4);
    assert_int_equal(whole->questions, 1);
    assert_int_equal(af_readiness_score(readiness, NULL, NULL, "a")->asked, 46);
    assert_int_equal(af_readiness_score(readiness, NULL, NULL, "b")->asked, 20);
    assert_int_equal(af_readiness_score(readiness, "prerequisites", NULL, NULL)->asked, 14);
}

static void test_rule_without_words(void **state) {
    (void)state;
    g_autoptr(AfAssessment) assessment = load();
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    assert_null(readiness_of(assessment, SVRL "<s:failed-assert id='no-such-rule' location='/*[1]'/></s:schematron-output>",
                             diagnostics));
    assert_int_equal(af_diagnostics_get(diagnostics, 0)->code, AF_D_MESSAGE_UNKNOWN);
}

static int set_up(void **state) {
    (void)state;
    af_xml_init();
    if (folder_make(FALSE)) return -1;
    put("e/saq.txt", "SAQ\n");
    g_autofree char *out = path_of("e/out"); /* a link that leads out */
    return symlink(g_get_tmp_dir(), out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_load),          cmocka_unit_test(test_day),
        cmocka_unit_test(test_refused),       cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_much_markup),
        cmocka_unit_test(test_white_space),
        cmocka_unit_test(test_cells),         cmocka_unit_test(test_model_unknown),
        cmocka_unit_test(test_document),      cmocka_unit_test(test_absent_file),
        cmocka_unit_test(test_bytes),         cmocka_unit_test(test_evidence_read),
        cmocka_unit_test(test_readiness),     cmocka_unit_test(test_scores),
        cmocka_unit_test(test_rule_without_words),
    };
    return cmocka_run_group_tests_name("assessment", tests, set_up, folder_remove);
}

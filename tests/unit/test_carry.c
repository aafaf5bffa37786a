/* Carrying an assessment over: on two small programs of which everything is known. */
#include "assess/carry.h"
#include "test_folder.h"

/* {0} id and version, {1} thresholds' value, {2} items of the technical part. */
static const char program_pattern[] =
    "<program xmlns='urn:auditfolio:program' id='%s' version='%s' date='2019-12'>"
    "<inbox>a@example.org</inbox><portal>https://example.org/</portal>"
    "<thresholds><threshold id='age' value='%s' unit='month'/></thresholds>"
    "<competencies><competency id='iot'/></competencies>"
    "<case-study fields='customer website'/><categories><category id='store'/></categories>"
    "<deployment-models><deployment-model id='saas'/><deployment-model id='own'/></deployment-models>"
    "<application><step id='send'/></application>"
    "<part id='pre' validator='program-manager'>"
    "<documents><document id='plan'><requirement/><applies model='saas' value='yes'/></document></documents>"
    "<section id='apn' number='1.0'><item id='apn.tier' number='1.1'><requirement/></item>"
    "<item id='apn.late' number='1.2' changed='1.10'><requirement/></item></section></part>"
    "<part id='technical' validator='auditor'><section id='security' number='1.0'>%s</section></part>"
    "</program>";

#define ITEM(id, more)                                                                                                 \
    "<item id='" id "' number='1.1'><requirement/>" more "<applies model='saas' value='yes'/>"                         \
    "<applies model='own' value='no'/></item>"
static const char items_one[] = ITEM("s.same", "") ITEM("s.words", "")
    ITEM("s.record", "<record id='tested' type='date' within='age'/>") ITEM("s.once", "") ITEM("s.fresh", "");
/* Another definition of s.record by its threshold, of s.once by its part; s.gone is not in the other one. */
static const char items_two[] =
    ITEM("s.same", "") ITEM("s.words", "") ITEM("s.record", "<record id='tested' type='date' within='age'/>")
        ITEM("s.gone", "") "<item id='s.once' number='1.9'><requirement/></item>";

static const char catalog_pattern[] = "<catalog xmlns='urn:auditfolio:catalog' xml:lang='en' program='%s'>"
                                      "<text id='item.apn.tier.title'>Tier of <value of='age'/></text>"
                                      "<text id='item.s.gone.title'>Gone</text>"
                                      "<prose id='item.s.same.requirement'><p>The   same\n words</p></prose>"
                                      "<prose id='item.s.words.requirement'><p>%s</p></prose>"
                                      "</catalog>";

static const char old_pattern[] =
    "<assessment xmlns='urn:auditfolio:assessment' program='%s' version='%s' date='2026-01-01' xml:lang='de'>\n"
    "<partner><name>Nord</name><tier/><contact><name/><email/></contact><website/><landing-page/>"
    "<competencies><competency ref='iot'/><competency ref='unknown'/></competencies></partner>\n"
    "<solution><name/><category ref='other'/><deployment-model ref='saas'/><customers/>"
    "<marketplace listed='open'/><sales-compensation plan='open'/><support/><document ref='map' evidence=''/>"
    "</solution>\n"
    "<case-studies><case-study id='a' deployment-model='mixed'><customer/><website/><challenge/><deployment/>"
    "<production-date/><status/><outcomes/></case-study></case-studies>\n"
    "<answers>%s</answers>\n"
    "<evidence><piece id='e' file='proof/e.txt'><title>E</title></piece>"
    "<piece id='f' href='https://example.org/'><title>F</title></piece></evidence>\n"
    "<audit date='2026-01-02'><auditor><name/></auditor><decision verdict='open'/></audit>\n"
    "</assessment>";

static void put_program(const char *id, const char *version, const char *age, const char *items, const char *words) {
    g_autofree char *name = g_strdup_printf("templates/programs/%s.xml", id);
    g_autofree char *program = g_strdup_printf(program_pattern, id, version, age, items);
    g_autofree char *catalog_name = g_strdup_printf("locales/en/%s.xml", id);
    g_autofree char *catalog = g_strdup_printf(catalog_pattern, id, words);
    put(name, program);
    put(catalog_name, catalog);
}

/* An old assessment carried over to a program. */
static AfCarry *carry_to(const char *to, const char *program, const char *version, const char *answers,
                         AfDiagnostics *diagnostics) {
    g_autofree char *old = g_strdup_printf(old_pattern, program, version, answers), *path = path_of("old/old.xml");
    put("old/old.xml", old);
    g_autoptr(AfProgram) now = af_program_load(to, diagnostics);
    g_autoptr(AfCatalog) catalog = af_catalog_load("en", to, diagnostics);
    assert_non_null(now);
    assert_non_null(catalog);
    return af_carry_load(path, now, catalog, diagnostics);
}

/* All entries as "state what id". */
static char *account_of(const AfCarry *carry) {
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < af_carry_entries(carry)->len; i++) {
        const AfCarryEntry *entry = g_ptr_array_index(af_carry_entries(carry), i);
        g_string_append_printf(out, "%s %s %s\n", af_carry_state_name(entry->state), entry->what, entry->id);
    }
    return g_string_free(out, FALSE);
}

static void expect_account(const char *program, const char *version, const char *answers, const char *expected) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfCarry) carry = carry_to("one", program, version, answers, diagnostics);
    assert_non_null(carry);
    assert_int_equal(af_diagnostics_count(diagnostics), 0);
    g_autofree char *account = account_of(carry);
    assert_string_equal(account, expected);
}

/* What stands in <carry> of the input document. */
static char *carried_xml(const AfCarry *carry) {
    xmlDoc *document = xmlReadMemory("<d xmlns='urn:auditfolio:document'/>", 36, NULL, NULL, 0);
    af_document_add_carry(document, carry);
    xmlChar *text = NULL;
    int length = 0;
    xmlDocDumpMemory(document, &text, &length);
    xmlFreeDoc(document);
    char *copy = g_strdup((const char *)text);
    xmlFree(text);
    return copy;
}

#define DROPPED                                                                                                        \
    "dropped competency unknown\ndropped category other\ndropped document map\ndropped deployment-model mixed\n"
#define ANSWERS                                                                                                        \
    "<answer item='apn.tier' met='yes'/><answer item='apn.late' met='yes'/>"                                           \
    "<answer item='s.same' case-studies='all' met='yes'/><answer item='s.words' case-studies='all' met='yes'/>"        \
    "<answer item='s.record' case-studies='all' met='yes'><record ref='tested'>2026-01-01</record></answer>"           \
    "<answer item='s.gone' case-studies='all' met='yes'/><answer item='s.gone' case-studies='a' met='no'/>"

static void test_versions(void **state) {
    (void)state;
    /* 1.10 is later than 1.9, and not later than itself */
    expect_account("one", "1.9", ANSWERS,
                   "carried item apn.tier\ncarried item s.same\ncarried item s.words\ncarried item s.record\n"
                   "changed item apn.late\nnew item s.once\nnew item s.fresh\n" DROPPED "dropped item s.gone\n");
    expect_account("one", "1.10", "<answer item='apn.late' met='yes'/>",
                   "carried item apn.late\nnew item apn.tier\nnew item s.same\nnew item s.words\nnew item s.record\n"
                   "new item s.once\nnew item s.fresh\n" DROPPED);
    /* what a later version than there is asked, nobody knows */
    expect_account("one", "3.0", "<answer item='apn.tier' met='yes'/><answer item='apn.late' met='yes'/>",
                   "changed item apn.tier\nchanged item apn.late\nnew item s.same\nnew item s.words\n"
                   "new item s.record\nnew item s.once\nnew item s.fresh\n" DROPPED);
}

static void test_other_program(void **state) {
    (void)state;
    /* the words of s.words, the threshold of s.record and the part of s.once differ; apn.tier has no words, equally */
    expect_account("two", "7.0", ANSWERS "<answer item='s.once' met='yes'/>",
                   "carried item apn.tier\ncarried item apn.late\ncarried item s.same\nchanged item s.words\n"
                   "changed item s.record\nchanged item s.once\nnew item s.fresh\n" DROPPED "dropped item s.gone\n");
    /* a program that is not there any more */
    expect_account("three", "7.0", "<answer item='s.same' case-studies='a' met='yes'/>",
                   "changed item s.same\nnew item apn.tier\nnew item apn.late\nnew item s.words\nnew item s.record\n"
                   "new item s.once\nnew item s.fresh\n" DROPPED);
}

static void test_titles(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfCarry) carry = carry_to("one", "two", "7.0", ANSWERS, diagnostics);
    const AfCarryEntry *first = g_ptr_array_index(af_carry_entries(carry), 0);
    assert_string_equal(first->number, "1.1");
    assert_string_equal(first->title, "Tier of 18");
    assert_int_equal(first->line, 5);
    const AfCarryEntry *last = g_ptr_array_index(af_carry_entries(carry), af_carry_entries(carry)->len - 1);
    assert_string_equal(last->id, "s.gone");
    assert_string_equal(last->title, "Gone"); /* the other program still knows it */
}

/* What an answer says stays as far as the item can take it. */
static void test_answers(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfCarry) carry = carry_to(
        "one", "two", "7.0",
        "<answer item='s.once' met='yes'><comment>Why</comment></answer>"
        "<answer item='s.record' case-studies='a' met='yes'><record ref='tested'>5</record><record "
        "ref='size'>1</record>"
        "</answer>"
        "<answer item='apn.tier' case-studies='a' met='yes' evidence='e'><comment xml:lang='fr'>Un</comment></answer>"
        "<answer item='apn.tier' case-studies='all' met='no' evidence='f e'><comment>Two <em>2</em></comment></answer>"
        "<answer item='s.gone' case-studies='all' met='yes'/>",
        diagnostics);
    g_autofree char *xml = carried_xml(carry), *account = account_of(carry);
    assert_non_null(strstr(xml, "<answer item=\"s.once\" met=\"yes\" case-studies=\"all\"><comment>Why</comment>"));
    assert_non_null(
        strstr(xml, "<answer item=\"s.record\" case-studies=\"a\" met=\"yes\"><record ref=\"tested\"/></answer>"));
    assert_non_null(strstr(account, "changed item apn.tier\n"));
    assert_non_null(strstr(account, "dropped record size\n"));
    /* one answer where there were two, with the words and evidence of both */
    assert_non_null(strstr(xml,
                           "<answer item=\"apn.tier\" met=\"yes\" evidence=\"e f\"><comment xml:lang=\"fr\"><p>Un</p>"
                           "<p>Two <em>2</em></p></comment></answer>"));
    assert_null(strstr(xml, "s.gone"));
    assert_null(strstr(xml, "<audit"));
    assert_null(strstr(xml, "mixed"));
    assert_non_null(strstr(xml, "<item ref=\"apn.tier\" state=\"changed\"/>"));
    assert_non_null(strstr(xml, "<competency ref=\"iot\"/></competencies>"));
}

static void test_moving(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autofree char *above = path_of(""), *below = path_of("old/proof"), *aside = path_of("aside");
    assert_int_equal(g_mkdir_with_parents(below, 0777) | g_mkdir_with_parents(aside, 0777), 0);
    static const char *const expected[] = {"old/proof/e.txt", "e.txt", "proof/e.txt"};
    const char *const to[] = {above, below, aside};
    for (guint i = 0; i < G_N_ELEMENTS(to); i++) {
        g_autoptr(AfCarry) carry = carry_to("one", "one", "1.10", "", diagnostics);
        af_carry_move(carry, to[i], diagnostics);
        g_autofree char *xml = carried_xml(carry), *wanted = g_strdup_printf("file=\"%s\"", expected[i]);
        assert_non_null(strstr(xml, wanted));
    }
    assert_int_equal(af_diagnostics_count(diagnostics), 1);
    const AfDiagnostic *left = af_diagnostics_get(diagnostics, 0);
    assert_int_equal(left->code, AF_D_EVIDENCE_LEFT);
    assert_int_equal(left->level, AF_WARNING);
    assert_int_equal(left->line, 6);
    assert_string_equal(left->args[0].string, "proof/e.txt");
}

static void expect_refused(const char *text, AfCode code) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfProgram) program = af_program_load("one", diagnostics);
    g_autoptr(AfCatalog) catalog = af_catalog_load("en", "one", diagnostics);
    g_autofree char *path = path_of("old/bad.xml");
    put("old/bad.xml", text);
    assert_null(af_carry_load(path, program, catalog, diagnostics));
    assert_true(af_diagnostics_count(diagnostics) > 0);
    assert_string_equal(af_code_rule(af_diagnostics_get(diagnostics, 0)->code), af_code_rule(code));
}

static void test_refused(void **state) {
    (void)state;
    expect_refused("<assessment", AF_D_XML_END);
    expect_refused("<other/>", AF_D_ASSESSMENT_ROOT);
    expect_refused("<assessment xmlns='urn:auditfolio:assessment' program='one' version='1.0' date='2026-01-01' "
                   "xml:lang='de'/>",
                   AF_D_SCHEMA_INCOMPLETE);
    /* a name that turns its own direction around */
    g_autofree char *good = g_strdup_printf(old_pattern, "one", "1.0", "");
    g_autoptr(GString) bad = g_string_new(good);
    char override[8] = {0};
    g_unichar_to_utf8(0x202E, override);
    assert_int_equal(g_string_replace(bad, "Nord", override, 1), 1);
    expect_refused(bad->str, AF_D_CHARACTER_FORBIDDEN);
}

static int set_up(void **state) {
    (void)state;
    if (folder_make(TRUE)) return -1;
    put_program("one", "1.10", "18", items_one, "Some words");
    put_program("two", "7.0", "12", items_two, "Other words");
    af_xml_init();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_versions), cmocka_unit_test(test_other_program), cmocka_unit_test(test_titles),
        cmocka_unit_test(test_answers),  cmocka_unit_test(test_moving),        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests_name("carry", tests, set_up, folder_remove);
}

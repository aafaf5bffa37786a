/* What an assessment points to: that it is there, and that nothing is answered twice. */
#include "assess/internal.h"

#include <string.h>

/* Something with ids: what it is (a message's id), and the ids there are, each with the element that has it. */
typedef struct {
    const char *what;
    GHashTable *ids;
} Kind;

typedef struct {
    AfAssessment *assessment;
    AfDiagnostics *diagnostics;
    Kind item, case_study, evidence, category, subcategory, model, competency, document;
} Check;

/* --- the nearest id --- */

/* Levenshtein's distance; up to `most`, beyond it any number above. */
static guint distance(const char *a, const char *b, guint most) {
    enum { longest = 128 };
    gsize length_a = strlen(a), length_b = strlen(b);
    if (length_a > longest || length_b > longest) return most + 1;
    guint row[longest + 1];
    for (gsize j = 0; j <= length_b; j++) row[j] = (guint)j;
    for (gsize i = 1; i <= length_a; i++) {
        guint diagonal = row[0];
        row[0] = (guint)i;
        for (gsize j = 1; j <= length_b; j++) {
            guint change = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = MIN(MIN(row[j], row[j - 1]) + 1, change);
        }
    }
    return row[length_b];
}

/* "cloudtrail" is near "security.cloudtrail", whatever their lengths. */
static gboolean is_tail(const char *id, const char *of) {
    gsize length = strlen(id), whole = strlen(of);
    return whole > length && of[whole - length - 1] == '.' && !strcmp(of + whole - length, id);
}

/* The known id nearest to one that is not known, the first in their order; NULL if none is near. */
static const char *nearest(GHashTable *ids, const char *id) {
    g_autoptr(GList) known = g_list_sort(g_hash_table_get_keys(ids), (GCompareFunc)strcmp);
    guint least = MAX(2u, (guint)strlen(id) / 3) + 1;
    const char *best = NULL;
    for (const GList *other = known; other; other = other->next) {
        guint far = is_tail(id, other->data) ? 0 : distance(id, other->data, least);
        if (far >= least) continue;
        least = far;
        best = other->data;
    }
    return best;
}

static gboolean is_known(const Check *check, const Kind *kind, const xmlNode *at, const char *id) {
    if (g_hash_table_contains(kind->ids, id)) return TRUE;
    const char *near = nearest(kind->ids, id), *path = check->assessment->place;
    if (near) {
        af_diagnostics_add(check->diagnostics, AF_D_REFERENCE_UNKNOWN, path, af_line(at), kind->what, id, near);
    } else {
        af_diagnostics_add(check->diagnostics, AF_D_REFERENCE_NONE, path, af_line(at), kind->what, id);
    }
    return FALSE;
}

/* --- ids of a kind --- */

static void add_ids(Kind *kind, const char *what, xmlNode *top, const char *ns, const char *name) {
    kind->what = what;
    kind->ids = g_hash_table_new(g_str_hash, g_str_equal);
    for (xmlNode *element = top; element; element = af_next_element(top, element)) {
        if (!af_xml_is(element, ns, name)) continue;
        gpointer id = (gpointer)(gsize)af_xml_attribute(element, "id");
        if (!g_hash_table_contains(kind->ids, id)) g_hash_table_insert(kind->ids, id, element);
    }
}

static void say_duplicate(const Check *check, const char *what, const xmlNode *element, const char *id,
                          const xmlNode *first) {
    af_diagnostics_add(check->diagnostics, AF_D_DUPLICATE_ID, check->assessment->place, af_line(element), what, id,
                       (double)af_line(first));
}

/* The same for what the assessment itself names: no id twice, and none that is reserved (NULL: none is). */
static void add_own_ids(const Check *check, Kind *kind, const char *what, xmlNode *top, const char *name,
                        const char *reserved) {
    add_ids(kind, what, top, AF_NS_ASSESSMENT, name);
    for (xmlNode *element = top; element; element = af_next_element(top, element)) {
        if (!af_xml_is(element, AF_NS_ASSESSMENT, name)) continue;
        const char *id = af_xml_attribute(element, "id");
        const xmlNode *first = g_hash_table_lookup(kind->ids, id);
        if (!g_strcmp0(id, reserved)) {
            af_diagnostics_add(check->diagnostics, AF_D_ID_RESERVED, check->assessment->place, af_line(element), what,
                               id);
        } else if (first != element) {
            say_duplicate(check, what, element, id, first);
        }
    }
}

/* --- references --- */

/* Whether a list of ids (at most 50, the schema says) names one before its n-th already; says so. */
static gboolean is_repeated(const Check *check, const Kind *kind, const xmlNode *at, char **ids, guint n) {
    for (guint i = 0; i < n; i++) {
        if (strcmp(ids[i], ids[n])) continue;
        af_diagnostics_add(check->diagnostics, AF_D_REFERENCE_TWICE, check->assessment->place, af_line(at), kind->what,
                           ids[n]);
        return TRUE;
    }
    return FALSE;
}

static void check_list(const Check *check, const Kind *kind, const xmlNode *at, const char *attribute) {
    const char *list = af_xml_attribute(at, attribute);
    g_auto(GStrv) ids = g_strsplit(list ? list : "", " ", -1);
    for (guint n = 0; ids[n]; n++) {
        if (!is_repeated(check, kind, at, ids, n)) is_known(check, kind, at, ids[n]);
    }
}

static void check_refs(const Check *check, const Kind *kind, const xmlNode *parent, const char *name) {
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (xmlNode *child = af_child(parent, name); child; child = xmlNextElementSibling(child)) {
        if (!af_xml_is(child, AF_NS_ASSESSMENT, name)) continue;
        gpointer id = (gpointer)(gsize)af_xml_attribute(child, "ref");
        const xmlNode *first = g_hash_table_lookup(seen, id);
        if (first) {
            say_duplicate(check, kind->what, child, id, first);
        } else if (is_known(check, kind, child, id)) {
            g_hash_table_insert(seen, id, child);
        }
        check_list(check, &check->evidence, child, "evidence");
    }
}

/* Subcategories are those of the category that they are named under. */
static void check_subcategories(const Check *check, const xmlNode *category) {
    const char *id = af_xml_attribute(category, "ref");
    check_refs(check, &check->subcategory, category, "subcategory");
    if (!g_hash_table_contains(check->category.ids, id)) return; /* said already */
    for (xmlNode *child = af_child(category, "subcategory"); child; child = xmlNextElementSibling(child)) {
        const char *ref = af_xml_attribute(child, "ref");
        const xmlNode *known = g_hash_table_lookup(check->subcategory.ids, ref);
        const char *own = known ? af_xml_attribute(known->parent, "id") : id;
        if (!strcmp(own, id)) continue;
        af_diagnostics_add(check->diagnostics, AF_D_SUBCATEGORY_MISPLACED, check->assessment->place, af_line(child), ref,
                           id, own);
    }
}

static void check_categories(const Check *check, const xmlNode *solution) {
    check_refs(check, &check->category, solution, "category");
    for (xmlNode *child = af_child(solution, "category"); child; child = xmlNextElementSibling(child)) {
        if (af_xml_is(child, AF_NS_ASSESSMENT, "category")) check_subcategories(check, child);
    }
}

static gboolean is_date(const char *text) {
    return strlen(text) == strlen("2026-11-22") && text[4] == '-' && text[7] == '-';
}

static void check_record(const Check *check, const Kind *records, const xmlNode *record) {
    const char *id = af_xml_attribute(record, "ref");
    if (!is_known(check, records, record, id)) return;
    af_autoxml xmlChar *text = xmlNodeGetContent(record);
    g_autofree char *value = af_fold((const char *)text);
    gboolean date = !strcmp(af_xml_attribute(g_hash_table_lookup(records->ids, id), "type"), "date");
    if (!*value || is_date(value) == date) return;
    af_diagnostics_add(check->diagnostics, AF_D_RECORD_KIND, check->assessment->place, af_line(record), id, value,
                       date ? "expects.date" : "expects.number");
}

static void check_records(const Check *check, const xmlNode *answer, xmlNode *item) {
    Kind records;
    add_ids(&records, "what.record", item, AF_NS_PROGRAM, "record");
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (xmlNode *record = af_child(answer, "record"); record; record = xmlNextElementSibling(record)) {
        if (!af_xml_is(record, AF_NS_ASSESSMENT, "record")) continue;
        gpointer id = (gpointer)(gsize)af_xml_attribute(record, "ref");
        const xmlNode *first = g_hash_table_lookup(seen, id);
        if (first) say_duplicate(check, records.what, record, id, first);
        g_hash_table_insert(seen, id, record);
        check_record(check, &records, record);
    }
    g_hash_table_unref(records.ids);
}

static gboolean is_not_own(gpointer id, gpointer choice, gpointer data) {
    (void)id;
    (void)data;
    return !af_choice_is_own(choice);
}

static void check_choice(const Check *check, const xmlNode *choice, xmlNode *known) {
    Kind options;
    add_ids(&options, "what.option", known, AF_NS_PROGRAM, "option");
    check_list(check, &options, choice, "options");
    const char *select = af_xml_attribute(known, "select");
    if (!g_strcmp0(select, "one") && strchr(af_xml_attribute(choice, "options"), ' ')) {
        af_diagnostics_add(check->diagnostics, AF_D_OPTIONS_TOO_MANY, check->assessment->place, af_line(choice),
                           af_xml_attribute(choice, "ref"));
    }
    g_hash_table_unref(options.ids);
}

static void check_choices(const Check *check, const xmlNode *answer, xmlNode *item) {
    if (!af_child(answer, "choice")) return;
    Kind choices;
    add_ids(&choices, "what.choice", item, AF_NS_PROGRAM, "choice");
    g_hash_table_foreach_remove(choices.ids, is_not_own, NULL);
    check_refs(check, &choices, answer, "choice");
    for (xmlNode *choice = af_child(answer, "choice"); choice; choice = xmlNextElementSibling(choice)) {
        if (!af_xml_is(choice, AF_NS_ASSESSMENT, "choice")) continue;
        xmlNode *known = g_hash_table_lookup(choices.ids, af_xml_attribute(choice, "ref"));
        if (known) check_choice(check, choice, known);
    }
    g_hash_table_unref(choices.ids);
}

gboolean af_choice_is_own(const xmlNode *choice) {
    if (af_xml_attribute(choice, "from")) return FALSE;
    for (xmlNode *option = af_child(choice, "option"); option; option = xmlNextElementSibling(option)) {
        const char *id = af_xml_attribute(option, "id");
        if (!strcmp(id, "yes") || !strcmp(id, "no")) return FALSE;
    }
    return TRUE;
}

/* --- answers and findings --- */

char *af_answer_key(const char *item, const char *case_study) {
    return g_strconcat(item, "\n", case_study, NULL);
}

gboolean af_item_per_case_study(const xmlNode *item) {
    return af_child(item, "applies") != NULL;
}

/* Keeps the answer for one case study, unless there is one. */
static void keep(const Check *check, GHashTable *answers, xmlNode *answer, const char *case_study) {
    const char *item = af_xml_attribute(answer, "item");
    g_autofree char *key = af_answer_key(item, case_study);
    const xmlNode *first = g_hash_table_lookup(answers, key);
    if (first) {
        af_diagnostics_add(check->diagnostics, AF_D_DUPLICATE_ANSWER, check->assessment->place, af_line(answer), item,
                           *case_study ? case_study : "once", (double)af_line(first));
    } else {
        g_hash_table_insert(answers, g_steal_pointer(&key), answer);
    }
}

static void check_case_studies(const Check *check, GHashTable *answers, xmlNode *answer) {
    g_auto(GStrv) ids = g_strsplit(af_xml_attribute(answer, "case-studies"), " ", -1);
    for (guint n = 0; ids[n]; n++) {
        if (is_repeated(check, &check->case_study, answer, ids, n)) continue;
        gboolean known = !strcmp(ids[n], "all") || is_known(check, &check->case_study, answer, ids[n]);
        if (known) keep(check, answers, answer, ids[n]);
    }
}

static void check_answer(const Check *check, GHashTable *answers, xmlNode *answer) {
    const char *item = af_xml_attribute(answer, "item");
    if (!is_known(check, &check->item, answer, item)) return;
    xmlNode *asked = g_hash_table_lookup(check->item.ids, item);
    gboolean per_case_study = af_item_per_case_study(asked), says = af_xml_attribute(answer, "case-studies") != NULL;
    if (per_case_study != says) {
        af_diagnostics_add(check->diagnostics, says ? AF_D_CASE_STUDIES_UNASKED : AF_D_CASE_STUDIES_MISSING,
                           check->assessment->place, af_line(answer), item);
    } else if (says) {
        check_case_studies(check, answers, answer);
    } else {
        keep(check, answers, answer, "");
    }
    check_choices(check, answer, asked);
    check_records(check, answer, asked);
    check_list(check, &check->evidence, answer, "evidence");
}

static void check_answers(const Check *check, GHashTable *answers, const xmlNode *parent, const char *name) {
    for (xmlNode *answer = af_child(parent, name); answer; answer = xmlNextElementSibling(answer)) {
        if (af_xml_is(answer, AF_NS_ASSESSMENT, name)) check_answer(check, answers, answer);
    }
}

static void check_case_study_elements(const Check *check, const xmlNode *parent) {
    for (xmlNode *study = af_child(parent, "case-study"); study; study = xmlNextElementSibling(study)) {
        check_refs(check, &check->document, study, "document");
        const char *model = af_xml_attribute(study, "deployment-model");
        if (model) is_known(check, &check->model, study, model);
        check_list(check, &check->subcategory, study, "subcategories");
    }
}

void af_assessment_check_references(AfAssessment *assessment, AfDiagnostics *diagnostics) {
    xmlNode *root = xmlDocGetRootElement(assessment->doc);
    xmlNode *program = xmlDocGetRootElement(af_program_doc(assessment->program));
    Check check = {.assessment = assessment, .diagnostics = diagnostics};
    add_ids(&check.item, "what.item", program, AF_NS_PROGRAM, "item");
    add_ids(&check.category, "what.category", program, AF_NS_PROGRAM, "category");
    add_ids(&check.subcategory, "what.subcategory", program, AF_NS_PROGRAM, "subcategory");
    add_ids(&check.model, "what.deployment-model", program, AF_NS_PROGRAM, "deployment-model");
    add_ids(&check.competency, "what.competency", program, AF_NS_PROGRAM, "competency");
    add_ids(&check.document, "what.document", program, AF_NS_PROGRAM, "document");
    add_own_ids(&check, &check.case_study, "what.case-study", root, "case-study", "all");
    add_own_ids(&check, &check.evidence, "what.evidence", root, "piece", NULL);
    const xmlNode *solution = af_child(root, "solution"), *audit = af_child(root, "audit");
    check_refs(&check, &check.competency, af_child(af_child(root, "partner"), "competencies"), "competency");
    check_categories(&check, solution);
    check_refs(&check, &check.model, solution, "deployment-model");
    check_refs(&check, &check.document, solution, "document");
    check_case_study_elements(&check, af_child(root, "case-studies"));
    check_answers(&check, assessment->answers, af_child(root, "answers"), "answer");
    check_answers(&check, assessment->findings, audit, "finding");
    Kind *kinds[] = {&check.item,       &check.category, &check.subcategory, &check.model,
                     &check.competency, &check.document, &check.case_study,  &check.evidence};
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) g_hash_table_unref(kinds[i]->ids);
}

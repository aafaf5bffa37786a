/* Cells: every item in every case study, with the answer and the finding that hold there. */
#include "assess/internal.h"

#include <string.h>

static AfState state_of(const xmlNode *answer) {
    static const char *const names[] = {"open", "yes", "no", "not-applicable"};
    const char *met = answer ? af_xml_attribute(answer, "met") : "open";
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (!strcmp(met, names[i])) return (AfState)i;
    }
    return AF_STATE_OPEN;
}

static AfVerdict verdict_of(const xmlNode *finding) {
    static const char *const names[] = {"", "accepted", "rejected", "question"};
    const char *verdict = finding ? af_xml_attribute(finding, "verdict") : "";
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (!strcmp(verdict, names[i])) return (AfVerdict)i;
    }
    return AF_VERDICT_NONE;
}

static AfApplies applies_of(const xmlNode *applies) {
    const char *value = af_xml_attribute(applies, "value");
    return !strcmp(value, "yes") ? AF_APPLIES_YES : !strcmp(value, "no") ? AF_APPLIES_NO : AF_APPLIES_CONDITIONAL;
}

/* What the program says for a deployment model; without one, the most that it says for any. A model that it says
 * nothing of is asked nothing. */
static AfApplies applies_to(const xmlNode *item, const char *model) {
    AfApplies most = AF_APPLIES_NO;
    for (xmlNode *applies = af_child(item, "applies"); applies; applies = xmlNextElementSibling(applies)) {
        AfApplies value = applies_of(applies);
        if (model && !strcmp(af_xml_attribute(applies, "model"), model)) return value;
        if (!model && (value == AF_APPLIES_YES || most == AF_APPLIES_NO)) most = value;
    }
    return most;
}

/* A case study's own deployment model, or that of a solution that has but one. */
static const char *model_of(const xmlNode *case_study, const xmlNode *solution) {
    const char *own = af_xml_attribute(case_study, "deployment-model");
    if (own) return own;
    const xmlNode *only = NULL;
    for (xmlNode *child = af_child(solution, "deployment-model"); child; child = xmlNextElementSibling(child)) {
        if (!af_xml_is(child, AF_NS_ASSESSMENT, "deployment-model")) continue;
        if (only) return NULL;
        only = child;
    }
    return only ? af_xml_attribute(only, "ref") : NULL;
}

static const xmlNode *category_of(const xmlNode *item, const char *subcategory) {
    const xmlNode *categories = af_child(xmlDocGetRootElement(item->doc), "categories");
    for (xmlNode *category = af_child(categories, "category"); category; category = xmlNextElementSibling(category)) {
        for (xmlNode *one = af_child(category, "subcategory"); one; one = xmlNextElementSibling(one)) {
            if (!g_strcmp0(af_xml_attribute(one, "id"), subcategory)) return category;
        }
    }
    return NULL;
}

static gboolean names_subcategory(const xmlNode *category, const char *subcategory) {
    for (xmlNode *one = af_child(category, "subcategory"); one; one = xmlNextElementSibling(one)) {
        if (!strcmp(af_xml_attribute(one, "ref"), subcategory)) return TRUE;
    }
    return FALSE;
}

gboolean af_item_suits(const xmlNode *item, const xmlNode *solution) {
    const char *subcategory = af_xml_attribute(item, "subcategory");
    const xmlNode *parent = subcategory ? category_of(item, subcategory) : NULL;
    if (!parent) return TRUE;
    gboolean open = TRUE;
    for (xmlNode *child = af_child(solution, "category"); child; child = xmlNextElementSibling(child)) {
        if (!af_xml_is(child, AF_NS_ASSESSMENT, "category")) continue;
        open = FALSE;
        if (strcmp(af_xml_attribute(child, "ref"), af_xml_attribute(parent, "id"))) continue;
        return !af_child(child, "subcategory") || names_subcategory(child, subcategory);
    }
    return open;
}

static const xmlNode *answer_for(GHashTable *answers, const char *item, const char *case_study) {
    g_autofree char *key = af_answer_key(item, case_study ? case_study : "");
    const xmlNode *answer = g_hash_table_lookup(answers, key);
    if (answer || !case_study) return answer;
    g_autofree char *all = af_answer_key(item, "all");
    return g_hash_table_lookup(answers, all);
}

typedef struct {
    AfAssessment *assessment;
    const xmlNode *solution, *case_studies, *answers; /* elements of the assessment */
    const char *part, *section;
    gboolean pillar;
} Place;

static void add_cell(const Place *place, const xmlNode *item, const xmlNode *case_study) {
    AfAssessment *assessment = place->assessment;
    AfCell *cell = g_new0(AfCell, 1);
    cell->part = place->part;
    cell->section = place->section;
    cell->pillar = place->pillar;
    cell->item = af_xml_attribute(item, "id");
    cell->number = af_xml_attribute(item, "number");
    if (case_study) {
        cell->case_study = af_xml_attribute(case_study, "id");
        cell->model = model_of(case_study, place->solution);
        cell->applies = applies_to(item, cell->model);
    } else {
        cell->applies = af_item_suits(item, place->solution) ? AF_APPLIES_YES : AF_APPLIES_NO;
    }
    cell->answer = answer_for(assessment->answers, cell->item, cell->case_study);
    cell->finding = answer_for(assessment->findings, cell->item, cell->case_study);
    cell->state = state_of(cell->answer);
    cell->verdict = verdict_of(cell->finding);
    cell->line = af_line(cell->answer ? cell->answer : case_study ? case_study : place->answers);
    g_ptr_array_add(assessment->cells, cell);
}

static void add_item(const Place *place, const xmlNode *item) {
    if (!af_item_per_case_study(item)) {
        add_cell(place, item, NULL);
        return;
    }
    for (xmlNode *study = af_child(place->case_studies, "case-study"); study; study = xmlNextElementSibling(study)) {
        add_cell(place, item, study);
    }
}

void af_assessment_resolve(AfAssessment *assessment) {
    const xmlNode *root = xmlDocGetRootElement(assessment->doc);
    xmlNode *program = xmlDocGetRootElement(af_program_doc(assessment->program));
    Place place = {.assessment = assessment,
                   .solution = af_child(root, "solution"),
                   .case_studies = af_child(root, "case-studies"),
                   .answers = af_child(root, "answers")};
    for (xmlNode *element = program; element; element = af_next_element(program, element)) {
        if (af_xml_is(element, AF_NS_PROGRAM, "part")) {
            place.part = af_xml_attribute(element, "id");
        } else if (af_xml_is(element, AF_NS_PROGRAM, "section")) {
            const char *pillar = af_xml_attribute(element, "pillar");
            place.section = af_xml_attribute(element, "id");
            place.pillar = pillar && (!strcmp(pillar, "true") || !strcmp(pillar, "1"));
        } else if (af_xml_is(element, AF_NS_PROGRAM, "item")) {
            add_item(&place, element);
        }
    }
}

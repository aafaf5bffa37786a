/* Comparing: answers and findings, item by item and case study by case study. */
#include "assess/comparing.h"

#include <string.h>

static gboolean is_same(const AfChange *a, const AfChange *b) {
    return a->kind == b->kind && a->of == b->of && !g_strcmp0(a->field, b->field) && !g_strcmp0(a->label, b->label) &&
           !g_strcmp0(a->label_id, b->label_id) && !g_strcmp0(a->before, b->before) && !g_strcmp0(a->after, b->after);
}

/* What is the same for several case studies of an item is one change. */
static void add_to_item(AfComparing *comparing, const AfChange *found, const char *case_study) {
    for (guint i = comparing->first_of_item; i < comparing->changes->len; i++) {
        AfChange *change = g_ptr_array_index(comparing->changes, i);
        if (!is_same(change, found)) continue;
        guint n = g_strv_length(change->case_studies);
        change->case_studies = g_renew(char *, change->case_studies, n + 2);
        change->case_studies[n] = g_strdup(case_study);
        change->case_studies[n + 1] = NULL;
        return;
    }
    af_comparing_add(comparing, found, case_study);
}

/* A change of a cell: its item, and the line of what is there. */
static AfChange change_of(const AfCell *old, const AfCell *new, const xmlNode *old_node, const xmlNode *new_node) {
    return (AfChange){.item = (char *)(gsize) new->item,
                      .gone = !new_node &&old_node,
                      .line = new_node   ? af_line(new_node)
                              : old_node ? af_line(old_node)
                                         : MAX(new->line, old->line)};
}

static void compare_states(AfComparing *comparing, const AfCell *old, const AfCell *new) {
    static const char *const names[] = {"open", "met", "not-met", "not-applicable"};
    if (old->state == new->state) return;
    gboolean was_good = old->state == AF_STATE_MET || old->state == AF_STATE_NOT_APPLICABLE;
    gboolean is_good = new->state == AF_STATE_MET || new->state == AF_STATE_NOT_APPLICABLE;
    AfChange change = change_of(old, new, old->answer, new->answer);
    change.of = AF_CHANGE_OF_ANSWER;
    change.value = AF_VALUE_STATE;
    change.before = (char *)(gsize)names[old->state];
    change.after = (char *)(gsize)names[new->state];
    if (old->state == AF_STATE_OPEN) {
        change.kind = AF_CHANGE_NEW;
    } else if (was_good && !is_good) {
        change.kind = AF_CHANGE_REOPENED;
    } else if (new->state == AF_STATE_OPEN) {
        change.kind = AF_CHANGE_REMOVED;
    } else {
        change.kind = AF_CHANGE_CHANGED;
        change.of = AF_CHANGE_OF_FIELD;
        change.path = (char *)(gsize) "@met";
        change.field = "report.answer";
    }
    g_hash_table_add(comparing->restated, af_answer_key(new->item, new->case_study ? new->case_study : ""));
    add_to_item(comparing, &change, new->case_study);
}

/* Comment, evidence, choices and records; those of an answer that was given only now, or is not there any more, are told
 * by that. */
static void compare_answers(AfComparing *comparing, const AfCell *old, const AfCell *new) {
    if (old->state == AF_STATE_OPEN && new->state != AF_STATE_OPEN) return;
    if (old->state != new->state && !new->answer) return;
    AfChange change = change_of(old, new, old->answer, new->answer);
    change.kind = AF_CHANGE_CHANGED;
    change.of = AF_CHANGE_OF_FIELD;
    const xmlNode *old_comment = af_child(old->answer, "comment");
    const xmlNode *new_comment = af_child(new->answer, "comment");
    g_autofree char *was = af_compared_text(old_comment), *is = af_compared_text(new_comment);
    if (strcmp(was, is)) {
        AfChange words = change;
        words.path = (char *)(gsize) "comment";
        words.field = "diff.field-comment";
        words.before = was;
        words.after = is;
        if (new_comment) words.line = af_line(new_comment);
        add_to_item(comparing, &words, new->case_study);
    }
    g_autofree char *had = af_compared_attribute(old->answer, "evidence"),
                    *has = af_compared_attribute(new->answer, "evidence");
    if (strcmp(had, has)) {
        AfChange evidence = change;
        evidence.path = (char *)(gsize) "@evidence";
        evidence.field = "label.evidence";
        evidence.value = AF_VALUE_IDS;
        evidence.words = "evidence";
        evidence.before = had;
        evidence.after = has;
        add_to_item(comparing, &evidence, new->case_study);
    }
    AfComparedRefs choices = {
        .name = "choice", .attribute = "options", .about = change, .case_study = new->case_study, .found = add_to_item};
    choices.about.field = "diff.field-choice";
    choices.about.label = "choice";
    choices.about.value = AF_VALUE_IDS;
    choices.about.words = "option";
    af_compare_refs(comparing, &choices, old->answer, new->answer);
    AfComparedRefs records = {.name = "record", .about = change, .case_study = new->case_study, .found = add_to_item};
    records.about.label = "record";
    af_compare_refs(comparing, &records, old->answer, new->answer);
}

static void compare_findings(AfComparing *comparing, const AfCell *old, const AfCell *new) {
    static const char *const names[] = {"", "accepted", "rejected", "question"};
    AfChange change = change_of(old, new, old->finding, new->finding);
    change.kind = AF_CHANGE_CHANGED;
    change.of = AF_CHANGE_OF_FIELD;
    if (old->verdict != new->verdict) {
        AfChange verdict = change;
        verdict.value = AF_VALUE_VERDICT;
        verdict.before = (char *)(gsize)names[old->verdict];
        verdict.after = (char *)(gsize)names[new->verdict];
        if (!old->finding || !new->finding) {
            verdict.of = AF_CHANGE_OF_FINDING;
            verdict.kind = old->finding ? AF_CHANGE_REMOVED : AF_CHANGE_NEW;
        } else {
            verdict.path = (char *)(gsize) "@verdict";
            verdict.field = "report.finding";
        }
        add_to_item(comparing, &verdict, new->case_study);
    }
    if (!old->finding || !new->finding) return;
    const xmlNode *note = af_child(new->finding, "note");
    g_autofree char *was = af_compared_text(af_child(old->finding, "note")), *is = af_compared_text(note);
    if (!strcmp(was, is)) return;
    change.path = (char *)(gsize) "note";
    change.field = "label.note";
    change.before = was;
    change.after = is;
    if (note) change.line = af_line(note);
    add_to_item(comparing, &change, new->case_study);
}

static GHashTable *cells_of(const AfAssessment *assessment) {
    GHashTable *cells = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < assessment->cells->len; i++) {
        AfCell *cell = g_ptr_array_index(assessment->cells, i);
        g_hash_table_insert(cells, af_answer_key(cell->item, cell->case_study ? cell->case_study : ""), cell);
    }
    return cells;
}

void af_compare_cells(AfComparing *comparing) {
    g_autoptr(GHashTable) cells = cells_of(comparing->before);
    const char *item = NULL;
    for (guint i = 0; i < comparing->after->cells->len; i++) {
        const AfCell *new = g_ptr_array_index(comparing->after->cells, i);
        if (new->item != item) comparing->first_of_item = comparing->changes->len;
        item = new->item;
        g_autofree char *key = af_answer_key(new->item, new->case_study ? new->case_study : "");
        const AfCell *old = g_hash_table_lookup(cells, key);
        if (!old || new->applies == AF_APPLIES_NO) continue;
        compare_states(comparing, old, new);
        compare_answers(comparing, old, new);
        compare_findings(comparing, old, new);
    }
}

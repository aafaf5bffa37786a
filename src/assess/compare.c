/* AfComparing two states of an assessment. */
#include "assess/comparing.h"

const char *af_change_kind_name(AfChangeKind kind) {
    static const char *const names[AF_CHANGE_KIND_COUNT] = {"new", "resolved", "reopened", "changed", "removed"};
    return names[kind];
}

const char *af_change_of_name(AfChangeOf of) {
    static const char *const names[AF_CHANGE_OF_COUNT] = {"case-study", "evidence", "answer",
                                                          "finding",    "point",    "field"};
    return names[of];
}

static void change_free(gpointer data) {
    AfChange *change = data;
    g_free(change->item);
    g_strfreev(change->case_studies);
    g_free(change->evidence);
    g_free(change->path);
    g_free(change->label_id);
    g_free(change->before);
    g_free(change->after);
    g_free(change->text);
    g_free(change);
}

static char **one_or_none(const char *id) {
    char **ids = g_new0(char *, 2);
    ids[0] = g_strdup(id);
    return ids;
}

AfChange *af_comparing_add(const AfComparing *comparing, const AfChange *found, const char *case_study) {
    AfChange *change = g_memdup2(found, sizeof *found);
    change->item = g_strdup(found->item);
    change->case_studies = one_or_none(case_study);
    change->evidence = g_strdup(found->evidence);
    change->path = g_strdup(found->path);
    change->label_id = g_strdup(found->label_id);
    change->before = g_strdup(found->before);
    change->after = g_strdup(found->after);
    change->text = g_strdup(found->text);
    g_ptr_array_add(comparing->changes, change);
    return change;
}

static int compare_changes(const void *a, const void *b) {
    const AfChange *one = *(AfChange *const *)a, *other = *(AfChange *const *)b;
    if (one->kind != other->kind) return (int)one->kind - (int)other->kind;
    return (one->line > other->line) - (one->line < other->line);
}

GPtrArray *af_compare(const AfAssessment *before, const AfAssessment *after, const xmlDoc *findings_before,
                      const xmlDoc *findings_after, const AfCatalog *catalog, const AfCatalog *messages,
                      AfDiagnostics *diagnostics) {
    g_autoptr(AfReadiness) readiness_before = af_readiness_new(before, findings_before, catalog, messages, diagnostics);
    g_autoptr(AfReadiness) readiness_after = af_readiness_new(after, findings_after, catalog, messages, diagnostics);
    if (!readiness_before || !readiness_after) return NULL;
    AfComparing comparing = {.before = before, .after = after};
    comparing.changes = g_ptr_array_new_with_free_func(change_free);
    comparing.restated = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    af_compare_fields(&comparing);
    af_compare_cells(&comparing);
    af_compare_points(&comparing, readiness_before, readiness_after);
    g_hash_table_unref(comparing.restated);
    g_ptr_array_sort(comparing.changes, compare_changes); /* GLib's is stable */
    return comparing.changes;
}

char *af_assessment_name_of(const AfAssessment *assessment, const AfCatalog *catalog, const AfCatalog *messages,
                            const char *kind, const char *id) {
    const AfWording wording = {assessment, catalog, messages, af_locale_get(af_catalog_language(messages))};
    return af_property_words(&wording, kind, id);
}

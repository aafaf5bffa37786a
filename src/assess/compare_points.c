/* Comparing: what the rules found. */
#include "assess/comparing.h"

static char *point_key(const AfPoint *point, const char *case_study) {
    return g_strjoin("\n", point->rule, point->item ? point->item : "", point->about, case_study ? case_study : "",
                     NULL);
}

static char *place_key(const AfPoint *point, const char *case_study) {
    return g_strjoin("\n", point->item, case_study ? case_study : "", NULL);
}

/* The case studies of a point, and one NULL for a point that is about none. */
static guint places(const AfPoint *point) {
    return MAX(1, g_strv_length(point->case_studies));
}

/* Keys of all points of a state (of all places where it has some: g_hash_table_contains). */
static GHashTable *keys_of(const AfReadiness *readiness, char *(*key)(const AfPoint *, const char *)) {
    GHashTable *keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < readiness->points->len; i++) {
        const AfPoint *point = g_ptr_array_index(readiness->points, i);
        for (guint c = 0; (point->item || key == point_key) && c < places(point); c++) {
            g_hash_table_add(keys, key(point, point->case_studies[c]));
        }
    }
    return keys;
}

/* Adds what of a point is in this state alone: of its case studies, those that both states have. */
typedef struct {
    const AfAssessment *other; /* the other state */
    GHashTable *points;        /* of the other state */
    GHashTable *places;        /* of the other state, where it had points; NULL if that does not matter */
    AfChangeKind kind;
} Side;

static gboolean is_told_by_answer(const AfComparing *comparing, const AfPoint *point, const char *case_study) {
    if (!g_str_has_prefix(point->rule, "answer-missing") && !g_str_has_prefix(point->rule, "answer-not-met")) {
        return FALSE;
    }
    g_autofree char *key = af_answer_key(point->item ? point->item : "", case_study ? case_study : "");
    return g_hash_table_contains(comparing->restated, key);
}

static void compare_point(const AfComparing *comparing, const AfPoint *point, const Side *side) {
    GPtrArray *lone = g_ptr_array_new();
    guint found = 0, had_others = 0;
    for (guint i = 0; i < places(point); i++) {
        const char *case_study = point->case_studies[i];
        g_autofree char *key = point_key(point, case_study), *place = point->item ? place_key(point, case_study) : NULL;
        gboolean resolved = side->kind == AF_CHANGE_RESOLVED;
        if (g_hash_table_contains(side->points, key)) continue;
        if (case_study && !af_assessment_case_study(side->other, case_study)) continue;
        if (!resolved && is_told_by_answer(comparing, point, case_study)) continue;
        found++;
        had_others += place && side->places && g_hash_table_contains(side->places, place);
        if (case_study) g_ptr_array_add(lone, g_strdup(case_study));
    }
    g_ptr_array_add(lone, NULL);
    char **case_studies = (char **)g_ptr_array_free(lone, FALSE);
    if (!found) {
        g_strfreev(case_studies);
        return;
    }
    const AfChange about = {.kind = had_others ? AF_CHANGE_NEW : side->kind,
                            .of = AF_CHANGE_OF_POINT,
                            .item = point->item,
                            .text = point->text,
                            .part = found < places(point),
                            .gone = side->kind == AF_CHANGE_RESOLVED,
                            .line = point->line};
    AfChange *change = af_comparing_add(comparing, &about, NULL);
    g_strfreev(change->case_studies);
    change->case_studies = case_studies;
}

void af_compare_points(const AfComparing *comparing, const AfReadiness *before, const AfReadiness *after) {
    g_autoptr(GHashTable) old_points = keys_of(before, point_key);
    g_autoptr(GHashTable) new_points = keys_of(after, point_key);
    g_autoptr(GHashTable) old_places = keys_of(before, place_key);
    const Side old_side = {comparing->after, new_points, NULL, AF_CHANGE_RESOLVED};
    const Side new_side = {comparing->before, old_points, old_places, AF_CHANGE_REOPENED};
    for (guint i = 0; i < before->points->len; i++) {
        compare_point(comparing, g_ptr_array_index(before->points, i), &old_side);
    }
    for (guint i = 0; i < after->points->len; i++) {
        compare_point(comparing, g_ptr_array_index(after->points, i), &new_side);
    }
}

/* Scores: how many of the cells that apply are answered, met, accepted …, over all, by part, section and case study. */
#include "assess/internal.h"

#include <string.h>

static AfScore *score_at(GPtrArray *scores, const char *part, const char *section, const char *case_study) {
    for (guint i = 0; i < scores->len; i++) {
        AfScore *score = g_ptr_array_index(scores, i);
        if (!g_strcmp0(score->part, part) && !g_strcmp0(score->section, section) &&
            !g_strcmp0(score->case_study, case_study)) {
            return score;
        }
    }
    return NULL;
}

static void add_score(GPtrArray *scores, const char *part, const char *section, const char *case_study) {
    if (score_at(scores, part, section, case_study)) return;
    AfScore *score = g_new0(AfScore, 1);
    *score = (AfScore){.part = part, .section = section, .case_study = case_study};
    g_ptr_array_add(scores, score);
}

static void count_cell(AfScore *score, const AfCell *cell) {
    if (!score) return;
    score->asked++;
    score->answered += cell->state != AF_STATE_OPEN;
    score->open += cell->state == AF_STATE_OPEN;
    score->met += cell->state == AF_STATE_MET;
    score->not_met += cell->state == AF_STATE_NOT_MET;
    score->not_applicable += cell->state == AF_STATE_NOT_APPLICABLE;
    score->accepted += cell->verdict == AF_VERDICT_ACCEPTED;
    score->rejected += cell->verdict == AF_VERDICT_REJECTED;
    score->questions += cell->verdict == AF_VERDICT_QUESTION;
}

/* The scores there are, in their order: parts with their sections and these with their case studies, then the case
 * studies over all. */
static void lay_out_scores(GPtrArray *scores, const GPtrArray *cells) {
    add_score(scores, NULL, NULL, NULL);
    for (guint i = 0; i < cells->len; i++) {
        const AfCell *cell = g_ptr_array_index(cells, i);
        add_score(scores, cell->part, NULL, NULL);
        add_score(scores, cell->part, cell->section, NULL);
        if (cell->case_study) add_score(scores, cell->part, cell->section, cell->case_study);
    }
    for (guint i = 0; i < cells->len; i++) {
        const AfCell *cell = g_ptr_array_index(cells, i);
        if (cell->case_study) add_score(scores, NULL, NULL, cell->case_study);
    }
}

static void count_cells(GPtrArray *scores, const GPtrArray *cells) {
    for (guint i = 0; i < cells->len; i++) {
        const AfCell *cell = g_ptr_array_index(cells, i);
        if (cell->applies == AF_APPLIES_NO) continue;
        count_cell(score_at(scores, NULL, NULL, NULL), cell);
        count_cell(score_at(scores, cell->part, NULL, NULL), cell);
        count_cell(score_at(scores, cell->part, cell->section, NULL), cell);
        if (!cell->case_study) continue;
        count_cell(score_at(scores, cell->part, cell->section, cell->case_study), cell);
        count_cell(score_at(scores, NULL, NULL, cell->case_study), cell);
    }
}

static void block(AfScore *score) {
    if (score) score->blocking++;
}

void af_scores_count_point(GPtrArray *scores, const AfPoint *point) {
    if (point->level != AF_ERROR) return;
    block(score_at(scores, NULL, NULL, NULL));
    if (point->part) block(score_at(scores, point->part, NULL, NULL));
    if (point->section) block(score_at(scores, point->part, point->section, NULL));
    for (char **id = point->case_studies; *id; id++) {
        if (point->section) block(score_at(scores, point->part, point->section, *id));
        block(score_at(scores, NULL, NULL, *id));
    }
}

GPtrArray *af_scores_new(const GPtrArray *cells) {
    GPtrArray *scores = g_ptr_array_new_with_free_func(g_free);
    lay_out_scores(scores, cells);
    count_cells(scores, cells);
    return scores;
}

const AfScore *af_readiness_score(const AfReadiness *readiness, const char *part, const char *section,
                                  const char *case_study) {
    return score_at(readiness->scores, part, section, case_study);
}

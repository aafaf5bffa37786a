/* Spaces before and after inline objects: those that meet become one, those at a line's ends vanish (XSL 1.1 section 4.3). */
#include "layout/internal.h"

#include <math.h>

static gboolean is_edge(const AfRun *run) { return run->kind == AF_RUN_EDGE_START || run->kind == AF_RUN_EDGE_END; }

static double precedence(const AfRun *run) {
    AfProperty property = run->kind == AF_RUN_EDGE_START ? AF_P_SPACE_START_PRECEDENCE : AF_P_SPACE_END_PRECEDENCE;
    return af_style_is(run->style, property, AF_KW_FORCE) ? INFINITY : af_style_number(run->style, property);
}

gboolean af_space_discards(const AfFoStyle *style, AfRunKind edge) {
    gboolean start = edge == AF_RUN_EDGE_START;
    return af_style_is(style, start ? AF_P_SPACE_START_CONDITIONALITY : AF_P_SPACE_END_CONDITIONALITY, AF_KW_DISCARD);
}

static void drop(AfRun *run) {
    run->width -= run->space;
    run->space = 0;
}

/* Of spaces that meet all that are forced stay; else the greatest of those with the highest precedence (4.3.1). */
static void resolve(GPtrArray *group) {
    double highest = 0;
    AfRun *greatest = NULL;
    for (guint i = 0; i < group->len; i++) {
        AfRun *run = g_ptr_array_index(group, i);
        double own = precedence(run);
        gboolean better = own > highest || (own == highest && greatest && run->space > greatest->space);
        if (!greatest || better) greatest = run;
        highest = MAX(highest, own);
    }
    for (guint i = 0; i < group->len; i++) {
        AfRun *run = g_ptr_array_index(group, i);
        if (isinf(highest) ? !isinf(precedence(run)) : run != greatest) drop(run);
    }
    g_ptr_array_set_size(group, 0);
}

void af_spaces_resolve(AfParagraph *paragraph) {
    g_autoptr(GPtrArray) group = g_ptr_array_new();
    gboolean begun = FALSE; /* something stands before: the line does not begin here */
    for (guint i = 0; i < paragraph->runs->len; i++) {
        AfRun *run = &g_array_index(paragraph->runs, AfRun, i);
        if (run->kind == AF_RUN_BIDI) continue;
        gboolean solid = !is_edge(run) || run->width != run->space; /* more than space */
        if (run->kind == AF_RUN_EDGE_END && solid) resolve(group);
        if (is_edge(run) && run->space != 0) {
            gboolean vanishes = !begun && run->kind == AF_RUN_EDGE_START && af_space_discards(run->style, run->kind);
            if (vanishes) drop(run);
            else g_ptr_array_add(group, run);
        }
        if (run->kind != AF_RUN_EDGE_END && solid) resolve(group);
        begun |= solid;
    }
    if (group->len > 0) resolve(group);
}

/* Groups: areas of a page that are turned or clipped together (XSL 1.1 sections 7.21.1 to 7.21.3). */
#include "layout/internal.h"

#include <math.h>

static void add_area(AfPages *pages, AfAreaKind kind, const AfFoNode *node, const AfGroup *group) {
    AfArea *area = g_slice_new0(AfArea);
    *area = (AfArea){.kind = kind, .node = node, .artifact = AF_ARTIFACT_LAYOUT, .line = -1};
    area->group = group;
    g_ptr_array_add(af_page_work(pages, pages->current)->page.areas, area);
}

const AfGroup *af_group_begin(AfPages *pages, const AfFoNode *node, AfMap within, const AfUnit *clip) {
    AfGroup *group = g_new0(AfGroup, 1);
    group->within = within;
    group->outside = pages->map;
    group->map = af_map_join(pages->map, within);
    if (clip) {
        group->clips = TRUE;
        group->x = clip[0];
        group->y = clip[1];
        group->width = clip[2];
        group->height = clip[3];
    }
    g_ptr_array_add(pages->groups, group);
    add_area(pages, AF_AREA_GROUP_BEGIN, node, group);
    pages->map = group->map;
    return group;
}

void af_group_end(AfPages *pages, const AfFoNode *node, const AfGroup *group) {
    add_area(pages, AF_AREA_GROUP_END, node, group);
    pages->map = group->outside;
}

/* The property is inherited, but counts from what the object stands in: only where it is given does it turn anything. */
int af_turn_of(const AfFoNode *node) {
    if (!af_reference(node, "reference-orientation")) return 0;
    double degrees = fmod(af_style_number(node->style, AF_P_REFERENCE_ORIENTATION), 360);
    return (int)lround(degrees / 90 + 4) % 4;
}

AfMap af_turned(int turn, AfUnit x, AfUnit y, AfUnit width, AfUnit height) {
    if (turn >= 2) x = af_sum(x, width);
    if (turn == 1 || turn == 2) y = af_sum(y, height);
    return (AfMap){turn, x, y};
}

gboolean af_clips(const AfFoNode *node) {
    switch (af_style_keyword(node->style, AF_P_OVERFLOW)) {
    case AF_KW_HIDDEN:
    case AF_KW_SCROLL: /* nobody scrolls on paper */
    case AF_KW_ERROR_IF_OVERFLOW: return TRUE;
    default: return FALSE;
    }
}

/* Page masters: which one a page gets, and where its regions are (XSL 1.1 sections 6.4.8 to 6.4.18). */
#include "layout/internal.h"

#include <string.h>

const char *af_reference_or(const AfFoNode *node, const char *name, const char *otherwise) {
    const char *value = af_reference(node, name);
    return value ? value : otherwise;
}

static const AfFoNode *child_of(const AfFoNode *node, AfFoElement element) {
    for (const AfFoNode *child = node->first_child; child; child = child->next) {
        if (child->element == element) return child;
    }
    return NULL;
}

/* ---- masters */

static const AfFoNode *master_named(const AfPages *pages, const char *name) {
    const AfFoNode *set = child_of(af_fo_root(pages->fo), AF_FO_LAYOUT_MASTER_SET);
    for (const AfFoNode *master = set ? set->first_child : NULL; master && name; master = master->next) {
        const char *own = af_reference(master, "master-name");
        if (own && !strcmp(own, name)) return master;
    }
    return NULL;
}

/* What a page is, for the conditions of page masters. */
typedef struct {
    int index, number;
    gboolean blank, last;
} Situation;

static gboolean position_holds(AfKeyword position, const Situation *page) {
    switch (position) {
    case AF_KW_FIRST: return page->index == 0;
    case AF_KW_REST: return page->index > 0 && !page->last; /* neither the first nor the last (7.27.14) */
    case AF_KW_LAST: return page->last;
    case AF_KW_ONLY: return page->index == 0 && page->last;
    default: return TRUE;
    }
}

static gboolean condition_holds(const AfFoNode *condition, const Situation *page) {
    AfKeyword parity = af_style_keyword(condition->style, AF_P_ODD_OR_EVEN);
    AfKeyword blankness = af_style_keyword(condition->style, AF_P_BLANK_OR_NOT_BLANK);
    if (!position_holds(af_style_keyword(condition->style, AF_P_PAGE_POSITION), page)) return FALSE;
    if ((parity == AF_KW_ODD && page->number % 2 == 0) || (parity == AF_KW_EVEN && page->number % 2 != 0)) return FALSE;
    return blankness == AF_KW_ANY || (blankness == AF_KW_BLANK) == page->blank;
}

static double repeats(const AfFoNode *reference) {
    if (reference->element == AF_FO_SINGLE_PAGE_MASTER_REFERENCE) return 1;
    const AfValue *value = &reference->style->value[AF_P_MAXIMUM_REPEATS];
    return value->kind == AF_V_NUMBER ? value->number : G_MAXINT;
}

static const char *alternative(const AfFoNode *alternatives, const Situation *page) {
    for (const AfFoNode *c = alternatives->first_child; c; c = c->next) {
        if (condition_holds(c, page)) return af_reference(c, "master-reference");
    }
    return NULL;
}

static const AfFoNode *sequence_master(const AfPages *pages, const AfSequence *sequence) {
    return master_named(pages, af_reference(sequence->node, "master-reference"));
}

/* Parts follow each other; of alternatives of which none fits the next part's turn has come. When all are used up the last goes on. */
const AfFoNode *af_master_choose(AfPages *pages, const AfSequence *sequence, int index, gboolean last) {
    const AfFoNode *master = sequence_master(pages, sequence);
    if (!master || master->element == AF_FO_SIMPLE_PAGE_MASTER) return master;
    const Situation page = {index, sequence->number, sequence->blank, last};
    double left = index;
    const AfFoNode *found = NULL;
    gboolean used_up = TRUE;
    for (const AfFoNode *part = master->first_child; part && used_up; part = part->next) {
        double most = repeats(part);
        gboolean alternatives = part->element == AF_FO_REPEATABLE_PAGE_MASTER_ALTERNATIVES;
        const char *name = alternatives ? alternative(part, &page) : af_reference(part, "master-reference");
        if (name) found = master_named(pages, name);
        used_up = left >= most || !name;
        left = MAX(left - most, 0);
    }
    if (used_up && found) {
        af_fo_report(pages->fo, master, pages->diagnostics, AF_D_FO_MASTERS_USED_UP, af_reference_or(master, "master-name", ""));
    }
    return found && found->element == AF_FO_SIMPLE_PAGE_MASTER ? found : NULL;
}

gboolean af_master_knows_last(const AfPages *pages, const AfSequence *sequence) {
    const AfFoNode *master = sequence_master(pages, sequence);
    if (!master || master->element == AF_FO_SIMPLE_PAGE_MASTER) return FALSE;
    for (const AfFoNode *part = master->first_child; part; part = part->next) {
        for (const AfFoNode *c = part->first_child; c; c = c->next) {
            AfKeyword position = af_style_keyword(c->style, AF_P_PAGE_POSITION);
            if (position == AF_KW_LAST || position == AF_KW_ONLY) return TRUE;
        }
    }
    return FALSE;
}

/* Of a page master, or of one that a part of a sequence of masters refers to. */
static gboolean has_region(const AfPages *pages, const AfFoNode *part, const char *name, int depth) {
    if (part->element == AF_FO_SIMPLE_PAGE_MASTER) return af_region_named(part, name) != NULL;
    const char *reference = af_reference(part, "master-reference");
    const AfFoNode *master = reference ? master_named(pages, reference) : NULL;
    if (master && master->element == AF_FO_SIMPLE_PAGE_MASTER) return af_region_named(master, name) != NULL;
    for (const AfFoNode *c = part->first_child; c && depth < 2; c = c->next) {
        if (has_region(pages, c, name, depth + 1)) return TRUE;
    }
    return FALSE;
}

gboolean af_region_known(const AfPages *pages, const AfSequence *sequence, const char *name) {
    const AfFoNode *master = sequence_master(pages, sequence);
    return !master || has_region(pages, master, name, 0);
}

/* ---- geometry */

AfUnit af_page_dimension(const AfFoNode *master, AfProperty property) {
    AfUnit length = af_length(master->style, property, 0);
    return length > 0 ? length : af_units(property == AF_P_PAGE_WIDTH ? 595.276 : 841.89);
}

/* Percentages of all margins are of the width (7.11.1). */
static AfRect inset(AfRect r, const AfFoNode *node) {
    const AfFoStyle *s = node->style;
    AfUnit top = af_length(s, AF_P_MARGIN_TOP, r.width), bottom = af_length(s, AF_P_MARGIN_BOTTOM, r.width);
    AfUnit left = af_length(s, AF_P_MARGIN_LEFT, r.width), right = af_length(s, AF_P_MARGIN_RIGHT, r.width);
    return (AfRect){r.x + left, r.y + top, r.width - left - right, r.height - top - bottom};
}

static AfUnit extent_of(const AfFoNode *master, AfFoElement element, AfUnit base) {
    const AfFoNode *region = child_of(master, element);
    return region ? af_length(region->style, AF_P_EXTENT, base) : 0;
}

static gboolean has_precedence(const AfFoNode *master, AfFoElement element) {
    const AfFoNode *region = child_of(master, element);
    return region && af_style_is(region->style, AF_P_PRECEDENCE, AF_KW_TRUE);
}

/* What is turned has its upper left corner at 0, 0. */
static AfRect page_content(const AfPage *page, const AfFoNode *master, int turn) {
    AfRect r = inset((AfRect){0, 0, page->width, page->height}, master);
    return turn == 0 ? r : turn == 2 ? (AfRect){0, 0, r.width, r.height} : (AfRect){0, 0, r.height, r.width};
}

/* From where the page's content is turned to the page. */
static AfRect on_page(const AfPage *page, const AfFoNode *master, AfRect r) {
    int turn = af_turn_of(master);
    if (turn == 0) return r;
    AfRect content = page_content(page, master, 0);
    AfMap map = af_turned(turn, content.x, content.y, content.width, content.height);
    af_map_rectangle(map, &r.x, &r.y, &r.width, &r.height);
    return r;
}

int af_region_turn(const AfFoNode *region) { return (af_turn_of(region->parent) + af_turn_of(region)) % 4; }

const AfGroup *af_region_begin(AfPages *pages, const AfFoNode *region, AfRect *r) {
    int turn = af_region_turn(region);
    gboolean clips = af_clips(region);
    if (turn == 0 && !clips) return NULL;
    AfUnit clip[] = {r->x, r->y, turn % 2 ? r->height : r->width, turn % 2 ? r->width : r->height};
    AfMap map = turn == 0 ? (AfMap){0} : af_turned(turn, r->x, r->y, clip[2], clip[3]);
    if (turn != 0) r->x = r->y = 0;
    return af_group_begin(pages, region, map, clips ? clip : NULL);
}

static AfRect region_rect(const AfPage *page, const AfFoNode *master, const AfFoNode *region) {
    AfRect r = page_content(page, master, af_turn_of(master));
    gboolean high = region->element == AF_FO_REGION_BEFORE || region->element == AF_FO_REGION_AFTER;
    AfUnit start = extent_of(master, AF_FO_REGION_START, page->width);
    AfUnit end = extent_of(master, AF_FO_REGION_END, page->width);
    AfUnit extent = af_length(region->style, AF_P_EXTENT, high ? page->height : page->width);
    gboolean full = af_style_is(region->style, AF_P_PRECEDENCE, AF_KW_TRUE), rtl = af_style_is_rtl(master->style);
    switch (region->element) {
    case AF_FO_REGION_BEFORE:
    case AF_FO_REGION_AFTER:
        if (region->element == AF_FO_REGION_AFTER) r.y += r.height - extent;
        r.height = extent;
        if (!full) {
            r.x += rtl ? end : start;
            r.width -= start + end;
        }
        return r;
    case AF_FO_REGION_START:
    case AF_FO_REGION_END: /* not where a region-before or region-after has precedence (6.4.17) */
        if (has_precedence(master, AF_FO_REGION_BEFORE)) {
            AfUnit before = extent_of(master, AF_FO_REGION_BEFORE, page->height);
            r.y += before;
            r.height -= before;
        }
        if (has_precedence(master, AF_FO_REGION_AFTER)) r.height -= extent_of(master, AF_FO_REGION_AFTER, page->height);
        if ((region->element == AF_FO_REGION_END) != rtl) r.x += r.width - extent;
        r.width = extent;
        return r;
    default: return inset(r, region);
    }
}

AfRect af_region_rect(const AfPage *page, const AfFoNode *master, const AfFoNode *region) {
    return on_page(page, master, region_rect(page, master, region));
}

AfRect af_region_content(const AfPage *page, const AfFoNode *master, const AfFoNode *region) {
    AfRect r = region_rect(page, master, region);
    const AfFoStyle *s = region->style;
    AfUnit before = af_length(s, AF_P_PADDING_BEFORE, 0) + af_border_width(s, AF_P_BORDER_BEFORE_WIDTH);
    AfUnit after = af_length(s, AF_P_PADDING_AFTER, 0) + af_border_width(s, AF_P_BORDER_AFTER_WIDTH);
    AfUnit start = af_length(s, AF_P_PADDING_START, 0) + af_border_width(s, AF_P_BORDER_START_WIDTH);
    AfUnit end = af_length(s, AF_P_PADDING_END, 0) + af_border_width(s, AF_P_BORDER_END_WIDTH);
    gboolean rtl = af_style_is_rtl(region->parent->style);
    r = on_page(page, master, (AfRect){r.x + (rtl ? end : start), r.y + before, r.width - start - end, r.height - before - after});
    return af_region_turn(region) % 2 == 0 ? r : (AfRect){r.x, r.y, r.height, r.width};
}

gboolean af_is_region(const AfFoNode *node) {
    return node->element >= AF_FO_REGION_BODY && node->element <= AF_FO_REGION_END;
}

const char *af_region_name(const AfFoNode *region) {
    static const char *const names[] = {"xsl-region-body", "xsl-region-before", "xsl-region-after", "xsl-region-start",
                                        "xsl-region-end"};
    return af_reference_or(region, "region-name", names[region->element - AF_FO_REGION_BODY]);
}

const AfFoNode *af_region_named(const AfFoNode *master, const char *name) {
    for (const AfFoNode *region = master->first_child; region; region = region->next) {
        if (af_is_region(region) && !strcmp(af_region_name(region), name)) return region;
    }
    return NULL;
}

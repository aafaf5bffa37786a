/* Page masters, page sequences and static content (XSL 1.1 section 6.4). */
#include "layout/internal.h"

#include <string.h>

const char *af_reference(const AfFoNode *node, const char *name) {
    gboolean has = node->xml->type == XML_ELEMENT_NODE && !node->generated;
    for (const xmlAttr *a = has ? node->xml->properties : NULL; a; a = a->next) {
        if (!a->ns && !strcmp((const char *)a->name, name)) return a->children ? (const char *)a->children->content : "";
    }
    return NULL;
}

gboolean af_is_referred(const AfFoNode *node) { return af_reference(node, "id") || af_reference(node, "index-key"); }

static const char *reference_or(const AfFoNode *node, const char *name, const char *otherwise) {
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

typedef struct {
    const AfFoNode *node; /* fo:page-sequence */
    int first;            /* index of its first page */
    int number;           /* the next page's number */
    gboolean blank;       /* the page is made only to get to an odd or even one */
} Sequence;

static gboolean condition_holds(const AfFoNode *condition, gboolean first, int number, gboolean blank) {
    AfKeyword position = af_style_keyword(condition->style, AF_P_PAGE_POSITION);
    AfKeyword parity = af_style_keyword(condition->style, AF_P_ODD_OR_EVEN);
    AfKeyword blankness = af_style_keyword(condition->style, AF_P_BLANK_OR_NOT_BLANK);
    if ((position == AF_KW_FIRST && !first) || (position == AF_KW_REST && first)) return FALSE;
    if (position == AF_KW_LAST || position == AF_KW_ONLY) return FALSE; /* not known while pages are being filled */
    if ((parity == AF_KW_ODD && number % 2 == 0) || (parity == AF_KW_EVEN && number % 2 != 0)) return FALSE;
    return blankness == AF_KW_ANY || (blankness == AF_KW_BLANK) == blank;
}

static double repeats(const AfFoNode *reference) {
    const AfValue *value = &reference->style->value[AF_P_MAXIMUM_REPEATS];
    return value->kind == AF_V_NUMBER ? value->number : G_MAXINT;
}

/* The simple-page-master of the sequence's page `index` (from 0); NULL if there is none. */
static const AfFoNode *choose_master(const AfPages *pages, const Sequence *sequence, int index) {
    const AfFoNode *master = master_named(pages, af_reference(sequence->node, "master-reference"));
    if (!master || master->element == AF_FO_SIMPLE_PAGE_MASTER) return master;
    double left = index;
    const AfFoNode *found = NULL;
    for (const AfFoNode *part = master->first_child; part; part = part->next) {
        double most = part->element == AF_FO_SINGLE_PAGE_MASTER_REFERENCE ? 1 : repeats(part);
        const char *name = af_reference(part, "master-reference");
        if (part->element == AF_FO_REPEATABLE_PAGE_MASTER_ALTERNATIVES) {
            name = NULL;
            for (const AfFoNode *c = part->first_child; c && !name; c = c->next) {
                if (condition_holds(c, index == 0, sequence->number, sequence->blank)) name = af_reference(c, "master-reference");
            }
        }
        if (name) found = master_named(pages, name);
        if (left < most) break;
        left -= most;
    }
    return found && found->element == AF_FO_SIMPLE_PAGE_MASTER ? found : NULL;
}

/* ---- geometry */

typedef struct {
    AfUnit x, y, width, height;
} Rect;

static AfUnit page_dimension(const AfFoNode *master, AfProperty property, double otherwise) {
    AfUnit length = af_length(master->style, property, 0);
    return length > 0 ? length : af_units(otherwise);
}

/* Percentages of all margins are of the width (7.11.1). */
static Rect inset(Rect r, const AfFoNode *node) {
    const AfFoStyle *s = node->style;
    AfUnit top = af_length(s, AF_P_MARGIN_TOP, r.width), bottom = af_length(s, AF_P_MARGIN_BOTTOM, r.width);
    AfUnit left = af_length(s, AF_P_MARGIN_LEFT, r.width), right = af_length(s, AF_P_MARGIN_RIGHT, r.width);
    return (Rect){r.x + left, r.y + top, r.width - left - right, r.height - top - bottom};
}

static Rect pad(Rect r, const AfFoNode *node) {
    const AfFoStyle *s = node->style;
    AfUnit before = af_length(s, AF_P_PADDING_BEFORE, 0) + af_border_width(s, AF_P_BORDER_BEFORE_WIDTH);
    AfUnit after = af_length(s, AF_P_PADDING_AFTER, 0) + af_border_width(s, AF_P_BORDER_AFTER_WIDTH);
    AfUnit start = af_length(s, AF_P_PADDING_START, 0) + af_border_width(s, AF_P_BORDER_START_WIDTH);
    AfUnit end = af_length(s, AF_P_PADDING_END, 0) + af_border_width(s, AF_P_BORDER_END_WIDTH);
    gboolean rtl = af_style_is_rtl(node->parent->style);
    return (Rect){r.x + (rtl ? end : start), r.y + before, r.width - start - end, r.height - before - after};
}

static AfUnit start_of(Rect r, const AfList *list) { return list->rtl ? r.x + r.width : r.x; }

static AfUnit extent_of(const AfFoNode *master, AfFoElement element, AfUnit base) {
    const AfFoNode *region = child_of(master, element);
    return region ? af_length(region->style, AF_P_EXTENT, base) : 0;
}

/* A region's rectangle on the page, borders included (6.4.14 to 6.4.18). */
static Rect region_rect(const AfPage *page, const AfFoNode *master, const AfFoNode *region) {
    Rect r = inset((Rect){0, 0, page->width, page->height}, master);
    gboolean high = region->element == AF_FO_REGION_BEFORE || region->element == AF_FO_REGION_AFTER;
    AfUnit start = extent_of(master, AF_FO_REGION_START, page->width), end = extent_of(master, AF_FO_REGION_END, page->width);
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
    case AF_FO_REGION_END:
        if ((region->element == AF_FO_REGION_END) != rtl) r.x += r.width - extent;
        r.width = extent;
        return r;
    default: return inset(r, region);
    }
}

static const char *region_name(const AfFoNode *region) {
    static const char *const names[] = {"xsl-region-body", "xsl-region-before", "xsl-region-after", "xsl-region-start", "xsl-region-end"};
    return reference_or(region, "region-name", names[region->element - AF_FO_REGION_BODY]);
}

static gboolean is_region(const AfFoNode *node) { return node->element >= AF_FO_REGION_BODY && node->element <= AF_FO_REGION_END; }

static void paint_region(AfPages *pages, const AfFoNode *region, Rect r) {
    AfDecor decor;
    if (!af_decor_read(&decor, region, 0, 0)) return;
    decor.x = 0;
    decor.width = r.width;
    gboolean rtl = af_style_is_rtl(region->parent->style);
    af_place_decor(pages, &decor, rtl ? r.x + r.width : r.x, rtl, r.y, r.height);
}

/* ---- pages */

static void free_page(gpointer data) {
    AfPageWork *work = data;
    g_free(work->page.label);
    g_ptr_array_unref(work->page.areas);
    g_array_unref(work->page.links);
    g_array_unref(work->markers);
    g_free(work);
}

static AfPageWork *add_page(AfPages *pages, Sequence *sequence) {
    int index = (int)pages->pages->len - sequence->first;
    const AfFoNode *master = choose_master(pages, sequence, index);
    if (!master) {
        af_fo_report(pages->fo, sequence->node, pages->diagnostics, AF_D_FO_NO_MASTER, reference_or(sequence->node, "master-reference", ""));
        return NULL;
    }
    AfPageWork *work = g_new0(AfPageWork, 1);
    work->sequence = sequence->node;
    work->master = master;
    work->blank = sequence->blank;
    work->markers = g_array_new(FALSE, FALSE, sizeof(AfPageMarker));
    work->page.width = page_dimension(master, AF_P_PAGE_WIDTH, 595.276);
    work->page.height = page_dimension(master, AF_P_PAGE_HEIGHT, 841.89);
    work->page.areas = g_ptr_array_new_with_free_func(af_area_free);
    work->page.links = g_array_new(FALSE, FALSE, sizeof(AfLink));
    work->page.number = sequence->number++;
    work->page.label = af_page_number_format(af_style_string(sequence->node->style, AF_P_FORMAT), work->page.number);
    g_ptr_array_add(pages->pages, work);
    pages->current = (int)pages->pages->len - 1;
    for (const AfFoNode *region = master->first_child; region; region = region->next) {
        if (is_region(region)) paint_region(pages, region, region_rect(&work->page, master, region));
    }
    return work;
}

static Rect body_rect(const AfPageWork *work) {
    const AfFoNode *body = child_of(work->master, AF_FO_REGION_BODY);
    if (!body) return (Rect){0};
    return pad(region_rect(&work->page, work->master, body), body);
}

/* Pages that stay empty so that the next has the right parity. */
static gboolean fill_to_parity(AfPages *pages, Sequence *sequence, AfKeyword kind) {
    gboolean odd = sequence->number % 2 != 0;
    if ((kind == AF_KW_EVEN_PAGE && odd) || (kind == AF_KW_ODD_PAGE && !odd)) {
        sequence->blank = TRUE;
        gboolean added = add_page(pages, sequence) != NULL;
        sequence->blank = FALSE;
        return added;
    }
    return TRUE;
}

static gboolean has_no_room(AfPages *pages, const AfFoNode *master, Rect body) {
    if (body.width >= AF_POINT && body.height >= AF_POINT) return FALSE;
    af_fo_report(pages->fo, master, pages->diagnostics, AF_D_PAGE_TOO_SMALL, reference_or(master, "master-name", ""));
    return TRUE;
}

/* Rows that are split are put into the list, which moves what is behind them. So that this does not grow with the document, pages
 * are filled from a list that is only a window on the flow. */
#define WINDOW 512

typedef struct {
    AfList *flow, *list;
    guint taken;  /* of the flow's items, into the list */
    guint from;   /* the next item of the list */
} Window;

static void window_grow(Window *w) {
    guint count = MIN(MAX(WINDOW, w->list->items->len), w->flow->items->len - w->taken);
    if (count == 0) return;
    g_array_append_vals(w->list->items, &g_array_index(w->flow->items, AfItem, w->taken), count);
    memset(&g_array_index(w->flow->items, AfItem, w->taken), 0, count * sizeof(AfItem));
    w->taken += count;
}

/* Lets go of what is placed, but for the last box: it may be of a table that goes on. */
static void window_advance(Window *w) {
    guint keep = w->from;
    while (keep > 0 && !af_item_is_box(&g_array_index(w->list->items, AfItem, keep - 1))) keep--;
    keep = keep > 0 ? keep - 1 : 0;
    if (keep > WINDOW) {
        af_list_drop(w->list, keep);
        w->from -= keep;
    }
    if (w->list->items->len - w->from < WINDOW) window_grow(w);
}

static AfFit window_fit(AfPages *pages, Window *w, AfUnit height) {
    for (;;) {
        AfFit fit = af_fit(pages, w->list, w->from, G_MAXUINT, height, TRUE);
        if (fit.to < w->list->items->len || w->taken == w->flow->items->len) return fit;
        window_grow(w); /* all of it fits: there may be more that does */
    }
}

static void fill_pages(AfPages *pages, Sequence *sequence, AfList *flow) {
    AfKeyword forced = AF_KW_NONE_GIVEN;
    AfList *list = af_list_new(pages, flow->rtl);
    Window window = {flow, list, 0, 0};
    window_grow(&window);
    for (gboolean begun = FALSE; window.from < list->items->len || !begun; begun = TRUE) {
        if (!fill_to_parity(pages, sequence, forced)) return;
        AfPageWork *work = add_page(pages, sequence);
        if (!work) return;
        Rect body = body_rect(work);
        if (has_no_room(pages, work->master, body)) return;
        AfFit fit = window_fit(pages, &window, body.height);
        if (fit.overflow > AF_POINT / 8) {
            const AfItem *item = fit.to > 0 ? &g_array_index(list->items, AfItem, fit.to - 1) : NULL;
            af_fo_report(pages->fo, item && item->node ? item->node : sequence->node, pages->diagnostics, AF_D_OVERFULL_PAGE, AF_POINTS(fit.overflow));
        }
        af_place(pages, list, window.from, fit.to, start_of(body, list), body.y, AF_PLACE_PLAIN);
        if (fit.to <= window.from) break;
        window.from = fit.to;
        forced = fit.forced;
        window_advance(&window);
    }
}

static int initial_number(const AfPages *pages, const AfFoNode *sequence) {
    int next = pages->pages->len > 0 ? af_page_work(pages, (int)pages->pages->len - 1)->page.number + 1 : 1;
    const AfValue *value = &sequence->style->value[AF_P_INITIAL_PAGE_NUMBER];
    if (value->kind == AF_V_NUMBER) return MAX(1, (int)value->number);
    if (value->keyword == AF_KW_AUTO_ODD) return next | 1;
    if (value->keyword == AF_KW_AUTO_EVEN) return next + next % 2;
    return next;
}

static void force_count(AfPages *pages, Sequence *sequence) {
    AfKeyword force = af_style_keyword(sequence->node->style, AF_P_FORCE_PAGE_COUNT);
    int count = (int)pages->pages->len - sequence->first;
    int last = sequence->number - 1;
    gboolean more = (force == AF_KW_EVEN && count % 2) || (force == AF_KW_ODD && count % 2 == 0) || (force == AF_KW_END_ON_EVEN && last % 2) ||
                    (force == AF_KW_END_ON_ODD && last % 2 == 0);
    sequence->blank = TRUE;
    if (more) add_page(pages, sequence);
}

/* Where an object begins and ends that is made of pages. */
static void span_pages(AfPages *pages, const AfFoNode *node, int first) {
    int last = (int)pages->pages->len - 1;
    if (last < first) return;
    pages->places[node->index].page = first;
    pages->last_pages[node->index] = last;
}

static void build_sequence(AfPages *pages, const AfFoNode *node) {
    Sequence sequence = {node, (int)pages->pages->len, initial_number(pages, node), FALSE};
    const AfFoNode *master = choose_master(pages, &sequence, 0);
    if (!master) {
        af_fo_report(pages->fo, node, pages->diagnostics, AF_D_FO_NO_MASTER, reference_or(node, "master-reference", ""));
        return;
    }
    AfPageWork probe = {.master = master};
    probe.page.width = page_dimension(master, AF_P_PAGE_WIDTH, 595.276);
    probe.page.height = page_dimension(master, AF_P_PAGE_HEIGHT, 841.89);
    Rect body = body_rect(&probe);
    if (has_no_room(pages, master, body)) return;
    const AfFoNode *flow = child_of(node, AF_FO_FLOW);
    if (!flow) { /* XSL 1.1 section 6.4.5: there is at least one */
        af_fo_report(pages->fo, node, pages->diagnostics, AF_D_FO_MISPLACED, "page-sequence", "root");
        return;
    }
    AfList *list = af_list_new(pages, af_style_is_rtl(flow->style));
    pages->body_height = body.height;
    af_list_fill(pages, list, flow, body.width);
    fill_pages(pages, &sequence, list);
    force_count(pages, &sequence);
    span_pages(pages, node, sequence.first);
    span_pages(pages, flow, sequence.first);
}

/* ---- static content, when all pages are there */

static void add_static(AfPages *pages, const AfFoNode *content) {
    AfPageWork *work = af_page_work(pages, pages->current);
    const char *name = reference_or(content, "flow-name", "");
    for (const AfFoNode *region = work->master->first_child; region; region = region->next) {
        if (!is_region(region) || strcmp(region_name(region), name)) continue;
        Rect r = pad(region_rect(&work->page, work->master, region), region);
        AfList *list = af_list_new(pages, af_style_is_rtl(content->style));
        af_list_fill(pages, list, content, r.width);
        AfUnit room = r.height - af_list_extent(list, 0, G_MAXUINT);
        AfKeyword align = af_style_keyword(region->style, AF_P_DISPLAY_ALIGN);
        if (align == AF_KW_CENTER) r.y += room / 2;
        if (align == AF_KW_AFTER) r.y += room;
        af_place(pages, list, 0, G_MAXUINT, start_of(r, list), r.y, AF_PLACE_ARTIFACT);
    }
}

void af_pages_build(AfPages *pages) {
    pages->pages = g_ptr_array_new_with_free_func(free_page);
    pages->current = -1;
    const AfFoNode *from = af_fo_root(pages->fo)->first_child;
    for (int times = 1; from; times++) {
        for (const AfFoNode *child = from; child; child = child->next) {
            if (child->element != AF_FO_PAGE_SEQUENCE) continue;
            af_index_begin_sequence(pages, child);
            build_sequence(pages, child);
        }
        from = af_index_again(pages, times);
    }
    span_pages(pages, af_fo_root(pages->fo), 0);
    for (guint i = 0; i < pages->pending->len; i++) af_pending_finish(pages, g_ptr_array_index(pages->pending, i));
    pages->numbers_known = TRUE;
    for (guint i = 0; i < pages->pages->len; i++) {
        pages->current = (int)i;
        const AfFoNode *sequence = af_page_work(pages, (int)i)->sequence;
        for (const AfFoNode *child = sequence->first_child; child; child = child->next) {
            if (child->element == AF_FO_STATIC_CONTENT) add_static(pages, child);
        }
    }
}

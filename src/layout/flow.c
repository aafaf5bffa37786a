/* Pages are filled from a flow: columns, spanning blocks, columns that are balanced (XSL 1.1 sections 4.2.5, 6.4.5, 6.4.14). */
#include "layout/internal.h"

#include <math.h>
#include <string.h>

/* Rows that are split are put into the list, which moves what is behind them. So that this does not grow with the document, pages
 * are filled from a list that is only a window on the flow; and the flow is laid out only as far as it is needed. */
#define WINDOW 512

/* A flow on its way into pages. */
typedef struct {
    AfPages *pages;
    AfSequence *sequence;
    const AfFoNode *node;  /* fo:flow */
    const AfFoNode *next;  /* its next child that is not laid out; NULL if all are */
    AfList *fed, *list;    /* what is laid out; what pages are filled from */
    guint taken;           /* of the items of `fed`, into `list` */
    guint from;            /* the next item of `list` */
    AfUnit width, column;  /* that of the body, and of a column */
    int columns;
    AfUnit gap;
    AfUnit laid_width, laid_column; /* what is laid out and not placed is for these */
    guint laid_anew;       /* items so far */
    AfKeyword align;       /* display-align of the region */
    gboolean region_known; /* some master has the region that the flow names */
    gboolean empty_last;   /* the last page's master holds nothing of the flow */
    GArray *parts;         /* Part: of the page that is planned */
} Flow;

/* ---- the window */

static gboolean flow_spans(const Flow *flow, const AfFoNode *child) {
    return flow->columns > 1 && af_style_is(child->style, AF_P_SPAN, AF_KW_ALL);
}

/* Lays out the next child of the flow. A span-reference-area begins and ends at a spanning block: no spaces meet there. */
static void feed_child(Flow *flow) {
    AfList *fed = flow->fed;
    guint first = fed->items->len;
    gboolean spans = flow_spans(flow, flow->next);
    if (spans) fed->space = 0;
    flow->next = af_list_fill_child(flow->pages, fed, flow->node, flow->next, spans ? flow->width : flow->column);
    if (!spans) return;
    fed->space = 0;
    for (guint i = first; i < fed->items->len; i++) g_array_index(fed->items, AfItem, i).spans = TRUE;
}

/* What a space that comes after may still join stays out. */
static guint fed_items(const Flow *flow) {
    guint count = flow->fed->items->len;
    return flow->next && flow->fed->space > 0 ? flow->fed->space - 1 : count;
}

/* FALSE if there is nothing more. */
static gboolean flow_grow(Flow *flow) {
    GArray *items = flow->list->items, *fed = flow->fed->items;
    guint wanted = MAX(WINDOW, items->len - flow->from);
    while (flow->next && fed_items(flow) < flow->taken + wanted) {
        if (flow->taken > 0) {
            g_array_remove_range(fed, 0, flow->taken);
            if (flow->fed->space > 0) flow->fed->space -= flow->taken;
            flow->taken = 0;
        }
        feed_child(flow);
    }
    guint count = MIN(wanted, fed_items(flow) - flow->taken);
    if (count == 0) return FALSE;
    g_array_append_vals(items, &g_array_index(fed, AfItem, flow->taken), count);
    memset(&g_array_index(fed, AfItem, flow->taken), 0, count * sizeof(AfItem));
    flow->taken += count;
    return TRUE;
}

static gboolean flow_ends(const Flow *flow, guint at) {
    return at >= flow->list->items->len && !flow->next && flow->taken == flow->fed->items->len;
}

/* Lets go of what is placed, but for the last box: it may be of a table that goes on. */
static void flow_advance(Flow *flow) {
    guint keep = flow->from;
    while (keep > 0 && !af_item_is_box(&g_array_index(flow->list->items, AfItem, keep - 1))) keep--;
    keep = keep > 0 ? keep - 1 : 0;
    if (keep > WINDOW) {
        af_list_drop(flow->list, keep);
        flow->from -= keep;
    }
    if (flow->list->items->len - flow->from < WINDOW) flow_grow(flow);
}

static AfFit flow_fit(Flow *flow, guint from, AfUnit height, AfFitting how) {
    for (;;) {
        AfFit fit = af_fit(flow->pages, flow->list, from, G_MAXUINT, height, how);
        if (fit.to < flow->list->items->len || !flow_grow(flow)) return fit; /* else all of it fits: there may be more that does */
    }
}

/* ---- a page of another width: what is not placed is laid out anew */

/* More items are not laid out anew: that pages have bodies of two widths in turn must not cost the square of their number. */
#define MOST_ANEW 300000

static const AfItem *item_at(const AfList *list, guint index) { return &g_array_index(list->items, AfItem, index); }

static const AfFoNode *child_with(const Flow *flow, const AfItem *item) {
    const AfFoNode *node = item->node;
    while (node && node->parent != flow->node) node = node->parent;
    return node;
}

/* Where what a child of the flow has made ends. Spaces go with what follows. */
static guint end_of_child(const Flow *flow, const AfFoNode *child) {
    guint end = flow->from;
    while (end < flow->list->items->len) {
        const AfItem *item = item_at(flow->list, end);
        if (item->node && child_with(flow, item) != child) break;
        end++;
    }
    gboolean more = end < flow->list->items->len;
    while (more && end > flow->from && !item_at(flow->list, end - 1)->node) end--;
    return end;
}

static guint next_box(const AfList *list, guint from) {
    while (from < list->items->len && !af_item_is_box(item_at(list, from))) from++;
    return from;
}

/* Whether the child has made something that is placed already. */
static gboolean is_begun(const Flow *flow, const AfFoNode *child) {
    for (guint i = flow->from; i-- > 0;) {
        const AfItem *item = item_at(flow->list, i);
        if (af_item_is_box(item)) return child_with(flow, item) == child;
    }
    return FALSE;
}

/* The item of the new list with which the page begins; `marks` stand before it. G_MAXUINT if there is none. */
static guint find_again(const Flow *flow, const AfItem *old, guint marks) {
    const AfList *fed = flow->fed;
    for (guint i = 0; i < fed->items->len; i++) {
        const AfItem *item = item_at(fed, i);
        if (item->kind != old->kind || item->node != old->node) continue;
        if (item->kind == AF_ITEM_LINE ? item->line != flow->pages->resume.line
                                       : item->kind != AF_ITEM_ROWS && item->kind != AF_ITEM_BOX) continue;
        while (marks > 0 && i > 0 && !af_item_is_box(item_at(fed, i - 1))) i--, marks--;
        return i;
    }
    return G_MAXUINT;
}

/* Frames that go on from the page before are those of the new list. */
static void carry_frames(const Flow *flow, guint to) {
    for (guint i = 0; i < to; i++) {
        const AfItem *item = item_at(flow->fed, i);
        if (item->kind != AF_ITEM_MARK || (item->mark != AF_MARK_OPEN && item->mark != AF_MARK_TRACE_OPEN)) continue;
        for (guint o = 0; o < flow->list->open->len; o++) {
            AfOpen *open = &g_array_index(flow->list->open, AfOpen, o);
            if (open->decor && open->decor->node == item->decor->node) *open = (AfOpen){.decor = item->decor, .x = item->x};
        }
    }
}

static void reset_fed(Flow *flow) {
    AfList *fed = flow->fed;
    flow->taken = 0;
    fed->space = 0;
    fed->next_keep = fed->next_keep_page = 0;
    fed->next_forced = AF_KW_NONE_GIVEN;
}

/* All that is laid out and not placed goes into the window. */
static void take_all(Flow *flow) {
    GArray *fed = flow->fed->items;
    if (fed->len > flow->taken) {
        g_array_append_vals(flow->list->items, &g_array_index(fed, AfItem, flow->taken), fed->len - flow->taken);
    }
    g_array_set_size(fed, 0);
    reset_fed(flow);
}

/* A part of rows that were split, or what has no object of its own, goes on as it is. */
static gboolean goes_on_anew(const AfItem *item) {
    if (item->kind == AF_ITEM_LINE || item->kind == AF_ITEM_BOX) return TRUE;
    if (item->kind != AF_ITEM_ROWS || item->rows->head) return FALSE;
    for (guint i = 0; i < item->rows->cells->len; i++) {
        if (g_array_index(item->rows->cells, AfCell, i).continued) return FALSE;
    }
    return TRUE;
}

/* Lays a child anew of which something is placed; `end`: of what it has made. */
static void lay_rest_anew(Flow *flow, const AfFoNode *child, guint end) {
    AfPages *pages = flow->pages;
    AfList *list = flow->list;
    guint box = next_box(list, flow->from);
    AfItem first = box < end ? *item_at(list, box) : (AfItem){0};
    gboolean anew = box < end && goes_on_anew(&first);
    if (anew && first.kind == AF_ITEM_LINE) pages->resume = (AfResume){first.node, first.line->first, first.line->start, NULL};
    if (end < list->items->len) af_list_cut(list, end);
    flow->next = child;
    feed_child(flow);
    guint at = anew ? find_again(flow, &first, box - flow->from) : G_MAXUINT;
    pages->resume = (AfResume){0};
    if (at != G_MAXUINT) {
        carry_frames(flow, at);
        af_list_cut(list, flow->from);
        af_list_drop(flow->fed, at);
        if (flow->fed->space > 0) flow->fed->space -= MIN(at, flow->fed->space);
    } else {
        af_list_cut(flow->fed, 0); /* it goes on as it was; what comes after it does not */
        flow->fed->space = 0;
    }
}

/* What is not placed yet gets the widths of the next page: a paragraph that goes on, too. */
static void flow_adapt(Flow *flow) {
    gboolean same = flow->laid_column == flow->column && flow->laid_width == flow->width;
    flow->laid_column = flow->column;
    flow->laid_width = flow->width;
    if (same || flow->laid_anew > MOST_ANEW) return;
    take_all(flow);
    guint from = flow->from;
    while (from < flow->list->items->len && !item_at(flow->list, from)->node) from++;
    if (from == flow->list->items->len) return;
    const AfFoNode *child = child_with(flow, item_at(flow->list, from));
    if (!child) return;
    flow->laid_anew += flow->list->items->len - from;
    if (is_begun(flow, child)) {
        lay_rest_anew(flow, child, end_of_child(flow, child));
    } else {
        af_list_cut(flow->list, flow->from);
        flow->next = child;
    }
}

/* ---- a page */

/* What stands in one column. */
typedef struct {
    guint from, to;
    int column;  /* -1: it spans all */
    AfUnit y;    /* from the body's top */
} Part;

/* How a page is filled. */
typedef struct {
    Flow *flow;
    AfUnit height;     /* of the body */
    AfUnit y;          /* how far it is filled */
    guint to;          /* the first item that stays out */
    AfKeyword forced;  /* why the page ends, if it had to */
    gboolean full;     /* footnotes leave no room for more */
    guint n_parts, n_notes; /* where columns with footnotes begin: parts, footnotes so far */
    AfUnit bottom, notes;   /* of columns with footnotes: how high they are, and the footnotes */
    AfUnit overflow;
    guint sticks;      /* the last item of what is too high */
    AfFitting whole;   /* AF_FIT_WHOLE: it is only a try */
    GArray *parts;     /* Part */
} Plan;

static void add_part(Plan *plan, guint from, guint to, int column) {
    const Flow *flow = plan->flow;
    Part part = {from, to, column, plan->y};
    if (flow->pages->has_notes) af_notes_take(flow->pages, flow->list, from, to);
    g_array_append_val(plan->parts, part);
}

static void note_fit(Plan *plan, const AfFit *fit) {
    plan->to = fit->to;
    plan->forced = fit->forced;
    plan->full = fit->full;
    if (fit->overflow <= plan->overflow) return;
    plan->overflow = fit->overflow;
    plan->sticks = fit->to > 0 ? fit->to - 1 : 0;
}

/* Whether all up to the next spanning block goes into so many columns of this height. */
static gboolean goes_into(Flow *flow, guint from, int columns, AfUnit height) {
    for (int c = 0; c < columns; c++) {
        AfFit fit = flow_fit(flow, from, height, AF_FIT_MUST | AF_FIT_WHOLE);
        if (fit.overflow > 0 || (fit.forced != AF_KW_NONE_GIVEN && fit.forced != AF_KW_COLUMN)) return FALSE;
        if (fit.spans) return TRUE;
        if (fit.to <= from) return FALSE;
        from = fit.to;
    }
    return FALSE;
}

/* The least height of so many columns that hold all up to the next spanning block; they go into `height`. */
static AfUnit least_height(Flow *flow, guint from, int columns, AfUnit height) {
    AfUnit least = 0;
    while (height - least > AF_POINT / 64) {
        AfUnit middle = least + (height - least) / 2;
        if (goes_into(flow, from, columns, middle)) height = middle;
        else least = middle;
    }
    return height;
}

/* What the page's footnotes take with those of all that is before the next spanning block. */
static AfUnit notes_before_span(const Flow *flow, guint from) {
    AfNoteSum sum = af_notes_sum(flow->pages);
    for (guint i = from; i < flow->list->items->len; i++) {
        const AfItem *item = &g_array_index(flow->list->items, AfItem, i);
        if (af_item_is_box(item) && item->spans) break;
        af_notes_count(flow->pages, item, &sum);
    }
    return af_notes_height(&sum);
}

/* What is before a spanning block is shared by the columns: none higher than need be, nor the later ones among themselves. */
static gboolean balance(Plan *plan, guint from, AfUnit room) {
    Flow *flow = plan->flow;
    if (flow->pages->has_notes) room -= notes_before_span(flow, from);
    if (!goes_into(flow, from, flow->columns, room)) return FALSE;
    AfUnit bottom = 0;
    for (int c = 0; c < flow->columns; c++) {
        room = least_height(flow, from, flow->columns - c, room);
        AfFit fit = flow_fit(flow, from, room, AF_FIT_MUST | AF_FIT_WHOLE);
        add_part(plan, from, fit.to, c);
        bottom = MAX(bottom, af_list_extent(flow->list, from, fit.to));
        plan->to = from = fit.to;
        if (fit.spans) break;
    }
    plan->y += bottom;
    return TRUE;
}

/* Whether there is a spanning block among what is laid out, and so something to balance. */
static gboolean spanning_ahead(const Flow *flow, guint from) {
    for (guint i = from; i < flow->list->items->len; i++) {
        const AfItem *item = &g_array_index(flow->list->items, AfItem, i);
        if (af_item_is_box(item) && item->spans) return TRUE;
    }
    return FALSE;
}

/* One column after the other; `whole`: nothing is split, only to see what would fit. Returns where the longest ends. */
static AfUnit add_columns(Plan *plan, guint from, AfFitting whole) {
    Flow *flow = plan->flow;
    AfUnit room = plan->height - plan->y, bottom = 0;
    AfFitting must = plan->y == 0 ? AF_FIT_MUST : 0;
    for (int c = 0; c < flow->columns; c++) {
        AfFitting column = c < flow->columns - 1 ? AF_FIT_COLUMN : 0;
        if (c > 0 && flow->pages->has_notes) must = 0;
        AfFit fit = flow_fit(flow, from, room, must | column | whole | AF_FIT_NOTES);
        if (fit.to > from) add_part(plan, from, fit.to, c);
        bottom = MAX(bottom, af_list_extent(flow->list, from, fit.to));
        note_fit(plan, &fit);
        from = fit.to;
        if (fit.spans || fit.full || flow_ends(flow, from)) break;
        if (fit.forced != AF_KW_NONE_GIVEN && fit.forced != AF_KW_COLUMN) break;
    }
    return bottom;
}

/* A try at the columns of a page that may have footnotes: `reserved` is kept for them, they may take `most` (0: as much as they
 * need). What was tried before is taken back. Whether there is room for all that it takes. */
static gboolean try_columns(Plan *plan, const Plan *before, guint from, AfUnit reserved, AfUnit most, AfFitting whole) {
    AfPages *pages = plan->flow->pages;
    *plan = *before;
    g_array_set_size(plan->parts, before->n_parts);
    af_notes_reset(pages, before->n_notes, reserved, most);
    plan->bottom = add_columns(plan, from, whole);
    AfNoteSum sum = af_notes_sum(pages);
    sum.reserved = 0;
    plan->notes = af_notes_height(&sum);
    return plan->full || plan->y + plan->bottom + plan->notes <= plan->height + AF_FIT_SLACK;
}

/* The footnotes of a later column take room from all, and so from the columns before it: less goes into these, and a footnote of
 * the last may not be there any more. */
#define MOST_TRIES 3
static AfUnit add_columns_noted(Plan *plan, guint from) {
    Plan before = *plan;
    before.n_parts = plan->parts->len;
    before.n_notes = af_notes_taken(plan->flow->pages);
    AfUnit reserved = 0, most = 0;
    if (!try_columns(plan, &before, from, 0, 0, AF_FIT_WHOLE) && !plan->whole) {
        reserved = plan->notes;
        if (try_columns(plan, &before, from, reserved, 0, AF_FIT_WHOLE) && plan->notes < reserved) reserved = most = plan->notes;
    }
    for (int i = 0; i < MOST_TRIES && !plan->whole && !try_columns(plan, &before, from, reserved, most, 0); i++) {
        reserved = plan->notes; /* rows that were split brought others */
        most = 0;
    }
    return plan->bottom;
}

/* The columns from `from` on. Whether the page goes on behind them. */
static gboolean fill_columns(Plan *plan, guint from) {
    Flow *flow = plan->flow;
    if (spanning_ahead(flow, from) && balance(plan, from, plan->height - plan->y)) return TRUE;
    AfUnit bottom = flow->pages->has_notes ? add_columns_noted(plan, from) : add_columns(plan, from, plan->whole);
    from = plan->to;
    gboolean spans = plan->parts->len > 0 && flow->list->items->len > from && plan->forced == AF_KW_NONE_GIVEN;
    plan->y += bottom;
    return spans && af_span_begins(flow->list, from);
}

static gboolean fill_spanning(Plan *plan, guint from) {
    AfFitting must = plan->y == 0 ? AF_FIT_MUST : 0;
    AfFit fit = flow_fit(plan->flow, from, plan->height - plan->y, must | plan->whole | AF_FIT_NOTES);
    if (fit.to > from) add_part(plan, from, fit.to, -1);
    note_fit(plan, &fit);
    plan->y += af_list_extent(plan->flow->list, from, fit.to);
    return fit.spans;
}

static void fill_page(Plan *plan) {
    Flow *flow = plan->flow;
    plan->to = flow->from;
    for (gboolean goes_on = TRUE; goes_on && !flow_ends(flow, plan->to);) {
        guint from = plan->to;
        plan->forced = AF_KW_NONE_GIVEN;
        gboolean spans = flow->columns == 1 || af_item_spans(flow->list, from);
        goes_on = spans ? fill_spanning(plan, from) : fill_columns(plan, from);
        if (plan->to <= from) break;
    }
}

/* ---- the flow */

static gboolean has_no_room(AfPages *pages, const AfFoNode *master, AfUnit width, AfUnit height) {
    if (width >= AF_POINT && height >= AF_POINT) return FALSE;
    af_fo_report(pages->fo, master, pages->diagnostics, AF_D_PAGE_TOO_SMALL, af_reference_or(master, "master-name", ""));
    return TRUE;
}

static void trace_part(const Plan *plan, const Part *part, AfRect body, AfUnit x) {
    const Flow *flow = plan->flow;
    AfUnit width = part->column < 0 ? flow->width : flow->column;
    AfRect rect = {flow->list->rtl ? body.x + body.width - x - width : body.x + x, body.y + part->y, width, 0};
    rect.height = af_list_extent(flow->list, part->from, part->to);
    af_trace_column(flow->pages, rect, part->column);
}

static void place_plan(const Plan *plan, AfRect body) {
    Flow *flow = plan->flow;
    for (guint i = 0; i < plan->parts->len; i++) {
        const Part *part = &g_array_index(plan->parts, Part, i);
        AfUnit x = MAX(part->column, 0) * (flow->column + flow->gap);
        if (flow->columns > 1 && flow->pages->traced) trace_part(plan, part, body, x);
        x = flow->list->rtl ? body.x + body.width - x : body.x + x;
        flow->list->height = body.height;
        af_place(flow->pages, flow->list, part->from, part->to, x, body.y + part->y, AF_PLACE_PLAIN);
    }
}

static void report_overflow(const Plan *plan) {
    if (plan->overflow <= AF_POINT / 8) return;
    const Flow *flow = plan->flow;
    const AfItem *item = &g_array_index(flow->list->items, AfItem, plan->sticks);
    const AfFoNode *node = item->node ? item->node : flow->sequence->node;
    af_fo_report(flow->pages->fo, node, flow->pages->diagnostics, AF_D_OVERFULL_PAGE, AF_POINTS(plan->overflow));
}

/* The region that takes the flow; NULL if the master has none. */
static const AfFoNode *flow_region(const Flow *flow, const AfFoNode *master) {
    const AfFoNode *region = af_region_named(master, af_reference_or(flow->node, "flow-name", ""));
    if (region || flow->region_known) return region;
    return af_fo_child(master, AF_FO_REGION_BODY);
}

/* The widths of a page with this master, and where its body is. FALSE if it has no room. */
static gboolean set_widths(Flow *flow, const AfFoNode *master, AfRect *body) {
    AfPage page = {.width = af_page_dimension(master, AF_P_PAGE_WIDTH), .height = af_page_dimension(master, AF_P_PAGE_HEIGHT)};
    const AfFoNode *region = flow_region(flow, master);
    *body = region ? af_region_content(&page, master, region) : (AfRect){0};
    if (has_no_room(flow->pages, master, body->width, body->height)) return FALSE;
    gboolean columns = region->element == AF_FO_REGION_BODY;
    flow->columns = columns ? CLAMP((int)af_style_number(region->style, AF_P_COLUMN_COUNT), 1, AF_MOST_COLUMNS) : 1;
    flow->gap = columns ? af_length(region->style, AF_P_COLUMN_GAP, body->width) : 0;
    flow->width = body->width;
    flow->pages->body_height = body->height;
    flow->column = MAX((body->width - (flow->columns - 1) * flow->gap) / flow->columns, AF_POINT);
    flow->align = af_style_keyword(region->style, AF_P_DISPLAY_ALIGN);
    return TRUE;
}

/* ---- pages */

static gboolean plan_page(Flow *flow, AfRect body, AfFitting whole, Plan *plan) {
    g_array_set_size(flow->parts, 0);
    *plan = (Plan){.flow = flow, .height = body.height, .forced = AF_KW_NONE_GIVEN, .whole = whole, .parts = flow->parts};
    fill_page(plan);
    return flow_ends(flow, plan->to) && plan->overflow <= 0;
}

/* Whether all that is left of the flow goes onto a page with this body. */
static gboolean ends_here(Flow *flow, AfRect body) {
    Plan plan;
    guint notes = flow->pages->has_notes ? af_notes_taken(flow->pages) : 0;
    gboolean ends = plan_page(flow, body, AF_FIT_WHOLE, &plan);
    if (flow->pages->has_notes) af_notes_reset(flow->pages, notes, 0, 0);
    return ends;
}

/* The master of the page: another one if this is the last and all that is left goes onto it, too (7.27.14). If it does not, an empty
 * page follows that has the last one's, as there are others that format so. */
static const AfFoNode *page_master(Flow *flow, AfRect *body) {
    AfPages *pages = flow->pages;
    const AfFoNode *master = af_page_master(pages, flow->sequence, FALSE);
    if (!master || !set_widths(flow, master, body)) return NULL;
    flow_adapt(flow);
    if (flow->list->items->len == flow->from) flow_grow(flow);
    if (!af_master_knows_last(pages, flow->sequence) || !ends_here(flow, *body)) return master;
    const AfFoNode *last = af_master_choose(pages, flow->sequence, (int)pages->pages->len - flow->sequence->first, TRUE);
    if (!last || last == master) return master;
    AfRect other;
    if (set_widths(flow, last, &other)) {
        flow_adapt(flow);
        *body = other;
        if (ends_here(flow, other)) return last;
    }
    set_widths(flow, master, body);
    flow_adapt(flow);
    flow->empty_last = TRUE;
    return master;
}

/* Where the content of the page begins if not at the top (7.14.4): it has the room that the page's footnotes leave. */
static AfUnit align_down(const Plan *plan) {
    AfPages *pages = plan->flow->pages;
    AfUnit room = plan->height - plan->y;
    if (pages->has_notes) {
        AfNoteSum notes = af_notes_sum(pages);
        notes.reserved = 0;
        room -= af_notes_height(&notes);
    }
    if (room <= 0) return 0;
    return plan->flow->align == AF_KW_CENTER ? room / 2 : plan->flow->align == AF_KW_AFTER ? room : 0;
}

static void place_page(Flow *flow, AfRect body, const Plan *plan) {
    AfPages *pages = flow->pages;
    report_overflow(plan);
    AfRect down = body;
    down.y += align_down(plan);
    place_plan(plan, down);
    if (!pages->has_notes) return;
    AfUnit x = flow->list->rtl ? body.x + body.width : body.x;
    af_notes_place(pages, x, body.y + plan->y, body.y + body.height, plan->parts->len == 0);
}

/* Whether any page has the region that the flow names; said if none does (6.4.19). */
static void look_for_region(Flow *flow) {
    const char *name = af_reference_or(flow->node, "flow-name", "");
    flow->region_known = af_region_known(flow->pages, flow->sequence, name);
    if (flow->region_known || !af_master_choose(flow->pages, flow->sequence, 0, FALSE)) return;
    af_fo_report(flow->pages->fo, flow->node, flow->pages->diagnostics, AF_D_FO_NO_REGION, name);
}

/* Pages that do not have the flow's region stay without it; as many of them in a row are all that there are. */
#define MOST_WITHOUT 50

static gboolean skip_pages(Flow *flow) {
    AfPages *pages = flow->pages;
    for (int i = 0; flow->region_known && i < MOST_WITHOUT; i++) {
        const AfFoNode *master = af_master_choose(pages, flow->sequence, (int)pages->pages->len - flow->sequence->first, FALSE);
        if (!master || flow_region(flow, master)) return TRUE;
        af_page_add(pages, flow->sequence, master);
    }
    if (!flow->region_known) return TRUE;
    af_fo_report(pages->fo, flow->node, pages->diagnostics, AF_D_FO_REGION_GONE, af_reference_or(flow->node, "flow-name", ""),
                 (double)MOST_WITHOUT);
    return FALSE;
}

void af_flow_fill(AfPages *pages, AfSequence *sequence, const AfFoNode *node) {
    gboolean rtl = af_style_is_rtl(node->style);
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(Part));
    Flow flow = {.pages = pages, .sequence = sequence, .node = node, .next = node->first_child, .parts = parts};
    flow.fed = af_list_new(pages, rtl);
    flow.list = af_list_new(pages, rtl);
    look_for_region(&flow);
    AfKeyword forced = AF_KW_NONE_GIVEN;
    for (gboolean begun = FALSE; !begun || !flow_ends(&flow, flow.from) || af_notes_left(pages); begun = TRUE) {
        if (!af_page_fill_parity(pages, sequence, forced) || !skip_pages(&flow)) return;
        AfRect body;
        const AfFoNode *master = page_master(&flow, &body);
        if (!master) return;
        af_page_add(pages, sequence, master);
        af_notes_begin(pages, sequence->node, body.width, rtl);
        Plan plan;
        plan_page(&flow, body, 0, &plan);
        const AfFoNode *region = flow_region(&flow, master);
        const AfGroup *group = region ? af_region_begin(pages, region, &body) : NULL;
        place_page(&flow, body, &plan);
        if (group) af_group_end(pages, region, group);
        if (plan.to <= flow.from && !af_notes_left(pages)) break;
        flow.from = plan.to;
        forced = plan.forced;
        flow_advance(&flow);
    }
    if (flow.empty_last) af_page_add_blank(pages, sequence, TRUE);
}

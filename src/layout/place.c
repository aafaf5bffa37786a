/* Items get their place on a page: areas, links, markers; backgrounds and borders, which are cut at page ends. */
#include "layout/internal.h"

static AfPage *current(const AfPages *pages) { return &af_page_work(pages, pages->current)->page; }

static AfArea *add_fill(AfPages *pages, const AfFoNode *node, AfUnit x, AfUnit y, AfUnit width, AfUnit height, guint32 color, AfKeyword style) {
    AfArea *area = g_slice_new0(AfArea);
    *area = (AfArea){.kind = AF_AREA_FILL, .node = node, .artifact = TRUE, .x = x, .y = y, .width = width, .height = height,
                     .color = color, .dash = (int)style, .line = -1};
    g_ptr_array_add(current(pages)->areas, area);
    return area;
}

/* A reference area's start-edge: where x is counted from, and which way. */
typedef struct {
    AfUnit x;
    gboolean rtl;
} Edge;

/* The left side on the page of something `offset` from the edge. */
static AfUnit left_of(Edge edge, AfUnit offset, AfUnit width) {
    return edge.rtl ? edge.x - offset - width : edge.x + offset;
}

static Edge further(Edge edge, AfUnit by) { return (Edge){edge.rtl ? edge.x - by : edge.x + by, edge.rtl}; }

/* The start-edge of an area that begins at this edge, is as wide and has a writing-mode of its own. */
static Edge turned(Edge edge, AfUnit width, gboolean rtl) {
    return edge.rtl == rtl ? edge : (Edge){further(edge, width).x, rtl};
}

/* A decor on its way down a page: its areas are there from the start, so that content is painted over them. */
typedef struct {
    const AfDecor *decor;
    AfUnit y;
    gboolean continued;
    AfArea *background, *before, *after, *start, *end;
} Frame;

static Frame frame_open(AfPages *pages, const AfDecor *d, Edge edge, AfUnit y, gboolean continued) {
    Frame f = {.decor = d, .y = y, .continued = continued};
    AfUnit x = left_of(edge, d->x, d->width), start = left_of(edge, d->x, d->start);
    AfUnit end = left_of(edge, d->x + d->width - d->end, d->end);
    if (d->background) f.background = add_fill(pages, d->node, x, y, d->width, 0, d->background, AF_KW_NONE_GIVEN);
    if (d->start) f.start = add_fill(pages, d->node, start, y, d->start, 0, d->start_color, d->start_style);
    if (d->end) f.end = add_fill(pages, d->node, end, y, d->end, 0, d->end_color, d->end_style);
    if (d->before && !continued) f.before = add_fill(pages, d->node, x, y, d->width, d->before, d->before_color, d->before_style);
    if (d->after) f.after = add_fill(pages, d->node, x, y, d->width, 0, d->after_color, d->after_style);
    return f;
}

static void frame_close(const Frame *f, AfUnit y, gboolean ends) {
    AfUnit height = MAX(0, y - f->y);
    if (f->background) f->background->height = height;
    if (f->start) f->start->height = height;
    if (f->end) f->end->height = height;
    if (f->after && ends) {
        f->after->y = y - f->decor->after;
        f->after->height = f->decor->after;
    }
}

static void place_decor(AfPages *pages, const AfDecor *decor, Edge edge, AfUnit y, AfUnit height) {
    Frame frame = frame_open(pages, decor, edge, y, FALSE);
    frame_close(&frame, y + height, TRUE);
}

void af_place_decor(AfPages *pages, const AfDecor *decor, AfUnit x, gboolean rtl, AfUnit y, AfUnit height) {
    place_decor(pages, decor, (Edge){x, rtl}, y, height);
}

static void note_place(AfPages *pages, const AfFoNode *node, AfUnit x, AfUnit y, AfPlacing placing) {
    if (node->index < 0 || (placing & AF_PLACE_ARTIFACT)) return;
    af_map_point(pages->map, &x, &y);
    AfPlace *place = &pages->places[node->index];
    if (place->page < 0) *place = (AfPlace){pages->current, x, y};
    pages->last_pages[node->index] = pages->current;
}

/* The page has the line's areas, which are handed over as the line has them. */
static void place_pending(AfPages *pages, AfLine *line, GPtrArray *areas, Edge edge, AfPlacing placing) {
    AfPage *page = current(pages);
    AfPending *pending = placing & AF_PLACE_COPY ? af_pending_copy(line->pending) : g_steal_pointer(&line->pending);
    pending->areas = areas;
    pending->start = edge.x;
    pending->page = pages->current;
    pending->map = pages->map;
    pending->artifact = (placing & AF_PLACE_ARTIFACT) != 0;
    pending->first_link = page->links->len;
    g_ptr_array_add(pages->pending, pending);
}

static void place_anchors(AfPages *pages, AfList *list, const GArray *anchors, AfUnit x, AfUnit y, AfPlacing placing) {
    for (guint i = 0; i < anchors->len; i++) {
        const AfAnchor *anchor = &g_array_index(anchors, AfAnchor, i);
        note_place(pages, anchor->node, x, y, placing);
        if (placing & AF_PLACE_ARTIFACT) continue;
        if (anchor->kind == AF_ANCHOR_END) af_marker_end(pages, list, anchor->node);
        const AfFoNode *child = anchor->kind == AF_ANCHOR_START ? anchor->node->first_child : NULL;
        for (; child; child = child->next) {
            if (child->element == AF_FO_MARKER) af_marker_begin(pages, list, child);
        }
    }
}

static void place_line(AfPages *pages, AfList *list, AfLine *line, Edge edge, AfUnit y, AfPlacing placing) {
    AfPage *page = current(pages);
    int number = af_page_work(pages, pages->current)->lines++;
    guint count = line->areas->len;
    GPtrArray *areas = line->pending || line->reading ? g_ptr_array_sized_new(count) : NULL;
    for (guint i = 0; i < count; i++) {
        AfArea *area = g_ptr_array_index(line->areas, i);
        if (placing & AF_PLACE_COPY) area = af_area_copy(area);
        area->x = left_of(edge, area->x, area->width);
        area->y += y;
        area->line = number;
        if (placing & AF_PLACE_ARTIFACT) area->artifact = TRUE;
        if (areas) g_ptr_array_add(areas, area);
        if (!line->reading) g_ptr_array_add(page->areas, area);
    }
    for (guint i = 0; areas && line->reading && i < count; i++) {
        g_ptr_array_add(page->areas, g_ptr_array_index(areas, g_array_index(line->reading, guint, i)));
    }
    if (line->pending) place_pending(pages, line, g_steal_pointer(&areas), edge, placing);
    if (areas) g_ptr_array_unref(areas);
    if (!(placing & AF_PLACE_COPY)) g_ptr_array_set_size(line->areas, 0); /* the page has them now */
    for (guint i = 0; line->links && i < line->links->len && !(placing & AF_PLACE_ARTIFACT); i++) {
        AfLink link = g_array_index(line->links, AfLink, i);
        link.x = left_of(edge, link.x, link.width);
        link.y += y;
        af_map_rectangle(pages->map, &link.x, &link.y, &link.width, &link.height);
        g_array_append_val(page->links, link);
    }
    if (line->anchors) place_anchors(pages, list, line->anchors, edge.x, y, placing);
}

static AfUnit aligned(AfKeyword align, AfUnit room) {
    if (room <= 0) return 0;
    return align == AF_KW_CENTER ? room / 2 : align == AF_KW_AFTER ? room : 0;
}

/* What is in a container whose rectangle begins at x, y: it may be turned, and what stands out of the rectangle cut off. */
static void place_content(AfPages *pages, const AfBox *box, AfUnit x, AfUnit y, AfPlacing placing) {
    AfUnit clip[] = {x, y, box->width, box->height}, width = box->width, height = box->height;
    const AfGroup *group = NULL;
    if (box->turn) {
        AfMap within = af_turned(box->turn, x, y, width, height);
        group = af_group_begin(pages, box->node, within, box->clips ? clip : NULL);
        x = y = 0;
        if (box->turn % 2) width = box->height, height = box->width;
    } else if (box->clips) {
        group = af_group_begin(pages, box->node, (AfMap){0}, clip);
    }
    AfUnit start = box->list->rtl ? x + width : x, room = height - af_list_extent(box->list, 0, G_MAXUINT);
    af_place(pages, box->list, 0, G_MAXUINT, start, y + aligned(box->align, room), placing);
    if (group) af_group_end(pages, box->node, group);
}

static void place_box(AfPages *pages, const AfBox *box, Edge edge, AfUnit y, AfUnit item_x, AfPlacing placing) {
    if (box->position == AF_KW_FIXED) {
        edge = (Edge){box->start, FALSE};
        y = box->top;
    } else if (box->position == AF_KW_ABSOLUTE) {
        edge = further(edge, box->start);
        y += box->top;
    } else {
        edge = further(edge, item_x);
    }
    place_content(pages, box, left_of(edge, 0, box->width), y, placing);
}

static void place_cell(AfPages *pages, const AfCell *cell, AfUnit height, Edge edge, AfUnit y, AfPlacing placing) {
    AfUnit content = af_list_extent(cell->list, cell->from, cell->to);
    AfUnit down = cell->before + aligned(cell->align, height - cell->before - cell->after - content);
    edge = turned(further(edge, cell->x), cell->width, cell->list->rtl);
    af_place(pages, cell->list, cell->from, cell->to, edge.x, y + down, placing);
}

/* A cell's background, or its borders. */
static void place_cell_decor(AfPages *pages, const AfCell *cell, Edge edge, AfUnit y, AfUnit height,
                             gboolean background) {
    AfDecor d = cell->decor;
    if (background) {
        d.before = d.after = d.start = d.end = 0;
    } else {
        d.background = 0;
        if (cell->collapse) {
            d.x -= d.start / 2;
            d.width += d.start / 2 + d.end / 2;
            y -= d.before / 2;
            height += d.before / 2 + d.after / 2;
        }
    }
    place_decor(pages, &d, further(edge, cell->x), y, height);
}

static AfUnit place_rows(AfPages *pages, const AfRows *rows, Edge edge, AfUnit y, AfPlacing placing) {
    const AfTable *table = rows->table;
    if (table) edge = turned(edge, table->x * 2 + table->width, table->rtl);
    g_autofree AfUnit *top = g_new0(AfUnit, (gsize)rows->count + 1);
    for (int r = 0; r < rows->count; r++) top[r + 1] = af_sum(top[r], rows->heights[r]);
    for (int pass = 0; pass < 3; pass++) {
        for (guint i = 0; i < rows->cells->len; i++) {
            const AfCell *cell = &g_array_index(rows->cells, AfCell, i);
            AfUnit cell_y = y + top[cell->row], height = top[cell->row + cell->span] - top[cell->row];
            if (pass < 2) {
                place_cell_decor(pages, cell, edge, cell_y, height, pass == 0);
            } else {
                place_cell(pages, cell, height, edge, cell_y, placing);
            }
        }
    }
    return top[rows->count];
}

/* The state of one call of af_place. */
typedef struct {
    AfPages *pages;
    AfList *list;
    Edge edge;
    AfUnit y, top;
    AfPlacing placing;
    GArray *frames; /* Frame */
} Placer;

static void place_mark(Placer *p, const AfItem *item) {
    switch (item->mark) {
    case AF_MARK_POINT:
    case AF_MARK_START: note_place(p->pages, item->node, p->edge.x, p->y, p->placing); break;
    case AF_MARK_MARKER:
        if (p->placing & AF_PLACE_ARTIFACT) break;
        af_marker_begin(p->pages, p->list, item->node);
        break;
    case AF_MARK_END:
        if (p->placing & AF_PLACE_ARTIFACT) break;
        if (item->node->index >= 0 && af_is_referred(item->node)) {
            p->pages->last_pages[item->node->index] = p->pages->current;
        }
        af_marker_end(p->pages, p->list, item->node);
        break;
    case AF_MARK_OPEN: {
        Frame frame = frame_open(p->pages, item->decor, further(p->edge, item->x), p->y, FALSE);
        g_array_append_val(p->frames, frame);
        break;
    }
    case AF_MARK_CLOSE:
        for (guint i = p->frames->len; i-- > 0;) {
            const Frame *frame = &g_array_index(p->frames, Frame, i);
            if (frame->decor != item->decor) continue;
            frame_close(frame, p->y, TRUE);
            g_array_remove_index(p->frames, i);
            break;
        }
        break;
    }
}

static void place_item(Placer *p, const AfItem *item) {
    switch (item->kind) {
    case AF_ITEM_LINE: place_line(p->pages, p->list, item->line, further(p->edge, item->x), p->y, p->placing); break;
    case AF_ITEM_ROWS:
        place_rows(p->pages, item->rows, further(p->edge, item->x), p->y,
                   item->rows->head ? p->placing | AF_PLACE_COPY : p->placing);
        break;
    case AF_ITEM_BOX:
        place_box(p->pages, item->box, p->edge, item->box->position == AF_KW_ABSOLUTE ? p->top : p->y, item->x,
                  p->placing);
        break;
    default: break;
    }
    p->y = af_sum(p->y, item->height);
}

/* Decors that went on from the page before, and those that go on to the next. */
static void resume_frames(Placer *p) {
    for (guint i = 0; i < p->list->open->len; i++) {
        Frame frame = frame_open(p->pages, g_ptr_array_index(p->list->open, i), p->edge, p->y, TRUE);
        g_array_append_val(p->frames, frame);
    }
}

static void suspend_frames(Placer *p, AfUnit y) {
    g_ptr_array_set_size(p->list->open, 0);
    for (guint i = 0; i < p->frames->len; i++) {
        const Frame *frame = &g_array_index(p->frames, Frame, i);
        frame_close(frame, y, FALSE);
        g_ptr_array_add(p->list->open, (gpointer)(guintptr)frame->decor);
    }
}

AfUnit af_place(AfPages *pages, AfList *list, guint from, guint to, AfUnit x, AfUnit y, AfPlacing placing) {
    to = MIN(to, list->items->len);
    if (from >= to) return 0;
    g_autoptr(GArray) frames = g_array_new(FALSE, FALSE, sizeof(Frame));
    Placer p = {pages, list, {x, list->rtl}, y, y, placing, frames};
    resume_frames(&p);
    af_markers_carry(pages, list);
    AfTable *continued = af_table_continued(list, from), *broken = af_table_broken(list, to);
    if (continued) p.y += place_rows(pages, continued->header, p.edge, p.y, AF_PLACE_ARTIFACT | AF_PLACE_COPY);
    gboolean begun = FALSE;
    AfUnit trailing = 0;
    for (guint i = from; i < to; i++) {
        const AfItem *item = &g_array_index(list->items, AfItem, i);
        if (item->kind == AF_ITEM_MARK) {
            place_mark(&p, item);
        } else if (item->kind == AF_ITEM_SPACE) {
            if (!begun && item->discard) continue;
            p.y = af_sum(p.y, item->height);
            trailing = item->discard ? item->height : 0;
        } else {
            begun = TRUE;
            trailing = 0;
            place_item(&p, item);
        }
    }
    p.y -= trailing;
    if (broken) p.y += place_rows(pages, broken->footer, p.edge, p.y, AF_PLACE_ARTIFACT | AF_PLACE_COPY);
    suspend_frames(&p, p.y);
    return p.y - y;
}

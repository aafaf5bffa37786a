/* Items get their place on a page: areas, links, markers; backgrounds and borders, which are cut at page ends. */
#include "layout/internal.h"

static AfPage *current(const AfPages *pages) { return &af_page_work(pages, pages->current)->page; }

static AfArea *add_fill(AfPages *pages, const AfFoNode *node, AfUnit x, AfUnit y, AfUnit width, AfUnit height, guint32 color, AfKeyword style) {
    AfArea *area = g_slice_new0(AfArea);
    *area = (AfArea){.kind = AF_AREA_FILL, .node = node, .artifact = AF_ARTIFACT_LAYOUT, .x = x, .y = y, .width = width, .height = height,
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

/* A decor on its way down a page: its areas are there from the start, so that content is painted over them. Or a shift: no
 * decor. */
typedef struct {
    const AfDecor *decor;
    AfShift shift;
    AfUnit x, y; /* x: of its item */
    gboolean continued;
    int trace;
    gboolean rtl;
    AfArea *background, *image, *before, *after, *start, *end;
} Frame;

static Frame frame_open(AfPages *pages, const AfDecor *d, Edge edge, AfUnit y, gboolean continued) {
    Frame f = {.decor = d, .y = y, .continued = continued, .trace = -1, .rtl = edge.rtl};
    AfUnit x = left_of(edge, d->x, d->width), start = left_of(edge, d->x, d->start);
    AfUnit end = left_of(edge, d->x + d->width - d->end, d->end);
    if (d->background) f.background = add_fill(pages, d->node, x, y, d->width, 0, d->background, AF_KW_NONE_GIVEN);
    if (f.background) f.background->artifact = AF_ARTIFACT_BACKGROUND;
    if (d->image) f.image = af_background_open(pages, d);
    if (f.image) f.image->x = x;
    if (d->start) f.start = add_fill(pages, d->node, start, y, d->start, 0, d->start_color, d->start_style);
    if (d->end) f.end = add_fill(pages, d->node, end, y, d->end, 0, d->end_color, d->end_style);
    if (d->before && (!continued || d->head_border)) f.before = add_fill(pages, d->node, x, y, d->width, d->before, d->before_color, d->before_style);
    if (d->after) f.after = add_fill(pages, d->node, x, y, d->width, 0, d->after_color, d->after_style);
    return f;
}

/* The padding rectangle, which borders that are not there do not narrow. */
static void close_image(const AfPages *pages, const Frame *f, AfUnit y, AfUnit height, gboolean ends) {
    const AfDecor *d = f->decor;
    AfUnit before = f->before ? d->before : 0, after = ends ? d->after : 0;
    af_background_close(pages, f->image, f->image->x + (f->rtl ? d->end : d->start), y + before, d->width - d->start - d->end,
                        MAX(0, height - before - after));
}

static void frame_close(const AfPages *pages, const Frame *f, AfUnit y, gboolean ends) {
    AfUnit height = MAX(0, y - f->y);
    if (f->background) f->background->height = height;
    if (f->image) close_image(pages, f, f->y, height, ends);
    if (f->start) f->start->height = height;
    if (f->end) f->end->height = height;
    if (f->after && ends) {
        f->after->y = y - f->decor->after;
        f->after->height = f->decor->after;
    }
    if (!f->start && !f->end && !f->before && !f->after) return;
    AfArea *const sides[] = {f->before, f->rtl ? f->start : f->end, ends ? f->after : NULL, f->rtl ? f->end : f->start};
    af_sides_part(sides);
}

static void place_decor(AfPages *pages, const AfDecor *decor, Edge edge, AfUnit y, AfUnit height) {
    Frame frame = frame_open(pages, decor, edge, y, FALSE);
    frame_close(pages, &frame, y + height, TRUE);
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

/* Whether the page's binding edge says that a line stands at its reference area's end: pages with odd numbers are bound
 * where they start, the others where they end (7.16.9). */
static gboolean stands_at_end(const AfPages *pages, const AfLine *line, gboolean rtl) {
    if (line->side == AF_KW_NONE_GIVEN) return FALSE;
    const AfPageWork *work = af_page_work(pages, pages->current);
    gboolean odd = work->page.number % 2 != 0;
    gboolean bound_left = odd != af_style_is_rtl(work->master->style);
    return (bound_left != rtl) != (line->side == AF_KW_INSIDE);
}

/* The page has the line's areas, which are handed over as the line has them. */
static void place_pending(AfPages *pages, AfLine *line, GPtrArray *areas, Edge edge, AfPlacing placing) {
    AfPage *page = current(pages);
    AfPending *pending = placing & AF_PLACE_COPY ? af_pending_copy(line->pending) : g_steal_pointer(&line->pending);
    pending->areas = areas;
    if (line->insets) pending->insets = g_array_copy(line->insets);
    if (stands_at_end(pages, line, edge.rtl)) pending->setting.align = AF_KW_END;
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
        if (anchor->kind == AF_ANCHOR_NOTE) continue;
        note_place(pages, anchor->node, x, y, placing);
        if (placing & AF_PLACE_ARTIFACT) continue;
        if (anchor->kind == AF_ANCHOR_END) af_marker_end(pages, list, anchor->node);
        const AfFoNode *child = anchor->kind == AF_ANCHOR_START ? anchor->node->first_child : NULL;
        for (; child; child = child->next) {
            if (child->element == AF_FO_MARKER) af_marker_begin(pages, list, child);
        }
    }
}

static void trace_beside(AfPages *pages, const AfBeside *beside, Edge edge, AfUnit y) {
    for (guint i = 0; i < beside->list->items->len; i++) {
        const AfItem *item = &g_array_index(beside->list->items, AfItem, i);
        if (item->kind != AF_ITEM_MARK || (item->mark != AF_MARK_TRACE_OPEN && item->mark != AF_MARK_OPEN)) continue;
        const AfDecor *decor = item->decor;
        AfRect rect = {left_of(edge, decor->x, decor->width), y + beside->y, decor->width, beside->height};
        af_trace_add(pages, AF_TRACE_BLOCK, decor->node, rect, rect);
    }
}

static AfUnit aligned(AfKeyword align, AfUnit room) {
    if (room <= 0) return 0;
    return align == AF_KW_CENTER ? room / 2 : align == AF_KW_AFTER ? room : 0;
}

void af_place_content(AfPages *pages, const AfBox *box, AfUnit x, AfUnit y, AfPlacing placing) {
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
    box->list->height = height;
    box->list->above = aligned(box->align, room);
    af_place(pages, box->list, 0, G_MAXUINT, start, y + box->list->above, placing);
    if (group) af_group_end(pages, box->node, group);
}

/* What stands where an area of a line is; `x` is where that begins in the reference area. */
static void place_inset(AfPages *pages, const AfInset *inset, const AfArea *host, AfUnit x, gboolean rtl, AfPlacing placing) {
    if (inset->box) af_place_content(pages, inset->box, host->x, host->y, placing);
    else af_leader_fill(pages, pages->current, inset, host, x, rtl, G_MAXUINT);
}

/* The areas of a line go onto the page in the order in which they are read, each with what stands in it. */
static void hand_over(AfPages *pages, const AfLine *line, const GPtrArray *areas, Edge edge, AfPlacing placing) {
    AfPage *page = current(pages);
    for (guint i = 0; i < areas->len; i++) {
        guint index = line->reading ? g_array_index(line->reading, guint, i) : i;
        AfArea *area = g_ptr_array_index(areas, index);
        g_ptr_array_add(page->areas, area);
        for (guint k = 0; line->insets && k < line->insets->len; k++) {
            const AfInset *inset = &g_array_index(line->insets, AfInset, k);
            if (inset->area != index || (line->pending && inset->content)) continue;
            AfUnit x = edge.rtl ? edge.x - area->x - area->width : area->x - edge.x;
            guint from = page->areas->len;
            place_inset(pages, inset, area, x, edge.rtl, placing);
            if (!line->pending || page->areas->len == from) continue;
            AfInset *noted = &g_array_index(line->insets, AfInset, k);
            noted->first = g_ptr_array_index(page->areas, from);
            noted->last = g_ptr_array_index(page->areas, page->areas->len - 1);
        }
    }
}

static void place_line(AfPages *pages, AfList *list, const AfFoNode *block, AfLine *line, Edge edge, AfUnit y, AfPlacing placing) {
    AfPage *page = current(pages);
    int number = af_page_work(pages, pages->current)->lines++;
    AfRect rect = {left_of(edge, line->x, line->width), y, line->width, line->height};
    if (line->beside) trace_beside(pages, line->beside, edge, y);
    af_trace_line(pages, block, rect, y + line->baseline, number);
    guint count = line->areas->len;
    AfUnit further = stands_at_end(pages, line, edge.rtl) ? line->swing : 0;
    GPtrArray *areas = line->pending || line->reading || line->insets ? g_ptr_array_sized_new(count) : NULL;
    for (guint i = 0; i < count; i++) {
        AfArea *area = g_ptr_array_index(line->areas, i);
        if (placing & AF_PLACE_COPY) area = af_area_copy(area);
        area->x = left_of(edge, area->x + further, area->width);
        area->y += y;
        area->line = number;
        if (placing & AF_PLACE_ARTIFACT && !area->artifact) area->artifact = AF_ARTIFACT_PAGINATION;
        if (areas) g_ptr_array_add(areas, area);
        if (!areas) g_ptr_array_add(page->areas, area);
    }
    if (areas) hand_over(pages, line, areas, edge, placing);
    if (line->pending) place_pending(pages, line, g_steal_pointer(&areas), edge, placing);
    if (areas) g_ptr_array_unref(areas);
    if (!(placing & AF_PLACE_COPY)) g_ptr_array_set_size(line->areas, 0); /* the page has them now */
    for (guint i = 0; line->links && i < line->links->len && !(placing & AF_PLACE_ARTIFACT); i++) {
        AfLink link = g_array_index(line->links, AfLink, i);
        if (link.node->index < 0) continue; /* in a marker's copy, which no structure element stands for */
        link.x = left_of(edge, link.x + further, link.width);
        link.y += y;
        af_map_rectangle(pages->map, &link.x, &link.y, &link.width, &link.height);
        g_array_append_val(page->links, link);
    }
    if (line->anchors) place_anchors(pages, list, line->anchors, edge.x, y, placing);
}

static void place_cell(AfPages *pages, const AfCell *cell, AfUnit height, Edge edge, AfUnit y, AfPlacing placing) {
    AfUnit content = af_list_extent(cell->list, cell->from, cell->to);
    cell->list->height = height - cell->before - cell->after;
    cell->list->above = aligned(cell->align, cell->list->height - content);
    AfUnit down = cell->before + cell->list->above;
    edge = turned(further(edge, cell->x), cell->width, cell->list->rtl);
    af_place(pages, cell->list, cell->from, cell->to, edge.x, y + down, placing);
}

/* A cell's background, or its borders. */
static void place_cell_decor(AfPages *pages, const AfCell *cell, AfUnit gap, Edge edge, AfUnit y, AfUnit height, gboolean background) {
    AfDecor d = cell->decor;
    if (background) d.before = d.after = d.start = d.end = 0;
    else d.background = 0, d.image = NULL;
    place_decor(pages, &d, further(edge, cell->x), y + gap, height - 2 * gap);
}

/* A border between cells or rows: along the edge, or down the page. */
static void place_rule(AfPages *pages, const AfTable *table, const AfBorder *border, Edge edge, AfUnit start, AfUnit y, AfUnit width,
                       AfUnit height) {
    add_fill(pages, table->node, left_of(edge, start, width), y, width, height, border->color, border->style);
}

static gboolean same_border(const AfBorder *a, const AfBorder *b) {
    return a->width == b->width && a->color == b->color && a->style == b->style;
}

/* How far a border goes on where it meets others that are as wide as `other`: over them, or not as far as they reach. */
static AfUnit reach(AfUnit width, AfUnit other) { return width >= other ? other / 2 : -(other / 2); }

/* Collapsed borders on a line above row `row`. */
static void place_line_borders(AfPages *pages, const AfRows *rows, int row, Edge edge, AfUnit y) {
    const AfTable *table = rows->table;
    int columns = table->columns;
    const AfBorder *line = rows->lines + (gsize)row * (gsize)columns;
    for (int c = 0, next; c < columns; c = next) {
        for (next = c + 1; next < columns && same_border(&line[c], &line[next]);) next++;
        if (line[c].width <= 0) continue;
        AfUnit at[2] = {0, 0};
        for (int r = MAX(row - 1, 0); r <= MIN(row, rows->count - 1); r++) {
            const AfBorder *walls = rows->walls + (gsize)r * ((gsize)columns + 1);
            at[0] = MAX(at[0], walls[c].width);
            at[1] = MAX(at[1], walls[next].width);
        }
        AfUnit start = table->x + table->column_x[c] - reach(line[c].width, at[0]);
        AfUnit end = table->x + table->column_x[next] + reach(line[c].width, at[1]);
        place_rule(pages, table, &line[c], edge, start, y - line[c].width / 2, end - start, line[c].width);
    }
}

/* How far a border between cells goes on at the line above row `row`; one that is as wide has the corner. */
static AfUnit reach_down(const AfRows *rows, int row, int wall, AfUnit width) {
    int columns = rows->table->columns;
    const AfBorder *line = rows->lines + (gsize)row * (gsize)columns;
    AfUnit other = MAX(wall > 0 ? line[wall - 1].width : 0, wall < columns ? line[wall].width : 0);
    return reach(width, other);
}

static void place_walls(AfPages *pages, const AfRows *rows, const AfUnit *top, Edge edge, AfUnit y) {
    const AfTable *table = rows->table;
    gsize stride = (gsize)table->columns + 1;
    for (int c = 0; c <= table->columns; c++) {
        for (int r = 0, next; r < rows->count; r = next) {
            const AfBorder *wall = rows->walls + (gsize)r * stride + c;
            for (next = r + 1; next < rows->count && same_border(wall, rows->walls + (gsize)next * stride + c);) next++;
            if (wall->width <= 0) continue;
            AfUnit above = reach_down(rows, r, c, wall->width), below = reach_down(rows, next, c, wall->width);
            place_rule(pages, table, wall, edge, table->x + table->column_x[c] - wall->width / 2, y + top[r] - above, wall->width,
                       top[next] - top[r] + above + below);
        }
    }
}

/* Which of the lines at their ends rows draw: the one below always, but for what follows on the next page; the one above
 * if nothing else does, or a background would cover half of it. */
static void place_borders(AfPages *pages, const AfRows *rows, const AfUnit *top, Edge edge, AfUnit y, gboolean below) {
    gboolean above = rows->leads;
    for (guint i = 0; i < rows->cells->len && !above; i++) {
        const AfCell *cell = &g_array_index(rows->cells, AfCell, i);
        above = cell->row == 0 && cell->decor.background;
    }
    place_walls(pages, rows, top, edge, y);
    for (int r = above ? 0 : 1; r <= rows->count - !below; r++) place_line_borders(pages, rows, r, edge, y + top[r]);
}

/* Where the rows of a table stand; not those of a list item, which has a frame of its own. */
static void trace_rows(AfPages *pages, const AfRows *rows, Edge edge, AfUnit y, const AfUnit *top) {
    const AfTable *table = rows->table;
    for (int r = 0; table && r < rows->count; r++) {
        AfRect rect = {left_of(edge, table->x, table->width), y + top[r], table->width, rows->heights[r]};
        if (rows->nodes[r]->element == AF_FO_TABLE_ROW) af_trace_add(pages, AF_TRACE_BLOCK, rows->nodes[r], rect, rect);
    }
}

/* Where a cell stands; labels and bodies of list items have frames. */
static void trace_cell(AfPages *pages, const AfCell *cell, const AfTable *table, AfUnit height, Edge edge, AfUnit y) {
    if (!table || cell->node->element != AF_FO_TABLE_CELL) return;
    edge = further(edge, cell->x);
    AfUnit gap = table->gap_before, width = cell->width - cell->start - cell->end;
    AfRect border = {left_of(edge, cell->decor.x, cell->decor.width), y + gap, cell->decor.width, height - 2 * gap};
    AfRect content = {left_of(edge, cell->start, width), y + cell->before, width, height - cell->before - cell->after};
    af_trace_add(pages, AF_TRACE_BLOCK, cell->node, border, content);
}

/* `below`: with the collapsed borders on their last line. */
static AfUnit place_rows(AfPages *pages, const AfRows *rows, Edge edge, AfUnit y, AfPlacing placing, gboolean below) {
    const AfTable *table = rows->table;
    if (table) edge = turned(edge, table->x * 2 + table->width, table->rtl);
    g_autofree AfUnit *top = g_new0(AfUnit, (gsize)rows->count + 1);
    for (int r = 0; r < rows->count; r++) top[r + 1] = af_sum(top[r], rows->heights[r]);
    if (pages->traced) trace_rows(pages, rows, edge, y, top);
    for (int pass = 0; pass < 3; pass++) {
        if (pass == 1 && rows->lines) place_borders(pages, rows, top, edge, y, below);
        for (guint i = 0; i < rows->cells->len; i++) {
            const AfCell *cell = &g_array_index(rows->cells, AfCell, i);
            AfUnit cell_y = y + top[cell->row], height = top[cell->row + cell->span] - top[cell->row];
            if (pass == 2 && pages->traced) trace_cell(pages, cell, table, height, edge, cell_y);
            if (pass == 2) place_cell(pages, cell, height, edge, cell_y, placing);
            else if (!cell->hidden) place_cell_decor(pages, cell, table ? table->gap_before : 0, edge, cell_y, height, pass == 0);
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

/* A decor that belongs to an object begins, or goes on, on this page. */
static void open_frame(Placer *p, const AfDecor *decor, AfUnit x, gboolean continued) {
    Edge edge = further(p->edge, x);
    Frame frame = frame_open(p->pages, decor, edge, p->y, continued);
    frame.x = x;
    frame.trace = af_trace_begin(p->pages, decor->node, left_of(edge, decor->x, decor->width), p->y, decor->width);
    g_array_append_val(p->frames, frame);
}

static void close_frame(Placer *p, const Frame *frame, AfUnit y, gboolean ends) {
    frame_close(p->pages, frame, y, ends);
    af_trace_end(p->pages, frame->trace, y, !frame->continued, ends);
}

static void begin_shift(Placer *p, AfShift by) {
    const Frame frame = {.shift = by, .trace = -1};
    p->edge.x = af_sum(p->edge.x, by.right);
    p->y = af_sum(p->y, by.down);
    g_array_append_val(p->frames, frame);
}

static void end_shift(Placer *p, AfShift by) {
    p->edge.x -= by.right;
    p->y -= by.down;
}

/* The shifts that the position is in. */
static AfShift sum_shifts(const Placer *p) {
    AfShift sum = {0, 0};
    for (guint i = 0; i < p->frames->len; i++) {
        const Frame *frame = &g_array_index(p->frames, Frame, i);
        sum = (AfShift){af_sum(sum.right, frame->shift.right), af_sum(sum.down, frame->shift.down)};
    }
    return sum;
}

/* It stands in the reference area, which no shift in that moves. */
static void place_out(const Placer *p, const AfItem *item) {
    AfUnit left = left_of(further(p->edge, item->x), 0, item->width) - sum_shifts(p).right;
    AfRect area = {left, p->top - p->list->above, item->width, p->list->height};
    af_absolute_place(p->pages, item->node, area, p->placing);
}

/* The innermost frame with this decor ends, or the innermost shift. */
static void end_frame(Placer *p, const AfDecor *decor) {
    for (guint i = p->frames->len; i-- > 0;) {
        const Frame *frame = &g_array_index(p->frames, Frame, i);
        if (frame->decor != decor) continue;
        if (decor) close_frame(p, frame, p->y, TRUE);
        else end_shift(p, frame->shift);
        g_array_remove_index(p->frames, i);
        return;
    }
}

static void place_mark(Placer *p, const AfItem *item) {
    switch (item->mark) {
    case AF_MARK_OUT: place_out(p, item); break;
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
    case AF_MARK_TRACE_OPEN:
    case AF_MARK_OPEN: open_frame(p, item->decor, item->x, FALSE); break;
    case AF_MARK_TRACE_CLOSE:
    case AF_MARK_CLOSE: end_frame(p, item->decor); break;
    case AF_MARK_SHIFT: begin_shift(p, item->shift); break;
    case AF_MARK_UNSHIFT: end_frame(p, NULL); break;
    }
}

static void place_item(Placer *p, const AfItem *item) {
    switch (item->kind) {
    case AF_ITEM_LINE: place_line(p->pages, p->list, item->node, item->line, further(p->edge, item->x), p->y, p->placing); break;
    case AF_ITEM_ROWS: {
        const AfRows *rows = item->rows->shown ? item->rows->shown : item->rows;
        AfPlacing placing = rows->head ? p->placing | AF_PLACE_COPY : p->placing;
        p->y = af_sum(p->y, place_rows(p->pages, rows, further(p->edge, item->x), p->y, placing, TRUE));
        return;
    }
    case AF_ITEM_BOX: {
        AfUnit left = left_of(further(p->edge, item->x), 0, item->box->width);
        af_place_content(p->pages, item->box, left, p->y, p->placing);
        break;
    }
    default: break;
    }
    p->y = af_sum(p->y, item->height);
}

/* Decors that went on from the page before, and those that go on to the next. */
static void resume_frames(Placer *p) {
    for (guint i = 0; i < p->list->open->len; i++) {
        const AfOpen *open = &g_array_index(p->list->open, AfOpen, i);
        if (open->decor) {
            open_frame(p, open->decor, open->x, TRUE);
            p->y = af_sum(p->y, open->decor->head);
        } else {
            begin_shift(p, open->shift);
        }
    }
}

static void suspend_frames(Placer *p) {
    g_array_set_size(p->list->open, p->frames->len);
    for (guint i = p->frames->len; i-- > 0;) {
        const Frame *frame = &g_array_index(p->frames, Frame, i);
        if (frame->decor) {
            p->y = af_sum(p->y, frame->decor->foot);
            frame_close(p->pages, frame, p->y, frame->decor->foot_border);
            af_trace_end(p->pages, frame->trace, p->y, !frame->continued, FALSE);
        } else {
            end_shift(p, frame->shift);
        }
        g_array_index(p->list->open, AfOpen, i) = (AfOpen){frame->decor, frame->x, frame->shift};
    }
}

/* The header or footer of the table that is divided at this item. */
static AfUnit place_repeated(const Placer *p, const AfRows *rows, guint index, gboolean below) {
    while (g_array_index(p->list->items, AfItem, index).kind != AF_ITEM_ROWS) index++;
    Edge edge = further(p->edge, g_array_index(p->list->items, AfItem, index).x);
    return place_rows(p->pages, rows, edge, p->y, AF_PLACE_ARTIFACT | AF_PLACE_COPY, below);
}

/* Rows that are the last of a table on a page have other borders there than they would have in its midst. */
static void trail(AfList *list, guint to) {
    const AfTable *table = af_table_divided(list, to);
    if (!table || !table->collapse) return;
    while (to > 0 && g_array_index(list->items, AfItem, to - 1).kind != AF_ITEM_ROWS) to--;
    af_rows_trail(g_array_index(list->items, AfItem, to - 1).rows, table->footer);
}

AfUnit af_place(AfPages *pages, AfList *list, guint from, guint to, AfUnit x, AfUnit y, AfPlacing placing) {
    to = MIN(to, list->items->len);
    if (from >= to) return 0;
    g_autoptr(GArray) frames = g_array_new(FALSE, FALSE, sizeof(Frame));
    Placer p = {pages, list, {x, list->rtl}, y, y, placing, frames};
    trail(list, to);
    resume_frames(&p);
    af_markers_carry(pages, list);
    const AfTable *continued = af_table_continued(list, from), *broken = af_table_broken(list, to);
    const AfRows *header = continued ? af_head_for(continued->header, list, from, to) : NULL;
    const AfRows *footer = broken ? af_head_for(broken->footer, list, from, to) : NULL;
    if (pages->tables_ask) af_heads_begin_part(pages, list, from, to);
    if (header) p.y += place_repeated(&p, header, from, FALSE);
    gboolean begun = FALSE;
    AfUnit trailing = 0;
    for (guint i = from; i < to; i++) {
        const AfItem *item = &g_array_index(list->items, AfItem, i);
        if (item->kind == AF_ITEM_MARK) {
            place_mark(&p, item);
        } else if (item->kind == AF_ITEM_SPACE) {
            p.y = af_sum(p.y, begun ? item->height : item->at_start);
            trailing = begun ? item->height - item->at_end : 0;
        } else {
            begun = TRUE;
            trailing = 0;
            place_item(&p, item);
        }
    }
    p.y -= trailing;
    if (footer) p.y += place_repeated(&p, footer, to, TRUE);
    suspend_frames(&p);
    return p.y - y;
}

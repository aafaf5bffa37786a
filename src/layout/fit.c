/* Breaking a list of items at a height: keeps, widows and orphans, repeated headers, rows that split. */
#include "layout/internal.h"

#include <math.h>
#include <string.h>

#define SLACK AF_FIT_SLACK

static const AfItem *box_before(const AfList *list, guint index) {
    while (index-- > 0) {
        const AfItem *item = &g_array_index(list->items, AfItem, index);
        if (af_item_is_box(item)) return item;
    }
    return NULL;
}

static const AfItem *box_from(const AfList *list, guint index) {
    for (; index < list->items->len; index++) {
        const AfItem *item = &g_array_index(list->items, AfItem, index);
        if (af_item_is_box(item)) return item;
    }
    return NULL;
}

static AfTable *common_table(const AfItem *a, const AfItem *b) {
    if (!a || !b || a->kind != AF_ITEM_ROWS || b->kind != AF_ITEM_ROWS) return NULL;
    if (!a->rows->table || !b->rows->table) return NULL;
    return a->rows->table->node == b->rows->table->node ? b->rows->table : NULL; /* it may be laid out anew for another width */
}

gboolean af_item_spans(const AfList *list, guint from) {
    const AfItem *item = box_from(list, from);
    return item && item->spans;
}

gboolean af_span_begins(const AfList *list, guint at) {
    const AfItem *before = box_before(list, at), *after = box_from(list, at);
    return before && after && before->spans != after->spans;
}

AfTable *af_table_divided(const AfList *list, guint index) { return common_table(box_before(list, index), box_from(list, index)); }

AfTable *af_table_continued(const AfList *list, guint from) {
    AfTable *table = af_table_divided(list, from);
    return table && table->header ? table : NULL;
}

AfTable *af_table_broken(const AfList *list, guint to) {
    AfTable *table = af_table_divided(list, to);
    return table && table->footer ? table : NULL;
}

/* The first rows on a page of a table that goes on have other borders there than they would have in its midst. */
static void lead(AfList *list, guint from) {
    const AfTable *table = af_table_divided(list, from);
    if (!table) return;
    while (!af_item_is_box(&g_array_index(list->items, AfItem, from))) from++;
    AfItem *item = &g_array_index(list->items, AfItem, from);
    af_rows_lead(item->rows, table->header);
    item->height = af_rows_height(item->rows);
}

/* Of a repeated header or footer, with what it retrieves in this part of the table. */
static AfUnit header_height(const AfTable *table, const AfList *list, guint from, guint to) {
    return table->heads ? af_head_height(table->header, list, from, to) : table->header_height;
}

static AfUnit footer_height(const AfTable *table, const AfList *list, guint from, guint to) {
    return table->heads ? af_head_height(table->footer, list, from, to) : table->footer_height;
}

AfUnit af_list_extent(const AfList *list, guint from, guint to) {
    AfUnit y = 0, trailing = 0, foot = 0;
    gboolean begun = FALSE;
    to = MIN(to, list->items->len);
    AfTable *continued = from < to ? af_table_continued(list, from) : NULL, *broken = from < to ? af_table_broken(list, to) : NULL;
    for (guint i = from; i < to; i++) {
        const AfItem *item = &g_array_index(list->items, AfItem, i);
        if (item->kind == AF_ITEM_MARK) continue;
        if (item->kind == AF_ITEM_SPACE) {
            trailing = begun ? item->height - item->at_end : 0;
        } else {
            trailing = 0;
            if (!begun) y = af_sum(y, item->head);
            begun = TRUE;
            foot = item->foot;
        }
        y = af_sum(y, begun ? item->height : item->at_start);
    }
    y = af_sum(y, foot);
    if (continued) y = af_sum(y, header_height(continued, list, from, to));
    if (broken) y = af_sum(y, footer_height(broken, list, from, to));
    return y - trailing;
}

/* ---- splitting rows */

static guint count_lines(const AfList *list, guint from, guint to) {
    guint lines = 0;
    for (guint i = from; i < MIN(to, list->items->len); i++) {
        const AfItem *item = &g_array_index(list->items, AfItem, i);
        if (item->kind == AF_ITEM_LINE) lines++;
        else if (item->kind == AF_ITEM_ROWS || item->kind == AF_ITEM_BOX) lines += 2;
    }
    return lines;
}

/* How rows are cut: so that neither side keeps a single line of several; as the blocks in them allow; at any price; because a
 * break is asked for there. */
typedef enum { CUT_WELL, CUT_LOOSELY, CUT_ANYHOW, CUT_ASKED } Cut;

/* Where a cell is cut; FALSE if it cannot be cut so. */
static gboolean cut_cell(AfPages *pages, const AfRows *rows, AfCell *cell, AfUnit height, Cut cut, guint *to) {
    guint end = MIN(cell->to, cell->list->items->len);
    if (!box_from(cell->list, cell->from) || cell->from >= end) {
        *to = end;
        return TRUE;
    }
    AfUnit room = height - cell->before - af_cell_after_cut(rows, cell);
    gboolean forced = cut >= CUT_ANYHOW;
    if (cut == CUT_ASKED) room = MAX(room, 1); /* a line at least */
    while (room > 0) {
        AfFit fit = af_fit(pages, cell->list, cell->from, cell->to, room, forced ? AF_FIT_MUST : 0);
        guint placed = count_lines(cell->list, cell->from, fit.to), left = count_lines(cell->list, fit.to, cell->to);
        *to = fit.to;
        if (left == 0 || forced) return placed > 0 || forced;
        if (placed < (cut == CUT_WELL ? 2 : 1)) return FALSE;
        if (left >= 2 || cut == CUT_LOOSELY) return TRUE;
        room = af_list_extent(cell->list, cell->from, fit.to) - SLACK - 1; /* a line less */
    }
    return FALSE;
}

static void copy_rows(AfRows *rest, const AfRows *rows, int from) {
    rest->head = rows->head;
    rest->breaks = rows->breaks;
    for (int r = from; r < rows->count; r++) {
        rest->nodes[r - from] = rows->nodes[r];
        rest->keep[r - from] = rows->keep[r];
        rest->minimum[r - from] = rows->minimum[r];
    }
    if (!rows->lines) return;
    gsize columns = (gsize)rows->table->columns, count = (gsize)(rows->count - from);
    memcpy(rest->lines, rows->lines + (gsize)from * columns, (count + 1) * columns * sizeof(AfBorder));
    memcpy(rest->walls, rows->walls + (gsize)from * (columns + 1), count * (columns + 1) * sizeof(AfBorder));
}

/* A cell that goes on: its second part, from row 0 of the rest on. */
static void push_second(AfRows *rest, const AfCell *cell, int span, guint from) {
    AfCell second = *cell;
    second.row = 0;
    second.span = span;
    second.from = from;
    second.continued = TRUE;
    second.least = 0;
    second.baseline = -1;
    g_array_append_val(rest->cells, second);
}

/* The borders at the cut, and what depends on them. */
static void close_cut(AfRows *rows, AfRows *rest) {
    if (rows->lines) {
        const AfTable *table = rows->table;
        af_borders_at_break(rows, FALSE, table->footer, rows->lines + (gsize)rows->count * (gsize)table->columns);
        af_borders_at_break(rest, TRUE, table->header, rest->lines);
    }
    af_rows_set_edges(rows);
    af_rows_set_edges(rest);
    if (rows->table) return;
    af_rows_measure(rows);
    af_rows_measure(rest);
}

/* Cuts a group of rows: row `row` is the first that does not stay whole; inside it, or just before it. Returns the rest; NULL if
 * that is no good place. */
static AfRows *cut_rows(AfPages *pages, AfRows *rows, int row, gboolean inside, AfUnit height, Cut cut) {
    g_autofree guint *to = g_new0(guint, rows->cells->len + 1);
    gboolean any = FALSE;
    for (guint i = 0; i < rows->cells->len; i++) {
        AfCell *cell = &g_array_index(rows->cells, AfCell, i);
        gboolean crosses = cell->row + cell->span > row && (inside ? cell->row <= row : cell->row < row);
        if (!crosses) continue;
        AfUnit top = 0;
        for (int r = 0; r < cell->row; r++) top = af_sum(top, rows->heights[r]);
        if (!cut_cell(pages, rows, cell, height - top, cut, &to[i])) return NULL;
        any |= to[i] > cell->from;
    }
    if (inside && !any) return NULL;
    AfRows *rest = af_rows_new(rows->table, rows->count - row);
    copy_rows(rest, rows, row);
    if (inside) rest->minimum[0] = 0;
    int kept = inside ? row + 1 : row;
    guint stay = 0;
    for (guint i = 0; i < rows->cells->len; i++) {
        AfCell cell = g_array_index(rows->cells, AfCell, i);
        int bottom = cell.row + cell.span;
        gboolean crosses = bottom > row && (inside ? cell.row <= row : cell.row < row);
        if (crosses) {
            push_second(rest, &cell, bottom - row, to[i]);
            cell.to = to[i];
            cell.span = kept - cell.row;
            cell.least = 0;
            cell.goes_on = TRUE;
        } else if (cell.row >= row) {
            cell.row -= row;
            g_array_append_val(rest->cells, cell);
            continue;
        }
        g_array_index(rows->cells, AfCell, stay++) = cell;
    }
    GArray *cells = g_array_sized_new(FALSE, TRUE, sizeof(AfCell), stay); /* as large as need be: the rest may be long */
    g_array_append_vals(cells, rows->cells->data, stay);
    g_array_unref(rows->cells);
    rows->cells = cells;
    rows->count = kept;
    if (inside) rows->minimum[row] = 0;
    rows->goes_on = rest->continued = inside;
    close_cut(rows, rest);
    return rest;
}

/* What was cut off the rows of item `index` becomes the next item, with a break before it if one was asked for. */
static void insert_rest(AfList *list, guint index, AfRows *rest, AfKeyword forced) {
    AfItem *first = &g_array_index(list->items, AfItem, index), item = *first;
    first->height = af_rows_height(first->rows);
    item.rows = rest;
    item.height = af_rows_height(rest);
    item.keep = 0;
    item.forced = forced;
    g_array_insert_val(list->items, index + 1, item);
}

/* Splits the rows of item `index` at this height if something weaker than `strength` holds them; the rest becomes the next item. */
static gboolean split_item(AfPages *pages, AfList *list, guint index, AfUnit height, float strength, gboolean forced) {
    AfRows *rows = g_array_index(list->items, AfItem, index).rows;
    if (rows->head) return FALSE;
    int row = 0;
    AfUnit top = 0;
    while (row < rows->count - 1 && top + rows->heights[row] <= height) top += rows->heights[row++];
    AfRows *rest = NULL;
    Cut cut = forced ? CUT_ANYHOW : isinf(strength) ? CUT_LOOSELY : CUT_WELL;
    if (rows->keep[row] <= strength || forced) {
        if (cut == CUT_LOOSELY) rest = cut_rows(pages, rows, row, TRUE, height, CUT_WELL);
        if (!rest) rest = cut_rows(pages, rows, row, TRUE, height, cut);
    }
    if (!rest && row > 0) rest = cut_rows(pages, rows, row, FALSE, top, cut);
    if (!rest) return FALSE;
    insert_rest(list, index, rest, AF_KW_NONE_GIVEN);
    return TRUE;
}

/* ---- breaks that are asked for in the midst of rows */

/* The first of them: how high what stays before it is, cell's borders included; before or inside which row. */
typedef struct {
    AfUnit height;
    int row;
    gboolean inside;
    AfKeyword kind; /* AF_KW_NONE_GIVEN: there is none */
} Asked;

gboolean af_list_breaks(const AfList *list) {
    for (guint i = 0; i < list->items->len; i++) {
        const AfItem *item = &g_array_index(list->items, AfItem, i);
        if (af_item_is_box(item) && item->forced != AF_KW_NONE_GIVEN) return TRUE;
        if (item->kind == AF_ITEM_ROWS && item->rows->breaks) return TRUE;
    }
    return FALSE;
}

static void find_between(const AfRows *rows, Asked *asked) {
    AfUnit top = 0;
    for (int r = 1; r < rows->count; r++) {
        top = af_sum(top, rows->heights[r - 1]);
        AfKeyword kind = af_rows_break_before(rows, r);
        if (kind == AF_KW_NONE_GIVEN || top >= asked->height) continue;
        *asked = (Asked){top, r, FALSE, kind};
        return;
    }
}

static Asked find_asked(const AfRows *rows, AfUnit room);

/* Looks no further than `room`, so that a long cell is not read through again and again. */
static void find_in_cell(const AfRows *rows, const AfCell *cell, AfUnit room, Asked *asked) {
    AfUnit top = 0;
    for (int r = 0; r < cell->row; r++) top = af_sum(top, rows->heights[r]);
    AfUnit edges = af_sum(top, cell->before + af_cell_after_cut(rows, cell)), y = edges;
    gboolean begun = FALSE;
    for (guint i = cell->from; i < MIN(cell->to, cell->list->items->len) && y < asked->height && y <= room; i++) {
        const AfItem *item = &g_array_index(cell->list->items, AfItem, i);
        if (item->kind == AF_ITEM_MARK) continue;
        AfUnit extent = item->kind == AF_ITEM_SPACE && !begun ? item->at_start : item->height;
        if (af_item_is_box(item) && item->forced != AF_KW_NONE_GIVEN && (begun || (cell->row > 0 && !cell->continued))) {
            AfUnit height = begun ? af_sum(edges, af_list_extent(cell->list, cell->from, i)) : top;
            *asked = (Asked){MIN(height, asked->height), cell->row, begun, item->forced};
        } else if (item->kind == AF_ITEM_ROWS && item->rows->breaks && !item->rows->head) {
            Asked inner = find_asked(item->rows, room - y);
            AfUnit height = af_sum(y, inner.height);
            if (inner.kind != AF_KW_NONE_GIVEN && height < asked->height) *asked = (Asked){height, cell->row, TRUE, inner.kind};
        }
        if (asked->height <= af_sum(y, extent)) break;
        begun = begun || item->kind != AF_ITEM_SPACE || item->first > AF_SPACE_GONE;
        y = af_sum(y, extent);
    }
    if (!asked->inside || asked->row != cell->row) return;
    while (asked->row < cell->row + cell->span - 1 && af_sum(top, rows->heights[asked->row]) < asked->height) {
        top = af_sum(top, rows->heights[asked->row++]);
    }
}

static Asked find_asked(const AfRows *rows, AfUnit room) {
    Asked asked = {AF_MOST, 0, FALSE, AF_KW_NONE_GIVEN};
    if (rows->table) find_between(rows, &asked);
    for (guint i = 0; i < rows->cells->len; i++) find_in_cell(rows, &g_array_index(rows->cells, AfCell, i), room, &asked);
    return asked;
}

/* Cuts the rows of item `index` where the first break in them is asked for, if what is before it has room. All cells of a row are
 * cut at the same height, and each keeps a line at least. */
static void break_rows(AfPages *pages, AfList *list, guint index, AfUnit room) {
    AfRows *rows = g_array_index(list->items, AfItem, index).rows;
    if (rows->head) return;
    Asked asked = find_asked(rows, room);
    if (asked.kind == AF_KW_NONE_GIVEN || asked.height > room) return;
    AfRows *rest = cut_rows(pages, rows, asked.row, asked.inside, asked.height, CUT_ASKED);
    if (rest) insert_rest(list, index, rest, asked.kind);
}

/* ---- fitting */

typedef struct {
    guint index;
    float keep;
    gboolean found;
} Candidate;

static AfUnit footer_below(const AfList *list, guint from, guint index, const AfItem *item) {
    if (item->kind != AF_ITEM_ROWS || item->rows->head || !item->rows->table || !item->rows->table->footer) return 0;
    return common_table(item, box_from(list, index + 1)) ? footer_height(item->rows->table, list, from, index + 1) : 0;
}

/* Half of no border is wider. */
#define WIDE_BORDER (72 * AF_POINT)

/* How much more borders take if the table is broken below these rows; looked at only where there is not much room left. */
static AfUnit edge_below(const AfList *list, guint index, const AfItem *item, AfUnit left) {
    if (left < 0 || left > WIDE_BORDER || !common_table(item, box_from(list, index + 1))) return 0;
    return af_rows_trailing(item->rows, item->rows->table->footer);
}

/* A header or footer that leaves less than half of a page is not repeated. Whether the header is not. */
static gboolean drop_repeated(const AfItem *item, AfUnit height) {
    AfTable *table = item && item->kind == AF_ITEM_ROWS && !item->rows->head ? item->rows->table : NULL;
    if (!table) return FALSE;
    if (table->footer_height > height / 2) table->footer = NULL;
    if (table->header_height <= height / 2) return FALSE;
    table->header = NULL;
    return TRUE;
}

/* The footnotes of a page on its way down a list. */
typedef struct {
    gboolean some;   /* there may be any */
    AfNoteSum sum;   /* of what fits so far */
    AfNoteSum with;  /* the same with those of the item that is looked at */
    gboolean cited;  /* it has some */
} Notes;

/* Returns how much room they take. */
static AfUnit count_notes(AfPages *pages, Notes *notes, const AfItem *item) {
    notes->with = notes->sum;
    notes->cited = af_notes_count(pages, item, &notes->with);
    AfUnit height = af_notes_height(&notes->with);
    return notes->cited && notes->with.most > 0 && height > notes->with.most ? AF_MOST : height;
}

/* Where rows are cut of which `room` is left above the page's footnotes. */
static gboolean split_rows(AfPages *pages, AfList *list, guint index, AfUnit room, float strength, gboolean must, const Notes *notes) {
    const AfItem *item = &g_array_index(list->items, AfItem, index);
    AfUnit above = notes->some ? af_notes_rows_room(pages, item->rows, room, &notes->sum) : room;
    if (split_item(pages, list, index, above, strength, FALSE)) return TRUE;
    if (!must || (notes->some && item->height <= room)) return FALSE;
    return split_item(pages, list, index, above, INFINITY, FALSE) || split_item(pages, list, index, room, INFINITY, FALSE) ||
           split_item(pages, list, index, room, INFINITY, TRUE);
}

/* Whether an item whose footnotes have no room is taken all the same, so that they go on on the next page: if nothing else can be,
 * or if no page has room for both and there is some for the first footnote's first line. `height` is a page's, `left` what is left
 * of it below the item. */
static gboolean defers_notes(AfPages *pages, const AfItem *item, const Notes *notes, AfUnit height, AfUnit left, gboolean must) {
    if (!notes->some || left < 0) return FALSE;
    if (must) return TRUE;
    if (!notes->cited) return FALSE;
    AfNoteSum alone = {0};
    af_notes_count(pages, item, &alone);
    if (af_sum(item->height, af_notes_height(&alone)) <= height) return FALSE;
    return af_sum(af_notes_height(&notes->sum), af_notes_least(pages, item)) <= left;
}

/* A table's own header or footer among the items, with what it retrieves here. */
static void measure_head(AfPages *pages, AfList *list, guint from, guint index, AfUnit height, AfFitting how) {
    AfItem *item = &g_array_index(list->items, AfItem, index);
    if (item->kind != AF_ITEM_ROWS || !item->rows->head || !item->rows->table->heads) return;
    gboolean header = item->rows->part->element == AF_FO_TABLE_HEADER;
    if (header) item->height = af_rows_height(item->rows); /* what there is room for, then decides */
    guint to = header ? af_fit(pages, list, from, G_MAXUINT, height, how | AF_FIT_WHOLE).to : index;
    item->height = af_head_height(item->rows, list, from, MAX(to, index));
}

/* The same of the header that is repeated. */
static AfUnit header_room(AfPages *pages, const AfTable *table, AfList *list, guint from, AfUnit height, AfFitting how) {
    gboolean trial = table->heads && !(how & AF_FIT_WHOLE);
    guint to = trial ? af_fit(pages, list, from, G_MAXUINT, height, how | AF_FIT_WHOLE).to : from;
    return header_height(table, list, from, MAX(to, from + 1));
}

AfFit af_fit(AfPages *pages, AfList *list, guint from, guint end, AfUnit height, AfFitting how) {
    AfFit fit = {.to = from, .forced = AF_KW_NONE_GIVEN};
    AfTable *continued = af_table_continued(list, from);
    gboolean must = (how & AF_FIT_MUST) != 0, whole = (how & AF_FIT_WHOLE) != 0, spans = af_item_spans(list, from);
    if (must && !whole && drop_repeated(box_from(list, from), height)) continued = NULL;
    if (!whole) lead(list, from);
    AfUnit limit = height - (continued ? header_room(pages, continued, list, from, height, how) : 0) + SLACK, y = 0;
    guint placed = 0, opened = 0, after_last = from, out = 0;
    const AfItem *first = box_from(list, from);
    if (first) y = first->head;
    Candidate best = {0};
    Notes notes = {.some = (how & AF_FIT_NOTES) && pages->has_notes};
    if (notes.some) notes.sum = af_notes_sum(pages);
    for (guint i = from; i < MIN(end, list->items->len); i++) {
        AfItem *item = &g_array_index(list->items, AfItem, i);
        if (pages->tables_ask && !whole) measure_head(pages, list, from, i, height, how);
        if (item->kind == AF_ITEM_MARK) {
            /* What has ended stays here; what has begun goes with its content, and what ended in it goes too. */
            if (item->mark == AF_MARK_START) opened++;
            if (item->mark == AF_MARK_END && opened > 0) opened--;
            gboolean ends = item->mark == AF_MARK_CLOSE || item->mark == AF_MARK_END || item->mark == AF_MARK_UNSHIFT;
            if (ends && placed && opened == 0) after_last = i + 1;
            if (item->mark != AF_MARK_OUT) continue;
            if (item->forced != AF_KW_NONE_GIVEN && placed + out > 0) {
                fit.to = after_last;
                fit.forced = item->forced;
                return fit;
            }
            if (opened > 0 || item->keep > 0) continue;
            after_last = i + 1;
            out++;
            continue;
        }
        if (item->kind == AF_ITEM_SPACE) {
            y = af_sum(y, placed ? item->height : item->at_start);
            continue;
        }
        if ((placed && item->spans != spans) || (placed + out > 0 && item->forced != AF_KW_NONE_GIVEN)) {
            fit.to = after_last;
            fit.forced = item->forced;
            fit.spans = item->forced == AF_KW_NONE_GIVEN;
            return fit;
        }
        if (item->kind == AF_ITEM_ROWS && item->rows->breaks && !whole) {
            AfTable *table = item->rows->table;
            break_rows(pages, list, i, limit - y - (table && table->footer ? footer_height(table, list, from, i + 1) : 0));
            item = &g_array_index(list->items, AfItem, i);
        }
        float keep = how & AF_FIT_COLUMN ? item->keep : MAX(item->keep, item->keep_page);
        if (placed && (!best.found || keep <= best.keep)) best = (Candidate){after_last, keep, TRUE};
        AfUnit footer = af_sum(footer_below(list, from, i, item), item->foot);
        if (item->kind == AF_ITEM_ROWS && item->rows->lines) footer += edge_below(list, i, item, limit - y - item->height - footer);
        AfUnit foot = notes.some ? count_notes(pages, &notes, item) : 0;
        if (af_sum(y + item->height + footer, foot) <= limit) {
            notes.sum = notes.with;
            y = af_sum(y, item->height);
            placed++;
            opened = 0;
            after_last = i + 1;
            continue;
        }
        AfUnit room = limit - SLACK - y - footer;
        float strength = best.found ? best.keep : 0;
        if (item->kind == AF_ITEM_ROWS && !whole && split_rows(pages, list, i, room, strength, !placed && must, &notes)) {
            fit.to = i + 1;
            fit.overflow = MAX(0, y + g_array_index(list->items, AfItem, i).height - limit);
        } else if (defers_notes(pages, item, &notes, height, room - item->height, !placed && must)) {
            fit.to = i + 1;
            fit.full = TRUE;
        } else if (best.found) {
            fit.to = best.index;
        } else if (must) {
            fit.to = i + 1;
            fit.overflow = y + item->height - limit;
        }
        return fit;
    }
    fit.to = MIN(end, list->items->len);
    return fit;
}

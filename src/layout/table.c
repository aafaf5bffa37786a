/* Tables into rows of cells (XSL 1.1 section 6.7). */
#include "layout/internal.h"

#include <math.h>
#include <string.h>

#define MAX_COLUMNS 1000

AfRows *af_rows_new(AfTable *table, int count) {
    AfRows *rows = g_new0(AfRows, 1);
    rows->table = table;
    rows->count = count;
    rows->cells = g_array_new(FALSE, TRUE, sizeof(AfCell));
    rows->heights = g_new0(AfUnit, (gsize)count);
    rows->minimum = g_new0(AfUnit, (gsize)count);
    rows->keep = g_new0(float, (gsize)count);
    rows->nodes = g_new0(const AfFoNode *, (gsize)count);
    return rows;
}

void af_rows_free(AfRows *rows) {
    if (!rows) return;
    g_array_unref(rows->cells);
    g_free(rows->heights);
    g_free(rows->minimum);
    g_free(rows->keep);
    g_free(rows->nodes);
    g_free(rows);
}

static AfUnit cell_height(const AfCell *cell) { return af_sum(af_list_extent(cell->list, cell->from, cell->to), cell->before + cell->after); }

void af_rows_measure(AfRows *rows) {
    for (int r = 0; r < rows->count; r++) rows->heights[r] = rows->minimum[r];
    for (int pass = 1; pass <= 2; pass++) {
        for (guint i = 0; i < rows->cells->len; i++) {
            const AfCell *cell = &g_array_index(rows->cells, AfCell, i);
            if ((cell->span == 1) != (pass == 1)) continue;
            AfUnit have = 0;
            for (int r = 0; r < cell->span; r++) have = af_sum(have, rows->heights[cell->row + r]);
            AfUnit lacks = cell_height(cell) - have;
            if (lacks > 0) rows->heights[cell->row + cell->span - 1] = af_sum(rows->heights[cell->row + cell->span - 1], lacks);
        }
    }
}

AfUnit af_rows_height(const AfRows *rows) {
    AfUnit height = 0;
    for (int r = 0; r < rows->count; r++) height = af_sum(height, rows->heights[r]);
    return height;
}

/* ---- columns */

typedef struct {
    AfPages *pages;
    AfTable *table;
    const AfFoNode *node;
    AfList *list;
    AfUnit x, width;        /* of the table */
    int columns;
    AfUnit *column_x;       /* [columns + 1] */
    const AfFoNode **column; /* [columns]: fo:table-column, or NULL */
    AfDecor *above;         /* [columns]: of the cell above */
    gboolean collapse;
} Builder;

static void report_misplaced(const Builder *b, const AfFoNode *node) {
    af_fo_report(b->pages->fo, node, b->pages->diagnostics, AF_D_FO_MISPLACED, af_fo_element_name(node->element),
                 af_fo_element_name(node->parent->element));
}

static int span_of(const AfFoNode *cell, AfProperty property) { return CLAMP((int)af_style_number(cell->style, property), 1, MAX_COLUMNS); }

static int count_columns(const AfFoNode *table) {
    int defined = 0, used = 0;
    for (const AfFoNode *part = table->first_child; part; part = part->next) {
        if (part->element == AF_FO_TABLE_COLUMN) {
            int number = (int)CLAMP(af_style_number(part->style, AF_P_COLUMN_NUMBER), 0, MAX_COLUMNS);
            defined = (number > 0 ? number - 1 : MIN(defined, MAX_COLUMNS)) + span_of(part, AF_P_NUMBER_COLUMNS_REPEATED);
            used = MAX(used, defined);
            continue;
        }
        for (const AfFoNode *row = part->first_child; row; row = row->next) {
            int cells = 0;
            for (const AfFoNode *cell = row->first_child; cell; cell = cell->next) {
                if (cell->element != AF_FO_TABLE_CELL) continue;
                int number = (int)CLAMP(af_style_number(cell->style, AF_P_COLUMN_NUMBER), 0, MAX_COLUMNS);
                cells = (number > 0 ? number - 1 : MIN(cells, MAX_COLUMNS)) + span_of(cell, AF_P_NUMBER_COLUMNS_SPANNED);
                used = MAX(used, cells);
            }
        }
    }
    return CLAMP(used, 1, MAX_COLUMNS);
}

/* Widths: lengths and percentages as they are, the rest shared by proportions; a column that says nothing has proportion 1. */
static void set_columns(Builder *b) {
    g_autofree AfUnit *width = g_new0(AfUnit, (gsize)b->columns);
    g_autofree double *share = g_new0(double, (gsize)b->columns);
    for (int c = 0; c < b->columns; c++) share[c] = 1;
    int next = 0;
    for (const AfFoNode *column = b->node->first_child; column; column = column->next) {
        if (column->element != AF_FO_TABLE_COLUMN) continue;
        int number = (int)CLAMP(af_style_number(column->style, AF_P_COLUMN_NUMBER), 0, MAX_COLUMNS);
        if (number > 0) next = number - 1;
        const AfValue *value = &column->style->value[AF_P_COLUMN_WIDTH];
        for (int n = span_of(column, AF_P_NUMBER_COLUMNS_REPEATED); n > 0 && next < b->columns; n--, next++) {
            b->column[next] = column;
            if (value->kind == AF_V_LENGTH) {
                width[next] = MAX(af_length(column->style, AF_P_COLUMN_WIDTH, b->width), 0);
                share[next] = 0;
            } else if (value->kind == AF_V_PROPORTION) {
                share[next] = value->number;
            }
        }
    }
    AfUnit room = b->width;
    double shares = 0;
    for (int c = 0; c < b->columns; c++) {
        room = af_sum(room, -width[c]);
        shares += share[c];
    }
    b->column_x = g_new0(AfUnit, (gsize)b->columns + 1);
    double taken = 0;
    AfUnit fixed = b->x;
    for (int c = 0; c < b->columns; c++) {
        b->column_x[c] = fixed + (shares > 0 ? (AfUnit)(MAX(room, 0) * (taken / shares)) : 0);
        fixed = af_sum(fixed, width[c]);
        taken += share[c];
    }
    b->column_x[b->columns] = fixed + (shares > 0 ? MAX(room, 0) : 0);
}

/* ---- cells and rows */

static void take_before(AfDecor *decor, AfUnit width, guint32 color, AfKeyword style) {
    decor->before = width;
    decor->before_color = color;
    decor->before_style = style;
}

static void take_after(AfDecor *decor, const AfDecor *other) {
    decor->after = other->after;
    decor->after_color = other->after_color;
    decor->after_style = other->after_style;
}

/* A row's own background and borders show through its cells; so do the backgrounds of what the row is in and of the column. */
static void inherit_decor(AfDecor *decor, const AfFoNode *row, const AfFoNode *column) {
    AfDecor outer;
    for (const AfFoNode *node = row; node && node->element != AF_FO_TABLE; node = node->parent) {
        if (!af_decor_read(&outer, node, 0, 0)) continue;
        if (!decor->background) decor->background = outer.background;
        if (node != row) continue;
        if (!decor->before) take_before(decor, outer.before, outer.before_color, outer.before_style);
        if (!decor->after) take_after(decor, &outer);
    }
    if (!decor->background && column) decor->background = af_style_color(column->style, AF_P_BACKGROUND_COLOR);
}

/* A border between two rows is painted by the upper one, on the line between them; a lower cell with a background would cover half
 * of it and so paints it again. */
static void meet_above(Builder *b, AfDecor *decor, int column, int columns) {
    const AfDecor first = b->above[column];
    gboolean same = decor->background && first.after > decor->before;
    for (int c = column; c < column + columns; c++) {
        same = same && b->above[c].after == first.after && b->above[c].after_color == first.after_color;
        b->above[c] = *decor;
    }
    if (same) take_before(decor, first.after, first.after_color, first.after_style);
}

static void add_cell(Builder *b, AfRows *rows, const AfFoNode *node, int row, int column, int columns, int span) {
    const AfFoStyle *style = node->style;
    AfCell cell = {.node = node, .row_node = node->parent, .row = row, .span = span, .to = G_MAXUINT};
    cell.x = b->column_x[column];
    cell.width = b->column_x[MIN(column + columns, b->columns)] - cell.x;
    af_decor_read(&cell.decor, node, 0, 0);
    inherit_decor(&cell.decor, node->parent, b->column[column]);
    cell.decor.x = 0;
    cell.decor.width = cell.width;
    int part = b->collapse ? 2 : 1; /* half of a shared border is this cell's */
    cell.before = cell.decor.before / part + af_length(style, AF_P_PADDING_BEFORE, 0);
    cell.after = cell.decor.after / part + af_length(style, AF_P_PADDING_AFTER, 0);
    AfUnit start = cell.decor.start / part + af_length(style, AF_P_PADDING_START, 0);
    AfUnit end = cell.decor.end / part + af_length(style, AF_P_PADDING_END, 0);
    cell.collapse = b->collapse;
    if (b->collapse) meet_above(b, &cell.decor, column, columns);
    cell.align = af_style_keyword(style, AF_P_DISPLAY_ALIGN);
    cell.list = af_list_new(b->pages, af_style_is_rtl(node->style));
    af_list_start(cell.list, node);
    af_list_fill(b->pages, cell.list, node, MAX(cell.width - start - end, AF_POINT));
    af_list_end(cell.list, node);
    AfUnit x = cell.list->rtl == b->table->rtl ? start : end;
    for (guint i = 0; i < cell.list->items->len; i++) g_array_index(cell.list->items, AfItem, i).x += x;
    g_array_append_val(rows->cells, cell);
}

/* The rows of one header, footer or body, in groups that spanned cells tie together. */
typedef struct {
    Builder *b;
    int *spanned;      /* [columns]: rows still taken by a cell from above */
    GPtrArray *nodes;  /* the group's rows */
    AfRows *rows;
    void (*done)(Builder *b, AfRows *rows);
} Section;

static void set_row(AfRows *rows, int row, const AfFoNode *node) {
    rows->nodes[row] = node;
    rows->minimum[row] = MAX(af_length(node->style, AF_P_BLOCK_PROGRESSION_DIMENSION, 0),
                             af_length(node->style, AF_P_BLOCK_PROGRESSION_DIMENSION_MINIMUM, 0));
    rows->keep[row] = af_style_keep(node->style, KEEP_TOGETHER);
}

static void grow(AfRows *rows) {
    int count = ++rows->count;
    rows->heights = g_renew(AfUnit, rows->heights, count);
    rows->minimum = g_renew(AfUnit, rows->minimum, count);
    rows->keep = g_renew(float, rows->keep, count);
    rows->nodes = g_renew(const AfFoNode *, rows->nodes, count);
    rows->heights[count - 1] = rows->minimum[count - 1] = 0;
}

static void finish_group(Section *section) {
    AfRows *rows = g_steal_pointer(&section->rows);
    if (!rows) return;
    for (guint i = 0; i < rows->cells->len; i++) {
        AfCell *cell = &g_array_index(rows->cells, AfCell, i);
        cell->span = MIN(cell->span, rows->count - cell->row);
    }
    af_rows_measure(rows);
    section->done(section->b, rows);
}

static void add_row(Section *section, const AfFoNode *row, gboolean last) {
    Builder *b = section->b;
    if (!section->rows) section->rows = af_rows_new(b->table, 0);
    AfRows *rows = section->rows;
    grow(rows);
    set_row(rows, rows->count - 1, row);
    int column = 0;
    for (const AfFoNode *cell = row->first_child; cell; cell = cell->next) {
        if (cell->element != AF_FO_TABLE_CELL) {
            if (cell->element != AF_FO_MARKER) report_misplaced(b, cell);
            continue;
        }
        int number = (int)CLAMP(af_style_number(cell->style, AF_P_COLUMN_NUMBER), 0, MAX_COLUMNS + 1);
        if (number > 0) column = MIN(number - 1, b->columns);
        while (column < b->columns && section->spanned[column] > 0) column++;
        int columns = span_of(cell, AF_P_NUMBER_COLUMNS_SPANNED);
        if (column + columns > b->columns) report_misplaced(b, cell);
        if (column >= b->columns) break;
        columns = MIN(columns, b->columns - column);
        int span = last ? 1 : span_of(cell, AF_P_NUMBER_ROWS_SPANNED);
        add_cell(b, rows, cell, rows->count - 1, column, columns, span);
        for (int c = column; c < column + columns; c++) section->spanned[c] = span;
        column += columns;
    }
    gboolean open = FALSE;
    for (int c = 0; c < b->columns; c++) {
        if (section->spanned[c] > 0) section->spanned[c]--;
        open |= section->spanned[c] > 0;
    }
    if (!open || last) finish_group(section);
}

static void add_section(Builder *b, const AfFoNode *part, void (*done)(Builder *, AfRows *)) {
    g_autofree int *spanned = g_new0(int, (gsize)b->columns);
    Section section = {.b = b, .spanned = spanned, .done = done};
    const AfFoNode *last = NULL;
    for (const AfFoNode *row = part->first_child; row; row = row->next) {
        if (row->element == AF_FO_TABLE_ROW) last = row;
    }
    af_list_start(b->list, part);
    for (const AfFoNode *row = part->first_child; row; row = row->next) {
        if (row->element == AF_FO_TABLE_ROW) add_row(&section, row, row == last);
        else if (row->element != AF_FO_MARKER) report_misplaced(b, row);
    }
    finish_group(&section);
    af_list_end(b->list, part);
}

static void add_rows(Builder *b, AfRows *rows) {
    const AfFoNode *first = rows->nodes[0], *last = rows->nodes[rows->count - 1];
    AfKeyword before = af_style_keyword(first->style, AF_P_BREAK_BEFORE), after = af_style_keyword(last->style, AF_P_BREAK_AFTER);
    if (before != AF_KW_AUTO) b->list->next_forced = before;
    b->list->next_keep = MAX(b->list->next_keep, af_style_keep(first->style, KEEP_WITH_PREVIOUS));
    for (int r = 0; r < rows->count; r++) af_list_start(b->list, rows->nodes[r]);
    AfItem *item = af_list_add(b->list, AF_ITEM_ROWS, af_rows_height(rows));
    item->rows = rows;
    item->node = first;
    for (int r = rows->count; r-- > 0;) af_list_end(b->list, rows->nodes[r]);
    b->list->next_keep = af_style_keep(last->style, KEEP_WITH_NEXT);
    if (after != AF_KW_AUTO) b->list->next_forced = after;
}

/* Headers and footers that repeat are kept whole, as one group. */
static void add_head(Builder *b, AfRows *rows) {
    rows->head = TRUE;
    add_rows(b, rows);
    b->list->next_keep = INFINITY;
}

static const AfFoNode *part_of(const AfFoNode *table, AfFoElement element) {
    for (const AfFoNode *part = table->first_child; part; part = part->next) {
        if (part->element == element) return part;
    }
    return NULL;
}

static void merge_rows(AfRows *merged, AfRows *more) {
    for (guint c = 0; c < more->cells->len; c++) {
        AfCell cell = g_array_index(more->cells, AfCell, c);
        cell.row += merged->count;
        g_array_append_val(merged->cells, cell);
    }
    for (int r = 0; r < more->count; r++) {
        grow(merged);
        set_row(merged, merged->count - 1, more->nodes[r]);
    }
    af_rows_free(more);
}

/* The rows that were added from item `from` on, together. */
static AfRows *merge_heads(AfList *list, guint from) {
    AfRows *merged = NULL;
    guint to = from, at = from;
    for (guint i = from; i < list->items->len; i++) {
        AfItem item = g_array_index(list->items, AfItem, i);
        if (item.kind == AF_ITEM_ROWS && merged) {
            merge_rows(merged, item.rows);
            continue;
        }
        if (item.kind == AF_ITEM_ROWS) {
            merged = item.rows;
            at = to;
        }
        g_array_index(list->items, AfItem, to++) = item;
    }
    g_array_set_size(list->items, to);
    if (!merged) return NULL;
    af_rows_measure(merged);
    g_array_index(list->items, AfItem, at).height = af_rows_height(merged);
    return merged;
}

/* What stands at the table's head or foot, and again at each page. */
static AfRows *add_repeated(Builder *b, AfFoElement element, AfProperty omit, AfUnit *height) {
    const AfFoNode *part = part_of(b->node, element);
    if (!part) return NULL;
    guint from = b->list->items->len;
    add_section(b, part, add_head);
    AfRows *rows = merge_heads(b->list, from);
    if (!rows || !af_style_is(b->node->style, omit, AF_KW_FALSE)) return NULL;
    *height = af_rows_height(rows);
    return rows;
}

static void add_bodies(Builder *b) {
    for (const AfFoNode *part = b->node->first_child; part; part = part->next) {
        switch (part->element) {
        case AF_FO_TABLE_BODY: add_section(b, part, add_rows); break;
        case AF_FO_TABLE_COLUMN:
        case AF_FO_TABLE_HEADER:
        case AF_FO_TABLE_FOOTER:
        case AF_FO_MARKER: break;
        default: report_misplaced(b, part);
        }
    }
}

void af_table_add(AfPages *pages, AfList *list, const AfFoNode *node, AfUnit width) {
    const AfFoStyle *style = node->style;
    AfBlock block = af_block_begin(pages, list, node, width);
    AfTable *table = g_new0(AfTable, 1);
    g_ptr_array_add(pages->tables, table);
    table->node = node;
    AfUnit start = af_length(style, AF_P_START_INDENT, width), end = af_length(style, AF_P_END_INDENT, width);
    Builder b = {.pages = pages, .table = table, .node = node, .list = list, .width = width - start - end};
    AfUnit given = af_inline_dimension(node, width);
    if (given >= 0) b.width = given;
    b.x = af_list_x(list, style, width, start, b.width);
    table->rtl = af_style_is_rtl(style);
    table->x = b.x;
    table->width = b.width;
    b.collapse = !af_style_is(style, AF_P_BORDER_COLLAPSE, AF_KW_SEPARATE);
    b.columns = count_columns(node);
    b.column = g_new0(const AfFoNode *, (gsize)b.columns);
    b.above = g_new0(AfDecor, (gsize)b.columns);
    set_columns(&b);
    AfUnit over = b.column_x[b.columns] - b.x + start - width;
    if (over > AF_OVERFULL) af_report_overfull(pages, node, "", "", over);
    table->header = add_repeated(&b, AF_FO_TABLE_HEADER, AF_P_OMIT_HEADER_AT_BREAK, &table->header_height);
    guint items = list->items->len;
    add_bodies(&b);
    if (list->items->len == items) list->next_keep = 0; /* nothing that the header could be kept with */
    if (part_of(node, AF_FO_TABLE_FOOTER)) {
        float after = list->next_keep;
        list->next_keep = INFINITY;
        table->footer = add_repeated(&b, AF_FO_TABLE_FOOTER, AF_P_OMIT_FOOTER_AT_BREAK, &table->footer_height);
        list->next_keep = after;
    }
    af_block_end(list, node, block);
    g_free(b.column_x);
    g_free(b.column);
    g_free(b.above);
}

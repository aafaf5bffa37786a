/* How wide the columns of a table are (XSL 1.1 sections 6.7.4, 7.28.9, 7.28.16; CSS 2.1 section 17.5.2). */
#include "layout/internal.h"

typedef struct {
    AfUnit width;   /* given */
    double share;   /* of what is left */
    gboolean given, collapsed;
} Column;

static gboolean is_length(const AfFoStyle *style, AfProperty property) { return style->value[property].kind == AF_V_LENGTH; }

/* What the fo:table-columns say. */
static void read_columns(AfTable *table, Column *columns) {
    int next = 0, count;
    for (const AfFoNode *node = table->node->first_child; node; node = node->next) {
        if (node->element != AF_FO_TABLE_COLUMN || !af_column_next(node, &next, &count)) continue;
        const AfValue *value = &node->style->value[AF_P_COLUMN_WIDTH];
        for (; count > 0 && next < table->columns; count--, next++) {
            Column *column = &columns[next];
            table->column[next] = node;
            *column = (Column){.share = 1, .collapsed = af_style_is(node->style, AF_P_VISIBILITY, AF_KW_COLLAPSE)};
            column->given = value->kind != AF_V_KEYWORD;
            if (value->kind == AF_V_PROPORTION) column->share = value->number;
            if (value->kind != AF_V_LENGTH) continue;
            column->width = MAX(af_length(node->style, AF_P_COLUMN_WIDTH, table->width), 0);
            column->share = 0;
        }
    }
}

/* Where no column says a width, the cells of the first row may. */
static void read_first_row(AfTable *table, const GPtrArray *grids, Column *columns) {
    const AfGrid *grid = NULL;
    for (guint i = 0; i < grids->len && !grid; i++) {
        const AfGrid *part = g_ptr_array_index(grids, i);
        if (part->rows > 0) grid = part;
    }
    guint end = grid ? g_array_index(grid->first, guint, 1) : 0;
    for (guint i = 0; i < end; i++) {
        const AfGridCell *cell = &g_array_index(grid->cells, AfGridCell, i);
        Column *column = &columns[cell->column];
        const AfFoStyle *style = cell->node->style;
        if (cell->columns != 1 || column->given || !is_length(style, AF_P_INLINE_PROGRESSION_DIMENSION)) continue;
        *column = (Column){.width = MAX(af_length(style, AF_P_INLINE_PROGRESSION_DIMENSION, table->width), 0),
                           .given = TRUE, .collapsed = column->collapsed};
    }
}

/* ---- columns that say nothing, where table-layout is auto (CSS 2.1 section 17.5.2.2) */

/* What is beside a cell's content: half of borders that collapse, all of others; padding; separation. */
static AfUnit around_content(const AfFoStyle *style, gboolean collapse) {
    AfUnit borders = af_border_width(style, AF_P_BORDER_START_WIDTH) + af_border_width(style, AF_P_BORDER_END_WIDTH);
    AfUnit gap = collapse ? 0 : af_length(style, AF_P_BORDER_SEPARATION_INLINE_PROGRESSION_DIRECTION, 0);
    return borders / (collapse ? 2 : 1) + af_length(style, AF_P_PADDING_START, 0) + af_length(style, AF_P_PADDING_END, 0) + gap;
}

static AfExtents measure_cell(AfPages *pages, const AfGridCell *cell, gboolean collapse) {
    AfExtents extents = af_measure(pages, cell->node);
    AfUnit around = around_content(cell->node->style, collapse);
    const AfValue *width = &cell->node->style->value[AF_P_INLINE_PROGRESSION_DIMENSION];
    if (width->kind == AF_V_LENGTH && width->percent == 0) {
        extents.least = MAX(extents.least, af_units(width->number));
        extents.most = extents.least;
    }
    return (AfExtents){af_sum(extents.least, around), af_sum(extents.most, around)};
}

/* A cell over several columns makes those of them wider that have no width, all by as much. */
static void widen_spanned(const Column *columns, AfExtents *wanted, const AfGridCell *cell, AfExtents extents) {
    int open = 0;
    for (int c = cell->column; c < cell->column + cell->columns; c++) {
        extents.least -= columns[c].given ? columns[c].width : wanted[c].least;
        extents.most -= columns[c].given ? columns[c].width : wanted[c].most;
        open += !columns[c].given;
    }
    for (int c = cell->column; c < cell->column + cell->columns; c++) {
        if (columns[c].given) continue;
        if (extents.least > 0) wanted[c].least = af_sum(wanted[c].least, extents.least / open);
        if (extents.most > 0) wanted[c].most = af_sum(wanted[c].most, extents.most / open);
        wanted[c].most = MAX(wanted[c].most, wanted[c].least);
    }
}

/* What each of the columns without a width would have: cells in one column first, then the others. */
static AfExtents *measure_columns(AfPages *pages, const GPtrArray *grids, const Column *columns, int count, gboolean collapse) {
    AfExtents *wanted = g_new0(AfExtents, (gsize)count);
    for (int pass = 0; pass < 2; pass++) {
        for (guint g = 0; g < grids->len; g++) {
            const AfGrid *grid = g_ptr_array_index(grids, g);
            for (guint i = 0; i < grid->cells->len; i++) {
                const AfGridCell *cell = &g_array_index(grid->cells, AfGridCell, i);
                if ((cell->columns == 1) != (pass == 0) || (pass == 0 && columns[cell->column].given)) continue;
                AfExtents extents = measure_cell(pages, cell, collapse);
                AfExtents *column = &wanted[cell->column];
                if (pass == 1) widen_spanned(columns, wanted, cell, extents);
                else *column = (AfExtents){MAX(column->least, extents.least), MAX(column->most, extents.most)};
            }
        }
    }
    return wanted;
}

/* Columns are equal while nothing in them has to be broken for that; else each gets what it needs and its part of the
 * rest by what it would like to have. */
static void fit_columns(Column *columns, const AfExtents *wanted, int count, int open, AfUnit room) {
    double least = 0, most = 0, widest = 0;
    for (int c = 0; c < count; c++) {
        if (columns[c].given) continue;
        least += wanted[c].least;
        most += wanted[c].most;
        widest = MAX(widest, wanted[c].most);
    }
    if (widest * open <= room) return;
    for (int c = 0; c < count; c++) {
        if (columns[c].given) continue;
        double width = wanted[c].least;
        if (most <= room) width = most > 0 ? wanted[c].most * (room / most) : 0;
        else if (least < room) width += (room - least) * ((wanted[c].most - wanted[c].least) / (most - least));
        columns[c].width = af_clamp(width);
        columns[c].share = 0;
    }
}

/* How many columns are to be measured: none if there is only one, which has the rest, or if proportions share it out. */
static int count_open(const AfFoStyle *style, const Column *columns, int count) {
    int open = 0;
    if (af_style_is(style, AF_P_TABLE_LAYOUT, AF_KW_FIXED)) return 0;
    for (int c = 0; c < count; c++) {
        if (columns[c].collapsed) continue;
        if (columns[c].given && columns[c].share > 0) return 0;
        open += !columns[c].given;
    }
    return open > 1 ? open : 0;
}

static void fit_content(AfPages *pages, const AfTable *table, const GPtrArray *grids, Column *columns) {
    int open = count_open(table->node->style, columns, table->columns);
    if (open == 0) return;
    AfUnit room = table->width;
    for (int c = 0; c < table->columns; c++) room = af_sum(room, -columns[c].width);
    g_autofree AfExtents *wanted = measure_columns(pages, grids, columns, table->columns, table->collapse);
    fit_columns(columns, wanted, table->columns, open, MAX(room, 0));
}

/* ---- all columns */

/* Lengths and percentages are as they are, the rest is shared out by proportions. What is too much makes the table wider;
 * what is too little leaves room at its end. */
static void share_out(AfTable *table, Column *columns) {
    AfUnit room = table->width, fixed = 0;
    double shares = 0, taken = 0;
    for (int c = 0; c < table->columns; c++) {
        if (columns[c].collapsed) columns[c] = (Column){.collapsed = TRUE};
        room = af_sum(room, -columns[c].width);
        shares += columns[c].share;
    }
    for (int c = 0; c < table->columns; c++) {
        table->column_x[c] = fixed + (shares > 0 ? (AfUnit)(MAX(room, 0) * (taken / shares)) : 0);
        fixed = af_sum(fixed, columns[c].width);
        taken += columns[c].share;
    }
    table->column_x[table->columns] = fixed + (shares > 0 ? MAX(room, 0) : 0);
    table->width = MAX(table->width, table->column_x[table->columns]);
}

static Column *new_columns(AfTable *table, const GPtrArray *grids) {
    Column *columns = g_new0(Column, (gsize)table->columns);
    for (int c = 0; c < table->columns; c++) columns[c].share = 1;
    table->column = g_new0(const AfFoNode *, (gsize)table->columns);
    read_columns(table, columns);
    read_first_row(table, grids, columns);
    return columns;
}

void af_table_set_columns(AfPages *pages, AfTable *table, const GPtrArray *grids) {
    g_autofree Column *columns = new_columns(table, grids);
    table->column_x = g_new0(AfUnit, (gsize)table->columns + 1);
    fit_content(pages, table, grids, columns);
    share_out(table, columns);
}

static AfExtents measure_table(AfPages *pages, const AfFoNode *node) {
    gboolean outer = pages->measuring;
    pages->measuring = TRUE;
    AfTable table = {.node = node, .columns = af_columns_count(pages, node)};
    table.collapse = !af_style_is(node->style, AF_P_BORDER_COLLAPSE, AF_KW_SEPARATE);
    g_autoptr(GPtrArray) grids = g_ptr_array_new_with_free_func(af_grid_free);
    for (const AfFoNode *part = node->first_child; part; part = part->next) {
        gboolean rows = part->element == AF_FO_TABLE_HEADER || part->element == AF_FO_TABLE_BODY || part->element == AF_FO_TABLE_FOOTER;
        if (rows) g_ptr_array_add(grids, af_grid_new(pages, part, table.columns));
    }
    g_autofree Column *columns = new_columns(&table, grids);
    for (int c = 0; c < table.columns; c++) columns[c].given = columns[c].given && columns[c].share == 0;
    g_autofree AfExtents *wanted = measure_columns(pages, grids, columns, table.columns, table.collapse);
    AfExtents extents = {0, 0};
    for (int c = 0; c < table.columns; c++) {
        extents.least = af_sum(extents.least, columns[c].given ? columns[c].width : wanted[c].least);
        extents.most = af_sum(extents.most, columns[c].given ? columns[c].width : wanted[c].most);
    }
    g_free(table.column);
    pages->measuring = outer;
    return extents;
}

AfExtents af_table_extents(AfPages *pages, const AfFoNode *table) {
    if (!pages->measured) pages->measured = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    AfExtents *known = g_hash_table_lookup(pages->measured, table);
    if (!known) {
        AfExtents extents = measure_table(pages, table);
        known = g_memdup2(&extents, sizeof extents);
        g_hash_table_insert(pages->measured, (gpointer)(guintptr)table, known);
    }
    return *known;
}

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

void af_table_set_columns(AfPages *pages, AfTable *table, const GPtrArray *grids) {
    (void)pages;
    g_autofree Column *columns = g_new0(Column, (gsize)table->columns);
    for (int c = 0; c < table->columns; c++) columns[c].share = 1;
    table->column = g_new0(const AfFoNode *, (gsize)table->columns);
    table->column_x = g_new0(AfUnit, (gsize)table->columns + 1);
    read_columns(table, columns);
    read_first_row(table, grids, columns);
    share_out(table, columns);
}

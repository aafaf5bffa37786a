/* Collapsed borders: which of those that meet on a line of a table's grid is drawn (XSL 1.1 sections 6.7.10, 7.28.3; CSS2
 * section 17.6.2). */
#include "layout/internal.h"

#include <math.h>

/* The precedences that border-*-precedence has where it is not given (7.28.1). */
static double initial_precedence(AfFoElement element) {
    switch (element) {
    case AF_FO_TABLE: return 6;
    case AF_FO_TABLE_CELL: return 5;
    case AF_FO_TABLE_COLUMN: return 4;
    case AF_FO_TABLE_ROW: return 3;
    case AF_FO_TABLE_BODY: return 2;
    case AF_FO_TABLE_HEADER: return 1;
    default: return 0;
    }
}

static AfProperty precedence_of(AfProperty width) {
    switch (width) {
    case AF_P_BORDER_BEFORE_WIDTH: return AF_P_BORDER_BEFORE_PRECEDENCE;
    case AF_P_BORDER_AFTER_WIDTH: return AF_P_BORDER_AFTER_PRECEDENCE;
    case AF_P_BORDER_START_WIDTH: return AF_P_BORDER_START_PRECEDENCE;
    default: return AF_P_BORDER_END_PRECEDENCE;
    }
}

/* Of equally wide borders the one that catches the eye most. */
static int weight(AfKeyword style) {
    static const AfKeyword order[] = {AF_KW_INSET, AF_KW_GROOVE, AF_KW_OUTSET, AF_KW_RIDGE,
                                      AF_KW_DOTTED, AF_KW_DASHED, AF_KW_SOLID, AF_KW_DOUBLE};
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
        if (order[i] == style) return (int)i + 1;
    }
    return 0;
}

/* The borders that meet on one segment of a line, as far as they were looked at: what comes first wins a tie. */
typedef struct {
    AfBorder best;
    double precedence;  /* of the best */
    gboolean found, hidden, by_precedence;
} Meeting;

static void meet(Meeting *m, const AfFoNode *node, AfProperty width) {
    AfKeyword style = node ? af_style_keyword(node->style, width - 1) : AF_KW_NONE;
    if (style == AF_KW_NONE) return;
    double precedence = 0;
    if (m->by_precedence) {
        const AfValue *given = &node->style->value[precedence_of(width)];
        gboolean force = given->kind == AF_V_KEYWORD;
        precedence = force ? INFINITY : given->number >= 0 ? given->number : initial_precedence(node->element);
        if (m->found && precedence < m->precedence) return;
    }
    gboolean higher = !m->found || precedence > m->precedence;
    m->hidden = style == AF_KW_HIDDEN || (m->hidden && !higher);
    AfBorder border = {af_border_width(node->style, width), af_border_color(node->style, width), style};
    if (!higher && border.width < m->best.width) return;
    if (!higher && border.width == m->best.width && weight(border.style) <= weight(m->best.style)) return;
    *m = (Meeting){border, precedence, TRUE, m->hidden, m->by_precedence};
}

static AfBorder outcome(const Meeting *m) { return m->found && !m->hidden ? m->best : (AfBorder){0}; }

static Meeting meeting(const AfTable *table) {
    return (Meeting){.by_precedence = af_style_is(table->node->style, AF_P_BORDER_COLLAPSE, AF_KW_COLLAPSE_WITH_PRECEDENCE)};
}

static const AfFoNode *row_of(AfGridRow at) {
    const AfFoNode *node = at.grid ? g_ptr_array_index(at.grid->nodes, at.row) : NULL;
    return node && node->element == AF_FO_TABLE_ROW ? node : NULL;
}

static const AfGridCell *cell_of(AfGridRow at, int column) { return at.grid ? af_grid_at(at.grid, at.row, column) : NULL; }

void af_borders_between(const AfTable *table, AfGridRow above, AfGridRow below, AfBorder *line) {
    gboolean inside = above.grid && above.grid == below.grid;
    for (int c = 0; c < table->columns; c++) {
        const AfGridCell *upper = cell_of(above, c), *lower = cell_of(below, c);
        line[c] = (AfBorder){0};
        if (inside && upper && upper == lower) continue; /* within one cell */
        Meeting m = meeting(table);
        meet(&m, upper ? upper->node : NULL, AF_P_BORDER_AFTER_WIDTH);
        meet(&m, lower ? lower->node : NULL, AF_P_BORDER_BEFORE_WIDTH);
        meet(&m, row_of(above), AF_P_BORDER_AFTER_WIDTH);
        meet(&m, row_of(below), AF_P_BORDER_BEFORE_WIDTH);
        if (!inside) {
            meet(&m, above.grid ? above.grid->part : NULL, AF_P_BORDER_AFTER_WIDTH);
            meet(&m, below.grid ? below.grid->part : NULL, AF_P_BORDER_BEFORE_WIDTH);
        }
        if (!above.grid) meet(&m, table->column[c], AF_P_BORDER_BEFORE_WIDTH);
        if (!below.grid) meet(&m, table->column[c], AF_P_BORDER_AFTER_WIDTH);
        if (!above.grid) meet(&m, table->node, AF_P_BORDER_BEFORE_WIDTH);
        if (!below.grid) meet(&m, table->node, AF_P_BORDER_AFTER_WIDTH);
        line[c] = outcome(&m);
    }
}

void af_borders_across(const AfTable *table, AfGridRow at, AfBorder *walls) {
    int columns = table->columns;
    for (int c = 0; c <= columns; c++) {
        const AfGridCell *left = c > 0 ? cell_of(at, c - 1) : NULL, *right = c < columns ? cell_of(at, c) : NULL;
        walls[c] = (AfBorder){0};
        if (left && left == right) continue;
        Meeting m = meeting(table);
        meet(&m, left ? left->node : NULL, AF_P_BORDER_END_WIDTH);
        meet(&m, right ? right->node : NULL, AF_P_BORDER_START_WIDTH);
        if (c == columns) meet(&m, row_of(at), AF_P_BORDER_END_WIDTH);
        if (c == 0) meet(&m, row_of(at), AF_P_BORDER_START_WIDTH);
        if (c == columns) meet(&m, at.grid->part, AF_P_BORDER_END_WIDTH);
        if (c == 0) meet(&m, at.grid->part, AF_P_BORDER_START_WIDTH);
        meet(&m, c > 0 ? table->column[c - 1] : NULL, AF_P_BORDER_END_WIDTH);
        meet(&m, c < columns ? table->column[c] : NULL, AF_P_BORDER_START_WIDTH);
        if (c == columns) meet(&m, table->node, AF_P_BORDER_END_WIDTH);
        if (c == 0) meet(&m, table->node, AF_P_BORDER_START_WIDTH);
        walls[c] = outcome(&m);
    }
}

/* ---- at the breaks of a table */

/* The cell that touches the first or the last line of some rows in this column. */
static const AfCell *touching(const AfRows *rows, gboolean top, int column) {
    for (guint i = 0; i < rows->cells->len; i++) {
        const AfCell *cell = &g_array_index(rows->cells, AfCell, i);
        gboolean touches = top ? cell->row == 0 : cell->row + cell->span == rows->count;
        if (touches && column >= cell->column && column < cell->column + cell->columns) return cell;
    }
    return NULL;
}

/* Adds an object's border at an edge where it may be cut: then only what is retained counts (4.3.1). */
static void meet_edge(Meeting *m, const AfFoNode *node, AfProperty width, gboolean cut) {
    if (node && (!cut || af_style_is(node->style, width + 1, AF_KW_RETAIN))) meet(m, node, width);
}

static const AfFoNode *node_of_row(const AfRows *rows, gboolean top) {
    const AfFoNode *node = rows->nodes[top ? 0 : rows->count - 1];
    return node->element == AF_FO_TABLE_ROW ? node : NULL;
}

/* The row's cell, the row and the part it is in; `cut` if the edge is not a natural one of the row. */
static void meet_side(Meeting *m, const AfRows *rows, gboolean top, int column, gboolean cut_row, gboolean cut_part) {
    AfProperty width = top ? AF_P_BORDER_BEFORE_WIDTH : AF_P_BORDER_AFTER_WIDTH;
    const AfCell *cell = touching(rows, top, column);
    const AfFoNode *row = node_of_row(rows, top), *first = rows->nodes[top ? 0 : rows->count - 1];
    meet_edge(m, cell && !cell->gap ? cell->node : NULL, width, cell && (top ? cell->continued : cell->goes_on));
    meet_edge(m, row, width, cut_row);
    meet_edge(m, first->parent, width, cut_part);
}

/* Whether a row is the first or last of its part. */
static gboolean at_part_end(const AfRows *rows, gboolean top) {
    const AfFoNode *node = rows->nodes[top ? 0 : rows->count - 1];
    if (!top) return !node->next;
    return node->parent->first_child == node;
}

void af_borders_at_break(const AfRows *rows, gboolean top, const AfRows *beside, AfBorder *line) {
    const AfTable *table = rows->table;
    AfProperty width = top ? AF_P_BORDER_BEFORE_WIDTH : AF_P_BORDER_AFTER_WIDTH;
    gboolean cut_row = top ? rows->continued : rows->goes_on, cut_part = cut_row || !at_part_end(rows, top);
    for (int c = 0; c < table->columns; c++) {
        Meeting m = meeting(table);
        if (beside && top) meet_side(&m, beside, FALSE, c, FALSE, FALSE);
        meet_side(&m, rows, top, c, cut_row, cut_part);
        if (beside && !top) meet_side(&m, beside, TRUE, c, FALSE, FALSE);
        if (!beside) {
            meet_edge(&m, table->column[c], width, TRUE);
            meet_edge(&m, table->node, width, TRUE);
        }
        line[c] = outcome(&m);
    }
}

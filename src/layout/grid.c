/* Which cell of a table stands where (XSL 1.1 sections 6.7.4, 6.7.9, 6.7.10, 7.28.8, 7.28.13, 7.28.14). */
#include "layout/internal.h"

#include <string.h>

#define MAX_COLUMNS 1000

static int span_of(const AfFoNode *cell, AfProperty property) {
    return (int)CLAMP(af_style_number(cell->style, property), 1, MAX_COLUMNS);
}

/* Rows have no such limit: a cell may go down the whole part. */
static int rows_of(const AfFoNode *cell) {
    return (int)CLAMP(af_style_number(cell->style, AF_P_NUMBER_ROWS_SPANNED), 1, G_MAXINT / 4);
}

static int number_of(const AfFoNode *node) {
    return (int)CLAMP(af_style_number(node->style, AF_P_COLUMN_NUMBER), 0, MAX_COLUMNS + 1);
}

static gboolean is_collapsed(const AfFoNode *node) { return af_style_is(node->style, AF_P_VISIBILITY, AF_KW_COLLAPSE); }

gboolean af_column_next(const AfFoNode *column, int *next, int *count) {
    int number = number_of(column);
    if (number > 0) *next = number - 1;
    *count = span_of(column, AF_P_NUMBER_COLUMNS_REPEATED);
    return *next < MAX_COLUMNS;
}

/* What stands in a marker that is retrieved stands in the place of the object that retrieves it. */
static const AfFoNode *settle(const AfPages *pages, const AfFoNode *node) {
    while (node && node->element == AF_FO_RETRIEVE_TABLE_MARKER) {
        const AfFoNode *marker = af_head_retrieve(pages, node);
        node = marker && marker->first_child ? marker->first_child : node->next;
    }
    return node;
}

static const AfFoNode *following(const AfPages *pages, const AfFoNode *node) {
    while (!node->next && node->parent->element == AF_FO_MARKER) node = node->parent->parent;
    return settle(pages, node->next);
}

/* Cells in a part that has no rows: a row ends where the one says so or the next begins one. */
static gboolean begins_row(const AfFoNode *cell, const AfFoNode *before) {
    return !before || af_style_is(cell->style, AF_P_STARTS_ROW, AF_KW_TRUE) ||
           af_style_is(before->style, AF_P_ENDS_ROW, AF_KW_TRUE);
}

static int count_row(const AfPages *pages, const AfFoNode *cells, const AfFoNode *end) {
    int next = 0, used = 0;
    for (const AfFoNode *cell = cells; cell != end; cell = following(pages, cell)) {
        if (cell->element != AF_FO_TABLE_CELL) continue;
        int number = MIN(number_of(cell), MAX_COLUMNS);
        next = (number > 0 ? number - 1 : MIN(next, MAX_COLUMNS)) + span_of(cell, AF_P_NUMBER_COLUMNS_SPANNED);
        used = MAX(used, next);
    }
    return used;
}

/* Where the row ends whose first cell this is. */
static const AfFoNode *row_end(const AfPages *pages, const AfFoNode *cell) {
    const AfFoNode *before = cell;
    for (cell = following(pages, cell); cell; cell = following(pages, cell)) {
        if (cell->element == AF_FO_TABLE_ROW) return cell;
        if (cell->element != AF_FO_TABLE_CELL) continue;
        if (begins_row(cell, before)) return cell;
        before = cell;
    }
    return NULL;
}

int af_columns_count(const AfPages *pages, const AfFoNode *table) {
    int defined = 0, used = 0;
    for (const AfFoNode *part = table->first_child; part; part = part->next) {
        int count;
        if (part->element == AF_FO_TABLE_COLUMN) {
            if (!af_column_next(part, &defined, &count)) continue;
            defined += count;
            used = MAX(used, defined);
            continue;
        }
        for (const AfFoNode *row = settle(pages, part->first_child); row;) {
            gboolean bare = row->element == AF_FO_TABLE_CELL;
            const AfFoNode *end = bare ? row_end(pages, row) : NULL;
            used = MAX(used, bare ? count_row(pages, row, end) : count_row(pages, settle(pages, row->first_child), NULL));
            row = bare ? end : following(pages, row);
        }
    }
    return CLAMP(used, 1, MAX_COLUMNS);
}

/* ---- one part */

typedef struct {
    AfPages *pages;
    AfGrid *grid;
    int *taken; /* [columns]: how many rows more a cell from above takes */
    guint *above; /* [columns]: 1 + that cell */
} Filling;

static void report_misplaced(const Filling *f, const AfFoNode *node) {
    if (f->pages->measuring) return;
    af_fo_report(f->pages->fo, node, f->pages->diagnostics, AF_D_FO_MISPLACED, af_fo_element_name(node->element),
                 af_fo_element_name(node->parent->element));
}

static void put_cell(Filling *f, const AfFoNode *node, int *column) {
    AfGrid *grid = f->grid;
    int number = number_of(node);
    if (number > 0) *column = MIN(number - 1, grid->columns);
    while (*column < grid->columns && f->taken[*column] > 0) (*column)++;
    int columns = span_of(node, AF_P_NUMBER_COLUMNS_SPANNED);
    if (*column + columns > grid->columns) report_misplaced(f, node);
    if (*column >= grid->columns) return;
    AfGridCell cell = {node, grid->rows - 1, *column, MIN(columns, grid->columns - *column), rows_of(node)};
    g_array_append_val(grid->cells, cell);
    for (int c = cell.column; c < cell.column + cell.columns; c++) {
        if (f->taken[c] > 0) continue; /* the cell from above has it */
        f->taken[c] = cell.rows;
        f->above[c] = grid->cells->len;
    }
    *column += cell.columns;
}

/* Adds the cells up to `end` as a row; `node` is the fo:table-row, or NULL. */
static void put_row(Filling *f, const AfFoNode *node, const AfFoNode *cells, const AfFoNode *end) {
    AfGrid *grid = f->grid;
    guint first = grid->cells->len;
    grid->rows++;
    g_ptr_array_add(grid->nodes, (gpointer)(guintptr)(node ? node : cells));
    int column = 0;
    for (const AfFoNode *cell = cells; cell != end; cell = following(f->pages, cell)) {
        if (cell->element == AF_FO_TABLE_CELL) put_cell(f, cell, &column);
        else if (cell->element != AF_FO_MARKER) report_misplaced(f, cell);
    }
    g_array_append_val(grid->first, first);
    guint from = grid->at->len;
    g_array_set_size(grid->at, from + (guint)grid->columns);
    for (int c = 0; c < grid->columns; c++) {
        if (f->taken[c] <= 0) continue;
        g_array_index(grid->at, guint, from + (guint)c) = f->above[c];
        f->taken[c]--;
    }
}

/* What spans more rows than there are ends with the last one. */
static void finish(AfGrid *grid) {
    g_array_append_val(grid->first, grid->cells->len);
    for (guint i = 0; i < grid->cells->len; i++) {
        AfGridCell *cell = &g_array_index(grid->cells, AfGridCell, i);
        cell->rows = MIN(cell->rows, grid->rows - cell->row);
    }
}

AfGrid *af_grid_new(AfPages *pages, const AfFoNode *part, int columns) {
    AfGrid *grid = g_new0(AfGrid, 1);
    grid->part = part;
    grid->columns = columns;
    grid->nodes = g_ptr_array_new();
    grid->cells = g_array_new(FALSE, FALSE, sizeof(AfGridCell));
    grid->first = g_array_new(FALSE, FALSE, sizeof(guint));
    grid->at = g_array_new(FALSE, TRUE, sizeof(guint));
    g_autofree int *taken = g_new0(int, (gsize)columns);
    g_autofree guint *above = g_new0(guint, (gsize)columns);
    Filling f = {pages, grid, taken, above};
    gboolean has_rows = af_fo_child(part, AF_FO_TABLE_ROW) != NULL;
    for (const AfFoNode *row = settle(pages, part->first_child); row;) {
        gboolean bare = row->element == AF_FO_TABLE_CELL;
        const AfFoNode *end = bare ? row_end(pages, row) : following(pages, row);
        if (bare && has_rows) report_misplaced(&f, row);
        if (bare) put_row(&f, NULL, row, end);
        else if (row->element == AF_FO_TABLE_ROW && !is_collapsed(row)) put_row(&f, row, settle(pages, row->first_child), NULL);
        else if (row->element != AF_FO_MARKER && row->element != AF_FO_TABLE_ROW) report_misplaced(&f, row);
        row = end;
    }
    finish(grid);
    return grid;
}

void af_grid_free(gpointer data) {
    AfGrid *grid = data;
    g_ptr_array_unref(grid->nodes);
    g_array_unref(grid->cells);
    g_array_unref(grid->first);
    g_array_unref(grid->at);
    g_free(grid);
}

const AfGridCell *af_grid_at(const AfGrid *grid, int row, int column) {
    guint index = g_array_index(grid->at, guint, (guint)row * (guint)grid->columns + (guint)column);
    return index ? &g_array_index(grid->cells, AfGridCell, index - 1) : NULL;
}

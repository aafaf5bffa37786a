/* Tables into rows of cells (XSL 1.1 section 6.7). */
#include "layout/internal.h"

#include <math.h>
#include <string.h>

AfRows *af_rows_new(AfTable *table, int count) {
    AfRows *rows = g_new0(AfRows, 1);
    rows->table = table;
    rows->count = count;
    rows->cells = g_array_new(FALSE, TRUE, sizeof(AfCell));
    rows->heights = g_new0(AfUnit, (gsize)count);
    rows->minimum = g_new0(AfUnit, (gsize)count);
    rows->keep = g_new0(float, (gsize)count);
    rows->nodes = g_new0(const AfFoNode *, (gsize)count);
    if (table && table->collapse) {
        rows->lines = g_new0(AfBorder, ((gsize)count + 1) * (gsize)table->columns);
        rows->walls = g_new0(AfBorder, (gsize)count * ((gsize)table->columns + 1));
    }
    return rows;
}

void af_rows_free(AfRows *rows) {
    if (!rows) return;
    g_array_unref(rows->cells);
    g_free(rows->heights);
    g_free(rows->minimum);
    g_free(rows->keep);
    g_free(rows->nodes);
    g_free(rows->lines);
    g_free(rows->walls);
    g_free(rows);
}

void af_table_free(gpointer data) {
    AfTable *table = data;
    g_free(table->column_x);
    g_free(table->column);
    af_heads_free(table->heads);
    g_free(table);
}

/* ---- heights */

static AfUnit cell_height(const AfCell *cell) {
    AfUnit content = af_list_extent(cell->list, cell->from, cell->to);
    return af_sum(MAX(content, cell->least), cell->before + cell->after);
}

/* What a cell over several rows lacks, the last of them gives. */
void af_rows_measure(AfRows *rows) {
    for (int r = 0; r < rows->count; r++) rows->heights[r] = rows->minimum[r];
    for (guint i = 0; i < rows->cells->len; i++) {
        const AfCell *cell = &g_array_index(rows->cells, AfCell, i);
        if (cell->span == 1) rows->heights[cell->row] = MAX(rows->heights[cell->row], cell_height(cell));
    }
    for (guint i = 0; i < rows->cells->len; i++) {
        const AfCell *cell = &g_array_index(rows->cells, AfCell, i);
        if (cell->span == 1) continue;
        AfUnit have = 0;
        for (int r = 0; r < cell->span; r++) have = af_sum(have, rows->heights[cell->row + r]);
        AfUnit lacks = cell_height(cell) - have;
        AfUnit *last = &rows->heights[cell->row + cell->span - 1];
        if (lacks > 0) *last = af_sum(*last, lacks);
    }
}

AfUnit af_rows_height(const AfRows *rows) {
    AfUnit height = 0;
    for (int r = 0; r < rows->count; r++) height = af_sum(height, rows->heights[r]);
    return height;
}

/* The widest border on some segments of a line. */
static AfUnit widest(const AfBorder *line, int from, int count) {
    AfUnit width = 0;
    for (int i = from; i < from + count; i++) width = MAX(width, line[i].width);
    return width;
}

static AfBorder *line_of(const AfRows *rows, int row) { return rows->lines + (gsize)row * (gsize)rows->table->columns; }

static AfUnit padding_at(const AfCell *cell, AfProperty property, gboolean cut) {
    gboolean discard = cut && af_style_is(cell->node->style, property + 1, AF_KW_DISCARD);
    return discard ? 0 : af_length(cell->node->style, property, 0);
}

/* Where a cell is cut its border and padding are only there if they are retained (4.3.1). */
static void set_edges(const AfRows *rows, AfCell *cell) {
    const AfFoStyle *style = cell->node->style;
    if (cell->gap || !rows->table) return;
    AfDecor *d = &cell->decor;
    if (rows->lines) {
        cell->before = widest(line_of(rows, cell->row), cell->column, cell->columns) / 2;
        cell->after = widest(line_of(rows, cell->row + cell->span), cell->column, cell->columns) / 2;
    } else {
        if (cell->continued && af_style_is(style, AF_P_BORDER_BEFORE_WIDTH_CONDITIONALITY, AF_KW_DISCARD)) d->before = 0;
        if (cell->goes_on && af_style_is(style, AF_P_BORDER_AFTER_WIDTH_CONDITIONALITY, AF_KW_DISCARD)) d->after = 0;
        cell->before = d->before + rows->table->gap_before;
        cell->after = d->after + rows->table->gap_before;
    }
    cell->before += padding_at(cell, AF_P_PADDING_BEFORE, cell->continued);
    cell->after += padding_at(cell, AF_P_PADDING_AFTER, cell->goes_on);
}

/* Cells whose first lines are to share a baseline (7.14.6) begin further down, as far as they need. */
static void align_baselines(AfRows *rows) {
    g_autofree AfUnit *deepest = NULL;
    for (int pass = 0; pass < 2; pass++) {
        for (guint i = 0; i < rows->cells->len; i++) {
            AfCell *cell = &g_array_index(rows->cells, AfCell, i);
            if (cell->baseline < 0 || cell->continued) continue;
            if (!deepest) deepest = g_new0(AfUnit, (gsize)rows->count);
            AfUnit *row = &deepest[cell->row], depth = af_sum(cell->before, cell->baseline);
            if (pass == 0) *row = MAX(*row, depth);
            else cell->before += *row - depth;
        }
    }
}

void af_rows_set_edges(AfRows *rows) {
    if (!rows->table) return;
    for (guint i = 0; i < rows->cells->len; i++) set_edges(rows, &g_array_index(rows->cells, AfCell, i));
    align_baselines(rows);
    af_rows_measure(rows);
}

void af_rows_lead(AfRows *rows, const AfRows *header) {
    rows->leads = TRUE;
    if (!rows->lines) return;
    af_borders_at_break(rows, TRUE, header, rows->lines);
    af_rows_set_edges(rows);
}

void af_rows_trail(AfRows *rows, const AfRows *footer) {
    if (!rows->lines || rows->head) return;
    af_borders_at_break(rows, FALSE, footer, line_of(rows, rows->count));
    af_rows_set_edges(rows);
}

AfUnit af_rows_trailing(const AfRows *rows, const AfRows *footer) {
    if (!rows->lines || rows->head) return 0;
    g_autofree AfBorder *line = g_new(AfBorder, (gsize)rows->table->columns);
    af_borders_at_break(rows, FALSE, footer, line);
    AfUnit more = widest(line, 0, rows->table->columns) - widest(line_of(rows, rows->count), 0, rows->table->columns);
    return MAX(more / 2, 0);
}

AfUnit af_cell_after_cut(const AfRows *rows, const AfCell *cell) {
    if (!rows->table || cell->gap) return cell->after;
    AfCell cut = *cell;
    cut.goes_on = TRUE;
    set_edges(rows, &cut);
    gboolean discard = af_style_is(cell->node->style, AF_P_BORDER_AFTER_WIDTH_CONDITIONALITY, AF_KW_DISCARD);
    if (rows->lines && discard) cut.after -= widest(line_of(rows, cell->row + cell->span), cell->column, cell->columns) / 2;
    return cut.after;
}

/* ---- cells */

typedef struct {
    AfPages *pages;
    AfTable *table;
    const AfFoNode *node;
    AfList *list;
    GPtrArray *grids;       /* AfGrid of header, bodies and footer, in the order in which they are laid out */
    AfBorder *line;         /* [columns]: the borders below the last group of rows; NULL before the first */
} Builder;

static void report_misplaced(const Builder *b, const AfFoNode *node) {
    af_fo_report(b->pages->fo, node, b->pages->diagnostics, AF_D_FO_MISPLACED, af_fo_element_name(node->element),
                 af_fo_element_name(node->parent->element));
}

/* What is behind a cell: its row's background, that of the part or that of the column (6.7.3: in this order). */
static guint32 background_around(const AfFoNode *row, const AfFoNode *part, const AfFoNode *column) {
    guint32 color = row->element == AF_FO_TABLE_ROW ? af_style_color(row->style, AF_P_BACKGROUND_COLOR) : 0;
    if (!color) color = af_style_color(part->style, AF_P_BACKGROUND_COLOR);
    if (!color && column) color = af_style_color(column->style, AF_P_BACKGROUND_COLOR);
    return color;
}

/* How far down in its list the first line's baseline is; -1 if it begins with something else. */
static AfUnit first_baseline(const AfList *list) {
    AfUnit y = 0;
    gboolean begun = FALSE;
    for (guint i = 0; i < list->items->len; i++) {
        const AfItem *item = &g_array_index(list->items, AfItem, i);
        if (item->kind == AF_ITEM_LINE) return af_sum(y, item->line->baseline);
        if (item->kind == AF_ITEM_ROWS || item->kind == AF_ITEM_BOX) return -1;
        begun = begun || item->kind == AF_ITEM_RIGID;
        y = af_sum(y, item->kind == AF_ITEM_SPACE && !begun ? item->at_start : item->height);
    }
    return -1;
}

static gboolean is_empty(const AfList *list) {
    for (guint i = 0; i < list->items->len; i++) {
        if (af_item_is_box(&g_array_index(list->items, AfItem, i))) return FALSE;
    }
    return TRUE;
}

static void set_place(const Builder *b, AfCell *cell) {
    const AfTable *table = b->table;
    cell->x = table->x + table->column_x[cell->column];
    cell->width = table->column_x[cell->column + cell->columns] - table->column_x[cell->column];
    cell->decor.x = table->gap_start;
    cell->decor.width = MAX(cell->width - 2 * table->gap_start, 0);
    cell->to = G_MAXUINT;
    cell->baseline = -1;
}

/* The borders at a cell's sides. */
static void side_borders(const AfRows *rows, const AfCell *cell, AfUnit *start, AfUnit *end) {
    *start = cell->decor.start;
    *end = cell->decor.end;
    for (int r = cell->row; rows->walls && r < cell->row + cell->span; r++) {
        const AfBorder *walls = rows->walls + (gsize)r * ((gsize)rows->table->columns + 1);
        *start = MAX(*start, walls[cell->column].width / 2);
        *end = MAX(*end, walls[cell->column + cell->columns].width / 2);
    }
}

static void fill_cell(const Builder *b, AfCell *cell, AfUnit start, AfUnit end) {
    const AfFoStyle *style = cell->node->style;
    start += b->table->gap_start + af_length(style, AF_P_PADDING_START, 0);
    end += b->table->gap_start + af_length(style, AF_P_PADDING_END, 0);
    cell->start = start;
    cell->end = end;
    AfList *list = cell->list = af_list_new(b->pages, af_style_is_rtl(style));
    af_list_start(list, cell->node);
    af_list_fill(b->pages, list, cell->node, MAX(cell->width - start - end, AF_POINT));
    af_list_end(list, cell->node);
    AfUnit x = list->rtl == b->table->rtl ? start : end;
    for (guint i = 0; i < list->items->len; i++) g_array_index(list->items, AfItem, i).x += x;
}

static void add_cell(const Builder *b, AfRows *rows, const AfGrid *grid, const AfGridCell *from, int first_row) {
    const AfFoNode *node = from->node;
    af_fo_settle_padding(b->pages->fo, node, AF_POINTS(b->table->width));
    const AfFoStyle *style = node->style;
    AfCell cell = {.node = node, .row = from->row - first_row, .span = from->rows, .column = from->column, .columns = from->columns};
    af_decor_read(&cell.decor, node, 0, 0);
    if (!cell.decor.background) {
        cell.decor.background = background_around(rows->nodes[cell.row], grid->part, b->table->column[cell.column]);
    }
    if (rows->lines) cell.decor.before = cell.decor.after = cell.decor.start = cell.decor.end = 0;
    set_place(b, &cell);
    AfUnit start, end;
    side_borders(rows, &cell, &start, &end);
    fill_cell(b, &cell, start, end);
    cell.least = MAX(af_length(style, AF_P_BLOCK_PROGRESSION_DIMENSION, 0), af_length(style, AF_P_BLOCK_PROGRESSION_DIMENSION_MINIMUM, 0));
    cell.align = af_style_keyword(style, AF_P_DISPLAY_ALIGN);
    gboolean baseline = cell.align == AF_KW_AUTO && af_style_is(style, AF_P_RELATIVE_ALIGN, AF_KW_BASELINE);
    if (baseline) cell.baseline = first_baseline(cell.list);
    cell.hidden = !b->table->collapse && af_style_is(style, AF_P_EMPTY_CELLS, AF_KW_HIDE) && is_empty(cell.list);
    g_array_append_val(rows->cells, cell);
}

/* Where a row has no cell, the background around it shows all the same. */
static void add_gaps(const Builder *b, AfRows *rows, const AfGrid *grid, int first_row) {
    for (int r = 0; r < rows->count; r++) {
        for (int c = 0; c < b->table->columns; c++) {
            if (af_grid_at(grid, first_row + r, c)) continue;
            AfCell cell = {.node = rows->nodes[r], .row = r, .span = 1, .column = c, .columns = 1, .gap = TRUE};
            cell.decor = (AfDecor){.node = cell.node};
            cell.decor.background = background_around(rows->nodes[r], grid->part, b->table->column[c]);
            if (!cell.decor.background) continue;
            set_place(b, &cell);
            cell.list = af_list_new(b->pages, b->table->rtl);
            g_array_append_val(rows->cells, cell);
        }
    }
}

/* ---- rows */

static void set_row(AfRows *rows, int row, const AfFoNode *node) {
    rows->nodes[row] = node;
    if (node->element != AF_FO_TABLE_ROW) return;
    rows->minimum[row] = MAX(af_length(node->style, AF_P_BLOCK_PROGRESSION_DIMENSION, 0),
                             af_length(node->style, AF_P_BLOCK_PROGRESSION_DIMENSION_MINIMUM, 0));
    rows->keep[row] = af_style_keep(node->style, KEEP_TOGETHER);
}

static AfGridRow row_before(const Builder *b, guint grid, int row) {
    if (row > 0) return (AfGridRow){g_ptr_array_index(b->grids, grid), row - 1};
    while (grid-- > 0) {
        const AfGrid *before = g_ptr_array_index(b->grids, grid);
        if (before->rows > 0) return (AfGridRow){before, before->rows - 1};
    }
    return (AfGridRow){0};
}

static AfGridRow row_after(const Builder *b, guint grid, int row) {
    for (; grid < b->grids->len; grid++, row = -1) {
        const AfGrid *here = g_ptr_array_index(b->grids, grid);
        if (row + 1 < here->rows) return (AfGridRow){here, row + 1};
    }
    return (AfGridRow){0};
}

static void set_borders(Builder *b, AfRows *rows, guint index, int first_row) {
    const AfGrid *grid = g_ptr_array_index(b->grids, index);
    gsize columns = (gsize)b->table->columns;
    for (int r = 0; r < rows->count; r++) {
        AfGridRow here = {grid, first_row + r};
        af_borders_across(b->table, here, rows->walls + (gsize)r * (columns + 1));
        if (r > 0) af_borders_between(b->table, (AfGridRow){grid, first_row + r - 1}, here, line_of(rows, r));
        else if (b->line) memcpy(rows->lines, b->line, columns * sizeof(AfBorder));
        else af_borders_between(b->table, row_before(b, index, first_row), here, rows->lines);
    }
    int last = first_row + rows->count - 1;
    af_borders_between(b->table, (AfGridRow){grid, last}, row_after(b, index, last), line_of(rows, rows->count));
    if (!b->line) b->line = g_new(AfBorder, columns);
    memcpy(b->line, line_of(rows, rows->count), columns * sizeof(AfBorder));
}

/* Whether none of the cell's columns is to be seen. */
static gboolean is_collapsed(const AfTable *table, const AfGridCell *cell) {
    for (int c = cell->column; c < cell->column + cell->columns; c++) {
        const AfFoNode *column = table->column[c];
        if (!column || !af_style_is(column->style, AF_P_VISIBILITY, AF_KW_COLLAPSE)) return FALSE;
    }
    return TRUE;
}

static AfRows *build_rows(Builder *b, guint index, int first_row, int count) {
    const AfGrid *grid = g_ptr_array_index(b->grids, index);
    AfRows *rows = af_rows_new(b->table, count);
    rows->leads = row_before(b, index, first_row).grid == NULL;
    for (int r = 0; r < count; r++) set_row(rows, r, g_ptr_array_index(grid->nodes, first_row + r));
    if (rows->lines) set_borders(b, rows, index, first_row);
    guint end = g_array_index(grid->first, guint, first_row + count);
    for (guint i = g_array_index(grid->first, guint, first_row); i < end; i++) {
        const AfGridCell *cell = &g_array_index(grid->cells, AfGridCell, i);
        if (!is_collapsed(b->table, cell)) add_cell(b, rows, grid, cell, first_row);
    }
    add_gaps(b, rows, grid, first_row);
    af_rows_set_edges(rows);
    return rows;
}

/* ---- keeps and breaks between rows: a row's own, and those of what its cells begin and end with (4.8) */

typedef struct {
    float before, after;
    AfKeyword break_before, break_after;
} Ties;

/* Of two breaks at one place the one that asks for an odd or even page counts. */
static void add_break(AfKeyword *now, AfKeyword more) {
    if (more == AF_KW_AUTO || more == AF_KW_NONE_GIVEN) return;
    gboolean plain = more == AF_KW_PAGE || more == AF_KW_COLUMN;
    if (!plain || *now == AF_KW_NONE_GIVEN) *now = more;
}

AfKeyword af_rows_break_before(const AfRows *rows, int row) {
    AfKeyword kind = AF_KW_NONE_GIVEN;
    const AfFoNode *before = rows->nodes[row - 1], *node = rows->nodes[row];
    if (before->element == AF_FO_TABLE_ROW) add_break(&kind, af_style_keyword(before->style, AF_P_BREAK_AFTER));
    if (node->element == AF_FO_TABLE_ROW) add_break(&kind, af_style_keyword(node->style, AF_P_BREAK_BEFORE));
    return kind;
}

static void add_cell_ties(const AfRows *rows, const AfCell *cell, Ties *ties) {
    for (guint i = 0; cell->row == 0 && i < cell->list->items->len; i++) {
        AfItem *item = &g_array_index(cell->list->items, AfItem, i);
        if (!af_item_is_box(item)) continue;
        ties->before = MAX(ties->before, item->keep);
        add_break(&ties->break_before, item->forced);
        item->forced = AF_KW_NONE_GIVEN;
        break;
    }
    if (cell->row + cell->span < rows->count) return;
    ties->after = MAX(ties->after, cell->list->next_keep);
    add_break(&ties->break_after, cell->list->next_forced);
}

static Ties ties_of(const AfRows *rows) {
    Ties ties = {0, 0, AF_KW_NONE_GIVEN, AF_KW_NONE_GIVEN};
    const AfFoNode *first = rows->nodes[0], *last = rows->nodes[rows->count - 1];
    if (first->element == AF_FO_TABLE_ROW) {
        ties.before = af_style_keep(first->style, KEEP_WITH_PREVIOUS);
        add_break(&ties.break_before, af_style_keyword(first->style, AF_P_BREAK_BEFORE));
    }
    if (last->element == AF_FO_TABLE_ROW) {
        ties.after = af_style_keep(last->style, KEEP_WITH_NEXT);
        add_break(&ties.break_after, af_style_keyword(last->style, AF_P_BREAK_AFTER));
    }
    for (guint i = 0; i < rows->cells->len; i++) add_cell_ties(rows, &g_array_index(rows->cells, AfCell, i), &ties);
    return ties;
}

static void add_rows(const Builder *b, AfRows *rows) {
    AfList *list = b->list;
    Ties ties = ties_of(rows);
    for (guint i = 0; i < rows->cells->len && !rows->breaks; i++) {
        rows->breaks = af_list_breaks(g_array_index(rows->cells, AfCell, i).list);
    }
    for (int r = 1; r < rows->count && !rows->breaks; r++) rows->breaks = af_rows_break_before(rows, r) != AF_KW_NONE_GIVEN;
    add_break(&list->next_forced, ties.break_before);
    list->next_keep = MAX(list->next_keep, ties.before);
    for (int r = 0; r < rows->count; r++) {
        if (rows->nodes[r]->element == AF_FO_TABLE_ROW) af_list_start(list, rows->nodes[r]);
    }
    AfItem *item = af_list_add(list, AF_ITEM_ROWS, af_rows_height(rows));
    item->rows = rows;
    item->node = rows->nodes[0];
    for (int r = rows->count; r-- > 0;) {
        if (rows->nodes[r]->element == AF_FO_TABLE_ROW) af_list_end(list, rows->nodes[r]);
    }
    list->next_keep = ties.after;
    add_break(&list->next_forced, ties.break_after);
}

/* ---- parts */

/* How many rows from this one on hang together by cells. */
static int group_size(const AfGrid *grid, int row) {
    int end = row + 1;
    for (int r = row; r < end; r++) {
        for (guint i = g_array_index(grid->first, guint, r); i < g_array_index(grid->first, guint, r + 1); i++) {
            const AfGridCell *cell = &g_array_index(grid->cells, AfGridCell, i);
            end = MAX(end, r + cell->rows);
        }
    }
    return end - row;
}

static void add_body(Builder *b, guint index) {
    const AfGrid *grid = g_ptr_array_index(b->grids, index);
    af_list_start(b->list, grid->part);
    for (int row = 0, count; row < grid->rows; row += count) {
        count = group_size(grid, row);
        add_rows(b, build_rows(b, index, row, count));
    }
    af_list_end(b->list, grid->part);
}

/* A header or footer as one group; without any row, an empty one. */
static AfRows *build_head(Builder *b, guint index) {
    const AfGrid *grid = g_ptr_array_index(b->grids, index);
    AfRows *rows;
    if (grid->rows > 0) {
        rows = build_rows(b, index, 0, grid->rows);
    } else {
        rows = af_rows_new(b->table, 1);
        rows->nodes[0] = grid->part;
    }
    rows->head = TRUE;
    rows->part = grid->part;
    return rows;
}

/* What stands at the table's head or foot, and again at each page. NULL if it is not repeated. */
static AfRows *add_repeated(Builder *b, guint index, AfProperty omit, AfUnit *height) {
    const AfGrid *grid = g_ptr_array_index(b->grids, index);
    gboolean asks = af_heads_ask(b->pages, b->table, grid->part);
    if (grid->rows == 0 && !asks) return NULL;
    if (grid->part->element == AF_FO_TABLE_FOOTER) b->list->next_keep = INFINITY;
    AfRows *rows = build_head(b, index);
    af_list_start(b->list, grid->part);
    add_rows(b, rows);
    af_list_end(b->list, grid->part);
    if (grid->part->element == AF_FO_TABLE_HEADER) b->list->next_keep = INFINITY;
    *height = af_rows_height(rows);
    return af_style_is(b->node->style, omit, AF_KW_FALSE) ? rows : NULL;
}

AfRows *af_head_build(AfPages *pages, const AfRows *base) {
    AfTable *table = base->table;
    g_autoptr(GPtrArray) grids = g_ptr_array_new_with_free_func(af_grid_free);
    g_ptr_array_add(grids, af_grid_new(pages, base->part, table->columns));
    Builder b = {.pages = pages, .table = table, .node = table->node, .grids = grids};
    AfRows *rows = build_head(&b, 0);
    g_free(b.line);
    rows->leads = base->leads;
    if (!rows->lines) return rows;
    memcpy(rows->lines, base->lines, (gsize)table->columns * sizeof(AfBorder)); /* with what is around it */
    memcpy(line_of(rows, rows->count), line_of(base, base->count), (gsize)table->columns * sizeof(AfBorder));
    af_rows_set_edges(rows);
    return rows;
}

/* Whatever their order in the tree: the header, the bodies, the footer. */
static void make_grids(Builder *b) {
    static const AfFoElement order[] = {AF_FO_TABLE_HEADER, AF_FO_TABLE_BODY, AF_FO_TABLE_FOOTER};
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
        gboolean any = FALSE;
        for (const AfFoNode *part = b->node->first_child; part; part = part->next) {
            if (part->element != order[i]) continue;
            if (any && order[i] != AF_FO_TABLE_BODY) report_misplaced(b, part);
            else g_ptr_array_add(b->grids, af_grid_new(b->pages, part, b->table->columns));
            any = TRUE;
        }
    }
    for (const AfFoNode *part = b->node->first_child; part; part = part->next) {
        switch (part->element) {
        case AF_FO_TABLE_BODY:
        case AF_FO_TABLE_COLUMN:
        case AF_FO_TABLE_HEADER:
        case AF_FO_TABLE_FOOTER:
        case AF_FO_MARKER: break;
        default: report_misplaced(b, part);
        }
    }
}

static void add_parts(Builder *b) {
    AfTable *table = b->table;
    AfList *list = b->list;
    gboolean any = FALSE;
    for (guint i = 0; i < b->grids->len; i++) {
        const AfGrid *grid = g_ptr_array_index(b->grids, i);
        if (grid->part->element == AF_FO_TABLE_BODY) {
            any = any || grid->rows > 0;
            add_body(b, i);
        } else if (grid->part->element == AF_FO_TABLE_HEADER) {
            table->header = add_repeated(b, i, AF_P_OMIT_HEADER_AT_BREAK, &table->header_height);
        } else {
            float after = any ? list->next_keep : 0;
            table->footer = add_repeated(b, i, AF_P_OMIT_FOOTER_AT_BREAK, &table->footer_height);
            list->next_keep = after;
        }
    }
    if (!any) list->next_keep = 0; /* nothing that the header could be kept with */
}

/* Its width and where its columns stand. */
static void set_geometry(Builder *b, AfUnit width) {
    AfTable *table = b->table;
    const AfFoStyle *style = b->node->style;
    AfUnit start = af_length(style, AF_P_START_INDENT, width), end = af_length(style, AF_P_END_INDENT, width);
    AfUnit given = af_inline_dimension(b->node, width);
    table->rtl = af_style_is_rtl(style);
    table->collapse = !af_style_is(style, AF_P_BORDER_COLLAPSE, AF_KW_SEPARATE);
    if (!table->collapse) {
        table->gap_before = af_length(style, AF_P_BORDER_SEPARATION_BLOCK_PROGRESSION_DIRECTION, 0) / 2;
        table->gap_start = af_length(style, AF_P_BORDER_SEPARATION_INLINE_PROGRESSION_DIRECTION, 0) / 2;
    }
    table->width = given >= 0 ? given : width - start - end;
    table->columns = af_columns_count(b->pages, b->node);
    make_grids(b);
    af_table_set_columns(b->pages, table, b->grids);
    if (b->node->parent->element == AF_FO_TABLE_AND_CAPTION) {
        start += af_pair_offset(b->node->parent, width - start - end - table->width);
    }
    table->x = af_list_x(b->list, style, width, start, table->width);
    AfUnit over = table->column_x[table->columns] + start - width;
    if (over > AF_OVERFULL) af_report_overfull(b->pages, b->node, "", "", over);
}

/* The table's own background and borders are around its width, whatever room there is. */
static void fit_decor(const Builder *b, AfDecor *decor, AfUnit width) {
    const AfFoStyle *style = b->node->style;
    AfUnit start = af_length(style, AF_P_START_INDENT, width);
    AfUnit room = width - start - af_length(style, AF_P_END_INDENT, width);
    AfUnit inset = af_list_x(b->list, style, width, start, room) - decor->x;
    decor->x = b->table->x - inset;
    decor->width += b->table->width - room;
}

void af_table_add(AfPages *pages, AfList *list, const AfFoNode *node, AfUnit width) {
    AfBlock block = af_block_begin(pages, list, node, width);
    AfTable *table = g_new0(AfTable, 1);
    g_ptr_array_add(pages->tables, table);
    table->node = node;
    g_autoptr(GPtrArray) grids = g_ptr_array_new_with_free_func(af_grid_free);
    Builder b = {.pages = pages, .table = table, .node = node, .list = list, .grids = grids};
    set_geometry(&b, width);
    if (block.decor) fit_decor(&b, block.decor, width);
    add_parts(&b);
    af_block_end(list, node, block);
    g_free(b.line);
}

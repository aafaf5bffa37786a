/* Tables: every row has as many columns, and every cell knows its heads.
 *
 * Readers count cells, so a row that lacks some gets empty ones, and a span ends where its part of the table or the
 * next cell does (ISO 14289-1, 7.5; ISO 32000-1, table 349). A head says by its Scope which cells it heads. A reader
 * finds the heads of a cell by going left along its row and up along its column, past other cells to the first heads
 * and through these to the next cell (ISO 32000-2, 14.8.4.8.3). Where that finds less than there is (heads of groups
 * of rows hide those of the table; cells that go over several columns), the cell names its heads itself. */
#include "pdf/internal.h"

#define MAX_COLUMNS 1000 /* as in layout */
#define MOST_HEADS 24 /* that a cell names; more help nobody, and a table of heads alone would name all for each cell */

/* The table at hand; cells are numbered from 1. */
typedef struct {
    AfStructure *s;
    GArray *cells; /* AfCell; the first one is none */
    GArray *rows;  /* Row */
    guint width;
    guint *at;   /* [row][column]: the cell there */
    guint *side; /* [row][column]: the nearest head of the row on its left */
} Table;

typedef struct {
    guint element;
    AfTag part; /* THead, TBody, TFoot, or Table */
    guint last; /* of its part */
    guint first_cell, n_cells;
} Row;

static AfElement *element_at(const Table *t, guint index) {
    return &g_array_index(t->s->elements, AfElement, index);
}
static AfKid *kid_at(const Table *t, guint index) {
    return &g_array_index(t->s->kids, AfKid, index);
}
static AfCell *cell_at(const Table *t, guint index) {
    return &g_array_index(t->cells, AfCell, index);
}
static Row *row_at(const Table *t, guint index) {
    return &g_array_index(t->rows, Row, index);
}

static guint span_of(const AfFoNode *node, AfProperty property, guint most) {
    return (guint)CLAMP(af_style_number(node->style, property), 1, most);
}

static void add_cell(Table *t, guint kid) {
    guint index = kid_at(t, kid)->value;
    const AfElement *e = element_at(t, index);
    AfCell cell = {.element = index, .kid = kid, .row = t->rows->len - 1, .columns = 1, .rows = 1};
    if (e->node && e->node->element == AF_FO_TABLE_CELL) {
        cell.number = (guint)CLAMP(af_style_number(e->node->style, AF_P_COLUMN_NUMBER), 0, MAX_COLUMNS);
        cell.columns = span_of(e->node, AF_P_NUMBER_COLUMNS_SPANNED, MAX_COLUMNS);
        cell.rows = span_of(e->node, AF_P_NUMBER_ROWS_SPANNED, G_MAXINT / 4);
    }
    cell.head = e->tag == AF_TAG_TH;
    cell.empty = e->first_kid == AF_NO_INDEX;
    g_array_append_val(t->cells, cell);
}

static void add_row(Table *t, guint element, AfTag part) {
    Row row = {.element = element, .part = part, .first_cell = t->cells->len};
    g_array_append_val(t->rows, row);
    for (guint k = element_at(t, element)->first_kid; k != AF_NO_INDEX; k = kid_at(t, k)->next) add_cell(t, k);
    Row *added = row_at(t, t->rows->len - 1);
    added->n_cells = t->cells->len - added->first_cell;
}

static void end_part(Table *t, guint first) {
    for (guint r = first; r < t->rows->len; r++) row_at(t, r)->last = t->rows->len - 1;
}

static void collect_rows(Table *t, guint table) {
    guint first = 0;
    for (guint k = element_at(t, table)->first_kid; k != AF_NO_INDEX; k = kid_at(t, k)->next) {
        guint part = kid_at(t, k)->value;
        AfTag tag = element_at(t, part)->tag;
        if (tag == AF_TAG_TR) {
            add_row(t, part, AF_TAG_TABLE);
            continue;
        }
        end_part(t, first);
        first = t->rows->len;
        for (guint r = element_at(t, part)->first_kid; tag != AF_TAG_CAPTION && r != AF_NO_INDEX;
             r = kid_at(t, r)->next)
            add_row(t, kid_at(t, r)->value, tag);
        end_part(t, first);
        first = t->rows->len;
    }
    end_part(t, first);
}

/* ---- where the cells stand */

/* left[column]: how many rows more a cell from above takes. */
static void place_cell(const Table *t, AfCell *cell, guint *left, guint *column) {
    if (cell->number) *column = cell->number - 1;
    while (*column < MAX_COLUMNS && left[*column] > 0) (*column)++;
    cell->column = *column;
    guint columns = 0;
    cell->rows = MIN(cell->rows, row_at(t, cell->row)->last - cell->row + 1);
    for (guint c = *column; c < MAX_COLUMNS && columns < cell->columns && left[c] == 0; c++, columns++)
        left[c] = cell->rows;
    cell->columns = columns; /* 0: beyond all columns, where nothing is laid out */
    *column += columns;
}

static void place_cells(Table *t) {
    g_autofree guint *left = g_new0(guint, MAX_COLUMNS);
    for (guint r = 0; r < t->rows->len; r++) {
        const Row *row = row_at(t, r);
        guint column = 0;
        for (guint i = 0; i < row->n_cells; i++) {
            AfCell *cell = cell_at(t, row->first_cell + i);
            place_cell(t, cell, left, &column);
            t->width = MAX(t->width, cell->column + cell->columns);
        }
        for (guint c = 0; c < t->width; c++) left[c] -= left[c] > 0;
    }
    t->at = g_new0(guint, (gsize)t->rows->len * t->width);
    for (guint i = 1; i < t->cells->len; i++) {
        const AfCell *cell = cell_at(t, i);
        for (guint r = cell->row; r < cell->row + cell->rows; r++) {
            for (guint c = cell->column; c < cell->column + cell->columns; c++) t->at[(gsize)r * t->width + c] = i;
        }
    }
}

/* Empty cells from a column to where the next one stands. */
static guint fill_hole(Table *t, guint r, guint column) {
    guint row = row_at(t, r)->element;
    AfElement empty = {.tag = AF_TAG_TD, .parent = row, .first_kid = AF_NO_INDEX, .last_kid = AF_NO_INDEX};
    empty.language = element_at(t, row)->language;
    AfKid kid = {.kind = AF_KID_ELEMENT, .value = t->s->elements->len, .next = AF_NO_INDEX};
    AfCell cell = {.element = kid.value, .kid = t->s->kids->len, .row = r, .column = column, .rows = 1, .filler = TRUE};
    g_array_append_val(t->s->elements, empty);
    g_array_append_val(t->s->kids, kid);
    guint *at = t->at + (gsize)r * t->width;
    for (guint c = column; c < t->width && !at[c]; c++, cell.columns++) at[c] = t->cells->len;
    g_array_append_val(t->cells, cell);
    return t->cells->len - 1;
}

/* The row's cells are its kids, from the first column to the last. */
static void order_row(Table *t, guint r) {
    guint first = AF_NO_INDEX, last = AF_NO_INDEX, columns = 0;
    for (guint c = 0; c < t->width; c += columns) {
        guint index = t->at[(gsize)r * t->width + c];
        if (!index) index = fill_hole(t, r, c);
        const AfCell *cell = cell_at(t, index);
        columns = cell->column + cell->columns - c;
        if (cell->row != r) continue;
        if (last == AF_NO_INDEX)
            first = cell->kid;
        else
            kid_at(t, last)->next = cell->kid;
        last = cell->kid;
        kid_at(t, last)->next = AF_NO_INDEX;
    }
    AfElement *row = element_at(t, row_at(t, r)->element);
    row->first_kid = first;
    row->last_kid = last;
}

/* ---- heads */

/* A row of heads alone heads what is below it; another head in the body what is beside it. A head of columns that has
 * cells beside it in its own row heads these, too. */
static void set_scopes(const Table *t, guint r) {
    const Row *row = row_at(t, r);
    guint last_data = 0, heads = 0;
    gboolean data = FALSE;
    for (guint c = 0; c < t->width; c++) {
        const AfCell *cell = cell_at(t, t->at[(gsize)r * t->width + c]);
        if (cell->head) heads += cell->row == r && cell->column == c;
        if (cell->head || cell->filler) continue;
        data = TRUE;
        if (!cell->empty) last_data = c;
    }
    gboolean whole = !data && (heads > 1 || (heads == 1 && t->width > 1) || row->part == AF_TAG_THEAD);
    for (guint c = 0; c < t->width; c++) {
        AfCell *cell = cell_at(t, t->at[(gsize)r * t->width + c]);
        if (!cell->head || cell->row != r || cell->column != c) continue;
        if (row->part == AF_TAG_THEAD)
            cell->scope = last_data > c ? AF_SCOPE_BOTH : AF_SCOPE_COLUMN;
        else
            cell->scope = whole && row->part != AF_TAG_TFOOT ? AF_SCOPE_COLUMN : AF_SCOPE_ROW;
    }
}

/* Once the scopes of a row's own heads and of those above are known. */
static void find_sides(const Table *t, guint r) {
    guint nearest = 0;
    for (guint c = 0; c < t->width; c++) {
        guint index = t->at[(gsize)r * t->width + c];
        const AfCell *cell = cell_at(t, index);
        t->side[(gsize)r * t->width + c] = nearest;
        if (cell->head && cell->scope != AF_SCOPE_COLUMN) nearest = index;
    }
}

/* What heads a column, row by row on the way down. */
typedef struct {
    GArray *top;      /* guint: cells of THead */
    GArray *run;      /* guint: heads that stand together in the body, the last ones so far */
    gboolean data;    /* a cell came behind these */
    gboolean adjoins; /* nothing came between them and those of THead */
} Column;

static void add_once(GArray *set, guint cell) {
    if (set->len > MOST_HEADS) return;
    for (guint i = 0; i < set->len; i++) {
        if (g_array_index(set, guint, i) == cell) return;
    }
    g_array_append_val(set, cell);
}

static void add_all(GArray *set, const GArray *more) {
    for (guint i = 0; i < more->len; i++) add_once(set, g_array_index(more, guint, i));
}

/* The heads to the left of a column in a row. */
static void add_row_heads(const Table *t, GArray *set, guint r, guint column) {
    gboolean found = FALSE;
    const AfCell *nearest = cell_at(t, t->side[(gsize)r * t->width + column]);
    column = nearest->column + nearest->columns; /* 0 if there is none */
    while (column > 0) {
        guint index = t->at[(gsize)r * t->width + column - 1];
        const AfCell *cell = cell_at(t, index);
        gboolean heads = cell->head && cell->scope != AF_SCOPE_COLUMN;
        if (!cell->head && found) return;
        if (heads) add_once(set, index);
        found |= heads;
        column = cell->column;
    }
}

static void head_cell(Table *t, const Column *columns, AfCell *cell, GArray *found, GArray *all) {
    g_array_set_size(found, 0);
    g_array_set_size(all, 0);
    const Column *first = &columns[cell->column];
    add_all(found, first->run);
    if (!first->run->len || first->adjoins) add_all(found, first->top);
    add_row_heads(t, found, cell->row, cell->column);
    for (guint c = cell->column; c < cell->column + cell->columns; c++) {
        add_all(all, columns[c].top);
        add_all(all, columns[c].run);
    }
    for (guint r = cell->row; r < cell->row + cell->rows; r++) add_row_heads(t, all, r, cell->column);
    if (all->len <= found->len || all->len > MOST_HEADS) return;
    cell->first_header = t->s->headers->len;
    cell->n_headers = all->len;
    for (guint i = 0; i < all->len; i++) {
        guint element = cell_at(t, g_array_index(all, guint, i))->element;
        element_at(t, element)->named = TRUE;
        g_array_append_val(t->s->headers, element);
    }
}

static void pass_cell(const Table *t, Column *column, guint index) {
    const AfCell *cell = cell_at(t, index);
    gboolean top = row_at(t, cell->row)->part == AF_TAG_THEAD;
    if (cell->head && cell->scope != AF_SCOPE_ROW) {
        if (top) {
            add_once(column->top, index);
            return;
        }
        if (column->data) g_array_set_size(column->run, 0);
        if (!column->run->len) column->adjoins = !column->data;
        column->data = FALSE;
        add_once(column->run, index);
    } else if (!top && !cell->head) {
        column->data = TRUE;
    }
}

static void head_cells(Table *t) {
    g_autofree Column *columns = g_new0(Column, t->width);
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint)), all = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint c = 0; c < t->width; c++) {
        columns[c].top = g_array_new(FALSE, FALSE, sizeof(guint));
        columns[c].run = g_array_new(FALSE, FALSE, sizeof(guint));
    }
    for (guint r = 0; r < t->rows->len; r++) {
        gboolean body = row_at(t, r)->part != AF_TAG_THEAD;
        for (guint c = 0; c < t->width; c++) {
            guint index = t->at[(gsize)r * t->width + c];
            AfCell *cell = cell_at(t, index);
            gboolean here = cell->row == r && cell->column == c;
            if (body && here && !cell->head && !cell->filler) head_cell(t, columns, cell, found, all);
        }
        for (guint c = 0; c < t->width; c++) pass_cell(t, &columns[c], t->at[(gsize)r * t->width + c]);
    }
    for (guint c = 0; c < t->width; c++) {
        g_array_unref(columns[c].top);
        g_array_unref(columns[c].run);
    }
}

void af_table_settle(AfStructure *s, guint table) {
    Table t = {
        .s = s, .cells = g_array_new(FALSE, TRUE, sizeof(AfCell)), .rows = g_array_new(FALSE, TRUE, sizeof(Row))};
    g_array_set_size(t.cells, 1);
    collect_rows(&t, table);
    place_cells(&t);
    for (guint r = 0; t.width > 0 && r < t.rows->len; r++) order_row(&t, r);
    t.side = g_new0(guint, (gsize)t.rows->len * t.width);
    for (guint r = 0; t.width > 0 && r < t.rows->len; r++) {
        set_scopes(&t, r);
        find_sides(&t, r);
    }
    if (t.width > 0) head_cells(&t);
    for (guint i = 1; i < t.cells->len; i++) {
        const AfCell *cell = cell_at(&t, i);
        g_array_append_val(s->cells, *cell);
        element_at(&t, cell->element)->cell = s->cells->len;
    }
    g_free(t.at);
    g_free(t.side);
    g_array_unref(t.cells);
    g_array_unref(t.rows);
}

/* Which fo:table-column a cell is in: for from-table-column() (XSL 1.1 sections 5.10.4 and 7.28.8). */
#include "fo/internal.h"

#include "base/xml.h"

#include <string.h>

#define MOST_COLUMNS 1000 /* a document that has more of them does without the function */

typedef struct {
    AfFo *fo;
    GHashTable *columns;        /* by place() → fo:table-column */
    int busy[MOST_COLUMNS + 1]; /* how many more rows are taken by a cell from above */
} Grid;

/* A column's number and how many it spans, as a key. */
static gpointer place(int column, int span) { return GINT_TO_POINTER(column * (MOST_COLUMNS + 1) + span); }

static int number_of(const xmlNode *xml, const char *name, int otherwise) {
    const char *text = af_xml_attribute(xml, name);
    int number = text ? atoi(text) : otherwise;
    return number >= 1 ? MIN(number, MOST_COLUMNS) : otherwise;
}

static void read_columns(Grid *grid, const xmlNode *table) {
    int next = 1;
    for (const xmlNode *child = table->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE || af_fo_element_find(child) != AF_FO_TABLE_COLUMN) continue;
        int column = number_of(child, "column-number", next), span = number_of(child, "number-columns-spanned", 1);
        int count = number_of(child, "number-columns-repeated", 1);
        for (int i = 0; i < count && column <= MOST_COLUMNS; i++, column += span) {
            g_hash_table_insert(grid->columns, place(column, span), (gpointer)child);
        }
        next = column;
    }
}

static gboolean is_true(const xmlNode *xml, const char *name) { return !g_strcmp0(af_xml_attribute(xml, name), "true"); }

/* Gives a cell its column; returns the number behind it. */
static int add_cell(Grid *grid, const xmlNode *cell, int next) {
    while (next <= MOST_COLUMNS && grid->busy[next] > 0) next++;
    int column = number_of(cell, "column-number", next), span = number_of(cell, "number-columns-spanned", 1);
    int rows = number_of(cell, "number-rows-spanned", 1);
    if (column > MOST_COLUMNS) return column;
    /* A column that spans as many as the cell is meant, else what is said for a single one. */
    const xmlNode *found = g_hash_table_lookup(grid->columns, place(column, span));
    if (!found) found = g_hash_table_lookup(grid->columns, place(column, 1));
    if (found) g_hash_table_insert(grid->fo->columns, (gpointer)cell, (gpointer)found);
    for (int i = column; i < column + span && i <= MOST_COLUMNS; i++) grid->busy[i] = rows;
    return column + span;
}

static void end_row(Grid *grid) {
    for (int i = 1; i <= MOST_COLUMNS; i++) grid->busy[i] -= grid->busy[i] > 0;
}

/* Cells in a row, or in a body without rows, where starts-row and ends-row say where one begins. */
static void add_cells(Grid *grid, const xmlNode *parent, gboolean rows) {
    int next = 1;
    gboolean open = FALSE;
    for (const xmlNode *child = parent->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE || af_fo_element_find(child) != AF_FO_TABLE_CELL) continue;
        if (rows && open && is_true(child, "starts-row")) {
            end_row(grid);
            next = 1;
        }
        next = add_cell(grid, child, next);
        open = TRUE;
        if (rows && is_true(child, "ends-row")) {
            end_row(grid);
            next = 1;
            open = FALSE;
        }
    }
    if (open || !rows) end_row(grid);
}

static void read_table(AfFo *fo, const xmlNode *table) {
    g_autofree Grid *grid = g_new0(Grid, 1);
    grid->fo = fo;
    g_autoptr(GHashTable) columns = grid->columns = g_hash_table_new(NULL, NULL);
    read_columns(grid, table);
    for (const xmlNode *part = table->children; part; part = part->next) {
        AfFoElement element = part->type == XML_ELEMENT_NODE ? af_fo_element_find(part) : AF_FO_ELEMENT_COUNT;
        if (element != AF_FO_TABLE_HEADER && element != AF_FO_TABLE_FOOTER && element != AF_FO_TABLE_BODY) continue;
        memset(grid->busy, 0, sizeof grid->busy);
        add_cells(grid, part, TRUE);
        for (const xmlNode *row = part->children; row; row = row->next) {
            if (row->type == XML_ELEMENT_NODE && af_fo_element_find(row) == AF_FO_TABLE_ROW) add_cells(grid, row, FALSE);
        }
    }
    g_hash_table_insert(fo->columns, (gpointer)table, (gpointer)table); /* has been read */
}

const xmlNode *af_table_column(AfFo *fo, const xmlNode *xml) {
    const xmlNode *cell = xml;
    while (cell && (cell->type != XML_ELEMENT_NODE || af_fo_element_find(cell) != AF_FO_TABLE_CELL)) cell = cell->parent;
    const xmlNode *table = cell;
    while (table && (table->type != XML_ELEMENT_NODE || af_fo_element_find(table) != AF_FO_TABLE)) table = table->parent;
    if (!table) return NULL;
    if (!fo->columns) fo->columns = g_hash_table_new(NULL, NULL);
    if (!g_hash_table_contains(fo->columns, table)) read_table(fo, table);
    return g_hash_table_lookup(fo->columns, cell);
}

const AfFoStyle *af_table_column_style(AfFo *fo, const xmlNode *xml, const AfFoStyle *parent) {
    const xmlNode *column = af_table_column(fo, xml);
    const AfFoStyle *table = parent;
    while (table && table->element != AF_FO_TABLE) table = table->parent;
    return column && table ? af_style_get(fo, column, AF_FO_TABLE_COLUMN, table) : fo->initial;
}

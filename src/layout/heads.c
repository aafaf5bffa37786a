/* Headers and footers of tables that retrieve markers (XSL 1.1 section 6.13.7): they differ from part to part of a table,
 * and are laid out once for each set of markers that they get. */
#include "layout/internal.h"

/* What one of them is with these markers. */
typedef struct {
    const AfRows *base;
    GPtrArray *markers; /* AfFoNode or NULL by the fo:retrieve-table-marker that asks */
    AfRows *rows;
} Variant;

struct AfHeads {
    AfPages *pages;
    GHashTable *asking; /* fo:table-header or -footer → GPtrArray of the fo:retrieve-table-marker in it */
    GArray *variants;   /* Variant */
};

static void collect(const AfFoNode *node, GPtrArray *asking) {
    for (const AfFoNode *child = node->first_child; child; child = child->next) {
        if (child->element == AF_FO_RETRIEVE_TABLE_MARKER) g_ptr_array_add(asking, (gpointer)(guintptr)child);
        else if (child->element != AF_FO_TABLE) collect(child, asking); /* that one has its own */
    }
}

gboolean af_heads_ask(AfPages *pages, AfTable *table, const AfFoNode *part) {
    g_autoptr(GPtrArray) asking = g_ptr_array_new();
    collect(part, asking);
    if (asking->len == 0) return FALSE;
    if (!table->heads) {
        table->heads = g_new0(AfHeads, 1);
        table->heads->pages = pages;
        table->heads->asking = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
        table->heads->variants = g_array_new(FALSE, FALSE, sizeof(Variant));
    }
    pages->tables_ask = TRUE;
    g_hash_table_insert(table->heads->asking, (gpointer)(guintptr)part, g_steal_pointer(&asking));
    return TRUE;
}

void af_heads_free(AfHeads *heads) {
    if (!heads) return;
    for (guint i = 0; i < heads->variants->len; i++) {
        Variant *variant = &g_array_index(heads->variants, Variant, i);
        g_ptr_array_unref(variant->markers);
        af_rows_free(variant->rows);
    }
    g_array_unref(heads->variants);
    g_hash_table_unref(heads->asking);
    g_free(heads);
}

static gboolean same(const GPtrArray *a, const GPtrArray *b) {
    for (guint i = 0; i < a->len; i++) {
        if (a->pdata[i] != b->pdata[i]) return FALSE;
    }
    return TRUE;
}

/* Lays the header or footer out with what it retrieves. */
static AfRows *build(const AfHeads *heads, const AfRows *base, const GPtrArray *asking, const GPtrArray *markers) {
    g_autoptr(GHashTable) asked = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < asking->len; i++) g_hash_table_insert(asked, asking->pdata[i], markers->pdata[i]);
    GHashTable *outer = heads->pages->asked;
    heads->pages->asked = asked;
    AfRows *rows = af_head_build(heads->pages, base);
    heads->pages->asked = outer;
    return rows;
}

const AfRows *af_head_for(const AfRows *base, const AfList *list, guint from, guint to) {
    AfHeads *heads = base->table->heads;
    const GPtrArray *asking = heads ? g_hash_table_lookup(heads->asking, base->part) : NULL;
    if (!asking) return base;
    g_autoptr(GPtrArray) markers = g_ptr_array_new();
    for (guint i = 0; i < asking->len; i++) {
        const AfFoNode *marker = af_marker_retrieve_table(heads->pages, asking->pdata[i], base->table, list, from, to);
        g_ptr_array_add(markers, (gpointer)(guintptr)marker);
    }
    for (guint i = 0; i < heads->variants->len; i++) {
        const Variant *variant = &g_array_index(heads->variants, Variant, i);
        if (variant->base == base && same(variant->markers, markers)) return variant->rows;
    }
    AfRows *rows = build(heads, base, asking, markers);
    Variant variant = {base, g_steal_pointer(&markers), rows};
    g_array_append_val(heads->variants, variant);
    return rows;
}

AfUnit af_head_height(const AfRows *base, const AfList *list, guint from, guint to) {
    return af_rows_height(af_head_for(base, list, from, to));
}

const AfFoNode *af_head_retrieve(const AfPages *pages, const AfFoNode *retrieve) {
    return pages->asked ? g_hash_table_lookup(pages->asked, retrieve) : NULL;
}

void af_heads_begin_part(AfPages *pages, const AfList *list, guint from, guint to) {
    const AfTable *done = NULL;
    for (guint i = from; i < to; i++) {
        const AfItem *item = &g_array_index(list->items, AfItem, i);
        if (item->kind != AF_ITEM_ROWS || !item->rows->table || !item->rows->table->heads) continue;
        AfRows *rows = item->rows;
        if (rows->head) rows->shown = af_head_for(rows, list, from, to);
        done = rows->table;
        gboolean last = TRUE;
        for (guint next = i + 1; next < to && last; next++) {
            const AfItem *after = &g_array_index(list->items, AfItem, next);
            last = after->kind != AF_ITEM_ROWS || after->rows->table != done;
            if (after->kind == AF_ITEM_ROWS) break;
        }
        if (last) af_marker_table_done(pages, done, list, from, to);
    }
}

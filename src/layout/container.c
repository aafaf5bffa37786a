/* Block-containers of automatic height are broken as blocks are (XSL 1.1 section 6.5.3): what is in them becomes part of the list
 * that they stand in. */
#include "layout/internal.h"

/* Conditional spaces at the start and the end of a reference area vanish (4.3.1, rule 1). */
static void drop_spaces(AfList *list) {
    GArray *items = list->items;
    for (guint i = 0; i < items->len && !af_item_is_box(&g_array_index(items, AfItem, i)); i++) {
        AfItem *item = &g_array_index(items, AfItem, i);
        if (item->kind == AF_ITEM_SPACE) item->height = item->at_start;
    }
    for (guint i = items->len; i-- > 0 && !af_item_is_box(&g_array_index(items, AfItem, i));) {
        AfItem *item = &g_array_index(items, AfItem, i);
        if (item->kind == AF_ITEM_SPACE) item->height = item->at_end;
    }
}

static gboolean has_absolute(const AfList *list) {
    for (guint i = 0; i < list->items->len; i++) {
        const AfItem *item = &g_array_index(list->items, AfItem, i);
        if (item->kind == AF_ITEM_MARK && item->mark == AF_MARK_OUT) return TRUE;
    }
    return FALSE;
}

/* A length of the block-progression-dimension; -1 if it is automatic, as a percentage of something automatic is (7.15.3). */
static AfUnit dimension(const AfPages *pages, const AfFoNode *node, AfProperty property) {
    const AfValue *value = &node->style->value[property];
    if (value->kind != AF_V_LENGTH) return -1;
    if (value->percent == 0) return af_length(node->style, property, 0);
    const AfFoNode *outer = node->parent;
    while (outer && outer->element == AF_FO_WRAPPER) outer = outer->parent;
    if (!outer) return -1;
    if (outer->element == AF_FO_FLOW) return af_length(node->style, property, pages->body_height);
    if (outer->element != AF_FO_BLOCK_CONTAINER) return -1;
    AfUnit base = dimension(pages, outer, AF_P_BLOCK_PROGRESSION_DIMENSION);
    return base < 0 ? -1 : af_length(node->style, property, base);
}

AfUnit af_container_height(const AfPages *pages, const AfBox *box) {
    AfUnit height = dimension(pages, box->node, AF_P_BLOCK_PROGRESSION_DIMENSION), given = height;
    if (height < 0) height = af_list_extent(box->list, 0, G_MAXUINT);
    AfUnit most = dimension(pages, box->node, AF_P_BLOCK_PROGRESSION_DIMENSION_MAXIMUM);
    AfUnit least = dimension(pages, box->node, AF_P_BLOCK_PROGRESSION_DIMENSION_MINIMUM);
    return af_within(height, least, given, most);
}

gboolean af_container_breaks(const AfPages *pages, const AfBox *box) {
    if (box->turn || box->clips) return FALSE;
    if (box->height != af_list_extent(box->list, 0, G_MAXUINT)) return FALSE;
    if (dimension(pages, box->node, AF_P_BLOCK_PROGRESSION_DIMENSION) >= 0) return FALSE;
    return !has_absolute(box->list); /* they stand where the container begins */
}

/* What the first box of a list asks for is asked of the place where it is put in. */
static void join_first(AfList *list, AfItem *first) {
    first->keep = MAX(first->keep, list->next_keep);
    first->keep_page = MAX(first->keep_page, list->next_keep_page);
    if (first->forced == AF_KW_NONE_GIVEN || (list->next_forced != AF_KW_NONE_GIVEN && list->next_forced != AF_KW_PAGE &&
                                              list->next_forced != AF_KW_COLUMN)) {
        if (list->next_forced != AF_KW_NONE_GIVEN) first->forced = list->next_forced;
    }
}

/* Where the writing-mode is another one, the content is a cell by itself. */
static void pour_cell(AfList *list, const AfBox *box, AfUnit x) {
    AfRows *rows = af_rows_new(NULL, 1);
    AfCell cell = {.node = box->node, .span = 1, .columns = 1, .width = box->width, .baseline = -1, .align = AF_KW_BEFORE,
                   .list = box->list, .to = G_MAXUINT};
    g_array_append_val(rows->cells, cell);
    rows->nodes[0] = box->node;
    af_rows_measure(rows);
    AfItem *item = af_list_add(list, AF_ITEM_ROWS, af_rows_height(rows));
    item->rows = rows;
    item->node = box->node;
    item->x = x;
}

void af_container_pour(AfList *list, const AfBox *box, AfUnit x) {
    AfList *content = box->list;
    GArray *items = content->items;
    drop_spaces(content);
    list->space = 0;
    if (content->rtl != list->rtl) {
        pour_cell(list, box, x);
        return;
    }
    gboolean begun = FALSE;
    for (guint i = 0; i < items->len; i++) {
        AfItem *item = &g_array_index(items, AfItem, i);
        item->x += x;
        if (af_item_is_box(item)) {
            item->head = af_sum(item->head, list->head);
            item->foot = af_sum(item->foot, list->foot);
        }
        if (begun || !af_item_is_box(item)) continue;
        begun = TRUE;
        join_first(list, item);
    }
    g_array_append_vals(list->items, items->data, items->len);
    g_array_set_size(items, 0); /* they are the other list's */
    if (!begun) return;
    list->next_keep = content->next_keep;
    list->next_keep_page = content->next_keep_page;
    list->next_forced = content->next_forced;
}

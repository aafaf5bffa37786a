/* A table with its caption (XSL 1.1 sections 6.7.2, 6.7.5, 7.28.7). */
#include "layout/internal.h"

#include <math.h>

typedef struct {
    AfPages *pages;
    AfList *list;
    const AfFoNode *pair, *caption, *table;
    AfUnit width; /* of the reference area */
    AfUnit start, end; /* the pair's indents */
} Pair;

typedef enum { BEFORE, AFTER, START, END } Side;

/* Sides of the page are those of the writing-mode (7.28.7: before for top, and so on). */
static Side side_of(const AfFoStyle *style) {
    gboolean rtl = af_style_is_rtl(style);
    switch (af_style_keyword(style, AF_P_CAPTION_SIDE)) {
    case AF_KW_AFTER:
    case AF_KW_BOTTOM: return AFTER;
    case AF_KW_START: return START;
    case AF_KW_END: return END;
    case AF_KW_LEFT: return rtl ? END : START;
    case AF_KW_RIGHT: return rtl ? START : END;
    default: return BEFORE;
    }
}

AfUnit af_pair_offset(const AfFoNode *pair, AfUnit room) {
    if (room <= 0) return 0;
    switch (af_line_alignment(pair->style, FALSE, af_style_is_rtl(pair->style))) {
    case AF_KW_CENTER: return room / 2;
    case AF_KW_END: return room;
    default: return 0;
    }
}

/* The caption above or below the table: a reference area as wide as it says, or as the pair. */
static void add_caption(const Pair *p) {
    AfUnit room = p->width - p->start - p->end, given = af_inline_dimension(p->caption, p->width);
    AfUnit width = given >= 0 ? MIN(given, room) : room;
    guint first = p->list->items->len;
    AfBlock block = af_block_begin(p->pages, p->list, p->caption, p->width);
    af_list_fill(p->pages, p->list, p->caption, given >= 0 ? width + p->start + p->end : p->width);
    af_block_end(p->list, p->caption, block);
    AfUnit offset = given >= 0 ? af_pair_offset(p->pair, room - width) : 0;
    for (guint i = first; offset && i < p->list->items->len; i++) g_array_index(p->list->items, AfItem, i).x += offset;
}

/* How wide a caption beside the table is: what it says; if it says nothing, what the table leaves, or else a quarter. */
static AfUnit side_width(const Pair *p, AfUnit room) {
    AfUnit given = af_inline_dimension(p->caption, room), table = af_inline_dimension(p->table, room);
    if (given >= 0) return MIN(given, room);
    return table >= 0 && table < room ? room - table : room / 4;
}

static void add_cell(const Pair *p, AfRows *rows, const AfFoNode *node, AfUnit x, AfUnit width) {
    const AfFoStyle *style = node->style;
    AfList *list = af_list_new(p->pages, p->list->rtl);
    AfCell cell = {.node = node, .span = 1, .columns = 1, .x = x, .width = width, .baseline = -1, .list = list, .to = G_MAXUINT};
    AfUnit outer = width + p->start + p->end; /* indents are from the reference area that the pair stands in */
    if (node == p->table) {
        af_table_add(p->pages, list, node, outer);
    } else {
        AfBlock block = af_block_begin(p->pages, list, node, outer);
        af_list_fill(p->pages, list, node, outer);
        af_block_end(list, node, block);
        cell.align = af_style_keyword(style, AF_P_DISPLAY_ALIGN);
    }
    g_array_append_val(rows->cells, cell);
}

static void add_side_by_side(const Pair *p, gboolean starts) {
    AfUnit room = p->width - p->start - p->end, width = side_width(p, room);
    AfRows *rows = af_rows_new(NULL, 1);
    rows->nodes[0] = p->pair;
    add_cell(p, rows, p->caption, starts ? 0 : room - width, width);
    add_cell(p, rows, p->table, starts ? width : 0, room - width);
    af_rows_measure(rows);
    AfItem *item = af_list_add(p->list, AF_ITEM_ROWS, af_rows_height(rows));
    item->rows = rows;
    item->node = p->pair;
}

static void report_misplaced(const Pair *p, const AfFoNode *node) {
    af_fo_report(p->pages->fo, node, p->pages->diagnostics, AF_D_FO_MISPLACED, af_fo_element_name(node->element),
                 af_fo_element_name(node->parent->element));
}

void af_table_and_caption_add(AfPages *pages, AfList *list, const AfFoNode *node, AfUnit width) {
    const AfFoStyle *style = node->style;
    Pair p = {.pages = pages, .list = list, .pair = node, .width = width};
    p.start = af_length(style, AF_P_START_INDENT, width);
    p.end = af_length(style, AF_P_END_INDENT, width);
    for (const AfFoNode *child = node->first_child; child; child = child->next) {
        if (child->element == AF_FO_TABLE_CAPTION && !p.caption) p.caption = child;
        else if (child->element == AF_FO_TABLE && !p.table) p.table = child;
        else if (child->element != AF_FO_MARKER) report_misplaced(&p, child);
    }
    Side side = side_of(style);
    AfBlock block = af_block_begin(pages, list, node, width);
    if (p.caption && p.table && (side == START || side == END)) {
        add_side_by_side(&p, side == START);
    } else {
        if (p.caption && side != AFTER) add_caption(&p);
        if (p.caption && side != AFTER) list->next_keep = INFINITY; /* no caption without the table */
        if (p.table) af_table_add(pages, list, p.table, width);
        if (p.caption && side == AFTER) list->next_keep = INFINITY;
        if (p.caption && side == AFTER) add_caption(&p);
    }
    af_block_end(list, node, block);
}

/* Blocks, lists and containers into a list of items (XSL 1.1 sections 4.3, 4.5, 4.8, 6.5, 6.8). */
#include "layout/internal.h"

#include <math.h>
#include <string.h>

AfList *af_list_new(AfPages *pages, gboolean rtl) {
    AfList *list = g_new0(AfList, 1);
    list->rtl = rtl;
    list->items = g_array_new(FALSE, TRUE, sizeof(AfItem));
    list->open = g_array_new(FALSE, FALSE, sizeof(AfOpen));
    list->markers = g_ptr_array_new();
    g_ptr_array_add(pages->lists, list);
    return list;
}

static void free_item(const AfItem *item) {
    if (item->kind == AF_ITEM_LINE) af_line_free(item->line);
    if (item->kind == AF_ITEM_ROWS) af_rows_free(item->rows);
    if (item->kind == AF_ITEM_BOX) g_free(item->box);
}

void af_list_free(gpointer data) {
    AfList *list = data;
    for (guint i = 0; i < list->items->len; i++) free_item(&g_array_index(list->items, AfItem, i));
    g_array_unref(list->items);
    g_array_unref(list->open);
    g_ptr_array_unref(list->markers);
    if (list->heads) g_ptr_array_unref(list->heads);
    g_free(list);
}

/* Lets go of an item, but of a table's header or footer not before the list. */
static void drop_item(AfList *list, const AfItem *item) {
    if (item->kind != AF_ITEM_ROWS || !item->rows->head) {
        free_item(item);
        return;
    }
    if (!list->heads) list->heads = g_ptr_array_new_with_free_func((GDestroyNotify)af_rows_free);
    g_ptr_array_add(list->heads, item->rows);
}

void af_list_drop(AfList *list, guint count) {
    for (guint i = 0; i < count; i++) drop_item(list, &g_array_index(list->items, AfItem, i));
    g_array_remove_range(list->items, 0, count);
}

void af_list_cut(AfList *list, guint from) {
    for (guint i = from; i < list->items->len; i++) drop_item(list, &g_array_index(list->items, AfItem, i));
    g_array_set_size(list->items, from);
}

gboolean af_item_is_box(const AfItem *item) { return item->kind != AF_ITEM_SPACE && item->kind != AF_ITEM_MARK; }

AfItem *af_list_add(AfList *list, AfItemKind kind, AfUnit height) {
    AfItem item = {.kind = kind, .height = height, .forced = AF_KW_NONE_GIVEN};
    if (af_item_is_box(&item)) {
        list->space = 0;
        item.keep = list->next_keep;
        item.keep_page = list->next_keep_page;
        item.forced = list->next_forced;
        item.head = list->head;
        item.foot = list->foot;
        list->next_keep = list->next_keep_page = 0;
        list->next_forced = AF_KW_NONE_GIVEN;
    }
    g_array_append_val(list->items, item);
    return &g_array_index(list->items, AfItem, list->items->len - 1);
}

void af_list_keep(AfList *list, guint first, float column, float page) {
    gboolean begun = FALSE;
    for (guint i = first; i < list->items->len; i++) {
        AfItem *item = &g_array_index(list->items, AfItem, i);
        if (!af_item_is_box(item)) continue;
        if (begun) item->keep = MAX(item->keep, column);
        if (begun) item->keep_page = MAX(item->keep_page, page);
        begun = TRUE;
    }
}

AfUnit af_length(const AfFoStyle *style, AfProperty property, AfUnit base) {
    const AfValue *v = &style->value[property];
    if (v->kind != AF_V_LENGTH) return 0;
    return v->percent == 0 ? af_units(v->number) : af_sum(af_units(v->number), af_clamp(v->percent / 100 * base));
}

AfUnit af_border_width(const AfFoStyle *style, AfProperty width) {
    AfKeyword kind = af_style_keyword(style, width - 1);
    return kind == AF_KW_NONE || kind == AF_KW_HIDDEN ? 0 : af_length(style, width, 0);
}

guint32 af_border_color(const AfFoStyle *style, AfProperty width) {
    const AfValue *v = &style->value[width - 2];
    return v->kind == AF_V_COLOR ? v->color : af_style_color(style, AF_P_COLOR);
}

gboolean af_decor_read(AfDecor *decor, const AfFoNode *node, AfUnit x, AfUnit width) {
    const AfFoStyle *style = node->style;
    *decor = (AfDecor){.node = node};
    decor->before = af_border_width(style, AF_P_BORDER_BEFORE_WIDTH);
    decor->after = af_border_width(style, AF_P_BORDER_AFTER_WIDTH);
    decor->start = af_border_width(style, AF_P_BORDER_START_WIDTH);
    decor->end = af_border_width(style, AF_P_BORDER_END_WIDTH);
    decor->before_color = af_border_color(style, AF_P_BORDER_BEFORE_WIDTH);
    decor->after_color = af_border_color(style, AF_P_BORDER_AFTER_WIDTH);
    decor->start_color = af_border_color(style, AF_P_BORDER_START_WIDTH);
    decor->end_color = af_border_color(style, AF_P_BORDER_END_WIDTH);
    decor->before_style = af_style_keyword(style, AF_P_BORDER_BEFORE_STYLE);
    decor->after_style = af_style_keyword(style, AF_P_BORDER_AFTER_STYLE);
    decor->start_style = af_style_keyword(style, AF_P_BORDER_START_STYLE);
    decor->end_style = af_style_keyword(style, AF_P_BORDER_END_STYLE);
    decor->background = af_style_color(style, AF_P_BACKGROUND_COLOR);
    const char *image = af_style_string(style, AF_P_BACKGROUND_IMAGE);
    decor->image = *image && strcmp(image, "none") ? image : NULL;
    AfUnit start = decor->start + af_length(style, AF_P_PADDING_START, 0), end = decor->end + af_length(style, AF_P_PADDING_END, 0);
    decor->x = x - start;
    decor->width = width + start + end;
    return decor->before || decor->after || decor->start || decor->end || decor->background || decor->image;
}

/* Forcing spaces add up and suppress the others, else that of the highest precedence stays, of those the greatest. */
static void resolve(AfUnit *height, float *precedence, AfUnit other, float strength) {
    if (*precedence > strength) return;
    if (*precedence < strength) *height = other;
    else if (isinf(strength)) *height = af_sum(*height, other);
    else *height = MAX(*height, other);
    *precedence = strength;
}

/* Space resolution (4.3.1) where a space meets another (marks have no extent). Where a reference area starts, those that are
 * conditional vanish up to the first that is not, before they are compared with others (rule 1); likewise where it ends. */
void af_space_join(AfItem *first, const AfItem *second, gboolean before) {
    resolve(&first->height, &first->precedence, second->height, second->precedence);
    if (first->first > AF_SPACE_GONE) {
        resolve(&first->at_start, &first->first, second->height, second->precedence);
    } else if (before) {
        first->at_start = second->at_start;
        first->first = second->first;
    }
    if (!before && second->first > AF_SPACE_GONE) first->at_end = first->height;
}

static void add_space(AfList *list, const AfFoStyle *style, AfProperty property) {
    AfUnit height = af_length(style, property, 0);
    float precedence = af_style_is(style, property + 2, AF_KW_FORCE) ? INFINITY : (float)af_style_number(style, property + 2);
    gboolean stays = !af_style_is(style, property + 1, AF_KW_DISCARD), before = property == AF_P_SPACE_BEFORE;
    if (height == 0 && precedence <= 0) return;
    AfItem space = {.kind = AF_ITEM_SPACE, .height = height, .precedence = precedence};
    space.first = stays ? precedence : AF_SPACE_GONE;
    space.at_start = space.at_end = stays ? height : 0;
    if (list->space > 0) {
        af_space_join(&g_array_index(list->items, AfItem, list->space - 1), &space, before);
        return;
    }
    if (before) space.at_end = 0;
    else space.at_start = 0, space.first = AF_SPACE_GONE;
    AfItem *item = af_list_add(list, AF_ITEM_SPACE, height);
    item->precedence = precedence;
    item->first = space.first;
    item->at_start = space.at_start;
    item->at_end = space.at_end;
    list->space = list->items->len;
}

static AfItem *add_mark(AfList *list, AfMark mark, const AfFoNode *node) {
    AfItem *item = af_list_add(list, AF_ITEM_MARK, 0);
    item->mark = mark;
    item->node = node;
    return item;
}

static void add_rigid(AfList *list, const AfFoNode *node, AfUnit height, gboolean end) {
    if (height <= 0) return;
    if (end) list->next_keep = INFINITY;
    af_list_add(list, AF_ITEM_RIGID, height)->node = node;
    if (!end) list->next_keep = INFINITY;
}

/* Of two breaks at one place the one that asks for an odd or even page counts. */
static void force_break(AfList *list, AfKeyword kind) {
    if (kind == AF_KW_AUTO || kind == AF_KW_NONE_GIVEN) return;
    gboolean plain = kind == AF_KW_PAGE || kind == AF_KW_COLUMN;
    if (!plain || list->next_forced == AF_KW_NONE_GIVEN) list->next_forced = kind;
}

/* ---- what all block-level objects have around their content */

static gboolean has_marks(const AfFoNode *node) {
    return af_is_referred(node) || af_has_markers(node);
}

void af_list_start(AfList *list, const AfFoNode *node) {
    if (!has_marks(node)) return;
    add_mark(list, AF_MARK_START, node);
    for (const AfFoNode *child = node->first_child; child; child = child->next) {
        if (child->element == AF_FO_MARKER) add_mark(list, AF_MARK_MARKER, child);
    }
}

void af_list_end(AfList *list, const AfFoNode *node) {
    if (has_marks(node)) add_mark(list, AF_MARK_END, node);
}

AfUnit af_list_x(const AfList *list, const AfFoStyle *style, AfUnit area, AfUnit start, AfUnit width) {
    return af_style_is_rtl(style) == list->rtl ? start : area - start - width;
}

/* Whose writing-mode says which sides of an object are its start and end: those of a block-container are of what it
 * stands in (4.2.3). */
static const AfFoStyle *sides_of(const AfFoNode *node) {
    return node->element == AF_FO_BLOCK_CONTAINER ? node->parent->style : node->style;
}

void af_decor_turn(AfDecor *decor) {
    const AfDecor d = *decor;
    decor->start = d.end;
    decor->start_color = d.end_color;
    decor->start_style = d.end_style;
    decor->end = d.start;
    decor->end_color = d.start_color;
    decor->end_style = d.start_style;
}

/* A table's borders that collapse stand on its grid, and it has no padding (7.28.3). */
static gboolean is_collapsed(const AfFoNode *node) {
    return node->element == AF_FO_TABLE && !af_style_is(node->style, AF_P_BORDER_COLLAPSE, AF_KW_SEPARATE);
}

/* What is next is kept with what is before it (7.20.4, 7.20.5). */
static void keep_next(AfList *list, const AfFoStyle *style, AfProperty column, AfProperty page) {
    list->next_keep = MAX(list->next_keep, (float)af_style_number(style, column));
    list->next_keep_page = MAX(list->next_keep_page, (float)af_style_number(style, page));
}

/* Along one axis: 7.6.2 to 7.6.5; of two that are given the first counts. */
static AfUnit shift_along(const AfFoStyle *style, AfProperty first, AfProperty second, AfUnit base) {
    if (style->value[first].kind == AF_V_LENGTH) return af_length(style, first, base);
    return -af_length(style, second, base);
}

/* How far from where it is laid out an object is placed (7.6.7). Percentages are of what it stands in; of a height that is not
 * given they are nothing. */
static void begin_shift(const AfPages *pages, AfList *list, const AfFoNode *node, AfUnit width) {
    const AfFoStyle *style = node->style, *outer = node->parent->style;
    gboolean rtl = af_style_is_rtl(outer);
    AfUnit height = node->parent->element == AF_FO_FLOW ? pages->body_height : af_length(outer, AF_P_BLOCK_PROGRESSION_DIMENSION, 0);
    const AfShift shift = {
        shift_along(style, rtl ? AF_P_RIGHT : AF_P_LEFT, rtl ? AF_P_LEFT : AF_P_RIGHT, width) * (rtl ? -1 : 1),
        shift_along(style, AF_P_TOP, AF_P_BOTTOM, height),
    };
    add_mark(list, AF_MARK_SHIFT, node)->shift = shift;
}

/* What stays of an object's border and padding where a page begins or ends within it (4.3.1, 7.8.9, 7.8.31). */
static void keep_edges(AfDecor *decor, const AfFoStyle *style) {
    AfUnit before = af_length(style, AF_P_PADDING_BEFORE, 0), after = af_length(style, AF_P_PADDING_AFTER, 0);
    decor->head_border = decor->before && af_style_is(style, AF_P_BORDER_BEFORE_WIDTH_CONDITIONALITY, AF_KW_RETAIN);
    decor->foot_border = decor->after && af_style_is(style, AF_P_BORDER_AFTER_WIDTH_CONDITIONALITY, AF_KW_RETAIN);
    decor->head = decor->head_border ? decor->before : 0;
    decor->foot = decor->foot_border ? decor->after : 0;
    if (af_style_is(style, AF_P_PADDING_BEFORE_CONDITIONALITY, AF_KW_RETAIN)) decor->head += before;
    if (af_style_is(style, AF_P_PADDING_AFTER_CONDITIONALITY, AF_KW_RETAIN)) decor->foot += after;
}

AfBlock af_block_begin(AfPages *pages, AfList *list, const AfFoNode *node, AfUnit width) {
    af_fo_settle_padding(pages->fo, node, AF_POINTS(width));
    const AfFoStyle *style = node->style;
    force_break(list, af_style_keyword(style, AF_P_BREAK_BEFORE));
    keep_next(list, style, AF_P_KEEP_WITH_PREVIOUS_COLUMN, AF_P_KEEP_WITH_PREVIOUS_PAGE);
    add_space(list, style, AF_P_SPACE_BEFORE);
    AfBlock block = {.shifted = !af_style_is(style, AF_P_RELATIVE_POSITION, AF_KW_STATIC)};
    if (block.shifted) begin_shift(pages, list, node, width);
    af_list_start(list, node);
    block.first = list->items->len;
    AfUnit start = af_length(style, AF_P_START_INDENT, width), end = af_length(style, AF_P_END_INDENT, width);
    AfDecor decor;
    gboolean painted = af_decor_read(&decor, node, start, width - start - end);
    if (is_collapsed(node)) {
        decor = (AfDecor){.node = node, .x = start, .width = width - start - end, .background = decor.background};
        painted = decor.background != 0;
    } else {
        keep_edges(&decor, style);
        painted = painted || decor.head || decor.foot;
    }
    if (painted || pages->traced) {
        block.traced = !painted;
        if (af_style_is_rtl(sides_of(node)) != list->rtl) {
            af_decor_turn(&decor);
            decor.x = width - decor.x - decor.width;
        }
        block.decor = g_memdup2(&decor, sizeof decor);
        g_ptr_array_add(pages->decors, block.decor);
        add_mark(list, painted ? AF_MARK_OPEN : AF_MARK_TRACE_OPEN, node)->decor = block.decor;
    }
    AfUnit rigid = af_border_width(style, AF_P_BORDER_BEFORE_WIDTH) + af_length(style, AF_P_PADDING_BEFORE, 0);
    block.head = decor.head;
    block.foot = decor.foot;
    list->foot = af_sum(list->foot, block.foot);
    add_rigid(list, node, is_collapsed(node) ? 0 : rigid, FALSE);
    list->head = af_sum(list->head, block.head);
    return block;
}

/* A block without content has an area of no height, before or after which a page may end (6.5.2). */
static void add_empty(AfList *list, const AfFoStyle *style, guint first) {
    if (af_style_is(style, AF_P_BREAK_BEFORE, AF_KW_AUTO) && af_style_is(style, AF_P_BREAK_AFTER, AF_KW_AUTO)) return;
    for (guint i = first; i < list->items->len; i++) {
        const AfItem *item = &g_array_index(list->items, AfItem, i);
        if (af_item_is_box(item) || (item->kind == AF_ITEM_MARK && item->mark == AF_MARK_OUT)) return;
    }
    af_list_add(list, AF_ITEM_RIGID, 0);
}

void af_block_end(AfList *list, const AfFoNode *node, AfBlock block) {
    const AfFoStyle *style = node->style;
    add_empty(list, style, block.first);
    list->foot -= block.foot;
    AfUnit rigid = af_border_width(style, AF_P_BORDER_AFTER_WIDTH) + af_length(style, AF_P_PADDING_AFTER, 0);
    add_rigid(list, node, is_collapsed(node) ? 0 : rigid, TRUE);
    list->head -= block.head;
    if (block.decor) add_mark(list, block.traced ? AF_MARK_TRACE_CLOSE : AF_MARK_CLOSE, node)->decor = block.decor;
    af_list_end(list, node);
    if (block.shifted) add_mark(list, AF_MARK_UNSHIFT, node);
    float column = (float)af_style_number(style, AF_P_KEEP_TOGETHER_COLUMN), page = (float)af_style_number(style, AF_P_KEEP_TOGETHER_PAGE);
    if (column > 0 || page > 0) af_list_keep(list, block.first, column, page);
    add_space(list, style, AF_P_SPACE_AFTER);
    keep_next(list, style, AF_P_KEEP_WITH_NEXT_COLUMN, AF_P_KEEP_WITH_NEXT_PAGE);
    force_break(list, af_style_keyword(style, AF_P_BREAK_AFTER));
}

/* ---- children: runs of inline objects become paragraphs */

typedef struct {
    AfPages *pages;
    AfList *list;
    AfUnit width;
    const AfFoNode *block;
    AfParagraph *paragraph;
    guint first; /* the first item inside */
} Filler;

/* An object without areas goes with what follows it, the end of an index range with what is before it. */
static void add_point(AfList *list, const AfAnchor *anchor) {
    if (anchor->kind == AF_ANCHOR_END) return;
    gboolean ends = anchor->kind == AF_ANCHOR_POINT;
    add_mark(list, ends ? AF_MARK_START : AF_MARK_POINT, anchor->node);
    if (ends) add_mark(list, AF_MARK_END, anchor->node);
}

static void append(GArray **to, const GArray *from) {
    if (!from) return;
    if (!*to) *to = g_array_copy((GArray *)(guintptr)from);
    else g_array_append_vals(*to, from->data, from->len);
}

/* Whether there is nothing but footnotes. */
static gboolean cites_note(const AfParagraph *paragraph) {
    for (guint i = 0; i < paragraph->anchors->len && af_paragraph_is_empty(paragraph); i++) {
        if (g_array_index(paragraph->anchors, AfAnchor, i).kind == AF_ANCHOR_NOTE) return TRUE;
    }
    return FALSE;
}

/* A line without areas, which has them. */
static void add_bare_line(Filler *filler, AfParagraph *paragraph) {
    AfLine *line = g_new0(AfLine, 1);
    line->areas = g_ptr_array_new();
    append(&line->anchors, paragraph->anchors);
    AfItem *item = af_list_add(filler->list, AF_ITEM_LINE, 0);
    item->line = line;
    item->node = filler->block;
}

static AfUnit content_width(const Filler *filler) {
    AfUnit start = af_length(filler->block->style, AF_P_START_INDENT, filler->width);
    return MAX(filler->width - start - af_length(filler->block->style, AF_P_END_INDENT, filler->width), AF_POINT);
}

static void flush(Filler *filler) {
    AfParagraph *paragraph = g_steal_pointer(&filler->paragraph);
    if (!paragraph) return;
    if (cites_note(paragraph)) {
        add_bare_line(filler, paragraph);
    } else if (!af_paragraph_is_empty(paragraph)) {
        AfUnit start = af_length(filler->block->style, AF_P_START_INDENT, filler->width);
        AfUnit end = af_length(filler->block->style, AF_P_END_INDENT, filler->width);
        AfUnit width = MAX(filler->width - start - end, AF_POINT);
        AfUnit x = af_list_x(filler->list, filler->block->style, filler->width, start, width);
        af_lines_add(filler->pages, filler->list, paragraph, x, width);
    } else {
        for (guint i = 0; i < paragraph->anchors->len; i++) {
            const AfAnchor *anchor = &g_array_index(paragraph->anchors, AfAnchor, i);
            if (anchor->kind == AF_ANCHOR_POINT || !af_has_markers(anchor->node)) add_point(filler->list, anchor);
            else if (anchor->kind == AF_ANCHOR_START) af_list_start(filler->list, anchor->node);
            else af_list_end(filler->list, anchor->node);
        }
    }
    af_paragraph_free(paragraph);
}

static void add_plain_block(Filler *filler, const AfFoNode *node) {
    AfBlock block = af_block_begin(filler->pages, filler->list, node, filler->width);
    af_list_fill(filler->pages, filler->list, node, filler->width);
    af_block_end(filler->list, node, block);
}

AfUnit af_inline_dimension(const AfFoNode *node, AfUnit width) {
    const AfFoStyle *outer = node->parent->style;
    if (node->style->value[AF_P_INLINE_PROGRESSION_DIMENSION].kind != AF_V_LENGTH) return -1;
    switch (node->parent->element) {
    case AF_FO_BLOCK:
    case AF_FO_LIST_ITEM_BODY:
    case AF_FO_LIST_ITEM_LABEL: width -= af_length(outer, AF_P_START_INDENT, width) + af_length(outer, AF_P_END_INDENT, width); break;
    default: break; /* a reference area: its indents are for what is in it */
    }
    return af_length(node->style, AF_P_INLINE_PROGRESSION_DIMENSION, MAX(width, 0));
}

/* A container whose lines are upright, by a quarter turn: its inline-progression-dimension is how high it stands, its
 * block-progression-dimension how wide (7.21.3). Lines of no given length are as long as a page is high, and the
 * container is then as wide as they are together; otherwise it fills the width of what it stands in. */
static void fill_turned(AfPages *pages, AfBox *box, AfUnit given) {
    const AfFoStyle *style = box->node->style;
    box->height = given >= 0 ? af_length(style, AF_P_INLINE_PROGRESSION_DIMENSION, pages->body_height) : pages->body_height;
    af_list_fill(pages, box->list, box->node, MAX(box->height, AF_POINT));
    AfUnit across = af_length(style, AF_P_BLOCK_PROGRESSION_DIMENSION, box->width);
    if (across > 0) box->width = across;
    else if (given < 0) box->width = af_list_extent(box->list, 0, G_MAXUINT);
}

AfUnit af_within(AfUnit size, AfUnit least, AfUnit optimum, AfUnit most) {
    if (most >= 0 && least == optimum) least = MIN(least, most);
    if (most >= 0) size = MIN(size, most);
    return MAX(size, least);
}

/* The inline-progression-dimension has at least its minimum and at most its maximum (7.15.7). */
static AfUnit width_within(const AfFoStyle *style, AfUnit width, AfUnit area) {
    const AfProperty least = AF_P_INLINE_PROGRESSION_DIMENSION_MINIMUM, most = AF_P_INLINE_PROGRESSION_DIMENSION_MAXIMUM;
    AfUnit limit = style->value[most].kind == AF_V_LENGTH ? af_length(style, most, area) : -1;
    return af_within(width, af_length(style, least, area), af_length(style, AF_P_INLINE_PROGRESSION_DIMENSION, area), limit);
}

/* The borders and background of a container are as wide as it is. */
static void fit_decor(AfDecor *decor, const Filler *filler, const AfFoNode *node, AfUnit width) {
    AfUnit start = af_length(node->style, AF_P_START_INDENT, filler->width);
    gboolean turn = af_style_is_rtl(sides_of(node)) != filler->list->rtl;
    const AfDecor old = *decor;
    AfDecor read;
    af_decor_read(&read, node, start, width);
    decor->width = read.width;
    decor->x = turn ? old.x + old.width - read.width : read.x;
}

/* A container out of the flow: a break that is asked for here is before it. */
static void add_out(Filler *filler, const AfFoNode *node) {
    AfList *list = filler->list;
    gboolean first = filler->block->element != AF_FO_FLOW && filler->block->element != AF_FO_STATIC_CONTENT;
    for (guint i = filler->first; first && i < list->items->len; i++) first = !af_item_is_box(&g_array_index(list->items, AfItem, i));
    AfItem *item = add_mark(list, AF_MARK_OUT, node);
    item->width = filler->width;
    item->forced = list->next_forced;
    item->keep = first ? 1 : 0;
    list->next_forced = AF_KW_NONE_GIVEN;
}

static void add_container(Filler *filler, const AfFoNode *node) {
    AfPages *pages = filler->pages;
    const AfFoStyle *style = node->style;
    if (!af_style_is(style, AF_P_ABSOLUTE_POSITION, AF_KW_AUTO)) {
        add_out(filler, node);
        return;
    }
    AfBlock block = af_block_begin(pages, filler->list, node, filler->width);
    AfBox *box = g_new0(AfBox, 1);
    AfUnit start = af_length(style, AF_P_START_INDENT, filler->width), end = af_length(style, AF_P_END_INDENT, filler->width);
    box->node = node;
    box->list = af_list_new(pages, af_style_is_rtl(style));
    box->width = filler->width - start - end;
    AfUnit given = af_inline_dimension(node, filler->width);
    box->turn = af_turn_of(node);
    if (given >= 0 && box->turn % 2 == 0) box->width = given;
    if (box->turn % 2 == 0) box->width = width_within(style, box->width, filler->width);
    box->clips = af_clips(node);
    if (box->turn % 2) {
        fill_turned(pages, box, given);
    } else {
        af_list_fill(pages, box->list, node, MAX(box->width, AF_POINT));
        box->height = af_container_height(pages, box);
        af_report_area(pages, node, af_list_extent(box->list, 0, G_MAXUINT) - box->height);
    }
    if (block.decor) fit_decor(block.decor, filler, node, box->width);
    box->align = af_style_keyword(style, AF_P_DISPLAY_ALIGN);
    AfUnit x = af_list_x(filler->list, sides_of(node), filler->width, start, box->width);
    if (af_container_breaks(pages, box)) {
        af_container_pour(filler->list, box, x);
        g_free(box);
    } else {
        AfItem *item = af_list_add(filler->list, AF_ITEM_BOX, box->height);
        item->box = box;
        item->node = node;
        item->x = x;
    }
    af_block_end(filler->list, node, block);
}

/* ---- lists */

static AfItem *first_box(AfList *list, guint from) {
    for (guint i = from; i < list->items->len; i++) {
        AfItem *item = &g_array_index(list->items, AfItem, i);
        if (af_item_is_box(item)) return item;
    }
    return NULL;
}

static guint count_boxes(const AfList *list) {
    guint count = 0;
    for (guint i = 0; i < list->items->len; i++) count += af_item_is_box(&g_array_index(list->items, AfItem, i));
    return count;
}

static gboolean has_mark(const AfList *list, AfMark mark, guint from, const AfItem *until) {
    for (guint i = from; i < list->items->len; i++) {
        const AfItem *item = &g_array_index(list->items, AfItem, i);
        if (item == until) break;
        if (item->kind == AF_ITEM_MARK && item->mark == mark) return TRUE;
    }
    return FALSE;
}

/* Whether only one of label and body is painted upon, or elsewhere than it is laid out: they do not share a line. */
static gboolean parts_differ(const AfList *label, const AfList *list, guint from, const AfItem *first) {
    return has_mark(label, AF_MARK_OPEN, 0, NULL) || has_mark(label, AF_MARK_SHIFT, 0, NULL) || has_mark(list, AF_MARK_SHIFT, from, first);
}

/* A label of one line joins the body's first line, on its baseline. */
static void join_label(AfLine *label, AfLine *line) {
    AfUnit shift = line->baseline - label->baseline;
    guint count = label->areas->len;
    for (guint i = 0; i < count; i++) {
        AfArea *area = g_ptr_array_index(label->areas, i);
        AfPiece piece = {.kind = AF_RUN_NONE, .with = -1, .until = -1};
        area->y += shift;
        g_ptr_array_insert(line->areas, (int)i, area);
        if (line->pending) g_array_insert_val(line->pending->pieces, i, piece);
    }
    g_ptr_array_set_size(label->areas, 0);
    for (guint i = 0; line->pending && i < line->pending->pieces->len; i++) {
        AfPiece *piece = &g_array_index(line->pending->pieces, AfPiece, i);
        if (piece->with < 0) continue;
        piece->with += (int)count;
        piece->until += (int)count;
    }
    for (guint i = 0; line->pending && i < line->pending->spans->len; i++) {
        g_array_index(line->pending->spans, AfSpan, i).first += count;
        g_array_index(line->pending->spans, AfSpan, i).last += count;
    }
    for (guint i = 0; line->insets && i < line->insets->len; i++) g_array_index(line->insets, AfInset, i).area += count;
    af_reading_join(label, count, line);
    append(&line->insets, label->insets);
    append(&line->links, label->links);
    g_autoptr(GArray) anchors = g_steal_pointer(&line->anchors); /* footnotes of the label come first */
    append(&line->anchors, label->anchors);
    append(&line->anchors, anchors);
}

static void add_cell(AfRows *rows, const AfFoNode *node, AfList *list, AfUnit width) {
    AfCell cell = {.node = node, .span = 1, .columns = 1, .width = width, .baseline = -1, .align = AF_KW_BEFORE, .list = list, .to = G_MAXUINT};
    g_array_append_val(rows->cells, cell);
}

/* Label and body that do not share a first line stand side by side like cells of a row. */
static void add_side_by_side(Filler *filler, const AfFoNode *label, AfList *label_list, const AfFoNode *body, guint from) {
    AfList *list = filler->list, *body_list = af_list_new(filler->pages, list->rtl);
    if (from < list->items->len) {
        g_array_append_vals(body_list->items, &g_array_index(list->items, AfItem, from), list->items->len - from);
        g_array_set_size(list->items, from);
    }
    for (guint i = 0; i < body_list->items->len; i++) { /* what goes on around them is around the row */
        AfItem *item = &g_array_index(body_list->items, AfItem, i);
        if (!af_item_is_box(item)) continue;
        item->head -= list->head;
        item->foot -= list->foot;
    }
    float next_keep = list->next_keep, next_keep_page = list->next_keep_page; /* after the body */
    AfKeyword next_forced = list->next_forced;
    list->next_keep = list->next_keep_page = 0;
    list->next_forced = AF_KW_NONE_GIVEN;
    AfRows *rows = af_rows_new(NULL, 1);
    rows->nodes[0] = label->parent;
    add_cell(rows, label, label_list, filler->width);
    add_cell(rows, body, body_list, filler->width);
    af_rows_measure(rows);
    AfItem *item = af_list_add(list, AF_ITEM_ROWS, af_rows_height(rows));
    AfItem *first = first_box(body_list, 0);
    if (first) {
        item->keep = MAX(item->keep, first->keep);
        item->keep_page = MAX(item->keep_page, first->keep_page);
        item->forced = first->forced;
        first->keep = first->keep_page = 0;
        first->forced = AF_KW_NONE_GIVEN;
    }
    rows->breaks = af_list_breaks(label_list) || af_list_breaks(body_list);
    item->rows = rows;
    item->node = label->parent;
    list->next_keep = next_keep;
    list->next_keep_page = next_keep_page;
    list->next_forced = next_forced;
}

/* Where a label or body stands, for the dump. */
static const AfDecor *trace_part(const Filler *filler, AfList *list, const AfFoNode *part) {
    if (!filler->pages->traced) return NULL;
    AfUnit start = af_length(part->style, AF_P_START_INDENT, filler->width);
    AfUnit end = af_length(part->style, AF_P_END_INDENT, filler->width);
    AfDecor *decor = g_new0(AfDecor, 1);
    decor->node = part;
    decor->width = filler->width - start - end;
    decor->x = af_list_x(list, part->style, filler->width, start, decor->width);
    g_ptr_array_add(filler->pages->decors, decor);
    return decor;
}

static void trace_mark(AfList *list, AfMark mark, const AfDecor *decor) {
    if (decor) add_mark(list, mark, decor->node)->decor = (AfDecor *)(guintptr)decor;
}

static void add_list_item(Filler *filler, const AfFoNode *node) {
    const AfFoNode *label = NULL, *body = NULL;
    for (const AfFoNode *child = node->first_child; child; child = child->next) {
        if (child->element == AF_FO_LIST_ITEM_LABEL) label = child;
        if (child->element == AF_FO_LIST_ITEM_BODY) body = child;
    }
    if (!label || !body) {
        af_fo_report(filler->pages->fo, node, filler->pages->diagnostics, AF_D_FO_MISPLACED, "list-item", af_fo_element_name(node->parent->element));
        return;
    }
    AfBlock block = af_block_begin(filler->pages, filler->list, node, filler->width);
    AfList *label_list = af_list_new(filler->pages, filler->list->rtl);
    af_list_start(filler->list, label); /* here too: the marks of a label that joins the body's line are not used */
    af_list_end(filler->list, label);
    const AfDecor *traced_label = trace_part(filler, label_list, label), *traced = trace_part(filler, filler->list, body);
    trace_mark(label_list, AF_MARK_TRACE_OPEN, traced_label);
    af_list_start(label_list, label);
    af_list_fill(filler->pages, label_list, label, filler->width);
    af_list_end(label_list, label);
    trace_mark(label_list, AF_MARK_TRACE_CLOSE, traced_label);
    guint from = filler->list->items->len;
    trace_mark(filler->list, AF_MARK_TRACE_OPEN, traced);
    af_list_start(filler->list, body);
    af_list_fill(filler->pages, filler->list, body, filler->width);
    af_list_end(filler->list, body);
    trace_mark(filler->list, AF_MARK_TRACE_CLOSE, traced);
    AfItem *box = first_box(filler->list, from), *label_box = first_box(label_list, 0);
    if (label_box) {
        gboolean resumed = box && box->kind == AF_ITEM_LINE && box->line == filler->pages->resume.line;
        gboolean joins = !resumed && count_boxes(label_list) == 1 && label_box->kind == AF_ITEM_LINE && box && box->kind == AF_ITEM_LINE &&
                         label_box->line->height <= box->line->height && !label_box->line->pending &&
                         label_box->line->side == AF_KW_NONE_GIVEN && box->line->side == AF_KW_NONE_GIVEN &&
                         !parts_differ(label_list, filler->list, from, box);
        if (joins && traced) {
            box->line->beside = g_new(AfBeside, 1);
            *box->line->beside = (AfBeside){label_list, box->line->baseline - label_box->line->baseline, label_box->height};
        }
        if (joins) join_label(label_box->line, box->line);
        else if (!resumed) add_side_by_side(filler, label, label_list, body, from);
    }
    af_block_end(filler->list, node, block);
}

static void fill(Filler *filler, const AfFoNode *parent);

static gboolean is_block_level(const AfFoNode *node) {
    switch (node->element) {
    case AF_FO_BLOCK:
    case AF_FO_LIST_BLOCK:
    case AF_FO_BLOCK_CONTAINER:
    case AF_FO_TABLE:
    case AF_FO_TABLE_AND_CAPTION:
    case AF_FO_WRAPPER:
    case AF_FO_RETRIEVE_MARKER:
    case AF_FO_RETRIEVE_TABLE_MARKER: return TRUE;
    case AF_FO_LIST_ITEM: return node->parent->element == AF_FO_LIST_BLOCK || node->parent->element == AF_FO_WRAPPER;
    default: return FALSE;
    }
}

gboolean af_holds_block(const AfFoNode *node) {
    switch (node->element) {
    case AF_FO_INLINE:
    case AF_FO_BASIC_LINK:
    case AF_FO_BIDI_OVERRIDE:
    case AF_FO_WRAPPER: break;
    default: return FALSE;
    }
    for (const AfFoNode *child = node->first_child; child; child = child->next) {
        if (is_block_level(child) ? !af_is_inline(child) : af_holds_block(child)) return TRUE;
    }
    return FALSE;
}

static AfParagraph *open_paragraph(Filler *filler) {
    if (!filler->paragraph) filler->paragraph = af_paragraph_new(filler->pages, filler->block, content_width(filler));
    return filler->paragraph;
}

/* An inline object with blocks in it: lines end before and after these, which are laid out as anywhere. */
static void add_mixed(Filler *filler, const AfFoNode *node) {
    const AfFoNode *link = filler->pages->link;
    if (node->element == AF_FO_BASIC_LINK) filler->pages->link = node;
    if (has_marks(node)) af_paragraph_mark(open_paragraph(filler), AF_ANCHOR_START, node);
    af_paragraph_edge(filler->pages, open_paragraph(filler), node, link, TRUE);
    fill(filler, node);
    af_paragraph_edge(filler->pages, open_paragraph(filler), node, link, FALSE);
    if (af_paragraph_is_empty(filler->paragraph)) af_list_end(filler->list, node);
    else if (has_marks(node)) af_paragraph_mark(filler->paragraph, AF_ANCHOR_END, node);
    filler->pages->link = link;
}

static void add_child(Filler *filler, const AfFoNode *node) {
    if (node->element == AF_FO_MARKER) return;
    if (filler->block->element == AF_FO_BLOCK && af_holds_block(node)) {
        add_mixed(filler, node);
        return;
    }
    gboolean table = node->element == AF_FO_RETRIEVE_TABLE_MARKER, retrieves = table || node->element == AF_FO_RETRIEVE_MARKER;
    const AfFoNode *marker = table       ? af_head_retrieve(filler->pages, node)
                             : retrieves ? af_marker_retrieve(filler->pages, node)
                                         : NULL;
    if (retrieves && !marker) return;
    if (marker ? af_is_inline(marker) : af_is_inline(node)) {
        af_paragraph_add(filler->pages, open_paragraph(filler), node, filler->pages->link);
        return;
    }
    if (!is_block_level(node)) {
        af_fo_report(filler->pages->fo, node, filler->pages->diagnostics, AF_D_FO_MISPLACED, af_fo_element_name(node->element),
                     af_fo_element_name(node->parent->element));
        return;
    }
    flush(filler);
    switch (node->element) {
    case AF_FO_BLOCK:
    case AF_FO_LIST_BLOCK: add_plain_block(filler, node); break;
    case AF_FO_LIST_ITEM: add_list_item(filler, node); break;
    case AF_FO_BLOCK_CONTAINER: add_container(filler, node); break;
    case AF_FO_TABLE: af_table_add(filler->pages, filler->list, node, filler->width); break;
    case AF_FO_TABLE_AND_CAPTION: af_table_and_caption_add(filler->pages, filler->list, node, filler->width); break;
    case AF_FO_WRAPPER:
        af_list_start(filler->list, node);
        fill(filler, node);
        flush(filler);
        af_list_end(filler->list, node);
        break;
    case AF_FO_RETRIEVE_MARKER:
    case AF_FO_RETRIEVE_TABLE_MARKER:
        fill(filler, marker);
        break;
    default: break;
    }
}

static void fill(Filler *filler, const AfFoNode *parent) {
    if (++filler->pages->depth < 300) {
        for (const AfFoNode *child = parent->first_child; child; child = child->next) add_child(filler, child);
    }
    filler->pages->depth--;
}

void af_list_fill(AfPages *pages, AfList *list, const AfFoNode *parent, AfUnit width) {
    Filler filler = {.pages = pages, .list = list, .width = width, .block = parent, .first = list->items->len};
    fill(&filler, parent);
    flush(&filler);
}

const AfFoNode *af_list_fill_child(AfPages *pages, AfList *list, const AfFoNode *parent, const AfFoNode *child, AfUnit width) {
    Filler filler = {.pages = pages, .list = list, .width = width, .block = parent};
    pages->depth++;
    do {
        add_child(&filler, child);
        child = child->next;
    } while (child && filler.paragraph);
    pages->depth--;
    flush(&filler);
    return child;
}

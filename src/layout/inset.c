/* What stands in a line and has areas of its own: inline-containers (XSL 1.1 section 6.6.8) and the content that a leader
 * repeats (6.6.9, 7.22.2). It is put into place when its line is. */
#include "layout/internal.h"

#include <string.h>

/* ---- inline-containers */

/* How much of a list's width its lines take up; all of it if there is something else in it. */
static AfUnit used_width(const AfList *list, AfUnit width) {
    AfUnit most = 0;
    for (guint i = 0; i < list->items->len; i++) {
        const AfItem *item = &g_array_index(list->items, AfItem, i);
        if (item->kind == AF_ITEM_ROWS || item->kind == AF_ITEM_BOX) return width;
        if (item->kind != AF_ITEM_LINE || item->line->areas->len == 0) continue;
        AfUnit left = AF_MOST, right = -AF_MOST;
        for (guint k = 0; k < item->line->areas->len; k++) {
            const AfArea *area = g_ptr_array_index(item->line->areas, k);
            left = MIN(left, area->x);
            right = MAX(right, af_sum(area->x, area->width));
        }
        AfUnit indents = af_length(item->node->style, AF_P_START_INDENT, width) +
                         af_length(item->node->style, AF_P_END_INDENT, width);
        most = MAX(most, af_sum(right - left, indents));
    }
    return MIN(most, width);
}

static void fill_box(AfPages *pages, AfBox *box, AfUnit width) {
    box->list = af_list_new(pages, af_style_is_rtl(box->node->style));
    af_list_fill(pages, box->list, box->node, MAX(width, AF_POINT));
}

/* Content as wide as it is given, or as it needs to be (7.15.7, auto): it is laid out once to see that, and then anew. What was
 * seen in a wider place holds wherever there is room for it, lest containers within each other are tried two times more each. */
static AfUnit fill_container(AfPages *pages, AfBox *box, AfUnit given, AfUnit width) {
    if (!pages->measured) pages->measured = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    AfExtents *tried = given >= 0 ? NULL : g_hash_table_lookup(pages->measured, box->node); /* least: it used; most: it had */
    if (given >= 0 || !tried || width > tried->most || width <= tried->least) {
        fill_box(pages, box, given >= 0 ? given : width);
        if (given >= 0) return given;
        AfUnit used = used_width(box->list, width);
        if (used >= width) return width;
        tried = g_new(AfExtents, 1);
        *tried = (AfExtents){used, width};
        g_hash_table_replace(pages->measured, (gpointer)(guintptr)box->node, tried);
    }
    AfUnit used = tried->least; /* what is laid out within may be tried too, but it is not this one */
    fill_box(pages, box, used + 1);
    return used + 1;
}

/* The baseline of the first line, over the bottom; that is the baseline itself if there is no line (7.14.1). */
static AfUnit first_baseline(const AfBox *box) {
    AfUnit room = MAX(0, box->height - af_list_extent(box->list, 0, G_MAXUINT));
    AfUnit top = box->align == AF_KW_CENTER ? room / 2 : box->align == AF_KW_AFTER ? room : 0;
    if (box->turn) return 0;
    for (guint i = 0; i < box->list->items->len; i++) {
        const AfItem *item = &g_array_index(box->list->items, AfItem, i);
        if (item->kind == AF_ITEM_LINE) return box->height - top - af_list_extent(box->list, 0, i) - item->line->baseline;
        if (af_item_is_box(item) && item->kind != AF_ITEM_RIGID) return 0;
    }
    return 0;
}

AfBox *af_inline_container(AfPages *pages, const AfFoNode *node, AfUnit width, AfUnit *baseline) {
    const AfFoStyle *style = node->style;
    AfBox *box = g_new0(AfBox, 1);
    g_ptr_array_add(pages->boxes, box);
    box->node = node;
    box->turn = af_turn_of(node);
    box->clips = af_clips(node);
    box->align = af_style_keyword(style, AF_P_DISPLAY_ALIGN);
    gboolean wide = style->value[AF_P_INLINE_PROGRESSION_DIMENSION].kind == AF_V_LENGTH;
    AfUnit given = wide ? af_length(style, AF_P_INLINE_PROGRESSION_DIMENSION, width) : -1;
    box->width = fill_container(pages, box, given, width);
    box->height = MAX(af_list_extent(box->list, 0, G_MAXUINT), af_length(style, AF_P_BLOCK_PROGRESSION_DIMENSION, 0));
    if (style->value[AF_P_BLOCK_PROGRESSION_DIMENSION].kind == AF_V_LENGTH) {
        box->height = af_length(style, AF_P_BLOCK_PROGRESSION_DIMENSION, pages->body_height);
    }
    if (box->turn % 2) {
        AfUnit swap = box->width;
        box->width = box->height, box->height = swap;
    }
    *baseline = first_baseline(box);
    return box;
}

void af_box_shift(GPtrArray *areas, guint from, guint to, AfUnit by) {
    g_autoptr(GPtrArray) open = g_ptr_array_new();
    guint turned = 0; /* how many of the open groups lie in one that has coordinates of its own, or are it */
    for (guint i = from; i < to && by != 0; i++) {
        AfArea *area = g_ptr_array_index(areas, i);
        AfGroup *group = (AfGroup *)(guintptr)area->group;
        if (area->kind == AF_AREA_GROUP_BEGIN) {
            const AfGroup *outer = open->len > 0 ? g_ptr_array_index(open, open->len - 1) : NULL;
            gboolean own = group->within.turn != 0 || group->within.x != 0 || group->within.y != 0;
            if (turned == 0) group->x += by;
            if (turned == 0 && own) group->within.x += by;
            if (turned > 0 || own) turned++;
            if (outer) group->outside = outer->map;
            group->map = af_map_join(group->outside, group->within);
            g_ptr_array_add(open, group);
        } else if (area->kind == AF_AREA_GROUP_END) {
            if (open->len > 0) g_ptr_array_set_size(open, (int)open->len - 1);
            if (turned > 0) turned--;
        } else if (turned == 0) {
            area->x += by;
        }
    }
}

/* ---- leaders */

AfLine *af_leader_content(AfPages *pages, const AfFoNode *leader, AfUnit base, AfUnit *width) {
    AfParagraph *paragraph = af_paragraph_new(pages, leader, base);
    AfLine *line = NULL;
    for (const AfFoNode *child = leader->first_child; child; child = child->next) {
        af_paragraph_add(pages, paragraph, child, NULL);
    }
    if (!af_paragraph_is_empty(paragraph)) line = af_line_alone(pages, paragraph, width);
    if (line) g_ptr_array_add(pages->contents, line);
    af_paragraph_free(paragraph);
    return line;
}

AfUnit af_leader_pattern(AfPages *pages, const AfFoNode *leader, AfUnit content) {
    const AfFoStyle *style = leader->style;
    if (style->value[AF_P_LEADER_PATTERN_WIDTH].kind == AF_V_LENGTH) {
        return MAX(content, af_length(style, AF_P_LEADER_PATTERN_WIDTH, 0));
    }
    if (content > 0) return content;
    AfFont *font = (AfFont *)(guintptr)af_font_get(pages, style);
    if (font->dot == 0) {
        PangoGlyphItem *dot = af_shape_text(pages, font, ".", &font->dot);
        if (dot) pango_glyph_item_free(dot);
        font->dot = MAX(font->dot, 1);
    }
    return font->dot;
}

AfUnit af_leader_phase(const AfFoStyle *style, AfUnit pattern, AfUnit x) {
    if (pattern <= 0 || af_style_is(style, AF_P_LEADER_ALIGNMENT, AF_KW_NONE)) return 0;
    AfUnit past = x % pattern;
    return past > 0 ? pattern - past : -past;
}

/* What one leader repeats at most: so many on a sheet are finer than can be printed, and on the widest page a dot's width apart. */
enum { MOST_COPIES = 20000 };

/* Copies of the content, as many as there is room for; they are put behind the leader's own area. */
void af_leader_fill(AfPages *pages, int on, const AfInset *inset, const AfArea *host, AfUnit x, gboolean rtl, guint at) {
    GPtrArray *areas = af_page_work(pages, on)->page.areas;
    const AfFoStyle *style = host->node->style;
    AfUnit pattern = MAX(af_leader_pattern(pages, host->node, inset->width), host->width / MOST_COPIES);
    gboolean page = af_style_is(style, AF_P_LEADER_ALIGNMENT, AF_KW_PAGE);
    AfUnit phase = af_leader_phase(style, pattern, page ? host->x : x);
    if (inset->width <= 0 || pattern <= 0) return;
    g_autoptr(GPtrArray) copies = g_ptr_array_new();
    for (AfUnit cell = phase; cell + pattern <= host->width; cell += pattern) {
        AfUnit left = host->x + (rtl && !page ? host->width - cell - inset->width : cell);
        for (guint i = 0; i < inset->content->areas->len; i++) {
            AfArea *copy = af_area_copy(g_ptr_array_index(inset->content->areas, i));
            copy->x += left;
            copy->y += host->y - inset->content->baseline;
            copy->line = host->line;
            copy->artifact = AF_ARTIFACT_LAYOUT;
            g_ptr_array_add(copies, copy);
        }
    }
    /* At the end of the page, or in the middle of it, when it is long full. */
    if (at >= areas->len) {
        g_ptr_array_extend(areas, copies, NULL, NULL);
        return;
    }
    guint old = areas->len;
    g_ptr_array_set_size(areas, (int)(old + copies->len));
    memmove(areas->pdata + at + copies->len, areas->pdata + at, (old - at) * sizeof(gpointer));
    memcpy(areas->pdata + at, copies->pdata, copies->len * sizeof(gpointer));
}

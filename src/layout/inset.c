/* What stands in a line and has areas of its own: inline-containers (XSL 1.1 section 6.6.8) and the content that a leader
 * repeats (6.6.9, 7.22.2). It is put into place when its line is. */
#include "layout/internal.h"

#include <string.h>

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

/* Copies of the content, as many as there is room for; they are put behind the leader's own area. */
void af_leader_fill(AfPages *pages, int on, const AfInset *inset, const AfArea *host, AfUnit x, gboolean rtl, guint at) {
    GPtrArray *areas = af_page_work(pages, on)->page.areas;
    const AfFoStyle *style = host->node->style;
    AfUnit pattern = af_leader_pattern(pages, host->node, inset->width);
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
            copy->artifact = TRUE;
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

/* Lines: the pieces of a paragraph between two breaks, set on a baseline, aligned; leaders; page numbers put in late. */
#include "layout/internal.h"

#include <string.h>

void af_area_free(gpointer data) {
    AfArea *area = data;
    if (area->glyphs) pango_glyph_item_free(area->glyphs);
    g_slice_free(AfArea, area);
}

AfArea *af_area_copy(const AfArea *area) {
    AfArea *copy = g_slice_dup(AfArea, area);
    if (area->glyphs) copy->glyphs = pango_glyph_item_copy(area->glyphs);
    return copy;
}

void af_pending_free(gpointer data) {
    AfPending *pending = data;
    g_ptr_array_unref(pending->areas);
    g_array_unref(pending->kinds);
    g_free(pending);
}

void af_line_free(AfLine *line) {
    if (!line) return;
    if (line->areas) g_ptr_array_unref(line->areas);
    if (line->links) g_array_unref(line->links);
    if (line->anchors) g_array_unref(line->anchors);
    g_free(line);
}

/* The work of one paragraph's lines. */
typedef struct {
    AfPages *pages;
    AfShaped *shaped;
    AfUnit x, width;       /* of the whole block */
    guint item, run;       /* the next glyph item and run */
    PangoGlyphItem *rest;  /* what is left of an item that was split */
    AfLine *line;
    GArray *kinds;         /* AfRunKind by area of the line */
    GPtrArray *links;      /* fo:basic-link by area */
    AfUnit ascent, descent;
    guint start;
} Setter;

static guint item_start(const PangoGlyphItem *item) { return (guint)item->item->offset; }
static guint item_end(const PangoGlyphItem *item) { return (guint)(item->item->offset + item->item->length); }

/* Takes the next glyphs up to `end`, at most to the end of their item; the caller owns them. NULL if there are none. */
static PangoGlyphItem *take_glyphs(Setter *setter, guint end) {
    GPtrArray *items = setter->shaped->glyphs;
    if (!setter->rest) {
        if (setter->item >= items->len) return NULL;
        setter->rest = g_ptr_array_index(items, setter->item);
        g_ptr_array_index(items, setter->item++) = NULL;
    }
    if (item_end(setter->rest) <= end) return g_steal_pointer(&setter->rest);
    int split = (int)(end - item_start(setter->rest));
    if (split <= 0) return NULL;
    PangoGlyphItem *first = pango_glyph_item_split(setter->rest, setter->shaped->paragraph->text->str, split);
    return first ? first : g_steal_pointer(&setter->rest);
}

/* Baseline-shift of the inline objects between a text and its block (7.14.3): positive is up. */
static AfUnit baseline_shift(const Setter *setter, const AfRun *run) {
    AfUnit shift = 0;
    const AfFoNode *node = run->node->element == AF_FO_TEXT ? run->node->parent : run->node;
    for (; node && node != setter->shaped->paragraph->block; node = node->parent) {
        const AfFont *outer = node->parent ? af_font_get(setter->pages, node->parent->style) : run->font;
        switch (af_style_keyword(node->style, AF_P_BASELINE_SHIFT)) {
        case AF_KW_SUPER: shift += outer->size / 3; break;
        case AF_KW_SUB: shift -= outer->size / 5; break;
        default: shift += af_length(node->style, AF_P_BASELINE_SHIFT, outer->size); break;
        }
    }
    return shift;
}

/* What a run asks of the line's height: its line-height around its font, shifted (4.5, line-stacking-strategy max-height). */
static void stretch(Setter *setter, const AfFont *font, AfUnit shift) {
    AfUnit leading = font->line_height - font->ascent - font->descent;
    AfUnit above = font->ascent + leading / 2;
    AfUnit below = font->line_height - above;
    setter->ascent = MAX(setter->ascent, above + shift);
    setter->descent = MAX(setter->descent, below - shift);
}

static AfArea *add_area(Setter *setter, AfAreaKind kind, const AfRun *run, AfUnit width) {
    AfArea *area = g_slice_new0(AfArea);
    area->kind = kind;
    area->node = run->node;
    area->width = width;
    area->height = run->font->ascent + run->font->descent;
    area->color = af_style_color(run->style, AF_P_COLOR);
    g_ptr_array_add(setter->line->areas, area);
    g_array_append_val(setter->kinds, run->kind);
    g_ptr_array_add(setter->links, (gpointer)(guintptr)run->link);
    return area;
}

static void add_text_area(Setter *setter, const AfRun *run, PangoGlyphItem *glyphs, const char *text, AfUnit shift) {
    AfArea *area = add_area(setter, AF_AREA_TEXT, run, pango_glyph_string_get_width(glyphs->glyphs));
    area->glyphs = glyphs;
    area->text = text;
    area->y = -shift;
}

static void add_run_text(Setter *setter, const AfRun *run, guint end) {
    AfUnit shift = baseline_shift(setter, run);
    if (run->style != setter->shaped->paragraph->style || shift != 0) stretch(setter, run->font, shift);
    guint stop = MIN(run->end, end);
    while (setter->start < stop) {
        PangoGlyphItem *glyphs = take_glyphs(setter, stop);
        if (!glyphs) break;
        setter->start = item_end(glyphs);
        add_text_area(setter, run, glyphs, setter->shaped->paragraph->text->str, shift);
    }
}

static void skip_glyphs(Setter *setter, guint end) {
    while (setter->start < end) {
        PangoGlyphItem *glyphs = take_glyphs(setter, end);
        if (!glyphs) {
            setter->start = end;
            return;
        }
        setter->start = item_end(glyphs);
        pango_glyph_item_free(glyphs);
    }
}

static void add_object(Setter *setter, const AfRun *run) {
    skip_glyphs(setter, run->end);
    AfArea *area = add_area(setter, run->kind == AF_RUN_GRAPHIC ? AF_AREA_IMAGE : AF_AREA_FILL, run, run->width);
    if (run->kind == AF_RUN_GRAPHIC) {
        area->height = run->height;
        area->y = -run->height;
        setter->ascent = MAX(setter->ascent, run->height);
    } else {
        area->artifact = TRUE;
        area->color = 0;
        if (run->kind == AF_RUN_LEADER) stretch(setter, run->font, 0);
    }
}

static void add_hyphen(Setter *setter, const AfRun *run) {
    AfUnit width;
    PangoGlyphItem *glyphs = af_shape_hyphen(setter->pages, run->font, &width);
    if (!glyphs) return;
    /* Painted as a hyphen, read as a soft one: copied words stay whole. */
    char *text = g_strdup("\u00AD");
    g_ptr_array_add(setter->pages->texts, text);
    glyphs->item->offset = 0;
    glyphs->item->length = (int)strlen(text);
    glyphs->item->num_chars = 1;
    memset(glyphs->glyphs->log_clusters, 0, sizeof(int) * (gsize)glyphs->glyphs->num_glyphs);
    add_text_area(setter, run, glyphs, text, baseline_shift(setter, run));
}

/* ---- alignment */

static AfKeyword alignment(const AfFoStyle *style, gboolean last) {
    AfKeyword align = af_style_keyword(style, AF_P_TEXT_ALIGN);
    AfKeyword align_last = af_style_keyword(style, AF_P_TEXT_ALIGN_LAST);
    if (last && align_last != AF_KW_RELATIVE) align = align_last;
    else if (last && align == AF_KW_JUSTIFY) align = AF_KW_START;
    gboolean rtl = af_style_is(style, AF_P_WRITING_MODE, AF_KW_RL_TB);
    if (align == AF_KW_LEFT || align == AF_KW_INSIDE) return rtl ? AF_KW_END : AF_KW_START;
    if (align == AF_KW_RIGHT || align == AF_KW_OUTSIDE) return rtl ? AF_KW_START : AF_KW_END;
    return align;
}

/* Widens the spaces of a justified line so that they take up `room`. */
static AfUnit justify(GPtrArray *areas, AfUnit room) {
    int spaces = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (guint i = 0; i < areas->len; i++) {
            AfArea *area = g_ptr_array_index(areas, i);
            if (!area->glyphs || area->width == 0) continue;
            const PangoGlyphItem *item = area->glyphs;
            for (int g = 0; g < item->glyphs->num_glyphs; g++) {
                if (area->text[item->item->offset + item->glyphs->log_clusters[g]] != ' ') continue;
                if (pass == 0) {
                    spaces++;
                } else {
                    AfUnit share = room / spaces;
                    item->glyphs->glyphs[g].geometry.width += share;
                    area->width += share;
                    room -= share;
                    spaces--;
                }
            }
        }
        if (spaces == 0) break;
    }
    return room;
}

static void fill_leader(AfArea *area, const AfFont *font) {
    const AfFoStyle *style = area->node->style;
    AfKeyword pattern = af_style_keyword(style, AF_P_LEADER_PATTERN);
    area->artifact = TRUE;
    if (pattern != AF_KW_RULE && pattern != AF_KW_DOTS) return;
    area->color = af_style_color(style, AF_P_COLOR);
    if (pattern == AF_KW_RULE) {
        area->height = MAX(af_length(style, AF_P_RULE_THICKNESS, 0), 1);
        area->y = -area->height / 2;
        area->dash = (int)af_style_keyword(style, AF_P_RULE_STYLE);
    } else {
        area->height = font->size / 14;
        area->y = -area->height;
        area->dash = AF_KW_DOTS;
    }
}

/* Gives leaders their share and every area its x. */
static void align_line(GPtrArray *areas, const GArray *kinds, AfUnit x, AfUnit width, AfKeyword align, const AfFont *font) {
    AfUnit natural = 0;
    int leaders = 0;
    for (guint i = 0; i < areas->len; i++) {
        natural += ((AfArea *)g_ptr_array_index(areas, i))->width;
        if (g_array_index(kinds, AfRunKind, i) == AF_RUN_LEADER) leaders++;
    }
    AfUnit room = width - natural;
    for (guint i = 0; i < areas->len; i++) {
        if (g_array_index(kinds, AfRunKind, i) != AF_RUN_LEADER) continue;
        AfArea *area = g_ptr_array_index(areas, i);
        AfUnit most = af_length(area->node->style, AF_P_LEADER_LENGTH_MAXIMUM, width);
        AfUnit share = MAX(0, MIN(room / leaders, most - area->width));
        area->width += share;
        room -= share;
        leaders--;
        fill_leader(area, font);
    }
    if (align == AF_KW_JUSTIFY && room > 0) room = justify(areas, room);
    if (align == AF_KW_CENTER) x += MAX(0, room / 2);
    if (align == AF_KW_END) x += MAX(0, room);
    for (guint i = 0; i < areas->len; i++) {
        AfArea *area = g_ptr_array_index(areas, i);
        area->x = x;
        x += area->width;
    }
}

/* Right-to-left pieces trade places (UAX 9, rule L2), by the levels that itemizing found. */
static void reorder(GPtrArray *areas, GArray *kinds, GPtrArray *links) {
    int highest = 0;
    for (guint i = 0; i < areas->len; i++) {
        const AfArea *area = g_ptr_array_index(areas, i);
        if (area->glyphs) highest = MAX(highest, area->glyphs->item->analysis.level);
    }
    for (int level = highest; level > 0; level--) {
        for (guint i = 0; i < areas->len; i++) {
            guint end = i;
            while (end < areas->len) {
                const AfArea *area = g_ptr_array_index(areas, end);
                if (!area->glyphs || area->glyphs->item->analysis.level < level) break;
                end++;
            }
            for (guint a = i, b = end; a + 1 < b; a++, b--) {
                gpointer swap = areas->pdata[a];
                areas->pdata[a] = areas->pdata[b - 1];
                areas->pdata[b - 1] = swap;
                swap = links->pdata[a];
                links->pdata[a] = links->pdata[b - 1];
                links->pdata[b - 1] = swap;
                AfRunKind kind = g_array_index(kinds, AfRunKind, a);
                g_array_index(kinds, AfRunKind, a) = g_array_index(kinds, AfRunKind, b - 1);
                g_array_index(kinds, AfRunKind, b - 1) = kind;
            }
            if (end > i) i = end;
        }
    }
}

/* ---- what goes with the text: links, decorations, inline backgrounds */

static void add_links(Setter *setter, AfUnit height) {
    GPtrArray *areas = setter->line->areas;
    for (guint i = 0; i < areas->len;) {
        const AfFoNode *node = g_ptr_array_index(setter->links, i);
        const AfArea *first = g_ptr_array_index(areas, i), *last = first;
        for (i++; i < areas->len && g_ptr_array_index(setter->links, i) == node; i++) last = g_ptr_array_index(areas, i);
        if (!node) continue;
        if (!setter->line->links) setter->line->links = g_array_new(FALSE, FALSE, sizeof(AfLink));
        AfLink link = {node, first->x, 0, last->x + last->width - first->x, height};
        g_array_append_val(setter->line->links, link);
    }
}

static AfArea *add_rule(GPtrArray *areas, const AfArea *text, AfUnit y, AfUnit height, guint32 color) {
    AfArea *area = g_slice_new0(AfArea);
    *area = (AfArea){.kind = AF_AREA_FILL, .node = text->node, .artifact = TRUE, .x = text->x, .y = y, .width = text->width, .height = height, .color = color};
    g_ptr_array_add(areas, area);
    return area;
}

static void decorate(Setter *setter, AfUnit baseline) {
    GPtrArray *areas = setter->line->areas;
    const AfFoNode *block = setter->shaped->paragraph->block;
    g_autoptr(GPtrArray) behind = g_ptr_array_new();
    guint count = areas->len;
    for (guint i = 0; i < count; i++) {
        AfArea *area = g_ptr_array_index(areas, i);
        if (area->kind != AF_AREA_TEXT) continue;
        for (const AfFoNode *node = area->node; node && node->parent != block->parent; node = node->parent) {
            if (node->element == AF_FO_TEXT) continue;
            const AfFont *font = af_font_get(setter->pages, node->style);
            AfKeyword decoration = af_style_keyword(node->style, AF_P_TEXT_DECORATION);
            guint32 color = af_style_color(node->style, AF_P_COLOR), fill = af_style_color(node->style, AF_P_BACKGROUND_COLOR);
            if (decoration == AF_KW_UNDERLINE) add_rule(areas, area, area->y + font->underline_position, font->underline_thickness, color);
            if (decoration == AF_KW_LINE_THROUGH) add_rule(areas, area, area->y - font->ascent * 3 / 10, font->underline_thickness, color);
            if (fill && node != block) add_rule(behind, area, area->y - font->ascent, font->ascent + font->descent, fill);
        }
    }
    for (guint i = behind->len; i-- > 0;) g_ptr_array_insert(areas, 0, g_ptr_array_index(behind, i));
    (void)baseline;
}

static void add_anchors(Setter *setter, guint start, guint end) {
    const GArray *anchors = setter->shaped->paragraph->anchors;
    for (guint i = 0; i < anchors->len; i++) {
        const AfAnchor *anchor = &g_array_index(anchors, AfAnchor, i);
        if (anchor->offset < start || anchor->offset >= end) continue;
        if (!setter->line->anchors) setter->line->anchors = g_array_new(FALSE, FALSE, sizeof(AfAnchor));
        g_array_append_val(setter->line->anchors, *anchor);
    }
}

static void report_overfull(Setter *setter, const AfBreakLine *line, AfUnit by) {
    const char *text = setter->shaped->paragraph->text->str;
    glong length = g_utf8_strlen(text + line->start, (gssize)(line->end - line->start));
    g_autofree char *start = g_utf8_substring(text + line->start, 0, MIN(length, 24));
    af_fo_report(setter->pages->fo, setter->shaped->paragraph->block, setter->pages->diagnostics, AF_D_OVERFULL_LINE, AF_POINTS(by), start);
}

static void keep_pending(Setter *setter, AfUnit x, AfUnit width, AfKeyword align) {
    gboolean found = FALSE;
    for (guint i = 0; i < setter->kinds->len; i++) found |= g_array_index(setter->kinds, AfRunKind, i) == AF_RUN_NUMBER;
    if (!found) return;
    AfPending *pending = g_new0(AfPending, 1);
    pending->areas = g_ptr_array_copy(setter->line->areas, NULL, NULL);
    g_ptr_array_set_free_func(pending->areas, NULL);
    pending->kinds = g_array_copy(setter->kinds);
    pending->x = x;
    pending->width = width;
    pending->align = align;
    pending->font = setter->shaped->paragraph->font;
    setter->line->pending = pending;
    g_ptr_array_add(setter->pages->pending, pending);
}

static void set_runs(Setter *setter, const AfBreakLine *line) {
    const GArray *runs = setter->shaped->paragraph->runs;
    const AfRun *run = NULL;
    while (setter->run < runs->len) {
        run = &g_array_index(runs, AfRun, setter->run);
        if (run->start >= line->end) break;
        if (run->kind == AF_RUN_TEXT) add_run_text(setter, run, line->end);
        else add_object(setter, run);
        if (run->end > line->end) break;
        setter->run++;
    }
    if (line->hyphen && run) add_hyphen(setter, run->start >= line->end ? &g_array_index(runs, AfRun, setter->run - 1) : run);
}

/* A line's end: the quarter em before another script is not wanted there; the space that the break took the place of is painted
 * with no width, so that words stay apart in what is read from the file. */
static void end_line(Setter *setter, const AfBreakLine *line) {
    GPtrArray *areas = setter->line->areas;
    if (areas->len > 0) {
        AfArea *last = g_ptr_array_index(areas, areas->len - 1);
        if (last->kind == AF_AREA_TEXT) last->width -= setter->shaped->script_space[line->end];
    }
    const GArray *runs = setter->shaped->paragraph->runs;
    if (line->hyphen || line->end == line->start || setter->shaped->paragraph->text->str[line->end] != ' ') return;
    guint index = setter->run;
    while (index < runs->len && g_array_index(runs, AfRun, index).end <= line->end) index++;
    if (index == runs->len || g_array_index(runs, AfRun, index).kind != AF_RUN_TEXT) return;
    const AfRun *run = &g_array_index(runs, AfRun, index);
    PangoGlyphItem *space = take_glyphs(setter, line->end + 1);
    if (!space) return;
    setter->start = item_end(space);
    add_text_area(setter, run, space, setter->shaped->paragraph->text->str, baseline_shift(setter, run));
    ((AfArea *)g_ptr_array_index(areas, areas->len - 1))->width = 0;
}

static AfLine *set_line(Setter *setter, const AfBreakLine *line, AfUnit indent) {
    const AfParagraph *paragraph = setter->shaped->paragraph;
    setter->line = g_new0(AfLine, 1);
    setter->line->areas = g_ptr_array_new();
    setter->kinds = g_array_new(FALSE, FALSE, sizeof(AfRunKind));
    setter->links = g_ptr_array_new();
    setter->ascent = setter->descent = 0;
    stretch(setter, paragraph->font, 0);
    set_runs(setter, line);
    end_line(setter, line);
    reorder(setter->line->areas, setter->kinds, setter->links);
    AfUnit x = setter->x + indent, width = setter->width - indent;
    AfKeyword align = alignment(paragraph->style, line->last);
    align_line(setter->line->areas, setter->kinds, x, width, align, paragraph->font);
    AfUnit natural = 0;
    for (guint i = 0; i < setter->line->areas->len; i++) natural += ((AfArea *)g_ptr_array_index(setter->line->areas, i))->width;
    if (natural > width + AF_POINT / 8) report_overfull(setter, line, natural - width);
    keep_pending(setter, x, width, align);
    setter->line->height = setter->ascent + setter->descent;
    setter->line->baseline = setter->ascent;
    add_links(setter, setter->line->height);
    decorate(setter, setter->ascent);
    for (guint i = 0; i < setter->line->areas->len; i++) ((AfArea *)g_ptr_array_index(setter->line->areas, i))->y += setter->ascent;
    add_anchors(setter, line->start, line->last ? G_MAXUINT : line->end + 1);
    g_array_unref(setter->kinds);
    g_ptr_array_unref(setter->links);
    return setter->line;
}

/* What keeps the lines of a paragraph together (7.20.6, 7.20.7). */
static void keep_lines(AfList *list, guint first, guint count, int orphans, int widows) {
    for (guint i = 1; i < count; i++) {
        gboolean forbidden = (int)i < orphans || (int)(count - i) < widows;
        if (forbidden) g_array_index(list->items, AfItem, first + i).keep = AF_KEEP_LINES;
    }
}

void af_lines_add(AfPages *pages, AfList *list, AfParagraph *paragraph, AfUnit x, AfUnit width) {
    AfShaped *shaped = af_shape(pages, paragraph);
    AfUnit indent = af_length(paragraph->style, AF_P_TEXT_INDENT, width);
    if (af_style_is(paragraph->style, AF_P_HYPHENATE, AF_KW_TRUE)) {
        PangoGlyphItem *hyphen = af_shape_hyphen(pages, paragraph->font, &shaped->hyphen_width);
        if (hyphen) pango_glyph_item_free(hyphen);
    }
    g_autoptr(GArray) lines = af_lines_choose(pages, shaped, width - indent, width);
    Setter setter = {.pages = pages, .shaped = shaped, .x = x, .width = width};
    guint first = list->items->len;
    for (guint i = 0; i < lines->len; i++) {
        const AfBreakLine *line = &g_array_index(lines, AfBreakLine, i);
        skip_glyphs(&setter, line->start);
        AfLine *set = set_line(&setter, line, i == 0 ? indent : 0);
        AfItem *item = af_list_add(list, AF_ITEM_LINE, set->height);
        item->line = set;
        item->node = paragraph->block;
    }
    if (setter.rest) pango_glyph_item_free(setter.rest);
    keep_lines(list, first, lines->len, (int)af_style_number(paragraph->style, AF_P_ORPHANS), (int)af_style_number(paragraph->style, AF_P_WIDOWS));
    for (guint i = 0; i < shaped->glyphs->len; i++) {
        if (!g_ptr_array_index(shaped->glyphs, i)) continue;
        pango_glyph_item_free(g_ptr_array_index(shaped->glyphs, i));
    }
    g_ptr_array_set_free_func(shaped->glyphs, NULL);
    af_shaped_free(shaped);
    /* The glyphs point into the text. */
    g_ptr_array_add(pages->texts, g_string_free(g_steal_pointer(&paragraph->text), FALSE));
}

/* ---- page numbers, when all pages are there */

static void put_number(AfPages *pages, AfArea *area, int page) {
    const AfFoNode *node = area->node;
    const char *id = af_reference(node, "ref-id");
    const AfFoNode *target = id ? af_fo_by_id(pages->fo, id) : NULL;
    int cited = node->element == AF_FO_PAGE_NUMBER ? page : target ? pages->places[target->index].page : -1;
    if (target && target->element == AF_FO_ROOT) cited = (int)pages->pages->len - 1;
    if (cited < 0) {
        af_fo_report(pages->fo, node, pages->diagnostics, AF_D_REFERENCE_UNRESOLVED, id ? id : "");
        return;
    }
    char *text = g_strdup(af_page_work(pages, cited)->page.label);
    g_ptr_array_add(pages->texts, text);
    PangoGlyphItem *glyphs = af_shape_text(pages, af_font_get(pages, node->style), text, &area->width);
    if (!glyphs) return;
    area->kind = AF_AREA_TEXT;
    area->artifact = FALSE;
    area->glyphs = glyphs;
    area->text = text;
    area->color = af_style_color(node->style, AF_P_COLOR);
}

void af_pending_finish(AfPages *pages, AfPending *pending) {
    AfUnit offset = pending->areas->len > 0 ? ((AfArea *)g_ptr_array_index(pending->areas, 0))->x : 0;
    for (guint i = 0; i < pending->areas->len; i++) {
        AfArea *area = g_ptr_array_index(pending->areas, i);
        if (g_array_index(pending->kinds, AfRunKind, i) == AF_RUN_NUMBER) put_number(pages, area, pending->page);
        if (g_array_index(pending->kinds, AfRunKind, i) == AF_RUN_LEADER) {
            area->width = af_length(area->node->style, AF_P_LEADER_LENGTH_MINIMUM, 0);
        }
    }
    (void)offset;
    g_autofree AfUnit *ys = g_new(AfUnit, pending->areas->len + 1);
    for (guint i = 0; i < pending->areas->len; i++) ys[i] = ((AfArea *)g_ptr_array_index(pending->areas, i))->y;
    align_line(pending->areas, pending->kinds, pending->x, pending->width, pending->align, pending->font);
    for (guint i = 0; i < pending->areas->len; i++) {
        AfArea *area = g_ptr_array_index(pending->areas, i);
        area->y = ys[i];
    }
}

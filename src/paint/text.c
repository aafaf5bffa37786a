/* Shaped text onto a cairo surface, with the characters that each glyph stands for: in a PDF, what is taken out of it. */
#include "paint/internal.h"

#include <hb.h>
#include <pango/pangocairo.h>

/* What is shown at once, as cairo wants it: glyphs from left to right, clusters in the text's order. */
typedef struct {
    GArray *glyphs;   /* cairo_glyph_t */
    GArray *clusters; /* cairo_text_cluster_t */
    GString *text;
} Shown;

/* Where a line may break without a trace, or may not: nothing to see and nothing to read. */
static gboolean is_silent(gunichar c) { return c == 0x200B || c == 0x2060 || c == 0xFEFF; }

static PangoGlyph space_glyph(PangoFont *font) {
    hb_codepoint_t glyph = 0;
    return hb_font_get_nominal_glyph(pango_font_get_hb_font(font), ' ', &glyph) ? glyph : PANGO_GLYPH_EMPTY;
}

/* A glyph has one meaning in a PDF. Where a font draws no-break and other spaces with the glyph of the ordinary one they
 * are that: cairo would put each into a mark of its own, at which some readers stop. */
static gboolean is_plain_space(const PangoGlyphItem *item, int glyph, gunichar c) {
    return c > 0x7F && g_unichar_type(c) == G_UNICODE_SPACE_SEPARATOR &&
           item->glyphs->glyphs[glyph].glyph == space_glyph(item->item->analysis.font);
}

static void add_cluster(Shown *shown, const char *text, gsize length, int glyphs) {
    cairo_text_cluster_t cluster = {(int)length, glyphs};
    g_array_append_val(shown->clusters, cluster);
    g_string_append_len(shown->text, text, (gssize)length);
}

/* Glyphs that are not shown now get their mark in `silent`. */
static void take_clusters(Shown *shown, const AfArea *area, guint from, guint to, gboolean *silent) {
    PangoGlyphItem *item = area->glyphs;
    const PangoGlyphInfo *infos = item->glyphs->glyphs;
    PangoGlyphItemIter iter;
    gboolean more = pango_glyph_item_iter_init_start(&iter, item, area->text);
    for (; more; more = pango_glyph_item_iter_next_cluster(&iter)) {
        const char *text = area->text + iter.start_index;
        gsize length = (gsize)(iter.end_index - iter.start_index);
        gunichar c = g_utf8_get_char(text);
        gboolean drops = (is_silent(c) && g_utf8_next_char(text) == text + length) || (guint)iter.start_index < from ||
                         (guint)iter.start_index >= to;
        int step = iter.start_glyph <= iter.end_glyph ? 1 : -1, count = 0;
        for (int g = iter.start_glyph; g != iter.end_glyph; g += step) {
            if (drops) silent[g] = TRUE;
            else if (infos[g].glyph != PANGO_GLYPH_EMPTY) count++;
        }
        if (drops) continue;
        if (count == 1 && is_plain_space(item, iter.start_glyph, c)) add_cluster(shown, " ", 1, 1);
        else add_cluster(shown, text, length, count);
    }
}

static void add_glyph(Shown *shown, PangoGlyph glyph, double x, double y) {
    cairo_glyph_t put = {glyph, x, y};
    g_array_append_val(shown->glyphs, put);
}

/* Returns where the glyphs end. */
static AfUnit take_glyphs(Shown *shown, const AfArea *area, const gboolean *silent) {
    const PangoGlyphString *glyphs = area->glyphs->glyphs;
    AfUnit x = area->x;
    for (int g = 0; g < glyphs->num_glyphs; g++) {
        const PangoGlyphInfo *info = &glyphs->glyphs[g];
        AfUnit left = x + info->geometry.x_offset;
        if (info->glyph != PANGO_GLYPH_EMPTY && !silent[g]) {
            add_glyph(shown, info->glyph, AF_POINTS(left), AF_POINTS(area->y + info->geometry.y_offset));
        }
        x += info->geometry.width;
    }
    return x;
}

/* The space that a line ends with is not seen, but what is taken out of the file needs it: without, the last word of the
 * line and the first of the next would be one. */
static void add_space(Shown *shown, const AfArea *area, AfUnit end, gboolean leftwards) {
    PangoFont *font = area->glyphs->item->analysis.font;
    PangoGlyph glyph = space_glyph(font);
    if (glyph == PANGO_GLYPH_EMPTY) return;
    PangoRectangle size = {0};
    if (leftwards) pango_font_get_glyph_extents(font, glyph, NULL, &size);
    cairo_glyph_t put = {glyph, AF_POINTS(leftwards ? area->x - size.width : end), AF_POINTS(area->y)};
    if (leftwards) g_array_prepend_val(shown->glyphs, put);
    else g_array_append_val(shown->glyphs, put);
    add_cluster(shown, " ", 1, 1);
}

static gboolean has_unknown(const PangoGlyphString *glyphs) {
    for (int g = 0; g < glyphs->num_glyphs; g++) {
        if (glyphs->glyphs[g].glyph != PANGO_GLYPH_EMPTY && glyphs->glyphs[g].glyph & PANGO_GLYPH_UNKNOWN_FLAG) return TRUE;
    }
    return FALSE;
}

/* The hyphen that divides a word is drawn, not written: it is no character of the text. */
static gboolean is_hyphen(const AfArea *area) {
    const PangoItem *item = area->glyphs->item;
    return g_utf8_get_char(area->text + item->offset) == 0x00AD && item->num_chars == 1;
}

static void draw_outlines(cairo_t *cr, const Shown *shown) {
    cairo_glyph_path(cr, (cairo_glyph_t *)(gpointer)shown->glyphs->data, (int)shown->glyphs->len);
    cairo_fill(cr);
}

static void show(cairo_t *cr, const Shown *shown, gboolean leftwards) {
    cairo_show_text_glyphs(cr, shown->text->str, (int)shown->text->len, (cairo_glyph_t *)(gpointer)shown->glyphs->data,
                           (int)shown->glyphs->len, (cairo_text_cluster_t *)(gpointer)shown->clusters->data,
                           (int)shown->clusters->len, leftwards ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : 0);
}

void af_paint_text(cairo_t *cr, const AfArea *area, guint from, guint to) {
    PangoGlyphItem *item = area->glyphs;
    if (has_unknown(item->glyphs)) { /* Pango draws boxes */
        cairo_move_to(cr, AF_POINTS(area->x), AF_POINTS(area->y));
        pango_cairo_show_glyph_item(cr, area->text, item);
        return;
    }
    guint count = (guint)item->glyphs->num_glyphs;
    gboolean leftwards = item->item->analysis.level % 2 != 0;
    Shown shown = {g_array_sized_new(FALSE, FALSE, sizeof(cairo_glyph_t), count + 1),
                   g_array_sized_new(FALSE, FALSE, sizeof(cairo_text_cluster_t), count + 1),
                   g_string_sized_new((gsize)item->item->length + 2)};
    g_autofree gboolean *silent = g_new0(gboolean, count + 1);
    take_clusters(&shown, area, from, to, silent);
    AfUnit end = take_glyphs(&shown, area, silent);
    if (area->spaced && to == G_MAXUINT) add_space(&shown, area, end, leftwards);
    cairo_set_scaled_font(cr, pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(item->item->analysis.font)));
    if (is_hyphen(area)) draw_outlines(cr, &shown);
    else show(cr, &shown, leftwards);
    g_array_unref(shown.glyphs);
    g_array_unref(shown.clusters);
    g_string_free(shown.text, TRUE);
}

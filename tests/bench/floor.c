/* The floor under a document: its text shaped and drawn into a PDF, in the same fonts, with no layout, no structure, no stylesheet.
 * What the program takes beyond this is what it does.
 *
 *   floor INPUT OUTPUT.pdf      INPUT: lines of LANGUAGE \t SIZE in points \t bold or normal \t text */
#include "layout/internal.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <string.h>

static void set(PangoAttrList *list, PangoAttribute *attribute) {
    attribute->start_index = 0;
    attribute->end_index = G_MAXUINT;
    pango_attr_list_insert(list, attribute);
}

static void draw(cairo_t *cr, PangoContext *context, char **fields) {
    static double y = 40;
    const char *text = fields[3];
    gboolean cjk = g_str_has_prefix(fields[0], "zh") || g_str_has_prefix(fields[0], "ja");
    PangoFontDescription *font = pango_font_description_new();
    gboolean traditional = g_str_has_prefix(fields[0], "zh-Hant");
    const char *chinese = traditional ? "Noto Sans Latin,Noto Sans CJK TC" : "Noto Sans Latin,Noto Sans CJK SC";
    const char *han = *fields[0] == 'j' ? "Noto Sans Latin,Noto Sans CJK JP" : chinese;
    pango_font_description_set_family(font, cjk ? han : "Noto Sans");
    pango_font_description_set_absolute_size(font, g_ascii_strtod(fields[1], NULL) * PANGO_SCALE);
    pango_font_description_set_weight(font, *fields[2] == 'b' ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    PangoAttrList *list = pango_attr_list_new();
    set(list, pango_attr_font_desc_new(font));
    const char *language = traditional ? "zh-TW" : *fields[0] == 'z' ? "zh-CN" : fields[0];
    set(list, pango_attr_language_new(pango_language_from_string(language)));
    GList *items = pango_itemize_with_base_dir(context, PANGO_DIRECTION_LTR, text, 0, (int)strlen(text), list, NULL);
    double x = 40;
    for (GList *i = items; i; i = i->next) {
        PangoGlyphItem glyphs = {.item = i->data, .glyphs = pango_glyph_string_new()};
        pango_shape_with_flags(text + glyphs.item->offset, glyphs.item->length, text, -1, &glyphs.item->analysis, glyphs.glyphs, PANGO_SHAPE_NONE);
        cairo_move_to(cr, x, y);
        pango_cairo_show_glyph_item(cr, text, &glyphs);
        x += (double)pango_glyph_string_get_width(glyphs.glyphs) / PANGO_SCALE;
        pango_glyph_string_free(glyphs.glyphs);
    }
    g_list_free_full(items, (GDestroyNotify)pango_item_free);
    pango_attr_list_unref(list);
    pango_font_description_free(font);
    y += 14;
    if (y > 800) {
        cairo_show_page(cr);
        y = 40;
    }
}

int main(int argc, char **argv) {
    g_autofree char *input = NULL;
    if (argc != 3 || !g_file_get_contents(argv[1], &input, NULL, NULL)) return 2;
    af_fonts_init();
    PangoFontMap *map = pango_cairo_font_map_get_default();
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
    PangoContext *context = pango_font_map_create_context(map);
    pango_context_set_round_glyph_positions(context, FALSE);
    cairo_surface_t *surface = cairo_pdf_surface_create(argv[2], 595, 842);
    cairo_t *cr = cairo_create(surface);
    g_auto(GStrv) lines = g_strsplit(input, "\n", -1);
    for (char **line = lines; *line; line++) {
        g_auto(GStrv) fields = g_strsplit(*line, "\t", 4);
        if (g_strv_length(fields) == 4) draw(cr, context, fields);
    }
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    int failed = cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    g_object_unref(context);
    return failed;
}

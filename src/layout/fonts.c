/* Fonts: the one door to fontconfig. Only the prepared fonts of fonts/ are seen, so that pages are the same on every machine. */
#include "layout/internal.h"

#include "base/file.h"

#include <fontconfig/fontconfig.h>
#include <hb.h>
#include <string.h>

/* The fonts are set up through the API rather than FONTCONFIG_FILE: with that fontconfig 2.14 also reads all of the system's
 * conf.avail; and the cache's folder can be named where the fonts are, wherever that is. */
void af_fonts_init(void) {
    static gboolean done;
    if (done) return;
    done = TRUE;
    /* Han in a text of no language that is written with it: Pango would ask the reader's LANGUAGE for its forms. */
    g_setenv("PANGO_LANGUAGE", "en", TRUE);
    g_autofree char *conf = af_data_path("fonts", "fonts.conf");
    g_autofree char *cache = af_data_path("fonts", "prepared/cache");
    if (!g_path_is_absolute(conf) || !g_file_test(conf, G_FILE_TEST_EXISTS)) return;
    g_autofree char *folder = g_markup_printf_escaped("<fontconfig><cachedir>%s</cachedir></fontconfig>", cache);
    FcConfig *config = FcConfigCreate();
    FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)folder, FcTrue);
    FcConfigParseAndLoad(config, (const FcChar8 *)conf, FcTrue);
    FcConfigBuildFonts(config);
    FcConfigSetCurrent(config);
    FcConfigDestroy(config);
}

/* Whether a family of this name is among the prepared fonts. */
static gboolean is_there(const char *family) {
    static GHashTable *there;
    if (!there) {
        there = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        const FcFontSet *fonts = FcConfigGetFonts(NULL, FcSetSystem);
        for (int i = 0; fonts && i < fonts->nfont; i++) {
            FcChar8 *name;
            for (int n = 0; FcPatternGetString(fonts->fonts[i], FC_FAMILY, n, &name) == FcResultMatch; n++) {
                g_hash_table_add(there, g_utf8_casefold((const char *)name, -1));
            }
        }
    }
    g_autofree char *folded = g_utf8_casefold(family, -1);
    return g_hash_table_contains(there, folded);
}

/* What a list of families comes to. */
typedef struct {
    char *families; /* for Pango */
    char *asked;    /* the first name of a list of which none is there, else NULL */
    char *used;     /* what is taken in its place */
} Families;

static void families_free(gpointer data) {
    Families *families = data;
    g_free(families->families);
    g_free(families->asked);
    g_free(families->used);
    g_free(families);
}

/* The names of a font-family without their quotation marks (7.9.2). */
static char **family_names(const char *list) {
    char **names = g_strsplit(list, ",", -1);
    for (char **name = names; *name; name++) {
        g_strstrip(*name);
        size_t length = strlen(*name);
        if (length < 2 || (**name != '\'' && **name != '"')) continue;
        memmove(*name, *name + 1, length - 2);
        (*name)[length - 2] = '\0';
        g_strstrip(*name);
    }
    return names;
}

/* fontconfig's rules for these names and the language, as a list of what is there. It is not the whole list: what follows is
 * the same for all, and Pango compares this string for every item. */
static char *substitute(const char *const *names, const char *language) {
    FcPattern *pattern = FcPatternCreate();
    guint most = 2;
    for (const char *const *name = names; *name; name++, most++) {
        if (**name) FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)*name);
    }
    g_autofree char *lower = g_ascii_strdown(language, -1);
    FcPatternAddString(pattern, FC_LANG, (const FcChar8 *)lower);
    FcConfigSubstitute(NULL, pattern, FcMatchPattern);
    GString *list = g_string_new(NULL);
    FcChar8 *family;
    guint count = 0;
    for (int i = 0; count < most && FcPatternGetString(pattern, FC_FAMILY, i, &family) == FcResultMatch; i++) {
        if (!is_there((const char *)family)) continue;
        if (count++ > 0) g_string_append_c(list, ',');
        g_string_append(list, (const char *)family);
    }
    FcPatternDestroy(pattern);
    return g_string_free(list, FALSE);
}

/* Whether the name is that of a font that is there, or of one that fonts.conf has a twin for: its rules put that first. */
static gboolean is_known(const char *name) {
    FcPattern *pattern = FcPatternCreate();
    FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)name);
    FcConfigSubstitute(NULL, pattern, FcMatchPattern);
    FcChar8 *family;
    gboolean known = FcPatternGetString(pattern, FC_FAMILY, 0, &family) == FcResultMatch && is_there((const char *)family);
    FcPatternDestroy(pattern);
    return known;
}

/* The generic family of a font that is not there, by words that are common in such names; serif if none is, as other formatters
 * have it. */
static const char *kind_of(const char *name) {
    static const struct {
        const char *word, *generic;
    } words[] = {{"mono", "monospace"},    {"typewriter", "monospace"}, {"console", "monospace"}, {"consolas", "monospace"},
                 {"courier", "monospace"}, {"code", "monospace"},       {"ocr", "monospace"},     {"menlo", "monospace"},
                 {"sans", "sans-serif"},    {"gothic", "sans-serif"},   {"grotes", "sans-serif"},  {"helvetica", "sans-serif"},
                 {"arial", "sans-serif"},   {"verdana", "sans-serif"},  {"tahoma", "sans-serif"},  {"calibri", "sans-serif"},
                 {"trebuchet", "sans-serif"}, {"segoe", "sans-serif"},  {"univers", "sans-serif"}, {"frutiger", "sans-serif"},
                 {"futura", "sans-serif"},  {"myriad", "sans-serif"},   {"optima", "sans-serif"},  {"avenir", "sans-serif"},
                 {"geneva", "sans-serif"},  {"roboto", "sans-serif"},   {"lato", "sans-serif"},    {"inter", "sans-serif"},
                 {"ubuntu", "sans-serif"},  {"lucida", "sans-serif"}};
    g_autofree char *lower = g_utf8_strdown(name, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strstr(lower, words[i].word)) return words[i].generic;
    }
    return "serif";
}

/* The family list as fontconfig's rules make it for the language. Done here, because Pango itemizes by script and would ask for
 * Latin letters in Japanese as if they were English: other quotation marks, another font. */
static Families *expand_families(const char *list, const char *language) {
    Families *families = g_new0(Families, 1);
    g_auto(GStrv) names = family_names(list);
    gboolean known = FALSE;
    for (char **name = names; *name && !known; name++) known = is_known(*name);
    if (known) {
        families->families = substitute((const char *const *)names, language);
        return families;
    }
    const char *generic[] = {kind_of(*names ? *names : ""), NULL};
    families->families = substitute(generic, language);
    if (*names && **names) families->asked = g_strdup(*names);
    families->used = g_strndup(families->families, strcspn(families->families, ","));
    return families;
}

/* The same, asked of fontconfig once for each list and language: kept for the life of the process. */
static const Families *families_for(const char *families, const char *language) {
    static GHashTable *expanded;
    if (!expanded) expanded = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, families_free);
    g_autofree char *key = g_strconcat(language, "\n", families, NULL);
    Families *list = g_hash_table_lookup(expanded, key);
    if (!list) {
        list = expand_families(families, language);
        g_hash_table_insert(expanded, g_steal_pointer(&key), list);
    }
    return list;
}

void af_font_report(AfPages *pages, const AfFont *font, const AfFoNode *node) {
    if (!pages->families) pages->families = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!g_hash_table_add(pages->families, g_strdup(font->asked))) return;
    af_fo_report(pages->fo, node, pages->diagnostics, AF_D_FONT_MISSING, font->asked, font->used);
}

void af_font_free(gpointer data) {
    AfFont *font = data;
    pango_font_description_free(font->description);
    g_free(font->blank);
    g_free(font);
}

static PangoStyle pango_style(const AfFoStyle *style) {
    switch (af_style_keyword(style, AF_P_FONT_STYLE)) {
    case AF_KW_ITALIC: return PANGO_STYLE_ITALIC;
    case AF_KW_OBLIQUE: return PANGO_STYLE_OBLIQUE;
    default: return PANGO_STYLE_NORMAL;
    }
}

/* Of the fonts that stand for Helvetica, Times and Courier ascent and descent are those that Adobe's font metrics give these,
 * in all weights, as other formatters have them; those in the files are made for clipping on screens. */
static gboolean twin_extents(const char *families, hb_font_extents_t *extents) {
    static const struct {
        const char *family;
        int ascender, descender; /* of 1000 */
    } twins[] = {{"Liberation Sans", 718, -207}, {"Liberation Serif", 683, -217}, {"Liberation Mono", 629, -157}};
    for (gsize i = 0; i < G_N_ELEMENTS(twins); i++) {
        if (!g_str_has_prefix(families, twins[i].family)) continue;
        extents->ascender = twins[i].ascender;
        extents->descender = twins[i].descender;
        return TRUE;
    }
    return FALSE;
}

/* Ascent and descent of the family's first font; with hb rather than pango_font_get_metrics, which shapes a sample text. */
static void read_metrics(AfPages *pages, AfFont *font) {
    PangoFont *first = pango_context_load_font(pages->context, font->description);
    hb_font_extents_t extents = {0};
    if (first) {
        hb_font_t *hb = pango_font_get_hb_font(first);
        int scale_x, scale_y = 1000;
        if (!twin_extents(pango_font_description_get_family(font->description), &extents)) {
            hb_font_get_scale(hb, &scale_x, &scale_y);
            hb_font_get_h_extents(hb, &extents);
        }
        double unit = scale_y != 0 ? (double)font->size / ABS(scale_y) : 1;
        font->ascent = (AfUnit)(extents.ascender * unit);
        font->descent = (AfUnit)(-extents.descender * unit);
        g_object_unref(first);
    }
    if (font->ascent <= 0) font->ascent = font->size * 4 / 5;
    if (font->descent <= 0) font->descent = font->size / 5;
    font->underline_position = font->size / 9;
    font->underline_thickness = MAX(font->size / 18, AF_POINT / 4);
}

static AfUnit line_height(const AfFoStyle *style, AfUnit size) {
    const AfValue *value = &style->value[AF_P_LINE_HEIGHT];
    if (value->kind == AF_V_LENGTH) return af_units(value->number);
    return af_clamp(size * (value->kind == AF_V_NUMBER ? value->number : 1.2));
}

/* fontconfig and HarfBuzz know Simplified Chinese as zh-CN, not as zh-Hans. */
static const char *shaping_tag(const char *tag) {
    if (g_str_has_prefix(tag, "zh-Hans")) return "zh-CN";
    if (g_str_has_prefix(tag, "zh-Hant")) return "zh-TW";
    return *tag ? tag : "en";
}

static AfFont *font_new(AfPages *pages, const AfFoStyle *style) {
    AfFont *font = g_new0(AfFont, 1);
    const char *tag = af_style_string(style, AF_P_LANGUAGE), *shaping = shaping_tag(tag);
    font->size = af_units(style->value[AF_P_FONT_SIZE].number);
    font->description = pango_font_description_new();
    const Families *families = families_for(af_style_string(style, AF_P_FONT_FAMILY), shaping);
    font->asked = families->asked;
    font->used = families->used;
    pango_font_description_set_family(font->description, families->families);
    pango_font_description_set_absolute_size(font->description, MAX(font->size, 1));
    pango_font_description_set_style(font->description, pango_style(style));
    pango_font_description_set_weight(font->description, (PangoWeight)style->value[AF_P_FONT_WEIGHT].number);
    if (af_style_is(style, AF_P_FONT_VARIANT, AF_KW_SMALL_CAPS)) {
        pango_font_description_set_variant(font->description, PANGO_VARIANT_SMALL_CAPS);
    }
    font->language = pango_language_from_string(shaping);
    font->locale = af_locale_get(*tag ? tag : "und");
    font->line_height = line_height(style, font->size);
    if (af_locale_spaces_scripts(font->locale)) font->blank = g_new0(guint8, AF_PUNCTUATION);
    read_metrics(pages, font);
    return font;
}

/* Styles that differ in other things share a font: what it is made of, as a key. */
static char *font_key(const AfFoStyle *style) {
    const AfValue *height = &style->value[AF_P_LINE_HEIGHT];
    return g_strdup_printf("%s\1%s\1%.17g %.17g %d %d %d %.17g", af_style_string(style, AF_P_FONT_FAMILY), af_style_string(style, AF_P_LANGUAGE),
                           style->value[AF_P_FONT_SIZE].number, style->value[AF_P_FONT_WEIGHT].number, (int)af_style_keyword(style, AF_P_FONT_STYLE),
                           (int)af_style_keyword(style, AF_P_FONT_VARIANT), (int)height->kind, height->kind == AF_V_KEYWORD ? 0 : height->number);
}

const AfFont *af_font_get(AfPages *pages, const AfFoStyle *style) {
    guint id = (guint)style->id;
    if (id >= pages->style_fonts->len) g_ptr_array_set_size(pages->style_fonts, (int)id + 1);
    AfFont *font = g_ptr_array_index(pages->style_fonts, id);
    if (font) return font;
    g_autofree char *key = font_key(style);
    font = g_hash_table_lookup(pages->fonts, key);
    if (!font) {
        font = font_new(pages, style);
        g_hash_table_insert(pages->fonts, g_steal_pointer(&key), font);
    }
    return g_ptr_array_index(pages->style_fonts, id) = font;
}

gboolean af_font_is_cjk(const AfFont *font) {
    const char *tag = af_locale_tag(font->locale);
    return g_str_has_prefix(tag, "zh") || g_str_has_prefix(tag, "ja");
}

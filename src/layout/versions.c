/* The libraries of this stage, and the fonts that pages were set with. */
#include "base/library.h"
#include "layout/internal.h"

#include <fontconfig/fontconfig.h>
#include <hb.h>
#include <pango/pangofc-font.h>
#include <string.h>

void af_layout_versions(GPtrArray *versions) {
    int fontconfig = FcGetVersion();
    af_library_versions_add(versions, "Pango", "%s", pango_version_string());
    af_library_versions_add(versions, "HarfBuzz", "%s", hb_version_string());
    af_library_versions_add(versions, "fontconfig", "%d.%d.%d", fontconfig / 10000, fontconfig / 100 % 100,
                            fontconfig % 100);
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_file(GHashTable *files, PangoFont *font) {
    FcChar8 *file;
    if (!PANGO_IS_FC_FONT(font)) return;
    FcPattern *pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(font));
    if (FcPatternGetString(pattern, FC_FILE, 0, &file) == FcResultMatch) {
        g_hash_table_add(files, g_strdup((const char *)file));
    }
}

char **af_pages_fonts(const AfPages *pages) {
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL); /* PangoFont: the same few for all text */
    g_autoptr(GHashTable) files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (int page = 0; page < af_pages_count(pages); page++) {
        const GPtrArray *areas = af_pages_get(pages, page)->areas;
        for (guint i = 0; i < areas->len; i++) {
            const AfArea *area = g_ptr_array_index(areas, i);
            PangoFont *font = area->kind == AF_AREA_TEXT ? area->glyphs->item->analysis.font : NULL;
            if (font && g_hash_table_add(seen, font)) add_file(files, font);
        }
    }
    guint length;
    char **names = (char **)g_hash_table_get_keys_as_array(files, &length);
    g_hash_table_steal_all(files);
    qsort(names, length, sizeof *names, compare_names);
    return names;
}

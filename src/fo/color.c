/* Colours: XSL 1.1 section 5.10.2 and the sixteen names of 5.11 (and a few more that others read). */
#include "fo/internal.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    const char *name;
    guint32 rgb;
} NamedColor;

static const NamedColor names[] = {
    {"aqua", 0x00FFFF},   {"black", 0x000000}, {"blue", 0x0000FF},   {"fuchsia", 0xFF00FF}, {"gray", 0x808080},
    {"green", 0x008000},  {"grey", 0x808080},  {"lightgray", 0xD3D3D3}, {"lightgrey", 0xD3D3D3}, {"lime", 0x00FF00},
    {"maroon", 0x800000}, {"navy", 0x000080},  {"olive", 0x808000},  {"orange", 0xFFA500},  {"purple", 0x800080},
    {"red", 0xFF0000},    {"silver", 0xC0C0C0}, {"teal", 0x008080},  {"white", 0xFFFFFF},   {"yellow", 0xFFFF00},
};

static gboolean parse_hash(const char *text, guint32 *color) {
    size_t length = strlen(text);
    guint32 rgb = 0;
    for (const char *p = text; *p; p++) {
        if (!g_ascii_isxdigit(*p)) return FALSE;
        guint32 digit = (guint32)g_ascii_xdigit_value(*p);
        rgb = length == 3 ? rgb << 8 | digit << 4 | digit : rgb << 4 | digit;
    }
    if (length != 3 && length != 6) return FALSE;
    *color = rgb << 8 | 0xFF;
    return TRUE;
}

/* rgb(r, g, b) and the fallback of rgb-icc(r, g, b, …); percentages too. */
static gboolean parse_rgb(const char *text, guint32 *color) {
    const char *open = strchr(text, '(');
    if (!open) return FALSE;
    g_auto(GStrv) parts = g_strsplit_set(open + 1, ",)", -1);
    if (g_strv_length(parts) < 4) return FALSE;
    guint32 rgb = 0;
    for (int i = 0; i < 3; i++) {
        char *end;
        double value = g_ascii_strtod(g_strstrip(parts[i]), &end);
        if (end == parts[i]) return FALSE;
        if (*end == '%') value = value * 255 / 100;
        rgb = rgb << 8 | (guint32)CLAMP(value + 0.5, 0, 255);
    }
    *color = rgb << 8 | 0xFF;
    return TRUE;
}

gboolean af_color_parse(const char *text, guint32 *color) {
    if (*text == '#') return parse_hash(text + 1, color);
    if (g_str_has_prefix(text, "rgb")) return parse_rgb(text, color);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (!g_ascii_strcasecmp(text, names[i].name)) return *color = names[i].rgb << 8 | 0xFF, TRUE;
    }
    return FALSE;
}

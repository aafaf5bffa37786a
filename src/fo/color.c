/* Colours: XSL 1.1 sections 5.10.2 (functions) and 5.11 (names: those of SVG 1.1, of which CSS's are some). */
#include "fo/internal.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;
    guint32 rgb;
} NamedColor;

/* In order of name. */
static const NamedColor names[] = {
    {"aliceblue", 0xF0F8FF}, {"antiquewhite", 0xFAEBD7}, {"aqua", 0x00FFFF}, {"aquamarine", 0x7FFFD4},
    {"azure", 0xF0FFFF}, {"beige", 0xF5F5DC}, {"bisque", 0xFFE4C4}, {"black", 0x000000}, {"blanchedalmond", 0xFFEBCD},
    {"blue", 0x0000FF}, {"blueviolet", 0x8A2BE2}, {"brown", 0xA52A2A}, {"burlywood", 0xDEB887},
    {"cadetblue", 0x5F9EA0}, {"chartreuse", 0x7FFF00}, {"chocolate", 0xD2691E}, {"coral", 0xFF7F50},
    {"cornflowerblue", 0x6495ED}, {"cornsilk", 0xFFF8DC}, {"crimson", 0xDC143C}, {"cyan", 0x00FFFF},
    {"darkblue", 0x00008B}, {"darkcyan", 0x008B8B}, {"darkgoldenrod", 0xB8860B}, {"darkgray", 0xA9A9A9},
    {"darkgreen", 0x006400}, {"darkgrey", 0xA9A9A9}, {"darkkhaki", 0xBDB76B}, {"darkmagenta", 0x8B008B},
    {"darkolivegreen", 0x556B2F}, {"darkorange", 0xFF8C00}, {"darkorchid", 0x9932CC}, {"darkred", 0x8B0000},
    {"darksalmon", 0xE9967A}, {"darkseagreen", 0x8FBC8F}, {"darkslateblue", 0x483D8B}, {"darkslategray", 0x2F4F4F},
    {"darkslategrey", 0x2F4F4F}, {"darkturquoise", 0x00CED1}, {"darkviolet", 0x9400D3}, {"deeppink", 0xFF1493},
    {"deepskyblue", 0x00BFFF}, {"dimgray", 0x696969}, {"dimgrey", 0x696969}, {"dodgerblue", 0x1E90FF},
    {"firebrick", 0xB22222}, {"floralwhite", 0xFFFAF0}, {"forestgreen", 0x228B22}, {"fuchsia", 0xFF00FF},
    {"gainsboro", 0xDCDCDC}, {"ghostwhite", 0xF8F8FF}, {"gold", 0xFFD700}, {"goldenrod", 0xDAA520},
    {"gray", 0x808080}, {"green", 0x008000}, {"greenyellow", 0xADFF2F}, {"grey", 0x808080}, {"honeydew", 0xF0FFF0},
    {"hotpink", 0xFF69B4}, {"indianred", 0xCD5C5C}, {"indigo", 0x4B0082}, {"ivory", 0xFFFFF0}, {"khaki", 0xF0E68C},
    {"lavender", 0xE6E6FA}, {"lavenderblush", 0xFFF0F5}, {"lawngreen", 0x7CFC00}, {"lemonchiffon", 0xFFFACD},
    {"lightblue", 0xADD8E6}, {"lightcoral", 0xF08080}, {"lightcyan", 0xE0FFFF}, {"lightgoldenrodyellow", 0xFAFAD2},
    {"lightgray", 0xD3D3D3}, {"lightgreen", 0x90EE90}, {"lightgrey", 0xD3D3D3}, {"lightpink", 0xFFB6C1},
    {"lightsalmon", 0xFFA07A}, {"lightseagreen", 0x20B2AA}, {"lightskyblue", 0x87CEFA}, {"lightslategray", 0x778899},
    {"lightslategrey", 0x778899}, {"lightsteelblue", 0xB0C4DE}, {"lightyellow", 0xFFFFE0}, {"lime", 0x00FF00},
    {"limegreen", 0x32CD32}, {"linen", 0xFAF0E6}, {"magenta", 0xFF00FF}, {"maroon", 0x800000},
    {"mediumaquamarine", 0x66CDAA}, {"mediumblue", 0x0000CD}, {"mediumorchid", 0xBA55D3}, {"mediumpurple", 0x9370DB},
    {"mediumseagreen", 0x3CB371}, {"mediumslateblue", 0x7B68EE}, {"mediumspringgreen", 0x00FA9A},
    {"mediumturquoise", 0x48D1CC}, {"mediumvioletred", 0xC71585}, {"midnightblue", 0x191970}, {"mintcream", 0xF5FFFA},
    {"mistyrose", 0xFFE4E1}, {"moccasin", 0xFFE4B5}, {"navajowhite", 0xFFDEAD}, {"navy", 0x000080},
    {"oldlace", 0xFDF5E6}, {"olive", 0x808000}, {"olivedrab", 0x6B8E23}, {"orange", 0xFFA500},
    {"orangered", 0xFF4500}, {"orchid", 0xDA70D6}, {"palegoldenrod", 0xEEE8AA}, {"palegreen", 0x98FB98},
    {"paleturquoise", 0xAFEEEE}, {"palevioletred", 0xDB7093}, {"papayawhip", 0xFFEFD5}, {"peachpuff", 0xFFDAB9},
    {"peru", 0xCD853F}, {"pink", 0xFFC0CB}, {"plum", 0xDDA0DD}, {"powderblue", 0xB0E0E6}, {"purple", 0x800080},
    {"red", 0xFF0000}, {"rosybrown", 0xBC8F8F}, {"royalblue", 0x4169E1}, {"saddlebrown", 0x8B4513},
    {"salmon", 0xFA8072}, {"sandybrown", 0xF4A460}, {"seagreen", 0x2E8B57}, {"seashell", 0xFFF5EE},
    {"sienna", 0xA0522D}, {"silver", 0xC0C0C0}, {"skyblue", 0x87CEEB}, {"slateblue", 0x6A5ACD},
    {"slategray", 0x708090}, {"slategrey", 0x708090}, {"snow", 0xFFFAFA}, {"springgreen", 0x00FF7F},
    {"steelblue", 0x4682B4}, {"tan", 0xD2B48C}, {"teal", 0x008080}, {"thistle", 0xD8BFD8}, {"tomato", 0xFF6347},
    {"turquoise", 0x40E0D0}, {"violet", 0xEE82EE}, {"wheat", 0xF5DEB3}, {"white", 0xFFFFFF}, {"whitesmoke", 0xF5F5F5},
    {"yellow", 0xFFFF00}, {"yellowgreen", 0x9ACD32},
};

/* Of system-color(): a desktop's as they usually are, the same everywhere. In order of name. */
static const NamedColor system_names[] = {
    {"activeborder", 0xB4B4B4}, {"activecaption", 0x99B4D1}, {"appworkspace", 0xABABAB}, {"background", 0x000000},
    {"buttonface", 0xF0F0F0}, {"buttonhighlight", 0xFFFFFF}, {"buttonshadow", 0xA0A0A0}, {"buttontext", 0x000000},
    {"captiontext", 0x000000}, {"graytext", 0x6D6D6D}, {"highlight", 0x0078D7}, {"highlighttext", 0xFFFFFF},
    {"inactiveborder", 0xF4F7FC}, {"inactivecaption", 0xBFCDDB}, {"inactivecaptiontext", 0x434E54},
    {"infobackground", 0xFFFFE1}, {"infotext", 0x000000}, {"menu", 0xF0F0F0}, {"menutext", 0x000000},
    {"scrollbar", 0xC8C8C8}, {"threeddarkshadow", 0x696969}, {"threedface", 0xF0F0F0}, {"threedhighlight", 0xFFFFFF},
    {"threedlightshadow", 0xE3E3E3}, {"threedshadow", 0xA0A0A0}, {"window", 0xFFFFFF}, {"windowframe", 0x646464},
    {"windowtext", 0x000000},
};

static int compare_name(const void *name, const void *row) { return g_ascii_strcasecmp(name, ((const NamedColor *)row)->name); }

static gboolean find_name(const NamedColor *table, size_t count, const char *name, guint32 *color) {
    const NamedColor *row = bsearch(name, table, count, sizeof *table, compare_name);
    if (row) *color = row->rgb << 8 | 0xFF;
    return row != NULL;
}

/* #rgb, #rrggbb; a fourth part is how opaque it is. */
static gboolean parse_hash(const char *text, guint32 *color) {
    size_t length = strlen(text);
    guint32 value = 0;
    if (length != 3 && length != 4 && length != 6 && length != 8) return FALSE;
    for (const char *p = text; *p; p++) {
        if (!g_ascii_isxdigit(*p)) return FALSE;
        guint32 digit = (guint32)g_ascii_xdigit_value(*p);
        value = length <= 4 ? value << 8 | digit << 4 | digit : value << 4 | digit;
    }
    *color = length % 4 == 0 ? value : value << 8 | 0xFF;
    return TRUE;
}

/* A number of which `whole` is all, or a percentage; as a part of 1. */
static gboolean parse_part(const char *text, double whole, double *part) {
    char *end;
    *part = g_ascii_strtod(text, &end);
    if (end == text || !(*part >= -1e6 && *part <= 1e6)) return FALSE;
    gboolean percent = *end == '%';
    if (end[percent]) return FALSE;
    *part = CLAMP(*part / (percent ? 100 : whole), 0, 1);
    return TRUE;
}

static guint32 byte_of(double part) { return (guint32)(part * 255 + 0.5); }

/* The first three of the arguments: what is meant, or what stands for it where its colour profile is not there. */
static gboolean from_rgb(GStrv arguments, guint count, guint most, guint32 *color) {
    guint32 rgb = 0;
    if (count < 3 || count > most) return FALSE;
    for (int i = 0; i < 3; i++) {
        double part;
        if (!parse_part(arguments[i], 255, &part)) return FALSE;
        rgb = rgb << 8 | byte_of(part);
    }
    *color = rgb << 8 | 0xFF;
    return TRUE;
}

static gboolean from_rgba(GStrv arguments, guint count, guint32 *color) {
    double part;
    if (count != 4 || !from_rgb(arguments, 3, 3, color) || !parse_part(arguments[3], 1, &part)) return FALSE;
    *color = (*color & 0xFFFFFF00) | byte_of(part);
    return TRUE;
}

static gboolean from_cmyk(GStrv arguments, guint count, guint32 *color) {
    double ink[4];
    guint32 rgb = 0;
    if (count != 4) return FALSE;
    for (int i = 0; i < 4; i++) {
        if (!parse_part(arguments[i], 1, &ink[i])) return FALSE;
    }
    for (int i = 0; i < 3; i++) rgb = rgb << 8 | byte_of((1 - ink[i]) * (1 - ink[3]));
    *color = rgb << 8 | 0xFF;
    return TRUE;
}

static gboolean from_system(GStrv arguments, guint count, guint32 *color) {
    return count >= 1 && count <= 2 && find_name(system_names, G_N_ELEMENTS(system_names), arguments[0], color);
}

/* name(argument, …) */
static gboolean parse_function(const char *text, guint32 *color) {
    const char *open = strchr(text, '(');
    size_t length = strlen(text);
    if (!open || text[length - 1] != ')') return FALSE;
    g_autofree char *name = g_strstrip(g_strndup(text, (gsize)(open - text)));
    g_autofree char *inside = g_strndup(open + 1, length - (size_t)(open + 1 - text) - 1);
    g_auto(GStrv) arguments = g_strsplit(inside, ",", -1);
    guint count = g_strv_length(arguments);
    for (guint i = 0; i < count; i++) g_strstrip(arguments[i]);
    if (!strcmp(name, "rgb")) return from_rgb(arguments, count, 3, color);
    if (!strcmp(name, "rgba")) return from_rgba(arguments, count, color);
    if (!strcmp(name, "cmyk")) return from_cmyk(arguments, count, color);
    if (!strcmp(name, "system-color")) return from_system(arguments, count, color);
    static const char *const profiled[] = {"rgb-icc", "rgb-named-color", "cie-lab-color", NULL};
    return g_strv_contains(profiled, name) && from_rgb(arguments, count, G_MAXUINT, color);
}

gboolean af_color_parse(const char *text, guint32 *color) {
    if (*text == '#') return parse_hash(text + 1, color);
    return find_name(names, G_N_ELEMENTS(names), text, color) || parse_function(text, color);
}

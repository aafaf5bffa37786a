/* What ideographs want beside and between them: a quarter of an em towards Latin letters and digits, and punctuation that
 * gives its blank half away at a line's start and end and beside other punctuation (JLREQ 3.1, CLREQ 3.1). */
#include "layout/internal.h"

#include <hb.h>

/* ---- space between ideographs or kana and Latin letters or digits (a quarter em; UAX 11 wide letters against narrow ones) */

typedef enum { OTHER, IDEOGRAPHIC, WESTERN } ScriptClass;

gboolean af_is_ideographic(gunichar c) {
    return (c >= 0x3041 && c <= 0x30FF && c != 0x30FB) || (c >= 0x3105 && c <= 0x312F) ||
           (c >= 0x31A0 && c <= 0x31BF) || (c >= 0x31F0 && c <= 0x31FF) || (c >= 0x2E80 && c <= 0x2FDF) || c == 0x3005 ||
           (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

static ScriptClass script_class(gunichar c) {
    if (c < 0x2E80) return g_unichar_isalnum(c) ? WESTERN : OTHER;
    return af_is_ideographic(c) ? IDEOGRAPHIC : OTHER;
}

/* Goes through the text, character by character, with the glyph items. */
typedef struct {
    AfShaped *shaped;
    guint item;
} Walk;

/* The glyph item that holds the byte; bytes are asked for in their order. */
static PangoGlyphItem *item_at(Walk *walk, guint offset) {
    for (;; walk->item++) {
        PangoGlyphItem *item = g_ptr_array_index(walk->shaped->glyphs, walk->item);
        gboolean before = (guint)(item->item->offset + item->item->length) <= offset;
        if (!before || walk->item + 1 >= walk->shaped->glyphs->len) return item;
    }
}

static void space_scripts(Walk *walk, guint previous, guint offset) {
    AfShaped *shaped = walk->shaped;
    /* The Latin side may be in a language of its own. */
    const AfRun *run = af_run_at(shaped->paragraph, offset), *before = af_run_at(shaped->paragraph, previous);
    gboolean spaces = af_locale_spaces_scripts(run->font->locale) || af_locale_spaces_scripts(before->font->locale);
    if (run->kind != AF_RUN_TEXT || !spaces) return;
    shaped->script_space[offset] = run->font->size / 4;
    af_shape_widen(item_at(walk, previous), previous, shaped->script_space[offset]);
}

/* ---- punctuation */

/* Those that open have their blank half before them, the others after them: if the font and language have it so, which the
 * glyph's ink says. Commas and full stops of Traditional Chinese stand in the middle and keep all of their square. */
static const gunichar opening[] = {0x2018, 0x201C, 0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0x3014, 0x3016, 0x3018, 0x301D,
                                   0xFF08, 0xFF3B, 0xFF5B, 0xFF5F};
static const gunichar closing[] = {0x2019, 0x201D, 0x3001, 0x3002, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015, 0x3017, 0x3019,
                                   0x301F, 0xFF01, 0xFF09, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, 0xFF3D, 0xFF5D, 0xFF60};
G_STATIC_ASSERT(G_N_ELEMENTS(opening) + G_N_ELEMENTS(closing) <= AF_PUNCTUATION);

#define IDEOGRAPHIC_SPACE 0x3000
#define MIDDLE_DOT 0x30FB

static int find(const gunichar *list, int count, gunichar c) {
    for (int i = 0; i < count; i++) {
        if (list[i] == c) return i;
    }
    return -1;
}

/* Which of them the character is; -1 if none. The second list follows the first. */
static int punctuation_index(gunichar c) {
    if (c < 0x2018 || (c > 0x201D && c < 0x3001) || (c > 0x301F && c < 0xFF01) || c > 0xFF60) return -1;
    int index = find(opening, G_N_ELEMENTS(opening), c);
    if (index >= 0) return index;
    index = find(closing, G_N_ELEMENTS(closing), c);
    return index < 0 ? -1 : index + (int)G_N_ELEMENTS(opening);
}

static gboolean opens(int index) { return index >= 0 && index < (int)G_N_ELEMENTS(opening); }

/* Whether a glyph as wide as the font is high has no ink in the half before or after it. */
static gboolean has_blank(const PangoGlyphItem *item, int glyph, AfUnit size, gboolean before) {
    const PangoGlyphInfo *info = &item->glyphs->glyphs[glyph];
    hb_font_t *font = pango_font_get_hb_font(item->item->analysis.font);
    hb_glyph_extents_t ink;
    if ((info->glyph & PANGO_GLYPH_UNKNOWN_FLAG) || !hb_font_get_glyph_extents(font, info->glyph, &ink)) return FALSE;
    int scale_x, scale_y;
    hb_font_get_scale(font, &scale_x, &scale_y);
    double unit = scale_x != 0 ? (double)size / scale_x : 1, advance = hb_font_get_glyph_h_advance(font, info->glyph) * unit;
    double left = ink.x_bearing * unit, right = advance - (ink.x_bearing + ink.width) * unit;
    return advance >= 0.95 * size && (before ? left : right) >= 0.45 * size;
}

AfUnit af_blank_after(const PangoGlyphItem *item, int glyph, gunichar c, AfUnit size) {
    int index = punctuation_index(c);
    gboolean gives = index >= 0 && !opens(index) && c != 0x3002 && c != 0xFF0E; /* a full stop keeps its own */
    gboolean whole = gives && item->glyphs->glyphs[glyph].geometry.width >= size / 20 * 19;
    return whole && has_blank(item, glyph, size, FALSE) ? size / 2 : 0;
}

static int glyph_at(const PangoGlyphItem *item, guint offset) {
    int low = 0, high = item->glyphs->num_glyphs, cluster = (int)offset - item->item->offset;
    while (low < high) {
        int middle = (low + high) / 2;
        if (item->glyphs->log_clusters[middle] < cluster) low = middle + 1;
        else high = middle;
    }
    return low < item->glyphs->num_glyphs && item->glyphs->log_clusters[low] == cluster ? low : -1;
}

/* Takes blank from the character's glyph: before it, so that it moves back, or after it. */
static void take(PangoGlyphItem *item, guint offset, AfUnit before, AfUnit after) {
    int glyph = glyph_at(item, offset);
    if (glyph < 0) return;
    PangoGlyphGeometry *geometry = &item->glyphs->glyphs[glyph].geometry;
    geometry->x_offset -= before;
    geometry->width -= before + after;
}

/* The blank of a character, or nothing: of text that reads rightwards, in a language of ideographs. */
static AfBlank blank_of(Walk *walk, int index, guint offset, guint end) {
    const AfRun *run = af_run_at(walk->shaped->paragraph, offset);
    AfBlank blank = {.offset = offset, .end = end};
    if (run->kind != AF_RUN_TEXT || !af_locale_spaces_scripts(run->font->locale)) return blank;
    PangoGlyphItem *item = item_at(walk, offset);
    int glyph = item->item->analysis.level % 2 == 0 ? glyph_at(item, offset) : -1;
    if (glyph < 0) return blank;
    guint8 *known = &run->font->blank[index];
    if (!*known) *known = has_blank(item, glyph, run->font->size, opens(index)) ? 2 : 1;
    AfUnit half = *known == 2 ? run->font->size / 2 : 0;
    if (opens(index)) blank.before = half;
    else blank.after = half;
    return blank;
}

static void take_after(Walk *walk, AfBlank *blank) {
    blank->taken_after = blank->after;
    blank->after = 0;
    take(item_at(walk, blank->offset), blank->offset, 0, blank->taken_after);
}

static void take_before(Walk *walk, AfBlank *blank) {
    blank->taken_before = blank->before;
    blank->before = 0;
    take(item_at(walk, blank->offset), blank->offset, blank->taken_before, 0);
}

/* A punctuation character, and what it and the one right before it give each other. */
static void note_punctuation(Walk *walk, int index, guint offset, guint end, gunichar before) {
    AfShaped *shaped = walk->shaped;
    AfBlank *last = shaped->blanks && shaped->blanks->len > 0 ? &g_array_index(shaped->blanks, AfBlank, shaped->blanks->len - 1) : NULL;
    if (last && last->end == offset && last->after > 0) take_after(walk, last);
    if (index < 0) return; /* a space or a middle dot has none to give */
    AfBlank blank = blank_of(walk, index, offset, end);
    if (blank.before == 0 && blank.after == 0) return;
    gboolean close = opens(punctuation_index(before)) || before == IDEOGRAPHIC_SPACE || before == MIDDLE_DOT;
    if (blank.before > 0 && close) take_before(walk, &blank);
    if (!shaped->blanks) shaped->blanks = g_array_new(FALSE, FALSE, sizeof(AfBlank));
    g_array_append_val(shaped->blanks, blank);
}

/* Whether there may be anything for this file in the text: all of it is at U+2018 or behind. */
static gboolean is_plain(const GString *text) {
    for (gsize i = 0; i < text->len; i++) {
        if ((guchar)text->str[i] >= 0xE2) return FALSE;
    }
    return TRUE;
}

void af_east_space(AfShaped *shaped) {
    const char *text = shaped->paragraph->text->str;
    Walk walk = {.shaped = shaped};
    guint previous = 0;
    gunichar before = 0;
    ScriptClass previous_class = OTHER;
    for (const char *p = is_plain(shaped->paragraph->text) ? "" : text, *next; *p; p = next) {
        gunichar c = g_utf8_get_char(p);
        guint offset = (guint)(p - text);
        next = g_utf8_next_char(p);
        ScriptClass class = script_class(c);
        if (class != OTHER && previous_class != OTHER && class != previous_class) space_scripts(&walk, previous, offset);
        int index = punctuation_index(c);
        if (index >= 0 || c == IDEOGRAPHIC_SPACE || c == MIDDLE_DOT) note_punctuation(&walk, index, offset, (guint)(next - text), before);
        previous_class = class;
        previous = offset;
        before = c;
    }
}

void af_east_take_again(const AfShaped *shaped, PangoGlyphItem *item) {
    guint start = (guint)item->item->offset, end = start + (guint)item->item->length;
    for (guint i = 0; shaped->blanks && i < shaped->blanks->len; i++) {
        const AfBlank *blank = &g_array_index(shaped->blanks, AfBlank, i);
        if (blank->offset >= start && blank->offset < end) take(item, blank->offset, blank->taken_before, blank->taken_after);
    }
}

/* The blank of the character that begins, or ends, at the byte; NULL if it has none. */
static const AfBlank *find_blank(const AfShaped *shaped, guint offset, gboolean at_end) {
    guint low = 0, high = shaped->blanks ? shaped->blanks->len : 0;
    while (low < high) {
        guint middle = (low + high) / 2;
        const AfBlank *blank = &g_array_index(shaped->blanks, AfBlank, middle);
        guint at = at_end ? blank->end : blank->offset;
        if (at == offset) return blank;
        if (at < offset) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

AfUnit af_blank_before_end(const AfShaped *shaped, guint offset) {
    const AfBlank *blank = shaped->blanks ? find_blank(shaped, offset, TRUE) : NULL;
    return blank ? blank->after : 0;
}

AfUnit af_blank_after_start(const AfShaped *shaped, guint offset) {
    const AfBlank *blank = shaped->blanks ? find_blank(shaped, offset, FALSE) : NULL;
    return blank ? blank->before : 0;
}

AfUnit af_east_strip_start(const AfShaped *shaped, PangoGlyphItem *item, guint offset) {
    AfUnit blank = (guint)item->item->offset == offset ? af_blank_after_start(shaped, offset) : 0;
    if (blank) take(item, offset, blank, 0);
    return blank;
}

/* Justified lines: how much what stands between characters may give, and a line's room spread over it. */
#include "layout/internal.h"

typedef struct {
    AfArea *area;
    int glyph;
    AfUnit most; /* how much it may give */
    AfFlexLevel level;
} Place;

/* Ideographs, kana and their punctuation. */
static gboolean is_wide(gunichar c) { return af_is_ideographic(c) || (c >= 0x3000 && c <= 0x30FF) || (c >= 0xFF01 && c <= 0xFF60); }

static gboolean meets_script(const AfSpot *spot) {
    gboolean before = af_is_ideographic(spot->c), after = af_is_ideographic(spot->next);
    if (before == after) return FALSE;
    gunichar other = before ? spot->next : spot->c;
    return other < 0x2E80 && g_unichar_isalnum(other);
}

gboolean af_is_word_space(const AfFoStyle *style, gunichar c) {
    AfKeyword treat = af_style_keyword(style, AF_P_TREAT_AS_WORD_SPACE);
    return treat == AF_KW_AUTO ? c == ' ' || c == 0xA0 : treat == AF_KW_TRUE;
}

/* What a space property may vary by: from its optimum to its maximum, or down to its minimum; -1 if it does not say. */
static AfUnit range(const AfFoStyle *style, AfProperty optimum, AfProperty limit, gboolean grows) {
    if (style->value[limit].kind != AF_V_LENGTH) return -1;
    AfUnit by = af_length(style, limit, 0) - af_length(style, optimum, 0);
    return MAX(0, grows ? by : -by);
}

/* A space's own: half and a third of it, unless word-spacing is given as a range (7.17.8). */
static AfUnit word_flex(const AfSpot *spot, gboolean grows) {
    AfUnit more = range(spot->style, AF_P_WORD_SPACING, AF_P_WORD_SPACING_MAXIMUM, TRUE);
    AfUnit less = range(spot->style, AF_P_WORD_SPACING, AF_P_WORD_SPACING_MINIMUM, FALSE);
    AfUnit given = grows ? more : less;
    if (given >= 0 && (more > 0 || less > 0)) return given;
    return MAX(0, grows ? spot->width / 2 : spot->width / 3);
}

static AfUnit letter_flex(const AfSpot *spot, gboolean grows) {
    AfProperty limit = grows ? AF_P_LETTER_SPACING_MAXIMUM : AF_P_LETTER_SPACING_MINIMUM;
    AfUnit by = range(spot->style, AF_P_LETTER_SPACING, limit, grows);
    return by > 0 && !af_script_joins(g_unichar_get_script(spot->c)) ? by : 0;
}

AfUnit af_flex(const AfSpot *spot, gboolean grows, AfFlexLevel *level) {
    *level = AF_FLEX_WORDS;
    if (af_is_word_space(spot->style, spot->c)) return word_flex(spot, grows);
    *level = AF_FLEX_SCRIPTS;
    AfUnit letters = letter_flex(spot, grows);
    if (letters > 0 || !spot->wide) return letters;
    if (!grows && spot->blank > 0) return spot->blank / 2;
    if (meets_script(spot)) return spot->size / 8;
    *level = AF_FLEX_IDEOGRAPHS;
    return grows && is_wide(spot->c) ? spot->size / 4 : 0;
}

/* Whether glyph g is the last of its cluster, to the right of which there is something to give. */
static gboolean ends_cluster(const PangoGlyphString *glyphs, int g) {
    return g + 1 == glyphs->num_glyphs || glyphs->log_clusters[g + 1] != glyphs->log_clusters[g];
}

static void note_places(GArray *places, AfArea *area, int count, gboolean grows, const AfSetting *setting) {
    const PangoGlyphString *glyphs = area->glyphs->glyphs;
    AfUnit width = 0;
    for (int g = 0; g < count; g++) {
        width += glyphs->glyphs[g].geometry.width;
        if (!ends_cluster(glyphs, g)) continue;
        const char *p = area->text + area->glyphs->item->offset + glyphs->log_clusters[g];
        AfSpot spot = {.c = g_utf8_get_char(p), .style = area->node->style, .width = width, .wide = setting->wide};
        spot.size = af_units(area->node->style->value[AF_P_FONT_SIZE].number);
        if (setting->wide) spot.next = g_utf8_get_char(g_utf8_next_char(p));
        if (setting->wide && !grows) spot.blank = af_blank_after(area->glyphs, g, spot.c, spot.size);
        Place place = {.area = area, .glyph = g};
        place.most = af_flex(&spot, grows, &place.level);
        if (place.most > 0) g_array_append_val(places, place);
        width = 0;
    }
}

static void widen(const Place *place, AfUnit by) {
    place->area->glyphs->glyphs->glyphs[place->glyph].geometry.width += by;
    place->area->width += by;
}

/* Spreads `room` over the places of one level, each by what it may give; returns what is left of it. */
static AfUnit spread_level(const GArray *places, AfFlexLevel level, AfUnit room) {
    gint64 total = 0, sum = 0, spread = 0;
    for (guint i = 0; i < places->len; i++) {
        const Place *place = &g_array_index(places, Place, i);
        if (place->level == level) total += place->most;
    }
    if (total == 0) return room;
    gint64 take = CLAMP(room, -total, total);
    for (guint i = 0; i < places->len; i++) {
        const Place *place = &g_array_index(places, Place, i);
        if (place->level != level) continue;
        sum += place->most;
        gint64 share = (gint64)((double)take * (double)sum / (double)total) - spread;
        widen(place, (AfUnit)share);
        spread += share;
    }
    return room - (AfUnit)spread;
}

/* What no place should take is shared alike by all that may give more than that: spaces, and what is between ideographs. */
static AfUnit spread_rest(const GArray *places, AfUnit room, gboolean wide) {
    int count = 0;
    for (guint i = 0; i < places->len; i++) count += wide || g_array_index(places, Place, i).level == AF_FLEX_WORDS;
    for (guint i = 0; i < places->len && count > 0; i++) {
        const Place *place = &g_array_index(places, Place, i);
        if (!wide && place->level != AF_FLEX_WORDS) continue;
        AfUnit share = room / count--;
        widen(place, share);
        room -= share;
    }
    return room;
}

AfUnit af_line_justify(GPtrArray *areas, AfUnit room, const AfSetting *setting) {
    /* Glyphs are widened to their right: nothing stands there beside the last one. */
    const AfArea *rightmost = areas->len == 0 ? NULL : g_ptr_array_index(areas, setting->rtl ? 0 : areas->len - 1);
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(Place));
    for (guint i = 0; i < areas->len; i++) {
        AfArea *area = g_ptr_array_index(areas, i);
        if (area->glyphs) note_places(places, area, area->glyphs->glyphs->num_glyphs - (area == rightmost), room > 0, setting);
    }
    for (AfFlexLevel level = 0; level < AF_FLEX_LEVELS && room != 0; level++) room = spread_level(places, level, room);
    return room > 0 ? spread_rest(places, room, setting->wide) : room;
}

/* Text into glyphs: itemizing and shaping by Pango, advances, letter-spacing; where lines may break. */
#include "layout/internal.h"

#include <hb.h>
#include <string.h>

static void add_attribute(PangoAttrList *list, PangoAttribute *attribute, guint start, guint end) {
    attribute->start_index = start;
    attribute->end_index = end;
    pango_attr_list_insert(list, attribute);
}

/* No ligatures: a German word must not be joined over its seam (Auflage), a hyphen may fall between the letters, and text taken
 * out of the file stays letters. */
void af_font_attributes(PangoAttrList *list, const AfFont *font, guint start, guint end) {
    add_attribute(list, pango_attr_font_desc_new(font->description), start, end);
    add_attribute(list, pango_attr_language_new(font->language), start, end);
    add_attribute(list, pango_attr_font_features_new("liga=0, clig=0"), start, end);
}

/* Attributes run by run; neighbours in the same font share them. */
static PangoAttrList *attributes(const AfParagraph *paragraph) {
    PangoAttrList *list = pango_attr_list_new();
    for (guint i = 0; i < paragraph->runs->len;) {
        const AfRun *run = &g_array_index(paragraph->runs, AfRun, i);
        guint start = run->start, end = run->end;
        for (i++; i < paragraph->runs->len; i++) {
            const AfRun *next = &g_array_index(paragraph->runs, AfRun, i);
            if (next->font != run->font) break;
            end = next->end;
        }
        af_font_attributes(list, run->font, start, end);
    }
    return list;
}

static void report_missing(AfPages *pages, const AfFoNode *node, gunichar c) {
    if (!g_hash_table_add(pages->missing, GUINT_TO_POINTER(c))) return;
    char utf8[7] = "", code[16];
    utf8[g_unichar_to_utf8(c, utf8)] = '\0';
    g_snprintf(code, sizeof code, "U+%04X", c);
    af_fo_report(pages->fo, node, pages->diagnostics, AF_D_GLYPH_MISSING, g_unichar_isprint(c) ? utf8 : "", code);
}

const AfRun *af_run_at(const AfParagraph *paragraph, guint offset) {
    guint low = 0, high = paragraph->runs->len;
    while (high - low > 1) {
        guint middle = (low + high) / 2;
        if (g_array_index(paragraph->runs, AfRun, middle).start <= offset) low = middle;
        else high = middle;
    }
    return &g_array_index(paragraph->runs, AfRun, low);
}

static void check_glyphs(AfPages *pages, const AfParagraph *paragraph, const PangoGlyphItem *item) {
    for (int i = 0; i < item->glyphs->num_glyphs; i++) {
        if (!(item->glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG)) continue;
        guint offset = (guint)(item->item->offset + item->glyphs->log_clusters[i]);
        const AfRun *run = af_run_at(paragraph, offset);
        gunichar c = g_utf8_get_char(paragraph->text->str + offset);
        gboolean ends_line = g_unichar_iscntrl(c) || c == 0x2028 || c == 0x2029;
        if (run->kind == AF_RUN_TEXT && !ends_line) report_missing(pages, run->node, c);
    }
}

/* Widths of clusters into advance[] at the cluster's first byte; summed up later. */
static void add_advances(AfShaped *shaped, const PangoGlyphItem *item) {
    const PangoGlyphString *glyphs = item->glyphs;
    for (int i = 0; i < glyphs->num_glyphs; i++) {
        guint offset = (guint)(item->item->offset + glyphs->log_clusters[i]);
        shaped->advance[offset] += glyphs->glyphs[i].geometry.width;
        shaped->cluster[offset] = 1;
    }
}

static void shape_piece(AfPages *pages, AfShaped *shaped, PangoItem *item) {
    const GString *text = shaped->paragraph->text;
    item->analysis.language = af_run_at(shaped->paragraph, (guint)item->offset)->font->language; /* Pango guesses by script */
    PangoGlyphItem *glyph_item = g_slice_new0(PangoGlyphItem);
    glyph_item->item = item;
    glyph_item->glyphs = af_words_shape(pages, text, item);
    check_glyphs(pages, shaped->paragraph, glyph_item);
    g_ptr_array_add(shaped->glyphs, glyph_item);
}

/* Long items are shaped in pieces, at spaces if there are some: lines are cut off them one by one, which each time moves the rest. */
#define PIECE 4096
static void shape_item(AfPages *pages, AfShaped *shaped, PangoItem *item) {
    const char *text = shaped->paragraph->text->str;
    while (item->length > PIECE) {
        const char *start = text + item->offset, *end = start + PIECE;
        while (end > start + PIECE / 2 && end[-1] != ' ') end--;
        if (end[-1] != ' ') end = g_utf8_find_prev_char(start, start + PIECE);
        int length = (int)(end - start);
        shape_piece(pages, shaped, pango_item_split(item, length, (int)g_utf8_strlen(start, length)));
    }
    shape_piece(pages, shaped, item);
}

/* ---- space around clusters */

/* What is after a cluster is left of it where text reads leftwards: glyphs stand in the order from left to right. */
void af_shape_widen(PangoGlyphItem *item, guint offset, AfUnit by) {
    PangoGlyphString *glyphs = item->glyphs;
    int cluster = (int)offset - item->item->offset;
    for (int i = 0; item->item->analysis.level % 2 != 0 && i < glyphs->num_glyphs; i++) {
        if (glyphs->log_clusters[i] > cluster) continue;
        glyphs->glyphs[i].geometry.width += by;
        glyphs->glyphs[i].geometry.x_offset += by;
        return;
    }
    for (int i = glyphs->num_glyphs - 1; i >= 0; i--) {
        if (glyphs->log_clusters[i] <= cluster) {
            glyphs->glyphs[i].geometry.width += by;
            return;
        }
    }
}

AfUnit af_shape_loose(const AfShaped *shaped, guint offset, gboolean hyphen) {
    if (hyphen) return 0;
    return shaped->script_space[offset] + (shaped->letter_space ? shaped->letter_space[offset] : 0) + af_blank_before_end(shaped, offset);
}

AfUnit af_shape_strip(const AfShaped *shaped, PangoGlyphItem *item, guint offset, gboolean hyphen) {
    const char *text = shaped->paragraph->text->str;
    AfUnit loose = offset > 0 ? af_shape_loose(shaped, offset, hyphen) : 0;
    if (loose) af_shape_widen(item, (guint)(g_utf8_prev_char(text + offset) - text), -loose);
    return loose;
}

gboolean af_script_joins(GUnicodeScript script) {
    switch (script) {
    case G_UNICODE_SCRIPT_ARABIC:
    case G_UNICODE_SCRIPT_SYRIAC:
    case G_UNICODE_SCRIPT_NKO:
    case G_UNICODE_SCRIPT_MONGOLIAN:
    case G_UNICODE_SCRIPT_MANDAIC:
    case G_UNICODE_SCRIPT_PHAGS_PA:
    case G_UNICODE_SCRIPT_ADLAM:
    case G_UNICODE_SCRIPT_HANIFI_ROHINGYA: return TRUE;
    default: return FALSE;
    }
}

/* letter-spacing and word-spacing (7.17.2, 7.17.8), after each cluster; letter-spacing is conditional at a line's end. */
static void space_letters(AfShaped *shaped, PangoGlyphItem *item) {
    const AfParagraph *paragraph = shaped->paragraph;
    const PangoGlyphString *glyphs = item->glyphs;
    gboolean cursive = paragraph->spaced && af_script_joins((GUnicodeScript)item->item->analysis.script), leftwards = item->item->analysis.level % 2 != 0;
    for (int i = 0, first = 0; paragraph->spaced && i < glyphs->num_glyphs; i++) {
        if (i + 1 < glyphs->num_glyphs && glyphs->log_clusters[i + 1] == glyphs->log_clusters[i]) continue;
        guint offset = (guint)(item->item->offset + glyphs->log_clusters[i]);
        const AfFoStyle *style = af_run_at(paragraph, offset)->style;
        AfUnit by = cursive ? 0 : af_length(style, AF_P_LETTER_SPACING, 0);
        int next = leftwards ? first - 1 : i + 1;
        int end = next >= 0 && next < glyphs->num_glyphs ? glyphs->log_clusters[next] : item->item->length;
        gboolean discards = af_style_is(style, AF_P_LETTER_SPACING_CONDITIONALITY, AF_KW_DISCARD);
        shaped->letter_space[item->item->offset + end] = discards ? by : 0;
        const char *c = paragraph->text->str + offset;
        if (af_is_word_space(style, g_utf8_get_char(c))) by += af_length(style, AF_P_WORD_SPACING, 0);
        glyphs->glyphs[i].geometry.width += by;
        for (int g = first; leftwards && g <= i; g++) glyphs->glyphs[g].geometry.x_offset += by; /* after it is left of it */
        first = i + 1;
    }
}

/* Shapes a piece of an item that was cut inside a cluster, with the spaces it had. */
static void shape_anew(AfShaped *shaped, PangoGlyphItem *glyph_item) {
    const GString *text = shaped->paragraph->text;
    PangoItem *item = glyph_item->item;
    guint start = (guint)item->offset, end = start + (guint)item->length;
    pango_shape_with_flags(text->str + start, item->length, text->str, (int)text->len, &item->analysis, glyph_item->glyphs, PANGO_SHAPE_NONE);
    space_letters(shaped, glyph_item);
    for (guint i = start + 1; i <= end; i++) {
        if (shaped->script_space[i]) af_shape_widen(glyph_item, (guint)(g_utf8_prev_char(text->str + i) - text->str), shaped->script_space[i]);
    }
    af_east_take_again(shaped, glyph_item);
}

void af_shape_trim(PangoGlyphItem *item) {
    PangoGlyphString *glyphs = item->glyphs;
    if (glyphs->space <= glyphs->num_glyphs) return;
    glyphs->space = MAX(glyphs->num_glyphs, 1);
    glyphs->glyphs = g_renew(PangoGlyphInfo, glyphs->glyphs, glyphs->space);
    glyphs->log_clusters = g_renew(int, glyphs->log_clusters, glyphs->space);
}

PangoGlyphItem *af_shape_cut(AfShaped *shaped, PangoGlyphItem *item, guint offset) {
    const char *text = shaped->paragraph->text->str;
    int length = (int)offset - item->item->offset;
    if (shaped->cluster[offset]) return pango_glyph_item_split(item, text, length);
    int characters = (int)g_utf8_strlen(text + item->item->offset, length);
    PangoGlyphItem *first = g_slice_new0(PangoGlyphItem);
    first->item = pango_item_split(item->item, length, characters);
    first->glyphs = pango_glyph_string_new();
    shape_anew(shaped, first);
    shape_anew(shaped, item);
    return first;
}

/* What stands in for an object's character while breaks are sought: all are three bytes long. An edge clings to what is before it
 * (a combining mark), a page number is a digit; other objects may stand alone. */
static const char *stand_in(AfRunKind kind) {
    return kind == AF_RUN_EDGE_START || kind == AF_RUN_EDGE_END ? "\u20D0" : kind == AF_RUN_NUMBER ? "\u1810" : NULL;
}

/* While directions are sought, a page number is a European number (UAX 9, class EN): a subscript digit. */
static const char *number_stand_in(AfRunKind kind) { return kind == AF_RUN_NUMBER ? "\u2080" : NULL; }

/* The text with what stands in for its objects; NULL if nothing does. */
static char *text_with(const AfParagraph *paragraph, const char *(*stand_in_for)(AfRunKind kind)) {
    char *text = NULL;
    for (guint i = 0; i < paragraph->runs->len; i++) {
        const AfRun *run = &g_array_index(paragraph->runs, AfRun, i);
        const char *other = stand_in_for(run->kind);
        if (!other) continue;
        if (!text) text = g_strdup(paragraph->text->str);
        memcpy(text + run->start, other, run->end - run->start);
    }
    return text;
}

/* keep-together.within-line (7.20.3) is no-wrap for an inline object. */
gboolean af_run_unwrapped(const AfRun *run) {
    return af_style_is(run->style, AF_P_WRAP_OPTION, AF_KW_NO_WRAP) || af_style_number(run->style, AF_P_KEEP_TOGETHER_LINE) > 0;
}

static void forbid(guint8 *breaks, guint offset) {
    if (breaks[offset] == AF_BREAK_ALLOWED || breaks[offset] == AF_BREAK_WITHIN) breaks[offset] = AF_BREAK_NONE;
}

/* Runs change what the text alone allows. */
static void adapt_breaks(AfShaped *shaped) {
    const AfParagraph *paragraph = shaped->paragraph;
    guint8 *breaks = shaped->breaks;
    gboolean before = FALSE;
    for (guint i = 0; i < paragraph->runs->len; i++) {
        const AfRun *run = &g_array_index(paragraph->runs, AfRun, i);
        gboolean now = af_run_unwrapped(run);
        for (guint b = run->start + (before ? 0 : 1); now && b < run->end; b++) {
            forbid(breaks, b);
        }
        before = now;
        gboolean may = breaks[run->end] == AF_BREAK_ALLOWED || breaks[run->end] == AF_BREAK_WITHIN;
        if (run->kind == AF_RUN_EDGE_START && may) { /* the edge stays with what it begins */
            breaks[run->start] = breaks[run->end];
            breaks[run->end] = AF_BREAK_NONE;
        }
    }
    for (guint i = 0; i < paragraph->runs->len; i++) {
        const AfRun *run = &g_array_index(paragraph->runs, AfRun, i);
        guint b = run->start; /* nor after the spaces that it begins with */
        while (run->glued && b < run->end && paragraph->text->str[b] == ' ') b++;
        for (guint k = run->start; run->glued && k <= b; k++) {
            forbid(breaks, k);
        }
    }
    for (guint i = 0; paragraph->joined && i < paragraph->joined->len; i++) {
        guint offset = g_array_index(paragraph->joined, guint, i);
        forbid(breaks, offset);
    }
    for (guint i = 0; paragraph->soft && i < paragraph->soft->len; i++) {
        guint offset = g_array_index(paragraph->soft, guint, i);
        if (offset > 0 && breaks[offset] == AF_BREAK_NONE && g_unichar_isalpha(g_utf8_get_char(paragraph->text->str + offset))) {
            breaks[offset] = AF_BREAK_HYPHEN;
        }
    }
}

/* The breaks of a range in its language. Of long texts only what is near is looked at: ICU may go back to the start for each. */
#define NEAR 200
/* Which of the breaks are inside a phrase. */
static void find_phrases(AfLocale *locale, const char *text, gsize length, gsize start, gsize end, guint8 *breaks) {
    g_autofree guint8 *phrases = g_new0(guint8, length + 1);
    af_text_breaks(locale, AF_STRICTNESS_PHRASE, text, length, start, end, phrases);
    for (gsize i = start; i < end; i++) {
        if (breaks[i] == AF_BREAK_ALLOWED && phrases[i] == AF_BREAK_NONE) breaks[i] = AF_BREAK_WITHIN;
    }
}

static void find_range(AfShaped *shaped, AfLocale *locale, gboolean phrases, const char *text, gsize start, gsize end) {
    gsize length = shaped->paragraph->text->len, from = start > NEAR ? start - NEAR : 0, to = MIN(end + NEAR, length);
    while (from > 0 && (text[from] & 0xC0) == 0x80) from--;
    while (to < length && (text[to] & 0xC0) == 0x80) to++;
    guint8 kept = shaped->breaks[from]; /* what is at its start is none to ICU */
    af_text_breaks(locale, AF_STRICTNESS_STRICT, text + from, to - from, start - from, end - from, shaped->breaks + from);
    if (from > 0 && from < start) shaped->breaks[from] = kept;
    if (phrases) find_phrases(locale, text + from, to - from, start - from, end - from, shaped->breaks + from);
}

static gboolean has_phrases(const AfRun *run) { return af_style_is(run->style, AF_P_WORD_BREAK, AF_KW_AUTO_PHRASE); }

static void find_breaks(AfShaped *shaped) {
    const AfParagraph *paragraph = shaped->paragraph;
    g_autofree char *changed = text_with(paragraph, stand_in);
    const char *text = changed ? changed : paragraph->text->str;
    for (guint i = 0; i < paragraph->runs->len;) {
        const AfRun *run = &g_array_index(paragraph->runs, AfRun, i);
        guint start = run->start, end = run->end;
        for (i++; i < paragraph->runs->len; i++) {
            const AfRun *next = &g_array_index(paragraph->runs, AfRun, i);
            if (next->font->locale != run->font->locale || has_phrases(next) != has_phrases(run)) break;
            end = next->end;
        }
        find_range(shaped, run->font->locale, has_phrases(run), text, start, end);
    }
    adapt_breaks(shaped);
}

static void set_objects(AfShaped *shaped) {
    const GArray *runs = shaped->paragraph->runs;
    for (guint i = 0; i < runs->len; i++) {
        const AfRun *run = &g_array_index(runs, AfRun, i);
        if (run->kind == AF_RUN_TEXT) continue;
        shaped->advance[run->start] = run->width;
        shaped->cluster[run->start] = 1;
    }
}

static gboolean is_east_asian(const PangoItem *item) {
    switch ((GUnicodeScript)item->analysis.script) {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_BOPOMOFO:
    case G_UNICODE_SCRIPT_COMMON: return TRUE;
    default: return FALSE;
    }
}

/* Pango makes an item of every change between kanji and kana, five to a line; fonts treat them as one, and so does this: fewer
 * pieces to shape, place and paint, and smaller files. */
static GList *join_items(GList *items) {
    GList *link = items;
    while (link) {
        GList *after = link->next;
        if (!after) break;
        PangoItem *item = link->data, *next = after->data;
        const PangoAnalysis *a = &item->analysis, *b = &next->analysis;
        gboolean joins = is_east_asian(item) && is_east_asian(next) && a->font == b->font && a->level == b->level && a->flags == b->flags &&
                         a->gravity == b->gravity;
        if (!joins) {
            link = after;
            continue;
        }
        item->length += next->length;
        item->num_chars += next->num_chars;
        if (a->script == (guint8)G_UNICODE_SCRIPT_COMMON || b->script == (guint8)G_UNICODE_SCRIPT_HAN) item->analysis.script = b->script;
        pango_item_free(next);
        items = g_list_delete_link(items, after);
    }
    return items;
}

/* Where there is text that reads leftwards the levels are ICU's: FriBidi, which Pango asks, takes a parenthesis at the
 * start of an embedding for the text's before it, and knows nothing of page numbers that come late. */
static GList *direct_items(const AfParagraph *paragraph, GList *items, gboolean leftwards) {
    gboolean needed = leftwards;
    for (GList *link = items; link && !needed; link = link->next) {
        needed = ((PangoItem *)link->data)->analysis.level > 0;
    }
    if (!needed) return items;
    g_autofree char *changed = text_with(paragraph, number_stand_in);
    const char *text = paragraph->text->str;
    g_autofree guint8 *levels = af_text_levels(changed ? changed : text, paragraph->text->len, leftwards);
    for (GList *link = items; link && levels; link = link->next) {
        PangoItem *item = link->data;
        int start = item->offset, end = start + item->length, cut = start;
        while (cut < end && levels[cut] == levels[start]) cut++;
        if (cut < end) {
            PangoItem *first = pango_item_split(item, cut - start, (int)g_utf8_strlen(text + start, cut - start));
            items = g_list_insert_before(items, link, first);
            link = link->prev;
            item = first;
        }
        item->analysis.level = levels[start];
    }
    return items;
}

static GList *itemize(AfPages *pages, const AfParagraph *paragraph) {
    gboolean leftwards = af_style_reads_leftwards(paragraph->style);
    GList *items = leftwards ? NULL : af_words_itemize(pages, paragraph);
    if (items) return items;
    PangoAttrList *list = attributes(paragraph);
    PangoDirection direction = leftwards ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR;
    const GString *text = paragraph->text;
    items = pango_itemize_with_base_dir(pages->context, direction, text->str, 0, (int)text->len, list, NULL);
    pango_attr_list_unref(list);
    return join_items(direct_items(paragraph, items, leftwards));
}

AfShaped *af_shape(AfPages *pages, AfParagraph *paragraph) {
    gsize length = paragraph->text->len;
    AfShaped *shaped = g_new0(AfShaped, 1);
    shaped->paragraph = paragraph;
    shaped->glyphs = g_ptr_array_new_with_free_func((GDestroyNotify)pango_glyph_item_free);
    shaped->advance = g_new0(gint64, length + 1);
    shaped->script_space = g_new0(int, length + 1);
    if (paragraph->spaced) shaped->letter_space = g_new0(int, length + 1);
    shaped->cluster = g_new0(guint8, length + 1);
    shaped->breaks = g_new0(guint8, length + 1);
    GList *items = itemize(pages, paragraph);
    for (GList *item = items; item; item = item->next) shape_item(pages, shaped, item->data);
    g_list_free(items);
    af_east_space(shaped);
    for (guint i = 0; i < shaped->glyphs->len; i++) {
        PangoGlyphItem *item = g_ptr_array_index(shaped->glyphs, i);
        space_letters(shaped, item);
        add_advances(shaped, item);
    }
    set_objects(shaped);
    gint64 x = 0;
    for (gsize i = 0; i <= length; i++) {
        gint64 width = shaped->advance[i];
        shaped->advance[i] = x;
        x += width;
    }
    find_breaks(shaped);
    return shaped;
}

void af_shaped_free(AfShaped *shaped) {
    g_ptr_array_unref(shaped->glyphs);
    g_free(shaped->advance);
    g_free(shaped->script_space);
    g_free(shaped->letter_space);
    if (shaped->blanks) g_array_unref(shaped->blanks);
    g_free(shaped->cluster);
    g_free(shaped->breaks);
    g_free(shaped);
}

PangoGlyphItem *af_shape_text(AfPages *pages, const AfFont *font, const char *text, AfUnit *width) {
    PangoAttrList *list = pango_attr_list_new();
    guint length = (guint)strlen(text);
    af_font_attributes(list, font, 0, length);
    GList *items = pango_itemize_with_base_dir(pages->context, PANGO_DIRECTION_LTR, text, 0, (int)length, list, NULL);
    PangoGlyphItem *result = NULL;
    *width = 0;
    for (GList *i = items; i; i = i->next) {
        PangoItem *item = i->data;
        if (result) {
            pango_item_free(item); /* page numbers and hyphens are one item in our fonts */
            continue;
        }
        result = g_slice_new0(PangoGlyphItem);
        result->item = item;
        result->glyphs = pango_glyph_string_new();
        pango_shape_with_flags(text + item->offset, item->length, text, (int)length, &item->analysis, result->glyphs, PANGO_SHAPE_NONE);
        *width = af_glyphs_width(result);
    }
    g_list_free(items);
    pango_attr_list_unref(list);
    return result;
}

/* The font's glyph for the soft hyphen, if it has one of its own: what is taken out of the file is then a soft hyphen and words
 * stay whole. HarfBuzz itself would make that character invisible. */
/* The font's glyph for the soft hyphen where it has one of its own: what is taken out of the file is then a soft hyphen, without
 * an ActualText that readers stumble over, and words stay whole. HarfBuzz itself would make that character invisible. */
static void use_soft_hyphen(PangoGlyphItem *hyphen) {
    hb_codepoint_t glyph;
    if (hyphen->glyphs->num_glyphs == 1 && hb_font_get_nominal_glyph(pango_font_get_hb_font(hyphen->item->analysis.font), 0x00AD, &glyph)) {
        hyphen->glyphs->glyphs[0].glyph = glyph;
    }
}

PangoGlyphItem *af_shape_hyphen(AfPages *pages, const AfFoStyle *style, AfUnit *width) {
    PangoGlyphItem *hyphen = g_hash_table_lookup(pages->hyphens, style);
    if (!hyphen) {
        const AfFont *font = af_font_get(pages, style);
        hyphen = af_shape_text(pages, font, af_style_string(style, AF_P_HYPHENATION_CHARACTER), width);
        if (!hyphen || (hyphen->glyphs->glyphs[0].glyph & PANGO_GLYPH_UNKNOWN_FLAG)) {
            if (hyphen) pango_glyph_item_free(hyphen);
            hyphen = af_shape_text(pages, font, "-", width);
        }
        if (hyphen) use_soft_hyphen(hyphen);
        g_hash_table_insert(pages->hyphens, (gpointer)(guintptr)style, hyphen);
    }
    *width = hyphen ? af_glyphs_width(hyphen) : 0;
    return hyphen ? pango_glyph_item_copy(hyphen) : NULL;
}

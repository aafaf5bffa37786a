/* Words shaped once: what a document says again and again, in one font, has the same glyphs each time.
 *
 * Only where nothing but the word counts: in scripts whose letters do not join, reading rightwards, and never over a
 * space, which no font of ours kerns. Texts in ASCII alone need no itemizing either: it would find one item in the font
 * that all of ASCII is in. Half of what a page of tables took went into doing both anew for every cell. */
#include "layout/internal.h"

#include <string.h>

enum { longest_word = 40, most_words = 20000 };

typedef struct {
    const PangoFont *font;
    const PangoLanguage *language;
    const char *features; /* interned */
    guint8 script, length;
    char text[longest_word];
} Key;

typedef struct {
    Key key; /* first: a word is its own key in the table */
    int count;
    PangoGlyphInfo *glyphs;
    int *clusters;
} Word;

/* An item of each kind of plain text, as Pango finds it. */
typedef struct {
    PangoItem *letters, *figures;
} Plain;

struct AfWords {
    GHashTable *words; /* Key (in the Word) → Word */
    GHashTable *plain; /* AfFont → Plain */
    PangoGlyphString *glyphs, *word; /* for work */
};

static guint hash_key(gconstpointer data) {
    const Key *key = data;
    guint hash = GPOINTER_TO_UINT(key->font) ^ key->script;
    for (guint i = 0; i < key->length; i++) hash = hash * 33 + (guchar)key->text[i];
    return hash;
}

static gboolean equal_keys(gconstpointer a, gconstpointer b) {
    const Key *x = a, *y = b;
    return x->font == y->font && x->language == y->language && x->features == y->features && x->script == y->script &&
           x->length == y->length && !memcmp(x->text, y->text, x->length);
}

static void free_word(gpointer data) {
    Word *word = data;
    g_free(word->glyphs);
    g_free(word->clusters);
    g_free(word);
}

static void free_plain(gpointer data) {
    Plain *plain = data;
    pango_item_free(plain->letters);
    pango_item_free(plain->figures);
    g_free(plain);
}

AfWords *af_words_new(void) {
    AfWords *words = g_new0(AfWords, 1);
    words->words = g_hash_table_new_full(hash_key, equal_keys, free_word, NULL);
    words->plain = g_hash_table_new_full(NULL, NULL, NULL, free_plain);
    words->glyphs = pango_glyph_string_new();
    words->word = pango_glyph_string_new();
    return words;
}

void af_words_free(AfWords *words) {
    g_hash_table_unref(words->words);
    g_hash_table_unref(words->plain);
    pango_glyph_string_free(words->glyphs);
    pango_glyph_string_free(words->word);
    g_free(words);
}

/* ---- items */

static PangoItem *plain_item(PangoContext *context, const char *sample, PangoAttrList *attributes) {
    int length = (int)strlen(sample);
    GList *items = pango_itemize_with_base_dir(context, PANGO_DIRECTION_LTR, sample, 0, length, attributes, NULL);
    PangoItem *item = items ? pango_item_copy(items->data) : NULL;
    g_list_free_full(items, (GDestroyNotify)pango_item_free);
    for (char c = ' '; item && c <= '~'; c++) {
        if (!pango_font_has_char(item->analysis.font, (gunichar)c)) g_clear_pointer(&item, pango_item_free);
    }
    for (GSList *l = item ? item->analysis.extra_attrs : NULL; l; l = l->next) {
        PangoAttribute *attribute = l->data;
        attribute->start_index = PANGO_ATTR_INDEX_FROM_TEXT_BEGINNING;
        attribute->end_index = PANGO_ATTR_INDEX_TO_TEXT_END;
    }
    return item;
}

static const Plain *plain_for(AfPages *pages, const AfFont *font) {
    Plain *plain = g_hash_table_lookup(pages->words->plain, font);
    if (plain) return plain;
    plain = g_new0(Plain, 1);
    PangoAttrList *attributes = pango_attr_list_new();
    af_font_attributes(attributes, font, PANGO_ATTR_INDEX_FROM_TEXT_BEGINNING, PANGO_ATTR_INDEX_TO_TEXT_END);
    plain->letters = plain_item(pages->context, "a", attributes);
    plain->figures = plain_item(pages->context, "0", attributes);
    pango_attr_list_unref(attributes);
    g_hash_table_insert(pages->words->plain, (gpointer)(guintptr)font, plain);
    return plain;
}

GList *af_words_itemize(AfPages *pages, const AfParagraph *paragraph) {
    const AfRun *runs = &g_array_index(paragraph->runs, AfRun, 0);
    for (guint i = 0; i < paragraph->runs->len; i++) {
        if (runs[i].kind != AF_RUN_TEXT || runs[i].font != runs[0].font) return NULL;
    }
    gboolean letters = FALSE;
    for (const char *p = paragraph->text->str; *p; p++) {
        if (*p < ' ' || *p > '~') return NULL;
        letters = letters || g_ascii_isalpha(*p);
    }
    /* Small capitals: Pango makes items of small and of large letters. */
    PangoVariant variant = pango_font_description_get_variant(runs[0].font->description);
    if (paragraph->text->len == 0 || variant != PANGO_VARIANT_NORMAL) return NULL;
    const Plain *plain = plain_for(pages, runs[0].font);
    const PangoItem *like = letters ? plain->letters : plain->figures;
    if (!like) return NULL;
    PangoItem *item = pango_item_copy((PangoItem *)(guintptr)like);
    item->offset = 0;
    item->length = item->num_chars = (int)paragraph->text->len;
    return g_list_prepend(NULL, item);
}

/* ---- glyphs */

/* What is asked of the font beside the word; NULL if the item has attributes that this knows nothing of. */
static const char *features_of(const PangoItem *item) {
    const char *features = "";
    for (const GSList *l = item->analysis.extra_attrs; l; l = l->next) {
        PangoAttrFontFeatures *attribute = pango_attribute_as_font_features(l->data);
        if (!attribute || *features) return NULL;
        features = g_intern_string(attribute->features);
    }
    return features;
}

static gboolean stands_alone(const PangoItem *item) {
    switch ((GUnicodeScript)item->analysis.script) {
    case G_UNICODE_SCRIPT_LATIN:
    case G_UNICODE_SCRIPT_GREEK:
    case G_UNICODE_SCRIPT_CYRILLIC:
    case G_UNICODE_SCRIPT_COMMON: return item->analysis.level % 2 == 0;
    default: return FALSE;
    }
}

static void shape(const GString *text, const PangoItem *item, const char *from, int length, PangoGlyphString *glyphs) {
    pango_shape_with_flags(from, length, text->str, (int)text->len, &item->analysis, glyphs, PANGO_SHAPE_NONE);
}

static void append(PangoGlyphString *to, const PangoGlyphInfo *glyphs, const int *clusters, int count, int offset) {
    int at = to->num_glyphs;
    pango_glyph_string_set_size(to, at + count);
    memcpy(to->glyphs + at, glyphs, sizeof *glyphs * (gsize)count);
    for (int i = 0; i < count; i++) to->log_clusters[at + i] = clusters[i] + offset;
}

static void keep_word(AfWords *words, const Key *key, const PangoGlyphString *glyphs) {
    if (g_hash_table_size(words->words) >= most_words) g_hash_table_remove_all(words->words);
    Word *word = g_new(Word, 1);
    *word = (Word){*key, glyphs->num_glyphs, NULL, NULL};
    word->glyphs = g_memdup2(glyphs->glyphs, sizeof *glyphs->glyphs * (gsize)glyphs->num_glyphs);
    word->clusters = g_memdup2(glyphs->log_clusters, sizeof *glyphs->log_clusters * (gsize)glyphs->num_glyphs);
    g_hash_table_add(words->words, word);
}

static void shape_words(AfWords *words, const GString *text, const PangoItem *item) {
    PangoGlyphString *glyphs = words->glyphs, *shaped = words->word;
    const char *start = text->str + item->offset, *end = start + item->length;
    const char *features = stands_alone(item) ? features_of(item) : NULL;
    if (!features) {
        shape(text, item, start, item->length, glyphs);
        return;
    }
    Key key = {item->analysis.font, item->analysis.language, features, item->analysis.script, 0, ""};
    pango_glyph_string_set_size(glyphs, 0);
    for (const char *p = start; p < end;) {
        const char *from = p++;
        while (*from != ' ' && p < end && *p != ' ') p++;
        int length = (int)(p - from), offset = (int)(from - start);
        const Word *word = NULL;
        if (length <= longest_word) {
            key.length = (guint8)length;
            memcpy(key.text, from, (gsize)length);
            word = g_hash_table_lookup(words->words, &key);
        }
        if (word) {
            append(glyphs, word->glyphs, word->clusters, word->count, offset);
            continue;
        }
        shape(text, item, from, length, shaped);
        append(glyphs, shaped->glyphs, shaped->log_clusters, shaped->num_glyphs, offset);
        if (length <= longest_word) keep_word(words, &key, shaped);
    }
}

/* A copy with no more room than it needs: all of them are kept, and Pango doubles the room of one that grows. */
PangoGlyphString *af_words_shape(AfPages *pages, const GString *text, const PangoItem *item) {
    shape_words(pages->words, text, item);
    const PangoGlyphString *glyphs = pages->words->glyphs;
    PangoGlyphString *copy = pango_glyph_string_new();
    copy->num_glyphs = copy->space = glyphs->num_glyphs;
    copy->glyphs = g_memdup2(glyphs->glyphs, sizeof *glyphs->glyphs * (gsize)glyphs->num_glyphs);
    copy->log_clusters = g_memdup2(glyphs->log_clusters, sizeof *glyphs->log_clusters * (gsize)glyphs->num_glyphs);
    return copy;
}

/* Words that a line's end divides, said whole to who takes the text out of a document: with the first of their parts, which
 * stands for the word; the others stand for a space. Readers see lines only, and can but guess whether "AWS-" and
 * "Kompetenz" is one word, with or without the hyphen (ISO 32000-1, 14.9.4). Chinese and Japanese has no words in this
 * sense; there lines are joined as they are. */
#include "layout/internal.h"

#include <string.h>

/* Bytes before and behind a line's end that a word is looked for in: what is longer is none that anybody reads, and looking
 * through all of it at each of its lines would take time that grows with its square. */
enum { longest_part = 1000 };

/* What parts words, or characters that stand for themselves. */
static gboolean parts_words(gunichar c) {
    if (c < 0x80) return c <= ' ';
    if (af_is_ideographic(c) || (c >= 0x3000 && c <= 0x30FF) || (c >= 0xFF00 && c <= 0xFFEF)) return TRUE;
    return g_unichar_isspace(c) || g_unichar_type(c) == G_UNICODE_SPACE_SEPARATOR || c == 0x2028 || c == 0x2029;
}

static gboolean is_silent(gunichar c) { return c == 0x200B || c == 0x2060 || c == 0xFEFF; }

/* A word that a line's end divides. */
typedef struct {
    guint start, end; /* in the text */
    gboolean last;    /* its last part stands for it: text of another object goes on right behind */
} Word;

/* Whether the text goes on at `offset` without a space, in another run. */
static gboolean goes_on(const AfParagraph *paragraph, guint offset) {
    const char *p = paragraph->text->str + offset;
    while (*p && g_utf8_get_char(p) == 0xFFFC) p = g_utf8_next_char(p);
    return *p && !parts_words(g_utf8_get_char(p));
}

/* Whether the text before `offset` goes on there without a space. */
static gboolean comes_on(const AfParagraph *paragraph, guint offset) {
    const char *text = paragraph->text->str, *p = text + offset;
    while (p > text) {
        p = g_utf8_prev_char(p);
        if (g_utf8_get_char(p) != 0xFFFC) return !parts_words(g_utf8_get_char(p));
    }
    return FALSE;
}

/* The word that is divided where a line ends at `end` and the next begins at `next`. A real hyphen before a space is taken
 * together with the next word: readers would join the two and drop the hyphen. FALSE if there is none. */
static gboolean find_word(const AfParagraph *paragraph, guint end, guint next, Word *word) {
    const char *text = paragraph->text->str;
    if (end == 0 || next >= paragraph->text->len || next < end) return FALSE;
    if (next > end && (text[end - 1] != '-' || next != end + 1 || text[end] != ' ')) return FALSE;
    const AfRun *run = af_run_at(paragraph, next);
    if (run->kind != AF_RUN_TEXT || run->start >= end || run->end <= next) return FALSE;
    const char *first = text + run->start, *last = text + run->end, *from = text + end, *to = text + next;
    while (from > first && !parts_words(g_utf8_get_char(g_utf8_prev_char(from)))) {
        from = g_utf8_prev_char(from);
        if (text + end - from > longest_part) return FALSE;
    }
    while (to < last && !parts_words(g_utf8_get_char(to))) {
        to = g_utf8_next_char(to);
        if (to - (text + next) > longest_part) return FALSE;
    }
    *word = (Word){.start = (guint)(from - text), .end = (guint)(to - text)};
    word->last = to == last && goes_on(paragraph, word->end);
    /* Between texts of other objects on both sides no part of it can stand for all of it. */
    gboolean hard = !g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(text + end)));
    if (word->last && from == first && hard && comes_on(paragraph, word->start)) return FALSE;
    return from < text + end && to > text + next;
}

static const char *keep_text(AfPages *pages, char *text) {
    g_ptr_array_add(pages->texts, text);
    return text;
}

static const char *whole_word(AfPages *pages, const char *text, guint start, guint end) {
    GString *word = g_string_sized_new(end - start);
    for (const char *p = text + start; p < text + end; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!is_silent(c)) g_string_append_unichar(word, c);
    }
    return keep_text(pages, g_string_free(word, FALSE));
}

typedef struct {
    guint head, tail; /* the line's text up to `head` is the rest of a word, from `tail` on the beginning of one */
    const char *rest, *word;
} Parts;

static void note_area(AfArea *area, const char *text, const AfArea *hyphen, const Parts *parts) {
    if (area->kind != AF_AREA_TEXT || !area->glyphs || area->glyphs->item->analysis.level % 2 != 0) return;
    guint start = (guint)area->glyphs->item->offset, end = start + (guint)area->glyphs->item->length;
    if (area == hyphen) {
        area->word = parts->word ? parts->word : parts->rest;
    } else if (area->text == text) {
        if (parts->rest && start < parts->head) area->rest = parts->rest, area->rest_end = MIN(parts->head, end);
        if (parts->word && end > parts->tail) area->word = parts->word, area->word_start = MAX(parts->tail, start);
    }
}

void af_divided_note(AfPages *pages, const AfParagraph *paragraph, AfLine *line, const AfBreakLine *at, guint before,
                     guint next, const AfArea *hyphen) {
    const char *text = paragraph->text->str;
    Parts parts = {0};
    Word word;
    gboolean through = FALSE; /* a word's part that is neither its first nor its last */
    if (find_word(paragraph, before, at->start, &word)) {
        through = word.end > at->end;
        parts.head = MIN(word.end, at->end);
        if (word.last && !through) parts.rest = whole_word(pages, text, word.start, word.end);
        else parts.rest = keep_text(pages, g_strdup(" "));
        gboolean space = !through && parts.head < at->end && text[parts.head] == ' ';
        if (space && !word.last) parts.head++; /* which is the space it stands for */
    }
    if (!through && find_word(paragraph, at->end, next, &word) && word.start >= at->start) {
        parts.word = word.last ? keep_text(pages, g_strdup(" ")) : whole_word(pages, text, word.start, word.end);
        parts.tail = word.start;
    }
    if (!parts.rest && !parts.word) return;
    for (guint i = 0; i < line->areas->len; i++) note_area(g_ptr_array_index(line->areas, i), text, hyphen, &parts);
}

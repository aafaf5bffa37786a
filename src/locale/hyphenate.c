/* Where a word may be divided: which dictionary, and the way from text to its bytes and back. */
#include "locale/internal.h"
#include "locale/patterns.h"
#include "locale/text.h"

#include <string.h>
#include <unicode/uloc.h>

#ifndef AF_HYPHEN_DIR
#define AF_HYPHEN_DIR "/usr/share/hyphen"
#endif

#define MAX_CHARACTERS 128
#define SOFT_HYPHEN 0xAD

/* Dictionaries whose names do not follow from the tag; for others hyph_LANGUAGE_REGION.dic and hyph_LANGUAGE.dic are
 * tried. */
static const struct {
    const char *tag, *file;
} dictionaries[] = {
    {"de", "hyph_de_DE.dic"},
    {"en", "hyph_en_US.dic"},
    {"en-GB", "hyph_en_GB.dic"},
    {"fr", "hyph_fr.dic"},
};

static AfPatterns *load_named(const char *file) {
    g_autofree char *path = g_build_filename(AF_HYPHEN_DIR, file, NULL);
    return af_patterns_load(path);
}

static AfPatterns *load_for(const AfLocale *locale) {
    char region[ULOC_COUNTRY_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    uloc_getCountry(locale->id, region, sizeof region, &status);
    if (!locale->language[0] || U_FAILURE(status) || af_pseudo_is(locale->tag)) return NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(dictionaries); i++)
        if (strcmp(dictionaries[i].tag, locale->tag) == 0) return load_named(dictionaries[i].file);
    AfPatterns *patterns = NULL;
    if (region[0]) {
        g_autofree char *file = g_strdup_printf("hyph_%s_%s.dic", locale->language, region);
        patterns = load_named(file);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(dictionaries) && !patterns; i++)
        if (strcmp(dictionaries[i].tag, locale->language) == 0) patterns = load_named(dictionaries[i].file);
    if (!patterns) {
        g_autofree char *file = g_strdup_printf("hyph_%s.dic", locale->language);
        patterns = load_named(file);
    }
    return patterns;
}

static const AfPatterns *patterns_of(AfLocale *locale) {
    if (!locale->patterns_sought) locale->patterns = load_for(locale);
    locale->patterns_sought = TRUE;
    return locale->patterns;
}

/* en-XA: English would be divided, so what is longer than English is, too; ar-XB has undivided words, as Arabic. */
static gboolean is_by_syllables(const AfLocale *locale) {
    return af_pseudo_is(locale->tag) && !af_locale_is_rtl(locale);
}

gboolean af_text_can_hyphenate(AfLocale *locale) {
    return is_by_syllables(locale) || patterns_of(locale) != NULL;
}

gboolean af_text_is_divided(const AfLocale *locale) {
    static const char *const scripts[] = {"Latn", "Cyrl", "Grek", "Armn", "Geor"};
    char id[ULOC_FULLNAME_CAPACITY], script[ULOC_SCRIPT_CAPACITY];
    if (af_locale_is_rtl(locale)) return FALSE; /* a pseudo-language's tag says nothing of its script */
    UErrorCode status = U_ZERO_ERROR;
    uloc_addLikelySubtags(locale->id, id, sizeof id, &status);
    uloc_getScript(id, script, sizeof script, &status);
    if (U_FAILURE(status)) return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++)
        if (strcmp(script, scripts[i]) == 0) return TRUE;
    return FALSE;
}

/* A word, character by character, with where each begins in the text. An accent that follows its letter is composed
 * with it. */
typedef struct {
    gunichar chars[MAX_CHARACTERS];
    gsize at[MAX_CHARACTERS + 1];
    int n;
} Word;

static gboolean decode(const char *text, gsize start, gsize end, Word *word) {
    word->n = 0;
    for (gsize i = start; i < end;) {
        gunichar c = g_utf8_get_char_validated(text + i, (gssize)(end - i)), composed = 0;
        /* Who put soft hyphens into a word has said where it divides. */
        if (c == (gunichar)-1 || c == (gunichar)-2 || c == SOFT_HYPHEN) return FALSE;
        if (word->n > 0 && g_unichar_ismark(c) && g_unichar_compose(word->chars[word->n - 1], c, &composed)) {
            word->chars[word->n - 1] = composed;
        } else {
            if (word->n == MAX_CHARACTERS) return FALSE;
            word->chars[word->n] = c;
            word->at[word->n++] = i;
        }
        i += (gsize)g_utf8_skip[(guchar)text[i]];
    }
    word->at[word->n] = end;
    return word->n > 0;
}

static gboolean has_digit(const Word *word, int from, int to) {
    for (int i = from; i < to; i++)
        if (g_unichar_isdigit(word->chars[i])) return TRUE;
    return FALSE;
}

static gboolean all_capitals(const Word *word, int from, int to) {
    int capitals = 0;
    for (int i = from; i < to; i++) {
        if (g_unichar_islower(word->chars[i])) return FALSE;
        if (g_unichar_isupper(word->chars[i])) capitals++;
    }
    return capitals > 1;
}

/* One character in the dictionary's charset; 0 if it has none there. Any charset but the two that matter goes through
 * iconv. */
static int encode(const char *charset, gunichar c, char *bytes) {
    if (strcmp(charset, "UTF-8") == 0) return g_unichar_to_utf8(c, bytes);
    if (c < 0x80 || (c < 0x100 && strcmp(charset, "ISO8859-1") == 0)) {
        *bytes = (char)(guchar)c;
        return 1;
    }
    const char *name = g_str_has_prefix(charset, "microsoft-") ? charset + strlen("microsoft-") : charset;
    char utf8[6];
    gsize written = 0;
    g_autofree char *converted = g_convert(utf8, g_unichar_to_utf8(c, utf8), name, "UTF-8", NULL, &written, NULL);
    if (!converted || written != 1) return 0;
    *bytes = *converted;
    return 1;
}

/* The letters [from, to) of the word, which stand between hyphens or apostrophes or are all of it. */
static gboolean hyphenate_piece(const AfPatterns *patterns, const Word *word, int from, int to, int before, int after,
                                guint8 *breaks) {
    if (to - from < before + after || all_capitals(word, from, to) || has_digit(word, from, to)) return FALSE;
    char bytes[MAX_CHARACTERS * 4 + 6];
    guint8 values[MAX_CHARACTERS * 4 + 6];
    int last[MAX_CHARACTERS] = {0}; /* the last byte of each character */
    int n = 0;
    for (int i = from; i < to; i++) {
        int length = encode(af_patterns_charset(patterns), g_unichar_tolower(word->chars[i]), bytes + n);
        if (length == 0) return FALSE;
        n += length;
        last[i - from] = n - 1;
    }
    af_patterns_apply(patterns, bytes, (gsize)n, values);
    gboolean found = FALSE;
    for (int i = from + before; i <= to - after; i++) {
        if (!(values[last[i - from - 1]] & 1)) continue;
        breaks[word->at[i]] = AF_BREAK_HYPHEN;
        found = TRUE;
    }
    return found;
}

/* The vowels of af_pseudo_text, which no language's patterns know. */
static gboolean is_pseudo_vowel(gunichar c) {
    return c < 0x100 && strchr("\xE5\xE9\xEE\xF6\xFB", (int)g_unichar_tolower(c)) != NULL;
}

/* The same for a pseudo-language: between a vowel and a consonant. */
static gboolean divide_piece(const Word *word, int from, int to, int before, int after, guint8 *breaks) {
    if (to - from < before + after || all_capitals(word, from, to) || has_digit(word, from, to)) return FALSE;
    gboolean found = FALSE;
    for (int i = from + before; i <= to - after; i++) {
        if (!is_pseudo_vowel(word->chars[i - 1]) || is_pseudo_vowel(word->chars[i])) continue;
        breaks[word->at[i]] = AF_BREAK_HYPHEN;
        found = TRUE;
    }
    return found;
}

gboolean af_text_hyphenate(AfLocale *locale, const char *text, gsize start, gsize end, int before, int after,
                           guint8 *breaks) {
    Word word;
    const gboolean syllables = is_by_syllables(locale);
    const AfPatterns *patterns = end > start + 3 ? patterns_of(locale) : NULL;
    if (!(patterns || syllables) || !decode(text, start, end, &word) || all_capitals(&word, 0, word.n)) return FALSE;
    before = CLAMP(before, patterns ? af_patterns_left(patterns) : 2, MAX_CHARACTERS);
    after = CLAMP(after, patterns ? af_patterns_right(patterns) : 2, MAX_CHARACTERS);
    gboolean found = FALSE;
    int from = 0;
    for (int i = 0; i <= word.n; i++) {
        if (i < word.n && (g_unichar_isalnum(word.chars[i]) || g_unichar_ismark(word.chars[i]))) continue;
        if (i > from)
            found |= patterns ? hyphenate_piece(patterns, &word, from, i, before, after, breaks)
                              : divide_piece(&word, from, i, before, after, breaks);
        from = i + 1;
    }
    return found;
}

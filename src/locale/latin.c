/* Names in Latin letters, by ICU's transliterators. A text is read in runs of one script, each by the one that a table
 * has for it: ICU's own Any-Latin would take Japanese Kanji for Chinese, and its Cyrillic-Latin (ISO 9) is for
 * libraries: it makes "Ândeks" of "Яндекс". */
#include "locale/names.h"

#include "locale/internal.h"

#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

/* How a script is read: the language's own row, or else the one without a language; "" as it is. */
static const struct {
    GUnicodeScript script;
    const char *language; /* NULL: any */
    const char *id;
} readings[] = {
    {G_UNICODE_SCRIPT_LATIN, NULL, ""},
    {G_UNICODE_SCRIPT_CYRILLIC, "be", "Belarusian-Latin/BGN"},
    {G_UNICODE_SCRIPT_CYRILLIC, "bg", "Bulgarian-Latin/BGN"},
    {G_UNICODE_SCRIPT_CYRILLIC, "kk", "Kazakh-Latin/BGN"},
    {G_UNICODE_SCRIPT_CYRILLIC, "ky", "Kirghiz-Latin/BGN"},
    {G_UNICODE_SCRIPT_CYRILLIC, "mk", "Macedonian-Latin/BGN"},
    {G_UNICODE_SCRIPT_CYRILLIC, "mn", "Mongolian-Latin/BGN"},
    {G_UNICODE_SCRIPT_CYRILLIC, "sr", "Serbian-Latin/BGN"},
    {G_UNICODE_SCRIPT_CYRILLIC, "uk", "Ukrainian-Latin/BGN"},
    {G_UNICODE_SCRIPT_CYRILLIC, NULL,
     "Russian-Latin/BGN; Cyrillic-Latin"}, /* the second for letters that Russian lacks */
    {G_UNICODE_SCRIPT_GREEK, NULL, "Greek-Latin/UNGEGN"},
    {G_UNICODE_SCRIPT_ARMENIAN, NULL, "Armenian-Latin/BGN"},
    {G_UNICODE_SCRIPT_GEORGIAN, NULL, "Georgian-Latin/BGN"},
    {G_UNICODE_SCRIPT_HIRAGANA, NULL, "Hiragana-Latin"},
    {G_UNICODE_SCRIPT_KATAKANA, NULL, "Katakana-Latin"},
    {G_UNICODE_SCRIPT_HANGUL, NULL, "Hangul-Latin"},
    {G_UNICODE_SCRIPT_HAN, "zh", "Han-Latin"},
    {G_UNICODE_SCRIPT_BENGALI, NULL, "Bengali-Latin"},
    {G_UNICODE_SCRIPT_DEVANAGARI, NULL, "Devanagari-Latin"},
    {G_UNICODE_SCRIPT_GUJARATI, NULL, "Gujarati-Latin"},
    {G_UNICODE_SCRIPT_GURMUKHI, NULL, "Gurmukhi-Latin"},
    {G_UNICODE_SCRIPT_KANNADA, NULL, "Kannada-Latin"},
    {G_UNICODE_SCRIPT_MALAYALAM, NULL, "Malayalam-Latin"},
    {G_UNICODE_SCRIPT_ORIYA, NULL, "Oriya-Latin"},
    {G_UNICODE_SCRIPT_TAMIL, NULL, "Tamil-Latin"},
    {G_UNICODE_SCRIPT_TELUGU, NULL, "Telugu-Latin"},
};

/* What a language writes in place of a letter where there are no accents, beside what Latin-ASCII does for all (ß: ss,
 * é: e, þ: th), and one letter that it leaves. */
static const struct {
    const char *language; /* NULL: any */
    const char *letter, *plain;
} plain_letters[] = {
    {"de", "ä", "ae"}, {"de", "ö", "oe"}, {"de", "ü", "ue"}, {"da", "ø", "oe"}, {"da", "å", "aa"}, {"nb", "ø", "oe"},
    {"nb", "å", "aa"}, {"nn", "ø", "oe"}, {"nn", "å", "aa"}, {"no", "ø", "oe"}, {"no", "å", "aa"}, {NULL, "ə", "e"},
};

static const char *reading(GUnicodeScript script, const char *language) {
    for (gsize i = 0; i < G_N_ELEMENTS(readings); i++)
        if (readings[i].script == script && (!readings[i].language || strcmp(readings[i].language, language) == 0))
            return readings[i].id;
    return NULL;
}

/* The script of a letter or mark; COMMON for what goes with any. */
static GUnicodeScript script_of(gunichar c) {
    GUnicodeScript script = g_unichar_get_script(c);
    return script == G_UNICODE_SCRIPT_INHERITED ? G_UNICODE_SCRIPT_COMMON : script;
}

/* ------------------------------------------------------------------------------------------------------- before */

static gboolean is_apostrophe(gunichar c) {
    return c == '\'' || c == '`' || c == 0xB4 || c == 0x2018 || c == 0x2019 || c == 0x2032;
}

/* Whether the dot at `text` is one of an abbreviation such as S.A.S., whose letters are one word, or of Catalan's l·l. */
static gboolean joins(const char *start, const char *text) {
    if (text == start) return FALSE;
    gunichar dot = g_utf8_get_char(text), after = g_utf8_get_char(af_next_char(text));
    const char *before = g_utf8_prev_char(text);
    if (dot == 0xB7) return g_ascii_tolower(*before) == 'l' && g_unichar_tolower(after) == 'l';
    if (dot != '.' || !g_unichar_isalpha(g_utf8_get_char(before)) || !g_unichar_isalpha(after)) return FALSE;
    const char *earlier = before == start ? NULL : g_utf8_prev_char(before);
    if (earlier && g_unichar_isalnum(g_utf8_get_char(earlier))) return FALSE;
    const char *later = af_next_char(af_next_char(text));
    return !g_unichar_isalnum(g_utf8_get_char(later));
}

/* Letters and marks in lower case and digits of ASCII, with spaces where there is anything else. */
static GString *simplified(const char *text) {
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_autoptr(GString) given = g_string_new(valid);
    /* NFKC would make words of them. */
    g_string_replace(given, "™", " ", 0);
    g_string_replace(given, "℠", " ", 0);
    g_autofree char *normal = g_utf8_normalize(given->str, (gssize)given->len, G_NORMALIZE_NFKC);
    GString *simple = g_string_new(NULL);
    for (const char *p = normal; *p; p = af_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_isdigit(c))
            g_string_append_c(simple, (char)('0' + g_unichar_digit_value(c)));
        else if (g_unichar_isalpha(c) || g_unichar_ismark(c))
            g_string_append_unichar(simple, g_unichar_tolower(c));
        else if (g_unichar_type(c) != G_UNICODE_FORMAT && !is_apostrophe(c) && !joins(normal, p))
            g_string_append_c(simple, ' ');
    }
    return simple;
}

static gboolean can_be_read(const char *text, const char *language) {
    gboolean han = FALSE, japanese_or_korean = FALSE;
    for (const char *p = text; *p; p = af_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        GUnicodeScript script = script_of(c);
        if (script == G_UNICODE_SCRIPT_COMMON || !g_unichar_isalpha(c)) continue;
        if (!reading(script, language)) return FALSE;
        han |= script == G_UNICODE_SCRIPT_HAN;
        japanese_or_korean |= script == G_UNICODE_SCRIPT_HIRAGANA || script == G_UNICODE_SCRIPT_KATAKANA ||
                              script == G_UNICODE_SCRIPT_HANGUL;
    }
    return !(han && japanese_or_korean);
}

/* ------------------------------------------------------------------------------------------------- transliteration */

/* Kept: to make that of Han takes longer than all else that is done with a name. */
static UTransliterator *transliterator(const char *id) {
    static GHashTable *known;
    if (!known) known = g_hash_table_new(g_str_hash, g_str_equal);
    UTransliterator *transliterator = g_hash_table_lookup(known, id);
    if (transliterator) return transliterator;
    UErrorCode status = U_ZERO_ERROR;
    g_autofree UChar *wide = af_utf16(id, NULL);
    transliterator = utrans_openU(wide, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    if (U_FAILURE(status)) return NULL;
    g_hash_table_insert(known, g_strdup(id), transliterator);
    return transliterator;
}

/* As it is if ICU cannot: what comes out is looked at once more anyway. ASCII does not need it, nor the twenty
 * milliseconds that ICU takes to find its first transliterator. */
static char *transliterated(const char *id, const char *text) {
    UTransliterator *by = *id && !g_str_is_ascii(text) ? transliterator(id) : NULL;
    if (!by) return g_strdup(text);
    int32_t length = 0;
    g_autofree UChar *wide = af_utf16(text, &length);
    int32_t capacity = length * 16 + 16, limit = length; /* the longest is a Han character's six letters and a space */
    wide = g_renew(UChar, wide, capacity);
    UErrorCode status = U_ZERO_ERROR;
    utrans_transUChars(by, wide, &length, capacity, 0, &limit, &status);
    return U_SUCCESS(status) ? af_utf8(wide, length) : g_strdup(text);
}

/* Pinyin writes the syllables of a word together: 科技公司 is "keji gongsi". */
static void append_pinyin(GString *words, const char *id, const char *text) {
    UErrorCode status = U_ZERO_ERROR;
    g_autofree UChar *wide = af_utf16(text, NULL);
    UBreakIterator *breaks = ubrk_open(UBRK_WORD, "zh", wide, -1, &status);
    if (U_FAILURE(status)) return;
    for (int32_t start = 0, end; (end = ubrk_next(breaks)) != UBRK_DONE; start = end) {
        g_autofree char *word = af_utf8(wide + start, end - start);
        g_autofree char *latin = transliterated(id, word);
        g_autoptr(GString) joined = g_string_new(latin);
        g_string_replace(joined, " ", "", 0);
        g_string_append_printf(words, " %s", joined->str);
    }
    ubrk_close(breaks);
}

static gboolean is_among(char c, const char *letters) {
    return c && strchr(letters, c);
}

/* A small kana that ICU has no pair for comes with a tilde ("vu~i", "ku~a", "u~i"): it replaces the vowel before it. */
static void append_kana(GString *words, const char *latin) {
    for (; *latin; latin++) {
        if (*latin != '~') {
            g_string_append_c(words, *latin);
            continue;
        }
        char vowel = words->len ? words->str[words->len - 1] : ' ';
        if (!is_among(vowel, "aeiou") || !is_among(latin[1], "aeiouy")) continue;
        g_string_truncate(words, words->len - 1);
        char before = words->len ? words->str[words->len - 1] : ' ';
        if (vowel == 'u' && is_among(before, "kg ")) g_string_append_c(words, 'w');
        if (vowel == 'i' && before == ' ') g_string_append_c(words, 'y');
    }
}

static void append_run(GString *words, const char *text, gsize length, GUnicodeScript script, const char *language) {
    g_autofree char *run = g_strndup(text, length);
    const char *id = reading(script, language);
    if (!id) id = ""; /* digits alone */
    g_string_append_c(words, ' ');
    if (script == G_UNICODE_SCRIPT_HAN) {
        append_pinyin(words, id, run);
        return;
    }
    g_autofree char *latin = transliterated(id, run);
    if (script == G_UNICODE_SCRIPT_HIRAGANA || script == G_UNICODE_SCRIPT_KATAKANA) {
        g_autofree char *short_vowels = transliterated("Latin-ASCII", latin);
        append_kana(words, short_vowels);
    } else {
        g_string_append(words, latin);
    }
}

/* Each run of one script, with a space before it: "LG전자" is two words to its readers. */
static char *in_latin_letters(const char *text, const char *language) {
    g_autoptr(GString) words = g_string_new(NULL);
    GUnicodeScript script = G_UNICODE_SCRIPT_COMMON;
    const char *start = text;
    for (const char *p = text; *p; p = af_next_char(p)) {
        GUnicodeScript next = script_of(g_utf8_get_char(p));
        if (next == G_UNICODE_SCRIPT_COMMON || next == script) continue;
        if (script != G_UNICODE_SCRIPT_COMMON) {
            append_run(words, start, (gsize)(p - start), script, language);
            start = p;
        }
        script = next;
    }
    append_run(words, start, strlen(start), script, language);
    for (gsize i = 0; i < G_N_ELEMENTS(plain_letters); i++)
        if (!plain_letters[i].language || strcmp(plain_letters[i].language, language) == 0)
            g_string_replace(words, plain_letters[i].letter, plain_letters[i].plain, 0);
    return transliterated("Latin-ASCII", words->str);
}

char *af_latin(AfLocale *locale, const char *text) {
    g_autoptr(GString) simple = simplified(text);
    if (!can_be_read(simple->str, locale->language)) return NULL;
    g_autofree char *latin = in_latin_letters(simple->str, locale->language);
    GString *words = g_string_new(NULL);
    for (const char *p = latin; *p; p++) {
        /* All else is a mark of the transliterators': an accent, a hyphen or an apostrophe between syllables. */
        if (g_ascii_isalnum(*p))
            g_string_append_c(words, g_ascii_tolower(*p));
        else if (*p == ' ' && words->len && words->str[words->len - 1] != ' ')
            g_string_append_c(words, ' ');
    }
    if (words->len && words->str[words->len - 1] == ' ') g_string_truncate(words, words->len - 1);
    return g_string_free(words, FALSE);
}

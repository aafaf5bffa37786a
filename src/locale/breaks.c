/* Where a line may break: UAX 14 by ICU, with what it does not know of French and of soft hyphens. */
#include "locale/internal.h"
#include "locale/text.h"

#include <string.h>

static gboolean is_chinese(const AfLocale *locale) { return strcmp(locale->language, "zh") == 0; }

/* ICU knows phrases of Japanese; of Chinese it knows words. */
static gboolean has_phrases(const AfLocale *locale, AfStrictness strictness) {
    return strictness == AF_STRICTNESS_PHRASE && (strcmp(locale->language, "ja") == 0 || is_chinese(locale));
}

static UBreakIterator *iterator_of(AfLocale *locale, AfStrictness strictness) {
    UBreakIterator **iterator = &locale->lines[strictness];
    if (*iterator) return *iterator;
    gboolean phrases = strictness == AF_STRICTNESS_PHRASE, words = phrases && is_chinese(locale);
    g_autofree char *id = g_strconcat(locale->id, words ? "" : phrases ? "@lb=strict;lw=phrase" : "@lb=strict", NULL);
    UErrorCode status = U_ZERO_ERROR;
    *iterator = ubrk_open(words ? UBRK_WORD : UBRK_LINE, id, NULL, 0, &status);
    return *iterator;
}

static gunichar char_before(const char *text, gsize at, gsize *start) {
    while (at > 0 && ((guchar)text[at - 1] & 0xC0) == 0x80) at--;
    *start = at > 0 ? at - 1 : 0;
    return at > 0 ? g_utf8_get_char_validated(text + *start, 4) : 0;
}

static gboolean is_blank(gunichar c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Whether a break at `at` would part a guillemet from its word or begin a line with high punctuation, where somebody
 * typed an ordinary space: « mot » ; non ? */
static gboolean parts_french_punctuation(const char *text, gsize length, gsize at) {
    gsize before = at;
    while (before > 0 && is_blank((guchar)text[before - 1])) before--;
    if (before == at || before == 0) return FALSE; /* ICU knows what to do without a space */
    gsize start = 0;
    gunichar left = char_before(text, before, &start);
    if (left == 0xAB || left == 0x2039) return TRUE;
    if (at >= length) return FALSE;
    const char *rest = text + at;
    gsize left_over = length - at;
    if (left_over >= 2 && memcmp(rest, "»", 2) == 0) return TRUE;
    if (left_over >= 3 && memcmp(rest, "›", 3) == 0) return TRUE;
    if (!strchr(":;!?", *rest)) return FALSE;
    /* A mark of its own, not the head of a token such as ":root" or "!important". */
    gsize marks = 0;
    while (marks < left_over && rest[marks] && strchr("!?;:", rest[marks])) marks++;
    return marks == left_over || is_blank((guchar)rest[marks]) || (guchar)rest[marks] >= 0x80 ||
           strchr(").,]", rest[marks]);
}

static guint8 kind_at(const AfLocale *locale, int32_t rule, const char *text, gsize length, gsize at) {
    if (rule >= UBRK_LINE_HARD) return AF_BREAK_MANDATORY;
    if (locale->french && parts_french_punctuation(text, length, at)) return AF_BREAK_NONE;
    /* The hyphen of a word that is left out stays with its rest: Gruppen und -Rollen. */
    if (at >= 1 && text[at - 1] == '-' && (at == 1 || is_blank((guchar)text[at - 2]) || text[at - 2] == '(')) return AF_BREAK_NONE;
    if (at >= 2 && memcmp(text + at - 2, "\u00AD", 2) == 0) return AF_BREAK_HYPHEN;
    return AF_BREAK_ALLOWED;
}

/* In German the marks that open elsewhere close: „Wort“, »Wort«. */
static gboolean closes_quotation(const AfLocale *locale, gunichar c) {
    if (strcmp(locale->language, "de") == 0) return c == 0x201C || c == 0x2018 || c == 0xAB;
    return c == 0x201D || c == 0x2019 || c == 0xBB;
}

/* UAX 14 (LB15, until Unicode 15.1) forbids a break between a quotation mark, a space and an opening bracket, because
 * it does not know whether the mark opens or closes. We do. */
static gboolean bracket_after_quotation(const AfLocale *locale, const char *text, gsize at) {
    gsize before = at, start = 0;
    while (before > 0 && text[before - 1] == ' ') before--;
    return before < at && closes_quotation(locale, char_before(text, before, &start));
}

/* U+2018 and U+2019 are quotation marks in Chinese, but ICU lets only “ ” part from the ideographs around them. */
static gboolean around_inner_quotation(const char *text, gsize length, gsize at) {
    static const char opening[] = "（《〈「『【〔“‘", closing[] = "，。、；：！？）》〉」』】〕”’";
    gsize start = 0;
    gunichar left = char_before(text, at, &start);
    gunichar right = at < length ? g_utf8_get_char_validated(text + at, (gssize)(length - at)) : 0;
    if (left == 0 || left >= 0x110000 || right == 0 || right >= 0x110000) return FALSE;
    if (right == 0x2018)
        return g_unichar_get_script(left) == G_UNICODE_SCRIPT_HAN ||
               (left != 0x2019 && g_utf8_strchr(closing, -1, left));
    return left == 0x2019 && (g_unichar_get_script(right) == G_UNICODE_SCRIPT_HAN || g_utf8_strchr(opening, -1, right));
}

/* Breaks that ICU does not allow and should. */
static void add_breaks(const AfLocale *locale, const char *text, gsize length, gsize start, gsize end, guint8 *breaks) {
    gboolean chinese = is_chinese(locale);
    for (gsize i = MAX(start, 1); i < end; i++) {
        if (breaks[i] != AF_BREAK_NONE) continue;
        if ((text[i] == '(' || text[i] == '[' || text[i] == '{') && bracket_after_quotation(locale, text, i))
            breaks[i] = AF_BREAK_ALLOWED;
        gboolean quotation = chinese && ((guchar)text[i - 1] == 0x99 || (guchar)text[i] == 0xE2);
        if (quotation && around_inner_quotation(text, length, i)) breaks[i] = AF_BREAK_ALLOWED;
    }
}

/* The iterator, set on the text, and its first boundary from `start` on (but not the text's beginning). */
static UBreakIterator *start_at(AfLocale *locale, AfStrictness strictness, const char *text, gsize length, gsize start,
                                int32_t *at) {
    UBreakIterator *iterator = iterator_of(locale, strictness);
    if (!iterator) return NULL;
    UErrorCode status = U_ZERO_ERROR;
    locale->text = utext_openUTF8(locale->text, text, (int64_t)length, &status);
    ubrk_setUText(iterator, locale->text, &status);
    if (U_FAILURE(status)) return NULL;
    if (start > 0) {
        *at = ubrk_following(iterator, (int32_t)start - 1);
    } else {
        ubrk_first(iterator);
        *at = ubrk_next(iterator);
    }
    return iterator;
}

static void note_breaks(AfLocale *locale, const char *text, gsize length, gsize start, gsize end, guint8 *breaks) {
    int32_t at = 0;
    UBreakIterator *iterator = start_at(locale, AF_STRICTNESS_STRICT, text, length, start, &at);
    for (; iterator && at != UBRK_DONE && (gsize)at < end; at = ubrk_next(iterator))
        breaks[at] = kind_at(locale, ubrk_getRuleStatus(iterator), text, length, (gsize)at);
}

static void forget_breaks(guint8 *breaks, gsize from, gsize to) {
    for (gsize i = from; i < to; i++)
        if (breaks[i] == AF_BREAK_ALLOWED) breaks[i] = AF_BREAK_NONE;
}

/* ICU's dictionary takes time with the square of a run without punctuation: 3 seconds for 50,000 kana. */
#define PHRASE_WINDOW 3000

/* Of the breaks in text, keeps those between phrases. ICU's phrases come from a dictionary that knows no kinsoku, so that they
 * only take away. */
static void keep_phrases(AfLocale *locale, const char *text, gsize length, guint8 *breaks) {
    for (gsize from = 0, to; from < length; from = to) {
        to = MIN(from + PHRASE_WINDOW, length);
        while (to < length && ((guchar)text[to] & 0xC0) == 0x80) to++;
        int32_t at = 0;
        gsize kept = 0;
        UBreakIterator *iterator = start_at(locale, AF_STRICTNESS_PHRASE, text + from, to - from, 0, &at);
        if (!iterator) return;
        for (; at != UBRK_DONE && (gsize)at < to - from; at = ubrk_next(iterator)) {
            forget_breaks(breaks + from, kept + 1, (gsize)at);
            kept = (gsize)at;
        }
        forget_breaks(breaks + from, kept + 1, to - from);
    }
}

static gboolean is_script(gunichar c, GUnicodeScript script) { return c < 0x110000 && g_unichar_get_script(c) == script; }

/* ICU parts さい from くだ and 化を from 有効: a phrase begins neither with kana after kana nor with a lone suffix. */
static void mend_phrases(const char *text, gsize start, gsize end, guint8 *breaks) {
    for (gsize i = MAX(start, 1), at = 0; i < end; i++) {
        if (breaks[i] != AF_BREAK_ALLOWED) continue;
        gsize next = i + (gsize)g_utf8_skip[(guchar)text[i]];
        gunichar before = char_before(text, i, &at), c = g_utf8_get_char_validated(text + i, (gssize)(end - i));
        gunichar after = next < end ? g_utf8_get_char_validated(text + next, (gssize)(end - next)) : 0;
        gboolean suffix = is_script(before, G_UNICODE_SCRIPT_HAN) && is_script(c, G_UNICODE_SCRIPT_HAN) && is_script(after, G_UNICODE_SCRIPT_HIRAGANA);
        if (suffix || (is_script(before, G_UNICODE_SCRIPT_HIRAGANA) && is_script(c, G_UNICODE_SCRIPT_HIRAGANA))) breaks[i] = AF_BREAK_NONE;
    }
}

static gboolean is_hangul(gunichar c) { return is_script(c, G_UNICODE_SCRIPT_HANGUL); }

/* Korean has spaces between its phrases: none is divided. */
static void keep_hangul(const char *text, gsize start, gsize end, guint8 *breaks) {
    for (gsize i = MAX(start, 1), at = 0; i < end; i++) {
        if (breaks[i] != AF_BREAK_ALLOWED || !is_hangul(char_before(text, i, &at))) continue;
        if (is_hangul(g_utf8_get_char_validated(text + i, (gssize)(end - i)))) breaks[i] = AF_BREAK_NONE;
    }
}

void af_text_breaks(AfLocale *locale, AfStrictness strictness, const char *text, gsize length, gsize start, gsize end,
                    guint8 *breaks) {
    end = MIN(end, length);
    if (start < end) memset(breaks + start, AF_BREAK_NONE, end - start);
    breaks[0] = AF_BREAK_NONE;
    if (end == length) breaks[length] = AF_BREAK_NONE;
    if (start >= end || length > G_MAXINT32) return;
    note_breaks(locale, text, length, start, end, breaks);
    add_breaks(locale, text, length, start, end, breaks);
    if (strictness == AF_STRICTNESS_PHRASE && strcmp(locale->language, "ko") == 0) keep_hangul(text, start, end, breaks);
    if (!has_phrases(locale, strictness)) return;
    keep_phrases(locale, text + start, end - start, breaks + start);
    if (!is_chinese(locale)) mend_phrases(text, start, end, breaks);
}

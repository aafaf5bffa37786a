/* Pseudo-languages: English made so that what was not translated, not wide enough or not turned around shows. CLDR's
 * (UTS 35, Unicode Locale Identifier: regions XA and XB): en-XA has accents, longer words and brackets, ar-XB is
 * written from right to left. */
#include "locale/internal.h"
#include "locale/pieces.h"

#include <string.h>

/* Right-to-left mark, pop directional formatting, right-to-left override (UAX 9). */
enum { rlm = 0x200F, pdf = 0x202C, rlo = 0x202E };

/* Characters that each character of text makes more, in hundredths; how many may wait for a vowel, so that a word
 * without one does not make the next a monster; and how many one vowel may take. */
#define LONGER 35
#define MAX_OWED 300
#define MAX_TAKEN 2

/* A letter of the same shape that the fonts have and that collates as the plain one or right after it. */
static const char *const accented_small[26] = {"å", "ƀ", "ç", "ð", "é", "ƒ", "ĝ", "ĥ", "î", "ĵ", "ķ", "ļ", "ɱ",
                                               "ñ", "ö", "ṕ", "ɋ", "ŕ", "š", "ţ", "û", "ṽ", "ŵ", "ẋ", "ý", "ž"};
static const char *const accented_capital[26] = {"Å", "Ɓ", "Ç", "Ð", "É", "Ƒ", "Ĝ", "Ĥ", "Î", "Ĵ", "Ķ", "Ļ", "Ṁ",
                                                 "Ñ", "Ö", "Ṕ", "Ɋ", "Ŕ", "Š", "Ţ", "Û", "Ṽ", "Ŵ", "Ẋ", "Ý", "Ž"};

typedef struct {
    GString *out;
    gboolean bidi;
    int owed; /* hundredths of a character */
} Pseudo;

gboolean af_pseudo_is(const char *tag) {
    return strcmp(tag, "en-XA") == 0 || strcmp(tag, "ar-XB") == 0;
}

static Pseudo pseudo_of(const char *tag, GString *out) {
    return (Pseudo){.out = out, .bidi = strcmp(tag, "ar-XB") == 0};
}

/* ------------------------------------------------------------------------------------------------------------- tokens
 */

/* Names of files and domains ("assessment.xml", "2.13"), and options and paths, which people type as they stand. */
static gboolean is_name(const char *token, const char *end) {
    gboolean inner = FALSE;
    for (const char *p = token + 1; p + 1 < end && !inner; p++)
        inner = *p == '.' && g_ascii_isalnum(p[-1]) && g_ascii_isalnum(p[1]);
    gboolean lead = end - token > 1 && strchr("-/.", *token) && (g_ascii_isalpha(token[1]) || token[1] == '-');
    return inner || lead;
}

static gboolean is_joiner(gunichar c) {
    return c == '\'' || c == 0x2019 || c == '-' || c == 0xAD || c == 0x2011;
}

static gboolean is_of_word(gunichar c) {
    return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

/* A word from p on: letters and digits, and what joins them (don't, follow-up). In a pattern two apostrophes are one
 * and must not be parted. */
static const char *end_of_word(const char *p, const char *end) {
    const char *word = p;
    while (p < end) {
        const char *next = p;
        if (p > word && g_str_has_prefix(p, "''"))
            next += 2;
        else if (p > word && is_joiner(g_utf8_get_char(p)))
            next = af_next_char(p);
        if (next >= end || !is_of_word(g_utf8_get_char(next))) break;
        p = af_next_char(next);
    }
    return p;
}

static gboolean has_letter(const char *p, const char *end) {
    for (; p < end; p = af_next_char(p))
        if (g_unichar_isalpha(g_utf8_get_char(p))) return TRUE;
    return FALSE;
}

static void append_two(GString *out, gunichar first, gunichar second) {
    g_string_append_unichar(out, first);
    g_string_append_unichar(out, second);
}

/* Punctuation and numbers take their direction from what is around them. */
static void turn_words(Pseudo *pseudo, const char *p, const char *end) {
    while (p < end) {
        const char *word = end_of_word(p, end);
        const char *next = word > p ? word : af_next_char(p);
        gboolean turned = has_letter(p, word);
        if (turned) append_two(pseudo->out, rlm, rlo);
        g_string_append_len(pseudo->out, p, next - p);
        if (turned) append_two(pseudo->out, pdf, rlm);
        p = next;
    }
}

static void accent(Pseudo *pseudo, const char *start, const char *end) {
    for (const char *p = start; p < end; p = af_next_char(p)) {
        pseudo->owed = MIN(pseudo->owed + LONGER, MAX_OWED);
        const char *letter = g_ascii_islower(*p)   ? accented_small[*p - 'a']
                             : g_ascii_isupper(*p) ? accented_capital[*p - 'A']
                                                   : NULL;
        if (!letter) {
            g_string_append_len(pseudo->out, p, af_next_char(p) - p);
            continue;
        }
        g_string_append(pseudo->out, letter);
        if (!strchr("aeiouAEIOU", *p)) continue;
        gboolean shouted = g_ascii_isupper(*p) && (g_ascii_isupper(p[1]) || (p > start && g_ascii_isupper(p[-1])));
        for (int taken = 0; taken < MAX_TAKEN && pseudo->owed >= 50; taken++, pseudo->owed -= 100)
            g_string_append(pseudo->out, shouted ? letter : accented_small[g_ascii_tolower(*p) - 'a']);
    }
}

/* Literal text, token by token. */
static void add_text(Pseudo *pseudo, const char *p, const char *end) {
    while (p < end) {
        const char *token = p;
        while (p < end && !g_unichar_isspace(g_utf8_get_char(p))) p = af_next_char(p);
        if (p == token) {
            p = af_next_char(p);
            g_string_append_len(pseudo->out, token, p - token);
            pseudo->owed = MIN(pseudo->owed + LONGER, MAX_OWED);
        } else if (af_is_code(token, (gsize)(p - token)) || is_name(token, p)) {
            g_string_append_len(pseudo->out, token, p - token);
        } else if (pseudo->bidi) {
            turn_words(pseudo, token, p);
        } else {
            accent(pseudo, token, p);
        }
    }
}

/* ------------------------------------------------------------------------------------------------------------- texts
 */

/* The brackets go around what is text, white space stays outside. What has nothing in it gets none. */
static void put_brackets(const Pseudo *pseudo, gboolean first, gboolean last) {
    GString *out = pseudo->out;
    gsize lead = strspn(out->str, " \t\r\n"), tail = out->len;
    if (pseudo->bidi || (first && last && lead == out->len)) return;
    while (tail > 0 && strchr(" \t\r\n", out->str[tail - 1])) tail--;
    if (last) g_string_insert(out, (gssize)tail, AF_PSEUDO_CLOSE);
    if (first) g_string_insert(out, (gssize)lead, AF_PSEUDO_OPEN);
}

char *af_pseudo_text(const char *tag, const char *text, gboolean first, gboolean last) {
    if (!af_pseudo_is(tag) || !g_utf8_validate(text, -1, NULL)) return g_strdup(text);
    g_autoptr(GString) out = g_string_sized_new(strlen(text) * 3);
    Pseudo pseudo = pseudo_of(tag, out);
    add_text(&pseudo, text, text + strlen(text));
    put_brackets(&pseudo, first, last);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

char *af_pseudo_pattern(const char *tag, const char *pattern) {
    if (!af_pseudo_is(tag) || !g_utf8_validate(pattern, -1, NULL)) return g_strdup(pattern);
    g_autoptr(GString) out = g_string_sized_new(strlen(pattern) * 3);
    Pseudo pseudo = pseudo_of(tag, out);
    AfPieces pieces;
    AfPiece piece;
    af_pieces_begin(&pieces, pattern);
    while (af_pieces_next(&pieces, &piece)) {
        if (piece.kind == AF_PIECE_TEXT)
            add_text(&pseudo, piece.start, piece.end);
        else
            g_string_append_len(out, piece.start, piece.end - piece.start);
    }
    if (!af_pieces_complete(&pieces)) return g_strdup(pattern);
    put_brackets(&pseudo, TRUE, TRUE);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

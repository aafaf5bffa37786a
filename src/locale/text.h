/* Text for the paragraph builder: where a line may break (UAX 14 by ICU, tailored by language) and where a word divides
 * (libhyphen's dictionaries, of Debian's hyphen-* packages, and its algorithm). Positions are byte offsets in UTF-8. */
#pragma once

#include "locale/locale.h"

/* WITHIN: one that is allowed, but inside a phrase; only the paragraph builder puts it. */
typedef enum { AF_BREAK_NONE = 0, AF_BREAK_ALLOWED = 1, AF_BREAK_MANDATORY = 2, AF_BREAK_HYPHEN = 3, AF_BREAK_WITHIN = 4 } AfBreak;

typedef enum {
    AF_STRICTNESS_STRICT, /* lb=strict: no line begins with a small kana, a prolonged sound mark … */
    /* For headings and narrow cells: only between phrases of Japanese (lw=phrase), words of Chinese, and at spaces in
     * Korean; as STRICT elsewhere. */
    AF_STRICTNESS_PHRASE
} AfStrictness;

/* Fills breaks[start … end - 1]: breaks[i] says whether a line may end before byte i (breaks is length + 1 bytes).
 * breaks[0] is AF_BREAK_NONE, and so is breaks[length], which is set when end is length. start … end is the range to be
 * done, the whole text is context, so that a mixed paragraph is done run by run, each in its own language; the point
 * between two runs is the later run's. Beside ICU's own: in French no break on the inner sides of « » and before ; : !
 * ? even at an ordinary space; after a soft hyphen the break is AF_BREAK_HYPHEN. A break before a no-break space, after
 * / and before . in addresses is ICU's matter. */
void af_text_breaks(AfLocale *locale, AfStrictness strictness, const char *text, gsize length, gsize start, gsize end,
                    guint8 *breaks);

/* The points where a word may be divided, as AF_BREAK_HYPHEN at breaks[i] for i in start+1 … end-1 (others untouched).
 * The word is text[start, end); parts of it that are joined by hyphens or apostrophes are divided each for itself. At
 * least `before` characters stay before a hyphen and `after` after it (XSL 1.1 hyphenation-remain-character-count,
 * hyphenation-push-character-count), and never fewer than the patterns want. Languages without patterns, parts in all
 * capitals or with digits, and words with a soft hyphen are never divided. Returns whether there is a point. */
gboolean af_text_hyphenate(AfLocale *locale, const char *text, gsize start, gsize end, int before, int after,
                           guint8 *breaks);
/* The embedding level of each byte of a paragraph (UAX 9; odd: it reads leftwards), whose base direction is leftwards or
 * not. To be freed; NULL for an empty text. */
guint8 *af_text_levels(const char *text, gsize length, gboolean leftwards);
/* The text in capital or small letters as its language has them (Turkish ı and i); to be freed. */
char *af_text_cased(AfLocale *locale, const char *text, gboolean capital);
/* Whether the language has hyphenation patterns here. */
gboolean af_text_can_hyphenate(AfLocale *locale);
/* Whether its words are divided by hyphens at all: it is written in letters that do not join, with spaces. */
gboolean af_text_is_divided(const AfLocale *locale);

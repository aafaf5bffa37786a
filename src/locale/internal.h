/* What the files of locale/ share; nobody else includes it. */
#pragma once

#include "locale/locale.h"

#include <unicode/ubrk.h>
#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/ulistformatter.h>
#include <unicode/umsg.h>
#include <unicode/unum.h>
#include <unicode/utext.h>

typedef struct AfPatterns AfPatterns;
typedef struct AfHeadings AfHeadings;

/* ICU objects are opened at first use: a process that only writes English messages must not pay for collation. */
struct AfLocale {
    char *tag;         /* BCP 47 */
    char *id;          /* ICU's */
    char language[12]; /* primary subtag */
    gboolean french;
    gboolean spaces; /* words are set apart by spaces */
    gboolean ideographic;

    UNumberFormat *number, *percent;
    UDateFormat *date, *month;
    UCalendar *calendar;
    UListFormatter *list;
    UCollator *collator;
    GHashTable *messages; /* pattern → compiled message */
    char *quotes[4];      /* open and close of level 0, of level 1 */

    UBreakIterator *lines[2]; /* by AfStrictness */
    UText *text;              /* the iterator's, kept for its memory */

    AfHeadings *index;
    guint plurals[2]; /* keywords of cardinals and ordinals as bits */

    AfPatterns *patterns;
    gboolean patterns_sought;
};

/* ICU's ID for a tag into id[ULOC_FULLNAME_CAPACITY]; "" for what is none. */
void af_icu_id(const char *tag, char *id);
/* Whether a token (no white space in it) is an address or code, in which nothing is a word or punctuation. */
gboolean af_is_code(const char *token, gsize length);

/* UTF-8 to UTF-16, zero-terminated, to be freed; what is no UTF-8 becomes U+FFFD. length is set unless NULL. */
UChar *af_utf16(const char *text, int32_t *length);
/* And back, to be freed. */
char *af_utf8(const UChar *text, int32_t length);

/* g_utf8_next_char without its cast from const. text must be valid UTF-8. */
static inline const char *af_next_char(const char *text) {
    return text + g_utf8_skip[*(const guchar *)text];
}

/* An ICU function that fills a UChar buffer, called again with a greater one if it has to be: FILL(buffer, capacity,
 * &status) is the call. Gives UTF-8 to be freed, or NULL. */
#define AF_ICU_STRING(result, FILL)                                                                                    \
    do {                                                                                                               \
        UChar small_[256];                                                                                             \
        UErrorCode status_ = U_ZERO_ERROR;                                                                             \
        int32_t length_ = FILL(small_, (int32_t)G_N_ELEMENTS(small_), &status_);                                       \
        if (status_ == U_BUFFER_OVERFLOW_ERROR) {                                                                      \
            g_autofree UChar *big_ = g_new(UChar, (gsize)length_ + 1);                                                 \
            status_ = U_ZERO_ERROR;                                                                                    \
            length_ = FILL(big_, length_ + 1, &status_);                                                               \
            (result) = U_SUCCESS(status_) ? af_utf8(big_, length_) : NULL;                                             \
        } else {                                                                                                       \
            (result) = U_SUCCESS(status_) ? af_utf8(small_, length_) : NULL;                                           \
        }                                                                                                              \
    } while (0)

/* Which way text runs: UAX 9 by ICU. */
#include "locale/text.h"

#include <unicode/ubidi.h>
#include <unicode/ustring.h>

/* The levels of UTF-16 text, at the bytes of the UTF-8 that it was made from. Characters that embed or override have none
 * of their own (rule X9) and get that of what is before them, so that they part nothing. */
static void spread(const UBiDiLevel *levels, const char *text, gsize length, guint8 *out) {
    const UBiDiLevel *level = levels;
    UBiDiLevel before = *levels;
    for (const char *p = text; p < text + length;) {
        const char *next = g_utf8_next_char(p);
        gunichar c = g_utf8_get_char(p);
        if (c < 0x202A || c > 0x202E) before = *level;
        for (const char *byte = p; byte < next && byte < text + length; byte++) out[byte - text] = before;
        level += next - p == 4 ? 2 : 1; /* a surrogate pair */
        p = next;
    }
}

guint8 *af_text_levels(const char *text, gsize length, gboolean leftwards) {
    if (length == 0 || length > G_MAXINT32 / 2) return NULL;
    g_autofree UChar *units = g_new(UChar, length + 1); /* never more than bytes */
    int32_t count = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(units, (int32_t)length + 1, &count, text, (int32_t)length, &status);
    UBiDi *bidi = ubidi_open();
    ubidi_setPara(bidi, units, count, leftwards ? 1 : 0, NULL, &status);
    const UBiDiLevel *levels = ubidi_getLevels(bidi, &status);
    guint8 *out = U_SUCCESS(status) ? g_new(guint8, length) : NULL;
    if (out) spread(levels, text, length, out);
    ubidi_close(bidi);
    return out;
}

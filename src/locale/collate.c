/* The order of a language, as keys that strcmp puts in it. */
#include "locale/internal.h"

#include <string.h>

static char *hexadecimal(const guint8 *bytes, gsize length) {
    static const char digit[] = "0123456789abcdef";
    char *text = g_malloc(length * 2 + 1), *p = text;
    for (gsize i = 0; i < length; i++) {
        *p++ = digit[bytes[i] >> 4];
        *p++ = digit[bytes[i] & 15];
    }
    *p = '\0';
    return text;
}

char *af_collation_key(AfLocale *locale, const char *text) {
    UErrorCode status = U_ZERO_ERROR;
    if (!locale->collator) locale->collator = ucol_open(locale->id, &status);
    if (!locale->collator) return hexadecimal((const guint8 *)text, strlen(text));
    int32_t length = 0;
    g_autofree UChar *wide = af_utf16(text, &length);
    guint8 small[512];
    int32_t size = ucol_getSortKey(locale->collator, wide, length, small, sizeof small);
    if (size <= 0) return g_strdup("");
    if (size <= (int32_t)sizeof small) return hexadecimal(small, (gsize)size - 1); /* less its final zero */
    g_autofree guint8 *big = g_malloc((gsize)size);
    ucol_getSortKey(locale->collator, wide, length, big, size);
    return hexadecimal(big, (gsize)size - 1);
}

/* Capital and small letters by language, from ICU. */
#include "locale/text.h"

#include <string.h>
#include <unicode/ucasemap.h>

char *af_text_cased(AfLocale *locale, const char *text, gboolean capital) {
    UErrorCode status = U_ZERO_ERROR;
    UCaseMap *map = ucasemap_open(af_locale_tag(locale), 0, &status);
    size_t length = strlen(text), room = length * 3 + 16; /* one letter may become three (U+0390) */
    char *out = NULL;
    if (map && room < G_MAXINT) {
        out = g_malloc(room);
        int32_t done = capital ? ucasemap_utf8ToUpper(map, out, (int32_t)room - 1, text, (int32_t)length, &status)
                               : ucasemap_utf8ToLower(map, out, (int32_t)room - 1, text, (int32_t)length, &status);
        if (U_FAILURE(status)) g_clear_pointer(&out, g_free);
        else out[done] = '\0';
    }
    if (map) ucasemap_close(map);
    return out ? out : g_strdup(text);
}

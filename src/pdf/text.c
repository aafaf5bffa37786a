/* Bits of PDF's syntax. */
#include "pdf/internal.h"

#include <string.h>

static gboolean is_plain(const char *text) {
    for (; *text; text++) {
        if (*text < ' ' || *text > '~') return FALSE;
    }
    return TRUE;
}

void af_pdf_put_text(GString *out, const char *utf8) {
    if (is_plain(utf8)) {
        g_string_append_c(out, '(');
        for (const char *p = utf8; *p; p++) {
            if (*p == '(' || *p == ')' || *p == '\\') g_string_append_c(out, '\\');
            g_string_append_c(out, *p);
        }
        g_string_append_c(out, ')');
        return;
    }
    g_autofree char *valid = g_utf8_make_valid(utf8, -1);
    glong length = 0;
    g_autofree gunichar2 *units = g_utf8_to_utf16(valid, -1, NULL, &length, NULL);
    g_string_append(out, "<FEFF");
    for (glong i = 0; i < length; i++) g_string_append_printf(out, "%04X", (unsigned)units[i]);
    g_string_append_c(out, '>');
}

gint64 af_pdf_startxref(const void *file, gsize length) {
    static const char word[] = "startxref\n";
    const gsize tail = 64, word_length = sizeof word - 1;
    const char *end = (const char *)file + length, *least = length > tail ? end - tail : file;
    for (const char *p = end - MIN(length, word_length); p > least; p--) {
        if (memcmp(p, word, word_length)) continue;
        gint64 offset = 0;
        for (p += word_length; p < end && g_ascii_isdigit(*p); p++) offset = offset * 10 + (*p - '0');
        return offset < (gint64)length ? offset : -1;
    }
    return -1;
}

/* Bits of PDF's syntax. */
#include "pdf/internal.h"

#include <gio/gio.h>
#include <string.h>

#define SPACE AF_PDF_SPACE
#define DELIMITER AF_PDF_DELIMITER
const guint8 af_pdf_kinds[256] = {
    ['\0'] = SPACE,    ['\t'] = SPACE,    ['\n'] = SPACE,    ['\f'] = SPACE,    ['\r'] = SPACE,    [' '] = SPACE,
    ['('] = DELIMITER, [')'] = DELIMITER, ['<'] = DELIMITER, ['>'] = DELIMITER, ['['] = DELIMITER, [']'] = DELIMITER,
    ['{'] = DELIMITER, ['}'] = DELIMITER, ['/'] = DELIMITER, ['%'] = DELIMITER,
};

/* A byte of a literal string; the end of line is written so because readers take any for a line feed (ISO 32000-1,
 * 7.3.4.2). */
static void put_byte(GString *out, guint8 byte) {
    if (byte == '(' || byte == ')' || byte == '\\') g_string_append_c(out, '\\');
    if (byte == '\r')
        g_string_append(out, "\\r");
    else
        g_string_append_c(out, (char)byte);
}

/* The character in PDFDocEncoding (ISO 32000-1, annex D.2): ASCII, Latin-1, and from 0x80 what letters need beside
 * these. 0: it has none. */
static guint8 document_code(gunichar c) {
    static const gunichar more[] = {
        0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x0192, 0x2044, 0x2039, 0x203A, 0x2212,
        0x2030, 0x201E, 0x201C, 0x201D, 0x2018, 0x2019, 0x201A, 0x2122, 0xFB01, 0xFB02, 0x0141,
        0x0152, 0x0160, 0x0178, 0x017D, 0x0131, 0x0142, 0x0153, 0x0161, 0x017E,
    };
    if ((c >= ' ' && c <= '~') || (c > 0xA0 && c <= 0xFF && c != 0xAD)) return (guint8)c;
    for (guint i = 0; c > 0xFF && i < G_N_ELEMENTS(more); i++) {
        if (more[i] == c) return (guint8)(0x80 + i);
    }
    return c == 0x20AC ? 0xA0 : 0;
}

static gboolean put_document_text(GString *out, const char *utf8) {
    gsize before = out->len;
    g_string_append_c(out, '(');
    for (const char *p = utf8; *p; p = g_utf8_next_char(p)) {
        guint8 code = document_code(g_utf8_get_char(p));
        if (code) {
            put_byte(out, code);
            continue;
        }
        g_string_truncate(out, before);
        return FALSE;
    }
    /* what begins with the marks of UTF-16 or UTF-8 would be read as such */
    const char *text = out->str + before + 1;
    if (!strncmp(text, "\xFE\xFF", 2) || !strncmp(text, "\xEF\xBB\xBF", 3)) {
        g_string_truncate(out, before);
        return FALSE;
    }
    g_string_append_c(out, ')');
    return TRUE;
}

void af_pdf_put_text(GString *out, const char *utf8) {
    g_autofree char *valid = g_utf8_make_valid(utf8, -1);
    if (put_document_text(out, valid)) return;
    glong length = 0;
    g_autofree gunichar2 *units = g_utf8_to_utf16(valid, -1, NULL, &length, NULL);
    g_string_append(out, "(\xFE\xFF");
    for (glong i = 0; i < length; i++) {
        put_byte(out, (guint8)(units[i] >> 8));
        put_byte(out, (guint8)units[i]);
    }
    g_string_append_c(out, ')');
}

void af_pdf_put_hex_text(GString *out, const char *utf8) {
    g_autofree char *valid = g_utf8_make_valid(utf8, -1);
    glong length = 0;
    g_autofree gunichar2 *units = g_utf8_to_utf16(valid, -1, NULL, &length, NULL);
    g_string_append(out, "<FEFF");
    for (glong i = 0; i < length; i++) g_string_append_printf(out, "%04X", units[i]);
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

/* printf would take half of the time of printing the structure. */
void af_pdf_put_number(GString *out, guint number) {
    char digits[12];
    int at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    g_string_append_len(out, digits + at, (gssize)sizeof digits - at);
}

void af_pdf_put_aligned(GString *out, guint number, int width) {
    int digits = 1;
    for (guint rest = number; rest > 9; rest /= 10) digits++;
    for (; digits < width; digits++) g_string_append_c(out, ' ');
    af_pdf_put_number(out, number);
}

void af_pdf_put_reference(GString *out, int number) {
    g_string_append_c(out, ' ');
    af_pdf_put_number(out, (guint)number);
    g_string_append_len(out, " 0 R", 4);
}

void af_pdf_put_points(GString *out, double points) {
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];
    g_string_append_c(out, ' ');
    g_string_append(out, g_ascii_formatd(buffer, sizeof buffer, "%.2f", points));
}

GByteArray *af_pdf_deflate(const void *bytes, gsize length, int level) {
    g_autoptr(GZlibCompressor) compressor = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB, level);
    GByteArray *out = g_byte_array_new();
    g_byte_array_set_size(out, (guint)(length / 2 + 256));
    gsize read = 0, written = 0;
    GConverterResult result;
    do {
        if (out->len - written < 128) g_byte_array_set_size(out, out->len * 2);
        gsize taken = 0, made = 0;
        result =
            g_converter_convert(G_CONVERTER(compressor), (const char *)bytes + read, length - read, out->data + written,
                                out->len - written, G_CONVERTER_INPUT_AT_END, &taken, &made, NULL);
        read += taken;
        written += made;
    } while (result == G_CONVERTER_CONVERTED);
    g_byte_array_set_size(out, (guint)written);
    if (result == G_CONVERTER_FINISHED) return out;
    g_byte_array_unref(out);
    return NULL;
}

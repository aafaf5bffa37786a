/* Objects that are alike, as the rows of a table, so that they pack well: each begins a row, its text is filled up
 * with blanks, and a row that differs little from the one above says only how (PNG's "up", ISO 32000-1, 7.4.4.4). The
 * list of the objects and their places, which an object stream begins with (7.5.7), is a table too: as text it would
 * take a quarter of the packed stream, because numbers that only grow have nothing in common as text. */
#include "pdf/internal.h"

#include <string.h>

#define ENTRY 20                     /* bytes for an object's number and place */
#define ENTRIES (AF_PDF_ROW / ENTRY) /* of a row */
#define ROWS(length, size) (((length) + (size)-1) / (size))

/* A number that ends before out + width, with blanks before it. */
static void put_aligned(char *out, int width, guint number) {
    do {
        out[--width] = (char)('0' + number % 10);
        number /= 10;
    } while (number && width);
}

/* The rows, each behind the kind of its difference: 2 for "up", 0 for none. */
static GByteArray *difference(const char *table, gsize rows) {
    GByteArray *out = g_byte_array_new();
    g_byte_array_set_size(out, (guint)(rows * (AF_PDF_ROW + 1)));
    guint8 *to = out->data;
    static const char blank[AF_PDF_ROW];
    const char *above = blank;
    for (gsize i = 0; i < rows; i++, above = table, table += AF_PDF_ROW, to += AF_PDF_ROW + 1) {
        guint same = 0;
        for (int k = 0; k < AF_PDF_ROW; k++) {
            to[k + 1] = (guint8)(table[k] - above[k]);
            same += !to[k + 1];
        }
        to[0] = same * 4 >= AF_PDF_ROW * 3 ? 2 : 0; /* tried on all documents */
        if (!to[0]) memcpy(to + 1, table, AF_PDF_ROW);
    }
    return out;
}

GByteArray *af_rows_pack(const AfObjects *objects, guint from, guint to, gsize *first) {
    const AfObject *object = &g_array_index(objects->objects, AfObject, 0);
    const char *text = objects->text->str;
    gsize end = to < objects->objects->len ? object[to].offset : objects->text->len;
    gsize heads = ROWS(to - from, ENTRIES), rows = heads;
    for (guint i = from; i < to; i++)
        rows += ROWS((i + 1 < to ? object[i + 1].offset : end) - object[i].offset, AF_PDF_ROW);
    g_autofree char *table = g_malloc(rows * AF_PDF_ROW);
    memset(table, ' ', rows * AF_PDF_ROW);
    gsize at = heads * AF_PDF_ROW;
    *first = at;
    for (guint i = from; i < to; i++) {
        gsize length = (i + 1 < to ? object[i + 1].offset : end) - object[i].offset;
        char *entry = table + (i - from) / ENTRIES * AF_PDF_ROW + (i - from) % ENTRIES * ENTRY;
        put_aligned(entry, 8, (guint)object[i].number);
        put_aligned(entry, ENTRY - 1, (guint)(at - *first));
        memcpy(table + at, text + object[i].offset, length);
        at += ROWS(length, AF_PDF_ROW) * AF_PDF_ROW;
    }
    return difference(table, rows);
}

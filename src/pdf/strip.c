/* cairo's own structure tree, taken out of the cross-reference table of the file. */
#include "pdf/internal.h"

#include <stdlib.h>
#include <string.h>

#define ENTRY 20 /* bytes: "0000000016 00000 n \n" */

typedef struct {
    char *bytes;
    gsize length;
    gsize table; /* where the cross-reference table begins */
    char *entries;
    gsize count;
} Table;

/* A number at a place, at most ten digits; -1 if none is there. */
static gint64 number_at(const Table *t, gsize at, gsize *end) {
    gint64 value = 0;
    gsize i = at;
    for (; i < t->length && i < at + 10 && g_ascii_isdigit(t->bytes[i]); i++) value = value * 10 + (t->bytes[i] - '0');
    if (end) *end = i;
    return i == at ? -1 : value;
}

static gboolean begins(const Table *t, gsize at, const char *text) {
    gsize length = strlen(text);
    return at < t->length && t->length - at >= length && !memcmp(t->bytes + at, text, length);
}

static gboolean find_table(Table *t) {
    gint64 table = af_pdf_startxref(t->bytes, t->length);
    if (table < 0 || !begins(t, (gsize)table, "xref\n0 ")) return FALSE;
    gsize end;
    gint64 count = number_at(t, (gsize)table + strlen("xref\n0 "), &end);
    if (count < 0 || !begins(t, end, "\n") || (t->length - end - 1) / ENTRY < (gsize)count) return FALSE;
    t->table = (gsize)table;
    t->entries = t->bytes + end + 1;
    t->count = (gsize)count;
    return TRUE;
}

/* Where the body of object `number` begins; 0 if there is none. */
static gsize body_of(const Table *t, gsize number) {
    if (number >= t->count || t->entries[number * ENTRY + 17] != 'n') return 0;
    gint64 offset = number_at(t, (gsize)(t->entries - t->bytes) + number * ENTRY, NULL);
    if (offset < 0 || (gsize)offset >= t->length) return 0;
    const char *from = t->bytes + offset;
    const char *obj = g_strstr_len(from, (gssize)MIN(t->length - (gsize)offset, 24), " obj\n");
    return obj ? (gsize)(obj - t->bytes) + strlen(" obj\n") : 0;
}

static void set_free(Table *t, gsize number) {
    memcpy(t->entries + number * ENTRY, "0000000000 65535 f", 18);
}

/* "<< /Nums [ 0 178 0 R …": the arrays of the parent tree go with it. */
static void free_parent_tree(Table *t, gsize body) {
    gsize at = body + strlen("<< /Nums [");
    for (int field = 0; at < t->length && t->bytes[at] != ']';) {
        gsize end;
        gint64 value = number_at(t, at, &end);
        if (value >= 0 && field++ % 3 == 1 && body_of(t, (gsize)value)) set_free(t, (gsize)value);
        at = MAX(end, at + 1);
    }
}

/* The table again with nothing but the objects that are left, whose numbers are noted. It is never longer than
 * before: where a section begins, an entry has gone. */
static void put_table(const Table *t, GByteArray *out, GArray *objects) {
    g_autoptr(GString) text = g_string_new("xref\n0 1\n0000000000 65535 f \n");
    for (gsize i = 1, end; i < t->count; i = end + 1) {
        for (end = i; end < t->count && t->entries[end * ENTRY + 17] == 'n'; end++) {
            int number = (int)end;
            g_array_append_val(objects, number);
        }
        if (end == i) continue;
        g_string_append_printf(text, "%" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT "\n", i, end - i);
        g_string_append_len(text, t->entries + i * ENTRY, (gssize)((end - i) * ENTRY));
    }
    g_byte_array_append(out, (const guint8 *)text->str, (guint)text->len);
}

GByteArray *af_pdf_strip(const GByteArray *painted, GArray *objects) {
    g_autoptr(GByteArray) copy = g_byte_array_sized_new(painted->len + 1);
    g_byte_array_append(copy, painted->data, painted->len);
    Table t = {.bytes = (char *)copy->data, .length = copy->len};
    if (!find_table(&t)) return g_steal_pointer(&copy);
    for (gsize i = 1; i < t.count; i++) {
        gsize body = body_of(&t, i);
        if (!body) continue;
        gboolean parents = begins(&t, body, "<< /Nums [");
        if (parents) free_parent_tree(&t, body);
        if (parents || begins(&t, body, "<< /Type /StructElem\n") || begins(&t, body, "<< /Type /StructTreeRoot\n"))
            set_free(&t, i);
    }
    GByteArray *stripped = g_byte_array_sized_new(copy->len);
    g_byte_array_append(stripped, copy->data, (guint)t.table);
    put_table(&t, stripped, objects);
    gsize end = (gsize)(t.entries - t.bytes) + t.count * ENTRY;
    g_byte_array_append(stripped, copy->data + end, (guint)(copy->len - end));
    return stripped;
}

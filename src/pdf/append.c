/* The structure tree as an update behind the file that qpdf wrote: object streams and a cross-reference stream. */
#include "pdf/internal.h"

#include <gio/gio.h>
#include <string.h>

#define PER_STREAM 200 /* objects in an object stream: a reader unpacks a whole one for each object */
#define LEVEL 6
#define FIELDS 7 /* bytes of an entry of the cross-reference stream: 1 + 4 + 2 */

/* What of the finished file the update leads to. */
typedef struct {
    int size, catalog, info, root; /* the file's /Size, and objects */
    gint64 startxref;
    char *id; /* hexadecimal */
    int *page_id, *link_id;
} Target;

static void target_clear(Target *t) {
    g_free(t->id);
    g_free(t->page_id);
    g_free(t->link_id);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Target, target_clear)

static GByteArray *deflate(const void *bytes, gsize length) {
    g_autoptr(GZlibCompressor) compressor = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB, LEVEL);
    GByteArray *out = g_byte_array_new();
    g_byte_array_set_size(out, (guint)(length / 2 + 256));
    gsize read = 0, written = 0;
    GConverterResult result;
    do {
        if (out->len - written < 128) g_byte_array_set_size(out, out->len * 2);
        gsize taken = 0, made = 0;
        result = g_converter_convert(G_CONVERTER(compressor), (const char *)bytes + read, length - read, out->data + written,
                                     out->len - written, G_CONVERTER_INPUT_AT_END, &taken, &made, NULL);
        read += taken;
        written += made;
    } while (result == G_CONVERTER_CONVERTED);
    g_byte_array_set_size(out, (guint)written);
    if (result == G_CONVERTER_FINISHED) return out;
    g_byte_array_unref(out);
    return NULL;
}

static char *read_id(qpdf_data q, qpdf_oh trailer) {
    size_t length = 0;
    qpdf_oh array = qpdf_oh_get_key(q, trailer, "/ID");
    if (!qpdf_oh_is_array(q, array) || qpdf_oh_get_array_n_items(q, array) < 1) return NULL;
    const char *id = qpdf_oh_get_binary_string_value(q, qpdf_oh_get_array_item(q, array, 0), &length);
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < length; i++) g_string_append_printf(text, "%02x", (unsigned char)id[i]);
    return g_string_free(text, FALSE);
}

/* The annotations of the page in the order in which af_links_write made them. */
static gboolean read_links(const AfPdf *pdf, qpdf_data q, guint page, guint *link, Target *t) {
    qpdf_oh annotations = qpdf_oh_get_key(q, qpdf_get_page_n(q, page), "/Annots");
    int count = qpdf_oh_is_array(q, annotations) ? qpdf_oh_get_array_n_items(q, annotations) : 0;
    int at = 0;
    for (; *link < pdf->links->len; (*link)++) {
        const AfPdfLink *l = &g_array_index(pdf->links, AfPdfLink, *link);
        if (l->page != page) break;
        if (l->element == AF_NO_INDEX) continue;
        if (at == count) return FALSE;
        t->link_id[*link] = qpdf_oh_get_object_id(q, qpdf_oh_get_array_item(q, annotations, at++));
    }
    return at == count;
}

/* qpdf numbers objects anew when it writes; what they are called now is read from what it wrote. */
static gboolean read_target(AfPdf *pdf, const guint8 *file, gsize length, Target *t) {
    af_autoqpdf qpdf_data q = qpdf_init();
    qpdf_silence_errors(q);
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    t->page_id = g_new0(int, pdf->n_pages + 1);
    t->link_id = g_new0(int, pdf->links->len + 1);
    if (qpdf_read_memory(q, "PDF", (const char *)file, length, NULL) & QPDF_ERRORS) return !af_pdf_failed(pdf, q) && FALSE;
    qpdf_oh trailer = qpdf_get_trailer(q), catalog = qpdf_get_root(q);
    t->size = qpdf_oh_get_int_value_as_int(q, qpdf_oh_get_key(q, trailer, "/Size"));
    t->catalog = qpdf_oh_get_object_id(q, catalog);
    t->info = qpdf_oh_get_object_id(q, qpdf_oh_get_key(q, trailer, "/Info"));
    t->root = qpdf_oh_get_object_id(q, qpdf_oh_get_key(q, catalog, "/StructTreeRoot"));
    t->id = read_id(q, trailer);
    t->startxref = af_pdf_startxref(file, length);
    gboolean ok = t->id && t->size > 0 && t->root > 0 && t->startxref > 0 && (guint)qpdf_get_num_pages(q) == pdf->n_pages;
    guint link = 0;
    for (guint page = 0; ok && page < pdf->n_pages; page++) {
        t->page_id[page] = qpdf_oh_get_object_id(q, qpdf_get_page_n(q, page));
        ok = read_links(pdf, q, page, &link, t);
    }
    if (af_pdf_failed(pdf, q)) return FALSE;
    if (!ok) af_pdf_report(pdf, "the finished file is not as it was written");
    return ok;
}

typedef struct {
    GByteArray *out;
    GByteArray *entries; /* of the cross-reference stream: the structure's root, then the objects from t->size on */
} Update;

static void put_entry(GByteArray *entries, guint kind, guint32 middle, guint last) {
    const guint8 bytes[FIELDS] = {(guint8)kind, (guint8)(middle >> 24), (guint8)(middle >> 16), (guint8)(middle >> 8), (guint8)middle,
                                  (guint8)(last >> 8), (guint8)last};
    g_byte_array_append(entries, bytes, FIELDS);
}

static void put(GByteArray *out, const char *text) { g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text)); }

static gboolean put_stream(GByteArray *out, int number, const char *dictionary, const void *bytes, gsize length) {
    g_autoptr(GByteArray) packed = deflate(bytes, length);
    if (!packed) return FALSE;
    g_autofree char *head = g_strdup_printf("%d 0 obj\n<<%s/Filter/FlateDecode/Length %u>>\nstream\n", number, dictionary, packed->len);
    put(out, head);
    g_byte_array_append(out, packed->data, packed->len);
    put(out, "\nendstream\nendobj\n");
    return TRUE;
}

/* Objects from..to of the printed ones as one object stream. */
static gboolean put_objects(Update *u, const Target *t, int number, const GString *text, const GArray *offsets, guint from, guint to) {
    const guint *offset = (const guint *)(const void *)offsets->data;
    guint begin = offset[from], end = to < offsets->len ? offset[to] : (guint)text->len;
    g_autoptr(GString) content = g_string_sized_new(end - begin + (to - from) * 12);
    for (guint i = from; i < to; i++) {
        g_string_append_printf(content, "%d %u ", i ? t->size + (int)i - 1 : t->root, offset[i] - begin);
        put_entry(u->entries, 2, (guint32)number, i - from);
    }
    gsize first = content->len;
    g_string_append_len(content, text->str + begin, (gssize)(end - begin));
    g_autofree char *dictionary = g_strdup_printf("/Type/ObjStm/N %u/First %" G_GSIZE_FORMAT, to - from, first);
    return put_stream(u->out, number, dictionary, content->str, content->len);
}

/* Each row of entries less the row above (PNG's "up"): they hardly differ. */
static GByteArray *predict(const GByteArray *entries) {
    GByteArray *rows = g_byte_array_sized_new(entries->len + entries->len / FIELDS);
    for (guint at = 0; at < entries->len; at += FIELDS) {
        guint8 row[FIELDS + 1] = {2};
        for (guint i = 0; i < FIELDS; i++) row[i + 1] = (guint8)(entries->data[at + i] - (at ? entries->data[at + i - FIELDS] : 0));
        g_byte_array_append(rows, row, sizeof row);
    }
    return rows;
}

static gboolean put_table(Update *u, const Target *t, int number) {
    guint start = u->out->len;
    put_entry(u->entries, 1, start, 0);
    g_autoptr(GByteArray) rows = predict(u->entries);
    /* The second half of the identifier changes with an update: from what the update holds. */
    g_autofree char *changed = g_compute_checksum_for_data(G_CHECKSUM_MD5, u->out->data + t->startxref, start - (gsize)t->startxref);
    g_autofree char *dictionary = g_strdup_printf("/Type/XRef/Size %d/W[1 4 2]/Index[%d 1 %d %d]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]"
                                                  "/Prev %" G_GINT64_FORMAT "/DecodeParms<</Columns %d/Predictor 12>>",
                                                  number + 1, t->root, t->size, number + 1 - t->size, t->catalog, t->info, t->id, changed,
                                                  t->startxref, FIELDS);
    if (!put_stream(u->out, number, dictionary, rows->data, rows->len)) return FALSE;
    g_autofree char *end = g_strdup_printf("startxref\n%u\n%%%%EOF\n", start);
    put(u->out, end);
    return TRUE;
}

static gboolean put_update(const AfPdf *pdf, const Target *t, Update *u) {
    g_autoptr(GArray) offsets = g_array_new(FALSE, FALSE, sizeof(guint));
    GString *printed = af_elements_print(pdf, t->root, t->size, t->page_id, t->link_id, offsets);
    int number = t->size + (int)offsets->len - 1; /* the root has a number already */
    gboolean ok = TRUE;
    guint streams = (offsets->len + PER_STREAM - 1) / PER_STREAM;
    g_autofree guint *starts = g_new(guint, streams);
    for (guint i = 0; ok && i < streams; i++) {
        guint to = MIN((i + 1) * PER_STREAM, offsets->len);
        starts[i] = u->out->len;
        ok = put_objects(u, t, number++, printed, offsets, i * PER_STREAM, to);
    }
    for (guint i = 0; i < streams; i++) put_entry(u->entries, 1, starts[i], 0);
    g_string_free(printed, TRUE);
    return ok && put_table(u, t, number);
}

GByteArray *af_pdf_append_structure(AfPdf *pdf, const guint8 *file, gsize length) {
    g_auto(Target) target = {.size = 0};
    if (!read_target(pdf, file, length, &target)) return NULL;
    Update update = {g_byte_array_sized_new((guint)length + 65536), g_byte_array_new()};
    g_byte_array_append(update.out, file, (guint)length);
    gboolean ok = put_update(pdf, &target, &update);
    g_byte_array_unref(update.entries);
    if (ok) return update.out;
    g_byte_array_unref(update.out);
    af_pdf_report(pdf, "zlib");
    return NULL;
}

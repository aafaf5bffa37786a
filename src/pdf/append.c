/* What is put behind the file that qpdf wrote: object streams and a cross-reference stream. */
#include "pdf/internal.h"

#include <string.h>

#define PER_STREAM 400 /* objects in an object stream: a reader unpacks a whole one for each object */
#define PER_TABLE 4000 /* of those that hardly differ: the more, the better they pack */
#define FIELDS 7       /* bytes of an entry of the cross-reference stream: 1 + 4 + 2 */

/* What of the finished file the update must say again. */
typedef struct {
    int size, catalog, info;
    gint64 startxref;
    char *id; /* hexadecimal */
} Trailer;

typedef struct {
    int number;
    guint8 bytes[FIELDS];
} Entry;

typedef struct {
    AfPdf *pdf;
    Trailer trailer;
    AfObjects objects;
    GByteArray *out;
    GArray *entries; /* Entry */
} Update;

void af_object_begin(AfObjects *objects, int number) {
    AfObject object = {number, objects->text->len};
    g_array_append_val(objects->objects, object);
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

/* The number of the object that a key refers to; 0 if there is none. */
static int number_at(qpdf_data q, qpdf_oh dictionary, const char *key) {
    return qpdf_oh_get_object_id(q, qpdf_oh_get_key(q, dictionary, key));
}

/* qpdf numbers objects anew when it writes; what they are called now is read from what it wrote. */
static gboolean read_file(Update *u, const guint8 *file, gsize length) {
    AfPdf *pdf = u->pdf;
    af_autoqpdf qpdf_data q = qpdf_init();
    qpdf_silence_errors(q);
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    if (qpdf_read_memory(q, "PDF", (const char *)file, length, NULL) & QPDF_ERRORS) {
        af_pdf_failed(pdf, q);
        return FALSE;
    }
    qpdf_oh trailer = qpdf_get_trailer(q), catalog = qpdf_get_root(q);
    u->trailer.size = qpdf_oh_get_int_value_as_int(q, qpdf_oh_get_key(q, trailer, "/Size"));
    u->trailer.catalog = qpdf_oh_get_object_id(q, catalog);
    u->trailer.info = number_at(q, trailer, "/Info");
    u->trailer.id = read_id(q, trailer);
    u->trailer.startxref = af_pdf_startxref(file, length);
    AfObjects *o = &u->objects;
    o->next = u->trailer.size;
    o->structure = number_at(q, catalog, "/StructTreeRoot");
    o->outlines = number_at(q, catalog, "/Outlines");
    o->metadata = number_at(q, catalog, "/Metadata");
    gboolean ok = u->trailer.id && u->trailer.size > 0 && u->trailer.startxref > 0 && o->structure > 0 &&
                  (o->outlines > 0) == af_outline_wanted(pdf) && (o->metadata > 0) == (pdf->xmp != NULL) &&
                  (guint)qpdf_get_num_pages(q) == pdf->n_pages;
    for (guint i = 0; ok && i < pdf->n_pages; i++) {
        qpdf_oh page = qpdf_get_page_n(q, i);
        o->page[i] = qpdf_oh_get_object_id(q, page);
        o->annotations[i] = number_at(q, page, "/Annots");
        ok = o->page[i] > 0 && (o->annotations[i] > 0) == af_links_on(pdf, i);
    }
    if (af_pdf_failed(pdf, q)) return FALSE;
    if (!ok) af_pdf_report(pdf, "the finished file is not as it was written");
    return ok;
}

static void add_entry(Update *u, int number, guint kind, gsize middle, guint last) {
    Entry entry = {number,
                   {(guint8)kind, (guint8)(middle >> 24), (guint8)(middle >> 16), (guint8)(middle >> 8), (guint8)middle,
                    (guint8)(last >> 8), (guint8)last}};
    g_array_append_val(u->entries, entry);
}

static void put(GByteArray *out, const char *text) {
    g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text));
}

static gboolean put_packed(GByteArray *out, int number, const char *dictionary, const GByteArray *packed) {
    if (!packed) return FALSE;
    g_autofree char *head =
        g_strdup_printf("%d 0 obj\n<<%s/Filter/FlateDecode/Length %u>>\nstream\n", number, dictionary, packed->len);
    put(out, head);
    g_byte_array_append(out, packed->data, packed->len);
    put(out, "\nendstream\nendobj\n");
    return TRUE;
}

static gboolean put_stream(GByteArray *out, int number, const char *dictionary, const void *bytes, gsize length) {
    g_autoptr(GByteArray) packed = af_pdf_deflate(bytes, length, AF_DEFLATE);
    return put_packed(out, number, dictionary, packed);
}

static gboolean put_metadata(Update *u) {
    if (!u->pdf->xmp) return TRUE;
    add_entry(u, u->objects.metadata, 1, u->out->len, 0);
    return put_stream(u->out, u->objects.metadata, "/Type/Metadata/Subtype/XML", u->pdf->xmp->str, u->pdf->xmp->len);
}

/* Objects from..to of the printed ones as one object stream. */
static gboolean put_objects(Update *u, guint from, guint to) {
    const GString *text = u->objects.text;
    const AfObject *object = &g_array_index(u->objects.objects, AfObject, 0);
    gsize begin = object[from].offset, end = to < u->objects.objects->len ? object[to].offset : text->len;
    int number = u->objects.next++;
    add_entry(u, number, 1, u->out->len, 0);
    g_autoptr(GString) content = g_string_sized_new(end - begin + (to - from) * 12);
    for (guint i = from; i < to; i++) {
        af_pdf_put_number(content, (guint)object[i].number);
        g_string_append_c(content, ' ');
        af_pdf_put_number(content, (guint)(object[i].offset - begin));
        g_string_append_c(content, ' ');
        add_entry(u, object[i].number, 2, (gsize)number, i - from);
    }
    gsize first = content->len;
    g_string_append_len(content, text->str + begin, (gssize)(end - begin));
    g_autofree char *dictionary = g_strdup_printf("/Type/ObjStm/N %u/First %" G_GSIZE_FORMAT, to - from, first);
    return put_stream(u->out, number, dictionary, content->str, content->len);
}

/* The same for objects that are alike. */
static gboolean put_rows(Update *u, guint from, guint to) {
    int number = u->objects.next++;
    gsize first = 0;
    add_entry(u, number, 1, u->out->len, 0);
    for (guint i = from; i < to; i++)
        add_entry(u, g_array_index(u->objects.objects, AfObject, i).number, 2, (gsize)number, i - from);
    g_autoptr(GByteArray) rows = af_rows_pack(&u->objects, from, to, &first);
    g_autofree char *dictionary = g_strdup_printf("/Type/ObjStm/N %u/First %" G_GSIZE_FORMAT
                                                  "/DecodeParms<</Columns %d/Predictor 12>>",
                                                  to - from, first, AF_PDF_ROW);
    g_autoptr(GByteArray) packed = af_pdf_deflate(rows->data, rows->len, AF_DEFLATE_ROWS);
    return put_packed(u->out, number, dictionary, packed);
}

/* Those of the objects that stand from..to, `most` in a stream. */
static gboolean put_all(Update *u, guint from, guint to, guint most, gboolean put_some(Update *, guint, guint)) {
    for (; from < to; from += most) {
        if (!put_some(u, from, MIN(from + most, to))) return FALSE;
    }
    return TRUE;
}

static int compare_entries(gconstpointer a, gconstpointer b) {
    return ((const Entry *)a)->number - ((const Entry *)b)->number;
}

/* The entries in order, each less the one above (PNG's "up"), for they hardly differ; and which objects they are. */
static GByteArray *print_entries(Update *u, GString *ranges) {
    g_array_sort(u->entries, compare_entries);
    GByteArray *rows = g_byte_array_sized_new(u->entries->len * (FIELDS + 1));
    const Entry *entry = &g_array_index(u->entries, Entry, 0);
    guint run = 0;
    for (guint i = 0; i < u->entries->len; i++, run++) {
        guint8 row[FIELDS + 1] = {2};
        for (guint k = 0; k < FIELDS; k++) row[k + 1] = (guint8)(entry[i].bytes[k] - (i ? entry[i - 1].bytes[k] : 0));
        g_byte_array_append(rows, row, sizeof row);
        if (i && entry[i].number == entry[i - 1].number + 1) continue;
        if (i) g_string_append_printf(ranges, "%u ", run);
        g_string_append_printf(ranges, "%d ", entry[i].number);
        run = 0;
    }
    g_string_append_printf(ranges, "%u", run);
    return rows;
}

static gboolean put_table(Update *u) {
    const Trailer *t = &u->trailer;
    guint start = u->out->len;
    int number = u->objects.next++;
    add_entry(u, number, 1, start, 0);
    g_autoptr(GString) ranges = g_string_new(NULL);
    g_autoptr(GByteArray) rows = print_entries(u, ranges);
    /* The second half of the identifier changes with an update: from what the update holds. */
    g_autofree char *changed =
        g_compute_checksum_for_data(G_CHECKSUM_MD5, u->out->data + t->startxref, start - (gsize)t->startxref);
    g_autofree char *dictionary =
        g_strdup_printf("/Type/XRef/Size %d/W[1 4 2]/Index[%s]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]"
                        "/Prev %" G_GINT64_FORMAT "/DecodeParms<</Columns %d/Predictor 12>>",
                        number + 1, ranges->str, t->catalog, t->info, t->id, changed, t->startxref, FIELDS);
    if (!put_stream(u->out, number, dictionary, rows->data, rows->len)) return FALSE;
    g_autofree char *end = g_strdup_printf("startxref\n%u\n%%%%EOF\n", start);
    put(u->out, end);
    return TRUE;
}

static gboolean put_update(Update *u, const guint8 *file, gsize length) {
    if (!read_file(u, file, length)) return FALSE;
    af_links_number(u->pdf, &u->objects);
    af_elements_print(u->pdf, &u->objects);
    af_links_print(u->pdf, &u->objects);
    af_outline_print(u->pdf, &u->objects);
    g_byte_array_append(u->out, file, (guint)length);
    const AfObjects *o = &u->objects;
    gboolean ok = put_metadata(u) && put_all(u, 0, o->alike_from, PER_STREAM, put_objects) &&
                  put_all(u, o->alike_from, o->alike_to, PER_TABLE, put_rows) &&
                  put_all(u, o->alike_to, o->objects->len, PER_STREAM, put_objects) && put_table(u);
    if (!ok) af_pdf_report(u->pdf, "zlib");
    return ok;
}

GByteArray *af_pdf_append(AfPdf *pdf, const guint8 *file, gsize length) {
    g_autofree int *page = g_new0(int, pdf->n_pages + 1), *annotations = g_new0(int, pdf->n_pages + 1);
    Update u = {.pdf = pdf, .out = g_byte_array_sized_new((guint)length + 65536)};
    u.entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    u.objects.text = g_string_sized_new(4096 + pdf->structure.elements->len * 96);
    u.objects.objects = g_array_new(FALSE, FALSE, sizeof(AfObject));
    u.objects.page = page;
    u.objects.annotations = annotations;
    gboolean ok = put_update(&u, file, length);
    g_array_unref(u.entries);
    g_array_unref(u.objects.objects);
    g_string_free(u.objects.text, TRUE);
    g_free(u.trailer.id);
    if (ok) return u.out;
    g_byte_array_unref(u.out);
    return NULL;
}

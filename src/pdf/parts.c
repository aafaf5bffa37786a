/* What of a file is still as it was: parts of it, by digests.
 *
 * The file may be anybody's: nothing of it is trusted. libqpdf reads it without mending it and gives streams as they
 * are packed; they are unpacked here, with a limit. Only what our own files have is understood (one /FlateDecode
 * without parameters, or none): the digest of anything else is that of its packed bytes, which are not what they were
 * anyway. */
#include "base/confine.h"
#include "base/digest.h"
#include "pdf/internal.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

enum {
    most_pages = 20000,
    most_streams = 1000,           /* that one page is made of */
    most_unpacked = 256 * 1000000, /* bytes of a whole file */
    most_memory = 512 * 1000000,
    most_seconds = 10,
};

typedef struct {
    qpdf_data q;
    gsize left;        /* bytes that may still be unpacked */
    gboolean too_much; /* it was more */
} Reading;

/* Adds unpacked bytes to the checksum; FALSE if they are damaged or too many. */
static gboolean inflate_into(Reading *reading, GChecksum *checksum, const unsigned char *bytes, gsize length) {
    g_autoptr(GZlibDecompressor) inflater = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
    GConverterResult result;
    do {
        guchar chunk[65536];
        gsize taken = 0, made = 0;
        result = g_converter_convert(G_CONVERTER(inflater), bytes, length, chunk, sizeof chunk,
                                     G_CONVERTER_INPUT_AT_END, &taken, &made, NULL);
        if (result == G_CONVERTER_ERROR) return FALSE;
        if (made > reading->left) {
            reading->too_much = TRUE;
            return FALSE;
        }
        reading->left -= made;
        bytes += taken;
        length -= taken;
        g_checksum_update(checksum, chunk, (gssize)made);
    } while (result == G_CONVERTER_CONVERTED);
    return TRUE;
}

/* Adds what a stream holds to the checksum; FALSE if it cannot be had. */
static gboolean add_stream(Reading *reading, GChecksum *checksum, qpdf_oh stream) {
    qpdf_data q = reading->q;
    if (!qpdf_oh_is_stream(q, stream)) return FALSE;
    qpdf_oh dictionary = qpdf_oh_get_dict(q, stream);
    qpdf_oh filter = qpdf_oh_get_key(q, dictionary, "/Filter");
    gboolean packed = qpdf_oh_is_name_and_equals(q, filter, "/FlateDecode") &&
                      qpdf_oh_is_null(q, qpdf_oh_get_key(q, dictionary, "/DecodeParms"));
    unsigned char *bytes = NULL;
    size_t length = 0;
    QPDF_BOOL filtered = QPDF_FALSE;
    qpdf_oh_get_stream_data(q, stream, qpdf_dl_none, &filtered, &bytes, &length);
    gboolean done = !qpdf_has_error(q) && (bytes || !length);
    if (done && packed) {
        done = inflate_into(reading, checksum, bytes, length);
    } else if (done && length) {
        g_checksum_update(checksum, bytes, (gssize)length);
    }
    free(bytes);
    return done;
}

/* The digest of a stream; NULL if there is none. */
static char *stream_digest(Reading *reading, qpdf_oh stream) {
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    return add_stream(reading, checksum, stream) ? g_strdup(g_checksum_get_string(checksum)) : NULL;
}

/* That of what is painted on a page, whose streams are joined by line feeds (ISO 32000-1, table 30). */
static char *page_digest(Reading *reading, qpdf_oh page) {
    qpdf_data q = reading->q;
    qpdf_oh contents = qpdf_oh_get_key(q, page, "/Contents");
    if (!qpdf_oh_is_array(q, contents)) return stream_digest(reading, contents);
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    int count = qpdf_oh_get_array_n_items(q, contents);
    if (count > most_streams) return NULL;
    for (int i = 0; i < count; i++) {
        if (i) g_checksum_update(checksum, (const guchar *)"\n", 1);
        if (!add_stream(reading, checksum, qpdf_oh_get_array_item(q, contents, i))) return NULL;
    }
    return g_strdup(g_checksum_get_string(checksum));
}

/* The file that is associated with the document as its source (ISO 19005-3, 6.8); NULL if there is not exactly one. */
static char *source_digest(Reading *reading, qpdf_oh catalog) {
    qpdf_data q = reading->q;
    qpdf_oh files = qpdf_oh_get_key(q, catalog, "/AF");
    int count = qpdf_oh_is_array(q, files) ? qpdf_oh_get_array_n_items(q, files) : 0, sources = 0;
    g_autofree char *digest = NULL;
    for (int i = 0; i < count && i < most_streams; i++) {
        qpdf_oh file = qpdf_oh_get_array_item(q, files, i);
        if (!qpdf_oh_is_dictionary(q, file)) continue;
        if (!qpdf_oh_is_name_and_equals(q, qpdf_oh_get_key(q, file, "/AFRelationship"), "/Source")) continue;
        qpdf_oh embedded = qpdf_oh_get_key(q, file, "/EF");
        if (!qpdf_oh_is_dictionary(q, embedded) || sources++) continue;
        digest = stream_digest(reading, qpdf_oh_get_key(q, embedded, "/F"));
    }
    return sources == 1 ? g_steal_pointer(&digest) : NULL;
}

static gboolean add_pages(Reading *reading, AfPdfParts *parts) {
    qpdf_data q = reading->q;
    int count = qpdf_get_num_pages(q);
    if (qpdf_has_error(q) || count < 0 || count > most_pages) return FALSE;
    for (int i = 0; i < count; i++) {
        qpdf_oh page = qpdf_get_page_n(q, (size_t)i);
        if (qpdf_has_error(q) || !qpdf_oh_is_dictionary(q, page)) return FALSE;
        char *digest = page_digest(reading, page);
        qpdf_oh annotations = qpdf_oh_get_key(q, page, "/Annots");
        g_ptr_array_add(parts->pages, digest ? digest : g_strdup(""));
        if (qpdf_oh_is_array(q, annotations)) parts->annotations += (guint)qpdf_oh_get_array_n_items(q, annotations);
        qpdf_oh_release_all(q);
    }
    return !reading->too_much;
}

void af_pdf_parts_free(AfPdfParts *parts) {
    if (!parts) return;
    g_ptr_array_unref(parts->pages);
    g_free(parts->metadata);
    g_free(parts->source);
    g_free(parts);
}

static AfPdfParts *read_parts(Reading *reading, const void *bytes, gsize length) {
    qpdf_data q = reading->q;
    if (qpdf_read_memory(q, "PDF", bytes, length, NULL) & QPDF_ERRORS) return NULL;
    if (qpdf_is_encrypted(q)) return NULL;
    g_autoptr(AfPdfParts) parts = g_new0(AfPdfParts, 1);
    parts->pages = g_ptr_array_new_with_free_func(g_free);
    if (!add_pages(reading, parts)) return NULL;
    qpdf_oh catalog = qpdf_get_root(q);
    if (!qpdf_oh_is_dictionary(q, catalog)) return NULL;
    parts->metadata = stream_digest(reading, qpdf_oh_get_key(q, catalog, "/Metadata"));
    parts->source = source_digest(reading, catalog);
    return reading->too_much || qpdf_has_error(q) ? NULL : g_steal_pointer(&parts);
}

AfPdfParts *af_pdf_parts(const void *bytes, gsize length) {
    af_autoqpdf qpdf_data q = qpdf_init();
    Reading reading = {.q = q, .left = most_unpacked};
    qpdf_silence_errors(q);
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    qpdf_set_attempt_recovery(q, QPDF_FALSE);
    AfPdfParts *parts = length ? read_parts(&reading, bytes, length) : NULL;
    if (qpdf_has_error(q)) qpdf_get_error(q); /* else qpdf prints it in the end */
    return parts;
}

/* --- in another process --- */

typedef struct {
    const void *bytes;
    gsize length;
} File;

static GBytes *work(gpointer data) {
    const File *file = data;
    g_autoptr(AfPdfParts) parts = af_pdf_parts(file->bytes, file->length);
    GVariant *pages = g_variant_new_strv(parts ? (const char *const *)parts->pages->pdata : NULL,
                                         parts ? (gssize)parts->pages->len : 0);
    g_autoptr(GVariant) variant = g_variant_ref_sink(
        g_variant_new("(b@asumsms)", parts != NULL, pages, parts ? parts->annotations : 0,
                      parts ? parts->metadata : NULL, parts ? parts->source : NULL));
    return g_variant_get_data_as_bytes(variant);
}

AfPdfParts *af_pdf_parts_confined(const void *bytes, gsize length) {
    static const AfLimits limits = {.memory = most_memory, .seconds = most_seconds, .output = most_pages * 128};
    File file = {bytes, length};
    g_autoptr(GBytes) result = NULL;
    if (af_confined(work, &file, &limits, &result) != AF_CONFINED_DONE) return NULL;
    g_autoptr(GVariant) variant =
        g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE("(basumsms)"), result, FALSE));
    g_autoptr(AfPdfParts) parts = g_new0(AfPdfParts, 1);
    g_auto(GStrv) pages = NULL;
    gboolean readable;
    parts->pages = g_ptr_array_new_with_free_func(g_free);
    g_variant_get(variant, "(b^asumsms)", &readable, &pages, &parts->annotations, &parts->metadata, &parts->source);
    for (char **page = pages; *page; page++) g_ptr_array_add(parts->pages, g_strdup(*page));
    return readable ? g_steal_pointer(&parts) : NULL;
}

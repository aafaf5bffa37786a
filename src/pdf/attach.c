/* The source in the document: associated files (ISO 19005-3, 6.8 and annex E), also in the list of embedded files that
 * viewers show (ISO 32000-1, 7.11.4), and what the XMP says of them. Their dates are the document's: a file's own would
 * differ from checkout to checkout. */
#include "pdf/internal.h"

#include <string.h>

static void put_digest(AfXmp *xmp, AfXmpProperty property, const AfPdfFile *file) {
    g_autofree char *digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, file->bytes, file->length);
    af_xmp_put_property(xmp, property, digest);
}

void af_source_put_xmp(const AfPdf *pdf, AfXmp *xmp) {
    const AfPdfSource *source = pdf->source;
    if (!source) return;
    af_xmp_put_property(xmp, AF_XMP_SOURCE_KIND, source->kind);
    af_xmp_put_property(xmp, AF_XMP_SOURCE_NAME, source->file.name);
    put_digest(xmp, AF_XMP_SOURCE_DIGEST, &source->file);
    if (source->supplement.name) put_digest(xmp, AF_XMP_SUPPLEMENT_DIGEST, &source->supplement);
    af_xmp_put_property(xmp, AF_XMP_PROGRAM, source->program);
    af_xmp_put_property(xmp, AF_XMP_PROGRAM_VERSION, source->version);
}

static qpdf_oh checksum_of(qpdf_data q, const AfPdfFile *file) {
    guint8 digest[16];
    gsize length = sizeof digest;
    g_autoptr(GChecksum) md5 = g_checksum_new(G_CHECKSUM_MD5); /* as ISO 32000-1, table 46, wants it */
    g_checksum_update(md5, file->bytes, (gssize)file->length);
    g_checksum_get_digest(md5, digest, &length);
    return qpdf_oh_new_binary_string(q, (const char *)digest, length);
}

/* The embedded file stream: the packed bytes, and the parameters of what they were (tables 45 and 46). */
static qpdf_oh new_stream(AfPdf *pdf, const AfPdfFile *file) {
    qpdf_data q = pdf->qpdf;
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(pdf->time);
    g_autofree char *date = g_date_time_format(time, "D:%Y%m%d%H%M%SZ");
    g_autofree char *subtype = g_strconcat("/", file->media_type, NULL);
    qpdf_oh stream = qpdf_oh_new_stream(q);
    g_autoptr(GByteArray) packed = af_pdf_deflate(file->bytes, file->length, AF_DEFLATE);
    if (packed)
        qpdf_oh_replace_stream_data(q, stream, packed->data, packed->len, qpdf_oh_new_name(q, "/FlateDecode"),
                                    qpdf_oh_new_null(q));
    else
        af_pdf_report(pdf, "zlib");
    qpdf_oh params = qpdf_oh_new_dictionary(q), dictionary = qpdf_oh_get_dict(q, stream);
    qpdf_oh_replace_key(q, params, "/Size", qpdf_oh_new_integer(q, (long long)file->length));
    qpdf_oh_replace_key(q, params, "/ModDate", qpdf_oh_new_string(q, date));
    qpdf_oh_replace_key(q, params, "/CheckSum", checksum_of(q, file));
    qpdf_oh_replace_key(q, dictionary, "/Type", qpdf_oh_new_name(q, "/EmbeddedFile"));
    qpdf_oh_replace_key(q, dictionary, "/Subtype", qpdf_oh_new_name(q, subtype));
    qpdf_oh_replace_key(q, dictionary, "/Params", params);
    return stream;
}

/* The file specification (table 44); /F is for readers before PDF 1.7, and PDF/UA wants both (ISO 14289-1, 7.11). */
static qpdf_oh new_specification(AfPdf *pdf, const AfPdfFile *file, const char *relationship) {
    qpdf_data q = pdf->qpdf;
    qpdf_oh stream = new_stream(pdf, file), embedded = qpdf_oh_new_dictionary(q), spec = qpdf_oh_new_dictionary(q);
    qpdf_oh_replace_key(q, embedded, "/F", stream);
    qpdf_oh_replace_key(q, embedded, "/UF", stream);
    qpdf_oh_replace_key(q, spec, "/Type", qpdf_oh_new_name(q, "/Filespec"));
    qpdf_oh_replace_key(q, spec, "/F", qpdf_oh_new_unicode_string(q, file->name));
    qpdf_oh_replace_key(q, spec, "/UF", qpdf_oh_new_unicode_string(q, file->name));
    if (file->description && *file->description)
        qpdf_oh_replace_key(q, spec, "/Desc", qpdf_oh_new_unicode_string(q, file->description));
    qpdf_oh_replace_key(q, spec, "/AFRelationship", qpdf_oh_new_name(q, relationship));
    qpdf_oh_replace_key(q, spec, "/EF", embedded);
    return qpdf_make_indirect_object(q, spec);
}

/* The keys of a name tree stand in the order of their bytes (ISO 32000-1, 7.9.6). */
static gboolean comes_before(qpdf_data q, qpdf_oh a, qpdf_oh b) {
    size_t length_a = 0, length_b = 0;
    /* what qpdf gives back is gone with its next string */
    const char *bytes = qpdf_oh_get_binary_string_value(q, a, &length_a);
    g_autoptr(GBytes) first = g_bytes_new(bytes, length_a);
    bytes = qpdf_oh_get_binary_string_value(q, b, &length_b);
    g_autoptr(GBytes) second = g_bytes_new(bytes, length_b);
    return g_bytes_compare(first, second) <= 0;
}

static void add_name(qpdf_data q, qpdf_oh names, const AfPdfFile *file, qpdf_oh specification) {
    qpdf_oh key = qpdf_oh_new_unicode_string(q, file->name);
    int at = 0, count = qpdf_oh_get_array_n_items(q, names);
    while (at < count && comes_before(q, qpdf_oh_get_array_item(q, names, at), key)) at += 2;
    qpdf_oh_insert_item(q, names, at, specification);
    qpdf_oh_insert_item(q, names, at, key);
}

void af_source_attach(AfPdf *pdf, qpdf_oh catalog) {
    qpdf_data q = pdf->qpdf;
    const AfPdfSource *source = pdf->source;
    if (!source) return;
    qpdf_oh associated = qpdf_oh_new_array(q), list = qpdf_oh_new_array(q);
    qpdf_oh specification = new_specification(pdf, &source->file, "/Source");
    qpdf_oh_append_item(q, associated, specification);
    add_name(q, list, &source->file, specification);
    if (source->supplement.name) {
        specification = new_specification(pdf, &source->supplement, "/Data");
        qpdf_oh_append_item(q, associated, specification);
        add_name(q, list, &source->supplement, specification);
    }
    qpdf_oh tree = qpdf_oh_new_dictionary(q), names = qpdf_oh_get_key(q, catalog, "/Names");
    qpdf_oh_replace_key(q, tree, "/Names", list);
    if (!qpdf_oh_is_dictionary(q, names)) names = qpdf_oh_new_dictionary(q);
    qpdf_oh_replace_key(q, names, "/EmbeddedFiles", tree);
    qpdf_oh_replace_key(q, catalog, "/Names", names);
    qpdf_oh_replace_key(q, catalog, "/AF", associated);
}

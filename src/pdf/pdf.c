#include "pdf/internal.h"

#include <stdlib.h>
#include <string.h>

void af_pdf_report(AfPdf *pdf, const char *reason) {
    af_diagnostics_add(pdf->diagnostics, AF_D_PDF_FAILED, NULL, 0, reason);
}

gboolean af_pdf_failed(AfPdf *pdf, qpdf_data qpdf) {
    qpdf_error error = qpdf_has_error(qpdf) ? qpdf_get_error(qpdf) : NULL;
    /* A warning is a fault too: the file is our own. But cairo names what is painted twice in one pattern twice among its resources,
     * both times as the same object (/x7 is object 7). */
    while (!error && qpdf_more_warnings(qpdf)) {
        error = qpdf_next_warning(qpdf);
        if (strstr(qpdf_get_error_message_detail(qpdf, error), "duplicated key /x")) error = NULL;
    }
    if (!error) return FALSE;
    af_pdf_report(pdf, qpdf_get_error_full_text(qpdf, error));
    return TRUE;
}

static gboolean read_painted(AfPdf *pdf, const GByteArray *stripped) {
    qpdf_data q = pdf->qpdf;
    qpdf_silence_errors(q);
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    qpdf_set_attempt_recovery(q, QPDF_FALSE);
    if (qpdf_read_memory(q, "PDF", (const char *)stripped->data, stripped->len, NULL) & QPDF_ERRORS) {
        af_pdf_failed(pdf, q);
        return FALSE;
    }
    int count = qpdf_get_num_pages(q);
    if (af_pdf_failed(pdf, q)) return FALSE;
    if (count != (int)pdf->n_pages || pdf->painted_leaves->len != pdf->n_pages) {
        af_pdf_report(pdf, "painted pages and laid out ones differ");
        return FALSE;
    }
    for (guint i = 0; i < pdf->n_pages; i++) pdf->page[i] = qpdf_get_page_n(q, i);
    return !af_pdf_failed(pdf, q);
}

static gboolean finish_content(AfPdf *pdf, guint page, qpdf_oh stream) {
    qpdf_data q = pdf->qpdf;
    guint from = g_array_index(pdf->structure.page_leaf, guint, page),
          to = g_array_index(pdf->structure.page_leaf, guint, page + 1);
    g_autoptr(GPtrArray) properties = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_set_size(properties, (int)(to - from) + 1); /* NULL: no artifact */
    char **artifact = (char **)properties->pdata;
    const GArray *painted = g_ptr_array_index(pdf->painted_leaves, page);
    g_autofree const char **actual = g_new0(const char *, to - from + 1);
    for (guint i = to; i-- > from;) {
        actual[i - from] = g_array_index(painted, AfPainted, i - from).actual;
        if (g_array_index(pdf->structure.leaves, AfLeaf, i).element != AF_NO_INDEX) continue;
        artifact[i - from] = af_artifact_properties(pdf, &g_array_index(painted, AfPainted, i - from));
    }
    unsigned char *content = NULL;
    size_t length = 0;
    QPDF_BOOL filtered = QPDF_FALSE;
    qpdf_oh_get_stream_data(q, stream, qpdf_dl_generalized, &filtered, &content, &length);
    GString *rewritten =
        content && filtered ? af_content_rewrite((const char *)content, length, artifact, actual, to - from) : NULL;
    free(content);
    if (af_pdf_failed(pdf, q)) {
        if (rewritten) g_string_free(rewritten, TRUE);
        return FALSE;
    }
    if (!rewritten) {
        af_pdf_report(pdf, "marked content and leaves of a page differ");
        return FALSE;
    }
    af_content_compact(rewritten);
    g_autoptr(GByteArray) packed = af_pdf_deflate(rewritten->str, rewritten->len, AF_DEFLATE);
    g_string_free(rewritten, TRUE);
    if (!packed) {
        af_pdf_report(pdf, "zlib");
        return FALSE;
    }
    qpdf_oh_replace_stream_data(q, stream, packed->data, packed->len, qpdf_oh_new_name(q, "/FlateDecode"),
                                qpdf_oh_new_null(q));
    return TRUE;
}

/* An object for af_pdf_append to replace. */
static qpdf_oh new_placeholder(AfPdf *pdf, const char *value) {
    return qpdf_make_indirect_object(pdf->qpdf, qpdf_oh_parse(pdf->qpdf, value));
}

static gboolean finish_pages(AfPdf *pdf) {
    qpdf_data q = pdf->qpdf;
    for (guint i = 0; i < pdf->n_pages; i++) {
        qpdf_oh stream = qpdf_oh_get_key(q, pdf->page[i], "/Contents");
        if (!qpdf_oh_is_stream(q, stream)) {
            af_pdf_report(pdf, "a page without content");
            return FALSE;
        }
        if (!finish_content(pdf, i, stream)) return FALSE;
        qpdf_oh_replace_key(q, pdf->page[i], "/Tabs", qpdf_oh_new_name(q, "/S"));
        if (af_structure_holds(&pdf->structure, i))
            qpdf_oh_replace_key(q, pdf->page[i], "/StructParents", qpdf_oh_new_integer(q, i));
        else
            qpdf_oh_remove_key(q, pdf->page[i], "/StructParents");
        if (af_links_on(pdf, i)) qpdf_oh_replace_key(q, pdf->page[i], "/Annots", new_placeholder(pdf, "[]"));
    }
    return TRUE;
}

/* What PDF/A and PDF/UA want otherwise than cairo does it: fonts of glyphs without a character code say how codes lead to
 * glyphs (ISO 19005-3, 6.2.11.3.2), and pictures are not smoothed by the reader (6.2.8). */
static void finish_object(AfPdf *pdf, int number) {
    qpdf_data q = pdf->qpdf;
    qpdf_oh object = qpdf_get_object_by_id(q, number, 0);
    if (qpdf_oh_is_dictionary_of_type(q, object, "/Font", "/CIDFontType2") &&
        !qpdf_oh_has_key(q, object, "/CIDToGIDMap")) {
        qpdf_oh_replace_key(q, object, "/CIDToGIDMap", qpdf_oh_new_name(q, "/Identity"));
    }
    if (qpdf_oh_is_stream(q, object)) qpdf_oh_remove_key(q, qpdf_oh_get_dict(q, object), "/Interpolate");
    qpdf_oh_release(q, object);
}

static void finish_objects(AfPdf *pdf) {
    qpdf_data q = pdf->qpdf;
    for (guint i = 0; i < pdf->objects->len; i++) finish_object(pdf, g_array_index(pdf->objects, int, i));
    if (pdf->objects->len) return;
    int size = qpdf_oh_get_int_value_as_int(q, qpdf_oh_get_key(q, qpdf_get_trailer(q), "/Size"));
    for (int i = 1; i < size; i++) finish_object(pdf, i);
}

static void finish_catalog(AfPdf *pdf) {
    qpdf_data q = pdf->qpdf;
    qpdf_oh catalog = qpdf_get_root(q);
    if (*pdf->language) qpdf_oh_replace_key(q, catalog, "/Lang", qpdf_oh_new_unicode_string(q, pdf->language));
    qpdf_oh_replace_key(q, catalog, "/MarkInfo", qpdf_oh_parse(q, "<</Marked true>>"));
    qpdf_oh_replace_key(q, catalog, "/ViewerPreferences", qpdf_oh_parse(q, "<</DisplayDocTitle true>>"));
    qpdf_oh_replace_key(q, catalog, "/StructTreeRoot", new_placeholder(pdf, "<</Type/StructTreeRoot>>"));
    af_output_intent_write(pdf, catalog);
    af_metadata_write(pdf, catalog);
    af_source_attach(pdf, catalog);
    af_page_labels_write(pdf, catalog);
    if (af_outline_wanted(pdf)) {
        qpdf_oh_replace_key(q, catalog, "/Outlines", new_placeholder(pdf, "<</Type/Outlines>>"));
        qpdf_oh_replace_key(q, catalog, "/PageMode", qpdf_oh_new_name(q, "/UseOutlines"));
    }
}

static GByteArray *write_file(AfPdf *pdf) {
    qpdf_data q = pdf->qpdf;
    if (qpdf_init_write_memory(q) & QPDF_ERRORS) return af_pdf_failed(pdf, q), NULL;
    qpdf_set_object_stream_mode(q, qpdf_o_generate);
    qpdf_set_compress_streams(q, QPDF_TRUE);
    qpdf_set_deterministic_ID(q, QPDF_TRUE);
    qpdf_set_newline_before_endstream(q, QPDF_TRUE);
    qpdf_force_pdf_version(q, "1.7");
    qpdf_write(q);
    if (af_pdf_failed(pdf, q)) return NULL;
    return af_pdf_append(pdf, qpdf_get_buffer(q), qpdf_get_buffer_length(q));
}

static GByteArray *finish(AfPdf *pdf, const GByteArray *stripped) {
    if (!read_painted(pdf, stripped)) return NULL;
    af_links_find(pdf);
    af_structure_build(pdf);
    if (!finish_pages(pdf)) return NULL;
    finish_objects(pdf);
    finish_catalog(pdf);
    if (af_pdf_failed(pdf, pdf->qpdf)) return NULL;
    return write_file(pdf);
}

/* The root's language, else that of the first page sequence. */
static const char *find_language(const AfFoNode *root) {
    const char *language = af_style_string(root->style, AF_P_LANGUAGE);
    for (const AfFoNode *n = root->first_child; n && !*language; n = n->next) {
        if (n->element == AF_FO_PAGE_SEQUENCE) language = af_style_string(n->style, AF_P_LANGUAGE);
    }
    return af_language_is_tag(language) ? language : "";
}

/* Reproducible builds say what time it is. Years beyond PDF's four digits are nonsense and count as not said. */
static gint64 find_time(void) {
    const char *epoch = g_getenv("SOURCE_DATE_EPOCH");
    guint64 time = 0;
    if (epoch && g_ascii_string_to_unsigned(epoch, 10, 0, G_GINT64_CONSTANT(253402300799), &time, NULL))
        return (gint64)time;
    return g_get_real_time() / G_USEC_PER_SEC;
}

GByteArray *af_pdf_finish(const GByteArray *painted, const AfPages *pages, const GPtrArray *leaves,
                          const AfPdfSource *source, AfDiagnostics *diagnostics) {
    g_autoptr(GArray) objects = g_array_new(FALSE, FALSE, sizeof(int));
    g_autoptr(GByteArray) stripped = af_pdf_strip(painted, objects);
    guint count = (guint)af_pages_count(pages);
    g_autofree qpdf_oh *page = g_new0(qpdf_oh, count + 1);
    af_autoqpdf qpdf_data qpdf = qpdf_init();
    AfPdf pdf = {
        .qpdf = qpdf, .pages = pages, .fo = af_pages_fo(pages), .painted_leaves = leaves, .diagnostics = diagnostics};
    pdf.source = source;
    pdf.n_pages = count;
    pdf.page = page;
    pdf.objects = objects;
    pdf.links = g_array_new(FALSE, FALSE, sizeof(AfPdfLink));
    pdf.language = find_language(af_fo_root(pdf.fo));
    pdf.time = find_time();
    GByteArray *finished = finish(&pdf, stripped);
    af_structure_clear(&pdf.structure);
    if (pdf.xmp) g_string_free(pdf.xmp, TRUE);
    g_array_unref(pdf.links);
    return finished;
}

/* The program without what makes its PDFs fit for everyone, for the archive and for machines: no tags in the pages, no
 * structure tree, no XMP, no attachment. Linked in the place of cairo's tags and of af_pdf_finish
 * (-Wl,--wrap=…), so that all else is the same: links, bookmarks, page labels, output intent and object streams stay.
 * Pages are as cairo writes them. */
#include "pdf/internal.h"

#include <cairo.h>

void __wrap_cairo_tag_begin(cairo_t *cr, const char *name, const char *attributes);
void __wrap_cairo_tag_end(cairo_t *cr, const char *name);
void __wrap_af_elements_print(const AfPdf *pdf, AfObjects *objects);
GByteArray *__wrap_af_pdf_finish(const GByteArray *painted, const AfPages *pages, const GPtrArray *leaves,
                                 const AfPdfSource *source, AfDiagnostics *diagnostics);

void __wrap_cairo_tag_begin(cairo_t *cr, const char *name, const char *attributes) {
    (void)cr, (void)name, (void)attributes;
}

void __wrap_cairo_tag_end(cairo_t *cr, const char *name) {
    (void)cr, (void)name;
}

void __wrap_af_elements_print(const AfPdf *pdf, AfObjects *objects) {
    (void)pdf, (void)objects;
}

static qpdf_oh placeholder(qpdf_data q, const char *value) {
    return qpdf_make_indirect_object(q, qpdf_oh_parse(q, value));
}

static GByteArray *finish(AfPdf *pdf, const GByteArray *painted) {
    qpdf_data q = pdf->qpdf;
    if (qpdf_read_memory(q, "PDF", (const char *)painted->data, painted->len, NULL) & QPDF_ERRORS) return NULL;
    af_links_find(pdf);
    for (guint i = 0; i < pdf->links->len; i++) g_array_index(pdf->links, AfPdfLink, i).element = 0;
    for (guint i = 0; i < pdf->n_pages; i++) {
        pdf->page[i] = qpdf_get_page_n(q, i);
        if (af_links_on(pdf, i)) qpdf_oh_replace_key(q, pdf->page[i], "/Annots", placeholder(q, "[]"));
    }
    qpdf_oh catalog = qpdf_get_root(q);
    qpdf_oh_replace_key(q, catalog, "/StructTreeRoot", placeholder(q, "<<>>")); /* af_pdf_append looks for one */
    af_output_intent_write(pdf, catalog);
    af_page_labels_write(pdf, catalog);
    if (af_outline_wanted(pdf)) qpdf_oh_replace_key(q, catalog, "/Outlines", placeholder(q, "<<>>"));
    if (qpdf_init_write_memory(q) & QPDF_ERRORS) return NULL;
    qpdf_set_object_stream_mode(q, qpdf_o_generate);
    qpdf_set_compress_streams(q, QPDF_TRUE);
    qpdf_set_deterministic_ID(q, QPDF_TRUE);
    qpdf_force_pdf_version(q, "1.7");
    qpdf_write(q);
    return qpdf_has_error(q) ? NULL : af_pdf_append(pdf, qpdf_get_buffer(q), qpdf_get_buffer_length(q));
}

GByteArray *__wrap_af_pdf_finish(const GByteArray *painted, const AfPages *pages, const GPtrArray *leaves,
                                 const AfPdfSource *source, AfDiagnostics *diagnostics) {
    (void)leaves, (void)source;
    guint count = (guint)af_pages_count(pages);
    g_autofree qpdf_oh *page = g_new0(qpdf_oh, count + 1);
    g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(AfPdfLink));
    g_autoptr(GArray) elements = g_array_new(FALSE, FALSE, sizeof(AfElement));
    qpdf_data qpdf = qpdf_init();
    AfPdf pdf = {.qpdf = qpdf, .pages = pages, .fo = af_pages_fo(pages), .diagnostics = diagnostics};
    pdf.n_pages = count;
    pdf.page = page;
    pdf.links = links;
    pdf.structure.elements = elements;
    pdf.language = "";
    GByteArray *finished = finish(&pdf, painted);
    if (!finished) af_pdf_report(&pdf, "plain");
    qpdf_cleanup(&qpdf);
    return finished;
}

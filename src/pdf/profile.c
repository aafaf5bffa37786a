/* The output intent: what the colours of a file, which are device colours, mean (ISO 19005-3, 6.2.3 and 6.2.4.3). */
#include "pdf/internal.h"

/* sRGB as Little CMS has it (.make/srgb.c), put into the program when it is built: no file is needed when it runs, and
 * documents are the same wherever that was. */
static const guint8 srgb[] = {
#include "srgb.inc"
};

void af_output_intent_write(AfPdf *pdf, qpdf_oh catalog) {
    qpdf_data q = pdf->qpdf;
    qpdf_oh profile = qpdf_oh_new_stream(q);
    g_autoptr(GByteArray) packed = af_pdf_deflate(srgb, sizeof srgb, AF_DEFLATE);
    if (!packed) {
        af_pdf_report(pdf, "zlib");
        return;
    }
    qpdf_oh_replace_stream_data(q, profile, packed->data, packed->len, qpdf_oh_new_name(q, "/FlateDecode"),
                                qpdf_oh_new_null(q));
    qpdf_oh_replace_key(q, qpdf_oh_get_dict(q, profile), "/N", qpdf_oh_new_integer(q, 3));
    qpdf_oh intent = qpdf_oh_parse(q, "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)"
                                      "/RegistryName(http://www.color.org)/Info(sRGB IEC61966-2.1)>>");
    qpdf_oh_replace_key(q, intent, "/DestOutputProfile", profile);
    qpdf_oh intents = qpdf_oh_new_array(q);
    qpdf_oh_append_item(q, intents, qpdf_make_indirect_object(q, intent));
    qpdf_oh_replace_key(q, catalog, "/OutputIntents", intents);
}

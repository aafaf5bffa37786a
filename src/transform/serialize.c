/* Serializing results. */
#include "transform/transform.h"

#include <libxml/HTMLtree.h>

static GByteArray *bytes_of(const xmlChar *text, gsize length) {
    GByteArray *bytes = g_byte_array_sized_new((guint)length);
    return g_byte_array_append(bytes, text, (guint)length);
}

/* Not by htmlDocContentDump, which puts a meta element of its own into the head and knows no HTML5 doctype. */
GByteArray *af_transform_html(xmlDoc *result) {
    static const xmlChar doctype[] = "<!DOCTYPE html>\n";
    GByteArray *bytes = bytes_of(doctype, sizeof doctype - 1);
    xmlBuffer *buffer = xmlBufferCreate();
    xmlOutputBuffer *out = xmlOutputBufferCreateBuffer(buffer, NULL);
    result->type = XML_HTML_DOCUMENT_NODE; /* or letters beyond ASCII would be written as numbers */
    htmlNodeDumpFormatOutput(out, result, xmlDocGetRootElement(result), "UTF-8", 0);
    xmlOutputBufferWriteString(out, "\n");
    xmlOutputBufferClose(out);
    g_byte_array_append(bytes, xmlBufferContent(buffer), (guint)xmlBufferLength(buffer));
    xmlBufferFree(buffer);
    return bytes;
}

GByteArray *af_transform_xml(xmlDoc *result) {
    xmlChar *text = NULL;
    int length = 0;
    xmlDocDumpMemoryEnc(result, &text, &length, "UTF-8");
    GByteArray *bytes = bytes_of(text, (gsize)length);
    xmlFree(text);
    return bytes;
}

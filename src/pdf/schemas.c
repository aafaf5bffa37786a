/* Properties of XMP that ISO 19005-3 does not know must be described in the file itself: the PDF/A extension schemas
 * (ISO 19005-3, 6.6.2.3.3). Those of PDF/UA's identification (ISO 14289-1, 5) are among them. */
#include "pdf/internal.h"

#include "base/xml.h"

#include <string.h>

typedef struct {
    const char *prefix, *uri, *title;
} Schema;

static const Schema schemas[] = {
    {"pdfuaid", "http://www.aiim.org/pdfua/ns/id/", "PDF/UA identification"},
    {"auditfolio", "urn:auditfolio:pdf", "What a document was made from"},
};

/* By schema. Types are those of the XMP specification; "internal" is what a program sets, "external" what a person
 * does. */
static const struct {
    const char *prefix, *name, *type, *category, *description;
} properties[] = {
    [AF_XMP_UA_PART] = {"pdfuaid", "part", "Integer", "internal", "Part of ISO 14289 that the file conforms to"},
    [AF_XMP_SOURCE_DIGEST] = {"auditfolio", "sourceDigest", "Text", "internal",
                              "SHA-256 of the XML attached as source"},
    [AF_XMP_SOURCE_KIND] = {"auditfolio", "sourceKind", "Text", "internal",
                            "What that XML is: assessment or program"},
    [AF_XMP_SOURCE_NAME] = {"auditfolio", "sourceName", "Text", "internal",
                            "Its name among the embedded files"},
    [AF_XMP_SUPPLEMENT_DIGEST] = {"auditfolio", "supplementDigest", "Text", "internal",
                                  "SHA-256 of the file attached as data"},
    [AF_XMP_PROGRAM] = {"auditfolio", "program", "Text", "internal", "Identifier of the competency program"},
    [AF_XMP_PROGRAM_VERSION] = {"auditfolio", "programVersion", "Text", "internal",
                                "Version of the competency program"},
};

/* Those whose bits are set in `used`. */
static void put_schema(GString *out, const Schema *schema, guint used) {
    g_string_append_printf(out,
                           "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>%s</pdfaSchema:schema>"
                           "<pdfaSchema:namespaceURI>%s</pdfaSchema:namespaceURI><pdfaSchema:prefix>%s"
                           "</pdfaSchema:prefix>\n<pdfaSchema:property><rdf:Seq>\n",
                           schema->title, schema->uri, schema->prefix);
    for (gsize i = 0; i < G_N_ELEMENTS(properties); i++) {
        if (!(used & 1U << i) || strcmp(properties[i].prefix, schema->prefix) != 0) continue;
        g_string_append_printf(out,
                               "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>%s</pdfaProperty:name>"
                               "<pdfaProperty:valueType>%s</pdfaProperty:valueType><pdfaProperty:category>%s"
                               "</pdfaProperty:category><pdfaProperty:description>%s</pdfaProperty:description>"
                               "</rdf:li>\n",
                               properties[i].name, properties[i].type, properties[i].category,
                               properties[i].description);
    }
    g_string_append(out, "</rdf:Seq></pdfaSchema:property></rdf:li>\n");
}

static const Schema *schema_of(AfXmpProperty property) {
    const Schema *schema = schemas;
    while (strcmp(schema->prefix, properties[property].prefix) != 0) schema++;
    return schema;
}

void af_xmp_put_property(AfXmp *xmp, AfXmpProperty property, const char *value) {
    const char *prefix = properties[property].prefix, *name = properties[property].name;
    g_autofree char *escaped = g_markup_escape_text(value, -1);
    g_string_append_printf(xmp->text, "<%s:%s>%s</%s:%s>\n", prefix, name, escaped, prefix, name);
    xmp->used |= 1U << property;
}

/* The value that a description gives the property, as an element or, as other programs write it, as an attribute. */
static char *value_in(const xmlNode *node, const char *uri, const char *name) {
    for (; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE) continue;
        if (af_xml_is(node, uri, name)) {
            af_autoxml xmlChar *text = xmlNodeGetContent(node);
            return g_strstrip(g_strdup((const char *)text));
        }
        af_autoxml xmlChar *attribute = xmlGetNsProp(node, BAD_CAST name, BAD_CAST uri);
        if (attribute) return g_strstrip(g_strdup((const char *)attribute));
        char *value = value_in(node->children, uri, name); /* no deeper than AF_XML_MAX_DEPTH */
        if (value) return value;
    }
    return NULL;
}

char *af_xmp_get_property(const xmlDoc *xmp, AfXmpProperty property) {
    const xmlNode *root = xmp ? xmlDocGetRootElement(xmp) : NULL;
    return value_in(root, schema_of(property)->uri, properties[property].name);
}

void af_xmp_put_namespaces(AfXmp *xmp) {
    for (gsize i = 0; i < G_N_ELEMENTS(schemas); i++)
        g_string_append_printf(xmp->text, "\nxmlns:%s=\"%s\"", schemas[i].prefix, schemas[i].uri);
}

static gboolean is_used(const AfXmp *xmp, const Schema *schema) {
    for (gsize i = 0; i < G_N_ELEMENTS(properties); i++) {
        if ((xmp->used & 1U << i) && !strcmp(properties[i].prefix, schema->prefix)) return TRUE;
    }
    return FALSE;
}

void af_xmp_put_schemas(AfXmp *xmp) {
    if (!xmp->used) return;
    g_string_append(xmp->text, "<rdf:Description rdf:about=\"\""
                               " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
                               " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
                               " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
                               "<pdfaExtension:schemas><rdf:Bag>\n");
    for (gsize i = 0; i < G_N_ELEMENTS(schemas); i++) {
        if (is_used(xmp, &schemas[i])) put_schema(xmp->text, &schemas[i], xmp->used);
    }
    g_string_append(xmp->text, "</rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n");
}

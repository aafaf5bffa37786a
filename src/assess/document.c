/* The input document of the stylesheets: program, catalog and messages under one root. */
#include "assess/internal.h"

/* Which elements say the line that they were written on. */
static gboolean has_place(const xmlNode *element) {
    static const char *const names[] = {"text", "prose", "message", "p", "li", "note"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (af_xml_is(element, AF_NS_CATALOG, names[i])) return TRUE;
    }
    return FALSE;
}

static void stamp_places(xmlNode *tree, const char *file, xmlNs *ns) {
    for (xmlNode *element = tree; element; element = af_next_element(tree, element)) {
        if (!has_place(element)) continue;
        char at[512];
        g_snprintf(at, sizeof at, "%s:%ld", file, xmlGetLineNo(element));
        xmlNewNsProp(element, ns, BAD_CAST "at", BAD_CAST at);
    }
}

/* A copy of a tree as the last child; lines come along. */
static xmlNode *graft(xmlNode *parent, const xmlDoc *from) {
    return xmlAddChild(parent, xmlDocCopyNode(xmlDocGetRootElement(from), parent->doc, 1));
}

xmlDoc *af_document_new(const char *kind, const AfProgram *program, const AfCatalog *catalog,
                        const AfCatalog *messages) {
    const xmlDoc *definition = af_program_doc(program);
    xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
    /* shared names make the copies cheaper */
    doc->dict = definition->dict;
    if (doc->dict) xmlDictReference(doc->dict);
    doc->URL = xmlStrdup((const xmlChar *)af_catalog_file(catalog));
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "document", NULL);
    xmlDocSetRootElement(doc, root);
    xmlSetNs(root, xmlNewNs(root, BAD_CAST AF_NS_DOCUMENT, NULL));
    xmlNs *ns = xmlNewNs(root, BAD_CAST AF_NS_DOCUMENT, BAD_CAST "af");
    xmlNodeSetLang(root, (const xmlChar *)af_catalog_language(catalog));
    xmlSetProp(root, BAD_CAST "kind", (const xmlChar *)kind);
    xmlSetProp(root, BAD_CAST "program", (const xmlChar *)af_program_id(program));
    graft(root, definition);
    stamp_places(graft(root, af_catalog_root(catalog)->doc), af_catalog_name(catalog), ns);
    stamp_places(graft(root, af_catalog_root(messages)->doc), af_catalog_name(messages), ns);
    return doc;
}

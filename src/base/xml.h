/* Reading XML: the one door to libxml2's parser and its schema validator, hardened.
 *
 * No network, no external entity, no DTD (a document with a DOCTYPE that declares or names anything is refused; a bare
 * one is let be), at most AF_XML_MAX_BYTES and AF_XML_MAX_DEPTH; entities are never expanded beyond the predefined
 * five. */
#pragma once

#include "base/diag.h"

#include <libxml/tree.h>
#include <libxml/xmlschemas.h>
#include <libxml/xpath.h>

#define AF_XML_MAX_BYTES (64 * 1024 * 1024)
#define AF_XML_MAX_DEPTH 256

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlDoc, xmlFreeDoc)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlXPathContext, xmlXPathFreeContext)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlXPathObject, xmlXPathFreeObject)
/* For strings that libxml2 allocated: `af_autoxml xmlChar *value = xmlGetProp(…)`. */
static inline void af_xml_string_clear(xmlChar **string) {
    if (*string) xmlFree(*string);
}
#define af_autoxml __attribute__((cleanup(af_xml_string_clear)))

/* Starts libxml2 once, with no error output of its own and with a loader of external entities that refuses every file
 * (what is to be read is read by af_xml_read_file, by an XSLT loader too). Call before anything else of libxml2; again
 * does nothing. */
void af_xml_init(void);

/* Reads a file ("-" is standard input, and "-" its name in diagnostics). NULL and at least one error diagnostic if it
 * cannot be read or is refused. The document's URL is path; elements keep their line numbers (beyond 65,535 too:
 * XML_PARSE_BIG_LINES). Free with xmlFreeDoc. */
xmlDoc *af_xml_read_file(const char *path, AfDiagnostics *diagnostics);
/* The bytes of a file (or of standard input) alone, for af_xml_read_memory and for who needs them as they are; NULL and an
 * error if it cannot be read or is beyond AF_XML_MAX_BYTES. To be freed with g_byte_array_unref. */
GByteArray *af_xml_read_bytes(const char *path, AfDiagnostics *diagnostics);
/* The same from memory; name stands for the file in diagnostics. */
xmlDoc *af_xml_read_memory(const char *bytes, gsize length, const char *name, AfDiagnostics *diagnostics);

/* A compiled XSD; NULL and a diagnostic if the schema itself cannot be read. Included and imported schemas are read
 * from the schema's own folder only. */
typedef struct AfSchema AfSchema;
AfSchema *af_schema_load(const char *path, AfDiagnostics *diagnostics);
void af_schema_free(AfSchema *schema);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfSchema, af_schema_free)
/* Whether the document is valid; each fault (of the first thousand) is a diagnostic with file and line: schema-element,
 * schema-value and so on, or schema-invalid with libxml2's words.
 * What the document says about schemas itself (xsi:schemaLocation) is not looked at. */
gboolean af_schema_validate(AfSchema *schema, xmlDoc *doc, AfDiagnostics *diagnostics);

/* The value of an attribute without namespace, owned by the document, NULL if it is not there. */
const char *af_xml_attribute(const xmlNode *element, const char *name);
/* Whether the node is an element of this name (and namespace, unless NULL). */
gboolean af_xml_is(const xmlNode *node, const char *ns, const char *name);

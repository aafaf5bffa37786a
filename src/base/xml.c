/* Reading XML, hardened: bytes are bounded before the parser sees them, entities and depth are refused from its SAX
 * events, and one clear error is kept of what may be thousands. */
#include "base/xml.h"

#include "base/xml_faults.h"
#include "base/xml_words.h"

#include <errno.h>
#include <fcntl.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEGABYTE (1024.0 * 1024.0)
#define MAX_SCHEMA_FAULTS 1000
#define MAX_ATTRIBUTES 256
#define MAX_NAMESPACES 1000 /* in scope; each name is looked up among them one by one */

/* What one parse has to remember; the context's _private. */
typedef struct {
    const char *name;
    AfDiagnostics *diagnostics;
    gboolean refused; /* a diagnostic is given; whatever comes after it is a consequence */
    int markup_line;  /* where the last tag or comment ended */
} Reading;

/* The folder that included schemas may come from; NULL unless a schema is being loaded. */
static const char *schema_folder;

static void say_nothing_structured(void *data G_GNUC_UNUSED, xmlErrorPtr error G_GNUC_UNUSED) {}

static void say_nothing(void *data G_GNUC_UNUSED, const char *format G_GNUC_UNUSED, ...) {}

/* ------------------------------------------------------------------------------------------------------------- bytes
 */

static GByteArray *too_large(const char *name, AfDiagnostics *diagnostics) {
    af_diagnostics_add(diagnostics, AF_D_XML_TOO_LARGE, name, 0, AF_XML_MAX_BYTES / MEGABYTE);
    return NULL;
}

static GByteArray *unreadable(const char *name, int reason, AfDiagnostics *diagnostics) {
    af_diagnostics_add(diagnostics, AF_D_FILE_UNREADABLE, name, 0, g_strerror(reason));
    return NULL;
}

/* All bytes of fd, never more than one beyond the limit: a device without an end is no trap. */
static GByteArray *read_fd(int fd, const char *name, gsize expected, AfDiagnostics *diagnostics) {
    g_autoptr(GByteArray) bytes = g_byte_array_sized_new((guint)MIN(expected, (gsize)AF_XML_MAX_BYTES) + 1);
    gsize chunk = MAX(expected + 1, (gsize)64 * 1024);
    while (bytes->len <= AF_XML_MAX_BYTES) {
        guint old = bytes->len;
        gsize wanted = MIN(chunk, (gsize)AF_XML_MAX_BYTES + 1 - old);
        g_byte_array_set_size(bytes, old + (guint)wanted);
        ssize_t got = read(fd, bytes->data + old, wanted);
        g_byte_array_set_size(bytes, old + (got > 0 ? (guint)got : 0));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return unreadable(name, errno, diagnostics);
        if (got == 0) return g_steal_pointer(&bytes);
        chunk = MAX(bytes->len, 64 * 1024);
    }
    return too_large(name, diagnostics);
}

GByteArray *af_xml_read_bytes(const char *path, AfDiagnostics *diagnostics) {
    if (strcmp(path, "-") == 0) return read_fd(STDIN_FILENO, path, 0, diagnostics);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return unreadable(path, errno, diagnostics);
    struct stat status;
    GByteArray *bytes;
    if (fstat(fd, &status) != 0)
        bytes = unreadable(path, errno, diagnostics);
    else if (S_ISDIR(status.st_mode))
        bytes = unreadable(path, EISDIR, diagnostics);
    else if (S_ISREG(status.st_mode) && status.st_size > AF_XML_MAX_BYTES)
        bytes = too_large(path, diagnostics);
    else
        bytes = read_fd(fd, path, S_ISREG(status.st_mode) ? (gsize)status.st_size : 0, diagnostics);
    close(fd);
    return bytes;
}

/* ------------------------------------------------------------------------------------------------------------ parser
 */

static Reading *reading_of(void *context) {
    return ((xmlParserCtxt *)context)->_private;
}

static int line_of(const xmlParserCtxt *parser) {
    return parser->input ? parser->input->line : 0;
}

static void refuse(xmlParserCtxt *parser, AfCode code, double number) {
    Reading *reading = parser->_private;
    if (!reading->refused) {
        /* The number is for the code that takes one and is not looked at by the others. */
        af_diagnostics_add(reading->diagnostics, code, reading->name, line_of(parser), number);
        reading->refused = TRUE;
    }
    xmlStopParser(parser);
}

static void refuse_words(xmlParserCtxt *parser, const char *words) {
    Reading *reading = parser->_private;
    if (!reading->refused)
        af_diagnostics_add(reading->diagnostics, AF_D_XML_MALFORMED, reading->name, line_of(parser), words);
    reading->refused = TRUE;
    xmlStopParser(parser);
}

static void on_error(void *context, xmlErrorPtr error) {
    Reading *reading = reading_of(context);
    if (reading->refused || error->level < XML_ERR_ERROR) return;
    if (error->level == XML_ERR_ERROR && error->domain != XML_FROM_PARSER && error->domain != XML_FROM_NAMESPACE &&
        error->domain != XML_FROM_I18N)
        return; /* such as an xml:id that occurs twice: not the parser's matter */
    reading->refused = TRUE;
    af_xml_parser_fault(reading->diagnostics, reading->name, context, error);
}

static void on_start_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                             int n_namespaces, const xmlChar **namespaces, int n_attributes, int n_defaulted,
                             const xmlChar **attributes) {
    xmlParserCtxt *parser = context;
    if (parser->nameNr >= AF_XML_MAX_DEPTH) {
        refuse(parser, AF_D_XML_TOO_DEEP, AF_XML_MAX_DEPTH);
        return;
    }
    if (parser->nsNr / 2 > MAX_NAMESPACES) {
        refuse_words(parser, "Too many namespaces are declared");
        return;
    }
    xmlSAX2StartElementNs(context, name, prefix, uri, n_namespaces, namespaces, n_attributes, n_defaulted, attributes);
    reading_of(context)->markup_line = line_of(parser);
}

static void on_end_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    xmlSAX2EndElementNs(context, name, prefix, uri);
    reading_of(context)->markup_line = line_of(context);
}

/* Beyond line 65,535 xmlGetLineNo takes an element's line from the text that follows its tag, and faults of a text are
 * told by its line. libxml2 notes there where the text ends; this is where it begins. */
static void on_characters(void *context, const xmlChar *text, int length) {
    const xmlParserCtxt *parser = context;
    xmlSAX2Characters(context, text, length);
    xmlNode *node = parser->node ? parser->node->last : NULL;
    if (node && node->type == XML_TEXT_NODE) {
        int line = reading_of(context)->markup_line;
        node->line = (unsigned short)MIN(line, 65535);
        node->psvi = node->line == 65535 ? GINT_TO_POINTER(line) : NULL;
    }
}

static void on_comment(void *context, const xmlChar *text) {
    xmlSAX2Comment(context, text);
    reading_of(context)->markup_line = line_of(context);
}

static void on_instruction(void *context, const xmlChar *target, const xmlChar *data) {
    xmlSAX2ProcessingInstruction(context, target, data);
    reading_of(context)->markup_line = line_of(context);
}

/* A bare <!DOCTYPE name> is harmless. Anything that it names or declares could change what the document says. */
static void on_doctype(void *context, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id) {
    if (public_id || system_id)
        refuse(context, AF_D_XML_ENTITY, 0);
    else
        xmlSAX2InternalSubset(context, name, public_id, system_id);
}

/* Also comes after a bare DOCTYPE, without ids. */
static void on_external_subset(void *context, const xmlChar *name G_GNUC_UNUSED, const xmlChar *public_id,
                               const xmlChar *system_id) {
    if (public_id || system_id) refuse(context, AF_D_XML_ENTITY, 0);
}

static void on_entity(void *context, const xmlChar *name G_GNUC_UNUSED, int type G_GNUC_UNUSED,
                      const xmlChar *public_id G_GNUC_UNUSED, const xmlChar *system_id G_GNUC_UNUSED,
                      xmlChar *content G_GNUC_UNUSED) {
    refuse(context, AF_D_XML_ENTITY, 0);
}

static void on_unparsed_entity(void *context, const xmlChar *name G_GNUC_UNUSED, const xmlChar *public_id G_GNUC_UNUSED,
                               const xmlChar *system_id G_GNUC_UNUSED, const xmlChar *notation G_GNUC_UNUSED) {
    refuse(context, AF_D_XML_ENTITY, 0);
}

static void on_notation(void *context, const xmlChar *name G_GNUC_UNUSED, const xmlChar *public_id G_GNUC_UNUSED,
                        const xmlChar *system_id G_GNUC_UNUSED) {
    refuse(context, AF_D_XML_ENTITY, 0);
}

static void on_attribute_declaration(void *context, const xmlChar *element G_GNUC_UNUSED,
                                     const xmlChar *name G_GNUC_UNUSED, int type G_GNUC_UNUSED, int use G_GNUC_UNUSED,
                                     const xmlChar *value G_GNUC_UNUSED, xmlEnumerationPtr tree) {
    xmlFreeEnumeration(tree); /* it is the handler's */
    refuse(context, AF_D_XML_ENTITY, 0);
}

static void on_element_declaration(void *context, const xmlChar *name G_GNUC_UNUSED, int type G_GNUC_UNUSED,
                                   xmlElementContentPtr content G_GNUC_UNUSED) {
    refuse(context, AF_D_XML_ENTITY, 0);
}

/* The five predefined ones are the parser's own and do not come here for their text. */
static xmlEntityPtr on_get_entity(void *context G_GNUC_UNUSED, const xmlChar *name) {
    return xmlGetPredefinedEntity(name);
}

static xmlEntityPtr on_get_parameter_entity(void *context, const xmlChar *name G_GNUC_UNUSED) {
    refuse(context, AF_D_XML_ENTITY, 0);
    return NULL;
}

static void harden(xmlSAXHandler *sax) {
    sax->startElementNs = on_start_element;
    sax->endElementNs = on_end_element;
    sax->characters = on_characters;
    sax->ignorableWhitespace = on_characters;
    sax->comment = on_comment;
    sax->processingInstruction = on_instruction;
    sax->internalSubset = on_doctype;
    sax->externalSubset = on_external_subset;
    sax->entityDecl = on_entity;
    sax->unparsedEntityDecl = on_unparsed_entity;
    sax->notationDecl = on_notation;
    sax->attributeDecl = on_attribute_declaration;
    sax->elementDecl = on_element_declaration;
    sax->getEntity = on_get_entity;
    sax->getParameterEntity = on_get_parameter_entity;
    sax->serror = on_error;
}

static int line_at(const char *bytes, const char *at) {
    int line = 1;
    for (; bytes < at; bytes++)
        if (*bytes == '\n') line++;
    return line;
}

/* The line of the first NUL, 0 if there is none. libxml2 takes a NUL for the end of the text and says something else;
 * in UTF-16 and UTF-32 they are part of the letters. */
static int line_of_nul(const char *bytes, gsize length) {
    const char *nul = memchr(bytes, 0, length);
    if (!nul) return 0;
    if (length >= 2 && (memcmp(bytes, "\xFE\xFF", 2) == 0 || memcmp(bytes, "\xFF\xFE", 2) == 0)) return 0;
    if (length >= 4 &&
        (memcmp(bytes, "\0<\0", 3) == 0 || memcmp(bytes, "<\0", 2) == 0 || memcmp(bytes, "\0\0", 2) == 0))
        return 0;
    return line_at(bytes, nul);
}

/* Where the markup that begins at `p` (a "<") ends; attributes are counted if it is a tag. */
static const char *skip_markup(const char *p, const char *end, int *attributes) {
    static const struct { const char *begin, *end; } others[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}};
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        gsize length = strlen(others[i].begin);
        if ((gsize)(end - p) < length || memcmp(p, others[i].begin, length) != 0) continue;
        const char *found = memmem(p + length, (gsize)(end - p) - length, others[i].end, strlen(others[i].end));
        return found ? found : end;
    }
    char quote = 0;
    for (p++; p < end && (quote || *p != '>'); p++) {
        if (quote) {
            if (*p == quote) quote = 0;
        } else if (*p == '"' || *p == '\'') {
            quote = *p;
        } else if (*p == '=' && ++*attributes > MAX_ATTRIBUTES) {
            return p;
        }
    }
    return p;
}

/* The line of a tag with too many attributes, 0 if there is none. libxml2 compares each attribute of a tag with each before it
 * gives us a chance to refuse: a million of them takes it minutes. */
static int line_of_overfull_tag(const char *bytes, gsize length) {
    const char *end = bytes + length, *p = bytes;
    while ((p = memchr(p, '<', (gsize)(end - p)))) {
        int attributes = 0;
        p = skip_markup(p, end, &attributes);
        if (attributes > MAX_ATTRIBUTES) return line_at(bytes, p);
    }
    return 0;
}

/* What can be said of the bytes before they are parsed. */
static gboolean refuse_bytes(const char *bytes, gsize length, const char *name, AfDiagnostics *diagnostics) {
    if (length > AF_XML_MAX_BYTES) {
        too_large(name, diagnostics);
        return TRUE;
    }
    const char *words = NULL;
    int line = 1;
    if (length == 0)
        words = "The document is empty";
    else if ((line = line_of_nul(bytes, length)))
        words = "The text holds a NUL character";
    else if ((line = line_of_overfull_tag(bytes, length)))
        words = "A tag has too many attributes";
    if (words) af_diagnostics_add(diagnostics, AF_D_XML_MALFORMED, name, line, words);
    return words != NULL;
}

xmlDoc *af_xml_read_memory(const char *bytes, gsize length, const char *name, AfDiagnostics *diagnostics) {
    af_xml_init();
    if (refuse_bytes(bytes, length, name, diagnostics)) return NULL;
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (!parser) g_error("out of memory");
    Reading reading = {.name = name, .diagnostics = diagnostics};
    parser->_private = &reading;
    harden(parser->sax);
    xmlDoc *doc = xmlCtxtReadMemory(parser, bytes, (int)length, name, NULL,
                                    XML_PARSE_NONET | XML_PARSE_BIG_LINES | XML_PARSE_NOCDATA);
    if (!doc && !reading.refused)
        af_diagnostics_add(diagnostics, AF_D_XML_MALFORMED, name, MAX(line_of(parser), 1),
                           "The document is not well-formed");
    if (doc && reading.refused) {
        xmlFreeDoc(doc);
        doc = NULL;
    }
    xmlFreeParserCtxt(parser);
    if (doc && (!doc->URL || strcmp((const char *)doc->URL, name) != 0)) { /* libxml2 escapes it as a URI */
        xmlFree((gpointer)(guintptr)doc->URL);
        doc->URL = xmlStrdup((const xmlChar *)name);
    }
    return doc;
}

xmlDoc *af_xml_read_file(const char *path, AfDiagnostics *diagnostics) {
    g_autoptr(GByteArray) bytes = af_xml_read_bytes(path, diagnostics);
    if (!bytes) return NULL;
    return af_xml_read_memory((const char *)bytes->data, bytes->len, path, diagnostics);
}

/* ------------------------------------------------------------------------------------------------------------ schema
 */

struct AfSchema {
    xmlSchema *schema;
    xmlDoc *doc; /* the schema's components point into it */
    char *noise; /* "{namespace}" of the schema, which its messages repeat at every name */
};

/* libxml2's only way to other files. Closed, except for what a schema includes from its own folder. */
static xmlParserInputPtr load_external(const char *url, const char *id G_GNUC_UNUSED, xmlParserCtxtPtr parser) {
    if (!schema_folder || !url || strstr(url, "://")) return NULL;
    g_autofree char *unescaped = g_uri_unescape_string(url, NULL);
    char *real = unescaped ? realpath(unescaped, NULL) : NULL;
    if (!real) return NULL;
    g_autofree char *folder = g_path_get_dirname(real);
    g_autoptr(GByteArray) bytes = NULL;
    if (strcmp(folder, schema_folder) == 0) {
        g_autoptr(AfDiagnostics) unheard = af_diagnostics_new(); /* the schema parser says what it could not load */
        bytes = af_xml_read_bytes(real, unheard);
    }
    free(real);
    if (!bytes) return NULL;
    xmlParserInputBuffer *buffer =
        xmlParserInputBufferCreateMem((const char *)bytes->data, (int)bytes->len, XML_CHAR_ENCODING_NONE);
    xmlParserInput *input = buffer ? xmlNewIOInputStream(parser, buffer, XML_CHAR_ENCODING_NONE) : NULL;
    if (input) input->filename = (const char *)xmlStrdup((const xmlChar *)url);
    return input;
}

void af_xml_init(void) {
    static gboolean done;
    if (done) return;
    done = TRUE;
    xmlInitParser();
    xmlSetGenericErrorFunc(NULL, say_nothing);
    xmlSetStructuredErrorFunc(NULL, say_nothing_structured);
    xmlSetExternalEntityLoader(load_external);
}

/* Only the first of a schema is said. libxml2 names the file, if it is one that the schema includes, by its address. */
typedef struct {
    const AfSchema *schema;
    const char *path;
    AfDiagnostics *diagnostics;
    int faults;
} Loading;

static void on_schema_parse_fault(void *data, xmlErrorPtr error) {
    Loading *loading = data;
    if (error->level < XML_ERR_ERROR || loading->faults++) return;
    g_autofree char *words = af_xml_words(error->message, loading->schema->noise);
    g_autofree char *file = error->file ? g_uri_unescape_string(error->file, NULL) : g_strdup(loading->path);
    af_diagnostics_add(loading->diagnostics, AF_D_SCHEMA_INVALID, file ? file : error->file, error->line, words);
}

/* As an address, with escapes: libxml2 cannot put another file's name to a base with a space, a letter beyond ASCII or
 * a percent sign in it. */
static void set_url(xmlDoc *doc, const char *path) {
    xmlFree((gpointer)(guintptr)doc->URL);
    g_autofree char *escaped = g_uri_escape_string(path, "/", FALSE);
    doc->URL = xmlStrdup((const xmlChar *)escaped);
}

AfSchema *af_schema_load(const char *path, AfDiagnostics *diagnostics) {
    g_autoptr(AfSchema) schema = g_new0(AfSchema, 1);
    schema->doc = af_xml_read_file(path, diagnostics);
    if (!schema->doc) return NULL;
    set_url(schema->doc, path);
    const xmlNode *root = xmlDocGetRootElement(schema->doc);
    const char *target = af_xml_attribute(root, "targetNamespace");
    if (target && *target) schema->noise = g_strdup_printf("{%s}", target);

    char *real = realpath(path, NULL);
    g_autofree char *folder = real ? g_path_get_dirname(real) : NULL;
    free(real);
    Loading loading = {.schema = schema, .path = path, .diagnostics = diagnostics};
    xmlSchemaParserCtxt *parser = xmlSchemaNewDocParserCtxt(schema->doc);
    xmlSchemaSetParserStructuredErrors(parser, on_schema_parse_fault, &loading);
    schema_folder = folder;
    schema->schema = xmlSchemaParse(parser);
    schema_folder = NULL;
    xmlSchemaFreeParserCtxt(parser);
    if (schema->schema && loading.faults == 0) return g_steal_pointer(&schema);
    if (loading.faults == 0) af_diagnostics_add(diagnostics, AF_D_SCHEMA_INVALID, path, 1, "This is no schema");
    return NULL;
}

void af_schema_free(AfSchema *schema) {
    if (!schema) return;
    xmlSchemaFree(schema->schema);
    xmlFreeDoc(schema->doc);
    g_free(schema->noise);
    g_free(schema);
}

typedef struct {
    AfSchemaFaults faults;
    int count;
} Validation;

static void on_schema_fault(void *data, xmlErrorPtr error) {
    Validation *validation = data;
    if (error->level < XML_ERR_ERROR || validation->count >= MAX_SCHEMA_FAULTS) return;
    if (af_xml_schema_fault(&validation->faults, error)) validation->count++;
}

gboolean af_schema_validate(AfSchema *schema, xmlDoc *doc, AfDiagnostics *diagnostics) {
    const char *name = (const char *)doc->URL;
    Validation validation = {.faults = {.diagnostics = diagnostics, .name = name, .schema = schema->doc}};
    xmlSchemaValidCtxt *validator = xmlSchemaNewValidCtxt(schema->schema);
    xmlSchemaSetValidStructuredErrors(validator, on_schema_fault, &validation);
    int result = xmlSchemaValidateDoc(validator, doc);
    xmlSchemaFreeValidCtxt(validator);
    g_free(validation.faults.value_attribute);
    if (result != 0 && validation.count == 0)
        af_diagnostics_add(diagnostics, AF_D_SCHEMA_INVALID, name, 0, "The document could not be validated");
    return result == 0 && validation.count == 0;
}

/* ------------------------------------------------------------------------------------------------------------- nodes
 */

const char *af_xml_attribute(const xmlNode *element, const char *name) {
    if (!element || element->type != XML_ELEMENT_NODE) return NULL;
    for (const xmlAttr *attribute = element->properties; attribute; attribute = attribute->next) {
        if (attribute->ns || strcmp((const char *)attribute->name, name) != 0) continue;
        return attribute->children && attribute->children->content ? (const char *)attribute->children->content : "";
    }
    return NULL;
}

gboolean af_xml_is(const xmlNode *node, const char *ns, const char *name) {
    if (!node || node->type != XML_ELEMENT_NODE || strcmp((const char *)node->name, name) != 0) return FALSE;
    return !ns || (node->ns && node->ns->href && strcmp((const char *)node->ns->href, ns) == 0);
}

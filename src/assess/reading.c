/* Reading: files that have a schema, and walking their trees. */
#include "assess/internal.h"
#include "base/file.h"

#include <string.h>

/* Schemas live as long as the process: several catalogs are checked against one. */
static AfSchema *schema_of(const char *name, AfDiagnostics *diagnostics) {
    static GHashTable *schemas;
    if (!schemas) schemas = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)af_schema_free);
    AfSchema *schema = g_hash_table_lookup(schemas, name);
    if (!schema) {
        g_autofree char *path = af_data_path("schemas", name);
        schema = af_schema_load(path, diagnostics);
        if (schema) g_hash_table_insert(schemas, g_strdup(name), schema);
    }
    return schema;
}

gboolean af_valid(xmlDoc *doc, const char *schema_name, AfDiagnostics *diagnostics) {
    AfSchema *schema = schema_of(schema_name, diagnostics);
    return schema && af_schema_validate(schema, doc, diagnostics);
}

xmlDoc *af_read_valid(const char *path, const char *schema_name, AfDiagnostics *diagnostics) {
    g_autoptr(xmlDoc) doc = af_xml_read_file(path, diagnostics);
    if (!doc) return NULL;
    return af_valid(doc, schema_name, diagnostics) ? g_steal_pointer(&doc) : NULL;
}

int af_line(const xmlNode *node) {
    return (int)xmlGetLineNo(node);
}

xmlNode *af_child(const xmlNode *parent, const char *name) {
    for (xmlNode *child = parent ? xmlFirstElementChild((xmlNode *)(gsize)parent) : NULL; child;
         child = xmlNextElementSibling(child)) {
        if (af_xml_is(child, NULL, name)) return child;
    }
    return NULL;
}

char *af_next_word(const char **position) {
    static const char white[] = " \t\r\n";
    *position += strspn(*position, white);
    gsize length = strcspn(*position, white);
    if (!length) return NULL;
    char *word = g_strndup(*position, length);
    *position += length;
    return word;
}

/* The next node of any kind in document order below top. */
static xmlNode *step(const xmlNode *top, xmlNode *node) {
    if (node->type == XML_ELEMENT_NODE && node->children) return node->children;
    while (node != top && !node->next) node = node->parent;
    return node == top ? NULL : node->next;
}

xmlNode *af_next_element(const xmlNode *top, xmlNode *node) {
    do {
        node = step(top, node);
    } while (node && node->type != XML_ELEMENT_NODE);
    return node;
}

char *af_fold(const char *text) {
    GString *out = g_string_new(NULL);
    gboolean gap = FALSE;
    for (const char *p = text; *p; p++) {
        if (*p == ' ' || *p == '\n' || *p == '\t' || *p == '\r') {
            gap = out->len > 0;
        } else {
            if (gap) g_string_append_c(out, ' ');
            gap = FALSE;
            g_string_append_c(out, *p);
        }
    }
    return g_string_free(out, FALSE);
}

void af_fold_attributes(xmlNode *root) {
    for (xmlNode *element = root; element; element = af_next_element(root, element)) {
        for (xmlAttr *attribute = element->properties; attribute; attribute = attribute->next) {
            xmlNode *text = attribute->children;
            if (!text || !text->content || !strcmp((const char *)attribute->name, "file")) continue;
            g_autofree char *value = af_fold((const char *)text->content);
            if (strcmp(value, (const char *)text->content)) xmlNodeSetContent(text, BAD_CAST value);
        }
    }
}

/* Catalogs: the texts of one language, by id. */
#include "assess/internal.h"
#include "base/file.h"

#include <string.h>

struct AfCatalog {
    char *language;
    char *file; /* its path */
    char *name; /* its path below the data folder */
    xmlDoc *doc;
    GHashTable *texts; /* id → xmlNode, both of doc */
};

static char *catalog_path(const char *language, const char *name) {
    g_autofree char *below = g_strconcat(language, "/", name, ".xml", NULL);
    return af_data_path("locales", below);
}

gboolean af_catalog_exists(const char *language, const char *name) {
    g_autofree char *path = catalog_path(language, name);
    return g_file_test(path, G_FILE_TEST_EXISTS);
}

/* Whether the root's attribute says what the file's place says; `expected` NULL: that there is none. */
static gboolean attribute_fits(const char *said, const char *expected, const char *path, const xmlNode *root,
                               AfDiagnostics *diagnostics) {
    if (!g_strcmp0(said, expected)) return TRUE;
    af_diagnostics_add(diagnostics, AF_D_CATALOG_MISPLACED, path, (int)xmlGetLineNo(root), said, expected);
    return FALSE;
}

static gboolean catalog_fits(const xmlNode *root, const char *path, const char *language, const char *name,
                             AfDiagnostics *diagnostics) {
    const char *program = strcmp(name, AF_MESSAGES) ? name : NULL;
    af_autoxml xmlChar *tag = xmlGetNsProp(root, BAD_CAST "lang", XML_XML_NAMESPACE);
    gboolean fits = attribute_fits((const char *)tag, language, path, root, diagnostics);
    return attribute_fits(af_xml_attribute(root, "program"), program, path, root, diagnostics) && fits;
}

AfCatalog *af_catalog_load(const char *language, const char *name, AfDiagnostics *diagnostics) {
    g_autofree char *path = catalog_path(language, name);
    g_autoptr(xmlDoc) doc = af_read_valid(path, "catalog.xsd", diagnostics);
    if (!doc) return NULL;
    const xmlNode *root = xmlDocGetRootElement(doc);
    if (!catalog_fits(root, path, language, name, diagnostics)) return NULL;
    AfCatalog *catalog = g_new0(AfCatalog, 1);
    catalog->language = g_strdup(language);
    catalog->name = g_strconcat("locales/", language, "/", name, ".xml", NULL);
    catalog->file = g_steal_pointer(&path);
    catalog->texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (xmlNode *text = root->children; text; text = text->next) {
        if (text->type != XML_ELEMENT_NODE) continue;
        g_hash_table_insert(catalog->texts, g_strdup(af_xml_attribute(text, "id")), text);
    }
    catalog->doc = g_steal_pointer(&doc);
    return catalog;
}

void af_catalog_free(AfCatalog *catalog) {
    if (!catalog) return;
    g_free(catalog->language);
    g_free(catalog->file);
    g_free(catalog->name);
    g_hash_table_unref(catalog->texts);
    xmlFreeDoc(catalog->doc);
    g_free(catalog);
}

const char *af_catalog_language(const AfCatalog *catalog) {
    return catalog->language;
}

const char *af_catalog_file(const AfCatalog *catalog) {
    return catalog->file;
}

const char *af_catalog_name(const AfCatalog *catalog) {
    return catalog->name;
}

xmlNode *af_catalog_root(const AfCatalog *catalog) {
    return xmlDocGetRootElement(catalog->doc);
}

guint af_catalog_count(const AfCatalog *catalog) {
    return g_hash_table_size(catalog->texts);
}

const xmlNode *af_catalog_find(const AfCatalog *catalog, const char *id) {
    return g_hash_table_lookup(catalog->texts, id);
}

char *af_catalog_text(const AfCatalog *catalog, const char *id) {
    const xmlNode *text = af_catalog_find(catalog, id);
    if (!text) return NULL;
    af_autoxml xmlChar *content = xmlNodeGetContent(text);
    return af_fold((const char *)content);
}

char *af_catalog_message(const AfCatalog *catalog, const char *id, const AfArg *args, guint n_args) {
    g_autofree char *pattern = af_catalog_text(catalog, id);
    return pattern ? af_message_format(af_locale_get(catalog->language), pattern, args, n_args) : NULL;
}

const char *af_text_kind_name(AfTextKind kind) {
    static const char *const names[AF_TEXT_KIND_COUNT] = {"text", "prose", "message"};
    return names[kind];
}

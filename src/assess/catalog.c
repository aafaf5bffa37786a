/* Catalogs: the texts of one language, by id. */
#include "assess/internal.h"
#include "base/file.h"

#include <string.h>

struct AfCatalog {
    char *language;
    char *file; /* its path */
    char *name; /* its path below the data folder */
    xmlDoc *doc;
    GHashTable *texts; /* id → xmlNode of doc */
    GHashTable *taken; /* xmlNode of doc → path of the other file that it was read from; NULL: none was */
    guint lent;        /* texts of other languages */
};

/* The language whose file a catalog is read from: a pseudo-language has none. */
static const char *written_language(const char *language) {
    return af_pseudo_is(language) ? AF_SOURCE_LANGUAGE : language;
}

static char *catalog_path(const char *language, const char *name) {
    g_autofree char *below = g_strconcat(written_language(language), "/", name, ".xml", NULL);
    return af_data_path("locales", below);
}

/* The same below the data folder. */
static char *catalog_name(const char *language, const char *name) {
    return g_strconcat("locales/", written_language(language), "/", name, ".xml", NULL);
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
    const char *owner = strcmp(name, AF_MESSAGES) ? name : NULL, *library = af_xml_attribute(root, "library");
    af_autoxml xmlChar *tag = xmlGetNsProp(root, BAD_CAST "lang", XML_XML_NAMESPACE);
    gboolean fits = attribute_fits((const char *)tag, language, path, root, diagnostics);
    const char *said = library ? library : af_xml_attribute(root, "program");
    return attribute_fits(said, owner, path, root, diagnostics) && fits;
}

/* Whether there are no words; a link or a number needs none of its own. */
static gboolean is_empty(xmlNode *text) {
    for (xmlNode *element = text; (element = af_next_element(text, element));) {
        if (af_xml_is(element, AF_NS_CATALOG, "a") || af_xml_is(element, AF_NS_CATALOG, "value")) return FALSE;
    }
    af_autoxml xmlChar *content = xmlNodeGetContent(text);
    g_autofree char *words = af_fold((const char *)content);
    return !*words;
}

/* Texts by their id. One without words is none: it is missing, and another language's may stand for it. */
static GHashTable *texts_of(xmlNode *root) {
    GHashTable *texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (xmlNode *text = xmlFirstElementChild(root), *next; text; text = next) {
        next = xmlNextElementSibling(text);
        if (is_empty(text)) {
            xmlUnlinkNode(text);
            xmlFreeNode(text);
        } else {
            g_hash_table_insert(texts, g_strdup(af_xml_attribute(text, "id")), text);
        }
    }
    return texts;
}

AfCatalog *af_catalog_load(const char *language, const char *name, AfDiagnostics *diagnostics) {
    g_autofree char *path = catalog_path(language, name);
    g_autoptr(xmlDoc) doc = af_read_valid(path, "catalog.xsd", diagnostics);
    if (!doc) return NULL;
    const xmlNode *root = xmlDocGetRootElement(doc);
    if (!catalog_fits(root, path, written_language(language), name, diagnostics)) return NULL;
    if (af_pseudo_is(language)) af_catalog_make_pseudo(xmlDocGetRootElement(doc), language);
    AfCatalog *catalog = g_new0(AfCatalog, 1);
    catalog->language = g_strdup(language);
    catalog->name = catalog_name(language, name);
    catalog->file = g_steal_pointer(&path);
    catalog->texts = texts_of(xmlDocGetRootElement(doc));
    catalog->doc = g_steal_pointer(&doc);
    return catalog;
}

AfCatalog *af_catalog_load_program(const char *language, const AfProgram *program, AfDiagnostics *diagnostics) {
    g_autoptr(AfCatalog) catalog = af_catalog_load(language, af_program_id(program), diagnostics);
    const char *library = af_program_library(program);
    if (!catalog || !library) return g_steal_pointer(&catalog);
    if (!af_catalog_exists(language, library)) {
        af_diagnostics_add(diagnostics, AF_D_CATALOG_MISSING, NULL, 0, library, language);
        return NULL;
    }
    return af_catalog_take_library(catalog, library, diagnostics) ? g_steal_pointer(&catalog) : NULL;
}

AfCatalog *af_catalog_new(const char *language, const char *name) {
    AfCatalog *catalog = g_new0(AfCatalog, 1);
    catalog->language = g_strdup(language);
    catalog->name = catalog_name(language, name);
    catalog->file = catalog_path(language, name);
    catalog->texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    catalog->doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(catalog->doc, NULL, BAD_CAST "catalog", NULL);
    xmlDocSetRootElement(catalog->doc, root);
    xmlSetNs(root, xmlNewNs(root, BAD_CAST AF_NS_CATALOG, NULL));
    xmlNodeSetLang(root, BAD_CAST language);
    if (strcmp(name, AF_MESSAGES)) xmlSetProp(root, BAD_CAST "program", BAD_CAST name);
    return catalog;
}

/* The namespace of what this program adds to a catalog's elements. */
static xmlNs *own_namespace(AfCatalog *catalog) {
    xmlNode *root = af_catalog_root(catalog);
    xmlNs *ns = xmlSearchNsByHref(catalog->doc, root, BAD_CAST AF_NS_DOCUMENT);
    return ns ? ns : xmlNewNs(root, BAD_CAST AF_NS_DOCUMENT, BAD_CAST "af");
}

static xmlNode *take_text(AfCatalog *catalog, const AfCatalog *from, const xmlNode *text) {
    xmlNode *copy = xmlAddChild(af_catalog_root(catalog), xmlDocCopyNode((xmlNode *)text, catalog->doc, 1));
    if (!catalog->taken) catalog->taken = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    int line;
    g_hash_table_insert(catalog->taken, copy, g_strdup(af_catalog_place(from, text, &line)));
    af_stamp_places(copy, from->name, own_namespace(catalog));
    g_hash_table_insert(catalog->texts, g_strdup(af_xml_attribute(text, "id")), copy);
    return copy;
}

gboolean af_catalog_take_library(AfCatalog *catalog, const char *library, AfDiagnostics *diagnostics) {
    g_autoptr(AfCatalog) shared = af_catalog_load(catalog->language, library, diagnostics);
    xmlNode *text = shared ? xmlFirstElementChild(af_catalog_root(shared)) : NULL;
    for (; text; text = xmlNextElementSibling(text)) {
        if (!af_catalog_find(catalog, af_xml_attribute(text, "id"))) take_text(catalog, shared, text);
    }
    return shared != NULL;
}

void af_catalog_drop(AfCatalog *catalog, const char *id) {
    xmlNode *text = g_hash_table_lookup(catalog->texts, id);
    if (!text) return;
    if (catalog->taken) g_hash_table_remove(catalog->taken, text);
    g_hash_table_remove(catalog->texts, id);
    xmlUnlinkNode(text);
    xmlFreeNode(text);
}

/* What is in an element as words of another language: in a span. direction: NULL, if it is that of the language
 * around. */
static void wrap_words(xmlNode *element, const char *language, const char *direction, xmlNs *ns) {
    xmlNode *span = xmlNewDocNode(element->doc, element->ns, BAD_CAST "span", NULL);
    xmlNodeSetLang(span, BAD_CAST language);
    if (direction) xmlSetNsProp(span, ns, BAD_CAST "direction", BAD_CAST direction);
    while (element->children) {
        xmlNode *child = element->children;
        xmlUnlinkNode(child);
        xmlAddChild(span, child);
    }
    xmlAddChild(element, span);
}

static gboolean holds_words(const xmlNode *element) {
    if (af_xml_is(element, AF_NS_CATALOG, "p") || af_xml_is(element, AF_NS_CATALOG, "note")) return TRUE;
    return af_xml_is(element, AF_NS_CATALOG, "li");
}

static gboolean holds_blocks(const xmlNode *element) {
    for (const xmlNode *child = element->children; child; child = child->next) {
        if (holds_words(child)) return TRUE;
        if (af_xml_is(child, AF_NS_CATALOG, "ul") || af_xml_is(child, AF_NS_CATALOG, "ol")) return TRUE;
    }
    return FALSE;
}

/* Says of a text what language it is in: of its words, or of the blocks of a prose. After the words, or before the
 * first ones of a prose, is the place of its mark. */
static void wrap(xmlNode *text, const char *direction, xmlNs *ns) {
    xmlNode *place = xmlNewDocNode(text->doc, ns, BAD_CAST "mark", NULL), *first = text->children;
    const char *language = af_catalog_lender(text);
    if (!af_xml_is(text, AF_NS_CATALOG, "prose")) {
        wrap_words(text, language, direction, ns);
        xmlAddChild(text, place);
        return;
    }
    for (xmlNode *block = first; block; block = block->next) {
        if (block->type == XML_ELEMENT_NODE) xmlNodeSetLang(block, BAD_CAST language);
    }
    for (xmlNode *block = direction ? first : NULL; block; block = af_next_element(text, block)) {
        if (holds_words(block) && !holds_blocks(block)) wrap_words(block, language, direction, ns);
    }
    while (first && !holds_words(first)) first = af_next_element(text, first);
    if (first && first->children) {
        xmlAddPrevSibling(first->children, place);
    } else {
        xmlAddChild(first ? first : text, place);
    }
}

void af_catalog_lend(AfCatalog *catalog, const AfCatalog *from, const xmlNode *text, const char *mark) {
    xmlNs *ns = own_namespace(catalog);
    xmlNode *copy = take_text(catalog, from, text);
    xmlNodeSetLang(copy, BAD_CAST from->language);
    xmlSetNsProp(copy, ns, BAD_CAST "fallback", BAD_CAST from->language);
    xmlSetNsProp(copy, ns, BAD_CAST "mark", BAD_CAST mark);
    gboolean turns = af_locale_is_rtl(af_locale_get(from->language));
    gboolean turned = af_locale_is_rtl(af_locale_get(catalog->language));
    const char *direction = turns == turned ? NULL : turns ? "rtl" : "ltr";
    if (!af_xml_is(copy, AF_NS_CATALOG, "message")) wrap(copy, direction, ns);
    catalog->lent++;
}

const char *af_catalog_lender(const xmlNode *text) {
    const xmlAttr *attribute = xmlHasNsProp(text, BAD_CAST "fallback", BAD_CAST AF_NS_DOCUMENT);
    return attribute && attribute->children ? (const char *)attribute->children->content : NULL;
}

guint af_catalog_untranslated(const AfCatalog *catalog) {
    return catalog->lent;
}

gboolean af_catalog_took(const AfCatalog *catalog, const xmlNode *text) {
    return catalog->taken && g_hash_table_contains(catalog->taken, text);
}

const char *af_catalog_place(const AfCatalog *catalog, const xmlNode *node, int *line) {
    *line = af_line(node);
    const xmlNode *text = node, *root = af_catalog_root(catalog);
    while (text->parent && text->parent != root) text = text->parent;
    const char *path = catalog->taken ? g_hash_table_lookup(catalog->taken, text) : NULL;
    return path ? path : catalog->file;
}

void af_catalog_free(AfCatalog *catalog) {
    if (!catalog) return;
    if (catalog->taken) g_hash_table_unref(catalog->taken);
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

char *af_catalog_pattern(const AfCatalog *catalog, const char *id) {
    const xmlNode *text = af_catalog_find(catalog, id);
    if (!text) return NULL;
    af_autoxml xmlChar *content = xmlNodeGetContent(text);
    return af_fold((const char *)content);
}

char *af_text_marked(const xmlNode *text, char *words) {
    af_autoxml xmlChar *mark = xmlGetNsProp(text, BAD_CAST "mark", BAD_CAST AF_NS_DOCUMENT);
    if (!mark || !words) return words;
    char *marked = g_strconcat(words, " ", (const char *)mark, NULL);
    g_free(words);
    return marked;
}

char *af_catalog_text(const AfCatalog *catalog, const char *id) {
    const xmlNode *text = af_catalog_find(catalog, id);
    return text ? af_text_marked(text, af_catalog_pattern(catalog, id)) : NULL;
}

/* One of another language goes by that language's plurals. */
char *af_catalog_message(const AfCatalog *catalog, const char *id, const AfArg *args, guint n_args) {
    const xmlNode *text = af_catalog_find(catalog, id);
    if (!text) return NULL;
    g_autofree char *pattern = af_catalog_pattern(catalog, id);
    const char *lender = catalog->lent ? af_catalog_lender(text) : NULL;
    AfLocale *locale = af_locale_get(lender ? lender : catalog->language);
    return af_text_marked(text, af_message_format(locale, pattern, args, n_args));
}

AfTextKind af_text_kind(const xmlNode *text) {
    AfTextKind kind = AF_TEXT;
    while (kind < AF_MESSAGE && !af_xml_is(text, AF_NS_CATALOG, af_text_kind_name(kind))) kind++;
    return kind;
}

const char *af_text_kind_name(AfTextKind kind) {
    static const char *const names[AF_TEXT_KIND_COUNT] = {"text", "prose", "message"};
    return names[kind];
}

/* The index page: every document in a folder that was made for it, with a picture of its first page.
 *
 * Checklists and reports are made by two runs, so what the page lists is kept beside it, in FOLDER/.index.xml: the
 * input of html/index.xsl. A run adds its documents and keeps those listed before, as long as their files are there as
 * they were made: whatever became of the folder meanwhile, the page shows what is in it. */
#include "cli/cli.h"

#include <glib/gstdio.h>
#include <string.h>

#define LIST ".index.xml"
#define PICTURE "data:image/png;base64,"

static void set(xmlNode *element, const char *name, const char *value) {
    xmlSetProp(element, (const xmlChar *)name, (const xmlChar *)value);
}

static void set_number(xmlNode *element, const char *name, guint64 value) {
    char text[32];
    g_snprintf(text, sizeof text, "%" G_GUINT64_FORMAT, value);
    set(element, name, text);
}

/* A file's name as an address: whatever it is, it leads to nothing but a file beside the page. */
static char *address_of(const char *name) {
    return g_uri_escape_string(name, NULL, FALSE);
}

/* Pages painted one by one are not listed. */
static void add_file(xmlNode *parent, const AfOutput *output) {
    if (output->format == AF_FORMAT_PNG || output->format == AF_FORMAT_SVG) return;
    xmlNode *file = xmlNewChild(parent, NULL, BAD_CAST "file", NULL);
    g_autofree char *name = g_path_get_basename(output->path);
    g_autofree char *address = address_of(name);
    set(file, "format", af_format_name(output->format));
    set(file, "href", address);
    set_number(file, "bytes", output->bytes->len);
}

/* Width and height are the first words of a PNG's first chunk: a page that knows them does not jump while it loads. */
static void set_png_size(xmlNode *picture, const GByteArray *png) {
    enum { width_at = 16, height_at = 20, header = 24 };
    if (png->len < header) return;
    guint32 width, height;
    memcpy(&width, png->data + width_at, sizeof width);
    memcpy(&height, png->data + height_at, sizeof height);
    set_number(picture, "width", GUINT32_FROM_BE(width));
    set_number(picture, "height", GUINT32_FROM_BE(height));
}

/* <document kind="…" name="…" language="…" FACTS…><file/>…<thumbnail/></document>; the facts of a checklist are
 * program, version, date, title and checklist (the program's texts), those of a report besides partner, solution,
 * content-language (the tag of the assessment), ready ("yes", "no") and open (how much is). */
static void add_product(xmlNode *root, const AfProduct *product) {
    xmlNode *element = xmlNewChild(root, NULL, BAD_CAST "document", NULL);
    set(element, "kind", product->kind);
    set(element, "name", product->name);
    set(element, "language", product->language);
    for (char **fact = product->facts; fact && fact[0]; fact += 2) set(element, fact[0], fact[1]);
    set_number(element, "pages", (guint64)product->pages);
    for (guint i = 0; i < product->outputs->len; i++) add_file(element, g_ptr_array_index(product->outputs, i));
    if (!product->thumbnail) return;
    g_autofree char *base64 = g_base64_encode(product->thumbnail->data, product->thumbnail->len);
    g_autofree char *address = g_strconcat(PICTURE, base64, NULL);
    xmlNode *picture = xmlNewChild(element, NULL, BAD_CAST "thumbnail", NULL);
    set(picture, "src", address);
    set_png_size(picture, product->thumbnail);
}

static void collect_files(const GPtrArray *products, GHashTable *names) {
    for (guint i = 0; i < products->len; i++) {
        const AfProduct *product = g_ptr_array_index(products, i);
        for (guint o = 0; o < product->outputs->len; o++) {
            const AfOutput *output = g_ptr_array_index(product->outputs, o);
            g_hash_table_add(names, g_path_get_basename(output->path));
        }
    }
}

/* A file in the folder, as large as it was made, that this run has not written. */
static gboolean is_kept_file(const xmlNode *file, const char *folder, GHashTable *written) {
    const char *said = af_xml_attribute(file, "href"), *bytes = af_xml_attribute(file, "bytes");
    g_autofree char *name = said ? g_uri_unescape_string(said, "/") : NULL;
    g_autofree char *address = name ? address_of(name) : NULL;
    if (!name || !bytes || g_strcmp0(address, said) || g_hash_table_contains(written, name)) return FALSE;
    g_autofree char *path = g_build_filename(folder, name, NULL);
    GStatBuf status;
    return !g_lstat(path, &status) && S_ISREG(status.st_mode) &&
           (guint64)status.st_size == g_ascii_strtoull(bytes, NULL, 10);
}

static gboolean is_kept(const xmlNode *document, const char *folder, GHashTable *written) {
    if (!af_xml_is(document, AF_NS_DOCUMENT, "document")) return FALSE;
    guint files = 0;
    for (const xmlNode *child = document->children; child; child = child->next) {
        if (af_xml_is(child, AF_NS_DOCUMENT, "file")) {
            if (!is_kept_file(child, folder, written)) return FALSE;
            files++;
        } else if (af_xml_is(child, AF_NS_DOCUMENT, "thumbnail")) {
            const char *picture = af_xml_attribute(child, "src");
            if (!picture || !g_str_has_prefix(picture, PICTURE)) return FALSE;
        }
    }
    return files > 0;
}

/* What earlier runs listed and is still so. A list that cannot be read is none. */
static void add_earlier(xmlNode *root, const GPtrArray *products, const char *folder) {
    g_autofree char *path = g_build_filename(folder, LIST, NULL);
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) return;
    g_autoptr(AfDiagnostics) unsaid = af_diagnostics_new();
    g_autoptr(xmlDoc) list = af_xml_read_file(path, unsaid);
    const xmlNode *top = list ? xmlDocGetRootElement(list) : NULL;
    if (!top || !af_xml_is(top, AF_NS_DOCUMENT, "index")) return;
    g_autoptr(GHashTable) written = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    collect_files(products, written);
    for (xmlNode *document = top->children; document; document = document->next) {
        if (is_kept(document, folder, written)) xmlAddChild(root, xmlDocCopyNode(document, root->doc, 1));
    }
}

static xmlDoc *index_document(const GPtrArray *products, const char *folder, const char *language) {
    xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "index", NULL);
    xmlDocSetRootElement(doc, root);
    xmlSetNs(root, xmlNewNs(root, BAD_CAST AF_NS_DOCUMENT, NULL));
    xmlNodeSetLang(root, (const xmlChar *)language);
    add_earlier(root, products, folder);
    for (guint i = 0; i < products->len; i++) add_product(root, g_ptr_array_index(products, i));
    return doc;
}

void af_index_write(AfCli *cli, const GPtrArray *products, const char *folder, AfDiagnostics *diagnostics) {
    const char *language = af_cli_user_language();
    const AfCatalog *messages = af_cli_messages(cli, language, diagnostics);
    AfStylesheet *stylesheet = af_cli_stylesheet(cli, "html/index.xsl", diagnostics);
    if (!messages || !stylesheet) return;
    g_autoptr(xmlDoc) document = index_document(products, folder, language);
    g_autoptr(GPtrArray) outputs = af_outputs_new();
    af_outputs_add(outputs, g_build_filename(folder, LIST, NULL), AF_FORMAT_FO, af_transform_xml(document));
    const AfParameter parameters[] = {{"generator", AF_GENERATOR}, {NULL, NULL}};
    g_autoptr(xmlDoc) result = af_transform(stylesheet, document, messages, parameters, diagnostics);
    if (!result) return;
    af_outputs_add(outputs, g_build_filename(folder, "index.html", NULL), AF_FORMAT_HTML, af_transform_html(result));
    af_outputs_write(outputs, diagnostics);
}

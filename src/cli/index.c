/* The index page: every document of a run with a picture of its first page. */
#include "cli/cli.h"

#include <string.h>

static void set(xmlNode *element, const char *name, const char *value) {
    xmlSetProp(element, (const xmlChar *)name, (const xmlChar *)value);
}

static void set_number(xmlNode *element, const char *name, guint64 value) {
    char text[32];
    g_snprintf(text, sizeof text, "%" G_GUINT64_FORMAT, value);
    set(element, name, text);
}

/* Pages painted one by one are not listed. */
static void add_file(xmlNode *parent, const AfOutput *output) {
    if (output->format == AF_FORMAT_PNG || output->format == AF_FORMAT_SVG) return;
    xmlNode *file = xmlNewChild(parent, NULL, BAD_CAST "file", NULL);
    g_autofree char *name = g_path_get_basename(output->path);
    g_autofree char *address = g_uri_escape_string(name, NULL, FALSE);
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

static void add_product(xmlNode *root, const AfProduct *product) {
    xmlNode *element = xmlNewChild(root, NULL, BAD_CAST "document", NULL);
    set(element, "program", product->program);
    set(element, "version", product->version);
    set(element, "date", product->date);
    set(element, "language", product->language);
    set(element, "title", product->title);
    set(element, "checklist", product->checklist);
    set_number(element, "pages", (guint64)product->pages);
    for (guint i = 0; i < product->outputs->len; i++) add_file(element, g_ptr_array_index(product->outputs, i));
    if (!product->thumbnail) return;
    g_autofree char *base64 = g_base64_encode(product->thumbnail->data, product->thumbnail->len);
    g_autofree char *address = g_strconcat("data:image/png;base64,", base64, NULL);
    xmlNode *picture = xmlNewChild(element, NULL, BAD_CAST "thumbnail", NULL);
    set(picture, "src", address);
    set_png_size(picture, product->thumbnail);
}

static xmlDoc *index_document(const GPtrArray *products, const char *language) {
    xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "index", NULL);
    xmlDocSetRootElement(doc, root);
    xmlSetNs(root, xmlNewNs(root, BAD_CAST AF_NS_DOCUMENT, NULL));
    xmlNodeSetLang(root, (const xmlChar *)language);
    for (guint i = 0; i < products->len; i++) add_product(root, g_ptr_array_index(products, i));
    return doc;
}

void af_index_write(AfCli *cli, const GPtrArray *products, const char *folder, AfDiagnostics *diagnostics) {
    const char *language = af_cli_user_language();
    const AfCatalog *messages = af_cli_messages(cli, language, diagnostics);
    AfStylesheet *stylesheet = af_cli_stylesheet(cli, "html/index.xsl", diagnostics);
    if (!messages || !stylesheet) return;
    g_autoptr(xmlDoc) document = index_document(products, language);
    const AfParameter parameters[] = {{"generator", "auditfolio " AF_VERSION}, {NULL, NULL}};
    g_autoptr(xmlDoc) result = af_transform(stylesheet, document, messages, parameters, diagnostics);
    if (!result) return;
    g_autoptr(GPtrArray) outputs = af_outputs_new();
    af_outputs_add(outputs, g_build_filename(folder, "index.html", NULL), AF_FORMAT_HTML, af_transform_html(result));
    af_outputs_write(outputs, diagnostics);
}

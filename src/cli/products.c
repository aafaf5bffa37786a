/* Products: the way from the stylesheets' input to files. */
#include "cli/cli.h"
#include "paint/paint.h"

#include <string.h>

enum { thumbnail_width = 300 }; /* pixels */

static const guint formats_of_pages = AF_FORMAT_BIT(AF_FORMAT_PDF) | AF_FORMAT_BIT(AF_FORMAT_AREAS) |
                                      AF_FORMAT_BIT(AF_FORMAT_PNG) | AF_FORMAT_BIT(AF_FORMAT_SVG);

void af_product_free(AfProduct *product) {
    if (!product) return;
    g_free(product->name);
    g_free(product->language);
    g_strfreev(product->facts);
    g_strfreev(product->fonts);
    g_ptr_array_unref(product->outputs);
    if (product->thumbnail) g_byte_array_unref(product->thumbnail);
    g_free(product);
}

char **af_facts_new(const AfParameter *facts) {
    GPtrArray *strings = g_ptr_array_new();
    for (; facts->name; facts++) {
        g_ptr_array_add(strings, g_strdup(facts->name));
        g_ptr_array_add(strings, g_strdup(facts->value ? facts->value : ""));
    }
    g_ptr_array_add(strings, NULL);
    return (char **)g_ptr_array_free(strings, FALSE);
}

static gboolean needs_pages(const AfProductOptions *options) {
    return options->thumbnail || (options->pages.formats & formats_of_pages);
}

static gboolean needs_fo(const AfProductOptions *options) {
    return needs_pages(options) || (options->pages.formats & AF_FORMAT_BIT(AF_FORMAT_FO));
}

static AfStylesheet *stylesheet_of(AfCli *cli, const char *folder, const AfProductOptions *options,
                                   AfDiagnostics *diagnostics) {
    g_autofree char *name = g_strdup_printf("%s/%s.xsl", folder, options->kind);
    return af_cli_stylesheet(cli, name, diagnostics);
}

gboolean af_products_prepare(AfCli *cli, const AfProductOptions *options, AfDiagnostics *diagnostics) {
    if (needs_fo(options) && !stylesheet_of(cli, "fo", options, diagnostics)) return FALSE;
    if (!(options->pages.formats & AF_FORMAT_BIT(AF_FORMAT_HTML))) return TRUE;
    return stylesheet_of(cli, "html", options, diagnostics) != NULL;
}

/* What is on its way to being a product. */
typedef struct {
    AfCli *cli;
    const AfProductInput *input;
    const AfProductOptions *options;
    AfDiagnostics *diagnostics;
    AfProduct *product;
    char *stem; /* FOLDER/NAME.LANG */
} Making;

static xmlDoc *transform(const Making *making, const char *folder) {
    const AfProductInput *input = making->input;
    AfStylesheet *stylesheet = stylesheet_of(making->cli, folder, making->options, making->diagnostics);
    if (!stylesheet) return NULL;
    return af_transform(stylesheet, input->document, input->messages, input->parameters, making->diagnostics);
}

static void add_thumbnail(const Making *making, const AfPages *pages) {
    if (!making->options->thumbnail || !af_pages_count(pages)) return;
    double inches = AF_POINTS(af_pages_get(pages, 0)->width) / 72;
    making->product->thumbnail = af_paint_png(pages, 0, thumbnail_width / inches, making->diagnostics);
}

static void make_from_fo(const Making *making) {
    g_autoptr(xmlDoc) result = transform(making, "fo");
    if (!result) return;
    GPtrArray *outputs = making->product->outputs;
    if (making->options->pages.formats & AF_FORMAT_BIT(AF_FORMAT_FO)) {
        af_outputs_add(outputs, g_strconcat(making->stem, ".fo", NULL), AF_FORMAT_FO, af_transform_xml(result));
    }
    if (!needs_pages(making->options)) return;
    g_autofree char *name = g_strdup_printf("%s.%s.fo", making->product->name, making->product->language);
    g_autoptr(AfFo) fo = af_fo_read(result, name, making->diagnostics);
    if (!fo) return;
    if (making->cli->templates) af_fo_allow_folder(fo, making->cli->templates); /* pictures beside the stylesheets */
    gboolean traced = (making->options->pages.formats & AF_FORMAT_BIT(AF_FORMAT_AREAS)) != 0;
    g_autoptr(AfPages) pages = (traced ? af_layout_traced : af_layout)(fo, making->diagnostics);
    /* painting what will not be written would be work for nothing */
    if (!pages || af_diagnostics_count_level(making->diagnostics, AF_ERROR)) return;
    making->product->pages = af_pages_count(pages);
    if (making->options->manifest) making->product->fonts = af_pages_fonts(pages);
    add_thumbnail(making, pages); /* first: pages that nobody needs any more are let go of when they are painted */
    AfPageOptions options = making->options->pages;
    options.source = making->options->no_source ? NULL : making->input->source;
    af_outputs_add_pages(outputs, pages, making->stem, &options, making->diagnostics);
}

static void make_html(const Making *making) {
    g_autoptr(xmlDoc) result = transform(making, "html");
    if (!result) return;
    af_outputs_add(making->product->outputs, g_strconcat(making->stem, ".html", NULL), AF_FORMAT_HTML,
                   af_transform_html(result));
}

AfProduct *af_product_make(AfCli *cli, const AfProductInput *input, const AfProductOptions *options,
                           AfDiagnostics *diagnostics) {
    af_diagnostics_set_strict(diagnostics, options->strict);
    g_autoptr(AfProduct) product = g_new0(AfProduct, 1);
    product->kind = options->kind;
    product->name = g_strdup(input->name);
    product->language = g_strdup(af_catalog_language(input->messages));
    product->outputs = af_outputs_new();
    g_autofree char *name = g_strdup_printf("%s.%s", product->name, product->language);
    g_autofree char *stem = g_build_filename(options->folder, name, NULL);
    Making making = {cli, input, options, diagnostics, product, stem};
    if (needs_fo(options)) make_from_fo(&making);
    if (options->pages.formats & AF_FORMAT_BIT(AF_FORMAT_HTML)) make_html(&making);
    return af_diagnostics_count_level(diagnostics, AF_ERROR) ? NULL : g_steal_pointer(&product);
}

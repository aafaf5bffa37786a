/* Batches: what the commands that make documents have in common. */
#include "cli/manifest.h"

static const guint known_formats = AF_FORMAT_BIT(AF_FORMAT_PDF) | AF_FORMAT_BIT(AF_FORMAT_HTML) |
                                   AF_FORMAT_BIT(AF_FORMAT_FO) | AF_FORMAT_BIT(AF_FORMAT_AREAS) |
                                   AF_FORMAT_BIT(AF_FORMAT_PNG);

enum { picture_dpi = 144 };

void af_batch_options_clear(AfBatchOptions *options) {
    g_strfreev(options->languages);
    g_strfreev(options->formats);
    g_free(options->folder);
    g_free(options->paper);
}

void af_batch_take(AfBatch *batch, const AfBatchOptions *options, AfDiagnostics *diagnostics) {
    static const char *const papers[] = {"a4", "letter", NULL};
    AfProductOptions *product = &batch->product;
    product->folder = options->folder ? options->folder : ".";
    product->thumbnail = options->index;
    product->manifest = options->manifest;
    product->strict = options->strict;
    product->no_source = options->no_source;
    product->pages.dpi = picture_dpi;
    product->pages.formats =
        af_formats_parse(options->formats, known_formats, AF_FORMAT_BIT(AF_FORMAT_PDF), diagnostics);
    af_options_choice("--paper", options->paper, papers, diagnostics);
    batch->paper = options->paper ? options->paper : papers[0];
    batch->index = options->index;
    batch->manifest = options->manifest;
    batch->languages = af_cli_languages(options->languages, diagnostics);
    batch->wanted = options->languages;
    batch->products = g_ptr_array_new_with_free_func((GDestroyNotify)af_product_free);
}

/* Two subjects of one name would write the same files, the later over the earlier. */
static gboolean have_own_names(const AfBatch *batch, AfDiagnostics *diagnostics) {
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    gboolean own = TRUE;
    for (guint i = 0; i < batch->subjects->len; i++) {
        const char *name = batch->name(g_ptr_array_index(batch->subjects, i));
        if (g_hash_table_add(names, (gpointer)(gsize)name)) continue;
        af_diagnostics_add(diagnostics, AF_D_OUTPUT_TWICE, NULL, 0, name);
        own = FALSE;
    }
    return own;
}

/* Makes, writes and reports one document; the others do not depend on it. FALSE if there is none. */
static gboolean do_one(AfCli *cli, AfBatch *batch, gpointer subject, const char *language) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfProduct) product = batch->make(cli, batch, subject, language, diagnostics);
    gboolean written = product && af_outputs_write(product->outputs, diagnostics);
    af_report(cli, diagnostics);
    if (written) g_ptr_array_add(batch->products, g_steal_pointer(&product));
    return written;
}

/* "All" languages are those that the subject's program has a catalog in. */
static gboolean is_asked(const AfBatch *batch, gconstpointer subject, const char *language) {
    return af_catalog_exists(language, af_program_id(batch->program(subject))) ||
           !af_cli_language_by_all(batch->wanted, language);
}

/* The manifest of the documents from `first` on, which are all of one subject; none if one of them could not be made: it
 * would pass for the manifest of a whole. */
static void add_manifest(AfCli *cli, const AfBatch *batch, gconstpointer subject, guint first, gboolean whole) {
    guint n = batch->products->len - first;
    if (!batch->manifest || (whole && !n)) return;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    const char *name = batch->name(subject);
    if (whole) {
        const AfManifestInput input = {.kind = batch->product.kind,
                                       .folder = batch->product.folder,
                                       .name = name,
                                       .program = batch->program(subject),
                                       .assessment = batch->assessment ? batch->assessment(subject) : NULL,
                                       .settings = batch->settings,
                                       .products = (AfProduct *const *)batch->products->pdata + first,
                                       .n_products = n};
        af_manifest_write(cli, &input, diagnostics);
    } else {
        af_diagnostics_add(diagnostics, AF_D_MANIFEST_UNWRITTEN, NULL, 0, name);
    }
    af_report(cli, diagnostics);
}

static void do_all(AfCli *cli, AfBatch *batch) {
    guint total = batch->subjects->len * batch->languages->len, done = 0;
    for (guint s = 0; s < batch->subjects->len; s++) {
        gpointer subject = g_ptr_array_index(batch->subjects, s);
        guint first = batch->products->len;
        gboolean whole = TRUE;
        for (guint l = 0; l < batch->languages->len; l++) {
            const char *language = g_ptr_array_index(batch->languages, l);
            done++;
            if (!is_asked(batch, subject, language)) continue;
            g_autofree char *what = g_strdup_printf("%s.%s", batch->name(subject), language);
            af_progress(cli, done, total, what);
            whole &= do_one(cli, batch, subject, language);
        }
        add_manifest(cli, batch, subject, first, whole);
    }
    af_progress_clear(cli);
}

/* -o DIR is made; whether it can be is known before anything is done for it. */
static gboolean make_folder(const char *folder, AfDiagnostics *diagnostics) {
    g_autoptr(GError) error = NULL;
    if (af_folder_make(folder, &error)) return TRUE;
    af_diagnostics_add(diagnostics, AF_D_FILE_UNWRITABLE, folder, 0, error->message);
    return FALSE;
}

void af_batch_run(AfCli *cli, AfBatch *batch, AfDiagnostics *diagnostics) {
    gboolean ready = !af_diagnostics_count_level(diagnostics, AF_ERROR) && batch->subjects->len &&
                     have_own_names(batch, diagnostics) && af_products_prepare(cli, &batch->product, diagnostics) &&
                     make_folder(batch->product.folder, diagnostics);
    af_report(cli, diagnostics);
    if (ready) do_all(cli, batch);
    if (batch->index && batch->products->len) {
        g_autoptr(AfDiagnostics) faults = af_diagnostics_new();
        af_index_write(cli, batch->products, batch->product.folder, faults);
        af_report(cli, faults);
    }
    af_report_summary(cli);
}

void af_batch_clear(AfBatch *batch) {
    if (batch->languages) g_ptr_array_unref(batch->languages);
    if (batch->subjects) g_ptr_array_unref(batch->subjects);
    if (batch->products) g_ptr_array_unref(batch->products);
}

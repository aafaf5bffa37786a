/* auditfolio render: the formatter alone. */
#include "cli/cli.h"

#include <string.h>

typedef struct {
    char *format, *output, *dpi, *page;
    char **resources;
    gboolean strict;
} Options;

static const guint known_formats = AF_FORMAT_BIT(AF_FORMAT_PDF) | AF_FORMAT_BIT(AF_FORMAT_AREAS) |
                                   AF_FORMAT_BIT(AF_FORMAT_PNG) | AF_FORMAT_BIT(AF_FORMAT_SVG);

enum { standard_dpi = 144, most_dpi = 2400 };

static void options_clear(Options *options) {
    g_free(options->format);
    g_free(options->output);
    g_free(options->dpi);
    g_free(options->page);
    g_strfreev(options->resources);
}

/* The format that a file's name says, if no option does. */
static guint format_of_name(const char *path) {
    for (int format = 0; path && format < AF_FORMAT_COUNT; format++) {
        g_autofree char *suffix = g_strconcat(".", af_format_name(format), NULL);
        if (g_str_has_suffix(path, suffix)) return AF_FORMAT_BIT(format) & known_formats;
    }
    return 0;
}

static guint format_of(const Options *options, AfDiagnostics *diagnostics) {
    guint standard = format_of_name(options->output);
    if (!standard) standard = AF_FORMAT_BIT(AF_FORMAT_PDF);
    char *wanted[] = {options->format, NULL};
    guint formats = af_formats_parse(options->format ? wanted : NULL, known_formats, standard, diagnostics);
    if (formats & (formats - 1)) { /* more than one: into one file they do not go */
        af_diagnostics_add(diagnostics, AF_D_OPTION_VALUE, NULL, 0, "--format", options->format);
    }
    return formats;
}

/* Where the output goes without its suffix: beside the input unless said otherwise. */
static char *stem_of(const Options *options, const char *input, guint formats) {
    if (!options->output) {
        const char *dot = g_str_has_suffix(input, ".fo") ? strrchr(input, '.') : NULL;
        return dot ? g_strndup(input, (gsize)(dot - input)) : g_strdup(input);
    }
    gboolean named = format_of_name(options->output) == formats;
    return named ? g_strndup(options->output, (gsize)(strrchr(options->output, '.') - options->output))
                 : g_strdup(options->output);
}

/* Pictures are read from the document's folder and from those that are named. */
static void allow_folders(AfFo *fo, const Options *options, const char *input, AfDiagnostics *diagnostics) {
    g_autofree char *folder = g_path_get_dirname(input);
    if (strcmp(input, "-")) af_fo_allow_folder(fo, folder);
    for (char **more = options->resources; more && *more; more++) {
        if (af_fo_allow_folder(fo, *more)) continue;
        af_diagnostics_add(diagnostics, AF_D_OPTION_VALUE, NULL, 0, "--resources", *more);
    }
}

static AfPages *layout(AfFo *fo, const AfPageOptions *options, AfDiagnostics *diagnostics) {
    gboolean traced = (options->formats & AF_FORMAT_BIT(AF_FORMAT_AREAS)) != 0;
    g_autoptr(AfPages) pages = (traced ? af_layout_traced : af_layout)(fo, diagnostics);
    if (!pages || af_diagnostics_count_level(diagnostics, AF_ERROR)) return NULL;
    if (options->page > af_pages_count(pages)) {
        af_diagnostics_add(diagnostics, AF_D_PAGE_UNKNOWN, NULL, 0, (double)options->page,
                           (double)af_pages_count(pages));
        return NULL;
    }
    return g_steal_pointer(&pages);
}

static void write_pages(AfPages *pages, const Options *options, const char *input,
                        const AfPageOptions *page_options, AfDiagnostics *diagnostics) {
    g_autofree char *stem = stem_of(options, input, page_options->formats);
    g_autoptr(GPtrArray) outputs = af_outputs_new();
    af_outputs_add_pages(outputs, pages, stem, page_options, diagnostics);
    if (af_diagnostics_count_level(diagnostics, AF_ERROR)) return;
    if (outputs->len > 1 && !strcmp(stem, "-")) {
        af_diagnostics_add(diagnostics, AF_D_OUTPUT_PAGES, NULL, 0, (double)outputs->len);
        return;
    }
    if (outputs->len == 1 && options->output) { /* the very name that was asked for */
        AfOutput *output = g_ptr_array_index(outputs, 0);
        g_free(output->path);
        output->path = g_strdup(options->output);
    }
    af_outputs_write(outputs, diagnostics);
}

static void run(const Options *options, const char *input, AfDiagnostics *diagnostics) {
    AfPageOptions page_options = {.dpi = standard_dpi};
    page_options.formats = format_of(options, diagnostics);
    af_options_number("--dpi", options->dpi, 1, most_dpi, &page_options.dpi, diagnostics);
    af_options_number("--page", options->page, 1, G_MAXINT, &page_options.page, diagnostics);
    if (af_diagnostics_count_level(diagnostics, AF_ERROR)) return;
    af_diagnostics_set_strict(diagnostics, options->strict);
    af_diagnostics_set_mild(diagnostics, AF_D_GLYPH_MISSING); /* the rest of the document can be read */
    g_autoptr(xmlDoc) doc = af_xml_read_file(input, diagnostics);
    g_autoptr(AfFo) fo = doc ? af_fo_read(doc, input, diagnostics) : NULL;
    if (fo) allow_folders(fo, options, input, diagnostics);
    gboolean ready = fo && !af_diagnostics_count_level(diagnostics, AF_ERROR);
    g_autoptr(AfPages) pages = ready ? layout(fo, &page_options, diagnostics) : NULL;
    if (pages) write_pages(pages, options, input, &page_options, diagnostics);
}

void af_command_render(AfCli *cli, int argc, char **argv) {
    Options options = {0};
    const AfOption table[] = {{"format", 'f', "FORMAT", "format-render", FALSE, &options.format},
                              {"output", 'o', "FILE", "output-file", FALSE, &options.output},
                              {"dpi", 0, "N", "dpi", FALSE, &options.dpi},
                              {"page", 0, "N", "page", FALSE, &options.page},
                              {"resources", 0, "DIR", "resources", TRUE, &options.resources},
                              {"strict", 0, NULL, "strict", FALSE, &options.strict},
                              {0}};
    if (af_options_parse(cli, table, &argc, argv) && af_options_arguments(cli, argc, argv, 1, 1)) {
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        run(&options, argv[1], diagnostics);
        af_report(cli, diagnostics);
        af_report_summary(cli);
    }
    options_clear(&options);
}

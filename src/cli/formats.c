/* Formats: what files a document becomes. */
#include "cli/cli.h"
#include "paint/paint.h"

#include <string.h>

static const char *const format_names[AF_FORMAT_COUNT] = {"pdf", "html", "fo", "areas", "png", "svg"};

const char *af_format_name(AfFormat format) {
    return format_names[format];
}

static char *known_names(guint known) {
    GString *names = g_string_new(NULL);
    for (int format = 0; format < AF_FORMAT_COUNT; format++) {
        if (!(known & AF_FORMAT_BIT(format))) continue;
        g_string_append_printf(names, "%s%s", names->len ? ", " : "", format_names[format]);
    }
    return g_string_free(names, FALSE);
}

static guint parse_one(const char *wanted, guint known, AfDiagnostics *diagnostics) {
    for (int format = 0; format < AF_FORMAT_COUNT; format++) {
        if ((known & AF_FORMAT_BIT(format)) && !strcmp(wanted, format_names[format])) return AF_FORMAT_BIT(format);
    }
    g_autofree char *names = known_names(known);
    af_diagnostics_add(diagnostics, AF_D_FORMAT_UNKNOWN, NULL, 0, wanted, names);
    return 0;
}

guint af_formats_parse(char *const *wanted, guint known, guint standard, AfDiagnostics *diagnostics) {
    if (!wanted) return standard;
    guint formats = 0;
    for (; *wanted; wanted++) {
        g_auto(GStrv) parts = g_strsplit(*wanted, ",", -1);
        if (!parts[0]) parse_one("", known, diagnostics); /* nothing is no format */
        for (char **part = parts; *part; part++) formats |= parse_one(g_strstrip(*part), known, diagnostics);
    }
    return formats;
}

static void output_free(gpointer data) {
    AfOutput *output = data;
    g_free(output->path);
    g_byte_array_unref(output->bytes);
    g_free(output);
}

GPtrArray *af_outputs_new(void) {
    return g_ptr_array_new_with_free_func(output_free);
}

void af_outputs_add(GPtrArray *outputs, char *path, AfFormat format, GByteArray *bytes) {
    if (!bytes) {
        g_free(path);
        return;
    }
    AfOutput *output = g_new(AfOutput, 1);
    *output = (AfOutput){path, format, bytes};
    g_ptr_array_add(outputs, output);
}

gboolean af_outputs_write(const GPtrArray *outputs, AfDiagnostics *diagnostics) {
    for (guint i = 0; i < outputs->len; i++) {
        const AfOutput *output = g_ptr_array_index(outputs, i);
        g_autoptr(GError) error = NULL;
        if (!af_file_write(output->path, output->bytes->data, output->bytes->len, &error)) {
            af_diagnostics_add(diagnostics, AF_D_FILE_UNWRITABLE, output->path, 0, error->message);
            return FALSE;
        }
    }
    return TRUE;
}

static GByteArray *make_pdf(AfPages *pages, const AfPdfSource *source, gboolean last, AfDiagnostics *diagnostics) {
    GPtrArray *leaves = NULL;
    GByteArray *painted = af_paint_pdf(pages, last, &leaves, diagnostics);
    if (!painted) return NULL;
    GByteArray *finished = af_pdf_finish(painted, pages, leaves, source, diagnostics);
    g_byte_array_unref(painted);
    g_ptr_array_unref(leaves);
    return finished;
}

/* STEM.pdf; "-" stays what it is. */
static char *file_path(const char *stem, AfFormat format) {
    return strcmp(stem, "-") ? g_strconcat(stem, ".", format_names[format], NULL) : g_strdup(stem);
}

/* STEM.png; STEM-07.png if there are several. */
static char *page_path(const char *stem, AfFormat format, int page, int of) {
    if (of == 1 || !strcmp(stem, "-")) return file_path(stem, format);
    int digits = g_snprintf(NULL, 0, "%d", of);
    return g_strdup_printf("%s-%0*d.%s", stem, digits, page, format_names[format]);
}

static void add_page_files(GPtrArray *outputs, const AfPages *pages, const char *stem, AfFormat format,
                           const AfPageOptions *options, AfDiagnostics *diagnostics) {
    int count = af_pages_count(pages);
    int first = options->page ? options->page : 1, last = options->page ? options->page : count;
    for (int page = first; page <= last; page++) {
        GByteArray *bytes = format == AF_FORMAT_PNG ? af_paint_png(pages, page - 1, options->dpi, diagnostics)
                                                    : af_paint_svg(pages, page - 1, diagnostics);
        af_outputs_add(outputs, page_path(stem, format, page, options->page ? 1 : count), format, bytes);
    }
}

void af_outputs_add_pages(GPtrArray *outputs, AfPages *pages, const char *stem, const AfPageOptions *options,
                          AfDiagnostics *diagnostics) {
    guint formats = options->formats;
    if (formats & AF_FORMAT_BIT(AF_FORMAT_PDF)) {
        const guint without_pages = AF_FORMAT_BIT(AF_FORMAT_PDF) | AF_FORMAT_BIT(AF_FORMAT_HTML) | AF_FORMAT_BIT(AF_FORMAT_FO);
        GByteArray *bytes = make_pdf(pages, options->source, !(formats & ~without_pages), diagnostics);
        af_outputs_add(outputs, file_path(stem, AF_FORMAT_PDF), AF_FORMAT_PDF, bytes);
    }
    if (formats & AF_FORMAT_BIT(AF_FORMAT_AREAS)) {
        char *dump = af_pages_dump(pages);
        GByteArray *bytes = g_byte_array_new_take((guint8 *)dump, strlen(dump));
        af_outputs_add(outputs, file_path(stem, AF_FORMAT_AREAS), AF_FORMAT_AREAS, bytes);
    }
    for (AfFormat format = AF_FORMAT_PNG; format <= AF_FORMAT_SVG; format++) {
        if (formats & AF_FORMAT_BIT(format)) add_page_files(outputs, pages, stem, format, options, diagnostics);
    }
}

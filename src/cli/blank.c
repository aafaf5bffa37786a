/* auditfolio blank: blank checklists. */
#include "cli/cli.h"

#include <string.h>

typedef struct {
    char **languages, **formats;
    char *folder, *paper;
    gboolean all, index, strict;
} Options;

static const guint known_formats = AF_FORMAT_BIT(AF_FORMAT_PDF) | AF_FORMAT_BIT(AF_FORMAT_HTML) |
                                   AF_FORMAT_BIT(AF_FORMAT_FO) | AF_FORMAT_BIT(AF_FORMAT_AREAS) |
                                   AF_FORMAT_BIT(AF_FORMAT_PNG);

enum { picture_dpi = 144 };

static void options_clear(Options *options) {
    g_strfreev(options->languages);
    g_strfreev(options->formats);
    g_free(options->folder);
    g_free(options->paper);
}

/* What is to be done, once everything that the user named is known to be there. */
typedef struct {
    GPtrArray *programs, *languages;
    AfProductOptions product;
    GPtrArray *products;
} Job;

static gboolean is_paper(const char *paper, AfDiagnostics *diagnostics) {
    if (!strcmp(paper, "a4") || !strcmp(paper, "letter")) return TRUE;
    af_diagnostics_add(diagnostics, AF_D_OPTION_VALUE, NULL, 0, "--paper", paper);
    return FALSE;
}

static void load_programs(GPtrArray *programs, char *const *ids, AfDiagnostics *diagnostics) {
    for (; *ids; ids++) {
        AfProgram *program = af_program_load(*ids, diagnostics);
        if (program) g_ptr_array_add(programs, program);
    }
}

/* FALSE if something that was named is not there: nothing is done then. */
static gboolean prepare(AfCli *cli, Job *job, const Options *options, char *const *ids, AfDiagnostics *diagnostics) {
    job->product = (AfProductOptions){.kind = "blank",
                                      .folder = options->folder ? options->folder : ".",
                                      .paper = options->paper ? options->paper : "a4",
                                      .thumbnail = options->index,
                                      .strict = options->strict};
    job->product.pages.dpi = picture_dpi;
    job->product.pages.formats =
        af_formats_parse(options->formats, known_formats, AF_FORMAT_BIT(AF_FORMAT_PDF), diagnostics);
    is_paper(job->product.paper, diagnostics);
    load_programs(job->programs, ids, diagnostics);
    job->languages = af_cli_languages(options->languages, diagnostics);
    if (!af_diagnostics_count_level(diagnostics, AF_ERROR)) af_products_prepare(cli, &job->product, diagnostics);
    return !af_diagnostics_count_level(diagnostics, AF_ERROR);
}

/* Makes, writes and reports one document; the others do not depend on it. */
static void do_one(AfCli *cli, Job *job, AfProgram *program, const char *language) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfProduct) product = af_product_make(cli, program, language, &job->product, diagnostics);
    gboolean written = product && af_outputs_write(product->outputs, diagnostics);
    af_report(cli, diagnostics);
    if (written) g_ptr_array_add(job->products, g_steal_pointer(&product));
}

static void do_all(AfCli *cli, Job *job) {
    guint total = job->programs->len * job->languages->len, done = 0;
    for (guint p = 0; p < job->programs->len; p++) {
        AfProgram *program = g_ptr_array_index(job->programs, p);
        for (guint l = 0; l < job->languages->len; l++) {
            const char *language = g_ptr_array_index(job->languages, l);
            g_autofree char *what = g_strdup_printf("%s.%s", af_program_id(program), language);
            af_progress(cli, ++done, total, what);
            do_one(cli, job, program, language);
        }
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

static void run(AfCli *cli, const Options *options, char *const *ids) {
    Job job = {.programs = g_ptr_array_new_with_free_func((GDestroyNotify)af_program_free),
               .products = g_ptr_array_new_with_free_func((GDestroyNotify)af_product_free)};
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    if (prepare(cli, &job, options, ids, diagnostics) && make_folder(job.product.folder, diagnostics)) {
        do_all(cli, &job);
        if (options->index && job.products->len) af_index_write(cli, job.products, job.product.folder, diagnostics);
    }
    af_report(cli, diagnostics);
    af_report_summary(cli);
    g_ptr_array_unref(job.programs);
    g_ptr_array_unref(job.products);
    if (job.languages) g_ptr_array_unref(job.languages);
}

void af_command_blank(AfCli *cli, int argc, char **argv) {
    Options options = {0};
    const AfOption table[] = {{"lang", 'l', "LANG", "language", TRUE, &options.languages},
                              {"format", 'f', "FORMAT", "format-blank", TRUE, &options.formats},
                              {"output", 'o', "DIR", "output-folder", FALSE, &options.folder},
                              {"paper", 0, "a4|letter", "paper", FALSE, &options.paper},
                              {"all", 0, NULL, "all", FALSE, &options.all},
                              {"index", 0, NULL, "index", FALSE, &options.index},
                              {"strict", 0, NULL, "strict", FALSE, &options.strict},
                              {0}};
    if (af_options_parse(cli, table, &argc, argv)) {
        int most = options.all ? 0 : argc, least = options.all ? 0 : 1;
        g_auto(GStrv) every = options.all ? af_programs() : NULL;
        g_auto(GStrv) given = g_new0(char *, (gsize)argc + 1);
        for (int i = 1; i < argc; i++) given[i - 1] = g_utf8_make_valid(argv[i], -1);
        if (af_options_arguments(cli, argc, argv, least, most)) run(cli, &options, every ? every : given);
    }
    options_clear(&options);
}

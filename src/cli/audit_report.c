/* auditfolio report: audit reports of assessments. */
#include "cli/cli.h"

#include <string.h>

typedef struct {
    AfBatchOptions batch;
    char *audience, *only, *bilingual, *date;
} Options;

static const char *name_of(gconstpointer subject) {
    const AfChecked *checked = subject;
    return af_assessment_name(checked->assessment);
}

static const AfAssessment *assessment_of(gconstpointer subject) {
    const AfChecked *checked = subject;
    return checked->assessment;
}

static AfProgram *program_of(gconstpointer subject) {
    const AfChecked *checked = subject;
    return af_assessment_program(checked->assessment);
}

static char **facts_of(const AfChecked *checked, const AfReadiness *readiness, const AfCatalog *catalog) {
    const AfAssessment *assessment = checked->assessment;
    const AfProgram *program = af_assessment_program(assessment);
    g_autofree char *title = af_catalog_text(catalog, "program.title");
    g_autofree char *checklist = af_catalog_text(catalog, "program.checklist");
    g_autofree char *partner = af_assessment_words(af_assessment_part(assessment, "partner"), "name");
    g_autofree char *solution = af_assessment_words(af_assessment_part(assessment, "solution"), "name");
    g_autofree char *open = g_strdup_printf("%u", readiness->blocking);
    const AfParameter facts[] = {{"program", af_program_id(program)},
                                 {"version", af_program_version(program)},
                                 {"date", af_assessment_day(assessment)},
                                 {"title", title},
                                 {"checklist", checklist},
                                 {"partner", partner},
                                 {"solution", solution},
                                 {"content-language", af_assessment_language(assessment)},
                                 {"ready", readiness->ready ? "yes" : "no"},
                                 {"open", open},
                                 {NULL, NULL}};
    return af_facts_new(facts);
}

/* The language beside that of the document; "" if there is none, or it is the same. */
static const char *second_language(const Options *options, const char *language) {
    return options->bilingual && strcmp(options->bilingual, language) ? options->bilingual : "";
}

/* Whether a file that was read would be written over: a report is made of a PDF that was itself a report. */
static gboolean replaces_subject(const AfProduct *product, const GPtrArray *subjects, AfDiagnostics *diagnostics) {
    for (guint o = 0; o < product->outputs->len; o++) {
        const AfOutput *output = g_ptr_array_index(product->outputs, o);
        for (guint s = 0; s < subjects->len; s++) {
            const AfChecked *checked = g_ptr_array_index(subjects, s);
            if (!af_file_is_same(output->path, af_assessment_path(checked->assessment))) continue;
            af_diagnostics_add(diagnostics, AF_D_OUTPUT_SOURCE, output->path, 0);
            return TRUE;
        }
    }
    return FALSE;
}

/* The PDF of a report that does not show all that it carries; NULL if there is none. */
static const char *secretive_pdf(const AfBatch *batch, const AfProduct *product) {
    const Options *options = batch->options;
    gboolean whole = !options->only && (!options->audience || !strcmp(options->audience, "full"));
    for (guint i = 0; !whole && !batch->product.no_source && i < product->outputs->len; i++) {
        const AfOutput *output = g_ptr_array_index(product->outputs, i);
        if (output->format == AF_FORMAT_PDF) return output->path;
    }
    return NULL;
}

static AfProduct *make(AfCli *cli, const AfBatch *batch, gpointer subject, const char *language,
                       AfDiagnostics *diagnostics) {
    const AfChecked *checked = subject;
    const Options *options = batch->options;
    const char *second = second_language(options, language);
    AfProgram *program = af_assessment_program(checked->assessment);
    g_autoptr(AfReadiness) readiness = af_checked_readiness(cli, checked, language, diagnostics);
    const AfCatalog *other = readiness && *second ? af_cli_catalog(cli, program, second, diagnostics) : NULL;
    if (!readiness || (*second && !(other && af_cli_messages(cli, second, diagnostics)))) return NULL;
    g_autoptr(xmlDoc) document =
        af_checked_document(cli, batch->product.kind, checked, readiness, language, diagnostics);
    if (!document) return NULL;
    const AfCatalog *messages = af_cli_messages(cli, language, diagnostics);
    const AfCatalog *catalog = af_cli_catalog(cli, program, language, diagnostics);
    if (other) af_document_add_second_catalog(document, other, af_cli_messages(cli, second, diagnostics));
    const AfParameter parameters[] = {{"paper", batch->paper},
                                      {"generator", AF_GENERATOR},
                                      {"audience", options->audience ? options->audience : "full"},
                                      {"only", options->only ? options->only : ""},
                                      {"bilingual", second},
                                      {NULL, NULL}};
    g_autoptr(AfSourceFiles) files = af_source_of_assessment(checked->assessment, messages);
    const AfProductInput input = {name_of(checked), document, messages, parameters, &files->source};
    g_autoptr(AfProduct) product = af_product_make(cli, &input, &batch->product, diagnostics);
    if (!product || replaces_subject(product, batch->subjects, diagnostics)) return NULL;
    const char *secretive = secretive_pdf(batch, product);
    if (secretive) af_diagnostics_add(diagnostics, AF_D_SOURCE_WHOLE, secretive, 0);
    product->facts = facts_of(checked, readiness, catalog);
    return g_steal_pointer(&product);
}

/* What the options ask for, before any file is looked at. */
static void take(AfBatch *batch, Options *options, AfDiagnostics *diagnostics) {
    static const char *const audiences[] = {"executive", "reviewer", "full", NULL};
    static const char *const selections[] = {"open", NULL};
    af_batch_take(batch, &options->batch, diagnostics);
    af_options_choice("--audience", options->audience, audiences, diagnostics);
    af_options_choice("--only", options->only, selections, diagnostics);
    af_options_date("--date", options->date, diagnostics);
    if (!options->bilingual) return;
    char *language = af_cli_language("--bilingual", options->bilingual, diagnostics);
    if (!language) return;
    g_free(options->bilingual);
    options->bilingual = language;
}

/* An invalid one is said and left out; the others do not depend on it. */
static void load(AfCli *cli, GPtrArray *assessments, const char *path, const char *day) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    AfChecked *checked = af_checked_load(path, day, diagnostics);
    if (checked) g_ptr_array_add(assessments, checked);
    af_report(cli, diagnostics);
}

static void run(AfCli *cli, Options *options, int argc, char **argv) {
    AfBatch batch = {
        .product.kind = "report", .name = name_of, .program = program_of, .make = make, .options = options};
    batch.assessment = assessment_of;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    batch.subjects = g_ptr_array_new_with_free_func((GDestroyNotify)af_checked_free);
    take(&batch, options, diagnostics);
    const AfParameter settings[] = {{"paper", batch.paper},
                                    {"audience", options->audience ? options->audience : "full"},
                                    {"only", options->only ? options->only : ""},
                                    {"bilingual", options->bilingual ? options->bilingual : ""},
                                    {"date", options->date ? options->date : ""},
                                    {"source", options->batch.no_source ? "no" : "yes"},
                                    {NULL, NULL}};
    batch.settings = settings;
    if (!af_diagnostics_count_level(diagnostics, AF_ERROR)) {
        for (int i = 1; i < argc; i++) load(cli, batch.subjects, argv[i], options->date);
    }
    af_batch_run(cli, &batch, diagnostics);
    af_batch_clear(&batch);
}

void af_command_report(AfCli *cli, int argc, char **argv) {
    Options options = {0};
    const AfOption table[] = {{"lang", 'l', "LANG", "language", TRUE, &options.batch.languages},
                              {"format", 'f', "FORMAT", "format-blank", TRUE, &options.batch.formats},
                              {"output", 'o', "DIR", "output-folder", FALSE, &options.batch.folder},
                              {"paper", 0, "a4|letter", "paper", FALSE, &options.batch.paper},
                              {"audience", 0, "executive|reviewer|full", "audience", FALSE, &options.audience},
                              {"only", 0, "open", "only", FALSE, &options.only},
                              {"bilingual", 0, "LANG", "bilingual", FALSE, &options.bilingual},
                              {"date", 0, "DATE", "date", FALSE, &options.date},
                              {"no-source", 0, NULL, "no-source", FALSE, &options.batch.no_source},
                              {"index", 0, NULL, "index", FALSE, &options.batch.index},
                              {"manifest", 0, NULL, "manifest", FALSE, &options.batch.manifest},
                              {"templates", 0, "DIR", "templates", FALSE, &cli->templates},
                              {"allow-incomplete", 0, NULL, "allow-incomplete", FALSE, &cli->allow_incomplete},
                              {"strict", 0, NULL, "strict", FALSE, &options.batch.strict},
                              {0}};
    if (af_options_parse(cli, table, &argc, argv) && af_options_arguments(cli, argc, argv, 1, G_MAXINT)) {
        run(cli, &options, argc, argv);
    }
    af_batch_options_clear(&options.batch);
    g_free(options.audience);
    g_free(options.only);
    g_free(options.bilingual);
    g_free(options.date);
}

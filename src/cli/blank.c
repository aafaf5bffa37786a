/* auditfolio blank: blank checklists. */
#include "cli/cli.h"

typedef struct {
    AfBatchOptions batch;
    gboolean all;
} Options;

/* Each once. */
static void load_programs(GPtrArray *programs, char *const *ids, AfDiagnostics *diagnostics) {
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
    for (; *ids; ids++) {
        if (!g_hash_table_add(known, *ids)) continue;
        AfProgram *program = af_program_load(*ids, diagnostics);
        if (program) g_ptr_array_add(programs, program);
    }
}

static const char *name_of(gconstpointer program) {
    return af_program_id(program);
}

static AfProgram *program_of(gconstpointer program) {
    return (AfProgram *)(gsize)program;
}

static char **facts_of(const AfProgram *program, const AfCatalog *catalog) {
    g_autofree char *title = af_catalog_text(catalog, "program.title");
    g_autofree char *checklist = af_catalog_text(catalog, "program.checklist");
    const AfParameter facts[] = {{"program", af_program_id(program)},
                                 {"version", af_program_version(program)},
                                 {"date", af_program_date(program)},
                                 {"title", title},
                                 {"checklist", checklist},
                                 {NULL, NULL}};
    return af_facts_new(facts);
}

static AfProduct *make(AfCli *cli, const AfBatch *batch, gpointer subject, const char *language,
                       AfDiagnostics *diagnostics) {
    AfProgram *program = subject;
    const AfCatalog *messages = af_cli_messages(cli, language, diagnostics);
    const AfCatalog *catalog = af_cli_catalog(cli, program, language, diagnostics);
    if (!messages || !catalog) return NULL;
    g_autoptr(xmlDoc) document = af_document_new(batch->product.kind, program, catalog, messages);
    const AfParameter parameters[] = {{"paper", batch->paper}, {"generator", AF_GENERATOR}, {NULL, NULL}};
    g_autoptr(AfSourceFiles) files = af_source_of_program(program, messages);
    const AfProductInput input = {af_program_id(program), document, messages, parameters, &files->source};
    AfProduct *product = af_product_make(cli, &input, &batch->product, diagnostics);
    if (product) product->facts = facts_of(program, catalog);
    return product;
}

static void run(AfCli *cli, const Options *options, char *const *ids) {
    AfBatch batch = {.product.kind = "blank", .name = name_of, .program = program_of, .make = make};
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    batch.subjects = g_ptr_array_new_with_free_func((GDestroyNotify)af_program_free);
    af_batch_take(&batch, &options->batch, diagnostics);
    const AfParameter settings[] = {{"paper", batch.paper}, {"source", options->batch.no_source ? "no" : "yes"}, {NULL, NULL}};
    batch.settings = settings;
    load_programs(batch.subjects, ids, diagnostics);
    af_batch_run(cli, &batch, diagnostics);
    af_batch_clear(&batch);
}

void af_command_blank(AfCli *cli, int argc, char **argv) {
    Options options = {0};
    const AfOption table[] = {{"lang", 'l', "LANG", "language", TRUE, &options.batch.languages},
                              {"format", 'f', "FORMAT", "format-blank", TRUE, &options.batch.formats},
                              {"output", 'o', "DIR", "output-folder", FALSE, &options.batch.folder},
                              {"paper", 0, "a4|letter", "paper", FALSE, &options.batch.paper},
                              {"all", 0, NULL, "all", FALSE, &options.all},
                              {"no-source", 0, NULL, "no-source", FALSE, &options.batch.no_source},
                              {"index", 0, NULL, "index", FALSE, &options.batch.index},
                              {"manifest", 0, NULL, "manifest", FALSE, &options.batch.manifest},
                              {"templates", 0, "DIR", "templates", FALSE, &cli->templates},
                              {"allow-incomplete", 0, NULL, "allow-incomplete", FALSE, &cli->allow_incomplete},
                              {"strict", 0, NULL, "strict", FALSE, &options.batch.strict},
                              {0}};
    if (af_options_parse(cli, table, &argc, argv)) {
        int most = options.all ? 0 : argc, least = options.all ? 0 : 1;
        g_auto(GStrv) every = options.all ? af_programs() : NULL;
        g_auto(GStrv) given = g_new0(char *, (gsize)argc + 1);
        for (int i = 1; i < argc; i++) given[i - 1] = g_utf8_make_valid(argv[i], -1);
        if (af_options_arguments(cli, argc, argv, least, most)) run(cli, &options, every ? every : given);
    }
    af_batch_options_clear(&options.batch);
}

/* auditfolio programs: what programs and languages there are, and how complete their catalogs are. */
#include "cli/cli.h"

typedef struct {
    AfCli *cli;
    char **languages;
    gboolean check;
    const AfCatalog *reference; /* the English messages */
    GPtrArray *rows;
} Listing;

/* "212/212" for a catalog; a dash where there is none. Its faults are said only if the listing is a check. */
static char *completeness(const Listing *listing, AfProgram *program, const char *language,
                          AfDiagnostics *diagnostics) {
    const char *id = af_program_id(program);
    guint asked = af_program_keys(program)->len, present = 0;
    if (!listing->check && !af_catalog_exists(language, id)) return g_strdup("–");
    g_autoptr(AfCatalog) catalog = af_catalog_load(language, id, diagnostics);
    if (catalog) present = af_catalog_check(catalog, program, diagnostics);
    AfLocale *locale = af_locale_get(af_cli_user_language());
    g_autofree char *some = af_number_format(locale, present), *all = af_number_format(locale, asked);
    return g_strdup_printf("%s/%s", some, all);
}

static void add_row(Listing *listing, GPtrArray *cells) {
    g_ptr_array_add(cells, NULL);
    g_ptr_array_add(listing->rows, g_ptr_array_free(cells, FALSE));
}

static void add_head(Listing *listing) {
    GPtrArray *cells = g_ptr_array_new();
    g_ptr_array_add(cells, af_words(listing->cli, "programs.program", ""));
    g_ptr_array_add(cells, af_words(listing->cli, "programs.version", ""));
    g_ptr_array_add(cells, af_words(listing->cli, "programs.date", ""));
    for (char **language = listing->languages; *language; language++) g_ptr_array_add(cells, g_strdup(*language));
    add_row(listing, cells);
}

static void add_program(Listing *listing, const char *id, AfDiagnostics *diagnostics) {
    g_autoptr(AfProgram) program = af_program_load(id, diagnostics);
    if (!program) return;
    GPtrArray *cells = g_ptr_array_new();
    char *date = af_date_format(af_locale_get(af_cli_user_language()), af_program_date(program));
    g_ptr_array_add(cells, g_strdup(id));
    g_ptr_array_add(cells, g_strdup(af_program_version(program)));
    g_ptr_array_add(cells, date ? date : g_strdup(af_program_date(program)));
    for (char **language = listing->languages; *language; language++) {
        g_ptr_array_add(cells, completeness(listing, program, *language, diagnostics));
    }
    add_row(listing, cells);
}

static void check_messages(const Listing *listing, AfDiagnostics *diagnostics) {
    const AfCatalog *reference = af_cli_messages(listing->cli, "en", diagnostics);
    for (char **language = listing->languages; reference && *language; language++) {
        const AfCatalog *messages = af_cli_messages(listing->cli, *language, diagnostics);
        if (messages) af_messages_check(messages, reference, diagnostics);
    }
}

/* Faults do not stop the listing; a listing that is no check is not for saying them, unless a file cannot be used
 * at all. */
static void run(Listing *listing) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_auto(GStrv) programs = af_programs();
    add_head(listing);
    for (char **id = programs; *id; id++) add_program(listing, *id, diagnostics);
    guint columns = 3 + g_strv_length(listing->languages);
    af_table_print(listing->rows, columns, columns);
    if (listing->check) {
        check_messages(listing, diagnostics);
        af_report(listing->cli, diagnostics);
        af_report_summary(listing->cli);
    }
}

void af_command_programs(AfCli *cli, int argc, char **argv) {
    gboolean check = FALSE;
    const AfOption table[] = {{"check", 0, NULL, "check", FALSE, &check}, {0}};
    if (!af_options_parse(cli, table, &argc, argv) || !af_options_arguments(cli, argc, argv, 0, 0)) return;
    Listing listing = {.cli = cli, .check = check, .languages = af_languages()};
    listing.rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    run(&listing);
    g_ptr_array_unref(listing.rows);
    g_strfreev(listing.languages);
}

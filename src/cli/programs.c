/* auditfolio programs: what programs and languages there are, and how complete and up to date their texts are. */
#include "cli/cli.h"

#include <string.h>

typedef struct {
    AfCli *cli;
    char **languages;
    gboolean check;
    AfDiagnostics *diagnostics;
    GPtrArray *rows;
    GPtrArray *names;    /* of all programs */
    GPtrArray *programs; /* of AfProgram */
} Listing;

/* A catalog of one language. */
typedef struct {
    const AfProgram *program; /* NULL: the messages */
    const char *language;
    gboolean there;
    AfCompleteness found;
} Row;

/* The columns after those of the program. */
static const char *const heads[] = {"programs.language", "programs.texts", "programs.missing", "programs.outdated",
                                    "programs.equal"};
enum { columns_of_program = 3, columns = columns_of_program + G_N_ELEMENTS(heads) };

static void add_cells(const Listing *listing, GPtrArray *cells) {
    g_ptr_array_add(cells, NULL);
    g_ptr_array_add(listing->rows, g_ptr_array_free(cells, FALSE));
}

static void add_head(const Listing *listing) {
    static const char *const program[] = {"programs.program", "programs.version", "programs.date"};
    GPtrArray *cells = g_ptr_array_new();
    for (gsize i = 0; i < G_N_ELEMENTS(program); i++) g_ptr_array_add(cells, af_words(listing->cli, program[i], ""));
    for (gsize i = 0; i < G_N_ELEMENTS(heads); i++) g_ptr_array_add(cells, af_words(listing->cli, heads[i], ""));
    add_cells(listing, cells);
}

/* The program in the first of its rows. */
static void add_program_cells(GPtrArray *cells, const Row *row, gboolean first) {
    const char *name = row->program ? af_program_id(row->program) : AF_MESSAGES;
    g_ptr_array_add(cells, g_strdup(first ? name : ""));
    g_ptr_array_add(cells, g_strdup(first && row->program ? af_program_version(row->program) : ""));
    if (!first || !row->program) {
        g_ptr_array_add(cells, g_strdup(""));
        return;
    }
    const char *iso = af_program_date(row->program);
    char *date = af_date_format(af_locale_get(af_cli_user_language()), iso);
    g_ptr_array_add(cells, date ? date : g_strdup(iso));
}

/* "212/212" and three numbers; dashes for what there is not. */
static void add_row(const Listing *listing, const Row *row, gboolean first) {
    AfLocale *locale = af_locale_get(af_cli_user_language());
    GPtrArray *cells = g_ptr_array_new();
    add_program_cells(cells, row, first);
    g_ptr_array_add(cells, g_strdup(row->language));
    gboolean source = !strcmp(row->language, AF_SOURCE_LANGUAGE);
    g_autofree char *there = af_number_format(locale, row->found.there);
    g_autofree char *asked = af_number_format(locale, row->found.asked);
    const struct {
        gboolean said;
        guint number;
    } numbers[] = {{row->there, row->found.asked - row->found.there},
                   {row->there && !source, row->found.outdated},
                   {row->there && !source, row->found.equal}};
    g_ptr_array_add(cells, row->there ? g_strdup_printf("%s/%s", there, asked) : g_strdup("–"));
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        g_ptr_array_add(cells, numbers[i].said ? af_number_format(locale, numbers[i].number) : g_strdup("–"));
    }
    add_cells(listing, cells);
}

static void print_json(const Row *row) {
    g_autoptr(GString) out = g_string_new("{\"program\":");
    if (row->program) {
        af_json_append(out, af_program_id(row->program));
        g_string_append_printf(out, ",\"version\":\"%s\",\"date\":\"%s\"", af_program_version(row->program),
                               af_program_date(row->program));
    } else {
        g_string_append(out, "null");
    }
    g_string_append(out, ",\"language\":");
    af_json_append(out, row->language);
    printf("%s,\"catalog\":%s,\"texts\":%u,\"there\":%u,\"missing\":%u,\"outdated\":%u,\"equal\":%u}\n", out->str,
           row->there ? "true" : "false", row->found.asked, row->found.there, row->found.asked - row->found.there,
           row->found.outdated, row->found.equal);
}

static void say(const Listing *listing, const Row *row, gboolean first) {
    if (listing->cli->json) {
        print_json(row);
    } else {
        add_row(listing, row, first);
    }
}

/* A listing that is no check says nothing of what is wrong. A program need not be there in every language, but in the
 * one that the others are translated from. */
static void look_at(const Listing *listing, AfProgram *program, const AfCatalog *source, Row *row) {
    const char *id = af_program_id(program);
    row->found.asked = af_program_keys(program)->len;
    row->there = af_catalog_exists(row->language, id);
    if (!row->there) {
        if (!strcmp(row->language, AF_SOURCE_LANGUAGE)) {
            af_diagnostics_add(listing->diagnostics, AF_D_CATALOG_MISSING, NULL, 0, id, row->language);
        }
        return;
    }
    g_autoptr(AfCatalog) catalog = af_catalog_load_program(row->language, program, listing->diagnostics);
    if (!catalog) return;
    af_catalog_check(catalog, program, listing->diagnostics);
    if (source) {
        row->found = af_catalog_compare(catalog, program, source, listing->check ? listing->diagnostics : NULL);
    }
}

static void list_program(const Listing *listing, const char *id) {
    AfProgram *program = af_program_load(id, listing->diagnostics);
    if (!program) return;
    g_ptr_array_add(listing->programs, program);
    g_autoptr(AfDiagnostics) unsaid = af_diagnostics_new(); /* until English has its turn */
    g_autoptr(AfCatalog) source = af_catalog_exists(AF_SOURCE_LANGUAGE, id)
                                      ? af_catalog_load_program(AF_SOURCE_LANGUAGE, program, unsaid)
                                      : NULL;
    g_ptr_array_extend_and_steal(listing->names, af_program_names(program));
    for (char **language = listing->languages; *language; language++) {
        Row row = {.program = program, .language = *language};
        look_at(listing, program, source, &row);
        say(listing, &row, language == listing->languages);
    }
}

static void list_messages(const Listing *listing) {
    const AfCatalog *source = af_cli_messages(listing->cli, AF_SOURCE_LANGUAGE, listing->diagnostics);
    for (char **language = listing->languages; source && *language; language++) {
        Row row = {.language = *language, .there = TRUE, .found.asked = af_catalog_count(source)};
        const AfCatalog *messages = af_cli_messages(listing->cli, *language, listing->diagnostics);
        if (messages) {
            AfDiagnostics *said = listing->check ? listing->diagnostics : NULL;
            if (said) af_messages_check(messages, source, said);
            row.found = af_messages_compare(messages, source, listing->names, said);
        }
        say(listing, &row, language == listing->languages);
    }
}

static GPtrArray *programs_with(const Listing *listing, const char *library) {
    GPtrArray *programs = g_ptr_array_new();
    for (guint i = 0; i < listing->programs->len; i++) {
        AfProgram *program = g_ptr_array_index(listing->programs, i);
        if (!g_strcmp0(af_program_library(program), library)) g_ptr_array_add(programs, program);
    }
    return programs;
}

/* What no program asks a library for; what else is wrong with its catalogs is said where programs take them. */
static void check_libraries(const Listing *listing) {
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < listing->programs->len; i++) {
        const char *library = af_program_library(g_ptr_array_index(listing->programs, i));
        if (!library || !g_hash_table_add(seen, (gpointer)(gsize)library)) continue;
        g_autoptr(GPtrArray) programs = programs_with(listing, library);
        for (char **language = listing->languages; *language; language++) {
            g_autoptr(AfDiagnostics) unsaid = af_diagnostics_new();
            g_autoptr(AfCatalog) catalog = af_catalog_load(*language, library, unsaid);
            if (catalog) af_library_catalog_check(catalog, programs, listing->diagnostics);
        }
    }
}

/* Faults do not stop the listing. */
static void run(Listing *listing) {
    g_auto(GStrv) programs = af_programs();
    add_head(listing);
    for (char **id = programs; *id; id++) list_program(listing, *id);
    list_messages(listing);
    if (!listing->cli->json) af_table_print(listing->rows, columns, columns_of_program + 1);
    if (listing->check) {
        check_libraries(listing);
        (void)fflush(stdout); /* before what is said of it */
        af_report(listing->cli, listing->diagnostics);
        af_report_summary(listing->cli);
    }
}

void af_command_programs(AfCli *cli, int argc, char **argv) {
    gboolean check = FALSE;
    const AfOption table[] = {{"check", 0, NULL, "check", FALSE, &check}, {0}};
    if (!af_options_parse(cli, table, &argc, argv) || !af_options_arguments(cli, argc, argv, 0, 0)) return;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    Listing listing = {.cli = cli, .check = check, .languages = af_languages(), .diagnostics = diagnostics};
    listing.rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    listing.names = g_ptr_array_new_with_free_func(g_free);
    listing.programs = g_ptr_array_new_with_free_func((GDestroyNotify)af_program_free);
    run(&listing);
    g_ptr_array_unref(listing.programs);
    g_ptr_array_unref(listing.names);
    g_ptr_array_unref(listing.rows);
    g_strfreev(listing.languages);
}

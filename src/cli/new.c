/* auditfolio new: an assessment to fill in, empty or with what another one says. */
#include "assess/carry.h"
#include "cli/cli.h"

#include <string.h>

typedef struct {
    char *language, *output, *model, *category, *case_studies, *date, *from;
    gboolean force;
} Options;

enum { most_case_studies = 10 }; /* of assessment.xsd */

static void options_clear(Options *options) {
    g_free(options->language);
    g_free(options->output);
    g_free(options->model);
    g_free(options->category);
    g_free(options->case_studies);
    g_free(options->date);
    g_free(options->from);
}

/* What is being made. */
typedef struct {
    AfCli *cli;
    const Options *options;
    const char *language, *day;
    AfProgram *program;
    const AfCatalog *catalog, *messages;
    AfDiagnostics *diagnostics;
} Making;

/* --- options --- */

static void add_ids(GPtrArray *ids, const xmlNode *parent, const char *name) {
    for (const xmlNode *child = parent->children; child; child = child->next) {
        if (!af_xml_is(child, AF_NS_PROGRAM, name)) continue;
        g_ptr_array_add(ids, g_strdup(af_xml_attribute(child, "id")));
        add_ids(ids, child, "subcategory");
    }
}

/* The ids of all elements of this name in a program, and those of the subcategories of categories. */
static char **ids_of(const AfProgram *program, const char *list, const char *name) {
    GPtrArray *ids = g_ptr_array_new();
    const xmlNode *root = xmlDocGetRootElement(af_program_doc(program));
    for (const xmlNode *child = root->children; child; child = child->next) {
        if (af_xml_is(child, AF_NS_PROGRAM, list)) add_ids(ids, child, name);
    }
    g_ptr_array_add(ids, NULL);
    return (char **)g_ptr_array_free(ids, FALSE);
}

static void check_options(const Making *making) {
    const Options *options = making->options;
    g_auto(GStrv) models = ids_of(making->program, "deployment-models", "deployment-model");
    g_auto(GStrv) categories = ids_of(making->program, "categories", "category");
    int number = 0;
    af_options_choice("--model", options->model, (const char *const *)models, making->diagnostics);
    af_options_choice("--category", options->category, (const char *const *)categories, making->diagnostics);
    af_options_number("--case-studies", options->case_studies, 1, most_case_studies, &number, making->diagnostics);
    af_options_date("--date", options->date, making->diagnostics);
}

/* A file that is there is somebody's work. */
static void check_output(const Making *making, const char *path) {
    if (!strcmp(path, "-") || making->options->force || !g_file_test(path, G_FILE_TEST_IS_REGULAR)) return;
    af_diagnostics_add(making->diagnostics, AF_D_FILE_EXISTS, path, 0);
}

/* --- the account of what was carried over --- */

static char *entry_words(AfCli *cli, const AfCarryEntry *entry) {
    if (entry->title && entry->number) {
        return af_words(cli, "carry.item", "sss", entry->number, entry->title, entry->id);
    }
    if (entry->title) return af_words(cli, "carry.item-unnumbered", "ss", entry->title, entry->id);
    const char *before = strcmp(entry->what, "field") ? "what." : "carry.";
    g_autofree char *id = g_strconcat(before, entry->what, NULL);
    g_autofree char *what = af_words(cli, id, "");
    if (entry->item) return af_words(cli, "carry.record", "sss", what, entry->id, entry->item);
    return af_words(cli, "carry.other", "ss", what, entry->id);
}

static void print_entry_json(FILE *out, const AfCarryEntry *entry, const char *words) {
    g_autoptr(GString) line = g_string_new("{\"change\":");
    const char *const members[] = {"what",   entry->what,   "id",    entry->id,    "item",    entry->item,
                                   "number", entry->number, "title", entry->title, "message", words};
    af_json_append(line, af_carry_state_name(entry->state));
    for (gsize i = 0; i < G_N_ELEMENTS(members); i += 2) {
        if (!members[i + 1]) continue;
        g_string_append_printf(line, ",\"%s\":", members[i]);
        af_json_append(line, members[i + 1]);
    }
    g_string_append_printf(line, ",\"line\":%d}", entry->line);
    fprintf(out, "%s\n", line->str);
}

/* "Carried over: 47 items" and one line for each thing below it. */
static void print_group(AfCli *cli, FILE *out, const GPtrArray *entries, AfCarryState state) {
    guint number = 0;
    for (guint i = 0; i < entries->len; i++) number += ((AfCarryEntry *)g_ptr_array_index(entries, i))->state == state;
    if (!number) return;
    g_autofree char *id = g_strconcat("carry.", af_carry_state_name(state), NULL);
    g_autofree char *head = af_words(cli, id, "n", (double)number);
    if (!cli->json) fprintf(out, "%s\n", head);
    for (guint i = 0; i < entries->len; i++) {
        const AfCarryEntry *entry = g_ptr_array_index(entries, i);
        if (entry->state != state) continue;
        g_autofree char *words = entry_words(cli, entry);
        g_autofree char *shown = af_printable(words);
        if (cli->json) {
            print_entry_json(out, entry, words);
        } else {
            fprintf(out, "  %s\n", shown);
        }
    }
}

static void print_account(AfCli *cli, FILE *out, const AfCarry *carry) {
    for (AfCarryState state = 0; state < AF_CARRY_STATE_COUNT; state++) {
        print_group(cli, out, af_carry_entries(carry), state);
    }
}

/* --- making it --- */

static GByteArray *transform(const Making *making, const AfCarry *carry) {
    const Options *options = making->options;
    AfStylesheet *stylesheet = af_cli_stylesheet(making->cli, "xml/new.xsl", making->diagnostics);
    if (!stylesheet) return NULL;
    g_autoptr(xmlDoc) document = af_document_new("new", making->program, making->catalog, making->messages);
    if (carry) af_document_add_carry(document, carry);
    const AfParameter parameters[] = {{"model", options->model ? options->model : ""},
                                      {"category", options->category ? options->category : ""},
                                      {"case-studies", options->case_studies ? options->case_studies : ""},
                                      {"date", making->day},
                                      {NULL, NULL}};
    g_autoptr(xmlDoc) result =
        af_transform_bare(stylesheet, document, making->messages, parameters, making->diagnostics);
    return result ? af_transform_source(result, making->language) : NULL;
}

static gboolean write_file(const Making *making, const char *path, const GByteArray *bytes) {
    g_autoptr(GError) error = NULL;
    if (af_file_write(path, bytes->data, bytes->len, &error)) return TRUE;
    af_diagnostics_add(making->diagnostics, AF_D_FILE_UNWRITABLE, path, 0, error->message);
    return FALSE;
}

/* The account goes where the file does not. */
static void make(const Making *making, const char *path) {
    g_autoptr(AfCarry) carry = NULL;
    gboolean output = !strcmp(path, "-");
    if (making->options->from) {
        g_autoptr(AfOpened) from = af_opened_new(making->options->from, making->diagnostics);
        if (!from) return;
        carry = af_carry_read(&from->file, making->program, making->catalog, making->diagnostics);
        if (!carry) return;
        g_autofree char *folder = g_path_get_dirname(path);
        if (!output) af_carry_move(carry, folder, making->diagnostics);
    }
    GByteArray *bytes = transform(making, carry);
    if (bytes && write_file(making, path, bytes) && carry) {
        print_account(making->cli, output ? stderr : stdout, carry);
    }
    if (bytes) g_byte_array_unref(bytes);
}

static void run(AfCli *cli, const Options *options, const char *id) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfProgram) program = af_program_load(id, diagnostics);
    g_autofree char *now = af_today(), *name = g_strconcat(id, ".xml", NULL);
    const char *path = options->output ? options->output : name;
    Making making = {.cli = cli, .options = options, .program = program, .diagnostics = diagnostics};
    making.language = af_cli_user_language();
    making.day = options->date ? options->date : now;
    if (program) {
        check_options(&making);
        check_output(&making, path);
        making.messages = af_cli_messages(cli, making.language, diagnostics);
        making.catalog = af_cli_catalog(cli, program, making.language, diagnostics);
    }
    if (!af_diagnostics_count_level(diagnostics, AF_ERROR)) make(&making, path);
    af_report(cli, diagnostics);
    af_report_summary(cli);
}

void af_command_new(AfCli *cli, int argc, char **argv) {
    Options options = {0};
    const AfOption table[] = {{"lang", 'l', "LANG", "language-new", FALSE, &options.language},
                              {"output", 'o', "FILE", "output-new", FALSE, &options.output},
                              {"model", 0, "ID", "model", FALSE, &options.model},
                              {"category", 0, "ID", "category", FALSE, &options.category},
                              {"case-studies", 0, "N", "case-studies", FALSE, &options.case_studies},
                              {"date", 0, "DATE", "date-new", FALSE, &options.date},
                              {"from", 0, "OLD.xml", "from", FALSE, &options.from},
                              {"force", 0, NULL, "force", FALSE, &options.force},
                              {"templates", 0, "DIR", "templates", FALSE, &cli->templates},
                              {"allow-incomplete", 0, NULL, "allow-incomplete", FALSE, &cli->allow_incomplete},
                              {0}};
    if (af_options_parse(cli, table, &argc, argv) && af_options_arguments(cli, argc, argv, 1, 1) &&
        af_cli_speak(cli, options.language)) {
        g_autofree char *id = g_utf8_make_valid(argv[1], -1);
        run(cli, &options, id);
    }
    options_clear(&options);
}

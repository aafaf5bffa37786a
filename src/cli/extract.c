/* auditfolio extract: the XML that a PDF of ours carries. */
#include "cli/cli.h"

#include "base/digest.h"

#include <string.h>

typedef struct {
    char *output;
    gboolean force;
} Options;

/* What is known of what was taken out. */
typedef struct {
    const AfPdfExtract *extract;
    char *program, *version, *digest;
} Account;

static gboolean is_valid(const char *path, const AfPdfExtract *extract, AfDiagnostics *diagnostics) {
    g_autofree char *place = af_opened_place(path, extract);
    const AfAssessmentFile file = {path, place, extract->name, extract->bytes, NULL};
    return extract->is_program ? af_program_fits(extract->bytes, extract->supplement, place, diagnostics)
                               : af_assessment_fits(&file, diagnostics);
}

/* Its XML is valid: the root says what program it is, or is for. */
static void take_account(Account *account, const AfPdfExtract *extract) {
    g_autoptr(AfDiagnostics) unsaid = af_diagnostics_new();
    g_autoptr(xmlDoc) doc =
        af_xml_read_memory((const char *)extract->bytes->data, extract->bytes->len, extract->name, unsaid);
    const xmlNode *root = xmlDocGetRootElement(doc);
    account->extract = extract;
    account->program = g_strdup(af_xml_attribute(root, extract->is_program ? "id" : "program"));
    account->version = g_strdup(af_xml_attribute(root, "version"));
    account->digest = af_digest(extract->bytes->data, extract->bytes->len);
}

static void account_clear(Account *account) {
    g_free(account->program);
    g_free(account->version);
    g_free(account->digest);
}

static void print_json(const Account *account, FILE *out, const char *path) {
    g_autoptr(GString) line = g_string_new("{\"file\":");
    af_json_append(line, path);
    g_string_append_printf(line, ",\"kind\":\"%s\",\"name\":",
                           account->extract->is_program ? "program" : "assessment");
    af_json_append(line, account->extract->name);
    g_string_append(line, ",\"program\":");
    af_json_append(line, account->program);
    g_string_append(line, ",\"version\":");
    af_json_append(line, account->version);
    fprintf(out, "%s,\"size\":%u,\"sha256\":\"%s\"}\n", line->str, account->extract->bytes->len, account->digest);
}

static void print_account(AfCli *cli, const Account *account, const char *path) {
    FILE *out = strcmp(path, "-") ? stdout : stderr; /* the account goes where the file does not */
    if (cli->json) {
        print_json(account, out, path);
        return;
    }
    const char *id = account->extract->is_program ? "extract.program" : "extract.assessment";
    const char *file = strcmp(path, "-") ? path : account->extract->name;
    g_autofree char *words = af_words(cli, id, "sss", file, account->program, account->version);
    g_autofree char *shown = af_printable(words);
    fprintf(out, "%s\nSHA-256: %s\n", shown, account->digest);
}

/* The name comes out of the PDF: what is there under it already is not overwritten, unless it says the same. */
static gboolean may_write(const Options *options, const char *path, const AfPdfExtract *extract,
                          AfDiagnostics *diagnostics) {
    if (options->output || options->force || !g_file_test(path, G_FILE_TEST_EXISTS)) return TRUE;
    guint64 size = 0;
    g_autofree char *there = af_digest_file(path, FALSE, &size);
    g_autofree char *digest = af_digest(extract->bytes->data, extract->bytes->len);
    if (!g_strcmp0(there, digest)) return TRUE;
    af_diagnostics_add(diagnostics, AF_D_FILE_EXISTS, path, 0);
    return FALSE;
}

static void run(AfCli *cli, const Options *options, const char *path, AfDiagnostics *diagnostics) {
    g_autoptr(GByteArray) bytes = af_xml_read_bytes(path, diagnostics);
    g_autoptr(AfPdfExtract) extract = bytes ? af_pdf_extract(bytes->data, bytes->len, path, diagnostics) : NULL;
    if (!extract || !is_valid(path, extract, diagnostics)) return;
    const char *output = options->output ? options->output : extract->name;
    if (!may_write(options, output, extract, diagnostics)) return;
    if (af_file_is_same(output, path)) {
        af_diagnostics_add(diagnostics, AF_D_OUTPUT_SOURCE, output, 0);
        return;
    }
    g_autoptr(GError) error = NULL;
    if (!af_file_write(output, extract->bytes->data, extract->bytes->len, &error)) {
        af_diagnostics_add(diagnostics, AF_D_FILE_UNWRITABLE, output, 0, error->message);
        return;
    }
    Account account = {.extract = extract};
    take_account(&account, extract);
    print_account(cli, &account, output);
    account_clear(&account);
}

void af_command_extract(AfCli *cli, int argc, char **argv) {
    Options options = {0};
    const AfOption table[] = {{"output", 'o', "FILE.xml", "output-extract", FALSE, &options.output},
                              {"force", 0, NULL, "force", FALSE, &options.force},
                              {0}};
    if (af_options_parse(cli, table, &argc, argv) && af_options_arguments(cli, argc, argv, 1, 1)) {
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        run(cli, &options, argv[1], diagnostics);
        (void)fflush(stdout);
        af_report(cli, diagnostics);
        af_report_summary(cli);
    }
    g_free(options.output);
}

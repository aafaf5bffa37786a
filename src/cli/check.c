/* auditfolio check: what is wrong with assessments, and what is still open. */
#include "cli/cli.h"

#include <string.h>

typedef struct {
    char *language, *date;
    gboolean strict;
} Options;

/* --- the summary --- */

typedef struct {
    AfCli *cli;
    const AfAssessment *assessment;
    const AfReadiness *readiness;
    const AfCatalog *catalog;
    guint open; /* points that keep it from being submitted */
} Summary;

/* What is counted. */
static const struct {
    const char *json; /* the member's name */
    const char *head; /* message of the column's head; NULL: no column, which keeps the table narrow */
    gsize offset;
    gboolean audit; /* a column only if the auditor has said something */
} counts[] = {
    {"asked", "report.count-asked", G_STRUCT_OFFSET(AfScore, asked), FALSE},
    {"answered", "report.count-answered", G_STRUCT_OFFSET(AfScore, answered), FALSE},
    {"met", "report.count-met", G_STRUCT_OFFSET(AfScore, met), FALSE},
    {"notMet", NULL, G_STRUCT_OFFSET(AfScore, not_met), FALSE},
    {"notApplicable", NULL, G_STRUCT_OFFSET(AfScore, not_applicable), FALSE},
    {"open", "report.count-open", G_STRUCT_OFFSET(AfScore, open), FALSE},
    {"accepted", "report.count-accepted", G_STRUCT_OFFSET(AfScore, accepted), TRUE},
    {"rejected", "report.count-rejected", G_STRUCT_OFFSET(AfScore, rejected), TRUE},
    {"questions", "report.count-questions", G_STRUCT_OFFSET(AfScore, questions), TRUE},
    {"blocking", "check.blocking", G_STRUCT_OFFSET(AfScore, blocking), FALSE},
};

static guint count_of(const AfScore *score, gsize column) {
    return G_STRUCT_MEMBER(guint, score, counts[column].offset);
}

static gboolean has_column(const AfScore *whole, gsize column) {
    if (!counts[column].head) return FALSE;
    return !counts[column].audit || whole->accepted || whole->rejected || whole->questions;
}

/* Takes the words of the row's head. Without a score, it is the row of the columns' heads. */
static void add_row(const Summary *summary, GPtrArray *rows, char *head, const AfScore *score) {
    enum { head_width = 64 };
    const AfScore *whole = af_readiness_score(summary->readiness, NULL, NULL, NULL);
    GPtrArray *cells = g_ptr_array_new();
    g_autofree char *clean = af_printable(head);
    g_ptr_array_add(cells, af_text_shorten(clean, head_width));
    for (gsize column = 0; column < G_N_ELEMENTS(counts); column++) {
        if (!has_column(whole, column)) continue;
        AfLocale *locale = af_locale_get(af_cli_user_language());
        g_ptr_array_add(cells, score ? af_number_format(locale, count_of(score, column))
                                     : af_words(summary->cli, counts[column].head, ""));
    }
    g_ptr_array_add(cells, NULL);
    g_ptr_array_add(rows, g_ptr_array_free(cells, FALSE));
    g_free(head);
}

/* A row between those of the parts, of the case studies and of the whole. */
static void add_gap(GPtrArray *rows) {
    guint columns = g_strv_length(g_ptr_array_index(rows, 0));
    char **gap = g_new0(char *, columns + 1);
    for (guint i = 0; i < columns; i++) gap[i] = g_strdup("");
    g_ptr_array_add(rows, gap);
}

static char *title_of(const Summary *summary, const char *kind, const char *id) {
    g_autofree char *key = g_strdup_printf("%s.%s.title", kind, id);
    return af_catalog_text(summary->catalog, key);
}

/* A row of what blocks in a part but in no section of it (documents), or (part NULL) in no part: of the partner, a case
 * study, a piece of evidence. */
static void add_beside(const Summary *summary, GPtrArray *rows, const char *part, const char *head) {
    AfScore beside = {0};
    for (guint i = 0; i < summary->readiness->points->len; i++) {
        const AfPoint *point = g_ptr_array_index(summary->readiness->points, i);
        beside.blocking += point->level == AF_ERROR && !point->section && !g_strcmp0(point->part, part);
    }
    if (!beside.blocking) return;
    g_autofree char *words = af_words(summary->cli, head, "");
    add_row(summary, rows, g_strconcat(part ? "  " : "", words, NULL), &beside);
}

/* Rows of a part: itself, then its sections with their numbers, if they have any. */
static void add_part(const Summary *summary, GPtrArray *rows, const xmlNode *part) {
    const char *id = af_xml_attribute(part, "id");
    const AfScore *score = af_readiness_score(summary->readiness, id, NULL, NULL);
    if (score) add_row(summary, rows, title_of(summary, "part", id), score);
    add_beside(summary, rows, id, "label.required-documents");
    for (const xmlNode *section = part->children; section; section = section->next) {
        if (!af_xml_is(section, AF_NS_PROGRAM, "section")) continue;
        const char *section_id = af_xml_attribute(section, "id");
        score = af_readiness_score(summary->readiness, id, section_id, NULL);
        if (!score) continue;
        g_autofree char *title = title_of(summary, "section", section_id);
        const char *number = af_xml_attribute(section, "number");
        add_row(summary, rows, g_strconcat("  ", number ? number : "", number ? " " : "", title, NULL), score);
    }
}

/* Rows of the case studies, under the names of the customers. */
static void add_case_studies(const Summary *summary, GPtrArray *rows) {
    const GPtrArray *scores = summary->readiness->scores;
    for (guint i = 0; i < scores->len; i++) {
        const AfScore *score = g_ptr_array_index(scores, i);
        if (score->part || !score->case_study) continue;
        const xmlNode *element = af_assessment_case_study(summary->assessment, score->case_study);
        g_autofree char *customer = af_assessment_words(element, "customer");
        add_row(summary, rows, g_strdup(*customer ? customer : score->case_study), score);
    }
}

static void print_scores(const Summary *summary) {
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    add_row(summary, rows, g_strdup(""), NULL);
    const AfProgram *program = af_assessment_program(summary->assessment);
    const xmlNode *part = xmlDocGetRootElement(af_program_doc(program))->children;
    for (; part; part = part->next) {
        if (af_xml_is(part, AF_NS_PROGRAM, "part")) add_part(summary, rows, part);
    }
    add_beside(summary, rows, NULL, "check.elsewhere");
    add_gap(rows);
    add_case_studies(summary, rows);
    if (**(char **)g_ptr_array_index(rows, rows->len - 1)) add_gap(rows);
    add_row(summary, rows, af_words(summary->cli, "report.total", ""),
            af_readiness_score(summary->readiness, NULL, NULL, NULL));
    af_table_print(rows, g_strv_length(g_ptr_array_index(rows, 0)), 1);
}

static void print_line(char *text) {
    g_autofree char *clean = af_printable(text);
    puts(clean);
    g_free(text);
}

/* Whose assessment of what it is: "Partner – Solution", as far as they have names. */
static char *subject_of(const Summary *summary) {
    g_autofree char *partner = af_assessment_words(af_assessment_part(summary->assessment, "partner"), "name");
    g_autofree char *solution = af_assessment_words(af_assessment_part(summary->assessment, "solution"), "name");
    if (*partner && *solution) return af_words(summary->cli, "label.document-title", "ss", partner, solution);
    return g_strconcat(partner, solution, NULL);
}

static void print_text(const Summary *summary) {
    AfCli *cli = summary->cli;
    const AfProgram *program = af_assessment_program(summary->assessment);
    g_autofree char *subject = subject_of(summary), *title = af_catalog_text(summary->catalog, "program.title");
    g_autofree char *day =
        af_date_format(af_locale_get(af_cli_user_language()), af_assessment_day(summary->assessment));
    print_line(g_strdup(af_assessment_path(summary->assessment)));
    if (*subject) print_line(g_steal_pointer(&subject));
    print_line(af_words(cli, "check.program", "sss", title, af_program_version(program), day));
    print_line(summary->open ? af_words(cli, "check.not-ready", "n", (double)summary->open)
                             : af_words(cli, "check.ready", ""));
    if (summary->readiness->warnings) {
        print_line(af_words(cli, "check.warnings", "n", (double)summary->readiness->warnings));
    }
    putchar('\n');
    print_scores(summary);
}

static void json_score(GString *out, const AfScore *score) {
    g_string_append_c(out, '{');
    af_json_append_member(out, "part", score->part);
    af_json_append_member(out, "section", score->section);
    af_json_append_member(out, "caseStudy", score->case_study);
    for (gsize column = 0; column < G_N_ELEMENTS(counts); column++) {
        g_string_append_printf(out, "%s\"%s\":%u", column ? "," : "", counts[column].json, count_of(score, column));
    }
    g_string_append_c(out, '}');
}

static void print_json(const Summary *summary) {
    const AfProgram *program = af_assessment_program(summary->assessment);
    g_autofree char *partner = af_assessment_words(af_assessment_part(summary->assessment, "partner"), "name");
    g_autofree char *solution = af_assessment_words(af_assessment_part(summary->assessment, "solution"), "name");
    g_autoptr(GString) out = g_string_new("{");
    af_json_append_member(out, "file", af_assessment_path(summary->assessment));
    af_json_append_member(out, "partner", partner);
    af_json_append_member(out, "solution", solution);
    af_json_append_member(out, "program", af_program_id(program));
    af_json_append_member(out, "version", af_program_version(program));
    af_json_append_member(out, "day", af_assessment_day(summary->assessment));
    g_string_append_printf(out, "\"ready\":%s,\"blocking\":%u,\"warnings\":%u,\"scores\":[",
                           summary->open ? "false" : "true", summary->readiness->blocking,
                           summary->readiness->warnings);
    for (guint i = 0; i < summary->readiness->scores->len; i++) {
        if (i) g_string_append_c(out, ',');
        json_score(out, g_ptr_array_index(summary->readiness->scores, i));
    }
    printf("%s]}\n", out->str);
}

/* --- the command --- */

/* FALSE if there is no assessment to be summed up. */
static gboolean check(AfCli *cli, const Options *options, const char *path, gboolean first) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    af_diagnostics_set_strict(diagnostics, options->strict);
    const char *language = af_cli_user_language();
    g_autoptr(AfChecked) checked = af_checked_load(path, options->date, diagnostics);
    g_autoptr(AfReadiness) readiness = checked ? af_checked_readiness(cli, checked, language, diagnostics) : NULL;
    if (readiness) af_readiness_report(readiness, af_assessment_place(checked->assessment), diagnostics);
    af_report(cli, diagnostics);
    if (!readiness) return FALSE;
    AfProgram *program = af_assessment_program(checked->assessment);
    const Summary summary = {.cli = cli,
                             .assessment = checked->assessment,
                             .readiness = readiness,
                             .catalog = af_cli_catalog(cli, program, language, diagnostics),
                             .open = readiness->blocking + (options->strict ? readiness->warnings : 0)};
    if (cli->json) {
        print_json(&summary);
    } else {
        if (!first) putchar('\n');
        print_text(&summary);
    }
    (void)fflush(stdout); /* before what is said of the next file */
    return TRUE;
}

static void run(AfCli *cli, const Options *options, int argc, char **argv) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    af_options_date("--date", options->date, diagnostics);
    af_report(cli, diagnostics);
    if (!af_cli_speak(cli, options->language) || af_diagnostics_count(diagnostics)) return;
    gboolean summed_up = TRUE;
    for (int i = 1; i < argc; i++) summed_up &= check(cli, options, argv[i], i == 1);
    /* a summary says how much is open; the sum is for what has none, and over several */
    if (!summed_up || argc > 2) af_report_summary(cli);
}

void af_command_check(AfCli *cli, int argc, char **argv) {
    Options options = {0};
    const AfOption table[] = {{"lang", 'l', "LANG", "language-said", FALSE, &options.language},
                              {"date", 0, "DATE", "date", FALSE, &options.date},
                              {"strict", 0, NULL, "strict-check", FALSE, &options.strict},
                              {"allow-incomplete", 0, NULL, "allow-incomplete", FALSE, &cli->allow_incomplete},
                              {0}};
    if (af_options_parse(cli, table, &argc, argv) && af_options_arguments(cli, argc, argv, 1, G_MAXINT)) {
        run(cli, &options, argc, argv);
    }
    g_free(options.language);
    g_free(options.date);
}

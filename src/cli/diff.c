/* auditfolio diff: what changed between two states of an assessment. */
#include "assess/compare.h"
#include "cli/cli.h"

#include <string.h>

enum {
    shown_width = 60, /* columns of a value */
    shown_before = 20 /* characters of a long text before the first that differs */
};

typedef struct {
    AfCli *cli;
    const AfAssessment *before, *after;
    const AfCatalog *catalog, *messages;
    AfLocale *locale;
} Telling;

/* --- words --- */

static char *name_of(const Telling *telling, const AfChange *change, const char *kind, const char *id) {
    return af_assessment_name_of(change->gone ? telling->before : telling->after, telling->catalog, telling->messages,
                                 kind, id);
}

static char *message(const Telling *telling, const char *before, const char *id) {
    g_autofree char *key = g_strconcat(before, id, NULL);
    return af_catalog_message(telling->messages, key, NULL, 0);
}

/* Names of ids with spaces between them. A piece of evidence may be in one state alone; options are those of a choice. */
static char *names(const Telling *telling, const AfAssessment *assessment, const AfChange *change, const char *ids) {
    gboolean options = !strcmp(change->words, "option");
    g_auto(GStrv) each = g_strsplit(ids, " ", -1);
    guint n = g_strv_length(each);
    for (guint i = 0; i < n; i++) {
        g_autofree char *id = options ? g_strconcat(change->label_id, " ", each[i], NULL) : g_strdup(each[i]);
        char *name = af_assessment_name_of(assessment, telling->catalog, telling->messages, change->words, id);
        g_free(each[i]);
        each[i] = name;
    }
    return af_list_format(telling->locale, (const char *const *)each, n);
}

static char *value_words(const Telling *telling, const AfChange *change, const char *value, gboolean old) {
    char *words = NULL;
    if (!*value) return af_words(telling->cli, "diff.nothing", "");
    switch (change->value) {
    case AF_VALUE_DATE: words = af_date_format(telling->locale, value); break;
    case AF_VALUE_LANGUAGE: words = af_language_name(telling->locale, value, FALSE); break;
    case AF_VALUE_STATE: words = message(telling, "report.state-", value); break;
    case AF_VALUE_VERDICT: words = message(telling, "report.verdict-", value); break;
    case AF_VALUE_WORD: words = message(telling, change->words, value); break;
    case AF_VALUE_IDS: words = names(telling, old ? telling->before : telling->after, change, value); break;
    case AF_VALUE_TEXT: break;
    }
    return words ? words : g_strdup(value);
}

/* Where two texts begin to differ, in characters. */
static glong common_start(const char *a, const char *b) {
    glong common = 0;
    while (*a && *b && g_utf8_get_char(a) == g_utf8_get_char(b)) {
        a = g_utf8_next_char(a);
        b = g_utf8_next_char(b);
        common++;
    }
    return common;
}

/* A text as a few words around its first difference, which is `common` characters from its start. */
static char *excerpt(const char *text, glong common) {
    if (af_text_width(text) <= shown_width) return g_strdup(text);
    if (common < shown_width / 2) return af_text_shorten(text, shown_width);
    g_autofree char *rest = g_strconcat("…", g_utf8_offset_to_pointer(text, common - shown_before), NULL);
    return af_text_shorten(rest, shown_width);
}

/* "Contact: “A” → “B”" as the language says it. */
static char *field_words(const Telling *telling, const AfChange *change) {
    g_autofree char *label = change->field ? af_words(telling->cli, change->field, "")
                                           : name_of(telling, change, change->label, change->label_id);
    g_autofree char *was = value_words(telling, change, change->before, TRUE);
    g_autofree char *is = value_words(telling, change, change->after, FALSE);
    glong common = common_start(was, is);
    g_autofree char *shown_was = excerpt(was, common), *shown_is = excerpt(is, common);
    const char *id = !*change->before ? "diff.field-added" : !*change->after ? "diff.field-emptied" : "diff.field";
    return af_words(telling->cli, id, "sss", label, shown_was, shown_is);
}

static char *point_words(const Telling *telling, const AfChange *change, const char *case_studies) {
    if (change->part) return af_words(telling->cli, "diff.point-for", "ss", change->text, case_studies);
    return g_strdup(change->text);
}

/* What happened, without its place. */
static char *what_words(const Telling *telling, const AfChange *change, const char *case_studies) {
    switch (change->of) {
    case AF_CHANGE_OF_POINT: return point_words(telling, change, case_studies);
    case AF_CHANGE_OF_FIELD: return field_words(telling, change);
    case AF_CHANGE_OF_CASE_STUDY: return af_words(telling->cli, "diff.case-study", "s", change->case_studies[0]);
    case AF_CHANGE_OF_EVIDENCE: return af_words(telling->cli, "diff.evidence", "s", change->evidence);
    case AF_CHANGE_OF_ANSWER:
    case AF_CHANGE_OF_FINDING: break;
    case AF_CHANGE_OF_COUNT: g_assert_not_reached();
    }
    gboolean answer = change->of == AF_CHANGE_OF_ANSWER;
    if (change->kind == AF_CHANGE_REOPENED) {
        g_autofree char *was = value_words(telling, change, change->before, TRUE);
        g_autofree char *is = value_words(telling, change, change->after, FALSE);
        return af_words(telling->cli, "diff.answer-reopened", "ss", was, is);
    }
    gboolean removed = change->kind == AF_CHANGE_REMOVED;
    g_autofree char *value = value_words(telling, change, removed ? change->before : change->after, removed);
    return af_words(telling->cli, answer ? "diff.answer" : "diff.finding", "s", value);
}

/* "1.24 Title – Customer" as far as it is about any. A point whose words name the item names its case studies, too. */
static char *place_words(const Telling *telling, const AfChange *change, const char *case_studies) {
    g_autofree char *item = change->item ? name_of(telling, change, "item", change->item) : NULL;
    if (item && change->text && strstr(change->text, item)) return g_strdup("");
    g_autofree char *evidence = change->evidence ? name_of(telling, change, "evidence", change->evidence) : NULL;
    const char *thing = item ? item : evidence;
    if (thing && *case_studies) return af_words(telling->cli, "diff.place", "ss", thing, case_studies);
    return g_strdup(thing ? thing : *case_studies ? case_studies : "");
}

/* The customers' names; for several case studies that are all there are, just that. */
static char *case_studies_words(const Telling *telling, const AfChange *change) {
    g_autofree char *ids = g_strjoinv(" ", change->case_studies);
    guint number = g_strv_length(change->case_studies);
    if (!number) return g_strdup("");
    const xmlNode *all = af_assessment_part(change->gone ? telling->before : telling->after, "case-studies");
    if (number > 1 && number == xmlChildElementCount((xmlNode *)(gsize)all)) {
        return af_words(telling->cli, "report.all-case-studies", "");
    }
    return name_of(telling, change, "case-studies", ids);
}

static char *words_of(const Telling *telling, const AfChange *change) {
    g_autofree char *case_studies = case_studies_words(telling, change);
    g_autofree char *what = what_words(telling, change, case_studies);
    g_autofree char *place = place_words(telling, change, case_studies);
    return *place ? af_words(telling->cli, "diff.line", "ss", place, what) : g_steal_pointer(&what);
}

/* --- printing --- */

static const char *file_of(const Telling *telling, const AfChange *change) {
    return af_assessment_place(change->gone ? telling->before : telling->after);
}

static void append_member(GString *line, const char *name, const char *value) {
    if (!value) return;
    g_string_append_printf(line, "\"%s\":", name);
    af_json_append(line, value);
    g_string_append_c(line, ',');
}

static void print_json(const Telling *telling, const AfChange *change, const char *words) {
    g_autoptr(GString) line = g_string_new("{");
    append_member(line, "change", af_change_kind_name(change->kind));
    append_member(line, "what", af_change_of_name(change->of));
    append_member(line, "file", file_of(telling, change));
    g_string_append_printf(line, "\"line\":%d,", change->line);
    append_member(line, "item", change->item);
    append_member(line, "evidence", change->evidence);
    append_member(line, "field", change->path);
    append_member(line, change->label ? change->label : "", change->label_id);
    append_member(line, "before", change->before);
    append_member(line, "after", change->after);
    append_member(line, "message", words);
    g_string_append(line, "\"caseStudies\":[");
    for (char **id = change->case_studies; *id; id++) {
        if (id > change->case_studies) g_string_append_c(line, ',');
        af_json_append(line, *id);
    }
    printf("%s]}\n", line->str);
}

static void print_change(const Telling *telling, const AfChange *change) {
    g_autofree char *words = words_of(telling, change);
    if (telling->cli->json) {
        print_json(telling, change, words);
        return;
    }
    g_autofree char *file = af_printable(file_of(telling, change)), *shown = af_printable(words);
    printf("  %s:%d: %s\n", file, change->line, shown);
}

static void print_head(const Telling *telling, AfChangeKind kind) {
    g_autofree char *id = g_strconcat("diff.", af_change_kind_name(kind), NULL);
    g_autofree char *head = af_words(telling->cli, id, "");
    if (!telling->cli->json) printf("%s\n", head);
}

static void print_changes(const Telling *telling, const GPtrArray *changes) {
    AfChangeKind kind = AF_CHANGE_KIND_COUNT;
    for (guint i = 0; i < changes->len; i++) {
        const AfChange *change = g_ptr_array_index(changes, i);
        if (change->kind != kind) print_head(telling, change->kind);
        kind = change->kind;
        print_change(telling, change);
    }
    g_autofree char *none = changes->len || telling->cli->json ? NULL : af_words(telling->cli, "diff.none", "");
    if (none) printf("%s\n", none);
}

/* --- the command --- */

static gboolean same_program(const AfAssessment *before, const AfAssessment *after, AfDiagnostics *diagnostics) {
    const char *old = af_program_id(af_assessment_program(before)), *new = af_program_id(af_assessment_program(after));
    if (!strcmp(old, new)) return TRUE;
    const char *path = af_assessment_place(after);
    int line = (int)xmlGetLineNo(xmlDocGetRootElement(af_assessment_doc(after)));
    af_diagnostics_add(diagnostics, AF_D_PROGRAMS_DIFFER, path, line, new, old);
    return FALSE;
}

void af_diff_print(AfCli *cli, const AfChecked *before, const AfChecked *after, AfDiagnostics *diagnostics) {
    const char *language = af_cli_user_language();
    if (!same_program(before->assessment, after->assessment, diagnostics)) return;
    Telling telling = {.cli = cli, .before = before->assessment, .after = after->assessment};
    telling.locale = af_locale_get(language);
    telling.messages = af_cli_messages(cli, language, diagnostics);
    telling.catalog = af_cli_catalog(cli, af_assessment_program(telling.after), language, diagnostics);
    if (!telling.messages || !telling.catalog) return;
    g_autoptr(GPtrArray) changes = af_compare(telling.before, telling.after, before->findings, after->findings,
                                              telling.catalog, telling.messages, diagnostics);
    if (changes) print_changes(&telling, changes);
}

static void run(AfCli *cli, char **paths) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfChecked) before = af_checked_load(paths[0], NULL, diagnostics);
    g_autoptr(AfChecked) after = af_checked_load(paths[1], NULL, diagnostics);
    if (before && after) af_diff_print(cli, before, after, diagnostics);
    af_report(cli, diagnostics);
    af_report_summary(cli);
}

void af_command_diff(AfCli *cli, int argc, char **argv) {
    char *language = NULL;
    const AfOption table[] = {{"lang", 'l', "LANG", "language-said", FALSE, &language},
                              {"allow-incomplete", 0, NULL, "allow-incomplete", FALSE, &cli->allow_incomplete},
                              {0}};
    if (af_options_parse(cli, table, &argc, argv) && af_options_arguments(cli, argc, argv, 2, 2) &&
        af_cli_speak(cli, language)) {
        run(cli, argv + 1);
    }
    g_free(language);
}

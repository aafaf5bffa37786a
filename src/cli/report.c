/* Reporting: diagnostics to stderr, for people or as JSON lines for programs. */
#include "base/characters.h"
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const level_names[] = {[AF_NOTE] = "note", [AF_WARNING] = "warning", [AF_ERROR] = "error"};
static const char *const level_colors[] = {
    [AF_NOTE] = "\033[1;36m", [AF_WARNING] = "\033[1;35m", [AF_ERROR] = "\033[1;31m"};

static gboolean has_colors(void) {
    const char *none = g_getenv("NO_COLOR"), *terminal = g_getenv("TERM");
    return isatty(STDERR_FILENO) && !(none && *none) && terminal && strcmp(terminal, "dumb");
}

/* Behind two characters; NULL if they do not stand here. */
static const char *behind(const char *p, const gunichar *two) {
    for (int i = 0; i < 2; i++, p = g_utf8_next_char(p)) {
        if (g_utf8_get_char(p) != two[i]) return NULL;
    }
    return p;
}

/* Behind a word of ar-XB (af_pseudo_text), which turns nothing but itself around; NULL if none begins here. */
static const char *end_of_turned_word(const char *p) {
    static const gunichar open[] = {0x200F, 0x202E}, close[] = {0x202C, 0x200F};
    p = behind(p, open);
    while (p && *p && !af_character_is_control(g_utf8_get_char(p))) p = g_utf8_next_char(p);
    return p ? behind(p, close) : NULL;
}

char *af_printable(const char *text) {
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    const char *language = af_cli_user_language();
    const gboolean turned = af_pseudo_is(language) && af_locale_is_rtl(af_locale_get(language));
    GString *out = g_string_new(NULL);
    for (const char *p = valid, *end; *p; p += g_utf8_skip[(guchar)*p]) {
        while (turned && (end = end_of_turned_word(p))) {
            g_string_append_len(out, p, end - p);
            p = end;
        }
        gunichar c = g_utf8_get_char(p);
        if (!c) break;
        if (af_character_is_control(c)) {
            g_string_append_printf(out, c < 0x100 ? "\\x%02X" : "\\u%04X", c);
        } else {
            g_string_append_unichar(out, c);
        }
    }
    return g_string_free(out, FALSE);
}

void af_json_append(GString *out, const char *text) {
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_string_append_c(out, '"');
    for (const char *p = valid; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        if (c == '"' || c == '\\') {
            g_string_append_c(out, '\\');
            g_string_append_unichar(out, c);
        } else if (af_character_is_control(c)) {
            g_string_append_printf(out, "\\u%04X", c);
        } else {
            g_string_append_unichar(out, c);
        }
    }
    g_string_append_c(out, '"');
}

void af_json_append_member(GString *out, const char *name, const char *value) {
    g_string_append_printf(out, "\"%s\":", name);
    if (value) {
        af_json_append(out, value);
    } else {
        g_string_append(out, "null");
    }
    g_string_append_c(out, ',');
}

static const char *rule_of(const AfDiagnostic *diagnostic) {
    return diagnostic->rule ? diagnostic->rule : af_code_rule(diagnostic->code);
}

static void print_json(const AfDiagnostic *diagnostic, const char *text) {
    g_autoptr(GString) line = g_string_new("{\"file\":");
    if (diagnostic->file) {
        af_json_append(line, diagnostic->file);
    } else {
        g_string_append(line, "null");
    }
    g_string_append_printf(line, ",\"line\":%d,\"level\":\"%s\",\"rule\":\"%s\",\"message\":", diagnostic->line,
                           level_names[diagnostic->level], rule_of(diagnostic));
    af_json_append(line, text);
    g_string_append(line, ",\"arguments\":[");
    for (guint i = 0; i < diagnostic->n_args; i++) {
        const AfArg *arg = &diagnostic->args[i];
        if (i) g_string_append_c(line, ',');
        if (arg->string) {
            af_json_append(line, arg->string);
        } else {
            char number[G_ASCII_DTOSTR_BUF_SIZE];
            g_string_append(line, g_ascii_dtostr(number, sizeof number, arg->number));
        }
    }
    g_string_append_c(line, ']');
    for (char **detail = diagnostic->details; detail && detail[0]; detail += 2) {
        g_string_append_c(line, ',');
        af_json_append(line, detail[0]);
        g_string_append_c(line, ':');
        af_json_append(line, detail[1]);
    }
    fprintf(stderr, "%s}\n", line->str);
}

/* FILE:LINE: error[RULE]: text */
static void print_text(const AfDiagnostic *diagnostic, const char *text) {
    gboolean colors = has_colors();
    g_autofree char *file = af_printable(diagnostic->file ? diagnostic->file : "auditfolio");
    g_autofree char *line =
        diagnostic->file && diagnostic->line ? g_strdup_printf(":%d", diagnostic->line) : g_strdup("");
    g_autofree char *clean = af_printable(text);
    fprintf(stderr, "%s%s%s:%s %s%s[%s]%s: %s\n", colors ? "\033[1m" : "", file, line, colors ? "\033[0m" : "",
            colors ? level_colors[diagnostic->level] : "", level_names[diagnostic->level],
            rule_of(diagnostic), colors ? "\033[0m" : "", clean);
}

/* Of its message, with the words of those messages that are arguments of it. From the last one: an argument that is a
 * message may be given one that comes after it. */
static char *words_of(AfCli *cli, const AfDiagnostic *diagnostic) {
    const char *kinds = af_code_args(diagnostic->code);
    g_autofree AfArg *args = g_memdup2(diagnostic->args, sizeof(AfArg) * diagnostic->n_args);
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
    for (guint i = diagnostic->n_args; i-- > 0;) {
        if (kinds[i] != 'm') continue;
        args[i].string = af_words_args(cli, args[i].string, args + i + 1, diagnostic->n_args - i - 1);
        g_ptr_array_add(words, args[i].string);
    }
    g_autofree char *id = g_strconcat("diagnostic.", af_code_rule(diagnostic->code), NULL);
    return af_words_args(cli, id, args, diagnostic->n_args);
}

void af_report(AfCli *cli, const AfDiagnostics *diagnostics) {
    if (!af_diagnostics_count(diagnostics)) return;
    af_progress_clear(cli);
    for (guint i = 0; i < af_diagnostics_count(diagnostics); i++) {
        const AfDiagnostic *diagnostic = af_diagnostics_get(diagnostics, i);
        g_autofree char *text = diagnostic->rule ? g_strdup(diagnostic->args[0].string) : words_of(cli, diagnostic);
        (cli->json ? print_json : print_text)(diagnostic, text);
        if (diagnostic->level == AF_ERROR) cli->errors++;
        if (diagnostic->level == AF_WARNING) cli->warnings++;
    }
    cli->exit = MAX(cli->exit, af_diagnostics_exit(diagnostics));
}

void af_report_one(AfCli *cli, AfCode code, const char *first, const char *second) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    af_diagnostics_add(diagnostics, code, NULL, 0, first, second);
    af_report(cli, diagnostics);
}

void af_report_summary(AfCli *cli) {
    /* one or two speak for themselves */
    if (cli->json || cli->errors + cli->warnings < 3) return;
    g_autofree char *errors = af_words(cli, "summary.errors", "n", (double)cli->errors);
    g_autofree char *warnings = af_words(cli, "summary.warnings", "n", (double)cli->warnings);
    g_autofree char *text = cli->warnings && cli->errors ? af_words(cli, "summary.both", "ss", errors, warnings)
                                                         : g_strdup(cli->errors ? errors : warnings);
    fprintf(stderr, "%s\n", text);
}

/* Options: a command's table of them becomes a parser (GOption) and a help text in the user's language. */
#include "cli/cli.h"

#include <string.h>

/* What every command takes. */
typedef struct {
    gboolean help;
    char *diagnostics;
} Common;

#define MAX_OPTIONS 24

/* The command's options, then the common ones. */
static guint all_options(const AfOption *options, Common *common, AfOption *all) {
    guint n = 0;
    for (; options[n].name; n++) all[n] = options[n];
    all[n++] = (AfOption){"diagnostics", 0, "text|json", "diagnostics", FALSE, &common->diagnostics};
    all[n++] = (AfOption){"help", 'h', NULL, "help", FALSE, &common->help};
    all[n] = (AfOption){0};
    g_assert(n < MAX_OPTIONS);
    return n;
}

/* FILENAME, not STRING: bytes as they come, not through the C library's idea of the character set. */
static GOptionArg kind_of(const AfOption *option) {
    if (!option->argument) return G_OPTION_ARG_NONE;
    return option->many ? G_OPTION_ARG_FILENAME_ARRAY : G_OPTION_ARG_FILENAME;
}

/* GLib says faults in English words (the C library's locale is never set); the option's name is taken from them. */
static void report_fault(AfCli *cli, const GError *error) {
    const char *words = error->message;
    static const char unknown[] = "Unknown option ", missing[] = "Missing argument for ";
    if (g_str_has_prefix(words, unknown)) {
        af_report_one(cli, AF_D_OPTION_UNKNOWN, words + sizeof unknown - 1, NULL);
    } else if (g_str_has_prefix(words, missing)) {
        af_report_one(cli, AF_D_OPTION_MISSING_VALUE, words + sizeof missing - 1, NULL);
    } else {
        af_report_one(cli, AF_D_USAGE, words, NULL);
    }
}

static gboolean parse(AfCli *cli, const AfOption *all, guint n, int *argc, char **argv) {
    g_autofree GOptionEntry *entries = g_new0(GOptionEntry, n + 1);
    for (guint i = 0; i < n; i++) {
        entries[i] = (GOptionEntry){all[i].name, all[i].letter, 0, kind_of(&all[i]), all[i].target, NULL, NULL};
    }
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_add_main_entries(context, entries, NULL);
    g_autoptr(GError) error = NULL;
    if (!g_option_context_parse(context, argc, &argv, &error)) {
        report_fault(cli, error);
        return FALSE;
    }
    for (int i = 1; i < *argc; i++) { /* GOption leaves it if an argument with a hyphen follows */
        if (strcmp(argv[i], "--")) continue;
        memmove(argv + i, argv + i + 1, (gsize)(*argc - i - 1) * sizeof *argv);
        (*argc)--;
        break;
    }
    return TRUE;
}

static void print_line(FILE *out, const char *left, const char *right) {
    enum { column = 28 };
    int used = fprintf(out, "  %s", left);
    if (used >= column) {
        fputc('\n', out);
        used = 0;
    }
    fprintf(out, "%*s%s\n", column - used, "", right);
}

static void print_words(AfCli *cli, FILE *out, const char *id, const char *end) {
    g_autofree char *text = af_words(cli, id, "");
    fprintf(out, "%s%s", text, end);
}

static void print_option(AfCli *cli, FILE *out, const AfOption *option) {
    g_autofree char *id = g_strconcat("help.option.", option->help, NULL);
    g_autofree char *text = af_words(cli, id, "");
    g_autofree char *letter = option->letter ? g_strdup_printf("-%c, ", option->letter) : g_strdup("    ");
    g_autofree char *left = g_strdup_printf("%s--%s%s%s", letter, option->name, option->argument ? " " : "",
                                            option->argument ? option->argument : "");
    print_line(out, left, text);
}

static void print_usage(AfCli *cli, FILE *out, const char *words) {
    g_autofree char *usage = g_strstrip(g_strconcat("auditfolio ", words, NULL));
    g_autofree char *text = af_words(cli, "help.usage", "s", usage);
    fprintf(out, "%s\n\n", text);
}

static void print_command_help(AfCli *cli, const AfOption *all, guint n) {
    const AfCommand *command = cli->command;
    g_autofree char *words = g_strdup_printf("%s %s", command->name, command->arguments);
    print_usage(cli, stdout, words);
    g_autofree char *id = g_strconcat("help.text.", command->name, NULL);
    print_words(cli, stdout, id, "\n\n");
    print_words(cli, stdout, "help.options", "\n");
    for (guint i = 0; i < n; i++) print_option(cli, stdout, &all[i]);
    fputc('\n', stdout);
    print_words(cli, stdout, "help.example", "\n");
    fprintf(stdout, "  auditfolio %s\n", command->example);
}

void af_help_print(AfCli *cli, FILE *out) {
    print_usage(cli, out, "COMMAND …");
    print_words(cli, out, "help.text", "\n\n");
    print_words(cli, out, "help.commands", "\n");
    for (const AfCommand *command = cli->commands; command->name; command++) {
        g_autofree char *id = g_strconcat("help.command.", command->name, NULL);
        g_autofree char *text = af_words(cli, id, "");
        print_line(out, command->name, text);
    }
    fputc('\n', out);
    print_words(cli, out, "help.more", "\n");
}

gboolean af_options_diagnostics(AfCli *cli, const char *said) {
    if (!said) return TRUE;
    cli->json = !strcmp(said, "json");
    if (cli->json || !strcmp(said, "text")) return TRUE;
    af_report_one(cli, AF_D_OPTION_VALUE, "--diagnostics", said);
    return FALSE;
}

gboolean af_options_parse(AfCli *cli, const AfOption *options, int *argc, char **argv) {
    Common common = {0};
    AfOption all[MAX_OPTIONS];
    guint n = all_options(options, &common, all);
    gboolean good = parse(cli, all, n, argc, argv) && af_options_diagnostics(cli, common.diagnostics);
    g_free(common.diagnostics);
    if (good && common.help) print_command_help(cli, all, n);
    return good && !common.help;
}

gboolean af_options_arguments(AfCli *cli, int argc, char **argv, int least, int most) {
    if (argc - 1 < least) af_report_one(cli, AF_D_ARGUMENT_MISSING, cli->command->arguments, NULL);
    if (argc - 1 > most) af_report_one(cli, AF_D_ARGUMENT_SURPLUS, argv[most + 1], NULL);
    return argc - 1 >= least && argc - 1 <= most;
}

gboolean af_options_number(const char *option, const char *text, int least, int most, int *number,
                           AfDiagnostics *diagnostics) {
    if (!text) return TRUE;
    guint64 value;
    if (g_ascii_string_to_unsigned(text, 10, (guint64)least, (guint64)most, &value, NULL)) {
        *number = (int)value;
        return TRUE;
    }
    af_diagnostics_add(diagnostics, AF_D_OPTION_VALUE, NULL, 0, option, text);
    return FALSE;
}

gboolean af_options_choice(const char *option, const char *said, const char *const *known, AfDiagnostics *diagnostics) {
    if (!said || g_strv_contains(known, said)) return TRUE;
    af_diagnostics_add(diagnostics, AF_D_OPTION_VALUE, NULL, 0, option, said);
    return FALSE;
}

gboolean af_options_date(const char *option, const char *text, AfDiagnostics *diagnostics) {
    g_autofree char *date = text && strlen(text) == strlen("2026-11-22") && g_utf8_validate(text, -1, NULL)
                                ? af_date_format(af_locale_get("en"), text)
                                : NULL;
    if (!text || date) return TRUE;
    af_diagnostics_add(diagnostics, AF_D_OPTION_VALUE, NULL, 0, option, text);
    return FALSE;
}

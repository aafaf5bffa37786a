/* The program: finds the command and ends with the worst of what was reported. */
#include "cli/cli.h"
#include "paint/paint.h"

#include <errno.h>
#include <string.h>

static const AfCommand commands[] = {
    {"programs", "", af_command_programs, "programs --check"},
    {"blank", "PROGRAM…", af_command_blank, "blank retail-technology -l de -l ja -f pdf -f html -o out"},
    {"new", "PROGRAM", af_command_new, "new retail-technology -l de --model saas -o nordlicht.xml"},
    {"check", "FILE…", af_command_check, "check nordlicht.xml -l de"},
    {"report", "FILE…", af_command_report, "report nordlicht.xml -l de -l ja -f pdf -f html -o out"},
    {"mail", "FILE", af_command_mail, "mail nordlicht.xml -l en --evidence"},
    {"diff", "OLD.xml NEW.xml", af_command_diff, "diff monday.xml friday.xml -l de"},
    {"extract", "FILE.pdf", af_command_extract, "extract nordlicht.de.pdf -o nordlicht.xml"},
    {"verify", "MANIFEST.json|DIR…", af_command_verify, "verify out/nordlicht.manifest.json -l de"},
    {"render", "FILE.fo", af_command_render, "render page.fo -f png -o page.png"},
    {0},
};

static const AfCommand *find_command(const char *name) {
    for (const AfCommand *command = commands; command->name; command++) {
        if (!strcmp(command->name, name)) return command;
    }
    return NULL;
}

static void run_command(AfCli *cli, int argc, char **argv) {
    cli->command = find_command(argv[0]);
    if (cli->command) {
        cli->command->run(cli, argc, argv);
    } else {
        af_report_one(cli, AF_D_COMMAND_UNKNOWN, argv[0], NULL);
    }
}

/* auditfolio help [COMMAND] */
static void run_help(AfCli *cli, int argc, char **argv) {
    if (argc < 2) {
        af_help_print(cli, stdout);
        return;
    }
    char option[] = "--help", *arguments[] = {argv[1], option, NULL};
    run_command(cli, 2, arguments);
}

/* Faults of the command line itself are to be said as asked, wherever the asking stands. */
static gboolean asks_for_json(int argc, char **argv) {
    for (int i = 1; i < argc && strcmp(argv[i], "--"); i++) {
        if (!strcmp(argv[i], "--diagnostics=json")) return TRUE;
        if (!strcmp(argv[i], "--diagnostics") && i + 1 < argc) return !strcmp(argv[i + 1], "json");
    }
    return FALSE;
}

/* Takes the --diagnostics that stand before the command; FALSE, and reported, if one is wrong. */
static gboolean take_leading(AfCli *cli, int *argc, char ***argv) {
    static const char option[] = "--diagnostics";
    while (*argc > 1 && g_str_has_prefix((*argv)[1], option)) {
        const char *rest = (*argv)[1] + sizeof option - 1;
        int used = *rest ? 1 : 2;
        if (*rest && *rest != '=') return TRUE; /* another option */
        if (*argc <= used) {
            af_report_one(cli, AF_D_OPTION_MISSING_VALUE, option, NULL);
            return FALSE;
        }
        if (!af_options_diagnostics(cli, *rest ? rest + 1 : (*argv)[2])) return FALSE;
        *argc -= used;
        *argv += used;
    }
    return TRUE;
}

static void run(AfCli *cli, int argc, char **argv) {
    cli->json = asks_for_json(argc, argv);
    if (!take_leading(cli, &argc, &argv)) return;
    if (argc < 2) {
        af_help_print(cli, stderr);
        cli->exit = AF_EXIT_USAGE;
    } else if (!strcmp(argv[1], "--version")) {
        puts("auditfolio " AF_VERSION);
    } else if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
        af_help_print(cli, stdout);
    } else if (!strcmp(argv[1], "help")) {
        run_help(cli, argc - 1, argv + 1);
    } else if (argv[1][0] == '-') {
        af_report_one(cli, AF_D_OPTION_UNKNOWN, argv[1], NULL);
    } else {
        run_command(cli, argc - 1, argv + 1);
    }
}

int main(int argc, char **argv) {
    AfCli cli;
    af_xml_init();
    af_cli_init(&cli, commands);
    run(&cli, argc, argv);
    /* a full disk shows only now */
    if (fflush(stdout) || ferror(stdout)) {
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        af_diagnostics_add(diagnostics, AF_D_FILE_UNWRITABLE, "-", 0, g_strerror(errno));
        af_report(&cli, diagnostics);
    }
    AfExit code = cli.exit;
    af_cli_clear(&cli);
    af_paint_end();
    return code;
}

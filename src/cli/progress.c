/* Progress: one line on the terminal, written over and over. */
#include "cli/cli.h"

#include <string.h>
#include <unistd.h>

static gboolean has_terminal(void) {
    const char *terminal = g_getenv("TERM");
    return isatty(STDERR_FILENO) && terminal && strcmp(terminal, "dumb");
}

void af_progress(AfCli *cli, guint done, guint total, const char *what) {
    if (cli->json || !has_terminal()) return;
    g_autofree char *text = af_words(cli, "progress.working", "nns", (double)done, (double)total, what);
    g_autofree char *clean = af_printable(text);
    fprintf(stderr, "\r\033[K%s", clean); /* stderr is not buffered */
    cli->progress = TRUE;
}

void af_progress_clear(AfCli *cli) {
    if (!cli->progress) return;
    fputs("\r\033[K", stderr);
    cli->progress = FALSE;
}

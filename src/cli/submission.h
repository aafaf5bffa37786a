/* The submission: what the files of the command mail share. */
#pragma once

#include "cli/cli.h"
#include "mail/mail.h"
#include "mail/send.h"

/* As they stand on the command line. */
typedef struct {
    char *language, *output, *max_size, *paper, *date, *server, *timeout, *retry_time;
    char **to, **cc, **without;
    gboolean evidence, draft, yes, again, status;
} AfMailOptions;

/* A submission being made. */
typedef struct {
    AfCli *cli;
    const AfMailOptions *options;
    const char *language; /* of the mail */
    const AfChecked *checked;
    const AfReadiness *readiness; /* in that language */
    gboolean draft;
    AfServer *server; /* to send it through; NULL: it is written */
    int timeout, retry_time;
    GDateTime *now;
    AfMail *mail;
    char *content; /* SHA-256 of what is submitted: the same for the same assessment and evidence, whatever the letter around it */
    AfDiagnostics *diagnostics;
} AfSubmission;

/* compose.c: makes the mail and the content, once; FALSE, and an error, if there cannot be one. */
gboolean af_submission_compose(AfSubmission *submission);
/* A size in bytes as people say it ("1.2 MB") in the user's language. To be freed. */
char *af_size_words(AfCli *cli, guint64 bytes);

/* submit.c */

/* Takes the options of sending; FALSE, and an error, if one cannot be. */
gboolean af_submission_take(AfSubmission *submission);
/* Sends it, having asked, and keeps what was sent and the journal. */
void af_submission_send(AfSubmission *submission);

/* journal_words.c */

/* A time of the journal as people say it, in the time of the place. To be freed. */
char *af_journal_time_words(AfCli *cli, const char *text);
/* Says what the journal of an assessment knows. */
void af_submission_status(AfCli *cli, const char *path);

/* mail.c */

/* What is in the mail: to stdout, or to stderr beside a message on stdout. file: what it was written to; NULL:
 * nothing yet. */
void af_submission_print(const AfSubmission *submission, FILE *out, const char *file);
/* Addresses as people read them, separated by commas. To be freed. */
char *af_addresses_words(const char *const *addresses);
/* The addresses of To and Cc, each once; NULL-terminated, to be freed with g_strfreev. */
char **af_submission_recipients(const AfMail *mail);

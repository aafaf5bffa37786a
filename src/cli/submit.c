/* Sending the submission: it is asked for, sent once, and what is known of it is kept beside the assessment. */
#include "cli/submission.h"
#include "mail/login.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum {
    standard_timeout = 300,    /* seconds: the least of RFC 5321 4.5.3.2 for most answers */
    standard_retry_time = 600, /* seconds: greylisting asks for 300 mostly */
    longest_time = 86400,
    longest_pause = 120,
    password_tries = 3
};

typedef struct {
    AfSubmission *submission;
    AfCli *cli;
    const AfServer *server;
    char *server_name;
    AfJournal *journal;
    char **recipients;
    GByteArray *bytes;
    char *password; /* asked for on the terminal; NULL: not asked */
} Sending;

/* --- files beside the assessment --- */

/* NAME.outbox.eml: what is being sent; it becomes NAME.sent.eml when the server has taken it. */
static char *beside(const Sending *sending, const char *suffix) {
    g_autofree char *stem = g_strdup(af_journal_path(sending->journal));
    stem[strlen(stem) - strlen(".sent.log")] = '\0';
    return g_strconcat(stem, suffix, NULL);
}

static gboolean unwritable(const Sending *sending, const char *path, const char *reason) {
    af_diagnostics_add(sending->submission->diagnostics, AF_D_FILE_UNWRITABLE, path, 0, reason);
    return FALSE;
}

/* What is there already is kept, too, under a number: FOLDER/NAME.sent.1.eml. */
static gboolean keep_older(const Sending *sending, const char *state) {
    g_autofree char *suffix = g_strdup_printf(".%s.eml", state), *path = beside(sending, suffix);
    GStatBuf about;
    if (g_lstat(path, &about)) return TRUE;
    for (int number = 1; number < 10000; number++) {
        g_autofree char *other = g_strdup_printf(".%s.%d.eml", state, number), *free_path = beside(sending, other);
        if (g_lstat(free_path, &about)) return !g_rename(path, free_path);
    }
    errno = EEXIST;
    return FALSE;
}

static gboolean keep_before(const Sending *sending) {
    g_autoptr(GError) error = NULL;
    g_autofree char *path = beside(sending, ".outbox.eml");
    if (!keep_older(sending, "outbox")) return unwritable(sending, path, g_strerror(errno));
    if (af_file_write(path, sending->bytes->data, sending->bytes->len, &error)) return TRUE;
    return unwritable(sending, path, error->message);
}

/* FALSE: there is no copy of what was sent. */
static gboolean keep_after(const Sending *sending, AfSending state) {
    g_autofree char *outbox = beside(sending, ".outbox.eml"), *sent = beside(sending, ".sent.eml");
    if (state == AF_NOT_SENT) g_unlink(outbox);
    if (state != AF_SENT) return TRUE;
    if (keep_older(sending, "sent") && !g_rename(outbox, sent)) return TRUE;
    return unwritable(sending, sent, g_strerror(errno));
}

static gboolean note(const Sending *sending, const char *state, const char *answer) {
    const AfJournalMessage message = {sending->submission->mail->message_id, sending->submission->content,
                                      sending->server_name, (const char *const *)sending->recipients};
    return af_journal_add(sending->journal, &message, state, answer, sending->submission->diagnostics);
}

/* --- asking --- */

/* An answer from the terminal, as it was typed; NULL at its end, or if a signal came. */
static char *read_line(void) {
    enum { longest = 1000 }; /* allocated at once: growing would leave parts of a password about */
    char *line = g_malloc0(longest + 1), c;
    gsize length = 0;
    ssize_t got = 0;
    while ((got = read(STDIN_FILENO, &c, 1)) == 1 && c != '\n') {
        if (length < longest) line[length++] = c;
    }
    if (got == 1 || (got == 0 && length)) return line;
    explicit_bzero(line, length);
    g_free(line);
    return NULL;
}

static gboolean is_yes(const Sending *sending, const char *answer) {
    g_autofree char *words = af_words(sending->cli, "mail.answers-yes", ""), *valid = g_utf8_make_valid(answer, -1);
    g_autofree char *given = g_utf8_casefold(valid, -1);
    g_auto(GStrv) each = g_strsplit(words, " ", -1);
    g_strstrip(given);
    for (char **word = each; *word; word++) {
        g_autofree char *folded = g_utf8_casefold(*word, -1);
        if (*folded && !strcmp(folded, given)) return TRUE;
    }
    return FALSE;
}

static gboolean is_wanted(const Sending *sending) {
    if (sending->submission->options->yes) return TRUE;
    if (!isatty(STDIN_FILENO)) {
        af_diagnostics_add(sending->submission->diagnostics, AF_D_SEND_UNCONFIRMED, NULL, 0);
        return FALSE;
    }
    g_autofree char *to = af_addresses_words((const char *const *)sending->recipients);
    g_autofree char *question = af_words(sending->cli, "mail.ask", "ss", to, sending->server_name);
    g_autofree char *clean = af_printable(question);
    fprintf(stderr, "%s ", clean);
    g_autofree char *answer = read_line();
    if (answer && is_yes(sending, answer)) return TRUE;
    g_autofree char *words = af_words(sending->cli, "mail.not-wanted", "");
    fprintf(stderr, "%s\n", words);
    return FALSE;
}

/* Without echo. NULL if there is no terminal to ask on, or nothing was said. */
static char *ask_password(const Sending *sending) {
    struct termios before, silent;
    if (!sending->server->user || !isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &before)) return NULL;
    g_autofree char *question =
        af_words(sending->cli, "mail.ask-password", "ss", sending->server->user, sending->server->host);
    g_autofree char *clean = af_printable(question);
    fprintf(stderr, "%s ", clean);
    /* What would stop the program waits until there is an echo again; SIGINT and the like end the reading (catch_signals). */
    sigset_t stopping, mask;
    sigemptyset(&stopping);
    sigaddset(&stopping, SIGQUIT);
    sigaddset(&stopping, SIGTSTP);
    sigprocmask(SIG_BLOCK, &stopping, &mask);
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    char *password = read_line();
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    fputc('\n', stderr);
    if (password && *password) return password;
    g_free(password);
    return NULL;
}

/* --- sending --- */

static void interrupt(int signal_number) {
    (void)signal_number;
    af_send_interrupt();
}

/* So that being stopped is noted before the program ends. A line that drops is an error, no signal. */
static void catch_signals(void) {
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = interrupt}, before;
    for (gsize i = 0; i < G_N_ELEMENTS(signals); i++) {
        if (sigaction(signals[i], &action, &before) || before.sa_handler != SIG_IGN) continue;
        sigaction(signals[i], &before, NULL); /* nohup */
    }
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
}

static gboolean before_end(gpointer data) {
    return note(data, "ending", "");
}

static AfSendResult *attempt(Sending *sending) {
    const AfMail *mail = sending->submission->mail;
    if (!note(sending, "begun", "")) return NULL;
    const AfSend send = {.server = sending->server,
                         .from = mail->from->address,
                         .recipients = (const char *const *)sending->recipients,
                         .message = sending->bytes,
                         .international = af_mail_is_international(mail),
                         .timeout = sending->submission->timeout,
                         .password = sending->password,
                         .before_end = before_end,
                         .data = sending};
    return af_send(&send);
}

/* "550 5.1.1 No such user" */
static char *reply_words(int code, const char *words) {
    return code ? g_strdup_printf("%d%s%s", code, *words ? " " : "", words) : g_strdup(words);
}

static void note_result(const Sending *sending, const AfSendResult *result) {
    g_autofree char *answer = reply_words(result->code, result->words);
    note(sending, af_sending_name(result->sending), answer);
}

/* A pause, cut short by a signal. */
static void wait_seconds(Sending *sending, int seconds, const char *answer) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    af_diagnostics_add(diagnostics, AF_D_SEND_AGAIN, NULL, 0, answer, (double)seconds);
    af_report(sending->cli, diagnostics);
    gint64 until = g_get_monotonic_time() + (gint64)seconds * G_TIME_SPAN_SECOND;
    while (!af_send_interrupted() && g_get_monotonic_time() < until) g_usleep(50000);
}

/* Whether there is a reason to try once more; what there is to wait for or to ask is done then. */
static gboolean is_to_be_tried_again(Sending *sending, const AfSendResult *result, gint64 until, int *pause,
                                     int *passwords) {
    if (af_send_interrupted()) return FALSE;
    gboolean login = result->fault == AF_FAULT_LOGIN || result->fault == AF_FAULT_PASSWORD_LACKS;
    if (login && *passwords < password_tries) {
        g_clear_pointer(&sending->password, af_secret_free);
        sending->password = ask_password(sending);
        (*passwords)++;
        return sending->password && !af_send_interrupted();
    }
    if (result->fault != AF_FAULT_BUSY || result->sending != AF_NOT_SENT) return FALSE;
    if (g_get_monotonic_time() + (gint64)*pause * G_TIME_SPAN_SECOND > until) return FALSE;
    g_autofree char *answer = reply_words(result->code, result->words);
    wait_seconds(sending, *pause, answer);
    *pause = MIN(*pause * 2, longest_pause);
    return !af_send_interrupted();
}

static AfSendResult *attempts(Sending *sending) {
    gint64 until = g_get_monotonic_time() + (gint64)sending->submission->retry_time * G_TIME_SPAN_SECOND;
    int pause = 1, passwords = 0;
    for (;;) {
        AfSendResult *result = attempt(sending);
        if (!result) return NULL;
        note_result(sending, result);
        if (!is_to_be_tried_again(sending, result, until, &pause, &passwords)) {
            /* while it waited, or asked */
            gboolean waited = result->fault == AF_FAULT_BUSY || result->fault == AF_FAULT_LOGIN ||
                              result->fault == AF_FAULT_PASSWORD_LACKS;
            if (af_send_interrupted() && waited) result->fault = AF_FAULT_INTERRUPTED;
            return result;
        }
        af_send_result_free(result);
    }
}

/* --- saying --- */

static void say_faults(const Sending *sending, const AfSendResult *result) {
    static const char *const reasons[] = {[AF_FAULT_REFUSED] = "send.refused",
                                          [AF_FAULT_BUSY] = "send.busy",
                                          [AF_FAULT_CONNECTION] = "send.connection",
                                          [AF_FAULT_TIMEOUT] = "send.timeout",
                                          [AF_FAULT_TLS_LACKS] = "send.tls-lacks",
                                          [AF_FAULT_CERTIFICATE] = "send.certificate",
                                          [AF_FAULT_LOGIN] = "send.login",
                                          [AF_FAULT_PASSWORD_LACKS] = "send.password-lacks",
                                          [AF_FAULT_SMTPUTF8_LACKS] = "send.smtputf8-lacks",
                                          [AF_FAULT_INTERRUPTED] = "send.interrupted",
                                          [AF_FAULT_LIBRARY] = "send.library"};
    if (result->fault == AF_FAULT_NONE) return; /* the journal could not be written, which is said already */
    const char *reason = reasons[result->fault];
    if (result->fault == AF_FAULT_LOGIN && !result->code) reason = "send.login-lacks";
    AfDiagnostics *diagnostics = sending->submission->diagnostics;
    for (guint i = 0; i < result->recipients->len; i++) {
        const AfRecipient *recipient = g_ptr_array_index(result->recipients, i);
        if (recipient->code < 400) continue;
        g_autofree char *words = reply_words(recipient->code, recipient->words);
        g_autofree char *address = af_mail_address_shown(recipient->address);
        af_diagnostics_add(diagnostics, AF_D_RECIPIENT_REFUSED, NULL, 0, address, words);
    }
    g_autofree char *words = reply_words(result->code, result->words);
    af_diagnostics_add(diagnostics, result->sending == AF_UNKNOWN ? AF_D_SENT_UNKNOWN : AF_D_NOT_SENT, NULL, 0, reason,
                       words, sending->server_name);
}

/* What each recipient's server said, and what the message's end was answered with. */
static void say_sent(const Sending *sending, const AfSendResult *result, gboolean kept) {
    AfCli *cli = sending->cli;
    if (cli->json) return;
    for (guint i = 0; i < result->recipients->len; i++) {
        const AfRecipient *recipient = g_ptr_array_index(result->recipients, i);
        g_autofree char *words = reply_words(recipient->code, recipient->words);
        g_autofree char *address = af_mail_address_shown(recipient->address);
        g_autofree char *line = af_words(cli, "mail.recipient-answer", "ss", address, words);
        g_autofree char *clean = af_printable(line);
        puts(clean);
    }
    g_autofree char *answer = reply_words(result->code, result->words), *copy = beside(sending, ".sent.eml");
    g_autofree char *line = kept ? af_words(cli, "mail.sent", "sss", sending->server_name, answer, copy)
                                 : af_words(cli, "mail.sent-uncopied", "ss", sending->server_name, answer);
    g_autofree char *clean = af_printable(line);
    puts(clean);
}

static void json_result(const Sending *sending, const AfSendResult *result) {
    g_autoptr(GString) out = g_string_new("{\"state\":");
    af_json_append(out, af_sending_name(result->sending));
    g_string_append(out, ",\"server\":");
    af_json_append(out, sending->server_name);
    g_string_append_printf(out, ",\"code\":%d,\"answer\":", result->code);
    af_json_append(out, result->words);
    g_string_append(out, ",\"messageId\":");
    af_json_append(out, sending->submission->mail->message_id);
    g_string_append(out, ",\"recipients\":[");
    for (guint i = 0; i < result->recipients->len; i++) {
        const AfRecipient *recipient = g_ptr_array_index(result->recipients, i);
        g_string_append(out, i ? ",{\"address\":" : "{\"address\":");
        af_json_append(out, recipient->address);
        g_string_append_printf(out, ",\"code\":%d,\"answer\":", recipient->code);
        af_json_append(out, recipient->words);
        g_string_append_c(out, '}');
    }
    printf("%s]}\n", out->str);
}

/* --- the submission --- */

/* Whether this content has not gone, or may not have gone, to one of the recipients already; the Message-ID of a mail
 * that may have is kept, so that who gets both can tell that they are one. */
static gboolean is_new(const Sending *sending, char **message_id) {
    AfSubmission *submission = sending->submission;
    const AfJournalEntry *before =
        af_journal_find(sending->journal, submission->content, (const char *const *)sending->recipients);
    if (!before) return TRUE;
    if (submission->options->again) {
        if (before->sending == AF_UNKNOWN) *message_id = g_strdup(before->message_id);
        return TRUE;
    }
    g_autofree char *time = af_journal_time_words(sending->cli, before->time);
    g_autofree char *recipients = af_addresses_words((const char *const *)before->recipients);
    g_autofree char *id = g_strdup_printf("<%s>", before->message_id);
    af_diagnostics_add(submission->diagnostics, before->sending == AF_SENT ? AF_D_SENT_ALREADY : AF_D_SENT_PERHAPS,
                       af_assessment_place(submission->checked->assessment), 0, time, recipients, id);
    return FALSE;
}

static gboolean open_journal(Sending *sending, gboolean to_read) {
    AfSubmission *submission = sending->submission;
    af_journal_close(sending->journal);
    g_autofree char *path = af_assessment_own_path(submission->checked->assessment);
    sending->journal = af_journal_open(path, to_read, submission->diagnostics);
    return sending->journal != NULL;
}

/* What is known is asked again once nobody else can send: meanwhile somebody may have. */
static void send_it(Sending *sending) {
    AfMail *mail = sending->submission->mail;
    g_autofree char *latest_id = NULL;
    if (!open_journal(sending, TRUE) || !is_new(sending, &mail->message_id)) return;
    sending->bytes = af_mail_write(mail);
    af_submission_print(sending->submission, stdout, NULL);
    (void)fflush(stdout); /* before what is said of it meanwhile */
    if (!is_wanted(sending) || !open_journal(sending, FALSE) || !is_new(sending, &latest_id)) return;
    catch_signals();
    if (!keep_before(sending)) return;
    g_autoptr(AfSendResult) result = attempts(sending);
    g_clear_pointer(&sending->password, af_secret_free);
    if (!result) {
        keep_after(sending, AF_NOT_SENT);
        return;
    }
    gboolean kept = keep_after(sending, result->sending);
    if (result->sending == AF_SENT) {
        say_sent(sending, result, kept);
    } else {
        say_faults(sending, result);
    }
    if (sending->cli->json) json_result(sending, result);
}

gboolean af_submission_take(AfSubmission *submission) {
    const AfMailOptions *options = submission->options;
    AfDiagnostics *diagnostics = submission->diagnostics;
    submission->timeout = standard_timeout;
    submission->retry_time = standard_retry_time;
    af_options_number("--timeout", options->timeout, 1, longest_time, &submission->timeout, diagnostics);
    af_options_number("--retry-time", options->retry_time, 0, longest_time, &submission->retry_time, diagnostics);
    if (options->server) submission->server = af_server_new(options->server, diagnostics);
    return !af_diagnostics_count_level(diagnostics, AF_ERROR);
}

void af_submission_send(AfSubmission *submission) {
    Sending sending = {.submission = submission, .cli = submission->cli, .server = submission->server};
    sending.server_name = af_server_name(sending.server);
    sending.recipients = af_submission_recipients(submission->mail);
    send_it(&sending);
    af_journal_close(sending.journal);
    if (sending.bytes) g_byte_array_unref(sending.bytes);
    g_strfreev(sending.recipients);
    g_free(sending.server_name);
}

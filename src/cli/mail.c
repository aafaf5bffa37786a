/* auditfolio mail: the submission of an assessment, as a draft for a mail program or sent. */
#include "cli/submission.h"

#include <glib/gstdio.h>
#include <string.h>

/* --- what is in it --- */

char **af_submission_recipients(const AfMail *mail) {
    GPtrArray *addresses = g_ptr_array_new();
    const GPtrArray *lists[] = {mail->to, mail->cc};
    for (gsize list = 0; list < G_N_ELEMENTS(lists); list++) {
        for (guint i = 0; i < lists[list]->len; i++) {
            const AfMailbox *mailbox = g_ptr_array_index(lists[list], i);
            if (g_ptr_array_find_with_equal_func(addresses, mailbox->address, g_str_equal, NULL)) continue;
            g_ptr_array_add(addresses, g_strdup(mailbox->address));
        }
    }
    g_ptr_array_add(addresses, NULL);
    return (char **)g_ptr_array_free(addresses, FALSE);
}

char *af_addresses_words(const char *const *addresses) {
    GString *words = g_string_new(NULL);
    for (; *addresses; addresses++) {
        g_autofree char *shown = af_mail_address_shown(*addresses);
        g_string_append_printf(words, "%s%s", words->len ? ", " : "", shown);
    }
    return g_string_free(words, FALSE);
}

/* "Wiebke Petersen <wiebke@…>, …" */
static char *mailboxes_words(const GPtrArray *mailboxes) {
    GString *words = g_string_new(NULL);
    for (guint i = 0; i < mailboxes->len; i++) {
        const AfMailbox *mailbox = g_ptr_array_index(mailboxes, i);
        g_autofree char *shown = af_mail_address_shown(mailbox->address);
        if (i) g_string_append(words, ", ");
        if (mailbox->name && *mailbox->name) {
            g_string_append_printf(words, "%s <%s>", mailbox->name, shown);
        } else {
            g_string_append(words, shown);
        }
    }
    return g_string_free(words, FALSE);
}

static void print_field(const AfSubmission *submission, FILE *out, const char *id, const char *value) {
    if (!*value) return;
    g_autofree char *line = af_words(submission->cli, id, "s", value), *clean = af_printable(line);
    fprintf(out, "%s\n", clean);
}

static void print_attachments(const AfSubmission *submission, FILE *out) {
    const GPtrArray *attachments = submission->mail->attachments;
    guint64 total = 0;
    for (guint i = 0; i < attachments->len; i++) {
        const AfAttachment *attachment = g_ptr_array_index(attachments, i);
        total += attachment->bytes->len;
    }
    g_autofree char *size = af_size_words(submission->cli, total);
    g_autofree char *head = af_words(submission->cli, "mail.attachments-number", "ns", (double)attachments->len, size);
    fprintf(out, "%s\n", head);
    for (guint i = 0; i < attachments->len; i++) {
        const AfAttachment *attachment = g_ptr_array_index(attachments, i);
        g_autofree char *words = af_size_words(submission->cli, attachment->bytes->len);
        fprintf(out, "  %s  %s\n", attachment->name, words);
    }
}

static void json_addresses(GString *out, const char *name, const GPtrArray *mailboxes) {
    g_string_append_printf(out, "\"%s\":[", name);
    for (guint i = 0; i < mailboxes->len; i++) {
        const AfMailbox *mailbox = g_ptr_array_index(mailboxes, i);
        if (i) g_string_append_c(out, ',');
        af_json_append(out, mailbox->address);
    }
    g_string_append(out, "],");
}

static void print_json(const AfSubmission *submission, FILE *out, const char *file) {
    const AfMail *mail = submission->mail;
    g_autoptr(GString) line = g_string_new("{\"file\":");
    if (file) {
        af_json_append(line, file);
    } else {
        g_string_append(line, "null");
    }
    g_string_append(line, ",\"from\":");
    if (mail->from) {
        af_json_append(line, mail->from->address);
    } else {
        g_string_append(line, "null");
    }
    g_string_append_c(line, ',');
    json_addresses(line, "to", mail->to);
    json_addresses(line, "cc", mail->cc);
    g_string_append(line, "\"subject\":");
    af_json_append(line, mail->subject);
    g_string_append(line, ",\"language\":");
    af_json_append(line, mail->language);
    g_string_append(line, ",\"messageId\":");
    af_json_append(line, mail->message_id);
    g_string_append_printf(line, ",\"draft\":%s,\"attachments\":[", submission->draft ? "true" : "false");
    for (guint i = 0; i < mail->attachments->len; i++) {
        const AfAttachment *attachment = g_ptr_array_index(mail->attachments, i);
        g_string_append_printf(line, "%s{\"kind\":\"%s\",\"name\":\"%s\",\"size\":%u,\"sha256\":\"%s\"}", i ? "," : "",
                               attachment->kind, attachment->name, attachment->bytes->len, attachment->sha256);
    }
    fprintf(out, "%s]}\n", line->str);
}

void af_submission_print(const AfSubmission *submission, FILE *out, const char *file) {
    const AfMail *mail = submission->mail;
    if (submission->cli->json) {
        print_json(submission, out, file);
        return;
    }
    g_autoptr(GPtrArray) writer = g_ptr_array_new();
    if (mail->from) g_ptr_array_add(writer, mail->from);
    g_autofree char *from = mailboxes_words(writer), *to = mailboxes_words(mail->to), *cc = mailboxes_words(mail->cc);
    print_field(submission, out, "mail.print-from", from);
    print_field(submission, out, "mail.print-to", to);
    print_field(submission, out, "mail.print-cc", cc);
    print_field(submission, out, "mail.print-subject", mail->subject);
    print_attachments(submission, out);
    if (file) print_field(submission, out, submission->draft ? "mail.draft-written" : "mail.written", file);
}

/* --- the command --- */

/* Whether the mail would take the place of what it is made of, or of what is known of earlier ones. */
static gboolean overwrites(const AfSubmission *submission, const char *path) {
    static const char *const kept[] = {".sent.log", ".sent.eml", ".outbox.eml"};
    const AfAssessment *assessment = submission->checked->assessment;
    const char *own = af_assessment_path(assessment);
    g_autofree char *folder = g_path_get_dirname(own);
    if (af_file_is_same(path, own)) return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
        g_autofree char *name = g_strconcat(af_assessment_name(assessment), kept[i], NULL);
        g_autofree char *other = g_build_filename(folder, name, NULL);
        if (af_file_is_same(path, other)) return TRUE;
    }
    const xmlNode *piece = af_assessment_child(af_assessment_part(assessment, "evidence"), "piece");
    for (; piece; piece = xmlNextElementSibling((xmlNode *)piece)) {
        const char *file = af_xml_attribute(piece, "file");
        g_autofree char *other = file ? g_build_filename(folder, file, NULL) : NULL;
        if (other && af_file_is_same(path, other)) return TRUE;
    }
    return FALSE;
}

/* Writes the mail, to be opened by a mail program. */
static void write_file(const AfSubmission *submission) {
    const AfMailOptions *options = submission->options;
    g_autofree char *name = g_strconcat(af_assessment_name(submission->checked->assessment), ".eml", NULL);
    const char *path = options->output ? options->output : name;
    if (overwrites(submission, path)) {
        af_diagnostics_add(submission->diagnostics, AF_D_OUTPUT_INPUT, path, 0);
        return;
    }
    g_autoptr(GByteArray) bytes = af_mail_write(submission->mail);
    g_autoptr(GError) error = NULL;
    if (af_file_write(path, bytes->data, bytes->len, &error)) {
        gboolean output = !strcmp(path, "-");
        af_submission_print(submission, output ? stderr : stdout, output ? NULL : path);
    } else {
        af_diagnostics_add(submission->diagnostics, AF_D_FILE_UNWRITABLE, path, 0, error->message);
    }
}

/* Says what is open, in the user's language; whether there is to be a mail. */
static gboolean is_ready(const AfSubmission *submission) {
    const AfChecked *checked = submission->checked;
    const char *path = af_assessment_place(checked->assessment);
    g_autoptr(AfReadiness) said =
        af_checked_readiness(submission->cli, checked, af_cli_user_language(), submission->diagnostics);
    if (!said) return FALSE;
    if (submission->draft) return TRUE;
    af_readiness_report(said, path, submission->diagnostics);
    if (!said->ready) {
        af_diagnostics_add(submission->diagnostics, AF_D_NOT_READY, path, 0, (double)said->blocking);
    }
    return said->ready;
}

static void make(AfSubmission *submission, const char *path) {
    AfCli *cli = submission->cli;
    AfDiagnostics *diagnostics = submission->diagnostics;
    g_autoptr(AfChecked) checked = af_checked_load(path, submission->options->date, diagnostics);
    g_autoptr(AfReadiness) readiness =
        checked ? af_checked_readiness(cli, checked, submission->language, diagnostics) : NULL;
    if (!readiness) return;
    submission->checked = checked;
    submission->readiness = readiness;
    submission->draft = submission->options->draft && !readiness->ready;
    if (is_ready(submission) && af_submission_compose(submission)) {
        if (submission->options->server) {
            af_submission_send(submission);
        } else {
            write_file(submission);
        }
    }
    af_mail_free(submission->mail);
    g_free(submission->content);
}

/* Options that mean nothing without another one, or beside it. */
static void check_options(const AfMailOptions *options, const char *path, AfDiagnostics *diagnostics) {
    const struct {
        gboolean given;
        const char *name, *needs;
        gboolean there;
    } needing[] = {{options->yes, "--yes", "--send", options->server != NULL},
                   {options->again, "--again", "--send", options->server != NULL},
                   {options->timeout != NULL, "--timeout", "--send", options->server != NULL},
                   {options->retry_time != NULL, "--retry-time", "--send", options->server != NULL},
                   {options->without != NULL, "--without", "--evidence", options->evidence}};
    for (gsize i = 0; i < G_N_ELEMENTS(needing); i++) {
        if (!needing[i].given || needing[i].there) continue;
        af_diagnostics_add(diagnostics, AF_D_OPTION_ALONE, NULL, 0, needing[i].name, needing[i].needs);
    }
    const struct {
        gboolean both;
        const char *first, *second;
    } conflicts[] = {{options->draft && options->server, "--draft", "--send"},
                     {options->output && options->server, "--output", "--send"},
                     {options->status && options->server, "--status", "--send"},
                     {options->status && options->draft, "--status", "--draft"},
                     {options->status && options->output, "--status", "--output"}};
    for (gsize i = 0; i < G_N_ELEMENTS(conflicts); i++) {
        if (!conflicts[i].both) continue;
        af_diagnostics_add(diagnostics, AF_D_OPTION_CONFLICT, NULL, 0, conflicts[i].first, conflicts[i].second);
    }
    if ((options->server || options->status) && !strcmp(path, "-")) {
        af_diagnostics_add(diagnostics, AF_D_SEND_STANDARD_INPUT, NULL, 0);
    }
}

/* The journal is beside the assessment, even if that is in a PDF. */
static void status(const AfSubmission *submission, const char *path) {
    g_autoptr(AfOpened) opened = g_file_test(path, G_FILE_TEST_IS_REGULAR) && g_str_has_suffix(path, ".pdf")
                                     ? af_opened_new(path, submission->diagnostics)
                                     : NULL;
    if (af_diagnostics_count_level(submission->diagnostics, AF_ERROR)) return;
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *own = opened ? g_build_filename(folder, opened->file.name, NULL) : g_strdup(path);
    af_submission_status(submission->cli, own);
}

static void run(AfCli *cli, const AfMailOptions *options, const char *path) {
    static const char *const papers[] = {"a4", "letter", NULL};
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(GDateTime) now = af_now();
    const char *user = af_cli_user_language();
    g_autofree char *language =
        options->language ? af_cli_language("--lang", options->language, diagnostics) : g_strdup(user);
    af_options_choice("--paper", options->paper, papers, diagnostics);
    af_options_date("--date", options->date, diagnostics);
    check_options(options, path, diagnostics);
    AfSubmission submission = {
        .cli = cli, .options = options, .language = language, .now = now, .diagnostics = diagnostics};
    if (af_submission_take(&submission)) {
        if (options->status) {
            status(&submission, path);
        } else {
            make(&submission, path);
        }
    }
    af_server_free(submission.server);
    (void)fflush(stdout); /* before what is said of it */
    af_report(cli, diagnostics);
    af_report_summary(cli);
}

void af_command_mail(AfCli *cli, int argc, char **argv) {
    AfMailOptions options = {0};
    const AfOption table[] = {{"lang", 'l', "LANG", "language-mail", FALSE, &options.language},
                              {"output", 'o', "FILE.eml", "output-mail", FALSE, &options.output},
                              {"to", 0, "ADDRESS", "to", TRUE, &options.to},
                              {"cc", 0, "ADDRESS", "cc", TRUE, &options.cc},
                              {"evidence", 0, NULL, "evidence", FALSE, &options.evidence},
                              {"without", 0, "ID", "without", TRUE, &options.without},
                              {"max-size", 0, "MB", "max-size", FALSE, &options.max_size},
                              {"draft", 0, NULL, "draft", FALSE, &options.draft},
                              {"paper", 0, "a4|letter", "paper", FALSE, &options.paper},
                              {"date", 0, "DATE", "date", FALSE, &options.date},
                              {"templates", 0, "DIR", "templates", FALSE, &cli->templates},
                              {"allow-incomplete", 0, NULL, "allow-incomplete", FALSE, &cli->allow_incomplete},
                              {"send", 0, "URL", "send", FALSE, &options.server},
                              {"yes", 0, NULL, "yes", FALSE, &options.yes},
                              {"again", 0, NULL, "again", FALSE, &options.again},
                              {"timeout", 0, "SECONDS", "timeout", FALSE, &options.timeout},
                              {"retry-time", 0, "SECONDS", "retry-time", FALSE, &options.retry_time},
                              {"status", 0, NULL, "status", FALSE, &options.status},
                              {0}};
    if (af_options_parse(cli, table, &argc, argv) && af_options_arguments(cli, argc, argv, 1, 1)) {
        run(cli, &options, argv[1]);
    }
    char *texts[] = {options.language, options.output, options.max_size, options.paper,
                     options.date,     options.server, options.timeout,  options.retry_time};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) g_free(texts[i]);
    g_strfreev(options.to);
    g_strfreev(options.cc);
    g_strfreev(options.without);
}

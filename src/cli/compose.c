/* Composing the submission: recipients, attachments, subject and body. */
#include "cli/submission.h"

#include <math.h>
#include <string.h>

enum {
    kilobyte = 1000,
    megabyte = 1000000,
    longest_tag = 35 /* bytes of a language in a file's name: as much as RFC 5646 4.4.1 has programs keep */
};

/* --- addresses --- */

/* An address of the assessment, or of its program; NULL and an error at the element's line if it is none. */
static char *address_of(const AfSubmission *submission, const xmlNode *element, const char *text) {
    const char *fault;
    char *address = af_mail_address(text, &fault);
    if (!address) {
        af_diagnostics_add(submission->diagnostics, AF_D_ADDRESS_INVALID,
                           af_assessment_place(submission->checked->assessment), (int)xmlGetLineNo((xmlNode *)element),
                           fault, text);
    }
    return address;
}

static gboolean has_mailbox(const GPtrArray *mailboxes, const char *address) {
    for (guint i = 0; i < mailboxes->len; i++) {
        const AfMailbox *mailbox = g_ptr_array_index(mailboxes, i);
        if (!g_ascii_strcasecmp(mailbox->address, address)) return TRUE;
    }
    return FALSE;
}

static void add_options(const AfSubmission *submission, GPtrArray *mailboxes, const char *option, char *const *said) {
    for (; said && *said; said++) {
        const char *fault;
        g_autofree char *address = af_mail_address(*said, &fault);
        if (address && !has_mailbox(mailboxes, address)) {
            g_ptr_array_add(mailboxes, af_mailbox_new(NULL, address));
        } else if (!address) {
            g_autofree char *text = g_utf8_make_valid(*said, -1);
            af_diagnostics_add(submission->diagnostics, AF_D_OPTION_ADDRESS, NULL, 0, option, fault, text);
        }
    }
}

/* The program's inbox, unless it is said otherwise. */
static void add_recipients(const AfSubmission *submission) {
    const AfProgram *program = af_assessment_program(submission->checked->assessment);
    add_options(submission, submission->mail->to, "--to", submission->options->to);
    add_options(submission, submission->mail->cc, "--cc", submission->options->cc);
    if (submission->options->to) return;
    const xmlNode *inbox = xmlDocGetRootElement(af_program_doc(program))->children;
    while (inbox && !af_xml_is(inbox, AF_NS_PROGRAM, "inbox")) inbox = inbox->next;
    af_autoxml xmlChar *text = inbox ? xmlNodeGetContent(inbox) : NULL;
    g_autofree char *address = address_of(submission, inbox, text ? (const char *)text : "");
    if (address) g_ptr_array_add(submission->mail->to, af_mailbox_new(NULL, address));
}

/* The partner's contact. A draft may lack one: whoever sends it becomes its writer. */
static void add_writer(const AfSubmission *submission) {
    const xmlNode *contact =
        af_assessment_child(af_assessment_part(submission->checked->assessment, "partner"), "contact");
    const xmlNode *element = af_assessment_child(contact, "email");
    g_autofree char *name = af_assessment_words(contact, "name"), *email = af_assessment_words(contact, "email");
    if (!*email && submission->draft) return;
    g_autofree char *address = address_of(submission, element ? element : contact, email);
    if (address) submission->mail->from = af_mailbox_new(name, address);
}

/* --- attachments --- */

/* PARTNER.PROGRAM, which every name begins with. */
static char *stem_of(const AfAssessment *assessment) {
    const xmlNode *partner = af_assessment_part(assessment, "partner");
    g_autofree char *name = af_assessment_words(partner, "name"), *website = af_assessment_words(partner, "website");
    g_autofree char *word =
        af_mail_file_word(name, af_assessment_language(assessment), website, af_assessment_name(assessment));
    return g_strdup_printf("%s.%s", word, af_program_id(af_assessment_program(assessment)));
}

static gboolean add_report(const AfSubmission *submission, const char *stem) {
    const char *language = submission->language;
    g_autoptr(xmlDoc) document = af_checked_document(submission->cli, "report", submission->checked,
                                                     submission->readiness, language, submission->diagnostics);
    if (!document) return FALSE;
    const char *paper = submission->options->paper ? submission->options->paper : "a4";
    const AfParameter parameters[] = {{"paper", paper}, {"generator", AF_GENERATOR}, {"audience", "full"},
                                      {"only", ""},     {"bilingual", ""},           {NULL, NULL}};
    const AfProductOptions options = {
        .kind = "report", .folder = "", .pages = {.formats = AF_FORMAT_BIT(AF_FORMAT_PDF)}};
    const AfAssessment *assessment = submission->checked->assessment;
    const AfCatalog *messages = af_cli_messages(submission->cli, language, submission->diagnostics);
    g_autoptr(AfSourceFiles) files = af_source_of_assessment(assessment, messages);
    const AfProductInput input = {af_assessment_name(assessment), document, messages, parameters, &files->source};
    g_autoptr(AfProduct) product = af_product_make(submission->cli, &input, &options, submission->diagnostics);
    if (!product) return FALSE;
    const AfOutput *output = g_ptr_array_index(product->outputs, 0);
    AfAttachment *attachment = af_attachment_new(g_strdup_printf("%s.%s.pdf", stem, language), g_strdup("report"),
                                                 g_byte_array_ref(output->bytes));
    attachment->language = g_strdup(language);
    g_ptr_array_add(submission->mail->attachments, attachment);
    return TRUE;
}

static void add_assessment(const AfSubmission *submission, const char *stem) {
    const AfAssessment *assessment = submission->checked->assessment;
    const char *language = af_assessment_language(assessment);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_byte_array_append(bytes, af_assessment_bytes(assessment)->data, af_assessment_bytes(assessment)->len);
    AfAttachment *attachment = af_attachment_new(g_strdup_printf("%s.%s.xml", stem, language), g_strdup("assessment"),
                                                 g_steal_pointer(&bytes));
    attachment->language = g_strdup(language);
    g_ptr_array_add(submission->mail->attachments, attachment);
}

/* A file that is asked for, and how large it is. */
typedef struct {
    const char *id, *file;
    guint64 size;
} Asked;

static gboolean is_left_out(const AfSubmission *submission, const char *id) {
    char **without = submission->options->without;
    return without && g_strv_contains((const char *const *)without, id);
}

/* The language that a piece of evidence is in. */
static char *language_of(const AfAssessment *assessment, const xmlNode *piece) {
    af_autoxml xmlChar *said = xmlNodeGetLang(piece);
    return g_strdup(said && *said ? (const char *)said : af_assessment_language(assessment));
}

static void add_piece(const AfSubmission *submission, const char *stem, const xmlNode *piece, guint64 limit,
                      GArray *all) {
    const AfAssessment *assessment = submission->checked->assessment;
    Asked asked = {af_xml_attribute(piece, "id"), af_xml_attribute(piece, "file"), 0};
    if (!asked.file || is_left_out(submission, asked.id)) return;
    af_autoxml xmlChar *there = xmlGetNsProp(piece, BAD_CAST "file", BAD_CAST AF_NS_DOCUMENT);
    if (submission->draft && g_strcmp0((const char *)there, "present")) return; /* one of the open points */
    GByteArray *bytes = af_evidence_read(assessment, piece, limit, &asked.size, submission->diagnostics);
    g_array_append_val(all, asked);
    if (!bytes) return;
    g_autofree char *extension = af_mail_extension(asked.file), *language = language_of(assessment, piece);
    char *name = g_strdup_printf("%s.%.*s.%s%s", stem, longest_tag, language, asked.id, extension);
    AfAttachment *attachment = af_attachment_new(name, g_strdup("evidence"), bytes);
    attachment->id = g_strdup(asked.id);
    attachment->title = af_assessment_words(piece, "title");
    attachment->language = g_steal_pointer(&language);
    g_ptr_array_add(submission->mail->attachments, attachment);
}

static const xmlNode *first_piece(const AfAssessment *assessment) {
    return af_assessment_child(af_assessment_part(assessment, "evidence"), "piece");
}

/* An id to be left out that is none is a fault of the command line. */
static void check_left_out(const AfSubmission *submission) {
    for (char **id = submission->options->without; id && *id; id++) {
        const xmlNode *piece = first_piece(submission->checked->assessment);
        while (piece && g_strcmp0(af_xml_attribute(piece, "id"), *id)) piece = xmlNextElementSibling((xmlNode *)piece);
        if (!piece) af_diagnostics_add(submission->diagnostics, AF_D_OPTION_VALUE, NULL, 0, "--without", *id);
    }
}

static int larger_first(gconstpointer a, gconstpointer b) {
    const Asked *left = a, *right = b;
    return left->size < right->size ? 1 : left->size > right->size ? -1 : 0;
}

char *af_size_words(AfCli *cli, guint64 bytes) {
    if (bytes < kilobyte) return af_words(cli, "size.bytes", "n", (double)bytes);
    double kilobytes = round((double)bytes / kilobyte);
    if (kilobytes < kilobyte) return af_words(cli, "size.kilobytes", "n", kilobytes);
    return af_words(cli, "size.megabytes", "n", round((double)bytes * 10 / megabyte) / 10);
}

/* Says what to leave out: the largest files until the rest fits. */
static void check_size(const AfSubmission *submission, guint64 limit, GArray *evidence) {
    AfCli *cli = submission->cli;
    guint64 own = 0, total = 0;
    for (guint i = 0; i < submission->mail->attachments->len; i++) {
        const AfAttachment *attachment = g_ptr_array_index(submission->mail->attachments, i);
        if (strcmp(attachment->kind, "evidence")) own += attachment->bytes->len;
    }
    for (guint i = 0; i < evidence->len; i++) total += g_array_index(evidence, Asked, i).size;
    total += own;
    if (total <= limit) return;
    g_autofree char *total_words = af_size_words(cli, total), *limit_words = af_size_words(cli, limit);
    g_autofree char *own_words = af_size_words(cli, own);
    const char *path = af_assessment_place(submission->checked->assessment);
    if (own > limit) {
        af_diagnostics_add(submission->diagnostics, AF_D_REPORT_TOO_LARGE, path, 0, own_words, limit_words);
        return;
    }
    g_array_sort(evidence, larger_first);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < evidence->len && total > limit; i++) {
        const Asked *asked = &g_array_index(evidence, Asked, i);
        g_autofree char *size = af_size_words(cli, asked->size);
        g_ptr_array_add(names, af_words(cli, "mail.file-to-leave-out", "sss", asked->id, asked->file, size));
        total -= asked->size;
    }
    g_autofree char *list =
        af_list_format(af_locale_get(af_cli_user_language()), (const char *const *)names->pdata, names->len);
    af_diagnostics_add(submission->diagnostics, AF_D_ATTACHMENTS_TOO_LARGE, path, 0, total_words, limit_words, list);
}

/* --max-size, in bytes; of ten megabytes a mail has fourteen (base64), which most servers take. */
static guint64 limit_of(const AfSubmission *submission) {
    const char *said = submission->options->max_size;
    if (!said) return 10 * megabyte;
    char *end;
    double number = g_ascii_strtod(said, &end);
    gboolean plain = *said && (!*end || !g_ascii_strcasecmp(end, "MB") || !g_ascii_strcasecmp(end, "M"));
    if (plain && number > 0 && number <= 1000) return (guint64)(number * megabyte);
    af_diagnostics_add(submission->diagnostics, AF_D_OPTION_VALUE, NULL, 0, "--max-size", said);
    return 0;
}

static gboolean add_attachments(const AfSubmission *submission) {
    const AfAssessment *assessment = submission->checked->assessment;
    guint64 limit = limit_of(submission);
    check_left_out(submission);
    if (af_diagnostics_count_level(submission->diagnostics, AF_ERROR)) return FALSE;
    g_autofree char *stem = stem_of(assessment);
    if (!add_report(submission, stem)) return FALSE;
    add_assessment(submission, stem);
    g_autoptr(GArray) evidence = g_array_new(FALSE, FALSE, sizeof(Asked));
    const xmlNode *piece = submission->options->evidence ? first_piece(assessment) : NULL;
    for (; piece; piece = xmlNextElementSibling((xmlNode *)piece)) {
        add_piece(submission, stem, piece, limit, evidence);
    }
    check_size(submission, limit, evidence);
    return !af_diagnostics_count_level(submission->diagnostics, AF_ERROR);
}

/* --- subject and body --- */

static char *subject_of(const AfSubmission *submission) {
    AfCli *cli = submission->cli;
    const AfAssessment *assessment = submission->checked->assessment;
    const AfCatalog *catalog =
        af_cli_catalog(cli, af_assessment_program(assessment), submission->language, submission->diagnostics);
    const AfCatalog *messages = af_cli_messages(cli, submission->language, submission->diagnostics);
    g_autofree char *partner = af_assessment_words(af_assessment_part(assessment, "partner"), "name");
    g_autofree char *convention = af_catalog_pattern(catalog, "mail.subject");
    g_autofree char *nameless = *partner ? NULL : af_catalog_message(messages, "label.partner", NULL, 0);
    g_autoptr(GString) subject = g_string_new(convention);
    g_string_replace(subject, "{0}", nameless ? nameless : partner, 1);
    if (!submission->draft) return g_strdup(subject->str);
    AfArg arg = {.string = subject->str};
    return af_catalog_message(messages, "mail.draft-subject", &arg, 1);
}

/* So many business days (Monday to Friday) after a day, ISO 8601. */
static char *after_business_days(GDateTime *day, int number) {
    GDateTime *at = g_date_time_ref(day);
    while (number > 0) {
        GDateTime *next = g_date_time_add_days(at, 1);
        g_date_time_unref(at);
        at = next;
        if (g_date_time_get_day_of_week(at) <= 5) number--;
    }
    char *text = g_date_time_format(at, "%Y-%m-%d");
    g_date_time_unref(at);
    return text;
}

/* Within how many business days the program's owner answers; 0 if the program does not say. */
static int response_time(const AfProgram *program) {
    const xmlNode *thresholds = xmlDocGetRootElement(af_program_doc(program))->children;
    while (thresholds && !af_xml_is(thresholds, AF_NS_PROGRAM, "thresholds")) thresholds = thresholds->next;
    const xmlNode *threshold = thresholds ? thresholds->children : NULL;
    for (; threshold; threshold = threshold->next) {
        if (!af_xml_is(threshold, AF_NS_PROGRAM, "threshold")) continue;
        if (g_strcmp0(af_xml_attribute(threshold, "unit"), "business-day")) continue;
        return (int)g_ascii_strtoll(af_xml_attribute(threshold, "value"), NULL, 10);
    }
    return 0;
}

/* Evidence that is an address goes along as a link. */
static void add_links(const AfSubmission *submission, xmlNode *mail) {
    const AfAssessment *assessment = submission->checked->assessment;
    const xmlNode *piece = submission->options->evidence ? first_piece(assessment) : NULL;
    for (; piece; piece = xmlNextElementSibling((xmlNode *)piece)) {
        const char *href = af_xml_attribute(piece, "href"), *id = af_xml_attribute(piece, "id");
        if (!href || is_left_out(submission, id)) continue;
        g_autofree char *title = af_assessment_words(piece, "title"), *language = language_of(assessment, piece);
        xmlNode *link = af_document_add(mail, "link");
        af_document_set(link, "id", id);
        af_document_set(link, "title", title);
        af_document_set(link, "href", href);
        xmlNodeSetLang(link, BAD_CAST language);
    }
}

/* What the letter says of itself, for templates/mail/submission.xsl:
 *
 *   <mail day="2026-11-22" answer-by="2026-11-27" draft="yes|no">
 *     <attachment kind="report|assessment|evidence" id="…" name="…" title="…" xml:lang="de" size="345678" sha256="…"/>
 *     <link id="…" title="…" href="https://…" xml:lang="de"/> */
static void add_mail(const AfSubmission *submission, xmlDoc *document) {
    xmlNode *mail = af_document_add(xmlDocGetRootElement(document), "mail");
    g_autofree char *day = g_date_time_format(submission->now, "%Y-%m-%d");
    int days = response_time(af_assessment_program(submission->checked->assessment));
    g_autofree char *answer_by = days ? after_business_days(submission->now, days) : NULL;
    af_document_set(mail, "day", day);
    af_document_set(mail, "answer-by", answer_by);
    af_document_set(mail, "draft", submission->draft ? "yes" : "no");
    for (guint i = 0; i < submission->mail->attachments->len; i++) {
        const AfAttachment *attachment = g_ptr_array_index(submission->mail->attachments, i);
        g_autofree char *size = g_strdup_printf("%u", attachment->bytes->len);
        xmlNode *element = af_document_add(mail, "attachment");
        af_document_set(element, "kind", attachment->kind);
        af_document_set(element, "id", attachment->id);
        af_document_set(element, "name", attachment->name);
        af_document_set(element, "title", attachment->title);
        af_document_set(element, "size", size);
        af_document_set(element, "sha256", attachment->sha256);
        xmlNodeSetLang(element, BAD_CAST attachment->language);
    }
    add_links(submission, mail);
}

static gboolean write_body(const AfSubmission *submission) {
    AfCli *cli = submission->cli;
    AfDiagnostics *diagnostics = submission->diagnostics;
    AfStylesheet *stylesheet = af_cli_stylesheet(cli, "mail/submission.xsl", diagnostics);
    g_autoptr(xmlDoc) document =
        af_checked_document(cli, "mail", submission->checked, submission->readiness, submission->language, diagnostics);
    if (!stylesheet || !document) return FALSE;
    add_mail(submission, document);
    const AfCatalog *messages = af_cli_messages(cli, submission->language, diagnostics);
    g_autoptr(xmlDoc) body = af_transform(stylesheet, document, messages, NULL, diagnostics);
    if (!body) return FALSE;
    submission->mail->text = af_mail_text(body, submission->language, &submission->mail->delsp);
    submission->mail->html = af_transform_html(body);
    return TRUE;
}

/* --- the mail --- */

static int compare_strings(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Of the assessment and, in no order, of the evidence. */
static char *content_of(const AfMail *mail) {
    g_autoptr(GPtrArray) digests = g_ptr_array_new();
    for (guint i = 0; i < mail->attachments->len; i++) {
        const AfAttachment *attachment = g_ptr_array_index(mail->attachments, i);
        if (strcmp(attachment->kind, "report")) g_ptr_array_add(digests, attachment->sha256);
    }
    g_ptr_array_sort(digests, compare_strings);
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    for (guint i = 0; i < digests->len; i++) g_checksum_update(checksum, g_ptr_array_index(digests, i), -1);
    return g_strdup(g_checksum_get_string(checksum));
}

gboolean af_submission_compose(AfSubmission *submission) {
    AfMail *mail = submission->mail = af_mail_new();
    mail->language = g_strdup(submission->language);
    mail->date = g_date_time_to_unix(submission->now);
    mail->offset = (int)(g_date_time_get_utc_offset(submission->now) / G_TIME_SPAN_MINUTE);
    mail->unsent = !submission->options->server;
    add_writer(submission);
    add_recipients(submission);
    if (!add_attachments(submission) || !write_body(submission)) return FALSE;
    mail->subject = subject_of(submission);
    submission->content = content_of(mail);
    return mail->subject != NULL;
}

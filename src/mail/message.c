/* The message: its parts, put together and encoded by GMime. */
#include "base/characters.h"
#include "mail/internal.h"

#include <gmime/gmime.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeDataWrapper, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimePart, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMultipart, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMessage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeFormatOptions, g_mime_format_options_free)

/* --- what it is made of --- */

AfAttachment *af_attachment_new(char *name, char *kind, GByteArray *bytes) {
    AfAttachment *attachment = g_new0(AfAttachment, 1);
    attachment->name = name;
    attachment->kind = kind;
    attachment->bytes = bytes;
    attachment->sha256 = g_compute_checksum_for_data(G_CHECKSUM_SHA256, bytes->data, bytes->len);
    return attachment;
}

void af_attachment_free(AfAttachment *attachment) {
    if (!attachment) return;
    g_free(attachment->name);
    g_free(attachment->kind);
    g_free(attachment->id);
    g_free(attachment->title);
    g_free(attachment->language);
    g_free(attachment->sha256);
    g_byte_array_unref(attachment->bytes);
    g_free(attachment);
}

AfMailbox *af_mailbox_new(const char *name, const char *address) {
    AfMailbox *mailbox = g_new0(AfMailbox, 1);
    mailbox->name = g_strdup(name);
    mailbox->address = g_strdup(address);
    return mailbox;
}

void af_mailbox_free(AfMailbox *mailbox) {
    if (!mailbox) return;
    g_free(mailbox->name);
    g_free(mailbox->address);
    g_free(mailbox);
}

AfMail *af_mail_new(void) {
    AfMail *mail = g_new0(AfMail, 1);
    mail->to = g_ptr_array_new_with_free_func((GDestroyNotify)af_mailbox_free);
    mail->cc = g_ptr_array_new_with_free_func((GDestroyNotify)af_mailbox_free);
    mail->attachments = g_ptr_array_new_with_free_func((GDestroyNotify)af_attachment_free);
    return mail;
}

void af_mail_free(AfMail *mail) {
    if (!mail) return;
    af_mailbox_free(mail->from);
    g_ptr_array_unref(mail->to);
    g_ptr_array_unref(mail->cc);
    g_ptr_array_unref(mail->attachments);
    g_free(mail->subject);
    g_free(mail->language);
    g_free(mail->message_id);
    g_clear_pointer(&mail->text, g_byte_array_unref);
    g_clear_pointer(&mail->html, g_byte_array_unref);
    g_free(mail);
}

static gboolean has_international(const GPtrArray *mailboxes) {
    for (guint i = 0; i < mailboxes->len; i++) {
        const AfMailbox *mailbox = g_ptr_array_index(mailboxes, i);
        if (af_mail_address_is_international(mailbox->address)) return TRUE;
    }
    return FALSE;
}

gboolean af_mail_is_international(const AfMail *mail) {
    return (mail->from && af_mail_address_is_international(mail->from->address)) || has_international(mail->to) ||
           has_international(mail->cc);
}

/* --- what has to hold of it: the callers see to that --- */

static gboolean is_address(const char *address) {
    if (!address || !g_utf8_validate(address, -1, NULL)) return FALSE;
    for (const char *p = address; *p; p = g_utf8_next_char(p))
        if (af_character_is_control(g_utf8_get_char(p))) return FALSE;
    return strchr(address, '@') != NULL;
}

static gboolean are_addresses(const GPtrArray *mailboxes) {
    for (guint i = 0; i < mailboxes->len; i++)
        if (!is_address(((const AfMailbox *)g_ptr_array_index(mailboxes, i))->address)) return FALSE;
    return TRUE;
}

/* ASCII that needs no escape in a quoted string, and is no path. */
static gboolean is_file_name(const char *name) {
    if (!name || !*name) return FALSE;
    for (const char *p = name; *p; p++)
        if (!g_ascii_isalnum(*p) && !strchr("-_.+", *p)) return FALSE;
    return TRUE;
}

static gboolean is_message_id(const char *id) {
    for (const char *p = id; *p; p++)
        if (!g_ascii_isgraph(*p) || *p == '<' || *p == '>') return FALSE;
    return strchr(id, '@') != NULL;
}

static gboolean is_language(const char *tag) {
    if (!tag || !*tag) return FALSE;
    for (const char *p = tag; *p; p++)
        if (!g_ascii_isalnum(*p) && *p != '-') return FALSE;
    return TRUE;
}

/* --- Message-ID and boundaries --- */

/* With its length, so that no two mails run together to the same. */
static void digest_bytes(GChecksum *digest, const void *bytes, gsize length) {
    g_autofree char *head = g_strdup_printf("%" G_GSIZE_FORMAT ":", length);
    g_checksum_update(digest, (const guchar *)head, -1);
    if (length > 0) g_checksum_update(digest, bytes, (gssize)length);
}

static void digest_text(GChecksum *digest, const char *text) {
    g_checksum_update(digest, (const guchar *)(text ? "t" : "-"), 1);
    digest_bytes(digest, text, text ? strlen(text) : 0);
}

static void digest_array(GChecksum *digest, const GByteArray *bytes) {
    digest_bytes(digest, bytes ? bytes->data : NULL, bytes ? bytes->len : 0);
}

static void digest_mailboxes(GChecksum *digest, const GPtrArray *mailboxes) {
    digest_bytes(digest, NULL, 0);
    for (guint i = 0; i < mailboxes->len; i++) {
        const AfMailbox *mailbox = g_ptr_array_index(mailboxes, i);
        digest_text(digest, mailbox->name);
        digest_text(digest, mailbox->address);
    }
}

static void digest_attachments(GChecksum *digest, const GPtrArray *attachments) {
    digest_bytes(digest, NULL, 0);
    for (guint i = 0; i < attachments->len; i++) {
        const AfAttachment *attachment = g_ptr_array_index(attachments, i);
        digest_text(digest, attachment->name);
        digest_text(digest, attachment->title);
        digest_text(digest, attachment->language);
        digest_text(digest, attachment->sha256);
    }
}

#define ID_DIGITS 40 /* of the digest: so many that no two are the same, and the field fits on its line */

static char *make_message_id(const AfMail *mail) {
    g_autoptr(GChecksum) digest = g_checksum_new(G_CHECKSUM_SHA256);
    digest_text(digest, mail->from ? mail->from->name : NULL);
    digest_text(digest, mail->from ? mail->from->address : NULL);
    digest_mailboxes(digest, mail->to);
    digest_mailboxes(digest, mail->cc);
    digest_text(digest, mail->subject);
    digest_text(digest, mail->language);
    digest_array(digest, mail->text);
    digest_array(digest, mail->html);
    digest_attachments(digest, mail->attachments);
    g_autofree char *rest =
        g_strdup_printf("%" G_GINT64_FORMAT " %d %d %d", mail->date, mail->offset, mail->unsent, mail->delsp);
    digest_text(digest, rest);
    const char *domain = mail->from ? strrchr(mail->from->address, '@') : "@auditfolio.invalid";
    return g_strdup_printf("%.*s%s", ID_DIGITS, g_checksum_get_string(digest), domain);
}

/* "=_" is in no quoted-printable and in no base64, and every part is in one of them. */
static char *make_boundary(const AfMail *mail, const char *kind) {
    g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, mail->message_id, -1);
    return g_strdup_printf("=_%s_%.32s", kind, digest);
}

/* --- fields --- */

/* A field with its value as it stands in the message: beginning with a space, folded, ending in CRLF. */
static void add_raw(GMimeObject *object, const char *name, const char *value) {
    GMimeHeaderList *headers = g_mime_object_get_header_list(object);
    if (!g_mime_header_list_contains(headers, name)) g_mime_object_append_header(object, name, "", "utf-8");
    g_mime_header_set_raw_value(g_mime_header_list_get_header(headers, name), value);
}

/* One that is short, or cannot be folded. */
static void add_field(GMimeObject *object, const char *name, const char *value) {
    g_autofree char *raw = g_strdup_printf(" %s\r\n", value);
    add_raw(object, name, raw);
}

static void add_text(GMimeObject *object, const char *name, const char *text) {
    g_autofree char *raw = af_mail_field_text(name, text);
    add_raw(object, name, raw);
}

static void add_mailboxes(GMimeObject *object, const char *name, AfMailbox *const *mailboxes, guint n_mailboxes) {
    if (n_mailboxes == 0) return;
    g_autofree char *raw = af_mail_field_mailboxes(name, mailboxes, n_mailboxes);
    add_raw(object, name, raw);
}

static void add_language(GMimeObject *object, const char *language) {
    if (is_language(language)) add_field(object, "Content-Language", language);
}

static char *format_date(const AfMail *mail) {
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(mail->date);
    g_autoptr(GTimeZone) zone = g_time_zone_new_offset(mail->offset * 60);
    g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, zone);
    return g_mime_utils_header_format_date(local);
}

static void add_fields(GMimeObject *message, const AfMail *mail) {
    if (mail->from) {
        add_mailboxes(message, "From", &mail->from, 1);
        add_mailboxes(message, "Reply-To", &mail->from, 1);
    }
    add_mailboxes(message, "To", (AfMailbox *const *)mail->to->pdata, mail->to->len);
    add_mailboxes(message, "Cc", (AfMailbox *const *)mail->cc->pdata, mail->cc->len);
    add_text(message, "Subject", mail->subject);
    g_autofree char *date = format_date(mail);
    add_field(message, "Date", date);
    g_autofree char *id = g_strdup_printf("<%s>", mail->message_id);
    add_field(message, "Message-ID", id);
    if (mail->unsent) add_field(message, "X-Unsent", "1");
    add_field(message, "MIME-Version", "1.0");
}

/* --- parts --- */

#define FLOWED "text/plain; charset=utf-8; format=flowed"

/* A stream on bytes that stay the caller's. */
static GMimeStream *stream_on(GByteArray *bytes) {
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    return stream;
}

/* The bytes have to live until the message is written. */
static void set_content(GMimePart *part, GByteArray *bytes, GMimeContentEncoding encoding) {
    g_autoptr(GMimeStream) stream = stream_on(bytes);
    g_autoptr(GMimeDataWrapper) content = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_part_set_content(part, content);
    g_mime_part_set_content_encoding(part, encoding);
}

/* As text has to be before it is encoded (RFC 2046 4.1.1): CRLF at the end of each line, none of them alone. */
static GByteArray *with_crlf(const GByteArray *text) {
    if (!text) return NULL;
    GByteArray *lines = g_byte_array_sized_new(text->len + text->len / 32);
    for (guint i = 0; i < text->len; i++) {
        guint8 c = text->data[i];
        if (c == '\r' && i + 1 < text->len && text->data[i + 1] == '\n') continue;
        if (c == '\n' || c == '\r')
            g_byte_array_append(lines, (const guint8 *)"\r\n", 2);
        else
            g_byte_array_append(lines, &c, 1);
    }
    return lines;
}

static gsize encoded_length(const GByteArray *text, GMimeContentEncoding kind) {
    GMimeEncoding encoding;
    g_mime_encoding_init_encode(&encoding, kind);
    g_autofree char *encoded = g_malloc(g_mime_encoding_outlen(&encoding, text->len));
    return g_mime_encoding_flush(&encoding, (const char *)text->data, text->len, encoded);
}

/* The shorter one: quoted-printable for Latin letters, which people can read, base64 for ideographs and kana. */
static GMimeContentEncoding text_encoding(const GByteArray *text) {
    return encoded_length(text, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE) <=
                   encoded_length(text, GMIME_CONTENT_ENCODING_BASE64)
               ? GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
               : GMIME_CONTENT_ENCODING_BASE64;
}

static void add_body(GMimeMultipart *alternative, const AfMail *mail, GByteArray *lines, const char *type) {
    if (!lines) return;
    g_autoptr(GMimePart) part = g_mime_part_new();
    add_field(GMIME_OBJECT(part), "Content-Type", type);
    set_content(part, lines, text_encoding(lines));
    add_language(GMIME_OBJECT(part), mail->language);
    g_mime_multipart_add(alternative, GMIME_OBJECT(part));
}

/* The parameters are written here, as quoted strings: GMime makes an RFC 2231 value of a name of more than 70 characters,
 * although it is ASCII. */
static void add_attachment(GMimeMultipart *mixed, const AfAttachment *attachment) {
    g_assert(is_file_name(attachment->name));
    const char *media_type = af_mail_media_type(attachment->name);
    gboolean is_utf8 = g_str_has_prefix(media_type, "text/") && attachment->bytes->len > 0 &&
                       g_utf8_validate_len((const char *)attachment->bytes->data, attachment->bytes->len, NULL);
    g_autofree char *type =
        g_strdup_printf(" %s;%s\r\n name=\"%s\"\r\n", media_type, is_utf8 ? " charset=utf-8;" : "", attachment->name);
    g_autofree char *disposition =
        g_strdup_printf(" attachment;\r\n filename=\"%s\";\r\n size=%u\r\n", attachment->name, attachment->bytes->len);
    g_autoptr(GMimePart) part = g_mime_part_new();
    add_raw(GMIME_OBJECT(part), "Content-Type", type);
    add_raw(GMIME_OBJECT(part), "Content-Disposition", disposition);
    if (attachment->title && *attachment->title) add_text(GMIME_OBJECT(part), "Content-Description", attachment->title);
    add_language(GMIME_OBJECT(part), attachment->language);
    set_content(part, attachment->bytes, GMIME_CONTENT_ENCODING_BASE64);
    g_mime_multipart_add(mixed, GMIME_OBJECT(part));
}

static GMimeMultipart *make_multipart(const AfMail *mail, const char *kind) {
    GMimeMultipart *multipart = g_mime_multipart_new_with_subtype(kind);
    g_autofree char *boundary = make_boundary(mail, kind);
    g_mime_multipart_set_boundary(multipart, boundary);
    return multipart;
}

static GByteArray *write_object(GMimeObject *object) {
    g_autoptr(GMimeFormatOptions) options = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
    GByteArray *bytes = g_byte_array_new();
    g_autoptr(GMimeStream) stream = stream_on(bytes);
    g_mime_object_write_to_stream(object, options, stream);
    return bytes;
}

static GByteArray *write_message(const AfMail *mail) {
    g_autoptr(GByteArray) text = with_crlf(mail->text), html = with_crlf(mail->html);
    g_autoptr(GMimeMultipart) alternative = make_multipart(mail, "alternative");
    add_body(alternative, mail, text, mail->delsp ? FLOWED "; delsp=yes" : FLOWED);
    add_body(alternative, mail, html, "text/html; charset=utf-8");
    g_autoptr(GMimeMultipart) mixed = make_multipart(mail, "mixed");
    add_language(GMIME_OBJECT(mixed), mail->language);
    g_mime_multipart_add(mixed, GMIME_OBJECT(alternative));
    for (guint i = 0; i < mail->attachments->len; i++) add_attachment(mixed, g_ptr_array_index(mail->attachments, i));
    g_autoptr(GMimeMessage) message = g_mime_message_new(FALSE);
    add_fields(GMIME_OBJECT(message), mail);
    g_mime_message_set_mime_part(message, GMIME_OBJECT(mixed));
    return write_object(GMIME_OBJECT(message));
}

static void start_library(void) {
    static gsize once = 0;
    if (!g_once_init_enter(&once)) return;
    g_mime_init();
    g_once_init_leave(&once, 1);
}

GByteArray *af_mail_write(AfMail *mail) {
    g_assert(!mail->from || is_address(mail->from->address));
    g_assert(are_addresses(mail->to) && are_addresses(mail->cc));
    g_assert(!mail->message_id || is_message_id(mail->message_id));
    start_library();
    if (!mail->message_id) mail->message_id = make_message_id(mail);
    return write_message(mail);
}

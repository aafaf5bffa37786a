/* The message: read back by GMime's parser, and looked at as bytes. */
#include "mail/mail.h"

#include <gmime/gmime.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LONG_NAME                                                                                                      \
    "maison-lumiere-retail-technology-self-assessment-evidence-architecture-of-the-solution-in-zh-hans.pdf"

static GByteArray *bytes_of(const char *text) {
    return g_byte_array_append(g_byte_array_new(), (const guint8 *)text, (guint)strlen(text));
}

static AfAttachment *attachment_of(const char *name, const char *title, const char *language, GByteArray *bytes) {
    AfAttachment *attachment = af_attachment_new(g_strdup(name), g_strdup("evidence"), bytes);
    attachment->title = g_strdup(title);
    attachment->language = g_strdup(language);
    return attachment;
}

/* Every byte there is, in every place of a group of three. */
static GByteArray *all_bytes(void) {
    GByteArray *bytes = g_byte_array_new();
    for (guint i = 0; i < 3 * 257; i++) g_byte_array_append(bytes, &(guint8){(guint8)(i % 257)}, 1);
    return bytes;
}

static AfMail *mail_of(const char *name, const char *subject) {
    AfMail *mail = af_mail_new();
    mail->from = af_mailbox_new(name, "anna@xn--nrdlicht-n4a.example");
    g_ptr_array_add(mail->to, af_mailbox_new(name, "submissions@inbox.example"));
    g_ptr_array_add(mail->to, af_mailbox_new(name, "\"a@ ,b\"@other.example"));
    g_ptr_array_add(mail->cc, af_mailbox_new(NULL, "copy@nordlicht.example"));
    mail->subject = g_strdup(subject);
    mail->language = g_strdup("de");
    mail->text = bytes_of("Guten Tag, hier ist die Selbstbewertung für \ndas Programm.\n\n-- \nNordlicht\n");
    mail->html = bytes_of("<p>Guten Tag, größer = besser</p>\n.\nFrom hier\n--=_mixed_\n");
    g_ptr_array_add(mail->attachments, attachment_of("report.pdf", NULL, "de", all_bytes()));
    g_ptr_array_add(mail->attachments,
                    attachment_of(LONG_NAME, "系统架构图（第二版）与安全要求对照表以及网络配置的补充说明文件",
                                  "zh-Hans", bytes_of("x\r\ny\n")));
    g_ptr_array_add(mail->attachments, attachment_of("empty.bin", "", "de\r\nBcc: x@y", g_byte_array_new()));
    mail->date = 1700000000;
    mail->offset = 60;
    return mail;
}

/* --- what has to hold of every message --- */

static void check_encoded_words(const char *line) {
    const char *p = line;
    while ((p = strstr(p, "=?utf-8?"))) {
        const char *end = strstr(p + strlen("=?utf-8?q?"), "?=");
        assert_non_null(end);
        assert_true(end + 2 - p <= 75);
        assert_true(strlen(line) <= 76);
        g_autofree char *word = g_strndup(p, (gsize)(end + 2 - p));
        g_autofree char *decoded = g_mime_utils_header_decode_text(NULL, word);
        assert_true(g_utf8_validate(decoded, -1, NULL)); /* no character is split */
        assert_null(strstr(decoded, "\xEF\xBF\xBD"));
        p = end;
    }
}

/* The message as a string. */
static char *check_bytes(const GByteArray *bytes, gboolean international) {
    char *text = g_strndup((const char *)bytes->data, bytes->len);
    assert_int_equal(strlen(text), bytes->len); /* no NUL */
    assert_true(g_str_has_suffix(text, "--\r\n"));
    gboolean headers = TRUE;
    g_auto(GStrv) lines = g_strsplit(text, "\r\n", -1);
    for (char **line = lines; *line; line++) {
        if (!**line) headers = FALSE;
        assert_null(strpbrk(*line, "\r\n"));
        assert_true(strlen(*line) <= 998);
        assert_true(!g_str_has_suffix(*line, " ") && !g_str_has_suffix(*line, "\t")); /* which gets lost on the way */
        if (!headers || !international) assert_true(g_str_is_ascii(*line));
        gboolean is_header_line = headers && !strstr(*line, "@");
        if (is_header_line) assert_true(strlen(*line) <= 78);
        check_encoded_words(*line);
    }
    return text;
}

static GMimeMessage *parse(const GByteArray *bytes) {
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer((const char *)bytes->data, bytes->len);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    assert_non_null(message);
    return message;
}

static GMimeMessage *written(AfMail *mail, char **text) {
    g_autoptr(GByteArray) bytes = af_mail_write(mail);
    g_autofree char *all = check_bytes(bytes, af_mail_is_international(mail));
    GMimeMessage *message = parse(bytes);
    if (text) *text = g_steal_pointer(&all);
    return message;
}

static void expect_mailbox(InternetAddressList *list, int index, const char *name, const char *address) {
    InternetAddress *mailbox = internet_address_list_get_address(list, index);
    assert_true(INTERNET_ADDRESS_IS_MAILBOX(mailbox));
    const char *got = internet_address_get_name(mailbox);
    assert_string_equal(got ? got : "", name);
    assert_string_equal(internet_address_mailbox_get_idn_addr(INTERNET_ADDRESS_MAILBOX(mailbox)), address);
}

static GMimeObject *part_at(GMimeObject *multipart, int index) {
    assert_true(GMIME_IS_MULTIPART(multipart));
    GMimeObject *part = g_mime_multipart_get_part(GMIME_MULTIPART(multipart), index);
    assert_non_null(part);
    return part;
}

static void expect_content(GMimeObject *part, const void *bytes, gsize length) {
    assert_true(GMIME_IS_PART(part));
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(GMIME_PART(part)), stream);
    GByteArray *got = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    assert_int_equal(got->len, length);
    if (length > 0) assert_memory_equal(got->data, bytes, length);
    g_object_unref(stream);
}

static void expect_type(GMimeObject *part, const char *expected, const char *language) {
    g_autofree char *type = g_mime_content_type_get_mime_type(g_mime_object_get_content_type(part));
    assert_string_equal(type, expected);
    assert_int_equal(g_strcmp0(g_mime_object_get_header(part, "Content-Language"), language), 0);
}

static void expect_in(const char *text, const char *expected) {
    if (!strstr(text, expected)) fail_msg("\"%s\" is not in\n%s", expected, text);
}

/* --- tests --- */

static void test_fields(void **state) {
    (void)state;
    g_autoptr(AfMail) mail = mail_of("Anna Nord", "Selbstbewertung: Nordlicht");
    mail->unsent = TRUE;
    g_autofree char *text = NULL;
    GMimeMessage *message = written(mail, &text);
    static const char start[] = "From: Anna Nord <anna@xn--nrdlicht-n4a.example>\r\n"
                                "Reply-To: Anna Nord <anna@xn--nrdlicht-n4a.example>\r\n"
                                "To: Anna Nord <submissions@inbox.example>, Anna Nord <\"a@ ,b\"@other.example>\r\n"
                                "Cc: copy@nordlicht.example\r\n"
                                "Subject: Selbstbewertung: Nordlicht\r\n"
                                "Date: Tue, 14 Nov 2023 23:13:20 +0100\r\n"
                                "Message-ID: <";
    if (!g_str_has_prefix(text, start)) fail_msg("%s", text);
    g_autofree char *rest =
        g_strconcat("\r\nMessage-ID: <", mail->message_id, ">\r\nX-Unsent: 1\r\nMIME-Version: 1.0\r\n", NULL);
    expect_in(text, rest);
    assert_true(g_str_has_suffix(mail->message_id, "@xn--nrdlicht-n4a.example"));
    assert_int_equal(strchr(mail->message_id, '@') - mail->message_id, 40);
    expect_mailbox(g_mime_message_get_from(message), 0, "Anna Nord", "anna@xn--nrdlicht-n4a.example");
    expect_mailbox(g_mime_message_get_reply_to(message), 0, "Anna Nord", "anna@xn--nrdlicht-n4a.example");
    expect_mailbox(g_mime_message_get_to(message), 1, "Anna Nord", "\"a@ ,b\"@other.example");
    expect_mailbox(g_mime_message_get_cc(message), 0, "", "copy@nordlicht.example");
    assert_string_equal(g_mime_message_get_message_id(message), mail->message_id);
    assert_int_equal(g_date_time_to_unix(g_mime_message_get_date(message)), 1700000000);
    g_object_unref(message);
}

static void test_parts(void **state) {
    (void)state;
    g_autoptr(AfMail) mail = mail_of("Anna Nord", "x");
    g_autofree char *text = NULL;
    GMimeMessage *message = written(mail, &text);
    GMimeObject *mixed = g_mime_message_get_mime_part(message), *alternative = part_at(mixed, 0);
    expect_type(mixed, "multipart/mixed", "de");
    expect_type(alternative, "multipart/alternative", NULL);
    assert_int_equal(g_mime_multipart_get_count(GMIME_MULTIPART(mixed)), 4);
    assert_int_equal(g_mime_multipart_get_count(GMIME_MULTIPART(alternative)), 2);
    expect_type(part_at(alternative, 0), "text/plain", "de");
    expect_type(part_at(alternative, 1), "text/html", "de");
    static const char plain[] =
        "Guten Tag, hier ist die Selbstbewertung für \r\ndas Programm.\r\n\r\n-- \r\nNordlicht\r\n";
    expect_content(part_at(alternative, 0), plain, strlen(plain));
    static const char html[] = "<p>Guten Tag, größer = besser</p>\r\n.\r\nFrom hier\r\n--=_mixed_\r\n";
    expect_content(part_at(alternative, 1), html, strlen(html));
    expect_type(part_at(mixed, 1), "application/pdf", "de");
    expect_type(part_at(mixed, 2), "application/pdf", "zh-Hans");
    expect_type(part_at(mixed, 3), "application/octet-stream", NULL);
    for (guint i = 0; i < 3; i++) {
        const AfAttachment *attachment = g_ptr_array_index(mail->attachments, i);
        GMimeObject *part = part_at(mixed, (int)i + 1);
        expect_content(part, attachment->bytes->data, attachment->bytes->len);
        assert_true(g_mime_part_is_attachment(GMIME_PART(part)));
        assert_string_equal(g_mime_object_get_content_type_parameter(part, "name"), attachment->name);
        assert_string_equal(g_mime_object_get_content_disposition_parameter(part, "filename"), attachment->name);
        g_autofree char *size = g_strdup_printf("%u", attachment->bytes->len);
        assert_string_equal(g_mime_object_get_content_disposition_parameter(part, "size"), size);
        const char *title = attachment->title && *attachment->title ? attachment->title : NULL;
        assert_int_equal(g_strcmp0(g_mime_part_get_content_description(GMIME_PART(part)), title), 0);
    }
    /* As every client reads them: neither encoded nor parted. */
    expect_in(text, "\r\nContent-Type: application/pdf;\r\n name=\"" LONG_NAME "\"\r\n");
    expect_in(text, "\r\nContent-Disposition: attachment;\r\n filename=\"" LONG_NAME "\";\r\n size=5\r\n");
    expect_in(text, "\r\nContent-Type: text/plain; charset=utf-8; format=flowed\r\nContent-Transfer-Encoding: "
                    "quoted-printable\r\n");
    expect_in(text, "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n");
    assert_null(strstr(text, "X-Unsent"));
    assert_null(strstr(text, "Bcc"));
    g_object_unref(message);
}

static void test_boundaries(void **state) {
    (void)state;
    g_autoptr(AfMail) mail = mail_of("Anna Nord", "x");
    g_autofree char *text = NULL;
    GMimeMessage *message = written(mail, &text);
    guint lines = 0, fields = 0;
    for (const char *p = text; (p = strstr(p, "=_")); p++) {
        if (g_str_has_prefix(p - 4, "\r\n--")) lines++;
        if (p[-1] == '"') fields++;
    }
    assert_int_equal(lines, 3 + 5); /* two bodies and an end, four parts and an end */
    assert_int_equal(fields, 2);
    guint all = 0;
    for (const char *p = text; (p = strstr(p, "=_")); p++) all++;
    assert_int_equal(all, lines + fields); /* and nowhere else */
    g_object_unref(message);
}

/* Base64 where it is shorter, in lines of 76. */
static void test_encodings(void **state) {
    (void)state;
    g_autoptr(AfMail) mail = mail_of("", "x");
    GString *chinese = g_string_new(NULL);
    for (int i = 0; i < 40; i++) g_string_append(chinese, "上海云帆信息技术有限公司 \n");
    g_byte_array_unref(mail->text);
    mail->text = bytes_of(chinese->str);
    mail->delsp = TRUE;
    g_autofree char *text = NULL;
    GMimeMessage *message = written(mail, &text);
    expect_in(text, "\r\nContent-Type: text/plain; charset=utf-8; format=flowed; "
                    "delsp=yes\r\nContent-Transfer-Encoding: base64\r\n");
    GString *lines = g_string_new(NULL);
    for (int i = 0; i < 40; i++) g_string_append(lines, "上海云帆信息技术有限公司 \r\n");
    expect_content(part_at(part_at(g_mime_message_get_mime_part(message), 0), 0), lines->str, lines->len);
    g_auto(GStrv) raw = g_strsplit(text, "\r\n", -1);
    guint longest = 0;
    for (char **line = raw; *line; line++)
        if (!strpbrk(*line, " -?<@\"") && strlen(*line) > longest) longest = (guint)strlen(*line);
    assert_int_equal(longest, 76);
    g_object_unref(message);
    g_string_free(lines, TRUE);
    g_string_free(chinese, TRUE);
}

/* Names and subjects come back as they were, less control characters, and nothing else comes of them. */
static void expect_words(const char *given, const char *expected) {
    g_autoptr(AfMail) mail = mail_of(given, given);
    g_autofree char *text = NULL;
    GMimeMessage *message = written(mail, &text);
    InternetAddressList *to = g_mime_message_get_to(message);
    assert_int_equal(internet_address_list_length(g_mime_message_get_from(message)), 1);
    assert_int_equal(internet_address_list_length(to), 2);
    assert_int_equal(internet_address_list_length(g_mime_message_get_cc(message)), 1);
    assert_int_equal(internet_address_list_length(g_mime_message_get_bcc(message)), 0);
    assert_int_equal(g_mime_header_list_get_count(g_mime_object_get_header_list(GMIME_OBJECT(message))), 8);
    expect_mailbox(g_mime_message_get_from(message), 0, expected, "anna@xn--nrdlicht-n4a.example");
    expect_mailbox(to, 0, expected, "submissions@inbox.example");
    expect_mailbox(to, 1, expected, "\"a@ ,b\"@other.example");
    const char *subject = g_mime_message_get_subject(message);
    assert_string_equal(subject ? subject : "", expected);
    expect_in(text, "\r\nSubject:");
    g_object_unref(message);
}

static char *repeated(const char *text, int times) {
    GString *all = g_string_new(NULL);
    for (int i = 0; i < times; i++) g_string_append(all, text);
    return g_string_free(all, FALSE);
}

static void test_words(void **state) {
    (void)state;
    expect_words("Evil\"\r\nBcc: x@y", "Evil\" Bcc: x@y");
    expect_words("a\r\n\r\n<b>\n.\n", "a <b> .");
    expect_words("a\xE2\x80\xA8"
                 "b\xE2\x80\xAE"
                 "c\xE2\x81\xA6  d\t\x7F\x01",
                 "a b c d");
    static const char *const same[] = {"=?utf-8?q?x?=",
                                       "a =?utf-8?q?x?= b",
                                       "=?",
                                       "\"=?utf-8?b?eA==?=\"",
                                       "a, b <c@d>",
                                       "(comment)",
                                       "a (b",
                                       "q\"uo\\te\\",
                                       "Müller (GmbH), \"x\"",
                                       "A. B. Smith",
                                       "x@y.example",
                                       "a:b;",
                                       "_ = ? _",
                                       "株式会社白川 =?utf-8?q?x?=",
                                       "שלום עולם",
                                       "👩‍👩‍👧",
                                       "Maison « Lumière »\u00A0: l’été",
                                       "",
                                       "O'Neil-Müller",
                                       "\\"};
    for (gsize i = 0; i < G_N_ELEMENTS(same); i++) expect_words(same[i], same[i]);
    static const char *const parts[] = {"漢",      "漢字かな", "é",  "x", "👩‍👩‍👧", "ש",
                                        "Müller,", "e\u0301",  "\"", "=", "word\u00A0"};
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        for (int times = 5; times <= 200; times += 13) {
            g_autofree char *words = repeated(parts[i], times);
            expect_words(words, words);
        }
    g_autofree char *ascii = repeated("some words ", 40);
    expect_words(ascii, g_strchomp(ascii));
}

/* One that fits into one encoded word is not parted: not all readers join the parts of a name without a space. */
static void test_short_names(void **state) {
    (void)state;
    for (int times = 1; times <= 15; times++) {
        g_autofree char *name = repeated("漢", times);
        g_autoptr(AfMail) mail = mail_of(name, "x");
        g_autofree char *text = NULL;
        g_object_unref(written(mail, &text));
        guint n = 0;
        for (const char *p = text; p < strstr(text, "\r\nSubject:"); p++) n += g_str_has_prefix(p, "=?utf-8?b?");
        assert_int_equal(n, 4);
    }
}

static char *id_after(void (*change)(AfMail *mail)) {
    g_autoptr(AfMail) mail = mail_of("Anna Nord", "x");
    change(mail);
    g_autoptr(GByteArray) bytes = af_mail_write(mail);
    return g_strdup(mail->message_id);
}

static void no_change(AfMail *mail) {
    (void)mail;
}
static void change_date(AfMail *mail) {
    mail->date++;
}
static void change_offset(AfMail *mail) {
    mail->offset = -210;
}
static void change_text(AfMail *mail) {
    mail->text->data[3]++;
}
static void change_html(AfMail *mail) {
    mail->html->data[3]++;
}
static void change_delsp(AfMail *mail) {
    mail->delsp = TRUE;
}
static void change_unsent(AfMail *mail) {
    mail->unsent = TRUE;
}
static void change_subject(AfMail *mail) {
    mail->subject[0] = 'y';
}
static void change_language(AfMail *mail) {
    mail->language[0] = 'f';
}
static void change_name(AfMail *mail) {
    mail->from->name[0] = 'B';
}
static void change_cc(AfMail *mail) {
    g_ptr_array_set_size(mail->cc, 0);
}
static void change_to_into_cc(AfMail *mail) {
    g_ptr_array_insert(mail->cc, 0, g_ptr_array_steal_index(mail->to, 1));
}
static void change_attachment(AfMail *mail) {
    AfAttachment *attachment = attachment_of("report.pdf", NULL, "de", bytes_of("x"));
    g_ptr_array_remove_index(mail->attachments, 0);
    g_ptr_array_insert(mail->attachments, 0, attachment);
}
static void change_title(AfMail *mail) {
    AfAttachment *attachment = g_ptr_array_index(mail->attachments, 0);
    attachment->title = g_strdup("x");
}
static void change_order(AfMail *mail) {
    g_ptr_array_add(mail->attachments, g_ptr_array_steal_index(mail->attachments, 0));
}

static void test_message_id(void **state) {
    (void)state;
    void (*const changes[])(AfMail *) = {no_change,         change_date,  change_offset, change_text,
                                         change_html,       change_delsp, change_unsent, change_subject,
                                         change_language,   change_name,  change_cc,     change_to_into_cc,
                                         change_attachment, change_title, change_order};
    g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++)
        if (!g_hash_table_add(ids, id_after(changes[i]))) fail_msg("change %u is not in the Message-ID", (unsigned)i);
    g_autofree char *again = id_after(no_change);
    assert_true(g_hash_table_contains(ids, again));
    /* The same mail is the same bytes; one that was given is kept, and makes other boundaries. */
    g_autoptr(AfMail) one = mail_of("Anna Nord", "x"), two = mail_of("Anna Nord", "x"),
                      other = mail_of("Anna Nord", "x");
    other->message_id = g_strdup("given@nordlicht.example");
    g_autoptr(GByteArray) first = af_mail_write(one), second = af_mail_write(two), third = af_mail_write(other),
                          fourth = af_mail_write(one);
    assert_int_equal(first->len, second->len);
    assert_memory_equal(first->data, second->data, first->len);
    assert_memory_equal(first->data, fourth->data, first->len);
    g_autofree char *text = check_bytes(third, FALSE), *before = check_bytes(first, FALSE);
    expect_in(text, "\r\nMessage-ID: <given@nordlicht.example>\r\n");
    const char *boundary = strstr(before, "=_mixed_");
    g_autofree char *old = g_strndup(boundary, strlen("=_mixed_") + 32);
    assert_null(strstr(text, old));
}

static void test_nobody(void **state) {
    (void)state;
    g_autoptr(AfMail) mail = af_mail_new();
    mail->text = bytes_of("x\n");
    mail->offset = -210;
    g_autofree char *text = NULL;
    g_object_unref(written(mail, &text));
    assert_true(g_str_has_prefix(text, "Subject:\r\n"));
    assert_true(g_str_has_suffix(mail->message_id, "@auditfolio.invalid"));
    expect_in(text, "\r\nDate: Wed, 31 Dec 1969 20:30:00 -0330\r\n");
    assert_null(strstr(text, "From:"));
    assert_null(strstr(text, "To:"));
    assert_null(strstr(text, "Content-Language"));
}

static void test_international(void **state) {
    (void)state;
    g_autoptr(AfMail) mail = mail_of("Jörg", "x");
    assert_false(af_mail_is_international(mail));
    g_ptr_array_add(mail->cc, af_mailbox_new("白川", "白川@xn--p8j9a0d9c9a.example"));
    assert_true(af_mail_is_international(mail));
    g_autofree char *text = NULL;
    GMimeMessage *message = written(mail, &text);
    expect_in(text, "<白川@xn--p8j9a0d9c9a.example>");
    expect_mailbox(g_mime_message_get_cc(message), 1, "白川", "白川@xn--p8j9a0d9c9a.example");
    expect_mailbox(g_mime_message_get_from(message), 0, "Jörg", "anna@xn--nrdlicht-n4a.example");
    g_object_unref(message);
    g_autoptr(AfMail) from = mail_of("x", "x");
    g_free(from->from->address);
    from->from->address = g_strdup("jörg@a.example");
    assert_true(af_mail_is_international(from));
    g_object_unref(written(from, NULL));
    assert_true(g_str_has_suffix(from->message_id, "@a.example"));
}

static void test_attachment(void **state) {
    (void)state;
    AfAttachment *attachment = attachment_of("a.xml", "A", NULL, bytes_of("abc"));
    assert_string_equal(attachment->sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(attachment->kind, "evidence");
    af_attachment_free(attachment);
    af_attachment_free(NULL);
    af_mailbox_free(NULL);
    af_mail_free(NULL);
}

int main(void) {
    g_mime_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),     cmocka_unit_test(test_parts),  cmocka_unit_test(test_boundaries),
        cmocka_unit_test(test_encodings),  cmocka_unit_test(test_words),  cmocka_unit_test(test_short_names),
        cmocka_unit_test(test_message_id), cmocka_unit_test(test_nobody), cmocka_unit_test(test_international),
        cmocka_unit_test(test_attachment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

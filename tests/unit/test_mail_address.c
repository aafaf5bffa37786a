/* Addresses of mails: what is taken, in which form, and why the rest is not. */
#include "locale/names.h"
#include "mail/mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    const char *given, *expected; /* an address, or the fault's id */
} Pair;

static void expect_taken(const char *given, const char *expected) {
    const char *fault = "untouched";
    g_autofree char *address = af_mail_address(given, &fault);
    if (g_strcmp0(address, expected) != 0) fail_msg("\"%s\" becomes \"%s\" (%s)", given, address, fault);
    assert_null(fault);
    /* What has been taken is taken as it is. */
    g_autofree char *again = af_mail_address(address, NULL);
    assert_string_equal(again, address);
}

static void expect_fault(const char *given, const char *expected) {
    const char *fault = NULL;
    g_autofree char *address = af_mail_address(given, &fault);
    if (address) fail_msg("\"%s\" becomes \"%s\"", given, address);
    if (g_strcmp0(fault, expected) != 0) fail_msg("\"%s\": %s, not %s", given, fault, expected);
    assert_null(af_mail_address(given, NULL));
}

static void test_taken(void **state) {
    (void)state;
    static const Pair pairs[] = {
        {"apolline.desgranges@maison-lumiere.example", "apolline.desgranges@maison-lumiere.example"},
        {"Wiebke.Petersen@Nordlicht.EXAMPLE",
         "Wiebke.Petersen@nordlicht.example"}, /* only the domain's case is nothing */
        {"!#$%&'*+-/=?^_`{|}~@example.com", "!#$%&'*+-/=?^_`{|}~@example.com"},
        {"a@localhost", "a@localhost"},
        {"a@1and1.example", "a@1and1.example"},
        {"a@4711.com", "a@4711.com"},
        {"a@r3---s.example", "a@r3---s.example"},
        {"a@Bücher.example", "a@xn--bcher-kva.example"},
        {"a@bu\u0308cher.example", "a@xn--bcher-kva.example"},
        {"a@XN--bcher-KVA.example", "a@xn--bcher-kva.example"},
        {"a@straße.example", "a@xn--strae-oqa.example"}, /* non-transitional */
        {"a@白川。example", "a@xn--5rt016c.example"},
        {"a@ｅｘａｍｐｌｅ.com", "a@example.com"},
        {"a@دار.example", "a@xn--mgbph.example"},
        {"a@نامه\u200Cای.com", "a@xn--mgba3gch31f060k.com"}, /* ContextJ */
        {"水瀬@shirakawa.example", "水瀬@shirakawa.example"},
        {"jose\u0301@example.com", "jos\u00E9@example.com"},
        {"\"a@b\"@example.com", "\"a@b\"@example.com"},
        {"\"a..b,<c>()[];:\"@example.com", "\"a..b,<c>()[];:\"@example.com"},
        {"\"a\\\"b\\\\\"@example.com", "\"a\\\"b\\\\\"@example.com"},
        {"\"水瀬\"@example.com", "\"水瀬\"@example.com"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) expect_taken(pairs[i].given, pairs[i].expected);
}

static void test_shape(void **state) {
    (void)state;
    static const Pair pairs[] = {
        {NULL, "address.empty"},
        {"", "address.empty"},
        {"example.com", "address.at-sign"},
        {"hello world", "address.at-sign"},
        {"a@b@example.com", "address.at-sign"},
        {"a@b.example,c@d.example", "address.at-sign"},
        {"@one.example,@two.example:a@three.example", "address.at-sign"}, /* a source route */
        {"\"a\"@b@example.com", "address.at-sign"},
        {"\"a\"b", "address.at-sign"},
        {"\"a@example.com\"", "address.at-sign"},
        {"a＠example.com", "address.at-sign"},
        {"@", "address.local-part"},
        {"=?utf-8?q?evil=40x.example=2C_a?=@b.example", "address.character"},
        {"\"=?utf-8?q?evil?=\"@b.example", "address.character"},
        {"@example.com", "address.local-part"},
        {".a@example.com", "address.local-part"},
        {"a.@example.com", "address.local-part"},
        {"a..b@example.com", "address.local-part"},
        {"\"\"@example.com", "address.local-part"},
        {"\"a@example.com", "address.local-part"},
        {"\"a\\\"@example.com", "address.local-part"},
        {"\"a\"b@example.com", "address.local-part"},
        {"\"a\".b@example.com", "address.local-part"},
        {"\"a\\é\"@example.com", "address.local-part"},
        {"\u0301a@example.com", "address.local-part"},
        {"a.\u0301b@example.com", "address.local-part"},
        {"\"\u0301a\"@example.com", "address.local-part"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) expect_fault(pairs[i].given, pairs[i].expected);
}

static void test_domains(void **state) {
    (void)state;
    static const char *const domains[] = {
        "",
        ".",
        "example.com.",
        "example.com。",
        ".example.com",
        "example..com",
        "-example.com",
        "example-.com",
        "ex_ample.com",
        "192.0.2.1",
        "example.42",
        "[192.0.2.1]",
        "[IPv6:2001:db8::1]",
        "xn--.example",
        "xn--a.example",                /* decodes to U+0080 */
        "xn--example-.com",             /* decodes to ASCII */
        "xn--BcherB-Kva\u00FC.example", /* both ways at once */
        "a!b.example",
        "example.com>",
        "example.com,b",
        "exam(ple).com",
        "example\u2260.com",
        "\u05D0a.example",  /* Bidi */
        "a\u200Db.example", /* ContextJ */
        "\u0301a.example",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example", /* 64 */
    };
    for (gsize i = 0; i < G_N_ELEMENTS(domains); i++) {
        g_autofree char *address = g_strconcat("a@", domains[i], NULL);
        expect_fault(address, "address.domain");
    }
}

/* In every place, whatever it is between. */
static void test_characters(void **state) {
    (void)state;
    static const gunichar refused[] = {
        '\t',   '\n',   '\r',   ' ',    0x1B,   0x7F,   0x85,    0xA0,    0xAD,    0x34F,    0x61C,
        0x115F, 0x200B, 0x200E, 0x202E, 0x2028, 0x2029, 0x2066,  0x2069,  0x3000,  0x3164,   0xE000,
        0xFDD0, 0xFE0F, 0xFEFF, 0xFFF9, 0xFFFF, 0x378,  0xE0001, 0xE0100, 0xF0000, 0x10FFFF,
    };
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        static const char *const places[] = {"%sa@example.com",    "a%sb@example.com",     "a%s@example.com",
                                             "a@%sexample.com",    "a@exam%sple.com",      "a@example.com%s",
                                             "水%s瀬@example.com", "\"a%sb\"@example.com", "\"a\\%sb\"@example.com"};
        char character[8] = {0};
        g_unichar_to_utf8(refused[i], character);
        for (gsize k = 0; k < G_N_ELEMENTS(places); k++) {
            g_autoptr(GString) address = g_string_new(places[k]);
            g_string_replace(address, "%s", character, 1);
            expect_fault(address->str, "address.character");
        }
    }
    static const char *const others[] = {
        "Ann <a@example.com>",    "<a@example.com>",      "a(comment)@example.com", "a,b@example.com",
        "a;b@example.com",        "a:b@example.com",      "a[b]@example.com",       "a\\b@example.com",
        "a\"b\"@example.com",     "a\xFF@example.com",    "a@exa\xC3mple.com",      "a\u200Db@example.com",
        "a@example.com\r\nBcc:b", "a\u2000b@example.com",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) expect_fault(others[i], "address.character");
}

static char *repeated(const char *text, gsize times) {
    GString *all = g_string_new(NULL);
    while (times--) g_string_append(all, text);
    return g_string_free(all, FALSE);
}

static void expect_length(const char *local, gsize times, const char *domain, gboolean taken) {
    g_autofree char *part = repeated(local, times), *address = g_strdup_printf("%s@%s", part, domain);
    if (taken)
        expect_taken(address, address);
    else
        expect_fault(address, "address.length");
}

static void test_lengths(void **state) {
    (void)state;
    expect_length("a", 64, "example.com", TRUE);
    expect_length("a", 65, "example.com", FALSE);
    expect_length("é", 32, "example.com", TRUE); /* bytes of UTF-8 count */
    expect_length("é", 33, "example.com", FALSE);
    g_autofree char *quoted = repeated("a", 63), *beyond = g_strdup_printf("\"%s\"@example.com", quoted);
    expect_fault(beyond, "address.length");

    g_autofree char *labels = repeated("abcdefghi.", 18);
    g_autofree char *domain = g_strconcat(labels, "example.c", NULL); /* 189: 254 with 64 and an at sign */
    expect_length("a", 64, domain, TRUE);
    g_autofree char *longer = g_strconcat(labels, "example.co", NULL);
    expect_length("a", 64, longer, FALSE);
    expect_length("a", 63, longer, TRUE);

    g_autofree char *huge = repeated("a", 1000000), *address = g_strconcat(huge, "@", huge, NULL);
    expect_fault(address, "address.length");
    g_autofree char *dots = repeated(".", 1500), *many = g_strconcat("a@", dots, NULL);
    expect_fault(many, "address.domain");
}

static void expect_shown(const char *given, const char *expected, gboolean international) {
    g_autofree char *address = af_mail_address(given, NULL);
    assert_non_null(address);
    g_autofree char *shown = af_mail_address_shown(address);
    assert_string_equal(shown, expected);
    assert_int_equal(af_mail_address_is_international(address), international);
}

static void test_shown(void **state) {
    (void)state;
    expect_shown("a@example.com", "a@example.com", FALSE);
    expect_shown("a@BÜCHER.example", "a@bücher.example", FALSE);
    expect_shown("a@xn--bcher-kva.example", "a@bücher.example", FALSE);
    expect_shown("é@xn--bcher-kva.example", "é@bücher.example", TRUE);
    expect_shown("水瀬@example.com", "水瀬@example.com", TRUE);
    expect_shown("\"a@b\"@bücher.example", "\"a@b\"@bücher.example", FALSE);
    expect_shown("\"xn--bcher-kva@b\"@example.com", "\"xn--bcher-kva@b\"@example.com", FALSE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_taken),      cmocka_unit_test(test_shape),   cmocka_unit_test(test_domains),
        cmocka_unit_test(test_characters), cmocka_unit_test(test_lengths), cmocka_unit_test(test_shown),
    };
    return cmocka_run_group_tests_name("mail address", tests, NULL, NULL);
}

/* Mail servers from URLs: what is one, what is none, which are on the loopback; and that no password is shown. */
#include "mail/send.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect(const char *url, const char *name, const char *user, gboolean loopback) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfServer) server = af_server_new(url, diagnostics);
    if (!server) {
        fail_msg("%s is refused", url);
        return; /* which fail_msg does, though not as the analyzer sees it */
    }
    assert_int_equal(af_diagnostics_count(diagnostics), 0);
    g_autofree char *own = af_server_name(server);
    assert_string_equal(own, name);
    assert_int_equal(g_strcmp0(server->user, user), 0);
    assert_int_equal(server->loopback, loopback);
    assert_int_equal(server->implicit, g_str_has_prefix(name, "smtps:"));
}

static void test_servers(void **state) {
    (void)state;
    expect("smtp://mail.example.invalid", "smtp://mail.example.invalid:587", NULL, FALSE);
    expect("smtps://mail.example.invalid", "smtps://mail.example.invalid:465", NULL, FALSE);
    expect("SMTP://Mail.Example.invalid:2525/", "smtp://mail.example.invalid:2525", NULL, FALSE);
    expect("smtp://mail.example.invalid:", "smtp://mail.example.invalid:587", NULL, FALSE);
    expect("smtp://bob@mail.example.invalid", "smtp://mail.example.invalid:587", "bob", FALSE);
    expect("smtp://bob%40example.org@mail.example.invalid:25", "smtp://mail.example.invalid:25", "bob@example.org",
           FALSE);
    expect("smtp://b%C3%B6b%3A%25@mail.example.invalid", "smtp://mail.example.invalid:587", "böb:%", FALSE);
    expect("smtps://bücher.invalid", "smtps://xn--bcher-kva.invalid:465", NULL, FALSE);
    expect("smtps://b%C3%BCcher.invalid", "smtps://xn--bcher-kva.invalid:465", NULL, FALSE);
    expect("smtp://192.0.2.1", "smtp://192.0.2.1:587", NULL, FALSE);
    expect("smtp://[2001:DB8::1]:26", "smtp://[2001:db8::1]:26", NULL, FALSE);
}

static void test_loopback(void **state) {
    (void)state;
    expect("smtp://localhost", "smtp://localhost:587", NULL, TRUE);
    expect("smtp://127.0.0.1:25", "smtp://127.0.0.1:25", NULL, TRUE);
    expect("smtp://127.8.9.10:25", "smtp://127.8.9.10:25", NULL, TRUE);
    expect("smtp://[::1]:25", "smtp://[::1]:25", NULL, TRUE);
    expect("smtp://0.0.0.0", "smtp://0.0.0.0:587", NULL, FALSE);
    expect("smtp://128.0.0.1", "smtp://128.0.0.1:587", NULL, FALSE);
    expect("smtp://[::2]", "smtp://[::2]:587", NULL, FALSE);
    expect("smtp://localhost.example.invalid", "smtp://localhost.example.invalid:587", NULL, FALSE);
}

static void expect_refused(const char *url, AfCode code, const char *shown) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfServer) server = af_server_new(url, diagnostics);
    if (server) print_error("%s is taken\n", url);
    assert_null(server);
    assert_int_equal(af_diagnostics_count(diagnostics), 1);
    assert_int_equal(af_diagnostics_exit(diagnostics), AF_EXIT_USAGE);
    const AfDiagnostic *diagnostic = af_diagnostics_get(diagnostics, 0);
    if (diagnostic->code != code) fail_msg("%s: %s", url, af_code_rule(diagnostic->code));
    assert_int_equal(diagnostic->code, code);
    if (shown) assert_string_equal(diagnostic->args[0].string, shown);
    for (guint i = 0; i < diagnostic->n_args; i++) assert_null(strstr(diagnostic->args[i].string, "s3cret"));
}

static void test_none(void **state) {
    (void)state;
    static const char *const urls[] = {
        "",
        "smtp",
        "smtp:",
        "smtp://",
        "smtp:///",
        "smtp://:25",
        "mail.example.org",
        "//mail.example.org",
        "http://mail.example.org",
        "smtp://mail.example.org/path",
        "smtp://mail.example.org/?q",
        "smtp://mail.example.org?q",
        "smtp://mail.example.org#f",
        "smtp://mail.example.org//",
        "smtp://mail.example.org:0",
        "smtp://mail.example.org:65536",
        "smtp://mail..example.org",
        "smtp://-.example.org",
        "smtp://mail example.org",
        "smtp://mail%20example.org",
        "smtp://mail.example.org%00",
        "smtp://mail.example.org%2Fpath",
        "smtp://mail.example.org%0D%0AX",
        "smtp://2130706433",
        "smtp://127.1",
        "smtp://[::1]x",
        "smtp://[mail]",
        "smtp://[fe80::1%25eth0]",
        "file:///etc/passwd",
        "\xFF",
        "smtp://\xFF.org",
        "smtp://a_b.example.org",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(urls); i++) expect_refused(urls[i], AF_D_SERVER_URL, urls[i]);
    expect_refused("smtp:mail.example.org", AF_D_SERVER_URL, "smtp:…");
    expect_refused("smtp://mail.example.org:x", AF_D_SERVER_URL, "smtp://mail.example.org:…");
    expect_refused("smtp://mail.example.org:25:26", AF_D_SERVER_URL, "smtp://mail.example.org:…");
    expect_refused("smtp://::1", AF_D_SERVER_URL, "smtp://:…");
    expect_refused("smtp://[::1", AF_D_SERVER_URL, "smtp://[:…");
    expect_refused("mailto:a@example.org", AF_D_SERVER_URL, "…@example.org");
    expect_refused("smtp://@mail.example.org", AF_D_SERVER_URL, "smtp://…@mail.example.org");
    expect_refused("smtp://b%0Ab@mail.example.org", AF_D_SERVER_URL, "smtp://…@mail.example.org");
    expect_refused("smtp://b%00b@mail.example.org", AF_D_SERVER_URL, "smtp://…@mail.example.org");
    expect_refused("smtp://b%E2%80%AEb@mail.example.org", AF_D_SERVER_URL, "smtp://…@mail.example.org");
    expect_refused("smtp://b%FFb@mail.example.org", AF_D_SERVER_URL, "smtp://…@mail.example.org");
}

static void test_passwords(void **state) {
    (void)state;
    expect_refused("smtp://bob:s3cret@mail.example.org", AF_D_SERVER_PASSWORD, NULL);
    expect_refused("smtps://bob:@mail.example.org", AF_D_SERVER_PASSWORD, NULL);
    expect_refused("smtps://:s3cret@mail.example.org", AF_D_SERVER_PASSWORD, NULL);
    expect_refused("http://bob:s3cret@mail.example.org/x", AF_D_SERVER_PASSWORD, NULL);
    /* where the host was forgotten, or what follows a colon may be anything */
    expect_refused("smtp://bob:s3cret", AF_D_SERVER_URL, "smtp://bob:…");
    expect_refused("SMTPS://bob:s3cret", AF_D_SERVER_URL, "SMTPS://bob:…");
    expect_refused("smtp://bob:1s3cret/x", AF_D_SERVER_URL, "smtp://bob:…");
    expect_refused("smtp://bob:25s3cret", AF_D_SERVER_URL, "smtp://bob:…");
    expect_refused("smtp://[::1]:s3cret", AF_D_SERVER_URL, "smtp://[::1]:…");
    expect_refused("smtp://bob@mail:s3cret", AF_D_SERVER_URL, "smtp://…@mail:…");
    expect_refused("bob:s3cret", AF_D_SERVER_URL, "bob:…");
    expect_refused("bob:s3cret://", AF_D_SERVER_URL, "bob:…");
    expect_refused("smtp://bob:2525/x", AF_D_SERVER_URL, "smtp://bob:2525/x");
    /* where it cannot even be read as a URL */
    expect_refused("smtp://bob:s3cret@mail:x", AF_D_SERVER_URL, "smtp://…@mail:…");
    expect_refused("smtp://bob:s3cret@x@mail:x", AF_D_SERVER_URL, "smtp://…@mail:…");
    expect_refused("bob:s3cret@mail.example.org", AF_D_SERVER_URL, "…@mail.example.org");
    expect_refused("bob:s3cret//@mail.example.org", AF_D_SERVER_URL, "…@mail.example.org");
    expect_refused("smtp://bob:s3cret/@mail.example.org", AF_D_SERVER_URL, "smtp://…@mail.example.org");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_servers),
        cmocka_unit_test(test_loopback),
        cmocka_unit_test(test_none),
        cmocka_unit_test(test_passwords),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

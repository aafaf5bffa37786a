/* The netrc file: whose password is found in it, and what is no such file. */
#include "mail/login.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char *folder, *path;

/* "user password", "-" if nobody logs in, or what is wrong. */
static char *find_bytes(const char *bytes, gssize length, const char *host, const char *user) {
    AfLogin login;
    assert_true(g_file_set_contents(path, bytes, length, NULL));
    char *fault = af_netrc_find(path, host, user, &login);
    assert_true(!login.user == !login.password && (!fault || !login.user));
    char *found = fault ? fault : login.user ? g_strjoin(" ", login.user, login.password, NULL) : g_strdup("-");
    af_login_clear(&login);
    assert_null(login.password);
    return found;
}

static void expect(const char *text, const char *user, const char *expected) {
    g_autofree char *found = find_bytes(text, -1, "mail.example", user);
    assert_string_equal(found, expected);
}

static void test_entries(void **state) {
    (void)state;
    expect("machine mail.example login bob password pw", NULL, "bob pw");
    expect("machine mail.example\n\tpassword pw\r\n\tlogin bob\r\n", NULL, "bob pw");
    expect("machine MAIL.Example login bob password pw", NULL, "bob pw");
    expect("machine mail.example. login bob password pw", NULL, "-");
    expect("machine xmail.example login bob password pw", NULL, "-");
    expect("", NULL, "-");
    expect("\n \t", "bob", "-");
    /* the first that fits */
    expect("machine other login eve password no machine mail.example login bob password pw\n"
           "machine mail.example login eve password late",
           NULL, "bob pw");
    expect("machine mail.example login eve password no\nmachine mail.example login bob password pw", "bob", "bob pw");
    expect("machine mail.example login eve password no", "bob", "-");
    expect("machine mail.example login Bob password no", "bob", "-");
    expect("default login bob password pw machine mail.example login eve password no", NULL, "bob pw");
    expect("machine other login eve password no default login bob password pw", NULL, "bob pw");
    expect("machine other login eve password no default login bob password pw", "eve", "-");
    /* of nobody */
    expect("machine mail.example password pw", NULL, "-");
    expect("machine mail.example password pw", "bob", "bob pw");
    expect("machine mail.example login \"\" password pw", NULL, "-");
    expect("machine mail.example password no machine mail.example login bob password pw", NULL, "bob pw");
    /* nothing of another entry */
    expect("machine other login eve password no machine mail.example login bob", NULL, "-");
    expect("machine other login eve password no machine mail.example password pw", NULL, "-");
    /* without a password */
    expect("machine mail.example login bob", NULL, "-");
    expect("machine mail.example login bob", "bob", "-");
    expect("machine mail.example login bob password \"\"", "bob", "-");
    expect("machine mail.example login bob machine mail.example login bob password pw", "bob", "bob pw");
}

static void test_words(void **state) {
    (void)state;
    expect("machine mail.example account password login bob password pw", NULL, "bob pw");
    expect("machine mail.example login login password machine", NULL, "login machine");
    expect("machine mail.example port 25 login bob password pw", NULL, "bob pw");
    expect("machine mail.example login bob password \"a b\\\"c\\\\d\\n\\t\\r\\e\"", NULL, "bob a b\"c\\d\n\t\re");
    expect("machine \"mail.example\" login \"bob\"password pw", NULL, "bob pw");
    expect("machine mail.example login bob password p\"w\\n", NULL, "bob p\"w\\n");
    expect("machine mail.example login bob password #pw", NULL, "bob #pw");
    expect("# machine mail.example login eve password no\n  # the same\nmachine mail.example # login bob password pw\n",
           NULL, "bob pw");
    expect("machine mail.example login bob\n#password no", "bob", "-");
    expect("#", NULL, "-");
    /* macros, up to an empty line */
    expect("macdef init\nmachine mail.example login eve password no\n \n\nmachine mail.example login bob password pw",
           NULL, "bob pw");
    expect("machine mail.example login bob macdef init\r\npassword no\r\n\r\npassword pw", NULL, "bob pw");
    expect("machine mail.example login bob macdef init\n\n\npassword pw", NULL, "bob pw");
    expect("macdef init\nmachine mail.example login eve password no", NULL, "-");
}

static void test_damaged(void **state) {
    (void)state;
    static const char *const texts[] = {"machine \"mail",
                                        "machine",
                                        "machine mail.example login",
                                        "machine mail.example login bob password",
                                        "machine mail.example login bob password \"pw",
                                        "machine mail.example login bob password \"pw\nx\"",
                                        "machine mail.example login bob password \"pw\\",
                                        "machine mail.example login bob password pw account",
                                        "macdef"};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) expect(texts[i], NULL, "the netrc file is incomplete or damaged");
    /* but what follows the entry is not looked at */
    expect("machine mail.example login bob password pw machine \"", NULL, "bob pw");
    static const char null_byte[] = "machine mail.example login bob password p\0w";
    g_autofree char *found = find_bytes(null_byte, sizeof null_byte - 1, "mail.example", NULL);
    assert_string_equal(found, "the netrc file contains a null byte");
}

static void expect_file(const char *name, const char *expected) {
    AfLogin login;
    g_autofree char *fault = af_netrc_find(name, "mail.example", NULL, &login);
    assert_null(login.user);
    if (!expected) assert_null(fault);
    if (expected) assert_string_equal(fault, expected);
}

static void test_files(void **state) {
    (void)state;
    expect_file("/dev/null", NULL);
    expect_file("/nonexistent/netrc", NULL);
    expect_file("/dev/null/netrc", NULL);
    expect_file(folder, "the netrc file is not a regular file");
    g_autofree char *pipe_path = g_build_filename(folder, "pipe", NULL);
    assert_int_equal(mkfifo(pipe_path, 0600), 0);
    expect_file(pipe_path, "the netrc file is not a regular file"); /* and does not wait for a writer */
    g_unlink(pipe_path);
    g_autofree char *loop = g_build_filename(folder, "loop", NULL);
    assert_int_equal(symlink("loop", loop), 0);
    AfLogin login;
    g_autofree char *fault = af_netrc_find(loop, "mail.example", NULL, &login);
    assert_true(g_str_has_prefix(fault, "the netrc file cannot be read: "));
    g_unlink(loop);

    static const char entry[] = "\nmachine mail.example login bob password pw";
    g_autofree char *spaces = g_strnfill(1024 * 1024 - strlen(entry), ' '), *large = g_strconcat(spaces, entry, NULL);
    g_autofree char *most = find_bytes(large, 1024 * 1024, "mail.example", NULL);
    assert_string_equal(most, "bob pw");
    g_autofree char *larger = g_strconcat(large, " ", NULL), *more = find_bytes(larger, -1, "mail.example", NULL);
    assert_string_equal(more, "the netrc file is too large");
}

static void test_secrets(void **state) {
    (void)state;
    char user[] = "bob", password[] = "pass\xC3\xA9";
    char **secrets = af_secrets_new(&(AfLogin){user, password});
    assert_int_equal(g_strv_length(secrets), 3);
    g_autofree char *hidden = af_secrets_hide("AGJvYgBwYXNzw6k= cGFzc8Op pass\xC3\xA9 pass bob", secrets);
    assert_string_equal(hidden, "…= … … pass bob");
    af_secrets_free(secrets);
    char two[] = "\xC3\xA9\xC3\xA9"; /* two characters */
    secrets = af_secrets_new(&(AfLogin){user, two});
    assert_int_equal(g_strv_length(secrets), 1);
    af_secrets_free(secrets);
    secrets = af_secrets_new(&(AfLogin){0});
    g_autofree char *same = af_secrets_hide("pass", secrets);
    assert_string_equal(same, "pass");
    af_secrets_free(secrets);
}

static int set_up(void **state) {
    (void)state;
    folder = g_dir_make_tmp("auditfolio-test-netrc-XXXXXX", NULL);
    path = g_build_filename(folder, "netrc", NULL);
    return folder ? 0 : 1;
}

static int tear_down(void **state) {
    (void)state;
    g_unlink(path);
    g_rmdir(folder);
    g_free(path);
    g_free(folder);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entries), cmocka_unit_test(test_words),   cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_files),   cmocka_unit_test(test_secrets),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

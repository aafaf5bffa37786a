/* Writing: whole or not at all. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char *folder;

static char *at(const char *name) {
    return g_build_filename(folder, name, NULL);
}

static void expect_content(const char *path, const char *expected) {
    g_autofree char *content = NULL;
    assert_true(g_file_get_contents(path, &content, NULL, NULL));
    assert_string_equal(content, expected);
}

static int entries(void) {
    int count = 0;
    GDir *dir = g_dir_open(folder, 0, NULL);
    while (g_dir_read_name(dir)) count++;
    g_dir_close(dir);
    return count;
}

static void expect_failure(const char *path, int reason) {
    g_autoptr(GError) error = NULL;
    assert_false(af_file_write(path, "x", 1, &error));
    assert_non_null(error);
    assert_int_equal(error->domain, G_FILE_ERROR);
    assert_string_equal(error->message, g_strerror(reason));
}

static void test_write(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autofree char *path = at("a.txt");
    mode_t mask = umask(027);
    assert_true(af_file_write(path, "one", 3, &error));
    umask(mask);
    expect_content(path, "one");
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0640);
    assert_true(af_file_write(path, "", 0, &error));
    expect_content(path, "");
    g_autofree char *big = g_strnfill(3000000, 'x');
    assert_true(af_file_write(path, big, strlen(big), &error));
    expect_content(path, big);
    assert_int_equal(entries(), 1); /* no temporary file stays */
    g_unlink(path);

    g_autofree char *name = g_strnfill(255, 'n'); /* as long as a name can be */
    g_autofree char *longest = at(name);
    assert_true(af_file_write(longest, "long", 4, &error));
    expect_content(longest, "long");
    g_unlink(longest);
}

static void test_links_are_replaced(void **state) {
    (void)state;
    g_autofree char *target = at("target"), *link = at("link");
    assert_true(g_file_set_contents(target, "kept", -1, NULL));
    assert_int_equal(symlink("target", link), 0);
    assert_true(af_file_write(link, "new", 3, NULL));
    expect_content(target, "kept");
    expect_content(link, "new");
    assert_false(g_file_test(link, G_FILE_TEST_IS_SYMLINK));
    g_unlink(link);
    g_unlink(target);
}

static void test_failures(void **state) {
    (void)state;
    expect_failure("", ENOENT);
    expect_failure(NULL, ENOENT);
    expect_failure(folder, EISDIR);
    g_autofree char *absent = at("absent/file");
    expect_failure(absent, ENOENT);
    g_autofree char *file = at("file"), *below = at("file/below");
    assert_true(g_file_set_contents(file, "kept", -1, NULL));
    expect_failure(below, ENOTDIR);
    g_autofree char *name = g_strnfill(300, 'n');
    g_autofree char *endless = at(name);
    expect_failure(endless, ENAMETOOLONG);
    assert_int_equal(entries(), 1);
    g_unlink(file);
}

/* A disk that fills up: the old file stays, nothing else does. */
static void test_full_disk(void **state) {
    (void)state;
    g_autofree char *path = at("a.txt");
    assert_true(g_file_set_contents(path, "old", -1, NULL));
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit old, small;
    getrlimit(RLIMIT_FSIZE, &old);
    small = old;
    small.rlim_cur = 1000;
    setrlimit(RLIMIT_FSIZE, &small);
    char bytes[5000] = {0};
    g_autoptr(GError) error = NULL;
    gboolean done = af_file_write(path, bytes, sizeof bytes, &error);
    setrlimit(RLIMIT_FSIZE, &old);
    assert_false(done);
    assert_string_equal(error->message, g_strerror(EFBIG));
    expect_content(path, "old");
    assert_int_equal(entries(), 1);
    g_unlink(path);
}

static void test_devices_and_pipes(void **state) {
    (void)state;
    struct stat status;
    assert_true(af_file_write("/dev/null", "x", 1, NULL));
    assert_int_equal(stat("/dev/null", &status), 0);
    assert_true(S_ISCHR(status.st_mode)); /* not replaced, even as root */
    expect_failure("/dev/full", ENOSPC);
    expect_failure("/dev/no such device", ENOENT);
    g_autofree char *path = at("pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    int fd = open(path, O_RDONLY | O_NONBLOCK);
    assert_true(af_file_write(path, "through", 7, NULL));
    char got[16] = "";
    assert_int_equal(read(fd, got, sizeof got), 7);
    assert_string_equal(got, "through");
    close(fd);
    g_unlink(path);
}

static void test_standard_output(void **state) {
    (void)state;
    g_autofree char *path = at("out");
    assert_int_equal(fflush(stdout), 0);
    int saved = dup(STDOUT_FILENO), fd = open(path, O_WRONLY | O_CREAT, 0600);
    dup2(fd, STDOUT_FILENO);
    printf("first ");
    gboolean done = af_file_write("-", "second", 6, NULL);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    close(fd);
    assert_true(done);
    expect_content(path, "first second");
    g_unlink(path);
}

static void test_folders(void **state) {
    (void)state;
    g_autofree char *deep = at("a/b/c"), *b = at("a/b"), *a = at("a");
    assert_true(af_folder_make(deep, NULL));
    assert_true(af_folder_make(deep, NULL));
    assert_true(g_file_test(deep, G_FILE_TEST_IS_DIR));
    g_rmdir(deep);
    assert_true(g_file_set_contents(deep, "", 0, NULL));
    g_autoptr(GError) error = NULL;
    assert_false(af_folder_make(deep, &error));
    assert_non_null(error);
    g_unlink(deep);
    g_rmdir(b);
    g_rmdir(a);
}

/* The place is looked for once in a process, so each case is a process. */
static void expect_data(const char *variable, const char *expected) {
    pid_t child = fork();
    if (child == 0) {
        if (variable)
            g_setenv("AUDITFOLIO_DATA", variable, TRUE);
        else
            g_unsetenv("AUDITFOLIO_DATA");
        char *path = af_data_path("schemas", "x.xsd");
        g_setenv("AUDITFOLIO_DATA", "/changed", TRUE);
        char *again = af_data_path("schemas", "x.xsd");
        gboolean good = strcmp(path, again) == 0 &&
                        (expected ? strcmp(path, expected) == 0 : g_str_has_suffix(path, "/schemas/x.xsd"));
        g_free(path); /* _exit runs no cleanup, and valgrind looks at the child too */
        g_free(again);
        _exit(good ? 0 : 1);
    }
    int result = 1;
    waitpid(child, &result, 0);
    assert_int_equal(result, 0);
}

static void test_data_path(void **state) {
    (void)state;
    expect_data("/some/where", "/some/where/schemas/x.xsd");
    expect_data(NULL, NULL);
    expect_data("", NULL);
}

static int set_up(void **state) {
    (void)state;
    folder = g_dir_make_tmp("af-file-XXXXXX", NULL);
    return folder ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    g_rmdir(folder);
    g_free(folder);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_write),
        cmocka_unit_test(test_links_are_replaced),
        cmocka_unit_test(test_failures),
        cmocka_unit_test(test_full_disk),
        cmocka_unit_test(test_devices_and_pipes),
        cmocka_unit_test(test_standard_output),
        cmocka_unit_test(test_folders),
        cmocka_unit_test(test_data_path),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

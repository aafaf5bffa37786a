#include "base/confine.h"

#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const AfLimits limits = {.memory = 64 * 1024 * 1024, .seconds = 1, .output = 1000};

static GBytes *give(gpointer data) {
    return g_bytes_new(data, strlen(data));
}

static GBytes *give_nothing(gpointer data) {
    *(int *)data = 7; /* in the child alone */
    return NULL;
}

static GBytes *give_much(gpointer data) {
    (void)data;
    return g_bytes_new_take(g_malloc0(1001), 1001);
}

static GBytes *crash(gpointer data) {
    (void)data;
    (void)signal(SIGSEGV, SIG_DFL); /* a sanitizer's own would speak */
    raise(SIGSEGV);
    return NULL;
}

static GBytes *never_end(gpointer data) {
    for (volatile guint *count = data;;) (*count)++;
    return NULL;
}

static GBytes *take_memory(gpointer data) {
    (void)data;
    void *much = malloc((gsize)256 * 1024 * 1024);
    const char *said = much ? "had it" : "had it not";
    free(much);
    return g_bytes_new_static(said, strlen(said));
}

static void assert_given(GBytes *(*work)(gpointer), const char *text) {
    g_autoptr(GBytes) bytes = NULL;
    char hello[] = "hello";
    assert_int_equal(af_confined(work, hello, &limits, &bytes), AF_CONFINED_DONE);
    g_autoptr(GBytes) wanted = g_bytes_new(text, strlen(text));
    assert_true(g_bytes_equal(bytes, wanted));
}

static void assert_ended(GBytes *(*work)(gpointer), AfConfined how) {
    GBytes *bytes = NULL;
    guint count = 0;
    assert_int_equal(af_confined(work, &count, &limits, &bytes), how);
    assert_null(bytes);
}

static void test_gives_back(void **state) {
    (void)state;
    int value = 3;
    g_autoptr(GBytes) bytes = NULL;
    assert_given(give, "hello");
    assert_int_equal(af_confined(give_nothing, &value, &limits, &bytes), AF_CONFINED_DONE);
    assert_int_equal(g_bytes_get_size(bytes), 0);
    assert_int_equal(value, 3);
}

static void test_bounds(void **state) {
    (void)state;
    assert_ended(give_much, AF_CONFINED_EXCEEDED);
    assert_ended(crash, AF_CONFINED_CRASHED);
    assert_ended(never_end, AF_CONFINED_EXCEEDED);
#if !defined(__SANITIZE_ADDRESS__)
    assert_given(take_memory, "had it not");
#else
    assert_given(take_memory, "had it");
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_gives_back), cmocka_unit_test(test_bounds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* JSON: what is read, and that whatever two readers could take for two things is a fault. */
#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect_fault(const char *text, gsize length, AfJsonFault fault, int line, const char *words) {
    AfJsonError error;
    AfJson *json = af_json_read(text, length, &error);
    assert_null(json);
    assert_int_equal(error.fault, fault);
    assert_int_equal(error.line, line);
    if (words) assert_string_equal(error.words, words);
    g_free(error.words);
}

static AfJson *read_good(const char *text) {
    AfJsonError error;
    AfJson *json = af_json_read(text, strlen(text), &error);
    assert_non_null(json);
    assert_int_equal(error.fault, AF_JSON_GOOD);
    assert_null(error.words);
    return json;
}

static void test_values(void **state) {
    (void)state;
    g_autoptr(AfJson) json = read_good("{\"a\": [1, \"\\u00e4 \\\"\", null, -1, 1.5, true, {}], \"b\": {\"a\": 9007199254740993}}");
    AfJsonValue *root = af_json_root(json), *list = af_json_member(root, "a");
    guint64 number = 0;
    assert_true(af_json_is_object(root));
    assert_true(af_json_is_list(list));
    assert_int_equal(af_json_length(list), 7);
    assert_true(af_json_count(af_json_element(list, 0), &number));
    assert_int_equal(number, 1);
    assert_string_equal(af_json_string(af_json_element(list, 1)), "ä \"");
    assert_true(af_json_is_null(af_json_element(list, 2)));
    assert_false(af_json_count(af_json_element(list, 3), &number));
    assert_false(af_json_count(af_json_element(list, 4), &number));
    assert_false(af_json_count(af_json_element(list, 5), &number));
    assert_null(af_json_string(af_json_element(list, 0)));
    assert_int_equal(af_json_length(af_json_element(list, 6)), 0);
    assert_true(af_json_count(af_json_member(af_json_member(root, "b"), "a"), &number));
    assert_true(number == G_GUINT64_CONSTANT(9007199254740993)); /* beyond what a double holds */
    assert_null(af_json_member(root, "c"));
    assert_null(af_json_member(list, "a"));
    assert_null(af_json_member(NULL, "a"));
    assert_null(af_json_string(NULL));
    assert_false(af_json_count(NULL, &number));
}

static void test_other_roots(void **state) {
    (void)state;
    g_autoptr(AfJson) list = read_good(" [] \r\n");
    assert_true(af_json_is_list(af_json_root(list)));
    assert_false(af_json_is_object(af_json_root(list)));
}

static void test_syntax(void **state) {
    (void)state;
    static const char *const faults[] = {"",       " ",         "{",        "[1,",           "{\"a\" 1}", "{a: 1}",        "[1] [2]", "{}{}",
                                         "[\"a]",  "'a'",       "// x\n{}", "{/* x */}",     "# x\n{}",   "[\"a\nb\"]",    "]",       "x",
                                         "{\"a\"", "[\"\\",     "[1]]",     "[\"\\u0000\"]", "= 1",       "var a = [1];", "[1;2]",   "(1)"};
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
        AfJsonError error;
        AfJson *json = af_json_read(faults[i], strlen(faults[i]), &error);
        if (json || error.fault != AF_JSON_SYNTAX) fail_msg("%s", faults[i]);
        g_free(error.words);
    }
    expect_fault("{\n\"a\":\n/", 8, AF_JSON_SYNTAX, 3, NULL);
    expect_fault("{\n\"a\":\n1 \"b\"}", 13, AF_JSON_SYNTAX, 3, NULL);
}

static void test_encoding(void **state) {
    (void)state;
    expect_fault("[\"\xff\"]", 5, AF_JSON_ENCODING, 0, NULL);
    expect_fault("[\"\0\"]", 5, AF_JSON_ENCODING, 0, NULL);
    expect_fault("\xFE\xFF\0[", 4, AF_JSON_ENCODING, 0, NULL);
}

static void test_depth(void **state) {
    (void)state;
    GString *text = g_string_new(NULL);
    for (int i = 0; i < AF_JSON_DEPTH; i++) g_string_append(text, "[");
    for (int i = 0; i < AF_JSON_DEPTH; i++) g_string_append(text, "]");
    af_json_free(read_good(text->str));
    g_string_prepend(text, "[\n");
    g_string_append(text, "]");
    expect_fault(text->str, text->len, AF_JSON_TOO_DEEP, 2, NULL);
    g_string_assign(text, "[\"");
    for (int i = 0; i < 100; i++) g_string_append(text, "[{");
    g_string_append(text, "\"]"); /* in a string they nest nothing */
    af_json_free(read_good(text->str));
    g_string_free(text, TRUE);
}

static void test_twice(void **state) {
    (void)state;
    static const char text[] = "{\"a\": {\"b\": 1}, \"c\": {\"b\": 1, \"b\": 2}}", other[] = "{\"a\": 1, \"\\u0061\": 2}";
    expect_fault(text, strlen(text), AF_JSON_TWICE, 0, "b");
    expect_fault(other, strlen(other), AF_JSON_TWICE, 0, "a");
    af_json_free(read_good("{\"a\": {\"a\": {\"a\": 1}}, \"b\": [{\"a\": 1}, {\"a\": 1}]}"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),   cmocka_unit_test(test_other_roots), cmocka_unit_test(test_syntax),
        cmocka_unit_test(test_encoding), cmocka_unit_test(test_depth),       cmocka_unit_test(test_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

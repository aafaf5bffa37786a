/* Diagnostics: what is kept, counted, raised, and what a command ends with. */
#include "base/diag.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_kept_in_order_with_arguments(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    char volatile_file[] = "a.fo";
    af_diagnostics_add(diagnostics, AF_D_OVERFULL_LINE, volatile_file, 7, 2.5, "start");
    memset(volatile_file, 'x', 4);
    af_diagnostics_add(diagnostics, AF_D_XML_ENCODING, NULL, -3);
    af_diagnostics_add(diagnostics, AF_D_XML_MALFORMED, "b.xml", 1, NULL);
    assert_int_equal(af_diagnostics_count(diagnostics), 3);
    const AfDiagnostic *first = af_diagnostics_get(diagnostics, 0);
    assert_string_equal(first->file, "a.fo");
    assert_int_equal(first->line, 7);
    assert_int_equal(first->n_args, 2);
    assert_null(first->args[0].string);
    assert_true(first->args[0].number == 2.5);
    assert_string_equal(first->args[1].string, "start");
    assert_int_equal(first->level, AF_WARNING);
    assert_null(af_diagnostics_get(diagnostics, 1)->file);
    assert_int_equal(af_diagnostics_get(diagnostics, 1)->line, 0);
    assert_string_equal(af_diagnostics_get(diagnostics, 2)->args[0].string, "");
}

/* The id of a message is kept as it is: its words are the command line's. Two of the same place differ by it. */
static void test_messages_as_arguments(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    af_diagnostics_add(diagnostics, AF_D_SCHEMA_VALUE, "a.xml", 1, "tier", "x", "expects.one-of", "a, b", 7.0);
    af_diagnostics_add(diagnostics, AF_D_SCHEMA_VALUE, "a.xml", 1, "tier", "x", "expects.date", "a, b", 7.0);
    af_diagnostics_add(diagnostics, AF_D_SCHEMA_VALUE, "a.xml", 1, "tier", "x", NULL, "a, b", 7.0);
    assert_int_equal(af_diagnostics_count(diagnostics), 3);
    const AfDiagnostic *first = af_diagnostics_get(diagnostics, 0);
    assert_string_equal(af_code_args(first->code), "ssmsn");
    assert_string_equal(first->args[2].string, "expects.one-of");
    assert_string_equal(first->args[3].string, "a, b");
    assert_true(first->args[4].number == 7.0);
    assert_string_equal(af_diagnostics_get(diagnostics, 2)->args[2].string, "");
}

static void test_repeats_are_counted(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    for (int i = 0; i < 1000; i++) af_diagnostics_add(diagnostics, AF_D_GLYPH_MISSING, "a.fo", 3, "x", "U+0078");
    af_diagnostics_add(diagnostics, AF_D_GLYPH_MISSING, "a.fo", 4, "x", "U+0078");
    af_diagnostics_add(diagnostics, AF_D_GLYPH_MISSING, "b.fo", 3, "x", "U+0078");
    af_diagnostics_add(diagnostics, AF_D_GLYPH_MISSING, NULL, 3, "x", "U+0078");
    af_diagnostics_add(diagnostics, AF_D_GLYPH_MISSING, "a.fo", 3, "y", "U+0078");
    af_diagnostics_add(diagnostics, AF_D_OVERFULL_PAGE, "a.fo", 3, (double)NAN);
    af_diagnostics_add(diagnostics, AF_D_OVERFULL_PAGE, "a.fo", 3, (double)NAN);
    assert_int_equal(af_diagnostics_count(diagnostics), 6);
    assert_int_equal(af_diagnostics_get(diagnostics, 0)->times, 1000);
    assert_int_equal(af_diagnostics_get(diagnostics, 1)->times, 1);
    assert_int_equal(af_diagnostics_get(diagnostics, 5)->times, 2);
}

static void test_exit_and_strict(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    assert_int_equal(af_diagnostics_exit(diagnostics), AF_EXIT_OK);
    af_diagnostics_add(diagnostics, AF_D_FO_BAD_VALUE, "a.fo", 3, "color", "reddish");
    assert_int_equal(af_diagnostics_exit(diagnostics), AF_EXIT_OK);
    assert_int_equal(af_diagnostics_count_level(diagnostics, AF_ERROR), 0);
    assert_int_equal(af_diagnostics_count_level(diagnostics, AF_WARNING), 1);
    af_diagnostics_set_strict(diagnostics, TRUE);
    af_diagnostics_add(diagnostics, AF_D_FO_BAD_VALUE, "a.fo", 4, "color", "reddish");
    assert_int_equal(af_diagnostics_count_level(diagnostics, AF_ERROR), 2);
    assert_int_equal(af_diagnostics_exit(diagnostics), AF_EXIT_INVALID);
    af_diagnostics_add(diagnostics, AF_D_FILE_UNREADABLE, "b.fo", 0, "gone");
    af_diagnostics_add(diagnostics, AF_D_USAGE, NULL, 0, "wrong");
    assert_int_equal(af_diagnostics_exit(diagnostics), AF_EXIT_IO);
    af_diagnostics_set_strict(diagnostics, FALSE);
    assert_int_equal(af_diagnostics_count_level(diagnostics, AF_ERROR), 2);
}

/* What is moved meets what is there: equal ones are counted, the level is that of the new place. */
static void test_moved(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) to = af_diagnostics_new(), from = af_diagnostics_new();
    af_diagnostics_set_strict(to, TRUE);
    af_diagnostics_add(to, AF_D_REFERENCE_UNRESOLVED, "a.fo", 3, "x");
    for (int i = 0; i < 4; i++) af_diagnostics_add(from, AF_D_REFERENCE_UNRESOLVED, "a.fo", 3, "x");
    af_diagnostics_add(from, AF_D_OVERFULL_PAGE, "a.fo", 5, 2.0);
    af_diagnostics_move(to, from);
    assert_int_equal(af_diagnostics_count(from), 0);
    assert_int_equal(af_diagnostics_count(to), 2);
    assert_int_equal(af_diagnostics_get(to, 0)->times, 5);
    assert_int_equal(af_diagnostics_get(to, 1)->level, AF_ERROR);
    af_diagnostics_add(from, AF_D_OVERFULL_PAGE, "a.fo", 5, 2.0);
    assert_int_equal(af_diagnostics_get(from, 0)->times, 1);
    af_diagnostics_move(to, from);
    assert_int_equal(af_diagnostics_get(to, 1)->times, 2);
}

/* A row with a wrong kind letter would read arguments that are not there; two rows with one rule could not be told
 * apart. */
static void test_catalogue_is_sound(void **state) {
    (void)state;
    g_autoptr(GHashTable) rules = g_hash_table_new(g_str_hash, g_str_equal);
    for (int code = 0; code < AF_DIAGNOSTIC_COUNT; code++) {
        const char *rule = af_code_rule((AfCode)code);
        assert_true(strlen(rule) > 2 && strspn(rule, "abcdefghijklmnopqrstuvwxyz-") == strlen(rule));
        assert_false(g_hash_table_contains(rules, rule));
        g_hash_table_add(rules, (gpointer)(uintptr_t)rule);
        const char *args = af_code_args((AfCode)code);
        assert_int_equal(strspn(args, "smn"), strlen(args));
        assert_in_range(af_code_level((AfCode)code), AF_NOTE, AF_ERROR);
    }
    assert_string_equal(af_code_rule(AF_D_XML_MALFORMED), "xml-malformed");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kept_in_order_with_arguments),
        cmocka_unit_test(test_messages_as_arguments),
        cmocka_unit_test(test_repeats_are_counted),
        cmocka_unit_test(test_exit_and_strict),
        cmocka_unit_test(test_moved),
        cmocka_unit_test(test_catalogue_is_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Which way text runs (UAX 9). In the expectations there is one digit for each character, its level. */
#include "locale/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect(const char *text, gboolean leftwards, const char *expected) {
    g_autofree guint8 *levels = af_text_levels(text, strlen(text), leftwards);
    assert_non_null(levels);
    g_autoptr(GString) got = g_string_new(NULL);
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        for (const char *byte = p; byte < g_utf8_next_char(p); byte++) {
            assert_int_equal(levels[byte - text], levels[p - text]); /* a character is not cut */
        }
        g_string_append_c(got, (char)('0' + levels[p - text]));
    }
    if (strcmp(got->str, expected) != 0) fail_msg("%s: got %s, expected %s", text, got->str, expected);
}

static void test_base(void **state) {
    (void)state;
    expect("ab cd", FALSE, "00000");
    expect("ab cd", TRUE, "22222");
    expect("אב (ג).", FALSE, "1111110");
    expect("אב (ג).", TRUE, "1111111");
    assert_null(af_text_levels("", 0, TRUE));
}

/* After Arabic letters digits are Arabic numbers: a per cent sign is not part of them (W2, W5). */
static void test_numbers(void **state) {
    (void)state;
    expect("א 9%", TRUE, "1122");
    expect("ب 9%", TRUE, "1121");
    expect("ب 1.12 AWS", TRUE, "1122221222");
    expect("ب \u2080", FALSE, "112"); /* what stands in for a page number */
}

/* Formatting characters have the level of what is before them; a parenthesis that begins an embedding is the embedding's. */
static void test_explicit(void **state) {
    (void)state;
    expect("x \u202Eab\u202C y", FALSE, "00011100");
    expect("ا \u202A(ب) a\u202C", FALSE, "100232222");
    expect("ب\u202Ea\u202C c", TRUE, "113312");
}

/* Beyond the first plane a character is two units of UTF-16. */
static void test_surrogates(void **state) {
    (void)state;
    expect("a\U0001F600b\U00010800\U00010801 c", FALSE, "0001100");
    expect("א\nab", TRUE, "1122");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_base), cmocka_unit_test(test_numbers),
                                       cmocka_unit_test(test_explicit), cmocka_unit_test(test_surrogates)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

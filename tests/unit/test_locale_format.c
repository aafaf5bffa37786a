/* Numbers, dates, lists, names, order and messages, as each language writes them. */
#include "locale/locale.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define NBSP "\u00A0"
#define NNBSP "\u202F"

/* Takes the string over. */
static void expect(char *got, const char *expected) {
    if (g_strcmp0(got, expected) != 0) fail_msg("got \"%s\", expected \"%s\"", got, expected);
    g_free(got);
}

static void test_numbers(void **state) {
    (void)state;
    expect(af_number_format(af_locale_get("de"), 1234567.891), "1.234.567,891");
    expect(af_number_format(af_locale_get("fr"), 1234567.891), "1" NNBSP "234" NNBSP "567,891");
    expect(af_number_format(af_locale_get("en"), 1234567.891), "1,234,567.891");
    expect(af_number_format(af_locale_get("ja"), -0.0), "0");
    expect(af_number_format(af_locale_get("zh-Hans"), 3), "3");
    expect(af_percent_format(af_locale_get("de"), 0.5), "50" NBSP "%");
    expect(af_percent_format(af_locale_get("en"), 0.5), "50%");
    /* Longer than the first buffer. */
    g_autofree char *huge = af_number_format(af_locale_get("en"), 1e300);
    assert_int_equal(strlen(huge), 301 + 100);
    g_autofree char *nan = af_number_format(af_locale_get("de"), NAN);
    assert_true(strlen(nan) > 0);
}

static void test_dates(void **state) {
    (void)state;
    expect(af_date_format(af_locale_get("de"), "2019-12-03"), "3. Dezember 2019");
    expect(af_date_format(af_locale_get("de"), "2019-12"), "Dezember 2019");
    expect(af_date_format(af_locale_get("fr"), "2019-12-03"), "3 décembre 2019");
    expect(af_date_format(af_locale_get("fr"), "2020-08-01"), "1er août 2020");
    expect(af_date_format(af_locale_get("fr"), "2020-08-11"), "11 août 2020");
    expect(af_date_format(af_locale_get("en"), "2019-12-03"), "December 3, 2019");
    expect(af_date_format(af_locale_get("ja"), "2019-12-03"), "2019年12月3日");
    expect(af_date_format(af_locale_get("ja"), "2019-12"), "2019年12月");
    expect(af_date_format(af_locale_get("zh-Hans"), "2019-12-03"), "2019年12月3日");
    expect(af_date_format(af_locale_get("th"), "2019-12-03"), "3 ธันวาคม 2019");     /* Gregorian, not Buddhist */
    expect(af_date_format(af_locale_get("en"), "1500-02-28"), "February 28, 1500"); /* proleptic, not Julian */
    expect(af_date_format(af_locale_get("en"), "2020-02-29"), "February 29, 2020");
    static const char *const bad[] = {"2019-02-30", "2019-13",       "2019-00-01", "2019-1-1",
                                      "",           "today",         "2019-12-32", "20191203",
                                      "2019/12/03", "2019-12-03T00", "-019-12",    "+019-12-01",
                                      "2019-12-0x", "0000-01-01",    "2021-02-29", "2019-12-"};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) assert_null(af_date_format(af_locale_get("de"), bad[i]));
    assert_null(af_date_format(af_locale_get("de"), NULL));
}

/* Dates do not move with the machine's time zone. */
static void test_dates_have_no_time_zone(void **state) {
    (void)state;
    static const char *const zones[] = {"Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Sao_Paulo"};
    for (gsize i = 0; i < G_N_ELEMENTS(zones); i++) {
        g_setenv("TZ", zones[i], TRUE);
        expect(af_date_format(af_locale_get("de"), "2018-11-04"), "4. November 2018"); /* no midnight in São Paulo */
    }
    g_unsetenv("TZ");
}

static void test_lists(void **state) {
    (void)state;
    static const char *const items[] = {"A", "B", "C"};
    expect(af_list_format(af_locale_get("de"), items, 3), "A, B und C");
    expect(af_list_format(af_locale_get("de"), items, 2), "A und B");
    expect(af_list_format(af_locale_get("fr"), items, 3), "A, B et C");
    expect(af_list_format(af_locale_get("en"), items, 3), "A, B, and C");
    expect(af_list_format(af_locale_get("ja"), items, 3), "A、B、C");
    expect(af_list_format(af_locale_get("zh-Hans"), items, 3), "A、B和C");
    expect(af_list_format(af_locale_get("de"), items, 1), "A");
    expect(af_list_format(af_locale_get("de"), items, 0), "");
    const char *many[200];
    for (int i = 0; i < 200; i++) many[i] = "Sicherheit";
    g_autofree char *list = af_list_format(af_locale_get("de"), many, 200);
    assert_true(strlen(list) > 200 * strlen("Sicherheit"));
}

static void test_language_names(void **state) {
    (void)state;
    expect(af_language_name(af_locale_get("de"), "fr", FALSE), "Französisch");
    expect(af_language_name(af_locale_get("fr"), "fr", FALSE), "Français"); /* it begins something: a capital */
    expect(af_language_name(af_locale_get("fr"), "fr", TRUE), "français");
    expect(af_language_name(af_locale_get("de"), "fr", TRUE), "Französisch");
    expect(af_language_name(af_locale_get("zh-Hans"), "zh-Hans", FALSE), "简体中文");
    expect(af_language_name(af_locale_get("ja"), "ja", FALSE), "日本語");
    expect(af_language_name(af_locale_get("en"), "zh-Hans", FALSE), "Simplified Chinese");
    expect(af_language_name(af_locale_get("en"), "not a tag", FALSE), "not a tag");
}

static void expect_order(const char *tag, const char *first, const char *second) {
    g_autofree char *a = af_collation_key(af_locale_get(tag), first);
    g_autofree char *b = af_collation_key(af_locale_get(tag), second);
    if (strcmp(a, b) >= 0) fail_msg("%s: %s is not before %s", tag, first, second);
    assert_int_equal(strspn(a, "0123456789abcdef"), strlen(a));
}

static void test_collation(void **state) {
    (void)state;
    expect_order("de", "Ärger", "Zebra"); /* not after Z, as bytes have it */
    expect_order("de", "Ärger", "arm");
    expect_order("de", "a", "ab");
    expect_order("", "", "a");
    expect_order("fr", "élan", "emploi");
    expect_order("zh-Hans", "北京", "上海"); /* bei, shang: pinyin; by code point it is the other way round */
    expect_order("zh-Hans", "安全", "数据");
    expect_order("ja", "あ", "い");
    expect_order("ja", "カ", "キ");
    g_autofree char *text = g_strnfill(20000, 'b');
    expect_order("en", "b", text);
    g_autofree char *invalid = af_collation_key(af_locale_get("en"), "\xFF\xFE");
    assert_non_null(invalid);
}

static void test_quotes(void **state) {
    (void)state;
    assert_string_equal(af_quote_open(af_locale_get("de"), 0), "„");
    assert_string_equal(af_quote_close(af_locale_get("de"), 0), "“");
    assert_string_equal(af_quote_open(af_locale_get("de"), 1), "‚");
    assert_string_equal(af_quote_close(af_locale_get("de"), 1), "‘");
    assert_string_equal(af_quote_open(af_locale_get("fr"), 0), "«" NNBSP);
    assert_string_equal(af_quote_close(af_locale_get("fr"), 0), NNBSP "»");
    assert_string_equal(af_quote_open(af_locale_get("ja"), 0), "「");
    assert_string_equal(af_quote_close(af_locale_get("ja"), 1), "』");
    assert_string_equal(af_quote_open(af_locale_get("zh-Hans"), 0), "“");
    assert_string_equal(af_quote_open(af_locale_get("zh-Hant"), 0), "「");
    assert_string_equal(af_quote_close(af_locale_get("zh-Hant"), 0), "」");
    assert_string_equal(af_quote_open(af_locale_get("zh-Hant"), 1), "『");
    assert_string_equal(af_quote_close(af_locale_get("zh-Hant"), 1), "』");
    assert_string_equal(af_quote_close(af_locale_get("en"), 1), "’");
}

#define NUMBER(n)                                                                                                      \
    { NULL, (n) }
#define STRING(s)                                                                                                      \
    { (char *)(uintptr_t)(s), 0 }

static void test_plurals(void **state) {
    (void)state;
    static const char de[] = "{0,plural,=0{Keine Punkte}one{# Punkt}other{# Punkte}} von {1}";
    AfArg args[] = {NUMBER(1), STRING("Müller")};
    expect(af_message_format(af_locale_get("de"), de, args, 2), "1 Punkt von Müller");
    args[0].number = 0;
    expect(af_message_format(af_locale_get("de"), de, args, 2), "Keine Punkte von Müller");
    args[0].number = 1234;
    expect(af_message_format(af_locale_get("de"), de, args, 2), "1.234 Punkte von Müller");
    static const char fr[] = "{0,plural,one{# élément}many{# d'éléments}other{# éléments}}";
    args[0].number = 0; /* French counts none as one */
    expect(af_message_format(af_locale_get("fr"), fr, args, 1), "0 élément");
    args[0].number = 1.5;
    expect(af_message_format(af_locale_get("fr"), fr, args, 1), "1,5 élément");
    args[0].number = 2;
    expect(af_message_format(af_locale_get("fr"), fr, args, 1), "2 éléments");
    args[0].number = 1;
    expect(af_message_format(af_locale_get("ja"), "{0,plural,other{#件}}", args, 1), "1件");
    expect(af_message_format(af_locale_get("zh-Hans"), "{0,plural,other{#项}}", args, 1), "1项");
    args[0].number = 22;
    expect(af_message_format(af_locale_get("en"), "{0,selectordinal,one{#st}two{#nd}few{#rd}other{#th}}", args, 1),
           "22nd");
    expect(af_message_format(af_locale_get("en"), "{0,plural,offset:1 one{you and # other}other{you and # others}}",
                             args, 1),
           "you and 21 others");
}

/* Strings and numbers in any order, one used both ways, skipped ones: what a call with C arguments gets wrong. */
static void test_arguments(void **state) {
    (void)state;
    AfArg args[] = {NUMBER(3), STRING("eins"), NUMBER(0.25), STRING("zwei"), NUMBER(7), STRING("8")};
    expect(af_message_format(af_locale_get("de"), "{4}{3}{2}{1}{0}", args, 6), "7zwei0,25eins3");
    expect(af_message_format(af_locale_get("de"), "{3} {2,number,percent} {1} {0,number}", args, 6),
           "zwei 25" NBSP "% eins 3");
    expect(af_message_format(af_locale_get("de"), "{0} {0,plural,other{#}} {0,number,::.00}", args, 6), "3 3 3,00");
    expect(af_message_format(af_locale_get("de"), "{5,plural,other{# x}}", args, 6), "8 x"); /* from an attribute */
    expect(af_message_format(af_locale_get("de"), "{3,select,eins{1}zwei{{1} und {0}}other{?}}", args, 6),
           "eins und 3");
    expect(af_message_format(af_locale_get("de"), "", args, 0), "");
    expect(af_message_format(af_locale_get("de"), "plain", NULL, 0), "plain");
    assert_null(af_message_format(af_locale_get("de"), "{6}", args, 6));
    assert_null(af_message_format(af_locale_get("de"), "{1,plural,other{#}}", args, 6)); /* "eins" is no number */
    AfArg evil[] = {STRING("{0} '{' # %s %n")};
    expect(af_message_format(af_locale_get("de"), "<{0}>", evil, 1), "<{0} '{' # %s %n>");
}

static void test_apostrophes(void **state) {
    (void)state;
    AfArg args[] = {STRING("x")};
    expect(af_message_format(af_locale_get("fr"), "l'audit de {0}, aujourd'hui", args, 1), "l'audit de x, aujourd'hui");
    expect(af_message_format(af_locale_get("fr"), "l''audit '{0}' {0}", args, 1), "l'audit {0} x");
    expect(af_message_format(af_locale_get("fr"), "{0}'", args, 1), "x'");
    expect(af_message_format(af_locale_get("en"), "it's", NULL, 0), "it's");
}

static void test_bad_patterns(void **state) {
    (void)state;
    AfArg args[] = {NUMBER(1), NUMBER(1), NUMBER(1)};
    static const char *const bad[] = {
        "{",
        "{0",
        "}",
        "{}",
        "{name}",
        "{0,plural}",
        "{0,plural,}",
        "{0,plural,one{x}}",
        "{-1}",
        "{0,plural,x}",
        "{0 1}",
        "{0,select,}",
        "{0,nonsense}",
        "{0,date}",
        "{100}",
        "{9999999999999999}",
        "{0,{1}}",
        "{0,number,",
        "{0,se}",
        "\xFF{0}",
        "{0,plural,=x{}other{}}",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        guint n = 0;
        if (af_message_check(af_locale_get("de"), bad[i], &n)) fail_msg("good: %s", bad[i]);
        assert_null(af_message_format(af_locale_get("de"), bad[i], args, 3));
    }
    g_autofree char *deep = g_strnfill(100000, '{');
    assert_false(af_message_check(af_locale_get("de"), deep, NULL));
    GString *nested = g_string_new(NULL);
    for (int i = 0; i < 10000; i++) g_string_append(nested, "{0,select,other{");
    assert_false(af_message_check(af_locale_get("de"), nested->str, NULL));
    g_string_free(nested, TRUE);
    assert_false(
        af_message_check(af_locale_get("de"), "{0}{1}{2}{3}{4}{5}{6}{7}{8}", NULL)); /* one more than there are slots */

    guint n = 9;
    assert_true(af_message_check(af_locale_get("de"), "none", &n));
    assert_int_equal(n, 0);
    assert_true(af_message_check(af_locale_get("de"), "{2} {0,plural,other{{4,number}}}", &n));
    assert_int_equal(n, 5);
}

/* Damage to patterns: never a crash, and what the check lets through can be formatted. */
static void test_damaged_patterns(void **state) {
    (void)state;
    static const char good[] =
        "{0,plural,=0{Nichts}one{# von {1}}other{'{'# von {1}}} l'un {2,select,a{x}other{y}} {0,number,percent}";
    static const char letters[] = "{}'#,=01 aplurse:";
    AfArg args[100];
    for (int i = 0; i < 100; i++) args[i] = (AfArg){NULL, i};
    g_autoptr(GRand) random = g_rand_new_with_seed(3);
    for (int round = 0; round < 3000; round++) {
        g_autofree char *text = g_strdup(good);
        for (int i = g_rand_int_range(random, 1, 5); i > 0; i--)
            text[g_rand_int_range(random, 0, sizeof good - 1)] =
                letters[g_rand_int_range(random, 0, sizeof letters - 1)];
        gboolean checked = af_message_check(af_locale_get("fr"), text, NULL);
        g_autofree char *message = af_message_format(af_locale_get("fr"), text, args, 100);
        assert_int_equal(checked, message != NULL);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_lists),          cmocka_unit_test(test_dates_have_no_time_zone),
        cmocka_unit_test(test_language_names), cmocka_unit_test(test_collation),
        cmocka_unit_test(test_quotes),         cmocka_unit_test(test_plurals),
        cmocka_unit_test(test_arguments),      cmocka_unit_test(test_apostrophes),
        cmocka_unit_test(test_bad_patterns),   cmocka_unit_test(test_damaged_patterns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Language tags: canonical forms, matching, the environment. */
#include "locale/locale.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    const char *given, *expected;
} Pair;

static void test_canonical(void **state) {
    (void)state;
    static const Pair pairs[] = {
        {"de", "de"},
        {"DE_at.UTF-8@euro", "de-AT"},
        {"de_DE@euro", "de-DE"},
        {"zh_CN.UTF-8", "zh-CN"},
        {"zh-hans", "zh-Hans"},
        {"sr_RS@latin", "sr-Latn-RS"},
        {"C", "en"},
        {"C.UTF-8", "en"},
        {"POSIX", "en"},
        {"ja_JP", "ja-JP"},
        {"", NULL},
        {"not a tag", NULL},
        {"de-", NULL},
        {"../../etc/passwd", NULL},
        {"x", NULL},
        {"und", NULL},
        {"de\n", NULL},
        {"\xFF\xFE", NULL},
        {"ü", NULL},
        {"en_XA.UTF-8", "en-XA"},
        {"ar_xb", "ar-XB"},
        {"german_language_of_the_north", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autofree char *tag = af_locale_canonical(pairs[i].given);
        if (g_strcmp0(tag, pairs[i].expected) != 0) fail_msg("%s gives %s", pairs[i].given, tag);
    }
    assert_null(af_locale_canonical(NULL));
    g_autofree char *endless = g_strnfill(10000, 'a');
    assert_null(af_locale_canonical(endless));
}

static void test_match(void **state) {
    (void)state;
    static const char *const available[] = {"de", "zh-Hans", "fr", "ja", "en", NULL};
    static const Pair pairs[] = {
        {"zh_CN.UTF-8", "zh-Hans"},
        {"zh", "zh-Hans"},
        {"zh_SG", "zh-Hans"},
        {"zh-Hans", "zh-Hans"},
        {"zh-Hans-TW", "zh-Hans"},
        {"zh-TW", NULL},
        {"zh-HK", NULL},
        {"zh-Hant", NULL},
        {"de_AT", "de"},
        {"de-CH", "de"},
        {"DE", "de"},
        {"fr_CA", "fr"},
        {"en_GB.UTF-8", "en"},
        {"C", "en"},
        {"ja_JP.eucJP", "ja"},
        {"es", NULL},
        {"garbage", NULL},
        {"d e", NULL},
        {"", NULL},
        {"und", NULL},
        {"sr-Latn", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        const char *tag = af_locale_match(pairs[i].given, available);
        if (g_strcmp0(tag, pairs[i].expected) != 0) fail_msg("%s matches %s", pairs[i].given, tag);
    }
    /* The nearer one is taken wherever it stands, and what is owned by the array is returned. */
    static const char *const regional[] = {"en", "en-GB", "zh-Hant", "zh-Hans", NULL};
    assert_ptr_equal(af_locale_match("en_GB", regional), regional[1]);
    assert_ptr_equal(af_locale_match("en_US", regional), regional[0]);
    assert_ptr_equal(af_locale_match("zh_TW", regional), regional[2]);
    assert_ptr_equal(af_locale_match("zh", regional), regional[3]);
    static const char *const none[] = {NULL};
    assert_null(af_locale_match("de", none));
    g_autofree char *endless = g_strnfill(10000, 'z');
    assert_null(af_locale_match(endless, available));
}

static void expect_environment(const char *language, const char *all, const char *messages, const char *lang,
                               const char *expected) {
    static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    const char *values[] = {language, all, messages, lang};
    for (int i = 0; i < 4; i++) {
        if (values[i])
            g_setenv(names[i], values[i], TRUE);
        else
            g_unsetenv(names[i]);
    }
    g_autofree char *tag = af_locale_environment();
    assert_string_equal(tag, expected);
}

static void test_environment(void **state) {
    (void)state;
    expect_environment(NULL, NULL, NULL, NULL, "en");
    expect_environment(NULL, "", "", "de_DE.UTF-8", "de-DE");
    expect_environment(NULL, NULL, "fr_FR", "de_DE.UTF-8", "fr-FR");
    expect_environment(NULL, "ja_JP.UTF-8", "fr_FR", "de_DE.UTF-8", "ja-JP");
    expect_environment("zh_CN:en", NULL, NULL, "de_DE.UTF-8", "zh-CN");
    expect_environment(":?:fr", NULL, NULL, "de_DE.UTF-8", "fr");
    expect_environment("zh_CN", NULL, NULL, "C", "en");
    expect_environment("zh_CN", "POSIX", NULL, "de_DE", "en");
    expect_environment(NULL, NULL, NULL, "C.UTF-8", "en");
    expect_environment(NULL, NULL, NULL, "no such thing", "en");
}

static void test_fallbacks(void **state) {
    (void)state;
    static const Pair pairs[] = {
        {"de", ""},
        {"de-AT", "de"},
        {"de-DE-1996", "de-DE de"},
        {"de-1996", "de"},
        {"fr-CA", "fr"},
        {"ja", ""},
        {"en", ""},
        {"en-US", "en"},
        {"en-AU", "en-001 en"},
        {"en-DE", "en-150 en-001 en"},
        {"pt-AO", "pt-PT pt"},
        {"es-MX", "es-419 es"},
        {"hi-Latn", "en-IN en-001 en"},
        {"nb", "no"},
        {"zh-Hans", "zh"},
        {"zh-Hans-SG", "zh-Hans zh"},
        {"zh-Hant", ""}, /* never zh, which is Hans */
        {"zh-Hant-HK", "zh-Hant"},
        {"zh-Hant-MO", "zh-Hant-HK zh-Hant"},
        {"zh-TW", "zh-Hant-TW zh-Hant"},
        {"zh-HK", "zh-Hant-HK zh-Hant"},
        {"zh-CN", "zh"},
        {"zh-Hant-u-co-zhuyin", "zh-Hant"},
        {"sr-ME", "sr-Latn-ME sr-Latn"},
        {"en-XA", "en"},
        {"ar-XB", "en"}, /* not ar: it is made of English */
        {"ar-EG", "ar"},
        {"", ""},
        {"no such tag", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_auto(GStrv) chain = af_locale_fallbacks(pairs[i].given);
        g_autofree char *joined = g_strjoinv(" ", chain);
        if (strcmp(joined, pairs[i].expected) != 0) fail_msg("%s falls back to %s", pairs[i].given, joined);
    }
    g_autofree char *endless = g_strnfill(10000, 'z');
    g_auto(GStrv) none = af_locale_fallbacks(endless);
    assert_null(none[0]);
}

static void test_one_locale_per_tag(void **state) {
    (void)state;
    AfLocale *de = af_locale_get("de");
    assert_ptr_equal(af_locale_get("de"), de);
    assert_ptr_not_equal(af_locale_get("de-AT"), de);
    assert_string_equal(af_locale_tag(de), "de");
    assert_non_null(af_locale_get("no such tag"));
    assert_non_null(af_locale_get(""));
    g_autofree char *endless = g_strnfill(10000, 'z');
    assert_non_null(af_locale_get(endless));
    assert_true(af_locale_spaces_scripts(af_locale_get("ja")));
    assert_true(af_locale_spaces_scripts(af_locale_get("zh-Hans")));
    assert_false(af_locale_spaces_scripts(de));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_canonical),
        cmocka_unit_test(test_match),
        cmocka_unit_test(test_environment),
        cmocka_unit_test(test_fallbacks),
        cmocka_unit_test(test_one_locale_per_tag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

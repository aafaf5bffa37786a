/* Pseudo-languages: every word changes, nothing that is no word does, and messages still work. */
#include "locale/locale.h"
#include "locale/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A word as ar-XB has it. */
#define W(word) "\u200F\u202E" word "\u202C\u200F"

static void expect(char *text, const char *expected) {
    if (g_strcmp0(text, expected) != 0) print_message("%s\n", text);
    assert_string_equal(text, expected);
    g_free(text);
}

static void test_tags(void **state) {
    (void)state;
    static const char *const names[] = {"en_XA.UTF-8", "en-xa", "ar_XB", "AR-XB"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *tag = af_locale_canonical(names[i]);
        assert_true(af_pseudo_is(tag));
    }
    static const char *const real[] = {"en", "ar", "de", "fr", "ja", "zh-Hans", "zh-Hant", "en-GB", "ar-EG", ""};
    for (gsize i = 0; i < G_N_ELEMENTS(real); i++) {
        assert_false(af_pseudo_is(real[i]));
        expect(af_pseudo_text(real[i], "plain", TRUE, TRUE), "plain");
        expect(af_pseudo_pattern(real[i], "{0} plain"), "{0} plain");
    }
}

static void test_accents(void **state) {
    (void)state;
    expect(af_pseudo_text("en-XA", "Partner", TRUE, TRUE), "⟦Ṕååŕţñééŕ⟧");
    expect(af_pseudo_text("en-XA", "SEO", TRUE, TRUE), "⟦ŠÉÉÖ⟧");
    /* all letters, and no letter of English stays */
    g_autofree char *all = af_pseudo_text("en-XA",
                                          "the quick brown fox jumps over lazy dogs THE QUICK BROWN FOX JUMPS OVER "
                                          "LAZY DOGS",
                                          TRUE, TRUE);
    for (const char *p = all; *p; p++) assert_false(g_ascii_isalpha(*p));
}

/* What people type, follow or count. */
static void test_kept(void **state) {
    (void)state;
    static const char *const kept[] = {"https://aws.amazon.com/partners/",
                                       "mail@example.com",
                                       "assessment.xml",
                                       "2.13",
                                       "1,234",
                                       "12",
                                       "--allow-incomplete",
                                       "-l",
                                       "/etc/hosts",
                                       "<document>",
                                       "{0}",
                                       "technical.id_of",
                                       ".pdf",
                                       "%"};
    for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
        g_autofree char *text = g_strdup_printf("see %s, then", kept[i]);
        g_autofree char *accented = af_pseudo_text("en-XA", text, TRUE, TRUE);
        g_autofree char *turned = af_pseudo_text("ar-XB", text, TRUE, TRUE);
        g_autofree char *around = g_strdup_printf(W("see") " %s, " W("then"), kept[i]);
        g_autofree char *within = g_strdup_printf(" %s, ", kept[i]);
        if (!strstr(accented, within)) fail_msg("%s", accented);
        assert_null(strstr(accented, "then"));
        assert_string_equal(turned, around);
    }
}

static void test_length(void **state) {
    (void)state;
    static const char text[] =
        "The partner shows how the solution protects data at rest and in transit, who may use its keys, and what "
        "happens "
        "when an access key has been made public. It names the person who looks at alarms at night, and the time in "
        "which the customer is told. Each case study has been in production for six months; evidence of 2019 counts.";
    g_autofree char *longer = af_pseudo_text("en-XA", text, TRUE, TRUE);
    double ratio = (double)(g_utf8_strlen(longer, -1) - 2) / (double)strlen(text);
    if (ratio < 1.30 || ratio > 1.40) fail_msg("%.3f times as long", ratio);
    /* a long word without vowels does not make monsters of the next ones */
    expect(af_pseudo_text("en-XA", "bcdfghjklmnpqrstvwxz at be in of up", TRUE, TRUE),
           "⟦ƀçðƒĝĥĵķļɱñṕɋŕšţṽŵẋž åååţ ƀééé îîñ ööƒ ûûṕ⟧");
}

static void test_brackets(void **state) {
    (void)state;
    expect(af_pseudo_text("en-XA", "ly ", TRUE, FALSE), "⟦ļý ");
    expect(af_pseudo_text("en-XA", " ly ", FALSE, FALSE), " ļý ");
    expect(af_pseudo_text("en-XA", " ly\n", FALSE, TRUE), " ļý⟧\n");
    expect(af_pseudo_text("en-XA", "\n  ly\n", TRUE, TRUE), "\n  ⟦ļý⟧\n");
    expect(af_pseudo_text("en-XA", "", TRUE, TRUE), "");
    expect(af_pseudo_text("en-XA", " \n", TRUE, TRUE), " \n");
    expect(af_pseudo_text("en-XA", " ", TRUE, FALSE), " ⟦");
    expect(af_pseudo_text("en-XA", " ", FALSE, TRUE), "⟧ ");
    expect(af_pseudo_text("en-XA", "", FALSE, TRUE), "⟧");
    expect(af_pseudo_text("ar-XB", "", TRUE, FALSE), "");
    expect(af_pseudo_text("en-XA", "\xFF", TRUE, TRUE), "\xFF");
}

static void test_right_to_left(void **state) {
    (void)state;
    expect(af_pseudo_text("ar-XB", "Don't (follow-up) 3 S3.", TRUE, TRUE),
           W("Don't") " (" W("follow-up") ") 3 " W("S3") ".");
    expect(af_pseudo_text("ar-XB", "café and/or x\u2019y", TRUE, TRUE),
           W("café") " " W("and") "/" W("or") " " W("x\u2019y"));
    expect(af_pseudo_text("ar-XB", "12 – 13: 監査", TRUE, TRUE), "12 – 13: " W("監査"));
}

static void test_patterns(void **state) {
    (void)state;
    expect(af_pseudo_pattern("en-XA", "{0} by"), "⟦{0} ƀý⟧");
    expect(af_pseudo_pattern("en-XA", "{0}"), "⟦{0}⟧");
    expect(af_pseudo_pattern("en-XA", ""), "");
    expect(af_pseudo_pattern("ar-XB", "{0}: by '{'x'}' #"), "{0}: " W("by") " '{'" W("x") "'}' #");
    expect(af_pseudo_pattern(
               "ar-XB", "{0, plural, offset:1 =0 {no} one {# '#' {1,select,a{on #}other{{0}}}} other {it''s ''by''}}"),
           "{0, plural, offset:1 =0 {" W("no") "} one {# '#' {1,select,a{" W("on") " #}other{{0}}}} other {" W(
               "it''s") " ''" W("by") "''}}");
    expect(af_pseudo_pattern("en-XA", "{0,plural,one{by}other{{0,number,percent} my 'q' ly}}"),
           "⟦{0,plural,one{ƀý}other{{0,number,percent} ɱý 'ɋ' ļý}}⟧");
    expect(af_pseudo_pattern("en-XA", "'{a by c}' by"), "⟦'{a by c}' ƀý⟧");
    static const char *const bad[] = {"{0", "x } y", "{0,plural,one{x}other{y}", "{name}", "\xFF"};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) expect(af_pseudo_pattern("en-XA", bad[i]), bad[i]);
}

/* It formats, as English does, with the same arguments. */
static void test_messages(void **state) {
    (void)state;
    static const char pattern[] = "{0,plural,=0{no one}one{# by {1}}other{# '{'by'}' {1}}} it''s, l'x";
    AfArg args[] = {{NULL, 1}, {"{my} #", 0}};
    g_autofree char *accented = af_pseudo_pattern("en-XA", pattern), *turned = af_pseudo_pattern("ar-XB", pattern);
    guint n = 0;
    assert_true(af_message_check(af_locale_get("en-XA"), accented, &n));
    assert_int_equal(n, 2);
    expect(af_message_format(af_locale_get("en-XA"), accented, args, 2), "⟦1 ƀý {my} # îîîţ'š, ļ'ẋ⟧");
    args[0].number = 1234;
    expect(af_message_format(af_locale_get("ar-XB"), turned, args, 2),
           "1,234 {" W("by") "} {my} # " W("it's") ", " W("l'x"));
}

static void test_locales(void **state) {
    (void)state;
    static const char *const tags[] = {"en-XA", "ar-XB"};
    for (gsize i = 0; i < G_N_ELEMENTS(tags); i++) {
        AfLocale *locale = af_locale_get(tags[i]);
        static const char *const items[] = {"A", "B", "C"};
        assert_string_equal(af_locale_tag(locale), tags[i]);
        expect(af_number_format(locale, 1234.5), "1,234.5");
        expect(af_date_format(locale, "2019-12-03"), "December 3, 2019");
        expect(af_list_format(locale, items, 3), "A, B, and C");
        expect(af_message_format(locale, "{0,selectordinal,one{#st}two{#nd}few{#rd}other{#th}}", &(AfArg){NULL, 22}, 1),
               "22nd");
        assert_string_equal(af_quote_open(locale, 0), "“");
        expect(af_typography(locale, "it's 3 GB"), "it’s 3\u00A0GB");
    }
    /* Their names tell them apart from English. */
    expect(af_language_name(af_locale_get("en"), "en-XA", FALSE), "English (Pseudo-Accents)");
    expect(af_language_name(af_locale_get("en"), "ar-XB", FALSE), "Arabic (Pseudo-Bidi)");
}

static void assert_divided(const char *tag, const char *text, const char *expected) {
    guint8 breaks[200] = {0};
    g_autoptr(GString) shown = g_string_new(NULL);
    gboolean found = af_text_hyphenate(af_locale_get(tag), text, 0, strlen(text), 3, 3, breaks);
    for (gsize i = 0; text[i]; i++) {
        if (breaks[i] == AF_BREAK_HYPHEN) g_string_append_c(shown, '|');
        g_string_append_c(shown, text[i]);
    }
    assert_string_equal(shown->str, expected);
    assert_int_equal(found, strchr(expected, '|') != NULL);
}

static void test_divided(void **state) {
    (void)state;
    assert_true(af_text_can_hyphenate(af_locale_get("en-XA")));
    assert_false(af_text_can_hyphenate(af_locale_get("ar-XB")));
    assert_divided("en-XA", "ļéééåðééŕšĥîîṕ", "ļéééå|ðéé|ŕšĥîîṕ");
    assert_divided("en-XA", "Šéééļƒ-ååššééššɱééñţ", "Šéééļƒ-ååššéé|ššɱééñţ");
    assert_divided("en-XA", "ÅÅŴŠÅÅŴŠ", "ÅÅŴŠÅÅŴŠ");
    assert_divided("en-XA", "ååñ3ååñ3ååñ", "ååñ3ååñ3ååñ");
    assert_divided("ar-XB", "leadership", "leadership");
}

static void test_directions(void **state) {
    (void)state;
    static const char *const right[] = {"ar", "ar-XB", "ar-EG", "he", "fa", "ur"};
    static const char *const left[] = {"de", "fr", "en", "en-XA", "ja", "zh-Hans", "zh-Hant", "az", "", "no such tag"};
    for (gsize i = 0; i < G_N_ELEMENTS(right); i++) assert_true(af_locale_is_rtl(af_locale_get(right[i])));
    for (gsize i = 0; i < G_N_ELEMENTS(left); i++) assert_false(af_locale_is_rtl(af_locale_get(left[i])));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tags),       cmocka_unit_test(test_accents),  cmocka_unit_test(test_kept),
        cmocka_unit_test(test_length),     cmocka_unit_test(test_brackets), cmocka_unit_test(test_right_to_left),
        cmocka_unit_test(test_patterns),   cmocka_unit_test(test_messages), cmocka_unit_test(test_locales),
        cmocka_unit_test(test_divided),  cmocka_unit_test(test_directions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Where lines may break. In the expectations | is a break that is allowed, ! one that must be, - one with a hyphen. */
#include "locale/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static char *broken(const char *tag, AfStrictness strictness, const char *text) {
    gsize length = strlen(text);
    g_autofree guint8 *breaks = g_malloc(length + 1);
    memset(breaks, 0x77, length + 1);
    af_text_breaks(af_locale_get(tag), strictness, text, length, 0, length, breaks);
    assert_int_equal(breaks[0], AF_BREAK_NONE);
    assert_int_equal(breaks[length], AF_BREAK_NONE);
    GString *shown = g_string_new(NULL);
    for (gsize i = 0; i < length; i++) {
        assert_in_range(breaks[i], AF_BREAK_NONE, AF_BREAK_HYPHEN);
        if (breaks[i]) g_string_append_c(shown, "?|!-"[breaks[i]]);
        g_string_append_c(shown, text[i]);
    }
    return g_string_free(shown, FALSE);
}

static void expect(const char *tag, const char *text, const char *expected) {
    g_autofree char *got = broken(tag, AF_STRICTNESS_STRICT, text);
    if (strcmp(got, expected) != 0) fail_msg("%s: got \"%s\", expected \"%s\"", tag, got, expected);
}

/* No break before any of `forbidden`, and none after any of `openers`, whatever stands beside them. */
static void expect_kinsoku(const char *tag, const char *forbidden, const char *openers) {
    for (const char *p = forbidden; *p; p += g_utf8_skip[(guchar)*p]) {
        g_autofree char *text = g_strdup_printf("山%.*s川", g_utf8_skip[(guchar)*p], p);
        g_autofree char *got = broken(tag, AF_STRICTNESS_STRICT, text);
        if (g_str_has_prefix(got, "山|")) fail_msg("%s: a line begins with %s", tag, got);
        g_autofree char *phrase = broken(tag, AF_STRICTNESS_PHRASE, text);
        if (g_str_has_prefix(phrase, "山|")) fail_msg("%s: a phrase begins with %s", tag, phrase);
    }
    for (const char *p = openers; *p; p += g_utf8_skip[(guchar)*p]) {
        g_autofree char *text = g_strdup_printf("山%.*s川", g_utf8_skip[(guchar)*p], p);
        g_autofree char *got = broken(tag, AF_STRICTNESS_STRICT, text);
        if (strstr(got, "|川")) fail_msg("%s: a line ends with %s", tag, got);
        if (!g_str_has_prefix(got, "山|")) fail_msg("%s: no break before %s", tag, got);
    }
}

static void test_japanese(void **state) {
    (void)state;
    expect_kinsoku("ja", "、。，．」』）］｝〉》】〕ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶー々ゝヽ！？・：；",
                   "「『（［｛〈《【〔");
    expect("ja", "日本語。「引用」", "日|本|語。|「引|用」");
    expect("ja", "キャッシュ", "キャッ|シュ");
    expect("ja", "AWSを使う", "AWS|を|使|う");
    g_autofree char *phrase = broken("ja", AF_STRICTNESS_PHRASE, "有効化を確認してください");
    assert_null(strstr(phrase, "確|認"));
    assert_string_equal(phrase, "有効化を|確認してください");
}

static void test_chinese(void **state) {
    (void)state;
    expect_kinsoku("zh-Hans", "、。，」』）》】！？：；", "「『（《【");
    /* The quotation marks that Latin shares: the opening one goes with what follows, the closing one with what
     * precedes. */
    expect("zh-Hans", "他说“你好”。", "他|说|“你|好”。");
    expect("zh-Hans", "使用‘根’用户", "使|用|‘根’|用|户");
    expect("zh-Hans", "说：“‘根’用户”", "说：|“‘根’|用|户”");
    expect("zh-Hans", "don’t的", "don’t|的");
    expect("zh-Hans", "AWS账户，（包括）", "AWS|账|户，|（包|括）");
    g_autofree char *phrase = broken("zh-Hans", AF_STRICTNESS_PHRASE, "启用日志");
    assert_string_equal(phrase, "启用|日志");
}

static void test_traditional_chinese(void **state) {
    (void)state;
    expect_kinsoku("zh-Hant", "、。，．」』）》〉】！？：；％…", "「『（《〈【");
    expect_kinsoku("zh-TW", "、。，」』）》】！？：；", "「『（《【");
    expect("zh-Hant", "他說「你好」。", "他|說|「你|好」。");
    expect("zh-Hant", "說：「『根』使用者」", "說：|「『根』|使|用|者」");
    expect("zh-Hant", "使用‘根’帳戶，說“好”。", "使|用|‘根’|帳|戶，|說|“好”。");
    expect("zh-Hant", "AWS帳戶，（包括）", "AWS|帳|戶，|（包|括）");
    g_autofree char *phrase = broken("zh-Hant", AF_STRICTNESS_PHRASE, "啟用日誌");
    assert_string_equal(phrase, "啟用|日誌");
}

static void test_korean(void **state) {
    (void)state;
    expect("ko", "로그를 보관", "로|그|를 |보|관");
    g_autofree char *phrase = broken("ko", AF_STRICTNESS_PHRASE, "로그를 보관");
    assert_string_equal(phrase, "로그를 |보관");
}

static void test_french(void **state) {
    (void)state;
    expect("fr", "Le mot « clé » est ; oui ? Non ! Si : x", "Le |mot |« clé » |est ; |oui ? |Non ! |Si : |x");
    expect("fr", "mot «clé» (oui ?)", "mot |«clé» |(oui ?)");
    expect("fr", "Quoi ?! Si", "Quoi ?! |Si");
    expect("fr", "‹ a › b", "‹ a › |b");
    expect("fr", "«\u202Fx\u202F»\u202F; y", "«\u202Fx\u202F»\u202F; |y");
    /* Only there: German sets its guillemets the other way round. */
    expect("de", "ein »Wort« hier", "ein |»Wort« |hier");
}

static void test_latin(void **state) {
    (void)state;
    expect("de", "Sicherheit und Multi-AZ", "Sicherheit |und |Multi-|AZ");
    expect("en", "word—dash and/or x", "word|—|dash |and/|or |x");
    expect("en", "3.5\u00A0GB of -5 x", "3.5\u00A0GB |of |-5 |x");
    expect("en", "https://partnercentral.awspartner.com/", "https://|partnercentral.awspartner.com/");
    expect("en", "https://a.com/b?c=d", "https://|a.com/|b?|c=d");
    expect("en", "one\ntwo\n", "one\n!two\n");
    expect("de", "„Wort“ (x) „(y)“", "„Wort“ |(x) |„(y)“");
    expect("en", "“word” (x) “ (y)", "“word” |(x) |“ (y)");
    expect("de", "Sicher\u00ADheit", "Sicher\u00AD-heit");
    expect("de", "", "");
    expect("de", " ", " ");
    expect("de", "Gruppen und -Rollen", "Gruppen |und |-Rollen");
}

/* A mixed paragraph, run by run: each range is the language's own, and the others are not touched. */
static void test_ranges(void **state) {
    (void)state;
    static const char text[] = "他说“你好”。Ein Satz. « non » ?";
    gsize length = strlen(text), german = strlen("他说“你好”。"), french = german + strlen("Ein Satz. ");
    guint8 breaks[100], whole[100];
    memset(breaks, 0x77, sizeof breaks);
    af_text_breaks(af_locale_get("zh-Hans"), AF_STRICTNESS_STRICT, text, length, 0, german, breaks);
    assert_int_equal(breaks[german - 1], AF_BREAK_NONE);
    assert_int_equal(breaks[german], 0x77);
    af_text_breaks(af_locale_get("de"), AF_STRICTNESS_STRICT, text, length, german, french, breaks);
    assert_int_equal(breaks[german], AF_BREAK_ALLOWED); /* the point between two runs is the later one's */
    assert_int_equal(breaks[french], 0x77);
    af_text_breaks(af_locale_get("fr"), AF_STRICTNESS_STRICT, text, length, french, length, breaks);
    assert_int_equal(breaks[french], AF_BREAK_ALLOWED);
    assert_int_equal(breaks[length], AF_BREAK_NONE);
    assert_int_equal(breaks[length + 1], 0x77);
    assert_int_equal(breaks[length - 1], AF_BREAK_NONE); /* before the question mark */
    /* Ranges of one language give what the whole gives. */
    af_text_breaks(af_locale_get("fr"), AF_STRICTNESS_STRICT, text, length, 0, length, whole);
    for (gsize cut = 1; cut < length; cut++) {
        memset(breaks, 0x77, sizeof breaks);
        af_text_breaks(af_locale_get("fr"), AF_STRICTNESS_STRICT, text, length, 0, cut, breaks);
        af_text_breaks(af_locale_get("fr"), AF_STRICTNESS_STRICT, text, length, cut, length, breaks);
        for (gsize i = 0; i <= length; i++)
            if (((guchar)text[cut] & 0xC0) != 0x80) assert_int_equal(breaks[i], whole[i]);
    }
}

static void test_hostile(void **state) {
    (void)state;
    static const char invalid[] = "a \xFF b\xE3\x81 \xC2";
    guint8 breaks[64];
    af_text_breaks(af_locale_get("fr"), AF_STRICTNESS_STRICT, invalid, sizeof invalid - 1, 0, sizeof invalid - 1,
                   breaks);
    af_text_breaks(af_locale_get("no such"), AF_STRICTNESS_PHRASE, invalid, sizeof invalid - 1, 3, 99, breaks);
    af_text_breaks(af_locale_get("de"), AF_STRICTNESS_STRICT, "", 0, 0, 0, breaks);
    static const char *const endless[] = {"( ", "漢", "ア", " ", "a", "«", "? ", "\u0301", "あ", "-", "\u00AD", "\n"};
    gint64 start = g_get_monotonic_time();
    for (gsize i = 0; i < G_N_ELEMENTS(endless); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (int n = 0; n < 10000; n++) g_string_append(text, endless[i]);
        g_autofree guint8 *many = g_malloc(text->len + 1);
        af_text_breaks(af_locale_get("fr"), AF_STRICTNESS_STRICT, text->str, text->len, 0, text->len, many);
        af_text_breaks(af_locale_get("ja"), AF_STRICTNESS_PHRASE, text->str, text->len, 0, text->len, many);
    }
    assert_true(g_get_monotonic_time() - start <
                20 * G_USEC_PER_SEC); /* far below even under valgrind, unless quadratic */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_japanese), cmocka_unit_test(test_chinese),
        cmocka_unit_test(test_traditional_chinese), cmocka_unit_test(test_korean),
        cmocka_unit_test(test_french),
        cmocka_unit_test(test_latin),    cmocka_unit_test(test_ranges),  cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

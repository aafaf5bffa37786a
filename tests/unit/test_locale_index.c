/* Alphabetic indexes: headings and their order. Character by character the headings are those of ICU's AlphabeticIndex
 * (C++) with English labels added; the order of Latin letters in Chinese and readings in zhuyin are ours. */
#include "locale/locale.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    const char *text, *label;
} Case;

static void expect_labels(const char *tag, const Case *cases) {
    for (; cases->text; cases++) {
        g_autofree char *label = af_index_label(af_locale_get(tag), cases->text);
        if (strcmp(label, cases->label) != 0) fail_msg("%s: %s is under %s", tag, cases->text, label);
    }
}

/* Texts in the order of the index, as "label: text, text; label: …". */
static void expect_index(const char *tag, const char *texts, const char *expected) {
    g_auto(GStrv) list = g_strsplit(texts, " ", -1);
    AfLocale *locale = af_locale_get(tag);
    for (guint i = 0; list[i]; i++) { /* by insertion, with nothing but strcmp */
        for (guint j = i; j > 0; j--) {
            g_autofree char *a = af_index_key(locale, list[j - 1]);
            g_autofree char *b = af_index_key(locale, list[j]);
            assert_int_equal(strspn(a, "0123456789abcdef"), strlen(a));
            if (strcmp(a, b) <= 0) break;
            char *swapped = list[j];
            list[j] = list[j - 1];
            list[j - 1] = swapped;
        }
    }
    g_autoptr(GString) index = g_string_new(NULL);
    g_autofree char *heading = NULL;
    for (guint i = 0; list[i]; i++) {
        char *label = af_index_label(locale, list[i]);
        if (g_strcmp0(label, heading) != 0) g_string_append_printf(index, "%s%s:", i ? "; " : "", label);
        g_string_append_printf(index, " %s", list[i]);
        g_free(heading);
        heading = label;
    }
    if (strcmp(index->str, expected) != 0) fail_msg("%s: %s", tag, index->str);
}

/* de, fr and en have A to Z, whatever accent is on a letter. */
static void test_latin(void **state) {
    (void)state;
    static const Case cases[] = {
        {"Ärger", "A"}, {"ärger", "A"},  {"Éclair", "E"},   {"œuvre", "O"},    {"ßtraße", "S"},
        {"Çà", "C"},    {"zoo", "Z"},    {"Ñandu", "N"},    {"Æther", "A"},    {"ＡＷＳ", "A"},
        {"3D", "0–9"},  {"９", "0–9"},   {"٣", "0–9"},      {".NET", "#"},     {"„S3“", "#"},
        {"", "#"},      {"€", "#"},      {"→", "#"},        {"安全", "…"},     {"あ", "…"},
        {"Ωmega", "…"}, {"Яндекс", "…"}, {"\u200FS3", "S"}, {"\xFF\xFE", "…"}, {NULL, NULL},
    };
    expect_labels("de", cases);
    expect_labels("fr", cases);
    expect_labels("en", cases);
    expect_labels("en-XA", cases);
    expect_labels("no such tag", cases);
    static const char texts[] = "Zone Äpfel Anker 3D Übung Umbau Ökonomie Ohr # 安全 Azur";
    expect_index("de", texts, "#: #; 0–9: 3D; A: Anker Äpfel Azur; O: Ohr Ökonomie; U: Übung Umbau; Z: Zone; …: 安全");
    expect_index("fr", "zone élan emploi école étape Eau", "E: Eau école élan emploi étape; Z: zone");
    expect_index("en", "role Region résumé zone", "R: Region résumé role; Z: zone");
    /* Letters of their own. */
    static const Case swedish[] = {{"Ärende", "Ä"}, {"Azur", "A"}, {"Öl", "Ö"}, {NULL, NULL}};
    expect_labels("sv", swedish);
    static const Case czech[] = {{"chléb", "CH"}, {"Cena", "C"}, {"čas", "Č"}, {"Hora", "H"}, {NULL, NULL}};
    expect_labels("cs", czech);
    expect_index("cs", "chléb cena hora ikona", "C: cena; H: hora; CH: chléb; I: ikona");
}

/* Readings in kana: rows of the gojūon, whatever kana; Latin terms before them. */
static void test_japanese(void **state) {
    (void)state;
    static const Case cases[] = {
        {"あんぜん", "あ"},   {"アクセス", "あ"}, {"ァ", "あ"},         {"ヴァージョン", "あ"}, {"うんよう", "あ"},
        {"ガバナンス", "か"}, {"かんさ", "か"},   {"ｶﾅ", "か"},         {"ざいこ", "さ"},       {"っ", "た"},
        {"データ", "た"},     {"ノード", "な"},   {"パイプ", "は"},     {"ばん", "は"},         {"ほしゅ", "は"},
        {"メール", "ま"},     {"ょ", "や"},       {"リージョン", "ら"}, {"ロール", "ら"},       {"ゎ", "わ"},
        {"を", "わ"},         {"ん", "わ"},       {"Amazon", "A"},      {"ＡＷＳ", "A"},        {"zone", "Z"},
        {"3層", "0–9"},       {"監査", "…"},      {"「", "#"},          {NULL, NULL},
    };
    expect_labels("ja", cases);
    expect_index("ja", "わく データ かんさ Zone あんぜん ガバナンス AWS 3層 りよう カナ 監査",
                 "0–9: 3層; A: AWS; Z: Zone; あ: あんぜん; か: カナ ガバナンス かんさ; た: データ; ら: りよう; わ: "
                 "わく; …: 監査");
}

/* Pinyin's letters, Latin terms under the same. */
static void test_simplified_chinese(void **state) {
    (void)state;
    static const Case cases[] = {
        {"安全", "A"}, {"北京", "B"}, {"存储", "C"}, {"数据", "S"},   {"审计", "S"},
        {"区域", "Q"}, {"云", "Y"},   {"组织", "Z"}, {"Amazon", "A"}, {"zone", "Z"},
        {"Île", "I"},  {"3D", "0–9"}, {"“", "#"},    {"かな", "…"},   {NULL, NULL},
    };
    expect_labels("zh-Hans", cases);
    expect_labels("zh", cases);
    expect_labels("zh-CN", cases);
    expect_index("zh-Hans", "组织 数据 安全 S3 Amazon 备份 zone 审计 3D B2B",
                 "0–9: 3D; A: 安全 Amazon; B: 备份 B2B; S: 审计 数据 S3; Z: 组织 zone");
    static const Case strokes[] = {{"一", "1 画"}, {"安", "6 画"}, {"A", "A"}, {NULL, NULL}};
    expect_labels("zh-Hans-u-co-stroke", strokes);
}

static void test_traditional_chinese(void **state) {
    (void)state;
    static const Case cases[] = {
        {"一", "1 劃"},  {"人員", "2 劃"}, {"安全", "6 劃"}, {"資料", "13 劃"}, {"稽核", "15 劃"}, {"龜", "16 劃"},
        {"灣", "25 劃"}, {"Amazon", "A"},  {"zone", "Z"},    {"3D", "0–9"},     {"「", "#"},       {NULL, NULL},
    };
    expect_labels("zh-Hant", cases);
    expect_labels("zh-TW", cases);
    expect_labels("zh-Hant-HK", cases);
    expect_index("zh-Hant", "資料 安全 Zone 人員 AWS 稽核 網路 3D",
                 "0–9: 3D; A: AWS; Z: Zone; 2 劃: 人員; 6 劃: 安全; 13 劃: 資料; 14 劃: 網路; 15 劃: 稽核");
    static const Case zhuyin[] = {
        {"備份", "ㄅ"},  {"安全", "ㄢ"}, {"資料", "ㄗ"}, {"網路", "ㄨ"},
        {"ㄅㄟˋ", "ㄅ"}, {"ㄢ", "ㄢ"},   {"AWS", "A"},   {NULL, NULL},
    };
    expect_labels("zh-Hant-u-co-zhuyin", zhuyin);
    expect_index("zh-Hant-u-co-zhuyin", "資料 安全 備份 AWS 網路 ㄅㄟˋ",
                 "A: AWS; ㄅ: 備份 ㄅㄟˋ; ㄗ: 資料; ㄢ: 安全; ㄨ: 網路");
}

static void test_others(void **state) {
    (void)state;
    static const Case russian[] = {{"Ёлка", "Е"}, {"Азия", "А"}, {"яблоко", "Я"}, {"AWS", "A"}, {NULL, NULL}};
    expect_labels("ru", russian);
    expect_index("ru", "AWS ёлка Азия емкость", "А: Азия; Е: ёлка емкость; A: AWS");
    static const Case arabic[] = {{"أمان", "ا"}, {"بيانات", "ب"}, {"AWS", "A"}, {"٣", "٠–٩"}, {NULL, NULL}};
    expect_labels("ar", arabic);
    static const Case hebrew[] = {{"אבטחה", "א"}, {"ענן", "ע"}, {"AWS", "A"}, {NULL, NULL}};
    expect_labels("he", hebrew);
    static const Case korean[] = {{"가용성", "ㄱ"}, {"까", "ㄱ"}, {"보안", "ㅂ"},
                                  {"하", "ㅎ"},     {"AWS", "A"}, {NULL, NULL}};
    expect_labels("ko", korean);
    static const Case vietnamese[] = {{"Đám", "Đ"}, {"ăn", "Ă"}, {"An", "A"}, {NULL, NULL}};
    expect_labels("vi", vietnamese);
    static const Case alphabet[] = {{"бакы", "Б"}, {"AWS", "A"}, {NULL, NULL}};
    expect_labels("az-Cyrl", alphabet); /* CLDR has no letters for its index: the alphabet's, as capitals */
}

/* A pseudo-language's marks are no part of the term. */
static void test_pseudo(void **state) {
    (void)state;
    static const char *const tags[] = {"en-XA", "ar-XB"}, *const terms[] = {"Audit", "Partner", "data",
                                                                            "Zone",  "Queue",   "mail"};
    for (gsize t = 0; t < G_N_ELEMENTS(tags); t++) {
        for (gsize i = 0; i < G_N_ELEMENTS(terms); i++) {
            g_autofree char *text = af_pseudo_text(tags[t], terms[i], TRUE, TRUE);
            g_autofree char *label = af_index_label(af_locale_get(tags[t]), text);
            if (*label != g_ascii_toupper(*terms[i]) || label[1]) fail_msg("%s is under %s", text, label);
        }
    }
}

static void test_time(void **state) {
    (void)state;
    gint64 start = g_get_monotonic_time();
    AfLocale *locale = af_locale_get("zh-Hant-MO"); /* a locale of its own: opened here */
    for (int i = 0; i < 2000; i++) {
        g_autofree char *text = g_strdup_printf("資料%d", i);
        g_autofree char *key = af_index_key(locale, text);
        assert_non_null(key);
    }
    assert_true(g_get_monotonic_time() - start < 2 * G_USEC_PER_SEC);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_latin),
        cmocka_unit_test(test_japanese),
        cmocka_unit_test(test_simplified_chinese),
        cmocka_unit_test(test_traditional_chinese),
        cmocka_unit_test(test_others),
        cmocka_unit_test(test_pseudo),
        cmocka_unit_test(test_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Names of attachments: words for files from names in many scripts, extensions, media types. */
#include "locale/names.h"
#include "mail/mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    const char *language, *name, *website, *expected;
} Case;

static void expect_words(const Case *cases, gsize n) {
    for (gsize i = 0; i < n; i++) {
        const Case *c = &cases[i];
        g_autofree char *word = af_mail_file_word(c->name, c->language, c->website, "otherwise");
        if (strcmp(word, c->expected) != 0)
            fail_msg("%s, %s, %s: \"%s\", not \"%s\"", c->language, c->name, c->website, word, c->expected);
    }
}

static void test_latin(void **state) {
    (void)state;
    static const Case cases[] = {
        {"de", "Nordlicht Filialsysteme GmbH", NULL, "nordlicht-filialsysteme-gmbh"},
        {"fr", "Maison Lumière Technologies SAS", NULL, "maison-lumiere-technologies-sas"},
        {"de", "Groß & Söhne ÄÖÜ", NULL, "gross-soehne-aeoeue"},
        {"de-AT", "Mu\u0308ller", NULL, "mueller"},
        {"fr", "Müller", NULL, "muller"},
        {"sv", "Åre Köttbullar", NULL, "are-kottbullar"},
        {"da", "Ærø Smørrebrød Århus", NULL, "aeroe-smoerrebroed-aarhus"},
        {"nb-NO", "Blåbær", NULL, "blaabaer"},
        {"pl", "Łódź Żółw", NULL, "lodz-zolw"},
        {"tr", "IŞIK İletişim ığüşöç", NULL, "isik-iletisim-igusoc"},
        {"az", "Xəzər", NULL, "xezer"},
        {"is", "Þór Ðe", NULL, "thor-de"},
        {"vi", "Đường Việt", NULL, "duong-viet"},
        {"fr", "L'Œuvre d’Été", NULL, "loeuvre-dete"},
        {"ca", "Paral·lel Col·legi", NULL, "parallel-collegi"},
        {"en", "A.B.C. Ltd. (St.P Ives) e.on", NULL, "abc-ltd-st-p-ives-e-on"},
        {"en", "Acme™ Rocket® 3 ½", NULL, "acme-rocket-3-1-2"},
        {"en", "ＡＣＭＥ\u3000ｏｎｅ", NULL, "acme-one"},
        {"en", "Nord\u00ADlicht\u200B", NULL, "nordlicht"},
        {"en", "٣ ۴ ５", NULL, "3-4-5"},
        {NULL, "Müller", NULL, "muller"},
        {"", "Müller", NULL, "muller"},
        {"no such tag!", "Müller", NULL, "muller"},
    };
    expect_words(cases, G_N_ELEMENTS(cases));
}

static void test_scripts(void **state) {
    (void)state;
    static const Case cases[] = {
        {"ru", "ООО «Яндекс» Щука", NULL, "ooo-yandeks-shchuka"},
        {"de", "Яндекс Їжак", NULL, "yandeks-izhak"},
        {"uk", "Їжак Галаган", NULL, "yizhak-halahan"},
        {"bg", "Щастие", NULL, "shtastie"},
        {"el", "Ελληνική ΑΘΗΝΑ", NULL, "elliniki-athina"},
        {"hy", "Երևան", NULL, "yerevan"},
        {"ka", "თბილისი", NULL, "tbilisi"},
        {"hi", "टाटा कंपनी", NULL, "tata-kampani"},
        {"ko", "주식회사 한빛소프트", NULL, "hanbichsopeuteu"},
        {"ko", "㈜한국어", NULL, "hangugeo"},
        {"ko", "LG전자", NULL, "lg-jeonja"},
        {"ja", "株式会社リクルート", NULL, "rikuruto"},
        {"ja", "㈱しんいち", NULL, "shinichi"},
        {"ja", "有限会社みずほソリューション", NULL, "mizuho-soryushon"},
        {"ja", "ヴィラ・ウィング クァルテット デュオ トゥ ﾌｧｲﾙ", NULL, "vira-wingu-kwarutetto-dyuo-tu-fairu"},
        {"ja", "イェーイ スィート ラーメン らーめん", NULL, "yei-sito-ramen-ramen"},
        {"ja", "ァッー ンァ", NULL, "atsu-na"},
        {"ja", "（株）ＩＨＩ", NULL, "ihi"},
        {"zh-Hans", "云禾家居科技有限公司", NULL, "yun-he-jiaju-keji"},
        {"zh-Hant", "臺灣電子股份有限公司", NULL, "taiwan-dianzi"},
        {"zh-CN", "北京 ABC 2 公司", NULL, "beijing-abc-2"},
        {"de", "Acme 有限公司", NULL, "acme"},
    };
    expect_words(cases, G_N_ELEMENTS(cases));
}

/* Where nothing can be said of the name. */
static void test_websites(void **state) {
    (void)state;
    static const Case cases[] = {
        {"ja", "株式会社白川リテールテック", "https://www.shirakawa-retailtech.example/", "shirakawa-retailtech"},
        {"ja", "株式会社", "https://www.shirakawa.example/", "shirakawa"},
        {"zh", "白川リテール", "https://shirakawa.example", "shirakawa"},
        {"ja", "ABC商事", "https://abc-shoji.co.jp/about?x=1#y", "abc-shoji"},
        {"en", "云禾", "http://user:secret@shop.yunhe.com.cn:8080/a/b", "yunhe"},
        {"ar", "دار الياسمين", "https://dar-el-yasmine.example", "dar-el-yasmine"},
        {"he", "חברה", "www.hevra.org.il", "hevra"},
        {"th", "บริษัท จำกัด", "HTTPS://WWW.Borisat.CO.TH./", "borisat"},
        {"en", "🚀🚀", "rocket.io", "rocket"},
        {"en", "", "https://go.com", "go"},
        {"en", NULL, "https://intranet/", "intranet"},
        {"en", NULL, "https://my_shop.example.com", "example"},
        {"de", "", "https://www.bücher.example/", "buecher"},
        {"de", "", "https://www.xn--bcher-kva.example/", "buecher"},
        {"ja", "", "https://ドメイン.example/", "domein"},
        {"zh", "", "https://xn--5rt016c.example/", "baichuan"},
        {"ja", "", "https://xn--5rt016c.example/", "otherwise"},
        {"en", "", "https://xn--a.example/", "otherwise"}, /* no A-label of anything */
        {"en", "", "https://www.co.uk/", "otherwise"},
        {"en", "", "https://www.example/", "otherwise"},
        {"en", "", "https://www/", "otherwise"},
        {"en", "", "https://localhost:8080/", "otherwise"},
        {"en", "", "https://192.0.2.1/x", "otherwise"},
        {"en", "", "https://192.168.513/x", "otherwise"},
        {"en", "", "https://[2001:db8::1]/x", "otherwise"},
        {"en", "", "https://", "otherwise"},
        {"en", "", "https:///etc/passwd", "otherwise"},
        {"en", "", "https://..", "otherwise"},
        {"en", "", "https://a b", "otherwise"},
        {"en", "", "https://%2e%2e%2f%2e%2e%2fx/", "otherwise"},
        {"en", "", "javascript:alert(1)", "otherwise"},
        {"en", "", "\xFF\xFE", "otherwise"},
        {"en", "", "", "otherwise"},
        {"en", "", NULL, "otherwise"},
    };
    expect_words(cases, G_N_ELEMENTS(cases));
}

static void expect_otherwise(const char *otherwise, const char *expected) {
    g_autofree char *word = af_mail_file_word("白川", "ja", NULL, otherwise);
    assert_string_equal(word, expected);
}

static void test_otherwise(void **state) {
    (void)state;
    expect_otherwise(NULL, "partner");
    expect_otherwise("", "partner");
    expect_otherwise("白川", "partner");
    expect_otherwise("../../", "partner");
    expect_otherwise("My Assessment.2", "my-assessment-2");
    expect_otherwise("nul", "nul-1");
}

static void test_cut(void **state) {
    (void)state;
    static const Case cases[] = {
        {"en", "abcdefghi abcdefghi abcdefghi abcdefghij", NULL, "abcdefghi-abcdefghi-abcdefghi-abcdefghij"}, /* 40 */
        {"en", "abcdefghi abcdefghi abcdefghi abcdefghijk", NULL, "abcdefghi-abcdefghi-abcdefghi"},
        {"en", "abcdefghi abcdefghi abcdefghi abcdefghijk a", NULL, "abcdefghi-abcdefghi-abcdefghi"},
        {"en", "abcdefghijabcdefghijabcdefghijabcdefghijklm n", NULL, "abcdefghijabcdefghijabcdefghijabcdefghij"},
        {"de", "ääääääääääääääääääääääääääää", NULL, "aeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeae"},
    };
    expect_words(cases, G_N_ELEMENTS(cases));
}

static void expect_safe(const char *word, const char *of) {
    static const char *const reserved[] = {"con", "prn", "aux", "nul", "com0", "com1", "com9", "lpt1", NULL};
    gsize length = strlen(word);
    gboolean safe = length >= 1 && length <= 40 && word[0] != '-' && word[length - 1] != '-' && !strstr(word, "--") &&
                    strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-") == length && !g_strv_contains(reserved, word);
    if (!safe) fail_msg("\"%s\" of \"%s\"", word, of);
}

static void test_hostile(void **state) {
    (void)state;
    static const Case cases[] = {
        {"en", "../../x", NULL, "x"},
        {"en", "a\nb\r\nBcc: c\"d\\e;f", NULL, "a-b-bcc-c-d-e-f"},
        {"en", "CON", NULL, "con-1"},
        {"en", " LPT1. ", NULL, "lpt1-1"},
        {"en", "com¹", NULL, "com1-1"},
        {"en", "com10", NULL, "com10"},
        {"en", "-rf", NULL, "rf"},
        {"en", ".", NULL, "otherwise"},
        {"en", "a\xFFz", NULL, "a-z"},
        {"en", "\u0301\u0301", NULL, "otherwise"},
        {"en", "1\uFE0F\u20E3 👩\u200D🚀", NULL, "1"},
        {"en", "$(id) `id` %s %n", NULL, "id-id-s-n"},
        {"en", "\uE000\U0010FFFF", "https://a.example", "a"},
    };
    expect_words(cases, G_N_ELEMENTS(cases));
    char override[8] = {0};
    g_unichar_to_utf8(0x202E, override);
    g_autofree char *turned = g_strconcat("x", override, "gpj.exe", NULL);
    g_autofree char *word = af_mail_file_word(turned, "en", NULL, NULL);
    assert_string_equal(word, "xgpj-exe");
}

/* Two hundred characters and more of anything, always the same. */
static void test_anything(void **state) {
    (void)state;
    static const char *const languages[] = {"de", "ja", "zh", "ko", "uk", "ar", "tr", ""};
    static const gunichar blocks[][2] = {{1, 0x7F},          {0x80, 0x24F},      {0x300, 0x36F},     {0x370, 0x5FF},
                                         {0x600, 0x7FF},     {0x900, 0x10FF},    {0x1100, 0x18AF},   {0x2000, 0x2BFF},
                                         {0x3000, 0x33FF},   {0x4E00, 0x9FFF},   {0xAC00, 0xD7A3},   {0xE000, 0xFFFF},
                                         {0x1D400, 0x1FAFF}, {0x20000, 0x2A6DF}, {0xE0000, 0xE01EF}, {1, 0x10FFFF}};
    g_autoptr(GRand) random = g_rand_new_with_seed(20261122);
    for (guint i = 0; i < 1600; i++) {
        g_autoptr(GString) name = g_string_new(NULL);
        guint length = (guint)g_rand_int_range(random, 0, i % 50 == 0 ? 20000 : 220);
        guint mixed = i % 3;
        const gunichar *block = blocks[i % G_N_ELEMENTS(blocks)];
        for (guint k = 0; k < length; k++) {
            if (mixed && k % 7 == 0) block = blocks[g_rand_int_range(random, 0, G_N_ELEMENTS(blocks))];
            gunichar c = (gunichar)g_rand_int_range(random, (gint32)block[0], (gint32)block[1] + 1);
            if (c >= 0xD800 && c <= 0xDFFF)
                g_string_append_c(name, '\xED');
            else
                g_string_append_unichar(name, c);
        }
        const char *language = languages[i / 2 % G_N_ELEMENTS(languages)];
        g_autofree char *word = af_mail_file_word(name->str, language, NULL, NULL);
        expect_safe(word, name->str);
        g_autofree char *site = af_mail_file_word(NULL, language, name->str, name->str);
        expect_safe(site, name->str);
        const char *fault = NULL;
        g_autofree char *domain = g_strconcat("a@", name->str, NULL), *address = af_mail_address(domain, &fault);
        assert_true((address != NULL) == (fault == NULL));
        if (address) assert_true(g_str_is_ascii(address));
    }
}

static void test_every_letter(void **state) {
    (void)state;
    for (gunichar c = 1; c < 0x30000; c++) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        char name[8] = {0};
        g_unichar_to_utf8(c, name);
        g_autofree char *word = af_mail_file_word(name, "zh", NULL, NULL);
        expect_safe(word, name);
    }
}

static void expect_extension(const char *path, const char *expected) {
    g_autofree char *extension = af_mail_extension(path);
    assert_string_equal(extension, expected);
}

static void test_extensions(void **state) {
    (void)state;
    expect_extension("proof/Diagram.PDF", ".pdf");
    expect_extension("a.tar.gz", ".gz");
    expect_extension("a.7z", ".7z");
    expect_extension("a.12345678", ".12345678");
    expect_extension("a.123456789", "");
    expect_extension("a.", "");
    expect_extension("a", "");
    expect_extension("", "");
    expect_extension(".pdf", "");
    expect_extension("x/.pdf", "");
    expect_extension("x.d/file", "");
    expect_extension("x.d/", "");
    expect_extension("a.p\ndf", "");
    expect_extension("a.p-f", "");
    expect_extension("a.pdf ", "");
    expect_extension("a.文", "");
    expect_extension("a.文.Xml", ".xml");
}

static void test_media_types(void **state) {
    (void)state;
    assert_string_equal(af_mail_media_type("a.pdf"), "application/pdf");
    assert_string_equal(af_mail_media_type("A.XML"), "application/xml");
    assert_string_equal(af_mail_media_type("a.b.Jpeg"), "image/jpeg");
    assert_string_equal(af_mail_media_type("a.docx"),
                        "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    assert_string_equal(af_mail_media_type("a.yml"), "application/yaml");
    assert_string_equal(af_mail_media_type("a.md"), "text/markdown");
    static const char *const unknown[] = {"a.eml", "a.msg", "a.exe", "a.pdfx", "a.pd",
                                          "a",     "pdf",   ".pdf",  "",       "a.pdf/b"};
    for (gsize i = 0; i < G_N_ELEMENTS(unknown); i++)
        assert_string_equal(af_mail_media_type(unknown[i]), "application/octet-stream");
}

/* What is refused is not the same as what says nothing. */
static void test_reading(void **state) {
    (void)state;
    AfLocale *locale = af_locale_get("ja");
    assert_null(af_latin(locale, "白川"));
    assert_null(af_latin(locale, "دار"));
    g_autofree char *symbols = af_latin(locale, "🚀 …"), *words = af_latin(locale, " Ａ  b, ");
    assert_string_equal(symbols, "");
    assert_string_equal(words, "a b");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_latin),       cmocka_unit_test(test_scripts),      cmocka_unit_test(test_websites),
        cmocka_unit_test(test_otherwise),   cmocka_unit_test(test_cut),          cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_anything),    cmocka_unit_test(test_every_letter), cmocka_unit_test(test_extensions),
        cmocka_unit_test(test_media_types), cmocka_unit_test(test_reading),
    };
    return cmocka_run_group_tests_name("mail names", tests, NULL, NULL);
}

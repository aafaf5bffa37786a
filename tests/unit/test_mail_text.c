/* The text of a mail: what stands where, and that a reader who knows RFC 3676 gets back every paragraph as it was. */
#include "base/xml.h"
#include "locale/text.h"
#include "mail/mail.h"

#include <libxml/parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>

#include <cmocka.h>

#define DIGEST "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

/* --- what is written --- */

static char *text_of_tree(const xmlDoc *doc, const char *language, gboolean *delsp) {
    GByteArray *bytes = af_mail_text(doc, language, delsp);
    g_byte_array_append(bytes, (const guint8 *)"", 1);
    return (char *)g_byte_array_free(bytes, FALSE);
}

static char *text_of(const char *body, const char *language, gboolean *delsp) {
    g_autofree char *page =
        g_strdup_printf("<html xmlns='http://www.w3.org/1999/xhtml' lang='%s'><head><title>Title</title>"
                        "<style>p { }</style></head><body>%s</body></html>",
                        language, body);
    g_autoptr(xmlDoc) doc = xmlReadMemory(page, (int)strlen(page), NULL, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    assert_non_null(doc);
    return text_of_tree(doc, "en", delsp);
}

static void expect_delsp(const char *body, const char *language, const char *expected, gboolean expected_delsp) {
    gboolean delsp = !expected_delsp;
    g_autofree char *text = text_of(body, language, &delsp);
    if (strcmp(text, expected) != 0) fail_msg("%s: got\n%s<end>, expected\n%s<end>", body, text, expected);
    assert_int_equal(delsp, expected_delsp);
}

static void expect(const char *body, const char *expected) {
    expect_delsp(body, "en", expected, FALSE);
}

/* --- the reader: RFC 3676 --- */

static int columns_of(const char *line) {
    int columns = 0;
    for (const char *p = line; *p; p = g_utf8_next_char(p)) {
        int width = u_getIntPropertyValue((UChar32)g_utf8_get_char(p), UCHAR_EAST_ASIAN_WIDTH);
        if (!g_unichar_iszerowidth(g_utf8_get_char(p)))
            columns += width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
    }
    return columns;
}

/* The paragraphs of a text, those of one line included. */
static GPtrArray *unflow(const char *text, gboolean delsp) {
    GPtrArray *paragraphs = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) paragraph = g_string_new(NULL);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **p = lines; p[0] && p[1]; p++) {
        char *line = *p;
        assert_true(strlen(line) <= 998);
        assert_true(*line != '>' && !g_str_has_prefix(line, "From "));
        gboolean is_separator = strcmp(line, "-- ") == 0;
        gboolean soft = g_str_has_suffix(line, " ") && !is_separator;
        if (is_separator) assert_int_equal(paragraph->len, 0); /* a line that goes on is no separator */
        if (*line == ' ') line++;
        g_string_append(paragraph, line);
        if (soft && delsp) g_string_truncate(paragraph, paragraph->len - 1);
        if (soft) continue;
        g_ptr_array_add(paragraphs, g_strdup(paragraph->str));
        g_string_truncate(paragraph, 0);
    }
    assert_int_equal(paragraph->len, 0); /* the last line does not go on */
    return paragraphs;
}

/* Lines of no more than 72 columns, unless a line could not have ended earlier. */
static void check_widths(const char *text, const char *language) {
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        if (columns_of(*line) <= 72) continue;
        const char *words = **line == ' ' ? *line + 1 : *line;
        if (g_str_has_prefix(words, "- ") || g_str_has_prefix(words, "-- ")) words = strchr(words, ' ') + 1;
        g_strchomp(*line);
        gsize length = strlen(words);
        g_autofree guint8 *breaks = g_malloc(length + 1);
        af_text_breaks(af_locale_get(language), AF_STRICTNESS_STRICT, words, length, 0, length, breaks);
        for (gsize i = 1; i < length; i++)
            if (breaks[i] == AF_BREAK_ALLOWED && words[i - 1] == ' ')
                fail_msg("%d columns: %s", columns_of(*line), *line);
    }
}

/* A paragraph as its only one; returns the number of lines. */
static guint check_paragraph(const char *paragraph, const char *language, gboolean *delsp) {
    g_autoptr(xmlDoc) doc = xmlNewDoc((const xmlChar *)"1.0");
    xmlNode *element = xmlNewDocNode(doc, NULL, (const xmlChar *)"p", NULL);
    xmlDocSetRootElement(doc, element);
    xmlNewProp(element, (const xmlChar *)"lang", (const xmlChar *)language);
    xmlAddChild(element, xmlNewText((const xmlChar *)paragraph));
    g_autofree char *text = text_of_tree(doc, "en", delsp);
    g_autoptr(GPtrArray) paragraphs = unflow(text, *delsp);
    assert_int_equal(paragraphs->len, 1);
    if (strcmp(g_ptr_array_index(paragraphs, 0), paragraph) != 0)
        fail_msg("%s: got\n%s\nfor\n%s\nas\n%s", language, (char *)g_ptr_array_index(paragraphs, 0), paragraph, text);
    check_widths(text, language);
    guint n = 0;
    for (const char *p = text; *p; p++) n += *p == '\n';
    return n;
}

/* --- tests --- */

static void test_blocks(void **state) {
    (void)state;
    expect("", "");
    expect("<p> One\n <b>two</b> </p><p/><p>Three</p>", "One two\n\nThree\n");
    expect("<h1>Title</h1><p>A</p><h2>Part</h2><p>B</p><h3>C</h3><h4>D</h4><p>E</p>",
           "Title\n\nA\n\nPart\nB\n\nC\n\nD\nE\n");
    expect("<h2>One</h2><section><p>A</p></section><section><p>B</p></section>", "One\nA\n\nB\n");
    expect("<div>a</div><div>b<br/>c<br/><br/>d</div>", "a\nb\nc\n\nd\n");
    expect("<p>Lead:</p><ul><li>a</li><li><p>b</p></li><li/></ul><p>End</p>", "Lead:\n\n- a\n- b\n\nEnd\n");
    expect("<ol><li>a<ul><li>x</li><li>y</li></ul></li><li>b</li></ol>", "1. a\n   - x\n   - y\n2. b\n");
    expect("<ul><li>a<br/>1</li><li>b<br/>2</li></ul>", "- a\n1\n\n- b\n2\n");
    expect("<p>a<script>b</script><span hidden=''>c</span><i aria-hidden='true'>d</i><!-- e --> <img alt='f'/></p>",
           "a f\n");
    expect("<table><caption>t</caption><tr><td>a</td><td>b</td></tr></table>", "t\na\nb\n");
    expect("text<p>more</p>", "text\n\nmore\n");
}

static void test_definitions(void **state) {
    (void)state;
    static const char body[] =
        "<p>A</p><dl><dt>N</dt><dd>V</dd><dt>M:</dt><dd><p>W</p></dd><dt>O</dt><dd>1</dd><dd>2</dd>"
        "<dt>P</dt><dd/></dl><p>B</p>";
    expect(body, "A\n\nN: V\nM: W\nO: 1\n2\nP:\n\nB\n");
    expect_delsp(body, "fr", "A\n\nN\u00A0: V\nM: W\nO\u00A0: 1\n2\nP\u00A0:\n\nB\n", FALSE);
    expect_delsp(body, "ja", "A\n\nN：V\nM: W\nO：1\n2\nP：\n\nB\n", FALSE);
    expect_delsp(body, "zh-Hans", "A\n\nN：V\nM: W\nO：1\n2\nP：\n\nB\n", FALSE);
    /* The term's own language; one with three letters is another. */
    expect("<dl><dt lang='zh'>N</dt><dd>V</dd><dt xml:lang='fr'>N</dt><dd>V</dd><dt lang='jam'>N</dt><dd>V</dd></dl>",
           "N：V\nN\u00A0: V\nN: V\n");
    expect("<ul><li>a<dl><dt>N</dt><dd>V</dd></dl></li><li>b</li></ul>", "- a\nN: V\n\n- b\n");
}

static void test_links(void **state) {
    (void)state;
    expect("<p>See <a href='https://a.example/b?c=d&amp;e'>this</a>.</p>", "See this <https://a.example/b?c=d&e>.\n");
    expect("<p><a href='https://a.example/'> https://a.example/ </a></p>", "https://a.example/\n");
    expect("<p><a href='mailto:x%2By@a.example?subject=z'>x+y@a.example</a></p>", "x+y@a.example\n");
    expect("<p><a href='mailto:x@a.example'>us</a></p>", "us <x@a.example>\n");
    expect("<p><a href='https://a.example/'/></p>", "<https://a.example/>\n");
    /* What leads nowhere, or is not to be known. */
    expect("<p><a href='#x'>a</a> <a href='javascript:b()'>b</a> <a href='/home/c'>c</a> <a href='file:///d'>d</a> "
           "<a>e</a></p>",
           "a b c d e\n");
    /* An address can neither end early nor take a line of its own. */
    expect("<p><a href='https://a.example/&gt; b&#10;c'>x</a></p>", "x <https://a.example/%3E%20b%20c>\n");
    /* Where it would fit in part. */
    expect_delsp("<p>詳しい説明はこちらの頁をご覧ください"
                 "<a href='https://a.example/日本語/の/長い/住所'>説明</a>をどうぞ、それから一行よりも長い文章</p>",
                 "ja",
                 "詳しい説明はこちらの頁をご覧ください説明  \n"
                 "<https://a.example/日本語/の/長い/住所>をどうぞ、それから一行よりも長い \n文章\n",
                 TRUE);
}

static void test_signature(void **state) {
    (void)state;
    expect("<p>A</p><footer class='x signature'><p>B</p><p>C</p></footer>", "A\n\n-- \nB\n\nC\n");
    expect("<p>A</p><hr class='signature'/><div>B</div><div>C</div>", "A\n\n-- \nB\nC\n");
    expect("<p>A</p><hr/><footer>B</footer>", "A\n\nB\n");
    expect("<p>--</p><p>B</p>", "--\n\nB\n");
}

static void test_stuffing(void **state) {
    (void)state;
    expect("<p>&gt; a</p><p>From b</p><p>From</p><p>Fromage c</p>", " > a\n\n From b\n\nFrom\n\nFromage c\n");
    /* Lines that begin so because they were broken there. */
    gboolean delsp = FALSE;
    assert_int_equal(
        check_paragraph("1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 123456 From here >> on",
                        "en", &delsp),
        2);
    assert_int_equal(
        check_paragraph("1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 123456 >> and on", "en",
                        &delsp),
        2);
    assert_false(delsp);
    /* Two hyphens would be the line before a signature. */
    check_paragraph("-- 12345678901234567890123456789012345678901234567890123456789012345678901234567890 x", "en",
                    &delsp);
    check_paragraph("--漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", "ja", &delsp);
    check_paragraph("a -- 12345678901234567890123456789012345678901234567890123456789012345678901 -- x", "en", &delsp);
    assert_false(delsp);
}

static void test_languages(void **state) {
    (void)state;
    static const struct {
        const char *language, *paragraph;
        gboolean delsp;
    } cases[] = {
        {"de",
         "Die Nordlicht GmbH reicht mit dieser Nachricht die Selbstbewertung der Lösung „Küstenkasse“ ein – mit allen "
         "Anlagen.",
         FALSE},
        {"en",
         "We hereby submit the self-assessment for the Retail Technology Competency, with four customer case studies.",
         FALSE},
        {"fr",
         "Bonjour, voici l’auto-évaluation de «\u202FMaison Lumière\u202F»\u00A0: elle contient quatre études de "
         "cas\u202F; merci "
         "d’avance\u202F! Vous répondez sous cinq jours ?",
         FALSE},
        {"ja",
         "株式会社白川システムズは、AWS リテールテクノロジー・コンピテンシーのセルフアセスメント（バージョン "
         "4.1）を提出いたします。"
         "ご確認のほど、よろしくお願い申し上げます。",
         TRUE},
        {"zh-Hans",
         "上海云帆信息技术有限公司现提交 AWS "
         "零售能力“自我评估”，包括四个客户案例研究、架构图和支持文档，请查收。谢谢！",
         TRUE},
        {"de",
         "Ein Satz mit dem Namen 株式会社白川システムズ darin, der länger ist als eine Zeile, und doch nur bei "
         "Leerzeichen "
         "bricht.",
         FALSE},
        {"de",
         "Ein Titel: "
         "株式会社白川システムズは、リテールテクノロジー・コンピテンシーのセルフアセスメントを提出いたします。",
         TRUE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gboolean delsp = !cases[i].delsp;
        assert_in_range(check_paragraph(cases[i].paragraph, cases[i].language, &delsp), 2, 3);
        assert_int_equal(delsp, cases[i].delsp);
    }
    /* Lines are full, and none begins with what may not begin one. */
    expect_delsp("<p>一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五。六</p>", "zh-Hans",
                 "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四 \n五。六\n", TRUE);
    /* Every paragraph is broken in its own language, and all are of one kind. */
    expect_delsp("<p>一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八</p>"
                 "<p lang='en'>An English paragraph in a Chinese mail that takes more than one line there</p>",
                 "zh-Hans",
                 "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五 \n六七八\n\n"
                 "An English paragraph in a Chinese mail that takes more than one line  \nthere\n",
                 TRUE);
}

static void test_long_words(void **state) {
    (void)state;
    gboolean delsp = TRUE;
    expect("<ul><li>SHA-256: <code>" DIGEST "</code></li></ul>", "- SHA-256: \n" DIGEST "\n");
    expect("<ul><li><code>" DIGEST "" DIGEST "</code></li></ul>", "- " DIGEST DIGEST "\n");
    assert_int_equal(check_paragraph("https://a.example/" DIGEST "/" DIGEST "?a=b&c=d-e word", "en", &delsp), 2);
    assert_false(delsp);
    /* Longer than a line of a message may be at all. */
    g_autofree char *latin = g_strnfill(5000, 'x');
    assert_in_range(check_paragraph(latin, "en", &delsp), 6, 7);
    assert_true(delsp);
    g_autoptr(GString) marks = g_string_new("e");
    for (int i = 0; i < 2000; i++) g_string_append(marks, "\u0301");
    assert_in_range(check_paragraph(marks->str, "fr", &delsp), 5, 6);
    assert_true(delsp);
}

static void test_controls(void **state) {
    (void)state;
    expect("<p>a\u202Eb\u2066c\u2028d\u2029e&#x85;f</p>", "a b c d e f\n");
    expect("<p>a&#9;b&#13;&#10;c&#10;-- &#10;d</p>", "a b c -- d\n");
    expect("<p>a\u00A0\u00A0b\u3000c</p>", "a\u00A0\u00A0b\u3000c\n");
}

/* Whatever a paragraph is made of. */
static void test_round_trip(void **state) {
    (void)state;
    static const char *const words[] = {
        "a",
        "I",
        "the",
        "Sicherheit",
        "Multi-AZ",
        "Geschäftsmodelle",
        "l’été",
        "«\u202Fclé\u202F»",
        "oui\u00A0:",
        "10\u00A0GB",
        "--",
        "-",
        ">",
        "From",
        "http://a.example/b/c?d=e",
        DIGEST,
        "日本語",
        "、",
        "キャッシュー",
        "「引用」",
        "漢",
        "“你好”。",
        "👩‍👩‍👧",
        "e\u0301",
        "\u3000",
        "한국어",
        "שלום",
        "(x)",
        "AWS",
        "—",
        "1234567890123456789012345678901234567890123456789012345678901234567890123456789"};
    static const char *const languages[] = {"de", "en", "fr", "ja", "zh-Hans", "ko", "und"};
    g_autoptr(GRand) random = g_rand_new_with_seed(4);
    guint flowed[2] = {0};
    for (int n = 0; n < 1500; n++) {
        g_autoptr(GString) paragraph = g_string_new(NULL);
        int length = g_rand_int_range(random, 1, 60), glue = g_rand_int_range(random, 0, 4);
        for (int i = 0; i < length; i++) {
            if (i > 0 && g_rand_int_range(random, 0, 4) >= glue) g_string_append_c(paragraph, ' ');
            g_string_append(paragraph, words[g_rand_int_range(random, 0, G_N_ELEMENTS(words))]);
        }
        gboolean delsp = FALSE;
        guint lines = check_paragraph(paragraph->str, languages[n % (int)G_N_ELEMENTS(languages)], &delsp);
        if (lines > 1) flowed[delsp]++;
    }
    assert_true(flowed[0] > 100 && flowed[1] > 100); /* that both ways were gone */
}

static void test_hostile(void **state) {
    (void)state;
    gint64 start = g_get_monotonic_time();
    /* Deep, and many. */
    g_autoptr(xmlDoc) doc = xmlNewDoc((const xmlChar *)"1.0");
    xmlNode *node = xmlNewDocNode(doc, NULL, (const xmlChar *)"html", NULL);
    xmlDocSetRootElement(doc, node);
    static const char *const names[] = {"div", "ul", "li", "dl", "dt", "dd", "a", "h2", "p"};
    for (int i = 0; i < 3000; i++) {
        xmlNewTextChild(node, NULL, (const xmlChar *)"b", (const xmlChar *)"x");
        node = xmlNewChild(node, NULL, (const xmlChar *)names[i % (int)G_N_ELEMENTS(names)], NULL);
    }
    gboolean delsp = FALSE;
    g_autofree char *deep = text_of_tree(doc, "en", &delsp);
    assert_true(strlen(deep) > 3000);
    static const char *const endless[] = {
        "x ", "漢", "\u0301", "- ", "> ", "<br/>", "<p>a</p>", "<i lang='ja'>あ</i>", "<a href='https://a/'>b</a>"};
    for (gsize i = 0; i < G_N_ELEMENTS(endless); i++) {
        g_autoptr(GString) body = g_string_new(NULL);
        for (int n = 0; n < 20000; n++) g_string_append(body, strcmp(endless[i], "> ") == 0 ? "&gt; " : endless[i]);
        g_autofree char *text = text_of(body->str, "de", &delsp);
        g_autoptr(GPtrArray) paragraphs = unflow(text, delsp);
        assert_true(paragraphs->len > 0 || strcmp(endless[i], "<br/>") == 0);
    }
    assert_true(g_get_monotonic_time() - start < 60 * G_USEC_PER_SEC);
}

int main(void) {
    af_xml_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks),     cmocka_unit_test(test_definitions), cmocka_unit_test(test_links),
        cmocka_unit_test(test_signature),  cmocka_unit_test(test_stuffing),    cmocka_unit_test(test_languages),
        cmocka_unit_test(test_long_words), cmocka_unit_test(test_controls),    cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Lines: where they are broken, what they are made of; page numbers; fonts by language. */
#include "test_fo.h"

#include "layout/internal.h"
#include "paint/paint.h"

#include <pango/pangofc-font.h>

#define PAGE "><fo:layout-master-set><fo:simple-page-master master-name='p' page-width='%gpt' page-height='800pt'><fo:region-body/></fo:simple-page-master>" \
             "</fo:layout-master-set><fo:page-sequence master-reference='p'><fo:flow flow-name='xsl-region-body'>"
#define PAGE_END "</fo:flow></fo:page-sequence>" FO_END

typedef struct {
    Tree tree;
    AfPages *pages;
} Laid;

/* A block of this text and with these attributes on a page of this width, in 10 points. */
static Laid lay_out(double width, const char *attributes, const char *text) {
    g_autofree char *fo = g_strdup_printf(FO " font-family='Noto Sans' font-size='10pt'" PAGE "<fo:block %s>%s</fo:block>" PAGE_END, width, attributes, text);
    Laid laid = {tree_read(fo), NULL};
    laid.pages = af_layout(laid.tree.fo, laid.tree.diagnostics);
    assert_non_null(laid.pages);
    return laid;
}

static void laid_free(Laid *laid) {
    af_pages_free(laid->pages);
    tree_free(&laid->tree);
}

/* The lines as "one|two", hyphens as they are painted. */
static char *lines_of(const AfPages *pages) {
    GString *out = g_string_new(NULL);
    const AfPage *page = af_pages_get(pages, 0);
    for (guint i = 0; i < page->areas->len; i++) {
        const AfArea *area = g_ptr_array_index(page->areas, i);
        if (area->kind != AF_AREA_TEXT) continue;
        if (area->line > 0 && ((AfArea *)g_ptr_array_index(page->areas, i - 1))->line != area->line) g_string_append_c(out, '|');
        const PangoItem *item = area->glyphs->item;
        g_autofree char *text = g_strndup(area->text + item->offset, (gsize)item->length);
        g_string_append(out, !strcmp(text, "\u00AD") ? "-" : text);
    }
    return g_string_free(out, FALSE);
}

static void assert_lines(double width, const char *attributes, const char *text, const char *expected) {
    Laid laid = lay_out(width, attributes, text);
    g_autofree char *lines = lines_of(laid.pages);
    assert_string_equal(lines, expected);
    laid_free(&laid);
}

static void test_whole_paragraph(void **state) {
    (void)state;
    assert_lines(1000, "", "one line", "one line");
    assert_lines(70, "", "aaaa bbbb cccc dddd", "aaaa bbbb|cccc dddd");
    assert_lines(10, "", "a b c", "a|b|c");
    assert_lines(1000, "", "one&#x2028;two", "one|two");
    assert_lines(1000, "linefeed-treatment='preserve'", "one\ntwo\n", "one|two");
    assert_lines(1000, "", "  one \n two  ", "one two");
}

static void test_hyphens(void **state) {
    (void)state;
    assert_lines(70, "xml:lang='de' hyphenate='true'", "Verwaltungsberechtigung", "Verwaltungs-|berechtigung");
    assert_lines(70, "", "Verwaltungs&#xAD;berechtigung", "Verwaltungs-|berechtigung");
    assert_lines(300, "", "Verwaltungs&#xAD;berechtigung", "Verwaltungsberechtigung");
    assert_lines(95, "xml:lang='de' hyphenate='true' hyphenation-push-character-count='13'", "Verwaltungsberechtigung", "Verwal-|tungsberechtigung");
}

static void test_overfull(void **state) {
    (void)state;
    Laid laid = lay_out(40, "wrap-option='no-wrap'", "far too long for this");
    assert_int_equal(af_diagnostics_count(laid.tree.diagnostics), 1);
    const AfDiagnostic *d = af_diagnostics_get(laid.tree.diagnostics, 0);
    assert_int_equal(d->code, AF_D_OVERFULL_LINE);
    assert_true(d->args[0].number > 40 && d->args[0].number < 80);
    assert_string_equal(d->args[1].string, "far too long for this");
    laid_free(&laid);
    assert_lines(40, "", "abcdefghijklmno", "abcdefg|hijklmn|o");
}

/* Advances are not rounded: the line is as wide as its glyphs. */
static void test_widths(void **state) {
    (void)state;
    Laid laid = lay_out(500, "", "AVAVA");
    const AfArea *area = g_ptr_array_index(af_pages_get(laid.pages, 0)->areas, 0);
    assert_int_equal(area->width, af_glyphs_width(area->glyphs));
    assert_int_equal(area->y, 10118); /* 10.69 up to the ascent, less half of 13.62 - 12 */
    laid_free(&laid);
}

static void test_number_formats(void **state) {
    (void)state;
    static const struct { const char *format; int number; const char *text; } cases[] = {
        {"1", 12, "12"},      {"01", 7, "07"},     {"001", 1234, "1234"}, {"i", 4, "iv"},    {"I", 1999, "MCMXCIX"}, {"i", 3999, "mmmcmxcix"},
        {"i", 4000, "4000"},  {"i", 0, "0"},       {"a", 1, "a"},         {"a", 26, "z"},    {"a", 27, "aa"},        {"A", 702, "ZZ"},
        {"A", 703, "AAA"},    {"a", 0, "0"},       {"", 5, "5"},          {"x", 5, "5"},     {"0", 5, "05"},         {"00000000000000000001", 5, "5"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = af_page_number_format(cases[i].format, cases[i].number);
        assert_string_equal(text, cases[i].text);
    }
}

static PangoGlyph first_glyph(const char *language, const char *text, char **family) {
    g_autofree char *attributes = g_strdup_printf("xml:lang='%s'", language);
    Laid laid = lay_out(500, attributes, text);
    const AfArea *area = g_ptr_array_index(af_pages_get(laid.pages, 0)->areas, 0);
    PangoGlyph glyph = area->glyphs->glyphs->glyphs[0].glyph;
    PangoFontDescription *font = pango_font_describe(area->glyphs->item->analysis.font);
    *family = g_strdup(pango_font_description_get_family(font));
    pango_font_description_free(font);
    laid_free(&laid);
    return glyph;
}

/* U+76F4 has another form in Chinese than in Japanese: another font or another glyph of the same. Latin letters share theirs. */
static void test_fonts_by_language(void **state) {
    (void)state;
    g_autofree char *ja = NULL, *zh = NULL, *en = NULL, *de = NULL, *quote_zh = NULL, *quote_en = NULL;
    PangoGlyph japanese = first_glyph("ja", "直", &ja), chinese = first_glyph("zh-Hans", "直", &zh);
    assert_false(japanese & PANGO_GLYPH_UNKNOWN_FLAG);
    assert_true(japanese != chinese || strcmp(ja, zh));
    assert_int_equal(first_glyph("en", "a", &en), first_glyph("de", "a", &de));
    assert_string_equal(en, de);
    first_glyph("zh-Hans", "“", &quote_zh);
    first_glyph("en", "“", &quote_en);
    assert_string_not_equal(quote_zh, quote_en);
}

/* Where the ink of the only glyph begins and ends, in thousandths of its width. */
static void ink(const char *language, const char *text, int *start, int *end) {
    g_autofree char *attributes = g_strdup_printf("xml:lang='%s'", language);
    Laid laid = lay_out(500, attributes, text);
    const AfArea *area = g_ptr_array_index(af_pages_get(laid.pages, 0)->areas, 0);
    PangoRectangle inked, logical;
    PangoFont *font = area->glyphs->item->analysis.font;
    pango_font_get_glyph_extents(font, area->glyphs->glyphs->glyphs[0].glyph, &inked, &logical);
    assert_true(logical.width > 0);
    *start = inked.x * 1000 / logical.width;
    *end = (inked.x + inked.width) * 1000 / logical.width;
    laid_free(&laid);
}

static void expect_family(const char *language, const char *character, const char *family) {
    g_autofree char *got = NULL;
    assert_false(first_glyph(language, character, &got) & PANGO_GLYPH_UNKNOWN_FLAG);
    assert_string_equal(got, family);
}

/* The same characters come from the face of each language. The common one of Traditional Chinese has nearly all that is
 * asked here; the others take what is rare with them from their whole face; in other languages Japanese is asked first,
 * whatever the reader's LANGUAGE is (main). */
static void test_faces_of_han(void **state) {
    (void)state;
    static const struct { const char *tag, *common, *rare; } cases[] = {
        {"zh-Hant", "Noto Sans CJK TC", "Noto Sans CJK TC"},
        {"zh-TW", "Noto Sans CJK TC", "Noto Sans CJK TC"},
        {"zh-HK", "Noto Sans CJK TC", "Noto Sans CJK TC"},
        {"zh-MO", "Noto Sans CJK TC", "Noto Sans CJK TC"},
        {"zh-Hant-HK", "Noto Sans CJK TC", "Noto Sans CJK TC"},
        {"zh-Hans", "Noto Sans CJK SC", "Noto Sans CJK SC Rest"},
        {"zh", "Noto Sans CJK SC", "Noto Sans CJK SC Rest"},
        {"zh-CN", "Noto Sans CJK SC", "Noto Sans CJK SC Rest"},
        {"zh-Hans-TW", "Noto Sans CJK SC", "Noto Sans CJK SC Rest"},
        {"ja", "Noto Sans CJK JP", "Noto Sans CJK JP Rest"},
        {"en", "Noto Sans CJK JP", "Noto Sans CJK TC"},
    };
    static const char *const common[] = {"骨", "直", "令", "，", "。", "「"}, *const rare[] = {"戶", "說", "嗎"};
    static const char *const marks[] = {"“", "—", "…"};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        gboolean english = g_str_equal(cases[i].tag, "en");
        const char *marked = english ? "Noto Sans" : cases[i].common;
        for (size_t c = 0; c < G_N_ELEMENTS(common); c++) expect_family(cases[i].tag, common[c], cases[i].common);
        for (size_t c = 0; c < G_N_ELEMENTS(rare); c++) expect_family(cases[i].tag, rare[c], cases[i].rare);
        for (size_t c = 0; c < G_N_ELEMENTS(marks); c++) expect_family(cases[i].tag, marks[c], marked);
        expect_family(cases[i].tag, "A", english ? "Noto Sans" : "Noto Sans Latin");
    }
    expect_family("zh-Hant", "裏", "Noto Sans CJK TC");
    expect_family("zh-Hant", "门", "Noto Sans CJK TC Rest");
}

/* Full stop and comma stand in the middle of the em in Taiwan, in its first half elsewhere. */
static void test_punctuation_of_han(void **state) {
    (void)state;
    static const char *const marks[] = {"。", "，", "、"};
    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
        int start, end;
        ink("zh-Hant", marks[i], &start, &end);
        assert_in_range((start + end) / 2, 450, 550);
        ink("zh-Hans", marks[i], &start, &end);
        assert_in_range(end, 1, 499);
        ink("ja", marks[i], &start, &end);
        assert_in_range(end, 1, 499);
    }
}

/* Styles that differ only in what does not matter to a font share one. */
static void test_fonts_shared(void **state) {
    (void)state;
    Laid laid = lay_out(500, "", "<fo:inline id='a' color='red'>a</fo:inline><fo:inline id='b' color='blue'>b</fo:inline><fo:inline id='c' font-weight='bold'>c</fo:inline>");
    const AfFont *a = af_font_get(laid.pages, style_of(&laid.tree, "a")), *b = af_font_get(laid.pages, style_of(&laid.tree, "b"));
    assert_ptr_equal(a, b);
    assert_ptr_not_equal(a, af_font_get(laid.pages, style_of(&laid.tree, "c")));
    assert_near(AF_POINTS(a->size), 10);
    assert_near(AF_POINTS(a->line_height), 12);
    laid_free(&laid);
}

static void test_saturation(void **state) {
    (void)state;
    assert_int_equal(af_units(1), 1024);
    assert_int_equal(af_units(-0.5), -512);
    assert_int_equal(af_units(1e300), AF_MOST);
    assert_int_equal(af_units(-1e300), -AF_MOST);
    assert_int_equal(af_units((double)NAN), -AF_MOST);
    assert_int_equal(af_sum(AF_MOST, AF_MOST), AF_MOST);
    assert_int_equal(af_sum(-AF_MOST, -AF_MOST), -AF_MOST);
    assert_int_equal(af_sum(AF_MOST, -5), AF_MOST - 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_paragraph), cmocka_unit_test(test_hyphens),          cmocka_unit_test(test_overfull),
        cmocka_unit_test(test_widths),          cmocka_unit_test(test_number_formats),   cmocka_unit_test(test_fonts_by_language),
        cmocka_unit_test(test_fonts_shared),    cmocka_unit_test(test_saturation),
        cmocka_unit_test(test_faces_of_han),    cmocka_unit_test(test_punctuation_of_han),
    };
    g_setenv("LANGUAGE", "zh_CN", TRUE); /* Pango would give it to Han in other languages' texts */
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    af_paint_end();
    return failed;
}

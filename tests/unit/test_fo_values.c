/* Property values: numbers, units, expressions, functions, colours; what is none is refused. */
#include "test_fo.h"

/* Reads a value as the named property of an object of 10 points in a parent of 20, indented by 7. What was taken for a value
 * that is out of range, or NULL, is in *instead. */
static gboolean parse_instead(const char *property, const char *text, AfValue *value, char **instead) {
    Tree tree = tree_read(FO " font-size='20pt' start-indent='7pt' provisional-distance-between-starts='30pt'"
                             " provisional-label-separation='4pt' font-weight='500' padding-before='3pt' color='red' text-align='end'/>");
    const AfFoNode *root = af_fo_root(tree.fo);
    AfFoStyle out = *root->style;
    AfValueContext ctx = {.fo = tree.fo, .xml = root->xml, .parent = root->style, .out = &out, .em = 10};
    ctx.property = af_property_find(property);
    assert_int_not_equal(ctx.property, AF_PROPERTY_COUNT);
    gboolean ok = af_value_parse(&ctx, text, value);
    *instead = ctx.instead;
    tree_free(&tree);
    return ok;
}

/* The same, where no other value is taken. */
static gboolean parse(const char *property, const char *text, AfValue *value) {
    char *instead;
    gboolean ok = parse_instead(property, text, value, &instead);
    if (ok && instead) fail_msg("%s of %s is taken as %s", text, property, instead);
    g_free(instead);
    return ok;
}

static void assert_instead(const char *property, const char *text, double number, const char *expected) {
    AfValue value;
    g_autofree char *instead = NULL;
    if (!parse_instead(property, text, &value, &instead)) fail_msg("%s is no %s", text, property);
    if (!instead) fail_msg("%s of %s is in range", text, property);
    assert_string_equal(instead, expected);
    assert_near(value.number, number);
}

static void assert_length(const char *property, const char *text, double points, double percent) {
    AfValue value;
    if (!parse(property, text, &value)) fail_msg("%s is no %s", text, property);
    assert_int_equal(value.kind, AF_V_LENGTH);
    assert_near(value.number, points);
    assert_near(value.percent, percent);
}

static void assert_number(const char *property, const char *text, double number) {
    AfValue value;
    if (!parse(property, text, &value)) fail_msg("%s is no %s", text, property);
    assert_int_equal(value.kind, AF_V_NUMBER);
    assert_near(value.number, number);
}

static void refuse(const char *property, const char *text) {
    AfValue value;
    if (parse(property, text, &value)) fail_msg("%s is taken as %s", text, property);
}

static void test_units(void **state) {
    (void)state;
    assert_length("start-indent", "12pt", 12, 0);
    assert_length("start-indent", "1in", 72, 0);
    assert_length("start-indent", "2.54cm", 72, 0);
    assert_length("start-indent", "25.4mm", 72, 0);
    assert_length("start-indent", "1pc", 12, 0);
    assert_length("start-indent", "4px", 4, 0);
    assert_length("start-indent", "1IN", 72, 0);
    assert_length("start-indent", "500mpt", 0.5, 0);
    assert_length("start-indent", "1.5em", 15, 0);
    assert_length("start-indent", ".5em", 5, 0);
    assert_length("start-indent", "-3pt", -3, 0);
    assert_length("start-indent", "+3pt", 3, 0);
    assert_length("start-indent", "0", 0, 0);
    assert_length("start-indent", "50%", 0, 50);
    static const char *const wrong[] = {"",    "pt",   "3 pt", "3xx",  "3pt4", "1e3pt",   "0x1pt", "INF", "NaN",   "1..2pt",
                                        "--",  "3,5pt", "3pt 4pt", ".pt",  "%",   "1pt;", "262145pt", "-1e9pt", "99999999999999999999999999999999999pt"};
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) refuse("start-indent", wrong[i]);
    assert_length("start-indent", "262144pt", 262144, 0);
}

static void test_expressions(void **state) {
    (void)state;
    assert_length("start-indent", "1pt + 2pt * 3", 7, 0);
    assert_length("start-indent", "(1pt + 2pt) * 3", 9, 0);
    assert_length("start-indent", "10pt div 4", 2.5, 0);
    assert_length("start-indent", "10pt mod 4", 2, 0);
    assert_length("start-indent", "100% - 2 * 10mm", -56.6929, 100);
    assert_length("start-indent", "-(1pt - 3pt)", 2, 0);
    assert_length("start-indent", "1in*(2 div 3)", 48, 0);
    assert_number("orphans", "1 + 2 * 2", 5);
    assert_number("orphans", "7 mod 4", 3);
    assert_number("orphans", "10pt div 2pt", 5);
    static const char *const wrong[] = {"1pt + 2", "1pt * 1pt", "1 div 1pt", "1pt div 0", "1pt mod 0pt", "(1pt", "1pt)", "1pt +", "* 2", "1pt divv 2"};
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) refuse("start-indent", wrong[i]);
    g_autofree char *deep = g_strnfill(70, '(');
    refuse("start-indent", deep);
}

static void test_functions(void **state) {
    (void)state;
    assert_length("start-indent", "max(3pt, 2pt)", 3, 0);
    assert_length("start-indent", "min(3pt, 2pt) + 1pt", 3, 0);
    assert_length("start-indent", "abs(-3pt)", 3, 0);
    assert_number("orphans", "floor(2.9)", 2);
    assert_number("orphans", "ceiling(2.1)", 3);
    assert_number("orphans", "round(2.5)", 3);
    assert_length("start-indent", "body-start()", 37, 0);
    assert_length("end-indent", "label-end()", -33, 100);
    assert_length("start-indent", "inherited-property-value(start-indent)", 7, 0);
    assert_length("start-indent", "inherited-property-value() + 1pt", 8, 0);
    assert_length("end-indent", "from-parent(start-indent) * 2", 14, 0);
    assert_length("end-indent", "from-parent('start-indent')", 7, 0);
    assert_length("padding-after", "from-nearest-specified-value(padding-before) + 1pt", 4, 0);
    assert_length("padding-after", "from-nearest-specified-value(padding-end)", 0, 0); /* given nowhere: the initial value */
    assert_length("padding-after", "from-parent(padding-top)", 3, 0);
    assert_length("start-indent", "max(10%, 20%)", 0, 20);
    assert_length("start-indent", "min(10% + 2pt, 20% + 3pt)", 2, 10);
    assert_length("start-indent", "abs(-10%)", 0, 10);
    assert_number("line-height", "20% div 10%", 2);
    assert_number("orphans", "10 div 2.5", 4);
    assert_length("font-size", "system-font(caption)", 10, 0);
    assert_length("start-indent", "-body-start()", -37, 0);
    AfValue value;
    assert_true(parse("background-color", "from-parent(color)", &value));
    assert_int_equal(value.color, 0xFF0000FF);
    assert_true(parse("text-align-last", "from-parent(text-align)", &value));
    assert_int_equal(value.keyword, AF_KW_END);
    assert_false(parse("border-collapse", "from-parent(text-align)", &value));
    assert_true(parse("column-width", "2 * proportional-column-width(1)", &value));
    assert_int_equal(value.kind, AF_V_PROPORTION);
    assert_true(parse("column-width", "proportional-column-width(2.5)", &value));
    assert_int_equal(value.kind, AF_V_PROPORTION);
    assert_near(value.number, 2.5);
    static const char *const wrong[] = {"max(1pt)", "max(1pt, 2)", "max(1pt, 2pt, 3pt)", "abs(1pt, 2pt)", "body-start(1)", "nothing(1pt)",
                                        "from-parent(nothing)", "abs", "proportional-column-width(1)", "max(1%, 2pt)", "floor(50%)", "merge-property-values()",
                                        "from-parent(color)", "from-parent(start-indent", "inherited-property-value(padding-before)"};
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) refuse("start-indent", wrong[i]);
    refuse("column-width", "proportional-column-width(0)");
    refuse("column-width", "proportional-column-width(1pt)");
    refuse("column-width", "-2pt");
}

/* Font size and line height know what their percentages are of; sizes are never negative. */
static void test_particular(void **state) {
    (void)state;
    assert_length("font-size", "150%", 15, 0);
    assert_length("font-size", "larger", 12, 0);
    assert_length("font-size", "smaller", 8.3333, 0);
    assert_length("font-size", "xx-small", 6.9444, 0);
    assert_length("font-size", "xx-large", 20.736, 0);
    assert_length("line-height", "150%", 15, 0);
    assert_number("line-height", "1.5", 1.5);
    assert_length("line-height", "15pt", 15, 0);
    assert_length("baseline-shift", "50%", 12, 0); /* of the parent's line height, 24 */
    assert_length("border-before-width", "thin", 0.5, 0);
    refuse("line-height", "-1");
    refuse("font-size", "-1pt");
    assert_instead("padding-before", "-1pt", 0, "0pt");
    assert_instead("column-gap", "-10%", 0, "0pt");
    refuse("space-before", "10%"); /* percentages are of nothing */
    refuse("letter-spacing", "10%");
    refuse("block-progression-dimension", "-1pt");
    refuse("page-width", "-10%");
    assert_length("letter-spacing", "-1pt", -1, 0);
    assert_number("font-weight", "bold", 700);
    assert_number("font-weight", "bolder", 700);
    assert_number("font-weight", "lighter", 100);
    assert_number("font-weight", "350", 350);
    refuse("font-weight", "0");
    refuse("font-weight", "1001");
    refuse("font-weight", "heavy");
}

/* What is out of range is the nearest that is not (5.11, 7), and a length without a unit is of pixels. */
static void test_ranges(void **state) {
    (void)state;
    assert_instead("column-count", "0", 1, "1");
    assert_instead("column-count", "2.5", 3, "3");
    assert_instead("widows", "-7", 1, "1");
    assert_instead("initial-page-number", "0", 1, "1");
    assert_instead("maximum-repeats", "-1", 0, "0");
    assert_instead("keep-together.within-page", "1.5", 2, "2");
    assert_instead("start-indent", "4", 4, "4pt");
    assert_instead("font-size", "16", 16, "16pt");
    assert_number("space-before.precedence", "0.5", 0.5);
    assert_number("reference-orientation", "-90", -90);
    assert_number("glyph-orientation-horizontal", "90deg", 90);
    refuse("reference-orientation", "45");
    refuse("reference-orientation", "90rad");
    refuse("widows", "1pt");
    refuse("widows", "proportional-column-width(1)");
}

/* text-decoration is some keywords. */
static void test_sets(void **state) {
    (void)state;
    AfFoStyle style = {0};
    AfValue *value = &style.value[AF_P_TEXT_DECORATION];
    assert_true(parse("text-decoration", "underline  line-through", value));
    assert_true(af_style_has(&style, AF_P_TEXT_DECORATION, AF_KW_UNDERLINE));
    assert_true(af_style_has(&style, AF_P_TEXT_DECORATION, AF_KW_LINE_THROUGH));
    assert_false(af_style_has(&style, AF_P_TEXT_DECORATION, AF_KW_OVERLINE));
    assert_true(parse("text-decoration", "none", value));
    assert_true(af_style_is(&style, AF_P_TEXT_DECORATION, AF_KW_NONE));
    refuse("text-decoration", "underline none");
    refuse("text-decoration", "none underline");
    refuse("text-decoration", "under line");
    refuse("text-decoration", "");
}

static void test_keeps(void **state) {
    (void)state;
    assert_number("keep-together.within-page", "auto", 0);
    assert_number("keep-together.within-page", "5", 5);
    assert_number("keep-together.within-page", "-5", 0);
    AfValue value;
    assert_true(parse("keep-together.within-page", "always", &value));
    assert_true(isinf(value.number));
    refuse("keep-together.within-page", "never");
    refuse("keep-together.within-page", "5pt");
}

static void test_keywords(void **state) {
    (void)state;
    AfValue value;
    assert_true(parse("text-align", "justify", &value));
    assert_int_equal(value.kind, AF_V_KEYWORD);
    assert_int_equal(value.keyword, AF_KW_JUSTIFY);
    refuse("text-align", "middle");
    refuse("text-align", "start center");
    refuse("text-align", "");
    refuse("text-align", "star");
    assert_true(parse("break-before", "odd-page", &value));
    assert_int_equal(value.keyword, AF_KW_ODD_PAGE);
    for (int p = 0; p < AF_PROPERTY_COUNT; p++) { /* each is found by its name */
        assert_int_equal(af_property_find(af_property_name((AfProperty)p)), p);
    }
    assert_int_equal(af_property_find("colour"), AF_PROPERTY_COUNT);
    assert_int_equal(af_keyword_find("nothing"), AF_KW_NONE_GIVEN);
}

/* The tables agree: each keyword is one, each name stands once, and each shorthand is for what there is. */
static void test_tables(void **state) {
    (void)state;
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    for (int p = 0; p < AF_PROPERTY_COUNT; p++) {
        const char *name = af_property_name((AfProperty)p), *dot = strrchr(name, '.');
        if (!g_hash_table_add(names, (gpointer)name)) fail_msg("%s stands twice", name);
        if (af_attribute_kind(name) != AF_A_NONE) fail_msg("%s is an attribute, too", name);
        g_auto(GStrv) keywords = g_strsplit(af_property_keywords((AfProperty)p), " ", -1);
        for (char **keyword = keywords; *keyword; keyword++) {
            if (**keyword && af_keyword_find(*keyword) == AF_KW_NONE_GIVEN) fail_msg("%s of %s is not in keywords.def", *keyword, name);
        }
        if (dot && (!strcmp(dot, ".minimum") || !strcmp(dot, ".maximum"))) {
            assert_int_not_equal(af_property_optimum((AfProperty)p), AF_PROPERTY_COUNT);
        }
    }
    for (int i = 0; af_shorthand_name(i); i++) {
        const char *name = af_shorthand_name(i);
        int level = af_shorthand_level(name);
        if (level < 0 || level >= AF_LEVELS) fail_msg("%s has no level", name);
        if (af_attribute_kind(name) != AF_A_NONE) fail_msg("%s is an attribute, too", name);
    }
    assert_int_equal(af_property_named("padding-left", FALSE), AF_P_PADDING_START);
    assert_int_equal(af_property_named("padding-left", TRUE), AF_P_PADDING_END);
    assert_int_equal(af_property_named("height", FALSE), AF_P_BLOCK_PROGRESSION_DIMENSION);
    assert_int_equal(af_property_named("border", FALSE), AF_PROPERTY_COUNT);
    assert_int_equal(af_attribute_kind("ref-id"), AF_A_REFERENCE);
    assert_int_equal(af_attribute_kind("pitch"), AF_A_AURAL);
}

static void test_colors(void **state) {
    (void)state;
    static const struct { const char *text; guint32 color; } right[] = {
        {"red", 0xFF0000FF},   {"RED", 0xFF0000FF},      {"#0F0", 0x00FF00FF},           {"#123456", 0x123456FF},
        {"rgb(1,2,3)", 0x010203FF}, {"rgb( 255 , 0, 16 )", 0xFF0010FF}, {"rgb(100%, 0%, 50%)", 0xFF0080FF},
        {"rgb(300, -5, 0)", 0xFF0000FF}, {"rgb-icc(1, 2, 3, #CMYK, 0, 0, 0, 1)", 0x010203FF},
        {"rgb-named-color(1, 2, 3, p, 'x')", 0x010203FF}, {"cie-lab-color(1, 2, 3, 50, 0, 0)", 0x010203FF},
        {"rgba(1, 2, 3, 0.5)", 0x01020380}, {"#12345678", 0x12345678}, {"#1238", 0x11223388},
        {"cmyk(0, 1, 50%, 0)", 0xFF0080FF}, {"cmyk(0%, 0%, 20%, 40%)", 0x99997AFF}, {"system-color(window)", 0xFFFFFFFF},
        {"system-color(GrayText)", 0x6D6D6DFF}, {"aliceblue", 0xF0F8FFFF}, {"yellowgreen", 0x9ACD32FF}, {"DarkSlateGrey", 0x2F4F4FFF}};
    for (size_t i = 0; i < G_N_ELEMENTS(right); i++) {
        guint32 color = 0;
        assert_true(af_color_parse(right[i].text, &color));
        assert_int_equal(color, right[i].color);
    }
    static const char *const wrong[] = {"", "#", "#12", "#12345", "#1234567", "#123456789", "#ggg", "rgb", "rgb()", "rgb(1,2)", "rgb(a,b,c)", "reddish", "# 123",
                                        "rgb(1,2,3,4)", "rgb(1,2,3", "rgb(1x,2,3)", "rgb(nan,2,3)", "cmyk(1,2,3)", "hsl(1,2,3)", "system-color(nothing)", "rgba(1,2,3)"};
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        guint32 color;
        if (af_color_parse(wrong[i], &color)) fail_msg("%s is taken as a colour", wrong[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_units),    cmocka_unit_test(test_expressions), cmocka_unit_test(test_functions), cmocka_unit_test(test_particular),
        cmocka_unit_test(test_ranges),   cmocka_unit_test(test_sets),        cmocka_unit_test(test_keeps),    cmocka_unit_test(test_keywords),    cmocka_unit_test(test_colors),   cmocka_unit_test(test_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Computed styles: shorthands, inheritance, what corresponds to what, sharing; and the tree itself. */
#include "test_fo.h"

#define STYLES(parent, own) FO " " parent "><fo:page-sequence master-reference='p'><fo:flow flow-name='f'><fo:block id='x' " own "/></fo:flow></fo:page-sequence>" FO_END

static void assert_style_length(const AfFoStyle *style, AfProperty property, double points) {
    assert_int_equal(style->value[property].kind, AF_V_LENGTH);
    assert_near(style->value[property].number, points);
}

static void test_sides(void **state) {
    (void)state;
    static const struct { const char *text; double before, end, after, start; } cases[] = {
        {"1pt", 1, 1, 1, 1}, {"1pt 2pt", 1, 2, 1, 2}, {"1pt 2pt 3pt", 1, 2, 3, 2}, {" 1pt  2pt\n3pt 4pt ", 1, 2, 3, 4}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strdup_printf(STYLES("", "padding='%s'"), cases[i].text);
        Tree tree = tree_read(text);
        const AfFoStyle *style = style_of(&tree, "x");
        assert_style_length(style, AF_P_PADDING_BEFORE, cases[i].before);
        assert_style_length(style, AF_P_PADDING_END, cases[i].end);
        assert_style_length(style, AF_P_PADDING_AFTER, cases[i].after);
        assert_style_length(style, AF_P_PADDING_START, cases[i].start);
        tree_free(&tree);
    }
}

/* The more specific wins, whatever the order: border, border-width, border-left, border-left-width. */
static void test_precedence(void **state) {
    (void)state;
    Tree tree = tree_read(STYLES("", "border-left-width='4pt' border-left='3pt dotted blue' border-width='2pt' border='1pt solid rgb(1, 2, 3)'"
                                     " padding-top='9pt' padding='1pt' border-start-color='lime' page-break-before='always' break-before='odd-page'"));
    const AfFoStyle *style = style_of(&tree, "x");
    assert_style_length(style, AF_P_BORDER_START_WIDTH, 4);
    assert_int_equal(af_style_keyword(style, AF_P_BORDER_START_STYLE), AF_KW_DOTTED);
    assert_int_equal(af_style_color(style, AF_P_BORDER_START_COLOR), 0x00FF00FF);
    assert_style_length(style, AF_P_BORDER_END_WIDTH, 2);
    assert_int_equal(af_style_keyword(style, AF_P_BORDER_END_STYLE), AF_KW_SOLID);
    assert_int_equal(af_style_color(style, AF_P_BORDER_END_COLOR), 0x010203FF);
    assert_style_length(style, AF_P_PADDING_BEFORE, 9);
    assert_style_length(style, AF_P_PADDING_AFTER, 1);
    assert_int_equal(af_style_keyword(style, AF_P_BREAK_BEFORE), AF_KW_ODD_PAGE);
    assert_int_equal(af_diagnostics_count(tree.diagnostics), 0);
    tree_free(&tree);
}

/* What is physical corresponds to other relative sides in rl-tb (5.3.1); a block-container's own sides are those of what
 * it stands in (4.2.3); a writing-mode brings a direction, and `direction` another one. */
static void test_writing_mode(void **state) {
    (void)state;
    Tree tree = tree_read(STYLES("writing-mode='rl-tb'",
                                 "padding='1pt 2pt 3pt 4pt' border-left='5pt solid red' border-start-width='6pt'"
                                 " border-start-style='solid' margin-left='10pt' direction='ltr'"));
    const AfFoStyle *style = style_of(&tree, "x");
    assert_true(af_style_is_rtl(style));
    assert_false(af_style_reads_leftwards(style));
    assert_true(af_style_reads_leftwards(af_fo_root(tree.fo)->style));
    assert_style_length(style, AF_P_PADDING_START, 2);
    assert_style_length(style, AF_P_PADDING_END, 4);
    assert_style_length(style, AF_P_BORDER_END_WIDTH, 5);
    assert_style_length(style, AF_P_BORDER_START_WIDTH, 6);
    assert_style_length(style, AF_P_END_INDENT, 10 + 5 + 4);
    assert_style_length(style, AF_P_START_INDENT, 0);
    tree_free(&tree);
    tree = tree_read(FO "><fo:page-sequence master-reference='p'><fo:flow flow-name='f'><fo:block-container id='x' writing-mode=' rl ' padding-left='4pt'>"
                        "<fo:block id='y' padding-left='4pt'/></fo:block-container></fo:flow></fo:page-sequence>" FO_END);
    assert_style_length(style_of(&tree, "x"), AF_P_PADDING_START, 4);
    assert_style_length(style_of(&tree, "y"), AF_P_PADDING_END, 4);
    assert_true(af_style_reads_leftwards(style_of(&tree, "y")));
    assert_int_equal(af_diagnostics_count(tree.diagnostics), 0);
    tree_free(&tree);
}

/* A flow has the writing-mode of the region that it goes into, however the page master is found; circles end. */
static void test_region_writing_mode(void **state) {
    (void)state;
    Tree tree = tree_read(
        FO "><fo:layout-master-set>"
           "<fo:simple-page-master master-name='m' writing-mode='rl-tb'><fo:region-body region-name='b'/></fo:simple-page-master>"
           "<fo:page-sequence-master master-name='s'><fo:repeatable-page-master-alternatives>"
           "<fo:conditional-page-master-reference master-reference='s'/>"
           "<fo:conditional-page-master-reference master-reference='m'/>"
           "</fo:repeatable-page-master-alternatives></fo:page-sequence-master></fo:layout-master-set>"
           "<fo:page-sequence master-reference='s'><fo:static-content flow-name='a'><fo:block id='a'/></fo:static-content>"
           "<fo:flow flow-name='b'><fo:block id='b'/></fo:flow></fo:page-sequence>" FO_END);
    assert_false(af_style_is_rtl(style_of(&tree, "a")));
    assert_true(af_style_is_rtl(style_of(&tree, "b")));
    assert_true(af_style_reads_leftwards(style_of(&tree, "b")));
    tree_free(&tree);
}

static void test_shorthands(void **state) {
    (void)state;
    Tree tree = tree_read(STYLES("", "page-break-after='avoid' page-break-inside='avoid' white-space='pre' leader-length='5pt' background='red'"
                                     " space-before.optimum='3pt' keep-with-previous.within-column='2' language='de' country='AT' height='7pt'"));
    const AfFoStyle *style = style_of(&tree, "x");
    assert_true(isinf(af_style_number(style, AF_P_KEEP_WITH_NEXT_PAGE)));
    assert_true(isinf(af_style_number(style, AF_P_KEEP_TOGETHER_PAGE)));
    assert_true(af_style_is(style, AF_P_LINEFEED_TREATMENT, AF_KW_PRESERVE));
    assert_true(af_style_is(style, AF_P_WHITE_SPACE_COLLAPSE, AF_KW_FALSE));
    assert_true(af_style_is(style, AF_P_WRAP_OPTION, AF_KW_NO_WRAP));
    assert_style_length(style, AF_P_LEADER_LENGTH_MINIMUM, 5);
    assert_style_length(style, AF_P_LEADER_LENGTH_MAXIMUM, 5);
    assert_int_equal(af_style_color(style, AF_P_BACKGROUND_COLOR), 0xFF0000FF);
    assert_style_length(style, AF_P_SPACE_BEFORE, 3);
    assert_near(af_style_number(style, AF_P_KEEP_WITH_PREVIOUS_COLUMN), 2);
    assert_string_equal(af_style_string(style, AF_P_LANGUAGE), "de-AT");
    assert_style_length(style, AF_P_BLOCK_PROGRESSION_DIMENSION, 7);
    tree_free(&tree);
}

/* A shorthand of which a part is wrong changes nothing, and is said with its line. */
static void test_wrong_shorthands(void **state) {
    (void)state;
    Tree tree = tree_read(FO ">\n<fo:page-sequence master-reference='p'><fo:flow flow-name='f'>\n<fo:block id='x' padding='1pt x' border='2pt solid nowhere' margin='1pt 2pt 3pt 4pt 5pt'/>"
                             "</fo:flow></fo:page-sequence>" FO_END);
    const AfFoStyle *style = style_of(&tree, "x");
    assert_style_length(style, AF_P_PADDING_BEFORE, 0);
    assert_true(af_style_is(style, AF_P_BORDER_BEFORE_STYLE, AF_KW_NONE));
    assert_style_length(style, AF_P_START_INDENT, 0);
    assert_int_equal(af_diagnostics_count(tree.diagnostics), 3);
    for (guint i = 0; i < 3; i++) {
        const AfDiagnostic *d = af_diagnostics_get(tree.diagnostics, i);
        assert_int_equal(d->code, AF_D_FO_BAD_VALUE);
        assert_int_equal(d->line, 3);
        assert_string_equal(d->file, "test.fo");
    }
    tree_free(&tree);
}

static void test_inheritance(void **state) {
    (void)state;
    Tree tree = tree_read(STYLES("font-size='20pt' color='red' padding='5pt' line-height='1.5' text-indent='2em' orphans='7' xml:lang='fr'",
                                 "font-size='50%' padding-before='inherit'"));
    const AfFoStyle *style = style_of(&tree, "x");
    assert_style_length(style, AF_P_FONT_SIZE, 10);
    assert_int_equal(af_style_color(style, AF_P_COLOR), 0xFF0000FF);
    assert_style_length(style, AF_P_PADDING_AFTER, 0); /* not inherited */
    assert_near(af_style_number(style, AF_P_LINE_HEIGHT), 1.5);
    assert_style_length(style, AF_P_TEXT_INDENT, 40); /* computed where it was said */
    assert_near(af_style_number(style, AF_P_ORPHANS), 7);
    assert_string_equal(af_style_string(style, AF_P_LANGUAGE), "fr");
    tree_free(&tree);
    tree = tree_read(FO " padding='5pt'><fo:page-sequence master-reference='p' padding='inherit'><fo:flow flow-name='f' padding-before='inherit'><fo:block id='x' padding-before='inherit'/>"
                        "</fo:flow></fo:page-sequence>" FO_END);
    assert_style_length(style_of(&tree, "x"), AF_P_PADDING_BEFORE, 5);
    tree_free(&tree);
}

/* 5.3.2: start-indent = inherited + margin + padding + border where the margin is given; one from a shorthand counts less than an
 * indent or a space that is given, one of its own more. */
static void test_corresponding(void **state) {
    (void)state;
    static const struct { const char *own; double start, end, before; } cases[] = {
        {"padding='3pt' border='1pt solid red'", 10, 0, 0},
        {"padding='3pt' border='1pt solid red' margin-left='0pt'", 14, 0, 0},
        {"padding='3pt' border='1pt none red' margin-left='2pt'", 15, 0, 0},
        {"border='1pt hidden red' margin-left='2pt'", 12, 0, 0},
        {"margin='5pt' padding-end='2pt'", 15, 7, 5},
        {"margin-left='5pt' start-indent='1pt'", 15, 0, 0},
        {"margin='5pt' start-indent='1pt'", 1, 5, 5},
        {"margin-top='5pt' space-before='1pt'", 10, 0, 5},
        {"margin='5pt' space-before='1pt'", 15, 5, 1},
        {"margin='5pt' space-before.optimum='1pt' margin-left='-2pt'", 8, 5, 1},
        {"margin='auto'", 10, 0, 0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strdup_printf(STYLES("start-indent='10pt'", "%s"), cases[i].own);
        Tree tree = tree_read(text);
        const AfFoStyle *style = style_of(&tree, "x");
        assert_near(af_style_length(style, AF_P_START_INDENT, 0), cases[i].start);
        assert_near(af_style_length(style, AF_P_END_INDENT, 0), cases[i].end);
        assert_near(af_style_length(style, AF_P_SPACE_BEFORE, 0), cases[i].before);
        tree_free(&tree);
    }
}

static AfValue value_of(const char *parent, const char *own, AfProperty property) {
    g_autofree char *text = g_strdup_printf(STYLES("%s", "%s"), parent, own);
    Tree tree = tree_read(text);
    AfValue value = style_of(&tree, "x")->value[property];
    if (value.kind == AF_V_STRING) value.string = g_intern_string(value.string);
    for (guint i = 0; i < af_diagnostics_count(tree.diagnostics); i++) {
        assert_int_equal(af_diagnostics_get(tree.diagnostics, i)->code, AF_D_FO_UNSUPPORTED_PROPERTY);
    }
    tree_free(&tree);
    return value;
}

/* 5.3: an absolute property is more than the relative one it corresponds to, unless it only comes from a shorthand; a margin as a space
 * is retained, and in lines it is a space-start; objects that generate reference areas inherit no indent with a margin. */
static void test_absolute_first(void **state) {
    (void)state;
    assert_near(value_of("", "padding-left='4pt' padding-start='5pt'", AF_P_PADDING_START).number, 4);
    assert_near(value_of("", "padding='4pt' padding-start='5pt'", AF_P_PADDING_START).number, 5);
    assert_near(value_of("", "border-left='4pt solid' border-start-width='5pt'", AF_P_BORDER_START_WIDTH).number, 5);
    assert_near(value_of("", "border-start-width='5pt' border-left-width='4pt' border='1pt solid'", AF_P_BORDER_START_WIDTH).number, 4);
    assert_near(value_of("", "height='4pt' block-progression-dimension='5pt'", AF_P_BLOCK_PROGRESSION_DIMENSION).number, 4);
    assert_near(value_of("", "min-height='3pt' height='4pt'", AF_P_BLOCK_PROGRESSION_DIMENSION_MINIMUM).number, 3);
    assert_near(value_of("", "min-height='3pt' height='4pt'", AF_P_BLOCK_PROGRESSION_DIMENSION_MAXIMUM).number, 4);
    assert_int_equal(value_of("", "margin-top='3pt'", AF_P_SPACE_BEFORE_CONDITIONALITY).keyword, AF_KW_RETAIN);
    assert_int_equal(value_of("", "margin-top='3pt' space-before.conditionality='discard'", AF_P_SPACE_BEFORE_CONDITIONALITY).keyword, AF_KW_DISCARD);
    assert_int_equal(value_of("", "space-before='3pt'", AF_P_SPACE_BEFORE_CONDITIONALITY).keyword, AF_KW_DISCARD);
    assert_near(value_of("", "margin-top='3pt'", AF_P_SPACE_BEFORE_MAXIMUM).number, 3);
    Tree tree = tree_read(FO " start-indent='10pt'><fo:page-sequence master-reference='p'><fo:flow flow-name='f'><fo:block-container id='c' margin-left='2pt' padding='1pt'>"
                             "<fo:block><fo:inline id='i' margin-left='3pt'/></fo:block></fo:block-container><fo:block-container id='d'/>"
                             "<fo:table><fo:table-body><fo:table-cell id='t' margin='4pt'/></fo:table-body></fo:table></fo:flow></fo:page-sequence>" FO_END);
    assert_style_length(style_of(&tree, "c"), AF_P_START_INDENT, 3);
    assert_style_length(style_of(&tree, "d"), AF_P_START_INDENT, 10); /* inherited, as XSL has it */
    assert_style_length(style_of(&tree, "i"), AF_P_SPACE_START, 3);
    assert_style_length(style_of(&tree, "i"), AF_P_START_INDENT, 3);
    assert_style_length(style_of(&tree, "t"), AF_P_START_INDENT, 10); /* cells have no margins */
    tree_free(&tree);
}

/* 7.31: what each shorthand stands for. */
static void test_each_shorthand(void **state) {
    (void)state;
    static const char font[] = "font='italic small-caps bold 20pt/1.5 \"Noto Sans\", serif'";
    assert_near(value_of("", font, AF_P_FONT_SIZE).number, 20);
    assert_near(value_of("", font, AF_P_FONT_WEIGHT).number, 700);
    assert_near(value_of("", font, AF_P_LINE_HEIGHT).number, 1.5);
    assert_int_equal(value_of("", font, AF_P_FONT_STYLE).keyword, AF_KW_ITALIC);
    assert_int_equal(value_of("", font, AF_P_FONT_VARIANT).keyword, AF_KW_SMALL_CAPS);
    assert_string_equal(value_of("", font, AF_P_FONT_FAMILY).string, "\"Noto Sans\", serif");
    assert_near(value_of("font-size='20pt'", "font='50% serif'", AF_P_FONT_SIZE).number, 10);
    assert_near(value_of("", "font='10pt/2em serif'", AF_P_LINE_HEIGHT).number, 20);
    assert_near(value_of("", "font='10pt / 12pt serif'", AF_P_LINE_HEIGHT).number, 12);
    assert_near(value_of("font-weight='bold'", "font='10pt serif'", AF_P_FONT_WEIGHT).number, 400);
    assert_near(value_of("font-weight='bold'", "font='10pt serif' font-size='9pt'", AF_P_FONT_SIZE).number, 9);
    assert_near(value_of("", "font='menu'", AF_P_FONT_SIZE).number, 10);
    assert_int_equal(value_of("", "background='red url(x.png) no-repeat fixed'", AF_P_BACKGROUND_COLOR).color, 0xFF0000FF);
    assert_int_equal(value_of("", "white-space='nowrap'", AF_P_WRAP_OPTION).keyword, AF_KW_NO_WRAP);
    assert_int_equal(value_of("white-space='pre'", "white-space='normal'", AF_P_LINEFEED_TREATMENT).keyword, AF_KW_TREAT_AS_SPACE);
    assert_int_equal(value_of("", "position='fixed'", AF_P_ABSOLUTE_POSITION).keyword, AF_KW_FIXED);
    assert_near(value_of("", "size='10pt 20pt'", AF_P_PAGE_HEIGHT).number, 20);
    assert_near(value_of("", "size='landscape'", AF_P_PAGE_WIDTH).number, 841.89);
    assert_int_equal(value_of("", "vertical-align='super'", AF_P_BASELINE_SHIFT).keyword, AF_KW_SUPER);
    assert_int_equal(value_of("", "page-break-before='left'", AF_P_BREAK_BEFORE).keyword, AF_KW_EVEN_PAGE);
    assert_true(isinf(value_of("", "page-break-inside='avoid'", AF_P_KEEP_TOGETHER_COLUMN).number));
    assert_near(value_of("", "border-spacing='1pt 2pt'", AF_P_BORDER_SEPARATION_BLOCK_PROGRESSION_DIRECTION).number, 2);
    assert_near(value_of("", "border-spacing='1pt 2pt'", AF_P_BORDER_SEPARATION_INLINE_PROGRESSION_DIRECTION).number, 1);
    assert_near(value_of("padding='3pt'", "padding='from-parent()'", AF_P_PADDING_START).number, 0); /* the flow's */
    assert_near(value_of("padding='3pt'", "padding='from-nearest-specified-value(padding)'", AF_P_PADDING_START).number, 3);
    assert_int_equal(value_of("border='2pt dotted red'", "border='from-nearest-specified-value()'", AF_P_BORDER_END_STYLE).keyword, AF_KW_DOTTED);
    assert_near(value_of("", "border-style='none' border-width='3pt'", AF_P_BORDER_END_WIDTH).number, 0);
}

static void assert_position(const char *text, const char *horizontal, const char *vertical) {
    g_autofree char *own = g_strdup_printf("background-position='%s'", text);
    g_autofree char *source = g_strdup_printf(STYLES("", "%s"), own);
    Tree tree = tree_read(source);
    const AfFoStyle *style = style_of(&tree, "x");
    static const AfProperty axes[] = {AF_P_BACKGROUND_POSITION_HORIZONTAL, AF_P_BACKGROUND_POSITION_VERTICAL};
    const char *expected[] = {horizontal, vertical};
    for (int i = 0; i < 2; i++) {
        const AfValue *value = &style->value[axes[i]];
        g_autofree char *got = value->kind == AF_V_KEYWORD ? g_strdup(af_keyword_name(value->keyword)) : g_strdup_printf("%g %g", value->number, value->percent);
        assert_string_equal(got, expected[i]);
    }
    tree_free(&tree);
}

static void test_background_position(void **state) {
    (void)state;
    assert_position("left top", "left", "top");
    assert_position("top left", "left", "top");
    assert_position("bottom", "center", "bottom");
    assert_position("right", "right", "center");
    assert_position("center left", "left", "center");
    assert_position("top center", "center", "top");
    assert_position("10% 3pt", "0 10", "3 0");
    assert_position("3pt", "3 0", "center");
    assert_position("left left", "0 0", "0 0"); /* none: as if it were not there */
    assert_position("3pt left", "0 0", "0 0");
    assert_position("1pt 2pt 3pt", "0 0", "0 0");
}

/* 7.10, 7.31.24: language, script and country are properties of their own; xml:lang is all of them. */
static void test_language(void **state) {
    (void)state;
    assert_string_equal(value_of("language='de' country='AT'", "", AF_P_LANGUAGE).string, "de-AT");
    assert_string_equal(value_of("language='de' country='AT'", "country='CH'", AF_P_LANGUAGE).string, "de-CH");
    assert_string_equal(value_of("xml:lang='zh-Hant-TW'", "country='HK'", AF_P_LANGUAGE).string, "zh-Hant-HK");
    assert_string_equal(value_of("xml:lang='zh-Hant-TW'", "xml:lang='en'", AF_P_COUNTRY).string, "none");
    assert_string_equal(value_of("language='de' country='AT'", "language='none'", AF_P_LANGUAGE).string, "");
    assert_string_equal(value_of("", "xml:lang='de-DE-1996'", AF_P_LANGUAGE).string, "de-DE-1996");
    assert_string_equal(value_of("", "language='sr' script='Latn'", AF_P_LANGUAGE).string, "sr-Latn");
    assert_string_equal(value_of("", "xml:lang='en' language='fr'", AF_P_LANGUAGE).string, "fr");
}

/* from-table-column() (5.10.4): of the column that a cell, or what is in it, is in, where rows above may take columns. */
static void test_table_column(void **state) {
    (void)state;
    Tree tree = tree_read(
        FO "><fo:page-sequence master-reference='p'><fo:flow flow-name='f'><fo:table><fo:table-column text-align='center' number-columns-repeated='2'/>"
           "<fo:table-column text-align='end' padding='2pt'/><fo:table-column column-number='2' number-columns-spanned='2' text-align='right'/>"
           "<fo:table-body><fo:table-row><fo:table-cell id='a' number-rows-spanned='2' text-align='from-table-column()'/>"
           "<fo:table-cell id='b' text-align='from-table-column(text-align)'/>"
           "<fo:table-cell id='c' text-align='from-table-column()' padding='from-table-column(padding)'/></fo:table-row>"
           "<fo:table-row><fo:table-cell id='d' number-columns-spanned='2' text-align='from-table-column()'/></fo:table-row>"
           "<fo:table-row><fo:table-cell column-number='3'><fo:block id='e' text-align='from-table-column()'/></fo:table-cell></fo:table-row>"
           "<fo:table-row><fo:table-cell column-number='9' id='f' text-align='from-table-column()'/></fo:table-row>"
           "</fo:table-body></fo:table></fo:flow></fo:page-sequence>" FO_END);
    static const struct { const char *id; AfKeyword align; } cases[] = {
        {"a", AF_KW_CENTER}, {"b", AF_KW_CENTER}, {"c", AF_KW_END}, {"d", AF_KW_RIGHT}, {"e", AF_KW_END}, {"f", AF_KW_START}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        assert_int_equal(af_style_keyword(style_of(&tree, cases[i].id), AF_P_TEXT_ALIGN), cases[i].align);
    }
    assert_style_length(style_of(&tree, "c"), AF_P_PADDING_START, 2);
    assert_int_equal(af_diagnostics_count(tree.diagnostics), 0);
    tree_free(&tree);
}

static void test_sharing(void **state) {
    (void)state;
    Tree tree = tree_read(FO "><fo:page-sequence master-reference='p'><fo:flow flow-name='f'><fo:block id='a' color='red'/><fo:block id='b' color='red'/><fo:block id='c' color='blue'/>"
                             "<fo:block id='d'><fo:block id='e' color='red'/></fo:block></fo:flow></fo:page-sequence>" FO_END);
    assert_ptr_equal(style_of(&tree, "a"), style_of(&tree, "b"));
    assert_ptr_not_equal(style_of(&tree, "a"), style_of(&tree, "c"));
    assert_ptr_not_equal(style_of(&tree, "a"), style_of(&tree, "e"));
    assert_true(af_style_given(style_of(&tree, "a"), AF_P_COLOR));
    assert_false(af_style_given(style_of(&tree, "d"), AF_P_COLOR));
    tree_free(&tree);
}

/* The same fault in objects that share a style is said once; unknown names once in all. */
static void test_said_once(void **state) {
    (void)state;
    Tree tree = tree_read(FO "><fo:page-sequence master-reference='p'><fo:flow flow-name='f'><fo:block color='x'/><fo:block color='x'/><fo:block nothing='1'/><fo:block nothing='2'/>"
                             "<fo:block text-shadow='1'/><fo:block text-shadow='2'/></fo:flow></fo:page-sequence>" FO_END);
    assert_int_equal(af_diagnostics_count(tree.diagnostics), 3);
    assert_int_equal(af_diagnostics_get(tree.diagnostics, 0)->code, AF_D_FO_BAD_VALUE);
    assert_int_equal(af_diagnostics_get(tree.diagnostics, 1)->code, AF_D_FO_UNKNOWN_PROPERTY);
    assert_int_equal(af_diagnostics_get(tree.diagnostics, 2)->code, AF_D_FO_UNSUPPORTED_PROPERTY);
    tree_free(&tree);
}

static void test_initial_values(void **state) {
    (void)state;
    Tree tree = tree_read(FO "/>");
    const AfFoStyle *style = af_fo_root(tree.fo)->style;
    assert_style_length(style, AF_P_FONT_SIZE, 12);
    assert_true(af_style_is(style, AF_P_LINE_HEIGHT, AF_KW_NORMAL));
    assert_near(af_style_number(style, AF_P_WIDOWS), 2);
    assert_near(af_style_number(style, AF_P_NUMBER_COLUMNS_SPANNED), 1);
    assert_true(af_style_is(style, AF_P_HYPHENATE, AF_KW_FALSE));
    assert_int_equal(af_style_color(style, AF_P_COLOR), 0x000000FF);
    assert_int_equal(af_style_color(style, AF_P_BACKGROUND_COLOR), 0);
    assert_string_equal(af_style_string(style, AF_P_LANGUAGE), "");
    tree_free(&tree);
}

/* A marker's content takes what is inherited from where it is retrieved; the copy is made once. */
static void test_marker_copies(void **state) {
    (void)state;
    Tree tree = tree_read(FO "><fo:page-sequence master-reference='p'><fo:static-content flow-name='x' color='red'><fo:block font-size='6pt'><fo:retrieve-marker id='r'/>"
                             "<fo:retrieve-marker id='s' color='lime'/></fo:block></fo:static-content><fo:flow flow-name='f'><fo:block font-size='20pt'>"
                             "<fo:marker id='m'>a <fo:inline font-size='2em'>b</fo:inline></fo:marker></fo:block></fo:flow></fo:page-sequence>" FO_END);
    const AfFoNode *marker = af_fo_by_id(tree.fo, "m"), *retrieve = af_fo_by_id(tree.fo, "r"), *other = af_fo_by_id(tree.fo, "s");
    int count = af_fo_count(tree.fo);
    const AfFoNode *copy = af_fo_marker_copy(tree.fo, marker, retrieve);
    assert_ptr_equal(copy, af_fo_marker_copy(tree.fo, marker, retrieve));
    assert_ptr_not_equal(copy, af_fo_marker_copy(tree.fo, marker, other));
    assert_int_equal(af_fo_count(tree.fo), count);
    assert_int_equal(copy->index, -1);
    assert_ptr_equal(copy->parent, retrieve);
    assert_int_equal(copy->first_child->element, AF_FO_TEXT);
    assert_string_equal(copy->first_child->text, "a ");
    assert_style_length(copy->first_child->style, AF_P_FONT_SIZE, 6);
    assert_style_length(copy->last_child->style, AF_P_FONT_SIZE, 12);
    assert_int_equal(af_style_color(copy->last_child->style, AF_P_COLOR), 0xFF0000FF);
    assert_int_equal(af_style_color(af_fo_marker_copy(tree.fo, marker, other)->first_child->style, AF_P_COLOR), 0x00FF00FF);
    assert_string_equal(copy->last_child->first_child->text, "b");
    tree_free(&tree);
}

/* Where a diagnostic points: the element's line, or what af:at on it or around it says. */
static void test_places(void **state) {
    (void)state;
    Tree tree = tree_read(FO " xmlns:af='urn:auditfolio:document'>\n<fo:page-sequence master-reference='p'>\n<fo:flow flow-name='f'>\n<fo:block id='a'/>"
                             "<fo:block af:at='texts.xml:17'><fo:inline id='b'/></fo:block></fo:flow></fo:page-sequence>" FO_END);
    int line = 0;
    g_autofree char *file = af_fo_place(tree.fo, af_fo_by_id(tree.fo, "a"), &line);
    assert_string_equal(file, "test.fo");
    assert_int_equal(line, 4);
    g_autofree char *other = af_fo_place(tree.fo, af_fo_by_id(tree.fo, "b"), &line);
    assert_string_equal(other, "texts.xml");
    assert_int_equal(line, 17);
    assert_null(af_fo_by_id(tree.fo, "c"));
    tree_free(&tree);
}

static void test_not_fo(void **state) {
    (void)state;
    static const char *const wrong[] = {"<root/>", "<fo:block xmlns:fo='http://www.w3.org/1999/XSL/Format'/>", "<fo:root xmlns:fo='urn:other'/>"};
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        g_autoptr(xmlDoc) doc = af_xml_read_memory(wrong[i], strlen(wrong[i]), "test.fo", diagnostics);
        assert_null(af_fo_read(doc, "test.fo", diagnostics));
        assert_int_equal(af_diagnostics_get(diagnostics, 0)->code, AF_D_FO_ROOT);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sides),          cmocka_unit_test(test_precedence), cmocka_unit_test(test_shorthands),
        cmocka_unit_test(test_writing_mode),   cmocka_unit_test(test_region_writing_mode),
        cmocka_unit_test(test_wrong_shorthands), cmocka_unit_test(test_inheritance), cmocka_unit_test(test_corresponding),
        cmocka_unit_test(test_absolute_first), cmocka_unit_test(test_each_shorthand), cmocka_unit_test(test_background_position),
        cmocka_unit_test(test_language),       cmocka_unit_test(test_table_column),
        cmocka_unit_test(test_sharing),        cmocka_unit_test(test_said_once),  cmocka_unit_test(test_initial_values),
        cmocka_unit_test(test_marker_copies),  cmocka_unit_test(test_places),     cmocka_unit_test(test_not_fo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

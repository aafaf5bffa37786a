/* Computed styles: shorthands, inheritance, what corresponds to what, sharing; and the tree itself. */
#include "test_fo.h"

#define STYLES(parent, own) FO " " parent "><fo:page-sequence><fo:flow><fo:block id='x' " own "/></fo:flow></fo:page-sequence>" FO_END

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
    tree = tree_read(FO "><fo:page-sequence><fo:flow><fo:block-container id='x' writing-mode=' rl ' padding-left='4pt'>"
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
    assert_near(af_style_number(style, AF_P_KEEP_WITH_PREVIOUS_PAGE), 2);
    assert_string_equal(af_style_string(style, AF_P_LANGUAGE), "de-AT");
    assert_style_length(style, AF_P_BLOCK_PROGRESSION_DIMENSION, 7);
    tree_free(&tree);
}

/* A shorthand of which a part is wrong changes nothing, and is said with its line. */
static void test_wrong_shorthands(void **state) {
    (void)state;
    Tree tree = tree_read(FO ">\n<fo:page-sequence><fo:flow>\n<fo:block id='x' padding='1pt x' border='2pt solid nowhere' margin='1pt 2pt 3pt 4pt 5pt'/>"
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
    tree = tree_read(FO " padding='5pt'><fo:page-sequence padding='inherit'><fo:flow padding-before='inherit'><fo:block id='x' padding-before='inherit'/>"
                        "</fo:flow></fo:page-sequence>" FO_END);
    assert_style_length(style_of(&tree, "x"), AF_P_PADDING_BEFORE, 5);
    tree_free(&tree);
}

/* 5.3.2: start-indent = inherited + margin + padding + border, only where the margin is given and the indent is not. */
static void test_corresponding(void **state) {
    (void)state;
    static const struct { const char *own; double start, end, before; } cases[] = {
        {"padding='3pt' border='1pt solid red'", 10, 0, 0},
        {"padding='3pt' border='1pt solid red' margin-left='0pt'", 14, 0, 0},
        {"padding='3pt' border='1pt none red' margin-left='2pt'", 15, 0, 0},
        {"border='1pt hidden red' margin-left='2pt'", 12, 0, 0},
        {"margin='5pt' padding-end='2pt'", 15, 7, 5},
        {"margin-left='5pt' start-indent='1pt'", 1, 0, 0},
        {"margin-top='5pt' space-before='1pt'", 10, 0, 1},
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

static void test_sharing(void **state) {
    (void)state;
    Tree tree = tree_read(FO "><fo:page-sequence><fo:flow><fo:block id='a' color='red'/><fo:block id='b' color='red'/><fo:block id='c' color='blue'/>"
                             "<fo:block id='d'><fo:block id='e' color='red'/></fo:block></fo:flow></fo:page-sequence>" FO_END);
    assert_ptr_equal(style_of(&tree, "a"), style_of(&tree, "b"));
    assert_ptr_not_equal(style_of(&tree, "a"), style_of(&tree, "c"));
    assert_ptr_not_equal(style_of(&tree, "a"), style_of(&tree, "e"));
    tree_free(&tree);
}

/* The same fault in objects that share a style is said once; unknown names once in all. */
static void test_said_once(void **state) {
    (void)state;
    Tree tree = tree_read(FO "><fo:page-sequence><fo:flow><fo:block color='x'/><fo:block color='x'/><fo:block nothing='1'/><fo:block nothing='2'/>"
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
    Tree tree = tree_read(FO "><fo:page-sequence><fo:static-content flow-name='x' color='red'><fo:block font-size='6pt'><fo:retrieve-marker id='r'/>"
                             "<fo:retrieve-marker id='s' color='lime'/></fo:block></fo:static-content><fo:flow><fo:block font-size='20pt'>"
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
    Tree tree = tree_read(FO " xmlns:af='urn:auditfolio:document'>\n<fo:page-sequence>\n<fo:flow>\n<fo:block id='a'/>"
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
        cmocka_unit_test(test_sharing),        cmocka_unit_test(test_said_once),  cmocka_unit_test(test_initial_values),
        cmocka_unit_test(test_marker_copies),  cmocka_unit_test(test_places),     cmocka_unit_test(test_not_fo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

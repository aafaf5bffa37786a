/* What makes a finished PDF small: short numbers in pages, objects as rows of a table. */
#include "pdf/internal.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_numbers(void **state) {
    (void)state;
    static const struct {
        const char *number, *put;
        gboolean color;
    } cases[] = {
        {"841.889648", "841.89", FALSE},
        {"-8.599609", "-8.6", FALSE},
        {"9.9996", "10", FALSE},
        {"0.0431373", ".043", TRUE},
        {"0.0431373", ".04314", FALSE},
        {"-0.000012345", "-.00001235", FALSE},
        {"-0.0000", "0", FALSE},
        {"0.", "0", FALSE},
        {"-99.994", "-99.99", FALSE},
        {"12345678901234567890.123456", "12345678901234567890.123456", FALSE},
        {"1.23456\377", "1.23456\377", FALSE},
        {"-", "-", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        af_number_put(out, cases[i].number, strlen(cases[i].number), cases[i].color);
        assert_string_equal(out->str, cases[i].put);
    }
}

static void assert_compact(const char *content, const char *expected) {
    g_autoptr(GString) text = g_string_new(content);
    af_content_compact(text);
    assert_string_equal(text->str, expected);
}

static void test_compact(void **state) {
    (void)state;
    /* pieces that follow each other are in one text object; places are relative, font and color are said once */
    assert_compact("/P<</MCID 0>>BDC\n1 0 0 rg BT\n10 0 0 -10 56 80 Tm\n/f 1 Tf\n(a)Tj\n0 -1.419939 Td\n(b)Tj\nET\nEMC\n"
                   "/P<</MCID 1>>BDC\n1 0 0 rg BT\n10 0 0 -10 66 104.199 Tm\n/f 1 Tf\n[(c)-20(d)\n20(e)]TJ\nET\nEMC\n",
                   "BT/P<</MCID 0>>BDC 1 0 0 rg/f 1 Tf 10 0 0 -10 56 80 Tm[(a)]TJ 0 -1.42 Td[(b)]TJ EMC/P<</MCID 1>>BDC 1 -1 "
                   "Td[(c)-20(d)20(e)]TJ EMC ET\n");
    /* a mark with a path in it is not within a text object, nor is a path; another matrix is said */
    assert_compact("/P<</MCID 0>>BDC BT 1 0 0 1 5 5 Tm/f 1 Tf(a)Tj ET 1 1 2 2 re f BT 1 0 0 1 5 6 Tm(b)Tj 2 0 0 2 5 7 Tm(c)Tj "
                   "ET EMC",
                   "/P<</MCID 0>>BDC BT/f 1 Tf 1 0 0 1 5 5 Tm[(a)]TJ ET 1 1 2 2 re f BT 1 0 0 1 5 6 Tm[(b)]TJ 2 0 0 2 5 7 "
                   "Tm[(c)]TJ ET EMC\n");
    /* what Q brings back is as it was; a mark without text does not end one */
    assert_compact("1 0 0 rg BT 1 0 0 1 5 5 Tm/f 1 Tf(a)Tj ET q 0 1 0 rg BT 1 0 0 1 5 5 Tm/g 1 Tf(b)Tj ET Q 1 0 0 rg "
                   "BT 1 0 0 1 5 5 Tm/f 1 Tf(c)Tj ET /P<</MCID 0>>BDC EMC BT 1 0 0 1 6 5 Tm(d)Tj ET",
                   "BT 1 0 0 rg/f 1 Tf 1 0 0 1 5 5 Tm[(a)]TJ ET q BT 0 1 0 rg/g 1 Tf 1 0 0 1 5 5 Tm[(b)]TJ ET Q BT 1 0 0 1 5 "
                   "5 Tm[(c)]TJ/P<</MCID 0>>BDC EMC 1 0 Td[(d)]TJ ET\n");
    /* places are right after many steps, however they are rounded */
    g_autoptr(GString) steps = g_string_new("BT 10 0 0 10 0 0 Tm/f 1 Tf");
    for (int i = 0; i < 1000; i++) g_string_append(steps, "(a)Tj 0.0004 1.3334 Td");
    g_string_append(steps, "(a)Tj ET");
    af_content_compact(steps);
    double x = 0, y = 0;
    for (const char *p = steps->str; (p = strstr(p, "TJ ")); p += 3) {
        char *end;
        x += 10 * g_ascii_strtod(p + 3, &end);
        y += 10 * g_ascii_strtod(end, NULL);
    }
    assert_true(fabs(x - 4) < 0.021 && fabs(y - 13334) < 0.021);
    /* what is filled twice by the even-odd rule, empty artifacts and empty levels are left out; once is not */
#define OUTLINE "0 0 m 9 0 l 9 9 l 0 9 l h "
    assert_compact("q Q /Artifact<</Type/Layout>>BDC " OUTLINE OUTLINE "0 0 m f* EMC 1 w", "1 w\n");
    assert_compact("1 1 m " OUTLINE OUTLINE "0 0 m f*", "1 1 m " OUTLINE OUTLINE "0 0 m f*\n");
    assert_compact(OUTLINE OUTLINE "0 0 m f", OUTLINE OUTLINE "0 0 m f\n");
    /* what cairo does not write stays as it is but for numbers */
    assert_compact("BT 1.00001 0 0 1 5 5 Tm(a)Tj T*(b)' ET", "BT 1 0 0 1 5 5 Tm(a)Tj T*(b)' ET\n");
    assert_compact("BI/W 1/H 1 ID EMC (\377 EI\nBT 0 0 Td(a\\\nb\\))Tj ET\n", "BI/W 1/H 1 ID EMC (\377 EI BT 1 0 0 1 0 0 Tm[(ab\\))]TJ ET\n");
    /* and all of it what is not well formed */
    static const char *const broken[] = {"(1.23456", "<1.23456", "1.23456", "[1.23456", "BI 1.23456 ID", "<</A 1.23456 >", ")"};
    for (guint i = 0; i < G_N_ELEMENTS(broken); i++) assert_compact(broken[i], broken[i]);
}

/* Undoes PNG's differences. */
static GString *undo(const GByteArray *rows) {
    GString *out = g_string_new(NULL);
    for (guint at = 0; at < rows->len; at += AF_PDF_ROW + 1) {
        for (guint k = 1; k <= AF_PDF_ROW; k++) {
            guint8 above = rows->data[at] == 2 && at ? (guint8)out->str[out->len - AF_PDF_ROW] : 0;
            g_string_append_c(out, (char)(rows->data[at + k] + above));
        }
    }
    return out;
}

static void test_rows(void **state) {
    (void)state;
    AfObjects objects = {.text = g_string_new(NULL), .objects = g_array_new(FALSE, FALSE, sizeof(AfObject))};
    g_autoptr(GPtrArray) wanted = g_ptr_array_new_with_free_func(g_free);
    for (int i = 0; i < 300; i++) { /* some longer than a row, some as long */
        int blanks = i % 7 == 3 ? 250 : i % 7 == 5 ? 83 : i % 5;
        char *text = g_strdup_printf("<</A %4d 0 R/K(%*s)>>", i * 37, blanks, "");
        g_ptr_array_add(wanted, text);
        af_object_begin(&objects, 9000 + i);
        g_string_append(objects.text, text);
    }
    gsize first = 0;
    g_autoptr(GByteArray) rows = af_rows_pack(&objects, 50, 250, &first);
    assert_int_equal(rows->len % (AF_PDF_ROW + 1), 0);
    g_autoptr(GString) stream = undo(rows);
    char *at = stream->str;
    for (int i = 50; i < 250; i++) {
        assert_int_equal(strtol(at, &at, 10), 9000 + i);
        const char *object = stream->str + first + strtol(at, &at, 10);
        const char *text = g_ptr_array_index(wanted, (guint)i);
        assert_memory_equal(object, text, strlen(text));
    }
    assert_true(at <= stream->str + first);
    g_string_free(objects.text, TRUE);
    g_array_unref(objects.objects);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_compact), cmocka_unit_test(test_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

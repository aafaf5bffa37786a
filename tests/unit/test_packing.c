/* What makes a finished PDF small: short numbers in pages, objects as rows of a table. */
#include "pdf/internal.h"

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
        const char *content, *shortened;
    } cases[] = {
        {"1 0 0 -1 0 841.889648 cm", "1 0 0 -1 0 841.89 cm"},
        {"8.599609 0 0 -8.599609 160.90625 9.9996 Tm", "8.6 0 0 -8.6 160.91 10 Tm"},
        {"0.0431373 0.333333 1.000000 rg 0.0431373 w", ".043 .333 1 rg .04314 w"},
        {"0.000012345 0 0 -0.000012345 0 0 cm", ".00001235 0 0 -.00001235 0 0 cm"},
        {"-0.0000 -0.5 .5 0. 99.995 -99.994", "0 -.5 .5 0 100 -99.99"},
        {"[(1.23456)20(\\)1.23456)]TJ <0012.34567> (a(1.23456))Tj", "[(1.23456)20(\\)1.23456)]TJ <0012.34567> (a(1.23456))Tj"},
        {"/f-1.23456-0 1.23456 Tf", "/f-1.23456-0 1.235 Tf"},
        {"/Artifact<</BBox[1.23456 2.5]>>BDC", "/Artifact<</BBox[1.235 2.5]>>BDC"},
        {"BI/W 1 ID 1.23456\377(EI 1.23456", "BI/W 1 ID 1.23456\377(EI 1.23456"},
        {"12345678901234567890.123456 1.", "12345678901234567890.123456 1"},
        {"(1.23456", "(1.23456"},
        {"<1.23456", "<1.23456"},
        {"-", "-"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) content = g_string_new(cases[i].content);
        af_content_shorten(content);
        assert_string_equal(content->str, cases[i].shortened);
    }
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_numbers), cmocka_unit_test(test_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

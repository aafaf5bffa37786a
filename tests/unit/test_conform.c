/* Which standards a finished PDF says it conforms to, and what it says where it does not. */
#include "base/xml.h"
#include "paint/paint.h"
#include "pdf/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ROOT "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format' xmlns:fox='urn:fox' font-size='10pt'"
#define MASTER(size)                                                                                                   \
    "><fo:layout-master-set><fo:simple-page-master master-name='p' " size "><fo:region-body/>"                         \
    "</fo:simple-page-master></fo:layout-master-set><fo:page-sequence master-reference='p'>"
#define SMALL MASTER("page-width='300pt' page-height='200pt' margin='10pt'")
#define TITLE "<fo:title>T</fo:title>"
#define FLOW "<fo:flow flow-name='xsl-region-body'>"
#define END "</fo:flow></fo:page-sequence></fo:root>"
#define WHOLE(content) ROOT " xml:lang='de'" SMALL TITLE FLOW content END
#define SVG "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z'/></svg>"
#define GRAPHIC(attributes) "<fo:block><fo:instream-foreign-object" attributes ">" SVG "</fo:instream-foreign-object></fo:block>"

/* The finished file's bytes and its notes: "reason what, reason what". */
static GByteArray *make(const char *text, GString *notes) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(xmlDoc) doc = af_xml_read_memory(text, strlen(text), "test.fo", diagnostics);
    g_autoptr(AfFo) fo = af_fo_read(doc, "test.fo", diagnostics);
    g_autoptr(AfPages) pages = af_layout(fo, diagnostics);
    assert_non_null(pages);
    GPtrArray *leaves = NULL;
    g_autoptr(GByteArray) painted = af_paint_pdf(pages, FALSE, &leaves, diagnostics);
    assert_non_null(painted);
    GByteArray *file = af_pdf_finish(painted, pages, leaves, NULL, diagnostics);
    g_ptr_array_unref(leaves);
    assert_non_null(file);
    for (guint i = 0; i < af_diagnostics_count(diagnostics); i++) {
        const AfDiagnostic *d = af_diagnostics_get(diagnostics, i);
        if (d->code != AF_D_PDF_CONFORMANCE) continue;
        assert_int_equal(d->level, AF_NOTE);
        g_string_append_printf(notes, "%s%s:%s %s", notes->len ? ", " : "", d->args[0].string, d->args[1].string,
                               d->args[2].string);
    }
    return file;
}

/* Whether the file's XMP, unpacked, holds a text. */
static gboolean holds(const GByteArray *file, const char *text) {
    af_autoqpdf qpdf_data q = qpdf_init();
    assert_int_equal(qpdf_read_memory(q, "test.pdf", (const char *)file->data, file->len, NULL), QPDF_SUCCESS);
    qpdf_oh metadata = qpdf_oh_get_key(q, qpdf_get_root(q), "/Metadata");
    assert_true(qpdf_oh_is_stream(q, metadata));
    unsigned char *xmp = NULL;
    size_t length = 0;
    qpdf_oh_get_stream_data(q, metadata, qpdf_dl_generalized, NULL, &xmp, &length);
    assert_non_null(memmem(xmp, length, "dc:format", strlen("dc:format")));
    gboolean there = memmem(xmp, length, text, strlen(text)) != NULL;
    free(xmp);
    return there;
}

#define A "PDF/A-3a"
#define UA "PDF/UA-1"

static const struct {
    const char *text, *notes;
    gboolean archive, access;
} cases[] = {
    {WHOLE("<fo:block role='H1'>a</fo:block><fo:block role='H2'>b</fo:block><fo:block role='H1'>c</fo:block>"), "", TRUE, TRUE},
    {WHOLE(GRAPHIC(" fox:alt-text='ein Dreieck'")), "", TRUE, TRUE},
    {ROOT SMALL TITLE FLOW "<fo:block>a</fo:block>" END, UA ":language ", TRUE, FALSE},
    {ROOT " xml:lang='de_DE'" SMALL TITLE FLOW "<fo:block>a</fo:block>" END, UA ":language ", TRUE, FALSE},
    {ROOT " xml:lang='de'" SMALL FLOW "<fo:block>a</fo:block>" END, UA ":title ", TRUE, FALSE},
    {WHOLE(GRAPHIC("") GRAPHIC("")), UA ":figure Figure", TRUE, FALSE},
    {WHOLE(GRAPHIC(" role='Formula' fox:alt-text=''")), UA ":formula Formula", TRUE, FALSE},
    {WHOLE("<fo:block role='H2'>a</fo:block>"), UA ":heading H2", TRUE, FALSE},
    {WHOLE("<fo:block role='H1'>a</fo:block><fo:block role='H3'>b</fo:block>"), UA ":heading H3", TRUE, FALSE},
    {WHOLE("<fo:block role='H1'>a</fo:block><fo:block role='H'>b</fo:block>"), UA ":heading H", TRUE, FALSE},
    {WHOLE("<fo:block role='LI'>a</fo:block>"), UA ":nesting LI", TRUE, FALSE},
    {WHOLE("<fo:block role='L'><fo:block role='P'>a</fo:block></fo:block>"), "", TRUE, TRUE}, /* in an LBody */
    {WHOLE("<fo:block role='Annot'>a</fo:block>"), UA ":nesting Annot", TRUE, FALSE},
    {WHOLE("<fo:block role='Table'><fo:block>a</fo:block><fo:block role='Caption'>b</fo:block></fo:block>"),
     UA ":nesting Caption", TRUE, FALSE},
    {WHOLE("<fo:block>&#x1220;</fo:block>"), A ", " UA ":missing ", FALSE, FALSE},
    {ROOT " xml:lang='de'" MASTER("page-width='20000pt' page-height='200pt'") TITLE FLOW "<fo:block>a</fo:block>" END,
     A ":size 20000 × 200", FALSE, TRUE},
};

static void test_cases(void **state) {
    (void)state;
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) notes = g_string_new(NULL);
        g_autoptr(GByteArray) file = make(cases[i].text, notes);
        assert_string_equal(notes->str, cases[i].notes);
        assert_int_equal(holds(file, ">3</pdfaid:part>"), cases[i].archive);
        assert_int_equal(holds(file, ">A</pdfaid:conformance>"), cases[i].archive);
        assert_int_equal(holds(file, ">1</pdfuaid:part>"), cases[i].access);
    }
}

/* A character of private use, in a font that has it or not: what it means is not settled. */
static void test_private(void **state) {
    (void)state;
    g_autoptr(GString) notes = g_string_new(NULL);
    g_autoptr(GByteArray) file = make(WHOLE("<fo:block>a&#xFF01;&#xE001;</fo:block>"), notes);
    assert_non_null(strstr(notes->str, A ":private U+E001"));
    assert_false(holds(file, "pdfaid:part"));
}

static void test_tags(void **state) {
    (void)state;
    static const char *const tags[] = {"de", "zh-Hans", "sl-1994", "i-klingon", "x-1"};
    static const char *const others[] = {"", "de_DE", "-de", "de-", "de--DE", "abcdefghi", "d1", "de-abcdefghi", "dé"};
    for (gsize i = 0; i < G_N_ELEMENTS(tags); i++) assert_true(af_language_is_tag(tags[i]));
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) assert_false(af_language_is_tag(others[i]));
}

/* The profile that colours mean is in every file, whole. */
static void test_intent(void **state) {
    (void)state;
    g_autoptr(GString) notes = g_string_new(NULL);
    g_autoptr(GByteArray) file = make(WHOLE("<fo:block>a</fo:block>"), notes);
    qpdf_data q = qpdf_init();
    assert_int_equal(qpdf_read_memory(q, "test", (const char *)file->data, file->len, NULL), QPDF_SUCCESS);
    qpdf_oh intent = qpdf_oh_get_array_item(q, qpdf_oh_get_key(q, qpdf_get_root(q), "/OutputIntents"), 0);
    assert_string_equal(qpdf_oh_get_name(q, qpdf_oh_get_key(q, intent, "/S")), "/GTS_PDFA1");
    qpdf_oh profile = qpdf_oh_get_key(q, intent, "/DestOutputProfile");
    assert_int_equal(qpdf_oh_get_int_value_as_int(q, qpdf_oh_get_key(q, qpdf_oh_get_dict(q, profile), "/N")), 3);
    unsigned char *bytes = NULL;
    size_t length = 0;
    QPDF_BOOL filtered = QPDF_FALSE;
    qpdf_oh_get_stream_data(q, profile, qpdf_dl_all, &filtered, &bytes, &length);
    assert_true(length > 128);
    assert_int_equal(bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3], length);
    assert_memory_equal(bytes + 12, "mntrRGB XYZ ", 12);
    assert_memory_equal(bytes + 36, "acsp", 4);
    free(bytes);
    qpdf_cleanup(&q);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_private),
        cmocka_unit_test(test_tags),
        cmocka_unit_test(test_intent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* XML that people go on editing: how it is laid out. */
#include "transform/transform.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

static char *laid_out(const char *xml, const char *language) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(xmlDoc) doc = af_xml_read_memory(xml, strlen(xml), "test", diagnostics);
    assert_non_null(doc);
    GByteArray *bytes = af_transform_source(doc, language);
    char *text = g_strndup((const char *)bytes->data, bytes->len);
    g_byte_array_unref(bytes);
    return text;
}

static void expect(const char *xml, const char *expected) {
    g_autofree char *text = laid_out(xml, "en"), *again = laid_out(expected, "en");
    assert_string_equal(text, expected);
    assert_string_equal(again, expected); /* what is laid out stays as it is */
}

static void test_structure(void **state) {
    (void)state;
    expect("<a xmlns='urn:x'><b/><c><d e='1'>x</d></c></a>",
           HEAD "<a xmlns=\"urn:x\">\n  <b/>\n  <c>\n    <d e=\"1\">x</d>\n  </c>\n</a>\n");
    /* one empty line where there were some, none at the ends */
    expect("<a>\n\n\n<b/>\n\n\n<c/> \n<d/>\n\n</a>", HEAD "<a>\n  <b/>\n\n  <c/>\n  <d/>\n</a>\n");
    expect("<!-- one --><a/><!-- two -->", HEAD "<!-- one -->\n<a/>\n<!-- two -->\n");
    /* a prefix is no part of a name here */
    g_autofree char *prefixed = laid_out("<x:a xmlns:x='urn:x' xml:lang='de'><x:b/></x:a>", "en");
    assert_string_equal(prefixed, HEAD "<a xmlns=\"urn:x\" xml:lang=\"de\">\n  <b/>\n</a>\n");
}

static void test_text(void **state) {
    (void)state;
    /* text stays as it is, and so does all that stands in it */
    expect("<a><t>one\n   two  <em>x</em>\n<q/></t></a>", HEAD "<a>\n  <t>one\n   two  <em>x</em>\n<q/></t>\n</a>\n");
    expect("<a><t><em>x</em><em>y</em></t></a>", HEAD "<a>\n  <t><em>x</em><em>y</em></t>\n</a>\n");
    expect("<a><t><p>x</p><p>y<!--z--></p></t></a>",
           HEAD "<a>\n  <t>\n    <p>x</p>\n    <p>y<!--z--></p>\n  </t>\n</a>\n");
    expect("<a b='&lt;&amp;&quot;&#10;&#9;&gt;'>&lt;&amp;\"&gt;&#13;</a>",
           HEAD "<a b=\"&lt;&amp;&quot;&#10;&#9;>\">&lt;&amp;\"&gt;&#13;</a>\n");
    g_autofree char *cdata = laid_out("<a><![CDATA[<b>]]></a>", "en");
    assert_string_equal(cdata, HEAD "<a>&lt;b&gt;</a>\n");
}

static char *repeated(const char *text, guint times) {
    GString *out = g_string_new(NULL);
    while (times-- > 0) g_string_append(out, text);
    return g_string_free(out, FALSE);
}

static void test_attributes(void **state) {
    (void)state;
    g_autofree char *long_value = repeated("x", 70);
    g_autofree char *xml = g_strdup_printf("<a><b one='%s' two='%s'/></a>", long_value, long_value);
    g_autofree char *expected =
        g_strdup_printf(HEAD "<a>\n  <b one=\"%s\"\n     two=\"%s\"/>\n</a>\n", long_value, long_value);
    expect(xml, expected);
    /* in running text no line is broken, however long it is */
    g_autofree char *inside = g_strdup_printf("<a>x<b one='%s' two='%s'/></a>", long_value, long_value);
    g_autofree char *running = g_strdup_printf(HEAD "<a>x<b one=\"%s\" two=\"%s\"/></a>\n", long_value, long_value);
    expect(inside, running);
}

/* The widest line in characters. */
static glong widest(const char *text) {
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    glong most = 0;
    for (char **line = lines; *line; line++) most = MAX(most, g_utf8_strlen(*line, -1));
    return most;
}

static void test_comments(void **state) {
    (void)state;
    expect("<a><!--  one  --><b/></a>", HEAD "<a>\n  <!-- one -->\n  <b/>\n</a>\n");
    /* a line feed begins a line; one that is set in hangs when it is broken */
    g_autofree char *words = repeated("word ", 30), *xml = g_strdup_printf("<!--one\n  %s\n\ntwo--><a/>", words);
    g_autofree char *text = laid_out(xml, "en");
    g_autofree char *first = repeated("word ", 22), *rest = repeated("word ", 8);
    g_autofree char *expected = g_strdup_printf(HEAD "<!-- one\n       %s\n         %s\n\n     two -->\n<a/>\n",
                                                g_strchomp(first), g_strchomp(rest));
    assert_string_equal(text, expected);
    /* what cannot be broken is not; names with hyphens and tags are not */
    g_autofree char *one_word = repeated("x", 300), *solid = g_strdup_printf("<!--%s--><a/>", one_word);
    g_autofree char *unbroken = laid_out(solid, "en");
    assert_non_null(strstr(unbroken, one_word));
    g_autofree char *tags = repeated("see <third-party ref=\"…\"/> ", 20),
                    *tagged = g_strdup_printf("<!--%s--><a/>", tags);
    g_autofree char *whole = laid_out(tagged, "en");
    assert_null(strstr(whole, "<third-party\n"));
    assert_null(strstr(whole, "third-\n"));
    assert_true(widest(whole) <= 120);
}

/* Ideographs are two columns wide, and may be broken apart, but no line begins with a full stop. */
static void test_wide_comments(void **state) {
    (void)state;
    g_autofree char *words = repeated("文字。", 100), *xml = g_strdup_printf("<!--%s--><a/>", words);
    g_autofree char *text = laid_out(xml, "ja");
    assert_true(widest(text) <= 5 + 115 / 2);
    assert_true(widest(text) >= 50);
    assert_null(strstr(text, " 。"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_structure), cmocka_unit_test(test_text),          cmocka_unit_test(test_attributes),
        cmocka_unit_test(test_comments),  cmocka_unit_test(test_wide_comments),
    };
    return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}

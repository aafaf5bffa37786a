/* Finishing a PDF: what it says of itself, its structure, links, bookmarks; read again with qpdf. */
#include "base/xml.h"
#include "paint/paint.h"
#include "pdf/internal.h"

#include <cairo-pdf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HEAD                                                                                                           \
    "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format' xmlns:fox='http://xmlgraphics.apache.org/fop/extensions'"   \
    " xmlns:af='urn:auditfolio:document'"                                                                              \
    " xml:lang='de' font-size='10pt'><fo:layout-master-set><fo:simple-page-master master-name='p' page-width='300pt'"  \
    " page-height='200pt' margin='10pt'><fo:region-body margin-top='20pt'/><fo:region-before extent='20pt'/>"          \
    "</fo:simple-page-master></fo:layout-master-set>"
#define FLOW "<fo:page-sequence master-reference='p'><fo:flow flow-name='xsl-region-body'>"
#define END "</fo:flow></fo:page-sequence></fo:root>"

/* A document on its way. */
typedef struct {
    AfDiagnostics *diagnostics;
    xmlDoc *doc;
    AfFo *fo;
    AfPages *pages;
    GPtrArray *leaves;
    GByteArray *painted;
    GByteArray *file; /* NULL: not finished */
    qpdf_data qpdf;   /* the finished file */
} Made;

static void paint(Made *m, const char *text) {
    m->diagnostics = af_diagnostics_new();
    m->doc = af_xml_read_memory(text, strlen(text), "test.fo", m->diagnostics);
    assert_non_null(m->doc);
    m->fo = af_fo_read(m->doc, "test.fo", m->diagnostics);
    assert_non_null(m->fo);
    m->pages = af_layout(m->fo, m->diagnostics);
    assert_non_null(m->pages);
    m->painted = af_paint_pdf(m->pages, FALSE, &m->leaves, m->diagnostics);
    assert_non_null(m->painted);
}

static qpdf_data open_file(const GByteArray *file) {
    qpdf_data q = qpdf_init();
    qpdf_silence_errors(q);
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    qpdf_set_attempt_recovery(q, QPDF_FALSE);
    assert_int_equal(qpdf_read_memory(q, "test", (const char *)file->data, file->len, NULL), QPDF_SUCCESS);
    return q;
}

static void finish(Made *m, const char *text) {
    paint(m, text);
    m->file = af_pdf_finish(m->painted, m->pages, m->leaves, NULL, m->diagnostics);
    assert_non_null(m->file);
    m->qpdf = open_file(m->file);
    assert_int_equal(qpdf_check_pdf(m->qpdf), QPDF_SUCCESS);
    assert_false(qpdf_more_warnings(m->qpdf));
}

static void made_clear(Made *m) {
    if (m->qpdf) qpdf_cleanup(&m->qpdf);
    if (m->file) g_byte_array_unref(m->file);
    g_byte_array_unref(m->painted);
    g_ptr_array_unref(m->leaves);
    af_pages_free(m->pages);
    af_fo_free(m->fo);
    xmlFreeDoc(m->doc);
    af_diagnostics_free(m->diagnostics);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Made, made_clear)

static qpdf_oh key(qpdf_data q, qpdf_oh dictionary, const char *name) {
    return qpdf_oh_get_key(q, dictionary, name);
}

static const char *text_at(qpdf_data q, qpdf_oh dictionary, const char *name) {
    return qpdf_oh_get_utf8_value(q, key(q, dictionary, name));
}

static int page_index(qpdf_data q, qpdf_oh page) {
    return qpdf_find_page_by_oh(q, page);
}

/* --- the tree as one line: Type[language](kids), 0.3 for marked content 3 of page 0, @0 for an annotation on page 0
 * --- */

typedef struct {
    qpdf_data q;
    GString *out;
    GHashTable *held; /* "page.mcid" → object number of the element */
    guint elements;
} Dump;

static void dump_element(Dump *d, qpdf_oh element, const char *language);

static void hold(Dump *d, int page, int mcid, qpdf_oh element) {
    char *place = g_strdup_printf("%d.%d", page, mcid);
    g_string_append(d->out, place);
    assert_false(g_hash_table_contains(d->held, place));
    g_hash_table_insert(d->held, place, GINT_TO_POINTER(qpdf_oh_get_object_id(d->q, element)));
}

static void dump_kid(Dump *d, qpdf_oh kid, qpdf_oh element, const char *language) {
    qpdf_data q = d->q;
    if (qpdf_oh_is_integer(q, kid)) {
        hold(d, page_index(q, key(q, element, "/Pg")), qpdf_oh_get_int_value_as_int(q, kid), element);
    } else if (qpdf_oh_is_dictionary_of_type(q, kid, "/MCR", "")) {
        hold(d, page_index(q, key(q, kid, "/Pg")), qpdf_oh_get_int_value_as_int(q, key(q, kid, "/MCID")), element);
    } else if (qpdf_oh_is_dictionary_of_type(q, kid, "/OBJR", "")) {
        qpdf_oh page = qpdf_oh_has_key(q, kid, "/Pg") ? key(q, kid, "/Pg") : key(q, element, "/Pg");
        g_string_append_printf(d->out, "@%d", page_index(q, page));
    } else {
        assert_int_equal(qpdf_oh_get_object_id(q, key(q, kid, "/P")), qpdf_oh_get_object_id(q, element));
        dump_element(d, kid, language);
    }
}

static void dump_attributes(Dump *d, qpdf_oh element) {
    static const char *const names[] = {"/Scope", "/ColSpan", "/RowSpan", "/ListNumbering",
                                        "/Role",  "/checked", "/Desc"};
    qpdf_oh attributes = key(d->q, element, "/A");
    if (qpdf_oh_has_key(d->q, element, "/Alt")) g_string_append_printf(d->out, "{%s}", text_at(d->q, element, "/Alt"));
    for (gsize i = 0; qpdf_oh_is_dictionary(d->q, attributes) && i < G_N_ELEMENTS(names); i++) {
        if (!qpdf_oh_has_key(d->q, attributes, names[i])) continue;
        qpdf_oh value = key(d->q, attributes, names[i]);
        const char *text =
            qpdf_oh_is_string(d->q, value) ? qpdf_oh_get_utf8_value(d->q, value) : qpdf_oh_unparse(d->q, value);
        g_string_append_printf(d->out, "{%s}", text);
    }
}

/* #ID of what is a head that cells name, <IDs> of those that a cell names. */
static void dump_heads(Dump *d, qpdf_oh element) {
    qpdf_data q = d->q;
    qpdf_oh headers = key(q, key(q, element, "/A"), "/Headers");
    if (qpdf_oh_has_key(q, element, "/ID") && qpdf_oh_has_key(q, key(q, element, "/A"), "/Scope"))
        g_string_append_printf(d->out, "#%d", atoi(text_at(q, element, "/ID") + 1));
    for (int i = 0; qpdf_oh_is_array(q, headers) && i < qpdf_oh_get_array_n_items(q, headers); i++) {
        const char *id = qpdf_oh_get_utf8_value(q, qpdf_oh_get_array_item(q, headers, i));
        g_string_append_printf(d->out, "%s%d", i ? " " : "<", atoi(id + 1));
    }
    if (qpdf_oh_is_array(q, headers)) g_string_append_c(d->out, '>');
}

static void dump_element(Dump *d, qpdf_oh element, const char *language) {
    qpdf_data q = d->q;
    assert_true(qpdf_oh_is_dictionary_of_type(q, element, "/StructElem", ""));
    assert_true(qpdf_oh_is_indirect(q, element));
    d->elements++;
    g_string_append(d->out, qpdf_oh_get_name(q, key(q, element, "/S")) + 1);
    if (qpdf_oh_has_key(q, element, "/Lang")) g_string_append_printf(d->out, "[%s]", text_at(q, element, "/Lang"));
    dump_attributes(d, element);
    dump_heads(d, element);
    qpdf_oh kids = key(q, element, "/K");
    if (qpdf_oh_is_null(q, kids)) return;
    g_string_append_c(d->out, '(');
    int count = qpdf_oh_is_array(q, kids) ? qpdf_oh_get_array_n_items(q, kids) : 1;
    for (int i = 0; i < count; i++) {
        if (i) g_string_append_c(d->out, ' ');
        dump_kid(d, qpdf_oh_is_array(q, kids) ? qpdf_oh_get_array_item(q, kids, i) : kids, element, language);
    }
    g_string_append_c(d->out, ')');
}

/* What a key of the parent tree leads to. */
static qpdf_oh parent_at(qpdf_data q, int number) {
    qpdf_oh numbers = key(q, key(q, key(q, qpdf_get_root(q), "/StructTreeRoot"), "/ParentTree"), "/Nums");
    assert_int_equal(qpdf_oh_get_array_n_items(q, numbers) % 2, 0);
    for (int i = 0; i < qpdf_oh_get_array_n_items(q, numbers); i += 2) {
        if (qpdf_oh_get_int_value(q, qpdf_oh_get_array_item(q, numbers, i)) == number) {
            return qpdf_oh_get_array_item(q, numbers, i + 1);
        }
    }
    fail_msg("the parent tree lacks %d", number);
    return 0;
}

/* The parent tree says the same as the tree. */
static void check_parents(Dump *d, guint pages) {
    qpdf_data q = d->q;
    guint held = 0;
    for (guint page = 0; page < pages; page++) {
        qpdf_oh object = qpdf_get_page_n(q, page);
        if (!qpdf_oh_has_key(q, object, "/StructParents")) continue;
        qpdf_oh parents = parent_at(q, qpdf_oh_get_int_value_as_int(q, key(q, object, "/StructParents")));
        guint count = (guint)qpdf_oh_get_array_n_items(q, parents);
        assert_int_not_equal(count, 0);
        for (guint i = 0; i < count; i++) {
            g_autofree char *place = g_strdup_printf("%u.%u", page, i);
            int element = GPOINTER_TO_INT(g_hash_table_lookup(d->held, place));
            assert_int_equal(qpdf_oh_get_object_id(q, qpdf_oh_get_array_item(q, parents, (int)i)), element);
            held++;
        }
    }
    assert_int_equal(held, g_hash_table_size(d->held));
}

/* All that paints is in a mark; marks and text objects lie within each other; the pieces have their numbers in turn. */
static void check_content(qpdf_data q, guint page) {
    unsigned char *content = NULL;
    size_t length = 0;
    qpdf_oh_get_page_content_data(q, qpdf_get_page_n(q, page), &content, &length);
    g_autofree char *text = g_strndup((const char *)content, length);
    free(content);
    g_autoptr(GRegex) strings = g_regex_new("\\((?:\\\\.|[^()\\\\])*\\)|<[0-9A-Fa-f\\s]+>", G_REGEX_RAW | G_REGEX_DOTALL, 0, NULL);
    g_autofree char *bare = g_regex_replace_literal(strings, text, -1, 0, " ", 0, NULL);
    g_auto(GStrv) words = g_regex_split_simple("[\\s<>\\[\\]/]+", bare, G_REGEX_RAW, 0);
    guint pieces = 0;
    GString *open = g_string_new(NULL); /* M: a mark, T: a text object */
    for (char **w = words; *w; w++) {
        char last = open->len ? open->str[open->len - 1] : 0;
        if (!strcmp(*w, "MCID")) assert_int_equal(atoi(w[1]), pieces++);
        if (!strcmp(*w, "BDC")) g_string_append_c(open, 'M');
        if (!strcmp(*w, "BT")) assert_null(strchr(open->str, 'T')), g_string_append_c(open, 'T');
        if (!strcmp(*w, "EMC") || !strcmp(*w, "ET")) {
            assert_int_equal(last, **w == 'E' && (*w)[1] == 'M' ? 'M' : 'T');
            g_string_truncate(open, open->len - 1);
        }
        if (!strcmp(*w, "TJ")) assert_non_null(strchr(open->str, 'T'));
        if (!strcmp(*w, "re") || !strcmp(*w, "m") || !strcmp(*w, "q")) assert_null(strchr(open->str, 'T'));
        if (!strcmp(*w, "TJ") || !strcmp(*w, "f") || !strcmp(*w, "S") || !strcmp(*w, "Do")) assert_non_null(strchr(open->str, 'M'));
    }
    assert_int_equal(open->len, 0);
    g_string_free(open, TRUE);
}

static char *dump_tree(const Made *m) {
    g_autoptr(GHashTable) held = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Dump d = {m->qpdf, g_string_new(NULL), held, 0};
    qpdf_oh tree = key(m->qpdf, qpdf_get_root(m->qpdf), "/StructTreeRoot");
    assert_true(qpdf_oh_is_dictionary_of_type(m->qpdf, tree, "/StructTreeRoot", ""));
    qpdf_oh document = key(m->qpdf, tree, "/K");
    assert_int_equal(qpdf_oh_get_object_id(m->qpdf, key(m->qpdf, document, "/P")),
                     qpdf_oh_get_object_id(m->qpdf, tree));
    dump_element(&d, document, "");
    check_parents(&d, m->leaves->len);
    return g_string_free(d.out, FALSE);
}

static void assert_tree(const char *content, const char *expected) {
    g_auto(Made) m = {.qpdf = NULL};
    g_autofree char *text = g_strconcat(HEAD FLOW, content, END, NULL);
    finish(&m, text);
    g_autofree char *tree = dump_tree(&m);
    assert_string_equal(tree, expected);
}

static void test_blocks(void **state) {
    (void)state;
    assert_tree("<fo:block>a</fo:block><fo:block><fo:block>b</fo:block><fo:block/></fo:block>",
                "Document[de](P(0.0) P(0.1))");
    /* text beside blocks is one paragraph; a heading's blocks are no paragraphs */
    assert_tree("<fo:block>a<fo:block>b</fo:block>c</fo:block>", "Document[de](P(0.0 0.1 0.2))");
    assert_tree("<fo:block role='H1'><fo:block>1</fo:block><fo:block>Eins</fo:block></fo:block>",
                "Document[de](H1(0.0 0.1))");
    assert_tree("<fo:block role='Sect'><fo:block role='H2'>a</fo:block><fo:block>b</fo:block></fo:block>",
                "Document[de](Sect(H2(0.0) P(0.1)))");
    /* an unknown role is none; an artifact is nowhere */
    assert_tree("<fo:block role='Chapter'>a</fo:block><fo:block role='Artifact'>b</fo:block><fo:block>c</fo:block>",
                "Document[de](P(0.0) P(0.1))");
}

static void test_languages(void **state) {
    (void)state;
    assert_tree(
        "<fo:block>a <fo:inline xml:lang='fr'>b</fo:inline> <fo:inline font-weight='bold'>c</fo:inline></fo:block>"
        "<fo:block xml:lang='en'>d <fo:inline xml:lang='de'>e</fo:inline></fo:block>",
        "Document[de](P(0.0 Span[fr](0.1) 0.2) P[en](0.3 Span[de](0.4)))");
    assert_tree("<fo:block-container xml:lang='ja'><fo:block>a</fo:block></fo:block-container>",
                "Document[de](P[ja](0.0))");
}

static void test_lists(void **state) {
    (void)state;
#define ITEM(label, body)                                                                                              \
    "<fo:list-item><fo:list-item-label end-indent='label-end()'><fo:block>" label                                      \
    "</fo:block></fo:list-item-label><fo:list-item-body start-indent='body-start()'>" body                             \
    "</fo:list-item-body></fo:list-item>"
    assert_tree("<fo:list-block>" ITEM("\u2022", "<fo:block>a</fo:block>")
                    ITEM("\u2022", "<fo:block>b</fo:block><fo:block>c</fo:block>") "</fo:list-block>",
                "Document[de](L{/Disc}(LI(Lbl(0.0) LBody(0.1)) LI(Lbl(0.2) LBody(P(0.3) P(0.4)))))");
    assert_tree("<fo:list-block>" ITEM("1.", "<fo:block xml:lang='en'>a</fo:block>") "</fo:list-block>",
                "Document[de](L{/Decimal}(LI(Lbl(0.0) LBody[en](0.1))))");
}

#define CELL(attributes, text) "<fo:table-cell " attributes "><fo:block>" text "</fo:block></fo:table-cell>"
#define COLUMNS                                                                                                        \
    "<fo:table table-layout='fixed' width='100%'><fo:table-column column-width='80pt' number-columns-repeated='3'/>"

static void test_tables(void **state) {
    (void)state;
    assert_tree(COLUMNS "<fo:table-header><fo:table-row>" CELL("number-columns-spanned='2'", "a") CELL(
                    "", "b") "</fo:table-row></fo:table-header><fo:table-body><fo:table-row>" CELL("role='TH'", "1")
                    CELL("", "x") CELL("", "") "</fo:table-row><fo:table-row>" CELL("", "")
                        CELL("number-rows-spanned='2'", "") CELL("", "") "</fo:table-row></fo:table-body></fo:table>",
                "Document[de](Table(THead(TR(TH{/Column}{2}(0.0) TH{/Column}(0.1))) "
                "TBody(TR(TH{/Row}(0.2) TD(0.3) TD) TR(TD TD TD))))");
    /* a table with nothing in it is none */
    assert_tree("<fo:block>a</fo:block>" COLUMNS
                "<fo:table-body><fo:table-row>" CELL("", "") "</fo:table-row></fo:table-body></fo:table>",
                "Document[de](P(0.0))");
}

#define ROW(cells) "<fo:table-row>" cells "</fo:table-row>"
#define TABLE(parts) COLUMNS parts "</fo:table>"
#define HEAD_ROW(cells) "<fo:table-header>" ROW(cells) "</fo:table-header>"

/* What Scope says, and where it does not lead to all heads of a cell, these themselves. */
static void test_heads(void **state) {
    (void)state;
    /* heads of groups hide those of the columns, but for the first group */
    assert_tree(TABLE(HEAD_ROW(CELL("", "a") CELL("", "b")) "<fo:table-body>" ROW(
                    CELL("role='TH' number-columns-spanned='2'", "g")) ROW(CELL("role='TH'", "1") CELL("", "x"))
                          ROW(CELL("role='TH' number-columns-spanned='2'", "h"))
                              ROW(CELL("role='TH'", "2") CELL("", "y")) "</fo:table-body>"),
                "Document[de](Table(THead(TR(TH{/Column}(0.0) TH{/Column}#5(0.1))) TBody(TR(TH{/Column}{2}(0.2)) "
                "TR(TH{/Row}(0.3) TD(0.4)) TR(TH{/Column}{2}#13(0.5)) TR(TH{/Row}#15(0.6) TD<5 13 15>(0.7)))))");
    /* a cell under two heads */
    assert_tree(TABLE(HEAD_ROW(CELL("", "a") CELL("", "b")) "<fo:table-body>" ROW(
                    CELL("number-columns-spanned='2'", "x")) "</fo:table-body>"),
                "Document[de](Table(THead(TR(TH{/Column}#4(0.0) TH{/Column}#5(0.1))) TBody(TR(TD{2}<4 5>(0.2)))))");
    /* a cell beside two heads; a head over the two rows and one over both columns need nothing */
    assert_tree(TABLE("<fo:table-body>" ROW(CELL("role='TH'", "1") CELL("number-rows-spanned='2'", "x"))
                          ROW(CELL("role='TH'", "2")) "</fo:table-body>"),
                "Document[de](Table(TBody(TR(TH{/Row}#4(0.0) TD{2}<4 7>(0.1)) TR(TH{/Row}#7(0.2)))))");
    assert_tree(TABLE(HEAD_ROW(CELL("", "") CELL("number-columns-spanned='2'", "a")) "<fo:table-body>" ROW(
                    CELL("role='TH' number-rows-spanned='2'", "1") CELL("", "x") CELL("", "y"))
                          ROW(CELL("", "z") CELL("", "w")) "</fo:table-body>"),
                "Document[de](Table(THead(TR(TD TH{/Column}{2}(0.0))) TBody(TR(TH{/Row}{2}(0.1) TD(0.2) TD(0.3)) "
                "TR(TD(0.4) TD(0.5)))))");
    /* a head with cells beside and below it heads both */
    assert_tree(TABLE(HEAD_ROW(CELL("", "a") CELL("role='TD'", "b")) "<fo:table-body>" ROW(
                    CELL("role='TH'", "1") CELL("", "x")) "</fo:table-body>"),
                "Document[de](Table(THead(TR(TH{/Both}(0.0) TD(0.1))) TBody(TR(TH{/Row}(0.2) TD(0.3)))))");
}

/* Rows have as many columns as the table: where cells are missing, stand beyond the others or come out of order. */
static void test_regular(void **state) {
    (void)state;
    assert_tree(TABLE("<fo:table-body>" ROW(CELL("", "1") CELL("", "2") CELL("", "3")) ROW(
                    CELL("column-number='3'", "4")) ROW(CELL("column-number='2'", "5") CELL("column-number='1'", "6"))
                          ROW(CELL("number-rows-spanned='5'", "7")) "</fo:table-body>"),
                "Document[de](Table(TBody(TR(TD(0.0) TD(0.1) TD(0.2)) TR(TD{2} TD(0.3)) "
                "TR(TD(0.5) TD(0.4) TD) TR(TD(0.6) TD{2}))))");
    /* a span ends where a cell from above stands, and with its part */
    assert_tree(TABLE("<fo:table-header>" ROW(CELL("number-rows-spanned='3'", "a") CELL(
                    "", "b")) "</fo:table-header>"
                              "<fo:table-body>" ROW(CELL("", "1") CELL("number-rows-spanned='2'", "2") CELL("", "3"))
                                  ROW(CELL("number-columns-spanned='2'", "4") CELL("", "5")) "</fo:table-body>"),
                "Document[de](Table(THead(TR(TH{/Column}(0.0) TH{/Column}(0.1) TD)) "
                "TBody(TR(TD(0.2) TD{2}(0.3) TD(0.4)) TR(TD(0.5) TD(0.6)))))");
    /* footer and caption are read where they stand on the page */
    assert_tree(
        "<fo:table-and-caption caption-side='after'><fo:table-caption><fo:block>c</fo:block></fo:table-caption>" TABLE(
            HEAD_ROW(CELL("", "a")) "<fo:table-footer>" ROW(CELL("", "f")) "</fo:table-footer><fo:table-body>" ROW(
                CELL("", "1")) "</fo:table-body>") "</fo:table-and-caption>",
        "Document[de](Table(THead(TR(TH{/Column}(0.0))) TBody(TR(TD(0.1))) TFoot(TR(TD(0.2))) Caption(0.3)))");
}

/* Whatever roles say, an element stands only where it may. */
static void test_nesting(void **state) {
    (void)state;
    assert_tree(
        "<fo:block role='TR'>a</fo:block><fo:block role='LI'>b</fo:block><fo:block role='Document'>c</fo:block>",
        "Document[de](Div(P(0.0)) Div(P(0.1)) Part(P(0.2)))");
    assert_tree(
        "<fo:block role='L'><fo:block>a</fo:block><fo:block role='LI'>b<fo:block>c</fo:block></fo:block></fo:block>",
        "Document[de](L(LI(LBody(P(0.0))) LI(LBody(0.1 P(0.2)))))");
    assert_tree("<fo:block role='Table'><fo:block role='TH'>a</fo:block><fo:block role='TD'>b</fo:block>"
                "<fo:block role='TR'><fo:block>c</fo:block></fo:block></fo:block>",
                "Document[de](Table(TR(TH{/Row}(0.0) TD(0.1)) TR(TD(P(0.2)) TD)))");
    assert_tree("<fo:block role='TOC'>a<fo:block role='TOCI'>b</fo:block></fo:block><fo:block role='Sect'>c</fo:block>",
                "Document[de](TOC(TOCI(0.0) TOCI(0.1)) Sect(P(0.2)))");
    assert_tree("<fo:block>a <fo:inline role='Link'>b</fo:inline> <fo:inline role='RT'>c</fo:inline>"
                "<fo:inline role='Ruby'>d<fo:inline role='RT'>e</fo:inline></fo:inline></fo:block>",
                "Document[de](P(0.0 Span(0.1) 0.2 0.3 Ruby(RB(0.4) RT(0.5))))");
    /* a table that is none */
    assert_tree("<fo:table role='Div' table-layout='fixed' width='100%'><fo:table-column "
                "column-width='80pt'/><fo:table-body>" ROW(CELL("", "a")) "</fo:table-body></fo:table>",
                "Document[de](Div(P(0.0)))");
    /* lists in columns: the parts of a table that is no Table are what is in them, a list that is an item has none */
    assert_tree("<fo:table role='L' table-layout='fixed' width='100%'><fo:table-body><fo:table-cell>"
                "<fo:list-block role='LI'><fo:list-item><fo:list-item-label><fo:block>1</fo:block></fo:list-item-label>"
                "<fo:list-item-body start-indent='body-start()'><fo:block>a</fo:block></fo:list-item-body></fo:list-item>"
                "</fo:list-block></fo:table-cell></fo:table-body></fo:table>",
                "Document[de](L{/Decimal}(LI(Lbl(0.0) LBody(0.1))))");
    /* a paragraph with a list in it is two paragraphs and a list */
    assert_tree(
        "<fo:block>a<fo:list-block><fo:list-item><fo:list-item-label end-indent='label-end()'><fo:block>ii.</fo:block>"
        "</fo:list-item-label><fo:list-item-body start-indent='body-start()'><fo:block>b</fo:block>"
        "</fo:list-item-body></fo:list-item></fo:list-block>c</fo:block>",
        "Document[de](Div(P(0.0) L{/LowerRoman}(LI(Lbl(0.1) LBody(0.2))) P(0.3)))");
}

static void collect_cells(const AfFoNode *node, GArray *cells) {
    AfPainted cell = {.node = node};
    if (node->element == AF_FO_TABLE_CELL) g_array_append_val(cells, cell);
    for (const AfFoNode *child = node->first_child; child; child = child->next) collect_cells(child, cells);
}

static cairo_status_t take(void *closure, const unsigned char *data, unsigned int length) {
    g_byte_array_append(closure, data, length);
    return CAIRO_STATUS_SUCCESS;
}

/* One page with a marked piece for each cell, made without layout. */
static void paint_cells(Made *m) {
    GArray *cells = g_array_new(FALSE, FALSE, sizeof(AfPainted));
    collect_cells(af_fo_root(m->fo), cells);
    g_ptr_array_set_size(m->leaves, 0);
    g_ptr_array_add(m->leaves, cells);
    g_byte_array_set_size(m->painted, 0);
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take, m->painted, 100, 100);
    cairo_t *cr = cairo_create(surface);
    cairo_tag_begin(cr, "Document", NULL);
    for (guint i = 0; i < cells->len; i++) {
        cairo_tag_begin(cr, "P", NULL);
        cairo_rectangle(cr, 10, 10 * i, 5, 5);
        cairo_fill(cr);
        cairo_tag_end(cr, "P");
    }
    cairo_tag_end(cr, "Document");
    cairo_show_page(cr);
    assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

/* Rows that only their cells say. */
static void test_rows_of_cells(void **state) {
    (void)state;
    g_auto(Made) m = {.qpdf = NULL};
    paint(&m, HEAD FLOW COLUMNS "<fo:table-body>" CELL("", "1") CELL("ends-row='true'", "2") CELL("", "3")
                  CELL("starts-row='true'", "4") "</fo:table-body></fo:table>" END);
    paint_cells(&m);
    m.file = af_pdf_finish(m.painted, m.pages, m.leaves, NULL, m.diagnostics);
    assert_non_null(m.file);
    m.qpdf = open_file(m.file);
    g_autofree char *tree = dump_tree(&m);
    assert_string_equal(tree, "Document[de](Table(TBody(TR(TD(0.0) TD(0.1)) TR(TD(0.2) TD) TR(TD(0.3) TD))))");
}

static void test_figures_and_notes(void **state) {
    (void)state;
    assert_tree(
        "<fo:block><fo:instream-foreign-object fox:alt-text='Ein Kreis (rot)'><svg xmlns='http://www.w3.org/2000/svg'"
        " width='20' height='20'><circle cx='10' cy='10' r='9' "
        "fill='red'/></svg></fo:instream-foreign-object></fo:block>"
        "<fo:block role='Note'>a</fo:block>",
        "Document[de](Figure{Ein Kreis (rot)}(0.0) Note(0.1))");
}

/* A table that goes over pages: its header comes again as an artifact, a cell that is divided is one element. */
/* Boxes to tick on paper are no fields, but are said to be what they look like. */
static void test_forms(void **state) {
    (void)state;
    assert_tree("<fo:block><fo:inline role='Form' fox:alt-text='Erfüllt: ja' af:checked='on'>x</fo:inline> ja"
                "<fo:inline role='Form' af:control='rb' af:checked='maybe'>o</fo:inline>"
                "<fo:inline role='Form'>........</fo:inline></fo:block>",
                "Document[de](P(Form{/cb}{/on}{Erfüllt: ja}(0.0) 0.1 Form{/rb}{/off}(0.2) Form{/tv}(0.3)))");
}

static void test_pages(void **state) {
    (void)state;
    g_autoptr(GString) text = g_string_new(HEAD FLOW COLUMNS "<fo:table-header><fo:table-row>" CELL(
        "", "Kopf") "</fo:table-row></fo:table-header><fo:table-body>");
    for (int i = 0; i < 30; i++) {
        g_string_append(text, "<fo:table-row>" CELL(
                                  "", "eine Zelle mit ein paar Zeilen Text, die auch geteilt wird") "</fo:table-row>");
    }
    g_string_append(text, "</fo:table-body></fo:table>" END);
    g_auto(Made) m = {.qpdf = NULL};
    finish(&m, text->str);
    assert_true(af_pages_count(m.pages) > 5);
    g_autofree char *tree = dump_tree(&m);
    gchar **cells = g_strsplit(tree, "TD(", -1);
    assert_int_equal(g_strv_length(cells), 31);
    g_strfreev(cells);
    assert_null(strstr(strstr(tree, "THead(") + 1, "THead("));
    for (guint i = 0; i < m.leaves->len; i++) {
        check_content(m.qpdf, i);
    }
}

/* --- what is not structure --- */

#define BOOK(attributes, title, inside)                                                                                \
    "<fo:bookmark " attributes "><fo:bookmark-title>" title "</fo:bookmark-title>" inside "</fo:bookmark>"

static const char whole[] = HEAD
    "<fo:declarations><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
    "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
    "<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>Prüfliste &amp; "
    "&lt;mehr&gt;</dc:title>"
    "<dc:creator><rdf:Seq><rdf:li>Ada</rdf:li><rdf:li>Bob (B)</rdf:li></rdf:Seq></dc:creator>"
    "<dc:description><rdf:Alt><rdf:li xml:lang='en'>blank</rdf:li><rdf:li "
    "xml:lang='x-default'>leer</rdf:li></rdf:Alt></dc:description>"
    "</rdf:Description></rdf:RDF></x:xmpmeta></fo:declarations><fo:bookmark-tree>" BOOK(
        "internal-destination='a'", "\u00DCber",
        BOOK("internal-destination='b' starting-state='hide'", "B",
             BOOK("external-destination=\"url('https://example.org/\u00E4 b')\"", "C", "")))
        BOOK("internal-destination='nirgends'", "D",
             "") "</fo:bookmark-tree><fo:page-sequence master-reference='p' format='i'><fo:static-content "
                 "flow-name='xsl-region-before'><fo:block>Kopf "
                 "<fo:basic-link internal-destination='a'>oben</fo:basic-link></fo:block></fo:static-content><fo:flow "
                 "flow-name='xsl-region-body'>"
                 "<fo:block id='a'>Siehe <fo:basic-link internal-destination='b'>Teil (B), Seite "
                 "<fo:page-number-citation ref-id='b'/></fo:basic-link>"
                 ", <fo:basic-link external-destination='mailto:a@example.org'>Post</fo:basic-link>,"
                 " <fo:basic-link external-destination='javascript:alert(1)'>nichts</fo:basic-link>,"
                 " <fo:basic-link internal-destination='nirgends'>auch nichts</fo:basic-link>, <fo:basic-link "
                 "external-destination="
                 "'url(https://example.org/)'>ein langer Verweis, der mehr als eine ganze Zeile braucht, damit er zwei "
                 "Rechtecke hat</fo:basic-link>"
                 "</fo:block><fo:block break-before='page'>zwei</fo:block></fo:flow></fo:page-sequence>"
                 "<fo:page-sequence master-reference='p' initial-page-number='1'><fo:flow "
                 "flow-name='xsl-region-body'><fo:block id='b'>drei</fo:block>"
                 "</fo:flow></fo:page-sequence></fo:root>";

static void test_links(void **state) {
    (void)state;
    g_auto(Made) m = {.qpdf = NULL};
    finish(&m, whole);
    qpdf_data q = m.qpdf;
    g_autofree char *tree = dump_tree(&m);
    assert_non_null(strstr(tree, "Link(0.1 @0) 0.2 Link(0.3 @0) 0.4"));
    assert_non_null(strstr(tree, " @0 @0)"));
    qpdf_oh page = qpdf_get_page_n(q, 0), annotations = key(q, page, "/Annots");
    gchar **parts = g_strsplit(tree, "@0", -1);
    int count = (int)g_strv_length(parts) - 1;
    g_strfreev(parts);
    assert_true(count >= 4);
    /* none in the header, none that leads nowhere */
    assert_int_equal(qpdf_oh_get_array_n_items(q, annotations), count);
    for (int i = 0; i < count; i++) {
        qpdf_oh a = qpdf_oh_get_array_item(q, annotations, i);
        assert_true(qpdf_oh_is_dictionary_of_type(q, a, "/Annot", "/Link"));
        assert_int_equal(qpdf_oh_get_int_value(q, key(q, a, "/F")), 4);
        qpdf_oh element = parent_at(q, qpdf_oh_get_int_value_as_int(q, key(q, a, "/StructParent")));
        assert_string_equal(qpdf_oh_get_name(q, key(q, element, "/S")), "/Link");
    }
    qpdf_oh first = qpdf_oh_get_array_item(q, annotations, 0), second = qpdf_oh_get_array_item(q, annotations, 1);
    assert_string_equal(text_at(q, first, "/Contents"), "Teil (B), Seite 1");
    qpdf_oh destination = key(q, first, "/Dest");
    assert_int_equal(page_index(q, qpdf_oh_get_array_item(q, destination, 0)), 2);
    assert_true(qpdf_oh_is_name_and_equals(q, qpdf_oh_get_array_item(q, destination, 1), "/XYZ"));
    assert_string_equal(text_at(q, key(q, second, "/A"), "/URI"), "mailto:a@example.org");
    assert_string_equal(qpdf_oh_get_name(q, key(q, page, "/Tabs")), "/S");
}

/* Each page number of an index is a link of its own, between the separators, and leads to what has the key; that it
 * is laid out again leaves nothing behind. */
static void test_index(void **state) {
    (void)state;
    g_auto(Made) m = {.qpdf = NULL};
    finish(&m,
           HEAD FLOW "<fo:block>a</fo:block><fo:block index-key='k'>b</fo:block>"
                     "<fo:block break-before='page' index-key='k'>c</fo:block>"
                     "<fo:block>T <fo:index-page-citation-list><fo:index-key-reference ref-index-key='k' "
                     "page-number-treatment='link'><fo:index-page-number-prefix>S. </fo:index-page-number-prefix>"
                     "</fo:index-key-reference></fo:index-page-citation-list>.</fo:block><fo:block><fo:basic-link "
                     "internal-destination='i'>D <fo:index-page-citation-list><fo:index-page-citation-list-separator>; "
                     "</fo:index-page-citation-list-separator><fo:index-key-reference ref-index-key='k'/>"
                     "</fo:index-page-citation-list></fo:basic-link></fo:block><fo:block id='i'>d</fo:block>" END);
    qpdf_data q = m.qpdf;
    g_autofree char *tree = dump_tree(&m);
    assert_string_equal(tree, "Document[de](P(0.0) P(0.1) P(1.0) P(1.1 1.2 Link(1.3 @1) 1.4 Link(1.5 @1) 1.6) "
                              "P(Link(1.7 1.8 @1)) P(1.9))");
    qpdf_oh annotations = key(q, qpdf_get_page_n(q, 1), "/Annots");
    assert_int_equal(qpdf_oh_get_array_n_items(q, annotations), 3);
    assert_string_equal(text_at(q, qpdf_oh_get_array_item(q, annotations, 2), "/Contents"), "D 1; 2");
    for (int i = 0; i < 2; i++) {
        qpdf_oh link = qpdf_oh_get_array_item(q, annotations, i), destination = key(q, link, "/Dest");
        assert_string_equal(text_at(q, link, "/Contents"), i ? "2" : "1");
        assert_int_equal(page_index(q, qpdf_oh_get_array_item(q, destination, 0)), i);
    }
    qpdf_oh below = key(q, qpdf_oh_get_array_item(q, annotations, 0), "/Dest");
    qpdf_oh top = key(q, qpdf_oh_get_array_item(q, annotations, 1), "/Dest");
    assert_true(qpdf_oh_get_numeric_value(q, qpdf_oh_get_array_item(q, below, 3)) <
                qpdf_oh_get_numeric_value(q, qpdf_oh_get_array_item(q, top, 3)));
}

static void test_outline_and_labels(void **state) {
    (void)state;
    g_auto(Made) m = {.qpdf = NULL};
    finish(&m, whole);
    qpdf_data q = m.qpdf;
    qpdf_oh outlines = key(q, qpdf_get_root(q), "/Outlines"), a = key(q, outlines, "/First"), b = key(q, a, "/First");
    assert_int_equal(qpdf_oh_get_int_value(q, key(q, outlines, "/Count")), 3);
    assert_string_equal(text_at(q, a, "/Title"), "\u00DCber");
    assert_int_equal(qpdf_oh_get_int_value(q, key(q, a, "/Count")), 1);
    assert_int_equal(qpdf_oh_get_int_value(q, key(q, b, "/Count")), -1);
    assert_int_equal(qpdf_oh_get_object_id(q, key(q, b, "/Parent")), qpdf_oh_get_object_id(q, a));
    assert_int_equal(page_index(q, qpdf_oh_get_array_item(q, key(q, b, "/Dest"), 0)), 2);
    assert_string_equal(text_at(q, key(q, key(q, b, "/First"), "/A"), "/URI"), "https://example.org/%C3%A4%20b");
    qpdf_oh d = key(q, outlines, "/Last");
    assert_int_equal(qpdf_oh_get_object_id(q, key(q, a, "/Next")), qpdf_oh_get_object_id(q, d));
    assert_int_equal(qpdf_oh_get_object_id(q, key(q, d, "/Prev")), qpdf_oh_get_object_id(q, a));
    assert_false(qpdf_oh_has_key(q, d, "/Dest"));
    assert_string_equal(qpdf_oh_unparse(q, key(q, qpdf_get_root(q), "/PageLabels")),
                        "<< /Nums [ 0 << /S /r /St 1 >> 2 << /S /D /St 1 >> ] >>");
}

static void test_metadata(void **state) {
    (void)state;
    g_setenv("SOURCE_DATE_EPOCH", "1700000000", TRUE);
    g_auto(Made) m = {.qpdf = NULL};
    finish(&m, whole);
    qpdf_data q = m.qpdf;
    assert_string_equal(qpdf_get_pdf_version(q), "1.7");
    qpdf_oh info = key(q, qpdf_get_trailer(q), "/Info"), catalog = qpdf_get_root(q);
    assert_string_equal(text_at(q, info, "/Title"), "Pr\u00FCfliste & <mehr>");
    assert_string_equal(text_at(q, info, "/Author"), "Ada, Bob (B)");
    assert_string_equal(text_at(q, info, "/Subject"), "leer");
    assert_string_equal(text_at(q, info, "/CreationDate"), "D:20231114221320Z");
    assert_string_equal(text_at(q, catalog, "/Lang"), "de");
    assert_true(qpdf_oh_get_bool_value(q, key(q, key(q, catalog, "/MarkInfo"), "/Marked")));
    assert_true(qpdf_oh_get_bool_value(q, key(q, key(q, catalog, "/ViewerPreferences"), "/DisplayDocTitle")));
    unsigned char *bytes = NULL;
    size_t length = 0;
    qpdf_oh_get_stream_data(q, key(q, catalog, "/Metadata"), qpdf_dl_generalized, NULL, &bytes, &length);
    g_autofree char *xmp = g_strndup((const char *)bytes, length);
    free(bytes);
    assert_non_null(strstr(xmp, "<rdf:li xml:lang=\"x-default\">Pr\u00FCfliste &amp; &lt;mehr&gt;</rdf:li>"));
    assert_non_null(strstr(xmp, "<rdf:li xml:lang=\"x-default\">leer</rdf:li><rdf:li xml:lang=\"en\">blank</rdf:li>"));
    assert_non_null(strstr(xmp, "2023-11-14T22:13:20Z"));
    xmlDoc *doc = xmlReadMemory(xmp, (int)strlen(xmp), NULL, NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    xmlFreeDoc(doc);
}

/* Without declarations the first page sequence's title counts; a document of nothing is one too. */
static void test_title_and_nothing(void **state) {
    (void)state;
    g_auto(Made) m = {.qpdf = NULL};
    finish(
        &m, HEAD
        "<fo:page-sequence master-reference='p'><fo:title>Ein\n  Titel</fo:title><fo:flow flow-name='xsl-region-body'>"
        "<fo:block/></fo:flow></fo:page-sequence></fo:root>");
    assert_string_equal(text_at(m.qpdf, key(m.qpdf, qpdf_get_trailer(m.qpdf), "/Info"), "/Title"), "Ein Titel");
    g_autofree char *tree = dump_tree(&m);
    assert_string_equal(tree, "Document[de]");
}

static void test_same_bytes(void **state) {
    (void)state;
    g_setenv("SOURCE_DATE_EPOCH", "1700000000", TRUE);
    g_auto(Made) one = {.qpdf = NULL}, two = {.qpdf = NULL};
    finish(&one, whole);
    finish(&two, whole);
    assert_int_equal(one.file->len, two.file->len);
    assert_memory_equal(one.file->data, two.file->data, one.file->len);
}

/* --- cairo's part --- */

static void test_strip(void **state) {
    (void)state;
    g_auto(Made) m = {.qpdf = NULL};
    paint(&m, whole);
    g_autoptr(GArray) objects = g_array_new(FALSE, FALSE, sizeof(int));
    g_autoptr(GByteArray) stripped = af_pdf_strip(m.painted, objects);
    assert_true(stripped->len < m.painted->len);
    assert_true(objects->len > 10);
    af_autoqpdf qpdf_data q = open_file(stripped);
    for (guint i = 0; i < objects->len; i++) {
        qpdf_oh object = qpdf_get_object_by_id(q, g_array_index(objects, int, i), 0);
        assert_false(qpdf_oh_is_null(q, object));
        assert_false(qpdf_oh_is_dictionary_of_type(q, object, "/StructElem", ""));
    }
    static const char *const garbage[] = {"", "startxref\n", "startxref\n99999999999\n",
                                          "xref\n0 5\nstartxref\n0\n%%EOF\n"};
    for (gsize i = 0; i < G_N_ELEMENTS(garbage); i++) {
        g_autoptr(GByteArray) bytes = g_byte_array_new();
        g_byte_array_append(bytes, (const guint8 *)garbage[i], (guint)strlen(garbage[i]));
        g_autoptr(GByteArray) same = af_pdf_strip(bytes, objects);
        assert_int_equal(same->len, bytes->len);
    }
}

static void assert_rewritten(const char *content, guint count, const char *expected) {
    static char foot[] = "<</Type/Pagination/Subtype/Footer>>";
    static char *const artifact[] = {NULL, foot, NULL};
    GString *out = af_content_rewrite(content, strlen(content), artifact, NULL, count);
    if (!expected) {
        assert_null(out);
        return;
    }
    assert_non_null(out);
    assert_string_equal(out->str, expected);
    g_string_free(out, TRUE);
}

#define ARTIFACT "/Artifact<</Type/Layout>>BDC"

static void test_content(void **state) {
    (void)state;
    assert_rewritten("", 0, "");
    assert_rewritten("q 1 0 0 rg Q\n", 0, "q 1 0 0 rg Q\n");
    assert_rewritten("q 0 0 9 9 re W n 1 1 m 2 2 l S Q\n", 0, "q 0 0 9 9 re W n " ARTIFACT "\n1 1 m 2 2 l S EMC\nQ\n");
    /* neighbours share one; a state between them does not matter */
    assert_rewritten("1 1 2 2 re f\n0 g 3 3 1 1 re f*\n", 0, ARTIFACT "\n1 1 2 2 re f\n0 g 3 3 1 1 re f*\nEMC\n");
    assert_rewritten("/P << /MCID 0 >> BDC\nBT (a) Tj ET\nEMC\nBT /Span << /ActualText <FEFF> >> BDC (f) Tj EMC ET\n",
                     1,
                     "/P<</MCID 0>>BDC\nBT (a) Tj ET\nEMC\n" ARTIFACT "\n"
                     "BT /Span << /ActualText <FEFF> >> BDC (f) Tj EMC ET\nEMC\n");
    assert_rewritten("/P <</MCID 0>> BDC EMC\n1 1 1 1 re f\n/P <</MCID 1>> BDC BT ET EMC\n/x5 Do\n", 2,
                     "/P<</MCID 0>>BDC EMC\n" ARTIFACT "\n1 1 1 1 re f\nEMC\n"
                     "/Artifact<</Type/Pagination/Subtype/Footer>>BDC BT ET EMC\n" ARTIFACT "\n/x5 Do\nEMC\n");
    /* what looks like operators in strings, names, images and comments is none */
    assert_rewritten("BT (S f \\) Q (BDC)) Tj <5320> Tj ET % f\n/f gs true\n", 0,
                     ARTIFACT "\nBT (S f \\) Q (BDC)) Tj <5320> Tj ET % f\n/f gs true\nEMC\n");
    assert_rewritten("1 1 m 2 2 l S /Artifact <</Type /Layout>> BDC 1 1 m 2 2 l S EMC\n", 0,
                     ARTIFACT "\n1 1 m 2 2 l S EMC\n/Artifact <</Type /Layout>> BDC 1 1 m 2 2 l S EMC\n");
    assert_rewritten("BI /W 1 /H 1 ID S EMC Q EI\nq Q\n", 0, ARTIFACT "\nBI /W 1 /H 1 ID S EMC Q EI\nEMC\nq Q\n");
}

/* What is read in place of a piece stands with its MCID. */
static void test_content_text(void **state) {
    (void)state;
    static const char content[] = "/P << /MCID 0 >> BDC\nBT 9.599609 0 0 -9.599609 -0.0001 167.029297 Tm 0 -1.420142 Td "
                                  "1.5 2 Td 1.25 -0.00004 Td 7.123456 Tc (a) Tj ET\nEMC\n"
                                  "/P << /MCID 1 >> BDC BT ET EMC\n/P << /MCID 2 >> BDC EMC\n";
    static char *const artifact[] = {NULL, NULL, "<</Type/Layout>>"};
    static const char *const actual[] = {"(w)", NULL, "not said"};
    GString *out = af_content_rewrite(content, strlen(content), artifact, actual, 3);
    assert_non_null(out);
    assert_string_equal(out->str, "/Span<</MCID 0/ActualText(\\(w\\))>>BDC\n"
                                  "BT 9.599609 0 0 -9.599609 -0.0001 167.029297 Tm 0 -1.420142 Td 1.5 2 Td "
                                  "1.25 -0.00004 Td 7.123456 Tc (a) Tj ET\nEMC\n/P<</MCID 1>>BDC BT ET EMC\n"
                                  "/Artifact<</Type/Layout>>BDC EMC\n");
    g_string_free(out, TRUE);
}

static void test_content_refused(void **state) {
    (void)state;
    assert_rewritten("/P <</MCID 0>> BDC EMC\n", 0, NULL);
    assert_rewritten("/P <</MCID 0>> BDC EMC\n", 2, NULL);
    assert_rewritten("/P <</MCID 1>> BDC EMC\n", 1, NULL);
    assert_rewritten("/P <</MCID 0>> BDC EMC /P <</MCID 0>> BDC EMC\n", 2, NULL);
    assert_rewritten("/P <</MCID 0>> BDC\n", 1, NULL);
    assert_rewritten("/P <</MCID 0>> BDC /P <</MCID 1>> BDC EMC EMC\n", 2, NULL);
    assert_rewritten("/P <</MCID 99999999999999999999>> BDC EMC\n", 1, NULL);
    assert_rewritten("EMC\n", 0, NULL);
    assert_rewritten("BT (a\n", 0, NULL);
    assert_rewritten("BT (a\\", 0, NULL);
    assert_rewritten("<41", 0, NULL);
    assert_rewritten("BI ID x", 0, NULL);
    assert_rewritten("BT", 0, NULL);
}

/* Whatever is damaged, there is an error or a file that qpdf finds whole. */
static void check_damaged(Made *m, const GByteArray *damaged) {
    guint errors = af_diagnostics_count_level(m->diagnostics, AF_ERROR);
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    GByteArray *file = af_pdf_finish(damaged, m->pages, m->leaves, NULL, diagnostics);
    if (file) {
        g_byte_array_unref(file);
        return;
    }
    assert_int_equal(af_diagnostics_count(diagnostics), 1);
    assert_int_equal(af_diagnostics_get(diagnostics, 0)->code, AF_D_PDF_FAILED);
    assert_int_equal(errors, af_diagnostics_count_level(m->diagnostics, AF_ERROR));
}

static void test_damaged(void **state) {
    (void)state;
    g_auto(Made) m = {.qpdf = NULL};
    paint(&m, whole);
    guint length = m.painted->len;
    for (guint i = 0; i < 40; i++) {
        g_autoptr(GByteArray) cut = g_byte_array_new();
        g_byte_array_append(cut, m.painted->data, (guint)((guint64)length * i / 40));
        check_damaged(&m, cut);
    }
    GRand *random = g_rand_new_with_seed(7);
    for (guint i = 0; i < 200; i++) {
        g_autoptr(GByteArray) changed = g_byte_array_new();
        g_byte_array_append(changed, m.painted->data, length);
        for (guint k = 0; k < 1 + i % 8; k++) {
            changed->data[g_rand_int_range(random, 0, (gint32)length)] = (guint8)g_rand_int_range(random, 0, 256);
        }
        check_damaged(&m, changed);
    }
    g_rand_free(random);
}

static void test_leaves_differ(void **state) {
    (void)state;
    g_auto(Made) m = {.qpdf = NULL};
    paint(&m, whole);
    GArray *first = g_ptr_array_index(m.leaves, 0);
    g_array_remove_index(first, 0);
    assert_null(af_pdf_finish(m.painted, m.pages, m.leaves, NULL, m.diagnostics));
    g_ptr_array_set_size(m.leaves, 1);
    assert_null(af_pdf_finish(m.painted, m.pages, m.leaves, NULL, m.diagnostics));
    assert_true(af_diagnostics_count_level(m.diagnostics, AF_ERROR) >= 1);
}

/* For the leak checkers. */
static int end(void **state) {
    (void)state;
    af_paint_end();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks),        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_lists),         cmocka_unit_test(test_tables),
        cmocka_unit_test(test_rows_of_cells), cmocka_unit_test(test_figures_and_notes),
        cmocka_unit_test(test_heads),         cmocka_unit_test(test_regular),
        cmocka_unit_test(test_nesting),       cmocka_unit_test(test_forms),
        cmocka_unit_test(test_pages),         cmocka_unit_test(test_links),
        cmocka_unit_test(test_index),         cmocka_unit_test(test_outline_and_labels),
        cmocka_unit_test(test_metadata),      cmocka_unit_test(test_title_and_nothing),
        cmocka_unit_test(test_same_bytes),    cmocka_unit_test(test_strip),
        cmocka_unit_test(test_content),       cmocka_unit_test(test_content_refused),
        cmocka_unit_test(test_damaged),       cmocka_unit_test(test_leaves_differ),
        cmocka_unit_test(test_content_text),
    };
    af_xml_init();
    return cmocka_run_group_tests(tests, NULL, end);
}

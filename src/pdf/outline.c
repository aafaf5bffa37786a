/* Bookmarks and page labels. */
#include "pdf/internal.h"

#include <string.h>

static const AfFoNode *find_child(const AfFoNode *node, AfFoElement element) {
    for (const AfFoNode *child = node->first_child; child; child = child->next) {
        if (child->element == element) return child;
    }
    return NULL;
}

static qpdf_oh new_item(AfPdf *pdf, const AfFoNode *bookmark) {
    qpdf_data q = pdf->qpdf;
    const AfFoNode *title = find_child(bookmark, AF_FO_BOOKMARK_TITLE);
    g_autofree char *text = title ? af_pdf_text(pdf, title) : g_strdup("");
    qpdf_oh item = qpdf_make_indirect_object(q, qpdf_oh_new_dictionary(q));
    qpdf_oh_replace_key(q, item, "/Title", qpdf_oh_new_unicode_string(q, text));
    af_link_target(pdf, bookmark, item);
    if (title && af_style_number(title->style, AF_P_FONT_WEIGHT) >= 600) qpdf_oh_replace_key(q, item, "/F", qpdf_oh_new_integer(q, 2));
    return item;
}

/* Puts the bookmarks under a parent; returns how many items show when it is open. */
static int put_items(AfPdf *pdf, const AfFoNode *from, qpdf_oh parent) {
    qpdf_data q = pdf->qpdf;
    qpdf_oh before = 0;
    int shown = 0;
    for (const AfFoNode *bookmark = from->first_child; bookmark; bookmark = bookmark->next) {
        if (bookmark->element != AF_FO_BOOKMARK) continue;
        qpdf_oh item = new_item(pdf, bookmark);
        qpdf_oh_replace_key(q, item, "/Parent", parent);
        if (before) {
            qpdf_oh_replace_key(q, item, "/Prev", before);
            qpdf_oh_replace_key(q, before, "/Next", item);
        } else {
            qpdf_oh_replace_key(q, parent, "/First", item);
        }
        before = item;
        int inside = put_items(pdf, bookmark, item);
        gboolean open = !af_style_is(bookmark->style, AF_P_STARTING_STATE, AF_KW_HIDE);
        if (inside) qpdf_oh_replace_key(q, item, "/Count", qpdf_oh_new_integer(q, open ? inside : -inside));
        shown += 1 + (open ? inside : 0);
    }
    if (before) qpdf_oh_replace_key(q, parent, "/Last", before);
    return shown;
}

void af_outline_write(AfPdf *pdf, qpdf_oh catalog) {
    qpdf_data q = pdf->qpdf;
    const AfFoNode *tree = find_child(af_fo_root(pdf->fo), AF_FO_BOOKMARK_TREE);
    if (!tree || !find_child(tree, AF_FO_BOOKMARK)) return;
    qpdf_oh outlines = qpdf_make_indirect_object(q, qpdf_oh_new_dictionary(q));
    qpdf_oh_replace_key(q, outlines, "/Type", qpdf_oh_new_name(q, "/Outlines"));
    qpdf_oh_replace_key(q, outlines, "/Count", qpdf_oh_new_integer(q, put_items(pdf, tree, outlines)));
    qpdf_oh_replace_key(q, catalog, "/Outlines", outlines);
    qpdf_oh_replace_key(q, catalog, "/PageMode", qpdf_oh_new_name(q, "/UseOutlines"));
}

typedef struct {
    char style; /* D, r, R, a, A; 0: the label is a word */
    int number;
} Label;

static char *roman(int number) {
    static const struct {
        int value;
        const char *digits;
    } steps[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"},
                 {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}};
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
        for (; number >= steps[i].value; number -= steps[i].value) g_string_append(text, steps[i].digits);
    }
    return g_string_free(text, FALSE);
}

/* PDF's letters after z are aa, bb … (ISO 32000-1, table 159), XSL's are aa, ab …: only the first 26 are the same. */
static Label label_of(const AfPage *page) {
    const char *label = page->label ? page->label : "";
    if (page->number < 1 || page->number > 9999) return (Label){0, 0};
    g_autofree char *decimal = g_strdup_printf("%d", page->number);
    if (!strcmp(label, decimal)) return (Label){'D', page->number};
    g_autofree char *small = roman(page->number);
    g_autofree char *large = g_ascii_strup(small, -1);
    if (!strcmp(label, small)) return (Label){'r', page->number};
    if (!strcmp(label, large)) return (Label){'R', page->number};
    if (page->number <= 26 && label[0] && !label[1]) {
        if (label[0] == 'a' + page->number - 1) return (Label){'a', page->number};
        if (label[0] == 'A' + page->number - 1) return (Label){'A', page->number};
    }
    return (Label){0, 0};
}

void af_page_labels_write(AfPdf *pdf, qpdf_oh catalog) {
    qpdf_data q = pdf->qpdf;
    GString *text = g_string_new("<</Nums[");
    Label before = {0, 0};
    for (guint i = 0; i < pdf->n_pages; i++) {
        const AfPage *page = af_pages_get(pdf->pages, (int)i);
        Label label = label_of(page);
        if (!label.style) {
            g_string_append_printf(text, "%u<</P", i);
            af_pdf_put_text(text, page->label ? page->label : "");
            g_string_append(text, ">>");
        } else if (label.style != before.style || label.number != before.number + 1) {
            g_string_append_printf(text, "%u<</S/%c/St %d>>", i, label.style, label.number);
        }
        before = label;
    }
    g_string_append(text, "]>>");
    qpdf_oh_replace_key(q, catalog, "/PageLabels", qpdf_oh_parse(q, text->str));
    g_string_free(text, TRUE);
}

/* Bookmarks and page labels. */
#include "pdf/internal.h"

#include <string.h>

static const AfFoNode *find_child(const AfFoNode *node, AfFoElement element) {
    for (const AfFoNode *child = node->first_child; child; child = child->next) {
        if (child->element == element) return child;
    }
    return NULL;
}

static const AfFoNode *next_bookmark(const AfFoNode *node) {
    while (node && node->element != AF_FO_BOOKMARK) node = node->next;
    return node;
}

static const AfFoNode *first_bookmark(const AfFoNode *parent) {
    return next_bookmark(parent->first_child);
}

static guint count_in(const AfFoNode *parent) {
    guint count = 0;
    for (const AfFoNode *n = first_bookmark(parent); n; n = next_bookmark(n->next)) count++;
    return count;
}

/* How many items show under one when it is open. */
static int count_shown(const AfFoNode *parent) {
    int shown = 0;
    for (const AfFoNode *n = first_bookmark(parent); n; n = next_bookmark(n->next)) {
        shown += 1 + (af_style_is(n->style, AF_P_STARTING_STATE, AF_KW_HIDE) ? 0 : count_shown(n));
    }
    return shown;
}

static void put_key(AfObjects *objects, const char *key, int number) {
    g_string_append(objects->text, key);
    af_pdf_put_reference(objects->text, number);
}

static void print_item(const AfPdf *pdf, const AfFoNode *bookmark, AfObjects *objects) {
    const AfFoNode *title = find_child(bookmark, AF_FO_BOOKMARK_TITLE);
    g_autofree char *text = title ? af_pdf_text(pdf, title) : g_strdup("");
    g_string_append(objects->text, "<</Title");
    af_pdf_put_text(objects->text, text);
    af_link_target(pdf, bookmark, objects);
    if (title && af_style_number(title->style, AF_P_FONT_WEIGHT) >= 600) g_string_append(objects->text, "/F 2");
    int shown = count_shown(bookmark);
    gboolean open = !af_style_is(bookmark->style, AF_P_STARTING_STATE, AF_KW_HIDE);
    if (shown) g_string_append_printf(objects->text, "/Count %d", open ? shown : -shown);
}

/* The items under a parent have numbers in a row from `first`; those under each come behind. No deeper than the tree of
 * formatting objects, which has a limit. */
static void print_items(const AfPdf *pdf, const AfFoNode *from, int parent, int first, AfObjects *objects) {
    int last = first + (int)count_in(from) - 1, number = first;
    for (const AfFoNode *n = first_bookmark(from); n; n = next_bookmark(n->next), number++) {
        guint inside = count_in(n);
        int first_inside = objects->next;
        objects->next += (int)inside;
        af_object_begin(objects, number);
        print_item(pdf, n, objects);
        put_key(objects, "/Parent", parent);
        if (number > first) put_key(objects, "/Prev", number - 1);
        if (number < last) put_key(objects, "/Next", number + 1);
        if (inside) {
            put_key(objects, "/First", first_inside);
            put_key(objects, "/Last", first_inside + (int)inside - 1);
        }
        g_string_append(objects->text, ">>\n");
        print_items(pdf, n, number, first_inside, objects);
    }
}

static const AfFoNode *find_tree(const AfPdf *pdf) {
    return find_child(af_fo_root(pdf->fo), AF_FO_BOOKMARK_TREE);
}

gboolean af_outline_wanted(const AfPdf *pdf) {
    const AfFoNode *tree = find_tree(pdf);
    return tree && first_bookmark(tree);
}

void af_outline_print(const AfPdf *pdf, AfObjects *objects) {
    const AfFoNode *tree = find_tree(pdf);
    if (!tree || !first_bookmark(tree)) return;
    int first = objects->next;
    objects->next += (int)count_in(tree);
    af_object_begin(objects, objects->outlines);
    g_string_append_printf(objects->text, "<</Type/Outlines/Count %d", count_shown(tree));
    put_key(objects, "/First", first);
    put_key(objects, "/Last", objects->next - 1);
    g_string_append(objects->text, ">>\n");
    print_items(pdf, tree, objects->outlines, first, objects);
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
                 {40, "xl"},  {10, "x"},   {9, "ix"},  {5, "v"},    {4, "iv"},  {1, "i"}};
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
            af_pdf_put_hex_text(text, page->label ? page->label : "");
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

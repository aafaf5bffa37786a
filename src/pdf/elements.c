/* The structure tree as PDF objects. */
#include "pdf/internal.h"

#include <string.h>

typedef struct {
    const AfPdf *pdf;
    const AfStructure *s;
    AfObjects *objects;
    GString *out; /* the objects' text */
    int base;     /* the elements' first number; behind the elements comes the parent tree */
    guint *place; /* by element: its number, from base */
    int width;    /* digits of their numbers */
} Print;

static const AfElement *element_at(const Print *p, guint index) {
    return &g_array_index(p->s->elements, AfElement, index);
}
static const AfLeaf *leaf_at(const Print *p, guint index) {
    return &g_array_index(p->s->leaves, AfLeaf, index);
}
static const AfPdfLink *link_at(const Print *p, guint index) {
    return &g_array_index(p->pdf->links, AfPdfLink, index);
}
static const AfKid *kid_at(const Print *p, guint index) {
    return &g_array_index(p->s->kids, AfKid, index);
}

static void put_element_reference(const Print *p, guint element) {
    g_string_append_c(p->out, ' ');
    af_pdf_put_aligned(p->out, (guint)p->base + p->place[element], p->width);
    g_string_append_len(p->out, " 0 R", 4);
}

#define ALIGNED_PAGE 4 /* digits that the numbers of pages and marked pieces are brought to, so that rows are alike */
#define ALIGNED_MCID 3

static void put_page(const Print *p, guint page) {
    g_string_append(p->out, "/Pg ");
    af_pdf_put_aligned(p->out, (guint)p->objects->page[page], ALIGNED_PAGE);
    g_string_append_len(p->out, " 0 R", 4);
}

/* The page of most use for an element: that of its first own leaf. AF_NO_INDEX: it has none. */
static guint page_of(const Print *p, const AfElement *e) {
    for (guint k = e->first_kid; k != AF_NO_INDEX; k = kid_at(p, k)->next) {
        const AfKid *kid = kid_at(p, k);
        if (kid->kind == AF_KID_LEAF) return leaf_at(p, kid->value)->page;
        if (kid->kind == AF_KID_LINK) return link_at(p, kid->value)->page;
    }
    return AF_NO_INDEX;
}

static void put_kid(const Print *p, const AfKid *kid, guint page) {
    GString *out = p->out;
    switch (kid->kind) {
    case AF_KID_ELEMENT: put_element_reference(p, kid->value); break;
    case AF_KID_LEAF: {
        const AfLeaf *leaf = leaf_at(p, kid->value);
        if (leaf->page == page) {
            g_string_append_c(out, ' ');
            af_pdf_put_aligned(out, leaf->mcid, ALIGNED_MCID);
        } else {
            g_string_append(out, "<</Type/MCR");
            put_page(p, leaf->page);
            g_string_append(out, "/MCID ");
            af_pdf_put_number(out, leaf->mcid);
            g_string_append(out, ">>");
        }
        break;
    }
    case AF_KID_LINK: {
        const AfPdfLink *link = link_at(p, kid->value);
        g_string_append(out, "<</Type/OBJR");
        if (link->page != page) put_page(p, link->page);
        g_string_append(out, "/Obj ");
        af_pdf_put_aligned(out, (guint)link->number, p->width);
        g_string_append_len(out, " 0 R", 4);
        g_string_append(out, ">>");
        break;
    }
    }
}

static void put_kids(const Print *p, const AfElement *e, guint page) {
    if (e->first_kid == AF_NO_INDEX) return;
    gboolean many = e->first_kid != e->last_kid;
    g_string_append(p->out, many ? "/K[" : "/K");
    for (guint k = e->first_kid; k != AF_NO_INDEX; k = kid_at(p, k)->next) put_kid(p, kid_at(p, k), page);
    if (many) g_string_append_c(p->out, ']');
}

/* Of an element that others refer to; all are of one length, so that they are in order. */
static void put_id(const Print *p, guint element) {
    g_string_append_printf(p->out, "(e%06u)", element);
}

static void put_cell_attributes(const Print *p, const AfElement *e) {
    static const char *const scopes[] = {"", "/Scope/Column", "/Scope/Row", "/Scope/Both"};
    GString *out = p->out;
    const AfCell *cell = &g_array_index(p->s->cells, AfCell, e->cell - 1);
    if (cell->scope == AF_SCOPE_NONE && cell->columns == 1 && cell->rows == 1 && cell->n_headers == 0) return;
    g_string_append(out, "/A<</O/Table");
    g_string_append(out, scopes[cell->scope]);
    if (cell->columns > 1) g_string_append_printf(out, "/ColSpan %u", cell->columns);
    if (cell->rows > 1) g_string_append_printf(out, "/RowSpan %u", cell->rows);
    for (guint i = 0; i < cell->n_headers; i++) {
        g_string_append(out, i ? "" : "/Headers[");
        put_id(p, g_array_index(p->s->headers, guint, cell->first_header + i));
    }
    g_string_append(out, cell->n_headers ? "]>>" : ">>");
}

/* The element's next kid from one on that is an element of this type; AF_NO_INDEX: none. */
static guint next_kid(const Print *p, guint kid, AfTag tag) {
    for (; kid != AF_NO_INDEX; kid = kid_at(p, kid)->next) {
        if (kid_at(p, kid)->kind == AF_KID_ELEMENT && element_at(p, kid_at(p, kid)->value)->tag == tag) break;
    }
    return kid;
}

/* The text of the label of an item, to be freed; NULL: it has none. item: the kid of the list. */
static char *label_of(const Print *p, guint item) {
    if (item == AF_NO_INDEX) return NULL;
    guint label = next_kid(p, element_at(p, kid_at(p, item)->value)->first_kid, AF_TAG_LBL);
    return label == AF_NO_INDEX ? NULL : af_pdf_text(p->pdf, element_at(p, kid_at(p, label)->value)->node);
}

/* What a label says between brackets and points. */
static char *number_in(const char *label) {
    char *number = g_strdup(*label == '(' ? label + 1 : label);
    number[strcspn(number, ".): ")] = '\0';
    return number;
}

/* i, v and x may be letters: they are numbers if the next label is no next letter. */
static gboolean is_roman(const char *first, const char *second) {
    static const char digits[] = "ivxlcIVXLC";
    if (first[strspn(first, digits)] || !*first) return FALSE;
    if (first[1] || !second) return first[1] || strchr("iI", *first);
    return !second[strspn(second, digits)] && (second[1] || second[0] != first[0] + 1);
}

/* How a list is numbered, told from its first labels (ISO 32000-1, table 347). */
static const char *numbering_of(const char *first, const char *second) {
    gunichar c = g_utf8_get_char(first);
    if (g_unichar_isdigit(c)) return "Decimal";
    if (is_roman(first, second)) return g_ascii_islower(*first) ? "LowerRoman" : "UpperRoman";
    if (g_ascii_islower(*first) && !first[1]) return "LowerAlpha";
    if (g_ascii_isupper(*first) && !first[1]) return "UpperAlpha";
    if (c == 0x2022 || c == 0x25CF) return "Disc";
    if (c == 0x25E6 || c == 0x25CB) return "Circle";
    return c == 0x25AA || c == 0x25A0 ? "Square" : "None";
}

static void put_list_attributes(const Print *p, const AfElement *e) {
    guint item = next_kid(p, e->first_kid, AF_TAG_LI);
    g_autofree char *first = label_of(p, item);
    if (!first) return;
    g_autofree char *second = label_of(p, next_kid(p, kid_at(p, item)->next, AF_TAG_LI));
    g_autofree char *number = number_in(first), *next = second ? number_in(second) : NULL;
    g_string_append_printf(p->out, "/A<</O/List/ListNumbering/%s>>", numbering_of(number, next));
}

/* An attribute of the object itself; ns NULL: in any namespace. */
static const char *own_attribute(const AfFoNode *node, const char *ns, const char *name) {
    for (const xmlAttr *a = node->xml && !node->generated ? node->xml->properties : NULL; a; a = a->next) {
        if (strcmp((const char *)a->name, name)) continue;
        gboolean there = !ns || (a->ns && !strcmp((const char *)a->ns->href, ns));
        if (there && a->children) return (const char *)a->children->content;
    }
    return NULL;
}

const char *af_alternative_of(const AfFoNode *node) {
    return own_attribute(node, NULL, "alt-text");
}

static const char *one_of(const char *value, const char *const *values, const char *otherwise) {
    for (; value && *values; values++) {
        if (!strcmp(value, *values)) return *values;
    }
    return otherwise;
}

/* A box to tick or a line to fill in is printed, and no field (ISO 32000-1, 14.8.5.6): what it is for is its Desc. */
static void put_field_attributes(const Print *p, const AfElement *e) {
    static const char *const roles[] = {"cb", "rb", "pb", "tv", NULL}, *const states[] = {"on", "off", "neutral", NULL};
    const char *checked = own_attribute(e->node, AF_DOCUMENT_NS, "checked");
    const char *role = one_of(own_attribute(e->node, AF_DOCUMENT_NS, "control"), roles, checked ? "cb" : "tv");
    const char *description = af_alternative_of(e->node);
    g_string_append_printf(p->out, "/A<</O/PrintField/Role/%s", role);
    if (*role == 'c' || *role == 'r') g_string_append_printf(p->out, "/checked/%s", one_of(checked, states, "off"));
    if (description) {
        g_string_append(p->out, "/Desc");
        af_pdf_put_text(p->out, description);
    }
    g_string_append(p->out, ">>");
}

/* The rectangle of a graphic that stands on one page. */
static void put_box(const Print *p, const AfElement *e, guint page) {
    if (page == AF_NO_INDEX) return;
    const AfPage *on = af_pages_get(p->pdf->pages, (int)page);
    AfMap map = {0};
    for (guint i = 0; i < on->areas->len; i++) {
        const AfArea *area = g_ptr_array_index(on->areas, i);
        if (area->kind == AF_AREA_GROUP_BEGIN) map = area->group->map;
        if (area->kind == AF_AREA_GROUP_END) map = area->group->outside;
        if (area->kind != AF_AREA_IMAGE || !area->node || (area->node != e->node && area->node->parent != e->node))
            continue;
        const AfPicture *picture = area->picture;
        AfUnit x = area->x + picture->x, y = area->y + picture->y, width = picture->width, height = picture->height;
        af_map_rectangle(map, &x, &y, &width, &height);
        double left = AF_POINTS(x), top = AF_POINTS(on->height - y);
        g_string_append(p->out, "/A<</O/Layout/BBox[");
        af_pdf_put_points(p->out, left);
        af_pdf_put_points(p->out, top - AF_POINTS(height));
        af_pdf_put_points(p->out, left + AF_POINTS(width));
        af_pdf_put_points(p->out, top);
        g_string_append(p->out, "]>>");
        return;
    }
}

static void put_attributes(const Print *p, const AfElement *e, guint index, guint page) {
    if (e->cell) put_cell_attributes(p, e);
    if (e->named) {
        g_string_append(p->out, "/ID");
        put_id(p, index);
    }
    if (!e->node) return;
    const char *alternative = e->tag == AF_TAG_FIGURE || e->tag == AF_TAG_FORMULA ? af_alternative_of(e->node) : NULL;
    if (alternative) {
        g_string_append(p->out, "/Alt");
        af_pdf_put_text(p->out, alternative);
    }
    if (e->tag == AF_TAG_FORM) put_field_attributes(p, e);
    if (e->tag == AF_TAG_FIGURE || e->tag == AF_TAG_FORMULA) put_box(p, e, page);
    if (e->tag == AF_TAG_L) put_list_attributes(p, e);
}

static void put_element(const Print *p, guint index) {
    const AfElement *e = element_at(p, index);
    const char *outer = e->parent == AF_NO_INDEX ? "" : element_at(p, e->parent)->language;
    guint page = page_of(p, e);
    af_object_begin(p->objects, p->base + (int)p->place[index]);
    g_string_append(p->out, "<</Type/StructElem/S/");
    g_string_append(p->out, af_tag_name(e->tag));
    g_string_append(p->out, "/P");
    if (e->parent == AF_NO_INDEX)
        af_pdf_put_reference(p->out, p->objects->structure);
    else
        put_element_reference(p, e->parent);
    if (page != AF_NO_INDEX) put_page(p, page);
    if (*e->language && strcmp(e->language, outer)) {
        g_string_append(p->out, "/Lang");
        af_pdf_put_text(p->out, e->language);
    }
    put_attributes(p, e, index, page);
    put_kids(p, e, page);
    g_string_append(p->out, ">>\n");
}

/* By page: the element of each marked piece; by link: its element (ISO 32000-1, 14.7.4.4). */
static void put_parent_tree(const Print *p) {
    af_object_begin(p->objects, p->base + (int)p->s->elements->len);
    GString *out = p->out;
    g_string_append(out, "<</Nums[");
    for (guint page = 0; page + 1 < p->s->page_leaf->len; page++) {
        guint from = g_array_index(p->s->page_leaf, guint, page), to = g_array_index(p->s->page_leaf, guint, page + 1);
        if (!af_structure_holds(p->s, page)) continue;
        af_pdf_put_number(out, page);
        g_string_append_c(out, '[');
        for (guint i = from; i < to; i++) {
            guint element = leaf_at(p, i)->element;
            if (element != AF_NO_INDEX) af_pdf_put_reference(out, p->base + (int)p->place[element]);
        }
        g_string_append(out, "]\n");
    }
    for (guint i = 0; i < p->pdf->links->len; i++) {
        if (link_at(p, i)->element == AF_NO_INDEX) continue;
        af_pdf_put_number(out, p->pdf->n_pages + i);
        put_element_reference(p, link_at(p, i)->element);
        g_string_append_c(out, '\n');
    }
    g_string_append(out, "]>>\n");
}

static void put_root(const Print *p) {
    af_object_begin(p->objects, p->objects->structure);
    guint count = p->s->elements->len;
    g_string_append(p->out, "<</Type/StructTreeRoot/K");
    put_element_reference(p, 0);
    g_string_append(p->out, "/ParentTree");
    af_pdf_put_reference(p->out, p->base + (int)count);
    g_string_append_printf(p->out, "/ParentTreeNextKey %u", p->pdf->n_pages + p->pdf->links->len);
    gboolean any = FALSE;
    for (guint i = 0; i < count; i++) {
        if (!element_at(p, i)->named) continue;
        g_string_append(p->out, any ? "" : "/IDTree<</Names[");
        put_id(p, i);
        put_element_reference(p, i);
        any = TRUE;
    }
    g_string_append(p->out, any ? "]>>>>\n" : ">>\n");
}

#define FORMS (AF_TAG_COUNT * 32)

/* Elements whose objects have the same form: of the same type, with as many kids, the first of the same kind. */
static guint form_of(const Print *p, const AfElement *e) {
    guint count = 0, kind = 0;
    for (guint k = e->first_kid; k != AF_NO_INDEX && count < 7; k = kid_at(p, k)->next) {
        if (!count++) kind = (guint)kid_at(p, k)->kind + 1;
    }
    return (guint)e->tag * 32 + kind * 8 + count;
}

/* Numbers the elements form by form, each in reading order: so neighbours in the file are alike. Gives their order. */
static guint *order_elements(const Print *p) {
    guint count = p->s->elements->len, *order = g_new(guint, count + 1);
    g_autofree guint *next = g_new0(guint, FORMS + 1);
    for (guint i = 0; i < count; i++) next[form_of(p, element_at(p, i)) + 1]++;
    for (guint i = 0; i < FORMS; i++) next[i + 1] += next[i];
    for (guint i = 0; i < count; i++) {
        p->place[i] = next[form_of(p, element_at(p, i))]++;
        order[p->place[i]] = i;
    }
    return order;
}

void af_elements_print(const AfPdf *pdf, AfObjects *objects) {
    const AfStructure *s = &pdf->structure;
    g_autofree guint *place = g_new(guint, s->elements->len + 1);
    Print p = {pdf, s, objects, objects->text, objects->next, place, 1};
    objects->next += (int)s->elements->len + 1;
    for (int rest = objects->next; rest > 9; rest /= 10) p.width++;
    g_autofree guint *order = order_elements(&p);
    put_root(&p);
    objects->alike_from = objects->alike_to = objects->objects->len;
    for (guint i = 0; i < s->elements->len; i++) {
        put_element(&p, order[i]);
        if (element_at(&p, order[i])->tag < AF_TAG_FIGURE) objects->alike_to = objects->objects->len;
    }
    put_parent_tree(&p);
}

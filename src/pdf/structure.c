/* The structure tree: which elements there are, and what stands in them in reading order.
 *
 * Reading order is the order of the formatting objects, but for the footers of tables, which come before the bodies,
 * and captions that stand behind their tables. Only within one object, whose own pieces stand between those
 * of its children, the order of painting decides. Objects without any piece of content make no element, but for what
 * keeps a table a table: its empty cells. What an element cannot do without is supplied (nesting.c, tables.c). */
#include "pdf/internal.h"

#include <string.h>

typedef enum { GROUP, CELL, TEXT } TagKind;

static const struct {
    const char *name;
    TagKind kind;
} tags[AF_TAG_COUNT] = {
    [AF_TAG_NONE] = {"", GROUP},
    [AF_TAG_ARTIFACT] = {"Artifact", GROUP},
#define AF_TAG(code, name, kind) [code] = {name, kind},
#include "pdf/tags.def"
#undef AF_TAG
};

/* What a formatting object is without a role; blocks and inlines depend on where they stand. */
static const AfTag default_tags[AF_FO_ELEMENT_COUNT] = {
    [AF_FO_STATIC_CONTENT] = AF_TAG_ARTIFACT,
    [AF_FO_MARKER] = AF_TAG_ARTIFACT,
    [AF_FO_LEADER] = AF_TAG_ARTIFACT,
    [AF_FO_LIST_BLOCK] = AF_TAG_L,
    [AF_FO_LIST_ITEM] = AF_TAG_LI,
    [AF_FO_LIST_ITEM_LABEL] = AF_TAG_LBL,
    [AF_FO_LIST_ITEM_BODY] = AF_TAG_LBODY,
    [AF_FO_FOOTNOTE_BODY] = AF_TAG_NOTE,
    [AF_FO_TABLE_AND_CAPTION] = AF_TAG_TABLE,
    [AF_FO_TABLE_CAPTION] = AF_TAG_CAPTION,
    [AF_FO_TABLE] = AF_TAG_TABLE,
    [AF_FO_TABLE_HEADER] = AF_TAG_THEAD,
    [AF_FO_TABLE_BODY] = AF_TAG_TBODY,
    [AF_FO_TABLE_FOOTER] = AF_TAG_TFOOT,
    [AF_FO_TABLE_ROW] = AF_TAG_TR,
    [AF_FO_TABLE_CELL] = AF_TAG_TD,
    [AF_FO_EXTERNAL_GRAPHIC] = AF_TAG_FIGURE,
    [AF_FO_INSTREAM_FOREIGN_OBJECT] = AF_TAG_FIGURE,
};

typedef struct {
    AfPdf *pdf;
    AfStructure *s;
    guint *first_leaf; /* by formatting object: its own first leaf, its last, and the first of all that is in it */
    guint *last_leaf;
    guint *least_leaf;
    guint *first_link;
    GHashTable *roles; /* const char * of a style → AfTag */
    guint8 *holds;     /* whether something stands in an object that is no part of a paragraph */
    guint8 *artifact;  /* whether an object is in an artifact: 0 not asked yet, 1 no, 2 yes */
} Build;

const char *af_tag_name(AfTag tag) {
    return tags[tag].name;
}

gboolean af_tag_is_group(AfTag tag) {
    return tag != AF_TAG_NONE && tags[tag].kind == GROUP;
}

gboolean af_tag_is_text(AfTag tag) {
    return tags[tag].kind == TEXT;
}

gboolean af_tag_is_inline(AfTag tag) {
    switch (tag) {
    case AF_TAG_NONE:
    case AF_TAG_SPAN:
    case AF_TAG_QUOTE:
    case AF_TAG_REFERENCE:
    case AF_TAG_BIB_ENTRY:
    case AF_TAG_CODE:
    case AF_TAG_LINK:
    case AF_TAG_RUBY:
    case AF_TAG_WARICHU: return TRUE;
    default: return FALSE;
    }
}

static AfElement *element_at(const Build *b, guint index) {
    return &g_array_index(b->s->elements, AfElement, index);
}

static gboolean used(const Build *b, const AfFoNode *node) {
    return b->least_leaf[node->index] != AF_NO_INDEX;
}

static const char *language_of(const AfFoNode *node) {
    const char *language = node->style ? af_style_string(node->style, AF_P_LANGUAGE) : "";
    return af_language_is_tag(language) ? language : "";
}

static AfTag find_tag(const char *name) {
    for (int i = AF_TAG_ARTIFACT; i < AF_TAG_COUNT; i++) {
        if (!strcmp(tags[i].name, name)) return (AfTag)i;
    }
    return AF_TAG_NONE;
}

/* The structure type that the role property names; AF_TAG_NONE if it names none. */
static AfTag role_of(const Build *b, const AfFoNode *node) {
    if (node->element == AF_FO_TEXT || node->element == AF_FO_FOREIGN || !node->style) return AF_TAG_NONE;
    const char *role = af_style_string(node->style, AF_P_ROLE);
    gpointer known = NULL;
    if (!*role) return AF_TAG_NONE;
    /* by address: objects of one style share their strings */
    if (!g_hash_table_lookup_extended(b->roles, role, NULL, &known)) {
        known = GINT_TO_POINTER(find_tag(role));
        g_hash_table_insert(b->roles, (gpointer)(guintptr)role, known);
    }
    return (AfTag)GPOINTER_TO_INT(known);
}

/* A picture whose alternative is said to be none is there for its looks. */
static gboolean is_decoration(const AfFoNode *node) {
    for (const xmlAttr *a = node->xml && !node->generated ? node->xml->properties : NULL; a; a = a->next) {
        if (!strcmp((const char *)a->name, "alt-text")) return !a->children;
    }
    return FALSE;
}

static gboolean is_artifact(const Build *b, const AfFoNode *node) {
    AfTag role = role_of(b, node);
    if (role == AF_TAG_NONE && default_tags[node->element] == AF_TAG_FIGURE && is_decoration(node)) return TRUE;
    return role == AF_TAG_ARTIFACT || (role == AF_TAG_NONE && default_tags[node->element] == AF_TAG_ARTIFACT);
}

static gboolean in_artifact(Build *b, const AfFoNode *node) {
    guint8 *known = &b->artifact[node->index];
    if (!*known) *known = is_artifact(b, node) || (node->parent && in_artifact(b, node->parent)) ? 2 : 1;
    return *known == 2;
}

/* What is retrieved from a marker counts as the object that retrieves it. */
static const AfFoNode *in_tree(const AfFoNode *node) {
    while (node && node->index < 0) node = node->parent;
    return node;
}

static void add_leaf(Build *b, const AfPainted *painted, guint page) {
    const AfFoNode *node = painted->artifact ? NULL : in_tree(painted->node);
    AfLeaf leaf = {.node = node, .page = page, .element = AF_NO_INDEX, .next = AF_NO_INDEX};
    guint index = b->s->leaves->len;
    g_array_append_val(b->s->leaves, leaf);
    if (!node || in_artifact(b, node)) return;
    if (b->first_leaf[node->index] == AF_NO_INDEX)
        b->first_leaf[node->index] = index;
    else
        g_array_index(b->s->leaves, AfLeaf, b->last_leaf[node->index]).next = index;
    b->last_leaf[node->index] = index;
    for (; node && !used(b, node); node = node->parent) b->least_leaf[node->index] = index;
}

static void collect_leaves(Build *b) {
    const GPtrArray *painted = b->pdf->painted_leaves;
    for (guint page = 0; page < painted->len; page++) {
        const GArray *nodes = g_ptr_array_index(painted, page);
        g_array_append_val(b->s->page_leaf, b->s->leaves->len);
        for (guint i = 0; i < nodes->len; i++) add_leaf(b, &g_array_index(nodes, AfPainted, i), page);
    }
    g_array_append_val(b->s->page_leaf, b->s->leaves->len);
}

static void collect_links(Build *b) {
    for (guint i = b->pdf->links->len; i-- > 0;) {
        AfPdfLink *link = &g_array_index(b->pdf->links, AfPdfLink, i);
        guint *first = &b->first_link[link->link->node->index];
        link->next = *first;
        *first = i;
    }
}

static void add_kid(Build *b, guint element, AfKidKind kind, guint value) {
    AfKid kid = {.kind = kind, .value = value, .next = AF_NO_INDEX};
    guint index = b->s->kids->len;
    g_array_append_val(b->s->kids, kid);
    AfElement *e = element_at(b, element);
    if (e->first_kid == AF_NO_INDEX)
        e->first_kid = index;
    else
        g_array_index(b->s->kids, AfKid, e->last_kid).next = index;
    e->last_kid = index;
}

static guint add_element(Build *b, AfTag tag, const AfFoNode *node, guint parent) {
    AfElement element = {.tag = tag, .node = node, .parent = parent, .first_kid = AF_NO_INDEX, .last_kid = AF_NO_INDEX};
    element.language = node ? language_of(node) : element_at(b, parent)->language;
    if (parent != AF_NO_INDEX && !*element.language) element.language = element_at(b, parent)->language;
    guint index = b->s->elements->len;
    g_array_append_val(b->s->elements, element);
    if (parent != AF_NO_INDEX) add_kid(b, parent, AF_KID_ELEMENT, index);
    return index;
}

static gboolean is_inline(const AfFoNode *node) {
    switch (node->element) {
    case AF_FO_TEXT:
    case AF_FO_INLINE:
    case AF_FO_CHARACTER:
    case AF_FO_PAGE_NUMBER:
    case AF_FO_PAGE_NUMBER_CITATION:
    case AF_FO_PAGE_NUMBER_CITATION_LAST:
    case AF_FO_BASIC_LINK:
    case AF_FO_FOOTNOTE:
    case AF_FO_INDEX_PAGE_CITATION_LIST:
    case AF_FO_INLINE_CONTAINER:
    case AF_FO_LEADER:
    case AF_FO_BIDI_OVERRIDE: return TRUE;
    default: return FALSE;
    }
}

/* Whether a block has text of its own, not in blocks in it; wrappers are looked through. */
static gboolean has_text(const Build *b, const AfFoNode *node) {
    if (b->first_leaf[node->index] != AF_NO_INDEX) return TRUE;
    for (const AfFoNode *child = node->first_child; child; child = child->next) {
        if (!used(b, child)) continue;
        if (is_inline(child) || (child->element == AF_FO_WRAPPER && has_text(b, child))) return TRUE;
    }
    return FALSE;
}

/* The one plain block with text that is all that there is in an object, or NULL. */
static const AfFoNode *only_paragraph(const Build *b, const AfFoNode *node) {
    for (;;) {
        const AfFoNode *only = NULL;
        if (b->first_leaf[node->index] != AF_NO_INDEX) return NULL;
        for (const AfFoNode *child = node->first_child; child; child = child->next) {
            if (!used(b, child)) continue;
            if (only) return NULL;
            only = child;
        }
        if (!only || only->element != AF_FO_BLOCK || role_of(b, only) != AF_TAG_NONE) return NULL;
        if (has_text(b, only)) return only;
        node = only;
    }
}

/* What is inline makes an element only to say that its language is another. */
static AfTag inline_tag(const Build *b, const AfFoNode *node, guint parent) {
    const char *language = language_of(node);
    if (node->element == AF_FO_INLINE && node->parent->element == AF_FO_FOOTNOTE) return AF_TAG_REFERENCE;
    return *language && strcmp(language, element_at(b, parent)->language) ? AF_TAG_SPAN : AF_TAG_NONE;
}

/* A head without words is a cell like others. */
static AfTag cell_tag(const Build *b, const AfFoNode *node) {
    gboolean header = node->parent->element == AF_FO_TABLE_HEADER ||
                      (node->parent->parent && node->parent->parent->element == AF_FO_TABLE_HEADER);
    return header && used(b, node) ? AF_TAG_TH : AF_TAG_TD;
}

/* Whether a cell is one of a table that is said to be something else, such as an Index in columns. */
static gboolean in_columns(const Build *b, const AfFoNode *node) {
    const AfFoNode *table = node;
    while (table && table->element != AF_FO_TABLE) table = table->parent;
    AfTag role = table ? role_of(b, table) : AF_TAG_NONE;
    return role != AF_TAG_NONE && role != AF_TAG_TABLE;
}

/* What an object without a role is in an element that it does not fit into, because of the role of an object around
 * it: the items of a list in a TOC are TOCI, the parts of a table that is no Table are what is in them. */
static AfTag fitting(AfTag tag, AfTag in) {
    switch (tag) {
    case AF_TAG_TR:
    case AF_TAG_THEAD:
    case AF_TAG_TBODY:
    case AF_TAG_TFOOT: return af_tag_fits(tag, in) ? tag : AF_TAG_NONE;
    case AF_TAG_L: return in == AF_TAG_NOTE ? AF_TAG_NONE : tag; /* which puts a note's label beside its text */
    case AF_TAG_LI:
        if (in == AF_TAG_NOTE || in == AF_TAG_LI || in == AF_TAG_LBODY) return AF_TAG_NONE;
        return in == AF_TAG_TOC ? AF_TAG_TOCI : tag;
    case AF_TAG_LBL: return in == AF_TAG_LI || in == AF_TAG_TOCI || in == AF_TAG_NOTE ? tag : AF_TAG_P;
    case AF_TAG_LBODY: return in == AF_TAG_LI ? tag : AF_TAG_NONE;
    default: return tag;
    }
}

static AfTag default_tag(const Build *b, const AfFoNode *node, guint parent) {
    const AfElement *in = element_at(b, parent);
    switch (node->element) {
    case AF_FO_BLOCK:
        if (node == in->only) return AF_TAG_NONE;
        if (tags[in->tag].kind == TEXT) return inline_tag(b, node, parent);
        if (!has_text(b, node)) return AF_TAG_NONE;
        return b->holds[node->index] ? AF_TAG_DIV : AF_TAG_P;
    case AF_FO_WRAPPER: return has_text(b, node) ? inline_tag(b, node, parent) : AF_TAG_NONE;
    case AF_FO_TABLE_ROW:
        if (af_style_is(node->style, AF_P_VISIBILITY, AF_KW_COLLAPSE)) return AF_TAG_ARTIFACT; /* it is not there */
        return fitting(AF_TAG_TR, in->tag);
    case AF_FO_TABLE_CELL: return in_columns(b, node) ? AF_TAG_NONE : cell_tag(b, node);
    case AF_FO_TEXT: return AF_TAG_NONE;
    case AF_FO_TABLE: /* it is one with its caption */
        return node->parent->element == AF_FO_TABLE_AND_CAPTION ? AF_TAG_NONE : AF_TAG_TABLE;
    default: return is_inline(node) ? inline_tag(b, node, parent) : fitting(default_tags[node->element], in->tag);
    }
}

/* What is between an element that holds only others and what is to stand in it: its type, once all that is between is
 * there. */
static AfTag innermost(AfTag tag, AfTag in) {
    for (AfTag between; (between = af_tag_between(tag, in)) != AF_TAG_NONE;) in = between;
    return in;
}

/* Captions stand first, and in a table also last, and there is one (ISO 32000-1, tables 333, 336 and 337). */
static gboolean caption_fits(const Build *b, const AfFoNode *node, guint parent) {
    const AfElement *in = element_at(b, parent);
    gboolean asks = in->tag == AF_TAG_TABLE || in->tag == AF_TAG_L || in->tag == AF_TAG_TOC;
    return !asks || in->first_kid == AF_NO_INDEX || node->element == AF_FO_TABLE_CAPTION;
}

/* Which element a formatting object is there; AF_TAG_NONE: none. */
static AfTag tag_of(Build *b, const AfFoNode *node, guint parent) {
    if (node->element == AF_FO_BASIC_LINK && b->first_link[node->index] != AF_NO_INDEX) return AF_TAG_LINK;
    AfTag role = role_of(b, node), in = element_at(b, parent)->tag;
    AfTag tag = role != AF_TAG_NONE ? role : default_tag(b, node, parent);
    if (tag == AF_TAG_NONE || tag == AF_TAG_ARTIFACT) return tag;
    /* without an annotation these are none */
    gboolean fits = tag != AF_TAG_ANNOT && (tag != AF_TAG_LINK || node->element == AF_FO_BASIC_LINK);
    if (!fits)
        tag = af_tag_is_text(in) || is_inline(node) ? AF_TAG_SPAN : AF_TAG_P;
    else if (!af_tag_fits(tag, innermost(tag, in)) || (tag == AF_TAG_CAPTION && !caption_fits(b, node, parent))) {
        tag = af_tag_instead(tag, in);
        fits = FALSE;
    }
    if (!fits && role != AF_TAG_NONE && !b->s->misplaced) b->s->misplaced = node;
    return tag;
}

static gboolean is_table_part(const AfFoNode *node) {
    switch (node->element) {
    case AF_FO_TABLE_HEADER:
    case AF_FO_TABLE_BODY:
    case AF_FO_TABLE_FOOTER:
    case AF_FO_TABLE_ROW:
    case AF_FO_TABLE_CELL: return TRUE;
    default: return FALSE;
    }
}

/* The element that something stands in which is to be in `parent`: that, or what comes between. Content and cells go
 * on with what the one before them began. */
static guint place_in(Build *b, AfTag tag, guint parent) {
    for (;;) {
        const AfElement *in = element_at(b, parent);
        AfTag between = af_tag_between(tag, in->tag);
        if (between == AF_TAG_NONE) return parent;
        const AfKid *last = in->last_kid == AF_NO_INDEX ? NULL : &g_array_index(b->s->kids, AfKid, in->last_kid);
        const AfElement *before = last && last->kind == AF_KID_ELEMENT ? element_at(b, last->value) : NULL;
        gboolean goes_on = af_tag_is_inline(tag) || tag == AF_TAG_TH || tag == AF_TAG_TD || between == AF_TAG_LBODY;
        if (before && before->implied && before->tag == between && goes_on) {
            parent = last->value;
            continue;
        }
        parent = add_element(b, between, NULL, parent);
        element_at(b, parent)->implied = TRUE;
    }
}

static guint hold_leaf(Build *b, guint leaf, guint element) {
    element = place_in(b, AF_TAG_NONE, element);
    AfLeaf *l = &g_array_index(b->s->leaves, AfLeaf, leaf);
    l->element = element;
    add_kid(b, element, AF_KID_LEAF, leaf);
    return l->next;
}

static void hold_links(Build *b, const AfFoNode *node, guint element) {
    for (guint i = b->first_link[node->index]; i != AF_NO_INDEX;) {
        AfPdfLink *link = &g_array_index(b->pdf->links, AfPdfLink, i);
        link->element = element;
        add_kid(b, element, AF_KID_LINK, i);
        i = link->next;
    }
}

static void visit(Build *b, const AfFoNode *node, guint parent);

/* The row that a cell without fo:table-row belongs to: `row`, or a new one. */
static guint row_for(Build *b, const AfFoNode *cell, guint row, guint body) {
    AfTag in = element_at(b, body)->tag;
    if (!af_tag_fits(AF_TAG_TR, in)) return body; /* this is no table */
    gboolean starts = row == AF_NO_INDEX || af_style_is(cell->style, AF_P_STARTS_ROW, AF_KW_TRUE);
    return starts ? add_element(b, AF_TAG_TR, NULL, body) : row;
}

/* Read behind what stands behind it among the formatting objects: the footer behind the bodies, a caption behind its
 * table. */
static gboolean is_read_last(const AfFoNode *node) {
    return node->element == AF_FO_TABLE_FOOTER || (node->element == AF_FO_TABLE_CAPTION &&
                                                   (af_style_is(node->parent->style, AF_P_CAPTION_SIDE, AF_KW_AFTER) ||
                                                    af_style_is(node->parent->style, AF_P_CAPTION_SIDE, AF_KW_BOTTOM)));
}

static gboolean is_visited(const Build *b, const AfFoNode *node) {
    return used(b, node) || is_table_part(node);
}

/* No deeper than the tree of formatting objects, which has a limit. */
static void visit_children(Build *b, const AfFoNode *node, guint element) {
    guint leaf = b->first_leaf[node->index], row = AF_NO_INDEX;
    const AfFoNode *last = NULL;
    for (const AfFoNode *child = node->first_child; child; child = child->next) {
        if (!is_visited(b, child)) continue;
        while (leaf != AF_NO_INDEX && used(b, child) && leaf < b->least_leaf[child->index])
            leaf = hold_leaf(b, leaf, element);
        if (!last && is_read_last(child)) {
            last = child;
        } else if (child->element == AF_FO_TABLE_CELL && node->element != AF_FO_TABLE_ROW && !in_columns(b, child)) {
            row = row_for(b, child, row, element);
            visit(b, child, row);
            if (af_style_is(child->style, AF_P_ENDS_ROW, AF_KW_TRUE)) row = AF_NO_INDEX;
        } else {
            visit(b, child, element);
        }
    }
    while (leaf != AF_NO_INDEX) leaf = hold_leaf(b, leaf, element);
    if (last) visit(b, last, element);
}

static guint open_element(Build *b, AfTag tag, const AfFoNode *node, guint parent) {
    guint element = add_element(b, tag, node, place_in(b, tag, parent));
    element_at(b, element)->named = tag == AF_TAG_NOTE;
    const AfFoNode *only = tags[tag].kind == CELL ? only_paragraph(b, node) : NULL;
    if (!only) return element;
    AfElement *e = element_at(b, element);
    e->only = only;
    if (*language_of(only)) e->language = language_of(only);
    return element;
}

static void visit(Build *b, const AfFoNode *node, guint parent) {
    AfTag tag = tag_of(b, node, parent);
    if (tag == AF_TAG_ARTIFACT) return;
    guint element = tag == AF_TAG_NONE ? parent : open_element(b, tag, node, parent);
    visit_children(b, node, element);
    if (tag == AF_TAG_LINK && node->element == AF_FO_BASIC_LINK) hold_links(b, node, element);
    if (tag == AF_TAG_TABLE) af_table_settle(b->s, element);
}

/* Which blocks hold lists, tables or what a role makes such: not only text. */
static void mark_holders(Build *b, const AfFoNode *node) {
    for (const AfFoNode *child = node->first_child; child; child = child->next) {
        if (child->element != AF_FO_TEXT) mark_holders(b, child);
        if (!used(b, child)) continue;
        AfTag tag = role_of(b, child);
        if (tag == AF_TAG_NONE) tag = default_tags[child->element];
        gboolean block = tags[tag].kind == GROUP && tag != AF_TAG_NONE && tag != AF_TAG_ARTIFACT;
        gboolean through =
            child->element == AF_FO_BLOCK || child->element == AF_FO_WRAPPER || child->element == AF_FO_BLOCK_CONTAINER;
        if (block || (through && tag == AF_TAG_NONE && b->holds[child->index])) b->holds[node->index] = TRUE;
    }
}

static void number_leaves(const AfStructure *s) {
    guint page = AF_NO_INDEX, mcid = 0;
    for (guint i = 0; i < s->leaves->len; i++) {
        AfLeaf *leaf = &g_array_index(s->leaves, AfLeaf, i);
        if (leaf->page != page) mcid = 0;
        page = leaf->page;
        if (leaf->element != AF_NO_INDEX) leaf->mcid = mcid++;
    }
}

static guint *new_indexes(int count) {
    guint *indexes = g_new(guint, (gsize)count);
    memset(indexes, 0xff, (gsize)count * sizeof(guint)); /* AF_NO_INDEX */
    return indexes;
}

void af_structure_build(AfPdf *pdf) {
    AfStructure *s = &pdf->structure;
    s->elements = g_array_new(FALSE, FALSE, sizeof(AfElement));
    s->kids = g_array_new(FALSE, FALSE, sizeof(AfKid));
    s->leaves = g_array_new(FALSE, FALSE, sizeof(AfLeaf));
    s->page_leaf = g_array_new(FALSE, FALSE, sizeof(guint));
    s->cells = g_array_new(FALSE, FALSE, sizeof(AfCell));
    s->headers = g_array_new(FALSE, FALSE, sizeof(guint));
    int count = af_fo_count(pdf->fo);
    g_autofree guint *first_leaf = new_indexes(count), *last_leaf = new_indexes(count);
    g_autofree guint *least_leaf = new_indexes(count), *first_link = new_indexes(count);
    g_autofree guint8 *artifact = g_new0(guint8, (gsize)count), *holds = g_new0(guint8, (gsize)count);
    g_autoptr(GHashTable) roles = g_hash_table_new(NULL, NULL);
    Build b = {pdf, s, first_leaf, last_leaf, least_leaf, first_link, roles, holds, artifact};
    collect_leaves(&b);
    collect_links(&b);
    mark_holders(&b, af_fo_root(pdf->fo));
    const AfFoNode *root = af_fo_root(pdf->fo);
    guint document = add_element(&b, AF_TAG_DOCUMENT, root, AF_NO_INDEX);
    element_at(&b, document)->language = pdf->language;
    if (used(&b, root)) visit_children(&b, root, document);
    number_leaves(s);
}

gboolean af_structure_holds(const AfStructure *s, guint page) {
    guint to = g_array_index(s->page_leaf, guint, page + 1);
    for (guint i = g_array_index(s->page_leaf, guint, page); i < to; i++) {
        if (g_array_index(s->leaves, AfLeaf, i).element != AF_NO_INDEX) return TRUE;
    }
    return FALSE;
}

void af_structure_clear(AfStructure *s) {
    g_clear_pointer(&s->elements, g_array_unref);
    g_clear_pointer(&s->kids, g_array_unref);
    g_clear_pointer(&s->leaves, g_array_unref);
    g_clear_pointer(&s->page_leaf, g_array_unref);
    g_clear_pointer(&s->cells, g_array_unref);
    g_clear_pointer(&s->headers, g_array_unref);
}

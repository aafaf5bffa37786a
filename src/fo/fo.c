#include "fo/internal.h"

#include "base/xml.h"

#include <string.h>

#define FO_NS "http://www.w3.org/1999/XSL/Format"
#define MAX_DEPTH 256

typedef enum { STRUCTURE, BLOCK, INLINE, NEUTRAL, OUT } Kind;

typedef enum { FORMATTED, CONTENT, LEFT_OUT } Support;

typedef struct {
    const char *name;
    Kind kind;
    Support support;
} ElementRow;

static const ElementRow rows[AF_FO_ELEMENT_COUNT] = {
#define AF_FO_ELEMENT(code, name, section, kind, support) [code] = {name, kind, support},
#include "fo/elements.def"
#undef AF_FO_ELEMENT
    [AF_FO_TEXT] = {"#text", INLINE, FORMATTED},
    [AF_FO_FOREIGN] = {"#foreign", INLINE, FORMATTED},
};

const char *af_fo_element_name(AfFoElement element) { return rows[element].name; }

gboolean af_fo_element_is_inline(AfFoElement element) { return element < AF_FO_ELEMENT_COUNT && rows[element].kind == INLINE; }

static AfFoElement element_find(const char *name) {
    static GHashTable *table;
    if (!table) {
        table = g_hash_table_new(g_str_hash, g_str_equal);
        for (int i = 0; i < AF_FO_TEXT; i++) g_hash_table_insert(table, (gpointer)rows[i].name, GINT_TO_POINTER(i + 1));
    }
    int found = GPOINTER_TO_INT(g_hash_table_lookup(table, name));
    return found ? (AfFoElement)(found - 1) : AF_FO_ELEMENT_COUNT;
}

static char *place_of(const AfFo *fo, const xmlNode *xml, int *line) {
    for (const xmlNode *n = xml; n && n->type != XML_DOCUMENT_NODE; n = n->parent) {
        if (n->type != XML_ELEMENT_NODE) continue;
        xmlChar *at = xmlGetNsProp((xmlNode *)n, BAD_CAST "at", BAD_CAST AF_DOCUMENT_NS);
        if (!at) continue;
        char *place = g_strdup((char *)at);
        xmlFree(at);
        char *colon = strrchr(place, ':');
        *line = colon ? atoi(colon + 1) : 0;
        if (colon) *colon = '\0';
        return place;
    }
    if (xml && xml->type == XML_TEXT_NODE && xml->parent && xml->parent->_private) xml = xml->parent; /* a stylesheet's */
    *line = xml ? (int)xmlGetLineNo((xmlNode *)xml) : 0;
    return g_strdup(xml && xml->_private ? (const char *)xml->_private : fo->name);
}

char *af_fo_place(const AfFo *fo, const AfFoNode *node, int *line) { return place_of(fo, node ? node->xml : NULL, line); }

void af_fo_report_xml(AfFo *fo, const xmlNode *xml, AfCode code, const char *first, const char *second, const char *third) {
    int line;
    g_autofree char *file = place_of(fo, xml, &line);
    switch (strlen(af_code_args(code))) {
    case 1: af_diagnostics_add(fo->diagnostics, code, file, line, first); break;
    case 2: af_diagnostics_add(fo->diagnostics, code, file, line, first, second); break;
    default: af_diagnostics_add(fo->diagnostics, code, file, line, first, second, third); break;
    }
}

static AfFoNode *node_new(AfFo *fo, AfFoElement element, const xmlNode *xml, AfFoNode *parent) {
    AfFoNode *node = g_new0(AfFoNode, 1);
    node->element = element;
    node->xml = xml;
    node->index = (int)fo->nodes->len;
    node->parent = parent;
    if (parent) {
        node->style = parent->style;
        if (parent->last_child) parent->last_child->next = node;
        else parent->first_child = node;
        parent->last_child = node;
    }
    g_ptr_array_add(fo->nodes, node);
    return node;
}

static gboolean only_space(const xmlChar *text) {
    for (; *text; text++) {
        if (!g_ascii_isspace(*text)) return FALSE;
    }
    return TRUE;
}

/* Whether text may stand in the object: elsewhere white space is the layout of the file and other text is misplaced. */
static gboolean holds_text(const AfFoNode *node) {
    for (; node && rows[node->element].kind == NEUTRAL; node = node->parent) {}
    if (!node) return FALSE;
    switch (node->element) {
    case AF_FO_BLOCK: case AF_FO_TITLE: case AF_FO_BOOKMARK_TITLE: case AF_FO_MARKER: return TRUE;
    default: return rows[node->element].kind == INLINE;
    }
}

static void add_text(AfFo *fo, const xmlNode *xml, AfFoNode *parent) {
    if (!xml->content || !*xml->content) return;
    if (holds_text(parent)) {
        node_new(fo, AF_FO_TEXT, xml, parent)->text = (const char *)xml->content;
    } else if (!only_space(xml->content)) {
        af_fo_report_xml(fo, xml->parent, AF_D_FO_MISPLACED, "#text", rows[parent->element].name, NULL);
    }
}

AfFoElement af_fo_element_find(const xmlNode *xml) {
    gboolean ours = xml->ns && !strcmp((const char *)xml->ns->href, FO_NS);
    return ours ? element_find((const char *)xml->name) : AF_FO_ELEMENT_COUNT;
}

static gboolean is_fo(const xmlNode *xml) { return xml->ns && !strcmp((const char *)xml->ns->href, FO_NS); }

static void add_children(AfFo *fo, const xmlNode *xml, AfFoElement in, AfFoNode *parent, int depth);

/* The node has the id that an element says. */
static void register_id(AfFo *fo, AfFoNode *node, const xmlNode *xml) {
    xmlChar *id = xmlGetNoNsProp(xml, BAD_CAST "id");
    if (!id) return;
    const char *kept = g_string_chunk_insert(fo->strings, (char *)id);
    if (g_hash_table_contains(fo->ids, kept)) af_fo_report_xml(fo, xml, AF_D_FO_DUPLICATE_ID, kept, NULL, NULL);
    else g_hash_table_insert(fo->ids, (gpointer)kept, node);
    xmlFree(id);
}

static const AfFoNode *master_named(const AfFoNode *set, const char *name) {
    const AfFoNode *master = set->first_child;
    while (master && g_strcmp0(af_xml_attribute(master->xml, "master-name"), name)) master = master->next;
    return master;
}

/* The region that takes this flow: of a page master, or of the first that it refers to. NULL if none does. */
static const AfFoNode *region_of(const AfFoNode *set, const AfFoNode *master, const char *flow, int depth) {
    static const char *const names[] = {"xsl-region-body", "xsl-region-before", "xsl-region-after", "xsl-region-start",
                                        "xsl-region-end"};
    const AfFoNode *found = NULL;
    for (const AfFoNode *part = master->first_child; part && !found && depth < 4; part = part->next) {
        if (part->element >= AF_FO_REGION_BODY && part->element <= AF_FO_REGION_END) {
            const char *own = af_xml_attribute(part->xml, "region-name");
            if (!strcmp(own ? own : names[part->element - AF_FO_REGION_BODY], flow)) found = part;
            continue;
        }
        const char *reference = af_xml_attribute(part->xml, "master-reference");
        const AfFoNode *next = reference ? master_named(set, reference) : part;
        gboolean refers = next == part || (next && next->element == AF_FO_SIMPLE_PAGE_MASTER); /* no circles */
        if (refers) found = region_of(set, next, flow, depth + 1);
    }
    return found;
}

/* What the content of a flow or static-content inherits from. A page master that has a writing-mode of its own passes
 * it on: the regions are the reference areas of what is in them (4.2.3), and the tree of objects does not say so. */
static const AfFoStyle *inherited_style(AfFo *fo, const xmlNode *xml, const AfFoNode *sequence) {
    const AfFoNode *set = fo->root->first_child;
    while (set && set->element != AF_FO_LAYOUT_MASTER_SET) set = set->next;
    const char *flow = af_xml_attribute(xml, "flow-name"), *name = af_xml_attribute(sequence->xml, "master-reference");
    if (!set || !flow || !name) return sequence->style;
    const AfFoNode *master = master_named(set, name), *region = master ? region_of(set, master, flow, 0) : NULL;
    gboolean own = region && af_style_is_rtl(region->style) != af_style_is_rtl(set->style);
    return own ? af_style_written(fo, sequence->style, region->style) : sequence->style;
}

/* Of two markers of one object with the same class, which is an error (6.13.5), the first stays. */
static void check_markers(AfFo *fo, AfFoNode *node) {
    g_autoptr(GHashTable) names = NULL;
    AfFoNode *before = NULL, *next;
    for (AfFoNode *child = node->first_child; child; child = next) {
        next = child->next;
        const char *name = child->element == AF_FO_MARKER ? af_xml_attribute(child->xml, "marker-class-name") : NULL;
        if (name && !names) names = g_hash_table_new(g_str_hash, g_str_equal);
        if (!name || g_hash_table_add(names, (gpointer)(guintptr)name)) {
            before = child;
            continue;
        }
        af_fo_report_xml(fo, child->xml, AF_D_FO_DUPLICATE_MARKER, name, NULL, NULL);
        before->next = next;
        if (!next) node->last_child = before;
    }
}

/* What is not XSL's: the graphic of an object, metadata, or an extension of another formatter, which is said once. */
static void add_foreign(AfFo *fo, const xmlNode *xml, AfFoNode *parent) {
    const char *name = (const char *)xml->name;
    if (parent->element == AF_FO_INSTREAM_FOREIGN_OBJECT) {
        node_new(fo, AF_FO_FOREIGN, xml, parent);
    } else if (parent->element != AF_FO_DECLARATIONS && !g_hash_table_contains(fo->warned, xml->name)) {
        g_hash_table_add(fo->warned, g_strdup(name));
        af_fo_report_xml(fo, xml, AF_D_FO_UNKNOWN_ELEMENT, name, NULL, NULL);
    }
}

/* What is done instead of an object that is not formatted: its content stands as if it were not there, or all of it is left
 * out. Of fo:multi-switch the first case that is to be seen stays, as where nobody can switch (6.9.3). */
static gboolean stays(AfFo *fo, const xmlNode *xml, AfFoElement element) {
    if (rows[element].support == FORMATTED) return TRUE;
    if (element == AF_FO_MULTI_CASE) {
        for (const xmlNode *n = xml; n; n = n->prev) {
            gboolean other = n->type == XML_ELEMENT_NODE && af_fo_element_find(n) == AF_FO_MULTI_CASE;
            gboolean hidden = other && !g_strcmp0(af_xml_attribute(n, "starting-state"), "hide");
            if (n == xml ? hidden : other && !hidden) return FALSE;
        }
        return TRUE;
    }
    gboolean content = rows[element].support == CONTENT;
    af_fo_report_xml(fo, xml, AF_D_FO_UNSUPPORTED_ELEMENT, rows[element].name, content ? "content" : "none", NULL);
    return content;
}

/* A wrapper of page sequences has no areas: what it says is for those in it (6.4.6), which stand in its place. */
static void add_page_sequences(AfFo *fo, const xmlNode *xml, AfFoNode *parent, const AfFoStyle *style, int depth) {
    if (xmlHasProp(xml, BAD_CAST "id") && !fo->wrapper) fo->wrapper = xml;
    const AfFoStyle *outer = parent->style;
    parent->style = style;
    add_children(fo, xml, AF_FO_PAGE_SEQUENCE_WRAPPER, parent, depth + 1);
    parent->style = outer;
}

/* fo:title, fo:bookmark-title and declarations hold what is not formatted; they are read by whoever needs them. */
static void add_element(AfFo *fo, const xmlNode *xml, AfFoElement in, AfFoNode *parent, int depth) {
    const char *name = (const char *)xml->name;
    if (!is_fo(xml)) {
        add_foreign(fo, xml, parent);
        return;
    }
    AfFoElement element = element_find(name);
    if (element == AF_FO_ELEMENT_COUNT) {
        af_fo_report_xml(fo, xml, AF_D_FO_UNKNOWN_ELEMENT, name, NULL, NULL);
        return;
    }
    if (!af_content_allows(in, element)) {
        af_fo_report_xml(fo, xml, AF_D_FO_MISPLACED, name, rows[in].name, NULL);
        return;
    }
    if (!stays(fo, xml, element)) return;
    af_content_check(fo, element, xml);
    if (element == AF_FO_PAGE_SEQUENCE_WRAPPER) {
        add_page_sequences(fo, xml, parent, af_style_get(fo, xml, element, parent->style), depth);
        return;
    }
    if (rows[element].support == CONTENT) element = AF_FO_WRAPPER;
    AfFoNode *node = node_new(fo, element, xml, parent);
    gboolean flow = element == AF_FO_FLOW || element == AF_FO_STATIC_CONTENT;
    node->style = af_style_get(fo, xml, element, flow ? inherited_style(fo, xml, parent) : parent->style);
    register_id(fo, node, xml);
    if (fo->wrapper && element == AF_FO_PAGE_SEQUENCE) register_id(fo, node, fo->wrapper);
    if (element == AF_FO_PAGE_SEQUENCE) fo->wrapper = NULL;
    add_children(fo, xml, element, node, depth + 1);
    check_markers(fo, node);
}

/* The children of an element, which is an object of the kind `in`, become those of a node. */
static void add_children(AfFo *fo, const xmlNode *xml, AfFoElement in, AfFoNode *parent, int depth) {
    if (depth > MAX_DEPTH) {
        af_diagnostics_add(fo->diagnostics, AF_D_FO_TOO_DEEP, fo->name, (int)xmlGetLineNo((xmlNode *)xml), (double)MAX_DEPTH);
        return;
    }
    for (const xmlNode *child = xml->children; child; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) add_text(fo, child, parent);
        else if (child->type == XML_ELEMENT_NODE) add_element(fo, child, in, parent, depth);
    }
}

AfFo *af_fo_read(xmlDoc *doc, const char *name, AfDiagnostics *diagnostics) {
    const xmlNode *root = xmlDocGetRootElement(doc);
    if (!root || !is_fo(root) || strcmp((const char *)root->name, "root")) {
        const char *found = root ? (const char *)root->name : "";
        af_diagnostics_add(diagnostics, AF_D_FO_ROOT, name, root ? (int)xmlGetLineNo((xmlNode *)root) : 0, found);
        return NULL;
    }
    AfFo *fo = g_new0(AfFo, 1);
    fo->doc = doc;
    fo->name = g_strdup(name);
    fo->diagnostics = diagnostics;
    fo->nodes = g_ptr_array_new_with_free_func(g_free);
    fo->folders = g_ptr_array_new_with_free_func(g_free);
    fo->ids = g_hash_table_new(g_str_hash, g_str_equal);
    fo->strings = g_string_chunk_new(4096);
    fo->styles = g_ptr_array_new_with_free_func(g_free);
    fo->style_cache = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    fo->copies = g_ptr_array_new_with_free_func(g_free);
    fo->marker_copies = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref);
    fo->warned = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    fo->root = node_new(fo, AF_FO_ROOT, root, NULL);
    fo->root->style = af_style_get(fo, root, AF_FO_ROOT, NULL);
    register_id(fo, fo->root, root);
    add_children(fo, root, AF_FO_ROOT, fo->root, 1);
    return fo;
}

void af_fo_free(AfFo *fo) {
    if (!fo) return;
    g_ptr_array_unref(fo->folders);
    g_ptr_array_unref(fo->nodes);
    g_ptr_array_unref(fo->styles);
    g_hash_table_unref(fo->ids);
    g_hash_table_unref(fo->style_cache);
    g_clear_pointer(&fo->columns, g_hash_table_unref);
    g_hash_table_unref(fo->warned);
    g_hash_table_unref(fo->marker_copies);
    g_ptr_array_unref(fo->copies);
    g_string_chunk_free(fo->strings);
    g_free(fo->name);
    g_free(fo);
}

gboolean af_fo_allow_folder(AfFo *fo, const char *folder) {
    char *real = realpath(folder, NULL);
    gboolean is = real && g_file_test(real, G_FILE_TEST_IS_DIR);
    if (is) g_ptr_array_add(fo->folders, g_strdup(real));
    free(real);
    return is;
}

const GPtrArray *af_fo_folders(const AfFo *fo) { return fo->folders; }

/* ---- markers */

static AfFoNode *copy_new(AfFo *fo, const AfFoNode *original, AfFoNode *parent) {
    AfFoNode *node = g_new0(AfFoNode, 1);
    *node = (AfFoNode){.element = original->element, .text = original->text, .xml = original->xml, .index = -1, .parent = parent};
    gboolean styled = node->element != AF_FO_TEXT && node->element != AF_FO_FOREIGN;
    node->style = styled ? af_style_get(fo, node->xml, node->element, parent->style) : parent->style;
    g_ptr_array_add(fo->copies, node);
    return node;
}

static void copy_children(AfFo *fo, const AfFoNode *original, AfFoNode *copy) {
    for (const AfFoNode *child = original->first_child; child; child = child->next) {
        AfFoNode *node = copy_new(fo, child, copy);
        if (copy->last_child) copy->last_child->next = node;
        else copy->first_child = node;
        copy->last_child = node;
        copy_children(fo, child, node);
    }
}

const AfFoNode *af_fo_marker_copy(AfFo *fo, const AfFoNode *marker, const AfFoNode *retrieve) {
    GHashTable *copies = g_hash_table_lookup(fo->marker_copies, retrieve);
    if (!copies) {
        copies = g_hash_table_new(NULL, NULL);
        g_hash_table_insert(fo->marker_copies, (gpointer)(guintptr)retrieve, copies);
    }
    AfFoNode *copy = g_hash_table_lookup(copies, marker);
    if (!copy) {
        copy = copy_new(fo, marker, (AfFoNode *)(guintptr)retrieve);
        copy_children(fo, marker, copy);
        g_hash_table_insert(copies, (gpointer)(guintptr)marker, copy);
    }
    return copy;
}

/* ---- what is generated */

AfFoNode *af_fo_child(const AfFoNode *node, AfFoElement element) {
    AfFoNode *child = node->first_child;
    while (child && child->element != element) child = child->next;
    return child;
}

AfFoNode *af_fo_generate(AfFo *fo, AfFoNode *parent, AfFoElement element, const AfFoNode *like) {
    AfFoNode *node = node_new(fo, element, like->xml, parent);
    node->style = like->style;
    node->generated = TRUE;
    return node;
}

void af_fo_generate_text(AfFo *fo, AfFoNode *parent, const char *text) {
    AfFoNode *node = af_fo_generate(fo, parent, AF_FO_TEXT, parent);
    node->text = g_string_chunk_insert_const(fo->strings, text);
}

/* No deeper than the tree that was read. */
void af_fo_generate_copies(AfFo *fo, AfFoNode *parent, const AfFoNode *original) {
    for (const AfFoNode *child = original->first_child; child; child = child->next) {
        AfFoNode *copy = node_new(fo, child->element, child->xml, parent);
        copy->style = child->style;
        copy->text = child->text;
        af_fo_generate_copies(fo, copy, child);
    }
}

void af_fo_generated_clear(AfFoNode *parent) {
    AfFoNode *last = NULL;
    for (AfFoNode *child = parent->first_child; child && !child->generated; child = child->next) last = child;
    if (last) last->next = NULL;
    else parent->first_child = NULL;
    parent->last_child = last;
}

AfFoNode *af_fo_root(const AfFo *fo) { return fo->root; }
int af_fo_count(const AfFo *fo) { return (int)fo->nodes->len; }
AfFoNode *af_fo_by_id(const AfFo *fo, const char *id) { return g_hash_table_lookup(fo->ids, id); }

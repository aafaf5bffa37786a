/* Links: where they lead, and their annotations. */
#include "pdf/internal.h"

#include "base/xml.h"

#include <string.h>

/* The address in `url('…')`, `url(…)` or itself; to be freed. NULL if it is none of a kind that is allowed. What URIs
 * cannot hold is escaped. */
static char *address_of(const char *value) {
    if (!value) return NULL;
    g_autofree char *copy = g_strstrip(g_strdup(value));
    char *address = copy;
    gsize length = strlen(copy);
    if (g_str_has_prefix(copy, "url(") && copy[length - 1] == ')') {
        copy[length - 1] = '\0';
        address = g_strstrip(copy + 4);
        length = strlen(address);
        if (length >= 2 && (*address == '\'' || *address == '"') && address[length - 1] == *address) {
            address[length - 1] = '\0';
            address++;
        }
    }
    static const char *const schemes[] = {"http://", "https://", "mailto:"};
    for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
        if (g_ascii_strncasecmp(address, schemes[i], strlen(schemes[i])) || !address[strlen(schemes[i])]) continue;
        GString *escaped = g_string_new(NULL);
        for (const char *p = address; *p; p++) {
            if (*p <= ' ' || *p > '~' || strchr("<>\"{}|\\^`", *p))
                g_string_append_printf(escaped, "%%%02X", (unsigned char)*p);
            else
                g_string_append_c(escaped, *p);
        }
        return g_string_free(escaped, FALSE);
    }
    return NULL;
}

static gboolean put_place(const AfPdf *pdf, AfPlace place, AfObjects *objects) {
    if (place.page < 0 || (guint)place.page >= pdf->n_pages) return FALSE;
    if (!objects) return TRUE;
    const AfPage *page = af_pages_get(pdf->pages, place.page);
    g_string_append(objects->text, "/Dest[");
    af_pdf_put_reference(objects->text, objects->page[place.page]);
    g_string_append(objects->text, "/XYZ null");
    af_pdf_put_points(objects->text, AF_POINTS(page->height - place.y));
    g_string_append(objects->text, " null]");
    return TRUE;
}

gboolean af_link_target(const AfPdf *pdf, const AfFoNode *node, AfObjects *objects) {
    const char *internal = af_xml_attribute(node->xml, "internal-destination");
    AfPlace cited = af_pages_cited(pdf->pages, node);
    if (cited.page >= 0) return put_place(pdf, cited, objects);
    if (internal && *internal) return put_place(pdf, af_pages_place(pdf->pages, internal), objects);
    g_autofree char *address = address_of(af_xml_attribute(node->xml, "external-destination"));
    if (!address) return FALSE;
    if (!objects) return TRUE;
    g_string_append(objects->text, "/A<</S/URI/URI");
    af_pdf_put_text(objects->text, address);
    g_string_append(objects->text, ">>");
    return TRUE;
}

void af_links_find(AfPdf *pdf) {
    for (guint page = 0; page < pdf->n_pages; page++) {
        const GArray *links = af_pages_get(pdf->pages, (int)page)->links;
        const AfFoNode *asked = NULL;
        gboolean leads = FALSE;
        for (guint i = 0; links && i < links->len; i++) {
            const AfLink *link = &g_array_index(links, AfLink, i);
            if (link->node != asked) leads = af_link_target(pdf, link->node, 0);
            asked = link->node;
            AfPdfLink found = {.link = link, .page = page, .element = AF_NO_INDEX, .next = AF_NO_INDEX};
            if (leads) g_array_append_val(pdf->links, found);
        }
    }
}

static AfPdfLink *link_at(const AfPdf *pdf, guint index) {
    return &g_array_index(pdf->links, AfPdfLink, index);
}

gboolean af_links_on(const AfPdf *pdf, guint page) {
    for (guint i = 0; i < pdf->links->len && link_at(pdf, i)->page <= page; i++) {
        if (link_at(pdf, i)->page == page && link_at(pdf, i)->element != AF_NO_INDEX) return TRUE;
    }
    return FALSE;
}

void af_links_number(AfPdf *pdf, AfObjects *objects) {
    for (guint i = 0; i < pdf->links->len; i++) {
        if (link_at(pdf, i)->element != AF_NO_INDEX) link_at(pdf, i)->number = objects->next++;
    }
}

/* The first alternative of what is in an object, or NULL. No deeper than the tree of formatting objects, which has a
 * limit. */
static const char *alternative_in(const AfFoNode *node) {
    const char *said = NULL;
    for (const AfFoNode *child = node->first_child; child && !said; child = child->next) {
        said = af_alternative_of(child);
        if (!said) said = alternative_in(child);
    }
    return said;
}

/* What the author says, in which U+FFFC stands for the number of the page that the link leads to: a stylesheet cannot
 * know it. */
static char *with_page(const AfPdf *pdf, const AfFoNode *node, const char *said) {
    const char *internal = af_xml_attribute(node->xml, "internal-destination");
    AfPlace place = af_pages_cited(pdf->pages, node);
    if (place.page < 0 && internal && *internal) place = af_pages_place(pdf->pages, internal);
    const char *label = place.page >= 0 ? af_pages_get(pdf->pages, place.page)->label : NULL;
    GString *contents = g_string_new(said);
    g_string_replace(contents, "\uFFFC", label ? label : "", 0);
    return g_string_free(contents, FALSE);
}

/* What the link is, for those who do not see where it stands (ISO 32000-1, 14.9.3): what the author says, else its
 * text, else what its pictures show, else where it leads. To be freed. */
static char *contents_of(const AfPdf *pdf, const AfFoNode *node) {
    /* the page numbers of an index are generated: their list says it */
    const char *said = af_alternative_of(node->generated ? node->parent : node);
    if (said) return with_page(pdf, node, said);
    g_autofree char *text = af_pdf_text(pdf, node);
    if (*text) return g_steal_pointer(&text);
    said = alternative_in(node);
    if (said) return g_strdup(said);
    char *address = address_of(af_xml_attribute(node->xml, "external-destination"));
    const char *internal = af_xml_attribute(node->xml, "internal-destination");
    return address ? address : g_strdup(internal && *internal ? internal : "#");
}

static void print_link(const AfPdf *pdf, guint index, AfObjects *objects) {
    const AfPdfLink *found = link_at(pdf, index);
    const AfLink *link = found->link;
    AfUnit height = af_pages_get(pdf->pages, (int)found->page)->height;
    const AfUnit sides[4] = {link->x, height - link->y - link->height, link->x + link->width, height - link->y};
    af_object_begin(objects, found->number);
    g_string_append(objects->text, "<</Type/Annot/Subtype/Link/Border[0 0 0]/F 4/Rect[");
    for (int i = 0; i < 4; i++) af_pdf_put_points(objects->text, AF_POINTS(sides[i]));
    g_string_append(objects->text, "]/StructParent ");
    af_pdf_put_number(objects->text, pdf->n_pages + index);
    g_autofree char *contents = contents_of(pdf, link->node);
    g_string_append(objects->text, "/Contents");
    af_pdf_put_text(objects->text, contents);
    af_link_target(pdf, link->node, objects);
    g_string_append(objects->text, ">>\n");
}

void af_links_print(const AfPdf *pdf, AfObjects *objects) {
    guint page = AF_NO_INDEX;
    for (guint i = 0; i < pdf->links->len; i++) {
        if (link_at(pdf, i)->element != AF_NO_INDEX) print_link(pdf, i, objects);
    }
    for (guint i = 0; i < pdf->links->len; i++) {
        const AfPdfLink *link = link_at(pdf, i);
        if (link->element == AF_NO_INDEX) continue;
        if (link->page != page) {
            if (page != AF_NO_INDEX) g_string_append(objects->text, "]\n");
            page = link->page;
            af_object_begin(objects, objects->annotations[page]);
            g_string_append_c(objects->text, '[');
        }
        af_pdf_put_reference(objects->text, link->number);
    }
    if (page != AF_NO_INDEX) g_string_append(objects->text, "]\n");
}

/* What is only used by others, or not read here. */
static gboolean is_no_text(const AfFoNode *node) {
    switch (node->element) {
    case AF_FO_MARKER:
    case AF_FO_INDEX_KEY_REFERENCE:
    case AF_FO_INDEX_PAGE_CITATION_LIST_SEPARATOR:
    case AF_FO_INDEX_PAGE_CITATION_RANGE_SEPARATOR: return TRUE;
    default: return FALSE;
    }
}

static void add_text(const AfPdf *pdf, const AfFoNode *node, GString *out) {
    if (node->element == AF_FO_TEXT) g_string_append(out, node->text);
    if (node->element == AF_FO_PAGE_NUMBER_CITATION || node->element == AF_FO_PAGE_NUMBER_CITATION_LAST) {
        const char *id = af_xml_attribute(node->xml, "ref-id");
        AfPlace place = id ? af_pages_place(pdf->pages, id) : (AfPlace){.page = -1};
        const char *label = place.page >= 0 ? af_pages_get(pdf->pages, place.page)->label : NULL;
        if (label) g_string_append(out, label);
    }
    if (node->element == AF_FO_LEADER || node->element == AF_FO_BLOCK) g_string_append_c(out, ' ');
    for (const AfFoNode *child = node->first_child; child; child = child->next) {
        if (!is_no_text(child)) add_text(pdf, child, out);
    }
}

char *af_pdf_text(const AfPdf *pdf, const AfFoNode *node) {
    g_autoptr(GString) raw = g_string_new(NULL);
    add_text(pdf, node, raw);
    GString *line = g_string_sized_new(raw->len + 1);
    gboolean space = FALSE;
    for (const char *p = raw->str; *p; p++) {
        if (g_ascii_isspace(*p)) {
            space = line->len > 0;
            continue;
        }
        if (!strncmp(p, "\xC2\xAD", 2)) { /* a soft hyphen is no text */
            p++;
            continue;
        }
        if (space) g_string_append_c(line, ' ');
        space = FALSE;
        g_string_append_c(line, *p);
    }
    return g_string_free(line, FALSE);
}

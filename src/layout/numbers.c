/* Page numbers in lines: what they say, and how much room a line leaves for one that is not known yet.
 *
 * Lines are broken before all pages are there. A number whose page is there gets its own width, others that of as many
 * digits as the next page's number has. When all pages are there each such line is aligned anew with what its numbers
 * are (align.c). If one has no room for that, the page sequences from there on are laid out again (index.c), each
 * number with the room that it turned out to need. */
#include "layout/internal.h"

/* What a page number on page `here` says; NULL if what it cites is nowhere. */
static const char *label_of(const AfPages *pages, const AfFoNode *node, int here) {
    int page = here;
    if (node->element != AF_FO_PAGE_NUMBER) {
        const char *id = af_reference(node, "ref-id");
        const AfFoNode *target = id ? af_fo_by_id(pages->fo, id) : NULL;
        gboolean last = node->element == AF_FO_PAGE_NUMBER_CITATION_LAST;
        page = !target ? -1 : last ? pages->last_pages[target->index] : pages->places[target->index].page;
    }
    return page >= 0 ? af_page_work(pages, page)->page.label : NULL;
}

const char *af_cited_page(const AfPages *pages, const AfFoNode *node, int here) {
    const char *label = label_of(pages, node, here), *id = af_reference(node, "ref-id");
    if (!label) af_fo_report(pages->fo, node, pages->diagnostics, AF_D_REFERENCE_UNRESOLVED, id ? id : "");
    return label;
}

static AfUnit width_of(AfPages *pages, const AfFoNode *node, const char *label) {
    AfUnit width = 0;
    PangoGlyphItem *glyphs = af_shape_text(pages, af_font_get(pages, node->style), label, &width);
    if (glyphs) pango_glyph_item_free(glyphs);
    return width;
}

AfUnit af_number_room(AfPages *pages, const AfFoNode *node) {
    gpointer room;
    if (pages->number_rooms && g_hash_table_lookup_extended(pages->number_rooms, node, NULL, &room)) {
        return GPOINTER_TO_INT(room);
    }
    const char *label = label_of(pages, node, -1);
    if (label) return width_of(pages, node, label);
    int next = pages->pages->len > 0 ? af_page_work(pages, (int)pages->pages->len - 1)->page.number + 1 : 1;
    g_autofree char *digits = g_strdup_printf("%d", MAX(next, 1));
    for (char *p = digits; *p; p++) *p = '0';
    return width_of(pages, node, digits);
}

/* Whether a line has numbers that are wider than the room left for them, and is too long with them. */
static gboolean is_unfit(AfPages *pages, const AfPending *pending) {
    gint64 natural = 0;
    gboolean wider = FALSE;
    for (guint i = 0; i < pending->areas->len; i++) {
        const AfPiece *piece = &g_array_index(pending->pieces, AfPiece, i);
        const AfArea *area = g_ptr_array_index(pending->areas, i);
        AfUnit width = piece->kind == AF_RUN_LEADER ? piece->least : piece->kind == AF_RUN_NONE ? 0 : area->width;
        if (piece->kind == AF_RUN_NUMBER) {
            const char *label = label_of(pages, area->node, pending->page);
            width = label ? width_of(pages, area->node, label) : 0;
            wider |= width > area->width;
        }
        natural += width;
    }
    return wider && natural > (gint64)pending->setting.width + AF_OVERFULL;
}

/* No number gets less than it got before: the room for all is right after few times. */
static void note_rooms(AfPages *pages, const AfPending *pending) {
    for (guint i = 0; i < pending->areas->len; i++) {
        if (g_array_index(pending->pieces, AfPiece, i).kind != AF_RUN_NUMBER) continue;
        const AfFoNode *node = ((const AfArea *)g_ptr_array_index(pending->areas, i))->node;
        const char *label = label_of(pages, node, pending->page);
        int before = GPOINTER_TO_INT(g_hash_table_lookup(pages->number_rooms, node));
        int room = label ? MAX(before, width_of(pages, node, label)) : before;
        g_hash_table_insert(pages->number_rooms, (gpointer)(guintptr)node, GINT_TO_POINTER(room));
    }
}

guint af_numbers_unfit(AfPages *pages) {
    guint first = G_MAXUINT;
    for (guint i = 0; i < pages->pending->len && first == G_MAXUINT; i++) {
        const AfPending *pending = g_ptr_array_index(pages->pending, i);
        if (pending->page >= 0 && is_unfit(pages, pending)) first = i;
    }
    if (first == G_MAXUINT) return first;
    if (!pages->number_rooms) pages->number_rooms = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < pages->pending->len; i++) {
        const AfPending *pending = g_ptr_array_index(pages->pending, i);
        if (pending->page >= 0) note_rooms(pages, pending);
    }
    return first;
}

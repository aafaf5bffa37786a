#include "paint/internal.h"

#include "base/xml.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(cairo_t, cairo_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cairo_surface_t, cairo_surface_destroy)

/* The marked piece that is open on the page, while a PDF is painted. */
typedef struct {
    cairo_t *cr;
    GPtrArray *leaves;      /* by page; NULL if nothing is marked */
    const AfPage *page;
    GArray *page_leaves;    /* AfPainted by MCID; the last one is open if `open` is set */
    gboolean open;
    AfMap map;              /* from the coordinates of what is painted to the page's */
    const AfFoNode *asked, *around; /* the fo:static-content around the parent that was asked last */
    guint32 color;          /* the colour that is set */
    gboolean color_set;
} Painter;

static void set_color(Painter *painter, guint32 color) {
    if (painter->color_set && painter->color == color) return;
    painter->color = color;
    painter->color_set = TRUE;
    cairo_set_source_rgba(painter->cr, (color >> 24) / 255.0, (color >> 16 & 0xFF) / 255.0, (color >> 8 & 0xFF) / 255.0, (color & 0xFF) / 255.0);
}

/* ---- marked content */

static gboolean same_language(const AfFoNode *a, const AfFoNode *b) {
    return !strcmp(af_style_string(a->style, AF_P_LANGUAGE), af_style_string(b->style, AF_P_LANGUAGE));
}

/* The formatting object that an area's content belongs to: inline objects that say nothing about structure do not count. */
static const AfFoNode *owner_of(const AfFoNode *node) {
    for (; node->parent; node = node->parent) {
        switch (node->element) {
        case AF_FO_TEXT:
        case AF_FO_CHARACTER:
        case AF_FO_PAGE_NUMBER:
        case AF_FO_PAGE_NUMBER_CITATION:
        case AF_FO_PAGE_NUMBER_CITATION_LAST: continue;
        case AF_FO_INLINE:
            if (node->parent->element == AF_FO_FOOTNOTE) return node; /* its citation */
            G_GNUC_FALLTHROUGH;
        case AF_FO_BIDI_OVERRIDE:
        case AF_FO_WRAPPER:
            if (*af_style_string(node->style, AF_P_ROLE) || !same_language(node, node->parent)) return node;
            continue;
        default: return node; /* fo:index-page-citation-list too: its separators stand between its links */
        }
    }
    return node;
}

/* The running head or foot that an area stands in, or NULL. The line above footnotes is none. */
static const AfFoNode *static_around(Painter *painter, const AfFoNode *node) {
    const AfFoNode *n = node->parent;
    if (n == painter->asked) return painter->around;
    painter->asked = n;
    while (n && n->element != AF_FO_STATIC_CONTENT) n = n->parent;
    const char *flow = n ? af_xml_attribute(n->xml, "flow-name") : NULL;
    painter->around = flow && !strcmp(flow, "xsl-footnote-separator") ? NULL : n;
    return painter->around;
}

static void close_leaf(Painter *painter) {
    if (painter->open) cairo_tag_end(painter->cr, "P");
    painter->open = FALSE;
}

static AfPainted *open_leaf(Painter *painter, const AfPainted *leaf) {
    cairo_tag_begin(painter->cr, "P", NULL);
    painter->open = TRUE;
    g_array_append_val(painter->page_leaves, *leaf);
    return &g_array_index(painter->page_leaves, AfPainted, painter->page_leaves->len - 1);
}

/* The background covers this area, too. */
static void cover(const Painter *painter, AfPainted *leaf, const AfArea *area) {
    AfUnit x = area->x, y = area->y, width = area->width, height = area->height;
    af_map_rectangle(painter->map, &x, &y, &width, &height);
    double left = AF_POINTS(x), right = AF_POINTS(x + width);
    double top = AF_POINTS(painter->page->height - y), bottom = AF_POINTS(painter->page->height - y - height);
    if (leaf->width > 0) {
        left = MIN(left, leaf->x), right = MAX(right, leaf->x + leaf->width);
        bottom = MIN(bottom, leaf->y), top = MAX(top, leaf->y + leaf->height);
    }
    leaf->x = left, leaf->y = bottom, leaf->width = right - left, leaf->height = top - bottom;
}

/* Content is painted inside the piece of its owner, artifacts in pieces of their own; actual: what is read in place of what
 * is to come, or NULL. */
static void enter(Painter *painter, const AfArea *area, const char *actual) {
    if (!painter->leaves) return;
    AfPainted leaf = {.artifact = area->artifact, .actual = area->artifact ? NULL : actual};
    const AfFoNode *head = static_around(painter, area->node);
    if (head) leaf = (AfPainted){.node = head, .artifact = AF_ARTIFACT_PAGINATION};
    else if (!area->artifact) leaf.node = owner_of(area->node);
    AfPainted *open = NULL;
    if (painter->open) open = &g_array_index(painter->page_leaves, AfPainted, painter->page_leaves->len - 1);
    if (!open || open->node != leaf.node || open->artifact != leaf.artifact || open->actual != leaf.actual) {
        close_leaf(painter);
        open = leaf.artifact == AF_ARTIFACT_LAYOUT ? NULL : open_leaf(painter, &leaf);
    }
    if (open && leaf.artifact == AF_ARTIFACT_BACKGROUND) cover(painter, open, area);
}

/* ---- areas */

/* The middle of it is read as it is. */
static void paint_text(Painter *painter, const AfArea *area) {
    const PangoItem *item = area->glyphs->item;
    guint start = (guint)item->offset, end = start + (guint)item->length;
    guint head = area->rest ? area->rest_end : start, tail = area->word ? area->word_start : end;
    set_color(painter, area->color);
    if (area->rest) {
        enter(painter, area, area->rest);
        af_paint_text(painter->cr, area, 0, head < end ? head : G_MAXUINT);
    }
    if (head < tail) {
        enter(painter, area, NULL);
        af_paint_text(painter->cr, area, head, tail < end ? tail : G_MAXUINT);
    }
    if (area->word) {
        enter(painter, area, area->word);
        af_paint_text(painter->cr, area, tail, G_MAXUINT);
    }
}

/* Round dots, each in the middle of its room. On a grid that is the same for every line of a page leaders stand under each
 * other. */
static void paint_dots(Painter *painter, const AfArea *area) {
    double size = AF_POINTS(area->height), gap = AF_POINTS(area->pattern), left = AF_POINTS(area->x);
    if (gap <= 0) return;
    double first = area->grid ? ceil(left / gap) * gap : left + AF_POINTS(area->phase);
    double count = floor((left + AF_POINTS(area->width) - first) / gap + 1e-6);
    if (count < 1) return;
    first += gap / 2;
    double last = first + (count - 1) * gap + 1e-3; /* a line without length is none */
    double dash[] = {0, gap}, y = AF_POINTS(area->y) + size / 2;
    cairo_save(painter->cr);
    cairo_set_line_cap(painter->cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_width(painter->cr, size);
    cairo_set_dash(painter->cr, dash, 2, 0);
    cairo_move_to(painter->cr, first, y);
    cairo_line_to(painter->cr, last, y);
    cairo_stroke(painter->cr);
    cairo_restore(painter->cr);
}

static void paint_rectangle(cairo_t *cr, double x, double y, double width, double height) {
    cairo_rectangle(cr, x, y, width, height);
    cairo_fill(cr);
}

static void paint_fill(Painter *painter, const AfArea *area) {
    set_color(painter, area->color);
    if (area->dash == AF_KW_DOTS) {
        paint_dots(painter, area);
    } else if (area->side || (area->dash != AF_KW_NONE_GIVEN && area->dash != AF_KW_SOLID)) {
        af_paint_rule(painter->cr, area);
        painter->color_set = FALSE;
    } else {
        paint_rectangle(painter->cr, AF_POINTS(area->x), AF_POINTS(area->y), AF_POINTS(area->width), AF_POINTS(area->height));
    }
}

static void paint_image(Painter *painter, const AfPages *pages, const AfArea *area, AfDiagnostics *diagnostics) {
    g_autofree char *reason = af_paint_picture(painter->cr, area);
    if (reason) {
        af_fo_report(af_pages_fo(pages), area->node, diagnostics, AF_D_GRAPHIC_UNREADABLE, area->picture->graphic->name,
                     reason);
    }
    painter->color_set = FALSE;
}

/* What is marked ends here: a piece has the same coordinates throughout. */
static void begin_group(Painter *painter, const AfGroup *group) {
    static const double turns[][4] = {{1, 0, 0, 1}, {0, -1, 1, 0}, {-1, 0, 0, -1}, {0, 1, -1, 0}};
    const double *turn = turns[group->within.turn];
    cairo_matrix_t matrix;
    close_leaf(painter);
    painter->map = group->map;
    cairo_save(painter->cr);
    if (group->clips) {
        cairo_rectangle(painter->cr, AF_POINTS(group->x), AF_POINTS(group->y), AF_POINTS(group->width),
                        AF_POINTS(group->height));
        cairo_clip(painter->cr);
    }
    cairo_matrix_init(&matrix, turn[0], turn[1], turn[2], turn[3], AF_POINTS(group->within.x), AF_POINTS(group->within.y));
    cairo_transform(painter->cr, &matrix);
}

static void end_group(Painter *painter, const AfGroup *group) {
    close_leaf(painter);
    painter->map = group->outside;
    cairo_restore(painter->cr);
    painter->color_set = FALSE;
}

/* Whether nothing but spaces is to be seen of a text, which cairo leaves out: it has no ink. */
static gboolean is_blank(const AfArea *area) {
    const char *p = area->text + area->glyphs->item->offset, *end = p + area->glyphs->item->length;
    while (p < end && g_unichar_type(g_utf8_get_char(p)) == G_UNICODE_SPACE_SEPARATOR) p = g_utf8_next_char(p);
    return p == end;
}

/* Whether the text at `index` is followed in its line by one that is blank: then the space goes with it. */
static gboolean before_blank(const GPtrArray *areas, guint index) {
    const AfArea *area = g_ptr_array_index(areas, index);
    for (guint i = index + 1; i < areas->len && i <= index + 8; i++) {
        const AfArea *next = g_ptr_array_index(areas, i);
        if (next->kind == AF_AREA_TEXT) return next->line == area->line && is_blank(next);
        if (next->kind != AF_AREA_FILL) return FALSE;
    }
    return FALSE;
}

static void paint_page(Painter *painter, const AfPages *pages, int index, AfDiagnostics *diagnostics) {
    const AfPage *page = af_pages_get(pages, index);
    painter->color_set = FALSE;
    painter->page = page;
    painter->map = (AfMap){0};
    painter->page_leaves = g_array_new(FALSE, FALSE, sizeof(AfPainted));
    g_autofree AfUnit *top = af_rules_join(page->areas);
    for (guint i = 0; i < page->areas->len; i++) {
        const AfArea *area = g_ptr_array_index(page->areas, i);
        if (area->kind <= AF_AREA_FILL && (area->color & 0xFF) == 0) continue;
        if (area->kind == AF_AREA_FILL && (area->width <= 0 || area->height <= 0)) continue;
        if (af_area_is_hidden(area)) continue;
        AfArea joined, spaced;
        if (top && top[i] == AF_RULE_JOINED) continue;
        if (top && top[i] != area->y) {
            joined = *area;
            joined.height += area->y - top[i];
            joined.y = top[i];
            area = &joined;
        }
        if (area->kind == AF_AREA_TEXT && !area->spaced && before_blank(page->areas, i)) {
            spaced = *area;
            spaced.spaced = TRUE;
            area = &spaced;
        }
        if (area->kind == AF_AREA_FILL || area->kind == AF_AREA_IMAGE) enter(painter, area, NULL);
        switch (area->kind) {
        case AF_AREA_GROUP_BEGIN: begin_group(painter, area->group); break;
        case AF_AREA_GROUP_END: end_group(painter, area->group); break;
        case AF_AREA_TEXT: paint_text(painter, area); break;
        case AF_AREA_FILL: paint_fill(painter, area); break;
        case AF_AREA_IMAGE: paint_image(painter, pages, area, diagnostics); break;
        }
    }
    close_leaf(painter);
    if (painter->leaves) g_ptr_array_add(painter->leaves, painter->page_leaves);
    else g_array_unref(painter->page_leaves);
    painter->page_leaves = NULL;
}

/* ---- surfaces */

static cairo_status_t append(void *closure, const unsigned char *data, unsigned int length) {
    g_byte_array_append(closure, data, length);
    return CAIRO_STATUS_SUCCESS;
}

static gboolean check(cairo_status_t status, AfDiagnostics *diagnostics) {
    if (status == CAIRO_STATUS_SUCCESS) return TRUE;
    af_diagnostics_add(diagnostics, AF_D_PAINT_FAILED, NULL, 0, cairo_status_to_string(status));
    return FALSE;
}

/* cairo joins the extents of all that is on a page into one region, which takes a quarter of the time where there are
 * hundreds of pieces. Something as large as the page, put first, makes that nothing; it leaves no mark, because what
 * lies inside of two equal paths is outside by the even-odd rule. */
static void cover_page(cairo_t *cr, const AfPage *page) {
    cairo_save(cr);
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
    for (int i = 0; i < 2; i++) cairo_rectangle(cr, 0, 0, AF_POINTS(page->width), AF_POINTS(page->height));
    cairo_fill(cr);
    cairo_restore(cr);
}

GByteArray *af_paint_pdf(AfPages *pages, gboolean last, GPtrArray **leaves, AfDiagnostics *diagnostics) {
    g_autoptr(GByteArray) bytes = g_byte_array_sized_new(1 << 18);
    const AfPage *first = af_pages_get(pages, 0);
    g_autoptr(cairo_surface_t) surface = cairo_pdf_surface_create_for_stream(append, bytes, AF_POINTS(first->width), AF_POINTS(first->height));
    g_autoptr(GPtrArray) marked = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    {
        g_autoptr(cairo_t) cr = cairo_create(surface);
        Painter painter = {.cr = cr, .leaves = marked};
        cairo_tag_begin(cr, "Document", NULL);
        for (int i = 0; i < af_pages_count(pages); i++) {
            const AfPage *page = af_pages_get(pages, i);
            cairo_pdf_surface_set_size(surface, AF_POINTS(page->width), AF_POINTS(page->height));
            cover_page(cr, page);
            paint_page(&painter, pages, i, diagnostics);
            cairo_show_page(cr);
            if (last) af_pages_painted(pages, i);
        }
        cairo_tag_end(cr, "Document");
        if (!check(cairo_status(cr), diagnostics)) return NULL;
    }
    cairo_surface_finish(surface);
    if (!check(cairo_surface_status(surface), diagnostics)) return NULL;
    *leaves = g_steal_pointer(&marked);
    return g_steal_pointer(&bytes);
}

GByteArray *af_paint_png(const AfPages *pages, int index, double dpi, AfDiagnostics *diagnostics) {
    const AfPage *page = af_pages_get(pages, index);
    double scale = dpi / 72;
    g_autoptr(cairo_surface_t) surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(AF_POINTS(page->width) * scale), (int)ceil(AF_POINTS(page->height) * scale));
    {
        g_autoptr(cairo_t) cr = cairo_create(surface);
        cairo_set_source_rgb(cr, 1, 1, 1);
        cairo_paint(cr);
        cairo_scale(cr, scale, scale);
        Painter painter = {.cr = cr};
        paint_page(&painter, pages, index, diagnostics);
        if (!check(cairo_status(cr), diagnostics)) return NULL;
    }
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    if (!check(cairo_surface_write_to_png_stream(surface, append, bytes), diagnostics)) return NULL;
    return g_steal_pointer(&bytes);
}

GByteArray *af_paint_svg(const AfPages *pages, int index, AfDiagnostics *diagnostics) {
    const AfPage *page = af_pages_get(pages, index);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_autoptr(cairo_surface_t) surface = cairo_svg_surface_create_for_stream(append, bytes, AF_POINTS(page->width), AF_POINTS(page->height));
    {
        g_autoptr(cairo_t) cr = cairo_create(surface);
        Painter painter = {.cr = cr};
        paint_page(&painter, pages, index, diagnostics);
        cairo_show_page(cr);
        if (!check(cairo_status(cr), diagnostics)) return NULL;
    }
    cairo_surface_finish(surface);
    if (!check(cairo_surface_status(surface), diagnostics)) return NULL;
    return g_steal_pointer(&bytes);
}

void af_paint_end(void) {
    /* Leak checks are run with this set (GLib's manual); otherwise it would cost time, and what is left could end the program. */
    if (g_strcmp0(g_getenv("G_SLICE"), "always-malloc") != 0) return;
    pango_cairo_font_map_set_default(NULL);
}

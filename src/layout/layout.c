/* The door: a tree in, pages out; and their dump. */
#include "layout/internal.h"

#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <string.h>

/* Fonts unhinted and unrounded, so that a line is as wide on paper as it was reckoned. */
static PangoContext *new_context(void) {
    af_fonts_init();
    PangoFontMap *map = pango_cairo_font_map_get_default();
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
    PangoContext *context = pango_font_map_create_context(map);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
    return context;
}

/* What only the making of pages needs. */
static void free_work(AfPages *pages) {
    g_ptr_array_unref(pages->lists);
    g_ptr_array_unref(pages->tables);
    g_ptr_array_unref(pages->decors);
    g_ptr_array_unref(pages->contents);
    g_ptr_array_unref(pages->boxes);
    g_ptr_array_unref(pages->pending);
    af_index_free(pages->index);
    af_markers_free(pages->markers);
    af_notes_free(pages->notes);
    pages->lacks_glyphs = g_hash_table_size(pages->missing) > 0;
    g_hash_table_unref(pages->missing);
    g_clear_pointer(&pages->number_rooms, g_hash_table_unref);
    g_clear_pointer(&pages->measured, g_hash_table_unref);
    if (pages->undivided) g_hash_table_unref(pages->undivided);
    g_clear_pointer(&pages->families, g_hash_table_unref);
    af_words_free(pages->words);
    g_hash_table_unref(pages->hyphens);
}

static void free_graphic(gpointer data) { af_graphic_free(data); }

static void free_hyphen(gpointer data) {
    if (data) pango_glyph_item_free(data);
}

void af_places_grow(AfPages *pages) {
    int count = af_fo_count(pages->fo);
    if (count <= pages->room) return;
    int room = pages->room > 0 ? MAX(count, pages->room * 2) : count;
    pages->places = g_renew(AfPlace, pages->places, (gsize)room);
    pages->last_pages = g_renew(int, pages->last_pages, (gsize)room);
    for (int i = pages->room; i < room; i++) {
        pages->places[i] = (AfPlace){-1, 0, 0};
        pages->last_pages[i] = -1;
    }
    pages->room = room;
}

static AfPages *lay_out(AfFo *fo, gboolean traced, AfDiagnostics *diagnostics) {
    AfPages *pages = g_new0(AfPages, 1);
    pages->fo = fo;
    pages->traced = traced;
    pages->diagnostics = diagnostics;
    af_places_grow(pages);
    pages->cited = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    pages->index = af_index_new(diagnostics);
    pages->markers = af_markers_new();
    pages->notes = af_notes_new();
    pages->texts = g_ptr_array_new_with_free_func(g_free);
    pages->groups = g_ptr_array_new_with_free_func(g_free);
    pages->pictures = g_ptr_array_new_with_free_func(g_free);
    pages->graphics = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_graphic);
    pages->fonts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, af_font_free);
    pages->style_fonts = g_ptr_array_new();
    pages->context = new_context();
    pages->pending = g_ptr_array_new_with_free_func(af_pending_free);
    pages->lists = g_ptr_array_new_with_free_func(af_list_free);
    pages->tables = g_ptr_array_new_with_free_func(af_table_free);
    pages->decors = g_ptr_array_new_with_free_func(g_free);
    pages->contents = g_ptr_array_new_with_free_func((GDestroyNotify)af_line_free);
    pages->boxes = g_ptr_array_new_with_free_func(g_free);
    pages->words = af_words_new();
    pages->missing = g_hash_table_new(NULL, NULL);
    pages->hyphens = g_hash_table_new_full(NULL, NULL, NULL, free_hyphen);
    af_pages_build(pages);
    free_work(pages);
    if (pages->pages->len > 0) return pages;
    if (!af_diagnostics_count_level(diagnostics, AF_ERROR)) af_fo_report(fo, af_fo_root(fo), diagnostics, AF_D_FO_NO_MASTER, "");
    af_pages_free(pages);
    return NULL;
}

AfPages *af_layout(AfFo *fo, AfDiagnostics *diagnostics) { return lay_out(fo, FALSE, diagnostics); }
AfPages *af_layout_traced(AfFo *fo, AfDiagnostics *diagnostics) { return lay_out(fo, TRUE, diagnostics); }

void af_pages_free(AfPages *pages) {
    if (!pages) return;
    g_ptr_array_unref(pages->pages);
    g_ptr_array_unref(pages->texts);
    g_ptr_array_unref(pages->groups);
    g_ptr_array_unref(pages->pictures);
    g_hash_table_unref(pages->graphics);
    g_ptr_array_unref(pages->style_fonts);
    g_hash_table_unref(pages->fonts);
    g_hash_table_unref(pages->cited);
    g_object_unref(pages->context);
    g_free(pages->places);
    g_free(pages->last_pages);
    g_free(pages);
}

AfFo *af_pages_fo(const AfPages *pages) { return pages->fo; }
gboolean af_pages_lack_glyphs(const AfPages *pages) { return pages->lacks_glyphs; }
int af_pages_count(const AfPages *pages) { return (int)pages->pages->len; }
const AfPage *af_pages_get(const AfPages *pages, int index) { return &af_page_work(pages, index)->page; }

AfPlace af_pages_place(const AfPages *pages, const char *id) {
    const AfFoNode *node = af_fo_by_id(pages->fo, id);
    return node ? pages->places[node->index] : (AfPlace){-1, 0, 0};
}

AfPlace af_pages_cited(const AfPages *pages, const AfFoNode *link) {
    const AfCited *cited = link->generated ? g_hash_table_lookup(pages->cited, link) : NULL;
    if (!cited || cited->page < 0) return (AfPlace){-1, 0, 0};
    AfPlace target = cited->target ? pages->places[cited->target->index] : (AfPlace){-1, 0, 0};
    return target.page == cited->page ? target : (AfPlace){cited->page, 0, 0};
}

void af_pages_painted(AfPages *pages, int index) {
    GPtrArray *areas = af_page_work(pages, index)->page.areas;
    guint kept = 0;
    for (guint i = 0; i < areas->len; i++) {
        AfArea *area = g_ptr_array_index(areas, i);
        areas->pdata[i] = NULL;
        if (area->kind == AF_AREA_IMAGE) areas->pdata[kept++] = area;
        else af_area_free(area);
    }
    g_ptr_array_set_free_func(areas, NULL);
    g_ptr_array_set_size(areas, (int)kept);
    g_ptr_array_set_free_func(areas, af_area_free);
}

/* ---- dump */

static void dump_link(GString *out, const AfPages *pages, const AfLink *link) {
    g_string_append_printf(out, "  link %.2f %.2f %.2f %.2f ", AF_POINTS(link->x), AF_POINTS(link->y),
                           AF_POINTS(link->width), AF_POINTS(link->height));
    AfPlace cited = af_pages_cited(pages, link->node);
    const char *to = af_reference(link->node, "internal-destination");
    if (!to) to = af_reference(link->node, "external-destination");
    if (cited.page >= 0) g_string_append_printf(out, "page %d", cited.page + 1);
    else if (to) g_string_append(out, to);
    g_string_append_c(out, '\n');
}

/* A group's own line; what is in it follows with positions on the page. */
static void dump_group(GString *out, const AfArea *area) {
    const AfGroup *group = area->group;
    if (area->kind == AF_AREA_GROUP_END) {
        g_string_append(out, "  end\n");
        return;
    }
    AfUnit x = group->x, y = group->y, width = group->width, height = group->height;
    af_map_rectangle(group->outside, &x, &y, &width, &height);
    g_string_append_printf(out, "  group turned %d at %.2f %.2f", group->map.turn * 90, AF_POINTS(group->map.x),
                           AF_POINTS(group->map.y));
    if (group->clips) {
        g_string_append_printf(out, " clip %.2f %.2f %.2f %.2f", AF_POINTS(x), AF_POINTS(y), AF_POINTS(width),
                               AF_POINTS(height));
    }
    g_string_append_c(out, '\n');
}

/* A text has its position and keeps its width and height, which say nothing of where it is led; other areas have the
 * rectangle that they fill on the page. */
static void dump_rectangle(GString *out, const AfArea *area, AfMap map) {
    AfUnit x = area->x, y = area->y, width = area->width, height = area->height;
    const AfPicture *p = area->kind == AF_AREA_IMAGE ? area->picture : NULL;
    if (p) x += p->x, y += p->y, width = p->width, height = p->height;
    if (area->kind == AF_AREA_TEXT) af_map_point(map, &x, &y);
    else af_map_rectangle(map, &x, &y, &width, &height);
    g_string_append_printf(out, " %.2f %.2f %.2f %.2f", AF_POINTS(x), AF_POINTS(y), AF_POINTS(width), AF_POINTS(height));
}

/* The graphic's name, and the rectangle that it fills if that is not its viewport. */
static void dump_picture(GString *out, const AfArea *area, AfMap map) {
    const AfPicture *p = area->picture;
    g_autofree char *name = g_strescape(p->graphic->name, NULL);
    g_string_append_printf(out, " \"%s\"", p->graphic->name ? name : "");
    AfUnit x = area->x + p->content_x, y = area->y + p->content_y, width = p->content_width, height = p->content_height;
    if (p->content_x != p->x || p->content_y != p->y || width != p->width || height != p->height) {
        af_map_rectangle(map, &x, &y, &width, &height);
        g_string_append_printf(out, " content %.2f %.2f %.2f %.2f%s", AF_POINTS(x), AF_POINTS(y), AF_POINTS(width),
                               AF_POINTS(height), p->clips ? " clipped" : "");
    }
    if (p->across || p->down) g_string_append(out, p->across && p->down ? " repeated" : p->across ? " repeated across" : " repeated down");
    if (p->graphic->kind == AF_GRAPHIC_NONE) g_string_append(out, " unreadable");
}

static void dump_area(GString *out, const AfArea *area, AfMap map) {
    static const char *const kinds[] = {"text", "fill", "image"};
    if (af_area_is_hidden(area)) return;
    if (area->kind == AF_AREA_FILL && ((area->color & 0xFF) == 0 || area->width == 0 || area->height == 0)) return;
    g_string_append_printf(out, "  %s", kinds[area->kind]);
    dump_rectangle(out, area, map);
    if (area->kind == AF_AREA_TEXT && map.turn) g_string_append_printf(out, " turned %d", map.turn * 90);
    if (area->kind == AF_AREA_TEXT) g_string_append_printf(out, " line %d", area->line);
    if (area->kind == AF_AREA_IMAGE) dump_picture(out, area, map);
    else if (area->color != 0xFF) g_string_append_printf(out, " #%06X", area->color >> 8);
    if (area->kind == AF_AREA_FILL && area->dash == AF_KW_DOTS) g_string_append(out, " dots");
    if (area->kind == AF_AREA_FILL && area->dash == AF_KW_DOTTED) g_string_append(out, " dotted");
    if (area->kind == AF_AREA_FILL && area->dash == AF_KW_DASHED) g_string_append(out, " dashed");
    if (area->kind == AF_AREA_FILL && area->dash == AF_KW_DOUBLE) g_string_append(out, " double");
    if (area->kind == AF_AREA_FILL && area->dash == AF_KW_GROOVE) g_string_append(out, " groove");
    if (area->kind == AF_AREA_FILL && area->dash == AF_KW_RIDGE) g_string_append(out, " ridge");
    if (area->kind == AF_AREA_FILL && area->dash == AF_KW_INSET) g_string_append(out, " inset");
    if (area->kind == AF_AREA_FILL && area->dash == AF_KW_OUTSET) g_string_append(out, " outset");
    if (area->kind == AF_AREA_FILL && area->side) {
        g_string_append_printf(out, " corners %.2f %.2f", AF_POINTS(area->cut[0]), AF_POINTS(area->cut[1]));
    }
    if (area->artifact && area->kind == AF_AREA_TEXT) g_string_append(out, " artifact");
    if (area->kind == AF_AREA_TEXT) {
        PangoFontDescription *font = pango_font_describe_with_absolute_size(area->glyphs->item->analysis.font);
        g_string_append_printf(out, " %.1f", AF_POINTS(pango_font_description_get_size(font)));
        pango_font_description_free(font);
        const PangoItem *item = area->glyphs->item;
        af_dump_string(out, area->text + item->offset, (gsize)item->length);
    }
    g_string_append_c(out, '\n');
}

static void dump_areas(GString *out, const AfPage *page) {
    AfMap map = {0};
    for (guint i = 0; i < page->areas->len; i++) {
        const AfArea *area = g_ptr_array_index(page->areas, i);
        if (area->kind == AF_AREA_GROUP_BEGIN || area->kind == AF_AREA_GROUP_END) {
            map = area->kind == AF_AREA_GROUP_BEGIN ? area->group->map : area->group->outside;
            dump_group(out, area);
        } else {
            dump_area(out, area, map);
        }
    }
}

char *af_pages_dump(const AfPages *pages) {
    GString *out = g_string_new(NULL);
    for (int i = 0; i < af_pages_count(pages); i++) {
        const AfPage *page = af_pages_get(pages, i);
        g_string_append_printf(out, "page %d \"%s\" %.2f %.2f\n", i + 1, page->label, AF_POINTS(page->width), AF_POINTS(page->height));
        af_dump_traces(out, pages, i);
        dump_areas(out, page);
        for (guint l = 0; l < page->links->len; l++) dump_link(out, pages, &g_array_index(page->links, AfLink, l));
    }
    return g_string_free(out, FALSE);
}

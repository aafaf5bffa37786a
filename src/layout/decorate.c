/* What goes with the text of a line: underlines and the like (XSL 1.1 section 7.17.4), backgrounds and borders of inline
 * objects. */
#include "layout/internal.h"

/* Rules and backgrounds of a line, with the pieces that say what they go with. */
typedef struct {
    GPtrArray *areas;
    GArray *pieces;
    AfArtifact artifact; /* what its areas are */
} Layer;

/* Along which area a rule goes, and how much further than that it begins and ends. */
typedef struct {
    const AfFoNode *owner;
    AfArea *area;
    guint index;
    AfUnit left, right;
} Along;

/* A rule that ends where this one begins, for the same object, goes on instead. */
static gboolean extend_rule(Layer *layer, const Along *along, AfUnit y, AfUnit height, guint32 color, AfKeyword style) {
    for (guint i = layer->pieces->len; i-- > 0 && along->index > 0 && along->left == 0;) {
        AfPiece *piece = &g_array_index(layer->pieces, AfPiece, i);
        AfArea *area = g_ptr_array_index(layer->areas, i);
        if (piece->until + 1 < (int)along->index) break;
        if (piece->until + 1 > (int)along->index || piece->owner != along->owner || piece->right != 0) continue;
        if (area->y != y || area->height != height || area->color != color || area->dash != (int)style) continue;
        piece->until = (int)along->index;
        piece->right = along->right;
        area->width = along->area->x + along->area->width + along->right - area->x;
        return TRUE;
    }
    return FALSE;
}

static void add_rule(Layer *layer, const Along *along, AfUnit y, AfUnit height, guint32 color, AfKeyword style) {
    if (!(color & 0xFF) || height <= 0 || extend_rule(layer, along, y, height, color, style)) return;
    AfPiece piece = {.kind = AF_RUN_NONE, .owner = along->owner, .left = along->left, .right = along->right};
    piece.with = piece.until = (int)along->index;
    AfArea *area = g_slice_new0(AfArea);
    *area = (AfArea){.kind = AF_AREA_FILL, .node = along->owner, .artifact = layer->artifact, .y = y, .height = height};
    area->color = color;
    area->dash = (int)style;
    af_piece_follow(area, &piece, along->area, along->area);
    g_ptr_array_add(layer->areas, area);
    g_array_append_val(layer->pieces, piece);
}

/* The line that is decorated. */
typedef struct {
    AfPages *pages;
    const AfLine *line;
    const GArray *pieces;
    const AfFoNode *block;
    const AfExtent *extent;
    gboolean rtl;
    Layer behind, over;
} Decorator;

/* How far under the line's baseline (over it: negative) an object's own baseline is. */
static AfUnit baseline_of(const Decorator *d, const AfFoNode *node, AfUnit height, AfUnit baseline) {
    return -af_extent_y(d->extent, af_stand(d->pages, node, d->block, height, baseline));
}

static gboolean is_hidden(const AfFoStyle *style) { return !af_style_is(style, AF_P_VISIBILITY, AF_KW_VISIBLE); }

/* The area of an inline-container of which `index` is the area or one of its edges; NULL for other objects. */
static const AfArea *container_area(const Decorator *d, const AfFoNode *owner, guint index) {
    if (owner->element != AF_FO_INLINE_CONTAINER) return NULL;
    for (guint i = MAX(index, 1) - 1; i <= index + 1 && i < d->pieces->len; i++) {
        const AfArea *area = g_ptr_array_index(d->line->areas, i);
        if (area->node == owner && g_array_index(d->pieces, AfPiece, i).kind == AF_RUN_CONTAINER) return area;
    }
    return NULL;
}

/* The vertical extent of an object's content: that of its font, or of the object itself if it has no text. */
static void content_extent(const Decorator *d, const Along *along, AfUnit *top, AfUnit *bottom) {
    const AfFoNode *owner = along->owner;
    const AfArea *container = container_area(d, owner, along->index);
    if (container) {
        *top = container->y;
        *bottom = container->y + container->height;
        return;
    }
    const AfFont *font = af_font_get(d->pages, owner->style);
    AfUnit y = baseline_of(d, owner, -1, 0);
    *top = y - font->ascent;
    *bottom = y + font->descent;
}

/* The box of an inline object around one of its areas. */
static void add_box(Decorator *d, Along along, const AfPiece *piece) {
    AfDecor decor;
    const AfArea *area = along.area;
    const AfFoStyle *style = along.owner->style;
    if (!af_decor_read(&decor, along.owner, 0, 0) || is_hidden(style)) return;
    AfRunKind first = AF_RUN_EDGE_START, last = AF_RUN_EDGE_END; /* from the reference area's start to its end */
    if ((piece->level % 2 != 0) != d->rtl) {
        af_decor_turn(&decor);
        first = AF_RUN_EDGE_END, last = AF_RUN_EDGE_START;
    }
    gboolean starts = piece->kind == first && area->node == along.owner;
    gboolean ends = piece->kind == last && area->node == along.owner;
    along.left = starts ? piece->space : 0; /* space is outside of borders */
    along.right = ends ? -piece->space : 0;
    AfUnit top, bottom;
    content_extent(d, &along, &top, &bottom);
    top -= af_length(style, AF_P_PADDING_BEFORE, 0) + decor.before;
    bottom += af_length(style, AF_P_PADDING_AFTER, 0) + decor.after;
    Along start = along, end = along;
    start.right = along.left + decor.start - area->width;
    end.left = area->width + along.right - decor.end;
    AfUnit height = bottom - top;
    if (starts && decor.start) add_rule(&d->over, &start, top, height, decor.start_color, decor.start_style);
    if (ends && decor.end) add_rule(&d->over, &end, top, height, decor.end_color, decor.end_style);
    if (decor.before) add_rule(&d->over, &along, top, decor.before, decor.before_color, decor.before_style);
    if (decor.after) add_rule(&d->over, &along, bottom - decor.after, decor.after, decor.after_color, decor.after_style);
    add_rule(&d->behind, &along, top, height, decor.background, AF_KW_NONE_GIVEN);
}

/* ---- text-decoration */

enum { UNDERLINE = 1, OVERLINE = 2, LINE_THROUGH = 4, NOT = 3 /* shifted by that: no-underline … */ };

static int decoration_of(const AfFoStyle *style) {
    static const struct {
        AfKeyword word;
        int flag;
    } words[] = {{AF_KW_UNDERLINE, UNDERLINE},
                 {AF_KW_OVERLINE, OVERLINE},
                 {AF_KW_LINE_THROUGH, LINE_THROUGH},
                 {AF_KW_NO_UNDERLINE, UNDERLINE << NOT},
                 {AF_KW_NO_OVERLINE, OVERLINE << NOT},
                 {AF_KW_NO_LINE_THROUGH, LINE_THROUGH << NOT}};
    int flags = 0;
    if (style->value[AF_P_TEXT_DECORATION].set == 0 || af_style_has(style, AF_P_TEXT_DECORATION, AF_KW_NONE)) return 0;
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (af_style_has(style, AF_P_TEXT_DECORATION, words[i].word)) flags |= words[i].flag;
    }
    return flags;
}

/* Lines for an object that asks for them, in its colour and at its own baseline, over one text that is in it. */
static void add_lines(Decorator *d, const Along *along, int which) {
    const AfFoStyle *style = along->owner->style;
    const AfFont *font = af_font_get(d->pages, style);
    guint32 color = af_style_color(style, AF_P_COLOR);
    AfUnit thickness = font->underline_thickness, y = baseline_of(d, along->owner, -1, 0);
    if (which & UNDERLINE) add_rule(&d->over, along, y + font->underline_position, thickness, color, AF_KW_NONE_GIVEN);
    if (which & LINE_THROUGH) add_rule(&d->over, along, y - font->ascent / 10 * 3, thickness, color, AF_KW_NONE_GIVEN);
    if (which & OVERLINE) add_rule(&d->over, along, y - font->ascent, thickness, color, AF_KW_NONE_GIVEN);
}

static gboolean is_space_only(const AfArea *area) {
    const char *p = area->glyphs ? area->text + area->glyphs->item->offset : NULL;
    for (int i = 0; p && i < area->glyphs->item->length; i++) {
        if (p[i] != ' ') return FALSE;
    }
    return p != NULL;
}

static void decorate_area(Decorator *d, guint index) {
    AfArea *area = g_ptr_array_index(d->line->areas, index);
    const AfPiece *piece = &g_array_index(d->pieces, AfPiece, index);
    gboolean text = piece->kind == AF_RUN_TEXT || piece->kind == AF_RUN_NUMBER;
    if (is_hidden(area->node->style)) text = FALSE;
    if (text && af_style_is(area->node->style, AF_P_SCORE_SPACES, AF_KW_FALSE)) text = !is_space_only(area);
    int off = 0; /* what an inner object turned off */
    for (const AfFoNode *node = area->node, *inner = NULL; node && inner != d->block; inner = node, node = node->parent) {
        if (node->element == AF_FO_TEXT) continue;
        Along along = {node, area, index, 0, 0};
        int decoration = text ? decoration_of(node->style) : 0;
        if (decoration & ~off) add_lines(d, &along, decoration & ~off);
        off |= decoration >> NOT;
        gboolean own = node == area->node && piece->kind == AF_RUN_GRAPHIC;
        if (node != d->block && !own) add_box(d, along, piece);
    }
}

GArray *af_line_decorate(AfPages *pages, AfLine *line, GArray *pieces, const AfFoNode *block, const AfExtent *extent,
                         gboolean rtl) {
    g_autoptr(GPtrArray) behind_areas = g_ptr_array_new(), over_areas = g_ptr_array_new();
    g_autoptr(GArray) behind_pieces = g_array_new(FALSE, FALSE, sizeof(AfPiece));
    g_autoptr(GArray) over_pieces = g_array_new(FALSE, FALSE, sizeof(AfPiece));
    Decorator d = {pages, line, pieces, block, extent, rtl, {behind_areas, behind_pieces, AF_ARTIFACT_BACKGROUND},
                   {over_areas, over_pieces, AF_ARTIFACT_LAYOUT}};
    for (guint i = 0; i < line->areas->len; i++) decorate_area(&d, i);
    guint count = behind_areas->len;
    if (count == 0 && over_areas->len == 0) return pieces;
    /* What is behind the text is painted first: outer objects before inner ones. */
    GPtrArray *areas = g_ptr_array_sized_new(count + line->areas->len + over_areas->len);
    GArray *all = g_array_new(FALSE, FALSE, sizeof(AfPiece));
    for (guint i = count; i-- > 0;) {
        g_ptr_array_add(areas, g_ptr_array_index(behind_areas, i));
        g_array_append_val(all, g_array_index(behind_pieces, AfPiece, i));
    }
    g_ptr_array_extend(areas, line->areas, NULL, NULL);
    g_ptr_array_extend(areas, over_areas, NULL, NULL);
    g_array_append_vals(all, pieces->data, pieces->len);
    g_array_append_vals(all, over_pieces->data, over_pieces->len);
    for (guint i = 0; i < all->len; i++) {
        AfPiece *piece = &g_array_index(all, AfPiece, i);
        if (piece->with < 0) continue;
        piece->with += (int)count;
        piece->until += (int)count;
    }
    g_ptr_array_unref(line->areas);
    g_array_unref(pieces);
    line->areas = areas;
    return all;
}

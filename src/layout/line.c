/* Lines: the pieces of a paragraph between two breaks, set on a baseline, aligned; leaders; page numbers put in late. */
#include "layout/internal.h"

#include <string.h>

void af_area_free(gpointer data) {
    AfArea *area = data;
    if (area->glyphs) pango_glyph_item_free(area->glyphs);
    g_slice_free(AfArea, area);
}

AfArea *af_area_copy(const AfArea *area) {
    AfArea *copy = g_slice_dup(AfArea, area);
    if (area->glyphs) copy->glyphs = pango_glyph_item_copy(area->glyphs);
    return copy;
}

void af_line_free(AfLine *line) {
    if (!line) return;
    for (guint i = 0; i < line->areas->len; i++) af_area_free(g_ptr_array_index(line->areas, i));
    g_ptr_array_unref(line->areas);
    if (line->reading) g_array_unref(line->reading);
    if (line->links) g_array_unref(line->links);
    if (line->anchors) g_array_unref(line->anchors);
    if (line->insets) g_array_unref(line->insets);
    if (line->pending) af_pending_free(line->pending);
    g_free(line->beside);
    g_free(line);
}

/* The work of one paragraph's lines. */
typedef struct {
    AfPages *pages;
    AfShaped *shaped;
    AfUnit x, width;       /* of the whole block */
    gboolean rtl;          /* of the reference area */
    guint item, run, anchor; /* the next glyph item, run and anchor */
    PangoGlyphItem *rest;  /* what is left of an item that was split */
    AfLine *line;
    GArray *pieces;        /* AfPiece by area of the line */
    AfArea *last_text;     /* the line's last so far */
    AfArea *last_word;     /* the same, or a page number, if nothing but edges came after it; else NULL */
    int last_level;        /* its level */
    AfExtent extent;
    guint start;
} Setter;

static guint item_start(const PangoGlyphItem *item) { return (guint)item->item->offset; }
static guint item_end(const PangoGlyphItem *item) { return (guint)(item->item->offset + item->item->length); }

/* Takes the next glyphs up to `end`, at most to the end of their item; the caller owns them. NULL if there are none. */
static PangoGlyphItem *next_glyphs(Setter *setter, guint end) {
    GPtrArray *items = setter->shaped->glyphs;
    if (!setter->rest) {
        if (setter->item >= items->len) return NULL;
        setter->rest = g_ptr_array_index(items, setter->item);
        g_ptr_array_index(items, setter->item++) = NULL;
    }
    if (item_end(setter->rest) <= end) return g_steal_pointer(&setter->rest);
    int split = (int)(end - item_start(setter->rest));
    if (split <= 0) return NULL;
    PangoGlyphItem *first = af_shape_cut(setter->shaped, setter->rest, end);
    return first ? first : g_steal_pointer(&setter->rest);
}

static PangoGlyphItem *take_glyphs(Setter *setter, guint end) {
    PangoGlyphItem *item = next_glyphs(setter, end);
    if (item) af_shape_trim(item);
    return item;
}

static AfStand stand_of(const Setter *setter, const AfRun *run, AfUnit height) {
    return af_stand(setter->pages, run->node, setter->shaped->paragraph->block, height, run->baseline);
}

static AfArea *add_area(Setter *setter, AfAreaKind kind, const AfRun *run, AfUnit width, AfStand stand, int level) {
    AfArea *area = g_slice_new0(AfArea);
    area->kind = kind;
    area->node = run->node;
    area->width = width;
    area->height = run->font->ascent + run->font->descent;
    area->y = -stand.y;
    area->color = af_style_color(run->style, AF_P_COLOR);
    if (!af_style_is(run->style, AF_P_VISIBILITY, AF_KW_VISIBLE)) area->color = 0; /* takes its room, nothing is drawn */
    g_ptr_array_add(setter->line->areas, area);
    AfPiece piece = {.kind = run->kind, .link = run->link, .level = level, .edge = stand.edge, .with = -1, .until = -1};
    piece.logical = (int)setter->pieces->len;
    g_array_append_val(setter->pieces, piece);
    return area;
}

static void add_text_area(Setter *setter, const AfRun *run, PangoGlyphItem *glyphs, const char *text, AfStand stand,
                          int level) {
    AfArea *area = add_area(setter, AF_AREA_TEXT, run, af_glyphs_width(glyphs), stand, level);
    area->glyphs = glyphs;
    area->text = text;
    setter->last_text = setter->last_word = area;
    setter->last_level = level;
}

static void add_run_text(Setter *setter, const AfRun *run, guint end) {
    AfStand stand = stand_of(setter, run, -1);
    if (run->style != setter->shaped->paragraph->style || stand.y != 0 || stand.edge != AF_KW_NONE_GIVEN) {
        af_extent_add_text(&setter->extent, stand, run->style, run->font);
    }
    guint stop = MIN(run->end, end);
    while (setter->start < stop) {
        PangoGlyphItem *glyphs = take_glyphs(setter, stop);
        if (!glyphs) break;
        setter->start = item_end(glyphs);
        add_text_area(setter, run, glyphs, setter->shaped->paragraph->text->str, stand, glyphs->item->analysis.level);
    }
}

static int base_level(const Setter *setter) {
    return af_style_reads_leftwards(setter->shaped->paragraph->style) ? 1 : 0;
}

/* Returns the level of what was skipped. */
static int skip_glyphs(Setter *setter, guint end) {
    int level = base_level(setter);
    while (setter->start < end) {
        PangoGlyphItem *glyphs = take_glyphs(setter, end);
        if (!glyphs) {
            setter->start = end;
            return level;
        }
        setter->start = item_end(glyphs);
        level = glyphs->item->analysis.level;
        pango_glyph_item_free(glyphs);
    }
    return level;
}

static void add_inset(Setter *setter, const AfRun *run) {
    if (!setter->line->insets) setter->line->insets = g_array_new(FALSE, FALSE, sizeof(AfInset));
    AfInset inset = {.box = run->box, .content = run->content, .width = run->content_width};
    g_array_append_val(setter->line->insets, inset);
    g_array_index(setter->pieces, AfPiece, setter->pieces->len - 1).inset = setter->line->insets->len;
}

/* The piece that was added last is a leader. */
static void set_leader(Setter *setter, const AfRun *run) {
    AfPiece *piece = &g_array_index(setter->pieces, AfPiece, setter->pieces->len - 1);
    piece->least = run->width;
    piece->base = setter->width;
    if (af_style_is(run->style, AF_P_LEADER_PATTERN, AF_KW_DOTS)) piece->pattern = af_leader_pattern(setter->pages, run->node, 0);
    if (run->content) add_inset(setter, run);
}

/* An inline-container stands in the line with its borders and padding; its area is what is inside them. */
static void add_container(Setter *setter, const AfRun *run, int level) {
    const AfFoStyle *style = run->style;
    AfUnit before = af_length(style, AF_P_PADDING_BEFORE, 0) + af_border_width(style, AF_P_BORDER_BEFORE_WIDTH);
    AfUnit after = af_length(style, AF_P_PADDING_AFTER, 0) + af_border_width(style, AF_P_BORDER_AFTER_WIDTH);
    AfUnit height = af_sum(run->height, before + after);
    AfStand stand = af_stand(setter->pages, run->node, setter->shaped->paragraph->block, height, run->baseline + after);
    AfArea *area = add_area(setter, AF_AREA_FILL, run, run->width, stand, level);
    area->artifact = AF_ARTIFACT_LAYOUT;
    area->color = 0;
    area->height = run->height;
    area->y -= run->height + after;
    af_extent_add_area(&setter->extent, stand, height, 0);
    add_inset(setter, run);
    setter->last_word = NULL;
}

/* Where the insets stand among the line's areas, now that these are in their order. */
static void locate_insets(const Setter *setter) {
    for (guint i = 0; setter->line->insets && i < setter->pieces->len; i++) {
        guint inset = g_array_index(setter->pieces, AfPiece, i).inset;
        if (inset > 0) g_array_index(setter->line->insets, AfInset, inset - 1).area = i;
    }
}

/* The piece that was added last has space, which may vanish at the start of a line (4.3). */
static void set_space(Setter *setter, AfArea *area, const AfRun *run) {
    AfPiece *piece = &g_array_index(setter->pieces, AfPiece, setter->pieces->len - 1);
    gboolean first = run->kind == AF_RUN_EDGE_START && af_space_discards(run->style, run->kind);
    for (guint i = 0; first && i + 1 < setter->pieces->len; i++) {
        first = ((AfArea *)g_ptr_array_index(setter->line->areas, i))->width == 0;
    }
    piece->space = first ? 0 : run->space;
    if (first) area->width -= run->space;
}

/* The space at the end of a line may vanish, too. */
static void drop_last_space(Setter *setter) {
    for (guint i = setter->pieces->len; i-- > 0;) {
        AfPiece *piece = &g_array_index(setter->pieces, AfPiece, i);
        AfArea *area = g_ptr_array_index(setter->line->areas, i);
        if (piece->kind != AF_RUN_EDGE_END) return;
        if (piece->space != 0 && af_space_discards(area->node->style, AF_RUN_EDGE_END)) {
            area->width -= piece->space;
            piece->space = 0;
        }
        if (area->width != 0) return;
    }
}

/* Whether the glyphs hold a space at the end of their text. */
static gboolean ends_with_space(const AfArea *area) {
    if (!area->glyphs || area->glyphs->item->length == 0) return FALSE;
    const char *end = area->text + item_end(area->glyphs);
    return g_unichar_isspace(g_utf8_get_char(g_utf8_prev_char(end)));
}

static void add_object(Setter *setter, const AfRun *run) {
    int level = skip_glyphs(setter, run->end);
    if (run->kind == AF_RUN_BIDI) return;
    if (run->kind == AF_RUN_CONTAINER) {
        add_container(setter, run, level);
        return;
    }
    if (run->kind == AF_RUN_LEADER) level = base_level(setter); /* it separates as a tab does (UAX 9, rule L1) */
    gboolean graphic = run->kind == AF_RUN_GRAPHIC;
    gboolean seen = af_style_is(run->style, AF_P_VISIBILITY, AF_KW_VISIBLE);
    AfStand stand = stand_of(setter, run, graphic ? run->height : -1);
    AfArea *area = add_area(setter, graphic && seen ? AF_AREA_IMAGE : AF_AREA_FILL, run, run->width, stand, level);
    if (graphic) {
        area->height = run->height;
        area->y -= run->height;
        af_extent_add_area(&setter->extent, stand, run->height, 0);
        area->picture = run->picture;
        setter->last_word = NULL;
    } else {
        const char *role = run->kind == AF_RUN_LEADER ? af_style_string(run->style, AF_P_ROLE) : "";
        gboolean artifact = !*role || !strcmp(role, "Artifact"); /* a leader may be a line to fill in */
        area->artifact = artifact ? AF_ARTIFACT_LAYOUT : AF_ARTIFACT_NONE;
        area->color = 0;
        if (run->kind == AF_RUN_LEADER) set_leader(setter, run);
        if (run->kind == AF_RUN_LEADER && setter->last_word) setter->last_word->spaced = !ends_with_space(setter->last_word);
        if (run->kind == AF_RUN_NUMBER || run->kind == AF_RUN_LEADER) {
            setter->last_word = run->kind == AF_RUN_NUMBER ? area : NULL;
        }
        if (run->space != 0) set_space(setter, area, run);
        af_extent_add_text(&setter->extent, stand, run->style, run->font);
    }
}

static void add_hyphen(Setter *setter, const AfRun *run) {
    AfUnit width;
    PangoGlyphItem *glyphs = af_shape_hyphen(setter->pages, run->style, &width);
    if (!glyphs) return;
    /* Painted as a hyphen, read as a soft one: copied words stay whole. */
    char *text = g_strdup("\u00AD");
    g_ptr_array_add(setter->pages->texts, text);
    glyphs->item->offset = 0;
    glyphs->item->length = (int)strlen(text);
    glyphs->item->num_chars = 1;
    memset(glyphs->glyphs->log_clusters, 0, sizeof(int) * (gsize)glyphs->glyphs->num_glyphs);
    int level = setter->last_text ? setter->last_level : base_level(setter);
    add_text_area(setter, run, glyphs, text, stand_of(setter, run, -1), level);
}

static int level_at(const GArray *pieces, guint index) { return g_array_index(pieces, AfPiece, index).level; }

static void reverse(GPtrArray *areas, GArray *pieces, guint from, guint to) {
    for (; from + 1 < to; from++, to--) {
        gpointer swap = areas->pdata[from];
        areas->pdata[from] = areas->pdata[to - 1];
        areas->pdata[to - 1] = swap;
        AfPiece piece = g_array_index(pieces, AfPiece, from);
        g_array_index(pieces, AfPiece, from) = g_array_index(pieces, AfPiece, to - 1);
        g_array_index(pieces, AfPiece, to - 1) = piece;
    }
}

/* Pieces that read leftwards trade places (UAX 9, rule L2): from logical order to that from left to right. Of a reference
 * area that is `rtl` the order from its start to its end is the reverse. */
static void reorder(GPtrArray *areas, GArray *pieces, gboolean rtl) {
    int highest = 0;
    for (guint i = 0; i < pieces->len; i++) highest = MAX(highest, level_at(pieces, i));
    for (int level = highest; level > 0; level--) {
        for (guint i = 0; i < areas->len; i++) {
            guint end = i;
            while (end < areas->len && level_at(pieces, end) >= level) end++;
            reverse(areas, pieces, i, end);
            if (end > i) i = end;
        }
    }
    if (rtl) reverse(areas, pieces, 0, areas->len);
}

/* Where a line of a right-to-left area has pieces that read the other way, it is painted and tagged in the order in
 * which it is read: what is under the text first, then the text, what is over it last. */
static GArray *reading_order(const GArray *pieces) {
    gboolean same = TRUE;
    guint count = 0, at = 0;
    for (guint i = 0; i < pieces->len; i++) {
        const AfPiece *piece = &g_array_index(pieces, AfPiece, i);
        if (piece->kind == AF_RUN_NONE) continue;
        same = same && piece->logical == (int)count;
        count++;
    }
    if (same) return NULL;
    GArray *order = g_array_sized_new(FALSE, FALSE, sizeof(guint), pieces->len);
    g_autofree guint *where = g_new(guint, count);
    for (guint i = 0; i < pieces->len; i++) {
        const AfPiece *piece = &g_array_index(pieces, AfPiece, i);
        if (piece->kind != AF_RUN_NONE) where[piece->logical] = i;
    }
    for (guint i = 0; i < pieces->len; i++) {
        guint next = g_array_index(pieces, AfPiece, i).kind == AF_RUN_NONE ? i : where[at++];
        g_array_append_val(order, next);
    }
    return order;
}

void af_reading_join(const AfLine *first, guint count, AfLine *line) {
    if (!first->reading && !line->reading) return;
    GArray *order = g_array_sized_new(FALSE, FALSE, sizeof(guint), line->areas->len);
    for (guint i = 0; i < line->areas->len; i++) {
        guint next = i;
        if (i < count && first->reading) next = g_array_index(first->reading, guint, i);
        if (i >= count && line->reading) next = g_array_index(line->reading, guint, i - count) + count;
        g_array_append_val(order, next);
    }
    if (line->reading) g_array_unref(line->reading);
    line->reading = order;
}

/* ---- links */

static GArray *add_links(Setter *setter, AfUnit height) {
    GPtrArray *areas = setter->line->areas;
    GArray *spans = g_array_new(FALSE, FALSE, sizeof(AfSpan));
    for (guint i = 0; i < areas->len;) {
        AfSpan span = {i, i};
        const AfFoNode *node = g_array_index(setter->pieces, AfPiece, i).link;
        for (i++; i < areas->len && g_array_index(setter->pieces, AfPiece, i).link == node; i++) span.last = i;
        if (!node) continue;
        const AfArea *first = g_ptr_array_index(areas, span.first), *last = g_ptr_array_index(areas, span.last);
        if (!setter->line->links) setter->line->links = g_array_new(FALSE, FALSE, sizeof(AfLink));
        AfLink link = {node, first->x, 0, last->x + last->width - first->x, height};
        g_array_append_val(setter->line->links, link);
        g_array_append_val(spans, span);
    }
    return spans;
}

static void add_anchors(Setter *setter, guint end) {
    const GArray *anchors = setter->shaped->paragraph->anchors;
    for (; setter->anchor < anchors->len; setter->anchor++) {
        const AfAnchor *anchor = &g_array_index(anchors, AfAnchor, setter->anchor);
        if (anchor->offset >= end) break;
        if (!setter->line->anchors) setter->line->anchors = g_array_new(FALSE, FALSE, sizeof(AfAnchor));
        g_array_append_val(setter->line->anchors, *anchor);
    }
}

/* Those of lines that are placed. */
static void skip_anchors(Setter *setter, guint end) {
    const GArray *anchors = setter->shaped->paragraph->anchors;
    while (setter->anchor < anchors->len && g_array_index(anchors, AfAnchor, setter->anchor).offset < end) setter->anchor++;
}

void af_report_overfull(AfPages *pages, const AfFoNode *block, const char *start, const char *end, AfUnit by) {
    glong length = g_utf8_strlen(start, end - start);
    g_autofree char *text = g_utf8_substring(start, 0, MIN(length, 24));
    af_fo_report(pages->fo, block, pages->diagnostics, AF_D_OVERFULL_LINE, AF_POINTS(by), text);
}

void af_report_area(AfPages *pages, const AfFoNode *node, AfUnit by) {
    AfKeyword overflow = af_style_keyword(node->style, AF_P_OVERFLOW);
    gboolean meant = overflow == AF_KW_VISIBLE || overflow == AF_KW_HIDDEN || overflow == AF_KW_SCROLL;
    if (by <= AF_OVERFULL || meant) return;
    af_fo_report(pages->fo, node, pages->diagnostics, AF_D_OVERFULL_AREA, af_fo_element_name(node->element), AF_POINTS(by));
}

static gboolean has_number(const GArray *pieces) {
    for (guint i = 0; i < pieces->len; i++) {
        if (g_array_index(pieces, AfPiece, i).kind == AF_RUN_NUMBER) return TRUE;
    }
    return FALSE;
}

/* Takes the pieces and spans. */
static void keep_pending(Setter *setter, GArray *pieces, GArray *spans, const AfSetting *setting) {
    AfPending *pending = g_new0(AfPending, 1);
    *pending = (AfPending){.pieces = pieces, .spans = spans, .setting = *setting, .block = setter->shaped->paragraph->block, .page = -1};
    guint before = 0; /* backgrounds stand before what the spans count */
    while (before < pieces->len && g_array_index(pieces, AfPiece, before).kind == AF_RUN_NONE) before++;
    for (guint i = 0; i < spans->len; i++) {
        g_array_index(spans, AfSpan, i).first += before;
        g_array_index(spans, AfSpan, i).last += before;
    }
    setter->line->pending = pending;
}

static void set_runs(Setter *setter, const AfBreakLine *line) {
    const GArray *runs = setter->shaped->paragraph->runs;
    const AfRun *run = NULL;
    while (setter->run < runs->len) {
        run = &g_array_index(runs, AfRun, setter->run);
        if (run->start >= line->end) break;
        if (run->kind == AF_RUN_TEXT) add_run_text(setter, run, line->end);
        else add_object(setter, run);
        if (run->end > line->end) break;
        setter->run++;
    }
    AfArea *last = setter->last_text, *first = setter->line->areas->len > 0 ? g_ptr_array_index(setter->line->areas, 0) : NULL;
    if (first && first->glyphs) first->width -= af_east_strip_start(setter->shaped, first->glyphs, line->start);
    if (last && item_end(last->glyphs) == line->end) last->width -= af_shape_strip(setter->shaped, last->glyphs, line->end, line->hyphen);
    if (line->hyphen && run) add_hyphen(setter, run->start >= line->end && setter->run > 0 ? &g_array_index(runs, AfRun, setter->run - 1) : run);
}

/* What is aligned with an edge of the line gets its place when the line's height is known. */
static void settle_edges(Setter *setter) {
    for (guint i = 0; i < setter->pieces->len; i++) {
        AfPiece *piece = &g_array_index(setter->pieces, AfPiece, i);
        if (piece->edge == AF_KW_NONE_GIVEN) continue;
        AfArea *area = g_ptr_array_index(setter->line->areas, i);
        area->y = -af_extent_y(&setter->extent, (AfStand){.y = -area->y, .edge = piece->edge});
    }
}

/* A line that is aligned by its page's binding edge stands at the start until it is placed (7.16.9). */
static void note_side(Setter *setter, const AfBreakLine *line, AfSetting *setting) {
    AfKeyword side = af_line_asked(setter->shaped->paragraph->style, line->last);
    if (side != AF_KW_INSIDE && side != AF_KW_OUTSIDE) return;
    setter->line->side = side;
    setting->align = AF_KW_START;
}

static void note_swing(Setter *setter, const AfSetting *setting) {
    AfUnit room = setting->width;
    for (guint i = 0; i < setter->line->areas->len; i++) {
        room = af_sum(room, -((AfArea *)g_ptr_array_index(setter->line->areas, i))->width);
    }
    setter->line->swing = MAX(0, room);
}

static AfLine *set_line(Setter *setter, const AfBreakLine *line, AfUnit indent) {
    const AfParagraph *paragraph = setter->shaped->paragraph;
    const AfFont *font = paragraph->font;
    setter->line = g_new0(AfLine, 1);
    setter->line->x = setter->x;
    setter->line->width = setter->width;
    setter->line->areas = g_ptr_array_new();
    setter->pieces = g_array_new(FALSE, FALSE, sizeof(AfPiece));
    setter->extent = af_extent_begin(paragraph->style, font);
    setter->last_text = setter->last_word = NULL;
    set_runs(setter, line);
    if (paragraph->spaces) drop_last_space(setter);
    af_extent_end(&setter->extent);
    settle_edges(setter);
    reorder(setter->line->areas, setter->pieces, setter->rtl);
    AfUnit last = line->last ? af_length(paragraph->style, AF_P_LAST_LINE_END_INDENT, setter->width) : 0;
    gboolean against = af_style_reads_leftwards(paragraph->style) != setter->rtl;
    AfSetting setting = {.x = setter->x + (against ? last : indent), .width = setter->width - indent - last,
                         .align = af_line_alignment(paragraph->style, line->last, setter->rtl), .rtl = setter->rtl,
                         .against = against, .wide = af_font_is_cjk(font), .font = font,
                         .flexible = af_line_alignment(paragraph->style, FALSE, setter->rtl) == AF_KW_JUSTIFY};
    note_side(setter, line, &setting);
    gboolean pending = has_number(setter->pieces);
    AfSetting first = setting; /* spaces are spread once, when all is known */
    if (pending) first.align = AF_KW_START, first.flexible = FALSE;
    AfUnit over = af_line_align(setter->line->areas, setter->pieces, &first);
    if (setter->line->side != AF_KW_NONE_GIVEN) note_swing(setter, &setting);
    const char *text = paragraph->text->str;
    if (over > AF_OVERFULL && !pending) af_report_overfull(setter->pages, paragraph->block, text + line->start, text + line->end, over);
    const AfExtent *extent = &setter->extent;
    setter->line->baseline = extent->leading_above + extent->above;
    setter->line->height = af_sum(setter->line->baseline, extent->below + extent->leading_below);
    GArray *spans = add_links(setter, setter->line->height);
    setter->pieces = af_line_decorate(setter->pages, setter->line, setter->pieces, paragraph->block, &setter->extent,
                                      setter->rtl);
    setter->line->reading = reading_order(setter->pieces);
    locate_insets(setter);
    for (guint i = 0; i < setter->line->areas->len; i++) ((AfArea *)g_ptr_array_index(setter->line->areas, i))->y += setter->line->baseline;
    if (pending) {
        keep_pending(setter, setter->pieces, spans, &setting);
    } else {
        g_array_unref(setter->pieces);
        g_array_unref(spans);
    }
    return setter->line;
}

/* Leaders take at least their minimum, of which percentages are of the block's width (7.22.4). */
static void measure_leaders(AfParagraph *paragraph, AfUnit width) {
    for (guint i = 0; paragraph->leaders && i < paragraph->runs->len; i++) {
        AfRun *run = &g_array_index(paragraph->runs, AfRun, i);
        if (run->kind == AF_RUN_LEADER) run->width = af_leader_length(run->style, AF_P_LEADER_LENGTH_MINIMUM, width);
    }
}

/* All lines are set. */
static void finish(Setter *setter) {
    AfShaped *shaped = setter->shaped;
    AfParagraph *paragraph = shaped->paragraph;
    if (setter->rest) pango_glyph_item_free(setter->rest);
    for (guint i = 0; i < shaped->glyphs->len; i++) {
        if (!g_ptr_array_index(shaped->glyphs, i)) continue;
        pango_glyph_item_free(g_ptr_array_index(shaped->glyphs, i));
    }
    g_ptr_array_set_free_func(shaped->glyphs, NULL);
    af_shaped_free(shaped);
    /* The areas point into the text. */
    g_ptr_array_add(setter->pages->texts, g_string_free(g_steal_pointer(&paragraph->text), FALSE));
}

/* The text is of its last length: what room is left goes back now, for areas will point into it and it must not move. */
static void settle_text(AfParagraph *paragraph) {
    if (paragraph->spaces) af_spaces_resolve(paragraph);
    GString *text = paragraph->text;
    text->allocated_len = text->len + 1;
    text->str = g_realloc(text->str, text->allocated_len);
}

AfLine *af_line_alone(AfPages *pages, AfParagraph *paragraph, AfUnit *width) {
    measure_leaders(paragraph, 0);
    settle_text(paragraph);
    AfShaped *shaped = af_shape(pages, paragraph);
    gint64 natural = shaped->advance[paragraph->text->len];
    *width = af_clamp((double)natural);
    Setter setter = {.pages = pages, .shaped = shaped, .width = *width, .rtl = af_style_is_rtl(paragraph->style)};
    AfBreakLine whole = {.end = (guint)paragraph->text->len};
    AfLine *line = set_line(&setter, &whole, 0);
    finish(&setter);
    return line;
}

/* What keeps the lines of a paragraph together (7.20.6, 7.20.7). */
static void keep_lines(AfList *list, guint first, guint count, const AfFoStyle *style) {
    double orphans = af_style_number(style, AF_P_ORPHANS), widows = af_style_number(style, AF_P_WIDOWS);
    for (guint i = 1; i < count; i++) {
        if (i < orphans || count - i < widows) g_array_index(list->items, AfItem, first + i).keep = AF_KEEP_LINES;
    }
}

/* The parts of a hyphenated word stay in one column or on one page (7.16.1). */
static void keep_words(AfList *list, guint first, const GArray *lines, const AfFoStyle *style) {
    AfKeyword within = af_style_keyword(style, AF_P_HYPHENATION_KEEP);
    if (within == AF_KW_AUTO) return;
    for (guint i = 1; i < lines->len; i++) {
        AfItem *item = &g_array_index(list->items, AfItem, first + i);
        if (!g_array_index(lines, AfBreakLine, i - 1).hyphen) continue;
        if (within == AF_KW_COLUMN) item->keep = MAX(item->keep, AF_KEEP_LINES);
        else item->keep_page = MAX(item->keep_page, AF_KEEP_LINES);
    }
}

static AfUnit hyphen_width(AfPages *pages, const AfParagraph *paragraph) {
    AfUnit width = 0;
    if (!paragraph->soft && !af_style_is(paragraph->style, AF_P_HYPHENATE, AF_KW_TRUE)) return 0;
    PangoGlyphItem *hyphen = af_shape_hyphen(pages, paragraph->style, &width);
    if (hyphen) pango_glyph_item_free(hyphen);
    return width;
}

void af_lines_add(AfPages *pages, AfList *list, AfParagraph *paragraph, AfUnit x, AfUnit width) {
    measure_leaders(paragraph, width);
    settle_text(paragraph);
    AfShaped *shaped = af_shape(pages, paragraph);
    AfUnit indent = af_length(paragraph->style, AF_P_TEXT_INDENT, width);
    shaped->hyphen_width = hyphen_width(pages, paragraph);
    const AfFoNode *begin = paragraph->runs->len > 0 ? g_array_index(paragraph->runs, AfRun, 0).node : NULL;
    gboolean resumes = begin && pages->resume.block == paragraph->block && pages->resume.first == begin;
    AfWidths widths = {width - indent, width, af_length(paragraph->style, AF_P_LAST_LINE_END_INDENT, width),
                       resumes ? MIN(pages->resume.start, (guint)paragraph->text->len) : 0};
    g_autoptr(GArray) lines = af_lines_choose(pages, shaped, widths);
    Setter setter = {.pages = pages, .shaped = shaped, .x = x, .width = width, .rtl = list->rtl};
    guint first = list->items->len;
    if (resumes) skip_anchors(&setter, widths.from);
    for (guint i = 0; i < lines->len; i++) {
        const AfBreakLine *line = &g_array_index(lines, AfBreakLine, i);
        skip_glyphs(&setter, line->start);
        AfLine *set = set_line(&setter, line, i == 0 && !resumes ? indent : 0);
        guint next = i + 1 < lines->len ? g_array_index(lines, AfBreakLine, i + 1).start : line->end;
        /* What parts this line from the next is a space to a reader, a forced break too. */
        if (next > line->end && setter.last_word) setter.last_word->spaced = !ends_with_space(setter.last_word);
        guint before = i > 0 ? g_array_index(lines, AfBreakLine, i - 1).end : line->start;
        af_divided_note(pages, paragraph, set, line, before, next, line->hyphen ? setter.last_text : NULL);
        set->start = line->start;
        set->first = begin;
        if (resumes && i == 0) pages->resume.line = set;
        add_anchors(&setter, i + 1 < lines->len ? g_array_index(lines, AfBreakLine, i + 1).start : G_MAXUINT);
        AfItem *item = af_list_add(list, AF_ITEM_LINE, set->height);
        item->line = set;
        item->node = paragraph->block;
    }
    keep_lines(list, first, lines->len, paragraph->style);
    keep_words(list, first, lines, paragraph->style);
    finish(&setter);
}

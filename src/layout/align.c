/* Where things stand in a line: leaders, justification, and lines that are set again when page numbers are known. */
#include "layout/internal.h"

#include <string.h>

AfKeyword af_line_asked(const AfFoStyle *style, gboolean last) {
    AfKeyword align = af_style_keyword(style, AF_P_TEXT_ALIGN);
    AfKeyword align_last = af_style_keyword(style, AF_P_TEXT_ALIGN_LAST);
    if (last && align_last != AF_KW_RELATIVE) return align_last;
    return last && align == AF_KW_JUSTIFY ? AF_KW_START : align;
}

AfKeyword af_line_alignment(const AfFoStyle *style, gboolean last, gboolean rtl) {
    AfKeyword align = af_line_asked(style, last);
    gboolean along = af_style_reads_leftwards(style) == rtl;
    switch (align) {
    case AF_KW_INSIDE: return AF_KW_START;
    case AF_KW_OUTSIDE: return AF_KW_END;
    case AF_KW_LEFT: return rtl ? AF_KW_END : AF_KW_START;
    case AF_KW_RIGHT: return rtl ? AF_KW_START : AF_KW_END;
    case AF_KW_START: return along ? AF_KW_START : AF_KW_END;
    case AF_KW_END: return along ? AF_KW_END : AF_KW_START;
    default: return align;
    }
}

AfUnit af_glyphs_width(const PangoGlyphItem *item) {
    AfUnit width = 0;
    for (int i = 0; i < item->glyphs->num_glyphs; i++) width = af_sum(width, item->glyphs->glyphs[i].geometry.width);
    return width;
}

/* ---- leaders */

/* What is painted; area->y is the line's height there. Of a rule half is above that (7.22.6). */
static void fill_leader(AfArea *area, const AfPiece *piece, const AfSetting *setting) {
    const AfFoStyle *style = area->node->style;
    AfKeyword pattern = af_style_keyword(style, AF_P_LEADER_PATTERN);
    if (pattern != AF_KW_RULE && pattern != AF_KW_DOTS) return;
    if (!af_style_is(style, AF_P_VISIBILITY, AF_KW_VISIBLE)) return;
    area->color = af_style_color(style, AF_P_COLOR);
    if (pattern == AF_KW_DOTS) {
        area->height = af_units(style->value[AF_P_FONT_SIZE].number) / 14;
        area->y -= area->height;
        area->dash = AF_KW_DOTS;
        area->pattern = piece->pattern;
        area->grid = af_style_is(style, AF_P_LEADER_ALIGNMENT, AF_KW_PAGE);
        area->phase = area->grid ? 0 : af_leader_phase(style, piece->pattern, area->x);
        if (setting->rtl && !area->grid && area->pattern > 0) {
            area->phase = MAX(0, area->width - area->phase) % area->pattern; /* counted from the left */
        }
        return;
    }
    area->dash = (int)af_style_keyword(style, AF_P_RULE_STYLE);
    area->height = area->dash == AF_KW_NONE ? 0 : af_length(style, AF_P_RULE_THICKNESS, 0);
    area->y -= area->height / 2;
}

AfUnit af_leader_length(const AfFoStyle *style, AfProperty component, AfUnit base) {
    AfUnit least = af_length(style, AF_P_LEADER_LENGTH_MINIMUM, base);
    return component == AF_P_LEADER_LENGTH_MINIMUM ? least : MAX(least, af_length(style, component, base));
}

/* A leader has its optimum; in a justified line it takes what there is, up to the maximum. */
static AfUnit leader_most(const AfFoStyle *style, AfUnit base, const AfSetting *setting) {
    AfUnit most = af_leader_length(style, AF_P_LEADER_LENGTH_MAXIMUM, base);
    AfUnit best = af_leader_length(style, AF_P_LEADER_LENGTH_OPTIMUM, base);
    return setting->align == AF_KW_JUSTIFY ? most : MIN(most, best);
}

/* How much more than it has a leader may have; -1 if the piece is none. */
static AfUnit leader_wants(GPtrArray *areas, const GArray *pieces, guint index, const AfSetting *setting) {
    const AfPiece *piece = &g_array_index(pieces, AfPiece, index);
    if (piece->kind != AF_RUN_LEADER) return -1;
    const AfArea *area = g_ptr_array_index(areas, index);
    return MAX(0, leader_most(area->node->style, piece->base, setting) - area->width);
}

/* Shares the line's room among its leaders: those that want less than an equal share get that, the others what is left.
 * Returns what nobody wants. */
static AfUnit share_room(GPtrArray *areas, const GArray *pieces, const AfSetting *setting, int leaders, AfUnit room) {
    if (leaders == 0 || room <= 0) return room;
    int greedy = leaders, before = 0;
    AfUnit left = room;
    for (int round = 0; round < 8 && greedy > 0 && greedy != before; round++) {
        AfUnit share = left / greedy;
        before = greedy;
        greedy = leaders;
        left = room;
        for (guint i = 0; i < areas->len; i++) {
            AfUnit wants = leader_wants(areas, pieces, i, setting);
            if (wants < 0 || wants > share) continue;
            left -= wants;
            greedy--;
        }
    }
    AfUnit share = greedy > 0 ? left / greedy : G_MAXINT;
    for (guint i = 0; i < areas->len; i++) {
        AfUnit wants = leader_wants(areas, pieces, i, setting);
        if (wants < 0) continue;
        AfUnit more = MIN(MIN(wants, share), room);
        ((AfArea *)g_ptr_array_index(areas, i))->width += more;
        room -= more;
    }
    return room;
}

AfUnit af_line_align(GPtrArray *areas, const GArray *pieces, const AfSetting *setting) {
    AfUnit natural = 0;
    int leaders = 0;
    for (guint i = 0; i < areas->len; i++) {
        const AfPiece *piece = &g_array_index(pieces, AfPiece, i);
        AfArea *area = g_ptr_array_index(areas, i);
        if (piece->kind == AF_RUN_LEADER) {
            area->width = piece->least;
            leaders++;
        }
        if (piece->kind != AF_RUN_NONE) natural = af_sum(natural, area->width);
    }
    AfUnit x = setting->x, room = share_room(areas, pieces, setting, leaders, setting->width - natural);
    gboolean justified = setting->align == AF_KW_JUSTIFY && room > 0;
    if (justified || (setting->flexible && room < 0)) room = af_line_justify(areas, room, setting);
    AfUnit before = setting->align == AF_KW_CENTER ? room / 2 : setting->align == AF_KW_END ? room : 0;
    if (justified) before = room * setting->against;
    if (room < 0) before = setting->against ? room : 0; /* what is too long sticks out where the line ends */
    x += before;
    for (guint i = 0; i < areas->len; i++) {
        const AfPiece *piece = &g_array_index(pieces, AfPiece, i);
        if (piece->kind == AF_RUN_NONE) continue;
        AfArea *area = g_ptr_array_index(areas, i);
        area->x = x;
        x = af_sum(x, area->width);
        if (piece->kind == AF_RUN_LEADER) fill_leader(area, piece, setting);
    }
    return MAX(0, -room);
}

/* ---- page numbers, when all pages are there */

void af_pending_free(gpointer data) {
    AfPending *pending = data;
    if (pending->areas) g_ptr_array_unref(pending->areas);
    g_array_unref(pending->pieces);
    g_array_unref(pending->spans);
    if (pending->insets) g_array_unref(pending->insets);
    g_free(pending);
}

AfPending *af_pending_copy(const AfPending *pending) {
    AfPending *copy = g_memdup2(pending, sizeof *pending);
    copy->areas = NULL;
    copy->pieces = g_array_copy(pending->pieces);
    copy->spans = g_array_copy(pending->spans);
    if (pending->insets) copy->insets = g_array_copy(pending->insets);
    return copy;
}

static void put_number(AfPages *pages, AfArea *area, int page) {
    const AfFoNode *node = area->node;
    const char *label = af_cited_page(pages, node, page);
    area->width = 0;
    if (!label) return;
    char *text = g_strdup(label);
    g_ptr_array_add(pages->texts, text);
    PangoGlyphItem *glyphs = af_shape_text(pages, af_font_get(pages, node->style), text, &area->width);
    if (!glyphs) return;
    area->kind = AF_AREA_TEXT;
    area->glyphs = glyphs;
    area->text = text;
    if (af_style_is(node->style, AF_P_VISIBILITY, AF_KW_VISIBLE)) area->color = af_style_color(node->style, AF_P_COLOR);
}

void af_piece_follow(AfArea *area, const AfPiece *piece, const AfArea *first, const AfArea *last) {
    area->x = first->x + piece->left;
    area->width = last->x + last->width + piece->right - area->x;
}

static AfUnit on_page(const AfPending *pending, AfUnit x, AfUnit width) {
    return pending->setting.rtl ? pending->start - x - width : pending->start + x;
}

/* Rules and links follow what they go with; then all that was set anew gets its place on the page. */
static void follow(AfPages *pages, const AfPending *pending) {
    for (guint i = 0; i < pending->areas->len; i++) {
        const AfPiece *piece = &g_array_index(pending->pieces, AfPiece, i);
        if (piece->with < 0) continue;
        AfArea *area = g_ptr_array_index(pending->areas, i);
        af_piece_follow(area, piece, g_ptr_array_index(pending->areas, piece->with), g_ptr_array_index(pending->areas, piece->until));
    }
    GArray *links = af_page_work(pages, pending->page)->page.links;
    for (guint i = 0; i < pending->spans->len && !pending->artifact; i++) {
        const AfSpan *span = &g_array_index(pending->spans, AfSpan, i);
        const AfArea *first = g_ptr_array_index(pending->areas, span->first), *last = g_ptr_array_index(pending->areas, span->last);
        AfLink *link = &g_array_index(links, AfLink, pending->first_link + i);
        AfMap map = pending->map, back = {(4 - map.turn) % 4, 0, 0}; /* of the link, only the line is not known yet */
        AfUnit x = link->x - map.x, y = link->y - map.y, width = link->width, height = link->height;
        af_map_rectangle(back, &x, &y, &width, &height);
        width = last->x + last->width - first->x;
        x = on_page(pending, first->x, width);
        af_map_rectangle(map, &x, &y, &width, &height);
        *link = (AfLink){link->node, x, y, width, height};
    }
    for (guint i = 0; i < pending->areas->len; i++) {
        const AfPiece *piece = &g_array_index(pending->pieces, AfPiece, i);
        AfArea *area = g_ptr_array_index(pending->areas, i);
        if (piece->kind != AF_RUN_NONE || piece->with >= 0) area->x = on_page(pending, area->x, area->width);
    }
}

/* What leaders repeat is put behind them, inline-containers move along with their areas; x and old are where the areas
 * were, from the reference area's start and on the page. */
static void fill_insets(AfPages *pages, const AfPending *pending, const AfUnit *x, const AfUnit *old) {
    GPtrArray *all = af_page_work(pages, pending->page)->page.areas;
    for (guint i = 0; pending->insets && i < pending->insets->len; i++) {
        const AfInset *inset = &g_array_index(pending->insets, AfInset, i);
        const AfArea *host = g_ptr_array_index(pending->areas, inset->area);
        guint at = 0, last = 0;
        if (inset->content && g_ptr_array_find(all, host, &at)) {
            af_leader_fill(pages, pending->page, inset, host, x[inset->area], pending->setting.rtl, at + 1);
        }
        if (inset->first && g_ptr_array_find(all, inset->first, &at) && g_ptr_array_find(all, inset->last, &last)) {
            af_box_shift(all, at, last + 1, host->x - old[inset->area]);
        }
    }
}

void af_pending_finish(AfPages *pages, AfPending *pending) {
    if (pending->page < 0) return;
    GPtrArray *areas = pending->areas;
    g_autofree AfUnit *y = g_new0(AfUnit, areas->len + 1), *old = g_new0(AfUnit, areas->len + 1);
    for (guint i = 0; i < areas->len; i++) {
        AfArea *area = g_ptr_array_index(areas, i);
        AfRunKind kind = g_array_index(pending->pieces, AfPiece, i).kind;
        y[i] = area->y;
        old[i] = area->x;
        if (kind == AF_RUN_NUMBER) {
            put_number(pages, area, pending->page);
            area->artifact = pending->artifact ? AF_ARTIFACT_PAGINATION : AF_ARTIFACT_NONE;
        }
    }
    AfUnit over = af_line_align(areas, pending->pieces, &pending->setting);
    for (guint i = 0; i < areas->len; i++) ((AfArea *)g_ptr_array_index(areas, i))->y = y[i];
    g_autofree AfUnit *x = g_new0(AfUnit, areas->len + 1);
    for (guint i = 0; i < areas->len; i++) x[i] = ((AfArea *)g_ptr_array_index(areas, i))->x;
    follow(pages, pending);
    fill_insets(pages, pending, x, old);
    if (over > AF_OVERFULL) af_report_overfull(pages, pending->block, "", "", over);
}

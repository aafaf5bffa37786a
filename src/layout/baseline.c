/* Where the areas of a line stand over its baseline, and how high the line is: baseline tables, alignment, shifts
 * (XSL 1.1 sections 4.5, 7.14) and line-stacking-strategy (7.16.6). Heights are upwards from the alphabetic baseline of
 * the block's font. */
#include "layout/internal.h"

#include <hb-ot.h>

/* ---- baseline tables of fonts (7.14) */

static const struct {
    AfKeyword name;
    hb_ot_layout_baseline_tag_t tag;
} tables[AF_FONT_BASELINES] = {
    {AF_KW_IDEOGRAPHIC, HB_OT_LAYOUT_BASELINE_TAG_IDEO_EMBOX_BOTTOM_OR_LEFT},
    {AF_KW_HANGING, HB_OT_LAYOUT_BASELINE_TAG_HANGING},
    {AF_KW_MATHEMATICAL, HB_OT_LAYOUT_BASELINE_TAG_MATH},
    {AF_KW_CENTRAL, HB_OT_LAYOUT_BASELINE_TAG_IDEO_EMBOX_CENTRAL},
};

/* Read from the font when one is first asked for: most documents ask for none. What it does not say HarfBuzz
 * estimates. */
static void measure(AfPages *pages, AfFont *font) {
    PangoFont *first = pango_context_load_font(pages->context, font->description);
    font->measured = TRUE;
    font->x_height = font->size / 2;
    if (!first) return;
    hb_font_t *hb = pango_font_get_hb_font(first);
    int scale_x, scale_y;
    hb_font_get_scale(hb, &scale_x, &scale_y);
    double unit = scale_y != 0 ? (double)font->size / ABS(scale_y) : 1;
    hb_position_t at;
    if (hb_ot_metrics_get_position(hb, HB_OT_METRICS_TAG_X_HEIGHT, &at)) font->x_height = (AfUnit)(at * unit);
    for (int i = 0; i < AF_FONT_BASELINES; i++) {
        hb_ot_layout_get_baseline_with_fallback(hb, tables[i].tag, HB_DIRECTION_LTR, HB_SCRIPT_LATIN,
                                                HB_OT_TAG_DEFAULT_LANGUAGE, &at);
        font->baselines[i] = (AfUnit)(at * unit);
    }
    g_object_unref(first);
}

AfUnit af_font_baseline(AfPages *pages, const AfFont *font, AfKeyword baseline) {
    switch (baseline) {
    case AF_KW_BEFORE_EDGE:
    case AF_KW_TEXT_BEFORE_EDGE: return font->ascent;
    case AF_KW_AFTER_EDGE:
    case AF_KW_TEXT_AFTER_EDGE: return -font->descent;
    default: break;
    }
    gboolean alphabetic = baseline != AF_KW_MIDDLE;
    for (int i = 0; i < AF_FONT_BASELINES; i++) alphabetic = alphabetic && baseline != tables[i].name;
    if (alphabetic) return 0;
    if (!font->measured) measure(pages, (AfFont *)(guintptr)font);
    for (int i = 0; i < AF_FONT_BASELINES; i++) {
        if (baseline == tables[i].name) return font->baselines[i];
    }
    return font->x_height / 2;
}

/* The baselines of an area that has no text of its own: those that it does not say are taken from its height. */
static AfUnit area_baseline(AfUnit height, AfUnit alphabetic, AfKeyword baseline) {
    switch (baseline) {
    case AF_KW_BEFORE_EDGE:
    case AF_KW_TEXT_BEFORE_EDGE: return height;
    case AF_KW_CENTRAL:
    case AF_KW_MIDDLE:
    case AF_KW_MATHEMATICAL: return height / 2;
    case AF_KW_HANGING: return height / 10 * 8;
    case AF_KW_AFTER_EDGE:
    case AF_KW_TEXT_AFTER_EDGE:
    case AF_KW_IDEOGRAPHIC: return 0;
    default: return alphabetic;
    }
}

/* Of an area without text. */
typedef struct {
    AfUnit height, baseline;
} Size;

/* ---- alignment of inline objects (7.14.1 to 7.14.5) */

/* An object's scaled baseline table, in its place. */
typedef struct {
    AfUnit y, unshifted;  /* of the table's alphabetic baseline; the second without any baseline-shift */
    const AfFont *font;   /* whose baselines, in whose size */
    AfKeyword dominant;
    AfKeyword edge;       /* as in AfStand */
} Table;

/* For horizontal lines the baseline of nearly all scripts is the alphabetic one, also where a keyword leaves it to the
 * script or the parent (7.14.5). */
static AfKeyword block_baseline(const AfFoStyle *style) {
    AfKeyword dominant = af_style_keyword(style, AF_P_DOMINANT_BASELINE);
    switch (dominant) {
    case AF_KW_AUTO:
    case AF_KW_USE_SCRIPT:
    case AF_KW_NO_CHANGE:
    case AF_KW_RESET_SIZE: return AF_KW_ALPHABETIC;
    default: return dominant;
    }
}

static gboolean is_aligned(const AfFoStyle *style) {
    return !af_style_is(style, AF_P_BASELINE_SHIFT, AF_KW_BASELINE) ||
           !af_style_is(style, AF_P_ALIGNMENT_BASELINE, AF_KW_AUTO) ||
           !af_style_is(style, AF_P_ALIGNMENT_ADJUST, AF_KW_AUTO) ||
           !af_style_is(style, AF_P_DOMINANT_BASELINE, AF_KW_AUTO);
}

/* Positive is up. Where sub and super are is left to the font (7.14.3); fonts say it so differently that these are
 * used. */
static AfUnit shift_of(const AfFoStyle *style, const AfFont *outer) {
    switch (af_style_keyword(style, AF_P_BASELINE_SHIFT)) {
    case AF_KW_SUPER: return outer->size / 3;
    case AF_KW_SUB: return -outer->size / 5;
    default: return af_length(style, AF_P_BASELINE_SHIFT, outer->line_height);
    }
}

/* How far the point that is aligned is over the object's own alphabetic baseline, or a graphic's bottom (7.14.1). */
static AfUnit alignment_point(AfPages *pages, const AfFoStyle *style, const AfFont *font, const Size *size,
                              AfKeyword aligned, AfKeyword dominant) {
    AfKeyword adjust = af_style_keyword(style, AF_P_ALIGNMENT_ADJUST);
    AfUnit by = 0;
    if (adjust == AF_KW_AUTO) adjust = aligned;
    else if (adjust == AF_KW_BASELINE) adjust = dominant;
    else if (style->value[AF_P_ALIGNMENT_ADJUST].kind == AF_V_LENGTH) {
        by = af_length(style, AF_P_ALIGNMENT_ADJUST, font->line_height);
        adjust = dominant;
    }
    AfUnit own = size ? area_baseline(size->height, size->baseline, adjust) : af_font_baseline(pages, font, adjust);
    return own - by;
}

/* Puts an object into its parent's table; returns where its own alphabetic baseline (or bottom) is, and its own
 * table. */
static AfStand align(AfPages *pages, const AfFoNode *node, Table *table, const AfFont *outer, const Size *size) {
    const AfFoStyle *style = node->style;
    const AfFont *font = af_font_get(pages, style);
    AfKeyword aligned = af_style_keyword(style, AF_P_ALIGNMENT_BASELINE);
    gboolean edge = aligned == AF_KW_BEFORE_EDGE || aligned == AF_KW_AFTER_EDGE;
    if (aligned == AF_KW_AUTO || aligned == AF_KW_BASELINE) aligned = table->dominant;
    if (edge) { /* of the line, which is not known yet */
        table->y = table->unshifted = 0;
        table->edge = aligned;
    }
    AfUnit point = edge ? 0 : af_font_baseline(pages, table->font, aligned);
    AfUnit shift = shift_of(style, outer);
    point -= alignment_point(pages, style, font, size, aligned, table->dominant);
    AfStand stand = {af_sum(table->y, point + shift), af_sum(table->unshifted, point), table->edge};
    AfKeyword dominant = af_style_keyword(style, AF_P_DOMINANT_BASELINE);
    gboolean automatic = dominant == AF_KW_AUTO || dominant == AF_KW_NO_CHANGE || dominant == AF_KW_USE_SCRIPT;
    gboolean rescaled = !automatic || (dominant == AF_KW_AUTO && shift != 0);
    if (!automatic && dominant != AF_KW_RESET_SIZE) table->dominant = dominant;
    AfUnit by = 0; /* what is in the object and says nothing stands on the object's own line */
    if (rescaled) table->font = font;
    else by = af_font_baseline(pages, font, table->dominant) - af_font_baseline(pages, table->font, table->dominant);
    table->y = af_sum(stand.y, by);
    table->unshifted = af_sum(stand.unshifted, by);
    return stand;
}

/* The table in which the children of `node` stand, and where its own text does. */
static AfStand descend(AfPages *pages, const AfFoNode *node, const AfFoNode *block, Table *table,
                       const Size *size) {
    if (!node || node == block) {
        *table = (Table){.font = af_font_get(pages, block->style), .edge = AF_KW_NONE_GIVEN};
        table->dominant = block_baseline(block->style);
        return (AfStand){0, 0, AF_KW_NONE_GIVEN};
    }
    AfStand outer = descend(pages, node->parent, block, table, NULL);
    if (node->element == AF_FO_TEXT || node->element == AF_FO_WRAPPER || !node->parent) return outer;
    return align(pages, node, table, af_font_get(pages, node->parent->style), size);
}

AfStand af_stand(AfPages *pages, const AfFoNode *node, const AfFoNode *block, AfUnit height, AfUnit baseline) {
    const Size size = {height, baseline};
    gboolean aligned = block_baseline(block->style) != AF_KW_ALPHABETIC || baseline != 0;
    for (const AfFoNode *n = node; n && n != block && !aligned; n = n->parent) aligned = is_aligned(n->style);
    if (!aligned) return (AfStand){0, 0, AF_KW_NONE_GIVEN};
    Table table;
    return descend(pages, node, block, &table, height >= 0 ? &size : NULL);
}

/* ---- the height of a line (4.5, 7.16.6) */

static AfUnit text_extent(const AfFoStyle *style, AfProperty property, AfUnit size, AfUnit of_font) {
    return style->value[property].kind == AF_V_LENGTH ? af_length(style, property, size) : of_font;
}

/* What is above and below the baseline of a font, as the style has it (7.29.4, 7.29.5). */
static void text_extents(const AfFoStyle *style, const AfFont *font, AfUnit *above, AfUnit *below) {
    *above = text_extent(style, AF_P_TEXT_ALTITUDE, font->size, font->ascent);
    *below = text_extent(style, AF_P_TEXT_DEPTH, font->size, font->descent);
}

static void reach(AfExtent *extent, AfUnit above, AfUnit below) {
    extent->above = MAX(extent->above, above);
    extent->below = MAX(extent->below, below);
}

AfExtent af_extent_begin(const AfFoStyle *style, const AfFont *font) {
    AfExtent extent = {.above = -AF_MOST, .below = -AF_MOST};
    extent.strategy = af_style_keyword(style, AF_P_LINE_STACKING_STRATEGY);
    extent.shifts = !af_style_is(style, AF_P_LINE_HEIGHT_SHIFT_ADJUSTMENT, AF_KW_DISREGARD_SHIFTS);
    AfUnit above, below;
    text_extents(style, font, &above, &below);
    AfUnit leading = font->line_height - above - below;
    if (extent.strategy == AF_KW_LINE_HEIGHT) {
        reach(&extent, above + leading / 2, below + leading - leading / 2);
    } else {
        extent.leading_above = leading / 2;
        extent.leading_below = leading - leading / 2;
        reach(&extent, above, below);
    }
    return extent;
}

static void add(AfExtent *extent, AfStand stand, AfUnit above, AfUnit below) {
    if (extent->strategy == AF_KW_FONT_HEIGHT) return;
    AfUnit y = extent->shifts ? stand.y : stand.unshifted;
    if (stand.edge == AF_KW_NONE_GIVEN) reach(extent, above + y, below - y);
    else extent->highest = MAX(extent->highest, above + below);
}

void af_extent_add_text(AfExtent *extent, AfStand stand, const AfFoStyle *style, const AfFont *font) {
    AfUnit above, below;
    text_extents(style, font, &above, &below);
    AfUnit leading = extent->strategy == AF_KW_LINE_HEIGHT ? font->line_height - above - below : 0;
    add(extent, stand, above + leading / 2, below + leading - leading / 2);
}

void af_extent_add_area(AfExtent *extent, AfStand stand, AfUnit above, AfUnit below) {
    add(extent, stand, above, below);
}

void af_extent_end(AfExtent *extent) {
    if (extent->highest > extent->above + extent->below) extent->below = extent->highest - extent->above;
}

AfUnit af_extent_y(const AfExtent *extent, AfStand stand) {
    if (stand.edge == AF_KW_BEFORE_EDGE) return stand.y + extent->above;
    return stand.edge == AF_KW_AFTER_EDGE ? stand.y - extent->below : stand.y;
}

/* The viewport of a graphic and the place of the graphic in it (XSL 1.1 sections 6.6.5, 7.15). */
#include "layout/internal.h"

#include <string.h>

/* A value in points; -1 for auto. */
typedef struct {
    double minimum, optimum, maximum;
} Range;

/* A length; percentages of what has no length that is known are none. */
static double length_of(const AfFoStyle *style, AfProperty property, double base) {
    const AfValue *value = &style->value[property];
    if (value->kind != AF_V_LENGTH || (value->percent != 0 && base < 0)) return -1;
    return MAX(0, value->number + value->percent / 100 * base);
}

static Range range_of(const AfFoStyle *style, AfProperty optimum, AfProperty minimum, AfProperty maximum, double base) {
    return (Range){length_of(style, minimum, base), length_of(style, optimum, base), length_of(style, maximum, base)};
}

/* The height of the nearest container that has one of a given length, in points; -1 if there is none. */
static double height_around(const AfFoNode *node) {
    for (node = node->parent; node; node = node->parent) {
        if (node->element != AF_FO_BLOCK_CONTAINER) continue;
        return length_of(node->style, AF_P_BLOCK_PROGRESSION_DIMENSION, -1);
    }
    return -1;
}

/* One direction of a graphic: what it is by itself, the range of its viewport, what content-width or content-height asks. */
typedef struct {
    double natural;
    Range range;
    AfKeyword fit;   /* AF_KW_SCALE_TO_FIT …; AF_KW_NONE_GIVEN if it is not to fit */
    double content;  /* -1 for auto */
    double viewport; /* -1 for auto */
} Side;

/* 7.15.1: the greatest of the scales that are allowed that is not greater; the least if all are. Auto and any: any. */
static double allowed_scale(const AfFoStyle *style, AfProperty property, double scale) {
    g_auto(GStrv) words = g_strsplit_set(af_style_string(style, property), " \t\r\n", -1);
    double best = -1, least = -1;
    for (char **word = words; *word; word++) {
        char *end;
        double allowed = g_ascii_strtod(*word, &end) / 100;
        if (!strcmp(*word, "any")) return scale;
        if (end == *word || *end != '%' || allowed <= 0) continue;
        if (least < 0 || allowed < least) least = allowed;
        if (allowed <= scale * (1 + 1e-9) && allowed > best) best = allowed;
    }
    return best > 0 ? best : least > 0 ? least : scale;
}

static Side side_of(const AfFoStyle *style, AfProperty content, AfProperty allowed, double natural, Range range) {
    Side side = {natural, range, AF_KW_NONE_GIVEN, -1, range.optimum};
    if (side.viewport < 0) side.viewport = range.minimum; /* the least viewport is made */
    else if (range.maximum >= 0) side.viewport = MIN(side.viewport, range.maximum);
    side.viewport = MAX(side.viewport, range.minimum);
    if (style->value[content].kind == AF_V_LENGTH) {
        side.content = length_of(style, content, natural);
        return side;
    }
    AfKeyword keyword = af_style_keyword(style, content);
    if (keyword == AF_KW_AUTO || keyword == AF_KW_NONE_GIVEN) return side;
    side.fit = keyword;
    gboolean down = keyword == AF_KW_SCALE_DOWN_TO_FIT, up = keyword == AF_KW_SCALE_UP_TO_FIT;
    if (side.viewport < 0 || (down && natural <= side.viewport) || (up && natural >= side.viewport)) return side;
    side.content = natural > 0 ? natural * allowed_scale(style, allowed, side.viewport / natural) : side.viewport;
    return side;
}

/* A length within the range, as far as the content may be scaled that way to fit. */
static double within(const Side *side, double length) {
    if (side->range.maximum >= 0 && side->fit != AF_KW_SCALE_UP_TO_FIT) length = MIN(length, side->range.maximum);
    if (side->range.minimum >= 0 && side->fit != AF_KW_SCALE_DOWN_TO_FIT) length = MAX(length, side->range.minimum);
    return length;
}

/* What has no size given keeps the graphic's proportions (7.15.4, 7.15.5, 7.15.12). */
static void settle(const AfFoStyle *style, Side *x, Side *y) {
    double width = x->natural, height = y->natural;
    gboolean uniform = !af_style_is(style, AF_P_SCALING, AF_KW_NON_UNIFORM);
    if (width > 0 && height > 0 && (x->fit != AF_KW_NONE_GIVEN || y->fit != AF_KW_NONE_GIVEN)) {
        double across = within(x, width) / width, down = within(y, height) / height;
        if (uniform) across = down = MIN(across, down);
        width *= across;
        height *= down;
    }
    gboolean wide = x->content >= 0, high = y->content >= 0;
    if (!wide && !high) {
        x->content = width;
        y->content = height;
    } else if (!wide) {
        x->content = height > 0 ? width * y->content / height : 0;
    } else if (!high) {
        y->content = width > 0 ? height * x->content / width : 0;
    } else if (uniform && width > 0 && height > 0) {
        double scale = MIN(x->content / width, y->content / height);
        x->content = width * scale;
        y->content = height * scale;
    }
    if (x->viewport < 0) x->viewport = within(x, x->content);
    if (y->viewport < 0) y->viewport = within(y, y->content);
}

static AfUnit shifted(AfUnit room, gboolean center, gboolean end) { return center ? room / 2 : end ? room : 0; }

/* Borders, padding and space on one side. */
static AfUnit edge(const AfFoStyle *style, AfProperty space, AfProperty border, AfProperty padding) {
    AfUnit width = af_border_width(style, border) + MAX(0, af_length(style, padding, 0));
    return space == AF_PROPERTY_COUNT ? width : af_sum(width, af_length(style, space, 0));
}

static void place_content(AfPages *pages, const AfFoNode *node, AfPicture *picture) {
    const AfFoStyle *style = node->style;
    gboolean rtl = af_style_reads_leftwards(style);
    AfKeyword align = af_style_keyword(style, AF_P_TEXT_ALIGN), display = af_style_keyword(style, AF_P_DISPLAY_ALIGN);
    gboolean end = align == (rtl ? AF_KW_START : AF_KW_END) || align == AF_KW_RIGHT || align == AF_KW_OUTSIDE ||
                   (rtl && align == AF_KW_JUSTIFY);
    AfUnit across = picture->width - picture->content_width, down = picture->height - picture->content_height;
    picture->content_x = picture->x + shifted(across, align == AF_KW_CENTER, end);
    picture->content_y = picture->y + shifted(down, display == AF_KW_CENTER, display == AF_KW_AFTER);
    AfUnit over = MAX(-across, -down);
    picture->clips = over > 0 && af_clips(node);
    af_report_area(pages, node, over);
}

AfPicture *af_picture_new(AfPages *pages, const AfFoNode *node, const AfGraphic *graphic, AfUnit width) {
    const AfFoStyle *style = node->style;
    Range across = range_of(style, AF_P_INLINE_PROGRESSION_DIMENSION, AF_P_INLINE_PROGRESSION_DIMENSION_MINIMUM,
                            AF_P_INLINE_PROGRESSION_DIMENSION_MAXIMUM, AF_POINTS(width));
    Range down = range_of(style, AF_P_BLOCK_PROGRESSION_DIMENSION, AF_P_BLOCK_PROGRESSION_DIMENSION_MINIMUM,
                          AF_P_BLOCK_PROGRESSION_DIMENSION_MAXIMUM, height_around(node));
    Side x = side_of(style, AF_P_CONTENT_WIDTH, AF_P_ALLOWED_WIDTH_SCALE, graphic->width, across);
    Side y = side_of(style, AF_P_CONTENT_HEIGHT, AF_P_ALLOWED_HEIGHT_SCALE, graphic->height, down);
    settle(style, &x, &y);
    AfPicture *picture = g_new0(AfPicture, 1);
    g_ptr_array_add(pages->pictures, picture);
    picture->graphic = graphic;
    gboolean rtl = af_style_is_rtl(style);
    AfUnit start = edge(style, AF_P_SPACE_START, AF_P_BORDER_START_WIDTH, AF_P_PADDING_START);
    AfUnit end = edge(style, AF_P_SPACE_END, AF_P_BORDER_END_WIDTH, AF_P_PADDING_END);
    picture->x = rtl ? end : start;
    picture->y = edge(style, AF_PROPERTY_COUNT, AF_P_BORDER_BEFORE_WIDTH, AF_P_PADDING_BEFORE);
    picture->width = af_units(x.viewport);
    picture->height = af_units(y.viewport);
    picture->content_width = af_units(x.content);
    picture->content_height = af_units(y.content);
    if (graphic->kind == AF_GRAPHIC_NONE && graphic->width == 0) { /* what stands for it fills the viewport */
        picture->content_width = picture->width;
        picture->content_height = picture->height;
    }
    picture->right = rtl ? start : end;
    picture->below = edge(style, AF_PROPERTY_COUNT, AF_P_BORDER_AFTER_WIDTH, AF_P_PADDING_AFTER);
    place_content(pages, node, picture);
    return picture;
}

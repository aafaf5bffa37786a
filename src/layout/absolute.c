/* Block-containers that are out of the flow (XSL 1.1 sections 6.5.3 and 7.6): absolute ones stand in the reference area that
 * they are in, fixed ones on the page. They take no room, keep nothing together, and are laid out where they are placed: only
 * there it is known how large that area is. */
#include "layout/internal.h"

/* What left, right, top and bottom say of the content rectangle (7.6.2 to 7.6.5); percentages are of the area's sides. */
typedef struct {
    gboolean left_given, right_given, top_given, bottom_given;
    AfUnit left, right, top, bottom;
    AfUnit width, height; /* what they leave between them */
} Offsets;

static gboolean is_length(const AfFoStyle *style, AfProperty property) { return style->value[property].kind == AF_V_LENGTH; }

static Offsets read_offsets(const AfFoStyle *style, const AfRect *area) {
    Offsets o = {is_length(style, AF_P_LEFT), is_length(style, AF_P_RIGHT), is_length(style, AF_P_TOP), is_length(style, AF_P_BOTTOM),
                 af_length(style, AF_P_LEFT, area->width), af_length(style, AF_P_RIGHT, area->width),
                 af_length(style, AF_P_TOP, area->height), af_length(style, AF_P_BOTTOM, area->height), 0, 0};
    o.width = area->width - o.left - o.right;
    o.height = area->height - o.top - o.bottom;
    return o;
}

/* A dimension that is given, or -1. */
static AfUnit dimension(const AfFoStyle *style, AfProperty property, AfUnit base) {
    return is_length(style, property) ? af_length(style, property, base) : -1;
}

static void fill_box(AfPages *pages, AfBox *box, AfUnit width) {
    af_list_start(box->list, box->node);
    af_list_fill(pages, box->list, box->node, MAX(width, AF_POINT));
    af_list_end(box->list, box->node);
}

/* Lines across the page: as wide as is said, or as the offsets leave; as high as is said, as the offsets leave if there are
 * both, or as the content is. */
static void fill_upright(AfPages *pages, AfBox *box, const AfRect *area, const Offsets *o) {
    const AfFoStyle *style = box->node->style;
    AfUnit indents = af_length(style, AF_P_START_INDENT, area->width) + af_length(style, AF_P_END_INDENT, area->width);
    AfUnit width = dimension(style, AF_P_INLINE_PROGRESSION_DIMENSION, area->width);
    box->width = width >= 0 ? width : MAX(o->width - indents, 0);
    fill_box(pages, box, box->width);
    AfUnit given = dimension(style, AF_P_BLOCK_PROGRESSION_DIMENSION, area->height), height = given;
    if (height < 0 && o->top_given && o->bottom_given) height = MAX(o->height, 0);
    if (height < 0) height = af_list_extent(box->list, 0, G_MAXUINT);
    box->height = af_within(height, dimension(style, AF_P_BLOCK_PROGRESSION_DIMENSION_MINIMUM, area->height), given,
                            dimension(style, AF_P_BLOCK_PROGRESSION_DIMENSION_MAXIMUM, area->height));
}

/* Lines that are turned by a quarter: the inline-progression-dimension is how high the container stands (7.21.3). */
static void fill_turned(AfPages *pages, AfBox *box, const AfRect *area, const Offsets *o) {
    const AfFoStyle *style = box->node->style;
    AfUnit height = dimension(style, AF_P_INLINE_PROGRESSION_DIMENSION, area->height);
    AfUnit width = dimension(style, AF_P_BLOCK_PROGRESSION_DIMENSION, area->width);
    box->height = height >= 0 ? height : MAX(o->height, 0);
    fill_box(pages, box, box->height);
    if (width < 0 && o->left_given && o->right_given) width = MAX(o->width, 0);
    box->width = width >= 0 ? width : af_list_extent(box->list, 0, G_MAXUINT);
}

/* The borders and the background; x, y are the content rectangle's. */
static void place_frame(AfPages *pages, const AfBox *box, AfUnit x, AfUnit y, gboolean rtl) {
    const AfFoStyle *style = box->node->style;
    AfDecor decor;
    gboolean painted = af_decor_read(&decor, box->node, 0, box->width);
    if (rtl) {
        af_decor_turn(&decor);
        decor.x = -(decor.width - box->width + decor.x);
    }
    AfUnit before = decor.before + af_length(style, AF_P_PADDING_BEFORE, 0);
    AfUnit after = decor.after + af_length(style, AF_P_PADDING_AFTER, 0);
    AfRect content = {x, y, box->width, box->height};
    AfRect border = {x + decor.x, y - before, decor.width, box->height + before + after};
    af_trace_add(pages, AF_TRACE_BLOCK, box->node, border, content);
    if (painted) af_place_decor(pages, &decor, x, FALSE, border.y, border.height);
}

void af_absolute_place(AfPages *pages, const AfFoNode *node, AfRect area, AfPlacing placing) {
    const AfFoStyle *style = node->style;
    if (af_style_is(style, AF_P_ABSOLUTE_POSITION, AF_KW_FIXED)) {
        const AfPage *page = &af_page_work(pages, pages->current)->page;
        area = (AfRect){0, 0, page->width, page->height};
    }
    af_fo_settle_padding(pages->fo, node, AF_POINTS(area.width));
    style = node->style;
    Offsets o = read_offsets(style, &area);
    AfBox box = {.node = node, .turn = af_turn_of(node), .clips = af_clips(node)};
    box.align = af_style_keyword(style, AF_P_DISPLAY_ALIGN);
    box.list = af_list_new(pages, af_style_is_rtl(style));
    if (box.turn % 2) fill_turned(pages, &box, &area, &o);
    else fill_upright(pages, &box, &area, &o);
    gboolean rtl = af_style_is_rtl(node->parent->style);
    AfUnit indent = af_length(style, AF_P_START_INDENT, area.width);
    AfUnit x = rtl ? area.width - indent - box.width : indent, y = 0;
    if (o.left_given && !(rtl && o.right_given)) x = o.left;
    else if (o.right_given) x = area.width - o.right - box.width;
    if (o.top_given) y = o.top;
    else if (o.bottom_given) y = area.height - o.bottom - box.height;
    place_frame(pages, &box, area.x + x, area.y + y, rtl);
    af_place_content(pages, &box, area.x + x, area.y + y, placing & ~(unsigned)AF_PLACE_COPY);
}

/* Background images and the corners of borders (XSL 1.1 section 7.8). */
#include "layout/internal.h"

#include <math.h>
#include <string.h>

/* ---- background images */

AfArea *af_background_open(AfPages *pages, const AfDecor *decor) {
    const AfGraphic *graphic = af_graphic_get(pages, decor->node, decor->image);
    if (graphic->kind == AF_GRAPHIC_NONE) return NULL;
    AfPicture *picture = g_new0(AfPicture, 1);
    g_ptr_array_add(pages->pictures, picture);
    picture->graphic = graphic;
    picture->clips = TRUE;
    AfArea *area = g_slice_new0(AfArea);
    *area = (AfArea){.kind = AF_AREA_IMAGE, .node = decor->node, .artifact = AF_ARTIFACT_BACKGROUND, .line = -1};
    area->picture = picture;
    g_ptr_array_add(af_page_work(pages, pages->current)->page.areas, area);
    return area;
}

/* A length, or a percentage of what the image leaves (7.8.5). */
static AfUnit offset_of(const AfFoStyle *style, AfProperty property, AfUnit room) {
    switch (af_style_keyword(style, property)) {
    case AF_KW_CENTER: return room / 2;
    case AF_KW_RIGHT:
    case AF_KW_BOTTOM: return room;
    default: return af_length(style, property, room);
    }
}

void af_background_close(const AfPages *pages, AfArea *area, AfUnit x, AfUnit y, AfUnit width, AfUnit height) {
    const AfFoStyle *style = area->node->style;
    AfPicture *picture = (AfPicture *)(guintptr)area->picture;
    AfKeyword repeat = af_style_keyword(style, AF_P_BACKGROUND_REPEAT);
    AfUnit left = 0, top = 0, room_across = width, room_down = height; /* what the position counts in */
    if (af_style_is(style, AF_P_BACKGROUND_ATTACHMENT, AF_KW_FIXED)) {
        const AfPage *page = &af_page_work(pages, pages->current)->page;
        AfUnit page_width = page->width, page_height = page->height;
        AfMap map = pages->map, back = {(4 - map.turn) % 4, 0, 0};
        left = -map.x;
        top = -map.y;
        af_map_rectangle(back, &left, &top, &page_width, &page_height);
        left -= x, top -= y;
        room_across = page_width, room_down = page_height;
    }
    area->x = x;
    area->y = y;
    area->width = picture->width = width;
    area->height = picture->height = height;
    picture->content_width = af_units(picture->graphic->width);
    picture->content_height = af_units(picture->graphic->height);
    picture->content_x = left + offset_of(style, AF_P_BACKGROUND_POSITION_HORIZONTAL, room_across - picture->content_width);
    picture->content_y = top + offset_of(style, AF_P_BACKGROUND_POSITION_VERTICAL, room_down - picture->content_height);
    picture->across = repeat == AF_KW_REPEAT || repeat == AF_KW_REPEAT_X;
    picture->down = repeat == AF_KW_REPEAT || repeat == AF_KW_REPEAT_Y;
}

/* ---- corners */

static gboolean is_plain(const AfArea *side) {
    gboolean solid = side->dash == AF_KW_NONE_GIVEN || side->dash == AF_KW_SOLID;
    return solid && (side->color & 0xFF) == 0xFF;
}

static gboolean is_dashed(const AfArea *side) { return side->dash == AF_KW_DOTTED || side->dash == AF_KW_DASHED; }

/* Two sides that meet can be painted over each other: solid ones of one colour, dashed ones of one kind. */
static gboolean fits(const AfArea *a, const AfArea *b) {
    if (!a || !b) return TRUE;
    return a->color == b->color && a->dash == b->dash && (is_plain(a) || is_dashed(a));
}

void af_sides_part(AfArea *const sides[4]) {
    for (int i = 0; i < 4; i++) {
        AfArea *side = sides[i], *before = sides[(i + 3) % 4], *after = sides[(i + 1) % 4];
        if (!side || ((is_plain(side) || is_dashed(side)) && fits(side, before) && fits(side, after))) continue;
        /* Clockwise from the top the side before ends where this one begins; at the bottom and on the left that is the far end. */
        AfArea *first = i < 2 ? before : after, *last = i < 2 ? after : before;
        gboolean level = i % 2 == 0;
        side->side = AF_SIDE_TOP + (AfSide)i;
        side->cut[0] = !first ? 0 : level ? first->width : first->height;
        side->cut[1] = !last ? 0 : level ? last->width : last->height;
    }
}

/* Rules, and the sides of boxes, in their styles (XSL 1.1 sections 7.8.20 and 7.22.5, CSS 2.1 section 8.5.3): evenly fitted dots
 * and dashes, lines in relief, corners parted aslant where sides differ. */
#include "paint/internal.h"

#include <math.h>

/* A rectangle in points, and whether it lies rather than stands. */
typedef struct {
    double x, y, width, height;
    gboolean level;
} Box;

static double darker(guint32 part) { return part / 255.0 * 0.6; }
static double lighter(guint32 part) { return part / 255.0 + (1 - part / 255.0) * 0.4; }
static double same(guint32 part) { return part / 255.0; }

static void set_shade(cairo_t *cr, guint32 color, double (*shade)(guint32 part)) {
    cairo_set_source_rgba(cr, shade(color >> 24), shade(color >> 16 & 0xFF), shade(color >> 8 & 0xFF), (color & 0xFF) / 255.0);
}

/* A strip along the box: from and to are parts of its thickness, 0 to 1. */
static void fill_strip(cairo_t *cr, const Box *box, double from, double to) {
    if (box->level) cairo_rectangle(cr, box->x, box->y + box->height * from, box->width, box->height * (to - from));
    else cairo_rectangle(cr, box->x + box->width * from, box->y, box->width * (to - from), box->height);
    cairo_fill(cr);
}

/* A line along the middle, in dashes. */
static void stroke(cairo_t *cr, const Box *box, double thickness, const double dash[2], double inset) {
    double middle = thickness / 2;
    cairo_save(cr);
    cairo_set_line_width(cr, thickness);
    cairo_set_dash(cr, dash, 2, 0);
    if (box->level) {
        cairo_move_to(cr, box->x + inset, box->y + middle);
        cairo_line_to(cr, box->x + box->width - inset + 1e-4, box->y + middle);
    } else {
        cairo_move_to(cr, box->x + middle, box->y + inset);
        cairo_line_to(cr, box->x + middle, box->y + box->height - inset + 1e-4);
    }
    cairo_stroke(cr);
    cairo_restore(cr);
}

/* Round dots about a dot apart; the first and the last touch the ends. */
static void paint_dots(cairo_t *cr, const Box *box, double length, double thickness) {
    double run = length - thickness, count = MAX(1, round(run / (thickness * 2)));
    double dash[] = {0, run > 0 ? run / count : thickness * 2};
    cairo_save(cr);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    stroke(cr, box, thickness, dash, thickness / 2);
    cairo_restore(cr);
}

/* Dashes about two thicknesses long and apart; one at each end. */
static void paint_dashes(cairo_t *cr, const Box *box, double length, double thickness) {
    double count = floor(length / (thickness * 2));
    if (fmod(count, 2) == 0) count++;
    double dash[] = {length / count, length / count};
    stroke(cr, box, thickness, dash, 0);
}

/* Only the part that is this side's: as wide at each end as the side that it meets there. */
static void clip_side(cairo_t *cr, const AfArea *area, const Box *box) {
    double first = AF_POINTS(area->cut[0]), last = AF_POINTS(area->cut[1]);
    double right = box->x + box->width, bottom = box->y + box->height;
    switch (area->side) {
    case AF_SIDE_TOP:
        cairo_move_to(cr, box->x, box->y);
        cairo_line_to(cr, right, box->y);
        cairo_line_to(cr, right - last, bottom);
        cairo_line_to(cr, box->x + first, bottom);
        break;
    case AF_SIDE_BOTTOM:
        cairo_move_to(cr, box->x + first, box->y);
        cairo_line_to(cr, right - last, box->y);
        cairo_line_to(cr, right, bottom);
        cairo_line_to(cr, box->x, bottom);
        break;
    case AF_SIDE_LEFT:
        cairo_move_to(cr, box->x, box->y);
        cairo_line_to(cr, right, box->y + first);
        cairo_line_to(cr, right, bottom - last);
        cairo_line_to(cr, box->x, bottom);
        break;
    case AF_SIDE_RIGHT:
        cairo_move_to(cr, right, box->y);
        cairo_line_to(cr, right, bottom);
        cairo_line_to(cr, box->x, bottom - last);
        cairo_line_to(cr, box->x, box->y + first);
        break;
    case AF_SIDE_NONE: return;
    }
    cairo_close_path(cr);
    cairo_clip(cr);
}

/* Light falls from the upper left. Sides that belong to no box are lines of a table or rules: in relief they have both halves
 * (CSS 2.1 section 17.6.2: inset is drawn as ridge, outset as groove). */
static void paint_relief(cairo_t *cr, const AfArea *area, const Box *box) {
    gboolean lit = area->side == AF_SIDE_BOTTOM || area->side == AF_SIDE_RIGHT; /* of a box that lies lower */
    gboolean halves = area->dash == AF_KW_GROOVE || area->dash == AF_KW_RIDGE || area->side == AF_SIDE_NONE;
    gboolean raised = area->dash == AF_KW_RIDGE || (area->dash == AF_KW_OUTSET && area->side != AF_SIDE_NONE) ||
                      (area->dash == AF_KW_INSET && area->side == AF_SIDE_NONE);
    if (!halves) {
        set_shade(cr, area->color, lit == raised ? darker : lighter);
        fill_strip(cr, box, 0, 1);
        return;
    }
    set_shade(cr, area->color, raised ? lighter : darker);
    fill_strip(cr, box, 0, 0.5);
    set_shade(cr, area->color, raised ? darker : lighter);
    fill_strip(cr, box, 0.5, 1);
}

void af_paint_rule(cairo_t *cr, const AfArea *area) {
    Box box = {AF_POINTS(area->x), AF_POINTS(area->y), AF_POINTS(area->width), AF_POINTS(area->height),
               area->side ? area->side == AF_SIDE_TOP || area->side == AF_SIDE_BOTTOM : area->width >= area->height};
    double length = box.level ? box.width : box.height, thickness = box.level ? box.height : box.width;
    cairo_save(cr);
    clip_side(cr, area, &box);
    set_shade(cr, area->color, same);
    switch (area->dash) {
    case AF_KW_DOTTED: paint_dots(cr, &box, length, thickness); break;
    case AF_KW_DASHED: paint_dashes(cr, &box, length, thickness); break;
    case AF_KW_DOUBLE: /* two lines of a third, a third apart */
        fill_strip(cr, &box, 0, 1.0 / 3);
        fill_strip(cr, &box, 2.0 / 3, 1);
        break;
    case AF_KW_GROOVE:
    case AF_KW_RIDGE:
    case AF_KW_INSET:
    case AF_KW_OUTSET: paint_relief(cr, area, &box); break;
    default: fill_strip(cr, &box, 0, 1); break;
    }
    cairo_restore(cr);
}

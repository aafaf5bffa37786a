/* What the files of this stage share:
 *
 *   paint.c    pages onto surfaces, marked content
 *   text.c     glyphs, with the characters that they stand for
 *   borders.c  rules and sides of boxes, by style
 *   rules.c    upright rules that meet are one
 *   picture.c  PNG, JPEG and SVG
 */
#pragma once

#include "paint/paint.h"

#include <cairo.h>

/* rules.c: for each area of a page where it begins, y, once upright rules that meet are one, which is painted where the
 * last of them stands; AF_RULE_JOINED for the others, which are not painted. To be freed; NULL if there is nothing to
 * join. */
#define AF_RULE_JOINED G_MININT
AfUnit *af_rules_join(const GPtrArray *areas);

/* borders.c: paints a rule or side (AF_AREA_FILL) in its style; the source of the context is another one then. */
void af_paint_rule(cairo_t *cr, const AfArea *area);

/* picture.c: paints a graphic (AF_AREA_IMAGE) where it stands; the source of the context is another one then. NULL, or why it
 * cannot be painted, to be freed. */
char *af_paint_picture(cairo_t *cr, const AfArea *area);

/* text.c: the text of an area from byte `from` up to `to` (G_MAXUINT: its end), in the colour that is set. */
void af_paint_text(cairo_t *cr, const AfArea *area, guint from, guint to);

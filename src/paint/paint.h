/* Painting: pages of areas onto a cairo surface. The one door to cairo's surfaces. No layout logic is here. */
#pragma once

#include "layout/layout.h"

/* The pages as a PDF without metadata: what cairo writes, with every piece of content marked. Each marked piece ("leaf") is a
 * maximal run of areas that belong to the same formatting object on one page; its MCID is its place among the page's leaves.
 * Everything that is an artifact is outside of marked content (pdf/ wraps it). NULL and a diagnostic on failure.
 * last: no page is painted or dumped again, so each is let go of as soon as it is painted.
 * leaves: GPtrArray of GArray of (const AfFoNode *), by page and MCID, owned by the caller (free with g_ptr_array_unref). */
GByteArray *af_paint_pdf(AfPages *pages, gboolean last, GPtrArray **leaves, AfDiagnostics *diagnostics);

/* One page, from 0, as PNG, `dpi` dots per inch. */
GByteArray *af_paint_png(const AfPages *pages, int index, double dpi, AfDiagnostics *diagnostics);
/* One page, from 0, as SVG. */
GByteArray *af_paint_svg(const AfPages *pages, int index, AfDiagnostics *diagnostics);

/* Gives back the fonts that Pango keeps for the life of the process, so that a leak checker shows leaks only (fontconfig
 * joins its patterns by offsets, which no checker can follow). Nothing may be laid out or painted after it. */
void af_paint_end(void);

/* Adds the libraries of this stage (base/library.h). */
void af_paint_versions(GPtrArray *versions);

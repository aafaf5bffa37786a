/* Painting: pages of areas onto a cairo surface. The one door to cairo's surfaces. No layout logic is here. */
#pragma once

#include "layout/layout.h"

/* One piece of marked content. */
typedef struct {
    const AfFoNode *node;        /* content: the formatting object that it belongs to. An artifact: the fo:static-content that
                                    it stands in, or NULL */
    AfArtifact artifact;
    const char *actual;          /* content: what is read in its place (ActualText), owned by the pages; NULL: what it shows */
    double x, y, width, height;  /* of an artifact that is a background: what it covers, in points from the page's lower
                                    left corner */
} AfPainted;

/* The pages as a PDF without metadata: what cairo writes, with the pieces of its content marked. Each marked piece ("leaf") is a
 * maximal run of areas on one page that belong to the same formatting object, or are artifacts of one kind; so
 * is each part of a word that a line's end divides. Its MCID is its place
 * among the page's leaves. Layout artifacts outside of running heads are not marked (pdf/ wraps what is not). NULL and a diagnostic
 * on failure.
 * last: no page is painted or dumped again, so each is let go of as soon as it is painted.
 * leaves: GPtrArray of GArray of AfPainted, by page and MCID, owned by the caller (free with g_ptr_array_unref). */
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

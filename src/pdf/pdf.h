/* Finishing a PDF: what cairo cannot write, added by libqpdf. The one door to libqpdf.
 *
 * From the tree of formatting objects and the leaves that were painted: document language, title, XMP, structure tree (roles from
 * the objects or their `role` property), links, bookmarks, page labels; content outside of marked pieces becomes artifacts;
 * object streams, deterministic id. SOURCE_DATE_EPOCH fixes the dates. */
#pragma once

#include "layout/layout.h"

/* The finished file; NULL and a diagnostic on failure. `leaves` as af_paint_pdf made them. Title, language, author and subject
 * come from the tree (fo:root's xml:lang and title; fo:declarations' XMP dc:title, dc:creator, dc:description). */
GByteArray *af_pdf_finish(const GByteArray *painted, const AfPages *pages, const GPtrArray *leaves, AfDiagnostics *diagnostics);

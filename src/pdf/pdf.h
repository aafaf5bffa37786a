/* Finishing a PDF: what cairo cannot write. The one door to libqpdf.
 *
 * The structure tree comes from the formatting objects and the leaves that were painted for them, in the order of the
 * objects; the footer of a table comes behind its bodies, a caption that stands behind its table behind that. What goes
 * on over lines, columns and pages is one element.
 *
 *   fo:root                    Document
 *   block                      P if it has text of its own, Div if it has paragraphs of text beside lists or tables,
 *                              else nothing; nothing in a heading or paragraph, nor as all that is in a TD, TH, LBody,
 *                              TOCI, Note or Caption
 *   list-block, list-item,     L (ListNumbering, by its first labels), LI, Lbl, LBody; a list in a Note that puts its
 *   -label, -body              label beside its text: only Lbl; in a TOC: TOCI
 *   table, table-and-caption,  Table, Caption
 *   table-caption
 *   table-header, -body,       THead, TBody, TFoot, TR; rows that are collapsed are nothing
 *   -footer, -row
 *   table-cell                 TD; in a header TH, unless it is empty
 *   basic-link                 Link, with an annotation for each line
 *   footnote                   Reference (its citation), Note (its body) at the place of reference
 *   external-graphic,          Figure; an artifact if its alternative is said to be empty
 *   instream-foreign-object
 *   static-content, marker,    artifacts; what is retrieved in the flow belongs to the object that retrieves it
 *   leader
 *   inline, wrapper …          Span where the language changes, else nothing
 *
 * What has no leaf is nothing, but for the cells of a table. The role property says otherwise: any structure type of
 * PDF 1.7, or Artifact; unknown ones count as not given. A role may stand anywhere: an element that holds only others
 * gets what is needed between (content in a Sect a P, cells in a Table a TR, content in an L an LI with LBody); one
 * that cannot stand there (a TR outside of a table) is a Div, or nothing in a line, and the file does not say that it is
 * PDF/UA (conform.c). A Link or Annot without an annotation is text. The parts of a table with another role, and
 * the items of a list in an LI or LBody, are what is in them, so that lists may stand in columns.
 *
 * Every row of a table has as many cells, counted with spans: those that it lacks are there and empty; spans end with
 * their part of the table. The Scope of a TH is Column in a header, or if its row has only heads; Both if cells that
 * are none stand to the right of it there; else Row. A cell that is headed by more than Scope leads to (under a group's
 * head, over several columns or rows) has Headers (tables.c; ISO 32000-1, 14.8.5.7).
 *
 * Alternatives are attributes named alt-text, in any namespace: Alt of a Figure or Formula, Contents of a link, in
 * which U+FFFC is the number of the page that it leads to (else its text, the alternative of what is in it, its
 * address). A Form is no field but printed (ISO 32000-1, 14.8.5.6): af:control (namespace urn:auditfolio:document) cb,
 * rb, pb or tv, af:checked on, off or neutral, its alternative what it is for; without af:control it is cb if
 * af:checked is there, else tv.
 *
 * What no element holds is an artifact (14.8.2.2): static content Pagination, Header, Footer or at a side, by its
 * region; heads of tables that are said again and what is retrieved from markers Pagination; backgrounds Background
 * with what they cover; all else Layout.
 *
 * A link whose destination is nowhere, or that leads elsewhere than to http, https or mailto, is text; so is one in
 * an artifact, where PDF/UA has no place for it. Title, author, subject and keywords are dc:title, dc:creator,
 * dc:description and dc:subject of the XMP in fo:declarations (all of Dublin Core goes into the file's XMP); without
 * dc:title, the first page sequence's fo:title. The language is fo:root's, else the first page sequence's.
 * SOURCE_DATE_EPOCH fixes the dates, and then the same input gives the same bytes. */
#pragma once

#include "layout/layout.h"

/* A file that goes into the document. Strings are UTF-8. */
typedef struct {
    const char *name;        /* without a folder, such as "nordlicht.xml"; NULL: there is no such file */
    const char *media_type;  /* such as "application/xml" */
    const char *description; /* in the document's language */
    const guint8 *bytes;
    gsize length;
} AfPdfFile;

/* What a document was made of: an associated file of the document (ISO 19005-3, 6.8 and annex E) with AFRelationship
 * Source, whose digest stands in the XMP. A supplement is what is needed beside it to make the document again:
 * AFRelationship Data. */
typedef struct {
    const char *kind;             /* "assessment", "program" */
    const char *program, *version; /* the program that it is of */
    AfPdfFile file, supplement;
} AfPdfSource;

/* The source of a document, as it was taken out of it again. */
typedef struct {
    gboolean is_program;    /* a program's definition; an assessment otherwise */
    char *name;             /* of its file: no path, nothing in it that moves a cursor, never empty */
    GByteArray *bytes;      /* as it went in */
    GByteArray *supplement; /* what went in beside it; NULL if nothing did */
} AfPdfExtract;
/* Whether bytes are to be taken for a PDF (ISO 32000-1, 7.5.2, and annex H.3.4.1) and not for XML. */
gboolean af_pdf_is(const guint8 *bytes, gsize length);
/* Takes the source out of a PDF of ours and holds it against the digest in the XMP. That it is valid is not asked here.
 * NULL and one error about `path` (pdf-expected, pdf-damaged, pdf-encrypted, pdf-limits, pdf-attachments, pdf-no-source,
 * pdf-sources, pdf-metadata, pdf-digest, xml-too-large) for any other file, however it came to be: libqpdf reads it in a
 * process of its own, within half a gigabyte and ten seconds. */
AfPdfExtract *af_pdf_extract(const guint8 *bytes, gsize length, const char *path, AfDiagnostics *diagnostics);
void af_pdf_extract_free(AfPdfExtract *extract);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfPdfExtract, af_pdf_extract_free)

/* The finished file (PDF 1.7, object streams; structure, annotations and bookmarks stand in an update behind the
 * rest, see append.c). `painted` and `leaves` are as af_paint_pdf made them: on each page the marked pieces are
 * numbered from 0 without gap in the order of the content, and are as many as its leaves. The source, if there is one
 * (NULL: none), is put into the file. NULL and the diagnostic pdf-failed if that is not so, or if the file is damaged. */
GByteArray *af_pdf_finish(const GByteArray *painted, const AfPages *pages, const GPtrArray *leaves,
                          const AfPdfSource *source, AfDiagnostics *diagnostics);

/* What can be told apart in a PDF when its bytes are not what they were; see MANIFESTS in the manual. Digests are SHA-256
 * over unpacked bytes. */
typedef struct {
    GPtrArray *pages;  /* char *: digests of what is painted on each; "" where it cannot be had */
    guint annotations; /* links, comments …, of all pages */
    char *metadata;    /* digest of the XMP; NULL: there is none */
    char *source;      /* digest of the file that is associated as Source; NULL: there is none, or several */
} AfPdfParts;

/* Reads them from a file that was made here. NULL if it cannot be read (damaged, encrypted) or is beyond all measure. */
AfPdfParts *af_pdf_parts(const void *bytes, gsize length);
/* The same from a file of any origin, in a process of its own, within half a gigabyte and ten seconds. */
AfPdfParts *af_pdf_parts_confined(const void *bytes, gsize length);
void af_pdf_parts_free(AfPdfParts *parts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfPdfParts, af_pdf_parts_free)

/* Adds the libraries of this stage (base/library.h). */
void af_pdf_versions(GPtrArray *versions);

/* What the files of this stage share. */
#pragma once

#include "paint/paint.h"
#include "pdf/pdf.h"

#include <qpdf/qpdf-c.h>

#ifndef AF_VERSION
#define AF_VERSION "0.1.0"
#endif

static inline void af_qpdf_clear(qpdf_data *qpdf) {
    if (*qpdf) qpdf_cleanup(qpdf);
}
/* `af_autoqpdf qpdf_data qpdf = qpdf_init();` */
#define af_autoqpdf __attribute__((cleanup(af_qpdf_clear)))

#define AF_NO_INDEX G_MAXUINT

/* The structure types of PDF 1.7 (roles.def); AF_TAG_NONE is no element, AF_TAG_ARTIFACT what is not to be read at
 * all. */
typedef enum {
    AF_TAG_NONE,
    AF_TAG_ARTIFACT,
#define AF_TAG(code, name, kind) code,
#include "pdf/tags.def"
#undef AF_TAG
    AF_TAG_COUNT
} AfTag;

/* What stands in an element, in reading order. */
typedef enum {
    AF_KID_ELEMENT, /* value: index of the element */
    AF_KID_LEAF,    /* value: index of the leaf */
    AF_KID_LINK,    /* value: index of the link, whose annotation belongs to the element */
} AfKidKind;

typedef struct {
    AfKidKind kind;
    guint value;
    guint next; /* the next kid of the same element; AF_NO_INDEX: none */
} AfKid;

typedef struct {
    AfTag tag;
    const AfFoNode *node; /* what it stands for; NULL for a row that only its cells say */
    const char *language; /* the language of what is in it; owned by the tree of formatting objects */
    const AfFoNode *only; /* the one plain paragraph that is all its content and needs no element of its own; or NULL */
    guint cell;           /* TD and TH in a table: 1 + its index in the cells; 0: none */
    gboolean named;       /* another element refers to it by its ID */
    gboolean implied;     /* no formatting object asks for it: what stands in it needs it */
    guint parent;         /* AF_NO_INDEX for Document, which is element 0 */
    guint first_kid, last_kid;
} AfElement;

/* One piece of marked content: leaf i of the document, page by page in the order of the content. */
typedef struct {
    const AfFoNode *node;
    guint page, mcid; /* mcid: among what is held on the page */
    guint element; /* the element that holds it; AF_NO_INDEX: an artifact */
    guint next;    /* the next leaf of the same formatting object */
} AfLeaf;

/* One rectangle that leads somewhere, of those links that lead to a place that is there. */
typedef struct {
    const AfLink *link;
    guint page;
    guint element; /* the Link element that holds it; AF_NO_INDEX: none, and then no annotation is made */
    int number;    /* the annotation's object number */
    guint next;    /* the next rectangle of the same formatting object */
} AfPdfLink;

typedef enum { AF_SCOPE_NONE, AF_SCOPE_COLUMN, AF_SCOPE_ROW, AF_SCOPE_BOTH } AfScope;

/* Where a cell stands in its table, from 0, and what heads it. */
typedef struct {
    guint element, kid;        /* kid: by which its row has it */
    guint number;              /* the column that it says it is in, from 1; 0: the next */
    guint row, column, rows, columns;
    gboolean head;             /* it is a TH */
    gboolean empty;
    gboolean filler;           /* it is empty, and only there because a row lacked it */
    AfScope scope;             /* of a head */
    guint first_header, n_headers; /* among the headers of the structure; only where Scope does not suffice */
} AfCell;

typedef struct {
    GArray *elements;  /* AfElement, parents before children */
    GArray *kids;      /* AfKid */
    GArray *leaves;    /* AfLeaf */
    GArray *page_leaf; /* guint: the first leaf of each page, and one more for the end */
    GArray *cells;     /* AfCell */
    GArray *headers;   /* guint: elements */
    const AfFoNode *misplaced; /* the first object whose role may not stand where it does, or NULL */
} AfStructure;

/* Everything that is finished at once. */
typedef struct {
    qpdf_data qpdf;
    const AfPages *pages;
    const AfFo *fo;
    const GPtrArray *painted_leaves;
    const AfPdfSource *source; /* NULL: none */
    AfDiagnostics *diagnostics;
    guint n_pages;
    qpdf_oh *page;   /* the pages' objects */
    GArray *objects; /* int: the painted file's objects; empty if not known */
    GArray *links;   /* AfPdfLink, page by page */
    AfStructure structure;
    const char *language; /* of the document; "" if it has none */
    gint64 time;          /* SOURCE_DATE_EPOCH or now */
    GString *xmp;         /* what is to be written as /Metadata; NULL: nothing */
} AfPdf;

/* pdf.c: TRUE, with a diagnostic, if qpdf has something to complain of since the last call. */
gboolean af_pdf_failed(AfPdf *pdf, qpdf_data qpdf);
void af_pdf_report(AfPdf *pdf, const char *reason);

/* strip.c: a copy of cairo's file whose cross-reference table lacks the objects of cairo's own structure tree. qpdf
 * reads every object that there is, and these are nine tenths of them: 20 ms of a document of 2,500 leaves. objects
 * (int) gets the numbers of those that are left. A file that does not look like cairo 1.16's is copied as it is,
 * without numbers, which is slower and no less right. */
GByteArray *af_pdf_strip(const GByteArray *painted, GArray *objects);

/* What is not marked: rules, borders, leaders (ISO 32000-1, 14.8.2.2.2). */
#define AF_ARTIFACT_PLAIN "<</Type/Layout>>"

/* content.c: makes of a page's content what the structure says: marked content that no element holds, and everything
 * outside of marked content, becomes an artifact. artifact[mcid] is the property list of one that is no content, NULL
 * for what an element holds; what is held is numbered anew, without gap, and
 * has as ActualText what actual[mcid] says, if it says anything; actual may be NULL. NULL if the content does not hold exactly `count`
 * marked pieces, or is not well formed. */
GString *af_content_rewrite(const char *content, gsize length, char *const *artifact, const char *const *actual,
                            guint count);

/* artifacts.c: the property list of a piece that no element holds; to be freed. */
char *af_artifact_properties(const AfPdf *pdf, const AfPainted *painted);

/* compact.c: says a page's content, whose marks are final, in fewer bytes, in place. Text stays within 0.02 pt of where
 * it was, other numbers lose decimals that cannot be seen. What is not well formed stays as it is. */
void af_content_compact(GString *content);

/* numbers.c: appends a number without the decimals that cannot be seen; color: it is one of a colour's, of which there
 * are 256 shades. What is no decimal fraction of a usual size is appended as it is. */
void af_number_put(GString *out, const char *number, gsize length, gboolean color);
/* Appends digits/10^decimals without zeros that say nothing. */
void af_number_put_digits(GString *out, guint64 digits, int decimals);

/* structure.c: the elements of the document. Sets the elements of the links too. */
void af_structure_build(AfPdf *pdf);
/* Whether anything on the page is content. */
gboolean af_structure_holds(const AfStructure *structure, guint page);
void af_structure_clear(AfStructure *structure);
/* Whether an element of this type groups others and holds no content itself; whether it is part of a line (NONE is
 * content); whether all in it is text, so that plain blocks in it need no element. */
gboolean af_tag_is_group(AfTag tag);
gboolean af_tag_is_inline(AfTag tag);
gboolean af_tag_is_text(AfTag tag);
/* nesting.c: whether an element may stand in another. */
gboolean af_tag_fits(AfTag tag, AfTag parent);
/* What has to stand between an element (NONE: content) and one that holds only others; NONE: nothing. To be asked
 * again for what comes between. */
AfTag af_tag_between(AfTag tag, AfTag parent);
/* What an element is that cannot stand where it does; NONE: nothing but what is in it. */
AfTag af_tag_instead(AfTag tag, AfTag parent);
/* tables.c: settles where the cells of a table (an element) stand, supplies those that are not there, and finds what
 * heads them. */
void af_table_settle(AfStructure *structure, guint table);
/* The element's structure type, such as "TD". */
const char *af_tag_name(AfTag tag);

/* The objects that are put behind the file that qpdf wrote, as PDF text. */
typedef struct {
    int number;
    gsize offset; /* where it begins in the text */
} AfObject;

typedef struct {
    GString *text;
    GArray *objects; /* AfObject, as they come in the text */
    int next;        /* the next free object number */
    guint alike_from, alike_to; /* of the objects above: those that hardly differ in form, see rows.c */
    /* objects of the file: pages, and those that are there to be replaced (0: not) */
    int *page, *annotations, structure, outlines, metadata;
} AfObjects;

/* rows.c: the objects from..to as the content of an object stream, ready to be packed, whose decoded form is in rows of
 * AF_PDF_ROW bytes with PNG's differences. first: where the objects begin in the decoded form. */
#define AF_PDF_ROW 100
GByteArray *af_rows_pack(const AfObjects *objects, guint from, guint to, gsize *first);

/* append.c: begins an object; what is put to the text until the next is its value. */
void af_object_begin(AfObjects *objects, int number);
/* Puts what is to come behind a finished file, as an update of the kind that PDF has for adding objects (ISO 32000-1,
 * 7.5.6): structure, annotations, bookmarks. With qpdf an object costs 20 µs, and of these there are thousands. NULL
 * on failure. */
GByteArray *af_pdf_append(AfPdf *pdf, const guint8 *file, gsize length);

/* elements.c: what stands for a graphic where it cannot be seen (alt-text); NULL if nothing is said. */
const char *af_alternative_of(const AfFoNode *node);
/* The structure tree; the links have their numbers. */
void af_elements_print(const AfPdf *pdf, AfObjects *objects);

/* links.c: finds the rectangles that lead somewhere; gives those in the structure their numbers; prints the
 * annotations. */
void af_links_find(AfPdf *pdf);
void af_links_number(AfPdf *pdf, AfObjects *objects);
void af_links_print(const AfPdf *pdf, AfObjects *objects);
/* Whether any rectangle of the page becomes an annotation. */
gboolean af_links_on(const AfPdf *pdf, guint page);
/* Where a formatting object with internal-destination or external-destination leads, as /Dest or /A; FALSE if it
 * leads nowhere that is there or allowed. objects NULL: only asks. */
gboolean af_link_target(const AfPdf *pdf, const AfFoNode *node, AfObjects *objects);
/* The text of a formatting object on one line; to be freed. */
char *af_pdf_text(const AfPdf *pdf, const AfFoNode *node);

/* outline.c: bookmarks and page labels. */
gboolean af_outline_wanted(const AfPdf *pdf);
void af_outline_print(const AfPdf *pdf, AfObjects *objects);
void af_page_labels_write(AfPdf *pdf, qpdf_oh catalog);

/* metadata.c: Info, XMP, title; makes the XMP and a placeholder for it. */
void af_metadata_write(AfPdf *pdf, qpdf_oh catalog);

/* schemas.c: the properties that are in no schema of XMP's own. A new one is a line here and one in schemas.c. */
typedef enum {
    AF_XMP_UA_PART,
    AF_XMP_SOURCE_DIGEST,
    AF_XMP_SOURCE_KIND,
    AF_XMP_SOURCE_NAME,
    AF_XMP_SUPPLEMENT_DIGEST,
    AF_XMP_PROGRAM,
    AF_XMP_PROGRAM_VERSION,
} AfXmpProperty;
/* XMP on its way, and which of these properties are in it, as bits. */
typedef struct {
    GString *text;
    guint used;
} AfXmp;
/* Puts the namespaces of their prefixes into the tag of an rdf:Description. */
void af_xmp_put_namespaces(AfXmp *xmp);
/* Puts such a property, which is text, into that rdf:Description. */
void af_xmp_put_property(AfXmp *xmp, AfXmpProperty property, const char *value);
/* The value of such a property in an XMP, NULL if it is not there (or there is no XMP). To be freed. */
char *af_xmp_get_property(const xmlDoc *xmp, AfXmpProperty property);
/* Puts the rdf:Description that describes those that were put (ISO 19005-3, 6.6.2.3). */
void af_xmp_put_schemas(AfXmp *xmp);

/* attach.c: puts what is said of the source into an rdf:Description; nothing without a source. */
void af_source_put_xmp(const AfPdf *pdf, AfXmp *xmp);
/* Puts the source's files into the document. */
void af_source_attach(AfPdf *pdf, qpdf_oh catalog);

/* profile.c: /OutputIntents, which says that the colours are sRGB. */
void af_output_intent_write(AfPdf *pdf, qpdf_oh catalog);

/* conform.c: the standards that a file may say it conforms to, as bits. Why it does not conform to one is a note.
 * titled: whether it has a title. */
enum { AF_CONFORMS_A = 1, AF_CONFORMS_UA = 2 };
guint af_conformance(AfPdf *pdf, gboolean titled);
/* Whether it is a language tag (RFC 3066); "" is none. */
gboolean af_language_is_tag(const char *language);

/* contents.c: what any PDF carries. */
#define AF_PDF_MOST_FILES 100 /* that may be attached */
typedef struct {
    gboolean faulty; /* and then: */
    AfCode code;
    double number; /* for the code's message */
    GByteArray *source, *data; /* the associated files of these relationships; data may be NULL */
    GByteArray *xmp;           /* NULL: it has none */
    char *source_name, *data_name;
} AfPdfContents;
/* Reads it, in this process: time and memory are bounded by who calls (extract.c). */
void af_pdf_contents_read(const guint8 *bytes, gsize length, AfPdfContents *contents);
void af_pdf_contents_clear(AfPdfContents *contents);

/* text.c: ISO 32000-1, 7.2.2: white space, delimiters, and all the rest, of which words are. */
enum { AF_PDF_REGULAR, AF_PDF_SPACE, AF_PDF_DELIMITER };
extern const guint8 af_pdf_kinds[256];
static inline gboolean af_pdf_is_space(char c) {
    return af_pdf_kinds[(guchar)c] == AF_PDF_SPACE;
}
static inline gboolean af_pdf_is_regular(char c) {
    return af_pdf_kinds[(guchar)c] == AF_PDF_REGULAR;
}

/* text.c: appends what PDF writes: a text string (in PDFDocEncoding or UTF-16BE; bytes of
 * any value, so not for qpdf_oh_parse), the same in ASCII only, " 12 0 R", " 12.5". */
void af_pdf_put_text(GString *out, const char *utf8);
void af_pdf_put_hex_text(GString *out, const char *utf8);
void af_pdf_put_number(GString *out, guint number);
void af_pdf_put_reference(GString *out, int number);
/* The same, with blanks before the number up to a width. */
void af_pdf_put_aligned(GString *out, guint number, int width);
void af_pdf_put_points(GString *out, double points);
/* What the file's end says: where its cross-reference table begins; -1 if it does not say. */
gint64 af_pdf_startxref(const void *file, gsize length);
/* The bytes as /FlateDecode has them; NULL on failure. Most of what is packed is small beside what it takes to make it:
 * the last percents are worth their time. Rows of differences are nought for the most part, and for the last percents of
 * these zlib takes twice the time of level 8. */
enum { AF_DEFLATE = 9, AF_DEFLATE_ROWS = 8 };
GByteArray *af_pdf_deflate(const void *bytes, gsize length, int level);

/* What the files of this stage share. The way of the data here:
 *
 *   inline.c   inline objects of a block → a paragraph: text, runs, objects
 *   graphic.c  where graphics come from
 *   raster.c   how large those of pixels are
 *   viewport.c how large they are shown
 *   fonts.c    the prepared fonts, by style
 *   shape.c    paragraph → glyphs and advances (Pango), places where it may break (locale/)
 *   words.c    words that were shaped before
 *   east.c     what ideographs want: space beside letters, punctuation set half-width
 *   breaks.c   which of them are taken
 *   line.c     lines of areas; links
 *   divide.c   words that a line's end divides, for those who read
 *   decorate.c underlines, backgrounds and borders in lines
 *   spaces.c   spaces before and after inline objects
 *   inset.c    inline-containers and the content of leaders, which have areas of their own
 *   baseline.c where areas stand over a line's baseline, and how high the line is
 *   numbers.c  page numbers, and what room a line leaves for them
 *   index.c    what an index cites; laying out again until it is right
 *   align.c    alignment, leaders, what is known only later
 *   justify.c  how much the spaces of a justified line give, and how its room is spread over them
 *   block.c    blocks and lists → a list of items: lines, rows, spaces, marks
 *   container.c  containers that are broken as blocks are
 *   table.c    tables → rows of cells, each cell a list of items
 *   caption.c  a table with its caption
 *   grid.c     which cell of a table stands where
 *   widths.c   how wide a table's columns are
 *   measure.c  how wide content would like to be
 *   borders.c  which of the collapsed borders that meet is drawn
 *   heads.c    headers and footers of tables that retrieve markers
 *   fit.c      how much of a list fits a height; splitting rows
 *   footnote.c what stands at a page's foot
 *   marker.c   which markers a page has, and which is retrieved
 *   absolute.c containers that are out of the flow
 *   place.c    items get their position on a page; borders and backgrounds
 *   frame.c    background images; corners of borders
 *   group.c    areas of a page that are turned or clipped together
 *   master.c   page masters: which one a page gets, where its regions are
 *   flow.c     pages are filled from a flow: columns, spanning blocks
 *   page.c     pages, page sequences, static content
 */
#pragma once

#include "layout/layout.h"
#include "locale/text.h"

/* No length and no sum of lengths is greater: some of them can be added without care for overflow, loops use af_sum. */
#define AF_MOST ((AfUnit)AF_MOST_POINTS * AF_POINT)
static inline AfUnit af_clamp(double units) { return units >= AF_MOST ? AF_MOST : units > -AF_MOST ? (AfUnit)units : -AF_MOST; }
static inline AfUnit af_units(double points) { return af_clamp(points * AF_POINT + (points < 0 ? -0.5 : 0.5)); }
static inline AfUnit af_sum(AfUnit a, AfUnit b) { return (AfUnit)CLAMP((gint64)a + b, -AF_MOST, AF_MOST); }

/* Strength of what widows and orphans forbid: gives way only before `always`. */
#define AF_KEEP_LINES 1e6f
/* A line that is too long by less is not worth a word. */
#define AF_OVERFULL (AF_POINT / 8)

/* ---- fonts (fonts.c) */

#define AF_FONT_BASELINES 4 /* ideographic, hanging, mathematical, central */
#define AF_PUNCTUATION 40

typedef struct {
    PangoFontDescription *description;
    PangoLanguage *language;
    AfLocale *locale;
    AfUnit size, ascent, descent; /* of the first font */
    AfUnit line_height;
    guint8 *blank; /* [AF_PUNCTUATION]: whether the punctuation of east.c has a blank half: 0 not known, 1 no, 2 yes */
    AfUnit underline_position, underline_thickness;
    const char *asked, *used; /* the family that is not there and what is in its place; NULL if it is */
    gboolean measured; /* baseline.c: whether these are known */
    AfUnit x_height, baselines[AF_FONT_BASELINES];
    AfUnit dot;        /* inset.c: the advance of a full stop; 0 if it was not asked for */
} AfFont;

/* ---- paragraphs */

/* The edges of an inline object are its space, border and padding. */
typedef enum {
    AF_RUN_TEXT,
    AF_RUN_LEADER,
    AF_RUN_NUMBER,
    AF_RUN_GRAPHIC,
    AF_RUN_CONTAINER,
    AF_RUN_EDGE_START,
    AF_RUN_EDGE_END,
    AF_RUN_BIDI, /* a character that begins or ends a directional embedding or override */
    AF_RUN_NONE
} AfRunKind;

typedef struct {
    AfRunKind kind;
    guint start, end;        /* bytes of the paragraph's text; an object is one U+FFFC */
    const AfFoNode *node;    /* the text's own object: what holds the character data */
    const AfFoNode *link;    /* fo:basic-link around it, or NULL */
    const AfFoStyle *style;
    const AfFont *font;
    AfUnit width, height;    /* of an object: natural size */
    AfUnit space;            /* of an edge: how much of the width is space-start or space-end */
    AfUnit baseline;         /* of an inline-container: how far over its bottom */
    gboolean glued;          /* no line ends before it */
    const AfPicture *picture;
    struct AfBox *box;       /* of an inline-container */
    struct AfLine *content;  /* what a leader repeats, or NULL; its width */
    AfUnit content_width;
} AfRun;

/* START and END of an inline object with an id, an index key or markers; POINT: of one without areas; NOTE: a
 * fo:footnote-body is cited. */
typedef enum { AF_ANCHOR_START, AF_ANCHOR_END, AF_ANCHOR_POINT, AF_ANCHOR_NOTE } AfAnchorKind;

typedef struct {
    AfAnchorKind kind;
    guint offset;
    const AfFoNode *node;
} AfAnchor;

typedef struct {
    const AfFoNode *block;
    const AfFoStyle *style;
    const AfFont *font;
    GString *text;
    GArray *runs;    /* AfRun */
    GArray *anchors; /* AfAnchor: where inline objects begin and end that others refer to or that have markers */
    GArray *soft;    /* guint: where a soft hyphen was, which the text is without; NULL if there was none */
    GArray *joined;  /* guint: the same for word joiners */
    AfUnit width;    /* of the block's content: what percentages are of */
    gboolean leaders; /* there are some */
    gboolean spaces;  /* some inline objects have space before or after them */
    gboolean spaced; /* there is letter-spacing or word-spacing */
    gboolean glue;   /* the next run is glued to what is before it */
    gboolean begun;  /* something that is seen stands in the line that a forced break begins */
    gboolean space;  /* the last character is a collapsible space, or nothing has come yet */
} AfParagraph;

typedef struct {
    guint start, end;  /* the line's text without the space at its end */
    gboolean hyphen;
    gboolean last;     /* of the paragraph, or before a forced line break */
} AfBreakLine;

/* Full-width punctuation with a blank half: what of it vanishes if a line begins or ends there, and what is gone already
 * because of other punctuation beside it. */
typedef struct {
    guint offset, end; /* bytes of the text */
    AfUnit before, after, taken_before, taken_after;
} AfBlank;

/* A shaped paragraph. */
typedef struct {
    AfParagraph *paragraph;
    GPtrArray *glyphs;     /* PangoGlyphItem, in logical order */
    gint64 *advance;       /* [length + 1]: x of each byte from the paragraph's start */
    int *script_space;     /* [length + 1]: quarter-em space put in before the byte */
    int *letter_space;     /* [length + 1]: letter-spacing before the byte that a line's end discards; NULL if there is none */
    GArray *blanks;        /* AfBlank, in the text's order; NULL if there are none */
    guint8 *cluster;       /* [length + 1]: whether a cluster begins here */
    guint8 *breaks;        /* [length + 1]; AF_BREAK_HYPHEN only at soft hyphens */
    AfUnit hyphen_width;
} AfShaped;

/* ---- lines */

/* An area of a line: what it was made of, or what it goes with (rules and backgrounds have kind AF_RUN_NONE). */
typedef struct {
    AfRunKind kind;
    const AfFoNode *link;
    const AfFoNode *owner;  /* the object that asks for a rule */
    int level;              /* UAX 9: odd if it reads leftwards */
    int logical;            /* its place in the text */
    AfKeyword edge;         /* as in AfStand: until the line's height is known */
    int with, until;        /* the areas that it goes along; -1 for none */
    AfUnit left, right;     /* how much further right than they it begins and ends, in lr-tb */
    AfUnit least, base;     /* of a leader: its length before it takes its share; what percentages are of */
    AfUnit pattern;         /* of a leader of dots: from one to the next */
    AfUnit space;           /* of an edge: how much of it is space-start or space-end */
    guint inset;            /* 1 + its place among the line's insets; 0: none */
} AfPiece;

/* The areas that a link of the line covers. */
typedef struct {
    guint first, last;
} AfSpan;

/* How a line is to stand. */
typedef struct {
    AfUnit x, width;   /* where it may */
    AfKeyword align;   /* AF_KW_START and AF_KW_END are the reference area's */
    gboolean rtl;      /* the reference area's start is on the right */
    gboolean against;  /* the line itself begins at the reference area's end */
    gboolean wide;     /* justified between ideographs, too */
    gboolean flexible; /* of a justified paragraph: what is a little too long is made narrower */
    const AfFont *font;
} AfSetting;

/* What is known only when all pages are: a page number, and so the widths of the leaders beside it. */
typedef struct {
    GPtrArray *areas;  /* AfArea of the whole line, once it is placed; not owned */
    GArray *pieces;    /* AfPiece, one per area */
    GArray *spans;     /* AfSpan, one per link */
    AfSetting setting;
    AfUnit start;      /* where the reference area starts; positions are from there until the line is set */
    const AfFoNode *block;
    int page;          /* where it was placed; -1 if it was not */
    AfMap map;         /* from its coordinates to the page's */
    guint first_link;  /* among the page's links */
    GArray *insets;    /* AfInset; NULL if none */
    gboolean artifact; /* has no links */
} AfPending;

/* The label of a list item that stands in its body's first line: where, for the dump. */
typedef struct {
    const struct AfList *list; /* the label's, whose marks tell its objects */
    AfUnit y, height;          /* from the line's top */
} AfBeside;

typedef struct AfLine AfLine;
typedef struct AfBox AfBox;

/* What stands where an area of a line is, and has areas of its own. */
typedef struct {
    guint area;       /* which of the line's areas */
    AfBox *box;       /* of a fo:inline-container; else NULL */
    AfLine *content;  /* what a leader repeats; else NULL */
    AfUnit width;     /* of the content */
    const AfArea *first, *last; /* what the box made, of a line that is pending; NULL if nothing */
} AfInset;

struct AfLine {
    AfUnit height, baseline;
    AfUnit x, width;    /* of the line-area, the same way as the areas' */
    GPtrArray *areas;   /* AfArea: x in the reference area, y from the line's top; from its start to its end */
    GArray *reading;    /* guint: the areas as they are read and painted, where that is another order; else NULL */
    GArray *links;      /* AfLink, the same way; NULL if none */
    GArray *anchors;    /* AfAnchor; NULL if none */
    GArray *insets;     /* AfInset; NULL if none */
    AfPending *pending; /* NULL if nothing is */
    AfKeyword side;     /* AF_KW_INSIDE or AF_KW_OUTSIDE: the page says which edge it is aligned with; else AF_KW_NONE_GIVEN */
    AfUnit swing;       /* of such a line, which stands at the start: how far it is to the end */
    const AfFoNode *first; /* the first object of its paragraph */
    guint start;           /* where in the paragraph's text it begins */
    AfBeside *beside;   /* NULL if nothing is, or if it need not be noted */
};

/* A paragraph of which the first lines are placed; the rest is laid out for another width. */
typedef struct {
    const AfFoNode *block, *first; /* as its lines have them; NULL: there is none */
    guint start;
    AfLine *line;                  /* the first of the new lines, when there is one */
} AfResume;

/* ---- items: a list of what is stacked in one reference area. All x in it are from the area's start-edge towards its
 * end-edge, to the right in lr-tb and to the left in rl-tb: only placing turns them into positions on the page. */

typedef enum { AF_ITEM_LINE, AF_ITEM_ROWS, AF_ITEM_BOX, AF_ITEM_RIGID, AF_ITEM_SPACE, AF_ITEM_MARK } AfItemKind;
/* START and END of an object with an id, an index key or markers, MARKER of one that it has; OPEN and CLOSE of a
 * background and borders. POINT: an object without areas, which goes with what follows. TRACE_OPEN and TRACE_CLOSE of an
 * object that paints nothing, where it is to be noted where it stands: they have no influence on anything. OUT: a
 * container that is out of the flow; it goes with what is before, but with what follows if that has to be on another
 * page or if it is the first in its block (`keep` is not 0 then). SHIFT and UNSHIFT: what stands between them is placed
 * further right and down than it is laid out (7.6.7). */
typedef enum {
    AF_MARK_START,
    AF_MARK_MARKER,
    AF_MARK_END,
    AF_MARK_OPEN,
    AF_MARK_CLOSE,
    AF_MARK_POINT,
    AF_MARK_OUT,
    AF_MARK_TRACE_OPEN,
    AF_MARK_TRACE_CLOSE,
    AF_MARK_SHIFT,
    AF_MARK_UNSHIFT
} AfMark;

typedef struct AfRows AfRows;
typedef struct AfList AfList;

/* A block's background and borders, from its OPEN to its CLOSE. */
typedef struct {
    const AfFoNode *node;
    AfUnit x, width;
    AfUnit before, after, start, end;         /* border widths; start and end as the list has them */
    guint32 background, before_color, after_color, start_color, end_color;
    const char *image;                        /* background-image, NULL for none */
    AfKeyword before_style, after_style, start_style, end_style;
    AfUnit head, foot;                        /* border and padding that stay where a page begins or ends within */
    gboolean head_border, foot_border;        /* the border is among them */
} AfDecor;

/* How much further right and down than it is laid out something is placed. */
typedef struct {
    AfUnit right, down;
} AfShift;

/* A background and borders that go on; x is that of its OPEN. Or a shift that does: then there is no decor. */
typedef struct {
    const AfDecor *decor;
    AfUnit x;
    AfShift shift;
} AfOpen;

/* A block-container or inline-container: a reference area of its own. */
struct AfBox {
    const AfFoNode *node;
    AfList *list;
    AfUnit width, height;
    AfKeyword align;
    int turn;           /* of what is in it, in right angles (7.21.3); its width and height are not turned */
    gboolean clips;     /* what stands out of it is not seen */
};

#define AF_SPACE_GONE (-INFINITY)

typedef struct {
    AfItemKind kind;
    AfMark mark;
    float precedence;      /* of a space; infinite: force */
    float first;           /* the precedence of what stays of a space at a reference area's start; AF_SPACE_GONE: nothing does */
    AfKeyword forced;      /* break before this item: AF_KW_PAGE, …; AF_KW_NONE_GIVEN for none */
    float keep;            /* strength against a break before this item */
    float keep_page;       /* the same, where the page ends */
    gboolean spans;        /* stands across all columns (7.21.4) */
    AfUnit x, height;
    AfUnit head, foot;     /* of a box: what objects that go on keep of border and padding where a page begins with it, and
                              where one ends with it (7.8.9, 7.8.31: retain) */
    const AfFoNode *node;
    union {
        AfLine *line;
        AfRows *rows;
        AfBox *box;
        AfDecor *decor;
        AfUnit width;      /* OUT: of the reference area */
        struct { AfUnit at_start, at_end; }; /* what stays of a space at the start and at the end of a reference area */
        AfShift shift;     /* SHIFT */
    };
} AfItem;

struct AfList {
    gboolean rtl;         /* the reference area's start is on the right */
    GArray *items;        /* AfItem */
    GArray *open;         /* AfOpen at a page's end */
    GPtrArray *markers;   /* fo:marker of objects that have not ended */
    GPtrArray *heads;     /* AfRows that stood among the dropped items; owned; NULL if none did */
    AfUnit head, foot;    /* for the next box */
    AfUnit above, height; /* of the reference area, where it is placed: what of it is above the first item; how high it is */
    guint space;          /* 1 + the space that another would meet; 0 if none */
    float next_keep;      /* for the next box: strength against a break before it */
    float next_keep_page; /* the same, where the page ends */
    AfKeyword next_forced;
};

/* A side of a border. */
typedef struct {
    AfUnit width;
    guint32 color;
    AfKeyword style;
} AfBorder;

typedef struct {
    const AfFoNode *node;
    int row, span;             /* row within the group, rows spanned */
    int column, columns;
    AfUnit x, width;
    AfUnit before, after;      /* border, padding and half the separation */
    AfUnit start, end;         /* the same */
    AfUnit least;              /* of the content's height */
    AfUnit baseline;           /* of its first line, if relative-align asks for it; else -1 */
    AfKeyword align;
    AfDecor decor;             /* of collapsed borders only the background */
    gboolean gap;              /* no cell at all, only the background of what is around it */
    AfList *list;
    guint from, to;            /* the part of the list that stands here */
    gboolean continued, goes_on; /* not the first part, not the last */
    gboolean hidden;           /* empty, and so without background and borders (7.28.10) */
} AfCell;

typedef struct AfHeads AfHeads;

typedef struct AfTable {
    const AfFoNode *node;
    gboolean rtl;            /* the first column is on the right */
    gboolean collapse;       /* borders stand on the lines between cells */
    AfUnit gap_before, gap_start; /* half of the border-separation */
    AfUnit x, width;         /* its columns', in its list */
    int columns;
    AfUnit *column_x;        /* [columns + 1] */
    const AfFoNode **column; /* [columns]: fo:table-column, or NULL */
    AfRows *header, *footer; /* repeated ones, or NULL */
    AfUnit header_height, footer_height; /* of those; not where they retrieve markers */
    AfHeads *heads;          /* NULL: header and footer retrieve no markers */
} AfTable;

/* Rows that hang together by spanned cells (mostly one row), or a list item (no table). */
struct AfRows {
    AfTable *table;
    gboolean head;             /* the table's header or footer itself */
    const AfFoNode *part;      /* of a head: the object */
    const AfRows *shown;       /* of a head that retrieves markers: what stands for it on this page */
    gboolean leads;            /* the first of a part of the table: draws the line above itself */
    gboolean continued, goes_on; /* begins or ends within a row */
    gboolean breaks;           /* a break may be asked for in its midst */
    GArray *cells;             /* AfCell */
    int count;
    AfUnit *heights, *minimum; /* [count] */
    float *keep;               /* [count]: strength against splitting the row */
    const AfFoNode **nodes;    /* [count]: fo:table-row, or the first cell of a row without; fo:list-item */
    AfBorder *lines;           /* [count + 1][columns]: collapsed borders before each row and after the last; else NULL */
    AfBorder *walls;           /* [count][columns + 1]: those between cells of a row */
};

/* Where a cell stands in its part of the table. */
typedef struct {
    const AfFoNode *node;
    int row, column, columns, rows;
} AfGridCell;

/* The rows and cells of a header, footer or body. */
typedef struct {
    const AfFoNode *part;
    int rows, columns;
    GPtrArray *nodes; /* AfFoNode by row: fo:table-row, or the first cell of a row without */
    GArray *cells;    /* AfGridCell, as they stand in the tree */
    GArray *first;    /* guint [rows + 1]: the first cell of each row */
    GArray *at;       /* guint [rows][columns]: 1 + the cell; 0 for none */
} AfGrid;

/* A row of a grid; none if there is no grid. */
typedef struct {
    const AfGrid *grid;
    int row;
} AfGridRow;

/* ---- pages */

typedef struct {
    const AfFoNode *node; /* fo:marker */
    const char *name;
    gboolean starts, ends; /* the object that has it, on this page */
} AfPageMarker;

/* What a page has beside what others may see. */
typedef struct {
    AfPage page;
    GArray *traces;  /* where objects and lines stand (trace.c); NULL unless that is wanted */
    const AfFoNode *sequence, *master;
    GArray *markers; /* AfPageMarker */
    gboolean blank;  /* made only to get to an odd or even page: nothing of the flow is on it */
    int lines;
} AfPageWork;

/* What was put into a fo:index-page-citation-list. */
typedef struct {
    gboolean glued;         /* no line ends before it */
    const AfFoNode *target; /* of a link: what is cited; NULL: the page as a whole */
    int page;               /* of a link: the page that is cited; -1: it is no link */
} AfCited;

typedef struct AfIndex AfIndex;
typedef struct AfMarkers AfMarkers;
typedef struct AfNotes AfNotes;
typedef struct AfWords AfWords;

struct AfPages {
    AfFo *fo;
    AfDiagnostics *diagnostics;
    GPtrArray *pages;       /* AfPageWork */
    AfPlace *places;        /* [room], af_fo_count of them used */
    int *last_pages;        /* [room]: where it ends; -1 if it made no area */
    int room;
    GHashTable *cited;      /* AfFoNode in fo:index-page-citation-list → AfCited; owned */
    GPtrArray *texts;       /* char *: what glyph items point into */
    GPtrArray *groups;      /* AfGroup; owned */
    GPtrArray *pictures;    /* AfPicture; owned */
    GHashTable *graphics;   /* path or address → AfGraphic; owned */
    /* fonts */
    PangoContext *context;
    GHashTable *fonts;      /* what it is made of → AfFont; owned */
    GPtrArray *style_fonts; /* AfFont by style id */
    /* work */
    AfIndex *index;
    AfMarkers *markers;
    AfNotes *notes;
    const AfFoNode *link;   /* the fo:basic-link that what is being laid out is in, if there are blocks in it */
    gboolean has_notes;     /* there is a footnote: pages have to find room for it */
    gboolean tables_ask;    /* some header or footer of a table retrieves markers */
    gboolean measuring;     /* what is wrong will be said when it is laid out */
    GHashTable *measured;   /* tables in cells, inline-containers (inset.c) → AfExtents; NULL if there is none */
    GHashTable *asked;      /* fo:retrieve-table-marker → fo:marker, while a header or footer is laid out with it; else NULL */
    GPtrArray *pending;     /* AfPending */
    GHashTable *number_rooms; /* const AfFoNode * → AfUnit: what numbers.c found that page numbers need; NULL for none */
    GPtrArray *lists;       /* AfList; owned */
    GPtrArray *tables;      /* AfTable; owned */
    GPtrArray *decors;      /* AfDecor; owned */
    GPtrArray *contents;    /* AfLine that leaders repeat; owned */
    GPtrArray *boxes;       /* AfBox of inline-containers; owned */
    GHashTable *families;   /* char *: families said to be missing; NULL if none was */
    AfWords *words;
    GHashTable *undivided;  /* char *: languages said to have no hyphenation patterns; NULL if none was */
    GHashTable *missing;    /* characters said once to have no glyph */
    gboolean lacks_glyphs;  /* whether there were any, once all pages are made */
    GHashTable *hyphens;    /* AfFoStyle → PangoGlyphItem */
    int current;            /* the page that is being filled, or whose static content is laid out */
    AfMap map;              /* from the coordinates of what is being placed to the page's */
    AfResume resume;        /* only while a child of the flow is laid out anew */
    AfUnit body_height;     /* of the region-body: lines that are turned are as long if nothing says how long */
    gboolean traced;        /* where objects and lines stand is to be noted: for a dump */
    gboolean numbers_known; /* static content: page numbers can be put in at once */
    int depth;
};

/* A fo:page-sequence whose pages are being made. */
typedef struct {
    const AfFoNode *node;
    int first;            /* index of its first page */
    int number;           /* the next page's number */
    gboolean blank;       /* the page is made only to get to an odd or even one */
} AfSequence;

typedef struct {
    AfUnit x, y, width, height;
} AfRect;

/* More are as good as none. */
#define AF_MOST_COLUMNS 256

static inline AfPageWork *af_page_work(const AfPages *pages, int index) { return g_ptr_array_index(pages->pages, (guint)index); }

/* layout.c: room for the places of all objects that the tree has now. */
void af_places_grow(AfPages *pages);

/* index.c */
AfIndex *af_index_new(AfDiagnostics *diagnostics);
void af_index_free(AfIndex *index);
/* Puts into the tree what a fo:index-page-citation-list says, as far as it is known. */
void af_index_list(AfPages *pages, const AfFoNode *node);
/* To be called before each fo:page-sequence is laid out. */
void af_index_begin_sequence(AfPages *pages, const AfFoNode *sequence);
/* To be called when all are, for the n-th time: the fo:page-sequence from which on all have to be laid out again, so
 * that each index cites the pages that there are and lines have room for their page numbers; NULL if they do, or
 * never will. */
const AfFoNode *af_index_again(AfPages *pages, int times);

/* fonts.c */
void af_fonts_init(void);
const AfFont *af_font_get(AfPages *pages, const AfFoStyle *style);
void af_font_free(gpointer data);
/* Says that a font with a family that is `asked` for stands for it, once a family. */
void af_font_report(AfPages *pages, const AfFont *font, const AfFoNode *node);

/* graphic.c */
/* The graphic at an address, read at most once; where it cannot be, that is said for the node, and its kind is
 * AF_GRAPHIC_NONE. */
const AfGraphic *af_graphic_get(AfPages *pages, const AfFoNode *node, const char *source);
/* The same of what is in a fo:instream-foreign-object. */
const AfGraphic *af_graphic_foreign(AfPages *pages, const AfFoNode *node);
/* viewport.c: a graphic in the viewport of fo:external-graphic or fo:instream-foreign-object, in a block whose content is as
 * wide (6.6.5, 7.15). Owned by the pages. */
AfPicture *af_picture_new(AfPages *pages, const AfFoNode *node, const AfGraphic *graphic, AfUnit width);

/* numbers.c */
/* The number of the page that a page number on page `here` speaks of; NULL and a warning if it is nowhere. */
const char *af_cited_page(const AfPages *pages, const AfFoNode *node, int here);
/* How much room a line leaves for a page number (fo:page-number, a citation of one) that is not known yet. */
AfUnit af_number_room(AfPages *pages, const AfFoNode *node);
/* When all pages are there: the first of pages->pending that has numbers without room in their line; G_MAXUINT if none has.
 * If there is one, what room each number needs is noted for af_number_room. */
guint af_numbers_unfit(AfPages *pages);

/* inline.c */
/* `width`: of the block's content. */
AfParagraph *af_paragraph_new(AfPages *pages, const AfFoNode *block, AfUnit width);
void af_paragraph_free(AfParagraph *paragraph);
/* Adds an inline object, or text, with all it holds. */
void af_paragraph_add(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link);
gboolean af_paragraph_is_empty(const AfParagraph *paragraph);
/* An inline object that is not in this paragraph alone begins or ends where the text is now. */
void af_paragraph_mark(AfParagraph *paragraph, AfAnchorKind kind, const AfFoNode *node);
/* The space, border and padding at an end of an inline object that is in several paragraphs. */
void af_paragraph_edge(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link, gboolean start);
/* Whether the node stands in a line (looking into wrappers). */
gboolean af_is_inline(const AfFoNode *node);
/* block.c: whether a block-level object stands in an inline one, which then is not in one paragraph (6.6.7). */
gboolean af_holds_block(const AfFoNode *node);
/* A page's number as its sequence formats it (7.26). */
char *af_page_number_format(const char *format, int number);

/* words.c */
AfWords *af_words_new(void);
void af_words_free(AfWords *words);
/* The items of a paragraph (PangoItem, the caller's) where they are known without looking: one, if all of it is ASCII in
 * one font and reads rightwards; else NULL. */
GList *af_words_itemize(AfPages *pages, const AfParagraph *paragraph);
/* The glyphs of an item of the text, as pango_shape_with_flags() finds them; the caller's. */
PangoGlyphString *af_words_shape(AfPages *pages, const GString *text, const PangoItem *item);

/* shape.c */
/* What Pango is told of a font, from byte `start` to `end`. */
void af_font_attributes(PangoAttrList *list, const AfFont *font, guint start, guint end);
AfShaped *af_shape(AfPages *pages, AfParagraph *paragraph);
/* Whether a script's letters join: letter-spacing would part them. */
gboolean af_script_joins(GUnicodeScript script);
/* Whether the language is set without spaces between words. */
gboolean af_font_is_cjk(const AfFont *font);
void af_shaped_free(AfShaped *shaped);
/* The run that holds the byte. */
const AfRun *af_run_at(const AfParagraph *paragraph, guint offset);
gboolean af_run_unwrapped(const AfRun *run);
/* Gives back room that an item's glyphs do not need: Pango doubles what grows, and keeps what was cut off. */
void af_shape_trim(PangoGlyphItem *item);
/* Cuts an item: it keeps what is from `offset` on, what is before is returned. Ligatures at the cut are undone. */
PangoGlyphItem *af_shape_cut(AfShaped *shaped, PangoGlyphItem *item, guint offset);
/* The space that stands before `offset` only if no line ends there: between scripts, letter-spacing; a hyphen keeps it. */
AfUnit af_shape_loose(const AfShaped *shaped, guint offset, gboolean hyphen);
/* Takes it away from the item that ends there. Returns how much it was. */
AfUnit af_shape_strip(const AfShaped *shaped, PangoGlyphItem *item, guint offset, gboolean hyphen);
/* Shapes a short text in one font: hyphens, page numbers. */
PangoGlyphItem *af_shape_text(AfPages *pages, const AfFont *font, const char *text, AfUnit *width);
PangoGlyphItem *af_shape_hyphen(AfPages *pages, const AfFoStyle *style, AfUnit *width);

/* Puts space after a cluster (or takes it away). */
void af_shape_widen(PangoGlyphItem *item, guint offset, AfUnit by);

/* east.c */
/* Ideographs, kana and bopomofo: letters that stand in squares. */
gboolean af_is_ideographic(gunichar c);
/* Puts the space between scripts in, and takes blank away between punctuation. */
void af_east_space(AfShaped *shaped);
/* The same, for what was taken from characters of an item that is shaped again. */
void af_east_take_again(const AfShaped *shaped, PangoGlyphItem *item);
/* The blank that vanishes if a line ends, or starts, at the byte. */
AfUnit af_blank_before_end(const AfShaped *shaped, guint offset);
AfUnit af_blank_after_start(const AfShaped *shaped, guint offset);
/* Takes it from the item, if a line starts with it. Returns how much it was. */
AfUnit af_east_strip_start(const AfShaped *shaped, PangoGlyphItem *item, guint offset);
/* The blank that a comma or a closing bracket inside a line may give in a justified one; 0 for other characters. */
AfUnit af_blank_after(const PangoGlyphItem *item, int glyph, gunichar c, AfUnit size);

/* breaks.c: the lines of a shaped paragraph (AfBreakLine). */
typedef struct {
    AfUnit first, rest; /* the first line and the others */
    AfUnit last;        /* how much less there is at the last line and before a forced line break; may be negative */
    guint from;         /* where in the text the first line begins */
} AfWidths;
GArray *af_lines_choose(AfPages *pages, AfShaped *shaped, AfWidths widths);
/* Says that a line is too long, by how much, and how it begins. */
void af_report_overfull(AfPages *pages, const AfFoNode *block, const char *start, const char *end, AfUnit by);
/* Says by how much the content of a region, container or graphic is larger than it, unless its overflow says that this is meant. */
void af_report_area(AfPages *pages, const AfFoNode *node, AfUnit by);

/* line.c: adds the paragraph's lines to the list, between x and x + width. */
void af_lines_add(AfPages *pages, AfList *list, AfParagraph *paragraph, AfUnit x, AfUnit width);
void af_line_free(AfLine *line);
/* A paragraph as one line, wherever it might be broken, from 0 on; its width. The paragraph's text is handed over. */
AfLine *af_line_alone(AfPages *pages, AfParagraph *paragraph, AfUnit *width);
/* The areas of `first`, `count` of them, were put before those of the line: the order of reading follows. */
void af_reading_join(const AfLine *first, guint count, AfLine *line);

/* divide.c: notes which areas of a line are parts of words that its ends divide, to be read whole. The line before ends at
 * byte `before`, the next one begins at `next`; `hyphen` is the area of the hyphen that the line ends with, or NULL. */
void af_divided_note(AfPages *pages, const AfParagraph *paragraph, AfLine *line, const AfBreakLine *at, guint before,
                     guint next, const AfArea *hyphen);

/* justify.c */
/* What stands between a character and the next one. */
typedef struct {
    gunichar c, next;        /* next: only if `wide` */
    AfUnit width, size;      /* of the character with what stands after it; the font's size */
    AfUnit blank;            /* that the character has after it and may give: af_blank_after */
    const AfFoStyle *style;
    gboolean wide;           /* as in AfSetting */
} AfSpot;
/* What gives first, what next (JLREQ 3.8.3 and 3.8.4): spaces between words; the space between ideographs and letters,
 * letter-spacing that may vary, the blank of punctuation; what is between ideographs. */
typedef enum { AF_FLEX_WORDS, AF_FLEX_SCRIPTS, AF_FLEX_IDEOGRAPHS, AF_FLEX_LEVELS } AfFlexLevel;
/* Whether a character has word-spacing (7.17.7). */
gboolean af_is_word_space(const AfFoStyle *style, gunichar c);
/* By how much it may grow or shrink in a justified line, and when. */
AfUnit af_flex(const AfSpot *spot, gboolean grows, AfFlexLevel *level);
/* Spreads a line's room (negative: it is too long) over what may give. Returns what is left of it: what no place can take,
 * or by how much the line is still too long. */
AfUnit af_line_justify(GPtrArray *areas, AfUnit room, const AfSetting *setting);

/* spaces.c */
/* What is left of the spaces of a paragraph's edges where several meet, and at its start. */
void af_spaces_resolve(AfParagraph *paragraph);
/* Whether the space of this edge vanishes at the start or end of a line. */
gboolean af_space_discards(const AfFoStyle *style, AfRunKind edge);

/* inset.c */
/* A fo:inline-container in a line of a block of this width, with its content; how far its baseline is over its bottom. */
AfBox *af_inline_container(AfPages *pages, const AfFoNode *node, AfUnit width, AfUnit *baseline);
/* Areas that were placed move to the right, with what is turned or clipped in them. */
void af_box_shift(GPtrArray *areas, guint from, guint to, AfUnit by);
/* What a leader repeats (leader-pattern="use-content"), as a line of its own, and its width; NULL if it is empty. */
AfLine *af_leader_content(AfPages *pages, const AfFoNode *leader, AfUnit base, AfUnit *width);
/* From one repetition of a leader's pattern to the next (7.22.3); `content`: the width of what it repeats, 0 for dots. */
AfUnit af_leader_pattern(AfPages *pages, const AfFoNode *leader, AfUnit content);
/* How far from its start a leader's first pattern begins, for its leader-alignment (7.22.1), if the leader begins at x. */
AfUnit af_leader_phase(const AfFoStyle *style, AfUnit pattern, AfUnit x);
/* Fills a leader on the page `on`, whose own area is `host` and begins at x of its reference area; the areas are put in
 * at `at` of the page's. */
void af_leader_fill(AfPages *pages, int on, const AfInset *inset, const AfArea *host, AfUnit x, gboolean rtl, guint at);

/* baseline.c */
/* Where an area stands: its alphabetic baseline, or the bottom of one without text, over that of the block's font, positive
 * upwards; or over an edge of its line, which is known only when all areas are in it. */
typedef struct {
    AfUnit y;
    AfUnit unshifted; /* the same without any baseline-shift, for line-height-shift-adjustment (7.16.5) */
    AfKeyword edge;   /* AF_KW_BEFORE_EDGE, AF_KW_AFTER_EDGE; AF_KW_NONE_GIVEN: it is over the baseline */
} AfStand;
/* The stand of an inline object, or of the text in it, in a line of `block` (7.14); `height` is that of an object without
 * text, border and padding and all, and -1 for text; `baseline` how far over the object's bottom its alphabetic one is. */
AfStand af_stand(AfPages *pages, const AfFoNode *node, const AfFoNode *block, AfUnit height, AfUnit baseline);
/* How high a baseline of a font is over its alphabetic one: AF_KW_HANGING, AF_KW_MIDDLE … */
AfUnit af_font_baseline(AfPages *pages, const AfFont *font, AfKeyword baseline);

/* How far a line reaches above and below the alphabetic baseline of its block's font. */
typedef struct {
    AfKeyword strategy;
    gboolean shifts;                     /* baseline-shift counts */
    AfUnit above, below;                 /* without what follows */
    AfUnit leading_above, leading_below; /* half-leading around it all; may be negative */
    AfUnit highest;                      /* of what is aligned with the line's edges */
} AfExtent;
/* A line of a block in this style and font (7.16.6); then what stands in it; then its end. */
AfExtent af_extent_begin(const AfFoStyle *style, const AfFont *font);
void af_extent_add_text(AfExtent *extent, AfStand stand, const AfFoStyle *style, const AfFont *font);
void af_extent_add_area(AfExtent *extent, AfStand stand, AfUnit above, AfUnit below);
void af_extent_end(AfExtent *extent);
/* How high over the baseline something stands, after af_extent_end. */
AfUnit af_extent_y(const AfExtent *extent, AfStand stand);

/* decorate.c: adds the underlines, backgrounds and borders of a line whose y are from its baseline, before it is put into its
 * place. Takes its pieces and returns those of all areas. */
GArray *af_line_decorate(AfPages *pages, AfLine *line, GArray *pieces, const AfFoNode *block, const AfExtent *extent,
                         gboolean rtl);

/* align.c */
/* How text-align and text-align-last ask for a line to be aligned. */
AfKeyword af_line_asked(const AfFoStyle *style, gboolean last);
/* AF_KW_START, AF_KW_END (of a reference area that is `rtl`), AF_KW_CENTER or AF_KW_JUSTIFY. */
AfKeyword af_line_alignment(const AfFoStyle *style, gboolean last, gboolean rtl);
AfUnit af_glyphs_width(const PangoGlyphItem *item);
/* A leader's minimum, optimum or maximum, which is never less than the minimum; percentages of `base` (7.22.4). */
AfUnit af_leader_length(const AfFoStyle *style, AfProperty component, AfUnit base);
/* Gives leaders their share and every area its x. Returns by how much the line is too long. */
AfUnit af_line_align(GPtrArray *areas, const GArray *pieces, const AfSetting *setting);
/* Gives a rule its x and width. */
void af_piece_follow(AfArea *area, const AfPiece *piece, const AfArea *first, const AfArea *last);
/* Puts page numbers in and sets the line anew. */
void af_pending_finish(AfPages *pages, AfPending *pending);
void af_pending_free(gpointer data);
/* The same for a copy of the line. */
AfPending *af_pending_copy(const AfPending *pending);
/* line.c */
void af_area_free(gpointer data);
AfArea *af_area_copy(const AfArea *area);

/* block.c */
/* For a reference area whose start is on the right if `rtl`. */
AfList *af_list_new(AfPages *pages, gboolean rtl);
void af_list_free(gpointer data);
/* Takes away the first items. */
void af_list_drop(AfList *list, guint count);
/* Takes away the items from `from` on. */
void af_list_cut(AfList *list, guint from);
AfItem *af_list_add(AfList *list, AfItemKind kind, AfUnit height);
/* What all block-level objects have around their content: spaces, keeps, breaks, borders, markers. */
typedef struct {
    guint first;    /* the first item inside */
    AfDecor *decor; /* NULL if nothing is painted */
    AfUnit head, foot; /* its decor's */
    gboolean traced; /* there is a decor only because it is to be noted where the object stands */
    gboolean shifted; /* its relative-position is relative */
} AfBlock;
AfBlock af_block_begin(AfPages *pages, AfList *list, const AfFoNode *node, AfUnit width);
/* Where something of this width begins in a list as wide as `area`, `start` from the start-edge that the style has. */
AfUnit af_list_x(const AfList *list, const AfFoStyle *style, AfUnit area, AfUnit start, AfUnit width);
void af_block_end(AfList *list, const AfFoNode *node, AfBlock block);
/* The inline-progression-dimension that a table or block-container asks for in a reference area of this width; -1 if none. */
AfUnit af_inline_dimension(const AfFoNode *node, AfUnit width);
/* Adds a node's children as blocks and paragraphs in a reference area of this width. */
void af_list_fill(AfPages *pages, AfList *list, const AfFoNode *parent, AfUnit width);
/* The same for one child, and for what goes with it if it stands in a line. Returns the next child. */
const AfFoNode *af_list_fill_child(AfPages *pages, AfList *list, const AfFoNode *parent, const AfFoNode *child, AfUnit width);
/* Marks where an object with an id or markers begins and ends. */
void af_list_start(AfList *list, const AfFoNode *node);
void af_list_end(AfList *list, const AfFoNode *node);
/* A size within the range of a compound dimension (7.15.3, 7.15.7); negative: none. A single value (width, height) stands for
 * minimum, optimum and maximum: a maximum of its own (max-width, max-height) goes before the minimum that is only the optimum. */
AfUnit af_within(AfUnit size, AfUnit least, AfUnit optimum, AfUnit most);
/* Two spaces meet (4.3.1): the first becomes what is left of both. A reference area may end between spaces after blocks and those
 * before the next one: `before` says which the second is. */
void af_space_join(AfItem *first, const AfItem *second, gboolean before);
/* Everything from item `first` on hangs together with this strength, and with this one within pages. */
void af_list_keep(AfList *list, guint first, float column, float page);
/* Reads borders, background; x and width are those of the content. Returns whether there is anything to paint. */
gboolean af_decor_read(AfDecor *decor, const AfFoNode *node, AfUnit x, AfUnit width);
/* Its start and end trade places. */
void af_decor_turn(AfDecor *decor);
AfUnit af_border_width(const AfFoStyle *style, AfProperty width);
guint32 af_border_color(const AfFoStyle *style, AfProperty width);
AfUnit af_length(const AfFoStyle *style, AfProperty property, AfUnit base);

/* container.c */
/* How high the container is: as block-progression-dimension says, or its content within minimum and maximum (7.15.3). */
AfUnit af_container_height(const AfPages *pages, const AfBox *box);
/* Whether the container is broken as its content is: nothing says how high it is. */
gboolean af_container_breaks(const AfPages *pages, const AfBox *box);
/* Moves what is in it into the list, `x` from the list's start. */
void af_container_pour(AfList *list, const AfBox *box, AfUnit x);

/* table.c */
void af_table_add(AfPages *pages, AfList *list, const AfFoNode *node, AfUnit width);
AfRows *af_rows_new(AfTable *table, int count);
void af_rows_free(AfRows *rows);
void af_table_free(gpointer table);
void af_rows_measure(AfRows *rows);
AfUnit af_rows_height(const AfRows *rows);
/* The rows are the first on a page, after the repeated `header` or nothing (NULL): their borders there are others, and
 * so may be their height. */
void af_rows_lead(AfRows *rows, const AfRows *header);
/* The same for the last rows on a page, before the repeated `footer` or nothing; and how much higher they may be by that. */
void af_rows_trail(AfRows *rows, const AfRows *footer);
AfUnit af_rows_trailing(const AfRows *rows, const AfRows *footer);
/* Sets what depends on the borders before and after: where the cells' content begins, how high the rows are. */
void af_rows_set_edges(AfRows *rows);
/* The border and padding after a cell that is cut. */
AfUnit af_cell_after_cut(const AfRows *rows, const AfCell *cell);

/* Lays a header or footer out once more, with what pages->asked says. */
AfRows *af_head_build(AfPages *pages, const AfRows *base);

/* caption.c: a fo:table-and-caption. */
void af_table_and_caption_add(AfPages *pages, AfList *list, const AfFoNode *node, AfUnit width);
/* How far from its start text-align moves what leaves so much room in a fo:table-and-caption. */
AfUnit af_pair_offset(const AfFoNode *pair, AfUnit room);

/* The break between a row and the one before it; AF_KW_NONE_GIVEN for none. */
AfKeyword af_rows_break_before(const AfRows *rows, int row);

/* heads.c */
/* Whether a header or footer retrieves markers; the table then has heads, to be freed with it. */
gboolean af_heads_ask(AfPages *pages, AfTable *table, const AfFoNode *part);
void af_heads_free(AfHeads *heads);
/* What a header or footer is for the part of its table among the items from `from` to `to`, before they are placed; `base` itself
 * if it does not depend on that. Owned by the table. */
const AfRows *af_head_for(const AfRows *base, const AfList *list, guint from, guint to);
AfUnit af_head_height(const AfRows *base, const AfList *list, guint from, guint to);
/* What a fo:retrieve-table-marker gets in the header or footer that is being laid out; NULL for nothing. */
const AfFoNode *af_head_retrieve(const AfPages *pages, const AfFoNode *retrieve);
/* To be called before items are placed: headers and footers among them get what they retrieve; their tables remember
 * their markers for later parts. */
void af_heads_begin_part(AfPages *pages, const AfList *list, guint from, guint to);

/* grid.c */
/* How many columns the columns and cells of a fo:table make. */
int af_columns_count(const AfPages *pages, const AfFoNode *table);
/* The first of the columns that a fo:table-column is for, counted on from *next, and how many; FALSE if beyond all. */
gboolean af_column_next(const AfFoNode *column, int *next, int *count);
/* To be freed with af_grid_free. What stands beyond the columns or where it may not is said and left out. */
AfGrid *af_grid_new(AfPages *pages, const AfFoNode *part, int columns);
void af_grid_free(gpointer grid);
/* The cell that covers this row and column, or NULL. */
const AfGridCell *af_grid_at(const AfGrid *grid, int row, int column);

/* measure.c: how wide what is in an object would be, indents included: broken wherever it may be, and nowhere. */
typedef struct {
    AfUnit least, most;
} AfExtents;
AfExtents af_measure(AfPages *pages, const AfFoNode *parent);

/* widths.c */
/* The same for the columns of a fo:table. */
AfExtents af_table_extents(AfPages *pages, const AfFoNode *table);
/* Sets the table's width, columns and where each begins. */
void af_table_set_columns(AfPages *pages, AfTable *table, const GPtrArray *grids);

/* borders.c */
/* The collapsed borders on the line between two rows that follow each other ([columns]); no grid: the table's edge. */
void af_borders_between(const AfTable *table, AfGridRow above, AfGridRow below, AfBorder *line);
/* Those between the cells of a row ([columns + 1]). */
void af_borders_across(const AfTable *table, AfGridRow at, AfBorder *walls);
/* Those of the first (`top`) or last line of rows at a break of the table, where the rows `beside` (a repeated header or
 * footer) or nothing (NULL) stands ([columns]). */
void af_borders_at_break(const AfRows *rows, gboolean top, const AfRows *beside, AfBorder *line);

/* fit.c */
/* Rounding of lengths to units must not push a line to the next page. */
#define AF_FIT_SLACK 4
typedef struct {
    guint to;            /* the first item that stays out */
    AfKeyword forced;    /* the break after it was asked for; AF_KW_NONE_GIVEN if not */
    gboolean spans;      /* what follows spans all columns, or does so no more */
    gboolean full;       /* its footnotes leave no room for anything more on the page */
    AfUnit overflow;     /* how far what had to be placed sticks out */
} AfFit;
typedef enum {
    AF_FIT_MUST = 1,   /* at least one box is taken */
    AF_FIT_WHOLE = 2,  /* rows are not split, the list is not changed: only to see what would fit */
    AF_FIT_COLUMN = 4, /* the page does not end here: keeps within pages do not count */
    AF_FIT_NOTES = 8   /* room is kept for the page's footnotes and those of what is taken */
} AfFitting;
/* The table that has rows both before and from this item on; NULL if none has. */
AfTable *af_table_divided(const AfList *list, guint index);
/* The table that goes on at item `from`, so that its header is repeated before it; NULL if none does. */
AfTable *af_table_continued(const AfList *list, guint from);
/* The table that is broken before item `to`, so that its footer is repeated there; NULL if none is. */
AfTable *af_table_broken(const AfList *list, guint to);
gboolean af_item_is_box(const AfItem *item);
/* Whether a break is asked for before one of its boxes, or within rows among them. */
gboolean af_list_breaks(const AfList *list);
/* How many items from `from` on fit; splits rows. Ends where boxes that span all columns begin or end. */
AfFit af_fit(AfPages *pages, AfList *list, guint from, guint end, AfUnit height, AfFitting how);
/* Whether the next box from `from` on spans all columns. */
gboolean af_item_spans(const AfList *list, guint from);
/* Whether one of the boxes before and after the place does, and the other does not. */
gboolean af_span_begins(const AfList *list, guint at);
/* The height of a part of a list as it is placed: spaces at its ends gone. */
AfUnit af_list_extent(const AfList *list, guint from, guint to);

/* marker.c */
AfMarkers *af_markers_new(void);
void af_markers_free(AfMarkers *markers);
/* Whether the object has markers of its own. */
gboolean af_has_markers(const AfFoNode *node);
/* On the current page, while the list is placed: a marker's object begins there; an object with markers ends there; those
 * of objects that began on a page before and have not ended are there, too. */
void af_marker_begin(AfPages *pages, AfList *list, const AfFoNode *marker);
void af_marker_end(AfPages *pages, AfList *list, const AfFoNode *node);
void af_markers_carry(AfPages *pages, const AfList *list);
/* What a fo:retrieve-marker gets on the current page, all pages being there (6.13.6): a copy of the fo:marker, made for
 * it, with its children; NULL if there is none. The tree owns it. */
const AfFoNode *af_marker_retrieve(const AfPages *pages, const AfFoNode *retrieve);
/* What a fo:retrieve-table-marker of the table's header or footer gets (6.13.7), the same way, for the part of the table
 * that is made of the list's items from `from` to before `to` and is about to be placed on the current page: to be asked
 * before it is placed. */
const AfFoNode *af_marker_retrieve_table(AfPages *pages, const AfFoNode *retrieve, const AfTable *table,
                                         const AfList *list, guint from, guint to);
/* Keeps in mind what that part has, for the parts after it: to be called once a part, before it is placed and after
 * its header and footer have asked. Needless for a table that has no fo:retrieve-table-marker. */
void af_marker_table_done(AfPages *pages, const AfTable *table, const AfList *list, guint from, guint to);

/* footnote.c */
AfNotes *af_notes_new(void);
void af_notes_free(AfNotes *notes);
/* A fo:footnote-body that text is about to cite. FALSE and a warning if it may not stand there. */
gboolean af_note_add(AfPages *pages, const AfFoNode *body);
/* How high some footnotes are, one below the other, the separator above them; all zero for none. */
typedef struct {
    AfUnit height;   /* without the space at the end */
    AfUnit reserved; /* at least so much is kept for them */
    AfUnit most;     /* if not 0, they may not take more */
    AfItem after;    /* the space at the end, or a mark */
    gboolean any;
} AfNoteSum;
/* Begins the footnotes of a page of the sequence whose body is `width` wide, with what is left of the page before. */
void af_notes_begin(AfPages *pages, const AfFoNode *sequence, AfUnit width, gboolean rtl);
/* Those of the page but for the first `count` of them are taken back; `reserved` is kept for them and they
 * may take `most`, if it is not 0. */
void af_notes_reset(AfPages *pages, guint count, AfUnit reserved, AfUnit most);
guint af_notes_taken(const AfPages *pages);
/* Those of the page so far. */
AfNoteSum af_notes_sum(const AfPages *pages);
AfUnit af_notes_height(const AfNoteSum *sum);
/* Adds those that the item cites. FALSE if they need no room. */
gboolean af_notes_count(AfPages *pages, const AfItem *item, AfNoteSum *sum);
/* The least room for the first of them: its first line, and the separator if it is the page's first. */
AfUnit af_notes_least(AfPages *pages, const AfItem *item);
/* At most how high rows may be that are to stay on a page, in this room with the footnotes of the sum and their own. */
AfUnit af_notes_rows_room(AfPages *pages, const AfRows *rows, AfUnit room, const AfNoteSum *sum);
/* The part of the list is to stand on the page, and so are its footnotes. */
void af_notes_take(AfPages *pages, const AfList *list, guint from, guint to);
/* Places the page's footnotes, the last at the bottom, none above the top; x is the start-edge. What has no room is left
 * for the next page; if `must`, at least a line is placed. */
void af_notes_place(AfPages *pages, AfUnit x, AfUnit top, AfUnit bottom, gboolean must);
/* Whether anything is left for the next page. */
gboolean af_notes_left(const AfPages *pages);

/* place.c: puts items on the current page; returns their height. x is the reference area's start-edge, y its top. */
typedef enum {
    AF_PLACE_PLAIN = 0,
    AF_PLACE_ARTIFACT = 1, /* running heads, repeated table headers: no content */
    AF_PLACE_COPY = 2      /* they will be placed again */
} AfPlacing;
AfUnit af_place(AfPages *pages, AfList *list, guint from, guint to, AfUnit x, AfUnit y, AfPlacing placing);
/* What is in a container whose content rectangle begins at x, y: it may be turned, and what stands out of it cut off. */
void af_place_content(AfPages *pages, const AfBox *box, AfUnit x, AfUnit y, AfPlacing placing);
/* A border and background box, at once; `rtl` if x is its right edge. */
void af_place_decor(AfPages *pages, const AfDecor *decor, AfUnit x, gboolean rtl, AfUnit y, AfUnit height);

/* frame.c */
/* A background image in a rectangle that is not known yet; NULL if there is none, or it cannot be read. */
AfArea *af_background_open(AfPages *pages, const AfDecor *decor);
/* The rectangle is known: the image is where background-position, -repeat and -attachment say (7.8.1 to 7.8.6). */
void af_background_close(const AfPages *pages, AfArea *area, AfUnit x, AfUnit y, AfUnit width, AfUnit height);
/* Sides of one box (top, right, bottom, left; NULL where there is none) that differ, or whose style is not plain, part their
 * corners. */
void af_sides_part(AfArea *const sides[4]);

/* group.c: to be called where areas are placed. */
/* All areas placed until the end of the group have coordinates that `within` leads to the present ones; `clip`: what is
 * seen of them, in the present coordinates (x, y, width, height), or NULL. */
const AfGroup *af_group_begin(AfPages *pages, const AfFoNode *node, AfMap within, const AfUnit *clip);
void af_group_end(AfPages *pages, const AfFoNode *node, const AfGroup *group);
/* By how many right angles the object's reference-orientation turns its content (7.21.3), counterclockwise. */
int af_turn_of(const AfFoNode *node);
/* The map of content that is turned, from its coordinates to those of the rectangle that it fills. */
AfMap af_turned(int turn, AfUnit x, AfUnit y, AfUnit width, AfUnit height);
/* Whether what stands out of the object's area is cut off (7.21.2). */
gboolean af_clips(const AfFoNode *node);

/* master.c */
/* An attribute that refers, or what it is without. */
const char *af_reference_or(const AfFoNode *node, const char *name, const char *otherwise);
/* The fo:simple-page-master of the sequence's page `index` (from 0), if that is the `last` one or not; NULL if there is none. */
const AfFoNode *af_master_choose(AfPages *pages, const AfSequence *sequence, int index, gboolean last);
/* Whether the last page may have another master than it would have otherwise. */
gboolean af_master_knows_last(const AfPages *pages, const AfSequence *sequence);
/* Whether any of the masters that the sequence may use has a region of this name. */
gboolean af_region_known(const AfPages *pages, const AfSequence *sequence, const char *name);
/* AF_P_PAGE_WIDTH or AF_P_PAGE_HEIGHT. */
AfUnit af_page_dimension(const AfFoNode *master, AfProperty property);
gboolean af_is_region(const AfFoNode *node);
/* The master's region of this name, or NULL. */
/* What the object is called by a flow. */
const char *af_region_name(const AfFoNode *region);
const AfFoNode *af_region_named(const AfFoNode *master, const char *name);
/* A region's rectangle on the page, borders included (6.4.14 to 6.4.18), and that of what is in it. */
AfRect af_region_rect(const AfPage *page, const AfFoNode *master, const AfFoNode *region);
AfRect af_region_content(const AfPage *page, const AfFoNode *master, const AfFoNode *region);
/* The content of a region that is turned has its width and height as it is turned, its position on the page. By how many right
 * angles that is (7.21.3), those of the fo:simple-page-master counted. */
int af_region_turn(const AfFoNode *region);
/* To be called before content is placed in `r`, which af_region_content gave: it becomes that of the group of a region that is
 * turned or cut off, to be ended after the content; NULL if it is neither. */
const AfGroup *af_region_begin(AfPages *pages, const AfFoNode *region, AfRect *r);

/* flow.c: fills pages until the flow is at its end. */
void af_flow_fill(AfPages *pages, AfSequence *sequence, const AfFoNode *flow);

/* trace.c: where areas stand, on the current page and in the coordinates of what is being placed; this costs nothing
 * unless pages->traced. */
typedef enum { AF_TRACE_REGION, AF_TRACE_COLUMN, AF_TRACE_BLOCK, AF_TRACE_LINE } AfTraceKind;
/* The border-rectangle of an object begins here; -1 if it need not be ended. */
int af_trace_begin(AfPages *pages, const AfFoNode *node, AfUnit x, AfUnit y, AfUnit width);
/* It ends at y; `begins` and `ends` if the object does so on this page. */
void af_trace_end(AfPages *pages, int index, AfUnit y, gboolean begins, gboolean ends);
/* Both at once. */
void af_trace_add(AfPages *pages, AfTraceKind kind, const AfFoNode *node, AfRect border, AfRect content);
/* A part of a column of the region-body, from 0; -1: what stands across the columns. */
void af_trace_column(AfPages *pages, AfRect rect, int column);
void af_trace_line(AfPages *pages, const AfFoNode *block, AfRect line, AfUnit baseline, int number);
void af_traces_free(GArray *traces);
/* Writes the lines of a page's regions, blocks, lines and words; nothing if they were not traced. */
void af_dump_traces(GString *out, const AfPages *pages, int page);
/* Writes a blank and the text in quotation marks. */
void af_dump_string(GString *out, const char *text, gsize length);

/* absolute.c: lays out a container that is out of the flow and places it, in this reference area or on the current page. */
void af_absolute_place(AfPages *pages, const AfFoNode *node, AfRect area, AfPlacing placing);

/* page.c */
void af_pages_build(AfPages *pages);
/* The master of the sequence's next page; NULL and an error if there is none. */
const AfFoNode *af_page_master(AfPages *pages, const AfSequence *sequence, gboolean last);
/* The next page, with the borders and backgrounds of its regions; it becomes the current one. */
AfPageWork *af_page_add(AfPages *pages, AfSequence *sequence, const AfFoNode *master);
/* Adds a page on which nothing of the flow stands. FALSE if there is no master for it. */
gboolean af_page_add_blank(AfPages *pages, AfSequence *sequence, gboolean last);
/* Adds a page that stays empty if the next one must be AF_KW_EVEN_PAGE or AF_KW_ODD_PAGE and is not. FALSE if there is no master. */
gboolean af_page_fill_parity(AfPages *pages, AfSequence *sequence, AfKeyword kind);
/* An attribute that refers, read from the element; NULL if it is not there. */
const char *af_reference(const AfFoNode *node, const char *name);
/* Whether something may refer to the object, so that its pages have to be known: it has an id or an index key. */
gboolean af_is_referred(const AfFoNode *node);

/* Layout: a tree of formatting objects becomes pages of areas (XSL 1.1 section 4).
 *
 * All lengths here are AfUnit: 1/1024 point, Pango's unit. Positions are from the page's upper left corner, y downwards. */
#pragma once

#include "fo/fo.h"
#include "layout/graphic.h"

#include <pango/pango.h>

typedef int AfUnit;
#define AF_POINT 1024
#define AF_POINTS(unit) ((double)(unit) / AF_POINT)

typedef struct AfPages AfPages;
typedef struct AfPage AfPage;
typedef struct AfArea AfArea;

typedef enum {
    AF_AREA_TEXT,    /* shaped text on a baseline */
    AF_AREA_FILL,    /* a rectangle in one colour: backgrounds, rules, borders */
    AF_AREA_IMAGE,   /* PNG, JPEG or SVG in a rectangle */
    AF_AREA_GROUP_BEGIN, /* what follows up to its end is turned, clipped or both */
    AF_AREA_GROUP_END,   /* of the group that began last and has not ended */
} AfAreaKind;

/* Coordinates that are those of something else moved, and turned by a number of right angles, counterclockwise as
 * reference-orientation counts them (XSL 1.1 section 7.21.3). All zero: the same coordinates. */
typedef struct {
    int turn;    /* 0 to 3: what is turned once reads upwards, three times downwards */
    AfUnit x, y; /* where its own 0, 0 is in the others */
} AfMap;

/* A group: its areas have coordinates of their own, which a map leads to those of the page. Groups of a page are nested;
 * both the area that begins one and the area that ends it lead to it. Links and places are always in page coordinates. */
typedef struct {
    AfMap map;     /* from the group's coordinates to the page's */
    AfMap within;  /* from the group's coordinates to those of what it stands in */
    AfMap outside; /* from those of what it stands in to the page's */
    gboolean clips;
    AfUnit x, y, width, height; /* what is seen of it, in the coordinates of what it stands in; if it clips */
} AfGroup;

/* A graphic in its place, from the upper left corner of its area: the viewport, which is a part of the area, what is around it
 * (space, border, padding) on the right and below, and the rectangle that the whole graphic fills. */
typedef struct {
    const AfGraphic *graphic;
    AfUnit x, y, width, height;
    AfUnit right, below;
    AfUnit content_x, content_y, content_width, content_height;
    gboolean clips; /* what is outside the viewport is not seen */
    gboolean across, down; /* a background: again and again to the left and right, above and below, within the viewport */
} AfPicture;

/* Which side of a box a border is: where its style or its corners ask for it; else it is a plain rectangle. */
typedef enum { AF_SIDE_NONE, AF_SIDE_TOP, AF_SIDE_RIGHT, AF_SIDE_BOTTOM, AF_SIDE_LEFT } AfSide;

/* Why an area is no content (ISO 32000-1, 14.8.2.2). */
typedef enum {
    AF_ARTIFACT_NONE,       /* it is content */
    AF_ARTIFACT_LAYOUT,     /* rules, borders, leaders, what decorates text */
    AF_ARTIFACT_BACKGROUND, /* colours and images behind content */
    AF_ARTIFACT_PAGINATION, /* running heads and feet, what is said again on each page */
} AfArtifact;

/* What is painted, in painting order, page by page. A page's list is flat: areas know the formatting object they come from,
 * which is all that structure and dumps need. */
struct AfArea {
    AfAreaKind kind;
    const AfFoNode *node; /* the innermost formatting object (its element, role, language, link are found from here) */
    AfArtifact artifact;
    AfUnit x, y, width, height; /* the rectangle; text: x and y of the baseline's start, width its advance, height the font's */
    guint32 color;        /* 0xRRGGBBAA */
    /* text */
    PangoGlyphItem *glyphs;
    const char *text;     /* the text that the glyph item's offsets point into */
    gboolean spaced;      /* a space follows in the text that is not among the glyphs: where a line ends, before a leader */
    /* parts of words that a line's end divides, and what is read in place of each; together with the same in the areas
     * beside it: the glyphs before byte rest_end are the end of a word, those from byte word_start on the beginning of one */
    const char *rest, *word; /* NULL: none */
    guint rest_end, word_start;
    int line;             /* which line of its page, from 0: areas with the same number stand on one line */
    /* fill: a dashed or dotted rule */
    AfSide side;
    int dash;             /* AfKeyword: AF_KW_DOTS of a leader, AF_KW_DOTTED, AF_KW_DASHED, AF_KW_DOUBLE; else solid */
    AfUnit pattern, phase; /* dots: from one to the next; from the left to where the first one's room begins */
    gboolean grid;        /* dots: they stand under each other on the whole page */
    union {
        const AfPicture *picture;        /* image */
        const AfGroup *group;            /* where a group begins and ends; the rectangle is not used */
        AfUnit cut[2];                   /* fill with a side: how wide the sides beside it are, at its left or top end and at
                                            the other: their corners are parted aslant */
    };
};

/* Whether it takes its room but is not seen (7.30.17): boxes and graphics; what else is in lines has no colour then. */
static inline gboolean af_area_is_hidden(const AfArea *area) {
    gboolean box = area->kind == AF_AREA_IMAGE || (area->kind == AF_AREA_FILL && area->line < 0);
    return box && area->node && !af_style_is(area->node->style, AF_P_VISIBILITY, AF_KW_VISIBLE);
}

static inline void af_map_point(AfMap map, AfUnit *x, AfUnit *y) {
    AfUnit u = *x, v = *y;
    *x = map.x + (map.turn == 0 ? u : map.turn == 1 ? v : map.turn == 2 ? -u : -v);
    *y = map.y + (map.turn == 0 ? v : map.turn == 1 ? -u : map.turn == 2 ? -v : u);
}
static inline void af_map_rectangle(AfMap map, AfUnit *x, AfUnit *y, AfUnit *width, AfUnit *height) {
    AfUnit right = *x + *width, bottom = *y + *height;
    af_map_point(map, x, y);
    af_map_point(map, &right, &bottom);
    *width = ABS(right - *x);
    *height = ABS(bottom - *y);
    *x = MIN(*x, right);
    *y = MIN(*y, bottom);
}
/* What `inner` leads to is led on by `outer`. */
static inline AfMap af_map_join(AfMap outer, AfMap inner) {
    AfMap map = {(outer.turn + inner.turn) % 4, inner.x, inner.y};
    af_map_point(outer, &map.x, &map.y);
    return map;
}

/* A rectangle that leads somewhere (fo:basic-link), one per line that the link covers. */
typedef struct {
    const AfFoNode *node; /* the fo:basic-link, or one that stands for a page number in an index */
    AfUnit x, y, width, height;
} AfLink;

/* Where a formatting object with an id or index key, or one that a bookmark or link leads to, begins. */
typedef struct {
    int page; /* from 0; -1 if it made no area */
    AfUnit x, y;
} AfPlace;

struct AfPage {
    AfUnit width, height;
    int number;        /* as printed, from fo:page-number's counting */
    char *label;       /* the number in the page-sequence's format */
    GPtrArray *areas;  /* AfArea, in painting order */
    GArray *links;     /* AfLink */
};

/* Lays the document out. NULL only when nothing can be made of it (an error says why); an overfull line or missing glyph is a
 * diagnostic. The tree must outlive the pages. */
AfPages *af_layout(AfFo *fo, AfDiagnostics *diagnostics);
/* The same, for pages whose dump is to say where blocks, lines and words stand, too. */
AfPages *af_layout_traced(AfFo *fo, AfDiagnostics *diagnostics);
void af_pages_free(AfPages *pages);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfPages, af_pages_free)

AfFo *af_pages_fo(const AfPages *pages);
int af_pages_count(const AfPages *pages);
/* Whether some character of it is in no font: where it should stand is a box (diagnostic glyph-missing). */
gboolean af_pages_lack_glyphs(const AfPages *pages);
const AfPage *af_pages_get(const AfPages *pages, int index);
/* Where the node with this id begins; page -1 if nowhere. */
AfPlace af_pages_place(const AfPages *pages, const char *id);
/* Where a link leads that is a page number of an index (page-number-treatment, XSL 1.1 section 7.24.3): to what has the
 * index key, or to the head of the page; page -1 if the link is none of these. */
AfPlace af_pages_cited(const AfPages *pages, const AfFoNode *link);

/* Lets go of what a page has only to be painted: all its areas but the images. */
void af_pages_painted(AfPages *pages, int index);

/* The pages as stable text, for goldens and other programs: where regions, blocks, lines and words stand, if that was
 * traced, then what is painted; one line each, with positions and sizes in points (two decimals) on the page. The manual
 * describes it under AREA DUMP. */
char *af_pages_dump(const AfPages *pages);

/* The files of the fonts that the pages' text is set with, sorted, each once; before any page is let go of. That of
 * drawings (SVG) is not among it. To be freed with g_strfreev. */
char **af_pages_fonts(const AfPages *pages);

/* Adds the libraries of this stage (base/library.h). */
void af_layout_versions(GPtrArray *versions);

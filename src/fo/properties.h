/* Property values: what is read from attributes, computed once per distinct style (XSL 1.1 sections 5 and 7). */
#pragma once

#include <glib.h>

typedef enum {
#define AF_PROPERTY(code, name, inherited, initial, type, keywords, section, percentages, support) code,
#include "fo/properties.def"
#undef AF_PROPERTY
    AF_PROPERTY_COUNT
} AfProperty;

typedef enum {
    AF_V_KEYWORD,    /* keyword */
    AF_V_LENGTH,     /* number points + percent % of what the property says percentages are of */
    AF_V_NUMBER,     /* number; a keep's auto is 0, always is infinity */
    AF_V_PROPORTION, /* number: proportional-column-width() */
    AF_V_COLOR,      /* color 0xRRGGBBAA */
    AF_V_STRING,     /* string, owned by the tree */
} AfValueKind;

/* Keywords of all properties, from fo/keywords.def. */
typedef enum {
#define AF_KEYWORD(code, name) code,
#include "fo/keywords.def"
#undef AF_KEYWORD
    AF_KEYWORD_COUNT
} AfKeyword;

typedef struct {
    AfValueKind kind;
    AfKeyword keyword;
    union {
        double number;
        const char *string;
        guint32 color;
        guint32 set; /* of keywords, for properties that take some: in order of the row's, from bit 0 */
    };
    double percent;
} AfValue;

/* No length is longer than this (92 m), so that a sum of some stays within an AfUnit. */
#define AF_MOST_POINTS 262144.0

/* A pixel in points, where XSL 1.1 leaves its size open (5.9.13): 72 to the inch, as the common formatters have it and
 * as drawings and pictures without a resolution are read here. */
#define AF_PIXEL 1.0

/* The computed values of a formatting object. Objects of a kind with equal parents' styles and equal attributes share one. */
typedef struct AfFoStyle AfFoStyle;
struct AfFoStyle {
    AfValue value[AF_PROPERTY_COUNT];
    int id;                  /* distinct for each style of a tree, from 0: for caches */
    int element;             /* AfFoElement */
    const AfFoStyle *parent; /* NULL for the initial values */
    guint64 given[(AF_PROPERTY_COUNT + 63) / 64]; /* a bit for each property that an attribute set */
    double padding_base;     /* points: what the lengths of paddings have their percentages of already */
    gboolean own;            /* of one object alone */
};

/* Whether the property was given on the object itself, by any attribute. */
static inline gboolean af_style_given(const AfFoStyle *style, AfProperty property) {
    return style->given[property / 64] >> property % 64 & 1;
}

/* A length in points, percentages of `base` points; keywords count as 0. */
static inline double af_style_length(const AfFoStyle *style, AfProperty property, double base) {
    const AfValue *v = &style->value[property];
    return v->kind == AF_V_LENGTH ? v->number + v->percent / 100.0 * base : 0.0;
}
static inline double af_style_number(const AfFoStyle *style, AfProperty property) {
    const AfValue *v = &style->value[property];
    return v->kind == AF_V_NUMBER || v->kind == AF_V_LENGTH || v->kind == AF_V_PROPORTION ? v->number : 0.0;
}
static inline gboolean af_style_is(const AfFoStyle *style, AfProperty property, AfKeyword keyword) {
    const AfValue *v = &style->value[property];
    return v->kind == AF_V_KEYWORD && v->keyword == keyword;
}
static inline AfKeyword af_style_keyword(const AfFoStyle *style, AfProperty property) {
    const AfValue *v = &style->value[property];
    return v->kind == AF_V_KEYWORD ? v->keyword : AF_KW_NONE_GIVEN;
}
/* Of a property that takes some keywords (text-decoration). */
gboolean af_style_has(const AfFoStyle *style, AfProperty property, AfKeyword keyword);
static inline guint32 af_style_color(const AfFoStyle *style, AfProperty property) {
    const AfValue *v = &style->value[property];
    return v->kind == AF_V_COLOR ? v->color : 0;
}
static inline const char *af_style_string(const AfFoStyle *style, AfProperty property) {
    const AfValue *v = &style->value[property];
    return v->kind == AF_V_STRING && v->string ? v->string : "";
}

/* How strong a keep (KEEP_TOGETHER, KEEP_WITH_NEXT, KEEP_WITH_PREVIOUS) is between pages or columns, whichever is stronger. */
#define af_style_keep(style, keep)                                                                                              \
    ((float)MAX(af_style_number((style), AF_P_##keep##_PAGE), af_style_number((style), AF_P_##keep##_COLUMN)))

/* Whether the start-edge is on the right (7.29.7): for the sides of boxes, for indents and columns. */
static inline gboolean af_style_is_rtl(const AfFoStyle *style) {
    return af_style_is(style, AF_P_WRITING_MODE, AF_KW_RL_TB) || af_style_is(style, AF_P_WRITING_MODE, AF_KW_RL);
}
/* Whether lines begin at the right: the base direction of a paragraph (7.29.1, UAX 9), with its text-align and
 * text-indent. A writing-mode sets it for what is in it, `direction` may then say otherwise. */
static inline gboolean af_style_reads_leftwards(const AfFoStyle *style) {
    return af_style_is(style, AF_P_DIRECTION, AF_KW_RTL);
}

const char *af_property_name(AfProperty property);
/* Of a minimum or maximum: the property that is its optimum. */
AfProperty af_property_optimum(AfProperty property);
const char *af_property_section(AfProperty property);
gboolean af_property_inherited(AfProperty property);

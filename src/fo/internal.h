/* What the files of this stage share. */
#pragma once

#include "fo/fo.h"

struct AfFo {
    xmlDoc *doc;
    char *name;
    AfDiagnostics *diagnostics;
    AfFoNode *root;
    GPtrArray *folders;        /* char *: where graphics may be read from; owned */
    GPtrArray *nodes;          /* AfFoNode, in document order; owned */
    GHashTable *ids;           /* const char * → AfFoNode */
    GStringChunk *strings;     /* property values that are strings */
    GPtrArray *styles;         /* AfFoStyle; owned */
    GHashTable *style_cache;   /* parent's id and attributes → AfFoStyle */
    GHashTable *warned;        /* names said once to be unsupported */
    GPtrArray *copies;         /* AfFoNode of af_fo_marker_copy; owned */
    GHashTable *marker_copies; /* retrieve-marker → GHashTable of marker → AfFoNode */
    AfFoStyle *initial;
    const xmlNode *wrapper;    /* fo:page-sequence-wrapper whose first page sequence has not come yet, or NULL */
    GHashTable *columns;       /* columns.c: table-cell → its table-column; NULL until it is asked for */
};

/* Adds a diagnostic at an element, before it has a node. */
void af_fo_report_xml(AfFo *fo, const xmlNode *xml, AfCode code, const char *first, const char *second, const char *third);

/* style.c: the style of an element under a parent's (NULL: initial values). */
const AfFoStyle *af_style_get(AfFo *fo, const xmlNode *xml, AfFoElement element, const AfFoStyle *parent);
/* The style with the writing-mode, and so the direction, of a region. */
const AfFoStyle *af_style_written(AfFo *fo, const AfFoStyle *style, const AfFoStyle *region);

/* fo.c: whether the object stands in lines. */
gboolean af_fo_element_is_inline(AfFoElement element);
/* The object of this name in the namespace of XSL, or AF_FO_ELEMENT_COUNT. */
AfFoElement af_fo_element_find(const xmlNode *xml);

/* What a value is read against. */
typedef struct {
    AfFo *fo;
    const xmlNode *xml;
    const AfFoStyle *parent; /* never NULL */
    AfFoStyle *out;          /* what is computed so far: font size is */
    AfProperty property;
    double em;               /* points */
    char *instead;           /* what was taken for a value out of range, for a diagnostic; owned, or NULL */
} AfValueContext;

/* value.c: reads a value of ctx->property; FALSE if it is none. */
gboolean af_value_parse(AfValueContext *ctx, const char *text, AfValue *value);
/* color.c: a colour's name or number, or one of the functions of 5.10.2 (with those of XSL 2.0 and cmyk(), as others read
 * them: what needs a colour profile has its fallback); FALSE if it is none. */
gboolean af_color_parse(const char *text, guint32 *color);

/* expression.c: a number (power 0) or a length (power 1) of points and percent. */
typedef struct {
    double points, percent;
    int power;
    gboolean proportion; /* of proportional-column-width() */
} AfOperand;

/* The value of an expression (5.9); FALSE if it is none: wrong, divided by zero, nested too deep, beyond all bounds, or not
 * known before there are pages, such as the smaller of a percentage and a length. */
gboolean af_expression(AfValueContext *ctx, const char *text, AfOperand *out);
/* What a value refers to that is nothing but a property value function or system-font() (5.10); NULL if it is not. */
const AfValue *af_reference_value(const AfValueContext *ctx, const char *text);

/* content.c: whether an object may stand in another, as far as that is not for layout to say. */
gboolean af_content_allows(AfFoElement parent, AfFoElement child);
/* Says it if an attribute is missing that the object cannot do without. */
void af_content_check(AfFo *fo, AfFoElement element, const xmlNode *xml);

/* columns.c: the style of the fo:table-column that an object in a table's cell is in (5.10.4: from-table-column()), whose
 * parent's style is `parent`; of initial values if there is none. */
const AfFoStyle *af_table_column_style(AfFo *fo, const xmlNode *xml, const AfFoStyle *parent);
/* The fo:table-column of the cell around an element, or NULL. */
const xmlNode *af_table_column(AfFo *fo, const xmlNode *xml);

/* The state of computing one style. */
typedef struct {
    AfValueContext value;
    int level; /* of shorthands.def: what is set now is as precise as that */
    guint8 given[AF_PROPERTY_COUNT]; /* 1 + the level at which the property was set, 0 if it was not */
    gboolean rtl; /* the object's start side is its right one */
} AfCompute;

enum { AF_LEVEL_RELATIVE = 3, AF_LEVEL_ABSOLUTE, AF_LEVELS };

/* style.c: sets a property, or nothing if the text is no value of it; to its initial value. */
gboolean af_compute_set(AfCompute *c, AfProperty property, const char *text);
void af_compute_reset(AfCompute *c, AfProperty property);
/* shorthands.c: the level of what shorthands.def has by this name, -1 if it has not; the names, NULL behind the last. */
int af_shorthand_level(const char *name);
const char *af_shorthand_name(int i);
/* Sets what it stands for; FALSE, and nothing, if the text is no value of it. */
gboolean af_shorthand_set(AfCompute *c, const char *name, const char *text);
/* The property of this name, be it absolute or the optimum of a compound one; AF_PROPERTY_COUNT if there is none. */
AfProperty af_property_named(const char *name, gboolean rtl);

/* properties.c: the property of this name, or AF_PROPERTY_COUNT. */
AfProperty af_property_find(const char *name);
AfKeyword af_keyword_find(const char *name);
const char *af_keyword_name(AfKeyword keyword);
/* How an attribute of attributes.def is meant; AF_A_NONE if it is not there. */
typedef enum { AF_A_NONE, AF_A_REFERENCE, AF_A_AURAL } AfAttributeKind;
AfAttributeKind af_attribute_kind(const char *name);
/* The type and keywords of a property's row. */
typedef enum {
    AF_T_LENGTH,
    AF_T_SIZE,
    AF_T_NUMBER,
    AF_T_POSITIVE,
    AF_T_WHOLE,
    AF_T_ANGLE,
    AF_T_KEYWORD,
    AF_T_SET,
    AF_T_COLOR,
    AF_T_STRING,
    AF_T_KEEP
} AfPropertyType;
/* What percentages are of, and how far the property is formatted: said at the head of properties.def. */
typedef enum {
    AF_PERCENT_NONE,
    AF_PERCENT_WIDTH,
    AF_PERCENT_HEIGHT,
    AF_PERCENT_FONT_SIZE,
    AF_PERCENT_LINE_HEIGHT,
    AF_PERCENT_AREA,
    AF_PERCENT_PAGE,
    AF_PERCENT_INTRINSIC
} AfPercentages;
typedef enum { AF_S_FORMATTED, AF_S_INITIAL, AF_S_OPTIMUM, AF_S_IGNORED } AfPropertySupport;
AfPercentages af_property_percentages(AfProperty property);
AfPropertySupport af_property_support(AfProperty property);
AfPropertyType af_property_type(AfProperty property);
gboolean af_property_allows(AfProperty property, const char *keyword);
/* Adds the keyword's bit to a set; FALSE if the property does not take it. */
gboolean af_property_set(AfProperty property, const char *keyword, guint32 *set);
const char *af_property_keywords(AfProperty property);
const char *af_property_initial(AfProperty property);

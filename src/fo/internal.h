/* What the files of this stage share. */
#pragma once

/* Of what is ours in a document: af:at, af:word-break. */
#define DOCUMENT_NS "urn:auditfolio:document"

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
};

/* Adds a diagnostic at an element, before it has a node. */
void af_fo_report_xml(AfFo *fo, const xmlNode *xml, AfCode code, const char *first, const char *second);

/* style.c: the style of an element under a parent's (NULL: initial values). */
const AfFoStyle *af_style_get(AfFo *fo, const xmlNode *xml, const AfFoStyle *parent);
/* The style with the writing-mode, and so the direction, of a region. */
const AfFoStyle *af_style_written(AfFo *fo, const AfFoStyle *style, const AfFoStyle *region);

/* value.c: what a value is read against. */
typedef struct {
    AfFo *fo;
    const xmlNode *xml;
    const AfFoStyle *parent; /* never NULL */
    AfFoStyle *out;          /* what is computed so far: font size is */
    AfProperty property;
    double em;               /* points */
} AfValueContext;

/* Reads a value of ctx->property; FALSE if it is none. */
gboolean af_value_parse(const AfValueContext *ctx, const char *text, AfValue *value);
/* A colour name, #rgb, #rrggbb or rgb(); FALSE if it is none. */
gboolean af_color_parse(const char *text, guint32 *color);

/* properties.c: the property of this name, or AF_PROPERTY_COUNT. */
AfProperty af_property_find(const char *name);
AfKeyword af_keyword_find(const char *name);
/* The type and keywords of a property's row. */
typedef enum { AF_T_LENGTH, AF_T_SIZE, AF_T_NUMBER, AF_T_ANGLE, AF_T_KEYWORD, AF_T_COLOR, AF_T_STRING, AF_T_KEEP } AfPropertyType;
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
const char *af_property_initial(AfProperty property);

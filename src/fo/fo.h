/* XSL-FO 1.1 as a tree of formatting objects with computed properties. */
#pragma once

#include "base/diag.h"
#include "fo/properties.h"

#include <libxml/tree.h>

/* The formatting objects, one row each in fo/elements.def (XSL 1.1 section 6). */
typedef enum {
#define AF_FO_ELEMENT(code, name, section, content, support) code,
#include "fo/elements.def"
#undef AF_FO_ELEMENT
    AF_FO_TEXT, /* character data: not an element */
    AF_FO_FOREIGN, /* the root of a foreign tree in fo:instream-foreign-object */
    AF_FO_ELEMENT_COUNT
} AfFoElement;

typedef struct AfFoNode AfFoNode;
struct AfFoNode {
    AfFoElement element;
    const AfFoStyle *style; /* computed values; text has its parent's */
    AfFoNode *parent, *first_child, *last_child, *next;
    const char *text;    /* AF_FO_TEXT: UTF-8, not yet collapsed */
    const xmlNode *xml;  /* where it came from */
    int index;           /* its place in document order, from 0; text too; -1 for copies of a marker's content */
};

typedef struct AfFo AfFo;

/* Builds the tree. The document must outlive it; `name` stands for the file in diagnostics. NULL and an error if it is no
 * XSL-FO; unknown objects and properties are warnings and left out. The attribute af:at="FILE:LINE" (namespace
 * urn:auditfolio:document) on any element says where the text in it came from: diagnostics name that place instead. */
AfFo *af_fo_read(xmlDoc *doc, const char *name, AfDiagnostics *diagnostics);
void af_fo_free(AfFo *fo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfFo, af_fo_free)

AfFoNode *af_fo_root(const AfFo *fo);
/* How many nodes there are: the highest index + 1. */
int af_fo_count(const AfFo *fo);
/* The node with this id property, or NULL. */
AfFoNode *af_fo_by_id(const AfFo *fo, const char *id);

/* A marker's content anew, as children of the fo:retrieve-marker, from which it takes what is inherited (XSL 1.1 section
 * 6.13.6). The same copy each time; owned by the tree. */
const AfFoNode *af_fo_marker_copy(AfFo *fo, const AfFoNode *marker, const AfFoNode *retrieve);

/* "block" …; "#text" */
const char *af_fo_element_name(AfFoElement element);
/* Adds a diagnostic at a node's place. */
#define af_fo_report(fo, node, diagnostics, code, ...)                                                                          \
    do {                                                                                                                       \
        int line_;                                                                                                             \
        g_autofree char *file_ = af_fo_place((fo), (node), &line_);                                                            \
        af_diagnostics_add((diagnostics), (code), file_, line_, ##__VA_ARGS__);                                                \
    } while (0)
/* The file and line that a node came from. */
char *af_fo_place(const AfFo *fo, const AfFoNode *node, int *line);

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

/* The namespace of what is ours in a document: af:at, af:word-break, and what structure is told (pdf/pdf.h). */
#define AF_DOCUMENT_NS "urn:auditfolio:document"

typedef struct AfFoNode AfFoNode;
struct AfFoNode {
    AfFoElement element;
    const AfFoStyle *style; /* computed values; text has its parent's */
    AfFoNode *parent, *first_child, *last_child, *next;
    const char *text;    /* AF_FO_TEXT: UTF-8, not yet collapsed */
    const xmlNode *xml;  /* where it came from */
    int index;           /* its place in document order, from 0; text too; -1 for copies of a marker's content; behind
                            all that was read if it was added later */
    gboolean generated;  /* added by af_fo_generate: the attributes of `xml` are not its own */
};

typedef struct AfFo AfFo;

/* Builds the tree. The document must outlive it; `name` stands for the file in diagnostics. NULL and an error if it is no
 * XSL-FO; unknown objects and properties are warnings and left out. The attribute af:at="FILE:LINE" (namespace
 * urn:auditfolio:document) on any element says where the text in it came from: diagnostics name that place instead. */
AfFo *af_fo_read(xmlDoc *doc, const char *name, AfDiagnostics *diagnostics);
void af_fo_free(AfFo *fo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfFo, af_fo_free)

/* Allows graphics to be read from a folder and what is in it, and nowhere else; relative addresses are relative to the first one
 * that was allowed. No effect (and FALSE) if there is no such folder. Without any, no file is read. */
gboolean af_fo_allow_folder(AfFo *fo, const char *folder);
/* The folders that are allowed (char *), all links followed. */
const GPtrArray *af_fo_folders(const AfFo *fo);

AfFoNode *af_fo_root(const AfFo *fo);
/* How many nodes there are: the highest index + 1. */
int af_fo_count(const AfFo *fo);
/* The node with this id property, or NULL. */
AfFoNode *af_fo_by_id(const AfFo *fo, const char *id);

/* A marker's content anew, as children of the fo:retrieve-marker, from which it takes what is inherited (XSL 1.1 section
 * 6.13.6). The same copy each time; owned by the tree. */
const AfFoNode *af_fo_marker_copy(AfFo *fo, const AfFoNode *marker, const AfFoNode *retrieve);

/* The first child of this kind, or NULL. */
AfFoNode *af_fo_child(const AfFoNode *node, AfFoElement element);

/* What a formatting object has to be formatted as is put into the tree as its last children (such as the page numbers
 * of fo:index-page-citation-list, XSL 1.1 section 6.10.7). The new nodes are owned by the tree and count in
 * af_fo_count. */
/* Adds an object that has the style of `like` and stands for it in diagnostics. */
AfFoNode *af_fo_generate(AfFo *fo, AfFoNode *parent, AfFoElement element, const AfFoNode *like);
/* Adds text (copied) in the parent's style. */
void af_fo_generate_text(AfFo *fo, AfFoNode *parent, const char *text);
/* Paddings that are percentages (7.8.31) get their lengths, now that the width in points that they are of is known; that can be
 * done again for another width. Their percentages stay: they are of nothing from then on, where they are read with a base of 0. */
void af_fo_settle_padding(AfFo *fo, const AfFoNode *node, double width);
/* Adds copies of all that is in an object, with the styles they have there. */
void af_fo_generate_copies(AfFo *fo, AfFoNode *parent, const AfFoNode *original);
/* Takes away the children that af_fo_generate added to a node; they stay valid as long as the tree. */
void af_fo_generated_clear(AfFoNode *parent);

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

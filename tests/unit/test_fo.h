/* What the tests of fo/ and layout/ share: a tree from a text. */
#pragma once

#include "base/xml.h"
#include "fo/internal.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define FO "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format'"
#define FO_END "</fo:root>"

typedef struct {
    AfDiagnostics *diagnostics;
    xmlDoc *doc;
    AfFo *fo;
} Tree;

static Tree tree_read(const char *text) {
    Tree tree = {.diagnostics = af_diagnostics_new()};
    tree.doc = af_xml_read_memory(text, strlen(text), "test.fo", tree.diagnostics);
    assert_non_null(tree.doc);
    tree.fo = af_fo_read(tree.doc, "test.fo", tree.diagnostics);
    assert_non_null(tree.fo);
    return tree;
}

static void tree_free(Tree *tree) {
    af_fo_free(tree->fo);
    xmlFreeDoc(tree->doc);
    af_diagnostics_free(tree->diagnostics);
}

/* The style of the node with an id; it must be there. */
static inline const AfFoStyle *style_of(const Tree *tree, const char *id) {
    const AfFoNode *node = af_fo_by_id(tree->fo, id);
    assert_non_null(node);
    return node->style;
}

static inline void assert_near(double a, double b) {
    if (fabs(a - b) > 0.0005) fail_msg("%g is not %g", a, b);
}

/* What the files of assess/ share and nobody else sees. */
#pragma once

#include "assess/assess.h"

/* Reads a file and validates it against a schema of ours, which is compiled at its first use and kept. NULL if
 * either fails. */
xmlDoc *af_read_valid(const char *path, const char *schema, AfDiagnostics *diagnostics);

/* The next element in document order after `node` and below `top`, entering what `node` holds; NULL at the end. No
 * recursion. */
xmlNode *af_next_element(const xmlNode *top, xmlNode *node);

/* The characters with every run of white space as one space, none at the ends. */
char *af_fold(const char *text);

/* The texts that a program asks for, of AfKey (a table of rules is in keys.c). */
GPtrArray *af_keys_of_program(xmlNode *root);

/* The root element of a catalog. */
xmlNode *af_catalog_root(const AfCatalog *catalog);

/* Transforming: stylesheets run on a document, in a language. The one door to libxslt.
 *
 * A stylesheet reads nothing but files below templates/, or below a folder of the user's own, and writes nothing; no
 * network, no document() from elsewhere; its templates nest at most AF_TRANSFORM_DEPTH deep. What libxslt and the functions below have to say
 * becomes diagnostics with the stylesheet's file and line; the first ends the run.
 *
 * Functions for stylesheets, namespace urn:auditfolio:locale, in the language of the run:
 *
 *   l:message(id, argument…)   a message of the messages catalog; numbers go in as numbers, all else as strings
 *   l:date(iso)                "2019-12" → "Dezember 2019"
 *   l:number(n, tag?)          1234.5 → "1.234,5"; in the language of the run, or in another one that a tag names
 *   l:percent(ratio)           0.75 → "75 %"
 *   l:list(items…)             strings and node-sets (each node an item) → "a, b und c"
 *   l:sort-key(text)           for xsl:sort: its order is the language's
 *   l:index-label(text)        the heading under which an index puts a text or its reading: "Ärger" → "A"
 *   l:index-key(text)          for xsl:sort of an index: by headings, then by l:sort-key
 *   l:language-name(tag, within?)   "fr" → "Französisch"; within a sentence, if true()
 *   l:direction(tag?)          "ltr" or "rtl", as the language is written: in HTML what dir says
 *   l:quote-open(level, tag?)  the quotation marks, level 0 outer, 1 inner
 *   l:quote-close(level, tag?)
 *
 * EXSLT common, strings, sets, math and functions are there too. No dates, as output must not depend on the clock; rules
 * (rules.h) have those of its functions that cannot ask it. */
#pragma once

#include "assess/assess.h"

#include <glib.h>
#include <libxml/tree.h>

#define AF_NS_LOCALE "urn:auditfolio:locale"
#define AF_TRANSFORM_DEPTH 1000

typedef struct AfStylesheet AfStylesheet;

/* From now on stylesheets are looked for in this folder first, by the names that they have below templates/ ("fo/blank.xsl"),
 * and so is all that they import or read; there "auditfolio:/fo/blank.xsl" means ours. Runs have limits then: of steps
 * and memory. Elements that are made carry the file of their instruction as _private (a string that is never freed) and
 * its line. FALSE and an error if it is no folder. */
gboolean af_transform_own(const char *folder, AfDiagnostics *diagnostics);

/* Compiles templates/NAME ("fo/blank.xsl"). NULL and an error if that fails. */
AfStylesheet *af_stylesheet_load(const char *name, AfDiagnostics *diagnostics);
void af_stylesheet_free(AfStylesheet *stylesheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfStylesheet, af_stylesheet_free)

/* A parameter of a stylesheet: always a string, never an expression. A list ends with a NULL name. */
typedef struct {
    const char *name;
    const char *value;
} AfParameter;

/* Runs a stylesheet on a document. The language is that of `messages`; parameters may be NULL. The result has the
 * typography of its languages (af_transform_typography) and must be freed with xmlFreeDoc before the stylesheet;
 * NULL and an error on failure. libxslt may strip white space of the document that the stylesheet says is none; it
 * may be transformed again. */
xmlDoc *af_transform(AfStylesheet *stylesheet, xmlDoc *document, const AfCatalog *messages,
                     const AfParameter *parameters, AfDiagnostics *diagnostics);
/* The same without typography: for files that people go on editing, in which their words stay as they are. */
xmlDoc *af_transform_bare(AfStylesheet *stylesheet, xmlDoc *document, const AfCatalog *messages,
                          const AfParameter *parameters, AfDiagnostics *diagnostics);

/* The one place where typography is put in: af_typography() on every text of a tree (formatting objects or HTML) in
 * the language in force there (xml:lang, lang), `language` where none is said. Code stays as it is: in HTML the
 * elements code, kbd, samp, pre, script, style, textarea; in FO what has role="Code" or a monospaced font-family. */
void af_transform_typography(xmlDoc *result, const char *language);

/* A result as the bytes of an HTML5 page, with its doctype, or of an XML file; UTF-8. To be freed with
 * g_byte_array_unref. */
GByteArray *af_transform_html(xmlDoc *result);
GByteArray *af_transform_xml(xmlDoc *result);
/* A result as an XML file for people who edit it, all elements of one namespace: indented by two blanks, lines of at
 * most 120 columns where they can be broken, comments by the rules of `language`; a line feed in a comment begins a
 * line. Text and what stands in it is left as it is. White space with two line feeds between elements is one empty line,
 * all other is put anew. To be freed with g_byte_array_unref. */
GByteArray *af_transform_source(const xmlDoc *result, const char *language);

/* Adds the libraries of this stage (base/library.h). */
void af_transform_versions(GPtrArray *versions);

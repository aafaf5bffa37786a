/* What the files of transform/ share and nobody else sees. */
#pragma once

#include "transform/transform.h"

#include <libxslt/security.h>
#include <libxslt/xsltInternals.h>

/* One run of a stylesheet, or its compilation; the extension functions find it as the context's _private. */
typedef struct {
    xsltTransformContext *context; /* NULL while a stylesheet is compiled */
    const AfCatalog *messages;
    AfLocale *locale;
    AfDiagnostics *diagnostics;
    char *file; /* the place that libxslt names before it says what is wrong there */
    int line;
    char *words;      /* what libxml2's XPath said, for libxslt to name the place */
    gboolean nowhere; /* libxslt is about to say something without a place */
    gboolean failed;
    gboolean exhausted; /* it took more memory than a run may (limits.c) */
} AfRun;

/* Starts and ends sending what libxslt and libxml2 have to say to this run. */
void af_run_listen(AfRun *run);
void af_run_unlisten(AfRun *run);
/* The run that is being listened to; NULL outside. */
AfRun *af_run_current(void);
/* Adds an error at the instruction that is being carried out, and ends the run. second may be NULL if the code
 * takes one. */
void af_run_fail(AfRun *run, AfCode code, const char *first, const char *second);

/* The path of a file that libxslt names by its address. To be freed. */
char *af_path_of_url(const xmlChar *url);

/* The file that a stylesheet means by a path or an address without escapes: the user's own if there is one of its name,
 * ours otherwise, and always ours by "auditfolio:/NAME"; NULL if there is none, or it may not be read. To be freed. */
char *af_stylesheet_path(const char *path);
/* Whether the user has a folder of stylesheets. */
gboolean af_transform_has_own(void);

/* Reads a stylesheet that libxslt may include; NULL and an error if it cannot be read. */
xmlDoc *af_stylesheet_read(const char *path, AfDiagnostics *diagnostics);
/* Compiles a stylesheet from its tree, which it takes in any case; path names it. NULL and an error if that fails. The
 * file that faults are said to be in is the tree's URL. */
AfStylesheet *af_stylesheet_compile(xmlDoc *doc, const char *path, AfDiagnostics *diagnostics);
/* A run for the program itself, without a language: none of the functions in functions.c, no typography, but of EXSLT's
 * dates add, add-duration and difference. Otherwise as af_transform. */
xmlDoc *af_stylesheet_run(AfStylesheet *stylesheet, xmlDoc *document, const AfParameter *parameters,
                          AfDiagnostics *diagnostics);
/* Starts libxslt once: its loader, its security preferences, EXSLT. */
void af_transform_init(void);
/* What a stylesheet may do: read below templates/. Owned here. */
xsltSecurityPrefs *af_security(void);

/* limits.c: the user's own stylesheets have limits, and what they make tells where it was made. To be called before and
 * after a run; nothing is done for ours. */
void af_limits_begin(AfRun *run);
/* An error if the run was stopped. */
void af_limits_end(AfRun *run);

/* Makes the functions known to a context. */
void af_functions_register(xsltTransformContext *context);

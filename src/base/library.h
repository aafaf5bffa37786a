/* Libraries that only some runs need. They are loaded (dlopen) at their first use: linked, each would cost every
 * start of the program the time to find and bind it and all that it needs in turn (measured: librsvg 3 ms, libcurl 7
 * ms, of 20). */
#pragma once

#include <glib.h>

/* A function that is wanted: its name, and the pointer to it that is set. */
typedef struct {
    const char *name;
    void *place;
} AfLibraryFunction;

/* Loads a library by its SONAME, for the rest of the run, and sets the pointers; `functions` ends with a NULL name.
 * NULL, or why it cannot be used, in the system's words (to be freed). */
char *af_library_load(const char *soname, const AfLibraryFunction *functions);

/* A library that the program was run with, for what has to say how a document was made. */
typedef struct {
    const char *name; /* as its makers write it; static */
    char *version;    /* as the library itself says when it is asked, not the headers */
} AfLibraryVersion;

/* A list of AfLibraryVersion, to be freed with g_ptr_array_unref. Every stage adds those that it is the door to:
 * af_STAGE_versions. */
GPtrArray *af_library_versions_new(void);
/* Adds one; a format and its arguments make the version. */
void af_library_versions_add(GPtrArray *versions, const char *name, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* Those of this stage: GLib, libxml2. */
void af_base_versions(GPtrArray *versions);

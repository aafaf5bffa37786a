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

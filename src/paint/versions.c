/* The libraries of this stage. librsvg is loaded to be asked. */
#include "base/library.h"
#include "paint/paint.h"

#include <cairo.h>

void af_paint_versions(GPtrArray *versions) {
    static const unsigned *major, *minor, *micro;
    const AfLibraryFunction rsvg[] = {{"rsvg_major_version", &major},
                                      {"rsvg_minor_version", &minor},
                                      {"rsvg_micro_version", &micro},
                                      {NULL, NULL}};
    af_library_versions_add(versions, "cairo", "%s", cairo_version_string());
    g_autofree char *reason = af_library_load("librsvg-2.so.2", rsvg);
    if (!reason) af_library_versions_add(versions, "librsvg", "%u.%u.%u", *major, *minor, *micro);
}

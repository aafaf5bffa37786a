/* The libraries of this stage. zlib comes with GLib and libqpdf: how it packs decides the bytes of a file. */
#include "base/library.h"
#include "pdf/internal.h"

void af_pdf_versions(GPtrArray *versions) {
    static const char *(*zlib_version)(void);
    const AfLibraryFunction zlib[] = {{"zlibVersion", &zlib_version}, {NULL, NULL}};
    af_library_versions_add(versions, "qpdf", "%s", qpdf_get_qpdf_version());
    g_autofree char *reason = af_library_load("libz.so.1", zlib);
    if (!reason) af_library_versions_add(versions, "zlib", "%s", zlib_version());
}

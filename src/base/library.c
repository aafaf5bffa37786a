/* Libraries that are loaded when they are needed. */
#include "base/library.h"

#include <dlfcn.h>
#include <libxml/xmlversion.h>
#include <libxml/globals.h>
#include <stdarg.h>
#include <string.h>

char *af_library_load(const char *soname, const AfLibraryFunction *functions) {
    void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
    if (!library) return g_strdup(dlerror());
    for (; functions->name; functions++) {
        void *function = dlsym(library, functions->name);
        if (!function) return g_strdup(dlerror());
        memcpy(functions->place, &function, sizeof function); /* ISO C converts no data pointers to functions' */
    }
    return NULL;
}

static void version_free(gpointer data) {
    AfLibraryVersion *version = data;
    g_free(version->version);
    g_free(version);
}

GPtrArray *af_library_versions_new(void) {
    return g_ptr_array_new_with_free_func(version_free);
}

void af_library_versions_add(GPtrArray *versions, const char *name, const char *format, ...) {
    AfLibraryVersion *version = g_new(AfLibraryVersion, 1);
    va_list values;
    va_start(values, format);
    *version = (AfLibraryVersion){name, g_strdup_vprintf(format, values)};
    va_end(values);
    g_ptr_array_add(versions, version);
}

/* "20914" (and words behind it) is 2.9.14. */
void af_base_versions(GPtrArray *versions) {
    int xml = (int)g_ascii_strtoll(xmlParserVersion, NULL, 10);
    af_library_versions_add(versions, "GLib", "%u.%u.%u", glib_major_version, glib_minor_version, glib_micro_version);
    af_library_versions_add(versions, "libxml2", "%d.%d.%d", xml / 10000, xml / 100 % 100, xml % 100);
}

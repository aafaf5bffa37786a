/* Libraries that are loaded when they are needed. */
#include "base/library.h"

#include <dlfcn.h>
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

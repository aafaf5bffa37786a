/* The library: which programs and languages there are. */
#include "assess/assess.h"
#include "base/file.h"

#include <string.h>

static int compare_strings(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char **sorted(GPtrArray *names) {
    g_ptr_array_sort(names, compare_strings);
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(names, FALSE);
}

char **af_programs(void) {
    GPtrArray *names = g_ptr_array_new();
    g_autofree char *path = af_data_path("templates", "programs");
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name;
    while (folder && (name = g_dir_read_name(folder))) {
        if (name[0] != '.' && g_str_has_suffix(name, ".xml")) {
            g_ptr_array_add(names, g_strndup(name, strlen(name) - strlen(".xml")));
        }
    }
    return sorted(names);
}

char **af_languages(void) {
    GPtrArray *names = g_ptr_array_new();
    g_autofree char *path = af_data_path("locales", ".");
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name;
    while (folder && (name = g_dir_read_name(folder))) {
        if (name[0] == '.' || af_pseudo_is(name)) continue; /* those are made of English, whatever lies there */
        if (af_catalog_exists(name, AF_MESSAGES)) g_ptr_array_add(names, g_strdup(name));
    }
    return sorted(names);
}

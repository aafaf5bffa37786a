/* What tests that work on files share: a folder of the run's own, `folder`, made at the start and taken away at the end. */
#pragma once

#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char *folder;

/* To be freed. */
static inline char *path_of(const char *name) {
    return g_build_filename(folder, name, NULL);
}

/* Writes a file of the folder, making the folders that it is in. */
static inline void put(const char *name, const char *text) {
    g_autofree char *path = path_of(name), *parent = g_path_get_dirname(path);
    assert_int_equal(g_mkdir_with_parents(parent, 0777), 0);
    assert_true(g_file_set_contents(path, text, -1, NULL));
}

/* Makes it; with `data`, a data folder (AUDITFOLIO_DATA) that has the schemas of this checkout. */
static inline int folder_make(gboolean data) {
    folder = g_dir_make_tmp("auditfolio-test-XXXXXX", NULL);
    if (!folder || !data) return folder ? 0 : -1;
    g_autofree char *top = g_get_current_dir(), *schemas = g_build_filename(top, "schemas", NULL);
    g_autofree char *link = path_of("schemas");
    g_setenv("AUDITFOLIO_DATA", folder, TRUE);
    return symlink(schemas, link);
}

static inline void remove_tree(const char *path) {
    g_autoptr(GDir) entries = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
    const char *name;
    while (entries && (name = g_dir_read_name(entries))) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        remove_tree(inner);
    }
    g_remove(path);
}

static inline int folder_remove(void **state) {
    (void)state;
    remove_tree(folder);
    g_free(folder);
    return 0;
}

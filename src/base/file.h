/* Files: where the program's own data are, and writing that is whole or not at all. */
#pragma once

#include <glib.h>

/* Writes bytes to path through a temporary file in the same folder, fsync and rename: the file appears whole or not at
 * all, and an older one stays as it was if anything fails. A link is not followed: it is replaced. Mode 0666 less the
 * umask. FALSE with error (G_FILE_ERROR; its message is the system's reason alone) on failure. path "-" writes to
 * standard output; a device or pipe is written to as it is. */
gboolean af_file_write(const char *path, const void *bytes, gsize length, GError **error);
/* Whether a path leads out of the folder that it starts from, by its name alone: absolute, or with more ".." than folders
 * before. */
gboolean af_path_leaves(const char *path);
/* Whether a real path (realpath) is below a real folder. */
gboolean af_path_is_inside(const char *path, const char *folder);
/* Whether two paths lead to one file that is there. */
gboolean af_file_is_same(const char *path, const char *other);
/* Makes a folder and its parents. */
gboolean af_folder_make(const char *path, GError **error);

/* The path of one of the program's own files, such as af_data_path("schemas", "catalog.xsd"), to be freed. The data are
 * looked for, once, in $AUDITFOLIO_DATA, in the parents of the running program (a checkout that holds templates/,
 * locales/, schemas/ and fonts/, or share/auditfolio that does), then in the installed place (AF_DATADIR).
 * Never NULL: an absent file shows when it is read. */
char *af_data_path(const char *folder, const char *name);

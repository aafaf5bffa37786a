/* Atomic files, folders, and the place of the program's own data. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef AF_DATADIR
#define AF_DATADIR "/usr/local/share/auditfolio"
#endif

/* The message is the system's reason alone: the diagnostic that carries it names the file itself. */
static gboolean fail(GError **error, int reason) {
    g_set_error_literal(error, G_FILE_ERROR, (gint)g_file_error_from_errno(reason), g_strerror(reason));
    return FALSE;
}

static gboolean write_all(int fd, const char *bytes, gsize length, GError **error) {
    while (length > 0) {
        ssize_t written = write(fd, bytes, MIN(length, (gsize)1 << 30));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fail(error, errno);
        bytes += written;
        length -= (gsize)written;
    }
    return TRUE;
}

/* A file system that cannot sync (EINVAL, EROFS on pipes and some network ones) is no reason to fail. */
static gboolean sync_fd(int fd, GError **error) {
    int result;
    do result = fsync(fd);
    while (result != 0 && errno == EINTR);
    if (result != 0 && errno != EINVAL && errno != EROFS) return fail(error, errno);
    return TRUE;
}

/* A device or a pipe cannot be replaced by renaming (root would lose /dev/null), so that it is written to as it is. */
static gboolean is_special(const char *path) {
    GStatBuf status;
    if (g_str_has_prefix(path, "/dev/") || g_str_has_prefix(path, "/proc/")) return TRUE;
    return g_stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

static gboolean write_special(const char *path, const void *bytes, gsize length, GError **error) {
    int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return fail(error, errno);
    gboolean done = write_all(fd, bytes, length, error);
    if (close(fd) != 0 && done) return fail(error, errno);
    return done;
}

/* A new file in the folder, with the mode that the umask leaves (mkstemp would make it private). */
static int open_temporary(const char *folder, char **path, GError **error) {
    for (int attempt = 0; attempt < 100; attempt++) {
        /* Not derived from the target's name: that may be as long as a name can be. */
        g_autofree char *name = g_strdup_printf(".auditfolio-%08x%08x", g_random_int(), g_random_int());
        g_autofree char *candidate = g_build_filename(folder, name, NULL);
        int fd = open(candidate, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (fd >= 0) {
            *path = g_steal_pointer(&candidate);
            return fd;
        }
        if (errno != EEXIST) break;
    }
    fail(error, errno);
    return -1;
}

static gboolean write_and_close(int fd, const void *bytes, gsize length, GError **error) {
    gboolean done = write_all(fd, bytes, length, error) && sync_fd(fd, error);
    if (close(fd) != 0 && done) return fail(error, errno);
    return done;
}

/* The rename is done; that its entry outlives a power failure is tried, not promised (a folder may be unreadable). */
static void sync_folder(const char *folder) {
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    sync_fd(fd, NULL);
    close(fd);
}

gboolean af_file_write(const char *path, const void *bytes, gsize length, GError **error) {
    if (g_strcmp0(path, "-") == 0) {
        if (fflush(stdout) != 0) return fail(error, errno);
        return write_all(STDOUT_FILENO, bytes, length, error);
    }
    if (!path || !*path) return fail(error, ENOENT);
    if (g_file_test(path, G_FILE_TEST_IS_DIR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK)) return fail(error, EISDIR);
    if (is_special(path)) return write_special(path, bytes, length, error);

    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *temporary = NULL;
    int fd = open_temporary(folder, &temporary, error);
    if (fd < 0) return FALSE;
    gboolean done = write_and_close(fd, bytes, length, error);
    if (done && rename(temporary, path) != 0) done = fail(error, errno);
    if (!done) {
        unlink(temporary);
        return FALSE;
    }
    sync_folder(folder);
    return TRUE;
}

gboolean af_file_is_same(const char *path, const char *other) {
    GStatBuf one, two;
    return !g_stat(path, &one) && !g_stat(other, &two) && one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

gboolean af_folder_make(const char *path, GError **error) {
    if (!path || !*path) return fail(error, ENOENT);
    if (g_mkdir_with_parents(path, 0777) != 0) return fail(error, errno);
    return TRUE;
}

gboolean af_path_leaves(const char *path) {
    if (g_path_is_absolute(path)) return TRUE;
    g_auto(GStrv) steps = g_strsplit(path, "/", -1);
    int depth = 0;
    for (char **step = steps; *step; step++) {
        if (!strcmp(*step, "..")) {
            if (--depth < 0) return TRUE;
        } else if (**step && strcmp(*step, ".")) {
            depth++;
        }
    }
    return FALSE;
}

gboolean af_path_is_inside(const char *path, const char *folder) {
    gsize length = strlen(folder);
    if (!strcmp(folder, "/")) return TRUE;
    return !strncmp(path, folder, length) && path[length] == '/';
}

static gboolean holds_data(const char *folder) {
    static const char *const needed[] = {"templates", "locales", "schemas", "fonts"};
    for (gsize i = 0; i < G_N_ELEMENTS(needed); i++) {
        g_autofree char *path = g_build_filename(folder, needed[i], NULL);
        if (!g_file_test(path, G_FILE_TEST_IS_DIR)) return FALSE;
    }
    return TRUE;
}

/* The folder of data nearest to the running program, or NULL: the checkout around it, or what was installed with it,
 * wherever that was moved to. */
static char *find_near(void) {
    g_autofree char *folder = g_file_read_link("/proc/self/exe", NULL);
    while (folder && strcmp(folder, "/") != 0 && strcmp(folder, ".") != 0) {
        char *parent = g_path_get_dirname(folder);
        g_free(folder);
        folder = parent;
        if (holds_data(folder)) return g_steal_pointer(&folder);
        g_autofree char *installed = g_build_filename(folder, "share/auditfolio", NULL);
        if (holds_data(installed)) return g_steal_pointer(&installed);
    }
    return NULL;
}

static const char *data_root(void) {
    static char *root;
    if (root) return root;
    const char *named = g_getenv("AUDITFOLIO_DATA");
    if (named && *named) root = g_strdup(named);
    if (!root) root = find_near();
    if (!root) root = g_strdup(AF_DATADIR);
    return root;
}

char *af_data_path(const char *folder, const char *name) {
    return g_build_filename(data_root(), folder, name, NULL);
}

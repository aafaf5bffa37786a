/* Evidence: whether files are there, inside the assessment's folder, and have the bytes that they are said to have. */
#include "assess/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* By its name alone: absolute, or with more ".." than folders before. */
static gboolean leaves_by_name(const char *path) {
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

static gboolean is_inside(const char *path, const char *folder) {
    gsize length = strlen(folder);
    if (!strcmp(folder, "/")) return TRUE;
    return !strncmp(path, folder, length) && path[length] == '/';
}

/* A plain file, open to be read; -1 for what cannot be or is none. Never waits for a pipe. */
static int open_plain(const char *path, guint64 *size) {
    struct stat about;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return -1;
    if (!fstat(fd, &about) && S_ISREG(about.st_mode)) {
        *size = (guint64)about.st_size;
        return fd;
    }
    close(fd);
    errno = EINVAL;
    return -1;
}

/* SHA-256 of a file, in hexadecimal, whose bytes are also given to `bytes` unless NULL; NULL if it cannot be read, or
 * with bytes is beyond the limit. */
static char *digest_of(int fd, GByteArray *bytes, guint64 limit) {
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    gssize got = 1;
    while (got > 0) {
        guchar chunk[65536];
        got = read(fd, chunk, sizeof chunk);
        if (got <= 0) continue;
        g_checksum_update(checksum, chunk, got);
        if (!bytes) continue;
        if (bytes->len + (guint64)got > limit) return NULL;
        g_byte_array_append(bytes, chunk, (guint)got);
    }
    return got < 0 ? NULL : g_strdup(g_checksum_get_string(checksum));
}

/* The path of a file below the folder; NULL, and outside set, if it leaves it, by name or by links. It need not be
 * there. */
static char *inner_path(const AfAssessment *assessment, const char *file, gboolean *outside) {
    g_autofree char *joined = g_build_filename(assessment->folder, file, NULL);
    char *real = realpath(joined, NULL);
    g_autofree char *folder = realpath(assessment->folder, NULL);
    *outside = leaves_by_name(file) || (real && folder && !is_inside(real, folder));
    if (!*outside) return real;
    free(real);
    return NULL;
}

static void check_file(const AfAssessment *assessment, xmlNode *piece, const char *file, AfDiagnostics *diagnostics) {
    const char *path = assessment->path, *said = af_xml_attribute(piece, "sha256");
    gboolean outside;
    guint64 size;
    g_autofree char *real = inner_path(assessment, file, &outside);
    if (outside) {
        af_diagnostics_add(diagnostics, AF_D_EVIDENCE_OUTSIDE, path, af_line(piece), file);
        return;
    }
    int fd = real ? open_plain(real, &size) : -1;
    g_autofree char *digest = fd < 0 ? NULL : digest_of(fd, NULL, 0);
    if (fd >= 0) close(fd);
    af_stamp(piece, "file", digest ? "present" : "absent");
    if (!digest) return;
    af_stamp(piece, "sha256", digest);
    if (said && strcmp(said, digest)) {
        af_diagnostics_add(diagnostics, AF_D_EVIDENCE_DIGEST, path, af_line(piece), file, digest);
    }
}

GByteArray *af_evidence_read(const AfAssessment *assessment, const xmlNode *piece, guint64 limit, guint64 *size,
                             AfDiagnostics *diagnostics) {
    const char *file = af_xml_attribute(piece, "file"), *path = assessment->path;
    af_autoxml xmlChar *known = xmlGetNsProp((xmlNode *)(gsize)piece, BAD_CAST "sha256", BAD_CAST AF_NS_DOCUMENT);
    gboolean outside;
    *size = 0;
    g_autofree char *real = inner_path(assessment, file, &outside);
    if (outside) {
        af_diagnostics_add(diagnostics, AF_D_EVIDENCE_OUTSIDE, path, af_line(piece), file);
        return NULL;
    }
    errno = ENOENT;
    int fd = real ? open_plain(real, size) : -1, reason = errno;
    if (fd >= 0 && *size > limit) {
        close(fd);
        return NULL;
    }
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_autofree char *digest = fd < 0 ? NULL : digest_of(fd, bytes, limit);
    if (!digest) af_diagnostics_add(diagnostics, AF_D_FILE_UNREADABLE, file, 0, g_strerror(fd < 0 ? reason : EIO));
    if (fd >= 0) close(fd);
    if (digest && g_strcmp0((const char *)known, digest)) {
        af_diagnostics_add(diagnostics, AF_D_EVIDENCE_DIGEST, path, af_line(piece), file, digest);
        return NULL;
    }
    return digest ? g_steal_pointer(&bytes) : NULL;
}

void af_assessment_check_evidence(const AfAssessment *assessment, AfDiagnostics *diagnostics) {
    const xmlNode *evidence = af_child(xmlDocGetRootElement(assessment->doc), "evidence");
    for (xmlNode *piece = af_child(evidence, "piece"); piece; piece = xmlNextElementSibling(piece)) {
        const char *file = af_xml_attribute(piece, "file"), *href = af_xml_attribute(piece, "href");
        if (!file == !href) {
            af_diagnostics_add(diagnostics, AF_D_EVIDENCE_PLACE, assessment->path, af_line(piece),
                               af_xml_attribute(piece, "id"));
        } else if (file) {
            check_file(assessment, piece, file, diagnostics);
        }
    }
}

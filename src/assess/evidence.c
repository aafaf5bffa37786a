/* Evidence: whether files are there, inside the assessment's folder, and have the bytes that they are said to have. */
#include "assess/internal.h"
#include "base/digest.h"
#include "base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The path of a file below the folder; NULL, and outside set, if it leaves it, by name or by links. It need not be
 * there. */
static char *inner_path(const AfAssessment *assessment, const char *file, gboolean *outside) {
    g_autofree char *joined = g_build_filename(assessment->folder, file, NULL);
    char *real = realpath(joined, NULL);
    g_autofree char *folder = realpath(assessment->folder, NULL);
    *outside = af_path_leaves(file) || (real && folder && !af_path_is_inside(real, folder));
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
    g_autofree char *digest = real ? af_digest_file(real, TRUE, &size) : NULL;
    af_stamp(piece, "file", digest ? "present" : "absent");
    if (!digest) return;
    char bytes[32];
    g_snprintf(bytes, sizeof bytes, "%" G_GUINT64_FORMAT, size);
    af_stamp(piece, "bytes", bytes);
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
    int fd = real ? af_plain_open(real, TRUE, size) : -1, reason = errno;
    if (fd >= 0 && *size > limit) {
        close(fd);
        return NULL;
    }
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_autofree char *digest = fd < 0 ? NULL : af_digest_fd(fd, bytes, limit);
    if (!digest) af_diagnostics_add(diagnostics, AF_D_FILE_UNREADABLE, file, 0, g_strerror(fd < 0 ? reason : EIO));
    if (fd >= 0) close(fd);
    if (digest && g_strcmp0((const char *)known, digest)) {
        af_diagnostics_add(diagnostics, AF_D_EVIDENCE_DIGEST, path, af_line(piece), file, digest);
        return NULL;
    }
    return digest ? g_steal_pointer(&bytes) : NULL;
}

/* A name with a backslash or a line's end in it is escaped, and its line begins with a backslash. */
static void put_line(GString *list, const char *digest, const char *file) {
    gboolean escaped = strpbrk(file, "\\\n\r") != NULL;
    g_string_append_printf(list, "%s%s  ", escaped ? "\\" : "", digest);
    for (const char *p = file; *p; p++) {
        if (*p == '\\')
            g_string_append(list, "\\\\");
        else if (*p == '\n')
            g_string_append(list, "\\n");
        else if (*p == '\r')
            g_string_append(list, "\\r");
        else
            g_string_append_c(list, *p);
    }
    g_string_append_c(list, '\n');
}

GString *af_evidence_list(const AfAssessment *assessment) {
    GString *list = g_string_new(NULL);
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
    const xmlNode *evidence = af_child(xmlDocGetRootElement(assessment->doc), "evidence");
    for (const xmlNode *piece = af_child(evidence, "piece"); piece; piece = xmlNextElementSibling((xmlNode *)(gsize)piece)) {
        const char *file = af_xml_attribute(piece, "file");
        af_autoxml xmlChar *digest = xmlGetNsProp(piece, BAD_CAST "sha256", BAD_CAST AF_NS_DOCUMENT);
        if (!file || !digest || !g_hash_table_add(known, (gpointer)(gsize)file)) continue;
        put_line(list, (const char *)digest, file);
    }
    return list;
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

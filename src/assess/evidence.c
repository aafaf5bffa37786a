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

/* What a check has to do with, and how many files were taken from the record. */
typedef struct {
    const AfAssessment *assessment;
    GHashTable *recorded; /* path → digest */
    guint absent;
    AfDiagnostics *diagnostics;
} Check;

/* The digest of a file that is not there, as it was recorded; the record's, if the file is another than it says, is worth
 * a warning. To be freed. */
static char *hold_against_record(Check *check, const xmlNode *piece, const char *file, char *digest) {
    const char *recorded = g_hash_table_lookup(check->recorded, file);
    if (!recorded) return digest;
    if (!digest) {
        check->absent++;
        return g_strdup(recorded);
    }
    if (strcmp(digest, recorded))
        af_diagnostics_add(check->diagnostics, AF_D_EVIDENCE_CHANGED, check->assessment->place, af_line(piece), file);
    return digest;
}

static void check_file(Check *check, xmlNode *piece, const char *file) {
    const AfAssessment *assessment = check->assessment;
    AfDiagnostics *diagnostics = check->diagnostics;
    const char *place = assessment->place, *said = af_xml_attribute(piece, "sha256");
    gboolean outside;
    guint64 size = 0;
    g_autofree char *real = inner_path(assessment, file, &outside);
    if (outside) {
        af_diagnostics_add(diagnostics, AF_D_EVIDENCE_OUTSIDE, place, af_line(piece), file);
        return;
    }
    char *own = real ? af_digest_file(real, TRUE, &size) : NULL;
    gboolean there = own != NULL;
    g_autofree char *digest = hold_against_record(check, piece, file, own);
    af_stamp(piece, "file", digest ? "present" : "absent");
    if (!digest) return;
    char bytes[32];
    g_snprintf(bytes, sizeof bytes, "%" G_GUINT64_FORMAT, size);
    if (there) af_stamp(piece, "bytes", bytes);
    af_stamp(piece, "sha256", digest);
    if (said && strcmp(said, digest)) {
        af_diagnostics_add(diagnostics, AF_D_EVIDENCE_DIGEST, place, af_line(piece), file, digest);
    }
}

GByteArray *af_evidence_read(const AfAssessment *assessment, const xmlNode *piece, guint64 limit, guint64 *size,
                             AfDiagnostics *diagnostics) {
    const char *file = af_xml_attribute(piece, "file"), *place = assessment->place;
    af_autoxml xmlChar *known = xmlGetNsProp((xmlNode *)(gsize)piece, BAD_CAST "sha256", BAD_CAST AF_NS_DOCUMENT);
    gboolean outside;
    *size = 0;
    g_autofree char *real = inner_path(assessment, file, &outside);
    if (outside) {
        af_diagnostics_add(diagnostics, AF_D_EVIDENCE_OUTSIDE, place, af_line(piece), file);
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
        af_diagnostics_add(diagnostics, AF_D_EVIDENCE_DIGEST, place, af_line(piece), file, digest);
        return NULL;
    }
    return digest ? g_steal_pointer(&bytes) : NULL;
}

void af_assessment_check_evidence(const AfAssessment *assessment, const GByteArray *recorded,
                                  AfDiagnostics *diagnostics) {
    g_autoptr(GHashTable) known = af_evidence_list_read(recorded);
    Check check = {assessment, known, 0, diagnostics};
    const xmlNode *evidence = af_child(xmlDocGetRootElement(assessment->doc), "evidence");
    for (xmlNode *piece = af_child(evidence, "piece"); piece; piece = xmlNextElementSibling(piece)) {
        const char *file = af_xml_attribute(piece, "file"), *href = af_xml_attribute(piece, "href");
        if (!file == !href) {
            af_diagnostics_add(diagnostics, AF_D_EVIDENCE_PLACE, assessment->place, af_line(piece),
                               af_xml_attribute(piece, "id"));
        } else if (file) {
            check_file(&check, piece, file);
        }
    }
    if (check.absent)
        af_diagnostics_add(diagnostics, AF_D_EVIDENCE_RECORDED, assessment->place, 0, (double)check.absent);
}

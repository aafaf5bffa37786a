/* Evidence: whether files are there, inside the assessment's folder, and have the bytes that they are said to have. */
#include "assess/internal.h"

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

/* SHA-256 of a plain file, in hexadecimal; NULL if it cannot be read. Never waits for a pipe. */
static char *digest_of(const char *path) {
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return NULL;
    struct stat about;
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    gssize got = fstat(fd, &about) || !S_ISREG(about.st_mode) ? -1 : 1;
    while (got > 0) {
        guchar bytes[65536];
        got = read(fd, bytes, sizeof bytes);
        if (got > 0) g_checksum_update(checksum, bytes, got);
    }
    close(fd);
    return got < 0 ? NULL : g_strdup(g_checksum_get_string(checksum));
}

static void check_file(const AfAssessment *assessment, xmlNode *piece, const char *file, AfDiagnostics *diagnostics) {
    const char *path = assessment->path, *said = af_xml_attribute(piece, "sha256");
    g_autofree char *joined = g_build_filename(assessment->folder, file, NULL);
    g_autofree char *real = realpath(joined, NULL), *folder = realpath(assessment->folder, NULL);
    if (leaves_by_name(file) || (real && folder && !is_inside(real, folder))) {
        af_diagnostics_add(diagnostics, AF_D_EVIDENCE_OUTSIDE, path, af_line(piece), file);
        return;
    }
    g_autofree char *digest = real ? digest_of(real) : NULL;
    af_stamp(piece, "file", digest ? "present" : "absent");
    if (!digest) return;
    af_stamp(piece, "sha256", digest);
    if (said && strcmp(said, digest)) {
        af_diagnostics_add(diagnostics, AF_D_EVIDENCE_DIGEST, path, af_line(piece), file, digest);
    }
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

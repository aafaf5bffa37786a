/* Manifests: what was made, of what and with what, by SHA-256 digests, as JSON beside the documents; written with
 * --manifest, held against the files by `verify`. The manual has the form under MANIFESTS: what changes in it changes
 * there, and AF_MANIFEST_VERSION with it unless it is only added to. */
#pragma once

#include "cli/cli.h"
#include "pdf/pdf.h"

#define AF_MANIFEST "urn:auditfolio:manifest"
#define AF_MANIFEST_VERSION 1
#define AF_MANIFEST_SUFFIX ".manifest.json"

/* What one subject (a program, an assessment) became in a run. */
typedef struct {
    const char *kind;               /* "blank", "report" */
    const char *folder;             /* where its files are, and the manifest will be */
    const char *name;               /* the manifest is FOLDER/NAME.manifest.json */
    AfProgram *program;
    const AfAssessment *assessment; /* NULL of a blank checklist */
    const AfParameter *settings;    /* options that the documents depend on; ends with a NULL name */
    AfProduct *const *products;     /* n_products documents, in all languages, as they were written */
    guint n_products;
} AfManifestInput;

/* --- reading --- */

typedef enum { AF_MANIFEST_SOURCE, AF_MANIFEST_EVIDENCE, AF_MANIFEST_OUTPUT } AfManifestKind;

/* A file that a manifest names. */
typedef struct {
    AfManifestKind kind;
    char *path;        /* as it says it; NULL: an assessment from the standard input or out of a PDF */
    char *folder;      /* of such an assessment: where its evidence is; NULL: not known */
    char *format;      /* of a document; NULL otherwise */
    guint64 bytes;
    gboolean there;    /* FALSE: evidence that was not there, whose size is not known */
    char *digest;      /* NULL: not known either */
    AfPdfParts *parts; /* of a PDF, if it says them; NULL otherwise */
} AfManifestFile;

typedef struct {
    char *path;   /* as the user named it */
    char *folder; /* that it is in */
    char *digest; /* of itself */
    char *generator, *version, *time, *kind, *name;
    GPtrArray *files; /* of AfManifestFile: the assessment first, if any, then evidence, then documents */
} AfManifest;

/* Reads a manifest, which is anybody's: NULL, and manifest-invalid, manifest-version or file-unreadable, if it is none of
 * this form, or names files that `verify` does not look at: documents that are not beside it, evidence outside of the
 * assessment's folder, an absolute path. */
AfManifest *af_manifest_read(const char *path, AfDiagnostics *diagnostics);
void af_manifest_free(AfManifest *manifest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfManifest, af_manifest_free)

/* --- writing --- */

/* Writes the manifest of documents that are written already. FALSE, and an error, if it cannot be. */
gboolean af_manifest_write(AfCli *cli, const AfManifestInput *input, AfDiagnostics *diagnostics);

/* The path that leads from a folder to a file, both there, by way of their real places; NULL if one is not there. To be
 * freed. */
char *af_path_relative(const char *folder, const char *path);

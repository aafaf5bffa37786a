/* Manifests: reading. Nothing in one is trusted: neither that it is ours, nor where its paths lead. */
#include "cli/manifest.h"

#include "base/digest.h"
#include "base/json.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
    largest = 64 * 1000000, /* bytes of a manifest */
    most_files = 100000,
};

typedef struct {
    const char *path;
    AfDiagnostics *diagnostics;
    AfManifest *manifest;
} Reading;

static gboolean fail(const Reading *reading, int line, const char *reason, const char *where) {
    af_diagnostics_add(reading->diagnostics, AF_D_MANIFEST_INVALID, reading->path, line, reason, where);
    return FALSE;
}

/* --- members --- */

/* Where something stands: ".outputs[3].sha256". To be freed. */
static char *place_of(const char *before, const char *name) {
    return g_strdup_printf("%s.%s", before, name);
}

static gboolean fail_member(const Reading *reading, const char *reason, const char *before, const char *name) {
    g_autofree char *place = place_of(before, name);
    return fail(reading, 0, reason, place);
}

/* A member that has to be there; NULL, and said, if it is not. */
static AfJsonValue *take(const Reading *reading, AfJsonValue *object, const char *before, const char *name) {
    AfJsonValue *value = af_json_member(object, name);
    if (!value) fail_member(reading, "manifest.member-missing", before, name);
    return value;
}

static gboolean take_string(const Reading *reading, AfJsonValue *object, const char *before, const char *name,
                            char **string) {
    AfJsonValue *value = take(reading, object, before, name);
    const char *text = value ? af_json_string(value) : NULL;
    *string = g_strdup(text);
    return text || (value && fail_member(reading, "manifest.member-kind", before, name));
}

static gboolean take_count(const Reading *reading, AfJsonValue *object, const char *before, const char *name,
                           guint64 *count) {
    AfJsonValue *value = take(reading, object, before, name);
    if (!value) return FALSE;
    return af_json_count(value, count) || fail_member(reading, "manifest.member-kind", before, name);
}

/* Size and digest of a file; null for evidence that was not there. */
static gboolean take_digest(const Reading *reading, AfJsonValue *object, const char *before, gboolean may_lack,
                            AfManifestFile *file) {
    AfJsonValue *bytes = take(reading, object, before, "bytes");
    AfJsonValue *digest = bytes ? take(reading, object, before, "sha256") : NULL;
    if (!digest) return FALSE;
    file->there = !(may_lack && af_json_is_null(bytes));
    if (!file->there && af_json_is_null(digest)) return TRUE;
    if (!take_string(reading, object, before, "sha256", &file->digest)) return FALSE;
    if (!af_is_digest(file->digest)) return fail_member(reading, "manifest.digest", before, "sha256");
    return !file->there || take_count(reading, object, before, "bytes", &file->bytes);
}

/* --- paths --- */

/* A file beside the manifest. */
static gboolean is_name(const char *path) {
    return *path && !strchr(path, '/') && strcmp(path, ".") && strcmp(path, "..");
}

/* A path that may begin with "../" but then goes down only. */
static gboolean is_relative(const char *path) {
    while (g_str_has_prefix(path, "../")) path += strlen("../");
    return *path && !af_path_leaves(path) && !g_str_has_suffix(path, "/");
}

static gboolean may_be_looked_at(const AfManifestFile *file) {
    switch (file->kind) {
    case AF_MANIFEST_SOURCE: return is_relative(file->path);
    case AF_MANIFEST_EVIDENCE: return *file->path && !af_path_leaves(file->path);
    case AF_MANIFEST_OUTPUT: break;
    }
    return is_name(file->path);
}

/* --- files --- */

static void file_free(gpointer data) {
    AfManifestFile *file = data;
    g_free(file->path);
    g_free(file->folder);
    g_free(file->format);
    g_free(file->digest);
    af_pdf_parts_free(file->parts);
    g_free(file);
}

/* What it says of the parts of a PDF; what is not as it should be is as if it were not said. */
static AfPdfParts *take_parts(AfJsonValue *object) {
    AfJsonValue *pages = af_json_member(object, "pages");
    guint64 annotations;
    if (!af_json_is_list(pages) || !af_json_count(af_json_member(object, "annotations"), &annotations)) return NULL;
    AfPdfParts *parts = g_new0(AfPdfParts, 1);
    parts->pages = g_ptr_array_new_with_free_func(g_free);
    parts->annotations = (guint)MIN(annotations, G_MAXINT);
    parts->metadata = g_strdup(af_json_string(af_json_member(object, "metadata")));
    parts->source = g_strdup(af_json_string(af_json_member(object, "source")));
    for (guint i = 0; i < af_json_length(pages); i++) {
        const char *digest = af_json_string(af_json_element(pages, i));
        g_ptr_array_add(parts->pages, g_strdup(digest ? digest : ""));
    }
    return parts;
}

/* Of an assessment that is no file. */
static gboolean take_folder(const Reading *reading, AfJsonValue *object, const char *where, AfManifestFile *file) {
    AfJsonValue *value = af_json_member(object, "folder");
    if (!value || af_json_is_null(value)) return TRUE;
    if (!take_string(reading, object, where, "folder", &file->folder)) return FALSE;
    g_autofree char *inside = g_strconcat(file->folder, "/x", NULL);
    return is_relative(inside) || fail_member(reading, "manifest.path", where, "folder");
}

/* Reads a file; FALSE, and said, if something is wrong with it. */
static gboolean take_file(const Reading *reading, AfManifestKind kind, AfJsonValue *object, const char *where) {
    AfManifestFile *file = g_new0(AfManifestFile, 1);
    g_ptr_array_add(reading->manifest->files, file);
    file->kind = kind;
    if (!af_json_is_object(object)) return fail(reading, 0, "manifest.member-kind", where);
    if (!take_digest(reading, object, where, kind == AF_MANIFEST_EVIDENCE, file)) return FALSE;
    if (kind == AF_MANIFEST_OUTPUT) {
        if (!take_string(reading, object, where, "format", &file->format)) return FALSE;
        file->parts = take_parts(af_json_member(object, "parts"));
    }
    if (kind == AF_MANIFEST_SOURCE && af_json_is_null(af_json_member(object, "path"))) {
        return take_folder(reading, object, where, file);
    }
    if (!take_string(reading, object, where, "path", &file->path)) return FALSE;
    return may_be_looked_at(file) || fail_member(reading, "manifest.path", where, "path");
}

static gboolean take_files(const Reading *reading, AfManifestKind kind, AfJsonValue *root, const char *name) {
    AfJsonValue *list = af_json_member(root, name);
    if (!list) return TRUE;
    if (!af_json_is_list(list) || af_json_length(list) > most_files) {
        return fail_member(reading, "manifest.member-kind", "", name);
    }
    for (guint i = 0; i < af_json_length(list); i++) {
        g_autofree char *where = g_strdup_printf(".%s[%u]", name, i);
        if (!take_file(reading, kind, af_json_element(list, i), where)) return FALSE;
    }
    return TRUE;
}

/* --- the whole --- */

static gboolean take_head(const Reading *reading, AfJsonValue *root) {
    AfManifest *manifest = reading->manifest;
    const char *said = af_json_string(af_json_member(root, "manifest"));
    guint64 version;
    if (g_strcmp0(said, AF_MANIFEST)) return fail(reading, 0, "manifest.other", "");
    if (!take_count(reading, root, "", "version", &version)) return FALSE;
    if (version != AF_MANIFEST_VERSION) {
        af_diagnostics_add(reading->diagnostics, AF_D_MANIFEST_VERSION, reading->path, 0, (double)version);
        return FALSE;
    }
    AfJsonValue *generator = take(reading, root, "", "generator");
    AfJsonValue *document = generator ? take(reading, root, "", "document") : NULL;
    return document && take_string(reading, generator, ".generator", "name", &manifest->generator) &&
           take_string(reading, generator, ".generator", "version", &manifest->version) &&
           take_string(reading, document, ".document", "kind", &manifest->kind) &&
           take_string(reading, document, ".document", "name", &manifest->name) &&
           take_string(reading, root, "", "time", &manifest->time);
}

static gboolean take_all(const Reading *reading, AfJsonValue *root) {
    if (!take_head(reading, root)) return FALSE;
    AfJsonValue *source = af_json_member(root, "source");
    if (source && !take_file(reading, AF_MANIFEST_SOURCE, source, ".source")) return FALSE;
    if (!take_files(reading, AF_MANIFEST_EVIDENCE, root, "evidence")) return FALSE;
    guint before = reading->manifest->files->len;
    if (!take(reading, root, "", "outputs") || !take_files(reading, AF_MANIFEST_OUTPUT, root, "outputs")) return FALSE;
    /* one that names no document would always be right */
    return reading->manifest->files->len > before || fail(reading, 0, "manifest.member-missing", ".outputs[0]");
}

static gboolean fail_json(const Reading *reading, const AfJsonError *error) {
    switch (error->fault) {
    case AF_JSON_LIBRARY:
        af_diagnostics_add(reading->diagnostics, AF_D_FILE_UNREADABLE, reading->path, 0, error->words);
        return FALSE;
    case AF_JSON_ENCODING: return fail(reading, 0, "manifest.not-text", "");
    case AF_JSON_TOO_DEEP: return fail(reading, error->line, "manifest.too-deep", "");
    case AF_JSON_TWICE: return fail(reading, 0, "manifest.member-twice", error->words);
    case AF_JSON_SYNTAX:
    case AF_JSON_GOOD: break;
    }
    return fail(reading, error->line, "manifest.not-json", "");
}

/* The file's bytes, and its digest; NULL, and said, if they cannot be had. */
static GByteArray *read_bytes(const Reading *reading, char **digest) {
    guint64 size = 0;
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    int fd = af_plain_open(reading->path, TRUE, &size);
    *digest = fd < 0 ? NULL : af_digest_fd(fd, bytes, largest);
    int reason = errno;
    if (fd >= 0) close(fd);
    if (*digest) return g_steal_pointer(&bytes);
    if (fd >= 0 && reason == EFBIG) {
        fail(reading, 0, "manifest.too-large", "");
    } else {
        af_diagnostics_add(reading->diagnostics, AF_D_FILE_UNREADABLE, reading->path, 0, g_strerror(reason));
    }
    return NULL;
}

AfManifest *af_manifest_read(const char *path, AfDiagnostics *diagnostics) {
    g_autoptr(AfManifest) manifest = g_new0(AfManifest, 1);
    manifest->path = g_strdup(path);
    manifest->folder = g_path_get_dirname(path);
    manifest->files = g_ptr_array_new_with_free_func(file_free);
    const Reading reading = {path, diagnostics, manifest};
    g_autoptr(GByteArray) bytes = read_bytes(&reading, &manifest->digest);
    if (!bytes) return NULL;
    AfJsonError error;
    g_autoptr(AfJson) json = af_json_read((const char *)bytes->data, bytes->len, &error);
    if (!json) fail_json(&reading, &error);
    g_free(error.words);
    return json && take_all(&reading, af_json_root(json)) ? g_steal_pointer(&manifest) : NULL;
}

void af_manifest_free(AfManifest *manifest) {
    if (!manifest) return;
    g_free(manifest->path);
    g_free(manifest->folder);
    g_free(manifest->digest);
    g_free(manifest->generator);
    g_free(manifest->version);
    g_free(manifest->time);
    g_free(manifest->kind);
    g_free(manifest->name);
    g_ptr_array_unref(manifest->files);
    g_free(manifest);
}

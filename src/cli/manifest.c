/* Manifests: writing. Everything stands in one order, each file on a line of its own, so that manifests can be compared
 * as text and the same run gives the same bytes. */
#include "cli/manifest.h"

#include "base/digest.h"
#include "base/library.h"
#include "paint/paint.h"
#include "pdf/pdf.h"

#include <stdlib.h>
#include <string.h>

/* --- JSON --- */

/* Begins a member of the object that is open. */
static void member(GString *out, const char *name) {
    if (out->str[out->len - 1] != '{') g_string_append(out, ", ");
    af_json_append(out, name);
    g_string_append(out, ": ");
}

static void string_member(GString *out, const char *name, const char *value) {
    member(out, name);
    if (value) {
        af_json_append(out, value);
    } else {
        g_string_append(out, "null");
    }
}

static void number_member(GString *out, const char *name, guint64 value) {
    member(out, name);
    g_string_append_printf(out, "%" G_GUINT64_FORMAT, value);
}

static void file_members(GString *out, guint64 size, const char *digest) {
    number_member(out, "bytes", size);
    string_member(out, "sha256", digest);
}

/* Begins a member of the whole, on a line of its own. */
static void part(GString *out, const char *name) {
    g_string_append(out, out->len > 2 ? ",\n  " : "  ");
    af_json_append(out, name);
    g_string_append(out, ": ");
}

/* Begins an element of a list in such a member. */
static void element(GString *out) {
    g_string_append(out, out->str[out->len - 1] == '[' ? "\n    {" : ",\n    {");
}

static void end_list(GString *out) {
    g_string_append(out, out->str[out->len - 1] == '[' ? "]" : "\n  ]");
}

/* --- paths --- */

char *af_path_relative(const char *folder, const char *path) {
    g_autofree char *parent = g_path_get_dirname(path), *name = g_path_get_basename(path);
    g_autofree char *from = realpath(folder, NULL), *to = realpath(parent, NULL);
    if (!from || !to) return NULL;
    g_auto(GStrv) from_steps = g_strsplit(from + 1, "/", -1);
    g_auto(GStrv) to_steps = g_strsplit(to + 1, "/", -1);
    char **f = from_steps, **t = to_steps;
    while (*f && *t && !strcmp(*f, *t)) {
        f++;
        t++;
    }
    GString *relative = g_string_new(NULL);
    for (; *f; f++) g_string_append(relative, **f ? "../" : "");
    for (; *t; t++) g_string_append_printf(relative, "%s%s", *t, **t ? "/" : "");
    g_string_append(relative, name);
    return g_string_free(relative, FALSE);
}

/* JSON is UTF-8: a name that is not cannot be said, and a manifest that says another one would be wrong. */
static gboolean is_sayable(const char *path, AfDiagnostics *diagnostics) {
    if (g_utf8_validate(path, -1, NULL)) return TRUE;
    g_autofree char *valid = g_utf8_make_valid(path, -1);
    af_diagnostics_add(diagnostics, AF_D_MANIFEST_NAME, NULL, 0, valid);
    return FALSE;
}

/* --- parts of it --- */

typedef struct {
    AfCli *cli;
    const AfManifestInput *input;
    AfDiagnostics *diagnostics;
    GString *out;
} Writing;

static void add_head(const Writing *writing) {
    GString *out = writing->out;
    const AfManifestInput *input = writing->input;
    g_autoptr(GDateTime) now = af_now(), utc = g_date_time_to_utc(now);
    g_autofree char *time = g_date_time_format(utc, "%Y-%m-%dT%H:%M:%SZ");
    part(out, "manifest");
    af_json_append(out, AF_MANIFEST);
    part(out, "version");
    g_string_append_printf(out, "%d", AF_MANIFEST_VERSION);
    part(out, "generator");
    g_string_append_c(out, '{');
    string_member(out, "name", "Auditfolio");
    string_member(out, "version", AF_VERSION);
    g_string_append_c(out, '}');
    part(out, "time");
    af_json_append(out, time);
    part(out, "document");
    g_string_append_c(out, '{');
    string_member(out, "kind", input->kind);
    string_member(out, "name", input->name);
    string_member(out, "program", af_program_id(input->program));
    string_member(out, "programVersion", af_program_version(input->program));
    g_string_append_c(out, '}');
    part(out, "options");
    g_string_append_c(out, '{');
    for (const AfParameter *setting = input->settings; setting->name; setting++) {
        string_member(out, setting->name, setting->value);
    }
    g_string_append_c(out, '}');
}

/* The XML that the documents were made of, as it was when it was read. The program's definition is one of `definitions`
 * below. */
static gboolean add_source(const Writing *writing) {
    const AfAssessment *assessment = writing->input->assessment;
    if (!assessment) return TRUE;
    const char *said = af_assessment_path(assessment);
    const GByteArray *bytes = af_assessment_bytes(assessment);
    /* what came out of a PDF or a pipe is no file of its own, but has evidence in a folder */
    gboolean is_file = strcmp(said, "-") && !strcmp(said, af_assessment_place(assessment));
    g_autofree char *path = af_path_relative(writing->input->folder, said);
    g_autofree char *folder = path ? g_path_get_dirname(path) : NULL;
    if (path && !is_sayable(path, writing->diagnostics)) return FALSE;
    g_autofree char *digest = af_digest(bytes->data, bytes->len);
    part(writing->out, "source");
    g_string_append_c(writing->out, '{');
    string_member(writing->out, "path", is_file ? path : NULL);
    if (!is_file) string_member(writing->out, "folder", folder);
    string_member(writing->out, "language", af_assessment_language(assessment));
    file_members(writing->out, bytes->len, digest);
    g_string_append_c(writing->out, '}');
    return TRUE;
}

static void add_piece(GString *out, const xmlNode *piece) {
    const char *file = af_xml_attribute(piece, "file");
    if (!file) return;
    af_autoxml xmlChar *bytes = xmlGetNsProp(piece, BAD_CAST "bytes", BAD_CAST AF_NS_DOCUMENT);
    af_autoxml xmlChar *digest = xmlGetNsProp(piece, BAD_CAST "sha256", BAD_CAST AF_NS_DOCUMENT);
    element(out);
    string_member(out, "id", af_xml_attribute(piece, "id"));
    string_member(out, "path", file);
    if (bytes) {
        number_member(out, "bytes", g_ascii_strtoull((const char *)bytes, NULL, 10));
    } else {
        string_member(out, "bytes", NULL); /* it was not there: if its digest is known, then from an older report */
    }
    string_member(out, "sha256", (const char *)digest);
    g_string_append_c(out, '}');
}

/* Files that the assessment names, by their paths from its folder, as they were when it was read. */
static void add_evidence(const Writing *writing) {
    const AfAssessment *assessment = writing->input->assessment;
    if (!assessment) return;
    const xmlNode *evidence = af_assessment_part(assessment, "evidence");
    part(writing->out, "evidence");
    g_string_append_c(writing->out, '[');
    for (const xmlNode *piece = evidence ? evidence->children : NULL; piece; piece = piece->next) {
        if (af_xml_is(piece, AF_NS_ASSESSMENT, "piece")) add_piece(writing->out, piece);
    }
    end_list(writing->out);
}

/* What can be told apart in it, should it be altered. */
static void add_parts(GString *out, const AfOutput *output) {
    g_autoptr(AfPdfParts) parts = af_pdf_parts(output->bytes->data, output->bytes->len);
    if (!parts) return;
    member(out, "parts");
    g_string_append_c(out, '{');
    string_member(out, "metadata", parts->metadata);
    string_member(out, "source", parts->source);
    number_member(out, "annotations", parts->annotations);
    member(out, "pages");
    g_string_append_c(out, '[');
    for (guint i = 0; i < parts->pages->len; i++) {
        if (i) g_string_append(out, ", ");
        af_json_append(out, g_ptr_array_index(parts->pages, i));
    }
    g_string_append(out, "]}");
}

static void add_output(const Writing *writing, const AfProduct *product, const AfOutput *output) {
    g_autofree char *name = g_path_get_basename(output->path);
    g_autofree char *digest = af_digest(output->bytes->data, output->bytes->len);
    element(writing->out);
    string_member(writing->out, "path", name);
    string_member(writing->out, "format", af_format_name(output->format));
    string_member(writing->out, "language", product->language);
    file_members(writing->out, output->bytes->len, digest);
    if (output->format == AF_FORMAT_PDF) add_parts(writing->out, output);
    g_string_append_c(writing->out, '}');
}

static void add_outputs(const Writing *writing) {
    part(writing->out, "outputs");
    g_string_append_c(writing->out, '[');
    for (guint p = 0; p < writing->input->n_products; p++) {
        const AfProduct *product = writing->input->products[p];
        for (guint o = 0; o < product->outputs->len; o++) {
            add_output(writing, product, g_ptr_array_index(product->outputs, o));
        }
    }
    end_list(writing->out);
}

/* A file of ours, by its path below the data folder, with the bytes that were read of it (NULL: as it is now); each once,
 * what is not there not at all. */
static void add_data(const Writing *writing, GHashTable *known, const char *folder, const char *name,
                     const GByteArray *bytes) {
    g_autofree char *path = g_build_filename(folder, name, NULL), *place = af_data_path(folder, name);
    guint64 size = bytes ? bytes->len : 0;
    g_autofree char *digest = g_hash_table_contains(known, path) ? NULL
                              : bytes                            ? af_digest(bytes->data, bytes->len)
                                                                 : af_digest_file(place, TRUE, &size);
    if (!digest) return;
    element(writing->out);
    string_member(writing->out, "path", path);
    file_members(writing->out, size, digest);
    g_string_append_c(writing->out, '}');
    g_hash_table_add(known, g_steal_pointer(&path));
}

static void add_catalogs(const Writing *writing, GHashTable *known, const char *language) {
    const AfProgram *program = writing->input->program;
    const char *names[] = {af_program_id(program), af_program_library(program), AF_MESSAGES};
    g_autofree char *folder = g_build_filename("locales", af_pseudo_is(language) ? AF_SOURCE_LANGUAGE : language, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *name = names[i] ? g_strconcat(names[i], ".xml", NULL) : NULL;
        if (name) add_data(writing, known, folder, name, NULL);
    }
}

/* Definition and texts of the program. */
static void add_definitions(const Writing *writing) {
    const AfManifestInput *input = writing->input;
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *program = g_strconcat(af_program_id(input->program), ".xml", NULL);
    const char *library = af_program_library(input->program);
    g_autofree char *shared = library ? g_strconcat(library, ".xml", NULL) : NULL;
    part(writing->out, "definitions");
    g_string_append_c(writing->out, '[');
    add_data(writing, known, "templates/programs", program, af_program_bytes(input->program));
    if (shared) {
        add_data(writing, known, "templates/programs/shared", shared, af_program_library_bytes(input->program));
    }
    for (guint p = 0; p < input->n_products; p++) add_catalogs(writing, known, input->products[p]->language);
    for (const AfParameter *setting = input->settings; setting->name; setting++) {
        if (!strcmp(setting->name, "bilingual") && *setting->value) add_catalogs(writing, known, setting->value);
    }
    end_list(writing->out);
}

static int compare_strings(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_fonts(const Writing *writing) {
    g_autoptr(GHashTable) files = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint p = 0; p < writing->input->n_products; p++) {
        for (char **font = writing->input->products[p]->fonts; font && *font; font++) g_hash_table_add(files, *font);
    }
    guint n;
    g_autofree char **sorted = (char **)g_hash_table_get_keys_as_array(files, &n);
    qsort(sorted, n, sizeof *sorted, compare_strings);
    part(writing->out, "fonts");
    g_string_append_c(writing->out, '[');
    for (guint i = 0; i < n; i++) {
        guint64 size;
        g_autofree char *name = g_path_get_basename(sorted[i]), *digest = af_digest_file(sorted[i], TRUE, &size);
        g_autofree char *valid = g_utf8_make_valid(name, -1);
        if (!digest) continue;
        element(writing->out);
        string_member(writing->out, "name", valid);
        file_members(writing->out, size, digest);
        g_string_append_c(writing->out, '}');
    }
    end_list(writing->out);
}

static void add_libraries(const Writing *writing) {
    g_autoptr(GPtrArray) versions = af_library_versions_new();
    af_base_versions(versions);
    af_locale_versions(versions);
    af_transform_versions(versions);
    af_layout_versions(versions);
    af_paint_versions(versions);
    af_pdf_versions(versions);
    part(writing->out, "libraries");
    g_string_append_c(writing->out, '{');
    for (guint i = 0; i < versions->len; i++) {
        const AfLibraryVersion *version = g_ptr_array_index(versions, i);
        string_member(writing->out, version->name, version->version);
    }
    g_string_append_c(writing->out, '}');
}

gboolean af_manifest_write(AfCli *cli, const AfManifestInput *input, AfDiagnostics *diagnostics) {
    g_autoptr(GString) out = g_string_new("{\n");
    const Writing writing = {cli, input, diagnostics, out};
    if (!is_sayable(input->name, diagnostics)) return FALSE;
    add_head(&writing);
    if (!add_source(&writing)) return FALSE;
    add_evidence(&writing);
    add_outputs(&writing);
    add_definitions(&writing);
    add_fonts(&writing);
    add_libraries(&writing);
    g_string_append(out, "\n}\n");
    g_autofree char *name = g_strconcat(input->name, AF_MANIFEST_SUFFIX, NULL);
    g_autofree char *path = g_build_filename(input->folder, name, NULL);
    g_autoptr(GError) error = NULL;
    if (af_file_write(path, out->str, out->len, &error)) return TRUE;
    af_diagnostics_add(diagnostics, AF_D_FILE_UNWRITABLE, path, 0, error->message);
    return FALSE;
}

/* auditfolio verify: whether documents, and what they were made of, are as their manifest says. */
#include "cli/manifest.h"
#include "cli/submission.h"

#include "base/digest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    char *language;
    gboolean documents; /* no more than those */
} Options;

typedef enum {
    STATE_SAME,
    STATE_ALTERED,
    STATE_MISSING,
    STATE_REPLACED,
    STATE_OUTSIDE,
    STATE_UNREADABLE,
    STATE_INSIDE, /* an assessment that is not there but in a PDF, as it was */
    STATE_ABSENT, /* evidence that was not there then, nor is now */
    STATE_NEW,    /* evidence that was not there then */
    STATE_PIPED,  /* an assessment that was no file: standard input, or in another PDF */
} State;

/* As messages have them (verify.state-…), and JSON. */
static const char *const state_names[] = {"same",   "altered", "missing", "replaced", "outside", "unreadable",
                                          "inside", "absent",  "new",     "piped"};
static const char *const kind_names[] = {"source", "evidence", "output"};

/* A file, as it was found. */
typedef struct {
    const AfManifestFile *file;
    State state;
    char *place;   /* where it is, or would have to be; NULL if it was nowhere */
    guint64 bytes; /* of one that could be opened */
    int reason;    /* errno of one that could not be read */
    AfPdfParts *parts; /* of a PDF that is altered, if it can be read */
} Found;

typedef struct {
    AfCli *cli;
    const AfManifest *manifest;
    GPtrArray *found; /* of Found */
    guint altered;
    AfDiagnostics *diagnostics;
} Verifying;

static void found_free(gpointer data) {
    Found *found = data;
    g_free(found->place);
    af_pdf_parts_free(found->parts);
    g_free(found);
}

/* --- paths --- */

/* A path without "." and "FOLDER/..", if that is the same place, as it is unless FOLDER is a link. Takes the path; to be
 * freed. */
static char *tidy(char *path) {
    g_auto(GStrv) steps = g_strsplit(path, "/", -1);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();
    for (char **step = steps; *step; step++) {
        const char *last = kept->len ? g_ptr_array_index(kept, kept->len - 1) : NULL;
        if (!strcmp(*step, ".") || (!**step && kept->len)) continue;
        if (!strcmp(*step, "..") && last && *last && strcmp(last, "..")) {
            g_ptr_array_set_size(kept, (int)kept->len - 1);
        } else {
            g_ptr_array_add(kept, *step);
        }
    }
    g_ptr_array_add(kept, NULL);
    g_autofree char *shorter = g_strjoinv("/", (char **)kept->pdata);
    g_autofree char *folder = g_path_get_dirname(path), *shorter_folder = g_path_get_dirname(shorter);
    g_autofree char *real = realpath(folder, NULL), *shorter_real = realpath(shorter_folder, NULL);
    if (!*shorter || !real || !shorter_real || strcmp(real, shorter_real)) return path;
    g_free(path);
    return g_steal_pointer(&shorter);
}

static char *path_in(const char *folder, const char *path) {
    return tidy(g_build_filename(folder, path, NULL));
}

/* --- looking --- */

static State state_of(int reason) {
    if (reason == ENOENT || reason == ENOTDIR) return STATE_MISSING;
    return reason == ELOOP || reason == EINVAL || reason == ENXIO ? STATE_REPLACED : STATE_UNREADABLE;
}

/* Holds a file against what was said of it. Its bytes are read only if it has its size. */
static void look(Found *found, const char *path, gboolean follow) {
    int fd = af_plain_open(path, follow, &found->bytes);
    if (fd < 0) {
        found->reason = errno;
        found->state = state_of(errno);
        return;
    }
    found->state = STATE_ALTERED;
    if (found->bytes == found->file->bytes || !found->file->there) {
        g_autofree char *digest = af_digest_fd(fd, NULL, 0);
        found->reason = errno;
        found->state = !digest ? STATE_UNREADABLE : strcmp(digest, found->file->digest) ? STATE_ALTERED : STATE_SAME;
    }
    close(fd);
}

/* The same of a file that has to be below a folder, links or not. */
static void look_below(Found *found, const char *folder, const char *path) {
    char *real = realpath(path, NULL);
    int reason = errno;
    g_autofree char *real_folder = realpath(folder, NULL);
    if (!real) {
        found->state = state_of(reason);
        found->reason = reason;
    } else if (!real_folder || !af_path_is_inside(real, real_folder)) {
        found->state = STATE_OUTSIDE;
    } else if (found->file->digest) {
        look(found, real, FALSE);
    } else {
        found->state = STATE_NEW;
    }
    if (!found->file->there && found->state == STATE_MISSING) found->state = STATE_ABSENT;
    free(real);
}

/* An assessment: where it was, or else beside the manifest, as an archive has it. */
static void look_for_source(const Verifying *verifying, Found *found) {
    const char *folder = verifying->manifest->folder;
    if (!found->file->path) {
        found->state = STATE_PIPED;
        return;
    }
    g_autofree char *name = g_path_get_basename(found->file->path);
    g_autofree char *beside = path_in(folder, name);
    found->place = path_in(folder, found->file->path);
    look(found, found->place, TRUE);
    if (found->state == STATE_SAME || !strcmp(found->place, beside)) return;
    Found other = {.file = found->file, .place = g_steal_pointer(&beside)};
    look(&other, other.place, TRUE);
    if (other.state == STATE_SAME || (found->state == STATE_MISSING && other.state != STATE_MISSING)) {
        g_free(found->place);
        *found = other;
    } else {
        g_free(other.place);
    }
}

/* Where the evidence of an assessment is to be. To be freed. */
static char *evidence_folder(const Verifying *verifying, const Found *source) {
    const char *folder = verifying->manifest->folder;
    if (source && source->place) return g_path_get_dirname(source->place);
    return source && source->file->folder ? path_in(folder, source->file->folder) : g_strdup(folder);
}

/* Evidence: below that folder, or else the manifest's. */
static void look_for_evidence(const Verifying *verifying, Found *found, const Found *source) {
    const char *folder = verifying->manifest->folder;
    g_autofree char *base = evidence_folder(verifying, source);
    found->place = path_in(base, found->file->path);
    look_below(found, base, found->place);
    if ((found->state != STATE_MISSING && found->state != STATE_ABSENT) || !strcmp(base, folder)) return;
    Found other = {.file = found->file, .place = path_in(folder, found->file->path)};
    look_below(&other, folder, other.place);
    if (other.state == found->state) {
        g_free(other.place);
        return;
    }
    g_free(found->place);
    *found = other;
}

/* What is different in a PDF; not said of one that cannot be read, or is larger than any of ours. */
static void read_parts(Found *found) {
    enum { largest = 256 * 1000000 };
    guint64 size;
    int fd = af_plain_open(found->place, FALSE, &size);
    if (fd < 0) return;
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_autofree char *digest = af_digest_fd(fd, bytes, largest);
    close(fd);
    if (digest) found->parts = af_pdf_parts_confined(bytes->data, bytes->len);
}

static void look_for_output(const Verifying *verifying, Found *found) {
    found->place = path_in(verifying->manifest->folder, found->file->path);
    look(found, found->place, FALSE);
    if (found->state == STATE_ALTERED && found->file->parts) read_parts(found);
}

static Found *source_of(const Verifying *verifying) {
    Found *first = verifying->found->len ? g_ptr_array_index(verifying->found, 0) : NULL;
    return first && first->file->kind == AF_MANIFEST_SOURCE ? first : NULL;
}

/* A PDF among the documents that carries the assessment as it was; NULL if none does. */
static const Found *carrier_of(const Verifying *verifying, const AfManifestFile *source) {
    for (guint i = 0; i < verifying->found->len; i++) {
        const Found *found = g_ptr_array_index(verifying->found, i);
        const AfPdfParts *parts = found->state == STATE_SAME ? found->file->parts : found->parts;
        if (parts && parts->source && !strcmp(parts->source, source->digest)) return found;
    }
    return NULL;
}

static void look_for_all(Verifying *verifying, const Options *options) {
    for (guint i = 0; i < verifying->manifest->files->len; i++) {
        const AfManifestFile *file = g_ptr_array_index(verifying->manifest->files, i);
        if (options->documents && file->kind != AF_MANIFEST_OUTPUT) continue;
        Found *found = g_new0(Found, 1), *source = source_of(verifying);
        found->file = file;
        switch (file->kind) {
        case AF_MANIFEST_SOURCE: look_for_source(verifying, found); break;
        case AF_MANIFEST_EVIDENCE: look_for_evidence(verifying, found, source); break;
        case AF_MANIFEST_OUTPUT: look_for_output(verifying, found); break;
        }
        g_ptr_array_add(verifying->found, found);
    }
    Found *source = source_of(verifying);
    gboolean nowhere = source && (source->state == STATE_MISSING || source->state == STATE_PIPED);
    if (nowhere && carrier_of(verifying, source->file)) source->state = STATE_INSIDE;
}

/* --- saying --- */

static void note(const Verifying *verifying, const Found *found, const char *what, const char *list, guint now,
                 guint then) {
    af_diagnostics_add(verifying->diagnostics, AF_D_ALTERED_PART, found->place, 0, what, list, (double)now,
                       (double)then);
}

/* The numbers of the pages that are not what they were, of those that both have; NULL if there are none. */
static char *altered_pages(const AfPdfParts *was, const AfPdfParts *is, guint *count) {
    g_autoptr(GPtrArray) numbers = g_ptr_array_new_with_free_func(g_free);
    AfLocale *locale = af_locale_get(af_cli_user_language());
    *count = 0;
    for (guint i = 0; i < MIN(was->pages->len, is->pages->len); i++) {
        if (!strcmp(g_ptr_array_index(was->pages, i), g_ptr_array_index(is->pages, i))) continue;
        (*count)++;
        g_ptr_array_add(numbers, af_number_format(locale, i + 1));
    }
    if (!numbers->len) return NULL;
    return af_list_format(locale, (const char *const *)numbers->pdata, numbers->len);
}

static void say_parts(const Verifying *verifying, const Found *found) {
    const AfPdfParts *was = found->file->parts, *is = found->parts;
    guint count, before = af_diagnostics_count(verifying->diagnostics);
    if (!is) {
        note(verifying, found, "altered.not-readable", "", 0, 0);
        return;
    }
    if (was->pages->len != is->pages->len) {
        note(verifying, found, "altered.page-count", "", is->pages->len, was->pages->len);
    }
    g_autofree char *pages = altered_pages(was, is, &count);
    if (pages) note(verifying, found, "altered.pages", pages, count, 0);
    if (was->annotations != is->annotations) {
        note(verifying, found, "altered.annotations", "", is->annotations, was->annotations);
    }
    if (g_strcmp0(was->metadata, is->metadata)) note(verifying, found, "altered.metadata", "", 0, 0);
    if (was->source && !is->source) {
        note(verifying, found, "altered.source-gone", "", 0, 0);
    } else if (was->source && strcmp(was->source, is->source)) {
        note(verifying, found, "altered.source", "", 0, 0);
    }
    if (af_diagnostics_count(verifying->diagnostics) == before) {
        note(verifying, found, "altered.elsewhere", "", 0, 0);
    } else if (was->source && !g_strcmp0(was->source, is->source)) {
        note(verifying, found, "altered.source-same", "", 0, 0);
    }
}

/* The exact number: of two sizes that differ by a byte, kB say nothing. */
static char *bytes_words(AfCli *cli, guint64 bytes) {
    return af_words(cli, "size.bytes", "n", (double)bytes);
}

static void say_altered(const Verifying *verifying, const Found *found) {
    gboolean size = found->file->there && found->bytes != found->file->bytes;
    g_autofree char *now = bytes_words(verifying->cli, found->bytes);
    g_autofree char *then = bytes_words(verifying->cli, found->file->bytes);
    af_diagnostics_add(verifying->diagnostics, AF_D_FILE_ALTERED, found->place, 0,
                       size ? "altered.size" : "altered.bytes", now, then);
    if (found->file->parts) say_parts(verifying, found);
}

static void say(Verifying *verifying, const Found *found) {
    AfDiagnostics *diagnostics = verifying->diagnostics;
    switch (found->state) {
    case STATE_SAME:
    case STATE_INSIDE:
    case STATE_ABSENT:
    case STATE_PIPED: return;
    case STATE_ALTERED: say_altered(verifying, found); break;
    case STATE_NEW: note(verifying, found, "altered.new", "", 0, 0); return;
    case STATE_MISSING: af_diagnostics_add(diagnostics, AF_D_FILE_MISSING, found->place, 0); break;
    case STATE_REPLACED: af_diagnostics_add(diagnostics, AF_D_FILE_REPLACED, found->place, 0); break;
    case STATE_OUTSIDE: af_diagnostics_add(diagnostics, AF_D_FILE_OUTSIDE, found->place, 0); break;
    case STATE_UNREADABLE:
        af_diagnostics_add(diagnostics, AF_D_FILE_UNREADABLE, found->place, 0, g_strerror(found->reason));
        break;
    }
    verifying->altered++;
}

/* --- printing --- */

static void print_line(char *text) {
    g_autofree char *clean = af_printable(text);
    puts(clean);
    g_free(text);
}

static char *name_words(AfCli *cli, const char *prefix, const char *name) {
    g_autofree char *id = g_strconcat(prefix, name, NULL);
    return af_words(cli, id, "");
}

static void add_row(GPtrArray *rows, char *file, char *kind, char *state) {
    enum { file_width = 64 };
    char **row = g_new0(char *, 4);
    g_autofree char *clean = af_printable(file);
    row[0] = af_text_shorten(clean, file_width);
    row[1] = kind;
    row[2] = state;
    g_free(file);
    g_ptr_array_add(rows, row);
}

static void print_table(const Verifying *verifying) {
    AfCli *cli = verifying->cli;
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    add_row(rows, af_words(cli, "verify.column-file", ""), af_words(cli, "verify.column-kind", ""),
            af_words(cli, "verify.column-state", ""));
    for (guint i = 0; i < verifying->found->len; i++) {
        const Found *found = g_ptr_array_index(verifying->found, i);
        add_row(rows, g_strdup(found->file->path ? found->file->path : "-"),
                name_words(cli, "verify.kind-", kind_names[found->file->kind]),
                name_words(cli, "verify.state-", state_names[found->state]));
    }
    af_table_print(rows, 3, 3);
}

static void print_text(const Verifying *verifying) {
    AfCli *cli = verifying->cli;
    const AfManifest *manifest = verifying->manifest;
    g_autofree char *time = af_journal_time_words(cli, manifest->time);
    g_autofree char *program = g_strdup_printf("%s %s", manifest->generator, manifest->version);
    print_line(g_strdup(manifest->path));
    print_line(af_words(cli, strcmp(manifest->kind, "blank") ? "verify.report" : "verify.blank", "sss", manifest->name,
                        time, program));
    print_line(af_words(cli, verifying->altered ? "verify.altered" : "verify.same", "nn",
                        (double)(verifying->altered ? verifying->altered : verifying->found->len),
                        (double)verifying->found->len));
    print_line(af_words(cli, "verify.digest", "s", manifest->digest));
    putchar('\n');
    print_table(verifying);
}

static void print_json(const Verifying *verifying) {
    const AfManifest *manifest = verifying->manifest;
    g_autoptr(GString) out = g_string_new("{");
    af_json_append_member(out, "file", manifest->path);
    af_json_append_member(out, "sha256", manifest->digest);
    af_json_append_member(out, "kind", manifest->kind);
    af_json_append_member(out, "name", manifest->name);
    af_json_append_member(out, "time", manifest->time);
    g_string_append_printf(out, "\"altered\":%u,\"files\":[", verifying->altered);
    for (guint i = 0; i < verifying->found->len; i++) {
        const Found *found = g_ptr_array_index(verifying->found, i);
        g_string_append(out, i ? ",{" : "{");
        af_json_append_member(out, "path", found->file->path);
        af_json_append_member(out, "place", found->place);
        af_json_append_member(out, "kind", kind_names[found->file->kind]);
        g_string_append_printf(out, "\"state\":\"%s\"}", state_names[found->state]);
    }
    printf("%s]}\n", out->str);
}

/* --- the command --- */

/* What an assessment says that another state of it does not. What cannot be read, or is for another version of the
 * program, is not compared: it is altered, and that is said. */
static void print_difference(const Verifying *verifying, const char *before_path, const char *after_path) {
    g_autoptr(AfDiagnostics) unsaid = af_diagnostics_new();
    g_autoptr(AfChecked) before = af_checked_load(before_path, NULL, unsaid);
    g_autoptr(AfChecked) after = before ? af_checked_load(after_path, NULL, unsaid) : NULL;
    if (!after) return;
    if (!verifying->cli->json) {
        putchar('\n');
        print_line(af_words(verifying->cli, "verify.changes", "s", after_path));
    }
    af_diff_print(verifying->cli, before, after, unsaid);
}

/* Whether a PDF has another source attached than it had. */
static gboolean has_other_source(const Found *found) {
    const AfPdfParts *was = found->file->parts, *is = found->parts;
    return was && is && was->source && is->source && strcmp(was->source, is->source);
}

/* What was altered in the assessment, in its file or in PDFs, as long as it is somewhere as it was. */
static void print_changes(const Verifying *verifying) {
    const Found *source = source_of(verifying);
    if (!source) return;
    const Found *whole = source->state == STATE_SAME ? source : carrier_of(verifying, source->file);
    if (!whole) return;
    if (source->state == STATE_ALTERED) print_difference(verifying, whole->place, source->place);
    for (guint i = 0; i < verifying->found->len; i++) {
        const Found *found = g_ptr_array_index(verifying->found, i);
        if (has_other_source(found)) print_difference(verifying, whole->place, found->place);
    }
}

static void verify(AfCli *cli, const Options *options, const char *path, gboolean first) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfManifest) manifest = af_manifest_read(path, diagnostics);
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(found_free);
    Verifying verifying = {.cli = cli, .manifest = manifest, .found = found, .diagnostics = diagnostics};
    if (manifest) {
        look_for_all(&verifying, options);
        for (guint i = 0; i < found->len; i++) say(&verifying, g_ptr_array_index(found, i));
    }
    af_report(cli, diagnostics);
    if (!manifest) return;
    if (cli->json) {
        print_json(&verifying);
    } else {
        if (!first) putchar('\n');
        print_text(&verifying);
    }
    print_changes(&verifying);
    (void)fflush(stdout); /* before what is said of the next one */
}

static int compare_strings(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The manifests in a folder, by their names; NULL and an error if it cannot be read or has none. */
static GPtrArray *manifests_in(const char *path, AfDiagnostics *diagnostics) {
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    errno = 0;
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    int reason = folder ? ENOENT : errno;
    const char *name;
    while (folder && (name = g_dir_read_name(folder))) {
        if (g_str_has_suffix(name, AF_MANIFEST_SUFFIX)) g_ptr_array_add(paths, g_build_filename(path, name, NULL));
    }
    g_ptr_array_sort(paths, compare_strings);
    if (paths->len) return g_steal_pointer(&paths);
    g_autofree char *wanted = g_build_filename(path, "*" AF_MANIFEST_SUFFIX, NULL);
    af_diagnostics_add(diagnostics, AF_D_FILE_UNREADABLE, wanted, 0, g_strerror(reason));
    return NULL;
}

static void verify_all(AfCli *cli, const Options *options, int n, char *const *paths) {
    gboolean first = TRUE;
    for (int i = 0; i < n; i++) {
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        gboolean folder = g_file_test(paths[i], G_FILE_TEST_IS_DIR);
        g_autoptr(GPtrArray) inside = folder ? manifests_in(paths[i], diagnostics) : NULL;
        af_report(cli, diagnostics);
        for (guint m = 0; inside && m < inside->len; m++, first = FALSE) {
            verify(cli, options, g_ptr_array_index(inside, m), first);
        }
        if (folder) continue;
        verify(cli, options, paths[i], first);
        first = FALSE;
    }
}

void af_command_verify(AfCli *cli, int argc, char **argv) {
    Options options = {0};
    const AfOption table[] = {{"lang", 'l', "LANG", "language-said", FALSE, &options.language},
                              {"documents", 0, NULL, "documents", FALSE, &options.documents},
                              {0}};
    if (af_options_parse(cli, table, &argc, argv) && af_options_arguments(cli, argc, argv, 1, G_MAXINT) &&
        af_cli_speak(cli, options.language)) {
        verify_all(cli, &options, argc - 1, argv + 1);
    }
    g_free(options.language);
}

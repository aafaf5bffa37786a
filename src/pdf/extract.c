/* Taking the source out of a PDF of ours again. */
#include "pdf/internal.h"

#include "base/confine.h"
#include "base/digest.h"
#include "base/xml.h"

#include <errno.h>
#include <string.h>

#define MEGABYTE (1024 * 1024)

/* qpdf needs some times the file and what is in it; a document of ours is read in a hundredth of a second. */
static const AfLimits limits = {
    .memory = (gsize)512 * MEGABYTE, .seconds = 10, .output = 2 * (gsize)AF_XML_MAX_BYTES + (gsize)2 * MEGABYTE};

gboolean af_pdf_is(const guint8 *bytes, gsize length) {
    gsize start = 0;
    if (length >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) start = 3;
    while (start < length && strchr(" \t\r\n", bytes[start]) && bytes[start]) start++;
    if (start < length && bytes[start] == '<') return FALSE; /* XML, whatever it speaks of */
    return memmem(bytes, MIN(length, 1024), "%PDF-", strlen("%PDF-")) != NULL;
}

/* Whether the file ends as a PDF does: what is cut off does not, but may hold the end of an older state. */
static gboolean has_end(const guint8 *bytes, gsize length) {
    while (length && (bytes[length - 1] == '\0' || g_ascii_isspace(bytes[length - 1]))) length--;
    gsize end = strlen("%%EOF");
    return length >= end && !memcmp(bytes + length - end, "%%EOF", end);
}

/* --- from the other process --- */

#define CONTENTS_TYPE "(bidayayayss)"

typedef struct {
    const guint8 *bytes;
    gsize length;
} File;

static GVariant *bytes_variant(const GByteArray *bytes) {
    return g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, bytes ? bytes->data : NULL, bytes ? bytes->len : 0, 1);
}

static GBytes *read_contents(gpointer data) {
    const File *file = data;
    AfPdfContents contents = {.source_name = NULL};
    af_pdf_contents_read(file->bytes, file->length, &contents);
    g_autoptr(GVariant) variant = g_variant_ref_sink(
        g_variant_new("(bid@ay@ay@ayss)", contents.faulty, (gint32)contents.code, contents.number,
                      bytes_variant(contents.source), bytes_variant(contents.data), bytes_variant(contents.xmp),
                      contents.source_name ? contents.source_name : "", contents.data_name ? contents.data_name : ""));
    af_pdf_contents_clear(&contents);
    return g_variant_get_data_as_bytes(variant);
}

static GByteArray *take_bytes(GVariant *variant, gsize index) {
    g_autoptr(GVariant) child = g_variant_get_child_value(variant, index);
    gsize length = 0;
    const guint8 *bytes = g_variant_get_fixed_array(child, &length, 1);
    return g_byte_array_append(g_byte_array_new(), bytes, (guint)length);
}

static void take_contents(GBytes *bytes, AfPdfContents *contents) {
    g_autoptr(GVariant) variant =
        g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE(CONTENTS_TYPE), bytes, FALSE));
    gint32 code = 0;
    g_variant_get_child(variant, 0, "b", &contents->faulty);
    g_variant_get_child(variant, 1, "i", &code);
    contents->code = (AfCode)code;
    g_variant_get_child(variant, 2, "d", &contents->number);
    contents->source = take_bytes(variant, 3);
    contents->data = take_bytes(variant, 4);
    contents->xmp = take_bytes(variant, 5);
    g_variant_get_child(variant, 6, "s", &contents->source_name);
    g_variant_get_child(variant, 7, "s", &contents->data_name);
}

static gboolean find_contents(const File *file, const char *path, AfPdfContents *contents,
                              AfDiagnostics *diagnostics) {
    g_autoptr(GBytes) result = NULL;
    switch (af_confined(read_contents, (gpointer)(gsize)file, &limits, &result)) {
    case AF_CONFINED_DONE: take_contents(result, contents); break;
    case AF_CONFINED_EXCEEDED: af_diagnostics_add(diagnostics, AF_D_PDF_LIMITS, path, 0); return FALSE;
    case AF_CONFINED_CRASHED: af_diagnostics_add(diagnostics, AF_D_PDF_DAMAGED, path, 0); return FALSE;
    case AF_CONFINED_FAILED:
        af_diagnostics_add(diagnostics, AF_D_FILE_UNREADABLE, path, 0, g_strerror(errno));
        return FALSE;
    }
    /* The number is for the codes that take one and is not looked at by the others. */
    if (contents->faulty) af_diagnostics_add(diagnostics, contents->code, path, 0, contents->number);
    return !contents->faulty;
}

/* --- what it says of itself --- */

static gboolean is_digest_of(const char *said, const GByteArray *bytes) {
    g_autofree char *digest = af_digest(bytes->data, bytes->len);
    return !g_ascii_strcasecmp(said, digest);
}

/* A name that is no more than a name, for what comes out of a file must not say where files go. */
static char *plain_name(const char *name, const char *otherwise) {
    const char *start = name;
    for (const char *p = name; *p; p++) {
        if (*p == '/' || *p == '\\') start = p + 1;
    }
    GString *plain = g_string_new(NULL);
    for (const char *p = start; *p && plain->len < 200; p = g_utf8_next_char(p)) {
        gunichar character = g_utf8_get_char(p);
        if (g_unichar_isprint(character)) g_string_append_unichar(plain, character);
    }
    while (plain->len && plain->str[0] == '.') g_string_erase(plain, 0, 1);
    if (!plain->len) g_string_append(plain, otherwise);
    return g_string_free(plain, FALSE);
}

static AfPdfExtract *take_source(AfPdfContents *contents, const char *path, AfDiagnostics *diagnostics) {
    g_autoptr(AfDiagnostics) unsaid = af_diagnostics_new();
    g_autoptr(xmlDoc) xmp =
        contents->xmp->len ? af_xml_read_memory((const char *)contents->xmp->data, contents->xmp->len, path, unsaid)
                           : NULL;
    g_autofree char *kind = af_xmp_get_property(xmp, AF_XMP_SOURCE_KIND);
    g_autofree char *digest = af_xmp_get_property(xmp, AF_XMP_SOURCE_DIGEST);
    g_autofree char *other_digest = af_xmp_get_property(xmp, AF_XMP_SUPPLEMENT_DIGEST);
    gboolean is_program = !g_strcmp0(kind, "program");
    if (!digest || (!is_program && g_strcmp0(kind, "assessment"))) {
        af_diagnostics_add(diagnostics, AF_D_PDF_METADATA, path, 0);
        return NULL;
    }
    if (!is_digest_of(digest, contents->source) || (other_digest && !is_digest_of(other_digest, contents->data))) {
        gboolean own = is_digest_of(digest, contents->source);
        af_diagnostics_add(diagnostics, AF_D_PDF_DIGEST, path, 0, own ? contents->data_name : contents->source_name);
        return NULL;
    }
    AfPdfExtract *extract = g_new0(AfPdfExtract, 1);
    extract->is_program = is_program;
    extract->name = plain_name(contents->source_name, is_program ? "program.xml" : "assessment.xml");
    extract->bytes = g_steal_pointer(&contents->source);
    /* a file that the metadata does not know of is somebody else's */
    if (other_digest) extract->supplement = g_steal_pointer(&contents->data);
    return extract;
}

AfPdfExtract *af_pdf_extract(const guint8 *bytes, gsize length, const char *path, AfDiagnostics *diagnostics) {
    const File file = {bytes, length};
    AfPdfContents contents = {.source_name = NULL};
    AfPdfExtract *extract = NULL;
    if (!af_pdf_is(bytes, length))
        af_diagnostics_add(diagnostics, AF_D_PDF_EXPECTED, path, 0);
    else if (!has_end(bytes, length))
        af_diagnostics_add(diagnostics, AF_D_PDF_DAMAGED, path, 0);
    else if (find_contents(&file, path, &contents, diagnostics))
        extract = take_source(&contents, path, diagnostics);
    af_pdf_contents_clear(&contents);
    return extract;
}

void af_pdf_extract_free(AfPdfExtract *extract) {
    if (!extract) return;
    g_free(extract->name);
    g_byte_array_unref(extract->bytes);
    if (extract->supplement) g_byte_array_unref(extract->supplement);
    g_free(extract);
}

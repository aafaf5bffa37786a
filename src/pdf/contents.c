/* What a PDF carries, found by libqpdf. The file may be any: nothing is believed of it but what is looked at, and what is
 * looked at is bounded here or by the process that this runs in (base/confine.h). */
#include "pdf/internal.h"

#include "base/xml.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_NODES = 1000,       /* of the tree of names; one of ours has one */
    MOST_NAME = 4096,        /* bytes of a file's name */
    MOST_XMP = 1024 * 1024,  /* bytes */
};

static void set_fault(AfPdfContents *contents, AfCode code, double number) {
    if (contents->faulty) return; /* the first one says why */
    contents->faulty = TRUE;
    contents->code = code;
    contents->number = number;
}

/* What qpdf found fault with decides what is said; its words are for those who know PDF. */
static gboolean has_failed(qpdf_data q, AfPdfContents *contents) {
    if (!qpdf_has_error(q)) return FALSE;
    qpdf_error error = qpdf_get_error(q);
    enum qpdf_error_code_e code = qpdf_get_error_code(q, error);
    const char *words = qpdf_get_error_full_text(q, error);
    gboolean locked = code == qpdf_e_password || (code == qpdf_e_unsupported && words && strstr(words, "encryption"));
    if (locked)
        set_fault(contents, AF_D_PDF_ENCRYPTED, 0);
    else if (words && strstr(words, "bad_alloc"))
        set_fault(contents, AF_D_PDF_LIMITS, 0);
    else
        set_fault(contents, AF_D_PDF_DAMAGED, 0);
    return TRUE;
}

/* How many files the tree of names lists, as far as there is need to count. */
static guint count_names(qpdf_data q, qpdf_oh catalog) {
    guint count = 0, visited = 0;
    g_autoptr(GArray) waiting = g_array_new(FALSE, FALSE, sizeof(qpdf_oh));
    qpdf_oh top = qpdf_oh_get_key_if_dict(q, qpdf_oh_get_key_if_dict(q, catalog, "/Names"), "/EmbeddedFiles");
    g_array_append_val(waiting, top);
    while (waiting->len && count <= AF_PDF_MOST_FILES) {
        if (++visited > MOST_NODES) return AF_PDF_MOST_FILES + 1; /* a loop, or as many nodes */
        qpdf_oh node = g_array_index(waiting, qpdf_oh, waiting->len - 1);
        g_array_set_size(waiting, waiting->len - 1);
        if (!qpdf_oh_is_dictionary(q, node)) continue;
        qpdf_oh names = qpdf_oh_get_key(q, node, "/Names"), kids = qpdf_oh_get_key(q, node, "/Kids");
        if (qpdf_oh_is_array(q, names)) count += (guint)qpdf_oh_get_array_n_items(q, names) / 2;
        int n_kids = qpdf_oh_is_array(q, kids) ? MIN(qpdf_oh_get_array_n_items(q, kids), MOST_NODES) : 0;
        for (int i = 0; i < n_kids; i++) {
            qpdf_oh kid = qpdf_oh_get_array_item(q, kids, i);
            g_array_append_val(waiting, kid);
        }
    }
    return count;
}

/* The bytes of a stream; NULL and a fault if it cannot be unpacked or is beyond `most`. */
static GByteArray *read_stream(qpdf_data q, qpdf_oh stream, gsize most, AfPdfContents *contents) {
    unsigned char *bytes = NULL;
    size_t length = 0;
    QPDF_BOOL filtered = QPDF_FALSE;
    if (!qpdf_oh_is_stream(q, stream)) {
        set_fault(contents, AF_D_PDF_DAMAGED, 0);
        return NULL;
    }
    while (qpdf_more_warnings(q)) qpdf_next_warning(q);
    qpdf_oh_get_stream_data(q, stream, qpdf_dl_generalized, &filtered, &bytes, &length);
    GByteArray *read = NULL;
    /* What cannot be decoded to its end is a warning to qpdf. */
    if (has_failed(q, contents) || !filtered || qpdf_more_warnings(q) || (!bytes && length))
        set_fault(contents, AF_D_PDF_DAMAGED, 0);
    else if (length > most)
        set_fault(contents, AF_D_XML_TOO_LARGE, AF_XML_MAX_BYTES / (1024.0 * 1024.0));
    else
        read = g_byte_array_append(g_byte_array_new(), bytes, (guint)length);
    free(bytes);
    return read;
}

/* The name that a file specification gives its file: the one that may hold any character first. */
static char *name_of(qpdf_data q, qpdf_oh specification) {
    static const char *const keys[] = {"/UF", "/F"};
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        qpdf_oh name = qpdf_oh_get_key(q, specification, keys[i]);
        if (!qpdf_oh_is_string(q, name)) continue;
        const char *text = qpdf_oh_get_utf8_value(q, name);
        if (*text) return g_utf8_make_valid(text, (gssize)strnlen(text, MOST_NAME));
    }
    return g_strdup("");
}

static GByteArray *read_file(qpdf_data q, qpdf_oh specification, char **name, AfPdfContents *contents) {
    qpdf_oh embedded = qpdf_oh_get_key(q, specification, "/EF");
    qpdf_oh stream = qpdf_oh_get_key_if_dict(q, embedded, "/UF");
    if (!qpdf_oh_is_stream(q, stream)) stream = qpdf_oh_get_key_if_dict(q, embedded, "/F");
    *name = name_of(q, specification);
    return read_stream(q, stream, AF_XML_MAX_BYTES, contents);
}

/* Files that say that the document was made of them. */
static void read_associated(qpdf_data q, qpdf_oh catalog, AfPdfContents *contents) {
    qpdf_oh associated = qpdf_oh_get_key(q, catalog, "/AF"), source = 0, data = 0;
    int count = qpdf_oh_is_array(q, associated) ? qpdf_oh_get_array_n_items(q, associated) : 0;
    guint names = count_names(q, catalog), sources = 0, others = 0;
    if (MAX((guint)count, names) > AF_PDF_MOST_FILES) {
        set_fault(contents, AF_D_PDF_ATTACHMENTS, AF_PDF_MOST_FILES);
        return;
    }
    for (int i = 0; i < count; i++) {
        qpdf_oh one = qpdf_oh_get_array_item(q, associated, i);
        qpdf_oh relationship = qpdf_oh_get_key_if_dict(q, one, "/AFRelationship");
        const char *said = qpdf_oh_is_name(q, relationship) ? qpdf_oh_get_name(q, relationship) : "";
        if (!strcmp(said, "/Source")) {
            source = one;
            sources++;
        } else if (!strcmp(said, "/Data")) {
            data = one;
            others++;
        }
    }
    if (!sources) set_fault(contents, AF_D_PDF_NO_SOURCE, 0);
    if (sources > 1) set_fault(contents, AF_D_PDF_SOURCES, sources);
    if (contents->faulty) return;
    contents->source = read_file(q, source, &contents->source_name, contents);
    if (others == 1 && !contents->faulty) contents->data = read_file(q, data, &contents->data_name, contents);
}

/* A file of ours that was cut exactly where its update begins (append.c) is a PDF; but its structure tree is missing. */
static gboolean is_cut(qpdf_data q, qpdf_oh catalog) {
    qpdf_oh structure = qpdf_oh_get_key(q, catalog, "/StructTreeRoot");
    return qpdf_oh_is_dictionary(q, structure) && !qpdf_oh_has_key(q, structure, "/K");
}

static void read_catalog(qpdf_data q, AfPdfContents *contents) {
    qpdf_oh catalog = qpdf_get_root(q);
    if (has_failed(q, contents)) return;
    if (!qpdf_oh_is_dictionary(q, catalog) || is_cut(q, catalog)) {
        set_fault(contents, AF_D_PDF_DAMAGED, 0);
        return;
    }
    read_associated(q, catalog, contents);
    if (has_failed(q, contents) || contents->faulty) return;
    qpdf_oh metadata = qpdf_oh_get_key(q, catalog, "/Metadata");
    if (qpdf_oh_is_stream(q, metadata)) contents->xmp = read_stream(q, metadata, MOST_XMP, contents);
    (void)has_failed(q, contents);
}

void af_pdf_contents_read(const guint8 *bytes, gsize length, AfPdfContents *contents) {
    af_autoqpdf qpdf_data q = qpdf_init();
    qpdf_silence_errors(q);
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    qpdf_set_attempt_recovery(q, QPDF_FALSE); /* a file that must be guessed at is none to take evidence from */
    qpdf_read_memory(q, "PDF", (const char *)bytes, length, NULL);
    if (has_failed(q, contents)) return;
    if (qpdf_is_encrypted(q))
        set_fault(contents, AF_D_PDF_ENCRYPTED, 0);
    else
        read_catalog(q, contents);
}

void af_pdf_contents_clear(AfPdfContents *contents) {
    GByteArray **bytes[] = {&contents->source, &contents->data, &contents->xmp};
    for (gsize i = 0; i < G_N_ELEMENTS(bytes); i++) g_clear_pointer(bytes[i], g_byte_array_unref);
    g_clear_pointer(&contents->source_name, g_free);
    g_clear_pointer(&contents->data_name, g_free);
}

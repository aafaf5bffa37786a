/* The list of evidence files that goes with a report, in the form of sha256sum(1), so that who has no Auditfolio can hold
 * files against it, too. */
#include "assess/internal.h"
#include "base/digest.h"

#include <string.h>

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

/* The name of a line without its escapes. */
static char *read_name(const char *text, const char *end, gboolean escaped) {
    GString *name = g_string_new(NULL);
    for (const char *p = text; p < end; p++) {
        if (escaped && *p == '\\' && p + 1 < end) {
            p++;
            g_string_append_c(name, *p == 'n' ? '\n' : *p == 'r' ? '\r' : *p);
        } else {
            g_string_append_c(name, *p);
        }
    }
    return g_string_free(name, FALSE);
}

static void read_line(GHashTable *list, const char *line, const char *end) {
    gboolean escaped = line < end && *line == '\\';
    if (escaped) line++;
    if (end - line <= AF_DIGEST_LENGTH + 2 || line[AF_DIGEST_LENGTH] != ' ') return;
    g_autofree char *digest = g_strndup(line, AF_DIGEST_LENGTH);
    if (!af_is_digest(digest)) return;
    char *name = read_name(line + AF_DIGEST_LENGTH + 2, end, escaped);
    g_hash_table_insert(list, name, g_steal_pointer(&digest));
}

GHashTable *af_evidence_list_read(const GByteArray *bytes) {
    GHashTable *list = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    const char *line = bytes ? (const char *)bytes->data : NULL, *last = bytes ? line + bytes->len : NULL;
    while (line < last) {
        const char *end = memchr(line, '\n', (gsize)(last - line));
        if (!end) end = last;
        read_line(list, line, end);
        line = end + 1;
    }
    return list;
}

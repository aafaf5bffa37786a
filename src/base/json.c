/* Reading JSON. json-glib 1.6 takes more than JSON (comments, other quotation marks), nests without limit and lets a
 * later member of a name take the place of an earlier one: the first two are looked for before, the last while it
 * reads. */
#include "base/json.h"
#include "base/library.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

static struct {
    JsonParser *(*parser_new)(void);
    gboolean (*parser_load_from_data)(JsonParser *parser, const char *data, gssize length, GError **error);
    JsonNode *(*parser_get_root)(JsonParser *parser);
    JsonNodeType (*node_get_node_type)(JsonNode *node);
    JsonObject *(*node_get_object)(JsonNode *node);
    JsonArray *(*node_get_array)(JsonNode *node);
    GType (*node_get_value_type)(JsonNode *node);
    const char *(*node_get_string)(JsonNode *node);
    gint64 (*node_get_int)(JsonNode *node);
    JsonNode *(*object_get_member)(JsonObject *object, const char *name);
    guint (*array_get_length)(JsonArray *array);
    JsonNode *(*array_get_element)(JsonArray *array, guint index);
} library;

/* NULL, or why it cannot be used (to be freed). */
static char *load_library(void) {
    static gboolean loaded;
    static const AfLibraryFunction functions[] = {
        {"json_parser_new", &library.parser_new},
        {"json_parser_load_from_data", &library.parser_load_from_data},
        {"json_parser_get_root", &library.parser_get_root},
        {"json_node_get_node_type", &library.node_get_node_type},
        {"json_node_get_object", &library.node_get_object},
        {"json_node_get_array", &library.node_get_array},
        {"json_node_get_value_type", &library.node_get_value_type},
        {"json_node_get_string", &library.node_get_string},
        {"json_node_get_int", &library.node_get_int},
        {"json_object_get_member", &library.object_get_member},
        {"json_array_get_length", &library.array_get_length},
        {"json_array_get_element", &library.array_get_element},
        {NULL, NULL},
    };
    char *reason = loaded ? NULL : af_library_load("libjson-glib-1.0.so.0", functions);
    loaded = !reason;
    return reason;
}

struct AfJson {
    JsonParser *parser;
    GHashTable *members; /* "OBJECT NAME" of all that were read */
    char *twice;         /* the first that came twice */
};

/* --- before it is read --- */

static const char *end_of_string(const char *p, const char *end) {
    for (p++; p < end && *p != '"'; p++) {
        if ((guchar)*p < ' ') return NULL;
        if (*p != '\\') continue;
        if (++p >= end || (end - p > 4 && !strncmp(p, "u0000", 5))) return NULL;
    }
    return p < end ? p : NULL;
}

/* Whether there is nothing outside of strings that is not JSON's, and no nesting beyond the limit. */
static gboolean scan(const char *bytes, gsize length, AfJsonError *error) {
    static const char allowed[] = "{}[]:,\"+-.0123456789eE truefalsn\t\r\n";
    const char *end = bytes + length;
    int depth = 0;
    gboolean ended = FALSE; /* the outermost object or list is closed */
    for (const char *p = bytes; p < end; p++) {
        if (*p == '\n') error->line++;
        if (*p == '{' || *p == '[') depth++;
        gboolean stray = ended && !strchr(" \t\r\n", *p);
        if (*p == '}' || *p == ']') ended = --depth <= 0;
        if (depth > AF_JSON_DEPTH) {
            error->fault = AF_JSON_TOO_DEEP;
            return FALSE;
        }
        if (*p == '"') p = end_of_string(p, end);
        if (p && !stray && memchr(allowed, *p, sizeof allowed - 1)) continue;
        error->fault = AF_JSON_SYNTAX;
        return FALSE;
    }
    return TRUE;
}

/* --- reading --- */

static void hear_member(JsonParser *parser, JsonObject *object, const char *name, gpointer data) {
    (void)parser;
    AfJson *json = data;
    if (!g_hash_table_add(json->members, g_strdup_printf("%p %s", (void *)object, name)) && !json->twice) {
        json->twice = g_strdup(name);
    }
}

/* json-glib says "<data>:LINE:COLUMN: …". */
static gboolean parse(AfJson *json, const char *bytes, gsize length, AfJsonError *error) {
    g_autoptr(GError) fault = NULL;
    int line;
    if (library.parser_load_from_data(json->parser, bytes, (gssize)length, &fault) &&
        library.parser_get_root(json->parser)) {
        return TRUE;
    }
    error->fault = AF_JSON_SYNTAX;
    error->line = fault && sscanf(fault->message, "<data>:%d:", &line) == 1 ? line : 0;
    return FALSE;
}

AfJson *af_json_read(const char *bytes, gsize length, AfJsonError *error) {
    *error = (AfJsonError){.fault = AF_JSON_LIBRARY, .words = load_library()};
    if (error->words) return NULL;
    *error = (AfJsonError){.fault = AF_JSON_ENCODING};
    if (!length) bytes = ""; /* it may be NULL */
    if (!g_utf8_validate(bytes, (gssize)length, NULL)) return NULL;
    error->line = 1;
    if (!scan(bytes, length, error)) return NULL;
    g_autoptr(AfJson) json = g_new0(AfJson, 1);
    json->parser = library.parser_new();
    json->members = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_signal_connect(json->parser, "object-member", G_CALLBACK(hear_member), json);
    if (!parse(json, bytes, length, error)) return NULL;
    *error = (AfJsonError){.fault = json->twice ? AF_JSON_TWICE : AF_JSON_GOOD, .words = g_strdup(json->twice)};
    return json->twice ? NULL : g_steal_pointer(&json);
}

void af_json_free(AfJson *json) {
    if (!json) return;
    g_object_unref(json->parser);
    g_hash_table_unref(json->members);
    g_free(json->twice);
    g_free(json);
}

/* --- values --- */

static gboolean is_of(JsonNode *value, JsonNodeType type) {
    return value && library.node_get_node_type(value) == type;
}

AfJsonValue *af_json_root(const AfJson *json) {
    return library.parser_get_root(json->parser);
}

gboolean af_json_is_object(AfJsonValue *value) {
    return is_of(value, JSON_NODE_OBJECT);
}

gboolean af_json_is_list(AfJsonValue *value) {
    return is_of(value, JSON_NODE_ARRAY);
}

gboolean af_json_is_null(AfJsonValue *value) {
    return is_of(value, JSON_NODE_NULL);
}

AfJsonValue *af_json_member(AfJsonValue *value, const char *name) {
    if (!af_json_is_object(value)) return NULL;
    return library.object_get_member(library.node_get_object(value), name);
}

guint af_json_length(AfJsonValue *list) {
    return af_json_is_list(list) ? library.array_get_length(library.node_get_array(list)) : 0;
}

AfJsonValue *af_json_element(AfJsonValue *list, guint index) {
    return library.array_get_element(library.node_get_array(list), index);
}

const char *af_json_string(AfJsonValue *value) {
    if (!is_of(value, JSON_NODE_VALUE) || library.node_get_value_type(value) != G_TYPE_STRING) return NULL;
    return library.node_get_string(value);
}

gboolean af_json_count(AfJsonValue *value, guint64 *count) {
    if (!is_of(value, JSON_NODE_VALUE) || library.node_get_value_type(value) != G_TYPE_INT64) return FALSE;
    gint64 number = library.node_get_int(value);
    *count = (guint64)number;
    return number >= 0;
}

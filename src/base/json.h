/* Reading JSON (RFC 8259), strictly: what two readers could take for two things is a fault. The one door to json-glib,
 * which is loaded at its first use (base/library.h). */
#pragma once

#include <glib.h>

enum { AF_JSON_DEPTH = 16 }; /* how deep objects and lists may be nested */

typedef enum {
    AF_JSON_GOOD,
    AF_JSON_LIBRARY,  /* the library cannot be loaded: words */
    AF_JSON_ENCODING, /* not UTF-8, or U+0000 in it */
    AF_JSON_SYNTAX,   /* not JSON: line */
    AF_JSON_TOO_DEEP, /* deeper than AF_JSON_DEPTH: line */
    AF_JSON_TWICE,    /* an object has two members of one name: words is the name */
} AfJsonFault;

typedef struct {
    AfJsonFault fault;
    int line;    /* from 1; 0 if unknown */
    char *words; /* to be freed; NULL if there are none */
} AfJsonError;

typedef struct AfJson AfJson;
typedef struct _JsonNode AfJsonValue; /* json-glib's; owned by its document */

/* A document; NULL and what is wrong. */
AfJson *af_json_read(const char *bytes, gsize length, AfJsonError *error);
void af_json_free(AfJson *json);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfJson, af_json_free)

AfJsonValue *af_json_root(const AfJson *json);
gboolean af_json_is_object(AfJsonValue *value);
gboolean af_json_is_list(AfJsonValue *value);
gboolean af_json_is_null(AfJsonValue *value);
/* A member of an object; NULL if there is none of the name, or it is no object. value may be NULL. */
AfJsonValue *af_json_member(AfJsonValue *value, const char *name);
/* How many elements a list has; 0 if it is none. */
guint af_json_length(AfJsonValue *list);
AfJsonValue *af_json_element(AfJsonValue *list, guint index);
/* The text of a string; NULL if it is none. Owned by the document. */
const char *af_json_string(AfJsonValue *value);
/* The number, if it is a whole one that is not negative; FALSE otherwise. */
gboolean af_json_count(AfJsonValue *value, guint64 *count);

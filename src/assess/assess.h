/* Programs and catalogs: finding, loading and checking them, and the input document that the stylesheets read.
 *
 * A program is a definition without words (templates/programs/ID.xml); a catalog holds the words of one language,
 * for a program (locales/LANG/ID.xml) or for the commands and documents of every program
 * (locales/LANG/messages.xml). Both are read hardened and validated against their XSD each time: that was measured
 * as 0.8 ms for a program and 1.0 ms for a catalog, first use, schema included. Faults are diagnostics; a function
 * that returns NULL has added at least one. Strings are UTF-8. */
#pragma once

#include "base/diag.h"
#include "base/xml.h"
#include "locale/locale.h"

#define AF_NS_PROGRAM "urn:auditfolio:program"
#define AF_NS_CATALOG "urn:auditfolio:catalog"
#define AF_NS_DOCUMENT "urn:auditfolio:document"

/* The catalog of a language that belongs to no program. */
#define AF_MESSAGES "messages"

/* The ids of all programs, sorted: NULL-terminated, free with g_strfreev. */
char **af_programs(void);
/* The tags of all languages (folders of locales/ that hold messages.xml), sorted: NULL-terminated, free with
 * g_strfreev. */
char **af_languages(void);

/* What a text of a catalog is: the name of its element. */
typedef enum { AF_TEXT, AF_PROSE, AF_MESSAGE, AF_TEXT_KIND_COUNT } AfTextKind;
/* "text", "prose", "message". Static. */
const char *af_text_kind_name(AfTextKind kind);

/* A text that a program asks every catalog of its own for. */
typedef struct {
    char *name;
    AfTextKind kind;
    guint n_args; /* of a message: how many arguments it is given */
} AfKey;

typedef struct AfProgram AfProgram;

/* Loads and validates a program. One that is not there is program-unknown, with the list of those that are. */
AfProgram *af_program_load(const char *id, AfDiagnostics *diagnostics);
void af_program_free(AfProgram *program);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfProgram, af_program_free)

/* Owned by the program. The date is ISO 8601 ("2019-12"). */
const char *af_program_id(const AfProgram *program);
const char *af_program_version(const AfProgram *program);
const char *af_program_date(const AfProgram *program);
const xmlDoc *af_program_doc(const AfProgram *program);
/* The texts that the program asks for, each once, in the order of its elements, then the messages of its own rules
 * (schemas/ID.sch), in theirs; of AfKey, owned by the program. */
const GPtrArray *af_program_keys(AfProgram *program);

typedef struct AfCatalog AfCatalog;

/* Whether the file of a catalog is there. */
gboolean af_catalog_exists(const char *language, const char *name);
/* Loads and validates locales/LANGUAGE/NAME.xml; name is a program's id or AF_MESSAGES. Its xml:lang and program
 * have to be those of its place. */
AfCatalog *af_catalog_load(const char *language, const char *name, AfDiagnostics *diagnostics);
void af_catalog_free(AfCatalog *catalog);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfCatalog, af_catalog_free)

/* Owned by the catalog: its language, its path, and its path below the data folder
 * ("locales/de/retail-technology.xml"). */
const char *af_catalog_language(const AfCatalog *catalog);
const char *af_catalog_file(const AfCatalog *catalog);
const char *af_catalog_name(const AfCatalog *catalog);
/* The text, prose or message with this id, or NULL. */
const xmlNode *af_catalog_find(const AfCatalog *catalog, const char *id);
/* Its characters without markup, white space folded; NULL if it is not there. To be freed. */
char *af_catalog_text(const AfCatalog *catalog, const char *id);
/* A message with its arguments put in; NULL if there is none of this id or its pattern is bad. To be freed. */
char *af_catalog_message(const AfCatalog *catalog, const char *id, const AfArg *args, guint n_args);

/* Compares a program's catalog with what the program asks for: text-missing, text-unused, text-kind; text-reference
 * where a <value of> or <a item> leads nowhere; threshold-unused where no text says a threshold; message-pattern
 * for a mail.subject without its {0}. Returns how many of the texts asked for are there in their kind. */
guint af_catalog_check(const AfCatalog *catalog, AfProgram *program, AfDiagnostics *diagnostics);
/* Compares messages with those of the reference language (English): the same ids, kinds and numbers of arguments, and
 * words for every diagnostic of the catalogue and every rule that all programs share. `reference` may be `messages`
 * itself. Returns how many are there. */
guint af_messages_check(const AfCatalog *messages, const AfCatalog *reference, AfDiagnostics *diagnostics);
/* How many texts a catalog holds. */
guint af_catalog_count(const AfCatalog *catalog);

/* The input of the stylesheets, to be freed with xmlFreeDoc:
 *
 *   <document xmlns="urn:auditfolio:document" xml:lang="de" kind="blank" program="retail-technology">
 *     <program xmlns="urn:auditfolio:program">…</program>
 *     <catalog xmlns="urn:auditfolio:catalog" program="…">…</catalog>     the program's texts
 *     <catalog xmlns="urn:auditfolio:catalog">…</catalog>                the messages
 *   </document>
 *
 * Every text, prose, message, p, li and note of the catalogs carries at="FILE:LINE" (namespace
 * urn:auditfolio:document), the file below the data folder, for stylesheets to pass on, so that the layout names
 * the place of the words. The trees are copies (0.3 ms): programs and messages serve many documents. */
xmlDoc *af_document_new(const char *kind, const AfProgram *program, const AfCatalog *catalog,
                        const AfCatalog *messages);
/* Appends the program's catalog of another language, as <catalog program="…" xml:lang="…" af:second="yes">, to an
 * input document: for texts in two languages beside each other. The one message that stands inside such texts,
 * label.note, comes along as its last child, from the messages of that language. */
void af_document_add_second_catalog(xmlDoc *document, const AfCatalog *catalog, const AfCatalog *messages);
/* For stages that add a part of their own: an element of the document's namespace as the last child of `parent`; an
 * attribute, none if the value is NULL. */
xmlNode *af_document_add(xmlNode *parent, const char *name);
void af_document_set(xmlNode *element, const char *name, const char *value);

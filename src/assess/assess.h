/* Programs and catalogs: finding, loading and checking them, and the input document that the stylesheets read.
 *
 * A program is a definition without words (templates/programs/ID.xml, with what it shares with others from
 * templates/programs/shared/LIBRARY.xml); a catalog holds the words of one language,
 * for a program (locales/LANG/ID.xml), for a library (locales/LANG/LIBRARY.xml) or for the commands and documents of every program
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
 * g_strfreev. Pseudo-languages are none. */
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
/* Whether XML is the definition of a program, together with its library; NULL: the library is looked for among those
 * there are. The faults are errors about `place`. */
gboolean af_program_fits(const GByteArray *bytes, const GByteArray *library, const char *place,
                         AfDiagnostics *diagnostics);
void af_program_free(AfProgram *program);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfProgram, af_program_free)

/* Owned by the program. The date is ISO 8601 ("2019-12"). */
const char *af_program_id(const AfProgram *program);
const char *af_program_version(const AfProgram *program);
const char *af_program_date(const AfProgram *program);
/* The library whose items, thresholds, texts and rules it shares with other programs; NULL if it has none. */
const char *af_program_library(const AfProgram *program);
/* The definition as it was read, and its library's; NULL if it has none. Owned by the program. */
const GByteArray *af_program_bytes(const AfProgram *program);
const GByteArray *af_program_library_bytes(const AfProgram *program);
const xmlDoc *af_program_doc(const AfProgram *program);
/* The texts that the program asks for, each once, in the order of its elements, then the messages of its rules
 * (schemas/ID.sch, schemas/LIBRARY.sch), in theirs; of AfKey, owned by the program. */
const GPtrArray *af_program_keys(AfProgram *program);

/* The names that every language keeps as they are ("AWS CloudTrail"), the library's too; of char *, to be freed with
 * g_ptr_array_unref. */
GPtrArray *af_program_names(const AfProgram *program);

typedef struct AfCatalog AfCatalog;

/* Whether the file of a catalog is there; of a pseudo-language's, that of the English one. */
gboolean af_catalog_exists(const char *language, const char *name);
/* Loads and validates locales/LANGUAGE/NAME.xml; name is a program's or library's id or AF_MESSAGES. Its xml:lang and its
 * program or library have to be those of its place. A pseudo-language (af_pseudo_is) has no file: its catalog is
 * made of the English one, and is its language's in everything but its path. */
AfCatalog *af_catalog_load(const char *language, const char *name, AfDiagnostics *diagnostics);
/* A program's catalog together with the texts that it has not itself but the program's library has. */
AfCatalog *af_catalog_load_program(const char *language, const AfProgram *program, AfDiagnostics *diagnostics);
void af_catalog_free(AfCatalog *catalog);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfCatalog, af_catalog_free)

/* Owned by the catalog: its language, its path, and its path below the data folder
 * ("locales/de/retail-technology.xml"). */
const char *af_catalog_language(const AfCatalog *catalog);
const char *af_catalog_file(const AfCatalog *catalog);
const char *af_catalog_name(const AfCatalog *catalog);
/* Whether a text was taken from another catalog. */
gboolean af_catalog_took(const AfCatalog *catalog, const xmlNode *text);
/* The path of the file that a node of the catalog's texts was read from (its own, or a library's); *line is set. Owned by
 * the catalog. */
const char *af_catalog_place(const AfCatalog *catalog, const xmlNode *node, int *line);
/* The text, prose or message with this id, or NULL. */
const xmlNode *af_catalog_find(const AfCatalog *catalog, const char *id);
/* Its characters without markup, white space folded, and its mark if it is untranslated; NULL if it is not there. To be
 * freed. */
char *af_catalog_text(const AfCatalog *catalog, const char *id);
/* The same without the mark: a pattern to be filled. */
char *af_catalog_pattern(const AfCatalog *catalog, const char *id);
/* A message with its arguments put in, and its mark if it is untranslated; NULL if there is none of this id or its
 * pattern is bad. To be freed. */
char *af_catalog_message(const AfCatalog *catalog, const char *id, const AfArg *args, guint n_args);

/* Compares a program's catalog with what the program asks for: text-missing, text-unused, text-kind; text-reference
 * where a <value of> or <a item> leads nowhere; threshold-unused where no text says a threshold; message-pattern
 * for a mail.subject without its {0}. Returns how many of the texts asked for are there in their kind. */
guint af_catalog_check(const AfCatalog *catalog, AfProgram *program, AfDiagnostics *diagnostics);
/* Names the texts of a library's catalog that none of these programs (of AfProgram) asks for: text-unused. Those programs
 * are to be all that take the library. */
void af_library_catalog_check(const AfCatalog *catalog, const GPtrArray *programs, AfDiagnostics *diagnostics);
/* Compares messages with those of the reference language (English): the same ids, kinds and numbers of arguments, and
 * words for every diagnostic of the catalogue and every rule that all programs share. `reference` may be `messages`
 * itself. Returns how many are there. */
guint af_messages_check(const AfCatalog *messages, const AfCatalog *reference, AfDiagnostics *diagnostics);

/* --- translations --- */

/* The language that the others are translated from. */
#define AF_SOURCE_LANGUAGE "en"

/* The version of a text: what a translation of it says in its attribute source. The first eight hexadecimal digits, in
 * lower case, of SHA-256 over its XML, as UTF-8 and in this form: the element of the text itself (text, prose,
 * message) and what is in it, as start tags, end tags and characters, without comments and namespaces; attributes but
 * id, source and reading, in the order of their names, each as a blank, name="value" (xml:lang with its prefix), white
 * space folded; & < > " as &amp; &lt; &gt; &quot;; white space in text as one blank, none beside the tags of text,
 * prose, message, p, note, ul, ol and li. <prose id="a">⏎<p>Up to  <value of="b"/> of</p></prose> is
 * <prose><p>Up to <value of="b"></value> of</p></prose>. To be freed. */
char *af_text_version(const xmlNode *text);

/* How many texts are asked for, are there, were made from another version of the English text (or do not say from
 * which), and say the same as it, markup included. The last two are of those that are there; 0 in English. */
typedef struct {
    guint asked, there, outdated, equal;
} AfCompleteness;

/* Holds a program's catalog (with its library's texts) against the English one: text-outdated; number-missing,
 * address-missing, name-missing where a translation has not what every language keeps; markup-missing, markup-surplus
 * for value, a, code, ui and emphasis, which are the same in each (but for how often a value is said); plural-missing,
 * plural-surplus for messages, English ones too; text-missing where English has a text of the program's own, and the
 * library's translation would stand for it. What af_catalog_check says is not said again. diagnostics may be NULL: then
 * it is only counted. */
AfCompleteness af_catalog_compare(const AfCatalog *catalog, AfProgram *program, const AfCatalog *source,
                                  AfDiagnostics *diagnostics);
/* The same for messages; names, of char *, as of af_program_names, may be NULL. */
AfCompleteness af_messages_compare(const AfCatalog *messages, const AfCatalog *source, const GPtrArray *names,
                                   AfDiagnostics *diagnostics);

/* --- incomplete languages --- */

/* A program's catalog as af_catalog_load_program gives it, in which every text that the program asks for and the
 * language has not is a copy of that of the nearest language of its fallback chain (af_locale_fallbacks, then English)
 * that has it: its own catalog before its library's. A file that is not there is taken for an empty one. Where English
 * has a text of the program's own, no library stands for it: its facts are others. A text lent so says xml:lang,
 * af:fallback="en" and af:mark="[English]" (namespace urn:auditfolio:document; message label.untranslated of
 * `messages`). For stylesheets it is what it would be if the words were foreign: the blocks of a prose say xml:lang, and
 * the words of a text stand in <span xml:lang>; an empty <af:mark/> stands behind them, in a prose before the first.
 * Where the direction changes, words are in <span xml:lang af:direction="ltr"> in a prose, too. */
AfCatalog *af_catalog_load_filled(const char *language, AfProgram *program, const AfCatalog *messages,
                                  AfDiagnostics *diagnostics);
/* The same for messages, which have to have a file. */
AfCatalog *af_messages_load_filled(const char *language, AfDiagnostics *diagnostics);
/* How many texts of a catalog were lent. */
guint af_catalog_untranslated(const AfCatalog *catalog);
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

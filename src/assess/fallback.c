/* Incomplete languages: what is not translated is lent by the languages of the fallback chain. */
#include "assess/internal.h"

#include <string.h>

typedef struct {
    AfCatalog *catalog;
    const AfCatalog *messages; /* in the language of the catalog; NULL: the catalog is them */
    const AfCatalog *own;      /* English, of the program itself; NULL: messages have no library */
    AfDiagnostics *diagnostics;
} Filling;

/* The languages that lend, nearest first; English last. */
static char **lenders_of(const char *language) {
    g_auto(GStrv) parents = af_locale_fallbacks(language);
    g_autoptr(GPtrArray) tags = g_ptr_array_new();
    for (char **tag = parents; *tag; tag++) {
        if (strcmp(*tag, AF_SOURCE_LANGUAGE)) g_ptr_array_add(tags, g_strdup(*tag));
    }
    if (strcmp(language, AF_SOURCE_LANGUAGE)) g_ptr_array_add(tags, g_strdup(AF_SOURCE_LANGUAGE));
    g_ptr_array_add(tags, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&tags), FALSE);
}

/* The label of a text of a lender: "[English]", in the words of the language that borrows, if it has them. */
static char *mark_of(const Filling *filling, const AfCatalog *from) {
    static const char id[] = "label.untranslated";
    const AfCatalog *messages = filling->messages ? filling->messages : filling->catalog;
    if (!filling->messages && !af_catalog_find(messages, id) && af_catalog_find(from, id)) messages = from;
    AfLocale *locale = af_locale_get(af_catalog_language(filling->catalog));
    AfArg name = {.string = af_language_name(locale, af_catalog_language(from), FALSE)};
    g_autofree char *pattern = af_catalog_pattern(messages, id);
    char *mark = pattern ? af_message_format(locale, pattern, &name, 1) : NULL;
    if (mark) {
        g_free(name.string);
        return mark;
    }
    return name.string;
}

/* Whether a text of a library may stand for this one. */
static gboolean is_shared(const Filling *filling, const char *id) {
    return filling->own && !af_catalog_find(filling->own, id);
}

/* Lends one text, unless it is there. */
static void lend(const Filling *filling, const AfCatalog *from, const char *id, const char *mark) {
    const xmlNode *text = af_catalog_find(from, id);
    if (text && !af_catalog_find(filling->catalog, id)) af_catalog_lend(filling->catalog, from, text, mark);
}

static gboolean lacks_any(const AfCatalog *catalog, const GPtrArray *keys) {
    for (guint i = 0; i < keys->len; i++) {
        const AfKey *key = g_ptr_array_index(keys, i);
        if (!af_catalog_find(catalog, key->name)) return TRUE;
    }
    return FALSE;
}

/* FALSE if a catalog cannot be used. */
static gboolean lend_from(const Filling *filling, const char *tag, const char *name, gboolean library,
                          const GPtrArray *keys) {
    if (!af_catalog_exists(tag, name)) return TRUE;
    g_autoptr(AfCatalog) from = af_catalog_load(tag, name, filling->diagnostics);
    if (!from) return FALSE;
    g_autofree char *mark = mark_of(filling, from);
    for (guint i = 0; i < keys->len; i++) {
        const AfKey *key = g_ptr_array_index(keys, i);
        if (!library || is_shared(filling, key->name)) lend(filling, from, key->name, mark);
    }
    return TRUE;
}

/* The library's texts that say what this program does not. */
static void drop_unshared(const Filling *filling, const GPtrArray *keys) {
    for (guint i = 0; i < keys->len; i++) {
        const AfKey *key = g_ptr_array_index(keys, i);
        const xmlNode *text = af_catalog_find(filling->catalog, key->name);
        gboolean shared = is_shared(filling, key->name);
        if (text && !shared && af_catalog_took(filling->catalog, text)) af_catalog_drop(filling->catalog, key->name);
    }
}

/* What the language itself has. */
static AfCatalog *load_own(const char *language, const AfProgram *program, AfDiagnostics *diagnostics) {
    const char *id = af_program_id(program), *library = af_program_library(program);
    g_autoptr(AfCatalog) catalog =
        af_catalog_exists(language, id) ? af_catalog_load(language, id, diagnostics) : af_catalog_new(language, id);
    if (!catalog || !library || !af_catalog_exists(language, library)) return g_steal_pointer(&catalog);
    return af_catalog_take_library(catalog, library, diagnostics) ? g_steal_pointer(&catalog) : NULL;
}

AfCatalog *af_catalog_load_filled(const char *language, AfProgram *program, const AfCatalog *messages,
                                  AfDiagnostics *diagnostics) {
    const char *id = af_program_id(program), *library = af_program_library(program);
    const GPtrArray *keys = af_program_keys(program);
    g_autoptr(AfCatalog) catalog = load_own(language, program, diagnostics);
    g_autoptr(AfCatalog) own = catalog ? af_catalog_load(AF_SOURCE_LANGUAGE, id, diagnostics) : NULL;
    if (!own) return NULL;
    const Filling filling = {catalog, messages, own, diagnostics};
    g_auto(GStrv) tags = lenders_of(language);
    drop_unshared(&filling, keys);
    for (char **tag = tags; *tag && lacks_any(catalog, keys); tag++) {
        if (!lend_from(&filling, *tag, id, FALSE, keys)) return NULL;
        if (library && !lend_from(&filling, *tag, library, TRUE, keys)) return NULL;
    }
    return g_steal_pointer(&catalog);
}

/* Every message that another language has may be needed. */
static void lend_messages(const Filling *filling, const AfCatalog *from, const char *mark) {
    for (xmlNode *text = af_catalog_root(from)->children; text; text = text->next) {
        if (text->type == XML_ELEMENT_NODE) lend(filling, from, af_xml_attribute(text, "id"), mark);
    }
}

AfCatalog *af_messages_load_filled(const char *language, AfDiagnostics *diagnostics) {
    g_autoptr(AfCatalog) messages = af_catalog_load(language, AF_MESSAGES, diagnostics);
    if (!messages) return NULL;
    const Filling filling = {messages, NULL, NULL, diagnostics};
    g_auto(GStrv) tags = lenders_of(language);
    for (char **tag = tags; *tag; tag++) {
        if (!af_catalog_exists(*tag, AF_MESSAGES)) continue;
        g_autoptr(AfCatalog) from = af_catalog_load(*tag, AF_MESSAGES, diagnostics);
        if (!from) return NULL;
        g_autofree char *mark = mark_of(&filling, from);
        lend_messages(&filling, from, mark);
    }
    return g_steal_pointer(&messages);
}

/* Completeness: whether a catalog says all that it is asked for, and nothing else. */
#include "assess/internal.h"

#include <string.h>

typedef struct {
    const AfCatalog *catalog;
    AfDiagnostics *diagnostics;
    GHashTable *thresholds; /* ids of the program → whether a text said it (GINT_TO_POINTER) */
    GHashTable *items;      /* ids of the program, as a set */
} Check;

static void report(const Check *check, AfCode code, const xmlNode *at, const char *what, const char *detail) {
    int line = 0;
    const char *file = af_catalog_place(check->catalog, at, &line);
    af_diagnostics_add(check->diagnostics, code, file, line, what, af_catalog_language(check->catalog), detail);
}

/* Whether the text is there in its kind. `before` is the text after which a missing one would stand: its line is
 * named. */
static gboolean check_key(const Check *check, const char *name, AfTextKind kind, const xmlNode **before) {
    const xmlNode *text = af_catalog_find(check->catalog, name);
    if (!text) {
        report(check, AF_D_TEXT_MISSING, *before, name, NULL);
        return FALSE;
    }
    if (!af_catalog_took(check->catalog, text)) *before = text;
    if (af_xml_is(text, AF_NS_CATALOG, af_text_kind_name(kind))) return TRUE;
    report(check, AF_D_TEXT_KIND, text, name, af_text_kind_name(kind));
    return FALSE;
}

/* The thresholds and items of a program, which a text may point to. */
static void collect_targets(Check *check, const AfProgram *program) {
    check->thresholds = g_hash_table_new(g_str_hash, g_str_equal);
    check->items = g_hash_table_new(g_str_hash, g_str_equal);
    xmlNode *root = xmlDocGetRootElement(af_program_doc(program));
    for (xmlNode *element = root; element; element = af_next_element(root, element)) {
        gboolean threshold = af_xml_is(element, AF_NS_PROGRAM, "threshold");
        if (!threshold && !af_xml_is(element, AF_NS_PROGRAM, "item")) continue;
        char *id = (char *)(guintptr)af_xml_attribute(element, "id"); /* a key that is only looked at */
        g_hash_table_insert(threshold ? check->thresholds : check->items, id, NULL);
    }
}

/* Every <value of> and <a item> inside a text. */
static void check_references(const Check *check, xmlNode *text) {
    const char *key = af_xml_attribute(text, "id");
    for (xmlNode *element = text; element; element = af_next_element(text, element)) {
        const char *of = af_xml_is(element, AF_NS_CATALOG, "value") ? af_xml_attribute(element, "of") : NULL;
        const char *item = af_xml_is(element, AF_NS_CATALOG, "a") ? af_xml_attribute(element, "item") : NULL;
        gpointer id;
        if (of && g_hash_table_lookup_extended(check->thresholds, of, &id, NULL)) {
            g_hash_table_insert(check->thresholds, id, GINT_TO_POINTER(TRUE));
        } else if (of) {
            report(check, AF_D_TEXT_REFERENCE, element, key, of);
        } else if (item && !g_hash_table_contains(check->items, item)) {
            report(check, AF_D_TEXT_REFERENCE, element, key, item);
        }
    }
}

/* In the program's order, so that reports come in the same order every time. */
static void check_thresholds(const Check *check, const AfProgram *program) {
    xmlNode *root = xmlDocGetRootElement(af_program_doc(program));
    for (xmlNode *element = root; element; element = af_next_element(root, element)) {
        if (!af_xml_is(element, AF_NS_PROGRAM, "threshold")) continue;
        const char *id = af_xml_attribute(element, "id");
        if (!g_hash_table_lookup(check->thresholds, id)) {
            report(check, AF_D_THRESHOLD_UNUSED, af_catalog_root(check->catalog), id, NULL);
        }
    }
}

/* The subject of a mail is a text with a place for the partner's name. */
static void check_subject(const Check *check) {
    static const char key[] = "mail.subject";
    const xmlNode *text = af_catalog_find(check->catalog, key);
    if (!text) return;
    g_autofree char *pattern = af_catalog_pattern(check->catalog, key);
    guint n_args = 0;
    AfLocale *locale = af_locale_get(af_catalog_language(check->catalog));
    if (!af_message_check(locale, pattern, &n_args) || n_args != 1)
        report(check, AF_D_MESSAGE_PATTERN, text, key, NULL);
}

/* Whether the message of a rule parses and uses no argument that the rule does not give. */
static void check_rule(const Check *check, const xmlNode *text, const AfKey *key) {
    g_autofree char *pattern = af_catalog_pattern(check->catalog, key->name);
    guint n_args = 0;
    gboolean good = af_message_check(af_locale_get(af_catalog_language(check->catalog)), pattern, &n_args);
    if (!good || n_args > key->n_args) report(check, AF_D_MESSAGE_PATTERN, text, key->name, NULL);
}

guint af_catalog_check(const AfCatalog *catalog, AfProgram *program, AfDiagnostics *diagnostics) {
    Check check = {.catalog = catalog, .diagnostics = diagnostics};
    collect_targets(&check, program);
    const GPtrArray *keys = af_program_keys(program);
    g_autoptr(GHashTable) asked = g_hash_table_new(g_str_hash, g_str_equal);
    xmlNode *root = af_catalog_root(catalog);
    const xmlNode *before = root;
    guint present = 0;
    for (guint i = 0; i < keys->len; i++) {
        const AfKey *key = g_ptr_array_index(keys, i);
        g_hash_table_add(asked, key->name);
        if (!check_key(&check, key->name, key->kind, &before)) continue;
        present++;
        if (key->kind == AF_MESSAGE) check_rule(&check, af_catalog_find(catalog, key->name), key);
    }
    for (xmlNode *text = root->children; text; text = text->next) {
        if (text->type != XML_ELEMENT_NODE) continue;
        const char *id = af_xml_attribute(text, "id");
        gboolean used = g_hash_table_contains(asked, id);
        if (!used && af_catalog_took(catalog, text)) continue; /* another program's */
        if (!used) report(&check, AF_D_TEXT_UNUSED, text, id, NULL);
        check_references(&check, text);
    }
    check_thresholds(&check, program);
    check_subject(&check);
    g_hash_table_unref(check.thresholds);
    g_hash_table_unref(check.items);
    return present;
}

void af_library_catalog_check(const AfCatalog *catalog, const GPtrArray *programs, AfDiagnostics *diagnostics) {
    const Check check = {.catalog = catalog, .diagnostics = diagnostics};
    g_autoptr(GHashTable) asked = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < programs->len; i++) {
        const GPtrArray *keys = af_program_keys(g_ptr_array_index(programs, i));
        for (guint k = 0; k < keys->len; k++) g_hash_table_add(asked, ((const AfKey *)g_ptr_array_index(keys, k))->name);
    }
    for (xmlNode *text = af_catalog_root(catalog)->children; text; text = text->next) {
        const char *id = text->type == XML_ELEMENT_NODE ? af_xml_attribute(text, "id") : NULL;
        if (id && !g_hash_table_contains(asked, id)) report(&check, AF_D_TEXT_UNUSED, text, id, NULL);
    }
}

/* A pattern has to parse and to use the arguments that the reference uses. */
static void check_pattern(const Check *check, const AfCatalog *reference, const xmlNode *text, const char *id) {
    g_autofree char *pattern = af_catalog_pattern(check->catalog, id);
    g_autofree char *model = af_catalog_pattern(reference, id);
    gboolean good = af_message_check(af_locale_get(af_catalog_language(check->catalog)), pattern, NULL);
    if (!good || af_message_arguments(pattern) != af_message_arguments(model)) {
        report(check, AF_D_MESSAGE_PATTERN, text, id, NULL);
    }
}

/* Every row of the catalogue of diagnostics has words, which use no argument that the row does not give. */
static void check_diagnostics(const Check *check) {
    for (int code = 0; code < AF_DIAGNOSTIC_COUNT; code++) {
        g_autofree char *id = g_strconcat("diagnostic.", af_code_rule(code), NULL);
        const xmlNode *text = af_catalog_find(check->catalog, id);
        if (!text) {
            report(check, AF_D_TEXT_MISSING, af_catalog_root(check->catalog), id, NULL);
            continue;
        }
        g_autofree char *pattern = af_catalog_pattern(check->catalog, id);
        guint n_args = 0;
        af_message_check(af_locale_get(af_catalog_language(check->catalog)), pattern, &n_args);
        if (n_args > strlen(af_code_args(code))) report(check, AF_D_MESSAGE_PATTERN, text, id, NULL);
    }
}

static gboolean is_rule(const GPtrArray *rules, const char *id) {
    for (guint i = 0; i < rules->len; i++) {
        const AfKey *key = g_ptr_array_index(rules, i);
        if (!strcmp(key->name, id)) return TRUE;
    }
    return FALSE;
}

/* Every rule that all programs share has words, and there are none for others. */
static void check_rules(const Check *check, const AfCatalog *reference) {
    g_autoptr(GPtrArray) rules = af_keys_of_rules("assessment.sch", check->diagnostics);
    if (!rules) return;
    const xmlNode *before = af_catalog_root(check->catalog);
    for (guint i = 0; i < rules->len; i++) {
        const AfKey *key = g_ptr_array_index(rules, i);
        const xmlNode *text = af_catalog_find(check->catalog, key->name);
        if (!text && af_catalog_find(reference, key->name)) continue; /* that has been said */
        if (check_key(check, key->name, AF_MESSAGE, &before)) check_rule(check, before, key);
    }
    for (xmlNode *text = af_catalog_root(check->catalog)->children; text; text = text->next) {
        const char *id = text->type == XML_ELEMENT_NODE ? af_xml_attribute(text, "id") : "";
        if (g_str_has_prefix(id, "rule.") && !is_rule(rules, id)) report(check, AF_D_TEXT_UNUSED, text, id, NULL);
    }
}

guint af_messages_check(const AfCatalog *messages, const AfCatalog *reference, AfDiagnostics *diagnostics) {
    Check check = {.catalog = messages, .diagnostics = diagnostics};
    const xmlNode *before = af_catalog_root(messages);
    guint present = 0;
    for (xmlNode *model = af_catalog_root(reference)->children; model; model = model->next) {
        if (model->type != XML_ELEMENT_NODE) continue;
        const char *id = af_xml_attribute(model, "id");
        AfTextKind kind = af_text_kind(model);
        if (!check_key(&check, id, kind, &before)) continue;
        present++;
        if (kind == AF_MESSAGE) check_pattern(&check, reference, before, id);
    }
    for (xmlNode *text = af_catalog_root(messages)->children; text; text = text->next) {
        if (text->type != XML_ELEMENT_NODE) continue;
        const char *id = af_xml_attribute(text, "id");
        if (!af_catalog_find(reference, id)) report(&check, AF_D_TEXT_UNUSED, text, id, NULL);
    }
    check_diagnostics(&check);
    check_rules(&check, reference);
    return present;
}

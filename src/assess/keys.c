/* Keys: the texts that a program asks its catalogs for. One table, as schemas/program.xsd documents it. */
#include "assess/internal.h"
#include "base/file.h"

#include <string.h>

typedef struct {
    const char *element;
    const char *parent;    /* the element it has to stand in; NULL: any */
    const char *attribute; /* asks only if it has this attribute; NULL: always */
    const char *value;     /* … with this value; NULL: with any */
    const char *pattern; /* 0 stands for the id of the element, 1 of its parent, 2 of its grandparent, @ for the
                            attribute, * for each word of the attribute, which asks for as many texts */
    AfTextKind kind;
} KeyRule;

static const KeyRule key_rules[] = {
    {"program", NULL, NULL, NULL, "program.title", AF_TEXT},
    {"program", NULL, NULL, NULL, "program.checklist", AF_TEXT},
    {"program", NULL, NULL, NULL, "program.disclaimer", AF_PROSE},
    {"program", NULL, NULL, NULL, "introduction.title", AF_TEXT},
    {"program", NULL, NULL, NULL, "introduction.text", AF_PROSE},
    {"program", NULL, NULL, NULL, "expectations.title", AF_TEXT},
    {"program", NULL, NULL, NULL, "expectations.text", AF_PROSE},
    {"program", NULL, NULL, NULL, "application.title", AF_TEXT},
    {"program", NULL, NULL, NULL, "application.after", AF_PROSE},
    {"program", NULL, NULL, NULL, "competency.title", AF_TEXT},
    {"program", NULL, NULL, NULL, "competency.text", AF_PROSE},
    {"program", NULL, NULL, NULL, "categories.title", AF_TEXT},
    {"program", NULL, NULL, NULL, "categories.lead", AF_PROSE},
    {"program", NULL, NULL, NULL, "mail.subject", AF_TEXT},
    {"competency", NULL, NULL, NULL, "competency.0", AF_TEXT},
    {"category", NULL, NULL, NULL, "category.0.name", AF_TEXT},
    {"category", NULL, NULL, NULL, "category.0.text", AF_PROSE},
    {"subcategory", NULL, NULL, NULL, "subcategory.0.name", AF_TEXT},
    {"deployment-models", NULL, "described", "true", "models.lead", AF_PROSE},
    {"deployment-model", NULL, NULL, NULL, "model.0.name", AF_TEXT},
    {"deployment-model", NULL, NULL, NULL, "model.0.column", AF_TEXT},
    {"deployment-model", NULL, "described", "true", "model.0.text", AF_PROSE},
    {"deployment-model", NULL, "group", NULL, "model-group.@.name", AF_TEXT},
    {"step", NULL, NULL, NULL, "application.step.0", AF_PROSE},
    {"content", NULL, NULL, NULL, "application.content.0", AF_PROSE},
    {"part", NULL, NULL, NULL, "part.0.title", AF_TEXT},
    {"part", NULL, NULL, NULL, "part.0.lead", AF_PROSE},
    {"section", NULL, NULL, NULL, "section.0.title", AF_TEXT},
    {"section", NULL, "pillar", "true", "section.0.text", AF_PROSE},
    {"document", NULL, NULL, NULL, "document.0.title", AF_TEXT},
    {"requirement", "document", NULL, NULL, "document.1.requirement", AF_PROSE},
    {"item", NULL, NULL, NULL, "item.0.title", AF_TEXT},
    {"requirement", "item", NULL, NULL, "item.1.requirement", AF_PROSE},
    {"choice", NULL, "from", NULL, "item.1.0", AF_TEXT},
    {"option", NULL, NULL, NULL, "item.2.1.0", AF_TEXT},
    {"answer", NULL, NULL, NULL, "item.1.0", AF_TEXT},
    {"record", NULL, NULL, NULL, "item.1.0", AF_TEXT},
    {"followup", NULL, NULL, NULL, "item.1.followup", AF_PROSE},
    {"evidence", NULL, NULL, NULL, "item.1.evidence", AF_PROSE},
    {"applies", NULL, "note", NULL, "applicability.@", AF_TEXT},
    {"item", NULL, "terms", NULL, "term.*", AF_TEXT},
    {"document", NULL, "terms", NULL, "term.*", AF_TEXT},
    {"resources", NULL, NULL, NULL, "resources.title", AF_TEXT},
    {"resource", NULL, NULL, NULL, "resource.0.title", AF_TEXT},
    {"resource", NULL, NULL, NULL, "resource.0.text", AF_PROSE},
};

/* Yes and no are words of the messages, not of a program. */
static gboolean is_yes_or_no(const xmlNode *element) {
    const char *id = af_xml_attribute(element, "id");
    return af_xml_is(element, AF_NS_PROGRAM, "option") && id && (!strcmp(id, "yes") || !strcmp(id, "no"));
}

static gboolean rule_applies(const KeyRule *rule, const xmlNode *element) {
    if (!af_xml_is(element, AF_NS_PROGRAM, rule->element) || is_yes_or_no(element)) return FALSE;
    if (rule->parent && !af_xml_is(element->parent, AF_NS_PROGRAM, rule->parent)) return FALSE;
    if (!rule->attribute) return TRUE;
    const char *value = af_xml_attribute(element, rule->attribute);
    /* xs:boolean has two ways to say it */
    if (value && rule->value && !strcmp(rule->value, "true") && !strcmp(value, "1")) return TRUE;
    return value && (!rule->value || !strcmp(rule->value, value));
}

/* word: of the attribute, where the pattern wants one. */
static char *key_name(const KeyRule *rule, const xmlNode *element, const char *word) {
    GString *name = g_string_new(NULL);
    for (const char *p = rule->pattern; *p; p++) {
        const xmlNode *from = element;
        const char *value = NULL;
        if (*p == '@') {
            value = af_xml_attribute(element, rule->attribute);
        } else if (*p == '*') {
            value = word;
        } else if (*p >= '0' && *p <= '2') {
            for (int up = *p - '0'; up > 0 && from->parent; up--) from = from->parent;
            value = from->type == XML_ELEMENT_NODE ? af_xml_attribute(from, "id") : NULL;
        } else {
            g_string_append_c(name, *p);
            continue;
        }
        g_string_append(name, value ? value : "");
    }
    return g_string_free(name, FALSE);
}

static void key_free(gpointer data) {
    AfKey *key = data;
    g_free(key->name);
    g_free(key);
}

/* Adds a key, unless it is there. */
static void add_key(GPtrArray *keys, GHashTable *seen, char *name, AfTextKind kind) {
    if (g_hash_table_contains(seen, name)) {
        g_free(name);
        return;
    }
    AfKey *key = g_new(AfKey, 1);
    *key = (AfKey){.name = name, .kind = kind};
    g_ptr_array_add(keys, key);
    g_hash_table_add(seen, key->name);
}

static void add_keys(GPtrArray *keys, GHashTable *seen, const KeyRule *rule, const xmlNode *element) {
    if (!strchr(rule->pattern, '*')) {
        add_key(keys, seen, key_name(rule, element, NULL), rule->kind);
        return;
    }
    const char *position = af_xml_attribute(element, rule->attribute);
    for (char *word; (word = af_next_word(&position)); g_free(word)) {
        add_key(keys, seen, key_name(rule, element, word), rule->kind);
    }
}

GPtrArray *af_keys_of_program(xmlNode *root) {
    GPtrArray *keys = g_ptr_array_new_with_free_func(key_free);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (xmlNode *element = root; element; element = af_next_element(root, element)) {
        for (gsize i = 0; i < G_N_ELEMENTS(key_rules); i++) {
            if (rule_applies(&key_rules[i], element)) add_keys(keys, seen, &key_rules[i], element);
        }
    }
    return keys;
}

/* How many arguments a rule gives: its properties but for at-item, which only says a place. */
static guint arguments_of(const xmlNode *rule) {
    guint n = 0;
    const char *position = af_xml_attribute(rule, "properties");
    while (position) {
        g_autofree char *property = af_next_word(&position);
        if (!property) break;
        if (strcmp(property, "at-item")) n++;
    }
    return n;
}

GPtrArray *af_keys_of_rules(const char *schema, AfDiagnostics *diagnostics) {
    static const char ns[] = "http://purl.oclc.org/dsdl/schematron";
    g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(key_free);
    g_autofree char *path = af_data_path("schemas", schema);
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) return g_steal_pointer(&keys);
    g_autoptr(xmlDoc) doc = af_xml_read_file(path, diagnostics);
    if (!doc) return NULL;
    xmlNode *root = xmlDocGetRootElement(doc);
    for (xmlNode *rule = root; rule; rule = af_next_element(root, rule)) {
        const char *id = af_xml_attribute(rule, "id");
        if (!id || !(af_xml_is(rule, ns, "assert") || af_xml_is(rule, ns, "report"))) continue;
        AfKey *key = g_new(AfKey, 1);
        *key = (AfKey){.name = g_strconcat("rule.", id, NULL), .kind = AF_MESSAGE, .n_args = arguments_of(rule)};
        g_ptr_array_add(keys, key);
    }
    return g_steal_pointer(&keys);
}

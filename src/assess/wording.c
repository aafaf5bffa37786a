/* Wording: what a rule's finding is about, in the words of a language. */
#include "assess/internal.h"

#include <string.h>

static void append_title(GString *out, const AfWording *wording, const xmlNode *node, int level);

static void append_children(GString *out, const AfWording *wording, const xmlNode *node, int level) {
    for (const xmlNode *child = node->children; child; child = child->next) append_title(out, wording, child, level);
}

static const char *threshold(const AfProgram *program, const char *id) {
    const xmlNode *thresholds = af_child(xmlDocGetRootElement(af_program_doc(program)), "thresholds");
    for (xmlNode *one = af_child(thresholds, "threshold"); one; one = xmlNextElementSibling(one)) {
        if (!g_strcmp0(af_xml_attribute(one, "id"), id)) return af_xml_attribute(one, "value");
    }
    return NULL;
}

static void append_title(GString *out, const AfWording *wording, const xmlNode *node, int level) {
    if (node->type == XML_TEXT_NODE) {
        g_string_append(out, (const char *)node->content);
    } else if (af_xml_is(node, AF_NS_CATALOG, "value")) {
        const char *value = threshold(wording->assessment->program, af_xml_attribute(node, "of"));
        g_autofree char *text = value ? af_number_format(wording->locale, g_ascii_strtod(value, NULL)) : NULL;
        if (text) g_string_append(out, text);
    } else if (af_xml_is(node, AF_NS_CATALOG, "q")) {
        g_string_append(out, af_quote_open(wording->locale, level));
        append_children(out, wording, node, level + 1);
        g_string_append(out, af_quote_close(wording->locale, level));
    } else if (node->type == XML_ELEMENT_NODE) {
        append_children(out, wording, node, level);
    }
}

/* A title of the program's catalog as it is read: numbers and quotation marks in place. The id if there is none. */
static char *title(const AfWording *wording, const char *id) {
    const xmlNode *text = af_catalog_find(wording->catalog, id);
    if (!text) return g_strdup(id);
    g_autoptr(GString) out = g_string_new(NULL);
    append_children(out, wording, text, 1); /* rules put titles in quotation marks themselves */
    return af_text_marked(text, af_fold(out->str));
}

static char *title_of(const AfWording *wording, const char *before, const char *id, const char *after) {
    g_autofree char *key = g_strconcat(before, id, after, NULL);
    return title(wording, key);
}

static char *item_words(const AfWording *wording, const char *id) {
    const xmlNode *item = g_hash_table_lookup(wording->assessment->items, id);
    g_autofree char *name = title_of(wording, "item.", id, ".title");
    const char *number = item ? af_xml_attribute(item, "number") : NULL;
    return number ? g_strdup_printf("%s %s", number, name) : g_steal_pointer(&name);
}

/* What the partner calls it; the id as long as it has no name. */
static char *own_words(const xmlNode *element, const char *child, const char *id) {
    af_autoxml xmlChar *content = element ? xmlNodeGetContent(af_child(element, child)) : NULL;
    g_autofree char *name = content ? af_fold((const char *)content) : NULL;
    return g_strdup(name && *name ? name : id);
}

static char *case_studies_words(const AfWording *wording, const char *ids) {
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (char *id; (id = af_next_word(&ids)); g_free(id)) {
        g_ptr_array_add(names, own_words(af_assessment_case_study(wording->assessment, id), "customer", id));
    }
    if (!names->len) return g_strdup("");
    return af_list_format(wording->locale, (const char *const *)names->pdata, names->len);
}

static char *subcategories_words(const AfWording *wording, const char *ids) {
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (char *id; (id = af_next_word(&ids)); g_free(id)) {
        g_ptr_array_add(names, title_of(wording, "subcategory.", id, ".name"));
    }
    return af_list_format(wording->locale, (const char *const *)names->pdata, names->len);
}

static char *evidence_words(const AfWording *wording, const char *id) {
    const xmlNode *evidence = af_child(xmlDocGetRootElement(wording->assessment->doc), "evidence");
    for (xmlNode *piece = af_child(evidence, "piece"); piece; piece = xmlNextElementSibling(piece)) {
        if (!g_strcmp0(af_xml_attribute(piece, "id"), id)) return own_words(piece, "title", id);
    }
    return g_strdup(id);
}

/* "ITEM RECORD" */
static char *record_words(const AfWording *wording, const char *value) {
    g_autofree char *item = af_next_word(&value);
    g_autofree char *record = af_next_word(&value);
    if (!item || !record) return g_strdup("");
    g_autofree char *key = g_strconcat("item.", item, ".", record, NULL);
    return title(wording, key);
}

/* "ITEM CHOICE OPTION" */
static char *option_words(const AfWording *wording, const char *value) {
    g_auto(GStrv) ids = g_strsplit(value, " ", -1);
    g_autofree char *name = g_strjoinv(".", ids);
    return title_of(wording, "item.", name, "");
}

static char *field_words(const AfWording *wording, const char *id) {
    g_autofree char *key = g_strconcat("field.", id, NULL);
    char *words = af_catalog_message(wording->messages, key, NULL, 0);
    return words ? words : g_strdup(id);
}

char *af_property_words(const AfWording *wording, const char *kind, const char *value) {
    if (!strcmp(kind, "item")) return item_words(wording, value);
    if (!strcmp(kind, "case-studies")) return case_studies_words(wording, value);
    if (!strcmp(kind, "evidence")) return evidence_words(wording, value);
    if (!strcmp(kind, "record")) return record_words(wording, value);
    if (!strcmp(kind, "field")) return field_words(wording, value);
    if (!strcmp(kind, "document")) return title_of(wording, "document.", value, ".title");
    if (!strcmp(kind, "model")) return title_of(wording, "model.", value, ".name");
    if (!strcmp(kind, "category")) return title_of(wording, "category.", value, ".name");
    if (!strcmp(kind, "subcategory")) return title_of(wording, "subcategory.", value, ".name");
    if (!strcmp(kind, "subcategories")) return subcategories_words(wording, value);
    if (!strcmp(kind, "option")) return option_words(wording, value);
    if (!strcmp(kind, "competency")) return title_of(wording, "competency.", value, "");
    char *date = !strcmp(kind, "date") ? af_date_format(wording->locale, value) : NULL;
    return date ? date : g_strdup(value);
}

/* Typography: the one place where every text of a document gets what its language wants and nobody types. */
#include "transform/transform.h"

#include <string.h>

static const char fo_namespace[] = "http://www.w3.org/1999/XSL/Format";

/* What is in force inside an element. */
typedef struct {
    AfLocale *locale;
    gboolean code;
} State;

static gboolean is_html_code(const xmlNode *element) {
    static const char *const names[] = {"code", "kbd", "samp", "pre", "script", "style", "textarea"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (!strcmp((const char *)element->name, names[i])) return TRUE;
    }
    return FALSE;
}

static gboolean is_code(const xmlNode *element, gboolean inherited) {
    if (!af_xml_is(element, fo_namespace, (const char *)element->name)) return inherited || is_html_code(element);
    const char *role = af_xml_attribute(element, "role");
    const char *family = af_xml_attribute(element, "font-family");
    if (role && !strcmp(role, "Code")) return TRUE;
    return family ? strstr(family, "monospace") || strstr(family, "Mono") : inherited;
}

static State state_inside(const xmlNode *element, State outside) {
    State inside = {outside.locale, is_code(element, outside.code)};
    const char *html = af_xml_attribute(element, "lang");
    af_autoxml xmlChar *xml = xmlGetNsProp(element, BAD_CAST "lang", XML_XML_NAMESPACE);
    const char *tag = xml ? (const char *)xml : html;
    if (tag && *tag) inside.locale = af_locale_get(tag);
    return inside;
}

static void improve(xmlNode *text, State state) {
    if (state.code || !text->content) return;
    g_autofree char *better = af_typography(state.locale, (const char *)text->content);
    if (better) xmlNodeSetContent(text, (const xmlChar *)better);
}

/* A walk without recursion: results may be as deep as a stylesheet makes them. */
void af_transform_typography(xmlDoc *result, const char *language) {
    g_autoptr(GArray) states = g_array_new(FALSE, FALSE, sizeof(State));
    State state = {af_locale_get(language), FALSE};
    xmlNode *node = result->children;
    while (node) {
        if (node->type == XML_TEXT_NODE) improve(node, state);
        if (node->type == XML_ELEMENT_NODE && node->children) {
            g_array_append_val(states, state);
            state = state_inside(node, state);
            node = node->children;
            continue;
        }
        while (!node->next && states->len) {
            node = node->parent;
            state = g_array_index(states, State, states->len - 1);
            g_array_set_size(states, states->len - 1);
        }
        node = node->next;
    }
}

/* What the words of an assessment may not hold: characters that steer how others are shown, and no end of them. */
#include "assess/internal.h"
#include "base/characters.h"

#include <string.h>

/* In running text lines may be broken and indented. */
static gboolean is_forbidden(gunichar c) {
    return af_character_is_control(c) && c != '\t' && c != '\n' && c != '\r';
}

static void check_characters(const AfAssessment *assessment, const xmlNode *element, const char *place,
                             const xmlChar *text, AfDiagnostics *diagnostics) {
    for (const char *p = (const char *)text; p && *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!is_forbidden(c)) continue;
        char name[16];
        g_snprintf(name, sizeof name, "U+%04X", c);
        af_diagnostics_add(diagnostics, AF_D_CHARACTER_FORBIDDEN, assessment->place, af_line(element), name, place);
        return; /* the first says it */
    }
}

static void check_attributes(const AfAssessment *assessment, const xmlNode *element, AfDiagnostics *diagnostics) {
    for (const xmlAttr *attribute = element->properties; attribute; attribute = attribute->next) {
        if (!attribute->children) continue;
        g_autofree char *place = g_strdup_printf("%s/@%s", element->name, attribute->name);
        check_characters(assessment, element, place, attribute->children->content, diagnostics);
    }
}

static gboolean is_free_text(const xmlNode *element) {
    static const char *const names[] = {
        "description", "sales-compensation", "support", "challenge", "deployment", "outcomes", "comment",
        "note",        "decision",           NULL};
    return g_strv_contains(names, (const char *)element->name);
}

/* How deep an element is nested in a free text; 0 if it is in none. */
static guint depth_of(const xmlNode *element) {
    guint depth = 0;
    for (const xmlNode *parent = element->parent; parent && parent->type == XML_ELEMENT_NODE; parent = parent->parent) {
        depth++;
        if (is_free_text(parent)) return depth;
    }
    return 0;
}

static gboolean is_in_link(const xmlNode *element) {
    const xmlNode *parent = element->parent;
    while (parent && parent->type == XML_ELEMENT_NODE && !af_xml_is(parent, NULL, "a")) parent = parent->parent;
    return parent && parent->type == XML_ELEMENT_NODE;
}

/* What the schema cannot say of markup: no page could show it. */
static void check_markup(const AfAssessment *assessment, xmlNode *text, AfDiagnostics *diagnostics) {
    guint elements = 0, deepest = 0;
    for (xmlNode *element = text; (element = af_next_element(text, element));) {
        if (++elements > AF_MAX_FREE_TEXT_ELEMENTS) continue;
        deepest = MAX(deepest, depth_of(element));
        if (!af_xml_is(element, NULL, "a") || !is_in_link(element)) continue;
        af_diagnostics_add(diagnostics, AF_D_SCHEMA_ELEMENT, assessment->place, af_line(element), "a",
                           "em, strong, code, q, span", 5.0);
    }
    if (elements > AF_MAX_FREE_TEXT_ELEMENTS) {
        af_diagnostics_add(diagnostics, AF_D_TEXT_ELEMENTS, assessment->place, af_line(text), (const char *)text->name,
                           (double)elements, (double)AF_MAX_FREE_TEXT_ELEMENTS);
    }
    if (deepest > AF_MAX_FREE_TEXT_DEPTH) {
        af_diagnostics_add(diagnostics, AF_D_XML_TOO_DEEP, assessment->place, af_line(text),
                           (double)AF_MAX_FREE_TEXT_DEPTH);
    }
}

static void check_length(const AfAssessment *assessment, const xmlNode *element, AfDiagnostics *diagnostics) {
    af_autoxml xmlChar *text = xmlNodeGetContent(element);
    glong length = g_utf8_strlen((const char *)text, -1);
    if (length <= AF_MAX_FREE_TEXT) return;
    af_diagnostics_add(diagnostics, AF_D_TEXT_TOO_LONG, assessment->place, af_line(element), (const char *)element->name,
                       (double)length, (double)AF_MAX_FREE_TEXT);
}

void af_assessment_check_texts(const AfAssessment *assessment, AfDiagnostics *diagnostics) {
    xmlNode *root = xmlDocGetRootElement(assessment->doc);
    for (xmlNode *element = root; element; element = af_next_element(root, element)) {
        check_attributes(assessment, element, diagnostics);
        for (const xmlNode *child = element->children; child; child = child->next) {
            if (child->type != XML_TEXT_NODE && child->type != XML_CDATA_SECTION_NODE) continue;
            check_characters(assessment, element, (const char *)element->name, child->content, diagnostics);
        }
        if (!is_free_text(element)) continue;
        check_length(assessment, element, diagnostics);
        check_markup(assessment, element, diagnostics);
    }
}

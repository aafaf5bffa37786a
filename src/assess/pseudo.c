/* Catalogs of pseudo-languages: made of English ones when they are loaded. */
#include "assess/internal.h"

/* Words of a catalog that stay as they are: what is typed or read so, and what is in a language of its own. */
static gboolean is_kept(const xmlNode *element) {
    return af_xml_is(element, AF_NS_CATALOG, "code") || xmlHasNsProp(element, BAD_CAST "lang", XML_XML_NAMESPACE);
}

static gboolean is_words(const xmlNode *node) {
    return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

static gboolean is_block(const xmlNode *node) {
    static const char *const names[] = {"p", "note", "ul", "ol"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (af_xml_is(node, AF_NS_CATALOG, names[i])) return TRUE;
    }
    return FALSE;
}

/* Sets the characters of a text node. */
static void set_words(xmlNode *words, const char *tag, gboolean first, gboolean last) {
    g_autofree char *text = af_pseudo_text(tag, (const char *)words->content, first, last);
    xmlNodeSetContentLen(words, BAD_CAST "", 0);
    xmlNodeAddContent(words, BAD_CAST text);
}

/* The words below an element, less those that stay. */
static void change_within(xmlNode *element, const char *tag) {
    if (is_kept(element)) return;
    for (xmlNode *node = element->children; node; node = node->next) {
        if (is_words(node)) {
            set_words(node, tag, FALSE, FALSE);
        } else if (node->type == XML_ELEMENT_NODE) {
            change_within(node, tag);
        }
    }
}

static void drop_if_empty(xmlNode *words) {
    if (!words || (words->content && *words->content)) return;
    xmlUnlinkNode(words);
    xmlFreeNode(words);
}

/* A run of words and inline elements, from `first` to `last`, in one pair of brackets. What it begins or ends with may
 * be an element: the bracket is then a piece of text of its own, beside it. */
static void change_run(xmlNode *first, xmlNode *last, const char *tag) {
    if (!is_words(first)) first = xmlAddPrevSibling(first, xmlNewDocText(first->doc, BAD_CAST ""));
    if (!is_words(last)) last = xmlAddNextSibling(last, xmlNewDocText(last->doc, BAD_CAST ""));
    for (xmlNode *node = first, *end = last->next; node != end; node = node->next) {
        if (is_words(node)) {
            set_words(node, tag, node == first, node == last);
        } else if (node->type == XML_ELEMENT_NODE) {
            change_within(node, tag);
        }
    }
    drop_if_empty(first);
    if (last != first) drop_if_empty(last);
}

/* Words of a text, of a paragraph or of an item of a list; in an item blocks may stand among them. */
static void change_words(xmlNode *parent, const char *tag) {
    xmlNode *first = NULL, *last = NULL, *next;
    if (is_kept(parent)) return;
    for (xmlNode *node = parent->children; node; node = next) {
        next = node->next;
        const gboolean block = is_block(node);
        if (!block && (node->type == XML_ELEMENT_NODE || (is_words(node) && !xmlIsBlankNode(node)))) {
            if (!first) first = node;
            last = node;
        }
        if (first && (block || !next)) {
            change_run(first, last, tag);
            first = last = NULL;
        }
    }
}

static void change_message(xmlNode *message, const char *tag) {
    af_autoxml xmlChar *pattern = xmlNodeGetContent(message);
    g_autofree char *changed = af_pseudo_pattern(tag, (const char *)pattern);
    xmlNodeSetContentLen(message, BAD_CAST "", 0);
    xmlNodeAddContent(message, BAD_CAST changed);
}

void af_catalog_make_pseudo(xmlNode *root, const char *tag) {
    for (xmlNode *element = root; element; element = af_next_element(root, element)) {
        if (af_xml_is(element, AF_NS_CATALOG, "message")) {
            change_message(element, tag);
        } else if (af_xml_is(element, AF_NS_CATALOG, "text") || af_xml_is(element, AF_NS_CATALOG, "p") ||
                   af_xml_is(element, AF_NS_CATALOG, "note") || af_xml_is(element, AF_NS_CATALOG, "li")) {
            change_words(element, tag);
        }
        xmlUnsetProp(element, BAD_CAST "reading");
    }
    xmlNodeSetLang(root, BAD_CAST tag);
}

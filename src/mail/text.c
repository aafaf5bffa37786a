/* The text of a page: walks its tree and makes paragraphs of it, which flow.c makes into lines. */
#include "base/characters.h"
#include "base/xml.h"
#include "mail/internal.h"

#include <string.h>

/* --- what the elements are; all others are within a line --- */

typedef enum {
    INLINE,
    HIDDEN,
    BLOCK,   /* begins on a line of its own */
    SECTION, /* … with an empty line before and after */
    PARAGRAPH,
    HEADING,
    LIST,
    ITEM,
    DEFINITIONS,
    TERM,
    DESCRIPTION,
    LINK,
    BREAK,
    RULE,
    PICTURE,
} Kind;

static Kind kind_of(const xmlNode *element) {
    static const struct {
        const char *name;
        Kind kind;
    } kinds[] = {
        {"head", HIDDEN},     {"title", HIDDEN},   {"style", HIDDEN},    {"script", HIDDEN},
        {"template", HIDDEN}, {"svg", HIDDEN},     {"html", BLOCK},      {"body", BLOCK},
        {"div", BLOCK},       {"tr", BLOCK},       {"th", BLOCK},        {"td", BLOCK},
        {"caption", BLOCK},   {"header", SECTION}, {"main", SECTION},    {"footer", SECTION},
        {"section", SECTION}, {"nav", SECTION},    {"article", SECTION}, {"aside", SECTION},
        {"address", SECTION}, {"table", SECTION},  {"figure", SECTION},  {"blockquote", SECTION},
        {"p", PARAGRAPH},     {"pre", PARAGRAPH},  {"h1", HEADING},      {"h2", HEADING},
        {"h3", HEADING},      {"h4", HEADING},     {"h5", HEADING},      {"h6", HEADING},
        {"ul", LIST},         {"ol", LIST},        {"li", ITEM},         {"dl", DEFINITIONS},
        {"dt", TERM},         {"dd", DESCRIPTION}, {"a", LINK},          {"br", BREAK},
        {"hr", RULE},         {"img", PICTURE},
    };
    if (af_xml_attribute(element, "hidden") || g_strcmp0(af_xml_attribute(element, "aria-hidden"), "true") == 0)
        return HIDDEN;
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (af_xml_is(element, NULL, kinds[i].name)) return kinds[i].kind;
    return INLINE;
}

static gboolean is_signature(const xmlNode *element) {
    const char *value = af_xml_attribute(element, "class");
    if (!value) return FALSE;
    g_auto(GStrv) classes = g_strsplit_set(value, " \t\r\n", -1);
    return g_strv_contains((const char *const *)classes, "signature");
}

static Kind parent_kind(const xmlNode *element) {
    return element->parent && element->parent->type == XML_ELEMENT_NODE ? kind_of(element->parent) : BLOCK;
}

/* Whether it stands in an item of a list or a description, which keeps its lines together. */
static gboolean is_in_item(const xmlNode *element) {
    Kind kind = parent_kind(element);
    return kind == ITEM || kind == DESCRIPTION;
}

/* Whether an item has several lines of its own, so that an empty one has to part it from the others. */
static gboolean is_loose(const xmlNode *item) {
    guint paragraphs = 0;
    for (const xmlNode *child = item ? item->children : NULL; child; child = child->next) {
        if (af_xml_is(child, NULL, "br") || af_xml_is(child, NULL, "dl")) return TRUE;
        if (af_xml_is(child, NULL, "p")) paragraphs++;
    }
    return paragraphs > 1;
}

/* --- what is being written --- */

typedef struct {
    const char *language; /* of what says none */
    GPtrArray *paragraphs;
    AfFlowParagraph *current;
    GString *head;  /* the bullet of an item that has no words yet */
    gsize term;     /* length of `current` if it is a term that waits for its description; or 0 */
    gboolean space; /* one is due before the next word */
    gboolean gap;   /* an empty line is due before the next paragraph … */
    gboolean kept;  /* … but that is kept with a heading; unless it is one itself */
    gboolean is_heading;
    gboolean is_address; /* in a link whose words are its address */
} Writer;

static const char *language_of(const Writer *writer, const xmlNode *node) {
    for (; node && node->type == XML_ELEMENT_NODE; node = node->parent)
        for (const xmlAttr *attribute = node->properties; attribute; attribute = attribute->next)
            if (strcmp((const char *)attribute->name, "lang") == 0 && attribute->children &&
                attribute->children->content)
                return (const char *)attribute->children->content;
    return writer->language;
}

/* Ends the paragraph, if there is one. */
static gboolean finish(Writer *writer) {
    writer->space = FALSE;
    writer->term = 0;
    if (writer->current->text->len == 0) return FALSE;
    gboolean gap = writer->gap && (!writer->kept || writer->is_heading);
    if (gap && writer->paragraphs->len > 0) g_ptr_array_add(writer->paragraphs, af_flow_paragraph_new());
    g_ptr_array_add(writer->paragraphs, writer->current);
    writer->current = af_flow_paragraph_new();
    writer->gap = writer->kept = FALSE;
    return TRUE;
}

/* The same, but a term waits for its description. */
static void end_line(Writer *writer) {
    if (writer->term == 0 || writer->current->text->len > writer->term) finish(writer);
}

/* Wants an empty line here, unless a bullet or a term has just begun the line. */
static void want_gap(Writer *writer) {
    if (writer->head->len == 0 && writer->term == 0) writer->gap = TRUE;
}

static void put_word(Writer *writer, const char *word, gsize length, const char *language, gboolean is_whole) {
    AfFlowParagraph *paragraph = writer->current;
    if (paragraph->text->len == 0) {
        g_string_append_len(paragraph->text, writer->head->str, (gssize)writer->head->len);
        paragraph->head = writer->head->len;
        g_string_truncate(writer->head, 0);
    }
    if (writer->space && paragraph->text->len > paragraph->head) g_string_append_c(paragraph->text, ' ');
    writer->space = FALSE;
    guint n = paragraph->runs->len;
    const AfFlowRun *last = n > 0 ? &g_array_index(paragraph->runs, AfFlowRun, n - 1) : NULL;
    if (!last || last->is_whole != is_whole || strcmp(last->language, language) != 0) {
        AfFlowRun run = {last ? paragraph->text->len : 0, g_strdup(language), is_whole};
        g_array_append_val(paragraph->runs, run);
    }
    g_string_append_len(paragraph->text, word, (gssize)length);
}

/* Text of a document: white space is one space, and so is what would steer where it is shown. */
static void put_text(Writer *writer, const char *text, const char *language) {
    const char *word = text, *p = text;
    for (;; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c != 0 && c != ' ' && !af_character_is_control(c)) continue;
        if (p > word) put_word(writer, word, (gsize)(p - word), language, writer->is_address);
        if (c == 0) return;
        writer->space = TRUE;
        word = g_utf8_next_char(p);
    }
}

/* --- elements --- */

/* The address of a link as people read it, or NULL for what is none that leads out of the mail. To be freed. */
static char *link_address(const xmlNode *link) {
    g_autofree char *href = af_mail_one_line(af_xml_attribute(link, "href"));
    if (g_ascii_strncasecmp(href, "mailto:", 7) == 0) {
        href[strcspn(href, "?")] = '\0';
        g_autofree char *decoded = g_uri_unescape_string(href + 7, NULL);
        return af_mail_one_line(decoded ? decoded : href + 7);
    }
    if (g_ascii_strncasecmp(href, "http://", 7) != 0 && g_ascii_strncasecmp(href, "https://", 8) != 0) return NULL;
    return g_uri_escape_string(
        href, "%" G_URI_RESERVED_CHARS_GENERIC_DELIMITERS G_URI_RESERVED_CHARS_SUBCOMPONENT_DELIMITERS, TRUE);
}

static gboolean says_address(const xmlNode *link) {
    g_autofree char *address = link_address(link);
    af_autoxml xmlChar *content = xmlNodeGetContent(link);
    g_autofree char *words = af_mail_one_line((const char *)content);
    return g_strcmp0(words, address) == 0 || g_strcmp0(words, af_xml_attribute(link, "href")) == 0;
}

static void leave_link(Writer *writer, const xmlNode *link) {
    g_autofree char *address = writer->is_address ? NULL : link_address(link);
    writer->is_address = FALSE;
    if (!address || !*address) return;
    g_autofree char *words = g_strdup_printf("<%s>", address);
    writer->space = TRUE;
    put_word(writer, words, strlen(words), language_of(writer, link), TRUE);
}

static void enter_item(Writer *writer, const xmlNode *item) {
    finish(writer);
    guint number = 1, depth = 0;
    const xmlNode *previous = NULL;
    for (const xmlNode *node = item->prev; node; node = node->prev) {
        if (!af_xml_is(node, NULL, "li")) continue;
        if (!previous) previous = node;
        number++;
    }
    for (const xmlNode *node = item->parent; node; node = node->parent)
        if (node->type == XML_ELEMENT_NODE && kind_of(node) == ITEM) depth++;
    if (previous) writer->gap = is_loose(item) || is_loose(previous);
    g_string_truncate(writer->head, 0);
    for (guint i = 0; i < depth; i++) g_string_append(writer->head, "  ");
    if (af_xml_is(item->parent, NULL, "ol"))
        g_string_append_printf(writer->head, "%u. ", number);
    else
        g_string_append(writer->head, "- ");
}

/* The colon behind a term, as its language writes it. */
static void leave_term(Writer *writer, const xmlNode *term) {
    const GString *text = writer->current->text;
    if (text->len == 0) return;
    const char *language = language_of(writer, term);
    gboolean full_width = af_mail_is_language(language, "zh") || af_mail_is_language(language, "ja");
    const char *colon = full_width ? "\uFF1A" : af_mail_is_language(language, "fr") ? "\u00A0:" : ":";
    writer->space = FALSE;
    if (!g_str_has_suffix(text->str, ":") && !g_str_has_suffix(text->str, "\uFF1A"))
        put_word(writer, colon, strlen(colon), language, FALSE);
    writer->space = !g_str_has_suffix(text->str, "\uFF1A");
    writer->term = text->len;
}

static void put_separator(Writer *writer) {
    finish(writer);
    if (writer->paragraphs->len > 0) g_ptr_array_add(writer->paragraphs, af_flow_paragraph_new());
    AfFlowParagraph *separator = af_flow_paragraph_new();
    separator->separator = TRUE;
    g_ptr_array_add(writer->paragraphs, separator);
    writer->gap = FALSE;
    writer->kept = TRUE;
}

static void enter_section(Writer *writer, const xmlNode *section) {
    if (is_signature(section)) {
        put_separator(writer);
        return;
    }
    end_line(writer);
    want_gap(writer);
}

static void leave_section(Writer *writer, const xmlNode *section) {
    end_line(writer);
    if (!is_in_item(section)) want_gap(writer);
}

static void enter_list(Writer *writer, const xmlNode *list) {
    finish(writer);
    if (!is_in_item(list)) want_gap(writer);
}

static void leave_heading(Writer *writer, const xmlNode *heading) {
    gboolean is_title = af_xml_is(heading, NULL, "h1");
    gboolean written = finish(writer);
    writer->is_heading = FALSE;
    if (written && is_title) writer->gap = TRUE;
    if (written && !is_title) writer->kept = TRUE;
}

static void enter_rule(Writer *writer, const xmlNode *rule) {
    if (is_signature(rule)) {
        put_separator(writer);
        return;
    }
    finish(writer);
    writer->gap = TRUE;
}

/* Whether to go on to what is in it. */
static gboolean enter(Writer *writer, const xmlNode *node) {
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
        put_text(writer, (const char *)node->content, language_of(writer, node->parent));
    if (node->type != XML_ELEMENT_NODE) return FALSE;
    switch (kind_of(node)) {
    case INLINE: break;
    case HIDDEN: return FALSE;
    case BLOCK:
    case DESCRIPTION: end_line(writer); break;
    case SECTION:
    case PARAGRAPH: enter_section(writer, node); break;
    case HEADING:
        finish(writer);
        writer->gap = writer->is_heading = TRUE;
        break;
    case LIST:
    case DEFINITIONS: enter_list(writer, node); break;
    case ITEM: enter_item(writer, node); break;
    case TERM: finish(writer); break;
    case LINK: writer->is_address = says_address(node); break;
    case BREAK: writer->gap = !finish(writer); break;
    case RULE: enter_rule(writer, node); break;
    case PICTURE:
        if (af_xml_attribute(node, "alt")) put_text(writer, af_xml_attribute(node, "alt"), language_of(writer, node));
        break;
    }
    return TRUE;
}

static void leave(Writer *writer, const xmlNode *node) {
    switch (kind_of(node)) {
    case BLOCK: end_line(writer); break;
    case SECTION:
    case PARAGRAPH: leave_section(writer, node); break;
    case LIST:
    case DEFINITIONS:
        finish(writer);
        leave_section(writer, node);
        break;
    case HEADING: leave_heading(writer, node); break;
    case ITEM:
        finish(writer);
        g_string_truncate(writer->head, 0);
        break;
    case TERM: leave_term(writer, node); break;
    case DESCRIPTION: finish(writer); break;
    case LINK: leave_link(writer, node); break;
    default: break;
    }
}

static void walk(Writer *writer, const xmlNode *root) {
    const xmlNode *node = root;
    while (node) {
        gboolean entered = enter(writer, node);
        if (entered && node->children) {
            node = node->children;
            continue;
        }
        if (entered) leave(writer, node);
        while (node != root && !node->next) {
            node = node->parent;
            leave(writer, node);
        }
        node = node == root ? NULL : node->next;
    }
    finish(writer);
}

GByteArray *af_mail_text(const xmlDoc *html, const char *language, gboolean *delsp) {
    g_autoptr(GPtrArray) paragraphs = g_ptr_array_new_with_free_func((GDestroyNotify)af_flow_paragraph_free);
    g_autoptr(GString) head = g_string_new(NULL);
    Writer writer = {.language = language, .paragraphs = paragraphs, .current = af_flow_paragraph_new(), .head = head};
    walk(&writer, xmlDocGetRootElement(html));
    af_flow_paragraph_free(writer.current);
    return af_flow(paragraphs, delsp);
}

/* Versions: what a translation says that it was made from. */
#include "assess/internal.h"

#include <string.h>

enum { version_length = 8 };

/* A text being put into the form that its version is made of. */
typedef struct {
    GString *out;
    gboolean space; /* white space came, and is one blank unless a block's tag follows */
    gboolean tag;   /* a block's tag was the last, after which no blank counts */
} Canonical;

static void append_escaped(GString *out, const char *text, gsize length) {
    for (const char *p = text; p < text + length; p++) {
        const char *name = *p == '&' ? "&amp;" : *p == '<' ? "&lt;" : *p == '>' ? "&gt;" : *p == '"' ? "&quot;" : NULL;
        if (name) {
            g_string_append(out, name);
        } else {
            g_string_append_c(out, *p);
        }
    }
}

/* As schemas/catalog.xsd has it; the text itself is one. */
static gboolean is_block(const xmlNode *element) {
    static const char *const names[] = {"text", "prose", "message", "p", "note", "ul", "ol", "li"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (af_xml_is(element, AF_NS_CATALOG, names[i])) return TRUE;
    }
    return FALSE;
}

static void append_text(Canonical *form, const char *text) {
    while (*text) {
        gsize blanks = strspn(text, " \t\r\n");
        if (blanks) form->space = TRUE;
        text += blanks;
        gsize length = strcspn(text, " \t\r\n");
        if (!length) continue;
        if (form->space && !form->tag) g_string_append_c(form->out, ' ');
        form->space = form->tag = FALSE;
        append_escaped(form->out, text, length);
        text += length;
    }
}

/* The blank before an inline tag counts; that beside a block's does not. */
static void begin_tag(Canonical *form, gboolean block) {
    if (form->space && !block && !form->tag) g_string_append_c(form->out, ' ');
    form->tag = block;
    form->space = FALSE;
}

static int compare_attributes(const void *a, const void *b) {
    const xmlAttr *one = *(xmlAttr *const *)a, *other = *(xmlAttr *const *)b;
    int order = strcmp((const char *)one->name, (const char *)other->name);
    return order ? order : (one->ns != NULL) - (other->ns != NULL);
}

/* Those that say what is meant. */
static gboolean counts(const xmlAttr *attribute) {
    static const char *const others[] = {"id", "source", "reading", NULL};
    if (attribute->ns) return !strcmp((const char *)attribute->ns->href, (const char *)XML_XML_NAMESPACE);
    return !g_strv_contains(others, (const char *)attribute->name);
}

static void append_start(Canonical *form, const xmlNode *element) {
    g_autoptr(GPtrArray) attributes = g_ptr_array_new();
    for (xmlAttr *attribute = element->properties; attribute; attribute = attribute->next) {
        if (counts(attribute)) g_ptr_array_add(attributes, attribute);
    }
    g_ptr_array_sort(attributes, compare_attributes);
    begin_tag(form, is_block(element));
    g_string_append_printf(form->out, "<%s", (const char *)element->name);
    for (guint i = 0; i < attributes->len; i++) {
        const xmlAttr *attribute = g_ptr_array_index(attributes, i);
        af_autoxml xmlChar *value = xmlNodeListGetString(element->doc, attribute->children, 1);
        g_autofree char *folded = af_fold(value ? (const char *)value : "");
        g_string_append_printf(form->out, " %s%s=\"", attribute->ns ? "xml:" : "", (const char *)attribute->name);
        append_escaped(form->out, folded, strlen(folded));
        g_string_append_c(form->out, '"');
    }
    g_string_append_c(form->out, '>');
}

static void append_end(Canonical *form, const xmlNode *element) {
    begin_tag(form, is_block(element));
    g_string_append_printf(form->out, "</%s>", (const char *)element->name);
}

static char *canonical_form(const xmlNode *text) {
    g_autoptr(GString) out = g_string_new(NULL);
    Canonical form = {.out = out};
    const xmlNode *node = text;
    append_start(&form, text);
    do {
        if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
            append_text(&form, (const char *)node->content);
        } else if (node != text && node->type == XML_ELEMENT_NODE) {
            append_start(&form, node);
        }
        if (node->type == XML_ELEMENT_NODE && node->children) {
            node = node->children;
            continue;
        }
        if (node != text && node->type == XML_ELEMENT_NODE) append_end(&form, node);
        while (node != text && !node->next) {
            node = node->parent;
            if (node != text) append_end(&form, node);
        }
        node = node == text ? NULL : node->next;
    } while (node);
    append_end(&form, text);
    return g_strdup(out->str);
}

char *af_text_version(const xmlNode *text) {
    g_autofree char *canonical = canonical_form(text);
    char *version = g_compute_checksum_for_string(G_CHECKSUM_SHA256, canonical, -1);
    version[version_length] = '\0';
    return version;
}

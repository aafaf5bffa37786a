/* Laying out XML that people go on editing. */
#include "locale/text.h"
#include "transform/transform.h"

#include <string.h>

enum {
    step = 2,      /* blanks of indentation */
    columns = 120, /* of a line, where it can be broken */
};

typedef struct {
    GString *out;
    AfLocale *locale; /* of the comments */
} Writing;

/* --- text --- */

/* How many columns text[0, length) takes. */
static int width_of(const char *text, gsize length) {
    int width = 0;
    for (const char *p = text; p < text + length; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        width += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
    }
    return width;
}

static void append_escaped(GString *out, const char *text, gboolean attribute) {
    for (const char *p = text; *p; p++) {
        if (*p == '&') {
            g_string_append(out, "&amp;");
        } else if (*p == '<') {
            g_string_append(out, "&lt;");
        } else if (*p == '>' && !attribute) {
            g_string_append(out, "&gt;");
        } else if (*p == '"' && attribute) {
            g_string_append(out, "&quot;");
        } else if (*p == '\r' || (attribute && (*p == '\n' || *p == '\t'))) {
            g_string_append_printf(out, "&#%d;", *p);
        } else {
            g_string_append_c(out, *p);
        }
    }
}

static void indent(const Writing *writing, int depth) {
    g_string_append_printf(writing->out, "%*s", depth * step, "");
}

/* --- comments --- */

/* Where the first line of text[start …] ends: the last place where the language lets it end that still fits, or else the
 * first. */
static gsize line_end(const char *text, gsize start, gsize length, const guint8 *breaks, int room) {
    int width = 0;
    gsize end = 0;
    for (gsize i = start; i < length; i += g_utf8_skip[(guchar)text[i]]) {
        if (i > start && breaks[i] == AF_BREAK_ALLOWED && (!end || width <= room)) end = i;
        if (end && width > room) return end;
        int wide = width_of(text + i, 1);
        /* a space at the end takes no room */
        if (text[i] != ' ' || (i + 1 < length && width + wide <= room)) width += wide;
    }
    return width <= room || !end ? length : end;
}

/* Names with hyphens in them and tags are not divided: people copy them. */
static void keep_names(const char *text, gsize length, guint8 *breaks) {
    enum { longest = columns / 2 };
    for (gsize i = 1; i < length; i++) {
        if (text[i - 1] == '-' && g_ascii_isalnum(text[i])) breaks[i] = AF_BREAK_NONE;
        const char *end = text[i - 1] == '<' && text[i] != ' ' ? strchr(text + i, '>') : NULL;
        if (end && end - (text + i) <= longest) memset(breaks + i, AF_BREAK_NONE, (gsize)(end - (text + i)) + 1);
    }
}

/* One line as it was written, as several where it is too long; those are set in by its own blanks. */
static void append_comment_line(const Writing *writing, const char *line, int margin, gboolean last) {
    const char *text = line + strspn(line, " ");
    gsize length = strlen(text), start = 0;
    int own = (int)(text - line), hang = own ? own + step : 0;
    g_autofree guint8 *breaks = g_new0(guint8, length + 1);
    af_text_breaks(writing->locale, AF_STRICTNESS_STRICT, text, length, 0, length, breaks);
    keep_names(text, length, breaks);
    g_string_append_printf(writing->out, "%*s", own, "");
    while (start < length) {
        int room = columns - margin - (start ? hang : own) - (last ? (int)strlen(" -->") : 0);
        gsize end = line_end(text, start, length, breaks, room), shown = end;
        while (shown > start && text[shown - 1] == ' ') shown--;
        g_string_append_len(writing->out, text + start, (gssize)(shown - start));
        if (end < length) g_string_append_printf(writing->out, "\n%*s", margin + hang, "");
        start = end;
    }
}

static void write_comment(const Writing *writing, const xmlNode *comment, int depth) {
    static const char opening[] = "<!-- ";
    g_autofree char *text = g_strdup((const char *)comment->content);
    g_auto(GStrv) lines = g_strsplit(g_strstrip(text), "\n", -1);
    int margin = depth * step + (int)strlen(opening);
    indent(writing, depth);
    g_string_append(writing->out, opening);
    for (char **line = lines; *line; line++) {
        if (line > lines) g_string_append_printf(writing->out, "\n%*s", **line ? margin : 0, "");
        append_comment_line(writing, *line, margin, !line[1]);
    }
    g_string_append(writing->out, " -->\n");
}

/* --- elements --- */

static char *attribute_text(const xmlAttr *attribute) {
    af_autoxml xmlChar *value = xmlNodeListGetString(attribute->doc, attribute->children, 1);
    GString *text = g_string_new(NULL);
    gboolean xml = attribute->ns && !strcmp((const char *)attribute->ns->href, (const char *)XML_XML_NAMESPACE);
    g_string_append_printf(text, "%s%s=\"", xml ? "xml:" : "", (const char *)attribute->name);
    append_escaped(text, value ? (const char *)value : "", TRUE);
    g_string_append_c(text, '"');
    return g_string_free(text, FALSE);
}

/* The namespace that begins to hold here, or NULL. Those of other names are gone: all elements are of one. */
static const char *new_namespace(const xmlNode *element) {
    const xmlNode *parent = element->parent;
    gboolean inherited = parent && parent->type == XML_ELEMENT_NODE && parent->ns && element->ns &&
                         xmlStrEqual(parent->ns->href, element->ns->href);
    return element->ns && !inherited ? (const char *)element->ns->href : NULL;
}

enum { running = -1 }; /* the depth of what stands in a text, where no line may be broken */

/* "<name a="…"" without its end. Attributes that do not fit go on under the first. */
static void write_start(const Writing *writing, const xmlNode *element, int depth) {
    g_autoptr(GPtrArray) attributes = g_ptr_array_new_with_free_func(g_free);
    const char *ns = new_namespace(element);
    if (ns) g_ptr_array_add(attributes, g_strdup_printf("xmlns=\"%s\"", ns));
    for (const xmlAttr *a = element->properties; a; a = a->next) g_ptr_array_add(attributes, attribute_text(a));
    g_string_append_printf(writing->out, "<%s", (const char *)element->name);
    int margin = depth * step + (int)strlen((const char *)element->name) + 1, column = margin;
    for (guint i = 0; i < attributes->len; i++) {
        const char *text = g_ptr_array_index(attributes, i);
        int width = width_of(text, strlen(text));
        gboolean fits = !i || depth == running || column + 1 + width + (int)strlen("/>") <= columns;
        if (!fits) g_string_append_printf(writing->out, "\n%*s", margin, "");
        g_string_append_printf(writing->out, " %s", text);
        column = (fits ? column : margin) + 1 + width;
    }
}

static gboolean is_blank(const xmlNode *node) {
    return node->type == XML_TEXT_NODE && !node->content[strspn((const char *)node->content, " \t\r\n")];
}

/* Whether white space between the children says nothing: all are elements that stand on lines of their own. */
static gboolean is_structure(const xmlNode *element) {
    static const char *const inlines[] = {"em", "strong", "code", "q", "span", "a", NULL};
    gboolean elements = FALSE;
    for (const xmlNode *child = element->children; child; child = child->next) {
        gboolean is_element = child->type == XML_ELEMENT_NODE;
        if (is_element && g_strv_contains(inlines, (const char *)child->name)) return FALSE;
        if (!is_element && child->type != XML_COMMENT_NODE && !is_blank(child)) return FALSE;
        elements |= is_element || child->type == XML_COMMENT_NODE;
    }
    return elements;
}

/* As it stands. Trees are as deep as a file that was read (AF_XML_MAX_DEPTH) or a stylesheet makes them. */
static void write_verbatim(const Writing *writing, const xmlNode *parent) {
    for (const xmlNode *child = parent->children; child; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            append_escaped(writing->out, (const char *)child->content, FALSE);
        } else if (child->type == XML_COMMENT_NODE) {
            g_string_append_printf(writing->out, "<!--%s-->", (const char *)child->content);
        } else if (child->type == XML_ELEMENT_NODE) {
            write_start(writing, child, running);
            g_string_append(writing->out, child->children ? ">" : "/>");
            write_verbatim(writing, child);
            if (child->children) g_string_append_printf(writing->out, "</%s>", (const char *)child->name);
        }
    }
}

static gboolean is_empty_line(const xmlNode *node) {
    const char *first = is_blank(node) ? strchr((const char *)node->content, '\n') : NULL;
    return first && strchr(first + 1, '\n');
}

static void write_lines(const Writing *writing, const xmlNode *first, int depth);

static void write_element(const Writing *writing, const xmlNode *element, int depth) {
    indent(writing, depth);
    write_start(writing, element, depth);
    if (!element->children) {
        g_string_append(writing->out, "/>\n");
        return;
    }
    g_string_append_c(writing->out, '>');
    if (is_structure(element)) {
        g_string_append_c(writing->out, '\n');
        write_lines(writing, element->children, depth + 1);
        indent(writing, depth);
    } else {
        write_verbatim(writing, element);
    }
    g_string_append_printf(writing->out, "</%s>\n", (const char *)element->name);
}

/* Siblings, each on lines of its own; an empty line only between two of them. */
static void write_lines(const Writing *writing, const xmlNode *first, int depth) {
    gboolean gap = FALSE, begun = FALSE;
    for (const xmlNode *node = first; node; node = node->next) {
        gap |= is_empty_line(node);
        if (node->type != XML_ELEMENT_NODE && node->type != XML_COMMENT_NODE) continue;
        if (gap && begun) g_string_append_c(writing->out, '\n');
        gap = FALSE;
        begun = TRUE;
        if (node->type == XML_COMMENT_NODE) {
            write_comment(writing, node, depth);
        } else {
            write_element(writing, node, depth);
        }
    }
}

GByteArray *af_transform_source(const xmlDoc *result, const char *language) {
    Writing writing = {g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), af_locale_get(language)};
    write_lines(&writing, result->children, 0);
    gsize length = writing.out->len;
    return g_byte_array_new_take((guint8 *)g_string_free(writing.out, FALSE), length);
}

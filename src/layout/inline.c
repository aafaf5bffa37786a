/* Inline formatting objects into a paragraph: one text with runs, white space treated (XSL 1.1 sections 4.7.2 and 7.16.12). */
#include "layout/internal.h"

#include <string.h>

#define OBJECT "\uFFFC"

AfParagraph *af_paragraph_new(AfPages *pages, const AfFoNode *block) {
    AfParagraph *paragraph = g_new0(AfParagraph, 1);
    paragraph->block = block;
    paragraph->style = block->style;
    paragraph->font = af_font_get(pages, block->style);
    paragraph->text = g_string_sized_new(256);
    paragraph->runs = g_array_new(FALSE, TRUE, sizeof(AfRun));
    paragraph->anchors = g_array_new(FALSE, TRUE, sizeof(AfAnchor));
    paragraph->space = TRUE;
    return paragraph;
}

void af_paragraph_free(AfParagraph *paragraph) {
    if (paragraph->text) g_string_free(paragraph->text, TRUE);
    g_array_unref(paragraph->runs);
    g_array_unref(paragraph->anchors);
    g_free(paragraph);
}

gboolean af_paragraph_is_empty(const AfParagraph *paragraph) { return paragraph->text->len == 0; }

gboolean af_is_inline(const AfFoNode *node) {
    switch (node->element) {
    case AF_FO_TEXT:
    case AF_FO_CHARACTER:
    case AF_FO_INSTREAM_FOREIGN_OBJECT:
    case AF_FO_INLINE:
    case AF_FO_LEADER:
    case AF_FO_PAGE_NUMBER:
    case AF_FO_PAGE_NUMBER_CITATION:
    case AF_FO_PAGE_NUMBER_CITATION_LAST:
    case AF_FO_BASIC_LINK: return TRUE;
    case AF_FO_WRAPPER:
    case AF_FO_RETRIEVE_MARKER:
    case AF_FO_MARKER:
        for (const AfFoNode *child = node->first_child; child; child = child->next) {
            if (!af_is_inline(child)) return FALSE;
        }
        return TRUE;
    default: return FALSE;
    }
}

static AfRun *add_run(AfPages *pages, AfParagraph *paragraph, AfRunKind kind, const AfFoNode *node, const AfFoNode *link) {
    AfRun run = {.kind = kind, .start = (guint)paragraph->text->len, .node = node, .link = link, .style = node->style};
    run.font = af_font_get(pages, node->style);
    run.end = run.start;
    g_array_append_val(paragraph->runs, run);
    return &g_array_index(paragraph->runs, AfRun, paragraph->runs->len - 1);
}

static AfRun *add_object(AfPages *pages, AfParagraph *paragraph, AfRunKind kind, const AfFoNode *node, const AfFoNode *link) {
    AfRun *run = add_run(pages, paragraph, kind, node, link);
    g_string_append(paragraph->text, OBJECT);
    run->end = (guint)paragraph->text->len;
    paragraph->space = FALSE;
    return run;
}

/* One character of white space; a line feed may be preserved, others collapse with what is before. */
static void add_space(AfParagraph *paragraph, const AfFoStyle *style, char c) {
    gboolean collapse = af_style_is(style, AF_P_WHITE_SPACE_COLLAPSE, AF_KW_TRUE);
    if (c == '\n') {
        switch (af_style_keyword(style, AF_P_LINEFEED_TREATMENT)) {
        case AF_KW_IGNORE: return;
        case AF_KW_PRESERVE:
            if (collapse && paragraph->space && g_str_has_suffix(paragraph->text->str, " ")) g_string_truncate(paragraph->text, paragraph->text->len - 1);
            g_string_append_c(paragraph->text, '\n');
            paragraph->space = TRUE;
            return;
        case AF_KW_TREAT_AS_ZERO_WIDTH_SPACE: g_string_append(paragraph->text, "\u200B"); return;
        default: break;
        }
    }
    if (collapse && paragraph->space) return;
    /* Preserved space must not be lost at a line's end: no-break spaces with places to break behind them. */
    g_string_append_c(paragraph->text, ' ');
    paragraph->space = collapse;
}

static char *transformed(const AfFoStyle *style, const char *text) {
    switch (af_style_keyword(style, AF_P_TEXT_TRANSFORM)) {
    case AF_KW_UPPERCASE: return g_utf8_strup(text, -1);
    case AF_KW_LOWERCASE: return g_utf8_strdown(text, -1);
    default: return NULL;
    }
}

static void add_text(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link, const char *text) {
    g_autofree char *changed = transformed(node->style, text);
    if (changed) text = changed;
    AfRun *run = add_run(pages, paragraph, AF_RUN_TEXT, node, link);
    guint start = run->start;
    for (const char *p = text; *p;) {
        size_t plain = strcspn(p, " \t\r\n");
        if (plain > 0) {
            g_string_append_len(paragraph->text, p, (gssize)plain);
            paragraph->space = FALSE;
            p += plain;
        } else {
            add_space(paragraph, node->style, *p == '\t' || *p == '\r' ? ' ' : *p);
            p++;
        }
    }
    run = &g_array_index(paragraph->runs, AfRun, paragraph->runs->len - 1);
    run->end = (guint)paragraph->text->len;
    if (run->end <= start) g_array_set_size(paragraph->runs, paragraph->runs->len - 1);
}

char *af_page_number_format(const char *format, int number) {
    static const struct { int value; const char *text; } roman[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"},
        {50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}};
    if ((*format == 'i' || *format == 'I') && number > 0 && number < 4000) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (size_t i = 0; i < G_N_ELEMENTS(roman); i++) {
            for (; number >= roman[i].value; number -= roman[i].value) g_string_append(text, roman[i].text);
        }
        return *format == 'I' ? g_ascii_strup(text->str, -1) : g_strdup(text->str);
    }
    if ((*format == 'a' || *format == 'A') && number > 0) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (; number > 0; number = (number - 1) / 26) g_string_prepend_c(text, (char)(*format + (number - 1) % 26));
        return g_strdup(text->str);
    }
    int width = 0; /* "01" and "001" ask for leading zeros */
    for (const char *p = format; *p == '0'; p++) width++;
    return g_strdup_printf("%0*d", width > 0 && width < 9 ? width + 1 : 1, number);
}

/* The page that a page number speaks of; -1 if it is not known or nowhere. */
static int cited_page(const AfPages *pages, const AfFoNode *node) {
    if (node->element == AF_FO_PAGE_NUMBER) return pages->current;
    const char *id = af_reference(node, "ref-id");
    const AfFoNode *target = id ? af_fo_by_id(pages->fo, id) : NULL;
    if (!target) return -1;
    int page = pages->places[target->index].page;
    if (node->element == AF_FO_PAGE_NUMBER_CITATION_LAST && target->element == AF_FO_PAGE_SEQUENCE) {
        for (guint i = 0; i < pages->pages->len; i++) {
            if (af_page_work(pages, (int)i)->sequence == target) page = (int)i;
        }
    } else if (node->element == AF_FO_PAGE_NUMBER_CITATION_LAST && target->element == AF_FO_ROOT) {
        page = (int)pages->pages->len - 1;
    }
    return page;
}

static void add_number(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link) {
    if (pages->numbers_known) {
        int page = cited_page(pages, node);
        if (page >= 0) {
            add_text(pages, paragraph, node, link, af_page_work(pages, page)->page.label);
            return;
        }
    }
    /* Room for two digits; the line is set again when the number is known. */
    AfRun *run = add_object(pages, paragraph, AF_RUN_NUMBER, node, link);
    run->width = run->font->size * 11 / 10;
}

static void add_leader(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link) {
    AfRun *run = add_object(pages, paragraph, AF_RUN_LEADER, node, link);
    run->width = af_length(node->style, AF_P_LEADER_LENGTH_MINIMUM, 0);
    gboolean fixed = node->style->value[AF_P_LEADER_LENGTH_MAXIMUM].percent == 0;
    if (fixed) run->width = MAX(run->width, af_length(node->style, AF_P_LEADER_LENGTH_OPTIMUM, 0));
}

/* The object's own width and height in points, from its attributes or its viewBox (SVG 2 section 8.2). */
static void foreign_size(const AfFoNode *node, double *width, double *height) {
    const AfFoNode *foreign = node->first_child;
    if (!foreign || foreign->element != AF_FO_FOREIGN) return;
    double box[4] = {0};
    xmlChar *view = xmlGetNoNsProp(foreign->xml, BAD_CAST "viewBox");
    xmlChar *w = xmlGetNoNsProp(foreign->xml, BAD_CAST "width"), *h = xmlGetNoNsProp(foreign->xml, BAD_CAST "height");
    char *p = (char *)view;
    for (int i = 0; p && i < 4; i++) box[i] = g_ascii_strtod(p + strspn(p, " ,"), &p);
    *width = (w ? g_ascii_strtod((char *)w, NULL) : box[2]) * 0.75;
    *height = (h ? g_ascii_strtod((char *)h, NULL) : box[3]) * 0.75;
    xmlFree(view);
    xmlFree(w);
    xmlFree(h);
}

static void add_graphic(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link) {
    double natural_width = 0, natural_height = 0;
    foreign_size(node, &natural_width, &natural_height);
    if (natural_width <= 0 || natural_height <= 0) return;
    double width = af_style_length(node->style, AF_P_CONTENT_WIDTH, natural_width);
    double height = af_style_length(node->style, AF_P_CONTENT_HEIGHT, natural_height);
    if (width <= 0) width = af_style_length(node->style, AF_P_INLINE_PROGRESSION_DIMENSION, natural_width);
    if (height <= 0) height = af_style_length(node->style, AF_P_BLOCK_PROGRESSION_DIMENSION, natural_height);
    if (width <= 0) width = height > 0 ? natural_width * height / natural_height : natural_width;
    if (height <= 0) height = natural_height * width / natural_width;
    AfRun *run = add_object(pages, paragraph, AF_RUN_GRAPHIC, node, link);
    run->width = AF_UNITS(width);
    run->height = AF_UNITS(height);
}

/* space-start, padding and border of an inline at one of its ends. */
static void add_edge(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link, gboolean start) {
    AfUnit width = start ? af_length(node->style, AF_P_SPACE_START, 0) + af_length(node->style, AF_P_PADDING_START, 0)
                         : af_length(node->style, AF_P_SPACE_END, 0) + af_length(node->style, AF_P_PADDING_END, 0);
    if (width == 0) return;
    AfRun *run = add_run(pages, paragraph, AF_RUN_SPACE, node, link);
    gboolean space = paragraph->space;
    g_string_append(paragraph->text, OBJECT);
    run->end = (guint)paragraph->text->len;
    run->width = width;
    paragraph->space = space;
}

static void add_children(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link) {
    if (++pages->depth < 300) {
        for (const AfFoNode *child = node->first_child; child; child = child->next) af_paragraph_add(pages, paragraph, child, link);
    }
    pages->depth--;
}

void af_paragraph_add(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link) {
    if (node->element != AF_FO_TEXT && af_reference(node, "id")) {
        AfAnchor anchor = {(guint)paragraph->text->len, node};
        g_array_append_val(paragraph->anchors, anchor);
    }
    switch (node->element) {
    case AF_FO_TEXT: add_text(pages, paragraph, node, link, node->text); break;
    case AF_FO_CHARACTER: {
        const char *c = af_reference(node, "character");
        if (c) add_text(pages, paragraph, node, link, c);
        break;
    }
    case AF_FO_PAGE_NUMBER:
    case AF_FO_PAGE_NUMBER_CITATION:
    case AF_FO_PAGE_NUMBER_CITATION_LAST: add_number(pages, paragraph, node, link); break;
    case AF_FO_LEADER: add_leader(pages, paragraph, node, link); break;
    case AF_FO_INSTREAM_FOREIGN_OBJECT: add_graphic(pages, paragraph, node, link); break;
    case AF_FO_MARKER: break;
    case AF_FO_RETRIEVE_MARKER: {
        const AfFoNode *marker = af_marker_retrieve(pages, node);
        if (marker) add_children(pages, paragraph, marker, link);
        break;
    }
    default:
        add_edge(pages, paragraph, node, link, TRUE);
        add_children(pages, paragraph, node, node->element == AF_FO_BASIC_LINK ? node : link);
        add_edge(pages, paragraph, node, link, FALSE);
        break;
    }
}

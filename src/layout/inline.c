/* Inline formatting objects into a paragraph: one text with runs, white space treated (XSL 1.1 sections 4.7.2 and 7.16.12). */
#include "layout/internal.h"

#include <string.h>

#define SOFT_HYPHEN "\u00AD"
#define WORD_JOINER "\u2060"
#define OBJECT "\uFFFC"

AfParagraph *af_paragraph_new(AfPages *pages, const AfFoNode *block, AfUnit width) {
    AfParagraph *paragraph = g_new0(AfParagraph, 1);
    paragraph->block = block;
    paragraph->width = width;
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
    if (paragraph->soft) g_array_unref(paragraph->soft);
    if (paragraph->joined) g_array_unref(paragraph->joined);
    g_array_unref(paragraph->runs);
    g_array_unref(paragraph->anchors);
    g_free(paragraph);
}

gboolean af_paragraph_is_empty(const AfParagraph *paragraph) { return paragraph->text->len == 0; }

gboolean af_is_inline(const AfFoNode *node) {
    switch (node->element) {
    case AF_FO_TEXT:
    case AF_FO_CHARACTER:
    case AF_FO_EXTERNAL_GRAPHIC:
    case AF_FO_INSTREAM_FOREIGN_OBJECT:
    case AF_FO_INLINE:
    case AF_FO_INLINE_CONTAINER:
    case AF_FO_LEADER:
    case AF_FO_PAGE_NUMBER:
    case AF_FO_PAGE_NUMBER_CITATION:
    case AF_FO_PAGE_NUMBER_CITATION_LAST:
    case AF_FO_INDEX_PAGE_CITATION_LIST:
    case AF_FO_INDEX_RANGE_BEGIN:
    case AF_FO_INDEX_RANGE_END:
    case AF_FO_BASIC_LINK:
    case AF_FO_FOOTNOTE:
    case AF_FO_BIDI_OVERRIDE: return TRUE;
    case AF_FO_WRAPPER:
    case AF_FO_RETRIEVE_MARKER:
    case AF_FO_RETRIEVE_TABLE_MARKER:
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
    if (run.font->asked) af_font_report(pages, run.font, node);
    paragraph->spaced |= af_length(node->style, AF_P_LETTER_SPACING, 0) != 0 || af_length(node->style, AF_P_WORD_SPACING, 0) != 0;
    run.end = run.start;
    run.glued = paragraph->glue;
    paragraph->glue = FALSE;
    g_array_append_val(paragraph->runs, run);
    return &g_array_index(paragraph->runs, AfRun, paragraph->runs->len - 1);
}

static AfRun *add_object(AfPages *pages, AfParagraph *paragraph, AfRunKind kind, const AfFoNode *node, const AfFoNode *link) {
    AfRun *run = add_run(pages, paragraph, kind, node, link);
    g_string_append(paragraph->text, OBJECT);
    run->end = (guint)paragraph->text->len;
    paragraph->space = FALSE;
    paragraph->begun = TRUE;
    return run;
}

static gboolean ends_with(const AfParagraph *paragraph, char c) {
    const GString *text = paragraph->text;
    return text->len > 0 && text->str[text->len - 1] == c;
}

static gboolean is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/* One character of white space; a line feed may be preserved, others collapse with what is before. */
static void add_space(AfParagraph *paragraph, const AfFoStyle *style, char c) {
    gboolean collapse = af_style_is(style, AF_P_WHITE_SPACE_COLLAPSE, AF_KW_TRUE);
    AfKeyword treatment = af_style_keyword(style, AF_P_WHITE_SPACE_TREATMENT);
    if (c == '\n') {
        switch (af_style_keyword(style, AF_P_LINEFEED_TREATMENT)) {
        case AF_KW_IGNORE: return;
        case AF_KW_PRESERVE:
            if (collapse && paragraph->space && ends_with(paragraph, ' ')) g_string_truncate(paragraph->text, paragraph->text->len - 1);
            g_string_append_c(paragraph->text, '\n');
            paragraph->space = TRUE;
            paragraph->begun = FALSE;
            return;
        case AF_KW_TREAT_AS_ZERO_WIDTH_SPACE: g_string_append(paragraph->text, "\u200B"); return;
        default: break;
        }
    }
    if (treatment == AF_KW_IGNORE) return;
    /* At the start of a line it is the treatment that counts (7.16.8), after another space whether they collapse. */
    gboolean stays = treatment == AF_KW_PRESERVE || treatment == AF_KW_IGNORE_IF_BEFORE_LINEFEED;
    if (paragraph->begun ? collapse && paragraph->space : !stays) return;
    g_string_append_c(paragraph->text, ' ');
    paragraph->space = collapse;
    paragraph->begun = TRUE;
}

static gboolean in_word(gunichar c) { return g_unichar_isalnum(c) || g_unichar_ismark(c) || c == '\'' || c == 0x2019 || c == 0xAD; }

static char *capitalized(const AfParagraph *paragraph, const char *text) {
    const char *end = paragraph->text->str + paragraph->text->len;
    gunichar before = paragraph->text->len > 0 ? g_utf8_get_char(g_utf8_prev_char(end)) : ' ';
    GString *out = g_string_sized_new(strlen(text) + 8);
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        g_string_append_unichar(out, in_word(before) ? c : g_unichar_totitle(c));
        before = c;
    }
    return g_string_free(out, FALSE);
}

static char *transformed(AfPages *pages, const AfParagraph *paragraph, const AfFoStyle *style, const char *text) {
    switch (af_style_keyword(style, AF_P_TEXT_TRANSFORM)) {
    case AF_KW_UPPERCASE: return af_text_cased(af_font_get(pages, style)->locale, text, TRUE);
    case AF_KW_LOWERCASE: return af_text_cased(af_font_get(pages, style)->locale, text, FALSE);
    case AF_KW_CAPITALIZE: return capitalized(paragraph, text);
    default: return NULL;
    }
}

/* The next soft hyphen or word joiner; NULL if there is none. */
static const char *next_mark(const char *text, const char *end) {
    for (; text < end; text++) {
        if (*text == *SOFT_HYPHEN && g_str_has_prefix(text, SOFT_HYPHEN)) return text;
        if (*text == *WORD_JOINER && g_str_has_prefix(text, WORD_JOINER)) return text;
    }
    return NULL;
}

static void note_mark(GArray **marks, guint offset) {
    if (!*marks) *marks = g_array_new(FALSE, FALSE, sizeof(guint));
    g_array_append_val(*marks, offset);
}

/* Text without white space. Soft hyphens are taken out: those that no line ends at must be neither seen nor copied, and they would
 * part ligatures. So are word joiners, which have done their work once it is known where no line ends: readers of PDF lose what
 * follows a character without a glyph. */
static void add_plain(AfParagraph *paragraph, const char *text, size_t length) {
    const char *end = text + length;
    for (const char *mark; (mark = next_mark(text, end));) {
        gboolean soft = g_str_has_prefix(mark, SOFT_HYPHEN);
        g_string_append_len(paragraph->text, text, mark - text);
        note_mark(soft ? &paragraph->soft : &paragraph->joined, (guint)paragraph->text->len);
        text = mark + strlen(soft ? SOFT_HYPHEN : WORD_JOINER);
    }
    g_string_append_len(paragraph->text, text, end - text);
    paragraph->space = FALSE;
    paragraph->begun = TRUE;
}

static void add_text(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link, const char *text) {
    g_autofree char *changed = transformed(pages, paragraph, node->style, text);
    if (changed) text = changed;
    AfRun *run = add_run(pages, paragraph, AF_RUN_TEXT, node, link);
    guint start = run->start;
    for (const char *p = text; *p;) {
        const char *word = p;
        while (*p && !is_space(*p)) p++;
        if (p > word) {
            add_plain(paragraph, word, (size_t)(p - word));
        } else {
            add_space(paragraph, node->style, *p == '\t' || *p == '\r' ? ' ' : *p);
            p++;
        }
    }
    run = &g_array_index(paragraph->runs, AfRun, paragraph->runs->len - 1);
    run->end = (guint)paragraph->text->len;
    if (run->end > start) return;
    paragraph->glue = run->glued;
    g_array_set_size(paragraph->runs, paragraph->runs->len - 1);
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

static void add_number(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link) {
    if (pages->numbers_known) {
        const char *label = af_cited_page(pages, node, pages->current);
        if (label) add_text(pages, paragraph, node, link, label);
        return;
    }
    /* The line is set again when the number is known. */
    AfRun *run = add_object(pages, paragraph, AF_RUN_NUMBER, node, link);
    run->width = af_number_room(pages, node);
}

/* space-start, padding and border of an inline at one of its ends. */
static void add_edge(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link, gboolean start) {
    const AfFoStyle *style = node->style;
    AfUnit space = af_length(style, start ? AF_P_SPACE_START : AF_P_SPACE_END, 0);
    AfUnit width = space + af_length(style, start ? AF_P_PADDING_START : AF_P_PADDING_END, 0) +
                   af_border_width(style, start ? AF_P_BORDER_START_WIDTH : AF_P_BORDER_END_WIDTH);
    if (width == 0 && space == 0) return;
    AfRun *run = add_run(pages, paragraph, start ? AF_RUN_EDGE_START : AF_RUN_EDGE_END, node, link);
    gboolean collapses = paragraph->space;
    g_string_append(paragraph->text, OBJECT);
    run->end = (guint)paragraph->text->len;
    run->width = width;
    run->space = space;
    paragraph->spaces |= space != 0;
    paragraph->space = collapses;
}

/* Its length is known when the line's is: af_lines_add. */
/* No leader stands in the content of another (6.6.9). */
static gboolean is_in_leader(const AfFoNode *node) {
    for (node = node->parent; node; node = node->parent) {
        if (node->element == AF_FO_LEADER) return TRUE;
    }
    return FALSE;
}

static void add_leader(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link) {
    AfUnit width = 0;
    if (is_in_leader(node)) {
        const char *name = af_fo_element_name(node->element);
        af_fo_report(pages->fo, node, pages->diagnostics, AF_D_FO_MISPLACED, name, name);
        return;
    }
    AfLine *content = NULL;
    if (af_style_is(node->style, AF_P_LEADER_PATTERN, AF_KW_USE_CONTENT)) content = af_leader_content(pages, node, paragraph->width, &width);
    add_edge(pages, paragraph, node, link, TRUE);
    AfRun *run = add_object(pages, paragraph, AF_RUN_LEADER, node, link);
    run->content = content;
    run->content_width = width;
    paragraph->leaders = TRUE;
    add_edge(pages, paragraph, node, link, FALSE);
}

static void add_graphic(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link) {
    const char *source = af_reference(node, "src");
    const AfGraphic *graphic = node->element == AF_FO_INSTREAM_FOREIGN_OBJECT ? af_graphic_foreign(pages, node)
                                                                             : af_graphic_get(pages, node, source ? source : "");
    AfPicture *picture = af_picture_new(pages, node, graphic, paragraph->width);
    AfRun *run = add_object(pages, paragraph, AF_RUN_GRAPHIC, node, link);
    run->picture = picture;
    run->width = MAX(0, af_sum(picture->x + picture->right, picture->width));
    run->height = af_sum(picture->y + picture->below, picture->height);
}

/* A reference area in the line (6.6.8). */
static void add_container(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link) {
    if (++pages->depth >= 300) {
        pages->depth--;
        return;
    }
    AfUnit baseline;
    AfBox *box = af_inline_container(pages, node, paragraph->width, &baseline);
    pages->depth--;
    add_edge(pages, paragraph, node, link, TRUE);
    AfRun *run = add_object(pages, paragraph, AF_RUN_CONTAINER, node, link);
    run->box = box;
    run->width = box->width;
    run->height = box->height;
    run->baseline = baseline;
    add_edge(pages, paragraph, node, link, FALSE);
}

/* The formatting character of an embedding or override (UAX 9 section 2), or of its end; the paragraph's text has it,
 * the page has not. None is put in for unicode-bidi="normal" (7.29.6). */
static void add_bidi(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link,
                     gboolean start) {
    gboolean leftwards = af_style_reads_leftwards(node->style);
    gboolean embeds = af_style_is(node->style, AF_P_UNICODE_BIDI, AF_KW_EMBED);
    if (af_style_is(node->style, AF_P_UNICODE_BIDI, AF_KW_NORMAL)) return;
    AfRun *run = add_run(pages, paragraph, AF_RUN_BIDI, node, link);
    enum { lre = 0x202A, rle, pdf, lro, rlo }; /* UAX 9's names of the formatting characters */
    gunichar opening = embeds ? (leftwards ? rle : lre) : leftwards ? rlo : lro;
    g_string_append_unichar(paragraph->text, start ? opening : pdf);
    run->end = (guint)paragraph->text->len;
}

static void add_children(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link) {
    if (++pages->depth < 300) {
        for (const AfFoNode *child = node->first_child; child; child = child->next) af_paragraph_add(pages, paragraph, child, link);
    }
    pages->depth--;
}

static void end_line(AfParagraph *paragraph) {
    if (paragraph->text->len > 0 && !ends_with(paragraph, '\n')) g_string_append_c(paragraph->text, '\n');
    paragraph->space = TRUE;
    paragraph->begun = FALSE;
}

/* Page numbers and separators, which are children of the list for as long as they are right. No list stands in
 * another's separators, of which there may be many. */
static void add_index_list(AfPages *pages, AfParagraph *paragraph, const AfFoNode *list, const AfFoNode *link) {
    for (const AfFoNode *node = list->parent; node; node = node->parent) {
        if (node->element != AF_FO_INDEX_PAGE_CITATION_LIST) continue;
        const char *name = af_fo_element_name(node->element);
        af_fo_report(pages->fo, list, pages->diagnostics, AF_D_FO_MISPLACED, name, name);
        return;
    }
    af_index_list(pages, list);
    for (const AfFoNode *child = list->first_child; child; child = child->next) {
        const AfCited *cited = child->generated ? g_hash_table_lookup(pages->cited, child) : NULL;
        if (!cited) continue;
        if (cited->glued) paragraph->glue = TRUE;
        af_paragraph_add(pages, paragraph, child, link);
    }
    paragraph->glue = FALSE;
}

static void add_anchor(AfParagraph *paragraph, AfAnchorKind kind, guint offset, const AfFoNode *node) {
    AfAnchor anchor = {kind, offset, node};
    guint at = paragraph->anchors->len;
    while (at > 0 && g_array_index(paragraph->anchors, AfAnchor, at - 1).offset > offset) at--;
    g_array_insert_val(paragraph->anchors, at, anchor);
}

void af_paragraph_edge(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link, gboolean start) {
    add_edge(pages, paragraph, node, link, start);
}

void af_paragraph_mark(AfParagraph *paragraph, AfAnchorKind kind, const AfFoNode *node) {
    guint length = (guint)paragraph->text->len;
    add_anchor(paragraph, kind, kind == AF_ANCHOR_END ? MAX(length, 1) - 1 : length, node);
}

static void add_node(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link);

void af_paragraph_add(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link) {
    gboolean noted = node->element != AF_FO_TEXT && (af_is_referred(node) || af_has_markers(node));
    guint start = (guint)paragraph->text->len;
    if (noted) add_anchor(paragraph, AF_ANCHOR_START, start, node);
    if (node->element == AF_FO_INDEX_RANGE_END) add_anchor(paragraph, AF_ANCHOR_POINT, MAX(start, 1) - 1, node);
    add_node(pages, paragraph, node, link);
    if (noted) add_anchor(paragraph, AF_ANCHOR_END, MAX((guint)paragraph->text->len, start + 1) - 1, node);
}

static void add_node(AfPages *pages, AfParagraph *paragraph, const AfFoNode *node, const AfFoNode *link) {
    if (node->element != AF_FO_TEXT) af_fo_settle_padding(pages->fo, node, AF_POINTS(paragraph->width));
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
    case AF_FO_FOOTNOTE: add_children(pages, paragraph, node, link); break;
    case AF_FO_FOOTNOTE_BODY:
        if (af_note_add(pages, node)) add_anchor(paragraph, AF_ANCHOR_NOTE, MAX((guint)paragraph->text->len, 1) - 1, node);
        break;
    case AF_FO_LEADER: add_leader(pages, paragraph, node, link); break;
    case AF_FO_INLINE_CONTAINER: add_container(pages, paragraph, node, link); break;
    case AF_FO_EXTERNAL_GRAPHIC:
    case AF_FO_INSTREAM_FOREIGN_OBJECT: add_graphic(pages, paragraph, node, link); break;
    case AF_FO_INDEX_PAGE_CITATION_LIST: add_index_list(pages, paragraph, node, link); break;
    case AF_FO_INDEX_RANGE_BEGIN:
    case AF_FO_INDEX_RANGE_END:
    case AF_FO_MARKER: break;
    case AF_FO_RETRIEVE_MARKER:
    case AF_FO_RETRIEVE_TABLE_MARKER: {
        gboolean table = node->element == AF_FO_RETRIEVE_TABLE_MARKER;
        const AfFoNode *marker = table ? af_head_retrieve(pages, node) : af_marker_retrieve(pages, node);
        if (marker) add_children(pages, paragraph, marker, link);
        break;
    }
    case AF_FO_BLOCK: /* in an inline object: lines of its own */
        end_line(paragraph);
        add_children(pages, paragraph, node, link);
        end_line(paragraph);
        break;
    case AF_FO_BLOCK_CONTAINER:
    case AF_FO_LIST_BLOCK:
    case AF_FO_INDEX_KEY_REFERENCE:
    case AF_FO_INDEX_PAGE_NUMBER_PREFIX:
    case AF_FO_INDEX_PAGE_NUMBER_SUFFIX:
    case AF_FO_INDEX_PAGE_CITATION_LIST_SEPARATOR:
    case AF_FO_INDEX_PAGE_CITATION_RANGE_SEPARATOR:
    case AF_FO_LIST_ITEM:
    case AF_FO_LIST_ITEM_LABEL:
    case AF_FO_LIST_ITEM_BODY:
    case AF_FO_TABLE:
    case AF_FO_TABLE_BODY:
    case AF_FO_TABLE_HEADER:
    case AF_FO_TABLE_FOOTER:
    case AF_FO_TABLE_ROW:
    case AF_FO_TABLE_CELL:
    case AF_FO_TABLE_COLUMN:
    case AF_FO_TABLE_CAPTION:
    case AF_FO_TABLE_AND_CAPTION:
        af_fo_report(pages->fo, node, pages->diagnostics, AF_D_FO_MISPLACED, af_fo_element_name(node->element), af_fo_element_name(node->parent->element));
        break;
    default:
        if (af_style_number(node->style, AF_P_KEEP_WITH_PREVIOUS_LINE) > 0) paragraph->glue = TRUE;
        add_edge(pages, paragraph, node, link, TRUE);
        add_bidi(pages, paragraph, node, link, TRUE);
        add_children(pages, paragraph, node, node->element == AF_FO_BASIC_LINK ? node : link);
        add_bidi(pages, paragraph, node, link, FALSE);
        add_edge(pages, paragraph, node, link, FALSE);
        if (af_style_number(node->style, AF_P_KEEP_WITH_NEXT_LINE) > 0) paragraph->glue = TRUE;
        break;
    }
}

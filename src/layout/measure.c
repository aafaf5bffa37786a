/* How wide content would like to be: not broken at all, and broken wherever it may be (CSS 2.1 section 17.5.2.2). */
#include "layout/internal.h"

typedef struct {
    AfPages *pages;
    const AfFoNode *block; /* what the paragraph is of */
    AfParagraph *paragraph;
    AfExtents extents;
} Measurer;

static void widen(AfExtents *extents, AfExtents by) {
    extents->least = MAX(extents->least, by.least);
    extents->most = MAX(extents->most, by.most);
}

static AfUnit indents(const AfFoStyle *style) { return af_length(style, AF_P_START_INDENT, 0) + af_length(style, AF_P_END_INDENT, 0); }

/* The width of a piece of text without the spaces at its end. */
static AfUnit piece(const AfShaped *shaped, const char *text, guint start, guint end) {
    while (end > start && text[end - 1] == ' ') end--;
    return af_clamp((double)(shaped->advance[end] - shaped->advance[start]));
}

static AfExtents measure_text(AfPages *pages, AfParagraph *paragraph) {
    AfExtents extents = {0, 0};
    AfShaped *shaped = af_shape(pages, paragraph);
    const char *text = paragraph->text->str;
    guint length = (guint)paragraph->text->len, word = 0, line = 0;
    gboolean wraps = !af_style_is(paragraph->style, AF_P_WRAP_OPTION, AF_KW_NO_WRAP);
    for (guint i = 1; i <= length; i++) {
        AfBreak kind = i == length ? AF_BREAK_MANDATORY : shaped->breaks[i];
        if (kind == AF_BREAK_NONE) continue;
        AfUnit hyphen = kind == AF_BREAK_HYPHEN ? shaped->hyphen_width : 0;
        if (wraps) extents.least = MAX(extents.least, piece(shaped, text, word, i) + hyphen);
        word = i;
        if (kind != AF_BREAK_MANDATORY) continue;
        extents.most = MAX(extents.most, piece(shaped, text, line, i));
        line = i;
    }
    if (!wraps) extents.least = extents.most;
    af_shaped_free(shaped);
    AfUnit first = af_length(paragraph->style, AF_P_TEXT_INDENT, 0);
    extents.most = af_sum(extents.most, MAX(first, 0));
    return extents;
}

static void flush(Measurer *m) {
    AfParagraph *paragraph = g_steal_pointer(&m->paragraph);
    if (!paragraph) return;
    if (!af_paragraph_is_empty(paragraph)) {
        AfExtents extents = measure_text(m->pages, paragraph);
        AfUnit around = indents(m->block->style);
        widen(&m->extents, (AfExtents){af_sum(extents.least, around), af_sum(extents.most, around)});
    }
    af_paragraph_free(paragraph);
}

static void measure_children(Measurer *m, const AfFoNode *parent);

static AfExtents fixed(const AfFoNode *node, AfExtents otherwise) {
    const AfFoStyle *style = node->style;
    const AfValue *value = &style->value[AF_P_INLINE_PROGRESSION_DIMENSION];
    if (value->kind != AF_V_LENGTH || value->percent != 0) return otherwise;
    AfUnit width = af_sum(af_length(style, AF_P_INLINE_PROGRESSION_DIMENSION, 0), indents(style));
    return (AfExtents){width, width};
}

static void measure_child(Measurer *m, const AfFoNode *node) {
    if (node->element == AF_FO_MARKER || node->element == AF_FO_RETRIEVE_MARKER || node->element == AF_FO_RETRIEVE_TABLE_MARKER) return;
    if (m->block->element == AF_FO_BLOCK && af_holds_block(node)) {
        for (const AfFoNode *child = node->first_child; child; child = child->next) measure_child(m, child);
        return;
    }
    if (af_is_inline(node)) {
        if (!m->paragraph) m->paragraph = af_paragraph_new(m->pages, m->block, AF_MOST);
        af_paragraph_add(m->pages, m->paragraph, node, NULL);
        return;
    }
    flush(m);
    switch (node->element) {
    case AF_FO_BLOCK:
    case AF_FO_LIST_ITEM_LABEL:
    case AF_FO_LIST_ITEM_BODY: widen(&m->extents, af_measure(m->pages, node)); break;
    case AF_FO_BLOCK_CONTAINER: {
        AfExtents inside = af_measure(m->pages, node);
        AfUnit around = indents(node->style);
        widen(&m->extents, fixed(node, (AfExtents){af_sum(inside.least, around), af_sum(inside.most, around)}));
        break;
    }
    case AF_FO_TABLE: {
        AfExtents inside = af_table_extents(m->pages, node);
        AfUnit around = indents(node->style);
        widen(&m->extents, fixed(node, (AfExtents){af_sum(inside.least, around), af_sum(inside.most, around)}));
        break;
    }
    case AF_FO_WRAPPER:
    case AF_FO_LIST_BLOCK:
    case AF_FO_LIST_ITEM:
    case AF_FO_TABLE_AND_CAPTION: measure_children(m, node); break;
    default: break;
    }
}

static void measure_children(Measurer *m, const AfFoNode *parent) {
    for (const AfFoNode *child = parent->first_child; child; child = child->next) measure_child(m, child);
    flush(m);
}

AfExtents af_measure(AfPages *pages, const AfFoNode *parent) {
    Measurer m = {.pages = pages, .block = parent};
    measure_children(&m, parent);
    return m.extents;
}

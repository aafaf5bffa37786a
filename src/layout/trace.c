/* Where the areas of formatting objects stand, beside what is painted: regions, blocks, lines, words. Noted while a page is
 * filled, only where a dump is wanted, and written as lines of the dump. */
#include "layout/internal.h"

#include <string.h>

/* What a formatting object, or a line of it, takes up on a page. All lengths are in the coordinates that `map` leads to
 * those of the page. */
typedef struct {
    AfTraceKind kind;
    const AfFoNode *node; /* of a line: the block it is in */
    AfMap map;
    AfRect border;        /* the border-rectangle (XSL 1.1 section 4.2.3); a line's own */
    AfRect content;       /* the content-rectangle */
    AfUnit baseline;      /* a line's, from the same origin */
    int line;             /* a line's number on its page, or a column's; else -1 */
} AfTrace;

static GArray *traces_of(AfPages *pages) {
    AfPageWork *work = af_page_work(pages, pages->current);
    if (!work->traces) work->traces = g_array_new(FALSE, FALSE, sizeof(AfTrace));
    return work->traces;
}

void af_traces_free(GArray *traces) {
    if (traces) g_array_unref(traces);
}

/* The rectangle without the object's borders and paddings; `begins` and `ends` if those before and after it are there. */
static AfRect inside_of(const AfFoNode *node, AfRect r, gboolean begins, gboolean ends) {
    const AfFoStyle *s = node->style;
    AfUnit before = begins ? af_border_width(s, AF_P_BORDER_BEFORE_WIDTH) + af_length(s, AF_P_PADDING_BEFORE, 0) : 0;
    AfUnit after = ends ? af_border_width(s, AF_P_BORDER_AFTER_WIDTH) + af_length(s, AF_P_PADDING_AFTER, 0) : 0;
    AfUnit start = af_border_width(s, AF_P_BORDER_START_WIDTH) + af_length(s, AF_P_PADDING_START, 0);
    AfUnit end = af_border_width(s, AF_P_BORDER_END_WIDTH) + af_length(s, AF_P_PADDING_END, 0);
    return (AfRect){r.x + (af_style_is_rtl(s) ? end : start), r.y + before, r.width - start - end,
                    MAX(0, r.height - before - after)};
}

int af_trace_begin(AfPages *pages, const AfFoNode *node, AfUnit x, AfUnit y, AfUnit width) {
    if (!pages->traced) return -1;
    AfTrace trace = {.kind = AF_TRACE_BLOCK, .node = node, .map = pages->map, .border = {x, y, width, 0}, .line = -1};
    GArray *traces = traces_of(pages);
    g_array_append_val(traces, trace);
    return (int)traces->len - 1;
}

void af_trace_end(AfPages *pages, int index, AfUnit y, gboolean begins, gboolean ends) {
    if (index < 0) return;
    AfTrace *trace = &g_array_index(traces_of(pages), AfTrace, index);
    trace->border.height = MAX(0, y - trace->border.y);
    GArray *traces = traces_of(pages);
    if (trace->border.height == 0 && !(begins && ends) && index == (int)traces->len - 1) {
        g_array_set_size(traces, (guint)index); /* a mark before or after a break, no part of the object */
        return;
    }
    trace->content = inside_of(trace->node, trace->border, begins, ends);
}

void af_trace_add(AfPages *pages, AfTraceKind kind, const AfFoNode *node, AfRect border, AfRect content) {
    if (!pages->traced) return;
    AfTrace trace = {.kind = kind, .node = node, .map = pages->map, .border = border, .content = content, .line = -1};
    g_array_append_val(traces_of(pages), trace);
}

void af_trace_column(AfPages *pages, AfRect rect, int column) {
    if (!pages->traced) return;
    AfTrace trace = {.kind = AF_TRACE_COLUMN, .map = pages->map, .border = rect, .content = rect, .line = column};
    g_array_append_val(traces_of(pages), trace);
}

void af_trace_line(AfPages *pages, const AfFoNode *block, AfRect line, AfUnit baseline, int number) {
    if (!pages->traced || (line.width == 0 && line.height == 0)) return; /* made for an anchor alone */
    AfTrace trace = {.kind = AF_TRACE_LINE, .node = block, .map = pages->map, .border = line, .content = line,
                       .baseline = baseline, .line = number};
    g_array_append_val(traces_of(pages), trace);
}

/* ---- words: what stands between white space, put together where it is in several fonts, or divided at a line's end */

typedef struct Word {
    GString *text;
    GArray *rects;         /* AfRect on the page: one, or one for each line */
    AfUnit begin, end;     /* where it begins and ends in the direction it reads, in the coordinates of its line */
    gboolean first, last;  /* of its area */
    struct Word *origin;   /* the word that this is the rest of, on a line before; else NULL */
} Word;

static void word_free(gpointer data) {
    Word *word = data;
    g_string_free(word->text, TRUE);
    g_array_unref(word->rects);
    g_free(word);
}

static AfRect rect_union(AfRect a, AfRect b) {
    AfUnit x = MIN(a.x, b.x), y = MIN(a.y, b.y);
    return (AfRect){x, y, MAX(a.x + a.width, b.x + b.width) - x, MAX(a.y + a.height, b.y + b.height) - y};
}

static AfRect rect_mapped(AfMap map, AfRect r) {
    af_map_rectangle(map, &r.x, &r.y, &r.width, &r.height);
    return r;
}

/* White space, of any width, and what else stands between words without ink. */
static gboolean is_space(gunichar c) {
    return g_unichar_isspace(c) || g_unichar_type(c) == G_UNICODE_SPACE_SEPARATOR || c == 0x200B || c == 0xFFFC;
}

static Word *word_new(AfUnit begin) {
    Word *word = g_new0(Word, 1);
    word->text = g_string_new(NULL);
    word->rects = g_array_new(FALSE, FALSE, sizeof(AfRect));
    word->begin = begin;
    return word;
}

/* The words of one text, in reading order; each has its begin and end, not yet its rectangle. */
static GPtrArray *area_words(const AfArea *area) {
    GPtrArray *words = g_ptr_array_new_with_free_func(word_free);
    gboolean leftwards = area->glyphs->item->analysis.level % 2 != 0;
    AfUnit at = 0;
    Word *word = NULL;
    PangoGlyphItemIter iter;
    gboolean more = pango_glyph_item_iter_init_start(&iter, area->glyphs, area->text);
    for (gboolean first = TRUE; more; more = pango_glyph_item_iter_next_cluster(&iter), first = FALSE) {
        AfUnit from = leftwards ? area->x + area->width - at : area->x + at;
        int step = iter.start_glyph <= iter.end_glyph ? 1 : -1;
        for (int g = iter.start_glyph; g != iter.end_glyph; g += step) {
            at = af_sum(at, area->glyphs->glyphs->glyphs[g].geometry.width);
        }
        if (is_space(g_utf8_get_char(area->text + iter.start_index))) {
            word = NULL;
            continue;
        }
        if (!word) {
            word = word_new(from);
            word->first = first;
            g_ptr_array_add(words, word);
        }
        g_string_append_len(word->text, area->text + iter.start_index, iter.end_index - iter.start_index);
        word->end = leftwards ? area->x + area->width - at : area->x + at;
    }
    if (word) word->last = TRUE;
    return words;
}

static gboolean meets(AfUnit a, AfUnit b, AfUnit gap) { return ABS(a - b) <= gap; }

/* Joins what two texts that follow each other have of one word: `before` ends where `after` begins. */
static gboolean join(Word *before, const Word *after, AfUnit gap) {
    if (!before->last || !after->first || !meets(before->end, after->begin, gap)) return FALSE;
    g_string_append(before->text, after->text->str);
    before->end = after->end;
    before->last = after->last;
    AfRect *rect = &g_array_index(before->rects, AfRect, 0);
    *rect = rect_union(*rect, g_array_index(after->rects, AfRect, 0));
    return TRUE;
}

/* The same, where the text that comes later is read first: the earlier one's word is put before. */
static gboolean join_turned(Word *later, Word *word, AfUnit gap) {
    if (!word->last || !later->first || !meets(word->end, later->begin, gap)) return FALSE;
    g_string_prepend(later->text, word->text->str);
    later->begin = word->begin;
    later->first = word->first;
    AfRect *rect = &g_array_index(later->rects, AfRect, 0);
    *rect = rect_union(*rect, g_array_index(word->rects, AfRect, 0));
    return TRUE;
}

/* Adds a text's words to those of its line, of which the words from `previous` on are of the text before it. */
static void add_words(const AfPages *pages, GPtrArray *words, guint *previous, const AfArea *area, AfMap map) {
    const AfFont *font = af_font_get((AfPages *)(guintptr)pages, area->node->style); /* known already: the text was shaped */
    g_autoptr(GPtrArray) more = area_words(area);
    for (guint i = 0; i < more->len; i++) {
        Word *word = g_ptr_array_index(more, i);
        AfRect rect = {MIN(word->begin, word->end), area->y - font->ascent, ABS(word->end - word->begin), area->height};
        rect = rect_mapped(map, rect);
        g_array_append_val(word->rects, rect);
    }
    AfUnit gap = font->size / 5;
    guint from = words->len, taken = more->len;
    if (more->len > 0 && *previous < from) {
        Word *last = g_ptr_array_index(words, from - 1), *first = g_ptr_array_index(words, *previous);
        if (join(last, g_ptr_array_index(more, 0), gap)) {
            g_ptr_array_remove_index(more, 0);
            from--; /* it is the last of this text, too */
        } else if (join_turned(first, g_ptr_array_index(more, taken - 1), gap)) {
            g_ptr_array_set_size(more, (int)taken - 1);
            from = *previous;
        }
    }
    for (guint i = 0; i < more->len; i++) {
        g_ptr_array_add(words, g_ptr_array_index(more, i));
    }
    g_ptr_array_set_free_func(more, NULL);
    *previous = from;
}

/* For each line of a page its words. */
static GPtrArray *page_words(const AfPages *pages, const AfPageWork *work) {
    GPtrArray *lines = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    g_autofree guint *previous = g_new0(guint, (gsize)work->lines + 1);
    for (int i = 0; i < work->lines; i++) g_ptr_array_add(lines, g_ptr_array_new_with_free_func(word_free));
    AfMap map = {0};
    for (guint i = 0; i < work->page.areas->len; i++) {
        const AfArea *area = g_ptr_array_index(work->page.areas, i);
        if (area->kind == AF_AREA_GROUP_BEGIN) map = area->group->map;
        if (area->kind == AF_AREA_GROUP_END) map = area->group->outside;
        if (area->kind != AF_AREA_TEXT || area->line < 0 || area->line >= work->lines) continue;
        add_words(pages, g_ptr_array_index(lines, area->line), &previous[area->line], area, map);
    }
    return lines;
}

#define SOFT_HYPHEN "\u00AD"

/* Puts together what a line's end divides: the block's next line on the page has the rest. Where it is on another page the
 * line has the hyphen that is painted. */
static void join_lines(const GArray *traces, const GPtrArray *lines) {
    const AfTrace *last = NULL;
    for (guint i = 0; i < traces->len; i++) {
        const AfTrace *trace = &g_array_index(traces, AfTrace, i);
        if (trace->kind != AF_TRACE_LINE) continue;
        const GPtrArray *before = last && last->node == trace->node ? g_ptr_array_index(lines, last->line) : NULL;
        const GPtrArray *after = g_ptr_array_index(lines, trace->line);
        last = trace;
        if (!before || before->len == 0 || after->len == 0) continue;
        Word *word = g_ptr_array_index(before, before->len - 1), *rest = g_ptr_array_index(after, 0);
        if (word->origin) word = word->origin;
        if (!g_str_has_suffix(word->text->str, SOFT_HYPHEN)) continue;
        g_string_truncate(word->text, word->text->len - strlen(SOFT_HYPHEN));
        g_string_append(word->text, rest->text->str);
        g_array_append_vals(word->rects, rest->rects->data, 1);
        rest->origin = word;
    }
}

/* ---- the dump */

static void append_rect(GString *out, AfRect r) {
    g_string_append_printf(out, " %.2f %.2f %.2f %.2f", AF_POINTS(r.x), AF_POINTS(r.y), AF_POINTS(r.width),
                           AF_POINTS(r.height));
}

void af_dump_string(GString *out, const char *text, gsize length) {
    g_string_append(out, " \"");
    for (const char *p = text; p < text + length; p++) {
        if (*p == '"' || *p == '\\') g_string_append_c(out, '\\');
        if (*p == '\n') g_string_append(out, "\\n");
        else g_string_append_c(out, *p);
    }
    g_string_append_c(out, '"');
}

static void dump_words(GString *out, const GPtrArray *words) {
    for (guint i = 0; i < words->len; i++) {
        const Word *word = g_ptr_array_index(words, i);
        if (word->origin) continue;
        g_string_append(out, "  word");
        append_rect(out, g_array_index(word->rects, AfRect, 0));
        gboolean divided = g_str_has_suffix(word->text->str, SOFT_HYPHEN);
        if (divided) g_string_truncate(word->text, word->text->len - strlen(SOFT_HYPHEN));
        if (divided) g_string_append_c(word->text, '-');
        af_dump_string(out, word->text->str, word->text->len);
        for (guint r = 1; r < word->rects->len; r++) append_rect(out, g_array_index(word->rects, AfRect, r));
        g_string_append_c(out, '\n');
    }
}

static void dump_trace(GString *out, const AfTrace *trace, const GPtrArray *lines) {
    AfRect border = rect_mapped(trace->map, trace->border), content = rect_mapped(trace->map, trace->content);
    switch (trace->kind) {
    case AF_TRACE_REGION: g_string_append_printf(out, "  region %s", af_region_name(trace->node)); break;
    case AF_TRACE_BLOCK: g_string_append_printf(out, "  block %s", af_fo_element_name(trace->node->element)); break;
    case AF_TRACE_COLUMN:
        if (trace->line < 0) g_string_append(out, "  span");
        else g_string_append_printf(out, "  column %d", trace->line + 1);
        break;
    case AF_TRACE_LINE: g_string_append_printf(out, "  line %d", trace->line); break;
    }
    append_rect(out, border);
    if (trace->kind == AF_TRACE_LINE) {
        AfUnit x = trace->border.x, y = trace->baseline;
        af_map_point(trace->map, &x, &y);
        g_string_append_printf(out, " %.2f", AF_POINTS(trace->map.turn % 2 ? x : y));
    }
    if (trace->map.turn) g_string_append_printf(out, " turned %d", trace->map.turn * 90);
    if (memcmp(&border, &content, sizeof border) != 0) {
        g_string_append(out, " content");
        append_rect(out, content);
    }
    const char *id = trace->kind == AF_TRACE_BLOCK ? af_reference(trace->node, "id") : NULL;
    if (id) {
        g_string_append(out, " id");
        af_dump_string(out, id, strlen(id));
    }
    g_string_append_c(out, '\n');
    if (trace->kind == AF_TRACE_LINE) dump_words(out, g_ptr_array_index(lines, trace->line));
}

void af_dump_traces(GString *out, const AfPages *pages, int page) {
    const AfPageWork *work = af_page_work(pages, page);
    if (!work->traces) return;
    g_autoptr(GPtrArray) lines = page_words(pages, work);
    join_lines(work->traces, lines);
    for (guint i = 0; i < work->traces->len; i++) dump_trace(out, &g_array_index(work->traces, AfTrace, i), lines);
}

/* Choosing line breaks: over the whole paragraph for languages that use spaces (after Knuth and Plass: least demerits over all
 * feasible lines, hyphens only where a paragraph without them is too ragged), line by line in Chinese and Japanese. */
#include "layout/internal.h"

#include <string.h>

/* A place where a line may end. */
typedef struct {
    guint offset;     /* the next line begins here */
    guint text_end;   /* this one's text ends here: without the spaces before the break */
    int end_x;        /* x of text_end, with the hyphen */
    int next_x;       /* x where the next line begins */
    gboolean hyphen, forced;
    double demerits;  /* of the best way here */
    int from;         /* the break before on that way, -1 for none */
    int lines;
} Node;

/* Demerits: a line that leaves r of its tolerance empty has badness 100 r². */
#define LINE_DEMERITS 10.0
#define HYPHEN_DEMERITS 3600.0
#define HYPHEN_LADDER_DEMERITS 4000.0
#define OVERFULL_DEMERITS 1e9
#define RAGGED_TOLERANCE 0.14 /* of the line's width: more is too ragged without hyphens */

static guint without_space(const AfShaped *shaped, guint offset, guint start) {
    const char *text = shaped->paragraph->text->str;
    while (offset > start && (text[offset - 1] == ' ' || text[offset - 1] == '\n')) offset--;
    return offset;
}

static void add_node(GArray *nodes, const AfShaped *shaped, guint offset, guint start, gboolean hyphen, gboolean forced) {
    Node node = {.offset = offset, .hyphen = hyphen, .forced = forced, .from = -1};
    node.text_end = without_space(shaped, offset, start);
    node.next_x = shaped->advance[offset];
    node.end_x = shaped->advance[node.text_end] - shaped->script_space[node.text_end] + (hyphen ? shaped->hyphen_width : 0);
    g_array_append_val(nodes, node);
}

static GArray *collect(const AfShaped *shaped, guint start, guint end, const guint8 *hyphens) {
    GArray *nodes = g_array_new(FALSE, TRUE, sizeof(Node));
    add_node(nodes, shaped, start, start, FALSE, FALSE);
    for (guint i = start + 1; i < end; i++) {
        if (shaped->breaks[i] == AF_BREAK_ALLOWED) add_node(nodes, shaped, i, start, FALSE, FALSE);
        else if (hyphens && hyphens[i] == AF_BREAK_HYPHEN && shaped->cluster[i]) add_node(nodes, shaped, i, start, TRUE, FALSE);
    }
    add_node(nodes, shaped, end, start, FALSE, TRUE);
    return nodes;
}

static double line_demerits(const Node *from, const Node *to, AfUnit width, AfUnit tolerance) {
    AfUnit natural = to->end_x - from->next_x;
    double demerits;
    if (natural > width) {
        demerits = OVERFULL_DEMERITS + (double)(natural - width);
    } else if (to->forced) {
        /* A last line may be short, but a lone syllable or word fragment is not pretty. */
        demerits = natural * 12 < width ? LINE_DEMERITS * LINE_DEMERITS + 900 : LINE_DEMERITS * LINE_DEMERITS;
    } else {
        double r = (double)(width - natural) / tolerance;
        double badness = LINE_DEMERITS + 100 * r * r;
        demerits = badness * badness;
    }
    if (to->hyphen) demerits += from->hyphen ? HYPHEN_DEMERITS + HYPHEN_LADDER_DEMERITS : HYPHEN_DEMERITS;
    return demerits;
}

/* The best way to each break; lines that are too long are tried only where nothing else leads on. */
static void solve(GArray *nodes, AfUnit first, AfUnit rest) {
    AfUnit tolerance = MAX(rest / 4, 1);
    for (guint j = 1; j < nodes->len; j++) {
        Node *to = &g_array_index(nodes, Node, j);
        to->demerits = G_MAXDOUBLE;
        for (guint i = j; i-- > 0;) {
            const Node *from = &g_array_index(nodes, Node, i);
            AfUnit width = from->lines == 0 ? first : rest;
            gboolean overfull = to->end_x - from->next_x > width;
            if (overfull && to->from >= 0) break;
            double demerits = from->demerits + line_demerits(from, to, width, tolerance);
            if (demerits < to->demerits) {
                to->demerits = demerits;
                to->from = (int)i;
                to->lines = from->lines + 1;
            }
            if (overfull) break;
        }
    }
}

/* Whether the solution has a line that is too long, or too short to be let stand without hyphens. */
static gboolean too_ragged(const GArray *nodes, AfUnit first, AfUnit rest) {
    for (int j = (int)nodes->len - 1; j > 0;) {
        const Node *to = &g_array_index(nodes, Node, j), *from = &g_array_index(nodes, Node, to->from);
        AfUnit width = to->from == 0 ? first : rest, natural = to->end_x - from->next_x;
        if (natural > width || (!to->forced && width - natural > width * RAGGED_TOLERANCE)) return TRUE;
        j = to->from;
    }
    return FALSE;
}

static void take(GArray *lines, const GArray *nodes) {
    g_autoptr(GArray) way = g_array_new(FALSE, FALSE, sizeof(int));
    for (int j = (int)nodes->len - 1; j > 0; j = g_array_index(nodes, Node, j).from) g_array_append_val(way, j);
    for (guint k = way->len; k-- > 0;) {
        const Node *to = &g_array_index(nodes, Node, g_array_index(way, int, k)), *from = &g_array_index(nodes, Node, to->from);
        AfBreakLine line = {from->offset, MAX(to->text_end, from->offset), to->hyphen, to->forced};
        g_array_append_val(lines, line);
    }
}

/* Line by line: as much as fits, as Chinese and Japanese are set. */
static void take_greedy(GArray *lines, const GArray *nodes, AfUnit first, AfUnit rest) {
    AfUnit width = first;
    for (guint i = 0; i + 1 < nodes->len;) {
        const Node *from = &g_array_index(nodes, Node, i);
        guint best = i + 1;
        while (best + 1 < nodes->len && g_array_index(nodes, Node, best + 1).end_x - from->next_x <= width) best++;
        const Node *to = &g_array_index(nodes, Node, best);
        AfBreakLine line = {from->offset, MAX(to->text_end, from->offset), FALSE, to->forced};
        g_array_append_val(lines, line);
        width = rest;
        i = best;
    }
}

/* Hyphenation points of every word between start and end, run by run. */
static guint8 *hyphenate(const AfShaped *shaped, guint start, guint end) {
    const AfParagraph *paragraph = shaped->paragraph;
    const char *text = paragraph->text->str;
    guint8 *hyphens = NULL;
    for (guint r = 0; r < paragraph->runs->len; r++) {
        const AfRun *run = &g_array_index(paragraph->runs, AfRun, r);
        if (run->kind != AF_RUN_TEXT || !af_style_is(run->style, AF_P_HYPHENATE, AF_KW_TRUE)) continue;
        int before = (int)af_style_number(run->style, AF_P_HYPHENATION_REMAIN), after = (int)af_style_number(run->style, AF_P_HYPHENATION_PUSH);
        const char *p = text + MAX(run->start, start), *stop = text + MIN(run->end, end);
        while (p < stop) {
            const char *word = p;
            while (p < stop && g_unichar_isalpha(g_utf8_get_char(p))) p = g_utf8_next_char(p);
            if (p - word >= 4) {
                if (!hyphens) hyphens = g_new0(guint8, paragraph->text->len + 1);
                af_text_hyphenate(run->font->locale, text, (gsize)(word - text), (gsize)(p - text), before, after, hyphens);
            }
            if (p < stop) p = g_utf8_next_char(p);
        }
    }
    return hyphens;
}

static gboolean is_cjk(const AfShaped *shaped) {
    const char *tag = af_locale_tag(shaped->paragraph->font->locale);
    return g_str_has_prefix(tag, "zh") || g_str_has_prefix(tag, "ja");
}

static void choose_segment(AfShaped *shaped, GArray *lines, guint start, guint end, AfUnit first, AfUnit rest) {
    g_autoptr(GArray) nodes = collect(shaped, start, end, NULL);
    if (g_array_index(nodes, Node, nodes->len - 1).end_x - shaped->advance[start] <= first) {
        AfBreakLine line = {start, g_array_index(nodes, Node, nodes->len - 1).text_end, FALSE, TRUE};
        line.end = MAX(line.end, start);
        g_array_append_val(lines, line);
        return;
    }
    if (is_cjk(shaped)) {
        take_greedy(lines, nodes, first, rest);
        return;
    }
    solve(nodes, first, rest);
    if (too_ragged(nodes, first, rest)) {
        g_autofree guint8 *hyphens = hyphenate(shaped, start, end);
        if (hyphens) {
            g_array_unref(g_steal_pointer(&nodes));
            nodes = collect(shaped, start, end, hyphens);
            solve(nodes, first, rest);
        }
    }
    take(lines, nodes);
}

GArray *af_lines_choose(AfPages *pages, AfShaped *shaped, AfUnit first, AfUnit rest) {
    GArray *lines = g_array_new(FALSE, TRUE, sizeof(AfBreakLine));
    guint length = (guint)shaped->paragraph->text->len, start = 0;
    if (shaped->hyphen_width == 0 && af_style_is(shaped->paragraph->style, AF_P_HYPHENATE, AF_KW_TRUE)) {
        shaped->hyphen_width = shaped->paragraph->font->size / 3;
    }
    (void)pages;
    for (guint i = 1; i <= length; i++) {
        if (i < length && shaped->breaks[i] != AF_BREAK_MANDATORY) continue;
        choose_segment(shaped, lines, start, i, lines->len == 0 ? first : rest, rest);
        start = i;
    }
    return lines;
}

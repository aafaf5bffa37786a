/* Choosing line breaks: over the whole paragraph (after Knuth and Plass: least demerits over all feasible lines), hyphens only
 * where a paragraph without them is too ragged or too loose; ragged Chinese and Japanese is set line by line. */
#include "layout/internal.h"

#include <math.h>
#include <string.h>

/* A place where a line may end. */
typedef struct {
    guint offset;         /* the next line begins here */
    guint text_end;       /* this one's text ends here: without the spaces before the break */
    gint64 end_x;         /* x of text_end, with the hyphen */
    gint64 next_x;        /* x where the next line begins */
    gboolean hyphen, forced, torn;
    double penalty;       /* of a torn word */
    double demerits;      /* of the best way here */
    int from;             /* the break before on that way, -1 for none */
    int lines, ladder;    /* lines so far; how many in succession end with a hyphen */
} Node;

/* How much the line's spaces may grow and shrink, summed up from the paragraph's start. */
typedef struct {
    gint64 grow, shrink;
} Flex;

/* How loosely a line is set: tight, decent, loose, very loose. */
#define CLASSES 4

/* The best way to a break whose last line is of one class. */
typedef struct {
    double demerits;
    int from;             /* the break before, -1 if there is no way */
    guint8 from_class;
    guint8 ladder;        /* how many lines in succession end with a hyphen; no more than 255 */
} Way;

typedef struct {
    AfPages *pages;
    AfShaped *shaped;
    AfWidths widths;
    gboolean justified;
    gboolean last_justified; /* the last line, too */
    double loosest;       /* of a justified line: times what its spaces may grow; 0 for no limit */
    guint start, end;     /* the text from one forced line break to the next */
    guint8 *hyphens;      /* [length + 1], AF_BREAK_HYPHEN; NULL before any are needed */
    gboolean divide;      /* hyphens are taken */
    gboolean tear;        /* words that are too long for a line are broken anywhere */
    GArray *nodes;        /* Node */
    GArray *ends, *begins; /* of justified text, Flex by node: up to the text's end before the break, and to where the next line begins */
    GArray *ways;         /* of justified text: Way, CLASSES of them by node */
} Chooser;

/* Demerits: a line that leaves r of its tolerance empty has badness 100 r². */
#define LINE_DEMERITS 10.0
/* Of justified text: with badness 100 r³ where r is the share of what the spaces give that is taken (Knuth and Plass). */
#define HYPHEN_PENALTY 50.0
#define FLAGGED_DEMERITS 10000.0   /* two lines in succession end with a hyphen */
#define FITNESS_DEMERITS 10000.0   /* a tight line beside a loose one */
#define LAST_HYPHEN_DEMERITS 5000.0 /* the last line begins inside a word */
#define LOOSE_WITHOUT_HYPHENS 1.0
#define LOOSE_WITH_HYPHENS 1.6
#define EMERGENCY_SHARE 30         /* of the line's width, that spaces may grow more where nothing else helps */
#define HYPHEN_DEMERITS 3600.0
#define HYPHEN_LADDER_DEMERITS 4000.0
#define SHORTEST_EMS 2.5 /* of a last line in Chinese and Japanese: two characters and a full stop */
#define FRAGMENT_DEMERITS 2e5      /* a last line that is the end of a word; a tenth if it only begins with one */
#define LADDER_TOO_HIGH 1e7
#define TORN_DEMERITS 1e6       /* anywhere in a word */
#define TORN_SIGN_DEMERITS 2e5  /* after a sign, or before a capital letter inside a word */
#define PHRASE_DEMERITS 1e6     /* inside a phrase: a line that is nearly empty costs more */
#define OVERFULL_DEMERITS 1e9
#define RAGGED_TOLERANCE 0.14 /* of the line's width: more is too ragged without hyphens … */
#define RAGGED_EMS 4.0        /* … unless it is less than a word's beginning: narrow columns are ragged, not chopped up */

static gboolean ends_invisibly(const char *text, guint offset, guint *before) {
    const char *p = g_utf8_prev_char(text + offset);
    gunichar c = g_utf8_get_char(p);
    *before = (guint)(p - text);
    return c == ' ' || c == '\n' || c == 0x3000 || c == 0x2028 || c == 0x2029 || c == 0x85;
}

static guint without_space(const AfShaped *shaped, guint offset, guint start) {
    guint before;
    while (offset > start && ends_invisibly(shaped->paragraph->text->str, offset, &before)) offset = before;
    return offset;
}

static Node node_at(const Chooser *c, guint offset, gboolean hyphen) {
    const AfShaped *shaped = c->shaped;
    Node node = {.offset = offset, .hyphen = hyphen, .from = -1};
    node.text_end = without_space(shaped, offset, c->start);
    node.next_x = shaped->advance[offset] + af_blank_after_start(shaped, offset);
    node.end_x = shaped->advance[node.text_end] - af_shape_loose(shaped, node.text_end, hyphen);
    if (hyphen) node.end_x += shaped->hyphen_width;
    return node;
}

/* What it costs to tear a word at this place. */
static double torn_penalty(const char *text, guint offset) {
    gunichar before = g_utf8_get_char(g_utf8_prev_char(text + offset)), after = g_utf8_get_char(text + offset);
    gboolean sign = !g_unichar_isalnum(before) && !g_unichar_ismark(before);
    gboolean hump = g_unichar_islower(before) && g_unichar_isupper(after);
    return sign || hump ? TORN_SIGN_DEMERITS : TORN_DEMERITS;
}

/* Where not even a word is torn: before a mark, and beside spaces that are no-break ones. */
static gboolean holds_together(const char *text, guint offset) {
    gunichar sides[] = {g_utf8_get_char(g_utf8_prev_char(text + offset)), g_utf8_get_char(text + offset)};
    for (size_t i = 0; i < G_N_ELEMENTS(sides); i++) {
        if (sides[i] == 0xA0 || sides[i] == 0x202F || sides[i] == 0x2060 || sides[i] == 0xFEFF) return TRUE;
    }
    return g_unichar_ismark(sides[1]);
}

/* Places in a word that is too long for a line: between graphemes, where wrapping is allowed. */
static void tear(Chooser *c, guint from, guint to) {
    const AfParagraph *paragraph = c->shaped->paragraph;
    for (guint i = from + 1; i < to; i++) {
        if (!c->shaped->cluster[i] || af_run_unwrapped(af_run_at(paragraph, i - 1)) || af_run_unwrapped(af_run_at(paragraph, i))) continue;
        if (holds_together(paragraph->text->str, i)) continue;
        Node node = node_at(c, i, FALSE);
        node.torn = TRUE;
        node.penalty = torn_penalty(paragraph->text->str, i);
        g_array_append_val(c->nodes, node);
    }
}

static void add_node(Chooser *c, guint offset, gboolean hyphen, gboolean forced) {
    Node node = node_at(c, offset, hyphen);
    node.forced = forced;
    if (c->shaped->breaks[offset] == AF_BREAK_WITHIN) node.penalty = PHRASE_DEMERITS;
    if (c->tear && c->nodes->len > 0) {
        const Node *last = &g_array_index(c->nodes, Node, c->nodes->len - 1);
        AfUnit width = last->offset == 0 ? MIN(c->widths.first, c->widths.rest) : c->widths.rest;
        if (forced) width -= c->widths.last;
        if (node.end_x - last->next_x > width + AF_OVERFULL) tear(c, last->offset, node.text_end);
    }
    g_array_append_val(c->nodes, node);
}

static void collect(Chooser *c) {
    g_array_set_size(c->nodes, 0);
    add_node(c, c->start, FALSE, FALSE);
    for (guint i = c->start + 1; i < c->end; i++) {
        guint8 kind = c->shaped->breaks[i];
        if (kind == AF_BREAK_ALLOWED || kind == AF_BREAK_WITHIN) add_node(c, i, FALSE, FALSE);
        else if (kind == AF_BREAK_HYPHEN || (c->divide && c->hyphens[i] == AF_BREAK_HYPHEN)) add_node(c, i, TRUE, FALSE);
    }
    add_node(c, c->end, FALSE, TRUE);
}

/* What nobody sees does not break a line: letters of the same measure differ by hundredths of a point from font to font. */
static AfUnit line_width(const Chooser *c, const Node *from, const Node *to) {
    AfUnit width = (from->offset == 0 ? c->widths.first : c->widths.rest) + AF_OVERFULL;
    return to->forced ? width - c->widths.last : width;
}

static gboolean is_one_word(const Chooser *c, const Node *from, const Node *to) {
    return to->text_end <= from->offset || !memchr(c->shaped->paragraph->text->str + from->offset, ' ', to->text_end - from->offset);
}

static double line_demerits(const Chooser *c, const Node *from, const Node *to, AfUnit width, AfUnit tolerance) {
    gint64 natural = to->end_x - from->next_x;
    double demerits = to->penalty;
    if (natural > width) {
        demerits += OVERFULL_DEMERITS + (double)(natural - width);
    } else if (to->forced) {
        /* A last line may be short, but a lone syllable or word fragment is not pretty. */
        demerits += natural * 12 < width ? LINE_DEMERITS * LINE_DEMERITS + 900 : LINE_DEMERITS * LINE_DEMERITS;
        if (from->hyphen) demerits += is_one_word(c, from, to) ? FRAGMENT_DEMERITS : FRAGMENT_DEMERITS / 10;
    } else {
        double r = (double)(width - natural) / tolerance;
        double badness = LINE_DEMERITS + 100 * r * r;
        demerits += badness * badness;
    }
    if (to->hyphen) {
        const AfValue *most = &c->shaped->paragraph->style->value[AF_P_HYPHENATION_LADDER_COUNT];
        demerits += from->hyphen ? HYPHEN_DEMERITS + HYPHEN_LADDER_DEMERITS : HYPHEN_DEMERITS;
        if (most->kind == AF_V_NUMBER && from->ladder + 1 > most->number) demerits += LADDER_TOO_HIGH;
    }
    return demerits;
}

/* The best way to each break; lines that are too long are tried only where nothing else leads on. */
static void solve(Chooser *c) {
    AfUnit tolerance = MAX(c->widths.rest / 4, 1);
    for (guint j = 1; j < c->nodes->len; j++) {
        Node *to = &g_array_index(c->nodes, Node, j);
        to->demerits = G_MAXDOUBLE;
        for (guint i = j; i-- > 0;) {
            const Node *from = &g_array_index(c->nodes, Node, i);
            AfUnit width = line_width(c, from, to);
            gboolean overfull = to->end_x - from->next_x > width;
            if (overfull && to->from >= 0) break;
            double demerits = from->demerits + line_demerits(c, from, to, width, tolerance);
            if (demerits < to->demerits) {
                to->demerits = demerits;
                to->from = (int)i;
                to->lines = from->lines + 1;
                to->ladder = to->hyphen ? from->ladder + 1 : 0;
            }
            if (overfull) break;
        }
    }
}

/* ---- justified text */

/* Ideographs are better left in their squares: a line that puts space between them counts as loose early. */
static void add_flex(Flex *sum, const AfSpot *spot) {
    AfFlexLevel level;
    AfUnit grow = af_flex(spot, TRUE, &level);
    sum->grow += level == AF_FLEX_IDEOGRAPHS ? grow / 4 : grow;
    sum->shrink += af_flex(spot, FALSE, &level);
}

/* What a leader may take beside its width. */
static AfUnit leader_growth(const Chooser *c, const AfRun *run) {
    if (run->kind != AF_RUN_LEADER) return 0;
    return MAX(0, af_length(run->style, AF_P_LEADER_LENGTH_MAXIMUM, c->widths.rest) - run->width);
}

/* The next cluster's first byte after i. */
static guint next_cluster(const AfShaped *shaped, guint i, guint end) {
    for (i++; i < end && !shaped->cluster[i]; i++) continue;
    return i;
}

/* Sums up what may give, for each node. */
static void measure_flex(Chooser *c) {
    const AfShaped *shaped = c->shaped;
    const char *text = shaped->paragraph->text->str;
    const AfRun *run = af_run_at(shaped->paragraph, c->start);
    gboolean wide = af_font_is_cjk(shaped->paragraph->font);
    Flex sum = {0, 0}, word_end = {0, 0}; /* word_end: without the spaces that come last */
    guint node = 0;
    g_array_set_size(c->ends, c->nodes->len);
    g_array_set_size(c->begins, c->nodes->len);
    for (guint i = c->start; i <= c->end;) {
        for (; node < c->nodes->len && g_array_index(c->nodes, Node, node).offset <= i; node++) {
            g_array_index(c->ends, Flex, node) = word_end;
            g_array_index(c->begins, Flex, node) = sum;
        }
        if (i == c->end) break;
        while (run->end <= i) run++;
        guint next = next_cluster(shaped, i, c->end), before;
        AfSpot spot = {.c = g_utf8_get_char(text + i), .size = run->font->size, .style = run->style, .wide = wide};
        if (wide && next < c->end) spot.next = g_utf8_get_char(text + next);
        if (wide && spot.c != 0x3002 && spot.c != 0xFF0E) spot.blank = af_blank_before_end(shaped, next); /* full stops keep theirs */
        spot.width = af_clamp((double)(shaped->advance[next] - shaped->advance[i]));
        Flex unspaced = sum;
        add_flex(&sum, &spot);
        sum.grow += leader_growth(c, run);
        if (!ends_invisibly(text, next, &before)) word_end = unspaced; /* nothing gives after a line's last character */
        i = next;
    }
}

/* r: how much of what its spaces give a line takes; below -1 it is too long. Of a last line that is not to be filled, 0. */
static double adjustment(const Chooser *c, guint from_index, guint to_index, AfUnit width, gboolean emergency) {
    const Node *from = &g_array_index(c->nodes, Node, from_index), *to = &g_array_index(c->nodes, Node, to_index);
    const Flex *begin = &g_array_index(c->begins, Flex, from_index), *end = &g_array_index(c->ends, Flex, to_index);
    double room = (double)width - (double)(to->end_x - from->next_x);
    if (room < 0) return room / (double)MAX(end->shrink - begin->shrink, 1);
    if (to->forced && !c->last_justified) return 0;
    return room / (double)MAX(end->grow - begin->grow + (emergency ? c->widths.rest / EMERGENCY_SHARE : 0), 1);
}

static int fitness(double r) { return r < -0.5 ? 0 : r <= 0.5 ? 1 : r <= 1 ? 2 : 3; }

static double square(double x) { return x * x; }

/* What a line costs wherever it stands. */
static double justified_demerits(const Chooser *c, const Node *from, const Node *to, double r, AfUnit width) {
    double badness = MIN(100 * fabs(r * r * r), 1e8), demerits = square(LINE_DEMERITS + badness) + to->penalty;
    if (r < -1) demerits += OVERFULL_DEMERITS - r;
    if (to->hyphen) demerits += square(HYPHEN_PENALTY);
    if (to->forced && from->hyphen) demerits += LAST_HYPHEN_DEMERITS;
    if (to->forced && !c->last_justified && (to->end_x - from->next_x) * 12 < width) demerits += LAST_HYPHEN_DEMERITS;
    return demerits;
}

/* Whether one hyphen more would be more than the paragraph allows in succession. */
static gboolean ladder_too_high(const Chooser *c, const Way *way) {
    const AfValue *most = &c->shaped->paragraph->style->value[AF_P_HYPHENATION_LADDER_COUNT];
    return most->kind == AF_V_NUMBER && way->ladder + 1 > most->number;
}

/* Tries a line between two breaks behind each of the ways to the first. */
static void try_line(Chooser *c, guint i, guint j, double r, AfUnit width) {
    const Node *from = &g_array_index(c->nodes, Node, i), *to = &g_array_index(c->nodes, Node, j);
    const Way *before = &g_array_index(c->ways, Way, i * CLASSES);
    int class = fitness(r);
    Way *way = &g_array_index(c->ways, Way, j * CLASSES + (guint)class);
    double own = justified_demerits(c, from, to, r, width);
    for (int k = 0; k < CLASSES; k++) {
        if (before[k].from < 0 && i > 0) continue;
        double demerits = before[k].demerits + own;
        if (i > 0 && ABS(class - k) > 1) demerits += FITNESS_DEMERITS;
        if (to->hyphen && from->hyphen) demerits += FLAGGED_DEMERITS;
        if (to->hyphen && ladder_too_high(c, &before[k])) {
            if (c->loosest > 0) continue;
            demerits += LADDER_TOO_HIGH;
        }
        if (way->from >= 0 && demerits >= way->demerits) continue;
        guint8 ladder = to->hyphen ? MIN(before[k].ladder, 254) + 1 : 0;
        *way = (Way){demerits, (int)i, (guint8)k, ladder};
        if (i == 0) break;
    }
}

static gboolean is_reached(const Chooser *c, guint node) {
    const Way *ways = &g_array_index(c->ways, Way, node * CLASSES);
    for (int k = 0; k < CLASSES; k++) {
        if (ways[k].from >= 0) return TRUE;
    }
    return node == 0;
}

/* The nodes' best predecessors from the ways. */
static void trace(Chooser *c) {
    guint node = c->nodes->len - 1;
    int class = 0;
    const Way *last = &g_array_index(c->ways, Way, node * CLASSES);
    for (int k = 1; k < CLASSES; k++) {
        if (last[k].from >= 0 && (last[class].from < 0 || last[k].demerits < last[class].demerits)) class = k;
    }
    while (node > 0) {
        const Way *way = &g_array_index(c->ways, Way, node * CLASSES + (guint)class);
        g_array_index(c->nodes, Node, node).from = way->from;
        node = (guint)way->from;
        class = way->from_class;
    }
}

/* The best way through justified text; FALSE if there is none without lines that are too loose. Without a limit there always
 * is one: a line that is too long is taken where nothing else leads on. */
static gboolean solve_justified(Chooser *c) {
    static const Way none = {.from = -1};
    g_array_set_size(c->ways, 0);
    for (guint i = 0; i < c->nodes->len * CLASSES; i++) g_array_append_val(c->ways, none);
    measure_flex(c);
    for (guint j = 1; j < c->nodes->len; j++) {
        for (guint i = j; i-- > 0;) {
            const Node *from = &g_array_index(c->nodes, Node, i), *to = &g_array_index(c->nodes, Node, j);
            AfUnit width = line_width(c, from, to);
            double r = adjustment(c, i, j, width, c->loosest == 0);
            gboolean overfull = r < -1;
            if (overfull && (c->loosest > 0 || is_reached(c, j))) break;
            if (is_reached(c, i) && (c->loosest == 0 || r <= c->loosest)) try_line(c, i, j, r, width);
            if (overfull) break;
        }
    }
    if (!is_reached(c, c->nodes->len - 1)) return FALSE;
    trace(c);
    return TRUE;
}

/* One or two characters are no line: some come over from the line before. */
static void lengthen_last_line(Chooser *c) {
    Node *nodes = &g_array_index(c->nodes, Node, 0), *last = &nodes[c->nodes->len - 1];
    gint64 least = (gint64)(c->shaped->paragraph->font->size * SHORTEST_EMS);
    if (last->from <= 0 || last->end_x - nodes[last->from].next_x >= least) return;
    int before = nodes[last->from].from;
    for (int i = last->from - 1; i > before && before >= 0; i--) {
        if (last->end_x - nodes[i].next_x < least || nodes[i].hyphen) continue;
        if (last->end_x - nodes[i].next_x > line_width(c, &nodes[i], last)) return;
        nodes[i].from = before;
        last->from = i;
        return;
    }
}

/* Line by line: as much as fits, as Chinese and Japanese are set. */
static void solve_greedily(Chooser *c) {
    for (guint i = 0; i + 1 < c->nodes->len;) {
        const Node *from = &g_array_index(c->nodes, Node, i);
        guint best = i + 1;
        for (guint j = best + 1; j < c->nodes->len; j++) {
            const Node *to = &g_array_index(c->nodes, Node, j);
            gint64 natural = to->end_x - from->next_x;
            if (natural <= line_width(c, from, to)) best = j;
            else if (!to->hyphen) break;
        }
        g_array_index(c->nodes, Node, best).from = (int)i;
        i = best;
    }
    lengthen_last_line(c);
}

/* The share of the worst line that is empty; negative if one is too long. */
static double worst_line(const Chooser *c) {
    double worst = 0;
    for (int j = (int)c->nodes->len - 1; j > 0;) {
        const Node *to = &g_array_index(c->nodes, Node, j), *from = &g_array_index(c->nodes, Node, to->from);
        gint64 width = line_width(c, from, to), natural = to->end_x - from->next_x;
        if (c->justified ? adjustment(c, (guint)to->from, (guint)j, (AfUnit)width, FALSE) < -1 : natural > width) return -1;
        if (!to->forced) worst = MAX(worst, (double)(width - natural) / (double)MAX(width, 1));
        j = to->from;
    }
    return worst;
}

static void report_torn(const Chooser *c, const Node *from, int last) {
    const Node *to = &g_array_index(c->nodes, Node, last);
    while (to->torn) to = &g_array_index(c->nodes, Node, ++last);
    gint64 by = to->end_x - from->next_x - c->widths.rest;
    const AfParagraph *paragraph = c->shaped->paragraph;
    const char *text = paragraph->text->str;
    if (by > AF_OVERFULL) af_report_overfull(c->pages, paragraph->block, text + from->offset, text + to->text_end, af_clamp((double)by));
}

static void take(const Chooser *c, GArray *lines) {
    g_autoptr(GArray) way = g_array_new(FALSE, FALSE, sizeof(int));
    for (int j = (int)c->nodes->len - 1; j > 0; j = g_array_index(c->nodes, Node, j).from) g_array_append_val(way, j);
    gboolean torn = FALSE;
    for (guint k = way->len; k-- > 0;) {
        int index = g_array_index(way, int, k);
        const Node *to = &g_array_index(c->nodes, Node, index), *from = &g_array_index(c->nodes, Node, to->from);
        AfBreakLine line = {from->offset, MAX(to->text_end, from->offset), to->hyphen, to->forced};
        g_array_append_val(lines, line);
        if (to->torn && !torn) report_torn(c, from, index);
        torn = to->torn;
    }
}

/* Languages whose words are divided elsewhere; said once for each. */
static void report_unknown(const Chooser *c, const AfRun *run) {
    const char *tag = af_locale_tag(run->font->locale);
    AfPages *pages = c->pages;
    if (!strcmp(tag, "und") || af_text_can_hyphenate(run->font->locale) || !af_text_is_divided(run->font->locale)) return;
    if (!pages->undivided) pages->undivided = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!g_hash_table_add(pages->undivided, g_strdup(tag))) return;
    af_fo_report(pages->fo, run->node, pages->diagnostics, AF_D_HYPHENATION_UNKNOWN, tag);
}

/* Hyphenation points of every word of the text, run by run. Words into which the author put soft hyphens have them only where
 * nothing else helps. */
static void hyphenate(Chooser *c, gboolean all) {
    const AfParagraph *paragraph = c->shaped->paragraph;
    const char *text = paragraph->text->str;
    const AfRun *end = &g_array_index(paragraph->runs, AfRun, paragraph->runs->len);
    for (const AfRun *run = af_run_at(paragraph, c->start); run < end && run->start < c->end; run++) {
        if (run->kind != AF_RUN_TEXT || !af_style_is(run->style, AF_P_HYPHENATE, AF_KW_TRUE) || af_run_unwrapped(run)) continue;
        report_unknown(c, run);
        int before = (int)af_style_number(run->style, AF_P_HYPHENATION_REMAIN), after = (int)af_style_number(run->style, AF_P_HYPHENATION_PUSH);
        const char *p = text + MAX(run->start, c->start), *stop = text + MIN(run->end, c->end);
        while (p < stop) {
            const char *word = p;
            gboolean soft = FALSE;
            for (; p < stop && g_unichar_isalpha(g_utf8_get_char(p)); p = g_utf8_next_char(p)) soft |= c->shaped->breaks[p - text] == AF_BREAK_HYPHEN;
            if (p - word >= 4 && (all || !soft)) {
                if (!c->hyphens) c->hyphens = g_new0(guint8, paragraph->text->len + 1);
                af_text_hyphenate(run->font->locale, text, (gsize)(word - text), (gsize)(p - text), before, after, c->hyphens);
            }
            if (p < stop) p = g_utf8_next_char(p);
        }
    }
}

static double ragged_tolerance(const Chooser *c) {
    return MAX(RAGGED_TOLERANCE, RAGGED_EMS * c->shaped->paragraph->font->size / MAX(c->widths.rest, 1));
}

/* Ragged text: hyphens if the worst line is too short without them; then words are torn if one is too long. */
static void choose_ragged(Chooser *c) {
    gboolean cjk = af_font_is_cjk(c->shaped->paragraph->font);
    gboolean phrases = af_style_is(c->shaped->paragraph->style, AF_P_WORD_BREAK, AF_KW_AUTO_PHRASE);
    void (*find)(Chooser *) = cjk && !phrases ? solve_greedily : solve;
    find(c);
    double worst = worst_line(c);
    for (int attempt = 0; attempt < 2 && !cjk && (worst < 0 || (attempt == 0 && worst > ragged_tolerance(c))); attempt++) {
        hyphenate(c, attempt > 0);
        c->divide = c->hyphens != NULL;
        if (!c->divide) break;
        collect(c);
        find(c);
        worst = worst_line(c);
        if (!c->shaped->paragraph->soft) break;
    }
    if (worst >= 0) return;
    c->tear = TRUE;
    collect(c);
    find(c);
}

/* Justified text: without hyphens, with them, with them as loose as need be, with words torn. */
static void choose_justified(Chooser *c) {
    gboolean cjk = af_font_is_cjk(c->shaped->paragraph->font);
    c->loosest = LOOSE_WITHOUT_HYPHENS;
    if (solve_justified(c)) return;
    for (int attempt = 0; attempt < 2; attempt++) {
        if (!cjk) hyphenate(c, attempt > 0);
        c->divide = c->hyphens != NULL;
        if (c->divide) collect(c);
        c->loosest = LOOSE_WITH_HYPHENS;
        if (c->divide && solve_justified(c)) return;
        c->loosest = 0;
        solve_justified(c);
        if (worst_line(c) >= 0) return;
        if (!c->shaped->paragraph->soft) break;
    }
    c->tear = TRUE;
    collect(c);
    solve_justified(c);
}

static void choose_segment(Chooser *c, GArray *lines) {
    c->divide = c->tear = FALSE;
    collect(c);
    const Node *first = &g_array_index(c->nodes, Node, 0), *last = &g_array_index(c->nodes, Node, c->nodes->len - 1);
    if (last->end_x - first->next_x <= line_width(c, first, last)) {
        AfBreakLine line = {c->start, MAX(last->text_end, c->start), FALSE, TRUE};
        g_array_append_val(lines, line);
        return;
    }
    if (c->justified) choose_justified(c);
    else choose_ragged(c);
    take(c, lines);
}

/* How the paragraph's lines are aligned says how they are broken. */
static void read_alignment(Chooser *c) {
    const AfFoStyle *style = c->shaped->paragraph->style;
    gboolean rtl = af_style_reads_leftwards(style);
    c->justified = af_line_alignment(style, FALSE, rtl) == AF_KW_JUSTIFY;
    if (!c->justified) return;
    c->last_justified = af_line_alignment(style, TRUE, rtl) == AF_KW_JUSTIFY;
    c->ends = g_array_new(FALSE, TRUE, sizeof(Flex));
    c->begins = g_array_new(FALSE, TRUE, sizeof(Flex));
    c->ways = g_array_new(FALSE, FALSE, sizeof(Way));
}

GArray *af_lines_choose(AfPages *pages, AfShaped *shaped, AfWidths widths) {
    GArray *lines = g_array_new(FALSE, TRUE, sizeof(AfBreakLine));
    g_autoptr(GArray) nodes = g_array_new(FALSE, TRUE, sizeof(Node));
    Chooser chooser = {.pages = pages, .shaped = shaped, .widths = widths, .nodes = nodes};
    guint length = (guint)shaped->paragraph->text->len;
    read_alignment(&chooser);
    chooser.start = widths.from;
    for (guint i = widths.from + 1; i <= length; i++) {
        if (i < length && shaped->breaks[i] != AF_BREAK_MANDATORY) continue;
        chooser.end = i;
        choose_segment(&chooser, lines);
        chooser.start = i;
    }
    g_free(chooser.hyphens);
    if (chooser.ends) g_array_unref(chooser.ends);
    if (chooser.begins) g_array_unref(chooser.begins);
    if (chooser.ways) g_array_unref(chooser.ways);
    return lines;
}

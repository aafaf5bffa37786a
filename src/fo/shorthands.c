/* What an attribute sets that is no property of its own: shorthands (7.31), compound and corresponding properties (5.3, 5.11). */
#include "fo/internal.h"

#include <string.h>

#define MOST_TARGETS 12 /* of border: four sides of three */

typedef struct Shorthand Shorthand;
/* Reads the value; FALSE if it is none. What was set until then is undone by the caller. */
typedef gboolean Setter(AfCompute *c, const Shorthand *shorthand, const char *text);

struct Shorthand {
    const char *name, *section;
    int level;
    Setter *set;
    int count;
    AfProperty target[MOST_TARGETS];
};

/* ---- values of some words */

/* The words of a value; what is between parentheses or quotes is one, as in rgb(1, 2, 3). */
static GStrv split_words(const char *text) {
    GPtrArray *words = g_ptr_array_new();
    for (const char *p = text; *p;) {
        while (g_ascii_isspace(*p)) p++;
        const char *start = p;
        char quote = 0;
        for (int depth = 0; *p && (depth > 0 || quote || !g_ascii_isspace(*p)); p++) {
            if (quote) quote = *p == quote ? 0 : quote;
            else if (*p == '"' || *p == '\'') quote = *p;
            else depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
        }
        if (p > start) g_ptr_array_add(words, g_strndup(start, (gsize)(p - start)));
    }
    g_ptr_array_add(words, NULL);
    return (GStrv)g_ptr_array_free(words, FALSE);
}

/* The same side in rl-tb, where start is what end is in lr-tb; other properties are their own. */
static AfProperty turned(AfProperty property) {
    static const AfProperty pairs[][2] = {{AF_P_BORDER_START_COLOR, AF_P_BORDER_END_COLOR},
                                          {AF_P_BORDER_START_STYLE, AF_P_BORDER_END_STYLE},
                                          {AF_P_BORDER_START_WIDTH, AF_P_BORDER_END_WIDTH},
                                          {AF_P_PADDING_START, AF_P_PADDING_END}};
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        if (property == pairs[i][0]) return pairs[i][1];
        if (property == pairs[i][1]) return pairs[i][0];
    }
    return property;
}

/* The table says which relative sides the top, right, bottom and left ones are in lr-tb (5.3.1). */
static AfProperty target_of(const Shorthand *shorthand, int i, gboolean rtl) {
    gboolean relative = strstr(shorthand->name, "-start") || strstr(shorthand->name, "-end");
    return rtl && !relative ? turned(shorthand->target[i]) : shorthand->target[i];
}

static gboolean set_same(AfCompute *c, const Shorthand *shorthand, const char *text) {
    for (int i = 0; i < shorthand->count; i++) {
        if (!af_compute_set(c, target_of(shorthand, i, c->rtl), text)) return FALSE;
    }
    return TRUE;
}

/* One to four values, clockwise from the top. */
static gboolean set_sides(AfCompute *c, const Shorthand *shorthand, const char *text) {
    static const int pick[5][4] = {{0}, {0, 0, 0, 0}, {0, 1, 0, 1}, {0, 1, 2, 1}, {0, 1, 2, 3}};
    g_auto(GStrv) parts = split_words(text);
    guint count = g_strv_length(parts);
    if (count < 1 || count > 4) return FALSE;
    for (int side = 0; side < 4; side++) {
        if (!af_compute_set(c, target_of(shorthand, side, c->rtl), parts[pick[count][side]])) return FALSE;
    }
    return TRUE;
}

/* One value for both, or one for each. */
static gboolean set_pair(AfCompute *c, const Shorthand *shorthand, const char *text) {
    g_auto(GStrv) parts = split_words(text);
    guint count = g_strv_length(parts);
    return (count == 1 || count == 2) && af_compute_set(c, shorthand->target[0], parts[0]) &&
           af_compute_set(c, shorthand->target[1], parts[count - 1]);
}

/* "width style color" in any order, each at most once; what is not said is initial. */
static gboolean set_border(AfCompute *c, const Shorthand *shorthand, const char *text) {
    g_auto(GStrv) parts = split_words(text);
    int sides = shorthand->count / 3;
    for (int side = 0; side < sides; side++) {
        AfProperty targets[3];
        gboolean said[3] = {FALSE};
        for (int i = 0; i < 3; i++) {
            targets[i] = target_of(shorthand, i * sides + side, c->rtl);
            af_compute_reset(c, targets[i]);
        }
        for (char **part = parts; *part; part++) {
            int i = 0;
            while (i < 3 && (said[i] || !af_compute_set(c, targets[i], *part))) i++;
            if (i == 3) return FALSE;
            said[i] = TRUE;
        }
    }
    return parts[0] != NULL;
}

/* ---- background (7.31.1, 7.31.2) */

/* Which of the two directions a word is for: 1 the horizontal one, 2 the vertical one, 3 either, 0 none. */
static int position_axes(AfCompute *c, const char *word) {
    if (!strcmp(word, "left") || !strcmp(word, "right")) return 1;
    if (!strcmp(word, "top") || !strcmp(word, "bottom")) return 2;
    return !strcmp(word, "center") || af_compute_set(c, AF_P_BACKGROUND_POSITION_HORIZONTAL, word) ? 3 : 0;
}

/* One or two words; keywords may come in either order, lengths are horizontal first, and what is missing is the centre. */
static gboolean set_position_words(AfCompute *c, const char *first, const char *second) {
    int axes = position_axes(c, first), others = second ? position_axes(c, second) : 3;
    gboolean turn = axes == 2 || (others == 1 && !strcmp(first, "center"));
    if (!axes || !others || (axes == others && axes != 3) || (turn && second && others == 3 && strcmp(second, "center"))) return FALSE;
    if (!second) second = "center";
    return af_compute_set(c, AF_P_BACKGROUND_POSITION_HORIZONTAL, turn ? second : first) &&
           af_compute_set(c, AF_P_BACKGROUND_POSITION_VERTICAL, turn ? first : second);
}

static gboolean set_background_position(AfCompute *c, const Shorthand *shorthand, const char *text) {
    (void)shorthand;
    g_auto(GStrv) parts = split_words(text);
    guint count = g_strv_length(parts);
    return (count == 1 || count == 2) && set_position_words(c, parts[0], parts[1]);
}

static gboolean set_background(AfCompute *c, const Shorthand *shorthand, const char *text) {
    g_auto(GStrv) parts = split_words(text);
    const char *places[2] = {NULL, NULL};
    int count = 0;
    for (int i = 0; i < shorthand->count; i++) af_compute_reset(c, shorthand->target[i]);
    for (char **part = parts; *part; part++) {
        if (g_str_has_prefix(*part, "url(") || !strcmp(*part, "none")) {
            if (!af_compute_set(c, AF_P_BACKGROUND_IMAGE, *part)) return FALSE;
        } else if (!af_compute_set(c, AF_P_BACKGROUND_REPEAT, *part) && !af_compute_set(c, AF_P_BACKGROUND_ATTACHMENT, *part) &&
                   !af_compute_set(c, AF_P_BACKGROUND_COLOR, *part)) {
            if (count == 2) return FALSE;
            places[count++] = *part;
        }
    }
    return parts[0] && (count == 0 || set_position_words(c, places[0], places[1]));
}

/* ---- font (7.31.13) */

static gboolean is_font_size(AfCompute *c, char *word) {
    char *slash = strchr(word, '/');
    if (slash) *slash = '\0';
    gboolean ok = af_compute_set(c, AF_P_FONT_SIZE, word);
    if (slash) *slash = '/';
    return ok;
}

/* The names of 7.31.13 for the fonts of a desktop: here all of them are the text font at 10 points. */
static gboolean is_system_font(const char *text) {
    static const char *const names[] = {"caption", "icon", "menu", "message-box", "small-caption", "status-bar", NULL};
    return g_strv_contains(names, text);
}

static gboolean set_line_height(AfCompute *c, const char *text) {
    return af_compute_set(c, AF_P_LINE_HEIGHT, text) && af_compute_set(c, AF_P_LINE_HEIGHT_MINIMUM, text) &&
           af_compute_set(c, AF_P_LINE_HEIGHT_MAXIMUM, text);
}

/* [style || variant || weight]? size[/line-height]? family, or the name of a system font. */
static gboolean set_font(AfCompute *c, const Shorthand *shorthand, const char *text) {
    static const AfProperty before_size[] = {AF_P_FONT_STYLE, AF_P_FONT_VARIANT, AF_P_FONT_WEIGHT};
    for (int i = 0; i < shorthand->count; i++) af_compute_reset(c, shorthand->target[i]);
    if (is_system_font(text)) return af_compute_set(c, AF_P_FONT_SIZE, "10pt");
    g_auto(GStrv) parts = split_words(text);
    char **part = parts;
    for (; *part && !is_font_size(c, *part); part++) {
        size_t i = 0;
        while (i < G_N_ELEMENTS(before_size) && !af_compute_set(c, before_size[i], *part)) i++;
        if (i == G_N_ELEMENTS(before_size)) return FALSE;
    }
    if (!*part) return FALSE;
    char *slash = strchr(*part++, '/');
    g_autofree char *height = slash ? g_strdup(slash + 1) : NULL;
    if (*part && **part == '/') { /* "12pt / 14pt" and "12pt /14pt" */
        if (height) return FALSE;
        height = g_strdup(*part + 1);
        part++;
    }
    if (height && !*height && *part) {
        g_free(height);
        height = g_strdup(*part++);
    }
    if (!*part || (height && !set_line_height(c, height))) return FALSE;
    g_autofree char *family = g_strjoinv(" ", part);
    return af_compute_set(c, AF_P_FONT_FAMILY, family);
}

/* ---- keeps and breaks */

/* A keep between pages and columns; within a line it holds together what stands in lines only: a block's own text may
 * be broken into lines (4.8). */
static gboolean set_keep(AfCompute *c, const Shorthand *shorthand, const char *text) {
    gboolean in_line = af_fo_element_is_inline(c->value.out->element);
    for (int i = 0; i < shorthand->count; i++) {
        if ((i < 2 || in_line) && !af_compute_set(c, shorthand->target[i], text)) return FALSE;
    }
    return TRUE;
}

static gboolean set_page_break(AfCompute *c, const Shorthand *shorthand, const char *text) {
    static const char *const values[][2] = {
        {"auto", "auto"}, {"always", "page"}, {"avoid", "auto"}, {"left", "even-page"}, {"right", "odd-page"}};
    size_t i = 0;
    while (i < G_N_ELEMENTS(values) && strcmp(values[i][0], text)) i++;
    if (i == G_N_ELEMENTS(values)) return FALSE;
    const char *keep = !strcmp(text, "avoid") ? "always" : "auto";
    return af_compute_set(c, shorthand->target[0], values[i][1]) && af_compute_set(c, shorthand->target[1], keep) &&
           af_compute_set(c, shorthand->target[2], keep);
}

static gboolean set_page_break_inside(AfCompute *c, const Shorthand *shorthand, const char *text) {
    gboolean avoid = !strcmp(text, "avoid");
    if (!avoid && strcmp(text, "auto")) return FALSE;
    return set_same(c, shorthand, avoid ? "always" : "auto");
}

/* ---- others of 7.31 */

static gboolean set_position(AfCompute *c, const Shorthand *shorthand, const char *text) {
    (void)shorthand;
    gboolean relative = !strcmp(text, "relative"), taken = !strcmp(text, "absolute") || !strcmp(text, "fixed");
    if (!relative && !taken && strcmp(text, "static")) return FALSE;
    return af_compute_set(c, AF_P_ABSOLUTE_POSITION, taken ? text : "auto") &&
           af_compute_set(c, AF_P_RELATIVE_POSITION, relative ? text : "static");
}

/* One or two lengths, or the usual page upright or lengthwise. */
static gboolean set_size(AfCompute *c, const Shorthand *shorthand, const char *text) {
    if (!strcmp(text, "landscape")) return af_compute_set(c, AF_P_PAGE_WIDTH, "841.89pt") && af_compute_set(c, AF_P_PAGE_HEIGHT, "595.276pt");
    return set_pair(c, shorthand, !strcmp(text, "portrait") ? "auto" : text);
}

static gboolean set_vertical_align(AfCompute *c, const Shorthand *shorthand, const char *text) {
    static const struct {
        const char *name, *baseline, *shift;
    } rows[] = {{"baseline", "baseline", "baseline"},         {"middle", "middle", "baseline"},
                {"sub", "baseline", "sub"},                   {"super", "baseline", "super"},
                {"text-top", "text-before-edge", "baseline"}, {"text-bottom", "text-after-edge", "baseline"},
                {"top", "before-edge", "baseline"},           {"bottom", "after-edge", "baseline"}};
    for (int i = 0; i < shorthand->count; i++) af_compute_reset(c, shorthand->target[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].name, text)) continue;
        return af_compute_set(c, AF_P_ALIGNMENT_BASELINE, rows[i].baseline) && af_compute_set(c, AF_P_BASELINE_SHIFT, rows[i].shift);
    }
    return af_compute_set(c, AF_P_ALIGNMENT_BASELINE, "baseline") && !g_ascii_isalpha(*text) &&
           af_compute_set(c, AF_P_ALIGNMENT_ADJUST, text);
}

static gboolean set_white_space(AfCompute *c, const Shorthand *shorthand, const char *text) {
    (void)shorthand;
    gboolean pre = !strcmp(text, "pre"), nowrap = !strcmp(text, "nowrap");
    if (!pre && !nowrap && strcmp(text, "normal")) return FALSE;
    return af_compute_set(c, AF_P_LINEFEED_TREATMENT, pre ? "preserve" : "treat-as-space") &&
           af_compute_set(c, AF_P_WHITE_SPACE_COLLAPSE, pre ? "false" : "true") &&
           af_compute_set(c, AF_P_WHITE_SPACE_TREATMENT, pre ? "preserve" : "ignore-if-surrounding-linefeed") &&
           af_compute_set(c, AF_P_WRAP_OPTION, pre || nowrap ? "no-wrap" : "wrap");
}

/* ---- the table */

#define SIDES(prefix, suffix) AF_P_##prefix##_BEFORE##suffix, AF_P_##prefix##_END##suffix, AF_P_##prefix##_AFTER##suffix, AF_P_##prefix##_START##suffix
/* The optimum, the minimum and the maximum of a compound property. */
#define RANGE(name) AF_P_##name, AF_P_##name##_MINIMUM, AF_P_##name##_MAXIMUM

static const Shorthand shorthands[] = {
#define AF_SHORTHAND(name, section, level, how, ...)                                                                            \
    {name, section, level, set_##how, sizeof((const AfProperty[]){__VA_ARGS__}) / sizeof(AfProperty), {__VA_ARGS__}},
#include "fo/shorthands.def"
#undef AF_SHORTHAND
};

static const Shorthand *shorthand_find(const char *name) {
    static GHashTable *table;
    if (!table) {
        table = g_hash_table_new(g_str_hash, g_str_equal);
        for (size_t i = 0; i < G_N_ELEMENTS(shorthands); i++) {
            g_hash_table_insert(table, (gpointer)shorthands[i].name, (gpointer)&shorthands[i]);
        }
    }
    return g_hash_table_lookup(table, name);
}

int af_shorthand_level(const char *name) {
    const Shorthand *shorthand = shorthand_find(name);
    return shorthand ? shorthand->level : -1;
}

const char *af_shorthand_name(int i) { return i < (int)G_N_ELEMENTS(shorthands) ? shorthands[i].name : NULL; }

AfProperty af_property_named(const char *name, gboolean rtl) {
    AfProperty property = af_property_find(name);
    const Shorthand *shorthand = property == AF_PROPERTY_COUNT ? shorthand_find(name) : NULL;
    if (!shorthand) return property;
    gboolean one = shorthand->count == 1 || shorthand->set == set_same; /* of a range: its optimum */
    return one ? target_of(shorthand, 0, rtl) : AF_PROPERTY_COUNT;
}

/* Whether a shorthand's value is nothing but `inherit` or a property value function of the same shorthand (5.10.4): then
 * each property that it stands for has that value. What it is for each of them, or NULL. */
static char *value_for_each(const Shorthand *shorthand, const char *text) {
    static const char *const functions[] = {"inherited-property-value", "from-parent", "from-nearest-specified-value", "from-table-column"};
    if (!strcmp(text, "inherit")) return g_strdup(text);
    for (size_t i = 0; i < G_N_ELEMENTS(functions); i++) {
        if (!g_str_has_prefix(text, functions[i])) continue;
        const char *open = text + strlen(functions[i]), *close = strchr(open, ')');
        if (*open != '(' || !close || close[1]) return NULL;
        g_autofree char *argument = g_strstrip(g_strndup(open + 1, (gsize)(close - open - 1)));
        gboolean own = !*argument || !strcmp(argument, shorthand->name);
        return own ? g_strdup_printf("%s()", functions[i]) : NULL;
    }
    return NULL;
}

gboolean af_shorthand_set(AfCompute *c, const char *name, const char *text) {
    const Shorthand *shorthand = shorthand_find(name);
    if (!shorthand) return FALSE;
    if (shorthand->count == 1 && shorthand->set == set_same) return set_same(c, shorthand, text);
    AfFoStyle before = *c->value.out;
    g_autofree char *each = value_for_each(shorthand, text);
    gboolean ok = each ? set_same(c, shorthand, each) : shorthand->set(c, shorthand, text);
    if (!ok) *c->value.out = before; /* a value that is none changes nothing */
    return ok;
}

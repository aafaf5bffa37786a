/* Computing styles: specified values, shorthands, inheritance (XSL 1.1 sections 5.1 to 5.3). */
#include "fo/internal.h"

#include <string.h>

#define SIDES 4 /* before, after, start, end */

/* What an attribute that is no property of its own stands for: up to four properties. A later level overrides an earlier one
 * whatever the order of the attributes (5.3: the more specific wins). */
typedef struct {
    const char *name;
    enum { SAME, SIDES_OF, BORDER, COMPLEX, NOTHING } how;
    int level;
    AfProperty target[SIDES];
} Shorthand;

#define ALL_SIDES(prefix, suffix) {AF_P_##prefix##_BEFORE##suffix, AF_P_##prefix##_END##suffix, AF_P_##prefix##_AFTER##suffix, AF_P_##prefix##_START##suffix}
#define ONE(code) {code, AF_PROPERTY_COUNT, AF_PROPERTY_COUNT, AF_PROPERTY_COUNT}
#define TWO(first, second) {first, second, AF_PROPERTY_COUNT, AF_PROPERTY_COUNT}
/* The optimum, the minimum and the maximum of a compound property: a single value is for all (5.11). */
#define RANGE(name) {AF_P_##name, AF_P_##name##_MINIMUM, AF_P_##name##_MAXIMUM, AF_PROPERTY_COUNT}
#define NONE ONE(AF_PROPERTY_COUNT)

static const Shorthand shorthands[] = {
    {"border", BORDER, 0, ALL_SIDES(BORDER, _WIDTH)},
    {"border-width", SIDES_OF, 1, ALL_SIDES(BORDER, _WIDTH)},
    {"border-style", SIDES_OF, 1, ALL_SIDES(BORDER, _STYLE)},
    {"border-color", SIDES_OF, 1, ALL_SIDES(BORDER, _COLOR)},
    {"border-top", BORDER, 2, ONE(AF_P_BORDER_BEFORE_WIDTH)},
    {"border-bottom", BORDER, 2, ONE(AF_P_BORDER_AFTER_WIDTH)},
    {"border-left", BORDER, 2, ONE(AF_P_BORDER_START_WIDTH)},
    {"border-right", BORDER, 2, ONE(AF_P_BORDER_END_WIDTH)},
    {"border-before", BORDER, 2, ONE(AF_P_BORDER_BEFORE_WIDTH)},
    {"border-after", BORDER, 2, ONE(AF_P_BORDER_AFTER_WIDTH)},
    {"border-start", BORDER, 2, ONE(AF_P_BORDER_START_WIDTH)},
    {"border-end", BORDER, 2, ONE(AF_P_BORDER_END_WIDTH)},
    {"border-top-width", SAME, 3, ONE(AF_P_BORDER_BEFORE_WIDTH)},
    {"border-bottom-width", SAME, 3, ONE(AF_P_BORDER_AFTER_WIDTH)},
    {"border-left-width", SAME, 3, ONE(AF_P_BORDER_START_WIDTH)},
    {"border-right-width", SAME, 3, ONE(AF_P_BORDER_END_WIDTH)},
    {"border-before-width.length", SAME, 3, ONE(AF_P_BORDER_BEFORE_WIDTH)},
    {"border-after-width.length", SAME, 3, ONE(AF_P_BORDER_AFTER_WIDTH)},
    {"border-start-width.length", SAME, 3, ONE(AF_P_BORDER_START_WIDTH)},
    {"border-end-width.length", SAME, 3, ONE(AF_P_BORDER_END_WIDTH)},
    {"border-top-style", SAME, 3, ONE(AF_P_BORDER_BEFORE_STYLE)},
    {"border-bottom-style", SAME, 3, ONE(AF_P_BORDER_AFTER_STYLE)},
    {"border-left-style", SAME, 3, ONE(AF_P_BORDER_START_STYLE)},
    {"border-right-style", SAME, 3, ONE(AF_P_BORDER_END_STYLE)},
    {"border-top-color", SAME, 3, ONE(AF_P_BORDER_BEFORE_COLOR)},
    {"border-bottom-color", SAME, 3, ONE(AF_P_BORDER_AFTER_COLOR)},
    {"border-left-color", SAME, 3, ONE(AF_P_BORDER_START_COLOR)},
    {"border-right-color", SAME, 3, ONE(AF_P_BORDER_END_COLOR)},
    {"padding", SIDES_OF, 1, ALL_SIDES(PADDING, )},
    {"padding-top", SAME, 3, ONE(AF_P_PADDING_BEFORE)},
    {"padding-bottom", SAME, 3, ONE(AF_P_PADDING_AFTER)},
    {"padding-left", SAME, 3, ONE(AF_P_PADDING_START)},
    {"padding-right", SAME, 3, ONE(AF_P_PADDING_END)},
    {"padding-before.length", SAME, 3, ONE(AF_P_PADDING_BEFORE)},
    {"padding-after.length", SAME, 3, ONE(AF_P_PADDING_AFTER)},
    {"padding-start.length", SAME, 3, ONE(AF_P_PADDING_START)},
    {"padding-end.length", SAME, 3, ONE(AF_P_PADDING_END)},
    {"margin", SIDES_OF, 1, {AF_P_MARGIN_TOP, AF_P_MARGIN_RIGHT, AF_P_MARGIN_BOTTOM, AF_P_MARGIN_LEFT}},
    {"background", COMPLEX, 1, ONE(AF_P_BACKGROUND_COLOR)},
    {"space-before", SAME, 1, RANGE(SPACE_BEFORE)},
    {"space-before.optimum", SAME, 3, ONE(AF_P_SPACE_BEFORE)},
    {"space-after", SAME, 1, RANGE(SPACE_AFTER)},
    {"space-after.optimum", SAME, 3, ONE(AF_P_SPACE_AFTER)},
    {"space-start", SAME, 1, RANGE(SPACE_START)},
    {"space-start.optimum", SAME, 3, ONE(AF_P_SPACE_START)},
    {"space-end", SAME, 1, RANGE(SPACE_END)},
    {"space-end.optimum", SAME, 3, ONE(AF_P_SPACE_END)},
    {"line-height", SAME, 1, RANGE(LINE_HEIGHT)},
    {"line-height.optimum", SAME, 3, ONE(AF_P_LINE_HEIGHT)},
    {"letter-spacing", SAME, 1, RANGE(LETTER_SPACING)},
    {"letter-spacing.optimum", SAME, 3, ONE(AF_P_LETTER_SPACING)},
    {"word-spacing", SAME, 1, RANGE(WORD_SPACING)},
    {"word-spacing.optimum", SAME, 3, ONE(AF_P_WORD_SPACING)},
    {"block-progression-dimension", SAME, 1, RANGE(BLOCK_PROGRESSION_DIMENSION)},
    {"block-progression-dimension.optimum", SAME, 3, ONE(AF_P_BLOCK_PROGRESSION_DIMENSION)},
    {"height", SAME, 1, RANGE(BLOCK_PROGRESSION_DIMENSION)},
    {"min-height", SAME, 2, ONE(AF_P_BLOCK_PROGRESSION_DIMENSION_MINIMUM)},
    {"max-height", SAME, 2, ONE(AF_P_BLOCK_PROGRESSION_DIMENSION_MAXIMUM)},
    {"inline-progression-dimension", SAME, 1, RANGE(INLINE_PROGRESSION_DIMENSION)},
    {"inline-progression-dimension.optimum", SAME, 3, ONE(AF_P_INLINE_PROGRESSION_DIMENSION)},
    {"width", SAME, 1, RANGE(INLINE_PROGRESSION_DIMENSION)},
    {"min-width", SAME, 2, ONE(AF_P_INLINE_PROGRESSION_DIMENSION_MINIMUM)},
    {"max-width", SAME, 2, ONE(AF_P_INLINE_PROGRESSION_DIMENSION_MAXIMUM)},
    {"border-separation", SAME, 1, TWO(AF_P_BORDER_SEPARATION_BLOCK_PROGRESSION_DIRECTION, AF_P_BORDER_SEPARATION_INLINE_PROGRESSION_DIRECTION)},
    {"leader-length", SAME, 1, {AF_P_LEADER_LENGTH_MINIMUM, AF_P_LEADER_LENGTH_OPTIMUM, AF_P_LEADER_LENGTH_MAXIMUM, AF_PROPERTY_COUNT}},
    {"keep-together", SAME, 1, TWO(AF_P_KEEP_TOGETHER_PAGE, AF_P_KEEP_TOGETHER_COLUMN)},
    {"keep-with-next", SAME, 1, TWO(AF_P_KEEP_WITH_NEXT_PAGE, AF_P_KEEP_WITH_NEXT_COLUMN)},
    {"keep-with-previous", SAME, 1, TWO(AF_P_KEEP_WITH_PREVIOUS_PAGE, AF_P_KEEP_WITH_PREVIOUS_COLUMN)},
    {"page-break-before", COMPLEX, 1, ONE(AF_P_BREAK_BEFORE)},
    {"page-break-after", COMPLEX, 1, ONE(AF_P_BREAK_AFTER)},
    {"page-break-inside", COMPLEX, 1, ONE(AF_P_KEEP_TOGETHER_PAGE)},
    {"white-space", COMPLEX, 1, ONE(AF_P_WRAP_OPTION)},
    {"language", COMPLEX, 1, ONE(AF_P_LANGUAGE)},
    {"country", NOTHING, 1, NONE},
    {"script", NOTHING, 1, NONE},
};

/* Attributes that only refer: read from the element where they are needed. */
static const char references[] = " id index-class index-key ref-id ref-index-key internal-destination external-destination src "
                                 "content-type marker-class-name retrieve-class-name master-name master-reference flow-name flow-name-reference region-name character "
                                 "flow-map-name flow-map-reference region-name-reference active-state case-name case-title switch-to "
                                 "color-profile-name rendering-intent change-bar-class ";
/* Of aural media: without effect on what is drawn. */
static const char aural[] = " azimuth cue cue-after cue-before elevation pause pause-after pause-before pitch pitch-range play-during richness speak "
                            "speak-header speak-numeral speak-punctuation speech-rate stress voice-family volume ";
/* Known and not formatted: said once. */
static const char unsupported[] = " background-position border-spacing font position size vertical-align ";

static gboolean listed(const char *list, const char *name) {
    size_t length = strlen(name);
    for (const char *p = list; (p = strstr(p, name)); p += length) {
        if (p[-1] == ' ' && p[length] == ' ') return TRUE;
    }
    return FALSE;
}

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

/* The state of computing one style. */
typedef struct {
    AfValueContext value;
    gboolean given[AF_PROPERTY_COUNT];
    gboolean rtl; /* the object's start side is its right one */
} Compute;

static gboolean set_property(Compute *c, AfProperty property, const char *text) {
    AfValue value;
    c->value.property = property;
    c->value.em = property == AF_P_FONT_SIZE ? c->value.parent->value[AF_P_FONT_SIZE].number : c->value.out->value[AF_P_FONT_SIZE].number;
    if (!strcmp(text, "inherit")) {
        value = c->value.parent->value[property];
    } else if (!af_value_parse(&c->value, text, &value)) {
        return FALSE;
    }
    c->value.out->value[property] = value;
    c->given[property] = TRUE;
    return TRUE;
}

/* The words of a value; what is between parentheses is one, as in rgb(1, 2, 3). */
static GStrv split_words(const char *text) {
    GPtrArray *words = g_ptr_array_new();
    for (const char *p = text; *p;) {
        while (g_ascii_isspace(*p)) p++;
        const char *start = p;
        for (int depth = 0; *p && (depth > 0 || !g_ascii_isspace(*p)); p++) depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
        if (p > start) g_ptr_array_add(words, g_strndup(start, (gsize)(p - start)));
    }
    g_ptr_array_add(words, NULL);
    return (GStrv)g_ptr_array_free(words, FALSE);
}

/* The table of shorthands says which relative sides the top, right, bottom and left ones are in lr-tb (5.3.1); in rl-tb
 * start and end trade places. */
static AfProperty corresponding(const Compute *c, const Shorthand *shorthand, int side) {
    static const AfProperty pairs[][2] = {{AF_P_BORDER_START_COLOR, AF_P_BORDER_END_COLOR},
                                          {AF_P_BORDER_START_STYLE, AF_P_BORDER_END_STYLE},
                                          {AF_P_BORDER_START_WIDTH, AF_P_BORDER_END_WIDTH},
                                          {AF_P_PADDING_START, AF_P_PADDING_END}};
    AfProperty target = shorthand->target[side];
    if (!c->rtl) return target;
    if (shorthand->how != SIDES_OF && !strstr(shorthand->name, "-left") && !strstr(shorthand->name, "-right")) return target;
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        if (target == pairs[i][0]) return pairs[i][1];
        if (target == pairs[i][1]) return pairs[i][0];
    }
    return target;
}

/* One to four values, clockwise from the top. */
static gboolean set_sides(Compute *c, const Shorthand *shorthand, const char *text) {
    static const int pick[5][SIDES] = {{0}, {0, 0, 0, 0}, {0, 1, 0, 1}, {0, 1, 2, 1}, {0, 1, 2, 3}};
    g_auto(GStrv) parts = split_words(text);
    guint count = g_strv_length(parts);
    if (count < 1 || count > SIDES) return FALSE;
    for (int side = 0; side < SIDES; side++) {
        if (!set_property(c, corresponding(c, shorthand, side), parts[pick[count][side]])) return FALSE;
    }
    return TRUE;
}

/* "width style color" in any order, for the sides whose width properties are named; the others of a side follow from the table. */
static gboolean set_border(Compute *c, const Shorthand *shorthand, const char *text) {
    g_auto(GStrv) parts = split_words(text);
    for (int side = 0; side < SIDES && shorthand->target[side] != AF_PROPERTY_COUNT; side++) {
        AfProperty width = corresponding(c, shorthand, side), style = width - 1, color = width - 2;
        c->value.out->value[style] = (AfValue){.kind = AF_V_KEYWORD, .keyword = AF_KW_NONE};
        c->value.out->value[color] = (AfValue){.kind = AF_V_KEYWORD};
        set_property(c, width, "medium");
        for (char **part = parts; *part; part++) {
            if (!set_property(c, style, *part) && !set_property(c, width, *part) && !set_property(c, color, *part)) return FALSE;
        }
    }
    return TRUE;
}

static gboolean set_white_space(Compute *c, const char *text) {
    gboolean pre = !strcmp(text, "pre"), nowrap = !strcmp(text, "nowrap");
    if (!pre && !nowrap && strcmp(text, "normal")) return FALSE;
    return set_property(c, AF_P_LINEFEED_TREATMENT, pre ? "preserve" : "treat-as-space") &&
           set_property(c, AF_P_WHITE_SPACE_COLLAPSE, pre ? "false" : "true") &&
           set_property(c, AF_P_WHITE_SPACE_TREATMENT, pre ? "preserve" : "ignore-if-surrounding-linefeed") &&
           set_property(c, AF_P_WRAP_OPTION, pre || nowrap ? "no-wrap" : "wrap");
}

/* language, script and country together are what xml:lang says in one. */
static gboolean set_language(Compute *c, const char *text) {
    g_autoptr(GString) tag = g_string_new(text);
    static const char *const parts[] = {"script", "country"};
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        xmlChar *part = xmlGetNoNsProp(c->value.xml, BAD_CAST parts[i]);
        if (part && xmlStrcmp(part, BAD_CAST "none") && xmlStrcmp(part, BAD_CAST "auto")) g_string_append_printf(tag, "-%s", (char *)part);
        xmlFree(part);
    }
    return set_property(c, AF_P_LANGUAGE, !strcmp(text, "none") ? "" : tag->str);
}

static gboolean set_complex(Compute *c, const Shorthand *shorthand, const char *text) {
    gboolean avoid = !strcmp(text, "avoid");
    switch (shorthand->target[0]) {
    case AF_P_WRAP_OPTION: return set_white_space(c, text);
    case AF_P_LANGUAGE: return set_language(c, text);
    case AF_P_BACKGROUND_COLOR: return !strcmp(text, "none") || set_property(c, AF_P_BACKGROUND_COLOR, text);
    case AF_P_KEEP_TOGETHER_PAGE: return set_property(c, AF_P_KEEP_TOGETHER_PAGE, avoid ? "always" : "auto");
    case AF_P_BREAK_BEFORE:
    case AF_P_BREAK_AFTER: {
        gboolean before = shorthand->target[0] == AF_P_BREAK_BEFORE;
        if (avoid) return set_property(c, before ? AF_P_KEEP_WITH_PREVIOUS_PAGE : AF_P_KEEP_WITH_NEXT_PAGE, "always");
        const char *value = !strcmp(text, "always") ? "page" : !strcmp(text, "left") ? "even-page" : !strcmp(text, "right") ? "odd-page" : text;
        return set_property(c, shorthand->target[0], value);
    }
    default: return FALSE;
    }
}

static gboolean set_all(Compute *c, const Shorthand *shorthand, const char *text) {
    for (int i = 0; i < SIDES && shorthand->target[i] != AF_PROPERTY_COUNT; i++) {
        if (!set_property(c, shorthand->target[i], text)) return FALSE;
    }
    return TRUE;
}

/* A value that is none changes nothing. */
static gboolean set_shorthand(Compute *c, const Shorthand *shorthand, const char *text) {
    if (shorthand->how == NOTHING) return TRUE;
    if (shorthand->how == SAME && shorthand->target[1] == AF_PROPERTY_COUNT) {
        return set_property(c, corresponding(c, shorthand, 0), text);
    }
    AfFoStyle before = *c->value.out;
    gboolean ok = shorthand->how == SIDES_OF ? set_sides(c, shorthand, text)
                  : shorthand->how == BORDER ? set_border(c, shorthand, text)
                  : shorthand->how == COMPLEX ? set_complex(c, shorthand, text)
                                              : set_all(c, shorthand, text);
    if (!ok) *c->value.out = before;
    return ok;
}

static void warn_once(AfFo *fo, const xmlNode *xml, AfCode code, const char *name, const char *where) {
    if (g_hash_table_contains(fo->warned, name)) return;
    g_hash_table_add(fo->warned, g_strdup(name));
    af_fo_report_xml(fo, xml, code, name, where);
}

enum { LEVELS = 5, LEVEL_LONGHAND = 4 };

/* One attribute at one level; what belongs to another level is left for it. */
static void apply_attribute(Compute *c, const char *name, const char *text, int level) {
    AfFo *fo = c->value.fo;
    const Shorthand *shorthand = shorthand_find(name);
    AfProperty property = shorthand ? AF_PROPERTY_COUNT : af_property_find(name);
    gboolean ok = TRUE;
    if (shorthand) {
        if (shorthand->level == level) ok = set_shorthand(c, shorthand, text);
    } else if (property != AF_PROPERTY_COUNT) {
        gboolean done = property == AF_P_FONT_SIZE || property == AF_P_WRITING_MODE; /* by compute_first */
        if (level == LEVEL_LONGHAND && !done) ok = set_property(c, property, text);
    } else if (level == LEVEL_LONGHAND && listed(unsupported, name)) {
        warn_once(fo, c->value.xml, AF_D_FO_UNSUPPORTED_PROPERTY, name, NULL);
    } else if (level == LEVEL_LONGHAND && !listed(references, name) && !listed(aural, name)) {
        warn_once(fo, c->value.xml, AF_D_FO_UNKNOWN_PROPERTY, name, (const char *)c->value.xml->name);
    }
    if (!ok) af_fo_report_xml(fo, c->value.xml, AF_D_FO_BAD_VALUE, name, text);
}

/* Margins of blocks are said in indents and spaces (5.3.2); those of pages and regions stay margins. */
static void margins_to_indents(Compute *c) {
    AfFoStyle *out = c->value.out;
    const AfFoStyle *parent = c->value.parent;
    static const AfProperty sides[2][4] = {
        {AF_P_START_INDENT, AF_P_PADDING_START, AF_P_BORDER_START_WIDTH, AF_P_BORDER_START_STYLE},
        {AF_P_END_INDENT, AF_P_PADDING_END, AF_P_BORDER_END_WIDTH, AF_P_BORDER_END_STYLE}};
    for (int i = 0; i < 2; i++) {
        const AfProperty *p = sides[i], margin = (i == 0) == !c->rtl ? AF_P_MARGIN_LEFT : AF_P_MARGIN_RIGHT;
        if (!c->given[margin] || c->given[p[0]]) continue;
        gboolean none = af_style_is(out, p[3], AF_KW_NONE) || af_style_is(out, p[3], AF_KW_HIDDEN);
        double border = none ? 0 : af_style_length(out, p[2], 0);
        AfValue *indent = &out->value[p[0]];
        *indent = parent->value[p[0]];
        indent->number += out->value[margin].kind == AF_V_LENGTH ? out->value[margin].number : 0;
        indent->percent += out->value[margin].percent;
        indent->number += border + af_style_length(out, p[1], 0);
    }
    if (c->given[AF_P_MARGIN_TOP] && !c->given[AF_P_SPACE_BEFORE]) out->value[AF_P_SPACE_BEFORE] = out->value[AF_P_MARGIN_TOP];
    if (c->given[AF_P_MARGIN_BOTTOM] && !c->given[AF_P_SPACE_AFTER]) out->value[AF_P_SPACE_AFTER] = out->value[AF_P_MARGIN_BOTTOM];
}

static char *attribute_text(const xmlNode *xml, const xmlAttr *attribute) {
    xmlChar *value = xmlNodeListGetString(xml->doc, attribute->children, 1);
    char *text = g_strstrip(g_strdup(value ? (char *)value : ""));
    xmlFree(value);
    return text;
}

/* Properties that XSL-FO does not have are attributes in the documents' namespace. */
static gboolean is_extension(const xmlAttr *attribute) {
    return attribute->ns && !strcmp((const char *)attribute->ns->href, DOCUMENT_NS) && !strcmp((const char *)attribute->name, "word-break");
}

static gboolean is_lang(const xmlAttr *attribute) {
    return attribute->ns && !strcmp((const char *)attribute->ns->prefix, "xml") && !strcmp((const char *)attribute->name, "lang");
}

static gboolean value_equal(const AfValue *a, const AfValue *b) {
    if (a->kind != b->kind) return FALSE;
    switch (a->kind) {
    case AF_V_KEYWORD: return a->keyword == b->keyword;
    case AF_V_COLOR: return a->color == b->color;
    case AF_V_STRING: return !g_strcmp0(a->string, b->string);
    default: return a->number == b->number && a->percent == b->percent;
    }
}

/* What is read, but formatted only as its initial value (or as the optimum, which stands before it in the table). */
static void warn_not_formatted(Compute *c) {
    const AfFoStyle *style = c->value.out;
    for (int i = 0; i < AF_PROPERTY_COUNT; i++) {
        AfPropertySupport support = af_property_support((AfProperty)i);
        if (!c->given[i] || (support != AF_S_INITIAL && support != AF_S_OPTIMUM)) continue;
        if (value_equal(&style->value[i], &c->value.fo->initial->value[i])) continue;
        if (support == AF_S_OPTIMUM && value_equal(&style->value[i], &style->value[af_property_optimum((AfProperty)i)])) continue;
        warn_once(c->value.fo, c->value.xml, AF_D_FO_UNSUPPORTED_PROPERTY, af_property_name((AfProperty)i), NULL);
    }
}

/* Those of a third dimension are drawn as solid lines. */
static void warn_rule_styles(Compute *c) {
    static const AfProperty styles[] = {AF_P_BORDER_BEFORE_STYLE, AF_P_BORDER_AFTER_STYLE, AF_P_BORDER_START_STYLE, AF_P_BORDER_END_STYLE, AF_P_RULE_STYLE};
    for (size_t i = 0; i < G_N_ELEMENTS(styles); i++) {
        AfKeyword style = af_style_keyword(c->value.out, styles[i]);
        gboolean relief = style == AF_KW_GROOVE || style == AF_KW_RIDGE || style == AF_KW_INSET || style == AF_KW_OUTSET;
        if (relief) warn_once(c->value.fo, c->value.xml, AF_D_FO_UNSUPPORTED_PROPERTY, af_property_name(styles[i]), NULL);
    }
}

/* Pages that go down in columns are set as if they did not; only what stands in a line has an embedding of its own. */
static void warn_directions(Compute *c) {
    static const char *const names[] = {"bidi-override", "inline", "basic-link", "wrapper"};
    AfKeyword mode = af_style_keyword(c->value.out, AF_P_WRITING_MODE);
    gboolean vertical = mode == AF_KW_TB_RL || mode == AF_KW_TB_LR || mode == AF_KW_TB;
    if (c->given[AF_P_WRITING_MODE] && vertical) {
        warn_once(c->value.fo, c->value.xml, AF_D_FO_UNSUPPORTED_PROPERTY, af_property_name(AF_P_WRITING_MODE), NULL);
    }
    if (af_style_is(c->value.out, AF_P_UNICODE_BIDI, AF_KW_NORMAL)) return;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (!strcmp((const char *)c->value.xml->name, names[i])) return;
    }
    warn_once(c->value.fo, c->value.xml, AF_D_FO_UNSUPPORTED_PROPERTY, af_property_name(AF_P_UNICODE_BIDI), NULL);
}

/* Objects whose areas are reference areas: their writing-mode is for what is in them, their own sides are those of what
 * they stand in (4.2.3). */
static gboolean is_reference_area(const xmlNode *xml) {
    const char *name = (const char *)xml->name;
    return !strcmp(name, "block-container") || !strcmp(name, "table-cell") || g_str_has_prefix(name, "region-");
}

/* A writing-mode brings the direction of the text that it is for. */
static void set_direction(AfFoStyle *style) {
    AfKeyword direction = af_style_is_rtl(style) ? AF_KW_RTL : AF_KW_LTR;
    style->value[AF_P_DIRECTION] = (AfValue){.kind = AF_V_KEYWORD, .keyword = direction};
}

/* Values that others are read against. */
static void compute_first(Compute *c) {
    static const struct {
        AfProperty property;
        const char *name;
    } first[] = {{AF_P_FONT_SIZE, "font-size"}, {AF_P_WRITING_MODE, "writing-mode"}};
    const xmlNode *xml = c->value.xml;
    for (size_t i = 0; i < G_N_ELEMENTS(first); i++) {
        xmlChar *text = xmlGetNoNsProp(xml, BAD_CAST first[i].name);
        gboolean ok = !text || set_property(c, first[i].property, g_strstrip((char *)text));
        if (!ok) af_fo_report_xml(c->value.fo, xml, AF_D_FO_BAD_VALUE, first[i].name, (char *)text);
        xmlFree(text);
    }
    c->rtl = af_style_is_rtl(is_reference_area(xml) ? c->value.parent : c->value.out);
    if (c->given[AF_P_WRITING_MODE]) set_direction(c->value.out);
}

static void compute(AfFo *fo, const xmlNode *xml, const AfFoStyle *parent, AfFoStyle *out) {
    Compute c = {.value = {.fo = fo, .xml = xml, .parent = parent, .out = out}};
    for (int i = 0; i < AF_PROPERTY_COUNT; i++) out->value[i] = af_property_inherited(i) ? parent->value[i] : fo->initial->value[i];
    compute_first(&c);
    for (int level = 0; level < LEVELS; level++) {
        for (const xmlAttr *a = xml->properties; a; a = a->next) {
            if (a->ns && !is_lang(a) && !is_extension(a)) continue;
            g_autofree char *text = attribute_text(xml, a);
            if (is_extension(a)) {
                gboolean ok = level > 0 || set_property(&c, AF_P_WORD_BREAK, text);
                if (!ok) af_fo_report_xml(fo, xml, AF_D_FO_BAD_VALUE, af_property_name(AF_P_WORD_BREAK), text);
            } else if (is_lang(a)) {
                set_property(&c, AF_P_LANGUAGE, text);
            } else {
                apply_attribute(&c, (const char *)a->name, text, level);
            }
        }
    }
    margins_to_indents(&c);
    warn_not_formatted(&c);
    warn_rule_styles(&c);
    warn_directions(&c);
}

/* Everything that a style depends on: the parent's style and the attributes that are properties. */
static char *cache_key(const xmlNode *xml, const AfFoStyle *parent) {
    GString *key = g_string_sized_new(128);
    g_string_append_printf(key, "%d", parent->id);
    for (const xmlAttr *a = xml->properties; a; a = a->next) {
        if ((a->ns && !is_lang(a) && !is_extension(a)) || listed(references, (const char *)a->name)) continue;
        g_string_append_c(key, '\1');
        g_string_append(key, (const char *)a->name);
        g_string_append_c(key, '\2');
        if (a->children && a->children->content) g_string_append(key, (const char *)a->children->content);
    }
    return g_string_free(key, FALSE);
}

static AfFoStyle *style_new(AfFo *fo) {
    AfFoStyle *style = g_new0(AfFoStyle, 1);
    style->id = (int)fo->styles->len;
    g_ptr_array_add(fo->styles, style);
    return style;
}

static void make_initial(AfFo *fo, const xmlNode *xml) {
    fo->initial = style_new(fo);
    AfValueContext ctx = {.fo = fo, .xml = xml, .parent = fo->initial, .out = fo->initial, .em = 12};
    for (int i = 0; i < AF_PROPERTY_COUNT; i++) {
        ctx.property = (AfProperty)i;
        gboolean ok = af_value_parse(&ctx, af_property_initial(i), &fo->initial->value[i]);
        g_assert(ok);
    }
}

const AfFoStyle *af_style_written(AfFo *fo, const AfFoStyle *style, const AfFoStyle *region) {
    const AfValue *mode = &region->value[AF_P_WRITING_MODE];
    if (mode->keyword == style->value[AF_P_WRITING_MODE].keyword) return style;
    g_autofree char *key = g_strdup_printf("%d\3%d", style->id, (int)mode->keyword);
    AfFoStyle *written = g_hash_table_lookup(fo->style_cache, key);
    if (!written) {
        written = style_new(fo);
        memcpy(written->value, style->value, sizeof written->value);
        written->value[AF_P_WRITING_MODE] = *mode;
        set_direction(written);
        g_hash_table_insert(fo->style_cache, g_steal_pointer(&key), written);
    }
    return written;
}

const AfFoStyle *af_style_get(AfFo *fo, const xmlNode *xml, const AfFoStyle *parent) {
    if (!fo->initial) make_initial(fo, xml);
    if (!parent) parent = fo->initial;
    g_autofree char *key = cache_key(xml, parent);
    AfFoStyle *style = g_hash_table_lookup(fo->style_cache, key);
    if (!style) {
        style = style_new(fo);
        compute(fo, xml, parent, style);
        g_hash_table_insert(fo->style_cache, g_steal_pointer(&key), style);
    }
    return style;
}

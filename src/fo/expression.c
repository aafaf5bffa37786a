/* Expressions and the core functions: XSL 1.1 sections 5.9 and 5.10. */
#include "fo/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_DEPTH 64

typedef struct {
    AfValueContext *ctx;
    const char *p;
    int depth;
} Parser;

static gboolean parse_sum(Parser *parser, AfOperand *out);

static void skip_space(Parser *parser) {
    while (g_ascii_isspace(*parser->p)) parser->p++;
}

static gboolean accept(Parser *parser, char c) {
    skip_space(parser);
    if (*parser->p != c) return FALSE;
    parser->p++;
    return TRUE;
}

/* ---- numbers and units (5.9.11, 5.9.13) */

typedef struct {
    const char *name;
    double points;
} Unit;

static const Unit units[] = {
    {"pt", 1.0}, {"mm", 72.0 / 25.4}, {"cm", 72.0 / 2.54}, {"in", 72.0}, {"pc", 12.0}, {"px", AF_PIXEL},
    {"mpt", 0.001}, /* not of XSL, but others read it */
};

static gboolean unit_points(const AfValueContext *ctx, const char *name, size_t length, double *points) {
    if (length == 2 && !g_ascii_strncasecmp(name, "em", 2)) return *points = ctx->em, TRUE;
    if (length == 2 && !g_ascii_strncasecmp(name, "ex", 2)) return *points = ctx->em / 2, TRUE;
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (strlen(units[i].name) == length && !g_ascii_strncasecmp(units[i].name, name, length)) return *points = units[i].points, TRUE;
    }
    return FALSE;
}

/* A number with its unit. Not strtod: it would take "inf", "0x1" and the exponent of "1em". */
static gboolean parse_number(Parser *parser, AfOperand *out) {
    const char *start = parser->p;
    while (g_ascii_isdigit(*parser->p)) parser->p++;
    if (*parser->p == '.') parser->p++;
    while (g_ascii_isdigit(*parser->p)) parser->p++;
    if (parser->p - start > 30 || (parser->p - start == 1 && *start == '.')) return FALSE;
    g_autofree char *digits = g_strndup(start, (gsize)(parser->p - start));
    double number = g_ascii_strtod(digits, NULL);
    *out = (AfOperand){0};
    if (*parser->p == '%') {
        parser->p++;
        out->percent = number;
        out->power = 1;
        return TRUE;
    }
    const char *unit = parser->p;
    while (g_ascii_isalpha(*parser->p)) parser->p++;
    if (parser->p == unit) return out->points = number, TRUE;
    double points;
    if (!unit_points(parser->ctx, unit, (size_t)(parser->p - unit), &points)) return FALSE;
    out->points = number * points;
    out->power = 1;
    return TRUE;
}

/* ---- functions */

static const AfFoStyle *ancestor(const AfFoStyle *style, AfFoElement element) {
    while (style && style->element != (int)element) style = style->parent;
    return style;
}

/* body-start() and label-end() (5.10.4): from the start-indent of the list-item around, which is the list-block's unless it
 * has one of its own; outside of lists as if the parent were one. */
static gboolean list_function(Parser *parser, gboolean body, AfOperand *out) {
    const AfFoStyle *parent = parser->ctx->parent, *style = ancestor(parent, AF_FO_LIST_ITEM);
    if (!style) style = ancestor(parent, AF_FO_LIST_BLOCK);
    if (!style) style = parent;
    const AfValue *start = &style->value[AF_P_START_INDENT], *distance = &style->value[AF_P_PROVISIONAL_DISTANCE];
    const AfValue *separation = &style->value[AF_P_PROVISIONAL_SEPARATION];
    *out = (AfOperand){start->number + distance->number, start->percent + distance->percent, 1, FALSE};
    if (!body) {
        out->points = separation->number - out->points;
        out->percent = 100 + separation->percent - out->percent;
    }
    return accept(parser, ')');
}

/* What stands until the parenthesis closes, without quotes. */
static char *name_argument(const char **p) {
    const char *start = *p;
    while (**p && **p != ')' && **p != ',') (*p)++;
    char *name = g_strstrip(g_strndup(start, (gsize)(*p - start)));
    size_t length = strlen(name);
    if (length > 1 && (*name == '"' || *name == '\'') && name[length - 1] == *name) {
        name[length - 1] = '\0';
        memmove(name, name + 1, length - 1);
    }
    return name;
}

/* The value of the closest ancestor on which the property was given, or the initial one. */
static const AfValue *nearest_specified(const AfValueContext *ctx, AfProperty property) {
    for (const AfFoStyle *style = ctx->parent; style; style = style->parent) {
        if (af_style_given(style, property)) return &style->value[property];
    }
    return &ctx->fo->initial->value[property];
}

/* What a property value function says of a property (5.10.4); NULL if there is no such function or nothing is said. */
static const AfValue *reference(const AfValueContext *ctx, const char *function, AfProperty property) {
    if (!strcmp(function, "from-parent")) return &ctx->parent->value[property];
    if (!strcmp(function, "from-nearest-specified-value")) return nearest_specified(ctx, property);
    if (!strcmp(function, "inherited-property-value")) return af_property_inherited(property) ? &ctx->parent->value[property] : NULL;
    if (strcmp(function, "from-table-column")) return NULL;
    return &af_table_column_style(ctx->fo, ctx->xml, ctx->parent)->value[property];
}

static gboolean is_reference(const char *function) {
    static const char *const names[] = {"from-parent", "from-nearest-specified-value", "inherited-property-value", "from-table-column", NULL};
    return g_strv_contains(names, function);
}

static const AfValue *reference_named(const AfValueContext *ctx, const char *function, const char *name) {
    AfProperty property = *name ? af_property_named(name, af_style_is_rtl(ctx->out)) : ctx->property;
    return property == AF_PROPERTY_COUNT ? NULL : reference(ctx, function, property);
}

static gboolean reference_function(Parser *parser, const char *function, AfOperand *out) {
    g_autofree char *name = name_argument(&parser->p);
    const AfValue *value = reference_named(parser->ctx, function, name);
    if (!value || (value->kind != AF_V_LENGTH && value->kind != AF_V_NUMBER)) return FALSE;
    *out = (AfOperand){.points = value->number, .percent = value->percent, .power = value->kind == AF_V_LENGTH};
    return accept(parser, ')');
}

static gboolean one_argument(const char *name, AfOperand *out) {
    if (!strcmp(name, "proportional-column-width")) {
        out->proportion = TRUE;
        return out->power == 0 && out->points > 0;
    }
    if (out->percent != 0) { /* of what is not known yet; only its sign is */
        if (strcmp(name, "abs") || out->points != 0) return FALSE;
        return out->percent = fabs(out->percent), TRUE;
    }
    if (!strcmp(name, "abs")) return out->points = fabs(out->points), TRUE;
    if (!strcmp(name, "floor")) return out->points = floor(out->points), TRUE;
    if (!strcmp(name, "ceiling")) return out->points = ceil(out->points), TRUE;
    if (!strcmp(name, "round")) return out->points = floor(out->points + 0.5), TRUE;
    return FALSE;
}

/* The greater or the smaller of two: of points, or of percentages of the same. */
static gboolean two_arguments(const char *name, AfOperand *out, const AfOperand *second) {
    gboolean most = !strcmp(name, "max");
    if (!most && strcmp(name, "min")) return FALSE;
    if (second->power != out->power || out->proportion || second->proportion) return FALSE;
    double points = out->points - second->points, percent = out->percent - second->percent;
    if (points * percent < 0) return FALSE; /* not known before the page is laid out */
    gboolean first = most ? points >= 0 && percent >= 0 : points <= 0 && percent <= 0;
    if (!first) *out = *second;
    return TRUE;
}

static gboolean parse_function(Parser *parser, AfOperand *out) {
    const char *start = parser->p;
    while (g_ascii_isalnum(*parser->p) || *parser->p == '-') parser->p++;
    g_autofree char *name = g_strndup(start, (gsize)(parser->p - start));
    if (!accept(parser, '(')) return FALSE;
    if (!strcmp(name, "body-start")) return list_function(parser, TRUE, out);
    if (!strcmp(name, "label-end")) return list_function(parser, FALSE, out);
    if (is_reference(name)) return reference_function(parser, name, out);
    AfOperand second;
    if (!parse_sum(parser, out)) return FALSE;
    gboolean two = accept(parser, ',');
    if ((two && !parse_sum(parser, &second)) || !accept(parser, ')')) return FALSE;
    return two ? two_arguments(name, out, &second) : one_argument(name, out);
}

/* ---- operators (5.9.1: from the weakest) */

static gboolean parse_factor(Parser *parser, AfOperand *out) {
    if (++parser->depth > MOST_DEPTH) return FALSE;
    gboolean ok;
    if (accept(parser, '-')) {
        ok = parse_factor(parser, out);
        if (ok) {
            out->points = -out->points;
            out->percent = -out->percent;
        }
    } else if (accept(parser, '+')) {
        ok = parse_factor(parser, out);
    } else if (accept(parser, '(')) {
        ok = parse_sum(parser, out) && accept(parser, ')');
    } else if (g_ascii_isdigit(*parser->p) || *parser->p == '.') {
        ok = parse_number(parser, out);
    } else {
        ok = g_ascii_isalpha(*parser->p) && parse_function(parser, out);
    }
    parser->depth--;
    return ok;
}

static gboolean accept_word(Parser *parser, const char *word) {
    skip_space(parser);
    size_t length = strlen(word);
    if (strncmp(parser->p, word, length) || g_ascii_isalpha(parser->p[length])) return FALSE;
    parser->p += length;
    return TRUE;
}

static gboolean multiply(AfOperand *out, const AfOperand *right) {
    if (out->power + right->power > 1) return FALSE;
    AfOperand length = out->power ? *out : *right;
    double factor = out->power ? right->points : out->points;
    gboolean proportion = out->proportion != right->proportion;
    *out = (AfOperand){length.points * factor, length.percent * factor, length.power, proportion};
    return TRUE;
}

static gboolean divide(AfOperand *out, const AfOperand *right) {
    if (right->power > out->power) return FALSE;
    if (right->percent != 0) { /* percentages of the same */
        if (out->points != 0 || right->points != 0) return FALSE;
        return *out = (AfOperand){out->percent / right->percent, 0, 0, FALSE}, TRUE;
    }
    if (right->points == 0 || (right->power == 1 && out->percent != 0)) return FALSE;
    *out = (AfOperand){out->points / right->points, out->percent / right->points, out->power - right->power, FALSE};
    return TRUE;
}

static gboolean parse_product(Parser *parser, AfOperand *out) {
    if (!parse_factor(parser, out)) return FALSE;
    for (;;) {
        AfOperand right;
        gboolean ok;
        if (accept(parser, '*')) {
            ok = parse_factor(parser, &right) && multiply(out, &right);
        } else if (accept_word(parser, "div")) {
            ok = parse_factor(parser, &right) && divide(out, &right);
        } else if (accept_word(parser, "mod")) {
            ok = parse_factor(parser, &right) && right.percent == 0 && out->percent == 0 && right.points != 0;
            if (ok) *out = (AfOperand){fmod(out->points, right.points), 0, out->power, FALSE};
        } else {
            return TRUE;
        }
        if (!ok) return FALSE;
    }
}

static gboolean parse_sum(Parser *parser, AfOperand *out) {
    if (!parse_product(parser, out)) return FALSE;
    for (;;) {
        AfOperand right;
        double sign = accept(parser, '+') ? 1 : accept(parser, '-') ? -1 : 0;
        if (sign == 0) return TRUE;
        if (!parse_product(parser, &right) || right.power != out->power || right.proportion || out->proportion) return FALSE;
        out->points += sign * right.points;
        out->percent += sign * right.percent;
    }
}

gboolean af_expression(AfValueContext *ctx, const char *text, AfOperand *out) {
    Parser parser = {ctx, text, 0};
    *out = (AfOperand){0};
    if (!parse_sum(&parser, out)) return FALSE;
    skip_space(&parser);
    if (*parser.p != '\0' || !isfinite(out->points) || !isfinite(out->percent)) return FALSE;
    return fabs(out->points) <= (out->power ? AF_MOST_POINTS : 1e7) && fabs(out->percent) <= 1e7;
}

/* system-font(): here all system fonts are the initial font at 10 points. */
static const AfValue *system_font(const AfValueContext *ctx, const char *arguments) {
    static const AfValue size = {.kind = AF_V_LENGTH, .number = 10};
    g_auto(GStrv) parts = g_strsplit(arguments, ",", 2);
    if (!parts[0]) return NULL;
    AfProperty property = parts[1] ? af_property_find(g_strstrip(parts[1])) : ctx->property;
    switch (property) {
    case AF_P_FONT_SIZE: return &size;
    case AF_P_FONT_FAMILY: case AF_P_FONT_STYLE: case AF_P_FONT_VARIANT: case AF_P_FONT_WEIGHT: case AF_P_FONT_STRETCH:
    case AF_P_FONT_SIZE_ADJUST: return &ctx->fo->initial->value[property];
    default: return NULL;
    }
}

const AfValue *af_reference_value(const AfValueContext *ctx, const char *text) {
    const char *open = strchr(text, '(');
    size_t length = strlen(text);
    if (!open || !g_ascii_isalpha(*text) || text[length - 1] != ')') return NULL;
    g_autofree char *function = g_strstrip(g_strndup(text, (gsize)(open - text)));
    if (!strcmp(function, "system-font")) {
        g_autofree char *arguments = g_strndup(open + 1, length - (size_t)(open + 1 - text) - 1);
        return system_font(ctx, arguments);
    }
    const char *p = open + 1;
    g_autofree char *name = is_reference(function) ? name_argument(&p) : NULL;
    return name && p == text + length - 1 ? reference_named(ctx, function, name) : NULL;
}

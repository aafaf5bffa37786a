/* Property values: XSL 1.1 section 5.9 (expressions), 5.10 (core functions), 5.11 (datatypes). */
#include "fo/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An operand of an expression: a number (power 0) or a length (power 1) of points and percent. */
typedef struct {
    double points, percent;
    int power;
    gboolean proportion; /* of proportional-column-width() */
} Operand;

typedef struct {
    const AfValueContext *ctx;
    const char *p;
    int depth;
} Parser;

static gboolean parse_sum(Parser *parser, Operand *out);

static void skip_space(Parser *parser) {
    while (g_ascii_isspace(*parser->p)) parser->p++;
}

static gboolean accept(Parser *parser, char c) {
    skip_space(parser);
    if (*parser->p != c) return FALSE;
    parser->p++;
    return TRUE;
}

typedef struct {
    const char *name;
    double points;
} Unit;

static const Unit units[] = {
    {"pt", 1.0}, {"mm", 72.0 / 25.4}, {"cm", 72.0 / 2.54}, {"in", 72.0}, {"pc", 12.0}, {"px", 0.75},
};

static gboolean unit_points(const AfValueContext *ctx, const char *name, size_t length, double *points) {
    if (length == 2 && !strncmp(name, "em", 2)) return *points = ctx->em, TRUE;
    if (length == 2 && !strncmp(name, "ex", 2)) return *points = ctx->em / 2, TRUE;
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (strlen(units[i].name) == length && !strncmp(units[i].name, name, length)) return *points = units[i].points, TRUE;
    }
    return FALSE;
}

/* A number with its unit. Not strtod: it would take "inf", "0x1" and the exponent of "1em". */
static gboolean parse_number(Parser *parser, Operand *out) {
    const char *start = parser->p;
    while (g_ascii_isdigit(*parser->p)) parser->p++;
    if (*parser->p == '.') parser->p++;
    while (g_ascii_isdigit(*parser->p)) parser->p++;
    if (parser->p - start > 30 || (parser->p - start == 1 && *start == '.')) return FALSE;
    g_autofree char *digits = g_strndup(start, (gsize)(parser->p - start));
    double number = g_ascii_strtod(digits, NULL);
    *out = (Operand){0};
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

/* body-start() and label-end(): XSL 1.1 section 7.30.11; the list-block's start-indent is the parent's here. */
static gboolean list_function(Parser *parser, gboolean body, Operand *out) {
    const AfFoStyle *style = parser->ctx->parent;
    double start = af_style_length(style, AF_P_START_INDENT, 0);
    double distance = af_style_length(style, AF_P_PROVISIONAL_DISTANCE, 0);
    double separation = af_style_length(style, AF_P_PROVISIONAL_SEPARATION, 0);
    *out = (Operand){.power = 1};
    if (body) {
        out->points = start + distance;
    } else {
        out->percent = 100;
        out->points = -(start + distance - separation);
    }
    return accept(parser, ')');
}

/* inherited-property-value(), from-parent(): the parent's computed value, of the same property if none is named. */
static gboolean parent_function(Parser *parser, Operand *out) {
    skip_space(parser);
    const char *start = parser->p;
    while (*parser->p && *parser->p != ')') parser->p++;
    g_autofree char *name = g_strstrip(g_strndup(start, (gsize)(parser->p - start)));
    AfProperty property = *name ? af_property_find(name) : parser->ctx->property;
    if (property == AF_PROPERTY_COUNT) return FALSE;
    const AfValue *value = &parser->ctx->parent->value[property];
    if (value->kind != AF_V_LENGTH && value->kind != AF_V_NUMBER) return FALSE;
    *out = (Operand){.points = value->number, .percent = value->percent, .power = value->kind == AF_V_LENGTH};
    return accept(parser, ')');
}

static gboolean numeric_function(Parser *parser, const char *name, Operand *out) {
    Operand second = {0};
    if (!parse_sum(parser, out)) return FALSE;
    gboolean two = accept(parser, ',');
    if (two && !parse_sum(parser, &second)) return FALSE;
    if (!accept(parser, ')')) return FALSE;
    if (two && (second.power != out->power || out->percent != 0 || second.percent != 0)) return FALSE;
    if (!strcmp(name, "max") && two) return out->points = MAX(out->points, second.points), TRUE;
    if (!strcmp(name, "min") && two) return out->points = MIN(out->points, second.points), TRUE;
    if (two) return FALSE;
    if (!strcmp(name, "abs")) return out->points = fabs(out->points), TRUE;
    if (!strcmp(name, "floor")) return out->points = floor(out->points), TRUE;
    if (!strcmp(name, "ceiling")) return out->points = ceil(out->points), TRUE;
    if (!strcmp(name, "round")) return out->points = floor(out->points + 0.5), TRUE;
    if (!strcmp(name, "proportional-column-width")) return out->proportion = TRUE, out->power == 0 && out->points > 0;
    return FALSE;
}

static gboolean parse_function(Parser *parser, Operand *out) {
    const char *start = parser->p;
    while (g_ascii_isalnum(*parser->p) || *parser->p == '-') parser->p++;
    g_autofree char *name = g_strndup(start, (gsize)(parser->p - start));
    if (!accept(parser, '(')) return FALSE;
    if (!strcmp(name, "body-start")) return list_function(parser, TRUE, out);
    if (!strcmp(name, "label-end")) return list_function(parser, FALSE, out);
    if (!strcmp(name, "inherited-property-value") || !strcmp(name, "from-parent") || !strcmp(name, "from-nearest-specified-value"))
        return parent_function(parser, out);
    return numeric_function(parser, name, out);
}

static gboolean parse_factor(Parser *parser, Operand *out) {
    if (++parser->depth > 64) return FALSE;
    gboolean ok;
    if (accept(parser, '-')) {
        ok = parse_factor(parser, out);
        out->points = -out->points;
        out->percent = -out->percent;
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

static gboolean parse_product(Parser *parser, Operand *out) {
    if (!parse_factor(parser, out)) return FALSE;
    for (;;) {
        Operand right;
        if (accept(parser, '*')) {
            if (!parse_factor(parser, &right) || out->power + right.power > 1) return FALSE;
            Operand length = out->power ? *out : right;
            double factor = out->power ? right.points : out->points;
            *out = (Operand){length.points * factor, length.percent * factor, length.power, FALSE};
        } else if (accept_word(parser, "div")) {
            if (!parse_factor(parser, &right) || right.power > out->power || right.percent != 0 || right.points == 0) return FALSE;
            *out = (Operand){out->points / right.points, out->percent / right.points, out->power - right.power, FALSE};
        } else if (accept_word(parser, "mod")) {
            if (!parse_factor(parser, &right) || right.percent != 0 || out->percent != 0 || right.points == 0) return FALSE;
            *out = (Operand){fmod(out->points, right.points), 0, out->power, FALSE};
        } else {
            return TRUE;
        }
    }
}

static gboolean parse_sum(Parser *parser, Operand *out) {
    if (!parse_product(parser, out)) return FALSE;
    for (;;) {
        Operand right;
        double sign = accept(parser, '+') ? 1 : accept(parser, '-') ? -1 : 0;
        if (sign == 0) return TRUE;
        if (!parse_product(parser, &right) || right.power != out->power) return FALSE;
        out->points += sign * right.points;
        out->percent += sign * right.percent;
    }
}

static gboolean parse_expression(const AfValueContext *ctx, const char *text, Operand *out) {
    Parser parser = {ctx, text, 0};
    if (!parse_sum(&parser, out)) return FALSE;
    skip_space(&parser);
    if (*parser.p != '\0' || !isfinite(out->points) || !isfinite(out->percent)) return FALSE;
    return fabs(out->points) <= (out->power ? AF_MOST_POINTS : 1e7) && fabs(out->percent) <= 1e7;
}

/* Keywords that are lengths: border widths (7.8.9) and font sizes (7.9.4, a scale of 1.2). */
static gboolean keyword_length(const AfValueContext *ctx, const char *text, double *points) {
    static const Unit widths[] = {{"thin", 0.5}, {"medium", 1}, {"thick", 2}};
    static const Unit sizes[] = {{"xx-small", 6.9}, {"x-small", 8.3}, {"small", 10}, {"medium", 12},
                                 {"large", 14.4},   {"x-large", 17.3}, {"xx-large", 20.7}};
    gboolean font = ctx->property == AF_P_FONT_SIZE;
    const Unit *table = font ? sizes : widths;
    size_t count = font ? G_N_ELEMENTS(sizes) : G_N_ELEMENTS(widths);
    for (size_t i = 0; i < count; i++) {
        if (!strcmp(table[i].name, text)) return *points = table[i].points, TRUE;
    }
    if (font && !strcmp(text, "larger")) return *points = ctx->em * 1.2, TRUE;
    if (font && !strcmp(text, "smaller")) return *points = ctx->em / 1.2, TRUE;
    return FALSE;
}

static double line_height(const AfFoStyle *style) {
    const AfValue *value = &style->value[AF_P_LINE_HEIGHT];
    if (value->kind == AF_V_LENGTH) return value->number;
    return style->value[AF_P_FONT_SIZE].number * (value->kind == AF_V_NUMBER ? value->number : 1.2);
}

static gboolean is_line_height(AfProperty property) {
    return property == AF_P_LINE_HEIGHT || property == AF_P_LINE_HEIGHT_MINIMUM || property == AF_P_LINE_HEIGHT_MAXIMUM;
}

static gboolean parse_length(const AfValueContext *ctx, const char *text, AfValue *value) {
    double points;
    if (af_property_allows(ctx->property, text)) {
        if (keyword_length(ctx, text, &points)) {
            *value = (AfValue){.kind = AF_V_LENGTH, .number = points};
        } else {
            *value = (AfValue){.kind = AF_V_KEYWORD, .keyword = af_keyword_find(text)};
        }
        return TRUE;
    }
    Operand operand;
    if (!parse_expression(ctx, text, &operand)) return FALSE;
    if (operand.proportion) {
        *value = (AfValue){.kind = AF_V_PROPORTION, .number = operand.points};
        return ctx->property == AF_P_COLUMN_WIDTH;
    }
    gboolean line = is_line_height(ctx->property);
    if (line && operand.power == 0) {
        *value = (AfValue){.kind = AF_V_NUMBER, .number = operand.points};
        return operand.points >= 0;
    }
    if (operand.power == 0 && operand.points != 0) return FALSE;
    if (af_property_type(ctx->property) == AF_T_SIZE && (operand.points < 0 || operand.percent < 0)) return FALSE;
    *value = (AfValue){.kind = AF_V_LENGTH, .number = operand.points, .percent = operand.percent};
    /* Percentages of the font size and of the parent's line-height are known at once. */
    gboolean of_font = ctx->property == AF_P_FONT_SIZE || line;
    if (of_font || ctx->property == AF_P_BASELINE_SHIFT) {
        value->number += value->percent / 100 * (of_font ? ctx->em : line_height(ctx->parent));
        value->number = CLAMP(value->number, -AF_MOST_POINTS, AF_MOST_POINTS);
        value->percent = 0;
    }
    return TRUE;
}

static gboolean parse_weight(const AfValueContext *ctx, const char *text, AfValue *value) {
    double parent = ctx->parent->value[AF_P_FONT_WEIGHT].number;
    static const Unit names[] = {{"normal", 400}, {"bold", 700}};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (!strcmp(text, names[i].name)) return *value = (AfValue){.kind = AF_V_NUMBER, .number = names[i].points}, TRUE;
    }
    if (!strcmp(text, "bolder")) return *value = (AfValue){.kind = AF_V_NUMBER, .number = MIN(parent + 300, 900)}, TRUE;
    if (!strcmp(text, "lighter")) return *value = (AfValue){.kind = AF_V_NUMBER, .number = MAX(parent - 300, 100)}, TRUE;
    Operand operand;
    if (!parse_expression(ctx, text, &operand) || operand.power != 0 || operand.points < 1 || operand.points > 1000) return FALSE;
    *value = (AfValue){.kind = AF_V_NUMBER, .number = operand.points};
    return TRUE;
}

static gboolean parse_plain_number(const AfValueContext *ctx, const char *text, AfValue *value) {
    if (ctx->property == AF_P_FONT_WEIGHT) return parse_weight(ctx, text, value);
    if (af_property_allows(ctx->property, text)) {
        *value = (AfValue){.kind = AF_V_KEYWORD, .keyword = af_keyword_find(text)};
        return TRUE;
    }
    Operand operand;
    if (!parse_expression(ctx, text, &operand) || operand.power != 0) return FALSE;
    *value = (AfValue){.kind = AF_V_NUMBER, .number = operand.points};
    return TRUE;
}

/* Degrees, with or without their unit (5.11: <angle>; reference-orientation is an integer). */
static gboolean parse_angle(const AfValueContext *ctx, const char *text, AfValue *value) {
    g_autofree char *degrees = g_strdup(text);
    if (g_str_has_suffix(degrees, "deg")) degrees[strlen(degrees) - 3] = '\0';
    return parse_plain_number(ctx, degrees, value);
}

gboolean af_value_parse(const AfValueContext *ctx, const char *text, AfValue *value) {
    Operand operand;
    guint32 color;
    switch (af_property_type(ctx->property)) {
    case AF_T_LENGTH:
    case AF_T_SIZE: return parse_length(ctx, text, value);
    case AF_T_NUMBER: return parse_plain_number(ctx, text, value);
    case AF_T_ANGLE: return parse_angle(ctx, text, value);
    case AF_T_KEYWORD:
        if (!af_property_allows(ctx->property, text)) return FALSE;
        *value = (AfValue){.kind = AF_V_KEYWORD, .keyword = af_keyword_find(text)};
        return TRUE;
    case AF_T_COLOR:
        if (!strcmp(text, "currentcolor")) return *value = (AfValue){.kind = AF_V_KEYWORD}, TRUE;
        if (!strcmp(text, "transparent")) color = 0;
        else if (!af_color_parse(text, &color)) return FALSE;
        *value = (AfValue){.kind = AF_V_COLOR, .color = color};
        return TRUE;
    case AF_T_STRING:
        *value = (AfValue){.kind = AF_V_STRING, .string = g_string_chunk_insert_const(ctx->fo->strings, text)};
        return TRUE;
    case AF_T_KEEP:
        if (!strcmp(text, "auto")) return *value = (AfValue){.kind = AF_V_NUMBER, .number = 0}, TRUE;
        if (!strcmp(text, "always")) return *value = (AfValue){.kind = AF_V_NUMBER, .number = INFINITY}, TRUE;
        if (!parse_expression(ctx, text, &operand) || operand.power != 0) return FALSE;
        *value = (AfValue){.kind = AF_V_NUMBER, .number = MAX(0, operand.points)};
        return TRUE;
    }
    return FALSE;
}

/* Property values: XSL 1.1 section 5.11 (datatypes). */
#include "fo/internal.h"

#include <math.h>
#include <string.h>

typedef struct {
    const char *name;
    double value;
} Named;

/* What was taken for a value out of range. */
static void say_instead(AfValueContext *ctx, double number, const char *unit) {
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];
    g_free(ctx->instead);
    ctx->instead = g_strconcat(g_ascii_formatd(buffer, sizeof buffer, "%.6g", number), unit, NULL);
}

static gboolean is_line_height(AfProperty property) {
    return property == AF_P_LINE_HEIGHT || property == AF_P_LINE_HEIGHT_MINIMUM || property == AF_P_LINE_HEIGHT_MAXIMUM;
}

/* Keywords that are lengths: border widths (7.8.9) and font sizes (7.9.4, a scale of 1.2). */
static gboolean keyword_length(const AfValueContext *ctx, const char *text, double *points) {
    static const Named widths[] = {{"thin", 0.5}, {"medium", 1}, {"thick", 2}};
    static const Named sizes[] = {{"xx-small", 12 / 1.2 / 1.2 / 1.2}, {"x-small", 12 / 1.2 / 1.2}, {"small", 12 / 1.2}, {"medium", 12},
                                  {"large", 12 * 1.2}, {"x-large", 12 * 1.2 * 1.2}, {"xx-large", 12 * 1.2 * 1.2 * 1.2}};
    gboolean font = ctx->property == AF_P_FONT_SIZE;
    const Named *table = font ? sizes : widths;
    size_t count = font ? G_N_ELEMENTS(sizes) : G_N_ELEMENTS(widths);
    for (size_t i = 0; i < count; i++) {
        if (!strcmp(table[i].name, text)) return *points = table[i].value, TRUE;
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

/* Percentages of what is known at once: the font size (its own of the parent's) and the parent's line-height. */
static void resolve_percentage(const AfValueContext *ctx, AfOperand *operand) {
    AfPercentages of = af_property_percentages(ctx->property);
    if (of != AF_PERCENT_FONT_SIZE && of != AF_PERCENT_LINE_HEIGHT) return;
    operand->points += operand->percent / 100 * (of == AF_PERCENT_FONT_SIZE ? ctx->em : line_height(ctx->parent));
    operand->points = CLAMP(operand->points, -AF_MOST_POINTS, AF_MOST_POINTS);
    operand->percent = 0;
}

/* Of these a negative value is none at all; other sizes become zero (5.11: unsigned-length, 7). */
static gboolean refuses_negative(AfProperty property) {
    switch (property) {
    case AF_P_FONT_SIZE: case AF_P_PAGE_WIDTH: case AF_P_PAGE_HEIGHT: case AF_P_CONTENT_WIDTH: case AF_P_CONTENT_HEIGHT:
    case AF_P_BLOCK_PROGRESSION_DIMENSION: case AF_P_BLOCK_PROGRESSION_DIMENSION_MINIMUM: case AF_P_BLOCK_PROGRESSION_DIMENSION_MAXIMUM:
    case AF_P_INLINE_PROGRESSION_DIMENSION: case AF_P_INLINE_PROGRESSION_DIMENSION_MINIMUM: case AF_P_INLINE_PROGRESSION_DIMENSION_MAXIMUM:
    case AF_P_COLUMN_WIDTH: return TRUE;
    default: return is_line_height(property);
    }
}

static gboolean allowed_size(AfValueContext *ctx, AfOperand *operand) {
    gboolean negative = operand->points < 0 && operand->percent <= 0;
    if (af_property_type(ctx->property) != AF_T_SIZE || (!negative && operand->percent >= 0)) return TRUE;
    if (refuses_negative(ctx->property)) return FALSE;
    if (negative || operand->points <= 0) {
        *operand = (AfOperand){.power = 1};
        say_instead(ctx, 0, "pt");
    }
    return TRUE;
}

static gboolean parse_length(AfValueContext *ctx, const char *text, AfValue *value) {
    double points;
    if (af_property_allows(ctx->property, text)) {
        if (keyword_length(ctx, text, &points)) {
            *value = (AfValue){.kind = AF_V_LENGTH, .number = points};
        } else {
            *value = (AfValue){.kind = AF_V_KEYWORD, .keyword = af_keyword_find(text)};
        }
        return TRUE;
    }
    AfOperand operand;
    if (!af_expression(ctx, text, &operand)) return FALSE;
    if (operand.proportion) {
        *value = (AfValue){.kind = AF_V_PROPORTION, .number = operand.points};
        return ctx->property == AF_P_COLUMN_WIDTH && operand.points > 0;
    }
    if (is_line_height(ctx->property) && operand.power == 0) {
        *value = (AfValue){.kind = AF_V_NUMBER, .number = operand.points};
        return operand.points >= 0;
    }
    if (operand.percent != 0 && af_property_percentages(ctx->property) == AF_PERCENT_NONE) return FALSE;
    if (operand.power == 0 && operand.points != 0) { /* without a unit: no length by 5.9.11, but others take pixels */
        operand.points = CLAMP(operand.points * AF_PIXEL, -AF_MOST_POINTS, AF_MOST_POINTS);
        say_instead(ctx, operand.points, "pt");
    }
    resolve_percentage(ctx, &operand);
    if (!allowed_size(ctx, &operand)) return FALSE;
    *value = (AfValue){.kind = AF_V_LENGTH, .number = operand.points, .percent = operand.percent};
    return TRUE;
}

/* bolder and lighter as in CSS 2.1, section 15.6. */
static double relative_weight(double parent, gboolean bolder) {
    if (bolder) return parent < 350 ? 400 : parent < 550 ? 700 : 900;
    return parent < 550 ? 100 : parent < 750 ? 400 : 700;
}

static gboolean parse_weight(AfValueContext *ctx, const char *text, AfValue *value) {
    static const Named names[] = {{"normal", 400}, {"bold", 700}};
    *value = (AfValue){.kind = AF_V_NUMBER};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (!strcmp(text, names[i].name)) return value->number = names[i].value, TRUE;
    }
    gboolean bolder = !strcmp(text, "bolder");
    if (bolder || !strcmp(text, "lighter")) {
        return value->number = relative_weight(ctx->parent->value[AF_P_FONT_WEIGHT].number, bolder), TRUE;
    }
    AfOperand operand;
    if (!af_expression(ctx, text, &operand) || operand.power != 0 || operand.points < 1 || operand.points > 1000) return FALSE;
    value->number = operand.points;
    return TRUE;
}

/* Integers are rounded to the next that is allowed (7.27.2 and elsewhere). */
static double allowed_integer(AfValueContext *ctx, double number) {
    AfPropertyType type = af_property_type(ctx->property);
    if ((type != AF_T_POSITIVE && type != AF_T_WHOLE && type != AF_T_KEEP) || ctx->out == ctx->fo->initial) return number;
    double least = type == AF_T_POSITIVE ? 1 : type == AF_T_WHOLE ? 0 : -INFINITY, rounded = MAX(floor(number + 0.5), least);
    if (rounded != number) say_instead(ctx, rounded, "");
    return rounded;
}

static gboolean parse_plain_number(AfValueContext *ctx, const char *text, AfValue *value) {
    if (ctx->property == AF_P_FONT_WEIGHT) return parse_weight(ctx, text, value);
    if (af_property_allows(ctx->property, text)) {
        *value = (AfValue){.kind = AF_V_KEYWORD, .keyword = af_keyword_find(text)};
        return TRUE;
    }
    AfOperand operand;
    if (!af_expression(ctx, text, &operand) || operand.power != 0 || operand.proportion) return FALSE;
    *value = (AfValue){.kind = AF_V_NUMBER, .number = allowed_integer(ctx, operand.points)};
    return TRUE;
}

/* Degrees, with or without their unit (5.11: <angle>); areas are turned by right angles only (7.21.3). */
static gboolean parse_angle(AfValueContext *ctx, const char *text, AfValue *value) {
    g_autofree char *degrees = g_strdup(text);
    if (g_str_has_suffix(degrees, "deg")) degrees[strlen(degrees) - 3] = '\0';
    if (!parse_plain_number(ctx, degrees, value)) return FALSE;
    return value->kind == AF_V_KEYWORD || fmod(value->number, 90) == 0;
}

/* Some keywords. `none` is the empty set, and stands alone. */
static gboolean parse_set(AfValueContext *ctx, const char *text, AfValue *value) {
    g_auto(GStrv) words = g_strsplit_set(text, " \t\r\n", -1);
    *value = (AfValue){.kind = AF_V_KEYWORD};
    for (char **word = words; *word; word++) {
        if (!**word) continue;
        if (!af_property_set(ctx->property, *word, &value->set)) return FALSE;
        if (value->keyword == AF_KW_NONE) return FALSE;
        value->keyword = af_keyword_find(*word);
    }
    if (value->keyword == AF_KW_NONE && value->set != 1) return FALSE;
    return value->keyword != AF_KW_NONE_GIVEN;
}

static gboolean parse_keep(AfValueContext *ctx, const char *text, AfValue *value) {
    *value = (AfValue){.kind = AF_V_NUMBER};
    if (!strcmp(text, "auto")) return TRUE;
    if (!strcmp(text, "always")) return value->number = INFINITY, TRUE;
    AfOperand operand;
    if (!af_expression(ctx, text, &operand) || operand.power != 0 || operand.proportion) return FALSE;
    value->number = MAX(0, allowed_integer(ctx, operand.points));
    return TRUE;
}

static gboolean parse_color(const char *text, AfValue *value) {
    guint32 color = 0;
    if (!strcmp(text, "currentcolor")) return *value = (AfValue){.kind = AF_V_KEYWORD}, TRUE;
    if (strcmp(text, "transparent") && !af_color_parse(text, &color)) return FALSE;
    *value = (AfValue){.kind = AF_V_COLOR, .color = color};
    return TRUE;
}

/* Whether a value of another object or property may be one of this. */
static gboolean suits(AfProperty property, const AfValue *value) {
    gboolean keyword = value->kind == AF_V_KEYWORD && af_property_allows(property, af_keyword_name(value->keyword));
    switch (af_property_type(property)) {
    case AF_T_LENGTH:
    case AF_T_SIZE:
        if (value->kind == AF_V_LENGTH) return value->percent == 0 && value->number >= 0; /* others are expressions */
        return keyword || (is_line_height(property) && value->kind == AF_V_NUMBER);
    case AF_T_NUMBER: return keyword || value->kind == AF_V_NUMBER;
    case AF_T_COLOR: return value->kind == AF_V_COLOR || (value->kind == AF_V_KEYWORD && value->keyword == AF_KW_NONE_GIVEN);
    case AF_T_STRING: return value->kind == AF_V_STRING;
    case AF_T_KEEP: return value->kind == AF_V_NUMBER;
    default: return keyword;
    }
}

gboolean af_value_parse(AfValueContext *ctx, const char *text, AfValue *value) {
    const AfValue *other = af_reference_value(ctx, text);
    if (other && suits(ctx->property, other)) return *value = *other, TRUE;
    switch (af_property_type(ctx->property)) {
    case AF_T_LENGTH:
    case AF_T_SIZE: return parse_length(ctx, text, value);
    case AF_T_NUMBER:
    case AF_T_POSITIVE:
    case AF_T_WHOLE: return parse_plain_number(ctx, text, value);
    case AF_T_ANGLE: return parse_angle(ctx, text, value);
    case AF_T_KEYWORD:
        if (!af_property_allows(ctx->property, text)) return FALSE;
        *value = (AfValue){.kind = AF_V_KEYWORD, .keyword = af_keyword_find(text)};
        return TRUE;
    case AF_T_SET: return parse_set(ctx, text, value);
    case AF_T_COLOR: return parse_color(text, value);
    case AF_T_STRING:
        *value = (AfValue){.kind = AF_V_STRING, .string = g_string_chunk_insert_const(ctx->fo->strings, text)};
        return TRUE;
    case AF_T_KEEP: return parse_keep(ctx, text, value);
    }
    return FALSE;
}

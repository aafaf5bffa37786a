/* A page's content, finished, said in fewer bytes.
 *
 * cairo ends a text object at every mark, because it opens the mark outside of it, and says font, matrix and colour
 * again. Marks may as well lie within a text object, if they begin and end in it (ISO 32000-1, 14.6.1). So pieces of
 * text that follow each other become one text object, in which the next place is said relative to the last one, and
 * font and colour only where they change. What paints nothing is left out. */
#include "pdf/internal.h"

#include <math.h>
#include <string.h>

#define NEAR 0.02 /* points: where a place may differ from what cairo says, at most */

typedef enum { TOKEN_PLAIN, TOKEN_NUMBER, TOKEN_ARRAY } TokenKind;

typedef struct {
    const char *at;
    gsize length;
    TokenKind kind;
} Token;

typedef enum {
    OP_OTHER, /* not within a text object */
    OP_STATE, /* anywhere but within a path */
    OP_COLOR, /* rg */
    OP_OTHER_COLOR, /* what else says with what is filled */
    OP_GSTATE,
    OP_SAVE,
    OP_RESTORE,
    OP_PATH, /* begins or continues a path */
    OP_FILL_EVEN_ODD,
    OP_TEXT,
    OP_TEXT_END,
    OP_FONT,
    OP_MATRIX,
    OP_MOVE,
    OP_SHOW,
    OP_STRANGE, /* shows or places text in a way that cairo does not use */
    OP_MARK,
    OP_MARK_END,
    OP_IMAGE, /* an inline image, as one token */
    OP_NONE   /* left out */
} Kind;

typedef struct {
    Kind kind;
    guint first, count; /* its tokens, the last one is the operator itself */
    gboolean within;    /* a mark that may lie within a text object */
    gboolean shows;     /* and has text in it */
} Op;

/* What was asked for, and what was put; both are saved and restored together. Operators, -1: none. */
typedef struct {
    gint font, font_put, color, color_put, gstate_put;
} State;

typedef struct {
    double a, b, c, d, x, y; /* where the line begins */
} Place;

typedef struct {
    const char *at, *end;
    GArray *tokens; /* Token */
    GArray *ops;    /* Op */
    GString *out;
    State state;
    GArray *saved;     /* State */
    gboolean text;     /* a text object is open in what is put */
    guint marks;       /* marks open within it */
    gboolean moved;    /* the place was said since the last text */
    gboolean placed;   /* `put` is where the text object is */
    Place place, said, put; /* as asked for; the one before, that was put; as put, after rounding */
} Compact;

/* ---- reading */

static gboolean ends_word(char c) {
    return !af_pdf_is_regular(c);
}
static gboolean opens(char c) {
    return c == '(' || c == '<' || c == '[';
}

static const char *word_end(const char *p, const char *end) {
    while (p < end && !ends_word(*p)) p++;
    return p;
}

static const char *string_end(const char *p, const char *end) {
    int depth = 0;
    for (; p < end; p++) {
        if (*p == '\\') {
            p++;
        } else if (*p == '(') {
            depth++;
        } else if (*p == ')' && --depth == 0) {
            return p + 1;
        }
    }
    return NULL;
}

/* Of a string, an array or a dictionary, whatever is in it; NULL if it has no end. */
static const char *bracket_end(const char *p, const char *end) {
    if (*p == '(') return string_end(p, end);
    if (*p == '<' && (end - p < 2 || p[1] != '<')) {
        const char *close = memchr(p, '>', (gsize)(end - p));
        return close ? close + 1 : NULL;
    }
    gboolean array = *p == '[';
    p += array ? 1 : 2;
    while (p && p < end) {
        if (array && *p == ']') return p + 1;
        if (!array && *p == '>' && end - p > 1 && p[1] == '>') return p + 2;
        p = opens(*p) ? bracket_end(p, end) : p + 1;
    }
    return NULL;
}

static const char *image_end(const char *p, const char *end) {
    while (end - p > 2 && !(af_pdf_is_space(p[0]) && p[1] == 'I' && p[2] == 'D')) p++;
    for (p += 3; end - p > 2; p++) {
        if (af_pdf_is_space(p[0]) && p[1] == 'E' && p[2] == 'I' && (end - p == 3 || af_pdf_is_space(p[3]))) return p + 3;
    }
    return NULL;
}

#define NAME(a, b, c) ((guint)(guchar)(a) | (guint)(guchar)(b) << 8 | (guint)(guchar)(c) << 16)

static Kind kind_of(const char *word, gsize length) {
    if (length > 3) return OP_OTHER;
    switch (NAME(word[0], length > 1 ? word[1] : 0, length > 2 ? word[2] : 0)) {
    case NAME('B', 'D', 'C'):
    case NAME('B', 'M', 'C'): return OP_MARK;
    case NAME('E', 'M', 'C'): return OP_MARK_END;
    case NAME('B', 'T', 0): return OP_TEXT;
    case NAME('E', 'T', 0): return OP_TEXT_END;
    case NAME('T', 'f', 0): return OP_FONT;
    case NAME('T', 'm', 0): return OP_MATRIX;
    case NAME('T', 'd', 0): return OP_MOVE;
    case NAME('T', 'j', 0):
    case NAME('T', 'J', 0): return OP_SHOW;
    case NAME('r', 'g', 0): return OP_COLOR;
    case NAME('g', 0, 0):
    case NAME('k', 0, 0):
    case NAME('c', 's', 0):
    case NAME('s', 'c', 0):
    case NAME('s', 'c', 'n'): return OP_OTHER_COLOR;
    case NAME('r', 'e', 0):
    case NAME('m', 0, 0):
    case NAME('l', 0, 0):
    case NAME('c', 0, 0):
    case NAME('v', 0, 0):
    case NAME('y', 0, 0):
    case NAME('h', 0, 0): return OP_PATH;
    case NAME('f', '*', 0): return OP_FILL_EVEN_ODD;
    case NAME('q', 0, 0): return OP_SAVE;
    case NAME('Q', 0, 0): return OP_RESTORE;
    case NAME('g', 's', 0): return OP_GSTATE;
    case NAME('R', 'G', 0):
    case NAME('G', 0, 0):
    case NAME('K', 0, 0):
    case NAME('C', 'S', 0):
    case NAME('S', 'C', 0):
    case NAME('S', 'C', 'N'):
    case NAME('w', 0, 0):
    case NAME('J', 0, 0):
    case NAME('j', 0, 0):
    case NAME('M', 0, 0):
    case NAME('d', 0, 0):
    case NAME('i', 0, 0):
    case NAME('r', 'i', 0):
    case NAME('T', 'L', 0):
    case NAME('T', 'c', 0):
    case NAME('T', 'w', 0):
    case NAME('T', 'z', 0):
    case NAME('T', 'r', 0):
    case NAME('T', 's', 0): return OP_STATE;
    case NAME('T', 'D', 0):
    case NAME('T', '*', 0):
    case NAME('\'', 0, 0):
    case NAME('"', 0, 0): return OP_STRANGE;
    default: return OP_OTHER;
    }
}

static gboolean is_number(char c) {
    return g_ascii_isdigit(c) || c == '-' || c == '.' || c == '+';
}

static gboolean is_constant(const char *word, gsize length) {
    return (length == 4 && (!memcmp(word, "true", 4) || !memcmp(word, "null", 4))) ||
           (length == 5 && !memcmp(word, "false", 5));
}

static void add_op(Compact *c, Kind kind, guint *first) {
    Op op = {.kind = kind, .first = *first, .count = c->tokens->len - *first};
    g_array_append_val(c->ops, op);
    *first = c->tokens->len;
}

/* One token, and the operator that it may be. */
static gboolean read_token(Compact *c, guint *first) {
    const char *p = c->at;
    Token token = {.at = p};
    const char *end;
    gboolean word = FALSE;
    if (opens(*p)) {
        end = bracket_end(p, c->end);
        if (*p == '[') token.kind = TOKEN_ARRAY;
    } else if (*p == '/') {
        end = word_end(p + 1, c->end);
    } else {
        end = word_end(p, c->end);
        if (end == p) return FALSE;
        if (is_number(*p)) token.kind = TOKEN_NUMBER;
        else word = !is_constant(p, (gsize)(end - p));
    }
    gboolean image = word && end - p == 2 && !memcmp(p, "BI", 2);
    if (image) end = image_end(p, c->end);
    if (!end) return FALSE;
    token.length = (gsize)(end - p);
    g_array_append_val(c->tokens, token);
    if (word) add_op(c, image ? OP_IMAGE : kind_of(p, token.length), first);
    c->at = end;
    return TRUE;
}

static gboolean read_ops(Compact *c) {
    guint first = 0;
    while (c->at < c->end) {
        if (af_pdf_is_space(*c->at)) {
            c->at++;
        } else if (*c->at == '%') {
            while (c->at < c->end && *c->at != '\n' && *c->at != '\r') c->at++;
        } else if (!read_token(c, &first)) {
            return FALSE;
        }
    }
    return first == c->tokens->len;
}

static Op *op_at(const Compact *c, guint index) {
    return &g_array_index(c->ops, Op, index);
}
static const Token *operand(const Compact *c, const Op *op, guint index) {
    return &g_array_index(c->tokens, Token, op->first + index);
}

static gboolean same_token(const Token *a, const Token *b) {
    return a->length == b->length && !memcmp(a->at, b->at, a->length);
}

static gboolean same_op(const Compact *c, const Op *a, const Op *b) {
    if (a->kind != b->kind || a->count != b->count) return FALSE;
    for (guint i = 0; i < a->count; i++) {
        if (!same_token(operand(c, a, i), operand(c, b, i))) return FALSE;
    }
    return TRUE;
}

static gboolean is_strange(const Compact *c) {
    gboolean text = FALSE;
    for (guint i = 0; i < c->ops->len; i++) {
        const Op *op = op_at(c, i);
        guint operands = op->count - 1;
        switch (op->kind) {
        case OP_TEXT:
        case OP_TEXT_END:
            if (text == (op->kind == OP_TEXT)) return TRUE;
            text = !text;
            break;
        case OP_MATRIX:
            if (operands != 6) return TRUE;
            break;
        case OP_MOVE:
        case OP_FONT:
            if (operands != 2) return TRUE;
            break;
        case OP_SHOW:
            if (operands != 1 || !text) return TRUE;
            break;
        case OP_STRANGE: return TRUE;
        case OP_STATE:
        case OP_COLOR:
        case OP_OTHER_COLOR:
        case OP_GSTATE:
        case OP_MARK:
        case OP_MARK_END: break;
        default:
            if (text) return TRUE;
        }
    }
    return text;
}

/* ---- what is left out, and what may lie within text */

/* What is filled twice by the even-odd rule is not there: the painter covers the page like this, for cairo's sake. */
static void drop_nothing(Compact *c) {
    enum { OUTLINE = 5, PATH = 2 * OUTLINE + 1 };
    for (guint end = PATH; end < c->ops->len; end++) {
        if (op_at(c, end)->kind != OP_FILL_EVEN_ODD) continue;
        guint begin = end - PATH, paths = 0;
        if (begin && op_at(c, begin - 1)->kind == OP_PATH) continue;
        while (paths < PATH && op_at(c, begin + paths)->kind == OP_PATH) paths++;
        gboolean twice = paths == PATH && operand(c, op_at(c, begin + PATH - 1), 2)->at[0] == 'm';
        for (guint i = 0; twice && i < OUTLINE; i++) {
            twice = same_op(c, op_at(c, begin + i), op_at(c, begin + OUTLINE + i));
        }
        for (guint i = begin; twice && i <= end; i++) op_at(c, i)->kind = OP_NONE;
    }
}

/* Empty artifacts, and saving what is at once restored. */
static void drop_empty(Compact *c) {
    gint last = -1;
    for (guint i = 0; i < c->ops->len; i++) {
        Op *op = op_at(c, i), *before = last < 0 ? NULL : op_at(c, (guint)last);
        if (op->kind == OP_NONE) continue;
        gboolean empty = FALSE;
        if (before && op->kind == OP_RESTORE) empty = before->kind == OP_SAVE;
        if (before && op->kind == OP_MARK_END && before->kind == OP_MARK) {
            const Token *tag = operand(c, before, 0);
            empty = tag->length == 9 && !memcmp(tag->at, "/Artifact", 9);
        }
        last = (gint)i;
        if (empty) before->kind = op->kind = OP_NONE, last = -1;
    }
}

/* A mark may lie within a text object if nothing but text is in it. */
static void find_marks(Compact *c) {
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(guint));
    guint others = 0, texts = 0; /* of the operators so far */
    g_autofree guint *before = g_new0(guint, 2 * (gsize)c->ops->len + 1);
    for (guint i = 0; i < c->ops->len; i++) {
        Op *op = op_at(c, i);
        before[2 * i] = others, before[2 * i + 1] = texts;
        switch (op->kind) {
        case OP_MARK: g_array_append_val(open, i); break;
        case OP_MARK_END:
            if (open->len) {
                guint begin = g_array_index(open, guint, open->len - 1);
                op_at(c, begin)->within = others == before[2 * begin];
                op_at(c, begin)->shows = texts != before[2 * begin + 1];
                g_array_set_size(open, open->len - 1);
            }
            break;
        case OP_TEXT: texts++; break;
        case OP_OTHER:
        case OP_SAVE:
        case OP_RESTORE:
        case OP_PATH:
        case OP_FILL_EVEN_ODD:
        case OP_IMAGE: others++; break;
        default: break;
        }
    }
}

/* ---- writing */

static void put_space(Compact *c) {
    if (c->out->len && !ends_word(c->out->str[c->out->len - 1])) g_string_append_c(c->out, ' ');
}

static void put_word(Compact *c, const char *word) {
    put_space(c);
    g_string_append(c->out, word);
}

/* A string without what cairo breaks its lines with. */
static void put_string(Compact *c, const char *p, const char *end) {
    for (const char *from = p; p <= end; p++) {
        gboolean escaped = p + 1 < end && p[0] == '\\' && p[1] == '\n';
        if (p == end || escaped) g_string_append_len(c->out, from, p - from);
        if (escaped) from = p + 2;
        if (p < end && p[0] == '\\') p++;
    }
}

/* Strings that follow each other become one. */
static void put_array(Compact *c, const Token *token) {
    const char *p = token->at + 1, *end = token->at + token->length - 1;
    g_string_append_c(c->out, '[');
    char last = '[';
    while (p < end) {
        if (af_pdf_is_space(*p)) {
            p++;
            continue;
        }
        const char *next = opens(*p) ? bracket_end(p, end) : word_end(p + 1, end);
        if (!next) next = end;
        if (*p == '(' && last == ')') {
            g_string_truncate(c->out, c->out->len - 1);
            put_string(c, p + 1, next);
        } else if (*p == '(') {
            put_string(c, p, next);
        } else {
            if (!ends_word(last) && !ends_word(*p)) g_string_append_c(c->out, ' ');
            if (is_number(*p)) af_number_put(c->out, p, (gsize)(next - p), FALSE);
            else g_string_append_len(c->out, p, next - p);
        }
        last = next[-1];
        p = next;
    }
    g_string_append_c(c->out, ']');
}

static void put_token(Compact *c, const Token *token, gboolean color) {
    if (!ends_word(*token->at)) put_space(c);
    if (token->kind == TOKEN_ARRAY) put_array(c, token);
    else if (token->kind == TOKEN_NUMBER) af_number_put(c->out, token->at, token->length, color);
    else g_string_append_len(c->out, token->at, (gssize)token->length);
}

static void put_op(Compact *c, const Op *op) {
    gboolean color = op->kind == OP_COLOR || op->kind == OP_OTHER_COLOR || op->kind == OP_STATE;
    for (guint i = 0; i < op->count; i++) put_token(c, operand(c, op, i), color);
}

static void put_index(Compact *c, gint index, gint *put) {
    if (index < 0 || index == *put) return;
    if (*put < 0 || !same_op(c, op_at(c, (guint)index), op_at(c, (guint)*put))) put_op(c, op_at(c, (guint)index));
    *put = index;
}

static void put_color(Compact *c) {
    put_index(c, c->state.color, &c->state.color_put);
}

static void begin_text(Compact *c) {
    if (c->text) return;
    put_word(c, "BT");
    c->text = TRUE;
    c->placed = FALSE;
    c->marks = 0;
}

static void end_text(Compact *c) {
    if (!c->text) return;
    put_word(c, "ET");
    c->text = FALSE;
}

static double number(const Compact *c, const Op *op, guint index) {
    const char *p = operand(c, op, index)->at;
    gboolean negative = *p == '-';
    gint64 digits = 0;
    double scale = 1;
    p += negative || *p == '+';
    int count = 0;
    for (; g_ascii_isdigit(*p) && count < 15; p++, count++) digits = digits * 10 + (*p - '0');
    if (*p == '.') {
        for (p++; g_ascii_isdigit(*p) && count < 15; p++, count++) digits = digits * 10 + (*p - '0'), scale *= 10;
    }
    return (negative ? -1 : 1) * (double)digits / scale;
}

/* Puts a number with so many decimals; returns what it is then. */
static double put_rounded(Compact *c, double value, int decimals) {
    static const double tens[] = {1, 10, 100, 1000, 10000, 100000};
    put_space(c);
    gint64 digits = (gint64)llround(fabs(value) * tens[decimals]);
    if (digits && value < 0) g_string_append_c(c->out, '-');
    af_number_put_digits(c->out, (guint64)digits, decimals);
    return (value < 0 ? -1 : 1) * (double)digits / tens[decimals];
}

/* How many decimals (at most 4) a step in one direction needs so that it comes near enough. *step: what is said; then
 * what is to be put. */
static int decimals_of(double *step, double wanted, double scale) {
    double ten = 1;
    for (int decimals = 0; decimals <= 4; decimals++, ten *= 10) {
        /* the same steps say the same, as long as their errors do not add up */
        double nominal = round(*step * ten) / ten;
        if (fabs(nominal - wanted) * scale <= NEAR && fabs(nominal - *step) * scale <= NEAR / 4) return decimals;
    }
    *step = wanted;
    return scale > 20 ? 4 : 3;
}

/* The same with as many decimals as any number has. */
static double put_number(Compact *c, double value) {
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(text, sizeof text, "%.6f", value);
    put_space(c);
    gsize at = c->out->len;
    af_number_put(c->out, text, strlen(text), FALSE);
    return g_ascii_strtod(c->out->str + at, NULL);
}

static gboolean same_matrix(const Place *a, const Place *b) {
    return fabs(a->a - b->a) < 1e-5 && fabs(a->b - b->b) < 1e-5 && fabs(a->c - b->c) < 1e-5 && fabs(a->d - b->d) < 1e-5;
}

/* From the line before, as it was put. FALSE if that cannot be said. */
static gboolean put_step(Compact *c) {
    const Place *to = &c->place, *said = &c->said, *put = &c->put;
    double determinant = put->a * put->d - put->b * put->c;
    if (!c->placed || !same_matrix(to, said) || fabs(determinant) < 1e-6) return FALSE;
    double dx = to->x - said->x, dy = to->y - said->y, wx = to->x - put->x, wy = to->y - put->y;
    double x = (dx * put->d - dy * put->c) / determinant, y = (dy * put->a - dx * put->b) / determinant;
    double wanted_x = (wx * put->d - wy * put->c) / determinant, wanted_y = (wy * put->a - wx * put->b) / determinant;
    int decimals_x = decimals_of(&x, wanted_x, hypot(put->a, put->b));
    int decimals_y = decimals_of(&y, wanted_y, hypot(put->c, put->d));
    x = put_rounded(c, x, decimals_x);
    y = put_rounded(c, y, decimals_y);
    put_word(c, "Td");
    c->put.x += x * put->a + y * put->c;
    c->put.y += x * put->b + y * put->d;
    return TRUE;
}

static void put_place(Compact *c) {
    if (!c->moved) return;
    if (!put_step(c)) {
        c->put = c->place;
        double *const numbers[] = {&c->put.a, &c->put.b, &c->put.c, &c->put.d, &c->put.x, &c->put.y};
        for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) *numbers[i] = put_number(c, *numbers[i]);
        put_word(c, "Tm");
    }
    c->said = c->place;
    c->placed = TRUE;
    c->moved = FALSE;
}

/* Text is always shown by TJ: what is always the same costs nothing when it is packed. */
static void put_text(Compact *c, const Op *op) {
    put_color(c);
    put_index(c, c->state.font, &c->state.font_put);
    put_place(c);
    const Token *text = operand(c, op, 0);
    if (text->kind == TOKEN_ARRAY) {
        put_array(c, text);
    } else {
        g_string_append_c(c->out, '[');
        put_string(c, text->at, text->at + text->length);
        g_string_append_c(c->out, ']');
    }
    g_string_append(c->out, "TJ");
}

static void put_mark(Compact *c, const Op *op) {
    if (!op->within) end_text(c);
    else if (op->shows) begin_text(c);
    put_op(c, op);
    if (c->text) c->marks++;
}

static void put_mark_end(Compact *c) {
    if (c->text && !c->marks) end_text(c);
    else if (c->text) c->marks--;
    put_word(c, "EMC");
}

static void save(Compact *c) {
    g_array_append_val(c->saved, c->state);
}

static void restore(Compact *c) {
    if (!c->saved->len) return;
    c->state = g_array_index(c->saved, State, c->saved->len - 1);
    g_array_set_size(c->saved, c->saved->len - 1);
}

static void move_to(Compact *c, const Op *op) {
    if (op->kind == OP_MATRIX) {
        c->place = (Place){number(c, op, 0), number(c, op, 1), number(c, op, 2),
                           number(c, op, 3), number(c, op, 4), number(c, op, 5)};
    } else {
        double x = number(c, op, 0), y = number(c, op, 1);
        c->place.x += x * c->place.a + y * c->place.c;
        c->place.y += x * c->place.b + y * c->place.d;
    }
    c->moved = TRUE;
}

static void write_op(Compact *c, guint index) {
    const Op *op = op_at(c, index);
    switch (op->kind) {
    case OP_NONE:
    case OP_TEXT_END:
    case OP_STRANGE: return;
    case OP_TEXT:
        begin_text(c);
        c->place = (Place){1, 0, 0, 1, 0, 0};
        c->moved = TRUE;
        return;
    case OP_FONT: c->state.font = (gint)index; return;
    case OP_MATRIX:
    case OP_MOVE: move_to(c, op); return;
    case OP_SHOW: put_text(c, op); return;
    case OP_COLOR: c->state.color = (gint)index; return;
    case OP_OTHER_COLOR: c->state.color = c->state.color_put = -1; break;
    case OP_GSTATE: put_index(c, (gint)index, &c->state.gstate_put); return;
    case OP_STATE: break;
    case OP_MARK: put_mark(c, op); return;
    case OP_MARK_END: put_mark_end(c); return;
    case OP_SAVE:
        end_text(c);
        save(c);
        break;
    case OP_RESTORE:
        end_text(c);
        restore(c);
        break;
    case OP_PATH:
        end_text(c);
        if (index == 0 || op_at(c, index - 1)->kind != OP_PATH) put_color(c);
        break;
    case OP_OTHER:
    case OP_IMAGE:
        end_text(c);
        if (operand(c, op, op->count - 1)->at[0] != 'W') put_color(c);
        break;
    case OP_FILL_EVEN_ODD: break;
    }
    put_op(c, op);
}

void af_content_compact(GString *content) {
    Compact c = {.at = content->str, .end = content->str + content->len, .state = {-1, -1, -1, -1, -1}};
    g_autoptr(GArray) tokens = c.tokens = g_array_sized_new(FALSE, FALSE, sizeof(Token), (guint)(content->len / 8));
    g_autoptr(GArray) ops = c.ops = g_array_sized_new(FALSE, FALSE, sizeof(Op), (guint)(content->len / 32));
    if (!read_ops(&c)) return;
    g_autoptr(GArray) saved = c.saved = g_array_new(FALSE, FALSE, sizeof(State));
    c.out = g_string_sized_new(content->len);
    drop_nothing(&c);
    drop_empty(&c);
    gboolean strange = is_strange(&c);
    if (!strange) find_marks(&c);
    for (guint i = 0; i < ops->len; i++) {
        if (!strange) write_op(&c, i);
        else if (op_at(&c, i)->kind != OP_NONE) put_op(&c, op_at(&c, i));
    }
    end_text(&c);
    if (c.out->len) g_string_append_c(c.out, '\n');
    g_string_truncate(content, 0);
    g_string_append_len(content, c.out->str, (gssize)c.out->len);
    g_string_free(c.out, TRUE);
}

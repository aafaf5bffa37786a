/* A page's content stream: what is not real content is marked as an artifact.
 *
 * Only a piece with an MCID that the structure holds is real content. An artifact is opened before the first operand of what
 * paints (a path, a text object, an image) and closed before the next marked piece, `q` or `Q`: so it lies within one level of
 * q/Q and never cuts a text object, and cairo's neighbouring rules share one. Marks inside of marks (cairo's ActualText) stay. */
#include "pdf/internal.h"

#include <string.h>

static const char artifact_begin[] = "/Artifact BMC\n";
static const char mark_end[] = "EMC\n";

typedef struct {
    const char *bytes;
    gsize length, at;
    gsize operands;    /* where the operands of the operator to come begin */
    gsize copied;      /* how much of the input is in the output */
    GString *out;
    const gboolean *keep;
    guint count, seen; /* marked pieces: there must be, there were */
    gint64 mcid;       /* in the operands at hand; -1: none */
    gboolean mcid_next;
    gssize path;       /* where the path under construction begins; -1: none */
    guint nested;      /* open marks, those of an artifact of ours not counted */
    guint nested_real; /* `nested` at which the marked piece was opened; 0: not in one */
    gboolean artifact; /* one of ours is open */
    gboolean text;     /* between BT and ET */
} Scan;

static gboolean is_space(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static gboolean is_regular(char c) {
    return !is_space(c) && !strchr("()<>[]{}/%", c);
}

/* Puts text into the output before the byte at a place of the input. */
static void insert(Scan *s, gsize at, const char *text) {
    g_string_append_len(s->out, s->bytes + s->copied, (gssize)(at - s->copied));
    g_string_append(s->out, text);
    s->copied = at;
}

static void begin_artifact(Scan *s, gsize at) {
    if (s->artifact || s->nested) return;
    insert(s, at, artifact_begin);
    s->artifact = TRUE;
}

static void end_artifact(Scan *s, gsize at) {
    if (!s->artifact || s->nested || s->text) return;
    insert(s, at, mark_end);
    s->artifact = FALSE;
}

static gboolean skip_string(Scan *s) {
    int depth = 0;
    for (; s->at < s->length; s->at++) {
        char c = s->bytes[s->at];
        if (c == '\\') s->at++;
        else if (c == '(') depth++;
        else if (c == ')' && --depth == 0) {
            s->at++;
            return TRUE;
        }
    }
    return FALSE;
}

static void skip_regular(Scan *s) {
    while (s->at < s->length && is_regular(s->bytes[s->at])) s->at++;
}

/* The data of an inline image, from after ID to after EI. */
static gboolean skip_image(Scan *s) {
    for (s->at++; s->at + 2 < s->length; s->at++) {
        const char *p = s->bytes + s->at;
        if (!is_space(p[0]) || p[1] != 'E' || p[2] != 'I') continue;
        if (s->at + 3 == s->length || is_space(p[3])) {
            s->at += 3;
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean begin_mark(Scan *s) {
    if (s->mcid < 0) {
        if (!s->text) begin_artifact(s, s->operands);
        s->nested++;
        return TRUE;
    }
    if (s->nested || s->text || s->mcid != s->seen || s->seen == s->count) return FALSE;
    end_artifact(s, s->operands);
    if (!s->keep[s->mcid]) {
        insert(s, s->operands, "/Artifact BMC");
        s->copied = s->at;
    }
    s->seen++;
    s->nested_real = ++s->nested;
    return TRUE;
}

static gboolean end_mark(Scan *s) {
    if (!s->nested) return FALSE;
    if (s->nested-- == s->nested_real) s->nested_real = 0;
    return TRUE;
}

typedef enum { OP_OTHER, OP_SAVE, OP_PATH, OP_PAINT, OP_NO_PAINT, OP_OBJECT, OP_TEXT, OP_TEXT_END, OP_IMAGE_DATA, OP_MARK, OP_MARK_END } Operator;

static Operator operator_of(const char *name, gsize length) {
    static const struct {
        const char name[4];
        Operator operator;
    } table[] = {
        {"re", OP_PATH}, {"m", OP_PATH}, {"l", OP_PATH}, {"c", OP_PATH}, {"v", OP_PATH}, {"y", OP_PATH}, {"h", OP_PATH},
        {"f", OP_PAINT}, {"f*", OP_PAINT}, {"F", OP_PAINT}, {"S", OP_PAINT}, {"s", OP_PAINT}, {"B", OP_PAINT}, {"B*", OP_PAINT},
        {"b", OP_PAINT}, {"b*", OP_PAINT}, {"n", OP_NO_PAINT}, {"q", OP_SAVE}, {"Q", OP_SAVE}, {"BT", OP_TEXT}, {"ET", OP_TEXT_END},
        {"Do", OP_OBJECT}, {"sh", OP_OBJECT}, {"BI", OP_OBJECT}, {"ID", OP_IMAGE_DATA}, {"BDC", OP_MARK}, {"BMC", OP_MARK},
        {"EMC", OP_MARK_END},
    };
    if (length > 3) return OP_OTHER;
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        if (!strncmp(table[i].name, name, length) && !table[i].name[length]) return table[i].operator;
    }
    return OP_OTHER;
}

static gboolean apply_operator(Scan *s, Operator operator) {
    switch (operator) {
    case OP_SAVE: end_artifact(s, s->operands); return TRUE;
    case OP_PATH:
        if (s->path < 0) s->path = (gssize)s->operands;
        return TRUE;
    case OP_PAINT:
        if (s->path >= 0) begin_artifact(s, (gsize)s->path);
        s->path = -1;
        return TRUE;
    case OP_NO_PAINT: s->path = -1; return TRUE;
    case OP_OBJECT: begin_artifact(s, s->operands); return TRUE;
    case OP_TEXT:
        begin_artifact(s, s->operands);
        s->text = TRUE;
        return TRUE;
    case OP_TEXT_END: s->text = FALSE; return TRUE;
    case OP_IMAGE_DATA: return skip_image(s);
    case OP_MARK: return begin_mark(s);
    case OP_MARK_END: return end_mark(s);
    case OP_OTHER: return TRUE;
    }
    return TRUE;
}

static gboolean scan_word(Scan *s) {
    gsize start = s->at;
    skip_regular(s);
    const char *word = s->bytes + start;
    if (g_ascii_isdigit(*word) || *word == '-' || *word == '+' || *word == '.') {
        if (s->mcid_next) s->mcid = g_ascii_strtoll(word, NULL, 10);
        s->mcid_next = FALSE;
        return TRUE;
    }
    gsize length = s->at - start;
    if ((length == 4 && !memcmp(word, "true", 4)) || (length == 5 && !memcmp(word, "false", 5)) || (length == 4 && !memcmp(word, "null", 4)))
        return TRUE;
    gboolean ok = apply_operator(s, operator_of(word, length));
    while (s->at < s->length && is_space(s->bytes[s->at])) s->at++;
    s->operands = s->at;
    s->mcid = -1;
    s->mcid_next = FALSE;
    return ok;
}

static gboolean scan_token(Scan *s) {
    char c = s->bytes[s->at];
    if (is_regular(c)) return scan_word(s);
    switch (c) {
    case '(': return skip_string(s);
    case '/': {
        gsize start = ++s->at;
        skip_regular(s);
        s->mcid_next = s->at - start == 4 && !memcmp(s->bytes + start, "MCID", 4);
        return TRUE;
    }
    case '%':
        while (s->at < s->length && s->bytes[s->at] != '\n' && s->bytes[s->at] != '\r') s->at++;
        return TRUE;
    default: s->at++; return TRUE; /* spaces; brackets stand for themselves, and hexadecimal strings are as good as words */
    }
}

/* Hexadecimal strings hold digits and letters that would be taken for operators. */
static gboolean scan_hexadecimal(Scan *s) {
    const char *end = memchr(s->bytes + s->at, '>', s->length - s->at);
    if (!end) return FALSE;
    s->at = (gsize)(end - s->bytes) + 1;
    return TRUE;
}

GString *af_content_rewrite(const char *content, gsize length, const gboolean *keep, guint count) {
    GString *out = g_string_sized_new(length + length / 4 + 64);
    Scan s = {.bytes = content, .length = length, .out = out, .keep = keep, .count = count, .mcid = -1, .path = -1};
    gboolean ok = TRUE;
    while (ok && s.at < length) {
        if (content[s.at] == '<' && s.at + 1 < length && content[s.at + 1] == '<') s.at += 2;
        else if (content[s.at] == '<') ok = scan_hexadecimal(&s);
        else ok = scan_token(&s);
    }
    ok = ok && !s.nested && !s.text && s.seen == count && s.at == length;
    if (ok) {
        g_string_append_len(out, content + s.copied, (gssize)(length - s.copied));
        if (out->len && out->str[out->len - 1] != '\n') g_string_append_c(out, '\n');
        if (s.artifact) g_string_append(out, mark_end);
        return out;
    }
    g_string_free(out, TRUE);
    return NULL;
}

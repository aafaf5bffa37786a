/* A page's content stream: what is not real content is marked as an artifact.
 *
 * Only a piece with an MCID that the structure holds is real content. An artifact is opened before the first operand
 * of what paints (a path, a text object, an image) and closed before the next marked piece, `q` or `Q`: so it lies
 * within one level of q/Q and never cuts a text object, and cairo's neighbouring rules share one. Marks inside of
 * marks (cairo's ActualText) stay. */
#include "pdf/internal.h"

#include <string.h>

static const char artifact_begin[] = "/Artifact" AF_ARTIFACT_PLAIN "BDC\n";
static const char mark_end[] = "EMC\n";

typedef struct {
    const char *bytes;
    gsize length, at;
    gsize operands; /* where the operands of the operator to come begin */
    gsize copied;   /* how much of the input is in the output */
    GString *out;
    char *const *artifact_of; /* by MCID: the property list of an artifact, or NULL */
    const char *const *actual_of; /* by MCID: what is read in place of it, or NULL; NULL if there is none */
    guint count, seen; /* marked pieces: there must be, there were */
    guint held;        /* how many of these an element holds */
    gint64 mcid;       /* in the operands at hand; -1: none */
    gboolean mcid_next;
    gssize path;       /* where the path under construction begins; -1: none */
    guint nested;      /* open marks, those of an artifact of ours not counted */
    gboolean artifact; /* one of ours is open */
    gboolean text;     /* between BT and ET */
} Scan;

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
        if (c == '\\')
            s->at++;
        else if (c == '(')
            depth++;
        else if (c == ')' && --depth == 0) {
            s->at++;
            return TRUE;
        }
    }
    return FALSE;
}

static void skip_regular(Scan *s) {
    while (s->at < s->length && af_pdf_is_regular(s->bytes[s->at])) s->at++;
}

/* The data of an inline image, from after ID to after EI. */
static gboolean skip_image(Scan *s) {
    for (s->at++; s->at + 2 < s->length; s->at++) {
        const char *p = s->bytes + s->at;
        if (!af_pdf_is_space(p[0]) || p[1] != 'E' || p[2] != 'I') continue;
        if (s->at + 3 == s->length || af_pdf_is_space(p[3])) {
            s->at += 3;
            return TRUE;
        }
    }
    return FALSE;
}

/* A mark without MCID: inside of others it stays as it is, and so does an artifact; else it is part of one. */
static void begin_other_mark(Scan *s) {
    static const char artifact[] = "/Artifact";
    if (!s->nested && !s->text) {
        gboolean is_artifact =
            s->at - s->operands > sizeof artifact && !memcmp(s->bytes + s->operands, artifact, sizeof artifact - 1);
        if (is_artifact)
            end_artifact(s, s->operands);
        else
            begin_artifact(s, s->operands);
    }
    s->nested++;
}

static gboolean begin_mark(Scan *s) {
    if (s->mcid < 0) {
        begin_other_mark(s);
        return TRUE;
    }
    if (s->nested || s->text || s->mcid != s->seen || s->seen == s->count) return FALSE;
    end_artifact(s, s->operands);
    const char *artifact = s->artifact_of[s->mcid], *actual = s->actual_of ? s->actual_of[s->mcid] : NULL;
    insert(s, s->operands, artifact ? "/Artifact" : actual ? "/Span<</MCID " : "/P<</MCID ");
    if (artifact) {
        g_string_append(s->out, artifact);
    } else {
        g_string_append_printf(s->out, "%u", s->held++);
        if (actual) g_string_append(s->out, "/ActualText"), af_pdf_put_text(s->out, actual);
        g_string_append(s->out, ">>");
    }
    g_string_append(s->out, "BDC");
    s->copied = s->at;
    s->seen++;
    s->nested++;
    return TRUE;
}

static gboolean end_mark(Scan *s) {
    if (!s->nested) return FALSE;
    s->nested--;
    return TRUE;
}

typedef enum {
    OP_OTHER,
    OP_SAVE,
    OP_PATH,
    OP_PAINT,
    OP_NO_PAINT,
    OP_OBJECT,
    OP_TEXT,
    OP_TEXT_END,
    OP_IMAGE_DATA,
    OP_MARK,
    OP_MARK_END
} Operator;

#define NAME(a, b, c) ((guint)(a) << 16 | (guint)(b) << 8 | (guint)(c))

static Operator operator_of(const char *name, gsize length) {
    if (length > 3) return OP_OTHER;
    switch (NAME(name[0], length > 1 ? name[1] : 0, length > 2 ? name[2] : 0)) {
    case NAME('r', 'e', 0):
    case NAME('m', 0, 0):
    case NAME('l', 0, 0):
    case NAME('c', 0, 0):
    case NAME('v', 0, 0):
    case NAME('y', 0, 0):
    case NAME('h', 0, 0): return OP_PATH;
    case NAME('f', 0, 0):
    case NAME('f', '*', 0):
    case NAME('F', 0, 0):
    case NAME('S', 0, 0):
    case NAME('s', 0, 0):
    case NAME('B', 0, 0):
    case NAME('B', '*', 0):
    case NAME('b', 0, 0):
    case NAME('b', '*', 0): return OP_PAINT;
    case NAME('n', 0, 0): return OP_NO_PAINT;
    case NAME('q', 0, 0):
    case NAME('Q', 0, 0): return OP_SAVE;
    case NAME('B', 'T', 0): return OP_TEXT;
    case NAME('E', 'T', 0): return OP_TEXT_END;
    case NAME('D', 'o', 0):
    case NAME('s', 'h', 0):
    case NAME('B', 'I', 0): return OP_OBJECT;
    case NAME('I', 'D', 0): return OP_IMAGE_DATA;
    case NAME('B', 'D', 'C'):
    case NAME('B', 'M', 'C'): return OP_MARK;
    case NAME('E', 'M', 'C'): return OP_MARK_END;
    default: return OP_OTHER;
    }
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

/* Operands that look like operators. */
static gboolean is_constant(const char *word, gsize length) {
    if (length == 4) return !memcmp(word, "true", 4) || !memcmp(word, "null", 4);
    return length == 5 && !memcmp(word, "false", 5);
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
    if (is_constant(word, length)) return TRUE;
    gboolean ok = apply_operator(s, operator_of(word, length));
    while (s->at < s->length && af_pdf_is_space(s->bytes[s->at])) s->at++;
    s->operands = s->at;
    s->mcid = -1;
    s->mcid_next = FALSE;
    return ok;
}

/* A dictionary's bracket, or a hexadecimal string: its digits would be taken for words. */
static gboolean scan_angle(Scan *s) {
    if (s->at + 1 < s->length && s->bytes[s->at + 1] == '<') {
        s->at += 2;
        return TRUE;
    }
    const char *end = memchr(s->bytes + s->at, '>', s->length - s->at);
    if (!end) return FALSE;
    s->at = (gsize)(end - s->bytes) + 1;
    return TRUE;
}

static gboolean scan_token(Scan *s) {
    char c = s->bytes[s->at];
    if (af_pdf_is_regular(c)) return scan_word(s);
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
    case '<': return scan_angle(s);
    default: s->at++; return TRUE; /* spaces; brackets stand for themselves */
    }
}

GString *af_content_rewrite(const char *content, gsize length, char *const *artifact, const char *const *actual,
                            guint count) {
    GString *out = g_string_sized_new(length + length / 4 + 64);
    Scan s = {.bytes = content, .length = length, .out = out, .count = count, .mcid = -1, .path = -1};
    s.artifact_of = artifact;
    s.actual_of = actual;
    gboolean ok = TRUE;
    while (ok && s.at < length) ok = scan_token(&s);
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

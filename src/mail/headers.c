/* The values of header fields: folding (RFC 5322), quoted strings, and encoded words (RFC 2047). GMime makes encoded
 * words by the length of their text, which in Chinese and Japanese gives words of twice the 75 characters that are
 * allowed, and leaves text that looks like an encoded word as it is, so that it is read as another. */
#include "base/characters.h"
#include "mail/internal.h"

#include <string.h>

#define FOLD_AT 78    /* columns of a line, where it can be folded (RFC 5322 2.1.1) */
#define WORDS_LINE 76 /* columns of a line with encoded words (RFC 2047 2) */
#define WORD_MAX 75   /* characters of an encoded word */
#define WORD_FRAME 12 /* of them "=?utf-8?q?" and "?=" */
#define QUOTED_MAX 66 /* columns of a quoted string, which is not folded: a longer one is encoded */

/* A field that is being written. */
typedef struct {
    GString *value;
    gsize column; /* of the line, the field's name included */
} Field;

static Field field_begin(const char *name) {
    return (Field){g_string_new(NULL), strlen(name) + 1};
}

static char *field_end(Field *field) {
    g_string_append(field->value, "\r\n");
    return g_string_free(field->value, FALSE);
}

static void append(Field *field, const char *text, gsize length) {
    g_string_append_len(field->value, text, (gssize)length);
    field->column += length;
}

static void fold(Field *field) {
    g_string_append(field->value, "\r\n");
    field->column = 0;
}

/* A space and what cannot be parted, on a new line if it does not fit (but never with an empty one before). */
static void append_token(Field *field, const char *text, gsize length, gsize line) {
    if (field->column + 1 + length > line && field->value->len > 0) fold(field);
    append(field, " ", 1);
    append(field, text, length);
}

char *af_mail_one_line(const char *text) {
    g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
    GString *line = g_string_new(NULL);
    gboolean space = FALSE;
    for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c == ' ' || af_character_is_control(c)) {
            space = TRUE;
            continue;
        }
        if (space && line->len > 0) g_string_append_c(line, ' ');
        space = FALSE;
        g_string_append_unichar(line, c);
    }
    return g_string_free(line, FALSE);
}

/* --- encoded words --- */

/* What stands for itself in the "Q" encoding everywhere, also in names (RFC 2047 5 (3)). */
static gboolean is_plain(guchar c) {
    return g_ascii_isalnum(c) || (c != 0 && strchr("!*+-/", c));
}

static gsize quoted_length(const char *text, gsize length) {
    gsize total = 0;
    for (gsize i = 0; i < length; i++) total += is_plain((guchar)text[i]) || text[i] == ' ' ? 1 : 3;
    return total;
}

static gsize base64_length(gsize length) {
    return (length + 2) / 3 * 4;
}

static void append_quoted(GString *word, const char *text, gsize length) {
    for (gsize i = 0; i < length; i++) {
        guchar c = (guchar)text[i];
        if (c == ' ')
            g_string_append_c(word, '_');
        else if (is_plain(c))
            g_string_append_c(word, (char)c);
        else
            g_string_append_printf(word, "=%02X", c);
    }
}

/* How many bytes of text, in whole characters, an encoded word of `room` characters can hold. */
static gsize fitting(const char *text, gboolean quoted, gsize room) {
    const char *p = text;
    while (*p) {
        gsize length = (gsize)(g_utf8_next_char(p) - text);
        if (WORD_FRAME + (quoted ? quoted_length(text, length) : base64_length(length)) > room) break;
        p = text + length;
    }
    return (gsize)(p - text);
}

/* The last place between characters, at most `length` bytes on, where base64 needs no padding. */
static gsize aligned(const char *text, gsize length) {
    gsize last = 0;
    for (gsize at = 0; at <= length; at += g_utf8_skip[(guchar)text[at]])
        if (at % 3 == 0) last = at;
    return last;
}

static gboolean is_shorter_quoted(const char *text) {
    gsize length = strlen(text);
    return quoted_length(text, length) <= base64_length(length);
}

/* What the next encoded word holds. Several readers (GMime 3.2.13 is one) join the words of a field before they
 * decode them, and stop at the padding of base64: so only the last word has any. Where that cannot be, one is quoted.
 */
static gsize next_word(const char *text, gsize room, gboolean *quoted) {
    gsize taken = fitting(text, *quoted, room);
    if (*quoted || !text[taken]) return taken;
    gsize whole = aligned(text, taken);
    if (whole * 2 > taken) return whole;
    *quoted = TRUE;
    return fitting(text, TRUE, room);
}

static void append_word(Field *field, const char *text, gsize length, gboolean quoted) {
    g_autoptr(GString) word = g_string_new(quoted ? "=?utf-8?q?" : "=?utf-8?b?");
    g_autofree char *base64 = quoted ? NULL : g_base64_encode((const guchar *)text, length);
    if (quoted)
        append_quoted(word, text, length);
    else
        g_string_append(word, base64);
    g_string_append(word, "?=");
    append(field, " ", 1);
    append(field, word->str, word->len);
}

static gsize room_on_line(const Field *field) {
    gsize room = field->column + 1 < WORDS_LINE ? WORDS_LINE - field->column - 1 : 0;
    return MIN(room, WORD_MAX);
}

/* All of the text in encoded words, in the shorter encoding. The spaces between them are no part of the text. */
static void append_words(Field *field, const char *text) {
    gboolean latin = is_shorter_quoted(text);
    while (*text) {
        gboolean quoted = latin;
        gsize taken = next_word(text, room_on_line(field), &quoted);
        if (taken == 0) { /* an empty line has room for any character */
            fold(field);
            continue;
        }
        append_word(field, text, taken, quoted);
        text += taken;
    }
}

/* --- fields --- */

/* ASCII that nobody takes for an encoded word. */
static gboolean is_ascii_text(const char *text) {
    for (const char *p = text; *p; p++)
        if ((guchar)*p >= 0x7F || (guchar)*p < ' ') return FALSE;
    return !strstr(text, "=?");
}

/* Whether every word fits on the first line, `column` columns of which are taken, and so on every other. */
static gboolean can_be_folded(const char *text, gsize column) {
    gsize length = 0;
    for (const char *p = text; *p; p++) {
        length = *p == ' ' ? 0 : length + 1;
        if (column + 1 + length > FOLD_AT) return FALSE;
    }
    return TRUE;
}

char *af_mail_field_text(const char *name, const char *text) {
    g_autofree char *line = af_mail_one_line(text);
    Field field = field_begin(name);
    if (!is_ascii_text(line) || !can_be_folded(line, field.column)) {
        append_words(&field, line);
        return field_end(&field);
    }
    for (const char *p = line; *p;) {
        gsize length = strcspn(p, " ");
        append_token(&field, p, length, FOLD_AT);
        p += p[length] ? length + 1 : length;
    }
    return field_end(&field);
}

/* A name that fits into one encoded word gets one, if it takes a new line: not every reader takes the spaces between
 * the words of a name away (Python 3.11's email package does not). */
static void append_name_words(Field *field, const char *name) {
    gboolean quoted = is_shorter_quoted(name);
    if (fitting(name, quoted, room_on_line(field)) < strlen(name) && fitting(name, quoted, WORD_MAX) == strlen(name))
        fold(field);
    append_words(field, name);
}

/* A name as a phrase (RFC 5322): atoms, a quoted string, or encoded words. */
static void append_name(Field *field, const char *name) {
    gboolean atoms = TRUE;
    g_autoptr(GString) quoted = g_string_new("\"");
    for (const char *p = name; *p; p++) {
        if (!g_ascii_isalnum(*p) && *p != ' ' && *p != '-') atoms = FALSE;
        if (*p == '"' || *p == '\\') g_string_append_c(quoted, '\\');
        g_string_append_c(quoted, *p);
    }
    g_string_append_c(quoted, '"');
    if (!is_ascii_text(name) || quoted->len > QUOTED_MAX)
        append_name_words(field, name);
    else if (atoms)
        append_token(field, name, strlen(name), FOLD_AT);
    else
        append_token(field, quoted->str, quoted->len, FOLD_AT);
}

char *af_mail_field_mailboxes(const char *name, AfMailbox *const *mailboxes, guint n_mailboxes) {
    Field field = field_begin(name);
    for (guint i = 0; i < n_mailboxes; i++) {
        g_autofree char *shown = af_mail_one_line(mailboxes[i]->name);
        g_autofree char *address = g_strconcat(*shown ? "<" : "", mailboxes[i]->address, *shown ? ">" : "",
                                               i + 1 < n_mailboxes ? "," : "", NULL);
        if (*shown) append_name(&field, shown);
        append_token(&field, address, strlen(address), *shown ? WORDS_LINE : FOLD_AT);
    }
    return field_end(&field);
}

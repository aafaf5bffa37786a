/* Messages: ICU's MessageFormat called from C.
 *
 * ICU takes a message's arguments as C variable arguments, of the types that the pattern asks for: a const UChar * for
 * {0} and select, a double for plural and number. Which they are is only known when the pattern is, and C cannot build
 * such a call at run time. So the arguments are renumbered: those used as strings become 0 … 7, those used as numbers 8
 * … 15, and the one call there is always passes eight strings and then eight doubles. An argument used both ways gets a
 * slot of each kind. */
#include "locale/internal.h"

#include <string.h>

#define SLOTS 8
#define MAX_NESTING 16
#define MAX_INDEX 99
#define MAX_KEPT 4096

typedef struct {
    int used[SLOTS]; /* the argument that each slot carries */
    int n;
} Slots;

typedef struct {
    UMessageFormat *format; /* NULL: the pattern is bad */
    Slots strings, numbers;
    guint n_args;
} Message;

typedef struct {
    const char *p;
    GString *out;
    Message *message;
} Scan;

static gboolean scan_text(Scan *scan, gboolean plural, int nesting);

static void skip_space(Scan *scan) {
    while (g_ascii_isspace(*scan->p)) scan->p++;
}

static int slot_for(Slots *slots, int argument) {
    for (int i = 0; i < slots->n; i++)
        if (slots->used[i] == argument) return i;
    if (slots->n == SLOTS) return -1;
    slots->used[slots->n] = argument;
    return slots->n++;
}

/* At an apostrophe. It quotes only before a brace (or # in a plural), so that French needs no doubling. */
static void scan_apostrophe(Scan *scan, gboolean plural) {
    const char *p = scan->p;
    if (p[1] == '\'') {
        g_string_append(scan->out, "''");
        scan->p += 2;
        return;
    }
    g_string_append_c(scan->out, *p++);
    if (*p == '{' || *p == '}' || (plural && *p == '#')) {
        for (; *p && (*p != '\'' || p[1] == '\''); p++) {
            g_string_append_c(scan->out, *p);
            if (*p == '\'') g_string_append_c(scan->out, *++p);
        }
        if (*p) g_string_append_c(scan->out, *p++);
    }
    scan->p = p;
}

/* The cases of plural and select: `=0 {…} one {…} other {…}`, to the closing brace. */
static gboolean scan_cases(Scan *scan, gboolean plural, int nesting) {
    for (;;) {
        skip_space(scan);
        if (*scan->p == '}') return TRUE;
        gsize length = strcspn(scan->p, " \t\r\n{}'");
        if (length == 0) return FALSE;
        g_string_append_c(scan->out, ' ');
        g_string_append_len(scan->out, scan->p, (gssize)length);
        gboolean offset = plural && g_str_has_prefix(scan->p, "offset:");
        scan->p += length;
        skip_space(scan);
        if (offset) continue;
        if (*scan->p != '{') return FALSE;
        scan->p++;
        g_string_append_c(scan->out, '{');
        if (!scan_text(scan, plural, nesting + 1) || *scan->p != '}') return FALSE;
        scan->p++;
        g_string_append_c(scan->out, '}');
    }
}

/* The style of a number, such as `, percent` or `, ::.00`, to the closing brace. */
static gboolean scan_style(Scan *scan) {
    gsize length = strcspn(scan->p, "{}'");
    g_string_append_len(scan->out, scan->p, (gssize)length);
    scan->p += length;
    return *scan->p == '}';
}

static gboolean is_type(const char *type, gsize length, const char *name) {
    return strlen(name) == length && strncmp(type, name, length) == 0;
}

/* At an argument's opening brace; leaves behind its closing one. */
static gboolean scan_argument(Scan *scan, int nesting) {
    scan->p++;
    skip_space(scan);
    int index = 0;
    const char *digits = scan->p;
    while (g_ascii_isdigit(*scan->p) && index <= MAX_INDEX) index = index * 10 + (*scan->p++ - '0');
    if (scan->p == digits || index > MAX_INDEX) return FALSE;
    scan->message->n_args = MAX(scan->message->n_args, (guint)index + 1);
    skip_space(scan);
    if (*scan->p == '}') {
        int slot = slot_for(&scan->message->strings, index);
        g_string_append_printf(scan->out, "{%d}", slot);
        scan->p++;
        return slot >= 0;
    }
    if (*scan->p++ != ',') return FALSE;
    skip_space(scan);
    const char *type = scan->p;
    while (g_ascii_isalpha(*scan->p)) scan->p++;
    gsize length = (gsize)(scan->p - type);
    skip_space(scan);
    gboolean select = is_type(type, length, "select");
    gboolean plural = is_type(type, length, "plural") || is_type(type, length, "selectordinal");
    /* Dates come as strings made by af_date_format: ICU's would depend on the machine's time zone. */
    if (!select && !plural && !is_type(type, length, "number") && !is_type(type, length, "spellout") &&
        !is_type(type, length, "ordinal"))
        return FALSE;
    int slot = slot_for(select ? &scan->message->strings : &scan->message->numbers, index);
    if (slot < 0) return FALSE;
    g_string_append_printf(scan->out, "{%d,%.*s", select ? slot : slot + SLOTS, (int)length, type);
    if (select || plural) {
        if (*scan->p++ != ',') return FALSE;
        g_string_append_c(scan->out, ',');
        if (!scan_cases(scan, plural, nesting)) return FALSE;
    } else if (!scan_style(scan)) {
        return FALSE;
    }
    scan->p++;
    g_string_append_c(scan->out, '}');
    return TRUE;
}

/* Text with arguments in it, to the end or to a closing brace that belongs to a case around it. */
static gboolean scan_text(Scan *scan, gboolean plural, int nesting) {
    if (nesting > MAX_NESTING) return FALSE;
    while (*scan->p) {
        if (*scan->p == '}') return nesting > 0;
        if (*scan->p == '{') {
            if (!scan_argument(scan, nesting)) return FALSE;
        } else if (*scan->p == '\'') {
            scan_apostrophe(scan, plural);
        } else {
            g_string_append_c(scan->out, *scan->p++);
        }
    }
    return nesting == 0;
}

static void message_free(gpointer data) {
    Message *message = data;
    if (message->format) umsg_close(message->format);
    g_free(message);
}

static Message *compile(const AfLocale *locale, const char *pattern) {
    Message *message = g_new0(Message, 1);
    g_autoptr(GString) renumbered = g_string_new(NULL);
    Scan scan = {.p = pattern, .out = renumbered, .message = message};
    if (!g_utf8_validate(pattern, -1, NULL) || !scan_text(&scan, FALSE, 0)) return message;
    int32_t length = 0;
    g_autofree UChar *wide = af_utf16(renumbered->str, &length);
    UErrorCode status = U_ZERO_ERROR;
    message->format = umsg_open(wide, length, locale->id, NULL, &status);
    if (U_FAILURE(status) && message->format) {
        umsg_close(message->format);
        message->format = NULL;
    }
    return message;
}

static Message *message_for(AfLocale *locale, const char *pattern) {
    if (!locale->messages) locale->messages = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, message_free);
    Message *message = g_hash_table_lookup(locale->messages, pattern);
    if (message) return message;
    if (g_hash_table_size(locale->messages) >= MAX_KEPT) g_hash_table_remove_all(locale->messages);
    message = compile(locale, pattern);
    g_hash_table_insert(locale->messages, g_strdup(pattern), message);
    return message;
}

/* A number may come as a string, as it does from an attribute. */
static gboolean as_number(const AfArg *arg, double *number) {
    *number = arg->number;
    if (!arg->string) return TRUE;
    char *end = NULL;
    *number = g_ascii_strtod(arg->string, &end);
    return *arg->string && !*end;
}

static UChar *as_string(AfLocale *locale, const AfArg *arg) {
    if (arg->string) return af_utf16(arg->string, NULL);
    g_autofree char *number = af_number_format(locale, arg->number);
    return af_utf16(number, NULL);
}

static char *format_message(const Message *message, UChar *const *s, const double *d) {
    char *result = NULL;
#define FILL(buffer, capacity, status)                                                                                 \
    umsg_format(message->format, buffer, capacity, status, s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], d[0], d[1], \
                d[2], d[3], d[4], d[5], d[6], d[7])
    AF_ICU_STRING(result, FILL);
#undef FILL
    return result;
}

char *af_message_format(AfLocale *locale, const char *pattern, const AfArg *args, guint n_args) {
    if (!strpbrk(pattern, "{}'")) return g_strdup(pattern);
    const Message *message = message_for(locale, pattern);
    if (!message->format || message->n_args > n_args) return NULL;
    static UChar nothing[] = {0};
    UChar *strings[SLOTS];
    double numbers[SLOTS] = {0};
    gboolean good = TRUE;
    for (int i = 0; i < SLOTS; i++)
        strings[i] = i < message->strings.n ? as_string(locale, &args[message->strings.used[i]]) : nothing;
    for (int i = 0; i < message->numbers.n; i++) good &= as_number(&args[message->numbers.used[i]], &numbers[i]);
    char *result = good ? format_message(message, strings, numbers) : NULL;
    for (int i = 0; i < message->strings.n; i++) g_free(strings[i]);
    return result;
}

gboolean af_message_check(AfLocale *locale, const char *pattern, guint *n_args) {
    const Message *message = message_for(locale, pattern);
    if (n_args) *n_args = message->n_args;
    return message->format != NULL;
}

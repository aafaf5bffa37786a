/* Messages: ICU's MessageFormat called from C.
 *
 * ICU takes a message's arguments as C variable arguments, of the types that the pattern asks for: a const UChar * for
 * {0} and select, a double for plural and number. Which they are is only known when the pattern is, and C cannot build
 * such a call at run time. So the arguments are renumbered: those used as strings become 0 … 7, those used as numbers 8
 * … 15, and the one call there is always passes eight strings and then eight doubles. An argument used both ways gets a
 * slot of each kind. */
#include "locale/internal.h"
#include "locale/pieces.h"

#include <string.h>

#define SLOTS 8
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

static int slot_for(Slots *slots, int argument) {
    for (int i = 0; i < slots->n; i++)
        if (slots->used[i] == argument) return i;
    if (slots->n == SLOTS) return -1;
    slots->used[slots->n] = argument;
    return slots->n++;
}

/* The pattern with the slots' numbers in place of its own. */
static gboolean renumber(Message *message, const char *pattern, GString *out) {
    AfPieces pieces;
    AfPiece piece;
    af_pieces_begin(&pieces, pattern);
    while (af_pieces_next(&pieces, &piece)) {
        const char *rest = piece.start;
        if (piece.kind == AF_PIECE_ARGUMENT || piece.kind == AF_PIECE_OPEN) {
            gboolean string = piece.type == AF_ARGUMENT_STRING || piece.type == AF_ARGUMENT_SELECT;
            int slot = slot_for(string ? &message->strings : &message->numbers, piece.argument);
            message->n_args = MAX(message->n_args, (guint)piece.argument + 1);
            if (slot < 0) return FALSE;
            g_string_append_printf(out, "{%d", string ? slot : slot + SLOTS);
            rest = piece.rest;
        }
        g_string_append_len(out, rest, piece.end - rest);
    }
    return af_pieces_complete(&pieces);
}

static void message_free(gpointer data) {
    Message *message = data;
    if (message->format) umsg_close(message->format);
    g_free(message);
}

static Message *compile(const AfLocale *locale, const char *pattern) {
    Message *message = g_new0(Message, 1);
    g_autoptr(GString) renumbered = g_string_new(NULL);
    if (!g_utf8_validate(pattern, -1, NULL) || !renumber(message, pattern, renumbered)) return message;
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

guint64 af_message_arguments(const char *pattern) {
    guint64 used = 0;
    AfPieces pieces;
    AfPiece piece;
    af_pieces_begin(&pieces, pattern);
    while (af_pieces_next(&pieces, &piece)) {
        gboolean argument = piece.kind == AF_PIECE_ARGUMENT || piece.kind == AF_PIECE_OPEN;
        if (argument && piece.argument < 64) used |= G_GUINT64_CONSTANT(1) << piece.argument;
    }
    return used;
}

gboolean af_message_check(AfLocale *locale, const char *pattern, guint *n_args) {
    const Message *message = message_for(locale, pattern);
    if (n_args) *n_args = message->n_args;
    return message->format != NULL;
}

/* Whether a message has the plural forms that its language asks for. */
#include "locale/internal.h"
#include "locale/pieces.h"

#include <string.h>
#include <unicode/uenum.h>
#include <unicode/upluralrules.h>

/* CLDR's, in its order. */
static const char *const keywords[] = {"zero", "one", "two", "few", "many", "other"};

static int keyword_index(const char *name, gsize length) {
    for (guint i = 0; i < G_N_ELEMENTS(keywords); i++)
        if (strlen(keywords[i]) == length && strncmp(keywords[i], name, length) == 0) return (int)i;
    return -1;
}

/* The keywords of a language as bits, 1 << their place in the array; "other" is in every one. */
static guint keywords_load(const AfLocale *locale, UPluralType type) {
    guint set = 1U << keyword_index("other", 5);
    UErrorCode status = U_ZERO_ERROR;
    UPluralRules *rules = uplrules_openForType(locale->id, type, &status);
    UEnumeration *names = U_SUCCESS(status) ? uplrules_getKeywords(rules, &status) : NULL;
    int32_t length = 0;
    for (const char *name; U_SUCCESS(status) && (name = uenum_next(names, &length, &status));) {
        int i = keyword_index(name, (gsize)length);
        if (i >= 0) set |= 1U << i;
    }
    uenum_close(names);
    uplrules_close(rules);
    return set;
}

static guint keywords_of(AfLocale *locale, AfArgumentType type) {
    guint *set = &locale->plurals[type == AF_ARGUMENT_ORDINAL];
    if (!*set) *set = keywords_load(locale, type == AF_ARGUMENT_ORDINAL ? UPLURAL_TYPE_ORDINAL : UPLURAL_TYPE_CARDINAL);
    return *set;
}

/* An argument with cases: whether they are plural forms, and which of those are still to come. */
typedef struct {
    gboolean plural;
    guint lacking;
} Open;

/* A case of a plural; FALSE if it is one too many, or the second of its kind. */
static gboolean take_case(Open *open, const AfPiece *piece) {
    if (*piece->name == '=') return TRUE;
    int i = keyword_index(piece->name, piece->name_length);
    if (i < 0 || !(open->lacking & 1U << i)) return FALSE;
    open->lacking &= ~(1U << i);
    return TRUE;
}

static char *first_of(guint set) {
    for (guint i = 0; i < G_N_ELEMENTS(keywords); i++)
        if (set & 1U << i) return g_strdup(keywords[i]);
    return NULL;
}

gboolean af_message_plurals(AfLocale *locale, const char *pattern, char **missing, char **superfluous) {
    *missing = *superfluous = NULL;
    Open opened[AF_PIECES_NESTING] = {{0}};
    int depth = 0;
    AfPieces pieces;
    AfPiece piece;
    if (!g_utf8_validate(pattern, -1, NULL)) return FALSE;
    af_pieces_begin(&pieces, pattern);
    while (af_pieces_next(&pieces, &piece)) {
        if (piece.kind == AF_PIECE_OPEN) {
            gboolean plural = piece.type != AF_ARGUMENT_SELECT;
            opened[depth++] = (Open){plural, plural ? keywords_of(locale, piece.type) : 0};
        } else if (piece.kind == AF_PIECE_CASE && opened[depth - 1].plural) {
            if (take_case(&opened[depth - 1], &piece)) continue;
            *superfluous = g_strndup(piece.name, piece.name_length);
            return FALSE;
        } else if (piece.kind == AF_PIECE_CLOSE && (*missing = first_of(opened[--depth].lacking))) {
            return FALSE;
        }
    }
    return af_pieces_complete(&pieces);
}

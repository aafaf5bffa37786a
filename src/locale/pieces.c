/* Reading a message's pattern: the part of ICU's MessageFormat that messages use. */
#include "locale/pieces.h"

#include <string.h>

#define MAX_INDEX 99

void af_pieces_begin(AfPieces *pieces, const char *pattern) {
    *pieces = (AfPieces){.p = pattern, .in_text = TRUE};
}

static const char *skip_space(const char *p) {
    while (g_ascii_isspace(*p)) p++;
    return p;
}

static gboolean in_plural(const AfPieces *pieces) {
    AfArgumentType type = pieces->depth ? pieces->open[pieces->depth - 1] : AF_ARGUMENT_STRING;
    return type == AF_ARGUMENT_PLURAL || type == AF_ARGUMENT_ORDINAL;
}

/* Whether the apostrophe at p quotes. It does only before a brace (or # in a plural), so that French needs no doubling.
 */
static gboolean quotes(const char *p, gboolean plural) {
    return p[1] == '{' || p[1] == '}' || (plural && p[1] == '#');
}

static const char *end_of_quoted(const char *p) {
    for (p++; *p; p++) {
        if (*p != '\'') continue;
        if (p[1] != '\'') return p + 1;
        p++;
    }
    return p;
}

static const char *end_of_text(const char *p, gboolean plural) {
    for (; *p && *p != '{' && *p != '}' && (*p != '#' || !plural); p++) {
        if (*p != '\'') continue;
        if (p[1] == '\'')
            p++;
        else if (quotes(p, plural))
            return p;
    }
    return p;
}

static gboolean type_of(const char *name, gsize length, AfArgumentType *type) {
    static const struct {
        const char *name;
        AfArgumentType type;
    } types[] = {
        /* Dates come as strings made by af_date_format: ICU's would depend on the machine's time zone. */
        {"number", AF_ARGUMENT_NUMBER}, {"spellout", AF_ARGUMENT_NUMBER}, {"ordinal", AF_ARGUMENT_NUMBER},
        {"select", AF_ARGUMENT_SELECT}, {"plural", AF_ARGUMENT_PLURAL},   {"selectordinal", AF_ARGUMENT_ORDINAL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
        if (strlen(types[i].name) != length || strncmp(types[i].name, name, length) != 0) continue;
        *type = types[i].type;
        return TRUE;
    }
    return FALSE;
}

/* At an argument's opening brace. Gives where the piece ends; NULL if it is none. */
static const char *read_argument(AfPieces *pieces, AfPiece *piece) {
    const char *digits = skip_space(piece->start + 1), *p = digits;
    for (piece->argument = 0; g_ascii_isdigit(*p) && piece->argument <= MAX_INDEX; p++)
        piece->argument = piece->argument * 10 + (*p - '0');
    if (p == digits || piece->argument > MAX_INDEX) return NULL;
    piece->kind = AF_PIECE_ARGUMENT;
    piece->type = AF_ARGUMENT_STRING;
    piece->rest = p;
    p = skip_space(p);
    if (*p == '}') return p + 1;
    if (*p != ',') return NULL;
    const char *name = skip_space(p + 1);
    for (p = name; g_ascii_isalpha(*p);) p++;
    if (!type_of(name, (gsize)(p - name), &piece->type)) return NULL;
    p = skip_space(p);
    if (piece->type == AF_ARGUMENT_NUMBER) {
        p += strcspn(p, "{}'"); /* a style such as `, percent` or `, ::.00` */
        return *p == '}' ? p + 1 : NULL;
    }
    if (*p != ',' || pieces->depth == AF_PIECES_NESTING) return NULL;
    piece->kind = AF_PIECE_OPEN;
    pieces->open[pieces->depth++] = piece->type;
    pieces->in_text = FALSE;
    return p + 1;
}

/* Between the cases of an argument. */
static const char *read_case(AfPieces *pieces, AfPiece *piece) {
    const char *p = skip_space(piece->start);
    if (*p == '}') {
        piece->kind = AF_PIECE_CLOSE;
        pieces->depth--;
        pieces->in_text = TRUE;
        return p + 1;
    }
    piece->name = p;
    piece->name_length = strcspn(p, " \t\r\n{}'");
    if (piece->name_length == 0) return NULL;
    p += piece->name_length;
    if (in_plural(pieces) && g_str_has_prefix(piece->name, "offset:")) {
        piece->kind = AF_PIECE_OFFSET;
        return p;
    }
    p = skip_space(p);
    if (*p != '{') return NULL;
    piece->kind = AF_PIECE_CASE;
    pieces->in_text = TRUE;
    return p + 1;
}

static const char *read_text(AfPieces *pieces, AfPiece *piece) {
    const char *p = piece->start;
    if (*p == '{') return read_argument(pieces, piece);
    if (*p == '}') {
        if (pieces->depth == 0) return NULL;
        piece->kind = AF_PIECE_CASE_END;
        pieces->in_text = FALSE;
        return p + 1;
    }
    gboolean plural = in_plural(pieces);
    if (*p == '#' && plural) {
        piece->kind = AF_PIECE_SIGN;
        return p + 1;
    }
    gboolean quoted = *p == '\'' && quotes(p, plural);
    piece->kind = quoted ? AF_PIECE_QUOTED : AF_PIECE_TEXT;
    return quoted ? end_of_quoted(p) : end_of_text(p, plural);
}

gboolean af_pieces_next(AfPieces *pieces, AfPiece *piece) {
    if (pieces->bad || (pieces->in_text && !*pieces->p)) return FALSE;
    *piece = (AfPiece){.start = pieces->p};
    piece->end = pieces->in_text ? read_text(pieces, piece) : read_case(pieces, piece);
    pieces->bad = !piece->end;
    if (!pieces->bad) pieces->p = piece->end;
    return !pieces->bad;
}

gboolean af_pieces_complete(const AfPieces *pieces) {
    return !pieces->bad && pieces->depth == 0 && !*pieces->p;
}

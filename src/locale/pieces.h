/* A message's pattern, piece by piece; internal to locale/. One reader for all who go through patterns, so that there
 * is one opinion on what is text in them. */
#pragma once

#include <glib.h>

typedef enum {
    AF_PIECE_TEXT,     /* literal text; an apostrophe in it is one, and so are two */
    AF_PIECE_QUOTED,   /* '{…}': literal text that must stay as it is written */
    AF_PIECE_SIGN,     /* the # of a plural */
    AF_PIECE_ARGUMENT, /* {0}, {0,number,percent} */
    AF_PIECE_OPEN,     /* {0,plural, */
    AF_PIECE_OFFSET,   /* offset:1 */
    AF_PIECE_CASE,     /* one { */
    AF_PIECE_CASE_END, /* the } of a case */
    AF_PIECE_CLOSE     /* the } of plural, selectordinal and select */
} AfPieceKind;

typedef enum {
    AF_ARGUMENT_STRING, /* {0} */
    AF_ARGUMENT_NUMBER, /* number, spellout, ordinal */
    AF_ARGUMENT_SELECT,
    AF_ARGUMENT_PLURAL,
    AF_ARGUMENT_ORDINAL /* selectordinal */
} AfArgumentType;

typedef struct {
    AfPieceKind kind;
    const char *start, *end; /* all of a pattern's pieces, one after the other, are the pattern */
    /* of ARGUMENT and OPEN */
    AfArgumentType type;
    int argument;
    const char *rest; /* what follows the argument's number */
    /* of CASE */
    const char *name;
    gsize name_length;
} AfPiece;

#define AF_PIECES_NESTING 16

typedef struct {
    const char *p;
    int depth; /* arguments with cases that are open */
    AfArgumentType open[AF_PIECES_NESTING];
    gboolean in_text; /* and not between the cases of the innermost one */
    gboolean bad;
} AfPieces;

/* pattern must be valid UTF-8 and outlive the pieces. */
void af_pieces_begin(AfPieces *pieces, const char *pattern);
/* FALSE at the end and at a fault. */
gboolean af_pieces_next(AfPieces *pieces, AfPiece *piece);
/* After af_pieces_next gave FALSE: whether the pattern was read to its end. */
gboolean af_pieces_complete(const AfPieces *pieces);

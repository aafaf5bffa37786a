/* Diagnostics: what the program has to say about its input.
 *
 * A diagnostic is a code from the catalogue (diagnostics.def), a place, and arguments; its words are a message of the
 * catalogs (diagnostic.RULE in locales/LANG/messages.xml), put in by the command line when it is shown, so that no
 * stage below needs a language. Stages collect diagnostics and go on where they can; a file that cannot be read or
 * written at all is a GError. */
#pragma once

#include <glib.h>

typedef enum { AF_NOTE, AF_WARNING, AF_ERROR } AfLevel;

/* What a command ends with; see "Exit codes" in the manual. */
typedef enum { AF_EXIT_OK = 0, AF_EXIT_INVALID = 1, AF_EXIT_USAGE = 2, AF_EXIT_IO = 3 } AfExit;

typedef enum {
#define AF_DIAGNOSTIC(code, level, rule, args, exit) code,
#include "base/diagnostics.def"
#undef AF_DIAGNOSTIC
    AF_DIAGNOSTIC_COUNT
} AfCode;

/* An argument of a message: a string, or a number (always a double, as ICU wants it). */
typedef struct {
    char *string; /* NULL for a number */
    double number;
} AfArg;

typedef struct {
    AfCode code;
    AfLevel level;
    AfLevel own_level; /* without --strict */
    char *file; /* as the user named it; NULL if it is about no file */
    int line;   /* from 1; 0 if unknown */
    guint n_args;
    AfArg *args;
    guint times; /* how often it came, from 1 */
    /* Of AF_D_RULE only: the rule's own id in place of "rule", and what it is about (name, value, name, value …, NULL), such
     * as "item", "security.root-user", for programs that read diagnostics. NULL otherwise. */
    char *rule;
    char **details;
} AfDiagnostic;

typedef struct AfDiagnostics AfDiagnostics;

AfDiagnostics *af_diagnostics_new(void);
void af_diagnostics_free(AfDiagnostics *diagnostics);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfDiagnostics, af_diagnostics_free)

/* Adds a diagnostic. The variable arguments are as many as the catalogue's row says, of the kinds it says: `s` const
 * char * (copied; NULL is shown as empty), `n` double, `m` const char *: the id of a message, shown as its words (the
 * arguments that come after it are its own too, from {0}). One that equals an earlier one in everything is counted in
 * its `times`, not kept again. file may be NULL, line 0. */
void af_diagnostics_add(AfDiagnostics *diagnostics, AfCode code, const char *file, int line, ...);

/* Adds a finding of a rule that is not in the catalogue (those of Schematron): its id, its words in the user's language,
 * and details as in AfDiagnostic (copied; NULL for none). */
void af_diagnostics_add_rule(AfDiagnostics *diagnostics, AfLevel level, const char *rule, const char *file, int line,
                             const char *text, const char *const *details);

/* Moves all that is in `from`, which is empty then, behind those of `to`, as if they had been added there. */
void af_diagnostics_move(AfDiagnostics *to, AfDiagnostics *from);

/* All diagnostics in the order in which they came; owned by the collection. */
guint af_diagnostics_count(const AfDiagnostics *diagnostics);
const AfDiagnostic *af_diagnostics_get(const AfDiagnostics *diagnostics, guint index);
/* How many of those kept are of this level or worse. */
guint af_diagnostics_count_level(const AfDiagnostics *diagnostics, AfLevel level);
/* What the worst of them makes a command end with: the catalogue says it for each error; warnings and notes are
 * AF_EXIT_OK. */
AfExit af_diagnostics_exit(const AfDiagnostics *diagnostics);
/* What is an error elsewhere is a warning among these, for those to come. */
void af_diagnostics_set_mild(AfDiagnostics *diagnostics, AfCode code);
/* Raises every warning to an error (`--strict`), for those to come too. */
void af_diagnostics_set_strict(AfDiagnostics *diagnostics, gboolean strict);

/* The rule id of a code, such as "xml-malformed": stable, part of the interface. Static. */
const char *af_code_rule(AfCode code);
AfLevel af_code_level(AfCode code);
/* The kinds of its arguments, such as "ssn" (see af_diagnostics_add). Static. */
const char *af_code_args(AfCode code);

/* Carrying over: what an assessment says, fitted to another version of its program or to another program.
 *
 * It is read strictly as to its shape (assessment.xsd, characters, lengths), leniently as to its program: that may have
 * had another version, or not be there any more. What the program does not know is taken out, and the audit with it;
 * answers keep what they say. In an input document (af_document_add_carry):
 *
 *   <carry xmlns="urn:auditfolio:document">
 *     <assessment xmlns="urn:auditfolio:assessment">…</assessment>   fitted
 *     <item ref="security.root-user" state="carried|changed|new"/>   every item of the program that it asks
 */
#pragma once

#include "assess/assessment.h"

typedef enum {
    AF_CARRY_CARRIED, /* asked as before */
    AF_CARRY_CHANGED, /* asked otherwise than before, or nobody can tell: to be confirmed */
    AF_CARRY_NEW,     /* asked, and not answered before */
    AF_CARRY_DROPPED, /* the program does not know it: left out */
    AF_CARRY_STATE_COUNT
} AfCarryState;

/* "carried", "changed", "new", "dropped". Static. */
const char *af_carry_state_name(AfCarryState state);

/* An item; or, only as AF_CARRY_DROPPED, something else that is left out. */
typedef struct {
    AfCarryState state;
    /* item, record, choice, option, category, subcategory, deployment-model, competency, document: message what.WHAT; or
     * field, an element of the file that not every program asks for: message carry.field. Static. */
    const char *what;
    char *id;
    char *item;           /* of a record, choice or option; NULL */
    char *number, *title; /* of an item, in the language; NULL if they are not known (any more) */
    int line;             /* in the old file; 0: not there */
} AfCarryEntry;

typedef struct AfCarry AfCarry;

/* Reads an assessment and fits it to a program. The catalog is the program's; requirements of another program are
 * compared in its language. NULL, and an error, if it cannot be read or is no assessment. */
AfCarry *af_carry_load(const char *path, const AfProgram *program, const AfCatalog *catalog,
                       AfDiagnostics *diagnostics);
/* The same for one that was read already. */
AfCarry *af_carry_read(const AfAssessmentFile *file, const AfProgram *program, const AfCatalog *catalog,
                       AfDiagnostics *diagnostics);
void af_carry_free(AfCarry *carry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfCarry, af_carry_free)

/* Of AfCarryEntry, by state; items in the order of the program, or of the old file if it does not know them. */
const GPtrArray *af_carry_entries(const AfCarry *carry);
/* Makes paths of evidence right for a file in another folder, which has to be there. One that would leave it stays and is
 * a warning. */
void af_carry_move(AfCarry *carry, const char *folder, AfDiagnostics *diagnostics);
void af_document_add_carry(xmlDoc *document, const AfCarry *carry);

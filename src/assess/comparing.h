/* What the files that compare two states of an assessment (compare*.c) share and nobody else sees. */
#pragma once

#include "assess/compare.h"
#include "assess/internal.h"

typedef struct {
    const AfAssessment *before, *after;
    GPtrArray *changes;   /* of AfChange */
    GHashTable *restated; /* af_answer_key, where the state of the answer changed; a set */
    guint first_of_item;  /* where the changes of the present item begin */
} AfComparing;

/* Adds a copy of what was found, its strings included; about this case study, or none (NULL). */
AfChange *af_comparing_add(const AfComparing *comparing, const AfChange *found, const char *case_study);

/* The words of an element, white space folded; "" if there is none. To be freed, as those of an attribute ("xml:lang"
 * is one too). */
char *af_compared_text(const xmlNode *element);
char *af_compared_attribute(const xmlNode *element, const char *name);

/* Children that are told apart by ref. */
typedef struct {
    const char *name, *attribute; /* whose value is compared; NULL: the words of the child */
    AfChange about;               /* all but the ref, its values and place */
    const char *case_study;
    void (*found)(AfComparing *comparing, const AfChange *change, const char *case_study);
} AfComparedRefs;

/* What differs among them: those of the newer state, then those that only the older one has. */
void af_compare_refs(AfComparing *comparing, const AfComparedRefs *refs, const xmlNode *before, const xmlNode *after);

/* Partner, solution, audit, case studies and evidence: all that is a thing with fields. */
void af_compare_fields(AfComparing *comparing);
/* Answers and findings, by what they mean in each cell. */
void af_compare_cells(AfComparing *comparing);
/* Points; those that an answer tells already (restated) are left out. */
void af_compare_points(const AfComparing *comparing, const AfReadiness *before, const AfReadiness *after);

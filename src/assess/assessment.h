/* Assessments: loading and checking them, what they answer for which case study, scores and readiness.
 *
 * An assessment is invalid where it says what cannot be (schema-invalid, item-unknown, digest-mismatch …): those are
 * diagnostics of loading, and nothing is made of it. A valid one is ready or not: what is still open is found by the
 * rules (schemas/assessment.sch, schemas/LIBRARY.sch and schemas/PROGRAM.sch, run by transform/rules.h), and this stage
 * makes of their findings the one account of readiness that every command uses.
 *
 * Its tree in the stylesheets' input document, all in namespace urn:auditfolio:document but for the assessment:
 *
 *   <document kind="…" program="…" xml:lang="de">
 *     <program>…</program> <catalog>…</catalog> <catalog>…</catalog>
 *     <assessment xmlns="urn:auditfolio:assessment">…</assessment>
 *         as in its file, each element with d:line and (for the layout's diagnostics) d:at="FILE:LINE"; answers with d:id="answer-N", findings with d:id="finding-N"
 *         (N from 1), pieces of evidence that name a file with d:file="present|absent" and, if present, d:bytes and d:sha256
 *     <resolution day="2026-11-22">
 *       <section part="technical-validation" ref="security" pillar="true">
 *         <item ref="security.root-user" number="1.1">                             no number if it has none
 *           <cell case-study="a" model="saas" applies="yes|no|conditional" state="open|met|not-met|not-applicable"
 *                 answer="answer-7" finding="finding-3" verdict="accepted|rejected|question" line="120"/>
 *     ...
 *     <readiness ready="yes|no" blocking="12" warnings="3">
 *       <score asked="198" answered="190" met="180" not-met="4" not-applicable="6" open="8"
 *              accepted="0" rejected="0" questions="0" blocking="12"/>             the whole
 *       <score part="technical-validation" …/>                                    a part
 *       <score part="technical-validation" section="security" …/>                 a section
 *       <score part="technical-validation" section="security" case-study="a" …/>  a section in a case study
 *       <score case-study="a" …/>                                                 a case study, over all sections
 *       <point rule="answer-missing" level="error|warning" who="partner|engineers|auditor" line="120"
 *              part="…" section="…" item="…" case-studies="a b">Words in the document's language</point>
 *
 * A cell is an item in a case study, or an item of a part that is not answered per case study (no case-study or model
 * then). Its answer is the one that names the case study, or else the one for "all". line is that of the answer, or of
 * the case study or <answers> without one. The attributes answer, finding and verdict are left out where there is none.
 *
 * applies says whether the cell is asked. Cells that do not apply are there (applies="no"), count in no score, and no
 * rule asks for them; an answer for one all the same is answer-unasked. In a case study it is what the program says of
 * its deployment model; where that is not known, "yes" where any model of the program asks. "conditional" (not asked but
 * for what the program's note says) counts as asked, and may be answered "not-applicable" without saying why: the note
 * says it. An item of a subcategory is asked of whoever is in it or may be: of solutions that name it, that name its
 * category without any subcategory, or that name no category yet; else it has applies="no". Other items that are
 * answered once have no applies. */
#pragma once

#include "assess/assess.h"

#define AF_NS_ASSESSMENT "urn:auditfolio:assessment"

enum {
    AF_MAX_FREE_TEXT = 10000,         /* characters of a free text */
    AF_MAX_FREE_TEXT_ELEMENTS = 1000, /* paragraphs, lists and inline markup in one */
    AF_MAX_FREE_TEXT_DEPTH = 40,      /* how deep they are nested: 20 lists in each other still fit a page */
};

typedef struct AfAssessment AfAssessment;

/* Reads, validates and resolves an assessment. NULL, with at least one error, if the file cannot be read, does not
 * fit assessment.xsd, is for a program or version that is not there, names an item, case study, record, choice, option,
 * evidence, category, subcategory, model, competency or document that does not exist or twice, a subcategory under a
 * category that is not its own, or several options where one may be chosen, holds control or bidirectional-override
 * characters, a free text beyond AF_MAX_FREE_TEXT… or a link in a link, or names evidence whose path leaves the
 * assessment's folder (by name or by link) or whose bytes do not have the SHA-256 that is said. path is as the user
 * named it. */
AfAssessment *af_assessment_load(const char *path, AfDiagnostics *diagnostics);
/* An assessment that was read already, as from inside another file. */
typedef struct {
    const char *path;           /* of the file that the user named; evidence is looked for in its folder */
    const char *place;          /* what diagnostics call it */
    const char *name;           /* of the assessment's own file, without a folder */
    GByteArray *bytes;          /* its XML; the assessment takes a reference */
    const GByteArray *evidence; /* what af_evidence_list gave when it was put there; NULL: nothing */
} AfAssessmentFile;
/* The same for such a one. Evidence files that are not there, but were, count as there with the digests that they had,
 * which is the note evidence-recorded; one that is there and is another now is the warning evidence-changed. */
AfAssessment *af_assessment_read(const AfAssessmentFile *file, AfDiagnostics *diagnostics);
void af_assessment_free(AfAssessment *assessment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfAssessment, af_assessment_free)

/* Owned by the assessment. */
const char *af_assessment_path(const AfAssessment *assessment);
/* The path that its XML has or, if it came out of another file, would have beside that. To be freed. */
char *af_assessment_own_path(const AfAssessment *assessment);
/* Whether XML has the shape of an assessment; what it says of its program, which need not be there, is not asked. The
 * faults are errors about its place. */
gboolean af_assessment_fits(const AfAssessmentFile *file, AfDiagnostics *diagnostics);
/* What diagnostics call it: the path, and where in the file it is if that holds more. */
const char *af_assessment_place(const AfAssessment *assessment);
/* The XML as it was read, all of what is said here is about these bytes. */
const GByteArray *af_assessment_bytes(const AfAssessment *assessment);
/* The file's name without folder and ".xml": what its documents are called. */
const char *af_assessment_name(const AfAssessment *assessment);
const char *af_assessment_language(const AfAssessment *assessment);
/* The day of assessment (ISO 8601): that of its date attribute, unless another one was set. */
const char *af_assessment_day(const AfAssessment *assessment);
/* FALSE if it is no date. */
gboolean af_assessment_set_day(AfAssessment *assessment, const char *day);
AfProgram *af_assessment_program(const AfAssessment *assessment);
const xmlDoc *af_assessment_doc(const AfAssessment *assessment);

typedef enum { AF_STATE_OPEN, AF_STATE_MET, AF_STATE_NOT_MET, AF_STATE_NOT_APPLICABLE } AfState;
typedef enum { AF_VERDICT_NONE, AF_VERDICT_ACCEPTED, AF_VERDICT_REJECTED, AF_VERDICT_QUESTION } AfVerdict;
typedef enum { AF_APPLIES_YES, AF_APPLIES_NO, AF_APPLIES_CONDITIONAL } AfApplies;

/* Strings are owned by the assessment's or its program's tree. */
typedef struct {
    const char *part, *section, *item, *number; /* number NULL: it has none */
    const char *case_study, *model; /* NULL: not per case study; no model known */
    gboolean pillar;
    AfApplies applies; /* YES of what is asked once, but for items of other subcategories */
    AfState state;
    AfVerdict verdict;
    const xmlNode *answer, *finding; /* NULL: none */
    int line;
} AfCell;

/* Every item × case study, in the order of the program and of the case studies; of AfCell, owned by the assessment. */
const GPtrArray *af_assessment_cells(const AfAssessment *assessment);
/* The element <case-study> with this id, or NULL. */
const xmlNode *af_assessment_case_study(const AfAssessment *assessment, const char *id);

/* Reads the file of a piece of evidence (an element of af_assessment_doc that has d:file="present"), which must still
 * be inside the folder and have the bytes that it had when the assessment was loaded. NULL, and an error
 * (evidence-outside, evidence-digest, file-unreadable), if not. The size is given in any case that it can be known;
 * of a file beyond `limit` bytes it is all that is given: NULL without an error. To be freed with g_byte_array_unref.
 */
GByteArray *af_evidence_read(const AfAssessment *assessment, const xmlNode *piece, guint64 limit, guint64 *size,
                             AfDiagnostics *diagnostics);

/* The evidence files that are there, with their digests, as sha256sum(1) writes and checks it: a line "DIGEST  FILE" for
 * each file, once. Empty if none is there. */
GString *af_evidence_list(const AfAssessment *assessment);

/* Appends the assessment and its resolution to an input document (af_document_new), as above. */
void af_document_add_assessment(xmlDoc *document, const AfAssessment *assessment);
/* The input of the rules: a document of kind "check" with program, assessment and resolution, without catalogs. Owned
 * by the assessment. */
xmlDoc *af_document_for_rules(const AfAssessment *assessment);

/* Counts of cells that apply. */
typedef struct {
    const char *part, *section, *case_study; /* NULL: over all */
    guint asked, answered, met, not_met, not_applicable, open, accepted, rejected, questions;
    guint blocking; /* points of level error */
} AfScore;

/* What keeps an assessment from being submitted, or should be looked at: one finding of a rule. */
typedef struct {
    char *rule;
    AfLevel level; /* AF_ERROR: blocks; AF_WARNING */
    char *who;     /* partner, engineers, auditor */
    int line;
    char *part, *section, *item; /* ids; NULL where it is about none */
    char **case_studies;         /* ids; never NULL */
    char *about;                 /* what it is about beside those: kinds and ids, such as "field partner-name"; "" */
    char *text;                  /* in the language of the readiness */
} AfPoint;

typedef struct {
    gboolean ready;
    guint blocking, warnings;
    GPtrArray *scores; /* of AfScore, in the order shown above */
    GPtrArray *points; /* of AfPoint, in the order of their lines */
} AfReadiness;

/* Makes the account of readiness of what the rules found (SVRL, as af_rules_run gives it). Words come from message
 * rule.RULE of the program's catalog or else of the messages; titles of items and documents from the program's catalog,
 * both in one language. NULL and an error if a rule has no words. */
AfReadiness *af_readiness_new(const AfAssessment *assessment, const xmlDoc *svrl, const AfCatalog *catalog,
                              const AfCatalog *messages, AfDiagnostics *diagnostics);
void af_readiness_free(AfReadiness *readiness);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfReadiness, af_readiness_free)

/* The score over these (NULL: over all); NULL if there is none. */
const AfScore *af_readiness_score(const AfReadiness *readiness, const char *part, const char *section,
                                  const char *case_study);
/* Appends <readiness> to an input document, as above. */
void af_document_add_readiness(xmlDoc *document, const AfReadiness *readiness);

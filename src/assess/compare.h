/* Comparing: what changed between two states of an assessment. Things are told apart by their ids, never by their
 * places; answers, findings and points by what they mean for each case study, however they were written. */
#pragma once

#include "assess/assessment.h"

typedef enum {
    AF_CHANGE_NEW, /* was not there: a case study, a piece of evidence, an answer, a finding; a point beside others */
    AF_CHANGE_RESOLVED, /* a point that is none any more */
    AF_CHANGE_REOPENED, /* an answer that was met or not applicable and is open or not met; a point where there was none */
    AF_CHANGE_CHANGED, /* something that was and is there says something else */
    AF_CHANGE_REMOVED, /* is not there any more: a case study, a piece of evidence, an answer, a finding */
    AF_CHANGE_KIND_COUNT
} AfChangeKind;

/* "new", "resolved", "reopened", "changed", "removed". Static. */
const char *af_change_kind_name(AfChangeKind kind);

typedef enum {
    AF_CHANGE_OF_CASE_STUDY,
    AF_CHANGE_OF_EVIDENCE,
    AF_CHANGE_OF_ANSWER,
    AF_CHANGE_OF_FINDING,
    AF_CHANGE_OF_POINT,
    AF_CHANGE_OF_FIELD, /* of all else, and of an answer, a finding, a case study or a piece of evidence that stays */
    AF_CHANGE_OF_COUNT
} AfChangeOf;

/* "case-study", "evidence", "answer", "finding", "point", "field". Static. */
const char *af_change_of_name(AfChangeOf of);

/* What a value is. */
typedef enum {
    AF_VALUE_TEXT,     /* words, white space folded */
    AF_VALUE_DATE,     /* ISO 8601 */
    AF_VALUE_LANGUAGE, /* a BCP 47 tag */
    AF_VALUE_STATE,    /* open, met, not-met, not-applicable */
    AF_VALUE_VERDICT,  /* accepted, rejected, question */
    AF_VALUE_WORD,     /* one of a few: message WORDS + value, where there is one */
    AF_VALUE_IDS       /* ids with spaces between them, of a kind as af_assessment_name_of has it: WORDS */
} AfChangeValue;

typedef struct {
    AfChangeKind kind;
    AfChangeOf of;
    char *item;          /* id; NULL: about none */
    char **case_studies; /* ids; never NULL */
    char *evidence;      /* id; NULL: about none */
    char *path; /* of a field: its path in the file, such as partner/contact/name or solution/marketplace/@listed, or
                           * below the case study, piece, answer or finding that it is of; NULL */
    const char *field;    /* id of the message that names a field; NULL if the next two do */
    const char *label;    /* a kind as af_assessment_name_of has it, record or document; or choice; NULL */
    char *label_id;       /* its id, "ITEM CHOICE" of a choice, whose options are then the values; NULL */
    AfChangeValue value;  /* what before and after are */
    const char *words;    /* of AF_VALUE_WORD and AF_VALUE_IDS; NULL */
    char *before, *after; /* "" for nothing; NULL where none is said */
    char *text;           /* of a point: its words */
    gboolean part;        /* of a point: it stays for other case studies */
    gboolean gone;        /* the line is the older file's */
    int line;
} AfChange;

/* What changed from one state to the other, with what the rules found in each (SVRL): of AfChange, by kind and line, to be
 * freed with g_ptr_array_unref. Points get their words from the catalogs. NULL and an error if a rule has no words. */
GPtrArray *af_compare(const AfAssessment *before, const AfAssessment *after, const xmlDoc *findings_before,
                      const xmlDoc *findings_after, const AfCatalog *catalog, const AfCatalog *messages,
                      AfDiagnostics *diagnostics);

/* What an assessment calls something, in the language of the catalogs: kind is item ("1.24 Title"), case-studies (ids; a
 * list of customers), evidence, record (id: "ITEM RECORD"), option (id: "ITEM CHOICE OPTION"), document, category,
 * subcategory, model or competency. To be freed. */
char *af_assessment_name_of(const AfAssessment *assessment, const AfCatalog *catalog, const AfCatalog *messages,
                            const char *kind, const char *id);

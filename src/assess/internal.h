/* What the files of assess/ share and nobody else sees. */
#pragma once

#include "assess/assess.h"
#include "assess/assessment.h"

/* Reads a file and validates it against a schema of ours, which is compiled at its first use and kept. NULL if
 * either fails. */
xmlDoc *af_read_valid(const char *path, const char *schema, AfDiagnostics *diagnostics);

/* Whether the document fits a schema of ours. */
gboolean af_valid(xmlDoc *doc, const char *schema, AfDiagnostics *diagnostics);

/* The next element in document order after `node` and below `top`, entering what `node` holds; NULL at the end. No
 * recursion. */
xmlNode *af_next_element(const xmlNode *top, xmlNode *node);

/* The characters with every run of white space as one space, none at the ends. */
char *af_fold(const char *text);

/* Attributes as a schema compares them, which takes " yes " for "yes": white space folded in all of them, but in the
 * path of a file, where it counts. */
void af_fold_attributes(xmlNode *root);

/* The texts that a program asks for, of AfKey (a table of rules is in keys.c). */
GPtrArray *af_keys_of_program(xmlNode *root);
/* The messages that the rules of a Schematron schema of ours ask for, of AfKey; none if there is no such schema. NULL
 * and an error if it cannot be read. */
GPtrArray *af_keys_of_rules(const char *schema, AfDiagnostics *diagnostics);

/* The root element of a catalog. */
xmlNode *af_catalog_root(const AfCatalog *catalog);

/* --- assessments --- */

struct AfAssessment {
    char *path, *name, *folder, *day;
    AfProgram *program;
    GByteArray *bytes; /* of the file */
    xmlDoc *doc;
    GHashTable *case_studies; /* id → xmlNode of doc */
    GHashTable *items;        /* id → xmlNode of the program */
    GHashTable *answers;      /* af_answer_key → xmlNode of doc; filled by af_assessment_check_references */
    GHashTable *findings;     /* the same for findings */
    GPtrArray *cells;         /* of AfCell */
    xmlDoc *rules_input;      /* made once: the rules are run on it, and what they find is looked up in it */
};

/* What an answer or a finding for an item is kept under: for a case study, for "all", or ("") for an item that is
 * answered once. */
char *af_answer_key(const char *item, const char *case_study);
/* Whether an item is answered for each case study: it says what deployment models it applies to. */
gboolean af_item_per_case_study(const xmlNode *item);
/* The first child element of this name (any namespace), or NULL. */
xmlNode *af_child(const xmlNode *parent, const char *name);
/* Goes through the words of a list ("a b c"): *position is where to start and is moved on; NULL at the end. The word
 * is to be freed. */
char *af_next_word(const char **position);
int af_line(const xmlNode *node);

/* Checks of a valid tree; each adds an error for every fault. */
void af_assessment_check_texts(const AfAssessment *assessment, AfDiagnostics *diagnostics);
void af_assessment_check_references(AfAssessment *assessment, AfDiagnostics *diagnostics);
/* Stamps d:file and d:sha256 on the pieces, too. */
void af_assessment_check_evidence(const AfAssessment *assessment, AfDiagnostics *diagnostics);
/* The input of the rules, to be freed with xmlFreeDoc. */
xmlDoc *af_document_for_rules_new(const AfAssessment *assessment);
/* Makes the cells. */
void af_assessment_resolve(AfAssessment *assessment);

/* Sets an attribute of the document namespace, such as d:line. */
void af_stamp(xmlNode *element, const char *name, const char *value);

/* The scores of cells, with nothing blocking yet; of AfScore. */
GPtrArray *af_scores_new(const GPtrArray *cells);
/* Counts a point that blocks where it is. */
void af_scores_count_point(GPtrArray *scores, const AfPoint *point);

/* What words are made of, in a language. */
typedef struct {
    const AfAssessment *assessment;
    const AfCatalog *catalog, *messages;
    AfLocale *locale;
} AfWording;
/* The words for a property of a rule's finding, by its kind: item, case-studies, document, record, evidence, field, date,
 * model, category, competency, or (as it is) word. To be freed. */
char *af_property_words(const AfWording *wording, const char *kind, const char *value);

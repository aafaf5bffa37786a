/* What the files of assess/ share and nobody else sees. */
#pragma once

#include "assess/assess.h"
#include "assess/assessment.h"

/* Reads a file and validates it against a schema of ours, which is compiled at its first use and kept. NULL if
 * either fails. */
xmlDoc *af_read_valid(const char *path, const char *schema, AfDiagnostics *diagnostics);

/* Whether the document fits a schema of ours. */
gboolean af_valid(xmlDoc *doc, const char *schema, AfDiagnostics *diagnostics);

/* Puts a program's references to the library that it names in place. FALSE and an error if there is no such library, or
 * something is referred to that it has not. The program need not be valid. *library (to be freed with
 * g_byte_array_unref) is set to the library's bytes; it stays as it is if there is none. */
gboolean af_program_take_library(xmlDoc *program, GByteArray **library, AfDiagnostics *diagnostics);

/* The same with a library that is given, from its bytes. */
gboolean af_program_take_given(xmlDoc *program, const GByteArray *library, const char *place,
                               AfDiagnostics *diagnostics);

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

/* Says of every text, prose, message, p, li and note of a tree the file and line that it was written on, as at="FILE:LINE"
 * in a namespace, but of those that say one. */
void af_stamp_places(xmlNode *tree, const char *file, xmlNs *ns);
/* The kind of a text of a catalog. */
AfTextKind af_text_kind(const xmlNode *text);
/* An empty catalog, in place of a file that is not there. */
AfCatalog *af_catalog_new(const char *language, const char *name);
/* Takes a text away from a catalog. */
void af_catalog_drop(AfCatalog *catalog, const char *id);
/* Makes an English catalog one of a pseudo-language (af_pseudo_is): words of texts and proses, each block of these in
 * brackets of its own, and messages; readings are taken away; code and what is in another language stays. */
void af_catalog_make_pseudo(xmlNode *root, const char *tag);
/* Adds a copy of a text of another language; see af_catalog_load_filled for what it says of itself. */
void af_catalog_lend(AfCatalog *catalog, const AfCatalog *from, const xmlNode *text, const char *mark);
/* The language of a text that was lent, owned by it; NULL for others. */
const char *af_catalog_lender(const xmlNode *text);
/* Words of a text, with its mark behind them if it was lent. Takes the words; to be freed. */
char *af_text_marked(const xmlNode *text, char *words);
/* Adds copies of the texts that a library's catalog of the same language has and `catalog` has not; what they say of
 * where they stand comes along (af_catalog_place). FALSE and an error if that one cannot be used. */
gboolean af_catalog_take_library(AfCatalog *catalog, const char *library, AfDiagnostics *diagnostics);
/* The root element of a catalog. */
xmlNode *af_catalog_root(const AfCatalog *catalog);

/* --- assessments --- */

struct AfAssessment {
    char *path, *place, *name, *folder, *day;
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
/* Whether an item is asked of an assessment's <solution> for its subcategory: it has none; the solution is in it, or in
 * its category without saying in which subcategories; or in no category yet. */
gboolean af_item_suits(const xmlNode *item, const xmlNode *solution);
/* Whether a choice of the program's is answered by an answer's <choice>: it has options of its own, and these are not
 * what the answer says in any case, yes or no, nor what the solution says, its categories or deployment models. */
gboolean af_choice_is_own(const xmlNode *choice);
/* The first child element of this name (any namespace), or NULL. */
xmlNode *af_child(const xmlNode *parent, const char *name);
/* Goes through the words of a list ("a b c"): *position is where to start and is moved on; NULL at the end. The word
 * is to be freed. */
char *af_next_word(const char **position);
int af_line(const xmlNode *node);

/* Checks of a valid tree; each adds an error for every fault. */
void af_assessment_check_texts(const AfAssessment *assessment, AfDiagnostics *diagnostics);
void af_assessment_check_references(AfAssessment *assessment, AfDiagnostics *diagnostics);
/* Stamps d:file and d:sha256 on the pieces, too. recorded: see AfAssessmentFile; NULL: nothing. */
void af_assessment_check_evidence(const AfAssessment *assessment, const GByteArray *recorded, AfDiagnostics *diagnostics);
/* What is in a list that af_evidence_list made: path → digest. Lines that are none are passed over; NULL is empty. */
GHashTable *af_evidence_list_read(const GByteArray *bytes);
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
 * model, category, subcategory, subcategories, option ("ITEM CHOICE OPTION"), competency, or (as it is) word. To be
 * freed. */
char *af_property_words(const AfWording *wording, const char *kind, const char *value);

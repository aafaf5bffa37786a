/* The command line: what its commands share. Nothing below calls up here.
 *
 * A command parses its options (options.c), does its work document by document, and reports the diagnostics of each
 * (report.c), which also decides the exit code: the worst of all. Words come from the messages of the user's
 * language, which the environment says; the languages of documents are another matter (-l). */
#pragma once

#include "assess/assessment.h"
#include "base/diag.h"
#include "base/file.h"
#include "layout/layout.h"
#include "pdf/pdf.h"
#include "transform/rules.h"

#include <glib.h>
#include <stdio.h>

#ifndef AF_VERSION
#define AF_VERSION "0.1.0"
#endif
#define AF_GENERATOR "auditfolio " AF_VERSION

typedef struct AfCli AfCli;

/* A command: its name, its arguments as the help shows them, and what it does. Its help is the messages
 * help.command.NAME (a line) and help.text.NAME (a paragraph). argv[0] is the command's name. */
typedef struct {
    const char *name;
    const char *arguments;
    void (*run)(AfCli *cli, int argc, char **argv);
    const char *example; /* in the help, after "auditfolio " */
} AfCommand;

struct AfCli {
    const AfCommand *commands; /* ends with a NULL name */
    const AfCommand *command;  /* the one that is run; NULL before */
    gboolean json;             /* --diagnostics=json */
    gboolean progress;         /* a line of progress stands on the terminal */
    gboolean allow_incomplete; /* --allow-incomplete: texts that a language has not are shown in another */
    GHashTable *messages;      /* language → AfCatalog, as loaded */
    GHashTable *catalogs;      /* language/program → AfCatalog, as loaded and checked */
    char *templates;           /* the user's own folder of stylesheets; NULL if there is none */
    GHashTable *stylesheets;   /* name → AfStylesheet, as loaded */
    guint errors, warnings;    /* reported so far */
    AfExit exit;               /* the worst so far */
};

void af_cli_init(AfCli *cli, const AfCommand *commands);
void af_cli_clear(AfCli *cli);

/* words.c: messages */

/* The messages catalog of a language, loaded at its first use; NULL and an error if it cannot be. Owned by cli. */
const AfCatalog *af_cli_messages(AfCli *cli, const char *language, AfDiagnostics *diagnostics);
/* The user's language among those there are; English if there is none. Static. */
const char *af_cli_user_language(void);
/* Takes a language (-l of commands that print) for the user's; NULL: none was given. FALSE, and reported, if it is not
 * there or several were given. */
gboolean af_cli_speak(AfCli *cli, const char *wanted);
/* A program's catalog in a language, loaded at its first use and checked against what the program asks for; NULL and an
 * error if it cannot be or has a fault. One that lacks texts has a fault, unless --allow-incomplete was given: then it
 * is filled, and catalog-incomplete says how much. Owned by cli. */
const AfCatalog *af_cli_catalog(AfCli *cli, AfProgram *program, const char *language, AfDiagnostics *diagnostics);
/* A message in the user's language; kinds and arguments as for af_diagnostics_add. Never NULL: the id if there are
 * no words. */
char *af_words(AfCli *cli, const char *id, const char *kinds, ...);
char *af_words_args(AfCli *cli, const char *id, const AfArg *args, guint n_args);
/* A stylesheet of templates/, compiled at its first use; NULL and an error if it cannot be. Owned by cli. */
AfStylesheet *af_cli_stylesheet(AfCli *cli, const char *name, AfDiagnostics *diagnostics);

/* options.c */

typedef struct {
    const char *name;     /* the long name */
    char letter;          /* the short one; 0 for none */
    const char *argument; /* as the help shows it; NULL: takes none */
    const char *help;     /* its words: message help.option.HELP */
    gboolean many;        /* may be given several times */
    void *target;         /* gboolean *, char ** or, if many, char *** (to be freed with g_free, g_strfreev) */
} AfOption;

/* Parses the options of the command that is run (`options` ends with a NULL name), leaving the arguments in argv[1
 * … argc-1]. FALSE if there is nothing more to do: help was printed, or a fault was reported. */
gboolean af_options_parse(AfCli *cli, const AfOption *options, int *argc, char **argv);
/* Whether there are as many arguments as there have to be; reports it otherwise. */
gboolean af_options_arguments(AfCli *cli, int argc, char **argv, int least, int most);
/* A positive number of an option; FALSE, and a diagnostic, if it is none. A NULL text leaves the number as it is. */
gboolean af_options_number(const char *option, const char *text, int least, int most, int *number,
                           AfDiagnostics *diagnostics);
/* Whether the value of an option is among those known (NULL-terminated), or is a date as 2026-11-22; a diagnostic if it
 * is not. A NULL text is none given. */
gboolean af_options_choice(const char *option, const char *said, const char *const *known, AfDiagnostics *diagnostics);
gboolean af_options_date(const char *option, const char *text, AfDiagnostics *diagnostics);
/* Takes the value of --diagnostics, NULL: none was given. FALSE, and reported, if it is none of those there are. */
gboolean af_options_diagnostics(AfCli *cli, const char *said);
/* The help of the program, to a file. */
void af_help_print(AfCli *cli, FILE *out);

/* languages.c: the tags that -l options ask for, of those there are, each once, in the order of asking; NULL and
 * diagnostics if one is not there. wanted NULL: the environment's. Of static-lived strings owned by the array. */
GPtrArray *af_cli_languages(char *const *wanted, AfDiagnostics *diagnostics);
/* The language for a canonical tag (af_locale_canonical): the best of those known (af_locale_match), or a
 * pseudo-language, which is among none but there for whoever asks for it; NULL if there is none. Owned by the array, or
 * static. */
const char *af_cli_match_language(const char *tag, char *const *known);
/* Whether a language is among them only because "all" was asked for: then it is for programs that have a catalog in
 * it. */
gboolean af_cli_language_by_all(char *const *wanted, const char *language);
/* The one tag, of those there are, that an option asks for; NULL and a diagnostic if it is not there or means several.
 * To be freed. */
char *af_cli_language(const char *option, const char *wanted, AfDiagnostics *diagnostics);

/* report.c */

/* Prints diagnostics to stderr, and remembers the worst for the exit code. */
void af_report(AfCli *cli, const AfDiagnostics *diagnostics);
/* Reports one diagnostic without a place. */
void af_report_one(AfCli *cli, AfCode code, const char *first, const char *second);
/* A line that says how many errors and warnings there were, if there were any. */
void af_report_summary(AfCli *cli);
/* The text without characters that would move a terminal's cursor or turn its lines around; words of ar-XB keep
 * theirs if that is the user's language. */
char *af_printable(const char *text);
/* Appends a JSON string, with its quotation marks. */
void af_json_append(GString *out, const char *text);
/* Appends a member of an object, "name":"value" or null, and a comma. */
void af_json_append_member(GString *out, const char *name, const char *value);

/* table.c */

/* How many columns of a terminal a text takes. */
int af_text_width(const char *text);
/* A text of at most so many columns: what is longer ends in an ellipsis. To be freed. */
char *af_text_shorten(const char *text, int width);
/* Prints rows (of char **, each with so many cells) to stdout; the columns from `right` on are aligned right. */
void af_table_print(const GPtrArray *rows, guint columns, guint right);

/* clock.c */

/* Now, in the time of the place; if SOURCE_DATE_EPOCH is a number of seconds, that, in UTC (reproducible-builds.org). */
GDateTime *af_now(void);
/* Its day, ISO 8601. To be freed. */
char *af_today(void);

/* progress.c: a line on the terminal that says what is being done; nothing if stderr is none. */
void af_progress(AfCli *cli, guint done, guint total, const char *what);
void af_progress_clear(AfCli *cli);

/* formats.c */

typedef enum {
    AF_FORMAT_PDF,
    AF_FORMAT_HTML,
    AF_FORMAT_FO,
    AF_FORMAT_AREAS,
    AF_FORMAT_PNG,
    AF_FORMAT_SVG,
    AF_FORMAT_COUNT
} AfFormat;

/* Sets of formats. */
#define AF_FORMAT_BIT(format) (1u << (format))

const char *af_format_name(AfFormat format);
/* The set that -f options ask for; `known` are those that the command has, `standard` what none asks for. 0 and
 * diagnostics if one is not known. */
guint af_formats_parse(char *const *wanted, guint known, guint standard, AfDiagnostics *diagnostics);

/* Bytes that will be a file. */
typedef struct {
    char *path;
    AfFormat format;
    GByteArray *bytes;
} AfOutput;
GPtrArray *af_outputs_new(void);
/* Takes bytes; NULL is let be. */
void af_outputs_add(GPtrArray *outputs, char *path, AfFormat format, GByteArray *bytes);
/* Writes all files, into folders that are there. */
gboolean af_outputs_write(const GPtrArray *outputs, AfDiagnostics *diagnostics);

/* How pages become files. */
typedef struct {
    guint formats;
    int dpi;  /* of PNG */
    int page; /* the only page wanted, from 1; 0: all */
    const AfPdfSource *source; /* goes into the PDF; NULL: nothing does */
} AfPageOptions;

/* The pages in every format of the set that is made from pages, as outputs STEM.FORMAT (pages of their own:
 * STEM-N.png, unless there is but one). */
void af_outputs_add_pages(GPtrArray *outputs, AfPages *pages, const char *stem, const AfPageOptions *options,
                          AfDiagnostics *diagnostics);

/* source.c: what a document is made of, to go into its PDF. Names and words are owned by it, the files' bytes by the
 * assessment or program. */
typedef struct {
    AfPdfSource source;
    char *name, *description, *other_name, *other_description;
    GString *evidence;
} AfSourceFiles;
/* The assessment, and the digests of the evidence files that are there; words from the messages of the document's
 * language. */
AfSourceFiles *af_source_of_assessment(const AfAssessment *assessment, const AfCatalog *messages);
/* The program's definition, and its library. */
AfSourceFiles *af_source_of_program(const AfProgram *program, const AfCatalog *messages);
void af_source_files_free(AfSourceFiles *files);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfSourceFiles, af_source_files_free)

/* products.c */

/* What the documents of a run have in common. */
typedef struct {
    const char *kind;   /* "blank", "report": templates/fo/KIND.xsl, templates/html/KIND.xsl */
    const char *folder; /* where their files will be */
    AfPageOptions pages;
    gboolean thumbnail;
    gboolean manifest; /* the fonts are to be said */
    gboolean strict; /* a warning is an error */
    gboolean no_source; /* the PDF does not carry what it is made of */
} AfProductOptions;

/* A document to be made. */
typedef struct {
    const char *name;              /* its files are FOLDER/NAME.LANG.FORMAT */
    xmlDoc *document;              /* the input of the stylesheets */
    const AfCatalog *messages;     /* in its language */
    const AfParameter *parameters; /* of the stylesheets */
    const AfPdfSource *source;     /* what it is made of, to go into the PDF; NULL: nothing does */
} AfProductInput;

/* A document as it was made, in all formats that were asked for. */
typedef struct {
    const char *kind;
    char *name, *language;
    char **facts;          /* what the index says of it: name, value, name, value …, NULL; see index.c */
    GPtrArray *outputs;    /* of AfOutput */
    GByteArray *thumbnail; /* PNG; NULL unless asked for */
    char **fonts;          /* files of the fonts that its pages are set with; NULL unless asked for */
    int pages;             /* 0 unless it was laid out */
} AfProduct;
void af_product_free(AfProduct *product);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfProduct, af_product_free)
/* Facts of a product, from a list that ends with a NULL name. */
char **af_facts_new(const AfParameter *facts);

/* Loads the stylesheets that the options need, so that a fault of theirs is said once. */
gboolean af_products_prepare(AfCli *cli, const AfProductOptions *options, AfDiagnostics *diagnostics);
/* Makes a document in memory, without facts. NULL if there is an error: nothing of it shall be written then. */
AfProduct *af_product_make(AfCli *cli, const AfProductInput *input, const AfProductOptions *options,
                           AfDiagnostics *diagnostics);

/* batch.c: what the commands that make documents have in common: each subject (a program, an assessment) in each
 * language. */

/* As they stand on the command line. */
typedef struct {
    char **languages, **formats;
    char *folder, *paper;
    gboolean index, manifest, strict, no_source;
} AfBatchOptions;
void af_batch_options_clear(AfBatchOptions *options);

typedef struct AfBatch AfBatch;
struct AfBatch {
    AfProductOptions product;
    const char *paper;
    gboolean index, manifest;
    GPtrArray *languages, *subjects, *products;
    char *const *wanted; /* what was asked for as languages */
    const char *(*name)(gconstpointer subject);
    AfProgram *(*program)(gconstpointer subject);
    const AfAssessment *(*assessment)(gconstpointer subject); /* NULL: the subject is a program */
    const AfParameter *settings; /* for the manifest: the command's options that documents depend on */
    /* Makes the document of a subject in a language; NULL and a diagnostic if it cannot be. */
    AfProduct *(*make)(AfCli *cli, const AfBatch *batch, gpointer subject, const char *language,
                       AfDiagnostics *diagnostics);
    gconstpointer options; /* the command's own */
};

/* Takes what the options say; a diagnostic for each that cannot be. */
void af_batch_take(AfBatch *batch, const AfBatchOptions *options, AfDiagnostics *diagnostics);
/* Reports the diagnostics, then makes, writes and reports all; nothing if there is an error in them. */
void af_batch_run(AfCli *cli, AfBatch *batch, AfDiagnostics *diagnostics);
void af_batch_clear(AfBatch *batch);

/* index.c: FOLDER/index.html with a picture of each document and links, in the user's language. Documents that are
 * there from an earlier run with an index stay on it. */
void af_index_write(AfCli *cli, const GPtrArray *products, const char *folder, AfDiagnostics *diagnostics);

/* assessments.c: what the commands that read assessments have in common. */

/* An assessment's file, open: its XML, or a PDF of ours that carries it. */
typedef struct {
    AfAssessmentFile file;
    GByteArray *bytes;     /* of the XML */
    AfPdfExtract *extract; /* NULL: it is XML */
    char *place;
} AfOpened;
/* NULL and an error if it cannot be read, or is a PDF that carries none. */
AfOpened *af_opened_new(const char *path, AfDiagnostics *diagnostics);
void af_opened_free(AfOpened *opened);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfOpened, af_opened_free)
/* What diagnostics call a file in a PDF: "nordlicht.de.pdf(nordlicht.xml)". To be freed. */
char *af_opened_place(const char *path, const AfPdfExtract *extract);

/* An assessment with what the rules found in it. */
typedef struct {
    AfAssessment *assessment;
    xmlDoc *findings; /* SVRL */
} AfChecked;
/* day: NULL for that of the assessment; otherwise one that af_options_date accepts. NULL and diagnostics if it is
 * invalid. */
AfChecked *af_checked_load(const char *path, const char *day, AfDiagnostics *diagnostics);
void af_checked_free(AfChecked *checked);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfChecked, af_checked_free)
/* Its readiness, with words in a language. */
AfReadiness *af_checked_readiness(AfCli *cli, const AfChecked *checked, const char *language,
                                  AfDiagnostics *diagnostics);
/* The input of the stylesheets for a document of it in a language, with its readiness; NULL and diagnostics if there are no
 * words. To be freed with xmlFreeDoc. */
xmlDoc *af_checked_document(AfCli *cli, const char *kind, const AfChecked *checked, const AfReadiness *readiness,
                            const char *language, AfDiagnostics *diagnostics);
/* Adds every point as a diagnostic about the file. */
void af_readiness_report(const AfReadiness *readiness, const char *file, AfDiagnostics *diagnostics);
/* A child of the assessment's root ("partner", "solution" …), NULL if it has none. */
const xmlNode *af_assessment_part(const AfAssessment *assessment, const char *name);
/* The first child element of this name, NULL if there is none. */
const xmlNode *af_assessment_child(const xmlNode *element, const char *name);
/* The characters of an element's child of this name, white space folded; empty if there is none. To be freed. */
char *af_assessment_words(const xmlNode *element, const char *name);

/* diff.c: prints what changed from one state of an assessment to another to stdout, in the user's language; errors if they
 * cannot be compared. */
void af_diff_print(AfCli *cli, const AfChecked *before, const AfChecked *after, AfDiagnostics *diagnostics);

/* The commands. */
void af_command_programs(AfCli *cli, int argc, char **argv);
void af_command_blank(AfCli *cli, int argc, char **argv);
void af_command_new(AfCli *cli, int argc, char **argv);
void af_command_check(AfCli *cli, int argc, char **argv);
void af_command_report(AfCli *cli, int argc, char **argv);
void af_command_mail(AfCli *cli, int argc, char **argv);
void af_command_diff(AfCli *cli, int argc, char **argv);
void af_command_verify(AfCli *cli, int argc, char **argv);
void af_command_extract(AfCli *cli, int argc, char **argv);
void af_command_render(AfCli *cli, int argc, char **argv);

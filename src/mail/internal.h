/* What the files of this stage share: the values of header fields, and the lines of format=flowed. */
#pragma once

#include "mail/mail.h"

/* --- headers.c: the values of fields (of this name) as they are written, folded, beginning with a space and ending
 * in CRLF --- */

/* Text of one line: control characters and separators become spaces, runs of spaces one. To be freed. */
char *af_mail_one_line(const char *text);
/* An unstructured field ("Subject"): in RFC 2047's encoded words unless it can be written as it is. To be freed. */
char *af_mail_field_text(const char *name, const char *text);
/* A field of addresses: mailboxes of AfMailbox. To be freed. */
char *af_mail_field_mailboxes(const char *name, AfMailbox *const *mailboxes, guint n_mailboxes);

/* --- flow.c --- */

/* Whether a BCP 47 tag is of this language, such as "zh". */
gboolean af_mail_is_language(const char *tag, const char *language);

/* A part of a paragraph, to the beginning of the next one. */
typedef struct {
    gsize start;       /* byte in the text */
    char *language;    /* BCP 47 tag */
    gboolean is_whole; /* an address: no line breaks within it, unless it is longer than a line may be */
} AfFlowRun;

typedef struct {
    GString *text;      /* one line: no control characters, no space at its end, single ones within */
    gsize head;         /* bytes at its beginning (a bullet, spaces before it) after which no line ends */
    GArray *runs;       /* of AfFlowRun, the first at 0; none if the text is empty */
    gboolean separator; /* the line "-- " before the signature; text is not looked at */
} AfFlowParagraph;
AfFlowParagraph *af_flow_paragraph_new(void);
void af_flow_paragraph_free(AfFlowParagraph *paragraph);

/* Paragraphs (of AfFlowParagraph) one below the other, in lines of at most 72 columns; an empty one is an empty line.
 * *delsp: whether a line had to end where its paragraph has no space, so that DelSp=yes applies to all. */
GByteArray *af_flow(const GPtrArray *paragraphs, gboolean *delsp);

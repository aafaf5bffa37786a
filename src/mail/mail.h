/* Mail: the submission as a message (RFC 5322, 2045 to 2049, 2231; 6532 where an address needs it). The one door to
 * GMime.
 *
 * Nothing that comes in can add a header, a parameter or a recipient: addresses are taken only as af_mail_address
 * gives them, names and subjects lose their control characters, and names of attachments are made here. Strings are
 * UTF-8. */
#pragma once

#include <glib.h>
#include <libxml/tree.h>

/* --- address.c --- */

/* An address for headers and envelopes: LOCAL@DOMAIN, the domain in lower case and as A-labels (IDNA 2008, UTS 46
 * non-transitional), the local part as it is, NFC. To be freed. NULL, and the id of a message that says why through
 * `fault` (unless NULL), for what RFC 5321 4.1.2 and RFC 6531 3.3 do not allow or nobody needs: no or several "@"
 * outside quotes, an empty part, a local part beyond 64 bytes, an address beyond 254, control, white-space, format
 * and bidirectional characters, encoded words (=?…?=), comments, source routes, a domain that is no name ("localhost"
 * is one, an address literal [192.0.2.1] is none), a quoted local part with anything but what qtextSMTP allows.
 *   address.empty  address.at-sign  address.local-part  address.domain  address.character  address.length */
char *af_mail_address(const char *text, const char **fault);
/* Whether an address (as given by af_mail_address) has to be sent with SMTPUTF8: its local part is not ASCII. */
gboolean af_mail_address_is_international(const char *address);
/* The address as people read it: the domain in its own script. To be freed. */
char *af_mail_address_shown(const char *address);

/* --- names.c --- */

/* A word for file names from a name in any script: lower-case ASCII letters and digits joined by single hyphens, at
 * most 40 characters, cut between words where it can be; never empty, never a name that Windows reserves (con, nul,
 * com1 … get "-1" behind them). Latin letters lose their accents by the language's rules (de: ä → ae, ß → ss), Greek,
 * Cyrillic, kana and Hangul are transliterated, Han is by pinyin if the language is Chinese; where nothing can be
 * said of a name (Han in another language, symbols alone), the name of its website's host is taken (without "www."
 * and what stands for countries and kinds of organizations: "https://www.shirakawa.example/" → "shirakawa"), then
 * `otherwise`. language is a BCP 47 tag; website and otherwise may be NULL or empty ("partner" is taken at last). To
 * be freed. */
char *af_mail_file_word(const char *name, const char *language, const char *website, const char *otherwise);
/* The extension of a path for an attachment's name, in lower case, with its dot: ".pdf"; "" if it has none or one
 * that is not one to eight ASCII letters and digits. To be freed. */
char *af_mail_extension(const char *path);
/* The media type for an attachment's name, by its extension: RFC 6838; application/octet-stream for one that is not
 * known. Static. */
const char *af_mail_media_type(const char *name);

/* --- text.c --- */

/* The text of a page, for readers without HTML: format=flowed (RFC 3676), lines of at most 72 columns broken by UAX
 * 14 in the language of each block, paragraphs, lists ("- "), definition lists ("Name: value"), links with their
 * address if the words do not say it. LF at line ends; the last line ends with one. What only the eye needs (style,
 * title, head) is left out. *delsp says whether DelSp=yes applies: in Chinese and Japanese the space at the end of a
 * soft line is to be deleted. Lines that begin with ">", "From " or a space are stuffed; the signature's "-- " stays.
 */
GByteArray *af_mail_text(const xmlDoc *html, const char *language, gboolean *delsp);

/* --- message.c --- */

typedef struct {
    char *name;  /* of the file: safe ASCII */
    char *kind;  /* "report", "assessment", "evidence" */
    char *id;    /* of evidence; NULL */
    char *title; /* for people; of evidence: the piece's, NULL: the body's words for its kind */
    char *language; /* BCP 47 tag of what is in it; NULL if it is not known */
    GByteArray *bytes;
    char *sha256; /* of them, in hexadecimal */
} AfAttachment;
/* Takes the strings and the bytes, and computes the digest. */
AfAttachment *af_attachment_new(char *name, char *kind, GByteArray *bytes);
void af_attachment_free(AfAttachment *attachment);

typedef struct {
    char *name;    /* display name; NULL or empty: none */
    char *address; /* as af_mail_address gives it */
} AfMailbox;
AfMailbox *af_mailbox_new(const char *name, const char *address);
void af_mailbox_free(AfMailbox *mailbox);

typedef struct {
    AfMailbox *from;        /* From and Reply-To; NULL: none, for a draft whose writer is not known */
    GPtrArray *to, *cc;     /* of AfMailbox */
    char *subject;          /* one line: line breaks and other control characters become spaces */
    char *language;         /* Content-Language of message and bodies */
    GByteArray *text;       /* as af_mail_text gives it */
    gboolean delsp;
    GByteArray *html;
    GPtrArray *attachments; /* of AfAttachment */
    gint64 date;            /* seconds since 1970 */
    int offset;             /* minutes east of UTC, of the Date header */
    char *message_id;       /* without angle brackets; NULL: made by af_mail_write from everything else in the message (so that the
                             * same mail is the same bytes) and the domain of the sender, or "auditfolio.invalid" without one */
    gboolean unsent;        /* X-Unsent: 1, which lets a mail program open it as a draft; never in what is sent */
} AfMail;
AfMail *af_mail_new(void);
void af_mail_free(AfMail *mail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfMail, af_mail_free)

/* The message as bytes, CRLF at line ends, no line beyond 998 bytes, 7 bit but for headers with international
 * addresses (RFC 6532). multipart/mixed of multipart/alternative (text, HTML) and the attachments in their order;
 * headers in ASCII (RFC 2047 for words; file names are ASCII, so that no client has to decode them). The same mail
 * gives the same bytes: the boundaries are made of the Message-ID. Sets message_id if it was NULL. To be freed with
 * g_byte_array_unref. */
GByteArray *af_mail_write(AfMail *mail);
/* Whether sending it takes SMTPUTF8. */
gboolean af_mail_is_international(const AfMail *mail);

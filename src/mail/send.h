/* Sending a message by SMTP (RFC 5321), and what is known of it afterwards. The one door to libcurl, which is loaded
 * (dlopen) at the first sending: linking it would cost each start of the program a third of its time to start. */
#pragma once

#include "base/diag.h"

#include <glib.h>

/* --- server.c --- */

/* A server, from smtp://[USER@]HOST[:PORT] (STARTTLS; port 587) or smtps://[USER@]HOST[:PORT] (TLS from the start;
 * port 465). Percent-encoded as URLs are; an IPv6 address in brackets. */
typedef struct {
    char *host; /* A-labels; an IPv6 address without brackets */
    int port;
    char *user;        /* NULL: what the netrc file says of the host, or none */
    gboolean implicit; /* smtps */
    gboolean loopback; /* every address of the host is on the loopback (127.0.0.0/8, ::1): the only place where TLS may lack */
} AfServer;
/* NULL and a usage error: server-url (not such a URL; one with a query, a fragment or a path but "/" is none),
 * server-password (the URL holds a password: it would show in the list of processes and in histories). Resolves the
 * host to see whether it is on the loopback; one that cannot be resolved is not. */
AfServer *af_server_new(const char *url, AfDiagnostics *diagnostics);
void af_server_free(AfServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfServer, af_server_free)
/* smtps://host:port, without user, for people and logs. To be freed. */
char *af_server_name(const AfServer *server);

/* --- send.c --- */

/* What is known of a message. */
typedef enum {
    AF_NOT_SENT, /* no server has taken it */
    AF_SENT,     /* the server has answered the end of the message with 2xx: it has taken it for every recipient */
    AF_UNKNOWN,  /* its end was, or may have been, given to the server, and no answer came */
} AfSending;

/* Why it was not sent, or is unknown. */
typedef enum {
    AF_FAULT_NONE,           /* sent; or before_end has said no */
    AF_FAULT_REFUSED,        /* 5xx, or a recipient's: words has the server's; permanent */
    AF_FAULT_BUSY,           /* 4xx: words has the server's; temporary */
    AF_FAULT_CONNECTION,     /* not reached, the line dropped, or what the server says is no answer: words says what */
    AF_FAULT_TIMEOUT,        /* no answer in time */
    AF_FAULT_TLS_LACKS,      /* no STARTTLS where TLS has to be */
    AF_FAULT_CERTIFICATE,    /* not that of the host, out of date, or of nobody who is trusted: words has the library's */
    AF_FAULT_LOGIN,          /* user or password refused (code), or no way of logging in that both know (no code); without the
                              * server's words, which may name the user */
    AF_FAULT_PASSWORD_LACKS, /* the URL names a user, and neither `password` nor the netrc file has a password for them: no
                              * connection was made */
    AF_FAULT_SMTPUTF8_LACKS, /* an international address, and the server knows none */
    AF_FAULT_INTERRUPTED,    /* af_send_interrupt */
    AF_FAULT_LIBRARY,        /* libcurl is not there, out of memory, or the netrc file cannot be used: words says what */
} AfFault;

/* What the server said of one recipient in the last attempt. */
typedef struct {
    char *address;
    int code;    /* SMTP's reply code; 0: it was not asked */
    char *words; /* the reply's lines joined by a space, without the code */
} AfRecipient;

typedef struct {
    AfSending sending;
    AfFault fault;
    int code;              /* of the server's last reply to what decided; 0: none */
    char *words;           /* of it, clean (no control characters, at most 500 characters); or the library's; "" */
    GPtrArray *recipients; /* of AfRecipient, in the order given */
} AfSendResult;
void af_send_result_free(AfSendResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfSendResult, af_send_result_free)

typedef struct {
    const AfServer *server;
    const char *from;              /* addresses as af_mail_address gives them */
    const char *const *recipients; /* each once */
    const GByteArray *message;     /* CRLF at line ends */
    gboolean international;        /* needs SMTPUTF8 */
    int timeout;                   /* seconds to wait for a connection and for each answer; twice that for the answer to the message's
                                    * end, as RFC 5321 4.5.3.2 has it (300 is its least for most of them) */
    const char *password;          /* of the server's user. NULL: the netrc file ($NETRC or ~/.netrc) has it, and names the user
                                    * if the server does not: see af_netrc_find */
    /* Called once, before the message's end can reach the server (so that what is known can be kept first). FALSE: it is not
     * to be sent, and is not. */
    gboolean (*before_end)(gpointer data);
    gpointer data;
} AfSend;

/* One attempt. Everybody or nobody: if a recipient is refused, all are asked and the message is not given. TLS is
 * required unless the server is on the loopback, and used wherever it is offered; the certificate is always checked,
 * against the system's authorities or those of $SSL_CERT_FILE (and $SSL_CERT_DIR); TLS 1.2 or later. Nothing but SMTP
 * is spoken, and without TLS to no address but the loopback, whatever the name resolves to meanwhile. A server that
 * answers before it is asked is not given the message's end, or, if that shows only then, AF_UNKNOWN. Passwords are
 * in no result, though the server may have sent them back. */
AfSendResult *af_send(const AfSend *send);

/* Ends a running af_send soon (within a second), and every later one at once. May be called from a signal's handler. */
void af_send_interrupt(void);
gboolean af_send_interrupted(void);

/* --- journal.c --- */

/* What was done with the messages of an assessment: lines of a file beside it, NAME.sent.log, which is only added to.
 * A line is written to the disk before what it says can happen. Fields, separated by tabs:
 *
 *   TIME (ISO 8601, UTC)  STATE  <MESSAGE-ID>  CONTENT (SHA-256)  RECIPIENTS (commas between)  SERVER  ANSWER
 *
 * STATE: begun (an attempt starts), ending (the message's end is about to be given), sent, not-sent, unknown. An
 * attempt whose last line is begun did not send it (the program was stopped before); one whose last line is ending
 * may have. A later attempt, of the same message, takes nothing back: what was sent, or may have been, stays so. */
typedef struct {
    char *time, *message_id, *content, *server, *answer;
    char **recipients;
    AfSending sending; /* what its last line means */
} AfJournalEntry;

/* "not-sent", "sent", "unknown": what a line says of it. Static. */
const char *af_sending_name(AfSending sending);

typedef struct AfJournal AfJournal;
/* Opens the journal of an assessment, and keeps other processes out until it is closed. NULL and a diagnostic:
 * sending-elsewhere (another process is at it), file-unwritable, file-unreadable, journal-damaged (a line that is
 * none). to_read: nothing is created or kept out; a journal that is not there is empty. */
AfJournal *af_journal_open(const char *assessment_path, gboolean to_read, AfDiagnostics *diagnostics);
void af_journal_close(AfJournal *journal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfJournal, af_journal_close)
const char *af_journal_path(const AfJournal *journal);
/* Attempts in their order, those of a message that did not send it to the same recipients in one; of AfJournalEntry,
 * owned by the journal. */
const GPtrArray *af_journal_entries(const AfJournal *journal);
/* The last attempt that sent this content to one of these recipients (the case of letters does not count), or else
 * one that may have (AF_UNKNOWN); NULL: none. */
const AfJournalEntry *af_journal_find(const AfJournal *journal, const char *content, const char *const *recipients);

typedef struct {
    const char *message_id, *content, *server;
    const char *const *recipients;
} AfJournalMessage;
/* Adds a line and waits until the disk has it. FALSE and a diagnostic if that fails. state: "begun" … */
gboolean af_journal_add(AfJournal *journal, const AfJournalMessage *message, const char *state, const char *answer,
                        AfDiagnostics *diagnostics);

/* One attempt at sending a message. libcurl speaks to the server; here is what it may do, what the server's replies
 * mean, and how long anything may take.
 *
 * libcurl tells whether all went well, but not which recipient was refused and why, nor whether the message's end was
 * answered. So each command that it sends (on_debug) and each line that comes (on_line) is followed: the conversation
 * is at a step, and a reply answers that step. A server that speaks before it is asked answers nothing: libcurl would
 * take what it said for the answer to what comes next, in the end for that to the message. So that ends it. */
#include "mail/send.h"
#include "base/characters.h"
#include "base/library.h"
#include "mail/line.h"
#include "mail/login.h"

#include <curl/curl.h>
#include <signal.h>
#include <string.h>

enum {
    WORDS_MAX = 500,          /* characters of a reply that are kept */
    REPLY_MAX = 1024 * 1024,  /* bytes of one reply, beyond which it is none */
    RAW_WORDS_MAX = 4 * 1024, /* bytes of one reply that are looked at for its words */
    STALL_BYTES = 1024,       /* of the message, that have to go within the time limit */
    TIMEOUT_MAX = 60 * 60,    /* seconds; libcurl cannot count any number of them */
    QUIT_SECONDS = 5,         /* that are waited for the answer to QUIT, after all is known */
    REPLY_LOGIN_GOES_ON = 334,
    REPLY_TLS_READY = 220,
    REPLY_MESSAGE_WANTED = 354,
    REPLY_CLOSING = 421,
};

/* What a reply answers. */
typedef enum {
    STEP_GREETING,  /* nothing: the server speaks first */
    STEP_HELLO,     /* EHLO or HELO */
    STEP_TLS,       /* STARTTLS */
    STEP_LOGIN,     /* AUTH and what follows, until it is answered for good */
    STEP_SENDER,    /* MAIL */
    STEP_RECIPIENT, /* RCPT: the one before `asked` */
    STEP_DATA,      /* DATA */
    STEP_MESSAGE,   /* nothing: the message is given */
    STEP_END,       /* the message's end */
    STEP_QUIT,      /* nothing that matters: all is known */
} Step;

typedef struct {
    const AfSend *send;
    AfSendResult *result;
    CURL *curl;
    AfLine line;
    AfLogin login;
    char **secrets; /* of the login */
    int timeout;    /* seconds */
    gboolean unset; /* an option was not taken */
    char error[CURL_ERROR_SIZE];

    Step step;
    guint asked;                                               /* recipients */
    int code;                                                  /* of the reply to the step; 0 until it is complete */
    GString *words;                                            /* of it, as they came */
    gsize reply_bytes;                                         /* of it */
    guint64 heard;                                             /* bytes of all lines, until it is encrypted */
    gboolean quitting;                                         /* all is known; what comes does not matter */
    gboolean encrypted, offers_tls, offers_login, offers_utf8; /* by the last EHLO */

    gsize position;    /* in the message */
    gboolean ended;    /* its end was, or may have been, given */
    gboolean declined; /* by before_end */
    AfFault fault;     /* for which it was ended here */
    char *fault_words;
    gint64 since;      /* when something happened last */
    gint64 expired;    /* when that was first seen to be too long ago; 0: not yet */
    curl_off_t marked; /* bytes that had gone then */

    guint records, records_before_end; /* of TLS, as libcurl has read them */
    guint64 received_before_end;       /* bytes that had come from the server then */
} Talk;

/* --- the library --- */

static struct {
    CURLcode (*global_init)(long flags);
    CURL *(*easy_init)(void);
    CURLcode (*easy_setopt)(CURL *curl, CURLoption option, ...);
    CURLcode (*easy_perform)(CURL *curl);
    void (*easy_cleanup)(CURL *curl);
    const char *(*easy_strerror)(CURLcode code);
    struct curl_slist *(*slist_append)(struct curl_slist *list, const char *text);
    void (*slist_free_all)(struct curl_slist *list);
} library;

/* NULL, or why libcurl cannot be used (to be freed). */
static char *load_library(void) {
    static gboolean loaded;
    const AfLibraryFunction functions[] = {
        {"curl_global_init", &library.global_init},
        {"curl_easy_init", &library.easy_init},
        {"curl_easy_setopt", &library.easy_setopt},
        {"curl_easy_perform", &library.easy_perform},
        {"curl_easy_cleanup", &library.easy_cleanup},
        {"curl_easy_strerror", &library.easy_strerror},
        {"curl_slist_append", &library.slist_append},
        {"curl_slist_free_all", &library.slist_free_all},
        {0},
    };
    if (loaded) return NULL;
    char *reason = af_library_load("libcurl.so.4", functions);
    if (reason) return reason;
    CURLcode code = library.global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK) return g_strdup(library.easy_strerror(code));
    loaded = TRUE;
    return NULL;
}

/* --- results --- */

static void recipient_free(gpointer data) {
    AfRecipient *recipient = data;
    g_free(recipient->address);
    g_free(recipient->words);
    g_free(recipient);
}

static AfSendResult *result_new(const char *const *recipients) {
    AfSendResult *result = g_new0(AfSendResult, 1);
    result->words = g_strdup("");
    result->recipients = g_ptr_array_new_with_free_func(recipient_free);
    for (gsize i = 0; recipients[i]; i++) {
        AfRecipient *recipient = g_new0(AfRecipient, 1);
        *recipient = (AfRecipient){.address = g_strdup(recipients[i]), .words = g_strdup("")};
        g_ptr_array_add(result->recipients, recipient);
    }
    return result;
}

void af_send_result_free(AfSendResult *result) {
    if (!result) return;
    g_free(result->words);
    g_ptr_array_unref(result->recipients);
    g_free(result);
}

/* Words of others as one clean line: nothing in them steers a terminal or turns a line around. To be freed. */
static char *clean(const char *words) {
    g_autofree char *valid = g_utf8_make_valid(words, -1);
    GString *out = g_string_new(NULL);
    int length = 0;
    for (const char *at = valid; *at && length < WORDS_MAX; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        GUnicodeType type = g_unichar_type(c);
        gboolean space = af_character_is_control(c) || g_unichar_isspace(c) || type == G_UNICODE_FORMAT;
        if (space && (!out->len || out->str[out->len - 1] == ' ')) continue;
        g_string_append_unichar(out, space ? ' ' : c);
        length++;
    }
    if (out->len && out->str[out->len - 1] == ' ') g_string_truncate(out, out->len - 1);
    return g_string_free(out, FALSE);
}

/* Words of the server, or of libcurl, as they may be shown. To be freed. */
static char *shown(const Talk *talk, const char *words) {
    g_autofree char *text = af_secrets_hide(words, talk->secrets);
    return clean(text);
}

static void set_words(const Talk *talk, const char *words) {
    g_free(talk->result->words);
    talk->result->words = shown(talk, words);
}

/* --- replies --- */

/* Ends the conversation, unless it is known already how it went. */
static void stop(Talk *talk, AfFault fault, const char *words) {
    if (talk->fault != AF_FAULT_NONE || talk->quitting) return;
    talk->fault = fault;
    talk->fault_words = g_strdup(words);
}

static gboolean is_sent(const Talk *talk) {
    return talk->result->sending == AF_SENT;
}

static void start_clock(Talk *talk) {
    talk->since = g_get_monotonic_time();
    talk->expired = 0;
}

/* Something begins that is answered anew. */
static void begin_step(Talk *talk, Step step) {
    talk->step = step;
    talk->code = 0;
    talk->reply_bytes = 0;
    start_clock(talk);
    g_string_truncate(talk->words, 0);
}

/* --- silence --- */

/* Before it is asked the server has nothing to say. libcurl keeps what it reads behind a reply for later, so that it is no
 * more in the socket; but as long as nothing is encrypted each byte that has come must have been part of a line. */
static void check_silence(Talk *talk) {
    AfLineState state = af_line_state(&talk->line);
    if (state == AF_LINE_INPUT || (!talk->encrypted && af_line_received(&talk->line) > talk->heard)) {
        stop(talk, AF_FAULT_CONNECTION, "the server answers what it was not asked");
    } else if (state == AF_LINE_CLOSED) {
        stop(talk, AF_FAULT_CONNECTION, "the server has closed the connection");
    }
}

/* Whether the reply to the message's end has come before that reached the server, or was read before it was given,
 * beside another one in the same record of TLS. (Not every TLS library tells of its records.) */
static gboolean is_too_early(const Talk *talk) {
    if (!af_line_is_delivered(&talk->line)) return TRUE;
    if (!talk->encrypted) return FALSE; /* check_silence has seen to it */
    if (talk->records) return talk->records == talk->records_before_end;
    return talk->received_before_end && talk->received_before_end == af_line_received(&talk->line);
}

/* --- what replies mean --- */

static gboolean may_lack_tls(const Talk *talk) {
    return talk->send->server->loopback;
}

/* What the server can do is known for good: there will be no other EHLO. */
static void check_abilities(Talk *talk) {
    if (!talk->encrypted && !may_lack_tls(talk)) {
        stop(talk, AF_FAULT_TLS_LACKS, "");
    } else if (talk->send->international && !talk->offers_utf8) {
        stop(talk, AF_FAULT_SMTPUTF8_LACKS, "");
    } else if (talk->send->server->user && !talk->offers_login) {
        stop(talk, AF_FAULT_LOGIN, "");
    }
}

/* The first recipient that was refused for good, or else for now; NULL: none. */
static const AfRecipient *refused_recipient(const Talk *talk) {
    const AfRecipient *refused = NULL;
    for (guint i = 0; i < talk->asked; i++) {
        const AfRecipient *recipient = g_ptr_array_index(talk->result->recipients, i);
        if (recipient->code >= 500) return recipient;
        if (recipient->code && recipient->code / 100 != 2 && !refused) refused = recipient;
    }
    return refused;
}

static gboolean all_accepted(const Talk *talk) {
    if (talk->asked != talk->result->recipients->len) return FALSE;
    for (guint i = 0; i < talk->asked; i++) {
        const AfRecipient *recipient = g_ptr_array_index(talk->result->recipients, i);
        if (recipient->code / 100 != 2) return FALSE;
    }
    return TRUE;
}

static void note_recipient(Talk *talk) {
    if (!talk->asked) return;
    AfRecipient *recipient = g_ptr_array_index(talk->result->recipients, talk->asked - 1);
    recipient->code = talk->code;
    g_free(recipient->words);
    recipient->words = shown(talk, talk->words->str);
}

/* Everybody is asked before it is given up, unless the server goes. */
static void on_recipient(Talk *talk) {
    if (talk->code != REPLY_CLOSING && talk->asked < talk->result->recipients->len) return;
    const AfRecipient *refused = refused_recipient(talk);
    if (refused) stop(talk, refused->code >= 500 ? AF_FAULT_REFUSED : AF_FAULT_BUSY, refused->words);
    if (refused) talk->result->code = refused->code;
}

static void on_end(Talk *talk) {
    if (talk->code / 100 != 2) return;
    talk->result->sending = AF_SENT;
    talk->result->code = talk->code;
    set_words(talk, talk->words->str);
}

/* Whether SMTP has such a reply to what was said. */
static gboolean is_answer(const Talk *talk) {
    int kind = talk->code / 100;
    if (kind == 4 || kind == 5) return TRUE;
    if (talk->step == STEP_DATA) return talk->code == REPLY_MESSAGE_WANTED;
    return kind == 2 || (talk->step == STEP_LOGIN && talk->code == REPLY_LOGIN_GOES_ON);
}

/* Whether it can go on with a reply as it is. */
static gboolean check_reply(Talk *talk) {
    if (!is_answer(talk)) {
        g_autofree char *words = g_strdup_printf("the server answers %d, which means nothing here", talk->code);
        stop(talk, AF_FAULT_CONNECTION, words);
    } else if (talk->step == STEP_END && is_too_early(talk)) {
        talk->code = 0; /* of what follows */
        stop(talk, AF_FAULT_CONNECTION, "the server has answered before the message ended");
    } else if (talk->step < STEP_END && talk->code < 400 && !talk->encrypted) {
        check_silence(talk);
    } else if (talk->step < STEP_RECIPIENT && talk->code == REPLY_CLOSING) {
        /* libcurl would go on without TLS, or with HELO, on a line that is closing. */
        talk->result->code = talk->code;
        stop(talk, AF_FAULT_BUSY, talk->words->str);
    }
    return talk->fault == AF_FAULT_NONE;
}

/* A reply is complete. */
static void on_reply(Talk *talk) {
    start_clock(talk);
    if (talk->step == STEP_RECIPIENT) note_recipient(talk);
    if (!check_reply(talk)) return;
    switch (talk->step) {
    case STEP_GREETING:
        /* libcurl counts all up to the login to the connection: from here on on_progress looks at the time. */
        library.easy_setopt(talk->curl, CURLOPT_CONNECTTIMEOUT, 100L * talk->timeout);
        break;
    case STEP_HELLO:
        if (talk->code / 100 == 2 && (talk->encrypted || !talk->offers_tls)) check_abilities(talk);
        break;
    case STEP_TLS:
        if (talk->code == REPLY_TLS_READY) {
            talk->encrypted = TRUE;
        } else if (may_lack_tls(talk)) {
            check_abilities(talk); /* libcurl goes on without */
        }
        break;
    case STEP_RECIPIENT: on_recipient(talk); break;
    case STEP_DATA:
        if (talk->code == REPLY_MESSAGE_WANTED) talk->step = STEP_MESSAGE;
        break;
    case STEP_END: on_end(talk); break;
    default: break;
    }
}

/* What a line of the answer to EHLO offers: read as libcurl reads it, which is what counts. */
static void note_ability(Talk *talk, const char *line, gsize length) {
    static const char tls[] = "STARTTLS", utf8[] = "SMTPUTF8", login[] = "AUTH ";
    if (length >= strlen(tls) && !memcmp(line, tls, strlen(tls))) talk->offers_tls = TRUE;
    if (length >= strlen(utf8) && !memcmp(line, utf8, strlen(utf8))) talk->offers_utf8 = TRUE;
    if (length >= strlen(login) && !memcmp(line, login, strlen(login))) talk->offers_login = TRUE;
}

static void append_words(Talk *talk, const char *line, gsize length) {
    if (talk->step == STEP_LOGIN) return; /* what is said there is nobody else's business */
    if (talk->words->len >= RAW_WORDS_MAX) return;
    if (talk->words->len) g_string_append_c(talk->words, ' ');
    for (gsize i = 0; i < MIN(length, RAW_WORDS_MAX); i++) g_string_append_c(talk->words, line[i] ? line[i] : ' ');
}

typedef enum {
    LINE_NONE,    /* of a reply; libcurl passes over it */
    LINE_GOES_ON, /* the reply does */
    LINE_LAST,    /* of a reply */
    LINE_DAMAGED, /* libcurl may take it for the last one */
} LineKind;

static LineKind kind_of(const char *line, gsize length) {
    if (length < 4 || !g_ascii_isdigit(line[0]) || !g_ascii_isdigit(line[1]) || !g_ascii_isdigit(line[2])) {
        return LINE_NONE;
    }
    if (line[3] == ' ' || line[3] == '\n' || (length == 5 && line[3] == '\r' && line[4] == '\n')) return LINE_LAST;
    return line[3] == '-' && length > 5 ? LINE_GOES_ON : LINE_DAMAGED;
}

/* A reply, or what looks like one, where none can be. What it was taken for before is no more to be believed. */
static void on_line_too_many(Talk *talk) {
    stop(talk, AF_FAULT_CONNECTION, "the server answers what it was not asked");
    if (talk->step != STEP_END) return;
    talk->result->sending = AF_UNKNOWN;
    talk->code = talk->result->code = 0;
}

static void on_reply_line(Talk *talk, const char *line, gsize length, LineKind kind) {
    if (length > 5) append_words(talk, line + 4, length - 4);
    if (length > 5 && talk->step == STEP_HELLO) note_ability(talk, line + 4, length - 4);
    if (kind != LINE_LAST) return;
    talk->code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    on_reply(talk);
    talk->reply_bytes = 0;
}

/* CURLOPT_HEADERFUNCTION: a line of a reply. Taking less than all ends the conversation. */
static size_t on_line(char *line, size_t size, size_t count, void *data) {
    Talk *talk = data;
    gsize length = size * count;
    if (talk->quitting) return length;
    if (talk->fault != AF_FAULT_NONE) return 0;
    if (!talk->encrypted) talk->heard += length;
    talk->reply_bytes += length;
    LineKind kind = kind_of(line, length);
    if (talk->reply_bytes > REPLY_MAX) {
        stop(talk, AF_FAULT_CONNECTION, "the server’s answer does not end");
    } else if (kind != LINE_NONE && talk->code) { /* no command and no end was given since */
        on_line_too_many(talk);
    } else if (kind == LINE_DAMAGED) {
        stop(talk, AF_FAULT_CONNECTION, "the server’s answer is damaged");
    } else if (kind != LINE_NONE) {
        on_reply_line(talk, line, length, kind);
    }
    return talk->fault == AF_FAULT_NONE ? length : 0;
}

/* --- commands --- */

/* Whether MAIL or RCPT says the address that it has to say, and asks for SMTPUTF8 only where that is needed. */
static gboolean names(const char *command, gsize length, const char *start, const char *address, gboolean utf8) {
    g_autofree char *text = g_strndup(command, length), *expected = g_strconcat(start, address, ">", NULL);
    return g_str_has_prefix(text, expected) && g_str_has_suffix(text, "\r\n") &&
           !utf8 == !strstr(text + strlen(expected), " SMTPUTF8");
}

static void on_command(Talk *talk, const char *command, gsize length) {
    static const struct {
        const char *start;
        Step step;
    } commands[] = {
        {"EHLO ", STEP_HELLO},  {"HELO ", STEP_HELLO},     {"STARTTLS", STEP_TLS}, {"AUTH ", STEP_LOGIN},
        {"MAIL ", STEP_SENDER}, {"RCPT ", STEP_RECIPIENT}, {"DATA", STEP_DATA},    {"QUIT", STEP_QUIT},
    };
    Step step = talk->step;
    gboolean login_goes_on =
        step == STEP_LOGIN && talk->code == REPLY_LOGIN_GOES_ON; /* base64 may look like anything */
    for (gsize i = 0; i < G_N_ELEMENTS(commands) && !login_goes_on; i++) {
        gsize start = strlen(commands[i].start);
        if (length >= start && !memcmp(command, commands[i].start, start)) step = commands[i].step;
    }
    if (step == STEP_QUIT) {
        talk->quitting = TRUE;
        start_clock(talk);
        return; /* what the step before was, and how it was answered, is what counts */
    }
    begin_step(talk, step);
    const GPtrArray *recipients = talk->result->recipients;
    gboolean right = TRUE;
    if (step == STEP_HELLO) {
        talk->offers_tls = talk->offers_login = talk->offers_utf8 = FALSE;
    } else if (step == STEP_SENDER) {
        right = names(command, length, "MAIL FROM:<", talk->send->from, talk->send->international);
    } else if (step == STEP_RECIPIENT) {
        const AfRecipient *recipient = talk->asked < recipients->len ? recipients->pdata[talk->asked] : NULL;
        right = recipient && names(command, length, "RCPT TO:<", recipient->address, FALSE);
        if (right) talk->asked++;
    }
    if (!right) stop(talk, AF_FAULT_LIBRARY, "libcurl does not send the addresses as they are");
}

/* CURLOPT_DEBUGFUNCTION: what is sent, but for the message; and the records of TLS. Nothing of it is kept. */
static int on_debug(CURL *curl, curl_infotype type, char *bytes, size_t length, void *data) {
    (void)curl;
    Talk *talk = data;
    if (type == CURLINFO_HEADER_OUT) on_command(talk, bytes, length);
    if (type == CURLINFO_SSL_DATA_IN) talk->records++;
    return 0;
}

/* --- the message --- */

static volatile sig_atomic_t interrupted;

void af_send_interrupt(void) {
    interrupted = 1;
}

gboolean af_send_interrupted(void) {
    return interrupted != 0;
}

/* The message's end is about to be given; whether it may be. What has come until now is no answer to it. */
static gboolean may_end(Talk *talk) {
    if (interrupted) return FALSE;
    if (!talk->send->before_end(talk->send->data)) {
        talk->declined = TRUE;
        return FALSE;
    }
    talk->records_before_end = talk->records;
    talk->received_before_end = af_line_received(&talk->line);
    check_silence(talk);
    return !interrupted && talk->fault == AF_FAULT_NONE;
}

/* CURLOPT_READFUNCTION: the next bytes of the message. libcurl sends the line with the full stop as soon as it has them
 * all; the last two, a CRLF, come alone, so that until then a line that drops has not sent it. */
static size_t on_read(char *buffer, size_t size, size_t count, void *data) {
    Talk *talk = data;
    gsize left = talk->send->message->len - talk->position;
    gsize length = MIN(size * count, left > 2 ? left - 2 : left);
    if (!talk->ended) check_silence(talk);
    if (talk->fault != AF_FAULT_NONE) return CURL_READFUNC_ABORT;
    if (!all_accepted(talk)) {
        stop(talk, AF_FAULT_LIBRARY, "libcurl has not asked for every recipient");
        return CURL_READFUNC_ABORT;
    }
    if (length == left && !talk->ended) {
        if (!may_end(talk)) return CURL_READFUNC_ABORT;
        talk->ended = TRUE;
        begin_step(talk, STEP_END);
    }
    if (length) memcpy(buffer, talk->send->message->data + talk->position, length);
    talk->position += length;
    return length;
}

/* Whether a time limit that has passed is looked at once more, a second later: while a program was stopped (SIGSTOP)
 * all limits may pass, whatever waits to be read or can be written. */
static gboolean is_looked_at_again(Talk *talk, gint64 now) {
    if (talk->quitting) return FALSE;
    if (!talk->expired) talk->expired = now;
    return now - talk->expired < G_USEC_PER_SEC &&
           (talk->step == STEP_MESSAGE || af_line_state(&talk->line) == AF_LINE_INPUT);
}

/* CURLOPT_XFERINFOFUNCTION, at least once a second: whether it takes too long. An answer has to be complete in time, so
 * that one that comes in drops ends too; of the message some has to go. */
static int on_progress(void *data, curl_off_t down, curl_off_t now_down, curl_off_t up, curl_off_t now_up) {
    (void)down, (void)now_down, (void)up;
    Talk *talk = data;
    gint64 now = g_get_monotonic_time();
    if (interrupted) {
        stop(talk, AF_FAULT_INTERRUPTED, "");
        return 1;
    }
    if (talk->step == STEP_MESSAGE && now_up - talk->marked >= STALL_BYTES) {
        talk->marked = now_up;
        start_clock(talk);
    }
    gint64 seconds = talk->timeout;
    if (talk->step == STEP_END) seconds *= 2;
    if (talk->quitting || is_sent(talk)) seconds = MIN(talk->timeout, QUIT_SECONDS);
    if (talk->quitting && talk->fault != AF_FAULT_NONE) seconds = 1; /* it was ended here, out of step */
    if (now - talk->since < seconds * G_USEC_PER_SEC || is_looked_at_again(talk, now)) return 0;
    stop(talk, AF_FAULT_TIMEOUT, "");
    return 1;
}

/* --- what libcurl is told --- */

/* An option that is not taken is no small thing: it may be the one that asks for TLS. */
#define SET(talk, option, value) ((talk)->unset |= library.easy_setopt((talk)->curl, (option), (value)) != CURLE_OK)

static size_t on_body(const char *bytes, size_t size, size_t count, void *data) {
    (void)bytes, (void)data;
    return size * count;
}

/* CURLOPT_OPENSOCKETFUNCTION */
static curl_socket_t on_open(void *data, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)purpose;
    Talk *talk = data;
    int opened = af_line_open(&talk->line, &address->addr, address->addrlen, address->socktype, address->protocol);
    return opened < 0 ? CURL_SOCKET_BAD : opened;
}

/* CURLOPT_CLOSESOCKETFUNCTION */
static int on_close(void *data, curl_socket_t closed) {
    Talk *talk = data;
    return af_line_close(&talk->line, closed);
}

static void set_callbacks(Talk *talk) {
    SET(talk, CURLOPT_ERRORBUFFER, talk->error);
    SET(talk, CURLOPT_VERBOSE, 1L); /* without it there is no on_debug, with on_debug nothing is printed */
    SET(talk, CURLOPT_DEBUGFUNCTION, on_debug);
    SET(talk, CURLOPT_DEBUGDATA, talk);
    SET(talk, CURLOPT_HEADERFUNCTION, on_line);
    SET(talk, CURLOPT_HEADERDATA, talk);
    SET(talk, CURLOPT_WRITEFUNCTION, on_body);
    SET(talk, CURLOPT_READFUNCTION, on_read);
    SET(talk, CURLOPT_READDATA, talk);
    SET(talk, CURLOPT_NOPROGRESS, 0L);
    SET(talk, CURLOPT_XFERINFOFUNCTION, on_progress);
    SET(talk, CURLOPT_XFERINFODATA, talk);
    SET(talk, CURLOPT_OPENSOCKETFUNCTION, on_open);
    SET(talk, CURLOPT_OPENSOCKETDATA, talk);
    SET(talk, CURLOPT_CLOSESOCKETFUNCTION, on_close);
    SET(talk, CURLOPT_CLOSESOCKETDATA, talk);
    SET(talk, CURLOPT_NOSIGNAL, 1L);
}

/* The certificate is checked against the system's authorities, or against those that the environment names instead. */
static void set_authorities(Talk *talk) {
    const char *file = g_getenv("SSL_CERT_FILE"), *folder = g_getenv("SSL_CERT_DIR");
    gboolean has_file = file && *file, has_folder = folder && *folder;
    if (!has_file && !has_folder) return;
    SET(talk, CURLOPT_CAINFO, has_file ? file : NULL);
    SET(talk, CURLOPT_CAPATH, has_folder ? folder : NULL);
}

static void set_security(Talk *talk) {
    const AfServer *server = talk->send->server;
    SET(talk, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    SET(talk, CURLOPT_USE_SSL, server->loopback ? (long)CURLUSESSL_TRY : (long)CURLUSESSL_ALL);
    SET(talk, CURLOPT_SSL_VERIFYPEER, 1L);
    SET(talk, CURLOPT_SSL_VERIFYHOST, 2L);
    SET(talk, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    set_authorities(talk);
    /* Few proxies let mail through, and none would be the host that the user has named. */
    SET(talk, CURLOPT_PROXY, "");
}

/* PLAIN and LOGIN alone: over TLS nothing is safer, and libcurl would take Kerberos, NTLM or CRAM-MD5 before them
 * wherever a server offers those, though it has no ticket, or the server no passwords that these can use. */
static void set_login(Talk *talk) {
    SET(talk, CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
    SET(talk, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    if (!talk->login.user) return;
    SET(talk, CURLOPT_USERNAME, talk->login.user);
    SET(talk, CURLOPT_PASSWORD, talk->login.password);
}

/* The path is what EHLO says. Without it libcurl would tell this machine's name, and relays would hand it on; an
 * address literal is what RFC 5321 4.1.4 has a client say that has no name, and this one says nothing of where it is. */
static void set_url(Talk *talk) {
    g_autofree char *name = af_server_name(talk->send->server);
    g_autofree char *url = g_strconcat(name, "/%5B127.0.0.1%5D", NULL);
    SET(talk, CURLOPT_URL, url);
}

/* Before 8.7, libcurl takes the message for complete when as many bytes have gone as it was told, and counts the stops
 * that it puts before lines that begin with one: such a message could end too early. Without its size it is only not
 * told to the server beforehand. */
static gboolean has_stops(const GByteArray *message) {
    if (message->len && message->data[0] == '.') return TRUE;
    return memmem(message->data, message->len, "\r\n.", 3) != NULL;
}

/* af_mail_address lets no other through; one with a line break would be a command of its own. */
static gboolean is_one_line(const char *address) {
    for (const char *c = address; *c; c++) {
        if (g_ascii_iscntrl(*c)) return FALSE;
    }
    return TRUE;
}

static void set_message(Talk *talk, struct curl_slist *recipients) {
    const AfSend *send = talk->send;
    SET(talk, CURLOPT_UPLOAD, 1L);
    SET(talk, CURLOPT_MAIL_FROM, send->from);
    talk->unset |= !is_one_line(send->from);
    SET(talk, CURLOPT_MAIL_RCPT, recipients);
    SET(talk, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L); /* all are asked; on_recipient ends it if one is refused */
    gboolean sized = send->message->len && !has_stops(send->message);
    SET(talk, CURLOPT_INFILESIZE_LARGE, sized ? (curl_off_t)send->message->len : (curl_off_t)-1);
}

static void set_times(Talk *talk) {
    long timeout = talk->timeout;
    SET(talk, CURLOPT_CONNECTTIMEOUT, timeout);
    SET(talk, CURLOPT_SERVER_RESPONSE_TIMEOUT, 100 * timeout); /* on_progress is there before */
    SET(talk, CURLOPT_FORBID_REUSE, 1L); /* QUIT is said, and its answer waited for, within our limits */
    SET(talk, CURLOPT_QUICK_EXIT, 1L);   /* a name that is still looked up is not waited for */
}

/* --- what came of it --- */

static AfFault fault_of_library(CURLcode code) {
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT: return AF_FAULT_TIMEOUT;
    case CURLE_USE_SSL_FAILED: return AF_FAULT_TLS_LACKS;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR: return AF_FAULT_CERTIFICATE;
    case CURLE_LOGIN_DENIED:
    case CURLE_AUTH_ERROR: return AF_FAULT_LOGIN;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_FAILED_INIT:
    case CURLE_URL_MALFORMAT:
    case CURLE_NOT_BUILT_IN:
    case CURLE_OUT_OF_MEMORY:
    case CURLE_BAD_FUNCTION_ARGUMENT:
    case CURLE_UNKNOWN_OPTION: return AF_FAULT_LIBRARY;
    default: return AF_FAULT_CONNECTION;
    }
}

/* The server's reply is what decided: a refusal of what was asked last. */
static void conclude_by_reply(Talk *talk) {
    AfSendResult *result = talk->result;
    gboolean permanent = talk->code >= 500;
    result->code = talk->code;
    result->fault = permanent ? AF_FAULT_REFUSED : AF_FAULT_BUSY;
    if (permanent && talk->step == STEP_LOGIN) result->fault = AF_FAULT_LOGIN;
    if (permanent && talk->step == STEP_TLS) result->fault = AF_FAULT_TLS_LACKS;
    /* without EHLO there is no STARTTLS */
    if (permanent && talk->step == STEP_HELLO && !talk->encrypted && !may_lack_tls(talk)) {
        result->fault = AF_FAULT_TLS_LACKS;
    }
    set_words(talk, talk->words->str);
}

static void conclude(Talk *talk, CURLcode code) {
    AfSendResult *result = talk->result;
    if (is_sent(talk)) return;
    gboolean refused = talk->code >= 400 && talk->code < 600, end_refused = refused && talk->step == STEP_END;
    result->sending = talk->ended && !end_refused ? AF_UNKNOWN : AF_NOT_SENT;
    if (refused && (end_refused || talk->fault == AF_FAULT_NONE)) {
        conclude_by_reply(talk);
    } else if (talk->fault != AF_FAULT_NONE) {
        result->fault = talk->fault;
        set_words(talk, talk->fault_words);
    } else if (talk->declined) {
        result->fault = AF_FAULT_NONE;
    } else if (interrupted && !talk->ended) {
        result->fault = AF_FAULT_INTERRUPTED;
    } else {
        result->fault = fault_of_library(code);
        set_words(talk, *talk->error ? talk->error : library.easy_strerror(code));
    }
}

/* A library that writes to a line which has dropped must not end the program; with NOSIGNAL that is left to us. */
static CURLcode perform(CURL *curl) {
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction before;
    gboolean changed = sigaction(SIGPIPE, &ignore, &before) == 0;
    CURLcode code = library.easy_perform(curl);
    if (changed) (void)sigaction(SIGPIPE, &before, NULL);
    return code;
}

static void talk_with_server(Talk *talk) {
    struct curl_slist *recipients = NULL;
    for (gsize i = 0; talk->send->recipients[i]; i++) {
        struct curl_slist *longer = library.slist_append(recipients, talk->send->recipients[i]);
        if (!longer || !is_one_line(talk->send->recipients[i])) talk->unset = TRUE;
        if (longer) recipients = longer;
    }
    set_callbacks(talk);
    set_security(talk);
    set_login(talk);
    set_url(talk);
    set_message(talk, recipients);
    set_times(talk);
    if (talk->unset) {
        stop(talk, AF_FAULT_LIBRARY, "libcurl does not take what it is told");
        conclude(talk, CURLE_OK);
    } else {
        begin_step(talk, STEP_GREETING);
        conclude(talk, perform(talk->curl));
    }
    library.easy_cleanup(talk->curl);
    library.slist_free_all(recipients);
}

/* --- an attempt --- */

static void fail(AfSendResult *result, AfFault fault, const char *words) {
    result->fault = fault;
    g_free(result->words);
    result->words = clean(words);
}

/* Who logs in; nobody, if neither the URL nor the netrc file names one. FALSE, and why, if it cannot be said. */
static gboolean find_login(const AfSend *send, AfLogin *login, AfSendResult *result) {
    const char *user = send->server->user, *named = g_getenv("NETRC");
    if (user && send->password) {
        *login = (AfLogin){.user = g_strdup(user), .password = g_strdup(send->password)};
        return TRUE;
    }
    g_autofree char *path = named && *named ? g_strdup(named) : g_build_filename(g_get_home_dir(), ".netrc", NULL);
    g_autofree char *reason = af_netrc_find(path, send->server->host, user, login);
    if (reason) {
        fail(result, AF_FAULT_LIBRARY, reason);
    } else if (user && !login->user) {
        fail(result, AF_FAULT_PASSWORD_LACKS, "");
    }
    return result->fault == AF_FAULT_NONE;
}

static void attempt(const AfSend *send, CURL *curl, const AfLogin *login, AfSendResult *result) {
    g_autoptr(GString) words = g_string_new(NULL);
    Talk talk = {.send = send, .result = result, .curl = curl, .login = *login, .words = words};
    talk.encrypted = send->server->implicit;
    talk.timeout = CLAMP(send->timeout, 1, TIMEOUT_MAX);
    af_line_init(&talk.line, send->server->loopback);
    talk.secrets = af_secrets_new(login);
    talk_with_server(&talk);
    af_secrets_free(talk.secrets);
    af_line_clear(&talk.line);
    g_free(talk.fault_words);
}

AfSendResult *af_send(const AfSend *send) {
    AfSendResult *result = result_new(send->recipients);
    if (interrupted) {
        result->fault = AF_FAULT_INTERRUPTED;
        return result;
    }
    AfLogin login = {0};
    if (!find_login(send, &login, result)) return result;
    g_autofree char *reason = load_library();
    CURL *curl = reason ? NULL : library.easy_init();
    if (curl) {
        attempt(send, curl, &login, result);
    } else {
        fail(result, AF_FAULT_LIBRARY, reason ? reason : "");
    }
    af_login_clear(&login);
    return result;
}

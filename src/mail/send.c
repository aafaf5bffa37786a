/* One attempt at sending a message. libcurl speaks to the server; here is what it may do, what the server's replies
 * mean, and how long anything may take.
 *
 * libcurl tells whether all went well, but not which recipient was refused and why, nor whether the message's end was
 * answered. So each command that it sends (on_debug) and each line that comes (on_line) is followed: the conversation
 * is at a step, and a reply answers that step. */
#include "mail/send.h"
#include "base/characters.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

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
    int timeout;    /* seconds */
    gboolean unset; /* an option was not taken */
    char error[CURL_ERROR_SIZE];

    Step step;
    guint asked;                                               /* recipients */
    int code;                                                  /* of the reply to the step; 0 until it is complete */
    GString *words;                                            /* of it, as they came */
    gsize reply_bytes;                                         /* of it */
    gboolean quitting;                                         /* all is known; what comes does not matter */
    gboolean encrypted, offers_tls, offers_login, offers_utf8; /* by the last EHLO */

    gsize position;    /* in the message */
    gboolean ended;    /* its end was, or may have been, given */
    gboolean declined; /* by before_end */
    AfFault fault;     /* for which it was ended here */
    const char *fault_words;
    gint64 since;      /* when something happened last */
    curl_off_t marked; /* bytes that had gone then */
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

/* NULL, or why libcurl cannot be used (to be freed). It stays for the rest of the run. */
static char *load_library(void) {
    static gboolean loaded;
    const struct {
        const char *name;
        void *place;
    } functions[] = {
        {"curl_global_init", &library.global_init},   {"curl_easy_init", &library.easy_init},
        {"curl_easy_setopt", &library.easy_setopt},   {"curl_easy_perform", &library.easy_perform},
        {"curl_easy_cleanup", &library.easy_cleanup}, {"curl_easy_strerror", &library.easy_strerror},
        {"curl_slist_append", &library.slist_append}, {"curl_slist_free_all", &library.slist_free_all},
    };
    if (loaded) return NULL;
    void *handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!handle) return g_strdup(dlerror());
    for (gsize i = 0; i < G_N_ELEMENTS(functions); i++) {
        void *function = dlsym(handle, functions[i].name);
        if (!function) return g_strdup(dlerror());
        memcpy(functions[i].place, &function, sizeof function); /* ISO C converts no data pointers to functions' */
    }
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

static void set_words(AfSendResult *result, const char *words) {
    g_free(result->words);
    result->words = clean(words);
}

/* --- replies --- */

/* Ends the conversation, unless it is known already how it went. */
static void stop(Talk *talk, AfFault fault, const char *words) {
    if (talk->fault != AF_FAULT_NONE || talk->quitting) return;
    talk->fault = fault;
    talk->fault_words = words;
}

static gboolean is_sent(const Talk *talk) {
    return talk->result->sending == AF_SENT;
}

/* Something begins that is answered anew. */
static void begin_step(Talk *talk, Step step) {
    talk->step = step;
    talk->code = 0;
    talk->reply_bytes = 0;
    talk->since = g_get_monotonic_time();
    g_string_truncate(talk->words, 0);
}

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

/* Everybody is asked before it is given up, unless the server goes. */
static void on_recipient(Talk *talk) {
    if (!talk->asked) return;
    AfRecipient *recipient = g_ptr_array_index(talk->result->recipients, talk->asked - 1);
    recipient->code = talk->code;
    g_free(recipient->words);
    recipient->words = clean(talk->words->str);
    if (talk->code != REPLY_CLOSING && talk->asked < talk->result->recipients->len) return;
    const AfRecipient *refused = refused_recipient(talk);
    if (refused) stop(talk, refused->code >= 500 ? AF_FAULT_REFUSED : AF_FAULT_BUSY, refused->words);
    if (refused) talk->result->code = refused->code;
}

static void on_end(Talk *talk) {
    if (talk->code / 100 != 2) return;
    talk->result->sending = AF_SENT;
    talk->result->code = talk->code;
    set_words(talk->result, talk->words->str);
}

/* A reply is complete. */
static void on_reply(Talk *talk) {
    talk->since = g_get_monotonic_time();
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
    case STEP_MESSAGE: /* nothing is read until libcurl has given the end: it thinks that it has */
        talk->ended = TRUE;
        talk->step = STEP_END;
        on_end(talk);
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

/* CURLOPT_HEADERFUNCTION: a line of a reply. Taking less than all ends the conversation. */
static size_t on_line(char *line, size_t size, size_t count, void *data) {
    Talk *talk = data;
    gsize length = size * count;
    if (talk->quitting) return length;
    if (talk->fault != AF_FAULT_NONE) return 0;
    talk->reply_bytes += length;
    if (talk->reply_bytes > REPLY_MAX) stop(talk, AF_FAULT_CONNECTION, "the server’s answer does not end");
    /* What is no line of a reply, or does not end one, is so as libcurl sees it. */
    if (length >= 4 && g_ascii_isdigit(line[0]) && g_ascii_isdigit(line[1]) && g_ascii_isdigit(line[2])) {
        gboolean last = line[3] == ' ' || length == 5;
        if (length > 5) append_words(talk, line + 4, length - 4);
        if (length > 5 && talk->step == STEP_HELLO) note_ability(talk, line + 4, length - 4);
        if (last) {
            talk->code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
            on_reply(talk);
            talk->reply_bytes = 0;
        }
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
        talk->since = g_get_monotonic_time();
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

/* CURLOPT_DEBUGFUNCTION: what is sent, but for the message. Nothing of it is kept. */
static int on_debug(CURL *curl, curl_infotype type, char *bytes, size_t length, void *data) {
    (void)curl;
    if (type == CURLINFO_HEADER_OUT) on_command(data, bytes, length);
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

/* The message's end is about to be given; whether it may be. */
static gboolean may_end(Talk *talk) {
    if (interrupted) return FALSE;
    if (!talk->send->before_end(talk->send->data)) {
        talk->declined = TRUE;
        return FALSE;
    }
    return !interrupted;
}

/* CURLOPT_READFUNCTION: the next bytes of the message. libcurl sends the line with the full stop as soon as it has them
 * all; the last two, a CRLF, come alone, so that until then a line that drops has not sent it. */
static size_t on_read(char *buffer, size_t size, size_t count, void *data) {
    Talk *talk = data;
    gsize left = talk->send->message->len - talk->position;
    gsize length = MIN(size * count, left > 2 ? left - 2 : left);
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
        talk->since = now;
    }
    gint64 seconds = talk->timeout;
    if (talk->step == STEP_END) seconds *= 2;
    if (talk->quitting) seconds = MIN(talk->timeout, QUIT_SECONDS);
    if (now - talk->since < seconds * G_USEC_PER_SEC) return 0;
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

/* Where TLS may lack, no address but the loopback's is connected to, whatever a name means meanwhile. */
static curl_socket_t open_on_loopback(void *data, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)data, (void)purpose;
    gboolean loopback = FALSE;
    if (address->family == AF_INET) {
        struct sockaddr_in ipv4;
        memcpy(&ipv4, &address->addr, sizeof ipv4);
        loopback = ntohl(ipv4.sin_addr.s_addr) >> 24 == 127;
    } else if (address->family == AF_INET6) {
        struct sockaddr_in6 ipv6;
        memcpy(&ipv6, &address->addr, MIN(sizeof ipv6, address->addrlen));
        loopback = IN6_IS_ADDR_LOOPBACK(&ipv6.sin6_addr);
    }
    return loopback ? socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol) : CURL_SOCKET_BAD;
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
    if (server->loopback) SET(talk, CURLOPT_OPENSOCKETFUNCTION, open_on_loopback);
    /* Few proxies let mail through, and none would be the host that the user has named. */
    SET(talk, CURLOPT_PROXY, "");
}

/* PLAIN and LOGIN alone: over TLS nothing is safer, and libcurl would take Kerberos, NTLM or CRAM-MD5 before them
 * wherever a server offers those, though it has no ticket, or the server no passwords that these can use. */
static void set_login(Talk *talk) {
    const AfServer *server = talk->send->server;
    SET(talk, CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
    if (talk->send->password) {
        if (server->user) SET(talk, CURLOPT_USERNAME, server->user);
        SET(talk, CURLOPT_PASSWORD, talk->send->password);
        return;
    }
    const char *named = g_getenv("NETRC");
    g_autofree char *path = named && *named ? g_strdup(named) : g_build_filename(g_get_home_dir(), ".netrc", NULL);
    SET(talk, CURLOPT_NETRC, (long)CURL_NETRC_OPTIONAL);
    SET(talk, CURLOPT_NETRC_FILE, path);
}

/* The path is what EHLO says. Without it libcurl would tell this machine's name, and relays would hand it on; an
 * address literal is what RFC 5321 4.1.4 has a client say that has no name, and this one says nothing of where it is. */
static void set_url(Talk *talk) {
    const AfServer *server = talk->send->server;
    /* A user beside a password to be looked up in the netrc file is read there only. */
    g_autofree char *user =
        server->user && !talk->send->password ? g_uri_escape_string(server->user, NULL, FALSE) : NULL;
    g_autofree char *name = af_server_name(server);
    const char *place = strstr(name, "//") + 2;
    g_autofree char *url = g_strdup_printf("%.*s%s%s%s/%%5B127.0.0.1%%5D", (int)(place - name), name, user ? user : "",
                                           user ? "@" : "", place);
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
    SET(talk, CURLOPT_SERVER_RESPONSE_TIMEOUT, 2 * timeout + QUIT_SECONDS); /* on_progress is there before */
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
    case CURLE_READ_ERROR: /* of the netrc file */
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
    set_words(result, talk->words->str);
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
        set_words(result, talk->fault_words);
    } else if (talk->declined) {
        result->fault = AF_FAULT_NONE;
    } else if (interrupted && !talk->ended) {
        result->fault = AF_FAULT_INTERRUPTED;
    } else {
        result->fault = fault_of_library(code);
        set_words(result, *talk->error ? talk->error : library.easy_strerror(code));
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

AfSendResult *af_send(const AfSend *send) {
    AfSendResult *result = result_new(send->recipients);
    g_autofree char *reason = load_library();
    CURL *curl = reason || interrupted ? NULL : library.easy_init();
    if (!curl) {
        result->fault = interrupted ? AF_FAULT_INTERRUPTED : AF_FAULT_LIBRARY;
        if (reason) set_words(result, reason);
        return result;
    }
    g_autoptr(GString) words = g_string_new(NULL);
    Talk talk = {.send = send, .result = result, .curl = curl, .words = words, .encrypted = send->server->implicit};
    talk.timeout = CLAMP(send->timeout, 1, TIMEOUT_MAX);
    talk_with_server(&talk);
    return result;
}

/* A small SMTP server for tests, in a thread of theirs on 127.0.0.1: it says what its script says, and keeps what it
 * hears. It serves one connection. */
#pragma once

#include <arpa/inet.h>
#include <errno.h>
#include <glib.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

/* Bytes that are sent as they are, or one of these. */
#define SAY_NOTHING "stall"        /* until the client goes */
#define SAY_GOODBYE "drop"         /* the line drops */
#define SAY_LINES "endless lines"  /* of one reply that does not end */
#define SAY_BYTES "endless line"   /* one that does not end */
#define SAY_SLOWLY "drops of line" /* a byte now and then, without end */

typedef struct {
    const char *command; /* what a command begins with; "" is the connection, "." the message's end */
    const char *answer;
    int delay; /* milliseconds before it */
} Answer;

typedef struct {
    const Answer
        *answers; /* up to one whose command is NULL; what is not in it is answered as a friendly server does */
    const char *abilities;    /* of EHLO: its lines after the first */
    gsize drop_after;         /* so many bytes of a message; 0: never */
    gboolean stop_reading;    /* the message, though asked for, is not looked at */
    const char *interjection; /* said as soon as something of a message is there; NULL: nothing */
} Script;

typedef struct {
    const Script *script;
    int listener, port;
    GThread *thread;
    GString *commands;   /* a line each, LF at their ends */
    GByteArray *message; /* without the stops that are put before stops */
    int heard;           /* bytes of the message and of its end, with those stops; atomic */
    int ended;           /* it has seen the message's end; atomic */
    int stopping;        /* nobody is there any more; atomic */
    int stalling;        /* it says no more; atomic */
} Server;

/* --- saying --- */

static inline gboolean say(int line, const char *bytes, gsize length) {
    while (length) {
        ssize_t sent = send(line, bytes, length, MSG_NOSIGNAL);
        if (sent < 0) return FALSE;
        bytes += sent;
        length -= (gsize)sent;
    }
    return TRUE;
}

static inline void wait_for_end(int line) {
    char bytes[4096];
    while (recv(line, bytes, sizeof bytes, 0) > 0) continue;
}

/* Whether the conversation goes on. */
static inline gboolean answer(Server *server, int line, const char *text) {
    if (!strcmp(text, SAY_GOODBYE)) return FALSE;
    if (!strcmp(text, SAY_NOTHING)) {
        g_atomic_int_set(&server->stalling, 1);
        wait_for_end(line);
        return FALSE;
    }
    g_autofree char *bytes = g_strnfill(4096, 'x');
    if (!strcmp(text, SAY_LINES)) {
        while (say(line, "250-and more\r\n", 14)) continue;
        return FALSE;
    }
    if (!strcmp(text, SAY_BYTES)) {
        gboolean going = say(line, "250-", 4);
        while (going) going = say(line, bytes, 4096);
        return FALSE;
    }
    if (!strcmp(text, SAY_SLOWLY)) {
        gboolean going = say(line, "250 ", 4);
        for (; going; g_usleep(100 * 1000)) going = say(line, "x", 1);
        return FALSE;
    }
    return say(line, text, strlen(text));
}

static inline const char *friendly_answer(const Server *server, const char *command) {
    if (!*command) return "220 mail.example ESMTP\r\n";
    if (g_str_has_prefix(command, "EHLO")) return server->script->abilities;
    if (g_str_has_prefix(command, "DATA")) return "354 End data with <CR><LF>.<CR><LF>\r\n";
    if (g_str_has_prefix(command, "QUIT")) return "221 2.0.0 Bye\r\n";
    return !strcmp(command, ".") ? "250 2.0.0 Ok: queued as 42\r\n" : "250 2.1.0 Ok\r\n";
}

static inline gboolean answer_command(Server *server, int line, const char *command) {
    for (const Answer *a = server->script->answers; a && a->command; a++) {
        gboolean exact = !*a->command || !strcmp(a->command, ".");
        if (exact ? strcmp(command, a->command) : !g_str_has_prefix(command, a->command)) continue;
        g_usleep((gulong)a->delay * 1000);
        return answer(server, line, a->answer);
    }
    const char *friendly = friendly_answer(server, command);
    if (friendly) return answer(server, line, friendly);
    return answer(server, line, "250-mail.example\r\n250-SIZE 100000000\r\n250 SMTPUTF8\r\n");
}

/* --- hearing --- */

/* A line without its CRLF, or FALSE at the end. `rest` is what has come after it. */
static inline gboolean hear_line(int line, GString *rest, GString *out) {
    for (;;) {
        const char *end = strstr(rest->str, "\r\n");
        if (end) {
            g_string_truncate(out, 0);
            g_string_append_len(out, rest->str, end - rest->str);
            g_string_erase(rest, 0, end + 2 - rest->str);
            return TRUE;
        }
        char bytes[4096];
        ssize_t length = recv(line, bytes, sizeof bytes, 0);
        if (length <= 0) return FALSE;
        g_string_append_len(rest, bytes, length);
    }
}

/* The message up to its end; FALSE if there is none. */
static inline gboolean hear_message(Server *server, int line, GString *rest) {
    g_autoptr(GByteArray) raw = g_byte_array_new();
    g_byte_array_append(raw, (const guint8 *)"\r\n", 2);
    g_byte_array_append(raw, (const guint8 *)rest->str, (guint)rest->len);
    const char *interjection = server->script->interjection;
    const guint8 *end;
    while (
        !(end = memmem(raw->data + (raw->len > 70000 ? raw->len - 70000 : 0), MIN(raw->len, 70000), "\r\n.\r\n", 5))) {
        guint8 bytes[65536];
        ssize_t length = recv(line, bytes, sizeof bytes, 0);
        if (length <= 0) return FALSE;
        g_byte_array_append(raw, bytes, (guint)length);
        g_atomic_int_set(&server->heard, (int)raw->len - 2);
        if (interjection) say(line, interjection, strlen(interjection));
        interjection = NULL;
        if (server->script->drop_after && raw->len > server->script->drop_after) return FALSE;
    }
    const guint8 *at = raw->data;
    while (at < end) {
        if (!memcmp(at, "\r\n.", 3)) {
            g_byte_array_append(server->message, at, 2);
            at += 3;
        } else {
            g_byte_array_append(server->message, at++, 1);
        }
    }
    g_byte_array_append(server->message, (const guint8 *)"\r\n", 2);
    g_byte_array_remove_range(server->message, 0, 2);
    g_string_assign(rest, "");
    g_atomic_int_set(&server->ended, 1);
    return TRUE;
}

static inline void serve(Server *server, int line) {
    g_autoptr(GString) rest = g_string_new(NULL), command = g_string_new(NULL);
    if (!answer_command(server, line, "")) return;
    while (hear_line(line, rest, command)) {
        g_string_append_printf(server->commands, "%s\n", command->str);
        if (!answer_command(server, line, command->str)) return;
        const Answer *a = server->script->answers;
        while (a && a->command && strcmp(a->command, "DATA")) a++;
        gboolean wanted = !a || !a->command || g_str_has_prefix(a->answer, "354");
        if (strcmp(command->str, "DATA") || !wanted) continue;
        if (server->script->stop_reading) {
            const char *interjection = server->script->interjection;
            g_usleep(interjection ? 300 * 1000 : 0);
            if (interjection) say(line, interjection, strlen(interjection));
            while (!g_atomic_int_get(&server->stopping))
                g_usleep(10 * 1000); /* no hang-up shows behind what is not read */
            return;
        }
        if (!hear_message(server, line, rest) || !answer_command(server, line, ".")) return;
    }
}

static inline gpointer serve_thread(gpointer data) {
    Server *server = data;
    struct pollfd wanted = {.fd = server->listener, .events = POLLIN};
    int line = poll(&wanted, 1, 10000) == 1 ? accept(server->listener, NULL, NULL) : -1;
    if (line >= 0) {
        serve(server, line);
        close(line);
    }
    return NULL;
}

/* --- starting and stopping --- */

static inline Server *server_start(const Script *script) {
    Server *server = g_new0(Server, 1);
    *server = (Server){.script = script, .listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    assert_true(server->listener >= 0);
    assert_int_equal(bind(server->listener, (const struct sockaddr *)&address, length), 0);
    assert_int_equal(listen(server->listener, 1), 0);
    assert_int_equal(getsockname(server->listener, (struct sockaddr *)&address, &length), 0);
    server->port = ntohs(address.sin_port);
    server->commands = g_string_new(NULL);
    server->message = g_byte_array_new();
    server->thread = g_thread_new("server", serve_thread, server);
    return server;
}

/* Waits until it has seen its client go, so that all that it has heard is there; not for a client that never came. */
static inline void server_stop(Server *server) {
    g_atomic_int_set(&server->stopping, 1);
    shutdown(server->listener, SHUT_RDWR);
    g_thread_join(server->thread);
    server->thread = NULL;
}

static inline void server_free(Server *server) {
    close(server->listener);
    g_string_free(server->commands, TRUE);
    g_byte_array_unref(server->message);
    g_free(server);
}

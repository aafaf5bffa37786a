/* Sending, against servers that do as they should, refuse, stall, drop the line and lie. */
#include "mail/send.h"
#include "test_smtp.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>

static const char *const both[] = {"a@example.org", "b@example.org", NULL};

/* What came of an attempt. */
typedef struct {
    AfSendResult *result;
    char *commands;
    GByteArray *message;
    gboolean ended; /* the server has seen the message's end */
    guint asked;    /* how often before_end was called */
    double seconds; /* that it took, or that it went on after it was interrupted */
} Outcome;

/* How an attempt differs from the usual one. */
typedef struct {
    const char *from, *user, *password;
    const char *const *recipients;
    const GByteArray *message;
    gboolean international, remote, elsewhere;
    int timeout;
    gboolean declines, waits; /* in before_end: says no; waits for what has been given to be there */
    gboolean interrupts;      /* in before_end */
    gboolean interrupted;     /* as soon as the server says no more */
} Attempt;

typedef struct {
    const Attempt *attempt;
    Server *server;
    guint asked;
    guint most; /* bytes of the message, without its last CRLF and with the stops put before stops, + 1 */
} Watch;

static gboolean before_end(gpointer data) {
    Watch *watch = data;
    watch->asked++;
    g_usleep(20 * 1000); /* so that an end that was given too early would be there */
    for (int i = 0; i < 500 && watch->attempt->waits; i++) {
        if ((guint)g_atomic_int_get(&watch->server->heard) == watch->most - 1) break;
        g_usleep(10 * 1000);
    }
    if (watch->attempt->waits) assert_int_equal(g_atomic_int_get(&watch->server->heard), watch->most - 1);
    assert_int_equal(g_atomic_int_get(&watch->server->ended), 0);
    assert_true((guint)g_atomic_int_get(&watch->server->heard) < watch->most);
    if (watch->attempt->interrupts) af_send_interrupt();
    return !watch->attempt->declines;
}

static gpointer interrupt_when_stalled(gpointer data) {
    const Server *server = data;
    while (!g_atomic_int_get(&server->stalling)) g_usleep(10 * 1000);
    gint64 *when = g_new(gint64, 1);
    *when = g_get_monotonic_time();
    af_send_interrupt();
    return when;
}

static GByteArray *bytes_of(const char *text) {
    return g_byte_array_append(g_byte_array_new(), (const guint8 *)text, (guint)strlen(text));
}

static Outcome try(const Script *script, Attempt attempt) {
    Server *server = server_start(script);
    char *host = attempt.elsewhere ? "0.0.0.0" : "127.0.0.1";
    AfServer target = {.host = host, .port = server->port, .user = (char *)attempt.user, .loopback = !attempt.remote};
    g_autoptr(GByteArray) usual = bytes_of("Subject: x\r\n\r\nThe words.\r\n");
    const GByteArray *message = attempt.message ? attempt.message : usual;
    Watch watch = {&attempt, server, 0, message->len - 1};
    for (guint i = 0; i < message->len; i++) {
        watch.most += message->data[i] == '.' && (!i || message->data[i - 1] == '\n') ? 1 : 0;
    }
    AfSend send = {
        .server = &target,
        .from = attempt.from ? attempt.from : "me@example.org",
        .recipients = attempt.recipients ? attempt.recipients : both,
        .message = message,
        .international = attempt.international,
        .timeout = attempt.timeout ? attempt.timeout : 10,
        .password = attempt.password,
        .before_end = before_end,
        .data = &watch,
    };
    gint64 start = g_get_monotonic_time();
    GThread *interrupter = attempt.interrupted ? g_thread_new("interrupter", interrupt_when_stalled, server) : NULL;
    Outcome outcome = {.result = af_send(&send)};
    gint64 end = g_get_monotonic_time();
    if (interrupter) {
        g_autofree gint64 *when = g_thread_join(interrupter);
        start = *when;
    }
    outcome.seconds = (double)(end - start) / G_USEC_PER_SEC;
    server_stop(server);
    outcome.asked = watch.asked;
    outcome.ended = g_atomic_int_get(&server->ended);
    outcome.commands = g_strdup(server->commands->str);
    outcome.message = g_byte_array_ref(server->message);
    server_free(server);
    return outcome;
}

static void outcome_clear(Outcome *outcome) {
    af_send_result_free(outcome->result);
    g_free(outcome->commands);
    g_byte_array_unref(outcome->message);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Outcome, outcome_clear)

static void expect(const Outcome *outcome, AfSending sending, AfFault fault, int code, const char *words) {
    assert_int_equal(outcome->result->sending, sending);
    assert_int_equal(outcome->result->fault, fault);
    assert_int_equal(outcome->result->code, code);
    if (words) assert_string_equal(outcome->result->words, words);
}

static const AfRecipient *recipient(const Outcome *outcome, guint index) {
    return g_ptr_array_index(outcome->result->recipients, index);
}

/* An attempt at a server that answers one command otherwise than a friendly one. */
static Outcome try_answer(const char *command, const char *words, Attempt attempt) {
    const Answer answers[] = {{command, words, 0}, {0}};
    return try(&(Script){.answers = answers}, attempt);
}

/* An attempt among others at the same time: what they do is wait, mostly. */
typedef struct {
    Script script;
    Answer answers[5];
    Attempt attempt;
    Outcome outcome;
    GThread *thread;
} Case;

static gpointer try_case(gpointer data) {
    Case *one = data;
    Script script = one->script;
    script.answers = one->answers;
    one->outcome = try(&script, one->attempt);
    return NULL;
}

static void try_together(Case *cases, gsize count) {
    g_auto(Outcome) first = try(&(Script){0}, (Attempt){0}); /* which loads libcurl */
    void (*before)(int) = signal(SIGPIPE, SIG_IGN);          /* which each attempt would do for itself alone */
    for (gsize i = 0; i < count; i++) cases[i].thread = g_thread_new("case", try_case, &cases[i]);
    for (gsize i = 0; i < count; i++) g_thread_join(cases[i].thread);
    (void)signal(SIGPIPE, before);
}

static void clear_cases(Case *cases, gsize count) {
    for (gsize i = 0; i < count; i++) outcome_clear(&cases[i].outcome);
}

/* --- as it should be --- */

static void test_sent(void **state) {
    (void)state;
    g_autoptr(GByteArray) message = bytes_of("Subject: x\r\n\r\nThe words.\r\n");
    g_auto(Outcome) outcome = try(&(Script){0}, (Attempt){.message = message});
    expect(&outcome, AF_SENT, AF_FAULT_NONE, 250, "2.0.0 Ok: queued as 42");
    assert_string_equal(outcome.commands,
                        "EHLO [127.0.0.1]\nMAIL FROM:<me@example.org> SIZE=26\nRCPT TO:<a@example.org>\n"
                        "RCPT TO:<b@example.org>\nDATA\nQUIT\n");
    assert_int_equal(outcome.message->len, message->len);
    assert_memory_equal(outcome.message->data, message->data, message->len);
    assert_int_equal(outcome.asked, 1);
    for (guint i = 0; i < 2; i++) {
        assert_string_equal(recipient(&outcome, i)->address, both[i]);
        assert_int_equal(recipient(&outcome, i)->code, 250);
        assert_string_equal(recipient(&outcome, i)->words, "2.1.0 Ok");
    }
}

/* All but the last CRLF is with the server when before_end is asked: who drops the line until then has not got it. */
static void test_end_comes_alone(void **state) {
    (void)state;
    g_auto(Outcome) outcome = try(&(Script){0}, (Attempt){.waits = TRUE});
    expect(&outcome, AF_SENT, AF_FAULT_NONE, 250, NULL);
    assert_int_equal(outcome.asked, 1);
}

/* Whatever is said after the answer to the end, it is sent. */
static void test_sent_whatever_follows(void **state) {
    (void)state;
    static const char *const farewells[] = {SAY_GOODBYE, "500 no\r\n", "421 no\r\n"};
    for (gsize i = 0; i < G_N_ELEMENTS(farewells); i++) {
        g_auto(Outcome) outcome = try_answer("QUIT", farewells[i], (Attempt){0});
        expect(&outcome, AF_SENT, AF_FAULT_NONE, 250, "2.0.0 Ok: queued as 42");
    }
    g_auto(Outcome) other = try_answer(".", "251 Will forward\r\n", (Attempt){0});
    expect(&other, AF_SENT, AF_FAULT_NONE, 251, "Will forward");
}

static void test_multi_line_replies(void **state) {
    (void)state;
    static const Answer answers[] = {{"", "220-mail.example\r\n220-\r\n220 welcome\r\n", 0},
                                     {"RCPT TO:<a", "250-First,\r\n250-  second  \r\n250 third\r\n", 0},
                                     {".", "250-taken\r\n250\r\n", 0},
                                     {0}};
    g_auto(Outcome) outcome = try(&(Script){.answers = answers}, (Attempt){0});
    expect(&outcome, AF_SENT, AF_FAULT_NONE, 250, "taken");
    assert_string_equal(recipient(&outcome, 0)->words, "First, second third");
}

static void test_proxies_are_not_used(void **state) {
    (void)state;
    g_setenv("ALL_PROXY", "socks5://127.0.0.1:1", TRUE);
    g_setenv("smtp_proxy", "http://127.0.0.1:1", TRUE);
    g_auto(Outcome) outcome = try(&(Script){0}, (Attempt){0});
    g_unsetenv("ALL_PROXY");
    g_unsetenv("smtp_proxy");
    expect(&outcome, AF_SENT, AF_FAULT_NONE, 250, NULL);
}

/* --- the message's bytes --- */

static void expect_bytes(const GByteArray *message, gboolean sized) {
    g_auto(Outcome) outcome = try(&(Script){0}, (Attempt){.message = message});
    expect(&outcome, AF_SENT, AF_FAULT_NONE, 250, NULL);
    assert_int_equal(outcome.asked, 1);
    assert_int_equal(outcome.message->len, message->len);
    assert_memory_equal(outcome.message->data, message->data, message->len);
    g_autofree char *size = g_strdup_printf(" SIZE=%u\n", message->len);
    assert_true(sized == (strstr(outcome.commands, size) != NULL));
}

static void test_stops(void **state) {
    (void)state;
    static const char *const texts[] = {
        ".\r\n", "..\r\n", ".x\r\n.\r\n..\r\n\r\n.\r\n", "a\r\n.\r\n", "\r\n.\r\n.\r\n", "\r\n", "a.\r\n.b.\r\n"};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GByteArray) message = bytes_of(texts[i]);
        expect_bytes(message, !g_str_has_prefix(texts[i], ".") && !strstr(texts[i], "\r\n."));
    }
}

/* Lines that begin with a stop where libcurl's buffers (16 or 64 kB) end. */
static void test_stops_at_borders(void **state) {
    (void)state;
    for (guint border = 16384; border <= 65536; border *= 4) {
        for (guint before = 0; before < 6; before++) {
            g_autoptr(GByteArray) message = g_byte_array_new();
            g_byte_array_set_size(message, border - before);
            memset(message->data, 'x', message->len);
            for (int i = 0; i < 3; i++) g_byte_array_append(message, (const guint8 *)"\r\n.\r\n..\r\n", 9);
            expect_bytes(message, FALSE);
        }
    }
}

/* Several megabytes, all lines with a stop at their start: as many more bytes go as the message has lines. */
static void test_large(void **state) {
    (void)state;
    g_autoptr(GByteArray) stops = g_byte_array_new(), plain = g_byte_array_new();
    for (guint i = 0; i < 300000; i++) {
        g_autofree char *line = g_strdup_printf(".%u\r\n", i);
        g_byte_array_append(stops, (const guint8 *)line, (guint)strlen(line));
        g_byte_array_append(plain, (const guint8 *)line + 1, (guint)strlen(line) - 1);
    }
    expect_bytes(stops, FALSE);
    expect_bytes(plain, TRUE);
}

/* --- refusals --- */

static void test_recipient_refused(void **state) {
    (void)state;
    g_auto(Outcome) busy = try_answer("RCPT TO:<a", "450 4.2.1 Try later\r\n", (Attempt){0});
    expect(&busy, AF_NOT_SENT, AF_FAULT_BUSY, 450, "4.2.1 Try later");
    assert_int_equal(recipient(&busy, 1)->code, 250);

    g_auto(Outcome) refused = try_answer("RCPT TO:<a", "550-5.1.1 Nobody\r\n550 here\r\n", (Attempt){0});
    expect(&refused, AF_NOT_SENT, AF_FAULT_REFUSED, 550, "5.1.1 Nobody here");
    assert_int_equal(recipient(&refused, 0)->code, 550);
    assert_string_equal(recipient(&refused, 0)->words, "5.1.1 Nobody here");
    assert_int_equal(recipient(&refused, 1)->code, 250);
    assert_int_equal(refused.asked, 0);
    assert_false(refused.ended);
    assert_true(strstr(refused.commands, "RCPT TO:<b@example.org>\n") && !strstr(refused.commands, "DATA"));

    static const Answer answers[] = {{"RCPT TO:<a", "451 later\r\n", 0}, {"RCPT TO:<b", "550 never\r\n", 0}, {0}};
    g_auto(Outcome) worse = try(&(Script){.answers = answers}, (Attempt){0});
    expect(&worse, AF_NOT_SENT, AF_FAULT_REFUSED, 550, "never");
    assert_int_equal(recipient(&worse, 0)->code, 451);
}

static void test_refused_elsewhere(void **state) {
    (void)state;
    static const char *const commands[] = {"", "EHLO", "MAIL", "RCPT", "DATA", "."};
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        Answer answers[] = {{commands[i], "554 5.7.1 No\r\n", 0}, {"HELO", "554 5.7.1 No\r\n", 0}, {0}};
        g_auto(Outcome) refused = try(&(Script){.answers = answers}, (Attempt){0});
        expect(&refused, AF_NOT_SENT, AF_FAULT_REFUSED, 554, "5.7.1 No");
        answers[0].answer = "451 4.3.0 Later\r\n";
        answers[1].answer = "451 4.3.0 Later\r\n";
        g_auto(Outcome) busy = try(&(Script){.answers = answers}, (Attempt){0});
        expect(&busy, AF_NOT_SENT, AF_FAULT_BUSY, 451, "4.3.0 Later");
        assert_int_equal(busy.asked, *commands[i] == '.' ? 1 : 0);
    }
}

/* A server that says 421 closes the line: who comes after was not asked. */
static void test_closing(void **state) {
    (void)state;
    static const Answer answers[] = {
        {"RCPT TO:<a", "421 4.3.2 Going down\r\n", 0}, {"RCPT TO:<b", SAY_GOODBYE, 0}, {0}};
    g_auto(Outcome) outcome = try(&(Script){.answers = answers}, (Attempt){0});
    expect(&outcome, AF_NOT_SENT, AF_FAULT_BUSY, 421, "4.3.2 Going down");
    assert_int_equal(recipient(&outcome, 1)->code, 0);
    g_auto(Outcome) hello = try_answer("EHLO", "421 4.3.2 Going down\r\n", (Attempt){0});
    expect(&hello, AF_NOT_SENT, AF_FAULT_BUSY, 421, "4.3.2 Going down");
    assert_string_equal(hello.commands, "EHLO [127.0.0.1]\n");
    static const Answer no_tls[] = {{"STARTTLS", "421 4.3.2 Going down\r\n", 0}, {0}};
    g_auto(Outcome) tls = try(&(Script){.answers = no_tls, .abilities = "250-x\r\n250 STARTTLS\r\n"}, (Attempt){0});
    expect(&tls, AF_NOT_SENT, AF_FAULT_BUSY, 421, "4.3.2 Going down");
    assert_string_equal(tls.commands, "EHLO [127.0.0.1]\nSTARTTLS\n");
    g_auto(Outcome) end = try_answer(".", "421 4.3.2 Going down\r\n", (Attempt){0});
    expect(&end, AF_NOT_SENT, AF_FAULT_BUSY, 421, "4.3.2 Going down");
}

/* Replies that nothing has, or not what was said. */
static void test_senseless_replies(void **state) {
    (void)state;
    static const char *const commands[] = {"", "EHLO", "MAIL", "RCPT", "DATA"}, *const words[] = {"150 x\r\n",
                                                                                                  "334 x\r\n",
                                                                                                  "600 x\r\n"};
    for (gsize i = 0; i < G_N_ELEMENTS(commands) * G_N_ELEMENTS(words); i++) {
        g_auto(Outcome) outcome =
            try_answer(commands[i / G_N_ELEMENTS(words)], words[i % G_N_ELEMENTS(words)], (Attempt){0});
        expect(&outcome, AF_NOT_SENT, AF_FAULT_CONNECTION, 0, NULL);
        assert_non_null(strstr(outcome.result->words, "which means nothing here"));
    }
    g_auto(Outcome) recipient_more = try_answer("RCPT", "354 More\r\n", (Attempt){0});
    expect(&recipient_more, AF_NOT_SENT, AF_FAULT_CONNECTION, 0, "the server answers 354, which means nothing here");
    g_auto(Outcome) data = try_answer("DATA", "250 Ok\r\n", (Attempt){0});
    expect(&data, AF_NOT_SENT, AF_FAULT_CONNECTION, 0, NULL);
    g_auto(Outcome) end = try_answer(".", "354 More\r\n", (Attempt){0});
    expect(&end, AF_UNKNOWN, AF_FAULT_CONNECTION, 0, NULL);
    g_auto(Outcome) high = try_answer(".", "999 What\r\n", (Attempt){0});
    expect(&high, AF_UNKNOWN, AF_FAULT_CONNECTION, 0, NULL);
}

static void test_declined(void **state) {
    (void)state;
    g_auto(Outcome) outcome = try(&(Script){0}, (Attempt){.declines = TRUE});
    expect(&outcome, AF_NOT_SENT, AF_FAULT_NONE, 0, "");
    assert_int_equal(outcome.asked, 1);
    assert_false(outcome.ended);
    assert_int_equal(outcome.message->len, 0);
}

/* --- the line drops, or nothing comes --- */

static void test_dropped(void **state) {
    (void)state;
    static const char *const commands[] = {"", "EHLO", "MAIL", "RCPT TO:<b", "DATA"};
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        g_auto(Outcome) outcome = try_answer(commands[i], SAY_GOODBYE, (Attempt){0});
        expect(&outcome, AF_NOT_SENT, AF_FAULT_CONNECTION, 0, NULL);
        assert_true(*outcome.result->words);
        assert_int_equal(outcome.asked, 0);
    }
    g_auto(Outcome) end = try_answer(".", SAY_GOODBYE, (Attempt){0});
    expect(&end, AF_UNKNOWN, AF_FAULT_CONNECTION, 0, NULL);
    assert_int_equal(end.asked, 1);
    assert_true(end.ended);
}

static void test_dropped_within(void **state) {
    (void)state;
    g_autoptr(GByteArray) message = g_byte_array_new();
    for (guint i = 0; i < 2000000; i++) g_byte_array_append(message, (const guint8 *)"0123456789\r\n", 12);
    g_auto(Outcome) outcome = try(&(Script){.drop_after = 100000}, (Attempt){.message = message});
    expect(&outcome, AF_NOT_SENT, AF_FAULT_CONNECTION, 0, NULL);
    assert_int_equal(outcome.asked, 0);
}

static void test_nobody_there(void **state) {
    (void)state;
    Server *server = server_start(&(Script){0});
    AfServer target = {.host = "127.0.0.1", .port = server->port, .loopback = TRUE};
    server_stop(server);
    server_free(server);
    g_autoptr(GByteArray) message = bytes_of("x\r\n");
    AfSend send = {.server = &target, .from = "me@example.org", .recipients = both, .message = message, .timeout = 5};
    g_autoptr(AfSendResult) result = af_send(&send);
    assert_int_equal(result->sending, AF_NOT_SENT);
    assert_int_equal(result->fault, AF_FAULT_CONNECTION);
    assert_true(*result->words);
}

/* --- time --- */

enum { ENDLESS = 10, N_ENDLESS = 16 }; /* cases */

/* Replies that do not end. */
static void add_endless(Case *cases) {
    static const char *const words[] = {SAY_LINES, SAY_BYTES, SAY_SLOWLY};
    static const char *const commands[] = {"", "EHLO", "RCPT", "DATA", "."};
    for (gsize i = 0; i < N_ENDLESS; i++) {
        gboolean last = i == N_ENDLESS - 1;
        cases[i] = (Case){.attempt = {.timeout = 1}};
        cases[i].answers[0] = (Answer){last ? "QUIT" : commands[i / 3], words[i % 3], 0};
    }
}

static void check_endless(const Case *cases) {
    for (gsize i = 0; i < N_ENDLESS - 1; i++) {
        const AfSendResult *result = cases[i].outcome.result;
        assert_int_equal(result->sending, *cases[i].answers[0].command == '.' ? AF_UNKNOWN : AF_NOT_SENT);
        assert_true(result->fault == AF_FAULT_TIMEOUT || result->fault == AF_FAULT_CONNECTION);
        assert_true(cases[i].outcome.seconds < 6);
    }
    expect(&cases[N_ENDLESS - 1].outcome, AF_SENT, AF_FAULT_NONE, 250, "2.0.0 Ok: queued as 42");
}

/* Each answer may take as long as the limit says, all together longer, and the one to the end twice as long; no answer,
 * or half a one, ends it soon after that, and that to QUIT is waited for only a little. */
static void test_time(void **state) {
    (void)state;
    g_autoptr(GByteArray) large = g_byte_array_new();
    for (guint i = 0; i < 2000000; i++) g_byte_array_append(large, (const guint8 *)"0123456789\r\n", 12);
    Case cases[ENDLESS + N_ENDLESS] = {
        {.answers = {{"", "220 x\r\n", 1100},
                     {"EHLO", "250 x\r\n", 1100},
                     {"MAIL", "250 x\r\n", 1100},
                     {".", "250 x\r\n", 2300}},
         .attempt = {.timeout = 2}},
        {.answers = {{"QUIT", SAY_NOTHING, 0}}, .attempt = {.timeout = 60}},
        {.answers = {{".", "250\n", 0}}, .attempt = {.timeout = 60}},
        {.answers = {{"", SAY_NOTHING, 0}}, .attempt = {.timeout = 1}},
        {.answers = {{"EHLO", SAY_NOTHING, 0}}, .attempt = {.timeout = 1}},
        {.answers = {{"RCPT", SAY_NOTHING, 0}}, .attempt = {.timeout = 1}},
        {.answers = {{"DATA", SAY_NOTHING, 0}}, .attempt = {.timeout = 1}},
        /* the server takes the message no further than the buffers on the way do */
        {.script = {.stop_reading = TRUE}, .attempt = {.message = large, .timeout = 1}},
        {.answers = {{".", SAY_NOTHING, 0}}, .attempt = {.timeout = 1}},
        {.answers = {{".", "250-begun\r\n", 0}}, .attempt = {.timeout = 1}},
    };
    enum { SENT = 3, NOT_SENT = 8 }; /* up to which case */
    add_endless(cases + ENDLESS);
    try_together(cases, G_N_ELEMENTS(cases));
    for (guint i = 0; i < ENDLESS; i++) {
        const Outcome *outcome = &cases[i].outcome;
        if (i < SENT) {
            expect(outcome, AF_SENT, AF_FAULT_NONE, 250, NULL);
            assert_true(outcome->seconds < 9);
            continue;
        }
        expect(outcome, i < NOT_SENT ? AF_NOT_SENT : AF_UNKNOWN, AF_FAULT_TIMEOUT, 0, NULL);
        assert_int_equal(outcome->asked, i < NOT_SENT ? 0 : 1);
        assert_true(outcome->seconds >= (i < NOT_SENT ? 0.9 : 1.9) && outcome->seconds < 6);
    }
    check_endless(cases + ENDLESS);
    clear_cases(cases, G_N_ELEMENTS(cases));
}

/* --- hostile replies --- */

static void test_words_are_clean(void **state) {
    (void)state;
    g_auto(Outcome) outcome = try_answer("RCPT TO:<a",
                                         "550 a\033[31mred\a\xE2\x80\xAE"
                                         "b\xFF"
                                         "c\t\xE2\x80\x8B d\x7F"
                                         "e\xC2\x9B"
                                         "f \xC3\xBC\r\n",
                                         (Attempt){0});
    expect(&outcome, AF_NOT_SENT, AF_FAULT_REFUSED, 550,
           "a [31mred b\xEF\xBF\xBD"
           "c d e f \xC3\xBC");
    assert_string_equal(recipient(&outcome, 0)->words, outcome.result->words);
}

static void test_long_replies(void **state) {
    (void)state;
    g_autofree char *line = g_strnfill(100000, 'y'), *refusal = g_strdup_printf("550 %s\r\n", line);
    g_autofree char *taken = g_strdup_printf("250 %s\r\n", line);
    g_auto(Outcome) refused = try_answer("RCPT TO:<b", refusal, (Attempt){0});
    assert_int_equal(refused.result->sending, AF_NOT_SENT);
    assert_true(g_utf8_strlen(refused.result->words, -1) <= 500);
    g_auto(Outcome) end = try_answer(".", taken, (Attempt){0});
    assert_int_not_equal(end.result->sending, AF_NOT_SENT); /* libcurl may have given up, but taken it is */
    assert_true(g_utf8_strlen(end.result->words, -1) <= 500);

    GString *lines = g_string_new(NULL);
    for (int i = 0; i < 3000; i++) g_string_append(lines, "550-\xE6\x97\xA5\xE6\x9C\xAC\r\n");
    g_string_append(lines, "550 end\r\n");
    g_auto(Outcome) many = try_answer("RCPT TO:<b", lines->str, (Attempt){0});
    expect(&many, AF_NOT_SENT, AF_FAULT_REFUSED, 550, NULL);
    assert_int_equal(g_utf8_strlen(many.result->words, -1), 500);
    g_string_free(lines, TRUE);
}

/* A server that speaks before it is asked has answered nothing of what comes then. */
static void test_answers_ahead(void **state) {
    (void)state;
    static const char *const interjections[] = {"250 taken\r\n", "552 too much\r\n", "2", "421 closing\r\n"};
    for (gsize i = 0; i < G_N_ELEMENTS(interjections); i++) {
        for (guint refuses = 0; refuses < 2; refuses++) {
            const Answer answers[] = {{".", refuses ? "550 spam\r\n" : "250 taken\r\n", 0}, {0}};
            g_auto(Outcome) outcome =
                try(&(Script){.answers = answers, .interjection = interjections[i]}, (Attempt){0});
            expect(&outcome, AF_NOT_SENT, AF_FAULT_CONNECTION, 0, "the server answers what it was not asked");
            assert_false(outcome.ended);
        }
    }
    static const Answer aheads[][3] = {
        {{"DATA", "354 go\r\n250 taken\r\n", 0}, {".", "550 spam\r\n", 0}},
        {{"DATA", "354 go\r\n250 tak", 0}, {".", "en\r\n", 0}},
        {{"DATA", "354 go\r\n550 spam\r\n", 0}, {".", "250 taken\r\n", 0}},
        {{"RCPT TO:<b", "250 x\r\n354 go\r\n250 taken\r\n", 0}, {"DATA", "503 no\r\n", 0}},
        {{"RCPT TO:<a", "250 x\r\n250 x\r\n", 0}, {"RCPT TO:<b", "550 no\r\n", 0}},
        {{"MAIL", "250 x\r\n250 x\r\n250 x\r\n354 go\r\n250 taken\r\n", 0}},
        {{"EHLO", "250-x\r\n250 x\r\n250 x\r\n", 0}},
        {{"", "220 x\r\n250 x\r\n250 x\r\n250 x\r\n250 x\r\n354 go\r\n250 taken\r\n", 0}},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(aheads); i++) {
        g_auto(Outcome) outcome = try(&(Script){.answers = aheads[i]}, (Attempt){0});
        expect(&outcome, AF_NOT_SENT, AF_FAULT_CONNECTION, 0, "the server answers what it was not asked");
        assert_false(outcome.ended);
        assert_int_equal(outcome.asked, 0);
    }
    g_autoptr(GByteArray) message = g_byte_array_new(), large = g_byte_array_new();
    for (guint i = 0; i < 50000; i++) g_byte_array_append(message, (const guint8 *)"0123456789\r\n", 12);
    for (guint i = 0; i < 40; i++) g_byte_array_append(large, message->data, message->len);
    /* the rest of a large message is not given */
    g_auto(Outcome) soon = try(&(Script){.interjection = "552 too much\r\n"}, (Attempt){.message = large});
    expect(&soon, AF_NOT_SENT, AF_FAULT_CONNECTION, 0, "the server answers what it was not asked");
    assert_int_equal(soon.asked, 0);
    /* libcurl has given the end, but it has not reached the server */
    static const char *const answers[] = {"250 taken\r\n", "552 too much\r\n"};
    for (gsize i = 0; i < G_N_ELEMENTS(answers); i++) {
        g_auto(Outcome) stopped =
            try(&(Script){.stop_reading = TRUE, .interjection = answers[i]}, (Attempt){.message = message});
        expect(&stopped, AF_UNKNOWN, AF_FAULT_CONNECTION, 0, "the server has answered before the message ended");
        assert_int_equal(stopped.asked, 1);
    }
    /* the end is not given to a server that has gone */
    g_auto(Outcome) gone = try(&(Script){.drop_after = 1}, (Attempt){0});
    expect(&gone, AF_NOT_SENT, AF_FAULT_CONNECTION, 0, NULL);
}

/* Lines that libcurl takes for the last of a reply, and that are none; and another way round. */
static void test_damaged_lines(void **state) {
    (void)state;
    static const char *const lines[] = {"2500\n",          "250-\n",         "250x\n",         "2500 x\r\n",
                                        "250-a\r\n2500\n", "250\n550 x\r\n", "550\n250 x\r\n", "250\tx\r\n"};
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_auto(Outcome) end = try_answer(".", lines[i], (Attempt){0});
        expect(&end, AF_UNKNOWN, AF_FAULT_CONNECTION, 0, NULL);
        g_auto(Outcome) sender = try_answer("MAIL", lines[i], (Attempt){0});
        expect(&sender, AF_NOT_SENT, AF_FAULT_CONNECTION, 0, NULL);
    }
    static const char *const good[] = {"250\r\n", "250 \n", "250 x\n", "250-a\n250\r\n", "what\r\n250 x\r\n"};
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        g_auto(Outcome) end = try_answer(".", good[i], (Attempt){0});
        expect(&end, AF_SENT, AF_FAULT_NONE, 250, NULL);
    }
}

/* --- international addresses --- */

static void test_smtputf8(void **state) {
    (void)state;
    static const char *const people[] = {"m\xC3\xBCller@example.org", NULL};
    Attempt attempt = {.recipients = people, .international = TRUE};
    g_auto(Outcome) sent = try(&(Script){0}, attempt);
    expect(&sent, AF_SENT, AF_FAULT_NONE, 250, NULL);
    assert_non_null(
        strstr(sent.commands, "MAIL FROM:<me@example.org> SIZE=26 SMTPUTF8\nRCPT TO:<m\xC3\xBCller@example.org>\n"));

    g_auto(Outcome) lacks = try(&(Script){.abilities = "250-x\r\n250 SIZE\r\n"}, attempt);
    expect(&lacks, AF_NOT_SENT, AF_FAULT_SMTPUTF8_LACKS, 0, "");
    assert_string_equal(lacks.commands, "EHLO [127.0.0.1]\n");
    static const Answer old[] = {{"EHLO", "502 What\r\n", 0}, {0}};
    g_auto(Outcome) helo = try(&(Script){.answers = old}, attempt);
    expect(&helo, AF_NOT_SENT, AF_FAULT_SMTPUTF8_LACKS, 0, "");
    assert_string_equal(helo.commands, "EHLO [127.0.0.1]\nHELO [127.0.0.1]\n");

    g_auto(Outcome) plain = try(&(Script){0}, (Attempt){0});
    assert_null(strstr(plain.commands, "SMTPUTF8"));
}

/* Nothing in an address becomes another command or another parameter. */
static void test_addresses_as_they_are(void **state) {
    (void)state;
    static const char *const odd[] = {"\"a@b\"@example.org", "o'neil+x/y=z@example.org", "\"a b\"@example.org", NULL};
    g_auto(Outcome) outcome = try(&(Script){0}, (Attempt){.recipients = odd, .from = "{a}@example.org"});
    expect(&outcome, AF_SENT, AF_FAULT_NONE, 250, NULL);
    assert_non_null(
        strstr(outcome.commands,
               "RCPT TO:<\"a@b\"@example.org>\nRCPT TO:<o'neil+x/y=z@example.org>\nRCPT TO:<\"a b\"@example.org>\n"));

    static const char *const hostile[] = {"a@example.org>\r\nRCPT TO:<c@example.org", NULL};
    g_auto(Outcome) lines = try(&(Script){0}, (Attempt){.recipients = hostile});
    expect(&lines, AF_NOT_SENT, AF_FAULT_LIBRARY, 0, NULL);
    assert_string_equal(lines.commands, "");
    g_auto(Outcome) sender = try(&(Script){0}, (Attempt){.from = "a@example.org\r\nDATA"});
    expect(&sender, AF_NOT_SENT, AF_FAULT_LIBRARY, 0, NULL);
    assert_string_equal(sender.commands, "");
    static const char *const unsaid[] = {"m\xC3\xBCller@example.org", NULL};
    g_auto(Outcome) unasked = try(&(Script){0}, (Attempt){.recipients = unsaid});
    expect(&unasked, AF_NOT_SENT, AF_FAULT_LIBRARY, 0, NULL);
}

/* --- TLS --- */

static void test_tls_lacks(void **state) {
    (void)state;
    g_auto(Outcome) stripped = try(&(Script){0}, (Attempt){.remote = TRUE});
    expect(&stripped, AF_NOT_SENT, AF_FAULT_TLS_LACKS, 0, "");
    assert_string_equal(stripped.commands, "EHLO [127.0.0.1]\n");
    g_auto(Outcome) old = try_answer("EHLO", "502 5.5.1 What\r\n", (Attempt){.remote = TRUE});
    expect(&old, AF_NOT_SENT, AF_FAULT_TLS_LACKS, 502, "5.5.1 What");
    g_auto(Outcome) slow = try_answer("EHLO", "450 4.3.2 Later\r\n", (Attempt){.remote = TRUE});
    expect(&slow, AF_NOT_SENT, AF_FAULT_BUSY, 450, "4.3.2 Later");

    static const Answer no[] = {{"STARTTLS", "502 5.5.1 No\r\n", 0}, {0}};
    Script script = {.answers = no, .abilities = "250-x\r\n250-SMTPUTF8\r\n250 STARTTLS\r\n"};
    g_auto(Outcome) refused = try(&script, (Attempt){.remote = TRUE});
    expect(&refused, AF_NOT_SENT, AF_FAULT_TLS_LACKS, 502, "5.5.1 No");
    assert_string_equal(refused.commands, "EHLO [127.0.0.1]\nSTARTTLS\n");
    static const Answer later[] = {{"STARTTLS", "454 4.7.0 Later\r\n", 0}, {0}};
    script.answers = later;
    g_auto(Outcome) busy = try(&script, (Attempt){.remote = TRUE});
    expect(&busy, AF_NOT_SENT, AF_FAULT_BUSY, 454, "4.7.0 Later");
    g_auto(Outcome) loopback = try(&script, (Attempt){0});
    expect(&loopback, AF_SENT, AF_FAULT_NONE, 250, NULL);
}

/* Replies that came before the line was encrypted are not taken for those after. */
static void test_replies_before_tls(void **state) {
    (void)state;
    static const Answer answers[] = {{"STARTTLS", "220 go\r\n250-x\r\n250 AUTH PLAIN\r\n235 welcome\r\n250 Ok\r\n", 0},
                                     {0}};
    g_auto(Outcome) outcome =
        try(&(Script){.answers = answers, .abilities = "250-x\r\n250 STARTTLS\r\n"}, (Attempt){.remote = TRUE});
    expect(&outcome, AF_NOT_SENT, AF_FAULT_CONNECTION, 0, NULL);
    assert_string_equal(outcome.commands, "EHLO [127.0.0.1]\nSTARTTLS\n");
}

/* A name that is on the loopback no longer. 0.0.0.0 is not, though it leads there. */
static void test_elsewhere_without_tls(void **state) {
    (void)state;
    g_auto(Outcome) outcome = try(&(Script){0}, (Attempt){.elsewhere = TRUE});
    expect(&outcome, AF_NOT_SENT, AF_FAULT_CONNECTION, 0, NULL);
    assert_string_equal(outcome.commands, "");
    g_auto(Outcome) reached = try(&(Script){0}, (Attempt){.elsewhere = TRUE, .remote = TRUE});
    expect(&reached, AF_NOT_SENT, AF_FAULT_TLS_LACKS, 0, NULL);
}

/* --- login --- */

#define LOGIN_ABILITIES "250-x\r\n250 AUTH GSSAPI NTLM CRAM-MD5 PLAIN LOGIN\r\n"

static void expect_no_secrets(const Outcome *outcome) {
    static const char *const secrets[] = {"bob", "s3cret"};
    for (gsize i = 0; i < G_N_ELEMENTS(secrets); i++) {
        assert_null(strstr(outcome->result->words, secrets[i]));
        for (guint j = 0; j < 2; j++) assert_null(strstr(recipient(outcome, j)->words, secrets[i]));
    }
}

static void test_login(void **state) {
    (void)state;
    /* "\0bob@example.org\0s3cret:word" */
    static const char token[] = "AGJvYkBleGFtcGxlLm9yZwBzM2NyZXQ6d29yZA==";
    static const Answer answers[] = {
        {"AUTH PLAIN", "334 \r\n", 0}, {token, "235 2.7.0 welcome bob s3cret\r\n", 0}, {0}};
    Script script = {.answers = answers, .abilities = LOGIN_ABILITIES};
    g_auto(Outcome) given = try(&script, (Attempt){.user = "bob@example.org", .password = "s3cret:word"});
    expect(&given, AF_SENT, AF_FAULT_NONE, 250, NULL);
    expect_no_secrets(&given);
    g_autofree char *expected = g_strdup_printf("EHLO [127.0.0.1]\nAUTH PLAIN\n%s\nMAIL ", token);
    assert_true(g_str_has_prefix(given.commands, expected));

    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "auditfolio-test-netrc-XXXXXX", NULL);
    int file = g_mkstemp(path);
    static const char netrc[] =
        "machine 127.0.0.2 login eve password wrong\nmachine 127.0.0.1 login eve password wrong\n"
        "machine 127.0.0.1 login bob@example.org password s3cret:word\n";
    assert_int_equal(write(file, netrc, strlen(netrc)), strlen(netrc));
    close(file);
    g_setenv("NETRC", path, TRUE);
    g_auto(Outcome) kept = try(&script, (Attempt){.user = "bob@example.org"});
    expect(&kept, AF_SENT, AF_FAULT_NONE, 250, NULL);
    assert_true(g_str_has_prefix(kept.commands, expected));
    g_auto(Outcome) lacks = try(&script, (Attempt){.user = "bob"});
    expect(&lacks, AF_NOT_SENT, AF_FAULT_PASSWORD_LACKS, 0, "");
    assert_string_equal(lacks.commands, "");
    /* without a user the first entry of the host */
    g_auto(Outcome) first = try(&(Script){.abilities = LOGIN_ABILITIES}, (Attempt){0});
    assert_non_null(strstr(first.commands, "AUTH PLAIN\n"));
    /* nobody to log in as, or nobody who asks for it: it goes on without */
    g_auto(Outcome) unasked = try(&(Script){0}, (Attempt){0});
    expect(&unasked, AF_SENT, AF_FAULT_NONE, 250, NULL);
    assert_true(g_file_set_contents(path, "machine 127.0.0.1 password X", -1, NULL));
    g_auto(Outcome) no_one = try(&script, (Attempt){0});
    expect(&no_one, AF_SENT, AF_FAULT_NONE, 250, NULL);
    assert_null(strstr(no_one.commands, "AUTH"));
    assert_true(g_file_set_contents(path, "machine \"127", -1, NULL));
    g_auto(Outcome) senseless = try(&script, (Attempt){0});
    expect(&senseless, AF_NOT_SENT, AF_FAULT_LIBRARY, 0, "the netrc file is incomplete or damaged");
    assert_string_equal(senseless.commands, "");
    g_setenv("NETRC", "/nonexistent/netrc", TRUE);
    g_auto(Outcome) nobody = try(&script, (Attempt){0});
    expect(&nobody, AF_SENT, AF_FAULT_NONE, 250, NULL);
    assert_null(strstr(nobody.commands, "AUTH"));
    g_unlink(path);
}

/* A server that sends back what it was told, as it was told it. */
static void test_secrets_sent_back(void **state) {
    (void)state;
    static const Answer answers[] = {{"AUTH PLAIN", "334 \r\n", 0},
                                     {"AGJvYgBzM2NyZXQ", "235 s3cret\r\n", 0},
                                     {"RCPT TO:<a", "250 AGJvYgBzM2NyZXQ= s3cret, is it?\r\n", 0},
                                     {"RCPT TO:<b", "550 czNjcmV0-s3crets3cret\r\n", 0},
                                     {0}};
    Attempt attempt = {.user = "bob", .password = "s3cret"};
    g_auto(Outcome) refused = try(&(Script){.answers = answers, .abilities = LOGIN_ABILITIES}, attempt);
    expect(&refused, AF_NOT_SENT, AF_FAULT_REFUSED, 550, "…-……");
    assert_string_equal(recipient(&refused, 0)->words, "…= …, is it?");
    assert_string_equal(recipient(&refused, 1)->words, "…-……");
    static const Answer taken[] = {{"AUTH PLAIN", "334 \r\n", 0},
                                   {"AGJvYgBzM2NyZXQ", "235 s3cret\r\n", 0},
                                   {".", "250-for s3cret\r\n250 s3cre\r\n", 0},
                                   {0}};
    g_auto(Outcome) sent = try(&(Script){.answers = taken, .abilities = LOGIN_ABILITIES}, attempt);
    expect(&sent, AF_SENT, AF_FAULT_NONE, 250, "for … s3cre");
    /* AUTH LOGIN */
    static const Answer login[] = {{"AUTH LOGIN", "334 VXNlcm5hbWU6\r\n", 0},
                                   {"Ym9i", "334 UGFzc3dvcmQ6\r\n", 0},
                                   {"czNjcmV0", "235 x\r\n", 0},
                                   {"MAIL", "550 czNjcmV0\r\n", 0},
                                   {0}};
    g_auto(Outcome) other = try(&(Script){.answers = login, .abilities = "250-x\r\n250 AUTH LOGIN\r\n"}, attempt);
    expect(&other, AF_NOT_SENT, AF_FAULT_REFUSED, 550, "…");
    /* a password that other words would hold */
    static const Answer brief[] = {
        {"AUTH PLAIN", "334 \r\n", 0}, {"AGJvYgBhbg", "235 x\r\n", 0}, {"MAIL", "550 an ant\r\n", 0}, {0}};
    attempt.password = "an";
    g_auto(Outcome) words = try(&(Script){.answers = brief, .abilities = LOGIN_ABILITIES}, attempt);
    expect(&words, AF_NOT_SENT, AF_FAULT_REFUSED, 550, "an ant");
}

static void test_login_refused(void **state) {
    (void)state;
    Attempt attempt = {.user = "bob", .password = "s3cret"};
    static const Answer no[] = {
        {"AUTH", "334 \r\n", 0}, {"AGJvY", "535 5.7.8 bob may not come with s3cret\r\n", 0}, {0}};
    g_auto(Outcome) refused = try(&(Script){.answers = no, .abilities = LOGIN_ABILITIES}, attempt);
    expect(&refused, AF_NOT_SENT, AF_FAULT_LOGIN, 535, "");
    static const Answer later[] = {{"AUTH", "334 \r\n", 0}, {"AGJvY", "454 4.7.0 Later, bob\r\n", 0}, {0}};
    g_auto(Outcome) busy = try(&(Script){.answers = later, .abilities = LOGIN_ABILITIES}, attempt);
    expect(&busy, AF_NOT_SENT, AF_FAULT_BUSY, 454, "");
    g_auto(Outcome) unknown = try(&(Script){.abilities = "250-x\r\n250 AUTH GSSAPI NTLM\r\n"}, attempt);
    expect(&unknown, AF_NOT_SENT, AF_FAULT_LOGIN, 0, NULL);
    expect_no_secrets(&unknown);
    g_auto(Outcome) none = try(&(Script){0}, attempt);
    expect(&none, AF_NOT_SENT, AF_FAULT_LOGIN, 0, "");
    assert_string_equal(none.commands, "EHLO [127.0.0.1]\n");
}

/* A server that sends back what it was sent. */
static void test_login_dropped(void **state) {
    (void)state;
    static const Answer gone[] = {{"AUTH", "334 \r\n", 0}, {"AGJvY", SAY_GOODBYE, 0}, {0}};
    g_auto(Outcome) outcome =
        try(&(Script){.answers = gone, .abilities = LOGIN_ABILITIES}, (Attempt){.user = "bob", .password = "s3cret"});
    expect(&outcome, AF_NOT_SENT, AF_FAULT_CONNECTION, 0, NULL);
    expect_no_secrets(&outcome);
}

/* --- signals: an attempt is interrupted for good, so that each case is a process --- */

/* Exits with sending * 100 + fault; 99 if it took too long or a later one was not interrupted at once. */
static pid_t in_child(const char *command, const char *words, Attempt attempt) {
    pid_t child = fork();
    assert_true(child >= 0);
    if (child) return child;
    g_auto(Outcome) outcome = try_answer(command, words, attempt);
    AfSendResult *again = af_send(&(AfSend){.recipients = both});
    gboolean good = outcome.seconds < 2.5 && af_send_interrupted() && again->fault == AF_FAULT_INTERRUPTED &&
                    again->sending == AF_NOT_SENT && (attempt.interrupts ? !outcome.ended : TRUE);
    _exit(good ? (int)outcome.result->sending * 100 + (int)outcome.result->fault : 99);
}

/* The server answers while the program is stopped for longer than it may take. */
static void check_stopped_meanwhile(void) {
    static const Answer answers[] = {{".", "250 x\r\n", 300}, {0}};
    int ports[2];
    assert_int_equal(pipe(ports), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        AfServer target = {.host = "127.0.0.1", .loopback = TRUE};
        Watch watch = {.attempt = &(Attempt){0}, .server = g_new0(Server, 1), .most = 1};
        GByteArray *message = bytes_of("x\r\n");
        AfSend send = {&target, "me@example.org", both, message, FALSE, 1, NULL, before_end, &watch};
        if (read(ports[0], &target.port, sizeof target.port) != (ssize_t)sizeof target.port) _exit(99);
        AfSendResult *result = af_send(&send);
        int told = (int)result->sending * 100 + (int)result->fault;
        af_send_result_free(result);
        _exit(told);
    }
    Server *server = server_start(&(Script){.answers = answers});
    assert_int_equal(write(ports[1], &server->port, sizeof server->port), sizeof server->port);
    for (int i = 0; i < 500 && !g_atomic_int_get(&server->ended); i++) g_usleep(10 * 1000);
    kill(child, SIGSTOP);
    assert_int_equal(g_atomic_int_get(&server->ended), 1);
    g_usleep(2600 * 1000);
    kill(child, SIGCONT);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), AF_SENT * 100 + AF_FAULT_NONE);
    server_stop(server);
    server_free(server);
    close(ports[0]);
    close(ports[1]);
}

/* Interrupted, and stopped meanwhile. */
static void test_signals(void **state) {
    (void)state;
    static const struct {
        const char *command, *words;
        Attempt attempt;
        int expected;
    } cases[] = {
        {"", SAY_NOTHING, {.interrupted = TRUE}, AF_NOT_SENT * 100 + AF_FAULT_INTERRUPTED},
        {"EHLO", SAY_NOTHING, {.interrupted = TRUE}, AF_NOT_SENT * 100 + AF_FAULT_INTERRUPTED},
        {"RCPT", SAY_NOTHING, {.interrupted = TRUE}, AF_NOT_SENT * 100 + AF_FAULT_INTERRUPTED},
        {"DATA", SAY_NOTHING, {.interrupted = TRUE}, AF_NOT_SENT * 100 + AF_FAULT_INTERRUPTED},
        {".", SAY_NOTHING, {.interrupted = TRUE}, AF_UNKNOWN * 100 + AF_FAULT_INTERRUPTED},
        {"QUIT", SAY_NOTHING, {.interrupted = TRUE}, AF_SENT * 100 + AF_FAULT_NONE},
        {"x", "", {.interrupts = TRUE}, AF_NOT_SENT * 100 + AF_FAULT_INTERRUPTED},
    };
    pid_t children[G_N_ELEMENTS(cases)];
    g_auto(Outcome) first = try(&(Script){0}, (Attempt){0}); /* which loads libcurl */
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        children[i] = in_child(cases[i].command, cases[i].words, cases[i].attempt);
    }
    check_stopped_meanwhile();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        int status = 0;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), cases[i].expected);
    }
}

static int set_up(void **state) {
    (void)state;
    g_setenv("NETRC", "/nonexistent/netrc", TRUE);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signals), /* first: before there are threads */
        cmocka_unit_test(test_sent),
        cmocka_unit_test(test_end_comes_alone),
        cmocka_unit_test(test_sent_whatever_follows),
        cmocka_unit_test(test_multi_line_replies),
        cmocka_unit_test(test_proxies_are_not_used),
        cmocka_unit_test(test_stops),
        cmocka_unit_test(test_stops_at_borders),
        cmocka_unit_test(test_large),
        cmocka_unit_test(test_recipient_refused),
        cmocka_unit_test(test_refused_elsewhere),
        cmocka_unit_test(test_closing),
        cmocka_unit_test(test_senseless_replies),
        cmocka_unit_test(test_declined),
        cmocka_unit_test(test_dropped),
        cmocka_unit_test(test_dropped_within),
        cmocka_unit_test(test_nobody_there),
        cmocka_unit_test(test_time),
        cmocka_unit_test(test_words_are_clean),
        cmocka_unit_test(test_long_replies),
        cmocka_unit_test(test_answers_ahead),
        cmocka_unit_test(test_damaged_lines),
        cmocka_unit_test(test_smtputf8),
        cmocka_unit_test(test_addresses_as_they_are),
        cmocka_unit_test(test_tls_lacks),
        cmocka_unit_test(test_replies_before_tls),
        cmocka_unit_test(test_elsewhere_without_tls),
        cmocka_unit_test(test_login),
        cmocka_unit_test(test_secrets_sent_back),
        cmocka_unit_test(test_login_refused),
        cmocka_unit_test(test_login_dropped),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}

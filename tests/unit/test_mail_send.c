/* Sending, against servers that do as they should, refuse, stall, drop the line and lie. */
#include "mail/send.h"
#include "test_smtp.h"

#include <glib/gstdio.h>
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

/* Whatever is said after the answer to the end, it is sent; and nobody waits for long. */
static void test_sent_whatever_follows(void **state) {
    (void)state;
    static const char *const farewells[] = {SAY_GOODBYE, "500 no\r\n", "421 no\r\n", SAY_BYTES};
    for (gsize i = 0; i < G_N_ELEMENTS(farewells); i++) {
        g_auto(Outcome) outcome = try_answer("QUIT", farewells[i], (Attempt){.timeout = 1});
        expect(&outcome, AF_SENT, AF_FAULT_NONE, 250, "2.0.0 Ok: queued as 42");
    }
    g_auto(Outcome) outcome = try_answer("QUIT", SAY_NOTHING, (Attempt){.timeout = 60});
    expect(&outcome, AF_SENT, AF_FAULT_NONE, 250, "2.0.0 Ok: queued as 42");
    assert_true(outcome.seconds < 8);
    g_auto(Outcome) other = try_answer(".", "251 Will forward\r\n", (Attempt){0});
    expect(&other, AF_SENT, AF_FAULT_NONE, 251, "Will forward");
}

/* Each answer may take as long as the limit says, and all together longer. */
static void test_slow_but_sent(void **state) {
    (void)state;
    static const Answer answers[] = {{"", "220 x\r\n", 1400},
                                     {"EHLO", "250 x\r\n", 1400},
                                     {"MAIL", "250 x\r\n", 1400},
                                     {".", "250 x\r\n", 2600},
                                     {0}};
    g_auto(Outcome) outcome = try(&(Script){.answers = answers}, (Attempt){.timeout = 2});
    expect(&outcome, AF_SENT, AF_FAULT_NONE, 250, "x");
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
    g_auto(Outcome) end = try_answer(".", "421 4.3.2 Going down\r\n", (Attempt){0});
    expect(&end, AF_NOT_SENT, AF_FAULT_BUSY, 421, "4.3.2 Going down");
}

/* A reply that DATA or the end cannot have. */
static void test_senseless_replies(void **state) {
    (void)state;
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
    g_auto(Outcome) half = try_answer(".", "250-begun\r\n", (Attempt){.timeout = 1});
    expect(&half, AF_UNKNOWN, AF_FAULT_TIMEOUT, 0, NULL);
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

static void test_stalled(void **state) {
    (void)state;
    static const char *const commands[] = {"", "EHLO", "RCPT", "DATA"};
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        g_auto(Outcome) outcome = try_answer(commands[i], SAY_NOTHING, (Attempt){.timeout = 1});
        expect(&outcome, AF_NOT_SENT, AF_FAULT_TIMEOUT, 0, NULL);
        assert_true(outcome.seconds >= 0.9 && outcome.seconds < 5);
    }
    g_auto(Outcome) end = try_answer(".", SAY_NOTHING, (Attempt){.timeout = 1});
    expect(&end, AF_UNKNOWN, AF_FAULT_TIMEOUT, 0, NULL);
    assert_true(end.seconds >= 1.9 && end.seconds < 6);
}

/* The server takes the message no further than the buffers on the way do. */
static void test_stalled_within(void **state) {
    (void)state;
    g_autoptr(GByteArray) message = g_byte_array_new();
    for (guint i = 0; i < 2000000; i++) g_byte_array_append(message, (const guint8 *)"0123456789\r\n", 12);
    g_auto(Outcome) outcome = try(&(Script){.stop_reading = TRUE}, (Attempt){.message = message, .timeout = 1});
    expect(&outcome, AF_NOT_SENT, AF_FAULT_TIMEOUT, 0, NULL);
    assert_int_equal(outcome.asked, 0);
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

static void test_endless_replies(void **state) {
    (void)state;
    static const char *const words[] = {SAY_LINES, SAY_BYTES, SAY_SLOWLY};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        static const char *const commands[] = {"", "EHLO", "RCPT", "DATA"};
        for (gsize j = 0; j < G_N_ELEMENTS(commands); j++) {
            g_auto(Outcome) outcome = try_answer(commands[j], words[i], (Attempt){.timeout = 1});
            assert_int_equal(outcome.result->sending, AF_NOT_SENT);
            assert_true(outcome.result->fault == AF_FAULT_TIMEOUT || outcome.result->fault == AF_FAULT_CONNECTION);
            assert_true(outcome.seconds < 5);
        }
        g_auto(Outcome) end = try_answer(".", words[i], (Attempt){.timeout = 1});
        assert_int_equal(end.result->sending, AF_UNKNOWN);
        assert_true(end.seconds < 6);
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
    /* without a user the first entry of the host */
    g_auto(Outcome) first = try(&(Script){.abilities = LOGIN_ABILITIES}, (Attempt){0});
    assert_non_null(strstr(first.commands, "AUTH PLAIN\n"));
    /* nobody to log in as, or nobody who asks for it: it goes on without */
    g_auto(Outcome) unasked = try(&(Script){0}, (Attempt){0});
    expect(&unasked, AF_SENT, AF_FAULT_NONE, 250, NULL);
    assert_true(g_file_set_contents(path, "machine \"127", -1, NULL));
    g_auto(Outcome) senseless = try(&script, (Attempt){0});
    expect(&senseless, AF_NOT_SENT, AF_FAULT_LIBRARY, 0, NULL);
    g_setenv("NETRC", "/nonexistent/netrc", TRUE);
    g_auto(Outcome) nobody = try(&script, (Attempt){0});
    expect(&nobody, AF_SENT, AF_FAULT_NONE, 250, NULL);
    assert_null(strstr(nobody.commands, "AUTH"));
    g_unlink(path);
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

/* --- interrupted: for good, so that each case is a process --- */

/* What came of an attempt: sending * 100 + fault; 99 if it took too long or a later one was not interrupted at once. */
static int in_child(const char *command, const char *words, Attempt attempt) {
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        g_auto(Outcome) outcome = try_answer(command, words, attempt);
        AfSendResult *again = af_send(&(AfSend){.recipients = both});
        gboolean good = outcome.seconds < 2.5 && af_send_interrupted() && again->fault == AF_FAULT_INTERRUPTED &&
                        again->sending == AF_NOT_SENT && (attempt.interrupts ? !outcome.ended : TRUE);
        _exit(good ? (int)outcome.result->sending * 100 + (int)outcome.result->fault : 99);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void test_interrupted(void **state) {
    (void)state;
    static const char *const commands[] = {"", "EHLO", "RCPT", "DATA"};
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        assert_int_equal(in_child(commands[i], SAY_NOTHING, (Attempt){.interrupted = TRUE}),
                         AF_NOT_SENT * 100 + AF_FAULT_INTERRUPTED);
    }
    assert_int_equal(in_child(".", SAY_NOTHING, (Attempt){.interrupted = TRUE}),
                     AF_UNKNOWN * 100 + AF_FAULT_INTERRUPTED);
    assert_int_equal(in_child("QUIT", SAY_NOTHING, (Attempt){.interrupted = TRUE}), AF_SENT * 100 + AF_FAULT_NONE);
    assert_int_equal(in_child("x", "", (Attempt){.interrupts = TRUE}), AF_NOT_SENT * 100 + AF_FAULT_INTERRUPTED);
}

static int set_up(void **state) {
    (void)state;
    g_setenv("NETRC", "/nonexistent/netrc", TRUE);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_interrupted), /* first: before there are threads */
        cmocka_unit_test(test_sent),
        cmocka_unit_test(test_end_comes_alone),
        cmocka_unit_test(test_sent_whatever_follows),
        cmocka_unit_test(test_slow_but_sent),
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
        cmocka_unit_test(test_stalled),
        cmocka_unit_test(test_stalled_within),
        cmocka_unit_test(test_words_are_clean),
        cmocka_unit_test(test_long_replies),
        cmocka_unit_test(test_endless_replies),
        cmocka_unit_test(test_smtputf8),
        cmocka_unit_test(test_addresses_as_they_are),
        cmocka_unit_test(test_tls_lacks),
        cmocka_unit_test(test_replies_before_tls),
        cmocka_unit_test(test_elsewhere_without_tls),
        cmocka_unit_test(test_login),
        cmocka_unit_test(test_login_refused),
        cmocka_unit_test(test_login_dropped),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}

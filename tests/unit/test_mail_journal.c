/* The journal of sent mails: what its lines mean, also when the program was stopped in the middle of one. */
#include "mail/send.h"
#include "test_folder.h"

#include <sys/stat.h>

#define CONTENT "c0ffee"
static const char *const inbox[] = {"inbox@example.com", NULL};
static const char *const others[] = {"boss@example.com", "\"a,b%2C\"@example.com", NULL};

static AfJournal *open_journal(gboolean to_read, const char *fault) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autofree char *path = path_of("ours.xml");
    AfJournal *journal = af_journal_open(path, to_read, diagnostics);
    if (fault) {
        assert_null(journal);
        assert_int_equal(af_diagnostics_count(diagnostics), 1);
        assert_string_equal(af_code_rule(af_diagnostics_get(diagnostics, 0)->code), fault);
    } else {
        assert_int_equal(af_diagnostics_count(diagnostics), 0);
        assert_non_null(journal);
    }
    return journal;
}

static void add(AfJournal *journal, const char *id, const char *const *recipients, const char *state,
                const char *answer) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    const AfJournalMessage message = {id, CONTENT, "smtp://localhost:25", recipients};
    assert_true(af_journal_add(journal, &message, state, answer, diagnostics));
}

static char *read_log(void) {
    g_autofree char *path = path_of("ours.sent.log");
    char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return text;
}

static int clear(void **state) {
    (void)state;
    g_autofree char *path = path_of("ours.sent.log");
    g_remove(path);
    return 0;
}

static void test_states(void **state) {
    static const struct {
        const char *name;
        AfSending meaning;
    } steps[] = {{"begun", AF_NOT_SENT},
                 {"ending", AF_UNKNOWN},
                 {"not-sent", AF_NOT_SENT},
                 {"unknown", AF_UNKNOWN},
                 {"sent", AF_SENT}};
    (void)state;
    g_autoptr(AfJournal) journal = open_journal(FALSE, NULL);
    assert_int_equal(af_journal_entries(journal)->len, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
        add(journal, "a@x", inbox, steps[i].name, "250 2.0.0 Ok");
        g_autoptr(AfJournal) later = open_journal(TRUE, NULL);
        const AfJournal *both[] = {journal, later};
        for (gsize j = 0; j < 2; j++) { /* as it is known here, and as another process reads it */
            assert_int_equal(af_journal_entries(both[j])->len, 1);
            const AfJournalEntry *entry = g_ptr_array_index(af_journal_entries(both[j]), 0);
            assert_int_equal(entry->sending, steps[i].meaning);
            assert_string_equal(entry->message_id, "a@x");
            assert_string_equal(entry->answer, "250 2.0.0 Ok");
            const AfJournalEntry *found = af_journal_find(both[j], CONTENT, inbox);
            assert_true(steps[i].meaning == AF_NOT_SENT ? !found : found == entry);
        }
    }
}

static void test_find(void **state) {
    (void)state;
    g_autoptr(AfJournal) journal = open_journal(FALSE, NULL);
    add(journal, "a@x", others, "sent", "");
    add(journal, "b@x", others, "unknown", "");
    add(journal, "c@x", others, "not-sent", "");
    g_autoptr(AfJournal) read = open_journal(TRUE, NULL);
    const char *const comma[] = {"x@example.com", others[1], NULL};
    assert_string_equal(af_journal_find(read, CONTENT, comma)->message_id, "a@x"); /* it was sent: b@x only may have been */
    assert_string_equal(af_journal_find(journal, CONTENT, comma)->message_id, "a@x");
    assert_null(af_journal_find(read, CONTENT, inbox));
    assert_null(af_journal_find(read, "other", others));
    const AfJournalEntry *entry = g_ptr_array_index(af_journal_entries(read), 0);
    assert_int_equal(g_strv_length(entry->recipients), 2);
    assert_string_equal(entry->recipients[0], others[0]);
    assert_string_equal(entry->recipients[1], others[1]);
}

/* Nothing of what a server says begins a field or a line. */
static void test_one_line(void **state) {
    (void)state;
    g_autoptr(AfJournal) journal = open_journal(FALSE, NULL);
    add(journal, "a@x", inbox, "sent", "250 Ok\r\n2026-11-22T00:00:00Z\tnot-sent\t<a@x>\xff");
    g_autofree char *text = read_log();
    assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
    g_autoptr(AfJournal) read = open_journal(TRUE, NULL);
    assert_int_equal(((AfJournalEntry *)g_ptr_array_index(af_journal_entries(read), 0))->sending, AF_SENT);
}

/* Stopped while a line was being written: without all of its fields, what it says had not begun; with them, it holds. */
static void test_half_line(void **state) {
    (void)state;
    g_autoptr(AfJournal) journal = open_journal(FALSE, NULL);
    add(journal, "a@x", inbox, "begun", "");
    add(journal, "a@x", inbox, "unknown", "timed out");
    g_clear_pointer(&journal, af_journal_close);
    g_autofree char *text = read_log(), *whole = g_strdup(text);
    gsize first = (gsize)(strchr(text, '\n') - text) + 1, last_field = (gsize)(strrchr(text, '\t') - text) + 1;
    for (gsize cut = strlen(text) - 1; cut >= first; cut--) {
        text[cut] = '\0';
        put("ours.sent.log", text);
        g_autoptr(AfJournal) read = open_journal(TRUE, NULL);
        assert_int_equal(af_journal_find(read, CONTENT, inbox) != NULL, cut >= last_field);
    }
    const gsize cuts[] = {first + 30, last_field + 3};
    for (gsize i = 0; i < G_N_ELEMENTS(cuts); i++) {
        g_autofree char *part = g_strndup(whole, cuts[i]);
        put("ours.sent.log", part);
        g_autoptr(AfJournal) again = open_journal(FALSE, NULL);
        add(again, "b@x", inbox, "sent", "");
        g_autofree char *now = read_log();
        assert_int_equal(strncmp(now, whole, i ? cuts[i] : first), 0);
        g_auto(GStrv) lines = g_strsplit(now, "\n", -1);
        assert_int_equal(g_strv_length(lines), i ? 4 : 3); /* with the empty one behind the last end */
        g_autoptr(AfJournal) read = open_journal(TRUE, NULL);
        assert_int_equal(af_journal_entries(read)->len, 2);
    }
}

/* Nothing that was sent, or may have been, is taken back by what happens later to the same message, or to others of its
 * recipients. */
static void test_never_taken_back(void **state) {
    static const char *const a[] = {"a@example.com", NULL}, *const b[] = {"B@example.com", NULL};
    static const char *const both[] = {"a@example.com", "b@example.com", NULL};
    static const char *const endings[] = {"begun", "not-sent"};
    (void)state;
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        g_autoptr(AfJournal) journal = open_journal(FALSE, NULL);
        add(journal, "m@x", both, "begun", "");
        add(journal, "m@x", both, "ending", "");
        add(journal, "m@x", both, "unknown", "");
        add(journal, "m@x", both, "begun", "");
        add(journal, "m@x", both, endings[i], "550 no");
        assert_int_equal(af_journal_find(journal, CONTENT, a)->sending, AF_UNKNOWN);
        add(journal, "m@x", a, "begun", "");
        add(journal, "m@x", a, "ending", "");
        add(journal, "m@x", a, "sent", "250");
        add(journal, "m@x", a, "begun", "");
        add(journal, "m@x", a, endings[i], "");
        g_autoptr(AfJournal) read = open_journal(TRUE, NULL);
        const AfJournal *journals[] = {journal, read};
        for (gsize j = 0; j < 2; j++) {
            assert_int_equal(af_journal_find(journals[j], CONTENT, a)->sending, AF_SENT);
            assert_int_equal(af_journal_find(journals[j], CONTENT, b)->sending, AF_UNKNOWN);
            assert_int_equal(af_journal_entries(journals[j])->len, 4);
        }
        clear(NULL);
    }
}

/* A server that is busy for long makes many attempts, which are one piece of news; and a long journal is read soon. */
static void test_long_journal(void **state) {
    enum { messages = 20000, attempts = 3 };
    (void)state;
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < messages * attempts; i++) {
        g_string_append_printf(text, "2026-11-22T00:00:00Z\tbegun\t<%d@x>\tc\tr@x\ts\t\n", i / attempts);
        g_string_append_printf(text, "2026-11-22T00:00:00Z\tnot-sent\t<%d@x>\tc\tr@x\ts\t451\n", i / attempts);
    }
    put("ours.sent.log", text->str);
    gint64 start = g_get_monotonic_time();
    g_autoptr(AfJournal) read = open_journal(TRUE, NULL);
    assert_true(g_get_monotonic_time() - start < 10 * G_TIME_SPAN_SECOND); /* quadratic, it were minutes */
    assert_int_equal(af_journal_entries(read)->len, messages);
}

static void test_damaged(void **state) {
    static const char *const bad[] = {"nonsense\n",
                                      "2026-11-22T00:00:00Z\tSENT\t<a@x>\tc\tr\ts\ta\n",
                                      "2026-11-22T00:00:00Z\tsent\ta@x\tc\tr\ts\ta\n",
                                      "2026-11-22T00:00:00Z\tsent\t<a@x>\tc\tr\ts\n",
                                      "2026-11-22T00:00:00Z\tsent\t<a@x>\tc\tr\ts\t\xff\n",
                                      "2026-11-22T00:00:00Z\tsent\t<a b@x>\tc\tr\ts\ta\n",
                                      "2026-11-22T00:00:00Z\tsent\t<ab>\tc\tr\ts\ta\n",
                                      "2026-11-22T00:00:00Z\tsent\t<ü@x>\tc\tr\ts\ta\n",
                                      "2026-11-22T00:00:00Z\tsent\t<a@b> <c@d>\tc\tr\ts\ta\n",
                                      "2026-11-22T00:00:00Z\tsent\t<a@x\r>\tc\tr\ts\ta\n"};
    (void)state;
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        put("ours.sent.log", bad[i]);
        open_journal(TRUE, "journal-damaged");
        open_journal(FALSE, "journal-damaged");
    }
    g_autofree char *path = path_of("ours.sent.log");
    static const char nul[] = "2026-11-22T00:00:00Z\tsent\t<a@x>\tc\tr\ts\ta\0b\n";
    assert_true(g_file_set_contents(path, nul, sizeof nul - 1, NULL));
    open_journal(TRUE, "journal-damaged");
}

static void test_one_at_a_time(void **state) {
    (void)state;
    g_autoptr(AfJournal) journal = open_journal(FALSE, NULL);
    open_journal(FALSE, "sending-elsewhere");
    af_journal_close(open_journal(TRUE, NULL));
    g_clear_pointer(&journal, af_journal_close);
    journal = open_journal(FALSE, NULL);
}

/* No pipe that waits, no link that leads elsewhere, and nothing is made by reading. */
static void test_plain_files(void **state) {
    (void)state;
    g_autofree char *path = path_of("ours.sent.log"), *elsewhere = path_of("elsewhere");
    af_journal_close(open_journal(TRUE, NULL));
    assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    assert_int_equal(mkfifo(path, 0600), 0);
    open_journal(TRUE, "file-unreadable");
    open_journal(FALSE, "file-unwritable");
    g_remove(path);
    assert_int_equal(symlink(elsewhere, path), 0);
    open_journal(FALSE, "file-unwritable");
    assert_false(g_file_test(elsewhere, G_FILE_TEST_EXISTS));
}

static int start(void **state) {
    (void)state;
    return folder_make(FALSE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_states, clear),      cmocka_unit_test_teardown(test_find, clear),
        cmocka_unit_test_teardown(test_one_line, clear),    cmocka_unit_test_teardown(test_half_line, clear),
        cmocka_unit_test_teardown(test_damaged, clear),     cmocka_unit_test_teardown(test_one_at_a_time, clear),
        cmocka_unit_test_teardown(test_plain_files, clear), cmocka_unit_test_teardown(test_long_journal, clear),
        cmocka_unit_test(test_never_taken_back),
    };
    return cmocka_run_group_tests(tests, start, folder_remove);
}

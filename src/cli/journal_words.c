/* What the journal of an assessment knows, in words. */
#include "cli/submission.h"

#include <errno.h>

char *af_journal_time_words(AfCli *cli, const char *text) {
    g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(text, NULL);
    g_autoptr(GDateTime) here = time ? g_date_time_to_local(time) : NULL;
    if (!here) return g_strdup(text);
    g_autofree char *iso = g_date_time_format(here, "%Y-%m-%d"), *clock = g_date_time_format(here, "%H:%M");
    g_autofree char *day = af_date_format(af_locale_get(af_cli_user_language()), iso);
    return af_words(cli, "mail.time", "ss", day, clock);
}

static void print_entry(AfCli *cli, const AfJournalEntry *entry) {
    static const char *const words[] = {
        [AF_NOT_SENT] = "mail.state-not-sent", [AF_SENT] = "mail.state-sent", [AF_UNKNOWN] = "mail.state-unknown"};
    g_autofree char *time = af_journal_time_words(cli, entry->time);
    g_autofree char *recipients = af_addresses_words((const char *const *)entry->recipients);
    g_autofree char *line = af_words(cli, words[entry->sending], "sss", time, recipients, entry->server);
    g_autofree char *clean = af_printable(line);
    puts(clean);
    if (*entry->answer) {
        g_autofree char *answer = af_printable(entry->answer);
        printf("  %s\n", answer);
    }
    g_autofree char *id = af_printable(entry->message_id);
    printf("  <%s>\n", id);
}

static void json_entry(const AfJournalEntry *entry) {
    const struct {
        const char *name, *value;
    } members[] = {{"time", entry->time},       {"state", af_sending_name(entry->sending)}, {"messageId", entry->message_id},
                   {"content", entry->content}, {"server", entry->server},         {"answer", entry->answer}};
    g_autoptr(GString) out = g_string_new("{");
    for (gsize i = 0; i < G_N_ELEMENTS(members); i++) {
        g_string_append_printf(out, "\"%s\":", members[i].name);
        af_json_append(out, members[i].value);
        g_string_append_c(out, ',');
    }
    g_string_append(out, "\"recipients\":[");
    for (char **recipient = entry->recipients; *recipient; recipient++) {
        if (recipient != entry->recipients) g_string_append_c(out, ',');
        af_json_append(out, *recipient);
    }
    printf("%s]}\n", out->str);
}

void af_submission_status(AfCli *cli, const char *path) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        af_diagnostics_add(diagnostics, AF_D_FILE_UNREADABLE, path, 0, g_strerror(ENOENT));
        af_report(cli, diagnostics);
        return;
    }
    g_autoptr(AfJournal) journal = af_journal_open(path, TRUE, diagnostics);
    af_report(cli, diagnostics);
    if (!journal) return;
    const GPtrArray *entries = af_journal_entries(journal);
    for (guint i = 0; i < entries->len; i++) {
        const AfJournalEntry *entry = g_ptr_array_index(entries, i);
        if (cli->json) {
            json_entry(entry);
        } else {
            print_entry(cli, entry);
        }
    }
    if (entries->len || cli->json) return;
    g_autofree char *words = af_words(cli, "mail.state-none", "s", path);
    g_autofree char *clean = af_printable(words);
    puts(clean);
}

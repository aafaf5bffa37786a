/* The journal: what was done with the messages of an assessment, as lines beside it. */
#include "mail/send.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    n_fields = 7,
    longest_message_id = 400, /* bytes */
    longest = 1 << 24         /* bytes: some ten thousand messages */
};

struct AfJournal {
    char *path;
    int fd; /* -1: only read */
    GPtrArray *entries;
    GHashTable *latest; /* Message-ID → the last of its entries */
};

static const struct {
    const char *name;
    AfSending meaning; /* as a message's last line */
} states[] = {{"begun", AF_NOT_SENT},
              {"ending", AF_UNKNOWN},
              {"sent", AF_SENT},
              {"not-sent", AF_NOT_SENT},
              {"unknown", AF_UNKNOWN}};

const char *af_sending_name(AfSending sending) {
    static const char *const names[] = {[AF_NOT_SENT] = "not-sent", [AF_SENT] = "sent", [AF_UNKNOWN] = "unknown"};
    return names[sending];
}

static void entry_free(gpointer data) {
    AfJournalEntry *entry = data;
    g_free(entry->time);
    g_free(entry->message_id);
    g_free(entry->content);
    g_free(entry->server);
    g_free(entry->answer);
    g_strfreev(entry->recipients);
    g_free(entry);
}

/* --- reading --- */

static gboolean state_of(const char *name, AfSending *sending) {
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
        if (strcmp(states[i].name, name)) continue;
        *sending = states[i].meaning;
        return TRUE;
    }
    return FALSE;
}

/* Addresses with commas between; a comma of their own (in a quoted local part) is %2C, and % is %25. */
static char **recipients_of(const char *field) {
    char **recipients = g_strsplit(field, ",", -1);
    for (char **recipient = recipients; *recipient; recipient++) {
        GString *address = g_string_new(*recipient);
        g_string_replace(address, "%2C", ",", 0);
        g_string_replace(address, "%25", "%", 0);
        g_free(*recipient);
        *recipient = g_string_free(address, FALSE);
    }
    return recipients;
}

static char *recipients_field(const char *const *recipients) {
    GString *field = g_string_new(NULL);
    for (; *recipients; recipients++) {
        g_autoptr(GString) address = g_string_new(*recipients);
        g_string_replace(address, "%", "%25", 0);
        g_string_replace(address, ",", "%2C", 0);
        g_string_append_printf(field, "%s%s", field->len ? "," : "", address->str);
    }
    return g_string_free(field, FALSE);
}

/* Of RFC 5322 3.6.4, as far as we make any (af_mail_write): it goes into another message if this one is sent again. */
static gboolean is_message_id(const char *text) {
    static const char others[] = "!#$%&'*+-/=?^_`{|}~.@";
    gsize length = strlen(text);
    const char *at = strchr(text, '@');
    if (!at || at == text || !at[1] || strchr(at + 1, '@') || length > longest_message_id) return FALSE;
    for (; *text; text++) {
        if (!g_ascii_isalnum(*text) && !strchr(others, *text)) return FALSE;
    }
    return TRUE;
}

typedef struct {
    gboolean begins; /* an attempt */
    AfJournalEntry *entry;
} Line;

static gboolean parse(const char *text, Line *line) {
    g_auto(GStrv) fields = g_strsplit(text, "\t", -1);
    AfSending sending;
    if (g_strv_length(fields) != n_fields || !state_of(fields[1], &sending)) return FALSE;
    gsize length = strlen(fields[2]);
    if (length < 3 || fields[2][0] != '<' || fields[2][length - 1] != '>') return FALSE;
    g_autofree char *message_id = g_strndup(fields[2] + 1, length - 2);
    if (!is_message_id(message_id)) return FALSE;
    AfJournalEntry *entry = g_new0(AfJournalEntry, 1);
    entry->time = g_strdup(fields[0]);
    entry->sending = sending;
    entry->message_id = g_steal_pointer(&message_id);
    entry->content = g_strdup(fields[3]);
    entry->recipients = recipients_of(fields[4]);
    entry->server = g_strdup(fields[5]);
    entry->answer = g_strdup(fields[6]);
    *line = (Line){!strcmp(fields[1], "begun"), entry};
    return TRUE;
}

/* What was known of an attempt that a line goes on with, or (not sent, to the same) is made again: it is that entry.
 * What was sent, or may have been, is never taken back by a later attempt. */
static gboolean is_continued(const AfJournalEntry *entry, const Line *line) {
    if (!line->begins) return TRUE;
    return entry->sending == AF_NOT_SENT &&
           g_strv_equal((const char *const *)entry->recipients, (const char *const *)line->entry->recipients);
}

static void take(AfJournal *journal, Line line) {
    AfJournalEntry *before = g_hash_table_lookup(journal->latest, line.entry->message_id);
    if (before && is_continued(before, &line)) {
        AfJournalEntry older = *before;
        *before = *line.entry;
        *line.entry = older;
        g_hash_table_replace(journal->latest, before->message_id, before); /* the key is the entry's own */
        entry_free(line.entry);
        return;
    }
    g_ptr_array_add(journal->entries, line.entry);
    g_hash_table_replace(journal->latest, line.entry->message_id, line.entry);
}

/* A line without its end, the last one: the program, or the machine, was stopped while it was written. If its fields
 * are there, it says what it says (or an editor took its end away); if they are not, what it was to say had not
 * begun, and it is none. */
static gboolean is_half(const char *line) {
    int tabs = 0;
    for (; *line; line++) tabs += *line == '\t';
    return tabs < n_fields - 1;
}

static gboolean read_lines(AfJournal *journal, char *text, AfDiagnostics *diagnostics) {
    int number = 1;
    for (char *line = text, *end; *line; line = end, number++) {
        end = strchr(line, '\n');
        if (!end && is_half(line)) break;
        if (end) *end++ = '\0';
        if (!end) end = line + strlen(line);
        if (!*line) continue;
        Line parsed;
        gboolean text_only = g_utf8_validate(line, -1, NULL) && !strchr(line, '\x01');
        if (!text_only || !parse(line, &parsed)) {
            af_diagnostics_add(diagnostics, AF_D_JOURNAL_DAMAGED, journal->path, number);
            return FALSE;
        }
        take(journal, parsed);
    }
    return TRUE;
}

static gboolean unreadable(const AfJournal *journal, int reason, AfDiagnostics *diagnostics) {
    af_diagnostics_add(diagnostics, AF_D_FILE_UNREADABLE, journal->path, 0, g_strerror(reason));
    return FALSE;
}

static gboolean read_all(AfJournal *journal, int fd, AfDiagnostics *diagnostics) {
    g_autoptr(GString) text = g_string_new(NULL);
    ssize_t got = 1;
    while (got != 0) {
        char chunk[65536];
        got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return unreadable(journal, errno, diagnostics);
        g_string_append_len(text, chunk, got);
        if (text->len > longest) return unreadable(journal, EFBIG, diagnostics);
    }
    for (gsize i = 0; i < text->len; i++) {
        if (!text->str[i]) text->str[i] = '\x01'; /* in no line of ours, and it ends no string */
    }
    return read_lines(journal, text->str, diagnostics);
}

/* --- the journal --- */

static char *path_of(const char *assessment_path) {
    g_autofree char *stem = g_strdup(assessment_path);
    if (g_str_has_suffix(stem, ".xml")) stem[strlen(stem) - strlen(".xml")] = '\0';
    return g_strconcat(stem, ".sent.log", NULL);
}

/* Plain files only: a pipe would wait, and a device keeps nothing. */
static int open_file(const AfJournal *journal, gboolean to_read, AfDiagnostics *diagnostics) {
    int flags = to_read ? O_RDONLY : O_RDWR | O_CREAT | O_APPEND;
    int fd = open(journal->path, flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW, 0666);
    struct stat about;
    if (fd >= 0 && (fstat(fd, &about) || !S_ISREG(about.st_mode))) {
        close(fd);
        fd = -1;
        errno = EINVAL;
    }
    if (fd >= 0 || (to_read && errno == ENOENT)) return fd;
    af_diagnostics_add(diagnostics, to_read ? AF_D_FILE_UNREADABLE : AF_D_FILE_UNWRITABLE, journal->path, 0,
                       g_strerror(errno));
    return -1;
}

static gboolean lock(const AfJournal *journal, AfDiagnostics *diagnostics) {
    if (!flock(journal->fd, LOCK_EX | LOCK_NB)) return TRUE;
    if (errno == EWOULDBLOCK) {
        af_diagnostics_add(diagnostics, AF_D_SENDING_ELSEWHERE, journal->path, 0);
    } else {
        af_diagnostics_add(diagnostics, AF_D_FILE_UNWRITABLE, journal->path, 0, g_strerror(errno));
    }
    return FALSE;
}

AfJournal *af_journal_open(const char *assessment_path, gboolean to_read, AfDiagnostics *diagnostics) {
    g_autoptr(AfJournal) journal = g_new0(AfJournal, 1);
    journal->path = path_of(assessment_path);
    journal->entries = g_ptr_array_new_with_free_func(entry_free);
    journal->latest = g_hash_table_new(g_str_hash, g_str_equal);
    journal->fd = -1;
    guint before = af_diagnostics_count_level(diagnostics, AF_ERROR);
    int fd = open_file(journal, to_read, diagnostics);
    if (fd < 0) {
        gboolean absent = af_diagnostics_count_level(diagnostics, AF_ERROR) == before;
        return absent ? g_steal_pointer(&journal) : NULL;
    }
    gboolean done;
    if (to_read) {
        done = read_all(journal, fd, diagnostics);
        close(fd);
    } else {
        journal->fd = fd;
        done = lock(journal, diagnostics) && read_all(journal, fd, diagnostics);
    }
    return done ? g_steal_pointer(&journal) : NULL;
}

void af_journal_close(AfJournal *journal) {
    if (!journal) return;
    if (journal->fd >= 0) close(journal->fd); /* the lock goes with it */
    g_hash_table_unref(journal->latest);
    g_ptr_array_unref(journal->entries);
    g_free(journal->path);
    g_free(journal);
}

const char *af_journal_path(const AfJournal *journal) {
    return journal->path;
}

const GPtrArray *af_journal_entries(const AfJournal *journal) {
    return journal->entries;
}

/* Servers that tell a mailbox from another by the case of its letters are unheard of. */
static gboolean have_one_in_common(const char *const *a, const char *const *b) {
    for (; *a; a++) {
        for (const char *const *other = b; *other; other++) {
            if (!g_ascii_strcasecmp(*a, *other)) return TRUE;
        }
    }
    return FALSE;
}

static const AfJournalEntry *find(const AfJournal *journal, const char *content, const char *const *recipients,
                                  AfSending sending) {
    for (guint i = journal->entries->len; i-- > 0;) {
        const AfJournalEntry *entry = g_ptr_array_index(journal->entries, i);
        if (entry->sending == sending && !strcmp(entry->content, content) &&
            have_one_in_common((const char *const *)entry->recipients, recipients)) {
            return entry;
        }
    }
    return NULL;
}

const AfJournalEntry *af_journal_find(const AfJournal *journal, const char *content, const char *const *recipients) {
    const AfJournalEntry *sent = find(journal, content, recipients, AF_SENT);
    return sent ? sent : find(journal, content, recipients, AF_UNKNOWN);
}

/* --- writing --- */

/* A field holds no tab and no line end. */
static void add_field(GString *line, const char *text) {
    g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
    for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_iscntrl(c)) c = ' ';
        g_string_append_unichar(line, c);
    }
}

static char *line_of(const AfJournalMessage *message, const char *state, const char *answer, char **time) {
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    *time = g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");
    g_autofree char *recipients = recipients_field(message->recipients);
    g_autofree char *id = g_strdup_printf("<%s>", message->message_id);
    const char *fields[n_fields] = {*time, state, id, message->content, recipients, message->server, answer};
    GString *line = g_string_new(NULL);
    for (int i = 0; i < n_fields; i++) {
        if (i) g_string_append_c(line, '\t');
        add_field(line, fields[i]);
    }
    g_string_append_c(line, '\n');
    return g_string_free(line, FALSE);
}

/* What the program was stopped in the middle of writing gets its end, or is taken away: see is_half. */
static gboolean mend_end(int fd) {
    struct stat about;
    char last = '\n';
    if (fstat(fd, &about)) return FALSE;
    if (!about.st_size || (pread(fd, &last, 1, about.st_size - 1) == 1 && last == '\n')) return TRUE;
    off_t end = about.st_size;
    int tabs = 0;
    for (; end && pread(fd, &last, 1, end - 1) == 1 && last != '\n'; end--) tabs += last == '\t';
    return tabs < n_fields - 1 ? !ftruncate(fd, end) : write(fd, "\n", 1) == 1;
}

/* In one write, and waits until the disk has it. */
static gboolean append(const AfJournal *journal, const char *line) {
    gsize length = strlen(line);
    return mend_end(journal->fd) && write(journal->fd, line, length) == (ssize_t)length &&
           (!fsync(journal->fd) || errno == EINVAL);
}

gboolean af_journal_add(AfJournal *journal, const AfJournalMessage *message, const char *state, const char *answer,
                        AfDiagnostics *diagnostics) {
    g_autofree char *time = NULL, *line = line_of(message, state, answer, &time);
    errno = 0;
    if (!append(journal, line)) {
        af_diagnostics_add(diagnostics, AF_D_FILE_UNWRITABLE, journal->path, 0, g_strerror(errno ? errno : ENOSPC));
        return FALSE;
    }
    g_autofree char *whole = g_strndup(line, strlen(line) - 1);
    Line parsed;
    gboolean valid = parse(whole, &parsed);
    g_return_val_if_fail(valid, FALSE);
    take(journal, parsed);
    return TRUE;
}

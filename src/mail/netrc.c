/* The netrc file: words separated by white space, in pairs of a keyword and its value. A word that begins with a
 * quotation mark ends with one on the same line, and a backslash in it takes the next character as it is (but for \n,
 * \r, \t); a line that begins with # is a comment. */
#include "mail/login.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NETRC_MAX = 1024 * 1024 }; /* bytes */

typedef struct {
    const char *at;
    gboolean line_begins; /* nothing but white space is before, on the line */
    gboolean damaged;     /* it makes no sense here */
} Reader;

/* What is known of an entry. */
typedef struct {
    gboolean fits; /* the host */
    char *user, *password;
} Entry;

/* --- words --- */

static void skip_spaces(Reader *reader) {
    for (; *reader->at; reader->at++) {
        if (*reader->at == '#' && reader->line_begins) {
            reader->at += strcspn(reader->at, "\n");
            if (!*reader->at) return;
        }
        if (!g_ascii_isspace(*reader->at)) return;
        if (*reader->at == '\n') reader->line_begins = TRUE;
    }
}

static char *quoted_word(Reader *reader) {
    char *word = g_malloc(strcspn(reader->at, "\n") + 1),
         *out = word; /* in one piece: nothing of it is left elsewhere */
    const char *at = reader->at + 1;
    for (; *at && *at != '\n' && *at != '"'; at++) {
        char c = *at;
        if (c == '\\' && at[1] && at[1] != '\n') {
            c = *++at;
            c = c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
        }
        *out++ = c;
    }
    *out = '\0';
    reader->damaged = *at != '"';
    reader->at = reader->damaged ? at : at + 1;
    return word;
}

/* The next word, to be freed with af_secret_free; NULL at the end. */
static char *next_word(Reader *reader) {
    skip_spaces(reader);
    if (!*reader->at) return NULL;
    reader->line_begins = FALSE;
    if (*reader->at == '"') return quoted_word(reader);
    gsize length = strcspn(reader->at, " \t\n\v\f\r");
    char *word = g_strndup(reader->at, length);
    reader->at += length;
    return word;
}

static char *next_value(Reader *reader) {
    char *value = next_word(reader);
    if (!value) reader->damaged = TRUE;
    return value;
}

/* A macro goes from the line after its name to an empty one. */
static void skip_macro(Reader *reader) {
    gboolean ends = FALSE;
    for (gboolean first = TRUE; !ends && *reader->at; first = FALSE) {
        gsize length = strcspn(reader->at, "\n");
        ends = !first && (!length || (length == 1 && *reader->at == '\r'));
        reader->at += length;
        if (*reader->at) reader->at++;
    }
    reader->line_begins = TRUE;
}

/* --- entries --- */

static void entry_clear(Entry *entry) {
    af_secret_free(entry->user);
    af_secret_free(entry->password);
    *entry = (Entry){0};
}

static gboolean is_wanted(const Entry *entry, const char *user) {
    if (!entry->fits || !entry->password || !*entry->password) return FALSE;
    if (!user) return entry->user && *entry->user;
    return !entry->user || !strcmp(entry->user, user);
}

/* Reads on behind a keyword of an entry. */
static void read_value(Reader *reader, const char *keyword, Entry *entry) {
    char *ignored = NULL, **value = NULL;
    if (!strcmp(keyword, "login")) value = &entry->user;
    if (!strcmp(keyword, "password")) value = &entry->password;
    if (!strcmp(keyword, "account") || !strcmp(keyword, "macdef")) value = &ignored;
    if (!value) return; /* a word that nobody knows */
    af_secret_free(*value);
    *value = next_value(reader);
    af_secret_free(ignored);
    if (!strcmp(keyword, "macdef")) skip_macro(reader);
}

/* Reads up to the end of an entry that is wanted; FALSE if there is none. */
static gboolean find_entry(Reader *reader, const char *host, const char *user, Entry *entry) {
    for (char *word; !reader->damaged && (word = next_word(reader)); af_secret_free(word)) {
        gboolean named = !strcmp(word, "machine");
        if (!named && strcmp(word, "default")) {
            read_value(reader, word, entry);
            continue;
        }
        if (is_wanted(entry, user)) {
            af_secret_free(word);
            return TRUE;
        }
        entry_clear(entry);
        char *name = named ? next_value(reader) : NULL;
        entry->fits = !named || (name && !g_ascii_strcasecmp(name, host));
        af_secret_free(name);
    }
    return !reader->damaged && is_wanted(entry, user);
}

/* --- the file --- */

/* All of an open file as a string; NULL, and why not, or neither if there is nothing to be had. */
static char *read_all(int file, char **fault) {
    struct stat about;
    if (fstat(file, &about) != 0) {
        *fault = g_strdup_printf("the netrc file cannot be read: %s", g_strerror(errno));
        return NULL;
    }
    if (S_ISCHR(about.st_mode)) return NULL; /* /dev/null */
    if (!S_ISREG(about.st_mode) || about.st_size > NETRC_MAX) {
        *fault =
            g_strdup(S_ISREG(about.st_mode) ? "the netrc file is too large" : "the netrc file is not a regular file");
        return NULL;
    }
    gsize size = (gsize)about.st_size, length = 0;
    char *text = g_malloc0(size + 1);
    ssize_t got = 1;
    while (length < size && (got = read(file, text + length, size - length)) > 0) length += (gsize)got;
    if (got < 0) *fault = g_strdup_printf("the netrc file cannot be read: %s", g_strerror(errno));
    if (!*fault && strlen(text) == length) return text;
    if (!*fault) *fault = g_strdup("the netrc file contains a null byte");
    explicit_bzero(text, size);
    g_free(text);
    return NULL;
}

char *af_netrc_find(const char *path, const char *host, const char *user, AfLogin *login) {
    *login = (AfLogin){0};
    int file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC); /* not to wait for a pipe's writer */
    if (file < 0 && (errno == ENOENT || errno == ENOTDIR)) return NULL;
    if (file < 0) return g_strdup_printf("the netrc file cannot be read: %s", g_strerror(errno));
    char *fault = NULL, *text = read_all(file, &fault);
    (void)close(file);
    if (!text) return fault;
    Reader reader = {.at = text, .line_begins = TRUE};
    Entry entry = {0};
    if (find_entry(&reader, host, user, &entry)) {
        login->user = g_strdup(user ? user : entry.user);
        login->password = g_steal_pointer(&entry.password);
    }
    entry_clear(&entry);
    af_secret_free(text);
    return reader.damaged ? g_strdup("the netrc file is incomplete or damaged") : NULL;
}

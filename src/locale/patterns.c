/* Hyphenation patterns: libhyphen's dictionaries and its algorithm, with a loader of our own.
 *
 * libhyphen's loader takes 3.3 seconds for Debian's German dictionary (78,000 lines, 280,000 states in a hash table of
 * 31,627 chains) where a whole document takes 50 milliseconds. This one maps the file, keeps its prefixes in one flat
 * tree and looks patterns up in the file itself. What it finds is what libhyphen finds, which the unit test compares
 * word by word:
 *
 * - At each letter only the longest suffix of the text that begins some pattern counts, and only if it is a pattern
 * itself: dictionaries are prepared for that, and German lists whole words without any digit to silence shorter
 * patterns.
 * - A dictionary can have two levels. The first divides compounds, again and again; the second divides their parts. */
#include "locale/patterns.h"

#include <string.h>

#define MAX_PATTERN 98 /* libhyphen's */

/* A state is a beginning of a pattern, so the states are a tree. It is laid down in the order of the file, which is all
 * but sorted, so that loading goes through memory from front to back; a hash table took four times as long, for its
 * cache misses. */
typedef struct {
    guint32 child;   /* the one with the greatest letter; 0 for none */
    guint32 sibling; /* the next smaller one; 0 for none */
    guint32 match;   /* where in the file its pattern stands; 0 for none */
    guint8 letter;
} State;

typedef struct {
    State *states; /* the first is the root */
    guint32 n_states, n_allocated;
    guint32 roots[256]; /* the root's children by letter, filled after loading: every search begins there */
    int left, right, compound_left, compound_right;
} Level;

struct AfPatterns {
    GMappedFile *file;
    const char *text;
    gsize length;
    char charset[20];
    gboolean utf8;
    int n_levels;
    Level levels[2];
    GHashTable *known; /* word → values: a text says most of its words again, and looking one up is all cache misses */
};

static guint32 find(const Level *level, guint32 state, guint8 letter) {
    if (state == 0) return level->roots[letter];
    guint32 child = level->states[state].child;
    while (child && level->states[child].letter > letter) child = level->states[child].sibling;
    return child && level->states[child].letter == letter ? child : 0;
}

/* ------------------------------------------------------------------------------------------------------------ loading
 */

static void level_init(Level *level, gsize bytes) {
    level->n_allocated = (guint32)(bytes / 3) + 64;
    level->states = g_new(State, level->n_allocated);
    level->states[0] = (State){0};
    level->n_states = 1;
}

static guint32 find_or_add(Level *level, guint32 state, guint8 letter) {
    if (level->n_states == level->n_allocated) {
        level->n_allocated += level->n_allocated / 2;
        level->states = g_renew(State, level->states, level->n_allocated);
    }
    guint32 *link = &level->states[state].child;
    while (*link && level->states[*link].letter > letter) link = &level->states[*link].sibling;
    if (*link && level->states[*link].letter == letter) return *link;
    level->states[level->n_states] = (State){.sibling = *link, .letter = letter};
    *link = level->n_states++;
    return *link;
}

/* The letters of the last pattern with their states: a sorted file shares most of them with the next line. */
typedef struct {
    guint8 letters[MAX_PATTERN];
    guint32 states[MAX_PATTERN];
    int n;
} Path;

static void add_pattern(Level *level, Path *path, const char *text, const char *line, const char *end) {
    guint32 state = 0;
    gboolean shared = TRUE, replaces = FALSE;
    int n = 0;
    for (const char *p = line; p < end && (guchar)*p > ' ' && n < MAX_PATTERN; p++) {
        if (*p == '/') { /* a spelling that changes at the hyphen: not ours to set */
            replaces = TRUE;
            break;
        }
        if (*p >= '0' && *p <= '9') continue;
        shared = shared && n < path->n && path->letters[n] == (guint8)*p;
        state = shared ? path->states[n] : find_or_add(level, state, (guint8)*p);
        path->letters[n] = (guint8)*p;
        path->states[n++] = state;
    }
    path->n = n;
    if (n > 0) level->states[state].match = replaces ? 0 : (guint32)(line - text);
}

static gboolean keyword(const char *line, const char *end, const char *word, int *value) {
    gsize length = strlen(word);
    if ((gsize)(end - line) < length || memcmp(line, word, length) != 0) return FALSE;
    line += length;
    while (line < end && *line == ' ') line++;
    for (*value = 0; line < end && *line >= '0' && *line <= '9' && *value < 100; line++)
        *value = *value * 10 + (*line - '0');
    return TRUE;
}

static void add_line(Level *level, Path *path, const char *text, const char *line, const char *end) {
    int ignored = 0;
    if (*line >= 'A' && *line <= 'Z' &&
        (keyword(line, end, "LEFTHYPHENMIN", &level->left) || keyword(line, end, "RIGHTHYPHENMIN", &level->right) ||
         keyword(line, end, "COMPOUNDLEFTHYPHENMIN", &level->compound_left) ||
         keyword(line, end, "COMPOUNDRIGHTHYPHENMIN", &level->compound_right) ||
         keyword(line, end, "NOHYPHEN", &ignored)))
        return;
    if (*line != '%' && *line != '#') add_pattern(level, path, text, line, end);
}

static const char *line_end(const char *line, const char *end) {
    const char *newline = memchr(line, '\n', (gsize)(end - line));
    return newline ? newline : end;
}

static void load_levels(AfPatterns *patterns, const char *p) {
    static const char next_level[] = "\nNEXTLEVEL";
    const char *end = patterns->text + patterns->length;
    while (p < end && patterns->n_levels < 2) {
        Level *level = &patterns->levels[patterns->n_levels++];
        const char *marker =
            patterns->n_levels == 1 ? memmem(p, (gsize)(end - p), next_level, sizeof next_level - 1) : NULL;
        const char *stop = marker ? marker + 1 : end;
        level_init(level, (gsize)(stop - p));
        Path path = {.n = 0};
        while (p < stop) {
            const char *newline = line_end(p, stop);
            if (newline > p) add_line(level, &path, patterns->text, p, newline);
            p = newline + 1;
        }
        for (guint32 i = level->states[0].child; i; i = level->states[i].sibling)
            level->roots[level->states[i].letter] = i;
        if (marker) p = line_end(stop, end) + 1;
    }
}

AfPatterns *af_patterns_load(const char *path) {
    g_autoptr(AfPatterns) patterns = g_new0(AfPatterns, 1);
    patterns->file = g_mapped_file_new(path, FALSE, NULL);
    if (!patterns->file) return NULL;
    patterns->text = g_mapped_file_get_contents(patterns->file);
    patterns->length = g_mapped_file_get_length(patterns->file);
    if (!patterns->text || patterns->length > 16 * 1024 * 1024) return NULL;
    const char *end = patterns->text + patterns->length, *newline = line_end(patterns->text, end);
    gsize length = MIN((gsize)(newline - patterns->text), sizeof patterns->charset - 1);
    memcpy(patterns->charset, patterns->text, length);
    g_strchomp(patterns->charset);
    patterns->utf8 = strcmp(patterns->charset, "UTF-8") == 0;
    load_levels(patterns, MIN(newline + 1, end));
    patterns->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return patterns->n_levels > 0 ? g_steal_pointer(&patterns) : NULL;
}

void af_patterns_free(AfPatterns *patterns) {
    if (!patterns) return;
    for (int i = 0; i < patterns->n_levels; i++) g_free(patterns->levels[i].states);
    if (patterns->known) g_hash_table_unref(patterns->known);
    if (patterns->file) g_mapped_file_unref(patterns->file);
    g_free(patterns);
}

const char *af_patterns_charset(const AfPatterns *patterns) {
    return patterns->charset;
}

int af_patterns_left(const AfPatterns *patterns) {
    return patterns->levels[0].left > 0 ? patterns->levels[0].left : 2;
}

int af_patterns_right(const AfPatterns *patterns) {
    return patterns->levels[0].right > 0 ? patterns->levels[0].right : 2;
}

/* ----------------------------------------------------------------------------------------------------------- applying
 */

/* Raises values by the pattern in the line, whose last letter is at `at` of the word between dots. */
static void raise_values(const AfPatterns *patterns, guint32 line, int at, int n, guint8 *values) {
    const char *p = patterns->text + line, *end = patterns->text + patterns->length;
    guint8 digits[MAX_PATTERN + 1] = {0};
    int letters = 0;
    for (; p < end && (guchar)*p > ' ' && letters < MAX_PATTERN; p++) {
        if (*p >= '0' && *p <= '9')
            digits[letters] = (guint8)(*p - '0');
        else
            letters++;
    }
    for (int i = 0; i <= letters; i++) {
        int after = at - letters + i - 1; /* the byte of the word that this digit follows */
        if (after >= 0 && after < n - 1) values[after] = MAX(values[after], digits[i]);
    }
}

static void apply_level(const AfPatterns *patterns, const Level *level, const char *word, int n, guint8 *values) {
    guint8 dotted[AF_PATTERNS_MAX_WORD + 2];
    dotted[0] = dotted[n + 1] = '.';
    memcpy(dotted + 1, word, (gsize)n);
    memset(values, 0, (gsize)n);
    guint32 state = 0;
    int start = 0; /* dotted[start, i) leads to state: the longest suffix that begins a pattern */
    for (int i = 0; i < n + 2; i++) {
        guint32 next;
        while ((next = find(level, state, dotted[i])) == 0 && start < i) {
            int reached;
            do { /* the next shorter suffix that does */
                start++;
                state = 0;
                for (reached = start; reached < i && (next = find(level, state, dotted[reached])) != 0; reached++)
                    state = next;
            } while (reached < i);
        }
        state = next;
        if (next == 0)
            start = i + 1;
        else if (level->states[state].match)
            raise_values(patterns, level->states[state].match, i, n, values);
    }
}

/* Takes away the points within `characters` of the word's beginning or end. */
static void clear_ends(const AfPatterns *patterns, const char *word, int n, int left, int right, guint8 *values) {
#define BEGINS(i) (!patterns->utf8 || ((guchar)word[i] & 0xC0) != 0x80)
    int count = 0;
    for (int i = 0; i < n; i++) {
        count += BEGINS(i) ? 1 : 0;
        if (count >= left && (i + 1 == n || BEGINS(i + 1))) break;
        values[i] = 0;
    }
    count = 0;
    for (int i = n - 1; i >= 0 && count < right; i--) {
        values[i] = 0;
        count += BEGINS(i) ? 1 : 0;
    }
#undef BEGINS
}

static void apply(const AfPatterns *patterns, const char *word, int n, gboolean begins, gboolean ends, guint8 *values) {
    const Level *first = &patterns->levels[0];
    apply_level(patterns, first, word, n, values);
    if (patterns->n_levels < 2) return;
    int begin = 0;
    for (int i = 0; i < n; i++) {
        gboolean point = values[i] & 1;
        if (!point && (begin == 0 || i + 1 < n)) continue;
        if (i > begin) {
            guint8 own = values[i];
            apply(patterns, word + begin, i - begin + 1, begin == 0 && begins, !point && ends, values + begin);
            values[i] = own;
        }
        begin = i + 1;
    }
    if (begin == 0) apply_level(patterns, &patterns->levels[1], word, n, values);
    clear_ends(patterns, word, n, begins ? 0 : first->compound_left, ends ? 0 : first->compound_right, values);
}

#define MOST_KNOWN 20000

void af_patterns_apply(const AfPatterns *patterns, const char *word, gsize n, guint8 *values) {
    g_return_if_fail(n <= AF_PATTERNS_MAX_WORD);
    if (n == 0) return;
    g_autofree char *key = g_strndup(word, n);
    const guint8 *known = g_hash_table_lookup(patterns->known, key);
    if (known) {
        memcpy(values, known, n);
        return;
    }
    apply(patterns, word, (int)n, TRUE, TRUE, values);
    if (g_hash_table_size(patterns->known) >= MOST_KNOWN) g_hash_table_remove_all(patterns->known);
    g_hash_table_insert(patterns->known, g_steal_pointer(&key), g_memdup2(values, n));
}

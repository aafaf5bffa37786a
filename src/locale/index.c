/* An alphabetic index: under which heading a text stands, and in what order.
 *
 * ICU's AlphabeticIndex has only a C++ interface. It stands on data that C reaches: the letters that CLDR names for
 * indexes (exemplar characters of type index), the collator at primary strength, and the boundaries that CLDR's root
 * and Chinese collations carry as contractions with noncharacters (UTS 35 part 5, Collation Indexes): U+FDD1 and a
 * sample letter sorts just before a script, U+FDD0 and a letter before the first ideograph of a pinyin or zhuyin
 * initial or of a radical, U+FDD0 and U+2800 + n before those of n strokes. A noncharacter alone sorts behind
 * everything, and with what makes no contraction too: that is how to find out which ones a collator has. */
#include "locale/internal.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ulocdata.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#define LETTER_BASE 0xFDD0
#define SCRIPT_BASE 0xFDD1
#define STROKES 0x2800
#define MAX_STROKES 0xFF
#define MAX_BOUNDARY 12 /* UTF-16 units with the zero */

#define SIGNS "#"
#define OTHERS "…" /* the heading of other scripts, as ICU's is */

/* From `boundary` on, texts stand under `label`. */
typedef struct {
    UChar boundary[MAX_BOUNDARY];
    char *label;
    guint rank; /* of the heading among the headings */
} Bucket;

struct AfHeadings {
    UCollator *collator;
    GArray *buckets; /* of Bucket, in the order of their boundaries */
};

/* Takes the label. */
static void add_bucket(AfHeadings *index, const UChar *boundary, char *label) {
    Bucket bucket = {0};
    bucket.label = label;
    u_strncpy(bucket.boundary, boundary, MAX_BOUNDARY - 1);
    g_array_append_val(index->buckets, bucket);
}

static gboolean is_before(const AfHeadings *index, const UChar *a, const UChar *b) {
    return ucol_strcoll(index->collator, a, -1, b, -1) == UCOL_LESS;
}

/* Whether a noncharacter and what follows it are a boundary of this collator. */
static gboolean is_boundary(const AfHeadings *index, const UChar *text) {
    const UChar alone[] = {text[0], 0};
    return is_before(index, text, alone);
}

/* --------------------------------------------------------------------------------------------------------- the scripts
 */

/* Each script that no heading is in begins with OTHERS; those before the first letter of all are signs and digits. */
static void add_scripts(AfHeadings *index, char *digits) {
    add_bucket(index, u"", g_strdup(SIGNS));
    add_bucket(index, u"0", digits);
    for (int i = 0; i < USCRIPT_CODE_LIMIT; i++) {
        UChar text[MAX_BOUNDARY] = {SCRIPT_BASE};
        UErrorCode status = U_ZERO_ERROR;
        int32_t length = uscript_getSampleString((UScriptCode)i, text + 1, MAX_BOUNDARY - 2, &status);
        if (U_FAILURE(status) || length == 0) continue;
        UChar32 letter = 0;
        U16_GET(text, 0, 1, length + 1, letter);
        if (U_GET_GC_MASK(letter) & U_GC_L_MASK && is_boundary(index, text)) add_bucket(index, text, g_strdup(OTHERS));
    }
    const UChar unassigned[] = {SCRIPT_BASE, 0};
    add_bucket(index, unassigned, g_strdup(OTHERS));
}

/* --------------------------------------------------------------------------------------------------------- the letters
 */

/* Of letters that are one to the collator, the heading is the plainest: Е, not Ё. */
static gboolean is_plainer(const char *a, const char *b) {
    g_autofree char *whole_a = g_utf8_normalize(a, -1, G_NORMALIZE_ALL);
    g_autofree char *whole_b = g_utf8_normalize(b, -1, G_NORMALIZE_ALL);
    glong length_a = whole_a ? g_utf8_strlen(whole_a, -1) : 0, length_b = whole_b ? g_utf8_strlen(whole_b, -1) : 0;
    return length_a != length_b ? length_a < length_b : strcmp(a, b) < 0;
}

static void add_letter(AfHeadings *index, const UChar *letter) {
    if (u_strlen(letter) >= MAX_BOUNDARY || is_before(index, letter, u"0")) return;
    g_autofree char *label = af_utf8(letter, u_strlen(letter));
    for (guint i = 0; i < index->buckets->len; i++) {
        Bucket *bucket = &g_array_index(index->buckets, Bucket, i);
        if (ucol_strcoll(index->collator, bucket->boundary, -1, letter, -1) != UCOL_EQUAL) continue;
        if (!is_plainer(label, bucket->label)) return;
        g_free(bucket->label);
        bucket->label = g_steal_pointer(&label);
        return;
    }
    add_bucket(index, letter, g_steal_pointer(&label));
}

static void add_latin(AfHeadings *index) {
    for (UChar32 c = 'A'; c <= 'Z'; c++) add_letter(index, (const UChar[]){(UChar)c, 0});
}

/* What CLDR gives a language for its indexes, or else its alphabet, in small letters. NULL if there is neither. */
static USet *letters_of(const AfLocale *locale, gboolean *small) {
    static const ULocaleDataExemplarSetType types[] = {ULOCDATA_ES_INDEX, ULOCDATA_ES_STANDARD};
    UErrorCode opened = U_ZERO_ERROR;
    ULocaleData *data = ulocdata_open(locale->id, &opened);
    USet *letters = NULL;
    for (gsize i = 0; data && !letters && i < G_N_ELEMENTS(types); i++) {
        UErrorCode status = U_ZERO_ERROR;
        letters = ulocdata_getExemplarSet(data, NULL, 0, types[i], &status);
        *small = types[i] == ULOCDATA_ES_STANDARD;
        if (letters && (U_FAILURE(status) || uset_isEmpty(letters))) {
            uset_close(letters);
            letters = NULL;
        }
    }
    ulocdata_close(data);
    return letters;
}

/* Calls for every letter, which can be two or three characters (CH in Czech). */
static void for_letters(AfHeadings *index, const AfLocale *locale, void (*function)(AfHeadings *, const UChar *)) {
    gboolean small = FALSE;
    USet *letters = letters_of(locale, &small);
    int32_t n = letters ? uset_getItemCount(letters) : 0;
    for (int32_t i = 0; i < n; i++) {
        UChar32 first = 0, last = 0;
        UChar text[MAX_BOUNDARY], capital[MAX_BOUNDARY];
        UErrorCode status = U_ZERO_ERROR;
        int32_t length = uset_getItem(letters, i, &first, &last, text, MAX_BOUNDARY - 1, &status);
        if (U_FAILURE(status)) continue;
        text[length] = 0;
        for (UChar32 c = first; length > 0 || c <= last; c++) {
            if (length == 0) u_strFromUTF32(text, MAX_BOUNDARY, NULL, &c, 1, &status);
            if (small) u_strToUpper(capital, MAX_BOUNDARY, text, -1, locale->id, &status);
            if (U_SUCCESS(status)) function(index, small ? capital : text);
            if (length > 0) break;
        }
    }
    uset_close(letters);
}

/* --------------------------------------------------------------------------------------------------------- ideographs
 */

static void add_boundary(AfHeadings *index, UChar32 c, char *label) {
    UChar text[MAX_BOUNDARY] = {LETTER_BASE};
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF32(text + 1, MAX_BOUNDARY - 1, NULL, &c, 1, &status);
    if (U_SUCCESS(status) && is_boundary(index, text))
        add_bucket(index, text, label);
    else
        g_free(label);
}

static char *as_label(UChar32 c) {
    char text[8] = "";
    text[g_unichar_to_utf8((gunichar)c, text)] = '\0';
    return g_strdup(text);
}

static void add_radical(AfHeadings *index, const UChar *letter) {
    UChar32 c = 0;
    U16_GET(letter, 0, 0, u_strlen(letter), c);
    if (c >= 0x2E80) add_boundary(index, c, as_label(c)); /* not a second time A to Z */
}

/* "3 劃" as CLDR's pattern for labels of strokes has it (characterLabelPattern), of which ICU carries no data. */
static char *stroke_label(const AfLocale *locale, int n) {
    return g_strdup_printf("%d %s", n, strstr(locale->id, "Hans") ? "画" : "劃");
}

/* The headings of Chinese, by whatever its collation goes. FALSE if there are none in this collator. */
static gboolean add_chinese(AfHeadings *index, const AfLocale *locale) {
    guint before = index->buckets->len;
    for (UChar32 c = 'A'; c <= 'Z'; c++) add_boundary(index, c, as_label(c));
    for (int n = 1; n <= MAX_STROKES; n++) add_boundary(index, STROKES + n, stroke_label(locale, n));
    guint zhuyin = index->buckets->len;
    for (UChar32 c = 0x3105; c <= 0x312F; c++) add_boundary(index, c, as_label(c));
    /* A reading in zhuyin stands with what is read so. */
    guint end = index->buckets->len;
    for (guint i = zhuyin; i < end; i++) {
        const Bucket bucket = g_array_index(index->buckets, Bucket, i);
        add_bucket(index, bucket.boundary + 1, g_strdup(bucket.label));
    }
    if (index->buckets->len == before) for_letters(index, locale, add_radical);
    return index->buckets->len > before;
}

/* ----------------------------------------------------------------------------------------------------------- the index
 */

static gint compare_buckets(gconstpointer a, gconstpointer b, gpointer data) {
    const AfHeadings *index = data;
    const Bucket *first = a, *second = b;
    return (gint)ucol_strcoll(index->collator, first->boundary, -1, second->boundary, -1);
}

static void rank_label(AfHeadings *index, GHashTable *ranks, const char *label) {
    if (g_hash_table_contains(ranks, label)) return;
    guint rank = g_hash_table_size(ranks);
    g_hash_table_insert(ranks, (gpointer)(guintptr)label, GUINT_TO_POINTER(rank));
    for (guint i = 0; i < index->buckets->len; i++) {
        Bucket *bucket = &g_array_index(index->buckets, Bucket, i);
        if (strcmp(bucket->label, label) == 0) bucket->rank = rank;
    }
}

/* Signs, digits, the letters in the language's order, the rest. In Chinese Latin letters come first, though its
 * collation has them behind the ideographs. */
static void rank_labels(AfHeadings *index, gboolean latin_first) {
    g_autoptr(GHashTable) ranks = g_hash_table_new(g_str_hash, g_str_equal);
    for (int pass = latin_first ? 0 : 1; pass < 2; pass++) {
        for (guint i = 0; i < index->buckets->len; i++) {
            const Bucket *bucket = &g_array_index(index->buckets, Bucket, i);
            gboolean early = i < 2 || (bucket->boundary[0] >= 'A' && bucket->boundary[0] <= 'Z');
            if ((pass == 1 || early) && strcmp(bucket->label, OTHERS) != 0) rank_label(index, ranks, bucket->label);
        }
    }
    rank_label(index, ranks, OTHERS);
}

static AfHeadings *index_open(AfLocale *locale) {
    UErrorCode status = U_ZERO_ERROR;
    UCollator *collator = ucol_open(locale->id, &status);
    if (!collator) return NULL;
    ucol_setStrength(collator, UCOL_PRIMARY);
    AfHeadings *index = g_new0(AfHeadings, 1);
    index->collator = collator;
    index->buckets = g_array_new(FALSE, TRUE, sizeof(Bucket));
    g_autofree char *zero = af_number_format(locale, 0), *nine = af_number_format(locale, 9);
    add_scripts(index, g_strdup_printf("%s–%s", zero, nine));
    gboolean chinese = add_chinese(index, locale);
    if (!chinese) for_letters(index, locale, add_letter);
    add_latin(index); /* names of products are in Latin letters everywhere */
    g_array_sort_with_data(index->buckets, compare_buckets, index);
    rank_labels(index, chinese);
    return index;
}

/* The bracket of a pseudo-language is no part of a term. */
static const char *skip_bracket(const AfLocale *locale, const char *text) {
    return af_pseudo_is(locale->tag) && g_str_has_prefix(text, AF_PSEUDO_OPEN) ? text + strlen(AF_PSEUDO_OPEN) : text;
}

/* NULL without a collator, which is no locale's case. */
static const Bucket *bucket_of(AfLocale *locale, const char *text) {
    if (!locale->index) locale->index = index_open(locale);
    const AfHeadings *index = locale->index;
    if (!index) return NULL;
    g_autofree UChar *wide = af_utf16(text, NULL);
    guint from = 0, to = index->buckets->len; /* the bucket is in from … to - 1 */
    while (to - from > 1) {
        guint middle = (from + to) / 2;
        if (is_before(index, wide, g_array_index(index->buckets, Bucket, middle).boundary))
            to = middle;
        else
            from = middle;
    }
    return &g_array_index(index->buckets, Bucket, from);
}

char *af_index_label(AfLocale *locale, const char *text) {
    const Bucket *bucket = bucket_of(locale, skip_bracket(locale, text));
    return g_strdup(bucket ? bucket->label : SIGNS);
}

char *af_index_key(AfLocale *locale, const char *text) {
    const char *term = skip_bracket(locale, text);
    const Bucket *bucket = bucket_of(locale, term);
    g_autofree char *within = af_collation_key(locale, term);
    return g_strdup_printf("%04x%s", bucket ? bucket->rank : 0, within);
}

/* Language tags: canonical form, matching by likely subtags, the environment; and the table of locales. */
#include "locale/internal.h"

#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

/* Longer ones are nobody's language. */
#define MAX_TAG 100

UChar *af_utf16(const char *text, int32_t *length) {
    gsize bytes = strlen(text);
    g_return_val_if_fail(bytes < G_MAXINT32 / 2, NULL);
    UChar *wide = g_new(UChar, bytes + 1);
    int32_t written = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8WithSub(wide, (int32_t)bytes + 1, &written, text, (int32_t)bytes, 0xFFFD, NULL, &status);
    if (length) *length = written;
    return wide;
}

char *af_utf8(const UChar *text, int32_t length) {
    int32_t capacity = length * 3 + 1, written = 0;
    char *narrow = g_malloc((gsize)capacity);
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8WithSub(narrow, capacity, &written, text, length, 0xFFFD, NULL, &status);
    return narrow;
}

static gboolean is_one_of(const char *word, const char *const *words) {
    for (; *words; words++)
        if (strcmp(word, *words) == 0) return TRUE;
    return FALSE;
}

void af_icu_id(const char *tag, char *id) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t parsed = 0;
    if (strlen(tag) <= MAX_TAG) uloc_forLanguageTag(tag, id, ULOC_FULLNAME_CAPACITY, &parsed, &status);
    if (!parsed || U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING) id[0] = '\0';
}

static AfLocale *locale_new(const char *tag) {
    static const char *const ideographic[] = {"zh", "ja", "yue", NULL};
    static const char *const unspaced[] = {"zh", "ja", "yue", "th", "lo", "km", "my", NULL};
    AfLocale *locale = g_new0(AfLocale, 1);
    char id[ULOC_FULLNAME_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    af_icu_id(af_pseudo_is(tag) ? "en" : tag, id); /* ICU has no data for pseudo-languages */
    locale->tag = g_strdup(tag);
    locale->id = g_strdup(id);
    uloc_getLanguage(id, locale->language, sizeof locale->language, &status);
    if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING) locale->language[0] = '\0';
    locale->french = strcmp(locale->language, "fr") == 0;
    locale->ideographic = is_one_of(locale->language, ideographic);
    locale->spaces = !is_one_of(locale->language, unspaced);
    return locale;
}

AfLocale *af_locale_get(const char *tag) {
    static GHashTable *known;
    if (!known) {
        known = g_hash_table_new(g_str_hash, g_str_equal);
        /* For an unknown tag ICU falls back to the machine's own locale: the same input would not give the same output.
         */
        UErrorCode status = U_ZERO_ERROR;
        uloc_setDefault("root", &status);
    }
    if (!tag) tag = "";
    AfLocale *locale = g_hash_table_lookup(known, tag);
    if (!locale) {
        locale = locale_new(tag);
        g_hash_table_insert(known, locale->tag, locale);
    }
    return locale;
}

const char *af_locale_tag(const AfLocale *locale) {
    return locale->tag;
}

gboolean af_locale_is_rtl(const AfLocale *locale) {
    char id[ULOC_FULLNAME_CAPACITY];
    af_icu_id(locale->tag, id);
    return uloc_isRightToLeft(id);
}

gboolean af_locale_spaces_scripts(const AfLocale *locale) {
    return locale->ideographic;
}

/* A POSIX name's parts as a BCP 47 tag: language_REGION.CODESET@modifier, of which a modifier may name a script. */
static char *posix_to_tag(const char *name) {
    const char *modifier = strchr(name, '@');
    char *tag = g_strndup(name, strcspn(name, ".@"));
    g_strdelimit(tag, "_", '-');
    const char *script = NULL;
    if (modifier && g_ascii_strcasecmp(modifier, "@latin") == 0) script = "Latn";
    if (modifier && g_ascii_strcasecmp(modifier, "@cyrillic") == 0) script = "Cyrl";
    if (!script) return tag;
    gsize language = strcspn(tag, "-");
    char *with = g_strdup_printf("%.*s-%s%s", (int)language, tag, script, tag + language);
    g_free(tag);
    return with;
}

char *af_locale_canonical(const char *name) {
    if (!name || !*name || strlen(name) > MAX_TAG) return NULL;
    g_autofree char *tag = posix_to_tag(name);
    if (strcmp(tag, "C") == 0 || strcmp(tag, "POSIX") == 0) return g_strdup("en");
    char id[ULOC_FULLNAME_CAPACITY], canonical[ULOC_FULLNAME_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    int32_t parsed = 0;
    uloc_forLanguageTag(tag, id, sizeof id, &parsed, &status);
    if (U_FAILURE(status) || parsed != (int32_t)strlen(tag) || !id[0]) return NULL;
    int32_t length = uloc_toLanguageTag(id, canonical, sizeof canonical, TRUE, &status);
    if (U_FAILURE(status) || length <= 0 || length >= (int32_t)sizeof canonical || g_str_has_prefix(canonical, "und"))
        return NULL;
    return g_strdup(canonical);
}

typedef struct {
    char language[ULOC_LANG_CAPACITY], script[ULOC_SCRIPT_CAPACITY], region[ULOC_COUNTRY_CAPACITY];
} Parts;

/* The subtags with the likely ones put in: zh is zh, Hans, CN. */
static gboolean parts_of(const char *tag, Parts *parts) {
    char id[ULOC_FULLNAME_CAPACITY], full[ULOC_FULLNAME_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    uloc_forLanguageTag(tag, id, sizeof id, NULL, &status);
    uloc_addLikelySubtags(id, full, sizeof full, &status);
    uloc_getLanguage(full, parts->language, sizeof parts->language, &status);
    uloc_getScript(full, parts->script, sizeof parts->script, &status);
    uloc_getCountry(full, parts->region, sizeof parts->region, &status);
    return U_SUCCESS(status) && status != U_STRING_NOT_TERMINATED_WARNING;
}

const char *af_locale_match(const char *wanted, const char *const *available) {
    g_autofree char *tag = af_locale_canonical(wanted);
    Parts want;
    if (!tag || !parts_of(tag, &want)) return NULL;
    const char *best = NULL;
    int best_score = 0;
    for (; *available; available++) {
        if (strcmp(tag, *available) == 0) return *available;
        Parts have;
        g_autofree char *other = af_locale_canonical(*available);
        if (!other || !parts_of(other, &have)) continue;
        if (strcmp(want.language, have.language) != 0 || strcmp(want.script, have.script) != 0) continue;
        int score = strcmp(want.region, have.region) == 0 ? 2 : 1;
        if (score > best_score) {
            best = *available;
            best_score = score;
        }
    }
    return best;
}

char *af_locale_environment(void) {
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *name = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(names) && (!name || !*name); i++) name = g_getenv(names[i]);
    if (!name || !*name) return g_strdup("en");
    g_autofree char *base = g_strndup(name, strcspn(name, ".@"));
    if (strcmp(base, "C") == 0 || strcmp(base, "POSIX") == 0) return g_strdup("en"); /* LANGUAGE does not count then */

    const char *list = g_getenv("LANGUAGE");
    g_auto(GStrv) languages = g_strsplit(list ? list : "", ":", -1);
    for (char **language = languages; *language; language++) {
        char *tag = af_locale_canonical(*language);
        if (tag) return tag;
    }
    char *tag = af_locale_canonical(name);
    return tag ? tag : g_strdup("en");
}

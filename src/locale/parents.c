/* The languages that stand in for a language: CLDR's parents (UTS 35, Locale Inheritance and Matching). */
#include "locale/internal.h"

#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ures.h>

/* CLDR's chains have four at most. */
#define MAX_CHAIN 8

static void add_child(GHashTable *parents, const char *parent, const UChar *child, int32_t length) {
    g_hash_table_insert(parents, af_utf8(child, length), g_strdup(parent));
}

/* Child → parent as ICU writes them ("zh_Hant" → "root"), where cutting off the last subtag would be wrong. The bundle
 * has it the other way round: for each parent a child or an array of them. */
static GHashTable *parents_load(void) {
    GHashTable *parents = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    UErrorCode status = U_ZERO_ERROR;
    UResourceBundle *data = ures_openDirect(NULL, "supplementalData", &status);
    UResourceBundle *table = ures_getByKey(data, "parentLocales", NULL, &status);
    UResourceBundle *row = NULL;
    while (U_SUCCESS(status) && ures_hasNext(table)) {
        row = ures_getNextResource(table, row, &status);
        /* A string answers as an array of one. */
        for (int32_t i = 0; U_SUCCESS(status) && i < ures_getSize(row); i++) {
            int32_t length = 0;
            const UChar *child = ures_getStringByIndex(row, i, &length, &status);
            if (U_SUCCESS(status)) add_child(parents, ures_getKey(row), child, length);
        }
    }
    ures_close(row);
    ures_close(table);
    ures_close(data);
    return parents;
}

static const char *explicit_parent(const char *id) {
    static GHashTable *parents;
    if (!parents) parents = parents_load();
    return g_hash_table_lookup(parents, id);
}

/* A region can mean another script than the language alone: zh_TW is zh_Hant_TW, and its parent is not zh. ICU has
 * aliases for these; the likely subtags say the same. */
static void add_script(char *id) {
    char script[ULOC_SCRIPT_CAPACITY], language[ULOC_LANG_CAPACITY], full[ULOC_FULLNAME_CAPACITY];
    char own[ULOC_SCRIPT_CAPACITY], usual[ULOC_SCRIPT_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    if (uloc_getScript(id, script, sizeof script, &status) > 0) return;
    uloc_getLanguage(id, language, sizeof language, &status);
    uloc_addLikelySubtags(id, full, sizeof full, &status);
    uloc_getScript(full, own, sizeof own, &status);
    uloc_addLikelySubtags(language, full, sizeof full, &status);
    uloc_getScript(full, usual, sizeof usual, &status);
    if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING || strcmp(own, usual) == 0) return;
    g_autofree char *with = g_strdup_printf("%s_%s%s", language, own, id + strlen(language));
    if (strlen(with) < ULOC_FULLNAME_CAPACITY) g_strlcpy(id, with, ULOC_FULLNAME_CAPACITY);
}

/* Makes an ID its parent's; FALSE if that is root. */
static gboolean ascend(char *id) {
    const char *parent = explicit_parent(id);
    if (parent) {
        g_strlcpy(id, parent, ULOC_FULLNAME_CAPACITY);
        return strcmp(id, "root") != 0;
    }
    char *last = strrchr(id, '_');
    if (!last) return FALSE;
    while (last > id && last[-1] == '_') last--; /* de__1996: no region */
    *last = '\0';
    return TRUE;
}

static void add_tag(GPtrArray *chain, const char *tag, const char *id) {
    char form[ULOC_FULLNAME_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = uloc_toLanguageTag(id, form, sizeof form, TRUE, &status);
    if (U_FAILURE(status) || length >= (int32_t)sizeof form || strcmp(form, tag) == 0) return;
    g_ptr_array_add(chain, g_strdup(form));
}

char **af_locale_fallbacks(const char *tag) {
    g_autoptr(GPtrArray) chain = g_ptr_array_new_with_free_func(g_free);
    char whole[ULOC_FULLNAME_CAPACITY], id[ULOC_FULLNAME_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    af_icu_id(tag, whole);
    int32_t length = uloc_getBaseName(whole, id, sizeof id, &status);
    if (af_pseudo_is(tag)) {
        g_ptr_array_add(chain, g_strdup("en"));
    } else if (U_SUCCESS(status) && length > 0 && length < (int32_t)sizeof id) {
        add_script(id);
        do add_tag(chain, tag, id);
        while (ascend(id) && chain->len < MAX_CHAIN);
    }
    g_ptr_array_add(chain, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&chain), FALSE);
}

/* Languages: what -l asks for. */
#include "cli/cli.h"

#include <string.h>

static void add_once(GPtrArray *tags, const char *tag) {
    if (!g_ptr_array_find_with_equal_func(tags, tag, g_str_equal, NULL)) g_ptr_array_add(tags, g_strdup(tag));
}

const char *af_cli_match_language(const char *tag, char *const *known) {
    return af_pseudo_is(tag) ? g_intern_string(tag) : af_locale_match(tag, (const char *const *)known);
}

/* One tag, or "all". */
static void add_wanted(GPtrArray *tags, const char *wanted, char **known, AfDiagnostics *diagnostics) {
    if (!strcmp(wanted, "all")) {
        for (char **tag = known; *tag; tag++) add_once(tags, *tag);
        return;
    }
    g_autofree char *canonical = g_utf8_validate(wanted, -1, NULL) ? af_locale_canonical(wanted) : NULL;
    const char *match = canonical ? af_cli_match_language(canonical, known) : NULL;
    if (match) {
        add_once(tags, match);
    } else {
        g_autofree char *list = g_strjoinv(", ", known);
        g_autofree char *said = g_utf8_make_valid(wanted, -1);
        af_diagnostics_add(diagnostics, AF_D_LANGUAGE_UNKNOWN, NULL, 0, said, list);
    }
}

GPtrArray *af_cli_languages(char *const *wanted, AfDiagnostics *diagnostics) {
    g_auto(GStrv) known = af_languages();
    g_autoptr(GPtrArray) tags = g_ptr_array_new_with_free_func(g_free);
    for (char *const *option = wanted; option && *option; option++) {
        g_auto(GStrv) parts = g_strsplit(*option, ",", -1);
        if (!parts[0]) add_wanted(tags, "", known, diagnostics); /* nothing is no language */
        for (char **part = parts; *part; part++) add_wanted(tags, g_strstrip(*part), known, diagnostics);
    }
    if (!wanted) {
        g_autofree char *environment = af_locale_environment();
        add_wanted(tags, environment, known, diagnostics);
    }
    return af_diagnostics_count_level(diagnostics, AF_ERROR) ? NULL : g_steal_pointer(&tags);
}

gboolean af_cli_language_by_all(char *const *wanted, const char *language) {
    g_auto(GStrv) known = af_languages();
    gboolean all = FALSE;
    for (char *const *option = wanted; option && *option; option++) {
        g_auto(GStrv) parts = g_strsplit(*option, ",", -1);
        for (char **part = parts; *part; part++) {
            gboolean every = !strcmp(g_strstrip(*part), "all");
            g_autofree char *canonical = every ? NULL : af_locale_canonical(*part);
            if (canonical && !g_strcmp0(af_cli_match_language(canonical, known), language)) return FALSE;
            all |= every;
        }
    }
    return all;
}

char *af_cli_language(const char *option, const char *wanted, AfDiagnostics *diagnostics) {
    char *words = g_strdup(wanted), *list[] = {words, NULL};
    g_autoptr(GPtrArray) tags = af_cli_languages(list, diagnostics);
    g_free(words);
    if (!tags) return NULL;
    if (tags->len == 1) return g_strdup(g_ptr_array_index(tags, 0));
    af_diagnostics_add(diagnostics, AF_D_OPTION_VALUE, NULL, 0, option, wanted);
    return NULL;
}

/* Words: the messages and stylesheets that a run has loaded. */
#include "cli/cli.h"

#include <stdarg.h>
#include <string.h>

void af_cli_init(AfCli *cli, const AfCommand *commands) {
    *cli = (AfCli){.commands = commands};
    cli->messages = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)af_catalog_free);
    cli->catalogs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)af_catalog_free);
    cli->stylesheets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)af_stylesheet_free);
}

void af_cli_clear(AfCli *cli) {
    g_hash_table_unref(cli->messages);
    g_hash_table_unref(cli->catalogs);
    g_hash_table_unref(cli->stylesheets);
    g_free(cli->templates);
}

const AfCatalog *af_cli_messages(AfCli *cli, const char *language, AfDiagnostics *diagnostics) {
    AfCatalog *messages = g_hash_table_lookup(cli->messages, language);
    if (messages) return messages;
    messages = cli->allow_incomplete ? af_messages_load_filled(language, diagnostics)
                                     : af_catalog_load(language, AF_MESSAGES, diagnostics);
    if (messages) g_hash_table_insert(cli->messages, g_strdup(language), messages);
    return messages;
}

/* Says how much of a document's words is not in its language: once, as equal diagnostics are one. */
static void warn_of_incomplete(AfCli *cli, AfProgram *program, const AfCatalog *catalog, AfDiagnostics *diagnostics) {
    const char *language = af_catalog_language(catalog);
    const AfCatalog *messages = af_cli_messages(cli, language, diagnostics);
    guint texts = af_catalog_untranslated(catalog), others = messages ? af_catalog_untranslated(messages) : 0;
    if (!texts && !others) return;
    g_autofree char *name = af_language_name(af_locale_get(af_cli_user_language()), language, TRUE);
    af_diagnostics_add(diagnostics, AF_D_CATALOG_INCOMPLETE, NULL, 0, (double)texts,
                       (double)af_program_keys(program)->len, (double)others, af_program_id(program),
                       name ? name : language);
}

static AfCatalog *load_catalog(AfCli *cli, AfProgram *program, const char *language, AfDiagnostics *diagnostics) {
    if (cli->allow_incomplete) {
        const AfCatalog *messages = af_cli_messages(cli, language, diagnostics);
        return messages ? af_catalog_load_filled(language, program, messages, diagnostics) : NULL;
    }
    if (af_catalog_exists(language, af_program_id(program))) {
        return af_catalog_load_program(language, program, diagnostics);
    }
    af_diagnostics_add(diagnostics, AF_D_CATALOG_MISSING, NULL, 0, af_program_id(program), language);
    return NULL;
}

/* Whether texts are missing, for which another language could stand in. */
static gboolean is_incomplete(const AfDiagnostics *diagnostics) {
    for (guint i = 0; i < af_diagnostics_count(diagnostics); i++) {
        AfCode code = af_diagnostics_get(diagnostics, i)->code;
        if (code == AF_D_TEXT_MISSING || code == AF_D_CATALOG_MISSING) return TRUE;
    }
    return FALSE;
}

const AfCatalog *af_cli_catalog(AfCli *cli, AfProgram *program, const char *language, AfDiagnostics *diagnostics) {
    g_autofree char *key = g_strconcat(language, "/", af_program_id(program), NULL);
    AfCatalog *catalog = g_hash_table_lookup(cli->catalogs, key);
    if (!catalog) {
        g_autoptr(AfDiagnostics) faults = af_diagnostics_new();
        catalog = load_catalog(cli, program, language, faults);
        if (catalog) af_catalog_check(catalog, program, faults);
        gboolean faulty = !catalog || af_diagnostics_count_level(faults, AF_ERROR);
        if (!cli->allow_incomplete && is_incomplete(faults)) af_diagnostics_add(faults, AF_D_ALLOW_INCOMPLETE, NULL, 0);
        af_diagnostics_move(diagnostics, faults);
        if (faulty) {
            af_catalog_free(catalog);
            return NULL;
        }
        g_hash_table_insert(cli->catalogs, g_steal_pointer(&key), catalog);
    }
    if (cli->allow_incomplete) warn_of_incomplete(cli, program, catalog, diagnostics);
    return catalog;
}

AfStylesheet *af_cli_stylesheet(AfCli *cli, const char *name, AfDiagnostics *diagnostics) {
    AfStylesheet *stylesheet = g_hash_table_lookup(cli->stylesheets, name);
    if (stylesheet) return stylesheet;
    if (cli->templates && !af_transform_own(cli->templates, diagnostics)) return NULL;
    stylesheet = af_stylesheet_load(name, diagnostics);
    if (stylesheet) g_hash_table_insert(cli->stylesheets, g_strdup(name), stylesheet);
    return stylesheet;
}

/* One for the process, as there is one environment. */
static char *user_language;

const char *af_cli_user_language(void) {
    if (user_language) return user_language;
    g_auto(GStrv) languages = af_languages();
    g_autofree char *wanted = af_locale_environment();
    const char *match = af_cli_match_language(wanted, languages);
    user_language = g_strdup(match ? match : "en");
    return user_language;
}

gboolean af_cli_speak(AfCli *cli, const char *wanted) {
    if (!wanted) return TRUE;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autofree char *language = af_cli_language("--lang", wanted, diagnostics);
    af_report(cli, diagnostics);
    if (!language) return FALSE;
    g_free(user_language);
    user_language = g_steal_pointer(&language);
    return TRUE;
}

/* The user's messages, or English ones. What is wrong with them is for `programs --check` to say, in other words
 * than theirs. */
static const AfCatalog *user_messages(AfCli *cli) {
    g_autoptr(AfDiagnostics) unsaid = af_diagnostics_new();
    const AfCatalog *messages = af_cli_messages(cli, af_cli_user_language(), unsaid);
    return messages ? messages : af_cli_messages(cli, "en", unsaid);
}

/* What is said if there are no words for it: the id and the arguments. */
static char *bare_words(const char *id, const AfArg *args, guint n_args) {
    GString *text = g_string_new(id);
    for (guint i = 0; i < n_args; i++) {
        g_string_append(text, i ? ", " : ": ");
        if (args[i].string) {
            g_string_append(text, args[i].string);
        } else {
            g_string_append_printf(text, "%g", args[i].number);
        }
    }
    return g_string_free(text, FALSE);
}

char *af_words_args(AfCli *cli, const char *id, const AfArg *args, guint n_args) {
    const AfCatalog *messages = user_messages(cli);
    char *text = messages ? af_catalog_message(messages, id, args, n_args) : NULL;
    if (!text) {
        g_autoptr(AfDiagnostics) unsaid = af_diagnostics_new();
        const AfCatalog *english = af_cli_messages(cli, AF_SOURCE_LANGUAGE, unsaid);
        text = english ? af_catalog_message(english, id, args, n_args) : NULL;
    }
    return text ? text : bare_words(id, args, n_args);
}

char *af_words(AfCli *cli, const char *id, const char *kinds, ...) {
    g_autofree AfArg *args = g_new0(AfArg, strlen(kinds) + 1);
    guint n_args = 0;
    va_list list;
    va_start(list, kinds);
    for (const char *kind = kinds; *kind; kind++, n_args++) {
        if (*kind == 'n') {
            args[n_args].number = va_arg(list, double);
        } else {
            args[n_args].string = va_arg(list, char *); /* only looked at */
        }
    }
    va_end(list);
    return af_words_args(cli, id, args, n_args);
}

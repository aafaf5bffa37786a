/* Translations, each text held against the English one that it was made from: how many are there and up to date, and
 * whether they keep what every language keeps: numbers, addresses, names, markup, and the forms of its plurals. */
#include "assess/internal.h"

#include <string.h>

typedef struct {
    const AfCatalog *catalog;
    const AfCatalog *source; /* English; NULL: the catalog is */
    const GPtrArray *names;
    AfLocale *locale;
    AfDiagnostics *diagnostics; /* NULL: only counted */
    const xmlNode *before;      /* the text after which one that is missing would stand */
    char *group, *decimal;      /* how the language writes 12,345.5 */
    AfCompleteness found;
} Comparison;

/* --- texts as they are compared --- */

/* Without markup; digits of every script as 0 to 9, compatibility forms (full width, no-break spaces) as their plain
 * ones, white space folded. */
static char *plain(const xmlNode *text) {
    af_autoxml xmlChar *content = xmlNodeGetContent(text);
    g_autofree char *normal = g_utf8_normalize((const char *)content, -1, G_NORMALIZE_NFKC);
    g_autoptr(GString) out = g_string_new(NULL);
    for (const char *p = normal; p && *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        int digit = g_unichar_digit_value(c);
        g_string_append_unichar(out, digit >= 0 ? (gunichar)('0' + digit) : c);
    }
    return af_fold(out->str);
}

static gboolean is_letter(char c) {
    return g_ascii_isalnum(c);
}

static void report(const Comparison *comparison, AfCode code, const xmlNode *text, const char *detail) {
    int line = 0;
    const char *file = af_catalog_place(comparison->catalog, text, &line);
    af_diagnostics_add(comparison->diagnostics, code, file, line, af_xml_attribute(text, "id"),
                       af_catalog_language(comparison->catalog), detail);
}

/* How often each match of a regular expression is in a text: string → number. */
static GHashTable *matches_of(GRegex **regex, const char *pattern, const char *text) {
    if (!*regex) *regex = g_regex_new(pattern, G_REGEX_OPTIMIZE, 0, NULL);
    GHashTable *found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GMatchInfo *match = NULL;
    g_regex_match(*regex, text, 0, &match);
    for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
        char *word = g_match_info_fetch(match, 0);
        guint times = GPOINTER_TO_UINT(g_hash_table_lookup(found, word));
        g_hash_table_replace(found, word, GUINT_TO_POINTER(times + 1));
    }
    g_match_info_free(match);
    return found;
}

/* In the order of their characters, so that reports come in the same order every time. */
static GList *sorted_keys(GHashTable *table) {
    return g_list_sort(g_hash_table_get_keys(table), (GCompareFunc)strcmp);
}

/* --- numbers --- */

/* Whether a number stands there by itself, not as a part of a longer one ("2" in "12", "2.13"). */
static gboolean is_whole(const char *text, const char *start, const char *end) {
    if (start > text && g_ascii_isdigit(start[-1])) return FALSE;
    if (start > text + 1 && strchr(".,", start[-1]) && g_ascii_isdigit(start[-2])) return FALSE;
    if (g_ascii_isdigit(*end)) return FALSE;
    return !(*end && strchr(".,", *end) && g_ascii_isdigit(end[1]));
}

static guint times_in(const char *number, const char *text) {
    guint times = 0;
    gsize length = strlen(number);
    for (const char *p = text; (p = strstr(p, number)); p += length) times += is_whole(text, p, p + length);
    return times;
}

/* An English number as written with other separators. */
static char *rewritten(const char *number, const char *group, const char *decimal) {
    GString *out = g_string_new(NULL);
    for (; *number; number++) {
        if (g_ascii_isdigit(*number)) {
            g_string_append_c(out, *number);
        } else {
            g_string_append(out, *number == ',' ? group : decimal);
        }
    }
    return g_string_free(out, FALSE);
}

/* How often a number is in a translation, as English writes it (versions stay so) or as the language does, with and
 * without separators of thousands. */
static guint times_translated(const Comparison *comparison, const char *number, const char *text) {
    char *ways[] = {g_strdup(number), rewritten(number, comparison->group, comparison->decimal),
                    rewritten(number, "", comparison->decimal)};
    guint times = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
        gboolean again = FALSE;
        for (gsize j = 0; j < i; j++) again |= !strcmp(ways[i], ways[j]);
        if (!again) times += times_in(ways[i], text);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) g_free(ways[i]);
    return times;
}

/* In a message, cases of plurals differ in number from language to language: there once is enough. */
static void check_numbers(const Comparison *comparison, const xmlNode *text, const char *english, const char *words) {
    static GRegex *regex;
    gboolean once = af_xml_is(text, AF_NS_CATALOG, "message");
    /* no part of a name (S3), no argument ({0}) and no selector of a case (=1) */
    g_autoptr(GHashTable) numbers =
        matches_of(&regex, "(?<![{=A-Za-z\\d])(?<!offset:)(?<!\\d[.,])\\d+(?:[.,]\\d+)*", english);
    GList *sorted = sorted_keys(numbers);
    for (const GList *one = sorted; one; one = one->next) {
        guint asked = once ? 1 : GPOINTER_TO_UINT(g_hash_table_lookup(numbers, one->data));
        if (times_translated(comparison, one->data, words) >= asked) continue;
        report(comparison, AF_D_NUMBER_MISSING, text, one->data);
    }
    g_list_free(sorted);
}

/* The separators of the language's numbers, from one. */
static void take_separators(Comparison *comparison) {
    g_autofree char *sample = af_number_format(comparison->locale, 12345.5);
    g_autofree char *normal = g_utf8_normalize(sample, -1, G_NORMALIZE_NFKC);
    g_autoptr(GString) digits = g_string_new(NULL);
    for (const char *p = normal; *p; p = g_utf8_next_char(p)) {
        int digit = g_unichar_digit_value(g_utf8_get_char(p));
        g_string_append_unichar(digits, digit >= 0 ? (gunichar)('0' + digit) : g_utf8_get_char(p));
    }
    const char *group = strstr(digits->str, "12"), *rest = strstr(digits->str, "345"), *last = strrchr(digits->str, '5');
    gboolean usual = group && rest && last && group + 2 <= rest && rest + 3 <= last;
    comparison->group = usual ? g_strndup(group + 2, (gsize)(rest - group - 2)) : g_strdup(",");
    comparison->decimal = usual ? g_strndup(rest + 3, (gsize)(last - rest - 3)) : g_strdup(".");
}

/* --- addresses and names --- */

/* An address that nobody has (RFC 2606, section 3): name@example.com is nom@example.com in French. */
static gboolean is_example(const char *address) {
    return strstr(address, "@example.com") || strstr(address, "@example.org") || strstr(address, "@example.net");
}

static void check_addresses(const Comparison *comparison, const xmlNode *text, const char *english,
                            const char *words) {
    static GRegex *regex;
    g_autoptr(GHashTable) addresses = matches_of(&regex,
                                                 "(?:https?|ftp|smtps?|mailto)://?[\\x21-\\x7e]*[A-Za-z\\d/#]"
                                                 "|[A-Za-z\\d._%+-]+@[A-Za-z\\d-]+(?:\\.[A-Za-z\\d-]+)+",
                                                 english);
    GList *sorted = sorted_keys(addresses);
    for (const GList *one = sorted; one; one = one->next) {
        if (!strstr(words, one->data) && !is_example(one->data)) {
            report(comparison, AF_D_ADDRESS_MISSING, text, one->data);
        }
    }
    g_list_free(sorted);
}

/* Hyphens as blanks: German has "Amazon-S3-Bucket". */
static char *hyphens_folded(const char *text) {
    g_autoptr(GString) out = g_string_new(text);
    g_string_replace(out, "\xe2\x80\x90", " ", 0); /* HYPHEN; NO-BREAK HYPHEN is one after NFKC */
    g_string_replace(out, "-", " ", 0);
    return af_fold(out->str);
}

static gboolean has_name(const char *text, const char *name) {
    gsize length = strlen(name);
    for (const char *p = text; (p = strstr(p, name)); p++) {
        if ((p == text || !is_letter(p[-1])) && !is_letter(p[length])) return TRUE;
    }
    return FALSE;
}

static void check_names(const Comparison *comparison, const xmlNode *text, const char *english, const char *words) {
    g_autofree char *from = hyphens_folded(english), *to = hyphens_folded(words);
    for (guint i = 0; comparison->names && i < comparison->names->len; i++) {
        const char *name = g_ptr_array_index(comparison->names, i);
        g_autofree char *folded = hyphens_folded(name);
        if (has_name(from, folded) && !has_name(to, folded)) report(comparison, AF_D_NAME_MISSING, text, name);
    }
}

/* --- markup --- */

/* An element as every language has it, with its attributes but xml:lang; NULL for one that languages may differ in:
 * blocks; q, as not every language quotes the same words; span, as other words are foreign to it. Emphasis may be em or
 * strong. */
static char *signature(const xmlNode *element) {
    static const char *const kept[] = {"value", "a", "code", "ui", "em", "strong", NULL};
    static const char *const attributes[] = {"of", "href", "ref", "item"};
    const char *name = (const char *)element->name;
    if (!g_strv_contains(kept, name)) return NULL;
    GString *out = g_string_new("<");
    g_string_append(out, strcmp(name, "strong") ? name : "em");
    for (gsize i = 0; i < G_N_ELEMENTS(attributes); i++) {
        const char *value = af_xml_attribute(element, attributes[i]);
        if (value) g_string_append_printf(out, " %s=\"%s\"", attributes[i], value);
    }
    g_string_append_c(out, '>');
    return g_string_free(out, FALSE);
}

static void count_markup(GHashTable *table, const xmlNode *text, int step) {
    xmlNode *top = (xmlNode *)text;
    for (xmlNode *element = top; element; element = af_next_element(top, element)) {
        char *tag = element == top ? NULL : signature(element);
        if (!tag) continue;
        int number = GPOINTER_TO_INT(g_hash_table_lookup(table, tag)) + step;
        g_hash_table_replace(table, tag, GINT_TO_POINTER(number));
    }
}

static gboolean has_markup(const xmlNode *text, const char *tag) {
    g_autoptr(GHashTable) table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    count_markup(table, text, 1);
    return g_hash_table_contains(table, tag);
}

static void check_markup(const Comparison *comparison, const xmlNode *text, const xmlNode *source) {
    g_autoptr(GHashTable) table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    count_markup(table, source, 1);
    count_markup(table, text, -1);
    GList *sorted = sorted_keys(table);
    for (const GList *one = sorted; one; one = one->next) {
        int more = GPOINTER_TO_INT(g_hash_table_lookup(table, one->data));
        /* how often a number of the program is said is a matter of style; that it is said is not */
        gboolean value = g_str_has_prefix(one->data, "<value ");
        if (value && has_markup(text, one->data) && has_markup(source, one->data)) continue;
        if (more) report(comparison, more > 0 ? AF_D_MARKUP_MISSING : AF_D_MARKUP_SURPLUS, text, one->data);
    }
    g_list_free(sorted);
}

/* --- one text, all texts --- */

static void check_plurals(const Comparison *comparison, const xmlNode *text) {
    g_autofree char *pattern = af_catalog_pattern(comparison->catalog, af_xml_attribute(text, "id"));
    g_autofree char *missing = NULL, *surplus = NULL;
    if (af_message_plurals(comparison->locale, pattern, &missing, &surplus)) return;
    if (missing) report(comparison, AF_D_PLURAL_MISSING, text, missing);
    if (surplus) report(comparison, AF_D_PLURAL_SURPLUS, text, surplus);
}

static void check_text(const Comparison *comparison, const xmlNode *text, const xmlNode *source) {
    g_autofree char *english = plain(source), *words = plain(text);
    check_numbers(comparison, text, english, words);
    check_addresses(comparison, text, english, words);
    check_names(comparison, text, english, words);
    check_markup(comparison, text, source);
}

static void check_version(Comparison *comparison, const xmlNode *text, const xmlNode *source) {
    g_autofree char *version = af_text_version(source), *own = af_text_version(text);
    const char *said = af_xml_attribute(text, "source");
    comparison->found.equal += !strcmp(own, version);
    if (said && !strcmp(said, version)) return;
    comparison->found.outdated++;
    if (comparison->diagnostics) report(comparison, AF_D_TEXT_OUTDATED, text, version);
}

/* Where English has a text of the program's own, the library's in this language says other facts. */
static gboolean says_what_others_do(const Comparison *comparison, const xmlNode *text, const xmlNode *source) {
    return source && af_catalog_took(comparison->catalog, text) && !af_catalog_took(comparison->source, source);
}

static void compare(Comparison *comparison, const char *id, AfTextKind kind) {
    const xmlNode *text = af_catalog_find(comparison->catalog, id);
    const xmlNode *source = comparison->source ? af_catalog_find(comparison->source, id) : NULL;
    comparison->found.asked++;
    if (!text || !af_xml_is(text, AF_NS_CATALOG, af_text_kind_name(kind))) return; /* af_catalog_check says it */
    if (says_what_others_do(comparison, text, source)) {
        int line = 0;
        const char *file = af_catalog_place(comparison->catalog, comparison->before, &line);
        if (comparison->diagnostics) {
            af_diagnostics_add(comparison->diagnostics, AF_D_TEXT_MISSING, file, line, id,
                               af_catalog_language(comparison->catalog));
        }
        return;
    }
    comparison->found.there++;
    if (!af_catalog_took(comparison->catalog, text)) comparison->before = text;
    if (comparison->diagnostics && kind == AF_MESSAGE) check_plurals(comparison, text);
    if (!source || !af_xml_is(source, AF_NS_CATALOG, af_text_kind_name(kind))) return;
    check_version(comparison, text, source);
    if (comparison->diagnostics) check_text(comparison, text, source);
}

static Comparison begin(const AfCatalog *catalog, const AfCatalog *source, const GPtrArray *names,
                        AfDiagnostics *diagnostics) {
    Comparison comparison = {.catalog = catalog, .names = names, .diagnostics = diagnostics};
    if (strcmp(af_catalog_language(catalog), AF_SOURCE_LANGUAGE)) comparison.source = source;
    comparison.locale = af_locale_get(af_catalog_language(catalog));
    comparison.before = af_catalog_root(catalog);
    take_separators(&comparison);
    return comparison;
}

static AfCompleteness end(Comparison *comparison) {
    g_free(comparison->group);
    g_free(comparison->decimal);
    return comparison->found;
}

AfCompleteness af_catalog_compare(const AfCatalog *catalog, AfProgram *program, const AfCatalog *source,
                                  AfDiagnostics *diagnostics) {
    g_autoptr(GPtrArray) names = af_program_names(program);
    Comparison comparison = begin(catalog, source, names, diagnostics);
    const GPtrArray *keys = af_program_keys(program);
    for (guint i = 0; i < keys->len; i++) {
        const AfKey *key = g_ptr_array_index(keys, i);
        compare(&comparison, key->name, key->kind);
    }
    return end(&comparison);
}

AfCompleteness af_messages_compare(const AfCatalog *messages, const AfCatalog *source, const GPtrArray *names,
                                   AfDiagnostics *diagnostics) {
    Comparison comparison = begin(messages, source, names, diagnostics);
    for (xmlNode *model = af_catalog_root(source)->children; model; model = model->next) {
        if (model->type == XML_ELEMENT_NODE) compare(&comparison, af_xml_attribute(model, "id"), af_text_kind(model));
    }
    return end(&comparison);
}

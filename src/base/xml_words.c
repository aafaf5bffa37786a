/* The words of libxml2 made fit to be shown. */
#include "base/xml_words.h"

#include <glib.h>
#include <string.h>

#define MAX_CHARACTERS 300

/* "Element 'item', attribute 'use': [facet 'pattern'] The value …" becomes "item/@use: The value …". */
static void unframe(GString *words) {
    static GRegex *frame, *facet;
    if (!frame) {
        frame = g_regex_new("^Element '([^']{1,200})'(?:, attribute '([^']{1,200})')?: ", G_REGEX_OPTIMIZE, 0, NULL);
        facet = g_regex_new("^\\[facet '[A-Za-z]+'\\] ", 0, 0, NULL);
    }
    g_autoptr(GMatchInfo) match = NULL;
    if (!g_regex_match(frame, words->str, 0, &match)) return;
    g_autofree char *element = g_match_info_fetch(match, 1);
    g_autofree char *attribute = g_match_info_fetch(match, 2);
    int end = 0;
    g_match_info_fetch_pos(match, 0, NULL, &end);
    g_autofree char *rest = g_regex_replace_literal(facet, words->str + end, -1, 0, "", 0, NULL);
    if (attribute && *attribute)
        g_string_printf(words, "%s/@%s: %s", element, attribute, rest);
    else
        g_string_printf(words, "%s: %s", element, rest);
}

/* "xmlParseEntityRef: no name": the parser's own function is nothing to its user. */
static void unname(GString *words) {
    if (!g_str_has_prefix(words->str, "xml")) return;
    gsize length = strspn(words->str, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS);
    if (strncmp(words->str + length, ": ", 2) == 0) g_string_erase(words, 0, (gssize)length + 2);
}

char *af_xml_shown(const char *text, int most) {
    /* libxml2 cuts long messages between bytes, not characters. */
    g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
    GString *tidied = g_string_new(NULL);
    int count = 0;
    gboolean space = FALSE;
    for (const char *p = valid; *p; p = g_utf8_find_next_char(p, NULL)) {
        gunichar c = g_utf8_get_char(p);
        if (c == ' ' || g_unichar_iscntrl(c)) {
            space = tidied->len > 0;
            continue;
        }
        if (count + (space ? 1 : 0) >= most) {
            g_string_append(tidied, "…");
            break;
        }
        if (space) g_string_append_c(tidied, ' ');
        count += space ? 2 : 1;
        space = FALSE;
        g_string_append_unichar(tidied, c);
    }
    return g_string_free(tidied, FALSE);
}

char *af_xml_words(const char *message, const char *noise) {
    g_autofree char *valid = g_utf8_make_valid(message ? message : "", -1);
    g_autoptr(GString) words = g_string_new(valid);
    if (noise) g_string_replace(words, noise, "", 0);
    unframe(words);
    unname(words);
    return af_xml_shown(words->str, MAX_CHARACTERS);
}

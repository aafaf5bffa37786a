/* Where words divide, and that our reader of patterns finds what libhyphen finds. */
#include "locale/patterns.h"
#include "locale/text.h"

#include <hyphen.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char *divided(const char *tag, const char *word, int before, int after) {
    gsize length = strlen(word);
    g_autofree guint8 *breaks = g_malloc0(length + 1);
    gboolean any = af_text_hyphenate(af_locale_get(tag), word, 0, length, before, after, breaks);
    GString *shown = g_string_new(NULL);
    gboolean seen = FALSE;
    for (gsize i = 0; i <= length; i++) {
        assert_true(breaks[i] == AF_BREAK_NONE || breaks[i] == AF_BREAK_HYPHEN);
        if (breaks[i]) g_string_append_c(shown, '=');
        if (i < length) g_string_append_c(shown, word[i]);
        seen |= breaks[i] != 0;
    }
    assert_int_equal(any, seen);
    return g_string_free(shown, FALSE);
}

static void expect(const char *tag, const char *expected) {
    g_autoptr(GString) word = g_string_new(expected);
    g_string_replace(word, "=", "", 0);
    g_autofree char *got = divided(tag, word->str, 2, 2);
    if (strcmp(got, expected) != 0) fail_msg("%s: got \"%s\", expected \"%s\"", tag, got, expected);
}

static void test_german(void **state) {
    (void)state;
    static const char *const words[] = {
        "Si=cher=heits=grup=pe",
        "Wie=der=her=stel=lungs=zeit=punkt",
        "über=prü=fen",
        "Äu=ße=rung",
        "Zu=griffs=schlüs=sel",
        "Da=ten=schutz=grund=ver=ord=nung",
        "AWS-Si=cher=heits=grup=pe", /* parts for themselves; capitals never */
        "EC2-In=stanz",
        "u\u0308ber=pru\u0308=fen", /* decomposed */
        "ver=bre=chens=op=fer",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) expect("de", words[i]);
    expect("de-AT", "über=prü=fen");
    expect("de-CH", "Si=cher=heits=grup=pe");
}

static void test_others(void **state) {
    (void)state;
    expect("fr", "dé=ve=lop=pe=ment");
    expect("fr", "l’in=fra=struc=ture");
    expect("fr", "l'in=fra=struc=ture");
    expect("fr", "sé=cu=ri=té");
    expect("en", "au=then=ti=ca=tion");
    expect("en", "avail=abil=ity");
    expect("en-GB", "avail=ab=il=ity");
    expect("en-US", "avail=abil=ity");
}

static void test_never(void **state) {
    (void)state;
    static const char *const never[] = {"SICHERHEITSGRUPPE",
                                        "ÜBERPRÜFEN",
                                        "sicher2heitsgruppe",
                                        "Sicher\u00ADheitsgruppe",
                                        "ab",
                                        "a",
                                        "",
                                        "123456",
                                        "-----",
                                        "日本語日本語",
                                        "Sicher\xFFheitsgruppe",
                                        "sicherheitsſruppe€"};
    for (gsize i = 0; i < G_N_ELEMENTS(never) - 1; i++) expect("de", never[i]);
    expect("ja", "Sicherheitsgruppe");
    expect("zh-Hans", "authentication");
    expect("", "authentication");
    expect("xx", "authentication");
    expect("../../etc", "authentication");
    assert_true(af_text_can_hyphenate(af_locale_get("de")));
    assert_true(af_text_can_hyphenate(af_locale_get("fr-CA")));
    assert_false(af_text_can_hyphenate(af_locale_get("ja")));
    g_autofree char *endless = g_strnfill(100000, 'a');
    g_autofree char *got = divided("de", endless, 2, 2);
    assert_string_equal(got, endless);
}

static void test_counts(void **state) {
    (void)state;
    g_autofree char *wide = divided("de", "überprüfen", 5, 4);
    assert_string_equal(wide, "überprüfen");
    g_autofree char *before = divided("de", "überprüfen", 5, 2); /* characters, not bytes */
    assert_string_equal(before, "überprü=fen");
    g_autofree char *after = divided("de", "überprüfen", 2, 4);
    assert_string_equal(after, "über=prüfen");
    g_autofree char *patterns = divided("en", "availability", 0, 0); /* the patterns' own least counts hold */
    assert_string_equal(patterns, "avail=abil=ity");
    g_autofree char *negative = divided("de", "überprüfen", -5, 100000);
    assert_string_equal(negative, "überprüfen");
}

/* Inside a text: only the points of the word, at the text's positions. */
static void test_in_text(void **state) {
    (void)state;
    static const char text[] = "ä überprüfen Sicherheit";
    guint8 breaks[sizeof text];
    memset(breaks, 0x77, sizeof breaks);
    gsize start = strlen("ä "), end = start + strlen("überprüfen");
    assert_true(af_text_hyphenate(af_locale_get("de"), text, start, end, 2, 2, breaks));
    for (gsize i = 0; i < sizeof breaks; i++) {
        gboolean point = i == start + strlen("über") || i == start + strlen("überprü");
        assert_int_equal(breaks[i], point ? AF_BREAK_HYPHEN : 0x77);
    }
}

/* A copy of a dictionary without the patterns that occur twice: libhyphen leaks the first of them. */
static char *without_repeats(const char *path) {
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GString) kept = g_string_new(NULL);
    for (char **line = lines; *line; line++) {
        g_autoptr(GString) letters = g_string_new(NULL);
        for (const char *p = *line; *p; p++)
            if (!g_ascii_isdigit(*p)) g_string_append_c(letters, *p);
        if (g_str_has_prefix(*line, "NEXTLEVEL")) g_hash_table_remove_all(seen);
        if (g_hash_table_add(seen, g_strdup(letters->str))) g_string_append_printf(kept, "%s\n", *line);
    }
    char *copy = NULL;
    int fd = g_file_open_tmp("af-hyph-XXXXXX.dic", &copy, NULL);
    assert_true(fd >= 0);
    close(fd);
    assert_true(g_file_set_contents(copy, kept->str, (gssize)kept->len, NULL));
    return copy;
}

/* libhyphen as the measure. Its loader takes seconds for German, so that only German's own words, above, are in here,
 * and this compares French and English; AUDITFOLIO_TEST_ALL=1 does German too. Words are made of the patterns' own
 * letters. */
static void compare(const char *file) {
    g_autofree char *original = g_build_filename("/usr/share/hyphen", file, NULL);
    g_autofree char *path = without_repeats(original);
    g_autoptr(AfPatterns) patterns = af_patterns_load(path);
    HyphenDict *dict = hnj_hyphen_load(path);
    assert_non_null(patterns);
    assert_non_null(dict);
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    remove(path);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autoptr(GRand) random = g_rand_new_with_seed(11);
    guint n_lines = g_strv_length(lines);
    for (int round = 0; round < 20000; round++) {
        g_autoptr(GString) word = g_string_new(NULL);
        for (int parts = g_rand_int_range(random, 1, 5); parts > 0; parts--)
            for (const char *p = lines[g_rand_int_range(random, 5, (int)n_lines)]; *p && word->len < 100; p++)
                if (g_ascii_islower(*p) || (guchar)*p >= 0xC3) {
                    g_string_append_c(word, *p);
                    if (dict->utf8 && (guchar)*p >= 0x80 && p[1]) g_string_append_c(word, *++p);
                }
        if (word->len < 2 || (dict->utf8 && (!g_utf8_validate(word->str, -1, NULL) || strstr(word->str, "\xE2"))))
            continue;
        char theirs[600];
        guint8 ours[AF_PATTERNS_MAX_WORD];
        char **rep = NULL;
        int *pos = NULL, *cut = NULL;
        int left = af_patterns_left(patterns), right = af_patterns_right(patterns);
        hnj_hyphen_hyphenate3(dict, word->str, (int)word->len, theirs, NULL, &rep, &pos, &cut, left, right, 0, 0);
        assert_null(rep);
        af_patterns_apply(patterns, word->str, word->len, ours);
        int chars = dict->utf8 ? (int)g_utf8_strlen(word->str, -1) : (int)word->len, c = 0;
        for (gsize i = 0; i + 1 < word->len; i++) {
            if (dict->utf8 && ((guchar)word->str[i + 1] & 0xC0) == 0x80) continue;
            c++;
            gboolean point = c >= left && chars - c >= right && (ours[i] & 1);
            if (point != (theirs[c - 1] & 1)) fail_msg("%s: %s after character %d", file, word->str, c);
        }
    }
    hnj_hyphen_free(dict);
}

static void test_as_libhyphen(void **state) {
    (void)state;
    compare("hyph_fr.dic");
    compare("hyph_en_US.dic");
    compare("hyph_en_GB.dic");
    if (g_getenv("AUDITFOLIO_TEST_ALL")) compare("hyph_de_DE.dic");
}

/* Broken dictionaries are read without harm. */
static void test_broken_dictionaries(void **state) {
    (void)state;
    static const char *const texts[] = {"",
                                        "UTF-8",
                                        "UTF-8\n",
                                        "UTF-8\nNEXTLEVEL",
                                        "UTF-8\nNEXTLEVEL\n",
                                        "\n\n\n",
                                        "UTF-8\n1\n22\n.\n",
                                        "UTF-8\nLEFTHYPHENMIN 99999999999999\na1b\n",
                                        "ISO8859-1\na1b/x=y,1,2\n\377z1\376"};
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp("af-broken-XXXXXX.dic", &path, NULL);
    assert_true(fd >= 0);
    close(fd);
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        assert_true(g_file_set_contents(path, texts[i], -1, NULL));
        g_autoptr(AfPatterns) patterns = af_patterns_load(path);
        guint8 values[8];
        if (patterns) af_patterns_apply(patterns, "abab", 4, values);
    }
    remove(path);
    assert_null(af_patterns_load("/nowhere/hyph_xx.dic"));
    assert_null(af_patterns_load("/tmp"));
}

/* The reason for our own reader: libhyphen's takes three seconds for this file. */
static void test_loads_quickly(void **state) {
    (void)state;
    gint64 start = g_get_monotonic_time();
    g_autoptr(AfPatterns) patterns = af_patterns_load("/usr/share/hyphen/hyph_de_DE.dic");
    assert_non_null(patterns);
    assert_true(g_get_monotonic_time() - start < 2 * G_USEC_PER_SEC); /* 6 ms; valgrind has the rest */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_german),       cmocka_unit_test(test_others),
        cmocka_unit_test(test_never),        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_in_text),      cmocka_unit_test(test_broken_dictionaries),
        cmocka_unit_test(test_as_libhyphen), cmocka_unit_test(test_loads_quickly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Spaces and apostrophes: what is put in, and what is left alone. In the texts below ~ is U+00A0 and ^ is U+202F. */
#include "locale/locale.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static char *with_spaces(const char *text) {
    GString *real = g_string_new(text);
    g_string_replace(real, "~", "\u00A0", 0);
    g_string_replace(real, "^", "\u202F", 0);
    return g_string_free(real, FALSE);
}

/* expected NULL: nothing changes. What has been set once stays as it is. */
static void expect(const char *tag, const char *text, const char *expected) {
    AfLocale *locale = af_locale_get(tag);
    g_autofree char *given = with_spaces(text);
    g_autofree char *set = af_typography(locale, given);
    g_autofree char *wanted = expected ? with_spaces(expected) : NULL;
    if (g_strcmp0(set, wanted) != 0) fail_msg("%s: \"%s\" becomes \"%s\"", tag, text, set);
    if (set) assert_null(af_typography(locale, set));
}

static void test_french_punctuation(void **state) {
    (void)state;
    expect("fr", "Vraiment ?", "Vraiment^?");
    expect("fr", "Oui ; non ! Bon : voilà", "Oui^; non^! Bon~: voilà");
    expect("fr", "Quoi ?! Non...", "Quoi^?! Non...");
    expect("fr", "« mot »", "«^mot^»");
    expect("fr", "«mot»", "«^mot^»");
    expect("fr", "« mot » ?", "«^mot^»^?");
    expect("fr", "(Oui ?)", "(Oui^?)");
    expect("fr", " ?", "^?"); /* after an element: <b>Vraiment</b> ? */
    expect("fr", "« ", "«^");
    expect("fr", "ligne\n      ?", "ligne^?");
    expect("fr", "Oui~? Bon^: voilà «~x~»", "Oui^? Bon~: voilà «^x^»"); /* no-break spaces that somebody put */
    expect("fr-CA", "« mot »", "«^mot^»");
}

static void test_french_leaves_alone(void **state) {
    (void)state;
    static const char *const texts[] = {"Vraiment?",
                                        "12:30",
                                        "https://aws.amazon.com/?x=1;y=2",
                                        "a :: b",
                                        "std::string",
                                        "x :root y",
                                        "a != b",
                                        "voir !important",
                                        "arn:aws:iam::123:role/x",
                                        "une phrase sans rien.",
                                        "",
                                        " ",
                                        "~"};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) expect("fr", texts[i], NULL);
    expect("fr", "voir https://x.fr/?a ; puis", "voir https://x.fr/?a^; puis");
    expect("de", "Wirklich ? »Wort« « x » :", NULL); /* only French */
    expect("en", "Really ?", NULL);
}

static void test_units(void **state) {
    (void)state;
    expect("de", "mindestens 50 % und 1.500,25 GB", "mindestens 50~% und 1.500,25~GB");
    expect("en", "within 10 ms (≤ 99.9 %).", "within 10~ms (≤ 99.9~%).");
    expect("fr", "50 % de 3 Go", "50~% de 3~Go");
    expect("de", "100 Mbit/s, 5 €, 3 Mio.", "100~Mbit/s, 5~€, 3~Mio.");
    expect("de", "100\n   GB", "100~GB");
    expect("de", "v2 GB", NULL);         /* not a number */
    expect("de", "4 Fallstudien", NULL); /* not a symbol */
    expect("en", "10 months", NULL);
    expect("en", "10 monkeys, 5 hours", NULL);
    expect("ja", "50 % と 3 GB", NULL);
    expect("zh-Hans", "50 % 3 GB don't « x » ?", NULL);
}

static void test_dashes(void **state) {
    (void)state;
    expect("de", "Programm – Voraussetzungen", "Programm~– Voraussetzungen");
    expect("en", "one — or two", "one~— or two");
    expect("de", "– kein Wort davor", NULL);
    expect("de", "Seiten 3 –5", NULL);
}

static void test_apostrophes(void **state) {
    (void)state;
    expect("fr", "l'audit d'aujourd'hui", "l’audit d’aujourd’hui");
    expect("fr", "l'« audit »", "l’«^audit^»");
    expect("fr", "L'", "L’"); /* before an element */
    expect("fr", "jusqu'", "jusqu’");
    expect("fr", "mot'", NULL);
    expect("fr", "d'1 Go", "d’1~Go");
    expect("en", "don't say 'never'", "don’t say 'never'");
    expect("de", "geht's?", "geht’s?");
    expect("en", "customers' data", NULL); /* may close a quotation */
    expect("en", "print('x') f'x' it's_code user's@example.org", "print('x') f’x' it's_code user's@example.org");
    expect("en", "https://x.org/it's {it's} www.it's.com", NULL);
    expect("es", "l'x", NULL);
}

static void test_hostile(void **state) {
    (void)state;
    assert_null(af_typography(af_locale_get("fr"), NULL));
    assert_null(af_typography(af_locale_get("fr"), "\xFF\xC2 ?"));
    g_autofree char *marks = g_strnfill(100000, '?');
    expect("fr", marks, NULL);
    g_autofree char *spaces = g_strnfill(100000, ' ');
    expect("fr", spaces, NULL);
    g_autofree char *digits = g_strnfill(100000, '1');
    expect("de", digits, NULL);
    /* Whatever is set is set once: a second pass changes nothing. */
    static const char *const pieces[] = {"«", "»", " ", "?",  ":",      ";",      "'",  "l",
                                         "é", "3", "%", "GB", "\u00A0", "\u202F", "\n", "@"};
    g_autoptr(GRand) random = g_rand_new_with_seed(5);
    for (int round = 0; round < 20000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (int i = g_rand_int_range(random, 1, 12); i > 0; i--)
            g_string_append(text, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
        g_autofree char *once = af_typography(af_locale_get("fr"), text->str);
        g_autofree char *twice = once ? af_typography(af_locale_get("fr"), once) : NULL;
        if (twice) fail_msg("\"%s\", \"%s\", \"%s\"", text->str, once, twice);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_french_punctuation),
        cmocka_unit_test(test_french_leaves_alone),
        cmocka_unit_test(test_units),
        cmocka_unit_test(test_dashes),
        cmocka_unit_test(test_apostrophes),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

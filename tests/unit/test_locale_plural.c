/* Plural forms: a message has those that CLDR asks for in its language, and no others. */
#include "locale/locale.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    const char *tag, *pattern, *missing, *superfluous;
} Case;

static void expect(const Case *c, gboolean expected) {
    g_autofree char *missing = (char *)0x1, *superfluous = (char *)0x1; /* both are set in any case */
    gboolean good = af_message_plurals(af_locale_get(c->tag), c->pattern, &missing, &superfluous);
    if (good != expected || g_strcmp0(missing, c->missing) != 0 || g_strcmp0(superfluous, c->superfluous) != 0)
        fail_msg("%s %s: %d, missing %s, superfluous %s", c->tag, c->pattern, good, missing, superfluous);
}

static void test_good(void **state) {
    (void)state;
    static const Case cases[] = {
        {"de", "{0,plural,one{#}other{#}}", NULL, NULL},
        {"en", "{0, plural, offset:1 =0 {none} =1 {you} one {you and #} other {you and #}}", NULL, NULL},
        {"en", "{0,selectordinal,one{#st}two{#nd}few{#rd}other{#th}}", NULL, NULL},
        {"en-XA", "{0,selectordinal,one{#st}two{#nd}few{#rd}other{#th}}", NULL, NULL},
        {"ar-XB", "{0,plural,one{#}other{#}}", NULL, NULL},
        {"fr", "{0,plural,one{#}many{# de}other{#}}", NULL, NULL},
        {"fr", "{0,selectordinal,one{#er}other{#e}}", NULL, NULL},
        {"ja", "{0,plural,other{#}}", NULL, NULL},
        {"zh-Hans", "{0,plural,=0{x}other{#}}", NULL, NULL},
        {"zh-Hant", "{0,plural,other{#}}{1,plural,other{#}}", NULL, NULL},
        {"ar", "{0,plural,zero{a}one{a}two{a}few{a}many{a}other{a}}", NULL, NULL},
        /* select has words of its own, and what is quoted is no argument */
        {"ja", "{0,select,one{a}many{b}other{c}} '{0,plural,one{#}other{#}}'", NULL, NULL},
        {"de", "{0,plural,one{{1,select,zero{#}other{'{2,plural,}'}}}other{{2,plural,one{'#'}other{b}}}}", NULL, NULL},
        {"de", "no argument, it's plain, {0} {1,number,percent}", NULL, NULL},
        {"no such tag", "{0,plural,other{#}}", NULL, NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) expect(&cases[i], TRUE);
}

static void test_bad(void **state) {
    (void)state;
    static const Case cases[] = {
        {"de", "{0,plural,other{#}}", "one", NULL},
        {"de", "{0,plural,=1{x}other{#}}", "one", NULL}, /* =1 is no `one`: 1,0 */
        {"de", "{0,plural,one{#}many{#}other{#}}", NULL, "many"},
        {"en", "{0,plural,offset:1 other{#}}", "one", NULL},
        {"en", "{0,selectordinal,one{#st}other{#th}}", "two", NULL},
        {"en-XA", "{0,plural,other{#}}", "one", NULL},
        {"fr", "{0,plural,one{#}other{#}}", "many", NULL},
        {"fr", "{0,selectordinal,one{#}many{#}other{#}}", NULL, "many"},
        {"ja", "{0,plural,one{#}other{#}}", NULL, "one"},
        {"zh-Hans", "{0,plural,one{#}other{#}}", NULL, "one"},
        {"zh-Hant", "{0,plural,few{#}other{#}}", NULL, "few"},
        {"ar", "{0,plural,one{a}two{a}other{a}}", "zero", NULL},
        {"de", "{0,plural,one{#}one{#}other{#}}", NULL, "one"},
        {"de", "{0,plural,one{#}others{#}other{#}}", NULL, "others"},
        {"de", "{0,plural,one{#}}", "other", NULL},
        /* in every place */
        {"de", "{0,plural,one{#}other{#}}{1,plural,other{#}}", "one", NULL},
        {"de", "'{'{0,plural,one{{1,plural,other{#}}}other{#}}", "one", NULL},
        {"de", "{0,select,a{x}other{{1,plural,one{a}few{b}other{c}}}}", NULL, "few"},
        {"de", "l''{0,plural,other{#}}", "one", NULL},
        {"fr", "l'{1}' {0,plural,one{#}other{'#'}}", "many", NULL},
        /* not to be read */
        {"de", "{0,plural,one{#}other{#}", NULL, NULL},
        {"de", "}", NULL, NULL},
        {"de", "{0,date}", NULL, NULL},
        {"de", "\xFF", NULL, NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) expect(&cases[i], FALSE);
    g_autoptr(GString) deep = g_string_new(NULL); /* no deeper than messages go */
    for (int i = 0; i < 1000; i++) g_string_append(deep, "{0,plural,one{");
    expect(&(Case){"de", deep->str, NULL, NULL}, FALSE);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_good), cmocka_unit_test(test_bad)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

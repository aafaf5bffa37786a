/* Languages: the one door to ICU's locale data. An AfLocale is one language of the program with what ICU knows of it;
 * objects are made at first use and kept. Tags are BCP 47 ("zh-Hans"); strings are UTF-8; every returned char * is the
 * caller's unless it says otherwise. Not thread-safe. */
#pragma once

#include "base/diag.h"

#include <glib.h>

typedef struct AfLocale AfLocale;

/* For a BCP 47 tag; never NULL (unknown tags behave as ICU's root). Kept for the life of the process, one per tag. */
AfLocale *af_locale_get(const char *tag);
const char *af_locale_tag(const AfLocale *locale);
/* The canonical BCP 47 form of what a user or an environment says ("zh_CN.UTF-8", "de_DE@euro"; "en" for C and
 * POSIX); NULL if it is no tag. */
char *af_locale_canonical(const char *name);
/* The best of the available tags (NULL-terminated) for a wanted one, by likely subtags (zh, zh-CN, zh_SG → zh-Hans;
 * zh-TW → zh-Hant only; de-AT → de), or NULL if the language or its script is not there. Owned by the array. */
const char *af_locale_match(const char *wanted, const char *const *available);
/* The languages whose texts stand in for those of a tag, nearest first: its chain of CLDR parents (UTS 35, Locale
 * Inheritance: parentLocales, else one subtag less), without itself and root; NULL-terminated, to be freed with
 * g_strfreev. en-AU → en-001, en; zh-Hant → none, as its parent is root; zh-TW → zh-Hant-TW, zh-Hant; pseudo-languages
 * → en, of which they are made. */
char **af_locale_fallbacks(const char *tag);
/* The language that the environment asks for: LC_ALL, LC_MESSAGES, LANG in this order (LANGUAGE first, if set, as GNU
 * has it: not for C and POSIX); "en" for C, POSIX and nothing. */
char *af_locale_environment(void);

/* An ICU MessageFormat pattern with positional arguments ({0}, {0,number…}, {0,plural,…}, {0,selectordinal,…},
 * {0,select,…}; dates come in as strings). At most eight arguments are used as strings and eight as numbers; a number
 * for {0} is formatted, a string for a plural is read as a number. NULL if the pattern is bad or asks for an argument
 * that is not given. A message's apostrophes are ICU's: alone they are letters, before a brace they quote. */
char *af_message_format(AfLocale *locale, const char *pattern, const AfArg *args, guint n_args);
/* Whether a pattern can be parsed, and the number of arguments it uses (highest index + 1) through n_args. */
gboolean af_message_check(AfLocale *locale, const char *pattern, guint *n_args);
/* The arguments that a pattern uses: bit n for {n}, of those below 64. What comes before a fault, if it has one. */
guint64 af_message_arguments(const char *pattern);
/* Whether every plural and selectordinal of a pattern, nested ones too, has exactly the keywords that CLDR's plural
 * rules ask for in this language, beside any =N. If not, the first one that is missing or superfluous (also: not
 * CLDR's, or twice) is given, to be freed, and the other is NULL. For a pattern that cannot be read
 * (af_message_check) FALSE with both NULL. */
gboolean af_message_plurals(AfLocale *locale, const char *pattern, char **missing, char **superfluous);

char *af_number_format(AfLocale *locale, double number);
char *af_percent_format(AfLocale *locale, double ratio);
/* An ISO 8601 date ("2019-12-03") or month ("2019-12") in the locale's own long form ("3. Dezember 2019", "2019年12月"),
 * by skeleton, proleptic Gregorian, no time zone; NULL if it is no date (2019-02-30 is none). */
char *af_date_format(AfLocale *locale, const char *iso);
/* "a, b and c" as the language writes it. */
char *af_list_format(AfLocale *locale, const char *const *items, guint n_items);
/* The name of the language `tag` in the language of `locale`: as it stands alone or begins a list ("Français"), or within a
 * sentence ("français"). */
char *af_language_name(AfLocale *locale, const char *tag, gboolean within);
/* A key whose strcmp order is the language's order (hexadecimal digits). For zh pinyin, for ja with readings given by
 * the caller where there are any. */
char *af_collation_key(AfLocale *locale, const char *text);

/* The heading under which an index of this language puts a text, or its reading, which the caller gives where the
 * script needs one: the letters of CLDR's index exemplars (A–Z; あ か さ …); in Chinese what its collation goes by:
 * pinyin's letters (zh-Hans), counts of strokes ("3 劃": zh-Hant), zhuyin (-u-co-zhuyin). Every language has A–Z too: in
 * Chinese one with pinyin's or before the others, elsewhere where its collation has Latin. What is no letter is under
 * "#"; digits are under "0–9", as the language writes them; letters of scripts without headings (and kanji without a
 * reading) under "…". Punctuation counts where a text begins with it, as it does in collation. */
char *af_index_label(AfLocale *locale, const char *text);
/* A key whose strcmp order (hexadecimal digits) is by heading, "#" and digits first and "…" last, then by
 * af_collation_key. */
char *af_index_key(AfLocale *locale, const char *text);
/* The quotation marks of the language, level 0 outer, 1 inner; in French with their inner space. Owned by the locale. */
const char *af_quote_open(AfLocale *locale, int level);
const char *af_quote_close(AfLocale *locale, int level);

/* Puts in what the language's typography wants and nobody types: in French a no-break space (U+202F before ; ! ? and
 * within guillemets, U+00A0 before :) in place of an ordinary space, and where none was typed inside guillemets;
 * between a number and its unit (a symbol such as GB, ms, % or €) U+00A0 in all languages that use spaces; apostrophe '
 * between letters to U+2019 (de, fr, en); nothing in Chinese and Japanese (their space is the formatter's and CSS's).
 * A space before a dash between words becomes U+00A0 in the same languages. Addresses (://, @) are left alone. Returns NULL
 * if nothing changes. */
char *af_typography(AfLocale *locale, const char *text);
/* Whether the language's script takes the quarter-em space between ideographs (or kana) and Latin letters or digits. */
gboolean af_locale_spaces_scripts(const AfLocale *locale);
/* Whether its script runs from right to left: ar, he, ar-XB … */
gboolean af_locale_is_rtl(const AfLocale *locale);

/* Pseudo-languages (UTS 35: regions XA and XB), made from English to show what is not translated or has no room: en-XA
 * ("⟦åççééñţš⟧": accents, about 35 % longer, brackets) and ar-XB (right to left). Their AfLocale formats as "en";
 * words are divided in en-XA (after vowels), as it is longer, in ar-XB never. Tags are canonical here
 * (af_locale_canonical). */
#define AF_PSEUDO_OPEN "⟦"
#define AF_PSEUDO_CLOSE "⟧"
gboolean af_pseudo_is(const char *tag);
/* An English text as en-XA or ar-XB has it; another tag leaves it as it is. Numbers, addresses, names of files and what
 * looks like code stay. en-XA's brackets are put around the whole of mixed content, inside its white space: first and
 * last say whether this piece begins and ends it (a piece with nothing in it gets its bracket too, unless it is both).
 * ar-XB has each word in RLM RLO … PDF RLM: English letters that run the other way. */
char *af_pseudo_text(const char *tag, const char *text, gboolean first, gboolean last);
/* The same for a pattern of af_message_format, of which only the literal text changes, in every case of plural and
 * select; one pair of brackets around the whole. A pattern that cannot be read stays as it is. */
char *af_pseudo_pattern(const char *tag, const char *pattern);

/* Adds the libraries of this stage (base/library.h). */
void af_locale_versions(GPtrArray *versions);

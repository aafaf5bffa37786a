/* Names beyond ASCII, for what only takes ASCII: domains, and names in Latin letters. Strings are UTF-8; every returned
 * char * is the caller's. */
#pragma once

#include "locale/locale.h"

/* A domain in lower case and as A-labels (IDNA 2008 by UTS 46, non-transitional, with STD 3's letters, digits and
 * hyphens, and the rules of Bidi and ContextJ). NULL if it is none: an empty label, a dot at an end, a label beyond 63
 * bytes or a domain beyond 253, an A-label of nothing, digits alone at the end (that would be an IPv4 address). */
char *af_domain_ascii(const char *domain);
/* A domain in its own script; what cannot be shown so stays as it is. */
char *af_domain_unicode(const char *domain);

/* A name in Latin letters without accents: lower-case ASCII letters and digits in words with single spaces between them,
 * or "" (symbols alone). Latin letters lose their accents by the rules of the locale's language (de: ä → ae), Cyrillic
 * is read by the language's own system, or as Russian. NULL if there is a letter in it that cannot be read with
 * confidence: Han in another language than Chinese or beside kana and Hangul, since no character has but one reading
 * there; Arabic, Hebrew and the like, which are written without vowels; Thai and its neighbours, of which ICU gives the
 * letters, not the sounds. */
char *af_latin(AfLocale *locale, const char *text);

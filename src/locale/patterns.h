/* Hyphenation patterns: reading a dictionary of libhyphen's form and applying it; internal to locale/. */
#pragma once

#include <glib.h>

typedef struct AfPatterns AfPatterns;

/* NULL if the file cannot be read. */
AfPatterns *af_patterns_load(const char *path);
void af_patterns_free(AfPatterns *patterns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AfPatterns, af_patterns_free)

/* The charset of the dictionary, as its first line names it ("UTF-8", "ISO8859-1"). */
const char *af_patterns_charset(const AfPatterns *patterns);
/* The characters that the dictionary wants left before the first and after the last point. */
int af_patterns_left(const AfPatterns *patterns);
int af_patterns_right(const AfPatterns *patterns);

#define AF_PATTERNS_MAX_WORD 512
/* word: n bytes in the dictionary's charset, lower case, letters only, n <= AF_PATTERNS_MAX_WORD. values[i] is odd
 * where the word may be divided after byte i. */
void af_patterns_apply(const AfPatterns *patterns, const char *word, gsize n, guint8 *values);

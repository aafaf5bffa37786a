/* The words of libxml2 made fit to be shown: internal to base/. */
#pragma once

/* A name or value as one line of at most so many characters (and an ellipsis), valid UTF-8, with white space and control
 * characters as single blanks. text may be NULL and invalid. To be freed. */
char *af_xml_shown(const char *text, int most);

/* libxml2's message in the same way, of at most a few hundred characters: a terminal would obey control characters. It is
 * without libxml2's "Element '…': " frame, and without `noise` ("{namespace}") wherever it stands. noise may be NULL.
 * To be freed. */
char *af_xml_words(const char *message, const char *noise);

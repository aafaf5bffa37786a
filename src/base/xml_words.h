/* The words of libxml2 made fit to be shown: internal to base/. */
#pragma once

/* One line of at most a few hundred characters, valid UTF-8 without control characters (a terminal would obey them),
 * without libxml2's "Element '…': " frame, and without `noise` ("{namespace}") wherever it stands. noise may be NULL.
 * To be freed. */
char *af_xml_words(const char *message, const char *noise);

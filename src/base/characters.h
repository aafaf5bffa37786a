/* Characters that steer where a text is shown instead of being shown. */
#pragma once

#include <glib.h>

/* Controls, line and paragraph separators, and what turns the direction of a line around (UAX #9: embeddings, overrides
 * and isolates): with them a name can be made to look like another. Tab, line feed and carriage return are among them. */
static inline gboolean af_character_is_control(gunichar c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x2028 || c == 0x2029;
}

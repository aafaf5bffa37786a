/* Digests: SHA-256 (FIPS 180-4), in lower-case hexadecimal. */
#pragma once

#include <glib.h>

enum { AF_DIGEST_LENGTH = 64 }; /* characters of one */

/* The digest of bytes. To be freed. */
char *af_digest(const void *bytes, gsize length);
/* Opens a plain file to be read, and says its size; never waits for a pipe or wakes a device. `follow`: a symbolic link
 * is followed. -1 and errno for what cannot be read; EINVAL for what is no plain file, ELOOP for a link that is not
 * followed. */
int af_plain_open(const char *path, gboolean follow, guint64 *size);
/* The digest of what is still to be read of a file, whose bytes are also added to `bytes` unless NULL. NULL and errno if
 * it cannot be read; NULL and EFBIG if with `bytes` it is beyond the limit. To be freed. */
char *af_digest_fd(int fd, GByteArray *bytes, guint64 limit);
/* The digest of a plain file and its size; NULL and errno as above. To be freed. */
char *af_digest_file(const char *path, gboolean follow, guint64 *size);
/* Whether a text is a digest. */
gboolean af_is_digest(const char *text);

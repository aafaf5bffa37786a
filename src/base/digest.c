/* Digests of bytes and files. Files are read in pieces, however large they are. */
#include "base/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *af_digest(const void *bytes, gsize length) {
    return g_compute_checksum_for_data(G_CHECKSUM_SHA256, length ? bytes : (const void *)"", length);
}

int af_plain_open(const char *path, gboolean follow, guint64 *size) {
    struct stat about;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | (follow ? 0 : O_NOFOLLOW));
    if (fd < 0) return -1;
    if (!fstat(fd, &about) && S_ISREG(about.st_mode)) {
        *size = (guint64)about.st_size;
        return fd;
    }
    close(fd);
    errno = EINVAL;
    return -1;
}

char *af_digest_fd(int fd, GByteArray *bytes, guint64 limit) {
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    gssize got = 1;
    while (got != 0) {
        guchar chunk[65536];
        got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return NULL;
        g_checksum_update(checksum, chunk, got);
        if (!bytes) continue;
        if (bytes->len + (guint64)got > limit) {
            errno = EFBIG;
            return NULL;
        }
        g_byte_array_append(bytes, chunk, (guint)got);
    }
    return g_strdup(g_checksum_get_string(checksum));
}

char *af_digest_file(const char *path, gboolean follow, guint64 *size) {
    int fd = af_plain_open(path, follow, size);
    if (fd < 0) return NULL;
    char *digest = af_digest_fd(fd, NULL, 0);
    int reason = errno;
    close(fd);
    errno = reason;
    return digest;
}

gboolean af_is_digest(const char *text) {
    return strlen(text) == AF_DIGEST_LENGTH && strspn(text, "0123456789abcdef") == AF_DIGEST_LENGTH;
}

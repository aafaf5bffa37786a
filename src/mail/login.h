/* Who logs in at a server, and with what: how it is found, and kept out of what is shown. */
#pragma once

#include <glib.h>

/* --- secrets.c --- */

typedef struct {
    char *user, *password; /* NULL: nobody logs in */
} AfLogin;
/* Overwrites them, too. */
void af_login_clear(AfLogin *login);
/* Overwrites and frees a secret; NULL is none. */
void af_secret_free(char *secret);

/* What a server may send back of a login: the password, unless it is so short that other words would hold it, and as
 * AUTH PLAIN (RFC 4616) and AUTH LOGIN say it. NULL-terminated, the longest first. */
char **af_secrets_new(const AfLogin *login);
void af_secrets_free(char **secrets);
/* The words with "…" in place of each secret. To be freed. */
char *af_secrets_hide(const char *words, char *const *secrets);

/* --- netrc.c --- */

/* Who logs in at a host (the case of letters does not count), by the netrc file (netrc(5)): by its first entry that
 * has a password, is of this host or the default one, and is of this user or of nobody; without a user (NULL), by the
 * first such entry that has one. Nobody if there is none, or no file (or a device, such as /dev/null). NULL, or why
 * the file cannot be used (to be freed): it is no plain file, cannot be read, has more than 1 MB, or makes no sense
 * so far.
 *
 * It is read here because libcurl 7.88 waits for a pipe for ever, crashes on an entry without a login, and tries an
 * empty password where there is none, which servers count. */
char *af_netrc_find(const char *path, const char *host, const char *user, AfLogin *login);

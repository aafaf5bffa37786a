/* What nobody else is to see of a login. */
#include "mail/login.h"

#include <string.h>

enum { SECRET_MIN = 3 }; /* characters of a password that is told from other words */

void af_secret_free(char *secret) {
    if (secret) explicit_bzero(secret, strlen(secret));
    g_free(secret);
}

void af_login_clear(AfLogin *login) {
    af_secret_free(login->user);
    af_secret_free(login->password);
    *login = (AfLogin){0};
}

/* Base64 without the padding, which may be missing where it is sent back. */
static char *base64(const char *bytes, gsize length) {
    char *text = g_base64_encode((const guchar *)bytes, length);
    text[strcspn(text, "=")] = '\0';
    return text;
}

char **af_secrets_new(const AfLogin *login) {
    char **secrets = g_new0(char *, 4), **next = secrets;
    const char *user = login->user, *password = login->password;
    if (!password) return secrets;
    gsize length = strlen(password), user_length = strlen(user), all = user_length + length + 2;
    char *plain = g_malloc0(all + 1);
    memcpy(plain + 1, user, user_length + 1);
    memcpy(plain + user_length + 2, password, length + 1);
    *next++ = base64(plain, all);
    explicit_bzero(plain, all);
    g_free(plain);
    glong characters = g_utf8_validate(password, -1, NULL) ? g_utf8_strlen(password, -1) : (glong)length;
    if (characters < SECRET_MIN) return secrets;
    *next++ = base64(password, length);
    *next = g_strdup(password);
    return secrets;
}

void af_secrets_free(char **secrets) {
    for (char **secret = secrets; *secret; secret++) af_secret_free(*secret);
    g_free(secrets);
}

char *af_secrets_hide(const char *words, char *const *secrets) {
    char *text = g_strdup(words);
    for (; *secrets; secrets++) {
        g_auto(GStrv) parts = g_strsplit(text, *secrets, -1);
        g_free(text);
        text = g_strjoinv("…", parts);
    }
    return text;
}

/* The server that a mail is given to, from its URL. */
#include "base/characters.h"
#include "locale/names.h"
#include "mail/send.h"

#include <gio/gio.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>

enum { PORT_SUBMISSION = 587, PORT_SUBMISSIONS = 465 }; /* RFC 6409 and RFC 8314 */

void af_server_free(AfServer *server) {
    if (!server) return;
    g_free(server->host);
    g_free(server->user);
    g_free(server);
}

char *af_server_name(const AfServer *server) {
    const char *scheme = server->implicit ? "smtps" : "smtp";
    return g_strdup_printf(strchr(server->host, ':') ? "%s://[%s]:%d" : "%s://%s:%d", scheme, server->host,
                           server->port);
}

/* Whether all that the host resolves to is on the loopback. */
static gboolean is_on_loopback(const char *host) {
    const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *addresses = NULL;
    if (getaddrinfo(host, NULL, &hints, &addresses) != 0) return FALSE;
    gboolean loopback = addresses != NULL;
    for (const struct addrinfo *a = addresses; a && loopback; a = a->ai_next) {
        g_autoptr(GSocketAddress) address = g_socket_address_new_from_native(a->ai_addr, a->ai_addrlen);
        loopback = G_IS_INET_SOCKET_ADDRESS(address) &&
                   g_inet_address_get_is_loopback(g_inet_socket_address_get_address(G_INET_SOCKET_ADDRESS(address)));
    }
    freeaddrinfo(addresses);
    return loopback;
}

/* An address as it is, a name as A-labels; NULL if it is neither. */
static char *host_of(const char *host) {
    g_autoptr(GInetAddress) numeric = g_inet_address_new_from_string(host);
    return numeric ? g_inet_address_to_string(numeric) : af_domain_ascii(host);
}

static gboolean is_user(const char *user) {
    if (!*user || !g_utf8_validate(user, -1, NULL)) return FALSE;
    for (const char *c = user; *c; c = g_utf8_next_char(c)) {
        if (af_character_is_control(g_utf8_get_char(c))) return FALSE;
    }
    return TRUE;
}

/* How much may be shown of a URL from its host on: what follows a colon, but for a port, may be a password whose host
 * was forgotten. */
static gsize shown_length(const char *host) {
    const char *bracket = *host == '[' ? strchr(host, ']') : NULL, *colon = strchr(bracket ? bracket : host, ':');
    if (!colon) return strlen(host);
    gsize digits = strspn(colon + 1, "0123456789");
    gboolean port = !colon[1 + digits] || strchr("/?#", colon[1 + digits]);
    return port ? strlen(host) : (gsize)(colon + 1 - host);
}

/* The URL without its user and what may be a password, for people to see. To be freed. */
static char *without_user(const char *url) {
    gsize scheme = strspn(url, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    scheme = g_str_has_prefix(url + scheme, "://") ? scheme + 3 : 0;
    const char *at = strrchr(url + scheme, '@'), *host = at ? at + 1 : url + scheme;
    gsize length = shown_length(host);
    g_autofree char *start = g_strndup(url, scheme), *rest = g_strndup(host, length);
    return g_strconcat(start, at ? "…@" : "", rest, host[length] ? "…" : "", NULL);
}

/* What the URL says, but for a password; NULL if it says something else than a server. */
static AfServer *server_of(GUri *uri) {
    const char *scheme = g_uri_get_scheme(uri), *host = g_uri_get_host(uri), *path = g_uri_get_path(uri);
    const char *user = g_uri_get_user(uri);
    gboolean implicit = !g_ascii_strcasecmp(scheme, "smtps");
    int port = g_uri_get_port(uri);
    if (!implicit && g_ascii_strcasecmp(scheme, "smtp")) return NULL;
    if (!host || port == 0 || (user && !is_user(user))) return NULL;
    if ((*path && strcmp(path, "/")) || g_uri_get_query(uri) || g_uri_get_fragment(uri)) return NULL;
    g_autofree char *ascii = host_of(host);
    if (!ascii) return NULL;
    AfServer *server = g_new0(AfServer, 1);
    *server = (AfServer){.host = g_steal_pointer(&ascii), .user = g_strdup(user), .implicit = implicit};
    server->port = port > 0 ? port : implicit ? PORT_SUBMISSIONS : PORT_SUBMISSION;
    server->loopback = is_on_loopback(server->host);
    return server;
}

AfServer *af_server_new(const char *url, AfDiagnostics *diagnostics) {
    /* NON_DNS: the host comes as it stands, for af_domain_ascii to read. */
    g_autoptr(GUri) uri = g_uri_parse(url, (GUriFlags)(G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_NON_DNS), NULL);
    if (uri && g_uri_get_password(uri)) {
        af_diagnostics_add(diagnostics, AF_D_SERVER_PASSWORD, NULL, 0);
        return NULL;
    }
    AfServer *server = uri ? server_of(uri) : NULL;
    if (server) return server;
    g_autofree char *shown = without_user(url);
    af_diagnostics_add(diagnostics, AF_D_SERVER_URL, NULL, 0, shown);
    return NULL;
}

/* The line to a server. */
#include "mail/line.h"

#include <errno.h>
#include <linux/sockios.h>
#include <linux/tcp.h> /* netinet/tcp.h has not all of tcp_info */
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { STATE_CLOSE_WAIT = 8 }; /* the kernel's TCP_CLOSE_WAIT: the server says no more */

void af_line_init(AfLine *line, gboolean loopback) {
    *line = (AfLine){.sockets = g_array_new(FALSE, FALSE, sizeof(int)), .loopback = loopback};
}

void af_line_clear(AfLine *line) {
    g_array_unref(line->sockets);
}

static gboolean is_loopback(const struct sockaddr *address, socklen_t length) {
    if (address->sa_family == AF_INET && length >= sizeof(struct sockaddr_in)) {
        struct sockaddr_in ipv4;
        memcpy(&ipv4, address, sizeof ipv4);
        return ntohl(ipv4.sin_addr.s_addr) >> 24 == 127;
    }
    if (address->sa_family == AF_INET6 && length >= sizeof(struct sockaddr_in6)) {
        struct sockaddr_in6 ipv6;
        memcpy(&ipv6, address, sizeof ipv6);
        return IN6_IS_ADDR_LOOPBACK(&ipv6.sin6_addr);
    }
    return FALSE;
}

int af_line_open(AfLine *line, const struct sockaddr *address, socklen_t length, int type, int protocol) {
    if (line->loopback && !is_loopback(address, length)) return -1;
    int opened = socket(address->sa_family, type | SOCK_CLOEXEC, protocol);
    if (opened >= 0) g_array_append_val(line->sockets, opened);
    return opened;
}

int af_line_close(AfLine *line, int closed) {
    for (guint i = line->sockets->len; i-- > 0;) {
        if (g_array_index(line->sockets, int, i) == closed) g_array_remove_index_fast(line->sockets, i);
    }
    return close(closed);
}

/* The socket that is connected; -1: none, or it is not known which. */
static int socket_of(const AfLine *line) {
    return line->sockets->len == 1 ? g_array_index(line->sockets, int, 0) : -1;
}

AfLineState af_line_state(const AfLine *line) {
    char byte;
    int connected = socket_of(line);
    if (connected < 0) return AF_LINE_SILENT;
    ssize_t length = recv(connected, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (length > 0) return AF_LINE_INPUT;
    return length == 0 || (errno != EAGAIN && errno != EINTR && errno != ENOTCONN) ? AF_LINE_CLOSED : AF_LINE_SILENT;
}

gboolean af_line_is_delivered(const AfLine *line) {
    int unacknowledged = 0;
    return ioctl(socket_of(line), SIOCOUTQ, &unacknowledged) != 0 || !unacknowledged;
}

/* The kernel counts the end of what is said as a byte. */
guint64 af_line_received(const AfLine *line) {
    struct tcp_info info = {0};
    socklen_t length = sizeof info;
    gsize needed = offsetof(struct tcp_info, tcpi_bytes_received) + sizeof info.tcpi_bytes_received;
    if (getsockopt(socket_of(line), IPPROTO_TCP, TCP_INFO, &info, &length) != 0 || length < needed) return 0;
    return info.tcpi_bytes_received - (info.tcpi_state == STATE_CLOSE_WAIT && info.tcpi_bytes_received ? 1 : 0);
}

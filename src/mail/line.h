/* The line to a server: the sockets that libcurl asks for, and what has come on them that it has not read, or has read
 * ahead. libcurl itself tells of its socket only when all is over. */
#pragma once

#include <glib.h>
#include <sys/socket.h>

typedef struct {
    GArray *sockets;   /* of int: those that are open; while it connects there may be several */
    gboolean loopback; /* no other address is connected to */
} AfLine;
void af_line_init(AfLine *line, gboolean loopback);
void af_line_clear(AfLine *line);

/* A socket for an address; -1: there is none, or none for this address. */
int af_line_open(AfLine *line, const struct sockaddr *address, socklen_t length, int type, int protocol);
/* As close does. */
int af_line_close(AfLine *line, int closed);

typedef enum {
    AF_LINE_SILENT, /* nothing is there to be read; or there is no line yet */
    AF_LINE_INPUT,  /* something is */
    AF_LINE_CLOSED, /* nothing is, and nothing will come */
} AfLineState;
AfLineState af_line_state(const AfLine *line);
/* Whether the server's system has got all that was said: before that, nothing that comes can be an answer to it. */
gboolean af_line_is_delivered(const AfLine *line);
/* Bytes that have come from the server, read or not, those of TLS as they are; 0: it is not known. */
guint64 af_line_received(const AfLine *line);

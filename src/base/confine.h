/* Confinement: work on a file that may be made to do harm, in a process of its own that cannot take more time and memory
 * than it is given. What a library does with such a file (a stream that unpacks to gigabytes, a nesting that uses up the
 * stack) then ends that process and not the program. */
#pragma once

#include <glib.h>

typedef struct {
    gsize memory;  /* bytes beyond what the program has already (not with AddressSanitizer, which needs its own) */
    guint seconds; /* of processor time */
    gsize output;  /* bytes that may come back */
} AfLimits;

typedef enum {
    AF_CONFINED_DONE,
    AF_CONFINED_EXCEEDED, /* time, or output; memory shows as CRASHED, if the work does not notice itself */
    AF_CONFINED_CRASHED,
    AF_CONFINED_FAILED, /* no process could be made; errno */
} AfConfined;

/* Calls work(data), which gives back bytes (to be freed with g_bytes_unref; NULL is none), in a child process. Nothing
 * else that it does is seen here. *result is set if it is DONE, NULL otherwise. */
AfConfined af_confined(GBytes *(*work)(gpointer data), gpointer data, const AfLimits *limits, GBytes **result);

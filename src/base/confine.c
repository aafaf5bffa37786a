#include "base/confine.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* AddressSanitizer reserves terabytes of addresses. */
#if defined(__SANITIZE_ADDRESS__)
#define COUNTS_MEMORY 0
#else
#define COUNTS_MEMORY 1
#endif

/* Never above what there is already. */
static void set_limit(__rlimit_resource_t resource, rlim_t soft, rlim_t hard) {
    struct rlimit limit;
    if (getrlimit(resource, &limit)) return;
    if (limit.rlim_max == RLIM_INFINITY || hard < limit.rlim_max) limit.rlim_max = hard;
    if (limit.rlim_cur == RLIM_INFINITY || soft < limit.rlim_cur) limit.rlim_cur = MIN(soft, limit.rlim_max);
    (void)setrlimit(resource, &limit);
}

/* The addresses that this process uses, in bytes. */
static rlim_t memory_used(void) {
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file) return 0;
    char text[32] = "";
    if (fgets(text, sizeof text, file)) pages = strtoul(text, NULL, 10);
    (void)fclose(file);
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void confine(const AfLimits *limits) {
    static const int ending[] = {SIGXCPU, SIGPIPE, SIGINT, SIGTERM};
    for (gsize i = 0; i < G_N_ELEMENTS(ending); i++) (void)signal(ending[i], SIG_DFL);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* it is of no use without its parent */
    set_limit(RLIMIT_CORE, 0, 0);
    set_limit(RLIMIT_CPU, limits->seconds, limits->seconds + 1);
    rlim_t used = memory_used();
    if (COUNTS_MEMORY && used) set_limit(RLIMIT_AS, used + limits->memory, used + limits->memory);
}

static gboolean write_all(int fd, const guint8 *bytes, gsize length) {
    while (length) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return FALSE;
        bytes += written;
        length -= (gsize)written;
    }
    return TRUE;
}

static _Noreturn void be_child(int fd, GBytes *(*work)(gpointer data), gpointer data, const AfLimits *limits) {
    confine(limits);
    GBytes *bytes = work(data);
    gsize length = 0;
    const guint8 *start = bytes ? g_bytes_get_data(bytes, &length) : NULL;
    gboolean done = write_all(fd, start, length);
    if (bytes) g_bytes_unref(bytes); /* for leak checkers, which look at the child, too */
    _exit(done ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* What comes out of the pipe until its other end is closed; NULL if it is more than may be. */
static GByteArray *read_all(int fd, gsize most) {
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    for (;;) {
        guint8 chunk[65536];
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 || bytes->len + (gsize)MAX(got, 0) > most) return NULL;
        if (got == 0) return g_steal_pointer(&bytes);
        g_byte_array_append(bytes, chunk, (guint)got);
    }
}

static AfConfined outcome(int status, gboolean fits) {
    if (!fits) return AF_CONFINED_EXCEEDED;
    if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS) return AF_CONFINED_DONE;
    gboolean stopped = WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL);
    return stopped ? AF_CONFINED_EXCEEDED : AF_CONFINED_CRASHED;
}

AfConfined af_confined(GBytes *(*work)(gpointer data), gpointer data, const AfLimits *limits, GBytes **result) {
    int ends[2];
    *result = NULL;
    if (pipe(ends)) return AF_CONFINED_FAILED;
    (void)fflush(stdout); /* what it holds would be in both */
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        be_child(ends[1], work, data, limits);
    }
    int reason = errno;
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        errno = reason;
        return AF_CONFINED_FAILED;
    }
    g_autoptr(GByteArray) bytes = read_all(ends[0], limits->output);
    close(ends[0]); /* a child that still writes ends */
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    AfConfined how = outcome(status, bytes != NULL);
    if (how == AF_CONFINED_DONE) *result = g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
    return how;
}

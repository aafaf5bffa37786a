/* The clock, which only commands ask whose work has a date of its own. */
#include "cli/cli.h"

GDateTime *af_now(void) {
    static const guint64 year_9000 = 221845392000; /* what is counted from it stays in the calendar */
    const char *epoch = g_getenv("SOURCE_DATE_EPOCH");
    guint64 seconds;
    if (epoch && g_ascii_string_to_unsigned(epoch, 10, 0, year_9000, &seconds, NULL)) {
        return g_date_time_new_from_unix_utc((gint64)seconds);
    }
    return g_date_time_new_now_local();
}

char *af_today(void) {
    g_autoptr(GDateTime) now = af_now();
    return g_date_time_format(now, "%Y-%m-%d");
}

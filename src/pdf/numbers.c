/* Numbers in a page's content as short as they need be: cairo writes six decimals, where a hundredth of a point is
 * less than any printer or eye can tell. */
#include "pdf/internal.h"

#define DECIMALS 3
#define FAR 10        /* from here on it is a place, and one decimal less is enough */
#define SIGNIFICANT 4 /* digits at least, where there is nothing before the point: such numbers may be factors */

void af_number_put_digits(GString *out, guint64 digits, int decimals) {
    char text[48];
    int at = sizeof text;
    for (; decimals > 0 && digits % 10 == 0; decimals--) digits /= 10;
    for (int i = 0; i < decimals; i++, digits /= 10) text[--at] = (char)('0' + digits % 10);
    if (decimals > 0) text[--at] = '.';
    for (; digits; digits /= 10) text[--at] = (char)('0' + digits % 10);
    if (at == sizeof text) text[--at] = '0';
    g_string_append_len(out, text + at, (gssize)sizeof text - at);
}

void af_number_put(GString *out, const char *number, gsize length, gboolean color) {
    const char *p = number, *end = number + length;
    gboolean negative = p < end && *p == '-';
    p += negative;
    guint64 digits = 0;
    const char *whole = p;
    for (; p < end && g_ascii_isdigit(*p); p++) digits = digits * 10 + (guint64)(*p - '0');
    const char *point = p;
    gboolean fraction = p < end && *p == '.' && point - whole <= 9;
    int decimals = 0, needed = DECIMALS, zeros = 0;
    if (fraction && digits >= FAR) needed--;
    if (fraction) {
        for (p++; p < end && *p == '0' && !digits; p++) zeros++;
        if (!digits && !color) needed = MAX(DECIMALS, zeros + SIGNIFICANT);
        for (p = point + 1; p < end && g_ascii_isdigit(*p); p++) {
            if (decimals == needed) {
                digits += *p >= '5';
                break;
            }
            digits = digits * 10 + (guint64)(*p - '0');
            decimals++;
        }
        while (p < end && g_ascii_isdigit(*p)) p++;
    }
    if (!fraction || needed > 12 || p < end) {
        g_string_append_len(out, number, (gssize)length);
        return;
    }
    if (negative && digits) g_string_append_c(out, '-');
    af_number_put_digits(out, digits, decimals);
}

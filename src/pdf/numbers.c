/* Numbers in a page's content as short as they need be: cairo writes six decimals, where a hundredth of a point is
 * less than any printer or eye can tell. */
#include "pdf/internal.h"

#include <string.h>

#define DECIMALS 3
#define FAR 10        /* from here on it is a place, and one decimal less is enough */
#define SIGNIFICANT 4 /* digits at least, where there is nothing before the point: such numbers may be factors */

typedef struct {
    const char *at, *end;
    char *out; /* never before what is still to be read: the result replaces the text */
} Shorten;

/* digits/10^decimals without zeros that say nothing. */
static char *put_decimal(char *out, guint64 digits, int decimals) {
    char text[32];
    int at = sizeof text;
    for (; decimals > 0 && digits % 10 == 0; decimals--) digits /= 10;
    for (int i = 0; i < decimals; i++, digits /= 10) text[--at] = (char)('0' + digits % 10);
    if (decimals > 0) text[--at] = '.';
    for (; digits; digits /= 10) text[--at] = (char)('0' + digits % 10);
    if (at == sizeof text) text[--at] = '0';
    memcpy(out, text + at, sizeof text - (gsize)at);
    return out + (sizeof text - (gsize)at);
}

/* Whether the numbers from here on are a colour's, of which there are 256 shades. */
static gboolean is_color(const Shorten *s) {
    const char *p = s->at;
    while (p < s->end && (g_ascii_isdigit(*p) || *p == '.' || *p == ' ')) p++;
    return s->end - p > 2 && g_ascii_tolower(p[0]) == 'r' && g_ascii_tolower(p[1]) == 'g';
}

/* From a digit, sign or point on. What is no decimal fraction of a usual size stays as it is. */
static void shorten_number(Shorten *s) {
    const char *start = s->at, *p = start;
    gboolean negative = *p == '-';
    p += negative;
    guint64 digits = 0;
    const char *whole = p;
    for (; p < s->end && g_ascii_isdigit(*p); p++) digits = digits * 10 + (guint64)(*p - '0');
    const char *point = p;
    gboolean fraction = p < s->end && *p == '.' && point - whole <= 9;
    int decimals = 0, needed = DECIMALS, zeros = 0;
    if (fraction && digits >= FAR) needed--;
    if (fraction) {
        for (p++; p < s->end && *p == '0' && !digits; p++) zeros++;
        if (!digits && !is_color(s)) needed = MAX(DECIMALS, zeros + SIGNIFICANT);
        for (p = point + 1; p < s->end && g_ascii_isdigit(*p); p++) {
            if (decimals == needed) {
                digits += *p >= '5';
                break;
            }
            digits = digits * 10 + (guint64)(*p - '0');
            decimals++;
        }
    }
    const char *end = point + (point < s->end && *point == '.');
    while (end < s->end && g_ascii_isdigit(*end)) end++;
    s->at = MAX(end, start + 1);
    if (!fraction || needed > 12) {
        memmove(s->out, start, (gsize)(s->at - start));
        s->out += s->at - start;
        return;
    }
    if (negative && digits) *s->out++ = '-';
    s->out = put_decimal(s->out, digits, decimals);
}

static void copy_to(Shorten *s, const char *end) {
    end = MIN(end, s->end);
    memmove(s->out, s->at, (gsize)(end - s->at));
    s->out += end - s->at;
    s->at = end;
}

static const char *string_end(const Shorten *s) {
    int depth = 0;
    for (const char *p = s->at; p < s->end; p++) {
        if (*p == '\\')
            p++;
        else if (*p == '(')
            depth++;
        else if (*p == ')' && --depth == 0)
            return p + 1;
    }
    return s->end;
}

/* Of a hexadecimal string, or of a dictionary's bracket. */
static const char *angle_end(const Shorten *s) {
    if (s->end - s->at > 1 && s->at[1] == '<') return s->at + 2;
    const char *end = memchr(s->at, '>', (gsize)(s->end - s->at));
    return end ? end + 1 : s->end;
}

static gboolean ends_word(char c) {
    return g_ascii_isspace(c) || !c || strchr("()<>[]{}/%", c);
}

/* Names and operators; false where an inline image's data begin, which hold anything. */
static gboolean copy_word(Shorten *s) {
    const char *p = s->at + 1;
    while (p < s->end && !ends_word(*p)) p++;
    gboolean data = p - s->at == 2 && !memcmp(s->at, "ID", 2);
    copy_to(s, p);
    return !data;
}

void af_content_shorten(GString *content) {
    Shorten s = {content->str, content->str + content->len, content->str};
    while (s.at < s.end) {
        char c = *s.at;
        if (g_ascii_isdigit(c) || c == '-' || c == '.')
            shorten_number(&s);
        else if (c == '(')
            copy_to(&s, string_end(&s));
        else if (c == '<')
            copy_to(&s, angle_end(&s));
        else if (ends_word(c) && c != '/')
            *s.out++ = *s.at++;
        else if (!copy_word(&s))
            copy_to(&s, s.end);
    }
    g_string_truncate(content, (gsize)(s.out - content->str));
}

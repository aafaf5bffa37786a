/* Paragraphs as lines of format=flowed (RFC 3676): a line that goes on ends in a space; with DelSp=yes that space is
 * no part of the paragraph, so that a line can end where the paragraph has none. */
#include "locale/text.h"
#include "mail/internal.h"

#include <string.h>

#define COLUMNS 72
#define MAX_BYTES 990 /* of 998 (RFC 5322 2.1.1), so that there is room for what is put before and after */
#define SEPARATOR "-- "

AfFlowParagraph *af_flow_paragraph_new(void) {
    AfFlowParagraph *paragraph = g_new0(AfFlowParagraph, 1);
    paragraph->text = g_string_new(NULL);
    paragraph->runs = g_array_new(FALSE, FALSE, sizeof(AfFlowRun));
    return paragraph;
}

void af_flow_paragraph_free(AfFlowParagraph *paragraph) {
    if (!paragraph) return;
    for (guint i = 0; i < paragraph->runs->len; i++) g_free(g_array_index(paragraph->runs, AfFlowRun, i).language);
    g_array_unref(paragraph->runs);
    g_string_free(paragraph->text, TRUE);
    g_free(paragraph);
}

/* --- where lines may end --- */

/* What may stand between two characters of a paragraph. */
enum {
    NO_BREAK,
    AT_SPACE,      /* the character before it is a space */
    WITHOUT_SPACE, /* needs DelSp=yes */
};

gboolean af_mail_is_language(const char *tag, const char *language) {
    return g_str_has_prefix(tag, language) && !g_ascii_isalnum(tag[strlen(language)]);
}

/* Between ASCII characters a line ends only at a space: names of products and addresses stay whole for those who
 * search the text or click in it. */
static guint8 kind_of_break(const char *text, gsize at, guint8 found, gboolean is_whole) {
    if (found != AF_BREAK_ALLOWED && found != AF_BREAK_MANDATORY) return NO_BREAK;
    if (text[at - 1] == ' ') return AT_SPACE;
    if (is_whole || ((guchar)text[at - 1] < 0x80 && (guchar)text[at] < 0x80)) return NO_BREAK;
    return WITHOUT_SPACE;
}

static guint8 *find_breaks(const AfFlowParagraph *paragraph) {
    const GString *text = paragraph->text;
    guint8 *breaks = g_malloc0(text->len + 1);
    for (guint i = 0; i < paragraph->runs->len; i++) {
        const AfFlowRun *run = &g_array_index(paragraph->runs, AfFlowRun, i);
        gboolean is_last = i + 1 == paragraph->runs->len;
        gsize end = is_last ? text->len : g_array_index(paragraph->runs, AfFlowRun, i + 1).start;
        af_text_breaks(af_locale_get(run->language), AF_STRICTNESS_STRICT, text->str, text->len, run->start, end,
                       breaks);
        for (gsize at = MAX(run->start, 1); at < end; at++)
            breaks[at] = kind_of_break(text->str, at, breaks[at], run->is_whole && at > run->start);
    }
    memset(breaks, NO_BREAK, MIN(paragraph->head, text->len) + 1);
    return breaks;
}

/* --- lines --- */

/* A paragraph that becomes lines. */
typedef struct {
    const char *text;
    gsize length;
    const guint8 *breaks; /* of NO_BREAK … */
    gboolean spaceless;   /* in Chinese and Japanese a line does not wait for a space */
    gboolean delsp;
    gboolean needs_delsp; /* found out on the way */
} Flow;

/* East Asian Width: 2 for what is as wide as it is high, in Chinese and Japanese also for what is so only there. */
static guint width_of(const Flow *flow, gunichar c) {
    if (g_unichar_iszerowidth(c)) return 0;
    return (flow->spaceless ? g_unichar_iswide_cjk(c) : g_unichar_iswide(c)) ? 2 : 1;
}

/* What a reader would take for a quotation or for stuffing, and what old mail stores change, gets a space before it. */
static gboolean is_stuffed(const char *line) {
    return *line == ' ' || *line == '>' || g_str_has_prefix(line, "From ");
}

/* The line from start to end as it is written. */
static GString *make_line(const Flow *flow, gsize start, gsize end) {
    GString *line = g_string_new_len(flow->text + start, (gssize)(end - start));
    if (end < flow->length && flow->delsp) g_string_append_c(line, ' ');
    if (is_stuffed(line->str)) g_string_prepend_c(line, ' ');
    return line;
}

/* Whether the line can end before byte `at`: not if it would be the line before a signature. */
static gboolean may_end(const Flow *flow, gsize start, gsize at) {
    if (flow->breaks[at] == NO_BREAK || (flow->breaks[at] == WITHOUT_SPACE && !flow->delsp)) return FALSE;
    if (at - start > strlen(SEPARATOR)) return TRUE;
    g_autoptr(GString) line = make_line(flow, start, at);
    return strcmp(line->str, SEPARATOR) != 0;
}

/* What is known of a line while it is looked for its end. */
typedef struct {
    gsize end;         /* the last place that fits, or the first one; 0: none */
    gsize other;       /* the same for those that need DelSp=yes, where it does not apply */
    gboolean overfull; /* nothing fits */
} Line;

static void consider(const Flow *flow, Line *line, gsize start, gsize at, guint width) {
    if (flow->breaks[at] == WITHOUT_SPACE && !flow->delsp) {
        if (width + 1 <= COLUMNS || line->other == 0) line->other = at;
    } else if (may_end(flow, start, at)) {
        gboolean fits = width + (flow->delsp ? 1 : 0) <= COLUMNS;
        if (line->end > 0 && !fits) return;
        line->end = at;
        line->overfull = !fits;
    }
}

/* Where the line ends that begins at start. */
static gsize find_end(Flow *flow, gsize start) {
    Line line = {0};
    guint width = is_stuffed(flow->text + start) ? 1 : 0;
    gsize at = start;
    while (at < flow->length && (line.end == 0 || width <= COLUMNS)) {
        gsize next = at + (gsize)g_utf8_skip[(guchar)flow->text[at]];
        if (next - start > MAX_BYTES) break;
        width += width_of(flow, g_utf8_get_char(flow->text + at));
        at = next;
        if (at < flow->length) consider(flow, &line, start, at, width);
    }
    if (at == flow->length && width <= COLUMNS) return at;
    if (line.end == 0) { /* the rest, or a word that is longer than a line may be at all */
        flow->needs_delsp = line.other > 0 || at < flow->length;
        return at;
    }
    if (line.other > 0 && (line.overfull || (flow->spaceless && line.other > line.end))) flow->needs_delsp = TRUE;
    return line.end;
}

/* FALSE if it takes DelSp=yes, and that was not given. */
static gboolean flow_paragraph(const AfFlowParagraph *paragraph, gboolean delsp, GByteArray *lines) {
    g_autofree guint8 *breaks = find_breaks(paragraph);
    Flow flow = {.text = paragraph->text->str, .length = paragraph->text->len, .breaks = breaks, .delsp = delsp};
    if (paragraph->runs->len > 0) {
        const char *language = g_array_index(paragraph->runs, AfFlowRun, 0).language;
        flow.spaceless = af_mail_is_language(language, "zh") || af_mail_is_language(language, "ja");
    }
    gsize start = 0;
    do {
        gsize end = find_end(&flow, start);
        if (flow.needs_delsp && !delsp) return FALSE;
        g_autoptr(GString) line = make_line(&flow, start, end);
        g_byte_array_append(lines, (const guint8 *)line->str, (guint)line->len);
        g_byte_array_append(lines, (const guint8 *)"\n", 1);
        start = end;
    } while (start < flow.length);
    return TRUE;
}

static GByteArray *flow_all(const GPtrArray *paragraphs, gboolean delsp) {
    g_autoptr(GByteArray) lines = g_byte_array_new();
    for (guint i = 0; i < paragraphs->len; i++) {
        const AfFlowParagraph *paragraph = g_ptr_array_index(paragraphs, i);
        if (paragraph->separator)
            g_byte_array_append(lines, (const guint8 *)SEPARATOR "\n", strlen(SEPARATOR "\n"));
        else if (!flow_paragraph(paragraph, delsp, lines))
            return NULL;
    }
    return g_steal_pointer(&lines);
}

GByteArray *af_flow(const GPtrArray *paragraphs, gboolean *delsp) {
    GByteArray *lines = flow_all(paragraphs, FALSE);
    *delsp = lines == NULL;
    return lines ? lines : flow_all(paragraphs, TRUE);
}

/* What a file may say of itself: that it is PDF/A-3a (ISO 19005-3), PDF/UA-1 (ISO 14289-1), both or neither.
 *
 * Most conditions hold for every file that is made here, because of how it is made. These are the others: what the
 * formatting objects leave out or ask for. Each that does not hold is said once, where it is first met, in a note: the
 * formatting objects are none the worse for it. */
#include "pdf/internal.h"

#include <string.h>

typedef enum { ARCHIVE = AF_CONFORMS_A, ACCESS = AF_CONFORMS_UA, BOTH = ARCHIVE | ACCESS } Standards;

/* Why not: the first is the word for it in the message, which the translations choose by. */
static const struct {
    const char *word;
    Standards standards;
} reasons[] = {
    {"language", ACCESS}, {"title", ACCESS},   {"figure", ACCESS},   {"formula", ACCESS}, {"heading", ACCESS},
    {"nesting", ACCESS},  {"missing", BOTH},   {"private", ARCHIVE}, {"size", ARCHIVE},
};
typedef enum { LANGUAGE, TITLE, FIGURE, FORMULA, HEADING, NESTING, MISSING, PRIVATE, SIZE } Reason;

typedef struct {
    AfPdf *pdf;
    guint standards; /* that are left */
    guint said;      /* reasons, as bits */
} Check;

/* what: the structure type, character or size that it is about; "". node NULL: nowhere in particular. */
static void fail(Check *c, Reason reason, const char *what, const AfFoNode *node) {
    static const char *const names[] = {[ARCHIVE] = "PDF/A-3a", [ACCESS] = "PDF/UA-1", [BOTH] = "PDF/A-3a, PDF/UA-1"};
    c->standards &= ~(guint)reasons[reason].standards;
    if (c->said & 1U << reason) return;
    c->said |= 1U << reason;
    af_fo_report(c->pdf->fo, node ? node : af_fo_root(c->pdf->fo), c->pdf->diagnostics, AF_D_PDF_CONFORMANCE,
                 names[reasons[reason].standards], reasons[reason].word, what);
}

/* ---- structure */

/* Levels begin at 1 and none is skipped on the way down; numbered headings and H do not mix. */
static gboolean heading_follows(AfTag tag, int *level, gboolean *plain) {
    if (tag == AF_TAG_H) {
        gboolean again = *plain;
        *plain = TRUE;
        return *level == 0 && !again;
    }
    int next = (int)(tag - AF_TAG_H1) + 1;
    gboolean follows = next <= *level + 1 && !*plain;
    *level = next;
    return follows;
}

/* A role that stands where it may not (ISO 32000-1, 14.8.4.2 and 14.8.4.3) has become another, so the file is in
 * order, but does not mean what was meant. */
static void check_structure(Check *c) {
    const AfFoNode *misplaced = c->pdf->structure.misplaced;
    if (misplaced) fail(c, NESTING, af_style_string(misplaced->style, AF_P_ROLE), misplaced);
    const GArray *elements = c->pdf->structure.elements;
    int level = 0;
    gboolean plain = FALSE;
    for (guint i = 0; i < elements->len; i++) {
        const AfElement *e = &g_array_index(elements, AfElement, i);
        const char *name = af_tag_name(e->tag);
        if (e->tag >= AF_TAG_H && e->tag <= AF_TAG_H6 && !heading_follows(e->tag, &level, &plain))
            fail(c, HEADING, name, e->node);
        if (e->tag != AF_TAG_FIGURE && e->tag != AF_TAG_FORMULA) continue;
        const char *alternative = e->node ? af_alternative_of(e->node) : NULL;
        if (!alternative || !*alternative) fail(c, e->tag == AF_TAG_FIGURE ? FIGURE : FORMULA, name, e->node);
    }
}

/* ---- characters and pages */

/* The first character of the private use areas: nobody else can know what it means (ISO 19005-3, 6.2.11.7.3). In UTF-8
 * they begin with 0xEE, 0xEF and 0xF3 to 0xF4, which almost no text has. */
static const char *find_private(const char *text) {
    static const char leads[] = "\xEE\xEF\xF3\xF4";
    for (const char *p = strpbrk(text, leads); p; p = strpbrk(p + 1, leads)) {
        gunichar ch = g_utf8_get_char(p);
        if ((ch >= 0xE000 && ch <= 0xF8FF) || ch >= 0xF0000) return p;
    }
    return NULL;
}

/* No deeper than the tree of formatting objects, which has a limit. */
static void check_text(Check *c, const AfFoNode *node) {
    const char *found = node->element == AF_FO_TEXT ? find_private(node->text) : NULL;
    if (found) {
        g_autofree char *code = g_strdup_printf("U+%04X", g_utf8_get_char(found));
        fail(c, PRIVATE, code, node->parent);
    }
    for (const AfFoNode *child = node->first_child; child; child = child->next) check_text(c, child);
}

/* ISO 19005-3, 6.1.13: 3 to 14,400 units. */
static void check_pages(Check *c) {
    for (guint i = 0; i < c->pdf->n_pages; i++) {
        const AfPage *page = af_pages_get(c->pdf->pages, (int)i);
        double width = AF_POINTS(page->width), height = AF_POINTS(page->height);
        if (MIN(width, height) >= 3 && MAX(width, height) <= 14400) continue;
        g_autofree char *size = g_strdup_printf("%.0f × %.0f", width, height);
        fail(c, SIZE, size, NULL);
    }
}

/* A language tag as RFC 3066 has it, which both standards ask for; "" is none. */
gboolean af_language_is_tag(const char *language) {
    gsize length = 0;
    for (const char *p = language; *p; p++) {
        if (*p == '-' ? !length : !g_ascii_isalnum(*p)) return FALSE;
        if (p - language < 8 && g_ascii_isdigit(*p) && !memchr(language, '-', (gsize)(p - language))) return FALSE;
        length = *p == '-' ? 0 : length + 1;
        if (length > 8) return FALSE;
    }
    return length > 0;
}

guint af_conformance(AfPdf *pdf, gboolean titled) {
    Check c = {.pdf = pdf, .standards = BOTH};
    if (!*pdf->language) fail(&c, LANGUAGE, "", NULL);
    if (!titled) fail(&c, TITLE, "", NULL);
    if (af_pages_lack_glyphs(pdf->pages)) fail(&c, MISSING, "", NULL);
    check_pages(&c);
    check_structure(&c);
    check_text(&c, af_fo_root(pdf->fo));
    return c.standards;
}

/* Footnotes (XSL 1.1 sections 4.2.5, 6.12.3, 6.12.4): the body of one is out of line; it stands at the foot of the
 * region-body of the page that has the last area of what is in the line, under the separator. A body that has no room
 * there goes on at the foot of the next page. */
#include "layout/internal.h"

#include <string.h>

/* A body, or the separator. */
typedef struct {
    const AfFoNode *node;
    AfList *list;  /* laid out for `width`; NULL until it is needed */
    AfUnit width;
    guint from;    /* the first item that is not on a page before */
    AfUnit first;  /* of the first box: the least that can stay on a page */
} Note;

struct AfNotes {
    GHashTable *all;      /* fo:footnote-body → Note; owned */
    GPtrArray *page;      /* Note: those of the current page, what is left of pages before first */
    AfNoteSum sum;        /* of them */
    Note separator;       /* without node if there is none */
    const AfFoNode *sequence;
    AfUnit width;         /* of the current page's body */
    gboolean rtl;
};

AfNotes *af_notes_new(void) {
    AfNotes *notes = g_new0(AfNotes, 1);
    notes->all = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    notes->page = g_ptr_array_new();
    return notes;
}

void af_notes_free(AfNotes *notes) {
    g_hash_table_unref(notes->all);
    g_ptr_array_unref(notes->page);
    g_free(notes);
}

/* ---- which there are */

/* What the body may not stand in (6.12.3): a region that is not the body, what is placed out of line itself. */
static const AfFoNode *forbids(const AfFoNode *body) {
    for (const AfFoNode *node = body->parent; node; node = node->parent) {
        switch (node->element) {
        case AF_FO_STATIC_CONTENT:
        case AF_FO_FOOTNOTE_BODY:
        case AF_FO_MARKER: return node;
        case AF_FO_BLOCK_CONTAINER:
            if (!af_style_is(node->style, AF_P_ABSOLUTE_POSITION, AF_KW_AUTO)) return node;
            break;
        default: break;
        }
    }
    return NULL;
}

gboolean af_note_add(AfPages *pages, const AfFoNode *body) {
    const AfFoNode *in = forbids(body);
    if (in) {
        af_fo_report(pages->fo, body, pages->diagnostics, AF_D_FO_MISPLACED, "footnote-body", af_fo_element_name(in->element));
        return FALSE;
    }
    pages->has_notes = TRUE;
    Note *note = g_new0(Note, 1);
    note->node = body;
    g_hash_table_insert(pages->notes->all, (gpointer)(guintptr)body, note);
    return TRUE;
}

typedef void (*Found)(gpointer data, AfPages *pages, Note *note);

static void each_in(AfPages *pages, const AfList *list, guint from, guint to, Found found, gpointer data);

static void each_of(AfPages *pages, const AfItem *item, Found found, gpointer data) {
    switch (item->kind) {
    case AF_ITEM_LINE:
        for (guint i = 0; item->line->anchors && i < item->line->anchors->len; i++) {
            const AfAnchor *anchor = &g_array_index(item->line->anchors, AfAnchor, i);
            Note *note = anchor->kind == AF_ANCHOR_NOTE ? g_hash_table_lookup(pages->notes->all, anchor->node) : NULL;
            if (note) found(data, pages, note);
        }
        break;
    case AF_ITEM_BOX: each_in(pages, item->box->list, 0, G_MAXUINT, found, data); break;
    case AF_ITEM_ROWS:
        for (guint i = 0; i < item->rows->cells->len; i++) {
            const AfCell *cell = &g_array_index(item->rows->cells, AfCell, i);
            each_in(pages, cell->list, cell->from, cell->to, found, data);
        }
        break;
    default: break;
    }
}

static void each_in(AfPages *pages, const AfList *list, guint from, guint to, Found found, gpointer data) {
    to = MIN(to, list->items->len);
    for (guint i = from; i < to; i++) each_of(pages, &g_array_index(list->items, AfItem, i), found, data);
}

/* ---- how high they are */

static void lay_out(AfPages *pages, Note *note) {
    const AfNotes *notes = pages->notes;
    if (note->list && (note->width == notes->width || note->from > 0)) return;
    note->list = af_list_new(pages, notes->rtl);
    note->width = notes->width;
    note->from = 0;
    af_list_start(note->list, note->node);
    af_list_fill(pages, note->list, note->node, notes->width);
    af_list_end(note->list, note->node);
    note->first = 0;
    for (guint i = 0; i < note->list->items->len; i++) {
        const AfItem *item = &g_array_index(note->list->items, AfItem, i);
        if (!af_item_is_box(item)) continue;
        note->first = item->height;
        break;
    }
}

/* The space at an end of what of a note begins at item `from`; NULL if there is none. */
static const AfItem *end_space(const Note *note, guint from, gboolean last) {
    const GArray *items = note->list->items;
    for (guint i = from; i < items->len; i++) {
        const AfItem *item = &g_array_index(items, AfItem, last ? items->len - 1 - (i - from) : i);
        if (item->kind == AF_ITEM_SPACE) return item;
        if (af_item_is_box(item)) return NULL;
    }
    return NULL;
}

/* The note comes under those of the sum; spaces meet between them (4.3). Returns its top, without the space before it. */
static AfUnit add_note(AfNoteSum *sum, const Note *note) {
    const AfItem *before = end_space(note, note->from, FALSE), *after = end_space(note, note->from, TRUE);
    AfUnit inner = af_list_extent(note->list, note->from, G_MAXUINT) - (before ? before->at_start : 0);
    if (after && before != after) inner -= after->at_end;
    AfItem gap = sum->after;
    if (before && note->from == 0) {
        if (gap.kind == AF_ITEM_SPACE) af_space_join(&gap, before, TRUE);
        else gap = *before;
    }
    AfUnit space = gap.kind != AF_ITEM_SPACE ? 0 : sum->any ? gap.height : gap.at_start;
    AfUnit top = af_sum(sum->height, space);
    sum->height = af_sum(top, inner);
    sum->after = after && after != before ? *after : (AfItem){.kind = AF_ITEM_MARK};
    sum->any = TRUE;
    return top;
}

AfUnit af_notes_height(const AfNoteSum *sum) {
    AfUnit space = sum->after.kind == AF_ITEM_SPACE ? sum->after.at_end : 0;
    return MAX(sum->reserved, af_sum(sum->height, space));
}

AfNoteSum af_notes_sum(const AfPages *pages) { return pages->notes->sum; }

static void add_separator(AfPages *pages, AfNoteSum *sum) {
    Note *separator = &pages->notes->separator;
    if (!separator->node) return;
    lay_out(pages, separator);
    add_note(sum, separator);
}

static void count_note(gpointer data, AfPages *pages, Note *note) {
    AfNoteSum *sum = data;
    lay_out(pages, note);
    if (!sum->any) add_separator(pages, sum);
    add_note(sum, note);
}

gboolean af_notes_count(AfPages *pages, const AfItem *item, AfNoteSum *sum) {
    AfUnit before = sum->height;
    each_of(pages, item, count_note, sum);
    return sum->height != before;
}

static void least_note(gpointer data, AfPages *pages, Note *note) {
    AfUnit *least = data;
    lay_out(pages, note);
    if (*least < 0) *least = note->first;
}

AfUnit af_notes_least(AfPages *pages, const AfItem *item) {
    AfUnit least = -1;
    AfNoteSum separator = {0};
    each_of(pages, item, least_note, &least);
    if (!pages->notes->sum.any) add_separator(pages, &separator);
    return af_sum(MAX(least, 0), separator.height);
}

/* ---- rows that are split */

/* Where in the rows a line with footnotes ends. */
typedef struct {
    AfUnit bottom;
    const AfItem *item;
} Citing;

static int compare_citing(gconstpointer a, gconstpointer b) {
    const Citing *x = a, *y = b;
    return x->bottom < y->bottom ? -1 : x->bottom > y->bottom;
}

static GArray *find_citing(AfPages *pages, const AfRows *rows) {
    GArray *found = g_array_new(FALSE, FALSE, sizeof(Citing));
    for (guint c = 0; c < rows->cells->len; c++) {
        const AfCell *cell = &g_array_index(rows->cells, AfCell, c);
        AfUnit y = cell->before;
        for (int r = 0; r < cell->row; r++) y = af_sum(y, rows->heights[r]);
        guint to = MIN(cell->to, cell->list->items->len);
        for (guint i = cell->from; i < to; i++) {
            Citing citing = {0, &g_array_index(cell->list->items, AfItem, i)};
            citing.bottom = y = af_sum(y, citing.item->height);
            AfUnit least = -1;
            each_of(pages, citing.item, least_note, &least);
            if (least >= 0) g_array_append_val(found, citing);
        }
    }
    g_array_sort(found, compare_citing);
    return found;
}

AfUnit af_notes_rows_room(AfPages *pages, const AfRows *rows, AfUnit room, const AfNoteSum *sum) {
    g_autoptr(GArray) citing = find_citing(pages, rows);
    AfNoteSum with = *sum;
    AfUnit height = room - af_notes_height(&with);
    for (guint i = 0; i < citing->len; i++) {
        const Citing *c = &g_array_index(citing, Citing, i);
        if (c->bottom > height) break;
        af_notes_count(pages, c->item, &with);
        AfUnit less = room - af_notes_height(&with);
        if (less < c->bottom) return c->bottom - 1;
        height = less;
    }
    return height;
}

/* ---- a page */

static const AfFoNode *separator_of(const AfFoNode *sequence) {
    for (const AfFoNode *child = sequence->first_child; child; child = child->next) {
        const char *name = child->element == AF_FO_STATIC_CONTENT ? af_reference(child, "flow-name") : NULL;
        if (name && !strcmp(name, "xsl-footnote-separator")) return child;
    }
    return NULL;
}

void af_notes_reset(AfPages *pages, guint count, AfUnit reserved, AfUnit most) {
    AfNotes *notes = pages->notes;
    g_ptr_array_set_size(notes->page, (int)count);
    notes->sum = (AfNoteSum){.reserved = reserved, .most = most};
    for (guint i = 0; i < count; i++) count_note(&notes->sum, pages, g_ptr_array_index(notes->page, i));
}

void af_notes_begin(AfPages *pages, const AfFoNode *sequence, AfUnit width, gboolean rtl) {
    AfNotes *notes = pages->notes;
    notes->width = width;
    notes->rtl = rtl;
    if (notes->sequence != sequence) {
        notes->sequence = sequence;
        notes->separator = (Note){.node = separator_of(sequence)};
        g_ptr_array_set_size(notes->page, 0);
    }
    af_notes_reset(pages, notes->page->len, 0, 0);
}

guint af_notes_taken(const AfPages *pages) { return pages->notes->page->len; }

static void take_note(gpointer data, AfPages *pages, Note *note) {
    AfNotes *notes = data;
    count_note(&notes->sum, pages, note);
    g_ptr_array_add(notes->page, note);
}

void af_notes_take(AfPages *pages, const AfList *list, guint from, guint to) {
    each_in(pages, list, from, to, take_note, pages->notes);
}

gboolean af_notes_left(const AfPages *pages) { return pages->notes && pages->notes->page->len > 0; }

/* How much of the page's last note goes into what there is under those of the sum. */
static guint split_note(AfPages *pages, Note *note, const AfNoteSum *sum, AfUnit room, gboolean must) {
    AfNoteSum with = *sum;
    AfUnit whole = af_list_extent(note->list, note->from, G_MAXUINT), top = add_note(&with, note);
    AfFit fit = af_fit(pages, note->list, note->from, G_MAXUINT, room - top, must ? AF_FIT_MUST : 0);
    if (must && fit.overflow > AF_OVERFULL) {
        af_fo_report(pages->fo, note->node, pages->diagnostics, AF_D_OVERFULL_PAGE, AF_POINTS(fit.overflow));
    }
    return whole > 0 ? fit.to : note->list->items->len;
}

/* A note's part, and where it stands from the area's top. */
typedef struct {
    Note *note;
    guint from, to;
    AfUnit top;
} Part;

static void plan_part(GArray *parts, AfNoteSum *sum, Note *note, guint to) {
    Part part = {note, note->from, to, 0};
    if (to < note->list->items->len) {
        AfNoteSum with = *sum;
        part.top = add_note(&with, note);
        sum->height = part.top + af_list_extent(note->list, note->from, to);
        sum->after = (AfItem){.kind = AF_ITEM_MARK};
        sum->any = TRUE;
    } else {
        part.top = add_note(sum, note);
    }
    g_array_append_val(parts, part);
}

/* Which notes stay, and how much of the first that does not fit; the others are left for the next page. */
static void plan_parts(AfPages *pages, GArray *parts, AfNoteSum *sum, AfUnit room, gboolean must) {
    AfNotes *notes = pages->notes;
    if (notes->separator.node) plan_part(parts, sum, &notes->separator, notes->separator.list->items->len);
    guint i = 0;
    for (; i < notes->page->len; i++) {
        Note *note = g_ptr_array_index(notes->page, i);
        AfNoteSum with = *sum;
        add_note(&with, note);
        gboolean fits = af_notes_height(&with) <= room + AF_FIT_SLACK;
        guint to = fits ? note->list->items->len : split_note(pages, note, sum, room, must && i == 0);
        if (to > note->from) plan_part(parts, sum, note, to);
        note->from = to;
        if (to < note->list->items->len) break;
    }
    g_ptr_array_remove_range(notes->page, 0, i);
}

void af_notes_place(AfPages *pages, AfUnit x, AfUnit top, AfUnit bottom, gboolean must) {
    AfNotes *notes = pages->notes;
    if (notes->page->len == 0) return;
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(Part));
    AfNoteSum sum = {0};
    plan_parts(pages, parts, &sum, bottom - top, must);
    guint separators = notes->separator.node ? 1 : 0;
    if (parts->len == separators) return; /* nothing stays on this page */
    AfUnit y = bottom - af_notes_height(&sum);
    for (guint i = 0; i < parts->len; i++) {
        const Part *part = &g_array_index(parts, Part, i);
        AfPlacing placing = part->note == &notes->separator ? AF_PLACE_COPY | AF_PLACE_ARTIFACT : AF_PLACE_PLAIN;
        const Note *note = part->note;
        const AfItem *before = end_space(note, part->from, FALSE);
        AfUnit left = note->list->rtl ? x - note->width : x, down = y + part->top - (before ? before->at_start : 0);
        int trace = af_trace_begin(pages, note->node, left, down, note->width);
        AfUnit height = af_place(pages, note->list, part->from, part->to, x, down, placing);
        af_trace_end(pages, trace, down + height, TRUE, TRUE);
    }
}

/* Markers (XSL 1.1 sections 6.13.5 to 6.13.7): which there are on a page or in a part of a table, and which of them is
 * retrieved. A marker belongs to the areas of its parent: it is on each page that has one of them. */
#include "layout/internal.h"

#include <string.h>

/* What is retrieved of one class when nothing is found where it is asked for first. */
typedef struct {
    int part;                 /* in which page, or part of a table */
    int page;
    const AfFoNode *sequence; /* the page's fo:page-sequence */
    const AfFoNode *starting, *ending, *any; /* the last of each kind there */
} Latest;

struct AfMarkers {
    GHashTable *pages;  /* class → Latest of the pages before `until` */
    int until;
    GHashTable *tables; /* AfTable → GHashTable of class → Latest, of its parts so far */
    int parts;          /* of tables, so far */
};

AfMarkers *af_markers_new(void) {
    AfMarkers *markers = g_new0(AfMarkers, 1);
    markers->pages = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    markers->tables = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref);
    return markers;
}

void af_markers_free(AfMarkers *markers) {
    g_hash_table_unref(markers->pages);
    g_hash_table_unref(markers->tables);
    g_free(markers);
}

gboolean af_has_markers(const AfFoNode *node) {
    for (const AfFoNode *child = node->first_child; child; child = child->next) {
        if (child->element == AF_FO_MARKER) return TRUE;
    }
    return FALSE;
}

/* ---- which there are */

static void add_entry(GArray *found, const AfFoNode *marker, gboolean starts) {
    AfPageMarker entry = {marker, af_reference(marker, "marker-class-name"), starts, FALSE};
    if (entry.name) g_array_append_val(found, entry);
}

static void end_entries(GArray *found, const AfFoNode *node) {
    gboolean begun = FALSE; /* those of one object stand in a row, behind them those of what is in it */
    for (guint i = found->len; i-- > 0;) {
        AfPageMarker *entry = &g_array_index(found, AfPageMarker, i);
        if (entry->node->parent == node) entry->ends = begun = TRUE;
        else if (begun) break;
    }
}

static GArray *of_page(const AfPages *pages) { return af_page_work(pages, pages->current)->markers; }

void af_marker_begin(AfPages *pages, AfList *list, const AfFoNode *marker) {
    add_entry(of_page(pages), marker, TRUE);
    g_ptr_array_add(list->markers, (gpointer)(guintptr)marker);
}

void af_marker_end(AfPages *pages, AfList *list, const AfFoNode *node) {
    gboolean found = FALSE;
    while (list->markers->len > 0) {
        const AfFoNode *marker = g_ptr_array_index(list->markers, list->markers->len - 1);
        if (marker->parent != node) break;
        found = TRUE;
        g_ptr_array_set_size(list->markers, (int)list->markers->len - 1);
    }
    if (found) end_entries(of_page(pages), node);
}

void af_markers_carry(AfPages *pages, const AfList *list) {
    for (guint i = 0; i < list->markers->len; i++) add_entry(of_page(pages), g_ptr_array_index(list->markers, i), FALSE);
}

/* ---- the hierarchy of 6.13.6 and 6.13.7 */

typedef enum { FIRST_STARTING, FIRST_ANY, LAST_STARTING, LAST_ENDING } Position;

static Position position_of(AfKeyword keyword) {
    switch (keyword) {
    case AF_KW_FIRST_INCLUDING_CARRYOVER: return FIRST_ANY;
    case AF_KW_LAST_STARTING_WITHIN_PAGE:
    case AF_KW_LAST_STARTING: return LAST_STARTING;
    case AF_KW_LAST_ENDING_WITHIN_PAGE:
    case AF_KW_LAST_ENDING: return LAST_ENDING;
    default: return FIRST_STARTING;
    }
}

/* The marker of a page or part of a table that the position asks for; any one rather than none. */
static const AfFoNode *choose(const GArray *markers, const char *name, Position position) {
    gboolean last = position == LAST_STARTING || position == LAST_ENDING;
    const AfFoNode *right = NULL, *any = NULL;
    for (guint m = 0; m < markers->len; m++) {
        const AfPageMarker *marker = &g_array_index(markers, AfPageMarker, m);
        if (strcmp(marker->name, name)) continue;
        gboolean fits = position == LAST_ENDING ? marker->ends : marker->starts || position == FIRST_ANY;
        if (last || !any) any = marker->node;
        if (fits && (last || !right)) right = marker->node;
    }
    return right ? right : any;
}

static void remember(GHashTable *latest, const GArray *markers, int part, int page, const AfFoNode *sequence) {
    for (guint m = 0; m < markers->len; m++) {
        const AfPageMarker *marker = &g_array_index(markers, AfPageMarker, m);
        Latest *known = g_hash_table_lookup(latest, marker->name);
        if (!known) g_hash_table_insert(latest, (gpointer)(guintptr)marker->name, known = g_new0(Latest, 1));
        if (known->part != part || !known->any) *known = (Latest){.part = part, .page = page, .sequence = sequence};
        known->any = marker->node;
        if (marker->starts) known->starting = marker->node;
        if (marker->ends) known->ending = marker->node;
    }
}

/* Of what went before, the last that ended there comes first, or the last that began where that is asked for. */
static const AfFoNode *remembered(const Latest *known, Position position) {
    const AfFoNode *right = position == LAST_STARTING ? known->starting : known->ending;
    return right ? right : known->any;
}

/* What the pages before the current one had; static content goes from page to page. */
static const Latest *before_page(const AfPages *pages, const char *name) {
    AfMarkers *markers = pages->markers;
    if (markers->until > pages->current) {
        g_hash_table_remove_all(markers->pages);
        markers->until = 0;
    }
    for (; markers->until < pages->current; markers->until++) {
        const AfPageWork *work = af_page_work(pages, markers->until);
        remember(markers->pages, work->markers, markers->until, markers->until, work->sequence);
    }
    return g_hash_table_lookup(markers->pages, name);
}

/* ---- fo:retrieve-marker */

/* It stands in static content (6.13.6), and not in a marker. */
static gboolean may_retrieve(const AfFoNode *retrieve) {
    for (const AfFoNode *node = retrieve->parent; node; node = node->parent) {
        if (node->element == AF_FO_MARKER) return FALSE;
        if (node->element == AF_FO_STATIC_CONTENT) return TRUE;
    }
    return FALSE;
}

static const AfFoNode *misplaced(const AfPages *pages, const AfFoNode *retrieve) {
    af_fo_report(pages->fo, retrieve, pages->diagnostics, AF_D_FO_MISPLACED, af_fo_element_name(retrieve->element),
                 af_fo_element_name(retrieve->parent->element));
    return NULL;
}

const AfFoNode *af_marker_retrieve(const AfPages *pages, const AfFoNode *retrieve) {
    if (!may_retrieve(retrieve)) return misplaced(pages, retrieve);
    const char *name = af_reference(retrieve, "retrieve-class-name");
    if (!name || pages->current < 0) return NULL;
    const AfPageWork *here = af_page_work(pages, pages->current);
    Position position = position_of(af_style_keyword(retrieve->style, AF_P_RETRIEVE_POSITION));
    AfKeyword boundary = af_style_keyword(retrieve->style, AF_P_RETRIEVE_BOUNDARY);
    const AfFoNode *found = choose(here->markers, name, position);
    const Latest *before = found || boundary == AF_KW_PAGE ? NULL : before_page(pages, name);
    if (before && (boundary == AF_KW_DOCUMENT || before->sequence == here->sequence)) found = remembered(before, position);
    return found ? af_fo_marker_copy(pages->fo, found, retrieve) : NULL;
}

/* ---- fo:retrieve-table-marker */

static gboolean is_within(const AfFoNode *node, const AfFoNode *outer) {
    while (node && node != outer) node = node->parent;
    return node != NULL;
}

static void scan(GArray *found, const AfList *list, guint from, guint to, const AfFoNode *within);

static void scan_line(GArray *found, const AfLine *line) {
    for (guint i = 0; line->anchors && i < line->anchors->len; i++) {
        const AfAnchor *anchor = &g_array_index(line->anchors, AfAnchor, i);
        if (anchor->kind == AF_ANCHOR_END) end_entries(found, anchor->node);
        if (anchor->kind != AF_ANCHOR_START) continue;
        for (const AfFoNode *child = anchor->node->first_child; child; child = child->next) {
            if (child->element == AF_FO_MARKER) add_entry(found, child, TRUE);
        }
    }
}

static void scan_item(GArray *found, const AfItem *item, const AfFoNode *within) {
    switch (item->kind) {
    case AF_ITEM_MARK:
        if (item->mark == AF_MARK_MARKER) add_entry(found, item->node, TRUE);
        if (item->mark == AF_MARK_END) end_entries(found, item->node);
        break;
    case AF_ITEM_LINE: scan_line(found, item->line); break;
    case AF_ITEM_BOX: scan(found, item->box->list, 0, G_MAXUINT, within); break;
    case AF_ITEM_ROWS:
        for (guint i = 0; !item->rows->head && i < item->rows->cells->len; i++) {
            const AfCell *cell = &g_array_index(item->rows->cells, AfCell, i);
            scan(found, cell->list, cell->from, cell->to, within);
        }
        break;
    default: break;
    }
}

/* As placing would find them (place.c). */
static void scan(GArray *found, const AfList *list, guint from, guint to, const AfFoNode *within) {
    for (guint i = 0; i < list->markers->len; i++) {
        const AfFoNode *marker = g_ptr_array_index(list->markers, i);
        if (is_within(marker, within)) add_entry(found, marker, FALSE);
    }
    for (guint i = from; i < MIN(to, list->items->len); i++) scan_item(found, &g_array_index(list->items, AfItem, i), within);
}

static GArray *scan_part(const AfTable *table, const AfList *list, guint from, guint to) {
    GArray *found = g_array_new(FALSE, FALSE, sizeof(AfPageMarker));
    scan(found, list, from, to, table->node);
    for (guint i = found->len; i-- > 0;) { /* the part may begin or end with what is not of the table */
        if (!is_within(g_array_index(found, AfPageMarker, i).node, table->node)) g_array_remove_index(found, i);
    }
    return found;
}

const AfFoNode *af_marker_retrieve_table(AfPages *pages, const AfFoNode *retrieve, const AfTable *table,
                                         const AfList *list, guint from, guint to) {
    const char *name = af_reference(retrieve, "retrieve-class-name");
    if (!name) return NULL;
    g_autoptr(GArray) markers = scan_part(table, list, from, to);
    Position position = position_of(af_style_keyword(retrieve->style, AF_P_RETRIEVE_POSITION_WITHIN_TABLE));
    AfKeyword boundary = af_style_keyword(retrieve->style, AF_P_RETRIEVE_BOUNDARY_WITHIN_TABLE);
    const AfFoNode *found = choose(markers, name, position);
    GHashTable *latest = found || boundary == AF_KW_TABLE_FRAGMENT ? NULL : g_hash_table_lookup(pages->markers->tables, table);
    const Latest *before = latest ? g_hash_table_lookup(latest, name) : NULL;
    if (before && (boundary == AF_KW_TABLE || before->page == pages->current)) found = remembered(before, position);
    return found ? af_fo_marker_copy(pages->fo, found, retrieve) : NULL;
}

void af_marker_table_done(AfPages *pages, const AfTable *table, const AfList *list, guint from, guint to) {
    GHashTable *latest = g_hash_table_lookup(pages->markers->tables, table);
    if (!latest) {
        latest = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
        g_hash_table_insert(pages->markers->tables, (gpointer)(guintptr)table, latest);
    }
    g_autoptr(GArray) markers = scan_part(table, list, from, to);
    remember(latest, markers, pages->markers->parts++, pages->current, NULL);
}

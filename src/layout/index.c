/* Indexes (XSL 1.1 section 6.10): which pages an index key stands on, and what a fo:index-page-citation-list says of
 * it.
 *
 * The list breaks into lines like any text, so what it says has to be known before its lines are made. It is put into
 * the tree as text and links (af_fo_generate) and formatted from there. Pages of page sequences before the list's own
 * are known by then: an index in a sequence of its own at the end is right at once. Otherwise the pages as they were
 * the time before are cited, and the sequences from the first that has a wrong list on are laid out again. So they are
 * if a line has no room for a page number (numbers.c). */
#include "layout/internal.h"

#include <string.h>

/* An index at the end of its own sequence needs two times, one that moves what it cites three. */
#define MOST_TIMES 6

/* A page and one fo:index-key-reference that cites it: a cited page item (6.10.6). */
typedef struct {
    int page;
    int rank;               /* RANK_END …: of several on one page the lowest is cited */
    int order;              /* of what is cited, in the document */
    int reference;          /* which of the list's references, from 0 */
    int until;              /* the item that ends a range beginning here; SINGLE; or ABSORBED by a range */
    const AfFoNode *key;    /* the fo:index-key-reference */
    const AfFoNode *target; /* what has the index key; NULL: the page as a whole */
    const char *class;      /* index-class */
    const char *label;      /* the page's number; interned */
} Item;

enum { SINGLE = -1, ABSORBED = -2 };
/* An end of an index range, a page in one, another object. */
enum { RANK_END, RANK_INSIDE, RANK_OTHER };

typedef struct {
    const AfFoNode *node; /* fo:index-page-citation-list */
    guint sequence;       /* the state that its page sequence began with; G_MAXUINT in static content */
    GArray *items;        /* Item: what is in the tree now */
} List;

/* What there was before a page sequence. */
typedef struct {
    const AfFoNode *sequence;
    guint pages, pending, lists, tables, decors, texts, citations;
    GHashTable *missing;        /* characters that were said to have no glyph; NULL for none */
    AfDiagnostics *diagnostics; /* of this sequence */
} State;

struct AfIndex {
    GHashTable *keys;           /* const char * → GPtrArray of AfFoNode in document order; NULL while nobody asked */
    GHashTable *ends;           /* fo:index-range-begin → fo:index-range-end */
    GHashTable *known;          /* fo:index-page-citation-list → List; owned */
    GPtrArray *lists;           /* List of the pages so far */
    GArray *states;             /* State */
    AfDiagnostics *diagnostics; /* of the whole layout */
    AfPlace *places;            /* [n_places] where objects were the time before; NULL the first time */
    int *last_pages;
    int n_places;
    int settled;                /* pages whose objects are known to end where they seem to; G_MAXINT: all */
    GPtrArray *labels;          /* the pages' numbers then; NULL for a blank page */
};

static void free_list(gpointer data) {
    List *list = data;
    g_array_unref(list->items);
    g_free(list);
}

static void clear_state(gpointer data) {
    State *state = data;
    if (state->missing) g_hash_table_unref(state->missing);
    af_diagnostics_free(state->diagnostics);
}

AfIndex *af_index_new(AfDiagnostics *diagnostics) {
    AfIndex *index = g_new0(AfIndex, 1);
    index->diagnostics = diagnostics;
    index->known = g_hash_table_new_full(NULL, NULL, NULL, free_list);
    index->lists = g_ptr_array_new();
    index->settled = G_MAXINT;
    index->states = g_array_new(FALSE, TRUE, sizeof(State));
    g_array_set_clear_func(index->states, clear_state);
    return index;
}

void af_index_free(AfIndex *index) {
    if (index->keys) g_hash_table_unref(index->keys);
    if (index->ends) g_hash_table_unref(index->ends);
    if (index->labels) g_ptr_array_unref(index->labels);
    g_hash_table_unref(index->known);
    g_ptr_array_unref(index->lists);
    g_array_unref(index->states);
    g_free(index->places);
    g_free(index->last_pages);
    g_free(index);
}

/* ---- index keys */

static void note_range_end(AfPages *pages, const AfFoNode *end) {
    const char *id = af_reference(end, "ref-id");
    const AfFoNode *begin = id ? af_fo_by_id(pages->fo, id) : NULL;
    if (begin && begin->element == AF_FO_INDEX_RANGE_BEGIN && begin->index < end->index) {
        if (!g_hash_table_contains(pages->index->ends, begin))
            g_hash_table_insert(pages->index->ends, (gpointer)(guintptr)begin, (gpointer)(guintptr)end);
    } else {
        af_fo_report(pages->fo, end, pages->index->diagnostics, AF_D_REFERENCE_UNRESOLVED, id ? id : "");
    }
}

static void note_keys(AfPages *pages, const AfFoNode *node, GPtrArray *begins) {
    const char *key = node->element != AF_FO_TEXT ? af_reference(node, "index-key") : NULL;
    if (key) {
        GPtrArray *nodes = g_hash_table_lookup(pages->index->keys, key);
        if (!nodes) g_hash_table_insert(pages->index->keys, (gpointer)(guintptr)key, nodes = g_ptr_array_new());
        g_ptr_array_add(nodes, (gpointer)(guintptr)node);
        if (node->element == AF_FO_INDEX_RANGE_BEGIN) g_ptr_array_add(begins, (gpointer)(guintptr)node);
    }
    if (node->element == AF_FO_INDEX_RANGE_END) note_range_end(pages, node);
    for (const AfFoNode *child = node->first_child; child; child = child->next) note_keys(pages, child, begins);
}

/* The objects that have an index key, or NULL. */
static const GPtrArray *nodes_with(AfPages *pages, const char *key) {
    AfIndex *index = pages->index;
    if (!index->keys) {
        g_autoptr(GPtrArray) begins = g_ptr_array_new();
        index->keys = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
        index->ends = g_hash_table_new(NULL, NULL);
        note_keys(pages, af_fo_root(pages->fo), begins);
        for (guint i = 0; i < begins->len; i++) {
            const AfFoNode *begin = g_ptr_array_index(begins, i);
            if (g_hash_table_contains(index->ends, begin)) continue;
            const char *id = af_reference(begin, "id");
            af_fo_report(pages->fo, begin, index->diagnostics, AF_D_INDEX_RANGE_OPEN, id ? id : "");
        }
    }
    return g_hash_table_lookup(index->keys, key);
}

/* ---- where they are */

typedef struct {
    int first, last; /* pages from 0; -1: not known yet, or nowhere */
} Pages;

static Pages pages_of(const AfPages *pages, const AfFoNode *node) {
    const AfIndex *index = pages->index;
    int page = pages->places[node->index].page;
    if (page >= 0 && page < index->settled) {
        int first = pages->places[node->index].page;
        return (Pages){first, MAX(first, pages->last_pages[node->index])};
    }
    if (!index->places || node->index >= index->n_places) return (Pages){-1, -1};
    return (Pages){index->places[node->index].page, index->last_pages[node->index]};
}

static int count_pages(const AfPages *pages) {
    guint before = pages->index->labels ? pages->index->labels->len : 0;
    return (int)MAX(pages->pages->len, before);
}

/* The page's number, interned; NULL for a blank page, which has no areas of the flow and is not cited. */
static const char *label_of(const AfPages *pages, int page) {
    if (page < (int)pages->pages->len) {
        const AfPageWork *work = af_page_work(pages, page);
        return work->blank ? NULL : g_intern_string(work->page.label);
    }
    const GPtrArray *before = pages->index->labels;
    return before && page < (int)before->len ? g_ptr_array_index(before, page) : NULL;
}

/* ---- cited page items */

static void add_item(const AfPages *pages, GArray *items, Item item, int page, int rank, const AfFoNode *target) {
    item.label = label_of(pages, page);
    if (!item.label) return;
    item.page = page;
    item.rank = rank;
    item.target = target;
    item.order = target ? target->index : -1;
    item.until = SINGLE;
    g_array_append_val(items, item);
}

/* Adds the pages of an object that are not among those of objects before it, which would be cited for them, so that
 * many long objects are no more work than one. `covered` is the last stretch of those pages. */
static void add_stretch(const AfPages *pages, GArray *items, const Item *item, Pages at, Pages *covered) {
    for (int page = at.first; page <= at.last; page++) {
        if (page >= covered->first && page <= covered->last) page = covered->last + 1;
        if (page <= at.last) add_item(pages, items, *item, page, item->rank, item->target);
    }
    gboolean joins = at.first <= covered->last + 1 && covered->first <= at.last + 1;
    if (joins) *covered = (Pages){MIN(at.first, covered->first), MAX(at.last, covered->last)};
    else *covered = at;
}

/* The stretches of pages that one fo:index-key-reference has so far. */
typedef struct {
    Pages inside, other; /* of index ranges without their first and last; of other objects */
} Covered;

/* The pages of one object with an index key. Pages in a range, but for its first and last, are cited as a whole. */
static void add_items(const AfPages *pages, GArray *items, Item item, const AfFoNode *node, Covered *covered) {
    const char *class = af_reference(node, "index-class");
    Pages at = pages_of(pages, node);
    item.class = class ? class : "";
    if (at.first < 0) return;
    if (node->element != AF_FO_INDEX_RANGE_BEGIN) {
        item.rank = RANK_OTHER;
        item.target = node;
        add_stretch(pages, items, &item, at, &covered->other);
        return;
    }
    const AfFoNode *end = g_hash_table_lookup(pages->index->ends, node);
    int last = end ? pages_of(pages, end).first : count_pages(pages) - 1;
    add_item(pages, items, item, at.first, RANK_END, node);
    item.rank = RANK_INSIDE;
    item.target = NULL;
    if (last > at.first + 1) add_stretch(pages, items, &item, (Pages){at.first + 1, last - 1}, &covered->inside);
    if (last > at.first) add_item(pages, items, item, last, RANK_END, end);
}

static int compare_in_reference(gconstpointer a, gconstpointer b) {
    const Item *x = a, *y = b;
    if (x->page != y->page) return x->page < y->page ? -1 : 1;
    if (x->rank != y->rank) return x->rank - y->rank;
    return x->order < y->order ? -1 : x->order > y->order;
}

static int compare_in_list(gconstpointer a, gconstpointer b) {
    const Item *x = a, *y = b;
    if (x->page != y->page) return x->page < y->page ? -1 : 1;
    if (x->order != y->order) return x->order < y->order ? -1 : 1;
    return x->reference - y->reference;
}

static int compare_references(gconstpointer a, gconstpointer b) {
    const Item *x = a, *y = b;
    return x->page != y->page ? (x->page < y->page ? -1 : 1) : x->reference - y->reference;
}

/* Only the first item of each page stays. */
static void keep_first_of_pages(GArray *items) {
    guint stay = 0;
    for (guint i = 0; i < items->len; i++) {
        Item item = g_array_index(items, Item, i);
        if (stay > 0 && g_array_index(items, Item, stay - 1).page == item.page) continue;
        g_array_index(items, Item, stay++) = item;
    }
    g_array_set_size(items, stay);
}

/* ---- ranges */

typedef struct {
    Item *items;
    gboolean across; /* merge-ranges-across-index-key-references */
} Ranges;

static int compare_kinds(const Ranges *r, const Item *x, const Item *y) {
    int by_class = strcmp(x->class, y->class);
    return by_class || r->across ? by_class : x->reference - y->reference;
}

static int compare_in_kind(gconstpointer a, gconstpointer b, gpointer data) {
    const Ranges *r = data;
    guint x = *(const guint *)a, y = *(const guint *)b;
    int by_kind = compare_kinds(r, &r->items[x], &r->items[y]);
    return by_kind ? by_kind : x < y ? -1 : x > y;
}

/* Step B (6.10.7): three or more pages in succession, of one index class (and one reference), become a range. */
static void merge_sequential(const AfFoNode *list, GArray *items) {
    if (!af_style_is(list->style, AF_P_MERGE_SEQUENTIAL, AF_KW_MERGE) || items->len < 3) return;
    Ranges r = {(Item *)(gpointer)items->data, af_style_is(list->style, AF_P_MERGE_RANGES, AF_KW_MERGE)};
    g_autofree guint *sorted = g_new(guint, items->len);
    for (guint i = 0; i < items->len; i++) sorted[i] = i;
    g_qsort_with_data(sorted, (int)items->len, sizeof *sorted, compare_in_kind, &r);
    for (guint i = 0; i < items->len;) {
        Item *first = &r.items[sorted[i]];
        guint end = i + 1;
        for (; end < items->len; end++) {
            const Item *before = &r.items[sorted[end - 1]], *item = &r.items[sorted[end]];
            if (compare_kinds(&r, before, item) || item->page > before->page + 1) break;
        }
        if (r.items[sorted[end - 1]].page >= first->page + 2) {
            for (guint k = i + 1; k < end; k++) r.items[sorted[k]].until = ABSORBED;
            first->until = (int)sorted[end - 1];
        }
        i = end;
    }
}

/* What a fo:index-page-citation-list cites, as far as pages are known: Item, in order. Says which keys have no page
 * if `report`. */
static GArray *cited_items(AfPages *pages, const AfFoNode *list, gboolean report) {
    GArray *all = g_array_new(FALSE, FALSE, sizeof(Item));
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(Item));
    Item item = {0};
    for (const AfFoNode *key = list->first_child; key; key = key->next) {
        if (key->element != AF_FO_INDEX_KEY_REFERENCE) continue;
        const char *name = af_reference(key, "ref-index-key");
        const GPtrArray *nodes = name ? nodes_with(pages, name) : NULL;
        Covered covered = {{-2, -2}, {-2, -2}};
        item.key = key;
        g_array_set_size(items, 0);
        for (guint i = 0; nodes && i < nodes->len; i++) {
            add_items(pages, items, item, g_ptr_array_index(nodes, i), &covered);
        }
        g_array_sort(items, compare_in_reference);
        keep_first_of_pages(items);
        if (items->len > 0) g_array_append_vals(all, items->data, items->len);
        else if (report) af_fo_report(pages->fo, key, pages->diagnostics, AF_D_INDEX_KEY_UNKNOWN, name ? name : "");
        item.reference++;
    }
    if (af_style_is(list->style, AF_P_MERGE_PAGES, AF_KW_MERGE)) {
        g_array_sort(all, compare_references);
        keep_first_of_pages(all);
    } else {
        g_array_sort(all, compare_in_list);
    }
    merge_sequential(list, all);
    return all;
}

static gboolean equal_items(const GArray *a, const GArray *b) {
    gboolean equal = a->len == b->len;
    for (guint i = 0; equal && i < a->len; i++) {
        const Item *x = &g_array_index(a, Item, i), *y = &g_array_index(b, Item, i);
        equal = x->page == y->page && x->key == y->key && x->target == y->target && x->until == y->until &&
                x->label == y->label;
    }
    return equal;
}

/* ---- into the tree */

static AfFoNode *generate(AfPages *pages, const AfFoNode *list, AfFoElement element, const AfFoNode *like,
                          AfCited cited) {
    AfFoNode *node = af_fo_generate(pages->fo, (AfFoNode *)(guintptr)list, element, like);
    g_hash_table_insert(pages->cited, node, g_memdup2(&cited, sizeof cited));
    return node;
}

/* What is in `original`, a separator, prefix or suffix. */
static void generate_copies(AfPages *pages, const AfFoNode *list, const AfFoNode *original, gboolean glued) {
    AfFoNode *node = generate(pages, list, AF_FO_WRAPPER, original, (AfCited){.glued = glued, .page = -1});
    af_fo_generate_copies(pages->fo, node, original);
}

static void generate_separator(AfPages *pages, const AfFoNode *list, AfFoElement element, const char *otherwise) {
    const AfFoNode *separator = af_fo_child(list, element);
    gboolean range = element == AF_FO_INDEX_PAGE_CITATION_RANGE_SEPARATOR;
    if (separator) {
        generate_copies(pages, list, separator, range);
    } else {
        AfFoNode *node = generate(pages, list, AF_FO_WRAPPER, list, (AfCited){.glued = TRUE, .page = -1});
        af_fo_generate_text(pages->fo, node, otherwise);
    }
}

/* A page number with its prefix and suffix. */
static void generate_number(AfPages *pages, const AfFoNode *list, const Item *item, gboolean glued) {
    const AfFoNode *prefix = af_fo_child(item->key, AF_FO_INDEX_PAGE_NUMBER_PREFIX);
    const AfFoNode *suffix = af_fo_child(item->key, AF_FO_INDEX_PAGE_NUMBER_SUFFIX);
    gboolean link = af_style_is(item->key->style, AF_P_PAGE_NUMBER_TREATMENT, AF_KW_LINK);
    if (prefix) generate_copies(pages, list, prefix, glued);
    AfCited cited = {.glued = glued || prefix, .target = item->target, .page = link ? item->page : -1};
    AfFoNode *node = generate(pages, list, link ? AF_FO_BASIC_LINK : AF_FO_INLINE, item->key, cited);
    af_fo_generate_text(pages->fo, node, item->label);
    if (suffix) generate_copies(pages, list, suffix, TRUE);
}

/* Step C: page numbers and ranges with separators. Room is made for what the tree has now. */
static void generate_list(AfPages *pages, const AfFoNode *list, const GArray *items) {
    gboolean begun = FALSE;
    af_fo_generated_clear((AfFoNode *)(guintptr)list);
    for (guint i = 0; i < items->len; i++) {
        const Item *item = &g_array_index(items, Item, i);
        if (item->until == ABSORBED) continue;
        if (begun) generate_separator(pages, list, AF_FO_INDEX_PAGE_CITATION_LIST_SEPARATOR, ", ");
        begun = TRUE;
        generate_number(pages, list, item, FALSE);
        if (item->until == SINGLE) continue;
        generate_separator(pages, list, AF_FO_INDEX_PAGE_CITATION_RANGE_SEPARATOR, "\u2013");
        generate_number(pages, list, &g_array_index(items, Item, (guint)item->until), TRUE);
    }
    af_places_grow(pages);
}

void af_index_list(AfPages *pages, const AfFoNode *node) {
    AfIndex *index = pages->index;
    List *list = g_hash_table_lookup(index->known, node);
    /* Pages of the list's own sequence are being made: what stands on them may go on. */
    if (!pages->numbers_known) index->settled = (int)g_array_index(index->states, State, index->states->len - 1).pages;
    GArray *items = cited_items(pages, node, pages->numbers_known);
    index->settled = G_MAXINT;
    gboolean same = list && equal_items(list->items, items);
    if (!list) {
        list = g_new0(List, 1);
        list->node = node;
        g_hash_table_insert(index->known, (gpointer)(guintptr)node, list);
    } else {
        g_array_unref(list->items);
    }
    list->items = items;
    if (!same) generate_list(pages, node, items);
    if (pages->numbers_known) return; /* static content: all is known */
    list->sequence = index->states->len - 1;
    g_ptr_array_add(index->lists, list);
}

/* ---- laying out until the lists are right */

void af_index_begin_sequence(AfPages *pages, const AfFoNode *sequence) {
    State state = {.sequence = sequence,
                   .pages = pages->pages->len,
                   .pending = pages->pending->len,
                   .lists = pages->lists->len,
                   .tables = pages->tables->len,
                   .decors = pages->decors->len,
                   .texts = pages->texts->len,
                   .citations = pages->index->lists->len,
                   .diagnostics = af_diagnostics_new()};
    if (g_hash_table_size(pages->missing) > 0) {
        GHashTableIter iter;
        gpointer character;
        state.missing = g_hash_table_new(NULL, NULL);
        g_hash_table_iter_init(&iter, pages->missing);
        while (g_hash_table_iter_next(&iter, &character, NULL)) g_hash_table_add(state.missing, character);
    }
    g_array_append_val(pages->index->states, state);
    pages->diagnostics = state.diagnostics;
}

/* Remembers where everything is now. */
static void remember(AfPages *pages) {
    AfIndex *index = pages->index;
    if (!index->places) {
        index->n_places = af_fo_count(pages->fo);
        index->places = g_new(AfPlace, (gsize)index->n_places);
        index->last_pages = g_new(int, (gsize)index->n_places);
        index->labels = g_ptr_array_new();
    }
    memcpy(index->places, pages->places, (gsize)index->n_places * sizeof *index->places);
    memcpy(index->last_pages, pages->last_pages, (gsize)index->n_places * sizeof *index->last_pages);
    GPtrArray *labels = g_ptr_array_new();
    for (int page = 0; page < (int)pages->pages->len; page++) {
        g_ptr_array_add(labels, (gpointer)(guintptr)label_of(pages, page));
    }
    g_ptr_array_unref(index->labels);
    index->labels = labels;
}

/* Takes back all that was made of a page sequence and those after it. */
static void restore(AfPages *pages, guint number) {
    State *state = &g_array_index(pages->index->states, State, number);
    g_ptr_array_set_size(pages->pages, (int)state->pages);
    g_ptr_array_set_size(pages->pending, (int)state->pending);
    g_ptr_array_set_size(pages->lists, (int)state->lists);
    g_ptr_array_set_size(pages->tables, (int)state->tables);
    g_ptr_array_set_size(pages->decors, (int)state->decors);
    g_ptr_array_set_size(pages->texts, (int)state->texts);
    g_ptr_array_set_size(pages->index->lists, (int)state->citations);
    g_hash_table_unref(pages->missing);
    pages->missing = state->missing ? g_steal_pointer(&state->missing) : g_hash_table_new(NULL, NULL);
    for (int i = state->sequence->index; i < af_fo_count(pages->fo); i++) {
        pages->places[i].page = -1;
        pages->last_pages[i] = -1;
    }
    pages->current = (int)state->pages - 1;
    g_array_set_size(pages->index->states, number);
}

/* The first page sequence that has a list which says something wrong; G_MAXUINT if none has. */
static guint first_wrong(AfPages *pages) {
    for (guint i = 0; i < pages->index->lists->len; i++) {
        const List *list = g_ptr_array_index(pages->index->lists, i);
        g_autoptr(GArray) items = cited_items(pages, list->node, FALSE);
        if (!equal_items(list->items, items)) return list->sequence;
    }
    return G_MAXUINT;
}

/* The page sequence of the first line that has no room for its page numbers; G_MAXUINT if all have it. */
static guint first_unfit(AfPages *pages) {
    guint pending = af_numbers_unfit(pages), number = 0;
    if (pending == G_MAXUINT) return G_MAXUINT;
    const GArray *states = pages->index->states;
    while (number + 1 < states->len && g_array_index(states, State, number + 1).pending <= pending) number++;
    return number;
}

const AfFoNode *af_index_again(AfPages *pages, int times) {
    AfIndex *index = pages->index;
    guint wrong = first_wrong(pages);
    if (wrong == G_MAXUINT && times < MOST_TIMES) wrong = first_unfit(pages);
    if (wrong != G_MAXUINT && times < MOST_TIMES) {
        const AfFoNode *sequence = g_array_index(index->states, State, wrong).sequence;
        remember(pages);
        restore(pages, wrong);
        return sequence;
    }
    for (guint i = 0; i < index->states->len; i++) {
        af_diagnostics_move(index->diagnostics, g_array_index(index->states, State, i).diagnostics);
    }
    pages->diagnostics = index->diagnostics;
    for (guint i = 0; i < index->lists->len; i++) {
        const List *list = g_ptr_array_index(index->lists, i);
        g_autoptr(GArray) items = cited_items(pages, list->node, TRUE);
        if (equal_items(list->items, items)) continue;
        af_fo_report(pages->fo, list->node, pages->diagnostics, AF_D_INDEX_UNSETTLED, (double)times);
    }
    return NULL;
}

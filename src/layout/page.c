/* Pages, page sequences and static content (XSL 1.1 section 6.4). */
#include "layout/internal.h"

#include <string.h>

const char *af_reference(const AfFoNode *node, const char *name) {
    gboolean has = node->xml->type == XML_ELEMENT_NODE && !node->generated;
    for (const xmlAttr *a = has ? node->xml->properties : NULL; a; a = a->next) {
        if (!a->ns && !strcmp((const char *)a->name, name)) return a->children ? (const char *)a->children->content : "";
    }
    return NULL;
}

gboolean af_is_referred(const AfFoNode *node) { return af_reference(node, "id") || af_reference(node, "index-key"); }

static void paint_region(AfPages *pages, const AfFoNode *region, AfRect r) {
    AfDecor decor;
    if (!af_decor_read(&decor, region, 0, 0)) return;
    decor.x = 0;
    decor.width = r.width;
    gboolean rtl = af_style_is_rtl(region->parent->style);
    af_place_decor(pages, &decor, rtl ? r.x + r.width : r.x, rtl, r.y, r.height);
}

/* ---- pages */

static void free_page(gpointer data) {
    AfPageWork *work = data;
    g_free(work->page.label);
    g_ptr_array_unref(work->page.areas);
    g_array_unref(work->page.links);
    g_array_unref(work->markers);
    af_traces_free(work->traces);
    g_free(work);
}

AfPageWork *af_page_add(AfPages *pages, AfSequence *sequence, const AfFoNode *master) {
    AfPageWork *work = g_new0(AfPageWork, 1);
    work->sequence = sequence->node;
    work->master = master;
    work->blank = sequence->blank;
    work->markers = g_array_new(FALSE, FALSE, sizeof(AfPageMarker));
    work->page.width = af_page_dimension(master, AF_P_PAGE_WIDTH);
    work->page.height = af_page_dimension(master, AF_P_PAGE_HEIGHT);
    work->page.areas = g_ptr_array_new_with_free_func(af_area_free);
    work->page.links = g_array_new(FALSE, FALSE, sizeof(AfLink));
    work->page.number = sequence->number++;
    work->page.label = af_page_number_format(af_style_string(sequence->node->style, AF_P_FORMAT), work->page.number);
    g_ptr_array_add(pages->pages, work);
    pages->current = (int)pages->pages->len - 1;
    for (const AfFoNode *region = master->first_child; region; region = region->next) {
        if (!af_is_region(region)) continue;
        AfRect rect = af_region_rect(&work->page, master, region);
        AfRect content = af_region_content(&work->page, master, region);
        if (af_region_turn(region) % 2) content = (AfRect){content.x, content.y, content.height, content.width};
        af_trace_add(pages, AF_TRACE_REGION, region, rect, content);
        paint_region(pages, region, rect);
    }
    return work;
}

const AfFoNode *af_page_master(AfPages *pages, const AfSequence *sequence, gboolean last) {
    const AfFoNode *master = af_master_choose(pages, sequence, (int)pages->pages->len - sequence->first, last);
    if (!master) {
        af_fo_report(pages->fo, sequence->node, pages->diagnostics, AF_D_FO_NO_MASTER,
                     af_reference_or(sequence->node, "master-reference", ""));
    }
    return master;
}

gboolean af_page_add_blank(AfPages *pages, AfSequence *sequence, gboolean last) {
    sequence->blank = TRUE;
    const AfFoNode *master = af_page_master(pages, sequence, last);
    if (master) af_page_add(pages, sequence, master);
    sequence->blank = FALSE;
    return master != NULL;
}

gboolean af_page_fill_parity(AfPages *pages, AfSequence *sequence, AfKeyword kind) {
    gboolean odd = sequence->number % 2 != 0;
    if ((kind == AF_KW_EVEN_PAGE && odd) || (kind == AF_KW_ODD_PAGE && !odd)) return af_page_add_blank(pages, sequence, FALSE);
    return TRUE;
}

/* ---- page sequences */

static int initial_number(const AfPages *pages, const AfFoNode *sequence) {
    int next = pages->pages->len > 0 ? af_page_work(pages, (int)pages->pages->len - 1)->page.number + 1 : 1;
    const AfValue *value = &sequence->style->value[AF_P_INITIAL_PAGE_NUMBER];
    if (value->kind == AF_V_NUMBER) return MAX(1, (int)value->number);
    if (value->keyword == AF_KW_AUTO_ODD) return next | 1;
    if (value->keyword == AF_KW_AUTO_EVEN) return next + next % 2;
    return next;
}

/* What `auto` is: as the number asks with which the next sequence begins (7.27.6). */
static AfKeyword automatic_count(const AfFoNode *sequence) {
    const AfFoNode *next = sequence->next;
    while (next && next->element != AF_FO_PAGE_SEQUENCE) next = next->next;
    if (!next) return AF_KW_NO_FORCE;
    const AfValue *value = &next->style->value[AF_P_INITIAL_PAGE_NUMBER];
    if (value->kind == AF_V_NUMBER) return MAX(1, (int)value->number) % 2 ? AF_KW_END_ON_EVEN : AF_KW_END_ON_ODD;
    if (value->keyword == AF_KW_AUTO_ODD) return AF_KW_END_ON_EVEN;
    return value->keyword == AF_KW_AUTO_EVEN ? AF_KW_END_ON_ODD : AF_KW_NO_FORCE;
}

static void force_count(AfPages *pages, AfSequence *sequence) {
    AfKeyword force = af_style_keyword(sequence->node->style, AF_P_FORCE_PAGE_COUNT);
    if (force == AF_KW_AUTO) force = automatic_count(sequence->node);
    int count = (int)pages->pages->len - sequence->first;
    int last = sequence->number - 1;
    gboolean more = (force == AF_KW_EVEN && count % 2) || (force == AF_KW_ODD && count % 2 == 0) || (force == AF_KW_END_ON_EVEN && last % 2) ||
                    (force == AF_KW_END_ON_ODD && last % 2 == 0);
    if (more) af_page_add_blank(pages, sequence, FALSE);
}

/* Where an object begins and ends that is made of pages. */
static void span_pages(AfPages *pages, const AfFoNode *node, int first) {
    int last = (int)pages->pages->len - 1;
    if (last < first) return;
    pages->places[node->index].page = first;
    pages->last_pages[node->index] = last;
}

static void build_sequence(AfPages *pages, const AfFoNode *node) {
    AfSequence sequence = {node, (int)pages->pages->len, initial_number(pages, node), FALSE};
    const AfFoNode *flow = af_fo_child(node, AF_FO_FLOW);
    if (!flow) { /* XSL 1.1 section 6.4.5: there is at least one */
        af_fo_report(pages->fo, node, pages->diagnostics, AF_D_FO_MISPLACED, "page-sequence", "root");
        return;
    }
    af_flow_fill(pages, &sequence, flow);
    if ((int)pages->pages->len > sequence.first) force_count(pages, &sequence);
    span_pages(pages, node, sequence.first);
    span_pages(pages, flow, sequence.first);
}

/* ---- static content, when all pages are there */

static void add_static(AfPages *pages, const AfFoNode *content) {
    AfPageWork *work = af_page_work(pages, pages->current);
    const AfFoNode *region = af_region_named(work->master, af_reference_or(content, "flow-name", ""));
    if (!region) return;
    AfRect r = af_region_content(&work->page, work->master, region);
    AfList *list = af_list_new(pages, af_style_is_rtl(content->style));
    af_list_fill(pages, list, content, r.width);
    AfUnit room = r.height - af_list_extent(list, 0, G_MAXUINT);
    AfKeyword align = af_style_keyword(region->style, AF_P_DISPLAY_ALIGN);
    list->height = r.height;
    if (r.height > 0) af_report_area(pages, region, -room);
    list->above = align == AF_KW_CENTER ? room / 2 : align == AF_KW_AFTER ? room : 0;
    const AfGroup *group = af_region_begin(pages, region, &r);
    af_place(pages, list, 0, G_MAXUINT, list->rtl ? r.x + r.width : r.x, r.y + list->above, AF_PLACE_ARTIFACT);
    if (group) af_group_end(pages, region, group);
}

void af_pages_build(AfPages *pages) {
    pages->pages = g_ptr_array_new_with_free_func(free_page);
    pages->current = -1;
    const AfFoNode *from = af_fo_root(pages->fo)->first_child;
    for (int times = 1; from; times++) {
        for (const AfFoNode *child = from; child; child = child->next) {
            if (child->element != AF_FO_PAGE_SEQUENCE) continue;
            af_index_begin_sequence(pages, child);
            build_sequence(pages, child);
        }
        from = af_index_again(pages, times);
    }
    span_pages(pages, af_fo_root(pages->fo), 0);
    for (guint i = 0; i < pages->pending->len; i++) af_pending_finish(pages, g_ptr_array_index(pages->pending, i));
    pages->numbers_known = TRUE;
    for (guint i = 0; i < pages->pages->len; i++) {
        pages->current = (int)i;
        const AfFoNode *sequence = af_page_work(pages, (int)i)->sequence;
        for (const AfFoNode *child = sequence->first_child; child; child = child->next) {
            if (child->element == AF_FO_STATIC_CONTENT) add_static(pages, child);
        }
    }
}

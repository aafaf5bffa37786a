/* What kind of artifact it is that is no content (ISO 32000-1, 14.8.2.2). */
#include "pdf/internal.h"

#include "base/xml.h"

#include <math.h>
#include <string.h>

static const AfFoNode *find_region(const AfFoNode *master, const char *name) {
    static const char *const names[] = {"xsl-region-body", "xsl-region-before", "xsl-region-after", "xsl-region-start",
                                        "xsl-region-end"};
    for (const AfFoNode *r = master->first_child; r; r = r->next) {
        if (r->element < AF_FO_REGION_BODY || r->element > AF_FO_REGION_END) continue;
        const char *own = af_xml_attribute(r->xml, "region-name");
        if (!strcmp(own ? own : names[r->element - AF_FO_REGION_BODY], name)) return r;
    }
    return NULL;
}

/* The region of a running head or foot. A name is one kind of region in all page masters (XSL 1.1 section 7.27.17). */
static const AfFoNode *region_of(const AfPdf *pdf, const AfFoNode *content) {
    const AfFoNode *set = af_fo_child(af_fo_root(pdf->fo), AF_FO_LAYOUT_MASTER_SET);
    const char *name = af_xml_attribute(content->xml, "flow-name");
    for (const AfFoNode *master = set && name ? set->first_child : NULL; master; master = master->next) {
        const AfFoNode *region = master->element == AF_FO_SIMPLE_PAGE_MASTER ? find_region(master, name) : NULL;
        if (region) return region;
    }
    return NULL;
}

static const char *pagination_of(const AfPdf *pdf, const AfFoNode *content) {
    const AfFoNode *region = content ? region_of(pdf, content) : NULL;
    if (!region) return "<</Type/Pagination>>";
    gboolean rtl = af_style_is_rtl(region->parent->style);
    switch (region->element) {
    case AF_FO_REGION_BEFORE: return "<</Type/Pagination/Subtype/Header/Attached[/Top]>>";
    case AF_FO_REGION_AFTER: return "<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>";
    case AF_FO_REGION_START:
    case AF_FO_REGION_END:
        return (region->element == AF_FO_REGION_START) != rtl ? "<</Type/Pagination/Attached[/Left]>>"
                                                              : "<</Type/Pagination/Attached[/Right]>>";
    default: return "<</Type/Pagination>>";
    }
}

static gboolean is_retrieved(const AfFoNode *node) {
    for (; node; node = node->parent) {
        if (node->element == AF_FO_RETRIEVE_MARKER || node->element == AF_FO_RETRIEVE_TABLE_MARKER) return TRUE;
    }
    return FALSE;
}

char *af_artifact_properties(const AfPdf *pdf, const AfPainted *painted) {
    if (painted->artifact == AF_ARTIFACT_BACKGROUND) { /* its BBox is required (table 330) */
        GString *out = g_string_new("<</Type/Background/BBox[");
        g_string_append_printf(out, "%.0f %.0f %.0f %.0f]>>", floor(painted->x), floor(painted->y),
                               ceil(painted->x + painted->width), ceil(painted->y + painted->height));
        return g_string_free(out, FALSE);
    }
    if (painted->artifact == AF_ARTIFACT_PAGINATION) return g_strdup(pagination_of(pdf, painted->node));
    gboolean again = !painted->artifact && is_retrieved(painted->node);
    return g_strdup(again ? "<</Type/Pagination>>" : AF_ARTIFACT_PLAIN);
}

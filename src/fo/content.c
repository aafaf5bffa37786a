/* What objects must have and may hold (XSL 1.1 section 6). */
#include "fo/internal.h"

#include "base/xml.h"

#include <string.h>

typedef struct {
    const char *attributes, *children;
} ContentRow;

static const ContentRow rows[AF_FO_ELEMENT_COUNT] = {
#define AF_CONTENT(object, attributes, children) [object] = {attributes, children},
#include "fo/content.def"
#undef AF_CONTENT
};

gboolean af_content_allows(AfFoElement parent, AfFoElement child) {
    const char *children = rows[parent].children;
    if (!children || !*children || child == AF_FO_WRAPPER) return TRUE;
    const char *name = af_fo_element_name(child);
    size_t length = strlen(name);
    for (const char *p = children; (p = strstr(p, name)); p += length) {
        gboolean begins = p == children || p[-1] == ' ';
        if (begins && (p[length] == ' ' || p[length] == '\0')) return TRUE;
    }
    return FALSE;
}

static gboolean has_one(const xmlNode *xml, const char *names) {
    g_auto(GStrv) alternatives = g_strsplit(names, "|", -1);
    for (char **name = alternatives; *name; name++) {
        const char *text = af_xml_attribute(xml, *name);
        if (text && *text) return TRUE;
    }
    return FALSE;
}

void af_content_check(AfFo *fo, AfFoElement element, const xmlNode *xml) {
    const char *names = rows[element].attributes;
    if (!names || !*names || has_one(xml, names)) return;
    g_auto(GStrv) alternatives = g_strsplit(names, "|", 2);
    af_fo_report_xml(fo, xml, AF_D_FO_MISSING, alternatives[0], af_fo_element_name(element), NULL);
}

/* Readiness: what the rules found, each with its place and words, and the scores beside it. */
#include "assess/internal.h"

#include <string.h>

#define NS_SVRL "http://purl.oclc.org/dsdl/svrl"

enum { max_args = 10 };

typedef struct {
    AfWording wording;
    xmlNode *rules_root; /* of the document that the rules were run on */
    AfReadiness *readiness;
    AfDiagnostics *diagnostics;
} Making;

static void point_free(gpointer data) {
    AfPoint *point = data;
    g_free(point->rule);
    g_free(point->who);
    g_free(point->part);
    g_free(point->section);
    g_free(point->item);
    g_free(point->about);
    g_strfreev(point->case_studies);
    g_free(point->text);
    g_free(point);
}

/* The kind of a property's value: its role, or its name where it has none. */
static const char *kind_of(const xmlNode *reference) {
    const char *role = af_xml_attribute(reference, "role");
    return role ? role : af_xml_attribute(reference, "property");
}

static char *property_of(const xmlNode *finding, const char *wanted) {
    for (xmlNode *child = af_child(finding, "property-reference"); child; child = xmlNextElementSibling(child)) {
        if (!af_xml_is(child, NS_SVRL, "property-reference")) continue;
        if (g_strcmp0(kind_of(child), wanted)) continue;
        af_autoxml xmlChar *content = xmlNodeGetContent(child);
        return af_fold((const char *)content);
    }
    return NULL;
}

/* Follows a positional path of elements, "/" "*[1]" "/" "*[3]"; NULL if it leads nowhere. */
static xmlNode *context_of(const Making *making, const char *location) {
    xmlNode *node = NULL;
    for (const char *p = location ? location : ""; (p = strchr(p, '[')); p++) {
        guint64 position = g_ascii_strtoull(p + 1, NULL, 10);
        node = node ? xmlFirstElementChild(node) : making->rules_root;
        while (node && --position > 0) node = xmlNextElementSibling(node);
        if (!node) return NULL;
    }
    return node;
}

static const AfCell *cell_of(const AfAssessment *assessment, const char *item, const char *case_study) {
    for (guint i = 0; i < assessment->cells->len; i++) {
        const AfCell *cell = g_ptr_array_index(assessment->cells, i);
        if (!strcmp(cell->item, item) && (!case_study || !g_strcmp0(cell->case_study, case_study))) return cell;
    }
    return NULL;
}

/* The line that a node of the assessment was written on, or that a cell has; 0: neither. */
static int line_of(const xmlNode *node) {
    for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
        af_autoxml xmlChar *line = xmlGetNsProp(node, BAD_CAST "line", BAD_CAST AF_NS_DOCUMENT);
        const char *said = line ? (const char *)line : af_xml_attribute(node, "line");
        if (said) return (int)g_ascii_strtoll(said, NULL, 10);
    }
    return 0;
}

static char **case_studies_of(const xmlNode *finding, const xmlNode *context) {
    g_autofree char *said = property_of(finding, "case-studies");
    if (said && *said) return g_strsplit(said, " ", -1);
    const char *one = NULL;
    if (af_xml_is(context, AF_NS_ASSESSMENT, "case-study")) one = af_xml_attribute(context, "id");
    if (af_xml_is(context, AF_NS_DOCUMENT, "cell")) one = af_xml_attribute(context, "case-study");
    char **none = g_new0(char *, 2);
    none[0] = g_strdup(one);
    return none;
}

static char *item_of(const xmlNode *finding, const xmlNode *context) {
    static const char *const kinds[] = {"item", "at-item"};
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *said = property_of(finding, kinds[i]);
        if (said && *said) return g_steal_pointer(&said); /* an item that the program has not is none */
    }
    for (; context && context->type == XML_ELEMENT_NODE; context = context->parent) {
        if (af_xml_is(context, AF_NS_DOCUMENT, "item")) return g_strdup(af_xml_attribute(context, "ref"));
        if (af_xml_is(context, AF_NS_ASSESSMENT, "answer") || af_xml_is(context, AF_NS_ASSESSMENT, "finding")) {
            return g_strdup(af_xml_attribute(context, "item"));
        }
    }
    return NULL;
}

/* The part that demands a document. */
static const char *part_of_document(const AfAssessment *assessment, const char *id) {
    xmlNode *program = xmlDocGetRootElement(af_program_doc(assessment->program));
    for (xmlNode *element = program; element; element = af_next_element(program, element)) {
        if (!af_xml_is(element, AF_NS_PROGRAM, "document") || strcmp(af_xml_attribute(element, "id"), id)) continue;
        return af_xml_attribute(element->parent->parent, "id");
    }
    return NULL;
}

/* Numbers and dates are not what a finding is about: "3 of 4" is the same point as "2 of 4". */
static char *subject_of(const xmlNode *finding) {
    static const char *const others[] = {"item", "at-item", "case-studies", "number", "date", NULL};
    GString *subject = g_string_new(NULL);
    for (xmlNode *child = af_child(finding, "property-reference"); child; child = xmlNextElementSibling(child)) {
        const char *kind = af_xml_attribute(child, "property");
        if (!af_xml_is(child, NS_SVRL, "property-reference") || g_strv_contains(others, kind)) continue;
        af_autoxml xmlChar *content = xmlNodeGetContent(child);
        g_autofree char *value = af_fold((const char *)content);
        g_string_append_printf(subject, "%s%s %s", subject->len ? ", " : "", kind, value);
    }
    return g_string_free(subject, FALSE);
}

/* Where a point is: item, part and section, case studies, line. */
static void place(const Making *making, AfPoint *point, const xmlNode *finding) {
    const xmlNode *context = context_of(making, af_xml_attribute(finding, "location"));
    point->case_studies = case_studies_of(finding, context);
    point->item = item_of(finding, context);
    const AfCell *cell = point->item ? cell_of(making->wording.assessment, point->item, point->case_studies[0]) : NULL;
    const AfCell *any = point->item ? cell_of(making->wording.assessment, point->item, NULL) : NULL;
    const char *part = any ? any->part : NULL, *section = any ? any->section : NULL;
    if (!any && af_xml_is(context, AF_NS_DOCUMENT, "section")) {
        part = af_xml_attribute(context, "part");
        section = af_xml_attribute(context, "ref");
    }
    g_autofree char *document = property_of(finding, "document");
    if (!part && document) part = part_of_document(making->wording.assessment, document);
    point->part = g_strdup(part);
    point->section = g_strdup(section);
    point->line = line_of(context);
    if (!point->line && cell) point->line = cell->line;
    if (!point->line) point->line = af_line(xmlDocGetRootElement(making->wording.assessment->doc));
}

/* Its words; NULL, and an error, if the rule has none. */
static char *words(const Making *making, const char *rule, const xmlNode *finding) {
    AfArg args[max_args] = {{0}};
    guint n = 0;
    for (xmlNode *child = af_child(finding, "property-reference"); child && n < max_args;
         child = xmlNextElementSibling(child)) {
        const char *kind = kind_of(child);
        if (!af_xml_is(child, NS_SVRL, "property-reference") || !strcmp(kind, "at-item")) continue;
        af_autoxml xmlChar *content = xmlNodeGetContent(child);
        g_autofree char *value = af_fold((const char *)content);
        if (!strcmp(kind, "number")) {
            args[n++].number = g_ascii_strtod(value, NULL);
        } else {
            args[n++].string = af_property_words(&making->wording, kind, value);
        }
    }
    g_autofree char *id = g_strconcat("rule.", rule, NULL);
    const AfCatalog *from = af_catalog_find(making->wording.catalog, id) ? making->wording.catalog : making->wording.messages;
    char *text = af_catalog_message(from, id, args, n);
    for (guint i = 0; i < n; i++) g_free(args[i].string);
    if (!text) {
        af_diagnostics_add(making->diagnostics, AF_D_MESSAGE_UNKNOWN, NULL, 0, id, af_catalog_language(from));
    }
    return text;
}

static void add_point(const Making *making, const xmlNode *finding) {
    const char *rule = af_xml_attribute(finding, "id"), *role = af_xml_attribute(finding, "role");
    const char *who = af_xml_attribute(finding, "flag");
    if (!rule) rule = "";
    char *text = words(making, rule, finding);
    if (!text) return;
    AfPoint *point = g_new0(AfPoint, 1);
    point->rule = g_strdup(rule);
    point->level = g_strcmp0(role, "warning") ? AF_ERROR : AF_WARNING;
    point->who = g_strdup(who ? who : "partner");
    point->text = text;
    point->about = subject_of(finding);
    place(making, point, finding);
    g_ptr_array_add(making->readiness->points, point);
    af_scores_count_point(making->readiness->scores, point);
    if (point->level == AF_ERROR) {
        making->readiness->blocking++;
    } else {
        making->readiness->warnings++;
    }
}

static void add_points(const Making *making, const xmlDoc *svrl) {
    const xmlNode *root = xmlDocGetRootElement(svrl);
    for (xmlNode *node = root ? xmlFirstElementChild((xmlNode *)(gsize)root) : NULL; node;
         node = xmlNextElementSibling(node)) {
        if (af_xml_is(node, NS_SVRL, "failed-assert") || af_xml_is(node, NS_SVRL, "successful-report")) {
            add_point(making, node);
        }
    }
}

static int compare_lines(const void *a, const void *b) {
    const AfPoint *one = *(AfPoint *const *)a, *other = *(AfPoint *const *)b;
    return (one->line > other->line) - (one->line < other->line);
}

AfReadiness *af_readiness_new(const AfAssessment *assessment, const xmlDoc *svrl, const AfCatalog *catalog,
                              const AfCatalog *messages, AfDiagnostics *diagnostics) {
    guint errors = af_diagnostics_count_level(diagnostics, AF_ERROR);
    g_autoptr(AfReadiness) readiness = g_new0(AfReadiness, 1);
    readiness->scores = af_scores_new(assessment->cells);
    readiness->points = g_ptr_array_new_with_free_func(point_free);
    const Making making = {.wording = {assessment, catalog, messages, af_locale_get(af_catalog_language(messages))},
                           .rules_root = xmlDocGetRootElement(assessment->rules_input),
                           .readiness = readiness,
                           .diagnostics = diagnostics};
    add_points(&making, svrl);
    g_ptr_array_sort(readiness->points, compare_lines); /* GLib's is stable */
    readiness->ready = !readiness->blocking;
    return af_diagnostics_count_level(diagnostics, AF_ERROR) > errors ? NULL : g_steal_pointer(&readiness);
}

void af_readiness_free(AfReadiness *readiness) {
    if (!readiness) return;
    g_ptr_array_unref(readiness->scores);
    g_ptr_array_unref(readiness->points);
    g_free(readiness);
}

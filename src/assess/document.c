/* The input document of the stylesheets: program, catalog and messages under one root. */
#include "assess/internal.h"

/* Which elements say the line that they were written on. */
static gboolean has_place(const xmlNode *element) {
    static const char *const names[] = {"text", "prose", "message", "p", "li", "note"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (af_xml_is(element, AF_NS_CATALOG, names[i])) return TRUE;
    }
    return FALSE;
}

void af_stamp_places(xmlNode *tree, const char *file, xmlNs *ns) {
    for (xmlNode *element = tree; element; element = af_next_element(tree, element)) {
        if (!has_place(element) || xmlHasNsProp(element, BAD_CAST "at", BAD_CAST AF_NS_DOCUMENT)) continue;
        char at[512];
        g_snprintf(at, sizeof at, "%s:%ld", file, xmlGetLineNo(element));
        xmlNewNsProp(element, ns, BAD_CAST "at", BAD_CAST at);
    }
}

/* A copy of a tree as the last child; lines come along. */
static xmlNode *graft(xmlNode *parent, const xmlDoc *from) {
    return xmlAddChild(parent, xmlDocCopyNode(xmlDocGetRootElement(from), parent->doc, 1));
}

/* The root of an input document, without children. */
static xmlNode *document_root(const char *kind, const AfProgram *program, const char *language, const char *file) {
    const xmlDoc *definition = af_program_doc(program);
    xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
    /* shared names make the copies cheaper */
    doc->dict = definition->dict;
    if (doc->dict) xmlDictReference(doc->dict);
    doc->URL = xmlStrdup((const xmlChar *)file);
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "document", NULL);
    xmlDocSetRootElement(doc, root);
    xmlSetNs(root, xmlNewNs(root, BAD_CAST AF_NS_DOCUMENT, NULL));
    xmlNodeSetLang(root, (const xmlChar *)language);
    xmlSetProp(root, BAD_CAST "kind", (const xmlChar *)kind);
    xmlSetProp(root, BAD_CAST "program", (const xmlChar *)af_program_id(program));
    graft(root, definition);
    return root;
}

xmlDoc *af_document_new(const char *kind, const AfProgram *program, const AfCatalog *catalog,
                        const AfCatalog *messages) {
    xmlNode *root = document_root(kind, program, af_catalog_language(catalog), af_catalog_file(catalog));
    xmlNs *ns = xmlNewNs(root, BAD_CAST AF_NS_DOCUMENT, BAD_CAST "af");
    af_stamp_places(graft(root, af_catalog_root(catalog)->doc), af_catalog_name(catalog), ns);
    af_stamp_places(graft(root, af_catalog_root(messages)->doc), af_catalog_name(messages), ns);
    return root->doc;
}

void af_document_add_second_catalog(xmlDoc *document, const AfCatalog *catalog, const AfCatalog *messages) {
    xmlNode *root = xmlDocGetRootElement(document);
    xmlNs *ns = xmlSearchNs(document, root, BAD_CAST "af");
    xmlNode *second = graft(root, af_catalog_root(catalog)->doc);
    af_stamp_places(second, af_catalog_name(catalog), ns);
    xmlSetNsProp(second, ns, BAD_CAST "second", BAD_CAST "yes");
    const xmlNode *label = af_catalog_find(messages, "label.note");
    if (label) xmlAddChild(second, xmlDocCopyNode((xmlNode *)label, document, 1));
}

/* --- assessments --- */

xmlNode *af_document_add(xmlNode *parent, const char *name) {
    xmlNode *root = xmlDocGetRootElement(parent->doc);
    return xmlAddChild(parent, xmlNewDocNode(parent->doc, root->ns, BAD_CAST name, NULL));
}

void af_document_set(xmlNode *element, const char *name, const char *value) {
    if (value) xmlNewProp(element, BAD_CAST name, BAD_CAST value);
}

static void set_number(xmlNode *element, const char *name, guint number) {
    char text[16];
    g_snprintf(text, sizeof text, "%u", number);
    af_document_set(element, name, text);
}

static void add_cell(xmlNode *item, const AfCell *cell) {
    static const char *const applies[] = {"yes", "no", "conditional"};
    static const char *const states[] = {"open", "met", "not-met", "not-applicable"};
    static const char *const verdicts[] = {NULL, "accepted", "rejected", "question"};
    xmlNode *element = af_document_add(item, "cell");
    af_document_set(element, "case-study", cell->case_study);
    af_document_set(element, "model", cell->model);
    gboolean once = !cell->case_study && cell->applies == AF_APPLIES_YES;
    if (!once) af_document_set(element, "applies", applies[cell->applies]);
    af_document_set(element, "state", states[cell->state]);
    af_autoxml xmlChar *answer = xmlGetNsProp(cell->answer, BAD_CAST "id", BAD_CAST AF_NS_DOCUMENT);
    af_autoxml xmlChar *finding = xmlGetNsProp(cell->finding, BAD_CAST "id", BAD_CAST AF_NS_DOCUMENT);
    af_document_set(element, "answer", (const char *)answer);
    af_document_set(element, "finding", (const char *)finding);
    af_document_set(element, "verdict", verdicts[cell->verdict]);
    set_number(element, "line", (guint)cell->line);
}

static void add_resolution(xmlNode *root, const AfAssessment *assessment) {
    xmlNode *resolution = af_document_add(root, "resolution"), *section = NULL, *item = NULL;
    af_document_set(resolution, "day", assessment->day);
    const AfCell *before = NULL;
    for (guint i = 0; i < assessment->cells->len; i++) {
        const AfCell *cell = g_ptr_array_index(assessment->cells, i);
        if (!before || before->section != cell->section) {
            section = af_document_add(resolution, "section");
            af_document_set(section, "part", cell->part);
            af_document_set(section, "ref", cell->section);
            af_document_set(section, "pillar", cell->pillar ? "true" : NULL);
        }
        if (!before || before->item != cell->item) {
            item = af_document_add(section, "item");
            af_document_set(item, "ref", cell->item);
            af_document_set(item, "number", cell->number);
        }
        add_cell(item, cell);
        before = cell;
    }
}

void af_document_add_assessment(xmlDoc *document, const AfAssessment *assessment) {
    xmlNode *root = xmlDocGetRootElement(document);
    graft(root, assessment->doc);
    add_resolution(root, assessment);
}

xmlDoc *af_document_for_rules_new(const AfAssessment *assessment) {
    xmlNode *root =
        document_root("check", assessment->program, af_assessment_language(assessment), assessment->place);
    af_document_add_assessment(root->doc, assessment);
    return root->doc;
}

/* --- readiness --- */

static void add_score(xmlNode *parent, const AfScore *score) {
    xmlNode *element = af_document_add(parent, "score");
    af_document_set(element, "part", score->part);
    af_document_set(element, "section", score->section);
    af_document_set(element, "case-study", score->case_study);
    set_number(element, "asked", score->asked);
    set_number(element, "answered", score->answered);
    set_number(element, "met", score->met);
    set_number(element, "not-met", score->not_met);
    set_number(element, "not-applicable", score->not_applicable);
    set_number(element, "open", score->open);
    set_number(element, "accepted", score->accepted);
    set_number(element, "rejected", score->rejected);
    set_number(element, "questions", score->questions);
    set_number(element, "blocking", score->blocking);
}

static void add_point(xmlNode *parent, const AfPoint *point) {
    xmlNode *element = af_document_add(parent, "point");
    af_document_set(element, "rule", point->rule);
    af_document_set(element, "level", point->level == AF_ERROR ? "error" : "warning");
    af_document_set(element, "who", point->who);
    set_number(element, "line", (guint)point->line);
    af_document_set(element, "part", point->part);
    af_document_set(element, "section", point->section);
    af_document_set(element, "item", point->item);
    g_autofree char *case_studies = g_strjoinv(" ", point->case_studies);
    if (*case_studies) af_document_set(element, "case-studies", case_studies);
    xmlAddChild(element, xmlNewDocText(element->doc, BAD_CAST point->text));
}

void af_document_add_readiness(xmlDoc *document, const AfReadiness *readiness) {
    xmlNode *element = af_document_add(xmlDocGetRootElement(document), "readiness");
    af_document_set(element, "ready", readiness->ready ? "yes" : "no");
    set_number(element, "blocking", readiness->blocking);
    set_number(element, "warnings", readiness->warnings);
    for (guint i = 0; i < readiness->scores->len; i++) add_score(element, g_ptr_array_index(readiness->scores, i));
    for (guint i = 0; i < readiness->points->len; i++) add_point(element, g_ptr_array_index(readiness->points, i));
}

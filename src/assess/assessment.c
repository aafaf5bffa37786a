/* Assessments: loading. */
#include "assess/internal.h"

#include <stdio.h>
#include <string.h>

/* What is said about an assessment that is not one, before anything is known of its parts. */
static gboolean root_fits(const xmlDoc *doc, const char *path, AfDiagnostics *diagnostics) {
    const xmlNode *root = xmlDocGetRootElement(doc);
    if (af_xml_is(root, AF_NS_ASSESSMENT, "assessment")) return TRUE;
    af_diagnostics_add(diagnostics, AF_D_ASSESSMENT_ROOT, path, af_line(root), (const char *)root->name);
    return FALSE;
}

static AfProgram *program_of(const xmlDoc *doc, const char *path, AfDiagnostics *diagnostics) {
    const xmlNode *root = xmlDocGetRootElement(doc);
    const char *id = af_xml_attribute(root, "program"), *version = af_xml_attribute(root, "version");
    g_auto(GStrv) programs = af_programs();
    if (programs[0] && !g_strv_contains((const char *const *)programs, id)) {
        g_autofree char *known = g_strjoinv(", ", programs);
        af_diagnostics_add(diagnostics, AF_D_ASSESSMENT_PROGRAM, path, af_line(root), id, known);
        return NULL;
    }
    g_autoptr(AfProgram) program = af_program_load(id, diagnostics);
    if (!program) return NULL;
    const char *there = af_program_version(program);
    if (strcmp(version, there)) {
        af_diagnostics_add(diagnostics, AF_D_VERSION_UNKNOWN, path, af_line(root), version, id, there);
        return NULL;
    }
    return g_steal_pointer(&program);
}

static GHashTable *elements_by_id(xmlNode *top, const char *ns, const char *name) {
    GHashTable *elements = g_hash_table_new(g_str_hash, g_str_equal);
    for (xmlNode *element = top; element; element = af_next_element(top, element)) {
        if (!af_xml_is(element, ns, name)) continue;
        gpointer id = (gpointer)(gsize)af_xml_attribute(element, "id");
        if (id && !g_hash_table_contains(elements, id)) g_hash_table_insert(elements, id, element);
    }
    return elements;
}

static char *name_of(const char *path) {
    char *name = strcmp(path, "-") ? g_path_get_basename(path) : g_strdup("assessment");
    if (g_str_has_suffix(name, ".xml") && strlen(name) > strlen(".xml")) name[strlen(name) - strlen(".xml")] = '\0';
    return name;
}

static AfAssessment *assessment_new(const AfAssessmentFile *file, xmlDoc *doc, AfProgram *program) {
    AfAssessment *assessment = g_new0(AfAssessment, 1);
    assessment->path = g_strdup(file->path);
    assessment->place = g_strdup(file->place);
    assessment->name = name_of(file->name);
    assessment->folder = g_path_get_dirname(file->path);
    assessment->bytes = g_byte_array_ref(file->bytes);
    assessment->program = program;
    assessment->doc = doc;
    xmlNode *root = xmlDocGetRootElement(doc);
    assessment->day = g_strdup(af_xml_attribute(root, "date"));
    assessment->case_studies = elements_by_id(root, AF_NS_ASSESSMENT, "case-study");
    assessment->items = elements_by_id(xmlDocGetRootElement(af_program_doc(program)), AF_NS_PROGRAM, "item");
    assessment->answers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    assessment->findings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    assessment->cells = g_ptr_array_new_with_free_func(g_free);
    return assessment;
}

void af_stamp(xmlNode *element, const char *name, const char *value) {
    xmlNode *root = xmlDocGetRootElement(element->doc);
    xmlNs *ns = xmlSearchNsByHref(element->doc, root, BAD_CAST AF_NS_DOCUMENT);
    if (!ns) ns = xmlNewNs(root, BAD_CAST AF_NS_DOCUMENT, BAD_CAST "d");
    xmlNewNsProp(element, ns, BAD_CAST name, BAD_CAST value);
}

/* What copies of the tree will have to say of the file: lines, and names for answers and findings. */
static void stamp(xmlNode *root, const char *path) {
    guint answers = 0, findings = 0;
    for (xmlNode *element = root; element; element = af_next_element(root, element)) {
        char text[32];
        g_snprintf(text, sizeof text, "%d", af_line(element));
        af_stamp(element, "line", text);
        g_autofree char *at = g_strdup_printf("%s:%s", path, text);
        af_stamp(element, "at", at);
        gboolean answer = af_xml_is(element, AF_NS_ASSESSMENT, "answer");
        if (!answer && !af_xml_is(element, AF_NS_ASSESSMENT, "finding")) continue;
        g_snprintf(text, sizeof text, "%s-%u", answer ? "answer" : "finding", answer ? ++answers : ++findings);
        af_stamp(element, "id", text);
    }
}

/* NULL, and an error, if it has not the shape of an assessment. */
static xmlDoc *read_shape(const AfAssessmentFile *file, AfDiagnostics *diagnostics) {
    const char *place = file->place;
    g_autoptr(xmlDoc) doc =
        af_xml_read_memory((const char *)file->bytes->data, file->bytes->len, place, diagnostics);
    if (!doc || !root_fits(doc, place, diagnostics) || !af_valid(doc, "assessment.xsd", diagnostics)) return NULL;
    return g_steal_pointer(&doc);
}

gboolean af_assessment_fits(const AfAssessmentFile *file, AfDiagnostics *diagnostics) {
    g_autoptr(xmlDoc) doc = read_shape(file, diagnostics);
    return doc != NULL;
}

AfAssessment *af_assessment_load(const char *path, AfDiagnostics *diagnostics) {
    g_autoptr(GByteArray) bytes = af_xml_read_bytes(path, diagnostics);
    const AfAssessmentFile file = {path, path, path, bytes, NULL};
    return bytes ? af_assessment_read(&file, diagnostics) : NULL;
}

AfAssessment *af_assessment_read(const AfAssessmentFile *file, AfDiagnostics *diagnostics) {
    guint before = af_diagnostics_count_level(diagnostics, AF_ERROR);
    const char *place = file->place;
    g_autoptr(xmlDoc) doc = read_shape(file, diagnostics);
    if (!doc) return NULL;
    af_fold_attributes(xmlDocGetRootElement(doc));
    AfProgram *program = program_of(doc, place, diagnostics);
    if (!program) return NULL;
    g_autoptr(AfAssessment) assessment = assessment_new(file, g_steal_pointer(&doc), program);
    stamp(xmlDocGetRootElement(assessment->doc), place);
    af_assessment_check_texts(assessment, diagnostics);
    af_assessment_check_references(assessment, diagnostics);
    af_assessment_check_evidence(assessment, file->evidence, diagnostics);
    if (af_diagnostics_count_level(diagnostics, AF_ERROR) > before) return NULL;
    af_assessment_resolve(assessment);
    assessment->rules_input = af_document_for_rules_new(assessment);
    return g_steal_pointer(&assessment);
}

void af_assessment_free(AfAssessment *assessment) {
    if (!assessment) return;
    g_free(assessment->path);
    g_free(assessment->place);
    g_free(assessment->name);
    g_free(assessment->folder);
    g_free(assessment->day);
    g_hash_table_unref(assessment->case_studies);
    g_hash_table_unref(assessment->items);
    g_hash_table_unref(assessment->answers);
    g_hash_table_unref(assessment->findings);
    g_ptr_array_unref(assessment->cells);
    af_program_free(assessment->program);
    xmlFreeDoc(assessment->rules_input);
    xmlFreeDoc(assessment->doc);
    if (assessment->bytes) g_byte_array_unref(assessment->bytes);
    g_free(assessment);
}

const char *af_assessment_path(const AfAssessment *assessment) {
    return assessment->path;
}

char *af_assessment_own_path(const AfAssessment *assessment) {
    if (!strcmp(assessment->path, assessment->place)) return g_strdup(assessment->path);
    g_autofree char *name = g_strconcat(assessment->name, ".xml", NULL);
    return g_build_filename(assessment->folder, name, NULL);
}

const char *af_assessment_place(const AfAssessment *assessment) {
    return assessment->place;
}

const GByteArray *af_assessment_bytes(const AfAssessment *assessment) {
    return assessment->bytes;
}

const char *af_assessment_name(const AfAssessment *assessment) {
    return assessment->name;
}

const char *af_assessment_language(const AfAssessment *assessment) {
    const xmlNode *root = xmlDocGetRootElement(assessment->doc);
    const xmlAttr *lang = xmlHasNsProp(root, BAD_CAST "lang", XML_XML_NAMESPACE);
    return (const char *)lang->children->content;
}

const char *af_assessment_day(const AfAssessment *assessment) {
    return assessment->day;
}

gboolean af_assessment_set_day(AfAssessment *assessment, const char *day) {
    int year = 0, month = 0, date = 0, end = 0;
    if (strlen(day) != strlen("2026-11-22") || strspn(day, "0123456789-") != strlen(day) ||
        sscanf(day, "%4d-%2d-%2d%n", &year, &month, &date, &end) != 3 || end != (int)strlen(day) || month < 1 ||
        date < 1 || year < 1 || !g_date_valid_dmy((GDateDay)date, (GDateMonth)month, (GDateYear)year)) {
        return FALSE;
    }
    g_free(assessment->day);
    assessment->day = g_strdup(day);
    xmlFreeDoc(assessment->rules_input);
    assessment->rules_input = af_document_for_rules_new(assessment);
    return TRUE;
}

AfProgram *af_assessment_program(const AfAssessment *assessment) {
    return assessment->program;
}

xmlDoc *af_document_for_rules(const AfAssessment *assessment) {
    return assessment->rules_input;
}

const xmlDoc *af_assessment_doc(const AfAssessment *assessment) {
    return assessment->doc;
}

const GPtrArray *af_assessment_cells(const AfAssessment *assessment) {
    return assessment->cells;
}

const xmlNode *af_assessment_case_study(const AfAssessment *assessment, const char *id) {
    return g_hash_table_lookup(assessment->case_studies, id);
}

/* Assessments: what the commands that read them have in common. */
#include "cli/cli.h"

char *af_opened_place(const char *path, const AfPdfExtract *extract) {
    return g_strdup_printf("%s(%s)", path, extract->name);
}

AfOpened *af_opened_new(const char *path, AfDiagnostics *diagnostics) {
    g_autoptr(GByteArray) bytes = af_xml_read_bytes(path, diagnostics);
    if (!bytes) return NULL;
    if (!af_pdf_is(bytes->data, bytes->len)) {
        AfOpened *opened = g_new0(AfOpened, 1);
        opened->bytes = g_steal_pointer(&bytes);
        opened->file = (AfAssessmentFile){path, path, path, opened->bytes, NULL};
        return opened;
    }
    g_autoptr(AfPdfExtract) extract = af_pdf_extract(bytes->data, bytes->len, path, diagnostics);
    if (!extract) return NULL;
    if (extract->is_program) {
        af_diagnostics_add(diagnostics, AF_D_PDF_BLANK, path, 0);
        return NULL;
    }
    AfOpened *opened = g_new0(AfOpened, 1);
    opened->bytes = g_byte_array_ref(extract->bytes);
    opened->extract = g_steal_pointer(&extract);
    opened->place = af_opened_place(path, opened->extract);
    opened->file = (AfAssessmentFile){path, opened->place, opened->extract->name, opened->bytes,
                                      opened->extract->supplement};
    return opened;
}

void af_opened_free(AfOpened *opened) {
    if (!opened) return;
    g_byte_array_unref(opened->bytes);
    af_pdf_extract_free(opened->extract);
    g_free(opened->place);
    g_free(opened);
}

AfChecked *af_checked_load(const char *path, const char *day, AfDiagnostics *diagnostics) {
    g_autoptr(AfOpened) opened = af_opened_new(path, diagnostics);
    g_autoptr(AfAssessment) assessment = opened ? af_assessment_read(&opened->file, diagnostics) : NULL;
    if (!assessment) return NULL;
    if (day) af_assessment_set_day(assessment, day);
    xmlDoc *findings = af_rules_run(assessment, diagnostics);
    if (!findings) return NULL;
    AfChecked *checked = g_new(AfChecked, 1);
    *checked = (AfChecked){g_steal_pointer(&assessment), findings};
    return checked;
}

void af_checked_free(AfChecked *checked) {
    if (!checked) return;
    af_assessment_free(checked->assessment);
    xmlFreeDoc(checked->findings);
    g_free(checked);
}

AfReadiness *af_checked_readiness(AfCli *cli, const AfChecked *checked, const char *language,
                                  AfDiagnostics *diagnostics) {
    const AfCatalog *messages = af_cli_messages(cli, language, diagnostics);
    AfProgram *program = af_assessment_program(checked->assessment);
    const AfCatalog *catalog = messages ? af_cli_catalog(cli, program, language, diagnostics) : NULL;
    if (!catalog) return NULL;
    return af_readiness_new(checked->assessment, checked->findings, catalog, messages, diagnostics);
}

xmlDoc *af_checked_document(AfCli *cli, const char *kind, const AfChecked *checked, const AfReadiness *readiness,
                            const char *language, AfDiagnostics *diagnostics) {
    AfProgram *program = af_assessment_program(checked->assessment);
    const AfCatalog *messages = af_cli_messages(cli, language, diagnostics);
    const AfCatalog *catalog = messages ? af_cli_catalog(cli, program, language, diagnostics) : NULL;
    if (!catalog) return NULL;
    xmlDoc *document = af_document_new(kind, program, catalog, messages);
    af_document_add_assessment(document, checked->assessment);
    af_document_add_readiness(document, readiness);
    return document;
}

/* What a point is about, for programs: pairs of name and value, NULL. */
static void add_detail(GPtrArray *details, const char *name, const char *value) {
    if (!value || !*value) return;
    g_ptr_array_add(details, (gpointer)(gsize)name);
    g_ptr_array_add(details, (gpointer)(gsize)value);
}

static void add_point(const AfPoint *point, const char *file, AfDiagnostics *diagnostics) {
    g_autofree char *case_studies = g_strjoinv(" ", point->case_studies);
    g_autoptr(GPtrArray) details = g_ptr_array_new();
    add_detail(details, "part", point->part);
    add_detail(details, "section", point->section);
    add_detail(details, "item", point->item);
    add_detail(details, "caseStudies", case_studies);
    add_detail(details, "who", point->who);
    g_ptr_array_add(details, NULL);
    af_diagnostics_add_rule(diagnostics, point->level, point->rule, file, point->line, point->text,
                            (const char *const *)details->pdata);
}

void af_readiness_report(const AfReadiness *readiness, const char *file, AfDiagnostics *diagnostics) {
    for (guint i = 0; i < readiness->points->len; i++) {
        add_point(g_ptr_array_index(readiness->points, i), file, diagnostics);
    }
}

const xmlNode *af_assessment_child(const xmlNode *element, const char *name) {
    const xmlNode *child = element ? element->children : NULL;
    while (child && !af_xml_is(child, AF_NS_ASSESSMENT, name)) child = child->next;
    return child;
}

char *af_assessment_words(const xmlNode *element, const char *name) {
    const xmlNode *child = af_assessment_child(element, name);
    af_autoxml xmlChar *content = child ? xmlNodeGetContent(child) : NULL;
    g_auto(GStrv) words = g_strsplit_set(content ? (const char *)content : "", " \t\r\n", -1);
    GString *folded = g_string_new(NULL);
    for (char **word = words; *word; word++) {
        if (**word) g_string_append_printf(folded, "%s%s", folded->len ? " " : "", *word);
    }
    return g_string_free(folded, FALSE);
}

const xmlNode *af_assessment_part(const AfAssessment *assessment, const char *name) {
    return af_assessment_child(xmlDocGetRootElement(af_assessment_doc(assessment)), name);
}

/* Schematron: compiling schemas by templates/schematron.xsl, and running them. */
#include "base/file.h"
#include "transform/internal.h"
#include "transform/rules.h"

#include <string.h>

static const char compiler_name[] = "schematron.xsl";
/* Where the compiler's input says its lines, and its output says lines and faults. */
static const char place_namespace[] = "urn:auditfolio:schematron";
static const char svrl_namespace[] = "http://purl.oclc.org/dsdl/svrl";

/* The next element in document order; NULL after the last. */
static xmlNode *next_element(xmlNode *node) {
    xmlNode *next = xmlFirstElementChild(node);
    while (!next && node && node->type == XML_ELEMENT_NODE) {
        next = xmlNextElementSibling(node);
        node = node->parent;
    }
    return next;
}

static void stamp_lines(xmlDoc *schema) {
    xmlNode *root = xmlDocGetRootElement(schema);
    xmlNs *ns = xmlNewNs(root, BAD_CAST place_namespace, BAD_CAST "at");
    for (xmlNode *element = root; element; element = next_element(element)) {
        char line[24];
        g_snprintf(line, sizeof line, "%ld", xmlGetLineNo(element));
        xmlNewNsProp(element, ns, BAD_CAST "line", BAD_CAST line);
    }
}

/* The line that an element says, or an ancestor of it. */
static int line_of(const xmlNode *element) {
    af_autoxml xmlChar *line = NULL;
    for (; element && !line && element->type == XML_ELEMENT_NODE; element = element->parent) {
        line = xmlGetNsProp(element, BAD_CAST "line", (const xmlChar *)place_namespace);
    }
    return line ? (int)g_ascii_strtoll((const char *)line, NULL, 10) : 0;
}

static void report_fault(const xmlNode *fault, const char *path, AfDiagnostics *diagnostics) {
    static const struct {
        const char *name;
        AfCode code;
    } codes[] = {
        {"unsupported", AF_D_SCHEMATRON_UNSUPPORTED},
        {"missing", AF_D_SCHEMATRON_INCOMPLETE},
        {"reference", AF_D_SCHEMATRON_REFERENCE},
    };
    const char *code = af_xml_attribute(fault, "code");
    for (gsize i = 0; i < G_N_ELEMENTS(codes); i++) {
        if (strcmp(code, codes[i].name)) continue;
        af_diagnostics_add(diagnostics, codes[i].code, path, line_of(fault), af_xml_attribute(fault, "what"));
    }
}

/* Whether the compiler found nothing wrong. Meanwhile every instruction gets the line of what it was made of, so that
 * a fault in an expression is said to be where it was written. */
static gboolean settle(xmlDoc *compiled, const char *path, AfDiagnostics *diagnostics) {
    gboolean sound = TRUE;
    xmlNode *root = xmlDocGetRootElement(compiled);
    for (xmlNode *element = root; element; element = next_element(element)) {
        if (af_xml_is(element, place_namespace, "fault")) {
            report_fault(element, path, diagnostics);
            sound = FALSE;
        }
        element->line = (unsigned short)MIN(line_of(element), 65535);
    }
    for (xmlNode *element = root; element; element = next_element(element)) {
        xmlUnsetNsProp(element, xmlSearchNsByHref(compiled, element, (const xmlChar *)place_namespace),
                       BAD_CAST "line");
    }
    return sound;
}

/* The compiler lives as long as the process: an assessment needs it twice. */
static AfStylesheet *compiler(AfDiagnostics *diagnostics) {
    static AfStylesheet *stylesheet;
    if (!stylesheet) stylesheet = af_stylesheet_load(compiler_name, diagnostics);
    return stylesheet;
}

AfStylesheet *af_rules_compile(const char *path, AfDiagnostics *diagnostics) {
    AfStylesheet *translate = compiler(diagnostics);
    if (!translate) return NULL;
    g_autoptr(xmlDoc) schema = af_stylesheet_read(path, diagnostics);
    if (!schema) return NULL;
    stamp_lines(schema);
    g_autoptr(xmlDoc) compiled = af_stylesheet_run(translate, schema, NULL, diagnostics);
    if (!compiled || !settle(compiled, path, diagnostics)) return NULL;
    if (compiled->URL) xmlFree((xmlChar *)(guintptr)compiled->URL);
    compiled->URL = xmlStrdup(schema->URL);
    return af_stylesheet_compile(g_steal_pointer(&compiled), path, diagnostics);
}

xmlDoc *af_rules_apply(AfStylesheet *rules, xmlDoc *document, const char *day, AfDiagnostics *diagnostics) {
    const AfParameter parameters[] = {{day ? "day" : NULL, day}, {NULL, NULL}};
    return af_stylesheet_run(rules, document, parameters, diagnostics);
}

static AfStylesheet *rules_of(const char *name, AfDiagnostics *diagnostics) {
    static GHashTable *compiled;
    if (!compiled)
        compiled = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)af_stylesheet_free);
    AfStylesheet *rules = g_hash_table_lookup(compiled, name);
    if (!rules) {
        g_autofree char *path = af_data_path("schemas", name);
        rules = af_rules_compile(path, diagnostics);
        if (rules) g_hash_table_insert(compiled, g_strdup(name), rules);
    }
    return rules;
}

/* Runs the rules of a schema and adds what they find to svrl, which may be NULL. */
static xmlDoc *add_findings(xmlDoc *svrl, const char *name, xmlDoc *document, const char *day,
                            AfDiagnostics *diagnostics) {
    AfStylesheet *rules = rules_of(name, diagnostics);
    xmlDoc *found = rules ? af_rules_apply(rules, document, day, diagnostics) : NULL;
    if (!found || !svrl) {
        if (svrl) xmlFreeDoc(svrl);
        return found;
    }
    /* prefixes are said once, before the patterns */
    xmlNode *root = xmlDocGetRootElement(svrl), *from = xmlFirstElementChild(xmlDocGetRootElement(found));
    while (from && !af_xml_is(from, svrl_namespace, "active-pattern")) from = xmlNextElementSibling(from);
    for (; from; from = from->next) xmlAddChild(root, xmlDocCopyNode(from, svrl, 1));
    xmlFreeDoc(found);
    return svrl;
}

xmlDoc *af_rules_run(const AfAssessment *assessment, AfDiagnostics *diagnostics) {
    const AfProgram *program = af_assessment_program(assessment);
    const char *names[] = {"assessment", af_program_library(program), af_program_id(program)};
    xmlDoc *svrl = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (!names[i]) continue;
        g_autofree char *name = g_strconcat(names[i], ".sch", NULL);
        g_autofree char *path = af_data_path("schemas", name);
        if (i && !g_file_test(path, G_FILE_TEST_EXISTS)) continue;
        svrl = add_findings(svrl, name, af_document_for_rules(assessment), af_assessment_day(assessment), diagnostics);
        if (!svrl) return NULL;
    }
    return svrl;
}

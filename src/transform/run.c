/* Runs: carrying out a stylesheet, and hearing what libxslt has to say meanwhile. */
#include "base/file.h"
#include "transform/internal.h"

#include <libexslt/exslt.h>
#include <libxml/xpathInternals.h>
#include <libxslt/extensions.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xsltutils.h>

#include <stdarg.h>
#include <string.h>

/* libxslt and libxml2 take one handler for everybody. */
static struct {
    AfRun *run;
    xmlStructuredErrorFunc structured;
    void *structured_data;
    xmlGenericErrorFunc generic, xslt;
    void *generic_data, *xslt_data;
} ear;

AfRun *af_run_current(void) {
    return ear.run;
}

static void forget_place(AfRun *run) {
    g_clear_pointer(&run->file, g_free);
    g_clear_pointer(&run->words, g_free);
    run->line = 0;
}

/* The place of the instruction that is being carried out, unless libxslt has named one. */
static void find_place(AfRun *run) {
    const xmlNode *instruction = run->context ? run->context->inst : NULL;
    if (run->file || !instruction || !instruction->doc) return;
    run->file = af_path_of_url(instruction->doc->URL);
    run->line = (int)xmlGetLineNo(instruction);
}

void af_run_fail(AfRun *run, AfCode code, const char *first, const char *second) {
    /* a run ends at its first fault; what comes after is a consequence */
    if (run->context && run->failed) return;
    find_place(run);
    af_diagnostics_add(run->diagnostics, code, run->file, run->line, first, second);
    forget_place(run);
    run->failed = TRUE;
    if (run->context) run->context->state = XSLT_STATE_STOPPED;
}

/* "compilation error: file F line N element E", in a call of its own before the words; "error" without a place. */
static gboolean take_place(AfRun *run, const char *text) {
    if (!strcmp(text, "error\n")) return run->nowhere = TRUE;
    if (!g_str_has_prefix(text, "compilation error") && !g_str_has_prefix(text, "runtime error")) return FALSE;
    g_clear_pointer(&run->file, g_free);
    run->line = 0;
    const char *file = strstr(text, ": file "), *end = g_strrstr(text, " element ");
    if (!file) return TRUE;
    g_autofree char *place = end ? g_strndup(file, (gsize)(end - file)) : g_strdup(file);
    char *line = g_strrstr(place, " line ");
    if (line) {
        *line = '\0';
        run->line = (int)g_ascii_strtoll(line + strlen(" line "), NULL, 10);
    }
    g_strchomp(place);
    run->file = af_path_of_url((const xmlChar *)place + strlen(": file "));
    return TRUE;
}

/* XPath does not know where it stands: its words are kept until libxslt names the place, or until the run ends. */
static void keep_words(AfRun *run, const char *words) {
    if (run->words || !words) return;
    run->words = g_strstrip(g_strdup(words));
    find_place(run);
}

G_GNUC_PRINTF(2, 3) static void hear_xslt(void *data, const char *format, ...) {
    AfRun *run = data;
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    if (take_place(run, text)) return;
    if (run->nowhere) {
        run->nowhere = FALSE;
        keep_words(run, text);
        return;
    }
    g_strstrip(text);
    g_autofree char *both = run->words ? g_strdup_printf("%s (%s)", text, run->words) : g_strdup(text);
    if (*text) af_run_fail(run, AF_D_XSLT_FAILED, both, NULL);
}

static void hear_structured(void *data, xmlError *error) {
    keep_words(data, error->message);
}

G_GNUC_PRINTF(2, 3) static void hear_generic(void *data, const char *format, ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    keep_words(data, text);
}

void af_run_listen(AfRun *run) {
    g_assert(!ear.run);
    ear.run = run;
    ear.structured = xmlStructuredError;
    ear.structured_data = xmlStructuredErrorContext;
    ear.generic = xmlGenericError;
    ear.generic_data = xmlGenericErrorContext;
    ear.xslt = xsltGenericError;
    ear.xslt_data = xsltGenericErrorContext;
    xmlSetStructuredErrorFunc(run, hear_structured);
    xmlSetGenericErrorFunc(run, hear_generic);
    xsltSetGenericErrorFunc(run, hear_xslt);
}

void af_run_unlisten(AfRun *run) {
    g_assert(ear.run == run);
    ear.run = NULL;
    xmlSetStructuredErrorFunc(ear.structured_data, ear.structured);
    xmlSetGenericErrorFunc(ear.generic_data, ear.generic);
    xsltSetGenericErrorFunc(ear.xslt_data, ear.xslt);
    if (run->words) {
        g_autofree char *words = g_steal_pointer(&run->words);
        af_run_fail(run, AF_D_XSLT_FAILED, words, NULL);
    }
    forget_place(run);
}

struct AfStylesheet {
    xsltStylesheet *style;
    char *path;
};

AfStylesheet *af_stylesheet_compile(xmlDoc *doc, const char *path, AfDiagnostics *diagnostics) {
    AfRun run = {.diagnostics = diagnostics};
    af_run_listen(&run);
    xsltStylesheet *style = xsltParseStylesheetDoc(doc);
    if (!style) xmlFreeDoc(doc); /* otherwise it is the stylesheet's now */
    if (!style && !run.failed) {
        g_autofree char *words = run.words ? g_steal_pointer(&run.words) : g_strdup(path);
        if (!run.file) run.file = g_strdup(path);
        af_run_fail(&run, AF_D_XSLT_FAILED, words, NULL);
    }
    af_run_unlisten(&run);
    if (run.failed) {
        if (style) xsltFreeStylesheet(style);
        return NULL;
    }
    AfStylesheet *stylesheet = g_new0(AfStylesheet, 1);
    stylesheet->style = style;
    stylesheet->path = g_strdup(path);
    return stylesheet;
}

AfStylesheet *af_stylesheet_load(const char *name, AfDiagnostics *diagnostics) {
    af_transform_init();
    g_autofree char *path = af_data_path("templates", name), *file = af_stylesheet_path(path);
    xmlDoc *doc = af_stylesheet_read(path, diagnostics);
    return doc ? af_stylesheet_compile(doc, file ? file : path, diagnostics) : NULL;
}

void af_stylesheet_free(AfStylesheet *stylesheet) {
    if (!stylesheet) return;
    xsltFreeStylesheet(stylesheet->style);
    g_free(stylesheet->path);
    g_free(stylesheet);
}

/* EXSLT's functions on dates that do not ask the clock. Its others do when they are given nothing. */
static void add_dates(xsltTransformContext *context) {
    static const char *const names[] = {"add", "add-duration", "difference"};
    const xmlChar *ns = EXSLT_DATE_NAMESPACE;
    g_autoptr(xmlXPathContext) all = xmlXPathNewContext(NULL);
    exsltDateXpathCtxtRegister(all, BAD_CAST "date");
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        const xmlChar *name = (const xmlChar *)names[i];
        xsltRegisterExtFunction(context, name, ns, xmlXPathFunctionLookupNS(all, name, ns));
    }
}

/* Functions are the run's own: those of a language for what people read, dates for rules. */
static void add_functions(xsltTransformContext *context, const AfRun *run) {
    if (run->messages) {
        af_functions_register(context);
    } else {
        add_dates(context);
    }
}

static xsltTransformContext *new_context(AfStylesheet *stylesheet, xmlDoc *document, AfRun *run) {
    xsltTransformContext *context = xsltNewTransformContext(stylesheet->style, document);
    context->_private = run;
    context->maxTemplateDepth = AF_TRANSFORM_DEPTH;
    xsltSetCtxtSecurityPrefs(af_security(), context);
    add_functions(context, run);
    run->context = context;
    return context;
}

/* The result; NULL and an error on failure. */
static xmlDoc *carry_out(AfStylesheet *stylesheet, xmlDoc *document, const AfParameter *parameters, AfRun *run) {
    af_run_listen(run);
    xsltTransformContext *context = new_context(stylesheet, document, run);
    for (const AfParameter *p = parameters; p && p->name; p++) {
        xsltQuoteOneUserParam(context, (const xmlChar *)p->name, (const xmlChar *)p->value);
    }
    af_limits_begin(run);
    g_autoptr(xmlDoc) result = xsltApplyStylesheetUser(stylesheet->style, document, NULL, NULL, NULL, context);
    af_limits_end(run);
    if (!result && !run->failed) {
        g_autofree char *words = run->words ? g_steal_pointer(&run->words) : g_strdup(stylesheet->path);
        af_run_fail(run, AF_D_XSLT_FAILED, words, NULL);
    }
    af_run_unlisten(run);
    xsltFreeTransformContext(context);
    return run->failed ? NULL : g_steal_pointer(&result);
}

xmlDoc *af_transform_bare(AfStylesheet *stylesheet, xmlDoc *document, const AfCatalog *messages,
                          const AfParameter *parameters, AfDiagnostics *diagnostics) {
    AfLocale *locale = af_locale_get(af_catalog_language(messages));
    AfRun run = {.messages = messages, .locale = locale, .diagnostics = diagnostics};
    return carry_out(stylesheet, document, parameters, &run);
}

xmlDoc *af_transform(AfStylesheet *stylesheet, xmlDoc *document, const AfCatalog *messages,
                     const AfParameter *parameters, AfDiagnostics *diagnostics) {
    xmlDoc *result = af_transform_bare(stylesheet, document, messages, parameters, diagnostics);
    if (result) af_transform_typography(result, af_catalog_language(messages));
    return result;
}

xmlDoc *af_stylesheet_run(AfStylesheet *stylesheet, xmlDoc *document, const AfParameter *parameters,
                          AfDiagnostics *diagnostics) {
    AfRun run = {.diagnostics = diagnostics};
    return carry_out(stylesheet, document, parameters, &run);
}

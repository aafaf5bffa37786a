/* The extension functions: ICU for stylesheets. */
#include "transform/internal.h"

#include <libxml/xpathInternals.h>
#include <libxslt/extensions.h>

#include <string.h>

static AfRun *run_of(xmlXPathParserContext *xpath) {
    return xsltXPathGetTransformContext(xpath)->_private;
}

/* Takes the arguments off the stack, in the order in which they were written; of xmlXPathObject. FALSE if there are
 * not as many as there have to be. */
static gboolean take_arguments(xmlXPathParserContext *xpath, int n, int least, int most, GPtrArray *objects) {
    if (n < least || n > most) {
        xmlXPathSetArityError(xpath);
        return FALSE;
    }
    g_ptr_array_set_free_func(objects, (GDestroyNotify)xmlXPathFreeObject);
    for (int i = 0; i < n; i++) g_ptr_array_insert(objects, 0, valuePop(xpath));
    return TRUE;
}

/* An argument as a string, to be freed. */
static char *string_of(const GPtrArray *objects, guint index) {
    af_autoxml xmlChar *string = xmlXPathCastToString(g_ptr_array_index(objects, index));
    return g_strdup((const char *)string);
}

static double number_of(const GPtrArray *objects, guint index) {
    return xmlXPathCastToNumber(g_ptr_array_index(objects, index));
}

/* Gives the result; NULL is a fault of the argument. */
static void give(xmlXPathParserContext *xpath, const char *function, const char *argument, const char *result) {
    if (!result) af_run_fail(run_of(xpath), AF_D_FUNCTION_ARGUMENT, function, argument);
    valuePush(xpath, xmlXPathNewCString(result ? result : ""));
}

static void function_message(xmlXPathParserContext *xpath, int n) {
    g_autoptr(GPtrArray) objects = g_ptr_array_new();
    if (!take_arguments(xpath, n, 1, 10, objects)) return;
    AfRun *run = run_of(xpath);
    g_autofree char *id = string_of(objects, 0);
    AfArg args[10] = {{0}};
    for (guint i = 1; i < objects->len; i++) {
        const xmlXPathObject *object = g_ptr_array_index(objects, i);
        if (object->type == XPATH_NUMBER) {
            args[i - 1].number = object->floatval;
        } else {
            args[i - 1].string = string_of(objects, i);
        }
    }
    g_autofree char *text = af_catalog_message(run->messages, id, args, objects->len - 1);
    if (!text) af_run_fail(run, AF_D_MESSAGE_UNKNOWN, id, af_catalog_language(run->messages));
    valuePush(xpath, xmlXPathNewCString(text ? text : ""));
    for (guint i = 0; i < G_N_ELEMENTS(args); i++) g_free(args[i].string);
}

static void function_date(xmlXPathParserContext *xpath, int n) {
    g_autoptr(GPtrArray) objects = g_ptr_array_new();
    if (!take_arguments(xpath, n, 1, 1, objects)) return;
    g_autofree char *iso = string_of(objects, 0);
    g_autofree char *text = af_date_format(run_of(xpath)->locale, iso);
    give(xpath, "l:date", iso, text);
}

/* The language that the argument after the others names; that of the run if there is none. */
static AfLocale *locale_of(xmlXPathParserContext *xpath, const GPtrArray *objects, guint index) {
    g_autofree char *tag = index < objects->len ? string_of(objects, index) : NULL;
    return tag && *tag ? af_locale_get(tag) : run_of(xpath)->locale;
}

static void function_number(xmlXPathParserContext *xpath, int n) {
    g_autoptr(GPtrArray) objects = g_ptr_array_new();
    if (!take_arguments(xpath, n, 1, 2, objects)) return;
    double number = number_of(objects, 0);
    g_autofree char *said = string_of(objects, 0);
    g_autofree char *text = xmlXPathIsNaN(number) ? NULL : af_number_format(locale_of(xpath, objects, 1), number);
    give(xpath, "l:number", said, text);
}

static void function_percent(xmlXPathParserContext *xpath, int n) {
    g_autoptr(GPtrArray) objects = g_ptr_array_new();
    if (!take_arguments(xpath, n, 1, 1, objects)) return;
    double ratio = number_of(objects, 0);
    g_autofree char *said = string_of(objects, 0);
    g_autofree char *text = xmlXPathIsNaN(ratio) ? NULL : af_percent_format(run_of(xpath)->locale, ratio);
    give(xpath, "l:percent", said, text);
}

/* The items of a list: every node of a node-set is one. */
static void add_items(GPtrArray *items, xmlXPathObject *object) {
    if (object->type != XPATH_NODESET && object->type != XPATH_XSLT_TREE) {
        af_autoxml xmlChar *string = xmlXPathCastToString(object);
        g_ptr_array_add(items, g_strdup((const char *)string));
        return;
    }
    xmlNodeSet *nodes = object->nodesetval;
    for (int i = 0; nodes && i < nodes->nodeNr; i++) {
        af_autoxml xmlChar *string = xmlXPathCastNodeToString(nodes->nodeTab[i]);
        g_ptr_array_add(items, g_strdup((const char *)string));
    }
}

static void function_list(xmlXPathParserContext *xpath, int n) {
    g_autoptr(GPtrArray) objects = g_ptr_array_new();
    if (!take_arguments(xpath, n, 1, 100, objects)) return;
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < objects->len; i++) add_items(items, g_ptr_array_index(objects, i));
    g_autofree char *text = NULL;
    if (items->len) text = af_list_format(run_of(xpath)->locale, (const char *const *)items->pdata, items->len);
    valuePush(xpath, xmlXPathNewCString(text ? text : ""));
}

/* A function of the language that makes a text of a text. */
static void convert(xmlXPathParserContext *xpath, int n, const char *name,
                    char *(*function)(AfLocale *, const char *)) {
    g_autoptr(GPtrArray) objects = g_ptr_array_new();
    if (!take_arguments(xpath, n, 1, 1, objects)) return;
    g_autofree char *string = string_of(objects, 0);
    g_autofree char *result = function(run_of(xpath)->locale, string);
    give(xpath, name, string, result);
}

static void function_sort_key(xmlXPathParserContext *xpath, int n) {
    convert(xpath, n, "l:sort-key", af_collation_key);
}

static void function_index_label(xmlXPathParserContext *xpath, int n) {
    convert(xpath, n, "l:index-label", af_index_label);
}

static void function_index_key(xmlXPathParserContext *xpath, int n) {
    convert(xpath, n, "l:index-key", af_index_key);
}

static void function_language_name(xmlXPathParserContext *xpath, int n) {
    g_autoptr(GPtrArray) objects = g_ptr_array_new();
    if (!take_arguments(xpath, n, 1, 2, objects)) return;
    g_autofree char *tag = string_of(objects, 0);
    gboolean within = objects->len > 1 && xmlXPathCastToBoolean(g_ptr_array_index(objects, 1));
    g_autofree char *text = af_language_name(run_of(xpath)->locale, tag, within);
    give(xpath, "l:language-name", tag, text);
}

static void function_direction(xmlXPathParserContext *xpath, int n) {
    g_autoptr(GPtrArray) objects = g_ptr_array_new();
    if (!take_arguments(xpath, n, 0, 1, objects)) return;
    gboolean rtl = af_locale_is_rtl(locale_of(xpath, objects, 0));
    valuePush(xpath, xmlXPathNewCString(rtl ? "rtl" : "ltr"));
}

static void quote(xmlXPathParserContext *xpath, int n, const char *(*mark)(AfLocale *, int)) {
    g_autoptr(GPtrArray) objects = g_ptr_array_new();
    if (!take_arguments(xpath, n, 0, 2, objects)) return;
    /* quotations in quotations in quotations take turns */
    int level = objects->len ? (int)CLAMP(number_of(objects, 0), 0, 1000) % 2 : 0;
    valuePush(xpath, xmlXPathNewCString(mark(locale_of(xpath, objects, 1), level)));
}

static void function_quote_open(xmlXPathParserContext *xpath, int n) {
    quote(xpath, n, af_quote_open);
}

static void function_quote_close(xmlXPathParserContext *xpath, int n) {
    quote(xpath, n, af_quote_close);
}

void af_functions_register(xsltTransformContext *context) {
    static const struct {
        const char *name;
        xmlXPathFunction function;
    } functions[] = {
        {"message", function_message},
        {"date", function_date},
        {"number", function_number},
        {"percent", function_percent},
        {"list", function_list},
        {"sort-key", function_sort_key},
        {"index-label", function_index_label},
        {"index-key", function_index_key},
        {"language-name", function_language_name},
        {"direction", function_direction},
        {"quote-open", function_quote_open},
        {"quote-close", function_quote_close},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(functions); i++) {
        xsltRegisterExtFunction(context, (const xmlChar *)functions[i].name, BAD_CAST AF_NS_LOCALE,
                                functions[i].function);
    }
}

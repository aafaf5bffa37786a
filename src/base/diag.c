/* Diagnostics: the catalogue's table and the collection. */
#include "base/diag.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

typedef struct {
    const char *rule;
    const char *args;
    AfLevel level;
    AfExit exit;
} CatalogueRow;

static const CatalogueRow catalogue[AF_DIAGNOSTIC_COUNT] = {
#define AF_DIAGNOSTIC(code, level, rule, args, exit) [code] = {rule, args, level, exit},
#include "base/diagnostics.def"
#undef AF_DIAGNOSTIC
};

struct AfDiagnostics {
    GPtrArray *list;   /* of AfDiagnostic, in the order of coming */
    GHashTable *known; /* the same ones, by what they say */
    gboolean strict;
    gboolean mild[AF_DIAGNOSTIC_COUNT]; /* errors that are warnings here */
};

static void diagnostic_free(gpointer data) {
    AfDiagnostic *diagnostic = data;
    for (guint i = 0; i < diagnostic->n_args; i++) g_free(diagnostic->args[i].string);
    g_free(diagnostic->args);
    g_free(diagnostic->file);
    g_free(diagnostic->rule);
    g_strfreev(diagnostic->details);
    g_free(diagnostic);
}

static guint diagnostic_hash(gconstpointer key) {
    const AfDiagnostic *diagnostic = key;
    guint hash = (guint)diagnostic->code * 31u + (guint)diagnostic->line;
    if (diagnostic->file) hash = hash * 31u + g_str_hash(diagnostic->file);
    for (guint i = 0; i < diagnostic->n_args; i++) {
        const AfArg *arg = &diagnostic->args[i];
        hash = hash * 31u + (arg->string ? g_str_hash(arg->string) : g_double_hash(&arg->number));
    }
    return hash;
}

static gboolean diagnostic_equal(gconstpointer one, gconstpointer other) {
    const AfDiagnostic *a = one, *b = other;
    if (a->code != b->code || a->line != b->line || g_strcmp0(a->file, b->file) || g_strcmp0(a->rule, b->rule))
        return FALSE;
    for (guint i = 0; i < a->n_args; i++) {
        if (g_strcmp0(a->args[i].string, b->args[i].string) != 0) return FALSE;
        double x = a->args[i].number, y = b->args[i].number;
        if (x != y && !(isnan(x) && isnan(y))) return FALSE;
    }
    return TRUE;
}

AfDiagnostics *af_diagnostics_new(void) {
    AfDiagnostics *diagnostics = g_new0(AfDiagnostics, 1);
    diagnostics->list = g_ptr_array_new_with_free_func(diagnostic_free);
    diagnostics->known = g_hash_table_new(diagnostic_hash, diagnostic_equal);
    return diagnostics;
}

void af_diagnostics_free(AfDiagnostics *diagnostics) {
    if (!diagnostics) return;
    g_hash_table_unref(diagnostics->known);
    g_ptr_array_unref(diagnostics->list);
    g_free(diagnostics);
}

static AfLevel effective_level(const AfDiagnostics *diagnostics, AfLevel level) {
    return diagnostics->strict && level == AF_WARNING ? AF_ERROR : level;
}

static AfDiagnostic *diagnostic_new(const AfDiagnostics *diagnostics, AfCode code, AfLevel level, const char *file,
                                    int line) {
    AfDiagnostic *diagnostic = g_new0(AfDiagnostic, 1);
    diagnostic->code = code;
    if (diagnostics->mild[code]) level = AF_WARNING;
    diagnostic->own_level = level;
    diagnostic->level = effective_level(diagnostics, level);
    diagnostic->file = g_strdup(file);
    diagnostic->line = MAX(line, 0);
    diagnostic->n_args = (guint)strlen(catalogue[code].args);
    diagnostic->args = g_new0(AfArg, diagnostic->n_args);
    diagnostic->times = 1;
    return diagnostic;
}

/* Takes it. */
static void keep(AfDiagnostics *diagnostics, AfDiagnostic *diagnostic) {
    AfDiagnostic *earlier = g_hash_table_lookup(diagnostics->known, diagnostic);
    if (earlier) {
        earlier->times += diagnostic->times;
        diagnostic_free(diagnostic);
        return;
    }
    g_hash_table_add(diagnostics->known, diagnostic);
    g_ptr_array_add(diagnostics->list, diagnostic);
}

void af_diagnostics_add(AfDiagnostics *diagnostics, AfCode code, const char *file, int line, ...) {
    g_return_if_fail(diagnostics && (int)code >= 0 && code < AF_DIAGNOSTIC_COUNT);
    const CatalogueRow *row = &catalogue[code];
    AfDiagnostic *diagnostic = diagnostic_new(diagnostics, code, row->level, file, line);
    va_list values;
    va_start(values, line);
    for (guint i = 0; i < diagnostic->n_args; i++) {
        if (row->args[i] != 'n') {
            const char *string = va_arg(values, const char *);
            diagnostic->args[i].string = g_strdup(string ? string : "");
        } else {
            diagnostic->args[i].number = va_arg(values, double);
        }
    }
    va_end(values);
    keep(diagnostics, diagnostic);
}

void af_diagnostics_add_rule(AfDiagnostics *diagnostics, AfLevel level, const char *rule, const char *file, int line,
                             const char *text, const char *const *details) {
    AfDiagnostic *diagnostic = diagnostic_new(diagnostics, AF_D_RULE, level, file, line);
    diagnostic->args[0].string = g_strdup(text);
    diagnostic->rule = g_strdup(rule);
    diagnostic->details = g_strdupv((char **)(gsize)details);
    keep(diagnostics, diagnostic);
}

void af_diagnostics_move(AfDiagnostics *to, AfDiagnostics *from) {
    g_hash_table_remove_all(from->known);
    g_autoptr(GPtrArray) list = g_steal_pointer(&from->list);
    from->list = g_ptr_array_new_with_free_func(diagnostic_free);
    g_ptr_array_set_free_func(list, NULL);
    for (guint i = 0; i < list->len; i++) {
        AfDiagnostic *diagnostic = g_ptr_array_index(list, i);
        if (to->mild[diagnostic->code]) diagnostic->own_level = AF_WARNING;
        diagnostic->level = effective_level(to, diagnostic->own_level);
        keep(to, diagnostic);
    }
}

guint af_diagnostics_count(const AfDiagnostics *diagnostics) {
    return diagnostics->list->len;
}

const AfDiagnostic *af_diagnostics_get(const AfDiagnostics *diagnostics, guint index) {
    g_return_val_if_fail(index < diagnostics->list->len, NULL);
    return g_ptr_array_index(diagnostics->list, index);
}

guint af_diagnostics_count_level(const AfDiagnostics *diagnostics, AfLevel level) {
    guint count = 0;
    for (guint i = 0; i < diagnostics->list->len; i++)
        if (af_diagnostics_get(diagnostics, i)->level >= level) count++;
    return count;
}

AfExit af_diagnostics_exit(const AfDiagnostics *diagnostics) {
    AfExit worst = AF_EXIT_OK;
    for (guint i = 0; i < diagnostics->list->len; i++) {
        const AfDiagnostic *diagnostic = af_diagnostics_get(diagnostics, i);
        if (diagnostic->level == AF_ERROR) worst = MAX(worst, catalogue[diagnostic->code].exit);
    }
    return worst;
}

void af_diagnostics_set_mild(AfDiagnostics *diagnostics, AfCode code) {
    diagnostics->mild[code] = TRUE;
}

void af_diagnostics_set_strict(AfDiagnostics *diagnostics, gboolean strict) {
    diagnostics->strict = strict;
    for (guint i = 0; i < diagnostics->list->len; i++) {
        AfDiagnostic *diagnostic = g_ptr_array_index(diagnostics->list, i);
        diagnostic->level = effective_level(diagnostics, diagnostic->own_level);
    }
}

const char *af_code_rule(AfCode code) {
    g_return_val_if_fail((int)code >= 0 && code < AF_DIAGNOSTIC_COUNT, "");
    return catalogue[code].rule;
}

AfLevel af_code_level(AfCode code) {
    g_return_val_if_fail((int)code >= 0 && code < AF_DIAGNOSTIC_COUNT, AF_ERROR);
    return catalogue[code].level;
}

const char *af_code_args(AfCode code) {
    g_return_val_if_fail((int)code >= 0 && code < AF_DIAGNOSTIC_COUNT, "");
    return catalogue[code].args;
}

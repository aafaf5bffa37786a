/* Programs: loading a definition. */
#include "assess/internal.h"
#include "base/file.h"

#include <errno.h>
#include <string.h>

struct AfProgram {
    char *id;
    GByteArray *bytes, *library_bytes; /* of the files; the second is NULL if it has no library */
    xmlDoc *doc;
    GPtrArray *rules; /* the keys of its rules */
    GPtrArray *keys;  /* made when first asked for */
};

static char *program_path(const char *id) {
    g_autofree char *name = g_strconcat("programs/", id, ".xml", NULL);
    return af_data_path("templates", name);
}

/* A name is looked up in the list, never made into a path unseen. */
static gboolean program_exists(const char *id, AfDiagnostics *diagnostics) {
    g_auto(GStrv) programs = af_programs();
    if (g_strv_contains((const char *const *)programs, id)) return TRUE;
    if (!programs[0]) { /* not the user's name is at fault, but the place of the data */
        g_autofree char *folder = af_data_path("templates", "programs");
        af_diagnostics_add(diagnostics, AF_D_FILE_UNREADABLE, folder, 0, g_strerror(ENOENT));
        return FALSE;
    }
    g_autofree char *known = g_strjoinv(", ", programs);
    af_diagnostics_add(diagnostics, AF_D_PROGRAM_UNKNOWN, NULL, 0, id, known);
    return FALSE;
}

/* The keys of the program's own rules and of its library's; NULL and an error if they cannot be read. */
static GPtrArray *rules_of(const xmlNode *root, AfDiagnostics *diagnostics) {
    const char *ids[] = {af_xml_attribute(root, "id"), af_xml_attribute(root, "library")};
    g_autoptr(GPtrArray) rules = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(ids) && ids[i]; i++) {
        g_autofree char *schema = g_strconcat(ids[i], ".sch", NULL);
        GPtrArray *some = af_keys_of_rules(schema, diagnostics);
        if (!some) return NULL;
        if (rules) {
            g_ptr_array_extend_and_steal(rules, some);
        } else {
            rules = some;
        }
    }
    return g_steal_pointer(&rules);
}

AfProgram *af_program_load(const char *id, AfDiagnostics *diagnostics) {
    if (!program_exists(id, diagnostics)) return NULL;
    g_autofree char *path = program_path(id);
    g_autoptr(GByteArray) bytes = af_xml_read_bytes(path, diagnostics), library = NULL;
    if (!bytes) return NULL;
    g_autoptr(xmlDoc) doc = af_xml_read_memory((const char *)bytes->data, bytes->len, path, diagnostics);
    if (!doc || !af_program_take_library(doc, &library, diagnostics)) return NULL;
    if (!af_valid(doc, "program.xsd", diagnostics)) return NULL;
    const xmlNode *root = xmlDocGetRootElement(doc);
    const char *said = af_xml_attribute(root, "id");
    if (strcmp(said, id)) {
        af_diagnostics_add(diagnostics, AF_D_CATALOG_MISPLACED, path, (int)xmlGetLineNo(root), said, id);
        return NULL;
    }
    GPtrArray *rules = rules_of(root, diagnostics);
    if (!rules) return NULL;
    AfProgram *program = g_new0(AfProgram, 1);
    program->id = g_strdup(id);
    program->bytes = g_steal_pointer(&bytes);
    program->library_bytes = g_steal_pointer(&library);
    program->doc = g_steal_pointer(&doc);
    program->rules = rules;
    return program;
}

gboolean af_program_fits(const GByteArray *bytes, const GByteArray *library, const char *place,
                         AfDiagnostics *diagnostics) {
    g_autoptr(GByteArray) own = NULL;
    g_autoptr(xmlDoc) doc = af_xml_read_memory((const char *)bytes->data, bytes->len, place, diagnostics);
    if (!doc) return FALSE;
    const xmlNode *root = xmlDocGetRootElement(doc);
    if (!af_xml_is(root, AF_NS_PROGRAM, "program")) {
        af_diagnostics_add(diagnostics, AF_D_SCHEMA_ROOT, place, (int)xmlGetLineNo(root), (const char *)root->name,
                           "program");
        return FALSE;
    }
    gboolean whole = library ? af_program_take_given(doc, library, place, diagnostics)
                             : af_program_take_library(doc, &own, diagnostics);
    return whole && af_valid(doc, "program.xsd", diagnostics);
}

void af_program_free(AfProgram *program) {
    if (!program) return;
    g_free(program->id);
    g_byte_array_unref(program->bytes);
    if (program->library_bytes) g_byte_array_unref(program->library_bytes);
    xmlFreeDoc(program->doc);
    g_ptr_array_unref(program->rules);
    if (program->keys) g_ptr_array_unref(program->keys);
    g_free(program);
}

const char *af_program_id(const AfProgram *program) {
    return program->id;
}

const char *af_program_version(const AfProgram *program) {
    return af_xml_attribute(xmlDocGetRootElement(program->doc), "version");
}

const char *af_program_library(const AfProgram *program) {
    return af_xml_attribute(xmlDocGetRootElement(program->doc), "library");
}

GPtrArray *af_program_names(const AfProgram *program) {
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    const xmlNode *list = af_child(xmlDocGetRootElement(program->doc), "names");
    for (const xmlNode *name = list ? list->children : NULL; name; name = name->next) {
        if (!af_xml_is(name, AF_NS_PROGRAM, "name")) continue;
        af_autoxml xmlChar *content = xmlNodeGetContent(name);
        g_ptr_array_add(names, af_fold((const char *)content));
    }
    return names;
}

const char *af_program_date(const AfProgram *program) {
    return af_xml_attribute(xmlDocGetRootElement(program->doc), "date");
}

const GByteArray *af_program_bytes(const AfProgram *program) {
    return program->bytes;
}

const GByteArray *af_program_library_bytes(const AfProgram *program) {
    return program->library_bytes;
}

const xmlDoc *af_program_doc(const AfProgram *program) {
    return program->doc;
}

const GPtrArray *af_program_keys(AfProgram *program) {
    if (!program->keys) {
        program->keys = af_keys_of_program(xmlDocGetRootElement(program->doc));
        g_ptr_array_extend_and_steal(program->keys, g_ptr_array_ref(program->rules));
    }
    return program->keys;
}

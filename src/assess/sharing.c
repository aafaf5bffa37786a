/* Sharing: what several programs ask stands once, in a library. References to it are put in place before a program is
 * checked, so that nothing else knows of libraries. */
#include "assess/internal.h"
#include "base/file.h"

#include <string.h>

/* A name that schemas/program.xsd accepts as an id, which makes it safe as a part of a path. */
static gboolean is_id(const char *name) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    return *name && strchr(letters, *name) && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name);
}

static gboolean is_library(xmlDoc *library, const char *id, const char *path, AfDiagnostics *diagnostics) {
    if (!af_valid(library, "program.xsd", diagnostics)) return FALSE;
    const xmlNode *root = xmlDocGetRootElement(library);
    const char *said = af_xml_attribute(root, "id");
    if (af_xml_is(root, AF_NS_PROGRAM, "library") && !strcmp(said, id)) return TRUE;
    af_diagnostics_add(diagnostics, AF_D_CATALOG_MISPLACED, path, af_line(root), said, id);
    return FALSE;
}

static xmlDoc *read_library(const char *id, GByteArray **bytes, AfDiagnostics *diagnostics) {
    g_autofree char *name = g_strconcat("programs/shared/", id, ".xml", NULL);
    g_autofree char *path = af_data_path("templates", name);
    *bytes = af_xml_read_bytes(path, diagnostics);
    g_autoptr(xmlDoc) library =
        *bytes ? af_xml_read_memory((const char *)(*bytes)->data, (*bytes)->len, path, diagnostics) : NULL;
    return library && is_library(library, id, path, diagnostics) ? g_steal_pointer(&library) : NULL;
}

/* The child of this name and id. */
static xmlNode *child_with_id(const xmlNode *parent, const char *name, const char *id) {
    for (xmlNode *child = af_child(parent, name); child; child = xmlNextElementSibling(child)) {
        if (af_xml_is(child, AF_NS_PROGRAM, name) && !g_strcmp0(af_xml_attribute(child, "id"), id)) return child;
    }
    return NULL;
}

/* Those of the library that the program has not itself. */
static void take_thresholds(xmlNode *program, const xmlNode *library) {
    xmlNode *own = af_child(program, "thresholds");
    const xmlNode *shared = af_child(library, "thresholds");
    if (!own) return; /* the schema says so */
    for (xmlNode *one = af_child(shared, "threshold"); one; one = xmlNextElementSibling(one)) {
        if (!child_with_id(own, "threshold", af_xml_attribute(one, "id"))) {
            xmlAddChild(own, xmlDocCopyNode(one, own->doc, 1));
        }
    }
}

/* Names that every language keeps. */
static void take_names(xmlNode *program, const xmlNode *library) {
    const xmlNode *shared = af_child(library, "names");
    xmlNode *own = af_child(program, "names"), *thresholds = af_child(program, "thresholds");
    if (!shared || !thresholds) return;
    if (!own) own = xmlAddNextSibling(thresholds, xmlNewDocNode(program->doc, program->ns, BAD_CAST "names", NULL));
    for (xmlNode *name = shared->children; name; name = name->next) {
        xmlAddChild(own, xmlDocCopyNode(name, own->doc, 1));
    }
}

/* Attributes that the reference has not; its terms are more terms. */
static void take_attributes(xmlNode *reference, const xmlNode *shared) {
    for (const xmlAttr *attribute = shared->properties; attribute; attribute = attribute->next) {
        const char *name = (const char *)attribute->name, *value = af_xml_attribute(shared, name);
        const char *own = af_xml_attribute(reference, name);
        g_autofree char *both = own && !strcmp(name, "terms") ? g_strconcat(value, " ", own, NULL) : NULL;
        if (both || !own) xmlSetProp(reference, attribute->name, BAD_CAST(both ? both : value));
    }
}

/* What the library says, before what the reference adds. Lines are those of the reference: the library is valid by
 * itself, so that whatever is wrong then is wrong here. */
static void put_in_place(xmlNode *reference, const xmlNode *shared) {
    xmlNode *first = reference->children;
    for (xmlNode *child = shared->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE) continue;
        xmlNode *copy = xmlDocCopyNode(child, reference->doc, 1);
        copy->line = reference->line;
        if (first) {
            xmlAddPrevSibling(first, copy);
        } else {
            xmlAddChild(reference, copy);
        }
    }
    take_attributes(reference, shared);
    xmlUnsetProp(reference, BAD_CAST "ref");
}

static gboolean resolve_reference(xmlNode *reference, const xmlNode *library, AfDiagnostics *diagnostics) {
    const char *id = af_xml_attribute(reference, "ref");
    const xmlNode *shared = child_with_id(library, (const char *)reference->name, id);
    if (shared) {
        put_in_place(reference, shared);
        return TRUE;
    }
    const char *path = (const char *)reference->doc->URL;
    af_diagnostics_add(diagnostics, AF_D_LIBRARY_REFERENCE, path, af_line(reference), id,
                       af_xml_attribute(library, "id"));
    return FALSE;
}

static gboolean is_reference(const xmlNode *element) {
    gboolean may = af_xml_is(element, AF_NS_PROGRAM, "item") || af_xml_is(element, AF_NS_PROGRAM, "document");
    return may && af_xml_attribute(element, "ref");
}

/* The library that it asks for by its name; what else is wrong with that is the schema's to say. */
static const char *library_of(const xmlDoc *program) {
    const xmlNode *root = xmlDocGetRootElement(program);
    const char *id = af_xml_is(root, AF_NS_PROGRAM, "program") ? af_xml_attribute(root, "library") : NULL;
    return id && is_id(id) ? id : NULL;
}

static gboolean take_library(xmlDoc *program, const xmlDoc *library, AfDiagnostics *diagnostics) {
    xmlNode *root = xmlDocGetRootElement(program);
    const xmlNode *from = xmlDocGetRootElement(library);
    take_thresholds(root, from);
    take_names(root, from);
    gboolean good = TRUE;
    for (xmlNode *element = root; element; element = af_next_element(root, element)) {
        if (is_reference(element)) good = resolve_reference(element, from, diagnostics) && good;
    }
    return good;
}

gboolean af_program_take_library(xmlDoc *program, GByteArray **bytes, AfDiagnostics *diagnostics) {
    const char *id = library_of(program);
    if (!id) return TRUE;
    g_autoptr(xmlDoc) library = read_library(id, bytes, diagnostics);
    return library && take_library(program, library, diagnostics);
}

gboolean af_program_take_given(xmlDoc *program, const GByteArray *bytes, const char *place,
                               AfDiagnostics *diagnostics) {
    const char *id = library_of(program);
    if (!id) return TRUE;
    g_autoptr(xmlDoc) library = af_xml_read_memory((const char *)bytes->data, bytes->len, place, diagnostics);
    return library && is_library(library, id, place, diagnostics) && take_library(program, library, diagnostics);
}

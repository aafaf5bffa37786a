/* Comparing: fields of the partner, the solution, the audit, case studies and evidence. */
#include "assess/comparing.h"

#include <string.h>

/* --- values --- */

static gboolean is_block(const xmlNode *node) {
    static const char *const names[] = {"p", "li", "product", NULL};
    return g_strv_contains(names, (const char *)node->name);
}

static void append_text(GString *out, const xmlNode *element) {
    for (const xmlNode *child = element->children; child; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            g_string_append(out, (const char *)child->content);
        } else if (child->type == XML_ELEMENT_NODE) {
            append_text(out, child);
            if (is_block(child)) g_string_append_c(out, ' ');
        }
    }
}

char *af_compared_text(const xmlNode *element) {
    g_autoptr(GString) out = g_string_new(NULL);
    if (element) append_text(out, element);
    return af_fold(out->str);
}

char *af_compared_attribute(const xmlNode *element, const char *name) {
    if (!element) return g_strdup("");
    const char *local = g_str_has_prefix(name, "xml:") ? name + strlen("xml:") : NULL;
    af_autoxml xmlChar *value =
        local ? xmlGetNsProp(element, BAD_CAST local, XML_XML_NAMESPACE) : xmlGetNoNsProp(element, BAD_CAST name);
    return af_fold(value ? (const char *)value : "");
}

/* The ref attributes of all children of this name. */
static char *refs_of(const xmlNode *parent, const char *name) {
    g_autoptr(GString) ids = g_string_new(NULL);
    for (xmlNode *child = af_child(parent, name); child; child = xmlNextElementSibling(child)) {
        if (!af_xml_is(child, AF_NS_ASSESSMENT, name)) continue;
        g_string_append_printf(ids, "%s%s", ids->len ? " " : "", af_xml_attribute(child, "ref"));
    }
    return g_strdup(ids->str);
}

/* Of all categories, in their order. */
static char *subcategories_of(const xmlNode *solution) {
    g_autoptr(GString) ids = g_string_new(NULL);
    for (xmlNode *category = af_child(solution, "category"); category; category = xmlNextElementSibling(category)) {
        g_autofree char *some = refs_of(category, "subcategory");
        g_string_append_printf(ids, "%s%s", ids->len && *some ? " " : "", some);
    }
    return g_strdup(ids->str);
}

/* Third-party products: none said, said that there are none, or their names. */
static char *products_of(const xmlNode *parent) {
    const xmlNode *element = af_child(parent, "third-party");
    char *products = af_compared_text(element);
    if (!element || *products) return products;
    g_free(products);
    return g_strdup("none");
}

/* --- fields --- */

typedef enum { TEXT_OF, ATTRIBUTE_OF, REFS_OF, SUBCATEGORIES_OF, PRODUCTS_OF } Reading;

typedef struct {
    const char *path; /* children's names, with / between them; "" for the element itself */
    Reading reading;
    const char *name;  /* of the attribute or the children */
    const char *label; /* message that names it */
    AfChangeValue value;
    const char *words;
} Field;

static const Field root_fields[] = {
    {"", ATTRIBUTE_OF, "date", "report.day", AF_VALUE_DATE, NULL},
    {"", ATTRIBUTE_OF, "xml:lang", "report.language-of-answers", AF_VALUE_LANGUAGE, NULL},
    {"partner/name", TEXT_OF, NULL, "label.partner", AF_VALUE_TEXT, NULL},
    {"partner/tier", TEXT_OF, NULL, "report.field-tier", AF_VALUE_WORD, "report.tier-"},
    {"partner/contact/name", TEXT_OF, NULL, "label.contact", AF_VALUE_TEXT, NULL},
    {"partner/contact/role", TEXT_OF, NULL, "report.field-role", AF_VALUE_TEXT, NULL},
    {"partner/contact/email", TEXT_OF, NULL, "report.field-email", AF_VALUE_TEXT, NULL},
    {"partner/contact/phone", TEXT_OF, NULL, "report.field-phone", AF_VALUE_TEXT, NULL},
    {"partner/website", TEXT_OF, NULL, "report.field-website", AF_VALUE_TEXT, NULL},
    {"partner/landing-page", TEXT_OF, NULL, "report.field-landing-page", AF_VALUE_TEXT, NULL},
    {"partner/competencies", REFS_OF, "competency", "report.field-competencies", AF_VALUE_IDS, "competency"},
    {"solution/name", TEXT_OF, NULL, "label.solution", AF_VALUE_TEXT, NULL},
    {"solution/description", TEXT_OF, NULL, "report.field-description", AF_VALUE_TEXT, NULL},
    {"solution", REFS_OF, "category", "diff.field-categories", AF_VALUE_IDS, "category"},
    {"solution", SUBCATEGORIES_OF, "category/subcategory", "diff.field-subcategories", AF_VALUE_IDS, "subcategory"},
    {"solution", REFS_OF, "deployment-model", "diff.field-deployment-models", AF_VALUE_IDS, "model"},
    {"solution/customers", TEXT_OF, NULL, "report.field-customers", AF_VALUE_TEXT, NULL},
    {"solution/marketplace", ATTRIBUTE_OF, "listed", "report.field-marketplace", AF_VALUE_WORD, "diff.value-"},
    {"solution/marketplace", ATTRIBUTE_OF, "href", "diff.field-marketplace-link", AF_VALUE_TEXT, NULL},
    {"solution/sales-compensation", ATTRIBUTE_OF, "plan", "report.field-compensation", AF_VALUE_WORD, "diff.value-"},
    {"solution/sales-compensation", TEXT_OF, NULL, "diff.field-compensation-words", AF_VALUE_TEXT, NULL},
    {"solution/support", TEXT_OF, NULL, "report.field-support", AF_VALUE_TEXT, NULL},
    {"audit/auditor/name", TEXT_OF, NULL, "report.auditor", AF_VALUE_TEXT, NULL},
    {"audit/auditor/organization", TEXT_OF, NULL, "report.organization", AF_VALUE_TEXT, NULL},
    {"audit/auditor/email", TEXT_OF, NULL, "report.field-email", AF_VALUE_TEXT, NULL},
    {"audit", ATTRIBUTE_OF, "date", "report.audit-date", AF_VALUE_DATE, NULL},
    {"audit/decision", ATTRIBUTE_OF, "verdict", "report.decision", AF_VALUE_WORD, "report.decision-"},
    {"audit/decision", ATTRIBUTE_OF, "date", "report.decision-date", AF_VALUE_DATE, NULL},
    {"audit/decision", TEXT_OF, NULL, "report.decision-reasons", AF_VALUE_TEXT, NULL},
    {0},
};

static const Field case_study_fields[] = {
    {"customer", TEXT_OF, NULL, "report.field-customer", AF_VALUE_TEXT, NULL},
    {"website", TEXT_OF, NULL, "report.field-website", AF_VALUE_TEXT, NULL},
    {"challenge", TEXT_OF, NULL, "report.field-challenge", AF_VALUE_TEXT, NULL},
    {"deployment", TEXT_OF, NULL, "report.field-deployment", AF_VALUE_TEXT, NULL},
    {"", PRODUCTS_OF, NULL, "report.field-third-party", AF_VALUE_WORD, "report."},
    {"production-date", TEXT_OF, NULL, "report.field-production-date", AF_VALUE_DATE, NULL},
    {"status", TEXT_OF, NULL, "report.field-status", AF_VALUE_WORD, "report.status-"},
    {"outcomes", TEXT_OF, NULL, "report.field-outcomes", AF_VALUE_TEXT, NULL},
    {"public-link", TEXT_OF, NULL, "report.field-public-link", AF_VALUE_TEXT, NULL},
    {"", ATTRIBUTE_OF, "deployment-model", "diff.field-deployment-models", AF_VALUE_IDS, "model"},
    {"", ATTRIBUTE_OF, "subcategories", "diff.field-subcategories", AF_VALUE_IDS, "subcategory"},
    {"", ATTRIBUTE_OF, "reused", "report.field-reused", AF_VALUE_WORD, "diff.value-"},
    {0},
};

static const Field piece_fields[] = {
    {"title", TEXT_OF, NULL, "label.title", AF_VALUE_TEXT, NULL},
    {"", ATTRIBUTE_OF, "file", "report.evidence-source", AF_VALUE_TEXT, NULL},
    {"", ATTRIBUTE_OF, "href", "report.evidence-source", AF_VALUE_TEXT, NULL},
    {"", ATTRIBUTE_OF, "date", "label.date", AF_VALUE_DATE, NULL},
    {"", ATTRIBUTE_OF, "sha256", "report.evidence-digest", AF_VALUE_TEXT, NULL},
    {"", ATTRIBUTE_OF, "xml:lang", "label.language", AF_VALUE_LANGUAGE, NULL},
    {0},
};

static const xmlNode *follow(const xmlNode *from, const char *path) {
    g_auto(GStrv) names = g_strsplit(path, "/", -1);
    for (char **name = names; from && *name && **name; name++) from = af_child(from, *name);
    return from;
}

static char *read_field(const Field *field, const xmlNode *element) {
    switch (field->reading) {
    case ATTRIBUTE_OF: return af_compared_attribute(element, field->name);
    case REFS_OF: return refs_of(element, field->name);
    case SUBCATEGORIES_OF: return subcategories_of(element);
    case PRODUCTS_OF: return products_of(element);
    case TEXT_OF: break;
    }
    return af_compared_text(element);
}

/* "solution/marketplace/@listed" */
static char *path_of(const Field *field) {
    if (field->reading == PRODUCTS_OF) return g_strdup("third-party");
    if (field->reading == TEXT_OF) return g_strdup(field->path);
    const char *slash = *field->path ? "/" : "", *mark = field->reading == ATTRIBUTE_OF ? "@" : "";
    return g_strconcat(field->path, slash, mark, field->name, NULL);
}

/* Of the same thing in both states. What it is about stands in `about`. */
static void compare_fields(const AfComparing *comparing, const Field *fields, const xmlNode *before,
                           const xmlNode *after, const AfChange *about, const char *case_study) {
    for (const Field *field = fields; field->path; field++) {
        const xmlNode *old = follow(before, field->path), *new = follow(after, field->path);
        g_autofree char *was = read_field(field, old), *is = read_field(field, new);
        if (!strcmp(was, is)) continue;
        g_autofree char *path = path_of(field);
        AfChange change = *about;
        change.kind = AF_CHANGE_CHANGED;
        change.of = AF_CHANGE_OF_FIELD;
        change.path = path;
        change.field = field->label;
        change.value = field->value;
        change.words = field->words;
        change.before = was;
        change.after = is;
        change.gone = !new &&old;
        change.line = af_line(new ? new : old ? old : after);
        af_comparing_add(comparing, &change, case_study);
    }
}

/* --- lists of things with ids --- */

/* The child of this name whose attribute has this value, or NULL. */
static const xmlNode *child_with(const xmlNode *parent, const char *name, const char *attribute, const char *value) {
    for (xmlNode *child = af_child(parent, name); child; child = xmlNextElementSibling(child)) {
        if (!af_xml_is(child, AF_NS_ASSESSMENT, name)) continue;
        if (!strcmp(af_xml_attribute(child, attribute), value)) return child;
    }
    return NULL;
}

/* The words of what has a ref: a document's evidence, a record's fact. */
static char *value_of(const xmlNode *element, const char *attribute) {
    return attribute ? af_compared_attribute(element, attribute) : af_compared_text(element);
}

static void compare_ref(AfComparing *comparing, const AfComparedRefs *refs, const char *ref, const xmlNode *old,
                        const xmlNode *new) {
    g_autofree char *was = value_of(old, refs->attribute), *is = value_of(new, refs->attribute);
    if (!strcmp(was, is)) return;
    const char *item = refs->about.item;
    g_autofree char *id = item ? g_strconcat(item, " ", ref, NULL) : g_strdup(ref);
    g_autofree char *path = g_strconcat(refs->name, refs->attribute ? "/@" : "", refs->attribute, NULL);
    AfChange change = refs->about;
    change.label_id = id;
    change.path = path;
    change.before = was;
    change.after = is;
    change.gone = !new;
    change.line = af_line(new ? new : old);
    refs->found(comparing, &change, refs->case_study);
}

void af_compare_refs(AfComparing *comparing, const AfComparedRefs *refs, const xmlNode *before, const xmlNode *after) {
    const xmlNode *parents[] = {after, before};
    for (guint i = 0; i < G_N_ELEMENTS(parents); i++) {
        xmlNode *child = af_child(parents[i], refs->name);
        for (; child; child = xmlNextElementSibling(child)) {
            if (!af_xml_is(child, AF_NS_ASSESSMENT, refs->name)) continue;
            const char *ref = af_xml_attribute(child, "ref");
            const xmlNode *old = child_with(before, refs->name, "ref", ref);
            const xmlNode *new = child_with(after, refs->name, "ref", ref);
            if (!i || !new) compare_ref(comparing, refs, ref, old, new);
        }
    }
}

static void add_found(AfComparing *comparing, const AfChange *change, const char *case_study) {
    af_comparing_add(comparing, change, case_study);
}

static void compare_documents(AfComparing *comparing, const xmlNode *before, const xmlNode *after,
                              const char *case_study) {
    const AfComparedRefs refs = {.name = "document",
                                 .attribute = "evidence",
                                 .about = {.kind = AF_CHANGE_CHANGED,
                                           .of = AF_CHANGE_OF_FIELD,
                                           .label = "document",
                                           .value = AF_VALUE_IDS,
                                           .words = "evidence"},
                                 .case_study = case_study,
                                 .found = add_found};
    af_compare_refs(comparing, &refs, before, after);
}

static void compare_case_studies(AfComparing *comparing, const xmlNode *before, const xmlNode *after) {
    for (xmlNode *new = af_child(after, "case-study"); new; new = xmlNextElementSibling(new)) {
        const char *id = af_xml_attribute(new, "id");
        const xmlNode *old = child_with(before, "case-study", "id", id);
        const AfChange about = {.of = AF_CHANGE_OF_CASE_STUDY, .kind = AF_CHANGE_NEW, .line = af_line(new)};
        if (old) {
            compare_fields(comparing, case_study_fields, old, new, &about, id);
            compare_documents(comparing, old, new, id);
        } else {
            af_comparing_add(comparing, &about, id);
        }
    }
    for (xmlNode *old = af_child(before, "case-study"); old; old = xmlNextElementSibling(old)) {
        const char *id = af_xml_attribute(old, "id");
        const AfChange about = {
            .of = AF_CHANGE_OF_CASE_STUDY, .kind = AF_CHANGE_REMOVED, .gone = TRUE, .line = af_line(old)};
        if (!child_with(after, "case-study", "id", id)) af_comparing_add(comparing, &about, id);
    }
}

static void compare_evidence(const AfComparing *comparing, const xmlNode *before, const xmlNode *after) {
    for (xmlNode *new = af_child(after, "piece"); new; new = xmlNextElementSibling(new)) {
        char *id = (char *)(gsize)af_xml_attribute(new, "id");
        const xmlNode *old = child_with(before, "piece", "id", id);
        const AfChange about = {
            .of = AF_CHANGE_OF_EVIDENCE, .kind = AF_CHANGE_NEW, .evidence = id, .line = af_line(new)};
        if (old) {
            compare_fields(comparing, piece_fields, old, new, &about, NULL);
        } else {
            af_comparing_add(comparing, &about, NULL);
        }
    }
    for (xmlNode *old = af_child(before, "piece"); old; old = xmlNextElementSibling(old)) {
        char *id = (char *)(gsize)af_xml_attribute(old, "id");
        const AfChange about = {
            .of = AF_CHANGE_OF_EVIDENCE, .kind = AF_CHANGE_REMOVED, .evidence = id, .gone = TRUE, .line = af_line(old)};
        if (!child_with(after, "piece", "id", id)) af_comparing_add(comparing, &about, NULL);
    }
}

void af_compare_fields(AfComparing *comparing) {
    const xmlNode *before = xmlDocGetRootElement(comparing->before->doc);
    const xmlNode *after = xmlDocGetRootElement(comparing->after->doc);
    const AfChange about = {0};
    compare_fields(comparing, root_fields, before, after, &about, NULL);
    compare_documents(comparing, af_child(before, "solution"), af_child(after, "solution"), NULL);
    compare_case_studies(comparing, af_child(before, "case-studies"), af_child(after, "case-studies"));
    compare_evidence(comparing, af_child(before, "evidence"), af_child(after, "evidence"));
}

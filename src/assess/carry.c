/* Carrying an assessment over to another version of its program, or to another program. */
#include "assess/carry.h"
#include "assess/internal.h"

#include <stdlib.h>
#include <string.h>

struct AfCarry {
    char *path, *place; /* see AfAssessmentFile */
    xmlDoc *doc;
    GPtrArray *entries; /* of AfCarryEntry */
};

/* A program with the texts of one language; texts may be NULL. */
typedef struct {
    const AfProgram *program;
    const AfCatalog *catalog;
} Checklist;

typedef struct {
    AfCarry *carry;
    xmlNode *root; /* of the old assessment */
    Checklist now, before;
    gboolean other;    /* the old assessment is for another program */
    gboolean distrust; /* it is for a later version than there is: what has changed cannot be told */
    GPtrArray *chosen; /* ids of the deployment models that it speaks of */
} Fitting;

const char *af_carry_state_name(AfCarryState state) {
    static const char *const names[AF_CARRY_STATE_COUNT] = {"carried", "changed", "new", "dropped"};
    return names[state];
}

static void entry_free(gpointer data) {
    AfCarryEntry *entry = data;
    g_free(entry->id);
    g_free(entry->item);
    g_free(entry->number);
    g_free(entry->title);
    g_free(entry);
}

static AfCarryEntry *add_entry(AfCarry *carry, AfCarryState state, const char *what, const char *id, int line) {
    AfCarryEntry *entry = g_new0(AfCarryEntry, 1);
    *entry = (AfCarryEntry){.state = state, .what = what, .id = g_strdup(id), .line = line};
    g_ptr_array_add(carry->entries, entry);
    return entry;
}

/* --- finding --- */

/* The element of a program with this name and id, or NULL. */
static xmlNode *find(const AfProgram *program, const char *name, const char *id) {
    xmlNode *root = program ? xmlDocGetRootElement(af_program_doc(program)) : NULL;
    for (xmlNode *element = root; element; element = af_next_element(root, element)) {
        if (!af_xml_is(element, AF_NS_PROGRAM, name)) continue;
        if (!g_strcmp0(af_xml_attribute(element, "id"), id)) return element;
    }
    return NULL;
}

/* The next sibling element of this name from `node` on, itself included. */
static xmlNode *next_named(xmlNode *node, const char *name) {
    while (node && strcmp((const char *)node->name, name)) node = xmlNextElementSibling(node);
    return node;
}

static void remove_node(xmlNode *node) {
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

/* --- whether an item asks what it asked before --- */

/* "1.10" is later than "1.9". */
static int compare_versions(const char *a, const char *b) {
    char *rest_a, *rest_b;
    guint64 major_a = g_ascii_strtoull(a, &rest_a, 10), major_b = g_ascii_strtoull(b, &rest_b, 10);
    if (major_a != major_b) return major_a < major_b ? -1 : 1;
    guint64 minor_a = *rest_a ? g_ascii_strtoull(rest_a + 1, NULL, 10) : 0;
    guint64 minor_b = *rest_b ? g_ascii_strtoull(rest_b + 1, NULL, 10) : 0;
    return (minor_a > minor_b) - (minor_a < minor_b);
}

static void append_threshold(GString *out, const AfProgram *program, const char *id) {
    const xmlNode *threshold = find(program, "threshold", id);
    const char *value = threshold ? af_xml_attribute(threshold, "value") : NULL;
    const char *unit = threshold ? af_xml_attribute(threshold, "unit") : NULL;
    g_string_append_printf(out, "%s %s", value ? value : id, unit ? unit : "");
}

static int compare_attributes(const void *a, const void *b) {
    return strcmp((const char *)(*(const xmlAttr *const *)a)->name, (const char *)(*(const xmlAttr *const *)b)->name);
}

/* Attributes in one order, thresholds as the numbers that they stand for. */
static void append_attributes(GString *out, const AfProgram *program, const xmlNode *element) {
    static const char *const thresholds[] = {"within", "less-than", "at-most", "at-least", NULL};
    g_autoptr(GPtrArray) attributes = g_ptr_array_new();
    for (xmlAttr *a = element->properties; a; a = a->next) g_ptr_array_add(attributes, a);
    g_ptr_array_sort(attributes, compare_attributes);
    for (guint i = 0; i < attributes->len; i++) {
        const char *name = (const char *)((xmlAttr *)g_ptr_array_index(attributes, i))->name;
        const char *value = af_xml_attribute(element, name);
        g_string_append_printf(out, " %s=", name);
        if (g_strv_contains(thresholds, name)) {
            append_threshold(out, program, value);
        } else {
            g_string_append(out, value ? value : "");
        }
    }
}

/* What an item asks for, its id, number and words apart, and whom it asks: other programs have other deployment models. */
static char *definition_of(const AfProgram *program, xmlNode *item) {
    GString *out = g_string_new(NULL);
    for (xmlNode *part = item; (part = af_next_element(item, part));) {
        if (af_xml_is(part, AF_NS_PROGRAM, "applies")) continue;
        int depth = 0;
        for (const xmlNode *up = part; up != item; up = up->parent) depth++;
        g_string_append_printf(out, "%d %s", depth, (const char *)part->name);
        append_attributes(out, program, part);
        g_string_append_c(out, '\n');
    }
    return g_string_free(out, FALSE);
}

static void append_words(GString *out, const AfProgram *program, const xmlNode *node) {
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            g_string_append(out, (const char *)child->content);
        } else if (af_xml_is(child, AF_NS_CATALOG, "value")) {
            append_threshold(out, program, af_xml_attribute(child, "of"));
        } else if (child->type == XML_ELEMENT_NODE) {
            append_words(out, program, child);
        }
    }
}

/* The words in which it asks, white space folded. */
static char *requirement_of(const Checklist *checklist, const char *item) {
    static const char *const parts[] = {"requirement", "evidence", "followup"};
    g_autoptr(GString) out = g_string_new(NULL);
    for (gsize i = 0; checklist->catalog && i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *id = g_strconcat("item.", item, ".", parts[i], NULL);
        const xmlNode *text = af_catalog_find(checklist->catalog, id);
        if (text) append_words(out, checklist->program, text);
        g_string_append_c(out, ' ');
    }
    return af_fold(out->str);
}

static gboolean asks_the_same(const Fitting *fitting, const char *id) {
    xmlNode *now = find(fitting->now.program, "item", id);
    if (!fitting->other) {
        const char *changed = af_xml_attribute(now, "changed");
        const char *version = af_xml_attribute(fitting->root, "version");
        return !fitting->distrust && (!changed || compare_versions(changed, version) <= 0);
    }
    xmlNode *before = find(fitting->before.program, "item", id);
    if (!before || !fitting->before.catalog) return FALSE;
    g_autofree char *definition = definition_of(fitting->now.program, now);
    g_autofree char *definition_before = definition_of(fitting->before.program, before);
    if (strcmp(definition, definition_before)) return FALSE;
    g_autofree char *words = requirement_of(&fitting->now, id);
    g_autofree char *words_before = requirement_of(&fitting->before, id);
    return !strcmp(words, words_before);
}

/* --- answers: fitting one to its item --- */

/* Records that the item does not ask for go, and values of another kind than it asks for. Whether there were any. */
static gboolean fit_records(const Fitting *fitting, xmlNode *answer, xmlNode *item) {
    gboolean altered = FALSE;
    for (xmlNode *record = next_named(xmlFirstElementChild(answer), "record"), *next; record; record = next) {
        next = next_named(xmlNextElementSibling(record), "record");
        const char *id = af_xml_attribute(record, "ref");
        xmlNode *asked = af_child(item, "record");
        while (asked && (!af_xml_is(asked, NULL, "record") || strcmp(af_xml_attribute(asked, "id"), id))) {
            asked = xmlNextElementSibling(asked);
        }
        if (!asked) {
            AfCarryEntry *entry = add_entry(fitting->carry, AF_CARRY_DROPPED, "record", id, af_line(record));
            entry->item = g_strdup(af_xml_attribute(item, "id"));
            remove_node(record);
            altered = TRUE;
            continue;
        }
        af_autoxml xmlChar *text = xmlNodeGetContent(record);
        gboolean date = strchr((const char *)text, '-') != NULL, empty = !text[strspn((const char *)text, " \t\r\n")];
        if (empty || date == !strcmp(af_xml_attribute(asked, "type"), "date")) continue;
        xmlNodeSetContent(record, NULL);
        altered = TRUE;
    }
    return altered;
}

/* The child of this name and id that a program's element has, or NULL. */
static xmlNode *child_of(const xmlNode *parent, const char *name, const char *id) {
    for (xmlNode *child = af_child(parent, name); child; child = xmlNextElementSibling(child)) {
        if (af_xml_is(child, AF_NS_PROGRAM, name) && !strcmp(af_xml_attribute(child, "id"), id)) return child;
    }
    return NULL;
}

/* The options of an answer's choice that the item has; those that are left out are said. */
static char *known_options(const Fitting *fitting, const xmlNode *choice, const xmlNode *asked) {
    g_autoptr(GString) kept = g_string_new(NULL);
    const char *ids = af_xml_attribute(choice, "options"), *item = af_xml_attribute(asked->parent, "id");
    for (char *id; (id = af_next_word(&ids)); g_free(id)) {
        if (child_of(asked, "option", id)) {
            g_string_append_printf(kept, "%s%s", kept->len ? " " : "", id);
        } else {
            add_entry(fitting->carry, AF_CARRY_DROPPED, "option", id, af_line(choice))->item = g_strdup(item);
        }
    }
    return g_strdup(kept->str);
}

/* The same for choices and their options. Of several options where one may be chosen, none is. */
static gboolean fit_choices(const Fitting *fitting, xmlNode *answer, xmlNode *item) {
    gboolean altered = FALSE;
    const char *asking = af_xml_attribute(item, "id");
    for (xmlNode *choice = next_named(xmlFirstElementChild(answer), "choice"), *next; choice; choice = next) {
        next = next_named(xmlNextElementSibling(choice), "choice");
        const char *id = af_xml_attribute(choice, "ref"), *options = af_xml_attribute(choice, "options");
        xmlNode *asked = child_of(item, "choice", id);
        if (!asked || !af_choice_is_own(asked)) {
            add_entry(fitting->carry, AF_CARRY_DROPPED, "choice", id, af_line(choice))->item = g_strdup(asking);
            remove_node(choice);
            altered = TRUE;
            continue;
        }
        g_autofree char *kept = known_options(fitting, choice, asked);
        if (!g_strcmp0(af_xml_attribute(asked, "select"), "one") && strchr(kept, ' ')) *kept = '\0';
        altered |= strcmp(kept, options) != 0;
        xmlSetProp(choice, BAD_CAST "options", BAD_CAST kept);
    }
    return altered;
}

static gboolean has_blocks(const xmlNode *prose) {
    static const char *const blocks[] = {"p", "ul", "ol", NULL};
    for (const xmlNode *child = prose->children; child; child = child->next) {
        if (child->type == XML_ELEMENT_NODE && g_strv_contains(blocks, (const char *)child->name)) return TRUE;
    }
    return FALSE;
}

/* The language that a text says it is in, to be said by its paragraph. */
static void copy_language(xmlNode *to, const xmlNode *from) {
    af_autoxml xmlChar *tag = xmlGetNsProp(from, BAD_CAST "lang", XML_XML_NAMESPACE);
    if (tag && !xmlHasNsProp(to, BAD_CAST "lang", XML_XML_NAMESPACE)) xmlNodeSetLang(to, tag);
}

/* A text without paragraphs becomes one. */
static void make_blocks(xmlNode *prose) {
    if (has_blocks(prose) || !prose->children) return;
    xmlNode *paragraph = xmlNewDocNode(prose->doc, prose->ns, BAD_CAST "p", NULL);
    while (prose->children) {
        xmlNode *child = prose->children;
        xmlUnlinkNode(child);
        xmlAddChild(paragraph, child);
    }
    xmlAddChild(prose, paragraph);
}

static void append_comment(xmlNode *answer, xmlNode *comment) {
    xmlNode *kept = af_child(answer, "comment");
    make_blocks(comment);
    if (!kept) {
        xmlUnlinkNode(comment);
        xmlAddChild(answer, comment);
        return;
    }
    make_blocks(kept);
    while (comment->children) {
        xmlNode *child = comment->children;
        xmlUnlinkNode(child);
        if (child->type == XML_ELEMENT_NODE) copy_language(child, comment);
        xmlAddChild(kept, child);
    }
}

static void append_evidence(xmlNode *answer, const xmlNode *from) {
    const char *old = af_xml_attribute(answer, "evidence"), *more = af_xml_attribute(from, "evidence");
    if (!more) return;
    g_autofree char *padded = g_strdup_printf(" %s ", old ? old : "");
    g_autoptr(GString) ids = g_string_new(old);
    for (char *id; (id = af_next_word(&more)); g_free(id)) {
        g_autofree char *wanted = g_strdup_printf(" %s ", id);
        if (!strstr(padded, wanted)) g_string_append_printf(ids, "%s%s", ids->len ? " " : "", id);
    }
    xmlSetProp(answer, BAD_CAST "evidence", BAD_CAST ids->str);
}

/* Several answers for an item that is answered once now: the first, with the comments and evidence of all. */
static void merge(xmlNode *first, xmlNode *other) {
    xmlNode *comment = af_child(other, "comment");
    if (comment) append_comment(first, comment);
    append_evidence(first, other);
    remove_node(other);
}

/* Whether it had to be altered. */
static gboolean fit_answer(const Fitting *fitting, GHashTable *once, xmlNode *answer, xmlNode *item) {
    gboolean altered = fit_choices(fitting, answer, item);
    altered |= fit_records(fitting, answer, item);
    gboolean per_case_study = af_item_per_case_study(item), says = af_xml_attribute(answer, "case-studies") != NULL;
    if (per_case_study == says) return altered;
    if (per_case_study) {
        xmlSetProp(answer, BAD_CAST "case-studies", BAD_CAST "all");
        return TRUE;
    }
    xmlUnsetProp(answer, BAD_CAST "case-studies");
    const char *id = af_xml_attribute(item, "id");
    xmlNode *first = g_hash_table_lookup(once, id);
    if (first) {
        merge(first, answer);
    } else {
        g_hash_table_insert(once, (gpointer)(gsize)id, answer);
    }
    return TRUE;
}

/* --- items --- */

/* As it is read, numbers of the program put in; without an assessment's items it has no number before it. */
static char *title_of(const Checklist *checklist, const char *item) {
    if (!checklist->catalog) return NULL;
    g_autoptr(GHashTable) none = g_hash_table_new(g_str_hash, g_str_equal);
    const AfAssessment holder = {.program = (AfProgram *)(gsize)checklist->program, .items = none};
    const AfWording wording = {.assessment = &holder,
                               .catalog = checklist->catalog,
                               .locale = af_locale_get(af_catalog_language(checklist->catalog))};
    return af_property_words(&wording, "item", item);
}

static void add_item(const Fitting *fitting, AfCarryState state, const char *id, int line) {
    const Checklist *known = state == AF_CARRY_DROPPED ? &fitting->before : &fitting->now;
    const xmlNode *item = find(known->program, "item", id);
    AfCarryEntry *entry = add_entry(fitting->carry, state, "item", id, line);
    entry->number = item ? g_strdup(af_xml_attribute(item, "number")) : NULL;
    entry->title = item ? title_of(known, id) : NULL;
}

/* Whether an item that nobody answered is asked: of any of the deployment models, or of all if none is chosen. */
static gboolean is_asked(const Fitting *fitting, const xmlNode *item) {
    if (!af_item_per_case_study(item)) return af_item_suits(item, af_child(fitting->root, "solution"));
    for (xmlNode *applies = af_child(item, "applies"); applies; applies = xmlNextElementSibling(applies)) {
        if (!strcmp(af_xml_attribute(applies, "value"), "no")) continue;
        const char *model = af_xml_attribute(applies, "model");
        if (!fitting->chosen->len || g_ptr_array_find_with_equal_func(fitting->chosen, model, g_str_equal, NULL)) {
            return TRUE;
        }
    }
    return FALSE;
}

/* What became of the answers to an item. */
typedef struct {
    int line; /* of the first */
    gboolean altered;
} Fate;

/* Fits every answer; those to items that the program does not have go. Item id → Fate. */
static GHashTable *fit_answers(const Fitting *fitting) {
    GHashTable *fates = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GHashTable) once = g_hash_table_new(g_str_hash, g_str_equal);
    xmlNode *answer = xmlFirstElementChild(af_child(fitting->root, "answers"));
    for (xmlNode *next; answer; answer = next) {
        next = xmlNextElementSibling(answer);
        const char *id = af_xml_attribute(answer, "item");
        xmlNode *item = find(fitting->now.program, "item", id);
        Fate *fate = g_hash_table_lookup(fates, id);
        if (!fate) {
            fate = g_new0(Fate, 1);
            fate->line = af_line(answer);
            g_hash_table_insert(fates, g_strdup(id), fate);
            if (!item) add_item(fitting, AF_CARRY_DROPPED, id, fate->line);
        }
        if (item) {
            fate->altered |= fit_answer(fitting, once, answer, item);
        } else {
            remove_node(answer);
        }
    }
    return fates;
}

static void fit_items(const Fitting *fitting) {
    g_autoptr(GHashTable) fates = fit_answers(fitting);
    xmlNode *program = xmlDocGetRootElement(af_program_doc(fitting->now.program));
    for (xmlNode *item = program; item; item = af_next_element(program, item)) {
        if (!af_xml_is(item, AF_NS_PROGRAM, "item")) continue;
        const char *id = af_xml_attribute(item, "id");
        const Fate *fate = g_hash_table_lookup(fates, id);
        if (fate) {
            gboolean same = !fate->altered && asks_the_same(fitting, id);
            add_item(fitting, same ? AF_CARRY_CARRIED : AF_CARRY_CHANGED, id, fate->line);
        } else if (is_asked(fitting, item)) {
            add_item(fitting, AF_CARRY_NEW, id, 0);
        }
    }
}

/* --- all else --- */

/* Elements that name something of the program which it does not have go, and each id is listed once. */
static void fit_references(const Fitting *fitting, xmlNode *parent, const char *name) {
    xmlNode *element = parent ? next_named(xmlFirstElementChild(parent), name) : NULL;
    for (xmlNode *next; element; element = next) {
        next = next_named(xmlNextElementSibling(element), name);
        const char *id = af_xml_attribute(element, "ref");
        if (find(fitting->now.program, name, id)) continue;
        add_entry(fitting->carry, AF_CARRY_DROPPED, g_intern_string(name), id, af_line(element));
        remove_node(element);
    }
}

/* A field that not every program asks for; one that is left out is said if it holds anything. */
static void fit_field(const Fitting *fitting, xmlNode *parent, const char *name, gboolean asked) {
    xmlNode *field = asked ? NULL : af_child(parent, name);
    if (!field) return;
    af_autoxml xmlChar *text = xmlNodeGetContent(field);
    g_autofree char *words = af_fold((const char *)text);
    const char *plan = af_xml_attribute(field, "plan");
    if (*words || (plan && strcmp(plan, "open"))) {
        add_entry(fitting->carry, AF_CARRY_DROPPED, "field", name, af_line(field));
    }
    remove_node(field);
}

/* Subcategories that the category does not have go. */
static void fit_category(const Fitting *fitting, xmlNode *category) {
    const xmlNode *known = find(fitting->now.program, "category", af_xml_attribute(category, "ref"));
    xmlNode *element = next_named(xmlFirstElementChild(category), "subcategory");
    for (xmlNode *next; element; element = next) {
        next = next_named(xmlNextElementSibling(element), "subcategory");
        const char *id = af_xml_attribute(element, "ref");
        if (child_of(known, "subcategory", id)) continue;
        add_entry(fitting->carry, AF_CARRY_DROPPED, "subcategory", id, af_line(element));
        remove_node(element);
    }
}

static void fit_solution(const Fitting *fitting, xmlNode *solution) {
    fit_references(fitting, solution, "category");
    fit_references(fitting, solution, "deployment-model");
    fit_references(fitting, solution, "document");
    for (xmlNode *category = xmlFirstElementChild(solution); (category = next_named(category, "category"));
         category = xmlNextElementSibling(category)) {
        fit_category(fitting, category);
    }
    fit_field(fitting, solution, "customers", find(fitting->now.program, "item", "apn.adoption") != NULL);
    fit_field(fitting, solution, "sales-compensation",
              find(fitting->now.program, "item", "business.compensation") != NULL);
}

/* Which it demonstrates; one of no category is said, as are those that the solution names. */
static void fit_subcategories(const Fitting *fitting, xmlNode *case_study) {
    static const char attribute[] = "subcategories";
    const char *ids = af_xml_attribute(case_study, attribute);
    if (!ids) return;
    g_autoptr(GString) kept = g_string_new(NULL);
    for (char *id; (id = af_next_word(&ids)); g_free(id)) {
        if (find(fitting->now.program, "subcategory", id)) {
            g_string_append_printf(kept, "%s%s", kept->len ? " " : "", id);
        } else {
            add_entry(fitting->carry, AF_CARRY_DROPPED, "subcategory", id, af_line(case_study));
        }
    }
    if (kept->len) {
        xmlSetProp(case_study, BAD_CAST attribute, BAD_CAST kept->str);
    } else {
        xmlUnsetProp(case_study, BAD_CAST attribute);
    }
}

static gboolean asks_field(const Fitting *fitting, const char *name) {
    const xmlNode *root = xmlDocGetRootElement(af_program_doc(fitting->now.program));
    const char *fields = af_xml_attribute(af_child(root, "case-study"), "fields");
    g_auto(GStrv) names = g_strsplit_set(fields ? fields : "", " \t\r\n", -1);
    return g_strv_contains((const char *const *)names, name);
}

static void fit_case_study(const Fitting *fitting, xmlNode *case_study) {
    static const char attribute[] = "deployment-model";
    fit_references(fitting, case_study, "document");
    fit_subcategories(fitting, case_study);
    fit_field(fitting, case_study, "website", asks_field(fitting, "website"));
    const char *model = af_xml_attribute(case_study, attribute);
    if (!model || find(fitting->now.program, attribute, model)) return;
    add_entry(fitting->carry, AF_CARRY_DROPPED, attribute, model, af_line(case_study));
    xmlUnsetProp(case_study, BAD_CAST attribute);
}

static void choose(const Fitting *fitting, const char *model) {
    if (model) g_ptr_array_add(fitting->chosen, (gpointer)(gsize)model);
}

static void fit_rest(const Fitting *fitting) {
    xmlNode *solution = af_child(fitting->root, "solution"), *audit = af_child(fitting->root, "audit");
    fit_references(fitting, af_child(af_child(fitting->root, "partner"), "competencies"), "competency");
    fit_solution(fitting, solution);
    for (xmlNode *model = xmlFirstElementChild(solution); (model = next_named(model, "deployment-model"));
         model = xmlNextElementSibling(model)) {
        choose(fitting, af_xml_attribute(model, "ref"));
    }
    xmlNode *case_study = xmlFirstElementChild(af_child(fitting->root, "case-studies"));
    for (; case_study; case_study = xmlNextElementSibling(case_study)) {
        fit_case_study(fitting, case_study);
        choose(fitting, af_xml_attribute(case_study, "deployment-model"));
    }
    if (audit) remove_node(audit);
}

/* --- reading --- */

static xmlDoc *read_old(const AfAssessmentFile *file, AfDiagnostics *diagnostics) {
    guint before = af_diagnostics_count_level(diagnostics, AF_ERROR);
    const char *place = file->place;
    g_autoptr(xmlDoc) doc =
        af_xml_read_memory((const char *)file->bytes->data, file->bytes->len, place, diagnostics);
    if (!doc) return NULL;
    const xmlNode *root = xmlDocGetRootElement(doc);
    if (!af_xml_is(root, AF_NS_ASSESSMENT, "assessment")) {
        af_diagnostics_add(diagnostics, AF_D_ASSESSMENT_ROOT, place, af_line(root), (const char *)root->name);
        return NULL;
    }
    if (!af_valid(doc, "assessment.xsd", diagnostics)) return NULL;
    af_fold_attributes(xmlDocGetRootElement(doc));
    const AfAssessment texts = {.place = (char *)(gsize)place, .doc = doc};
    af_assessment_check_texts(&texts, diagnostics);
    return af_diagnostics_count_level(diagnostics, AF_ERROR) > before ? NULL : g_steal_pointer(&doc);
}

/* The program that the old assessment was for, if that is another one and still there. Its faults are not the user's. */
static void load_before(Fitting *fitting, AfProgram **program, AfCatalog **catalog) {
    const char *id = af_xml_attribute(fitting->root, "program"), *language = af_catalog_language(fitting->now.catalog);
    g_auto(GStrv) programs = af_programs();
    g_autoptr(AfDiagnostics) unsaid = af_diagnostics_new();
    fitting->other = strcmp(id, af_program_id(fitting->now.program)) != 0;
    if (!fitting->other) {
        const char *version = af_xml_attribute(fitting->root, "version");
        fitting->distrust = compare_versions(version, af_program_version(fitting->now.program)) > 0;
    } else if (g_strv_contains((const char *const *)programs, id)) {
        *program = af_program_load(id, unsaid);
        gboolean there = *program && af_catalog_exists(language, id);
        *catalog = there ? af_catalog_load_program(language, *program, unsaid) : NULL;
        fitting->before = (Checklist){*program, *catalog};
    }
}

static int compare_entries(const void *a, const void *b) {
    const AfCarryEntry *one = *(AfCarryEntry *const *)a, *other = *(AfCarryEntry *const *)b;
    return (int)one->state - (int)other->state;
}

AfCarry *af_carry_read(const AfAssessmentFile *file, const AfProgram *program, const AfCatalog *catalog,
                       AfDiagnostics *diagnostics) {
    xmlDoc *doc = read_old(file, diagnostics);
    if (!doc) return NULL;
    AfCarry *carry = g_new0(AfCarry, 1);
    *carry = (AfCarry){g_strdup(file->path), g_strdup(file->place), doc, g_ptr_array_new_with_free_func(entry_free)};
    g_autoptr(AfProgram) program_before = NULL;
    g_autoptr(AfCatalog) catalog_before = NULL;
    g_autoptr(GPtrArray) chosen = g_ptr_array_new();
    Fitting fitting = {.carry = carry, .root = xmlDocGetRootElement(doc), .now = {program, catalog}, .chosen = chosen};
    load_before(&fitting, &program_before, &catalog_before);
    fit_rest(&fitting);
    fit_items(&fitting);
    g_ptr_array_sort(carry->entries, compare_entries); /* GLib's is stable */
    return carry;
}

AfCarry *af_carry_load(const char *path, const AfProgram *program, const AfCatalog *catalog,
                       AfDiagnostics *diagnostics) {
    g_autoptr(GByteArray) bytes = af_xml_read_bytes(path, diagnostics);
    const AfAssessmentFile file = {path, path, path, bytes, NULL};
    return bytes ? af_carry_read(&file, program, catalog, diagnostics) : NULL;
}

void af_carry_free(AfCarry *carry) {
    if (!carry) return;
    g_free(carry->path);
    g_free(carry->place);
    xmlFreeDoc(carry->doc);
    g_ptr_array_unref(carry->entries);
    g_free(carry);
}

const GPtrArray *af_carry_entries(const AfCarry *carry) {
    return carry->entries;
}

/* --- to where it goes --- */

void af_carry_move(AfCarry *carry, const char *folder, AfDiagnostics *diagnostics) {
    g_autofree char *old_folder = g_path_get_dirname(carry->path);
    g_autofree char *from = realpath(old_folder, NULL), *to = realpath(folder, NULL);
    if (!from || !to || !strcmp(from, to)) return;
    g_autofree char *inside = g_str_has_suffix(to, "/") ? g_strdup(to) : g_strconcat(to, "/", NULL);
    xmlNode *evidence = af_child(xmlDocGetRootElement(carry->doc), "evidence");
    for (xmlNode *piece = af_child(evidence, "piece"); piece; piece = xmlNextElementSibling(piece)) {
        const char *file = af_xml_attribute(piece, "file");
        if (!file) continue;
        g_autofree char *absolute = g_canonicalize_filename(file, from);
        if (g_str_has_prefix(absolute, inside)) {
            g_autofree char *relative = g_strdup(absolute + strlen(inside));
            xmlSetProp(piece, BAD_CAST "file", BAD_CAST relative);
        } else {
            af_diagnostics_add(diagnostics, AF_D_EVIDENCE_LEFT, carry->place, af_line(piece), file);
        }
    }
}

void af_document_add_carry(xmlDoc *document, const AfCarry *carry) {
    xmlNode *root = xmlDocGetRootElement(document);
    xmlNode *element = xmlAddChild(root, xmlNewDocNode(document, root->ns, BAD_CAST "carry", NULL));
    xmlAddChild(element, xmlDocCopyNode(xmlDocGetRootElement(carry->doc), document, 1));
    for (guint i = 0; i < carry->entries->len; i++) {
        const AfCarryEntry *entry = g_ptr_array_index(carry->entries, i);
        if (strcmp(entry->what, "item") || entry->state == AF_CARRY_DROPPED) continue;
        xmlNode *item = xmlAddChild(element, xmlNewDocNode(document, root->ns, BAD_CAST "item", NULL));
        xmlNewProp(item, BAD_CAST "ref", BAD_CAST entry->id);
        xmlNewProp(item, BAD_CAST "state", BAD_CAST af_carry_state_name(entry->state));
    }
}

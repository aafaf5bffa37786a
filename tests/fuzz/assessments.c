/* Mutations of an assessment: whatever becomes of it, there is a clear diagnostic or an assessment that all else can work
 * with; no crash, and no hang. Prints TAP.
 *
 * The same mutations come every time: each has a seed of its own. `assessments ROUNDS` makes so many of each kind, of 220;
 * `assessments KIND NUMBER` prints one, to look at it.
 * All are made and read in one process, a child of this one: of a crash the parent says which mutation it was. */
#include "assess/assessment.h"
#include "base/xml.h"
#include "transform/rules.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define BASE "tests/fuzz/assessment.xml"
#define EVIDENCE "A note.\n" /* the bytes of its note.txt */

enum {
    SECONDS = 10,       /* for one mutation, sanitizers or not */
    MAX_ARGUMENT = 1500 /* bytes that a diagnostic says of a name or a value */
};

/* ------------------------------------------------------------------------------------------------------------- values
 */

/* clang-format off */
/* What stands in for a value or a text: what is odd in one place is right in another. */
static const char *const pool[] = {
    "", " ", "x", "0", "-1", "1", "99999999999999999999", "1e400", "0.1", "yes", "no", "open", "all", "alpha",
    "beta", "alpha beta", "beta alpha alpha", "gamma", "note", "diagram", "note diagram note", "iot", "store",
    "saas", "security.root-user", "security.root-usr", "apn.guidelines", "rehearsed", "rto", "architecture-diagram",
    "2026-11-16", "2019-02-30", "0000-00-00", "9999-12-31", "2026-02-29", "-0044-03-15", "2026-11-16Z",
    "16.11.2026", "https://x.example/", "http://", "javascript:alert(1)", "https://[", "note.txt", "../note.txt",
    "/etc/passwd", ".", "./note.txt", "none.txt", "note.txt/", "de", "zh-Hans", "x-unknown", "qqq", "deutsch!",
    "advanced", "production", "retail-technology", "../retail-technology", "1.0", "1.1", "{0}", "%s%n", "$(x)", "'",
    "\"", "&", "<a>", "]]>", "0000000000000000000000000000000000000000000000000000000000000000", "日本語のお客さま",
    "\342\200\256evil\342\200\254", "\302\205\357\277\275", "\t\n", "e\314\201\314\201\314\201",
    "\360\237\221\251\342\200\215\360\237\232\200"};
/* clang-format on */

/* One of the pool, or now and then a long one. To be freed. */
static char *value_of(GRand *random) {
    if (g_rand_int_range(random, 0, 20)) return g_strdup(pool[g_rand_int_range(random, 0, G_N_ELEMENTS(pool))]);
    const char *unit = pool[g_rand_int_range(random, 0, G_N_ELEMENTS(pool))];
    GString *text = g_string_new(unit);
    int times = g_rand_int_range(random, 10, 2000);
    for (int i = 0; i < times; i++) g_string_append(text, unit);
    return g_string_free(text, FALSE);
}

/* -------------------------------------------------------------------------------------------------------------- bytes
 */

static char *base;
static gsize base_length;

static void mutate_bytes(GString *text, GRand *random) {
    for (int n = g_rand_int_range(random, 1, 4); n > 0; n--)
        text->str[g_rand_int_range(random, 0, (gint32)text->len)] = (char)g_rand_int_range(random, 0, 256);
}

static void flip_bits(GString *text, GRand *random) {
    for (int n = g_rand_int_range(random, 1, 3); n > 0; n--)
        text->str[g_rand_int_range(random, 0, (gint32)text->len)] ^= (char)(1 << g_rand_int_range(random, 0, 7));
}

/* A piece is taken away, doubled or put elsewhere; or the end is. */
static void cut_pieces(GString *text, GRand *random) {
    gssize from = g_rand_int_range(random, 0, (gint32)text->len);
    gssize wanted = g_rand_int_range(random, 1, 200), length = MIN((gssize)text->len - from, wanted);
    g_autofree char *piece = g_strndup(text->str + from, (gsize)length);
    switch (g_rand_int_range(random, 0, 4)) {
    case 0: g_string_erase(text, from, length); break;
    case 1: g_string_insert_len(text, from, piece, length); break;
    case 2: g_string_insert_len(text, g_rand_int_range(random, 0, (gint32)text->len), piece, length); break;
    default: g_string_truncate(text, (gsize)from);
    }
}

/* clang-format off */
/* What is put between any two bytes. */
static const char *const snippets[] = {
    "&", "<", ">", "&#0;", "&#xFFFF;", "&nbsp;", "<!--", "-->", "<![CDATA[", "]]>", "<?xml?>", "<?pi", "?>",
    "<!DOCTYPE a [<!ENTITY e 'x'>]>", "&e;", " x=''", " xmlns='urn:x'", " xmlns:p='urn:auditfolio:assessment'",
    "<p:answer/>", "<answer/>", "</answer>", "<case-study>", " xml:lang='fr'", " xsi:nil='true'", "\xFF\xFE",
    "\xED\xA0\x80", " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='Prose'", "\xE2\x80\xAE\xE2\x80\xAC",
    "\x1B[2J", "words"};
/* clang-format on */

static void insert_snippets(GString *text, GRand *random) {
    for (int n = g_rand_int_range(random, 1, 3); n > 0; n--)
        g_string_insert(text, g_rand_int_range(random, 0, (gint32)text->len),
                        snippets[g_rand_int_range(random, 0, G_N_ELEMENTS(snippets))]);
}

/* --------------------------------------------------------------------------------------------------------------- tree
 */

static xmlNode *next_element(const xmlNode *top, xmlNode *node) {
    xmlNode *child = xmlFirstElementChild(node);
    if (child) return child;
    while (node != top && !xmlNextElementSibling(node)) node = node->parent;
    return node == top ? NULL : xmlNextElementSibling(node);
}

/* Any element below the root. */
static xmlNode *any_element(xmlDoc *doc, GRand *random) {
    xmlNode *root = xmlDocGetRootElement(doc);
    int count = 0;
    for (xmlNode *element = next_element(root, root); element; element = next_element(root, element)) count++;
    if (!count) return root;
    int wanted = g_rand_int_range(random, 0, count);
    xmlNode *element = next_element(root, root);
    while (wanted-- > 0) element = next_element(root, element);
    return element;
}

static xmlAttr *any_attribute(xmlNode *element, GRand *random) {
    int count = 0;
    for (xmlAttr *attribute = element->properties; attribute; attribute = attribute->next) count++;
    if (!count) return NULL;
    int wanted = g_rand_int_range(random, 0, count);
    xmlAttr *attribute = element->properties;
    while (attribute && wanted-- > 0) attribute = attribute->next;
    return attribute;
}

/* An element that has one, the root among them. */
static xmlAttr *any_attribute_of(xmlDoc *doc, GRand *random) {
    xmlAttr *attribute = NULL;
    while (!attribute) {
        gboolean root = g_rand_int_range(random, 0, 12) == 0;
        attribute = any_attribute(root ? xmlDocGetRootElement(doc) : any_element(doc, random), random);
    }
    return attribute;
}

static void remove_elements(xmlDoc *doc, GRand *random) {
    xmlNode *element = any_element(doc, random);
    if (element == xmlDocGetRootElement(doc)) return;
    xmlUnlinkNode(element);
    xmlFreeNode(element);
}

static void double_elements(xmlDoc *doc, GRand *random) {
    xmlNode *element = any_element(doc, random);
    for (int n = g_rand_int_range(random, 1, 12); n > 0; n--) xmlAddNextSibling(element, xmlCopyNode(element, 1));
}

/* To a place where it may fit or not. */
static void move_elements(xmlDoc *doc, GRand *random) {
    xmlNode *element = any_element(doc, random), *place = any_element(doc, random);
    for (const xmlNode *node = place; node; node = node->parent)
        if (node == element) return;
    xmlUnlinkNode(element);
    if (g_rand_boolean(random))
        xmlAddNextSibling(place, element);
    else
        xmlAddChild(place, element);
}

static void rename_elements(xmlDoc *doc, GRand *random) {
    g_autofree char *name = g_strdup((const char *)any_element(doc, random)->name);
    xmlNodeSetName(any_element(doc, random), BAD_CAST name);
}

static void empty_elements(xmlDoc *doc, GRand *random) {
    xmlNode *element = any_element(doc, random);
    xmlNodeSetContent(element, NULL);
}

static void change_texts(xmlDoc *doc, GRand *random) {
    xmlNode *element = any_element(doc, random);
    g_autofree char *value = value_of(random);
    xmlNode *text = xmlNewDocText(doc, BAD_CAST value);
    if (!xmlFirstElementChild(element)) {
        xmlNodeSetContent(element, NULL);
        xmlAddChild(element, text);
    } else {
        xmlAddPrevSibling(xmlFirstElementChild(element), text);
    }
}

static void change_attributes(xmlDoc *doc, GRand *random) {
    xmlAttr *attribute = any_attribute_of(doc, random);
    g_autofree char *value = value_of(random);
    xmlSetNsProp(attribute->parent, attribute->ns, attribute->name, BAD_CAST value);
}

/* The value of another of its name: what is right by itself, but not beside the rest. */
static void swap_attributes(xmlDoc *doc, GRand *random) {
    xmlAttr *attribute = any_attribute_of(doc, random);
    for (int tries = 0; tries < 200; tries++) {
        xmlAttr *other = any_attribute_of(doc, random);
        if (other == attribute || strcmp((const char *)other->name, (const char *)attribute->name)) continue;
        af_autoxml xmlChar *value = xmlNodeGetContent((xmlNode *)other);
        xmlSetNsProp(attribute->parent, attribute->ns, attribute->name, value);
        return;
    }
}

static void remove_attributes(xmlDoc *doc, GRand *random) {
    xmlRemoveProp(any_attribute_of(doc, random));
}

static void add_attributes(xmlDoc *doc, GRand *random) {
    xmlAttr *model = any_attribute_of(doc, random);
    xmlNode *element = any_element(doc, random);
    g_autofree char *name = g_strdup((const char *)model->name);
    g_autofree char *value = value_of(random);
    xmlSetNsProp(element, model->ns, BAD_CAST name, BAD_CAST value);
}

/* ---------------------------------------------------------------------------------------------------------- mutations
 */

static const struct {
    const char *name;
    void (*bytes)(GString *text, GRand *random);
    void (*tree)(xmlDoc *doc, GRand *random);
} kinds[] = {
    {"bytes", mutate_bytes, NULL},
    {"bits", flip_bits, NULL},
    {"pieces", cut_pieces, NULL},
    {"snippets", insert_snippets, NULL},
    {"elements-removed", NULL, remove_elements},
    {"elements-doubled", NULL, double_elements},
    {"elements-moved", NULL, move_elements},
    {"elements-renamed", NULL, rename_elements},
    {"elements-emptied", NULL, empty_elements},
    {"texts", NULL, change_texts},
    {"attributes-changed", NULL, change_attributes},
    {"attributes-swapped", NULL, swap_attributes},
    {"attributes-removed", NULL, remove_attributes},
    {"attributes-added", NULL, add_attributes},
};

static GString *mutation(guint kind, guint number) {
    g_autoptr(GRand) random = g_rand_new_with_seed(kind * 100003u + number);
    GString *text = g_string_new_len(base, (gssize)base_length);
    if (kinds[kind].bytes) {
        kinds[kind].bytes(text, random);
        return text;
    }
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(xmlDoc) doc = af_xml_read_memory(base, base_length, BASE, diagnostics);
    for (int n = g_rand_int_range(random, 1, 4); n > 0; n--) kinds[kind].tree(doc, random);
    xmlChar *bytes = NULL;
    int length = 0;
    xmlDocDumpMemoryEnc(doc, &bytes, &length, "UTF-8");
    g_string_truncate(text, 0);
    g_string_append_len(text, (const char *)bytes, length);
    xmlFree(bytes);
    return text;
}

/* ------------------------------------------------------------------------------------------------------------- checks
 */

/* Shared with the parent: where the child is. */
typedef struct {
    guint kind, number; /* number: of no mutation while it is at none */
    guint tests;        /* said */
} Progress;
static volatile Progress *progress;

static guint rounds = 220;
static gboolean good;      /* so far, of this test */
static guint loaded, kept; /* how many mutations were assessments still; how many were refused */

#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            good = FALSE;                                                                                              \
            printf("# %s %u: not %s (line %d)\n", kinds[progress->kind].name, progress->number, #condition, __LINE__); \
        }                                                                                                              \
    } while (0)

static void check_diagnostics(const AfDiagnostics *diagnostics, const char *path, int lines) {
    for (guint i = 0; i < af_diagnostics_count(diagnostics); i++) {
        const AfDiagnostic *one = af_diagnostics_get(diagnostics, i);
        CHECK(g_strcmp0(one->file, path) == 0);
        CHECK(one->line >= 1 && one->line <= lines);
        for (guint j = 0; j < one->n_args; j++) {
            if (!one->args[j].string) continue;
            CHECK(g_utf8_validate(one->args[j].string, -1, NULL));
            CHECK(strlen(one->args[j].string) <= MAX_ARGUMENT);
        }
    }
    CHECK(af_diagnostics_exit(diagnostics) <= AF_EXIT_INVALID);
}

/* The words of the schema's faults are ours wherever an element, attribute or value is at fault. */
static void check_words(const AfDiagnostics *diagnostics, const GString *text) {
    if (strstr(text->str, "xsi:")) return;
    for (guint i = 0; i < af_diagnostics_count(diagnostics); i++)
        CHECK(af_diagnostics_get(diagnostics, i)->code != AF_D_SCHEMA_INVALID);
}

static void check_score(const AfScore *score) {
    CHECK(score->asked == score->answered + score->open);
    CHECK(score->answered == score->met + score->not_met + score->not_applicable);
    CHECK(score->accepted + score->rejected + score->questions <= score->asked);
}

static const AfCatalog *messages, *catalog;

static void check_readiness(const AfAssessment *assessment, AfReadiness *readiness) {
    CHECK(readiness->ready == (readiness->blocking == 0));
    guint blocking = 0, warnings = 0;
    for (guint i = 0; i < readiness->points->len; i++) {
        const AfPoint *point = g_ptr_array_index(readiness->points, i);
        blocking += point->level == AF_ERROR;
        warnings += point->level == AF_WARNING;
        CHECK(point->text && *point->text && g_utf8_validate(point->text, -1, NULL));
    }
    CHECK(blocking == readiness->blocking && warnings == readiness->warnings);
    for (guint i = 0; i < readiness->scores->len; i++) check_score(g_ptr_array_index(readiness->scores, i));
    g_autoptr(xmlDoc) document = af_document_new("report", af_assessment_program(assessment), catalog, messages);
    af_document_add_assessment(document, assessment);
    af_document_add_readiness(document, readiness);
    xmlChar *bytes = NULL;
    int length = 0;
    xmlDocDumpMemoryEnc(document, &bytes, &length, "UTF-8");
    CHECK(length > 0 && g_utf8_validate((const char *)bytes, length, NULL));
    xmlFree(bytes);
}

/* All that is done with an assessment before it is laid out. */
static void check_assessment(const AfAssessment *assessment) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    CHECK(af_assessment_cells(assessment)->len > 0);
    g_autoptr(xmlDoc) findings = af_rules_run(assessment, diagnostics);
    CHECK(findings && af_diagnostics_count(diagnostics) == 0);
    if (!findings) return;
    g_autoptr(AfReadiness) readiness = af_readiness_new(assessment, findings, catalog, messages, diagnostics);
    CHECK(readiness && af_diagnostics_count(diagnostics) == 0);
    if (readiness) check_readiness(assessment, readiness);
}

static int count_lines(const GString *text) {
    int lines = 1;
    for (gsize i = 0; i < text->len; i++) lines += text->str[i] == '\n';
    return lines;
}

static void check_mutation(const GString *text, const char *path) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    if (!g_file_set_contents(path, text->str, (gssize)text->len, NULL)) g_error("%s cannot be written", path);
    g_autoptr(AfAssessment) assessment = af_assessment_load(path, diagnostics);
    CHECK((assessment == NULL) == (af_diagnostics_count_level(diagnostics, AF_ERROR) > 0));
    check_diagnostics(diagnostics, path, count_lines(text));
    check_words(diagnostics, text);
    if (assessment) {
        loaded++;
        check_assessment(assessment);
    } else {
        kept++;
    }
}

/* --------------------------------------------------------------------------------------------------------------- runs
 */

static void say(const char *name) {
    printf("%sok %u - %s\n", good ? "" : "not ", ++progress->tests, name);
    (void)fflush(stdout);
}

/* Printed before it is entered, so that a child that dies leaves the parent its number. */
static void run_kind(guint kind, const char *path) {
    progress->kind = kind;
    good = TRUE;
    for (guint number = 0; number < rounds; number++) {
        progress->number = number;
        alarm(SECONDS);
        g_autoptr(GString) text = mutation(kind, number);
        check_mutation(text, path);
    }
    alarm(0);
    say(kinds[kind].name);
}

static void run_all(const char *folder) {
    g_autofree char *path = g_build_filename(folder, "assessment.xml", NULL);
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfCatalog) words = af_catalog_load("en", AF_MESSAGES, diagnostics);
    g_autoptr(AfProgram) program = af_program_load("retail-technology", diagnostics);
    g_autoptr(AfCatalog) texts = program ? af_catalog_load_program("en", program, diagnostics) : NULL;
    messages = words;
    catalog = texts;

    good = words && texts;
    progress->number = rounds;
    g_autoptr(GString) text = g_string_new_len(base, (gssize)base_length);
    if (good) check_mutation(text, path);
    good = good && loaded == 1;
    say("what is mutated is an assessment");
    for (guint kind = 0; good && kind < G_N_ELEMENTS(kinds); kind++) {
        run_kind(kind, path);
        good = TRUE;
    }
    /* Otherwise nothing behind the schema was tested, or nothing before it. */
    printf("# %u mutations were assessments, %u were refused\n", loaded, kept);
    good = loaded * 12 > loaded + kept && kept > loaded;
    say("enough of both kinds");
    printf("1..%u\n", progress->tests);
}

static int wait_for(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return 0;
    const char *how = WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "an exit";
    guint number = progress->tests + 1;
    printf("not ok %u - nothing crashes\n# ended by %s at %s %u\n1..%u\n", number, how, kinds[progress->kind].name,
           progress->number, number);
    return 1;
}

static int print_mutation(const char *name, const char *number) {
    for (guint kind = 0; kind < G_N_ELEMENTS(kinds); kind++) {
        if (strcmp(kinds[kind].name, name)) continue;
        g_autoptr(GString) text = mutation(kind, (guint)strtoul(number, NULL, 10));
        return fwrite(text->str, 1, text->len, stdout) == text->len ? 0 : 3;
    }
    return 2;
}

int main(int argc, char **argv) {
    af_xml_init();
    if (!g_file_get_contents(BASE, &base, &base_length, NULL)) return 2;
    if (argc == 3) return print_mutation(argv[1], argv[2]);
    if (argc == 2) rounds = (guint)strtoul(argv[1], NULL, 10);
    progress = mmap(NULL, sizeof *progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    g_autofree char *folder = g_dir_make_tmp("af-fuzz-XXXXXX", NULL);
    if (progress == MAP_FAILED || !folder) return 2;
    g_autofree char *note = g_build_filename(folder, "note.txt", NULL);
    g_autofree char *path = g_build_filename(folder, "assessment.xml", NULL);
    if (!g_file_set_contents(note, EVIDENCE, -1, NULL)) return 2;
    (void)fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        run_all(folder);
        g_free(base);
        return 0;
    }
    int result = wait_for(child);
    g_remove(note);
    g_remove(path);
    g_rmdir(folder);
    g_free(base);
    return result;
}

/* Limits of stylesheets that are not ours, which may loop or grow without end; and where in them a node was made. */
#include "transform/internal.h"

#include <libxml/globals.h>
#include <libxml/xmlmemory.h>

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* Our own longest documents take less than a fiftieth of the steps and a tenth of the memory. */
enum { most_steps = 50 * 1000 * 1000 };
static const gsize most_bytes = (gsize)512 << 20;

static struct {
    AfRun *run;
    gsize bytes;
    xmlRegisterNodeFunc made;
} guard;

/* ---- memory: libxml2's is counted, and the run stops at its next instruction once it has taken too much */

static void count(void *memory) {
    if (!memory) return;
    guard.bytes += malloc_usable_size(memory);
    AfRun *run = guard.run;
    if (guard.bytes < most_bytes || !run || !run->context) return;
    run->exhausted = TRUE;
    run->context->state = XSLT_STATE_STOPPED;
}

static void discount(void *memory) {
    gsize size = memory ? malloc_usable_size(memory) : 0;
    guard.bytes -= MIN(size, guard.bytes);
}

static void *take(size_t size) {
    void *memory = malloc(size);
    count(memory);
    return memory;
}

static void *resize(void *memory, size_t size) {
    discount(memory);
    void *moved = realloc(memory, size);
    count(moved ? moved : memory);
    return moved;
}

static void give(void *memory) {
    discount(memory);
    free(memory);
}

static char *duplicate(const char *text) {
    char *copy = strdup(text);
    count(copy);
    return copy;
}

/* ---- where nodes are made */

static void note_place(xmlNode *node) {
    const xmlNode *instruction = guard.run && guard.run->context ? guard.run->context->inst : NULL;
    if (node->type != XML_ELEMENT_NODE || !instruction || !instruction->doc || !instruction->doc->URL) return;
    g_autofree char *path = af_path_of_url(instruction->doc->URL);
    node->_private = (gpointer)g_intern_string(path);
    node->line = (unsigned short)MIN(xmlGetLineNo(instruction), G_MAXUINT16);
}

void af_limits_begin(AfRun *run) {
    if (!af_transform_has_own()) return;
    static gboolean counted;
    if (!counted) counted = xmlMemSetup(give, take, resize, duplicate) == 0;
    run->context->opLimit = most_steps;
    run->context->xpathCtxt->opLimit = most_steps;
    guard.bytes = 0; /* what was there before goes on being given back: a few documents */
    guard.run = run;
    guard.made = xmlRegisterNodeDefault(note_place);
}

void af_limits_end(AfRun *run) {
    if (!guard.run) return;
    xmlRegisterNodeDefault(guard.made);
    guard.run = NULL;
    g_autofree char *words = g_strdup_printf("more than %d MB of memory", (int)(most_bytes >> 20));
    if (run->exhausted) af_run_fail(run, AF_D_XSLT_FAILED, words, NULL);
}

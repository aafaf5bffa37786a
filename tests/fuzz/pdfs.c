/* Mutations of a PDF: whatever becomes of it, there is one clear error or the source with the digest that it should have; no
 * crash, and no hang. Prints TAP.
 *
 * `pdfs ROUNDS FILE…` makes so many of each kind of each file; the same come every time, each has a seed of its own. Those
 * that qpdf unpacked (--qdf) are more likely to be changed in what matters. libqpdf reads them in this very process, where a
 * sanitizer sees what is done; now and then they are read as the program reads them, in a process of their own. */
#include "base/digest.h"
#include "pdf/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SECONDS = 20, WHOLE_EVERY = 16 };

static const AfCode faults[] = {AF_D_PDF_DAMAGED,  AF_D_PDF_ENCRYPTED, AF_D_PDF_LIMITS,   AF_D_PDF_ATTACHMENTS,
                                AF_D_PDF_NO_SOURCE, AF_D_PDF_SOURCES,   AF_D_XML_TOO_LARGE};

/* Words of PDF that may stand for others of the same length. */
static const char *const words[] = {"/Source",  "/Subtype", "/Kids",   "/Type",   "/Limits", "/Names", "/Data",  "/Filter",
                                    "/Length",  "/Crypt  ", "endobj",  "stream",  "obj",     "R",      "null",   "true",
                                    "<<",       ">>",       "[",       "]",       "(",       ")",      "<",      ">",
                                    "/EF",      "/AF",      "/F",      "/UF",     "/Prev",   "/Root",  "/W",     "/Index",
                                    "/Encrypt", "/XRefStm", "/Parent", "/Extends"};

static int tests, failures;
static guint taken, refused;
static char *expected; /* digest of the source */

static void say(gboolean good, const char *name) {
    printf("%sok %d - %s\n", good ? "" : "not ", ++tests, name);
    failures += !good;
    (void)fflush(stdout);
}

static guint8 *random_place(GRand *random, GByteArray *bytes) {
    return bytes->data + g_rand_int_range(random, 0, (gint32)bytes->len);
}

static void change_bytes(GRand *random, GByteArray *bytes) {
    int times = g_rand_int_range(random, 1, 40);
    for (int i = 0; i < times; i++) *random_place(random, bytes) = (guint8)g_rand_int_range(random, 0, 256);
}

/* Numbers lead to other objects, places and lengths. */
static void change_digits(GRand *random, GByteArray *bytes) {
    int times = g_rand_int_range(random, 1, 12);
    for (guint tried = 0; times && tried < 100000; tried++) {
        guint8 *place = random_place(random, bytes);
        if (!g_ascii_isdigit(*place)) continue;
        *place = (guint8)g_rand_int_range(random, '0', '9' + 1);
        times--;
    }
}

static void put_words(GRand *random, GByteArray *bytes) {
    int times = g_rand_int_range(random, 1, 8);
    for (guint tried = 0; times && tried < 100000; tried++) {
        const char *word = words[g_rand_int_range(random, 0, G_N_ELEMENTS(words))];
        guint8 *place = random_place(random, bytes);
        gsize length = strlen(word), left = (gsize)(bytes->data + bytes->len - place);
        if (!strchr("/<>[]( \n", *place) || left < length) continue;
        memcpy(place, word, length);
        times--;
    }
}

static void copy_piece(GRand *random, GByteArray *bytes) {
    const guint8 *from = random_place(random, bytes);
    guint8 *to = random_place(random, bytes);
    gsize left = (gsize)(bytes->data + bytes->len - MAX(from, to));
    memmove(to, from, MIN(left, (gsize)g_rand_int_range(random, 1, 3000)));
}

/* What is behind the head is cut, the end stays. */
static void take_piece(GRand *random, GByteArray *bytes) {
    guint at = (guint)(random_place(random, bytes) - bytes->data);
    g_byte_array_remove_range(bytes, at, MIN(bytes->len - at, (guint)g_rand_int_range(random, 1, 2000)));
}

static void cut(GRand *random, GByteArray *bytes) {
    g_byte_array_set_size(bytes, (guint)g_rand_int_range(random, 0, (gint32)bytes->len));
}

static const struct {
    const char *name;
    void (*change)(GRand *random, GByteArray *bytes);
} kinds[] = {{"bytes", change_bytes}, {"digits", change_digits}, {"words", put_words},
             {"pieces copied", copy_piece}, {"pieces taken", take_piece}, {"cut", cut}};

static gboolean is_fault(const AfPdfContents *contents) {
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++)
        if (contents->code == faults[i]) return TRUE;
    return FALSE;
}

/* As the program reads it: NULL and one error, or what went in. */
static gboolean check_whole(const GByteArray *bytes) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfPdfExtract) extract = af_pdf_extract(bytes->data, bytes->len, "x.pdf", diagnostics);
    if (!extract) return af_diagnostics_count(diagnostics) == 1 && af_diagnostics_count_level(diagnostics, AF_ERROR) == 1;
    g_autofree char *digest = af_digest(extract->bytes->data, extract->bytes->len);
    return !strcmp(digest, expected) && *extract->name && !strpbrk(extract->name, "/\\\n\r\033") &&
           !af_diagnostics_count(diagnostics);
}

static gboolean check(const GByteArray *bytes, guint number) {
    AfPdfContents contents = {.source_name = NULL};
    af_pdf_contents_read(bytes->data, bytes->len, &contents);
    gboolean good = contents.faulty ? is_fault(&contents) : contents.source && contents.source_name;
    if (contents.faulty)
        refused++;
    else
        taken++;
    af_pdf_contents_clear(&contents);
    return good && (number % WHOLE_EVERY || check_whole(bytes));
}

static void run_kind(guint kind, const GByteArray *base, const char *name, guint rounds) {
    gboolean good = TRUE;
    for (guint number = 0; number < rounds; number++) {
        alarm(SECONDS);
        GRand *random = g_rand_new_with_seed(kind * 1000003 + number);
        g_autoptr(GByteArray) bytes = g_byte_array_new();
        g_byte_array_append(bytes, base->data, base->len);
        kinds[kind].change(random, bytes);
        g_rand_free(random);
        if (check(bytes, number)) continue;
        printf("# %s %u of %s\n", kinds[kind].name, number, name);
        good = FALSE;
    }
    alarm(0);
    g_autofree char *words_of_it = g_strdup_printf("%s: %s", name, kinds[kind].name);
    say(good, words_of_it);
}

static void run_file(const char *path, guint rounds) {
    g_autofree char *text = NULL, *name = g_path_get_basename(path);
    gsize length = 0;
    if (!g_file_get_contents(path, &text, &length, NULL)) g_error("%s cannot be read", path);
    g_autoptr(GByteArray) base = g_byte_array_new();
    g_byte_array_append(base, (const guint8 *)text, (guint)length);
    AfPdfContents contents = {.source_name = NULL};
    af_pdf_contents_read(base->data, base->len, &contents);
    say(!contents.faulty && contents.source, "what is mutated carries its source");
    if (contents.source) {
        g_free(expected);
        expected = af_digest(contents.source->data, contents.source->len);
        for (guint kind = 0; kind < G_N_ELEMENTS(kinds); kind++) run_kind(kind, base, name, rounds);
    }
    af_pdf_contents_clear(&contents);
}

int main(int argc, char **argv) {
    if (argc < 3) return EXIT_FAILURE;
    guint rounds = (guint)strtoul(argv[1], NULL, 10);
    for (int i = 2; i < argc; i++) run_file(argv[i], rounds);
    printf("# %u mutations gave a source, %u were refused\n", taken, refused);
    say(taken > refused / 50 && refused > taken / 50, "enough of both kinds");
    printf("1..%d\n", tests);
    g_free(expected);
    return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}

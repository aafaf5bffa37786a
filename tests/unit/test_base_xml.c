/* Reading XML: each hostile or broken input gives one clear error with its line, quickly, and nothing on stderr. */
#include "base/xml.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char *folder; /* of this run's files */

static char *put(const char *name, const char *text, gssize length) {
    char *path = g_build_filename(folder, name, NULL);
    assert_true(g_file_set_contents(path, text, length, NULL));
    return path;
}

/* Reads, expects exactly one error of this code and line, and in seconds even under valgrind. */
static void expect_refused(const char *text, gssize length, AfCode code, int line) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    gint64 start = g_get_monotonic_time();
    g_autoptr(xmlDoc) doc =
        af_xml_read_memory(text, length < 0 ? strlen(text) : (gsize)length, "in memory.xml", diagnostics);
    assert_true(g_get_monotonic_time() - start < 10 * G_USEC_PER_SEC);
    assert_null(doc);
    assert_int_equal(af_diagnostics_count(diagnostics), 1);
    const AfDiagnostic *diagnostic = af_diagnostics_get(diagnostics, 0);
    assert_string_equal(af_code_rule(diagnostic->code), af_code_rule(code));
    assert_int_equal(diagnostic->line, line);
    assert_string_equal(diagnostic->file, "in memory.xml");
}

static xmlDoc *expect_read(const char *text) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    xmlDoc *doc = af_xml_read_memory(text, strlen(text), "good.xml", diagnostics);
    assert_int_equal(af_diagnostics_count(diagnostics), 0);
    assert_non_null(doc);
    return doc;
}

static void expect_file(const char *path, AfCode code) {
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(xmlDoc) doc = af_xml_read_file(path, diagnostics);
    assert_null(doc);
    assert_int_equal(af_diagnostics_count(diagnostics), 1);
    assert_string_equal(af_code_rule(af_diagnostics_get(diagnostics, 0)->code), af_code_rule(code));
    assert_string_equal(af_diagnostics_get(diagnostics, 0)->file, path);
}

static void test_good_documents(void **state) {
    (void)state;
    g_autoptr(xmlDoc) doc =
        expect_read("<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE a>\n<a x='1 &amp; 2' xml:lang='de'>\n"
                    "<b y=''>T&#x22;&lt;<![CDATA[<c>]]></b></a>");
    const xmlNode *root = xmlDocGetRootElement(doc);
    assert_true(af_xml_is(root, NULL, "a"));
    assert_false(af_xml_is(root, "urn:x", "a"));
    assert_false(af_xml_is(NULL, NULL, "a"));
    assert_string_equal(af_xml_attribute(root, "x"), "1 & 2");
    assert_null(af_xml_attribute(root, "lang")); /* in the xml namespace */
    assert_null(af_xml_attribute(NULL, "x"));
    assert_int_equal(xmlGetLineNo(root), 3);
    const xmlNode *b = root->last;
    assert_string_equal(af_xml_attribute(b, "y"), "");
    assert_string_equal((const char *)b->children->content, "T\"<<c>");
    assert_null(b->children->next);
    assert_string_equal((const char *)doc->URL, "good.xml");

    /* UTF-16 is XML too; its NUL bytes are no NUL characters. */
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    static const char utf16[] = "\xFF\xFE<\0a\0>\0\xE4\0<\0/\0a\0>\0";
    g_autoptr(xmlDoc) wide = af_xml_read_memory(utf16, sizeof utf16 - 1, "16.xml", diagnostics);
    assert_non_null(wide);
    assert_string_equal((const char *)xmlDocGetRootElement(wide)->children->content, "ä");
}

static void test_malformed(void **state) {
    (void)state;
    expect_refused("", 0, AF_D_XML_MALFORMED, 1);
    expect_refused("   \n\n", -1, AF_D_XML_MALFORMED, 3);
    expect_refused("no xml", -1, AF_D_XML_MALFORMED, 1);
    expect_refused("<a>\n<b>\n</a>\n", -1, AF_D_XML_TAG, 3);
    expect_refused("<a>\n\n", -1, AF_D_XML_END, 3);
    expect_refused("<a/>\n<b/>", -1, AF_D_XML_MALFORMED, 2);
    expect_refused("<a>\n<b x='1' x='2'/></a>", -1, AF_D_XML_ATTRIBUTE_TWICE, 2);
    expect_refused("<a>\n<p:b/></a>", -1, AF_D_XML_PREFIX, 2);
    expect_refused("<a>\n\x01</a>", -1, AF_D_XML_CHARACTER, 2);
    expect_refused("<a>\n&#0;</a>", -1, AF_D_XML_CHARACTER, 2);
    expect_refused("<a>\nx\0y</a>", 11, AF_D_XML_MALFORMED, 2);
    expect_refused("<a>\nfish & chips & <<< more</a>", -1, AF_D_XML_AMPERSAND, 2);
}

static void test_encoding(void **state) {
    (void)state;
    expect_refused("<a>\n\xE4</a>", -1, AF_D_XML_ENCODING, 2);
    expect_refused("<a>\n\xC0\xAF</a>", -1, AF_D_XML_ENCODING, 2);
    expect_refused("<a>\n\xED\xA0\x80</a>", -1, AF_D_XML_CHARACTER, 2);
    expect_refused("<a\n x='\xFF'/>", -1, AF_D_XML_ENCODING, 2);
    expect_refused("<?xml version='1.0' encoding='klingon'?>\n<a/>", -1, AF_D_XML_ENCODING, 1);
    g_autoptr(xmlDoc) latin = expect_read("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE4</a>");
    assert_string_equal((const char *)xmlDocGetRootElement(latin)->children->content, "ä");
}

static void test_entities_are_refused(void **state) {
    (void)state;
    expect_refused("<!DOCTYPE a [\n<!ENTITY l0 'ha'>\n<!ENTITY l1 '&l0;&l0;&l0;&l0;&l0;&l0;&l0;&l0;&l0;&l0;'>\n"
                   "<!ENTITY l2 '&l1;&l1;&l1;&l1;&l1;&l1;&l1;&l1;&l1;&l1;'>]><a>&l2;</a>",
                   -1, AF_D_XML_ENTITY, 2);
    expect_refused("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n<a>&x;</a>", -1, AF_D_XML_ENTITY, 1);
    expect_refused("<!DOCTYPE a [\n<!ENTITY % p SYSTEM 'http://127.0.0.1:1/x.dtd'>\n%p;]><a/>", -1, AF_D_XML_ENTITY, 2);
    expect_refused("<!DOCTYPE a [\n\n%p;]><a/>", -1, AF_D_XML_ENTITY, 3);
    expect_refused("<!DOCTYPE a SYSTEM 'file:///etc/passwd'>\n<a/>", -1, AF_D_XML_ENTITY, 1);
    expect_refused("<!DOCTYPE a PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'http://www.w3.org/x.dtd'>\n<a/>", -1,
                   AF_D_XML_ENTITY, 1);
    expect_refused("<a>\n&nbsp;</a>", -1, AF_D_XML_ENTITY, 2);
    expect_refused("<a\nx='&nbsp;'/>", -1, AF_D_XML_ENTITY, 2);
    /* Attribute defaults multiply like entities. */
    expect_refused("<!DOCTYPE a [\n<!ATTLIST b x CDATA 'very long'>]><a><b/><b/></a>", -1, AF_D_XML_ENTITY, 2);
    expect_refused("<!DOCTYPE a [\n<!ATTLIST b x (p|q) 'p'>]><a/>", -1, AF_D_XML_ENTITY, 2);
    expect_refused("<!DOCTYPE a [\n<!ELEMENT b (c,(d|e)*)>]><a/>", -1, AF_D_XML_ENTITY, 2);
    expect_refused("<!DOCTYPE a [\n<!NOTATION n SYSTEM 'x'>]><a/>", -1, AF_D_XML_ENTITY, 2);
    g_autoptr(xmlDoc) empty = expect_read("<!DOCTYPE a []>\n<a/>");
}

static void test_depth(void **state) {
    (void)state;
    GString *deep = g_string_new(NULL);
    for (int i = 0; i < AF_XML_MAX_DEPTH; i++) g_string_append(deep, "<d>\n");
    for (int i = 0; i < AF_XML_MAX_DEPTH; i++) g_string_append(deep, "</d>");
    g_autoptr(xmlDoc) doc = expect_read(deep->str);
    g_string_truncate(deep, 0);
    for (int i = 0; i < 100000; i++) g_string_append(deep, "<d>\n");
    expect_refused(deep->str, -1, AF_D_XML_TOO_DEEP, AF_XML_MAX_DEPTH + 1);
    g_string_free(deep, TRUE);
}

/* What libxml2 does with the square of their number. */
static void test_many(void **state) {
    (void)state;
    g_autoptr(GString) text = g_string_new("<!-- <a = = '> --><?pi = '?><r><![CDATA[<b ' = ]]>\n<a");
    for (int i = 0; i < 256; i++) g_string_append_printf(text, " a%d='= > ='", i);
    g_autofree char *good = g_strconcat(text->str, "/></r>", NULL);
    g_autoptr(xmlDoc) doc = expect_read(good);
    for (int i = 256; i < 1000000; i++) g_string_append_printf(text, " a%d=''", i);
    g_string_append(text, "/></r>");
    expect_refused(text->str, -1, AF_D_XML_MALFORMED, 2);

    g_string_truncate(text, 0);
    for (int depth = 0; depth < 200; depth++) {
        g_string_append(text, "\n<p:d");
        for (int i = 0; i < 100; i++) g_string_append_printf(text, " xmlns:p%d_%d='u'", depth, i);
        g_string_append(text, " xmlns:p='v'>");
    }
    expect_refused(text->str, -1, AF_D_XML_MALFORMED, 11);
}

static void test_lines_beyond_65535(void **state) {
    (void)state;
    GString *text = g_string_new("<a>");
    for (int i = 0; i < 100000; i++) g_string_append_c(text, '\n');
    g_string_append(text, "<b>\n\n\n<c/><d>text\n\n</d>\n\n</b><e\n/></a>");
    g_autoptr(xmlDoc) doc = expect_read(text->str);
    const xmlNode *b = xmlDocGetRootElement(doc)->children->next;
    assert_int_equal(xmlGetLineNo(b), 100001);
    const xmlNode *c = b->children->next;
    assert_string_equal((const char *)c->name, "c");
    assert_int_equal(xmlGetLineNo(c->next), 100004);
    assert_int_equal(xmlGetLineNo(c), 100004);
    g_string_append(text, "<");
    expect_refused(text->str, -1, AF_D_XML_MALFORMED, 100009);
    g_string_free(text, TRUE);
}

static void test_files(void **state) {
    (void)state;
    g_autofree char *absent = g_build_filename(folder, "absent.xml", NULL);
    expect_file(absent, AF_D_FILE_UNREADABLE);
    expect_file(folder, AF_D_FILE_UNREADABLE);
    expect_file("/dev/null", AF_D_XML_MALFORMED);
    expect_file("", AF_D_FILE_UNREADABLE);
    g_autofree char *empty = put("empty.xml", "", 0);
    expect_file(empty, AF_D_XML_MALFORMED);
    g_autofree char *loop = g_build_filename(folder, "loop.xml", NULL);
    assert_int_equal(symlink("loop.xml", loop), 0);
    expect_file(loop, AF_D_FILE_UNREADABLE);

    g_autofree char *odd = put("a b%20ü.xml", "<a><b/></a>", -1);
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(xmlDoc) doc = af_xml_read_file(odd, diagnostics);
    assert_non_null(doc);
    assert_string_equal((const char *)doc->URL, odd);
}

static void test_size(void **state) {
    (void)state;
    gint64 start = g_get_monotonic_time();
    g_autofree char *huge = g_build_filename(folder, "huge.xml", NULL);
    int fd = open(huge, O_WRONLY | O_CREAT, 0600);
    assert_int_equal(ftruncate(fd, (off_t)200 * 1024 * 1024), 0);
    close(fd);
    expect_file(huge, AF_D_XML_TOO_LARGE);
    expect_file("/dev/zero", AF_D_XML_TOO_LARGE); /* one that has no end */
    assert_true(g_get_monotonic_time() - start < 20 * G_USEC_PER_SEC);
}

/* Random damage to a document: a diagnostic or a tree of valid UTF-8, never both, never neither. */
static void test_damaged(void **state) {
    (void)state;
    static const char good[] =
        "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e 'x'>]><a xmlns:p='urn:p' p:x='ä&amp;b'>\n<!-- ü -->"
        "<?pi data?><p:b>日本語<![CDATA[<&]]>&#xE9;</p:b></a>";
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    for (int round = 0; round < 3000; round++) {
        g_autofree char *text = g_strdup(good);
        int faults = g_rand_int_range(random, 1, 6);
        for (int i = 0; i < faults; i++)
            text[g_rand_int_range(random, 0, sizeof good - 1)] = (char)g_rand_int_range(random, 0, 256);
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        g_autoptr(xmlDoc) doc = af_xml_read_memory(text, sizeof good - 1, "x", diagnostics);
        assert_int_equal(af_diagnostics_count(diagnostics), doc ? 0 : 1);
        for (guint i = 0; i < af_diagnostics_count(diagnostics); i++) {
            const AfDiagnostic *diagnostic = af_diagnostics_get(diagnostics, i);
            if (diagnostic->n_args && diagnostic->args[0].string)
                assert_true(g_utf8_validate(diagnostic->args[0].string, -1, NULL));
        }
    }
}

static const char xsd[] =
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:t' xmlns='urn:t' "
    "elementFormDefault='qualified'>%s"
    "<xs:element name='a'><xs:complexType><xs:sequence><xs:element name='b' minOccurs='0' maxOccurs='unbounded'>"
    "<xs:complexType><xs:attribute name='use' use='required'><xs:simpleType><xs:restriction base='xs:string'>"
    "<xs:enumeration value='yes'/><xs:enumeration value='no'/></xs:restriction></xs:simpleType></xs:attribute>"
    "</xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element></xs:schema>";

static AfSchema *load_schema(const char *name, const char *extra, AfDiagnostics *diagnostics) {
    g_autofree char *text = g_strdup_printf(xsd, extra);
    g_autofree char *path = put(name, text, -1);
    return af_schema_load(path, diagnostics);
}

static void test_schema(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfSchema) schema = load_schema("t.xsd", "", diagnostics);
    assert_non_null(schema);
    g_autoptr(xmlDoc) good = expect_read("<a xmlns='urn:t'><b use='yes'/></a>");
    assert_true(af_schema_validate(schema, good, diagnostics));
    assert_true(af_schema_validate(schema, good, diagnostics));
    assert_int_equal(af_diagnostics_count(diagnostics), 0);

    g_autoptr(xmlDoc) bad = expect_read("<a xmlns='urn:t'>\n<b use='maybe'/>\n<b/>\n<c>\xC2\x9B"
                                        "</c></a>");
    assert_false(af_schema_validate(schema, bad, diagnostics));
    assert_int_equal(af_diagnostics_count(diagnostics), 3);
    static const struct { AfCode code; int line; const char *about; } wanted[] = {
        {AF_D_SCHEMA_VALUE, 2, "b/@use"}, {AF_D_SCHEMA_ATTRIBUTE_MISSING, 3, "use"}, {AF_D_SCHEMA_ELEMENT, 4, "c"}};
    for (guint i = 0; i < G_N_ELEMENTS(wanted); i++) {
        const AfDiagnostic *fault = af_diagnostics_get(diagnostics, i);
        assert_string_equal(af_code_rule(fault->code), af_code_rule(wanted[i].code));
        assert_string_equal(fault->file, "good.xml");
        assert_int_equal(fault->line, wanted[i].line);
        assert_string_equal(fault->args[0].string, wanted[i].about);
    }
}

/* A value that would fill the terminal or command it. */
static void test_schema_words_are_tame(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfSchema) schema = load_schema("t2.xsd", "", diagnostics);
    g_autofree char *value = g_strnfill(100000, 'x');
    g_autofree char *text = g_strdup_printf("<a xmlns='urn:t'><b use='\xC2\x9B"
                                            "31m&#10;%s'/></a>",
                                            value);
    g_autoptr(xmlDoc) doc = expect_read(text);
    assert_false(af_schema_validate(schema, doc, diagnostics));
    const AfDiagnostic *fault = af_diagnostics_get(diagnostics, 0);
    assert_int_equal(fault->code, AF_D_SCHEMA_VALUE);
    for (guint i = 0; i < fault->n_args; i++) {
        const char *words = fault->args[i].string ? fault->args[i].string : "";
        assert_true(strlen(words) < 500);
        assert_true(g_utf8_validate(words, -1, NULL));
        assert_null(strstr(words, "\xC2\x9B"));
        assert_null(strchr(words, '\n'));
    }
}

static void test_schema_files(void **state) {
    (void)state;
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autofree char *part = put("part.xsd",
                                "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:t'>"
                                "<xs:element name='part'/></xs:schema>",
                                -1);
    g_autoptr(AfSchema) including = load_schema("i.xsd", "<xs:include schemaLocation='part.xsd'/>", diagnostics);
    assert_non_null(including);
    g_autoptr(xmlDoc) doc = expect_read("<part xmlns='urn:t'/>");
    assert_true(af_schema_validate(including, doc, diagnostics));

    /* Out of its folder, over the network, by the document's own wish: never. */
    g_autofree char *sub = g_build_filename(folder, "sub", NULL);
    assert_int_equal(g_mkdir(sub, 0700), 0);
    g_autoptr(AfSchema) outside = load_schema("sub/o.xsd", "<xs:include schemaLocation='../part.xsd'/>", diagnostics);
    assert_null(outside);
    assert_int_equal(af_diagnostics_count(diagnostics), 1);
    g_autoptr(AfSchema) network =
        load_schema("n.xsd", "<xs:include schemaLocation='http://127.0.0.1:1/part.xsd'/>", diagnostics);
    assert_null(network);
    assert_int_equal(af_diagnostics_count(diagnostics), 2);

    g_autoptr(AfDiagnostics) more = af_diagnostics_new();
    g_autoptr(AfSchema) schema = load_schema("t3.xsd", "", more);
    g_autofree char *wish = g_strdup_printf("<part xmlns='urn:t' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
                                            "xsi:schemaLocation='urn:t %s'/>",
                                            part);
    g_autoptr(xmlDoc) wishing = expect_read(wish);
    assert_false(af_schema_validate(schema, wishing, more)); /* with the wished schema, part would be known */
    assert_int_equal(af_diagnostics_count(more), 1);
}

/* A folder's name is not an address: what would be escaped or unescaped in one is a letter here. */
static void test_schema_in_any_folder(void **state) {
    (void)state;
    static const char *const names[] = {"a b", "über", "50%", "%41%20", "a#b?c=d", "\xFF", "c:d"};
    static const char part[] = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:t'>%s"
                               "<xs:element name='part'/></xs:schema>";
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *made = g_build_filename(folder, names[i], NULL);
        assert_int_equal(g_mkdir(made, 0700), 0);
        g_autofree char *name = g_build_filename(names[i], "p 1%.xsd", NULL);
        g_autofree char *good = g_strdup_printf(part, "");
        g_autofree char *path = put(name, good, -1);
        g_autofree char *main_name = g_build_filename(names[i], "m.xsd", NULL);
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        g_autoptr(AfSchema) schema = load_schema(main_name, "<xs:include schemaLocation='p%201%25.xsd'/>", diagnostics);
        assert_int_equal(af_diagnostics_count(diagnostics), 0);
        g_autoptr(xmlDoc) doc = expect_read("<part xmlns='urn:t'/>");
        assert_true(af_schema_validate(schema, doc, diagnostics));

        /* A fault of the included file bears that file's name as it is. */
        g_autofree char *bad = g_strdup_printf(part, "<xs:elephant/>");
        g_autofree char *again = put(name, bad, -1);
        g_autoptr(AfSchema) broken = load_schema(main_name, "<xs:include schemaLocation='p%201%25.xsd'/>", diagnostics);
        assert_null(broken);
        assert_int_equal(af_diagnostics_count(diagnostics), 1);
        assert_string_equal(af_diagnostics_get(diagnostics, 0)->file, path);
    }
}

static void test_broken_schemas(void **state) {
    (void)state;
    static const char *const broken[] = {
        "<a/>", "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:elephant/></xs:schema>", "<<<", ""};
    for (gsize i = 0; i < G_N_ELEMENTS(broken); i++) {
        g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
        g_autofree char *path = put("broken.xsd", broken[i], -1);
        g_autoptr(AfSchema) schema = af_schema_load(path, diagnostics);
        assert_null(schema);
        assert_int_equal(af_diagnostics_count(diagnostics), 1);
        assert_string_equal(af_diagnostics_get(diagnostics, 0)->file, path);
    }
    g_autoptr(AfDiagnostics) diagnostics = af_diagnostics_new();
    g_autoptr(AfSchema) absent = af_schema_load("/nowhere/x.xsd", diagnostics);
    assert_null(absent);
    assert_int_equal(af_diagnostics_get(diagnostics, 0)->code, AF_D_FILE_UNREADABLE);
}

/* Stderr goes to a file for the whole run: the libraries may not write there past us. */
static int saved_stderr;
static char *noise_path;

static void test_nothing_on_stderr(void **state) {
    (void)state;
    g_autofree char *noise = NULL;
    assert_true(g_file_get_contents(noise_path, &noise, NULL, NULL));
    assert_string_equal(noise, "");
}

static int set_up(void **state) {
    (void)state;
    af_xml_init();
    af_xml_init();
    folder = g_dir_make_tmp("af-xml-XXXXXX", NULL);
    noise_path = g_build_filename(folder, "stderr", NULL);
    saved_stderr = dup(STDERR_FILENO);
    int fd = open(noise_path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(fd, STDERR_FILENO);
    close(fd);
    return folder ? 0 : -1;
}

static void remove_all(const char *path) {
    GDir *dir = g_dir_open(path, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        if (g_file_test(inner, G_FILE_TEST_IS_DIR)) remove_all(inner);
        g_remove(inner);
    }
    if (dir) g_dir_close(dir);
    g_rmdir(path);
}

static int tear_down(void **state) {
    (void)state;
    dup2(saved_stderr, STDERR_FILENO);
    close(saved_stderr);
    g_autofree char *noise = NULL; /* cmocka's own words about failures are among it */
    if (g_file_get_contents(noise_path, &noise, NULL, NULL)) fputs(noise, stderr);
    remove_all(folder);
    g_free(folder);
    g_free(noise_path);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good_documents),
        cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_encoding),
        cmocka_unit_test(test_entities_are_refused),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_lines_beyond_65535),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_size),
        cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_schema),
        cmocka_unit_test(test_schema_words_are_tame),
        cmocka_unit_test(test_schema_files),
        cmocka_unit_test(test_schema_in_any_folder),
        cmocka_unit_test(test_broken_schemas),
        cmocka_unit_test(test_nothing_on_stderr),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

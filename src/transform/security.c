/* Security: what a stylesheet may reach. Reading is allowed below templates/, and below a folder of the user's own, by
 * the real path of the file; all else is not. */
#include "base/file.h"
#include "transform/internal.h"

#include <libexslt/exslt.h>
#include <libxml/uri.h>
#include <libxslt/documents.h>
#include <libxslt/xslt.h>

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* How a stylesheet asks for one of ours by name, whatever the user's own folder has. */
#define OURS "auditfolio:/"

/* The user's own folder of stylesheets; NULL if there is none. */
static char *own_folder;

/* Whether the file is there, and really below the folder: no link leads out. */
static gboolean is_below(const char *path, const char *folder) {
    char *real = realpath(path, NULL), *root = realpath(folder, NULL);
    gsize length = root ? strlen(root) : 0;
    gboolean below = real && root && !strncmp(real, root, length) && real[length] == '/';
    free(real);
    free(root);
    return below;
}

/* What a path is called in a folder; NULL if it is not one of it. */
static const char *name_in(const char *path, const char *folder) {
    gsize length = strlen(folder);
    return !strncmp(path, folder, length) && path[length] == '/' ? path + length + 1 : NULL;
}

static char *plain_path(const char *path) {
    return g_canonicalize_filename(path, NULL);
}

/* A file of ours; NULL if it is not there, or elsewhere. */
static char *file_of_ours(const char *name) {
    g_autofree char *root = af_data_path("templates", "."), *path = af_data_path("templates", name);
    return is_below(path, root) ? g_steal_pointer(&path) : NULL;
}

/* What the program itself relies on is not for the user's folder. */
static gboolean may_be_own(const char *name) {
    return own_folder && strcmp(name, "schematron.xsl") != 0 && !g_str_has_prefix(name, "programs/");
}

char *af_stylesheet_path(const char *path) {
    if (g_str_has_prefix(path, OURS)) return file_of_ours(path + strlen(OURS));
    g_autofree char *plain = plain_path(path), *ours = af_data_path("templates", "."), *root = plain_path(ours);
    const char *name = own_folder ? name_in(plain, own_folder) : NULL;
    if (!name) name = name_in(plain, root);
    if (!name) return NULL;
    if (may_be_own(name)) {
        g_autofree char *own = g_build_filename(own_folder, name, NULL);
        if (g_file_test(own, G_FILE_TEST_EXISTS)) return is_below(own, own_folder) ? g_steal_pointer(&own) : NULL;
    }
    return file_of_ours(name);
}

gboolean af_transform_own(const char *folder, AfDiagnostics *diagnostics) {
    g_autofree char *plain = plain_path(folder);
    if (own_folder && !strcmp(plain, own_folder)) return TRUE;
    GStatBuf status;
    gboolean there = g_stat(plain, &status) == 0;
    if (!there || !S_ISDIR(status.st_mode)) {
        af_diagnostics_add(diagnostics, AF_D_FILE_UNREADABLE, folder, 0, g_strerror(there ? ENOTDIR : errno));
        return FALSE;
    }
    g_free(own_folder);
    own_folder = g_steal_pointer(&plain);
    return TRUE;
}

gboolean af_transform_has_own(void) {
    return own_folder != NULL;
}

static int may_read(xsltSecurityPrefs *prefs, xsltTransformContext *context, const char *path) {
    (void)prefs, (void)context;
    g_autofree char *file = path ? af_stylesheet_path(path) : NULL;
    return file != NULL;
}

/* The network is not asked: one of ours has an address that libxslt takes for one of it. */
static int may_ask(xsltSecurityPrefs *prefs, xsltTransformContext *context, const char *url) {
    return url && g_str_has_prefix(url, OURS) && may_read(prefs, context, url);
}

xsltSecurityPrefs *af_security(void) {
    static xsltSecurityPrefs *prefs;
    if (prefs) return prefs;
    prefs = xsltNewSecurityPrefs();
    xsltSetSecurityPrefs(prefs, XSLT_SECPREF_READ_FILE, may_read);
    xsltSetSecurityPrefs(prefs, XSLT_SECPREF_WRITE_FILE, xsltSecurityForbid);
    xsltSetSecurityPrefs(prefs, XSLT_SECPREF_CREATE_DIRECTORY, xsltSecurityForbid);
    xsltSetSecurityPrefs(prefs, XSLT_SECPREF_READ_NETWORK, may_ask);
    xsltSetSecurityPrefs(prefs, XSLT_SECPREF_WRITE_NETWORK, xsltSecurityForbid);
    return prefs;
}

char *af_path_of_url(const xmlChar *url) {
    if (!url) return NULL;
    const char *path = (const char *)url;
    if (g_str_has_prefix(path, "file://")) path += strlen("file://");
    af_autoxml xmlChar *plain = (xmlChar *)xmlURIUnescapeString(path, 0, NULL);
    return g_strdup(plain ? (const char *)plain : path);
}

/* Addresses have escapes, so that a folder with a space in its name can be the base of an include. */
xmlDoc *af_stylesheet_read(const char *path, AfDiagnostics *diagnostics) {
    g_autofree char *file = af_stylesheet_path(path);
    xmlDoc *doc = af_xml_read_file(file ? file : path, diagnostics);
    if (!doc) return NULL;
    if (doc->URL) xmlFree((xmlChar *)(guintptr)doc->URL);
    /* What is asked for by name goes on being ours: its own includes are found beside it. */
    gboolean ours = g_str_has_prefix(path, OURS);
    const char *address = !file || ours ? path : file;
    doc->URL = xmlURIEscapeStr((const xmlChar *)address, BAD_CAST(ours ? "/:-_.~" : "/-_.~"));
    return doc;
}

/* A copy whose names are in this dictionary: libxslt compares the names of parameters by their addresses, across
 * all files of a stylesheet. */
static xmlDoc *copy_with_dict(const xmlDoc *doc, xmlDict *dict) {
    xmlDoc *copy = xmlNewDoc(BAD_CAST "1.0");
    copy->URL = xmlStrdup(doc->URL);
    copy->dict = dict;
    xmlDictReference(dict);
    xmlDocSetRootElement(copy, xmlDocCopyNode(xmlDocGetRootElement(doc), copy, 1));
    return copy;
}

/* libxslt's way to files that stylesheets include, import or ask for by document(): the same hardened reader. */
static xmlDoc *load(const xmlChar *url, xmlDict *dict, int options, void *context, xsltLoadType type) {
    (void)options, (void)context, (void)type;
    AfRun *run = af_run_current();
    g_autofree char *path = af_path_of_url(url);
    g_autofree char *file = run && path ? af_stylesheet_path(path) : NULL;
    if (!file) return NULL;
    g_autoptr(xmlDoc) doc = af_stylesheet_read(path, run->diagnostics);
    if (!doc) run->failed = TRUE;
    return doc && dict ? copy_with_dict(doc, dict) : g_steal_pointer(&doc);
}

void af_transform_init(void) {
    static gboolean started;
    if (started) return;
    started = TRUE;
    af_xml_init();
    xsltInit();
    xsltSetDefaultSecurityPrefs(af_security());
    xsltSetLoaderFunc(load);
    exsltCommonRegister();
    exsltStrRegister();
    exsltSetsRegister();
    exsltMathRegister();
    exsltFuncRegister();
}

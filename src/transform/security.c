/* Security: what a stylesheet may reach. Reading is allowed below templates/, by the real path of the file; all
 * else is not. */
#include "base/file.h"
#include "transform/internal.h"

#include <libexslt/exslt.h>
#include <libxml/uri.h>
#include <libxslt/documents.h>
#include <libxslt/xslt.h>

#include <stdlib.h>
#include <string.h>

static gboolean is_below_templates(const char *path) {
    g_autofree char *folder = af_data_path("templates", ".");
    char *real = realpath(path, NULL), *root = realpath(folder, NULL);
    gsize length = root ? strlen(root) : 0;
    gboolean below = real && root && !strncmp(real, root, length) && real[length] == '/';
    free(real);
    free(root);
    return below;
}

static int may_read(xsltSecurityPrefs *prefs, xsltTransformContext *context, const char *path) {
    (void)prefs, (void)context;
    return path && is_below_templates(path);
}

xsltSecurityPrefs *af_security(void) {
    static xsltSecurityPrefs *prefs;
    if (prefs) return prefs;
    prefs = xsltNewSecurityPrefs();
    xsltSetSecurityPrefs(prefs, XSLT_SECPREF_READ_FILE, may_read);
    xsltSetSecurityPrefs(prefs, XSLT_SECPREF_WRITE_FILE, xsltSecurityForbid);
    xsltSetSecurityPrefs(prefs, XSLT_SECPREF_CREATE_DIRECTORY, xsltSecurityForbid);
    xsltSetSecurityPrefs(prefs, XSLT_SECPREF_READ_NETWORK, xsltSecurityForbid);
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
    xmlDoc *doc = af_xml_read_file(path, diagnostics);
    if (!doc) return NULL;
    if (doc->URL) xmlFree((xmlChar *)(guintptr)doc->URL);
    doc->URL = xmlURIEscapeStr((const xmlChar *)path, BAD_CAST "/-_.~");
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
    if (!run || !path || !is_below_templates(path)) return NULL;
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

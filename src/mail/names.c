/* Names for attachments: safe ASCII from names in any script, extensions, media types. */
#include "locale/names.h"
#include "mail/mail.h"

#include <string.h>

/* Characters: of a name that are looked at, and of the word that is made of it. */
#define MAX_NAME 200
#define MAX_WORD 40

/* ------------------------------------------------------------------------------------------------------ legal forms */

/* What a company is by law, where it is written without a space before the name or behind it. A longer form comes before
 * those that are in it. */
static const char *const legal_forms[] = {
    /* Japanese */
    "特定非営利活動法人",
    "公益社団法人",
    "公益財団法人",
    "一般社団法人",
    "一般財団法人",
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "合名会社",
    "㍿",
    "㈱",
    "㈲",
    "(株)",
    "(有)",
    "(同)",
    "（株）",
    "（有）",
    "（同）",
    /* Chinese */
    "股份有限公司",
    "有限责任公司",
    "有限責任公司",
    "有限公司",
    "分公司",
    "公司",
    /* Korean */
    "유한책임회사",
    "주식회사",
    "유한회사",
    "합자회사",
    "합명회사",
    "㈜",
    "(주)",
    "(유)",
    "（주）",
    "（유）",
};

/* Of at most MAX_NAME characters. */
static char *without_legal_forms(const char *name) {
    g_autofree char *valid = g_utf8_make_valid(name, -1);
    if (g_utf8_strlen(valid, -1) > MAX_NAME) *g_utf8_offset_to_pointer(valid, MAX_NAME) = '\0';
    GString *rest = g_string_new(valid);
    for (gsize i = 0; i < G_N_ELEMENTS(legal_forms); i++) g_string_replace(rest, legal_forms[i], " ", 0);
    return g_string_free(rest, FALSE);
}

/* -------------------------------------------------------------------------------------------------------- websites */

/* Second labels that stand for kinds of organizations in domains of countries: example.co.jp. */
static gboolean is_kind(const char *label) {
    static const char *const kinds[] = {"ac", "co",  "com", "edu", "gob", "gouv", "gov",
                                        "go", "ltd", "ne",  "net", "or",  "org",  "plc"};
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(label, kinds[i]) == 0) return TRUE;
    return FALSE;
}

/* The host in lower case, as A-labels if it is a domain; NULL if there is none. */
static char *host_of(const char *website) {
    g_autofree char *address = g_strstrip(g_strdup(website)), *host = NULL;
    if (!strstr(address, "://")) {
        char *with = g_strconcat("https://", address, NULL);
        g_free(address);
        address = with;
    }
    if (!g_uri_split(address, G_URI_FLAGS_NON_DNS, NULL, NULL, &host, NULL, NULL, NULL, NULL, NULL) || !host)
        return NULL;
    gsize length = strlen(host);
    if (length && host[length - 1] == '.') host[--length] = '\0';
    char *ascii = af_domain_ascii(host);
    if (ascii) return ascii;
    /* Not every host is a domain by the rules: names with underscores are looked up too. Numbers are addresses. */
    gboolean plain = length && strspn(host, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.") == length;
    return plain && g_ascii_isalpha(host[length - 1]) ? g_ascii_strdown(host, -1) : NULL;
}

/* The label that is the name: the one before the last, or before that of a kind of organization. A host of one label, as
 * within a company, is its own name. NULL if there is none. */
static char *name_of_host(const char *host) {
    g_auto(GStrv) labels = g_strsplit(host, ".", -1);
    guint n = g_strv_length(labels);
    gboolean www = strcmp(labels[0], "www") == 0;
    if (n == 1) return www || strcmp(host, "localhost") == 0 ? NULL : af_domain_unicode(host);
    guint after = n - 1; /* the name is before it */
    if (strlen(labels[after]) == 2 && is_kind(labels[after - 1])) after--;
    return after > (www ? 1 : 0) ? af_domain_unicode(labels[after - 1]) : NULL;
}

/* ------------------------------------------------------------------------------------------------------------ words */

/* "word-word": whole words as far as they fit, or as much of the first one as does. */
static char *joined(char **words) {
    GString *all = g_string_new(words[0]);
    g_string_truncate(all, MIN(all->len, MAX_WORD));
    for (guint i = 1; words[i] && all->len + 1 + strlen(words[i]) <= MAX_WORD; i++)
        g_string_append_printf(all, "-%s", words[i]);
    return g_string_free(all, FALSE);
}

/* Windows keeps these for devices, with any extension. */
static gboolean is_reserved(const char *word) {
    static const char *const devices[] = {"con", "prn", "aux", "nul"};
    for (gsize i = 0; i < G_N_ELEMENTS(devices); i++)
        if (strcmp(word, devices[i]) == 0) return TRUE;
    return (g_str_has_prefix(word, "com") || g_str_has_prefix(word, "lpt")) && g_ascii_isdigit(word[3]) && !word[4];
}

/* NULL if nothing can be said of the text. */
static char *word_of(const char *text, AfLocale *locale) {
    g_autofree char *latin = af_latin(locale, text);
    if (!latin || !*latin) return NULL;
    g_auto(GStrv) words = g_strsplit(latin, " ", -1);
    g_autofree char *word = joined(words);
    return is_reserved(word) ? g_strconcat(word, "-1", NULL) : g_steal_pointer(&word);
}

static char *word_of_website(const char *website, AfLocale *locale) {
    g_autofree char *host = host_of(website);
    g_autofree char *label = host ? name_of_host(host) : NULL;
    /* An A-label that cannot be shown is nobody's name. */
    return label && !g_str_has_prefix(label, "xn--") ? word_of(label, locale) : NULL;
}

char *af_mail_file_word(const char *name, const char *language, const char *website, const char *otherwise) {
    AfLocale *locale = af_locale_get(language);
    g_autofree char *called = without_legal_forms(name ? name : "");
    char *word = word_of(called, locale);
    if (!word && website) word = word_of_website(website, locale);
    if (!word && otherwise) word = word_of(otherwise, locale);
    return word ? word : g_strdup("partner");
}

/* -------------------------------------------------------------------------------------------- extensions and types */

char *af_mail_extension(const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
    gsize length = dot ? strlen(dot + 1) : 0;
    if (dot == name || length < 1 || length > 8) return g_strdup("");
    for (const char *p = dot + 1; *p; p++)
        if (!g_ascii_isalnum(*p)) return g_strdup("");
    return g_ascii_strdown(dot, -1);
}

/* Types that IANA has registered, of what evidence is. Not here are messages (.eml), since message/rfc822 may not be base64
 * (RFC 2046 5.2.1) and is shown as a forwarded mail, and Visio's .vsdx, which has no registered type. */
static const struct {
    const char *extension, *type;
} media_types[] = {
    {".bmp", "image/bmp"},
    {".csv", "text/csv"},
    {".doc", "application/msword"},
    {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {".drawio", "application/xml"},
    {".gif", "image/gif"},
    {".gz", "application/gzip"},
    {".heic", "image/heic"},
    {".htm", "text/html"},
    {".html", "text/html"},
    {".jpeg", "image/jpeg"},
    {".jpg", "image/jpeg"},
    {".json", "application/json"},
    {".key", "application/vnd.apple.keynote"},
    {".log", "text/plain"},
    {".md", "text/markdown"},
    {".mov", "video/quicktime"},
    {".mp3", "audio/mpeg"},
    {".mp4", "video/mp4"},
    {".numbers", "application/vnd.apple.numbers"},
    {".odg", "application/vnd.oasis.opendocument.graphics"},
    {".odp", "application/vnd.oasis.opendocument.presentation"},
    {".ods", "application/vnd.oasis.opendocument.spreadsheet"},
    {".odt", "application/vnd.oasis.opendocument.text"},
    {".pages", "application/vnd.apple.pages"},
    {".pdf", "application/pdf"},
    {".png", "image/png"},
    {".ppt", "application/vnd.ms-powerpoint"},
    {".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {".rtf", "application/rtf"},
    {".svg", "image/svg+xml"},
    {".tif", "image/tiff"},
    {".tiff", "image/tiff"},
    {".txt", "text/plain"},
    {".vsd", "application/vnd.visio"},
    {".webp", "image/webp"},
    {".xls", "application/vnd.ms-excel"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {".xml", "application/xml"},
    {".yaml", "application/yaml"},
    {".yml", "application/yaml"},
    {".zip", "application/zip"},
};

const char *af_mail_media_type(const char *name) {
    g_autofree char *extension = af_mail_extension(name);
    for (gsize i = 0; i < G_N_ELEMENTS(media_types); i++)
        if (strcmp(extension, media_types[i].extension) == 0) return media_types[i].type;
    return "application/octet-stream";
}

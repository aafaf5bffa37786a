/* Faults: what libxml2's parser and its schema validator find, told as diagnostics of the catalogue.
 *
 * Their errors have a code and, code by code, some of what they are about in str1 to str3. What stands in the English text
 * alone (the name of an attribute, the elements expected, the name of a type) is taken from there; where that text is not
 * as it is known of libxml2 2.9.14, it is told as it is, as xml-malformed or schema-invalid. */
#include "base/xml_faults.h"

#include "base/xml.h"
#include "base/xml_words.h"

#include <stdlib.h>
#include <string.h>

#define MAX_NAME 60
#define MAX_VALUE 60
#define MAX_LIST 300
#define MAX_EXPECTED 10 /* libxml2 names no more */

/* ------------------------------------------------------------------------------------------------------------ parser
 */

static gboolean is_encoding_error(const xmlError *error) {
    switch (error->code) {
    case XML_ERR_INVALID_ENCODING:
    case XML_ERR_UNKNOWN_ENCODING:
    case XML_ERR_UNSUPPORTED_ENCODING:
    case XML_I18N_NO_NAME:
    case XML_I18N_NO_HANDLER:
    case XML_I18N_EXCESS_HANDLER:
    case XML_I18N_CONV_FAILED:
    case XML_I18N_NO_OUTPUT: return TRUE;
    case XML_ERR_INVALID_CHAR: /* shared with characters that XML forbids in any encoding */
        return error->message && g_str_has_prefix(error->message, "Input is not proper UTF-8");
    default: return error->domain == XML_FROM_I18N;
    }
}

/* Without declarations these can only come from a reference to what nothing declares. */
static gboolean is_entity_error(const xmlError *error) {
    switch (error->code) {
    case XML_ERR_UNDECLARED_ENTITY:
    case XML_WAR_UNDECLARED_ENTITY:
    case XML_ERR_UNPARSED_ENTITY:
    case XML_ERR_ENTITY_IS_EXTERNAL:
    case XML_ERR_ENTITY_IS_PARAMETER:
    case XML_ERR_ENTITY_LOOP: return TRUE;
    default: return FALSE;
    }
}

/* Where the parser stands: what is behind it and what is before it, in bytes of UTF-8. */
typedef struct {
    const char *at;
    gsize behind, before;
} Place;

static Place place_of(const xmlParserCtxt *parser) {
    const xmlParserInput *input = parser->input;
    if (!input || !input->cur || input->cur < input->base || input->cur > input->end) return (Place){"", 0, 0};
    return (Place){(const char *)input->cur, (gsize)(input->cur - input->base), (gsize)(input->end - input->cur)};
}

static gboolean has_text_prefix(const xmlError *error, const char *prefix) {
    return error->message && g_str_has_prefix(error->message, prefix);
}

/* The "#" of "&#x1F;" is there, but no digit: "&" was not meant to begin a reference. */
static gboolean is_reference_without_digits(const xmlError *error, const Place *place) {
    if (error->code == XML_ERR_INVALID_DEC_CHARREF || error->code == XML_ERR_INVALID_HEX_CHARREF) return TRUE;
    return error->code == XML_ERR_INVALID_CHAR && has_text_prefix(error, "xmlParseCharRef") && error->int1 == 0 &&
           !(place->behind >= 2 && place->at[-1] == ';' && g_ascii_isxdigit(place->at[-2]));
}

/* The character that no XML may hold, as the error says it or as it stands where the parser stopped. */
static gboolean find_forbidden(const xmlError *error, const Place *place, gunichar *character) {
    if (error->code == XML_ERR_INVALID_CHAR && (error->int1 > 0 || has_text_prefix(error, "xmlParseCharRef"))) {
        *character = (gunichar)error->int1;
        return *character <= 0x10FFFF; /* libxml2 says 110000 of any number beyond */
    }
    if (place->before == 0) return FALSE;
    *character = g_utf8_get_char_validated(place->at, (gssize)MIN(place->before, (gsize)6));
    if (*character == '\t' || *character == '\n' || *character == '\r') return FALSE;
    return *character < 0x20 || *character == 0xFFFE || *character == 0xFFFF;
}

/* A prefix is no part of the names that libxml2 gives: of </q:b> after <p:b> it says "b and b". */
static void find_tag_names(const xmlParserCtxt *parser, const xmlError *error, char **expected, char **found) {
    const xmlNode *open = parser->node;
    const char *name = error->str1;
    *expected = open && open->ns && open->ns->prefix && g_strcmp0(name, (const char *)open->name) == 0
                    ? g_strdup_printf("%s:%s", open->ns->prefix, name)
                    : g_strdup(name);
    Place place = place_of(parser); /* behind the tag */
    gsize length = 0;
    while (length < place.behind && place.at[-(gssize)length - 1] != '/') length++;
    const char *begin = place.at - length;
    gsize end = 0;
    while (end < length && !g_ascii_isspace(begin[end]) && begin[end] != '>') end++;
    gboolean whole = length < place.behind && end > 0 && error->str2 && end >= strlen(error->str2) &&
                     memcmp(begin + end - strlen(error->str2), error->str2, strlen(error->str2)) == 0;
    *found = whole ? g_strndup(begin, end) : g_strdup(error->str2);
}

/* Whether the text ends within an element; which, and where that begins. */
static gboolean find_unended(const xmlParserCtxt *parser, const xmlError *error, const char **name, int *line) {
    if (error->str1 && (error->code == XML_ERR_TAG_NOT_FINISHED || error->code == XML_ERR_GT_REQUIRED) &&
        error->int1 > 0) {
        *name = error->str1;
        *line = error->int1;
        return TRUE;
    }
    const xmlNode *open = parser->node;
    if (!open || open->type != XML_ELEMENT_NODE) return FALSE;
    *name = (const char *)open->name;
    *line = (int)xmlGetLineNo(open);
    return TRUE;
}

static gboolean is_open_markup(const xmlError *error) {
    return error->code == XML_ERR_COMMENT_NOT_FINISHED || error->code == XML_ERR_CDATA_NOT_FINISHED ||
           error->code == XML_ERR_PI_NOT_FINISHED;
}

static gboolean is_ampersand(const xmlError *error, const Place *place) {
    return error->code == XML_ERR_ENTITYREF_SEMICOL_MISSING ||
           (error->code == XML_ERR_NAME_REQUIRED && has_text_prefix(error, "xmlParseEntityRef")) ||
           is_reference_without_digits(error, place);
}

/* "<" before what begins no name. "</" where nothing is open is none: there the whole tag is too many. */
static gboolean is_less_than(const xmlError *error, const Place *place) {
    if (error->code == XML_ERR_LT_IN_ATTRIBUTE) return TRUE;
    return error->code == XML_ERR_NAME_REQUIRED && has_text_prefix(error, "StartTag") &&
           !(place->before > 0 && place->at[0] == '/');
}

/* The faults with one name in them. */
static gboolean say_name(AfDiagnostics *diagnostics, const char *file, const xmlError *error) {
    AfCode code;
    g_autofree char *name = NULL;
    if (error->domain == XML_FROM_NAMESPACE && error->code == XML_NS_ERR_UNDEFINED_NAMESPACE) {
        code = AF_D_XML_PREFIX;
        name = g_strdup(error->str1);
    } else if (error->domain == XML_FROM_NAMESPACE && error->code == XML_NS_ERR_ATTRIBUTE_REDEFINED) {
        code = AF_D_XML_ATTRIBUTE_TWICE;
        name = g_strdup(error->str1);
    } else if (error->code == XML_ERR_ATTRIBUTE_REDEFINED) {
        code = AF_D_XML_ATTRIBUTE_TWICE;
        name = error->str2 ? g_strconcat(error->str1, ":", error->str2, NULL) : g_strdup(error->str1);
    } else {
        return FALSE;
    }
    g_autofree char *shown = af_xml_shown(name, MAX_NAME);
    af_diagnostics_add(diagnostics, code, file, error->line, shown);
    return TRUE;
}

static gboolean say_tags(AfDiagnostics *diagnostics, const char *file, const xmlParserCtxt *parser,
                         const xmlError *error) {
    if (error->code == XML_ERR_TAG_NAME_MISMATCH) {
        g_autofree char *expected = NULL, *found = NULL;
        find_tag_names(parser, error, &expected, &found);
        g_autofree char *shown_expected = af_xml_shown(expected, MAX_NAME),
                        *shown_found = af_xml_shown(found, MAX_NAME);
        af_diagnostics_add(diagnostics, AF_D_XML_TAG, file, error->line, shown_expected, shown_found,
                           (double)error->int1);
        return TRUE;
    }
    Place place = place_of(parser);
    const char *name;
    int line;
    if (place.before > 0 || is_open_markup(error) || !find_unended(parser, error, &name, &line)) return FALSE;
    g_autofree char *shown = af_xml_shown(name, MAX_NAME);
    af_diagnostics_add(diagnostics, AF_D_XML_END, file, error->line, shown, (double)line);
    return TRUE;
}

void af_xml_parser_fault(AfDiagnostics *diagnostics, const char *name, const xmlParserCtxt *parser,
                         const xmlError *error) {
    Place place = place_of(parser);
    gunichar character;
    if (is_encoding_error(error)) {
        af_diagnostics_add(diagnostics, AF_D_XML_ENCODING, name, error->line);
    } else if (is_entity_error(error)) {
        af_diagnostics_add(diagnostics, AF_D_XML_ENTITY, name, error->line);
    } else if (is_ampersand(error, &place)) {
        af_diagnostics_add(diagnostics, AF_D_XML_AMPERSAND, name, error->line);
    } else if (say_name(diagnostics, name, error) || say_tags(diagnostics, name, parser, error)) {
        return;
    } else if (find_forbidden(error, &place, &character)) {
        char number[16];
        g_snprintf(number, sizeof number, "U+%04X", character);
        af_diagnostics_add(diagnostics, AF_D_XML_CHARACTER, name, error->line, number);
    } else if (is_less_than(error, &place)) {
        af_diagnostics_add(diagnostics, AF_D_XML_LESS_THAN, name, error->line);
    } else {
        /* The one error that libxml2 2.9 has no words for. */
        gboolean wordless = error->code == XML_ERR_CDATA_NOT_FINISHED;
        g_autofree char *words = af_xml_words(wordless ? "CDATA section not terminated" : error->message, NULL);
        af_diagnostics_add(diagnostics, AF_D_XML_MALFORMED, name, error->line, words);
    }
}

/* ------------------------------------------------------------------------------------------------------------ schema
 */

/* A fault taken apart. */
typedef struct {
    AfSchemaFaults *run;
    const xmlError *error;
    const xmlNode *node; /* the element at which it was found, or NULL */
    int line;
    char *attribute;  /* as libxml2 writes it, "{namespace}name"; NULL if it is about the element */
    const char *rest; /* of the text, behind "Element '…', attribute '…': " */
} Fault;

/* "{namespace}name" without the namespace; xml:lang keeps its prefix. */
static const char *local_name(const char *name) {
    const char *brace = name && name[0] == '{' ? strchr(name, '}') : NULL;
    return brace ? brace + 1 : name;
}

static char *attribute_name(const char *name) {
    static const char xml[] = "{http://www.w3.org/XML/1998/namespace}";
    g_autofree char *prefixed = name && g_str_has_prefix(name, xml) ? g_strconcat("xml:", name + strlen(xml), NULL)
                                                                    : g_strdup(local_name(name));
    return af_xml_shown(prefixed, MAX_NAME);
}

static char *element_name(const xmlNode *node) {
    return af_xml_shown(node ? (const char *)node->name : "", MAX_NAME);
}

static char *expanded_name(const xmlNode *node) {
    return g_strdup_printf("{%s}%s", node->ns && node->ns->href ? (const char *)node->ns->href : "", node->name);
}

static void read_frame(Fault *fault) {
    static const char attribute[] = ", attribute '";
    const char *text = fault->error->message ? fault->error->message : "";
    fault->rest = text;
    if (!fault->node || !g_str_has_prefix(text, "Element '")) return;
    g_autofree char *expanded = expanded_name(fault->node);
    const char *name = fault->node->ns ? expanded : (const char *)fault->node->name;
    text += strlen("Element '");
    if (!g_str_has_prefix(text, name)) return;
    text += strlen(name);
    if (text[0] != '\'') return;
    text++;
    if (g_str_has_prefix(text, attribute)) {
        const char *begin = text + strlen(attribute), *end = strstr(begin, "': ");
        fault->attribute = end ? g_strndup(begin, (gsize)(end - begin)) : NULL;
        text = end ? end + 1 : text;
    }
    if (g_str_has_prefix(text, ": ")) fault->rest = text + 2;
}

/* ------------------------------------------------------------------------------------------------ elements, attributes
 */

/* The names behind "Expected is ( …, … ).", or an empty array. They are the schema's, without a comma or a quote. */
static GStrv expected_names(const char *text) {
    const char *found = g_strrstr(text, "Expected is ");
    const char *begin = found ? strstr(found, "( ") : NULL, *end = begin ? g_strrstr(begin, " )") : NULL;
    if (!begin || end <= begin + 1) return g_new0(char *, 1);
    g_autofree char *names = g_strndup(begin + 2, (gsize)(end - begin - 2));
    return g_strsplit(names, ", ", -1);
}

/* The names as a list. Without namespaces, unless the name that is at fault would be one of them then. */
static char *name_list(GStrv names, gboolean expanded) {
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; names[i]; i++)
        g_string_append_printf(list, "%s%s", i ? ", " : "", expanded ? names[i] : local_name(names[i]));
    if (g_strv_length(names) == MAX_EXPECTED) g_string_append(list, ", …");
    return af_xml_shown(list->str, MAX_LIST);
}

static void say_element(const Fault *fault, const xmlNode *element, GStrv expected) {
    gboolean same = FALSE;
    for (guint i = 0; expected[i]; i++)
        if (strcmp(local_name(expected[i]), (const char *)element->name) == 0) same = TRUE;
    g_autofree char *full = expanded_name(element);
    g_autofree char *name = same ? af_xml_shown(full, MAX_LIST) : element_name(element);
    g_autofree char *list = name_list(expected, same);
    int line = element == fault->node ? fault->line : (int)xmlGetLineNo(element);
    af_diagnostics_add(fault->run->diagnostics, AF_D_SCHEMA_ELEMENT, fault->run->name, line, name, list,
                       (double)g_strv_length(expected));
}

static gboolean say_content(const Fault *fault) {
    g_auto(GStrv) expected = expected_names(fault->rest);
    if (g_str_has_prefix(fault->rest, "This element is not expected.")) {
        say_element(fault, fault->node, expected);
    } else if (g_str_has_prefix(fault->rest, "Missing child element(s).")) {
        g_autofree char *name = element_name(fault->node), *list = name_list(expected, FALSE);
        af_diagnostics_add(fault->run->diagnostics, AF_D_SCHEMA_INCOMPLETE, fault->run->name, fault->line, name, list,
                           (double)g_strv_length(expected));
    } else {
        return FALSE;
    }
    return TRUE;
}

/* Where the text stands that may not be there: an element can go on for pages before it. */
static int line_of_text(const xmlNode *element) {
    for (const xmlNode *child = element->children; child; child = child->next) {
        if (child->type != XML_TEXT_NODE || xmlIsBlankNode(child) || !child->content) continue;
        int line = (int)xmlGetLineNo(child);
        for (const char *p = (const char *)child->content; g_ascii_isspace(*p); p++)
            if (*p == '\n') line++;
        return line;
    }
    return (int)xmlGetLineNo(element);
}

static gboolean say_text(const Fault *fault) {
    g_autofree char *name = element_name(fault->node);
    af_diagnostics_add(fault->run->diagnostics, AF_D_SCHEMA_TEXT, fault->run->name, line_of_text(fault->node), name);
    return TRUE;
}

/* An element in one that may hold text only, or nothing; libxml2 names the one that holds it. */
static gboolean say_inner_element(const Fault *fault) {
    xmlNode *inner = xmlFirstElementChild((xmlNode *)fault->node);
    if (!inner) return FALSE;
    char *none[] = {NULL};
    say_element(fault, inner, none);
    return TRUE;
}

static gboolean say_attribute(const Fault *fault, AfCode code) {
    if (!fault->error->str1) return FALSE;
    g_autofree char *attribute = attribute_name(fault->error->str1), *element = element_name(fault->node);
    af_diagnostics_add(fault->run->diagnostics, code, fault->run->name, fault->line, attribute, element);
    return TRUE;
}

/* The root is none that the schema knows: those that it does. */
static gboolean say_root(const Fault *fault) {
    g_autoptr(GString) wanted = g_string_new(NULL);
    const xmlNode *schema = xmlDocGetRootElement(fault->run->schema);
    const char *target = af_xml_attribute(schema, "targetNamespace");
    gboolean same = FALSE;
    for (const xmlNode *child = schema ? schema->children : NULL; child; child = child->next) {
        const char *name = af_xml_is(child, NULL, "element") ? af_xml_attribute(child, "name") : NULL;
        if (!name) continue;
        if (strcmp(name, (const char *)fault->node->name) == 0) same = TRUE;
        g_string_append_printf(wanted, "%s%s", wanted->len ? ", " : "", name);
    }
    g_autofree char *full = expanded_name(fault->node);
    if (same) g_string_printf(wanted, "{%s}%s", target ? target : "", fault->node->name);
    g_autofree char *found = same ? af_xml_shown(full, MAX_LIST) : element_name(fault->node);
    g_autofree char *list = af_xml_shown(wanted->str, MAX_LIST);
    af_diagnostics_add(fault->run->diagnostics, AF_D_SCHEMA_ROOT, fault->run->name, fault->line, found, list);
    return TRUE;
}

/* ------------------------------------------------------------------------------------------------------------- values
 */

/* What values of a type have to be. The names are those of the types of schemas/, of XML Schema's own ("xs:…"), and, for
 * types without a name, of the attribute or element that they are the type of. */
static const struct {
    const char *schema; /* its target namespace, NULL: in any */
    const char *type;
    const char *words;
} type_words[] = {
    {NULL, "Id", "expects.id"},
    {NULL, "id", "expects.id"},
    {NULL, "Key", "expects.id"},
    {NULL, "Ids", "expects.ids"},
    {NULL, "MaybeIds", "expects.ids-or-empty"},
    {NULL, "Date", "expects.date"},
    {NULL, "MaybeDate", "expects.date-or-empty"},
    {NULL, "Address", "expects.address"},
    {NULL, "MaybeAddress", "expects.address-or-empty"},
    {NULL, "Https", "expects.https"},
    {NULL, "inbox", "expects.email"},
    {NULL, "MaybeEmail", "expects.email-or-empty"},
    {NULL, "MaybePhone", "expects.phone-or-empty"},
    {NULL, "MaybeCount", "expects.count-or-empty"},
    {NULL, "MaybeFact", "expects.fact-or-empty"},
    {"urn:auditfolio:program", "Number", "expects.item-number"},
    {NULL, "Number", "expects.number"},
    {NULL, "Version", "expects.version"},
    {NULL, "TextVersion", "expects.text-version"},
    {NULL, "version", "expects.version"},
    {NULL, "sha256", "expects.sha256"},
    {NULL, "xs:NCName", "expects.name"},
    {NULL, "xs:anyURI", "expects.uri"},
    {NULL, "xs:boolean", "expects.boolean"},
    {NULL, "xs:date", "expects.date"},
    {NULL, "xs:gYearMonth", "expects.month"},
    {NULL, "xs:language", "expects.language"},
    {NULL, "xs:positiveInteger", "expects.positive-integer"},
};

static const char *words_of_type(const Fault *fault, const char *type) {
    const char *target = af_xml_attribute(xmlDocGetRootElement(fault->run->schema), "targetNamespace");
    for (gsize i = 0; type && i < G_N_ELEMENTS(type_words); i++) {
        gboolean here = !type_words[i].schema || g_strcmp0(type_words[i].schema, target) == 0;
        if (here && strcmp(type_words[i].type, type) == 0) return type_words[i].words;
    }
    return NULL;
}

static const xmlNode *next_node(const xmlNode *node) {
    if (node->children) return node->children;
    while (node && !node->next) node = node->parent;
    return node ? node->next : NULL;
}

/* The name of the type that has this pattern in the schema, or of what it is the type of. */
static const char *type_of_pattern(const xmlDoc *schema, const char *pattern) {
    for (const xmlNode *node = xmlDocGetRootElement(schema); node; node = next_node(node)) {
        if (!af_xml_is(node, NULL, "pattern") || g_strcmp0(af_xml_attribute(node, "value"), pattern) != 0) continue;
        const xmlNode *owner = node->parent;
        while (owner && !af_xml_attribute(owner, "name")) owner = owner->parent;
        return owner ? af_xml_attribute(owner, "name") : NULL;
    }
    return NULL;
}

/* The type that the schema says of an element or attribute of this name: of the first, if there are several. */
static const char *declared_type(const xmlDoc *schema, const char *name, gboolean attribute) {
    for (const xmlNode *node = xmlDocGetRootElement(schema); node; node = next_node(node)) {
        if (!af_xml_is(node, NULL, attribute ? "attribute" : "element")) continue;
        const char *type = af_xml_attribute(node, "type");
        if (type && g_strcmp0(af_xml_attribute(node, "name"), name) == 0) return type;
    }
    return NULL;
}

/* The type in "… is not a valid value of the union type '{namespace}MaybeDate'."; for one without a name, and where the
 * text was too long for libxml2, what the schema says. */
static char *type_of_text(const Fault *fault) {
    static const char end[] = "'.";
    const char *found = g_strrstr(fault->rest, " type '");
    const char *begin = found ? local_name(found + strlen(" type '")) : NULL;
    gsize length = begin ? strcspn(begin, "'") : 0;
    if (length && g_str_has_prefix(begin + length, end)) return g_strndup(begin, length);
    const char *name = fault->attribute ? local_name(fault->attribute) : (const char *)fault->node->name;
    gboolean nameless = g_str_has_suffix(fault->rest, " type.\n"); /* "of the local atomic type." */
    const char *type = nameless ? NULL : declared_type(fault->run->schema, name, fault->attribute != NULL);
    return g_strdup(type ? type : name);
}

static void say_value(const Fault *fault, const char *value, const char *words, const char *list, double number) {
    g_autofree char *element = element_name(fault->node), *shown = af_xml_shown(value, MAX_VALUE);
    g_autofree char *attribute = fault->attribute ? attribute_name(fault->attribute) : NULL;
    g_autofree char *where = attribute ? g_strconcat(element, "/@", attribute, NULL) : g_strdup(element);
    g_autofree char *shown_list = af_xml_shown(list, MAX_LIST);
    af_diagnostics_add(fault->run->diagnostics, AF_D_SCHEMA_VALUE, fault->run->name, fault->line, where, shown, words,
                       shown_list, number);
}

/* "'yes', 'no', ''" as libxml2 lists them; that one may be empty is said in words. */
static void say_choice(const Fault *fault, const char *value, const char *quoted) {
    g_auto(GStrv) parts = g_strsplit(quoted, ", ", -1);
    g_autoptr(GString) list = g_string_new(NULL);
    gboolean maybe = FALSE;
    for (guint i = 0; parts[i]; i++) {
        gsize length = strlen(parts[i]);
        gboolean is_quoted = length >= 2 && parts[i][0] == '\'' && parts[i][length - 1] == '\'';
        if (is_quoted && length == 2) maybe = TRUE;
        if (is_quoted && length > 2)
            g_string_append_printf(list, "%s%.*s", list->len ? ", " : "", (int)length - 2, parts[i] + 1);
    }
    say_value(fault, value, maybe ? "expects.one-of-or-empty" : "expects.one-of", list->str, 0);
}

/* libxml2 gives the value, its length and the limit; of an element's text, only the last two. */
static gboolean say_length(const Fault *fault, gboolean most) {
    const xmlError *error = fault->error;
    af_autoxml xmlChar *content = error->str3 ? NULL : xmlNodeGetContent(fault->node);
    const char *value = error->str3 ? error->str1 : (const char *)content;
    const char *actual = error->str3 ? error->str2 : error->str1, *limit = error->str3 ? error->str3 : error->str2;
    if (!value || !actual || !limit) return FALSE;
    /* The length of a list is that of its entries. */
    gboolean entries = error->str3 && (gint64)g_utf8_strlen(value, -1) != g_ascii_strtoll(actual, NULL, 10);
    double number = g_ascii_strtod(limit, NULL);
    const char *words = most ? (entries ? "expects.entries-at-most" : "expects.characters-at-most")
                             : (entries ? "expects.entries-at-least" : "expects.characters-at-least");
    if (!most && number == 1) words = "expects.something";
    say_value(fault, value, words, "", number);
    return TRUE;
}

static gboolean say_facet(const Fault *fault) {
    const xmlError *error = fault->error;
    switch (error->code) {
    case XML_SCHEMAV_CVC_MINLENGTH_VALID: return say_length(fault, FALSE);
    case XML_SCHEMAV_CVC_MAXLENGTH_VALID: return say_length(fault, TRUE);
    case XML_SCHEMAV_CVC_ENUMERATION_VALID:
        if (!error->str1 || !error->str2) return FALSE;
        say_choice(fault, error->str1, error->str2);
        return TRUE;
    case XML_SCHEMAV_CVC_PATTERN_VALID: {
        if (!error->str1 || !error->str2) return FALSE;
        const char *words = words_of_type(fault, type_of_pattern(fault->run->schema, error->str2));
        say_value(fault, error->str1, words ? words : "expects.pattern", error->str2, 0);
        return TRUE;
    }
    default: return FALSE;
    }
}

static gboolean say_datatype(const Fault *fault) {
    if (!fault->error->str1) return FALSE;
    g_autofree char *type = type_of_text(fault);
    const char *words = words_of_type(fault, type);
    say_value(fault, fault->error->str1, words ? words : "expects.type", type, 0);
    return TRUE;
}

static gboolean is_facet(int code) {
    return code >= XML_SCHEMAV_CVC_LENGTH_VALID && code <= XML_SCHEMAV_CVC_ENUMERATION_VALID;
}

static gboolean is_datatype(int code) {
    return code == XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1 || code == XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_2 ||
           code == XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_3;
}

/* -------------------------------------------------------------------------------------------------------------- fault
 */

static gboolean say(const Fault *fault) {
    switch (fault->error->code) {
    case XML_SCHEMAV_ELEMENT_CONTENT: return say_content(fault);
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1:
        return g_str_has_prefix(fault->rest, "Element") ? say_inner_element(fault) : say_text(fault);
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_2:
    case XML_SCHEMAV_CVC_TYPE_3_1_2: return say_inner_element(fault);
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3: return say_text(fault);
    case XML_SCHEMAV_CVC_TYPE_3_1_1:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1: return say_attribute(fault, AF_D_SCHEMA_ATTRIBUTE);
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_4: return say_attribute(fault, AF_D_SCHEMA_ATTRIBUTE_MISSING);
    case XML_SCHEMAV_CVC_ELT_1: return say_root(fault);
    default:
        if (is_facet(fault->error->code)) return say_facet(fault);
        return is_datatype(fault->error->code) && say_datatype(fault);
    }
}

/* Of a value that fits neither its facets nor its type the first is said, which helps more; nor need it be said that a
 * value that does not fit cannot be looked for among others. */
static gboolean is_echo(const Fault *fault) {
    AfSchemaFaults *run = fault->run;
    if (g_str_has_prefix(fault->rest, "Warning: No precomputed value available")) return TRUE;
    if (!fault->node || (!is_facet(fault->error->code) && !is_datatype(fault->error->code))) return FALSE;
    if (run->value_node == fault->node && g_strcmp0(run->value_attribute, fault->attribute) == 0) return TRUE;
    run->value_node = fault->node;
    g_free(run->value_attribute);
    run->value_attribute = g_strdup(fault->attribute);
    return FALSE;
}

gboolean af_xml_schema_fault(AfSchemaFaults *faults, const xmlError *error) {
    const xmlNode *node = error->node;
    if (node && node->type != XML_ELEMENT_NODE) node = node->parent;
    Fault fault = {.run = faults, .error = error, .node = node};
    fault.line = node ? (int)xmlGetLineNo(node) : error->line;
    read_frame(&fault);
    gboolean echo = is_echo(&fault);
    if (!echo && !(node && say(&fault))) {
        const char *target = af_xml_attribute(xmlDocGetRootElement(faults->schema), "targetNamespace");
        g_autofree char *noise = target && *target ? g_strdup_printf("{%s}", target) : NULL;
        g_autofree char *words = af_xml_words(error->message, noise);
        af_diagnostics_add(faults->diagnostics, AF_D_SCHEMA_INVALID, faults->name, fault.line, words);
    }
    g_free(fault.attribute);
    return !echo;
}

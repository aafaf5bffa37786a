#include "fo/internal.h"

#include <string.h>

typedef struct {
    const char *name;
    gboolean inherited;
    const char *initial;
    AfPropertyType type;
    const char *keywords;
    const char *section;
    AfPercentages percentages;
    AfPropertySupport support;
} PropertyRow;

static const PropertyRow rows[AF_PROPERTY_COUNT] = {
#define AF_PROPERTY(code, name, inherited, initial, type, keywords, section, percentages, support)                              \
    [code] = {name, inherited, initial, AF_T_##type, keywords, section, AF_PERCENT_##percentages, AF_S_##support},
#include "fo/properties.def"
#undef AF_PROPERTY
};

static const char *const keyword_names[AF_KEYWORD_COUNT] = {
#define AF_KEYWORD(code, name) [code] = name,
#include "fo/keywords.def"
#undef AF_KEYWORD
};

static GHashTable *index_names(const char *(*name)(int), int count) {
    GHashTable *table = g_hash_table_new(g_str_hash, g_str_equal);
    for (int i = 0; i < count; i++) {
        if (*name(i)) g_hash_table_insert(table, (gpointer)(guintptr)name(i), GINT_TO_POINTER(i + 1));
    }
    return table;
}

static const char *row_name(int i) { return rows[i].name; }
static const char *keyword_name(int i) { return keyword_names[i]; }

AfProperty af_property_find(const char *name) {
    static GHashTable *table;
    if (!table) table = index_names(row_name, AF_PROPERTY_COUNT);
    int found = GPOINTER_TO_INT(g_hash_table_lookup(table, name));
    return found ? (AfProperty)(found - 1) : AF_PROPERTY_COUNT;
}

AfKeyword af_keyword_find(const char *name) {
    static GHashTable *table;
    if (!table) table = index_names(keyword_name, AF_KEYWORD_COUNT);
    int found = GPOINTER_TO_INT(g_hash_table_lookup(table, name));
    return found ? (AfKeyword)(found - 1) : AF_KW_NONE_GIVEN;
}

AfProperty af_property_optimum(AfProperty property) {
    const char *name = rows[property].name, *dot = strchr(name, '.');
    g_autofree char *plain = g_strndup(name, dot ? (size_t)(dot - name) : strlen(name));
    g_autofree char *optimum = g_strconcat(plain, ".optimum", NULL);
    AfProperty found = af_property_find(plain);
    return found == AF_PROPERTY_COUNT ? af_property_find(optimum) : found;
}

typedef struct {
    const char *name, *section;
    AfAttributeKind kind;
} AttributeRow;

static const AttributeRow attributes[] = {
#define AF_ATTRIBUTE(name, section, kind) {name, section, AF_A_##kind},
#include "fo/attributes.def"
#undef AF_ATTRIBUTE
};

static const char *attribute_name(int i) { return attributes[i].name; }

AfAttributeKind af_attribute_kind(const char *name) {
    static GHashTable *table;
    if (!table) table = index_names(attribute_name, G_N_ELEMENTS(attributes));
    int found = GPOINTER_TO_INT(g_hash_table_lookup(table, name));
    return found ? attributes[found - 1].kind : AF_A_NONE;
}

const char *af_keyword_name(AfKeyword keyword) { return keyword_names[keyword]; }
const char *af_property_name(AfProperty property) { return rows[property].name; }
const char *af_property_section(AfProperty property) { return rows[property].section; }
gboolean af_property_inherited(AfProperty property) { return rows[property].inherited; }
AfPercentages af_property_percentages(AfProperty property) { return rows[property].percentages; }
AfPropertySupport af_property_support(AfProperty property) { return rows[property].support; }
AfPropertyType af_property_type(AfProperty property) { return rows[property].type; }
const char *af_property_keywords(AfProperty property) { return rows[property].keywords; }
const char *af_property_initial(AfProperty property) { return rows[property].initial; }

/* Where a word is in the keywords of a row, from 0; -1 if it is not there. */
static int keyword_place(AfProperty property, const char *keyword) {
    size_t length = strlen(keyword);
    int place = 0;
    for (const char *p = rows[property].keywords; *p; place++) {
        size_t word = strcspn(p, " ");
        if (word == length && !strncmp(p, keyword, word)) return place;
        p += word + (p[word] == ' ');
    }
    return -1;
}

gboolean af_property_set(AfProperty property, const char *keyword, guint32 *set) {
    int place = keyword_place(property, keyword);
    if (place >= 0) *set |= 1u << place;
    return place >= 0;
}

gboolean af_style_has(const AfFoStyle *style, AfProperty property, AfKeyword keyword) {
    return style->value[property].set >> keyword_place(property, keyword_names[keyword]) & 1;
}

gboolean af_property_allows(AfProperty property, const char *keyword) {
    size_t length = strlen(keyword);
    if (length == 0 || strchr(keyword, ' ')) return FALSE;
    for (const char *p = rows[property].keywords; (p = strstr(p, keyword)); p += length) {
        gboolean begins = p == rows[property].keywords || p[-1] == ' ';
        if (begins && (p[length] == ' ' || p[length] == '\0')) return TRUE;
    }
    return FALSE;
}

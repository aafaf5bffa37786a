/* Computing styles: specified values, inheritance, correspondence (XSL 1.1 sections 5.1 to 5.3). */
#include "fo/internal.h"

#include <string.h>

/* ---- setting one property */

gboolean af_compute_set(AfCompute *c, AfProperty property, const char *text) {
    AfValue value;
    c->value.property = property;
    c->value.em = property == AF_P_FONT_SIZE ? c->value.parent->value[AF_P_FONT_SIZE].number : c->value.out->value[AF_P_FONT_SIZE].number;
    if (!strcmp(text, "inherit")) {
        value = c->value.parent->value[property];
    } else if (!af_value_parse(&c->value, text, &value)) {
        return FALSE;
    }
    c->value.out->value[property] = value;
    c->given[property] = (guint8)(c->level + 1);
    return TRUE;
}

void af_compute_reset(AfCompute *c, AfProperty property) {
    c->value.out->value[property] = c->value.fo->initial->value[property];
    c->given[property] = (guint8)(c->level + 1);
}

static void warn_once(AfFo *fo, const xmlNode *xml, AfCode code, const char *name, const char *where) {
    if (g_hash_table_contains(fo->warned, name)) return;
    g_hash_table_add(fo->warned, g_strdup(name));
    af_fo_report_xml(fo, xml, code, name, where, NULL);
}

/* What the value of an attribute came to. */
static void say_result(AfCompute *c, gboolean ok, const char *name, const char *text) {
    if (!ok) af_fo_report_xml(c->value.fo, c->value.xml, AF_D_FO_BAD_VALUE, name, text, NULL);
    else if (c->value.instead) af_fo_report_xml(c->value.fo, c->value.xml, AF_D_FO_VALUE_RANGE, name, text, c->value.instead);
    g_clear_pointer(&c->value.instead, g_free);
}

/* One attribute at one level; what belongs to another level is left for it. */
static void apply_attribute(AfCompute *c, const char *name, const char *text) {
    int level = af_shorthand_level(name);
    AfProperty property = level < 0 ? af_property_find(name) : AF_PROPERTY_COUNT;
    if (level >= 0) {
        if (level == c->level && strcmp(name, "font")) say_result(c, af_shorthand_set(c, name, text), name, text);
    } else if (c->level != AF_LEVEL_RELATIVE) {
        return;
    } else if (property != AF_PROPERTY_COUNT) {
        gboolean done = property == AF_P_FONT_SIZE || property == AF_P_WRITING_MODE; /* by compute_first */
        if (!done) say_result(c, af_compute_set(c, property, text), name, text);
    } else if (af_attribute_kind(name) == AF_A_NONE) {
        warn_once(c->value.fo, c->value.xml, AF_D_FO_UNKNOWN_PROPERTY, name, (const char *)c->value.xml->name);
    }
}

static char *attribute_text(const xmlNode *xml, const xmlAttr *attribute) {
    xmlChar *value = xmlNodeListGetString(xml->doc, attribute->children, 1);
    char *text = g_strstrip(g_strdup(value ? (char *)value : ""));
    xmlFree(value);
    return text;
}

/* Properties that XSL-FO does not have are attributes in the documents' namespace. */
static gboolean is_extension(const xmlAttr *attribute) {
    return attribute->ns && !strcmp((const char *)attribute->ns->href, AF_DOCUMENT_NS) && !strcmp((const char *)attribute->name, "word-break");
}

static gboolean is_lang(const xmlAttr *attribute) {
    return attribute->ns && attribute->ns->prefix && !strcmp((const char *)attribute->ns->prefix, "xml") &&
           !strcmp((const char *)attribute->name, "lang");
}

/* ---- language (7.10.1 to 7.10.3, 7.31.24) */

/* xml:lang is a shorthand: language, script and country are the first of its subtags, its second if it has four letters, and
 * the next if it has two letters or three digits (BCP 47). */
static void set_lang(AfCompute *c, const char *text) {
    g_auto(GStrv) subtags = g_strsplit_set(text, "-_", -1);
    const char *script = "none", *country = "none";
    char **subtag = subtags[0] ? subtags + 1 : subtags;
    if (*subtag && strlen(*subtag) == 4 && g_ascii_isalpha(**subtag)) script = *subtag++;
    if (*subtag && (strlen(*subtag) == 2 || strlen(*subtag) == 3)) country = *subtag;
    af_compute_set(c, AF_P_LANGUAGE, text);
    af_compute_set(c, AF_P_LANGUAGE_PART, subtags[0] && *subtags[0] ? subtags[0] : "none");
    af_compute_set(c, AF_P_SCRIPT, script);
    af_compute_set(c, AF_P_COUNTRY, country);
}

static gboolean is_some(const char *part) { return *part && strcmp(part, "none") && strcmp(part, "auto"); }

/* One tag of the three properties, where one of them was given itself. */
static void join_language(AfCompute *c) {
    static const AfProperty parts[] = {AF_P_LANGUAGE_PART, AF_P_SCRIPT, AF_P_COUNTRY};
    g_autoptr(GString) tag = g_string_new(NULL);
    gboolean given = FALSE;
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        const char *part = af_style_string(c->value.out, parts[i]);
        given |= c->given[parts[i]] == AF_LEVEL_RELATIVE + 1;
        if (!is_some(part)) {
            if (i == 0) break;
            continue;
        }
        if (tag->len) g_string_append_c(tag, '-');
        g_string_append(tag, part);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) given |= c->given[parts[i]] == AF_LEVEL_RELATIVE + 1;
    if (given) af_compute_set(c, AF_P_LANGUAGE, tag->str);
}

/* ---- correspondence (5.3) */

/* Whether a margin is meant, rather than what corresponds to it: the absolute property is more than the relative one, but less
 * than that if it only comes from a shorthand (5.3.1). */
static gboolean margin_counts(const AfCompute *c, AfProperty margin, AfProperty relative, AfProperty other) {
    if (c->given[margin] == AF_LEVEL_RELATIVE + 1) return TRUE;
    return c->given[margin] && !c->given[relative] && !c->given[other];
}

static void add_value(AfValue *sum, const AfValue *value) {
    if (value->kind != AF_V_LENGTH) return; /* auto is none */
    sum->number += value->number;
    sum->percent += value->percent;
}

/* start-indent = inherited + margin + padding + border, without what is inherited if the object generates a reference area. */
static void set_indent(AfCompute *c, AfProperty margin, gboolean start, gboolean reference) {
    AfFoStyle *out = c->value.out;
    AfProperty property = start ? AF_P_START_INDENT : AF_P_END_INDENT;
    if (!margin_counts(c, margin, property, property)) return;
    AfValue indent = {.kind = AF_V_LENGTH};
    if (!reference) add_value(&indent, &c->value.parent->value[property]);
    add_value(&indent, &out->value[margin]);
    add_value(&indent, &out->value[start ? AF_P_PADDING_START : AF_P_PADDING_END]);
    add_value(&indent, &out->value[start ? AF_P_BORDER_START_WIDTH : AF_P_BORDER_END_WIDTH]);
    indent.number = CLAMP(indent.number, -AF_MOST_POINTS, AF_MOST_POINTS);
    out->value[property] = indent;
}

/* A margin as a space, which is retained (5.3.2); an `auto` one is none. */
static void set_space(AfCompute *c, AfProperty margin, AfProperty optimum, AfProperty minimum, AfProperty maximum, AfProperty conditionality) {
    AfFoStyle *out = c->value.out;
    if (!margin_counts(c, margin, optimum, maximum)) return;
    AfValue space = {.kind = AF_V_LENGTH};
    add_value(&space, &out->value[margin]);
    out->value[optimum] = out->value[minimum] = out->value[maximum] = space;
    if (!c->given[conditionality]) out->value[conditionality] = (AfValue){.kind = AF_V_KEYWORD, .keyword = AF_KW_RETAIN};
}

#define SPACE(name) AF_P_##name, AF_P_##name##_MINIMUM, AF_P_##name##_MAXIMUM, AF_P_##name##_CONDITIONALITY

/* Objects whose areas are reference areas: their writing-mode is for what is in them, their own sides are those of what
 * they stand in (4.2.3). */
static gboolean is_reference_area(int element) {
    switch (element) {
    case AF_FO_BLOCK_CONTAINER: case AF_FO_INLINE_CONTAINER: case AF_FO_TABLE_CELL: case AF_FO_TABLE_CAPTION: case AF_FO_REGION_BODY:
    case AF_FO_REGION_BEFORE: case AF_FO_REGION_AFTER: case AF_FO_REGION_START: case AF_FO_REGION_END: return TRUE;
    default: return FALSE;
    }
}

/* Margins of blocks are said in indents and spaces, those in lines in spaces (5.3.2); those of pages and regions stay margins, and
 * parts of tables have none. */
static void convert_margins(AfCompute *c) {
    int element = c->value.out->element;
    AfProperty start = c->rtl ? AF_P_MARGIN_RIGHT : AF_P_MARGIN_LEFT, end = c->rtl ? AF_P_MARGIN_LEFT : AF_P_MARGIN_RIGHT;
    switch (element) {
    case AF_FO_SIMPLE_PAGE_MASTER: case AF_FO_REGION_BODY: case AF_FO_REGION_BEFORE: case AF_FO_REGION_AFTER: case AF_FO_REGION_START:
    case AF_FO_REGION_END: case AF_FO_TABLE_COLUMN: case AF_FO_TABLE_HEADER: case AF_FO_TABLE_FOOTER: case AF_FO_TABLE_BODY:
    case AF_FO_TABLE_ROW: case AF_FO_TABLE_CELL: return;
    default: break;
    }
    if (af_fo_element_is_inline((AfFoElement)element)) {
        set_space(c, start, SPACE(SPACE_START));
        set_space(c, end, SPACE(SPACE_END));
        return;
    }
    set_indent(c, start, TRUE, is_reference_area(element));
    set_indent(c, end, FALSE, is_reference_area(element));
    set_space(c, AF_P_MARGIN_TOP, SPACE(SPACE_BEFORE));
    set_space(c, AF_P_MARGIN_BOTTOM, SPACE(SPACE_AFTER));
}

/* A border without a style has no width (5.1.2). */
static void clear_border_widths(AfFoStyle *style) {
    static const AfProperty widths[] = {AF_P_BORDER_BEFORE_WIDTH, AF_P_BORDER_AFTER_WIDTH, AF_P_BORDER_START_WIDTH, AF_P_BORDER_END_WIDTH};
    for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
        AfKeyword kind = af_style_keyword(style, widths[i] - 1);
        if (kind == AF_KW_NONE || kind == AF_KW_HIDDEN) style->value[widths[i]] = (AfValue){.kind = AF_V_LENGTH};
    }
}

/* ---- what is read but not formatted */

static gboolean value_equal(const AfValue *a, const AfValue *b) {
    if (a->kind != b->kind) return FALSE;
    switch (a->kind) {
    case AF_V_KEYWORD: return a->keyword == b->keyword;
    case AF_V_COLOR: return a->color == b->color;
    case AF_V_STRING: return !g_strcmp0(a->string, b->string);
    default: return a->number == b->number && a->percent == b->percent;
    }
}

/* What is read, but formatted only as its initial value (or as the optimum, which stands before it in the table). */
static void warn_not_formatted(AfCompute *c) {
    const AfFoStyle *style = c->value.out;
    for (int i = 0; i < AF_PROPERTY_COUNT; i++) {
        AfPropertySupport support = af_property_support((AfProperty)i);
        if (!c->given[i] || (support != AF_S_INITIAL && support != AF_S_OPTIMUM)) continue;
        if (value_equal(&style->value[i], &c->value.fo->initial->value[i])) continue;
        if (support == AF_S_OPTIMUM && value_equal(&style->value[i], &style->value[af_property_optimum((AfProperty)i)])) continue;
        warn_once(c->value.fo, c->value.xml, AF_D_FO_UNSUPPORTED_PROPERTY, af_property_name((AfProperty)i), NULL);
    }
}

/* Pages that go down in columns are set as if they did not; only what stands in a line has an embedding of its own. */
static void warn_directions(AfCompute *c) {
    static const char *const names[] = {"bidi-override", "inline", "basic-link", "wrapper"};
    AfKeyword mode = af_style_keyword(c->value.out, AF_P_WRITING_MODE);
    gboolean vertical = mode == AF_KW_TB_RL || mode == AF_KW_TB_LR || mode == AF_KW_TB;
    if (c->given[AF_P_WRITING_MODE] && vertical) {
        warn_once(c->value.fo, c->value.xml, AF_D_FO_UNSUPPORTED_PROPERTY, af_property_name(AF_P_WRITING_MODE), NULL);
    }
    if (af_style_is(c->value.out, AF_P_UNICODE_BIDI, AF_KW_NORMAL)) return;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (!strcmp((const char *)c->value.xml->name, names[i])) return;
    }
    warn_once(c->value.fo, c->value.xml, AF_D_FO_UNSUPPORTED_PROPERTY, af_property_name(AF_P_UNICODE_BIDI), NULL);
}

/* What stands in a line, and the parts of a table, stay where they are laid out. */
static void warn_relative(AfCompute *c) {
    static const char *const names[] = {"block", "block-container", "list-block", "list-item", "table", "table-and-caption"};
    if (af_style_is(c->value.out, AF_P_RELATIVE_POSITION, AF_KW_STATIC)) return;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (!strcmp((const char *)c->value.xml->name, names[i])) return;
    }
    warn_once(c->value.fo, c->value.xml, AF_D_FO_UNSUPPORTED_PROPERTY, af_property_name(AF_P_RELATIVE_POSITION), NULL);
}

/* Pages have a height before there is anything on them: what is said to have none is A4. */
static void warn_indefinite(AfCompute *c) {
    static const AfProperty sides[] = {AF_P_PAGE_HEIGHT, AF_P_PAGE_WIDTH};
    for (size_t i = 0; i < G_N_ELEMENTS(sides); i++) {
        if (!af_style_is(c->value.out, sides[i], AF_KW_INDEFINITE)) continue;
        warn_once(c->value.fo, c->value.xml, AF_D_FO_UNSUPPORTED_PROPERTY, af_property_name(sides[i]), NULL);
    }
}

/* A writing-mode brings the direction of the text that it is for. */
static void set_direction(AfFoStyle *style) {
    AfKeyword direction = af_style_is_rtl(style) ? AF_KW_RTL : AF_KW_LTR;
    style->value[AF_P_DIRECTION] = (AfValue){.kind = AF_V_KEYWORD, .keyword = direction};
}

/* Values that others are read against. */
static void compute_first(AfCompute *c) {
    static const struct {
        AfProperty property;
        const char *name;
    } first[] = {{AF_PROPERTY_COUNT, "font"}, {AF_P_FONT_SIZE, "font-size"}, {AF_P_WRITING_MODE, "writing-mode"}};
    const xmlNode *xml = c->value.xml;
    for (size_t i = 0; i < G_N_ELEMENTS(first); i++) {
        xmlChar *found = xmlGetNoNsProp(xml, BAD_CAST first[i].name);
        if (!found) continue;
        const char *text = g_strstrip((char *)found);
        c->level = i == 0 ? af_shorthand_level(first[i].name) : AF_LEVEL_RELATIVE;
        gboolean ok = i == 0 ? af_shorthand_set(c, first[i].name, text) : af_compute_set(c, first[i].property, text);
        say_result(c, ok, first[i].name, text);
        xmlFree(found);
    }
    c->rtl = af_style_is_rtl(is_reference_area(c->value.out->element) ? c->value.parent : c->value.out);
    if (c->given[AF_P_WRITING_MODE]) set_direction(c->value.out);
}

static void compute(AfFo *fo, const xmlNode *xml, AfFoElement element, const AfFoStyle *parent, AfFoStyle *out) {
    AfCompute c = {.value = {.fo = fo, .xml = xml, .parent = parent, .out = out}};
    out->element = (int)element;
    out->parent = parent;
    for (int i = 0; i < AF_PROPERTY_COUNT; i++) out->value[i] = af_property_inherited(i) ? parent->value[i] : fo->initial->value[i];
    compute_first(&c);
    for (c.level = 0; c.level < AF_LEVELS; c.level++) {
        for (const xmlAttr *a = xml->properties; a; a = a->next) {
            gboolean lang = is_lang(a), extension = !lang && is_extension(a);
            if (a->ns && ((!lang && !extension) || c.level != 1)) continue;
            g_autofree char *text = attribute_text(xml, a);
            if (lang) set_lang(&c, text);
            else if (extension) say_result(&c, af_compute_set(&c, AF_P_WORD_BREAK, text), af_property_name(AF_P_WORD_BREAK), text);
            else apply_attribute(&c, (const char *)a->name, text);
        }
    }
    join_language(&c);
    clear_border_widths(out);
    convert_margins(&c);
    for (int i = 0; i < AF_PROPERTY_COUNT; i++) out->given[i / 64] |= (guint64)(c.given[i] != 0) << i % 64;
    warn_not_formatted(&c);
    warn_directions(&c);
    warn_relative(&c);
    warn_indefinite(&c);
}

/* Everything that a style depends on: the object, the parent's style and the attributes that are properties. */
static char *cache_key(AfFo *fo, const xmlNode *xml, AfFoElement element, const AfFoStyle *parent) {
    GString *key = g_string_sized_new(128);
    gboolean column = FALSE;
    g_string_append_printf(key, "%d\4%d", parent->id, (int)element);
    for (const xmlAttr *a = xml->properties; a; a = a->next) {
        const char *name = (const char *)a->name;
        if (a->ns ? !is_lang(a) && !is_extension(a) : af_attribute_kind(name) == AF_A_REFERENCE) continue;
        const char *text = a->children ? (const char *)a->children->content : NULL;
        g_string_append_c(key, '\1');
        g_string_append(key, name);
        g_string_append_c(key, '\2');
        if (!text) continue;
        g_string_append(key, text);
        column |= strstr(text, "from-table-column") != NULL;
    }
    if (column) g_string_append_printf(key, "\5%p", (const void *)af_table_column(fo, xml));
    return g_string_free(key, FALSE);
}

static AfFoStyle *style_new(AfFo *fo) {
    AfFoStyle *style = g_new0(AfFoStyle, 1);
    style->id = (int)fo->styles->len;
    g_ptr_array_add(fo->styles, style);
    return style;
}

static void make_initial(AfFo *fo, const xmlNode *xml) {
    fo->initial = style_new(fo);
    fo->initial->element = AF_FO_ELEMENT_COUNT;
    AfValueContext ctx = {.fo = fo, .xml = xml, .parent = fo->initial, .out = fo->initial, .em = 12};
    for (int i = 0; i < AF_PROPERTY_COUNT; i++) {
        ctx.property = (AfProperty)i;
        gboolean ok = af_value_parse(&ctx, af_property_initial(i), &fo->initial->value[i]);
        g_assert(ok);
    }
}

const AfFoStyle *af_style_written(AfFo *fo, const AfFoStyle *style, const AfFoStyle *region) {
    const AfValue *mode = &region->value[AF_P_WRITING_MODE];
    if (mode->keyword == style->value[AF_P_WRITING_MODE].keyword) return style;
    g_autofree char *key = g_strdup_printf("%d\3%d", style->id, (int)mode->keyword);
    AfFoStyle *written = g_hash_table_lookup(fo->style_cache, key);
    if (!written) {
        written = style_new(fo);
        int id = written->id;
        *written = *style;
        written->id = id;
        written->value[AF_P_WRITING_MODE] = *mode;
        set_direction(written);
        g_hash_table_insert(fo->style_cache, g_steal_pointer(&key), written);
    }
    return written;
}

static const AfProperty paddings[] = {AF_P_PADDING_BEFORE, AF_P_PADDING_AFTER, AF_P_PADDING_START, AF_P_PADDING_END};

void af_fo_settle_padding(AfFo *fo, const AfFoNode *node, double width) {
    gboolean any = FALSE;
    for (size_t i = 0; i < G_N_ELEMENTS(paddings); i++) any = any || node->style->value[paddings[i]].percent != 0;
    if (!any || node->style->padding_base == width) return;
    AfFoStyle *style = (AfFoStyle *)(guintptr)node->style;
    if (!style->own) {
        style = g_memdup2(style, sizeof *style); /* with its id: fonts are the same */
        style->own = TRUE;
        g_ptr_array_add(fo->styles, style);
        ((AfFoNode *)(guintptr)node)->style = style;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(paddings); i++) {
        AfValue *value = &style->value[paddings[i]];
        if (value->kind == AF_V_LENGTH) value->number += value->percent / 100 * (width - style->padding_base);
    }
    style->padding_base = width;
}

const AfFoStyle *af_style_get(AfFo *fo, const xmlNode *xml, AfFoElement element, const AfFoStyle *parent) {
    if (!fo->initial) make_initial(fo, xml);
    if (!parent) parent = fo->initial;
    g_autofree char *key = cache_key(fo, xml, element, parent);
    AfFoStyle *style = g_hash_table_lookup(fo->style_cache, key);
    if (!style) {
        style = style_new(fo);
        compute(fo, xml, element, parent, style);
        g_hash_table_insert(fo->style_cache, g_steal_pointer(&key), style);
    }
    return style;
}

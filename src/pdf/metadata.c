/* What the document says about itself: the Info dictionary and XMP, which say the same. */
#include "pdf/internal.h"

#include <string.h>

#define DC_NS "http://purl.org/dc/elements/1.1/"
#define RDF_NS "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define MAX_DEPTH 64 /* of XMP that is looked into */

typedef struct {
    char *text;
    char *language; /* of an alternative; NULL: not said */
} DcValue;

/* The fields of Dublin Core that go into our XMP, each with the container that XMP wants (ISO 16684-1, 8.3). */
static const struct {
    const char *name;
    const char *container; /* NULL: a simple value */
} fields[] = {
    {"title", "Alt"},       {"creator", "Seq"}, {"description", "Alt"}, {"subject", "Bag"}, {"publisher", "Bag"},
    {"contributor", "Bag"}, {"rights", "Alt"},  {"date", "Seq"},        {"type", "Bag"},    {"relation", "Bag"},
    {"identifier", NULL},   {"source", NULL},   {"coverage", NULL},
};
enum { TITLE, CREATOR, DESCRIPTION, SUBJECT, DATES = 7, N_FIELDS = G_N_ELEMENTS(fields) };

typedef struct {
    GArray *values[N_FIELDS]; /* DcValue */
} Metadata;

static void value_clear(gpointer data) {
    DcValue *value = data;
    g_free(value->text);
    g_free(value->language);
}

static gboolean is_named(const xmlNs *ns, const char *href) {
    return ns && !strcmp((const char *)ns->href, href);
}

static void add_value(GArray *values, const char *text, const char *language) {
    DcValue value = {.text = g_strstrip(g_utf8_make_valid(text, -1)), .language = g_strdup(language)};
    if (*value.text)
        g_array_append_val(values, value);
    else
        value_clear(&value);
}

static void add_content(GArray *values, const xmlNode *xml) {
    xmlChar *text = xmlNodeGetContent(xml), *language = xmlGetNsProp(xml, BAD_CAST "lang", XML_XML_NAMESPACE);
    gboolean said = language && xmlStrcmp(language, BAD_CAST "x-default");
    add_value(values, (char *)text, said ? (char *)language : NULL);
    xmlFree(text);
    xmlFree(language);
}

/* The items of a container, or the text itself. */
static void read_field(GArray *values, const xmlNode *xml) {
    gboolean items = FALSE;
    for (const xmlNode *container = xml->children; container; container = container->next) {
        if (container->type != XML_ELEMENT_NODE || !is_named(container->ns, RDF_NS)) continue;
        for (const xmlNode *item = container->children; item; item = item->next) {
            if (item->type != XML_ELEMENT_NODE) continue;
            add_content(values, item);
            items = TRUE;
        }
    }
    if (!items) add_content(values, xml);
}

static int field_of(const xmlNs *ns, const xmlChar *name) {
    for (int i = 0; is_named(ns, DC_NS) && i < N_FIELDS; i++) {
        if (!strcmp(fields[i].name, (const char *)name)) return i;
    }
    return -1;
}

static void read_xmp(Metadata *m, const xmlNode *xml, int depth) {
    for (; xml && depth < MAX_DEPTH; xml = xml->next) {
        if (xml->type != XML_ELEMENT_NODE) continue;
        int field = field_of(xml->ns, xml->name);
        if (field >= 0) {
            if (!m->values[field]->len) read_field(m->values[field], xml);
            continue;
        }
        for (const xmlAttr *a = xml->properties; a; a = a->next) {
            field = field_of(a->ns, a->name);
            if (field >= 0 && !m->values[field]->len && a->children) {
                add_value(m->values[field], (char *)a->children->content, NULL);
            }
        }
        read_xmp(m, xml->children, depth + 1);
    }
}

/* The title of the first page sequence that has one. */
static void read_title(AfPdf *pdf, GArray *values) {
    for (const AfFoNode *n = af_fo_root(pdf->fo)->first_child; n && !values->len; n = n->next) {
        for (const AfFoNode *t = n->element == AF_FO_PAGE_SEQUENCE ? n->first_child : NULL; t && !values->len;
             t = t->next) {
            if (t->element != AF_FO_TITLE) continue;
            g_autofree char *text = af_pdf_text(pdf, t);
            add_value(values, text, NULL);
        }
    }
}

/* As XMP has them (ISO 16684-1, 8.2.2.4): a year, with as much of the rest as is known. */
#define DATE "^\\d{4}(-\\d\\d(-\\d\\d(T\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d))?)?)?$"

/* What says it is a date and is none would make the whole not conform (ISO 19005-3, 6.6.2.3.1). */
static void drop_bad_dates(GArray *values) {
    for (guint i = values->len; i-- > 0;) {
        const char *text = g_array_index(values, DcValue, i).text;
        if (!g_regex_match_simple(DATE, text, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT)) g_array_remove_index(values, i);
    }
}

static void metadata_read(AfPdf *pdf, Metadata *m) {
    for (int i = 0; i < N_FIELDS; i++) {
        m->values[i] = g_array_new(FALSE, FALSE, sizeof(DcValue));
        g_array_set_clear_func(m->values[i], value_clear);
    }
    for (const AfFoNode *n = af_fo_root(pdf->fo)->first_child; n; n = n->next) {
        if (n->element == AF_FO_DECLARATIONS) read_xmp(m, n->xml->children, 0);
    }
    drop_bad_dates(m->values[DATES]);
    if (!m->values[TITLE]->len) read_title(pdf, m->values[TITLE]);
}

static const DcValue *value_at(const GArray *values, guint index) {
    return &g_array_index(values, DcValue, index);
}

/* The value for readers of any language: the one of none, else the first. */
static guint default_of(const GArray *values) {
    for (guint i = 0; i < values->len; i++) {
        if (!value_at(values, i)->language) return i;
    }
    return 0;
}

static void put_simple(GString *out, const char *name, const char *text) {
    g_autofree char *escaped = g_markup_escape_text(text, -1);
    g_string_append_printf(out, "<%s>%s</%s>\n", name, escaped, name);
}

static void put_item(GString *out, const char *text, const char *language) {
    g_autofree char *escaped = g_markup_escape_text(text, -1);
    g_autofree char *tag = language ? g_markup_escape_text(language, -1) : NULL;
    if (tag)
        g_string_append_printf(out, "<rdf:li xml:lang=\"%s\">%s</rdf:li>", tag, escaped);
    else
        g_string_append_printf(out, "<rdf:li>%s</rdf:li>", escaped);
}

static void put_field(GString *out, const char *name, const char *container, const GArray *values) {
    if (!values->len) return;
    g_autofree char *full = g_strconcat("dc:", name, NULL);
    if (!container) {
        put_simple(out, full, value_at(values, 0)->text);
        return;
    }
    gboolean alternatives = !strcmp(container, "Alt");
    g_string_append_printf(out, "<%s><rdf:%s>", full, container);
    if (alternatives) put_item(out, value_at(values, default_of(values))->text, "x-default");
    for (guint i = 0; i < values->len; i++) {
        const DcValue *value = value_at(values, i);
        if (!alternatives)
            put_item(out, value->text, NULL);
        else if (value->language)
            put_item(out, value->text, value->language);
    }
    g_string_append_printf(out, "</rdf:%s></%s>\n", container, full);
}

static char *join(const GArray *values) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < values->len; i++)
        g_string_append_printf(text, "%s%s", i ? ", " : "", value_at(values, i)->text);
    return g_string_free(text, FALSE);
}

#define CREATOR_TOOL "Auditfolio " AF_VERSION
static const char producer[] = CREATOR_TOOL " (cairo, qpdf)";

/* What it conforms to (ISO 19005-3, 6.6.4; ISO 14289-1, 5). */
static void put_identification(AfXmp *xmp, guint standards) {
    if (standards & AF_CONFORMS_A)
        g_string_append(xmp->text, "<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n");
    if (standards & AF_CONFORMS_UA) af_xmp_put_property(xmp, AF_XMP_UA_PART, "1");
}

static GString *print_xmp(const AfPdf *pdf, const Metadata *m, guint standards, const char *date) {
    GString *out =
        g_string_new("<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                     "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf=\"" RDF_NS "\">\n"
                     "<rdf:Description rdf:about=\"\" xmlns:dc=\"" DC_NS "\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
                     " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"");
    AfXmp xmp = {.text = out};
    af_xmp_put_namespaces(&xmp);
    g_string_append(out, ">\n<dc:format>application/pdf</dc:format>\n");
    for (int i = 0; i < N_FIELDS; i++) put_field(out, fields[i].name, fields[i].container, m->values[i]);
    if (*pdf->language) {
        g_string_append(out, "<dc:language><rdf:Bag>");
        put_item(out, pdf->language, NULL);
        g_string_append(out, "</rdf:Bag></dc:language>\n");
    }
    put_simple(out, "xmp:CreatorTool", CREATOR_TOOL);
    put_simple(out, "xmp:CreateDate", date);
    put_simple(out, "xmp:ModifyDate", date);
    put_simple(out, "xmp:MetadataDate", date);
    put_simple(out, "pdf:Producer", producer);
    if (m->values[SUBJECT]->len) {
        g_autofree char *keywords = join(m->values[SUBJECT]);
        put_simple(out, "pdf:Keywords", keywords);
    }
    af_source_put_xmp(pdf, &xmp);
    put_identification(&xmp, standards);
    g_string_append(out, "</rdf:Description>\n");
    af_xmp_put_schemas(&xmp);
    g_string_append(out, "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>\n");
    return out;
}

static void set_info(AfPdf *pdf, qpdf_oh info, const char *key, const char *value) {
    if (value && *value) qpdf_oh_replace_key(pdf->qpdf, info, key, qpdf_oh_new_unicode_string(pdf->qpdf, value));
}

static void write_info(AfPdf *pdf, const Metadata *m, const char *date) {
    qpdf_oh info = qpdf_oh_new_dictionary(pdf->qpdf);
    g_autofree char *authors = join(m->values[CREATOR]), *keywords = join(m->values[SUBJECT]);
    const GArray *title = m->values[TITLE], *description = m->values[DESCRIPTION];
    set_info(pdf, info, "/Title", title->len ? value_at(title, default_of(title))->text : NULL);
    set_info(pdf, info, "/Subject", description->len ? value_at(description, default_of(description))->text : NULL);
    set_info(pdf, info, "/Author", authors);
    set_info(pdf, info, "/Keywords", keywords);
    set_info(pdf, info, "/Creator", CREATOR_TOOL);
    set_info(pdf, info, "/Producer", producer);
    set_info(pdf, info, "/CreationDate", date);
    set_info(pdf, info, "/ModDate", date);
    qpdf_oh_replace_key(pdf->qpdf, qpdf_get_trailer(pdf->qpdf), "/Info", qpdf_make_indirect_object(pdf->qpdf, info));
}

void af_metadata_write(AfPdf *pdf, qpdf_oh catalog) {
    Metadata m;
    metadata_read(pdf, &m);
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(pdf->time);
    g_autofree char *info_date = g_date_time_format(time, "D:%Y%m%d%H%M%SZ");
    g_autofree char *xmp_date = g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");
    write_info(pdf, &m, info_date);
    guint standards = af_conformance(pdf, m.values[TITLE]->len > 0);
    pdf->xmp = print_xmp(pdf, &m, standards, xmp_date);
    /* qpdf would unpack a stream; unpacked, it is as large as the structure of a short document. ISO 19005-3 (6.6.2.1)
     * lets it be packed, other than its first part. */
    qpdf_oh placeholder = qpdf_make_indirect_object(pdf->qpdf, qpdf_oh_new_dictionary(pdf->qpdf));
    qpdf_oh_replace_key(pdf->qpdf, catalog, "/Metadata", placeholder);
    for (int i = 0; i < N_FIELDS; i++) g_array_unref(m.values[i]);
}

/* Graphics: where they come from and what they are (XSL 1.1 sections 6.6.5, 6.6.6, 7.30.16). Files are read only from the folders
 * that are allowed, nothing from a network; what a file is, its content says. */
#include "base/xml.h"
#include "layout/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void af_graphic_free(AfGraphic *graphic) {
    if (!graphic) return;
    if (graphic->painted && graphic->release) graphic->release(graphic->painted);
    if (graphic->bytes) g_bytes_unref(graphic->bytes);
    g_free(graphic->name);
    g_free(graphic);
}

/* The work of reading one. */
typedef struct {
    AfPages *pages;
    const AfFoNode *node;
    AfGraphic *graphic;
} Reading;

static void unreadable(const Reading *r, const char *reason) {
    af_fo_report(r->pages->fo, r->node, r->pages->diagnostics, AF_D_GRAPHIC_UNREADABLE, r->graphic->name, reason);
}

static GBytes *too_large(const Reading *r) {
    af_fo_report(r->pages->fo, r->node, r->pages->diagnostics, AF_D_GRAPHIC_TOO_LARGE, r->graphic->name);
    return NULL;
}

static GBytes *forbidden(const Reading *r) {
    af_fo_report(r->pages->fo, r->node, r->pages->diagnostics, AF_D_GRAPHIC_FORBIDDEN, r->graphic->name);
    return NULL;
}

/* ---- addresses */

/* The address that a <uri-specification> holds (5.11): url(…), quoted or not; those without url(), which others read, too. */
static char *address_of(const char *text) {
    g_autofree char *copy = g_strstrip(g_strdup(text));
    char *start = copy;
    gsize length = strlen(copy);
    if (g_str_has_prefix(copy, "url(") && copy[length - 1] == ')') {
        copy[length - 1] = '\0';
        start = g_strstrip(copy + 4);
        length = strlen(start);
    }
    if (length >= 2 && (*start == '"' || *start == '\'') && start[length - 1] == *start) {
        start[length - 1] = '\0';
        start++;
    }
    return g_strdup(start);
}

/* Whether it begins with a scheme (RFC 3986, 3.1); one letter is a drive to some. */
static gboolean has_scheme(const char *address) {
    gsize length = strspn(address, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
    return length > 1 && address[length] == ':' && g_ascii_isalpha(*address);
}

/* file:///a, file:/a and file:a; NULL for other schemes and hosts. */
static const char *path_in(const char *address) {
    if (!has_scheme(address)) return address;
    if (g_ascii_strncasecmp(address, "file:", 5)) return NULL;
    address += 5;
    if (!g_str_has_prefix(address, "//")) return address;
    address += 2;
    if (g_str_has_prefix(address, "localhost/")) return address + strlen("localhost");
    return *address == '/' ? address : NULL;
}

/* The path of an address: relative ones are relative to the nearest xml:base, that to the next, and all to the file. */
static char *resolve(const Reading *r, const char *address) {
    const char *given = path_in(address);
    g_autofree char *path = given ? g_uri_unescape_string(given, NULL) : NULL;
    for (const xmlNode *xml = r->node->xml; xml && path && *path != '/'; xml = xml->parent) {
        if (xml->type != XML_ELEMENT_NODE) continue;
        af_autoxml xmlChar *base = xmlGetNsProp((xmlNode *)(guintptr)xml, BAD_CAST "base", XML_XML_NAMESPACE);
        if (!base) continue;
        const char *folder = path_in((const char *)base);
        if (!folder) return NULL;
        const char *end = strrchr(folder, '/');
        g_autofree char *joined = end ? g_strdup_printf("%.*s/%s", (int)(end - folder), folder, path) : g_strdup(path);
        g_free(g_steal_pointer(&path));
        path = g_steal_pointer(&joined);
    }
    const GPtrArray *folders = af_fo_folders(r->pages->fo);
    if (path && *path != '/' && folders->len > 0) {
        return g_build_filename(g_ptr_array_index(folders, 0), path, NULL);
    }
    return g_steal_pointer(&path);
}

static gboolean is_allowed(const AfPages *pages, const char *real) {
    const GPtrArray *folders = af_fo_folders(pages->fo);
    for (guint i = 0; i < folders->len; i++) {
        const char *folder = g_ptr_array_index(folders, i);
        gsize length = strlen(folder);
        if (!strncmp(real, folder, length) && (real[length] == '/' || (length > 0 && folder[length - 1] == '/'))) return TRUE;
    }
    return FALSE;
}

/* ---- bytes */

static GBytes *read_open(const Reading *r, int fd) {
    struct stat status;
    if (fd < 0 || fstat(fd, &status) < 0) {
        unreadable(r, g_strerror(errno));
        return NULL;
    }
    if (!S_ISREG(status.st_mode)) return forbidden(r);
    if (status.st_size > AF_GRAPHIC_MOST_BYTES) return too_large(r);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_byte_array_set_size(bytes, (guint)status.st_size);
    gsize length = 0;
    while (length < bytes->len) {
        gssize got = read(fd, bytes->data + length, bytes->len - length);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        length += (gsize)got;
    }
    g_byte_array_set_size(bytes, (guint)length);
    return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}

/* The file whose folder is allowed when all links are followed; it is the followed path that is opened. Whether there is a file
 * elsewhere is not said. */
static GBytes *read_file(const Reading *r, const char *address) {
    g_autofree char *path = resolve(r, address);
    if (!path) return forbidden(r);
    char *real = realpath(path, NULL);
    if (!real) {
        int reason = errno;
        g_autofree char *plain = g_canonicalize_filename(path, NULL);
        if (!is_allowed(r->pages, plain)) return forbidden(r);
        unreadable(r, g_strerror(reason));
        return NULL;
    }
    GBytes *bytes = NULL;
    if (is_allowed(r->pages, real)) {
        int fd = open(real, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
        bytes = read_open(r, fd);
        if (fd >= 0) close(fd);
    } else {
        forbidden(r);
    }
    free(real);
    return bytes;
}

/* RFC 2397: data:TYPE;base64,… or data:TYPE,… with %XX. What type it is, the content says. */
static GBytes *read_data(const Reading *r, const char *address) {
    const char *comma = strchr(address, ',');
    gsize length = 0;
    if (!comma) {
        unreadable(r, "data:");
        return NULL;
    }
    if (strlen(comma) / 4 * 3 > AF_GRAPHIC_MOST_BYTES) return too_large(r);
    if (comma - address >= 7 && !g_ascii_strncasecmp(comma - 7, ";base64", 7)) {
        g_autofree char *plain = g_uri_unescape_string(comma + 1, NULL);
        guchar *bytes = g_base64_decode(plain ? plain : comma + 1, &length);
        return g_bytes_new_take(bytes, length);
    }
    GBytes *bytes = g_uri_unescape_bytes(comma + 1, -1, NULL, NULL);
    if (!bytes) unreadable(r, "data:");
    return bytes;
}

/* What gzip packed (svgz): no more than a file may have is unpacked. */
static GBytes *unpack(const Reading *r, GBytes *packed) {
    g_autoptr(GBytes) owned = packed;
    g_autoptr(GError) error = NULL;
    g_autoptr(GInputStream) memory = g_memory_input_stream_new_from_bytes(packed);
    g_autoptr(GConverter) gunzip = G_CONVERTER(g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP));
    g_autoptr(GInputStream) stream = g_converter_input_stream_new(memory, gunzip);
    g_autoptr(GByteArray) out = g_byte_array_new();
    for (;;) {
        guint8 part[16384];
        gssize got = g_input_stream_read(stream, part, sizeof part, NULL, &error);
        if (got == 0) return g_byte_array_free_to_bytes(g_steal_pointer(&out));
        if (got < 0) {
            unreadable(r, error->message);
            return NULL;
        }
        if (out->len + (gsize)got > AF_GRAPHIC_MOST_BYTES) return too_large(r);
        g_byte_array_append(out, part, (guint)got);
    }
}

/* ---- SVG */

/* A length of SVG in points; 0 if there is none or it is relative. A user unit is a pixel, and a point (raster.c). */
static double svg_length(const xmlNode *svg, const char *name) {
    static const struct {
        const char *unit;
        double points;
    } units[] = {{"", 1}, {"px", 1}, {"pt", 1}, {"pc", 12}, {"mm", 72 / 25.4}, {"cm", 72 / 2.54}, {"in", 72}};
    af_autoxml xmlChar *value = xmlGetNoNsProp(svg, BAD_CAST name);
    char *unit = (char *)value;
    double number = value ? g_ascii_strtod(unit, &unit) : 0, points = 0;
    if (value) g_strchomp(unit);
    for (size_t i = 0; value && i < G_N_ELEMENTS(units); i++) {
        if (!strcmp(unit, units[i].unit)) points = number * units[i].points;
    }
    return points;
}

/* librsvg ends the program where a text's size is beyond all numbers. So sizes are reckoned first: the largest length that is
 * said of text, times what em and % make of it from the root down to there. */
typedef struct {
    double length, factor;
} Sizes;

static void read_sizes(Sizes *sizes, const char *text) {
    static const char *const relative[] = {"em", "ex", "rem", "ch", "lh"};
    for (const char *p = text; *p;) {
        if (!g_ascii_isdigit(*p) && *p != '.') {
            p++;
            continue;
        }
        char *end;
        double number = fabs(g_ascii_strtod(p, &end));
        if (end == p) end++;
        double factor = *end == '%' ? number / 100 : 0;
        for (size_t i = 0; i < G_N_ELEMENTS(relative); i++) {
            if (g_str_has_prefix(end, relative[i])) factor = number;
        }
        if (factor > 0) sizes->factor = MAX(sizes->factor, factor);
        else sizes->length = MAX(sizes->length, number);
        p = end;
    }
}

/* What the style sheets in a drawing may do to any object of it. */
static void read_style_sheets(Sizes *sizes, const xmlNode *parent) {
    for (const xmlNode *node = parent->children; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE) continue;
        af_autoxml xmlChar *text = strcmp((const char *)node->name, "style") ? NULL : xmlNodeGetContent(node);
        if (text) read_sizes(sizes, (const char *)text);
        read_style_sheets(sizes, node);
    }
}

static gboolean has_modest_text(const xmlNode *element, const Sizes *sheets, double factor) {
    static const char *const said[] = {"font-size", "font", "style", "letter-spacing", "word-spacing", "textLength", NULL};
    const double most = 1e6;
    Sizes sizes = *sheets;
    for (const xmlAttr *attribute = element->properties; attribute; attribute = attribute->next) {
        if (!g_strv_contains(said, (const char *)attribute->name)) continue;
        af_autoxml xmlChar *value = xmlNodeGetContent((const xmlNode *)attribute);
        if (value) read_sizes(&sizes, (const char *)value);
    }
    double here = factor * sizes.factor;
    if (!(here * sizes.length <= most)) return FALSE;
    for (const xmlNode *node = element->children; node; node = node->next) {
        if (node->type == XML_ELEMENT_NODE && !has_modest_text(node, sheets, here)) return FALSE;
    }
    return TRUE;
}

/* The graphic's own width and height, from its attributes or its viewBox (SVG 2 section 8.2). */
static void measure_svg(AfGraphic *graphic, const xmlNode *svg) {
    double box[4] = {0};
    af_autoxml xmlChar *view = xmlGetNoNsProp(svg, BAD_CAST "viewBox");
    char *p = (char *)view;
    for (int i = 0; p && i < 4; i++) box[i] = g_ascii_strtod(p + strspn(p, " ,\t\r\n"), &p);
    graphic->kind = AF_GRAPHIC_SVG;
    graphic->width = svg_length(svg, "width");
    graphic->height = svg_length(svg, "height");
    double ratio = box[2] > 0 && box[3] > 0 ? box[2] / box[3] : 1;
    if (graphic->width == 0) graphic->width = graphic->height != 0 ? graphic->height * ratio : box[2];
    if (graphic->height == 0) graphic->height = graphic->width / ratio;
    Sizes sheets = {16, 1}; /* text of which nothing is said is no larger */
    read_style_sheets(&sheets, svg);
    if (!has_modest_text(svg, &sheets, 1)) graphic->width = graphic->height = 0; /* which is reported */
}

/* A drawing is complete in itself: librsvg opens no file for it. What it asks for elsewhere is said, as it will not be seen. */
static void report_outside(const Reading *r, const xmlNode *parent) {
    static const char *const asking[] = {"image", "use", "feImage", "tref", NULL};
    for (const xmlNode *node = parent->children; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE) continue;
        report_outside(r, node);
        if (!g_strv_contains(asking, (const char *)node->name)) continue;
        for (const xmlAttr *attribute = node->properties; attribute; attribute = attribute->next) {
            if (strcmp((const char *)attribute->name, "href")) continue;
            af_autoxml xmlChar *value = xmlNodeGetContent((const xmlNode *)attribute);
            const char *address = value ? g_strstrip((char *)value) : "#";
            if (*address == '#' || *address == '\0' || !g_ascii_strncasecmp(address, "data:", 5)) continue;
            af_fo_report(r->pages->fo, r->node, r->pages->diagnostics, AF_D_GRAPHIC_FORBIDDEN, address);
        }
    }
}

static gboolean read_svg(const Reading *r) {
    gsize length;
    const char *bytes = g_bytes_get_data(r->graphic->bytes, &length);
    g_autoptr(xmlDoc) doc = af_xml_read_memory(bytes, length, r->graphic->name, r->pages->diagnostics);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (!root || strcmp((const char *)root->name, "svg")) return FALSE;
    measure_svg(r->graphic, root);
    report_outside(r, root);
    return TRUE;
}

/* ---- what it is */

static gboolean is_markup(GBytes *bytes) {
    gsize length;
    const char *p = g_bytes_get_data(bytes, &length), *end = p + length;
    if (length >= 3 && !memcmp(p, "\xEF\xBB\xBF", 3)) p += 3;
    while (p < end && g_ascii_isspace(*p)) p++;
    return p < end && *p == '<';
}

static void forget(AfGraphic *graphic) {
    graphic->kind = AF_GRAPHIC_NONE;
    g_clear_pointer(&graphic->bytes, g_bytes_unref);
}

static void recognize(const Reading *r) {
    AfGraphic *graphic = r->graphic;
    gsize length;
    const guint8 *bytes = g_bytes_get_data(graphic->bytes, &length);
    if (length > 2 && bytes[0] == 0x1F && bytes[1] == 0x8B) {
        graphic->bytes = unpack(r, g_steal_pointer(&graphic->bytes));
        if (!graphic->bytes) return;
        bytes = g_bytes_get_data(graphic->bytes, &length);
    }
    gboolean known = is_markup(graphic->bytes) ? read_svg(r) : af_raster_measure(graphic, bytes, length);
    gboolean too_many = graphic->columns > AF_GRAPHIC_MOST_SIDE || graphic->rows > AF_GRAPHIC_MOST_SIDE ||
                        (double)graphic->columns * graphic->rows > AF_GRAPHIC_MOST_PIXELS;
    if (too_many) {
        too_large(r);
        graphic->width = graphic->height = 0;
    } else if (!known || graphic->kind == AF_GRAPHIC_NONE) {
        af_fo_report(r->pages->fo, r->node, r->pages->diagnostics, AF_D_GRAPHIC_FORMAT, graphic->name);
    } else {
        gboolean sized = graphic->width > 0 && graphic->width < AF_MOST_POINTS && graphic->height > 0 &&
                         graphic->height < AF_MOST_POINTS;
        if (sized) return;
        unreadable(r, "width, height");
        graphic->width = graphic->height = 0;
    }
    forget(graphic);
}

const AfGraphic *af_graphic_get(AfPages *pages, const AfFoNode *node, const char *source) {
    g_autofree char *address = address_of(source);
    gboolean data = !g_ascii_strncasecmp(address, "data:", 5);
    Reading r = {.pages = pages, .node = node};
    g_autofree char *path = data ? NULL : resolve(&r, address);
    const char *key = path ? path : address;
    AfGraphic *graphic = g_hash_table_lookup(pages->graphics, key);
    if (graphic) return graphic;
    graphic = g_new0(AfGraphic, 1);
    graphic->name = g_strdup(data ? "data" : address);
    r.graphic = graphic;
    g_hash_table_insert(pages->graphics, g_strdup(key), graphic);
    graphic->bytes = data ? read_data(&r, address) : read_file(&r, address);
    if (graphic->bytes) recognize(&r);
    return graphic;
}

const AfGraphic *af_graphic_foreign(AfPages *pages, const AfFoNode *node) {
    const AfFoNode *foreign = node->first_child;
    while (foreign && foreign->element == AF_FO_TEXT && foreign->next) foreign = foreign->next;
    gboolean svg = foreign && foreign->element == AF_FO_FOREIGN && !strcmp((const char *)foreign->xml->name, "svg");
    g_autofree char *key = g_strdup_printf("\t%p", (const void *)node->xml); /* no address begins with a tab */
    AfGraphic *graphic = g_hash_table_lookup(pages->graphics, key);
    if (graphic) return graphic;
    graphic = g_new0(AfGraphic, 1);
    Reading r = {pages, node, graphic};
    graphic->name = g_strdup(svg || !foreign ? "svg" : (const char *)foreign->xml->name);
    g_hash_table_insert(pages->graphics, g_steal_pointer(&key), graphic);
    if (!foreign) unreadable(&r, "width, height");
    else if (!svg) af_fo_report(pages->fo, node, pages->diagnostics, AF_D_GRAPHIC_FORMAT, graphic->name);
    if (!svg) return graphic;
    xmlBuffer *buffer = xmlBufferCreate();
    xmlNodeDump(buffer, foreign->xml->doc, (xmlNode *)(guintptr)foreign->xml, 0, 0);
    graphic->bytes = g_bytes_new(xmlBufferContent(buffer), (gsize)xmlBufferLength(buffer));
    xmlBufferFree(buffer);
    measure_svg(graphic, foreign->xml);
    report_outside(&r, foreign->xml);
    gboolean sized = graphic->width > 0 && graphic->width < AF_MOST_POINTS && graphic->height > 0 &&
                     graphic->height < AF_MOST_POINTS;
    if (sized) return graphic;
    unreadable(&r, "width, height");
    graphic->width = graphic->height = 0;
    forget(graphic);
    return graphic;
}

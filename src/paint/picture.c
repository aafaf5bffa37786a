/* Graphics on a page: PNG by cairo, SVG by librsvg, JPEG as it is where the surface takes it, else decoded by gdk-pixbuf. */
#include "paint/internal.h"
#include "base/library.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <librsvg/rsvg.h>
#include <math.h>
#include <string.h>

/* ---- libraries, loaded where a document has a graphic of their kind; most have none */

static struct {
    RsvgHandle *(*handle_new_from_data)(const guint8 *bytes, gsize length, GError **error);
    gboolean (*handle_render_document)(RsvgHandle *handle, cairo_t *cr, const RsvgRectangle *viewport, GError **error);
} rsvg;

static struct {
    GdkPixbuf *(*new_from_stream)(GInputStream *stream, GCancellable *cancellable, GError **error);
    int (*get_width)(const GdkPixbuf *pixbuf);
    int (*get_height)(const GdkPixbuf *pixbuf);
    int (*get_rowstride)(const GdkPixbuf *pixbuf);
    int (*get_n_channels)(const GdkPixbuf *pixbuf);
    const guint8 *(*read_pixels)(const GdkPixbuf *pixbuf);
} pixbuf_library;

/* NULL, or why it cannot be used, to be freed. */
static char *load_rsvg(void) {
    static gboolean loaded;
    static const AfLibraryFunction functions[] = {{"rsvg_handle_new_from_data", &rsvg.handle_new_from_data},
                                                  {"rsvg_handle_render_document", &rsvg.handle_render_document},
                                                  {NULL, NULL}};
    char *reason = loaded ? NULL : af_library_load("librsvg-2.so.2", functions);
    loaded = !reason;
    return reason;
}

static char *load_pixbuf(void) {
    static gboolean loaded;
    static const AfLibraryFunction functions[] = {{"gdk_pixbuf_new_from_stream", &pixbuf_library.new_from_stream},
                                                  {"gdk_pixbuf_get_width", &pixbuf_library.get_width},
                                                  {"gdk_pixbuf_get_height", &pixbuf_library.get_height},
                                                  {"gdk_pixbuf_get_rowstride", &pixbuf_library.get_rowstride},
                                                  {"gdk_pixbuf_get_n_channels", &pixbuf_library.get_n_channels},
                                                  {"gdk_pixbuf_read_pixels", &pixbuf_library.read_pixels},
                                                  {NULL, NULL}};
    char *reason = loaded ? NULL : af_library_load("libgdk_pixbuf-2.0.so.0", functions);
    loaded = !reason;
    return reason;
}

/* ---- what is painted of a graphic is kept with it: a PDF has it once, however often it is shown */

static void release_surface(gpointer surface) { cairo_surface_destroy(surface); }

/* The surface, or NULL and the reason. */
static cairo_surface_t *checked(cairo_surface_t *surface, char **reason) {
    cairo_status_t status = cairo_surface_status(surface);
    if (status == CAIRO_STATUS_SUCCESS) return surface;
    *reason = g_strdup(cairo_status_to_string(status));
    cairo_surface_destroy(surface);
    return NULL;
}

typedef struct {
    const guint8 *bytes;
    gsize length, at;
} Source;

static cairo_status_t read_source(void *closure, unsigned char *data, unsigned int length) {
    Source *source = closure;
    if (source->length - source->at < length) return CAIRO_STATUS_READ_ERROR;
    memcpy(data, source->bytes + source->at, length);
    source->at += length;
    return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *open_png(const AfGraphic *graphic, char **reason) {
    Source source = {0};
    source.bytes = g_bytes_get_data(graphic->bytes, &source.length);
    return checked(cairo_image_surface_create_from_png_stream(read_source, &source), reason);
}

static void unref_bytes(void *bytes) { g_bytes_unref(bytes); }

/* The pixels of a JPEG are not looked at where the surface takes it as it is. One in four colours is not handed on: those that
 * are written have the colours inverted, which cairo does not say in a PDF. */
static cairo_surface_t *open_jpeg(const AfGraphic *graphic, char **reason) {
    gsize length;
    const guint8 *bytes = g_bytes_get_data(graphic->bytes, &length);
    cairo_surface_t *surface = checked(cairo_image_surface_create(CAIRO_FORMAT_RGB24, graphic->columns, graphic->rows), reason);
    if (!surface || graphic->cmyk) return surface;
    cairo_status_t status = cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_JPEG, bytes, length, unref_bytes,
                                                        g_bytes_ref(graphic->bytes));
    if (status == CAIRO_STATUS_SUCCESS) return surface;
    g_bytes_unref(graphic->bytes);
    *reason = g_strdup(cairo_status_to_string(status));
    cairo_surface_destroy(surface);
    return NULL;
}

/* The pixels of a JPEG, for a surface that is made of pixels, are put into the surface that stands for it. */
static char *decode_jpeg(const AfGraphic *graphic, cairo_surface_t *surface) {
    static const cairo_user_data_key_t decoded;
    if (cairo_surface_get_user_data(surface, &decoded)) return NULL;
    char *reason = load_pixbuf();
    if (reason) return reason;
    g_autoptr(GError) error = NULL;
    g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes(graphic->bytes);
    g_autoptr(GObject) owner = (GObject *)pixbuf_library.new_from_stream(stream, NULL, &error);
    if (!owner) return g_strdup(error ? error->message : "");
    const GdkPixbuf *pixbuf = (const GdkPixbuf *)owner;
    int channels = pixbuf_library.get_n_channels(pixbuf);
    if (pixbuf_library.get_width(pixbuf) != graphic->columns || pixbuf_library.get_height(pixbuf) != graphic->rows || channels < 3) {
        return g_strdup("JPEG");
    }
    cairo_surface_flush(surface);
    guint8 *out = cairo_image_surface_get_data(surface);
    const guint8 *in = pixbuf_library.read_pixels(pixbuf);
    for (int row = 0; row < graphic->rows; row++) {
        guint32 *to = (guint32 *)(void *)(out + (gsize)row * (gsize)cairo_image_surface_get_stride(surface));
        const guint8 *from = in + (gsize)row * (gsize)pixbuf_library.get_rowstride(pixbuf);
        for (int i = 0; i < graphic->columns; i++, from += channels) {
            to[i] = (guint32)from[0] << 16 | (guint32)from[1] << 8 | from[2];
        }
    }
    cairo_surface_mark_dirty(surface);
    cairo_surface_set_user_data(surface, &decoded, surface, NULL);
    return NULL;
}

/* The surface of a PNG or JPEG; NULL and the reason. */
static cairo_surface_t *surface_of(const AfGraphic *graphic, char **reason) {
    AfGraphic *keeper = (AfGraphic *)(guintptr)graphic;
    if (!graphic->painted) {
        keeper->painted = graphic->kind == AF_GRAPHIC_PNG ? open_png(graphic, reason) : open_jpeg(graphic, reason);
        keeper->release = release_surface;
    }
    return graphic->painted;
}

/* What Exif's orientation makes of the unit square (tag 274): the picture as it is stored to the picture as it is seen. */
static const cairo_matrix_t orientations[] = {
    {1, 0, 0, 1, 0, 0},  {-1, 0, 0, 1, 1, 0}, {-1, 0, 0, -1, 1, 1}, {1, 0, 0, -1, 0, 1},
    {0, 1, 1, 0, 0, 0},  {0, 1, -1, 0, 1, 0}, {0, -1, -1, 0, 1, 1}, {0, -1, 1, 0, 0, 1},
};

static cairo_matrix_t orientation_of(const AfGraphic *graphic) {
    return orientations[graphic->orientation >= 1 && graphic->orientation <= 8 ? graphic->orientation - 1 : 0];
}

/* The surface as the context's target takes it; NULL and the reason. */
static cairo_surface_t *opened(cairo_t *cr, const AfGraphic *graphic, char **reason) {
    cairo_surface_t *surface = surface_of(graphic, reason);
    if (!surface) {
        if (!*reason) *reason = g_strdup(graphic->kind == AF_GRAPHIC_PNG ? "PNG" : "JPEG");
        return NULL;
    }
    gboolean of_pixels = cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_IMAGE;
    gboolean decodes = graphic->kind == AF_GRAPHIC_JPEG && (of_pixels || graphic->cmyk);
    if (decodes) *reason = decode_jpeg(graphic, surface);
    return *reason ? NULL : surface;
}

/* Fills the unit square. */
static char *paint_pixels(cairo_t *cr, const AfGraphic *graphic) {
    char *reason = NULL;
    cairo_surface_t *surface = opened(cr, graphic, &reason);
    if (!surface) return reason;
    gboolean of_pixels = cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_IMAGE;
    int columns = cairo_image_surface_get_width(surface), rows = cairo_image_surface_get_height(surface);
    cairo_matrix_t turn = orientation_of(graphic);
    cairo_transform(cr, &turn);
    cairo_scale(cr, 1.0 / columns, 1.0 / rows);
    cairo_set_source_surface(cr, surface, 0, 0);
    if (!of_pixels) {
        cairo_paint(cr);
        return NULL;
    }
    cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD); /* no seam at the edges */
    cairo_rectangle(cr, 0, 0, columns, rows);
    cairo_fill(cr);
    return NULL;
}

static void release_handle(gpointer handle) { g_object_unref(handle); }

static char *paint_svg(cairo_t *cr, const AfGraphic *graphic, double width, double height) {
    g_autoptr(GError) error = NULL;
    AfGraphic *keeper = (AfGraphic *)(guintptr)graphic;
    char *reason = load_rsvg();
    if (reason) return reason;
    if (!graphic->painted) {
        gsize length;
        const guint8 *bytes = g_bytes_get_data(graphic->bytes, &length);
        keeper->painted = rsvg.handle_new_from_data(bytes, length, &error);
        keeper->release = release_handle;
    }
    const RsvgRectangle viewport = {0, 0, width, height};
    gboolean painted = graphic->painted && rsvg.handle_render_document(graphic->painted, cr, &viewport, &error);
    return painted ? NULL : g_strdup(error ? error->message : "");
}

/* A frame with a cross: here is something that cannot be shown. */
static void paint_missing(cairo_t *cr, double width, double height) {
    cairo_rectangle(cr, 0.25, 0.25, width - 0.5, height - 0.5);
    cairo_move_to(cr, 0, 0);
    cairo_line_to(cr, width, height);
    cairo_move_to(cr, width, 0);
    cairo_line_to(cr, 0, height);
    cairo_set_source_rgb(cr, 0.6, 0.6, 0.6);
    cairo_set_line_width(cr, 0.5);
    cairo_stroke(cr);
}

/* The part of a length from 0 to `length` that tiles of a size, one of which begins at `at`, are painted from and to. */
static void tile_range(gboolean repeats, double at, double size, double length, double *from, double *to) {
    *from = at;
    *to = at + size;
    if (!repeats) return;
    *from = at - ceil(at / size) * size;
    *to = length;
}

/* Drawings are painted tile by tile; no more of them than anybody could tell apart. */
static char *tile_drawing(cairo_t *cr, const AfPicture *p, double left, double right, double top, double bottom) {
    double width = AF_POINTS(p->content_width), height = AF_POINTS(p->content_height);
    int most = 20000;
    char *reason = NULL;
    for (double y = top; y < bottom - 1e-6; y += height) {
        for (double x = left; x < right - 1e-6 && !reason && most-- > 0; x += width) {
            cairo_save(cr);
            cairo_translate(cr, x, y);
            reason = paint_svg(cr, p->graphic, width, height);
            cairo_restore(cr);
        }
    }
    return reason;
}

/* A background: the viewport's corner is the origin, and what is outside of it is not seen. */
static char *paint_tiles(cairo_t *cr, const AfPicture *p) {
    double width = AF_POINTS(p->content_width), height = AF_POINTS(p->content_height), left, right, top, bottom;
    double x = AF_POINTS(p->content_x), y = AF_POINTS(p->content_y);
    char *reason = NULL;
    tile_range(p->across, x, width, AF_POINTS(p->width), &left, &right);
    tile_range(p->down, y, height, AF_POINTS(p->height), &top, &bottom);
    if (p->graphic->kind == AF_GRAPHIC_SVG) return tile_drawing(cr, p, left, right, top, bottom);
    cairo_surface_t *surface = opened(cr, p->graphic, &reason);
    if (!surface) return reason;
    cairo_pattern_t *pattern = cairo_pattern_create_for_surface(surface);
    cairo_matrix_t matrix, turn = orientation_of(p->graphic);
    cairo_matrix_init_translate(&matrix, x, y);
    cairo_matrix_scale(&matrix, width, height);
    cairo_matrix_multiply(&matrix, &turn, &matrix);
    cairo_matrix_scale(&matrix, 1.0 / p->graphic->columns, 1.0 / p->graphic->rows);
    cairo_matrix_invert(&matrix);
    cairo_pattern_set_matrix(pattern, &matrix);
    cairo_pattern_set_extend(pattern, CAIRO_EXTEND_REPEAT);
    cairo_set_source(cr, pattern);
    cairo_rectangle(cr, left, top, right - left, bottom - top);
    cairo_fill(cr);
    cairo_pattern_destroy(pattern);
    return NULL;
}

char *af_paint_picture(cairo_t *cr, const AfArea *area) {
    const AfPicture *p = area->picture;
    double width = AF_POINTS(p->content_width), height = AF_POINTS(p->content_height);
    if (p->width <= 0 || p->height <= 0 || width <= 0 || height <= 0) return NULL;
    char *reason = NULL;
    cairo_save(cr);
    if (p->clips) {
        cairo_rectangle(cr, AF_POINTS(area->x + p->x), AF_POINTS(area->y + p->y), AF_POINTS(p->width), AF_POINTS(p->height));
        cairo_clip(cr);
    }
    if (p->across || p->down) {
        cairo_translate(cr, AF_POINTS(area->x + p->x), AF_POINTS(area->y + p->y));
        reason = paint_tiles(cr, p);
        cairo_restore(cr);
        return reason;
    }
    cairo_translate(cr, AF_POINTS(area->x + p->content_x), AF_POINTS(area->y + p->content_y));
    switch (p->graphic->kind) {
    case AF_GRAPHIC_PNG:
    case AF_GRAPHIC_JPEG:
        cairo_scale(cr, width, height);
        reason = paint_pixels(cr, p->graphic);
        break;
    case AF_GRAPHIC_SVG: reason = paint_svg(cr, p->graphic, width, height); break;
    case AF_GRAPHIC_NONE: paint_missing(cr, width, height); break;
    }
    cairo_restore(cr);
    return reason;
}

/* Sizes of pictures made of pixels, from the heads of their files: PNG (W3C, third edition), JPEG (ITU-T T.81, JFIF 1.02,
 * Exif 2.32), GIF and BMP. */
#include "layout/graphic.h"

#include <string.h>

#define STANDARD_DPI 72.0 /* where the file says nothing: a pixel is a point */

typedef struct {
    const guint8 *bytes;
    gsize length;
    gboolean little; /* the least significant byte comes first */
} Data;

/* An unsigned number of `size` bytes; 0 where the data end. */
static guint32 number_at(const Data *data, gsize at, int size) {
    guint32 number = 0;
    if (at > data->length || data->length - at < (gsize)size) return 0;
    for (int i = 0; i < size; i++) number = number << 8 | data->bytes[data->little ? at + (gsize)(size - 1 - i) : at + (gsize)i];
    return number;
}

static gboolean starts_with(const Data *data, gsize at, const char *text, gsize length) {
    return at <= data->length && data->length - at >= length && !memcmp(data->bytes + at, text, length);
}

/* Pixels at a resolution in dots an inch; none or nonsense is the standard one. */
static double points_of(double pixels, double dpi) {
    return pixels * 72 / (dpi >= 1 && dpi <= 100000 ? dpi : STANDARD_DPI);
}

static void measure_png(AfGraphic *graphic, const Data *data) {
    double across = 0, down = 0;
    graphic->kind = AF_GRAPHIC_PNG;
    graphic->columns = (int)MIN(number_at(data, 16, 4), G_MAXINT);
    graphic->rows = (int)MIN(number_at(data, 20, 4), G_MAXINT);
    for (gsize at = 8; at < data->length && data->length - at >= 12; at += 12 + (gsize)number_at(data, at, 4)) {
        if (starts_with(data, at + 4, "IDAT", 4)) break;
        if (!starts_with(data, at + 4, "pHYs", 4) || number_at(data, at + 16, 1) != 1) continue;
        across = number_at(data, at + 8, 4) * 0.0254;
        down = number_at(data, at + 12, 4) * 0.0254;
    }
    graphic->width = points_of(graphic->columns, across);
    graphic->height = points_of(graphic->rows, down);
}

/* What the head of a JPEG says. */
typedef struct {
    double across, down; /* dots an inch, by JFIF before Exif */
    gboolean jfif;
    int orientation;
} Head;

static double rational_at(const Data *data, gsize at) {
    double below = number_at(data, at + 4, 4);
    return below > 0 ? number_at(data, at, 4) / below : 0;
}

/* The first directory of Exif's TIFF. */
static void read_exif(Head *head, const guint8 *bytes, gsize length) {
    Data data = {bytes, length, FALSE};
    data.little = starts_with(&data, 0, "II", 2);
    if (!data.little && !starts_with(&data, 0, "MM", 2)) return;
    gsize at = number_at(&data, 4, 4);
    guint count = number_at(&data, at, 2);
    double across = 0, down = 0, unit = 1;
    for (guint i = 0; i < count && i < 1000; i++) {
        gsize entry = at + 2 + (gsize)i * 12;
        switch (number_at(&data, entry, 2)) {
        case 0x0112: head->orientation = (int)number_at(&data, entry + 8, 2); break;
        case 0x011A: across = rational_at(&data, number_at(&data, entry + 8, 4)); break;
        case 0x011B: down = rational_at(&data, number_at(&data, entry + 8, 4)); break;
        case 0x0128: unit = number_at(&data, entry + 8, 2) == 3 ? 2.54 : 1; break;
        default: break;
        }
    }
    if (head->jfif || across <= 0 || down <= 0) return;
    head->across = across * unit;
    head->down = down * unit;
}

static void read_segment(Head *head, const Data *data, gsize at, gsize length) {
    guint marker = data->bytes[at - 3];
    if (marker == 0xE0 && starts_with(data, at, "JFIF", 5)) {
        int unit = (int)number_at(data, at + 7, 1);
        if (unit != 1 && unit != 2) return;
        head->across = number_at(data, at + 8, 2) * (unit == 2 ? 2.54 : 1);
        head->down = number_at(data, at + 10, 2) * (unit == 2 ? 2.54 : 1);
        head->jfif = head->across > 0 && head->down > 0;
    } else if (marker == 0xE1 && starts_with(data, at, "Exif\0", 6) && length > 6) {
        read_exif(head, data->bytes + at + 6, MIN(length, data->length - at) - 6);
    }
}

/* Baseline, extended and progressive Huffman coding, of grey, colours or CMYK, can be shown. */
static gboolean measure_jpeg(AfGraphic *graphic, const Data *data) {
    Head head = {.orientation = 1};
    for (gsize at = 2; at + 4 <= data->length;) {
        guint marker = data->bytes[at + 1];
        if (data->bytes[at] != 0xFF) return FALSE;
        if (marker == 0xFF) { /* filling */
            at++;
            continue;
        }
        if (marker == 0xDA || marker == 0xD9) return FALSE;
        gsize length = number_at(data, at + 2, 2);
        if (length < 2 || length + 2 > data->length - at) return FALSE;
        gboolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame) {
            guint components = number_at(data, at + 9, 1);
            graphic->rows = (int)number_at(data, at + 5, 2);
            graphic->columns = (int)number_at(data, at + 7, 2);
            gboolean shown = marker <= 0xC2 && (components == 1 || components == 3 || components == 4);
            if (shown) graphic->kind = AF_GRAPHIC_JPEG;
            graphic->cmyk = components == 4;
            break;
        }
        read_segment(&head, data, at + 4, length - 2);
        at += length + 2;
    }
    graphic->orientation = head.orientation >= 1 && head.orientation <= 8 ? head.orientation : 1;
    double width = points_of(graphic->columns, head.across), height = points_of(graphic->rows, head.down);
    graphic->width = graphic->orientation >= 5 ? height : width;
    graphic->height = graphic->orientation >= 5 ? width : height;
    return graphic->columns > 0;
}

gboolean af_raster_measure(AfGraphic *graphic, const guint8 *bytes, gsize length) {
    Data data = {bytes, length, FALSE};
    graphic->orientation = 1;
    if (starts_with(&data, 0, "\x89PNG\r\n\x1A\n", 8)) {
        measure_png(graphic, &data);
        return graphic->columns > 0 && graphic->rows > 0;
    }
    if (starts_with(&data, 0, "\xFF\xD8\xFF", 3)) return measure_jpeg(graphic, &data);
    data.little = TRUE;
    if (starts_with(&data, 0, "GIF8", 4)) {
        graphic->columns = (int)number_at(&data, 6, 2);
        graphic->rows = (int)number_at(&data, 8, 2);
        graphic->width = points_of(graphic->columns, 0);
        graphic->height = points_of(graphic->rows, 0);
        return TRUE;
    }
    if (starts_with(&data, 0, "BM", 2) && number_at(&data, 14, 4) >= 40) {
        graphic->columns = (int)MIN(number_at(&data, 18, 4), AF_GRAPHIC_MOST_SIDE);
        graphic->rows = ABS((gint32)number_at(&data, 22, 4) % AF_GRAPHIC_MOST_SIDE);
        graphic->width = points_of(graphic->columns, number_at(&data, 38, 4) * 0.0254);
        graphic->height = points_of(graphic->rows, number_at(&data, 42, 4) * 0.0254);
        return TRUE;
    }
    return FALSE;
}

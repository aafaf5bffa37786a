/* Graphics: what fo:external-graphic, fo:instream-foreign-object and background images show (XSL 1.1 section 6.6). Layout reads
 * how large one is, the painter what is on it. */
#pragma once

#include <glib.h>

typedef enum {
    AF_GRAPHIC_NONE, /* could not be read, which was said */
    AF_GRAPHIC_PNG,
    AF_GRAPHIC_JPEG,
    AF_GRAPHIC_SVG,
} AfGraphicKind;

typedef struct AfGraphic {
    AfGraphicKind kind;
    char *name;            /* its address as it was given; "data" and "svg" for what has none */
    GBytes *bytes;         /* of the file; NULL if it could not be read */
    double width, height;  /* its own size in points, as it is seen; 0 if it is not known */
    int columns, rows;     /* pixels as they are stored; not of SVG */
    int orientation;       /* 1 to 8: how they are turned to be seen (Exif 2.32, tag 274) */
    gboolean cmyk;         /* a JPEG in four colours */
    void *painted;         /* what the painter made of it, and how that is freed */
    GDestroyNotify release;
} AfGraphic;

/* No file is longer, no graphic has more pixels or is wider or higher (cairo's most): the first is more than any camera makes. */
#define AF_GRAPHIC_MOST_BYTES (64 * 1024 * 1024)
#define AF_GRAPHIC_MOST_PIXELS 100e6
#define AF_GRAPHIC_MOST_SIDE 32767

void af_graphic_free(AfGraphic *graphic);

/* raster.c: recognizes a file by what is in it and reads its size: kind, columns, rows, orientation; width and height at the
 * resolution that the file has, or at 72 dots an inch. `kind` stays AF_GRAPHIC_NONE if it is no picture that can be shown; its
 * size may then be known even so (GIF, BMP). FALSE if nothing is known of it. */
gboolean af_raster_measure(AfGraphic *graphic, const guint8 *bytes, gsize length);

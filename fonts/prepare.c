/* Prepares fonts for the program: `make` runs it through .make/prepare-fonts; it is no part of the program.
 *
 *   prepare-fonts face SOURCE NAME TARGET   one face of a collection, its CFF outlines desubroutinised
 *   prepare-fonts common SOURCE NAME CHARSET TARGET   the same, but only the characters of a national character set
 *   prepare-fonts latin SOURCE TARGET       a face less the punctuation that Chinese and Japanese have forms of their own for
 *   prepare-fonts cache FONTS.CONF FOLDER   fontconfig's cache of what the configuration names, into FOLDER
 *
 * Why desubroutinise: cairo's subsetter embeds every subroutine of a CFF font that has them, used or not; without them a
 * Japanese document is a third of the size. Why `latin`: Noto Sans has narrow, Western forms of “ ” ‘ ’ — … ·; where it stands
 * before a CJK font (as it must, for letters and digits) those would be taken in Chinese and Japanese text too. Why `common`:
 * cairo reads all outlines of a font (16 MB of them) to embed a few hundred; with the ten thousand characters that almost every
 * text makes do with in a font of their own it reads 3 MB (Traditional Chinese 8), and the whole face is opened only
 * for a rare character. */
#include <errno.h>
#include <fontconfig/fontconfig.h>
#include <hb-ot.h>
#include <hb-subset.h>
#include <iconv.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What `latin` leaves out. The apostrophe U+2019 is the quotation mark too: English inside Chinese text is to be marked as such. */
static const hb_codepoint_t cjk_punctuation[] = {
    0x00B7, /* · */
    0x2014, /* — */
    0x2015, /* ― */
    0x2018, /* ‘ */
    0x2019, /* ’ */
    0x201C, /* “ */
    0x201D, /* ” */
    0x2025, /* ‥ */
    0x2026, /* … */
    0x203B, /* ※ */
};

_Noreturn static void fail(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("prepare-fonts: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

/* The face with this family name, or the first one if name is NULL. */
static hb_face_t *open_face(const char *path, const char *name) {
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
    if (!blob) fail("%s: cannot be read", path);
    unsigned count = hb_face_count(blob);
    for (unsigned index = 0; index < count; index++) {
        hb_face_t *face = hb_face_create(blob, index);
        char family[128];
        unsigned size = sizeof family;
        hb_ot_name_get_utf8(face, HB_OT_NAME_ID_FONT_FAMILY, hb_language_from_string("en", -1), &size, family);
        if (!name || strcmp(family, name) == 0) {
            hb_blob_destroy(blob);
            return face;
        }
        hb_face_destroy(face);
    }
    fail("%s: has no face \"%s\"", path, name ? name : "");
}

static void write_blob(hb_blob_t *blob, const char *path) {
    unsigned length;
    const char *bytes = hb_blob_get_data(blob, &length);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) fail("%s: %s", path, strerror(errno));
}

static void keep_all(hb_subset_input_t *input, hb_subset_sets_t which) {
    hb_set_t *set = hb_subset_input_set(input, which);
    hb_set_clear(set);
    hb_set_invert(set);
}

/* A subset with all names and layout features; the input is used up. */
static void write_subset(hb_face_t *face, hb_subset_input_t *input, const char *path) {
    keep_all(input, HB_SUBSET_SETS_NAME_ID);
    keep_all(input, HB_SUBSET_SETS_NAME_LANG_ID);
    keep_all(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG);
    keep_all(input, HB_SUBSET_SETS_LAYOUT_SCRIPT_TAG);
    hb_face_t *subset = hb_subset_or_fail(face, input);
    if (!subset) fail("%s: HarfBuzz cannot write it", path);
    hb_blob_t *blob = hb_face_reference_blob(subset);
    write_blob(blob, path);
    hb_blob_destroy(blob);
    hb_face_destroy(subset);
    hb_subset_input_destroy(input);
}

/* The characters that a character set has, of the planes where it could have any. */
static void add_charset(hb_set_t *set, const char *charset) {
    iconv_t converter = iconv_open(charset, "UTF-32LE");
    if (converter == (iconv_t)-1) fail("%s: the C library does not know this character set", charset);
    for (uint32_t c = 0x20; c < 0x30000; c++) {
        char in[4] = {(char)(c & 0xFF), (char)(c >> 8 & 0xFF), (char)(c >> 16), 0}, out[8];
        char *from = in, *to = out;
        size_t left = sizeof in, room = sizeof out;
        iconv(converter, NULL, NULL, NULL, NULL);
        if (iconv(converter, &from, &left, &to, &room) == 0 && left == 0) hb_set_add(set, c);
    }
    iconv_close(converter);
    for (size_t i = 0; i < sizeof cjk_punctuation / sizeof *cjk_punctuation; i++) hb_set_add(set, cjk_punctuation[i]);
    hb_set_add_range(set, 0x2010, 0x2027); /* dashes, quotation marks, dots */
    hb_set_add_range(set, 0x3000, 0x30FF); /* CJK punctuation, kana */
    hb_set_add_range(set, 0xFF00, 0xFFEF); /* full and half width forms */
}

/* Writes the face with only these characters and what shaping can make of them. */
static void write_common(hb_face_t *face, const char *charset, const char *path) {
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input) fail("out of memory");
    add_charset(hb_subset_input_unicode_set(input), charset);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_DESUBROUTINIZE | HB_SUBSET_FLAGS_NOTDEF_OUTLINE | HB_SUBSET_FLAGS_NAME_LEGACY);
    write_subset(face, input, path);
}

/* Writes the face with all its tables, less these characters. Glyphs keep their numbers; those that only a removed character
 * leads to are emptied. */
static void write_face(hb_face_t *face, unsigned flags, const hb_codepoint_t *removed, size_t n_removed,
                       const char *path) {
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input) fail("out of memory");
    keep_all(input, HB_SUBSET_SETS_UNICODE);
    if (n_removed == 0)
        keep_all(input, HB_SUBSET_SETS_GLYPH_INDEX); /* a glyph asked for brings its characters with it */
    hb_set_t *dropped = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    hb_set_clear(dropped);
    /* HarfBuzz's default for `common`: with a BASE table in one of the two only, PangoLayout (librsvg's) sets them on
     * different baselines, a tenth of an em apart. */
    hb_set_add(dropped, HB_TAG('B', 'A', 'S', 'E'));
    for (size_t i = 0; i < n_removed; i++) hb_set_del(hb_subset_input_unicode_set(input), removed[i]);
    hb_subset_input_set_flags(input, flags | HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NOTDEF_OUTLINE |
                                         HB_SUBSET_FLAGS_GLYPH_NAMES | HB_SUBSET_FLAGS_NAME_LEGACY |
                                         HB_SUBSET_FLAGS_NO_PRUNE_UNICODE_RANGES |
                                         HB_SUBSET_FLAGS_PASSTHROUGH_UNRECOGNIZED);
    write_subset(face, input, path);
}

/* The same calls as the program's, so that the cache is the one that it looks for. fontconfig wants absolute paths. */
static void write_cache(const char *configuration, const char *folder) {
    char xml[4200];
    if (configuration[0] != '/' || folder[0] != '/') fail("cache: paths are to be absolute");
    if (snprintf(xml, sizeof xml, "<fontconfig><cachedir>%s</cachedir></fontconfig>", folder) >= (int)sizeof xml)
        fail("%s: too long", folder);
    FcConfig *config = FcConfigCreate();
    if (!config || !FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)xml, FcTrue) ||
        !FcConfigParseAndLoad(config, (const FcChar8 *)configuration, FcTrue) || !FcConfigBuildFonts(config))
        fail("%s: fontconfig refuses it", configuration);
    FcFontSet *fonts = FcConfigGetFonts(config, FcSetSystem);
    if (!fonts || fonts->nfont == 0) fail("%s: names no font", configuration);
    FcConfigDestroy(config);
}

int main(int argc, char **argv) {
    const char *command = argc > 1 ? argv[1] : "";
    if (strcmp(command, "face") == 0 && argc == 5) {
        hb_face_t *face = open_face(argv[2], argv[3]);
        write_face(face, HB_SUBSET_FLAGS_DESUBROUTINIZE, NULL, 0, argv[4]);
        hb_face_destroy(face);
    } else if (strcmp(command, "common") == 0 && argc == 6) {
        hb_face_t *face = open_face(argv[2], argv[3]);
        write_common(face, argv[4], argv[5]);
        hb_face_destroy(face);
    } else if (strcmp(command, "latin") == 0 && argc == 4) {
        hb_face_t *face = open_face(argv[2], NULL);
        write_face(face, 0, cjk_punctuation, sizeof cjk_punctuation / sizeof *cjk_punctuation, argv[3]);
        hb_face_destroy(face);
    } else if (strcmp(command, "cache") == 0 && argc == 4) {
        write_cache(argv[2], argv[3]);
    } else {
        fail("face SOURCE NAME TARGET | common SOURCE NAME CHARSET TARGET | latin SOURCE TARGET | cache FONTS.CONF FOLDER");
    }
    return 0;
}

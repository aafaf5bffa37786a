#!/usr/bin/env python3
"""Makes the pictures of this folder: small ones of plain colours, with the heads that the formatter reads.

  tests/layout/images/make.py    writes them anew; they are the same each time"""
import base64, gzip, pathlib, struct, zlib

HERE = pathlib.Path(__file__).resolve().parent


def png(name, width, height, kind, depth, rows, dpi=None, palette=None, interlaced=False):
    """rows: bytes of a row, given its number; kind: PNG's colour type"""
    def chunk(tag, data):
        return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))
    out = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(interlaced)))
    if palette:
        out += chunk(b"PLTE", bytes(palette))
    if dpi:
        out += chunk(b"pHYs", struct.pack(">IIB", round(dpi[0] / 0.0254), round(dpi[1] / 0.0254), 1))
    data = b"".join(b"\0" + rows(row) for row in range(height))
    if interlaced:  # Adam7; all rows are alike, all pixels of one byte each
        data = b""
        for x0, y0, dx, dy in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
            for y in range(y0, height, dy):
                data += b"\0" + rows(y)[x0::dx] if len(rows(y)[x0::dx]) else b""
    out += chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")
    (HERE / name).write_bytes(out)


# Baseline JPEG of blocks of one colour each: all that is coded is the change of a block's mean (ITU-T T.81, annex F).
LENGTHS = [0, 1, 5, 1, 1, 1, 1, 1, 1] + [0] * 7
VALUES = list(range(12))


def codes():
    table, code, k = {}, 0, 0
    for length, count in enumerate(LENGTHS, 1):
        for _ in range(count):
            table[VALUES[k]] = (code, length)
            code, k = code + 1, k + 1
        code <<= 1
    return table


def jpeg(name, width, height, components, colour, jfif=None, exif=None, adobe=False):
    """colour: samples of a block, given its column and row; jfif: (unit, x, y); exif: (orientation, dpi)"""
    def segment(marker, data):
        return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data
    out = b"\xff\xd8"
    if jfif:
        out += segment(0xE0, b"JFIF\0\1\2" + struct.pack(">BHHBB", *jfif, 0, 0))
    if exif:
        orientation, dpi = exif
        entries = [(0x0112, 3, 1, struct.pack(">HH", orientation, 0)), (0x011A, 5, 1, struct.pack(">I", 62)),
                   (0x011B, 5, 1, struct.pack(">I", 62)), (0x0128, 3, 1, struct.pack(">HH", 2, 0))]
        tiff = b"MM\0*\0\0\0\x08" + struct.pack(">H", len(entries))
        tiff += b"".join(struct.pack(">HHI", *e[:3]) + e[3] for e in entries) + b"\0\0\0\0" + struct.pack(">II", dpi, 1)
        out += segment(0xE1, b"Exif\0\0" + tiff)
    if adobe:
        out += segment(0xEE, b"Adobe\0\x64\0\0\0\0\0")
    out += segment(0xDB, b"\0" + b"\x08" * 64)
    out += segment(0xC0, struct.pack(">BHHB", 8, height, width, components)
                   + b"".join(bytes([i + 1, 0x11, 0]) for i in range(components)))
    out += segment(0xC4, b"\0" + bytes(LENGTHS) + bytes(VALUES)) + segment(0xC4, b"\x10" + bytes([1] + [0] * 15) + b"\0")
    out += segment(0xDA, bytes([components]) + b"".join(bytes([i + 1, 0]) for i in range(components)) + b"\0\x3f\0")
    bits, table, last = "", codes(), [0] * components
    for row in range(-(-height // 8)):
        for column in range(-(-width // 8)):
            for i, sample in enumerate(colour(column, row)):
                mean = sample - 128  # times 8 for the transform, by 8 for the quantizer
                change, last[i] = mean - last[i], mean
                size = abs(change).bit_length()
                code, length = table[size]
                bits += format(code, f"0{length}b")
                if size:
                    bits += format(change if change > 0 else change + (1 << size) - 1, f"0{size}b")
                bits += "0"  # the end of the block
    bits += "1" * (-len(bits) % 8)
    data = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8)).replace(b"\xff", b"\xff\0")
    (HERE / name).write_bytes(out + data + b"\xff\xd9")


RED, GREEN, BLUE = b"\xff\0\0", b"\0\x80\0", b"\0\0\xff"
png("rgb.png", 40, 20, 2, 8, lambda y: (RED if y < 10 else BLUE) * 40)
png("rgb-144.png", 40, 20, 2, 8, lambda y: (RED if y < 10 else BLUE) * 40, dpi=(144, 144))
png("rgb-unequal.png", 40, 20, 2, 8, lambda y: GREEN * 40, dpi=(72, 36))
png("grey-16.png", 16, 16, 0, 16, lambda y: b"".join(struct.pack(">H", x * 4369) for x in range(16)))
png("alpha.png", 16, 16, 6, 8, lambda y: b"".join(RED + bytes([x * 17]) for x in range(16)))
png("palette-interlaced.png", 16, 16, 3, 8, lambda y: bytes(x // 8 for x in range(16)), palette=RED + BLUE, interlaced=True)
png("tile.png", 10, 10, 2, 8, lambda y: (GREEN if y < 5 else RED) * 5 + BLUE * 5)
jpeg("grey.jpg", 16, 8, 1, lambda x, y: (64 + 128 * x,))
# red left, blue right (YCbCr)
jpeg("colour.jpg", 32, 16, 3, lambda x, y: (76, 85, 255) if x < 2 else (29, 255, 107), jfif=(1, 144, 144))
jpeg("colour-cm.jpg", 32, 16, 3, lambda x, y: (76, 85, 255), jfif=(2, 20, 20))
jpeg("turned.jpg", 32, 16, 3, lambda x, y: (76, 85, 255) if x < 2 else (29, 255, 107), exif=(6, 144))
jpeg("cmyk.jpg", 16, 16, 4, lambda x, y: (255 - 255 * (x == 0), 255, 255 - 255 * (x == 1), 255), adobe=True)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40pt" height="20pt" viewBox="0 0 40 20"><rect width="40" height="20" fill="#080"/></svg>\n'
(HERE / "green.svg").write_text(SVG)
(HERE / "units.svg").write_text(SVG.replace("40pt", "30").replace("20pt", "15px"))
(HERE / "packed.svgz").write_bytes(gzip.compress(SVG.encode(), 9, mtime=0))
(HERE / "outside.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40pt" height="20pt">'
                                  '<image xlink:href="rgb.png" width="40" height="20"/></svg>\n')
(HERE / "short.png").write_bytes((HERE / "rgb.png").read_bytes()[:60])
(HERE / "plain.gif").write_bytes(base64.b64decode("R0lGODlhKAAUAIAAAP8AAP///yH5BAAAAAAALAAAAAAoABQAAAIYhI+py+0Po5y02ouz3rz7D4biSJbmiaYIUgAAOw=="))

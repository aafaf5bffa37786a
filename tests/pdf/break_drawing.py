"""Files that break colours, graphics, images and fonts; and good ones. See broken.py."""
import re
from pikepdf import Array, Dictionary, Name, String
from broken import (append, artifact, breaks, calculator, cidset, cmaps, colour_space, draw, embedded_cmap, form,
                    good, graphics_state, image, latin, map_unicode, program, resource, tint, type1, wide, unranged)

# Colours, graphics, images


@breaks("6.2.2-operator")
def unknown_operator(pdf):
    append(pdf, b"BX foo EX")


@breaks("6.2.2-operator")
def state_not_restored(pdf):
    append(pdf, b"q")


@breaks("6.2.2-resources")
def resource_that_is_not_there(pdf):
    append(pdf, b"/nothing gs")


@breaks("6.2.2-resources")
def inherited_resources(pdf):
    page = pdf.pages[0].obj
    pdf.Root.Pages.Resources = page.Resources
    del page["/Resources"]


def profile(pdf):
    return next(one for one in pdf.Root.OutputIntents if one.S == "/GTS_PDFA1").DestOutputProfile


@breaks("6.2.3-profile")
def profile_for_input(pdf):
    data = bytearray(profile(pdf).read_bytes())
    data[12:16] = b"scnr"
    profile(pdf).write(bytes(data))


@breaks("6.2.3-one")
def two_profiles(pdf):
    copy = pdf.make_stream(profile(pdf).read_bytes())
    copy.N = profile(pdf).N
    pdf.Root.OutputIntents.append(Dictionary(S=Name.GTS_PDFX, OutputConditionIdentifier=String("x"), DestOutputProfile=copy))


@breaks("6.2.3-reference")
def profile_elsewhere(pdf):
    pdf.Root.OutputIntents.append(Dictionary(S=Name.GTS_PDFX, OutputConditionIdentifier=String("x"),
                                             DestOutputProfileRef=Dictionary()))


@good
def icc_colour(pdf):
    copy = pdf.make_stream(profile(pdf).read_bytes())
    copy.N = profile(pdf).N
    colour_space(pdf, Array([Name.ICCBased, copy]), 3)


@breaks("6.2.4.2-icc")
def colour_without_profile(pdf):
    copy = pdf.make_stream(b"no profile")
    copy.N = 3
    colour_space(pdf, Array([Name.ICCBased, copy]), 3)


@breaks("6.2.4.2-overprint")
def overprinted(pdf):
    data = bytearray(profile(pdf).read_bytes())
    data[16:20] = b"CMYK"
    copy = pdf.make_stream(bytes(data))
    copy.N = 4
    resource(pdf, "/ExtGState", "/test", Dictionary(op=True, OPM=1))
    resource(pdf, "/ColorSpace", "/test", Array([Name.ICCBased, copy]))
    artifact(pdf, b"/test gs /test cs 0 0 0 0 scn 0 0 1 1 re f")


@breaks("6.2.4.3-rgb")
def no_output_intent(pdf):
    del pdf.Root["/OutputIntents"]


@breaks("6.2.4.3-cmyk")
def device_cmyk(pdf):
    artifact(pdf, b"0 0 0 1 k 0 0 1 1 re f")


@breaks("6.2.4.3-gray", "6.2.4.3-rgb")
def device_gray(pdf):
    del pdf.Root["/OutputIntents"]
    artifact(pdf, b"0 g 0 0 1 1 re f")


@good
def device_gray_with_intent(pdf):
    artifact(pdf, b"0 g 0 0 1 1 re f")


def device_n(pdf, names, colorants):
    colour_space(pdf, Array([Name.DeviceN, Array([Name("/" + one) for one in names]), Name.DeviceRGB, calculator(pdf, len(names)),
                             Dictionary(Colorants=Dictionary({"/" + one: Array([Name.Separation, Name("/" + one), Name.DeviceRGB,
                                                                               tint(pdf)]) for one in colorants}))]), len(names))


@good
def spot_colours(pdf):
    device_n(pdf, ["Red1", "Red2"], ["Red1", "Red2"])


@breaks("6.2.4.4-colorants")
def spot_colour_without_colorant(pdf):
    device_n(pdf, ["Red1", "Red2"], ["Red1"])


@breaks("6.1.13-devicen")
def too_many_colours(pdf):
    names = [f"Red{index}" for index in range(33)]
    device_n(pdf, names, names)


@breaks("6.2.4.4-separation")
def separations_that_differ(pdf):
    colour_space(pdf, Array([Name.Separation, Name.Red1, Name.DeviceRGB, tint(pdf)]), 1)
    resource(pdf, "/ColorSpace", "/other", Array([Name.Separation, Name.Red1, Name.DeviceRGB, tint(pdf, red=0)]))
    artifact(pdf, b"/other cs 0 scn 0 0 1 1 re f")


@breaks("6.2.5-transfer")
def transfer(pdf):
    graphics_state(pdf, TR=Name.Identity)


@breaks("6.2.5-halftone")
def halftone(pdf):
    graphics_state(pdf, HT=Dictionary(Type=Name.Halftone, HalftoneType=6))


@breaks("6.2.6-intent")
def unknown_intent(pdf):
    append(pdf, b"/Vivid ri")


@good
def image_with_all(pdf):
    draw(pdf, image(pdf))


@breaks("6.2.8-image")
def interpolated(pdf):
    draw(pdf, image(pdf, Interpolate=True))


@breaks("6.2.8-image")
def image_of_three_bits(pdf):
    draw(pdf, image(pdf, BitsPerComponent=3))


@breaks("6.2.8-jpeg2000")
def jpeg_of_two_channels(pdf):
    made = image(pdf)
    box = (14 + 8).to_bytes(4, "big") + b"ihdr" + bytes(7) + b"\1\0\2\7\7\0\0"
    made.write((len(box) + 8).to_bytes(4, "big") + b"jp2h" + box, filter=Name.JPXDecode)
    draw(pdf, made)


@breaks("6.1.10-inline")
def inline_with_lzw(pdf):
    artifact(pdf, b"BI /W 1 /H 1 /BPC 8 /CS /G /F /LZW ID \x80\x00\n EI")


@breaks("6.2.8-image")
def inline_interpolated(pdf):
    artifact(pdf, b"BI /W 1 /H 1 /BPC 8 /CS /G /I true ID \x80\n EI")


@good
def inline_with_filters(pdf):
    artifact(pdf, b"BI /W 1 /H 1 /BPC 8 /CS /G /F [/AHx /RL] /I false ID 8080>\n EI")


@breaks("6.2.9-form")
def form_with_postscript(pdf):
    draw(pdf, form(pdf, Subtype2=Name.PS))


@breaks("6.2.9-reference", "30-001")
def form_of_another_file(pdf):
    draw(pdf, form(pdf, Ref=Dictionary(F=String("other.pdf"), Page=0)))


@breaks("6.2.9-postscript")
def postscript(pdf):
    made = pdf.make_stream(b"")
    made.Type, made.Subtype = Name.XObject, Name.PS
    draw(pdf, made)


@breaks("6.2.10-blend")
def unknown_blend(pdf):
    graphics_state(pdf, BM=Name.Sparkle)


@good
def transparent(pdf):
    graphics_state(pdf, ca=0.5, BM=Name.Multiply)


@breaks("6.2.10-group", "6.2.4.3-rgb")
def transparent_without_space(pdf):
    graphics_state(pdf, ca=0.5)
    del pdf.Root["/OutputIntents"]
    for page in pdf.pages:
        if "/Group" in page.obj:
            del page.obj["/Group"]


@breaks("6.1.13-nesting")
def too_deep(pdf):
    append(pdf, b"q " * 29 + b"Q " * 29)


@breaks("6.1.13-page")
def page_too_small(pdf):
    pdf.pages[1].obj.CropBox = Array([0, 0, 2, 2])


# Fonts


@good
def font_with_embedded_cmap(pdf):
    embedded_cmap(pdf)


@breaks("31-001")
def other_registry(pdf):
    embedded_cmap(pdf, Registry=String("Somebody"))


@breaks("31-002")
def other_ordering(pdf):
    embedded_cmap(pdf, Ordering=String("Some"))


@breaks("31-003")
def other_supplement(pdf):
    embedded_cmap(pdf, Supplement=9)


@breaks("31-004")
def map_of_another_name(pdf):
    wide(pdf)[1].CIDToGIDMap = Name.Other


@breaks("31-005")
def no_map(pdf):
    del wide(pdf)[1]["/CIDToGIDMap"]


@good
def map_as_stream(pdf):
    wide(pdf)[1].CIDToGIDMap = pdf.make_stream(b"".join(index.to_bytes(2, "big") for index in range(2000)))


@breaks("31-006")
def cmap_that_is_nowhere(pdf):
    wide(pdf)[0].Encoding = Name("/Other-H")


@breaks("31-007")
def other_mode(pdf):
    embedded_cmap(pdf, WMode=1)


@breaks("31-008")
def cmap_of_another(pdf):
    embedded_cmap(pdf, b"/Other usecmap\n")


@breaks("6.1.13-cid")
def great_cid(pdf):
    embedded_cmap(pdf, b"1 begincidchar\n<FFFF> 70000\nendcidchar\n")


@breaks("31-009")
def font_not_embedded(pdf):
    del latin(pdf).FontDescriptor["/FontFile2"]


@breaks("31-011")
def glyph_not_there(pdf):
    font, _, key = wide(pdf)
    map_unicode(pdf, font, 60000, b"0041")
    artifact(pdf, b"BT %s 8 Tf <%04x> Tj ET" % (key.encode(), 60000))


@good
def type1_font(pdf):
    type1(pdf)


@breaks("31-012")
def charset_lacks(pdf):
    type1(pdf, "/A", b"A")


@breaks("31-013")
def charset_too_long(pdf):
    type1(pdf, "/A/B/C")


@breaks("31-011")
def type1_without_glyph(pdf):
    type1(pdf, shown=b"C")


@good
def font_with_cidset(pdf):
    cidset(pdf)


@breaks("31-014")
def cidset_lacks(pdf):
    cidset(pdf, remove=[1])


@breaks("31-015")
def cidset_too_long(pdf):
    cidset(pdf, add=[3])


@breaks("31-016")
def other_width(pdf):
    font = latin(pdf)
    font.Widths[ord("e") - int(font.FirstChar)] += 2


@breaks("31-016")
def other_width_in_composite(pdf):
    widen(wide(pdf)[1])


@breaks("31-016")
def other_width_in_compact_font(pdf):
    widen(wide(pdf, "CIDFontType0")[1])


def widen(descendant):
    items = descendant.W
    for index, item in enumerate(items):
        if isinstance(item, Array):
            items[index] = Array([float(width) + 2 for width in item])


@breaks("31-017")
def cmap_for_symbols_only(pdf):
    program(pdf, latin(pdf), lambda font: cmaps(font, (3, 0)))


def lose(font):
    del font["cmap"].tables[0].cmap[ord("e")]


@breaks("31-018")
def character_without_glyph(pdf):
    program(pdf, latin(pdf), lose)


@breaks("31-019")
def no_encoding(pdf):
    del latin(pdf)["/Encoding"]


@breaks("31-020")
def no_base_encoding(pdf):
    latin(pdf).Encoding = Dictionary(Type=Name.Encoding)


@breaks("31-021")
def other_encoding(pdf):
    latin(pdf).Encoding = Name.MacExpertEncoding


def differences(pdf, glyph):
    latin(pdf).Encoding = Dictionary(Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding,
                                     Differences=Array([1, Name("/" + glyph)]))


@good
def differences_by_adobe(pdf):
    differences(pdf, "Aacute")


@breaks("31-022")
def differences_of_ones_own(pdf):
    differences(pdf, "mine")


@breaks("31-023")
def differences_without_unicode(pdf):
    differences(pdf, "Aacute")

    def roman(font):
        own = {}
        for code, glyph in font["cmap"].tables[0].cmap.items():
            try:
                own[chr(code).encode("mac-roman")[0]] = glyph
            except UnicodeEncodeError:
                pass
        cmaps(font, (1, 0))
        font["cmap"].tables[0].cmap = own
    program(pdf, latin(pdf), roman)


@good
def symbolic(pdf):
    latin(pdf).FontDescriptor.Flags = 4
    del latin(pdf)["/Encoding"]
    program(pdf, latin(pdf), lambda font: cmaps(font, (3, 0)))


@breaks("31-024")
def symbolic_with_encoding(pdf):
    latin(pdf).FontDescriptor.Flags = 4


@breaks("31-025")
def symbolic_without_cmap(pdf):
    latin(pdf).FontDescriptor.Flags = 4
    del latin(pdf)["/Encoding"]

    def drop(font):
        del font["cmap"]
    program(pdf, latin(pdf), drop)


@breaks("31-026")
def symbolic_with_two(pdf):
    latin(pdf).FontDescriptor.Flags = 4
    del latin(pdf)["/Encoding"]
    program(pdf, latin(pdf), lambda font: cmaps(font, (0, 3), (3, 1)))


@breaks("31-027", "10-001")
def no_tounicode(pdf):
    del wide(pdf)[0]["/ToUnicode"]


@breaks("10-001")
def tounicode_that_lacks(pdf):
    font, _, _ = wide(pdf, "CIDFontType0")
    rows = unranged(font).splitlines(True)
    font.ToUnicode = pdf.make_stream(b"".join(row for row in rows if not row.startswith(b"<1>")))


@breaks("31-028")
def tounicode_to_zero(pdf):
    map_unicode(pdf, latin(pdf), 1, b"0000")


@breaks("31-029")
def tounicode_to_mark(pdf):
    map_unicode(pdf, latin(pdf), 1, b"FEFF")


@breaks("31-030")
def missing_glyph(pdf):
    font, _, key = wide(pdf)
    map_unicode(pdf, font, 0, b"0041")
    artifact(pdf, b"BT %s 8 Tf <0000> Tj ET" % key.encode())


@breaks("6.2.11.7-private")
def private_character(pdf):
    font, _, _ = wide(pdf, "CIDFontType0")
    font.ToUnicode = pdf.make_stream(re.sub(rb"<1> *<[0-9A-Fa-f]+>", b"<1> <E000>", unranged(font)))


@breaks("6.2.11.2-dictionary")
def font_without_type(pdf):
    del latin(pdf)["/Type"]


@breaks("6.2.11.2-dictionary")
def font_without_widths(pdf):
    latin(pdf).LastChar = int(latin(pdf).LastChar) + 1


@breaks("6.2.11.2-program")
def broken_program(pdf):
    font = latin(pdf)
    font.FontDescriptor.FontFile2 = pdf.make_stream(b"no font")

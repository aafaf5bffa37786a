"""How files are made that break one condition each, from a good one, and files that are unusual and yet good; break_*.py has them.

A breaker is a function that changes the good document as pikepdf has it; one that is called raw changes the bytes of the saved file.
It names the conditions that the checker is to find: the first is what the file is for, the others cannot be had without."""
import io, re
import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from pikepdf import Array, Dictionary, Name, Stream, String
from document import TWINS, tree
from fonts import CMap

BREAKERS, GOOD = [], []
# Conditions that no file of the suite breaks, and why.
WITHOUT = {
    "6.1.13-objects": "takes a file of more than 8,388,607 objects",
}


def breaks(*conditions, raw=False):
    def keep(function):
        BREAKERS.append((conditions[0], set(conditions), function, raw))
        return function
    return keep


def good(function):
    GOOD.append(function)
    return function


def expected(conditions):
    return conditions | {TWINS[condition] for condition in conditions if condition in TWINS}


def save(pdf):
    """Objects one by one and uncompressed, so that bytes can be changed in place."""
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False, fix_metadata_version=False,
             stream_decode_level=pikepdf.StreamDecodeLevel.none, static_id=True)
    return out.getvalue()


# helpers: structure

def elements(pdf, kind):
    return [value for value in pdf.objects if isinstance(value, Dictionary) and value.get("/S") == "/" + kind
            and "/P" in value and not isinstance(value, Stream)]


def element(pdf, kind, index=0):
    return elements(pdf, kind)[index]


def document(pdf):
    return pdf.Root.StructTreeRoot.K if isinstance(pdf.Root.StructTreeRoot.K, Dictionary) else pdf.Root.StructTreeRoot.K[0]


def kids(value):
    if not isinstance(value.get("/K"), Array):
        value.K = Array([value.K] if "/K" in value else [])
    return value.K


def add_element(pdf, kind, parent=None, **more):
    parent = parent if parent is not None else document(pdf)
    made = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + kind), P=parent, K=Array([]), **more))
    kids(parent).append(made)
    return made


def parent_numbers(pdf):
    root = pdf.Root.StructTreeRoot
    return {int(key): value for key, value in tree(root.ParentTree, "/Nums")}


def put_parent(pdf, number, value):
    root, numbers = pdf.Root.StructTreeRoot, parent_numbers(pdf)
    numbers[number] = value
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array([part for key in sorted(numbers) for part in (key, numbers[key])])))
    root.ParentTreeNextKey = max(numbers) + 1


def new_key(pdf):
    return max(parent_numbers(pdf), default=-1) + 1


def add_content(pdf, target, content=b"0 0 1 1 re f"):
    """More marked content on the first page, held by an element."""
    page = pdf.pages[0].obj
    row = parent_numbers(pdf)[int(page.StructParents)]
    mcid = len(row)
    row.append(target)
    put_parent(pdf, int(page.StructParents), row)
    target.Pg = page
    kids(target).append(mcid)
    append(pdf, b"/%s << /MCID %d >> BDC %s EMC" % (str(target.S)[1:].encode(), mcid, content))


def register(pdf, identifier, value):
    """Puts an ID into the tree of IDs."""
    root = pdf.Root.StructTreeRoot
    pairs = {bytes(key): entry for key, entry in tree(root.get("/IDTree"), "/Names")}
    if value is None:
        del pairs[identifier]
    else:
        pairs[identifier] = value
    root.IDTree = pdf.make_indirect(Dictionary(Names=Array([part for key in sorted(pairs) for part in (String(key), pairs[key])])))


# helpers: content

def contents(pdf, number=0):
    page = pdf.pages[number]
    page.contents_coalesce()
    return page.Contents.read_bytes()


def mark(pdf, kind):
    """A pattern for the beginning of the content of the first element of a type."""
    return rb"(/\w+\s*<<\s*/MCID %d\b)" % next(kid for kid in kids(element(pdf, kind)) if isinstance(kid, int))


def append(pdf, content, number=0):
    pdf.pages[number].Contents = pdf.make_stream(contents(pdf, number) + b"\n" + content + b"\n")


def change(pdf, pattern, replacement, number=0):
    changed, count = re.subn(pattern, replacement, contents(pdf, number), count=1, flags=re.S)
    assert count, pattern
    pdf.pages[number].Contents = pdf.make_stream(changed)


def artifact(pdf, content):
    append(pdf, b"q /Artifact BMC " + content + b" EMC Q")


def resource(pdf, kind, key, value):
    resources = pdf.pages[0].obj.Resources
    if kind not in resources:
        resources[kind] = Dictionary()
    resources[kind][key] = value


def form(pdf, data=b"0 0 1 1 re f", **more):
    stream = pdf.make_stream(data)
    for key, value in dict(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), Resources=Dictionary(), **more).items():
        stream["/" + key] = value
    return stream


def image(pdf, **more):
    stream = pdf.make_stream(b"\x00")
    for key, value in {**dict(Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8,
                              ColorSpace=Name.DeviceGray), **more}.items():
        stream["/" + key] = value
    return stream


def draw(pdf, value):
    resource(pdf, "/XObject", "/test", value)
    artifact(pdf, b"/test Do")


def graphics_state(pdf, **more):
    resource(pdf, "/ExtGState", "/test", Dictionary(**more))
    artifact(pdf, b"/test gs 0 0 1 1 re f")


def colour_space(pdf, space, count):
    resource(pdf, "/ColorSpace", "/test", space)
    artifact(pdf, b"/test cs " + b"0 " * count + b"scn 0 0 1 1 re f")


def tint(pdf, red=1):
    """A function from a tint to RGB."""
    return pdf.make_indirect(Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0]), C1=Array([red, 1, 1]), N=1))


def calculator(pdf, size):
    """A function from several tints to RGB."""
    function = pdf.make_stream(b"{" + b" pop" * size + b" 0 0 0 }")
    function.FunctionType, function.Domain, function.Range = 4, Array([0, 1] * size), Array([0, 1] * 3)
    return function


# helpers: annotations and the rest

def annotation(pdf, kind, held="Annot", appearance=b"", **more):
    """An annotation on the first page, with all that it must have."""
    page = pdf.pages[0].obj
    value = Dictionary(Type=Name.Annot, Subtype=Name("/" + kind), Rect=Array([10, 10, 20, 20]), F=4, **more)
    if appearance is not None:
        value.AP = Dictionary(N=form(pdf, appearance))
    value = pdf.make_indirect(value)
    if "/Annots" not in page:
        page.Annots = Array([])
    page.Annots.append(value)
    page.Tabs = Name.S
    if held:
        holder = add_element(pdf, held, element(pdf, "P"))
        kids(holder).append(Dictionary(Type=Name.OBJR, Obj=value, Pg=page))
        number = new_key(pdf)
        value.StructParent = number
        put_parent(pdf, number, holder)
    return value


def attachment(pdf, **more):
    stream = pdf.make_stream(b"<a/>")
    stream.Type, stream.Subtype = Name.EmbeddedFile, Name("/application/xml")
    value = pdf.make_indirect(Dictionary(Type=Name.Filespec, F=String("a.xml"), UF=String("a.xml"), Desc=String("a file"),
                                         AFRelationship=Name.Data, EF=Dictionary(F=stream, UF=stream), **more))
    files = pdf.Root.get("/AF")
    if files is None:
        pdf.Root.AF = Array([])
    pdf.Root.AF.append(value)
    if "/Names" not in pdf.Root:
        pdf.Root.Names = Dictionary()
    pdf.Root.Names.EmbeddedFiles = Dictionary(Names=Array([String("a.xml"), value]))
    return value


def field(pdf, **more):
    value = annotation(pdf, "Widget", "Form", **{**dict(FT=Name.Tx, T=String("field"), TU=String("What to fill in")), **more})
    pdf.Root.AcroForm = Dictionary(Fields=Array([value]))
    return value


def optional(pdf, **more):
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("layer")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(Name=String("default"), Order=Array([group])), **more)
    return pdf.Root.OCProperties


def link(pdf):
    return next(value for value in pdf.objects if isinstance(value, Dictionary) and value.get("/Subtype") == "/Link")


def metadata(pdf, *changes):
    data = pdf.Root.Metadata.read_bytes()
    for pattern, replacement in changes:
        data, count = re.subn(pattern, replacement, data, count=1, flags=re.S)
        assert count, pattern
    pdf.Root.Metadata.write(data)


def without_language(pdf, element_kinds=()):
    """No language of the document; all content says its own, and so do elements of some types."""
    del pdf.Root["/Lang"]
    for value in pdf.objects:
        if isinstance(value, Dictionary) and value.get("/Type") == "/StructElem" and "/Lang" in value:
            del value["/Lang"]
    if "/Outlines" in pdf.Root:
        del pdf.Root["/Outlines"]
    for number in range(len(pdf.pages)):
        data = re.sub(rb"/MCID (\d+)", rb"/MCID \1 /Lang (en)", contents(pdf, number))
        pdf.pages[number].Contents = pdf.make_stream(data)
    for kind in element_kinds:
        for value in elements(pdf, kind):
            value.Lang = String("en")


# helpers: fonts

def fonts(pdf, subtype):
    return [value for value in pdf.objects if isinstance(value, Dictionary) and value.get("/Type") == "/Font"
            and value.get("/Subtype") == "/" + subtype]


def latin(pdf):
    """The font of the Latin text, TrueType in WinAnsiEncoding."""
    return fonts(pdf, "TrueType")[0]


def wide(pdf, subtype="CIDFontType2"):
    """A composite font, its descendant and the name that it has on the first page."""
    for font in fonts(pdf, "Type0"):
        if font.DescendantFonts[0].Subtype == "/" + subtype:
            key = next(key for key, value in pdf.pages[0].obj.Resources.Font.items() if value.objgen == font.objgen)
            return font, font.DescendantFonts[0], key
    raise LookupError(subtype)


def map_unicode(pdf, font, code, value):
    """One more row in a font's ToUnicode."""
    digits = b"%02x" if font.Subtype != "/Type0" else b"%04x"
    row = b"1 beginbfchar\n<" + digits % code + b"> <" + value + b">\nendbfchar\nendcmap"
    font.ToUnicode = pdf.make_stream(font.ToUnicode.read_bytes().replace(b"endcmap", row))


def unranged(font):
    """A ToUnicode CMap with a row for each code."""
    rows = CMap(font.ToUnicode.read_bytes()).unicode
    return b"begincmap\n%d beginbfchar\n" % len(rows) + b"".join(
        b"<%x> <%s>\n" % (code, value.encode("utf-16-be").hex().encode()) for code, value in rows.items()) + b"endbfchar\nendcmap\n"


def program(pdf, font, changes):
    """The embedded TrueType program of a font, changed by fontTools."""
    made = TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()), recalcTimestamp=False)
    changes(made)
    out = io.BytesIO()
    made.save(out, reorderTables=False)
    stream = pdf.make_stream(out.getvalue())
    stream.Length1 = len(out.getvalue())
    font.FontDescriptor.FontFile2 = stream


def cmaps(font, *encodings):
    """Gives a program cmaps of these platforms and encodings, with what its first one maps."""
    first, tables = font["cmap"].tables[0], []
    for platform, which in encodings:
        table = CmapSubtable.getSubtableClass(4)(4)
        table.platformID, table.platEncID, table.language = platform, which, 0
        table.cmap = dict(first.cmap)
        tables.append(table)
    font["cmap"].tables = tables


def embedded_cmap(pdf, extra=b"", **more):
    """Makes the encoding of a composite font an embedded CMap that maps codes to the same CIDs."""
    font, descendant, key = wide(pdf)
    info = descendant.CIDSystemInfo
    stream = pdf.make_stream(b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CMapName /Test def /WMode 0 def\n"
                             b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
                             b"1 begincidrange\n<0000> <FFFE> 0\nendcidrange\n" + extra + b"endcmap end end\n")
    stream.Type, stream.CMapName, stream.WMode = Name.CMap, Name.Test, 0
    stream.CIDSystemInfo = Dictionary(Registry=String(str(info.Registry)), Ordering=String(str(info.Ordering)),
                                      Supplement=int(info.Supplement))
    for name, value in more.items():
        if name in ("Registry", "Ordering", "Supplement"):
            stream.CIDSystemInfo["/" + name] = value
        else:
            stream["/" + name] = value
    font.Encoding = stream


def type1(pdf, charset="/A/B", shown=b"AB"):
    """Text in a Type 1 font of two glyphs in the compact format."""
    builder = FontBuilder(1000, isTTF=False)
    names = [".notdef", "A", "B"]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({65: "A", 66: "B"})
    strings = {}
    for index, one in enumerate(names):
        pen = T2CharStringPen(500 + index, None)
        pen.moveTo((0, 0))
        pen.lineTo((0, 500))
        pen.lineTo((400, 500))
        pen.closePath()
        strings[one] = pen.getCharString()
    builder.setupCFF("AAAAAA+Test", {}, strings, {})
    builder.setupHorizontalMetrics({one: (500 + index, 0) for index, one in enumerate(names)})
    stream = pdf.make_stream(builder.font.getTableData("CFF "))
    stream.Subtype = Name.Type1C
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name("/AAAAAA+Test"), Flags=32, FontBBox=Array([0, 0, 400, 500]),
                            ItalicAngle=0, Ascent=500, Descent=0, CapHeight=500, StemV=80, FontFile3=stream)
    if charset:
        descriptor.CharSet = String(charset)
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/AAAAAA+Test"), FirstChar=65, LastChar=66,
                                        Widths=Array([501, 502]), Encoding=Name.WinAnsiEncoding, FontDescriptor=descriptor))
    resource(pdf, "/Font", "/test", font)
    artifact(pdf, b"BT /test 8 Tf (" + shown + b") Tj ET")
    return font


def cidset(pdf, add=(), remove=()):
    _, descendant, _ = wide(pdf)
    size = TTFont(io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()))["maxp"].numGlyphs
    listed = (set(range(size)) | {size + one for one in add}) - set(remove)
    data = bytearray((size + 16) // 8 + 1)
    for one in listed:
        data[one // 8] |= 128 >> one % 8
    descendant.FontDescriptor.CIDSet = pdf.make_stream(bytes(data))

"""Fonts: their dictionaries, the programs that are embedded (read by fontTools), CMaps, and what of them is shown."""
import functools, io, re, struct
import pikepdf
from fontTools import agl, cffLib, t1Lib
from fontTools.encodings import MacRoman, StandardEncoding
from fontTools.misc.psCharStrings import T2WidthExtractor
from fontTools.ttLib import TTFont
from document import entries, is_array, is_dictionary, is_stream, name, number_of

# The predefined CMaps of ISO 32000-1, table 118, made of their parts.
PREDEFINED = {"Identity-H", "Identity-V", "H", "V", "83pv-RKSJ-H", "90pv-RKSJ-H", "KSCpc-EUC-H"} | {
    f"{base}-{way}" for way in "HV" for base in """GB-EUC GBpc-EUC GBK-EUC GBKp-EUC GBK2K UniGB-UCS2 UniGB-UTF16 B5pc HKscs-B5
        ETen-B5 ETenms-B5 CNS-EUC UniCNS-UCS2 UniCNS-UTF16 90ms-RKSJ 90msp-RKSJ Add-RKSJ EUC Ext-RKSJ UniJIS-UCS2 UniJIS-UCS2-HW
        UniJIS-UTF16 KSC-EUC KSCms-UHC KSCms-UHC-HW UniKS-UCS2 UniKS-UTF16""".split()}
COLLECTIONS = {"Adobe-GB1", "Adobe-CNS1", "Adobe-Japan1", "Adobe-Korea1"}
LATIN = {"WinAnsiEncoding", "MacRomanEncoding", "MacExpertEncoding"}
NONSYMBOLIC, SYMBOLIC = 32, 4
# Adobe's glyph names, the raised figures among them, which fontTools' list for new fonts leaves out.
GLYPHS = {**agl.AGL2UV, "onesuperior": 0xb9, "twosuperior": 0xb2, "threesuperior": 0xb3}
# Codes of WinAnsiEncoding whose names are not found by their character.
WINDOWS = {0xa0: "space", 0xad: "hyphen", 0xb2: "twosuperior", 0xb3: "threesuperior", 0xb9: "onesuperior"}


@functools.lru_cache(None)
def encoding(which):
    """The glyph names of the codes of a named encoding."""
    if which == "MacRomanEncoding":
        return dict(enumerate(MacRoman.MacRoman))
    if which == "StandardEncoding":
        return dict(enumerate(StandardEncoding.StandardEncoding))
    names = {}
    for code in range(32, 256):
        character = bytes([code]).decode("cp1252", "replace")
        names[code] = WINDOWS.get(code) or agl.UV2AGL.get(ord(character), "bullet")
    return names


class CMap:
    """An embedded CMap, or a ToUnicode one."""

    def __init__(self, data):
        data = re.sub(rb"%[^\r\n]*", b"", data)
        self.codes, self.cids, self.unicode = [], {}, {}
        mode = re.search(rb"/WMode\s+(\d+)", data)
        self.mode = int(mode[1]) if mode else 0
        self.uses = re.search(rb"/([^\s/]+)\s+usecmap", data)
        for block in re.findall(rb"begincodespacerange(.*?)endcodespacerange", data, re.S):
            for low, high in re.findall(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>", block):
                self.codes.append((len(plain(low)) // 2, int(plain(low), 16), int(plain(high), 16)))
        for block in re.findall(rb"begincidrange(.*?)endcidrange", data, re.S):
            for low, high, cid in re.findall(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(\d+)", block):
                for index, code in enumerate(range(int(plain(low), 16), min(int(plain(high), 16), int(plain(low), 16) + 65535) + 1)):
                    self.cids[code] = int(cid) + index
        for block in re.findall(rb"begincidchar(.*?)endcidchar", data, re.S):
            for code, cid in re.findall(rb"<([0-9A-Fa-f\s]+)>\s*(\d+)", block):
                self.cids[int(plain(code), 16)] = int(cid)
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.S):
            for code, value in re.findall(rb"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>", block):
                self.unicode[int(plain(code), 16)] = unicode_of(value)
        for block in re.findall(rb"beginbfrange(.*?)endbfrange", data, re.S):
            self.ranges(block)

    def ranges(self, block):
        for low, high, value, several in re.findall(
                rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])", block):
            codes = range(int(plain(low), 16), min(int(plain(high), 16), int(plain(low), 16) + 65535) + 1)
            if several:
                for code, one in zip(codes, re.findall(rb"<([0-9A-Fa-f\s]*)>", several)):
                    self.unicode[code] = unicode_of(one)
            else:
                first = unicode_of(value)
                for index, code in enumerate(codes):
                    self.unicode[code] = first[:-1] + chr(ord(first[-1]) + index) if first else ""


def plain(digits):
    return digits.translate(None, b" \r\n\t\f\0")


def unicode_of(digits):
    return bytes.fromhex(plain(digits).decode() + "0" * (len(plain(digits)) % 2)).decode("utf-16-be", "replace")


def is_private(string):
    return any(0xe000 <= ord(c) <= 0xf8ff or 0xf0000 <= ord(c) for c in string)


class Font:
    def __init__(self, doc, value):
        self.doc, self.value = doc, value
        self.subtype = name(value.get("/Subtype"))
        self.title = f"font {name(value.get('/BaseFont'))} ({number_of(value)})"
        self.shown, self.hidden = set(), set()  # codes, by whether they are rendered
        self.composite = self.subtype == "Type0"
        descendant = entries(value, "/DescendantFonts")
        self.descendant = descendant[0] if self.composite and descendant and is_dictionary(descendant[0]) else None
        self.body = self.descendant if self.composite else value
        descriptor = self.body.get("/FontDescriptor") if self.body is not None else None
        self.descriptor = descriptor if is_dictionary(descriptor) else None
        self.cmap = self.cmap_name = self.program = self.kind = None
        self.encoding = value.get("/Encoding")
        if self.composite:
            if is_stream(self.encoding):
                self.cmap = CMap(self.encoding.read_bytes())
                self.cmap_name = name(self.encoding.get("/CMapName"))
            else:
                self.cmap_name = name(self.encoding)
        to_unicode = value.get("/ToUnicode")
        self.to_unicode = CMap(to_unicode.read_bytes()).unicode if is_stream(to_unicode) else None
        self.private = {code for code, string in (self.to_unicode or {}).items() if is_private(string)}
        self.wide = self.composite and not self.cmap

    def fail(self, condition, why=""):
        self.doc.fail(condition, self.title, why)

    def codes(self, data):
        if not self.composite:
            return data
        if not self.cmap:
            return struct.unpack(f">{len(data) // 2}H", data[:len(data) // 2 * 2])
        codes, position = [], 0
        while position < len(data):
            for size, low, high in sorted(self.cmap.codes):
                code = int.from_bytes(data[position:position + size], "big")
                if position + size <= len(data) and low <= code <= high:
                    break
            else:
                size, code = 1, data[position]
            codes.append(code)
            position += size
        return codes

    # checking, after all that is shown is known

    def check(self):
        self.dictionary()
        self.unicode()
        if self.subtype == "Type3":
            return
        if self.composite:
            self.check_cmap()
        self.load()
        if self.program is None:
            return
        try:
            self.check_program()
        except Exception as error:  # fontTools raises what it likes on a broken font
            self.fail("6.2.11.2-program", f"{type(error).__name__}: {error}")

    def check_program(self):
        if self.composite:
            self.check_cid()
        elif self.subtype == "TrueType":
            self.check_truetype()
        else:
            self.check_type1()

    def dictionary(self):
        for part in {id(self.value): self.value, id(self.body): self.body}.values():
            if part is None:
                self.fail("6.2.11.2-dictionary", "no descendant font")
                continue
            if part.get("/Type") != "/Font":
                self.fail("6.2.11.2-dictionary", "Type is not Font")
            if self.subtype != "Type3" and not isinstance(part.get("/BaseFont"), pikepdf.Name):
                self.fail("6.2.11.2-dictionary", "no BaseFont")
        if self.subtype not in ("Type0", "Type1", "MMType1", "TrueType", "Type3"):
            self.fail("6.2.11.2-dictionary", f"Subtype {self.subtype}")
        if self.composite:
            if self.body is not None and name(self.body.get("/Subtype")) not in ("CIDFontType0", "CIDFontType2"):
                self.fail("6.2.11.2-dictionary", f"descendant {name(self.body.get('/Subtype'))}")
        else:
            first, last = self.value.get("/FirstChar"), self.value.get("/LastChar")
            if not isinstance(first, int) or not isinstance(last, int) \
                    or len(entries(self.value, "/Widths")) != last - first + 1:
                self.fail("6.2.11.2-dictionary", "FirstChar, LastChar and Widths do not fit each other")

    def unicode(self):
        for code, string in (self.to_unicode or {}).items():
            if "\0" in string:
                self.fail("31-028", f"code {code:#x}")
            if "\ufeff" in string or "\ufffe" in string:
                self.fail("31-029", f"code {code:#x}")
        if self.to_unicode is None and not self.needs_no_tounicode():
            self.fail("31-027")
        for code in sorted(self.shown | self.hidden):
            if not self.leads_to_unicode(code):
                self.fail("10-001", f"code {code:#x}")

    def needs_no_tounicode(self):
        if self.composite:
            info = self.descendant.get("/CIDSystemInfo") if self.descendant is not None else None
            collection = f"{info.get('/Registry')}-{info.get('/Ordering')}" if is_dictionary(info) else ""
            return self.cmap_name in PREDEFINED - {"Identity-H", "Identity-V"} or collection in COLLECTIONS
        base = self.encoding.get("/BaseEncoding") if is_dictionary(self.encoding) else self.encoding
        flags = int(self.descriptor.get("/Flags", 0)) if self.descriptor is not None else 0
        if self.subtype == "TrueType" and flags & SYMBOLIC:
            return False
        differences = [item for item in entries(self.encoding, "/Differences") if isinstance(item, pikepdf.Name)] \
            if is_dictionary(self.encoding) else []
        return (name(base) in LATIN or self.subtype == "Type1" and bool(differences)) \
            and all(str(item)[1:] in GLYPHS for item in differences)

    def leads_to_unicode(self, code):
        if self.to_unicode is not None and self.to_unicode.get(code):
            return True
        if not self.needs_no_tounicode():
            return False
        return self.composite or self.glyph_names().get(code, ".notdef") in GLYPHS

    def glyph_names(self):
        """Code to glyph name, as the font's Encoding says."""
        if not hasattr(self, "names"):
            base, names = self.encoding, {}
            if is_dictionary(base):
                base = base.get("/BaseEncoding")
            if name(base):
                names = dict(encoding(name(base)))
            elif self.kind == "cff" and not self.is_cid():
                names = self.built_in()
            elif self.subtype != "TrueType" or is_dictionary(self.encoding):
                names = dict(encoding("StandardEncoding"))
            code = 0
            for item in entries(self.encoding, "/Differences"):
                if isinstance(item, pikepdf.Name):
                    names[code] = str(item)[1:]
                    code += 1
                else:
                    code = int(item)
            self.names = names
        return self.names

    def built_in(self):
        own = self.program.Encoding
        return dict(encoding("StandardEncoding")) if own == "StandardEncoding" else dict(enumerate(own))

    def is_cid(self):
        return hasattr(self.program, "ROS")

    def check_cmap(self):
        if self.descendant is None:
            return
        if self.cmap is None:
            if self.cmap_name not in PREDEFINED:
                self.fail("31-006", str(self.cmap_name))
        else:
            info, own = self.encoding.get("/CIDSystemInfo"), self.descendant.get("/CIDSystemInfo")
            if is_dictionary(info) and is_dictionary(own):
                if str(info.get("/Registry")) != str(own.get("/Registry")):
                    self.fail("31-001", f"{info.get('/Registry')} and {own.get('/Registry')}")
                if str(info.get("/Ordering")) != str(own.get("/Ordering")):
                    self.fail("31-002", f"{info.get('/Ordering')} and {own.get('/Ordering')}")
                if int(own.get("/Supplement", 0)) < int(info.get("/Supplement", 0)):
                    self.fail("31-003", f"{own.get('/Supplement')} below {info.get('/Supplement')}")
            if int(self.encoding.get("/WMode", 0)) != self.cmap.mode:
                self.fail("31-007", f"{self.encoding.get('/WMode', 0)} and {self.cmap.mode}")
            use = self.encoding.get("/UseCMap")
            used = name(use) or (name(use.get("/CMapName")) if is_stream(use) else None) \
                or (self.cmap.uses[1].decode("latin1") if self.cmap.uses else None)
            if used is not None and used not in PREDEFINED:
                self.fail("31-008", used)
            if any(cid > 65535 for cid in self.cmap.cids.values()):
                self.fail("6.1.13-cid")
        if name(self.descendant.get("/Subtype")) == "CIDFontType2" and self.descriptor is not None \
                and "/FontFile2" in self.descriptor:
            to_glyph = self.descendant.get("/CIDToGIDMap")
            if to_glyph is None:
                self.fail("31-005")
            elif not is_stream(to_glyph) and name(to_glyph) != "Identity":
                self.fail("31-004", str(to_glyph))

    def load(self):
        """The embedded program."""
        file, kind = None, None
        for key in ("/FontFile", "/FontFile2", "/FontFile3"):
            if self.descriptor is not None and is_stream(self.descriptor.get(key)):
                file, kind = self.descriptor[key], key
        if file is None:
            if self.shown:
                self.fail("31-009")
            return
        try:
            data = file.read_bytes()
            subtype = name(file.get("/Subtype"))
            if kind == "/FontFile2" or kind == "/FontFile3" and subtype == "OpenType":
                font = TTFont(io.BytesIO(data), lazy=True)
                if "CFF " in font:
                    self.program, self.kind = font["CFF "].cff[0], "cff"
                else:
                    self.program, self.kind = font, "truetype"
                    font["glyf"], font["hmtx"]
            elif kind == "/FontFile3" and subtype in ("Type1C", "CIDFontType0C"):
                fonts = cffLib.CFFFontSet()
                fonts.decompile(io.BytesIO(data), None)
                self.program, self.kind = fonts[0], "cff"
            elif kind == "/FontFile":
                font = t1Lib.T1Font.__new__(t1Lib.T1Font)
                font.data, font.encoding = t1Lib.deHexEncrypt(data) if hasattr(t1Lib, "deHexEncrypt") else data, "ascii"
                font.parse()
                self.program, self.kind = font.font, "type1"
            else:
                self.fail("6.2.11.2-program", f"{kind} of type {subtype}")
        except Exception as error:  # fontTools raises what it likes on a broken font
            self.fail("6.2.11.2-program", f"{type(error).__name__}: {error}")

    # composite fonts

    def check_cid(self):
        map_stream = self.descendant.get("/CIDToGIDMap")
        mapping = None
        if is_stream(map_stream):
            data = map_stream.read_bytes()
            mapping = struct.unpack(f">{len(data) // 2}H", data[:len(data) // 2 * 2])
        widths, default = cid_widths(self.descendant)
        if self.kind == "truetype":
            advances, units = self.program["hmtx"].metrics, self.program["head"].unitsPerEm
            order, glyphs = self.program.getGlyphOrder(), self.program["maxp"].numGlyphs
        else:
            glyphs = len(self.program.charset)
        for code in sorted(self.shown | self.hidden):
            cid = code if self.cmap is None else self.cmap.cids.get(code, 0)
            if self.kind == "truetype":
                glyph = cid if mapping is None else mapping[cid] if cid < len(mapping) else 0
                present = glyph < glyphs
                width = advances[order[glyph]][0] * 1000 / units if present else 0
            else:
                glyph = self.cff_glyph(cid)
                present = glyph is not None
                width = cff_width(self.program, glyph) if present else 0
            if cid == 0 or present and glyph == 0:
                self.fail("31-030", f"code {code:#x}")
            elif not present and code in self.shown:
                self.fail("31-011", f"code {code:#x}, CID {cid}")
            elif code in self.shown and abs(widths.get(cid, default) - width) > 1:
                self.fail("31-016", f"code {code:#x}: {widths.get(cid, default)} and {width:.1f}")
        self.check_cidset(glyphs)

    def cff_glyph(self, cid):
        if not self.is_cid():
            return cid if cid < len(self.program.charset) else None
        if not hasattr(self, "places"):
            self.places = {int(entry[3:]) if entry.startswith("cid") else 0: index
                           for index, entry in enumerate(self.program.charset)}
        return self.places.get(cid)

    def check_cidset(self, glyphs):
        cidset = self.descriptor.get("/CIDSet")
        if not is_stream(cidset):
            return
        data = cidset.read_bytes()
        listed = {byte * 8 + bit for byte, value in enumerate(data) for bit in range(8) if value & 128 >> bit}
        if self.kind == "cff" and self.is_cid():
            self.cff_glyph(0)
            own = set(self.places)
        else:
            own = set(range(glyphs))
        if own - listed - {0}:
            self.fail("31-014", str(sorted(own - listed)[:8]))
        if listed - own:
            self.fail("31-015", str(sorted(listed - own)[:8]))

    # simple fonts

    def width(self, code):
        first, widths = int(self.value.get("/FirstChar", 0)), entries(self.value, "/Widths")
        if 0 <= code - first < len(widths):
            return float(widths[code - first])
        return float(self.descriptor.get("/MissingWidth", 0)) if self.descriptor is not None else 0.0

    def check_truetype(self):
        flags = int(self.descriptor.get("/Flags", 0))
        if flags & SYMBOLIC or not flags & NONSYMBOLIC:
            symbolic = True
        else:
            symbolic = False
        tables = {(table.platformID, table.platEncID): table.cmap for table in self.program["cmap"].tables} \
            if "cmap" in self.program else {}
        find = self.symbolic(tables) if symbolic else self.nonsymbolic(tables)
        if find is None:
            return
        advances, units = self.program["hmtx"].metrics, self.program["head"].unitsPerEm
        order = self.program.getGlyphOrder()
        for code in sorted(self.shown | self.hidden):
            glyph = find(code)
            if glyph is None:
                if not symbolic:
                    self.fail("31-018", f"code {code:#x}")
                else:
                    self.fail("31-030", f"code {code:#x}")
            elif glyph not in advances:
                self.fail("31-011", f"code {code:#x}")
            elif glyph == order[0]:
                self.fail("31-030", f"code {code:#x}")
            elif code in self.shown and abs(self.width(code) - advances[glyph][0] * 1000 / units) > 1:
                self.fail("31-016", f"code {code:#x}: {self.width(code)} and {advances[glyph][0] * 1000 / units:.1f}")

    def symbolic(self, tables):
        if self.encoding is not None:
            self.fail("31-024")
        if not tables:
            self.fail("31-025")
            return None
        if len(tables) > 1 and (3, 0) not in tables:
            self.fail("31-026", str(sorted(tables)))
        if (3, 0) in tables:
            table = tables[3, 0]
            base = min(table, default=0) & 0xff00
            return lambda code: table.get(base + code) or table.get(code)
        table = tables.get((1, 0)) or next(iter(tables.values()))
        return table.get

    def nonsymbolic(self, tables):
        which, differences = self.encoding, []
        if which is None:
            self.fail("31-019")
            return None
        if is_dictionary(which):
            differences = [str(item)[1:] for item in entries(which, "/Differences") if isinstance(item, pikepdf.Name)]
            if "/BaseEncoding" not in which:
                self.fail("31-020")
                return None
            which = which["/BaseEncoding"]
        if name(which) not in ("WinAnsiEncoding", "MacRomanEncoding"):
            self.fail("31-021", str(which))
            return None
        if differences:
            for one in differences:
                if one not in GLYPHS:
                    self.fail("31-022", one)
            if (3, 1) not in tables:
                self.fail("31-023", str(sorted(tables)))
        if (3, 1) not in tables and (1, 0) not in tables:
            self.fail("31-017", str(sorted(tables)))
            return None
        names = self.glyph_names()
        roman = {entry: code for code, entry in encoding("MacRomanEncoding").items()}

        def find(code):
            entry = names.get(code)
            if (3, 1) in tables:
                found = tables[3, 1].get(GLYPHS.get(entry, -1))
                if not found and code in (0xa0, 0xad):  # WinAnsi has space and hyphen twice
                    found = tables[3, 1].get(code)
                if found:
                    return found
            return tables.get((1, 0), {}).get(roman.get(entry, -1))
        return find

    def check_type1(self):
        if self.kind == "cff":
            own = set(self.program.charset)
        elif self.kind == "type1":
            own = set(self.program["CharStrings"])
        else:
            self.fail("6.2.11.2-program", f"{self.subtype} with a TrueType program")
            return
        names = self.glyph_names()
        for code in sorted(self.shown | self.hidden):
            glyph = names.get(code, ".notdef")
            if glyph == ".notdef":
                self.fail("31-030", f"code {code:#x}")
            elif glyph not in own:
                if code in self.shown:
                    self.fail("31-011", f"code {code:#x}, {glyph}")
            elif self.kind == "cff" and code in self.shown:
                width = cff_width(self.program, self.program.charset.index(glyph))
                if abs(self.width(code) - width) > 1:
                    self.fail("31-016", f"code {code:#x}: {self.width(code)} and {width:.1f}")
        charset = self.descriptor.get("/CharSet")
        if isinstance(charset, pikepdf.String):
            listed = set(str(charset).split("/")[1:])
            if own - listed - {".notdef"}:
                self.fail("31-012", str(sorted(own - listed)[:8]))
            if listed - own - {".notdef"}:
                self.fail("31-013", str(sorted(listed - own)[:8]))


def cid_widths(descendant):
    widths, items = {}, entries(descendant, "/W")
    position = 0
    while position + 1 < len(items):
        if is_array(items[position + 1]):
            for index, width in enumerate(items[position + 1]):
                widths[int(items[position]) + index] = float(width)
            position += 2
        else:
            for cid in range(int(items[position]), int(items[position + 1]) + 1):
                widths[cid] = float(items[position + 2])
            position += 3
    return widths, float(descendant.get("/DW", 1000))


def cff_width(program, index):
    strings = program.CharStrings
    string = strings[program.charset[index]]
    private = string.private
    extractor = T2WidthExtractor(getattr(private, "Subrs", []), program.GlobalSubrs, getattr(private, "nominalWidthX", 0),
                                 getattr(private, "defaultWidthX", 0))
    extractor.execute(string)
    matrix = getattr(program, "FontMatrix", None) or [0.001]
    if hasattr(program, "FDSelect"):
        inner = program.FDArray[program.FDSelect[index]]
        matrix = [matrix[0] * inner.FontMatrix[0] * (1000 if matrix[0] == 0.001 and inner.FontMatrix[0] == 0.001 else 1)] \
            if hasattr(inner, "FontMatrix") and "FontMatrix" in inner.rawDict else matrix
    return extractor.width * matrix[0] * 1000

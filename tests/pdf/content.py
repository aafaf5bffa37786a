"""Content streams: what is marked and how, colours, resources, images, and which characters of which fonts are shown."""
import collections, re
import pikepdf
from document import entries, is_array, is_dictionary, is_stream, name, number_of, text
from fonts import Font
from rawfile import FILTERS, tokens

OPERATORS = set("""b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q re RG
    rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"""".split())
PAINTING = set("b B b* B* f F f* s S sh".split())
INLINE = {"AHx": "ASCIIHexDecode", "A85": "ASCII85Decode", "Fl": "FlateDecode", "RL": "RunLengthDecode", "CCF": "CCITTFaxDecode",
          "DCT": "DCTDecode"}
BLENDS = set("""Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference
    Exclusion Hue Saturation Color Luminosity""".split())
INTENTS = {"RelativeColorimetric", "AbsoluteColorimetric", "Perceptual", "Saturation"}
PAGINATION = {None, "Header", "Footer", "Watermark"}
DEVICE = {"DeviceRGB": "RGB", "DeviceCMYK": "CMYK", "DeviceGray": "GRAY", "RGB": "RGB", "CMYK": "CMYK", "G": "GRAY"}
PROCESS = {"Cyan", "Magenta", "Yellow", "Black", "None", "All"}

Mark = collections.namedtuple("Mark", "tag mcid held actual element")


class Content:
    def __init__(self, doc, structure):
        self.doc, self.fail, self.structure = doc, doc.fail, structure
        self.fonts = {}
        self.used = collections.defaultdict(set)   # page or XObject: MCIDs
        self.uses = collections.Counter()          # form XObject: how often
        self.tagged_forms = set()
        self.devices = {}                          # RGB, CMYK, GRAY: where
        self.spaces = set()
        self.separations = {}
        self.done = set()
        self.transparent = {}
        self.states = set()
        self.words = collections.defaultdict(str)  # element in a label: its text

    def check(self):
        self.output_intents()
        for number, page in enumerate(self.doc.pages, 1):
            self.page(number, page.obj)
        for form in self.tagged_forms:
            if self.uses[form] > 1:
                self.fail("30-002", f"object {form[0]}", f"{self.uses[form]} times")
        self.structure.match_content(self.used, self.words)
        for font in self.fonts.values():
            font.check()
        self.devices_and_intents()

    def page(self, number, page):
        where = f"page {number}"
        for key in ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"):
            box = [float(side) for side in inherited(page, key) or []]
            if len(box) == 4:
                for size in (abs(box[2] - box[0]), abs(box[3] - box[1])):
                    if not 3 <= size <= 14400:
                        self.fail("6.1.13-page", where, f"{key} {size}")
        if "/Resources" not in page and "/Contents" in page:
            self.fail("6.2.2-resources", where, "no resources of its own")
        group = page.get("/Group")
        if is_dictionary(group):
            self.space(group.get("/CS"), where, {})
        self.transparent[number] = [False, is_dictionary(group) and "/CS" in group]
        self.number = number
        if "/Contents" in page:
            Stream(self, page, inherited(page, "/Resources"), where, page.objgen, True, []).run()
        for annotation in entries(page, "/Annots"):
            if is_dictionary(annotation):
                self.appearances(annotation, f"{where}, {annotation.get('/Subtype')} {number_of(annotation)}")

    def appearances(self, annotation, where):
        found = annotation.get("/AP")
        for _, value in (found.items() if is_dictionary(found) else []):
            for stream in ([value] if is_stream(value) else [one for _, one in value.items()] if is_dictionary(value) else []):
                if is_stream(stream):
                    mark = annotation.get("/Subtype") == "/PrinterMark"
                    Stream(self, stream, stream.get("/Resources"), where, stream.objgen, False, [], mark).run()

    # colours

    def output_intents(self):
        self.output, profiles = None, set()
        for intent in entries(self.doc.root, "/OutputIntents"):
            if not is_dictionary(intent):
                continue
            where = f"output intent {name(intent.get('/S'))}"
            if "/DestOutputProfileRef" in intent:
                self.fail("6.2.3-reference", where)
            profile = intent.get("/DestOutputProfile")
            if is_stream(profile):
                profiles.add(profile.objgen)
                kind, space, version, components = icc(profile)
                if kind not in ("prtr", "mntr") or space not in ("RGB ", "CMYK", "GRAY") or version >= 5 \
                        or components != profile.get("/N"):
                    self.fail("6.2.3-profile", where, f"class {kind!r}, space {space!r}, version {version}, N {profile.get('/N')}")
                if name(intent.get("/S")) == "GTS_PDFA1":
                    self.output = space
            elif name(intent.get("/S")) == "GTS_PDFA1":
                if not text(intent.get("/OutputConditionIdentifier")):
                    self.fail("6.2.3-profile", where, "neither profile nor condition")
            if name(intent.get("/S")) == "GTS_PDFA1" and not text(intent.get("/OutputConditionIdentifier")):
                self.fail("6.2.3-profile", where, "OutputConditionIdentifier is missing")
        if len(profiles) > 1:
            self.fail("6.2.3-one", "catalog")

    def devices_and_intents(self):
        for kind, where in self.devices.items():
            if kind == "RGB" and self.output != "RGB ":
                self.fail("6.2.4.3-rgb", where)
            elif kind == "CMYK" and self.output != "CMYK":
                self.fail("6.2.4.3-cmyk", where)
            elif kind == "GRAY" and self.output is None:
                self.fail("6.2.4.3-gray", where)
        for number, (transparent, group) in self.transparent.items():
            if transparent and not group and self.output is None:
                self.fail("6.2.10-group", f"page {number}")

    def space(self, value, where, resources, depth=0):
        """Looks at a colour space; gives its name."""
        if value is None or depth > 8:
            return None
        spaces = resources.get("/ColorSpace") if is_dictionary(resources) else None
        spaces = spaces if is_dictionary(spaces) else {}
        if isinstance(value, pikepdf.Name):
            if name(value) in DEVICE:
                kind = DEVICE[name(value)]
                if f"/Default{kind.title() if kind == 'GRAY' else kind}" not in spaces:
                    self.devices.setdefault(kind, where)
                return kind
            return self.space(spaces.get(str(value)), where, resources, depth + 1) if str(value) in spaces else name(value)
        if not is_array(value) or not len(value):
            return None
        kind = name(value[0])
        if kind == "ICCBased" and is_stream(value[1]):
            if value[1].objgen not in self.spaces:
                self.spaces.add(value[1].objgen)
                profile, space, version, components = icc(value[1])
                if profile not in ("prtr", "mntr", "scnr", "spac") or space not in ("RGB ", "CMYK", "GRAY", "Lab ") \
                        or version >= 5 or components != value[1].get("/N"):
                    self.fail("6.2.4.2-icc", number_of(value[1]), f"{profile!r} {space!r} {version}, N {value[1].get('/N')}")
            return "ICC-CMYK" if value[1].get("/N") == 4 else "ICC"
        if kind in ("Indexed", "I", "Pattern") and len(value) > 1:
            self.space(value[1], where, resources, depth + 1)
        elif kind == "Separation":
            self.space(value[2], where, resources, depth + 1)
            self.separation(value, where)
        elif kind == "DeviceN":
            self.space(value[2], where, resources, depth + 1)
            names = [name(one) for one in value[1]]
            if len(names) > 32:
                self.fail("6.1.13-devicen", where, str(len(names)))
            attributes = value[4] if len(value) > 4 and is_dictionary(value[4]) else {}
            colorants = attributes.get("/Colorants") if attributes else None
            for one in names:
                if one not in PROCESS and (not is_dictionary(colorants) or "/" + one not in colorants):
                    self.fail("6.2.4.4-colorants", where, one)
            for _, one in (colorants.items() if is_dictionary(colorants) else []):
                self.space(one, where, resources, depth + 1)
        elif len(value) == 1:
            return self.space(value[0], where, resources, depth + 1)
        return kind

    def separation(self, value, where):
        key, body = name(value[1]), (value[2].unparse(resolved=True), shape(value[3]))
        if self.separations.setdefault(key, body) != body:
            self.fail("6.2.4.4-separation", where, key)

    def state(self, value, where):
        """A graphics state parameter dictionary; whether it makes anything transparent."""
        key = value.objgen if value.objgen != (0, 0) else value.unparse()
        if key not in self.states:
            self.states.add(key)
            if "/TR" in value or name(value.get("/TR2")) not in (None, "Default") or "/TR2" in value and not name(value["/TR2"]):
                self.fail("6.2.5-transfer", where)
            if "/HTP" in value:
                self.fail("6.2.5-halftone", where, "HTP")
            half = value.get("/HT")
            if is_dictionary(half) or is_stream(half):
                self.halftone(half, where)
            if "/RI" in value:
                self.intent(name(value["/RI"]), where)
            blends = list(value["/BM"]) if is_array(value.get("/BM")) else [value.get("/BM")]
            for blend in blends:
                if blend is not None and name(blend) not in BLENDS:
                    self.fail("6.2.10-blend", where, str(blend))
        return name(value.get("/BM")) not in (None, "Normal", "Compatible") or float(value.get("/ca", 1)) < 1 \
            or float(value.get("/CA", 1)) < 1 or is_dictionary(value.get("/SMask"))

    def halftone(self, half, where):
        if half.get("/HalftoneType") not in (1, 5) or "/HalftoneName" in half:
            self.fail("6.2.5-halftone", where, f"type {half.get('/HalftoneType')}")

    def intent(self, intent, where):
        if intent is not None and intent not in INTENTS:
            self.fail("6.2.6-intent", where, intent)

    def font(self, value):
        key = value.objgen
        if key not in self.fonts:
            self.fonts[key] = Font(self.doc, value)
        return self.fonts[key]


class State:
    __slots__ = ("font", "mode", "fill", "stroke", "over")

    def __init__(self, other=None):
        self.font, self.mode, self.fill, self.stroke, self.over = (
            (other.font, other.mode, other.fill, other.stroke, other.over) if other else (None, 0, None, None, (False, False, 0)))


class Stream:
    """One content stream, and what it draws. marks: what it stands in."""

    def __init__(self, content, value, resources, where, owner, tagging, marks, printer=False, depth=0, state=None):
        self.content, self.value, self.where, self.owner = content, value, where, owner
        self.fail, self.tagging, self.printer, self.depth = content.fail, tagging, printer, depth
        self.resources = resources if is_dictionary(resources) else pikepdf.Dictionary()
        self.outer, self.marks = marks, []
        self.state, self.saved = State(state), []
        self.found = {}

    def resource(self, kind, key):
        """A resource by its name; the content of one object is looked at as often as it is used, so keep it."""
        if (kind, key) not in self.found:
            group = self.resources.get(kind)
            value = group.get(key) if is_dictionary(group) else None
            if value is None:
                self.fail("6.2.2-resources", self.where, f"{kind} {key}")
            self.found[kind, key] = value
        return self.found[kind, key]

    def run(self):
        try:
            instructions = pikepdf.parse_content_stream(self.value)
        except pikepdf.PdfError as error:
            self.fail("6.2.2-operator", self.where, str(error))
            return
        for operands, operator in instructions:
            operator = str(operator)
            method = METHODS.get(operator)
            try:
                if method:
                    method(self, operands, operator)
                elif operator not in OPERATORS:
                    self.fail("6.2.2-operator", self.where, operator)
            except (IndexError, TypeError, ValueError, AttributeError) as error:
                self.fail("6.2.2-operator", self.where, f"{operator}: {error}")
        if self.marks or self.saved:
            self.fail("6.2.2-operator", self.where, f"{len(self.marks)} BDC without EMC, {len(self.saved)} q without Q")

    # marks

    def begin(self, operands, operator):
        tag, mcid, actual, element = name(operands[0]), None, False, None
        properties = operands[1] if operator == "BDC" else None
        if isinstance(properties, pikepdf.Name):
            properties = self.resource("/Properties", str(properties))
        if is_dictionary(properties):
            if "/MCID" in properties:
                mcid = int(properties["/MCID"])
            actual = "/ActualText" in properties
            self.properties(tag, properties)
        everything = self.outer + self.marks
        if tag == "Artifact":
            if any(mark.mcid is not None for mark in everything):
                self.fail("01-003", self.where, self.near(everything))
        elif mcid is not None:
            used = self.content.used[self.owner]
            if mcid in used and self.tagging:
                self.fail("+content", self.where, f"MCID {mcid} twice")
            used.add(mcid)
            if any(mark.tag == "Artifact" for mark in everything):
                self.fail("01-004", self.where, f"MCID {mcid}")
            element = self.content.structure.held.get(self.owner, {}).get(mcid)
            if self.owner not in self.content.doc.page_number and self.tagging:
                self.content.tagged_forms.add(self.owner)
            if element and tag == "Span" and self.content.structure.language_of(element) is None and not text(
                    properties.get("/Lang")):
                self.fail("11-001", self.where, f"MCID {mcid}")
            elif element and self.content.structure.language_of(element) in (None, "") and not text(properties.get("/Lang")):
                self.fail("11-001", self.where, f"MCID {mcid}")
        self.marks.append(Mark(tag, mcid, tag == "Artifact" or element is not None, actual, element))

    def properties(self, tag, properties):
        language = text(properties.get("/Lang"))
        if language and not re.match(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$", language):
            self.fail("6.7.4-language", self.where, language)
        known = language or self.content.doc.language or any(
            mark.element and self.content.structure.language_of(mark.element) for mark in self.outer + self.marks)
        if not known and any(key in properties for key in ("/ActualText", "/Alt", "/E")):
            self.fail("11-002", self.where, tag)
        if tag == "Artifact" and name(properties.get("/Type")) == "Pagination" \
                and name(properties.get("/Subtype")) not in PAGINATION:
            self.fail("+artifact", self.where, str(properties.get("/Subtype")))
        if tag == "Artifact" and name(properties.get("/Type")) not in (None, "Pagination", "Layout", "Page", "Background"):
            self.fail("+artifact", self.where, str(properties.get("/Type")))

    def end(self, operands, operator):
        if not self.marks:
            raise ValueError("nothing was begun")
        self.marks.pop()

    def near(self, marks):
        return " ".join(f"{mark.tag}{'' if mark.mcid is None else ' ' + str(mark.mcid)}" for mark in marks[-3:])

    def shown(self, what):
        """Something is drawn."""
        if self.tagging and not any(mark.held for mark in self.marks) and not any(mark.held for mark in self.outer):
            self.fail("01-005", self.where, f"{what} in {self.near(self.outer + self.marks) or 'nothing'}")
        if self.printer and not any(mark.tag == "Artifact" for mark in self.marks):
            self.fail("28-018", self.where, what)

    def paint(self, operands, operator):
        self.shown(operator)
        if operator == "sh":
            shading = self.resource("/Shading", str(operands[0]))
            if is_dictionary(shading) or is_stream(shading):
                self.content.space(shading.get("/ColorSpace"), self.where, self.resources)
        fill, stroke, (over_fill, over_stroke, mode) = self.state.fill, self.state.stroke, self.state.over
        if mode == 1 and (over_fill and fill == "ICC-CMYK" and operator not in "sS"
                          or over_stroke and stroke == "ICC-CMYK" and operator not in ("f", "F", "f*")):
            self.fail("6.2.4.2-overprint", self.where)

    # state

    def save(self, operands, operator):
        self.saved.append(State(self.state))
        if self.depth + len(self.saved) > 28:
            self.fail("6.1.13-nesting", self.where, str(self.depth + len(self.saved)))

    def restore(self, operands, operator):
        if not self.saved:
            raise ValueError("nothing was saved")
        self.state = self.saved.pop()

    def device(self, operands, operator):
        kind = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}[operator.lower()]
        setattr(self.state, "fill" if operator.islower() else "stroke",
                self.content.space(pikepdf.Name("/" + kind), self.where, self.resources))

    def colour_space(self, operands, operator):
        if name(operands[0]) not in ("DeviceRGB", "DeviceGray", "DeviceCMYK", "Pattern"):
            self.resource("/ColorSpace", str(operands[0]))
        setattr(self.state, "fill" if operator == "cs" else "stroke",
                self.content.space(operands[0], self.where, self.resources))

    def colour(self, operands, operator):
        if operands and isinstance(operands[-1], pikepdf.Name):
            pattern = self.resource("/Pattern", str(operands[-1]))
            if pattern is None or pattern.objgen in self.content.done:
                return
            self.content.done.add(pattern.objgen)
            if is_stream(pattern):
                Stream(self.content, pattern, pattern.get("/Resources"), f"pattern {number_of(pattern)}", pattern.objgen, False,
                       []).run()
            elif "/Shading" in pattern:
                self.content.space(pattern["/Shading"].get("/ColorSpace"), self.where, self.resources)
            if is_dictionary(pattern) and is_dictionary(pattern.get("/ExtGState")):
                self.content.state(pattern["/ExtGState"], self.where)

    def graphics_state(self, operands, operator):
        value = self.resource("/ExtGState", str(operands[0]))
        if not is_dictionary(value):
            return
        if self.content.state(value, f"{self.where}, graphics state {operands[0]}"):
            self.content.transparent[self.content.number][0] = True
        over = list(self.state.over)
        if "/OP" in value:
            over[1] = value["/OP"] is True
            if "/op" not in value:
                over[0] = over[1]
        if "/op" in value:
            over[0] = value["/op"] is True
        if "/OPM" in value:
            over[2] = int(value["/OPM"])
        self.state.over = tuple(over)
        mask = value.get("/SMask")
        if is_dictionary(mask) and is_stream(mask.get("/G")) and mask["/G"].objgen not in self.content.done:
            self.content.done.add(mask["/G"].objgen)
            Stream(self.content, mask["/G"], mask["/G"].get("/Resources"), f"soft mask {number_of(mask['/G'])}",
                   mask["/G"].objgen, False, []).run()
        if is_array(value.get("/Font")):
            self.state.font = self.content.font(value["/Font"][0])

    def rendering_intent(self, operands, operator):
        self.content.intent(name(operands[0]), self.where)

    # text

    def set_font(self, operands, operator):
        value = self.resource("/Font", str(operands[0]))
        self.state.font = self.content.font(value) if is_dictionary(value) else None

    def set_mode(self, operands, operator):
        self.state.mode = int(operands[0])

    def show(self, operands, operator):
        last = operands[-1]
        data = b"".join(bytes(part) for part in last if isinstance(part, pikepdf.String)) if is_array(last) else bytes(last)
        if not data:
            return
        self.shown("text")
        font = self.state.font
        if font is None:
            self.fail("6.2.2-resources", self.where, "text without font")
            return
        if len(data) > 32767:
            self.fail("6.1.13-string", self.where, f"{len(data)} bytes")
        codes = font.codes(data)
        (font.hidden if self.state.mode == 3 else font.shown).update(codes)
        everything = self.outer + self.marks
        if font.private and not font.private.isdisjoint(codes) and not any(
                mark.actual or mark.element and mark.element.actual for mark in everything):
            self.fail("6.2.11.7-private", self.where, f"{font.title}: {self.near(everything)}")
        for mark in everything:
            if mark.element and any(one.type == "Lbl" for one in mark.element.ancestors()):
                self.content.words[mark.element] += "".join((font.to_unicode or {}).get(code) or chr(code) for code in codes)
            if mark.element and any(one.type == "Formula" for one in mark.element.ancestors()):
                for code in codes:
                    if not font.leads_to_unicode(code):
                        self.fail("17-003", mark.element.number, f"{font.title}, code {code:#x}")

    # images and forms

    def draw(self, operands, operator):
        value = self.resource("/XObject", str(operands[0]))
        if not is_stream(value):
            return
        kind, where = name(value.get("/Subtype")), f"{self.where}, {operands[0]} ({number_of(value)})"
        if kind == "Image":
            self.shown(f"image {operands[0]}")
            if value.objgen not in self.content.done:
                self.content.done.add(value.objgen)
                self.image(value, where)
        elif kind == "Form":
            self.form(value, where)
        elif kind == "PS":
            self.fail("6.2.9-postscript", where)

    def form(self, value, where):
        if "/OPI" in value or "/PS" in value or name(value.get("/Subtype2")) == "PS":
            self.fail("6.2.9-form", where)
        if "/Ref" in value:
            self.fail("30-001", where)
        if self.depth > 20:
            self.fail("6.2.2-operator", where, "forms in forms without end")
            return
        self.content.uses[value.objgen] += 1
        group = value.get("/Group")
        if is_dictionary(group):
            self.content.transparent[self.content.number][0] = True
            self.content.space(group.get("/CS"), where, {})
        if self.content.uses[value.objgen] > 1 and value.objgen in self.content.tagged_forms:
            return
        resources = value.get("/Resources")
        if resources is None:
            if re.search(rb"\b(Tf|Do|gs|sh|scn)\b", value.read_bytes()):
                self.fail("6.2.2-resources", where, "no resources of its own")
            resources = self.resources
        Stream(self.content, value, resources, where, value.objgen, self.tagging, self.outer + self.marks, self.printer,
               self.depth + len(self.saved), self.state).run()

    def image(self, value, where):
        if "/Alternates" in value or "/OPI" in value or value.get("/Interpolate") is True:
            self.fail("6.2.8-image", where)
        jpx = value.get("/Filter") is not None and "/JPXDecode" in value["/Filter"].unparse().decode("latin1")
        bits = value.get("/BitsPerComponent")
        if value.get("/ImageMask") is True:
            if bits not in (None, 1):
                self.fail("6.2.8-image", where, f"{bits} bits in a mask")
        elif not jpx and bits not in (1, 2, 4, 8, 16):
            self.fail("6.2.8-image", where, f"{bits} bits")
        self.content.space(value.get("/ColorSpace"), where, self.resources)
        self.content.intent(name(value.get("/Intent")), where)
        if is_stream(value.get("/SMask")):
            self.content.transparent[self.content.number][0] = True
            self.image(value["/SMask"], where + ", soft mask")
        if jpx:
            jpeg2000(value.read_raw_bytes(), lambda why: self.fail("6.2.8-jpeg2000", where, why))

    def inline_image(self, operands, operator):
        self.shown("inline image")
        image, key = collections.defaultdict(list), None
        for kind, value, _ in tokens(operands[0].unparse(), 2):
            if value == b"ID":
                break
            if kind == "name" and (key is None or image[key] and image[key][0] != b"["):
                key = value
            elif value == b"]":
                key = None
            elif key:
                image[key].append(value)
        if b"true" in image.get(b"/I", []) + image.get(b"/Interpolate", []):
            self.fail("6.2.8-image", self.where, "an inline image is interpolated")
        for one in image.get(b"/F", []) + image.get(b"/Filter", []):
            one = one.decode("latin1").lstrip("/")
            if one != "[" and INLINE.get(one, one) not in FILTERS - {"Crypt", "JBIG2Decode", "JPXDecode"}:
                self.fail("6.1.10-inline", self.where, one)
        for one in image.get(b"/CS", []) + image.get(b"/ColorSpace", []):
            if one.startswith(b"/"):
                self.content.space(pikepdf.Name(one.decode("latin1")), self.where, self.resources)


METHODS = {
    "BMC": Stream.begin, "BDC": Stream.begin, "EMC": Stream.end, "q": Stream.save, "Q": Stream.restore, "gs": Stream.graphics_state,
    "ri": Stream.rendering_intent, "Tf": Stream.set_font, "Tr": Stream.set_mode, "Do": Stream.draw,
    "INLINE IMAGE": Stream.inline_image,
    "cs": Stream.colour_space, "CS": Stream.colour_space,
    **{operator: Stream.colour for operator in ("sc", "SC", "scn", "SCN")},
    **{operator: Stream.device for operator in ("g", "G", "rg", "RG", "k", "K")},
    **{operator: Stream.show for operator in ("Tj", "TJ", "'", '"')},
    **{operator: Stream.paint for operator in PAINTING},
}


def inherited(page, key):
    for _ in range(50):
        if not is_dictionary(page):
            return None
        if key in page:
            return page[key]
        page = page.get("/Parent")
    return None


def shape(function):
    """A function as text that two equal ones share."""
    if is_stream(function):
        return function.read_bytes() + b"".join(key.encode() + value.unparse() if isinstance(value, pikepdf.Object)
                                                else f"{key}{value}".encode() for key, value in function.items()
                                                if key not in ("/Length", "/Filter", "/DecodeParms"))
    return function.unparse(resolved=True)


def icc(profile):
    """Class, colour space, version and number of components of an ICC profile."""
    data = profile.read_bytes()
    if len(data) < 132 or data[36:40] != b"acsp" or int.from_bytes(data[:4], "big") > len(data):
        return None, None, 9, 0
    space = data[16:20].decode("latin1")
    return data[12:16].decode("latin1"), space, data[8], {"RGB ": 3, "Lab ": 3, "CMYK": 4, "GRAY": 1}.get(space, 0)


def jpeg2000(data, fail):
    position, colours = 0, []

    def boxes(start, end):
        while start + 8 <= end:
            size, kind = int.from_bytes(data[start:start + 4], "big"), data[start + 4:start + 8]
            size = size or end - start
            yield kind, start + 8, start + size
            if kind == b"jp2h":
                yield from boxes(start + 8, start + size)
            start += max(size, 8)

    for kind, start, end in boxes(position, len(data)):
        if kind == b"ihdr":
            if int.from_bytes(data[start + 8:start + 10], "big") not in (1, 3, 4):
                fail("number of channels")
            if data[start + 10] != 255 and data[start + 10] & 127 > 37:
                fail("depth")
        elif kind == b"bpcc":
            fail("channels of different depths")
        elif kind == b"colr":
            colours.append((data[start], data[start + 2], data[start + 3:start + 7]))
            if data[start] not in (1, 2, 3):
                fail("method of colour")
            if data[start] == 1 and int.from_bytes(data[start + 3:start + 7], "big") == 19:
                fail("CIEJab")
    if len(colours) > 1 and sum(approximation == 1 for _, approximation, _ in colours) != 1:
        fail("no one best colour space")

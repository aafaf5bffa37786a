"""Annotations, forms, actions, embedded files, optional content, bookmarks: what hangs on the pages and the catalog."""
import re
import pikepdf
from document import entries, is_array, is_dictionary, is_stream, name, number_of, text, tree

PERMITTED = set("""Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret Ink Popup
    FileAttachment Widget PrinterMark TrapNet Watermark Redact""".split())
KNOWN = PERMITTED | {"Sound", "Movie", "Screen", "3D"}
ACTIONS = {"GoTo", "GoToR", "GoToE", "Thread", "URI", "Named", "SubmitForm"}
MIME = re.compile(r"[-\w+.]+/[-\w+.]+$")


class Annotations:
    def __init__(self, doc, structure):
        self.doc, self.fail, self.structure = doc, doc.fail, structure
        self.root = doc.root

    def check(self):
        for number, page in enumerate(self.doc.pages, 1):
            self.page(f"page {number}", page.obj)
        self.forms()
        self.actions()
        self.files()
        self.optional_content()
        self.catalog()
        self.bookmarks()

    def page(self, where, page):
        found = [value for value in entries(page, "/Annots") if is_dictionary(value)]
        if found and "/Tabs" not in page:
            self.fail("28-008", where)
        elif found and page["/Tabs"] != "/S":
            self.fail("28-009", where, str(page["/Tabs"]))
        if "/AA" in page:
            self.fail("6.5.2-trigger", where)
        if "/PresSteps" in page:
            self.fail("6.10-presentation", where)
        box = [float(side) for side in page.get("/CropBox", self.media(page))]
        for value in found:
            self.annotation(value, f"{where}, {name(value.get('/Subtype'))} {number_of(value)}", box)

    def media(self, page):
        while is_dictionary(page) and "/MediaBox" not in page:
            page = page.get("/Parent")
        return page["/MediaBox"] if is_dictionary(page) else [0, 0, 0, 0]

    def annotation(self, value, where, box):
        kind, flags = name(value.get("/Subtype")), value.get("/F")
        rect = [float(side) for side in value.get("/Rect", [0, 0, 0, 0])]
        if kind not in PERMITTED:
            self.fail("6.3.1-type", where)
        if kind != "Popup":
            if flags is None or not int(flags) & 4 or int(flags) & (1 | 2 | 32 | 256):
                self.fail("6.3.2-flags", where, f"F is {flags}")
        self.appearance(value, where, kind, rect)
        self.description(value, where, kind, rect, box, int(flags or 0))
        if kind == "TrapNet":
            self.fail("28-007", where)
        if kind == "FileAttachment" and not has_names(value.get("/FS")):
            self.fail("28-016", where)
        if kind == "Widget" and ("/A" in value or "/AA" in value):
            self.fail("6.4.1-action", where)
        if kind == "Link":
            target = value.get("/Dest")
            action = value.get("/A")
            if target is None and is_dictionary(action) and name(action.get("/S")) == "GoTo":
                target = action.get("/D")
            if target is None and not is_dictionary(action) or target is not None and not self.leads(target):
                self.fail("+destination", where)

    def leads(self, target):
        if isinstance(target, (pikepdf.String, pikepdf.Name)):
            names = self.root.get("/Names")
            named = dict((bytes(key), value) for key, value in tree(names.get("/Dests") if is_dictionary(names) else None, "/Names"))
            old = self.root.get("/Dests")
            target = old.get(str(target)) if isinstance(target, pikepdf.Name) and is_dictionary(old) else \
                named.get(bytes(target)) if isinstance(target, pikepdf.String) else None
            target = target.get("/D") if is_dictionary(target) else target
        return is_array(target) and len(target) > 1 and is_dictionary(target[0]) and target[0].objgen in self.doc.page_number

    def appearance(self, value, where, kind, rect):
        found = value.get("/AP")
        if found is None:
            if kind not in ("Popup", "Link") and (rect[0] != rect[2] or rect[1] != rect[3]):
                self.fail("6.3.3-appearance", where, "none")
            return
        normal = found.get("/N") if is_dictionary(found) else None
        button = kind == "Widget" and name(value.get("/FT", value.get("/Parent", {}).get("/FT"))) == "Btn"
        if not is_dictionary(found) or list(found.keys()) != ["/N"] or not (
                is_dictionary(normal) and not is_stream(normal) if button else is_stream(normal)):
            self.fail("6.3.3-appearance", where)

    def description(self, value, where, kind, rect, box, flags):
        element = self.structure.holder.get(value.objgen) if value.objgen != (0, 0) else None
        held, contents = element.type if element else None, text(value.get("/Contents"))
        hidden = bool(flags & 2) or rect[2] < box[0] or rect[0] > box[2] or rect[3] < box[1] or rect[1] > box[3]
        alternative = element.alt if element else None
        if contents is not None and not self.doc.language and not (element and self.structure.language_of(element)) \
                and not text(value.get("/Lang")):
            self.fail("11-004", where)
        if kind == "Link":
            if held != "Link":
                self.fail("28-011", where, f"in {held}")
            if not contents:
                self.fail("28-012", where)
        elif kind == "Widget":
            if held != "Form":
                self.fail("28-010", where, f"in {held}")
            name_for_people = self.inherited(value, "/TU")
            if not hidden and not name_for_people and not alternative:
                self.fail("28-005", where)
        elif kind == "PrinterMark":
            if element:
                self.fail("28-017", where)
        elif kind != "Popup" and not hidden:
            missing = not contents and not alternative
            if kind not in KNOWN:
                if held != "Annot" or missing:
                    self.fail("28-006", where)
            else:
                if held != "Annot" and kind != "TrapNet":
                    self.fail("28-002", where, f"in {held}")
                if missing and kind != "TrapNet":
                    self.fail("28-004", where)
        if kind not in ("PrinterMark", "Popup") and element is None and "/StructParent" in value:
            self.fail("+parents", where, "StructParent, and no element holds it")

    def inherited(self, field, key):
        for _ in range(20):
            if not is_dictionary(field):
                return None
            if key in field:
                return text(field[key])
            field = field.get("/Parent")
        return None

    # forms and signatures

    def forms(self):
        form = self.root.get("/AcroForm")
        if self.root.get("/NeedsRendering") is True:
            self.fail("6.4.2-xfa", "catalog", "NeedsRendering")
        if not is_dictionary(form):
            return
        if form.get("/NeedAppearances") is True:
            self.fail("6.4.1-appearances", "form")
        if "/XFA" in form:
            self.fail("6.4.2-xfa", "form")
            parts = [form["/XFA"]] if is_stream(form["/XFA"]) else entries(form, "/XFA")
            data = b"".join(part.read_bytes() for part in parts if is_stream(part))
            if re.search(rb"<dynamicRender>\s*required", data):
                self.fail("25-001", "form")
        todo, seen = entries(form, "/Fields"), set()
        while todo:
            field = todo.pop()
            if not is_dictionary(field) or field.objgen in seen:
                continue
            seen.add(field.objgen)
            todo += entries(field, "/Kids")
            where = f"field {text(field.get('/T'))} ({number_of(field)})"
            if "/AA" in field or "/A" in field and name(field.get("/Subtype")) != "Widget":
                self.fail("6.4.1-action", where)
            if text(field.get("/TU")) and not self.doc.language:
                element = self.structure.holder.get(field.objgen)
                if not (element and self.structure.language_of(element)):
                    self.fail("11-005", where)
            if name(field.get("/FT")) == "Sig" and is_dictionary(field.get("/V")):
                self.signature(field["/V"], where)

    def signature(self, value, where):
        ranges, data = [int(part) for part in entries(value, "/ByteRange")], self.doc.data
        if len(ranges) != 4 or ranges[0] != 0 or ranges[2] + ranges[3] != len(data) \
                or data[ranges[1]:ranges[1] + 1] != b"<" or data[ranges[2] - 1:ranges[2]] != b">":
            self.fail("6.4.3-range", where, str(ranges))
        content = bytes(value["/Contents"]) if isinstance(value.get("/Contents"), pikepdf.String) else b""
        signed_data = bytes.fromhex("06092a864886f70d010702")
        if content[:1] != b"\x30" or signed_data not in content[:40]:
            self.fail("6.4.3-pkcs", where)

    # actions

    def actions(self):
        if "/AA" in self.root:
            self.fail("6.5.2-trigger", "catalog")
        for value in self.doc.pdf.objects:
            for key, action in self.find_actions(value):
                where = f"{number_of(value)} {key}"
                kind = name(action.get("/S"))
                if kind not in ACTIONS:
                    self.fail("6.5.1-action", where, str(kind))
                if kind == "Named" and name(action.get("/N")) not in ("NextPage", "PrevPage", "FirstPage", "LastPage"):
                    self.fail("6.5.1-named", where, str(action.get("/N")))
                if kind == "Rendition" and is_dictionary(action.get("/R")):
                    clip = action["/R"].get("/C")
                    if is_dictionary(clip) and name(clip.get("/S")) == "MCD":
                        if not MIME.match(text(clip.get("/CT")) or ""):
                            self.fail("28-014", where)
                        if not entries(clip, "/Alt"):
                            self.fail("28-015", where)
        names = self.root.get("/Names")
        if is_dictionary(names) and "/JavaScript" in names:
            self.fail("6.5.1-action", "catalog", "JavaScript by name")

    def find_actions(self, value):
        if not is_dictionary(value):
            return
        keys = value.keys()
        for key in ("/A", "/OpenAction", "/Next", "/PA"):
            if key in keys and is_dictionary(value[key]) and "/S" in value[key] and value.get("/Type") != "/StructElem":
                if key != "/Next" or "/Title" not in value:
                    yield key, value[key]
        if "/AA" in keys and is_dictionary(value["/AA"]):
            for key, action in value["/AA"].items():
                if is_dictionary(action):
                    yield "/AA" + key, action

    # embedded files

    def files(self):
        associated = self.associated()
        names = self.root.get("/Names")
        named = {value.objgen for _, value in tree(names.get("/EmbeddedFiles") if is_dictionary(names) else None, "/Names")
                 if is_dictionary(value)}
        for value in self.doc.pdf.objects:
            if not is_dictionary(value) or is_stream(value) or not is_dictionary(value.get("/EF")):
                continue
            where = f"file {text(value.get('/UF')) or text(value.get('/F'))} ({number_of(value)})"
            if not has_names(value):
                self.fail("21-001", where)
            if not name(value.get("/AFRelationship")):
                self.fail("6.8-relationship", where)
            if value.objgen not in associated:
                self.fail("6.8-associated", where)
            for key, stream in value["/EF"].items():
                if not is_stream(stream) or not MIME.match(name(stream.get("/Subtype")) or ""):
                    self.fail("6.8-type", where, f"{key}: {stream.get('/Subtype') if is_stream(stream) else 'no stream'}")

    def associated(self):
        """What /AF names anywhere."""
        found = set()
        for value in self.doc.pdf.objects:
            if is_dictionary(value) or is_stream(value):
                files = value.get("/AF")
                for one in (list(files) if is_array(files) else [files] if files is not None else []):
                    if is_dictionary(one):
                        found.add(one.objgen)
        return found

    # the rest of the catalog

    def optional_content(self):
        properties = self.root.get("/OCProperties")
        if not is_dictionary(properties):
            return
        groups = {group.objgen for group in entries(properties, "/OCGs")}
        names = []
        for condition, where, value in [("20-002", "D", properties.get("/D"))] + [
                ("20-001", f"Configs {index}", value) for index, value in enumerate(entries(properties, "/Configs"), 1)]:
            if not is_dictionary(value):
                continue
            called = text(value.get("/Name"))
            if not called:
                self.fail(condition, where)
            elif called in names:
                self.fail("6.9-name", where, called)
            names.append(called)
            if "/AS" in value:
                self.fail("20-003", where)
            if "/Order" in value and groups - in_order(value["/Order"]):
                self.fail("6.9-order", where)

    def catalog(self):
        names, permissions = self.root.get("/Names"), self.root.get("/Perms")
        if is_dictionary(names) and "/AlternatePresentations" in names:
            self.fail("6.10-presentation", "catalog")
        if "/Requirements" in self.root:
            self.fail("6.11-requirements", "catalog")
        if is_dictionary(permissions):
            if set(permissions.keys()) - {"/UR3", "/DocMDP"}:
                self.fail("6.1.12-permissions", "catalog", str(list(permissions.keys())))
            signature = permissions.get("/DocMDP")
            for reference in entries(signature, "/Reference") if is_dictionary(signature) else []:
                if {"/DigestLocation", "/DigestMethod", "/DigestValue"} & set(reference.keys()):
                    self.fail("6.1.12-digest", "catalog")
        labels = self.root.get("/PageLabels")
        if labels is not None and min((int(key) for key, _ in tree(labels, "/Nums")), default=1) != 0:
            self.fail("+labels", "catalog")

    def bookmarks(self):
        outlines, seen = self.root.get("/Outlines"), set()
        todo = [outlines.get("/First")] if is_dictionary(outlines) else []
        while todo:
            item = todo.pop()
            if not is_dictionary(item) or item.objgen in seen:
                continue
            seen.add(item.objgen)
            todo += [item.get("/Next"), item.get("/First")]
            action = item.get("/A")
            target = item.get("/Dest", action.get("/D") if is_dictionary(action) else None)
            if not (text(item.get("/Title")) or "").strip() or target is not None and not self.leads(target) \
                    or target is None and not is_dictionary(action):
                self.fail("+bookmarks", number_of(item), str(item.get("/Title")))


def has_names(value):
    return is_dictionary(value) and bool(text(value.get("/F"))) and bool(text(value.get("/UF")))


def in_order(order):
    found = set()
    for one in order if is_array(order) else []:
        found |= in_order(one) if is_array(one) else {one.objgen} if is_dictionary(one) else set()
    return found

"""The structure tree: its types and how they stand in each other, attributes, languages, and that it agrees with the pages."""
import collections, re
import pikepdf
from document import entries, is_array, is_dictionary, is_stream, name, number_of, text, tree

STANDARD = set("""Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody
    Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula
    Form""".split())
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$")

# What may stand directly in what (ISO 32000-1, 14.8.4): parents of a type, kids of a type.
PARENTS = {
    "TR": ("09-004", {"Table", "THead", "TBody", "TFoot"}), "THead": ("09-004", {"Table"}), "TBody": ("09-004", {"Table"}),
    "TFoot": ("09-004", {"Table"}), "TH": ("09-004", {"TR"}), "TD": ("09-004", {"TR"}), "LI": ("09-005", {"L"}),
    "LBody": ("09-005", {"LI"}), "TOCI": ("09-006", {"TOC"}), "RB": ("09-007", {"Ruby"}), "RT": ("09-007", {"Ruby"}),
    "RP": ("09-007", {"Ruby"}), "WT": ("09-008", {"Warichu"}), "WP": ("09-008", {"Warichu"}),
}
KIDS = {
    "Table": ("09-004", {"TR", "THead", "TBody", "TFoot", "Caption"}), "THead": ("09-004", {"TR"}), "TBody": ("09-004", {"TR"}),
    "TFoot": ("09-004", {"TR"}), "TR": ("09-004", {"TH", "TD"}), "L": ("09-005", {"L", "LI", "Caption"}),
    "LI": ("09-005", {"Lbl", "LBody"}), "TOC": ("09-006", {"TOC", "TOCI", "Caption"}), "Ruby": ("09-007", {"RB", "RT", "RP"}),
    "Warichu": ("09-008", {"WT", "WP"}),
}
NUMBERED = re.compile(r"[•◦▪‣■□●○]$|\(?(\d+|[A-Za-z]|[ivxlcIVXLC]+)[.):]$")  # labels of a series, or bullets
MAY_BE_EMPTY = {"Document", "TD", "TH", "Form", "Annot", "Link"}  # what has no content and yet says something
PRINT_FIELD = {"Role": {"rb", "cb", "pb", "tv"}, "checked": {"on", "off", "neutral"}}


class Element:
    __slots__ = ("number", "parent", "type", "raw_type", "id", "language", "alt", "actual", "expansion", "kids", "content",
                 "objects", "attributes", "path", "objgen", "page")

    def ancestors(self):
        element = self
        while element:
            yield element
            element = element.parent

    def types(self):
        return [kid.type for kid in self.kids]

    def attribute(self, key):
        for attributes in self.attributes:
            if key in attributes:
                return attributes[key]
        return None


class Structure:
    def __init__(self, doc):
        self.doc, self.fail = doc, doc.fail
        self.elements = []
        self.held = collections.defaultdict(dict)  # page or XObject (objgen): MCID: element
        self.holder = {}                           # annotation or XObject (objgen): element
        self.roles, self.classes = {}, {}
        root = doc.root.get("/StructTreeRoot")
        self.root = root if is_dictionary(root) else None
        if self.root is None:
            doc.fail("6.7.3-tree", "catalog", "no StructTreeRoot")
            return
        roles = self.root.get("/RoleMap")
        self.roles = {key[1:]: name(value) for key, value in roles.items()} if is_dictionary(roles) else {}
        classes = self.root.get("/ClassMap")
        self.classes = dict(classes.items()) if is_dictionary(classes) else {}
        self.seen = set()
        kids = self.root.get("/K")
        for kid in (list(kids) if is_array(kids) else [kids] if kids is not None else []):
            if is_dictionary(kid):
                self.read(kid, None, None, self.root)

    # reading

    def read(self, value, parent, page, parent_value, index=0):
        element = Element()
        element.parent, element.objgen = parent, value.objgen
        element.raw_type = name(value.get("/S")) or ""
        element.path = (parent.path if parent else "") + "/" + element.raw_type + (f"[{index + 1}]" if index else "")
        where = f"{element.path} ({number_of(value)})"
        element.number = where
        element.type = self.standard(element.raw_type, where)
        element.id = bytes(value["/ID"]) if isinstance(value.get("/ID"), pikepdf.String) else None
        element.language, element.alt = text(value.get("/Lang")), text(value.get("/Alt"))
        element.actual, element.expansion = text(value.get("/ActualText")), text(value.get("/E"))
        element.kids, element.content, element.objects, element.attributes = [], [], [], []
        self.elements.append(element)
        if value.objgen != (0, 0):
            if value.objgen in self.seen:
                self.fail("+tree", where, "is in the tree twice")
                return element
            self.seen.add(value.objgen)
        if not is_dictionary(value.get("/P")) or value["/P"].objgen != parent_value.objgen:
            self.fail("+tree", where, "P is not the element's parent")
        if value.get("/Type") not in (None, "/StructElem"):
            self.fail("+tree", where, "Type is not StructElem")
        own = value.get("/Pg")
        page = own.objgen if is_dictionary(own) else page
        if is_dictionary(own) and page not in self.doc.page_number:
            self.fail("+tree", where, "Pg is no page")
        element.page = page
        self.read_attributes(element, value)
        kids = value.get("/K")
        position = 0
        for kid in (list(kids) if is_array(kids) else [kids] if kids is not None else []):
            if isinstance(kid, int):
                self.hold(element, page, kid)
            elif is_dictionary(kid) and kid.get("/Type") == "/MCR":
                stream, of = kid.get("/Stm"), kid.get("/Pg")
                owner = stream.objgen if is_stream(stream) else of.objgen if is_dictionary(of) else page
                self.hold(element, owner, int(kid.get("/MCID", -1)))
            elif is_dictionary(kid) and kid.get("/Type") == "/OBJR":
                self.hold_object(element, kid, page)
            elif is_dictionary(kid):
                element.kids.append(self.read(kid, element, page, value, position))
                position += 1
            else:
                self.fail("+tree", where, f"a kid that is none: {kid!r}"[:100])
        return element

    def hold(self, element, owner, mcid):
        element.content.append((owner, mcid))
        if owner is None:
            self.fail("+tree", element.number, f"MCID {mcid} of no page")
        elif mcid in self.held[owner]:
            self.fail("+content", element.number, f"MCID {mcid} is held by {self.held[owner][mcid].number}, too")
        else:
            self.held[owner][mcid] = element

    def hold_object(self, element, kid, page):
        target = kid.get("/Obj")
        if not (is_dictionary(target) or is_stream(target)) or target.objgen == (0, 0):
            self.fail("+tree", element.number, "an OBJR without object")
            return
        element.objects.append(target)
        if target.objgen in self.holder:
            self.fail("+content", element.number, f"{number_of(target)} is held by another element, too")
        self.holder[target.objgen] = element

    def standard(self, kind, where):
        """The standard type that a type means, or None."""
        seen = []
        if kind in STANDARD and kind in self.roles and self.roles[kind] != kind:
            self.fail("02-004", where, f"{kind} is made {self.roles[kind]}")
        while kind not in STANDARD:
            if kind in seen:
                self.fail("02-003", where, " → ".join(seen + [kind]))
                return None
            seen.append(kind)
            kind = self.roles.get(kind)
            if kind is None:
                self.fail("02-001", where, seen[0])
                return None
        return kind

    def read_attributes(self, element, value):
        found = value.get("/A")
        for one in (list(found) if is_array(found) else [found] if found is not None else []):
            if is_dictionary(one) or is_stream(one):
                element.attributes.append({key[1:]: entry for key, entry in one.items()})
        found = value.get("/C")
        for one in (list(found) if is_array(found) else [found] if found is not None else []):
            entry = self.classes.get(str(one)) if isinstance(one, pikepdf.Name) else None
            for part in (list(entry) if is_array(entry) else [entry] if entry is not None else []):
                if is_dictionary(part):
                    element.attributes.append({key[1:]: inner for key, inner in part.items()})

    # checking

    def check(self):
        self.catalog()
        self.languages()
        for kind, target in self.roles.items():
            if kind in STANDARD and target != kind:
                self.fail("02-004", "role map", f"{kind} is made {target}")
            elif kind not in STANDARD:
                self.standard(kind, "role map")
        if self.root is None:
            return
        if [element.type for element in self.elements if not element.parent] != ["Document"]:
            self.fail("+document", "structure tree", str([e.raw_type for e in self.elements if not e.parent])[:80])
        for element in self.elements:
            self.nesting(element)
            self.element(element)
        self.headings()
        self.notes()
        for element in self.elements:
            if element.type == "Table":
                Table(self, element).check()
        self.ids()
        self.parent_tree()

    def catalog(self):
        root = self.doc.root
        marks = root.get("/MarkInfo")
        if not is_dictionary(marks) or marks.get("/Marked") is not True:
            self.fail("6.7.2-marked", "catalog")
        if is_dictionary(marks) and marks.get("/Suspects") is True:
            self.fail("01-007", "catalog")
        preferences = root.get("/ViewerPreferences")
        if not is_dictionary(preferences) or "/DisplayDocTitle" not in preferences:
            self.fail("07-001", "catalog")
        elif preferences["/DisplayDocTitle"] is not True:
            self.fail("07-002", "catalog")
        if "/Outlines" in root and not self.doc.language:
            self.fail("11-003", "catalog")
        if "/Lang" in root and not self.doc.language:
            self.fail("+language", "catalog")

    def languages(self):
        places = [("catalog", self.doc.language)] + [(element.number, element.language) for element in self.elements]
        for where, language in places:
            if language and not LANGUAGE.match(language):
                self.fail("6.7.4-language", where, language)

    def language_of(self, element):
        for one in element.ancestors():
            if one.language is not None:
                return one.language
        return self.doc.language

    def below(self, element):
        yield element
        for kid in element.kids:
            yield from self.below(kid)

    def nesting(self, element):
        kind, parent = element.type, element.parent.type if element.parent else None
        if kind in PARENTS and parent not in PARENTS[kind][1]:
            self.fail(PARENTS[kind][0], element.number, f"{kind} in {parent}")
        kids = element.types()
        if kind in KIDS:
            condition, allowed = KIDS[kind]
            for kid in kids:
                if kid not in allowed:
                    self.fail(condition, element.number, f"{kid} in {kind}")
            if element.content:
                self.fail(condition, element.number, f"content directly in {kind}")
        if kind == "Table":
            captions = [index for index, kid in enumerate(kids) if kid == "Caption"]
            if len(captions) > 1 or captions and captions[0] not in (0, len(kids) - 1):
                self.fail("09-004", element.number, "a Caption that is neither first nor last, or several")
            if kids.count("THead") > 1 or kids.count("TFoot") > 1:
                self.fail("09-004", element.number, "several heads or feet")
            if ("THead" in kids or "TFoot" in kids) and "TBody" not in kids:
                self.fail("09-004", element.number, "a head or foot without a body")
        elif kind in ("L", "TOC") and "Caption" in kids[1:]:
            self.fail(KIDS[kind][0], element.number, "a Caption that is not first")
        elif kind == "Ruby" and kids not in (["RB", "RT"], ["RB", "RP", "RT", "RP"]):
            self.fail("09-007", element.number, " ".join(map(str, kids)))
        elif kind == "Warichu" and kids != ["WP", "WT", "WP"]:
            self.fail("09-008", element.number, " ".join(map(str, kids)))
        if kids.count("H") > 1:
            self.fail("14-006", element.number)

    def element(self, element):
        kind, where = element.type, element.number
        for said in (element.alt, element.actual, element.expansion):
            if said is not None and not self.language_of(element):
                self.fail("11-002", where, said[:60])
        if kind == "Figure" and not element.alt and not element.actual:
            self.fail("13-004", where)
        if kind == "Formula" and not element.alt and not element.actual:
            self.fail("17-002", where)
        if element.alt and not element.alt.strip():
            self.fail("+alternative", where, repr(element.alt))
        if not element.kids and not element.content and not element.objects and kind not in MAY_BE_EMPTY:
            self.fail("+empty", where)
        if kind == "Form" and not any(target.get("/Subtype") == "/Widget" for target in element.objects):
            field = next((a for a in element.attributes if name(a.get("O")) == "PrintField"), {})
            for key, values in PRINT_FIELD.items():
                if name(field.get(key)) not in values and (key == "Role" or name(field.get("Role")) in ("rb", "cb")):
                    self.fail("+form", where, f"{key} is {field.get(key)!r}")
            if not (text(field.get("Desc")) or "").strip() and not element.alt:
                self.fail("+form", where, "says not what it is for")

    def headings(self):
        level, numbered, plain = 0, [], []
        for element in self.elements:
            if element.type == "H":
                plain.append(element)
            elif element.type and re.match(r"H[1-6]$", element.type):
                own = int(element.type[1])
                if not numbered and own != 1:
                    self.fail("14-002", element.number)
                elif numbered and own > level + 1:
                    self.fail("14-003", element.number, f"after H{level}")
                numbered.append(element)
                level = own
        if plain and numbered:
            self.fail("14-007", plain[0].number)

    def notes(self):
        for element in self.elements:
            if element.type == "Note" and not element.id:
                self.fail("19-003", element.number)
        uses = collections.Counter(element.id for element in self.elements if element.id)
        for element in self.elements:
            if element.type == "Note" and uses[element.id] > 1:
                self.fail("19-004", element.number, repr(element.id))

    def ids(self):
        listed = {}
        for key, value in tree(self.root.get("/IDTree"), "/Names"):
            listed[bytes(key)] = value.objgen
        for element in self.elements:
            if element.id and listed.get(element.id) != element.objgen and not (
                    element.type == "Note" and sum(e.id == element.id for e in self.elements) > 1):
                self.fail("+ids", element.number, repr(element.id))
        known = {element.id for element in self.elements}
        for key in listed:
            if key not in known:
                self.fail("+ids", "tree of IDs", repr(key))

    def parent_tree(self):
        numbers = {int(key): value for key, value in tree(self.root.get("/ParentTree"), "/Nums")}
        following = self.root.get("/ParentTreeNextKey")
        if numbers and (not isinstance(following, int) or following <= max(numbers)):
            self.fail("+parents", "structure tree", f"ParentTreeNextKey is {following}")
        for owner, held in self.held.items():
            target = self.doc.pdf.get_object(owner)
            where = f"page {self.doc.page_number[owner]}" if owner in self.doc.page_number else number_of(target)
            row = numbers.get(target.get("/StructParents"))
            row = list(row) if is_array(row) else []
            for mcid, element in held.items():
                found = row[mcid] if 0 <= mcid < len(row) else None
                if not is_dictionary(found) or found.objgen != element.objgen:
                    self.fail("+parents", where, f"MCID {mcid}: not {element.number}")
            for mcid, found in enumerate(row):
                if is_dictionary(found) and mcid not in held:
                    self.fail("+parents", where, f"MCID {mcid}, which no element holds")
        for target, element in self.holder.items():
            value = self.doc.pdf.get_object(target)
            found = numbers.get(value.get("/StructParent"))
            if not is_dictionary(found) or found.objgen != element.objgen:
                self.fail("+parents", number_of(value), f"StructParent does not lead to {element.number}")

    def match_content(self, used, words):
        """used: page or XObject (objgen): the MCIDs that its content has; words: the text of elements in labels."""
        for element in self.elements:
            if element.type == "L" and name(element.attribute("ListNumbering")) in (None, "None"):
                labels = ["".join(words.get(one, "") for one in self.below(label)).strip()
                          for item in element.kids for label in item.kids if label.type == "Lbl"]
                if labels and all(NUMBERED.match(label) for label in labels):
                    self.fail("+list-label", element.number, " ".join(labels)[:60])
        for owner, held in self.held.items():
            if owner is None:
                continue
            where = f"page {self.doc.page_number.get(owner, '?')}"
            for mcid in held.keys() - used.get(owner, set()):
                self.fail("+content", held[mcid].number, f"{where} has no MCID {mcid}")


class Table:
    """The grid of a table: which cell stands where."""

    def __init__(self, structure, element):
        self.structure, self.fail, self.element = structure, structure.fail, element
        self.grid = {}
        self.groups = []  # rows of each group; rowspans end with their group

    def check(self):
        for kid in self.element.kids:
            if kid.type == "TR":
                if not self.groups or self.groups[-1][0] is not None:
                    self.groups.append((None, []))
                self.groups[-1][1].append(kid)
            elif kid.type in ("THead", "TBody", "TFoot"):
                self.groups.append((kid, [row for row in kid.kids if row.type == "TR"]))
        self.cells = []
        start = 0
        for group, rows in self.groups:
            self.place(rows, start)
            start += len(rows)
        self.rows = start
        self.columns = max((column for _, column in self.grid), default=-1) + 1
        for row in range(self.rows):
            missing = [column + 1 for column in range(self.columns) if (row, column) not in self.grid]
            if missing:
                self.fail("09-004", self.element.number, f"row {row + 1} has nothing in columns {missing}")
        self.heads()

    def place(self, rows, start):
        for offset, row in enumerate(rows):
            column = 0
            for cell in row.kids:
                if cell.type not in ("TH", "TD"):
                    continue
                while (start + offset, column) in self.grid:
                    column += 1
                width, height = span(cell.attribute("ColSpan")), span(cell.attribute("RowSpan"))
                if height > len(rows) - offset:
                    self.fail("09-004", cell.number, f"spans {height} rows where {len(rows) - offset} are left")
                    height = len(rows) - offset
                self.cells.append((cell, start + offset, column, width, height))
                for y in range(start + offset, start + offset + height):
                    for x in range(column, column + width):
                        if (y, x) in self.grid:
                            self.fail("09-004", cell.number, "lies over another cell")
                        self.grid[y, x] = cell
                column += width

    def heads(self):
        heads = [cell for cell in self.cells if cell[0].type == "TH"]
        if not heads:
            self.fail("+table-head", self.element.number)
            return
        ids = {cell[0].id for cell in heads if cell[0].id}
        by_headers = all(cell[0].attribute("Headers") is not None for cell in self.cells if cell[0].type == "TD")
        scoped = set()
        for cell, row, column, width, height in heads:
            scope = name(cell.attribute("Scope"))
            if scope not in ("Row", "Column", "Both") and not (by_headers and cell.id):
                self.fail("15-003", cell.number, f"Scope is {scope}")
            if scope in ("Column", "Both"):
                scoped |= {(y, x) for x in range(column, column + width) for y in range(row, self.rows)}
            if scope in ("Row", "Both"):
                scoped |= {(y, x) for x in range(column, self.columns) for y in range(row, row + height)}
        for cell, row, column, width, height in self.cells:
            named = cell.attribute("Headers")
            if is_array(named):
                for one in named:
                    if bytes(one) not in ids:
                        self.fail("+headers", cell.number, repr(bytes(one)))
            elif cell.type == "TD" and not any((y, x) in scoped for y in range(row, row + height)
                                               for x in range(column, column + width)):
                self.fail("+table-head", cell.number, "no head is for this cell")


def span(value):
    return int(value) if isinstance(value, int) and value > 0 else 1

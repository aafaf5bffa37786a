#!/usr/bin/python3
"""dump.py [--text] FILE.pdf: the structure tree of a PDF as lines, one an element, each indented under its parent.

An element is told by its type and by what it says of itself: language, alternative, attributes, how many annotations it holds
("link" for OBJR). Headings show their words, and with --text everything does. Neighbours that are the same all the way down are
one, with their number: "TR x 14". It is read with pikepdf from the file alone, so that it tells what other readers will find."""
import re, sys

import pikepdf
from pikepdf import Array, Dictionary, Name

SAID = ("/Lang", "/Alt", "/ActualText", "/E", "/T")  # besides attributes
PLAIN = {"/S", "/P", "/Pg", "/K", "/A", "/Type", "/ID", *SAID}


class Fonts:
    """Codes to text, by the fonts' own ToUnicode."""

    def __init__(self):
        self.maps = {}

    def of(self, font):
        key = font.objgen
        if key not in self.maps:
            self.maps[key] = (2 if font.get("/Subtype") == Name.Type0 else 1, self.read(font.get("/ToUnicode")))
        return self.maps[key]

    @staticmethod
    def read(stream):
        table = {}
        if stream is None:
            return table
        text = stream.read_bytes().decode("latin-1")
        for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
            for code, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
                table[int(code, 16)] = bytes.fromhex(value).decode("utf-16-be")
        for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
            for first, last, values in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]+>|\[.*?\])", block, re.S):
                found = [bytes.fromhex(v).decode("utf-16-be") for v in re.findall(r"<([0-9A-Fa-f]+)>", values)]
                for i, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                    if values[0] == "[":
                        table[code] = found[i] if i < len(found) else "\ufffd"
                    else:
                        table[code] = found[0][:-1] + chr(ord(found[0][-1]) + i)
        return table

    def text(self, font, string):
        width, table = self.of(font)
        data = bytes(string)
        return "".join(table.get(int.from_bytes(data[i:i + width], "big"), "\ufffd") for i in range(0, len(data), width))


def marked_texts(page, fonts):
    """What each marked piece of a page says, by MCID; ActualText stands for what is in it."""
    texts, marks, font, saved = {}, [], None, []
    resources = page.get("/Resources", Dictionary())
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            properties = operands[1] if len(operands) > 1 and isinstance(operands[1], Dictionary) else Dictionary()
            mcid = int(properties["/MCID"]) if "/MCID" in properties else None
            actual = str(properties["/ActualText"]) if "/ActualText" in properties else None
            outer = marks[-1] if marks else (None, False)
            held = mcid if mcid is not None else outer[0]
            if held is not None:
                texts.setdefault(held, "")
                if actual is not None and not outer[1]:
                    texts[held] += actual
            marks.append((held, outer[1] or actual is not None))
        elif name == "EMC":
            marks.pop()
        elif name == "q":
            saved.append(font)
        elif name == "Q":
            font = saved.pop()
        elif name == "Tf":
            font = resources["/Font"][str(operands[0])]
        elif name in ("Tj", "TJ", "'", '"') and marks and marks[-1][0] is not None and not marks[-1][1]:
            strings = operands[-1] if name == "TJ" else [operands[-1]]
            for string in strings:
                if isinstance(string, pikepdf.String):
                    texts[marks[-1][0]] += fonts.text(font, string)
    return texts


def as_list(value):
    return [] if value is None else list(value) if isinstance(value, Array) else [value]


class Tree:
    """The structure tree: a node is (what is said of it, its children); a child is a node, or words in quotation marks."""

    def __init__(self, path, with_text):
        self.pdf = pikepdf.open(path)
        self.with_text = with_text
        self.fonts = Fonts()
        self.texts = {}  # of marked pieces, by page
        self.ids = {}    # as they are called here: numbered in the order of the document

    def text_of(self, page, mcid):
        key = page.objgen
        if key not in self.texts:
            self.texts[key] = marked_texts(page, self.fonts)
        return self.texts[key].get(mcid, "\ufffd")

    def id_of(self, value):
        return self.ids.setdefault(bytes(value), f"#{len(self.ids) + 1}")

    def attributes(self, element):
        for owner in as_list(element.get("/A")):
            if not isinstance(owner, Dictionary):
                continue  # the number of a revision
            for key in sorted(set(owner.keys()) - {"/O"}):
                if key == "/BBox":
                    yield "BBox"  # where it is, is the layout's business
                elif key == "/Headers":
                    yield "Headers=" + ",".join(self.id_of(h) for h in owner[key])
                else:
                    yield f"{key[1:]}={str(owner[key]).lstrip('/')}"

    def said(self, element):
        words = [str(element["/S"])[1:]]
        words += [f'{key[1:]}="{element[key]}"' for key in SAID if key in element]
        if "/ID" in element:
            words.append(f"ID={self.id_of(element['/ID'])}")
        words += self.attributes(element)
        words += sorted(f"{key[1:]}?" for key in set(element.keys()) - PLAIN)
        return words

    def annotation(self, kid):
        kind, contents = str(kid["/Obj"].get("/Subtype", "/?"))[1:].lower(), kid["/Obj"].get("/Contents")
        if contents is None:
            return f"({kind} without Contents)"
        return f'({kind} "{contents}")' if self.with_text else f"({kind})"

    def node(self, element, page):
        page = element.get("/Pg", page)
        words = self.said(element)
        shows = self.with_text or re.fullmatch(r"H[1-6]?", words[0])
        children, text, has_text = [], "", False
        for kid in as_list(element.get("/K")):
            is_number = isinstance(kid, int)
            if is_number or kid.get("/Type") == Name.MCR:
                where, mcid = (page, int(kid)) if is_number else (kid.get("/Pg", page), int(kid["/MCID"]))
                has_text = True
                text += self.text_of(where, mcid) if shows else ""
                continue
            if text:
                children.append(f'"{text}"')
                text = ""
            children.append(self.annotation(kid) if kid.get("/Type") == Name.OBJR else self.node(kid, page))
        if text:
            children.append(f'"{text}"')
        if has_text and not shows:
            words.append("...")
        return " ".join(words), tuple(children)

    def lines(self, children, depth):
        i = 0
        while i < len(children):
            child, count = children[i], 1
            while i + count < len(children) and children[i + count] == child:
                count += 1
            i += count
            head, inner = (child, ()) if isinstance(child, str) else child
            yield "  " * depth + head + (f" x {count}" if count > 1 else "")
            yield from self.lines(inner, depth + 1)

    def dump(self):
        root = self.pdf.Root.get("/StructTreeRoot")
        if root is None:
            return "no structure\n"
        top = [self.node(element, None) for element in as_list(root.get("/K"))]
        return "\n".join(self.lines(top, 0)) + "\n"


def dump(path, with_text):
    return Tree(path, with_text).dump()


if __name__ == "__main__":
    files = [argument for argument in sys.argv[1:] if argument != "--text"]
    if not files or any(file.startswith("-") for file in files):
        sys.exit(__doc__)
    for file in files:
        sys.stdout.write(dump(file, "--text" in sys.argv[1:]))

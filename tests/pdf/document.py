"""A PDF as the checker reads it: its bytes, its objects (pikepdf), and what was found wrong with it."""
import collections
import pikepdf
from conditions import CONDITIONS

Finding = collections.namedtuple("Finding", "condition where why")

# For a Matterhorn condition the PDF/A clause that asks the same, so that one look finds both.
TWINS = {
    "02-001": "6.7.3-type", "02-003": "6.7.3-type", "02-004": "6.7.3-type", "06-001": "6.6.2-stream", "10-001": "6.2.11.7-unicode",
    "20-001": "6.9-name", "20-002": "6.9-name", "20-003": "6.9-automatic", "21-001": "6.8-names", "30-001": "6.2.9-reference",
    "31-001": "6.2.11.3-system", "31-002": "6.2.11.3-system", "31-003": "6.2.11.3-system", "31-004": "6.2.11.3-map",
    "31-005": "6.2.11.3-map", "31-006": "6.2.11.3-cmap", "31-007": "6.2.11.3-cmap", "31-008": "6.2.11.3-cmap",
    "31-009": "6.2.11.4-embedded", "31-011": "6.2.11.4-glyph", "31-012": "6.2.11.4-charset", "31-013": "6.2.11.4-charset",
    "31-014": "6.2.11.4-charset", "31-015": "6.2.11.4-charset", "31-016": "6.2.11.5-width", "31-017": "6.2.11.6-encoding",
    "31-018": "6.2.11.6-encoding", "31-019": "6.2.11.6-encoding", "31-020": "6.2.11.6-encoding", "31-021": "6.2.11.6-encoding",
    "31-022": "6.2.11.6-encoding", "31-023": "6.2.11.6-encoding", "31-024": "6.2.11.6-encoding", "31-025": "6.2.11.6-encoding",
    "31-026": "6.2.11.6-encoding", "31-027": "6.2.11.7-unicode", "31-028": "6.2.11.7-unicode", "31-029": "6.2.11.7-unicode",
    "31-030": "6.2.11.8-notdef",
}


class Document:
    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = file.read()
        self.path = path
        self.findings = []
        self.known = set()
        self.pdf = None
        try:
            self.pdf = pikepdf.open(path, inherit_page_attributes=False)
        except pikepdf.PasswordError:
            self.fail("6.1.3-encrypt", "file", "a password is asked for")
        except pikepdf.PdfError as error:
            self.fail("6.1.4-xref", "file", str(error))
        if self.pdf:
            self.root = self.pdf.Root
            self.pages = list(self.pdf.pages)
            self.page_number = {page.objgen: number for number, page in enumerate(self.pages, 1)}
            self.language = text(self.root.get("/Lang"))

    def fail(self, condition, where, why=""):
        assert condition in CONDITIONS, condition
        finding = Finding(condition, where, why)
        if finding not in self.known:
            self.known.add(finding)
            self.findings.append(finding)
            if condition in TWINS:
                self.fail(TWINS[condition], where, why)


def text(value):
    """A text string as Python has it; None if there is none."""
    return str(value) if isinstance(value, pikepdf.String) else None


def name(value):
    """A name without its slash; None if it is none."""
    if not isinstance(value, pikepdf.Name):
        return None
    try:
        return str(value)[1:]
    except UnicodeDecodeError:
        return value.unparse()[1:].decode("latin1")


def is_dictionary(value):
    return isinstance(value, pikepdf.Dictionary)


def is_stream(value):
    return isinstance(value, pikepdf.Stream)


def is_array(value):
    return isinstance(value, pikepdf.Array)


def number_of(value):
    """An object's number for people: "object 12", or "a direct object"."""
    number = value.objgen[0] if isinstance(value, pikepdf.Object) else 0
    return f"object {number}" if number else "a direct object"


def entries(value, key):
    """What is at a key, if it is an array; else nothing."""
    found = value.get(key) if is_dictionary(value) or is_stream(value) else None
    return list(found) if is_array(found) else []


def tree(node, leaf, depth=0):
    """The pairs of a name tree (leaf /Names) or number tree (/Nums)."""
    if not is_dictionary(node) or depth > 50:
        return
    pairs = entries(node, leaf)
    yield from zip(pairs[0::2], pairs[1::2])
    for kid in entries(node, "/Kids"):
        yield from tree(kid, leaf, depth + 1)

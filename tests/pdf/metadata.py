"""XMP: that it can be read, says what the file is, describes what it uses, and agrees with the Info dictionary."""
import datetime, re
import pikepdf
from lxml import etree
from document import is_dictionary, is_stream, name, number_of, text

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = "http://www.w3.org/XML/1998/namespace"
PDFA, PDFUA = "http://www.aiim.org/pdfa/ns/id/", "http://www.aiim.org/pdfua/ns/id/"
AIIM = "http://www.aiim.org/pdfa/ns/"
EXTENSION, SCHEMA, PROPERTY, TYPE, FIELD = (AIIM + "extension/", AIIM + "schema#", AIIM + "property#", AIIM + "type#",
                                            AIIM + "field#")
DC, XMP, PDF = "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/xap/1.0/", "http://ns.adobe.com/pdf/1.3/"
RIGHTS, MEDIA = XMP + "rights/", XMP + "mm/"
# The properties of XMP 2005 that a document of ours could have, and their types.
PREDEFINED = {
    DC: {"contributor": "Bag", "coverage": "Text", "creator": "Seq", "date": "Seq Date", "description": "Lang Alt", "format": "Text",
         "identifier": "Text", "language": "Bag Language", "publisher": "Bag", "relation": "Bag", "rights": "Lang Alt",
         "source": "Text", "subject": "Bag", "title": "Lang Alt", "type": "Bag"},
    XMP: {"Advisory": "Bag", "BaseURL": "Text", "CreateDate": "Date", "CreatorTool": "Text", "Identifier": "Bag", "Label": "Text",
          "MetadataDate": "Date", "ModifyDate": "Date", "Nickname": "Text", "Rating": "Integer", "Thumbnails": "Alt"},
    PDF: {"Keywords": "Text", "PDFVersion": "Text", "Producer": "Text", "Trapped": "Boolean"},
    RIGHTS: {"Certificate": "Text", "Marked": "Boolean", "Owner": "Bag", "UsageTerms": "Lang Alt", "WebStatement": "Text"},
    MEDIA: {"DocumentID": "Text", "InstanceID": "Text", "VersionID": "Text", "RenditionClass": "Text", "OriginalDocumentID": "Text",
            "DerivedFrom": "Any", "History": "Seq", "Manager": "Text", "ManageTo": "Text", "ManageUI": "Text",
            "ManagerVariant": "Text", "RenditionOf": "Any", "RenditionParams": "Text", "VersionModifyDate": "Date"},
    PDFA: {"part": "Integer", "amd": "Text", "corr": "Text", "conformance": "Text"},
    EXTENSION: {"schemas": "Bag"},
}
SIMPLE = {"Text", "URI", "URL", "Integer", "Real", "Boolean", "Date", "MIMEType", "ProperName", "AgentName", "RenditionClass", "GUID",
          "Locale", "Choice", "Rational", "GPSCoordinate", "XPath", "Language"}
DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$")


class Metadata:
    def __init__(self, doc):
        self.doc, self.fail = doc, doc.fail
        self.defined = {}  # namespace: property: type
        self.prefixes = {}
        self.types = set()
        self.values = {}   # (namespace, property): element

    def check(self):
        stream = self.doc.root.get("/Metadata")
        if not is_stream(stream) or name(stream.get("/Type")) != "Metadata" or name(stream.get("/Subtype")) != "XML":
            self.fail("06-001", "catalog")
            return
        self.packet(stream, "metadata", True)
        for value in self.doc.pdf.objects:
            if is_stream(value) and value.get("/Type") == "/Metadata" and value.objgen != stream.objgen:
                self.packet(value, f"metadata {number_of(value)}", False)
        self.identification()
        if not self.doc.language:
            self.fail("11-006", "catalog")
        self.info()

    def packet(self, stream, where, main):
        data = stream.read_bytes()
        header = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xpacket\s([^?]*)\?>", data)
        if not header:
            self.fail("6.6.2-packet", where, "no packet header")
        elif re.search(rb"\b(bytes|encoding)\s*=", header[1]):
            self.fail("6.6.2-packet", where, header[1].decode("latin1"))
        if not re.search(rb"<\?xpacket\s+end=['\"][rw]['\"]\s*\?>\s*$", data):
            self.fail("6.6.2-packet", where, "no packet end")
        try:
            data.decode("utf-8")
            tree = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
        except (UnicodeDecodeError, etree.XMLSyntaxError) as error:
            self.fail("6.6.2-xml", where, str(error))
            return
        rdf = tree if tree.tag == f"{{{RDF}}}RDF" else tree.find(f"{{{RDF}}}RDF")
        if rdf is None:
            self.fail("6.6.2-xml", where, "no rdf:RDF")
            return
        properties = []
        for description in rdf:
            if not isinstance(description.tag, str):
                continue
            if description.tag != f"{{{RDF}}}Description" or f"{{{RDF}}}about" not in description.attrib:
                self.fail("6.6.2-xml", where, f"{description.tag} where rdf:Description with rdf:about must be")
                continue
            for key, value in description.attrib.items():
                space, local = split(key)
                if space not in (RDF, XML):
                    element = etree.Element(key, nsmap=description.nsmap)
                    element.text = value
                    properties.append(element)
            properties += [child for child in description if isinstance(child.tag, str)]
        keys = [element.tag for element in properties]
        for key in {key for key in keys if keys.count(key) > 1}:
            self.fail("6.6.2-xml", where, f"{key} twice")
        for element in properties:
            if split(element.tag) == (EXTENSION, "schemas"):
                self.container(element, where)
        for element in properties:
            self.property(element, where)
            if main:
                self.values[split(element.tag)] = element

    # extension schemas

    def container(self, element, where):
        bag = element.find(f"{{{RDF}}}Bag")
        if element.prefix != "pdfaExtension" or bag is None or len(element) != 1:
            self.fail("6.6.2-container", where, "no pdfaExtension:schemas with a Bag")
            return
        for item in bag:
            self.known_fields(item, {SCHEMA: {"schema", "namespaceURI", "prefix", "property", "valueType"}}, where)
            space, prefix = field(item, SCHEMA, "namespaceURI"), field(item, SCHEMA, "prefix")
            if not field(item, SCHEMA, "schema") or not space or not prefix or not right_prefixes(item, SCHEMA, "pdfaSchema"):
                self.fail("6.6.2-schema", where, f"{space}: schema, namespaceURI and prefix are wanted")
            self.prefixes[space] = prefix
            self.value_types(item, where)
            found = item.find(f"{{{SCHEMA}}}property")
            if found is not None and found.find(f"{{{RDF}}}Seq") is None:
                self.fail("6.6.2-schema", where, f"{space}: property is no Seq")
            for one in (found.iterfind(f"{{{RDF}}}Seq/*") if found is not None else []):
                self.described(one, space, where)

    def described(self, one, space, where):
        self.known_fields(one, {PROPERTY: {"name", "valueType", "category", "description"}}, where)
        values = {key: field(one, PROPERTY, key) for key in ("name", "valueType", "category", "description")}
        kind = re.sub(r"^(open |closed )?choice of ", "", values["valueType"] or "", flags=re.I)
        if not all(values.values()) or values["category"] not in ("internal", "external") \
                or not right_prefixes(one, PROPERTY, "pdfaProperty") or not self.type_is_known(kind):
            self.fail("6.6.2-property", where, f"{space} {values}"[:200])
        self.defined.setdefault(space, {})[values["name"]] = kind

    def type_is_known(self, kind):
        base = re.sub(r"^(bag|seq|alt) ", "", kind, flags=re.I)
        return kind == "Lang Alt" or base in SIMPLE or base in self.types or kind.lower() in ("bag", "seq", "alt")

    def value_types(self, item, where):
        found = item.find(f"{{{SCHEMA}}}valueType")
        for one in (found.iterfind(f"{{{RDF}}}Seq/*") if found is not None else []):
            self.known_fields(one, {TYPE: {"type", "namespaceURI", "prefix", "description", "field"}}, where)
            self.types.add(field(one, TYPE, "type"))
            if not all(field(one, TYPE, key) for key in ("type", "namespaceURI", "prefix", "description")) \
                    or not right_prefixes(one, TYPE, "pdfaType"):
                self.fail("6.6.2-type", where, str(field(one, TYPE, "type")))
            for inner in one.iterfind(f"{{{TYPE}}}field/{{{RDF}}}Seq/*"):
                self.known_fields(inner, {FIELD: {"name", "valueType", "description"}}, where)
                if not all(field(inner, FIELD, key) for key in ("name", "valueType", "description")) \
                        or not right_prefixes(inner, FIELD, "pdfaField"):
                    self.fail("6.6.2-type", where, f"field {field(inner, FIELD, 'name')}")

    def known_fields(self, item, known, where):
        inner = item.find(f"{{{RDF}}}Description")
        for child in (inner if inner is not None else item):
            space, local = split(child.tag)
            if local not in known.get(space, ()):
                self.fail("6.6.2-container", where, f"{child.tag} is not known there")

    # properties

    def property(self, element, where):
        space, local = split(element.tag)
        kind = PREDEFINED.get(space, {}).get(local) or self.defined.get(space, {}).get(local)
        if kind is None:
            self.fail("6.6.2-unknown", where, f"{element.prefix}:{local}")
            return
        if space in self.prefixes and self.prefixes[space] != element.prefix:
            self.fail("6.6.2-unknown", where, f"{element.prefix}:{local} where the prefix is {self.prefixes[space]}")
        if not has_type(element, kind):
            self.fail("6.6.2-value", where, f"{element.prefix}:{local} is no {kind}")

    def identification(self):
        part, level = self.values.get((PDFA, "part")), self.values.get((PDFA, "conformance"))
        if part is None or level is None:
            self.fail("6.6.4-identification", "metadata")
        for element in (part, level, self.values.get((PDFA, "amd")), self.values.get((PDFA, "corr"))):
            if element is not None and element.prefix != "pdfaid":
                self.fail("6.6.4-identification", "metadata", f"prefix {element.prefix}")
        if part is not None and (part.text or "").strip() != "3":
            self.fail("6.6.4-part", "metadata", str(part.text))
        if level is not None and (level.text or "").strip() != "A":
            self.fail("6.6.4-level", "metadata", str(level.text))
        ua = self.values.get((PDFUA, "part"))
        if ua is None or (ua.text or "").strip() != "1" or ua.prefix != "pdfuaid":
            self.fail("06-002", "metadata")
        title = self.values.get((DC, "title"))
        if title is None or not any((item.text or "").strip() for item in title.iter(f"{{{RDF}}}li")):
            self.fail("06-003", "metadata")

    # agreement with Info

    def said(self, space, local):
        element = self.values.get((space, local))
        if element is None:
            return None
        items = [item.text or "" for item in element.iter(f"{{{RDF}}}li")]
        default = [item.text or "" for item in element.iter(f"{{{RDF}}}li") if item.get(f"{{{XML}}}lang") == "x-default"]
        return default[0] if default else items[0] if len(items) == 1 else items if items else element.text or ""

    def info(self):
        info = self.doc.pdf.trailer.get("/Info")
        if not is_dictionary(info):
            return
        for key, space, local in (("/Title", DC, "title"), ("/Author", DC, "creator"), ("/Subject", DC, "description"),
                                  ("/Keywords", PDF, "Keywords"), ("/Creator", XMP, "CreatorTool"), ("/Producer", PDF, "Producer")):
            if key in info:
                said = self.said(space, local)
                if key == "/Author" and isinstance(said, list):
                    continue  # how several authors become one text is nowhere said
                if text(info[key]) != said:
                    self.fail("6.6.3-info", f"Info {key}", f"{text(info[key])!r} and {said!r}"[:150])
        for key, local in (("/CreationDate", "CreateDate"), ("/ModDate", "ModifyDate")):
            if key in info and moment(text(info[key])) != moment(self.said(XMP, local)):
                self.fail("6.6.3-info", f"Info {key}", f"{text(info[key])} and {self.said(XMP, local)}")


def split(tag):
    match = re.match(r"\{(.*)\}(.*)", tag)
    return match.groups() if match else ("", tag)


def fields(item):
    inner = item.find(f"{{{RDF}}}Description")
    return inner if inner is not None else item


def field(item, space, local):
    found = fields(item).find(f"{{{space}}}{local}")
    return (found.text or "").strip() if found is not None else None


def right_prefixes(item, space, prefix):
    return all(child.prefix == prefix for child in fields(item) if split(child.tag)[0] == space)


def has_type(element, kind):
    containers = [split(child.tag)[1] for child in element if isinstance(child.tag, str) and split(child.tag)[0] == RDF]
    if kind == "Any":
        return True
    if kind == "Lang Alt":
        items = element.findall(f"{{{RDF}}}Alt/{{{RDF}}}li")
        return containers == ["Alt"] and bool(items) and all(f"{{{XML}}}lang" in item.attrib for item in items) \
            and items[0].get(f"{{{XML}}}lang") == "x-default"
    match = re.match(r"(bag|seq|alt)(?: (.*))?$", kind, re.I)
    if match:
        items = element.findall(f"{{{RDF}}}{match[1].title()}/{{{RDF}}}li")
        return containers == [match[1].title()] and all(not match[2] or simple(item.text, match[2]) for item in items)
    if len(element):
        return kind not in SIMPLE
    return simple(element.text, kind)


def simple(value, kind):
    value = value or ""
    if kind == "Integer":
        return bool(re.match(r"[+-]?\d+$", value))
    if kind == "Boolean":
        return value in ("True", "False")
    if kind == "Date":
        return bool(DATE.match(value))
    if kind == "Real":
        return bool(re.match(r"[+-]?\d+(\.\d*)?$", value))
    if kind in ("MIMEType",):
        return bool(re.match(r"[-\w+.]+/[-\w+.]+$", value))
    if kind == "Language":
        return bool(re.match(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$", value))
    return True


def moment(value):
    """A point in time, from PDF's or XMP's writing of it."""
    match = re.match(r"(?:D:)?(\d{4})-?(\d\d)?-?(\d\d)?T?(\d\d)?:?(\d\d)?:?(\d\d)?(Z|[+-]\d\d[':]?\d\d'?)?$", value or "")
    if not match:
        return None
    parts = [int(part) if part else low for part, low in zip(match.groups()[:6], (0, 1, 1, 0, 0, 0))]
    zone = re.sub(r"[':]", "", match[7] or "Z")
    offset = 0 if zone == "Z" else (int(zone[1:3]) * 60 + int(zone[3:5])) * (-1 if zone[0] == "-" else 1)
    return datetime.datetime(*parts) - datetime.timedelta(minutes=offset)

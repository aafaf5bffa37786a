"""The file as bytes: header, end, cross-references, how objects are written, and the limits of what they hold.

Reads the cross-reference tables and streams itself, since what is asked here is what a PDF library hides."""
import re, zlib
import pikepdf
from document import is_array, is_dictionary, is_stream, name, number_of

WHITE = b"\x00\t\n\x0c\r "
TOKEN = re.compile(rb"""
    (?P<white>[\x00\t\n\x0c\r ]+) | (?P<comment>%[^\r\n]*) | (?P<open><<) | (?P<close>>>) | (?P<hex><[^<>]*>)
    | (?P<string>\((?:[^()\\]|\\[\s\S])*\)) | (?P<nested>\() | (?P<name>/[^\x00\t\n\x0c\r ()<>\[\]{}/%]*)
    | (?P<number>[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|$)) | (?P<bracket>[\[\]{}])
    | (?P<word>[^\x00\t\n\x0c\r ()<>\[\]{}/%]+)""", re.X)
FILTERS = {"ASCIIHexDecode", "ASCII85Decode", "FlateDecode", "RunLengthDecode", "CCITTFaxDecode", "JBIG2Decode", "DCTDecode",
           "JPXDecode", "Crypt"}


def tokens(data, position=0, end=None):
    """Kind, bytes and end of each token that is no white space or comment."""
    end = len(data) if end is None else end
    while position < end:
        match = TOKEN.match(data, position, end)
        if not match:
            return
        kind, position = match.lastgroup, match.end()
        value = match[0]
        if kind == "nested":
            depth, start = 1, position - 1
            while depth and position < end:
                byte = data[position]
                depth += (byte == 0x28) - (byte == 0x29)
                position += 2 if byte == 0x5c else 1
            kind, value = "string", data[start:position]
        if kind not in ("white", "comment"):
            yield kind, value, position


def unescaped(string):
    """How many bytes a literal string holds."""
    return len(re.sub(rb"\\(?:[0-7]{1,3}|\r\n|[\s\S])", b".", string[1:-1]))


class RawFile:
    def __init__(self, doc):
        self.doc, self.data = doc, doc.data
        self.offsets = {}    # object number: offset in the file
        self.compressed = set()
        self.trailers = []   # pairs of key and raw value, newest first
        self.encrypted = False

    def check(self):
        self.header_and_end()
        self.cross_references()
        self.identifier()
        for number, offset in self.offsets.items():
            self.object(number, offset)
        if len(self.offsets) + len(self.compressed) > 8388607:
            self.doc.fail("6.1.13-objects", "file", str(len(self.offsets) + len(self.compressed)))
        self.encryption()
        if self.doc.pdf:
            self.objects()

    def header_and_end(self):
        doc, data = self.doc, self.data
        header = re.match(rb"%PDF-1\.[0-7](\r\n|\r|\n)", data)
        if not header:
            doc.fail("6.1.2-header", "file", repr(data[:12]))
        line = re.match(rb"[^\r\n]*(?:\r\n|\r|\n)(%[^\r\n]*)?", data)
        comment = (line and line[1]) or b""
        if len(comment) < 5 or any(byte < 128 for byte in comment[1:5]):
            doc.fail("6.1.2-binary", "file", repr(comment[:12]))
        end = data.rfind(b"%%EOF")
        if end < 0 or data[end + 5:] not in (b"", b"\n", b"\r", b"\r\n"):
            doc.fail("6.1.3-end", "file", repr(data[end + 5:end + 25]) if end >= 0 else "no end-of-file marker")

    # cross-references

    def cross_references(self):
        starts = re.findall(rb"startxref[\r\n ]+([0-9]+)", self.data)
        todo, done = [int(starts[-1])] if starts else [], set()
        if not todo:
            self.doc.fail("6.1.4-xref", "file", "no startxref")
        while todo:
            position = todo.pop(0)
            if position in done:
                continue
            done.add(position)
            try:
                trailer = self.table(position) if self.data[position:position + 4] == b"xref" else self.stream_table(position)
            except (ValueError, IndexError, KeyError, zlib.error) as error:
                self.doc.fail("6.1.4-xref", f"offset {position}", f"cannot be read: {error}")
                continue
            self.trailers.append(trailer)
            for key in (b"/XRefStm", b"/Prev"):
                if key in trailer:
                    todo.append(int(trailer[key]))

    def dictionary(self, position):
        """The keys and raw values of the dictionary at a position, and its end. Values that are not simple are kept as bytes."""
        depth, result, key, parts = 0, {}, None, []
        for kind, value, end in tokens(self.data, position):
            if kind == "open":
                depth += 1
                if depth == 1:
                    continue
            elif kind == "close":
                depth -= 1
                if depth == 0:
                    if key:
                        result[key] = b" ".join(parts)
                    return result, end
            elif not depth:
                raise ValueError("no dictionary")
            nested = depth > 1 or parts[:1] == [b"["] and parts.count(b"[") > parts.count(b"]") or kind == "close"
            if kind == "name" and not nested and (key is None or parts):
                if key:
                    result[key] = b" ".join(parts)
                key, parts = value, []
            else:
                parts.append(value)
        raise ValueError("a dictionary without end")

    def table(self, position):
        data = self.data
        if not re.match(rb"xref(?:\r\n|\r|\n)[0-9]+ [0-9]+ ?(?:\r\n|\r|\n)", data[position:position + 60]):
            self.doc.fail("6.1.4-xref", f"offset {position}", repr(data[position:position + 20]))
        cursor = position + 4
        while True:
            head = re.compile(rb"\s*([0-9]+)\s+([0-9]+)\s*").match(data, cursor)
            if not head:
                break
            cursor, first = head.end(), int(head[1])
            for index in range(int(head[2])):
                row = data[cursor:cursor + 20]
                cursor += 20
                if row[17:18] == b"n":
                    self.offsets.setdefault(first + index, int(row[:10]))
        word = data.index(b"trailer", cursor)
        for kind, value, _ in tokens(data, word + 7):
            if kind == "word" and value == b"startxref":
                break
            self.token("trailer", kind, value)
        return self.dictionary(word + 7)[0]

    def stream_table(self, position):
        head = re.compile(rb"[0-9]+\s+[0-9]+\s+obj\s*").match(self.data, position)
        if not head:
            raise ValueError("neither xref nor a stream")
        trailer, end = self.dictionary(head.end())
        start = re.compile(rb"\s*stream(\r\n|\n)").match(self.data, end).end()
        body = self.data[start:start + int(trailer[b"/Length"])]
        body = decoded(trailer, body)
        widths = [int(width) for width in trailer[b"/W"].strip(b"[] ").split()]
        size = sum(widths)
        index = [int(part) for part in trailer.get(b"/Index", b"0 " + trailer[b"/Size"]).strip(b"[] ").split()]
        cursor = 0
        for first, count in zip(index[0::2], index[1::2]):
            for number in range(first, first + count):
                row, cursor = body[cursor:cursor + size], cursor + size
                kind = int.from_bytes(row[:widths[0]], "big") if widths[0] else 1
                field = int.from_bytes(row[widths[0]:widths[0] + widths[1]], "big")
                if number in self.offsets or number in self.compressed:
                    continue
                if kind == 1:
                    self.offsets[number] = field
                elif kind == 2:
                    self.compressed.add(number)
        return trailer

    def identifier(self):
        newest = self.trailers[0] if self.trailers else {}
        parts = re.findall(rb"<[^<>]+>|\((?:[^()\\]|\\[\s\S])+\)", newest.get(b"/ID", b""))
        if len(parts) != 2:
            self.doc.fail("6.1.3-id", "trailer", newest.get(b"/ID", b"none").decode("latin1")[:80])
        self.encrypted = any(b"/Encrypt" in trailer for trailer in self.trailers)
        if self.encrypted:
            self.doc.fail("6.1.3-encrypt", "trailer")

    # objects

    def object(self, number, offset):
        fail, data, where = self.doc.fail, self.data, f"object {number}"
        head = re.compile(rb"([0-9]+)([\x00\t\n\x0c\r ]+)([0-9]+)([\x00\t\n\x0c\r ]+)obj").match(data, offset)
        if not head or int(head[1]) != number:
            fail("6.1.4-xref", where, f"not at offset {offset}")
            return
        if len(head[2]) != 1 or len(head[4]) != 1 or data[offset - 1:offset] not in (b"\n", b"\r") \
                or data[head.end():head.end() + 1] not in (b"\n", b"\r"):
            fail("6.1.9-spacing", where, repr(data[max(0, offset - 2):head.end() + 2]))
        last = head.end()
        for kind, value, end in tokens(data, head.end()):
            if kind == "word" and value == b"endobj":
                self.end_of_object(where, end)
                break
            if kind == "word" and value == b"stream":
                self.stream(number, where, head.end(), end)
                break
            self.token(where, kind, value)
            last = end
        else:
            fail("6.1.9-spacing", where, f"no end after offset {last}")

    def end_of_object(self, where, end):
        before, after = self.data[end - 7:end - 6], self.data[end:end + 1]
        if before not in (b"\n", b"\r") or after not in (b"\n", b"\r"):
            self.doc.fail("6.1.9-spacing", where, repr(self.data[end - 8:end + 1]))

    def stream(self, number, where, start, keyword):
        fail, data = self.doc.fail, self.data
        if data[keyword:keyword + 2] == b"\r\n":
            begin = keyword + 2
        elif data[keyword:keyword + 1] == b"\n":
            begin = keyword + 1
        else:
            fail("6.1.7-keywords", where, repr(data[keyword - 6:keyword + 2]))
            begin = keyword + 1
        keys, _ = self.dictionary(start)
        length = keys.get(b"/Length", b"")
        if b"R" in length:
            reference = int(length.split()[0])
            direct = re.compile(rb"\d+ \d+ obj\s*(\d+)").match(data, self.offsets.get(reference, 0))
            length = direct[1] if direct else str(int(self.doc.pdf.get_object(reference, 0))).encode() if self.doc.pdf else b""
        if not length.isdigit():
            fail("6.1.7-length", where, f"Length {length!r}")
            return
        end = begin + int(length)
        after = re.compile(rb"(\r\n|\n|\r)?endstream(?=[\x00\t\n\x0c\r ])").match(data, end)
        if not after:
            fail("6.1.7-length", where, f"Length {int(length)}, then {data[end:end + 12]!r}")
        elif not after[1]:
            fail("6.1.7-keywords", where, "endstream is not on a line of its own")
        if after:
            closing = re.compile(rb"\s*endobj").match(data, after.end())
            if closing:
                self.end_of_object(where, closing.end())
            else:
                fail("6.1.9-spacing", where, "no endobj after endstream")
        if keys.get(b"/Type") == b"/ObjStm" and not self.encrypted:
            try:
                body = decoded(keys, data[begin:end])
            except (zlib.error, ValueError, IndexError) as error:
                fail("6.1.4-xref", where, str(error))
                return
            for kind, value, _ in tokens(body, int(keys[b"/First"])):
                self.token(f"object stream {number}", kind, value)

    def token(self, where, kind, value):
        fail = self.doc.fail
        if kind == "hex":
            digits = value[1:-1].translate(None, WHITE)
            if len(digits) % 2:
                fail("6.1.6-even", where, repr(value[:40]))
            if digits.strip(b"0123456789abcdefABCDEF"):
                fail("6.1.6-digits", where, repr(value[:40]))
            if len(digits) > 65534:
                fail("6.1.13-string", where, f"{len(digits) // 2} bytes")
        elif kind == "string":
            if len(value) > 32767 and unescaped(value) > 32767:
                fail("6.1.13-string", where, f"{unescaped(value)} bytes")
        elif kind == "name":
            if len(value) > 128 and len(re.sub(rb"#[0-9A-Fa-f]{2}", b".", value)) > 128:
                fail("6.1.13-name", where, repr(value[:40]))
        elif kind == "number":
            check_number(fail, where, value)

    def encryption(self):
        if not self.encrypted:
            return
        reference = re.match(rb"(\d+) \d+ R", next(t[b"/Encrypt"] for t in self.trailers if b"/Encrypt" in t))
        offset = self.offsets.get(int(reference[1])) if reference else None
        if offset is None:
            self.doc.fail("26-001", "trailer", "no encryption dictionary")
            return
        keys, _ = self.dictionary(self.data.index(b"obj", offset) + 3)
        if b"/P" not in keys:
            self.doc.fail("26-001", f"object {int(reference[1])}")
        elif not int(keys[b"/P"]) & 512:
            self.doc.fail("26-002", f"object {int(reference[1])}", f"P is {int(keys[b'/P'])}")

    def objects(self):
        """What all streams and names must keep to."""
        for value in self.doc.pdf.objects:
            if is_stream(value):
                where = number_of(value)
                for key in ("/F", "/FFilter", "/FDecodeParms"):
                    if key in value:
                        self.doc.fail("6.1.7-external", where, key)
                filters = value.get("/Filter")
                parameters = value.get("/DecodeParms")
                filters = list(filters) if is_array(filters) else [filters] if filters is not None else []
                parameters = list(parameters) if is_array(parameters) else [parameters]
                for index, one in enumerate(filters):
                    more = parameters[index] if index < len(parameters) else None
                    if name(one) not in FILTERS or name(one) == "Crypt" and not (
                            is_dictionary(more) and name(more.get("/Name")) == "Identity"):
                        self.doc.fail("6.1.7-filter", where, str(one))
            elif is_dictionary(value):
                for key in ("/BaseFont", "/FontName", "/S"):
                    one = value.get(key)
                    if isinstance(one, pikepdf.Name) and not is_utf8(one):
                        self.doc.fail("6.1.8-utf8", number_of(value), key)


def is_utf8(one):
    raw = re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), one.unparse())
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def check_number(fail, where, value):
    if b"." in value:
        real = abs(float(value))
        if real > 3.403e38 or 0 < real < 1.175e-38:
            fail("6.1.13-real", where, value.decode()[:40])
    elif len(value) > 9 and not -2147483648 <= int(value) <= 2147483647:
        fail("6.1.13-integer", where, value.decode()[:40])


def decoded(keys, body):
    """The data of a cross-reference or object stream, whose dictionary is given as raw values."""
    if b"/FlateDecode" in keys.get(b"/Filter", b""):
        body = zlib.decompress(body)
    parameters = keys.get(b"/DecodeParms", b"")
    predictor, columns = re.search(rb"/Predictor (\d+)", parameters), re.search(rb"/Columns (\d+)", parameters)
    if predictor and int(predictor[1]) >= 10:
        body = unpredicted(body, int(columns[1]) if columns else 1)
    return body


def unpredicted(body, size):
    """PNG's predictors None, Sub and Up, of bytes that stand for themselves."""
    out, previous = bytearray(), bytes(size)
    for start in range(0, len(body), size + 1):
        kind, row = body[start], bytearray(body[start + 1:start + 1 + size])
        if kind == 2:
            row = bytearray((a + b) & 255 for a, b in zip(row, previous))
        elif kind == 1:
            for index in range(1, len(row)):
                row[index] = (row[index] + row[index - 1]) & 255
        elif kind:
            raise ValueError(f"predictor {kind}")
        out += row
        previous = bytes(row)
    return bytes(out)

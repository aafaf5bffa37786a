"""Reading mails, by three readers that know nothing of each other and of the program: Python's email package with its strictest
policy, munpack (mpack) and reformime (maildrop)."""
import email, email.errors, email.policy, hashlib, html.parser, pathlib, re, subprocess, tempfile

STRICT = email.policy.default.clone(raise_on_defect=True)
# What a server puts before a mail when it delivers it.
TRACE = re.compile(rb"\A(?:(?:Return-Path|X-Original-To|Delivered-To|Received):[^\n]*\n(?:[ \t][^\n]*\n)*)+")


def delivered(path):
    """(what the server put before it, the mail as it was sent), with CRLF."""
    raw = path.read_bytes()
    trace = TRACE.match(raw)
    return raw[:trace.end()].decode("utf-8"), raw[trace.end():].replace(b"\n", b"\r\n")


class Letter:
    def __init__(self, raw):
        self.raw = raw
        self.mail = email.message_from_string(raw.decode("utf-8"), policy=STRICT)
        self.head, _, self.body = raw.partition(b"\r\n\r\n")
        self.fields = re.findall(r"^([!-9;-~]+):", self.head.decode("utf-8"), re.M)
        for part in self.mail.walk():  # parses every header
            for name, value in part.items():
                # an international address is one, to a reader that knows RFC 5322 and not 6532
                faults = [one for one in value.defects if not isinstance(one, email.errors.NonASCIILocalPartDefect)]
                assert not faults, f"{name}: {faults}"

    def parts(self):
        """Depth first: (type, part)."""
        return [(part.get_content_type(), part) for part in self.mail.walk()]

    def text(self):
        """As who reads it sees it: paragraphs put together again (RFC 3676)."""
        part = next(part for kind, part in self.parts() if kind == "text/plain")
        assert part.get_param("format") == "flowed", part["Content-Type"]
        delete = (part.get_param("delsp") or "no").lower() == "yes"
        lines, open_line = [], None
        for line in part.get_content().splitlines():
            if line.startswith(" "):
                line = line[1:]
            if open_line is not None:
                line = open_line + line
                open_line = None
            if line.endswith(" ") and line != "-- ":
                open_line = line[:-1] if delete else line
            else:
                lines.append(line)
        return "\n".join(lines + ([open_line] if open_line is not None else []))

    def text_lines(self):
        return next(part for kind, part in self.parts() if kind == "text/plain").get_content().splitlines()

    def page(self):
        return next(part for kind, part in self.parts() if kind == "text/html").get_content()

    def attachments(self):
        """name → bytes"""
        return {part.get_filename(): part.get_payload(decode=True) for part in self.mail.iter_attachments()}


def by_munpack(raw):
    """name → bytes of the attachments; munpack calls bodies part1, part2."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["munpack", "-f", "-q", "-C", folder], input=raw, capture_output=True)
        assert done.returncode == 0, done.stderr
        return {path.name: path.read_bytes() for path in pathlib.Path(folder).iterdir()}


def by_reformime(raw):
    """[(section, type, name, bytes)] of what has no sections of its own."""
    done = subprocess.run(["reformime", "-i"], input=raw, capture_output=True)
    assert done.returncode == 0, done.stderr
    found = []
    for block in done.stdout.decode().split("\n\n"):
        fields = dict(re.findall(r"^([a-z-]+): ?(.*)$", block, re.M))
        if not fields or fields["content-type"].startswith("multipart/"):
            continue
        content = subprocess.run(["reformime", "-e", "-s", fields["section"]], input=raw, capture_output=True).stdout
        found.append((fields["section"], fields["content-type"], fields.get("content-disposition-filename", ""), content))
    return found


def header_by_reformime(raw, name, addresses=False):
    """A header's words. Python puts spaces between the encoded words of a name; this does not."""
    head = re.sub(rb"\r\n(?=[ \t])", b"", raw.partition(b"\r\n\r\n")[0]).decode("utf-8")
    value = re.search(rf"^{name}: ?(.*)$", head, re.M)[1]
    done = subprocess.run(["reformime", "-c", "utf-8", "-H" if addresses else "-h", value], capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode("utf-8").strip()


ACTIVE = {"script", "iframe", "frame", "frameset", "object", "embed", "applet", "form", "input", "button", "select", "textarea", "base",
          "link", "img", "image", "video", "audio", "source", "track", "svg", "math", "template", "portal", "canvas", "picture"}


class Page(html.parser.HTMLParser):
    """What is in a page: faults (active or fetched), links, languages, and its words."""

    def __init__(self, text):
        super().__init__()
        self.faults, self.links, self.languages, self.words, self.language, self.inside = [], [], set(), [], None, []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.inside.append(tag)
        if tag in ACTIVE or ":" in tag:
            self.faults.append(f"<{tag}>")
        for name, value in attributes:
            value = value or ""
            if name.startswith("on") or name in ("src", "srcset", "background", "action", "formaction", "ping", "poster", "srcdoc", "data"):
                self.faults.append(f"{name}={value}")
            if name == "http-equiv":
                self.faults.append(f"<meta http-equiv={value}>")
            if name == "style":
                self.check_style(value)
            if name == "href":
                self.links.append(value)
                if not re.match(r"(https?://|mailto:)", value):
                    self.faults.append(f"href={value}")
            if name == "lang":
                self.languages.add(value)
                if tag == "html":
                    self.language = value

    def handle_endtag(self, tag):
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, text):
        if "style" in self.inside:
            self.check_style(text)
        elif "title" not in self.inside:
            self.words.append(text)

    def handle_comment(self, text):
        self.faults.append(f"<!--{text}-->")

    def check_style(self, text):
        for one in re.findall(r"url\s*\(|@import|expression\s*\(|behavior\s*:|-moz-binding|\\", text, re.I):
            self.faults.append(f"style: {one}")

    def read(self):
        return " ".join("".join(self.words).split())


def sha256(content):
    return hashlib.sha256(content).hexdigest()

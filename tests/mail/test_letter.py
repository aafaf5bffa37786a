"""What is in the mail."""
import datetime, email.utils, functools, os, pathlib, pwd, re, socket, subprocess, tempfile, unicodedata
import xml.etree.ElementTree as ET

from common import (A, DATA, INBOX, LANGUAGES, NOW, Mails, beside, contact, definitions, evidence, fails, folder, large_sample, mail,
                    named, recipient, rules, run, same, sample, send, succeeds, test, text_of_program, words)
from letters import Letter, Page, by_munpack, by_reformime, header_by_reformime, sha256

# The source's conventions for the subject, with the sample's partner put in.
SUBJECTS = {
    "de": "Nordlicht Filialsysteme GmbH, Selbsteinschätzung als Einzelhandels-Kompetenztechnologiepartner abgeschlossen",
    "zh-Hans": "Nordlicht Filialsysteme GmbH，零售能力技术合作伙伴完成的自我评估",
    "zh-Hant": "Nordlicht Filialsysteme GmbH，零售能力技術合作夥伴已完成的自我評估",
    "fr": "Nordlicht Filialsysteme GmbH, Auto-évaluation finalisée du partenaire technologique de compétences en vente au détail",
    "ja": "Nordlicht Filialsysteme GmbH, Retail Competency Technology Partner Completed Self-Assessment",
    "en": "Nordlicht Filialsysteme GmbH, Retail Competency Technology Partner Completed Self-Assessment",
}
# Five business days after Sunday, 22 November 2026.
ANSWER_BY = {"de": "27. November 2026", "zh-Hans": "2026年11月27日", "zh-Hant": "2026年11月27日", "fr": "27 novembre 2026", "ja": "2026年11月27日", "en": "November 27, 2026"}
STEM = "nordlicht-filialsysteme-gmbh.retail-technology"
FIELDS = ["From", "Reply-To", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Content-Language"]
SENDER = "wiebke.petersen@nordlicht-filialsysteme.example"


def written(path, *arguments, **options):
    """The mail as a draft for a mail program."""
    done = succeeds(mail(path, "-o", path.parent / "made.eml", *arguments, **options))
    done.letter = Letter((path.parent / "made.eml").read_bytes())
    return done


def report(path, language):
    """As auditfolio report makes it."""
    here = folder()
    succeeds(run("report", path, "-l", language, "-f", "pdf", "-o", here))
    return (here / f"{path.stem}.{language}.pdf").read_bytes()


def check_readers(letter, raw):
    """All readers see the same attachments with the same names, and the same bodies."""
    mine, parts = letter.attachments(), by_reformime(raw)
    for name in mine:
        assert re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", name), name
    unpacked = by_munpack(raw)
    same({name: unpacked.get(name) for name in mine}, mine, "munpack's attachments")
    same({name: content for _, _, name, content in parts if name}, mine, "reformime's attachments")
    same([kind for _, kind, _, _ in parts][:2], ["text/plain", "text/html"], "reformime's bodies")
    bodies = [content.decode("utf-8").replace("\r\n", "\n") for _, _, name, content in parts if not name]
    same(bodies, ["\n".join(letter.text_lines()) + "\n", letter.page().replace("\r\n", "\n")], "bodies")


def check_form(raw):
    """What no reader may have to be clever for."""
    for line in raw.split(b"\r\n"):
        assert b"\r" not in line and b"\n" not in line, f"a line end by itself: {line[:80]!r}"
        assert len(line) <= 998, f"a long line: {line[:80]!r}"
        assert all(32 <= byte < 127 or byte == 9 for byte in line), f"not 7 bit: {line[:80]!r}"
    for head in re.findall(rb"^Content-(?:Type|Disposition):.*(?:\r\n[ \t].*)*", raw, re.M):
        assert b"=?" not in head and not re.search(rb"\*\d*\*?=", head), f"a parameter that is encoded: {head!r}"


def check_bodies(letter, language, path, linked):
    """Both bodies name what is submitted, and the attachments with size and digest."""
    page = Page(letter.page())
    same(page.faults, [], "what is active or fetched")
    same((page.language, letter.mail["Content-Language"]), (language, language), "language")
    root = ET.parse(path).getroot()
    wanted = [text_of_program(language, "category.store.name"), text_of_program(language, "model.saas.name"),
              root.findtext(f"{A}partner/{A}name"), root.findtext(f"{A}solution/{A}name"), ANSWER_BY[language]]
    wanted += [one.text for one in root.iter(A + "customer")]
    for name, content in letter.attachments().items():
        wanted += [name, sha256(content)]
    same([link for link in linked if link not in page.links], [], "links")
    for body, said in (("text", letter.text()), ("HTML", page.read())):
        said = " ".join(said.split())
        same([one for one in wanted if " ".join(one.split()) not in said], [], f"what is not said in the {body}")
        for name, content in letter.attachments().items():
            after = said[said.index(name):][:300]
            assert size_is_said(len(content), after), f"{len(content)} bytes are not said in the {body} after {name}: {after!r}"
        assert not re.search(r"\b(mail|report|label)\.[a-z]", said), f"a message's name in the {body}"


def size_is_said(size, text):
    number = str(size) if size < 1000 else str(round(size / 1000)) if size < 1000000 else f"{size / 1000000:.1f}"
    return re.search(rf"\b{number.replace('.', '[.,]')}\s*\S", text)


def check_structure(letter, language):
    """mixed of alternative and attachments; flowed text; types that fit; date and Message-ID"""
    kinds = [kind for kind, _ in letter.parts()]
    same(kinds[:6], ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf", "application/xml"], "parts")
    same(set(kinds[6:]), {"image/svg+xml", "text/markdown", "text/plain"}, "parts of evidence")
    for kind, part in letter.parts()[:2]:
        same(part["Content-Transfer-Encoding"], None, kind)
    for kind, part in letter.parts():
        if part.get_filename():
            same((part.get_content_disposition(), part["Content-Transfer-Encoding"]), ("attachment", "base64"), kind)
            same(part.get_param("name"), part.get_filename(), "both names")
        elif kind.startswith("text/"):
            same((part.get_content_charset(), part["Content-Language"], part.get_content_disposition()), ("utf-8", language, None), kind)
    for line in letter.text_lines():
        columns = len(line) + sum(unicodedata.east_asian_width(c) in "WF" for c in line)
        assert columns <= 78 or " " not in line.removeprefix("- ").strip(), f"a line of {columns} columns that has spaces: {line!r}"
    same(bool(letter.parts()[2][1].get_param("delsp")), language in ("ja", "zh-Hans", "zh-Hant"), "DelSp")
    date = email.utils.parsedate_to_datetime(letter.mail["Date"])
    same(date, datetime.datetime.fromtimestamp(NOW, datetime.timezone.utc), "Date")
    assert re.fullmatch(r"<[A-Za-z0-9.+-]+@nordlicht-filialsysteme\.example>", letter.mail["Message-ID"]), letter.mail["Message-ID"]


@test
def letter_in_every_language():
    """sent, read back from the maildir by three readers: subject, form, bodies; attachments equal to the files byte for byte"""
    for language in LANGUAGES:
        path, to = sample(), recipient()
        done = send(path, to, "starttls", "-l", language, "--evidence")
        succeeds(done)
        (trace, raw), = Mails.get().got(to)
        same(raw, (path.parent / "nordlicht.sent.eml").read_bytes(), "what was kept")
        assert "with ESMTPS" in trace, f"not encrypted: {trace}"
        letter = Letter(raw)
        same(letter.fields, FIELDS, "fields")
        same(letter.mail["Subject"], SUBJECTS[language], "subject")
        same((str(letter.mail["From"]), str(letter.mail["Reply-To"]), str(letter.mail["To"])),
             (f"Wiebke Petersen-Adomat <{SENDER}>", f"Wiebke Petersen-Adomat <{SENDER}>", to), "mailboxes")
        attachments = letter.attachments()
        same(list(attachments)[:2], [f"{STEM}.{language}.pdf", f"{STEM}.de.xml"], "report and assessment")
        assert attachments[f"{STEM}.{language}.pdf"] == report(path, language), "the report is another one"
        assert attachments[f"{STEM}.de.xml"] == path.read_bytes(), "the assessment is another one"
        pieces = {one.get("id"): one.get("file") for one in ET.parse(path).iter(A + "piece") if one.get("file")}
        for piece, content in evidence(path).items():
            pattern = rf"{STEM}\.[a-zA-Z-]+\.{re.escape(piece)}{pathlib.Path(pieces[piece]).suffix}"
            name, = [one for one in attachments if re.fullmatch(pattern, one)]
            assert attachments[name] == content, f"{piece} is another one"
        same(len(attachments), 2 + len(pieces), "attachments")
        check_readers(letter, raw)
        check_form(raw)
        check_structure(letter, language)
        check_bodies(letter, language, path, [one.get("href") for one in ET.parse(path).iter(A + "piece") if one.get("href")])


@test
def subcategories_are_said():
    """under each category those of the solution, and those of each case study; deployment models stay on one line"""
    path = sample(name="fellbridge")
    letter = written(path, "-l", "en", "--draft").letter
    root, title = ET.parse(path).getroot(), functools.partial(text_of_program, "en", program="microsoft-workloads-technology")
    chosen = [(title(f"category.{one.get('ref')}.name"), [title(f"subcategory.{sub.get('ref')}.name") for sub in one])
              for one in root.iter(A + "category")]
    wanted = [f"{category}: {' · '.join(subs)}" for category, subs in chosen]
    wanted.append(" · ".join(title(f"model.{one.get('ref')}.name") for one in root.iter(A + "deployment-model")))
    demonstrated = [one.get("subcategories", "").split() for one in root.iter(A + "case-study")]
    assert len(chosen) > 1 and any(demonstrated), "the sample has no such things"
    order = [one.get("id") for one in definitions.program(DATA, "microsoft-workloads-technology").iter(definitions.P + "subcategory")]
    wanted += [": " + " · ".join(title(f"subcategory.{one}.name") for one in sorted(subs, key=order.index)) for subs in demonstrated if subs]
    for body, said in (("text", letter.text()), ("HTML", Page(letter.page()).read())):
        said = re.sub(r"\s+", " ", said)
        same([one for one in wanted if one not in said], [], f"what is not said in the {body}")


@test
def draft_for_a_mail_program():
    """ASSESSMENT.eml in the current folder, or -o, or standard output; X-Unsent; what is in it is said; the same input, the same bytes"""
    path, here = sample(), folder()
    done = succeeds(mail(path, "-l", "en", cwd=here))
    same([one.name for one in here.iterdir()], ["nordlicht.eml"], "files")
    raw = (here / "nordlicht.eml").read_bytes()
    letter = Letter(raw)
    same(letter.fields, FIELDS[:6] + ["X-Unsent"] + FIELDS[6:], "fields")
    same((letter.mail["X-Unsent"], str(letter.mail["To"])), ("1", INBOX), "X-Unsent and To")
    for wanted in (SENDER, INBOX, SUBJECTS["en"], f"{STEM}.en.pdf", f"{STEM}.de.xml", "nordlicht.eml"):
        assert wanted in done.out, f"{wanted} is not in {done.out!r}"
    output = mail(path, "-l", "en", "-o", "-", cwd=here)
    same((output.returncode, output.stdout_bytes == raw, SUBJECTS["en"] in output.err), (0, True, True), "standard output")
    same(written(path, "-l", "en").letter.raw == raw, True, "-o")
    later = written(path, "-l", "en", env={"SOURCE_DATE_EPOCH": str(NOW + 1)}).letter
    assert later.mail["Message-ID"] != letter.mail["Message-ID"], "another mail has another Message-ID"
    same(beside(path), ["made.eml"], "nothing of sending")
    fails(mail(path, "-l", "en", "-o", here / "no/folder.eml"), 3, "file-unwritable")


@test
def answer_within_business_days():
    """the day is five business days after that of the mail, from whatever day of the week, in the time of the place"""
    path = sample()
    for day, answer in ((22, "27"), (23, "30"), (24, "December 1"), (25, "December 2"), (26, "December 3"), (27, "December 4"), (28, "December 4")):
        answer = answer if " " in answer else f"November {answer}"
        epoch = datetime.datetime(2026, 11, day, 12, tzinfo=datetime.timezone.utc).timestamp()
        said = " ".join(written(path, "-l", "en", env={"SOURCE_DATE_EPOCH": str(int(epoch))}).letter.text().split())
        assert f"by {answer}, 2026" in said, f"of a mail of November {day}"


@test
def date_is_that_of_the_place():
    """without SOURCE_DATE_EPOCH it is now, with the offset of the time zone"""
    letter = written(sample(), "-l", "en", env={"SOURCE_DATE_EPOCH": None, "TZ": "Asia/Tokyo"}).letter
    assert letter.mail["Date"].endswith("+0900"), letter.mail["Date"]
    apart = datetime.datetime.now(datetime.timezone.utc) - email.utils.parsedate_to_datetime(letter.mail["Date"])
    assert abs(apart.total_seconds()) < 60, letter.mail["Date"]


@test
def recipients():
    """--to in place of the inbox and --cc, each once, with domains as A-labels; the envelope has both"""
    to, copy = recipient(), recipient("info")
    path = sample()
    succeeds(send(path, to, "plain", "--to", to.replace("inbox.example", "INBOX.example"), "--cc", copy, "--cc", to))
    for address in (to, copy):
        (_, raw), = Mails.get().got(address)
        letter = Letter(raw)
        same([one.addr_spec for one in letter.mail["Cc"].addresses if one.addr_spec != to], [copy], "Cc")
    letter = written(sample(), "--to", "info@bücher.example", "--cc", "a@b.example").letter
    same((str(letter.mail["To"]), str(letter.mail["Cc"])), ("info@xn--bcher-kva.example", "a@b.example"), "A-labels")


@test
def evidence_as_it_is_asked_for():
    """none without --evidence; --without leaves pieces out; unknown ones and --without by itself are refused"""
    path = sample()
    same(len(written(path).letter.attachments()), 2, "attachments")
    names = written(path, "--evidence", "--without", "architektur", "--without", "vortrag-handelstage").letter
    same(len(names.attachments()), 2 + len(evidence(path)) - 1, "attachments")
    same([one for one in names.attachments() if ".architektur." in one], [], "what is left out")
    links = Page(names.page()).links
    assert not any("handelstage" in one for one in links) and any("fachartikel" in one or "filialversand" in one for one in links), links
    fails(mail(path, "--evidence", "--without", "nothing"), 2, "option-value")
    fails(mail(path, "--without", "architektur"), 2, "option-alone")


@test
def not_over_its_own_files():
    """-o never takes the place of the assessment, of its evidence, or of what is kept of what was sent"""
    path = sample()
    evidence = path.parent / "evidence/nordlicht/architektur.svg"
    journal = path.with_suffix(".sent.log")
    journal.write_text("")
    (path.parent / "link.eml").symlink_to(path)
    for target in (path, evidence, journal, path.parent / "link.eml"):
        before = target.read_bytes()
        fails(mail(path, "-l", "en", "-o", target), 2, "output-input")
        same(target.read_bytes(), before, f"{target.name}")


@test
def size_has_a_limit():
    """too large: which pieces to leave out is said, nothing is written; without them it fits"""
    path = large_sample(1_500_000)
    done = fails(mail(path, "-l", "en", "--evidence", "--max-size", "1.5", cwd=path.parent), 1, "attachments-too-large")
    assert "produktblatt" in done.err and "1.5 MB" in done.err and "penetrationstest" not in done.err, done.err
    fails(mail(path, "-l", "en", "--max-size", "0.01", cwd=path.parent), 1, "report-too-large")
    same(beside(path), [], "files")
    written(path, "-l", "en", "--evidence", "--max-size", "1.5MB", "--without", "produktblatt")
    written(path, "-l", "en", "--evidence")
    for value in ("0", "-1", "nan", "inf", "1e9", "ten", "", "5kB", "MB"):
        fails(mail(path, "--max-size", value), 2, "option-value")


@test
def not_ready():
    """what is open is said as check says it, and nothing is written; --draft writes what says that it is a draft"""
    path = sample(name="maison-lumiere")
    done = mail(path, "-l", "en", cwd=path.parent)
    same((done.returncode, done.out, beside(path)), (1, "", []), "exit code, output and files")
    said = rules(done)
    same(said[-1], "not-ready", "the last diagnostic")
    same(sorted(said[:-1]), sorted(rules(run("check", path, "-l", "en"))), "open points")
    for language in LANGUAGES:
        written(path, "-l", language, "--draft")
        letter = Letter((path.parent / "made.eml").read_bytes())
        before, after = words(language, "mail.draft-subject").split("{0}")
        subject = text_of_program(language, "mail.subject").replace("{0}", ET.parse(path).getroot().findtext(f"{A}partner/{A}name"))
        same(letter.mail["Subject"], before + subject + after, "subject")
        same(letter.mail["X-Unsent"], "1", "X-Unsent")
        marks = re.search(r"\bother\s*\{(.*?)\}\s*\}", words(language, "mail.draft"))[1].split("#")
        for body in (letter.text(), Page(letter.page()).read()):
            place = [" ".join(body.split())[:300].find(" ".join(mark.split())) for mark in marks]
            assert -1 not in place, f"{body[:300]!r} does not say {marks}"
    ready = written(sample(), "-l", "en", "--draft").letter
    same(ready.mail["Subject"], SUBJECTS["en"], "subject of what is ready")


# --- what is hostile ---

HOSTILE = [
    "Nord\r\nBcc: victim@elsewhere.example",
    "Nord\n\nHello,",
    "Nord\r\n\r\n--=_mixed\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>",
    "=?utf-8?q?x=0D=0ABcc:_victim=40elsewhere.example?=",
    '"Nord", <victim@elsewhere.example>, Licht',
    "victim@elsewhere.example",
    "Nord (Licht) [Inc.]: a;b,c\\d \"e\" =?x?=",
    "北光零售系统有限公司" * 12,
    "شركة الشمال للتجزئة 🛒 ẞ",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "../../../etc/passwd",
    ".",
    "N" * 200,
    "--",
    "con",
]
# These are refused wherever they stand: they are not seen, or turn round what is.
FORBIDDEN = ["\u202eelpmaxe.erehwesle@mitciv\u202c", "Nord\u2066Licht", "Nord\u2028Bcc: victim@elsewhere.example\u2029"]


def bare(text):
    """Without white space, which Python adds."""
    return re.sub(r"\s", "", text)


def without_controls(text):
    """With spaces in place of what ends lines; without the marks that keep a name's direction to itself in a text."""
    return " ".join(re.sub(r"[\u200e\u200f\u2066-\u2069]", "", text).split())


@test
def names_cannot_do_anything():
    """no name adds a header, a recipient, a part or markup; as it is, it is shown"""
    plain = written(sample(), "-l", "en").letter
    for name in HOSTILE:
        done = mail(path := sample(*named(name)), "-l", "en", "-o", (path.parent / "made.eml"))
        assert done.returncode == 0, f"{name!r}: {done.err}"
        raw = (path.parent / "made.eml").read_bytes()
        check_form(raw)
        letter = Letter(raw)
        same(letter.fields, plain.fields, f"fields with {name!r}")
        same([kind for kind, _ in letter.parts()], [kind for kind, _ in plain.parts()], f"parts with {name!r}")
        same([one.addr_spec for one in letter.mail["To"].addresses], [INBOX], f"To with {name!r}")
        for field in ("From", "Reply-To"):
            sender, = letter.mail[field].addresses
            same((sender.addr_spec, bare(sender.display_name)), (SENDER, bare(name)), f"{field} with {name!r}")
            shown = re.fullmatch(rf'"?(.*?)"? <{re.escape(SENDER)}>', header_by_reformime(raw, field, addresses=True))[1]
            same(without_controls(re.sub(r"\\(.)", r"\1", shown)), without_controls(name), f"{field} with {name!r}")
        subject = without_controls(SUBJECTS["en"].replace("Nordlicht Filialsysteme GmbH", name))
        same((letter.mail["Subject"], header_by_reformime(raw, "Subject")), (subject, subject), f"subject with {name!r}")
        check_readers(letter, raw)
        page = Page(letter.page())
        same(page.faults, [], f"what is active with {name!r}")
        for body in (letter.text(), page.read()):
            assert without_controls(name) in without_controls(body), f"{name!r} is not said in {body[:600]!r}"
        assert not re.search(r"[\x00-\x1f\x7f-\x9f]", done.out.replace("\n", "")), f"printed: {done.out!r}"
    for name in FORBIDDEN:
        done = mail(path := sample(*named(name)), "-l", "en", cwd=path.parent)
        same((done.returncode, set(rules(done)), beside(path)), (1, {"character-forbidden"}, []), f"with {name!r}")


@test
def names_arrive():
    """through a server, too: lines that begin with a full stop, one that says From, what looks like the end"""
    for name in (".", "..leading", "From here on", "."):
        path, to = sample(*named(name)), recipient()
        succeeds(send(path, to))
        (_, raw), = Mails.get().got(to)
        same(raw == (path.parent / "nordlicht.sent.eml").read_bytes(), True, "what arrived")
        assert name in Letter(raw).text(), "the name"


@test
def addresses_are_checked():
    """a contact's that is none: an error with its line, nothing written; an option's: wrong usage"""
    for address in ("a,b@nord.example", "<a@nord.example>", "a(b)@nord.example", "a@nord..example", "a@-nord.example", "a@[192.0.2.1]",
                    ".a@nord.example", "a\u202eb@nord.example", "a@nord.example,", "a@" + "n" * 64 + ".example"):
        path = sample(contact(address))
        done = mail(path, "-l", "en", cwd=path.parent)
        same(done.returncode, 1, f"{address!r}: {done.err}")
        assert rules(done)[-1] in ("address-invalid", "schema-value", "character-forbidden"), done.err
        same(beside(path), [], f"files with {address!r}")
    path = sample()
    for address in ("a@b.example,c@d.example", "a@b.example\nBcc: c@d.example", "", "nobody", "<a@b.example>", '"A" <a@b.example>', "@b.example",
                    "a b@c.example", "a@", "a@b@c.example", "a\x01@b.example", "a@b.example\r", "a@b.example; c@d.example"):
        for option in ("--to", "--cc"):
            fails(mail(path, option, address, cwd=path.parent), 2, "option-address")
    same(beside(path), [], "files")


@test
def nothing_of_this_machine():
    """no path, no user's and no host's name in any part, decoded, the PDF's text and data too, nor in what the server is told"""
    path, to = sample(), recipient()
    hidden = path.parent / "Verborgen-Qx7" / "nordlicht.xml"
    hidden.parent.mkdir()
    os.rename(path, hidden)
    os.rename(path.parent / "evidence", hidden.parent / "evidence")
    succeeds(send(hidden.resolve(), to, "plain", "--evidence"))
    (trace, raw), = Mails.get().got(to)
    known = ["Verborgen-Qx7", tempfile.gettempdir(), str(pathlib.Path.home())]
    text = hidden.read_text()
    for name in (socket.gethostname(), socket.getfqdn(), os.environ.get("SUDO_USER", ""), pwd.getpwuid(os.getuid()).pw_name):
        if name not in ("localhost", "root", "") and name not in text:
            known.append(name)
    attachments = Letter(raw).attachments()
    pdf = next(name for name in attachments if name.endswith(".pdf"))
    file = hidden.parent / "x.pdf"
    file.write_bytes(attachments.pop(pdf))
    said = {"headers": trace.encode() + Letter(raw).head, "text": Letter(raw).text().encode(), "page": Letter(raw).page().encode()}
    said.update(attachments)
    for name, command in {"its objects": ["qpdf", "--qdf", file, "-"], "its text": ["pdftotext", file, "-"], "its files": ["pdfdetach", "-list", file],
                          "what it says of itself": ["pdfinfo", file], "its metadata": ["pdfinfo", "-meta", file]}.items():
        said[name] = subprocess.run(command, capture_output=True, check=True).stdout
    # what is not text has any three letters somewhere
    said["its objects"] = re.sub(rb"\bstream\r?\n.*?\bendstream\b", b"", said["its objects"], flags=re.S)
    for where, content in said.items():
        for name in known:
            found = re.search(rb".{0,60}(?<![a-zA-Z0-9])" + re.escape(name.encode()) + rb"(?![a-zA-Z0-9]).{0,60}", content)
            assert not found, f"{name} stands in {where}: {found[0]!r}"


# --- international addresses ---

@test
def international_addresses():
    """a local part that is not ASCII is sent with SMTPUTF8, and refused where the server has none; a domain needs none"""
    path, to = sample(contact("jörg@nordlicht-filialsysteme.example")), recipient()
    succeeds(send(path, to, "starttls"))
    (trace, raw), = Mails.get().got(to)
    assert "UTF8SMTP" in trace and "Return-Path: <jörg@nordlicht-filialsysteme.example>" in trace, trace
    sender, = Letter(raw).mail["From"].addresses
    same(sender.addr_spec, "jörg@nordlicht-filialsysteme.example", "From")
    path, to = sample(contact("jörg@nordlicht-filialsysteme.example")), recipient()
    done = fails(send(path, to, "ascii"), 3, "not-sent")
    assert "ASCII" in done.err, done.err
    same(Mails.get().got(to), [], "what arrived")
    path, to = sample(contact("wiebke@bücher.example")), recipient()
    succeeds(send(path, to, "ascii"))
    (trace, raw), = Mails.get().got(to)
    same(Letter(raw).mail["From"].addresses[0].addr_spec, "wiebke@xn--bcher-kva.example", "From")
    path, to = sample(), recipient("größe")
    succeeds(send(path, to, "starttls"))
    same(len(Mails.get().got(to)), 1, "for an international recipient")

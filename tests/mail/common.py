"""What the tests of the command mail share: running it, samples to run it on, and the server."""
import itertools, json, os, pathlib, pty, re, select, shutil, subprocess, sys, tempfile, threading, time
import xml.etree.ElementTree as ET

import letters, postfix

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests"))
import definitions

PROGRAM = str(pathlib.Path(os.environ.get("AUDITFOLIO", TOP / ".build/auditfolio")).resolve())
DATA = pathlib.Path(os.environ.get("AUDITFOLIO_DATA") or TOP).resolve()
# Of the environment.
KEPT = ("TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "G_DEBUG", "G_SLICE", "MALLOC_PERTURB_")
NOW = 1795348800  # Sunday, 22 November 2026, 12:00 UTC
LANGUAGES = ("de", "zh-Hans", "zh-Hant", "fr", "ja", "en")
INBOX = "competency-checklist@amazon.com"
A, C = "{urn:auditfolio:assessment}", "{urn:auditfolio:catalog}"
TESTS = []
USERS = {"wiebke": "Fjord-geheim-4711"}


class Skipped(Exception):
    """Why a test cannot be run here."""


def test(function):
    TESTS.append(function)
    return function


def same(got, wanted, what=""):
    assert got == wanted, f"{what}: got {got!r}, wanted {wanted!r}"


# --- the program ---

def environment(more=None):
    env = {"PATH": os.environ["PATH"], "LC_ALL": "en_US.UTF-8", "SOURCE_DATE_EPOCH": str(NOW), "HOME": str(home())}
    env.update({name: os.environ[name] for name in KEPT if name in os.environ})
    if "AUDITFOLIO_DATA" in os.environ:
        env["AUDITFOLIO_DATA"] = str(DATA)
    env.update(more or {})
    return {name: value for name, value in env.items() if value is not None}


def home():
    """Of somebody who has no files that matter."""
    path = pathlib.Path(tempfile.gettempdir()) / "home"
    path.mkdir(exist_ok=True)
    return path


def command(arguments, before=""):
    """before: Python that is run in the program's process before it is the program."""
    program = [PROGRAM, *map(str, arguments)]
    return [sys.executable, "-c", f"import os, sys\n{before}\nos.execv(sys.argv[1], sys.argv[1:])", *program] if before else program


def start(*arguments, env=None, cwd=None, stdin=subprocess.DEVNULL, before=""):
    return subprocess.Popen(command(arguments, before), env=environment(env), cwd=cwd, stdin=stdin, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)


def finish(child, crash_is_meant=False):
    try:
        out, err = child.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        raise AssertionError("the program does not end")
    child.stdout_bytes, child.out, child.err = out, out.decode(), err.decode()
    assert crash_is_meant or ("Sanitizer" not in child.err and child.returncode >= 0), f"crashed ({child.returncode}): {child.err}"
    return child


def run(*arguments, **options):
    return finish(start(*arguments, **options))


def mail(path, *arguments, **options):
    return run("mail", path, *arguments, **options)


def rules(done):
    return re.findall(r"(?:error|warning|note)\[([a-z-]+)\]: ", done.err)


def succeeds(done):
    same((done.returncode, done.err), (0, ""), "exit code and stderr")
    return done


def fails(done, code, *expected):
    """Ends with the code and says exactly these rules."""
    same((done.returncode, rules(done)), (code, list(expected)), f"exit code and rules in {done.err!r}")
    return done


def status(path):
    """What the program says it knows of the mails of an assessment."""
    done = succeeds(mail(path, "--status", "--diagnostics=json"))
    return [json.loads(line) for line in done.out.splitlines()]


def states(path):
    return [one["state"] for one in status(path)]


# --- assessments ---

def folder():
    return pathlib.Path(tempfile.mkdtemp())


def sample(*pairs, name="nordlicht"):
    """A sample with places written otherwise, in a folder of its own with its evidence."""
    here = folder()
    shutil.copytree(DATA / "templates/samples/evidence" / name, here / "evidence" / name)
    text = (DATA / f"templates/samples/{name}.xml").read_text()
    for old, wanted in pairs:
        assert old in text, f"{old} is not in the sample"
        text = text.replace(old, wanted, 1)
    path = here / f"{name}.xml"
    path.write_text(text)
    return path


def large_sample(size):
    """One with so many bytes of evidence more, in the piece produktblatt."""
    path = sample()
    file, content = path.parent / "evidence/nordlicht/produktblatt.md", os.urandom(size)
    path.write_text(path.read_text().replace(letters.sha256(file.read_bytes()), letters.sha256(content)))
    file.write_bytes(content)
    return path


def escaped(text):
    return "".join(f"&#{ord(c)};" if c in "&<>\"\t\n\r" or ord(c) > 0x7e else c for c in text)


def named(text):
    """Pairs for sample() that put the text wherever a name stands."""
    return [(f"<name>{old}</name>", f"<name>{escaped(text)}</name>")
            for old in ("Nordlicht Filialsysteme GmbH", "Wiebke Petersen-Adomat", "Nordlicht Bestandsleitstand")] + [
        ("<customer>Warenhaus Störtebrook AG</customer>", f"<customer>{escaped(text)}</customer>")]


def contact(address):
    return ("<email>wiebke.petersen@nordlicht-filialsysteme.example</email>", f"<email>{escaped(address)}</email>")


def evidence(path):
    """id → the bytes of its file."""
    return {one.get("id"): (path.parent / one.get("file")).read_bytes() for one in ET.parse(path).iter(A + "piece") if one.get("file")}


def words(language, message):
    """A message without arguments, or its pattern."""
    for one in ET.parse(DATA / "locales" / language / "messages.xml").getroot().iter(C + "message"):
        if one.get("id") == message:
            return " ".join((one.text or "").split())
    raise AssertionError(f"no message {message} in {language}")


def text_of_program(language, text, program="retail-technology"):
    for one in definitions.catalog(DATA, language, program).iter(C + "text"):
        if one.get("id") == text:
            return " ".join("".join(one.itertext()).split())
    raise AssertionError(f"no text {text} in {language}")


def beside(path):
    """Names of the files beside an assessment."""
    return sorted(one.name for one in path.parent.iterdir() if one.name not in (path.name, "evidence"))


# --- the server ---

class Mails:
    """The server of these tests, started by who needs it first."""
    running = None
    failure = None
    lock = threading.Lock()

    @classmethod
    def get(cls):
        with cls.lock:
            return cls.get_alone()

    @classmethod
    def get_alone(cls):
        if cls.failure:
            raise type(cls.failure)(str(cls.failure))
        if not cls.running:
            try:
                cls.running = cls()
            except (postfix.Unavailable, RuntimeError, OSError) as failure:
                cls.failure = failure
                raise
        return cls.running

    def __init__(self):
        if os.geteuid() != 0:
            raise postfix.Unavailable("Postfix is run by root only, and sudo is not to be used without a password")
        here = postfix.reachable_folder()
        self.policy = postfix.Policy()
        certificates = postfix.Certificates(here / "tls")
        good = certificates.make("localhost", "DNS:localhost,IP:127.0.0.1,IP:::1")
        asked = self.policy.options
        login = {"smtpd_sasl_auth_enable": "yes", "smtpd_tls_auth_only": "yes",
                 "smtpd_recipient_restrictions": "permit_sasl_authenticated,reject"}
        self.server = postfix.Postfix({
            "plain": asked,
            "starttls": good | asked,
            "smtps": good | login | {"smtpd_tls_wrappermode": "yes"},
            "login": good | login,
            "ascii": good | {"smtputf8_enable": "no"},
            "other": certificates.make("elsewhere", "DNS:mail.elsewhere.example"),
            "expired": certificates.make("expired", "DNS:localhost", expired=True),
            "itself": certificates.make("itself", "DNS:localhost", by_itself=True),
            "small": asked | {"message_size_limit": "50000"},
        }, users=USERS, folder=here)
        self.trusted = {"SSL_CERT_FILE": str(certificates.authority)}

    def url(self, service, user="", host="localhost"):
        scheme = "smtps" if service == "smtps" else "smtp"
        return f"{scheme}://{user + '@' if user else ''}{host}:{self.server.ports[service]}"

    def got(self, recipient):
        """What has arrived for a recipient, after all that is under way: [(what the server put before it, the mail)]."""
        line = f"\nDelivered-To: {recipient}\n".encode()
        return [letters.delivered(path) for path in self.server.settled() if line in path.open("rb").read(4096)]


def close():
    if Mails.running:
        Mails.running.server.stop()
        Mails.running.policy.close()


NUMBERS = itertools.count(1)


def recipient(kind="inbox"):
    """An address that nobody else uses; kind is what the server makes of it, see postfix.Policy."""
    return f"{kind}+{next(NUMBERS)}@inbox.example"


def send(path, to, service="plain", *arguments, url=None, env=None, **options):
    """Sends it in English, without being asked."""
    server = Mails.get()
    return mail(path, "-l", "en", "--to", to, "--send", url or server.url(service), "--yes", *arguments,
                env={**server.trusted, **(env or {})}, **options)


# --- a terminal ---

class Terminal:
    """The program on a terminal of its own."""

    def __init__(self, *arguments, env=None):
        try:
            self.outer, inner = pty.openpty()
        except OSError as error:
            raise Skipped(f"no pseudo-terminal is to be had: {error}")
        of_its_own = "import fcntl, termios\nfcntl.ioctl(0, termios.TIOCSCTTY, 0)"  # for ^C
        self.child = subprocess.Popen(command(arguments, of_its_own), env=environment(env), stdin=inner, stdout=inner, stderr=inner,
                                      start_new_session=True)
        os.close(inner)
        self.shown = ""

    def read(self, until=None, seconds=30):
        """Reads until the text is shown, or to the end."""
        end = time.monotonic() + seconds
        while until is None or until not in self.shown:
            if not select.select([self.outer], [], [], max(0, end - time.monotonic()))[0]:
                self.child.kill()
                raise AssertionError(f"{until!r} was not shown, but {self.shown!r}")
            try:
                got = os.read(self.outer, 65536)
            except OSError:  # nobody is there any more
                got = b""
            if not got:
                assert until is None, f"ended without showing {until!r}: {self.shown!r}"
                break
            self.shown += got.decode("utf-8", "replace").replace("\r\n", "\n")

    def type(self, text):
        os.write(self.outer, text.encode())

    def end(self):
        self.read()
        os.close(self.outer)
        return self.child.wait(30)

"""A mail server for tests and for trying things out: Debian's Postfix, unpacked into .build/postfix/ and not installed, run from a
temporary folder on the loopback alone. Whatever it accepts, for any domain, it puts into a maildir there; it has no way to send
anything anywhere: no transport but that one is part of it."""
import atexit, grp, os, pathlib, pwd, re, shutil, socket, socketserver, subprocess, sys, tempfile, threading, time

TOP = pathlib.Path(__file__).resolve().parents[2]
UNPACKED = TOP / ".build/postfix"
QUEUE = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "saved", "trace", "private")
WAITING = ("active", "deferred", "incoming")  # folders of the queue with what is not delivered yet
SECONDS = 15  # that starting or delivering may take at most

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {root}/usr/lib/postfix/sbin
command_directory = {root}/usr/sbin
shlib_directory = {root}/usr/lib/postfix
meta_directory = {folder}/etc
mail_owner = {owner}
setgid_group = {group}
default_privs = nobody
import_environment = LD_LIBRARY_PATH={root}/usr/lib/postfix MAIL_CONFIG={folder}/etc TZ=UTC
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
inet_interfaces = {interfaces}
inet_protocols = {protocols}
myhostname = localhost
mydestination =
mynetworks = 127.0.0.0/8 [::1]/128
alias_maps =
alias_database =
local_recipient_maps =
local_header_rewrite_clients =
notify_classes =
in_flow_delay = 0
smtpd_error_sleep_time = 0
smtpd_peername_lookup = no
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = permit
smtpd_tls_session_cache_database =
smtp_tls_session_cache_database =
message_size_limit = {limit}
mailbox_size_limit = 0
virtual_mailbox_limit = 0
virtual_mailbox_domains = static:any
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:inbox/
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_transport = virtual
default_transport = error:nothing leaves this server
relay_transport = error:nothing leaves this server
local_transport = error:nothing leaves this server
cyrus_sasl_config_path = {folder}/etc/sasl
smtpd_sasl_local_domain = localhost
"""
MASTER = """
postlog   unix-dgram n - n - 1 postlogd
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
tlsmgr    unix - - n 1000? 1 tlsmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
error     unix - - n - - error
virtual   unix - n n - - virtual
anvil     unix - - n - 1 anvil
"""


# Ends the server when its input does: when it is told to, or when who started it is gone, even by SIGKILL. $1: the server's process
# group; $2: its folder. There is nothing that a gentler end would save.
GUARD = """
cat >/dev/null
kill -s KILL -- -$1
rm -rf "$2"
"""


class Unavailable(Exception):
    """Why the server cannot be run on this machine."""


def unpack():
    """Fetches and unpacks the package unless that was done."""
    if (UNPACKED / "usr/lib/postfix/sbin/master").exists():
        return UNPACKED
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        raise Unavailable("Postfix is fetched with apt-get and dpkg, which are not here")
    UNPACKED.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="postfix-", dir=UNPACKED.parent) as scratch:
        said = ""
        for command in (["apt-get", "-q", "download", "postfix"], ["apt-get", "-q", "update"], ["apt-get", "-q", "download", "postfix"]):
            done = subprocess.run(command, cwd=scratch, capture_output=True, text=True)
            said += done.stdout + done.stderr
            packages = list(pathlib.Path(scratch).glob("*.deb"))
            if packages:
                break
        if not packages:
            raise RuntimeError("Postfix cannot be fetched: " + (said.strip().splitlines() or ["apt-get said nothing"])[-1])
        subprocess.run(["dpkg", "-x", str(packages[0]), f"{scratch}/root"], check=True)
        try:
            os.rename(f"{scratch}/root", UNPACKED)  # whole or not at all
        except OSError:
            if not (UNPACKED / "usr").exists():  # somebody else was faster
                raise
    return UNPACKED


def become_root(ask=False):
    """Starts the running script once more by sudo if it is not root's; sudo may ask for a password only if told so."""
    if os.geteuid() == 0:
        return
    unpack()  # belongs to who called
    if not shutil.which("sudo"):
        raise Unavailable("Postfix is run by root only, and there is no sudo")
    if not ask and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode:
        raise Unavailable("Postfix is run by root only, and sudo wants a password")
    kept = [f"{name}={value}" for name, value in os.environ.items() if not name.startswith("SUDO_")]
    os.execvp("sudo", ["sudo", *([] if ask else ["-n"]), "--", "env", *kept, sys.executable, *sys.argv])


def give_to_caller(path):
    """What root made for somebody who used sudo is theirs."""
    if os.geteuid() == 0 and "SUDO_UID" in os.environ:
        os.chown(path, int(os.environ["SUDO_UID"]), int(os.environ["SUDO_GID"]))


def system_account(kind, names, taken=()):
    """Of the accounts that Debian always has; postfix wants its own ones, and nothing else is running by these."""
    for name in names:
        try:
            found = (pwd.getpwnam if kind == "user" else grp.getgrnam)(name)
        except KeyError:
            continue
        if (found.pw_gid if kind == "user" else found.gr_gid) not in taken:
            return found
    raise Unavailable(f"none of the system's {kind}s {', '.join(names)} is here")


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
        return True
    except OSError:
        return False


def is_free(port):
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        if family == socket.AF_INET6 and not has_ipv6():
            continue
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                return False
    return True


def free_port():
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if is_free(port):
            return port


def reachable_folder():
    """A temporary folder that every user can get to: the parts of Postfix run by several."""
    for base in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
        base = pathlib.Path(base).resolve()
        if base.is_dir() and all(place.stat().st_mode & 0o001 for place in (base, *base.parents)):
            folder = pathlib.Path(tempfile.mkdtemp(prefix="postfix-", dir=base))
            folder.chmod(0o755)
            return folder
    raise Unavailable("no temporary folder is open to all users")


class Certificates:
    """An authority made for the occasion, and what it signed."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self.authority = folder / "ca.crt"
        (folder / "index.txt").touch()
        (folder / "serial").write_text("1000\n")
        (folder / "ca.cnf").write_text(f"""
[ca]
default_ca = it
[it]
database = {folder}/index.txt
serial = {folder}/serial
new_certs_dir = {folder}
certificate = {folder}/ca.crt
private_key = {folder}/ca.key
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
""")
        self.openssl("req", "-x509", *self.new_key("ca"), "-subj", "/CN=Test authority", "-days", "2", "-out", self.authority,
                     "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign")

    def openssl(self, *arguments):
        command = ["openssl", arguments[0], "-config", str(self.folder / "ca.cnf"), *map(str, arguments[1:])]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"openssl {arguments[0]}: {done.stderr}")

    def new_key(self, name):
        return ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", self.folder / f"{name}.key")

    def make(self, name, names, expired=False, by_itself=False):
        """The options of a service that shows this certificate."""
        path = self.folder / f"{name}.crt"
        subject = ("-subj", f"/CN={name}", "-addext", f"subjectAltName={names}")
        if by_itself:
            self.openssl("req", "-x509", *self.new_key(name), *subject, "-days", "2", "-out", path)
        else:
            self.openssl("req", "-new", *self.new_key(name), *subject, "-out", self.folder / f"{name}.csr")
            dates = ("-startdate", "20200101000000Z", "-enddate", "20200201000000Z") if expired else ("-days", "2")
            self.openssl("ca", "-batch", "-notext", "-in", self.folder / f"{name}.csr", "-out", path, *dates)
        return {"smtpd_tls_security_level": "may", "smtpd_tls_cert_file": path, "smtpd_tls_key_file": self.folder / f"{name}.key"}


class Policy:
    """Answers to Postfix's questions about recipients, by the first word of the address: the server's own 4xx and 5xx come of it.

    busy-once@      451 at the recipient, the first time         refused@              550 at the recipient, always
    busy@           451 at the recipient, always                 refused-at-end@       554 after the message, always
    busy-at-end@    451 after the message, the first time        always-busy-at-end@   451 after the message, always"""

    def __init__(self):
        self.asked = {}
        policy = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                question = {}
                for line in self.rfile:
                    name, _, value = line.decode("utf-8", "replace").rstrip("\n").partition("=")
                    if name:
                        question[name] = value
                    else:
                        self.wfile.write(f"action={policy.answer(question)}\n\n".encode())
                        question = {}

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads, allow_reuse_address = True, True

        self.server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.1,), daemon=True).start()
        asking = f"check_policy_service,inet:127.0.0.1:{self.server.server_address[1]}"
        self.options = {"smtpd_recipient_restrictions": asking, "smtpd_end_of_data_restrictions": asking}

    def answer(self, question):
        recipient, state = question.get("recipient", ""), question.get("protocol_state", "")
        kind = re.sub(r"[.+].*", "", recipient.partition("@")[0])
        times = self.asked[recipient, state] = self.asked.get((recipient, state), 0) + 1
        if state == "RCPT":
            if kind == "busy" or kind == "busy-once" and times == 1:
                return "451 4.7.1 the inbox is being emptied, come back soon"
            if kind == "refused":
                return "550 5.1.1 nobody of that name lives here"
        if state == "END-OF-MESSAGE":
            if kind == "always-busy-at-end" or kind == "busy-at-end" and times == 1:
                return "451 4.3.2 the shelves are full just now"
            if kind == "refused-at-end":
                return "554 5.7.1 such letters are not taken"
        return "DUNNO"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Postfix:
    """The server. services: name → options of that smtpd (as in master.cf); each gets a port, or the one of ports[name]."""

    def __init__(self, services, ports=None, limit=100_000_000, users=None, folder=None):
        if os.geteuid() != 0:
            raise Unavailable("Postfix is run by root only")
        self.root = unpack()
        self.folder = folder or reachable_folder()
        self.process = self.guard = None
        self.ports = {name: (ports or {}).get(name) or free_port() for name in services}
        atexit.register(self.stop)
        try:
            self.configure(services, limit, users or {})
            self.start()
        except BaseException:
            self.stop()
            raise

    def configure(self, services, limit, users):
        owner = system_account("user", ("uucp", "news", "games", "daemon"))
        group = system_account("group", ("news", "games", "proxy", "uucp"), (owner.pw_gid,))
        keeper = system_account("user", ("list", "irc", "backup", "nobody"))
        for name in ("etc/sasl", "data", "queue", "mail", *(f"queue/{name}" for name in (*QUEUE, "pid", "public", "maildrop"))):
            (self.folder / name).mkdir(mode=0o755, parents=True)
        for name in ("data", *(f"queue/{name}" for name in QUEUE)):
            os.chown(self.folder / name, owner.pw_uid, -1)
            (self.folder / name).chmod(0o700)
        for name, mode in (("public", 0o710), ("maildrop", 0o730)):
            os.chown(self.folder / "queue" / name, owner.pw_uid, group.gr_gid)
            (self.folder / "queue" / name).chmod(mode)
        os.chown(self.folder / "mail", keeper.pw_uid, keeper.pw_gid)
        (self.folder / "etc/dynamicmaps.cf").touch()
        addresses = ["127.0.0.1"] + (["[::1]"] if has_ipv6() else [])
        (self.folder / "etc/main.cf").write_text(MAIN.format(
            folder=self.folder, root=self.root, owner=owner.pw_name, group=group.gr_name, uid=keeper.pw_uid, gid=keeper.pw_gid, limit=limit,
            interfaces=", ".join(addresses), protocols="all" if has_ipv6() else "ipv4"))
        lines = [MASTER.strip()]
        for name, options in services.items():
            for address in addresses:
                lines.append(f"{address}:{self.ports[name]} inet n - n - - smtpd -o syslog_name=postfix/{name}")
                lines += [f"  -o {option}={value}" for option, value in options.items()]
        (self.folder / "etc/master.cf").write_text("\n".join(lines) + "\n")
        os.utime(self.folder / "etc/main.cf", (0, 0))  # Postfix waits until that is not being edited any more: until it is 2 s old
        (self.folder / "etc/sasl/smtpd.conf").write_text(
            f"pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\nsasldb_path: {self.folder}/etc/sasl/passwords\n")
        for user, password in users.items():
            subprocess.run(["saslpasswd2", "-p", "-c", "-f", f"{self.folder}/etc/sasl/passwords", "-u", "localhost", user],
                           input=password.encode(), check=True, capture_output=True)
        if users:
            os.chown(self.folder / "etc/sasl/passwords", owner.pw_uid, -1)

    def start(self):
        # A session of its own: its parts are one process group.
        self.process = subprocess.Popen(
            [f"{self.root}/usr/lib/postfix/sbin/master", "-c", f"{self.folder}/etc", "-s"], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=open(self.folder / "stderr", "wb"), start_new_session=True,
            env={"PATH": os.defpath, "LD_LIBRARY_PATH": f"{self.root}/usr/lib/postfix", "MAIL_CONFIG": f"{self.folder}/etc"})
        self.guard = subprocess.Popen(["sh", "-c", GUARD, "guard", str(self.process.pid), str(self.folder)], stdin=subprocess.PIPE,
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        for name, port in self.ports.items():
            end = time.monotonic() + SECONDS
            while True:
                try:
                    with socket.create_connection(("127.0.0.1", port), 1) as line:
                        if name.startswith("smtps") or line.recv(3) == b"220":
                            break
                except OSError:
                    pass
                if self.process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"Postfix does not answer: {self.said()}")
                time.sleep(0.02)

    def said(self):
        return "".join((self.folder / name).read_text("utf-8", "replace") for name in ("stderr", "log") if (self.folder / name).exists())

    def stop(self):
        atexit.unregister(self.stop)
        if self.guard:
            self.guard.stdin.close()
            self.process.wait(SECONDS)
            self.guard.wait(SECONDS)
            self.guard = None
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- what arrived ---

    def arrived(self):
        """Paths of all mails that were delivered, in their order."""
        try:
            found = [pathlib.Path(one.path) for one in os.scandir(self.folder / "mail/inbox/new")]
        except FileNotFoundError:
            return []
        return sorted(found, key=lambda path: path.stat().st_mtime_ns)

    def sessions(self):
        """Process → how often it began to serve somebody less how often it ended that, and the latter."""
        counts = {}
        for number, end in re.findall(r"/smtpd\[(\d+)\]: (dis)?connect from ", self.said()):
            opened, closed = counts.get(number, (0, 0))
            counts[number] = (opened - 1, closed + 1) if end else (opened + 1, closed)
        return counts

    def waiting(self):
        return {name for folder in WAITING for _, _, files in os.walk(self.folder / "queue" / folder) for name in files}

    def settled(self):
        """The same, after all lines are closed and all mail is delivered that were open, and under way, at the call."""
        end = time.monotonic() + SECONDS
        closed = {number: done for number, (is_open, done) in self.sessions().items() if is_open}
        while any(self.sessions()[number][1] == done for number, done in closed.items()) and time.monotonic() < end:
            time.sleep(0.02)
        queued = self.waiting()
        while queued & self.waiting() and time.monotonic() < end:
            time.sleep(0.02)
        if time.monotonic() < end:
            return self.arrived()
        raise RuntimeError(f"mail is still under way: {self.said()[-3000:]}")

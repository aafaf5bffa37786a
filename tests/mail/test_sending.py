"""Sending it: asking, servers and what they answer, TLS, logging in."""
import re, socket, termios, time

from common import (USERS, Mails, Skipped, Terminal, beside, fails, folder, mail, recipient, rules, same, sample, send, states, status,
                    succeeds, test, words)
from lines import Relay
from postfix import has_ipv6

PASSWORD = USERS["wiebke"]


def asked(address, state="RCPT"):
    """How often the server was asked to take mail for an address."""
    return Mails.get().policy.asked.get((address, state), 0)


def log_states(path):
    return [line.split("\t")[1] for line in path.with_suffix(".sent.log").read_text().splitlines()]


# --- asking ---

@test
def sent_mail_is_kept():
    """what the server got, a line for each step, what the server said of each recipient; --status tells it"""
    path, to, copy = sample(), recipient(), recipient()
    succeeds(mail(path, "--status"))
    done = succeeds(send(path, to, "plain", "--cc", copy))
    for wanted in (to, copy, "250 2.1.5 Ok", "250 2.0.0 Ok: queued as ", "nordlicht.sent.eml"):
        assert wanted in done.out, f"{wanted!r} is not in {done.out!r}"
    same(beside(path), ["nordlicht.sent.eml", "nordlicht.sent.log"], "files")
    kept = (path.parent / "nordlicht.sent.eml").read_bytes()
    for address in (to, copy):
        (_, raw), = Mails.get().got(address)
        same(raw == kept, True, "what arrived")
    assert b"\r\nX-Unsent:" not in kept, "it is no draft any more"
    same(log_states(path), ["begun", "ending", "sent"], "journal")
    fields = path.with_suffix(".sent.log").read_text().splitlines()[-1].split("\t")
    same(len(fields), 7, "fields")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", fields[0]) and f"Message-ID: {fields[2]}\r\n".encode() in kept, fields
    same((sorted(fields[4].split(",")), fields[5]), (sorted([to, copy]), Mails.get().url("plain")), "recipients and server")
    assert fields[6].startswith("250 2.0.0 Ok: queued as "), fields
    one, = status(path)
    same((one["state"], sorted(one["recipients"])), ("sent", sorted([to, copy])), "status")
    assert to in mail(path, "--status", "-l", "en").out, "status in words"


@test
def never_by_accident():
    """in a pipe it needs --yes: otherwise what would be sent is shown, and nothing is sent or written"""
    path, server = sample(), Mails.get()
    done = fails(mail(path, "-l", "en", "--to", to := recipient(), "--send", server.url("plain")), 2, "send-unconfirmed")
    assert to in done.out and "Nordlicht Filialsysteme GmbH" in done.out and ".pdf" in done.out, done.out
    same((beside(path), server.got(to), asked(to)), ([], [], 0), "files, mails, questions")
    same(states(path), [], "status")


@test
def asked_on_a_terminal():
    """y and yes send; no, nothing, its end and ^C do not"""
    server = Mails.get()
    question = words("en", "mail.ask").split("{0}")[0]
    for answer, is_sent in (("y\n", True), ("YES\n", True), ("n\n", False), ("\n", False), ("yesterday\n", False), ("\x04", False),
                            ("\x03", False)):
        path, to = sample(), recipient()
        terminal = Terminal("mail", path, "-l", "en", "--to", to, "--send", server.url("plain"))
        terminal.read(question)
        terminal.read("[y/N]")
        assert to in terminal.shown and "Nordlicht Filialsysteme GmbH" in terminal.shown, terminal.shown
        same((asked(to), beside(path)), (0, []), "before the answer")
        terminal.type(answer)
        terminal.end()
        wanted = (1, ["sent"], ["nordlicht.sent.eml", "nordlicht.sent.log"]) if is_sent else (0, [], [])
        same((len(server.got(to)), states(path), beside(path)), wanted, f"after {answer!r}")


@test
def sent_once():
    """the same content to the same recipient is refused, in another language too, unless --again; other content is not"""
    path, to, server = sample(), recipient(), Mails.get()
    succeeds(send(path, to))
    for arguments in ((), ("-l", "de"), ("--cc", recipient())):
        fails(send(path, to, "plain", *arguments), 1, "sent-already")
    same(len(server.got(to)), 1, "mails")
    succeeds(send(path, to, "plain", "--again", env={"SOURCE_DATE_EPOCH": None}))
    same(len(server.got(to)), 2, "mails with --again")
    same(beside(path), ["nordlicht.sent.1.eml", "nordlicht.sent.eml", "nordlicht.sent.log"], "both are kept")
    succeeds(send(path, recipient()))
    path.write_text(path.read_text().replace("<customers>37<", "<customers>38<"))
    succeeds(send(path, to))
    same(len(server.got(to)), 3, "mails with other content")


@test
def options_that_do_not_go_together():
    """are refused before anything is done"""
    path, server = sample(), Mails.get()
    url = server.url("plain")
    for arguments, rule in ((["--send", url, "--draft"], "option-conflict"), (["--send", url, "-o", "x.eml"], "option-conflict"),
                            (["--status", "--send", url], "option-conflict"), (["--yes"], "option-alone"), (["--again"], "option-alone"),
                            (["--timeout", "5"], "option-alone"), (["--retry-time", "5"], "option-alone"),
                            (["--send", url, "--timeout", "0"], "option-value"), (["--send", url, "--retry-time", "-1"], "option-value"),
                            (["--paper", "a3"], "option-value"), (["-l", "tlh"], "language-unknown")):
        fails(mail(path, *arguments, cwd=path.parent), 2, rule)
    for wrong in ("localhost", "http://localhost", "smtp://localhost/x", "smtp://localhost:99999", "smtp://localhost\r\nQUIT"):
        fails(mail(path, "--send", wrong, "--yes", cwd=path.parent), 2, "server-url")
    done = fails(mail(path, "--send", f"smtp://wiebke:{PASSWORD}@localhost", "--yes"), 2, "server-password")
    assert PASSWORD not in done.err + done.out, "the password is shown"
    with path.open("rb") as text:
        fails(mail("-", "--send", url, "--yes", stdin=text), 2, "send-standard-input")
    same(beside(path), [], "files")


# --- what servers answer ---

@test
def busy_once():
    """a temporary answer is tried again after a second, at the recipient or at the end, and the mail comes once"""
    for kind in ("busy-once", "busy-at-end"):
        path, to, server = sample(), recipient(kind), Mails.get()
        before = time.monotonic()
        done = send(path, to)
        same((done.returncode, rules(done)), (0, ["send-again"]), done.err)
        assert time.monotonic() - before >= 1, "no pause"
        assert "451 4." in done.err, f"the server's words are not in {done.err!r}"
        same(len(server.got(to)), 1, "mails")
        same(log_states(path), ["begun"] + ["ending"] * (kind != "busy-once") + ["not-sent", "begun", "ending", "sent"], "journal")
        same((states(path), beside(path)), (["sent"], ["nordlicht.sent.eml", "nordlicht.sent.log"]), "state and files")


@test
def busy_for_long():
    """it is given up when --retry-time is over; the pauses grow; 0 is one attempt"""
    for kind, state, seconds, attempts in (("busy", "RCPT", 0, 1), ("busy", "RCPT", 6, 3), ("always-busy-at-end", "END-OF-MESSAGE", 2, 2)):
        path, to, server = sample(), recipient(kind), Mails.get()
        before = time.monotonic()
        done = send(path, to, "plain", "--retry-time", str(seconds))
        took = time.monotonic() - before
        said = [one for one in rules(done) if one != "recipient-refused"]
        same((done.returncode, said), (3, ["send-again"] * (attempts - 1) + ["not-sent"]), done.err)
        same(asked(to, state), attempts, "attempts")
        assert 2 ** (attempts - 1) - 1 <= took < seconds + 30, f"{took} s"
        same((states(path), server.got(to), beside(path)), (["not-sent"], [], ["nordlicht.sent.log"]), "state, mails, files")


@test
def refused():
    """a permanent answer is told with the server's words and not tried again; what was refused may be sent again"""
    for kind, state, wanted in (("refused", "RCPT", "550 5.1.1"), ("refused-at-end", "END-OF-MESSAGE", "554 5.7.1")):
        path, to, server = sample(), recipient(kind), Mails.get()
        for attempt in (1, 2):
            done = send(path, to)
            same((done.returncode, rules(done)[-1]), (3, "not-sent"), done.err)
            assert wanted in done.err, f"{wanted} is not in {done.err!r}"
            same((asked(to, state), server.got(to)), (attempt, []), "questions and mails")
            same((set(states(path)), beside(path)), ({"not-sent"}, ["nordlicht.sent.log"]), "state and files")
        assert "nobody of that name lives here" in done.err or "such letters are not taken" in done.err, done.err
        succeeds(send(path, recipient()))


@test
def everybody_or_nobody():
    """one of the recipients is refused, or is busy for now: nobody gets it, or later each once; who was refused is said"""
    server = Mails.get()
    path, to, second, third = sample(), recipient(), recipient("refused"), recipient()
    done = fails(send(path, to, "plain", "--to", second, "--cc", third), 3, "recipient-refused", "not-sent")
    line = next(line for line in done.err.splitlines() if "recipient-refused" in line)
    assert second in line and to not in line and "550 5.1.1" in line, line
    same([asked(one) for one in (to, second, third)], [1, 1, 1], "all are asked")
    same([server.got(one) for one in (to, second, third)], [[], [], []], "mails")
    same(states(path), ["not-sent"], "state")
    path, to, second = sample(), recipient(), recipient("busy-once")
    done = send(path, to, "plain", "--to", second)
    same(done.returncode, 0, done.err)
    same([len(server.got(one)) for one in (to, second)], [1, 1], "mails")


@test
def too_large_for_the_server():
    """is told with its words"""
    path, to, server = sample(), recipient(), Mails.get()
    done = fails(send(path, to, "small"), 3, "not-sent")
    assert re.search(r"55[24] 5\.3\.4", done.err), done.err
    same((states(path), server.got(to)), (["not-sent"], []), "state and mails")


# --- TLS ---

@test
def certificates():
    """of another host, out of date, by nobody who is trusted: refused before anything is said; the right ones are taken"""
    server = Mails.get()
    for service, trusted in (("other", True), ("expired", True), ("itself", True), ("starttls", False), ("smtps", False)):
        path, to = sample(), recipient()
        done = fails(send(path, to, service, env=None if trusted else {"SSL_CERT_FILE": None}), 3, "not-sent")
        assert re.search(r"certificate", done.err), done.err
        same((states(path), server.got(to)), (["not-sent"], []), f"state and mails, {service}")
    for host in ("localhost", "127.0.0.1") + (("[::1]",) if has_ipv6() else ()):
        path, to = sample(), recipient()
        succeeds(send(path, to, url=server.url("starttls", host=host)))
        (trace, _), = server.got(to)
        assert "with ESMTPS" in trace, trace
    log = server.server.said()
    assert not re.search(r"postfix/(other|expired|itself)/smtpd.*client=", log), "something was said to a server that is not trusted"


def own_address():
    """Of this machine, beyond the loopback; nothing is sent to find it out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            address = probe.getsockname()[0]
        except OSError:
            address = "127.0.0.1"
    if address.startswith("127."):
        raise Skipped("this machine has no address but the loopback's")
    return address


@test
def no_tls_is_for_the_loopback():
    """a server elsewhere that offers none is told nothing: no address, no password, no word of the mail"""
    server, address, path, to = Mails.get(), own_address(), sample(), recipient()
    netrc = folder() / "netrc"
    netrc.write_text(f"machine {address} login wiebke password {PASSWORD}\n")
    with Relay(server.server.ports["plain"], address=address) as relay:
        done = fails(send(path, to, url=f"smtp://{address}:{relay.port}", env={"NETRC": str(netrc)}), 3, "not-sent")
    assert "STARTTLS" in done.err, done.err
    same([one.split()[0] for one in relay.commands if one.split()[0] not in ("EHLO", "QUIT", "STARTTLS")], [], "what was said")
    same((relay.sessions, states(path), server.got(to)), (1, ["not-sent"], []), "sessions, state and mails")


# --- logging in ---

def netrc_file(text):
    path = folder() / "netrc"
    path.write_text(text)
    return {"NETRC": str(path)}


def holds_no_password(done, path, *more):
    for password in (PASSWORD, "falsch-0815"):
        for text in (done.out, done.err, *(one.read_text("utf-8", "replace") for one in path.parent.iterdir() if one.is_file()), *more):
            assert password not in text, "the password is shown"


@test
def logging_in():
    """with what the netrc file says of the host, or of the user in the URL, over TLS from the start or after STARTTLS"""
    server = Mails.get()
    both = ("machine elsewhere login x password y\nmachine localhost login nobody password falsch-0815\n"
            f"machine localhost login wiebke password {PASSWORD}\n")
    for service, user, text in (("smtps", "", f"machine localhost login wiebke password {PASSWORD}\n"), ("smtps", "wiebke", both),
                                ("login", "", f"machine localhost\nlogin wiebke\npassword {PASSWORD}\n"), ("login", "wiebke", both)):
        path, to = sample(), recipient()
        done = succeeds(send(path, to, url=server.url(service, user), env=netrc_file(text)))
        (trace, _), = server.got(to)
        assert "with ESMTPSA" in trace, f"not logged in: {trace}"
        holds_no_password(done, path)
        assert "wiebke@" not in path.with_suffix(".sent.log").read_text().split("\t")[5], "the user is in the journal"


@test
def login_refused():
    """a wrong password, or none: not sent, said, and the password is nowhere"""
    server = Mails.get()
    wrong = "machine localhost login wiebke password falsch-0815\n"
    for service, user, text in (("smtps", "", wrong), ("login", "wiebke", wrong), ("smtps", "nobody", wrong), ("smtps", "", "")):
        path, to = sample(), recipient()
        done = send(path, to, "plain", "--retry-time", "0", url=server.url(service, user), env=netrc_file(text))
        same((done.returncode, rules(done)[-1]), (3, "not-sent"), done.err)
        if text and user != "nobody":
            assert words("en", "send.login").replace("{1}", server.url(service)) in done.err, done.err
        same((states(path), server.got(to)), (["not-sent"], []), "state and mails")
        holds_no_password(done, path)


@test
def password_on_a_terminal():
    """is asked for if the netrc file has none, not shown, and asked for again if it is wrong"""
    server, path, to = Mails.get(), sample(), recipient()
    terminal = Terminal("mail", path, "-l", "en", "--to", to, "--send", server.url("smtps", "wiebke"), "--yes", env=server.trusted)
    question = words("en", "mail.ask-password").replace("{0}", "wiebke").replace("{1}", "localhost")
    for password in ("falsch-0815", PASSWORD):
        terminal.read(question)
        terminal.shown = ""
        time.sleep(0.1)
        terminal.type(password + "\n")
    same(terminal.end(), 0, f"exit code with {terminal.shown!r}")
    assert PASSWORD not in terminal.shown and "falsch" not in terminal.shown, "the password is shown"
    (trace, _), = server.got(to)
    assert "with ESMTPSA" in trace, trace


@test
def password_question_is_left():
    """^C and ^\\ at the question end it, with the terminal as it was"""
    server = Mails.get()
    question = words("en", "mail.ask-password").replace("{0}", "wiebke").replace("{1}", "localhost")
    for key in ("\x03", "\x1c\n"):
        path, to = sample(), recipient()
        terminal = Terminal("mail", path, "-l", "en", "--to", to, "--send", server.url("smtps", "wiebke"), "--yes", env=server.trusted)
        terminal.read(question)
        time.sleep(0.2)
        terminal.type(key)
        terminal.read()
        assert termios.tcgetattr(terminal.outer)[3] & termios.ECHO, "there is no echo"
        assert terminal.end() != 0, f"exit code with {terminal.shown!r}"
        same((states(path), server.got(to)), (["not-sent"], []), f"state and mails after {key!r}")
        if key == "\x03":
            assert words("en", "send.interrupted") in terminal.shown, terminal.shown

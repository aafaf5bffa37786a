"""What is said of a mail is true, whatever happens to the line, the server, the disk or the program: `sent` only if it was delivered,
`not-sent` only if it was not."""
import concurrent.futures, os, signal, subprocess, sys, time

import common, postfix
from common import (Mails, beside, fails, finish, large_sample, mail, recipient, rules, same, sample, send, start, states, status, succeeds,
                    test)
from lines import Pause, Relay, drop, say, stall

HOLDS = {"not-sent": {0}, "sent": {1}, "unknown": {0, 1}}  # how many mails may have arrived


def relay(at=None):
    return Relay(Mails.get().server.ports["plain"], at)


def case(point):
    """An assessment, a recipient, and options. A mail that can be stopped in its middle is larger than what systems keep for a line."""
    if point != "middle":
        return sample(), recipient(), ()
    return large_sample(10_000_000), recipient(), ("--evidence", "--max-size", "20")


def arguments(path, to, port):
    return "mail", path, "-l", "en", "--to", to, "--send", f"smtp://localhost:{port}", "--yes"


def message_ids(path):
    return [one["messageId"] for one in status(path)]


def check_truth(path, to, what, more=()):
    """The state, having compared it with what arrived; and that the next sending does what follows from it."""
    arrived, said = len(Mails.get().got(to)), states(path)
    same(len(said) <= 1, True, f"states {what}")
    state = said[0] if said else "not-sent"
    assert arrived in HOLDS[state], f"{what}: it says {state}, and {arrived} arrived"
    done = send(path, to, "plain", *more)
    if state == "not-sent":
        same((done.returncode, len(Mails.get().got(to))), (0, arrived + 1), f"sending what was not sent {what}: {done.err}")
    else:
        same((done.returncode, rules(done)), (1, ["sent-already" if state == "sent" else "sent-perhaps"]), f"sending once more {what}")
        same(len(Mails.get().got(to)), arrived, f"mails after sending once more {what}")
    return state, arrived


def at_once(function, cases):
    """Calls it with each of the cases, several at a time: they wait for lines, mostly."""
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda case: function(*case), cases))


# --- lines ---

@test
def lines_that_drop():
    """wherever the line ends, what is known is said: before the end of the message it was not sent, after it that is unknown"""
    def dropped(point, state, arrived):
        path, to, more = case(point)
        with relay({point: drop}) as line:
            done = mail(*arguments(path, to, line.port)[1:], "--retry-time", "0", *more)
        wanted = {"not-sent": (3, ["not-sent"]), "unknown": (3, ["sent-unknown"]), "sent": (0, [])}[state]
        same((done.returncode, rules(done)), wanted, f"after {point}: {done.err}")
        kept = {"not-sent": ["nordlicht.sent.log"], "unknown": ["nordlicht.outbox.eml", "nordlicht.sent.log"],
                "sent": ["nordlicht.sent.eml", "nordlicht.sent.log"]}[state]
        same(beside(path), kept, f"files after {point}")
        same(check_truth(path, to, f"after {point}", more), (state, arrived), f"after {point}")

    at_once(dropped, (("connected", "not-sent", 0), ("greeting", "not-sent", 0), ("MAIL answered", "not-sent", 0),
                      ("DATA answered", "not-sent", 0), ("middle", "not-sent", 0), ("end", "unknown", 0), ("taken", "unknown", 1),
                      ("QUIT", "sent", 1)))


@test
def lines_that_stall():
    """no answer in time: not sent, or unknown after the end of the message, for which there is twice the time"""
    def stalled(point, state):
        path, to, more = case(point)
        with relay({point: stall}) as line:
            before = time.monotonic()
            done = mail(*arguments(path, to, line.port)[1:], "--timeout", "1", "--retry-time", "0", *more)
            took = time.monotonic() - before
        same((done.returncode, rules(done)), (3, ["not-sent" if state == "not-sent" else "sent-unknown"]), f"after {point}: {done.err}")
        assert "in time" in done.err and 1 <= took < 30, f"{took} s, {done.err!r}"
        same(check_truth(path, to, f"stalled at {point}", more)[0], state, f"stalled at {point}")

    def slow(point, seconds, timeout, code):
        path, to = sample(), recipient()
        with relay({point: lambda _: time.sleep(seconds)}) as line:
            done = mail(*arguments(path, to, line.port)[1:], "--timeout", str(timeout), "--retry-time", "0")
        same(done.returncode, code, f"{seconds} s at {point}: {done.err}")

    at_once(lambda function, *case: function(*case),
            ((stalled, "connected", "not-sent"), (stalled, "MAIL answered", "not-sent"), (stalled, "middle", "not-sent"),
             (stalled, "taken", "unknown"), (slow, "taken", 4.5, 3, 0), (slow, "taken", 9, 3, 3), (slow, "MAIL answered", 6, 3, 3)))


BABBLE = (("greeting", "HTTP/1.1 400 Bad Request\r\n\r\n", "not-sent"), ("greeting", "554 go away\r\n", "not-sent"),
          ("greeting", "220-" + "x" * 200_000, "not-sent"), ("RCPT answered", "hello\r\n", "not-sent"),
          ("RCPT answered", "354 go on\r\n", "not-sent"), ("DATA answered", "250 Ok\r\n", "not-sent"), ("taken", "hello\r\n", "unknown"), ("taken", "354 go on\r\n", "unknown"),
          ("taken", "\0\0\0\0\r\n", "unknown"), ("taken", "550 no \x1b[31mred\x07 words\r\n", None))


@test
def servers_that_babble():
    """answers that are none are not taken for any"""
    def babbled(point, text, state):
        path, to = sample(), recipient()
        with relay({point: say(text)}) as line:
            done = mail(*arguments(path, to, line.port)[1:], "--timeout", "1", "--retry-time", "0")
        same((done.returncode, "\x1b" in done.err), (3, False), f"{text[:30]!r} at {point}: {done.err}")
        if state == "not-sent":
            same((states(path), Mails.get().got(to)), (["not-sent"], []), f"{text[:30]!r} at {point}")
        elif state:  # of what is said to be refused though it was taken, nobody can know
            same(check_truth(path, to, f"{text[:30]!r} at {point}")[0], state, f"{text[:30]!r} at {point}")

    at_once(babbled, BABBLE)


@test
def nobody_there():
    """no server, or a host that is none: not sent, soon"""
    with relay() as line:
        port = line.port
    for url in (f"smtp://localhost:{port}", "smtp://nothing.invalid"):
        path = sample()
        fails(mail(path, "--to", recipient(), "--send", url, "--yes", "--timeout", "5", "--retry-time", "0"), 3, "not-sent")
        same((states(path), beside(path)), (["not-sent"], ["nordlicht.sent.log"]), "state and files")


@test
def sent_perhaps():
    """is refused until --again, which keeps the Message-ID; nothing that fails later makes it `not sent`"""
    path, to, server = sample(), recipient(), Mails.get()
    with relay({"taken": drop}) as line:
        fails(mail(*arguments(path, to, line.port)[1:]), 3, "sent-unknown")
    first, = message_ids(path)
    fails(send(path, to), 1, "sent-perhaps")
    with relay({"RCPT answered": say("550 5.1.1 not today\r\n")}) as line:
        same(mail(*arguments(path, to, line.port)[1:], "--again").returncode, 3, "refused")
    assert "unknown" in states(path), f"one has arrived, and it says {states(path)}"
    fails(send(path, to), 1, "sent-perhaps")
    succeeds(send(path, to, "plain", "--again", env={"SOURCE_DATE_EPOCH": None}))
    mails = server.got(to)
    same([raw.count(b"\r\nMessage-ID: <" + first.encode() + b">\r\n") for _, raw in mails], [1, 1], "the Message-ID of both")
    same(states(path)[-1], "sent", "state")
    fails(send(path, to), 1, "sent-already")


@test
def sent_stays_sent():
    """an attempt to send it again that fails changes nothing about that it was sent"""
    path, to = sample(), recipient()
    succeeds(send(path, to))
    with relay({"RCPT answered": say("550 5.1.1 not today\r\n")}) as line:
        same(mail(*arguments(path, to, line.port)[1:], "--again").returncode, 3, "refused")
    assert "sent" in states(path), f"one has arrived, and it says {states(path)}"
    fails(send(path, to), 1, "sent-already")
    assert (path.parent / "nordlicht.sent.eml").exists(), beside(path)


# --- the program is stopped ---

POINTS = ("connected", "MAIL", "RCPT answered", "DATA answered", "middle", "end", "taken", "told", "QUIT")


def stopped_at(point, how):
    """Stops the program when a line is at a point; the server gets what is under way."""
    (path, to, more), pause = case(point), Pause()
    with relay({point: pause}) as line:
        child = start(*arguments(path, to, line.port), *more)
        pause.wait()
        if point == "told":
            time.sleep(0.02)
        child.send_signal(how)
        before = time.monotonic()
        done = finish(child, crash_is_meant=True)
        done.took = time.monotonic() - before
        pause.go_on()
    return path, to, done, more


@test
def killed_at_any_point():
    """kill -9 while the line is anywhere: what the files say then is true"""
    def killed(point):
        path, to, done, more = stopped_at(point, signal.SIGKILL)
        same(done.returncode, -signal.SIGKILL, f"killed at {point}")
        return point, check_truth(path, to, f"killed at {point}", more)

    found = dict(at_once(killed, [(point,) for point in POINTS]))
    same({point: found[point] for point in ("MAIL", "middle", "end", "taken")},
         {"MAIL": ("not-sent", 0), "middle": ("not-sent", 0), "end": ("unknown", 1), "taken": ("unknown", 1)}, "states")


@test
def killed_at_any_time():
    """kill -9 after any time from its start on: the same"""
    path, to = sample(), recipient()
    before = time.monotonic()
    succeeds(send(path, to))
    whole = time.monotonic() - before

    def killed(part):
        path, to = sample(), recipient()
        child = start(*arguments(path, to, Mails.get().server.ports["plain"]))
        time.sleep(whole * part / 10)
        child.kill()
        finish(child, crash_is_meant=True)
        check_truth(path, to, f"killed after {part / 10} of its time")

    at_once(killed, [(part,) for part in (1, 4, 7, 8, 9, 9.5, 10, 10.5)])


@test
def interrupted():
    """^C, TERM and HUP end it soon and are noted: not sent, or unknown after the end of the message"""
    def stopped(point, state, how):
        path, to, done, more = stopped_at(point, how)
        assert done.took < 10, f"it takes {done.took} s to end"
        same((done.returncode, rules(done)), (3, ["not-sent" if state == "not-sent" else "sent-unknown"]), f"{how} at {point}: {done.err}")
        same(check_truth(path, to, f"{how} at {point}", more)[0], state, f"{how} at {point}")

    at_once(stopped, (("connected", "not-sent", signal.SIGINT), ("middle", "not-sent", signal.SIGTERM), ("taken", "unknown", signal.SIGINT),
                      ("end", "unknown", signal.SIGHUP)))


@test
def interrupted_in_a_pause():
    """between two attempts it was not sent"""
    server, path, to = Mails.get(), sample(), recipient("busy")
    child = start(*arguments(path, to, server.server.ports["plain"]))
    end = time.monotonic() + 30
    while server.policy.asked.get((to, "RCPT"), 0) < 4 and time.monotonic() < end:  # the next is 8 s away
        time.sleep(0.02)
    time.sleep(0.2)
    child.send_signal(signal.SIGINT)
    before = time.monotonic()
    done = finish(child)
    assert time.monotonic() - before < 6, "it waits for the end of the pause"
    same((done.returncode, rules(done)[-1], states(path), beside(path)), (3, "not-sent", ["not-sent"], ["nordlicht.sent.log"]), done.err)


@test
def two_at_once():
    """the second is refused while the first is sending, and after it, too"""
    server, path, to, pause = Mails.get(), sample(), recipient(), Pause()
    with relay({"DATA": pause}) as line:
        first = start(*arguments(path, to, line.port))
        pause.wait()
        for more in ((), ("--again",)):
            same(mail(*arguments(path, to, server.server.ports["plain"])[1:], *more).returncode in (1, 3), True, "refused")
        fails(send(path, to, "plain", "--again"), 3, "sending-elsewhere")
        pause.go_on()
        succeeds(finish(first))
    same(len(server.got(to)), 1, "mails")
    fails(send(path, to), 1, "sent-already")


# --- files ---

@test
def journal_that_is_damaged():
    """a line that is none: nothing is sent, for what was sent is not known; half a line at its end is no line"""
    path, to = sample(), recipient()
    succeeds(send(path, to))
    journal = path.with_suffix(".sent.log")
    before = journal.read_bytes()
    for damage in (b"nothing\n", b"2026-11-22T11:17:01Z\tunknown\t<a b@c>\tc\tr@x\ts\ta\n", b"2026-11-22T11:17:01Z\tsent\t<x@y>\n", b"\xff\xfe\n", b"a\0b\n", b"\t\t\t\t\t\t\n", b"\t" * 100 + b"\n"):
        journal.write_bytes(before + damage)
        fails(send(path, recipient()), 3, "journal-damaged")
        fails(mail(path, "--status"), 3, "journal-damaged")
        same(journal.read_bytes(), before + damage, "the journal")
    journal.write_bytes(before + b"2026-11-22T11:17:01Z\tbeg")
    same(states(path), ["sent"], "half a line")
    fails(send(path, to), 1, "sent-already")
    succeeds(send(path, recipient()))
    assert journal.read_bytes().startswith(before) and b"\tbeg2" not in journal.read_bytes(), journal.read_bytes()
    same(states(path), ["sent", "sent"], "afterwards")
    same(len(Mails.get().got(to)), 1, "mails")


@test
def places_that_cannot_be_written():
    """no journal or no copy, no mail"""
    server = Mails.get()
    without_privilege = "import ctypes\nctypes.CDLL(None).prctl(24, 1)"  # root's, to write where it may not
    path, to = sample(), recipient()
    path.parent.chmod(0o555)
    fails(send(path, to, before=without_privilege), 3, "file-unwritable")
    path.parent.chmod(0o755)
    same((beside(path), server.got(to)), ([], []), "files and mails")
    path, to = sample(), recipient()
    (path.parent / "nordlicht.sent.log").mkdir()
    same((send(path, to).returncode, server.got(to)), (3, []), "with a folder in the journal's place")
    path, to = sample(), recipient()
    (path.parent / "nordlicht.sent.log").symlink_to(path.parent / "elsewhere")
    same((send(path, to).returncode, server.got(to), (path.parent / "elsewhere").exists()), (3, [], False), "with a link")


@test
def copies_are_kept():
    """what was, or may have been, sent stays there as a file, whatever is sent later; so does what is in the copy's place, or leads elsewhere"""
    path, to = sample(), recipient()
    with relay({"taken": drop}) as line:
        fails(mail(path, "-l", "en", "--to", to, "--send", f"smtp://localhost:{line.port}", "--yes"), 3, "sent-unknown")
    outbox, sent = path.with_name("nordlicht.outbox.eml"), path.with_name("nordlicht.sent.eml")
    unknown = outbox.read_bytes()
    (path.parent / "elsewhere").write_text("mine")
    sent.symlink_to(path.parent / "elsewhere")
    succeeds(send(path, recipient()))
    first = sent.read_bytes()
    same((path.with_name("nordlicht.outbox.1.eml").read_bytes(), outbox.exists()), (unknown, False), "the one that may have been sent")
    same((path.with_name("nordlicht.sent.1.eml").is_symlink(), (path.parent / "elsewhere").read_text()), (True, "mine"), "a link")
    outbox.mkdir()
    succeeds(send(path, recipient()))
    same((path.with_name("nordlicht.sent.2.eml").read_bytes(), path.with_name("nordlicht.outbox.2.eml").is_dir()), (first, True), "files")
    assert sent.read_bytes() != first, "the last one"


def long_recipient():
    """All of them are equally long."""
    local, _, domain = recipient().partition("@")
    return f"{local:x<20}@{domain}"


@test
def disk_that_is_full():
    """wherever it ends: what is in the journal is true"""
    line = "\t".join(("2026-11-22T11:17:01Z", "not-sent", "<{}@nord.example>", "0" * 64, "nobody@inbox.example", "smtp://localhost",
                      "x" * 800)) + "\n"
    padding = "".join(line.format(number) for number in range(600))
    path, to = sample(), long_recipient()
    succeeds(send(path, to))
    begun, ending, _ = (len(one) for one in path.with_suffix(".sent.log").read_bytes().splitlines(keepends=True))
    assert len(padding) > (path.parent / "nordlicht.sent.eml").stat().st_size, "the padding is too short"
    for room, wanted, arrived in ((0, "not-sent", 0), (10, "not-sent", 0), (begun + 10, "not-sent", 0), (begun + ending, "unknown", 1),
                                  (begun + ending + 10, "unknown", 1)):
        path, to = sample(), long_recipient()
        path.with_suffix(".sent.log").write_text(padding)

        limited = f"import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        limited += f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(padding) + room},) * 2)"
        done = send(path, to, before=limited)
        own = [one["state"] for one in status(path) if one["recipients"] == [to]]
        got = len(Mails.get().got(to))
        same((done.returncode, own or ["not-sent"], got), (3, [wanted], arrived), f"with {room} bytes of room: {done.err}")


@test
def server_for_trying_out():
    """tests/mail/server takes the mail that the README sends, keeps it as a file and ends with ^C"""
    if os.geteuid() != 0:
        raise postfix.Unavailable("Postfix is run by root only")
    path, inbox, port = sample(), common.folder() / "inbox", postfix.free_port()
    server = subprocess.Popen([sys.executable, str(common.TOP / "tests/mail/server"), "--port", str(port), "--folder", str(inbox)],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert f"smtp://localhost:{port}" in server.stdout.readline()
        succeeds(mail(path, "-l", "fr", "--send", f"smtp://localhost:{port}", "--yes"))
        line = server.stdout.readline()
        file, = inbox.iterdir()
        assert file.name in line and "Auto-évaluation finalisée" in line and "Wiebke Petersen-Adomat" in line, line
        assert file.read_bytes().replace(b"\n", b"\r\n").endswith((path.parent / "nordlicht.sent.eml").read_bytes()), "the file"
    finally:
        server.send_signal(signal.SIGINT)
        same(server.wait(10), 0, "exit code")
    assert postfix.is_free(port), "it is still running"


@test
def server_in_the_background():
    """tests/mail/server start returns when mail can be sent, stop when it is gone"""
    if os.geteuid() != 0:
        raise postfix.Unavailable("Postfix is run by root only")
    program, inbox, port = str(common.TOP / "tests/mail/server"), common.folder() / "inbox", postfix.free_port()

    def server(*arguments):
        return subprocess.run([sys.executable, program, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=60)

    started = server("start", "--port", str(port), "--folder", str(inbox))
    try:
        same((started.returncode or 0, f"smtp://localhost:{port}" in started.stdout), (0, True), started.stdout)
        succeeds(mail(sample(), "-l", "de", "--send", f"smtp://localhost:{port}", "--yes"))
        end = time.monotonic() + 10
        while not list(inbox.iterdir()) and time.monotonic() < end:
            time.sleep(0.1)
        same(len(list(inbox.iterdir())), 1, "mails")
    finally:
        stopped = server("stop")
    same((stopped.returncode, postfix.is_free(port)), (0, True), stopped.stdout)
    same((server("stop").returncode, "none is running" in server("stop").stdout), (1, True), "once more")

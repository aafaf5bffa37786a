"""Lines to a mail server that do what no real server can be made to do: a relay stands between the program and a real one, and at
given points waits, stalls, drops the line, or says something else.

The points, in the order of a session:
  connected   the program has connected; the server does not know yet
  greeting    the server has greeted; the program has not heard it
  EHLO, MAIL, RCPT, DATA, QUIT …   the program has sent the command; the server has not got it
  EHLO answered, MAIL answered …   the server has answered it; the program has not heard that (DATA answered: 354)
  middle      some of the message has been passed on
  end         the program has sent the end of the message; the server has not got it
  taken       the server has answered the end of the message; the program has not heard that
  told        the program has got that answer
"""
import socket, threading

SECONDS = 30  # that anything may take at most
PART = 100_000  # bytes of a message after which its middle is


class Dropped(Exception):
    """The line ends here."""


class Pause:
    """A point at which a line waits until it may go on."""

    def __init__(self):
        self.reached, self.goes_on = threading.Event(), threading.Event()

    def __call__(self, relay):
        self.reached.set()
        if not self.goes_on.wait(SECONDS):
            raise Dropped

    def wait(self):
        assert self.reached.wait(SECONDS), "the point was not reached"

    def go_on(self):
        self.goes_on.set()


def drop(relay):
    raise Dropped


def stall(relay):
    """Says and hears nothing more, until the test is done with the line."""
    relay.over.wait(SECONDS)
    raise Dropped


def say(text):
    """What the program hears in place of the server's answer; the command is not passed on."""
    return lambda relay: text.encode()


class Relay:
    """On a port of its own; at: point → what happens there. commands is what was heard of the program, all connections together;
    sessions how many there were."""

    def __init__(self, server_port, at=None, address="127.0.0.1"):
        self.server_port, self.at = server_port, at or {}
        self.commands, self.sessions = [], 0
        self.over = threading.Event()
        self.listener = socket.create_server((address, 0))
        # So that a message is on its way no more than by this when the line stops, and not in the system's keeping.
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.port = self.listener.getsockname()[1]
        self.threads = [threading.Thread(target=self.accept, daemon=True)]
        self.threads[0].start()

    def accept(self):
        while True:
            try:
                program, _ = self.listener.accept()
            except OSError:
                return
            self.sessions += 1
            thread = threading.Thread(target=self.serve, args=(program,), daemon=True)
            self.threads.append(thread)
            thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """Waits until every line has ended."""
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()
        self.over.set()
        for what in self.at.values():
            if isinstance(what, Pause):
                what.go_on()
        for thread in self.threads:
            thread.join(SECONDS)

    def point(self, name):
        return self.at[name](self) if name in self.at else None

    def serve(self, program):
        server = None
        try:
            with program:
                self.point("connected")
                server = socket.create_connection(("127.0.0.1", self.server_port), SECONDS)
                program.settimeout(SECONDS)
                self.talk(program, server)
        except (Dropped, OSError):
            pass
        finally:
            if server:
                server.close()

    def talk(self, program, server):
        heard, said = program.makefile("rb"), server.makefile("rb")
        self.tell(program, "greeting", self.answer(said))
        while line := heard.readline():
            self.commands.append(line.decode("utf-8", "replace").rstrip("\r\n"))
            verb = line.split()[0].upper().decode("ascii", "replace") if line.split() else ""
            instead = self.point(verb)
            if instead is not None:
                program.sendall(instead)
                continue
            server.sendall(line)
            answer = self.answer(said)
            self.tell(program, f"{verb} answered", answer)
            if verb == "DATA" and answer.startswith(b"354"):
                self.pass_message(heard, server)
                self.tell(program, "taken", self.answer(said))
                self.point("told")

    def tell(self, program, point, answer):
        instead = self.point(point)
        program.sendall(answer if instead is None else instead)

    @staticmethod
    def answer(said):
        lines = b""
        while line := said.readline():
            lines += line
            if line[3:4] != b"-":
                return lines
        raise Dropped

    def pass_message(self, heard, server):
        passed, past_middle = 0, False
        while True:
            line = heard.readline()
            if not line:
                raise Dropped
            if line == b".\r\n":
                break
            passed += len(line)
            server.sendall(line)
            if passed > PART and not past_middle:
                past_middle = True
                self.point("middle")
        self.point("end")
        server.sendall(b".\r\n")

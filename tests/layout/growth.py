"""Documents of any length, and what their length costs: processor time and memory are to grow no faster than they do."""
import os, subprocess, sys, tempfile

from pathological import block, document

COLUMNS = "".join(f'<fo:table-column column-width="{w}"/>' for w in ("40pt", "proportional-column-width(1)", "50pt", "140pt"))
WORDS = ("Die", "Lösung", "überwacht", "alle", "Anwendungen", "des", "Einzelhandels", "und", "meldet", "Abweichungen", "innerhalb", "weniger",
         "Minuten", "an", "den", "Bereitschaftsdienst")


def words(start, count):
    return " ".join(WORDS[(start * 7 + i * i) % len(WORDS)] for i in range(count))


def table(rows):
    def row(i):
        texts = (str(i), f"Requirement number {i} of the list", "Yes", "some evidence text here for it")
        return "<fo:table-row>%s</fo:table-row>" % "".join(
            f'<fo:table-cell border="0.5pt solid black" padding="2pt">{block(text)}</fo:table-cell>' for text in texts)
    head = '<fo:table-header><fo:table-row><fo:table-cell number-columns-spanned="4"><fo:block>Head</fo:block></fo:table-cell></fo:table-row></fo:table-header>'
    return document(f'<fo:table table-layout="fixed" width="100%">{COLUMNS}{head}<fo:table-body>{"".join(row(i) for i in range(rows))}</fo:table-body></fo:table>',
                    "595pt", "842pt", "57pt")


def paragraphs(count):
    return document("".join(block(words(i, 60), 'text-align="justify" hyphenate="true" xml:lang="de" space-after="6pt"') for i in range(count)),
                    "595pt", "842pt", "57pt")


def paragraph(count):
    return document(block(words(1, count * 10), 'text-align="justify" hyphenate="true" xml:lang="de"'), "595pt", "842pt", "57pt")


def footnotes(count):
    note = '<fo:footnote><fo:inline>%d</fo:inline><fo:footnote-body><fo:block font-size="8pt">%d %s</fo:block></fo:footnote-body></fo:footnote>'
    return document("".join(block(words(i, 40) + note % (i, i, words(i, 12))) for i in range(count)), "595pt", "842pt", "57pt")


DOCUMENTS = {"table rows": table, "justified paragraphs": paragraphs, "words of one paragraph, tens": paragraph, "footnotes": footnotes}


# A process of its own: the peak of what is spawned counts from the size of who spawns it, and this one holds the documents.
SPAWN = """
import os, sys
nowhere = [(os.POSIX_SPAWN_OPEN, n, os.devnull, os.O_WRONLY, 0) for n in (1, 2)]
_, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=nowhere), 0)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""


def measure(program, text, wanted="pdf"):
    """(user+sys seconds, peak kilobytes, exit status) of one process."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "x.fo")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        command = [sys.executable, "-Ic", SPAWN, program, "render", "-f", wanted, "-o", os.path.join(folder, "x.out"), path]
        seconds, peak, status = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.split()
        return float(seconds), int(peak), int(status)


def pages(program, text):
    with tempfile.NamedTemporaryFile("w", suffix=".fo", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        dump = subprocess.run([program, "render", "-f", "areas", "-o", "-", file.name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    return sum(line.startswith(b"page ") for line in dump.splitlines())


def check(program, make, few, megabytes):
    """Why ten times as much costs too much: the least of three of each, so that what runs beside does not count."""
    size, least = few * 10, {}
    for _ in range(3):
        for count in (0, few, size):
            seconds, peak, status = measure(program, make(count) if count else document(block("x")))
            if status:
                return [f"{count}: exit status {status}"]
            least[count] = min(least.get(count, (9e9, 0)), (seconds, peak))
    start = least[0][0]
    times = (least[size][0] - start) / max(least[few][0] - start, 1e-3)
    why = [f"{size} take {times:.1f} times what {few} do"] if times > 18 else []  # 10; the rest is for what runs beside: what grows with the square takes 100
    if least[size][1] > megabytes * 1024:
        why.append(f"{size} take {least[size][1] / 1024:.0f} MB, not {megabytes}")
    return why


def cases(program):
    """(name, function without arguments that gives the reasons why it fails)"""
    limits = {"table rows": (1000, 220), "justified paragraphs": (100, 100), "words of one paragraph, tens": (1000, 150), "footnotes": (100, 100)}
    for name, (few, megabytes) in limits.items():
        yield "layout/growth/" + name.replace(",", "").replace(" ", "-"), lambda n=name, f=few, m=megabytes: check(program, DOCUMENTS[n], f, m)

#!/usr/bin/python3
"""checker.py [--conditions] FILE.pdf...: whether the files are PDF/UA-1 and PDF/A-3a as far as a machine can tell.

Prints each condition that is not met with where and why; the numbers are explained in conditions.py. Exit status 1 if there are
any. It shares nothing with the program that it checks: it reads files by pikepdf, fonts by fontTools, metadata by lxml."""
import collections, sys
from annotations import Annotations
from conditions import CONDITIONS
from content import Content
from document import Document
from metadata import Metadata
from rawfile import RawFile
from structure import Structure


def check(path):
    """The findings of a file."""
    doc = Document(path)
    RawFile(doc).check()
    if doc.pdf:
        structure = Structure(doc)
        structure.check()
        Content(doc, structure).check()
        Metadata(doc).check()
        Annotations(doc, structure).check()
    return doc.findings


def report(findings, most=5):
    """Lines for people: at most `most` places of each condition."""
    counts = collections.Counter(finding.condition for finding in findings)
    lines, shown = [], collections.Counter()
    for finding in findings:
        shown[finding.condition] += 1
        if shown[finding.condition] <= most:
            lines.append(f"{finding.condition} {CONDITIONS[finding.condition].line}: {finding.where}"
                         + (f": {finding.why}" if finding.why else ""))
        elif shown[finding.condition] == most + 1:
            lines.append(f"{finding.condition} … {counts[finding.condition] - most} more")
    return lines


def main(arguments):
    if arguments[:1] == ["--conditions"]:
        for condition in CONDITIONS.values():
            print(f"{condition.number:22} {condition.clause:22} {condition.line} ({condition.module}.py)")
        return 0
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    bad = False
    for path in arguments:
        findings = check(path)
        bad = bad or bool(findings)
        for line in report(findings):
            print(f"{path}: {line}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

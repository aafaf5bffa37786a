"""Files that break the limits of objects and how the file is written; and good ones. See broken.py."""
import io, re
import pikepdf
from pikepdf import Name, String
from broken import (breaks, good, save)

# Limits and bytes


@breaks("6.1.13-string")
def long_string(pdf):
    pdf.Root.Test = String("a" * 32768)


@good
def string_at_the_limit(pdf):
    pdf.Root.Test = String("a" * 32767)


@breaks("6.1.13-name")
def long_name(pdf):
    pdf.Root.Test = Name("/" + "a" * 128)


@breaks("6.1.13-integer")
def great_integer(pdf):
    pdf.Root.Test = 2147483648


@breaks("6.1.13-real", raw=True)
def small_real(data):
    pdf = pikepdf.open(io.BytesIO(data))
    pdf.Root.Test = String("x" * 40)
    return replaced(save(pdf), rb"\(x{40}\)", b" 0." + b"0" * 38 + b"1")


@breaks("6.1.7-external")
def stream_elsewhere(pdf):
    pdf.Root.Test = pdf.make_stream(b"")
    pdf.Root.Test.F = String("other")


@breaks("6.1.7-filter")
def lzw(pdf):
    pdf.Root.Test = pdf.make_stream(b"")
    pdf.Root.Test.write(bytes.fromhex("800b6050220c0c8501"), filter=Name.LZWDecode)


def replaced(data, pattern, replacement, count=1):
    """Changed in place, so that all offsets stay right."""
    changed, found = re.subn(pattern, replacement, data, count=count, flags=re.S)
    assert found and len(changed) == len(data), (pattern, found, len(changed) - len(data))
    return changed


@breaks("6.1.2-header", raw=True)
def version_eight(data):
    return replaced(data, rb"^%PDF-1\.\d", b"%PDF-1.8")


@breaks("6.1.2-binary", raw=True)
def second_line_of_letters(data):
    return replaced(data, rb"^(%PDF-1\.\d\n%)....", rb"\1abcd")


@breaks("6.1.3-id", raw=True)
def no_id(data):
    return replaced(data, rb"/ID \[", rb"/IX [")


@breaks("6.1.3-end", raw=True)
def more_after_the_end(data):
    return data + b"more\n"


@breaks("6.1.4-xref", raw=True)
def table_without_line(data):
    return replaced(data, rb"\nxref\n", rb"\nxref ")


@breaks("6.1.9-spacing", raw=True)
def object_without_line(data):
    return replaced(data, rb"\n1 0 obj\n", rb"\n1 0 obj ")


@breaks("6.1.7-length", raw=True)
def wrong_length(data):
    return replaced(data, rb"/Length (\d\d+)(?=\D)", lambda match: b"/Length " + b"%0*d" % (len(match[1]), int(match[1]) - 1))


@breaks("6.1.7-keywords", raw=True)
def stream_after_return(data):
    return replaced(data, rb">>\nstream\n", b">>\nstream\r")


@breaks("6.1.6-even", raw=True)
def odd_string(data):
    return replaced(data, rb"(/ID \[<[0-9a-f]*)[0-9a-f]>", rb"\1 >")


@breaks("6.1.6-digits", raw=True)
def string_of_letters(data):
    return replaced(data, rb"(/ID \[<[0-9a-f]*)[0-9a-f]>", rb"\1g>")


@breaks("6.1.8-utf8", raw=True)
def name_not_in_utf8(data):
    return replaced(data, rb"/([A-Z]{3})[A-Z]{3}\+", rb"/\1#80+", 0)


def encrypt(data, accessibility):
    pdf, out = pikepdf.open(io.BytesIO(data)), io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, fix_metadata_version=False,
             encryption=pikepdf.Encryption(owner="x", user="", R=3, aes=False, metadata=False,
                                           allow=pikepdf.Permissions(accessibility=accessibility)))
    return out.getvalue()


@breaks("6.1.3-encrypt", raw=True)
def encrypted(data):
    return encrypt(data, True)


@breaks("26-002", "6.1.3-encrypt", raw=True)
def not_to_be_read_aloud(data):
    return encrypt(data, False)


@breaks("26-001", "6.1.3-encrypt", "6.1.4-xref", raw=True)
def no_permissions(data):
    return replaced(encrypt(data, True), rb"/P (-\d+)", rb"/X \1")

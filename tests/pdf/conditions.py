"""The conditions that the checker knows: number, clause of the standard, what fails, and the module that looks.

Numbers of the form 01-003 are failure conditions of the Matterhorn Protocol 1.1 and their clause is one of ISO 14289-1 (PDF/UA-1);
all that the protocol gives to machines are here. Numbers of the form 6.1.2-header are clauses of ISO 19005-3 (PDF/A-3, level A)
with a word for the one of several conditions of a clause. Numbers that begin with + are ours: what the protocol leaves to people
and a machine can still see in documents of this program, and what ISO 32000-1 asks of the structure tree so that anything can be
read from it at all.

What is left to people without such a check: whether texts and types mean what they should (01-002, 01-006, 02-002, 04-001, 06-004,
09-001 to 09-003, 10-002, 11-007, 13-001 to 13-003, 13-005 to 13-008, 14-001, 15-001, 15-002, 15-004, 16-002, 16-003, 18-001, 18-002,
19-001, 19-002), what does not occur on paper without multimedia, scripts and scans (03-001 to 03-003, 05-001, 05-002, 08-001, 08-002,
12-001, 14-004, 14-005, 17-001, 22-001, 23-001, 28-001, 28-003, 28-013, 29-001) and licences of fonts (31-010)."""
import collections

Condition = collections.namedtuple("Condition", "number clause line module")

TABLE = """
01-003 | 7.1 | an artifact inside of content that the structure tree holds | content
01-004 | 7.1 | content of the structure tree inside of an artifact | content
01-005 | 7.1 | content that is neither an artifact nor held by the structure tree | content
01-007 | 7.1 | MarkInfo says that the tags are suspect | structure
02-001 | 7.1 | a structure type of one's own that the role map leads to no standard type | structure
02-003 | 7.1 | the role map goes in a circle | structure
02-004 | 7.1 | the role map gives a standard type another meaning | structure
06-001 | 7.1 | the catalog has no metadata stream | metadata
06-002 | 5 | the metadata does not say PDF/UA part 1 | metadata
06-003 | 7.1 | the metadata has no title | metadata
07-001 | 7.1 | the viewer preferences do not say whether to show the title | structure
07-002 | 7.1 | the viewer preferences say not to show the title | structure
09-004 | 7.2 | parts of a table in a place where they may not be, or a table without a regular grid | structure
09-005 | 7.2 | parts of a list in a place where they may not be | structure
09-006 | 7.2 | parts of a table of contents in a place where they may not be | structure
09-007 | 7.2 | parts of ruby in a place where they may not be | structure
09-008 | 7.2 | parts of warichu in a place where they may not be | structure
10-001 | 7.2 | a character code that is shown and leads to no Unicode value | fonts
11-001 | 7.2 | text of a page in no known language | content
11-002 | 7.2 | alternative, replacement or expansion in no known language | structure
11-003 | 7.2 | bookmarks in no known language | structure
11-004 | 7.2 | an annotation's description in no known language | annotations
11-005 | 7.2 | a field's name for people in no known language | annotations
11-006 | 7.2 | metadata in no known language | metadata
13-004 | 7.3 | a figure without alternative and without replacement | structure
14-002 | 7.4.2 | the first numbered heading is not of level 1 | structure
14-003 | 7.4.2 | a heading goes down by more than one level | structure
14-006 | 7.4.4 | an element with more than one H | structure
14-007 | 7.4.4 | both H and numbered headings | structure
15-003 | 7.5 | a head cell without Scope where cells do not name their heads | structure
17-002 | 7.7 | a formula without alternative | structure
17-003 | 7.7 | a formula's text that leads to no Unicode value | content
19-003 | 7.9 | a note without ID | structure
19-004 | 7.9 | a note's ID that another element has | structure
20-001 | 7.10 | a configuration of optional content in Configs without name | annotations
20-002 | 7.10 | the default configuration of optional content without name | annotations
20-003 | 7.10 | a configuration of optional content that switches by itself (AS) | annotations
21-001 | 7.11 | an embedded file's specification without F or UF | annotations
25-001 | 7.15 | a dynamic XFA form | annotations
26-001 | 7.16 | encrypted, and the permissions are not said | file
26-002 | 7.16 | encrypted, and reading aloud is not permitted | file
28-002 | 7.18.1 | an annotation that no Annot element holds | annotations
28-004 | 7.18.1 | an annotation without description | annotations
28-005 | 7.18.1 | a form field without name for people and without alternative | annotations
28-006 | 7.18.2 | an annotation of unknown type without element or description | annotations
28-007 | 7.18.2 | a TrapNet annotation | annotations
28-008 | 7.18.3 | a page with annotations without tab order | annotations
28-009 | 7.18.3 | a page with annotations whose tab order is not the structure's | annotations
28-010 | 7.18.4 | a widget that no Form element holds | annotations
28-011 | 7.18.5 | a link annotation that no Link element holds | annotations
28-012 | 7.18.5 | a link annotation without description | annotations
28-014 | 7.18.6.2 | media without content type | annotations
28-015 | 7.18.6.2 | media without alternative | annotations
28-016 | 7.18.7 | an attached file's specification without F or UF | annotations
28-017 | 7.18.8 | a printer's mark in the structure tree | annotations
28-018 | 7.18.8 | a printer's mark whose appearance is not an artifact | content
30-001 | 7.20 | a reference XObject | content
30-002 | 7.20 | a form XObject with marked content that is used more than once | content
31-001 | 7.21.3.1 | CMap and CIDFont of different registries | fonts
31-002 | 7.21.3.1 | CMap and CIDFont of different orderings | fonts
31-003 | 7.21.3.1 | a CIDFont with a lower supplement than its CMap | fonts
31-004 | 7.21.3.2 | a CIDToGIDMap that is neither a stream nor Identity | fonts
31-005 | 7.21.3.2 | an embedded CIDFontType2 without CIDToGIDMap | fonts
31-006 | 7.21.3.3 | a CMap that is neither predefined nor embedded | fonts
31-007 | 7.21.3.3 | a CMap whose WMode is not that of its dictionary | fonts
31-008 | 7.21.3.3 | a CMap that uses one that is not predefined | fonts
31-009 | 7.21.4.1 | a font that is used and not embedded | fonts
31-011 | 7.21.4.1 | a character whose glyph the embedded font does not have | fonts
31-012 | 7.21.4.2 | a CharSet that lacks a glyph of the font | fonts
31-013 | 7.21.4.2 | a CharSet with a glyph that the font lacks | fonts
31-014 | 7.21.4.2 | a CIDSet that lacks a glyph of the font | fonts
31-015 | 7.21.4.2 | a CIDSet with a glyph that the font lacks | fonts
31-016 | 7.21.5 | a width that differs from the font's by more than 1/1000 | fonts
31-017 | 7.21.6 | a nonsymbolic TrueType font without a cmap for it | fonts
31-018 | 7.21.6 | a character that the cmap of a nonsymbolic TrueType font does not have | fonts
31-019 | 7.21.6 | a nonsymbolic TrueType font without Encoding | fonts
31-020 | 7.21.6 | a nonsymbolic TrueType font whose Encoding has no BaseEncoding | fonts
31-021 | 7.21.6 | a nonsymbolic TrueType font neither in MacRomanEncoding nor in WinAnsiEncoding | fonts
31-022 | 7.21.6 | Differences of a nonsymbolic TrueType font with names that are not Adobe's | fonts
31-023 | 7.21.6 | Differences of a nonsymbolic TrueType font without a Unicode cmap | fonts
31-024 | 7.21.6 | a symbolic TrueType font with Encoding | fonts
31-025 | 7.21.6 | a symbolic TrueType font without cmap | fonts
31-026 | 7.21.6 | a symbolic TrueType font with several cmaps, none of them for symbols | fonts
31-027 | 7.21.7 | a font without ToUnicode that is none of those that need none | fonts
31-028 | 7.21.7 | a ToUnicode that leads to U+0000 | fonts
31-029 | 7.21.7 | a ToUnicode that leads to U+FEFF or U+FFFE | fonts
31-030 | 7.21.8 | text that shows the glyph for missing ones | fonts
6.1.2-header | 6.1.2 | the file does not begin with %PDF-1.n on a line of its own | file
6.1.2-binary | 6.1.2 | the second line is no comment of four bytes above 127 | file
6.1.3-id | 6.1.3 | no file identifier in the trailer | file
6.1.3-encrypt | 6.1.3 | the file is encrypted | file
6.1.3-end | 6.1.3 | something follows the last end-of-file marker | file
6.1.4-xref | 6.1.4 | cross-reference table or trailer that cannot be read, or not spaced as asked | file
6.1.6-even | 6.1.6 | a hexadecimal string of an odd number of digits | file
6.1.6-digits | 6.1.6 | a hexadecimal string with something else than digits | file
6.1.7-length | 6.1.7.1 | a stream whose Length is not that of its data | file
6.1.7-keywords | 6.1.7.1 | stream and endstream not at the ends of lines | file
6.1.7-external | 6.1.7.1 | a stream whose data is in another file | file
6.1.7-filter | 6.1.7.2 | a filter that is not permitted, such as LZW | file
6.1.8-utf8 | 6.1.8 | the name of a font or structure type that is not UTF-8 | file
6.1.9-spacing | 6.1.9 | obj and endobj not spaced as asked | file
6.1.10-inline | 6.1.10 | an inline image with a filter that is not permitted | content
6.1.12-permissions | 6.1.12 | permissions of other kinds than UR3 and DocMDP | annotations
6.1.12-digest | 6.1.12 | a signature reference with a digest beside DocMDP | annotations
6.1.13-integer | 6.1.13 | an integer beyond 32 bits | file
6.1.13-real | 6.1.13 | a number too great, or too near to zero | file
6.1.13-string | 6.1.13 | a string of more than 32,767 bytes | file
6.1.13-name | 6.1.13 | a name of more than 127 bytes | file
6.1.13-objects | 6.1.13 | more than 8,388,607 objects | file
6.1.13-nesting | 6.1.13 | graphics states saved more than 28 deep | content
6.1.13-devicen | 6.1.13 | DeviceN of more than 32 colorants | content
6.1.13-cid | 6.1.13 | a CID above 65,535 | fonts
6.1.13-page | 6.1.13 | a page box smaller than 3 or greater than 14,400 units | content
6.2.2-operator | 6.2.2 | an operator that PDF 1.7 does not have, or operators that do not pair | content
6.2.2-resources | 6.2.2 | content whose resources are not its own, or lack what is used | content
6.2.3-profile | 6.2.3 | an output profile that is no RGB, CMYK or grey profile for a printer or monitor below version 5 | content
6.2.3-one | 6.2.3 | output intents with different profiles | content
6.2.3-reference | 6.2.3 | an output intent that refers to a profile elsewhere | content
6.2.4.2-icc | 6.2.4.2 | an ICCBased colour space with an unfit profile | content
6.2.4.2-overprint | 6.2.4.2 | overprint mode 1 with ICCBased CMYK | content
6.2.4.3-rgb | 6.2.4.3 | DeviceRGB without an RGB output intent | content
6.2.4.3-cmyk | 6.2.4.3 | DeviceCMYK without a CMYK output intent | content
6.2.4.3-gray | 6.2.4.3 | DeviceGray without an output intent | content
6.2.4.4-colorants | 6.2.4.4 | a spot colour of DeviceN that Colorants lacks | content
6.2.4.4-separation | 6.2.4.4 | two separations of one name that differ | content
6.2.5-transfer | 6.2.5 | a graphics state with a transfer function | content
6.2.5-halftone | 6.2.5 | a graphics state with HTP, or a halftone of another type than 1 or 5, or with a name | content
6.2.6-intent | 6.2.6 | an unknown rendering intent | content
6.2.8-image | 6.2.8 | an image with alternates, OPI, interpolation or unknown depth | content
6.2.8-jpeg2000 | 6.2.8.3 | a JPEG 2000 image beyond what PDF/A permits | content
6.2.9-form | 6.2.9 | a form XObject with OPI or PostScript | content
6.2.9-reference | 6.2.9 | a reference XObject | content
6.2.9-postscript | 6.2.9 | a PostScript XObject | content
6.2.10-blend | 6.2.10 | an unknown blend mode | content
6.2.10-group | 6.2.10 | transparency without output intent and without a blending colour space | content
6.2.11.2-dictionary | 6.2.11.2 | a font's dictionary that lacks what it must say | fonts
6.2.11.2-program | 6.2.11.2 | an embedded font that cannot be read or is of an unknown format | fonts
6.2.11.3-system | 6.2.11.3.1 | CMap and CIDFont that do not fit each other | fonts
6.2.11.3-map | 6.2.11.3.2 | an embedded CIDFontType2 without a proper CIDToGIDMap | fonts
6.2.11.3-cmap | 6.2.11.3.3 | a CMap that is not embedded, disagrees with its dictionary or uses another | fonts
6.2.11.4-embedded | 6.2.11.4.1 | a font that is used and not embedded | fonts
6.2.11.4-glyph | 6.2.11.4.1 | a character whose glyph the embedded font does not have | fonts
6.2.11.4-charset | 6.2.11.4.2 | a CharSet or CIDSet that is not what the font has | fonts
6.2.11.5-width | 6.2.11.5 | a width that differs from the font's by more than 1/1000 | fonts
6.2.11.6-encoding | 6.2.11.6 | a TrueType font whose encoding and cmap do not go together | fonts
6.2.11.7-unicode | 6.2.11.7.2 | a character code that is shown and leads to no proper Unicode value | fonts
6.2.11.7-private | 6.2.11.7.3 | a character for private use without replacement text | content
6.2.11.8-notdef | 6.2.11.8 | text that shows the glyph for missing ones | fonts
6.3.1-type | 6.3.1 | an annotation of a type that is not permitted | annotations
6.3.2-flags | 6.3.2 | an annotation without flags, or with other flags than a printed one has | annotations
6.3.3-appearance | 6.3.3 | an annotation without appearance, or with another than a normal one | annotations
6.4.1-action | 6.4.1 | a field or widget with an action | annotations
6.4.1-appearances | 6.4.1 | a form whose appearances are to be made by the reader | annotations
6.4.2-xfa | 6.4.2 | an XFA form, or NeedsRendering | annotations
6.4.3-range | 6.4.3 | a signature that does not cover the file | annotations
6.4.3-pkcs | 6.4.3 | a signature that is not one PKCS #7 object with its certificate | annotations
6.5.1-action | 6.5.1 | an action that is not permitted | annotations
6.5.1-named | 6.5.1 | a named action that is not permitted | annotations
6.5.2-trigger | 6.5.2 | actions of the document or of a page (AA) | annotations
6.6.2-stream | 6.6.2.1 | no metadata stream | metadata
6.6.2-packet | 6.6.2.1 | a packet header with bytes or encoding, or no packet | metadata
6.6.2-xml | 6.6.2.1 | metadata that is no RDF in UTF-8 | metadata
6.6.2-container | 6.6.2.3 | a container of extension schemas that is no Bag or has another prefix or unknown fields | metadata
6.6.2-schema | 6.6.2.3 | a description of an extension schema that lacks a field or says it wrongly | metadata
6.6.2-property | 6.6.2.3 | a description of a property that lacks a field or says it wrongly | metadata
6.6.2-type | 6.6.2.3 | a description of a value type or of its field that lacks something | metadata
6.6.2-unknown | 6.6.2.3 | a property that no schema describes | metadata
6.6.2-value | 6.6.2.3 | a property with a value of another type than its schema says | metadata
6.6.3-info | 6.6.3 | the Info dictionary says something else than the metadata | metadata
6.6.4-identification | 6.6.4 | the metadata does not say PDF/A, or under another prefix | metadata
6.6.4-part | 6.6.4 | the metadata says another part than 3 | metadata
6.6.4-level | 6.6.4 | the metadata says another level than A | metadata
6.7.2-marked | 6.7.2.2 | the catalog does not say that the file is tagged | structure
6.7.3-tree | 6.7.3.3 | no structure tree | structure
6.7.3-type | 6.7.3.4 | a structure type that the role map leads to no standard type, in a circle or away from one | structure
6.7.4-language | 6.7.4 | a language that is no language tag | structure
6.8-type | 6.8 | an embedded file without MIME type | annotations
6.8-names | 6.8 | an embedded file's specification without F or UF | annotations
6.8-relationship | 6.8 | an embedded file's specification without AFRelationship | annotations
6.8-associated | 6.8 | an embedded file that is associated with nothing | annotations
6.9-name | 6.9 | a configuration of optional content without name, or with that of another | annotations
6.9-order | 6.9 | an order of optional content that lacks a group | annotations
6.9-automatic | 6.9 | a configuration of optional content that switches by itself | annotations
6.10-presentation | 6.10 | alternate presentations, or steps of a presentation | annotations
6.11-requirements | 6.11 | requirements in the catalog | annotations
+tree | ISO 32000-1, 14.7.2 | an element of the structure tree whose parent, page or kids are not as they must be | structure
+parents | ISO 32000-1, 14.7.4.4 | the parent tree does not lead back to the element that holds the content | structure
+content | ISO 32000-1, 14.7.4.2 | the structure tree holds content that no page has, or twice | structure
+ids | ISO 32000-1, 14.7.2 | an ID that is not found by the tree of IDs, or found elsewhere | structure
+document | ISO 32000-1, 14.8.4.2 | not one Document element at the root | structure
+headers | ISO 32000-1, 14.8.5.7 | Headers that name no head cell of the table | structure
+table-head | 7.5 (15-005) | a table without any head cell, or a cell without a head cell for it | structure
+list-label | 7.6 (16-001) | a list with numbers or bullets as labels that does not say so | structure
+form | 7.14 (24-001) | a Form element without widget and without PrintField attributes | structure
+artifact | 7.8 (18-003) | a pagination artifact of unknown kind | content
+empty | 7.1 | an element without content | structure
+alternative | 7.3 | an alternative that is only white space | structure
+bookmarks | 7.17 (27-001) | a bookmark without title or without a place to go to | annotations
+destination | 7.18.5 | a link that leads to a page that is not there, or nowhere | annotations
+labels | 7.17 | page labels that do not begin with the first page | annotations
+language | 7.2 | the document's language is empty | structure
"""

CONDITIONS = {}
for row in TABLE.strip().splitlines():
    entry = Condition(*(cell.strip() for cell in row.split("|")))
    assert entry.number not in CONDITIONS, entry.number
    CONDITIONS[entry.number] = entry

"""Files that break marked content, the structure tree, languages and alternatives; and good ones. See broken.py."""
import re
from pikepdf import Array, Dictionary, Name, String
from broken import (add_content, add_element, append, breaks, change, contents, document, draw, element, elements,
                    field, form, good, kids, mark, new_key, parent_numbers, put_parent, register, resource, wide,
                    without_language, unranged)

# Marked content


@breaks("01-003")
def artifact_in_content(pdf):
    change(pdf, mark(pdf, "H1") + rb"(.*?BDC)", rb"\1\2 /Artifact BMC EMC ")


@breaks("01-004")
def content_in_artifact(pdf):
    change(pdf, mark(pdf, "H1") + rb"(.*?BDC.*?EMC)", rb"/Artifact BMC \1\2 EMC ")


@breaks("01-005")
def content_without_mark(pdf):
    append(pdf, b"0 0 1 1 re f")


@breaks("01-005")
def marked_but_held_by_nothing(pdf):
    append(pdf, b"/P BMC 0 0 1 1 re f EMC")


@breaks("01-005")
def form_without_mark(pdf):
    resource(pdf, "/XObject", "/test", form(pdf))
    append(pdf, b"/test Do")


@breaks("+artifact")
def pagination_of_unknown_kind(pdf):
    append(pdf, b"/Artifact << /Type /Pagination /Subtype /Sidebar >> BDC 0 0 1 1 re f EMC")


@good
def artifact_with_properties(pdf):
    append(pdf, b"/Artifact << /Type /Pagination /Subtype /Header >> BDC 0 0 1 1 re f EMC")


@good
def content_in_form(pdf):
    draw(pdf, form(pdf))


def tagged_form(pdf, times):
    made = form(pdf, b"/P << /MCID 0 >> BDC 0 0 1 1 re f EMC")
    holder = add_element(pdf, "P")
    kids(holder).append(Dictionary(Type=Name.MCR, Pg=pdf.pages[0].obj, Stm=made, MCID=0))
    made.StructParents = new_key(pdf)
    put_parent(pdf, int(made.StructParents), Array([holder]))
    resource(pdf, "/XObject", "/test", made)
    append(pdf, b"/test Do " * times)


@good
def tagged_form_once(pdf):
    tagged_form(pdf, 1)


@breaks("30-002")
def tagged_form_twice(pdf):
    tagged_form(pdf, 2)


@breaks("30-001")
def reference_object(pdf):
    draw(pdf, form(pdf, Ref=Dictionary(F=String("other.pdf"), Page=0)))


# The catalog and types


@breaks("01-007")
def suspects(pdf):
    pdf.Root.MarkInfo.Suspects = True


@breaks("6.7.2-marked")
def not_marked(pdf):
    pdf.Root.MarkInfo.Marked = False


@breaks("02-001")
def unmapped_type(pdf):
    element(pdf, "Figure").S = Name.Picture


@breaks("02-003")
def circular_type(pdf):
    element(pdf, "Figure").S = Name.Picture
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Picture=Name.Image, Image=Name.Picture)


@breaks("02-004")
def remapped_type(pdf):
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Quote=Name.Span)


@good
def mapped_type(pdf):
    element(pdf, "Figure").S = Name.Picture
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Picture=Name.Image, Image=Name.Figure)


@breaks("07-001")
def title_not_said(pdf):
    pdf.Root.ViewerPreferences = Dictionary()


@breaks("07-002")
def title_not_shown(pdf):
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


@breaks("6.7.3-tree", "01-005", "28-011")
def no_tree(pdf):
    del pdf.Root["/StructTreeRoot"]
    for page in pdf.pages:
        for one in page.obj.get("/Annots", []):
            del one["/StructParent"]


@breaks("+document")
def other_root(pdf):
    document(pdf).S = Name.Div


# Tables, lists, contents, ruby


@breaks("09-004", "+table-head")
def row_that_is_none(pdf):
    element(pdf, "TR").S = Name.Div


@breaks("09-004", "+table-head")
def cell_too_wide(pdf):
    element(pdf, "TD").A = Dictionary(O=Name.Table, ColSpan=2)


@breaks("09-004")
def cell_over_the_end(pdf):
    elements(pdf, "TD")[-1].A = Dictionary(O=Name.Table, RowSpan=2)


@breaks("09-004", "+table-head")
def cells_over_each_other(pdf):
    cells = elements(pdf, "TD")
    cells[1].A = Dictionary(O=Name.Table, RowSpan=2)
    cells[2].A = Dictionary(O=Name.Table, ColSpan=2)


@breaks("09-004")
def head_without_body(pdf):
    element(pdf, "TBody").S = Name.TFoot


@breaks("09-004")
def text_in_row(pdf):
    add_content(pdf, element(pdf, "TR"))


@good
def spans(pdf):
    first, second = elements(pdf, "TD")[:2]
    first.A = Dictionary(O=Name.Table, ColSpan=1, RowSpan=1)
    second.A = Dictionary(O=Name.Table, RowSpan=1)


@breaks("09-005")
def list_without_body(pdf):
    element(pdf, "LBody").S = Name.P


@breaks("09-005")
def item_without_list(pdf):
    add_content(pdf, add_element(pdf, "LBody", add_element(pdf, "LI")))


@breaks("09-006")
def contents_with_paragraph(pdf):
    element(pdf, "TOCI").S = Name.P


def annotated(pdf, whole, parts):
    holder = add_element(pdf, whole, element(pdf, "P"))
    for part in parts:
        add_content(pdf, add_element(pdf, part, holder))


@good
def ruby(pdf):
    annotated(pdf, "Ruby", ["RB", "RP", "RT", "RP"])
    annotated(pdf, "Ruby", ["RB", "RT"])
    annotated(pdf, "Warichu", ["WP", "WT", "WP"])


@breaks("09-007")
def ruby_without_text(pdf):
    annotated(pdf, "Ruby", ["RB"])


@breaks("09-008")
def warichu_without_frame(pdf):
    annotated(pdf, "Warichu", ["WT", "WP"])


@breaks("15-003", "+table-head")
def head_without_scope(pdf):
    del element(pdf, "TH")["/A"]


@breaks("+table-head")
def table_without_head(pdf):
    for cell in elements(pdf, "TH"):
        cell.S = Name.TD


@good
def heads_by_id(pdf):
    for index, cell in enumerate(elements(pdf, "TH")):
        identifier = b"head%d" % index
        cell.ID = String(identifier)
        del cell["/A"]
        register(pdf, identifier, cell)
    for index, cell in enumerate(elements(pdf, "TD")):
        cell.A = Dictionary(O=Name.Table, Headers=Array([String(b"head%d" % (index % 2))]))


@breaks("+headers")
def head_that_is_not_there(pdf):
    element(pdf, "TD").A = Dictionary(O=Name.Table, Headers=Array([String("nowhere")]))


@breaks("+list-label")
def list_without_numbering(pdf):
    del element(pdf, "L")["/A"]


# Language


@breaks("11-001", "11-006")
def text_without_language(pdf):
    without_language(pdf, ("Figure", "Form", "Link"))
    change(pdf, mark(pdf, "H1") + rb" /Lang \(en\)", rb"\1")


@breaks("11-002", "11-006")
def alternative_without_language(pdf):
    without_language(pdf, ("Form", "Link"))


@breaks("11-002", "11-006")
def replacement_without_language(pdf):
    without_language(pdf, ("Figure", "Form", "Link"))
    append(pdf, b"/Span << /ActualText (x) >> BDC EMC")


@breaks("11-003", "11-006")
def bookmarks_without_language(pdf):
    del pdf.Root["/Lang"]
    document(pdf).Lang = String("en")


@breaks("11-004", "11-006")
def annotation_without_language(pdf):
    without_language(pdf, ("Figure", "Form"))


@breaks("11-005", "11-006")
def field_without_language(pdf):
    field(pdf)
    without_language(pdf, ("Figure", "Link"))
    for value in elements(pdf, "Form"):
        if "/Alt" in value:
            value.Lang = String("en")


@breaks("11-006")
def metadata_without_language(pdf):
    without_language(pdf)
    document(pdf).Lang = String("en")


@breaks("6.7.4-language")
def no_language_tag(pdf):
    pdf.Root.Lang = String("english (british)")


@breaks("6.7.4-language")
def no_language_tag_in_content(pdf):
    append(pdf, b"/Span << /Lang (x_y) >> BDC EMC")


@breaks("+language", "11-006", "11-001", "11-002", "11-004")
def empty_language(pdf):
    without_language(pdf)
    for number in range(len(pdf.pages)):
        pdf.pages[number].Contents = pdf.make_stream(contents(pdf, number).replace(b" /Lang (en)", b""))
    pdf.Root.Lang = String("")


# Figures, headings, formulas, notes, fields on paper


@breaks("13-004")
def figure_without_alternative(pdf):
    del element(pdf, "Figure")["/Alt"]


@breaks("+alternative")
def blank_alternative(pdf):
    element(pdf, "Figure").Alt = String(" ")


@breaks("14-002")
def first_heading_of_second_level(pdf):
    element(pdf, "H1").S = Name.H2


@breaks("14-003")
def heading_of_third_level(pdf):
    element(pdf, "H2").S = Name.H3


@breaks("14-006")
def two_headings_in_one(pdf):
    element(pdf, "H1").S = Name.H
    element(pdf, "H2").S = Name.H


@breaks("14-007")
def both_kinds_of_headings(pdf):
    add_content(pdf, add_element(pdf, "H"))


@good
def deeper_and_back(pdf):
    for level in (3, 4, 2, 3, 1):
        add_content(pdf, add_element(pdf, f"H{level}"))


@breaks("17-002")
def formula_without_alternative(pdf):
    add_content(pdf, add_element(pdf, "Formula"))


def formula(pdf, code):
    font, _, key = wide(pdf, "CIDFontType0")
    add_content(pdf, add_element(pdf, "Formula", Alt=String("x")), b"BT %s 9 Tf <%04x> Tj ET" % (key.encode(), code))


@good
def formula_with_alternative(pdf):
    formula(pdf, 1)


@breaks("17-003", "10-001")
def formula_without_unicode(pdf):
    font, _, _ = wide(pdf, "CIDFontType0")
    font.ToUnicode = pdf.make_stream(re.sub(rb"<0*1> *<[0-9A-Fa-f]+>\n", b"", unranged(font)))
    formula(pdf, 1)


@breaks("19-003")
def note_without_id(pdf):
    register(pdf, bytes(element(pdf, "Note").ID), None)
    del element(pdf, "Note")["/ID"]


@breaks("19-004")
def notes_of_one_id(pdf):
    add_content(pdf, add_element(pdf, "Note", ID=String(bytes(element(pdf, "Note").ID))))


@breaks("+ids")
def id_that_is_not_registered(pdf):
    element(pdf, "P").ID = String("paragraph")


@breaks("+form")
def field_on_paper_without_role(pdf):
    del element(pdf, "Form")["/A"]


@breaks("+empty")
def element_of_nothing(pdf):
    add_element(pdf, "P")


# The tree and the pages


@breaks("+tree")
def wrong_parent(pdf):
    element(pdf, "H1").P = element(pdf, "H2")


@breaks("+parents")
def parent_tree_without_row(pdf):
    row = parent_numbers(pdf)[int(pdf.pages[0].obj.StructParents)]
    row[0] = document(pdf)


@breaks("+content")
def content_that_is_not_there(pdf):
    add_content(pdf, add_element(pdf, "P"))
    pdf.pages[0].Contents = pdf.make_stream(contents(pdf).rsplit(b"/P <<", 1)[0])

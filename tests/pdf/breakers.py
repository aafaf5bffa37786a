"""The files of the suite: what each breaks, and what is unusual and good. See broken.py for how they are made."""
import io, re
import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String
from broken import *

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


def unranged(font):
    """A ToUnicode CMap with a row for each code."""
    from fonts import CMap
    rows = CMap(font.ToUnicode.read_bytes()).unicode
    return b"begincmap\n%d beginbfchar\n" % len(rows) + b"".join(
        b"<%x> <%s>\n" % (code, value.encode("utf-16-be").hex().encode()) for code, value in rows.items()) + b"endbfchar\nendcmap\n"


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


# Annotations


@good
def annotation_with_all(pdf):
    annotation(pdf, "Square", Contents=String("a square"))


@breaks("28-002")
def annotation_in_paragraph(pdf):
    annotation(pdf, "Square", "Span", Contents=String("a square"))


@breaks("28-004")
def annotation_without_description(pdf):
    annotation(pdf, "Square")


@good
def field_with_all(pdf):
    field(pdf)


@breaks("28-005")
def field_without_name(pdf):
    del field(pdf)["/TU"]


@breaks("28-006", "6.3.1-type")
def unknown_annotation(pdf):
    annotation(pdf, "Hologram", "Span", Contents=String("what is it"))


@breaks("6.3.1-type")
def forbidden_annotation(pdf):
    annotation(pdf, "Movie", Contents=String("a film"))


@breaks("28-007")
def trap_net(pdf):
    annotation(pdf, "TrapNet", None)


@breaks("28-008")
def no_tab_order(pdf):
    del pdf.pages[0].obj["/Tabs"]


@breaks("28-009")
def tab_order_by_rows(pdf):
    pdf.pages[0].obj.Tabs = Name.R


@breaks("28-010")
def widget_in_paragraph(pdf):
    value = annotation(pdf, "Widget", "Span", FT=Name.Tx, T=String("field"), TU=String("What to fill in"))
    pdf.Root.AcroForm = Dictionary(Fields=Array([value]))


@breaks("28-011")
def link_in_paragraph(pdf):
    element(pdf, "Link").S = Name.Span


@breaks("28-012")
def link_without_description(pdf):
    del link(pdf)["/Contents"]


def rendition(pdf, **more):
    clip = Dictionary(Type=Name.MediaClip, S=Name.MCD, D=String("film"), **more)
    value = link(pdf)
    if "/Dest" in value:
        del value["/Dest"]
    value.A = Dictionary(S=Name.Rendition, R=Dictionary(S=Name.MR, C=clip))


@breaks("28-014", "6.5.1-action")
def media_without_type(pdf):
    rendition(pdf, Alt=Array([String("en"), String("a film")]))


@breaks("28-015", "6.5.1-action")
def media_without_alternative(pdf):
    rendition(pdf, CT=String("video/mp4"))


@breaks("28-016")
def attached_without_name(pdf):
    annotation(pdf, "FileAttachment", Contents=String("a file"), FS=Dictionary(Type=Name.Filespec, F=String("a.txt")))


@good
def printer_mark(pdf):
    annotation(pdf, "PrinterMark", None, b"/Artifact BMC 0 0 1 1 re f EMC")


@breaks("28-017")
def printer_mark_in_tree(pdf):
    annotation(pdf, "PrinterMark", "Annot", b"/Artifact BMC 0 0 1 1 re f EMC")


@breaks("28-018")
def printer_mark_without_mark(pdf):
    annotation(pdf, "PrinterMark", None, b"0 0 1 1 re f")


@breaks("6.3.2-flags")
def hidden_annotation(pdf):
    link(pdf).F = 6


@breaks("6.3.3-appearance")
def annotation_without_appearance(pdf):
    annotation(pdf, "Square", appearance=None, Contents=String("a square"))


@breaks("6.3.3-appearance")
def annotation_with_rollover(pdf):
    value = annotation(pdf, "Square", Contents=String("a square"))
    value.AP.R = value.AP.N


@breaks("+destination")
def link_to_nowhere(pdf):
    value = link(pdf)
    if "/A" in value:
        del value["/A"]
    value.Dest = String("nowhere")


@breaks("+bookmarks")
def bookmark_without_title(pdf):
    pdf.Root.Outlines.First.Title = String("")


@breaks("+labels")
def labels_from_the_second_page(pdf):
    pdf.Root.PageLabels = Dictionary(Nums=Array([1, Dictionary(S=Name.D)]))


# Forms, actions


@breaks("25-001", "6.4.2-xfa")
def dynamic_form(pdf):
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<config><dynamicRender>required</dynamicRender></config>"))


@breaks("6.4.2-xfa")
def needs_rendering(pdf):
    pdf.Root.NeedsRendering = True


@breaks("6.4.1-appearances")
def needs_appearances(pdf):
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), NeedAppearances=True)


@breaks("6.4.1-action")
def field_with_action(pdf):
    field(pdf, A=Dictionary(S=Name.URI, URI=String("https://example.org/")))


def signed(pdf, ranges, contents):
    value = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), SubFilter=Name("/adbe.pkcs7.detached"),
                       Contents=contents, ByteRange=ranges)
    field(pdf, FT=Name.Sig)
    made = pdf.Root.AcroForm.Fields[0]
    made.FT, made.V = Name.Sig, pdf.make_indirect(value)


PKCS = bytes.fromhex("302506092a864886f70d010702") + bytes(26)


@breaks("6.4.3-range")
def signature_of_a_part(pdf):
    signed(pdf, Array([0, 10, 20, 10]), String(PKCS))


@breaks("6.4.3-pkcs", "6.4.3-range")
def signature_of_another_kind(pdf):
    signed(pdf, Array([0, 10, 20, 10]), String(b"\x00\x01"))


@breaks("6.5.1-action")
def script(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("0"))


@breaks("6.5.1-named")
def named_action(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.Named, N=Name.Print)


@breaks("6.5.2-trigger")
def page_with_trigger(pdf):
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.NextPage))


@breaks("6.1.12-permissions")
def other_permissions(pdf):
    pdf.Root.Perms = Dictionary(Other=Dictionary())


@breaks("6.1.12-digest")
def digest_beside_permissions(pdf):
    pdf.Root.Perms = Dictionary(DocMDP=Dictionary(Type=Name.Sig, Reference=Array([
        Dictionary(TransformMethod=Name.DocMDP, DigestMethod=Name.MD5)])))


@breaks("6.10-presentation")
def alternate_presentation(pdf):
    if "/Names" not in pdf.Root:
        pdf.Root.Names = Dictionary()
    pdf.Root.Names.AlternatePresentations = Dictionary(Names=Array([]))


@breaks("6.10-presentation")
def presentation_steps(pdf):
    pdf.pages[0].obj.PresSteps = Dictionary()


@breaks("6.11-requirements")
def requirements(pdf):
    pdf.Root.Requirements = Array([Dictionary(S=Name.EnableJavaScripts)])


# Embedded files, optional content


@good
def file_with_all(pdf):
    attachment(pdf)


@breaks("21-001")
def file_without_name(pdf):
    del attachment(pdf)["/UF"]


@breaks("6.8-type")
def file_without_type(pdf):
    del attachment(pdf).EF.F["/Subtype"]


@breaks("6.8-relationship")
def file_without_relationship(pdf):
    del attachment(pdf)["/AFRelationship"]


@breaks("6.8-associated")
def file_without_association(pdf):
    attachment(pdf)
    pdf.Root.AF = Array([value for value in pdf.Root.AF][:-1])


@good
def layers(pdf):
    optional(pdf, Configs=Array([Dictionary(Name=String("other"))]))


@breaks("20-001")
def configuration_without_name(pdf):
    optional(pdf, Configs=Array([Dictionary()]))


@breaks("20-002")
def default_without_name(pdf):
    optional(pdf).D.Name = String("")


@breaks("20-003")
def automatic_layers(pdf):
    optional(pdf).D.AS = Array([])


@breaks("6.9-name")
def configurations_of_one_name(pdf):
    optional(pdf, Configs=Array([Dictionary(Name=String("default"))]))


@breaks("6.9-order")
def order_without_layer(pdf):
    optional(pdf).D.Order = Array([])


# Metadata


@breaks("06-001")
def no_metadata(pdf):
    del pdf.Root["/Metadata"]


@breaks("06-002")
def no_identifier(pdf):
    metadata(pdf, (rb"<pdfuaid:part[^>]*>1</pdfuaid:part>", b""))


@breaks("06-003", "6.6.3-info")
def no_title(pdf):
    metadata(pdf, (rb"<dc:title>.*?</dc:title>", b""))


@breaks("6.6.2-packet")
def packet_with_bytes(pdf):
    metadata(pdf, (rb"\?>", b' bytes="99"?>'))


@breaks("6.6.2-packet")
def no_packet(pdf):
    metadata(pdf, (rb"^.*?<\?xpacket[^>]*\?>\s*", b""))


@breaks("6.6.2-xml", "6.6.4-identification", "06-002", "06-003", "6.6.3-info")
def metadata_that_is_no_xml(pdf):
    metadata(pdf, (rb"</rdf:RDF>", b""))


@breaks("6.6.2-xml")
def property_twice(pdf):
    metadata(pdf, (rb"(<xmp:CreatorTool>.*?</xmp:CreatorTool>)", rb"\1\1"))


@breaks("6.6.2-container", "6.6.2-unknown", "6.6.2-value")
def no_bag(pdf):
    metadata(pdf, (rb"(<pdfaExtension:schemas>\s*)<rdf:Bag>(.*)</rdf:Bag>(\s*</pdfaExtension:schemas>)",
                   rb"\1<rdf:Seq>\2</rdf:Seq>\3"))


@breaks("6.6.2-schema")
def schema_without_name(pdf):
    metadata(pdf, (rb"<pdfaSchema:schema>[^<]*</pdfaSchema:schema>", b""))


@breaks("6.6.2-property")
def property_without_category(pdf):
    metadata(pdf, (rb"<pdfaProperty:category>[^<]*</pdfaProperty:category>", b""))


@breaks("6.6.2-property")
def property_of_unknown_type(pdf):
    metadata(pdf, (rb"<pdfaProperty:valueType>[^<]*", b"<pdfaProperty:valueType>Riddle"))


@breaks("6.6.2-type")
def type_without_prefix(pdf):
    metadata(pdf, (rb"<pdfaSchema:property>", b"""<pdfaSchema:valueType><rdf:Seq><rdf:li rdf:parseType="Resource">
        <pdfaType:type xmlns:pdfaType="http://www.aiim.org/pdfa/ns/type#">Thing</pdfaType:type></rdf:li></rdf:Seq>
        </pdfaSchema:valueType><pdfaSchema:property>"""))


@breaks("6.6.2-unknown")
def unknown_property(pdf):
    metadata(pdf, (rb"</rdf:RDF>", b'<rdf:Description rdf:about="" xmlns:x="urn:x"><x:y>z</x:y></rdf:Description></rdf:RDF>'))


@breaks("6.6.2-value")
def title_without_languages(pdf):
    metadata(pdf, (rb"(<dc:title><rdf:Alt><rdf:li)[^>]*>", rb"\1>"))


@breaks("6.6.2-value", "6.6.3-info")
def date_that_is_none(pdf):
    metadata(pdf, (rb"<xmp:CreateDate>[^<]*", b"<xmp:CreateDate>yesterday"))


@breaks("6.6.3-info")
def other_title_in_info(pdf):
    pdf.trailer.Info.Title = String("something else")


@breaks("6.6.4-identification")
def no_identification(pdf):
    metadata(pdf, (rb"<pdfaid:part[^>]*>3</pdfaid:part>", b""))


@breaks("6.6.4-identification")
def identification_with_other_prefix(pdf):
    metadata(pdf, (rb"<pdfaid:part[^>]*>3</pdfaid:part>", b'<x:part xmlns:x="http://www.aiim.org/pdfa/ns/id/">3</x:part>'))


@breaks("6.6.4-part")
def other_part(pdf):
    metadata(pdf, (rb"(<pdfaid:part[^>]*>)3<", rb"\g<1>2<"))


@breaks("6.6.4-level")
def other_level(pdf):
    metadata(pdf, (rb"(<pdfaid:conformance[^>]*>)A<", rb"\1B<"))


# Colours, graphics, images


@breaks("6.2.2-operator")
def unknown_operator(pdf):
    append(pdf, b"BX foo EX")


@breaks("6.2.2-operator")
def state_not_restored(pdf):
    append(pdf, b"q")


@breaks("6.2.2-resources")
def resource_that_is_not_there(pdf):
    append(pdf, b"/nothing gs")


@breaks("6.2.2-resources")
def inherited_resources(pdf):
    page = pdf.pages[0].obj
    pdf.Root.Pages.Resources = page.Resources
    del page["/Resources"]


def profile(pdf):
    return next(one for one in pdf.Root.OutputIntents if one.S == "/GTS_PDFA1").DestOutputProfile


@breaks("6.2.3-profile")
def profile_for_input(pdf):
    data = bytearray(profile(pdf).read_bytes())
    data[12:16] = b"scnr"
    profile(pdf).write(bytes(data))


@breaks("6.2.3-one")
def two_profiles(pdf):
    copy = pdf.make_stream(profile(pdf).read_bytes())
    copy.N = profile(pdf).N
    pdf.Root.OutputIntents.append(Dictionary(S=Name.GTS_PDFX, OutputConditionIdentifier=String("x"), DestOutputProfile=copy))


@breaks("6.2.3-reference")
def profile_elsewhere(pdf):
    pdf.Root.OutputIntents.append(Dictionary(S=Name.GTS_PDFX, OutputConditionIdentifier=String("x"), DestOutputProfileRef=Dictionary()))


@good
def icc_colour(pdf):
    copy = pdf.make_stream(profile(pdf).read_bytes())
    copy.N = profile(pdf).N
    colour_space(pdf, Array([Name.ICCBased, copy]), 3)


@breaks("6.2.4.2-icc")
def colour_without_profile(pdf):
    copy = pdf.make_stream(b"no profile")
    copy.N = 3
    colour_space(pdf, Array([Name.ICCBased, copy]), 3)


@breaks("6.2.4.2-overprint")
def overprinted(pdf):
    data = bytearray(profile(pdf).read_bytes())
    data[16:20] = b"CMYK"
    copy = pdf.make_stream(bytes(data))
    copy.N = 4
    resource(pdf, "/ExtGState", "/test", Dictionary(op=True, OPM=1))
    resource(pdf, "/ColorSpace", "/test", Array([Name.ICCBased, copy]))
    artifact(pdf, b"/test gs /test cs 0 0 0 0 scn 0 0 1 1 re f")


@breaks("6.2.4.3-rgb")
def no_output_intent(pdf):
    del pdf.Root["/OutputIntents"]


@breaks("6.2.4.3-cmyk")
def device_cmyk(pdf):
    artifact(pdf, b"0 0 0 1 k 0 0 1 1 re f")


@breaks("6.2.4.3-gray", "6.2.4.3-rgb")
def device_gray(pdf):
    del pdf.Root["/OutputIntents"]
    artifact(pdf, b"0 g 0 0 1 1 re f")


@good
def device_gray_with_intent(pdf):
    artifact(pdf, b"0 g 0 0 1 1 re f")


def device_n(pdf, names, colorants):
    colour_space(pdf, Array([Name.DeviceN, Array([Name("/" + one) for one in names]), Name.DeviceRGB, calculator(pdf, len(names)),
                             Dictionary(Colorants=Dictionary({"/" + one: Array([Name.Separation, Name("/" + one), Name.DeviceRGB,
                                                                               tint(pdf)]) for one in colorants}))]), len(names))


@good
def spot_colours(pdf):
    device_n(pdf, ["Red1", "Red2"], ["Red1", "Red2"])


@breaks("6.2.4.4-colorants")
def spot_colour_without_colorant(pdf):
    device_n(pdf, ["Red1", "Red2"], ["Red1"])


@breaks("6.1.13-devicen")
def too_many_colours(pdf):
    names = [f"Red{index}" for index in range(33)]
    device_n(pdf, names, names)


@breaks("6.2.4.4-separation")
def separations_that_differ(pdf):
    colour_space(pdf, Array([Name.Separation, Name.Red1, Name.DeviceRGB, tint(pdf)]), 1)
    resource(pdf, "/ColorSpace", "/other", Array([Name.Separation, Name.Red1, Name.DeviceRGB, tint(pdf, end=b"0")]))
    artifact(pdf, b"/other cs 0 scn 0 0 1 1 re f")


@breaks("6.2.5-transfer")
def transfer(pdf):
    graphics_state(pdf, TR=Name.Identity)


@breaks("6.2.5-halftone")
def halftone(pdf):
    graphics_state(pdf, HT=Dictionary(Type=Name.Halftone, HalftoneType=6))


@breaks("6.2.6-intent")
def unknown_intent(pdf):
    append(pdf, b"/Vivid ri")


@good
def image_with_all(pdf):
    draw(pdf, image(pdf))


@breaks("6.2.8-image")
def interpolated(pdf):
    draw(pdf, image(pdf, Interpolate=True))


@breaks("6.2.8-image")
def image_of_three_bits(pdf):
    draw(pdf, image(pdf, BitsPerComponent=3))


@breaks("6.2.8-jpeg2000")
def jpeg_of_two_channels(pdf):
    made = image(pdf)
    box = (14 + 8).to_bytes(4, "big") + b"ihdr" + bytes(7) + b"\1\0\2\7\7\0\0"
    made.write((len(box) + 8).to_bytes(4, "big") + b"jp2h" + box, filter=Name.JPXDecode)
    draw(pdf, made)


@breaks("6.1.10-inline")
def inline_with_lzw(pdf):
    artifact(pdf, b"BI /W 1 /H 1 /BPC 8 /CS /G /F /LZW ID \x80\x00\n EI")


@breaks("6.2.9-form")
def form_with_postscript(pdf):
    draw(pdf, form(pdf, Subtype2=Name.PS))


@breaks("6.2.9-reference", "30-001")
def form_of_another_file(pdf):
    draw(pdf, form(pdf, Ref=Dictionary(F=String("other.pdf"), Page=0)))


@breaks("6.2.9-postscript")
def postscript(pdf):
    made = pdf.make_stream(b"")
    made.Type, made.Subtype = Name.XObject, Name.PS
    draw(pdf, made)


@breaks("6.2.10-blend")
def unknown_blend(pdf):
    graphics_state(pdf, BM=Name.Sparkle)


@good
def transparent(pdf):
    graphics_state(pdf, ca=0.5, BM=Name.Multiply)


@breaks("6.2.10-group", "6.2.4.3-rgb")
def transparent_without_space(pdf):
    graphics_state(pdf, ca=0.5)
    del pdf.Root["/OutputIntents"]
    for page in pdf.pages:
        if "/Group" in page.obj:
            del page.obj["/Group"]


@breaks("6.1.13-nesting")
def too_deep(pdf):
    append(pdf, b"q " * 29 + b"Q " * 29)


@breaks("6.1.13-page")
def page_too_small(pdf):
    pdf.pages[1].obj.CropBox = Array([0, 0, 2, 2])


# Fonts


@good
def font_with_embedded_cmap(pdf):
    embedded_cmap(pdf)


@breaks("31-001")
def other_registry(pdf):
    embedded_cmap(pdf, Registry=String("Somebody"))


@breaks("31-002")
def other_ordering(pdf):
    embedded_cmap(pdf, Ordering=String("Some"))


@breaks("31-003")
def other_supplement(pdf):
    embedded_cmap(pdf, Supplement=9)


@breaks("31-004")
def map_of_another_name(pdf):
    wide(pdf)[1].CIDToGIDMap = Name.Other


@breaks("31-005")
def no_map(pdf):
    del wide(pdf)[1]["/CIDToGIDMap"]


@good
def map_as_stream(pdf):
    wide(pdf)[1].CIDToGIDMap = pdf.make_stream(b"".join(index.to_bytes(2, "big") for index in range(2000)))


@breaks("31-006")
def cmap_that_is_nowhere(pdf):
    wide(pdf)[0].Encoding = Name("/Other-H")


@breaks("31-007")
def other_mode(pdf):
    embedded_cmap(pdf, WMode=1)


@breaks("31-008")
def cmap_of_another(pdf):
    embedded_cmap(pdf, b"/Other usecmap\n")


@breaks("6.1.13-cid")
def great_cid(pdf):
    embedded_cmap(pdf, b"1 begincidchar\n<FFFF> 70000\nendcidchar\n")


@breaks("31-009")
def font_not_embedded(pdf):
    del latin(pdf).FontDescriptor["/FontFile2"]


@breaks("31-011")
def glyph_not_there(pdf):
    font, _, key = wide(pdf)
    map_unicode(pdf, font, 60000, b"0041")
    artifact(pdf, b"BT %s 8 Tf <%04x> Tj ET" % (key.encode(), 60000))


@good
def type1_font(pdf):
    type1(pdf)


@breaks("31-012")
def charset_lacks(pdf):
    type1(pdf, "/A", b"A")


@breaks("31-013")
def charset_too_long(pdf):
    type1(pdf, "/A/B/C")


@breaks("31-011")
def type1_without_glyph(pdf):
    type1(pdf, shown=b"C")


@good
def font_with_cidset(pdf):
    cidset(pdf)


@breaks("31-014")
def cidset_lacks(pdf):
    cidset(pdf, remove=[1])


@breaks("31-015")
def cidset_too_long(pdf):
    cidset(pdf, add=[3])


@breaks("31-016")
def other_width(pdf):
    font = latin(pdf)
    font.Widths[ord("e") - int(font.FirstChar)] += 2


@breaks("31-016")
def other_width_in_composite(pdf):
    descendant = wide(pdf)[1]
    items = descendant.W
    for index, item in enumerate(items):
        if isinstance(item, Array):
            items[index] = Array([float(width) + 2 for width in item])


@breaks("31-017")
def cmap_for_symbols_only(pdf):
    program(pdf, latin(pdf), lambda font: cmaps(font, (3, 0)))


def lose(font):
    del font["cmap"].tables[0].cmap[ord("e")]


@breaks("31-018")
def character_without_glyph(pdf):
    program(pdf, latin(pdf), lose)


@breaks("31-019")
def no_encoding(pdf):
    del latin(pdf)["/Encoding"]


@breaks("31-020")
def no_base_encoding(pdf):
    latin(pdf).Encoding = Dictionary(Type=Name.Encoding)


@breaks("31-021")
def other_encoding(pdf):
    latin(pdf).Encoding = Name.MacExpertEncoding


def differences(pdf, glyph):
    latin(pdf).Encoding = Dictionary(Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding,
                                     Differences=Array([1, Name("/" + glyph)]))


@good
def differences_by_adobe(pdf):
    differences(pdf, "Aacute")


@breaks("31-022")
def differences_of_ones_own(pdf):
    differences(pdf, "mine")


@breaks("31-023")
def differences_without_unicode(pdf):
    differences(pdf, "Aacute")

    def roman(font):
        own = {}
        for code, glyph in font["cmap"].tables[0].cmap.items():
            try:
                own[chr(code).encode("mac-roman")[0]] = glyph
            except UnicodeEncodeError:
                pass
        cmaps(font, (1, 0))
        font["cmap"].tables[0].cmap = own
    program(pdf, latin(pdf), roman)


@good
def symbolic(pdf):
    latin(pdf).FontDescriptor.Flags = 4
    del latin(pdf)["/Encoding"]
    program(pdf, latin(pdf), lambda font: cmaps(font, (3, 0)))


@breaks("31-024")
def symbolic_with_encoding(pdf):
    latin(pdf).FontDescriptor.Flags = 4


@breaks("31-025")
def symbolic_without_cmap(pdf):
    latin(pdf).FontDescriptor.Flags = 4
    del latin(pdf)["/Encoding"]

    def drop(font):
        del font["cmap"]
    program(pdf, latin(pdf), drop)


@breaks("31-026")
def symbolic_with_two(pdf):
    latin(pdf).FontDescriptor.Flags = 4
    del latin(pdf)["/Encoding"]
    program(pdf, latin(pdf), lambda font: cmaps(font, (0, 3), (3, 1)))


@breaks("31-027", "10-001")
def no_tounicode(pdf):
    del wide(pdf)[0]["/ToUnicode"]


@breaks("10-001")
def tounicode_that_lacks(pdf):
    font, _, _ = wide(pdf, "CIDFontType0")
    rows = unranged(font).splitlines(True)
    font.ToUnicode = pdf.make_stream(b"".join(row for row in rows if not row.startswith(b"<1>")))


@breaks("31-028")
def tounicode_to_zero(pdf):
    map_unicode(pdf, latin(pdf), 1, b"0000")


@breaks("31-029")
def tounicode_to_mark(pdf):
    map_unicode(pdf, latin(pdf), 1, b"FEFF")


@breaks("31-030")
def missing_glyph(pdf):
    font, _, key = wide(pdf)
    map_unicode(pdf, font, 0, b"0041")
    artifact(pdf, b"BT %s 8 Tf <0000> Tj ET" % key.encode())


@breaks("6.2.11.7-private")
def private_character(pdf):
    font, _, _ = wide(pdf, "CIDFontType0")
    font.ToUnicode = pdf.make_stream(re.sub(rb"<1> *<[0-9A-Fa-f]+>", b"<1> <E000>", unranged(font)))


@breaks("6.2.11.2-dictionary")
def font_without_type(pdf):
    del latin(pdf)["/Type"]


@breaks("6.2.11.2-dictionary")
def font_without_widths(pdf):
    latin(pdf).LastChar = int(latin(pdf).LastChar) + 1


@breaks("6.2.11.2-program")
def broken_program(pdf):
    font = latin(pdf)
    font.FontDescriptor.FontFile2 = pdf.make_stream(b"no font")


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

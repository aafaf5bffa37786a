"""Files that break annotations, forms, actions, embedded files, layers and metadata; and good ones. See broken.py."""
from pikepdf import Array, Dictionary, Name, String
from broken import (annotation, attachment, breaks, element, field, good, link, metadata, optional)

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

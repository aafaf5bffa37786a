"""Inputs that would break a careless formatter: deep, long, wide, huge, cyclic, absent. Each has a time limit."""
import dataclasses, typing


@dataclasses.dataclass
class Case:
    name: str
    text: typing.Callable[[], str]
    seconds: float
    rules: tuple = ()   # what is to be reported, all of it
    status: int = 0
    format: str = "areas"


cases = []

HEAD = '<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" font-family="Noto Sans" font-size="10pt"%s>'
MASTER = ('<fo:layout-master-set><fo:simple-page-master master-name="p" page-width="%s" page-height="%s" margin="%s"><fo:region-body/>'
          '</fo:simple-page-master></fo:layout-master-set>')


def document(flow, width="300pt", height="400pt", margin="10pt", attributes=""):
    return "".join((HEAD % attributes, MASTER % (width, height, margin), '<fo:page-sequence master-reference="p"><fo:flow '
                    'flow-name="xsl-region-body">', flow, "</fo:flow></fo:page-sequence></fo:root>"))


def case(name, seconds=10, rules=(), status=0, format="areas"):
    def keep(text):
        cases.append(Case(name, text, seconds, rules, status, format))
        return text
    return keep


def block(text="", attributes=""):
    return f"<fo:block {attributes}>{text}</fo:block>" if attributes else f"<fo:block>{text}</fo:block>"


def table(rows, columns=""):
    return f"<fo:table>{columns}<fo:table-body>{rows}</fo:table-body></fo:table>"


def cell(text, attributes=""):
    return f"<fo:table-cell {attributes}>{block(text)}</fo:table-cell>"


def row(*cells):
    return f"<fo:table-row>{''.join(cells)}</fo:table-row>"


# ---- deep

@case("deep-200")
def _():
    return document("<fo:block>" * 200 + "x" + "</fo:block>" * 200)


@case("deep-inlines")
def _():
    return document(block('<fo:inline text-decoration="underline" background-color="red">' * 200 + "x" + "</fo:inline>" * 200))


@case("deep-tables")
def _():
    return document("<fo:table><fo:table-body><fo:table-row><fo:table-cell>" * 50 + block("x") +
                    "</fo:table-cell></fo:table-row></fo:table-body></fo:table>" * 50)


@case("deep-lists", rules=("overfull-line",))
def _():
    one = '<fo:list-block><fo:list-item><fo:list-item-label><fo:block>1</fo:block></fo:list-item-label><fo:list-item-body start-indent="body-start()">'
    return document(one * 40 + block("x") + "</fo:list-item-body></fo:list-item></fo:list-block>" * 40)


@case("too-deep", rules=("xml-too-deep",), status=1)
def _():
    return document("<fo:block>" * 2000 + "x" + "</fo:block>" * 2000)


@case("expression-deep", rules=("fo-bad-value",))
def _():
    return document(block("x", f'start-indent="{"(" * 100000}1pt{")" * 100000}"') + block("y", f'start-indent="{"-" * 100000}1pt"'))


# ---- many

@case("inlines-100000", seconds=15)
def _():
    return document(block("".join(f'<fo:inline{" color=%sred%s" % (chr(34), chr(34)) if i % 2 else ""}>w{i % 10} </fo:inline>' for i in range(100000))))


@case("inlines-languages", seconds=15)
def _():
    return document(block("".join(f'<fo:inline xml:lang="{("de", "en", "fr", "ja")[i % 4]}" background-color="yellow">w </fo:inline>' for i in range(50000))))


@case("inlines-ids-100000", seconds=15)
def _():
    return document(block("".join(f'<fo:inline id="i{i}">w </fo:inline>' for i in range(100000))))


@case("blocks-100000", seconds=15)
def _():
    return document("".join(block(str(i), 'space-before="1pt"') for i in range(100000)))


@case("blocks-empty-100000", seconds=15)
def _():
    return document("".join(f'<fo:block id="b{i}" space-before="1pt"/>' for i in range(100000)))


@case("markers-50000", seconds=15)
def _():
    return document("".join(f'<fo:block><fo:marker marker-class-name="m">{i}</fo:marker></fo:block>' for i in range(50000)))


@case("rows-100000", seconds=30)
def _():
    return document(table("".join(row(cell(str(i)), cell("text")) for i in range(100000))))


@case("rows-split-20000", seconds=30)
def _():
    text = "words of a row that is of more lines than two or three, so that it is divided wherever a page ends " * 2
    return document(table("".join(row(cell(str(i)), cell(text)) for i in range(20000))))


@case("rows-spanned-10000", seconds=30)
def _():
    return document(table(row(cell("all", 'number-rows-spanned="10000"'), cell("0")) + "".join(row(cell(str(i))) for i in range(1, 10000))))


@case("rows-spanned-pairs-20000", seconds=30, rules=("overfull-page",))
def _():
    return document(table(row(cell("a"), cell("b", 'number-rows-spanned="2"')) + row(cell("x", 'number-rows-spanned="2"')) * 20000))


@case("header-10000-rows", seconds=15, rules=("overfull-page",))
def _():
    return document("<fo:table><fo:table-header>" + "".join(row(cell(str(i))) for i in range(10000)) + "</fo:table-header><fo:table-body>" +
                    row(cell("x")) + "</fo:table-body></fo:table>")


@case("cell-20000-lines", seconds=30)
def _():
    return document(table(row("<fo:table-cell>" + "".join(block(str(i)) for i in range(20000)) + "</fo:table-cell>", cell("x"))))


@case("lines-preserved-100000", seconds=20)
def _():
    return document(block("a line\n" * 100000, 'linefeed-treatment="preserve"'))


@case("styles-1000", seconds=15)
def _():
    return document("".join(block("x", f'font-size="{5 + i / 1000}pt"') for i in range(1000)))


@case("sequences-5000", seconds=15)
def _():
    one = '<fo:page-sequence master-reference="p"><fo:flow flow-name="xsl-region-body"><fo:block>x</fo:block></fo:flow></fo:page-sequence>'
    return HEAD % "" + MASTER % ("100pt", "100pt", "1pt") + one * 5000 + "</fo:root>"


@case("citations-20000", seconds=20)
def _():
    return document("".join(block(f'<fo:page-number-citation ref-id="b{19999 - i}"/>', f'id="b{i}"') for i in range(20000)))


def index(keys, attributes=""):
    """an entry for each key, whose numbers are links"""
    return "".join(block(f'{key} <fo:index-page-citation-list><fo:index-key-reference ref-index-key="{key}"/></fo:index-page-citation-list>',
                         'page-number-treatment="link"') for key in keys)


@case("index-2000-keys", seconds=15, format="pdf")
def _():
    keys = [f"k{i}" for i in range(2000)]
    blocks = "".join(block(f"text {i}", f'index-key="k{i % 2000}"') for i in range(10000))
    return document(blocks + "</fo:flow></fo:page-sequence><fo:page-sequence master-reference='p'><fo:flow flow-name='xsl-region-body'>" + index(keys))


@case("index-before-2000-keys", seconds=15)
def _():
    keys = [f"k{i}" for i in range(2000)]
    return document(index(keys) + "".join(block(f"text {i}", f'index-key="k{i * 7 % 2000}"') for i in range(10000)))


@case("index-key-100000", seconds=15)
def _():
    text = "".join('<fo:inline index-key="k">w</fo:inline> ' for i in range(100000))
    return document(block(text) + index(["k"]))


@case("index-ranges-10000", seconds=10)
def _():
    blocks = "".join(block(f'<fo:index-range-begin id="r{i}" index-key="k"/>text', 'break-before="page"') for i in range(10000))
    ends = "".join(f'<fo:index-range-end ref-id="r{i}"/>' for i in range(10000))
    return document(blocks + block(ends + "end") + index(["k"]))


@case("index-in-index", rules=("fo-misplaced",))
def _():
    reference = '<fo:index-page-citation-list>%s<fo:index-key-reference ref-index-key="k"/></fo:index-page-citation-list>'
    text = reference % ""
    for _ in range(40):
        text = reference % f"<fo:index-page-citation-list-separator>{text}, {text if len(text) < 1000 else ''}</fo:index-page-citation-list-separator>"
    return document("".join(block(str(i), 'index-key="k" break-before="page"') for i in range(0, 6)) + block(text, 'merge-sequential-page-numbers="leave-separate"'))


@case("index-footers-100", seconds=20)
def _():
    one = ('<fo:table><fo:table-footer index-key="k">%s</fo:table-footer><fo:table-body index-key="k">%s</fo:table-body></fo:table>' %
           (row(cell("foot", 'index-key="k"')), row(cell("body", 'index-key="k"')) * 40))
    return document(one * 100 + index(["k"]))


@case("keeps-20000", seconds=15)
def _():
    return document("".join(block(str(i), 'keep-with-next="always" keep-together="always"') for i in range(20000)))


@case("floating-links-20000", seconds=15)
def _():
    return document(block("".join(f'<fo:basic-link internal-destination="b">w{i}</fo:basic-link> ' for i in range(20000)), 'id="b"'))


# ---- long

@case("word-of-a-million", seconds=20, rules=("overfull-line",))
def _():
    return document(block("a" * 1000000))


@case("word-of-a-million-justified", seconds=20, rules=("overfull-line",))
def _():
    return document(block("a" * 1000000, 'text-align="justify"'))


@case("words-300000-justified", seconds=20)
def _():
    return document(block("some words of different length internationalization " * 50000, 'text-align="justify" hyphenate="true" xml:lang="en"'))


@case("words-justified-stiff", seconds=20)
def _():  # nothing gives: every line is an emergency
    spacing = 'word-spacing.minimum="0pt" word-spacing.optimum="0pt" word-spacing.maximum="1pt" hyphenation-ladder-count="1"'
    return document(block("internationalization " * 20000, f'text-align="justify" end-indent="100pt" hyphenate="true" xml:lang="en" {spacing}'))


@case("punctuation-100000", seconds=20, rules=("overfull-line",))
def _():
    return document(block("「（『、。」）』" * 12500, 'text-align="justify" xml:lang="ja"') +
                    block("（「" * 10000, 'xml:lang="zh-Hans" af:word-break="auto-phrase" xmlns:af="urn:auditfolio:document"'))


@case("word-of-a-million-nowrap", seconds=20, rules=("overfull-line",))
def _():
    return document(block("ab" * 500000, 'wrap-option="no-wrap"'))


@case("word-of-a-million-hyphens", seconds=20)
def _():
    return document(block("a&#xAD;" * 300000))


@case("paragraph-of-a-million", seconds=20)
def _():
    return document(block("a word " * 150000, 'hyphenate="true" xml:lang="de"'))


@case("ideographs-300000", seconds=20)
def _():
    return document(block("漢字と仮名、" * 50000, 'xml:lang="ja"'))


@case("marks-100000", seconds=20, rules=("glyph-missing", "overfull-line"))
def _():
    return document(block("a" + "\u0301" * 100000 + "\u1220" * 1000))


@case("bidi-depth", seconds=10)
def _():
    return document(block("\u202e\u202d" * 2000 + "abc" + "\u202c" * 4000))


@case("right-to-left-200000", seconds=20, rules=("overfull-line",))
def _():
    return document(block("\u202e" + "abc" * 70000))


@case("spaces-1000000")
def _():
    return document(block(" " * 1000000 + "x") + block(" " * 300000 + "x", 'white-space-collapse="false"'))


# ---- wrong numbers

@case("page-of-no-width", rules=())
def _():
    return document(block("x"), width="0pt")


@case("page-of-a-point", rules=("page-too-small",), status=1)
def _():
    return document(block("x"), width="1pt", height="1pt")


@case("page-narrow", rules=("overfull-line",))
def _():
    return document(block("some words"), width="22pt")


@case("page-low", rules=("overfull-page",))
def _():
    return document(block("some words " * 20), height="22pt")


@case("page-negative", rules=("fo-bad-value",))
def _():
    return document(block("x"), width="-100pt", height="-5pt", margin="10pt")


@case("page-huge", rules=("fo-bad-value",))
def _():
    return document(block("x"), width="10000000pt", height="1e7pt")


@case("page-largest", format="pdf")
def _():
    return document(block("x", 'text-align="end"'), width="262144pt", height="262144pt")


@case("lengths-huge", rules=("fo-bad-value", "fo-value-range", "overfull-line", "overfull-page"))
def _():
    names = ("start-indent", "end-indent", "text-indent", "space-before", "space-after", "padding", "margin", "border-before-width", "font-size",
             "line-height", "letter-spacing", "word-spacing", "baseline-shift", "last-line-end-indent", "provisional-distance-between-starts")
    values = ("262144pt", "-262144pt", "99999999pt", "9999999%", "-9999999%", "1e7pt", "NaN", "INF", "1pt*1e9", "(1pt div 0)", "262144pt * 9")
    return document("".join(block("some words <fo:inline %s=\"%s\">here</fo:inline>" % (n, v), f'{n}="{v}" border-before-style="solid"') for n in names for v in values))


@case("table-huge", rules=("overfull-line", "overfull-page"))
def _():
    columns = '<fo:table-column column-width="262144pt" number-columns-repeated="1000"/>'
    return document(table("".join(row(cell("x", 'padding="200000pt"')) for i in range(20)), columns) +
                    table('<fo:table-row height="262144pt">' + cell("y") + "</fo:table-row>"))


@case("containers-huge", rules=("overfull-page",))
def _():
    return document("".join(f'<fo:block-container absolute-position="{p}" left="262144pt" top="-262144pt" width="262144pt" height="262144pt">'
                            f'{block("x")}</fo:block-container>' for p in ("auto", "absolute", "fixed")) * 20)


@case("heights-add-up", rules=("overfull-page",))
def _():
    cells = "".join('<fo:block-container height="200000pt"><fo:block>x</fo:block></fo:block-container>' for i in range(30))
    return document(table(row(f"<fo:table-cell>{cells}</fo:table-cell>")))


@case("spans-beyond", rules=("fo-misplaced", "fo-value-range"))
def _():
    return document(table(row(cell("a", 'number-columns-spanned="999999" number-rows-spanned="999999"')) + row(cell("b", 'number-columns-spanned="-3"')) +
                          row(cell("c", 'column-number="99999"'), cell("d", 'column-number="-1"'))))


@case("columns-many")
def _():
    return document(table(row(*(cell("", f'column-number="{i}"') for i in range(1, 1001))) * 20))


@case("columns-negative", rules=("fo-bad-value", "fo-value-range"))
def _():
    return document(table(row(cell("a")), '<fo:table-column column-width="-5pt"/><fo:table-column column-width="proportional-column-width(-1)"/>'
                          '<fo:table-column column-width="proportional-column-width(0)"/><fo:table-column number-columns-repeated="-1"/>'))


@case("numbers-odd", rules=("fo-bad-value", "fo-value-range"))
def _():
    return document(block("x " * 500, 'orphans="999999" widows="-999999"') + block("y " * 500, 'orphans="NaN" widows="0.5" keep-together="99999"') +
                    block("z", 'hyphenation-remain-character-count="-5" hyphenation-push-character-count="9999999" hyphenate="true" xml:lang="de"'))


@case("page-number-huge", rules=())
def _():
    return document(block('<fo:page-number/> <fo:page-number-citation-last ref-id="r"/>'), attributes=' id="r"').replace(
        "<fo:page-sequence ", '<fo:page-sequence initial-page-number="9999999" format="I" ')


@case("svg-huge", rules=("graphic-unreadable", "overfull-line", "overfull-page"))
def _():
    svg = '<fo:instream-foreign-object %s><svg xmlns="http://www.w3.org/2000/svg" %s><rect width="1" height="1"/></svg></fo:instream-foreign-object>'
    sizes = ('width="1e30" height="1"', 'width="nan" height="inf"', 'width="-1" height="-1"', 'viewBox="0 0 1e-30 1e30"', 'viewBox="a b c d"', 'viewBox="0 0 10 10"')
    return document("".join(block(svg % (a, s)) for s in sizes for a in ("", 'content-width="262144pt"', 'content-height="9999999%"')))


# ---- references

@case("references-cyclic", rules=("fo-no-master",), status=1)
def _():
    masters = ('<fo:page-sequence-master master-name="p"><fo:repeatable-page-master-reference master-reference="p"/></fo:page-sequence-master>')
    return document(block("x")).replace("<fo:layout-master-set>", "<fo:layout-master-set>" + masters, 1)


@case("references-absent", rules=("reference-unresolved", "fo-misplaced", "fo-missing", "fo-missing"))
def _():
    return document(block('<fo:page-number-citation/><fo:page-number-citation ref-id=""/><fo:page-number-citation-last ref-id="x"/>'
                          '<fo:basic-link>a</fo:basic-link><fo:retrieve-marker/>'))


@case("masters-run-out", rules=("fo-masters-used-up",))
def _():
    return document(block("a") + block("b", 'break-before="page"')).replace("</fo:layout-master-set>",
        '<fo:page-sequence-master master-name="s"><fo:single-page-master-reference master-reference="p"/><fo:repeatable-page-master-alternatives>'
        '<fo:conditional-page-master-reference master-reference="p" odd-or-even="odd"/></fo:repeatable-page-master-alternatives>'
        "</fo:page-sequence-master></fo:layout-master-set>").replace('<fo:page-sequence master-reference="p"', '<fo:page-sequence master-reference="s"')


@case("empty-everything", rules=("fo-misplaced", "fo-missing", "fo-missing", "graphic-format", "graphic-unreadable"))
def _():
    names = ("block", "block-container", "inline", "wrapper", "basic-link", "leader", "page-number", "character", "list-block", "list-item",
             "list-item-body", "table", "table-body", "table-row", "table-cell", "instream-foreign-object", "marker", "retrieve-marker", "flow")
    return document("".join(f"<fo:{a}><fo:{b}/></fo:{a}>" for a in names for b in names))


# ---- pages and columns

REGIONS = ('<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" font-family="Noto Sans" font-size="10pt"><fo:layout-master-set>'
           '<fo:simple-page-master master-name="a" page-width="300pt" page-height="200pt"><fo:region-body %s/></fo:simple-page-master>'
           '<fo:simple-page-master master-name="b" page-width="300pt" page-height="200pt"><fo:region-body %s/></fo:simple-page-master>'
           '<fo:page-sequence-master master-name="s"><fo:repeatable-page-master-alternatives>'
           '<fo:conditional-page-master-reference master-reference="a" odd-or-even="odd" page-position="%s"/>'
           '<fo:conditional-page-master-reference master-reference="b"/></fo:repeatable-page-master-alternatives></fo:page-sequence-master>'
           '</fo:layout-master-set><fo:page-sequence master-reference="s"><fo:flow flow-name="%s">%s</fo:flow></fo:page-sequence></fo:root>')


@case("columns-a-million", rules=("overfull-line", "fo-value-range"), seconds=10)
def _():
    return REGIONS % ('column-count="1000000"', 'column-count="-3"', "any", "xsl-region-body", block("word " * 400))


@case("table-markers-5000")
def _():
    head = row('<fo:table-cell><fo:block><fo:retrieve-table-marker retrieve-class-name="m"/></fo:block></fo:table-cell>')
    cells = (f'<fo:table-cell><fo:marker marker-class-name="m">{n}</fo:marker><fo:block>{n}</fo:block></fo:table-cell>' for n in range(5000))
    return document(table("".join(row(c) for c in cells), f"<fo:table-header>{head}</fo:table-header>"))


@case("table-auto-nested")
def _():
    text = "words that have to be broken somewhere " * 3
    inner = "x"
    for _ in range(25):
        inner = table(row(f"<fo:table-cell>{inner if inner != 'x' else block('x')}</fo:table-cell>", cell("y")))
    return document(table(row(cell(text), f"<fo:table-cell>{inner}</fo:table-cell>")))


@case("spans-5000", seconds=15)
def _():
    return REGIONS % ('column-count="3"', 'column-count="2"', "any", "xsl-region-body",
                      "".join(block(str(i), 'span="all"' if i % 2 else "") for i in range(5000)))


@case("widths-in-turn", seconds=20)
def _():
    return REGIONS % ('margin-left="100pt"', "", "any", "xsl-region-body",
                      table(row(cell("one"), cell("two")) * 3000) + block("word " * 20000))


@case("last-page-in-turn", seconds=20)
def _():
    return REGIONS % ('margin-left="100pt"', 'column-count="2"', "last", "xsl-region-body", "".join(block(f"block {i}") for i in range(5000)))


@case("region-on-no-page", seconds=5, rules=("fo-region-gone",))
def _():
    return REGIONS % ('region-name="t" column-count="2"', "", "first", "t", "".join(block(f"block {i}") for i in range(200)))


# ---- within each other, repeated

@case("inline-containers-deep", seconds=5)
def _():  # each is as wide as it needs to be
    text = "words"
    for _ in range(60):
        text = f"<fo:inline-container>{block('a ' + text)}</fo:inline-container>"
    return document(block(text))


@case("leader-of-specks", seconds=5, rules=("overfull-line",))
def _():
    return document(block('a<fo:leader leader-pattern="use-content" leader-length="262144pt"><fo:inline font-size="0.01pt">.</fo:inline></fo:leader>b'))


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="50" height="50">%s</svg>'
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"


@case("svg-asks-for-files", rules=("graphic-forbidden",), format="pdf")
def _():
    addresses = ("../secret.png", "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1:9/a.png")
    asking = "".join(f'<image href="{a}" width="9" height="9"/><use xlink:href="{a}#a"/>' for a in addresses)
    return document(block(f"<fo:instream-foreign-object>{SVG % asking}</fo:instream-foreign-object>"))


@case("svg-picture-repeated", format="pdf")
def _():  # cairo names the picture in its resources twice
    image = f'%3Cimage href="data:image/png;base64,{DOT}" width="40" height="40"/%3E'
    drawing = ("%3Csvg xmlns='http://www.w3.org/2000/svg' width='20' height='20'%3E" + image + "%3C/svg%3E").replace('"', "'")
    return document(f'<fo:block-container height="100pt" background-image="url(&quot;data:image/svg+xml,{drawing}&quot;)">{block("x")}</fo:block-container>')


@case("svg-text-huge", rules=("graphic-unreadable",), format="pdf")
def _():  # librsvg would end the program
    drawings = ('<text y="20" font-size="1e30">x</text>', "<style>g { font-size: 900000% }</style><g><g><g><text>x</text></g></g></g>",
                '<g style="font-size: 9999em"><g font-size="9999em"><text>x</text></g></g>')
    return document("".join(block(f"<fo:instream-foreign-object>{SVG % drawing}</fo:instream-foreign-object>") for drawing in drawings))

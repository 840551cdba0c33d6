import io
import zipfile

import docx
import pytest
from docx.oxml.parser import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import ReadError
from tests.readers.pages import assert_map_holds, blocks, find, links, read

NAMES = " ".join(
    f'xmlns:{prefix}="http://schemas.{rest}"'
    for prefix, rest in {
        "w": "openxmlformats.org/wordprocessingml/2006/main",
        "r": "openxmlformats.org/officeDocument/2006/relationships",
        "mc": "openxmlformats.org/markup-compatibility/2006",
    }.items()
)


def saved(document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def with_body(*elements: str, document=None) -> bytes:
    """Return a Word file whose body is these elements of WordprocessingML."""
    document = document or docx.Document()
    for element in elements:
        name, rest = element[1:].split(">", 1)
        document.element.body.insert(-1, parse_xml(f"<{name} {NAMES}>{rest}"))
    return saved(document)


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*inside: str) -> str:
    return f"<w:p>{''.join(inside)}</w:p>"


def text_of(*elements: str) -> str:
    return read(with_body(*elements), ".docx").text


def repacked(data: bytes, changes: dict[str, bytes]) -> bytes:
    """Return the zip archive `data` with members replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in {**dict.fromkeys(old.namelist()), **changes}:
            new.writestr(name, changes[name] if name in changes else old.read(name))
    return target.getvalue()


def test_styles_and_tables_give_blocks_their_kinds():
    document = docx.Document()
    document.add_paragraph("Knee pain", style="Title")
    document.add_heading("Is it safe?", level=2)
    document.add_paragraph("  It is ").add_run("not").bold = True
    document.add_paragraph("Rest", style="List Bullet")
    document.add_paragraph("It hurt.", style="Intense Quote")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Dose", "10 mg"
    document.add_paragraph("")
    document.add_paragraph("Last.")
    article = read(saved(document), ".docx")
    assert blocks(article) == [
        ("heading1", "Knee pain"),
        ("heading2", "Is it safe?"),
        ("paragraph", "It is not"),
        ("item", "Rest"),
        ("quote", "It hurt."),
        ("cell", "Dose"),
        ("cell", "10 mg"),
        ("paragraph", "Last."),
    ]
    assert (article.title, article.encoding) == ("Knee pain", "")
    assert_map_holds(article, article.text)


def test_the_source_is_the_text_and_a_line_a_paragraph():
    article = read(with_body(paragraph(run("  One ")), paragraph(), paragraph(run("Two"))), ".docx")
    place = article.place(find(article, "Two"))
    assert (place.start, place.end, place.line, place.column) == (4, 7, 2, 1)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (f"<w:ins>{run('kept')}</w:ins>", "a kept b"),
        ("<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>", "a  b"),
        (f"<w:moveFrom>{run('gone')}</w:moveFrom><w:moveTo>{run('kept')}</w:moveTo>", "a kept b"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('kept')}</w:sdtContent></w:sdt>", "a kept b"),
        (f"<w:smartTag>{run('kept')}</w:smartTag>", "a kept b"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>", "a  b"),
        ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>seen</w:t></w:r>", "a seen b"),
        ("<w:r><w:t>x</w:t><w:br/><w:t>y</w:t><w:tab/><w:t>z</w:t></w:r>", "a x y z b"),
        ("<w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>ad</w:t><w:softHyphen/><w:t>d</w:t></w:r>",
         "a non-add b"),
        ("<w:r><w:t>two\nlines</w:t></w:r>", "a two lines b"),
        ("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
         "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" + run("7")
         + "<w:r><w:fldChar w:fldCharType='end'/></w:r>", "a 7 b"),
    ],
)  # fmt: skip
def test_what_will_be_printed_is_read(inside, text):
    assert text_of(paragraph(run("a "), inside, run(" b"))) == text


def test_a_tab_stop_is_no_character():
    properties = "<w:pPr><w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs></w:pPr>"
    assert text_of(paragraph(properties, run("a"))) == "a"


def test_content_controls_around_paragraphs_are_read_and_placeholders_are_not():
    control = "<w:sdt>{}<w:sdtContent>{}</w:sdtContent></w:sdt>"
    placeholder = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    assert (
        text_of(
            control.format("<w:sdtPr/>", paragraph(run("Kept."))),
            control.format(placeholder, paragraph(run("Click here"))),
        )
        == "Kept."
    )


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    broken = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    assert text_of(paragraph(broken, run("One ")), paragraph(run("line."))) == "One line."


def test_a_deleted_row_is_left_out():
    row = "<w:tr>{}<w:tc>{}</w:tc></w:tr>"
    gone = row.format("<w:trPr><w:del w:id='1'/></w:trPr>", paragraph(run("gone")))
    assert text_of(f"<w:tbl>{gone}{row.format('', paragraph(run('kept')))}</w:tbl>") == "kept"


def test_text_boxes_follow_their_paragraph_once_each():
    def box(*inside: str) -> str:
        return f"<w:r><w:pict><w:txbxContent>{''.join(inside)}</w:txbxContent></w:pict></w:r>"

    inner = paragraph(run("inner"))
    choice = "<mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback>"
    outer = box(paragraph(run("outer"), box(inner)))
    source = paragraph(
        run("a "), f"<w:r>{choice.format(outer)}</mc:AlternateContent></w:r>", run("b")
    )
    assert text_of(source, paragraph(run("c"))) == "a b\nouter\ninner\nc"


def test_links_keep_their_targets():
    document = docx.Document()
    relation = document.part.relate_to(
        "https://example.org", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    field = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        "<w:r><w:instrText> HYPERLINK </w:instrText></w:r>"
        "<w:r><w:instrText>&quot;https://example.com/a&quot; </w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
        f"{run('there')}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    source = paragraph(
        run(" See "),
        f"<w:hyperlink r:id='{relation}'>{run('this ')}{run('page')}</w:hyperlink>",
        run(", "),
        f"<w:hyperlink w:anchor='part2'>{run('below')}</w:hyperlink>",
        run(" or "),
        field,
    )
    article = read(with_body(source, document=document), ".docx")
    assert article.text == "See this page, below or there"
    assert links(article) == [
        ("this page", "https://example.org"),
        ("below", "#part2"),
        ("there", "https://example.com/a"),
    ]


def test_raised_marks_and_note_references_link_the_word_before():
    raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>{}</w:t></w:r>"
    source = paragraph(
        run("It helps"), raised.format("1,2"), run(" by 10"), raised.format("6"),
        run(" times."), "<w:r><w:footnoteReference w:id='3'/></w:r>",
    )  # fmt: skip
    article = read(with_body(source), ".docx")
    assert article.text == "It helps by 106 times."
    assert links(article) == [("helps", "#1,2"), ("times.", "#footnote-3")]


def test_footnotes_stand_at_the_end():
    document = docx.Document()
    document.add_paragraph("Text.")
    notes = (
        f"<w:footnotes {NAMES}><w:footnote w:type='separator' w:id='0'>{paragraph(run('--'))}"
        f"</w:footnote><w:footnote w:id='1'>{paragraph(run('A study.'))}</w:footnote></w:footnotes>"
    )
    data = saved(document)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml")
        relations = archive.read("word/_rels/document.xml.rels")
    content_type = b"application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    override = b'<Override PartName="/word/footnotes.xml" ContentType="' + content_type + b'"/>'
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relation = b'<Relationship Id="rIdN" Type="' + kind + b'" Target="footnotes.xml"/>'
    changes = {
        "[Content_Types].xml": types.replace(b"</Types>", override + b"</Types>"),
        "word/_rels/document.xml.rels": relations.replace(
            b"</Relationships>", relation + b"</Relationships>"
        ),
        "word/footnotes.xml": notes.encode(),
    }
    assert read(repacked(data, changes), ".docx").text == "Text.\nA study."


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ("<w:outlineLvl w:val='2'/>", "heading3"),
        ("<w:outlineLvl w:val='9'/>", "paragraph"),
        ("<w:numPr><w:numId w:val='4'/></w:numPr>", "item"),
        ("<w:pStyle w:val='ListBullet'/><w:numPr><w:numId w:val='0'/></w:numPr>", "item"),
        ("<w:numPr><w:numId w:val='0'/></w:numPr>", "paragraph"),
        ("<w:pStyle w:val='NoSuchStyle'/>", "paragraph"),
        ("<w:pStyle w:val='Mine'/>", "heading1"),
        ("<w:pStyle w:val='Loop'/>", "paragraph"),
        ("<w:pStyle w:val='HTMLCode'/>", "code"),
    ],
)
def test_kinds_come_from_outline_numbering_and_the_chain_of_styles(properties, kind):
    document = docx.Document()
    for name, style_id, based in (
        ("My own", "Mine", "Heading1"),
        ("Loop", "Loop", "Loop"),
        ("HTML Code", "HTMLCode", "Normal"),
    ):
        document.styles.element.append(
            parse_xml(
                f"<w:style {NAMES} w:type='paragraph' w:styleId='{style_id}'>"
                f"<w:name w:val='{name}'/><w:basedOn w:val='{based}'/></w:style>"
            )
        )
    source = paragraph(f"<w:pPr>{properties}</w:pPr>", run("Words"))
    assert blocks(read(with_body(source, document=document), ".docx")) == [(kind, "Words")]


def test_a_table_of_contents_is_left_out():
    document = docx.Document()
    document.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Safety 3", style="toc 1")
    document.add_paragraph("Text.")
    assert read(saved(document), ".docx").text == "Text."


def test_the_property_title_stands_in_for_a_missing_heading():
    document = docx.Document()
    document.core_properties.title = "Knee pain"
    document.add_paragraph("Text.")
    article = read(saved(document), ".docx")
    assert (article.title, article.text) == ("Knee pain", "Text.")


def test_entities_are_not_followed():
    data = with_body(paragraph(run("Seen.")))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml")
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY f "ffff">]>'
    xml = xml.replace(b"<w:document", entity + b"<w:document", 1)
    changed = {"word/document.xml": xml.replace(b"Seen.", b"Seen.&e;&f;")}
    assert read(repacked(data, changed), ".docx").text == "Seen."


def test_what_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("auditor.readers.docx._MOST_UNPACKED", 1000)
    with pytest.raises(ReadError, match="unpacks to over"):
        read(with_body(), ".docx")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no Word file"),
        (b"plain text", "no Word file"),
        (b"\xd0\xcf\x11\xe0 an old file", "old .doc"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (with_body()[:-200], "no Word file"),
        (repacked(with_body(), {"word/document.xml": b"<w:document"}), "broken"),
        (repacked(with_body(), {"[Content_Types].xml": b"<Types/>"}), "broken"),
        (repacked(with_body(), {"_rels/.rels": b"no"}), "broken"),
    ],
)
def test_a_file_that_can_not_be_read_is_named_in_one_sentence(data, said):
    with pytest.raises(ReadError, match=said):
        read(data, ".docx")


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12), max_size=6))
def test_the_text_maps_to_itself(texts):
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    article = read(saved(document), ".docx")
    assert_map_holds(article, article.text)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_damaged_file_gives_an_article_or_a_read_error(data):
    whole = bytearray(with_body(paragraph(run("Words."))))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    try:
        read(bytes(whole), ".docx")
    except ReadError as error:
        assert "\n" not in str(error)

"""Tests of Word documents."""

import pytest

from index.readers.office.docx import FORMAT
from index.readers.office.left_out import HIDDEN
from index.readers.parsing.base import FormatError
from tests.index.readers.packing import WORD, docx, one, paragraph, texts, zipped

STYLES = "".join(
    f'<w:style w:styleId="{style}"><w:name w:val="{name}"/></w:style>'
    for style, name in (("H1", "heading 1"), ("T", "Title"))
)


def test_paragraphs_stand_under_their_headings() -> None:
    """A style that is named a heading's begins a section; the title is none."""
    body = paragraph("Of eels", style="T") + paragraph("Rivers", style="H1") + paragraph("They ", "swim.")
    document = one(FORMAT, docx(body, styles=STYLES))

    assert (document.title, texts(document), document.blocks[0].heading) == ("Of eels", ["They swim."], "Rivers")


def test_a_note_stands_after_the_paragraph_that_calls_it() -> None:
    """Its words can be found where they are meant."""
    call = '<w:p><w:r><w:t>It froze.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = f'<w:footnote w:id="2">{paragraph("On Tuesday only.")}</w:footnote>'

    document = one(FORMAT, docx(call + paragraph("It thawed."), footnotes=notes))

    assert texts(document) == ["It froze.", "On Tuesday only.", "It thawed."]


@pytest.mark.parametrize(
    "gone",
    [
        "<w:del><w:r><w:delText>never</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>never</w:t></w:r></w:moveFrom>",
        "<w:r><w:instrText>never</w:instrText></w:r>",
    ],
)
def test_what_is_gone_is_not_read(gone: str) -> None:
    """Deleted and moved words and instructions of fields are none of the text."""
    document = one(FORMAT, docx(f"<w:p>{gone}<w:ins><w:r><w:t>They swim.</w:t></w:r></w:ins></w:p>"))

    assert texts(document) == ["They swim."]


def test_deleted_words_and_comments_are_told() -> None:
    """What was left out is counted for the curator, with its reason."""
    body = "<w:p><w:del><w:r><w:delText>never</w:delText></w:r></w:del><w:r><w:t>They swim.</w:t></w:r></w:p>"
    document = one(FORMAT, docx(body, comments=f"<w:comment>{paragraph('Sure?')}</w:comment>"))

    assert [(each.reason.split(":")[1].split()[0], each.chars) for each in document.left_out] == [
        ("comments", 5),
        ("text", 5),
    ]


def test_a_text_box_is_read_once() -> None:
    """Of two versions of the same drawing the first counts."""
    box = f"<w:txbxContent>{paragraph('In a box.')}</w:txbxContent>"
    both = f"<w:AlternateContent><w:Choice>{box}</w:Choice><w:Fallback>{box}</w:Fallback></w:AlternateContent>"

    document = one(FORMAT, docx(f"<w:p><w:r><w:t>Around it.</w:t>{both}</w:r></w:p>"))

    assert texts(document) == ["Around it.", "In a box."]


def test_a_table_is_read_row_by_row() -> None:
    """A cell that claims to span two billion columns takes no longer than any other."""
    span = '<w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>'
    rows = "".join(
        f"<w:tr><w:tc>{span}{paragraph(a)}</w:tc><w:tc>{paragraph(b)}</w:tc></w:tr>" for a, b in ("ab", "cd")
    )

    assert texts(one(FORMAT, docx(f"<w:tbl>{rows}</w:tbl>"))) == ["a | b\nc | d"]


def test_a_table_of_contents_is_left_out() -> None:
    """The result of its field is a list of headings, however many fields are in it."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    toc = (
        f"<w:p>{mark.format('begin')}<w:r><w:instrText> TOC \\o </w:instrText></w:r>{mark.format('separate')}"
        f"<w:hyperlink>{mark.format('begin')}{mark.format('end')}<w:r><w:t>Rivers 3</w:t></w:r></w:hyperlink></w:p>"
        f"<w:p>{mark.format('end')}</w:p>"
    )

    assert texts(one(FORMAT, docx(toc + paragraph("They swim.")))) == ["They swim."]


@pytest.mark.parametrize(("creator", "authors"), [("Ada Vik", ("Ada Vik",)), ("Windows User", ()), ("", ())])
def test_the_author_is_who_is_named_and_no_program(creator: str, authors: tuple[str, ...]) -> None:
    """Names of accounts are nobody's."""
    core = f"<dc:creator>{creator}</dc:creator><dcterms:created>2021-05-03T10:00:00Z</dcterms:created>"
    document = one(FORMAT, docx(paragraph("They swim."), core=core))

    assert (document.authors, document.published) == (authors, "2021-05-03")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 99, "locked with a password, or of Word before 2007"),
        (zipped({"word/document.xml.bak": ""}), "no Word document"),
        (zipped({"word/document.xml": "<w:document>"}), "is damaged"),
        (zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "defines entities"),
        (zipped({"word/document.xml": "<a>" * 1500 + "</a>" * 1500}), "nested too deeply"),
        (b"no zip file", "no Word document"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(data: bytes, words: str) -> None:
    """Each kind of damage is named, with the way out."""
    with pytest.raises(FormatError, match=words):
        FORMAT.read(data)


def test_a_paragraph_in_the_style_of_dates_is_the_date() -> None:
    """As pandoc writes it; the day on which a program saved the file is not the text's then."""
    core = "<dcterms:created>2026-12-01T00:00:00Z</dcterms:created>"
    written = docx(paragraph("March 4, 2021", style="Date") + paragraph("It froze."), core=core)

    assert "2021-03-04" == one(FORMAT, written).published
    assert "2026-12-01" == one(FORMAT, docx(paragraph("It froze."), core=core)).published


def test_parts_are_found_by_what_they_are() -> None:
    """Word on the web numbers the names of the parts that it writes."""
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    files = {
        "_rels/.rels": f'<Relationships xmlns="{namespace}"><Relationship Id="a" Type="{kind}/officeDocument" '
        'Target="/word/document2.xml"/></Relationships>',
        "word/document2.xml": f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:hyperlink w:id="l"><w:r><w:t>The count'
        '</w:t></w:r></w:hyperlink><w:r><w:footnoteReference w:id="2"/></w:r></w:p></w:body></w:document>',
        "word/_rels/document2.xml.rels": f'<Relationships xmlns="{namespace}"><Relationship Id="l" '
        f'Type="{kind}/hyperlink" Target="https://eels.example/" TargetMode="External"/>'
        f'<Relationship Id="n" Type="{kind}/footnotes" '
        'Target="footnotes2.xml"/></Relationships>',
        "word/footnotes2.xml": f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="2"><w:p><w:r><w:t>Of May.</w:t></w:r>'
        "</w:p></w:footnote></w:footnotes>",
    }

    document = one(FORMAT, zipped(files))

    assert texts(document) == ["The count", "Of May."]
    assert [each.url for each in document.citations] == ["https://eels.example/"]


def test_hidden_text_is_left_out_and_told() -> None:
    """Nobody who reads the document sees it; a switch that is off hides nothing."""
    runs = "".join(
        f'<w:r><w:rPr><w:vanish w:val="{value}"/></w:rPr><w:t>{words}</w:t></w:r>'
        for value, words in (("1", "Secret. "), ("0", "Shown."))
    )

    document = one(FORMAT, docx(f"<w:p>{runs}</w:p>"))

    assert texts(document) == ["Shown."]
    assert HIDDEN in [each.reason for each in document.left_out]


def test_a_document_without_properties_may_state_its_author_beneath_the_title() -> None:
    """Google's documents name nobody in their properties."""
    body = paragraph("Eels", style="Title") + paragraph("By Mira Holt, 3 May 2021") + paragraph("The eel swims.")

    document = one(FORMAT, docx(body))

    assert (document.title, document.authors, document.published) == ("Eels", ("Mira Holt",), "2021-05-03")

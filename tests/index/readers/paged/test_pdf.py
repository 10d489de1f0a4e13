"""Tests of PDF files, made by the tests themselves."""

import pytest

from index.readers.paged.pdf import FORMAT
from index.readers.parsing.base import FormatError
from tests.index.readers.packing import At, one, pdf, texts


def lines(*words: str, x: float = 72, y: float = 700, pitch: float = 14, size: float = 11) -> list[At]:
    """Lay lines out below one another."""
    return [At(each, x, y - pitch * number, size) for number, each in enumerate(words)]


def test_lines_are_joined_and_gaps_part_paragraphs() -> None:
    """A paragraph is one line of text, whatever lines the page has."""
    data = pdf([[*lines("The eel swims up", "the river at night."), *lines("It sleeps by day.", y=640)]])

    assert texts(one(FORMAT, data)) == ["The eel swims up the river at night.", "It sleeps by day."]


def test_a_word_parted_at_a_lines_end_is_whole() -> None:
    """The hyphen goes, but for a compound that the document has with it."""
    data = pdf([lines("A well-known eel is a won-", "der, and a well-", "known one more so.")])

    assert texts(one(FORMAT, data)) == ["A well-known eel is a wonder, and a well-known one more so."]


def test_a_paragraph_knows_its_page_and_where_the_next_begins() -> None:
    """One that goes on over the page is one, and knows where its second page begins."""
    data = pdf([lines("The eel swims up the river", "and"), lines("sleeps by day.")])
    (block,) = one(FORMAT, data).blocks

    assert (block.position and block.position.at, [each.position.at for each in block.places]) == ("1", ["2"])


def test_what_repeats_on_the_pages_is_left_out() -> None:
    """Running heads and page numbers are told as left out, whatever number is in them."""
    pages = [
        [
            At("Journal of Eels", 72, 760),
            *lines(*(f"Line {name} of {number}." for name in "abcdef")),
            At(f"{number}", 300, 40),
        ]
        for number in ("one", "two", "three")
    ]
    document = one(FORMAT, pdf(pages))

    assert "Journal" not in document.text
    assert "edge of pages" in document.left_out[0].reason


def test_a_running_head_that_cautions_is_the_documents_caveat() -> None:
    """It is its author's, so it stands once at the end of the text."""
    pages = [[At("Draft - subject to final review", 72, 760), *lines(*"abcdefgh")] for _ in range(3)]
    document = one(FORMAT, pdf(pages))

    assert document.caveats == ("Draft - subject to final review",)
    assert texts(document)[-1] == "Draft - subject to final review"


def test_pages_take_their_box_from_what_is_around_them() -> None:
    """Words near the upper edge of A4 are on the page, though a letter's page would end below them."""
    data = pdf([[At("High above all others.", 31, 800), *lines("The eel sleeps by day.")]])
    inherited = data.replace(b"/MediaBox[0 0 612 792]", b"").replace(b"/Count 1", b"/Count 1 /MediaBox [0 0 595 842]")

    assert "High above all others." in one(FORMAT, inherited).text


def test_marks_of_notes_and_a_single_pages_number_are_left_out() -> None:
    """The small number before a note is a line of its own; a page's number stands lowest."""
    page = [*lines("The eel swims.", "It sleeps."), At("1", 72, 112, 6), At("A note.", 80, 100), At("1", 300, 40)]

    assert texts(one(FORMAT, pdf([page]))) == ["The eel swims. It sleeps.", "A note."]


def test_two_columns_are_read_one_after_the_other() -> None:
    """In the order in which the file draws them."""
    data = pdf([[*lines("Left one", "left two."), *lines("Right one", "right two.", x=320)]])

    assert one(FORMAT, data).text == "Left one left two.\n\nRight one right two."


@pytest.mark.parametrize(
    "hidden", [At("never", 72, 500, white=True), At("never", 900, 500), At("never", 72, 500, size=0.01)]
)
def test_what_nobody_sees_is_not_served_but_told(hidden: At) -> None:
    """White words, words outside of the page and words without size."""
    document = one(FORMAT, pdf([[*lines("They swim."), hidden]]))

    assert "never" not in document.text
    assert "nobody sees" in document.left_out[0].reason


def test_a_larger_line_is_the_heading_of_what_follows() -> None:
    """Its words can be quoted too."""
    data = pdf([[At("Rivers", 72, 730, 18), *lines("The eel swims up", "the river at night,", "and sleeps by day.")]])
    document = one(FORMAT, data)

    assert document.blocks[-1].heading == "Rivers"
    assert "Rivers" in document.text


@pytest.mark.parametrize(
    ("author", "authors"),
    [("Ada Vik", ("Ada Vik",)), ("Ada Vik; Bo Lind", ("Ada Vik", "Bo Lind")), ("Supreme", ()), ("10811.exe", ())],
)
def test_a_name_counts_where_no_program_wrote_it(author: str, authors: tuple[str, ...]) -> None:
    """One word is mostly an account."""
    assert one(FORMAT, pdf([lines("They swim.")], {"Author": author})).authors == authors


@pytest.mark.parametrize(
    ("words", "published"),
    [
        ("Oslo, 3 May 2021.", "2021-05-03"),
        ("May 3, 2021", "2021-05-03"),
        ("Printed 3.5.2021", "2021-05-03"),
        ("They swim.", None),
    ],
)
def test_a_day_counts_where_the_text_names_it_too(words: str, published: str | None) -> None:
    """The file's own date is often that of a conversion."""
    assert one(FORMAT, pdf([lines(words)], {"CreationDate": "D:20210503101500+02'00'"})).published == published


def test_a_page_without_text_beside_others_is_passed_over() -> None:
    """An empty page is nothing to tell of."""
    assert texts(one(FORMAT, pdf([lines("They swim."), []]))) == ["They swim."]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.4\ncut", "is a damaged PDF"),
        (pdf([[]]), "holds no page with text"),
        (b"no pdf", "is a damaged PDF"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(data: bytes, words: str) -> None:
    """Each is named, with the way out."""
    with pytest.raises(FormatError, match=words):
        FORMAT.read(data)

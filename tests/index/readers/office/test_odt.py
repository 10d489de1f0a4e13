# ruff: noqa: E501 (a case's markup is one line)
"""Tests of OpenDocument texts."""

import pytest

from index.readers.office.odt import FORMAT
from index.readers.parsing.base import FormatError
from tests.index.readers.packing import odt, one, texts, zipped


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ("<text:p>They <text:span>swim</text:span>.</text:p>", ["They swim."]),
        ("<text:list><text:list-item><text:p>one</text:p></text:list-item><text:list-item><text:p>two</text:p></text:list-item></text:list>", ["one\ntwo"]),
        ("<text:p>It froze<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Once.</text:p></text:note-body></text:note>.</text:p>", ["It froze.", "Once."]),
        ("<text:tracked-changes><text:p>never</text:p></text:tracked-changes><text:p>They swim.</text:p>", ["They swim."]),
        ("<text:p>They<office:annotation><text:p>Sure?</text:p></office:annotation> swim.</text:p>", ["They swim."]),
        ("<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>", ["a | b"]),
        ('<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d</text:p>', ["a   b\tc\nd"]),
        ("<text:table-of-content><text:p>Rivers 3</text:p></text:table-of-content><text:p>They swim.</text:p>", ["They swim."]),
        ("<text:p>Around.<draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame></text:p>", ["Around.", "In a box."]),
    ],
)  # fmt: skip
def test_what_is_shown_is_read_in_order(body: str, read: list[str]) -> None:
    """Lists, notes, tables, blanks and boxes; nothing deleted, commented or made from headings."""
    assert texts(one(FORMAT, odt(body))) == read


def test_headings_properties_and_days_are_taken() -> None:
    """What the document states of itself stands with it."""
    meta = "<dc:title>Of eels</dc:title><meta:initial-creator>Ada Vik</meta:initial-creator><meta:creation-date>2019-02-01T08:00:00</meta:creation-date>"
    document = one(FORMAT, odt('<text:h text:outline-level="1">Rivers</text:h><text:p>They swim.</text:p>', meta))

    assert (document.title, document.authors, document.published) == ("Of eels", ("Ada Vik",), "2019-02-01")
    assert document.blocks[0].heading == "Rivers"


def test_two_billion_blanks_are_a_few() -> None:
    """A count in the file takes no memory."""
    document = one(FORMAT, odt('<text:p>a<text:s text:c="2000000000"/>b</text:p>'))

    assert len(document.text) < 200


def test_a_locked_text_is_named_so() -> None:
    """Its manifest says that it is encrypted."""
    with pytest.raises(FormatError, match="locked with a password"):
        FORMAT.read(odt("<text:p>x</text:p>", manifest="<encryption-data/>"))


@pytest.mark.parametrize("data", [zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), b"no zip file"])
def test_a_file_without_its_text_is_named_so(data: bytes) -> None:
    """The way out is to save it anew."""
    with pytest.raises(FormatError, match="no OpenDocument text"):
        FORMAT.read(data)

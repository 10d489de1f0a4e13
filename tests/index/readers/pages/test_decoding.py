# ruff: noqa: E501 a piece of a page stands in one line
"""A page's bytes to text, as browsers decide."""

import pytest

from index.readers.pages.decoding import GUESSED, NOT_THAT, decode_page, looks_like_page

UMLAUT = "<html><meta charset={}><p>Mühle</p>"


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "iso-8859-15", "macintosh"])
def test_stated_encoding_counts(encoding: str) -> None:
    """What a page says it is counts where its bytes can be that."""
    found = decode_page(UMLAUT.format(encoding).encode("cp1252" if encoding == "windows-1252" else encoding))

    assert "Mühle" in found.text
    assert () == found.warnings


def test_east_asian_encodings_are_read() -> None:
    """Old encodings of Japanese, Chinese and Korean are what their labels mean on the web."""
    for label, encoding, words in (
        ("shift_jis", "cp932", "堰"), ("gb2312", "gb18030", "水坝"), ("euc-kr", "cp949", "방앗간"), ("iso-2022-jp", "iso2022_jp", "堰"),
    ):  # fmt: skip
        assert words in decode_page(f"<html><meta charset={label}><p>{words}".encode(encoding)).text


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_mark_counts_before_what_is_stated(mark: str) -> None:
    """A byte order mark says what a file is."""
    assert "Mühle" in decode_page(UMLAUT.format("iso-8859-1").encode(mark)).text


def test_utf_8_counts_before_another_statement() -> None:
    """A page that is UTF-8 is read so, with a warning where it says otherwise."""
    found = decode_page(UMLAUT.format("iso-8859-1").encode())

    assert "Mühle" in found.text
    assert [NOT_THAT] == [getattr(each, "template", None) for each in found.warnings]


def test_utf_7_is_never_read() -> None:
    """A page that claims UTF-7 is read as what it is: its signs make no tags."""
    found = decode_page(b"<html><meta charset=utf-7><p>+ADw-script+AD4-")

    assert "+ADw-script+AD4-" in found.text
    assert [NOT_THAT] == [getattr(each, "template", None) for each in found.warnings]


def test_unstated_encoding_is_said() -> None:
    """Where a page says nothing and is no UTF-8, the curator is told what it was read as."""
    found = decode_page("<html><p>Mühle".encode("cp1252"))

    assert "Mühle" in found.text
    assert [GUESSED] == [getattr(each, "template", None) for each in found.warnings]


def test_damaged_utf_8_has_replacement_characters() -> None:
    """NUL, lone surrogates and overlong forms are replaced, and the rest stays."""
    found = decode_page(b"<html><p>M\xc3\xbchle nul\0 sur\xed\xa0\x80 \xe2\x80\xae \xf3\xa0\x81\x81 over\xc0\xaf")

    assert "Mühle nul\ufffd sur\ufffd" in found.text


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<!DOCTYPE html><p>x", True),
        (b"\xef\xbb\xbf \n<!-- saved --><HTML lang=en>", True),
        (b'<?xml version="1.0"?>\n<!doctype html public "-//W3C//DTD XHTML 1.0">', True),
        ("<!doctype html>".encode("utf-16"), True),
        ("<html>".encode("utf-16-le"), True),
        (b"<p>A paragraph of Markdown", False),
        (b"# <html> in a heading", False),
        (b'<?xml version="1.0"?><rss>', False),
        (b"<htmlish>", False),
        (b"", False),
    ],
)
def test_page_is_told_by_its_beginning(data: bytes, expected: bool) -> None:  # noqa: FBT001 a table
    """A doctype or the outermost element tells a page, in whatever encoding."""
    assert expected is looks_like_page(data)

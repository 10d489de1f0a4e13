"""Bytes to text: Unicode with and without marks, guesses that are said to be guesses, damage that is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SeedError
from index.seeds.encoding import decode

LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff"), max_size=40)
TEXTS = st.lists(LINES, min_size=1, max_size=4).map("\n".join)


@given(TEXTS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]), st.sampled_from(["\n", "\r\n", "\r"]))
def test_unicode_comes_back_as_written(text: str, encoding: str, line_end: str) -> None:
    """Marks are taken off, line ends become one kind, nothing else changes and nothing is guessed."""
    written = text.replace("\n", line_end).encode(encoding)

    decoded = decode(written, "a.txt")

    assert (text, ()) == (decoded.text, decoded.warnings)


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-32-be"])
def test_big_endian_marks_are_read(encoding: str) -> None:
    """The other byte order has its own mark."""
    decoded = decode("\ufeffGrüße\n".encode(encoding), "a.txt")

    assert decoded.text == "Grüße\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["Plain words – and “quotes”.\n" * 3, "Обычный русский текст, без метки.\n" * 3])
def test_utf16_without_a_mark_is_a_guess(text: str, encoding: str) -> None:
    """It is told by its high bytes, and said to be guessed."""
    decoded = decode(text.encode(encoding), "a.txt")

    assert text == decoded.text
    assert (f"The encoding is guessed: {encoding}; save the file as UTF-8 text to be sure.",) == decoded.warnings


@pytest.mark.parametrize(
    ("encoding", "label", "text"),
    [
        ("cp1252", "windows-1252", "The man said it’s “fine” – in the café."),
        ("cp1252", "windows-1252", "Le café “naïve” coûte 5 € – déjà vu à l’été. Les élèves étaient très contents."),
        ("cp1252", "windows-1252", "Die Straße führt über die Brücke; größere Häuser stehen dort."),
        ("cp1252", "windows-1252", "El niño comió una piña en España. ¿Cómo está usted?"),
        ("cp1252", "windows-1252", "Only one accent in much English: café. " + "More plain words follow here. " * 40),
        ("cp1251", "windows-1251", "Это обычный русский текст, который записан в старой кодировке."),
        ("cp1250", "windows-1250", "Zażółć gęślą jaźń. Pójdźże, kiń tę chmurność w głąb flaszy."),
        ("cp1253", "windows-1253", "Αυτό είναι ένα ελληνικό κείμενο για δοκιμή."),
        ("koi8_r", "koi8-r", "Это обычный русский текст, который записан в старой кодировке."),
        ("cp932", "cp932", "これは日本語のテストです。文字コードを調べています。"),
        ("gb18030", "gb18030", "这是一个中文测试文件，用来检查编码。北京是中国的首都。"),
    ],
)
def test_older_encodings_are_guessed_and_said_to_be(encoding: str, label: str, text: str) -> None:
    """The guess gives back the words, and a sentence for the curator."""
    decoded = decode(text.encode(encoding), "a.txt")

    assert text == decoded.text
    assert (f"The encoding is guessed: {label}; save the file as UTF-8 text to be sure.",) == decoded.warnings


@pytest.mark.parametrize(
    ("data", "line", "problem"),
    [
        # NUL bytes: in ASCII, beside bytes that are no UTF-8, in UTF-16 with a mark, and in pictures.
        (b"one\ntwo\0three", 2, "NUL bytes"),
        (b"caf\xe9\n\0", 2, "NUL bytes"),
        ("\ufeffone\0".encode("utf-16-le"), 1, "NUL bytes"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 3, "NUL bytes"),
        (b"\0" * 4096, 1, "NUL bytes"),
        # Damage: one byte in sound UTF-8, a character cut off, half a character of UTF-16.
        ("Ünïcödé\nétait ".encode() + b"\xff" + " là, très".encode(), 2, "byte 19 .* not valid UTF-8"),
        (b"\xef\xbb\xbfab\ncaf\xe9", 2, "byte 9 .* not valid UTF-8"),
        ("\ufeffone\ntwo".encode("utf-16-le") + b"x", 2, "byte 16 .* not valid UTF-16-LE"),
        # Bytes that no encoding in use gives a meaning.
        (bytes(range(128, 256)) * 4, 1, "encoding is unknown from byte 0"),
    ],
)
def test_what_is_no_text_is_named_with_its_place(data: bytes, line: int, problem: str) -> None:
    """Nothing is replaced or dropped: the error says which byte on which line, and the way out."""
    with pytest.raises(SeedError, match=problem) as caught:
        decode(data, "a.txt")

    assert line == caught.value.line
    assert "save the file as UTF-8" in str(caught.value)
    assert str(caught.value).startswith(f"a.txt, line {line}: ")

"""Pictures as Typst draws them."""

import struct

import pytest

from bot.pictures.drawing import Drawing, UndrawableError, can_draw
from bot.pictures.words import PictureWords, Run

pytestmark = pytest.mark.skipif(not can_draw(), reason="NOT TESTED without the extra pictures: drawing")
DRAWING = Drawing()


def words(text: str = "The harbour floods.", language: str = "en", caution: str = "No caveat found.") -> PictureWords:
    """What a picture holds."""
    return PictureWords(
        (caution,), is_corrected=False, runs=(Run(text, is_doubted=False),), attribution="Bo", language=language
    )


def size(png: bytes) -> tuple[int, int]:
    """Width and height, by https://www.w3.org/TR/png/#11IHDR."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_short_passage_has_the_size_of_a_preview() -> None:
    """1,200 by 630, drawn the same each time."""
    png = DRAWING.png(words())

    assert size(png) == (1_200, 630)
    assert DRAWING.png(words()) == png


def test_a_long_passage_stands_there_whole() -> None:
    """The picture grows with it."""
    assert size(DRAWING.png(words("The harbour floods at spring tide. " * 80)))[1] > 1_000


def test_the_caveat_is_drawn() -> None:
    """Another caveat gives another picture."""
    assert DRAWING.png(words()) != DRAWING.png(words(caution="Take this with a grain of salt."))


@pytest.mark.parametrize("text", ['#panic(1) $x$ *b* @ref <label> \\ `raw` #include "/etc/passwd"', "a" * 3_000])
def test_words_are_never_markup(text: str) -> None:
    """What looks like Typst is drawn as it stands."""
    assert size(DRAWING.png(words(text)))[0] == 1_200


@pytest.mark.parametrize(
    ("language", "text"),
    [("el", "Το λιμάνι"), ("ru", "Гавань"), ("de", "Über Möwen"), ("tr", "Işığı"), ("", "word"), ("zh-Hant", "word")],
)
def test_scripts_of_every_installation_are_drawn(language: str, text: str) -> None:
    """Typst brings fonts for them; a tag of any form is understood."""
    assert size(DRAWING.png(words(text, language))) == (1_200, 630)


def test_what_no_font_has_is_named_and_not_drawn_as_boxes() -> None:
    """With the letter and the way out."""
    with pytest.raises(UndrawableError, match="“\U00010600”"):
        DRAWING.png(words("The \U00010600 sign"))

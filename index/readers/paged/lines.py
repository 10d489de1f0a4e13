"""The lines of a PDF's pages as PDFium gives them, each with its box and size; what nobody sees is told apart."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

LINE_END_HYPHEN = "\ufffe"  # what PDFium puts for a hyphen at the end of a line
_LINE = re.compile(f"[^\r\n{LINE_END_HYPHEN}]+{LINE_END_HYPHEN}?")  # no line break follows that hyphen
_WHITE_FROM = 250  # of 255, in each colour
_TINY_POINTS = 1.0
_RUBBISH = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_SCRIPTS = frozenset(("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "ARMENIAN", "THAI", "DEVANAGARI"))
_MOST_RUBBISH = 0.2  # share of a page's characters
_MOST_MIXED = 0.25  # share of a page's words
_WORDS_TO_JUDGE = 12


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page.

    Attributes:
        page: from 0.
        left, right, bottom, top: its box in points, from the lower left corner of the page.
        size: of its first character, in points.
        height: of its page, in points.
    """

    page: int
    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    height: float


@dataclass(frozen=True, slots=True)
class PageText:
    """What is on a page: lines to be read, and the words on it that nobody sees."""

    lines: tuple[PageLine, ...]
    unseen: tuple[str, ...]


def page_text(page: "PdfPage", number: int) -> PageText:
    """Read a page, `number` from 0."""
    textpage = page.get_textpage()
    try:
        whites = _has_white(page)
        lines, unseen = list[PageLine](), list[str]()
        for first, last, text in _spans(textpage):
            line = _line(textpage, number, (first, last), text, page.get_height())
            if line is None:
                continue
            is_white = whites and _is_white(textpage, first) and not _is_on_ground(page, line)
            if is_white or not _is_on_page(page, line):
                unseen.append(line.text)
            else:
                lines.append(line)
        return PageText(tuple(lines), tuple(unseen))
    finally:
        textpage.close()


def is_rubbish(lines: tuple[PageLine, ...]) -> bool:
    """Whether a page's text layer is none: characters without a meaning, or scripts mixed within words."""
    text = "".join(line.text for line in lines)
    if not text:
        return False
    if len(_RUBBISH.findall(text)) > _MOST_RUBBISH * len(text):
        return True
    words = re.findall(r"[^\W\d_]{3,}", text)
    return len(words) >= _WORDS_TO_JUDGE and sum(map(_is_mixed, words)) > _MOST_MIXED * len(words)


def _is_mixed(word: str) -> bool:
    return len({unicodedata.name(letter, "?").split(" ")[0] for letter in word} & _SCRIPTS) > 1


def _spans(textpage: "PdfTextPage") -> Iterator[tuple[int, int, str]]:
    """Yield first and last character and the text of each line, as PDFium numbers the characters."""
    from pypdfium2 import raw

    text, count = textpage.get_text_range(errors="replace"), textpage.count_chars()
    if len(text) != count:  # it gives one that it counts twice once, so each is asked for
        text = "".join(_character(raw.FPDFText_GetUnicode(textpage, index)) for index in range(count))
    for match in _LINE.finditer(text):
        yield match.start(), match.end() - 1, match[0]


def _character(number: int) -> str:
    try:
        return chr(number).encode().decode()
    except (ValueError, OverflowError):
        return "\ufffd"


def _line(textpage: "PdfTextPage", page: int, span: tuple[int, int], text: str, height: float) -> PageLine | None:
    from pypdfium2 import raw

    shown = text.strip()
    if not shown:
        return None
    first = span[0] + len(text) - len(text.lstrip())
    last = first + len(shown) - 1
    left, bottom, _right, top = textpage.get_charbox(first)
    _left, low, right, high = textpage.get_charbox(last)
    size = float(raw.FPDFText_GetFontSize(textpage, first))
    return PageLine(page, shown, left, right, min(bottom, low), max(top, high), size, height)


def _is_on_page(page: "PdfPage", line: PageLine) -> bool:
    """Whether a line is within the page's visible part, and large enough to be seen."""
    left, bottom, right, top = page.get_bbox()  # unlike its boxes, with what the pages around it state
    is_inside = line.left < right and line.right > left and line.bottom < top and line.top > bottom
    is_tiny = line.size == 0 or (line.size < _TINY_POINTS and line.top - line.bottom < _TINY_POINTS)
    return is_inside and not is_tiny


def _has_white(page: "PdfPage") -> bool:
    """Whether any text on a page is white, which is rare, so that few pages are asked of each line."""
    from pypdfium2 import raw

    return any(_white(each.raw) for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=3))


def _white(page_object: object) -> bool:
    import ctypes

    from pypdfium2 import raw

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    found = raw.FPDFPageObj_GetFillColor(page_object, red, green, blue, alpha)
    return bool(found) and (alpha.value == 0 or min(red.value, green.value, blue.value) >= _WHITE_FROM)


def _is_white(textpage: "PdfTextPage", index: int) -> bool:
    from pypdfium2 import raw

    page_object = raw.FPDFText_GetTextObject(textpage, index)
    return bool(page_object) and _white(page_object)


def _is_on_ground(page: "PdfPage", line: PageLine) -> bool:
    """Whether a picture or a coloured shape lies under a line, on which white words are read."""
    from pypdfium2 import raw

    kinds = [raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING]
    middle, level = (line.left + line.right) / 2, (line.bottom + line.top) / 2
    for each in page.get_objects(filter=kinds, max_depth=3):
        left, bottom, right, top = each.get_pos() if hasattr(each, "get_pos") else each.get_bounds()
        if (
            left <= middle <= right
            and bottom <= level <= top
            and not (each.type == raw.FPDF_PAGEOBJ_PATH and _white(each.raw))
        ):
            return True
    return False

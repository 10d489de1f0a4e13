"""What stands on a page and is not the text: running heads and feet, page numbers, numbers of lines."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from index.readers.paged.lines import PageLine

_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:page|seite|p\.|s\.)\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of|von)\s*\d{1,4})?[-–—\s]*",
    re.IGNORECASE,
)
_REPEATED = 0.35  # share of the pages on which a line stands at one height
_HEIGHT_POINTS = 6.0  # within which two lines stand at one height
_MARGIN = 0.09  # share of the page's height, above and below
_GAP = 1.8  # between the text and a head or a foot, in heights of a line
_NOTE_MARK = re.compile(r"\d{1,3}|[*†‡§¶]{1,3}")
_RAISED = 0.8  # of the usual size of a page's lines
_LINE_NUMBERS = 5  # in a row


def boilerplate_of(pages: Sequence[Sequence[PageLine]]) -> set[PageLine]:
    """Return the lines that are no text, of all pages."""
    found = {line for page in pages for line in (*_numbers_of_lines(page), *_margins(page), *_marks_of_notes(page))}
    return found | _repeated(pages)


def _repeated(pages: Sequence[Sequence[PageLine]]) -> set[PageLine]:
    """Return lines that stand at one height on many pages, whatever numbers are in them, first or last on theirs."""
    groups: defaultdict[tuple[str, int], list[PageLine]] = defaultdict(list)
    for page in pages:
        for line in _outermost(page):
            for level in (round(line.bottom / _HEIGHT_POINTS), round(line.bottom / _HEIGHT_POINTS + 0.5) + 100_000):
                groups[_DIGITS.sub("0", line.text), level].append(line)
    enough = max(2, _REPEATED * len(pages))
    return {line for lines in groups.values() if len({each.page for each in lines}) >= enough for line in lines}


def _outermost(page: Sequence[PageLine]) -> list[PageLine]:
    by_height = sorted(page, key=lambda line: line.bottom)
    return [*by_height[:4], *by_height[-4:]]


def _margins(page: Sequence[PageLine]) -> Iterable[PageLine]:
    """Yield the lines at the very top and bottom of a page that stand apart from its text."""
    by_height = sorted(page, key=lambda line: -line.top)
    if by_height and by_height[-1].text.strip("-–— ") == str(by_height[-1].page + 1):
        yield by_height.pop()
    if len(by_height) < _LINE_NUMBERS:
        return
    pitch = median(max(1.0, line.top - line.bottom) for line in page)
    for order, is_top in ((by_height, True), (by_height[::-1], False)):
        taken = _apart(order, pitch, is_top=is_top)
        if all(_is_in_margin(line, is_top=is_top) or _NUMBER.fullmatch(line.text) for line in taken):
            yield from taken


def _apart(order: Sequence[PageLine], pitch: float, *, is_top: bool) -> list[PageLine]:
    """Return the first lines in an order from the edge, up to the first gap; nothing where there is no gap soon."""
    taken = [order[0]]
    for last, line in pairwise(order):
        gap = last.bottom - line.top if is_top else line.bottom - last.top
        if gap > _GAP * pitch:
            return taken
        taken.append(line)
        if len(taken) > 4:  # noqa: PLR2004 heads and feet are short
            return []
    return []


def _is_in_margin(line: PageLine, *, is_top: bool) -> bool:
    edge = line.height * _MARGIN
    return line.bottom > line.height - edge if is_top else line.top < edge


def _numbers_of_lines(page: Sequence[PageLine]) -> list[PageLine]:
    """Return lines that are nothing but numbers that count up, as a transcript's lines are counted."""
    found: list[PageLine] = []
    run: list[PageLine] = []
    for line in page:
        if line.text.isdecimal() and (not run or int(line.text) == int(run[-1].text) + 1):
            run.append(line)
            continue
        found += run if len(run) >= _LINE_NUMBERS else []
        run = [line] if line.text.isdecimal() else []
    return [*found, *(run if len(run) >= _LINE_NUMBERS else [])]


def _marks_of_notes(page: Sequence[PageLine]) -> list[PageLine]:
    """Return the small raised numbers before notes, which PDFium gives as lines of their own."""
    usual = median(line.size for line in page) if page else 0
    return [line for line in page if _NOTE_MARK.fullmatch(line.text) and line.size < _RAISED * usual]


def repeated_once(lines: Iterable[PageLine]) -> list[str]:
    """Return the words of running lines, each once, in their order."""
    counted = Counter(_DIGITS.sub("0", line.text) for line in lines)
    firsts = {_DIGITS.sub("0", line.text): line.text for line in reversed(list(lines))}
    return [firsts[each] for each in counted]

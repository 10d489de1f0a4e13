"""Where sentences begin and end, by the sentencex library, made safe for long texts.

The one rule of this module's own: in doubt two sentences stay one, so that nobody cuts inside a sentence.
It knows nothing of documents or passages.
"""

from collections.abc import Iterator
from itertools import pairwise

import regex

from index.text.abbreviations import REACH, goes_on, is_counted
from index.text.analysis import primary

# The splitter looks for the partner of every opening quotation mark, which takes quadratic time in a text that
# never closes them (14 s for a million characters); in windows of this size the time stays linear.
WINDOW_CHARS = 8_000
# A border this close to a window's end was found without seeing what follows it.
MARGIN_CHARS = 200

_BEFORE_LOWER_CASE = regex.compile(r"(?<!\w)\w{1,3}\.\s*$|(?<![.!?])[)\]]\s*$")
_BEFORE_DIGIT = regex.compile(r"(?<!\w)\p{L}{1,6}\.\s*$")
_LIST_NUMBER = regex.compile(r"(?:^|\n\s*|[.!?]\s+)\(?(?:\d{1,3}|\p{L})[.)]\s*$")
# A mark belongs to the character before it, a closing quotation mark to the sentence before it.
_CONTINUES = regex.compile(r"[\p{M}\u200d]|[\"”’»)\]]+(?:\s|$)|[」』】〉》〕）］]+")
# Of these, the splitter pairs some and not others.
_OPENED = regex.compile(r"[「『【](?=[^「」『』【】\n]*$)")
_CLOSED = regex.compile(r"[^「」『』【】\n]*[」』】]")
_BLANK_LINE = regex.compile(r"\n\s*\n\s*$|^\s+$")


def sentence_spans(text: str, language: str | None = None) -> tuple[tuple[int, int], ...]:
    """Find the sentences of a text as (start, end) in characters, without the white space around them.

    Args:
        text: any text; a blank line ends a sentence, a single line break does not.
        language: BCP 47 tag, of which the primary part counts; English where it is None.

    Time is linear in the length of the text.
    """
    starts = [*_starts(text, primary(language)), len(text)]
    return tuple(
        (start, start + len(text[start:end].rstrip())) for start, end in pairwise(starts) if text[start:end].strip()
    )


def _starts(text: str, language: str) -> Iterator[int]:
    start = _next_visible(text, 0)
    yield start
    for border in _borders(text, language):
        if border <= start:  # a further border within white space that is already skipped
            continue
        start = _next_visible(text, border)
        if not _joins(text, start, language):
            yield start


def _borders(text: str, language: str) -> Iterator[int]:
    position = 0
    while position < len(text):
        window = _window(text, position)
        import sentencex  # here, since a process that only answers cuts no sentences

        found = [sentence["start_index"] for sentence in sentencex.get_sentence_boundaries(language, window)[1:]]
        at_end = position + len(window) == len(text)
        safe = found if at_end else [border for border in found if border < len(window) - MARGIN_CHARS]
        yield from (position + border for border in safe)
        position += len(window) if at_end or not safe else safe[-1]


def _window(text: str, position: int) -> str:
    """Take the next window; one that is not the last ends outside straight quotation marks, where it can."""
    window = text[position : position + WINDOW_CHARS]
    if position + len(window) < len(text) and window.count('"') % 2:
        last_mark = window.rindex('"')
        return window[:last_mark] if last_mark > WINDOW_CHARS // 2 else window
    return window


def _next_visible(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _joins(text: str, start: int, language: str) -> bool:
    """Whether the splitter took an abbreviation or a list number before `start` for the end of a sentence.

    Nothing is concurrent: where many ask at once, a pattern that lets go of the interpreter for a few letters waits
    for its turn longer than it takes.
    """
    before, after = text[max(0, start - 16) : start], text[start : start + 1]
    if _CONTINUES.match(text, start, concurrent=False):
        return True
    if _BLANK_LINE.search(before, concurrent=False):
        return False
    if after.islower() and _BEFORE_LOWER_CASE.search(before, concurrent=False):
        return True
    if after.isdigit() and _BEFORE_DIGIT.search(before, concurrent=False):
        return True
    if _LIST_NUMBER.search(before, concurrent=False) and not is_counted(before, language):
        return True
    before = text[max(0, start - REACH) : start]
    is_quoted = bool(
        _OPENED.search(before, concurrent=False) and _CLOSED.match(text, start, start + REACH, concurrent=False)
    )
    return is_quoted or goes_on(before, text[start : start + REACH], language)

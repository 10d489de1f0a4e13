"""Chats that a program saved as text: Discord, WhatsApp, IRC, Slack, Telegram. Each message is its speaker's.

A message begins with a line that says when and who; what follows is its own up to the next such line. Most lines of the
text must be messages: a story with a dialogue, or an essay that quotes a chat, is none.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from index.messages import Sentence
from index.model import Block, LeftOut
from index.readers.parsing.base import Format, ParsedDocument, reported
from index.readers.parsing.source_lines import find_citations
from index.readers.parsing.spans import lines, trim
from index.text.wordlists import load_data

REASON = Sentence("Left out: what a chat program adds to the messages.")

_ENOUGH = 2  # messages, of at least so many speakers or with a mark of a program
_CERTAIN = frozenset({1, 2, 3, 5, 7})  # forms of lines that nobody writes by hand; a line of prose may stand above
_MONTH = r"[^\W\d_]{3,10}\.?"
_DAY = (
    rf"(?:\d{{1,4}}[./-](?:\d{{1,2}}|{_MONTH})[./-]\d{{2,4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,2}}\.? {_MONTH},? \d{{4}}|today|yesterday)"
)
_TIME = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[.,]\d{1,6})?(?:[ \u202f]?[ap]\.?m\.?)?(?: ?(?:UTC|Z|[+-]\d\d:?\d\d))?"
_WHEN = rf"(?:{_DAY}(?:,| at| um|T)? ?{_TIME}|{_TIME}(?:,? {_DAY})?|{_DAY})"
_NAME = r"[^\s\[\]<>:](?:[^\[\]<>:\n]{0,38}[^\s\[\]<>:])?"
_FIRST_OF_NAME = _NAME.replace("{0,38}", "{0,38}?")  # as short as what follows lets it be
_WRITTEN = (
    rf"\[{_WHEN}\] (?P<who>{_NAME}):(?= |$)",  # WhatsApp on iOS, Slack's look
    rf"\[{_WHEN}\] <[ @+%~&]?(?P<who>[^\s<>]{{1,40}})>",  # IRC with brackets
    rf"\[?{_WHEN}\]?:? <[ @+%~&]?(?P<who>[^\s<>]{{1,40}})>",  # IRC
    rf"{_DAY},? {_TIME} [-–] (?P<who>{_NAME}):(?= |$)",  # WhatsApp on Android
    rf"{_TIME}(?: From |\t From |\t)[ \t]*(?P<who>{_FIRST_OF_NAME})(?: to {_NAME})?[ \t]*:(?=\s|$)",  # Zoom
    rf"\[{_WHEN}\] (?P<who>{_NAME})$",  # Discord exporter, Teams
    rf"(?P<who>{_NAME}),?[ ]{{1,4}}\[{_WHEN}\]:?$",  # Telegram, Slack as copied
    rf"(?P<who>{_NAME}) — {_WHEN}$",  # Discord as copied
)
_BEFORE_FORM = r"[\u200e\u200f\ufeff]*"
# All of them at once, which most lines are not, in a fraction of the time.
_ANY_FORM = re.compile(rf"{_BEFORE_FORM}(?:{'|'.join(_WRITTEN).replace('?P<who>', '?:')})", re.IGNORECASE)
_DISCRIMINATOR = re.compile(r"#\d{4}$")


class _Message(NamedTuple):
    """A message: whose, the span of its words, and in which form it was saved."""

    who: str
    start: int
    end: int
    form: int


def recognises(text: str) -> bool:
    """Whether a text is a chat: it begins with messages, and people speak in it."""
    found = _headers(text, most=200)
    names = {who.casefold() for who, *_ in found}
    forms = {form for *_, form in found}
    if len(found) < _ENOUGH or _lines_above(text, found) > forms.issubset(_CERTAIN):
        return False
    if len(forms) > _ENOUGH or len(names) < _ENOUGH:
        return False
    if forms <= _CERTAIN and len(found) > _ENOUGH:
        return True
    words = {word.strip(".,!?") for word in text[:20_000].casefold().split()}
    return not words.isdisjoint(load_data("chats.yaml")["speaking"].split())


def read(text: str) -> tuple[ParsedDocument, ...]:
    """Read a chat as one work whose blocks are its messages, each with its speaker."""
    blocks = tuple(Block(each.start, each.end, "post", speaker=each.who) for each in _messages(text))
    kept = sum(block.end - block.start for block in blocks)
    draft = ParsedDocument(_only(text, blocks), _moved(blocks))
    citations = find_citations(draft.text, draft.blocks)
    left_out = (LeftOut(REASON, len(text.strip()) - kept),)
    return (reported(ParsedDocument(draft.text, draft.blocks, citations), left_out),)


def _only(text: str, blocks: Sequence[Block]) -> str:
    return "\n\n".join(text[block.start : block.end] for block in blocks)


def _moved(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks where they stand in a text that is nothing but them."""
    moved, start = [], 0
    for block in blocks:
        end = start + block.end - block.start
        moved.append(Block(start, end, block.kind, speaker=block.speaker))
        start = end + 2
    return tuple(moved)


def _headers(text: str, most: int | None = None) -> list[tuple[str, int, int, int]]:
    """Return who speaks, where the line begins, where the words do, and the form, of each message."""
    no_names = frozenset(load_data("chats.yaml")["no_names"].split())
    found: list[tuple[str, int, int, int]] = []
    for start, end in lines(text):
        header = _header(text, start, end)
        if header and header[0].casefold() not in no_names:
            found.append((header[0], start, *header[1:]))
            if most and len(found) == most:
                break
    return found


def _header(text: str, start: int, end: int) -> tuple[str, int, int] | None:
    if not _ANY_FORM.match(text, start, end):
        return None
    for number, form in enumerate(_forms()):
        found = form.match(text, start, end)
        if found:
            return _DISCRIMINATOR.sub("", found["who"].strip(" ~,\u200e")), found.end(), number
    return None


def _lines_above(text: str, found: Sequence[tuple[str, int, int, int]]) -> int:
    """Count the lines above the first message that no program writes there."""
    above = (line.strip() for line in text[: found[0][1]].splitlines())
    return sum(bool(line) and not (_boilerplate().fullmatch(line) or _is_event(line)) for line in above)


def _is_event(line: str) -> bool:
    action, notice = _events()
    return bool(action.match(line) or notice.fullmatch(line))


def _messages(text: str) -> Iterator[_Message]:
    headers = _headers(text)
    starts = [start for _, start, _, _ in headers[1:]] + [len(text)]
    for (who, _, first, form), stop in zip(headers, starts, strict=True):
        start, end = trim(text, first, _end_of_words(text, first, stop))
        if start < end and not _system().fullmatch(text, start, end):
            yield _Message(who, start, end, form)


def _end_of_words(text: str, start: int, stop: int) -> int:
    """Return where a message's own words end: at a section of the program's, an event, or the next message."""
    position = start
    for line_start, line_end in lines(text[start:stop]):
        line = text[start + line_start : start + line_end].strip()
        if line and line_start and (_ends().fullmatch(line) or _is_event(line)):
            break
        position = start + line_end
    return position


# Compiled where a text has such lines: together they take longer than reading a short one.
@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"{_BEFORE_FORM}(?:{form})[ \t]*", re.IGNORECASE) for form in _WRITTEN)


@cache
def _events() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what a line matches in which somebody does something, and one of the program's own."""
    notice = rf"{_BEFORE_FORM}(?:\[{_WHEN}\]|{_DAY},? {_TIME} [-–]|{_TIME}) (?:\*+ |-!- |--> |<-- |\S).*"
    action = rf"\[?{_WHEN}\]? +(?:\*{{1,3}}|-!-|-->|<--|[-=]>).*"
    return re.compile(action, re.IGNORECASE), re.compile(notice, re.IGNORECASE)


@cache
def _system() -> re.Pattern[str]:
    return _any(load_data("chats.yaml")["system"])


@cache
def _boilerplate() -> re.Pattern[str]:
    return _any(load_data("chats.yaml")["boilerplate"])


@cache
def _ends() -> re.Pattern[str]:
    data = load_data("chats.yaml")
    return _any([data["sections"], *data["boilerplate"]])


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


FORMAT = Format("saved chat", read, recognises=recognises)

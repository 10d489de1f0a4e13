"""Lines of facts: in full while there is room, folded to a beginning where there is none, or cut to fill pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.cards.markdown import escape, fitted, size
from bot.cards.stretches import stretches
from bot.wording import cards as wording
from bot.wording.i18n import counted
from bot.wording.i18n import gettext as _

BEGINNING_CHARS = 200  # of the first fact that does not stand in full
BEGINNING_LINE_CHARS = 380  # the same with its label and with the pointer to its own page


@dataclass(frozen=True, slots=True)
class Line:
    """A fact as it is shown: what it is and a link (our Markdown), and its words (a seed's, in one line)."""

    label: str
    words: str = ""
    link: str = ""
    is_correction: bool = False

    def __str__(self) -> str:
        return " ".join(text for text in (self.label, self.link, escape(self.words)) if text)


def folded(facts: Sequence[Line], long: int, room: int) -> tuple[str, Sequence[Line]]:
    """Take facts in full while they are not too long; of the next one its beginning and a pointer.

    Returns the text, and the facts that are not in full in it.
    """
    lines: list[str] = []
    for position, fact in enumerate(facts):
        line = str(fact)
        long -= len(fact.words)
        room -= size(line) + 1
        last = position == len(facts) - 1
        if long < 0 or room < (0 if last else BEGINNING_LINE_CHARS):
            return joined(*lines, _beginning(facts[position:])), facts[position:]
        lines.append(line)
    return joined(*lines), ()


def _beginning(facts: Sequence[Line]) -> str:
    """Show how the first of several facts begins, and say where they all stand."""
    more = len(facts) - 1
    pointer = counted(wording.ALL_IN_FULL_BELOW, more) if more else _(wording.IN_FULL_BELOW)
    return f"{facts[0].label} {fitted(facts[0].words, BEGINNING_CHARS)} {pointer}"


def joined(*texts: str) -> str:
    """Put texts below each other, leaving out empty ones."""
    return "\n".join(text for text in texts if text)


def texts_of(facts: Sequence[Line], room: int, language: str | None) -> Iterator[str]:
    """Fill texts of at most `room` characters with facts in full, cut at sentence borders where they must be."""
    text = ""
    for line in (line for fact in facts for line in _lines(fact, room, language)):
        if text and size(text) + 1 + size(line) > room:
            yield text
            text = line
        else:
            text = f"{text}\n{line}" if text else line
    if text:
        yield text


def _lines(fact: Line, room: int, language: str | None) -> Iterator[str]:
    """Cut a fact at sentence borders where it is longer than a text; each line says what it is."""
    if not fact.words:
        yield str(fact)

    def line(start: int, end: int) -> Line:
        label = f"{fact.label} {_(wording.CONTINUED)}" if start else fact.label
        return Line(label, fact.words[start:end], "" if start else fact.link)

    for start, end in stretches(fact.words, room, lambda start, end: size(str(line(start, end))), language):
        yield str(line(start, end))

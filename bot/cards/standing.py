"""What stands beside the quote of an answer: caveats in full, or of long ones the first sentence and a button to all.

A caveat of at most `SHORT_CHARS` stands in full on every page, and so does a correction, whatever its length. Lists
have another way to shorten (see facts.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.cards.facts import Told
from bot.cards.folding import Line, joined
from bot.cards.markdown import fitted, size
from bot.wording import cards as wording
from bot.wording.i18n import counted
from bot.wording.i18n import gettext as _
from index.text.sentences import sentence_spans

SHORT_CHARS = 300  # of a caveat's words, up to which nothing of it is left to a button
SENTENCE_CHARS = 300  # of Markdown, of a first sentence
OTHERS_CHARS = 60  # of the line that tells how many more there are


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands beside a quote.

    Attributes:
        texts: the origin, the caveats, the remarks; those there are.
        cut: corrections that are too long to stand there, for pages right after it.
        is_whole: whether all is told in full there.
    """

    texts: tuple[str, ...]
    cut: tuple[Line, ...] = ()
    is_whole: bool = True

    @property
    def size(self) -> int:
        """Characters of its Markdown."""
        return sum(map(size, self.texts)) + len(self.texts) - 1


def in_full(told: Told) -> Standing:
    """Tell all in full, however long that is."""
    remarks = joined(*map(str, (*told.cited, *told.notes)))
    return Standing(tuple(filter(None, (told.named, joined(*map(str, told.cautions)), remarks))))


def in_brief(told: Told, room: int, language: str | None) -> Standing:
    """Tell as much as fits, of what is long the first sentence alone.

    Args:
        told: all there is to tell.
        room: characters of Markdown, at least 2,300.
        language: of the caveats.
    """
    room -= size(told.named) + 2
    cautions = _Filling(room, language)
    cautions.take(told.cautions)
    remarks = _Filling(cautions.room, language)
    remarks.take((*told.cited, *told.notes))
    return Standing(
        tuple(filter(None, (told.named, cautions.text, remarks.text))),
        tuple(each for each in cautions.cut if each.is_correction),
        is_whole=not cautions.cut and not remarks.cut,
    )


class _Filling:
    """Takes lines while there is room, each in full or its first sentence; the first one stands there in any case."""

    def __init__(self, room: int, language: str | None) -> None:
        self.room = room
        self.cut: list[Line] = []
        self._language = language
        self._shown: list[str] = []
        self._left_out = 0

    @property
    def text(self) -> str:
        others = counted(wording.OTHERS_BY_BUTTON, self._left_out) if self._left_out else ""
        return joined(*self._shown, others)

    def take(self, lines: Sequence[Line]) -> None:
        for line in lines:
            said = next((each for each in self._forms(line) if size(each) + OTHERS_CHARS < self.room), None)
            if said is None and not self._shown:
                said = f"{line.label} {fitted(line.words, max(0, self.room - size(line.label) - 2 * OTHERS_CHARS))}"
            if said != str(line):
                self.cut.append(line)
            if said is None:
                self._left_out += 1
            else:
                self._shown.append(said)
                self.room -= size(said) + 1

    def _forms(self, line: Line) -> Iterator[str]:
        if line.is_correction or len(line.words) <= SHORT_CHARS:
            yield str(line)
        else:
            first = first_sentence(line.words, self._language)
            yield f"{replace(line, words='')} {fitted(first, SENTENCE_CHARS)} {_(wording.REST_BY_BUTTON)}"


def first_sentence(words: str, language: str | None) -> str:
    """Return the first sentence of some words, as it stands there."""
    start, end = next(iter(sentence_spans(words, language)), (0, len(words)))
    return words[start:end]

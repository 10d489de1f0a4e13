"""What a quote leaves out at its ellipses: nothing that matters, or words that turn round what is said."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from index.quoting.folding import cuts_a_word, occurrences
from index.quoting.model import Difference
from index.quoting.qualifiers import qualifiers
from index.quoting.quotes import Quote
from index.quoting.stretches import Stretch
from index.text.analysis import primary
from index.text.languages import detect
from index.text.sentences import sentence_spans

PHRASE_CHARS = 40  # around what is left out, since a phrase such as "no longer" may stand half in it
NEXT_PLACES = 8  # of a side that are tried behind each place of the side before it
OmittedSpan = tuple[int, int]


class Omissions:
    """The sides of a quote in a stretch, by their places in its bare text."""

    def __init__(self, quote: Quote, stretch: Stretch) -> None:
        self._stretch = stretch
        self._text = stretch.bare.text
        self._sides = [list(_spans(side, stretch)) for side in quote.sides]

    @property
    def found(self) -> bool:
        """Whether all sides stand in the stretch."""
        return all(self._sides)

    def harmless(self) -> list[OmittedSpan] | None:
        """Place the sides so that what is between them may be left out; None where that cannot be done."""
        if not self.found:
            return None
        judge = _Judge(self._stretch)
        paths = {span: [span] for span in self._sides[0]}
        for side in self._sides[1:]:
            paths = {
                then: [*path, then]
                for span, path in paths.items()
                for then in _behind(side, span)
                if judge.may_leave_out(span[1], then[0])
            }
        return next(iter(paths.values()), None)

    def placed(self) -> list[OmittedSpan]:
        """Place the sides as near to one another as they stand, in order where they do; in order of the text."""
        ways = [list(_nearest(first, self._sides[1:])) for first in self._sides[0]]
        whole = [way for way in ways if len(way) == len(self._sides)]
        if not whole:
            return sorted(spans[0] for spans in self._sides)
        return min(whole, key=lambda way: way[-1][1] - way[0][0])

    @property
    def length(self) -> int:
        """The characters from the first to the last of them, as they are placed."""
        placed = self.placed()
        return placed[-1][1] - placed[0][0]

    def differences(self) -> Iterator[Difference]:
        """Yield the sides and what stands between them, what limits or negates it by itself."""
        last: int | None = None
        judge = _Judge(self._stretch)
        for start, end in self.placed():
            if last is not None:
                yield from _left_out(self._text, last, start, judge.turning(last, start) or [])
            if end > (last or 0):
                yield Difference("same", _one_line(self._text[max(start, last or 0) : end]))
            last = max(end, last or 0)


class _Judge:
    """Tells what may be left out of a stretch without changing what it says."""

    def __init__(self, stretch: Stretch) -> None:
        self._text, self._hedges = stretch.bare.text, list(_hedges(stretch))
        self._language = primary(stretch.language) if stretch.language else detect(self._text)
        self._starts = [start for start, _ in sentence_spans(self._text, stretch.language)]

    def may_leave_out(self, start: int, end: int) -> bool:
        """Tell whether what is between two sides may go: it stays in a sentence, or ends it or begins the next."""
        if not any(map(str.isalnum, self._text[start:end])):
            return True
        return self._is_near(start, end) and self.turning(start, end) == []

    def turning(self, start: int, end: int) -> list[OmittedSpan] | None:
        """Return what limits or negates between two offsets, in order; None where nobody knows the language."""
        first = max(0, start - PHRASE_CHARS)
        found = qualifiers(self._text[first : end + PHRASE_CHARS], self._language)
        if found is None:
            return None
        spans = [*self._hedges, *((first + begin, first + finish) for begin, finish in found)]
        return sorted(
            (max(begin, start), min(finish, end)) for begin, finish in spans if begin < end and start < finish
        )

    def _is_near(self, start: int, end: int) -> bool:
        """Tell whether no more than a rest of a sentence is left out: across a border, one side must touch it."""
        first, last = (bisect_right(self._starts, offset) - 1 for offset in (start - 1, end))
        if last - first > 1:
            return False
        border = self._starts[last]
        rests = self._text[start:border], self._text[border:end]
        return first == last or not all(any(map(str.isalnum, rest)) for rest in rests)


def _spans(side: str, stretch: Stretch) -> Iterator[OmittedSpan]:
    """Yield the spans of a side in the bare text of a stretch, its words whole."""
    for offset in occurrences(side, stretch.plain_bare):
        start, end = stretch.words.source_span(offset, offset + len(side))
        if not (cuts_a_word(stretch.bare.text, start) or cuts_a_word(stretch.bare.text, end)):
            yield start, end


def _behind(side: Sequence[OmittedSpan], span: OmittedSpan) -> Sequence[OmittedSpan]:
    first = bisect_right(side, (span[1] - 1, 0))
    return [each for each in side[first : first + NEXT_PLACES] if each[0] >= span[1]]


def _nearest(first: OmittedSpan, sides: Iterable[Sequence[OmittedSpan]]) -> Iterator[OmittedSpan]:
    yield first
    for side in sides:
        behind = _behind(side, first)
        if not behind:
            return
        first = behind[0]
        yield first


def _hedges(stretch: Stretch) -> Iterator[OmittedSpan]:
    """Yield the hedges of the passages by their places in the bare text."""
    for passage, start in zip(stretch.passages, stretch.starts, strict=True):
        for hedge in passage.hedges:
            yield stretch.bare.span(start + hedge.start, start + hedge.end)


def _left_out(text: str, start: int, end: int, turning: Sequence[OmittedSpan]) -> Iterator[Difference]:
    """Yield what is left out between two offsets, neighbouring words that turn the sense as one."""
    offset = start
    for first, last in [*_joined(text, turning), (end, end)]:
        if missing := _one_line(text[offset:first]):
            yield Difference("missing", missing)
        if turns := _one_line(text[first:last]):
            yield Difference("turning", turns)
        offset = max(offset, last)


def _joined(text: str, spans: Iterable[OmittedSpan]) -> list[OmittedSpan]:
    joined: list[OmittedSpan] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _one_line(text: str) -> str:
    return " ".join(text.replace("\ufffc", "…").split())

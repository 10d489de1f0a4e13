"""What is visible of a hit's passage, in stretches that fit on a card, matches bold and hedges underlined.

Made from a `Hit` alone, so that no words are quoted that carry no attribution and no caveat. Knows no layout.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.cards.facts import as_many
from bot.cards.markdown import StyledText, block_quote, fitted, marked, size
from bot.cards.stretches import stretches
from bot.wording import cards as wording
from bot.wording.accounts import whose
from bot.wording.i18n import gettext as _
from index.answered import Hit
from index.model import Passage
from index.sentences.best import best_of
from index.showing.facts import HedgeFact, hedge_facts, unnamed_claims
from index.showing.markup import ANSWERS, one_line, segments
from index.text.characters import visible

WHO_CHARS = 80  # of a name of whom the passage quotes or cites
HEDGE_CHARS = 80  # of one hedge's words in the list below the quote; the quote underlines all of them


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a passage as Markdown: a block quote, why its hedges are underlined, and what it has from others.

    Attributes:
        complete: whether it is the whole passage.
    """

    quote: str
    hedges: str = ""
    others: str = ""
    complete: bool = True

    @property
    def texts(self) -> tuple[str, ...]:
        """The quote by itself, so that no line after it can be taken for a part of it, and what is said of it."""
        beneath = "\n".join(text for text in (self.hedges, self.others) if text)
        return (self.quote, beneath) if beneath else (self.quote,)

    @property
    def size(self) -> int:
        """Characters of all its Markdown."""
        return sum(map(size, self.texts))


def excerpts(hit: Hit, room: int, first_less: int = 0) -> Iterator[Excerpt]:
    """Yield a hit's visible text in stretches of at most `room` characters of Markdown, at sentence borders.

    Joined, the quotes are the whole visible text. A sentence that does not fit by itself is cut between words, a
    word between characters. There is always at least one; `room` should be some hundreds of characters, also
    without what the first stretch has less.
    """
    runs = [
        StyledText(each.text, each.matched, each.hedge is not None) for each in segments(hit.passage, hit.highlights)
    ]
    text = "".join(run.text for run in runs)
    if not text.strip():
        yield Excerpt(_(wording.NO_VISIBLE_WORDS))
        return
    first_less = min(first_less, room - 1)
    apart = _apart(hit, len(text))
    hedges, others = _visible_hedges(hit.passage), _visible_others(hit.passage)

    def excerpt(start: int, end: int) -> Excerpt:
        quote = block_quote(_quoted(runs, (start, end), apart))
        within = _each_once(words for first, last, words in hedges if first < end and start < last)
        told = dict.fromkeys(words for first, last, words in others if first < end and start < last)
        return Excerpt(
            quote,
            _hedge_line(within, hit.passage, room // 2),
            _others_line([*told], room // 3),
            complete=end - start == len(text),
        )

    def taken(start: int, end: int) -> int:
        return excerpt(start, end).size + (0 if start else first_less)

    spans = stretches(text, room, taken, hit.passage.language)
    yield from (excerpt(start, end) for start, end in spans)


def _apart(hit: Hit, length: int) -> tuple[int, int]:
    """Return the visible span of the sentence that answers; an empty one where it is not clear, or all there is."""
    best = best_of(hit)
    span = _visible_span(hit.passage, best.start, best.end) if best else (0, 0)
    return (0, 0) if span == (0, length) else span


def _quoted(runs: Sequence[StyledText], span: tuple[int, int], apart: tuple[int, int]) -> str:
    """Render a stretch, what of it answers as a paragraph of its own behind a mark: emphasis has other meanings."""
    (start, end), (first, last) = span, (max(span[0], apart[0]), min(span[1], apart[1]))
    if first >= last:
        return marked(_cut(runs, start, end))
    before, best, after = (marked(_cut(runs, *each)).strip() for each in ((start, first), (first, last), (last, end)))
    return "\n\n".join(filter(None, (before, f"{ANSWERS} {best}", after)))


def _cut(runs: Iterable[StyledText], start: int, end: int) -> Iterator[StyledText]:
    position = 0
    for run in runs:
        text = run.text[max(0, start - position) : max(0, end - position)]
        position += len(run.text)
        if text:
            yield StyledText(text, run.bold, run.underlined)


def _visible_hedges(passage: Passage) -> list[tuple[int, int, str]]:
    """List the hedges by their span of the visible text, each as it is named below the quote."""
    return [(*_visible_span(passage, fact.hedge.start, fact.hedge.end), _hedge(fact)) for fact in hedge_facts(passage)]


def _visible_others(passage: Passage) -> list[tuple[int, int, str]]:
    """List what is quoted or cited by its span of the visible text, each as it is named below the quote."""
    linked = [each for each in passage.citations if each.url and not each.truncated]
    return [
        (
            *_visible_span(passage, fact.claim.start, fact.claim.end),
            whose(fact.claim, lambda who: fitted(one_line(who), WHO_CHARS)),
        )
        for fact in unnamed_claims(passage, linked)
    ]


def _visible_span(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """Return where a span of a passage's text stands in its visible text."""
    return len(visible(passage.text[:start])), len(visible(passage.text[:end]))


def _hedge(fact: HedgeFact) -> str:
    quoted = _(wording.QUOTED).format(words=fitted(one_line(fact.words or ""), HEDGE_CHARS))
    return wording.HEDGE.format(quoted=quoted, reason=_(wording.REASONS[fact.hedge.reason]))


def _each_once(named: Iterable[str]) -> list[str]:
    """Leave out what was named before, in whatever case."""
    return list({words.casefold(): words for words in reversed([*named])}.values())[::-1]


def _hedge_line(hedges: Sequence[str], passage: Passage, room: int) -> str:
    template = _(wording.HEDGES) if passage.attribution.verbatim else _(wording.RESTATED_HEDGES)
    return as_many(lambda listed: template.format(hedges=listed), hedges, room)


def _others_line(others: Sequence[str], room: int) -> str:
    return as_many(lambda listed: _(wording.FROM_OTHERS).format(others=listed), others, room)

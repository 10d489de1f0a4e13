"""The longest run of words of a text that stands in the seeds, where all of the text does not."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from index.model import Passage
from index.quoting.differences import QuotePiece, pieces
from index.quoting.quotes import Quote
from index.quoting.stretches import Stretch
from index.text.analysis import analyzer, primary

FEWEST_WORDS = 5
FEWEST_NAMING = 3  # of them that are no stop words: others stand in a row by chance


@dataclass(frozen=True, slots=True)
class StandingPart:
    """Words of a text that stand in a passage, as the text has them, with what stands around them there."""

    words: str
    passage: Passage
    around: tuple[str, str]


def longest_standing(quote: Quote, stretches: Iterable[Stretch]) -> StandingPart | None:
    """Return the longest run of a quote's words that stands in any of some stretches; None where it is chance."""
    said = pieces(quote.bare)
    runs = (_run(quote.bare, said, stretch) for stretch in stretches)
    return max((run for run in runs if run), key=lambda run: len(run.words), default=None)


def _run(text: str, said: list[QuotePiece], stretch: Stretch) -> StandingPart | None:
    stands = pieces(stretch.bare.text)
    matcher = SequenceMatcher(a=[each.key for each in said], b=[each.key for each in stands], autojunk=False)
    match = matcher.find_longest_match()
    run = said[match.a : match.a + match.size]
    while run and not run[-1].chars:
        run.pop()
    while run and not run[0].chars:
        run.pop(0)
    if len(run) < FEWEST_WORDS:
        return None
    start, end = run[0].start, run[-1].end
    words = text[start:end]
    naming = analyzer(primary(stretch.language)).terms(words)
    place = stretch.bare.origin[stands[match.b].start]
    part = StandingPart(words, stretch.passage_at(place), (text[:start].strip(), text[end:].strip()))
    return part if len(naming) >= FEWEST_NAMING else None

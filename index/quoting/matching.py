"""A quote in a stretch, word for word, and what has to be forgiven for that."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from index.messages import N_
from index.quoting.folding import TYPED, Folded, Tolerance, folded, occurrences, plain, shown_quote
from index.quoting.qualifiers import qualifiers
from index.quoting.quotes import Quote
from index.quoting.rendering import image_words, struck
from index.quoting.stretches import Stretch

MARKUP = N_("markup")
STRUCK = N_("words that the source strikes through")


@dataclass(frozen=True, slots=True)
class QuoteMatch:
    """Where a quote stands in a stretch, in characters of its text.

    Attributes:
        tolerances: the names of what had to be forgiven.
        gravity: how much that was, for comparing.
    """

    stretch: Stretch
    start: int
    end: int
    tolerances: tuple[str, ...] = ()
    gravity: int = 0


def best_match(quote: Quote, stretches: Iterable[Stretch]) -> QuoteMatch | None:
    """Return where a quote stands with the least to forgive, the first of equal ones; None where it does not."""
    best: QuoteMatch | None = None
    for stretch in stretches:
        found = _match(quote, stretch)
        if found and (best is None or found.gravity < best.gravity):
            best = found
        if best and not best.gravity:
            break
    return best


def _match(quote: Quote, stretch: Stretch) -> QuoteMatch | None:
    for start in occurrences(quote.text, stretch.text):
        if stretch.is_whole(start, end := start + len(quote.text)):
            return _with_struck(QuoteMatch(stretch, start, end), quote)
    if quote.plain in stretch.plain:
        found = _forgiving(quote.text, Folded.of(stretch.text), stretch, lambda span: stretch.is_whole(*span))
        if found:
            return _with_struck(found, quote)
    if quote.plain_bare and quote.plain_bare in stretch.plain_bare:
        return _as_shown(quote, shown_quote(quote.text), stretch.bare, stretch)
    if quote.numbered and stretch.numbered and plain(quote.numbered) in plain(stretch.numbered.text):
        return _as_shown(quote, quote.numbered, stretch.numbered, stretch)
    return None


def _as_shown(quote: Quote, words: str, page: Folded, stretch: Stretch) -> QuoteMatch | None:
    """Find a quote in what the page shows of a stretch."""
    found = _forgiving(words, page, stretch, lambda span: _keeps_sense(stretch, *span))
    if found is None:
        return None
    with_markup = (*found.tolerances, MARKUP)
    return _with_struck(QuoteMatch(stretch, found.start, found.end, with_markup, len(TYPED) + 1), quote)


def _keeps_sense(stretch: Stretch, start: int, end: int) -> bool:
    """Tell whether a span of words that a page shows is whole, and no image in it says "not"."""
    images = image_words(stretch.text[start:end])
    return stretch.is_whole(start, end) and not (images and qualifiers(images, stretch.language))


def _forgiving(
    quote: str, source: Folded, stretch: Stretch, accepts: Callable[[tuple[int, int]], bool]
) -> QuoteMatch | None:
    """Find a quote by forgiving what typing changes, and then as little of it as will do."""

    def spans(tolerances: Iterable[Tolerance]) -> Iterator[tuple[int, int]]:
        chosen = list(tolerances)
        words, text = folded(Folded.of(quote), chosen).text, folded(source, chosen)
        found = (text.source_span(offset, offset + len(words)) for offset in occurrences(words, text.text))
        return (span for span in found if accepts(span))

    span, needed = next(spans(TYPED), None), list(TYPED)
    if span is None:
        return None
    for each in TYPED:
        rest = [other for other in needed if other is not each]
        if (closer := next(spans(rest), None)) is not None:
            span, needed = closer, rest
    names = tuple(each.name for each in needed)
    return QuoteMatch(stretch, *span, names, TYPED.index(needed[-1]) + 1 if needed else 0)


def _with_struck(match: QuoteMatch, quote: Quote) -> QuoteMatch:
    """Say so where the source strikes words of the quote through, and the quote does not."""
    spans = struck(match.stretch.text)
    if struck(quote.text) or not any(start < match.end and match.start < end for start, end in spans):
        return match
    return QuoteMatch(match.stretch, match.start, match.end, (*match.tolerances, STRUCK), match.gravity + 1)

"""Is this quote in the seeds: verbatim, stitched together, altered, or absent.

Forgives what typing and rendering change, and says so. What a quote leaves out at an ellipsis must change nothing.
"""

from collections.abc import Iterable, Sequence

import regex

from index.engines.library import Searcher
from index.errors import QuestionError
from index.messages import N_
from index.quoting.altered import nearest
from index.quoting.differences import differences
from index.quoting.folding import LETTER
from index.quoting.matching import best_match
from index.quoting.model import QuoteCheck
from index.quoting.omissions import Omissions
from index.quoting.quotes import Quote, read_quote
from index.quoting.stretches import Stretch, documents, single
from index.text.analysis import analyzer

FEWEST_LETTERS = 3
CANDIDATES = 20  # passages compared; a quote of several words has its passage among the first
_SPACED, _UNSPACED = regex.compile(rf"(?V1){LETTER}"), regex.compile(rf"(?V1)[[\p{{L}}]--{LETTER}]")
TOO_SHORT = N_('"{quote}" is too short to be checked; give a whole word at least')
LEFT_OUT = N_("words left out at the ellipsis")


def verify(searcher: Searcher, text: str) -> QuoteCheck:
    """Look a quote up in the passages, and over the borders of passages in their documents.

    Raises:
        QuestionError: the quote is empty or longer than 4,000 characters, or so short that nothing can be said of it.
    """
    quote = read_quote(text)
    numbers = _most_alike(searcher, quote)
    passages = list(single(searcher, numbers))
    check = _verbatim(searcher, quote, passages, numbers)
    if check is None:
        further = [number for number in _with_the_rarest_word(searcher, quote) if number not in set(numbers)]
        others = list(single(searcher, further))
        check = _verbatim(searcher, quote, others, further)
        if check is None and _is_too_short(quote.bare):
            raise QuestionError(
                N_('"{quote}" is too short to be checked; give a whole word at least'), quote=quote.bare
            )
        check = check or _stitched(quote, [*passages, *others]) or _stitched_over(searcher, quote, numbers)
    return check or _altered(quote, passages) or QuoteCheck("absent", quote.text)


def _is_too_short(quote: str) -> bool:
    """Tell whether a quote is no word: of two letters, nobody can tell whether they are words that were altered."""
    return len(_SPACED.findall(quote)) < FEWEST_LETTERS and not _UNSPACED.search(quote)


def _most_alike(searcher: Searcher, quote: Quote) -> list[int]:
    """Return the passages that share most words; all of them where none shares a word."""
    terms = [term for language in searcher.languages for term in analyzer(language).terms(quote.bare)]
    numbers, _ = searcher.engine.top(list(dict.fromkeys(terms)), CANDIDATES)
    return [int(number) for number in numbers] or list(range(len(searcher)))


def _with_the_rarest_word(searcher: Searcher, quote: Quote) -> list[int]:
    """Return every passage with the quote's rarest word: where the quote stands, that one does."""
    engine, found = searcher.engine, list[int]()
    for language in searcher.languages:
        terms = [term for term in analyzer(language).terms(quote.bare) if term in engine]
        if terms:
            rarest = min(terms, key=engine.document_frequency)
            found.extend(map(int, engine.top([rarest], engine.document_frequency(rarest))[0]))
    return list(dict.fromkeys(found))


def _verbatim(
    searcher: Searcher, quote: Quote, passages: Sequence[Stretch], numbers: Iterable[int]
) -> QuoteCheck | None:
    match = best_match(quote, passages) or best_match(quote, documents(searcher, numbers, len(quote.text)))
    if match:
        return QuoteCheck("verbatim", quote.text, match.stretch.passage_at(match.start), match.tolerances)
    if quote.sides:
        for stretch in passages:
            if Omissions(quote, stretch).harmless() is not None:
                return QuoteCheck("verbatim", quote.text, stretch.passages[0], (LEFT_OUT,))
    return None


def _stitched(quote: Quote, stretches: Iterable[Stretch]) -> QuoteCheck | None:
    """Return what a quote with an ellipsis was stitched together from, the shortest way through all of it."""
    if not quote.sides:
        return None
    found = [(omissions, each) for each in stretches if (omissions := Omissions(quote, each)).found]
    if not found:
        return None
    omissions, stretch = min(found, key=lambda pair: pair[0].length)
    offset = stretch.bare.origin[omissions.placed()[0][0]]
    return QuoteCheck("stitched", quote.text, stretch.passage_at(offset), (), tuple(omissions.differences()))


def _stitched_over(searcher: Searcher, quote: Quote, numbers: Iterable[int]) -> QuoteCheck | None:
    """Look for the parts of a quote in different passages of one document."""
    return _stitched(quote, documents(searcher, numbers, len(quote.text))) if quote.sides else None


def _altered(quote: Quote, passages: Sequence[Stretch]) -> QuoteCheck | None:
    wording = nearest(quote, passages)
    if wording is None:
        return None
    found = tuple(differences(quote.bare, wording.text))
    return QuoteCheck("altered", quote.text, wording.stretch.passages[0], (), found)

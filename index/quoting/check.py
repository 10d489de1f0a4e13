"""Is this quote in the seeds: verbatim, stitched together, altered, or absent.

Forgives what typing and rendering change, and says so. What a quote leaves out at an ellipsis must change nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

import regex

from index.engines.library import Searcher
from index.errors import QuestionError
from index.messages import N_
from index.quoting.altered import nearest
from index.quoting.attributed import is_apart, unattributed
from index.quoting.differences import differences
from index.quoting.folding import LETTER
from index.quoting.matching import best_match
from index.quoting.model import QuoteCheck, Verdict
from index.quoting.omissions import Omissions
from index.quoting.pasted import Reading, pointed_at, readings, refuse_reference
from index.quoting.quotes import Quote, read_quote
from index.quoting.standing import StandingPart, longest_standing
from index.quoting.stretches import Stretch, documents, single
from index.text.analysis import analyzer
from index.text.sentences import sentence_spans

FEWEST_LETTERS = 3
CANDIDATES = 20  # passages compared; a quote of several words has its passage among the first
MOST_SCANNED = 20_000  # passages read for a quote whose words are in none of them, or in very many
_SPACED, _UNSPACED = regex.compile(rf"(?V1){LETTER}"), regex.compile(rf"(?V1)[[\p{{L}}]--{LETTER}]")
TOO_SHORT = N_('"{quote}" is too short to be checked; give a whole word at least')
LEFT_OUT = N_("words left out at the ellipsis")
HEADING = N_("a heading, above this passage")
ATTRIBUTED = N_("its attribution")
LINKED = N_("all from the first to the last words of the link")
FEWEST_OWN_WORDS = 4
PARTS_TRIED = 6  # sentences of a text, the longest ones, whose passages are looked at for what stands in it
_GRAVITY: Final[dict[Verdict, int]] = {"verbatim": 0, "stitched": 1, "altered": 2, "absent": 3}


def verify(searcher: Searcher, text: str) -> QuoteCheck:
    """Look a quote up in the passages, and over the borders of passages in their documents.

    A text that stands nowhere as it is may hold a quote: in marks, above its attribution, or among words of whoever
    sent it. The likeliest of these that stands is what was checked, and what else the text holds is told.

    Raises:
        QuestionError: the quote is empty or longer than 4,000 characters, or so short that nothing can be said of it.
    """
    refuse_reference(text)
    if ends := pointed_at(text):
        return _pointed(searcher, ends)
    quote = read_quote(text)
    whole = _looked_up(searcher, quote)
    if whole.verdict == "verbatim":
        return whole
    proposed = chain(readings(text), _within(whole))
    best = _likeliest(whole, (check for reading in proposed if (check := _read(searcher, reading))))
    return _with_what_stands(searcher, best) if best.verdict in ("altered", "absent") else best


def _within(check: QuoteCheck) -> Iterator[Reading]:
    """Yield the words that an altered quote shares with its source, where a sign parts them from all that it adds."""
    same = [number for number, each in enumerate(check.differences) if each.change == "same"]
    if check.verdict == "altered" and len(same) == 1 and all(each.change != "missing" for each in check.differences):
        words = check.differences[same[0]].words
        before = "".join(each.words for each in check.differences[: same[0]])
        behind = "".join(each.words for each in check.differences[same[0] + 1 :])
        around = tuple(each for each in (before, behind) if any(map(str.isalnum, each)))
        is_parted = not (before[-1:].isalnum() and not before.startswith("@"))
        if around and is_parted and not (behind[:1].isalnum() and words[-1:].isalnum()):
            yield Reading(words, around)


def _likeliest(whole: QuoteCheck, read: Iterable[QuoteCheck]) -> QuoteCheck:
    """Return the first that stands word for word, else the one that comes nearest to that."""
    best = whole
    for check in read:
        if _GRAVITY[check.verdict] < _GRAVITY[best.verdict] or (best is whole and check.verdict == whole.verdict):
            best = check
        if best.verdict == "verbatim":
            break
    return best


def _read(searcher: Searcher, reading: Reading) -> QuoteCheck | None:
    """Look up what may be the quote in a text; None where it stands nowhere, or what is around it belongs to it."""
    try:
        check = _looked_up(searcher, read_quote(reading.quote))
    except QuestionError:
        return None
    if check.passage is None:
        return None
    around = unattributed(reading.around, check.passage)
    if around and (reading.own is None or not is_apart(unattributed(reading.own, check.passage), check.passage)):
        return None
    named = () if around or not reading.around else (ATTRIBUTED,)
    return replace(check, around=around, tolerances=(*check.tolerances, *named))


def _pointed(searcher: Searcher, ends: Sequence[str]) -> QuoteCheck:
    """Look up the words that a link points at: all from the first that it names to the last."""
    quote = read_quote(" … ".join(ends))
    if not quote.sides:
        return _looked_up(searcher, quote)
    for stretch in single(searcher, _most_alike(searcher, quote)):
        omissions = Omissions(quote, stretch)
        if omissions.found:
            placed = omissions.placed()
            words = stretch.bare.text[placed[0][0] : placed[-1][1]]
            return QuoteCheck("verbatim", words, stretch.passages[0], (LINKED,))
    return QuoteCheck("absent", quote.text)


def _with_what_stands(searcher: Searcher, check: QuoteCheck) -> QuoteCheck:
    """Name the words of a text that do stand, where they stand in a row."""
    quote = Quote(check.quote)
    spans = sorted(sentence_spans(quote.bare, None), key=lambda span: span[0] - span[1])[:PARTS_TRIED]
    parts = (quote.bare, *(quote.bare[start:end] for start, end in spans))
    numbers = list(dict.fromkeys(number for part in parts for number in _sharing(searcher, part)))
    run = longest_standing(quote, single(searcher, numbers))
    if run is None or (check.verdict == "altered" and not _is_told_apart(run)):
        return check
    return replace(check, passage=check.passage or run.passage, standing=run.words)


def _is_told_apart(run: StandingPart) -> bool:
    """Tell whether what is around some words is somebody's own, and not the quote with a word altered."""
    return sum(len(part.split()) for part in run.around) >= FEWEST_OWN_WORDS and is_apart(run.around, run.passage)


def _looked_up(searcher: Searcher, quote: Quote) -> QuoteCheck:
    """Look all of a quote up."""
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
    """Return the passages that share most words; where none shares a word, all of them, if these are not too many."""
    return _sharing(searcher, quote.bare) or (list(range(len(searcher))) if len(searcher) <= MOST_SCANNED else [])


def _sharing(searcher: Searcher, text: str) -> list[int]:
    """Return the passages that share most words with a text."""
    terms = [term for language in searcher.languages for term in analyzer(language).terms(text)]
    numbers, _ = searcher.engine.top(list(dict.fromkeys(terms)), CANDIDATES)
    return [int(number) for number in numbers]


def _with_the_rarest_word(searcher: Searcher, quote: Quote) -> list[int]:
    """Return the passages with the quote's rarest word: where the quote stands, that one does; not all of very many."""
    engine, found = searcher.engine, list[int]()
    for language in searcher.languages:
        terms = [term for term in analyzer(language).terms(quote.bare) if term in engine]
        if terms:
            rarest = min(terms, key=engine.document_frequency)
            most = min(engine.document_frequency(rarest), MOST_SCANNED)
            found.extend(map(int, engine.top([rarest], most)[0]))
    return list(dict.fromkeys(found))


def _verbatim(
    searcher: Searcher, quote: Quote, passages: Sequence[Stretch], numbers: Iterable[int]
) -> QuoteCheck | None:
    match = best_match(quote, passages) or best_match(quote, documents(searcher, numbers, len(quote.text)))
    if match:
        is_heading = match.stretch.is_heading(match.start, match.end)
        tolerances = (*match.tolerances, *((HEADING,) if is_heading else ()))
        return QuoteCheck("verbatim", quote.text, match.stretch.passage_at(match.start), tolerances)
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

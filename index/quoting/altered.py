"""The wording that a quote comes nearest to: by its letters, or by the words of a sentence or two, some left out."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.quoting.differences import Alignment, align
from index.quoting.folding import plain
from index.quoting.quotes import Quote
from index.quoting.stretches import Stretch
from index.text.analysis import analyzer
from index.text.sentences import sentence_spans

_WORD = re.compile(r"\w+")
ALTERED_FROM = 0.75  # of the quote's characters that align; below it, shared words are chance
GAP_COSTS = 0.08  # as a share of the quote, for each place where it leaves words out
MOST_LEFT_OUT = 3  # words in one place, for each word that is kept
LEAST_CONTENT = 2  # kept words that are no stop words
SHORT_GAP = 2  # words, of which nobody has to ask whether they are left out or others were meant


@dataclass(frozen=True, slots=True)
class Wording:
    """Sentences of a stretch, and how near a quote comes to them (0 to 1)."""

    stretch: Stretch
    text: str
    likeness: float


def nearest(quote: Quote, stretches: Sequence[Stretch]) -> Wording | None:
    """Return the wording that a quote comes nearest to, None where all that it shares with any is chance."""
    found = [wording for each in stretches for wording in _by_words(quote, each)]
    best = max(found, key=lambda each: each.likeness, default=None)
    by_letters = _by_letters(quote, stretches)
    if by_letters is None or (best and best.likeness > by_letters.likeness):
        return best
    return by_letters


def _by_letters(quote: Quote, stretches: Sequence[Stretch]) -> Wording | None:
    from rapidfuzz import fuzz  # here, since few processes check quotes

    said = quote.plain_bare
    scored = [(fuzz.partial_ratio(said, each.plain_bare, score_cutoff=100 * ALTERED_FROM), each) for each in stretches]
    score, stretch = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    aligned = fuzz.partial_ratio_alignment(said, stretch.plain_bare) if stretch and score else None
    if stretch is None or aligned is None:
        return None
    start, end = stretch.words.source_span(aligned.dest_start, aligned.dest_end)
    return Wording(stretch, _sentences_at(quote, stretch, start, end), score / 100)


def _sentences_at(quote: Quote, stretch: Stretch, start: int, end: int) -> str:
    """Return the sentences around a place, without a first or last one that lends the quote nothing."""
    text = stretch.bare.text
    spans = [span for span in sentence_spans(text, stretch.language) if span[0] < end and start < span[1]]
    choices = [spans[first : len(spans) - last] for first in (0, 1) for last in (0, 1)]
    texts = [text[some[0][0] : some[-1][1]] for some in choices if some]
    return max(texts, key=lambda each: (_likeness(align(quote.bare, each)), -len(each)), default=text)


def _by_words(quote: Quote, stretch: Stretch) -> Iterator[Wording]:
    """Yield the sentences, alone or with the next one, in which the quote's words stand in order."""
    said = Counter(_WORD.findall(quote.plain_bare))
    if _shared(said, stretch.plain_bare) < ALTERED_FROM:
        return
    text = stretch.bare.text
    spans = sentence_spans(text, stretch.language)
    for start, end in [*spans, *((one[0], two[1]) for one, two in pairwise(spans))]:
        if _shared(said, plain(text[start:end])) < ALTERED_FROM:
            continue
        alignment = align(quote.bare, text[start:end])
        likeness = _likeness(alignment)
        if likeness >= ALTERED_FROM and _is_no_chance(alignment, stretch):
            yield Wording(stretch, text[start:end], likeness)


def _shared(said: Counter[str], text: str) -> float:
    """Return the share of some words, by their lengths, that a folded text holds anywhere."""
    held, chars = set(_WORD.findall(text)), sum(len(word) * times for word, times in said.items())
    return sum(len(word) * times for word, times in said.items() if word in held) / (chars or 1)


def _likeness(alignment: Alignment) -> float:
    return alignment.share - GAP_COSTS * len(alignment.gaps())


def _is_no_chance(alignment: Alignment, stretch: Stretch) -> bool:
    """Tell whether what is kept names things, or is of one piece but for a word or two."""
    words, gap = len(alignment.kept.split()), max(alignment.gaps(), default=0)
    content = len(analyzer(stretch.language).terms(alignment.kept))
    if content < LEAST_CONTENT:
        return content > 0 and words > LEAST_CONTENT and gap <= SHORT_GAP
    return gap <= MOST_LEFT_OUT * words or _leaves_out_once(alignment, content)


def _leaves_out_once(alignment: Alignment, content: int) -> bool:
    """Tell whether a quote lacks nothing but one piece of a sentence, however long: of a few words, of a whole one."""
    is_whole = alignment.reaches_both_ends or content > LEAST_CONTENT
    return alignment.share == 1 and len(alignment.gaps()) == 1 and is_whole

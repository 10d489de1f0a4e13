"""Is this quote in the seeds: verbatim, altered, or absent. Forgives what typing changes, and says so."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rapidfuzz import fuzz

from index.analysis import analyzer
from index.errors import QuestionError
from index.library import Searcher
from index.model import Passage

Verdict = Literal["verbatim", "altered", "absent"]
Change = Literal["same", "added", "missing"]
Tolerance = tuple[str, Callable[[str], str]]

MAX_QUOTE_CHARS = 4000
CANDIDATES = 20  # passages compared; a quote of several words has its passage among the first
ALTERED_FROM = 75.0  # per cent of characters that align; below it, shared words are chance

_QUOTES = str.maketrans("‘’‚‛“”„‟«»‹›`´", "''''" + '"' * 6 + "''" + "''")
_DASHES = str.maketrans("‐‑‒–—―−", "-" * 7)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_OMISSION = re.compile(r"\s*(?:\[(?:…|\.{3})\]|\((?:…|\.{3})\)|…|\.{3,})\s*")
_WRAPPING = re.compile(r"^[\s>\"'“”„«»‘’]+|[\s\"'“”„«»‘’]+$")

# What is forgiven, in the order in which it is tried; each step includes the ones before.
_TOLERANCES: tuple[Tolerance, ...] = (
    ("white space", lambda text: " ".join(text.split())),
    ("invisible characters", lambda text: _INVISIBLE.sub("", text)),
    ("typographic quotes and dashes", lambda text: text.translate(_QUOTES).translate(_DASHES)),
    ("case", str.casefold),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that are the same in quote and source, or added by the quote, or missing from it."""

    change: Change
    words: str


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What became of a quote.

    Attributes:
        passage: where it stands, or the nearest wording where it is altered; None where absent.
        tolerances: what had to be forgiven to call it verbatim.
        differences: for an altered quote, word by word.
    """

    verdict: Verdict
    quote: str
    passage: Passage | None = None
    tolerances: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()


def verify(searcher: Searcher, quote: str) -> QuoteCheck:
    """Look a quote up in the passages, and over the borders of passages in their documents.

    Raises:
        QuestionError: the quote is empty or longer than 4,000 characters.
    """
    quote = check_quote(quote)
    numbers = _candidates(searcher, quote)
    passages = [searcher.passage(number) for number in numbers]
    inside = [(passage, passage.text) for passage in passages]
    across = [(passage, searcher.document_text(number)) for passage, number in zip(passages, numbers, strict=True)]
    return (
        _verbatim(quote, inside)
        or _verbatim(quote, across)
        or _altered(quote, passages)
        or QuoteCheck(verdict="absent", quote=quote)
    )


def check_quote(quote: str) -> str:
    """Return the quote without the marks around it; raises QuestionError where it is empty or too long."""
    bare = _WRAPPING.sub("", quote)
    if not bare:
        raise QuestionError("the quote is empty; give the words to look for")
    if len(bare) > MAX_QUOTE_CHARS:
        raise QuestionError(f"the quote has {len(bare)} characters; give at most {MAX_QUOTE_CHARS}")
    return bare


def _candidates(searcher: Searcher, quote: str) -> list[int]:
    """Return the passages that share most words; all of them where none shares a word."""
    terms = [term for language in searcher.languages for term in analyzer(language).terms(quote)]
    if searcher.index is None:
        return []
    numbers, _ = searcher.index.top(list(dict.fromkeys(terms)), CANDIDATES)
    return [int(number) for number in numbers] or list(range(len(searcher)))


def _verbatim(quote: str, candidates: Sequence[tuple[Passage, str]]) -> QuoteCheck | None:
    for count in range(len(_TOLERANCES) + 1):
        steps = _TOLERANCES[:count]
        said = _apply(steps, quote)
        for passage, text in candidates:
            if said in _apply(steps, text):
                return QuoteCheck("verbatim", quote, passage, _needed(quote, text, steps))
    parts = [_apply(_TOLERANCES, part) for part in _OMISSION.split(quote)]
    for passage, text in candidates:
        if _in_order(parts, _apply(_TOLERANCES, text)):
            return QuoteCheck("verbatim", quote, passage, ("words left out at the ellipsis",))
    return None


def _apply(steps: Sequence[Tolerance], text: str) -> str:
    for _, forgive in steps:
        text = forgive(text)
    return text


def _needed(quote: str, text: str, steps: Sequence[Tolerance]) -> tuple[str, ...]:
    """Name what had to be forgiven; the quote may have done without some of the steps that were taken."""
    needed = list(steps)
    for step in steps:
        rest = [each for each in needed if each is not step]
        if _apply(rest, quote) in _apply(rest, text):
            needed = rest
    return tuple(name for name, _ in needed)


def same_words(quote: str, text: str) -> bool:
    """Tell whether a quote stands in a text, typing apart."""
    return _apply(_TOLERANCES, quote) in _apply(_TOLERANCES, text)


def _in_order(parts: Sequence[str], text: str) -> bool:
    """Tell whether all parts of a quote with omissions stand in the text, one after the other."""
    position = 0
    for part in parts:
        found = text.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return sum(bool(part) for part in parts) > 1


def _altered(quote: str, candidates: Sequence[Passage]) -> QuoteCheck | None:
    plain = _plain(quote)
    likeness = {each.key: fuzz.partial_ratio(plain, _plain(each.text)) for each in candidates}
    best = max(candidates, key=lambda each: likeness[each.key], default=None)
    if best is None or likeness[best.key] < ALTERED_FROM:
        return None
    return QuoteCheck("altered", quote, best, (), tuple(differences(quote, best.text)))


def differences(quote: str, text: str) -> Iterator[Difference]:
    """Yield a word-level difference between a quote and the part of the text it comes nearest to."""
    said, stands = quote.split(), text.split()
    matcher = SequenceMatcher(a=[*map(_plain, said)], b=[*map(_plain, stands)], autojunk=False)
    codes = matcher.get_opcodes()
    same = [i for i, code in enumerate(codes) if code[0] == "equal"]
    for i, (tag, i1, i2, j1, j2) in enumerate(codes):
        if tag == "equal":
            yield Difference("same", " ".join(stands[j1:j2]))
            continue
        if i2 > i1:
            yield Difference("added", " ".join(said[i1:i2]))
        if j2 > j1 and same and same[0] < i < same[-1]:  # what stands before or after is not missing
            yield Difference("missing", " ".join(stands[j1:j2]))


def _plain(text: str) -> str:
    return _apply(_TOLERANCES, text)

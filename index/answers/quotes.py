"""Is this quote in the seeds: verbatim, altered, or absent. Forgives what typing changes, and says so."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

import regex

from index.engines.library import Searcher
from index.errors import QuestionError
from index.messages import N_
from index.model import Passage
from index.text.analysis import analyzer
from index.text.characters import APOSTROPHES, without_invisible

Verdict = Literal["verbatim", "altered", "absent"]
Change = Literal["same", "added", "missing"]
Tolerance = tuple[str, Callable[[str], str]]

MAX_QUOTE_CHARS = 4000
CANDIDATES = 20  # passages compared; a quote of several words has its passage among the first
FEWEST_LETTERS = 3
ALTERED_FROM = 75.0  # per cent of characters that align; below it, shared words are chance

_QUOTES = str.maketrans(f"‚‛“”„‟«»‹›`´{APOSTROPHES}", "''" + '"' * 6 + "'" * (4 + len(APOSTROPHES)))
_DASHES = str.maketrans("‐‑‒–—―−", "-" * 7)
_OMISSION = re.compile(r"\s*(?:\[(?:…|\.{3})\]|\((?:…|\.{3})\)|…|\.{3,})\s*")
# What is compared where words differ: a word, or what stands between two.
_PIECE = re.compile(rf"\w+(?:[{APOSTROPHES}-]\w+)*|[^\w\s]+")
# A letter before the place and one behind it: inside a word, "can't" included. Some scripts do not space words.
_LETTER = r"[[\p{L}\p{M}\p{N}]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]"
_SPACED, _UNSPACED = regex.compile(rf"(?V1){_LETTER}"), regex.compile(rf"(?V1)[[\p{{L}}]--{_LETTER}]")
_INSIDE_A_WORD = regex.compile(
    rf"(?V1)(?<={_LETTER})[{APOSTROPHES}]?(?={_LETTER})|(?<={_LETTER}[{APOSTROPHES}])(?={_LETTER})"
)
_WRAPPING = re.compile(r"^[\s>\"'“”„«»‘’]+|[\s\"'“”„«»‘’]+$")

# What is forgiven, in the order in which it is tried; each step includes the ones before.
_TOLERANCES: tuple[Tolerance, ...] = (
    (N_("white space"), lambda text: " ".join(text.split())),
    (N_("invisible characters"), lambda text: " ".join(without_invisible(text).split())),
    (N_("typographic quotes and dashes"), lambda text: text.translate(_QUOTES).translate(_DASHES)),
    (N_("case"), str.casefold),
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
        QuestionError: the quote is empty or longer than 4,000 characters, or so short that nothing can be said of it.
    """
    quote = check_quote(quote)
    nearest = _nearest(searcher, quote)
    found = _verbatim(quote, _texts(searcher, nearest)) or _verbatim(quote, _texts(searcher, _further(searcher, quote)))
    if found is None and _is_too_short(quote):
        raise QuestionError(N_('"{quote}" is too short to be checked; give a whole word at least'), quote=quote)
    return found or _altered(quote, searcher.engine.passages(nearest)) or QuoteCheck(verdict="absent", quote=quote)


def check_quote(quote: str) -> str:
    """Return the quote without the marks around it; raises QuestionError where it is empty or too long."""
    bare = _WRAPPING.sub("", quote)
    if not bare:
        raise QuestionError(N_("the quote is empty; give the words to look for"))
    if len(bare) > MAX_QUOTE_CHARS:
        raise QuestionError(
            N_("the quote has {count} characters; give at most {most}"), count=len(bare), most=MAX_QUOTE_CHARS
        )
    return bare


def _is_too_short(quote: str) -> bool:
    """Tell whether a quote is no word: of two letters, nobody can tell whether they are words that were altered."""
    return len(_SPACED.findall(quote)) < FEWEST_LETTERS and not _UNSPACED.search(quote)


def _nearest(searcher: Searcher, quote: str) -> list[int]:
    """Return the passages that share most words; all of them where none shares a word."""
    terms = [term for language in searcher.languages for term in analyzer(language).terms(quote)]
    numbers, _ = searcher.engine.top(list(dict.fromkeys(terms)), CANDIDATES)
    return [int(number) for number in numbers] or list(range(len(searcher)))


def _further(searcher: Searcher, quote: str) -> list[int]:
    """Return every passage with the quote's rarest word: where the quote stands, that one does."""
    engine, found = searcher.engine, list[int]()
    for language in searcher.languages:
        terms = [term for term in analyzer(language).terms(quote) if term in engine]
        if terms:
            rarest = min(terms, key=engine.document_frequency)
            found.extend(map(int, engine.top([rarest], engine.document_frequency(rarest))[0]))
    return found


def _texts(searcher: Searcher, numbers: Iterable[int]) -> list[tuple[Passage, str]]:
    """Return the passages with their texts, then their documents, once each, for quotes over a passage's border."""
    chosen = list(dict.fromkeys(numbers))
    passages = dict(zip(chosen, searcher.engine.passages(chosen), strict=True))
    documents = {passage.document: (number, passage) for number, passage in reversed(passages.items())}
    inside = [(passage, passage.text) for passage in passages.values()]
    return inside + [(passage, searcher.document_text(number)) for number, passage in reversed(documents.values())]


def _verbatim(quote: str, candidates: Sequence[tuple[Passage, str]]) -> QuoteCheck | None:
    for count in range(len(_TOLERANCES) + 1):
        steps = _TOLERANCES[:count]
        said = _apply(steps, quote)
        for passage, text in candidates:
            if _place(said, _apply(steps, text)) >= 0:
                return QuoteCheck("verbatim", quote, passage, _needed(quote, text, steps))
    parts = [_apply(_TOLERANCES, part) for part in _OMISSION.split(quote)]
    for passage, text in candidates:
        if _in_order(parts, _apply(_TOLERANCES, text)):
            return QuoteCheck("verbatim", quote, passage, ("words left out at the ellipsis",))
    return None


def _place(words: str, text: str, start: int = 0) -> int:
    """Find whole words in a text, or -1: "he can" stands neither in "she can" nor in "he can't"."""
    place = text.find(words, start)
    while place >= 0 and (_cuts_a_word(text, place) or _cuts_a_word(text, place + len(words))):
        place = text.find(words, place + 1)
    return place


def _cuts_a_word(text: str, place: int) -> bool:
    return _INSIDE_A_WORD.match(text, place) is not None


def _apply(steps: Sequence[Tolerance], text: str) -> str:
    for _, forgive in steps:
        text = forgive(text)
    return text


def _needed(quote: str, text: str, steps: Sequence[Tolerance]) -> tuple[str, ...]:
    """Name what had to be forgiven; the quote may have done without some of the steps that were taken."""
    needed = list(steps)
    for step in steps:
        rest = [each for each in needed if each is not step]
        if _place(_apply(rest, quote), _apply(rest, text)) >= 0:
            needed = rest
    return tuple(name for name, _ in needed)


def same_words(quote: str, text: str) -> bool:
    """Tell whether a quote stands in a text, typing apart."""
    return _apply(_TOLERANCES, quote) in _apply(_TOLERANCES, text)


def _in_order(parts: Sequence[str], text: str) -> bool:
    """Tell whether all parts of a quote with omissions stand in the text, one after the other."""
    position = 0
    for part in parts:
        found = _place(part, text, position)
        if found < 0:
            return False
        position = found + len(part)
    return sum(bool(part) for part in parts) > 1


def _altered(quote: str, candidates: Sequence[Passage]) -> QuoteCheck | None:
    plain = _plain(quote)
    from rapidfuzz import fuzz  # here, since few processes check quotes

    likeness = {each.key: fuzz.partial_ratio(plain, _plain(each.text)) for each in candidates}
    best = max(candidates, key=lambda each: likeness[each.key], default=None)
    if best is None or likeness[best.key] < ALTERED_FROM:
        return None
    return QuoteCheck("altered", quote, best, (), tuple(differences(quote, best.text)))


def differences(quote: str, text: str) -> Iterator[Difference]:
    """Yield a word-level difference between a quote and the part of the text it comes nearest to."""
    said, stands = [*_PIECE.finditer(quote)], [*_PIECE.finditer(text)]
    matcher = SequenceMatcher(
        a=[_plain(each[0]) for each in said], b=[_plain(each[0]) for each in stands], autojunk=False
    )
    codes = matcher.get_opcodes()
    same = [i for i, code in enumerate(codes) if code[0] == "equal"]
    for i, (tag, i1, i2, j1, j2) in enumerate(codes):
        if tag == "equal":
            yield Difference("same", _between(text, stands[j1:j2]))
            continue
        if i2 > i1:
            yield Difference("added", _between(quote, said[i1:i2]))
        if j2 > j1 and same and same[0] < i < same[-1]:  # what stands before or after is not missing
            yield Difference("missing", _between(text, stands[j1:j2]))


def _between(text: str, pieces: Sequence[re.Match[str]]) -> str:
    """Return the part of a text that pieces of it span, in one line."""
    return " ".join(text[pieces[0].start() : pieces[-1].end()].split())


def _plain(text: str) -> str:
    return _apply(_TOLERANCES, text)

"""Other ways to write a word of a question: joined or parted, with a sign or without, a number read twice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

import regex

from index.questions.compounds import compounds_of
from index.questions.concepts import Alternative
from index.text.analysis import analyzer
from index.text.tokens import SHORT, Token, is_one_word, joined, may_join, number_written, spans_of
from index.text.wordlists import load_data

SHORT_PART = 3  # characters of a part that tells nothing by itself, as in "F-16" and "GPT 4"
_DIGITS_AROUND = regex.compile(r"(\p{N}+)(\p{L}{1,3})(\p{N}+)")
_LETTERS_AND_DIGITS = regex.compile(r"(\p{L}+)(\p{N}+)")


@lru_cache(maxsize=1 << 10)
def _spelt(word: str, language: str) -> tuple[str, ...]:
    """Return how a word may be spelled by an ending that the language spells in two ways."""
    pairs = load_data("tokens.yaml")["spellings"].get(language, ())
    either = (way for one, other in pairs for way in ((one, other), (other, one)))
    return tuple(word.removesuffix(ending) + instead for ending, instead in either if word.endswith(ending))


def _around_digits(word: str) -> Iterator[list[str]]:
    """Yield in which parts a word of digits, letters and digits may be written: "15w40" as 15W-40 or 15 W 40."""
    found = _DIGITS_AROUND.fullmatch(word)
    if found:
        yield [found[1], found[2] + found[3]]
        yield [found[1], found[2], found[3]]


class Written(Protocol):
    """What must be known of the words of the seeds."""

    @property
    def words(self) -> Mapping[str, str]:
        """Folded words with their terms."""

    @property
    def dotted(self) -> frozenset[str]:
        """Those of the words that have a dot before letters."""

    def __contains__(self, term: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Joint:
    """Words of a question that the seeds write as one.

    Attributes:
        words: as typed.
        term: of the one word.
        width: how many they are.
        is_unit: whether they tell nothing without each other.
    """

    words: str
    term: str
    width: int
    is_unit: bool

    def alternative(self, weight: float) -> Alternative:
        """Return the way to find them."""
        return Alternative((self.term,), weight, "exact" if self.is_unit else "compound", self.words)


@lru_cache(maxsize=1)
def _endings() -> Mapping[str, None]:
    """Return the ends of names with a dot in them, in the order of the alphabet."""
    return dict.fromkeys(sorted(load_data("tokens.yaml")["name_endings"].split()))


@lru_cache(maxsize=16)
def _prefixes(language: str) -> frozenset[str]:
    return frozenset(load_data("tokens.yaml")["prefixes"].get(language, "").split())


class Writing:
    """How the words of one question are written otherwise in some seeds."""

    def __init__(self, question: str, language: str, vocabulary: Written) -> None:
        self._question = question
        self._analyzer = analyzer(language)
        self._language = language
        self._vocabulary = vocabulary

    def joints(self, tokens: Sequence[Token]) -> dict[int, Joint]:
        """Return what tokens are as one with those behind them, by the index of the first; only what the seeds have."""
        found: dict[int, Joint] = {}
        for index, width, written in self._as_one(tokens):
            term = self._term(written)
            if index not in found and term is not None and term in self._vocabulary:
                run = tokens[index : index + width]
                is_unit = all(len(each.word) <= SHORT_PART or each.word.isdigit() for each in run)
                found[index] = Joint(self._question[run[0].start : run[-1].end], term, width, is_unit)
        return found

    def _as_one(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
        """Yield at which index how many tokens may be written as one, and how."""
        groups = joined(self._question, spans_of(tokens)) if may_join(self._question) else ()
        for index, span, written in groups:
            yield index, sum(span[0] <= each.start and each.end <= span[1] for each in tokens), written
        for index, (first, second) in enumerate(pairwise(tokens)):
            if self._may_be_pair(first, second):
                yield from ((index, 2, written) for written in self._as_pair(first, second))

    def _may_be_pair(self, first: Token, second: Token) -> bool:
        """Tell at a glance whether two words may be written as one: hardly any that a blank parts are."""
        if self._question[first.end : second.start] != " " or second.word in _endings():
            return True
        if second.word.isdigit():
            return second.term is not None
        return first.term is not None and second.term is not None and min(len(first.word), len(second.word)) <= SHORT

    def _as_pair(self, first: Token, second: Token) -> Iterator[str]:
        one, other = first.word, second.word
        between = self._question[first.end : second.start].strip(" ")
        if between == "&":
            yield f"{one}&{other}"
        elif between in {"", "-"}:
            are_names = second.term is not None and (first.term is not None or other.isdigit())
            candidates = [one + other] if between or (are_names and is_one_word(one, other)) else []
            candidates += [f"{one}.{other}"] if other in _endings() else []
            yield from (written for written in candidates if written in self._vocabulary.words)

    def other_readings(self, token: Token, weight: float) -> Iterator[Alternative]:
        """Yield what a number is to those who write a comma before decimals, or a dot, where it is another one."""
        raw = self._question[token.start : token.end]
        if not raw[0].isdigit() or raw.isdigit():
            return
        for term in dict.fromkeys(number_written(raw, comma=comma) for comma in (True, False)):
            if term != token.term and term in self._vocabulary:
                yield Alternative((term,), weight, "exact", raw)

    def otherwise(self, token: Token, weight: float) -> Iterator[Alternative]:
        """Yield how the seeds write a name that they do not have as typed: "nodejs", "wikipedia", "R&D"."""
        word, words = token.word, self._vocabulary.words
        for ending in _endings() if self._vocabulary.dotted else ():
            bare = word.removesuffix(ending)
            for written in (f"{word}.{ending}", f"{bare}.{ending}" if bare not in {word, ""} else ""):
                if written in self._vocabulary.dotted and written in self._vocabulary:  # signs are part of the term
                    yield Alternative((words[written],), weight, "compound", written)
        for written in _spelt(word, self._language):
            term = words.get(written) or self._term(written)
            if term is not None and term in self._vocabulary:
                yield Alternative((term,), weight, "compound", written)
        for parts in (word.split("&"), *_around_digits(word)):
            apart = tuple(words.get(part, "") for part in parts)
            if len(apart) > 1 and all(apart):
                yield Alternative(apart, weight, "compound", word.replace("&", " & "))

    def parts(self, word: str, *, common: bool) -> Iterator[tuple[str, str]]:
        """Yield in which two parts a word may be written: letters and digits, or wherever it may be cut.

        Args:
            word: folded.
            common: whether the language has it, so that it is only cut behind what many words begin with.
        """
        if match := _LETTERS_AND_DIGITS.fullmatch(word):
            yield match[1], match[2]
        elif common:
            cuts = (word[:cut] for cut in range(2, len(word) - 2))
            yield from ((first, word[len(first) :]) for first in cuts if first in _prefixes(self._language))
        else:
            yield from ((word[:cut], word[cut:]) for cut in range(3, len(word) - 2))
        if ways := compounds_of(self._language):
            yield from ways.parted(word)

    def _term(self, word: str) -> str | None:
        tokens = self._analyzer.plain_tokens(word)
        return tokens[0].term if len(tokens) == 1 else None

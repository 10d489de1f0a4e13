"""What abbreviations stand for, where a text says so: "Collective Security Treaty Organization (CSTO)".

Only initials count, as in the first step of Schwartz and Hearst (2003, "A simple algorithm for identifying
abbreviation definitions in biomedical text"), so that what is found is found rightly. Knows no seeds and no questions.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import regex

from index.text.analysis import analyzer
from index.text.characters import APOSTROPHES
from index.text.tokens import phrase_key

FEWEST_LETTERS, MOST_LETTERS = 2, 8
FUNCTION_WORD_CHARS = 4  # of a word in lower case that initials may leave out: "of", "the", "und", "para"
_BRACKETS = regex.compile(r"\(([^()\n]{2,90})\)")
_SHORT = regex.compile(r"(?:\p{Lu}[.&]?\p{Ll}?){2,8}s?")
_SHORT_BEFORE = regex.compile(r"(?<![\w.&])" + _SHORT.pattern + r"\s?$")
_WORD = regex.compile(rf"[\p{{L}}\p{{M}}\d{APOSTROPHES}]+")
_PAUSE = regex.compile(r"[,;:.!?\n\"“”«»)\]]")


class Acronym(NamedTuple):
    """An abbreviation and what it stands for, both as written."""

    short: str
    long: str


def definitions(text: str) -> Iterator[Acronym]:
    """Yield what a text says that its abbreviations stand for, in either order; some 2 µs for a text without any."""
    if "(" not in text:
        return
    for match in _BRACKETS.finditer(text):
        inner, before = match[1].strip(), text[max(0, match.start() - 120) : match.start()].rstrip()
        if _SHORT.fullmatch(inner):
            long = _named(_letters(inner), _PAUSE.split(before)[-1])
            if long is not None:
                yield Acronym(_bare(inner), long)
        elif short := _SHORT_BEFORE.search(before):
            long = _named(_letters(short[0]), inner)
            if long is not None and _is_all_of(long, inner):
                yield Acronym(_bare(short[0]), long)


def _bare(short: str) -> str:
    """Return an abbreviation without the ending of its plural."""
    return short.strip().removesuffix("s")


def _letters(short: str) -> str:
    return "".join(filter(str.isalpha, _bare(short))).casefold()


def _is_all_of(long: str, inner: str) -> bool:
    """Tell whether nothing but an article stands in the brackets besides."""
    rest = inner.removesuffix(long).strip()
    return inner.endswith(long) and (not rest or (len(rest) <= FUNCTION_WORD_CHARS and rest.islower()))


def _named(letters: str, words: str) -> str | None:
    """Return the end of some words of which these are the initials, function words left out or not; None for none."""
    found = list(_WORD.finditer(words))
    if not FEWEST_LETTERS <= len(letters) <= MOST_LETTERS or not found:
        return None
    first = _first([match[0] for match in found], letters)
    return None if first is None else words[found[first].start() : found[-1].end()]


def _first(words: Sequence[str], letters: str) -> int | None:
    """Return the index of the word that the first letter begins, each letter taken from behind; None for none."""
    left = letters
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        if word.casefold().startswith(left[-1]):
            left = left[:-1]
        elif not (word.islower() and len(word) <= FUNCTION_WORD_CHARS) or left == letters:
            return None
        if not left:
            return index
    return None


class Expansion(NamedTuple):
    """What may be searched instead of a name.

    Attributes:
        terms: of which none is a stop word.
        words: as the seeds write them.
    """

    terms: tuple[str, ...]
    words: str


def entry(acronym: Acronym, language: str) -> tuple[str, str] | None:
    """Return a definition as `Acronyms` reads it, its term and the rest; None where nothing of it is a term."""
    (short, *more), long = analyzer(language).plain_tokens(acronym.short), analyzer(language).plain_tokens(acronym.long)
    searched = [token.term for token in long if token.term is not None]
    if more or short.term is None or not searched:
        return None
    written = acronym.short, " ".join(acronym.long.split())
    return short.term, "\t".join((" ".join(phrase_key(long)), " ".join(searched), *written))


class Acronyms:
    """The definitions of some seeds, looked up from either side.

    Args:
        entries: as made by `entry`.
    """

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._meanings: dict[str, list[Expansion]] = {}
        self._widths: dict[str, int] = {}
        for term, rest in entries:
            key, searched, short, long = rest.split("\t")
            self._meanings.setdefault(term, []).append(Expansion(tuple(searched.split()), long))
            self._meanings.setdefault(key, []).append(Expansion((term,), short))
            first, width = key.split(" ", 1)[0], key.count(" ") + 1
            self._widths[first] = max(width, self._widths.get(first, 1))
            self._widths.setdefault(term, 1)

    def of(self, key: Sequence[str]) -> Sequence[Expansion]:
        """Return what a run of words, stop words included, may mean."""
        return self._meanings.get(" ".join(key), ())

    def longest(self, first: str) -> int:
        """Return of how many words the longest name is that begins with this one; 0 where there is none."""
        return self._widths.get(first, 0)


class JointAcronyms:
    """The definitions of several groups of seeds."""

    def __init__(self, groups: Sequence[Acronyms]) -> None:
        self._groups = groups

    def of(self, key: Sequence[str]) -> list[Expansion]:
        """Return what a run of words may mean, each meaning once."""
        return list(dict.fromkeys(meaning for group in self._groups for meaning in group.of(key)))

    def longest(self, first: str) -> int:
        """Return of how many words the longest name is that begins with this one; 0 where there is none."""
        longest = 0
        for group in self._groups:  # no generator: each word of a question is asked for
            longest = max(longest, group.longest(first))
        return longest

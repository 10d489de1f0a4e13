"""What typing and rendering change in words, folded away; each character that stays knows where it comes from.

Knows no passage and no verdict.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import regex

from index.messages import N_
from index.quoting.rendering import quote_rules, source_rules
from index.text import characters

_TYPOGRAPHIC = {
    **dict.fromkeys(f"‚‛‹›`´{characters.APOSTROPHES}", "'"),
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys(("---", "--", *"‐‑‒–—―−"), "-"),
    "…": "...",
}
_TYPOGRAPHIC_SIGN = re.compile("-{2,3}|[‘’‚‛‹›`´ʼ＇“”„‟«»‐‑‒–—―−…]")
_INVISIBLE = re.compile(f"[{characters.INVISIBLE}]")
_SPACE = re.compile(r"\s+")
_APOSTROPHE = f"[{characters.APOSTROPHES}]"
# A letter before the place and one behind it: inside a word, "can't" included. Some scripts do not space words.
UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
LETTER = rf"[[\p{{L}}\p{{M}}\p{{N}}]--{UNSPACED}]"
_INSIDE_A_WORD = regex.compile(rf"(?V1)(?<={LETTER}){_APOSTROPHE}?(?={LETTER})|(?<={LETTER}{_APOSTROPHE})(?={LETTER})")
# "Violent" is another word than "non-violent", and "sugar" than "sugar-free".
_INSIDE_A_COMPOUND = regex.compile(r"(?<=\p{L})(?=[-‐‑]\p{L})|(?<=\p{L}[-‐‑])(?=\p{L})")
_POSSESSIVE = regex.compile(rf"{_APOSTROPHE}s(?!\w)")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text made of another one; `origin` holds the offset of each of its characters there, and that of the end."""

    text: str
    origin: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Self:
        """Take a text as it is."""
        return cls(text, range(len(text) + 1))

    def edited(self, edits: Iterable[tuple[int, int, str]]) -> "Folded":
        """Replace some spans of the text, which are given in order."""
        words, origin, last = list[str](), list[int](), 0
        for start, end, new in edits:
            words += self.text[last:start], new
            origin += self.origin[last:start]
            origin += [self.origin[start]] * len(new)
            last = end
        if not words:
            return self
        return Folded("".join((*words, self.text[last:])), [*origin, *self.origin[last:]])

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the source of a span of this text, which must not be empty."""
        return self.origin[start], self.origin[end - 1] + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in this text of a span of the source."""
        return bisect_left(self.origin, start), bisect_left(self.origin, end)


def shown(text: str, labels: Collection[str] = (), *, numbered: bool = False) -> Folded:
    """Return the words of a source as its rendered page shows them, with the numbers of its footnotes or without."""
    folded = Folded.of(text)
    for edits in source_rules(text, labels, numbered=numbered):
        folded = folded.edited(edits(folded.text))
    return folded


def shown_quote(text: str) -> str:
    """Return the words of a quote without its markup."""
    folded = Folded.of(text)
    for edits in quote_rules(text):
        folded = folded.edited(edits(folded.text))
    return folded.text


def _spaces(folded: Folded) -> Folded:
    end = len(folded.text)
    return folded.edited(
        (*found.span(), " " if found.start() and found.end() < end else "")
        for found in _SPACE.finditer(folded.text)
        if found[0] != " " or not found.start() or found.end() == end
    )


def without_invisible(folded: Folded) -> Folded:
    """Leave out what cannot be seen."""
    return folded.edited((*found.span(), "") for found in _INVISIBLE.finditer(folded.text))


def _typographic(folded: Folded) -> Folded:
    signs = _TYPOGRAPHIC_SIGN.finditer(folded.text)
    return folded.edited((*found.span(), _TYPOGRAPHIC[found[0]]) for found in signs)


def _case(folded: Folded) -> Folded:
    text = folded.text.casefold()
    if len(text) == len(folded.text):
        return Folded(text, folded.origin)
    return folded.edited((offset, offset + 1, each.casefold()) for offset, each in enumerate(folded.text))


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Something that typing changes, and what folds it away."""

    name: str
    fold: Callable[[Folded], Folded]


SPACES = Tolerance(N_("white space"), _spaces)
INVISIBLE = Tolerance(N_("invisible characters"), without_invisible)
TYPOGRAPHIC = Tolerance(N_("typographic quotes and dashes"), _typographic)
CASE = Tolerance(N_("case"), _case)
TYPED = (SPACES, INVISIBLE, TYPOGRAPHIC, CASE)  # from the least to the gravest
_IN_ORDER = (INVISIBLE, TYPOGRAPHIC, SPACES, CASE)  # of application: what is invisible may part two blanks


def folded(text: Folded, tolerances: Collection[Tolerance] = TYPED) -> Folded:
    """Fold what is to be forgiven."""
    for each in _IN_ORDER:
        if each in tolerances:
            text = each.fold(text)
    return text


def plain(text: str) -> str:
    """Return a text with all folded that typing changes; the same as by `folded`, and many times as fast."""
    text = characters.without_invisible(text)
    text = _TYPOGRAPHIC_SIGN.sub(lambda sign: _TYPOGRAPHIC[sign[0]], text)
    return " ".join(text.split()).casefold()


def cuts_a_word(text: str, offset: int) -> bool:
    """Tell whether an offset in a text is inside a word: "he can" stands neither in "she can" nor in "he can't"."""
    return bool(_INSIDE_A_WORD.match(text, offset) or _INSIDE_A_COMPOUND.match(text, offset))


def occurrences(words: str, text: str) -> Iterable[int]:
    """Yield the offset of every occurrence of some words in a text, inside words too."""
    offset = text.find(words)
    while offset >= 0:
        yield offset
        offset = text.find(words, offset + 1)


def has_phrase(phrase: str, text: str) -> bool:
    """Tell whether a phrase stands in a text, typing apart, its words whole; a possessive is the same word."""
    phrase, text = plain(phrase), plain(text)
    return any(
        not _INSIDE_A_WORD.match(text, offset)
        and (not _INSIDE_A_WORD.match(text, end := offset + len(phrase)) or bool(_POSSESSIVE.match(text, end)))
        for offset in occurrences(phrase, text)
    )

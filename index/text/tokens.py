"""Where the words of a text stand, and how each is written once for all its spellings; makes no terms.

A word may hold signs that tell it from its letters (C++, AT&T, .NET, °C); a number is written with a dot before its
decimals and nothing between its thousands, as the language of the text has it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from index.text.characters import APOSTROPHES, INVISIBLE
from index.text.wordlists import load_data

TokenSpan = tuple[int, int]

SHORT = 2  # characters of a word that tell little without the word to which a hyphen joins it: "e-mail", "F-16"
LONGEST_BEFORE_NUMBER = 8  # letters: "Covid-19", "Boeing-747"
AROUND_WORDS = ',;:!?()[]{}"“”„«»…*'  # no word hangs on one of these at the ends of what stands between blanks
BEHIND_WORDS = AROUND_WORDS + "."  # nor on a dot at its end, while ".NET" begins with one

_PIECE = re.compile(r"\S+")
_POSSESSIVE = regex.compile(rf"[{APOSTROPHES}]s$")
_APOSTROPHES = regex.compile(rf"[{APOSTROPHES}]")
_SIGNS = r"\p{L}{1,2}(?:\+\+(?!\p{L})|[+#](?![\p{L}\p{N}+#]))"
_AMPERSANDS = r"(?<!&)(?:\p{Lu}{1,4}(?:&(?:amp;)?\p{Lu}{1,4})+|\p{L}{1,2}(?:&(?:amp;)?\p{L}{1,2})+)(?![\p{L}\p{N};])"
_IN_WORDS = f"{APOSTROPHES}׳"  # and Hebrew's geresh
_WORD = (
    rf"[\p{{L}}\p{{N}}][\p{{L}}\p{{M}}\p{{N}}{INVISIBLE}]*"
    rf"(?:(?:[{_IN_WORDS}]|(?<=\p{{Hebrew}})[\"״](?=\p{{Hebrew}}))\p{{L}}[\p{{L}}\p{{M}}{INVISIBLE}]*)*"
)
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*+|[A-Za-z]++(?:'[A-Za-z]++)++|\d++")
_ABBREVIATION = regex.compile(r"\p{L}(?:\.\p{L})+\.?")
_SPACES = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]"
_THOUSANDS = regex.compile(r"\d{1,3}")
_GROUP = regex.compile(r"\d{3}(?:[.,]\d+)?")
# What may be joined, told at a glance: most texts hold none of it, and most questions nothing that it begins with.
_JOINING = re.compile(r"[-‐‑\d]")
_JOINABLE = regex.compile(rf"[A-Za-z0-9][-‐‑][A-Za-z0-9]|\d{_SPACES}\d\d\d")
_HYPHENS = frozenset("-‐‑")
_GOING_ON = frozenset("-‐‑–./,:")
_BEGUN = regex.compile(rf"(?<![\d.,])\d{{1,3}}{_SPACES}$")
_ONE_SPACE = regex.compile(_SPACES)
_BY_COMMA = regex.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?")  # as in India too: 1,00,000
_BY_DOT = regex.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_MANY_BY_DOT = regex.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}(?:\.\d{3})+,\d+")
_MANY_BY_COMMA = regex.compile(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:,\d{3})+\.\d+")


class Token(NamedTuple):
    """A span of the text with its folded word and its term; `term` is None for a stop word.

    Made by the million, hence a tuple and no dataclass, which takes longer to make.
    """

    start: int
    end: int
    word: str
    term: str | None


def phrase_key(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the key under which a run of tokens is looked up."""
    return tuple([token.term or token.word for token in tokens])


def spans_of(tokens: Iterable[Token]) -> list[tuple[int, int]]:
    """Return where tokens stand."""
    return [(token.start, token.end) for token in tokens]


def _options(key: str) -> str:
    words = sorted(load_data("tokens.yaml")[key].split(), key=len, reverse=True)
    return "|".join(map(regex.escape, words))


@lru_cache(maxsize=1)
def _token() -> regex.Pattern[str]:
    """Return the expression of a word: names with signs or dots, abbreviations, numbers, and any other word."""
    endings, units = _options("name_endings"), _options("units")
    return regex.compile(
        rf"(?<![\p{{L}}\p{{N}}])(?:{_SIGNS}|{_AMPERSANDS})(?:['’]s(?!\p{{L}}))?"
        rf"|(?<![\p{{L}}\p{{N}}@/._-])[\p{{L}}\p{{N}}]*\.(?i:{endings})(?![\p{{L}}\p{{N}}@/_-]|\.\p{{L}})"
        r"|(?<![\p{L}\p{N}])\p{L}(?:\.\p{L})+(?![\p{L}\p{N}])\.?"
        r"|°\p{L}(?!\p{L})|[℃℉]"
        r"|\p{N}+(?:[.,]\p{N}+|['’]\p{N}{3}(?!\p{N}))*"
        rf"(?:(?![\p{{L}}\p{{M}}\p{{N}}{INVISIBLE}]|[{_IN_WORDS}]\p{{L}})|(?=(?:{units})(?![\p{{L}}\p{{N}}])))"
        rf"|{_WORD}"
    )


def find_words(text: str) -> Iterable[tuple[int, str]]:
    """Return where every word of a text begins, and the word; none reaches beyond a blank, and hyphens part words."""
    return [(0, text)] if text.isalpha() else _found(text)  # as most words are that are looked at alone


def _found(text: str) -> Iterator[tuple[int, str]]:
    """Find words, those at a glance that are all letters: the expression takes ten times as long."""
    for piece in _PIECE.finditer(text):
        word, start = piece[0], piece.start()
        if not word.isalpha():
            word = bare(word)
            start = text.index(word, start)
        if word.isalpha():
            yield start, word
        else:
            yield from ((match.start(), match[0]) for match in _token().finditer(text, *piece.span()))


def bare(piece: str) -> str:
    """Take off what stands between blanks the signs on which no word hangs."""
    return piece.rstrip(BEHIND_WORDS).lstrip(AROUND_WORDS)


def is_plain(piece: str) -> bool:
    """Tell at a glance whether a piece is one word and no more: letters with digits behind or apostrophes, a number.

    Only in ASCII, and where that is so in every language; most pieces of most texts are.
    """
    return piece.isascii() and (piece.isalpha() or _PLAIN.fullmatch(piece) is not None)


def has_sign(raw: str) -> bool:
    """Tell whether a word holds a sign that is part of its name."""
    return not raw.isalnum() and any(sign in raw for sign in "+#&°.")


def plainly_written(raw: str, language: str) -> str:
    """Write a word without the dots of an abbreviation, and a number as every language may read it."""
    if raw[0].isdigit():
        return number_written(raw, comma=has_decimal_comma(language))
    if "." in raw:
        return raw.replace(".", "") if _ABBREVIATION.fullmatch(raw) else raw
    return raw.replace("&amp;", "&")


@lru_cache(maxsize=64)
def proclitic(language: str) -> regex.Pattern[str] | None:
    """Return what a language (primary tag) writes in one with the word behind it, and its stemmer leaves there."""
    pattern = load_data("tokens.yaml")["proclitics"].get(language)
    return regex.compile(pattern) if pattern else None


@lru_cache(maxsize=64)
def has_decimal_comma(language: str) -> bool:
    """Tell whether a language (primary tag) writes a comma before decimals."""
    return language in load_data("tokens.yaml")["decimal_comma"].split()


def number_written(raw: str, *, comma: bool) -> str:
    """Write a number with a dot before its decimals and nothing between its thousands: 1.250,50 is 1250.50.

    Args:
        raw: as it stands in a text.
        comma: whether a comma is read as the beginning of decimals; what can only be read otherwise is.
    """
    if raw.isdigit():
        return raw
    raw = _APOSTROPHES.sub("", raw)
    reads_dots = _MANY_BY_DOT.fullmatch(raw) or (comma and not _MANY_BY_COMMA.fullmatch(raw))
    if reads_dots and _BY_DOT.fullmatch(raw) and raw[0] != "0":
        return raw.replace(".", "").replace(",", ".")
    if not reads_dots and _BY_COMMA.fullmatch(raw) and raw[0] != "0":
        return raw.replace(",", "")
    return raw.replace(",", ".")


def may_join(text: str) -> bool:
    """Tell at a glance whether a text may hold words that make one."""
    return _JOINING.search(text) is not None and _JOINABLE.search(text) is not None


def joined(text: str, spans: Sequence[TokenSpan]) -> Iterator[tuple[int, TokenSpan, str]]:
    """Yield what two or more words of a text make as one: the index of the first, the span, and how it is written.

    Such are a short word and its neighbour behind a hyphen (e-mail, F-16), letters and a number (Covid-19), and groups
    of three digits (12 500). The words stand for themselves as well.
    """
    for index, (one, other) in enumerate(pairwise(spans)):
        between = text[one[1] : other[0]]
        if between in _HYPHENS:
            words = text[slice(*one)], _POSSESSIVE.sub("", text[slice(*other)])  # "the F-16's engine"
            if is_one_word(*words) and (any(map(str.isdigit, words)) or not _is_chain(text, one[0], other[1])):
                yield index, (one[0], other[1]), "".join(words)
        elif _ONE_SPACE.fullmatch(between) and not _goes_on(text, one[0]):
            end = _end_of_groups(text, spans[index:])
            if end > one[1]:
                yield index, (one[0], end), _ONE_SPACE.sub("", text[one[0] : end])


def is_one_word(first: str, second: str) -> bool:
    """Tell whether two words behind each other may as well be written as one."""
    if not (first.isascii() and second.isascii() and first.isalnum() and second.isalnum()):
        return False
    if first.isdigit() or second.isdigit():
        return second.isdigit() and not first.isdigit() and len(first) <= LONGEST_BEFORE_NUMBER
    return min(len(first), len(second)) <= SHORT


def _is_chain(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 1) : start] in _HYPHENS or text[end : end + 1] in _HYPHENS


def _goes_on(text: str, start: int) -> bool:
    """Tell whether what begins here goes on with a number, or with signs, that began before it."""
    before = text[max(0, start - 5) : start]
    return before[-1:] in _GOING_ON or (_GROUP.match(text, start) is not None and _BEGUN.search(before) is not None)


def _end_of_groups(text: str, spans: Sequence[TokenSpan]) -> int:
    """Return where a number ends of which groups of three digits stand apart, or the end of its first group."""
    end = spans[0][1]
    if not _THOUSANDS.fullmatch(text, spans[0][0], end):
        return end
    for start, stop in spans[1:]:
        if not (_ONE_SPACE.fullmatch(text, end, start) and _GROUP.fullmatch(text, start, stop)):
            break
        end = stop
    return end


def is_acronym(raw: str, before: str, *, shouting: bool) -> bool:
    """Tell "US", "WHO" and "U.S." from the words they look like; in a text all in capitals nothing tells.

    Typed in lower case in a hurry, only the country has an article: "the us".

    Args:
        raw: the word as it stands.
        before: the folded word before it; empty where it is the first.
        shouting: whether the text is all in capitals.
    """
    if raw.isupper() and (len(raw) > 2 or not shouting):  # noqa: PLR2004 "U.S." is longer than "US"
        return not shouting or "." in raw
    return "." in raw or before == "the"

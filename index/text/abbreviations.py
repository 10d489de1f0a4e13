"""Whether a sentence goes on where the splitter ended it: behind an abbreviation, or behind a quotation in it.

In doubt it goes on, but a stop word with a capital letter begins a sentence. Knows no splitter.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from index.text.analysis import stop_words
from index.text.characters import fold
from index.text.wordlists import load_data

REACH = 80  # characters before and after a border that are looked at
_ANY = "any"
_OPENING = "([{\"'“„«‘"
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’-]*")
# A number, or a letter that counts: not "I" or "A" with which English, and others, begin sentences.
_COUNTED = regex.compile(
    r"[(\[]\w{1,4}[)\]]|[(\[]?(?:\p{N}|(?:[IVXLCDM]{2,}|[B-HJ-Z])(?![\p{L}'’])"
    r"|[IA](?=[.,;:)\]–—-]|\s*$|\s+(?:and|of|to|und|bis|et|à|y|e|и|ve)\s))"
)
_ORDINAL = regex.compile(r"(?<!\w)\d{1,3}\.$")
_YEAR = regex.compile(r"[(\[]|\p{N}")
# "Yan et al. [2004]": the words before the brackets, in which nothing ends a sentence.
_BRACKETED = regex.compile(r"(?P<words>\S+(?:\s+\S+)?)\s*[\[(][^\[\]()]{0,40}[^\[\]().!?][\])]$")


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """What ends no sentence in a language: words by what follows them, and what follows a closing quotation mark.

    Attributes:
        ordinals: words before a number that a dot makes an ordinal: "im 19. Jahrhundert".
    """

    names: frozenset[str]
    numbers: frozenset[str]
    works: frozenset[str]
    quoted: tuple[str, ...]
    ordinals: frozenset[str]


def is_counted(before: str, language: str) -> bool:
    """Tell whether what ends a text is the number of something named before it: "see p. 12."."""
    words = before.rsplit(None, 2)
    return len(words) > 1 and words[-2].lstrip(_OPENING).removesuffix(".") in _abbreviations(language).numbers


def goes_on(before: str, after: str, language: str) -> bool:
    """Tell whether no sentence ends between two parts of a text.

    Args:
        before: the end of the first part, as far as `REACH`.
        after: the beginning of the second.
        language: primary part of a BCP 47 tag.
    """
    known, before = _abbreviations(language), before.rstrip()
    if before.endswith("."):
        return _ends_in_abbreviation(before, after, known, language)
    if before.endswith(("]", ")")):
        bracketed = _BRACKETED.search(before, concurrent=False)
        return bracketed is not None and not known.numbers.union(known.works).isdisjoint(_words(bracketed["words"]))
    return before.endswith(("」", "』", "”", '"', "’")) and after.startswith(known.quoted)


def _ends_in_abbreviation(before: str, after: str, known: Abbreviations, language: str) -> bool:
    words = list(_words(before))
    if not known.numbers.isdisjoint(words) and _COUNTED.match(after, concurrent=False):
        return True
    if not known.works.isdisjoint(words) and _YEAR.match(after, concurrent=False):
        return True
    word = _WORD.match(after, concurrent=False)
    if (
        known.ordinals
        and _ORDINAL.search(before, concurrent=False)
        and words[0].partition(" ")[0].casefold() in known.ordinals
    ):
        return word is not None and fold(word[0]) not in stop_words(language).stop
    is_name = not known.names.isdisjoint(words) or (len(words[-1]) == 1 and words[-1].isupper())
    return is_name and word is not None and fold(word[0]) not in stop_words(language).stop


def _words(before: str) -> Iterator[str]:
    """Yield the last two words, and the last, without the dot."""
    words = before.rsplit(None, 2)[-2:]
    last = words[-1].removesuffix(".").lstrip(_OPENING)
    yield f"{words[0].lstrip(_OPENING)} {last}"
    yield last


@lru_cache(maxsize=64)
def _abbreviations(language: str) -> Abbreviations:
    data = load_data("abbreviations.yaml")
    lists: list[dict[str, str]] = [data[_ANY], data.get(language, {})]
    works = [word.strip() for each in lists for word in each.get("works", "").split(",")]
    return Abbreviations(
        _with_capitals(word for each in lists for word in each.get("names", "").split()),
        _with_capitals(word for each in lists for word in each.get("numbers", "").split()),
        _with_capitals(word for word in works if word),
        tuple(word for each in lists for word in each.get("quoted", "").split()),
        frozenset(word for each in lists for word in each.get("ordinals", "").split()),
    )


def _with_capitals(words: Iterable[str]) -> frozenset[str]:
    """Return words, those in small letters with a capital too."""
    return frozenset(form for word in words for form in (word, word[0].upper() + word[1:]))

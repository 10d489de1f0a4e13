"""What a question asks for: the noun after "how many", the thing after "what is the". Knows no passages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from index.questions.concepts import Concept
from index.text.analysis import primary
from index.text.wordlists import load_data

LOOKED_AT = 2  # concepts: "viele" is one itself
_DIGITS = r"(?<![\d.,])(?!(?:1[5-9]|20)\d\d(?![\d.,]*\d))\d"  # a year is no quantity


@dataclass(frozen=True, slots=True)
class _Signs:
    """How one language asks.

    Attributes:
        opening: words with which one asks for more than yes or no.
        before: what stands right before the thing that is asked for.
        quantity: how a number is asked for.
        number: a number, in digits or words.
    """

    opening: regex.Pattern[str]
    before: regex.Pattern[str]
    quantity: regex.Pattern[str]
    number: regex.Pattern[str]


@lru_cache(maxsize=16)
def _signs(language: str) -> _Signs | None:
    lists = load_data("asked.yaml").get(language)
    if lists is None:
        return None
    before, quantity, numbers = (
        "|".join(words) for words in (lists["before"], lists["quantity"], lists["numbers"].split())
    )
    return _Signs(
        regex.compile(rf"(?<!\w){lists['open']}(?!\w)", regex.IGNORECASE),
        regex.compile(rf"(?<!\w)(?:{before})\s+$", regex.IGNORECASE),
        regex.compile(rf"(?<!\w)(?:{quantity})(?!\w)", regex.IGNORECASE),
        regex.compile(rf"{_DIGITS}|(?<!\w)(?:{numbers})(?!\w)", regex.IGNORECASE),
    )


def asked_for(question: str, concepts: Sequence[Concept], languages: Collection[str]) -> Concept | None:
    """Return the concept that a question asks for, where its words say so.

    Args:
        question: as it was read.
        concepts: its concepts.
        languages: in any of which it may be asked.
    """
    known = list(filter(None, map(_signs, dict.fromkeys(map(primary, languages)))))
    first = sorted(concepts, key=lambda each: each.start)[:LOOKED_AT]
    return next(
        (each for each in first if any(signs.before.search(question[: each.start]) for signs in known)),
        None,
    )


def is_open(question: str, languages: Collection[str]) -> bool:
    """Tell whether a question asks for more than yes or no in one of some languages."""
    known = filter(None, map(_signs, dict.fromkeys(map(primary, languages))))
    return any(signs.opening.search(question) for signs in known)


def asks_number(question: str, language: str) -> bool:
    """Tell whether a question in a language asks for a number."""
    signs = _signs(primary(language))
    return signs is not None and signs.quantity.search(question) is not None


def has_number(sentence: str, language: str) -> bool:
    """Tell whether a sentence in a language says a number, in digits or words; True where the words are not known."""
    signs = _signs(primary(language))
    return signs is None or signs.number.search(sentence) is not None

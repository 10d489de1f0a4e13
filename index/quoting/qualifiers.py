"""Words that limit, doubt or turn round what is said: negations, hedges, conditions, exceptions; data per language."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

import regex

from index.text.characters import APOSTROPHES
from index.text.languages import detect
from index.text.wordlists import load_data

_QUALIFIERS, _NEGATIONS = "qualifiers.yaml", "negations.yaml"
_APOSTROPHE = f"[{APOSTROPHES}]"
_CONTRACTION = rf"(?<!\w)\w+n{_APOSTROPHE}t(?!\w)"
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Arabic}]")


def qualifiers(text: str, language: str | None) -> list[tuple[int, int]] | None:
    """Return the spans of a text's words that limit, doubt or negate; None where no words of its language are known.

    Args:
        text: whose language is detected too, so that a negation is known that is in another than the stated one.
        language: its primary language; None where it is not known.
    """
    detected = detect(text)
    language = language or detected
    cues = _cues(language) if language else None
    if cues is None:
        return None
    spans = [found.span() for found in cues.finditer(text) if not found.lastgroup]
    if detected and detected != language and (others := _negations(detected)):
        spans += [found.span() for found in others.finditer(text)]
    return sorted(spans)


@lru_cache(maxsize=64)
def _cues(language: str) -> regex.Pattern[str] | None:
    """Return what matches a qualifier, or under the name "harmless" what only looks like one."""
    stated, negations = load_data(_QUALIFIERS).get(language), _negation_words(language)
    if not stated:
        return None
    harmless = _any_of(_entries(stated.get("harmless", "")))
    cues = _any_of(chain(_entries(stated["cues"]), negations))
    return regex.compile(f"(?P<harmless>{harmless})|{_CONTRACTION}|{cues}", regex.IGNORECASE)


@lru_cache(maxsize=64)
def _negations(language: str) -> regex.Pattern[str] | None:
    words = _negation_words(language)
    return regex.compile(_any_of(words), regex.IGNORECASE) if words else None


def _negation_words(language: str) -> list[str]:
    """Return the negations of a language but the single letters that an apostrophe parts from a word."""
    words = str(load_data(_NEGATIONS).get(language, "")).split()
    return [word for word in words if len(word) > 1 or _UNSPACED.match(word)]


def _entries(listed: str) -> Iterator[str]:
    return (entry for each in listed.split(",") if (entry := each.strip()))


def _any_of(entries: Iterable[str]) -> str:
    """Return an expression for some entries, longer ones first; it asks once whether a word begins."""
    longest_first = sorted(set(entries), key=len, reverse=True)
    unspaced = [_expression(entry) for entry in longest_first if _UNSPACED.match(entry)]
    endings = [_expression(entry[1:]) for entry in longest_first if entry.startswith("*")]
    words = [_expression(entry) for entry in longest_first if not (entry.startswith("*") or _UNSPACED.match(entry))]
    spaced = rf"(?<!\w)(?:{'|'.join(words) or '(?!)'}|\w*(?:{'|'.join(endings) or '(?!)'}))(?!\w)"
    return "|".join([spaced, *unspaced])


def _expression(entry: str) -> str:
    words = r"\s+".join(map(re.escape, entry.split()))
    return words.replace(r"\*", r"\w*").replace(r"\#", r"\d+").replace("'", _APOSTROPHE)

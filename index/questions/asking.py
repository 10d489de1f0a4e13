"""Whether a message that nobody addressed to anybody is a question. Knows no seeds, only their languages."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import regex

from index.text.analysis import primary
from index.text.characters import APOSTROPHES
from index.text.ngrams import has_runs
from index.text.wordlists import load_data

_AROUND = regex.compile(r"^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}\p{Emoji_Presentation}]+$")
# Armenian's mark stands in the word.
_ENDING = regex.compile(r"(?:\N{ARMENIAN QUESTION MARK}\w+)?[\p{P}\p{Emoji_Presentation}\uFE0F\s]*$")
_WORD = regex.compile(rf"[\p{{L}}\p{{M}}\p{{N}}{APOSTROPHES}-]+")
_APOSTROPHES = regex.compile(f"[{APOSTROPHES}]")
_GREEK_MARK = regex.compile(r";[\s\p{Emoji_Presentation}]*$")  # U+037E is a plain semicolon once it is normalised
_GREEK = regex.compile(r"\p{Greek}")


@dataclass(frozen=True, slots=True)
class Signs:
    """How a question begins and ends in one language, where it carries no mark."""

    opening: frozenset[str] = frozenset()
    closing: frozenset[str] = frozenset()


def is_question(text: str, languages: Collection[str]) -> bool:
    """Tell whether a text asks: it ends with a question mark of any script, or with words as one asks with.

    Args:
        text: a message.
        languages: of which the words for asking count.
    """
    return _is_marked(text) or _is_worded(text, languages)


def may_ask(text: str, languages: Collection[str]) -> bool:
    """Tell whether a text that is meant for somebody may ask.

    It does where a word that people ask with stands anywhere in it, or where such words are not known of a language.
    """
    if _is_marked(text):
        return True
    known = [_signs().get(primary(language)) for language in languages]
    words = {_APOSTROPHES.sub("", word) for word in _WORD.findall(text.casefold())}
    asks = any(signs is None or not words.isdisjoint(signs.opening | signs.closing) for signs in known)
    return asks or _is_worded(text, languages)


def _is_marked(text: str) -> bool:
    """Tell whether a question mark of any script is among the signs at the end."""
    if text.endswith("?"):
        return True
    if _GREEK.search(text) and _GREEK_MARK.search(text):
        return True
    return any("QUESTION" in unicodedata.name(sign, "") for ending in _ENDING.findall(text) for sign in ending)


def _is_worded(text: str, languages: Collection[str]) -> bool:
    """Tell whether a text begins or ends with words as one asks with in one of some languages."""
    bare = _AROUND.sub("", text.casefold())
    return bool(bare) and any(_has_signs(bare, _signs().get(primary(language), Signs())) for language in languages)


def _has_signs(text: str, signs: Signs) -> bool:
    words = [_APOSTROPHES.sub("", word) for word in _WORD.findall(text)]
    if not words:
        return False
    if has_runs(text):  # no spaces tell where a word ends
        return text.startswith(tuple(signs.opening)) or text.endswith(tuple(signs.closing))
    return words[0] in signs.opening or words[-1] in signs.closing


@lru_cache(maxsize=1)
def _signs() -> dict[str, Signs]:
    return {
        language: Signs(**{name: frozenset(words.casefold().split()) for name, words in lists.items()})
        for language, lists in load_data("questions.yaml").items()
    }

"""Headings under which authors caution or correct: "Disclaimer", "2) Caveats & limitations", "⚠️ Disclaimer (read)".

Which words make one is data (`index/data/caveats.yaml`). It knows no blocks.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Literal

from index.marking.corrections import correction_headings, heads_correction
from index.marking.phrases.unspaced import is_unspaced
from index.text.wordlists import load_data

HeadingKind = Literal["caveat", "weak", "correction"]

LONGEST_CHARS = 80
LONGEST_LABEL_CHARS = 40
HEADINGS_REMEMBERED = 256  # each block below a heading asks for it
_BRACKETS = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]|（[^（）]*）|【(?=[^【】]*】.)[^【】]*】")
_NUMERAL = re.compile(r"\s*(?:[IVXLC]{1,6}|[A-Z])[.):]\s")  # before a heading, as digits are too
_LETTER = re.compile(r"[^\W\d_]")
_SPACED_WORD = r"[^\W\d_][\w'’-]*"
_PARTS = re.compile(r"[&,;/+:|–—：、・／]|\s(?:and|or|und|oder|y|и|ve|veya|et|ou|e|ed|o)\s|\s-\s")
_SEPARATOR = "›"  # between a heading and those above it


@lru_cache(maxsize=HEADINGS_REMEMBERED)
def heading_kind(heading: str, language: str) -> HeadingKind | None:
    """Tell what stands under a heading, of a nested one under its last part; None where nothing of that kind does."""
    last = heading.rpartition(_SEPARATOR)[2]
    if len(last) > LONGEST_CHARS:
        return None
    outside = _NUMERAL.sub("", _BRACKETS.sub(" ", last), count=1)
    shown = outside if _LETTER.search(outside) else last  # "[Disclaimer]" has nothing but what the brackets hold
    if (whole := _patterns(language)) and whole.fullmatch(" ".join(re.findall(_SPACED_WORD, shown.lower()))):
        return "caveat"
    if heads_correction(shown.strip(), language):
        return "correction"
    return _label_kind(shown, language)


@lru_cache(maxsize=HEADINGS_REMEMBERED)
def is_label(words: str, language: str) -> bool:
    """Tell whether words in a paragraph are nothing but what heads a caution: "Disclaimer."."""
    return len(words) <= LONGEST_LABEL_CHARS and _label_kind(words, language) in {"caveat", "correction"}


def _label_kind(shown: str, language: str) -> HeadingKind | None:
    """Tell what words head that are known to head a caution or correction, alone or among words that say nothing."""
    words, word = _headings(language), _word(language)
    parts = [" ".join(word.findall(part.replace("İ", "i").casefold())) for part in _PARTS.split(shown)]
    named = [_named(part, words, _around(language)) for part in parts if part]
    if not any(named) or not _all_around(parts, named, language):
        return None
    found = [each for each in named if each]
    return min(found, key=("correction", "caveat", "weak").index, default=None)


def cautions_in_some_language(heading: str) -> bool:
    """Tell whether a heading is a caution's, while nobody knows the language of its text yet."""
    return any(heading_kind(heading, language) in {"caveat", "correction"} for language in load_data("caveats.yaml"))


def _all_around(parts: list[str], named: list[HeadingKind | None], language: str) -> bool:
    """Tell whether the parts that name no caution are words that may stand around one: "Notes and disclaimers"."""
    rest = (part for part, kind in zip((each for each in parts if each), named, strict=True) if kind is None)
    around = _around(language)
    return all(set(part.split()) <= around for part in rest)


def _named(part: str, kinds: Mapping[str, HeadingKind], around: frozenset[str]) -> HeadingKind | None:
    """Tell the kind of a part of a heading, with as few of the words around it taken away as need be."""
    first = part.split()
    while True:
        inner = list(first)
        while inner:
            if kind := kinds.get(" ".join(inner)):
                return kind
            if inner[-1] not in around:
                break
            inner.pop()
        if not first or first[0] not in around:
            return None
        first.pop(0)


@cache
def _patterns(language: str) -> re.Pattern[str] | None:
    """Compile what whole headings caution in more words: "What I could not check"."""
    patterns = load_data("caveats.yaml").get(language, {}).get("heading_patterns", ())
    return re.compile("|".join(patterns)) if patterns else None


@cache
def _around(language: str) -> frozenset[str]:
    return frozenset(load_data("caveats.yaml").get(language, {}).get("around", "").split())


@cache
def _word(language: str) -> re.Pattern[str]:
    """Compile what a word of a heading is: where no spaces part them, one of those that are known, or the rest."""
    known = sorted({*_around(language), *_headings(language)}, key=len, reverse=True)
    unspaced = "|".join(re.escape(each) for each in known if is_unspaced(each))
    if not unspaced:
        return re.compile(_SPACED_WORD)
    return re.compile(rf"{unspaced}|(?:(?!{unspaced})[^\W\d_])+")


@cache
def _headings(language: str) -> dict[str, HeadingKind]:
    entry = load_data("caveats.yaml").get(language, {})
    words: dict[str, HeadingKind] = dict.fromkeys(correction_headings(language), "correction")
    words |= {each.replace("_", " "): "weak" for each in entry.get("weak_headings", "").split()}
    return words | {each.replace("_", " "): "caveat" for each in entry.get("headings", "").split()}

"""Corrections: where authors correct a text of theirs afterwards, or take it back; and the words that they correct.

Wordings are data (`index/data/corrections.yaml`). An update that merely adds news corrects nothing. This module must
not know passages, nor judge who is right.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from index.marking.phrases.hints import Hints, listed
from index.marking.phrases.patterns import Phrases, Skimmed
from index.text.characters import UNSPACED
from index.text.dates import find_date
from index.text.wordlists import load_data

CorrectionSpan = tuple[int, int]

LONGEST_CHARS = 700  # of a labelled paragraph; of a longer one the sentence with the label counts
_PHRASES = ("withdrawn", "replaced", "earlier", "fault", "own_fault", "mine", "news")
_ANY = frozenset(_PHRASES)
_FAULTS = _ANY - {"news", "mine", "earlier"}
# Those that correct without a label before them.
_UNLABELLED = frozenset({"withdrawn", "replaced", "earlier", "own_fault", "mine"})
_BEFORE_LABEL = r"[\W\d_]{0,12}"
# What may stand between a label and its colon: a date, a number, brackets, what it is about; or the label stands alone.
_DATED = (
    r"(?:\s*[(\[（【][^()\[\]（）【】\n]{0,50}[)\]）】]|\s*#?\d{1,2}\b|,\s[\w ]{3,24}"
    r"|,?\s+(?:(?:on|of|from|as of|in|vom|am|von|de|del|от|du|le|dell?['’]?|di|do|da|em)\s+)?"
    r"[\w., /-]{0,24}\b(?:1[5-9]|20)\d\d\b[\w., /:-]{0,12})"
)
_ABOUT = r"\s+(?:to|on|regarding|zu|zum|zur)\s+(?:the|my|this|above|article|post|beitrag|text|artikel)[^:.\n]{0,50}"
_ALONE = r"\n(?![ \t]{2})"  # with the text below it; what is indented there is a list, such as a program's menu
_ENDED = rf"(?:(?:{_DATED}|{_ABOUT}){{0,2}}\s*[:：–—]|{_DATED}?[^\S\n]*(?:[.!]?\s*$|{_ALONE}))"
_LETTER = rf"[^\W{UNSPACED}]"  # one that would go on a word or figure; what has no spaces between words does not
_FIGURE = rf"\d[\d.,:/]*(?<![.,:/])(?:\s?(?:%|°[CF]?|[kKMm]?g|[kcm]?m|km|mm|cm|l|ml|h|s|[ap]\.?m\.?))?(?!{_LETTER})"
_QUOTED = r"[“\"„«'‘「『][^“”\"„«»'‘’「」『』\n]{1,60}[”\"“»'’」』]"
_CAPITAL = "[A-ZÀ-ÖØ-ÞĞİŒŞА-ЯЁ]"
_NAME = rf"{_CAPITAL}[\w’'-]+(?:\s{_CAPITAL}[\w’'-]+){{0,3}}"
_WORDS = r"[^\W\d_][^\W\d_’'-]+(?:\s[^\W\d_][^\W\d_’'-]*){0,2}"
_LONG_WORD = re.compile(
    r"(?!(?:the|and|was|for|not|but|she|her|his|you|has|had|are|der|die|das|und|war|ich|mit)\b)[^\W\d_]{3,}|\d{2,}"
)
_PAIR = re.compile(rf"(?=([{UNSPACED}]{{2}}))")
_MARKS = "“”\"„«»'‘’「」『』 "


@dataclass(frozen=True, slots=True)
class Correction:
    """A span (in characters of the paragraph) in which an author corrects the text, with its date where stated."""

    start: int
    end: int
    date: str | None


@dataclass(frozen=True, slots=True)
class _CorrectionWordings:
    phrases: Phrases
    labels: Mapping[str, re.Pattern[str]]
    opening: re.Pattern[str]
    old: tuple[re.Pattern[str], ...]
    loose: re.Pattern[str] | None
    not_old: frozenset[str]
    of_a_text: frozenset[str]


@cache
def correction_headings(language: str) -> frozenset[str]:
    """Return the headings under which corrections stand, in a language ("en"); compiles nothing."""
    return frozenset(load_data("corrections.yaml").get(language, {}).get("headings", ()))


def corrections(
    text: str,
    sentences: Sequence[CorrectionSpan],
    language: str,
    *,
    head: bool,
    rest: str | None,
) -> Iterator[Correction]:
    """Yield the corrections in a paragraph, in order.

    Args:
        text: of the paragraph, without markup.
        sentences: where they stand in it.
        language: without a region ("en").
        head: whether it stands at the beginning of the text.
        rest: what stands above it, where it ends the text: a fault that is admitted there must be one of that.
    """
    wordings = _wordings(language)
    if wordings is None:
        return
    matches = wordings.phrases.find(text, _ANY)
    stop = 0
    for number, (start, end) in enumerate(sentences):
        if start < stop:
            continue
        later = {each.label for each in matches if each.start >= start}
        labels = {each.label for each in matches if start <= each.start < end}
        label = _label_at(wordings, text, (start, end), later)
        if label or ("earlier" in labels and "news" not in labels):
            stop = _end(sentences[number:])
        else:
            admits = (
                "own_fault" in labels
                and rest is not None
                and _speaks_of(text[start:end], rest + text[:start], wordings)
            )
            takes_back = "withdrawn" in labels or {"mine", "fault"} <= labels
            stop = end if admits or takes_back or ("replaced" in labels and head) else 0
        if stop:
            yield Correction(start, stop, find_date(label))


def heads_correction(heading: str, language: str) -> bool:
    """Tell whether a heading is a labelled correction itself, such as "Update: I was wrong"."""
    if not _hints(language, at_edge=True).stand_in(heading.lower()):  # nearly always, and compiling takes long
        return False
    wordings = _wordings(language)
    if wordings is None or not wordings.opening.match(heading):
        return False
    return any(corrections(heading, [(0, len(heading))], language, head=False, rest=None))


def admits_fault(text: str, language: str) -> bool:
    """Tell whether an author admits a fault in a paragraph, of whatever; beside words struck out it is one of these."""
    wordings = _wordings(language)
    return wordings is not None and any(each.label in _FAULTS for each in wordings.phrases.find(text, _FAULTS))


def _speaks_of(sentence: str, above: str, wordings: _CorrectionWordings) -> bool:
    """Tell whether a sentence speaks of what stands above it: by a word of that, or as of a text."""
    said = _telling_words(sentence)
    return not said.isdisjoint(_telling_words(above)) or not said.isdisjoint(wordings.of_a_text)


def _telling_words(text: str) -> set[str]:
    """Return the longer words of a text, and any two neighbours where no spaces part words."""
    folded = text.casefold()
    return {*_LONG_WORD.findall(folded), *_PAIR.findall(folded)}


def may_correct(text: str, lowered: str, skimmed: Skimmed, language: str, *, at_edge: bool) -> bool:
    """Tell quickly whether a paragraph may hold a correction; of most it is false."""
    if not _hints(language, at_edge=at_edge).stand_in(lowered):
        return False
    wordings = _wordings(language)
    if wordings is None:
        return False
    return bool(wordings.opening.search(text) or wordings.phrases.find(text, _UNLABELLED, skimmed=skimmed))


@cache
def _hints(language: str, *, at_edge: bool) -> Hints:
    entry = load_data("corrections.yaml").get(language, {})
    return Hints(listed(f"{entry.get('hints', '')} {entry.get('edge_hints', '') if at_edge else ''}"))


def _label_at(wordings: _CorrectionWordings, text: str, sentence: CorrectionSpan, labels: set[str]) -> str:
    """Return the label of a correction that begins at a sentence, up to its colon; "" where none does."""
    # A label may go on behind what looks like the end of a sentence ("3. Mai"), or be the whole of one.
    matches = (
        (kind, pattern.match(text, sentence[0]) or pattern.match(text, *sentence))
        for kind, pattern in wordings.labels.items()
    )
    kind, found = next(((kind, found) for kind, found in matches if found), ("", None))
    if found is None:
        return ""
    faulty = not labels.isdisjoint(_FAULTS) or any(pattern.search(text, sentence[0]) for pattern in wordings.old)
    is_one = kind == "correction" or faulty or (kind == "edit" and "news" not in labels)
    return found[0] if is_one else ""


def _end(sentences: Sequence[CorrectionSpan]) -> int:
    """Return where a labelled correction ends: with its paragraph, with a sentence where that is long."""
    is_short = sentences[-1][1] - sentences[0][0] <= LONGEST_CHARS
    return sentences[-1 if is_short else 0][1]


def corrected_words(correction: str, language: str) -> tuple[str, ...]:
    """Return the words and figures that a correction names as wrong: 1988 in "in 1986, not in 1988"."""
    wordings = _wordings(language)
    if wordings is None:
        return ()
    patterns = (*wordings.old, *([wordings.loose] if wordings.loose else []))
    groups = (
        value for pattern in patterns for found in pattern.finditer(correction) for value in found.groupdict().values()
    )
    named = (value.strip(_MARKS) for value in groups if value)
    return tuple(dict.fromkeys(each for each in named if each and not _says_nothing(each, wordings)))


def _says_nothing(words: str, wordings: _CorrectionWordings) -> bool:
    letters = frozenset("abcdefghijklmnopqrstuvwxyz")
    return all(word in letters or word in wordings.not_old for word in words.casefold().split())


def occurrences(words: str, text: str) -> Iterator[CorrectionSpan]:
    """Yield where words stand in a text as whole words and figures: "12" neither in "12.5" nor in "112"."""
    between = r"\s+".join(map(re.escape, words.split()))
    for found in re.finditer(rf"(?<!{_LETTER})(?<!\d[.,:]){between}(?!{_LETTER})(?![.,:]\d)", text, re.IGNORECASE):
        yield found.span()


@cache
def _wordings(language: str) -> _CorrectionWordings | None:
    """Compile the wordings of a language on first use (some tens of milliseconds, once)."""
    entry: dict[str, Any] | None = load_data("corrections.yaml").get(language)
    if entry is None:
        return None
    fillers = load_data("caveats.yaml").get(language, {}).get("fillers", "")
    phrases = Phrases({label: entry.get(label, []) for label in _PHRASES}, entry.get("sets", {}), fillers, names=False)
    thing = rf"(?:{_FIGURE}|{_QUOTED}|(?-i:{_NAME}))"
    old = (
        pattern.replace("{thing}", thing).replace("{words}", _WORDS)
        for pattern in (*entry["old"], entry["loose"])
        if pattern
    )
    compiled = [re.compile(pattern, re.IGNORECASE) for pattern in old]
    return _CorrectionWordings(
        phrases=phrases,
        labels={kind: _label(some) for kind, some in entry["labels"].items()},
        opening=_opening([word for some in entry["labels"].values() for word in some]),
        old=tuple(compiled[: len(entry["old"])]),
        loose=compiled[-1] if entry["loose"] else None,
        not_old=frozenset(str(entry["not_old"]).split()),
        of_a_text=frozenset(entry["of_a_text"].split()),
    )


def _label(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE_LABEL}(?:{'|'.join(words)})(?!\w){_ENDED}", re.IGNORECASE)


def _opening(words: Sequence[str]) -> re.Pattern[str]:
    """Compile where a label may stand, whatever follows it: where any sentence may begin."""
    return re.compile(rf"(?:\A|[^\w \t]|_)[ \t]*+{_BEFORE_LABEL}(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)

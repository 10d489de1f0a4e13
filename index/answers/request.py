"""A search as it is typed, read: words, phrases, what is left out, and filters.

    "grain of salt" -war author:matt -title:thread tag:history after:2021-05 before: 2023 nakhchivan

Words rank as in an answer; phrases must stand in a passage as they are (case, quotes and dashes apart); `-word` must
not; filters narrow down, and leave out what they name where a minus stands before them.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import cast

from index.answers.answer import check_question
from index.answers.filters import EXAMPLES, Filter, FilterName
from index.errors import QuestionError
from index.messages import N_
from index.text.wordlists import load_data

_MINUS = "[-‐‑‒–—―−﹣－]{1,2}"
_PART = re.compile(
    rf"""
    (?P<no>{_MINUS}(?:(?=\S)|\s+(?=(?:{"|".join(EXAMPLES)})[:：])))?
    (?: (?P<field>{"|".join(EXAMPLES)})[ ]?[:：] \s* (?P<not>{_MINUS}(?=\S))?
        (?: "(?P<named>[^"]*)(?:"|$) | ['‘](?P<single>[^'‘’]+)['’](?!\w) | (?P<name>\S*) )
    | "(?P<phrase>[^"]*)"
    | (?P<word>\S+) )
    """,
    re.IGNORECASE | re.VERBOSE,
)
# As a filter is typed; no address, no time of day, no "::" and no sentence that goes on behind its colon.
_LOOKS_LIKE_A_FILTER = re.compile(
    rf"(?<!\S)(?:{_MINUS})?(?P<name>[^\W\d_]{{3,20}})[:：](?P<blank>\s*)(?P<value>[\w\"])"
)
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_PHRASE = re.compile(r'(?<![:：])"[^"]*"')
_TYPOGRAPHIC = str.maketrans("“”„«»", '"""""')
_IN_LISTS = ",;"
NEARLY = 80.0  # percent of its letters, by which a word is the name of a filter misspelt


@dataclass(frozen=True, slots=True)
class Request:
    """A search as it was understood."""

    words: str = ""
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()


def parse(text: str) -> Request:
    """Read a search.

    Raises:
        QuestionError: it is empty, too long, names nothing to search for, or has a filter that cannot be read.
    """
    check_question(text)
    text = text.translate(_TYPOGRAPHIC)
    _refuse_unknown_filter(text)
    words: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    filters: list[Filter] = []
    for part in _PART.finditer(text):
        value = (part["phrase"] or part["word"] or "").strip()
        if part["field"]:
            filters.append(_filter(part))
        elif value and part["no"]:
            excluded.append(value)
        elif value:
            (phrases if part["phrase"] else words).append(value)
    return Request(" ".join(words), tuple(phrases), tuple(excluded), tuple(filters))


def _refuse_unknown_filter(text: str) -> None:
    """Raise QuestionError for what is typed as a filter and is none of ours."""
    outside_phrases = _PHRASE.sub('""', text)
    for found in _LOOKS_LIKE_A_FILTER.finditer(outside_phrases):
        name = found["name"].lower()
        if name not in EXAMPLES and _is_meant(name, found["value"], blank=found["blank"]):
            raise QuestionError(
                N_('{name}: is no filter; there are {filters}. To look for a word with a colon, put it in "marks"'),
                name=found["name"], filters=", ".join(f"{each}:" for each in EXAMPLES),
            )  # fmt: skip


def _is_meant(name: str, value: str, *, blank: str) -> bool:
    """Tell whether a word before a colon names a filter: of another search, nearly one of ours, or nobody's."""
    from rapidfuzz import process  # here, since few searches have a colon

    if name in load_data("filters.yaml")["names"].split() or process.extractOne(name, EXAMPLES, score_cutoff=NEARLY):
        return True
    return not blank and not value.isdigit()


def _filter(part: re.Match[str]) -> Filter:
    name = cast("FilterName", part["field"].lower())
    value = (part["named"] or part["single"] or (part["name"] or "").rstrip(_IN_LISTS)).strip()
    if not any(map(str.isalnum, value)):
        raise QuestionError(N_("{name}: names nothing; write for example {example}"), name=name, example=EXAMPLES[name])
    if name in ("before", "after") and not _is_date(value):
        raise QuestionError(
            N_("{name}:{value} is no date; write {name}:2022, 2022-09 or 2022-09-13"), name=name, value=value
        )
    return Filter(name, value, bool(part["no"]) != bool(part["not"]))


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[len(value) - len("2022") :])
    except ValueError:
        return False
    return True

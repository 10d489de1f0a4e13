"""Where a question names whose words it asks for: "According to Holt, …", "What does Holt say about zinc?".

How people ask so is data (`index/data/naming.yaml`). Whether anybody is called so is not known here.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

from index.text.characters import APOSTROPHES, fold
from index.text.wordlists import load_data

_NAME: Final = r"[^\s,;:?!¿()][^,;:?!()]{0,70}?"
_REST: Final = r"\S.*?"
_BEGINS: Final = r"(?:^[¿\s]*|(?<=[,;:(–—-]\s)|(?<=[,;(]))"  # of a question, or of what is put in
_ENDS: Final = r"(?=\s*(?:[,;:)–—]|-\s)|\s*[?!.…]*\s*$)"
_AROUND: Final = " ,;:()–—-"
SHORTEST_CUE: Final = 3  # letters
_UNPARTED = re.compile(r"\S+")
_GENITIVE = re.compile(rf"[{APOSTROPHES}]\w{{0,2}}$")
_WORD = re.compile(r"[^\W_]+")
_SHORTER = re.compile(r"([^\W\d_]+)[^\W\d_]\?")  # "view" of "views?"
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a question, and what is asked without it.

    Attributes:
        name: as typed.
        rest: what else the question says.
        language: in which it is asked.
        is_attributing: whether somebody's words are asked for in any case; else only where the name is an author's.
    """

    name: str
    rest: str
    language: str
    is_attributing: bool = True


class _Ways:
    """How one language names whose words are asked for; patterns are compiled when a question may match."""

    def __init__(self, language: str, entries: Mapping[str, Any]) -> None:
        self.language, self._entries = language, entries
        told = " ".join(str(entries.get(name, "")) for name in ("say", "says", "said", "views"))
        words = (*_plain_words(told), *map(fold, _SHORTER.findall(told)))
        ends = (each for each in words if len(each) < SHORTEST_CUE and each.isascii())  # "on" of "opini(?:ón|ones)"
        self.cues = frozenset((*_plain_words(str(entries.get("cues", ""))), *words)).difference(ends)

    @cached_property
    def _put_in(self) -> tuple[tuple[re.Pattern[str], bool], ...]:
        """What may stand at the beginning, at the end or between commas, and whether it asks for words in any case."""
        opening = "|".join(str(load_data("questions.yaml").get(self.language, {}).get("opening", "(?!)")).split())
        return tuple(
            (_compiled(rf"{before}{self._filled(each)}{behind}"), kind == "by")
            for kind in ("by", "by_known")
            for before, behind in (
                (_BEGINS, rf"(?:{_ENDS}|(?=\s+¿?(?:{opening})\b))"),
                (r"(?<=\s)", r"(?=\s*[?!.…]*\s*$)"),
            )
            for each in self._list(kind)
        )

    @cached_property
    def _in_passing(self) -> tuple[re.Pattern[str], ...]:
        """What may stand in the middle, where nothing tells how many of the words behind it are the name."""
        words = r"(?P<name>(?:[^\s,;:?!()]+\s+){0,2}[^\s,;:?!()]+)"
        ends = (each.removesuffix("{name}") for each in self._list("by") if each.endswith("{name}"))
        return tuple(_compiled(rf"(?<!\S){self._filled(each)}{words}(?=\s)") for each in ends)

    @cached_property
    def _whole(self) -> tuple[tuple[re.Pattern[str], bool], ...]:
        """What all of a question matches, and whether it asks for somebody's words in any case."""
        return tuple(
            (_compiled(rf"\W*{self._filled(each)}\s*[?!.…]*\s*"), kind == "asks")
            for kind in ("asks", "known")
            for each in self._list(kind)
        )

    def _list(self, name: str) -> list[str]:
        return list(self._entries.get(name, ()))

    def _filled(self, pattern: str) -> str:
        subject = rf"(?P<name>{_NAME})(?<![{APOSTROPHES}]s)(?<!s[{APOSTROPHES}])"
        slots = {
            "name": rf"(?P<name>{_NAME})",
            "subject": subject,
            "rest": rf"(?P<rest>{_REST})",
            "topic": rf"(?P<topic>{_REST})",
        }

        def slot(match: re.Match[str]) -> str:
            if match[1] == "asked":
                return f"(?P<asked>{self._entries['asked']})"
            return slots.get(match[1]) or f"(?:{self._entries[match[1]]})"

        return f"(?:{_SLOT.sub(slot, pattern)})"

    def read(self, question: str, *, is_foreign: bool) -> Iterator[Mention]:
        """Yield what a question may name, likeliest first; `is_foreign` where the seeds do not know its language."""
        for pattern, is_attributing in self._put_in:
            for match in pattern.finditer(question):
                yield self._mention(
                    match["name"],
                    _joined(question[: match.start()], question[match.end() :]),
                    is_attributing=is_attributing,
                )
        for pattern, is_attributing in self._whole:
            if whole := pattern.fullmatch(question):
                yield self._mention(
                    whole["name"], self._asked(whole, is_foreign=is_foreign), is_attributing=is_attributing
                )
        for pattern in self._in_passing:
            for match in pattern.finditer(question):
                yield from self._shortened(question, match)

    def _shortened(self, question: str, match: re.Match[str]) -> Iterator[Mention]:
        """Yield the names that some words may begin with, the longest first."""
        for last in reversed(list(_UNPARTED.finditer(match["name"]))):
            end = match.start("name") + last.end()
            if _GENITIVE.search(last[0]) or (question[end:].lstrip()[:1].isupper() and self.language != "de"):
                continue  # "Holt's law", "Holt Street"
            rest = _joined(question[: match.start()], question[end:])
            yield self._mention(question[match.start("name") : end], rest, is_attributing=False)

    def _mention(self, name: str, rest: str, *, is_attributing: bool) -> Mention:
        return Mention(name.strip(_AROUND), rest, self.language, is_attributing)

    def _asked(self, match: re.Match[str], *, is_foreign: bool) -> str:
        """Return what a question asks without whom."""
        groups = match.groupdict()
        if topic := groups.get("topic"):
            return ("{topic}?" if is_foreign else str(self._entries["about"])).format(topic=topic.strip(_AROUND))
        return f"{groups.get('asked') or ''} {groups.get('rest') or ''}".strip() + "?"


def read_mentions(question: str, languages: Collection[str]) -> Iterator[Mention]:
    """Yield the names for whose words a question may ask, likeliest first; mostly none.

    Args:
        question: as typed, in any language.
        languages: those of the seeds.
    """
    words = frozenset(_plain_words(question))
    for ways in _languages():
        if not ways.cues.isdisjoint(words):
            yield from ways.read(question, is_foreign=ways.language not in languages)


def title_places(question: str) -> Iterator[tuple[int, int]]:
    """Yield where something begins that a title may stand behind, "in": the places before it and behind it."""
    for match in _before_titles().finditer(question):
        yield match.span()


@cache
def words_for(language: str, name: str) -> frozenset[str]:
    """Return a list of words of a language, folded."""
    return frozenset(map(fold, str(load_data("naming.yaml").get(language, {}).get(name, "")).split()))


@cache
def words_of_all(name: str) -> frozenset[str]:
    """Return a list of words of all languages, folded."""
    return frozenset().union(*(words_for(language, name) for language in load_data("naming.yaml")))


@cache
def endings_of(language: str) -> tuple[str, ...]:
    """Return what a name may have behind it in a language, longest first."""
    found = str(load_data("naming.yaml").get(language, {}).get("endings", "")).split()
    return tuple(sorted(found, key=len, reverse=True))


@cache
def _languages() -> tuple[_Ways, ...]:
    return tuple(_Ways(language, entries) for language, entries in load_data("naming.yaml").items())


@cache
def _before_titles() -> re.Pattern[str]:
    words = dict.fromkeys(word for entries in load_data("naming.yaml").values() for word in entries["in"].split("|"))
    return _compiled(rf"(?<![^\s,;(])(?:{'|'.join(words)})\s+")


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _plain_words(text: str) -> Iterable[str]:
    return map(fold, _WORD.findall(text))


def _joined(before: str, after: str) -> str:
    return f"{before.rstrip(_AROUND)} {after.lstrip(_AROUND)}".strip()

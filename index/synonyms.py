"""Words that stand for each other in questions, read from data; groups of terms, never used on seeds."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from index.analysis import analyzer, fold, primary


@dataclass(frozen=True, slots=True)
class Member:
    """One way to say what its group means: the words as listed and their terms, stop words left out."""

    words: str
    terms: tuple[str, ...]


class Synonyms:
    """The groups of one language, looked up by the terms of a member."""

    def __init__(self, language: str | None = None) -> None:
        self._groups: dict[tuple[str, ...], list[tuple[Member, ...]]] = {}
        self.longest = 1
        terms = analyzer(primary(language)).terms
        for group in _raw().get(primary(language), ()):
            every = (Member(words, tuple(terms(words))) for words in group)
            members = tuple(member for member in every if member.terms)
            for member in members:
                self._groups.setdefault(member.terms, []).append(members)
                self.longest = max(self.longest, len(member.terms))

    def of(self, terms: tuple[str, ...]) -> tuple[Member, ...]:
        """Return what else may be said for these terms, in the order of the lists; empty for no group."""
        found = {
            member.terms: member
            for members in self._groups.get(terms, ())
            for member in members
            if member.terms != terms
        }
        return tuple(found.values())

    @property
    def words(self) -> dict[str, str]:
        """Folded single words of all groups with their terms, for finding what was misspelt."""
        return {
            fold(member.words): member.terms[0]
            for groups in self._groups.values()
            for members in groups
            for member in members
            if len(member.terms) == 1 and member.words.isalpha()
        }


@lru_cache(maxsize=1)
def _raw() -> dict[str, list[list[str]]]:
    raw: dict[str, list[list[str]]] = yaml.load(  # noqa: S506 BaseLoader makes strings only: "no" stays "no"
        files("index.data").joinpath("synonyms.yaml").read_text("utf-8"), Loader=yaml.BaseLoader
    )
    return raw


@lru_cache(maxsize=16)
def synonyms(language: str | None = None) -> Synonyms:
    """Return the groups of a language, read once."""
    return Synonyms(primary(language))

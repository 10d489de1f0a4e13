"""Words that stand for each other in questions, read from data; groups of terms, never used on seeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from index.analysis import Token, analyzer, fold, primary
from index.datafiles import load_data


@dataclass(frozen=True, slots=True)
class Member:
    """One way to say what its group means.

    Attributes:
        words: as listed.
        key: its terms, with stop words left as they are, so that "step down" is not "step".
        searchable: whether seeds can be searched for it: stop words are not indexed.
    """

    words: str
    key: tuple[str, ...]
    searchable: bool


class Synonyms:
    """The groups of one language, looked up by the key of a member."""

    def __init__(self, language: str | None = None) -> None:
        self._groups: dict[tuple[str, ...], list[tuple[Member, ...]]] = {}
        for group in load_data("synonyms.yaml").get(primary(language), ()):
            members = tuple(_member(words, language) for words in group)
            for member in members:
                self._groups.setdefault(member.key, []).append(members)
        self._longest: dict[str, int] = {}
        for key in self._groups:
            self._longest[key[0]] = max(len(key), self._longest.get(key[0], 1))

    def __contains__(self, key: tuple[str, ...]) -> bool:
        return key in self._groups

    def longest(self, first: str) -> int:
        """Return of how many terms the longest phrase is that begins with this one; 1 where there is none."""
        return self._longest.get(first, 1)

    def of(self, key: tuple[str, ...]) -> tuple[Member, ...]:
        """Return what else may be searched for these terms, in the order of the lists; empty for no group."""
        found: dict[tuple[str, ...], Member] = {}
        for member in chain.from_iterable(self._groups.get(key, ())):
            if member.searchable and member.key != key:
                found.setdefault(member.key, member)
        return tuple(found.values())

    @property
    def words(self) -> dict[str, str]:
        """Folded single words of all groups with their terms, for finding what was misspelt."""
        return {
            fold(member.words): member.key[0]
            for groups in self._groups.values()
            for members in groups
            for member in members
            if len(member.key) == 1 and member.searchable and member.words.isalpha()
        }


def phrase_key(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the key under which a run of tokens is looked up."""
    return tuple(token.term or token.word for token in tokens)


def _member(words: str, language: str | None) -> Member:
    tokens = analyzer(primary(language)).tokens(words)
    return Member(words, phrase_key(tokens), all(token.term for token in tokens))


@lru_cache(maxsize=16)
def synonyms(language: str | None = None) -> Synonyms:
    """Return the groups of a language, read once."""
    return Synonyms(primary(language))

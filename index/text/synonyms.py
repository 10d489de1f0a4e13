"""Words that stand for each other in questions, read from data; groups of terms, never used on seeds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.text.analysis import analyzer, primary
from index.text.characters import fold
from index.text.tokens import phrase_key
from index.text.wordlists import load_data


@dataclass(frozen=True, slots=True)
class SynonymForm:
    """One way to say what its group means.

    Attributes:
        words: as listed.
        key: its terms, with stop words left as they are, so that "step down" is not "step".
        searchable: whether seeds can be searched for it: stop words are not indexed.
        same: whether it names the same thing in the same form, so that a sentence can have it in the other's place.
        folded: its words.
    """

    words: str
    key: tuple[str, ...]
    searchable: bool
    same: bool
    folded: tuple[str, ...]


class Synonyms:
    """The groups of one language, looked up by the key of a member."""

    def __init__(self, language: str | None = None) -> None:
        self._groups: dict[tuple[str, ...], list[tuple[SynonymForm, ...]]] = {}
        for group in load_data("synonyms.yaml").get(primary(language), ()):
            members = tuple(_members(group, language))
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

    def of(self, key: tuple[str, ...], typed: tuple[str, ...] = ()) -> tuple[SynonymForm, ...]:
        """Return what else may be searched for these terms, in the order of the lists; empty for no group.

        Args:
            key: the terms.
            typed: the folded words; in another form than the listed one they are in no other name's place.
        """
        found: dict[tuple[str, ...], SynonymForm] = {}
        for members in self._groups.get(key, ()):
            named = any(member.same and member.folded == typed for member in members)
            for member in members:
                if member.searchable and member.key != key:
                    found.setdefault(member.key, member if named or not member.same else replace(member, same=False))
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


def _members(group: Sequence[str | Sequence[str]], language: str | None) -> Iterator[SynonymForm]:
    for entry in group:
        for words in [entry] if isinstance(entry, str) else entry:
            tokens = analyzer(primary(language)).plain_tokens(words)
            searchable = all(token.term for token in tokens)
            folded = tuple(token.word for token in tokens)
            yield SynonymForm(words, phrase_key(tokens), searchable, not isinstance(entry, str), folded)


@lru_cache(maxsize=16)
def synonyms(language: str | None = None) -> Synonyms:
    """Return the groups of a language, read once."""
    return Synonyms(primary(language))

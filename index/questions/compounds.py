"""Words that a language writes as one of two: "Haftungsausschluss" and "Ausschluss der Haftung". Knows no seeds.

How two words are joined is data (`compounds` of `index/data/tokens.yaml`); which of all that may be a word is one is
known to those who know the seeds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from index.text.tokens import Token
from index.text.wordlists import load_data


@dataclass(frozen=True, slots=True)
class Compounds:
    """How a language joins two words; folded throughout.

    Attributes:
        links: what stands between them, such as the s of "Haftungsausschluss".
        dropped: what the first loses at its end: "Mieterhöhung" is one of the "Miete".
        between: words that stand between the two where they are apart, the second first: "Ausschluss der Haftung".
        shortest: letters of either.
    """

    links: tuple[str, ...]
    dropped: tuple[str, ...]
    between: frozenset[str]
    shortest: int

    def pairs(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """Yield the indices of two tokens that may be one word elsewhere, in the order in which they stand there."""
        told = [index for index, token in enumerate(tokens) if token.term is not None]
        for one, other in pairwise(told):
            if min(len(tokens[one].word), len(tokens[other].word)) < self.shortest:
                continue
            if other == one + 1:
                yield one, other
            elif all(token.word in self.between for token in tokens[one + 1 : other]):
                yield other, one

    def joined(self, first: str, second: str) -> Iterator[str]:
        """Yield as which words two may be written, the likeliest first."""
        yield first + second
        yield from (first + link + second for link in self.links)
        yield from (first.removesuffix(end) + second for end in self.dropped if first.endswith(end))

    def parted(self, word: str) -> Iterator[tuple[str, str]]:
        """Yield of which two words one may be made."""
        for cut in range(self.shortest, len(word) - self.shortest + 1):
            first, second = word[:cut], word[cut:]
            yield first, second
            ends = (link for link in self.links if first.endswith(link) and cut - len(link) >= self.shortest)
            yield from ((first.removesuffix(link), second) for link in ends)
            yield from ((first + end, second) for end in self.dropped)


@lru_cache(maxsize=64)
def compounds_of(language: str) -> Compounds | None:
    """Return how a language (primary tag) joins two words; None for one that hardly does."""
    lists = load_data("tokens.yaml")["compounds"].get(language)
    if lists is None:
        return None
    links, dropped, between = (lists[name].split() for name in ("links", "dropped", "between"))
    return Compounds(tuple(links), tuple(dropped), frozenset(between), lists["shortest"])

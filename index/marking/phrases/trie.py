"""A trie of phrases, made of patterns without writing out the phrases they stand for.

Its branches grow when a text first walks there: few of the tens of thousands of phrases are ever begun. Knows no
texts and no meaning.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache, cached_property
from itertools import chain

ANY, NUMBER, SENTENCE_START = "*", "#", "^"
_PIECE = re.compile(r"[()|]|[^()|]+")

# A pattern that was not yet taken apart, or words and spaces, or a group of options, each of which is pieces again.
PatternPiece = str | tuple["Pieces", ...]
Pieces = tuple[PatternPiece, ...]
Rest = tuple[Pieces, str]  # what is left of phrases, and their label


class Node:
    """Where some words of phrases lead. Safe for many threads: they may grow the same branches twice, no more."""

    def __init__(self, rests: Collection[Rest]) -> None:
        """Make a node of what is left of phrases."""
        self._rests = rests

    @cached_property
    def label(self) -> str | None:
        """The label of a phrase that ends here, the first of several; None where none does."""
        return next((label for rest, label in self._rests for word, _ in _begun(rest) if not word), None)

    @cached_property
    def below(self) -> dict[str, "Node"]:
        """The words that may follow, and where they lead."""
        rests = defaultdict[str, list[Rest]](list)
        for pieces, label in self._rests:
            for word, rest in _begun(pieces):
                if word:
                    rests[word].append((rest, label))
        return {word: Node(some) for word, some in rests.items()}


def planted(patterns: Iterable[tuple[str, str]]) -> Node:
    """Return the root of a trie of patterns, each with its label.

    A pattern is words, and groups "(a|b c|)" of options, nested or not, also inside a word.
    """
    return Node([((pattern,), label) for pattern, label in patterns])


def expand(pattern: str) -> list[str]:
    """Return all phrases that a pattern stands for."""
    return [" ".join(words) for words in _written((pattern,))]


def _written(pieces: Pieces) -> Iterator[tuple[str, ...]]:
    for word, rest in _begun(pieces):
        yield from ((word, *more) for more in _written(rest)) if word else ((),)


def words_of(patterns: Iterable[str]) -> set[str]:
    """Return all words that stand in the phrases of patterns."""
    words = set[str]()
    for pattern in patterns:
        words |= _gather(_apart(pattern), {""}, words)
    return words - {""}


def _gather(pieces: Pieces, beginnings: set[str], words: set[str]) -> set[str]:
    """Add the words of pieces, the first of which may have begun before; return how the last ones begin."""
    for piece in pieces:
        if isinstance(piece, tuple):
            beginnings = set().union(*(_gather(option, beginnings, words) for option in piece))
        else:
            first, *others = piece.split(" ")
            beginnings = {beginning + first for beginning in beginnings}
            if others:
                words.update(beginnings, others[:-1])
                beginnings = {others[-1]}
    return beginnings


@cache
def _begun(pieces: Pieces, beginning: str = "") -> tuple[tuple[str, Pieces], ...]:
    """Return the words that phrases begin with, each with what is left of its phrase; no word where nothing is left.

    Args:
        pieces: what phrases go on with.
        beginning: of the first word.
    """
    if not pieces:
        return ((beginning, ()),)
    first, rest = pieces[0], pieces[1:]
    if isinstance(first, tuple):
        return tuple(dict.fromkeys(chain.from_iterable(_begun((*option, *rest), beginning) for option in first)))
    text = (beginning + first).lstrip(" ")
    word, space, more = text.partition(" ")
    if "(" in word:
        return _begun((*_apart(text), *rest))
    return ((word, (more, *rest)),) if space else _begun(rest, word)


def _apart(pattern: str) -> Pieces:
    """Take a pattern apart."""
    return (_options(_PIECE.finditer(pattern)),)


def _options(tokens: Iterator[re.Match[str]]) -> tuple[Pieces, ...]:
    """Read options up to the end of their group, or of all."""
    options: list[list[PatternPiece]] = [[]]
    for token in tokens:
        if token[0] == ")":
            break
        if token[0] == "|":
            options.append([])
        else:
            options[-1].append(_options(tokens) if token[0] == "(" else token[0])
    return tuple(map(tuple, options))

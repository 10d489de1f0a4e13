"""A sieve for phrase patterns: dismisses a text that cannot hold a phrase, at a fraction of what looking for it costs.

An automaton over the words of a text, made as texts need it: its states are sets of nodes in a trie of phrases
(trie.py). Punctuation and quotation marks are passed over, so that it may let a text pass in vain, never the
other way round. Knows no spans and no meaning.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from itertools import repeat
from operator import getitem

from index.marking.phrases.trie import ANY, NUMBER, SENTENCE_START, Node, planted, words_of
from index.marking.phrases.unspaced import is_unspaced, spaced

MOST_STEPS = 1 << 17  # between states, remembered: some 15 MB
_WORD = re.compile(r"[^\W_]+")
_MARK = re.compile(r"[^\w\x00-\x7f]")  # one that is not in ASCII
_APART = bytes(code if chr(code).isalnum() or not chr(code).isascii() else ord(" ") for code in range(256))
_TWO_WORDS = {"cannot": "can not"}
# Addresses are hidden from the search for phrases, and may begin inside a word, which then ends there.
_ADDRESSES = ("http", "www.")


def split(lowered: str) -> list[bytes]:
    """Return the words of a text in lower case, as they are told apart here."""
    return (lowered if lowered.isascii() else _MARK.sub(" ", lowered)).encode().translate(_APART).split()


class Sieve:
    """Dismisses texts without a phrase. Safe for many threads."""

    def __init__(
        self, patterns: Collection[tuple[str, str]], edges: Mapping[str, Collection[str]], fillers: Collection[str]
    ) -> None:
        """Make a sieve.

        Args:
            patterns: of phrases, each with its label.
            edges: for a word, the other keys it may follow in the trie.
            fillers: words that may stand between two words of a phrase.
        """
        self._is_unspaced = any(is_unspaced(pattern) for pattern, _ in patterns)
        self._fillers = fillers
        self._edges = defaultdict[str, set[str]](set)
        words = words_of(pattern for pattern, _ in patterns)
        for key in {*words, *fillers}:
            self._edges[_bare(key)].add(key)
        for word, keys in edges.items():
            self._edges[_bare(word)].update(words.intersection(keys))
        # Words that lead to the same are one symbol: the fewer steps there are, the sooner all are known.
        alike = {(frozenset(keys), word in fillers): word for word, keys in self._edges.items()}
        symbols = {
            word: alike[frozenset(keys), word in fillers] for word, keys in self._edges.items() if keys
        } | _TWO_WORDS
        self._symbols = {word.encode(): symbol for word, symbol in symbols.items()}
        self._behind: dict[int, tuple[Node, ...]] = {}
        root = planted(patterns)
        beginning = root.below.get(SENTENCE_START)
        self._beginnings = (*self._here(root), *((beginning,) if beginning else ()))
        self._forget()

    def _forget(self) -> None:
        self._states: dict[frozenset[int], _State] = {}
        self._found = _State(self, (), is_found=True)
        self._start = self._state(())
        self._steps = 0

    def lets_pass(self, lowered: str, words: Sequence[bytes] | None = None) -> bool:
        """Tell whether a text, in lower case, may hold a phrase: False is sure.

        Args:
            lowered: the text.
            words: what `split` makes of it, where somebody has that already.
        """
        if self._is_unspaced:
            words = split(spaced(lowered))
        elif words is None:
            words = split(lowered)
        if self._steps > MOST_STEPS:
            self._forget()
        reached = reduce(getitem, map(self._symbols.get, words, repeat(ANY)), self._start)
        return reached.is_found or any(address in lowered for address in _ADDRESSES)

    def step(self, state: "_State", symbols: str) -> "_State":
        """Return the state after some words of a phrase, or ANY for a word of none; note it for the next time."""
        reached = state
        for symbol in symbols.split():
            reached = self._after(reached, symbol)
        state[symbols] = reached
        self._steps += 1
        return reached

    def _after(self, state: "_State", symbol: str) -> "_State":
        if state.is_found:
            return state
        if state is self._start:
            return self._state(self._led_to(self._beginnings, symbol))
        begun, reached = self._start[symbol], self._led_to(state.nodes, symbol)
        if begun.is_found:
            return begun
        if symbol in self._fillers:
            reached += state.nodes
        return self._state((*begun.nodes, *reached)) if reached else begun

    def _led_to(self, nodes: Iterable[Node], symbol: str) -> list[Node]:
        edges = (ANY, NUMBER, *self._edges.get(symbol, ()))
        below = (node.below[edge] for node in nodes for edge in edges if edge in node.below)
        return [each for node in below for each in self._here(node)]

    def _state(self, nodes: Collection[Node]) -> "_State":
        """Return the state of phrases that stand at some nodes, besides those that begin: one object for equal ones."""
        if any(node.label is not None for node in nodes):
            return self._found
        numbered = {id(node): node for node in nodes}
        key = frozenset(numbered)
        if key not in self._states:
            self._states[key] = _State(self, tuple(numbered.values()))
        return self._states[key]

    def _here(self, node: Node) -> tuple[Node, ...]:
        """Return a node with those behind punctuation that may follow it."""
        if id(node) not in self._behind:
            marks = [key for key in node.below if not _bare(key) and key not in (ANY, NUMBER, SENTENCE_START)]
            self._behind[id(node)] = (node, *(each for mark in marks for each in self._here(node.below[mark])))
        return self._behind[id(node)]


class _State(dict[str, "_State"]):
    """Where phrases that have begun may stand, or that one was found; leads to other states by words."""

    __slots__ = ("_sieve", "is_found", "nodes")

    def __init__(self, sieve: Sieve, nodes: tuple[Node, ...], *, is_found: bool = False) -> None:
        super().__init__()
        self.nodes = nodes
        self.is_found = is_found
        self._sieve = sieve

    def __missing__(self, symbols: str) -> "_State":
        return self._sieve.step(self, symbols)


def _bare(key: str) -> str:
    """Return a token as the words of a text are told apart: without its apostrophe; nothing is left of punctuation."""
    return "".join(_WORD.findall(key))

"""A sieve for phrase patterns: dismisses a text that cannot hold a phrase, at a fraction of what looking for it costs.

An automaton over the words of a text, made as texts need it: its states are sets of nodes in a trie of phrases
(patterns.py). Punctuation and quotation marks are passed over, so that it may let a text pass in vain, never the
other way round. Knows no spans and no meaning.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from itertools import repeat
from operator import getitem
from typing import Any

Trie = dict[str, Any]
LABEL = ""  # no token is empty, so this key cannot clash with a word
ANY, NUMBER, SENTENCE_START = "*", "#", "^"
MOST_STEPS = 1 << 17  # between states, remembered: some 15 MB
_WORD = re.compile(r"[^\W_]+")
_BETWEEN_WORDS = bytes(code if chr(code).isalnum() else ord(" ") for code in range(128)) + bytes(128)
_TWO_WORDS = {"cannot": "can not"}
# Addresses are hidden from the search for phrases, and may begin inside a word, which then ends there.
_ADDRESSES = ("http", "www.")


class Sieve:
    """Dismisses texts without a phrase under some labels. Safe for many threads."""

    def __init__(
        self, root: Trie, edges: Mapping[str, Collection[str]], fillers: Collection[str], labels: Collection[str]
    ) -> None:
        """Make a sieve.

        Args:
            root: the trie of phrases.
            edges: for a word, the other keys it may follow in the trie.
            fillers: words that may stand between two words of a phrase.
            labels: those in question.
        """
        self._fillers, self._labels = fillers, labels
        self._edges = defaultdict[str, set[str]](set)
        for key in {*_keys(root), *edges, *fillers}:
            self._edges[_bare(key)].update((key, *edges.get(key, ())))
        symbols = {word: word for word in self._edges} | _TWO_WORDS
        self._symbols = symbols | {word.encode(): symbol for word, symbol in symbols.items()}
        self._behind: dict[int, tuple[Trie, ...]] = {}
        self._beginnings = (*self._here(root), root.get(SENTENCE_START, {}))
        self._forget()

    def _forget(self) -> None:
        self._states: dict[frozenset[int], _State] = {}
        self._found = _State(self, ())
        self._start = self._state(())
        self._steps = 0

    def lets_pass(self, lowered: str) -> bool:
        """Tell whether a text, in lower case, may hold a phrase: False is sure."""
        if lowered.isascii():
            words: Iterable[str | bytes] = lowered.encode().translate(_BETWEEN_WORDS).split()
        else:
            words = _WORD.findall(lowered)
        if self._steps > MOST_STEPS:
            self._forget()
        reached = reduce(getitem, map(self._symbols.get, words, repeat(ANY)), self._start)
        return not reached.nodes or any(address in lowered for address in _ADDRESSES)

    def step(self, state: "_State", symbols: str) -> "_State":
        """Return the state after some words of a phrase, or ANY for a word of none; note it for the next time."""
        reached = state
        for symbol in symbols.split():
            reached = self._after(reached, symbol)
        state[symbols] = reached
        self._steps += 1
        return reached

    def _after(self, state: "_State", symbol: str) -> "_State":
        if not state.nodes:
            return state
        edges = (ANY, NUMBER, *self._edges.get(symbol, ()))
        reached = [below for node in state.nodes for edge in edges if edge in node for below in self._here(node[edge])]
        if any(node.get(LABEL) in self._labels for node in reached):
            return self._found
        return self._state((*reached, *state.nodes[1:]) if symbol in self._fillers else reached)

    def _state(self, nodes: Iterable[Trie]) -> "_State":
        """Return the state of phrases that stand at some nodes, besides those that begin: one object for equal ones."""
        numbered = {id(node): node for node in (*self._beginnings, *nodes)}
        key = frozenset(numbered)
        if key not in self._states:
            self._states[key] = _State(self, tuple(numbered.values()))
        return self._states[key]

    def _here(self, node: Trie) -> tuple[Trie, ...]:
        """Return a node with those behind punctuation that may follow it."""
        if id(node) not in self._behind:
            marks = [key for key in node if not _bare(key) and key not in (LABEL, ANY, NUMBER, SENTENCE_START)]
            self._behind[id(node)] = (node, *(beyond for mark in marks for beyond in self._here(node[mark])))
        return self._behind[id(node)]


class _State(dict[str, "_State"]):
    """Where phrases that have begun may stand; leads to other states by words."""

    def __init__(self, sieve: Sieve, nodes: tuple[Trie, ...]) -> None:
        super().__init__()
        self.nodes = nodes
        self._sieve = sieve

    def __missing__(self, symbols: str) -> "_State":
        return self._sieve.step(self, symbols)


def _keys(root: Trie) -> set[str]:
    found, waiting = set[str](), [root]
    while waiting:
        node = waiting.pop()
        found.update(node)
        waiting.extend(below for key, below in node.items() if key != LABEL)
    return found - {LABEL}


def _bare(key: str) -> str:
    """Return a token as the words of a text are told apart: without its apostrophe; nothing is left of punctuation."""
    return "".join(_WORD.findall(key))

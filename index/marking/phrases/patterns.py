"""Phrase patterns: short phrases from a YAML file, laid out as a trie of words and found in one pass over a text.

A pattern is words, "(a|b c|)" for alternatives, "{name}" for one word of a set named in the file, "*" for any one word,
"#" for a number, and "^" in front for "only where a sentence starts". English contractions are written out: "do not"
finds "don't", "it 's" finds "it's". Fillers may stand between two words of a phrase ("I really doubt"). Chinese and
Japanese are written as they are, without spaces; "*" stands for one character there.
This module must not know what the labels mean, nor that passages and documents exist.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from index.marking.phrases.sieve import Sieve, split
from index.marking.phrases.trie import ANY, NUMBER, SENTENCE_START, Node, planted
from index.marking.phrases.unspaced import WORD, is_unspaced, spaced
from index.text.characters import APOSTROPHES, LETTER_APOSTROPHE

# What a quotation, an address or code says is not the author's own statement: phrases neither stand in it nor
# reach across it. Every alternative stops at its own delimiter, so the scan stays linear on any text, and begins
# with a plain character, which lets the engine skip fast to the next candidate.
_OPAQUE = re.compile(
    r"""https?://\S+
      | www\.\S+
      | `[^`\n]+`
      | >(?<![^\n]>)[^\n]*
      | "(?<!\w")(?=\S)(?:[^"\n]|\n(?![ \t]*\n))*+(?<=\S)"(?!\w)
      | '(?<!\w')(?=\S)[^'\n]*+(?<=\S)'(?!\w)
      | „[^„“”]*[“”]
      | “[^“”]*”
      | «[^«»]*»
      | »(?=[^\W_])[^«»]*«
      | ‘[^‘’\n]*’(?!\w)
      | 「[^「」]*」
      | 『[^『』]*』
      | [*](?<![\w*][*])(?=[A-ZÄÖÜ])(?:[A-ZÄÖÜ\d][\w’'-]*[ ]|(?:of|the|and|an?|in|on|for|to|der|die|das|und|von)[ ])++
        [A-ZÄÖÜ\d][\w’'-]*[*](?![\w*])
      | _(?<!\w_)(?=[A-ZÄÖÜ])(?:[A-ZÄÖÜ\d][^\W_]*[ ]|(?:of|the|and|an?|in|on|for|to|der|die|das|und|von)[ ])++
        [A-ZÄÖÜ\d][^\W_]*_(?!\w)
    """,
    re.VERBOSE,
)
SKIMMED_REMEMBERED, LONGEST_REMEMBERED = 1 << 8, 4_000  # texts, as many as most documents have; characters of one
_HIDDEN = "\0"  # stands for each hidden character, so that spans stay true
_MARK = rf"[{APOSTROPHES}](?:t|m|re|ve|ll|d|s)\b|[.!?…:;()\[\]¿¡—–•,。！？：；（）【】、，]|\0+|\n[ \t]*\n"
_TOKEN = re.compile(rf"can(?=not\b)|[^\W_]+|{_MARK}")
_UNSPACED_TOKEN = re.compile(rf"{WORD}|{_MARK}")
_CLAUSE = re.compile(r"[^.!?…。！？]*+[.!?…。！？]*+")  # no phrase goes on after such a mark
_STOPS = frozenset(".!?…:;()[]¿¡—–•。！？：；（）【】")
_CONTRACTIONS = {
    **{f"{verb}n": verb for verb in ("do", "does", "did", "is", "are", "was", "were", "has", "have", "had")},
    **{f"{verb}n": verb for verb in ("could", "would", "should", "might")},
    **{
        f"{sign}{ending}": word
        for sign in APOSTROPHES
        for ending, word in {"t": "not", "m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would"}.items()
    },
    **{f"{sign}s": "'s" for sign in APOSTROPHES},
}


class PhraseMatch(NamedTuple):
    """A phrase found: its span in the text (in characters) and the label its pattern stands under."""

    start: int
    end: int
    label: str


class Skimmed(NamedTuple):
    """A text in lower case, and its words as sieves tell them apart."""

    lowered: str
    words: list[bytes]


def skim(text: str) -> Skimmed:
    """Make of a text what tells quickly what it does not hold; remembered, since most blocks are passages as well."""
    return _remembered(text) if len(text) <= LONGEST_REMEMBERED else _skimmed(text)


def _skimmed(text: str) -> Skimmed:
    lowered = _lower(text)
    return Skimmed(lowered, split(lowered))


_remembered = lru_cache(maxsize=SKIMMED_REMEMBERED)(_skimmed)


class Phrases:
    """Labelled phrase patterns of one language. What it finds depends on the text alone; safe for many threads."""

    def __init__(
        self,
        labelled: Mapping[str, Iterable[str]],
        sets: Mapping[str, str],
        fillers: str = "",
        *,
        names: bool = True,
    ) -> None:
        """Compile patterns.

        Args:
            labelled: patterns by label.
            sets: words, separated by spaces, by the name that patterns give them; "the_author" stands for two.
            fillers: words that may stand between two words of a phrase, separated by spaces.
            names: whether one capitalised word inside a sentence is a name (not so in German).
        """
        self._names = names
        self._fillers = frozenset(fillers.split())
        self._edges = _set_edges(sets)
        self._short = _inverted(self._edges)
        several = _several_words(sets)
        self._patterns = [
            (spaced(pattern.format_map(several)), label) for label, patterns in labelled.items() for pattern in patterns
        ]
        self._token = _UNSPACED_TOKEN if any(is_unspaced(pattern) for pattern, _ in self._patterns) else _TOKEN
        self._root = planted(self._patterns)
        beginning = self._root.below.get(SENTENCE_START)
        self._roots = [self._root, *([beginning] if beginning else ())]
        firsts = set(chain.from_iterable(root.below for root in self._roots))
        self._openings = firsts.union(*(self._short[edge] for edge in firsts if edge in self._short))
        self._followers: dict[str, frozenset[str] | None] = {}
        self._sieves: dict[frozenset[str], Sieve] = {}
        self._unsieved: dict[frozenset[str], int] = {}  # texts that are still looked at without one

    def find(self, text: str, *needed: frozenset[str], skimmed: Skimmed | None = None) -> list[PhraseMatch]:
        """Return the phrases in a text, in order, none overlapping another; the longest wins, then the first.

        Linear in the text's length; never raises.

        Args:
            text: any text.
            needed: sets of labels: of a text that lacks all of one set nothing is returned, nearly always at a third
                of the cost.
            skimmed: what `skim` makes of the text, where it is looked through for several things.
        """
        skimmed = skimmed or skim(text)
        if not all(self._may_have(labels, skimmed) for labels in needed):
            return []
        shown = _OPAQUE.sub(_hide, text)
        found = list(self._found(shown, _lower(shown)))
        return found if all(any(each.label in labels for each in found) for labels in needed) else []

    def find_only(self, text: str, labels: frozenset[str]) -> list[PhraseMatch]:
        """Return the phrases under some labels, as `find` does; those under others only take their words."""
        sieve = self._sieve(labels)
        if sieve is not None and not sieve.lets_pass(*skim(text)):
            return []
        shown = _OPAQUE.sub(_hide, text)
        lowered = _lower(shown)
        clauses = (each.span() for each in _CLAUSE.finditer(lowered) if sieve is None or sieve.lets_pass(each[0]))
        return [found for span in clauses for found in self._found(shown, lowered, *span) if found.label in labels]

    def _found(self, shown: str, lowered: str, start: int = 0, end: int = sys.maxsize) -> Iterator[PhraseMatch]:
        tokens = list(self._token.finditer(lowered, start, end))
        for at, after, label in self._matches([token[0] for token in tokens]):
            if not (self._names and after == at + 1 and _is_name(shown, *tokens[at].span())):
                yield PhraseMatch(tokens[at].start(), tokens[after - 1].end(), label)

    def _may_have(self, labels: frozenset[str], skimmed: Skimmed) -> bool:
        sieve = self._sieve(labels)
        return sieve is None or sieve.lets_pass(*skimmed)

    def _sieve(self, labels: frozenset[str]) -> Sieve | None:
        """Return a sieve for phrases under some labels once it pays, None before.

        To make one that knows its steps takes as long as to look for phrases in half as many texts as it has patterns.
        """
        if labels not in self._unsieved:
            self._unsieved[labels] = len(self._under(labels)) // 2
        if self._unsieved[labels] > 0:
            self._unsieved[labels] -= 1
            return None
        if labels not in self._sieves:
            self._sieves[labels] = Sieve(self._under(labels), self._edges, self._fillers)
        return self._sieves[labels]

    def _under(self, labels: frozenset[str]) -> list[tuple[str, str]]:
        return [(pattern, label) for pattern, label in self._patterns if label in labels]

    def _matches(self, keys: list[str]) -> Iterator[tuple[int, int, str]]:
        """Yield (first token, token after the last, label) of each phrase."""
        taken = 0
        for at, key in enumerate(keys):
            if at < taken or key not in self._openings:
                continue
            following = self._second_words(key)
            if following is not None and (at + 1 == len(keys) or keys[at + 1] not in following):
                continue
            starts = self._roots if at == 0 or keys[at - 1] in _STOPS else self._roots[:1]
            end, label = max(self._walk(root, keys, at) for root in starts)
            if end > at:
                yield at, end, label
                taken = end

    def _second_words(self, word: str) -> frozenset[str] | None:
        """Return the words that may come second after an opening; None for any, or none.

        Only speed depends on it: nearly all words of a text are dismissed by these two look-ups.
        """
        if word not in self._followers:
            edges = (word, *self._edges.get(word, ()))
            nodes = [root.below[edge] for root in self._roots for edge in edges if edge in root.below]
            second = set(chain.from_iterable(node.below for node in nodes))
            open_end = any(node.label is not None for node in nodes) or not second.isdisjoint((ANY, NUMBER))
            words = self._fillers.union(second, *(self._short[edge] for edge in second if edge in self._short))
            self._followers[word] = None if open_end else words
        return self._followers[word]

    def _walk(self, node: Node, keys: list[str], at: int) -> tuple[int, str]:
        """Return the token after the longest phrase that goes on from `node`, and its label; -1 for none."""
        best = (-1, "") if node.label is None else (at, node.label)
        if at == len(keys):
            return best
        key = keys[at]
        edges = [edge for edge in (key, *self._edges.get(key, ())) if edge in node.below]
        if ANY in node.below and key[0].isalnum():
            edges.append(ANY)
        if NUMBER in node.below and key[0].isdigit():
            edges.append(NUMBER)
        for edge in edges:
            best = max(best, self._walk(node.below[edge], keys, at + 1))
        if key in self._fillers and node is not self._root:
            beyond = self._walk(node, keys, at + 1)
            if beyond[0] > at + 1:  # a phrase does not end in a filler
                best = max(best, beyond)
        return best


def _set_edges(sets: Mapping[str, str]) -> dict[str, list[str]]:
    """Return, for each word, the other edges it may follow: the sets it is in, the word it is short for."""
    edges: dict[str, list[str]] = {}
    for name, words in sets.items():
        for word in words.split():
            edges.setdefault(word, []).append(f"{{{name}}}")
    for short, word in _CONTRACTIONS.items():
        edges[short] = [word, *edges.get(word, ())]
    return edges


def _inverted(edges: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """Return, for each edge, the words that may follow it."""
    words = defaultdict[str, set[str]](set)
    for word, some in edges.items():
        for edge in some:
            words[edge].add(word)
    return dict(words)


def _several_words(sets: Mapping[str, str]) -> dict[str, str]:
    """Return what each "{name}" in a pattern becomes: itself, or a group with the set's members of several words."""
    return {
        name: f"({{{name}}}|{'|'.join(several)})" if several else f"{{{name}}}"
        for name, words in sets.items()
        for several in [[word.replace("_", " ") for word in words.split() if "_" in word or is_unspaced(word)]]
    }


def _hide(found: re.Match[str]) -> str:
    return _HIDDEN * len(found[0])


def _lower(text: str) -> str:
    """Lower-case without changing the length: a capital I with a dot, of two characters then, loses the dot.

    The apostrophe that counts as a letter becomes one that does not.
    """
    lowered = text.lower().replace(LETTER_APOSTROPHE, "'")
    if len(lowered) == len(text):
        return lowered
    return text.replace("İ", "i").lower().replace(LETTER_APOSTROPHE, "'")


def _is_name(text: str, start: int, end: int) -> bool:
    """Tell whether a word is capitalised although no sentence starts with it."""
    word = text[start:end]
    if len(word) == 1 or not word[0].isupper() or word.isupper():
        return False
    before = text[:start].rstrip(" \t*_#-\"'“‘„«")
    return bool(before) and before[-1] not in _STOPS and before[-1] not in "\n\0"

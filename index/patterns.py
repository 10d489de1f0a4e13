"""Phrase patterns: short phrases from a YAML file, laid out as a trie of words and found in one pass over a text.

A pattern is words, "(a|b c|)" for alternatives, "{name}" for one word of a set named in the file, "*" for any one word,
"#" for a number, and "^" in front for "only where a sentence starts". English contractions are written out: "do not"
finds "don't", "it 's" finds "it's". Fillers may stand between two words of a phrase ("I really doubt").
This module must not know what the labels mean, nor that passages and documents exist.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from index.sieve import LABEL, Sieve, Trie

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
    """,
    re.VERBOSE,
)
_HIDDEN = "\0"  # stands for each hidden character, so that spans stay true
_TOKEN = re.compile(r"can(?=not\b)|[^\W_]+|['’ʼ](?:t|m|re|ve|ll|d|s)\b|[.!?…:;()\[\]¿¡—–•,]|\0+|\n[ \t]*\n")
_STOPS = frozenset(".!?…:;()[]¿¡—–•")
_CONTRACTIONS = {
    **{f"{verb}n": verb for verb in ("do", "does", "did", "is", "are", "was", "were", "has", "have", "had")},
    **{f"{verb}n": verb for verb in ("could", "would", "should", "might")},
    **{f"{sign}t": "not" for sign in "'’ʼ"} | {f"{sign}m": "am" for sign in "'’ʼ"},
    **{f"{sign}re": "are" for sign in "'’ʼ"} | {f"{sign}ve": "have" for sign in "'’ʼ"},
    **{f"{sign}ll": "will" for sign in "'’ʼ"} | {f"{sign}d": "would" for sign in "'’ʼ"},
    **{f"{sign}s": "'s" for sign in "’ʼ"},
}
_GROUP = re.compile(r"\(([^()]*)\)")


class Match(NamedTuple):
    """A phrase found: its span in the text (in characters) and the label its pattern stands under."""

    start: int
    end: int
    label: str


class Phrases:
    """Labelled phrase patterns of one language, compiled; immutable once built."""

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
        self._root: Trie = {}
        several = _several_words(sets)
        for label, patterns in labelled.items():
            for pattern in patterns:
                for phrase in expand(pattern.format_map(several)):
                    _plant(self._root, phrase.split(), label)
        self._openings = self._find_openings()
        self._sieves: dict[frozenset[str], Sieve] = {}

    def find(self, text: str, wanted: frozenset[str] | None = None) -> list[Match]:
        """Return the phrases in a text, in order, none overlapping another; the longest wins, then the first.

        Linear in the text's length; never raises.

        Args:
            text: any text.
            wanted: labels but for which the others do not matter: a text without any of these may be passed over,
                which takes a third of the time. All matter where it is None.
        """
        if wanted is not None and not self._sieve(wanted).lets_pass(_lower(text)):
            return []
        shown = _OPAQUE.sub(_hide, text)
        lowered = _lower(shown)
        tokens = list(_TOKEN.finditer(lowered))
        return [
            Match(tokens[at].start(), tokens[end - 1].end(), label)
            for at, end, label in self._matches([token[0] for token in tokens])
            if not (self._names and end == at + 1 and _is_name(shown, *tokens[at].span()))
        ]

    def _sieve(self, labels: frozenset[str]) -> Sieve:
        if labels not in self._sieves:
            self._sieves[labels] = Sieve(self._root, self._edges, self._fillers, labels)
        return self._sieves[labels]

    def _matches(self, keys: list[str]) -> Iterator[tuple[int, int, str]]:
        """Yield (first token, token after the last, label) of each phrase."""
        taken = 0
        for at, key in enumerate(keys):
            if at < taken or key not in self._openings:
                continue
            following = self._openings[key]
            if following is not None and (at + 1 == len(keys) or keys[at + 1] not in following):
                continue
            end, label = self._walk(self._root, keys, at)
            if "^" in self._root and (at == 0 or keys[at - 1] in _STOPS):
                end, label = max((end, label), self._walk(self._root["^"], keys, at))
            if end > at:
                yield at, end, label
                taken = end

    def _find_openings(self) -> dict[str, frozenset[str] | None]:
        """Return the words that phrases begin with, each with those that may come second (None: any, or none).

        Only speed depends on it: nearly all words of a text are dismissed by these two look-ups.
        """
        openings: dict[str, frozenset[str] | None] = {}
        roots = [self._root, self._root.get("^", {})]
        for word in {*roots[0], *roots[1], *self._edges}:
            edges = (word, *self._edges.get(word, ()))
            nodes = [root[edge] for root in roots for edge in edges if edge in root]
            second = set().union(*nodes)
            if not second.isdisjoint((LABEL, "*", "#")):
                openings[word] = None
            elif second:
                short = {word for word, edges in self._edges.items() if not second.isdisjoint(edges)}
                openings[word] = frozenset(second | short | self._fillers)
        return openings

    def _walk(self, node: Trie, keys: list[str], at: int) -> tuple[int, str]:
        """Return the token after the longest phrase that goes on from `node`, and its label; -1 for none."""
        best = (at, node[LABEL]) if LABEL in node else (-1, "")
        if at == len(keys):
            return best
        key = keys[at]
        if key in node:
            best = max(best, self._walk(node[key], keys, at + 1))
        for edge in self._edges.get(key, ()):
            if edge in node:
                best = max(best, self._walk(node[edge], keys, at + 1))
        if "*" in node and key[0].isalnum():
            best = max(best, self._walk(node["*"], keys, at + 1))
        if "#" in node and key[0].isdigit():
            best = max(best, self._walk(node["#"], keys, at + 1))
        if key in self._fillers and node is not self._root:
            beyond = self._walk(node, keys, at + 1)
            if beyond[0] > at + 1:  # a phrase does not end in a filler
                best = max(best, beyond)
        return best


def expand(pattern: str) -> list[str]:
    """Return all phrases that a pattern with "(a|b|)" groups, nested or not, stands for."""
    group = _GROUP.search(pattern)
    if group is None:
        return [pattern]
    before, after = pattern[: group.start()], pattern[group.end() :]
    return [phrase for option in group[1].split("|") for phrase in expand(before + option + after)]


def primary_language(tag: str | None) -> str:
    """Return the language of a BCP 47 tag without its region; English where no tag is given."""
    return (tag or "en").replace("_", "-").split("-")[0].lower()


def _plant(root: Trie, words: list[str], label: str) -> None:
    node = root
    for word in words:
        node = node.setdefault(word, {})
    node.setdefault(LABEL, label)


def _set_edges(sets: Mapping[str, str]) -> dict[str, list[str]]:
    """Return, for each word, the other edges it may follow: the sets it is in, the word it is short for."""
    edges: dict[str, list[str]] = {}
    for name, words in sets.items():
        for word in words.split():
            edges.setdefault(word, []).append(f"{{{name}}}")
    for short, word in _CONTRACTIONS.items():
        edges[short] = [word, *edges.get(word, ())]
    return edges


def _several_words(sets: Mapping[str, str]) -> dict[str, str]:
    """Return what each "{name}" in a pattern becomes: itself, or a group with the set's members of several words."""
    return {
        name: f"({{{name}}}|{'|'.join(several)})" if several else f"{{{name}}}"
        for name, words in sets.items()
        for several in [[word.replace("_", " ") for word in words.split() if "_" in word]]
    }


def _hide(found: re.Match[str]) -> str:
    return _HIDDEN * len(found[0])


def _lower(text: str) -> str:
    """Lower-case without changing the length (a capital I with a dot would become two characters)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


def _is_name(text: str, start: int, end: int) -> bool:
    """Tell whether a word is capitalised although no sentence starts with it."""
    word = text[start:end]
    if len(word) == 1 or not word[0].isupper() or word.isupper():
        return False
    before = text[:start].rstrip(" \t*_#-\"'“‘„«")
    return bool(before) and before[-1] not in _STOPS and before[-1] not in "\n\0"

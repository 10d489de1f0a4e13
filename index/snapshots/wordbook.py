"""Every folded word of some seeds with its term, kept as bytes and read a group at a time.

A group holds what sounds alike enough for a word to be misspelt as another: one first letter, one length. So neither
looking a word up nor finding near ones needs all of them, and a file need not be read to be opened.

    {"words": 3, "groups": [["i", 4, 10], …]}     of each group first letter and length of its sounds, and its bytes
    iran<tab>iran<tab>iran                        sound, word, term; without a sound where a word has no near ones,
    …                                             without a term where this is another spelling of the word
"""

import json
import mmap
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from index.text.spelling import has_near, sound, spellings

Key = tuple[str, int]
GROUPS_REMEMBERED = 64  # read lately; a thousand words each, in a large library


@dataclass(frozen=True, slots=True)
class _Group:
    sounds: list[str]
    words: list[str]
    terms: Mapping[str, str]


class WordBook(Mapping[str, str]):
    """Words with their terms; safe for many threads.

    Args:
        data: as `pack` makes it.

    Raises:
        ValueError: it is something else.
    """

    def __init__(self, data: bytes | mmap.mmap) -> None:
        end = data.find(b"\n") + 1
        head = json.loads(data[:end])
        borders = list(accumulate((size for _, _, size in head["groups"]), initial=end))
        self._data = data
        self._spans = {
            (first, length): (borders[number], borders[number + 1])
            for number, (first, length, _) in enumerate(head["groups"])
        }
        self._count: int = head["words"]
        self._group = lru_cache(maxsize=GROUPS_REMEMBERED)(self._read)

    def __getitem__(self, word: str) -> str:
        return self._group(_key(sound(word))).terms[word]

    def __iter__(self) -> Iterator[str]:
        return (word for key in self._spans for word in self._read(key).terms)

    def __len__(self) -> int:
        return self._count

    def sounding(self, first: str, length: int) -> tuple[list[str], list[str]]:
        """Return sounds of one first letter and length, each with its word; words without near ones have none."""
        group = self._group((first, length))
        return group.sounds, group.words

    @cached_property
    def dotted(self) -> frozenset[str]:
        """Its words with a dot before letters, such as "node.js": few, and all found in one reading."""
        found, end = set[str](), self._data.find(b"\n")
        while (dot := self._data.find(b".", end)) >= 0:
            start, end = self._data.rfind(b"\n", 0, dot) + 1, self._data.find(b"\n", dot)
            _, word, term = self._data[start:end].decode().split("\t")
            if term and "." in word and word[-1].isalpha():
                found.add(word)
        return frozenset(found)

    def _read(self, key: Key) -> _Group:
        start, stop = self._spans.get(key, (0, 0))
        # One split for the whole group: a part for each line takes five times as long.
        cells = self._data[start:stop].decode().replace("\t", "\n").split("\n")[:-1]
        sounds, words, terms = cells[::3], cells[1::3], cells[2::3]
        of_words = dict(zip(words, terms, strict=True))
        if "" in terms:  # other spellings
            of_words = {word: term for word, term in zip(words, terms, strict=True) if term}
        if "" in sounds:
            near = [row for row, sounded in enumerate(sounds) if sounded]
            sounds, words = [sounds[row] for row in near], [words[row] for row in near]
        return _Group(sounds, words, of_words)


class JointBook(Mapping[str, str]):
    """The words of several books as one; of several terms of a word the first by the alphabet counts.

    Args:
        books: each with those words that mean something else by now than it says, and what: None for nothing.
    """

    def __init__(self, books: Sequence[tuple[WordBook, Mapping[str, str | None]]]) -> None:
        self._books = tuple(books)

    def __getitem__(self, word: str) -> str:
        terms = [changed[word] if word in changed else book.get(word) for book, changed in self._books]
        found = [term for term in terms if term is not None]
        if not found:
            raise KeyError(word)
        return min(found)

    def __iter__(self) -> Iterator[str]:
        found = (word for book, changed in self._books for word in book if changed.get(word, word) is not None)
        return iter(dict.fromkeys(found))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @cached_property
    def dotted(self) -> frozenset[str]:
        """Those of its words that have a dot before letters: "node.js"."""
        return frozenset(word for book, _changed in self._books for word in book.dotted if word in self)

    def sounding(self, first: str, length: int) -> tuple[list[str], list[str]]:
        """Return what `WordBook.sounding` does; a word of several books comes several times."""
        sounds, words = list[str](), list[str]()
        for book, changed in self._books:
            for sounded, word in zip(*book.sounding(first, length), strict=True):
                if changed.get(word, word) is not None:
                    sounds.append(sounded)
                    words.append(word)
        return sounds, words


def pack(words: Mapping[str, str]) -> bytes:
    """Lay words out with their terms, as a book reads them."""
    rows = [
        (spelling, word, term if spelling == word else "", near)
        for word, term in sorted(words.items())
        for near in [has_near(word)]
        for spelling in (spellings(word) if near else (word,))
    ]
    # All in one piece, since each rewriting of a sound is then one pass over it.
    sounds = sound("\n".join(spelling for spelling, *_ in rows)).split("\n")
    groups: defaultdict[Key, list[str]] = defaultdict(list)
    for sounded, (_, word, term, near) in zip(sounds, rows, strict=False):  # without words, there is one empty line
        groups[_key(sounded)].append(f"{sounded if near else ''}\t{word}\t{term}\n")
    packed = {key: "".join(groups[key]).encode() for key in sorted(groups)}
    head = {"words": len(words), "groups": [[*key, len(lines)] for key, lines in packed.items()]}
    return b"".join([json.dumps(head).encode(), b"\n", *packed.values()])


def _key(sounded: str) -> Key:
    return sounded[:1], len(sounded)

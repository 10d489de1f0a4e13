"""The folded words of a snapshot with their terms, and which seed has which: so that a removed seed's words go too.

A word may have several terms, one by each language it occurs in. Knows no postings and no formats.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from index.analysis import analyzer, pieces, primary
from index.model import Passage
from index.rows import Lines, Numbers, Rows, map_file, write_rows
from index.wordbook import WordBook, pack

WORDS = "words.txt"
SEED_WORDS = "seed_words.bin"
BOOK = "sounds.txt"
Word = tuple[str, str]
_PIECES_REMEMBERED = 1 << 18  # some 50 MB; a build meets most pieces of text again and again


class Words:
    """Words numbered as they come, and the words of each piece of text remembered."""

    def __init__(self) -> None:
        self._numbers: dict[Word, int] = {}
        self._pieces: dict[tuple[str, str], tuple[int, ...]] = {}

    def of(self, passages: Iterable[Passage]) -> Numbers:
        """Number the words of some passages, each once, with those of their headings and titles."""
        found: set[int] = set()
        for language, piece in {key: None for passage in passages for key in _pieces(passage)}:
            found.update(self._of_piece(language, piece))
        return np.fromiter(found, np.int64, len(found))

    def add(self, words: Sequence[Word]) -> Numbers:
        """Number some words."""
        numbers = self._numbers
        return np.fromiter((numbers.setdefault(word, len(numbers)) for word in words), np.int64, len(words))

    def _of_piece(self, language: str, piece: str) -> tuple[int, ...]:
        known = self._pieces.get((language, piece))
        if known is None:
            known = tuple(self.add([*analyzer(language).words([piece]).items()]).tolist())
            if len(self._pieces) >= _PIECES_REMEMBERED:
                self._pieces.clear()
            self._pieces[language, piece] = known
        return known

    def __iter__(self) -> Iterator[Word]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def _pieces(passage: Passage) -> Iterator[tuple[str, str]]:
    language = primary(passage.language)
    shown = (passage.text, passage.heading or "", passage.attribution.title or "")
    return ((language, piece) for piece in pieces(shown))


def words_of(passages: Iterable[Passage]) -> dict[str, str]:
    """Return every folded word of some passages with its term, for finding what a question misspells."""
    words = Words()
    words.of(passages)
    return terms_by_word(words)


def terms_by_word(words: Iterable[Word]) -> dict[str, str]:
    """Give each word one term: of several the first by the alphabet, whatever came first."""
    return dict(sorted(words, reverse=True))


class Lexicon:
    """The words of a snapshot's directory; what was mapped stays readable after the directory is gone.

    Attributes:
        book: every word with one term, for questions.
    """

    def __init__(self, path: Path) -> None:
        self._words = map_file(path / WORDS)
        self._of_seeds = Rows(path / SEED_WORDS)
        self.book = WordBook(map_file(path / BOOK))

    def words(self) -> list[Word]:
        """Read all words with their terms, sorted."""
        lines = self._words[:].decode().split("\n")
        return [(word, term) for word, _, term in (line.partition("\t") for line in lines[:-1])]

    def of_seed(self, place: int) -> Numbers:
        """Return the numbers, in `words`, of those that one seed has; by its place in the snapshot."""
        steps = np.frombuffer(zlib.decompress(self._of_seeds[place]), np.uint32)
        return np.cumsum(steps, dtype=np.int64)


def write_words(path: Path, words: Words, of_seeds: Sequence[Numbers]) -> None:
    """Write the words that some seed has, and which those are, into a directory.

    Args:
        path: the directory.
        words: all that were numbered.
        of_seeds: of each seed, the numbers of its words.
    """
    used = np.zeros(len(words), np.bool_)
    for numbers in of_seeds:
        used[numbers] = True
    kept = sorted((word, number) for number, word in enumerate(words) if used[number])
    renumbered = np.zeros(len(words), np.int64)
    renumbered[[number for _, number in kept]] = np.arange(len(kept))
    (path / WORDS).write_text("".join(f"{word}\t{term}\n" for (word, term), _ in kept), "utf-8", newline="\n")
    (path / BOOK).write_bytes(pack(terms_by_word(word for word, _ in kept)))
    write_rows(path / SEED_WORDS, [Lines.of(_packed(np.sort(renumbered[numbers])) for numbers in of_seeds)])


def _packed(ascending: Numbers) -> bytes:
    return zlib.compress(np.diff(ascending, prepend=0).astype(np.uint32).tobytes(), 1)

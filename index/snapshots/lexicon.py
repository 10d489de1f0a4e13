"""The folded words of a snapshot with their terms, and which seed has which: so that a removed seed's words go too.

A word may have several terms, one by each language it occurs in. Knows no postings and no formats.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import cached_property
from itertools import chain, takewhile
from pathlib import Path

import numpy as np

from index.model import Passage
from index.snapshots.wordbook import WordBook, pack
from index.storage.rows import Numbers, RowFile, RowLines, RowsWriter, load_array, map_file
from index.storage.spill import Spill
from index.text.acronyms import definitions, entry
from index.text.analysis import analyzer, primary
from index.text.tokens import bare

WORDS = "words.txt"
SEED_WORDS = "seed_words.bin"
SEED_COUNTS = "seed_counts.npy"
BOOK = "sounds.txt"
DEFINED = " "  # before an abbreviation that the seeds define: sorted before all words, none of which has a blank
Word = tuple[str, str]
_PIECES_REMEMBERED = 1 << 18  # some 50 MB; a build meets most pieces of text again and again


class NumberedWords:
    """Words numbered as they come, and the words of each piece of text remembered."""

    def __init__(self) -> None:
        self._numbers: dict[Word, int] = {}
        self._listed: list[Word] = []
        self._of_pieces: dict[str, _Pieces] = {}

    def of(self, passages: Iterable[Passage]) -> Numbers:
        """Number the words of some passages, each once, with those of their headings and titles."""
        texts: defaultdict[str, list[str]] = defaultdict(list)
        for passage in passages:
            shown = (passage.text, passage.heading or "", passage.attribution.title or "")
            texts[primary(passage.language)].extend(shown)
        found = set(chain.from_iterable(self._in(language, some) for language, some in texts.items()))
        found.update(number for language, some in texts.items() for number in self._defined(language, some))
        return np.fromiter(found, np.int64, len(found))

    def _in(self, language: str, texts: Iterable[str]) -> Iterator[int]:
        known = self._of_pieces.get(language)
        if known is None or len(known) >= _PIECES_REMEMBERED:
            known = self._of_pieces[language] = _Pieces(self, language)
        pieces = dict.fromkeys(chain.from_iterable(map(str.split, texts)))  # no word reaches beyond one
        return chain.from_iterable(map(known.__getitem__, pieces))

    def _defined(self, language: str, texts: Iterable[str]) -> Iterator[int]:
        for acronym in chain.from_iterable(map(definitions, dict.fromkeys(texts))):  # titles come again and again
            found = entry(acronym, language)
            if found is not None:
                yield self.number((DEFINED + found[0], found[1]))

    def add(self, words: Sequence[Word]) -> Numbers:
        """Number some words."""
        return np.fromiter(map(self.number, words), np.int64, len(words))

    def number(self, word: Word) -> int:
        """Return a word's number."""
        number = self._numbers.setdefault(word, len(self._listed))
        if number == len(self._listed):
            self._listed.append(word)
        return number

    def __iter__(self) -> Iterator[Word]:
        return iter(self._listed)

    def __getitem__(self, number: int) -> Word:
        return self._listed[number]

    def __len__(self) -> int:
        return len(self._numbers)


class _Pieces(dict[str, tuple[int, ...]]):
    """The words in pieces of text without blanks, by their numbers, found when they are first asked for.

    A piece with punctuation around it is looked up as it stands, which costs memory and saves looking at its ends.
    """

    def __init__(self, words: NumberedWords, language: str) -> None:
        super().__init__()
        self._words, self._language = words, language

    def __missing__(self, piece: str) -> tuple[int, ...]:
        own = bare(piece)
        if own == piece:
            numbers = tuple(map(self._words.number, analyzer(self._language).words(piece).items()))
        else:
            numbers = self[own]
        self[piece] = numbers
        return numbers


def terms_by_word(words: Iterable[Word]) -> dict[str, str]:
    """Give each word one term: of several the first by the alphabet, whatever came first."""
    return dict(sorted((word for word in words if not word[0].startswith(DEFINED)), reverse=True))


def acronyms_among(words: Iterable[Word]) -> Iterator[Word]:
    """Yield the definitions of abbreviations, as `Acronyms` reads them, that stand among words which are sorted."""
    defined = takewhile(lambda word: word[0].startswith(DEFINED), words)
    return ((word.removeprefix(DEFINED), rest) for word, rest in defined)


class Lexicon:
    """The words of a snapshot's directory; what was mapped stays readable after the directory is gone.

    Attributes:
        book: every word with one term, for questions.
    """

    def __init__(self, path: Path) -> None:
        self._words = map_file(path / WORDS)
        self._of_seeds = RowFile(path / SEED_WORDS)
        self.book = WordBook(map_file(path / BOOK))
        counts = path / SEED_COUNTS
        self._counted = load_array(counts) if counts.exists() else None  # earlier versions wrote none

    @cached_property
    def _seed_counts(self) -> Numbers:
        """How many seeds have each word."""
        if self._counted is not None:
            return self._counted
        numbers = [self.of_seed(number) for number in range(len(self._of_seeds))]
        return np.bincount(np.concatenate([np.zeros(0, np.int64), *numbers]), minlength=len(self._starts) - 1)

    def words(self) -> list[Word]:
        """Read all words with their terms, sorted."""
        return list(self._read(self._words[:].decode().split("\n")[:-1]))

    def acronyms(self) -> Iterator[Word]:
        """Read what abbreviations stand for."""
        return acronyms_among(self.defined())

    def defined(self) -> Iterator[Word]:
        """Read the definitions of abbreviations as they stand among the words, the first of them."""
        end = 0
        while self._words[end : end + 1] == DEFINED.encode():
            end = self._words.find(b"\n", end) + 1
        return self._read(self._words[:end].decode().split("\n")[:-1])

    def lost(self, seeds: Iterable[int]) -> Numbers:
        """Return the numbers, in `words`, of those that none but these seeds have."""
        of_seeds = [self.of_seed(seed) for seed in seeds]
        if not of_seeds:
            return np.zeros(0, np.int64)
        numbers, counts = np.unique(np.concatenate(of_seeds), return_counts=True)
        lost: Numbers = numbers[counts == self._seed_counts[numbers]]
        return lost

    def without(self, lost: Numbers) -> dict[str, str | None]:
        """Return, of the words that lack some of theirs by now, the term that stands for each; None for no term."""
        changed: dict[str, str | None] = {}
        gone = set(lost.tolist())
        for number in gone:
            word = self._word(number)[0]
            if not word.startswith(DEFINED):
                left = (self._word(each)[1] for each in self._same(number) if each not in gone)
                changed[word] = next(left, None)
        return changed

    def _same(self, number: int) -> range:
        """Return the numbers of one word with all its terms."""
        word, first, stop = self._word(number)[0], number, number + 1
        while first and self._word(first - 1)[0] == word:
            first -= 1
        while stop < len(self._starts) - 1 and self._word(stop)[0] == word:
            stop += 1
        return range(first, stop)

    def _word(self, number: int) -> Word:
        start, stop = self._starts[number : number + 2].tolist()
        return next(self._read([self._words[start : stop - 1].decode()]))

    @cached_property
    def _starts(self) -> Numbers:
        """Where the line of each word begins."""
        ends = np.flatnonzero(np.frombuffer(self._words, np.uint8) == ord("\n"))
        return np.concatenate(([0], ends + 1))

    @staticmethod
    def _read(lines: Iterable[str]) -> Iterator[Word]:
        return ((word, term) for word, _, term in (line.partition("\t") for line in lines))

    def of_seed(self, number: int) -> Numbers:
        """Return the numbers, in `words`, of those that one seed has; by the seed's number in the snapshot."""
        steps = np.frombuffer(zlib.decompress(self._of_seeds[number]), np.uint32)
        return np.cumsum(steps, dtype=np.int64)


def write_words(path: Path, words: NumberedWords, of_seeds: Spill) -> None:
    """Write the words that some seed has, and which those are, into a directory.

    Args:
        path: the directory.
        words: all that were numbered.
        of_seeds: of each seed, the numbers of its words.
    """
    used = np.zeros(len(words), np.bool_)
    for (numbers,) in of_seeds:
        used[numbers] = True
    kept = sorted(np.flatnonzero(used).tolist(), key=words.__getitem__)
    renumbered = np.zeros(len(words), np.int64)
    renumbered[kept] = np.arange(len(kept))
    listed = list(map(words.__getitem__, kept))
    (path / WORDS).write_text("".join([f"{word}\t{term}\n" for word, term in listed]), "utf-8", newline="\n")
    (path / BOOK).write_bytes(pack(terms_by_word(listed)))
    counts = np.zeros(len(kept), np.int64)
    with closing(RowsWriter(path / SEED_WORDS)) as rows:
        for (numbers,) in of_seeds:
            own = np.sort(renumbered[numbers])
            counts[own] += 1
            rows.add(RowLines.of([_packed(own)]))
        rows.finish()
    np.save(path / SEED_COUNTS, counts)


def _packed(ascending: Numbers) -> bytes:
    return zlib.compress(np.diff(ascending, prepend=0).astype(np.uint32).tobytes(), 1)

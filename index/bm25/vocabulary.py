"""The vocabulary: term to term number, looked up in sorted hashes so that opening one costs nothing.

Terms are numbered by the CRC-32 of their UTF-8 form. Knows no postings and no files.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.errors import BuildError


def _encode(term: str) -> bytes:
    # Lone surrogates reach us from broken exports; they must neither fail nor collide with other terms.
    return term.encode("utf-8", "surrogatepass")


def _same(ordered: NDArray[np.uint32]) -> Iterator[tuple[int, int]]:
    """Yield where equal hashes stand."""
    again = np.flatnonzero(ordered[1:] == ordered[:-1])
    for first in again[np.diff(again, prepend=-2) > 1].tolist():
        yield first, int(ordered.searchsorted(ordered[first], "right"))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All terms of one corpus, in the order of their hashes, then of their bytes; a term's number is its index there.

    Attributes:
        term_hashes: CRC-32 of each term, ascending.
        term_offsets: where each term begins in `term_text`, and where the last one ends.
        term_text: the terms in UTF-8, end to end.
    """

    term_hashes: NDArray[np.uint32]
    term_offsets: NDArray[np.int64]
    term_text: NDArray[np.uint8]

    @classmethod
    def build(cls, terms: Iterable[str]) -> tuple[Self, NDArray[np.int64]]:
        """Order distinct terms; return the vocabulary and, for each given term in turn, its number.

        Raises:
            BuildError: a term is not a str.
        """
        try:
            encoded = [_encode(term) for term in terms]
        except AttributeError as error:
            raise BuildError(f"terms must be str: {error}") from error
        hashes = np.fromiter(map(crc32, encoded), np.uint32, len(encoded))
        order = np.argsort(hashes, kind="stable")
        for first, stop in _same(hashes[order]):  # a few in a million: whatever came first, these have one order
            order[first:stop] = sorted(order[first:stop].tolist(), key=encoded.__getitem__)
        numbers = np.empty_like(order)
        numbers[order] = np.arange(len(order))
        ordered = [encoded[index] for index in order.tolist()]
        offsets = np.zeros(len(ordered) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, ordered), np.int64, len(ordered)), out=offsets[1:])
        text = np.frombuffer(b"".join(ordered), np.uint8)
        return cls(hashes[order], offsets, text), numbers

    def __len__(self) -> int:
        return len(self.term_hashes)

    def __iter__(self) -> Iterator[str]:
        text = self.term_text.tobytes()
        start = 0
        for stop in self.term_offsets[1:].tolist():
            yield text[start:stop].decode("utf-8", "surrogatepass")
            start = stop

    def number(self, term: str) -> int | None:
        """Look a term's number up, None where there is none."""
        encoded = _encode(term)
        wanted = np.uint32(crc32(encoded))
        number = int(self.term_hashes.searchsorted(wanted))
        while number < len(self.term_hashes) and self.term_hashes[number] == wanted:
            if self.term_text[self.term_offsets[number] : self.term_offsets[number + 1]].tobytes() == encoded:
                return number
            number += 1
        return None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Name each array that cannot belong to a vocabulary, with what is wrong; reads all but the text."""
        hashes, offsets = self.term_hashes, self.term_offsets
        if len(offsets) != len(hashes) + 1:
            yield "term_offsets", "does not fit the number of terms"
        elif offsets[0] != 0 or offsets[-1] != len(self.term_text) or (offsets[1:] < offsets[:-1]).any():
            yield "term_offsets", "does not divide the text"
        if (hashes[1:] < hashes[:-1]).any():
            yield "term_hashes", "is out of order"

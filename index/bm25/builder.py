"""Builds a vocabulary and postings from passages of terms, block by block, so that memory stays bounded.

Knows no files, no query and no document.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.bm25.formula import ScoringModel
from index.bm25.forward import TermCounts
from index.bm25.postings import COLUMN_SHARE, Frequencies, Postings
from index.bm25.vocabulary import Vocabulary
from index.errors import BuildError
from index.storage.spill import Spill

# Passages sorted at a time, and postings whose bounds are computed at a time: large enough for numpy to
# run at full speed, small enough (some MB) to stay out of the memory bill.
PASSAGES_PER_BLOCK = 8192
POSTINGS_PER_CHUNK = 1 << 20

_PASSAGE_BITS = 32


class _Block(NamedTuple):
    """The postings of some passages, each term's together as a run, in a run by passage."""

    terms: NDArray[np.int32]
    run_lengths: NDArray[np.int32]
    passages: NDArray[np.uint32]
    frequencies: Frequencies


@dataclass(frozen=True, slots=True)
class Counted:
    """Passages whose terms are counted, for another builder to append; knows them by numbers of its own.

    Attributes:
        terms: all of them, as first seen.
        lengths: terms in each passage, repeats included.
    """

    terms: list[str]
    blocks: list[_Block]
    lengths: NDArray[np.int64]


class PostingsBuilder:
    """Collects passages with `add`; then `build`, once, makes the arrays."""

    def __init__(self, blocks: Spill | None = None) -> None:
        """Begin without any; their postings wait in memory where no spill is given for them."""
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._blocks = Spill() if blocks is None else blocks
        self._frequency_type = np.dtype(np.uint8)
        self._lengths: list[NDArray[np.int64]] = []
        self._size = 0

    def add(self, passages: Iterable[Sequence[str]]) -> None:
        """Append passages, each a sequence of terms; of many, only a block is in memory at a time.

        Raises:
            BuildError: a term cannot be a term at all, being unhashable.
        """
        waiting = iter(passages)
        while block := list(islice(waiting, PASSAGES_PER_BLOCK)):
            self._add_block(block)

    def _add_block(self, passages: Sequence[Sequence[str]]) -> None:
        lengths = np.fromiter(map(len, passages), np.int64, len(passages))
        numbers = map(self._numbers.__getitem__, chain.from_iterable(passages))
        try:
            keys = np.fromiter(numbers, np.int64, int(lengths.sum()))
        except TypeError as error:
            raise BuildError(f"terms must be str: {error}") from error
        keys <<= _PASSAGE_BITS
        keys |= np.repeat(np.arange(self._size, self._size + len(passages)), lengths)
        keys.sort()
        starts = np.flatnonzero(np.diff(keys, prepend=-1))
        self._append(keys[starts], np.diff(starts, append=len(keys)), lengths)

    def _append(self, keys: NDArray[np.int64], frequencies: NDArray[np.int64], lengths: NDArray[np.int64]) -> None:
        self._keep(_block(keys, frequencies))
        self._lengths.append(lengths)
        self._size += len(lengths)

    def _keep(self, block: _Block) -> None:
        self._blocks.append(block)
        self._frequency_type = max(self._frequency_type, block.frequencies.dtype, key=lambda kind: kind.itemsize)

    def counted(self) -> Counted:
        """Return what was added so far."""
        return Counted(
            [*self._numbers],
            [_Block(*block) for block in self._blocks],
            np.concatenate([np.zeros(0, np.int64), *self._lengths]),
        )

    def append(self, counted: Counted) -> None:
        """Append passages that another builder counted, as if they had been added here."""
        numbers = np.fromiter(map(self._numbers.__getitem__, counted.terms), np.int32, len(counted.terms))
        for block in counted.blocks:
            passages = block.passages + np.uint32(self._size)
            self._keep(_Block(numbers[block.terms], block.run_lengths, passages, block.frequencies))
        self._lengths.append(counted.lengths)
        self._size += len(counted.lengths)

    def add_counted(self, counts: TermCounts, words: Sequence[str]) -> None:
        """Append passages whose terms are counted already.

        Args:
            counts: of each passage, with terms by number.
            words: the terms by number.
        """
        known, indices = np.unique(counts.terms, return_inverse=True)
        numbers = np.fromiter((self._numbers[words[term]] for term in known.tolist()), np.int64, len(known))
        keys = (numbers[indices] << _PASSAGE_BITS) | np.repeat(
            np.arange(self._size, self._size + len(counts.sizes)), counts.sizes
        )
        order = np.argsort(keys)
        frequencies = counts.frequencies.astype(np.int64)
        ends = np.cumsum(counts.sizes)
        lengths = np.diff(np.concatenate(([0], np.cumsum(frequencies)))[np.concatenate(([0], ends))])
        self._append(keys[order], frequencies[order], lengths)

    @property
    def corpus_size(self) -> int:
        """The number of passages so far."""
        return self._size

    @property
    def total_terms(self) -> int:
        """The number of terms in all passages so far, repeats included."""
        return sum(int(lengths.sum()) for lengths in self._lengths)

    @cached_property
    def _counts(self) -> NDArray[np.int64]:
        counts = np.zeros(len(self._numbers), np.int64)
        for terms, run_lengths, _, _ in self._blocks:
            counts[terms] += run_lengths
        return counts

    def build(self, model: ScoringModel) -> tuple[Vocabulary, Postings]:
        """Make the arrays, with bounds for a model; gives the collected blocks up."""
        vocabulary, renumbered = Vocabulary.build(self._numbers)
        counts = np.empty_like(renumbered)
        counts[renumbered] = self._counts
        lengths = np.concatenate(self._lengths).astype(np.uint32)
        layout = _Layout(counts, lengths, self._frequency_type, self._blocks.zeros)
        for block in self._blocks.drain():
            layout.lay(_Block(*block), renumbered)
        return vocabulary, layout.finish(model)


def _block(keys: NDArray[np.int64], frequencies: NDArray[np.int64]) -> _Block:
    """Lay out distinct, sorted keys, each a term and a passage, with how often the one stands in the other."""
    terms = keys >> _PASSAGE_BITS
    runs = np.flatnonzero(np.diff(terms, prepend=-1))
    return _Block(
        terms[runs].astype(np.int32),
        np.diff(runs, append=len(terms)).astype(np.int32),
        (keys & ((1 << _PASSAGE_BITS) - 1)).astype(np.uint32),
        frequencies.astype(np.min_scalar_type(frequencies.max(initial=0))),
    )


class _Layout:
    """The final arrays, being filled: blocks come in passage order, so every list ends up ascending."""

    def __init__(
        self,
        document_frequencies: NDArray[np.int64],
        lengths: NDArray[np.uint32],
        frequency_type: np.dtype[np.unsignedinteger],
        zeros: Callable[[tuple[int, ...], np.dtype[Any]], NDArray[Any]],
    ) -> None:
        in_column = document_frequencies * COLUMN_SHARE > len(lengths)
        offsets = np.zeros(len(document_frequencies) + 1, np.int64)
        np.cumsum(np.where(in_column, 0, document_frequencies), out=offsets[1:])
        column_terms = np.flatnonzero(in_column)
        postings = int(offsets[-1])
        self._row = np.cumsum(in_column) - 1
        self._in_column = in_column
        self._next = offsets[:-1].copy()
        self._result = Postings(
            lengths=lengths,
            offsets=offsets,
            passages=zeros((postings,), np.dtype(np.uint32)),
            frequencies=zeros((postings,), frequency_type),
            bounds=zeros((postings,), np.dtype(np.uint8)),
            maximum_bounds=np.zeros(len(document_frequencies), np.uint8),
            column_terms=column_terms,
            column_matches=document_frequencies[column_terms],
            columns=zeros((len(column_terms), len(lengths)), frequency_type),
            column_bounds=zeros((len(column_terms), len(lengths)), np.dtype(np.uint8)),
        )

    def lay(self, block: _Block, renumbered: NDArray[np.int64]) -> None:
        """Put one block's postings where they belong."""
        terms = renumbered[block.terms]
        in_column = np.repeat(self._in_column[terms], block.run_lengths)
        rows = np.repeat(self._row[terms], block.run_lengths)[in_column]
        self._result.columns[rows, block.passages[in_column]] = block.frequencies[in_column]
        run_starts = np.cumsum(block.run_lengths) - block.run_lengths
        slots = np.repeat(self._next[terms] - run_starts, block.run_lengths)
        slots += np.arange(len(slots))
        in_list = ~in_column
        self._result.passages[slots[in_list]] = block.passages[in_list]
        self._result.frequencies[slots[in_list]] = block.frequencies[in_list]
        self._next[terms] += block.run_lengths

    def finish(self, model: ScoringModel) -> Postings:
        """Compute the bounds and return the arrays, read-only."""
        result = self._result
        norms = model.norms(result.lengths)
        for start in range(0, len(result.passages), POSTINGS_PER_CHUNK):
            chunk = slice(start, start + POSTINGS_PER_CHUNK)
            frequencies = result.frequencies[chunk].astype(np.float64)
            result.bounds[chunk] = model.bounds(frequencies, norms[result.passages[chunk]])
        for column, bounds in zip(result.columns, result.column_bounds, strict=True):
            matched = np.flatnonzero(column)
            bounds[matched] = model.bounds(column[matched].astype(np.float64), norms[matched])
        self._fill_maximum_bounds()
        for field in fields(result):
            getattr(result, field.name).flags.writeable = False
        return result

    def _fill_maximum_bounds(self) -> None:
        result = self._result
        starts = result.offsets[:-1]
        filled = np.flatnonzero(starts < result.offsets[1:])
        if len(filled):
            result.maximum_bounds[filled] = np.maximum.reduceat(result.bounds, starts[filled])
        result.maximum_bounds[result.column_terms] = result.column_bounds.max(axis=1, initial=0)

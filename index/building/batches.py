"""Seeds to batches: all that some seeds on end add to a snapshot, made from their bytes alone.

A batch names nothing of the snapshot it goes into, so that it may be made in another process. Knows no snapshots, no
folders and no reports.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.bm25 import Counted, PostingsBuilder
from index.errors import SeedError
from index.model import Document, Passage
from index.seeds import SeedFile
from index.seeds.apart import SeedReader
from index.seeds.passages import split
from index.seeds.works import SideFile
from index.settings import BuildSettings, PassageSize
from index.snapshots.lexicon import NumberedWords, Word
from index.snapshots.manifest import SeedEntry, Skipped
from index.snapshots.seed_part import SeedPart
from index.storage.rows import Numbers
from index.text.analysis import primary
from index.text.terms import passage_terms


@dataclass(slots=True)
class UnreadSeed:
    """A seed whose bytes are loaded and not read; they are there until they are taken."""

    file: SeedFile
    checksum: str
    data: bytes
    sidecar: bytes | None
    further: tuple[SideFile, ...] = ()

    def take(self) -> bytes:
        """Give the bytes away: of a large seed, nobody should hold them once they are decoded."""
        data, self.data = self.data, b""
        return data


@dataclass(frozen=True, slots=True)
class SeedBatch:
    """What some seeds add.

    Attributes:
        read: of each seed its part, or why it could not be read.
        counted: the terms of the passages.
        words: all of the seeds' folded words, each once.
        of_seeds: the numbers in `words`, from 0, of those that each seed with a part has.
    """

    read: list[SeedPart | Skipped]
    counted: Counted
    words: list[Word]
    of_seeds: list[Numbers]


class Reader:
    """Reads seeds; remembers the terms of words, which most texts share."""

    def __init__(self, settings: BuildSettings, library: str) -> None:
        self._settings, self._library = settings, library
        self._words = NumberedWords()
        self._seeds = SeedReader(settings.reading)

    def read(self, seeds: Sequence[UnreadSeed]) -> SeedBatch:
        """Read some seeds."""
        read, numbers = list[SeedPart | Skipped](), list[Numbers]()
        builder = PostingsBuilder()
        builder.add(self._terms_of(seeds, read, numbers))
        used, in_used = np.unique(np.concatenate([np.zeros(0, np.int64), *numbers]), return_inverse=True)
        ends = np.cumsum([len(some) for some in numbers], dtype=np.int64)
        of_seeds = np.split(in_used, ends[:-1])[: len(numbers)]
        return SeedBatch(read, builder.counted(), [self._words[number] for number in used.tolist()], of_seeds)

    def _terms_of(
        self, seeds: Sequence[UnreadSeed], read: list[SeedPart | Skipped], numbers: list[Numbers]
    ) -> Iterator[list[str]]:
        """Yield the terms of each passage, as the seeds are read; note what was read of each, and its words' numbers.

        Of a large seed the terms are many times its bytes, so that they go as soon as they are counted.
        """
        for seed in seeds:
            try:
                part, passages = self._read(seed)
            except SeedError as err:
                read.append(skipped(err, seed.checksum))
                continue
            except Exception as err:
                err.add_note(f"while reading {seed.file.path}")
                raise
            read.append(part)
            numbers.append(self._words.of(passages))
            passages.reverse()
            while passages:
                yield passage_terms(passages.pop(), self._settings.title_weight)

    def _read(self, seed: UnreadSeed) -> tuple[SeedPart, list[Passage]]:
        file, further = seed.file, seed.further
        read = self._seeds.read(seed.take(), str(file.path), seed=file.id, sidecar=seed.sidecar, further=further)
        documents = [(each, passages_of(each, self._settings.size, self._library)) for each in read]
        passages = [passage for _, own in documents for passage in own]
        entry = SeedEntry(
            seed=seed.file.id,
            path=seed.file.name,
            checksum=seed.checksum,
            documents=len(documents),
            passages=len(passages),
            languages=tuple(sorted({primary(document.language) for document in read})),
            warnings=tuple(warning for document in read for warning in document.warnings),
        )
        return SeedPart.made_of(entry, documents), passages


def passages_of(document: Document, size: PassageSize, library: str = "") -> tuple[Passage, ...]:
    """Split a document into passages that carry its caveats, with their hedges and what was corrected marked."""
    from index.marking.caveats import find_caveats  # here, since both read long lists that nobody needs who only asks
    from index.marking.corrected import mark_corrected
    from index.marking.hedges import mark_hedges

    passages = split(document, caveats=find_caveats(document), size=size, library=library)
    marked = ((each, mark_hedges(each.text, document.language), mark_corrected(each)) for each in passages)
    return tuple(
        replace(each, hedges=hedges, corrected=corrected) if hedges or corrected else each
        for each, hedges, corrected in marked
    )


def skipped(err: SeedError, checksum: str = "") -> Skipped:
    """Return what is said of a seed that cannot be read."""
    return Skipped(str(err.path), err.sentence, checksum)

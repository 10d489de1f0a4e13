"""All that a snapshot holds of one seed but its postings, as it stands on disk: made of documents, or taken over.

Seed parts laid end to end make a snapshot's files. Nothing in one names its number in the snapshot, so that a seed that
did not change goes from one snapshot into the next without being read.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.model import Document, Passage
from index.snapshots.manifest import SeedEntry
from index.snapshots.snapshot import TEXTS, Snapshot
from index.storage.rows import RowLines, RowsWriter, row_of, starts

Split = Sequence[tuple[Document, Sequence[Passage]]]
KEY_TYPE = "S10"


@dataclass(frozen=True, slots=True)
class SeedPart:
    """One seed's share of a snapshot.

    Attributes:
        texts: of each document.
        documents, passages: a line of JSON each.
        counts: passages of each document.
        keys: of each passage.
    """

    entry: SeedEntry
    texts: RowLines
    documents: RowLines
    passages: RowLines
    counts: NDArray[np.int64]
    keys: NDArray[np.bytes_]

    @classmethod
    def made_of(cls, entry: SeedEntry, split: Split) -> "SeedPart":
        """Lay out what was read from a seed."""
        texts = [document.text.encode() for document, _ in split]
        keys = [passage.key for _, passages in split for passage in passages]
        return cls(
            entry=entry,
            texts=RowLines.of(texts),
            documents=RowLines.of(
                _line(_document_row(*pair, sha256(text).hexdigest())) for pair, text in zip(split, texts, strict=True)
            ),
            passages=RowLines.of(_line(row) for pair in split for row in _passage_rows(*pair)),
            counts=np.array([len(passages) for _, passages in split], np.int64),
            keys=np.array(keys, dtype=KEY_TYPE),
        )


class SeedParts:
    """The seed parts of an opened snapshot, in its order.

    Attributes:
        entries: what it has of each seed, by the seed's number in the snapshot, from 0.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.entries = snapshot.manifest.seeds
        self._snapshot = snapshot

    def part(self, number: int) -> SeedPart:
        """Return a seed's part by its number; copies nothing.

        Raises:
            SnapshotError: a text is damaged.
        """
        snapshot = self._snapshot
        documents = int(snapshot.document_starts[number]), int(snapshot.document_starts[number + 1])
        passages = int(snapshot.passage_starts[number]), int(snapshot.passage_starts[number + 1])
        return SeedPart(
            entry=self.entries[number],
            texts=snapshot.texts(*documents),
            documents=snapshot.document_rows.lines(*documents),
            passages=snapshot.passage_rows.lines(*passages),
            counts=np.diff(snapshot.firsts[documents[0] : documents[1] + 1]),
            keys=snapshot.keys[slice(*passages)],
        )


class SeedPartFiles:
    """The files of a snapshot that seed parts make up, written into a directory one part after the other."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._texts, self._documents, self._passages = (
            RowsWriter(path / name) for name in (TEXTS, "documents.jsonl", "passages.jsonl")
        )
        self._counts, self._keys = [np.zeros(0, np.int64)], [np.zeros(0, KEY_TYPE)]

    def add(self, part: SeedPart) -> None:
        """Append a seed's part."""
        self._texts.add(part.texts)
        self._documents.add(part.documents)
        self._passages.add(part.passages)
        self._counts.append(part.counts)
        self._keys.append(part.keys)

    def finish(self) -> None:
        """Write where in the files each document and passage begins."""
        for writer in (self._texts, self._documents, self._passages):
            writer.finish()
        np.save(self._path / "firsts.npy", starts(np.concatenate(self._counts)))
        np.save(self._path / "keys.npy", np.concatenate(self._keys))

    def close(self) -> None:
        """Leave the files as they are."""
        for writer in (self._texts, self._documents, self._passages):
            writer.close()


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _document_row(document: Document, passages: Sequence[Passage], checksum: str) -> dict[str, Any]:
    return {
        "id": document.id,
        "seed": document.seed,
        "checksum": checksum,
        "attribution": row_of(document.attribution),
        "caveats": [row_of(each) for each in dict.fromkeys(each for passage in passages for each in passage.caveats)],
        "language": document.language,
        "epistemic_status": document.epistemic_status,
        "note": document.note,
        "tags": list(document.tags),
    }


def _passage_rows(document: Document, passages: Iterable[Passage]) -> Iterator[dict[str, Any]]:
    position = size = 0  # characters passed and their bytes, so that each character is encoded once
    for passage in passages:
        first = size + len(document.text[position : passage.start].encode())
        size = first + len(passage.text.encode())
        position = passage.end
        yield {
            "number": passage.number,
            "of": passage.of,
            "start": passage.start,
            "end": passage.end,
            "bytes": [first, size],
            "heading": passage.heading,
            "hedges": [row_of(hedge) for hedge in passage.hedges],
            "citations": [row_of(citation) for citation in passage.citations],
            **_own(document, passage),
        }


def _own(document: Document, passage: Passage) -> dict[str, Any]:
    """Return what few passages have: a speaker, an address, a place in the original, something corrected."""
    own: dict[str, Any] = {}
    if passage.attribution.authors != document.attribution.authors:
        own["authors"] = passage.attribution.authors
    if passage.attribution.source != document.attribution.source:
        own["source"] = passage.attribution.source
    if passage.corrected:
        own["corrected"] = [row_of(each) for each in passage.corrected]
    if passage.position:
        own["position"] = row_of(passage.position)
    if passage.places:
        own["places"] = [row_of(each) | {"position": row_of(each.position)} for each in passage.places]
    return own

"""What a snapshot says of its documents and passages without their words: names, keys, where each begins; its lexicon.

Knows nothing of postings, and not where the texts are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from index.model import Attribution, Caveat, Citation, Corrected, Hedge, Passage, Place, Position
from index.snapshots.lexicon import Lexicon, Word
from index.snapshots.manifest import Manifest
from index.snapshots.wordbook import WordBook
from index.storage.rows import RowFile, load_array

_TRANSLATES = b'"translation_of":"'  # as a row is written; within the words of a text such marks are escaped


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as a snapshot keeps it.

    Attributes:
        first, passages: number of its first passage in the snapshot, and how many it has.
    """

    id: str
    seed: str
    checksum: str
    first: int
    passages: int
    attribution: Attribution
    caveats: tuple[Caveat, ...]
    language: str | None
    epistemic_status: str | None
    note: str | None
    tags: tuple[str, ...] = ()


class Holdings:
    """The documents of a snapshot's directory; read-only, safe for many threads.

    Attributes:
        path: the directory.
        manifest: what it says of itself.
        firsts: the first passage of each document, and after the last one their number.
        keys: of each passage.
        document_rows: a line each.
        lexicon: its words.
    """

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest
        self.firsts = load_array(path / "firsts.npy")
        self.keys = load_array(path / "keys.npy")
        self.document_rows = RowFile(path / "documents.jsonl")
        self.lexicon = Lexicon(path)
        self.document = lru_cache(maxsize=4096)(self._read_document)

    def __len__(self) -> int:
        return self.manifest.passages

    @property
    def generation(self) -> str:
        """The id of its contents."""
        return self.manifest.generation

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its documents."""
        return self.manifest.languages

    @property
    def root(self) -> Path:
        """The folder in which it lies beside the library's other generations."""
        return self.path.parent

    def find_key(self, key: str) -> int | None:
        """Return the number of the passage with this key, or None."""
        found = np.flatnonzero(self.keys == key.encode())
        return int(found[0]) if len(found) else None

    def words(self) -> WordBook:
        """Return the folded words of all passages with their terms."""
        return self.lexicon.book

    def acronyms(self) -> Iterator[Word]:
        """Return what abbreviations stand for in them."""
        return self.lexicon.acronyms()

    def documents(self) -> Iterator[StoredDocument]:
        """Yield every document in corpus order."""
        return (self.document(i) for i in range(len(self.document_rows)))

    def may_hold_translations(self) -> bool:
        """Tell without reading the documents whether one may be stated as a translation of another."""
        return self.document_rows.holds(_TRANSLATES)

    def seed_of(self, number: int) -> str:
        """Return the id of the seed that a passage is from; reads nothing of its text."""
        return self.document(self.document_of(number)).seed

    def document_of(self, number: int) -> int:
        """Return the document that a passage is from."""
        return int(self.firsts.searchsorted(number, "right")) - 1

    def passage_of(self, number: int, row: Mapping[str, Any], text: str) -> Passage:
        """Put a passage together from its row and its text."""
        document = self.document(self.document_of(number))
        attribution = _of_passage(document.attribution, row)
        return Passage(
            key=self.keys[number].decode(),
            document=document.id,
            seed=document.seed,
            number=row["number"],
            of=row["of"],
            start=row["start"],
            end=row["end"],
            text=text,
            attribution=attribution,
            caveats=tuple(each for each in document.caveats if each.is_about(attribution)),
            heading=row["heading"],
            hedges=tuple(Hedge(**hedge) for hedge in row["hedges"]),
            citations=tuple(Citation(**citation) for citation in row["citations"]),
            language=document.language,
            epistemic_status=document.epistemic_status,
            note=document.note,
            position=Position(**row["position"]) if "position" in row else None,
            places=tuple(Place(each["start"], Position(**each["position"])) for each in row.get("places", ())),
            corrected=tuple(Corrected(**each) for each in row.get("corrected", ())),
            tags=document.tags,
        )

    def _read_document(self, number: int) -> StoredDocument:
        row = self.document_rows.json(number)
        attribution = row.pop("attribution")
        attribution["authors"] = tuple(attribution["authors"])
        return StoredDocument(
            attribution=Attribution(**attribution),
            caveats=tuple(Caveat(**caveat) for caveat in row.pop("caveats")),
            tags=tuple(row.pop("tags", ())),  # version 0.1 kept none
            first=int(self.firsts[number]),
            passages=int(self.firsts[number + 1] - self.firsts[number]),
            **row,
        )


def _of_passage(attribution: Attribution, row: Mapping[str, Any]) -> Attribution:
    """Name who speaks in a passage and where it alone stands, where that differs from its document."""
    if "authors" not in row and "source" not in row:
        return attribution
    authors = tuple(row["authors"]) if "authors" in row else attribution.authors
    return replace(attribution, authors=authors, source=row.get("source", attribution.source))

"""A generation whose postings and texts are in a cluster, and whose documents and words are here."""

import zlib
from functools import lru_cache
from hashlib import sha256
from itertools import count
from json import loads
from pathlib import Path

import numpy as np

from index.engines.opensearch.layout import text_id
from index.engines.opensearch.remote import RemoteStacks
from index.errors import EngineError
from index.messages import N_
from index.model import Passage
from index.snapshots.holdings import Holdings
from index.snapshots.manifest import Manifest

DAMAGED = N_("the search engine's index {name} is damaged at {place}; `caveat reindex --force` loads it anew")
CHECKSUMS = "row_checksums.npy"  # of each passage's row and text
_PIECES = 8  # of a text, asked for at once


def row_checksum(line: str, text: str) -> int:
    """Return the CRC-32 of a passage's row and text."""
    return zlib.crc32(text.encode(), zlib.crc32(line.encode()))


class RemoteSnapshot(Holdings):
    """A published generation, searched as a snapshot is; read-only, safe for many threads.

    Args:
        path: the folder of what it has here.
        root: the folder beside which other generations' files lie, such as vectors.
        manifest: what it says of itself.
        ranking: its passages.
    """

    def __init__(self, path: Path, root: Path, manifest: Manifest, ranking: RemoteStacks) -> None:
        super().__init__(path, manifest)
        self._root = root
        self.ranking = ranking
        self._checksums = np.load(path / CHECKSUMS, mmap_mode="r")
        self.passage = lru_cache(maxsize=4096)(self._passage)

    @property
    def root(self) -> Path:
        """The folder in which the library's files on this machine lie."""
        return self._root

    def _passage(self, number: int) -> Passage:
        row = self.ranking.rows.get([number], whole=True)[0]
        line, text = row.line or "", row.text or ""
        if row_checksum(line, text) != int(self._checksums[number]):
            raise EngineError(DAMAGED, name=self.ranking.rows.index.name, place=f"passage {number}")
        return self.passage_of(number, loads(line), text)

    def document_text(self, number: int) -> str:
        """Return the whole text of the document a passage is from, checked; raises EngineError."""
        which = self.document_of(number)
        pieces = list[str]()
        for start in count(0, _PIECES):
            ids = [text_id(which, piece) for piece in range(start, start + _PIECES)]
            found = [each["passage"]["text"] for each in self.ranking.rows.index.get(ids, ["passage"]) if each]
            pieces += found
            if len(found) < _PIECES:
                break
        text = "".join(pieces)
        if sha256(text.encode()).hexdigest() != self.document(which).checksum:
            raise EngineError(DAMAGED, name=self.ranking.rows.index.name, place=f"document {which}")
        return text

"""What changed in a server's seeds since its channels were told, as values. Pure: knows no store and no Discord."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Self

from index.snapshots.holdings import StoredDocument


@dataclass(frozen=True, slots=True)
class ToldSeeds:
    """Which documents there were, and which corrections by their authors, by a checksum."""

    documents: frozenset[str]
    corrections: frozenset[str]

    @classmethod
    def of(cls, documents: Sequence[StoredDocument]) -> Self:
        """Return all that there is now."""
        return cls(
            frozenset(each.id for each in documents),
            frozenset(mark for each in documents for mark in _marks(each)),
        )

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """Read what `stored` wrote."""
        return cls(frozenset(stored.get("documents", ())), frozenset(stored.get("corrections", ())))

    def stored(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"documents": sorted(self.documents), "corrections": sorted(self.corrections)}

    def corrected(self, documents: Sequence[StoredDocument]) -> StoredDocument | None:
        """Return the first document that was told of and has a correction since that was not."""
        known = (each for each in documents if each.id in self.documents)
        return next((each for each in known if not _marks(each) <= self.corrections), None)

    def with_corrections_of(self, document: StoredDocument) -> "ToldSeeds":
        """Return the same with a document's corrections told."""
        return ToldSeeds(self.documents, self.corrections | _marks(document))

    def digest(self, documents: Sequence[StoredDocument]) -> dict[str, list[str]]:
        """Return which documents came and went; empty where none did."""
        now = [each.id for each in documents]
        added = [each for each in now if each not in self.documents]
        removed = sorted(self.documents - set(now))
        return {"added": added, "removed": removed} if added or removed else {}


def _marks(document: StoredDocument) -> frozenset[str]:
    corrections = (each.text for each in document.caveats if each.kind == "correction")
    return frozenset(sha256(f"{document.id}\n{text}".encode()).hexdigest()[:16] for text in corrections)

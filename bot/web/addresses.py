"""Which addresses there were: so that a passage that was reworded is found again, and one that was removed is told.

Keeps keys and dates, and no word of a text. Pure; reading and writing is for whoever keeps it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any, Final

from bot.web.drawing.paths import document_path, passage_path

FORMAT: Final = 1
MOST_STEPS: Final = 50  # from an address to the one of today


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a document that is shown.

    Attributes:
        keys: of its passages, in order.
        added, changed: the days on which it was first seen here, and last seen otherwise than before; ISO 8601.
        state: a hash of all that its pages are made of.
        counts: what a site counted in it (see tallies.py); empty where nobody did.
    """

    keys: tuple[str, ...]
    added: str
    changed: str
    state: str = ""
    counts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Addresses:
    """All addresses there are and were.

    Attributes:
        documents: by their ids.
        moved: of a key that went while its document stayed, the key that came in its place, and when.
        gone: of the path of a page that went, when; None where it was withdrawn, of which nothing is told.
    """

    documents: Mapping[str, Known] = field(default_factory=dict)
    moved: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    gone: Mapping[str, str | None] = field(default_factory=dict)

    def successor(self, key: str) -> tuple[str, str] | None:
        """Return the key of today for one of before and when it went; None where it leads nowhere."""
        found, steps = self.moved.get(key), 0
        while found and found[0] in self.moved and steps < MOST_STEPS:
            found, steps = self.moved[found[0]], steps + 1
        return found

    def paths(self) -> Iterator[str]:
        """Yield the path of each page of a document and of a passage."""
        for name, known in self.documents.items():
            yield from _paths_of(name, known)

    def as_json(self) -> dict[str, Any]:
        """Return plain values, always in the same order."""
        return {
            "format": FORMAT,
            "documents": {name: asdict(self.documents[name]) for name in sorted(self.documents)},
            "moved": {key: list(self.moved[key]) for key in sorted(self.moved)},
            "gone": {name: self.gone[name] for name in sorted(self.gone)},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Addresses":
        """Read what `as_json` gave; raises ValueError or KeyError for anything else."""
        if stored["format"] != FORMAT:
            raise ValueError(f"these addresses have format {stored['format']}, this version reads {FORMAT}")
        documents = {name: Known(**{**row, "keys": tuple(row["keys"])}) for name, row in stored["documents"].items()}
        moved = {key: (successor, when) for key, (successor, when) in stored["moved"].items()}
        return cls(documents, moved, stored["gone"])


def renewed(before: Addresses, now: Mapping[str, Known], withdrawn: frozenset[str], today: str) -> Addresses:
    """Return the addresses after a re-index.

    Args:
        before: those of before.
        now: the documents that are shown now; days of those that were known stay theirs.
        withdrawn: documents that are there and shown no more.
        today: ISO 8601.
    """
    moved, gone = dict(before.moved), dict(before.gone)
    for name, known in before.documents.items():
        if name in now:
            moved.update((key, (new, today)) for key, new in successors(known.keys, now[name].keys))
        else:
            when = None if name in withdrawn else today
            gone.update(dict.fromkeys(_paths_of(name, known), when))
    alive = {key for each in now.values() for key in each.keys}
    there = {path for name, known in now.items() for path in _paths_of(name, known)}
    documents = {name: _dated(known, before.documents.get(name)) for name, known in now.items()}
    return Addresses(
        documents,
        {key: found for key, found in moved.items() if key not in alive},
        {name: when for name, when in gone.items() if name not in there},
    )


def _paths_of(document: str, known: Known) -> Iterator[str]:
    yield document_path(document)
    yield from map(passage_path, known.keys)


def _dated(known: Known, before: Known | None) -> Known:
    if before is None:
        return known
    unchanged = before.state == known.state
    return replace(known, added=before.added, changed=before.changed if unchanged else known.changed)


def successors(before: Sequence[str], now: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each key that went with the key that stands in its place: by what stayed around it, in order."""
    kept = set(now)
    for act, start, end, new_start, new_end in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if act == "equal" or not now:
            continue
        for place in range(start, end):
            share = (place - start) / max(end - start, 1)
            new = min(new_start + int(share * (new_end - new_start)), len(now) - 1)
            if before[place] not in kept:
                yield before[place], now[new]

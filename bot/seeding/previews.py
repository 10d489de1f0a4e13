"""Drafts from attached files to stored seeds: previewed, corrected, confirmed or discarded.

A correction is written down before it is read, so that neither a restart nor another worker loses it; whoever finds
one that nobody has read yet reads it. What is confirmed is what was seen. Blocks; knows no Discord.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bot.seeding.drafts.drafts import LIFE_S, UNREAD, Draft, DraftCorrection
from bot.seeding.drafts.readings import Readings
from bot.seeding.drafts.sidecars import Value
from bot.seeding.errors import CurationError, PreviewChangedError, worded, worded_refusals
from bot.seeding.intake.attachments import free_name
from bot.seeding.intake.likeness import share, unpacked
from bot.seeding.intake.understanding import AttachedFile, AttachmentReading
from bot.seeding.kept import attached, entry_of, marks_of, outcomes_of, stored_file, wanted_of
from bot.seeding.values import CurationLimits, Curator, IndexedSeed, NearCopy, Outcome, Preview, id_named
from bot.store.drafts import DraftChangedError
from bot.store.queries.drafts import DraftKey, DraftReading, StoredDraft, StoredFile
from bot.store.queries.seed_acts import Admin, SeedLimits
from bot.store.queries.seeds import GuildSeed, SeedContents
from bot.store.store import Store
from bot.wording import seeds as wording
from index.errors import SeedError
from index.readers.parsing.base import suffix_of
from index.seeds import SIDECAR_SUFFIX

TOKEN_BYTES: Final = 8
NEAR: Final = 0.5  # of the shorter text, from which on a near copy is told
MOST_IN_PAGES: Final = 5  # files that are shown one a page; more of them are a table

WorkOut = Callable[[Draft], DraftCorrection]


@dataclass(frozen=True, slots=True)
class _Read:
    """A correction that was read: the files as they are now, or why it cannot be used."""

    files: Mapping[int, StoredFile]
    problem: CurationError | None = None


class Previews:
    """All acts on drafts; safe for many threads and processes.

    Args:
        store: keeps drafts, and the seeds they become.
        readings: reads files.
        limits: what one server may have.
        indexed: what a server's index says of its seeds, by their ids.
        now: the moment, aware.
    """

    def __init__(
        self,
        store: Store,
        readings: Readings,
        limits: CurationLimits,
        indexed: Callable[[int], Mapping[str, IndexedSeed]],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._book = store.drafts
        self._readings = readings
        self._limits = limits
        self._indexed = indexed
        self._now = now

    def preview(
        self,
        curator: Curator,
        files: Sequence[AttachedFile],
        refused: Sequence[AttachmentReading] = (),
        *,
        is_many: bool = False,
    ) -> Preview:
        """Read attached files and keep them as a draft.

        Args:
            curator: who attached them.
            files: what was fetched; a side-car by itself is given to the seed whose file it describes.
            refused: those that were not even fetched.
            is_many: show them as a table however few they are.
        """
        fetched = [self._fetched(curator.guild_id, file) for file in files]
        unfetched = [StoredFile(each.name, b"", problem=each.problem) for each in refused]
        every = [*fetched, *unfetched]
        return self._kept(curator, every, is_table=len(every) > MOST_IN_PAGES or (is_many and len(every) > 1))

    def preview_change(self, curator: Curator, seed: str, file: AttachedFile | None = None) -> Preview:
        """Keep a seed as it is now as a draft, or with another file or side-car; raises CurationError."""
        found, stored = self._seed(curator.guild_id, seed)
        data, sidecar = stored.data, stored.sidecar
        if file is not None and _is_sidecar_of(file.name, found.file_name):
            sidecar = file.data
        elif file is not None:
            data, sidecar = file.data, sidecar if file.sidecar is None else file.sidecar
        return self._kept(curator, [StoredFile(found.file_name, data, sidecar, found.seed, found.version)])

    def latest(self, curator: Curator) -> Preview:
        """Return the draft that a curator made or corrected last; raises CurationError where there is none."""
        key = self._book.latest(curator.guild_id, curator.user_id, self._now())
        if key is None:
            raise CurationError(wording.NOTHING_TO_GO_ON_WITH, minutes=int(LIFE_S // 60))
        return Preview(key.token, self.draft(curator, key.token))

    def draft(self, curator: Curator, token: str) -> Draft:
        """Return a curator's draft, with every correction that was sent read.

        Raises CurationError where it expired or was confirmed, or where such a correction cannot be used.
        """
        return self._seen(self._ready(_key(curator, token)))

    def refusals(self, draft: Draft) -> dict[int, CurationError]:
        """Say of each file of a draft that can be read why it would not be stored if it were confirmed now."""
        told = {place: worded(each.block) for place, each in draft.entries.items() if each.block}
        if self._passages_with(draft) > self._limits.passages:
            return told | dict.fromkeys(draft.usable, self._too_many_passages())
        wanted = [wanted_of(entry) for entry in draft.usable.values()]
        found = self._book.foresee(draft.guild_id, wanted, self._seed_limits())
        return told | {place: worded(err) for place, err in zip(draft.usable, found, strict=True) if err is not None}

    def near_copies(self, draft: Draft) -> dict[int, NearCopy]:
        """Say of the new files of a draft which seed has most in common with each, where that is much."""
        known = {seed: unpacked(data) for seed, data in self._book.sketches(draft.guild_id).items()}
        found = {
            place: max((NearCopy(seed, share(entry.understood.sketch, of)) for seed, of in known.items()), key=_share)
            for place, entry in draft.usable.items()
            if known and entry.target is None
        }
        return {place: copy for place, copy in found.items() if copy.share >= NEAR}

    def edit(self, curator: Curator, token: str, place: int, changes: Mapping[str, Value]) -> Draft:
        """Change the side-car of one file of a draft and read it again; raises CurationError as `correct` does."""
        return self.correct(curator, token, lambda _draft: DraftCorrection((place,), changes))

    def correct(self, curator: Curator, token: str, work_out: WorkOut) -> Draft:
        """Correct a draft and read what changed.

        Args:
            curator: whose draft it is.
            token: leads to it.
            work_out: says what is to change in the draft as it is now; may be asked again where it changed meanwhile.

        Raises CurationError where the draft is gone, or where the correction cannot be used; then the rest stays.
        """
        key, reader = _key(curator, token), secrets.token_hex(TOKEN_BYTES)
        while True:
            stored = self._ready(key)
            correction = work_out(self._seen(stored))
            if self._book.begin(key, stored.version, correction.to_json(), reader, self._now()):
                return self._seen(self._settled(stored, correction, reader))

    def free_name(self, curator: Curator, token: str, place: int) -> str:
        """Return a name that a file of a draft could have, where its own is taken."""
        entries = self.draft(curator, token).entries
        others = {entry.file.name for other, entry in entries.items() if other != place}
        names = others | {seed.file_name for seed in self._store.guild_seeds(curator.guild_id)}
        return free_name(entries[place].file.name, names)

    def discard(self, curator: Curator, token: str) -> None:
        """Forget a draft, also one that is being read; raises CurationError where it was confirmed."""
        key = _key(curator, token)
        self._book.discard(key)
        if self._book.find(key, self._now()) is not None:
            raise CurationError(wording.TAKEN)

    def confirm(self, curator: Curator, token: str, version: int | None = None) -> list[Outcome]:
        """Store what a draft holds, file by file; what is refused stays in it, with its corrections.

        Raises:
            PreviewChangedError: it is not at the *version* that was looked at, but for a correction that was sent and
                is read only now.
            ConflictError: the one seed to be changed was changed meanwhile; the draft stays.
            CurationError: it expired, was confirmed, or holds nothing.
        """
        key = _key(curator, token)
        stored = self._find(key)
        if stored.state == "reading":  # sent to another worker, or before a restart
            stored, version = self._ready(key), None
        draft = self._seen(stored)
        if version not in (None, draft.version):
            raise PreviewChangedError(wording.CHANGED_SINCE)
        self._refuse_unusable(draft)
        wanted = {place: marks_of(entry.understood) for place, entry in draft.usable.items()}
        try:
            done = self._book.confirm(key, draft.version, self._admin(curator), wanted) if wanted else {}
        except DraftChangedError:
            self._find(key)
            raise PreviewChangedError(wording.CHANGED_SINCE) from None
        return outcomes_of(draft, done)

    def _find(self, key: DraftKey) -> StoredDraft:
        stored = self._book.find(key, self._now())
        if stored is None:
            raise CurationError(wording.EXPIRED)
        if stored.state == "taken":
            raise CurationError(wording.TAKEN)
        return stored

    def _ready(self, key: DraftKey) -> StoredDraft:
        """Return a draft; where a correction is being read, by whomever, it is read here."""
        stored = self._find(key)
        if stored.state == "ready" or stored.pending is None:
            return stored
        reader = secrets.token_hex(TOKEN_BYTES)
        if not self._book.take_over(key, reader, self._now()):
            return self._ready(key)
        if stored.pending == UNREAD:
            return self._first_read(stored, reader)
        return self._settled(stored, DraftCorrection.from_json(stored.pending), reader)

    def _settled(self, stored: StoredDraft, correction: DraftCorrection, reader: str) -> StoredDraft:
        """Read a correction and put it in place, unless the draft is gone by then or another one has read it."""
        try:
            read = self._read(stored, correction)
        except Exception:  # a process that ends leaves it to be read by another
            self._book.settle(stored.key, reader, {}, self._now())
            raise
        if self._book.settle(stored.key, reader, read.files, self._now()) and read.problem is not None:
            raise read.problem
        return self._find(stored.key)

    def _read(self, stored: StoredDraft, correction: DraftCorrection) -> _Read:
        before = self._seen(stored)
        places = [place for place in correction.places if place in before.entries]
        try:
            after = {place: self._corrected(before, place, correction) for place in places}
        except SeedError as err:
            return _Read({}, CurationError(wording.NOT_SO, problem=err.sentence))
        except CurationError as err:
            return _Read({}, err)
        understood = self._readings.read([attached(file) for file in after.values()])
        for place, reading in zip(after, understood, strict=True):
            problem = reading.problem or _unusable(reading, before.entries[place].understood, correction.changes)
            if problem is not None and correction.leaves_out is None:
                return _Read({}, CurationError(wording.NOT_SO, problem=problem))
        return _Read(after)

    def _corrected(self, draft: Draft, place: int, correction: DraftCorrection) -> StoredFile:
        entry, kept = draft.entries[place], correction.leaves_out
        if correction.replaces is not None:
            found, old = self._seed(draft.guild_id, correction.replaces)
            sidecar = old.sidecar if entry.file.sidecar is None else entry.file.sidecar
            return StoredFile(found.file_name, entry.file.data, sidecar, found.seed, found.version)
        target = entry.target if correction.name is None else None
        return stored_file(
            correction.of(entry), target, is_left_out=entry.is_left_out if kept is None else kept, entry=entry
        )

    def _seen(self, stored: StoredDraft) -> Draft:
        """Return a draft with what is understood of its files."""
        readable = {
            place: attached(file)
            for place, file in stored.files.items()
            if file.problem is None and file.blocked_at is None
        }
        read = dict(zip(readable, self._readings.read(list(readable.values())), strict=True))
        entries = {place: entry_of(file, read.get(place)) for place, file in stored.files.items()}
        return Draft(stored.key.guild_id, stored.key.user_id, entries, stored.version, stored.is_table)

    def _kept(self, curator: Curator, files: Sequence[StoredFile], *, is_table: bool = False) -> Preview:
        """Read files and keep them as a draft."""
        key, reader = _key(curator, secrets.token_hex(TOKEN_BYTES)), secrets.token_hex(TOKEN_BYTES)
        stored = self._book.keep(key, files, DraftReading(UNREAD, reader), self._now(), is_table=is_table)
        return Preview(key.token, self._seen(self._first_read(stored, reader)))

    def _first_read(self, stored: StoredDraft, reader: str) -> StoredDraft:
        """Read files that nobody has read yet; if this ends in the middle, whoever looks next reads them."""
        wanted = {place: wanted_of(entry) for place, entry in self._seen(stored).entries.items()}
        self._book.settle_first(stored, reader, wanted, self._now())
        return self._find(stored.key)

    def _fetched(self, guild_id: int, file: AttachedFile) -> StoredFile:
        """Make a draft's file of an attached one; a side-car by itself changes the stored seed that it describes."""
        described = file.name.removesuffix(SIDECAR_SUFFIX)
        if described == file.name or file.sidecar is not None:
            return StoredFile(file.name, file.data, file.sidecar)
        names = {seed.file_name: seed.seed for seed in self._store.guild_seeds(guild_id)}
        if described in names:
            found, stored = self._seed(guild_id, names[described])
            return StoredFile(found.file_name, stored.data, file.data, found.seed, found.version)
        if not suffix_of(described):
            return StoredFile(file.name, file.data)
        problem = CurationError(wording.SIDECAR_ALONE, name=file.name, file=described)
        return StoredFile(file.name, b"", problem=str(problem))

    def _seed(self, guild_id: int, seed: str) -> tuple[GuildSeed, SeedContents]:
        found = self._store.guild_seed(guild_id, id_named(seed))
        if found is None or found.removed_at is not None:
            raise CurationError(wording.NO_SUCH_SEED, seed=seed)
        with worded_refusals():
            return found, self._store.seed_contents(guild_id, found.seed)

    def _refuse_unusable(self, draft: Draft) -> None:
        if not draft.can_be_confirmed:
            raise CurationError(wording.NOTHING_TO_STORE)
        if self._passages_with(draft) > self._limits.passages:
            raise self._too_many_passages()

    def _passages_with(self, draft: Draft) -> int:
        replaced = {entry.target.seed for entry in draft.usable.values() if entry.target is not None}
        indexed = sum(each.passages for seed, each in self._indexed(draft.guild_id).items() if seed not in replaced)
        return indexed + sum(entry.understood.passages for entry in draft.usable.values())

    def _too_many_passages(self) -> CurationError:
        return CurationError(wording.TOO_MANY_PASSAGES, limit=self._limits.passages)

    def _seed_limits(self) -> SeedLimits:
        return SeedLimits(self._limits.seeds, self._limits.bytes)

    def _admin(self, curator: Curator) -> Admin:
        return Admin(curator.guild_id, curator.user_id, self._now(), self._seed_limits())


def _is_sidecar_of(name: str, file_name: str) -> bool:
    """Tell whether an attached file describes a seed, and does not take its file's place."""
    return name.endswith(SIDECAR_SUFFIX) and not file_name.endswith(SIDECAR_SUFFIX)


def _key(curator: Curator, token: str) -> DraftKey:
    return DraftKey(token, curator.guild_id, curator.user_id)


def _share(copy: NearCopy) -> float:
    return copy.share


def _unusable(after: AttachmentReading, before: AttachmentReading, changes: Mapping[str, Value]) -> str | None:
    """Return what a reading warns of a value that was just typed and cannot be used, so that it can be typed anew."""
    new = (warning for warning in after.warnings if warning not in before.warnings)
    return next((warning for warning in new if any(warning.startswith(f"{key} (") for key in changes)), None)

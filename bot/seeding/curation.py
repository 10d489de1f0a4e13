"""What curators do to their server's own seeds: previews, adding, editing, removing, blocking, exporting, checking.

Every refusal is one sentence for the curator. Blocks, so callers run it in threads; knows no Discord. Whoever calls
has made sure that the person is a curator.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.seeding.drafts.drafts import Draft, DraftFile, Drafts, Target
from bot.seeding.drafts.sidecars import Value, edited
from bot.seeding.errors import ConflictError, CurationError, worded_refusals
from bot.seeding.intake.sandbox import Sandbox
from bot.seeding.intake.understanding import AttachedFile, AttachmentReading
from bot.store.queries.refusals import SeedConflictError
from bot.store.queries.seed_acts import Admin, SeedLimits
from bot.store.queries.seeds import GuildSeed, SeedContents
from bot.store.store import Store
from bot.wording import seeds as wording
from index.errors import SeedError

log = logging.getLogger(__name__)

UNDO: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class CurationLimits:
    """What one server may have of its own: seeds, bytes of their files, passages."""

    seeds: int
    bytes: int
    passages: int


@dataclass(frozen=True, slots=True)
class IndexedSeed:
    """What a server's index says of one of its seeds.

    Attributes:
        title, author: of its first document.
        passages: of all its documents.
        remarks: the linter's, one sentence each.
        problem: why it could not be read; then all else is empty.
    """

    title: str | None = None
    author: str | None = None
    passages: int = 0
    remarks: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A seed in a list; `indexed` is None while it is not in the index."""

    seed: GuildSeed
    indexed: IndexedSeed | None


@dataclass(frozen=True, slots=True)
class Curator:
    """Who acts in which server."""

    guild_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft that was kept, and the token that leads back to it."""

    token: str
    draft: Draft


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file of a confirmed draft: its seed as stored, or why it was not."""

    name: str
    seed: GuildSeed | None = None
    refusal: CurationError | None = None


class Curation:
    """All acts on servers' own seeds; safe for many threads.

    Args:
        store: keeps seeds, versions and the audit of every act.
        room: reads files apart.
        drafts: keeps previews.
        limits: what one server may have.
        indexed: what a server's index says of its seeds, by their ids.
        now: the moment, aware.
    """

    def __init__(  # noqa: PLR0913 each is another part of the world
        self,
        store: Store,
        room: Sandbox,
        drafts: Drafts,
        *,
        limits: CurationLimits,
        indexed: Callable[[int], Mapping[str, IndexedSeed]],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._sandbox = room
        self._drafts = drafts
        self._limits = limits
        self._indexed = indexed
        self._now = now

    def preview(
        self, curator: Curator, files: Sequence[AttachedFile], refused: Sequence[AttachmentReading] = ()
    ) -> Preview:
        """Read attached files and keep them as a draft; `refused` are those that were not even fetched."""
        understood = self._sandbox.read(files)
        entries = [
            *map(DraftFile, files, understood),
            *(DraftFile(AttachedFile(each.name, b""), each) for each in refused),
        ]
        return self._kept(Draft(curator.guild_id, curator.user_id, tuple(entries)))

    def preview_change(self, curator: Curator, seed: str, file: AttachedFile | None = None) -> Preview:
        """Keep a seed as it is now as a draft, or with another file in its place; raises CurationError."""
        found = self.seed(curator.guild_id, seed)
        with worded_refusals():
            stored = self._store.seed_contents(curator.guild_id, found.seed)
        sidecar = file.sidecar if file is not None and file.sidecar is not None else stored.sidecar
        changed = AttachedFile(found.file_name, stored.data if file is None else file.data, sidecar)
        (understood,) = self._sandbox.read([changed])
        target = Target(found.seed, found.version)
        return self._kept(Draft(curator.guild_id, curator.user_id, (DraftFile(changed, understood),), target))

    def draft(self, curator: Curator, token: str) -> Draft:
        """Return a curator's draft; raises CurationError where it expired."""
        draft = self._drafts.get(token, curator.guild_id, curator.user_id)
        if draft is None:
            raise CurationError(wording.EXPIRED)
        return draft

    def edit(self, curator: Curator, token: str, index: int, changes: Mapping[str, Value]) -> Draft:
        """Change the side-car of one file of a draft and read it again.

        Raises CurationError where the draft expired, or where the file cannot be read so; then it stays as it was.
        """
        draft = self.draft(curator, token)
        file = draft.entries[index].file
        try:
            corrected = replace(file, sidecar=edited(file.sidecar, file.name, changes))
        except SeedError as err:
            raise CurationError(wording.NOT_SO, problem=err.sentence) from err
        (understood,) = self._sandbox.read([corrected])
        problem = understood.problem or _unusable(understood, draft.entries[index].understood, changes)
        if problem is not None:
            raise CurationError(wording.NOT_SO, problem=problem)
        after = draft.with_entry(index, DraftFile(corrected, understood))
        self._drafts.keep(after, token)
        return after

    def discard(self, curator: Curator, token: str) -> None:
        """Forget a draft."""
        self._drafts.take(token, curator.guild_id, curator.user_id)

    def confirm(self, curator: Curator, token: str) -> list[Outcome]:
        """Store what a draft holds, file by file; raises CurationError where it expired or holds nothing.

        Raises ConflictError where the seed to be changed was changed meanwhile; what cannot be stored for another
        reason is told in its outcome.
        """
        draft = self._drafts.take(token, curator.guild_id, curator.user_id)
        if draft is None:
            raise CurationError(wording.EXPIRED)
        try:
            self._refuse_unusable(draft)
            return [self._stored(curator, draft.target, entry) for entry in draft.usable]
        except ConflictError:
            raise
        except Exception:
            self._drafts.keep(draft, token)  # what fails now may work at the next press
            raise

    def add(self, curator: Curator, file: AttachedFile) -> Outcome:
        """Store a file as a seed at once; raises CurationError where it cannot be read."""
        (understood,) = self._sandbox.read([file])
        if understood.problem is not None:
            raise CurationError(wording.NOT_SO, problem=understood.problem)
        draft = Draft(curator.guild_id, curator.user_id, (DraftFile(file, understood),))
        self._refuse_unusable(draft)
        return self._stored(curator, None, draft.entries[0])

    def seed(self, guild_id: int, seed: str) -> GuildSeed:
        """Return a seed that is served; raises CurationError where there is none."""
        found = self._store.guild_seed(guild_id, seed)
        if found is None or found.removed_at is not None:
            raise CurationError(wording.NO_SUCH_SEED, seed=seed)
        return found

    def listed(self, guild_id: int) -> list[Listed]:
        """Return the seeds that a server serves of its own, by id."""
        indexed = self._indexed(guild_id)
        return [Listed(each, indexed.get(each.seed)) for each in self._store.guild_seeds(guild_id)]

    def removable(self, guild_id: int, seed: str, *, block: bool) -> Listed:
        """Return a seed that can be removed, or blocked, which a removed one can be too; raises CurationError."""
        found = self._store.guild_seed(guild_id, seed) if block else self.seed(guild_id, seed)
        if found is None:
            raise CurationError(wording.NO_SUCH_SEED, seed=seed)
        return Listed(found, self._indexed(guild_id).get(seed))

    def complete(self, guild_id: int, typed: str) -> list[GuildSeed]:
        """Return the seeds that what was typed may mean, those whose id begins so first."""
        wanted = typed.strip().casefold()
        found = [
            each for each in self._store.guild_seeds(guild_id) if wanted in f"{each.seed} {each.file_name}".casefold()
        ]
        return sorted(found, key=lambda each: not each.seed.startswith(wanted))

    def upload_max_bytes(self) -> int:
        """Return how large an attached file may be, with its side-car."""
        return self._sandbox.limits.max_bytes

    def remove(self, curator: Curator, seed: str, version: int) -> GuildSeed:
        """Stop serving a seed at once; raises CurationError, ConflictError."""
        with worded_refusals():
            return self._store.remove_seed(self._admin(curator), seed, version)

    def undo(self, curator: Curator, seed: str, version: int) -> GuildSeed:
        """Serve a seed again that was removed a short while ago; raises CurationError, ConflictError."""
        found = self._store.guild_seed(curator.guild_id, seed)
        if found is not None and found.removed_at is not None and self._now() - found.removed_at > UNDO:
            raise CurationError(wording.TOO_LATE_TO_UNDO, seed=seed)
        with worded_refusals():
            return self._store.restore_seed(self._admin(curator), seed, version)

    def block(self, curator: Curator, seed: str, version: int, reason: str = "") -> list[str]:
        """Delete a document for good and refuse it from now on, for a reason; return the seeds that it was.

        Raises CurationError, and ConflictError where it is another version by now.
        """
        found = self._store.guild_seed(curator.guild_id, seed)
        with worded_refusals():
            if found is not None and found.version != version:
                raise SeedConflictError(seed, found.version, found.changed_by, found.changed_at, is_removed=False)
            gone = self._store.block_seed(self._admin(curator), seed, reason)
        self._drafts.forget(curator.guild_id)
        return gone

    def files(self, guild_id: int, seed: str | None = None) -> Iterator[tuple[GuildSeed, AttachedFile]]:
        """Yield a server's seeds, or one of them, with their files and side-cars as they were given."""
        for each in [self.seed(guild_id, seed)] if seed is not None else self._store.guild_seeds(guild_id):
            with worded_refusals():
                stored = self._store.seed_contents(guild_id, each.seed)
            yield each, AttachedFile(each.file_name, stored.data, stored.sidecar)

    def _kept(self, draft: Draft) -> Preview:
        return Preview(self._drafts.keep(draft), draft)

    def _stored(self, curator: Curator, target: Target | None, entry: DraftFile) -> Outcome:
        file = entry.file
        contents = SeedContents(file.data, file.sidecar, entry.understood.text_checksum)
        admin = self._admin(curator)
        try:
            with worded_refusals():
                if target is None:
                    return Outcome(file.name, self._store.add_seed(admin, file.name, contents))
                return Outcome(file.name, self._store.change_seed(admin, target.seed, contents, target.version))
        except ConflictError:
            raise
        except CurationError as err:
            return Outcome(file.name, refusal=err)

    def _refuse_unusable(self, draft: Draft) -> None:
        if not draft.usable:
            raise CurationError(wording.NOTHING_TO_STORE)
        replaced = draft.target.seed if draft.target is not None else None
        indexed = sum(each.passages for seed, each in self._indexed(draft.guild_id).items() if seed != replaced)
        if indexed + sum(entry.understood.passages for entry in draft.usable) > self._limits.passages:
            raise CurationError(wording.TOO_MANY_PASSAGES, limit=f"{self._limits.passages:,}")

    def _admin(self, curator: Curator) -> Admin:
        limits = SeedLimits(self._limits.seeds, self._limits.bytes)
        return Admin(curator.guild_id, curator.user_id, self._now(), limits)


def _unusable(after: AttachmentReading, before: AttachmentReading, changes: Mapping[str, Value]) -> str | None:
    """Return what a reading warns of a value that was just typed and cannot be used, so that it can be typed anew."""
    new = (warning for warning in after.warnings if warning not in before.warnings)
    return next((warning for warning in new if any(warning.startswith(f"{key} (") for key in changes)), None)

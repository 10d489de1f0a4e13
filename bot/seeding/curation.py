"""What curators do to their server's own seeds: listing, removing, undoing, blocking, exporting.

Every refusal is one sentence for the curator. Blocks, so callers run it in threads; knows no Discord. Whoever calls
has made sure that the person is a curator.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.seeding.drafts.readings import Readings
from bot.seeding.errors import CurationError, worded_refusals
from bot.seeding.intake.sandbox import Sandbox
from bot.seeding.intake.understanding import AttachedFile
from bot.seeding.previews import Previews
from bot.seeding.values import CurationLimits, Curator, IndexedSeed, Listed, Outcome, id_named
from bot.store.queries.drafts import DraftKey
from bot.store.queries.refusals import SeedConflictError
from bot.store.queries.seed_acts import Admin, SeedLimits
from bot.store.queries.seeds import GuildSeed
from bot.store.store import Store
from bot.wording import seeds as wording

UNDO: Final = timedelta(minutes=15)


class Curation:
    """All acts on servers' own seeds; safe for many threads.

    Args:
        store: keeps seeds, versions and the audit of every act.
        room: reads files apart.
        limits: what one server may have.
        indexed: what a server's index says of its seeds, by their ids.
        now: the moment, aware.

    Attributes:
        previews: drafts, until they are seeds.
    """

    def __init__(
        self,
        store: Store,
        room: Sandbox,
        *,
        limits: CurationLimits,
        indexed: Callable[[int], Mapping[str, IndexedSeed]],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._sandbox = room
        self._readings = Readings(room)
        self.previews = Previews(store, self._readings, limits, indexed, now)
        self._limits = limits
        self._indexed = indexed
        self._now = now

    def add(self, curator: Curator, file: AttachedFile) -> Outcome:
        """Store a file as a seed at once; raises CurationError where it cannot be read."""
        (understood,) = self._readings.read([file])
        if understood.problem is not None:
            raise CurationError(wording.NOT_SO, problem=understood.problem)
        token = self.previews.preview(curator, [file]).token
        try:
            return self.previews.confirm(curator, token)[0]
        finally:
            self._store.drafts.discard(
                DraftKey(token, curator.guild_id, curator.user_id)
            )  # what was refused is no draft

    def seed(self, guild_id: int, seed: str) -> GuildSeed:
        """Return a seed that is served; raises CurationError where there is none."""
        found = self._store.guild_seed(guild_id, id_named(seed))
        if found is None or found.removed_at is not None:
            raise CurationError(wording.NO_SUCH_SEED, seed=seed)
        return found

    def listed(self, guild_id: int) -> list[Listed]:
        """Return the seeds that a server serves of its own, by id."""
        indexed = self._indexed(guild_id)
        return [Listed(each, indexed.get(each.seed)) for each in self._store.guild_seeds(guild_id)]

    def removable(self, guild_id: int, seed: str, *, block: bool) -> Listed:
        """Return a seed that can be removed, or blocked, which a removed one can be too; raises CurationError."""
        found = self._store.guild_seed(guild_id, id_named(seed)) if block else self.seed(guild_id, seed)
        if found is None:
            raise CurationError(wording.NO_SUCH_SEED, seed=seed)
        return Listed(found, self._indexed(guild_id).get(found.seed))

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
        self._readings.forget()
        return gone

    def files(self, guild_id: int, seed: str | None = None) -> Iterator[tuple[GuildSeed, AttachedFile]]:
        """Yield a server's seeds, or one of them, with their files and side-cars as they were given."""
        for each in [self.seed(guild_id, seed)] if seed is not None else self._store.guild_seeds(guild_id):
            with worded_refusals():
                stored = self._store.seed_contents(guild_id, each.seed)
            yield each, AttachedFile(each.file_name, stored.data, stored.sidecar)

    def _admin(self, curator: Curator) -> Admin:
        limits = SeedLimits(self._limits.seeds, self._limits.bytes)
        return Admin(curator.guild_id, curator.user_id, self._now(), limits)

"""What would be refused if several files were stored now, one after the other; nothing is changed.

Must not know formats, nor which database it is. `seed_acts` refuses the same when they are stored,
but for the order of reasons: a block comes first here, since no other name helps.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.store.database.tables import BlockedSeedRow
from bot.store.queries import seeds
from bot.store.queries.refusals import (
    QuotaError,
    RefusedError,
    SameFileError,
    SeedBlockedError,
    SeedConflictError,
    SeedExistsError,
    SeedMissingError,
)
from bot.store.queries.seed_acts import SeedLimits
from bot.store.queries.seeds import GuildSeed


@dataclass(frozen=True, slots=True)
class WantedSeed:
    """A file that somebody wants stored.

    Attributes:
        checksum, text_checksum: of its bytes and its text.
        seed, version: the seed that it is to take the place of; None where it is to be a new one.
    """

    file_name: str
    checksum: str
    text_checksum: str
    size_bytes: int
    seed: str | None = None
    version: int | None = None


class _Foreseen:
    """A server's seeds as they would be after each file."""

    def __init__(self, connection: Connection, guild_id: int, limits: SeedLimits | None) -> None:
        served = seeds.of_guild(connection, guild_id, removed=False)
        self._seeds = {seed.seed: seed for seed in served}
        self._removed = {seed.seed: seed for seed in seeds.of_guild(connection, guild_id, removed=True)}
        self._names = {seed.file_name: seed.seed for seed in served}
        self._files = {seed.checksum: seed.seed for seed in served}
        self._count = len(served)
        self._bytes = sum(seed.size_bytes for seed in served)
        self._limits = limits
        columns = (BlockedSeedRow.checksum, BlockedSeedRow.at, BlockedSeedRow.reason)
        rows = connection.execute(select(*columns).where(BlockedSeedRow.guild_id == guild_id))
        self._blocked = {row.checksum: SeedBlockedError(row.at, row.reason or "") for row in rows}

    def refusal(self, wanted: WantedSeed) -> RefusedError | None:
        """Say why a file would be refused; one that would not be counts from then on."""
        before = self._seeds.get(wanted.seed or "")
        reason = next(self._reasons(wanted, before), None)
        if reason is None:
            self._files[wanted.checksum] = wanted.seed or wanted.file_name
            self._names.setdefault(wanted.file_name, wanted.seed or wanted.file_name)
            self._count += before is None
            self._bytes += wanted.size_bytes - (before.size_bytes if before else 0)
        return reason

    def _reasons(self, wanted: WantedSeed, before: GuildSeed | None) -> Iterator[RefusedError]:
        block = self._blocked.get(wanted.checksum) or self._blocked.get(wanted.text_checksum)
        if block is not None:
            yield block
        yield from self._of_place(wanted, before)
        other = self._files.get(wanted.checksum)
        if other is not None and other != wanted.seed:
            yield SameFileError(other)
        yield from self._of_limits(wanted, before)

    def _of_place(self, wanted: WantedSeed, before: GuildSeed | None) -> Iterator[RefusedError]:
        if wanted.seed is None:
            if wanted.file_name in self._names:
                yield SeedExistsError(self._names[wanted.file_name])
            return
        now = before or self._removed.get(wanted.seed)
        if now is None:
            yield SeedMissingError(wanted.seed)
        elif before is None or now.version != wanted.version:
            yield SeedConflictError(now.seed, now.version, now.changed_by, now.changed_at, before is None)

    def _of_limits(self, wanted: WantedSeed, before: GuildSeed | None) -> Iterator[RefusedError]:
        if self._limits is None:
            return
        if self._count + (before is None) > self._limits.seeds:
            yield QuotaError("seeds", self._limits.seeds)
        if self._bytes + wanted.size_bytes - (before.size_bytes if before else 0) > self._limits.bytes:
            yield QuotaError("bytes", self._limits.bytes)


def refusals(
    connection: Connection, guild_id: int, wanted: Sequence[WantedSeed], limits: SeedLimits | None
) -> list[RefusedError | None]:
    """Say of each file, in order, why it would be refused after those before it; None where it would be stored."""
    foreseen = _Foreseen(connection, guild_id, limits)
    return [foreseen.refusal(each) for each in wanted]

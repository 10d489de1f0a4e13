"""Queries about the seeds of servers' own, always of one server. Must not know formats, nor which database it is."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, Row, func, select

from bot.store.database import tables
from bot.store.database.tables import GuildRevisionRow, SeedFileRow, SeedVersionRow
from bot.store.queries.refusals import SeedMissingError

Stored = tables.GuildSeedRow
OWN = "own/"  # before the ids of a server's own seeds; no slug holds a "/", so they are never the operator's


@dataclass(frozen=True, slots=True)
class SeedContents:
    """What a seed consists of.

    Attributes:
        data: the file as it was given, byte for byte.
        sidecar: its metadata as YAML, None where it has none.
        text_checksum: of `checksums.text_checksum`, so that a blocked document is known again in another format; None
            where nobody read it. It is not given back.
        sketch: what near copies are known by; None where nobody read it. It is not given back.
    """

    data: bytes
    sidecar: bytes | None = None
    text_checksum: str | None = None
    sketch: bytes | None = None

    @property
    def checksum(self) -> str:
        """SHA-256 of the file."""
        return sha256(self.data).hexdigest()

    @property
    def checksums(self) -> str:
        """SHA-256 of the file, then "+" and that of the side-car where there is one."""
        return self.checksum + ("" if self.sidecar is None else f"+{sha256(self.sidecar).hexdigest()}")


@dataclass(frozen=True, slots=True)
class GuildSeed:
    """A seed of a server's own, without its contents.

    Attributes:
        seed: its id, a slug unique in its server, the same for as long as the seed lives.
        version: the server's revision that gave it its contents; it grows, with gaps.
        revision: how many contents it has had, from 1 on; what people read.
        checksum: SHA-256 of its file.
        added_by, changed_by: users, None after they were forgotten; whoever changes, removes or restores it is the
            latter.
        removed_at: None for a seed that is served.
    """

    guild_id: int
    seed: str
    file_name: str
    version: int
    revision: int
    checksum: str
    size_bytes: int
    added_by: int | None
    changed_by: int | None
    changed_at: datetime
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class GuildTotals:
    """How much a server has, for its quotas: seeds that are served, and the bytes of their files."""

    seeds: int
    bytes: int


@dataclass(frozen=True, slots=True)
class GuildState:
    """All seeds that a server serves, as of one revision; what is needed to build them.

    Attributes:
        removed: the ids of seeds that were removed and can still be restored.
    """

    revision: int
    seeds: tuple[GuildSeed, ...]
    removed: frozenset[str]


_COLUMNS = tuple(getattr(Stored, name) for name in GuildSeed.__dataclass_fields__)


def find(connection: Connection, guild_id: int, seed: str) -> GuildSeed | None:
    """Return a seed, also one that was removed; None where there is none."""
    row = connection.execute(select(*_COLUMNS).where(Stored.guild_id == guild_id, Stored.seed == seed)).one_or_none()
    return _seed(row) if row else None


def of_guild(connection: Connection, guild_id: int, *, removed: bool) -> list[GuildSeed]:
    """Return a server's seeds by id: those that are served, or those removed that can be restored."""
    state = Stored.removed_at.is_not(None) if removed else Stored.removed_at.is_(None)
    rows = connection.execute(select(*_COLUMNS).where(Stored.guild_id == guild_id, state))
    return sorted(map(_seed, rows), key=lambda seed: seed.seed)  # not by the database, whose order has a locale


def state(connection: Connection, guild_id: int) -> GuildState:
    """Return all of a server's seeds with their revision."""
    return GuildState(
        revision(connection, guild_id),
        tuple(of_guild(connection, guild_id, removed=False)),
        frozenset(seed.seed for seed in of_guild(connection, guild_id, removed=True)),
    )


def contents(connection: Connection, guild_id: int, seed: str, version: int | None) -> SeedContents:
    """Return the contents of a seed that is served; with *version*, those it had then, as long as they are kept.

    Raises SeedMissingError.
    """
    if version is None:
        found = find(connection, guild_id, seed)
        if found is None or found.removed_at is not None:
            raise SeedMissingError(seed)
        version = found.version
    same_file = (SeedFileRow.guild_id == SeedVersionRow.guild_id) & (SeedFileRow.checksum == SeedVersionRow.checksum)
    statement = select(SeedFileRow.data, SeedVersionRow.sidecar).join(SeedVersionRow, same_file)
    wanted = (SeedVersionRow.guild_id == guild_id, SeedVersionRow.seed == seed, SeedVersionRow.version == version)
    row = connection.execute(statement.where(*wanted)).one_or_none()
    if row is None:
        raise SeedMissingError(seed)
    return SeedContents(row.data, row.sidecar)


def sketches(connection: Connection, guild_id: int) -> dict[str, bytes]:
    """Return what near copies of a server's served seeds are known by, of those that have one, by their ids."""
    current = (SeedVersionRow.seed == Stored.seed) & (SeedVersionRow.version == Stored.version)
    same = current & (SeedVersionRow.guild_id == Stored.guild_id)
    statement = select(Stored.seed, SeedVersionRow.sketch).join(SeedVersionRow, same)
    served = (Stored.guild_id == guild_id, Stored.removed_at.is_(None), SeedVersionRow.sketch.is_not(None))
    return {row.seed: row.sketch for row in connection.execute(statement.where(*served))}


def versions(connection: Connection, guild_id: int, seed: str) -> list[int]:
    """Return the versions of a seed whose contents are kept, newest first."""
    statement = select(SeedVersionRow.version).where(SeedVersionRow.guild_id == guild_id, SeedVersionRow.seed == seed)
    return list(connection.execute(statement.order_by(SeedVersionRow.version.desc())).scalars())


def totals(connection: Connection, guild_id: int) -> GuildTotals:
    """Count what a server serves."""
    statement = select(func.count(), func.coalesce(func.sum(Stored.size_bytes), 0))
    counted = connection.execute(statement.where(Stored.guild_id == guild_id, Stored.removed_at.is_(None))).one()
    return GuildTotals(int(counted[0]), int(counted[1]))


def revision(connection: Connection, guild_id: int) -> int:
    """Return how often a server's seeds changed; 0 for a server that never had any."""
    statement = select(GuildRevisionRow.revision).where(GuildRevisionRow.guild_id == guild_id)
    return connection.execute(statement).scalar_one_or_none() or 0


def _seed(row: Row[tuple[object, ...]]) -> GuildSeed:
    return GuildSeed(**row._asdict())

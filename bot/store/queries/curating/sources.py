"""Queries about the pages behind seeds, as they were last found. Must not know the web, nor which database it is."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, delete, or_, select

from bot.store.database import tables
from bot.store.database.engine import upsert

Stored, Seed = tables.SourceLookRow, tables.GuildSeedRow
SourceState = Literal["unknown", "same", "changed", "unreached", "gone"]


@dataclass(frozen=True, slots=True)
class SourceLook:
    """How the page behind a seed was found.

    Attributes:
        checksum: of the seed's file that the page was compared with.
        state: unreached once may be an outage; unknown says nothing, of a seed without a page too.
    """

    guild_id: int
    seed: str
    checksum: str
    at: datetime
    state: SourceState


@dataclass(frozen=True, slots=True)
class DueSource:
    """A seed whose page is to be looked at, and how it was found the last time."""

    guild_id: int
    seed: str
    checksum: str
    state: SourceState | None


def due(connection: Connection, before: datetime, unreached_before: datetime, limit: int) -> list[DueSource]:
    """Return seeds whose page nobody looked at since a moment, or since they changed; the longest ago first."""
    same = (Stored.guild_id == Seed.guild_id) & (Stored.seed == Seed.seed) & (Stored.checksum == Seed.checksum)
    again = (Stored.state == "unreached") & (Stored.at < unreached_before)
    statement = (
        select(Seed.guild_id, Seed.seed, Seed.checksum, Stored.state)
        .outerjoin(Stored, same)
        .where(Seed.removed_at.is_(None), or_(Stored.at.is_(None), Stored.at < before, again))
        .order_by(Stored.at.is_not(None), Stored.at, Seed.guild_id, Seed.seed)
    )
    return [DueSource(**row._asdict()) for row in connection.execute(statement.limit(limit))]


def put(connection: Connection, look: SourceLook) -> None:
    """Keep how a page was found, in place of how it was before."""
    upsert(connection, Stored, asdict(look))


def states(connection: Connection, guild_id: int) -> dict[str, SourceState]:
    """Return how the pages of a server's seeds were found, by seed; none of a file that has changed since."""
    same = (Stored.guild_id == Seed.guild_id) & (Stored.seed == Seed.seed) & (Stored.checksum == Seed.checksum)
    rows = connection.execute(select(Stored.seed, Stored.state).join(Seed, same).where(Stored.guild_id == guild_id))
    return {row.seed: row.state for row in rows}


def delete_stray(connection: Connection) -> int:
    """Forget the pages of seeds that are not stored any more, and return how many that were."""
    stored = select(Seed.seed).where(Seed.guild_id == Stored.guild_id, Seed.seed == Stored.seed)
    return connection.execute(delete(Stored).where(~stored.exists())).rowcount

"""Queries about pinned questions, and about what is done now and then. Must not know which database it is."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select, update

from bot.store.database import tables
from bot.store.database.engine import serialise, upsert
from bot.store.queries.refusals import QuotaError

Stored = tables.PinnedQuestionRow


@dataclass(frozen=True, slots=True)
class PinnedQuestion:
    """A question with the passage that is to answer it.

    Attributes:
        passage_key, ref: of that passage; the reference is as it was when the question was pinned.
        found: the key of the passage that came first after the last re-index; empty where nothing answered.
    """

    guild_id: int
    question: str
    passage_key: str
    ref: str
    found: str

    @property
    def holds(self) -> bool:
        """Whether the passage that is to answer did."""
        return self.found == self.passage_key


def pin(connection: Connection, pinned: PinnedQuestion, most: int) -> None:
    """Keep a question, in place of the same one; raises QuotaError where the server has as many as it may."""
    serialise(connection, pinned.guild_id)
    others = (Stored.guild_id == pinned.guild_id, Stored.question != pinned.question)
    if connection.execute(select(func.count()).where(*others)).scalar_one() >= most:
        raise QuotaError("pinned", most)
    upsert(connection, Stored, asdict(pinned))


def of_guild(connection: Connection, guild_id: int) -> list[PinnedQuestion]:
    """Return a server's pinned questions by their words."""
    columns = tuple(getattr(Stored, name) for name in PinnedQuestion.__dataclass_fields__)
    rows = connection.execute(select(*columns).where(Stored.guild_id == guild_id))
    return sorted((PinnedQuestion(*row) for row in rows), key=lambda each: each.question)


def note(connection: Connection, before: PinnedQuestion, found: str) -> bool:
    """Keep what answers a question now; tell whether that is news, and whether nobody else noted it."""
    mine = (Stored.guild_id == before.guild_id, Stored.question == before.question, Stored.found == before.found)
    return found != before.found and connection.execute(update(Stored).where(*mine).values(found=found)).rowcount == 1


def unpin(connection: Connection, guild_id: int, question: str) -> bool:
    """Remove a question; tell whether it was there."""
    mine = (Stored.guild_id == guild_id, Stored.question == question)
    return connection.execute(delete(Stored).where(*mine)).rowcount == 1


def claim(connection: Connection, guild_id: int, name: str, now: datetime, every: timedelta) -> bool:
    """Tell whether something is to be done in a server again; of several that ask, one is told so."""
    serialise(connection, guild_id)
    chore = tables.GuildChoreRow
    mine = (chore.guild_id == guild_id, chore.name == name)
    last = connection.execute(select(chore.at).where(*mine)).scalar_one_or_none()
    if last is not None and now - last < every:
        return False
    upsert(connection, chore, {"guild_id": guild_id, "name": name, "at": now})
    return True


def guilds(connection: Connection) -> list[int]:
    """Return the servers that pinned questions."""
    return sorted(connection.execute(select(Stored.guild_id).distinct()).scalars())

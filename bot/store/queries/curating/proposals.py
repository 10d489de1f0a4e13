"""Queries about what members suggest as seeds. Must not know formats, nor which database it is."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from bot.store.database import tables
from bot.store.database.engine import serialise
from bot.store.queries.refusals import QuotaError

Stored = tables.ProposalRow


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody suggests.

    Attributes:
        token: names it, and cannot be guessed.
        name: of the file, or the address that it stands at.
        data: the file; None for an address.
        note: what its proposer says of it.
        channel_id, message_id: where curators read it; None until it was posted.
    """

    token: str
    guild_id: int
    user_id: int
    at: datetime
    name: str
    data: bytes | None
    note: str
    channel_id: int | None = None
    message_id: int | None = None


def add(connection: Connection, proposal: Proposal, most: int) -> None:
    """Keep a proposal; raises QuotaError where its proposer has as many open ones in that server as they may."""
    serialise(connection, proposal.guild_id)
    mine = (Stored.guild_id == proposal.guild_id, Stored.user_id == proposal.user_id)
    if connection.execute(select(func.count()).where(*mine)).scalar_one() >= most:
        raise QuotaError("proposals", most)
    connection.execute(insert(Stored).values(asdict(proposal)))


def find(connection: Connection, token: str) -> Proposal | None:
    """Return a proposal that is still open."""
    columns = tuple(getattr(Stored, name) for name in Proposal.__dataclass_fields__)
    row = connection.execute(select(*columns).where(Stored.token == token)).one_or_none()
    return _proposal(row) if row else None


def of_user(connection: Connection, user_id: int) -> list[Proposal]:
    """Return all that a person suggested and nobody decided on, without the files."""
    columns = tuple(getattr(Stored, name) for name in Proposal.__dataclass_fields__ if name != "data")
    rows = connection.execute(select(*columns).where(Stored.user_id == user_id).order_by(Stored.at))
    return [Proposal(**row._asdict(), data=None) for row in rows]


def place(connection: Connection, token: str, channel_id: int, message_id: int) -> None:
    """Note where curators read a proposal."""
    values = {"channel_id": channel_id, "message_id": message_id}
    connection.execute(update(Stored).where(Stored.token == token).values(values))


def close(connection: Connection, token: str) -> bool:
    """Delete a proposal that was decided on; of two who decide, one is told that it was there."""
    return connection.execute(delete(Stored).where(Stored.token == token)).rowcount == 1


def delete_before(connection: Connection, moment: datetime) -> int:
    """Delete those that nobody decided on, and return how many that were."""
    return connection.execute(delete(Stored).where(Stored.at < moment)).rowcount


def delete_user(connection: Connection, user_id: int) -> int:
    """Delete all that a person suggested, and return how many that were."""
    return connection.execute(delete(Stored).where(Stored.user_id == user_id)).rowcount


def _proposal(row: Row[tuple[object, ...]]) -> Proposal:
    return Proposal(**row._asdict())

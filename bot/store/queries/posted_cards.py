"""Queries about cards that everybody sees: whose seeds they show, and which were private before they were shared.

Must not know whose they are, nor which database it is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, delete, func, insert, select, tuple_, update

from bot.store.database import tables
from bot.store.database.engine import insert_once
from bot.store.queries.seeds import OWN

Stored = tables.PostedCardRow
Mark = Literal["withdrawn", "corrected"]


@dataclass(frozen=True, slots=True)
class PostedCard:
    """A message that shows words of a seed.

    Attributes:
        seed: the id of the seed as passages name it.
        corrections: a digest of the author's corrections that stand on it; empty for none.
        mark: what is still to be written on it.
    """

    guild_id: int
    channel_id: int
    message_id: int
    seed: str
    at: datetime
    corrections: str = ""
    mark: Mark | None = None


def record(connection: Connection, cards: Collection[PostedCard]) -> None:
    """Keep what messages show now, in place of what they showed before.

    A seed that was withdrawn while its card was on its way is marked at once.
    """
    newest = {card.message_id: card.at for card in cards}
    connection.execute(delete(Stored).where(Stored.message_id.in_(newest)))
    shown = {(card.message_id, card.seed): card for card in cards if card.at >= newest[card.message_id]}
    gone = _gone(connection, {(card.guild_id, card.seed) for card in shown.values()})
    rows = [
        {name: getattr(card, name) for name in PostedCard.__dataclass_fields__}
        | ({"mark": "withdrawn"} if (card.guild_id, card.seed) in gone else {})
        for card in shown.values()
    ]
    if rows:
        connection.execute(insert(Stored), rows)


def _gone(connection: Connection, shown: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
    """Return which of some servers' own seeds are not stored any more."""
    found, own = tables.GuildSeedRow, [each for each in shown if each[1].startswith(OWN)]
    if not own:
        return set()
    wanted = tuple_(found.guild_id, found.seed).in_([(guild, seed.removeprefix(OWN)) for guild, seed in own])
    stored = connection.execute(select(found.guild_id, found.seed).where(wanted))
    return set(own) - {(row[0], OWN + row[1]) for row in stored}


def withdraw(connection: Connection, guild_id: int | None, seeds: Collection[str]) -> None:
    """Have all cards that show one of these seeds marked; of all servers with None."""
    mine = Stored.seed.in_(seeds) if guild_id is None else Stored.seed.in_(seeds) & (Stored.guild_id == guild_id)
    connection.execute(update(Stored).where(mine).values(mark="withdrawn"))


def correct(connection: Connection, guild_id: int, seed: str, corrections: Collection[str]) -> None:
    """Have the cards marked that show a seed with none of the corrections that its documents have; a withdrawal stands.

    Args:
        connection: to the database.
        guild_id: where the cards stand.
        seed: the seed.
        corrections: the digest of each of its documents.
    """
    mine = (Stored.guild_id == guild_id, Stored.seed == seed, Stored.corrections.not_in(corrections))
    changed = {"corrections": max(corrections), "mark": func.coalesce(Stored.mark, "corrected")}
    connection.execute(update(Stored).where(*mine).values(changed))


def to_mark(connection: Connection) -> list[PostedCard]:
    """Return the cards on which something is still to be written, those of one channel together."""
    columns = tuple(getattr(Stored, name) for name in PostedCard.__dataclass_fields__)
    rows = connection.execute(
        select(*columns).where(Stored.mark.is_not(None)).order_by(Stored.channel_id, Stored.message_id)
    )
    return [PostedCard(*row) for row in rows]


def marked(connection: Connection, card: PostedCard) -> None:
    """Note that a mark was written, or cannot be; of a withdrawn seed nothing is left to remember."""
    mine = (Stored.message_id == card.message_id, Stored.seed == card.seed)
    if card.mark == "withdrawn":
        connection.execute(delete(Stored).where(Stored.message_id == card.message_id))
    else:
        connection.execute(update(Stored).where(*mine, Stored.mark == card.mark).values(mark=None))


def seeds_shown(connection: Connection, guild_id: int) -> dict[str, int]:
    """Return the seeds that a server's cards show, each with on how many of them it does."""
    rows = connection.execute(select(Stored.seed, func.count()).where(Stored.guild_id == guild_id).group_by("seed"))
    return {row[0]: int(row[1]) for row in rows}


def guilds(connection: Connection) -> list[int]:
    """Return the servers in which cards stand that are remembered."""
    return sorted(connection.execute(select(Stored.guild_id).distinct()).scalars())


def delete_before(connection: Connection, moment: datetime) -> int:
    """Forget older cards, and return how many that were."""
    return connection.execute(delete(Stored).where(Stored.at < moment)).rowcount


def share(connection: Connection, card: str, now: datetime) -> bool:
    """Note that a private card is shown to everybody; of several that do so, one is told that it was not yet."""
    return insert_once(connection, tables.SharedCardRow, {"card": card, "at": now})


def take_back_sharing(connection: Connection, card: str) -> None:
    """Forget that a private card is shown to everybody."""
    connection.execute(delete(tables.SharedCardRow).where(tables.SharedCardRow.card == card))


def delete_shared_before(connection: Connection, moment: datetime) -> None:
    """Forget what was shared earlier."""
    connection.execute(delete(tables.SharedCardRow).where(tables.SharedCardRow.at < moment))

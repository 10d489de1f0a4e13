"""Queries about private cards that were shown to everybody. Must not know what a card is, nor which database it is."""

from datetime import datetime

from sqlalchemy import Connection, delete

from bot.store.database.engine import insert_once
from bot.store.database.tables import SharedCardRow


def share(connection: Connection, card: str, now: datetime) -> bool:
    """Note that a card is shown to everybody; of several that do so, one is told that it was not yet."""
    return insert_once(connection, SharedCardRow, {"card": card, "at": now})


def delete_before(connection: Connection, moment: datetime) -> None:
    """Forget what was shared earlier."""
    connection.execute(delete(SharedCardRow).where(SharedCardRow.at < moment))

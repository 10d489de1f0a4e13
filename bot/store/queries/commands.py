"""Queries about the commands that were last synced. Must not know which database it is."""

from sqlalchemy import Connection, select

from bot.store.database.engine import upsert
from bot.store.database.tables import CommandHashRow


def get(connection: Connection, application_id: int) -> str | None:
    """Return the hash of the application's commands as last synced, or None before the first time."""
    statement = select(CommandHashRow.hash).where(CommandHashRow.application_id == application_id)
    return connection.execute(statement).scalar_one_or_none()


def record(connection: Connection, application_id: int, commands_hash: str) -> None:
    """Keep the hash of the commands that were just synced."""
    upsert(connection, CommandHashRow, {"application_id": application_id, "hash": commands_hash})

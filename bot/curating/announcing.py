"""The audit channel: administrative acts are posted as they happen, where a server has chosen one."""

import asyncio
from collections.abc import Sequence

from bot.cards import answers as cards
from bot.curating.desk import Desk
from bot.records.pages import audit_page
from bot.store.database.errors import StoreError
from bot.store.queries.audit import AuditEntry


class AuditChannel:
    """Posts administrative acts.

    Args:
        desk: what this works with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._tasks: set[asyncio.Task[None]] = set()

    def heard(self, entries: Sequence[AuditEntry]) -> None:
        """Post acts soon; on the event loop."""
        task = asyncio.create_task(self._post(entries), name="audit")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _post(self, entries: Sequence[AuditEntry]) -> None:
        desk, guild_id = self._desk, entries[0].guild_id
        try:
            channel = (await desk.rules.settings(guild_id)).audit_channel
        except StoreError as err:
            desk.replies.explain(err)
            return
        if channel is not None:
            await desk.rules.speak_in(desk.bot.get_guild(guild_id))
            await desk.post(guild_id, channel, cards.render(audit_page(entries)))

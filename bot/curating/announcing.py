"""The audit channel: administrative acts are posted as they happen, where a server has chosen one."""

import asyncio
from collections.abc import Sequence

from bot.cards import answers as cards
from bot.curating.services import CuratorServices
from bot.records.pages import audit_page
from bot.store.database.errors import StoreError
from bot.store.queries.audit import AuditEntry


class AuditChannel:
    """Posts administrative acts.

    Args:
        services: what this works with.
    """

    def __init__(self, services: CuratorServices) -> None:
        self._services = services
        self._tasks: set[asyncio.Task[None]] = set()

    def heard(self, entries: Sequence[AuditEntry]) -> None:
        """Post acts soon; on the event loop."""
        task = asyncio.create_task(self._post(entries), name="audit")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _post(self, entries: Sequence[AuditEntry]) -> None:
        services, guild_id = self._services, entries[0].guild_id
        try:
            channel = (await services.rules.settings(guild_id)).audit_channel
        except StoreError as err:
            services.replies.explain(err)
            return
        if channel is not None:
            await services.rules.speak_in(services.bot.get_guild(guild_id))
            await services.post(guild_id, channel, cards.render(audit_page(entries)))

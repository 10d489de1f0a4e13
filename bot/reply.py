"""The one door for every reply: deadlines kept, mentions off, private decided once, errors by the table.

Discord gives three seconds for the first answer to an interaction. What is not ready by `defer_after_s` is
acknowledged first; if it then fails, a public placeholder is deleted and the sentence follows privately.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

import discord

from bot import cards
from bot.errors import report

log = logging.getLogger(__name__)
Result = TypeVar("Result")
Interaction = discord.Interaction[Any]
View = discord.ui.LayoutView


class Replies:
    """Sends everything the bot says.

    Args:
        threads: where searches run, so that the event loop stays free for heartbeats.
        defer_after_s: seconds after which an unfinished answer is acknowledged.
    """

    def __init__(self, threads: ThreadPoolExecutor, defer_after_s: float) -> None:
        self._threads = threads
        self._defer_after_s = defer_after_s
        self._tasks: set[asyncio.Task[Any]] = set()
        self.last_error: str | None = None

    async def to_thread(self, work: Callable[[], Result]) -> Result:
        """Run blocking work off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def answer(self, interaction: Interaction, work: Callable[[], View], *, private: bool) -> None:
        """Answer an interaction with the card that `work` makes in a thread."""
        with self._under_way():
            task = asyncio.ensure_future(self.to_thread(work))
            if not await self._is_soon_done(task):
                await interaction.response.defer(ephemeral=private, thinking=True)
            try:
                view = await task
            except Exception as err:  # noqa: BLE001 the table tells mistakes from bugs
                await self._fail(interaction, err, private=private)
                return
            if interaction.response.is_done():
                await interaction.edit_original_response(view=view)
            else:
                await interaction.response.send_message(view=view, ephemeral=private)

    async def update(self, interaction: Interaction, work: Callable[[], View]) -> None:
        """Replace the card that a button stands on."""
        with self._under_way():
            task = asyncio.ensure_future(self.to_thread(work))
            if not await self._is_soon_done(task):
                await interaction.response.defer()
            try:
                view = await task
            except Exception as err:  # noqa: BLE001 the table tells mistakes from bugs
                await self.tell(interaction, self.explain(err))
                return
            if interaction.response.is_done():
                await interaction.edit_original_response(view=view)
            else:
                await interaction.response.edit_message(view=view)

    async def reply(self, message: discord.Message, work: Callable[[], View]) -> None:
        """Answer a message in its channel."""
        with self._under_way():
            try:
                view = await self.to_thread(work)
            except Exception as err:  # noqa: BLE001 the table tells mistakes from bugs
                view = cards.note(self.explain(err))
            await message.reply(view=view, mention_author=False)

    async def tell(self, interaction: Interaction, sentence: str) -> None:
        """Say one sentence to the person who acted, and to nobody else."""
        view = cards.note(sentence)
        if interaction.response.is_done():
            await interaction.followup.send(view=view, ephemeral=True)
        else:
            await interaction.response.send_message(view=view, ephemeral=True)

    def explain(self, err: Exception) -> str:
        """Put an error into words; a bug gets a reference code, and its traceback goes to the log."""
        told = report(err)
        if not told.is_bug:
            return told.sentence[:1].upper() + told.sentence[1:] + "."
        code = secrets.token_hex(4)
        self.last_error = code
        log.error("internal error %s", code, exc_info=err)
        return f"Something went wrong inside the bot (reference {code}). Its operator can find it in the log."

    async def drain(self, most_s: float) -> None:
        """Wait for answers under way, at most so many seconds."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=most_s)

    async def _is_soon_done(self, task: "asyncio.Future[View]") -> bool:
        done, _ = await asyncio.wait({task}, timeout=self._defer_after_s)
        return bool(done)

    async def _fail(self, interaction: Interaction, err: Exception, *, private: bool) -> None:
        if interaction.response.is_done() and not private:
            await interaction.delete_original_response()
        await self.tell(interaction, self.explain(err))

    @contextmanager
    def _under_way(self) -> Iterator[None]:
        task = asyncio.current_task()
        assert task is not None, "replies are sent from coroutines"  # noqa: S101 the impossible
        self._tasks.add(task)
        try:
            yield
        finally:
            self._tasks.discard(task)

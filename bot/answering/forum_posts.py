"""Answers new posts of a forum: the title is the question, once, and silent where the seeds do not answer.

A post is two events: a thread that was newly created, which names it, and its first message, which tells by whom it is.
Either may come first, and nothing is answered before both are there. What was posted while nobody listened is left
alone: no event tells of it.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import discord
from cachetools import TTLCache

from bot.access.gate import Gate, is_from_person, may_reply
from bot.access.rules import Rules
from bot.answering.asking import Asking, Question
from bot.replies.reply import Replies

STARTER_S: Final = 5.0  # that the event of the first message is waited for; then Discord is asked for it
ASKED_AGAIN_S: Final = (2.0, 8.0)  # between asking for it
OLD: Final = timedelta(minutes=10)  # of an event that comes late, after an outage
REMEMBERED: Final = 1_000


@dataclass(frozen=True, slots=True)
class Waits:
    """How long a first message is waited for, in seconds."""

    event_s: float = STARTER_S
    again_s: tuple[float, ...] = ASKED_AGAIN_S


class ForumPosts:
    """Brings the two events of a post together, and answers it.

    Args:
        asking: makes the cards.
        replies: the one door.
        gate: which posts this worker answers, each once.
        rules: in which forums, and whose.
        waits: how long a first message is waited for.
        clock: the moment it is.
    """

    def __init__(  # noqa: PLR0913 what answering posts is made of
        self,
        asking: Asking,
        replies: Replies,
        gate: Gate,
        rules: Rules,
        *,
        waits: Waits = Waits(),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._asking = asking
        self._replies = replies
        self._gate = gate
        self._rules = rules
        self._waits = waits
        self._clock = clock
        self._starters: TTLCache[int, asyncio.Future[discord.Message]] = TTLCache(REMEMBERED, OLD.total_seconds())

    def started(self, message: discord.Message) -> None:
        """Note the first message of a thread, which has the thread's own number."""
        starter = self._starter(message.id)
        if not starter.done():
            starter.set_result(message)

    async def created(self, thread: discord.Thread) -> None:
        """Answer a post that was newly created, if it is of a forum whose posts are answered."""
        if not isinstance(thread.parent, discord.ForumChannel) or not self._gate.answers_for(thread.guild):
            return
        if self._clock() - discord.utils.snowflake_time(thread.id) > OLD or not await self._rules.is_forum(thread):
            return
        message = await self._first_message(thread)
        if message is None or not is_from_person(message) or not await self._rules.answers_post(message, thread):
            return
        if self._gate.takes(thread.id, thread.guild) and may_reply(message) and await self._rules.allows(message):
            await self._answer(thread, message)

    async def _answer(self, thread: discord.Thread, message: discord.Message) -> None:
        await self._rules.speak_in(thread.guild)
        filters = await self._rules.within(thread.guild.id, thread)
        asked = Question(thread.name, thread.guild.id, thread.id, message.author.id, filters=filters, face="forum")
        await self._replies.reply_if_any(message, lambda: self._asking.card_if_answered(asked))

    def _starter(self, number: int) -> "asyncio.Future[discord.Message]":
        if number not in self._starters:
            self._starters[number] = asyncio.get_running_loop().create_future()
        return self._starters[number]

    async def _first_message(self, thread: discord.Thread) -> discord.Message | None:
        """Return a post's first message, as soon as it is there; None where it never comes."""
        try:
            async with asyncio.timeout(self._waits.event_s):
                return await asyncio.shield(self._starter(thread.id))
        except TimeoutError:
            pass
        for wait_s in (*self._waits.again_s, 0.0):
            try:
                return await thread.fetch_message(thread.id)
            except discord.HTTPException:
                await asyncio.sleep(wait_s)
        return None

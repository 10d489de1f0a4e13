"""Sends every reply: within Discord's deadlines, mentioning nobody, privately or not, errors put into words.

Discord gives three seconds for the first answer to an interaction. What is not ready by `defer_after_s` is
acknowledged first; if it then fails, a public placeholder is deleted and the sentence follows privately. What
Discord does not take any more (too late, no permission, unreachable) is one line in the log.
"""

import asyncio
import inspect
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar, cast

import aiohttp
import discord

from bot.cards import answers as cards
from bot.health.observer import UNOBSERVED, Observer
from bot.replies.busy import Busy, told_to_wait
from bot.replies.discord_errors import is_malformed, reason_of
from bot.replies.posting import PostedMessage, posted_by, standing
from bot.replies.problems import DatabaseProblem, Problem
from bot.replies.sending import ReplyResult, acknowledge, replace, respond, whisper
from bot.replies.unopened import send_when_open
from bot.wording import cards as wording
from bot.wording import talk as wording_talk
from bot.wording.errors import report
from bot.wording.i18n import gettext as _
from index.errors import EngineAwayError

log = logging.getLogger(__name__)
Result = TypeVar("Result")
Interaction = discord.Interaction[Any]
View = discord.ui.LayoutView

FOLLOW_EVERY_S = 2.0  # seconds between two edits of a card that shows progress


# What makes a card: plain work runs in a thread, a coroutine where it is.
ReplyWork = Callable[[], View] | Callable[[], Coroutine[Any, Any, View]]


class Replies:
    """Sends everything the bot says.

    Args:
        threads: where searches run, so that the event loop stays free for heartbeats.
        defer_after_s: seconds after which an unfinished answer is acknowledged.
        observer: is told of answers to commands, presses and messages.

    Attributes:
        observer: the same, for what has more to tell.
        last_error: what went wrong last, by no mistake of the person who asked.
        undelivered: replies that Discord did not take, or that were not sent for lack of permission.
        posted: is told of each public card in a server, and where it stands.
    """

    def __init__(self, threads: ThreadPoolExecutor, defer_after_s: float, observer: Observer = UNOBSERVED) -> None:
        self.observer = observer
        self._threads = threads
        self._defer_after_s = defer_after_s
        self._tasks: set[asyncio.Task[Any]] = set()
        self._chores: set[Future[None]] = set()
        self._database_problem = DatabaseProblem()
        self.last_error: Problem | None = None
        self.undelivered = 0
        self.posted: Callable[[PostedMessage, View], None] = lambda _place, _view: None

    async def to_thread(self, work: Callable[[], Result]) -> Result:
        """Run blocking work off the event loop, in the language that is spoken here."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, copy_context().run, work)

    def later(self, work: Callable[[], None]) -> None:
        """Have blocking work done soon, for which no answer has to wait; only the end of the process does."""
        try:
            chore = self._threads.submit(self._chore, work)
        except RuntimeError:  # the threads have ended, and the process is about to
            self._chore(work)
            return
        self._chores.add(chore)
        chore.add_done_callback(self._chores.discard)

    def _chore(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as err:  # noqa: BLE001 nobody is there to be told; the log is
            self.explain(err)

    async def aside(self, work: Callable[[], Result]) -> Result:
        """Run blocking work that may take long, apart from the threads that answers need."""
        return await asyncio.to_thread(work)

    async def answer(self, interaction: Interaction, work: ReplyWork, *, private: bool) -> bool:
        """Answer an interaction with the card that `work` makes; tell whether that card was delivered."""
        watch, is_delivered = self.observer.replying("interaction"), False
        with self._under_way(), self._delivery():
            making, deferred = await self._begin(work)
            if deferred:
                await acknowledge(interaction.response.defer(ephemeral=private, thinking=True))
                watch.acknowledged()
            made = await making
            is_sent = await self._send(made, partial(respond, interaction, deferred=deferred, private=private))
            watch.sent()
            is_delivered = is_sent and not made.failed
        return is_delivered  # noqa: RET504 not reached above where delivery failed

    async def update(self, interaction: Interaction, work: ReplyWork, *, busy: Busy | None = None) -> None:
        """Replace the card that a button stands on; where that takes a while, by one that says so, if there is one."""
        watch = self.observer.replying("interaction")
        with self._under_way(), self._delivery():
            making, deferred = await self._begin(work)
            if deferred:
                await acknowledge(interaction.response.defer())
                watch.acknowledged()
            is_told = deferred and busy is not None and await told_to_wait(interaction, making, busy)
            made = await making
            if made.failed and is_told and busy is not None:
                before = await self._make(busy.restore)
                await interaction.edit_original_response(view=before.view)
                if before.failed:
                    return  # the card says why
            await self._send(made, partial(replace, interaction, deferred=deferred))
            watch.sent()

    async def answer_pages(
        self, interaction: Interaction, work: Callable[[], Sequence[View]], *, private: bool = True
    ) -> bool:
        """Answer an interaction with several cards, the others after the first; tell whether that one was delivered."""
        further: list[View] = []

        def first() -> View:
            head, *rest = work()
            further.extend(rest)
            return head

        is_delivered = await self.answer(interaction, first, private=private)
        with self._under_way(), self._delivery():
            for view in further:
                message = await interaction.followup.send(view=view, ephemeral=private, wait=True)
                if not private and (place := posted_by(interaction, message.id)) is not None:
                    self.posted(place, view)
        return is_delivered

    async def save(self, interaction: Interaction, work: Callable[[], Sequence[View]]) -> None:
        """Send cards to who acted as direct messages, and tell them privately that they are there, or cannot be."""

        async def sent() -> View:
            try:
                for view in await self.to_thread(work):
                    await interaction.user.send(view=view)
            except discord.Forbidden:
                return cards.note(_(wording.DOORS_CLOSED))
            return cards.note(_(wording.SAVED))

        await self.answer(interaction, sent, private=True)

    async def answer_files(self, interaction: Interaction, work: Callable[[], Sequence[ReplyResult]]) -> None:
        """Answer an interaction privately with cards that carry files, which are made in a thread."""
        with self._under_way(), self._delivery():
            await acknowledge(interaction.response.defer(ephemeral=True, thinking=True))
            try:
                head, *rest = await self.to_thread(work)
            except Exception as err:  # noqa: BLE001 the table tells mistakes from bugs
                head, rest = ReplyResult(cards.note(self.explain(err)), failed=True), []
            await self._send(head, partial(respond, interaction, deferred=True, private=True))
            for made in rest:
                await whisper(interaction, made, acknowledged=True)

    async def add_files(self, interaction: Interaction, made: ReplyResult) -> None:
        """Send a card that carries files privately after an answer."""
        with self._under_way(), self._delivery():
            await whisper(interaction, made, acknowledged=True)

    async def follow(
        self,
        interaction: Interaction,
        running: "Future[Result]",
        show: Callable[[], View],
        finish: Callable[["asyncio.Future[Result]"], View],
    ) -> None:
        """Show on the card that stands how far something is, every now and then, and in the end what it came to."""
        with self._under_way(), self._delivery():
            task = asyncio.wrap_future(running)
            while not (await asyncio.wait({task}, timeout=FOLLOW_EVERY_S))[0]:
                await interaction.edit_original_response(view=show())
            await interaction.edit_original_response(view=finish(task))

    async def open_form(self, interaction: Interaction, form: discord.ui.Modal) -> None:
        """Open a form for who pressed a button."""
        with self._under_way(), self._delivery():
            await interaction.response.send_modal(form)

    async def remove(self, interaction: Interaction) -> None:
        """Delete the card that a button stands on."""
        with self._under_way(), self._delivery():
            await acknowledge(interaction.response.defer())
            await interaction.delete_original_response()

    async def remove_other(self, interaction: Interaction, card: int) -> None:
        """Delete another card of ours in the same channel, and say so on the one that a button stands on."""
        with self._under_way(), self._delivery():
            try:
                await interaction.client.http.delete_message(interaction.channel_id or 0, card)
            except (discord.Forbidden, discord.NotFound):
                said = wording.NOT_TAKEN_AWAY
            else:
                said = wording.REMOVED
            await interaction.response.edit_message(view=cards.note(_(said)))

    async def reply(self, message: discord.Message, work: Callable[[], View]) -> None:
        """Answer a message in its channel; the nonce lets Discord itself refuse to post a second answer."""

        async def send(made: ReplyResult) -> PostedMessage | None:
            reply = partial(message.reply, view=made.view, mention_author=False, nonce=message.id)
            return standing(await send_when_open(reply))

        watch = self.observer.replying("message")
        with self._under_way(), self._delivery():
            await self._send(await self._make(work), send)
            watch.sent()

    async def post(self, channel: discord.abc.Messageable, work: Callable[[], View], nonce: str) -> None:
        """Post a card to a channel without a sound; the nonce lets Discord itself refuse to post it again."""

        async def send(made: ReplyResult) -> None:
            await channel.send(view=made.view, silent=True, nonce=nonce)

        with self._under_way(), self._delivery():
            made = await self._make(work)
            if not made.failed:  # nobody asked, so the error is for the log
                await self._send(made, send)

    async def reply_if_any(self, message: discord.Message, work: Callable[[], View | None]) -> None:
        """Answer a message that was not for the bot, if there is a card for it; what goes wrong is for the log."""
        with self._under_way():
            try:
                view = await self.to_thread(work)
            except Exception as err:  # noqa: BLE001 the table tells mistakes from bugs
                self.explain(err)
                return
        if view is not None:
            await self.reply(message, lambda: view)

    async def tell(self, interaction: Interaction, sentence: str) -> None:
        """Say one sentence to the person who acted, and to nobody else."""
        with self._under_way(), self._delivery():
            await whisper(interaction, ReplyResult(cards.note(sentence)), acknowledged=interaction.response.is_done())

    async def write_to(self, person: discord.User, work: Callable[[], View]) -> None:
        """Write somebody a direct message, where their settings allow that."""
        with self._under_way(), self._delivery():
            await person.send(view=await self.to_thread(work))

    def explain(self, err: Exception) -> str:
        """Put an error into words for who asked; what is not their mistake gets a code, and the log the reason."""
        told = report(err)
        if told.is_askers:
            return f"{told.alone.removesuffix('.')}."
        template = wording_talk.DATABASE_AWAY if told.is_databases else wording_talk.WENT_WRONG
        template = wording_talk.ENGINE_AWAY if isinstance(err, EngineAwayError) else template
        return _(template).format(code=self.note(err))

    def note(self, err: Exception) -> str:
        """Log an error under a code, and return that; while the database is away, one code a minute will do."""
        told = report(err)
        if told.is_databases and self._database_problem.stands_for(told.sentence):
            return self._database_problem.code
        code = secrets.token_hex(4)
        self.last_error = Problem(code, datetime.now(UTC))
        if told.is_databases:
            self._database_problem = DatabaseProblem(code, told.sentence, time.monotonic())
        if told.is_bug:
            log.error("internal error %s", code, exc_info=err)
        else:
            log.error("error %s: %s", code, told.sentence)
        return code

    async def drain(self, most_s: float) -> None:
        """Wait for answers under way, at most so many seconds."""
        ending = {*self._tasks, *map(asyncio.wrap_future, self._chores)}
        if ending:
            await asyncio.wait(ending, timeout=most_s)

    def close(self) -> None:
        """Begin no work any more, and wait for none."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _begin(self, work: ReplyWork) -> tuple["asyncio.Task[ReplyResult]", bool]:
        """Start making a card; tell whether it takes so long that the person must be told to wait."""
        making = asyncio.create_task(self._make(work))
        done, _ = await asyncio.wait({making}, timeout=self._defer_after_s)
        return making, not done

    async def _make(self, work: ReplyWork) -> ReplyResult:
        try:
            if inspect.iscoroutinefunction(work):
                return ReplyResult(await work())
            return ReplyResult(await self.to_thread(cast("Callable[[], View]", work)))
        except Exception as err:  # noqa: BLE001 the table tells mistakes from bugs
            return ReplyResult(cards.note(self.explain(err)), failed=True)

    async def _send(self, made: ReplyResult, send: Callable[[ReplyResult], Awaitable[PostedMessage | None]]) -> bool:
        """Send a card; one that Discord finds malformed is a bug of ours, which is told instead: False then."""
        try:
            if (place := await send(made)) is not None:
                self.posted(place, made.view)
        except discord.HTTPException as err:
            if not is_malformed(err):
                raise
            await send(ReplyResult(cards.note(self.explain(err)), failed=True))
            return False
        return True

    @contextmanager
    def _delivery(self) -> Iterator[None]:
        """Note in one line what Discord did not take; there is nobody left to be told."""
        try:
            yield
        except (discord.DiscordException, aiohttp.ClientError, OSError) as err:
            self.undelivered += 1
            log.warning("a reply was not delivered: %s", reason_of(err))

    @contextmanager
    def _under_way(self) -> Iterator[None]:
        task = asyncio.current_task()
        assert task is not None, "replies are sent from coroutines"  # noqa: S101 the impossible
        self._tasks.add(task)
        try:
            yield
        finally:
            self._tasks.discard(task)

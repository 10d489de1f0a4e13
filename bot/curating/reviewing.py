"""What is looked at again after each re-index: unanswered questions, pinned questions, cards that lack a correction.

It runs beside the bot and in its own time: no answer and no re-index waits for it.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final

import discord

from bot.answering.gaps import today
from bot.cards import answers as cards
from bot.cards.answers import Page
from bot.cards.shown import corrections_digest
from bot.curating.cards import page
from bot.curating.marking import PostedCards
from bot.curating.pinning import PinnedQuestions, line
from bot.curating.services import CuratorServices, now
from bot.records.gap_groups import grouped
from bot.records.pages import gap_pages
from bot.serving.scope import Scope
from bot.store.queries.curating.pinned import PinnedQuestion
from bot.wording import curators as wording
from bot.wording.i18n import gettext as _
from index.errors import UserError

log = logging.getLogger(__name__)

MOST_ASKED: Final = 500  # unanswered questions of one server, the newest
SETTLED_S: Final = 2.0  # for which a curator's list waits
MOST_TOLD: Final = 10  # pinned questions in one message
DIGEST_DAYS: Final = 7
DIGEST_EVERY: Final = timedelta(days=DIGEST_DAYS)


class Review:
    """Looks at servers again after re-indexes, one after the other.

    Args:
        services: what this works with.
        pinned: asks pinned questions.
        posted: writes on posted cards.
        answers_for: whether this worker answers for a server at this moment.
    """

    def __init__(
        self,
        services: CuratorServices,
        pinned: PinnedQuestions,
        posted: PostedCards,
        answers_for: Callable[[discord.Object], bool],
    ) -> None:
        self._services = services
        self._pinned = pinned
        self._posted = posted
        self._answers_for = answers_for
        self._waiting: dict[int | None, None] = {}
        self._running: asyncio.Task[None] | None = None

    def wanted(self, guild_id: int | None) -> None:
        """Look at a server again soon, or at all after the operator's seeds changed; on the event loop."""
        self._waiting[guild_id] = None
        if not self.is_running:
            self._running = asyncio.create_task(self._run(), name="review")

    @property
    def is_running(self) -> bool:
        """Whether something is looked at, or waits for that."""
        return self._running is not None and not self._running.done()

    async def settled(self) -> None:
        """Wait until nothing is looked at, a moment at most."""
        if self._running is not None:
            await asyncio.wait({self._running}, timeout=SETTLED_S)

    async def _run(self) -> None:
        while self._waiting:
            guild_id = next(iter(self._waiting))
            del self._waiting[guild_id]
            try:
                await self._look(guild_id)
            except Exception as err:  # noqa: BLE001 the next server is looked at all the same
                self._services.replies.explain(err)

    async def _look(self, guild_id: int | None) -> None:
        services = self._services
        await self._posted.mark()
        guilds = (
            [guild_id]
            if guild_id is not None
            else await services.replies.aside(services.store.curators.guilds_to_look_after)
        )
        if guild_id is None:
            await services.replies.aside(self._pinned.ask_operators)
        for each in guilds:
            if self._answers_for(discord.Object(each)):
                await self._look_at(each)
        await self._posted.mark()

    async def _look_at(self, guild_id: int) -> None:
        services = self._services
        await services.replies.aside(partial(self._ask_gaps, guild_id))
        await services.replies.aside(partial(self._find_corrections, guild_id))
        news = await services.replies.aside(partial(self._pinned.ask, guild_id))
        if news:
            await self._tell(guild_id, partial(self._news_page, guild_id, news))

    def _ask_gaps(self, guild_id: int) -> None:
        records, scope = self._services.store.curators, self._services.service.scope(guild_id)
        known = {gap.question: gap.answered_by for gap in self._services.store.gaps(guild_id)}
        asked = {question: _answered_by(scope, question) for question in list(known)[-MOST_ASKED:]}
        changed = {question: ref for question, ref in asked.items() if ref != known[question]}
        if changed:
            records.answer_gaps(guild_id, changed)

    def _find_corrections(self, guild_id: int) -> None:
        """Have the cards marked that show a seed whose author has corrected it since."""
        shown = self._services.store.curators.seeds_shown(guild_id)
        digests: defaultdict[str, set[str]] = defaultdict(set)
        for document in self._services.service.scope(guild_id).documents() if shown else []:
            if document.seed in shown:
                digests[document.seed].add(corrections_digest(document.caveats))
        self._services.store.curators.correct_cards(
            guild_id, {seed: each for seed, each in digests.items() if any(each)}
        )

    def _news_page(self, guild_id: int, news: list[PinnedQuestion]) -> Page:
        scope = self._services.service.scope(guild_id)
        lines = [line(scope, each) for each in news[:MOST_TOLD]]
        return page((f"**{_(wording.PINNED_CHANGED)}**",), ("\n".join(lines),))

    async def _tell(self, guild_id: int, make: Callable[[], Page]) -> None:
        """Post something into the channel for curators, in the server's language; without one, nowhere."""
        services = self._services
        await services.rules.speak_in(services.bot.get_guild(guild_id))
        settings = await services.rules.settings(guild_id)
        if settings.review_channel is not None:
            shown = await services.replies.to_thread(make)
            await services.post(guild_id, settings.review_channel, cards.render(shown))

    async def digests(self) -> None:
        """Tell curators once a week what was asked in vain, where they have a channel and anything was."""
        for guild_id in await self._services.replies.to_thread(self._services.store.curators.guilds_to_look_after):
            if self._answers_for(discord.Object(guild_id)):
                await self._digest(guild_id)

    def _claims(self, guild_id: int) -> bool:
        return self._services.store.curators.claim(guild_id, "digest", now(), DIGEST_EVERY)

    async def _digest(self, guild_id: int) -> None:
        services = self._services
        settings = await services.rules.settings(guild_id)
        if settings.review_channel is None or not settings.keep_unanswered:
            return
        since = today() - timedelta(days=DIGEST_DAYS)
        gaps = await services.replies.to_thread(lambda: services.store.gaps(guild_id, since))
        if not gaps:
            return
        if await services.replies.to_thread(lambda: self._claims(guild_id)):
            await self._tell(guild_id, lambda: gap_pages(DIGEST_DAYS, grouped(gaps), kept=True)[0])


def _answered_by(scope: Scope, question: str) -> str | None:
    """Return the reference of what answers a question; None where nothing does."""
    try:
        answer = scope.ask(question, 1)
    except UserError:
        return None
    if answer.hits:
        return answer.hits[0].passage.ref
    return answer.documents[0].document if answer.documents else None

"""Public cards that show words of seeds: remembered for 30 days, and marked when a seed is withdrawn or corrected.

What was posted is kept in memory for a moment and then stored together, so that no answer waits for it. A mark that
was not written, for a restart or since Discord was away, is written at the next run.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Final

import discord
from discord import ui

from bot.cards import answers as cards
from bot.cards.answers import Card
from bot.cards.discord_limits import COMPONENTS, TEXT_CHARS
from bot.curating.services import CuratorServices, now
from bot.replies.posting import PostedMessage
from bot.store.database.errors import StoreError
from bot.store.queries.posted_cards import PostedCard
from bot.wording import curators as wording
from bot.wording.citing import plain_date
from bot.wording.i18n import gettext as _

log = logging.getLogger(__name__)

MARK_ID: Final = 1_002  # of the component that says so; see `cards.answers.QUESTION_ID`
STORE_AFTER_S: Final = 1.0
MOST_WAITING: Final = 2_000  # cards; where the database is away, the oldest are forgotten


class PostedCards:
    """Remembers cards, and writes on them.

    Args:
        services: what this works with.
        answers_for: whether this worker answers for a server at this moment.
    """

    def __init__(self, services: CuratorServices, answers_for: Callable[[discord.Object], bool]) -> None:
        self._services = services
        self._answers_for = answers_for
        self._waiting: deque[PostedCard] = deque(maxlen=MOST_WAITING)
        self._storing: asyncio.TimerHandle | None = None
        self._marking = asyncio.Lock()

    def posted(self, place: PostedMessage, view: ui.LayoutView) -> None:
        """Remember which seeds a message shows now."""
        shown = view.seeds if isinstance(view, Card) else ()
        at = now()
        self._waiting.extend(
            PostedCard(place.guild_id, place.channel_id, place.message_id, each.seed, at, each.corrections)
            for each in shown
        )
        if shown and self._storing is None:
            later = partial(self._services.replies.later, self.store)
            self._storing = asyncio.get_running_loop().call_later(STORE_AFTER_S, later)

    def store(self) -> None:
        """Store what was posted since the last time; blocks."""
        self._storing = None
        found = [self._waiting.popleft() for _ in range(len(self._waiting))]
        if not found:
            return
        try:
            self._services.store.curators.record_cards(found)
        except StoreError as err:
            self._waiting.extendleft(reversed(found))  # the keeper of leases tells that the database is away
            log.debug("%d cards are remembered later: %s", len(found), err)

    async def mark(self) -> None:
        """Write what is to be written on posted cards; what fails now is tried again at the next run."""
        async with self._marking:
            await self._services.replies.to_thread(self.store)
            found = await self._services.replies.to_thread(self._services.store.curators.cards_to_mark)
            mine = [card for card in found if self._answers_for(discord.Object(card.guild_id))]
            done = [card for card in mine if await self._write(card)]
            if done:
                await self._services.replies.to_thread(partial(self._services.store.curators.note_marked, done))

    async def _write(self, card: PostedCard) -> bool:
        await self._services.rules.speak_in(self._services.bot.get_guild(card.guild_id))
        place = PostedMessage(card.guild_id, card.channel_id, card.message_id)
        if card.mark == "withdrawn":
            said = _(wording.WITHDRAWN_CARD).format(day=plain_date(now().date().isoformat()))
            return await self._services.posting.replace(place, cards.note(said))
        return await self._services.posting.amend(place, partial(amended, said=_(wording.CORRECTED_CARD)))


def amended(card: ui.LayoutView, said: str) -> ui.LayoutView:
    """Return a posted card with a line of ours at its top; where there is no room for it, the line alone."""
    marked = card.find_item(MARK_ID)
    if isinstance(marked, ui.TextDisplay):
        marked.content = said
        return card
    body = next((each for each in card.children if isinstance(each, ui.Container)), None)
    full = card.content_length() + len(said) > TEXT_CHARS or card.total_children_count >= COMPONENTS
    if body is None or full:
        return cards.note(said)
    inside = list(body.children)
    again = ui.Container[ui.LayoutView](ui.TextDisplay(said, id=MARK_ID), accent_colour=body.accent_colour)
    for each in inside:
        body.remove_item(each)
        again.add_item(each)
    return ui.LayoutView(timeout=None).add_item(again)

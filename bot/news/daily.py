"""Shows a server's channel a passage each day, at an hour of its own; none again before all were shown.

As with news, what is about to be posted is stored first, by the one worker whose write takes the version that it read,
and goes out under one nonce: so it is posted once, whichever worker ends in between.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, partial
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import discord
from discord import ui
from pydantic import ValidationError

from bot.access.rules import Rules
from bot.cards import answers as cards
from bot.cards import lists
from bot.news.news import DAY, NONCES, may_post
from bot.replies.reply import Replies
from bot.serving.picking import Turn
from bot.serving.service import Service
from bot.store.guild_settings import DailyPassage
from bot.store.queries.news import NewsState
from bot.store.store import Store
from bot.wording import news as wording
from bot.wording.i18n import gettext as _
from index.answers.filters import split_question
from index.errors import UserError

log = logging.getLogger(__name__)

SETTING: Final = "daily"
KIND: Final = "daily"


def now() -> datetime:
    """Return the moment it is."""
    return datetime.now(UTC)


def due_day(at: datetime, hour: int, zone: str) -> date:
    """Return the last day whose passage is due at a moment.

    An hour that a change of the clock skips is over when the next one begins; one that comes twice begins once.
    """
    try:
        there = at.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):  # it was set by a version with other data
        there = at
    return there.date() if there.hour >= hour else there.date() - DAY


class DailyDesk:
    """Looks at the servers that want a passage a day, and posts what is due.

    Args:
        service: has the seeds.
        store: keeps what was shown.
        replies: posts.
        rules: in which language.
        guild: returns a server that this worker answers for; None for any other.
        clock: the moment it is.
    """

    def __init__(  # noqa: PLR0913 what a passage a day is made of
        self,
        service: Service,
        store: Store,
        replies: Replies,
        rules: Rules,
        *,
        guild: Callable[[int], discord.Guild | None],
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._service = service
        self._store = store
        self._replies = replies
        self._rules = rules
        self._guild = guild
        self._clock = clock
        self._wanting: set[int] = set()

    async def look(self) -> None:
        """Show each server what is due there."""
        wanted = _read(await self._replies.aside(partial(self._store.guilds_wanting, SETTING)))
        if set(wanted) != self._wanting:
            await self._replies.aside(partial(self._store.forget_news, set(wanted), KIND))
            self._wanting = set(wanted)
        for guild_id, daily in wanted.items():
            guild = self._guild(guild_id)
            if guild is not None:
                await self._rules.speak_in(guild)
                await self._show(guild, daily)

    async def _show(self, guild: discord.Guild, daily: DailyPassage) -> None:
        state = await self._replies.aside(partial(self._store.news_state, guild.id, KIND))
        if state is None or not state.waiting:
            state = await self._replies.aside(partial(self._claimed, guild.id, state, daily))
        if state is not None:
            await self._post(guild, state)

    def _claimed(self, guild_id: int, state: NewsState | None, daily: DailyPassage) -> NewsState | None:
        """Store what is to be posted, and return it; None where nothing is due, or another worker does it."""
        due = due_day(self._clock(), daily.hour, daily.zone)
        if state is None:  # switched on: the first is the next one that is due
            self._store.put_news_state(guild_id, NewsState(0, {}, due, {}), KIND)
            return None
        if state.day >= due:
            return None
        turn = Turn(state.told.get("round", 0), state.told.get("after", ""))
        found = self._service.scope(guild_id).following(turn, split_question(daily.within)[1])
        if found is None:
            self._store.put_news_state(guild_id, replace(state, day=due), KIND)
            log.info("server %d: no seed has a passage for today", guild_id)
            return None
        passage, turn = found
        waiting = {"ref": passage.ref, "channel": daily.channel, "number": state.version % NONCES}
        told = {"round": turn.number, "after": turn.after}
        claimed = replace(state, told=told, day=due, waiting=waiting)
        is_ours = self._store.put_news_state(guild_id, claimed, KIND)
        return replace(claimed, version=state.version + 1) if is_ours else None

    async def _post(self, guild: discord.Guild, state: NewsState) -> None:
        waiting = state.waiting
        channel = guild.get_channel_or_thread(waiting["channel"])
        if isinstance(channel, discord.abc.Messageable) and may_post(channel, guild.me):
            nonce = f"{channel.id}{waiting['number']:04d}"
            await self._replies.post(channel, partial(self._card, guild.id, waiting["ref"]), nonce)
        else:
            log.warning("server %d: the channel of its daily passage is gone, or takes no messages of ours", guild.id)
        await self._replies.aside(partial(self._store.put_news_state, guild.id, replace(state, waiting={}), KIND))

    def _card(self, guild_id: int, ref: str) -> ui.LayoutView:
        page = lists.passage_pages(self._service.scope(guild_id).passage(ref))[0]
        return cards.render(replace(page, question=_(wording.DAILY).format(ref=page.question)))


def _read(stored: Mapping[int, Any]) -> dict[int, DailyPassage]:
    """Read what servers have set; what this version cannot read is left alone."""
    found = {}
    for guild_id, each in stored.items():
        try:
            found[guild_id] = DailyPassage.model_validate(each)
        except ValidationError:
            continue
    return found


@cache
def _zones() -> tuple[str, ...]:
    """Return the names of all time zones, in order; asking the system for them would take reading each."""
    return tuple(sorted(files("tzdata").joinpath("zones").read_text("utf-8").split()))


def check_zone(name: str) -> str:
    """Return a time zone's name as it is written; raises UserError for one that there is none of."""
    found = next((each for each in _zones() if each.lower() == name.strip().lower()), None)
    if found is None:
        raise UserError(_(wording.NO_ZONE).format(zone=name))
    return found


def zones_like(typed: str, most: int) -> list[str]:
    """Return names of time zones that what was typed may mean, those that begin so first."""
    wanted = typed.strip().lower().replace(" ", "_")
    found = [each for each in _zones() if wanted in each.lower()]
    return sorted(found, key=lambda each: not each.rpartition("/")[2].lower().startswith(wanted))[:most]

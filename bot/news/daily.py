"""Shows a server's channel a passage each day, at an hour of its own; none again before all were shown.

As with news, what is about to be posted is stored first, by the one worker whose write takes the version that it read,
and goes out under one nonce: so it is posted once, whichever worker ends in between.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache, partial
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import discord
from discord import ui
from pydantic import ValidationError

from bot.cards import answers as cards
from bot.cards import lists
from bot.news.news import DAY
from bot.news.poster import Poster
from bot.serving.picking import Turn
from bot.store.guild_settings import DailyPassage
from bot.store.queries.news import NewsState
from bot.wording import cards as wording_cards
from bot.wording import news as wording
from bot.wording.i18n import gettext as _
from index.answers.filters import split_question
from index.errors import UserError

log = logging.getLogger(__name__)


def due_day(at: datetime, hour: int, zone: str) -> date:
    """Return the last day whose passage is due at a moment.

    An hour that a change of the clock skips is over when the next one begins; one that comes twice begins once.
    """
    try:
        there = at.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):  # it was set by a version with other data
        there = at
    return there.date() if there.hour >= hour else there.date() - DAY


@dataclass
class DailyPoster(Poster[DailyPassage]):
    """Posts a passage a day.

    Attributes:
        clock: the moment it is.
    """

    setting = "daily"
    kind = "daily"
    clock: Callable[[], datetime] = field(default=partial(datetime.now, UTC), kw_only=True)

    def _wanted(self, stored: Mapping[int, Any]) -> Mapping[int, DailyPassage]:
        return _read(stored)

    async def _tell(self, guild: discord.Guild, wanted: DailyPassage) -> None:
        state = await self._waiting(guild, partial(self._claimed, guild.id, daily=wanted))
        if state is None:
            return
        waiting = state.waiting
        await self._post(guild, waiting["channel"], waiting["number"], partial(self._card, guild.id, waiting["ref"]))
        await self.replies.aside(partial(self._put, guild.id, replace(state, waiting={})))

    def _claimed(self, guild_id: int, state: NewsState | None, *, daily: DailyPassage) -> NewsState | None:
        """Store what is to be posted, and return it; None where nothing is due, or another worker does it."""
        due = due_day(self.clock(), daily.hour, daily.zone)
        if state is None:  # switched on: the first is the next one that is due
            self._put(guild_id, NewsState(0, {}, due, {}))
            return None
        if state.day >= due:
            return None
        turn = Turn(state.told.get("round", 0), state.told.get("after", ""))
        found = self.service.scope(guild_id).following(turn, split_question(daily.within)[1])
        if found is None:
            self._put(guild_id, replace(state, day=due))
            log.info("server %d: no seed has a passage for today", guild_id)
            return None
        passage, turn = found
        told = {"round": turn.number, "after": turn.after}
        waiting = {"ref": passage.ref, "channel": daily.channel}
        return self._claim(guild_id, replace(state, told=told, day=due), waiting)

    def _card(self, guild_id: int, ref: str) -> ui.LayoutView:
        passage = self.service.scope(guild_id).passage(ref)
        page = lists.passage_pages(passage, shown_as=wording_cards.BY_CHANCE)[0]
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

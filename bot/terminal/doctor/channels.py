"""Examines the channels that servers chose for what the bot posts unasked: whether each is there and can be written in.

Asks Discord over HTTP alone. Names servers and channels by their numbers, never by their names.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import aiohttp
import discord

from bot.config.values import Config, database_url
from bot.store.database.errors import StoreError
from bot.store.database.sqlite_file import file_of
from bot.store.database.urls import normalise_url
from bot.store.guild_settings import GuildSettings
from bot.store.store import Store
from bot.terminal.doctor.findings import Finding
from bot.terminal.doctor.online import guilds_of, session_for

MOST_LOOKED_AT: Final = 200
TOLD: Final = 5
NEEDED: Final = discord.Permissions(view_channel=True, send_messages=True)
Overwrites = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ChosenChannel:
    """A channel that a server chose, and for what."""

    guild_id: int
    number: int
    use: str


def examine_channels(config: Config) -> Iterator[Finding]:
    """Yield one finding where servers chose channels; nothing where Discord or the database says nothing."""
    token = config.secrets.discord_token
    file = file_of(normalise_url(database_url(config)))
    if token is None or (file is not None and file.identity() is None):  # opening makes a file
        return
    try:
        with Store.open(database_url(config)) as store:
            chosen = [each for guild in store.guilds_with_data() for each in chosen_in(store, guild.guild_id)]
    except StoreError:
        return  # a finding of its own tells
    if not chosen:
        return
    try:
        problems = asyncio.run(_problems(config.discord_api_url, token.get_secret_value(), chosen[:MOST_LOOKED_AT]))
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return  # so does that of the token
    if problems:
        more = f"; and {len(problems) - TOLD} more" if len(problems) > TOLD else ""
        words = f"{'; '.join(problems[:TOLD])}{more}: their admins choose others in /settings, or let the bot write"
        yield Finding("channels", "warning", words)
    else:
        yield Finding("channels", "ok", f"{len(chosen)} that servers chose can be written in")


def chosen_in(store: Store, guild_id: int) -> Iterator[ChosenChannel]:
    """Yield the channels that a server chose."""
    settings = GuildSettings.read(store.guild_settings(guild_id))
    uses = {
        "reports": settings.report_channel,
        "curators": settings.review_channel,
        "the audit": settings.audit_channel,
        "the passage of the day": settings.daily.channel if settings.daily else None,
    }
    yield from (ChosenChannel(guild_id, number, "news") for number in sorted(settings.news_channels))
    yield from (ChosenChannel(guild_id, number, use) for use, number in uses.items() if number is not None)


async def _problems(base: str, token: str, chosen: list[ChosenChannel]) -> list[str]:
    async with session_for(token) as session:
        held = {int(guild["id"]): int(guild["permissions"]) for guild in await guilds_of(session, base)}
        me = (await _got(session, f"{base}/users/@me"))["id"]
        problems: list[str] = []
        for guild_id, theirs in groupby(chosen, key=lambda each: each.guild_id):
            if guild_id in held:
                channels = await _got(session, f"{base}/guilds/{guild_id}/channels")
                member = await _got(session, f"{base}/guilds/{guild_id}/members/{me}")
                overwrites = {int(each["id"]): each.get("permission_overwrites", []) for each in channels}
                mine = [str(guild_id), *member["roles"], me]
                found = (_problem(each, overwrites.get(each.number), held[guild_id], mine) for each in theirs)
                problems += filter(None, found)
        return problems


def _problem(chosen: ChosenChannel, overwrites: Overwrites | None, held: int, mine: list[str]) -> str:
    """Say what is wrong with a channel, or nothing."""
    named = f"the channel {chosen.number} for {chosen.use} of server {chosen.guild_id}"
    if overwrites is None:
        return f"{named} is gone"
    may = permissions_in(held, overwrites, mine)
    return "" if may.administrator or may.is_superset(NEEDED) else f"{named} cannot be written in"


async def _got(session: aiohttp.ClientSession, url: str) -> Any:
    async with session.get(url, raise_for_status=True) as response:
        return await response.json()


def permissions_in(held: int, overwrites: Overwrites, mine: list[str]) -> discord.Permissions:
    """Return what may be done in a channel: everybody's overwrite counts first, then those of roles, then one's own.

    Args:
        held: what may be done in the server at large.
        overwrites: as Discord gives them.
        mine: the server's number, those of one's roles, and one's own.
    """
    everybody, *roles, own = mine
    for whose in ({everybody}, set(roles), {own}):
        applied = [each for each in overwrites if str(each["id"]) in whose]
        for deny in (int(each["deny"]) for each in applied):
            held &= ~deny
        for allow in (int(each["allow"]) for each in applied):
            held |= allow
    return discord.Permissions(held)

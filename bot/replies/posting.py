"""Messages that nobody asked for at that moment: posted into a channel of a server, and written on again later.

What Discord does not take (no permission, a channel that is gone) is one line in the log. Mentions nobody.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import aiohttp
import discord
from discord import ui

log = logging.getLogger(__name__)
Done = TypeVar("Done")
Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class PostedMessage:
    """Where a message stands."""

    guild_id: int
    channel_id: int
    message_id: int


def posted_by(interaction: Interaction, message_id: int | None) -> PostedMessage | None:
    """Say where the public answer to an interaction stands; None where the app cannot write on it later."""
    guild_id, channel_id = interaction.guild_id, interaction.channel_id
    if guild_id is None or channel_id is None or message_id is None or not interaction.is_guild_integration():
        return None
    return PostedMessage(guild_id, channel_id, message_id)


def standing(message: discord.Message) -> PostedMessage | None:
    """Say where a message stands; None in direct messages."""
    return PostedMessage(message.guild.id, message.channel.id, message.id) if message.guild else None


class Posting:
    """Posts into channels, and writes on what stands there.

    Args:
        client: whose messages these are.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def post(self, guild_id: int, channel_id: int, view: ui.LayoutView) -> PostedMessage | None:
        """Post a card without a notification; None where Discord does not take it."""
        channel = self._client.get_partial_messageable(channel_id, guild_id=guild_id)
        message = await _taken(channel_id, lambda: channel.send(view=view, silent=True))
        return PostedMessage(guild_id, channel_id, message.id) if message is not None else None

    async def write_to(self, user_id: int, view: ui.LayoutView) -> bool:
        """Write somebody a direct message, once; tell whether their settings allow that."""
        try:
            await (await self._client.create_dm(discord.Object(user_id))).send(view=view)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as err:
            log.info("a direct message was not delivered: %s", type(err).__name__)
            return False
        return True

    async def replace(self, place: PostedMessage, view: ui.LayoutView) -> bool:
        """Put another card in the place of one of ours; tell whether that needs no further attempt."""
        message = self._client.get_partial_messageable(place.channel_id).get_partial_message(place.message_id)
        return await _settled(place.channel_id, lambda: message.edit(view=view))

    async def amend(self, place: PostedMessage, change: Callable[[ui.LayoutView], ui.LayoutView]) -> bool:
        """Change what one of our cards shows; tell whether that needs no further attempt."""

        async def write() -> None:
            channel = self._client.get_partial_messageable(place.channel_id)
            message = await channel.fetch_message(place.message_id)
            await message.edit(view=change(ui.LayoutView.from_message(message, timeout=None)))

        return await _settled(place.channel_id, write)


async def _taken(channel_id: int, send: Callable[[], Awaitable[Done]]) -> Done | None:
    try:
        return await send()
    except (discord.DiscordException, aiohttp.ClientError, OSError) as err:
        log.warning("channel %d: a message was not delivered: %s", channel_id, type(err).__name__)
        return None


async def _settled(channel_id: int, write: Callable[[], Awaitable[object]]) -> bool:
    """Write; what is gone or forbidden is not tried again, what fails otherwise is."""
    try:
        await write()
    except (discord.NotFound, discord.Forbidden):
        return True
    except (discord.DiscordException, aiohttp.ClientError, OSError) as err:
        log.warning("channel %d: a message was not changed: %s", channel_id, type(err).__name__)
        return False
    return True

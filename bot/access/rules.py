"""Holds every act against a server's settings: may this person do this here? Who is refused is told so, privately.

Never blocks the event loop. Makes no card and answers nothing.
"""

import asyncio
import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import discord

from bot.access.limits import HOUR_S, MINUTE_S, Refusal, Usage, UsageCounts
from bot.access.permissions import (
    channel_ids_of,
    guild_id_of,
    is_admin,
    is_curator,
    is_heard,
    may_ask,
    may_press,
    may_propose,
    places_of,
)
from bot.cards import answers as cards
from bot.config.values import Config
from bot.replies.reply import Replies
from bot.store.database.errors import StoreError, hanging
from bot.store.guild_settings import DEFAULTS, GuildSettings, Pressers, SettingsBook
from bot.wording import records as wording_admin
from bot.wording import settings as wording
from bot.wording.i18n import counted, interface_language, speak
from bot.wording.i18n import gettext as _
from index.answers.filters import ANY, Filter, tag_key

Interaction = discord.Interaction[Any]


SETTINGS_S: Final = 0.8  # that settings are waited for: Discord wants a first word within 3 seconds
IMPATIENT_S: Final = 5.0  # in which a database that did not answer so fast is not waited for again
_HANGS: Final = hanging()
SECONDS_TOLD: Final = 120.0
_NOT_YOURS: Final[Mapping[Pressers, str]] = {
    "asker": wording.NOT_YOURS,
    "curators": wording.NOT_YOURS_NOR_CURATORS,
}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks where."""

    user_id: int
    channel_id: int | None
    guild_id: int | None


class Rules:
    """The settings of every server, as they are in force.

    Args:
        book: remembers them.
        replies: tells those who are refused.
        config: what the operator prefers, and allows at most; a server can allow less.
        limits: counts; also for others.
    """

    def __init__(self, book: SettingsBook, replies: Replies, config: Config, limits: UsageCounts) -> None:
        self.book = book
        self._replies = replies
        self._language = config.discord.language
        self._most = config.limits
        self.limits = limits
        self._impatient_until_s = -math.inf

    async def settings(self, guild_id: int | None) -> GuildSettings:
        """Return a server's settings; raises StoreError where they were never read and cannot be now."""
        remembered = self.book.remembered(guild_id)
        if remembered is not None or guild_id is None:
            return remembered or DEFAULTS
        if time.monotonic() < self._impatient_until_s:
            return self.book.last_known(guild_id, _HANGS)
        try:
            async with asyncio.timeout(SETTINGS_S):
                return await self._replies.to_thread(partial(self.book.load, guild_id))
        except TimeoutError:
            self._impatient_until_s = time.monotonic() + IMPATIENT_S
            return self.book.last_known(guild_id, _HANGS)

    async def speak_to(self, interaction: Interaction) -> None:
        """Speak, from here on in this task, the language that the server has set, else that of who acts."""
        speak(interface_language(interaction.locale, await self._language_set(guild_id_of(interaction))))

    async def speak_in(self, guild: discord.Guild | None) -> None:
        """Speak, from here on in this task, a server's language, where no person's is known; else the operator's."""
        stated = await self._language_set(guild.id) if guild else None
        speak(interface_language(guild.preferred_locale if guild else self._language, stated))

    async def _language_set(self, guild_id: int | None) -> str | None:
        try:
            return (await self.settings(guild_id)).language
        except StoreError:
            return None

    async def admits(self, interaction: Interaction) -> bool:
        """Tell whether who used a command may be answered here; the check of every command that answers."""
        settings = await self._opened_to_asker(interaction)
        if settings is None:
            return False
        asks = Asker(interaction.user.id, interaction.channel_id, interaction.guild_id)
        refusal = self.limits.take(*self._claims(asks, settings))
        if refusal is not None:
            await self._replies.tell(interaction, too_often(refusal))
        return refusal is None

    async def admits_press(self, interaction: Interaction, asker: int) -> bool:
        """Tell whether who pressed a button of somebody's card may do so, and here."""
        settings = await self._opened_to_asker(interaction)
        if settings is None:
            return False
        if not may_press(interaction, asker, settings):
            await self._replies.tell(interaction, _(_NOT_YOURS[settings.pressers]))
            return False
        return await self.admits_anybody(interaction)

    async def admits_anybody(self, interaction: Interaction) -> bool:
        """Tell whether who pressed a button that everybody may press has not pressed too many of them."""
        refusal = self.limits.take(Usage(("press", interaction.user.id), self._most.user_presses))
        if refusal is not None:
            await self._replies.tell(interaction, too_often(refusal))
        return refusal is None

    async def hears(self, message: discord.Message) -> bool:
        """Tell whether a message to the bot is answered where it stands; in closed channels silence is the answer.

        Who asks too often is told so, once an hour: nobody can be refused privately there, and a channel is for others.
        """
        settings = await self.settings(message.guild.id if message.guild else None)
        if not (settings.is_open(channel_ids_of(message.channel)) and is_heard(message, settings)):
            return False
        refusal = self.limits.take(*self._claims(_asked_by(message), settings))
        if refusal is not None and refusal.is_first and self._may_be_told(message.author.id):
            sentence = too_often(refusal)
            await self._replies.reply(message, lambda: cards.note(sentence))
        return refusal is None

    def _may_be_told(self, user_id: int) -> bool:
        """Tell whether somebody was told nothing in public for an hour of why they are not answered."""
        return self.limits.take(Usage(("told", user_id), 1, HOUR_S)) is None

    async def listens(self, message: discord.Message) -> bool:
        """Tell whether questions to nobody are answered where a message stands."""
        settings = await self.settings(message.guild.id if message.guild else None)
        channel_ids = channel_ids_of(message.channel)
        wanted = settings.is_open(channel_ids) and bool(channel_ids & settings.answer_channels)
        return wanted and is_heard(message, settings)

    async def is_forum(self, post: discord.Thread) -> bool:
        """Tell whether posts are answered in the forum of one; only there is more found out about it."""
        settings = await self.settings(post.guild.id)
        channel_ids = channel_ids_of(post)
        return settings.is_open(channel_ids) and bool(channel_ids & settings.forum_channels)

    async def answers_post(self, message: discord.Message, post: discord.Thread) -> bool:
        """Tell whether who wrote the first message of a forum post may ask."""
        return is_heard(message, await self.settings(post.guild.id))

    async def within(self, guild_id: int | None, channel: object) -> tuple[Filter, ...]:
        """Return what is asked in a channel alone, as the server has bound it to tags."""
        tags = (await self.settings(guild_id)).tags_in(places_of(channel))
        return (Filter("tag", ANY.join(map(tag_key, tags))),) if tags else ()

    async def is_curator(self, interaction: Interaction) -> bool:
        """Tell whether who acts is one of this server's curators; where its settings cannot be read, nobody is."""
        try:
            return is_curator(interaction, await self.settings(guild_id_of(interaction)))
        except StoreError as err:
            self._replies.explain(err)
            return False

    async def admits_curator(self, interaction: Interaction) -> bool:
        """Tell whether who acts is one of this server's curators; the check of every act on its seeds."""
        if await self.is_curator(interaction):
            return True
        await self._replies.tell(interaction, _(wording_admin.NOT_A_CURATOR))
        return False

    async def admits_proposer(self, interaction: Interaction) -> bool:
        """Tell whether who acts may propose seeds in this server; the check of every proposal."""
        settings = await self._opened(interaction)
        if settings is None or may_propose(interaction, settings):
            return settings is not None
        await self._replies.tell(interaction, _(wording.NOT_A_PROPOSER))
        return False

    async def admits_preview(self, interaction: Interaction) -> bool:
        """Tell whether a server may have more files read now; reading one takes a process."""
        refusal = self.limits.take(Usage(("preview", interaction.guild_id), self._most.previews))
        if refusal is not None:
            await self._replies.tell(interaction, too_often(refusal))
        return refusal is None

    async def admits_admin(self, interaction: Interaction) -> bool:
        """Tell whether who acts may manage this server; the check of its settings and its audit."""
        if is_admin(interaction):
            return True
        await self._replies.tell(interaction, _(wording_admin.NOT_AN_ADMIN))
        return False

    async def allows(self, message: discord.Message) -> bool:
        """Tell whether one question more may be answered; nobody is told who did not ask the bot."""
        settings = await self.settings(message.guild.id if message.guild else None)
        return self.limits.take(*self._claims(_asked_by(message), settings)) is None

    async def _opened(self, interaction: Interaction) -> GuildSettings | None:
        """Return the settings of an open channel; elsewhere tell that it is closed, and return None."""
        try:
            settings = await self.settings(guild_id_of(interaction))
        except StoreError as err:
            refusal = self._replies.explain(err)
        else:
            if settings.is_open(channel_ids_of(interaction.channel)):
                return settings
            refusal = _(wording.CLOSED)
        await self._replies.tell(interaction, refusal)
        return None

    async def _opened_to_asker(self, interaction: Interaction) -> GuildSettings | None:
        """Return the settings of an open channel to who may ask there; tell all others why not, and return None."""
        settings = await self._opened(interaction)
        if settings is None or may_ask(interaction, settings):
            return settings
        await self._replies.tell(interaction, _(wording.NOT_AN_ASKER))
        return None

    def _claims(self, asks: Asker, settings: GuildSettings) -> Iterator[Usage]:
        """Yield what one question counts for."""
        by_user = _stricter(self._most.user_questions, settings.user_questions)
        yield Usage(("user", asks.guild_id, asks.user_id), by_user)
        in_channel = _stricter(self._most.channel_questions, settings.channel_questions)
        yield Usage(("channel", asks.channel_id), in_channel)
        if asks.guild_id is not None:
            yield Usage(("server", asks.guild_id), self._most.server_questions)

    async def privacy(self, interaction: Interaction, *, chosen: bool | None) -> bool:
        """Tell whether an answer is private: as who asks chose, else as the server prefers."""
        if chosen is not None:
            return chosen
        return (await self.settings(guild_id_of(interaction))).private_by_default


def too_often(refusal: Refusal) -> str:
    """Say how long who was refused has to wait."""
    return to_wait(refusal.wait_s)


def to_wait(seconds: float) -> str:
    """Say how long to wait, in words; long waits in minutes."""
    if seconds > SECONDS_TOLD:
        return counted(wording.TOO_OFTEN_MINUTES, math.ceil(seconds / MINUTE_S))
    return counted(wording.TOO_OFTEN, math.ceil(seconds))


def _stricter(most: int, wanted: int | None) -> int:
    return most if wanted is None else min(most, wanted)


def _asked_by(message: discord.Message) -> Asker:
    return Asker(message.author.id, message.channel.id, message.guild.id if message.guild else None)

"""What a server's settings let happen, asked at the door of every act; who is refused is told so, privately.

Never blocks the event loop. Makes no card and answers nothing.
"""

from functools import partial
from typing import Any

import discord

from bot import wording_admin, wording_settings
from bot.guild_settings import GuildSettings, SettingsBook
from bot.i18n import gettext as _
from bot.i18n import interface_language, speak
from bot.permissions import is_admin, is_curator, may_press, places_of, server_of
from bot.reply import Replies
from bot.store.errors import StoreError

Interaction = discord.Interaction[Any]


class Rules:
    """The settings of every server, as they are in force.

    Args:
        book: remembers them.
        replies: tells those who are refused.
        language: what the operator prefers, spoken in direct messages.
    """

    def __init__(self, book: SettingsBook, replies: Replies, language: str) -> None:
        self.book = book
        self._replies = replies
        self._language = language

    async def settings(self, guild_id: int | None) -> GuildSettings:
        """Return a server's settings; raises StoreError where they were never read and cannot be now."""
        if (remembered := self.book.remembered(guild_id)) is not None:
            return remembered
        return await self._replies.to_thread(partial(self.book.load, guild_id))

    async def speak_to(self, interaction: Interaction) -> None:
        """Speak, from here on in this task, the language that the server has set, else that of who acts."""
        speak(interface_language(interaction.locale, await self._language_set(server_of(interaction))))

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
        try:
            settings = await self.settings(server_of(interaction))
        except StoreError as err:
            refusal = self._replies.explain(err)
        else:
            if settings.is_open(places_of(interaction.channel)):
                return True
            refusal = _(wording_settings.CLOSED)
        await self._replies.tell(interaction, refusal)
        return False

    async def admits_press(self, interaction: Interaction, asker: int) -> bool:
        """Tell whether who pressed a button of somebody's card may do so, and here."""
        if not await self.admits(interaction):
            return False
        settings = await self.settings(server_of(interaction))
        if may_press(interaction, asker, settings):
            return True
        curators_may = settings.pressers == "curators"
        refusal = wording_settings.NOT_YOURS_NOR_CURATORS if curators_may else wording_settings.NOT_YOURS
        await self._replies.tell(interaction, _(refusal))
        return False

    async def hears(self, message: discord.Message) -> bool:
        """Tell whether a message to the bot is answered where it stands; where not, silence is the answer."""
        settings = await self.settings(message.guild.id if message.guild else None)
        return settings.is_open(places_of(message.channel))

    async def listens(self, message: discord.Message) -> bool:
        """Tell whether questions to nobody are answered where a message stands."""
        settings = await self.settings(message.guild.id if message.guild else None)
        places = places_of(message.channel)
        return settings.is_open(places) and bool(places & settings.answer_channels)

    async def admits_curator(self, interaction: Interaction) -> bool:
        """Tell whether who acts is one of this server's curators; the check of every act on its seeds."""
        if is_curator(interaction, await self.settings(server_of(interaction))):
            return True
        await self._replies.tell(interaction, _(wording_admin.NOT_A_CURATOR))
        return False

    async def admits_admin(self, interaction: Interaction) -> bool:
        """Tell whether who acts may manage this server; the check of its settings and its audit."""
        if is_admin(interaction):
            return True
        await self._replies.tell(interaction, _(wording_admin.NOT_AN_ADMIN))
        return False

    async def privacy(self, interaction: Interaction, *, chosen: bool | None) -> bool:
        """Tell whether an answer is private: as who asks chose, else as the server prefers."""
        if chosen is not None:
            return chosen
        return (await self.settings(server_of(interaction))).private_by_default

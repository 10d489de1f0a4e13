"""The words of messages that people ask about: as far as Discord lets them be read, and whoever asks may read them.

Stores nothing and names nobody. Why a linked message is not read is never told, since that would tell that it exists.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import discord
from cachetools import TTLCache
from discord import ui

from bot.access.permissions import guild_id_of
from bot.access.rules import Rules
from bot.replies.reply import Replies
from bot.store.database.errors import StoreError
from bot.wording import talk as wording
from bot.wording.i18n import gettext as _
from index.answers.answer import MAX_QUESTION_CHARS
from index.errors import UserError

Interaction = discord.Interaction[Any]

ANSWERED_S: Final = 86_400.0  # seconds in which a message is asked about in public once
MOST_ANSWERED: Final = 10_000
_LINK: Final = re.compile(
    r"<?https://(?:ptb\.|canary\.)?discord(?:app)?\.com/channels/(\d{1,20})/(\d{1,20})/(\d{1,20})/?>?"
)
_MENTION: Final = re.compile(r"<@!?\d+>")
_PRIVATE: Final = (discord.ChannelType.private_thread, discord.ChannelType.private)


class AskedMessages:
    """Reads messages that somebody asks about.

    Args:
        rules: whether a server has its members' messages asked about.
        replies: tells who may not.
    """

    def __init__(self, rules: Rules, replies: Replies) -> None:
        self._rules = rules
        self._replies = replies
        self._answered: TTLCache[int, bool] = TTLCache(MOST_ANSWERED, ANSWERED_S)

    async def admits(self, interaction: Interaction, message: discord.Message) -> bool:
        """Tell whether a message may be asked about; one's own always may, and a bot's."""
        if (
            message.author.bot
            or message.author.id == interaction.user.id
            or await self.are_read(guild_id_of(interaction))
        ):
            return True
        await self._replies.tell(interaction, _(wording.NOT_ABOUT_MESSAGES))
        return False

    async def are_read(self, guild_id: int | None) -> bool:
        """Tell whether a server has its members' messages asked about; where that is not known, it has not."""
        try:
            return (await self._rules.settings(guild_id)).about_messages
        except StoreError as err:
            self._replies.explain(err)
            return False

    def is_first(self, message: discord.Message) -> bool:
        """Tell whether a message is asked about in public for the first time, and remember it for a day."""
        if message.id in self._answered:
            return False
        self._answered[message.id] = True
        return True

    async def linked_words(self, interaction: Interaction, link: str) -> str:
        """Return the words of a message in this server that who asks may read.

        Raises:
            UserError: there is none, it has no words, the bot or who asks cannot read it; all in the same sentence.
        """
        message = await self._linked(interaction, link)
        words = words_of(message) if message is not None else ""
        if not words or message is None:
            raise UserError(wording.MESSAGE_NOT_FOUND)
        return words

    async def _linked(self, interaction: Interaction, link: str) -> discord.Message | None:
        found, guild, asker = _LINK.fullmatch(link.strip()), interaction.guild, interaction.user
        if found is None or guild is None or guild_id_of(interaction) != int(found[1]):
            return None
        channel = guild.get_channel_or_thread(int(found[2]))
        if not isinstance(asker, discord.Member) or not _may_read(channel, asker):
            return None
        try:
            message: discord.Message = await channel.fetch_message(int(found[3]))  # type: ignore[union-attr]  # _may_read
        except discord.HTTPException:
            return None
        is_open = message.author.bot or message.author.id == asker.id or await self.are_read(guild.id)
        return message if is_open else None


def _may_read(channel: object, member: discord.Member) -> bool:
    """Tell whether a member sees a channel's messages; private threads count as seen by nobody."""
    if not isinstance(channel, discord.abc.Messageable) or getattr(channel, "type", None) in _PRIVATE:
        return False
    try:
        may: discord.Permissions = channel.permissions_for(member)  # type: ignore[attr-defined]  # channels of servers
    except (AttributeError, discord.ClientException):  # a thread whose channel is not known here
        return False
    return may.view_channel and may.read_message_history


def is_link(text: str) -> bool:
    """Tell whether a text is nothing but a link to a message."""
    return _LINK.fullmatch(text.strip()) is not None


def words_of(message: discord.Message) -> str:
    """Return the words of a message: as typed, forwarded, or on a card; empty where there are none to be read."""
    return "\n".join(filter(None, (_MENTION.sub("", words).strip() for words in _texts(message))))


def _texts(message: discord.Message) -> Iterator[str]:
    yield message.content
    yield from (snapshot.content for snapshot in message.message_snapshots)
    if message.components:
        for item in ui.LayoutView.from_message(message).walk_children():
            if isinstance(item, ui.TextDisplay):
                yield item.content


def shortened(words: str) -> str:
    """Cut a long message to what a question may have, at a space where there is one."""
    if len(words) <= MAX_QUESTION_CHARS:
        return words
    return words[: MAX_QUESTION_CHARS + 1].rsplit(maxsplit=1)[0][:MAX_QUESTION_CHARS]

"""Who may be answered where, and that each is answered once. Knows Discord's permissions, no questions."""

from collections.abc import Callable

import discord
from cachetools import FIFOCache

REMEMBERED_EVENTS = 10_000  # a gateway repeats at most what one resumed session missed
GuildLike = discord.Guild | discord.Object | None
_ASKED = {discord.MessageType.default, discord.MessageType.reply}


class Gate:
    """Decides which events this worker answers: those of its servers, each once, however often the gateway repeats it.

    Args:
        answers_for: whether this worker answers for a server (None for direct messages) at this moment.
    """

    def __init__(self, answers_for: Callable[[GuildLike], bool]) -> None:
        self.answers_for = answers_for
        self._seen = FIFOCache[int, bool](REMEMBERED_EVENTS)

    def takes(self, event_id: int, guild: GuildLike) -> bool:
        """Tell whether to answer a message or an interaction; what another worker answered is remembered too."""
        if event_id in self._seen:
            return False
        self._seen[event_id] = True
        return self.answers_for(guild)


def is_from_person(message: discord.Message) -> bool:
    """Tell whether a person wrote a message; bots, webhooks and the system never ask."""
    return not message.author.bot and message.webhook_id is None and message.type in _ASKED


def is_for(me: discord.ClientUser, message: discord.Message) -> bool:
    """Tell whether a message asks the bot: a direct message, a mention of it, or a reply that pings it."""
    return message.guild is None or any(user.id == me.id for user in message.mentions)


def may_reply(message: discord.Message) -> bool:
    """Tell whether the bot may reply to a message where it stands; Discord wants the history readable for that."""
    if message.guild is None or isinstance(message.channel, discord.PartialMessageable):
        return True
    try:
        allowed = message.channel.permissions_for(message.guild.me)
    except discord.ClientException:  # a thread whose channel is not known here: let Discord decide
        return True
    in_thread = isinstance(message.channel, discord.Thread)
    speaks = allowed.send_messages_in_threads if in_thread else allowed.send_messages
    return allowed.view_channel and allowed.read_message_history and speaks

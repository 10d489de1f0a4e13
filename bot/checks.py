"""Who may be answered where. Knows Discord's permissions, no questions."""

import discord

_ASKED = {discord.MessageType.default, discord.MessageType.reply}


def is_question(message: discord.Message, me: discord.ClientUser) -> bool:
    """Tell whether a message asks the bot: a direct message, a mention of it, or a reply that pings it.

    Bots, webhooks and the system never ask.
    """
    if message.author.bot or message.webhook_id is not None or message.type not in _ASKED:
        return False
    return message.guild is None or any(user.id == me.id for user in message.mentions)


def may_speak(message: discord.Message) -> bool:
    """Tell whether the bot may answer in the channel of a message."""
    if message.guild is None or isinstance(message.channel, discord.PartialMessageable):
        return True
    allowed = message.channel.permissions_for(message.guild.me)
    in_thread = isinstance(message.channel, discord.Thread)
    return allowed.view_channel and (allowed.send_messages_in_threads if in_thread else allowed.send_messages)

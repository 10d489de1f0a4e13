"""The loopback Discord: a REST and gateway server for the unmodified client, and people who use the bot."""

from tests.discord_double.double import DiscordDouble
from tests.discord_double.errors import ClientError, NoAnswer
from tests.discord_double.kinds import ChannelKind, Intent, Permission
from tests.discord_double.process import BotProcess, running
from tests.discord_double.uploads import Upload

__all__ = [
    "BotProcess",
    "ChannelKind",
    "ClientError",
    "DiscordDouble",
    "Intent",
    "NoAnswer",
    "Permission",
    "Upload",
    "running",
]

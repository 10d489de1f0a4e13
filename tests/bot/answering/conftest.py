"""The bot in the test's own process, in place of one of its own."""

from tests.bot.connected import connected_bot as bot

__all__ = ["bot"]

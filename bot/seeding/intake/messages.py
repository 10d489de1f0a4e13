"""A message as the file of a seed: its own words, with its author, its address and its day above them.

Of a forward the author is not stated, since Discord does not tell; what a program posted says so. Names of others that
it mentions are left out.
"""

import re
from datetime import UTC, datetime
from typing import Final

import discord
import yaml

from bot.seeding.intake.understanding import AttachedFile

_MENTIONS: Final = (
    (re.compile(r"<@&\d+>"), "@role"),
    (re.compile(r"<@!?\d+>"), "@member"),
    (re.compile(r"<#\d+>"), "#channel"),
    (re.compile(r"<a?:(\w+):\d+>"), r":\1:"),
    (re.compile(r"</([^:>]{1,100}):\d+>"), r"/\1"),
)
_MOMENT: Final = re.compile(r"<t:(-?\d{1,12})(?::[tTdDfFR])?>")


def message_file(message: discord.Message) -> AttachedFile | None:
    """Return the file of a message; None where it has no words."""
    forwarded = [each.content for each in message.message_snapshots if each.content.strip()]
    words = "\n\n".join(forwarded) or message.content
    if not words.strip():
        return None
    head = {"author": _author(message), "source": message.jump_url, "published": f"{message.created_at:%Y-%m-%d}"}
    if forwarded:  # when it was written is not told either, and its address is the forward's
        del head["author"], head["published"]
    front = yaml.safe_dump(head, allow_unicode=True, sort_keys=False)
    return AttachedFile(f"message-{message.id}.md", f"---\n{front}---\n\n{_readable(words)}\n".encode())


def _author(message: discord.Message) -> str:
    name = " ".join(message.author.display_name.split())
    if message.webhook_id is not None:
        return f"{name} (webhook)"
    return f"{name} (app)" if message.author.bot else name


def _readable(words: str) -> str:
    """Put what Discord shows in the place of its own codes."""
    for pattern, shown in _MENTIONS:
        words = pattern.sub(shown, words)
    return _MOMENT.sub(_day, words)


def _day(found: re.Match[str]) -> str:
    try:
        return f"{datetime.fromtimestamp(int(found[1]), UTC):%Y-%m-%d %H:%M} UTC"
    except (OverflowError, ValueError, OSError):
        return found[0]

"""Attached files from Discord to bytes with names, each within its limit. Knows no format."""

import asyncio
from collections.abc import Sequence
from typing import Final

import aiohttp
import discord

from bot.seeding.intake.attachments import attached_name, paired
from bot.seeding.intake.sandbox import too_large
from bot.seeding.intake.understanding import AttachedFile, AttachmentReading
from bot.wording import seeds as wording
from bot.wording.i18n import gettext as _

FETCH_S: Final = 60.0  # seconds for one file
MOST_AT_ONCE_BYTES: Final = 32 * 1024 * 1024  # of all files of one act, since a draft is kept in memory


async def fetch(
    attachments: Sequence[discord.Attachment], max_bytes: int
) -> tuple[list[AttachedFile], list[AttachmentReading]]:
    """Fetch attached files one after the other; return them with their side-cars, and why others were not fetched."""
    fetched: list[tuple[str, bytes]] = []
    refused: list[AttachmentReading] = []
    for attachment in attachments:
        name = attached_name(attachment.filename, attachment.title)
        taken = sum(len(data) for _name, data in fetched)
        problem = _problem(name, attachment.size, max_bytes, taken)
        data = await _data(attachment) if problem is None else None
        if data is not None:
            fetched.append((name, data))
        else:
            refused.append(AttachmentReading(name, problem or _(wording.NOT_FETCHED).format(name=name)))
    return paired(fetched), refused


def _problem(name: str, size_bytes: int, max_bytes: int, taken_bytes: int) -> str | None:
    """Say why a file is not even fetched, by what Discord says of it."""
    if size_bytes > max_bytes:
        return too_large(name, size_bytes, max_bytes)
    return _(wording.TOO_MUCH_AT_ONCE).format(name=name) if size_bytes + taken_bytes > MOST_AT_ONCE_BYTES else None


async def _data(attachment: discord.Attachment) -> bytes | None:
    try:
        async with asyncio.timeout(FETCH_S):
            return await attachment.read()
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError, OSError):
        return None

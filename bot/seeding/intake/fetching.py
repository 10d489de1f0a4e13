"""Attached files from Discord to bytes with names, each within its limit. Knows no format but the zip file."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import aiohttp
import discord

from bot.seeding.intake.archives import UnpackedFiles, opened, unpacked
from bot.seeding.intake.attachments import attached_name, free_name, paired
from bot.seeding.intake.sandbox import too_large
from bot.seeding.intake.understanding import AttachedFile, AttachmentReading
from bot.wording import seeds as wording
from bot.wording.i18n import gettext as _
from index.readers.archives.files import Files

FETCH_S: Final = 60.0  # seconds for one file
MOST_AT_ONCE_BYTES: Final = 32 * 1024 * 1024  # of all files of one act


@dataclass(frozen=True, slots=True)
class FetchedFiles:
    """Files with their side-cars, and why others were not fetched.

    Attributes:
        is_archive: whether any of them were in a zip file.
    """

    files: tuple[AttachedFile, ...]
    refused: tuple[AttachmentReading, ...]
    is_archive: bool = False


async def fetch(attachments: Sequence[discord.Attachment], max_bytes: int) -> FetchedFiles:
    """Fetch attached files one after the other, and read what is in archives."""
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
    return await asyncio.to_thread(partial(_sorted, fetched, refused, max_bytes))


def _sorted(fetched: Sequence[tuple[str, bytes]], refused: list[AttachmentReading], max_bytes: int) -> FetchedFiles:
    """Pair files with their side-cars, and put what is in archives after them, all under names of their own."""
    loose: list[tuple[str, bytes]] = []
    unpacked_files: list[UnpackedFiles] = []
    for name, data in fetched:
        found = opened(name, data, max_bytes, MOST_AT_ONCE_BYTES)
        if found is None:
            loose.append((name, data))
        else:
            unpacked_files.append(unpacked(found) if isinstance(found, Files) else found)
    files = {file.name: file for file in paired(loose)}
    left = MOST_AT_ONCE_BYTES - sum(file.size_bytes for file in files.values())
    for file in (file for each in unpacked_files for file in each.files):
        name = free_name(file.name, files)
        left -= file.size_bytes
        if left >= 0:
            files[name] = replace(file, name=name)
        else:
            refused.append(AttachmentReading(name, _(wording.TOO_MUCH_AT_ONCE).format(name=name)))
    refused += [reading for each in unpacked_files for reading in each.refused]
    return FetchedFiles(tuple(files.values()), tuple(refused), is_archive=bool(unpacked_files))


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

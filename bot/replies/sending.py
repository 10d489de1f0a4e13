"""How one card is sent in answer to an interaction, and where it stands then; who calls catches what goes wrong."""

from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import discord

from bot.cards import answers as cards
from bot.cards.pictures import pictured
from bot.replies.discord_errors import ALREADY_ACKNOWLEDGED
from bot.replies.posting import PostedMessage, posted_by
from bot.wording.errors import TooLargeError

Interaction = discord.Interaction[Any]
View = discord.ui.LayoutView


@dataclass(frozen=True, slots=True)
class ReplyResult:
    """The card that answers, perhaps with files, or a card with the sentence that says why there is no answer."""

    view: View
    failed: bool = False
    files: tuple[discord.File, ...] = ()


def attachment(interaction: Interaction, words: str, name: str, data: bytes) -> ReplyResult:
    """Make a card of a sentence or two with a file below it.

    Raises:
        TooLargeError: the file is larger than what may be sent here.
    """
    return ReplyResult(cards.with_files(words, [name]), files=(_file(interaction, name, data),))


def picture(interaction: Interaction, name: str, data: bytes, alt: str) -> ReplyResult:
    """Make a card of a picture (PNG) with what it shows in words.

    Raises:
        TooLargeError: the picture is larger than what may be sent here.
    """
    return ReplyResult(pictured(name, alt), files=(_file(interaction, name, data, alt),))


def _file(interaction: Interaction, name: str, data: bytes, alt: str | None = None) -> discord.File:
    if len(data) > interaction.filesize_limit:
        raise TooLargeError(len(data), interaction.filesize_limit)
    return discord.File(BytesIO(data), name, description=alt)


async def respond(
    interaction: Interaction, made: ReplyResult, *, deferred: bool, private: bool
) -> PostedMessage | None:
    """Answer an interaction with a card; say where it stands, if that is public."""
    is_public = not (private or made.failed)
    if not deferred:
        done = await interaction.response.send_message(view=made.view, ephemeral=not is_public, files=made.files)
        return posted_by(interaction, done.message_id) if is_public else None
    if made.failed and not private:
        with suppress(discord.HTTPException):  # the sentence is owed whether or not the placeholder went
            await interaction.delete_original_response()
        await whisper(interaction, made, acknowledged=True)
        return None
    message = await interaction.edit_original_response(view=made.view, attachments=made.files)
    return posted_by(interaction, message.id) if is_public else None


async def replace(interaction: Interaction, made: ReplyResult, *, deferred: bool) -> PostedMessage | None:
    """Put a card in the place of the one that a button stands on; say where that stands, if it is public."""
    if made.failed:
        await whisper(interaction, made, acknowledged=deferred)
    elif deferred:
        await interaction.edit_original_response(view=made.view)
    else:
        await interaction.response.edit_message(view=made.view)
    stands = interaction.message
    is_public = stands is not None and not stands.flags.ephemeral and not made.failed
    return posted_by(interaction, stands.id if stands else None) if is_public else None


async def whisper(interaction: Interaction, made: ReplyResult, *, acknowledged: bool) -> None:
    """Tell who acted, and nobody else."""
    if acknowledged:
        await interaction.followup.send(view=made.view, files=made.files, ephemeral=True)
    else:
        await interaction.response.send_message(view=made.view, files=made.files, ephemeral=True)


async def acknowledge(acknowledgement: Awaitable[object]) -> None:
    """Acknowledge; where that was done already, our own request took effect and its response got lost."""
    try:
        await acknowledgement
    except discord.HTTPException as err:
        if err.code != ALREADY_ACKNOWLEDGED:
            raise

"""What a card says while an act on it takes long: its own words and buttons stay, with a line below them."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import ui

BUSY_AFTER_S: Final = 3.0  # seconds after the acknowledgement


@dataclass(frozen=True, slots=True)
class Busy:
    """What a card says while something takes long, and what brings the card back where that fails."""

    words: str
    restore: Callable[[], Coroutine[Any, Any, ui.LayoutView]]


async def told_to_wait(interaction: discord.Interaction[Any], making: "asyncio.Task[Any]", busy: Busy) -> bool:
    """Say on the card of an acknowledged interaction that something takes long, if it does; tell whether it does."""
    done, _ = await asyncio.wait({making}, timeout=BUSY_AFTER_S)
    if done or interaction.message is None:
        return False
    with suppress(discord.HTTPException):  # what takes long goes on, and is shown in the end
        await interaction.edit_original_response(view=_with_line_below(interaction.message, busy.words))
    return True


def _with_line_below(message: discord.Message, line: str) -> ui.LayoutView:
    """Build a card that stands anew, with one more line of Markdown at its foot."""
    card = ui.LayoutView.from_message(message, timeout=None)
    for part in card.children:
        if isinstance(part, ui.Container):
            part.add_item(ui.TextDisplay(line))
    return card

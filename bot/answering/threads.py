"""Goes on with an answer in a thread of its own: opened by a button, named by the question, one request to Discord."""

from typing import Final

import discord
from discord import ui

from bot.access.permissions import guild_id_of
from bot.answering.asking import Asking
from bot.cards import answers as cards
from bot.replies.buttons import Interaction, question_on
from bot.replies.custom_ids import ButtonId
from bot.replies.reply import Replies
from bot.store.guild_settings import GuildSettings
from bot.wording import cards as wording
from bot.wording.i18n import gettext as _
from index.answers.answer import FOLLOWS
from index.answers.filters import split_question
from index.errors import UserError
from index.showing.markup import one_line

NAME_CHARS: Final = 100  # of a thread's name
QUIET_MINUTES: Final = 1440  # after which Discord folds it away
HAS_ONE: Final = 160004  # Discord: a message has one thread at most
_Below = discord.TextChannel  # where threads hang under messages; news channels are of the same class


class AnswerThreads:
    """Opens threads below public answers.

    Args:
        asking: remembers what was asked, so that it is context there.
        replies: tells who pressed where the thread is.
    """

    def __init__(self, asking: Asking, replies: Replies) -> None:
        self._asking = asking
        self._replies = replies

    async def open(self, interaction: Interaction, pressed: ButtonId) -> None:
        """Open a thread below the card, and tell who pressed; where that cannot be, the card is where to go on."""

        async def make() -> ui.LayoutView:
            question = question_on(interaction)
            message = _below(interaction, pressed)
            try:
                thread = await message.create_thread(name=name_of(question), auto_archive_duration=QUIET_MINUTES)
            except discord.HTTPException as err:
                if err.code == HAS_ONE:
                    return linked(_(wording.THREAD_THERE).format(thread=f"<#{message.id}>"))
                raise UserError(wording.THREAD_REFUSED) from err
            self._asking.begin_thread(thread.id, interaction.user.id, question)
            return linked(_(wording.THREAD_OPENED).format(thread=thread.mention))

        await self._replies.answer(interaction, make, private=True)


def may_open(interaction: Interaction, _asker: int, _settings: GuildSettings) -> bool:
    """Tell whether a thread can be opened where a button is pressed, by who presses it."""
    may = interaction.permissions
    return is_place_for_threads(interaction) and (may.send_messages_in_threads or may.administrator)


def is_place_for_threads(interaction: Interaction) -> bool:
    """Tell whether a thread can hang under a message here: in a channel of a server that the app is installed in."""
    return guild_id_of(interaction) is not None and isinstance(interaction.channel, _Below)


def name_of(question: str) -> str:
    """Return what a thread on a question is called: its words, as many as a name may have."""
    words = one_line(split_question(question)[0].partition(FOLLOWS)[0]).strip() or question
    return words if len(words) <= NAME_CHARS else f"{words[: NAME_CHARS - 1].rstrip()}…"


def _below(interaction: Interaction, pressed: ButtonId) -> discord.PartialMessage:
    """Return the public message that a thread is to hang under; raises UserError where there can be none."""
    shown, channel = interaction.message, interaction.channel
    number = int(pressed.argument) if pressed.argument.isdecimal() else None
    if number is None and shown is not None and not shown.flags.ephemeral:
        number = shown.id
    if number is None or not is_place_for_threads(interaction) or not isinstance(channel, _Below):
        raise UserError(wording.THREAD_NOT_HERE)
    may = interaction.app_permissions
    if not (may.create_public_threads and may.send_messages_in_threads):
        raise UserError(wording.THREAD_REFUSED)
    return channel.get_partial_message(number)


def linked(text: str) -> ui.LayoutView:
    """Build a small card of a sentence of ours with a link in it."""
    words = ui.TextDisplay[ui.LayoutView](text)
    return ui.LayoutView(timeout=None).add_item(ui.Container(words, accent_colour=cards.COLOURS["none"]))

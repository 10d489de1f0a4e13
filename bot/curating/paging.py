"""Lists that curators turn the pages of: shown in private, made anew at each turn."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from discord import ui

from bot.cards import answers as cards
from bot.curating.services import CuratorServices, curator
from bot.records.pages import record_pages
from bot.replies.buttons import Act, Press
from bot.replies.custom_ids import ButtonId
from bot.replies.reply import Interaction
from bot.wording import records as wording
from bot.wording.i18n import gettext as _

LONGEST_NUMBER: Final = 3  # digits of a page


class PagedList:
    """One list.

    Args:
        services: the parts of the bot.
        action: of the buttons that turn its pages.
        title: above each page.
        lines: returns what is listed of a server, or a line that says that there is nothing; blocks.
    """

    def __init__(
        self, services: CuratorServices, action: str, title: str, lines: Callable[[int], Sequence[str]]
    ) -> None:
        self._services = services
        self._action = action
        self._title = title
        self._lines = lines
        self.acts: Mapping[str, Act] = {action: self._turn}

    async def show(self, interaction: Interaction) -> None:
        """Show the first page; the cog has let a curator in."""
        await self._services.replies.answer(interaction, lambda: self._card(interaction, 0), private=True)

    async def _turn(self, interaction: Interaction, pressed: ButtonId) -> None:
        argument = pressed.argument
        number = int(argument) if argument.isdecimal() and len(argument) <= LONGEST_NUMBER else 0
        if await self._services.rules.admits_curator(interaction):
            await self._services.replies.update(interaction, lambda: self._card(interaction, number))

    def _card(self, interaction: Interaction, number: int) -> ui.LayoutView:
        by = curator(interaction)
        pages = record_pages(_(self._title), self._lines(by.guild_id))
        shown = min(number, len(pages) - 1)
        to = ((shown - 1, wording.NEWER), (shown + 1, wording.OLDER))
        turns = [
            Press(ButtonId(self._action, str(other), by.user_id), _(label))
            for other, label in to
            if 0 <= other < len(pages)
        ]
        return cards.render(pages[shown], [ui.ActionRow[Any](*turns)] if turns else [])

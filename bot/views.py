"""Buttons on cards. They keep nothing in memory: the custom id has the page and the asker, the card the question.

So they work after a restart, and on whichever worker holds the shard.
"""

from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot import cards
from bot.checks import Gate
from bot.reply import Replies
from bot.service import Service
from index.errors import QuestionError
from index.model import Answer

if TYPE_CHECKING:
    import re

NOT_YOURS = "Only the person who asked can turn these pages. Ask with /ask to get your own."
NO_QUESTION = "this card shows no question any more; ask again with /ask"
PREVIOUS, NEXT = "◀ Previous", "Next ▶"


class Pager:
    """Makes the card of any page of an answer, and turns pages when a button is pressed.

    Args:
        service: answers.
        replies: the one door.
        gate: which presses this worker answers.
    """

    def __init__(self, service: Service, replies: Replies, gate: Gate) -> None:
        self._service = service
        self._replies = replies
        self._gate = gate

    def card(self, question: str, asker: int, page: int = 0) -> ui.LayoutView:
        """Answer a question and show one page of it; slow, so it is called in a thread."""
        return self.page(self._service.ask(question), asker, page)

    @staticmethod
    def page(answer: Answer, asker: int, page: int) -> ui.LayoutView:
        """Show one page (0-based, the last one at most) with buttons to its neighbours."""
        every = cards.pages(answer)
        shown = min(page, len(every) - 1)
        buttons: list[ui.Item[Any]] = [Turn(shown - 1, asker, PREVIOUS)] if shown else []
        buttons += [Turn(shown + 1, asker, NEXT)] if shown + 1 < len(every) else []
        rows = [ui.ActionRow[ui.LayoutView](*buttons)] if buttons else []
        return cards.render(every[shown], rows)

    async def turn(self, interaction: discord.Interaction[Any], page: int, asker: int) -> None:
        """Show another page on the card whose button was pressed, if this worker answers here."""
        if not self._gate.takes(interaction.id, interaction.guild):
            return
        if interaction.user.id != asker:
            await self._replies.tell(interaction, NOT_YOURS)
            return
        await self._replies.update(interaction, lambda: self.card(_question_on(interaction), asker, page))


class Turn(ui.DynamicItem[ui.Button[Any]], template=r"c1:turn:(?P<page>\d{1,4}):(?P<asker>\d{1,20})"):
    """A button that leads to another page of the same answer."""

    def __init__(self, page: int, asker: int, label: str = NEXT) -> None:
        super().__init__(ui.Button(label=label, custom_id=f"c1:turn:{page}:{asker}"))
        self._page = page
        self._asker = asker

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: "re.Match[str]", /
    ) -> Self:
        """Make the button that was pressed from what its custom id says."""
        return cls(int(match["page"]), int(match["asker"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Turn the page."""
        pager: Pager = interaction.client.pager
        await pager.turn(interaction, self._page, self._asker)


def _question_on(interaction: discord.Interaction[Any]) -> str:
    shown = interaction.message and cards.question_on(ui.LayoutView.from_message(interaction.message))
    if not shown:
        raise QuestionError(NO_QUESTION)
    return shown

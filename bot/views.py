"""Buttons on cards. They keep nothing in memory: the custom id has kind, page and asker, the card the question.

So they work after a restart, and on whichever worker holds the shard.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot import cards, lists
from bot.checks import Gate
from bot.reply import Replies
from bot.service import Service
from index.errors import QuestionError

if TYPE_CHECKING:
    import re

NOT_YOURS = "Only the person who asked can turn these pages. Ask with /ask to get your own."
NO_QUESTION = "this card shows no question any more; ask again with /ask"
NOT_OURS = "This button leads nowhere any more. Ask again with /ask."
PREVIOUS, NEXT = "◀ Previous", "Next ▶"

Pages = Sequence[cards.Page]


def page_makers(service: Service) -> dict[str, Callable[[str], Pages]]:
    """Return, for each kind of card, what makes its pages from the text that stands on it."""
    return {
        "ask": lambda question: cards.pages(service.ask(question)),
        "search": lambda text: lists.found_pages(text, service.search(text)),
        "sources": lambda _: lists.seeds_pages([service.passage(f"{each.id}#1") for each in service.documents()]),
        "seed": lambda document: lists.seed_pages(service.summarise(document)),
        "caveat": lambda document: lists.caveat_pages(service.passage(f"{document}#1")),
        "passage": lambda ref: lists.passage_pages(service.passage(ref)),
    }


class Pager:
    """Makes any page of any card, and turns pages when a button is pressed.

    Args:
        service: answers.
        replies: the one door.
        gate: which presses this worker answers.
    """

    def __init__(self, service: Service, replies: Replies, gate: Gate) -> None:
        self._makers = page_makers(service)
        self._replies = replies
        self._gate = gate

    def card(self, kind: str, text: str, asker: int, page: int = 0) -> ui.LayoutView:
        """Show one page (0-based, the last one at most) with buttons to its neighbours.

        It answers or looks up anew, so it is slow and called in a thread.
        """
        every = self._makers[kind](text)
        shown = min(page, len(every) - 1)
        buttons: list[ui.Item[Any]] = [Turn(kind, shown - 1, asker, PREVIOUS)] if shown else []
        buttons += [Turn(kind, shown + 1, asker, NEXT)] if shown + 1 < len(every) else []
        rows = [ui.ActionRow[ui.LayoutView](*buttons)] if buttons else []
        return cards.render(every[shown], rows)

    async def turn(self, interaction: discord.Interaction[Any], kind: str, page: int, asker: int) -> None:
        """Show another page on the card whose button was pressed, if this worker answers here."""
        if not self._gate.takes(interaction.id, interaction.guild):
            return
        if interaction.user.id != asker or kind not in self._makers:
            await self._replies.tell(interaction, NOT_YOURS)
            return
        await self._replies.update(interaction, lambda: self.card(kind, _question_on(interaction), asker, page))


class Turn(
    ui.DynamicItem[ui.Button[Any]], template=r"c1:turn:(?P<kind>[a-z]{1,10}):(?P<page>\d{1,4}):(?P<asker>\d{1,20})"
):
    """A button that leads to another page of the same answer or list."""

    def __init__(self, kind: str, page: int, asker: int, label: str = NEXT) -> None:
        super().__init__(ui.Button(label=label, custom_id=f"c1:turn:{kind}:{page}:{asker}"))
        self._kind = kind
        self._page = page
        self._asker = asker

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: "re.Match[str]", /
    ) -> Self:
        """Make the button that was pressed from what its custom id says."""
        return cls(match["kind"], int(match["page"]), int(match["asker"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Turn the page."""
        pager: Pager = interaction.client.pager
        await pager.turn(interaction, self._kind, self._page, self._asker)


def is_ours(interaction: discord.Interaction[Any]) -> bool:
    """Tell whether a pressed button stands on its card and is one that `Turn` answers; the client drops others."""
    custom_id = str((interaction.data or {}).get("custom_id", ""))
    if interaction.message is None or not Turn.__discord_ui_compiled_template__.fullmatch(custom_id):
        return False
    standing = ui.LayoutView.from_message(interaction.message).walk_children()
    return any(getattr(item, "custom_id", None) == custom_id for item in standing)


def _question_on(interaction: discord.Interaction[Any]) -> str:
    shown = interaction.message and cards.question_on(ui.LayoutView.from_message(interaction.message))
    if not shown:
        raise QuestionError(NO_QUESTION)
    return shown

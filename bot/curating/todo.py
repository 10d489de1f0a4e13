"""What a server's own seeds lack, those that are shown most first: `/seeds todo`. Reads index and posted cards."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.cards import answers as cards
from bot.curating.cards import said
from bot.curating.desk import Desk, curator
from bot.records.pages import record_pages
from bot.replies.buttons import Act, Press
from bot.replies.custom_ids import ButtonId
from bot.replies.reply import Interaction
from bot.seeding.values import Listed
from bot.store.queries.seeds import OWN
from bot.wording import curators as wording
from bot.wording import records as wording_records
from bot.wording.i18n import gettext as _
from bot.wording.i18n import said as said_by_library
from index.building.lint import remarks
from index.snapshots.snapshot import StoredDocument


@dataclass(frozen=True, slots=True)
class LackingSeed:
    """A seed, on how many cards it was shown, and what it lacks in words."""

    seed: str
    shown: int
    lacks: tuple[str, ...]


class ToDo:
    """Shows curators what to do next."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.acts: Mapping[str, Act] = {"todo": self._turn}

    async def show(self, interaction: Interaction) -> None:
        """Show the first page; the cog has let a curator in."""
        await self._desk.replies.answer(interaction, lambda: self._card(interaction, 0), private=True)

    async def _turn(self, interaction: Interaction, pressed: ButtonId) -> None:
        number = int(pressed.argument) if pressed.argument.isdecimal() and len(pressed.argument) < len("1000") else 0
        if await self._desk.rules.admits_curator(interaction):
            await self._desk.replies.update(interaction, lambda: self._card(interaction, number))

    def _card(self, interaction: Interaction, number: int) -> ui.LayoutView:
        asker = interaction.user.id
        lines = [_line(each) for each in self.lacking(curator(interaction).guild_id)]
        pages = record_pages(_(wording.TODO), lines or [_(wording.NOTHING_TO_DO)])
        shown = min(number, len(pages) - 1)
        turns = [Press(ButtonId("todo", str(shown - 1), asker), _(wording_records.NEWER))] if shown else []
        if shown + 1 < len(pages):
            turns.append(Press(ButtonId("todo", str(shown + 1), asker), _(wording_records.OLDER)))
        return cards.render(pages[shown], [ui.ActionRow[Any](*turns)] if turns else [])

    def lacking(self, guild_id: int) -> list[LackingSeed]:
        """Return the seeds that lack something, most shown first; blocks."""
        desk = self._desk
        view, shown = desk.service.own_view(guild_id), desk.store.curators.seeds_shown(guild_id)
        documents: defaultdict[str, list[StoredDocument]] = defaultdict(list)
        for document in view.searcher.documents() if view else []:
            documents[document.seed].append(document)
        found = [
            LackingSeed(name, shown.get(OWN + name, 0), lacks)
            for listed in desk.curation.listed(guild_id)
            if (lacks := tuple(_lacks(listed, documents[OWN + (name := listed.seed.seed)])))
        ]
        return sorted(found, key=lambda each: (-each.shown, -len(each.lacks), each.seed))


def _lacks(listed: Listed, documents: list[StoredDocument]) -> Iterator[str]:
    if listed.indexed is not None and listed.indexed.problem is not None:
        yield said(wording.UNREAD, problem=said_by_library(listed.indexed.problem))
    attributions = [each.attribution for each in documents]
    if any(not each.caveats for each in documents):
        yield _(wording.LACKS_CAVEAT)
    if any(not each.authors for each in attributions):
        yield _(wording.LACKS_AUTHOR)
    if any(each.published is None for each in attributions):
        yield _(wording.LACKS_DATE)
    if any(each.source is None for each in attributions):
        yield _(wording.LACKS_SOURCE)
    if listed.indexed is not None:
        known = {str(each) for one in documents for each in remarks(one.caveats, one.attribution.author)}
        yield from (said_by_library(each) for each in listed.indexed.remarks if str(each) not in known)


def _line(each: LackingSeed) -> str:
    head = said(wording.LACKS, seed=each.seed, count=each.shown)
    return "\n".join([head, *(f"- {lack}" for lack in each.lacks)])

"""What curators read of their server's own seeds: the list, the linter's findings, exports. Changes nothing.

Who acts is checked by the handlers, which let curators in.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Final

import discord
from discord import ui

from bot.cards import answers as cards
from bot.replies.reply import Interaction, Replies
from bot.replies.sending import ReplyResult
from bot.seeding import cards as seed_cards
from bot.seeding import rows as seed_rows
from bot.seeding.curation import Curation
from bot.seeding.errors import CurationError
from bot.seeding.exporting import ExportedZip, zipped
from bot.seeding.values import Curator, Listed
from bot.wording import seeds as wording
from bot.wording.i18n import counted

if TYPE_CHECKING:
    from bot.replies.buttons import Act
    from bot.replies.custom_ids import ButtonId

MOST_PARTS: Final = 5  # zip files of one export; what is larger is the operator's to hand out
MOST_PART_BYTES: Final = 10 * 1024 * 1024
CHOICES: Final = 25  # of an autocompletion
CHOICE_CHARS: Final = 100

Lay = Callable[[Sequence[Listed]], tuple[cards.Page, ...]]
LISTS: Final[Mapping[str, Lay]] = {"seedlist": seed_cards.list_pages, "seedcheck": seed_cards.findings_pages}


class SeedRecords:
    """Shows seeds as they are stored and indexed.

    Args:
        curation: knows them.
        replies: the one door.
    """

    def __init__(self, curation: Curation, replies: Replies) -> None:
        self._curation = curation
        self._replies = replies
        self.acts: Mapping[str, Act] = {kind: partial(self._turn, kind) for kind in LISTS}

    async def show(self, kind: str, interaction: Interaction, curator: Curator) -> None:
        """Show the first page of a list."""
        await self._replies.answer(interaction, partial(self._page, kind, curator, 0), private=True)

    async def export(self, interaction: Interaction, curator: Curator, seed: str | None) -> None:
        """Send the server's own seeds, or one of them, as zip files."""
        most_bytes = min(interaction.filesize_limit, MOST_PART_BYTES)
        await self._replies.answer_files(interaction, partial(self._parcels, curator.guild_id, seed, most_bytes))

    async def complete(self, guild_id: int, typed: str) -> list[discord.app_commands.Choice[str]]:
        """Suggest seeds by what was typed of their ids or file names."""
        found = await self._replies.to_thread(partial(self._curation.complete, guild_id, typed))
        return [
            discord.app_commands.Choice(name=f"{each.seed} · {each.file_name}"[:CHOICE_CHARS], value=each.seed)
            for each in found[:CHOICES]
        ]

    async def _turn(self, kind: str, interaction: Interaction, pressed: "ButtonId") -> None:
        curator = Curator(interaction.guild_id or 0, pressed.asker)
        _name, page = seed_rows.read_index(pressed.argument)
        await self._replies.update(interaction, partial(self._page, kind, curator, page))

    def _page(self, kind: str, curator: Curator, page: int) -> ui.LayoutView:
        pages = LISTS[kind](self._curation.listed(curator.guild_id))
        shown = min(page, len(pages) - 1)
        at = seed_rows.Turned(shown, len(pages), curator.user_id)
        return cards.render(pages[shown], seed_rows.list_rows(kind, at))

    def _parcels(self, guild_id: int, seed: str | None, most_bytes: int) -> Sequence[ReplyResult]:
        files = (file for _seed, file in self._curation.files(guild_id, seed))
        try:
            parts = list(islice(zipped(files, most_bytes), MOST_PARTS + 1))
        except ValueError as err:
            raise CurationError(wording.TOO_LARGE_TO_SEND, guild=guild_id) from err
        if len(parts) > MOST_PARTS:
            raise CurationError(wording.TOO_LARGE_TO_SEND, guild=guild_id)
        if not parts:
            raise CurationError(wording.NOTHING_TO_EXPORT)
        return [_parcel(part, number, len(parts)) for number, part in enumerate(parts, 1)]


def _parcel(part: ExportedZip, number: int, of: int) -> ReplyResult:
    """Put a zip file on a card."""
    file = discord.File(BytesIO(part.data), f"seeds-{number}-of-{of}.zip")
    said = ui.TextDisplay[ui.LayoutView](counted(wording.EXPORTED, part.seeds, number=number, of=of))
    card = ui.LayoutView(timeout=None).add_item(ui.Container(said, ui.File(file)))
    return ReplyResult(card, files=(file,))

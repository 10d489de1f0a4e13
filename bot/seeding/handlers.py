"""Where curators are served: what the commands, buttons and forms about a server's own seeds do.

Whoever acts is checked at every act, in commands, buttons and forms alike: a curator, of this server, now. All cards
are private. Decides nothing about seeds itself.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.access.rules import Rules
from bot.cards import answers as cards
from bot.fetching.pages import PageFetcher
from bot.replies.reply import Interaction, Replies
from bot.seeding import cards as seed_cards
from bot.seeding import rows as seed_rows
from bot.seeding.curation import Curation
from bot.seeding.drafts.forms import Submitted
from bot.seeding.intake.sandbox import Sandbox
from bot.seeding.page_handlers import PageHandlers
from bot.seeding.preview_handlers import PreviewHandlers, curator_of
from bot.seeding.progress import Indexing
from bot.seeding.records import SeedRecords
from bot.wording import seeds as wording
from bot.wording.i18n import gettext as _

if TYPE_CHECKING:
    from bot.replies.buttons import Act
    from bot.replies.custom_ids import ButtonId

View = ui.LayoutView


class SeedHandlers:
    """Serves curators.

    Args:
        curation: does it.
        indexing: re-indexes a server after a change, and shows that.
        replies: the one door.
        rules: who is a curator.
        room: reads files apart.
        pages: fetches pages of the web; None where the operator has not switched that on.

    Attributes:
        previews: serves those who add or correct seeds.
        pages: serves those who add pages by their address.
    """

    def __init__(  # noqa: PLR0913, PLR0917 each is another part of the bot
        self,
        curation: Curation,
        indexing: Indexing,
        replies: Replies,
        rules: Rules,
        room: Sandbox,
        pages: PageFetcher | None,
    ) -> None:
        self._curation = curation
        self._indexing = indexing
        self._replies = replies
        self._rules = rules
        self._records = SeedRecords(curation, replies)
        self.previews = PreviewHandlers(curation, indexing, replies, rules)
        self.pages = PageHandlers(pages, curation, room, self.previews, replies)
        acts: dict[str, Act] = {
            **self.previews.acts,
            "seedremove": self._remove,
            "seedblock": self._block,
            "seedkeep": self._keep,
            "seedundo": self._undo,
            **self._records.acts,
        }
        self.acts: Mapping[str, Act] = {name: partial(self._as_curator, act) for name, act in acts.items()}

    # Commands: the cog has let curators in

    async def ask_to_remove(self, interaction: Interaction, seed: str, *, block: bool) -> None:
        """Ask whether a seed is really to go."""
        curator = curator_of(interaction)

        def make() -> View:
            listed = self._curation.removable(curator.guild_id, seed, block=block)
            rows = seed_rows.removal_rows(listed.seed, curator.user_id, block=block)
            return cards.render(seed_cards.removal_page(listed, block=block), rows)

        await self._replies.answer(interaction, make, private=True)

    async def show(self, kind: str, interaction: Interaction) -> None:
        """List the server's own seeds ("seedlist"), or what the linter finds in them ("seedcheck")."""
        await self._records.show(kind, interaction, curator_of(interaction))

    async def export(self, interaction: Interaction, seed: str | None) -> None:
        """Send the server's own seeds, or one of them, as zip files."""
        await self._records.export(interaction, curator_of(interaction), seed)

    async def complete(self, interaction: Interaction, typed: str) -> list[discord.app_commands.Choice[str]]:
        """Suggest seeds to a curator; to others nothing."""
        if not await self._rules.is_curator(interaction):
            return []
        return await self._records.complete(curator_of(interaction).guild_id, typed)

    # Buttons and forms

    async def submit(self, interaction: Interaction, sent: Submitted) -> None:
        """Act on a form that was sent."""
        if await self._admits(interaction, sent.about.asker):
            await self.previews.correct(interaction, sent)

    async def _as_curator(self, act: "Act", interaction: Interaction, pressed: "ButtonId") -> None:
        """Act on a press."""
        if await self._admits(interaction, pressed.asker):
            await act(interaction, pressed)

    async def _admits(self, interaction: Interaction, asker: int) -> bool:
        """Tell whether a curator of this server, at this moment, acts on their own card; who does not is told so."""
        if not await self._rules.admits_curator(interaction):
            return False
        if interaction.user.id != asker:
            await self._replies.tell(interaction, _(wording.NOT_YOUR_CARD))
            return False
        return True

    async def _remove(self, interaction: Interaction, pressed: "ButtonId") -> None:
        curator, (seed, version) = curator_of(interaction), seed_rows.read_version(pressed.argument)
        await self._change(
            interaction,
            lambda: self._curation.remove(curator, seed, version),
            lambda gone: (seed_cards.said_page(wording.REMOVED, gone.seed), seed_rows.undo_rows(gone, pressed.asker)),
        )

    async def _undo(self, interaction: Interaction, pressed: "ButtonId") -> None:
        curator, (seed, version) = curator_of(interaction), seed_rows.read_version(pressed.argument)
        await self._change(
            interaction,
            lambda: self._curation.undo(curator, seed, version),
            lambda back: (seed_cards.said_page(wording.RESTORED, back.seed), []),
        )

    async def _block(self, interaction: Interaction, pressed: "ButtonId") -> None:
        curator, (seed, version) = curator_of(interaction), seed_rows.read_version(pressed.argument)
        await self._change(
            interaction,
            lambda: self._curation.block(curator, seed, version),
            lambda gone: (seed_cards.blocked_page(gone), []),
            self._indexing.follow_block,
        )

    async def _change(
        self,
        interaction: Interaction,
        act: Callable[[], Any],
        show: Callable[[Any], tuple[cards.Page, seed_rows.ButtonRows]],
        follow: Callable[..., Awaitable[object]] | None = None,
    ) -> None:
        """Change the server's seeds and show that; then re-index them, which shows below it."""
        follow = follow or self._indexing.follow
        done: list[tuple[cards.Page, seed_rows.ButtonRows]] = []

        def make() -> View:
            done.append(show(act()))
            return self._indexing.begun(*done[0])

        await self._replies.update(interaction, make)
        if done:
            await follow(interaction, *done[0])

    async def _keep(self, interaction: Interaction, pressed: "ButtonId") -> None:
        seed, _version = seed_rows.read_version(pressed.argument)
        await self._replies.update(interaction, lambda: cards.note(_(wording.KEPT).format(seed=seed)))

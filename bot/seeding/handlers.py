"""Where curators are served: what the commands, buttons and forms about a server's own seeds do.

Whoever acts is checked at every act, in commands, buttons and forms alike: a curator, of this server, now. All cards
are private. Decides nothing about seeds itself.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.access.rules import Rules
from bot.cards import answers as cards
from bot.replies.reply import Interaction, Replies
from bot.seeding import cards as seed_cards
from bot.seeding import rows as seed_rows
from bot.seeding.curation import Curation, Curator, Outcome
from bot.seeding.drafts.drafts import Draft, DraftFile
from bot.seeding.drafts.forms import Submitted, changes, form
from bot.seeding.errors import ConflictError, CurationError
from bot.seeding.intake.fetching import fetch
from bot.seeding.progress import Indexing
from bot.seeding.records import SeedRecords
from bot.seeding.rows import read_index
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
    """

    def __init__(self, curation: Curation, indexing: Indexing, replies: Replies, rules: Rules) -> None:
        self._curation = curation
        self._indexing = indexing
        self._replies = replies
        self._rules = rules
        self._records = SeedRecords(curation, replies)
        acts: dict[str, Act] = {
            "seedpage": self._turn,
            "seedconfirm": self._confirm,
            "seedattribution": partial(self._open_form, "attribution"),
            "seedcaution": partial(self._open_form, "caution"),
            "seedcancel": self._cancel,
            "seededit": self._edit_again,
            "seedremove": self._remove,
            "seedblock": self._block,
            "seedkeep": self._keep,
            "seedundo": self._undo,
            **self._records.acts,
        }
        self.acts: Mapping[str, Act] = {name: partial(self._as_curator, act) for name, act in acts.items()}

    # Commands: the cog has let curators in

    async def add(self, interaction: Interaction, attachments: Sequence[discord.Attachment]) -> None:
        """Show what is understood of attached files; nothing is stored."""
        curator = _curator(interaction)

        async def make() -> View:
            files, refused = await fetch(attachments, self._curation.upload_max_bytes())
            preview = await self._replies.aside(partial(self._curation.preview, curator, files, refused))
            return _preview(curator, preview.token, preview.draft)

        if await self._rules.admits_preview(interaction):
            await self._replies.answer(interaction, make, private=True)

    async def edit(self, interaction: Interaction, seed: str, attachment: discord.Attachment | None = None) -> None:
        """Show what is understood of a seed, or of another file in its place, to be corrected."""
        curator = _curator(interaction)

        async def make() -> View:
            files, refused = await fetch([attachment] if attachment else [], self._curation.upload_max_bytes())
            if refused:
                raise CurationError(wording.NOT_SO, problem=refused[0].problem)
            file = files[0] if files else None
            preview = await self._replies.aside(partial(self._curation.preview_change, curator, seed, file))
            return _preview(curator, preview.token, preview.draft)

        if await self._rules.admits_preview(interaction):
            await self._replies.answer(interaction, make, private=True)

    async def ask_to_remove(self, interaction: Interaction, seed: str, *, block: bool) -> None:
        """Ask whether a seed is really to go."""
        curator = _curator(interaction)

        def make() -> View:
            listed = self._curation.removable(curator.guild_id, seed, block=block)
            rows = seed_rows.removal_rows(listed.seed, curator.user_id, block=block)
            return cards.render(seed_cards.removal_page(listed, block=block), rows)

        await self._replies.answer(interaction, make, private=True)

    async def show(self, kind: str, interaction: Interaction) -> None:
        """List the server's own seeds ("seedlist"), or what the linter finds in them ("seedcheck")."""
        await self._records.show(kind, interaction, _curator(interaction))

    async def export(self, interaction: Interaction, seed: str | None) -> None:
        """Send the server's own seeds, or one of them, as zip files."""
        await self._records.export(interaction, _curator(interaction), seed)

    async def complete(self, interaction: Interaction, typed: str) -> list[discord.app_commands.Choice[str]]:
        """Suggest seeds to a curator; to others nothing."""
        if not await self._rules.is_curator(interaction):
            return []
        return await self._records.complete(_curator(interaction).guild_id, typed)

    # Buttons and forms

    async def submit(self, interaction: Interaction, sent: Submitted) -> None:
        """Act on a form that was sent."""
        if await self._admits(interaction, sent.about.asker):
            await self._correct(interaction, sent)

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

    async def _turn(self, interaction: Interaction, pressed: "ButtonId") -> None:
        curator, (token, page) = _curator(interaction), read_index(pressed.argument)
        await self._replies.update(
            interaction, lambda: _preview(curator, token, self._curation.draft(curator, token), page)
        )

    async def _open_form(self, kind: str, interaction: Interaction, pressed: "ButtonId") -> None:
        curator, (token, index) = _curator(interaction), read_index(pressed.argument)

        def make() -> ui.Modal:
            return form(kind, pressed.argument, pressed.asker, _entry(self._curation.draft(curator, token), index))

        try:
            opened = await self._replies.to_thread(make)
        except CurationError as err:
            await self._replies.tell(interaction, self._replies.explain(err))
        else:
            await self._replies.open_form(interaction, opened)

    async def _correct(self, interaction: Interaction, sent: Submitted) -> None:
        curator, (token, index) = _curator(interaction), read_index(sent.about.argument)

        def correct() -> View:
            entry = _entry(self._curation.draft(curator, token), index)
            after = self._curation.edit(curator, token, index, changes(sent, entry))
            return _preview(curator, token, after, seed_cards.first_page(after, index))

        async def make() -> View:
            return await self._replies.aside(correct)

        await self._replies.update(interaction, make)

    async def _cancel(self, interaction: Interaction, pressed: "ButtonId") -> None:
        curator, (token, _page) = _curator(interaction), read_index(pressed.argument)

        def make() -> View:
            self._curation.discard(curator, token)
            return cards.note(_(wording.DISCARDED))

        await self._replies.update(interaction, make)

    async def _confirm(self, interaction: Interaction, pressed: "ButtonId") -> None:
        curator, (token, _page) = _curator(interaction), read_index(pressed.argument)
        stored: list[Outcome] = []

        def make() -> View:
            try:
                stored.extend(self._curation.confirm(curator, token))
            except ConflictError as err:
                rows = [] if err.is_removed else seed_rows.again_rows(err.seed, pressed.asker)
                return cards.render(seed_cards.conflict_page(err), rows)
            return self._indexing.begun(seed_cards.stored_page(stored))

        await self._replies.update(interaction, make)
        if any(outcome.seed for outcome in stored):
            await self._indexing.follow(interaction, seed_cards.stored_page(stored))

    async def _edit_again(self, interaction: Interaction, pressed: "ButtonId") -> None:
        curator = _curator(interaction)

        async def make() -> View:
            preview = await self._replies.aside(partial(self._curation.preview_change, curator, pressed.argument))
            return _preview(curator, preview.token, preview.draft)

        await self._replies.update(interaction, make)

    async def _remove(self, interaction: Interaction, pressed: "ButtonId") -> None:
        curator, (seed, version) = _curator(interaction), seed_rows.read_version(pressed.argument)
        await self._change(
            interaction,
            lambda: self._curation.remove(curator, seed, version),
            lambda gone: (seed_cards.said_page(wording.REMOVED, gone.seed), seed_rows.undo_rows(gone, pressed.asker)),
        )

    async def _undo(self, interaction: Interaction, pressed: "ButtonId") -> None:
        curator, (seed, version) = _curator(interaction), seed_rows.read_version(pressed.argument)
        await self._change(
            interaction,
            lambda: self._curation.undo(curator, seed, version),
            lambda back: (seed_cards.said_page(wording.RESTORED, back.seed), []),
        )

    async def _block(self, interaction: Interaction, pressed: "ButtonId") -> None:
        curator, (seed, version) = _curator(interaction), seed_rows.read_version(pressed.argument)
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


def _preview(curator: Curator, token: str, draft: Draft, page: int = 0) -> View:
    pages = seed_cards.draft_pages(draft)
    shown = pages[min(page, len(pages) - 1)]
    at = seed_rows.Turned(min(page, len(pages) - 1), len(pages), curator.user_id)
    editable = shown.entry if draft.entries[shown.entry].understood.problem is None else None
    return cards.render(shown.page, seed_rows.draft_rows(token, at, usable=bool(draft.usable), editable=editable))


def _curator(interaction: Interaction) -> Curator:
    """Return who acts where; a curator was let in, so there is a server."""
    if interaction.guild_id is None:
        raise CurationError(wording.NOT_IN_A_SERVER)
    return Curator(interaction.guild_id, interaction.user.id)


def _entry(draft: Draft, index: int) -> DraftFile:
    """Return the file at an index of a draft, which can be read; a forged custom id names any."""
    if index >= len(draft.entries) or draft.entries[index].understood.problem is not None:
        raise CurationError(wording.EXPIRED)
    return draft.entries[index]

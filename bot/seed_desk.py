"""Where curators are served: what the commands, buttons and forms about a server's own seeds do.

Whoever acts is checked at every act, in commands, buttons and forms alike: a curator, of this server, now. All cards
are private. Decides nothing about seeds itself.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import ui

from bot import cards, seed_cards, seed_rows
from bot import wording_seeds as wording
from bot.curation import ConflictError, Curation, CurationError, Curator, Outcome
from bot.drafts import Draft
from bot.exporting import Part, zipped
from bot.fetching import fetch
from bot.i18n import gettext as _
from bot.reply import Interaction, Made, Replies
from bot.rules import Rules
from bot.seed_forms import Submitted, changes, form
from bot.seed_progress import Indexing

if TYPE_CHECKING:
    from bot.views import Act

View = ui.LayoutView
MOST_PARTS: Final = 5  # zip files of one export; what is larger is the operator's to hand out
MOST_PART_BYTES: Final = 10 * 1024 * 1024
CHOICES: Final = 25  # of an autocompletion


class SeedDesk:
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
            "seedlist": self._turn_list,
            "seedcheck": self._turn_findings,
        }
        self.acts: Mapping[str, Act] = {name: partial(self._as_curator, act) for name, act in acts.items()}

    # Commands

    async def add(self, interaction: Interaction, attachments: Sequence[discord.Attachment]) -> None:
        """Show what is understood of attached files; nothing is stored."""
        curator = _curator(interaction)

        async def make() -> View:
            files, refused = await fetch(attachments, self._curation.upload_max_bytes())
            preview = await self._replies.to_thread(partial(self._curation.preview, curator, files, refused))
            return self._preview(curator, preview.token, preview.draft)

        await self._replies.answer(interaction, make, private=True)

    async def edit(self, interaction: Interaction, seed: str, attachment: discord.Attachment | None = None) -> None:
        """Show what is understood of a seed, or of another file in its place, to be corrected."""
        curator = _curator(interaction)

        async def make() -> View:
            files, refused = await fetch([attachment] if attachment else [], self._curation.upload_max_bytes())
            if refused:
                raise CurationError(wording.NOT_SO, problem=refused[0].problem)
            file = files[0] if files else None
            preview = await self._replies.to_thread(partial(self._curation.preview_change, curator, seed, file))
            return self._preview(curator, preview.token, preview.draft)

        await self._replies.answer(interaction, make, private=True)

    async def ask_to_remove(self, interaction: Interaction, seed: str, *, block: bool) -> None:
        """Ask whether a seed is really to go."""
        curator = _curator(interaction)

        def make() -> View:
            listed = self._curation.removable(curator.guild_id, seed, block=block)
            rows = seed_rows.removal_rows(listed.seed, curator.user_id, block=block)
            return cards.render(seed_cards.removal_page(listed, block=block), rows)

        await self._replies.answer(interaction, make, private=True)

    async def show_list(self, interaction: Interaction) -> None:
        """List the server's own seeds."""
        await self._replies.answer(interaction, partial(self._list, _curator(interaction), 0), private=True)

    async def check(self, interaction: Interaction) -> None:
        """List what the linter finds in the server's own seeds."""
        await self._replies.answer(interaction, partial(self._findings, _curator(interaction), 0), private=True)

    async def export(self, interaction: Interaction, seed: str | None) -> None:
        """Send the server's own seeds, or one of them, as zip files."""
        curator = _curator(interaction)
        most_bytes = min(interaction.filesize_limit, MOST_PART_BYTES)

        def make() -> Sequence[Made]:
            files = (file for _seed, file in self._curation.files(curator.guild_id, seed))
            try:
                parts = list(islice(zipped(files, most_bytes), MOST_PARTS + 1))
            except ValueError as err:
                raise CurationError(wording.TOO_LARGE_TO_SEND, guild=curator.guild_id) from err
            if len(parts) > MOST_PARTS:
                raise CurationError(wording.TOO_LARGE_TO_SEND, guild=curator.guild_id)
            if not parts:
                raise CurationError(wording.NOTHING_TO_EXPORT)
            return [_parcel(part, number, len(parts)) for number, part in enumerate(parts, 1)]

        await self._replies.answer_files(interaction, make)

    async def complete(self, interaction: Interaction, typed: str) -> list[discord.app_commands.Choice[str]]:
        """Suggest seeds to a curator; to others nothing."""
        if not await self._rules.is_curator(interaction):
            return []
        found = await self._replies.to_thread(partial(self._curation.complete, interaction.guild_id or 0, typed))
        return [discord.app_commands.Choice(name=each.seed, value=each.seed) for each in found[:CHOICES]]

    # Buttons and forms

    async def submit(self, interaction: Interaction, sent: Submitted) -> None:
        """Act on a form that was sent."""
        if await self._admits(interaction, sent.asker):
            await self._correct(interaction, sent)

    async def _as_curator(self, act: "Act", interaction: Interaction, argument: str, asker: int) -> None:
        """Act on a press."""
        if await self._admits(interaction, asker):
            await act(interaction, argument, asker)

    async def _admits(self, interaction: Interaction, asker: int) -> bool:
        """Tell whether a curator of this server, at this moment, acts on their own card; who does not is told so."""
        if not await self._rules.admits_curator(interaction):
            return False
        if interaction.user.id != asker:
            await self._replies.tell(interaction, _(wording.NOT_YOUR_CARD))
            return False
        return True

    async def _turn(self, interaction: Interaction, argument: str, _asker: int) -> None:
        curator, (token, page) = _curator(interaction), _place(argument)
        await self._replies.update(
            interaction, lambda: self._preview(curator, token, self._curation.draft(curator, token), page)
        )

    async def _open_form(self, kind: str, interaction: Interaction, argument: str, asker: int) -> None:
        curator, (token, page) = _curator(interaction), _place(argument)
        try:
            draft = self._curation.draft(curator, token)
            entry = draft.entries[seed_cards.draft_pages(draft)[page].entry]
        except (CurationError, IndexError) as err:
            await self._replies.tell(interaction, self._replies.explain(_expired(err)))
            return
        await self._replies.open_form(interaction, form(kind, argument, asker, entry))

    async def _correct(self, interaction: Interaction, sent: Submitted) -> None:
        curator, (token, page) = _curator(interaction), _place(sent.argument)

        def make() -> View:
            draft = self._curation.draft(curator, token)
            place = seed_cards.draft_pages(draft)[page].entry
            after = self._curation.edit(curator, token, place, changes(sent, draft.entries[place]))
            return self._preview(curator, token, after, _first_page(after, place))

        await self._replies.update(interaction, make)

    async def _cancel(self, interaction: Interaction, argument: str, _asker: int) -> None:
        curator, (token, _page) = _curator(interaction), _place(argument)

        def make() -> View:
            self._curation.discard(curator, token)
            return cards.note(_(wording.DISCARDED))

        await self._replies.update(interaction, make)

    async def _confirm(self, interaction: Interaction, argument: str, asker: int) -> None:
        curator, (token, _page) = _curator(interaction), _place(argument)
        stored: list[Outcome] = []

        def make() -> View:
            try:
                stored.extend(self._curation.confirm(curator, token))
            except ConflictError as err:
                rows = [] if err.is_removed else seed_rows.again_rows(err.seed, asker)
                return cards.render(seed_cards.conflict_page(err), rows)
            return self._indexing.begun(seed_cards.stored_page(stored))

        await self._replies.update(interaction, make)
        if any(outcome.seed for outcome in stored):
            await self._indexing.follow(interaction, seed_cards.stored_page(stored))

    async def _edit_again(self, interaction: Interaction, seed: str, _asker: int) -> None:
        curator = _curator(interaction)

        def make() -> View:
            preview = self._curation.preview_change(curator, seed)
            return self._preview(curator, preview.token, preview.draft)

        await self._replies.update(interaction, make)

    async def _remove(self, interaction: Interaction, argument: str, asker: int) -> None:
        curator, (seed, version) = _curator(interaction), seed_rows.read_version(argument)
        await self._change(
            interaction,
            lambda: self._curation.remove(curator, seed, version),
            lambda gone: (seed_cards.said_page(wording.REMOVED, gone.seed), seed_rows.undo_rows(gone, asker)),
        )

    async def _undo(self, interaction: Interaction, argument: str, _asker: int) -> None:
        curator, (seed, version) = _curator(interaction), seed_rows.read_version(argument)
        await self._change(
            interaction,
            lambda: self._curation.undo(curator, seed, version),
            lambda back: (seed_cards.said_page(wording.RESTORED, back.seed), []),
        )

    async def _block(self, interaction: Interaction, argument: str, _asker: int) -> None:
        curator, (seed, version) = _curator(interaction), seed_rows.read_version(argument)
        await self._change(
            interaction,
            lambda: self._curation.block(curator, seed, version),
            lambda _none: (seed_cards.said_page(wording.BLOCKED_NOW, seed), []),
            self._indexing.follow_block,
        )

    async def _change(
        self,
        interaction: Interaction,
        act: Callable[[], Any],
        show: Callable[[Any], tuple[cards.Page, seed_rows.Rows]],
        follow: Callable[..., Awaitable[object]] | None = None,
    ) -> None:
        """Change the server's seeds and show that; then re-index them, which shows below it."""
        follow = follow or self._indexing.follow
        done: list[tuple[cards.Page, seed_rows.Rows]] = []

        def make() -> View:
            done.append(show(act()))
            return self._indexing.begun(*done[0])

        await self._replies.update(interaction, make)
        if done:
            await follow(interaction, *done[0])

    async def _keep(self, interaction: Interaction, argument: str, _asker: int) -> None:
        seed, _version = seed_rows.read_version(argument)
        await self._replies.update(interaction, lambda: cards.note(_(wording.KEPT).format(seed=seed)))

    async def _turn_list(self, interaction: Interaction, argument: str, _asker: int) -> None:
        page = _place(argument)[1]
        await self._replies.update(interaction, partial(self._list, _curator(interaction), page))

    async def _turn_findings(self, interaction: Interaction, argument: str, _asker: int) -> None:
        page = _place(argument)[1]
        await self._replies.update(interaction, partial(self._findings, _curator(interaction), page))

    # Cards

    def _preview(self, curator: Curator, token: str, draft: Draft, page: int = 0) -> View:
        pages = seed_cards.draft_pages(draft)
        shown = min(page, len(pages) - 1)
        entry = draft.entries[pages[shown].entry]
        at = seed_rows.Turned(shown, len(pages), curator.user_id)
        readable = entry.understood.problem is None
        rows = seed_rows.draft_rows(token, at, usable=bool(draft.usable), readable=readable)
        return cards.render(pages[shown].page, rows)

    def _list(self, curator: Curator, page: int) -> View:
        pages = seed_cards.list_pages(self._curation.listed(curator.guild_id))
        return _shown("seedlist", pages, page, curator)

    def _findings(self, curator: Curator, page: int) -> View:
        pages = seed_cards.findings_pages(self._curation.listed(curator.guild_id))
        return _shown("seedcheck", pages, page, curator)


def _shown(action: str, pages: Sequence[cards.Page], page: int, curator: Curator) -> View:
    shown = min(page, len(pages) - 1)
    at = seed_rows.Turned(shown, len(pages), curator.user_id)
    return cards.render(pages[shown], seed_rows.list_rows(action, at))


def _curator(interaction: Interaction) -> Curator:
    """Return who acts where; a curator was let in, so there is a server."""
    if interaction.guild_id is None:
        raise CurationError(wording.NOT_IN_A_SERVER)
    return Curator(interaction.guild_id, interaction.user.id)


def _place(argument: str) -> tuple[str, int]:
    """Return the token and the 0-based page that a custom id names."""
    token, _dot, page = argument.rpartition(".")
    return token, int(page) if page.isdecimal() else 0


def _first_page(draft: Draft, place: int) -> int:
    return next(number for number, page in enumerate(seed_cards.draft_pages(draft)) if page.entry == place)


def _parcel(part: Part, number: int, of: int) -> Made:
    """Put a zip file on a card."""
    file = discord.File(BytesIO(part.data), f"seeds-{number}-of-{of}.zip")
    said = ui.TextDisplay[View](_(wording.EXPORTED).format(count=part.seeds, number=number, of=of))
    return Made(View(timeout=None).add_item(ui.Container(said, ui.File(file))), files=(file,))


def _expired(err: Exception) -> CurationError:
    return err if isinstance(err, CurationError) else CurationError(wording.EXPIRED)

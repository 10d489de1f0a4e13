"""Where curators are served who add or correct seeds: what the commands, buttons and forms about previews do.

Who acts is checked before: by the cog in commands, by `SeedHandlers` at each button and form. All cards are private.
Acts on one draft wait for each other; what takes long is shown as busy on the card.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import discord
from discord import ui

from bot.access.rules import Rules
from bot.cards import answers as cards
from bot.cards.markdown import fitted
from bot.replies.busy import Busy
from bot.replies.reply import Interaction, Replies
from bot.seeding import cards as seed_cards
from bot.seeding import rows as seed_rows
from bot.seeding.curation import Curation
from bot.seeding.draft_cards import SeenDraft, choices, draft_pages, first_page
from bot.seeding.drafts.drafts import Draft, DraftCorrection, DraftFile
from bot.seeding.drafts.forms import Submitted, TypedChanges, changes, form
from bot.seeding.errors import ConflictError, CurationError, PreviewChangedError
from bot.seeding.intake.attachments import ended_alike
from bot.seeding.intake.fetching import fetch
from bot.seeding.progress import Indexing
from bot.seeding.rows import read_index
from bot.seeding.turns import CorrectionsUnderWay, MakeView, Turns
from bot.seeding.values import Curator, Outcome, Preview
from bot.wording import seeds as wording
from bot.wording.i18n import gettext as _
from bot.wording.i18n import said_alone
from index.showing.markup import one_line

if TYPE_CHECKING:
    from bot.replies.buttons import Act
    from bot.replies.custom_ids import ButtonId

View = ui.LayoutView
Begun = tuple[Preview, str] | View  # a draft with what is said above it, or a card where there is none
Begin = Callable[[Curator], Awaitable[Begun]]
NOTE_CHARS = 500  # of what was typed and not taken


class PreviewHandlers:
    """Serves curators who add or correct seeds.

    Args:
        curation: does it.
        indexing: re-indexes a server after a change, and shows that.
        replies: the one door.
        rules: how often files may be previewed.
    """

    def __init__(self, curation: Curation, indexing: Indexing, replies: Replies, rules: Rules) -> None:
        self._previews = curation.previews
        self._max_bytes = curation.upload_max_bytes
        self._indexing = indexing
        self._replies = replies
        self._rules = rules
        self._turns = Turns()
        self._underway = WeakValueDictionary[str, CorrectionsUnderWay]()  # by the drafts' tokens
        self.acts: Mapping[str, Act] = {
            "seedpage": self._turn,
            "seedconfirm": self._confirm,
            "seedcancel": self._cancel,
            "seededit": self._edit_again,
            "seedattribution": partial(self._open_form, "attribution"),
            "seedcaution": partial(self._open_form, "caution"),
            "seedname": partial(self._open_form, "name"),
            "seedcommon": partial(self._open_form, "common"),
            "seedreplace": self._replace,
            "seedout": partial(self._mark, leaves_out=True),
            "seedin": partial(self._mark, leaves_out=False),
        }

    async def add(self, interaction: Interaction, attachments: Sequence[discord.Attachment]) -> None:
        """Show what is understood of attached files; nothing is stored."""

        async def begin(curator: Curator) -> Begun:
            fetched = await fetch(attachments, self._max_bytes())
            preview = partial(
                self._previews.preview, curator, fetched.files, fetched.refused, is_many=fetched.is_archive
            )
            return await self._replies.aside(preview), ""

        await self.show(interaction, begin)

    async def edit(self, interaction: Interaction, seed: str, attachment: discord.Attachment | None = None) -> None:
        """Show what is understood of a seed, or of another file in its place, to be corrected."""

        async def begin(curator: Curator) -> Begun:
            fetched = await fetch([attachment] if attachment else [], self._max_bytes())
            if fetched.refused:
                raise CurationError(wording.NOT_SO, problem=fetched.refused[0].problem)
            file = fetched.files[0] if fetched.files else None
            return await self._replies.aside(partial(self._previews.preview_change, curator, seed, file)), ""

        await self.show(interaction, begin)

    async def show(self, interaction: Interaction, begin: Begin) -> None:
        """Show the draft that some work ends in, or its card where it ends in none; nothing is stored."""
        curator = curator_of(interaction)

        async def make() -> View:
            begun = await begin(curator)
            if isinstance(begun, View):
                return begun
            made, note = begun
            return await self._shown(curator, made.token, made.draft, note=note)

        if await self._rules.admits_preview(interaction):
            await self._replies.answer(interaction, make, private=True)

    async def resume(self, interaction: Interaction) -> None:
        """Show the latest draft of who acts again: Discord forgets private cards, and so may people."""
        curator = curator_of(interaction)

        async def make() -> View:
            made = await self._replies.aside(partial(self._previews.latest, curator))
            return await self._shown(curator, made.token, made.draft)

        if await self._rules.admits_preview(interaction):
            await self._replies.answer(interaction, make, private=True)

    async def correct(self, interaction: Interaction, sent: Submitted) -> None:
        """Act on a form that was sent."""
        curator, (_token, place) = curator_of(interaction), read_index(sent.about.argument)
        typed: list[TypedChanges] = []

        def work_out(draft: Draft) -> DraftCorrection:
            typed[:] = [changes(sent, _entry(draft, place, sent.about.kind))]
            return _correction(sent.about.kind, typed[0], draft, place)

        await self._change(interaction, curator, sent.about.argument, work_out, lambda: _clashes(typed))

    async def _turn(self, interaction: Interaction, pressed: "ButtonId") -> None:
        curator, (token, page) = curator_of(interaction), read_index(pressed.argument)

        async def make() -> View:
            return await self._shown(curator, token, find=lambda _seen: page)

        await self._in_turn(token, interaction, make)

    async def _open_form(self, kind: str, interaction: Interaction, pressed: "ButtonId") -> None:
        curator, (token, place) = curator_of(interaction), read_index(pressed.argument)

        def make() -> ui.Modal:
            entry = _entry(self._previews.draft(curator, token), place, kind)
            name = self._previews.free_name(curator, token, place) if kind == "name" else None
            return form(kind, pressed.argument, pressed.asker, entry, name)

        try:
            opened = await self._replies.to_thread(make)
        except CurationError as err:
            await self._replies.tell(interaction, self._replies.explain(err))
        else:
            await self._replies.open_form(interaction, opened)

    async def _replace(self, interaction: Interaction, pressed: "ButtonId") -> None:
        """Let a file take the place of the seed that stands in its way."""
        curator, (_token, place) = curator_of(interaction), read_index(pressed.argument)

        def work_out(draft: Draft) -> DraftCorrection:
            seed = self._seen(draft).replaceable(place) if place in draft.entries else None
            if seed is None:
                raise PreviewChangedError(wording.CHANGED_SINCE)
            return DraftCorrection((place,), {}, replaces=seed)

        await self._change(interaction, curator, pressed.argument, work_out)

    async def _mark(self, interaction: Interaction, pressed: "ButtonId", *, leaves_out: bool) -> None:
        """Have a file stored at Confirm, or not."""
        curator, (_token, place) = curator_of(interaction), read_index(pressed.argument)
        await self._change(
            interaction, curator, pressed.argument, lambda _draft: DraftCorrection((place,), {}, leaves_out=leaves_out)
        )

    async def _change(
        self,
        interaction: Interaction,
        curator: Curator,
        argument: str,
        work_out: Callable[[Draft], DraftCorrection],
        note: Callable[[], str] = lambda: "",
    ) -> None:
        """Correct a draft and show it; while that is read, the card says so."""
        token, place = read_index(argument)
        find = partial(first_page, place=place)
        corrections = self._underway.setdefault(token, CorrectionsUnderWay())

        async def make() -> View:
            try:
                after = await self._replies.aside(partial(self._previews.correct, curator, token, work_out))
            except PreviewChangedError as err:
                return await self._shown(curator, token, note=sentence(err), find=find)
            except CurationError:
                corrections.refused += 1
                raise
            return await self._shown(curator, token, after, note=note(), find=find)

        async def restore() -> View:
            return await self._shown(curator, token, find=find)

        corrections.count += 1
        try:
            await self._in_turn(token, interaction, make, Busy(_(wording.BUSY), restore))
        finally:
            corrections.count -= 1

    async def _cancel(self, interaction: Interaction, pressed: "ButtonId") -> None:
        curator, (token, _page) = curator_of(interaction), read_index(pressed.argument)
        discard = partial(self._previews.discard, curator, token)
        discarding = asyncio.create_task(self._replies.to_thread(discard))  # at once; the card has to wait its turn

        async def make() -> View:
            await discarding
            return cards.note(_(wording.DISCARDED))

        await self._in_turn(token, interaction, make)

    async def _confirm(self, interaction: Interaction, pressed: "ButtonId") -> None:
        curator, (token, version) = curator_of(interaction), read_index(pressed.argument)
        corrections = self._underway.get(token) or CorrectionsUnderWay()
        looked_at, refused = None if corrections.count else version, corrections.refused
        stored: list[Outcome] = []
        back = seed_rows.back_rows(token, pressed.asker)

        async def make() -> View:
            if corrections.refused > refused:  # who confirmed thought that it was taken
                return await self._shown(curator, token, note=_(wording.NOT_TAKEN))
            try:
                stored.extend(await self._replies.aside(partial(self._previews.confirm, curator, token, looked_at)))
            except PreviewChangedError as err:
                return await self._shown(curator, token, note=sentence(err))
            except ConflictError as err:
                rows = [] if err.is_removed else seed_rows.again_rows(err.seed, pressed.asker)
                return cards.render(seed_cards.conflict_page(err), rows)
            page = seed_cards.stored_page(stored)
            if any(outcome.seed for outcome in stored):
                return self._indexing.begun(page)
            return cards.render(page, back if any(outcome.is_kept for outcome in stored) else ())

        await self._in_turn(token, interaction, make)
        if any(outcome.seed for outcome in stored):
            after = back if any(outcome.is_kept for outcome in stored) else ()
            await self._indexing.follow(interaction, seed_cards.stored_page(stored), after=after)

    async def _edit_again(self, interaction: Interaction, pressed: "ButtonId") -> None:
        curator = curator_of(interaction)

        async def make() -> View:
            made = await self._replies.aside(partial(self._previews.preview_change, curator, pressed.argument))
            return await self._shown(curator, made.token, made.draft)

        await self._replies.update(interaction, make)

    async def _in_turn(self, token: str, interaction: Interaction, make: MakeView, busy: Busy | None = None) -> None:
        """Replace a draft's card, after all acts on it that came before."""
        await self._turns.take(token, make, lambda wait: self._replies.update(interaction, wait, busy=busy))

    def _seen(self, draft: Draft) -> SeenDraft:
        return SeenDraft(draft, self._previews.refusals(draft), self._previews.near_copies(draft))

    async def _shown(
        self,
        curator: Curator,
        token: str,
        draft: Draft | None = None,
        *,
        note: str = "",
        find: Callable[[SeenDraft], int] = lambda _seen: 0,
    ) -> View:
        """Show a draft as it is now on the page that is found in it, with a note above it."""

        def make() -> View:
            known = draft if draft is not None else self._previews.draft(curator, token)
            seen = self._seen(known)
            pages = draft_pages(seen, f"⚠ {fitted(one_line(note), NOTE_CHARS)}" if note else "")
            number = min(find(seen), len(pages) - 1)
            turned = seed_rows.Turned(number, len(pages), curator.user_id)
            return cards.render(pages[number].page, seed_rows.draft_rows(choices(token, seen, pages[number]), turned))

        return await self._replies.aside(make)


def sentence(err: Exception) -> str:
    """Return an error's words with a full stop, to stand on a card."""
    return f"{said_alone(getattr(err, 'sentence', str(err)))}."


def curator_of(interaction: Interaction) -> Curator:
    """Return who acts where; a curator was let in, so there is a server."""
    if interaction.guild_id is None:
        raise CurationError(wording.NOT_IN_A_SERVER)
    return Curator(interaction.guild_id, interaction.user.id)


def _entry(draft: Draft, place: int, kind: str) -> DraftFile:
    """Return the file that a form is about, which can be read; a forged custom id names any."""
    if kind == "common" and draft.usable:
        return next(iter(draft.usable.values()))
    entry = draft.entries.get(place)
    if entry is None or not entry.is_readable:
        raise CurationError(wording.EXPIRED)
    return entry


def _correction(kind: str, typed: TypedChanges, draft: Draft, place: int) -> DraftCorrection:
    """Return what a sent form corrects."""
    if kind == "common":
        return DraftCorrection(tuple(draft.usable), typed.changes, fills=True)
    if kind == "name":
        name = str(typed.changes.get("name") or "")
        before = draft.entries[place].file.name
        return DraftCorrection((place,), {}, name=ended_alike(name, before) if name else None)
    return DraftCorrection((place,), typed.changes)


def _clashes(typed: Sequence[TypedChanges]) -> str:
    """Say what was typed and not taken, since something else stands there by now."""
    told = (
        _(wording.CLASHES).format(field=_(label), typed=value)
        for each in typed
        for label, value in each.clashes.items()
    )
    return ". ".join(told)

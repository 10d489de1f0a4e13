"""What members suggest as seeds, and what curators make of it: accept, decline with a reason, ask back.

Nothing of a proposal is indexed before it was accepted. A proposal is deleted with the decision.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import ui

from bot.access.permissions import guild_id_of
from bot.cards import answers as cards
from bot.cards.answers import Page
from bot.cards.lists import passage_pages
from bot.curating.cards import Link, below, page, person, said, said_page
from bot.curating.forms import FormInput, SentForm, form
from bot.curating.services import CuratorServices, curator, now
from bot.replies.buttons import Act, Press
from bot.replies.custom_ids import ButtonId, FormId
from bot.replies.posting import PostedMessage
from bot.replies.reply import Interaction
from bot.seeding.errors import CurationError
from bot.seeding.intake.fetching import fetch
from bot.seeding.intake.understanding import AttachedFile, AttachmentReading
from bot.seeding.page_handlers import PageHandlers
from bot.store.queries.audit import AuditAct
from bot.store.queries.curating.proposals import Proposal
from bot.store.queries.refusals import QuotaError
from bot.wording import curators as wording
from bot.wording import seeds as wording_seeds
from bot.wording.i18n import gettext as _
from index.model import Passage

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_OPEN: Final = 3  # of one person in one server
TOKEN_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class _Accepted:
    """A proposal that was accepted, the page that says so, and whether it is a seed now."""

    proposal: Proposal
    page: Page
    is_stored: bool


class Proposals:
    """Takes proposals, brings them before curators, and tells who made them what became of them.

    Args:
        services: what this works with.
        pages: fetches the pages that accepted links lead to, where the operator lets it.
    """

    def __init__(self, services: CuratorServices, pages: PageHandlers) -> None:
        self._services = services
        self._pages = pages
        self.acts: Mapping[str, Act] = {
            "propaccept": self._accept,
            "propdecline": partial(self._open, "propdecline", wording.DECLINE, wording.REASON, wording.DECLINE_HINT),
            "propask": partial(self._open, "propask", wording.ASK_BACK, wording.QUESTION, wording.ASK_HINT),
            "propanswer": self._open_answer,
        }

    async def suggest(self, interaction: Interaction, file: discord.Attachment | None, link: str, note: str) -> None:
        """Take a file or a link; the cog has let in who may ask here."""
        services, channel = self._services, (await self._services.settings(interaction)).review_channel
        refusal = _refusal(file, link, channel)
        if refusal or not (file is None or await services.rules.admits_preview(interaction)):
            if refusal:
                await services.replies.tell(interaction, refusal)
            return

        async def make() -> ui.LayoutView:
            data = await self._fetched(file) if file is not None else AttachedFile(link, b"")
            read = (
                (await services.replies.aside(partial(services.sandbox.read, [data])))[0] if file is not None else None
            )
            if read is not None and read.problem is not None:
                raise CurationError(wording_seeds.NOT_SO, problem=read.problem)
            found = _proposal(interaction, data, note, is_file=file is not None)
            await self._bring(found, channel, read)
            return cards.render(said_page(wording.PROPOSED, name=_named(found)))

        await services.replies.answer(interaction, make, private=True)

    async def _fetched(self, file: discord.Attachment) -> AttachedFile:
        fetched = await fetch([file], self._services.curation.upload_max_bytes())
        if fetched.refused:
            raise CurationError(wording_seeds.NOT_SO, problem=fetched.refused[0].problem)
        if len(fetched.files) != 1:
            raise CurationError(wording.ONE_AT_A_TIME, name=file.filename)
        return fetched.files[0]

    async def _bring(self, found: Proposal, channel: int | None, read: AttachmentReading | None) -> None:
        """Keep a proposal and post it; what cannot be posted is not kept."""
        services, records = self._services, self._services.store.curators
        try:
            await services.replies.to_thread(lambda: records.propose(found, MOST_OPEN))
        except QuotaError as err:
            raise CurationError(wording.TOO_MANY_PROPOSALS, limit=err.limit) from err
        view = cards.render(_proposal_page(found, read), _rows(found))
        posted = await services.post(found.guild_id, channel, view)
        if posted is None:
            await services.replies.to_thread(lambda: records.close_proposal(found.token))
            raise CurationError(wording.NOT_POSTED)
        await services.replies.to_thread(
            lambda: records.place_proposal(found.token, posted.channel_id, posted.message_id)
        )

    async def _accept(self, interaction: Interaction, pressed: ButtonId) -> None:
        services = self._services
        if not await services.rules.admits_curator(interaction):
            return
        accepted: list[_Accepted] = []

        async def make() -> ui.LayoutView:
            found = await services.replies.to_thread(lambda: self._found(interaction, pressed.argument))
            file = await self._file(found)
            accepted.append(await services.replies.aside(partial(self._take, interaction, found, file)))
            shown = accepted[0].page
            return cards.render(shown) if file is None else services.indexing.begun(shown)

        await services.replies.update(interaction, make)
        for each in accepted:
            if each.is_stored:
                await services.indexing.follow(interaction, each.page)
            await self._tell(interaction, each.proposal, wording.TOLD_ACCEPTED)

    async def _file(self, found: Proposal) -> AttachedFile | None:
        """Return what is to be stored: the file, or the page that a link leads to; None where pages are not fetched."""
        if found.data is not None:
            return AttachedFile(found.name, found.data)
        return await self._pages.file(found.name) if self._pages.pages is not None else None

    def _take(self, interaction: Interaction, found: Proposal, file: AttachedFile | None) -> _Accepted:
        """Store what was accepted and close its proposal; what is refused stays open. Of a page, show what was read."""
        who, firsts = curator(interaction), tuple[Passage, ...]()
        if file is not None:
            if found.data is None:
                firsts = self._services.sandbox.read([file])[0].firsts
            outcome = self._services.curation.add(who, file)
            if outcome.refusal is not None:
                raise outcome.refusal
        self._close(interaction, found, "accept")
        template = wording.ACCEPTED_LINK if file is None else wording.ACCEPTED
        accepted = said(template, name=_named(found), who=person(who.user_id))
        return _Accepted(found, _beside(firsts, accepted), is_stored=file is not None)

    async def _open(  # noqa: PLR0913, PLR0917 what a form is made of
        self, kind: str, title: str, label: str, hint: str, interaction: Interaction, pressed: ButtonId
    ) -> None:
        services = self._services
        if await services.rules.admits_curator(interaction):
            await services.replies.to_thread(lambda: self._found(interaction, pressed.argument))
            about = FormId(kind, pressed.argument, interaction.user.id)
            await services.replies.open_form(interaction, form(about, title, FormInput("words", label, hint)))

    async def decline_sent(self, interaction: Interaction, sent: SentForm) -> None:
        """Decline a proposal, and tell who made it why."""
        services, reason = self._services, sent.values.get("words", "")
        if not await services.rules.admits_curator(interaction):
            return
        declined: list[Proposal] = []

        def make() -> ui.LayoutView:
            found = self._found(interaction, sent.about.argument)
            self._close(interaction, found, "decline")
            declined.append(found)
            who = person(interaction.user.id)
            return cards.render(said_page(wording.DECLINED, name=_named(found), who=who, reason=reason))

        await services.replies.update(interaction, make)
        for found in declined:
            await self._tell(interaction, found, wording.TOLD_DECLINED, reason=reason)

    async def question_sent(self, interaction: Interaction, sent: SentForm) -> None:
        """Ask back, in a direct message that can be answered."""
        services = self._services
        if not await services.rules.admits_curator(interaction):
            return
        found = await services.replies.to_thread(lambda: self._found(interaction, sent.about.argument))
        answer = Press(ButtonId("propanswer", found.token, found.user_id), _(wording.ANSWER))
        question = sent.values.get("words", "")
        is_told = await self._tell(interaction, found, wording.TOLD_QUESTION, answer, question=question)
        template = wording.ASKED_BACK if is_told else wording.NOT_REACHED
        who = person(found.user_id)
        await services.replies.answer(interaction, lambda: cards.render(said_page(template, who=who)), private=True)

    async def _open_answer(self, interaction: Interaction, pressed: ButtonId) -> None:
        found = await self._services.replies.to_thread(lambda: self._mine(interaction, pressed.argument))
        about = FormId("propanswer", found.token, interaction.user.id)
        answer = FormInput("words", wording.ANSWER, wording.ANSWER_HINT)
        await self._services.replies.open_form(interaction, form(about, wording.ANSWER, answer))

    async def answer_sent(self, interaction: Interaction, sent: SentForm) -> None:
        """Bring an answer before the curators, with what they can do."""
        services = self._services
        found = await services.replies.to_thread(lambda: self._mine(interaction, sent.about.argument))
        who, words = person(found.user_id), sent.values.get("words", "")
        view = cards.render(said_page(wording.ANSWERED_BACK, who=who, name=_named(found), answer=words), _rows(found))
        posted = await services.post(found.guild_id, found.channel_id, view)
        await services.replies.tell(interaction, _(wording.ANSWER_SENT if posted else wording.NOT_POSTED))

    async def taken_back(self, found: Sequence[Proposal]) -> None:
        """Say on the cards of suggestions that they are gone, and no more whose they were."""
        for each in found:
            if each.channel_id is not None and each.message_id is not None:
                await self._services.rules.speak_in(self._services.bot.get_guild(each.guild_id))
                place = PostedMessage(each.guild_id, each.channel_id, each.message_id)
                await self._services.posting.replace(place, cards.note(_(wording.TAKEN_BACK)))

    def _found(self, interaction: Interaction, token: str) -> Proposal:
        found = self._services.store.curators.proposal(token)
        if found is None or found.guild_id != guild_id_of(interaction):
            raise CurationError(wording.DECIDED)
        return found

    def _mine(self, interaction: Interaction, token: str) -> Proposal:
        found = self._services.store.curators.proposal(token)
        if found is None:
            raise CurationError(wording.DECIDED)
        if found.user_id != interaction.user.id:
            raise CurationError(wording.NOT_YOUR_PROPOSAL)
        return found

    def _close(self, interaction: Interaction, found: Proposal, action: str) -> None:
        if not self._services.store.curators.close_proposal(found.token):
            raise CurationError(wording.DECIDED)
        self._services.store.record_act(found.guild_id, interaction.user.id, now(), AuditAct(action))

    async def _tell(
        self, interaction: Interaction, found: Proposal, template: str, press: Press | None = None, **values: str
    ) -> bool:
        """Write to whoever suggested something; closed doors are left closed."""
        server = interaction.guild.name if interaction.guild else ""
        rows = [ui.ActionRow[Any](press)] if press else []
        view = cards.render(said_page(template, name=_named(found), server=server, **values), rows)
        return await self._services.posting.write_to(found.user_id, view)


def _refusal(file: discord.Attachment | None, link: str, channel: int | None) -> str:
    """Say why a proposal is not taken at all, or nothing."""
    if channel is None:
        return _(wording.NO_PROPOSALS)
    if (file is None) == (not link):
        return _(wording.ONE_OF_BOTH)
    is_link = link.startswith(("https://", "http://")) and len(link.split()) == 1
    return "" if file is not None or is_link else _(wording.NOT_A_LINK).format(link=link)


def _proposal(interaction: Interaction, file: AttachedFile, note: str, *, is_file: bool) -> Proposal:
    who = curator(interaction)
    data = file.data if is_file else None
    return Proposal(secrets.token_hex(TOKEN_BYTES), who.guild_id, who.user_id, now(), file.name, data, note)


def _named(found: Proposal) -> str | Link:
    """Return what a proposal is called: its file's name, or the address that curators are to look at."""
    return Link(found.name) if found.data is None else found.name


def _proposal_page(found: Proposal, read: AttachmentReading | None) -> Page:
    lines = [said(wording.A_PROPOSAL, name=_named(found), who=person(found.user_id))]
    if found.note:
        lines.append(said(wording.ITS_NOTE, note=found.note))
    return _beside(() if read is None else read.firsts, *lines)


def _beside(firsts: Sequence[Passage], *lines: str) -> Page:
    """Put lines of ours above the first passage of a document, where there is one."""
    return below(lines, passage_pages(firsts[0], taken=sum(map(len, lines)))[0]) if firsts else page(lines)


def _rows(found: Proposal) -> list[ui.ActionRow[Any]]:
    labels = {"propaccept": wording.ACCEPT, "propdecline": wording.DECLINE, "propask": wording.ASK_BACK}
    return [ui.ActionRow[Any](*(Press(ButtonId(act, found.token, 0), _(label)) for act, label in labels.items()))]

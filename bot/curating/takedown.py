"""Reports of readers, and withdrawals by curators: from a card's button, a form, or `/seeds withdraw`."""

import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

from discord import ui

from bot.access.limits import HOUR_S, Usage
from bot.access.permissions import guild_id_of
from bot.access.rules import too_often
from bot.cards import answers as cards
from bot.cards.answers import Page
from bot.cards.lists import passage_pages
from bot.curating.cards import below, person, said, said_page
from bot.curating.forms import FormInput, SentForm, form
from bot.curating.marking import PostedCards
from bot.curating.services import CuratorServices, curator
from bot.replies.buttons import Act, Press
from bot.replies.custom_ids import ButtonId, FormId, numbered, read_numbered
from bot.replies.reply import Interaction
from bot.seeding.errors import CurationError
from bot.serving.seed_files import path_of, set_aside
from bot.store.queries.seeds import OWN
from bot.wording import curators as wording
from bot.wording.i18n import gettext as _
from index.model import Passage

log = logging.getLogger(__name__)

REPORTS_AN_HOUR: Final = 5  # of one person


class Takedown:
    """Takes reports, and takes documents down.

    Args:
        services: what this works with.
        posted: remembers cards.
        look_again: has posted cards marked soon, of a server or with None of all.
    """

    def __init__(
        self, services: CuratorServices, posted: PostedCards, look_again: Callable[[int | None], None]
    ) -> None:
        self._services = services
        self._posted = posted
        self._look_again = look_again
        self.acts: Mapping[str, Act] = {
            "report": self._open_report,
            "reportdone": self._dismiss,
            "withdraw": self._open_withdrawal,
        }

    async def _open_report(self, interaction: Interaction, pressed: ButtonId) -> None:
        settings = await self._services.settings(interaction)
        if settings.report_channel is None:
            await self._services.replies.tell(interaction, _(wording.NO_REPORTS))
            return
        reason = FormInput("reason", wording.REASON, wording.REPORT_HINT)
        card = int(pressed.argument) if pressed.argument.isdecimal() else 0
        about = FormId("report", numbered(pressed.key, card), interaction.user.id)
        await self._services.replies.open_form(interaction, form(about, wording.REPORT, reason))

    async def report_sent(self, interaction: Interaction, sent: SentForm) -> None:
        """Bring a report before the moderators."""
        services, guild_id = self._services, guild_id_of(interaction)
        refusal = services.rules.limits.take(Usage(("report", interaction.user.id), REPORTS_AN_HOUR, HOUR_S))
        if refusal is not None:
            await services.replies.tell(interaction, too_often(refusal))
            return
        key, card = read_numbered(sent.about.argument)
        passage = await services.replies.to_thread(lambda: services.passage(guild_id, key))
        channel = (await services.settings(interaction)).report_channel
        page = _report_page(interaction, passage, sent.values.get("reason", ""), card)
        view = cards.render(page, _report_rows(passage))
        posted = await services.post(guild_id, channel, view) if guild_id is not None else None
        await services.replies.tell(interaction, _(wording.REPORTED if posted else wording.NOT_POSTED))

    async def _dismiss(self, interaction: Interaction, pressed: ButtonId) -> None:
        services, guild_id = self._services, guild_id_of(interaction)
        if not await services.rules.admits_curator(interaction):
            return

        def make() -> ui.LayoutView:
            seed = _name(services.passage(guild_id, pressed.key))
            return cards.render(said_page(wording.DISMISSED, who=person(interaction.user.id), seed=seed))

        await services.replies.update(interaction, make)

    async def _open_withdrawal(self, interaction: Interaction, pressed: ButtonId) -> None:
        services, guild_id = self._services, guild_id_of(interaction)
        passage = await services.replies.to_thread(lambda: services.passage(guild_id, pressed.key))
        if await services.admits(interaction, passage.seed):
            reason = FormInput("reason", wording.REASON, wording.WITHDRAW_HINT)
            about = FormId("withdraw", pressed.key, interaction.user.id)
            await services.replies.open_form(interaction, form(about, wording.WITHDRAW, reason))

    async def withdrawal_sent(self, interaction: Interaction, sent: SentForm) -> None:
        """Withdraw the document of the passage that a form was about."""
        services, guild_id = self._services, guild_id_of(interaction)
        passage = await services.replies.to_thread(lambda: services.passage(guild_id, sent.about.argument))
        if await services.admits(interaction, passage.seed):
            await self._withdraw(interaction, passage.seed, sent.values.get("reason", ""))

    async def withdraw(self, interaction: Interaction, seed: str, reason: str) -> None:
        """Withdraw one of a server's own seeds, by its name; a curator was let in."""
        await self._withdraw(interaction, OWN + seed.removeprefix(OWN), reason)

    async def _withdraw(self, interaction: Interaction, seed: str, reason: str) -> None:
        services, page = self._services, said_page(wording.WITHDRAWN, seed=seed.removeprefix(OWN))
        done: list[Page] = []

        def make() -> ui.LayoutView:
            self._take_down(interaction, seed, reason)
            done.append(page)
            return services.indexing.begun(page)

        await services.replies.answer(interaction, make, private=True)
        if not done:
            return
        self._look_again(guild_id_of(interaction))
        if seed.startswith(OWN):
            await services.indexing.follow_block(interaction, page)
        else:
            await services.indexing.follow(interaction, page, guild_id=None)

    def _take_down(self, interaction: Interaction, seed: str, reason: str) -> None:
        services = self._services
        if seed.startswith(OWN):
            who = curator(interaction)
            found = services.curation.removable(who.guild_id, seed.removeprefix(OWN), block=True).seed
            services.curation.block(who, found.seed, found.version, reason)
            return
        try:
            set_aside(path_of(services.service.library.view, services.service.seeds, seed))
        except OSError as err:
            raise CurationError(wording.NOT_WRITABLE, seed=seed) from err
        log.warning("seed %s: withdrawn in Discord by the bot's owner", seed)
        self._posted.store()  # what was shown at this very moment is to be marked too
        services.store.curators.withdraw_cards([seed])


def _report_page(interaction: Interaction, passage: Passage, reason: str, card: int | None) -> Page:
    who = person(interaction.user.id)
    lines = [said(wording.A_REPORT, seed=passage.ref, who=who, reason=reason)]
    if card:
        where = f"https://discord.com/channels/{interaction.guild_id}/{interaction.channel_id}/{card}"
        lines.append(said(wording.STANDS_AT, link=where))
    return below(lines, passage_pages(passage, taken=sum(map(len, lines)))[0])


def _report_rows(passage: Passage) -> list[ui.ActionRow[Any]]:
    labels = {"fix": wording.FIX, "withdraw": wording.WITHDRAW, "reportdone": wording.DISMISS}
    presses = (Press(ButtonId(action, "", 0, passage.key), _(label)) for action, label in labels.items())
    return [ui.ActionRow[Any](*presses)]


def _name(passage: Passage) -> str:
    return passage.seed.removeprefix(OWN)

"""What curators read of the questions that were asked in vain in their server, by command and by button.

Every card is private, and who acts is checked at every act, whatever a button's custom id says.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from discord import ui

from bot.access.permissions import required_guild_id
from bot.access.rules import Rules
from bot.answering.gaps import today
from bot.cards import answers as cards
from bot.records.gap_export import collection, table
from bot.records.gap_groups import grouped
from bot.records.pages import gap_pages
from bot.records.stats import judged_entries
from bot.records.stats_handlers import judged
from bot.replies.buttons import Act, Interaction, Press
from bot.replies.custom_ids import ButtonId, numbered, read_numbered
from bot.replies.reply import Replies
from bot.replies.sending import ReplyResult, attachment
from bot.serving.service import Service
from bot.store.queries.audit import AuditAct
from bot.store.queries.gaps import Gap
from bot.store.store import Store
from bot.wording import records as wording
from bot.wording.i18n import counted
from bot.wording.i18n import gettext as _

Form = Literal["csv", "collection"]


class GapHandlers:
    """Shows unanswered questions, hands them out, removes them.

    Args:
        service: what the questions are ranked against.
        replies: the one door.
        store: where they are kept.
        rules: who may see them.
        day: the day it is, in UTC.

    Attributes:
        settled: waits a moment for questions that are asked again after a re-index.
    """

    def __init__(
        self, service: Service, replies: Replies, store: Store, rules: Rules, day: Callable[[], date] = today
    ) -> None:
        self._service = service
        self._replies = replies
        self._store = store
        self._rules = rules
        self._day = day
        self.settled: Callable[[], Awaitable[None]] = _at_once
        self.acts: Mapping[str, Act] = {"gaps": self._turn}

    async def show(self, interaction: Interaction, days: int) -> None:
        """Show what was not answered, to a curator."""

        async def make() -> ui.LayoutView:
            await self.settled()
            return await self._replies.to_thread(lambda: self._card(interaction, days, 0))

        if await self._rules.admits_curator(interaction):
            await self._replies.answer(interaction, make, private=True)

    async def export(self, interaction: Interaction, days: int, form: Form) -> None:
        """Hand what was not answered to a curator, as a file."""
        if await self._rules.admits_curator(interaction):
            await self._replies.answer_files(interaction, lambda: [self._file(interaction, days, form)])

    async def clear(self, interaction: Interaction) -> None:
        """Remove all that are kept, for an admin."""
        if await self._rules.admits_admin(interaction):
            await self._replies.answer(interaction, lambda: self._cleared(interaction), private=True)

    async def _turn(self, interaction: Interaction, pressed: ButtonId) -> None:
        days, page = read_numbered(pressed.argument)
        if await self._rules.admits_curator(interaction):
            await self._replies.update(interaction, lambda: self._card(interaction, _number(days), page or 0))

    def _card(self, interaction: Interaction, days: int, page: int) -> ui.LayoutView:
        guild_id = required_guild_id(interaction)
        kept = self._rules.book.load(guild_id).keep_unanswered
        pages = gap_pages(days, grouped(self._gaps(guild_id, days)), kept=kept, further=self._disliked(guild_id, days))
        shown = min(page, len(pages) - 1)
        asker = interaction.user.id

        def to(other: int, label: str) -> Press:
            return Press(ButtonId("gaps", numbered(str(days), other), asker), _(label))

        turns = [to(shown - 1, wording.NEWER)] if shown else []
        turns += [to(shown + 1, wording.OLDER)] if shown + 1 < len(pages) else []
        return cards.render(pages[shown], [ui.ActionRow[Any](*turns)] if turns else [])

    def _disliked(self, guild_id: int, days: int) -> list[str]:
        """Return what there is to say of passages that people found unhelpful."""
        first = datetime.now(UTC) - timedelta(days=days) if days else datetime.min.replace(tzinfo=UTC)
        found = judged(self._service, self._store, guild_id, first)
        return list(judged_entries(replace(each, good=0) for each in found))

    def _file(self, interaction: Interaction, days: int, form: Form) -> ReplyResult:
        guild_id = required_guild_id(interaction)
        groups = grouped(self._gaps(guild_id, days))
        self._store.record_act(guild_id, interaction.user.id, datetime.now(UTC), AuditAct("export-gaps"))
        if not groups:
            return ReplyResult(self._card(interaction, days, 0))
        if form == "csv":
            return attachment(interaction, _(wording.EXPORTED_TABLE), "gaps.csv", table(groups))
        questions = [asked for group in groups for asked in group.questions]
        data = collection(questions, self._service.scope(guild_id))
        return attachment(interaction, _(wording.EXPORTED_COLLECTION), "gaps.zip", data)

    def _cleared(self, interaction: Interaction) -> ui.LayoutView:
        guild_id = required_guild_id(interaction)
        removed = self._store.delete_gaps(guild_id)
        details = {"count": removed}
        self._store.record_act(
            guild_id, interaction.user.id, datetime.now(UTC), AuditAct("clear-gaps", details=details)
        )
        return cards.note(counted(wording.CLEARED, removed))

    def _gaps(self, guild_id: int, days: int) -> list[Gap]:
        return self._store.gaps(guild_id, self._day() - timedelta(days=days) if days else None)


async def _at_once() -> None:
    """Wait for nothing."""


def _number(written: str) -> int:
    """Read a number of a custom id; a forged one that is none or far too large counts as the first."""
    return int(written) if written.isdecimal() and len(written) < len(str(date.max.toordinal())) else 0

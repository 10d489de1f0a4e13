"""Pinned questions: which passage is to answer which question. They are asked after each re-index."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml
from discord import ui

from bot.cards import answers as cards
from bot.curating.cards import page, said
from bot.curating.paging import PagedList
from bot.curating.services import CuratorServices, curator
from bot.replies.reply import Interaction
from bot.seeding.errors import CurationError
from bot.serving.scope import Scope
from bot.store.queries.curating.pinned import PinnedQuestion
from bot.store.queries.refusals import QuotaError
from bot.wording import curators as wording
from bot.wording.i18n import gettext as _
from index.errors import UserError

log = logging.getLogger(__name__)

MOST_PINNED: Final = 100  # of a server
OPERATORS_FILE: Final = "_pinned.yaml"  # in the operator's folder: question: reference; "_" says that it is no seed


@dataclass(frozen=True, slots=True)
class FailedPin:
    """A pinned question of the operator's, by its number in the file, that another passage answers, or None."""

    number: int
    ref: str
    found: str | None


class PinnedQuestions:
    """Keeps pinned questions, and asks them."""

    def __init__(self, services: CuratorServices) -> None:
        self._services = services
        self._list = PagedList(services, "pins", wording.PINNED, self._lines)
        self.acts = self._list.acts

    async def add(self, interaction: Interaction, question: str, ref: str) -> None:
        """Pin a question, and say what answers it now; the cog has let a curator in."""
        guild_id = curator(interaction).guild_id

        def make() -> ui.LayoutView:
            scope = self._services.service.scope(guild_id)
            wanted = scope.passage(ref)
            pinned = PinnedQuestion(guild_id, question, wanted.key, wanted.ref, first_key(scope, question))
            try:
                self._services.store.curators.pin(pinned, MOST_PINNED)
            except QuotaError as err:
                raise CurationError(wording.TOO_MANY_PINNED, limit=err.limit) from err
            return cards.render(page((line(scope, pinned), _(wording.PIN_KEPT))))

        await self._services.replies.answer(interaction, make, private=True)

    async def show(self, interaction: Interaction) -> None:
        """List them; the cog has let a curator in."""
        await self._list.show(interaction)

    async def remove(self, interaction: Interaction, question: str) -> None:
        """Pin a question no longer; the cog has let a curator in."""
        guild_id = curator(interaction).guild_id

        def make() -> ui.LayoutView:
            if not self._services.store.curators.unpin(guild_id, question):
                raise CurationError(wording.NOT_PINNED)
            return cards.note(_(wording.UNPINNED).format(question=question))

        await self._services.replies.answer(interaction, make, private=True)

    async def complete(self, interaction: Interaction, typed: str) -> list[str]:
        """Return the pinned questions that what was typed may mean; to others than curators none."""
        if not await self._services.rules.is_curator(interaction):
            return []
        guild_id, wanted = curator(interaction).guild_id, typed.casefold()
        found = await self._services.replies.to_thread(lambda: self._services.store.curators.pinned(guild_id))
        return [each.question for each in found if wanted in each.question.casefold()]

    def _lines(self, guild_id: int) -> list[str]:
        scope = self._services.service.scope(guild_id)
        return [line(scope, each) for each in self._services.store.curators.pinned(guild_id)] or [_(wording.NO_PINNED)]

    def ask(self, guild_id: int) -> list[PinnedQuestion]:
        """Ask a server's pinned questions, and return those that another passage answers than before; blocks."""
        scope, records = self._services.service.scope(guild_id), self._services.store.curators
        news: list[PinnedQuestion] = []
        for before in records.pinned(guild_id):
            found = first_key(scope, before.question)
            if records.note_found(before, found):
                news.append(PinnedQuestion(guild_id, before.question, before.passage_key, before.ref, found))
        return news

    def ask_operators(self) -> list[FailedPin]:
        """Ask what is pinned in the operator's folder, and say in the log what is answered otherwise; blocks."""
        scope = self._services.service.scope()
        failing = list(_failing(scope, _pinned_in(self._services.service.seeds / OPERATORS_FILE)))
        for each in failing:
            log.warning("pinned question %d is to be answered by %s, not %s", each.number, each.ref, each.found)
        return failing


def line(scope: Scope, pinned: PinnedQuestion) -> str:
    """Say what answers a pinned question."""
    if pinned.holds:
        return said(wording.HOLDS, question=pinned.question, ref=pinned.ref)
    if not pinned.found:
        return said(wording.HOLDS_NOTHING, question=pinned.question, ref=pinned.ref)
    passage = scope.find(pinned.found)
    found = passage.ref if passage else _(wording.ANOTHER)
    return said(wording.HOLDS_NOT, question=pinned.question, ref=pinned.ref, found=found)


def first_key(scope: Scope, question: str) -> str:
    """Return the key of the passage that answers a question first; empty where none does."""
    hits = scope.ask(question, 1).hits
    return hits[0].passage.key if hits else ""


def _pinned_in(file: Path) -> dict[str, str]:
    """Read the operator's pinned questions; a file that cannot be read is one line in the log."""
    try:
        found = yaml.safe_load(file.read_text("utf-8")) if file.exists() else {}
    except (OSError, UnicodeError, yaml.YAMLError) as err:
        log.warning("%s cannot be read (%s): write one 'question: reference' a line", file.name, type(err).__name__)
        return {}
    if not isinstance(found, dict):
        log.warning("%s is no list of questions: write one 'question: reference' a line", file.name)
        return {}
    return {str(question): str(ref) for question, ref in found.items()}


def _failing(scope: Scope, pinned: Mapping[str, str]) -> Iterator[FailedPin]:
    for number, (question, ref) in enumerate(pinned.items(), 1):
        try:
            hits = scope.ask(question, 1).hits
        except UserError:
            hits = ()
        found = hits[0].passage.ref if hits else None
        if found != ref:
            yield FailedPin(number, ref, found)

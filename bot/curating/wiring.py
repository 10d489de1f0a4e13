"""From the parts of the bot to all that curators are served by beside their seeds."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import discord

from bot.access.permissions import guild_id_of, is_curator
from bot.answering.behind import May
from bot.curating.announcing import AuditChannel
from bot.curating.fix_handlers import FixHandlers
from bot.curating.forms import SentForm, sent_form
from bot.curating.marking import PostedCards
from bot.curating.messages import MessageSeeds
from bot.curating.pinning import PinnedQuestions
from bot.curating.proposing import Proposals
from bot.curating.reviewing import Review
from bot.curating.services import CuratorServices, now
from bot.curating.sources import SourceWatch
from bot.curating.takedown import Takedown
from bot.curating.todo import ToDo
from bot.replies.reply import Interaction
from bot.seeding.handlers import SeedHandlers
from bot.store.queries.audit import AuditEntry

if TYPE_CHECKING:
    from bot.replies.buttons import Act

KEPT: Final = timedelta(days=30)  # proposals that nobody decided on, and posted cards

# What stands behind "More…" of a card, for whom; each act checks again who acts.
FURTHER: Final[Mapping[str, May]] = {
    "report": lambda interaction, _asker, _settings: guild_id_of(interaction) is not None,
    "fix": lambda interaction, _asker, settings: is_curator(interaction, settings),
    "withdraw": lambda interaction, _asker, settings: is_curator(interaction, settings),
}

FormAct = Callable[[Interaction, SentForm], Awaitable[None]]


class Curating:
    """All of it; each act and each form checks who acts.

    Args:
        services: what all work with.
        answers_for: whether this worker answers for a server at this moment.
        seeds: shows drafts of seeds, and fetches pages.

    Attributes:
        services: as given.
        acts: what buttons do, by their actions.
    """

    def __init__(
        self, services: CuratorServices, answers_for: Callable[[discord.Object], bool], seeds: SeedHandlers
    ) -> None:
        self.services = services
        self.cards = PostedCards(services, answers_for)
        self.fixing = FixHandlers(services)
        self.proposals = Proposals(services, seeds.pages)
        self.pinned = PinnedQuestions(services)
        self.todo = ToDo(services)
        self.sources = SourceWatch(services, seeds.pages, answers_for)
        self.messages = MessageSeeds(services, seeds.previews, answers_for)
        self._review = Review(services, self.pinned, self.cards, answers_for)
        self.takedown = Takedown(services, self.cards, self._review.wanted)
        self._audit = AuditChannel(services)
        parts = (self.fixing, self.takedown, self.proposals, self.pinned, self.todo, self.messages)
        self.acts: Mapping[str, Act] = {name: act for part in parts for name, act in part.acts.items()}
        self._forms: Mapping[str, FormAct] = {
            "fix": self.fixing.sent,
            "report": self.takedown.report_sent,
            "withdraw": self.takedown.withdrawal_sent,
            "propdecline": self.proposals.decline_sent,
            "propask": self.proposals.question_sent,
            "propanswer": self.proposals.answer_sent,
        }

    async def submit(self, interaction: Interaction) -> bool:
        """Act on a form that was sent; tell whether it is one of these."""
        sent = sent_form(interaction)
        act = self._forms.get(sent.about.kind) if sent is not None else None
        if sent is None or act is None:
            return False
        try:
            await act(interaction, sent)
        except Exception as err:  # noqa: BLE001 the table tells mistakes from bugs
            await self.services.replies.tell(interaction, self.services.replies.explain(err))
        return True

    def begin(self) -> None:
        """Hear, from now on, of cards, acts and re-indexes; on the event loop."""
        loop = asyncio.get_running_loop()
        self.messages.begin()

        def acted(entries: Sequence[AuditEntry]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._audit.heard, entries)

        def reindexed(guild_id: int | None) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._review.wanted, guild_id)

        self.services.replies.posted = self.cards.posted
        self.services.store.acted = acted
        self.services.service.reindexed = reindexed

    @property
    def is_reviewing(self) -> bool:
        """Whether something is looked at again at this moment."""
        return self._review.is_running

    async def settled(self) -> None:
        """Wait a moment for what is looked at again after a re-index."""
        await self._review.settled()

    async def sweep(self) -> None:
        """Do what is due: marks that were not written, digests."""
        try:
            await self.cards.mark()
            await self._review.digests()
        except Exception as err:  # noqa: BLE001 the next sweep tries again
            self.services.replies.explain(err)

    def forget_old(self) -> None:
        """Put an end to what was kept long enough, in all servers."""
        records, before = self.services.store.curators, now() - KEPT
        records.delete_proposals_before(before)
        records.delete_cards_before(before)
        records.delete_messages_before(before)
        records.delete_stray_sources()

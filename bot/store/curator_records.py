"""What is kept for servers' curators beside seeds: proposals, posted cards, pinned questions, what was done when.

Each method is one transaction and blocks, as the store's do, and raises StoreError where the database fails.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Engine

from bot.store.database.engine import reading, scrub, writing
from bot.store.queries import gaps, posted_cards, seed_acts, seeds
from bot.store.queries.curating import messages, pinned, proposals, sources
from bot.store.queries.curating.messages import MessageSeed, MessageState
from bot.store.queries.curating.pinned import PinnedQuestion
from bot.store.queries.curating.proposals import Proposal
from bot.store.queries.curating.sources import DueSource, SourceLook, SourceState
from bot.store.queries.posted_cards import PostedCard


class CuratorRecords:
    """The part of the store that curators work with."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def propose(self, proposal: Proposal, most: int) -> None:
        """Keep a proposal; raises QuotaError where its proposer has *most* open ones in that server."""
        with writing(self._engine) as connection:
            proposals.add(connection, proposal, most)

    def proposal(self, token: str) -> Proposal | None:
        """Return a proposal that is still open."""
        with reading(self._engine) as connection:
            return proposals.find(connection, token)

    def proposals_of(self, user_id: int) -> list[Proposal]:
        """Return all that a person suggested and nobody decided on, without the files."""
        with reading(self._engine) as connection:
            return proposals.of_user(connection, user_id)

    def place_proposal(self, token: str, channel_id: int, message_id: int) -> None:
        """Note where curators read a proposal."""
        with writing(self._engine) as connection:
            proposals.place(connection, token, channel_id, message_id)

    def close_proposal(self, token: str) -> bool:
        """Delete a proposal that was decided on; of two who decide, one is told that it was there."""
        with writing(self._engine) as connection:
            closed = proposals.close(connection, token)
        scrub(self._engine)
        return closed

    def delete_proposals_before(self, moment: datetime) -> int:
        """Delete proposals of all servers that nobody decided on, and return how many that were."""
        with writing(self._engine) as connection:
            return proposals.delete_before(connection, moment)

    def record_cards(self, cards: Collection[PostedCard]) -> None:
        """Keep what public messages show now, in place of what they showed before."""
        with writing(self._engine) as connection:
            posted_cards.record(connection, cards)

    def withdraw_cards(self, seeds_gone: Collection[str]) -> None:
        """Have the cards of all servers marked that show one of the operator's seeds, which was withdrawn."""
        with writing(self._engine) as connection:
            posted_cards.withdraw(connection, None, seeds_gone)

    def correct_cards(self, guild_id: int, corrections: Mapping[str, Collection[str]]) -> None:
        """Have a server's cards marked that lack the corrections which their seeds have now (digests, by seed)."""
        with writing(self._engine) as connection:
            for seed, digests in corrections.items():
                posted_cards.correct(connection, guild_id, seed, digests)

    def cards_to_mark(self) -> list[PostedCard]:
        """Return the cards on which something is still to be written."""
        with reading(self._engine) as connection:
            return posted_cards.to_mark(connection)

    def note_marked(self, cards: Iterable[PostedCard]) -> None:
        """Note that marks were written, or cannot be."""
        with writing(self._engine) as connection:
            for card in cards:
                posted_cards.marked(connection, card)

    def seeds_shown(self, guild_id: int) -> dict[str, int]:
        """Return the seeds that a server's cards show, each with on how many of them it does."""
        with reading(self._engine) as connection:
            return posted_cards.seeds_shown(connection, guild_id)

    def delete_cards_before(self, moment: datetime) -> int:
        """Forget older cards of all servers, and return how many that were."""
        with writing(self._engine) as connection:
            return posted_cards.delete_before(connection, moment)

    def pin(self, question: PinnedQuestion, most: int) -> None:
        """Pin a question, in place of the same one; raises QuotaError where the server has *most* others."""
        with writing(self._engine) as connection:
            pinned.pin(connection, question, most)

    def pinned(self, guild_id: int) -> list[PinnedQuestion]:
        """Return a server's pinned questions by their words."""
        with reading(self._engine) as connection:
            return pinned.of_guild(connection, guild_id)

    def note_found(self, before: PinnedQuestion, found: str) -> bool:
        """Keep what answers a pinned question now; tell whether that is news."""
        with writing(self._engine) as connection:
            return pinned.note(connection, before, found)

    def unpin(self, guild_id: int, question: str) -> bool:
        """Remove a pinned question; tell whether it was there."""
        with writing(self._engine) as connection:
            return pinned.unpin(connection, guild_id, question)

    def claim(self, guild_id: int, chore: str, now: datetime, every: timedelta) -> bool:
        """Tell whether something is to be done in a server again; of several workers that ask, one is told so."""
        with writing(self._engine) as connection:
            return pinned.claim(connection, guild_id, chore, now, every)

    def answer_gaps(self, guild_id: int, answers: Mapping[str, str | None]) -> None:
        """Note which passage answers which unanswered question by now; None where still nothing does."""
        with writing(self._engine) as connection:
            gaps.answer(connection, guild_id, answers)

    def guilds_to_look_after(self) -> list[int]:
        """Return the servers whose gaps, pinned questions or cards a re-index may concern."""
        with reading(self._engine) as connection:
            found = {*gaps.guilds(connection), *pinned.guilds(connection), *posted_cards.guilds(connection)}
        return sorted(found)

    def versions(self, guild_id: int, seed: str) -> list[int]:
        """Return the versions of a server's own seed whose contents are kept, newest first."""
        with reading(self._engine) as connection:
            return seeds.versions(connection, guild_id, seed)

    def put_message(self, message: MessageSeed) -> None:
        """Keep what is known of a message that is to be a seed, in place of what was."""
        with writing(self._engine) as connection:
            messages.put(connection, message)

    def message(self, guild_id: int, message_id: int) -> MessageSeed | None:
        """Return what is known of a message; None where nothing is."""
        with reading(self._engine) as connection:
            return messages.find(connection, guild_id, message_id)

    def settle_message(self, guild_id: int, message_id: int, state: MessageState) -> bool:
        """Note what a message's author says; tell whether it was asked for."""
        with writing(self._engine) as connection:
            return messages.settle(connection, guild_id, message_id, state)

    def note_deleted(self, guild_id: int, message_ids: Collection[int]) -> list[tuple[MessageSeed, list[str]]]:
        """Note that messages were deleted; return those that are seeds, each with the seeds that it is."""
        with reading(self._engine) as connection:
            known = [each for number in message_ids if (each := messages.find(connection, guild_id, number))]
        if not known:
            return []
        with writing(self._engine) as connection:
            for each in known:
                messages.settle(connection, guild_id, each.message_id, "deleted")
            return [(each, seeds) for each in known if (seeds := messages.seeds_of(connection, each))]

    def seeds_without_message(self, guild_id: int) -> frozenset[str]:
        """Return the seeds of a server whose messages were deleted, by id."""
        with reading(self._engine) as connection:
            return messages.deleted(connection, guild_id)

    def delete_messages_before(self, moment: datetime) -> int:
        """Forget older messages of which there is no seed, and return how many that were."""
        with writing(self._engine) as connection:
            return messages.delete_before(connection, moment)

    def sources_due(self, before: datetime, unreached_before: datetime, limit: int) -> list[DueSource]:
        """Return seeds of all servers whose page nobody looked at for long; those that were not reached sooner."""
        with reading(self._engine) as connection:
            return sources.due(connection, before, unreached_before, limit)

    def put_source_look(self, look: SourceLook) -> None:
        """Keep how a page behind a seed was found."""
        with writing(self._engine) as connection:
            sources.put(connection, look)

    def source_states(self, guild_id: int) -> dict[str, SourceState]:
        """Return how the pages of a server's seeds were found, by seed; none of a file that has changed since."""
        with reading(self._engine) as connection:
            return sources.states(connection, guild_id)

    def delete_stray_sources(self) -> int:
        """Forget the pages of seeds that are not stored any more, and return how many that were."""
        with writing(self._engine) as connection:
            return sources.delete_stray(connection)

    def forget_messages(self, user_id: int) -> list[int]:
        """Delete for good all seeds that were a person's messages; return the servers that had any."""
        with writing(self._engine) as connection:
            changed = [
                each.guild_id
                for each in messages.of_author(connection, user_id)
                if seed_acts.purge_file(connection, each.guild_id, each.checksum)
            ]
            messages.delete_user(connection, user_id)
        scrub(self._engine)
        return sorted(set(changed))

"""The one door to the database: each method is one transaction and blocks, so callers run it in threads.

Must not know the config or Discord, nor any clock but the database's. Every method raises StoreError where the
database fails.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.store.database.engine import reading, reading_one_state, scrub, serialise, writing
from bot.store.database.sqlite_file import file_behind
from bot.store.opened import OpenDatabase
from bot.store.queries import (
    audit,
    commands,
    drafts,
    feedback,
    gaps,
    guilds,
    news,
    posted_cards,
    seed_acts,
    seeds,
    settings,
    usage,
)
from bot.store.queries.audit import AuditAct, AuditEntry
from bot.store.queries.curating import proposals
from bot.store.queries.feedback import Feedback, PassageVerdicts
from bot.store.queries.gaps import Gap
from bot.store.queries.guilds import GuildData
from bot.store.queries.news import NewsKind, NewsState
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import GuildSeed, GuildState, SeedContents
from bot.store.queries.usage import UsageCount

FORGETTING_LOCK = 0xF0_96E7  # a number that no server and no application has


class Store(OpenDatabase):
    """What the bot remembers, on SQLite or PostgreSQL; safe to share between threads."""

    def command_hash(self, application_id: int) -> str | None:
        """Return the hash of the application's commands as last synced, or None before the first time."""
        with reading(self._engine) as connection:
            return commands.get(connection, application_id)

    def record_command_hash(self, application_id: int, commands_hash: str) -> None:
        """Keep the hash of the commands that were just synced."""
        with writing(self._engine) as connection:
            commands.record(connection, application_id, commands_hash)

    def guild_settings(self, guild_id: int) -> dict[str, Any]:
        """Return what the server set, by key; empty where it left everything at the defaults."""
        with reading(self._engine) as connection:
            return settings.get(connection, guild_id)

    def change_guild_settings(
        self, guild_id: int, changes: Mapping[str, Any], by: int, now: datetime
    ) -> dict[str, Any]:
        """Set some of the server's settings, by key, None for none, and return all that it has now; audited."""
        with self._acting() as connection:
            return settings.change(connection, guild_id, changes, by, now)

    def record_feedback(self, verdict: Feedback) -> bool:
        """Keep a verdict in place of that person's earlier one on the passage; say whether it is another."""
        with writing(self._engine) as connection:
            return feedback.record(connection, verdict)

    def delete_user(self, user_id: int) -> int:
        """Remove a person's drafts, proposals and verdicts, return how many of these; take their number off what stays.

        In the audit a random name takes its place, another in each server; nothing leads back from it.
        """
        with writing(self._engine) as connection:
            serialise(connection, FORGETTING_LOCK)  # two that went through the same seeds could wait for each other
            drafts.discard_all(connection, user_id=user_id)
            audit.pseudonymise(connection, user_id)
            seed_acts.forget(connection, user_id)
            proposals.delete_user(connection, user_id)
            deleted = feedback.delete_user(connection, user_id)
        scrub(self._engine)
        return deleted

    def guild_seeds(self, guild_id: int, *, removed: bool = False) -> list[GuildSeed]:
        """Return a server's own seeds by id: those that are served, or those removed that can be restored."""
        with reading(self._engine) as connection:
            return seeds.of_guild(connection, guild_id, removed=removed)

    def guild_seed(self, guild_id: int, seed: str) -> GuildSeed | None:
        """Return one of a server's own seeds, also one that was removed; None where there is none."""
        with reading(self._engine) as connection:
            return seeds.find(connection, guild_id, seed)

    def guild_state(self, guild_id: int) -> GuildState:
        """Return a server's own seeds and their revision, as of one moment."""
        with reading_one_state(self._engine) as connection:
            return seeds.state(connection, guild_id)

    def seeds_revision(self, guild_id: int) -> int:
        """Return a number that grows with each change of a server's own seeds; 0 where it never had any."""
        with reading(self._engine) as connection:
            return seeds.revision(connection, guild_id)

    def seed_contents(self, guild_id: int, seed: str, version: int | None = None) -> SeedContents:
        """Return what a seed consists of; with *version*, what it was then, also of a removed one.

        Raises SeedMissingError where it is not served (or, with *version*, not kept any more).
        """
        with reading_one_state(self._engine) as connection:
            return seeds.contents(connection, guild_id, seed, version)

    def add_seed(self, admin: Admin, file_name: str, contents: SeedContents) -> GuildSeed:
        """Add a seed to a server.

        Raises SeedExistsError, SameFileError, SeedBlockedError, QuotaError; nothing was stored then.
        """
        with self._acting() as connection:
            return seed_acts.add(connection, admin, file_name, contents)

    def change_seed(self, admin: Admin, seed: str, contents: SeedContents, expected_version: int) -> GuildSeed:
        """Give a seed new contents; its older ones are kept.

        Args:
            admin: who acts where and when.
            seed: its id.
            contents: the file and the side-car in full, whichever of them changed.
            expected_version: the one that the admin looked at.

        Raises SeedConflictError where somebody else changed or removed it since, else as `add_seed`.
        """
        with self._acting() as connection:
            return seed_acts.change(connection, admin, seed, contents, expected_version)

    def remove_seed(self, admin: Admin, seed: str, expected_version: int) -> GuildSeed:
        """Stop serving a seed; its bytes stay until `purge_removed`. Raises SeedConflictError, SeedMissingError."""
        with self._acting() as connection:
            return seed_acts.remove(connection, admin, seed, expected_version)

    def restore_seed(self, admin: Admin, seed: str, expected_version: int) -> GuildSeed:
        """Undo a removal. Raises SeedConflictError, SeedMissingError, SameFileError, QuotaError."""
        with self._acting() as connection:
            return seed_acts.restore(connection, admin, seed, expected_version)

    def block_seed(self, admin: Admin, seed: str, reason: str = "") -> list[str]:
        """Delete a seed, removed or not, with all its versions at once, and refuse its document from now on.

        Seeds of the server that are the same document go with it, and so do the server's drafts; all seeds that went
        are returned, this one first. Raises SeedMissingError.
        """
        with self._acting() as connection:
            gone = seed_acts.block(connection, admin, seed, reason)
            drafts.discard_all(connection, guild_id=admin.guild_id)  # any of them may hold it
        scrub(self._engine)
        return gone

    def purge_removed(self, before: datetime) -> list[GuildSeed]:
        """Delete for good, on all servers, what was removed before a moment; return what that was."""
        with writing(self._engine) as connection:
            purged = seed_acts.purge_removed(connection, before)
        if purged:
            scrub(self._engine)
        return purged

    def record_act(self, guild_id: int, by: int, now: datetime, act: AuditAct) -> None:
        """Audit an act that changes nothing here, for example a re-index; all others audit themselves."""
        with self._acting() as connection:
            audit.record(connection, guild_id, by, now, act)

    def begin_reindex(self, guild_id: int, by: int, now: datetime, most: int) -> timedelta | None:
        """Audit a re-index that a server's curator asks for; where it had *most* in an hour, return how long to wait.

        Whichever worker they were asked of: all count here.
        """
        with self._acting() as connection:
            wait = audit.wait_for(connection, guild_id, "reindex", most, now)
            if wait is None:
                audit.record(connection, guild_id, by, now, AuditAct("reindex"))
            return wait

    def audit_entries(self, guild_id: int, *, before: int | None = None, limit: int) -> list[AuditEntry]:
        """Return what admins did in a server, newest first, from below entry number *before* on."""
        with reading(self._engine) as connection:
            return audit.entries(connection, guild_id, before, limit)

    def record_gap(self, gap: Gap) -> None:
        """Keep a question that was not answered, in a server that opted in."""
        with writing(self._engine) as connection:
            gaps.record(connection, gap)

    def gaps(self, guild_id: int, since: date | None = None) -> list[Gap]:
        """Return a server's unanswered questions from a day on, or all there are, oldest first."""
        with reading(self._engine) as connection:
            return gaps.since(connection, guild_id, since)

    def delete_gaps_before(self, first: date) -> int:
        """Remove older unanswered questions of all servers, and return how many that were."""
        with writing(self._engine) as connection:
            return gaps.delete_before(connection, first)

    def add_usage(self, counts: Iterable[UsageCount]) -> None:
        """Add to what was counted in servers."""
        with writing(self._engine) as connection:
            usage.add(connection, counts)

    def usage(self, guild_id: int, since: date) -> list[UsageCount]:
        """Return what was counted in a server from a day on, by day."""
        with reading(self._engine) as connection:
            return usage.since(connection, guild_id, since)

    def delete_usage_before(self, first: date) -> int:
        """Remove all older counts of every server, and return how many that were."""
        with writing(self._engine) as connection:
            return usage.delete_before(connection, first)

    def verdicts(self, guild_id: int, since: datetime) -> list[PassageVerdicts]:
        """Return a server's verdicts from a moment on, counted by passage."""
        with reading(self._engine) as connection:
            return feedback.by_passage(connection, guild_id, since)

    def guilds_wanting(self, key: str) -> dict[int, Any]:
        """Return what each server has set under a key of its settings, without those that set nothing."""
        with reading(self._engine) as connection:
            return news.wanting(connection, key)

    def news_state(self, guild_id: int, kind: NewsKind = "news") -> NewsState | None:
        """Return what a server's channel was told; None where it was told nothing."""
        with reading(self._engine) as connection:
            return news.get(connection, guild_id, kind)

    def put_news_state(self, guild_id: int, state: NewsState, kind: NewsKind = "news") -> bool:
        """Store a state in place of the version before it; say whether nobody else did so first."""
        with writing(self._engine) as connection:
            return news.put(connection, guild_id, state, kind)

    def forget_news(self, wanting: set[int], kind: NewsKind = "news") -> int:
        """Remove what was told to servers that want none any more, and return how many that were."""
        with writing(self._engine) as connection:
            return news.forget_all_but(connection, wanting, kind)

    def share_card(self, card: str, now: datetime) -> bool:
        """Note that a private card is shown to everybody; tell whether it was not yet, on whichever worker."""
        with writing(self._engine) as connection:
            return posted_cards.share(connection, card, now)

    def take_back_sharing(self, card: str) -> None:
        """Forget that a private card was to be shown to everybody, which it was not."""
        with writing(self._engine) as connection:
            posted_cards.take_back_sharing(connection, card)

    def delete_shared_before(self, moment: datetime) -> None:
        """Forget private cards that were shown to everybody earlier."""
        with writing(self._engine) as connection:
            posted_cards.delete_shared_before(connection, moment)

    def delete_gaps(self, guild_id: int) -> int:
        """Remove all unanswered questions of a server, and return how many that were."""
        with writing(self._engine) as connection:
            return gaps.delete_all(connection, guild_id)

    def schedule_deletion(self, guild_id: int, at: datetime) -> None:
        """Have everything of a server deleted at a moment; an earlier date that was set before stays."""
        with writing(self._engine) as connection:
            guilds.schedule(connection, guild_id, at)

    def cancel_deletion(self, guild_id: int) -> bool:
        """Keep a server's data after all; say whether it was to be deleted."""
        with writing(self._engine) as connection:
            return guilds.cancel(connection, guild_id)

    def guilds_with_data(self) -> list[GuildData]:
        """Return every server of which anything is stored, by number, with how much that is."""
        with reading_one_state(self._engine) as connection:
            return guilds.overview(connection)

    def delete_guild(self, guild_id: int) -> int:
        """Delete every row of a server, and return how many that were."""
        with writing(self._engine) as connection:
            seed_acts.next_revision(connection, guild_id)  # whoever acts there at this moment comes first
            deleted = guilds.delete_all(connection, guild_id)
        scrub(self._engine)
        return deleted

    @property
    def is_file(self) -> bool:
        """Tell whether the database is a file, which only processes on this machine can have open."""
        return file_behind(self._engine) is not None

    @property
    def folder(self) -> Path | None:
        """The folder of the database's file; None where it is on a server."""
        file = file_behind(self._engine)
        return file.folder if file else None

    def identity(self) -> object | None:
        """Return what tells the database from another one in its place; None where its file is gone. Never blocks."""
        file = file_behind(self._engine)
        return file.identity() if file else self._engine.url

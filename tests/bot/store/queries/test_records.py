"""Audit, unanswered questions, and servers that the bot left, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import func, select

from bot.store.database.base import Base
from bot.store.database.engine import open_engine, reading
from bot.store.queries.audit import AuditAct
from bot.store.queries.curating.messages import MessageSeed
from bot.store.queries.curating.pinned import PinnedQuestion
from bot.store.queries.curating.proposals import Proposal
from bot.store.queries.curating.sources import SourceLook
from bot.store.queries.drafts import DraftKey, DraftReading, StoredFile
from bot.store.queries.feedback import Feedback
from bot.store.queries.gaps import Gap
from bot.store.queries.guilds import GuildData
from bot.store.queries.news import NewsState
from bot.store.queries.posted_cards import PostedCard
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import SeedContents
from bot.store.queries.usage import UsageCount
from bot.store.store import Store
from tests.bot.store.conftest import ADMIN, NOON
from tests.bot.store.looking import FeedbackCounts, feedback_counts

GUILD, ELSEWHERE = 10, 11
TODAY, DAY, HOUR = NOON.date(), timedelta(days=1), timedelta(hours=1)


def test_changed_settings_are_audited_by_their_keys(store: Store) -> None:
    """Which keys changed is written down, what they are set to is not; nothing where nothing changed."""
    store.change_guild_settings(GUILD, {"pages": 3, "language": "de", "roles": [1]}, ADMIN, NOON)

    store.change_guild_settings(GUILD, {"pages": 3, "language": "fr", "roles": None}, ADMIN, NOON)
    store.change_guild_settings(GUILD, {"pages": 3, "language": "fr"}, ADMIN, NOON)

    newest, oldest = store.audit_entries(GUILD, limit=10)
    assert AuditAct("settings", details={"changed": ["language", "roles"]}) == newest.act
    assert AuditAct("settings", details={"changed": ["language", "pages", "roles"]}) == oldest.act


def test_entries_are_paged_within_their_server(store: Store) -> None:
    """Each page goes on below the last number of the one before; other servers' entries are not counted."""
    for number in range(5):
        store.record_act(GUILD, ADMIN, NOON + number * HOUR, AuditAct("reindex", details={"number": number}))
        store.record_act(ELSEWHERE, ADMIN, NOON, AuditAct("reindex", details={"number": -1}))

    first = store.audit_entries(GUILD, limit=2)
    second = store.audit_entries(GUILD, before=first[-1].number, limit=10)

    assert [4, 3] == [entry.act.details["number"] for entry in first]
    assert [2, 1, 0] == [entry.act.details["number"] for entry in second]
    assert NOON + 2 * HOUR == second[0].at


def test_entries_are_numbered_within_their_server(store: Store) -> None:
    """Also where several admins act at once: no number twice, and none tells how much is done elsewhere."""
    store.record_act(ELSEWHERE, ADMIN, NOON, AuditAct("reindex"))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: store.record_act(GUILD, ADMIN, NOON, AuditAct("reindex")), range(8)))

    assert list(range(8, 0, -1)) == [entry.number for entry in store.audit_entries(GUILD, limit=99)]


def test_forgotten_actor_is_one_stranger_in_each_server(store: Store) -> None:
    """The history of a server stays readable, nothing ties two servers together, others are not touched."""
    for guild_id in (GUILD, GUILD, ELSEWHERE):
        store.record_act(guild_id, ADMIN, NOON, AuditAct("reindex"))
    store.record_act(GUILD, ADMIN + 1, NOON, AuditAct("reindex"))

    store.delete_user(ADMIN)

    other, *here = store.audit_entries(GUILD, limit=10)
    (there,) = store.audit_entries(ELSEWHERE, limit=10)
    assert (ADMIN + 1, None) == (other.actor, other.pseudonym)
    assert {None} == {entry.actor for entry in (*here, there)}
    names = {entry.pseudonym for entry in here}
    assert len(names) == 1
    assert there.pseudonym not in names | {None}
    assert str(ADMIN) not in f"{names}{there.pseudonym}"


def test_gaps_come_back_by_server_and_day(store: Store) -> None:
    """The first day is among them, oldest first; every character survives that a question may have."""
    asked = [Gap(GUILD, TODAY + day * DAY, f"why {day}? 🪨\n=1+1", "nothing") for day in range(3)]
    judged = Gap(GUILD, TODAY + DAY, "how hard?", "thumbs_down")
    for gap in (*reversed(asked), judged, Gap(ELSEWHERE, TODAY + DAY, "elsewhere?", "nothing")):
        store.record_gap(gap)

    assert [asked[1], judged, asked[2]] == store.gaps(GUILD, TODAY + DAY)
    assert [asked[0], asked[1], judged, asked[2]] == store.gaps(GUILD)


def test_question_with_a_null_is_kept_readable(store: Store) -> None:
    """PostgreSQL has no such character, so the question is stored with its replacement."""
    store.record_gap(Gap(GUILD, TODAY, "why\0not", "nothing"))

    assert ["why\N{REPLACEMENT CHARACTER}not"] == [gap.question for gap in store.gaps(GUILD)]


def test_gaps_are_deleted_by_age_and_by_server(store: Store) -> None:
    """Old ones go everywhere, all of one server's go at once, and how many is told."""
    for guild_id in (GUILD, ELSEWHERE):
        for day in range(3):
            store.record_gap(Gap(guild_id, TODAY + day * DAY, "why?", "nothing"))

    assert 2 == store.delete_gaps_before(TODAY + DAY)
    assert 2 == store.delete_gaps(GUILD)

    assert [] == store.gaps(GUILD)
    assert 2 == len(store.gaps(ELSEWHERE))


def test_deletion_is_scheduled_once_and_can_be_cancelled(store: Store) -> None:
    """The first date counts: leaving, outages and restarts in between prolong nothing."""
    store.schedule_deletion(GUILD, NOON)
    store.schedule_deletion(GUILD, NOON + 9 * HOUR)
    store.schedule_deletion(ELSEWHERE, NOON + 9 * HOUR)

    assert {GUILD: NOON, ELSEWHERE: NOON + 9 * HOUR} == {d.guild_id: d.delete_at for d in store.guilds_with_data()}
    assert store.cancel_deletion(GUILD)
    assert not store.cancel_deletion(GUILD)
    assert [ELSEWHERE] == [data.guild_id for data in store.guilds_with_data()]


def fill(store: Store, guild_id: int) -> None:
    """Leave a row of a server in every table that has servers."""
    admin = Admin(guild_id, ADMIN, NOON)
    seed = store.add_seed(admin, "rocks.txt", SeedContents(b"granite"))
    store.change_seed(admin, "rocks", SeedContents(b"basalt"), seed.version)
    store.add_seed(admin, "blocked.txt", SeedContents(b"bad"))
    store.block_seed(admin, "blocked")
    a_draft, file = DraftKey(f"draft-{guild_id}", guild_id, ADMIN), StoredFile("rain.txt", b"It rains.")
    store.drafts.keep(a_draft, [file], DraftReading({}, "me"), NOON, is_table=False)
    store.change_guild_settings(guild_id, {"pages": 1}, ADMIN, NOON)
    store.record_feedback(Feedback(f"passage-{guild_id}", "generation", guild_id, ADMIN, 1, NOON))
    store.record_gap(Gap(guild_id, TODAY, "why?", "nothing"))
    store.schedule_deletion(guild_id, NOON)
    store.curators.propose(Proposal(f"token-{guild_id}", guild_id, ADMIN, NOON, "talk.txt", b"Hm.", ""), most=3)
    store.curators.put_message(MessageSeed(guild_id, 7, 8, ADMIN, ADMIN, NOON, "checksum", "asked"))
    store.curators.record_cards([PostedCard(guild_id, 5, guild_id + 1, "own/rocks", NOON)])
    store.curators.pin(PinnedQuestion(guild_id, "why?", "abcdefghij", "own/rocks#1", ""), most=5)
    store.curators.claim(guild_id, "digest", NOON, timedelta(days=7))
    store.curators.put_source_look(SourceLook(guild_id, "rocks", "checksum", NOON, "gone"))
    store.add_usage([UsageCount(guild_id, NOON.date(), "asked", "", 2)])
    store.put_news_state(guild_id, NewsState(0, {"seeds": []}, NOON.date(), {}))
    store.put_news_state(guild_id, NewsState(0, {"seeds": []}, NOON.date(), {}), "daily")


def rows_of(url: str, guild_id: int) -> dict[str, int]:
    """Count a server's rows in each table that has servers."""
    tables = [table for table in Base.metadata.sorted_tables if "guild_id" in table.c]
    with reading(open_engine(url, migrating=True)) as connection:
        counted = {table.name: select(func.count()).where(table.c.guild_id == guild_id) for table in tables}
        return {name: connection.execute(statement).scalar_one() for name, statement in counted.items()}


def test_deleted_server_leaves_no_row_and_others_keep_theirs(store: Store, url: str) -> None:
    """Whatever tables there will be: a server's rows go, and only those."""
    for guild_id in (GUILD, ELSEWHERE):
        fill(store, guild_id)
    before = rows_of(url, ELSEWHERE)
    assert 0 not in before.values()

    removed = store.delete_guild(GUILD)

    assert sum(before.values()) == removed
    assert {0} == set(rows_of(url, GUILD).values())
    assert before == rows_of(url, ELSEWHERE)
    assert FeedbackCounts(1, 0) == feedback_counts(store, f"passage-{ELSEWHERE}")


def test_overview_tells_how_much_is_stored_of_each_server(store: Store) -> None:
    """What it serves, verdicts, gaps and settings; direct messages are nobody's."""
    fill(store, GUILD)
    store.record_feedback(Feedback("passage", "generation", None, ADMIN, 1, NOON))
    store.record_act(ELSEWHERE, ADMIN, NOON, AuditAct("reindex"))

    assert [
        GuildData(GUILD, 1, len(b"basalt"), 1, 1, has_settings=True, delete_at=NOON),
        GuildData(ELSEWHERE, 0, 0, 0, 0, has_settings=False, delete_at=None),
    ] == store.guilds_with_data()


def test_a_card_is_shared_once_in_an_hour(store: Store) -> None:
    """Of two workers one is told that it was not yet; an hour later that is forgotten."""
    told = [store.share_card(card, NOON) for card in ("one", "one", "two")]
    store.delete_shared_before(NOON + HOUR)

    assert told == [True, False, True]
    assert store.share_card("one", NOON + HOUR)

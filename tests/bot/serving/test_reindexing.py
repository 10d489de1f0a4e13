"""Re-indexes: one at a time for each library, joined by whoever asks, watched on a card, harmless where they fail."""

import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import pytest
import pytest_asyncio

import bot.replies.reply
from bot.gateway.client import CaveatBot
from bot.serving.reindexing import SKIPPED_TOLD, Leaving, Reindexer, warn_of_skipped
from index.building.report import BuildReport
from index.errors import BusyError
from index.progress import Progress, no_progress
from index.snapshots.manifest import Skipped
from tests.bot.connected import ObedientService, connected, until
from tests.bot.servers import MARBLE, OAK, add, broken, remove
from tests.conftest import write_seeds
from tests.discord_double import DiscordDouble, Permission
from tests.discord_double.views import Answer

REPORT = BuildReport("g", 1, (), (), (), (), 0, rebuilt=True, seconds=0.0)


class Workshop:
    """Work that a test holds up: it counts what was begun, and ends when it may."""

    def __init__(self) -> None:
        self.begun: list[int | None] = []
        self.may_end = threading.Semaphore(0)
        self.has_begun = threading.Semaphore(0)

    def work(self, guild_id: int | None, progress: Progress) -> BuildReport:
        """Begin, tell of progress, and wait for leave to end."""
        self.begun.append(guild_id)
        self.has_begun.release()
        assert self.may_end.acquire(timeout=30)
        progress("reading", 1, 2)
        return REPORT

    def until_begun(self) -> None:
        """Wait until one more has begun."""
        assert self.has_begun.acquire(timeout=30)


@pytest.fixture
def workshop() -> Workshop:
    """Work in the test's hands."""
    return Workshop()


@pytest.fixture
def reindexer(workshop: Workshop) -> Iterator[Reindexer]:
    """A re-indexer of two threads."""
    reindexer = Reindexer(workshop.work, threads=2)
    yield reindexer
    workshop.may_end.release(10)
    reindexer.stop()


def test_whoever_asks_while_it_runs_joins(workshop: Workshop, reindexer: Reindexer) -> None:
    """All of them hear how far it is, and get the same report; another library is another matter."""
    heard: list[str] = []
    first = reindexer.start(1, lambda *_: heard.append("first"))
    workshop.until_begun()

    others = [reindexer.start(1, lambda *_: heard.append("second")), reindexer.start(2, no_progress)]
    workshop.until_begun()
    workshop.may_end.release(2)

    assert first is others[0]
    assert [REPORT, REPORT] == [first.result(10), others[1].result(10)]
    assert ["first", "second"] == heard
    assert [1, 2] == workshop.begun


def test_whoever_joins_late_hears_at_once_how_far_it_is() -> None:
    """The next report may be long in coming."""
    may_end, has_told = threading.Event(), threading.Event()

    def work(_guild_id: int | None, progress: Progress) -> BuildReport:
        progress("reading", 1, 2)
        has_told.set()
        assert may_end.wait(30)
        return REPORT

    reindexer, heard = Reindexer(work), list[tuple[str, int, int]]()
    reindexer.start(1)
    assert has_told.wait(30)

    joined = reindexer.start(1, lambda *told: heard.append(told))
    so_far = [*heard]
    may_end.set()

    assert [("reading", 1, 2)] == so_far
    assert REPORT == joined.result(10)
    reindexer.stop()


def test_a_change_is_never_missed(workshop: Workshop, reindexer: Reindexer) -> None:
    """What changed while one runs is for the next, which all later changes share."""
    running = reindexer.start(1)
    workshop.until_begun()

    next_ones = [reindexer.start(1, changed=True), reindexer.start(1, changed=True), reindexer.start(1)]
    workshop.may_end.release(2)

    assert 1 == len({id(each) for each in next_ones})
    assert running is not next_ones[0]
    assert REPORT == next_ones[0].result(10)
    assert [1, 1] == workshop.begun


def test_one_who_stops_waiting_ends_it_for_nobody(workshop: Workshop, reindexer: Reindexer) -> None:
    """A future that others share cannot be cancelled."""
    running = reindexer.start(1)

    assert not running.cancel()
    workshop.may_end.release()
    assert REPORT == running.result(10)


def test_a_failure_is_told_to_all_and_the_next_one_begins() -> None:
    """An error ends one re-index, not the re-indexer."""
    fail = threading.Event()
    fail.set()

    def work(_guild_id: int | None, _progress: Progress) -> BuildReport:
        return broken() if fail.is_set() else REPORT

    reindexer = Reindexer(work)
    failed = reindexer.start(1).exception(10)
    fail.clear()

    assert "the disk is full" == str(failed)
    assert REPORT == reindexer.start(1).result(10)
    reindexer.stop()


def test_a_change_is_told_though_a_question_renewed_the_index_first() -> None:
    """By its own re-index, which finds nothing to do; one that nobody changed anything for says so."""
    added, nothing = replace(REPORT, added=("rain.txt",)), replace(REPORT, rebuilt=False)
    reports = iter((added, nothing, nothing))
    reindexer = Reindexer(lambda _guild_id, _progress: next(reports))

    told = [reindexer.start(1, changed=changed).result(10) for changed in (False, True, False)]
    reindexer.stop()

    assert [added, added, nothing] == told


def test_a_stop_ends_what_waits_for_another_library(workshop: Workshop) -> None:
    """It has not begun, since there is one thread; nobody waits for it any more, whoever came after a change too."""
    reindexer = Reindexer(workshop.work, threads=1)
    reindexer.start(1)
    workshop.until_begun()
    waiting = [reindexer.start(2), reindexer.start(2, changed=True)]

    reindexer.stop()
    told = [each.exception(timeout=5) for each in waiting]
    workshop.may_end.release()

    assert [True, True] == [isinstance(each, Leaving) for each in told]


def test_a_stop_ends_what_runs_and_what_waits(workshop: Workshop, reindexer: Reindexer) -> None:
    """At the next report of progress; nobody is left waiting, and nothing begins any more."""
    running = reindexer.start(1)
    workshop.until_begun()
    waiting = reindexer.start(1, changed=True)

    reindexer.stop()
    workshop.may_end.release(2)

    assert [Leaving, Leaving] == [type(future.exception(10)) for future in (running, waiting)]
    assert isinstance(reindexer.start(2).exception(10), Leaving)
    assert [1] == workshop.begun


@pytest_asyncio.fixture
async def caveat(
    double: DiscordDouble, service: ObedientService, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[CaveatBot]:
    """The bot, connected; its cards follow what goes on without pauses."""
    monkeypatch.setattr(bot.replies.reply, "FOLLOW_EVERY_S", 0.01)
    async with connected(double, service) as client:
        yield client


async def reindexed(answer: Answer, words: str) -> str:
    """Wait until a card says something."""
    await until(lambda: words in answer.message.text())
    return answer.message.text()


@pytest.mark.asyncio
async def test_a_curator_sees_what_a_reindex_changed(double: DiscordDouble, caveat: CaveatBot) -> None:
    """Privately: how many passages, what was added and removed, what was left out and why."""
    carol = double.user("carol", may=Permission.MANAGE_GUILD)
    marble = add(caveat.store, double.guild.id, "marble.md", MARBLE)
    add(caveat.store, double.guild.id, "bad.md", b"---\nauthor: Ada\nby: Bo\n---\n\nText.\n")

    first = await carol.slash(double.channel, "reindex")
    told = await reindexed(first, "Re-indexed in")
    remove(caveat.store, marble)
    add(caveat.store, double.guild.id, "oak.md", OAK)
    second = await reindexed(await carol.slash(double.channel, "reindex"), "Re-indexed in")
    third = await reindexed(await carol.slash(double.channel, "reindex"), "Nothing had changed")

    assert first.ephemeral
    assert all(
        words in told
        for words in ("1 passage", "Added: marble.md", "Skipped: bad.md", "Bo is stated as the author here")
    )
    assert all(words in second for words in ("Added: oak.md", "Removed: marble.md"))
    assert "Added" not in third
    assert ["reindex"] * 3 == [
        each.act.action for each in caveat.store.audit_entries(double.guild.id, limit=9) if each.act.action == "reindex"
    ]


@pytest.mark.asyncio
async def test_progress_is_shown_and_answers_go_on(
    double: DiscordDouble, caveat: CaveatBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each stage in its words; a second curator watches the same one."""
    carol, dan = (double.user(name, may=Permission.MANAGE_GUILD) for name in ("carol", "dan"))
    add(caveat.store, double.guild.id, "marble.md", MARBLE)
    stages = Stages()
    monkeypatch.setattr("bot.serving.libraries.build", stages.through)

    first, second = [await person.slash(double.channel, "reindex") for person in (carol, dan)]
    seen = []
    for stage, words in (("reading", "Reading seeds: 1 of 2"), ("indexing", "Passages: 1 of 2"), ("checking", "Check")):
        stages.order(stage)
        seen += [await reindexed(answer, words) for answer in (first, second)]
    answer = await dan.slash(double.channel, "ask", question="How hard is granite?")
    stages.order(BusyError("elsewhere"))

    assert 6 == len(seen)
    assert "Granite is" in answer.text().replace("**", "")
    for each in (first, second):
        assert "nothing changed" in await reindexed(each, "Another process")
    assert 1 == stages.begun


class Stages:
    """A build that goes from stage to stage as a test says."""

    def __init__(self) -> None:
        self.begun = 0
        self._orders: SimpleQueue[str | Exception] = SimpleQueue()
        self.order = self._orders.put

    def through(self, *_args: object, progress: Progress, **_options: object) -> BuildReport:
        """Tell of each stage as it is ordered, then fail as ordered."""
        self.begun += 1
        while isinstance(order := self._orders.get(timeout=30), str):
            progress(order, 1, 2)
        raise order


@pytest.mark.asyncio
async def test_only_curators_reindex_a_server_and_only_the_owner_the_operators(
    double: DiscordDouble, caveat: CaveatBot, tmp_path: Path
) -> None:
    """The rule is asked when the command is used, whoever sees it."""
    alice = double.user("alice")
    write_seeds(tmp_path / "seeds", {"slate.md": "Slate splits well.\n"})

    refused = [await alice.slash(place, "reindex") for place in (double.channel, alice.dm)]
    caveat.owner_id = alice.id
    allowed = await reindexed(await alice.slash(alice.dm, "reindex"), "Re-indexed in")

    assert "curators" in refused[0].text()
    assert "operator" in refused[1].text()
    assert all(each.ephemeral for each in refused)
    assert "Added: slate.md" in allowed


def test_a_log_tells_the_first_files_that_could_not_be_read_and_how_many_more(caplog: pytest.LogCaptureFixture) -> None:
    """A vault of notes may hold hundreds of empty ones."""
    skipped = tuple(Skipped(f"{number}.md", f"{number}.md: holds no text") for number in range(SKIPPED_TOLD + 40))

    warn_of_skipped(replace(REPORT, skipped=skipped[:1]))
    warn_of_skipped(replace(REPORT, skipped=skipped))

    told = [record.getMessage() for record in caplog.records]
    assert ["seed skipped: 0.md: holds no text"] * 2 == told[:2]
    assert (SKIPPED_TOLD + 2, "seeds skipped: 40 more; `seeds check` tells of each") == (len(told), told[-1])

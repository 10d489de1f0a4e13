"""A server's settings: what is stored, what is remembered, and what a version does not know."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.store.database import migrate
from bot.store.guild_settings import DEFAULTS, FRESH_S, MOST_REMEMBERED, GuildSettings, SettingsBook, stored_form
from bot.store.store import Store
from tests.clock import Clock

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
ADMIN = 100
GUILD = 7


class CountingStore(Store):
    """A real store that counts how often settings are read, and lets a test act in the midst of a reading."""

    reads = 0
    meanwhile = staticmethod(lambda: None)

    def guild_settings(self, guild_id: int) -> dict[str, Any]:
        """Read, counted."""
        self.reads += 1
        found = super().guild_settings(guild_id)
        self.meanwhile()
        return found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CountingStore]:
    """An empty store."""
    url = f"sqlite:///{tmp_path}/caveat.sqlite3"
    migrate.upgrade(url)
    with CountingStore.open(url) as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    """A clock at zero."""
    return Clock(0.0)


@pytest.fixture
def book(store: Store, clock: Clock) -> SettingsBook:
    """A book over the store."""
    return SettingsBook(store, clock)


def test_only_what_differs_is_stored(book: SettingsBook, store: Store) -> None:
    """A setting that goes back to its default leaves the row; ids are sorted."""
    book.change(GUILD, {"denied_channels": {3, 1}, "pages_per_answer": 5, "pressers": "everybody"}, ADMIN, NOON)

    book.change(GUILD, {"pages_per_answer": None}, ADMIN, NOON)

    assert store.guild_settings(GUILD) == {"denied_channels": [1, 3], "pressers": "everybody"}


def test_what_was_set_is_what_is_served(book: SettingsBook, store: Store) -> None:
    """In this worker at once, and in one that reads it for the first time."""
    changed = book.change(GUILD, {"curator_roles": [9], "keep_unanswered": True}, ADMIN, NOON)

    assert changed == GuildSettings(curator_roles=frozenset({9}), keep_unanswered=True)
    assert [book.load(GUILD), SettingsBook(store).load(GUILD)] == [changed, changed]


def test_another_workers_change_shows_after_some_seconds(book: SettingsBook, store: Store, clock: Clock) -> None:
    """What is fresh is not read again; what is not, is."""
    other = SettingsBook(store, clock)
    book.load(GUILD)
    other.change(GUILD, {"operator_seeds": False}, ADMIN, NOON)

    clock.now_s = FRESH_S
    before = book.load(GUILD)
    clock.now_s = FRESH_S + 0.1

    assert before == DEFAULTS
    assert book.remembered(GUILD) is None
    assert book.load(GUILD) == GuildSettings(operator_seeds=False)


@pytest.mark.parametrize("whose", [GUILD, None])
def test_a_change_that_is_heard_of_shows_at_once(book: SettingsBook, store: Store, whose: int | None) -> None:
    """Of this server, or where all may have changed; another one's is no reason to read again."""
    SettingsBook(store).change(GUILD, {"operator_seeds": False}, ADMIN, NOON)
    book.load(GUILD)
    SettingsBook(store).change(GUILD, {"operator_seeds": True}, ADMIN, NOON)
    book.outdate(GUILD + 1)
    before = book.load(GUILD)

    book.outdate(whose)

    assert before == GuildSettings(operator_seeds=False)
    assert book.remembered(GUILD) is None
    assert book.load(GUILD) == DEFAULTS == book.remembered(GUILD)


def test_a_reading_under_way_is_not_kept_for_a_change_that_is_heard_of(
    book: SettingsBook, store: CountingStore, clock: Clock
) -> None:
    """It may be of before: what comes next reads again."""
    book.load(GUILD)
    clock.now_s += FRESH_S + 0.1

    def heard() -> None:
        store.meanwhile = staticmethod(lambda: None)
        clock.now_s += 0.1
        SettingsBook(store, clock).change(GUILD, {"pages_per_answer": 2}, ADMIN, NOON)
        book.outdate(GUILD)

    store.meanwhile = staticmethod(heard)
    book.load(GUILD)

    assert book.load(GUILD).pages_per_answer == 2


def test_a_slow_reading_does_not_undo_a_change(book: SettingsBook, store: CountingStore, clock: Clock) -> None:
    """What was read before a change of this worker is older than the change, even if it arrives later."""

    def change() -> None:
        store.meanwhile = staticmethod(lambda: None)
        clock.now_s += 0.1
        book.change(GUILD, {"pages_per_answer": 2}, ADMIN, NOON)

    store.meanwhile = staticmethod(change)

    read = book.load(GUILD)

    assert read.pages_per_answer == 2
    assert book.load(GUILD).pages_per_answer == 2


def test_direct_messages_have_the_defaults_unread(book: SettingsBook, store: CountingStore) -> None:
    """There is no server whose row could be read."""
    assert (book.remembered(None), book.load(None), store.reads) == (DEFAULTS, DEFAULTS, 0)


def test_memory_is_bounded(book: SettingsBook, store: CountingStore) -> None:
    """The server that was not asked for longest is forgotten first."""
    for guild_id in range(1, MOST_REMEMBERED + 2):
        book._remember(guild_id, 0.0, {})

    assert book.remembered(1) is None
    assert book.remembered(2) == DEFAULTS


def test_what_a_newer_version_stored_is_kept_and_read_as_not_set(book: SettingsBook, store: Store) -> None:
    """Unknown keys, and values that this version's settings cannot have."""
    future = {"mood": "good", "pressers": "friends", "pages_per_answer": 40, "language": "de"}
    store.change_guild_settings(GUILD, future, ADMIN, NOON)

    settings = book.change(GUILD, {"operator_seeds": False}, ADMIN, NOON)

    assert settings == GuildSettings(language="de", operator_seeds=False)
    assert store.guild_settings(GUILD) == future | {"operator_seeds": False}


@pytest.mark.parametrize(
    "changes", [{"pages_per_answer": 0}, {"pages_per_answer": 11}, {"pressers": "nobody"}, {"user_questions": 0}]
)
def test_no_value_outside_its_bounds_is_stored(book: SettingsBook, store: Store, changes: dict[str, Any]) -> None:
    """A forged form cannot store what no menu offers."""
    with pytest.raises(ValidationError):
        book.change(GUILD, changes, ADMIN, NOON)

    assert store.guild_settings(GUILD) == {}


@pytest.mark.parametrize(
    ("allowed", "denied", "places", "expected"),
    [
        ((), (), (1,), True),
        ((1,), (), (1,), True),
        ((1,), (), (2,), False),
        ((1,), (), (3, 1), True),  # a thread under 1
        ((1, 2), (2,), (2,), False),  # denied wins
        ((), (9,), (2, 9), False),  # all of a category
        ((9,), (2,), (2, 9), False),  # all of a category but one
    ],
)
def test_places_are_open_or_not(
    allowed: tuple[int, ...], denied: tuple[int, ...], places: tuple[int, ...], *, expected: bool
) -> None:
    """Everywhere if nothing is said, else where it is allowed and not denied."""
    settings = GuildSettings(allowed_channels=frozenset(allowed), denied_channels=frozenset(denied))

    assert settings.is_open(frozenset(places)) is expected


def test_a_setting_that_does_not_exist_is_a_bug() -> None:
    """Names come from the code, never from a person."""
    with pytest.raises(AttributeError):
        stored_form({"mood": "good"})

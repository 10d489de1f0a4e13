"""Drafts of seeds: whose they are, how long they are kept, how many there may be, who reads what was sent."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

import pytest

from bot.store.drafts import LIFE, DraftChangedError, TextMarks
from bot.store.queries import drafts
from bot.store.queries.drafts import DraftKey, DraftReading, StoredFile
from bot.store.queries.foreseeing import WantedSeed
from bot.store.queries.refusals import (
    QuotaError,
    SameFileError,
    SeedBlockedError,
    SeedConflictError,
    SeedExistsError,
    SeedMissingError,
)
from bot.store.queries.seed_acts import Admin, SeedLimits
from bot.store.queries.seeds import SeedContents
from bot.store.store import Store
from tests.bot.store.conftest import ADMIN, NOON

GUILD, ANNA, BORIS = 10, ADMIN, ADMIN + 1
MINE = DraftKey("a" * 16, GUILD, ANNA)
RAIN = StoredFile("rain.txt", b"It rains.", b"author: Ada\n")
AN_ADMIN = Admin(GUILD, ANNA, NOON)


def wanted(file: StoredFile) -> WantedSeed:
    """Return what is asked of the store about a file."""
    checksum = sha256(file.data).hexdigest()
    return WantedSeed(file.name, checksum, "", len(file.data), file.seed, file.seed_version)


def keep(store: Store, key: DraftKey = MINE, file: StoredFile = RAIN, minutes: int = 0) -> None:
    """Keep a draft of one file."""
    keep_read(store, key, [file], NOON + timedelta(minutes=minutes))


def keep_read(store: Store, key: DraftKey, files: Sequence[StoredFile], now: datetime = NOON) -> None:
    """Keep a draft whose files are read."""
    draft = store.drafts.keep(key, files, DraftReading({}, "first"), now, is_table=False)
    store.drafts.settle_first(draft, "first", {place: wanted(file) for place, file in enumerate(files)}, now)


def is_kept(store: Store, key: DraftKey = MINE) -> bool:
    """Tell whether a draft is there."""
    return store.drafts.find(key, NOON) is not None


def test_a_draft_is_its_makers_in_its_server(store: Store) -> None:
    """Nobody else finds it, discards it or corrects it."""
    keep(store)

    for key in (DraftKey(MINE.token, GUILD, BORIS), DraftKey(MINE.token, GUILD + 1, ANNA), DraftKey("b", GUILD, ANNA)):
        store.drafts.discard(key)
        assert not is_kept(store, key)
        assert not store.drafts.begin(key, 1, {}, "me", NOON)

    found = store.drafts.find(MINE, NOON)
    assert found is not None
    assert ({0: RAIN}, 1, "ready", False) == (found.files, found.version, found.state, found.is_table)


def test_a_draft_lives_for_a_while_after_its_last_correction(store: Store) -> None:
    """Then nobody finds it, and what keeps house deletes it."""
    keep(store)
    later = NOON + LIFE - timedelta(seconds=1)
    store.drafts.begin(MINE, 1, {}, "me", later)

    alive = store.drafts.find(MINE, NOON + LIFE)
    gone = store.drafts.find(MINE, later + LIFE)
    store.drafts.purge(later + LIFE)

    assert alive
    assert not gone
    assert not is_kept(store)


def test_who_has_many_drafts_loses_the_oldest(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else's go for them, until all together are too large."""
    keep(store, DraftKey("boris", GUILD, BORIS))
    keys = [DraftKey(str(number), GUILD, ANNA) for number in range(drafts.MOST_OF_ONE + 1)]
    for number, key in enumerate(keys):
        keep(store, key, minutes=number)
    kept = [is_kept(store, key) for key in keys]
    boriss = is_kept(store, DraftKey("boris", GUILD, BORIS))

    monkeypatch.setattr(drafts, "MOST_BYTES", RAIN.size_bytes)
    keep(store, minutes=9)

    assert [False] + [True] * drafts.MOST_OF_ONE == kept
    assert boriss
    assert [MINE] == [key for key in (*keys, MINE) if is_kept(store, key)]


def test_of_two_readers_the_last_counts(store: Store) -> None:
    """What the other one read is not put in place."""
    keep(store)
    corrected = StoredFile("rain.txt", RAIN.data, b"author: Bo\n")

    begun = store.drafts.begin(MINE, 1, {"places": [0]}, "first", NOON)
    again = store.drafts.begin(MINE, 1, {}, "other", NOON)
    taken_over = store.drafts.take_over(MINE, "second", NOON)
    late = store.drafts.settle(MINE, "first", {0: RAIN}, NOON)
    settled = store.drafts.settle(MINE, "second", {0: corrected}, NOON)

    found = store.drafts.find(MINE, NOON)
    assert found is not None
    assert [True, False, True, False, True] == [begun, again, taken_over, late, settled]
    assert ({0: corrected}, 2, "ready", None) == (found.files, found.version, found.state, found.pending)


def test_what_is_confirmed_is_what_was_looked_at(store: Store) -> None:
    """At another version nothing is stored; what is refused stays; what is taken leaves no bytes."""
    other = StoredFile("hail.txt", RAIN.data)
    keep_read(store, MINE, [RAIN, other])

    with pytest.raises(DraftChangedError):
        store.drafts.confirm(MINE, 2, AN_ADMIN, {0: TextMarks("")})
    done = store.drafts.confirm(MINE, 1, AN_ADMIN, {0: TextMarks(""), 1: TextMarks("")})
    left = store.drafts.find(MINE, NOON)
    store.remove_seed(AN_ADMIN, "rain", 1)
    store.drafts.confirm(MINE, 2, AN_ADMIN, {1: TextMarks("")})

    assert isinstance(done[1].refusal, SameFileError)
    assert left is not None
    assert {1: other} == left.files
    taken = store.drafts.find(MINE, NOON)
    assert taken is not None
    assert ("taken", {}) == (taken.state, taken.files)
    assert ["hail"] == [seed.seed for seed in store.guild_seeds(GUILD)]


def test_drafts_go_with_their_maker_and_with_a_block(store: Store) -> None:
    """At once; those of others stay, those of other servers too."""
    keys = [MINE, DraftKey("b", GUILD, BORIS), DraftKey("c", GUILD + 1, BORIS)]
    for key in keys:
        keep(store, key)
    store.delete_user(ANNA)
    after_forgetting = [is_kept(store, key) for key in keys]
    store.add_seed(AN_ADMIN, "snow.txt", SeedContents(b"It snows."))
    store.block_seed(AN_ADMIN, "snow")

    assert [False, True, True] == after_forgetting
    assert [False, False, True] == [is_kept(store, key) for key in keys]


def test_of_a_blocked_document_no_draft_keeps_bytes(store: Store) -> None:
    """Its name and when it was blocked are enough to say why."""
    store.add_seed(AN_ADMIN, "rain.txt", SeedContents(RAIN.data))
    store.block_seed(AN_ADMIN, "rain")

    keep(store, file=StoredFile("other.txt", RAIN.data))

    found = store.drafts.find(MINE, NOON)
    assert found is not None
    assert {0: StoredFile("other.txt", b"", blocked_at=NOON, blocked_because="")} == found.files


def test_what_would_be_refused_is_foreseen(store: Store) -> None:
    """In the order of the files, each after those before it."""
    stored = store.add_seed(AN_ADMIN, "rain.txt", SeedContents(RAIN.data))
    files = [
        StoredFile("rain.txt", b"Other."),
        StoredFile("copy.txt", RAIN.data),
        StoredFile("a.txt", b"A."),
        StoredFile("b.txt", b"A."),
        StoredFile("rain.txt", b"Newer.", None, "rain", stored.version),
        StoredFile("rain.txt", b"Late.", None, "rain", stored.version + 1),
        StoredFile("gone.txt", b"Gone.", None, "gone", 1),
        StoredFile("c.txt", b"C."),
        StoredFile("d.txt", b"D" * 100),
    ]

    told = store.drafts.foresee(GUILD, [wanted(file) for file in files], SeedLimits(3, 60))

    kinds = [type(each) if each else None for each in told]
    expected = [SeedExistsError, SameFileError, None, SameFileError, None, SeedConflictError, SeedMissingError, None]
    assert [*expected, QuotaError] == kinds
    store.block_seed(AN_ADMIN, "rain")
    (blocked,) = store.drafts.foresee(GUILD, [wanted(RAIN)], None)
    assert isinstance(blocked, SeedBlockedError)
    assert store.guild_seeds(GUILD) == []


def test_a_seed_counts_its_own_revisions(store: Store) -> None:
    """From 1 on, however often other seeds of the server changed."""
    store.add_seed(AN_ADMIN, "snow.txt", SeedContents(b"It snows."))
    first = store.add_seed(AN_ADMIN, "rain.txt", SeedContents(RAIN.data))

    second = store.change_seed(AN_ADMIN, "rain", SeedContents(b"It pours."), first.version)

    assert [1, 2] == [first.revision, second.revision]

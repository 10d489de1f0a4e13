"""Seeds of servers' own: added, changed, removed, restored, blocked, each with its checks, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from hashlib import sha256

import pytest

from bot.store.queries.checksums import text_checksum
from bot.store.queries.refusals import (
    QuotaError,
    RefusedError,
    SameFileError,
    SeedBlockedError,
    SeedConflictError,
    SeedExistsError,
    SeedMissingError,
)
from bot.store.queries.seed_acts import KEPT_VERSIONS, Admin, SeedLimits
from bot.store.queries.seeds import GuildState, GuildTotals, SeedContents
from bot.store.store import Store
from tests.bot.store.conftest import ADMIN, NOON
from tests.bot.store.looking import guild_totals

GUILD, ELSEWHERE = 10, 2**63 - 1
ANNA, BORIS = ADMIN, ADMIN + 1
SIDECAR = "title: Grüße\n".encode()
GRANITE = SeedContents(b"Granite is hard.\0\xff", SIDECAR)
BASALT = SeedContents(b"Basalt is darker.")


def admin(by: int = ANNA, guild_id: int = GUILD, at: datetime = NOON, limits: SeedLimits | None = None) -> Admin:
    """Return somebody who acts."""
    return Admin(guild_id, by, at, limits)


def served(store: Store, guild_id: int = GUILD) -> dict[str, bytes]:
    """Return what a server serves, by id."""
    return {seed.seed: store.seed_contents(guild_id, seed.seed).data for seed in store.guild_seeds(guild_id)}


def test_added_seed_comes_back_byte_for_byte(store: Store) -> None:
    """File, side-car, who, when, checksum and size are kept."""
    seed = store.add_seed(admin(), "Über Granit.txt", GRANITE)

    assert ("uber-granit", "Über Granit.txt", ANNA, ANNA, NOON, None) == (
        seed.seed,
        seed.file_name,
        seed.added_by,
        seed.changed_by,
        seed.changed_at,
        seed.removed_at,
    )
    assert (sha256(GRANITE.data).hexdigest(), len(GRANITE.data)) == (seed.checksum, seed.size_bytes)
    assert GRANITE == store.seed_contents(GUILD, "uber-granit")
    assert [seed] == store.guild_seeds(GUILD)
    assert seed == store.guild_seed(GUILD, "uber-granit")


def test_other_servers_have_nothing_of_it(store: Store) -> None:
    """The same file in two servers is two seeds; each sees its own, and neither is in the other's way."""
    store.add_seed(admin(), "granite.txt", GRANITE)

    assert [] == store.guild_seeds(ELSEWHERE)
    assert GuildTotals(0, 0) == guild_totals(store, ELSEWHERE)
    assert 0 == store.seeds_revision(ELSEWHERE)
    with pytest.raises(SeedMissingError):
        store.seed_contents(ELSEWHERE, "granite")

    store.add_seed(admin(guild_id=ELSEWHERE), "granite.txt", GRANITE)
    store.block_seed(admin(guild_id=ELSEWHERE), "granite")

    assert {"granite": GRANITE.data} == served(store)


def test_file_names_that_read_alike_get_ids_of_their_own(store: Store) -> None:
    """The first keeps its id when another comes."""
    ids = [
        store.add_seed(admin(), name, SeedContents(name.encode())).seed
        for name in ("a.txt", "a.md", "A.md", "岩.txt", "石.txt")
    ]

    assert len(set(ids)) == 5
    assert ids[:2] == ["a", "a-md"]


def test_name_that_is_taken_is_refused(store: Store) -> None:
    """A second file of one name would be a change that nobody asked for."""
    store.add_seed(admin(), "rocks.txt", GRANITE)

    with pytest.raises(SeedExistsError) as caught:
        store.add_seed(admin(), "rocks.txt", BASALT)

    assert caught.value.seed == "rocks"
    assert {"rocks": GRANITE.data} == served(store)


def test_same_file_under_another_name_is_refused(store: Store) -> None:
    """Neither a new seed nor a changed one may be a copy of another."""
    store.add_seed(admin(), "granite.txt", GRANITE)
    basalt = store.add_seed(admin(), "basalt.txt", BASALT)

    with pytest.raises(SameFileError) as added:
        store.add_seed(admin(), "copy.txt", GRANITE)
    with pytest.raises(SameFileError) as changed:
        store.change_seed(admin(), "basalt", GRANITE, basalt.version)

    assert ("granite", "granite") == (added.value.seed, changed.value.seed)


def test_change_keeps_the_older_version(store: Store) -> None:
    """Both contents can be had; the seed names who changed it."""
    first = store.add_seed(admin(), "rocks.txt", GRANITE)
    later = NOON + timedelta(hours=1)

    second = store.change_seed(admin(BORIS, at=later), "rocks", BASALT, first.version)

    assert second.version > first.version
    assert (ANNA, BORIS, later) == (second.added_by, second.changed_by, second.changed_at)
    assert BASALT == store.seed_contents(GUILD, "rocks")
    assert GRANITE == store.seed_contents(GUILD, "rocks", first.version)


def test_versions_do_not_pile_up(store: Store) -> None:
    """The oldest ones go, with their bytes."""
    seed = first = store.add_seed(admin(), "rocks.txt", GRANITE)
    for number in range(KEPT_VERSIONS - 1):
        seed = store.change_seed(admin(), "rocks", SeedContents(b"%d" % number), seed.version)
    assert GRANITE == store.seed_contents(GUILD, "rocks", first.version)

    store.change_seed(admin(), "rocks", BASALT, seed.version)

    with pytest.raises(SeedMissingError):
        store.seed_contents(GUILD, "rocks", first.version)
    assert store.seed_contents(GUILD, "rocks", seed.version).data == b"%d" % (KEPT_VERSIONS - 2)


def test_second_of_two_admins_learns_who_was_first(store: Store) -> None:
    """Nobody overwrites what they have not seen."""
    seen = store.add_seed(admin(), "rocks.txt", GRANITE)
    later = NOON + timedelta(minutes=1)
    store.change_seed(admin(BORIS, at=later), "rocks", BASALT, seen.version)

    with pytest.raises(SeedConflictError) as changed:
        store.change_seed(admin(), "rocks", SeedContents(b"mine"), seen.version)
    with pytest.raises(SeedConflictError) as removed:
        store.remove_seed(admin(), "rocks", seen.version)

    for caught in (changed.value, removed.value):
        assert (BORIS, later, False) == (caught.changed_by, caught.changed_at, caught.is_removed)
    assert {"rocks": BASALT.data} == served(store)


def test_admins_that_change_at_once_never_overwrite_each_other(store: Store) -> None:
    """Of many changes of one version exactly one is made."""
    seen = store.add_seed(admin(), "rocks.txt", GRANITE)

    def change(number: int) -> bool:
        try:
            store.change_seed(admin(number), "rocks", SeedContents(b"%d" % number), seen.version)
        except SeedConflictError:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(change, range(8)))

    assert made.count(True) == 1
    assert {"rocks": b"%d" % made.index(True)} == served(store)


def test_admins_that_add_at_once_stay_within_the_limits(store: Store) -> None:
    """A quota holds when several uploads come together, each with an id of its own."""

    def add(number: int) -> bool:
        try:
            store.add_seed(admin(limits=SeedLimits(3, 100)), f"rocks.{number}.txt", SeedContents(b"%d" % number))
        except QuotaError:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        added = list(threads.map(add, range(8)))

    assert added.count(True) == 3
    assert len(served(store)) == 3


def test_removed_seed_is_neither_served_nor_counted(store: Store) -> None:
    """It is gone at once for everybody but who undoes it."""
    seed = store.add_seed(admin(), "rocks.txt", GRANITE)

    removed = store.remove_seed(admin(BORIS), "rocks", seed.version)

    assert removed.removed_at == NOON
    assert {} == served(store)
    assert [removed] == store.guild_seeds(GUILD, removed=True)
    assert GuildTotals(0, 0) == guild_totals(store, GUILD)
    assert GuildState(2, (), frozenset({"rocks"})) == store.guild_state(GUILD)
    with pytest.raises(SeedMissingError):
        store.seed_contents(GUILD, "rocks")
    with pytest.raises(SeedConflictError) as caught:
        store.change_seed(admin(), "rocks", BASALT, seed.version)
    assert (True, BORIS) == (caught.value.is_removed, caught.value.changed_by)


def test_removal_can_be_undone_once(store: Store) -> None:
    """The seed is back as it was; a second undo finds nothing to do."""
    seed = store.add_seed(admin(), "rocks.txt", GRANITE)
    store.remove_seed(admin(), "rocks", seed.version)

    back = store.restore_seed(admin(), "rocks", seed.version)

    assert (seed.version, None) == (back.version, back.removed_at)
    assert GRANITE == store.seed_contents(GUILD, "rocks")
    with pytest.raises(SeedConflictError):
        store.restore_seed(admin(), "rocks", seed.version)


def test_undo_brings_no_second_copy(store: Store) -> None:
    """What was added again meanwhile under another name stays the only one."""
    seed = store.add_seed(admin(), "rocks.txt", GRANITE)
    store.remove_seed(admin(), "rocks", seed.version)
    store.add_seed(admin(), "stones.txt", GRANITE)

    with pytest.raises(SameFileError):
        store.restore_seed(admin(), "rocks", seed.version)


def test_removed_name_can_be_added_again(store: Store) -> None:
    """Nobody waits for the end of the undo to correct a mistake; the old undo does not overwrite the new seed."""
    seed = store.add_seed(admin(), "rocks.txt", GRANITE)
    store.remove_seed(admin(), "rocks", seed.version)

    again = store.add_seed(admin(BORIS), "rocks.txt", BASALT)

    assert again.version > seed.version
    assert {"rocks": BASALT.data} == served(store)
    with pytest.raises(SeedConflictError):
        store.restore_seed(admin(), "rocks", seed.version)


def test_purge_deletes_what_can_no_longer_be_undone(store: Store) -> None:
    """Of all servers, and only what was removed long enough ago."""
    for guild_id, minutes in ((GUILD, 0), (ELSEWHERE, 30)):
        seed = store.add_seed(admin(guild_id=guild_id), "rocks.txt", GRANITE)
        store.remove_seed(admin(guild_id=guild_id, at=NOON + timedelta(minutes=minutes)), "rocks", seed.version)

    purged = store.purge_removed(NOON + timedelta(minutes=15))

    assert [(GUILD, "rocks")] == [(seed.guild_id, seed.seed) for seed in purged]
    assert None is store.guild_seed(GUILD, "rocks")
    with pytest.raises(SeedMissingError):
        store.restore_seed(admin(), "rocks", 1)
    store.restore_seed(admin(guild_id=ELSEWHERE), "rocks", 1)
    assert {"rocks": GRANITE.data} == served(store, ELSEWHERE)


@pytest.mark.parametrize("is_removed", [False, True])
def test_blocked_seed_leaves_a_checksum_alone(store: Store, *, is_removed: bool) -> None:
    """All its versions go at once, and none of them comes back, whatever its name."""
    first = store.add_seed(admin(), "rocks.txt", GRANITE)
    second = store.change_seed(admin(), "rocks", BASALT, first.version)
    if is_removed:
        store.remove_seed(admin(), "rocks", second.version)

    store.block_seed(admin(), "rocks")

    assert None is store.guild_seed(GUILD, "rocks")
    for version in (first.version, second.version):
        with pytest.raises(SeedMissingError):
            store.seed_contents(GUILD, "rocks", version)
    for contents in (GRANITE, BASALT):
        with pytest.raises(SeedBlockedError):
            store.add_seed(admin(), "other.txt", contents)
    with pytest.raises(SeedMissingError):
        store.block_seed(admin(), "rocks")


def test_blocked_document_is_known_in_another_format(store: Store) -> None:
    """The same letters and digits are the same document, for a new seed and for a changed one."""
    text = text_checksum("Granite is hard.")
    store.add_seed(admin(), "rocks.txt", SeedContents(b"Granite is hard.", None, text))
    other = store.add_seed(admin(), "basalt.txt", BASALT)
    store.block_seed(admin(), "rocks")
    again = SeedContents(b"<b>GRANITE</b> is\nhard", None, text_checksum("GRANITE is\nhard"))

    with pytest.raises(SeedBlockedError):
        store.add_seed(admin(), "rocks.html", again)
    with pytest.raises(SeedBlockedError):
        store.change_seed(admin(), "basalt", again, other.version)


def test_a_blocked_documents_copies_go_with_it(store: Store) -> None:
    """Served or removed, now or once, under whatever name and in whatever format; others stay."""
    text = text_checksum("Granite is hard.")
    first = store.add_seed(admin(), "rocks.txt", SeedContents(b"Granite is hard.", None, text))
    store.add_seed(admin(), "copy.md", SeedContents(b"*Granite* is hard", None, text))
    removed = store.add_seed(admin(), "gone.md", SeedContents(b"GRANITE is hard", None, text))
    store.remove_seed(admin(), "gone", removed.version)
    once = store.add_seed(admin(), "once.md", SeedContents(b"_Granite_ is hard", None, text))
    store.change_seed(admin(), "once", BASALT, once.version)
    store.add_seed(admin(guild_id=ELSEWHERE), "rocks.txt", SeedContents(b"Granite is hard.", None, text))

    gone = store.block_seed(admin(), first.seed)

    assert ["rocks", "copy", "gone"] == gone
    assert {"once": BASALT.data} == served(store)
    assert {"rocks": b"Granite is hard."} == served(store, ELSEWHERE)
    with pytest.raises(SeedMissingError):
        store.seed_contents(GUILD, "once", once.version)
    assert 3 == [entry.act.action for entry in store.audit_entries(GUILD, limit=50)].count("block")


def test_quotas_hold_for_every_way_to_have_more(store: Store) -> None:
    """Adding, changing and undoing are held against the limits; what was refused is not half there."""
    tight = admin(limits=SeedLimits(1, 20))
    seed = store.add_seed(tight, "rocks.txt", GRANITE)

    with pytest.raises(QuotaError) as more:
        store.add_seed(tight, "basalt.txt", SeedContents(b"x"))
    with pytest.raises(QuotaError) as larger:
        store.change_seed(tight, "rocks", SeedContents(b"x" * 21), seed.version)
    assert (("seeds", 1), ("bytes", 20)) == (
        (more.value.what, more.value.limit),
        (larger.value.what, larger.value.limit),
    )
    store.remove_seed(tight, "rocks", seed.version)
    store.add_seed(tight, "basalt.txt", BASALT)
    with pytest.raises(QuotaError):
        store.restore_seed(tight, "rocks", seed.version)

    assert {"basalt": BASALT.data} == served(store)
    assert GuildTotals(1, len(BASALT.data)) == guild_totals(store, GUILD)


def test_revision_grows_with_each_change_and_no_refusal(store: Store) -> None:
    """What another worker watches moves exactly when there is something to see."""
    revisions = [store.seeds_revision(GUILD)]
    seed = store.add_seed(admin(), "rocks.txt", GRANITE)
    revisions.append(store.seeds_revision(GUILD))
    with pytest.raises(RefusedError):
        store.add_seed(admin(), "rocks.txt", BASALT)
    revisions.append(store.seeds_revision(GUILD))
    store.remove_seed(admin(), "rocks", seed.version)
    revisions.append(store.seeds_revision(GUILD))
    store.restore_seed(admin(), "rocks", seed.version)
    revisions.append(store.seeds_revision(GUILD))
    assert 3 == store.seeds_revision(GUILD)
    store.block_seed(admin(), "rocks")
    revisions.append(store.seeds_revision(GUILD))

    assert [0, 1, 1, 2, 3, 4] == revisions


def test_every_act_is_audited_with_its_checksums(store: Store) -> None:
    """Newest first: who, when, what, before and after; a refused act leaves no entry."""
    seed = store.add_seed(admin(), "rocks.txt", GRANITE)
    second = store.change_seed(admin(BORIS), "rocks", BASALT, seed.version)
    store.remove_seed(admin(), "rocks", second.version)
    store.restore_seed(admin(), "rocks", second.version)
    with pytest.raises(RefusedError):
        store.add_seed(admin(), "rocks.txt", GRANITE)
    store.block_seed(admin(), "rocks")

    entries = store.audit_entries(GUILD, limit=10)

    granite = f"{sha256(GRANITE.data).hexdigest()}+{sha256(SIDECAR).hexdigest()}"
    basalt = sha256(BASALT.data).hexdigest()
    assert [
        ("block", ANNA, basalt, None),
        ("restore", ANNA, None, basalt),
        ("remove", ANNA, basalt, None),
        ("change", BORIS, granite, basalt),
        ("add", ANNA, None, granite),
    ] == [(entry.act.action, entry.actor, entry.act.before, entry.act.after) for entry in entries]
    assert {("rocks", NOON)} == {(entry.act.seed, entry.at) for entry in entries}


def test_forgotten_person_stays_nowhere_on_a_seed(store: Store) -> None:
    """A seed somebody added stays, without their number; who did what else stays."""
    seed = store.add_seed(admin(), "rocks.txt", GRANITE)
    store.change_seed(admin(BORIS), "rocks", BASALT, seed.version)

    store.delete_user(ANNA)

    found = store.guild_seeds(GUILD)[0]
    assert (None, BORIS) == (found.added_by, found.changed_by)

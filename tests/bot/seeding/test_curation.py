"""What curators do to their server's seeds, on a real database, with a clock that obeys."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.seeding.curation import UNDO, Curation
from bot.seeding.draft_cards import SeenDraft
from bot.seeding.errors import ConflictError, CurationError
from bot.seeding.intake.sandbox import Sandbox, SandboxLimits
from bot.seeding.intake.understanding import AttachedFile, AttachmentReading, understand
from bot.seeding.values import CurationLimits, Curator, IndexedSeed
from bot.store.database import migrate
from bot.store.drafts import DraftBook
from bot.store.store import Store
from index.settings import BuildSettings

ANNA, BORIS, STRANGER = Curator(10, 1), Curator(10, 2), Curator(20, 3)
STONES = AttachedFile("stones.md", b"---\ntitle: On Stones\nauthor: A. Mason\n---\n\nGranite is hard.\n")
RAIN = AttachedFile("rain.txt", b"It rains.", b"author: Ada\n")
BAD = AttachedFile("bad.zip", b"PK\0\0")


class HereAndNow(Sandbox):
    """Reads in this process: that reading apart works is tested elsewhere, and takes a second a file."""

    def read(self, files: Sequence[AttachedFile]) -> list[AttachmentReading]:
        """Read files."""
        return [understand(file, BuildSettings()) for file in files]


class World:
    """A store, a room and a clock; what a test needs of them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = datetime(2026, 1, 2, 12, tzinfo=UTC)
        self.indexed: Mapping[str, IndexedSeed] = {}
        self.room = HereAndNow(SandboxLimits(1_000_000, 60, 512 * 1024 * 1024), BuildSettings())
        self.curation = Curation(
            store,
            self.room,
            limits=CurationLimits(seeds=3, bytes=1_000, passages=50),
            indexed=lambda _guild: self.indexed,
            now=lambda: self.now,
        )

    def add(self, *files: AttachedFile, by: Curator = ANNA) -> list[str]:
        """Add files; return the ids of what was stored."""
        token = self.curation.previews.preview(by, files).token
        return [outcome.seed.seed for outcome in self.curation.previews.confirm(by, token) if outcome.seed]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A world without seeds."""
    url = f"sqlite:///{tmp_path}/caveat.sqlite3"
    migrate.upgrade(url)
    with Store.open(url) as store:
        made = World(store)
        yield made
        made.room.close()


def test_nothing_is_stored_before_it_is_confirmed(world: World) -> None:
    """A preview understands, and leaves no trace."""
    preview = world.curation.previews.preview(ANNA, [STONES, BAD])

    assert [None, True] == [entry.understood.problem and True for entry in preview.draft.entries.values()]
    assert "On Stones" == preview.draft.entries[0].understood.firsts[0].attribution.title
    assert [] == world.store.guild_seeds(ANNA.guild_id)
    assert [] == world.store.audit_entries(ANNA.guild_id, limit=10)


def test_confirmed_files_are_stored_byte_for_byte(world: World) -> None:
    """With their side-cars; what cannot be read is left out."""
    outcomes = world.curation.previews.confirm(ANNA, world.curation.previews.preview(ANNA, [STONES, RAIN, BAD]).token)

    assert ["stones.md", "rain.txt"] == [outcome.name for outcome in outcomes]
    assert [RAIN, STONES] == [file for _, file in world.curation.files(ANNA.guild_id)]
    assert [] == world.store.guild_seeds(STRANGER.guild_id)


def test_a_draft_is_confirmed_once_and_by_its_maker(world: World) -> None:
    """Another curator, another server, a second press: nothing is stored."""
    token = world.curation.previews.preview(ANNA, [STONES]).token

    for curator in (BORIS, Curator(STRANGER.guild_id, ANNA.user_id)):
        with pytest.raises(CurationError, match="expired"):
            world.curation.previews.confirm(curator, token)
    stored = world.curation.previews.confirm(ANNA, token)
    with pytest.raises(CurationError, match="expired"):
        world.curation.previews.confirm(ANNA, token)

    assert 1 == len(stored)


def test_a_draft_expires(world: World) -> None:
    """After 15 minutes the curator is told to attach the file again."""
    token = world.curation.previews.preview(ANNA, [STONES]).token
    world.now += timedelta(minutes=15)

    with pytest.raises(CurationError, match="expired, and nothing was stored; attach the file again"):
        world.curation.previews.confirm(ANNA, token)


def test_files_whose_first_reading_was_killed_are_gone_on_with(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """By whoever looks next: another worker, or the same after a restart."""

    def killed(_files: Sequence[AttachedFile]) -> list[AttachmentReading]:
        raise KeyboardInterrupt

    monkeypatch.setattr(world.room, "read", killed)
    with pytest.raises(KeyboardInterrupt):
        world.curation.previews.preview(ANNA, [STONES, RAIN])

    again = World(world.store).curation.previews
    found = again.latest(ANNA)
    stored = again.confirm(ANNA, found.token, found.draft.version)

    assert ["stones.md", "rain.txt"] == [entry.file.name for entry in found.draft.entries.values()]
    assert [True, True] == [outcome.seed is not None for outcome in stored]


def test_of_a_blocked_text_no_draft_keeps_the_bytes(world: World) -> None:
    """Also where its bytes are others than those that were blocked, or its name is another seed's."""
    (seed,) = world.add(STONES)
    world.curation.block(ANNA, seed, world.curation.seed(ANNA.guild_id, seed).version)
    world.add(AttachedFile("plain.txt", b"Slate is soft."))

    found = world.curation.previews.preview(ANNA, [AttachedFile("plain.txt", b"GRANITE is\nhard")])

    assert [(b"", True)] == [(each.file.data, each.block is not None) for each in found.draft.entries.values()]
    assert not SeenDraft(found.draft, world.curation.previews.refusals(found.draft)).can_be_confirmed


def test_edits_go_into_a_side_car(world: World) -> None:
    """The file keeps its bytes; a caveat of a curator's own words is the curator's, one of the text is the author's."""
    token = world.curation.previews.preview(ANNA, [STONES]).token

    edited = world.curation.previews.edit(
        ANNA, token, 0, {"title": "Of Stone", "caveat": "Granite is hard", "note": "Checked."}
    )
    world.curation.previews.edit(ANNA, token, 0, {"caveat": "Nobody knows."})
    world.curation.previews.confirm(ANNA, token)

    first = edited.entries[0].understood.firsts[0]
    ((_, stored),) = world.curation.files(ANNA.guild_id)
    (found,) = world.room.read([stored])
    assert ("Of Stone", "author", "Checked.") == (first.attribution.title, first.caveats[0].by, first.note)
    assert STONES.data == stored.data
    assert [("curator", "Nobody knows.")] == [(each.by, each.text) for each in found.firsts[0].caveats]


def test_a_wrong_edit_changes_nothing(world: World) -> None:
    """The sentence names key and value; the draft stays as it was."""
    preview = world.curation.previews.preview(ANNA, [STONES])

    with pytest.raises(CurationError, match=r"published .*'soon' is no date"):
        world.curation.previews.edit(ANNA, preview.token, 0, {"published": "soon"})

    assert preview.draft == world.curation.previews.draft(ANNA, preview.token)


def test_of_two_editors_the_second_is_told(world: World) -> None:
    """Nothing is overwritten in silence."""
    (seed,) = world.add(STONES)
    annas, boriss = (world.curation.previews.preview_change(each, seed).token for each in (ANNA, BORIS))
    world.curation.previews.edit(ANNA, annas, 0, {"title": "Anna's"})
    world.curation.previews.edit(BORIS, boriss, 0, {"title": "Boris's"})

    world.curation.previews.confirm(ANNA, annas)
    with pytest.raises(ConflictError, match="stones was changed meanwhile") as conflict:
        world.curation.previews.confirm(BORIS, boriss)

    assert (seed, ANNA.user_id, False) == (conflict.value.seed, conflict.value.by, conflict.value.is_removed)
    now = world.curation.previews.preview_change(BORIS, seed).draft
    assert "Anna's" == now.entries[0].understood.firsts[0].attribution.title


def test_a_removed_seed_cannot_be_changed(world: World) -> None:
    """Whoever edits it meanwhile is told that it is gone."""
    (seed,) = world.add(STONES)
    token = world.curation.previews.preview_change(BORIS, seed).token
    world.curation.remove(ANNA, seed, world.curation.seed(ANNA.guild_id, seed).version)

    with pytest.raises(ConflictError, match="was removed meanwhile") as conflict:
        world.curation.previews.confirm(BORIS, token)

    assert conflict.value.is_removed


def test_a_file_can_take_anothers_place(world: World) -> None:
    """A new file keeps the seed's name and side-car; one with a side-car of its own brings that."""
    (seed,) = world.add(RAIN)

    world.curation.previews.confirm(
        ANNA, world.curation.previews.preview_change(ANNA, seed, AttachedFile("new.txt", b"It snows.")).token
    )

    assert [AttachedFile("rain.txt", b"It snows.", b"author: Ada\n")] == [file for _, file in world.curation.files(10)]


@pytest.mark.parametrize(("later", "back"), [(UNDO, True), (UNDO + timedelta(seconds=1), False)])
def test_a_removal_can_be_undone_for_a_while(world: World, *, later: timedelta, back: bool) -> None:
    """For 15 minutes, then a sentence says what to do instead."""
    (seed,) = world.add(STONES)
    removed = world.curation.remove(ANNA, seed, world.curation.seed(ANNA.guild_id, seed).version)
    gone = world.store.guild_seeds(ANNA.guild_id)
    world.now += later

    if back:
        world.curation.undo(BORIS, seed, removed.version)
    else:
        with pytest.raises(CurationError, match="undone for 15 minutes"):
            world.curation.undo(BORIS, seed, removed.version)

    assert [] == gone
    assert back == bool(world.store.guild_seeds(ANNA.guild_id))


def test_seeds_are_known_by_their_names_in_any_case(world: World) -> None:
    """As lists and cards name them; one that is not there is told as it was typed."""
    (seed,) = world.add(STONES)
    names = (seed, f" {seed.upper()} ", f"own/{seed.title()}", f"own/{seed}#1")

    assert [seed] * 4 == [world.curation.seed(ANNA.guild_id, each).seed for each in names]
    assert seed == world.curation.removable(ANNA.guild_id, seed.upper(), block=True).seed.seed
    with pytest.raises(CurationError, match="there is no seed Pebbles"):
        world.curation.seed(ANNA.guild_id, "Pebbles")


def test_a_blocked_document_stays_away(world: World) -> None:
    """Also under another name and in another format; drafts that hold it are forgotten."""
    (seed,) = world.add(STONES)
    held = world.curation.previews.preview_change(BORIS, seed).token
    removed = world.curation.remove(ANNA, seed, world.curation.seed(ANNA.guild_id, seed).version)

    world.curation.block(ANNA, seed, removed.version)

    again = [STONES, AttachedFile("other.md", STONES.data), AttachedFile("plain.txt", b"GRANITE is\nhard")]
    outcomes = world.curation.previews.confirm(ANNA, world.curation.previews.preview(ANNA, again).token)
    assert ["was blocked on 2 January 2026" in str(outcome.refusal) for outcome in outcomes] == [True] * 3
    for act in (
        lambda: world.curation.previews.confirm(BORIS, held),
        lambda: world.curation.undo(ANNA, seed, removed.version),
    ):
        with pytest.raises(CurationError):
            act()


def test_each_refusal_says_what_to_do(world: World) -> None:
    """The same name, the same file, too many seeds, too many bytes: the others are stored all the same."""
    world.add(STONES)
    files = [
        AttachedFile("stones.md", b"Something else."),
        AttachedFile("copy.md", STONES.data),
        AttachedFile("large.txt", b"It rains. " * 100),
        RAIN,
        AttachedFile("a.txt", b"One."),
        AttachedFile("b.txt", b"Two."),
    ]

    outcomes = world.curation.previews.confirm(ANNA, world.curation.previews.preview(ANNA, files).token)

    refusals = [str(outcome.refusal or "") for outcome in outcomes]
    expected = ["of this file name already, stones", "already as stones", "more than 1,000 bytes", "", "", "may have 3"]
    assert all(part in refusal for part, refusal in zip(expected, refusals, strict=True))
    assert ["a", "rain", "stones"] == [seed.seed for seed in world.store.guild_seeds(10)]


def test_too_many_passages_are_refused_before_anything_is_stored(world: World) -> None:
    """Counted with what is indexed, without what is replaced; the draft stays."""
    (seed,) = world.add(STONES)
    world.indexed = {seed: IndexedSeed(passages=50)}
    token = world.curation.previews.preview(ANNA, [RAIN]).token

    with pytest.raises(CurationError, match="more than 50 passages"):
        world.curation.previews.confirm(ANNA, token)
    changed = world.curation.previews.confirm(ANNA, world.curation.previews.preview_change(ANNA, seed).token)

    assert [seed] == [each.seed for each in world.store.guild_seeds(10)]
    assert None is changed[0].refusal
    assert world.curation.previews.draft(ANNA, token)


def test_what_a_database_failure_kept_from_being_stored_can_be_confirmed_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The draft is not lost."""
    token = world.curation.previews.preview(ANNA, [STONES]).token
    with monkeypatch.context() as broken:
        broken.setattr(DraftBook, "confirm", lambda *_, **__: (_ for _ in ()).throw(OSError("disk")))
        with pytest.raises(OSError, match="disk"):
            world.curation.previews.confirm(ANNA, token)

    outcomes = world.curation.previews.confirm(ANNA, token)

    assert ["stones"] == [outcome.seed.seed for outcome in outcomes if outcome.seed]


def test_a_list_says_what_the_index_knows(world: World) -> None:
    """And which seeds are not in it yet."""
    world.add(STONES, RAIN)
    stones = IndexedSeed("On Stones", "A. Mason", 1)
    world.indexed = {"stones": stones, "gone": IndexedSeed()}

    listed = world.curation.listed(ANNA.guild_id)

    assert [("rain", None), ("stones", stones)] == [(each.seed.seed, each.indexed) for each in listed]


def test_what_is_typed_finds_seeds(world: World) -> None:
    """By id or file name, those that begin so first, of this server alone."""
    world.add(RAIN, AttachedFile("drain.txt", b"It drains."))

    found = [each.seed for each in world.curation.complete(ANNA.guild_id, " RAIN")]

    assert ["rain", "drain"] == found
    assert [] == world.curation.complete(STRANGER.guild_id, "")


def test_only_what_was_looked_at_is_blocked(world: World) -> None:
    """A newer version is not what the curator meant to destroy."""
    (seed,) = world.add(STONES)
    version = world.curation.seed(ANNA.guild_id, seed).version
    world.curation.previews.confirm(BORIS, world.curation.previews.preview_change(BORIS, seed).token)

    with pytest.raises(ConflictError, match="was changed meanwhile"):
        world.curation.block(ANNA, seed, version)

    assert world.curation.seed(ANNA.guild_id, seed)


def test_another_servers_seeds_cannot_be_reached(world: World) -> None:
    """By no act, with the right id and version."""
    (seed,) = world.add(STONES)
    version = world.curation.seed(ANNA.guild_id, seed).version

    for act in (
        lambda: world.curation.previews.preview_change(STRANGER, seed),
        lambda: world.curation.remove(STRANGER, seed, version),
        lambda: world.curation.undo(STRANGER, seed, version),
        lambda: world.curation.block(STRANGER, seed, version),
        lambda: list(world.curation.files(STRANGER.guild_id, seed)),
    ):
        with pytest.raises(CurationError, match="there is no seed stones"):
            act()
    assert [] == world.curation.listed(STRANGER.guild_id)
    assert 1 == len(world.store.guild_seeds(ANNA.guild_id))

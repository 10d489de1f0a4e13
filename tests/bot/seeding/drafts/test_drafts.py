"""Drafts as values: what of them is used, and what a correction makes of a file."""

from bot.seeding.drafts.drafts import Draft, DraftCorrection, DraftFile
from bot.seeding.drafts.sidecars import stated
from bot.seeding.intake.understanding import AttachedFile, AttachmentReading, understand
from index.settings import BuildSettings

HERE, ALICE = 10, 1


def entry(name: str = "a.txt", text: str = "It rains.", sidecar: bytes | None = None) -> DraftFile:
    """Make a file of a draft, as it is understood."""
    file = AttachedFile(name, text.encode(), sidecar)
    return DraftFile(file, understand(file, BuildSettings()))


def test_only_what_can_be_read_and_is_wanted_is_usable() -> None:
    """A file with a problem stays on the preview, and is never stored; nor is one that was left out."""
    bad = DraftFile(AttachedFile("b.zip", b"PK"), AttachmentReading("b.zip", problem="no text"))
    left_out = DraftFile(entry().file, entry().understood, is_left_out=True)
    draft = Draft(HERE, ALICE, {0: entry(), 3: bad, 4: left_out})

    assert [0] == list(draft.usable)
    assert draft.can_be_confirmed
    assert not Draft(HERE, ALICE, {3: bad}).can_be_confirmed


def test_a_correction_is_kept_as_it_is() -> None:
    """Through JSON, as it waits to be read."""
    correction = DraftCorrection((0, 2), {"author": ("Ada", "Bo"), "title": "T"}, "b.txt", "rain", fills=True)

    assert correction == DraftCorrection.from_json(correction.to_json())


def test_what_is_common_fills_what_is_not_stated() -> None:
    """An author and a caveat where a file has none; tags are added to its own."""
    common = DraftCorrection(
        (0,), {"author": ("Ada",), "caveat": "Nobody checked this.", "tags": ("hail",)}, fills=True
    )

    bare = common.of(entry())
    told = common.of(entry(sidecar=b"author: Bo\ncaveat: Mine.\ntags: [rain]\n"))

    assert common.changes == stated(bare.sidecar, "a.txt") | {"tags": ("hail",), "author": ("Ada",)}
    assert {"author": "Bo", "caveat": "Mine.", "tags": ("rain", "hail")} == stated(told.sidecar, "a.txt")

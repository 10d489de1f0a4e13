"""From drafts as the store keeps them to drafts as their makers see them, and back. Pure functions."""

from collections.abc import Mapping

from bot.seeding.drafts.drafts import Draft, DraftFile, Target
from bot.seeding.errors import ConflictError, worded
from bot.seeding.intake.likeness import packed
from bot.seeding.intake.understanding import AttachedFile, AttachmentReading
from bot.seeding.values import Outcome
from bot.store.drafts import StoredOutcome, TextMarks
from bot.store.queries.drafts import StoredFile
from bot.store.queries.foreseeing import WantedSeed
from bot.store.queries.seeds import SeedContents


def attached(file: StoredFile) -> AttachedFile:
    """Return the file of a draft as it is read."""
    return AttachedFile(file.name, file.data, file.sidecar)


def stored_file(file: AttachedFile, target: Target | None, *, is_left_out: bool, entry: DraftFile) -> StoredFile:
    """Return a file as it is kept, in the place of a seed or as a new one."""
    seed, version = (target.seed, target.version) if target is not None else (None, None)
    unread = entry.understood.problem if not file.data else None
    at, because = (entry.block.at, entry.block.reason) if entry.block else (None, None)
    return StoredFile(file.name, file.data, file.sidecar, seed, version, unread, at, is_left_out, because)


def entry_of(file: StoredFile, read: AttachmentReading | None) -> DraftFile:
    """Return a file as its maker sees it, with what was understood of it."""
    target = Target(file.seed, file.seed_version or 0) if file.seed is not None else None
    if read is None:
        problem = str(worded(file.block)) if file.block else file.problem
        read = AttachmentReading(file.name, problem)
    return DraftFile(attached(file), read, target, file.block, file.is_left_out)


def marks_of(understood: AttachmentReading) -> TextMarks:
    """Return what a text is known again by."""
    return TextMarks(understood.text_checksum, packed(understood.sketch))


def wanted_of(entry: DraftFile) -> WantedSeed:
    """Return what is asked of the store about a file."""
    contents, target = SeedContents(entry.file.data), entry.target
    return WantedSeed(
        entry.file.name,
        contents.checksum,
        entry.understood.text_checksum,
        len(entry.file.data),
        target.seed if target else None,
        target.version if target else None,
    )


def outcomes_of(draft: Draft, done: Mapping[int, StoredOutcome]) -> list[Outcome]:
    """Say what became of each file, in their order; raises ConflictError where the only one met one."""
    told = {
        place: Outcome(
            draft.entries[place].file.name, each.seed, worded(each.refusal) if each.refusal else None, each.seed is None
        )
        for place, each in done.items()
    }
    for place, entry in draft.entries.items():
        if entry.block:
            told[place] = Outcome(entry.file.name, refusal=worded(entry.block))
    outcomes = [told[place] for place in sorted(told)]
    if len(draft.entries) == 1 and isinstance(conflict := outcomes[0].refusal, ConflictError):
        raise conflict
    return outcomes

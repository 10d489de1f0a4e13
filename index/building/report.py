"""What a build changed, told by the manifests before and after it; made without any of what builds."""

from dataclasses import dataclass
from datetime import UTC, datetime

from index.snapshots.manifest import Manifest, SeedEntries, Skipped


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build changed against the snapshot before, as paths of seeds in their folder.

    Attributes:
        skipped: files that could not be read, with the reason.
        unchanged: how many seeds are as they were.
        rebuilt: False where the current snapshot already was what the seeds ask for.
        seconds: from the first look at the folder to the published snapshot.
        damage: why the snapshot before could not be used, None where it could or there was none.
    """

    generation: str
    passages: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    unchanged: int
    rebuilt: bool
    seconds: float
    damage: str | None = None


def report_of(before: Manifest | None, now: Manifest, started: datetime, *, rebuilt: bool) -> BuildReport:
    """Tell what a build changed that was started at a moment."""
    old, new = _checksums(before) if before else {}, _checksums(now)
    changed = tuple(path for path in new if path in old and new[path] != old[path])
    return BuildReport(
        generation=now.generation,
        passages=now.passages,
        added=tuple(path for path in new if path not in old),
        changed=changed,
        removed=tuple(path for path in old if path not in new),
        skipped=now.skipped,
        unchanged=len(new.keys() & old.keys()) - len(changed),
        rebuilt=rebuilt,
        seconds=(datetime.now(UTC) - started).total_seconds(),
    )


def _checksums(manifest: Manifest) -> dict[str, str]:
    return {row["path"]: row["checksum"] for row in SeedEntries.of(manifest.seeds).rows}

"""Builds of the operator's seeds: what the config says of them, and none where nothing changed."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from bot.config.values import Config
from index.building.report import BuildReport, report_of
from index.errors import SnapshotError
from index.progress import Progress
from index.settings import BuildSettings, PassageSize, ReadingLimits
from index.snapshots.freshness import is_seen, look, note_seen
from index.snapshots.publishing import holds_overdue
from index.snapshots.segmented import Published, open_current

log = logging.getLogger(__name__)


def build_settings(config: Config) -> BuildSettings:
    """Return what the config says of building."""
    return BuildSettings(
        size=PassageSize(**asdict(config.passages)),
        max_bytes=config.seeds.max_bytes,
        reading=ReadingLimits(config.seeds.parse_seconds, config.seeds.parse_memory_bytes),
        **asdict(config.ranking),
    )


class OperatorSeeds:
    """The operator's folder of seeds, and where its snapshots live.

    Args:
        config: the operator's config.
        folder: of the seeds.
        root: of the snapshots.
        settings: of builds.
    """

    def __init__(self, config: Config, folder: Path, root: Path, settings: BuildSettings) -> None:
        self._config, self._folder, self._root, self._settings = config, folder, root, settings

    def look(self) -> str | None:
        """Look at the seeds and at all that indexes them, without reading either."""
        return look(self._folder, repr(self._settings), time.time())

    def is_current(self, looked: str | None) -> bool:
        """Tell whether what is published is of the seeds as they look, and holds nothing that should be gone."""
        return is_seen(self._root, looked) and not self.is_overdue()

    def is_overdue(self) -> bool:
        """Tell whether bytes of what was changed or removed are on disk that should have left it."""
        return holds_overdue(self._root, datetime.now(UTC))

    def build(
        self,
        serve: Callable[[Published], None],
        progress: Progress,
        *,
        force: bool,
        compact: bool,
        lock_wait_s: float,
    ) -> BuildReport:
        """Build and publish what changed, and have it served; raises as `build` does."""
        started, looked = datetime.now(UTC), self.look()
        if not force and not compact and self.is_current(looked):
            with suppress(SnapshotError):  # it is damaged, and built anew below
                published = open_current(self._root)
                serve(published)
                return report_of(published.manifest, published.manifest, started, rebuilt=False)
        from index.building.build import build
        from index.processes.pool import usual_processes

        report = build(
            self._folder,
            self._root,
            self._settings,
            force=force,
            compact=compact,
            lock_wait_s=lock_wait_s,
            progress=progress,
            processes=self._config.reindex.processes or usual_processes(),
            memory_bytes=round(self._config.reindex.memory_mb * 1e6),
            serve=serve,
        )
        if report.damage:
            log.warning("rebuilt from the seeds: %s", report.damage)
        if looked is not None and looked == self.look():
            note_seen(self._root, looked)
        return report

"""Correcting what is stated of a seed: a server's own in the database, the operator's by a side-car in their folder.

Blocks, so callers run it in threads; knows no Discord. Whoever calls has made sure that the person may.
"""

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zlib import crc32

from bot.seeding.curation import UNDO
from bot.seeding.drafts.sidecars import Value, edited, stated
from bot.seeding.errors import CurationError, worded_refusals
from bot.seeding.intake.sandbox import Sandbox
from bot.seeding.intake.understanding import AttachedFile, understand
from bot.serving.seed_files import path_of
from bot.serving.service import Service
from bot.store.queries.audit import AuditAct
from bot.store.queries.refusals import SeedConflictError
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import OWN, SeedContents
from bot.store.store import Store
from bot.wording import curators as wording
from bot.wording import seeds as wording_seeds
from index.errors import SeedError
from index.model import Passage
from index.readers.registry import is_plain
from index.seeds import SIDECAR_SUFFIX

log = logging.getLogger(__name__)

BEFORE: Final = ".before"  # ends the name of what a side-car was; it begins with a dot, so it is no seed


@dataclass(frozen=True, slots=True)
class FixableSeed:
    """A seed as it is stated now.

    Attributes:
        seed: its id; of a server's own without what stands before it.
        version: of a server's own, or what tells a side-car of the operator's from another.
        shown: what a form shows, by key.
    """

    seed: str
    version: int
    file: AttachedFile
    shown: Mapping[str, str]


class Fixing:
    """Corrects seeds; safe for many threads.

    Args:
        service: has the operator's folder, and knows what stands in it.
        store: has servers' own seeds.
        sandbox: reads files apart that are no plain text.
        now: the moment, aware.
    """

    def __init__(
        self,
        service: Service,
        store: Store,
        sandbox: Sandbox,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._service = service
        self._store = store
        self._sandbox = sandbox
        self._now = now

    def seed(self, guild_id: int | None, passage: Passage) -> FixableSeed:
        """Return the seed of a passage; raises CurationError where it is gone."""
        if passage.seed.startswith(OWN) and guild_id is not None:
            seed = passage.seed.removeprefix(OWN)
            found = self._store.guild_seed(guild_id, seed)
            if found is None or found.removed_at is not None:
                raise CurationError(wording_seeds.NO_SUCH_SEED, seed=seed)
            with worded_refusals():
                stored = self._store.seed_contents(guild_id, seed)
            file = AttachedFile(found.file_name, stored.data, stored.sidecar)
            return FixableSeed(seed, found.version, file, self._shown(guild_id, passage, file))
        path = self._path(passage.seed)
        sidecar = _read(_beside(path))
        try:
            file = AttachedFile(path.name, path.read_bytes(), sidecar)
        except OSError as err:
            raise CurationError(wording_seeds.NO_SUCH_SEED, seed=passage.seed) from err
        return FixableSeed(passage.seed, crc32(sidecar or b""), file, self._shown(guild_id, passage, file))

    def _shown(self, guild_id: int | None, passage: Passage, file: AttachedFile) -> dict[str, str]:
        """Return what stands in a form.

        Of caveats those that curators stated, since the author's are not to be edited. Author and date only where the
        seed is one document: what is stated of a file holds for each document in it.
        """
        documents = [each for each in self._service.scope(guild_id).documents() if each.seed == passage.seed]
        beside = stated(file.sidecar, file.name).get("caveat", "")
        shown = {"caveat": beside if isinstance(beside, str) else "\n".join(beside)}
        if len(documents) != 1:
            return shown
        attribution = documents[0].attribution
        return {**shown, "author": "\n".join(attribution.authors), "published": attribution.published or ""}

    def fix(self, admin: Admin | None, by: int, passage: Passage, version: int, typed: Mapping[str, str]) -> int:
        """State what was typed, and return the version that this makes.

        Args:
            admin: who acts in which server; None outside one.
            by: the number of who acts.
            passage: of the seed.
            version: that was looked at.
            typed: by key, as `FixableSeed.shown`.

        Raises:
            CurationError: nothing was changed, or it cannot be used so.
            ConflictError: somebody else was faster.
        """
        before = self.seed(admin.guild_id if admin else None, passage)
        changes = _changes(before.shown, typed)
        if not changes:
            raise CurationError(wording.NOTHING_CHANGED)
        file, checksum = self._read_so(before.file, changes)
        return self._keep(admin, by, passage, _Change(before, version, file.sidecar, checksum))

    def undo(self, admin: Admin | None, by: int, passage: Passage, version: int) -> int:
        """State what was stated before the version that is there; raises as `fix` does, or where it is too late."""
        found = self.seed(admin.guild_id if admin else None, passage)
        if passage.seed.startswith(OWN) and admin is not None:
            earlier = self._earlier(admin, found, version)
            return self._keep(admin, by, passage, _Change(found, version, earlier.sidecar, None))
        kept = _before(_beside(self._path(passage.seed)))
        if not kept.exists():
            raise CurationError(wording.NOTHING_BEFORE, seed=passage.seed)
        return self._keep(admin, by, passage, _Change(found, version, _read(kept) or None, None))

    def _path(self, seed: str) -> Path:
        return path_of(self._service.library.view, self._service.seeds, seed)

    def _earlier(self, admin: Admin, found: FixableSeed, version: int) -> SeedContents:
        kept = self._store.guild_seed(admin.guild_id, found.seed)
        if kept is not None and kept.version == version and self._now() - kept.changed_at > UNDO:
            raise CurationError(wording_seeds.TOO_LATE_TO_UNDO, seed=found.seed)
        older = [each for each in self._store.curators.versions(admin.guild_id, found.seed) if each < version]
        if not older:
            raise CurationError(wording.NOTHING_BEFORE, seed=found.seed)
        with worded_refusals():
            return self._store.seed_contents(admin.guild_id, found.seed, older[0])

    def _read_so(self, file: AttachedFile, changes: Mapping[str, Value]) -> tuple[AttachedFile, str]:
        """Read a seed with what was typed; raises CurationError where it cannot be used."""
        try:
            corrected = AttachedFile(file.name, file.data, edited(file.sidecar, file.name, changes))
        except SeedError as err:
            raise CurationError(wording_seeds.NOT_SO, problem=err.sentence) from err
        if is_plain(corrected.name, corrected.data):
            reading = understand(corrected, self._service.build_settings)  # here, as the re-index reads it too
        else:
            (reading,) = self._sandbox.read([corrected])
        unused = (each for each in reading.warnings if any(each.startswith(f"{key} (") for key in changes))
        problem = reading.problem or next(unused, None)
        if problem is not None:
            raise CurationError(wording_seeds.NOT_SO, problem=problem)
        return corrected, reading.text_checksum

    def _keep(self, admin: Admin | None, by: int, passage: Passage, change: "_Change") -> int:
        before = change.before
        if passage.seed.startswith(OWN) and admin is not None:
            contents = SeedContents(before.file.data, change.sidecar, change.checksum)
            with worded_refusals():
                return self._store.change_seed(admin, before.seed, contents, change.version).version
        with worded_refusals():
            if before.version != change.version:
                raise SeedConflictError(before.seed, before.version, None, self._now(), is_removed=False)
        try:
            _write(_beside(self._path(before.seed)), change.sidecar)
        except OSError as err:
            raise CurationError(wording.NOT_WRITABLE, seed=before.seed) from err
        log.info("seed %s: its side-car was changed in Discord", before.seed)
        if admin is not None:
            self._store.record_act(admin.guild_id, by, admin.now, AuditAct("change", before.seed))
        return crc32(change.sidecar or b"")


@dataclass(frozen=True, slots=True)
class _Change:
    before: FixableSeed
    version: int
    sidecar: bytes | None
    checksum: str | None


def _changes(shown: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, Value]:
    changed: dict[str, Value] = {key: typed[key] for key in shown if key in typed and typed[key] != shown[key].strip()}
    if "author" in changed:
        changed["author"] = tuple(name.strip() for name in typed["author"].splitlines() if name.strip())
    return changed


def _beside(path: Path) -> Path:
    return path.with_name(path.name + SIDECAR_SUFFIX)


def _before(sidecar: Path) -> Path:
    return sidecar.with_name(f".{sidecar.name}{BEFORE}")


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _write(sidecar: Path, data: bytes | None) -> None:
    """Put a side-car in the place of another, all of it or nothing, and keep the one before."""
    _put(_before(sidecar), _read(sidecar) or b"")
    if data is None:
        sidecar.unlink(missing_ok=True)
    else:
        _put(sidecar, data)


def _put(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name.lstrip('.')}.tmp-{os.getpid()}")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)

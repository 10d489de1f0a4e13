"""What is served at a start: without a look into the seeds where nothing can have changed."""

from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path

import pytest

from bot.config.values import Config, DataConfig
from bot.serving.service import Service
from index.settings import BuildSettings
from index.snapshots.manifest import Manifest
from index.snapshots.snapshot import Snapshot
from tests.conftest import write_seeds

GRANITE = {"stones.md": "Granite is hard. It holds quartz, feldspar and mica."}


class _BuildError(Exception):
    """Something was built that need not be."""


def _build_nothing(*_: object, **__: object) -> None:
    raise _BuildError


def _service(folder: Path) -> Service:
    return Service(Config(data=DataConfig(dir=folder / "data")), folder / "seeds")


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose seeds were indexed, and looked like "this" then, as they do now."""
    write_seeds(tmp_path / "seeds", GRANITE)
    monkeypatch.setattr("bot.serving.building.look", lambda *_: "this")
    _service(tmp_path).open()
    return tmp_path


def test_seeds_that_look_as_they_did_are_not_read(seen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is published answers."""
    monkeypatch.setattr("index.building.build.build", _build_nothing)
    service = _service(seen)

    service.open()

    assert service.scope().ask("How hard is granite?").answered


def test_seeds_that_look_otherwise_are_indexed(seen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever may have changed is found out by reading."""
    monkeypatch.setattr("bot.serving.building.look", lambda *_: "that")
    (seen / "seeds" / "stones.md").write_text("Marble is soft, and is made of calcite.")
    service = _service(seen)

    service.open()

    assert service.scope().ask("What is marble made of?").answered


@dataclass(frozen=True, slots=True)
class _MoreSettings(BuildSettings):
    """Build settings as a later version may have them."""

    overlap_chars: int = 0


def test_a_new_field_of_the_settings_looks_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever shapes a snapshot counts, without being named anywhere else."""
    write_seeds(tmp_path / "seeds", GRANITE)
    monkeypatch.setattr("bot.serving.building.look", lambda _, shape, __: shape.encode().hex())
    monkeypatch.setattr("bot.serving.service.build_settings", lambda _: _MoreSettings())
    _service(tmp_path).open()
    monkeypatch.setattr("index.building.build.build", _build_nothing)
    _service(tmp_path).open()

    monkeypatch.setattr("bot.serving.service.build_settings", lambda _: _MoreSettings(overlap_chars=1))
    with pytest.raises(_BuildError):
        _service(tmp_path).open()


def test_a_new_snapshot_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was opened to be checked is what answers."""
    write_seeds(tmp_path / "seeds", GRANITE)
    opened: list[Path] = []
    whole = Snapshot.__init__

    def opening(self: Snapshot, path: Path, manifest: Manifest) -> None:
        opened.append(path)
        whole(self, path, manifest)

    monkeypatch.setattr(Snapshot, "__init__", opening)
    service = _service(tmp_path)

    service.open()

    assert len(opened) == 1
    assert service.scope().ask("How hard is granite?").answered
    assert not service.is_behind()


def test_a_damaged_snapshot_is_built_anew_though_the_seeds_look_as_they_did(seen: Path) -> None:
    """The look tells of seeds, not of what was made of them."""
    (manifest,) = (seen / "data").rglob("manifest.json")
    manifest.write_text("{")
    service = _service(seen)

    service.open()

    assert service.scope().ask("How hard is granite?").answered


def test_seeds_that_change_while_they_are_indexed_are_read_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read may be neither the one nor the other state."""
    write_seeds(tmp_path / "seeds", GRANITE)
    looks = chain(["this", "this"], repeat("that"))
    monkeypatch.setattr("bot.serving.building.look", lambda *_: next(looks))
    _service(tmp_path).open()
    monkeypatch.setattr("index.building.build.build", _build_nothing)

    with pytest.raises(_BuildError):
        _service(tmp_path).open()

"""What version 0.1 indexed serves until this version has indexed it anew."""

import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.config.values import Config, DataConfig
from bot.serving.service import Service
from index.snapshots.snapshot import current_generation
from tests.bot.replies.test_buttons_outlive import ESSAY
from tests.conftest import write_seeds

STORED = Path(__file__).with_name("snapshot_0_1.zip")
GENERATION = "4746ef95ae74"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A service over the seeds of a snapshot that version 0.1 published, nothing opened yet."""
    service = Service(
        Config(data=DataConfig(dir=tmp_path / "data")), write_seeds(tmp_path / "seeds", {"stones.md": ESSAY})
    )
    with ZipFile(STORED) as stored:
        stored.extractall(service.root)
    yield service
    service.stop()


def test_it_serves_until_it_is_rebuilt(service: Service) -> None:
    """Answers, lookups and quote checks work on it while the re-index runs, and go on after it."""
    begun, go_on = threading.Event(), threading.Event()

    def wait(_stage: str, _done: int, _total: int) -> None:
        begun.set()
        assert go_on.wait(30)

    service.open(wait, at_once=True)
    assert begun.wait(30)
    scope = service.scope()
    before = scope.generation
    answer = scope.ask("How hard is granite?")
    passage = scope.find("y42vcugsqo")
    verdict = scope.verify("Granite is hard, and so are most of the stones").verdict
    go_on.set()
    service.start_reindex(None).result(30)

    assert before == GENERATION != service.scope().generation == current_generation(service.root)
    assert answer.answered
    assert answer.hits[0].passage.caveats[0].text == "Take everything in this essay with a grain of salt."
    assert passage == answer.hits[0].passage == service.scope().find("y42vcugsqo")
    assert verdict == "verbatim"


def test_what_was_removed_meanwhile_is_not_served(service: Service) -> None:
    """The seeds are indexed first then, as by any other start."""
    write_seeds(service.seeds, {"stones.md": "Marble is soft."})

    service.open(at_once=True)

    assert not service.scope().ask("How hard is granite?").answered
    assert service.scope().ask("How soft is marble?").answered


def test_another_format_is_rebuilt_at_once_with_a_sentence(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    """Which names the format and what is done about it."""
    manifest = service.root / GENERATION / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text("utf-8")) | {"format": 1}))

    with caplog.at_level(logging.WARNING):
        service.open(at_once=True)

    assert service.scope().ask("How hard is granite?").answered
    assert any("has format 1, this version reads" in each.getMessage() for each in caplog.records)

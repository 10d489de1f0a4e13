"""Finding by meaning as it is configured, and vectors made beside the answers."""

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.config.values import Config, DataConfig, MeaningConfig, SeedsConfig
from bot.serving import meaning as serving
from bot.serving.meaning import LEAST_MEMORY_BYTES, VectorMaker, memory_limits, open_meaning
from bot.serving.reindexing import Leaving
from bot.serving.service import Service
from bot.terminal.cli import cli
from bot.terminal.output import answer_json
from index.building.build import build
from index.engines.library import Library, Searcher
from index.engines.parts import SearchedPart
from index.meaning.vectors import PREFIX
from index.progress import Progress
from tests.conftest import write_seeds
from tests.index.meaning.tiny import write_model

OAK = {"oak.md": "Oak wood burns.", "stones.md": "Granite is a hard stone.", "river.md": "The river rises."}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A config with the tiny encoder and three seeds."""
    return Config(
        seeds=SeedsConfig(dir=write_seeds(tmp_path / "seeds", OAK)),
        data=DataConfig(dir=tmp_path / "data"),
        meaning=MeaningConfig(model=write_model(tmp_path / "model")),
    )


def waited(maker: VectorMaker) -> None:
    """Let a maker finish what is queued."""
    maker._thread.shutdown(wait=True)


def test_a_service_prepares_itself_beside_its_answers(config: Config) -> None:
    """A question asked meanwhile is answered by words; asked later, by meaning too."""
    service = Service(config)
    service.use_meaning(make=True)
    service.open()
    assert service.meaning is not None
    assert service.meaning._maker is not None
    waited(service.meaning._maker)

    answer = service.scope().ask("flammable timber?")

    shown = answer_json(answer)
    assert ("ready", "weak") == (shown["meaning"], shown["confidence"])
    assert "meaning" == shown["passages"][0]["found_by"]
    assert 0.6 < shown["passages"][0]["similarity"] <= 1
    assert "ready" == service.scope().status().rows()["meaning"]


def test_off_nothing_is_made_and_nothing_is_told(config: Config) -> None:
    """No part of it is opened."""
    service = Service(config)
    service.open()

    shown = answer_json(service.scope().ask("flammable timber?"))

    assert ("off", False) == (shown["meaning"], shown["answered"])
    assert all("similarity" not in each and "found_by" not in each for each in shown["misses"])
    assert [] == list(service.root.glob(f"{PREFIX}*"))


def test_the_config_switches_it_off() -> None:
    """Whatever is installed."""
    service = Service(Config(meaning=MeaningConfig(use="off")))

    service.use_meaning(make=True)

    assert service.meaning is None


@pytest.mark.parametrize("name", ["memory.max", "memory/memory.limit_in_bytes"])
def test_a_control_group_limits_the_memory(tmp_path: Path, name: str) -> None:
    """In either version of them."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("536870912\n")

    assert 536870912 == min(memory_limits(tmp_path))


def test_a_control_group_without_a_limit_limits_nothing(tmp_path: Path) -> None:
    """It says that there is none."""
    (tmp_path / "memory.max").write_text("max\n")

    assert len(list(memory_limits(tmp_path))) <= 1


def test_too_little_memory_switches_it_off(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot on a small machine stays as small as it was."""
    monkeypatch.setattr(serving, "memory_limits", lambda: iter([LEAST_MEMORY_BYTES - 1]))

    assert open_meaning(config) is None


def test_a_model_that_is_not_where_the_config_says_is_warned_of_once(
    config: Config, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The sentence names the file; every question is answered by words."""
    service = Service(Config(config.seeds, config.data, meaning=MeaningConfig(model=tmp_path / "elsewhere")))
    service.use_meaning()
    service.open()

    with caplog.at_level(logging.WARNING):
        states = [service.scope().ask("flammable timber?").meaning for _ in range(2)]

    assert ["off", "off"] == states
    assert 1 == len([each for each in caplog.messages if "elsewhere" in each and "model.onnx is missing" in each])


class Slow:
    """Makes vectors of parts by calling what it is told to."""

    def __init__(self, between: Callable[[SearchedPart], None]) -> None:
        self.made: list[int] = []
        self._between = between

    def make(self, part: SearchedPart, progress: Progress) -> bool:
        """Make them, with something happening in the middle."""
        self._between(part)
        progress("meaning", 1, len(part))
        self.made.append(len(part))
        return True


def test_a_small_library_comes_in_between(make_library: Callable[..., Library], tmp_path: Path) -> None:
    """A server does not wait for the operator's hours."""
    large = make_library(OAK).searcher
    small = _library_in(tmp_path / "other", {"a.md": "Oak."})

    def ask_for_small(part: SearchedPart) -> None:
        if part is large.searched[0].part:
            maker.ensure(small)

    slow = Slow(ask_for_small)
    maker = VectorMaker(slow)  # type: ignore[arg-type] # all that it is asked for
    maker.ensure(large)
    maker.ensure(large)
    waited(maker)

    assert [1, 3] == slow.made


def _library_in(folder: Path, files: dict[str, str]) -> Searcher:
    build(write_seeds(folder / "seeds", files), folder / "root")
    library = Library([folder / "root"])
    return library.reload()


def test_a_maker_that_is_stopped_leaves_at_the_next_passage(make_library: Callable[..., Library]) -> None:
    """The next process goes on there."""
    slow = Slow(lambda _part: maker._leaving.set())
    maker = VectorMaker(slow)  # type: ignore[arg-type] # all that it is asked for

    maker.ensure(make_library(OAK).searcher)
    waited(maker)

    assert [] == slow.made
    assert issubclass(Leaving, Exception)


def test_reindexing_on_the_command_line_makes_it_ready(config: Config, tmp_path: Path) -> None:
    """And asking there then finds by meaning, which its JSON says."""
    environ = {
        "CAVEAT_DATA__DIR": str(config.data.dir),
        "CAVEAT_MEANING__MODEL": str(config.meaning.model),
        "CAVEAT_MEANING__USE": "auto",
    }
    runner, seeds = CliRunner(), str(config.seeds.dir)

    runner.invoke(cli, ["reindex", "--seeds", seeds], env=environ, obj={"debug": False})
    asked = runner.invoke(
        cli, ["ask", "flammable timber?", "--seeds", seeds, "--json"], env=environ, obj={"debug": False}
    )

    assert "ready" == json.loads(asked.output)["meaning"]
    assert "meaning" == json.loads(asked.output)["passages"][0]["found_by"]

"""What the terminal and JSON tell of whose words a question asks for, and where to go on."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from bot.terminal.cli import cli
from bot.terminal.console import show_answer
from bot.terminal.output import answer_json
from index.answers.answer import ask
from index.engines.library import Library
from tests.conftest import write_seeds

SEEDS = {
    "mill.md": "---\nauthor: Bo Lund\nlanguage: en\n---\n\nThe Nordheim mill closed in 1911 because it owed money.\n",
    "muehle.md": "---\nauthor: Bo Lund\nlanguage: de\ntranslation_of: mill\n---\n\n"
    "Die Mühle Nordheim schloss 1911, weil sie Geld schuldete.\n",
    "tides.md": "---\nauthor: Mira Holt\nlanguage: en\n---\n\n# Tides\n\n"
    "The harbour mill closed: the tide silted it.\n",
}


def _printed(library: Library, question: str) -> str:
    console = Console(file=io.StringIO(), highlight=False, markup=False, width=200)
    show_answer(console, ask(library.searcher, question))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_terminal_names_whose_words_were_looked_through(make_library: Callable[..., Library]) -> None:
    """Where they answer, where they do not, and where the seeds do not know them; with ways on."""
    library = make_library(SEEDS)

    answered = _printed(library, "According to Holt, why did the harbour mill close?")
    unknown = _printed(library, "According to Shakespeare, why did the harbour mill close?")
    declined = _printed(library, "Which parliament taxed the mill with helicopters?")

    assert "Only passages by Mira Holt" == answered.splitlines()[0]
    assert "Nothing by Shakespeare in the seeds." == unknown.splitlines()[0]
    assert "The seeds do not know: “parliament”, “taxed”, “helicopters”" in declined.splitlines()
    assert "Look into: " in declined
    assert "= the original: mill#1" in _printed(library, "Warum schloss die Mühle Nordheim 1911?")


def test_json_tells_the_same(make_library: Callable[..., Library]) -> None:
    """By the names that docs/json.md has."""
    library = make_library(SEEDS)

    answered = answer_json(ask(library.searcher, "According to Holt, why did the harbour mill close?"))
    declined = answer_json(ask(library.searcher, "Which parliament taxed the tide with helicopters?"))
    german = answer_json(ask(library.searcher, "Warum schloss die Mühle Nordheim 1911?"))["passages"][0]

    assert {"kind": "author", "name": "Mira Holt"} == answered["named"]
    assert (None, ["parliament", "taxed", "helicopters"]) == (declined["named"], declined["unknown_words"])
    assert {"ref": "tides#1", "heading": None, "title": "Tides"} == declined["look_into"][0]
    assert ("mill#1", "en", True) == tuple(german["elsewhere"][name] for name in ("ref", "language", "original"))


@pytest.mark.parametrize(
    ("options", "found"),
    [(["--author", "holt"], ["tides"]), (["--seed", "mill"], ["mill"]), (["--author", "Lund", "--seed", "tides"], [])],
)
def test_ask_is_narrowed_by_options(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], found: list[str]
) -> None:
    """To an author, a seed, or both."""
    monkeypatch.chdir(tmp_path)
    seeds = str(write_seeds(tmp_path / "seeds", SEEDS))

    done = CliRunner().invoke(cli, ["ask", "Why did the mill close?", "--seeds", seeds, "--json", *options])

    assert found == [each["document"] for each in json.loads(done.stdout)["passages"]]

"""One work in several languages: the asker's first, with the way to the other."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from index.answers.answer import ask
from index.building.build import build
from index.building.lint import check_seeds
from index.engines.library import Library, Searcher
from index.engines.parts import SharedPart
from index.settings import BuildSettings
from tests.conftest import write_seeds

DATA = yaml.safe_load((Path(__file__).parents[1] / "labelled" / "translations.yaml").read_text("utf-8"))


def _seed(stated: dict[str, str]) -> str:
    head = "".join(f"{key}: {value}\n" for key, value in stated.items() if key != "text")
    return f"---\n{head}---\n\n{stated['text']}\n"


FILES = {name: _seed(stated) for name, stated in DATA["seeds"].items()}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """Three works in several languages, and two that stand alone."""
    folder = tmp_path_factory.mktemp("works")
    build(write_seeds(folder / "seeds", FILES), folder / "root")
    return Library([folder / "root"]).reload()


def test_the_askers_language_comes_first_and_leads_to_the_other(searcher: Searcher) -> None:
    """The original where a translation is shown, else the first translation; whatever the words in common."""
    found = {question: ask(searcher, question).hits for question, _, _ in DATA["questions"]}
    shown = {
        question: (hits[0].passage.document, hits[0].elsewhere and hits[0].elsewhere.document) if hits else None
        for question, hits in found.items()
    }

    assert {question: (first, other) for question, first, other in DATA["questions"]} == shown
    assert [] == [hits for hits in found.values() if [hit.rank for hit in hits] != list(range(1, len(hits) + 1))]


def test_a_place_is_as_far_from_the_beginning_where_the_two_are_cut_otherwise(
    make_library: Callable[..., Library],
) -> None:
    """The third of four passages is where the second of two is."""
    words = ("granite", "marble", "basalt", "slate")
    long = "\n\n".join(f"{'The quarry of ' + word + ' lies north of the river. ' * 6}" for word in words)
    short = "\n\n".join("Der Steinbruch liegt nördlich vom Fluss und ist alt. " * 9 for _ in range(2))
    library = make_library(
        {"a.md": f"---\nlanguage: en\n---\n\n{long}", "b.md": f"---\nlanguage: de\ntranslation_of: a\n---\n\n{short}"},
        200,
    )

    hit = ask(library.searcher, "Where is the quarry of basalt?").hits[0]

    assert hit.elsewhere is not None
    assert "b" == hit.elsewhere.document
    assert (hit.passage.number - 1) * hit.elsewhere.of // hit.passage.of == hit.elsewhere.number - 1


def test_the_linter_names_an_original_that_is_none(tmp_path: Path) -> None:
    """What is stated is repeated; a translation of itself is none either."""
    seeds = write_seeds(tmp_path / "seeds", {**FILES, "self.md": "---\ntranslation_of: self.md\n---\n\nIts own words."})

    warned = {
        Path(found.path).name: [str(each) for each in found.warnings if "translation_of" in each]
        for found in check_seeds(seeds, BuildSettings())
    }

    assert {"pferde.md", "self.md"} == {name for name, warnings in warned.items() if warnings}
    assert warned["pferde.md"] == [
        "translation_of names 'nowhere', which is no other seed here; write its id or its file name"
    ]


def test_where_nothing_is_a_translation_no_document_is_read_to_learn_it(
    make_library: Callable[..., Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first answer among seven thousand waited for that; words that look like the statement are none."""
    quoting = '---\ntitle: Rows\ncaveat: \'A row says "translation_of":"oak" somewhere.\'\n---\n\nOak is hard.\n'
    searcher = make_library({"rows.md": quoting, "oak.md": "Oak burns slowly."}).searcher
    monkeypatch.setattr(SharedPart, "names", property(lambda _: pytest.fail("names are read")))

    assert "oak" == ask(searcher, "What burns slowly?").hits[0].passage.document

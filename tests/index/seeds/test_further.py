"""Tests of what else speaks of a seed: references beside it, and what the folders above it state."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from index.model import Attribution, Document
from index.seeds import find_seeds, load_bytes
from tests.index.seeds.loading import load_seed


def folder(root: Path, files: Mapping[str, str]) -> dict[str, Document]:
    """Write files and read the seeds among them, by their names."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return {each.name: load_seed(each)[0] for each in find_seeds(root)}


def test_a_folder_states_what_its_files_share(tmp_path: Path) -> None:
    """The nearest folder counts, then the file itself; cautions are added up, and a title is each one's own."""
    read = folder(
        tmp_path,
        {
            "source.yaml": "author: Ada Vik\ncaveat: Written in haste.\ntitle: All of it",
            "a.md": "They swim.",
            "deep/source.yaml": "author: Bo Lind",
            "deep/b.md": "They fly.",
            "deep/er/c.md": "---\nauthor: Cy Holm\n---\nThey run.",
        },
    )

    assert {name: each.attribution.authors for name, each in read.items()} == {
        "a.md": ("Ada Vik",),
        "deep/b.md": ("Bo Lind",),
        "deep/er/c.md": ("Cy Holm",),
    }
    assert {each.stated_caveats for each in read.values()} == {("Written in haste.",)}
    assert {each.attribution.title for each in read.values()} == {None}


def test_what_a_folder_states_anew_changes_every_seed_below(tmp_path: Path) -> None:
    """And no other."""
    folder(tmp_path, {"a.md": "They swim.", "deep/source.yaml": "author: Ada Vik", "deep/b.md": "They fly."})
    before = [load_bytes(each).checksum for each in find_seeds(tmp_path)]
    (tmp_path / "deep" / "source.yaml").write_text("author: Bo Lind", "utf-8")
    after = [load_bytes(each).checksum for each in find_seeds(tmp_path)]

    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False]


def test_templates_of_a_vault_are_no_seeds(tmp_path: Path) -> None:
    """In any other folder that name means nothing."""
    files = {
        "v/.obsidian/app.md": "{}",
        "v/Templates/t.md": "Fill in.",
        "v/a.md": "They swim.",
        "w/Templates/b.md": "Yes.",
    }

    assert sorted(folder(tmp_path, files)) == ["v/a.md", "w/Templates/b.md"]


BIBTEX = r"""@article{vik2021, title = {The {Eel} and its
   r{\'i}ver}, author = {Vik, Ada and G{\"o}del, Kurt and Bo Lind}, year = 2021, month = may, doi = "10.1000/182" }"""
CSL = """[{"title": "The Eel", "author": [{"family": "Vik", "given": "Ada"}, {"literal": "The River Group"}],
    "issued": {"date-parts": [[2021, 5, 3]]}, "URL": "https://example.org/eel"}]"""


_OF_BIBTEX = Attribution(
    title="The Eel and its ríver",
    authors=("Ada Vik", "Kurt Gödel", "Bo Lind"),
    published="2021-05",
    source="https://doi.org/10.1000/182",
)
_OF_CSL = Attribution(
    title="The Eel",
    authors=("Ada Vik", "The River Group"),
    published="2021-05-03",
    source="https://example.org/eel",
)


@pytest.mark.parametrize(
    ("suffix", "reference", "stated"), [(".bib", BIBTEX, _OF_BIBTEX), (".json", CSL, _OF_CSL)], ids=["BibTeX", "CSL"]
)
def test_a_reference_beside_a_file_states_it(tmp_path: Path, suffix: str, reference: str, stated: Attribution) -> None:
    """Title, authors, date and address, as programs for references write them."""
    read = folder(tmp_path, {"eel.txt": "They swim.", f"eel.txt{suffix}": reference})

    assert read["eel.txt"].attribution == stated


def test_a_side_car_counts_more_than_a_reference(tmp_path: Path) -> None:
    """A curator wrote it."""
    files = {"eel.txt": "They swim.", "eel.txt.bib": BIBTEX, "eel.txt.yaml": "title: Eels"}

    assert folder(tmp_path, files)["eel.txt"].attribution.title == "Eels"


@pytest.mark.parametrize("broken", ["{", "[1]", "no reference", "@article{", "@article{a, title = {", "[" * 9_000])
def test_a_reference_that_cannot_be_read_is_told(tmp_path: Path, broken: str) -> None:
    """The file is a seed without it."""
    read = folder(tmp_path, {"eel.txt": "They swim.", "eel.txt.bib": broken})["eel.txt"]

    assert any(warning.startswith("eel.txt.bib holds no reference") for warning in read.warnings)

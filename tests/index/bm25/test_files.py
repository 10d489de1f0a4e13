"""Saving, mapping, and damaged folders: a SnapshotError that names the file, never a wrong answer."""

import json
import mmap
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bm25 import CompiledBM25, kernel_name
from index.errors import SnapshotError
from index.storage import arrays
from tests.index.bm25.oracle import CORPORA, PARAMETERS, QUERIES, Corpus

CORPUS = [
    ["the", "cat", "sat"],
    ["the", "dog"],
    [],
    *[["the", "bird", f"number{number}", "sat"] for number in range(20)],
    ["cat", "cat", "über"],
]
QUERY = ["the", "cat", "number7", "über"]
NAMES = [
    "term_hashes",
    "term_offsets",
    "term_text",
    "lengths",
    "offsets",
    "passages",
    "frequencies",
    "bounds",
    "maximum_bounds",
    "column_terms",
    "column_matches",
    "columns",
    "column_bounds",
]
FILES = ["meta.json", *(f"{name}.npy" for name in NAMES)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A saved index of CORPUS."""
    CompiledBM25(CORPUS).save(tmp_path / "bm25")
    return tmp_path / "bm25"


def answers(index: CompiledBM25) -> list[Any]:
    """Everything an index can be asked, as plain values."""
    return [
        index.get_scores(QUERY).tolist(),
        [array.tolist() for array in index.top(QUERY, 5, [1, 2, 0.5, 1])],
        sorted(index.idf.items()),
        [index.term_frequencies(term, range(len(index))).tolist() for term in sorted(index.terms())],
        index.doc_len.tolist(),
    ]


@given(CORPORA, PARAMETERS, QUERIES)
def test_an_opened_index_answers_as_the_fitted_one(
    corpus: Corpus, parameters: tuple[float, float, float], query: list[str]
) -> None:
    """Saving and opening changes no answer."""
    fitted = CompiledBM25(corpus, None, *parameters)

    with TemporaryDirectory() as folder:
        fitted.save(folder)
        opened = CompiledBM25.open(folder)

    assert fitted.get_scores(query).tolist() == opened.get_scores(query).tolist()
    assert [a.tolist() for a in fitted.top(query, 5)] == [a.tolist() for a in opened.top(query, 5)]
    assert fitted.idf == opened.idf
    assert (fitted.k1, fitted.b, fitted.delta, fitted.avgdl) == (
        opened.k1,
        opened.b,
        opened.delta,
        opened.avgdl,
    )


def test_opening_maps_every_array(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is copied into memory, and nobody can write into the files."""
    monkeypatch.setattr("index.storage.arrays.IN_MEMORY_BYTES", -1)
    part = CompiledBM25.open(folder).parts[0]

    for name in NAMES:
        array = getattr(part.vocabulary if name.startswith("term_") else part.postings, name)
        while isinstance(array.base, np.ndarray):
            array = array.base
        assert isinstance(array.base, mmap.mmap), name
        assert not array.flags.writeable


def test_small_arrays_are_held_in_memory(folder: Path) -> None:
    """So that hundreds of small indexes take no thousands of file handles; nobody can write into them either."""
    handles = open_files()
    opened = CompiledBM25.open(folder)

    arrays = opened.parts[0].arrays.values()
    assert not any(array.flags.writeable for array in arrays)
    assert handles == open_files()


def open_files() -> int:
    """Count the file handles of this process, where the system shows them."""
    shown = Path("/proc/self/fd")
    return len(list(shown.iterdir())) if shown.is_dir() else 0


def test_a_folder_holds_exactly_the_named_files(folder: Path) -> None:
    """No scratch file stays behind, and no array goes unnamed."""
    assert sorted(FILES) == sorted(path.name for path in folder.iterdir())


def test_saving_again_leaves_an_open_index_as_it_was(folder: Path) -> None:
    """Files are replaced, not overwritten: whoever opened the old ones keeps them."""
    opened = CompiledBM25.open(folder)
    expected = answers(opened)

    CompiledBM25([["something", "else"]]).save(folder)

    assert expected == answers(opened)
    assert len(CompiledBM25.open(folder)) == 1


def test_a_save_that_fails_leaves_no_index(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of a new index beside half of an old one is never opened."""

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(np, "save", fail)

    with pytest.raises(OSError, match="disk full"):
        CompiledBM25([["x"]]).save(folder)
    with pytest.raises(SnapshotError, match=r"meta\.json is missing"):
        CompiledBM25.open(folder)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("left", [lambda size: 0, lambda size: size // 2, lambda size: size - 1])
def test_a_truncated_file_is_named(folder: Path, name: str, left: Callable[[int], int]) -> None:
    """A file cut short anywhere is a SnapshotError that names it."""
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: left(len(content))])

    with pytest.raises(SnapshotError, match=name):
        CompiledBM25.open(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    """A file that is gone is a SnapshotError that names it."""
    (folder / name).unlink()

    with pytest.raises(SnapshotError, match=f"{name} is missing"):
        CompiledBM25.open(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_grew_is_named(folder: Path, name: str) -> None:
    """Bytes after the end mean that something else wrote the file."""
    with (folder / name).open("ab") as file:
        file.write(b"00000000")

    with pytest.raises(SnapshotError, match=name):
        CompiledBM25.open(folder)


@pytest.mark.parametrize("name", FILES)
@given(place=st.integers(0, 127), flipped=st.integers(1, 255))
def test_a_flipped_header_byte_never_changes_an_answer(name: str, place: int, flipped: int) -> None:
    """A damaged header is a SnapshotError that names the file, unless it says the same as before."""
    with TemporaryDirectory() as folder:
        index = CompiledBM25(CORPUS)
        index.save(folder)
        path = Path(folder, name)
        content = bytearray(path.read_bytes())
        content[place] ^= flipped
        path.write_bytes(content)

        try:
            actual = answers(CompiledBM25.open(folder))
        except SnapshotError as error:
            assert name in str(error)  # noqa: PT017 # either outcome is right, and each is checked
        else:
            assert answers(index) == actual


def _change_meta(folder: Path, key: str, value: object) -> None:
    meta = json.loads((folder / "meta.json").read_text())
    meta[key] = value
    (folder / "meta.json").write_text(json.dumps(meta))


def test_another_format_version_is_named(folder: Path) -> None:
    """An index of another version says which it is and which one is read."""
    _change_meta(folder, "version", "bm25-0")

    with pytest.raises(SnapshotError, match="'bm25-0', this program reads 'bm25-1'"):
        CompiledBM25.open(folder)


def test_a_changed_parameter_does_not_match_the_checksum(folder: Path) -> None:
    """Meta that was edited is not believed."""
    _change_meta(folder, "k1", 1.2)

    with pytest.raises(SnapshotError, match="checksum"):
        CompiledBM25.open(folder)


@pytest.mark.parametrize("content", [b"[]", b"\xff", b"[" * 100_000])
def test_meta_that_is_no_object_is_refused(folder: Path, content: bytes) -> None:
    """Whatever stands in meta.json, it is a SnapshotError."""
    (folder / "meta.json").write_bytes(content)

    with pytest.raises(SnapshotError, match=r"meta\.json"):
        CompiledBM25.open(folder)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("offsets", lambda array: array[::-1]),  # descending
        ("offsets", lambda array: array + 1),  # not from 0, beyond the end
        ("offsets", lambda array: np.where(np.arange(len(array)) == 2, 10**12, array)),  # out of range
        ("term_offsets", lambda array: array * 2),
        ("term_offsets", lambda array: -array),
        ("term_hashes", lambda array: array[::-1]),
        ("lengths", lambda array: array + 1),  # not the total that meta states
        ("column_terms", lambda array: array + 10**6),  # terms that do not exist
        ("column_terms", lambda array: array[::-1]),
        ("column_matches", lambda array: array * 0),
        ("column_matches", lambda array: array + 10**6),  # more passages than there are
        ("passages", lambda array: array.astype(np.int64)),  # another type
        ("bounds", lambda array: array.view(np.int8)),
        ("columns", np.asfortranarray),
        ("columns", np.ravel),
        ("column_bounds", np.transpose),
        ("frequencies", lambda array: array.astype(object)),  # would have to be pickled
    ],
)
def test_arrays_that_do_not_fit_are_named(
    folder: Path, name: str, change: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Values that would lead a search astray are found on opening, without reading the postings."""
    path = folder / f"{name}.npy"
    np.save(path, change(np.load(path)))

    with pytest.raises(SnapshotError, match=f"{name}.npy"):
        CompiledBM25.open(folder)


@pytest.mark.skipif(kernel_name() != "C", reason="the C kernel was not built")
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("passages", lambda array: array[::-1]),  # descending
        ("passages", lambda array: array * 0),  # the same passage twice in a list
        ("passages", lambda array: array + 1000),  # passages that do not exist
        ("bounds", lambda array: np.full_like(array, 255)),  # more than the largest of their term
        ("column_bounds", lambda array: np.full_like(array, 255)),
        ("maximum_bounds", lambda array: array * 0),
    ],
)
def test_postings_that_could_lead_the_c_kernel_out_of_its_arrays_are_refused(
    folder: Path, name: str, change: Callable[[Any], Any]
) -> None:
    """The kernel reads without looking, so everything it relies on is looked at once, on opening."""
    path = folder / f"{name}.npy"
    np.save(path, change(np.load(path)))

    with pytest.raises(SnapshotError, match=r"bounds\.npy|passages\.npy"):
        CompiledBM25.open(folder)


@pytest.mark.parametrize("name", NAMES)
def test_arrays_of_another_length_are_named_even_with_matching_meta(folder: Path, name: str) -> None:
    """The arrays are checked against each other, not only against what meta says of each."""
    path = folder / f"{name}.npy"
    shorter = np.load(path)[:-1]
    np.save(path, shorter)
    meta = arrays.open_meta(folder, "bm25-1")
    meta["arrays"][name]["shape"] = list(shorter.shape)
    (folder / "meta.json").write_bytes(arrays._sealed(meta))

    with pytest.raises(SnapshotError, match=r"\.npy"):
        CompiledBM25.open(folder)

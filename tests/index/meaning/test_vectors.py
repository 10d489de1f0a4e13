"""Vectors on disk: made once, kept for what did not change, gone on with after a kill."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from index.bm25 import _kernel
from index.engines.library import Library
from index.errors import MeaningError
from index.meaning import dots as products
from index.meaning.dots import dots
from index.meaning.encoder import Encoder
from index.meaning.making import MADE, make_vectors, vectors_of
from index.meaning.model import model_in
from index.meaning.vectors import row_type, table_path
from index.snapshots.segmented import without_seeds
from index.snapshots.snapshot import Snapshot
from tests.index.meaning.tiny import write_model

STONES = {"stones.md": "Granite is hard.\n\n## Soft\n\nOak wood is soft.", "zinc.md": "The zinc price rises."}


class CountingEncoder:
    """Opens an encoder, and counts the passages that it is given."""

    def __init__(self, folder: Path) -> None:
        self._encoder = Encoder(model_in(write_model(folder)))
        self.texts: list[str] = []

    def __call__(self) -> Encoder:
        """Return the encoder, counting from then on."""
        plain = self._encoder.of_passage

        def counted(text: str) -> np.ndarray:
            self.texts.append(text)
            return plain(text)

        counting = Encoder.__new__(Encoder)
        counting.__dict__.update(self._encoder.__dict__)
        counting.of_passage = counted  # type: ignore[method-assign] # the one method that is counted
        return counting


@pytest.fixture
def encoder(tmp_path: Path) -> CountingEncoder:
    """An encoder that counts."""
    return CountingEncoder(tmp_path / "model")


def opened(make_library: Callable[..., Library], files: Mapping[str, str]) -> tuple[Snapshot, Path]:
    """Build a library; return its snapshot, and where its vectors belong."""
    part = make_library(files).searcher.layers[0].part
    assert isinstance(part, Snapshot)
    return part, table_path(part.root, "tiny")


def test_the_nearest_passage_is_found(make_library: Callable[..., Library], encoder: CountingEncoder) -> None:
    """By the cosine of eight bits, which is nearly that of the floats."""
    part, path = opened(make_library, STONES)

    make_vectors(part, path, encoder)

    vectors = vectors_of(path, part)
    assert vectors is not None
    found = vectors.similarities(encoder().of_question("Zink Preis steigt"))
    assert "zinc" == part.passage(int(found.argmax())).seed
    assert len(part) == len(found)


def test_an_unchanged_passage_keeps_its_vectors(make_library: Callable[..., Library], encoder: CountingEncoder) -> None:
    """After a re-index only what is new is encoded, and what is gone leaves the file."""
    part, path = opened(make_library, STONES)
    make_vectors(part, path, encoder)
    encoder.texts.clear()
    part, path = opened(make_library, {"stones.md": STONES["stones.md"], "zinc.md": "The zinc price is soft."})

    make_vectors(part, path, encoder)

    assert ["zinc"] == [text.split()[1] for text in encoder.texts]
    assert vectors_of(path, part) is not None
    assert b"zinc price rises" not in path.read_bytes()


def test_a_passage_under_another_title_is_encoded_again(
    make_library: Callable[..., Library], encoder: CountingEncoder
) -> None:
    """What is encoded of a passage is its title too."""
    part, path = opened(make_library, {"a.md": "---\ntitle: Stone\n---\nGranite is hard."})
    make_vectors(part, path, encoder)
    part, path = opened(make_library, {"a.md": "---\ntitle: Rock\n---\nGranite is hard."})

    make_vectors(part, path, encoder)

    assert ["Stone", "Rock"] == [text.splitlines()[0] for text in encoder.texts]


class Killed(BaseException):
    """What ends a making from outside."""


def test_a_making_that_was_killed_goes_on_where_it_was(
    make_library: Callable[..., Library], encoder: CountingEncoder
) -> None:
    """No passage is encoded twice, not even where the last row was cut short."""
    part, path = opened(make_library, STONES)

    def kill(_stage: str, done: int, _total: int) -> None:
        if done == 2:
            raise Killed

    with pytest.raises(Killed):
        make_vectors(part, path, encoder, kill)
    with path.with_suffix(MADE).open("ab") as file:
        file.write(b"cut sho")
    assert vectors_of(path, part) is None

    make_vectors(part, path, encoder)

    assert len(part) == len(encoder.texts) == len(set(encoder.texts))
    assert vectors_of(path, part) is not None
    assert not path.with_suffix(MADE).exists()


def test_a_damaged_table_is_made_anew(make_library: Callable[..., Library], encoder: CountingEncoder) -> None:
    """One bit is enough."""
    part, path = opened(make_library, STONES)
    make_vectors(part, path, encoder)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    assert vectors_of(path, part) is None

    make_vectors(part, path, encoder)

    assert vectors_of(path, part) is not None


def test_vectors_of_another_model_are_deleted(make_library: Callable[..., Library], encoder: CountingEncoder) -> None:
    """They are of no use, and hold what a seed said."""
    part, path = opened(make_library, STONES)
    other = table_path(path.parent, "other")
    make_vectors(part, other, encoder)

    make_vectors(part, path, encoder)

    assert not other.exists()


def test_what_is_hidden_of_a_snapshot_is_not_found(
    make_library: Callable[..., Library], encoder: CountingEncoder
) -> None:
    """A selection has the vectors of its own passages alone."""
    part, path = opened(make_library, STONES)
    make_vectors(part, path, encoder)
    selection = without_seeds(part, {"stones"})

    vectors = vectors_of(path, selection)

    assert vectors is not None
    assert 1 == len(vectors.similarities(encoder().of_question("zinc")))


def test_an_encoder_that_cannot_be_opened_leaves_everything(make_library: Callable[..., Library]) -> None:
    """The error is the caller's to tell."""
    part, path = opened(make_library, STONES)

    def missing() -> Encoder:
        raise MeaningError("it is missing")

    with pytest.raises(MeaningError):
        make_vectors(part, path, missing)

    assert not path.exists()


@pytest.mark.parametrize("dimensions", [1, 31, 384, 1040])
def test_numpy_multiplies_as_the_kernel_does(dimensions: int) -> None:
    """To the bit, at the largest values too."""
    random = np.random.default_rng(dimensions)
    rows = np.zeros(100, row_type(dimensions))
    rows["vector"] = random.integers(-127, 128, (100, dimensions))
    rows["vector"][0] = 127
    vector = np.full(dimensions, 127, np.int8)

    expected = rows["vector"].astype(np.int64) @ vector.astype(np.int64)

    assert (
        expected.tolist()
        == products._by_numpy(rows["vector"], vector).tolist()
        == dots(rows, "vector", vector).tolist()
    )


def test_the_kernel_refuses_rows_that_hold_no_such_vectors() -> None:
    """Nothing outside the table is read."""
    multiply = getattr(_kernel, "dots", None)
    if multiply is None:
        pytest.skip("needs the C kernel, built of these sources")

    for first, stride in ((0, 3), (-1, 4), (2, 4), (0, 5)):
        with pytest.raises(ValueError, match="do not hold vectors"):
            multiply(np.zeros(12, np.uint8), first, stride, np.zeros(4, np.int8))

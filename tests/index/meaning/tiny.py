"""A sentence encoder that tests make themselves: a vector by chance for each word, or for several that mean the same.

Its tokenizer is a real one, and its network a real one too: the vectors of the words, looked up.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

DIMENSIONS = 32
UNKNOWN = "[UNK]"
GROUPS = (
    ("granite", "granit"), ("hard", "hart", "tough"), ("wood", "holz", "timber"), ("burns", "brennt", "flammable"),
    ("zinc", "zink"), ("price", "preis", "cost"), ("rises", "steigt", "climbs"), ("stone", "stein", "rock"),
    ("oak", "eiche"), ("soft", "weich"), ("river", "fluss", "stream"), ("flood", "flut"),
)  # fmt: skip


def write_model(folder: Path, groups: Sequence[Sequence[str]] = GROUPS, most_tokens: int | None = None) -> Path:
    """Write an encoder's folder, in which the words of a group have one vector; skips where no library writes one."""
    pytest.importorskip("onnx", reason="needs the extra dev: pip install -e '.[dev]'")
    pytest.importorskip("onnxruntime", reason="needs the extra meaning: pip install -e '.[meaning]'")
    folder.mkdir(parents=True, exist_ok=True)
    _write_tokenizer(folder / "tokenizer.json", groups, most_tokens)
    _write_network(folder / "model.onnx", groups)
    return folder


def _write_tokenizer(path: Path, groups: Sequence[Sequence[str]], most_tokens: int | None) -> None:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    words = [UNKNOWN, *(word for group in groups for word in group)]
    tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(words)}, UNKNOWN))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    if most_tokens:
        tokenizer.enable_truncation(most_tokens)
    tokenizer.save(str(path))


def _write_network(path: Path, groups: Sequence[Sequence[str]]) -> None:
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    random = np.random.default_rng(17)
    of_groups = [random.standard_normal(DIMENSIONS) for _ in groups]
    unknown = random.standard_normal(DIMENSIONS) * 0.05
    table = [unknown, *(of_groups[number] for number, group in enumerate(groups) for _ in group)]
    graph = helper.make_graph(
        [helper.make_node("Gather", ["vectors", "input_ids"], ["last_hidden_state"])],
        "tiny",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "sequence"])],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "sequence", DIMENSIONS])],
        [numpy_helper.from_array(np.array(table, np.float32), "vectors")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, str(path))

"""A text to a vector, by a sentence encoder: tokens, network, one vector of length 1. Knows no passages and no search.

Texts go through the network one by one: an encoder with weights of eight bits scales them by all that it is given at
once, so that a text's vector would depend on its neighbours.
"""

import time
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from index.errors import MeaningError
from index.meaning.model import Model
from index.messages import N_

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

Vectors = NDArray[np.float32]

MOST_TOKENS: Final = 256  # that are read at once; what is longer is encoded in parts
SHARED_TOKENS: Final = 32  # of one part and the next
WORD_PIECES: Final = "wordpiece.txt"
SLOW_S: Final = 0.5  # seconds from which a short question takes too long
PROBE: Final = "How long does it take to read a short question like this one?"
REASON_CHARS: Final = 200
_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class _Network:
    """An opened network.

    Attributes:
        run: is given tokens by name, and returns its outputs.
        inputs: the names that it wants.
    """

    run: Any
    inputs: frozenset[str]


class Encoder:
    """A sentence encoder, opened; safe for many threads. Opening one takes some tenths of a second and 100 to 200 MB.

    Attributes:
        model: what it was opened from.

    Raises:
        MeaningError: a file is damaged, is not the one that was pinned, or is no encoder of sentences.
    """

    def __init__(self, model: Model) -> None:
        model.check()
        self.model = model
        try:
            self._tokenizer = _open_tokenizer(model.tokenizer)
            self._network = _open_network(model.onnx)
            self.dimensions = len(self.of_question(PROBE))
        except MeaningError:
            raise
        except Exception as err:  # whatever a damaged file leads the two libraries to
            raise _unusable(model, err) from err

    def check_speed(self) -> None:
        """Raise MeaningError where a short question takes too long on this machine."""
        taken = min(self._probe() for _ in range(_TRIES))
        if taken > SLOW_S:
            raise MeaningError(
                N_("a question takes the encoder {seconds:.1f} s on this machine, more than {most} s"),
                seconds=taken, most=SLOW_S,
            )  # fmt: skip

    def _probe(self) -> float:
        started = time.perf_counter()
        self.of_question(PROBE)
        return time.perf_counter() - started

    def of_question(self, question: str) -> Vectors:
        """Return a question's vector, of length 1."""
        return self._encode(self._tokenizer.encode(self.model.question_prefix + question))

    def of_passage(self, text: str) -> Vectors:
        """Return the vectors of a text's parts, a row each, of length 1; most texts have one part."""
        encoding = self._tokenizer.encode(self.model.passage_prefix + text)
        return np.stack([self._encode(part) for part in (encoding, *encoding.overflowing)])

    def tokens_of(self, text: str) -> int:
        """Count the tokens that a text is read as."""
        encoding = self._tokenizer.encode(text)
        return sum(len(part.ids) for part in (encoding, *encoding.overflowing))

    def _encode(self, encoding: "Encoding") -> Vectors:
        given = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        feed = {name: np.array([given[name]], np.int64) for name in given if name in self._network.inputs}
        try:
            return _pooled(self._network.run(None, feed)[0][0], self.model.pooling)
        except Exception as err:  # whatever a damaged network leads its library to
            raise _unusable(self.model, err) from err


def _unusable(model: Model, err: Exception) -> MeaningError:
    reason = str(err).partition("\n")[0][:REASON_CHARS]
    return MeaningError(N_("{path} cannot be used as a sentence encoder ({reason})"), path=model.onnx, reason=reason)


def _pooled(output: NDArray[Any], pooling: str) -> Vectors:
    """Make one vector of length 1 of a network's output: a row for each token, or the sentence's already."""
    rows = np.atleast_2d(output)
    vector = rows[0] if pooling == "cls" else rows.mean(axis=0)
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / (length or 1.0), np.float32)


def _open_tokenizer(path: Path | None) -> "Tokenizer":
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path)) if path else _english()
    tokenizer.no_padding()
    stated = tokenizer.truncation or {}
    most = min(MOST_TOKENS, int(stated.get("max_length") or MOST_TOKENS)) if path else MOST_TOKENS
    tokenizer.enable_truncation(most, stride=min(SHARED_TOKENS, most // 4))
    return tokenizer


def _english() -> "Tokenizer":
    """Make the tokenizer of the English BERT from its word pieces."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    pieces = files("index.data").joinpath(WORD_PIECES).read_text("utf-8").splitlines()
    numbers = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))  # noqa: S106 no secret
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    around = [(mark, numbers[mark]) for mark in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=around)
    return tokenizer


def _open_network(path: Path) -> _Network:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # several questions come at once as it is
    options.enable_cpu_mem_arena = False  # it would keep the most that was ever needed
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return _Network(session.run, frozenset(each.name for each in session.get_inputs()))

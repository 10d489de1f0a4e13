"""What finds by meaning while questions are answered: encoder and vectors, opened when they are first needed."""

from collections.abc import Callable
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from index.answered import MeaningState
from index.answers.ranking import Candidates
from index.engines.library import Searcher
from index.engines.parts import SearchedPart
from index.errors import MeaningError
from index.meaning.fusion import Cosines, fuse, suffices
from index.meaning.making import make_vectors, vectors_of
from index.meaning.model import Model
from index.meaning.vectors import PartVectors, table_path
from index.progress import Progress, no_progress
from index.questions.concepts import Query
from index.text.analysis import primary
from index.text.languages import detect

if TYPE_CHECKING:  # what runs an encoder is imported where one is opened
    from index.meaning.encoder import Encoder


MOST_PASSAGES: Final = 250_000
QUESTIONS_REMEMBERED: Final = 64  # a card's buttons ask the same again


class Meaning:
    """Finds passages by what a question means; safe for many threads.

    States: usable, as long as nothing is wrong; off from the first problem on, which is told once.

    Args:
        find_model: says which encoder is used.
        most_passages: of a library of more, no vectors are made.
        warn: is told, once, why nothing is found by meaning.
    """

    def __init__(
        self,
        find_model: Callable[[], Model],
        most_passages: int = MOST_PASSAGES,
        warn: Callable[[MeaningError], None] = lambda _: None,
    ) -> None:
        self._find_model, self._warn = find_model, warn
        self.most_passages = most_passages
        self.problem: MeaningError | None = None
        self._lock, self._opening = Lock(), Lock()
        self._opened: WeakKeyDictionary[SearchedPart, tuple[object, PartVectors | None]] = WeakKeyDictionary()
        self.encode = lru_cache(maxsize=QUESTIONS_REMEMBERED)(self._encode)

    def state(self, searcher: Searcher) -> MeaningState:
        """Tell whether passages of a searcher are found by meaning, or when their vectors are made."""
        parts = self._parts(searcher)
        if not parts or any(self._is_off(part) for part in parts):
            return "off"
        return "ready" if all(self._vectors(part) is not None for part in parts) else "building"

    def beside(self, searcher: Searcher, query: Query, found: Candidates) -> Candidates:
        """Return what was found by words together with what is found by meaning, where words leave a doubt.

        Raises:
            SnapshotError: a passage's text on disk is damaged.
        """
        if not query.concepts or suffices(searcher, found):
            return found
        cosines = self.cosines(query.question, searcher)
        if cosines is None:
            return found
        return fuse(searcher, query, found, cosines, several_languages=self._model.languages is None)

    def speaks(self, question: str, searcher: Searcher) -> bool:
        """Tell whether a question is in a language of the encoder's, as far as the languages of the seeds tell."""
        languages = self._model.languages
        if languages is None:
            return True
        known = {primary(each) for each in searcher.languages}
        return bool(known & languages) and (len(known) == 1 or detect(question, known) in languages)

    def cosines(self, question: str, searcher: Searcher) -> Cosines | None:
        """Return how near each passage of a searcher comes to a question, -1 to 1; None where that cannot be told."""
        if self.state(searcher) != "ready" or not self.speaks(question, searcher):
            return None
        try:
            vector = self.encode(question)
        except MeaningError as problem:
            self._give_up(problem)
            return None
        vectors = [self._vectors(part) for part in self._parts(searcher)]
        found = [each.similarities(vector) for each in vectors if each is not None]
        return np.concatenate(found) if len(found) == len(vectors) else None

    def make(self, part: SearchedPart, progress: Progress = no_progress) -> bool:
        """Make the vectors that a part lacks; return whether all are there then. May take hours: 10 to 60 ms each."""
        path = self._path(part)
        if self._is_off(part) or path is None:
            return False
        try:
            finished = make_vectors(part, path, lambda: self._encoder, progress, self._model.languages)
        except MeaningError as problem:
            self._give_up(problem)
            return False
        return finished and self._vectors(part) is not None

    def _parts(self, searcher: Searcher) -> list[SearchedPart]:
        return [layer.part for layer in searcher.searched]

    def _is_off(self, part: SearchedPart) -> bool:
        return self.problem is not None or len(part) > self.most_passages or self._path(part) is None

    def _path(self, part: SearchedPart) -> Path | None:
        if part.root is None:
            return None
        try:
            return table_path(part.root, self._name)
        except MeaningError as problem:
            self._give_up(problem)
            return None

    def _vectors(self, part: SearchedPart) -> PartVectors | None:
        """Return a part's vectors, opened again where the file is another than before."""
        path = self._path(part)
        if path is None:
            return None
        known, vectors = self._opened.get(part, (None, None))
        if vectors is None and (now := _state_of(path)) != known:
            vectors = vectors_of(path, part)
            self._opened[part] = now, vectors
        return vectors

    def _encode(self, question: str) -> NDArray[np.float32]:
        return self._encoder.of_question(question)

    def _give_up(self, problem: MeaningError) -> None:
        with self._lock:
            first, self.problem = self.problem is None, self.problem or problem
        if first:
            self._warn(problem)

    @cached_property
    def _model(self) -> Model:
        return self._find_model()

    @cached_property
    def _name(self) -> str:
        return self._model.fingerprint()

    @property
    def _encoder(self) -> "Encoder":
        with self._opening:
            return self._open_encoder

    @cached_property
    def _open_encoder(self) -> "Encoder":
        from index.meaning.encoder import Encoder

        encoder = Encoder(self._model)
        encoder.check_speed()
        return encoder


def _state_of(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size

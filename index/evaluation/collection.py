"""Test collections: judged questions over a corpus whose rows are passages, read and held in memory."""

import csv
import gzip
import json
import lzma
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from index.bm25 import PostingsBuilder, Ranking, build_ranking
from index.engines.stacks import Stacks
from index.errors import CollectionError
from index.model import Attribution, Passage
from index.progress import Progress, no_progress
from index.settings import BuildSettings
from index.snapshots.holdings import StoredDocument
from index.snapshots.lexicon import NumberedWords, Word, acronyms_among, terms_by_word
from index.text.languages import languages_of
from index.text.terms import passage_terms

PROGRESS_STEP = 100  # passages between two reports


@dataclass(frozen=True, slots=True)
class Row:
    """One passage of a collection."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """A corpus, its questions and which passages answer them (question id, passage id, grade)."""

    name: str
    rows: tuple[Row, ...]
    questions: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]


class RowPart:
    """Rows of a collection held in memory, searched as a snapshot is.

    Args:
        rows: the passages.
        settings: weights of the ranking.
        progress: is told how many rows are read.
        root: the folder for what is made of them once; None where nothing is kept.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        settings: BuildSettings,
        progress: Progress = no_progress,
        root: Path | None = None,
    ) -> None:
        self.rows = rows
        self.root = root
        self._positions = list(_positions(rows))
        self.generation = "collection"
        self._languages = languages_of([row.text or row.title for row in rows])
        self.languages = tuple(dict.fromkeys(self._languages))
        terms = []
        for number in range(len(rows)):
            if number % PROGRESS_STEP == 0:
                progress("indexing", number, len(rows))
            terms.append(passage_terms(self.passage(number), settings.title_weight))
        builder = PostingsBuilder()
        builder.add(terms)
        self.ranking: Ranking | Stacks = build_ranking(builder, settings.k1, settings.b, settings.delta)

    def lend(self, lent: Callable[[Ranking], Stacks]) -> None:
        """Have the passages searched elsewhere."""
        if isinstance(self.ranking, Ranking):
            self.ranking = lent(self.ranking)

    def __len__(self) -> int:
        return len(self.rows)

    def passage(self, number: int, /) -> Passage:
        """Return a row as a passage."""
        row, (position, of) = self.rows[number], self._positions[number]
        title = Attribution(title=row.title or None)
        language = self._languages[number]
        return Passage(row.id, row.id, row.id, position, of, 0, len(row.text), row.text, title, (), language=language)

    def seed_of(self, number: int, /) -> str:
        """Return the row's id: each stands for itself."""
        return self.rows[number].id

    def document_text(self, number: int, /) -> str:
        """Return the row's text."""
        return self.rows[number].text

    @cached_property
    def keys(self) -> NDArray[np.bytes_]:
        """A key of ten characters for each row, of its id."""
        return np.array([blake2b(row.id.encode(), digest_size=5).hexdigest().encode() for row in self.rows], "S10")

    def find_key(self, key: str) -> int | None:
        """Return the number of the row with this id, or None."""
        return next((number for number, row in enumerate(self.rows) if row.id == key), None)

    def words(self) -> dict[str, str]:
        """Return the folded words of all rows with their terms."""
        return terms_by_word(self._words)

    def acronyms(self) -> Iterable[Word]:
        """Return what abbreviations stand for in the rows."""
        return acronyms_among(self._words)

    @cached_property
    def _words(self) -> list[Word]:
        words = NumberedWords()
        words.of([self.passage(number) for number in range(len(self))])
        return sorted(words)

    def may_hold_translations(self) -> bool:
        """Return False: rows state nothing of the kind."""
        return False

    def documents(self) -> Iterable[StoredDocument]:
        """Return nothing: a collection's rows have no documents of their own."""
        return ()


def _positions(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Yield each row's position among its neighbours of the same title, from 1, and how many these are."""
    for _, run in groupby(enumerate(rows), key=lambda each: each[1].title or each[0]):
        of = sum(1 for _ in run)
        yield from ((number, of) for number in range(1, of + 1))


def load_collection(folder: Path) -> Collection:
    """Read `corpus.jsonl` (or .gz, .xz), `queries.jsonl` and `qrels.tsv` of a folder.

    Raises:
        CollectionError: a file is missing or a line cannot be read.
    """
    rows = tuple(Row(str(r["_id"]), str(r.get("title") or ""), str(r["text"])) for r in _json_lines(folder, "corpus"))
    questions = {str(row["_id"]): str(row["text"]) for row in _json_lines(folder, "queries")}
    return Collection(folder.resolve().name, rows, questions, _read_qrels(folder / "qrels.tsv"))


def _json_lines(folder: Path, stem: str) -> Iterator[dict[str, Any]]:
    path = _find(folder, stem)
    with _open_text(path) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                yield {"_id": row["_id"], "title": row.get("title"), "text": row["text"]}
            except (ValueError, KeyError, TypeError, AttributeError) as err:
                raise CollectionError(f'{path}, line {number}: needs {{"_id", "text"}} ({err})') from err


def _find(folder: Path, stem: str) -> Path:
    for ending in (".jsonl", ".jsonl.xz", ".jsonl.gz"):
        path = folder / f"{stem}{ending}"
        if path.is_file():
            return path
    raise CollectionError(f"{folder} holds no {stem}.jsonl (nor .xz, .gz); see the README on collections")


def _open_text(path: Path) -> IO[str]:
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8")
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def _read_qrels(path: Path) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.reader(file, delimiter="\t"), 1):
                if number > 1 and row:
                    qrels.setdefault(row[0], {})[row[1]] = int(row[2])
    except OSError as err:
        raise CollectionError(f"{path} cannot be read: {err.strerror}") from err
    except (ValueError, IndexError) as err:
        raise CollectionError(f"{path}, line {number}: needs query-id, corpus-id and score") from err
    return qrels

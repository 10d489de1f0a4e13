"""The BM25 engines that are measured side by side: each builds from passages of tokens, and some open what was built.

Knows how each engine wants to be asked; measures nothing.
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import foreign_engines

Corpus = list[list[str]]
Ask = Callable[[list[str]], Any]

HITS = 10


@dataclass(frozen=True)
class Engine:
    """One engine: how it is built, in a folder of its own, and how it is opened there, if it can be."""

    build: Callable[[Corpus, Path], Ask]
    open: Callable[[Path], Ask] | None = None
    distributions: Sequence[str] = ()


def _caveat(corpus: Corpus, folder: Path) -> Ask:
    from index.bm25 import CompiledBM25

    CompiledBM25(corpus).save(folder)
    return _open_caveat(folder)


def _open_caveat(folder: Path) -> Ask:
    from index.bm25 import CompiledBM25

    index = CompiledBM25.open(folder)
    return lambda query: index.top(query, HITS)


def _caveat_numpy(corpus: Corpus, folder: Path) -> Ask:
    from index.bm25 import CompiledBM25

    CompiledBM25(corpus).save(folder)
    index = CompiledBM25.open(folder).on_numpy()
    return lambda query: index.top(query, HITS)


def _halves(corpus: Corpus) -> Any:
    from index.bm25 import CompiledBM25, JointBM25

    middle = len(corpus) // 2
    return JointBM25([CompiledBM25(corpus[:middle]), CompiledBM25(corpus[middle:])])


def _caveat_halves(corpus: Corpus, folder: Path) -> Ask:  # noqa: ARG001 # an engine's signature
    index = _halves(corpus)
    return lambda query: index.top(query, HITS)


def _caveat_halves_numpy(corpus: Corpus, folder: Path) -> Ask:  # noqa: ARG001 # an engine's signature
    index = _halves(corpus).on_numpy()
    return lambda query: index.top(query, HITS)


def _rank_bm25(corpus: Corpus, folder: Path) -> Ask:  # noqa: ARG001 # an engine's signature
    from rank_bm25 import BM25Plus

    return _pick_best(BM25Plus(corpus).get_scores)


def _rank_bm25_rs(corpus: Corpus, folder: Path) -> Ask:  # noqa: ARG001 # an engine's signature
    from rank_bm25_rs import BM25Plus

    return _pick_best(BM25Plus(corpus).get_scores)


def _pick_best(get_scores: Ask) -> Ask:
    """Pick the best as quickly as numpy can: `get_top_n` of both would sort everything."""
    import numpy as np

    def ask(query: list[str]) -> Any:
        scores = get_scores(query)
        best = np.argpartition(scores, -HITS)[-HITS:]
        return best[np.argsort(-scores[best])]

    return ask


def _bm25s(corpus: Corpus, folder: Path) -> Ask:
    import bm25s

    index = bm25s.BM25(method="bm25+", k1=1.5, b=0.75, delta=1, backend="numpy")
    index.index(corpus, show_progress=False)
    index.save(folder, show_progress=False)
    return _ask_bm25s(index, "numpy")


def _bm25s_numba(corpus: Corpus, folder: Path) -> Ask:
    import bm25s
    import numba  # noqa: F401 # without it bm25s would quietly run something else

    index = bm25s.BM25(method="bm25+", k1=1.5, b=0.75, delta=1, backend="numba")
    index.index(corpus, show_progress=False)
    index.save(folder, show_progress=False)
    return _ask_bm25s(index, "auto")


def _open_bm25s(folder: Path) -> Ask:
    import bm25s

    return _ask_bm25s(bm25s.BM25.load(folder, mmap=True), "numpy")


def _open_bm25s_numba(folder: Path) -> Ask:
    import bm25s

    index = bm25s.BM25.load(folder, mmap=True)
    index.backend = "numba"
    index.activate_numba_scorer()
    return _ask_bm25s(index, "auto")


def _ask_bm25s(index: Any, select: str) -> Ask:
    hits = min(HITS, index.scores["num_docs"])
    return lambda query: index.retrieve([query], k=hits, show_progress=False, backend_selection=select)


def _tantivy(corpus: Corpus, folder: Path) -> Ask:
    import tantivy

    index = tantivy.Index(_tantivy_schema(), path=str(folder))
    _register_blanks(index)
    writer = index.writer(200_000_000, 1)
    for passage in corpus:
        writer.add_document(tantivy.Document(text=" ".join(passage)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return _ask_tantivy(index)


def _open_tantivy(folder: Path) -> Ask:
    import tantivy

    index = tantivy.Index.open(str(folder))
    _register_blanks(index)
    return _ask_tantivy(index)


def _tantivy_schema() -> Any:
    import tantivy

    return tantivy.SchemaBuilder().add_text_field("text", tokenizer_name="blanks").build()


def _register_blanks(index: Any) -> None:
    # Tokens go in joined by blanks and are split there again.
    import tantivy

    index.register_tokenizer("blanks", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


def _ask_tantivy(index: Any) -> Ask:
    import tantivy

    schema, searcher = _tantivy_schema(), index.searcher()

    def ask(query: list[str]) -> Any:
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", term)) for term in query]
        return searcher.search(tantivy.Query.boolean_query(terms), HITS)

    return ask


def _sqlite(corpus: Corpus, folder: Path) -> Ask:
    connection = sqlite3.connect(folder / "fts5.db")
    connection.execute("CREATE VIRTUAL TABLE passages USING fts5(text, content='', tokenize='unicode61')")
    rows = ((" ".join(passage),) for passage in corpus)
    connection.executemany("INSERT INTO passages (text) VALUES (?)", rows)
    connection.execute("INSERT INTO passages (passages) VALUES ('optimize')")
    connection.commit()
    connection.close()
    return _open_sqlite(folder)


def _open_sqlite(folder: Path) -> Ask:
    connection = sqlite3.connect(folder / "fts5.db")
    statement = f"SELECT rowid, rank FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT {HITS}"

    def ask(query: list[str]) -> Any:
        return connection.execute(statement, [" OR ".join(f'"{term}"' for term in query)]).fetchall()

    return ask


def _lucene(corpus: Corpus, folder: Path) -> Ask:
    return foreign_engines.build_lucene(corpus, folder, HITS)


def _open_lucene(folder: Path) -> Ask:
    return foreign_engines.open_lucene(folder, HITS)


def _pisa(corpus: Corpus, folder: Path) -> Ask:
    return foreign_engines.build_pisa(corpus, folder, HITS)


def _open_pisa(folder: Path) -> Ask:
    return foreign_engines.open_pisa(folder, HITS)


ENGINES = {
    "caveat": Engine(_caveat, _open_caveat),
    "caveat, numpy": Engine(_caveat_numpy),
    "caveat, two parts": Engine(_caveat_halves),
    "caveat, two parts, numpy": Engine(_caveat_halves_numpy),
    "rank_bm25": Engine(_rank_bm25, None, ["rank-bm25"]),
    "rank-bm25-rs": Engine(_rank_bm25_rs, None, ["rank-bm25-rs"]),
    "bm25s, numpy": Engine(_bm25s, _open_bm25s, ["bm25s"]),
    "bm25s, numba": Engine(_bm25s_numba, _open_bm25s_numba, ["bm25s", "numba"]),
    "tantivy": Engine(_tantivy, _open_tantivy, ["tantivy"]),
    "SQLite FTS5": Engine(_sqlite, _open_sqlite),
    "Lucene": Engine(_lucene, _open_lucene),
    "PISA": Engine(_pisa, _open_pisa, ["pyterrier-pisa"]),
}

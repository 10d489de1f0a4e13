"""Lucene, in a Java machine inside this process, and PISA, without the frameworks that usually come with it.

Neither is in the `bench` extra. `pip install JPype1` and the jars lucene-core and lucene-analysis-common of one
version below ~/.m2 bring Lucene; `pip install --no-deps pyterrier-pisa` and `pip install tbb==2020.3.254` PISA.
"""

import ctypes
import importlib.machinery
import importlib.util
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Corpus = list[list[str]]
Ask = Callable[[list[str]], Any]

_JARS = Path.home() / ".m2" / "repository" / "org" / "apache" / "lucene"


def build_lucene(corpus: Corpus, folder: Path, hits: int) -> Ask:
    """Index into one segment, as small as Lucene makes it."""
    java = _java()
    analyzer = java("analysis.core.WhitespaceAnalyzer")()
    writer = java("index.IndexWriter")(_lucene_directory(folder), java("index.IndexWriterConfig")(analyzer))
    document, field_class = java("document.Document"), java("document.TextField")
    stored = java("document.Field").Store.NO
    for passage in corpus:
        row = document()
        row.add(field_class("text", " ".join(passage), stored))
        writer.addDocument(row)
    writer.forceMerge(1)
    writer.close()
    return open_lucene(folder, hits)


def open_lucene(folder: Path, hits: int) -> Ask:
    """Open what was built."""
    java = _java()
    searcher = java("search.IndexSearcher")(java("index.DirectoryReader").open(_lucene_directory(folder)))
    searcher.setSimilarity(java("search.similarities.BM25Similarity")(1.5, 0.75))
    builder, term_query, term = java("search.BooleanQuery").Builder, java("search.TermQuery"), java("index.Term")
    should = java("search.BooleanClause").Occur.SHOULD

    def ask(query: list[str]) -> Any:
        clauses = builder()
        for word in query:
            clauses.add(term_query(term("text", word)), should)
        return searcher.search(clauses.build(), hits).scoreDocs

    return ask


def _java() -> Callable[[str], Any]:
    """Start the Java machine; return what gives a class of Lucene by its name."""
    import jpype

    if not jpype.isJVMStarted():
        jars = sorted(map(str, _JARS.glob("*/*/lucene-*.jar")))
        if not jars:
            raise ImportError("no jars of Lucene below ~/.m2")
        jpype.startJVM("-Xmx4g", classpath=jars)
    return lambda name: jpype.JClass(f"org.apache.lucene.{name}")


def _lucene_directory(folder: Path) -> Any:
    import jpype

    return _java()("store.FSDirectory").open(jpype.JClass("java.nio.file.Path").of(str(folder)))


def build_pisa(corpus: Corpus, folder: Path, hits: int) -> Ask:
    """Index with each term as a plain number: PISA's own tokenizer would split what we count as one."""
    numbers: dict[str, str] = {}
    rows, index = folder / "rows.txt", folder / "pisa"
    with rows.open("w", encoding="ascii") as lines:
        for place, passage in enumerate(corpus):
            words = (numbers.setdefault(term, f"t{len(numbers)}") for term in passage)
            lines.write(f"{place} {' '.join(words)}\n")
    index.mkdir()
    with _silence():
        _pisa().index(str(rows), str(index), "", 100_000, 1)
    rows.unlink()
    (folder / "terms.json").write_text(json.dumps(numbers), "utf-8")
    return open_pisa(folder, hits)


def open_pisa(folder: Path, hits: int) -> Ask:
    """Open what was built, with PISA's default encoding, exact scores and the quickest of its algorithms."""
    import numpy as np

    pisa, numbers = _pisa(), json.loads((folder / "terms.json").read_text("utf-8"))
    context, model = pisa.RetrievalContext(), {"bm25_k1": 1.5, "bm25_b": 0.75}
    with _silence():
        pisa.prepare_index(
            context, str(folder / "pisa"), "block_simdbp", "bm25", "", quantize=0, stop_fname="", **model
        )
    found = {
        "result_qidxs": np.empty(hits, np.int32),
        "result_docnos": np.empty(hits, object),
        "result_ranks": np.empty(hits, np.int32),
        "result_scores": np.empty(hits, np.float32),
    }

    def ask(query: list[str]) -> Any:
        words = Counter(numbers[term] for term in query if term in numbers)
        asked = [(0, {word: float(count) for word, count in words.items()})]
        return pisa.retrieve(context, "maxscore", asked, k=hits, threads=1, pretokenised=True, **found)

    return ask


@contextmanager
def _silence() -> Iterator[None]:
    """Keep what C++ prints, past Python, off the terminal."""
    kept, nothing = [os.dup(1), os.dup(2)], os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        for place, before in enumerate(kept, start=1):
            os.dup2(before, place)
            os.close(before)
        os.close(nothing)


def _pisa() -> Any:
    """Load the extension without the package around it, which imports a framework."""
    if "_pisathon" not in sys.modules:
        package = importlib.util.find_spec("pyterrier_pisa")
        if package is None or package.submodule_search_locations is None:
            raise ImportError("PISA is not installed")
        ctypes.CDLL(f"{sys.prefix}/lib/libtbb.so.2", ctypes.RTLD_GLOBAL)
        spec = importlib.machinery.PathFinder.find_spec("_pisathon", list(package.submodule_search_locations))
        if spec is None or spec.loader is None:
            raise ImportError("PISA is not built for this Python")
        sys.modules["_pisathon"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["_pisathon"])
    return sys.modules["_pisathon"]

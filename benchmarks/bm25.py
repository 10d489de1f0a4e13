"""Times one query of our BM25 engine beside its peers: same tokens, same questions, one round after the other.

    python benchmarks/bm25.py --collections ../shared/collections --sizes 5000 30000 --record

A peer that is not installed is left out. Ratios above 1 say how many times longer a peer took than we did.
"""

import argparse
import json
import lzma
import os
import platform
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rank_bm25 import BM25Plus

from index.bm25 import CompiledBM25, JointBM25

Corpus = list[list[str]]
Ask = Callable[[list[str]], Any]

OURS = "caveat"
HITS = 10
RESULTS = Path(__file__).with_name("RESULTS.md")
DEFAULT_COLLECTIONS = Path(__file__).parents[2] / "shared" / "collections"


def build_ours(corpus: Corpus) -> Ask:
    """Build our index, save it and ask the memory-mapped copy."""
    with TemporaryDirectory() as folder:
        CompiledBM25(corpus).save(folder)
        index = CompiledBM25.open(folder)
    return lambda query: index.top(query, HITS)


def describe_ours(corpus: Corpus, question: list[str]) -> str:
    """Say how large our files are, and how long opening them and a first answer takes."""
    with TemporaryDirectory() as folder:
        CompiledBM25(corpus).save(folder)
        size_bytes = sum(path.stat().st_size for path in Path(folder).iterdir())
        start = time.perf_counter()
        CompiledBM25.open(folder).top(question, HITS)
        opened_ms = (time.perf_counter() - start) * 1e3
    return f"{size_bytes / len(corpus):,.0f} bytes a passage on disk; {opened_ms:.1f} ms to open and answer once.\n"


def build_two_parts(corpus: Corpus) -> Ask:
    """Build our index as two halves, searched as one."""
    middle = len(corpus) // 2
    index = JointBM25([CompiledBM25(corpus[:middle]), CompiledBM25(corpus[middle:])])
    return lambda query: index.top(query, HITS)


def build_rank_bm25(corpus: Corpus) -> Ask:
    """Build rank_bm25's index; asking is scoring everything, without even picking the best."""
    ask: Ask = BM25Plus(corpus).get_scores
    return ask


def build_bm25s(corpus: Corpus, backend: str = "numpy") -> Ask:
    """Build bm25s's index on one of its backends."""
    import bm25s

    index = bm25s.BM25(method="bm25+", k1=1.5, b=0.75, delta=1, backend=backend)
    index.index(corpus, show_progress=False)
    select = "numpy" if backend == "numpy" else "auto"
    hits = min(HITS, len(corpus))
    return lambda query: index.retrieve([query], k=hits, show_progress=False, backend_selection=select)


def build_bm25s_numba(corpus: Corpus) -> Ask:
    """Build bm25s's index on numba, compiled before anything is timed."""
    import numba  # noqa: F401 # without it bm25s would quietly run something else

    ask = build_bm25s(corpus, "numba")
    ask(corpus[0][:5] or ["nothing"])
    return ask


def build_tantivy(corpus: Corpus) -> Ask:
    """Build tantivy's index in memory, of tokens joined by blanks and split there again."""
    import tantivy

    schema = tantivy.SchemaBuilder().add_text_field("text", tokenizer_name="blanks").build()
    index = tantivy.Index(schema)
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("blanks", analyzer)
    writer = index.writer(200_000_000, 1)
    for passage in corpus:
        writer.add_document(tantivy.Document(text=" ".join(passage)))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(query: list[str]) -> Any:
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", term)) for term in query]
        return searcher.search(tantivy.Query.boolean_query(terms), HITS)

    return ask


ENGINES: dict[str, Callable[[Corpus], Ask]] = {
    OURS: build_ours,
    "caveat, two parts": build_two_parts,
    "rank_bm25": build_rank_bm25,
    "bm25s, numpy": build_bm25s,
    "bm25s, numba": build_bm25s_numba,
    "tantivy": build_tantivy,
}


def tokenize(text: str) -> list[str]:
    r"""Split text into lower-case words of `\w+`, stop words kept."""
    return re.findall(r"\w+", text.lower())


def read_corpus(collections: Path, size: int) -> Corpus:
    """Read the first paragraphs of the encyclopedia."""
    with lzma.open(collections / "enwiki-250k" / "corpus.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [tokenize(json.loads(line)["text"]) for line in islice(lines, size)]


def read_questions(collections: Path) -> Corpus:
    """Read all judged questions."""
    with (collections / "squad20-dev" / "queries.jsonl").open(encoding="utf-8") as lines:
        return [tokenize(json.loads(line)["text"]) for line in lines]


def build_all(corpus: Corpus, names: Sequence[str]) -> Iterator[tuple[str, Ask, float]]:
    """Build every engine that is installed; give its name, its ask and its passages a second."""
    for name in names:
        start = time.perf_counter()
        with suppress(ImportError):
            ask = ENGINES[name](corpus)
            yield name, ask, len(corpus) / (time.perf_counter() - start)


def time_engine(ask: Ask, questions: Corpus, budget_s: float) -> list[float]:
    """Time an engine on one question after the other, in ms, until its time is up."""
    times: list[float] = []
    for question in questions:
        start = time.perf_counter()
        ask(question)
        times.append((time.perf_counter() - start) * 1e3)
        if sum(times) > budget_s * 1e3:
            break
    return times


def measure(corpus: Corpus, questions: Corpus, options: argparse.Namespace) -> list[list[str]]:
    """Build all engines over a corpus and return a row of figures for each."""
    built = list(build_all(corpus, options.engines))
    asks = {name: ask for name, ask, _ in built}
    picker = random.Random(options.seed)
    for ask in asks.values():
        ask(questions[0])
    medians: dict[str, list[float]] = {name: [] for name in asks}
    ratios: dict[str, list[float]] = {name: [] for name in asks}
    for _ in range(options.rounds):
        chosen = picker.sample(questions, options.questions)
        times = {name: time_engine(ask, chosen, options.budget) for name, ask in asks.items()}
        for name, mine in times.items():
            medians[name].append(statistics.median(mine))
            # On the questions that this engine had time for, and on no others.
            ratios[name].append(statistics.median(mine) / statistics.median(times[OURS][: len(mine)]))
    return [
        [
            name,
            f"{statistics.median(medians[name]):.3f}",
            f"{statistics.median(ratios[name]):.2f}",
            " ".join(f"{ratio:.2f}" for ratio in ratios[name]),
            f"{rate:,.0f}",
        ]
        for name, _, rate in built
    ]


def render(size: int, rows: list[list[str]]) -> str:
    """Lay a size's figures out as a Markdown table."""
    head = ["engine", "p50, ms", "times ours", "in each round", "build, passages/s"]
    lines = [head, ["---"] * len(head), *rows]
    return f"\n### {size:,} passages\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def render_head(options: argparse.Namespace) -> str:
    """Say what was measured, on what, and by which command."""
    sizes = " ".join(map(str, options.sizes))
    versions = [f"{name} {version(name)}" for name in ("numpy", "rank-bm25", "bm25s", "numba", "tantivy") if find(name)]
    return (
        f"\n## BM25, one query, the best {HITS}\n\n"
        f"`python benchmarks/bm25.py --sizes {sizes} --rounds {options.rounds} --questions {options.questions}`\n\n"
        f"{os.cpu_count()} CPUs, Python {platform.python_version()}, {', '.join(versions)}. Paragraphs of enwiki-250k, "
        "questions of squad20-dev, words of `\\w+` with stop words kept; one thread, warm. In each round every engine "
        "answers the same questions, one engine after the other; p50 is the median of the rounds' medians, and the "
        "ratio that of the rounds' ratios to the first row (above 1: slower than ours).\n"
    )


def find(distribution: str) -> bool:
    """Tell whether a distribution is installed."""
    with suppress(PackageNotFoundError):
        return bool(version(distribution))
    return False


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--collections", type=Path, default=DEFAULT_COLLECTIONS, help="folder of collections")
    parser.add_argument("--sizes", type=int, nargs="+", default=[5_000], help="passages")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--questions", type=int, default=200, help="questions a round")
    parser.add_argument("--budget", type=float, default=4.0, help="seconds an engine may take in a round")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--record", action="store_true", help="append the tables to RESULTS.md")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> None:
    """Measure every size and print it; record it where asked."""
    options = parse(arguments)
    if OURS not in options.engines:
        options.engines = [OURS, *options.engines]
    corpus, questions = read_corpus(options.collections, max(options.sizes)), read_questions(options.collections)
    report = render_head(options)
    print(report)
    for size in options.sizes:
        table = render(size, measure(corpus[:size], questions, options))
        table += "\nOurs: " + describe_ours(corpus[:size], questions[0])
        print(table, flush=True)
        report += table
    if options.record:
        with RESULTS.open("a", encoding="utf-8") as results:
            results.write(report)


if __name__ == "__main__":
    main(sys.argv[1:])

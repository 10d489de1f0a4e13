"""A local library beside the same in three nodes of OpenSearch on this machine: questions, throughput, load, disk.

    python benchmarks/cluster.py PASSAGES [PASSAGES …] [--version 2.19.6]

Needs the collections `enwiki-250k` and `squad20-dev` beside the repository, a JDK and mvn (see tests/cluster).
"""

import argparse
import json
import lzma
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from index.answers.answer import ask
from index.engines.library import Searcher
from index.engines.opensearch.cluster import Call, Cluster
from index.engines.opensearch.opening import borrowed
from index.errors import EngineAwayError
from index.evaluation.collection import Row, RowPart, load_collection
from index.settings import BuildSettings
from tests.cluster.artefacts import SECOND, THIRD
from tests.cluster.nodes import Nodes, running
from tests.index.engines.opensearch.stands import timeless
from tests.shared import shared

QUESTIONS, WARM = 200, 30


def rows(count: int) -> list[Row]:
    """Take the passages that are asked about, and others up to a number."""
    own = load_collection(shared("collections", "squad20-dev")).rows
    with lzma.open(shared("collections", "enwiki-250k", "corpus.jsonl.xz"), "rt") as lines:
        others = [json.loads(line) for line in islice(lines, max(0, count - len(own)))]
    return [*own[:count], *(Row(each["_id"], each["title"], each["text"]) for each in others)]


def timed(searcher: Searcher, questions: list[str]) -> list[float]:
    """Ask one at a time; return ms, ascending."""
    took = []
    for question in questions:
        began = time.perf_counter()
        ask(searcher, question)
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)


def throughput(searcher: Searcher, questions: list[str], askers: int) -> str:
    """Ask with several threads; return questions a second, and how many were given up after 1.5 s."""

    def answered(question: str) -> bool:
        try:
            ask(searcher, question)
        except EngineAwayError:
            return False
        return True

    began = time.perf_counter()
    with ThreadPoolExecutor(askers) as pool:
        done = sum(pool.map(answered, questions))
    given_up = len(questions) - done
    return f"{done / (time.perf_counter() - began):.0f}{f' ({given_up} given up)' if given_up else ''}"


def memory_mb(nodes: Nodes) -> list[int]:
    """Return the resident memory of each node."""
    stated = (Path(f"/proc/{node.pid}/status").read_text() for node in nodes.nodes)
    return [int(text.split("VmRSS:")[1].split()[0]) // 1024 for text in stated]


def measured(nodes: Nodes, count: int, questions: list[str]) -> Iterator[tuple[str, str]]:
    """Yield figures of a library of so many passages, as they come."""
    here = RowPart(rows(count), BuildSettings())
    there = RowPart.__new__(RowPart)
    there.__dict__.update(here.__dict__)
    cluster = nodes.client()
    with borrowed(cluster, copies=2) as lend:
        began, processor = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_utime
        there.lend(lend)
        took = time.perf_counter() - began
        used = resource.getrusage(resource.RUSAGE_SELF).ru_utime - processor
        yield "loaded, terms alone", f"{took:.1f} s = {count / took:,.0f} passages a second ({used:.1f} s of ours)"
        yield "on the nodes' disks, three times", f"{stored(cluster):.1f} MB"
        local, remote = Searcher([here]), Searcher([there])
        same = sum(timeless(ask(local, each)) == timeless(ask(remote, each)) for each in questions[:WARM])
        yield "equal answers", f"{same} of {WARM}"
        ways: dict[str, Callable[[], Searcher]] = {"local": lambda: local, "cluster": lambda: remote}
        for name, way in ways.items():
            p50, p99 = np.percentile(timed(way(), questions[WARM:]), [50, 99])
            rates = [throughput(way(), questions[WARM:], askers) for askers in (1, 8)]
            yield (
                f"{name}, ms p50, p99; questions a second of 1 and 8 askers",
                (f"{p50:.1f}, {p99:.1f}; {rates[0]}, {rates[1]}"),
            )
        yield "memory of the nodes, MB", ", ".join(map(str, memory_mb(nodes)))


def stored(cluster: Cluster) -> float:
    """Return the megabytes of all indexes."""
    stats = cluster.ask(Call("GET", "/_stats/store"), within_s=10)
    return float(stats["_all"]["total"]["store"]["size_in_bytes"] / 1e6)


def main() -> None:
    """Print a table a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("passages", type=int, nargs="+")
    parser.add_argument("--version", choices=[SECOND.number, THIRD.number], default=SECOND.number)
    options = parser.parse_args()
    version = SECOND if options.version == SECOND.number else THIRD
    asked = sorted(load_collection(shared("collections", "squad20-dev")).questions.values())
    questions = random.Random(7).sample(asked, k=QUESTIONS)
    with running(version) as nodes:
        for count in options.passages:
            print(f"\n{count:,} passages, OpenSearch {version.number}, load {Path('/proc/loadavg').read_text()[:14]}")
            for name, figure in measured(nodes, count, questions):
                print(f"  {name}: {figure}", flush=True)


if __name__ == "__main__":
    main()

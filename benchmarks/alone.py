"""Measures one engine in a process of its own: build, memory, disk, start-up. Run by bm25.py; prints JSON.

    python benchmarks/alone.py build ENGINE TOKENS FOLDER
    python benchmarks/alone.py start ENGINE FOLDER QUESTION

TOKENS is a file with a passage a line, its tokens between blanks.
"""

import ctypes
import gc
import json
import sys
import time
from pathlib import Path

from engines import ENGINES, Corpus


def read_tokens(path: Path) -> Corpus:
    """Read passages of tokens, each distinct token once: one that an engine keeps must not hold others' memory."""
    known: dict[str, str] = {}
    with path.open(encoding="utf-8") as lines:
        return [[known.setdefault(token, token) for token in line.split()] for line in lines]


def memory_bytes(figure: str = "VmRSS") -> int:
    """Read how much memory this process has, mapped files included; "VmHWM" is the most it ever had."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(figure):
            return int(line.split()[1]) * 1024
    raise OSError("this system does not say how much memory a process has")


def tidy_up() -> None:
    """Give back what is free."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)


def build(name: str, tokens: Path, folder: Path) -> dict[str, float]:
    """Build an engine, ask it once, drop the corpus, and say what is left."""
    warm_up(name, folder)
    tidy_up()
    before = memory_bytes()
    corpus = read_tokens(tokens)
    passages, question, with_corpus = len(corpus), corpus[0][:5], memory_bytes()
    start = time.perf_counter()
    ask = ENGINES[name].build(corpus, folder)
    build_s = time.perf_counter() - start
    peak = memory_bytes("VmHWM") - with_corpus
    del corpus
    ask(question)
    tidy_up()
    return {
        "build_passages_per_s": passages / build_s,
        "memory_bytes": (memory_bytes() - before) / passages,
        "build_peak_bytes": max(0, peak) / passages,
        "disk_bytes": sum(path.stat().st_size for path in folder.iterdir() if path.is_file()) / passages,
    }


def warm_up(name: str, folder: Path) -> None:
    """Import what the engine needs, and compile what it compiles, before anything is measured."""
    scratch = folder / "warm-up"
    scratch.mkdir()
    ENGINES[name].build([[letter, "b", "c"] for letter in "abcdefghijklmnop"], scratch)(["a"])


def start(name: str, folder: Path, question: list[str]) -> dict[str, float]:
    """Open what was built and answer one question, imports included."""
    opening = ENGINES[name].open
    if opening is None:
        return {}
    begin = time.perf_counter()
    opening(folder)(question)
    first = time.perf_counter()
    opening(folder)(question)
    return {"start_ms": (first - begin) * 1e3, "open_ms": (time.perf_counter() - first) * 1e3}


if __name__ == "__main__":
    what, engine, *rest = sys.argv[1:]
    if what == "build":
        print(json.dumps(build(engine, Path(rest[0]), Path(rest[1]))))
    else:
        print(json.dumps(start(engine, Path(rest[0]), rest[1].split())))

"""Measures hedges and caveats: how well they are found, and what marking costs a build.

    python benchmarks/hedges.py --collections ../shared/collections --record

The sentences of BioScope abstracts are biology, which the patterns are not written for: reported, never tuned on.
"""

import argparse
import json
import lzma
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

import yaml
from corpus import DEFAULT_COLLECTIONS
from results import record, table

from index.marking.caveats import find_caveats
from index.marking.hedges import mark_hedges
from index.model import Attribution, Block, Document

LABELLED = Path(__file__).parents[1] / "tests" / "index" / "labelled"
PARAGRAPHS = 5_000
Row = tuple[str, ...]


def bioscope(folder: Path) -> Iterable[tuple[str, bool]]:
    """Yield each sentence and whether it was labelled uncertain."""
    with (folder / "hedge-bioscope-abstracts" / "sentences.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row["text"], bool(row["uncertain"])


def commentary(name: str) -> Iterable[tuple[str, bool]]:
    """Yield our own labelled sentences."""
    for label, sentences in yaml.safe_load((LABELLED / name).read_text(encoding="utf-8")).items():
        for sentence in sentences:
            yield sentence, label != "none"


def paragraphs(folder: Path) -> list[str]:
    """Return real encyclopaedia paragraphs, for timing."""
    with lzma.open(folder / "enwiki-250k" / "corpus.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in islice(lines, PARAGRAPHS)]


def quality(name: str, labelled: Iterable[tuple[str, bool]]) -> Row:
    """Return precision, recall and F1 of marking a sentence at all."""
    both = marked = hedged = sentences = 0
    for text, is_hedged in labelled:
        is_marked = bool(mark_hedges(text))
        sentences += 1
        marked += is_marked
        hedged += is_hedged
        both += is_marked and is_hedged
    precision, recall = both / marked, both / hedged
    f1 = 2 * precision * recall / (precision + recall)
    return name, f"{sentences:,}", f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}"


def cost(name: str, work: Callable[[str], object], texts: Sequence[str]) -> Row:
    """Return microseconds of processor time a paragraph, best of three runs."""
    best = min(_seconds(work, texts) for _ in range(3))
    return name, f"{best / len(texts) * 1e6:.0f}"


def _seconds(work: Callable[[str], object], texts: Sequence[str]) -> float:
    started = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - started


def caveats_of(text: str) -> object:
    """Look for caveats as if the paragraph were a whole document, which is the dearest case."""
    blocks = (Block(0, len(text), "paragraph"),)
    return find_caveats(Document(id="d", seed="d", text=text, attribution=Attribution(), blocks=blocks))


def main(arguments: Sequence[str]) -> None:
    """Measure and print; record where asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--collections", type=Path, default=DEFAULT_COLLECTIONS)
    parser.add_argument("--record", action="store_true", help="write the section of RESULTS.md")
    options = parser.parse_args(arguments)
    texts = paragraphs(options.collections)
    found = [
        quality("bioscope abstracts", bioscope(options.collections)),
        quality("our commentary sentences", commentary("hedges.yaml")),
        quality("our commentary sentences, held back", commentary("hedges_held_back.yaml")),
    ]
    costs = [
        cost("words, found by a plain pattern", re.compile(r"\w+").findall, texts),
        cost("hedges", mark_hedges, texts),
        cost("caveats", caveats_of, texts),
    ]
    mean = sum(map(len, texts)) / len(texts)
    report = f"\n## Hedges and caveats\n\n`python benchmarks/hedges.py`, {os.cpu_count()} CPUs\n\n"
    report += table(("sentences", "number", "precision", "recall", "F1"), found)
    report += f"\nOne paragraph, {mean:.0f} characters on average, in processor time:\n\n"
    report += table(("work", "µs"), costs)
    print(report)
    if options.record:
        record("hedges", report)


if __name__ == "__main__":
    main(sys.argv[1:])

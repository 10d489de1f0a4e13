"""Measures what finding by meaning wins where people ask in other words than the author's, and what it costs.

    python benchmarks/meaning.py --record

The questions are those of data/paraphrases.yaml: every other one was developed on, the rest is reported beside.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import yaml
from alone import memory_bytes
from results import record, table

from index.building.build import BuildSettings
from index.evaluation.collection import Collection, Row
from index.evaluation.evaluate import AbstentionTest, ByMeaning, evaluate
from index.meaning.encoder import Encoder
from index.meaning.finder import Meaning
from index.meaning.model import shipped_model

TEXTS = Path(__file__).with_name("data") / "paraphrases.yaml"
THRESHOLD = 0.5


def paraphrases(half: int) -> Collection:
    """Return the invented texts as a collection, with one of the two questions of each passage."""
    texts = yaml.safe_load(TEXTS.read_text("utf-8"))
    every = [(f"{number}-{place}", text["title"], each) for number, text in enumerate(texts)
             for place, each in enumerate(text["passages"])]  # fmt: skip
    return Collection(
        ("developed on", "reported")[half],
        tuple(Row(key, title, each["text"]) for key, title, each in every),
        {key: each["asked"][half] for key, _title, each in every},
        {key: {key: 1} for key, _title, _each in every},
    )


def first_places(run: dict[str, list[tuple[str, float]]], most: int) -> float:
    """Return the share of questions whose passage is among the first so many; its id is the question's."""
    ranked = {key: sorted(hits, key=lambda each: -each[1])[:most] for key, hits in run.items()}
    return sum(key in {passage for passage, _ in hits} for key, hits in ranked.items()) / len(ranked)


def quality(folder: Path) -> str:
    """Return a table of what is found by words alone and by meaning too."""
    rows = []
    for half in range(2):
        collection = paraphrases(half)
        for name, by_meaning in (("words", None), ("words and meaning", ByMeaning(Meaning(shipped_model), folder))):
            found, run = evaluate(collection, BuildSettings(), AbstentionTest(THRESHOLD), by_meaning=by_meaning)
            figures = (found.measures["ndcg@10"], first_places(run, 1), first_places(run, 3), found.abstention.answered)
            rows.append((collection.name, name, *(f"{each:.3f}" for each in figures)))
    return table(("questions", "by", "nDCG@10", "right first", "in the top 3", "answered"), rows)


def cost() -> str:
    """Return a table of what the encoder takes, by this process's own time."""
    before = memory_bytes()
    encoder = Encoder(shipped_model())
    texts = [row.text for row in paraphrases(0).rows]
    started = time.process_time()
    tokens = sum(encoder.tokens_of(text) for text in texts if len(encoder.of_passage(text)))
    passages_s = time.process_time() - started
    started = time.process_time()
    for question in paraphrases(0).questions.values():
        encoder.of_question(question)
    questions_s = (time.process_time() - started) / len(texts)
    figures = (f"{tokens / passages_s:,.0f}", f"{questions_s * 1000:.1f}", f"{(memory_bytes() - before) / 1e6:.0f}")
    return table(("tokens a second and core", "ms a question", "MB of memory"), [figures])


def main() -> int:
    """Measure, print, and write into RESULTS.md where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true")
    asked = parser.parse_args()
    costs = cost()  # first, in a process that has nothing of it yet
    with tempfile.TemporaryDirectory() as folder:
        report = f"### Asked in other words\n\n{quality(Path(folder))}\n{costs}"
    sys.stdout.write(report)
    if asked.record:
        record("meaning", report)
    return 0


if __name__ == "__main__":
    sys.exit(main())

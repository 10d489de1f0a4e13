"""Measures how well we rank beside others: every judged collection, the same questions, in one run.

    python benchmarks/quality.py --collections ../shared/collections --record

Baselines run as their own documentation starts them, with the stemmer of the language where they take one; all
get title and text. Ties count against everybody alike.
"""

import argparse
import json
import lzma
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import mean
from typing import Any

import bm25s
import numpy as np
import Stemmer
import tantivy
from corpus import DEFAULT_COLLECTIONS
from rank_bm25 import BM25Okapi
from results import record, table

from index.answers.ranking import find
from index.engines.library import Searcher
from index.evaluation.collection import Collection, RowPart, load_collection
from index.evaluation.evaluate import measure_each
from index.evaluation.run_files import Run
from index.evaluation.significance import compare
from index.questions.query import read_question
from index.settings import BuildSettings
from index.text.analysis import analyzer
from index.text.languages import languages_of

Ask = Callable[[str], list[tuple[int, float]]]
Tokenize = Callable[[str], list[str]]

OURS = "caveat"
DEPTH = 100
NAMES = (
    "cranfield", "cacm", "medline", "adi", "squad20-dev", "xquad-en", "xquad-es", "xquad-ru", "xquad-tr", "xquad-zh",
)  # fmt: skip
ENGLISH = ("cranfield", "cacm", "medline", "adi", "xquad-en")  # those that the mean is about
STEMMERS = {"en": "english", "es": "spanish", "ru": "russian", "tr": "turkish"}
# Lucene's list, which Anserini uses for English.
LUCENE_STOP_WORDS = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not", "of"}
    | {
        "on",
        "or",
        "such",
        "that",
        "the",
        "their",
        "then",
        "there",
        "these",
        "they",
        "this",
        "to",
        "was",
        "will",
        "with",
    }
)


def words(text: str) -> list[str]:
    r"""Split text into lower-case words of `\w+`."""
    return re.findall(r"\w+", text.lower())


def stemmed(text: str, stemmer: Any, stop: frozenset[str] = frozenset()) -> list[str]:
    """Split, stop and stem."""
    return [str(stemmer.stemWord(word)) for word in words(text) if word not in stop] if stemmer else words(text)


def ours(collection: Collection, _: str) -> Ask:
    """Rank as an answer does."""
    searcher = Searcher([RowPart(collection.rows, BuildSettings())])
    return lambda question: [
        (each.number, each.score) for each in find(searcher, read_question(question, searcher), DEPTH)
    ]


def plain(collection: Collection, language: str) -> Ask:
    """Rank the terms of our analysis by BM25Plus, the title counted twice, and nothing else."""
    part = RowPart(collection.rows, BuildSettings())

    def ask(question: str) -> list[tuple[int, float]]:
        terms = list(dict.fromkeys(analyzer(language).terms(question)))
        numbers, scores = part.ranking.top(terms, DEPTH)
        return [(int(number), float(score)) for number, score in zip(numbers, scores, strict=True)]

    return ask


def full_texts(collection: Collection) -> list[str]:
    """Return title and text of each row."""
    return [f"{row.title} {row.text}" for row in collection.rows]


def rank_bm25(collection: Collection, _: str) -> Ask:
    """Rank with rank_bm25, untouched."""
    index = BM25Okapi([words(text) for text in full_texts(collection)])
    return lambda question: best(index.get_scores(words(question)))


def lucene_like(collection: Collection, language: str) -> Ask:
    """Rank as Anserini does: Porter, Lucene's BM25 with k1 0.9 and b 0.4; Chinese by pairs of characters."""
    if language == "zh":
        return by_bm25s(collection, pairs, k1=0.9, b=0.4)
    name = "porter" if language == "en" else STEMMERS.get(language)
    stop = LUCENE_STOP_WORDS if language == "en" else frozenset()
    tokenize = partial(stemmed, stemmer=Stemmer.Stemmer(name) if name else None, stop=stop)
    return by_bm25s(collection, tokenize, k1=0.9, b=0.4)


def pairs(text: str) -> list[str]:
    """Cut Chinese into overlapping pairs, and take other words as they are."""
    found = re.findall(r"(?=([\u3400-\u9fff]{2}))|([^\W\u3400-\u9fff]+)", text.lower())
    return [pair or word for pair, word in found]


def bm25s_start(collection: Collection, language: str) -> Ask:
    """Rank with bm25s as its documentation starts: its English stop words, a Snowball stemmer."""
    stop = frozenset(bm25s.stopwords.STOPWORDS_EN) if language == "en" else frozenset()
    stemmer = Stemmer.Stemmer(STEMMERS[language]) if language in STEMMERS else None
    return by_bm25s(collection, partial(stemmed, stemmer=stemmer, stop=stop))


def by_bm25s(collection: Collection, tokenize: Tokenize, **parameters: float) -> Ask:
    """Rank with bm25s over given tokens."""
    index = bm25s.BM25(method="lucene", **parameters)
    index.index([tokenize(text) for text in full_texts(collection)], show_progress=False)
    known = index.vocab_dict

    def ask(question: str) -> list[tuple[int, float]]:
        tokens = [token for token in tokenize(question) if token in known]
        return best(index.get_scores(tokens)) if tokens else []

    return ask


def tantivy_start(collection: Collection, language: str) -> Ask:
    """Rank with tantivy as its documentation starts: its stemming analyzer for English, else the default one."""
    schema = (
        tantivy.SchemaBuilder()
        .add_unsigned_field("number", stored=True)
        .add_text_field("text", tokenizer_name="en_stem" if language == "en" else "default")
        .build()
    )
    index = tantivy.Index(schema)
    writer = index.writer(200_000_000, 1)
    for number, text in enumerate(full_texts(collection)):
        writer.add_document(tantivy.Document(number=number, text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(question: str) -> list[tuple[int, float]]:
        try:
            query = index.parse_query(" ".join(words(question)), ["text"])
        except ValueError:  # nothing is left of a question whose words are longer than 40 bytes
            return []
        return [(searcher.doc(place)["number"][0], score) for score, place in searcher.search(query, DEPTH).hits]

    return ask


SYSTEMS: Mapping[str, Callable[[Collection, str], Ask]] = {
    OURS: ours,
    "our terms alone": plain,
    "rank_bm25": rank_bm25,
    "Anserini-style": lucene_like,
    "bm25s": bm25s_start,
    "tantivy": tantivy_start,
}


def best(scores: Any) -> list[tuple[int, float]]:
    """Return the highest positive scores with their passages, ties in corpus order."""
    order = np.argsort(-scores, kind="stable")[:DEPTH]
    return [(int(number), float(scores[number])) for number in order if scores[number] > 0]


def run_of(collection: Collection, ask: Ask, questions: Mapping[str, str]) -> Run:
    """Ask every question."""
    return {key: [(collection.rows[n].id, score) for n, score in ask(text)] for key, text in questions.items()}


def judged(collection: Collection) -> dict[str, str]:
    """Return the questions that have judgements."""
    return {key: text for key, text in collection.questions.items() if key in collection.qrels}


def quality(collection: Collection) -> dict[str, Any]:
    """Return each system's measures per question."""
    language = max(set(found := languages_of([row.text for row in collection.rows])), key=found.count)
    questions = judged(collection)
    return {
        name: measure_each(collection.qrels, run_of(collection, build(collection, language), questions))
        for name, build in SYSTEMS.items()
    }


def rows_of_quality(found: Mapping[str, Mapping[str, Any]], measure: str) -> list[list[str]]:
    """Lay out one measure: a row a system, a column a collection; * worse than ours, + better, by p < .05."""
    rows = []
    for name in SYSTEMS:
        row = [name]
        for systems in found.values():
            (difference,) = [each for each in compare(systems[OURS], systems[name]) if each.measure == measure]
            mark = "" if difference.p >= 0.05 else "*" if difference.ours > difference.theirs else "+"
            row.append(f"{difference.theirs:.4f}{mark}")
        means = [mean(each[measure] for each in found[c][name].values()) for c in ENGLISH if c in found]
        rows.append([*row, f"{mean(means):.4f}" if means else ""])
    return rows


def with_distractors(folder: Path, number: int) -> Collection:
    """Return SQuAD's paragraphs among so many of the encyclopedia's, from articles that SQuAD does not use."""
    squad = load_collection(folder / "squad20-dev")
    encyclopedia = folder / "enwiki-250k"
    overlap = set((encyclopedia / "squad_overlap_titles.txt").read_text("utf-8").splitlines())
    make = type(squad.rows[0])
    with lzma.open(encyclopedia / "corpus.jsonl.xz", "rt", encoding="utf-8") as lines:
        read = (json.loads(line) for line in lines)
        others = (
            make(f"enwiki:{row['_id']}", row["title"], row["text"]) for row in read if row["title"] not in overlap
        )
        return Collection("squad", (*squad.rows, *islice(others, number)), squad.questions, squad.qrels)


def first_right(collection: Collection, build: Callable[[Collection, str], Ask], every: int) -> float:
    """Return the share of questions whose first passage is right; a tie with a wrong one counts as wrong."""
    questions = dict(islice(judged(collection).items(), 0, None, every))
    run = run_of(collection, build(collection, "en"), questions)
    return mean(_is_first(hits, collection.qrels[key]) for key, hits in run.items())


def _is_first(hits: Sequence[tuple[str, float]], grades: Mapping[str, int]) -> bool:
    top = [passage for passage, score in hits if score == max(score for _, score in hits)]
    return bool(top) and all(grades.get(passage, 0) > 0 for passage in top)


def analysis_speed(folder: Path) -> str:
    """Say how long the analysis of a paragraph takes."""
    with lzma.open(folder / "enwiki-250k" / "corpus.jsonl.xz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in islice(lines, 20_000)]
    figures = []
    for _ in range(2):
        started = time.process_time()
        tokens = sum(len(analyzer("en").terms(text)) for text in texts)
        figures.append((time.process_time() - started) / len(texts) * 1e6)
    return (
        f"\nAnalysis of a paragraph of {mean(map(len, texts)):.0f} characters to {tokens / len(texts):.0f} terms: "
        f"{figures[0]:.0f} µs the first time, {figures[1]:.0f} µs when its words were met before.\n"
    )


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--collections", type=Path, default=DEFAULT_COLLECTIONS, help="folder of collections")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=list(NAMES))
    parser.add_argument("--distractors", type=int, default=100_000, help="paragraphs around SQuAD's; 0 leaves it out")
    parser.add_argument("--every", type=int, default=10, help="ask every so many of SQuAD's questions among them")
    parser.add_argument("--record", action="store_true", help="write the section of RESULTS.md")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> None:
    """Measure everything and print it; record it where asked."""
    options = parse(arguments)
    found = {}
    for name in options.only:
        found[name] = quality(load_collection(options.collections / name))
        print(name, {system: round(mean(e["ndcg@10"] for e in m.values()), 4) for system, m in found[name].items()})
    report = "## Ranking\n\n`python benchmarks/quality.py --record`, "
    report += f"{os.cpu_count()} CPUs, Python {platform.python_version()}. Marked: worse (*) or better (+) than ours "
    report += "by more than chance (randomisation test, p < .05); the mean is that of the English collections "
    report += f"{', '.join(ENGLISH)}.\n"
    for measure in ("ndcg@10", "mrr@10", "recall@100"):
        report += f"\n### {measure}\n\n" + table(["system", *found, "mean"], rows_of_quality(found, measure))
    if options.distractors:
        among = with_distractors(options.collections, options.distractors)
        shares = [[name, f"{first_right(among, build, options.every):.4f}"] for name, build in SYSTEMS.items()]
        report += f"\n### SQuAD's paragraphs among {options.distractors:,} others, every {options.every}th question\n\n"
        report += table(["system", "first passage is right"], shares)
    report += analysis_speed(options.collections)
    print(report)
    if options.record:
        record("quality", report)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Measures what one misspelling in each question costs, ours with and without respelling, and rank_bm25.

    python benchmarks/typos.py --collections ../shared/collections --record

One word of each question, of four letters or more, is misspelt once, by a seeded choice: a neighbouring key, two
letters swapped, one doubled, one dropped, or a letter without its mark. Then near words are looked for in the
vocabulary of an encyclopedia.
"""

import argparse
import os
import platform
import random
import sys
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean

import numpy as np
import regex
from corpus import DEFAULT_COLLECTIONS, read_question_texts, read_rows
from quality import Ask, best, full_texts, judged, run_of, words
from rank_bm25 import BM25Plus
from results import record, table

from index.answers.ranking import find
from index.engines.library import Searcher
from index.evaluation.collection import Collection, RowPart, load_collection
from index.evaluation.evaluate import measure_each
from index.questions.concepts import Query
from index.questions.query import read_question
from index.settings import BuildSettings
from index.snapshots.wordbook import WordBook, pack
from index.text.analysis import analyzer, pieces
from index.text.frequency import common_words, is_common
from index.text.spelling import JointSpeller, Speller, has_near

NAMES = ("cranfield", "cacm", "medline", "adi", "squad20-dev", "xquad-en", "xquad-es", "xquad-ru", "xquad-tr")
MEASURES = ("ndcg@10", "mrr@10")
SEED = 20
LOOKUPS = 1_000
LEAST_ASKED = 600  # questions; of a collection that has fewer, each is misspelt several times
SHORTEST_CHARS = 4
KEYBOARDS = ("qwertyuiop asdfghjkl zxcvbnm", "йцукенгшщзхъ фывапролджэ ячсмитьбю")
NEIGHBOURS: Mapping[str, str] = {
    letter: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    for rows in KEYBOARDS
    for row in rows.split()
    for place, letter in enumerate(row)
}
_WORD = regex.compile(rf"\p{{L}}{{{SHORTEST_CHARS},}}")


def neighbour(word: str, place: int, choose: random.Random) -> str:
    """Hit the key beside."""
    near = NEIGHBOURS.get(word[place].lower(), "")
    return word[:place] + choose.choice(near) + word[place + 1 :] if near else word


def swapped(word: str, place: int, _: random.Random) -> str:
    """Swap two letters."""
    return word[:place] + word[place : place + 2][::-1] + word[place + 2 :]


def doubled(word: str, place: int, _: random.Random) -> str:
    """Double a letter."""
    return word[:place] + word[place] + word[place:]


def dropped(word: str, place: int, _: random.Random) -> str:
    """Drop a letter."""
    return word[:place] + word[place + 1 :]


def unmarked(word: str, *_: object) -> str:
    """Drop all marks."""
    return "".join(each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))


KINDS: Mapping[str, Callable[..., str]] = {
    "neighbouring key": neighbour, "swapped": swapped, "doubled": doubled, "dropped": dropped, "no marks": unmarked,
}  # fmt: skip


def misspell(question: str, kind: str, choose: random.Random) -> str | None:
    """Misspell one word of a question in one way; None where no word can be."""
    spans = [match.span() for match in _WORD.finditer(question)]
    choose.shuffle(spans)
    for start, end in spans:
        places = list(range(1, end - start))  # the first letter is seldom wrong
        choose.shuffle(places)
        for place in places:
            wrong = KINDS[kind](question[start:end], place, choose)
            if wrong != question[start:end]:
                return question[:start] + wrong + question[end:]
    return None


def misspelt(questions: Mapping[str, str], draw: int = 0) -> dict[str, str]:
    """Misspell each question once, in ways taken in turn; those without a word long enough stay as they are."""
    choose = random.Random(SEED + draw)
    found = {}
    for number, (key, question) in enumerate(questions.items()):
        ways = [*[*KINDS][(number + draw) % len(KINDS) :], *KINDS]
        found[key] = next((wrong for way in ways if (wrong := misspell(question, way, choose))), question)
    return found


def exact(query: Query) -> Query:
    """Leave out what was respelt."""
    concepts = (
        replace(each, alternatives=tuple(way for way in each.alternatives if way.kind not in {"spelling", "compound"}))
        for each in query.concepts
    )
    return replace(query, concepts=tuple(concepts))


def systems(collection: Collection) -> dict[str, Ask]:
    """Return ours, ours without respelling, and rank_bm25's best class, untouched."""
    searcher = Searcher([RowPart(collection.rows, BuildSettings())])
    index = BM25Plus([words(text) for text in full_texts(collection)])

    def ours(question: str) -> list[tuple[int, float]]:
        return [each[:2] for each in find(searcher, read_question(question, searcher), 100)]

    def unspelt(question: str) -> list[tuple[int, float]]:
        return [each[:2] for each in find(searcher, exact(read_question(question, searcher)), 100)]

    def plain(question: str) -> list[tuple[int, float]]:
        return best(np.asarray(index.get_scores(words(question))))

    return {"caveat": ours, "not respelt": unspelt, "rank_bm25": plain}


def losses(collection: Collection) -> dict[str, dict[str, tuple[float, float]]]:
    """Return each system's measures as asked and misspelt."""
    right = judged(collection)
    wrong = [misspelt(right, draw) for draw in range(max(1, LEAST_ASKED // len(right)))]
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for name, ask in systems(collection).items():
        as_asked = measured(collection, ask, right)
        as_misspelt = [measured(collection, ask, asked) for asked in wrong]
        found[name] = {each: (as_asked[each], mean(draw[each] for draw in as_misspelt)) for each in MEASURES}
    return found


def measured(collection: Collection, ask: Ask, questions: Mapping[str, str]) -> dict[str, float]:
    """Ask every question; return the means of what is measured."""
    found = measure_each(collection.qrels, run_of(collection, ask, questions)).values()
    return {measure: mean(each[measure] for each in found) for measure in MEASURES}


def rows_of(name: str, found: Mapping[str, Mapping[str, tuple[float, float]]], measure: str) -> list[str]:
    """Lay out what is lost, and which part of either baseline's loss ours is."""
    lost = {system: each[measure][0] - each[measure][1] for system, each in found.items()}
    parts = (f"{lost['caveat'] / lost[other]:.2f}" if lost[other] > 0 else "" for other in ("not respelt", "rank_bm25"))
    return [name, f"{found['caveat'][measure][0]:.4f}", *(f"{each:.4f}" for each in lost.values()), *parts]


def book_of(collections: Path, paragraphs: int) -> WordBook:
    """Pack the vocabulary of so many paragraphs, as a snapshot has it."""
    known: dict[str, str] = {}
    seen: set[str] = set()
    for row in read_rows(collections, paragraphs):
        new = pieces([row["title"], row["text"]]).keys() - seen
        seen |= new
        known |= analyzer("en").words(" ".join(sorted(new)))
    return WordBook(pack(known))


def times_of(near: Callable[[str], object], typed: Sequence[str]) -> list[str]:
    """Look words up; return the median and the 99th percentile, of the clock and of the processor, in ms."""
    clock, worked = [], []
    for word in typed:
        start, work = time.perf_counter(), time.thread_time()
        near(word)
        worked.append((time.thread_time() - work) * 1e3)
        clock.append((time.perf_counter() - start) * 1e3)
    return [f"{np.percentile(each, share):.2f}" for each in (clock, worked) for share in (50, 99)]


def lookups(collections: Path, paragraphs: int) -> str:
    """Time the lookups of misspelt words that an encyclopedia lacks."""
    book = book_of(collections, paragraphs)
    asked = {str(number): text for number, text in enumerate(read_question_texts(collections))}
    typed = {token.word for question in misspelt(asked).values() for token in analyzer("en").tokens(question)}
    unknown = sorted(word for word in typed if word not in book and not is_common(word, "en") and has_near(word))
    chosen = random.Random(SEED).sample(unknown, min(LOOKUPS, len(unknown)))
    spellers = {
        f"the seeds', {len(book):,} words": JointSpeller([book]),
        f"the language's, {len(common_words('en')):,} words": Speller(common_words("en")),
    }
    rows = []
    for name, speller in spellers.items():
        rows += [[name, turn, *times_of(speller.near, chosen)] for turn in ("first", "second")]
    head = ["vocabulary", "turn", "p50, ms", "p99", "p50 of processor time", "p99 of it"]
    said = f"{len(chosen)} misspelt words, each looked for once a turn; the vocabulary of {paragraphs:,} paragraphs."
    return f"\n### Looking for near words\n\n{said}\n\n{table(head, rows)}"


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--collections", type=Path, default=DEFAULT_COLLECTIONS, help="folder of collections")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=list(NAMES))
    parser.add_argument("--paragraphs", type=int, default=250_000, help="of which the vocabulary is looked in")
    parser.add_argument("--record", action="store_true", help="write the section of RESULTS.md")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> None:
    """Measure everything and print it; record it where asked."""
    options = parse(arguments)
    found = {name: losses(load_collection(options.collections / name)) for name in options.only}
    head = ["collection", "ours as asked", "lost: ours", "not respelt", "rank_bm25", "of not respelt", "of rank_bm25"]
    report = f"## Misspellings\n\n`python benchmarks/typos.py --record`, {os.cpu_count()} CPUs, "
    report += f"Python {platform.python_version()}. One word of each question misspelt once; a quarter is the bar.\n"
    for measure in MEASURES:
        report += f"\n### {measure}\n\n" + table(head, [rows_of(name, found[name], measure) for name in found])
    report += lookups(options.collections, options.paragraphs)
    print(report)
    if options.record:
        record("typos", report)


if __name__ == "__main__":
    main(sys.argv[1:])

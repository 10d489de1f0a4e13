"""Unanswered questions as files: a table for spreadsheets, and a test collection for `eval`. Knows no Discord."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.records.gap_groups import AskedQuestion, Group
from bot.serving.scope import Scope
from index.model import Passage

# https://owasp.org/www-community/attacks/CSV_Injection: what a spreadsheet takes for a formula, full-width forms too.
FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
                      "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip
COLUMNS = ("word", "question", "found_nothing", "thumbs_down", "last_day")

MOST_PASSAGES = 20_000  # of which all go into a collection; of more only those that come up
POOLED = 100  # passages of each question, best first, that come up
JUDGED = 5  # passages of each question that the curator is asked to grade


def table(groups: Iterable[Group]) -> bytes:
    """Return a CSV file, one question a row, in which no cell is a formula; with the mark that Excel asks for."""
    text = io.StringIO()
    rows = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for group in groups:
        for asked in group.questions:
            words = map(harmless, (group.word, asked.question))
            rows.writerow([*words, asked.nothing, asked.thumbs_down, asked.last.isoformat()])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def harmless(cell: str) -> str:
    """Return a cell that spreadsheets show as it stands: an apostrophe before what they would calculate."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_BEGINNINGS) or cell.startswith("'") else cell


def collection(questions: Sequence[AskedQuestion], scope: Scope) -> bytes:
    """Return a zip file of what `eval` reads; ranks every question, so it may take many seconds."""
    ranked = {f"q{number}": scope.ranked(asked.question, POOLED) for number, asked in enumerate(questions, 1)}
    queries = ({"_id": f"q{number}", "text": asked.question} for number, asked in enumerate(questions, 1))
    judged = [f"{query}\t{passage.key}\t0" for query, found in ranked.items() for passage in found[:JUDGED]]
    return _zipped(
        {
            "corpus.jsonl": _lines(map(_row, _corpus(scope, ranked.values()))),
            "queries.jsonl": _lines(queries),
            "qrels.tsv": "\n".join(["query-id\tcorpus-id\tscore", *judged, ""]),
        }
    )


def _corpus(scope: Scope, ranked: Iterable[Sequence[Passage]]) -> Iterator[Passage]:
    if len(scope) <= MOST_PASSAGES:
        return scope.passages()
    return iter({passage.key: passage for found in ranked for passage in found}.values())


def _row(passage: Passage) -> dict[str, Any]:
    return {"_id": passage.key, "title": passage.attribution.title or "", "text": passage.text}


def _lines(rows: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _zipped(files: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name)  # with the format's first date: the same records give the same file
            archive.writestr(entry, text.encode(errors="replace"), zipfile.ZIP_DEFLATED)
    return data.getvalue()

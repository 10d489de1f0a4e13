"""Runs as TREC writes them, and tables of measures per question: the files an evaluation leaves. Knows no ranking."""

import csv
from collections.abc import Mapping
from pathlib import Path

from index.errors import CollectionError

Run = dict[str, list[tuple[str, float]]]
Measures = dict[str, dict[str, float]]  # per question, each measure


def write_run(path: Path, run: Run, tag: str = "caveat") -> None:
    """Write a TREC run file: question, Q0, passage, rank, score, tag."""
    lines = (
        f"{question} Q0 {passage} {rank} {score:.6f} {tag}\n"
        for question, hits in run.items()
        for rank, (passage, score) in enumerate(hits, 1)
    )
    path.write_text("".join(lines), "utf-8")


def read_run(path: Path) -> Run:
    """Read a TREC run file, anybody's.

    Raises:
        CollectionError: it cannot be read, or a line is not of the six columns.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as err:
        raise CollectionError(f"{path} cannot be read: {err.strerror}") from err
    run: Run = {}
    for number, line in enumerate(lines, 1):
        try:
            question, _, passage, _, score, _ = line.split()
            run.setdefault(question, []).append((passage, float(score)))
        except ValueError as err:
            needs = "needs question, Q0, passage, rank, score and tag"
            raise CollectionError(f"{path}, line {number}: {needs} ({err})") from err
    return run


def write_measures(path: Path, measures: Measures, questions: Mapping[str, str]) -> None:
    """Write a table of every question with its measures, tab-separated, the worst by the first measure on top."""
    names = list(next(iter(measures.values()), {}))
    ordered = sorted(measures, key=lambda question: [measures[question][name] for name in names])
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(["question-id", *names, "question"])
        for question in ordered:
            found = (f"{measures[question][name]:.4f}" for name in names)
            table.writerow([question, *found, questions.get(question, "")])

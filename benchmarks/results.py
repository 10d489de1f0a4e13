"""Writes what the benchmarks found into RESULTS.md. Measures nothing."""

from collections.abc import Iterable, Sequence
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")


def table(head: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """Render a Markdown table."""
    head = list(head)
    return "".join(f"| {' | '.join(line)} |\n" for line in [head, ["---"] * len(head), *rows])


def record(name: str, report: str) -> None:
    """Put a report into RESULTS.md between its markers, in place of the one before."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
    before = RESULTS.read_text("utf-8")
    head, _, rest = before.partition(begin)
    tail = rest.partition(end)[2]
    RESULTS.write_text(f"{head.rstrip()}\n\n{begin}{report.lstrip()}{end}{tail}", "utf-8")

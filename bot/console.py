"""Cards on a terminal: rich where somebody watches, plain lines in a pipe. Words come from the library alone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.box import HEAVY_HEAD
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from index.build import BuildReport
from index.build import Progress as OnProgress
from index.citations import attribution_line, caveat_lines
from index.lint import Finding
from index.markup import segments, visible
from index.model import Answer, Hit, Passage
from index.quotes import QuoteCheck
from index.significance import Comparison

HARDLY_CHANCE = 0.05  # p below it
NOTHING = "Nothing in the seeds answers this."
NEAREST = "The nearest passages, which do not answer it:"
MATCHES = {"strong": "strong match", "fair": "fair match", "weak": "weak match", "none": "loosely related"}
_CONFIDENCE_STYLES = {"strong": "green", "fair": "yellow", "weak": "red", "none": "dim"}
_FACT_STYLES = {"!": "bold yellow", "—": ""}  # a caveat beside the quote that is missed was not shown
_CHANGE_MARKS = {"same": "", "added": "+", "missing": "-"}
_CHANGE_STYLES = {"same": "", "added": "red strike", "missing": "green"}


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave a reader that went away to the command line; rich would exit with 1, which is an answer here."""
        raise BrokenPipeError


def stdout() -> Console:
    """Return the console for answers; piped, it neither colours nor wraps."""
    return _Console(highlight=False, markup=False, emoji=False)


def stderr() -> Console:
    """Return the console for progress and problems."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def show_answer(console: Console, answer: Answer) -> None:
    """Print an answer, or that there is none with the nearest misses labelled as such."""
    if answer.searched_for:
        _line(console, f"Searched for: {answer.searched_for}")
    if not answer.answered:
        _line(console, NOTHING)
        if answer.misses:
            _line(console, NEAREST)
    for hit in answer.hits or answer.misses:
        label = MATCHES[hit.confidence] if answer.answered else "a miss"
        show_hit(console, hit, label, _CONFIDENCE_STYLES[hit.confidence])


def show_hit(console: Console, hit: Hit, label: str, style: str) -> None:
    """Print one passage with everything that must stand beside it."""
    quote = _quote(hit)
    facts = list(facts_of(hit.passage))
    title = f"{hit.rank} · {label} · {hit.passage.ref}"
    if not console.is_terminal:
        _line(console, f"\n[{title}]")
        _line(console, "\n".join(f"> {line}" for line in quote.plain.splitlines()))
        for fact in facts:
            _line(console, f"  {fact}")
        return
    body: list[RenderableType] = [
        quote,
        Text(),
        *(Text(fact, style=_FACT_STYLES.get(fact[0], "dim")) for fact in facts),
    ]
    console.print(Panel(Group(*body), title=Text(title), title_align="left", border_style=style))


def facts_of(passage: Passage) -> Iterator[str]:
    """Yield the lines below a quote: attribution, caveats, hedges with their reasons, citations, note."""
    yield f"— {attribution_line(passage)}"
    for line in caveat_lines(passage):
        yield f"! {line[:1].upper()}{line[1:]}"
    marked = ((hedge.reason, _one_line(passage.text[hedge.start : hedge.end])) for hedge in passage.hedges)
    for reason, words in dict.fromkeys(marked):
        yield f"~ Hedge ({reason}): “{words}”"
    for citation in passage.citations:
        cut = " (cut short in the seed)" if citation.truncated else ""
        yield f"→ Source given: {_one_line(citation.text).removeprefix('Source: ')}{cut}"
    if passage.note:
        yield f"* Curator's note: {_one_line(passage.note)}"


def _quote(hit: Hit) -> Text:
    quote = Text()
    for segment in segments(hit.passage, hit.highlights):
        styles = ["bold"] * segment.matched + ["underline"] * (segment.hedge is not None)
        quote.append(segment.text, style=" ".join(styles) or None)
    return quote


def show_quote_check(console: Console, check: QuoteCheck) -> None:
    """Print what became of a quote."""
    if check.passage is None:
        _line(console, "Absent: these words do not stand in the seeds.")
        return
    if check.verdict == "verbatim":
        forgiven = f" (forgiven: {', '.join(check.tolerances)})" if check.tolerances else ""
        _line(console, f"Verbatim: these words stand in the seeds{forgiven}.")
    else:
        _line(console, "Altered: the seeds say it in other words ([-in the source-], [+in the quote+]):")
        line = Text()
        for difference in check.differences:
            mark = _CHANGE_MARKS[difference.change]
            words = visible(difference.words)
            line.append(f"[{mark}{words}{mark}]" if mark else words, style=_CHANGE_STYLES[difference.change])
            line.append(" ")
        _line(console, line)
    show_hit(console, Hit(1, check.passage, 0.0, ()), check.verdict, "dim")


def show_report(console: Console, report: BuildReport) -> None:
    """Print what a re-index changed."""
    if not report.rebuilt:
        _line(console, f"Nothing changed: {report.passages} passages, generation {report.generation}.")
    for name, paths in (("added", report.added), ("changed", report.changed), ("removed", report.removed)):
        for path in paths:
            _line(console, f"{name}: {path}")
    for skipped in report.skipped:
        _line(console, f"skipped: {skipped.problem}")
    if report.rebuilt:
        counts = f"{report.passages} passages, {report.unchanged} seeds unchanged"
        _line(console, f"Indexed: {counts}, generation {report.generation}, {report.seconds:.1f} s.")


def show_finding(console: Console, finding: Finding) -> None:
    """Print what the linter says of one seed."""
    _line(console, Text(finding.path, style="bold"))
    if finding.error:
        _line(console, Text(f"  error: {finding.error}", style="red"))
    for found in finding.documents:
        for name, value in (
            ("title", found.title),
            ("author", found.author),
            ("published", found.published),
            ("source", found.source),
        ):
            _line(console, f"  {name}: {value or 'not stated'}")
        for caveat in found.caveats:
            _line(console, f"  caveat: {_one_line(caveat)}")
        words = "the author's own words" if found.verbatim else "restated"
        counts = f"{found.passages} passages, {found.hedges} hedges, {found.citations} citations"
        _line(console, f"  {counts}; {words}; {found.removed_chars} characters of page furniture removed")
    for warning in finding.warnings:
        _line(console, Text(f"  warning: {warning}", style="yellow"))


def show_table(console: Console, title: str, rows: list[tuple[str, object]]) -> None:
    """Print names and values."""
    if not console.is_terminal:
        for name, value in rows:
            _line(console, f"{name}: {value}")
        return
    table = Table(title=title, show_header=False, title_justify="left")
    for name, value in rows:
        table.add_row(name, str(value))
    console.print(table)


def show_comparison(console: Console, name: str, compared: Sequence[Comparison]) -> None:
    """Print each measure beside another run's; in bold where the difference is hardly chance."""
    table = Table(title=f"against {name}", title_justify="left", box=None if not console.is_terminal else HEAVY_HEAD)
    for heading in ("measure", "ours", "theirs", "better", "worse", "p"):
        table.add_column(heading, justify="left" if heading == "measure" else "right")
    for each in compared:
        values = (each.ours, each.theirs, each.better, each.worse, each.p)
        table.add_row(each.measure, *map(str, values), style="bold" if each.p < HARDLY_CHANCE else "")
    console.print(table)


@contextmanager
def progress_bar(console: Console) -> Iterator[OnProgress]:
    """Show a bar per stage while something slow runs; nothing where nobody watches."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield show


def _line(console: Console, text: str | Text) -> None:
    console.print(text, soft_wrap=not console.is_terminal)


def _one_line(text: str) -> str:
    return " ".join(visible(text).split())

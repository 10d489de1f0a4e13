"""Cards on a terminal: rich where somebody watches, plain lines in a pipe. Words come from the library alone."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from bot.wording import cards as wording
from bot.wording import citing
from bot.wording import terminal as wording_terminal
from bot.wording.accounts import from_others
from bot.wording.i18n import counted, said
from bot.wording.i18n import gettext as _
from index.model import Answer, Hit
from index.progress import Progress as OnProgress
from index.showing.attribution import attribution_line, caveat_lines
from index.showing.markup import one_line, segments, visible

if TYPE_CHECKING:
    from index.answers.quotes import QuoteCheck
    from index.building.build import BuildReport

CITED_AS = "Source: "  # how a citation may begin in a seed; the line below the quote says so already
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
        show_line(console, _(wording_terminal.SEARCHED_FOR).format(words=answer.searched_for))
    if not answer.answered:
        show_line(console, _(wording.NOTHING))
        if answer.misses:
            show_line(console, _(wording_terminal.NEAREST))
    for hit in answer.hits or answer.misses:
        label = wording.MATCHES[hit.confidence] if answer.answered else wording_terminal.A_MISS
        show_hit(console, hit, _(label), _CONFIDENCE_STYLES[hit.confidence])


def show_hit(console: Console, hit: Hit, label: str, style: str) -> None:
    """Print one passage with everything that must stand beside it."""
    quote = _quote(hit)
    facts = list(facts_of(hit))
    title = f"{hit.rank} · {label} · {hit.passage.ref}"
    if not console.is_terminal:
        show_line(console, f"\n[{title}]")
        show_line(console, "\n".join(f"> {line}" for line in quote.plain.splitlines()))
        for fact in facts:
            show_line(console, f"  {fact}")
        return
    body: list[RenderableType] = [
        quote,
        Text(),
        *(Text(fact, style=_FACT_STYLES.get(fact[0], "dim")) for fact in facts),
    ]
    console.print(Panel(Group(*body), title=Text(title), title_align="left", border_style=style))


def facts_of(hit: Hit) -> Iterator[str]:
    """Yield the lines below a quote: attribution, caveats, hedges, what it has from others, citations, note."""
    passage = hit.passage
    yield from _attributed(hit)
    marked = ((hedge.reason, one_line(passage.text[hedge.start : hedge.end])) for hedge in passage.hedges)
    for reason, hedged in dict.fromkeys(marked):
        quoted = _(wording.QUOTED).format(words=hedged)
        yield f"~ {_(wording_terminal.HEDGE).format(reason=_(wording.REASONS[reason]), quoted=quoted)}"
    others = dict.fromkeys(words for _claim, words in from_others(passage, passage.citations, one_line))
    if others:
        yield f"@ {_(wording_terminal.FROM_OTHERS).format(others=' · '.join(others))}"
    for citation in passage.citations:
        template = wording_terminal.SOURCE_CUT if citation.truncated else wording_terminal.SOURCE_GIVEN
        yield f"→ {_(template).format(source=one_line(citation.text).removeprefix(CITED_AS))}"
    if passage.note:
        yield f"* {_(wording_terminal.NOTE).format(words=one_line(passage.note))}"


def _attributed(hit: Hit) -> Iterator[str]:
    """Yield whose the words are and what their author cautions, then the same of each place for which they stand."""
    words, known = citing.words(), set[str]()
    yield f"— {attribution_line(hit.passage, words)}"
    for line in caveat_lines(hit.passage, words):
        known.add(line)
        yield f"! {line[:1].upper()}{line[1:]}"
    for passage in hit.also_in:
        named = attribution_line(passage, words)
        yield f"= {_(wording_terminal.ALSO_IN).format(attribution=named, ref=passage.ref)}"
        for line in caveat_lines(passage, words):
            if line not in known:
                known.add(line)
                yield f"! [{passage.ref}] {line[:1].upper()}{line[1:]}"
        if passage.note and passage.note != hit.passage.note:
            yield f"* [{passage.ref}] {_(wording_terminal.NOTE).format(words=one_line(passage.note))}"


def _quote(hit: Hit) -> Text:
    quote = Text()
    for segment in segments(hit.passage, hit.highlights):
        styles = ["bold"] * segment.matched + ["underline"] * (segment.hedge is not None)
        quote.append(segment.text, style=" ".join(styles) or None)
    return quote


def show_quote_check(console: Console, check: "QuoteCheck") -> None:
    """Print what became of a quote."""
    if check.passage is None:
        show_line(console, _(wording_terminal.ABSENT))
        return
    if check.verdict == "verbatim":
        template = wording_terminal.VERBATIM_FORGIVEN if check.tolerances else wording_terminal.VERBATIM
        show_line(console, _(template).format(what=", ".join(map(_, check.tolerances))))
    else:
        show_line(console, _(wording_terminal.ALTERED))
        line = Text()
        for difference in check.differences:
            mark = _CHANGE_MARKS[difference.change]
            words = visible(difference.words)
            line.append(f"[{mark}{words}{mark}]" if mark else words, style=_CHANGE_STYLES[difference.change])
            line.append(" ")
        show_line(console, line)
    show_hit(console, Hit(1, check.passage, 0.0, ()), _(wording_terminal.VERDICTS[check.verdict]), "dim")


def show_report(console: Console, report: "BuildReport") -> None:
    """Print what a re-index changed."""
    passages = counted(wording_terminal.PASSAGES, report.passages)
    if not report.rebuilt:
        not_rebuilt = _(wording_terminal.NOT_REBUILT)
        show_line(console, not_rebuilt.format(passages=passages, generation=report.generation))
    for template, paths in (
        (wording_terminal.ADDED, report.added),
        (wording_terminal.CHANGED, report.changed),
        (wording_terminal.REMOVED, report.removed),
    ):
        for path in paths:
            show_line(console, _(template).format(path=path))
    for skipped in report.skipped:
        show_line(console, _(wording_terminal.SKIPPED).format(problem=said(skipped.problem)))
    if report.rebuilt:
        unchanged = counted(wording_terminal.UNCHANGED, report.unchanged)
        seconds = f"{report.seconds:.1f}"
        show_line(
            console,
            _(wording_terminal.REBUILT).format(
                passages=passages, unchanged=unchanged, generation=report.generation, seconds=seconds
            ),
        )


def show_table(console: Console, title: str, rows: list[tuple[str, object]]) -> None:
    """Print names and values."""
    if not console.is_terminal:
        for name, value in rows:
            show_line(console, f"{name}: {value}")
        return
    from rich.table import Table  # here, as below: an answer shows none

    table = Table(title=title, show_header=False, title_justify="left")
    for name, value in rows:
        table.add_row(name, str(value))
    console.print(table)


@contextmanager
def progress_bar(console: Console) -> Iterator[OnProgress]:
    """Show a bar per stage while something slow runs; nothing where nobody watches."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield show


def show_lines(console: Console, lines: Iterable[str]) -> None:
    """Print some lines as they are."""
    for line in lines:
        show_line(console, line)


def show_line(console: Console, text: str | Text) -> None:
    """Print a line, wrapped only where somebody watches."""
    console.print(text, soft_wrap=not console.is_terminal)

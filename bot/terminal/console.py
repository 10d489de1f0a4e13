"""Cards on a terminal: rich where somebody watches, plain lines in a pipe. Words come from the library alone."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from bot.terminal.documents import shown_choices, shown_document
from bot.wording import cards as wording
from bot.wording import citing
from bot.wording import terminal as wording_terminal
from bot.wording.accounts import looked_through, nothing_answers, ways_on, whose
from bot.wording.i18n import counted, number, said
from bot.wording.i18n import gettext as _
from index.answered import Answer, Hit
from index.progress import Progress as OnProgress
from index.sentences.best import best_of
from index.showing.attribution import Labels, attribution_line, in_words
from index.showing.facts import (
    Fact,
    caution_facts,
    citation_facts,
    facts_elsewhere,
    hedge_facts,
    note_facts,
    unnamed_claims,
)
from index.showing.markup import ANSWERS, one_line, segments
from index.text.characters import visible

if TYPE_CHECKING:
    from index.building.report import BuildReport
    from index.quoting.model import Difference, QuoteCheck

CITED_AS = "Source: "  # how a citation may begin in a seed; the line below the quote says so already
_CONFIDENCE_STYLES = {"strong": "green", "fair": "yellow", "weak": "red", "none": "dim"}
_FACT_STYLES = {"!": "bold yellow", "—": ""}  # a caveat beside the quote that is missed was not shown
_ANSWERING_STYLE = "cyan"
_CHANGE_MARKS = {"same": "", "added": "+", "missing": "-"}
_CHANGE_STYLES = {"same": "", "added": "red strike", "missing": "green", "turning": "bold"}


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave a reader that went away to the command line; rich would exit with 1, which is an answer here."""
        raise BrokenPipeError


def _environment() -> dict[str, str]:
    """Return the environment without a width or height of nothing, as some terminals state: nothing would be shown."""
    sizes = {name for name in ("COLUMNS", "LINES") if not os.environ.get(name, "").strip("0")}
    return {name: value for name, value in os.environ.items() if name not in sizes}


def stdout() -> Console:
    """Return the console for answers; piped, it neither colours nor wraps."""
    return _Console(highlight=False, markup=False, emoji=False, _environ=_environment())


def stderr() -> Console:
    """Return the console for progress and problems."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False, _environ=_environment())


def show_answer(console: Console, answer: Answer) -> None:
    """Print an answer, or that there is none with the nearest misses labelled as such."""
    if answer.searched_for:
        show_line(console, _(wording_terminal.SEARCHED_FOR).format(words=answer.searched_for))
    if told := looked_through(answer, one_line):
        show_line(console, f"{told[:1].upper()}{told[1:]}")
    if answer.choices:
        show_lines(console, shown_choices(answer.choices))
    elif not answer.answered:
        show_lines(console, (nothing_answers(answer, one_line), *ways_on(answer, one_line)))
        if answer.misses:
            show_line(console, _(wording_terminal.NEAREST))
    for hit in answer.hits or answer.misses:
        label = wording.MATCHES[hit.confidence] if answer.answered else wording_terminal.A_MISS
        lacks = [_(wording.NONE_HERE[hit.lacks])] if hit.lacks and answer.answered else []
        shown = " · ".join((_(label), *lacks, *_found_how(hit)))
        show_hit(console, hit, shown, _CONFIDENCE_STYLES[hit.confidence])
    for summary in answer.documents:
        show_lines(console, shown_document(summary))


def _found_how(hit: Hit) -> tuple[str, ...]:
    """Say how a hit was found besides by words; names of languages are read where there is something to say."""
    if hit.similarity is None:
        return ()
    from bot.wording.accounts import found_how

    return found_how(hit)


def show_hit(console: Console, hit: Hit, label: str, style: str) -> None:
    """Print one passage with everything that must stand beside it."""
    quote, answering = _quote(hit), _answering(hit)
    facts = list(fact_lines(hit))
    title = f"{hit.rank} · {label} · {hit.passage.ref}"
    if not console.is_terminal:
        show_line(console, f"\n[{title}]")
        show_line(console, "\n".join(f"> {line}" for line in quote.plain.splitlines()))
        show_lines(console, (f"  {ANSWERS} {line}" for line in answering))
        for fact in facts:
            show_line(console, f"  {fact}")
        return
    body: list[RenderableType] = [
        quote,
        Text(),
        *(Text(fact, style=_FACT_STYLES.get(fact[0], "dim")) for fact in facts),
    ]
    console.print(Panel(Group(*body), title=Text(title), title_align="left", border_style=style))


def fact_lines(hit: Hit) -> Iterator[str]:
    """Yield the lines below a quote: attribution, cautions, other places, hedges, others' words, citations, note."""
    passage, words = hit.passage, citing.words()
    yield f"— {attribution_line(passage, words)}"
    yield from (_told(fact, words) for fact in caution_facts(passage))
    for passage, facts in facts_elsewhere(hit):
        yield f"= {_(wording_terminal.ALSO_IN).format(attribution=attribution_line(passage, words), ref=passage.ref)}"
        yield from (_told(fact, words) for fact in facts)
    if hit.elsewhere is not None:
        is_original = hit.passage.attribution.translation_of is not None
        yield f"= {_(wording_terminal.ELSEWHERE[is_original]).format(ref=hit.elsewhere.ref)}"
    for reason, hedged in dict.fromkeys(
        (fact.hedge.reason, one_line(fact.words or "")) for fact in hedge_facts(passage)
    ):
        quoted = _(wording.QUOTED).format(words=hedged)
        yield f"~ {_(wording_terminal.HEDGE).format(reason=_(wording.REASONS[reason]), quoted=quoted)}"
    others = dict.fromkeys(whose(fact.claim, one_line) for fact in unnamed_claims(passage, passage.citations))
    if others:
        yield f"@ {_(wording_terminal.FROM_OTHERS).format(others=' · '.join(others))}"
    for fact in citation_facts(passage):
        template = wording_terminal.SOURCE_CUT if fact.citation.truncated else wording_terminal.SOURCE_GIVEN
        yield f"→ {_(template).format(source=one_line(fact.words or '').removeprefix(CITED_AS))}"
    yield from (_told(fact, words) for fact in note_facts(passage))


def _told(fact: Fact, words: Labels) -> str:
    """Say a caution or a note in a line with its mark, and of which passage it is told where that is another."""
    of = f"[{fact.ref}] " if fact.ref else ""
    if fact.kind == "note":
        return f"* {of}{_(wording_terminal.NOTE).format(words=one_line(fact.words or ''))}"
    line = in_words(fact, words)
    return f"! {of}{line[:1].upper()}{line[1:]}"


def _quote(hit: Hit) -> Text:
    quote = Text()
    for segment in segments(hit.passage, hit.highlights):
        styles = ["bold"] * segment.matched + ["underline"] * (segment.hedge is not None)
        quote.append(segment.text, style=" ".join(styles) or None)
    if best := best_of(hit):
        start, end = (len(visible(hit.passage.text[:at])) for at in (best.start, best.end))
        quote.stylize(_ANSWERING_STYLE, start, end)
    return quote


def _answering(hit: Hit) -> Iterator[str]:
    """Yield the sentence that answers in one line, where it is clear and not all there is."""
    best = best_of(hit)
    if best and visible(hit.passage.text[best.start : best.end]) != visible(hit.passage.text).strip():
        yield one_line(hit.passage.text[best.start : best.end])


def show_quote_check(console: Console, check: "QuoteCheck") -> None:
    """Print what became of a quote."""
    if check.verdict == "absent":
        show_line(console, _(wording_terminal.ABSENT_AS_A_WHOLE if check.standing else wording_terminal.ABSENT))
    elif check.verdict == "verbatim":
        template = wording_terminal.VERBATIM_FORGIVEN if check.tolerances else wording_terminal.VERBATIM
        show_line(console, _(template).format(what=", ".join(map(_, check.tolerances))))
    elif check.verdict == "stitched":
        show_line(console, _(wording_terminal.STITCHED))
        from index.quoting.model import runs  # here, since an answer checks no quote

        show_line(console, Text(" ").join(map(_seam, runs(check.differences))))
    else:
        show_line(console, _(wording_terminal.ALTERED))
        line = Text()
        for difference in check.differences:
            mark = _CHANGE_MARKS[difference.change]
            words = visible(difference.words)
            line.append(f"[{mark}{words}{mark}]" if mark else words, style=_CHANGE_STYLES[difference.change])
            line.append(" ")
        show_line(console, line)
    show_lines(console, _parts(check))
    if check.passage:
        show_hit(console, Hit(1, check.passage, 0.0, ()), _(wording_terminal.VERDICTS[check.verdict]), "dim")


def _parts(check: "QuoteCheck") -> Iterator[str]:
    """Name what of a text stands, where not all of it does, and what else it holds."""
    if check.standing:
        yield _(wording_terminal.PART_STANDS).format(words=one_line(check.standing))
    if check.around:
        yield _(wording_terminal.NOT_CHECKED).format(words=one_line(" … ".join(check.around)))


def _seam(run: "Sequence[Difference]") -> Text:
    """Show a part of a stitched quote, or all that it leaves out in one place."""
    if run[0].change == "same":
        return Text(visible(run[0].words))
    words = (f"**{each.words}**" if each.change == "turning" else each.words for each in run)
    text = Text(f"[-{visible(' '.join(words))}-]", style=_CHANGE_STYLES["missing"])
    text.highlight_regex(r"\*\*.+?\*\*", style=_CHANGE_STYLES["turning"])
    return text


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
        seconds = number(report.seconds, 1)
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


def show_lines(console: Console, lines: Iterable[str | Text]) -> None:
    """Print some lines as they are."""
    for line in lines:
        show_line(console, line)


def show_line(console: Console, text: str | Text) -> None:
    """Print a line, wrapped only where somebody watches."""
    console.print(text, soft_wrap=not console.is_terminal)


def show_block(console: Console, lines: Sequence[Text]) -> None:
    """Print lines that belong together; piped, in one go, since laying out each takes longer than finding it out."""
    if console.is_terminal or any("\t" in line.plain for line in lines):
        show_lines(console, lines)
    else:
        console.file.write("".join(f"{line.plain}\n" for line in lines))
        console.file.flush()  # so that a reader that went away is noticed here

"""What only operators read on a terminal, in English: what a linter found in a seed, how two runs compare."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.box import HEAVY_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.terminal.console import show_block, show_hit, show_line
from index.answered import Hit
from index.errors import escaped
from index.showing.markup import one_line

if TYPE_CHECKING:  # the database, the doctor and the linter are imported by whoever has something of theirs to show
    from bot.store.queries.guilds import GuildData
    from bot.store.queries.workers.leases import Lease
    from bot.terminal.doctor.findings import Finding, FindingState
    from index.building.lint import DocumentFindings, FileFindings
    from index.building.understanding import Understood
    from index.evaluation.significance import Comparison

_MARKS: "dict[FindingState, tuple[str, str]]" = {
    "ok": ("ok", "green"),
    "warning": ("warning", "yellow"),
    "wrong": ("WRONG", "bold red"),
}
HARDLY_CHANCE = 0.05  # p below it


def show_finding(console: Console, finding: "FileFindings") -> None:
    """Print what the linter says of one seed."""
    show_block(console, [Text(escaped(finding.path), style="bold"), *_told(finding)])


def _told(finding: "FileFindings") -> Iterator[Text]:
    if finding.error:
        yield Text(f"  error: {finding.error}", style="red")
    for found in finding.documents:
        for name, value in (
            ("title", found.title),
            ("author", found.author),
            ("published", _published(found)),
            ("source", found.source),
        ):
            yield Text(f"  {name}: {value or 'not stated'}")
        if found.status:
            yield Text(f"  status: {one_line(found.status)}")
        for caveat in found.caveats:
            yield Text(f"  {caveat.kind}: {one_line(caveat.text)}")
        words = "the author's own words" if found.verbatim else "restated"
        counts = f"{found.passages} passages, {found.hedges} hedges, {found.citations} citations"
        yield Text(f"  {counts}; {words}; {found.removed_chars} characters of boilerplate removed")
    for warning in finding.warnings:
        yield Text(f"  warning: {warning}", style="yellow")


def show_understood(console: Console, understood: "Understood") -> None:
    """Print each document with what was found and left out, and its passages as they would be quoted."""
    from index.building.lint import describe

    for each in understood.documents:
        finding = describe(each.document.id, [each])
        show_finding(console, finding)
        for left in each.document.left_out:
            show_line(console, f"  left out ({left.chars} characters): {left.reason}")
        for passage in each.passages:
            show_hit(console, Hit(passage.number, passage, 0.0, ()), "as quoted", "bold")
    for skipped in understood.skipped:
        show_line(console, Text(f"skipped: {skipped.problem}", style="red"))


def _published(found: "DocumentFindings") -> str | None:
    """Name the date as far as it is sure, and its words where that is not all they say."""
    return f"{found.published} (stated as “{found.published_stated}”)" if found.published_stated else found.published


def show_comparison(console: Console, name: str, compared: "Sequence[Comparison]") -> None:
    """Print each measure beside another run's; in bold where the difference is hardly chance."""
    table = Table(title=f"against {name}", title_justify="left", box=None if not console.is_terminal else HEAVY_HEAD)
    for heading in ("measure", "ours", "theirs", "better", "worse", "p"):
        table.add_column(heading, justify="left" if heading == "measure" else "right")
    for each in compared:
        values = (each.ours, each.theirs, each.better, each.worse, each.p)
        table.add_row(each.measure, *map(str, values), style="bold" if each.p < HARDLY_CHANCE else "")
    console.print(table)


def show_guilds(console: Console, found: "Sequence[GuildData]") -> None:
    """Print what is stored of each server, a line each."""
    table = Table(box=None if not console.is_terminal else HEAVY_HEAD)
    for heading in ("server", "seeds", "bytes", "verdicts", "unanswered", "settings", "deleted on"):
        table.add_column(heading, justify="left" if heading in ("settings", "deleted on") else "right")
    for data in found:
        counts = (data.guild_id, data.seeds, f"{data.bytes:,}", data.verdicts, data.gaps)
        deleted = f"{data.delete_at:%Y-%m-%d %H:%M} UTC" if data.delete_at else "-"
        table.add_row(*map(str, counts), "own" if data.has_settings else "-", deleted)
    console.print(table if found else "Nothing is stored of any server.")


def show_leases(console: Console, found: "Sequence[Lease]", now: datetime) -> None:
    """Print who answers for which shard, a line each."""
    for lease in found:
        state = "lapsed on" if lease.expires_at <= now else "held until"
        shard = f"application {lease.application_id}, shard {lease.shard_id} of {lease.shard_count}"
        show_line(console, f"{shard}: {lease.owner}, {state} {lease.expires_at:%Y-%m-%d %H:%M:%S} UTC")
    if not found:
        show_line(console, "No worker holds a lease.")


def show_diagnosis(console: Console, found: "Finding") -> None:
    """Print one finding of the doctor."""
    mark, style = _MARKS[found.state]
    show_line(console, Text.assemble((f"{mark:>8}", style), f"  {found.name}: {found.said}"))

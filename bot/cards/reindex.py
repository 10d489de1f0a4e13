"""A re-index as people see it: how far it is, what it changed, why it failed. Knows no Discord but cards."""

from collections.abc import Iterator, Sequence

from discord import ui

from bot.cards import answers as cards
from bot.serving.reindexing import Leaving
from bot.wording import reindex as wording
from bot.wording.i18n import counted, number, said
from bot.wording.i18n import gettext as _
from index.building.report import BuildReport
from index.errors import BusyError, DiskError

NAMES_SHOWN = 10  # seeds of one kind that are named; a card has room for these
CHARS_OF_A_NAME = 80


class Watched:
    """How far a re-index is: told by its thread, shown by the event loop."""

    def __init__(self) -> None:
        self._latest: tuple[str, int, int] | None = None

    def tell(self, stage: str, done: int, total: int) -> None:
        """Take a report of progress."""
        self._latest = (stage, done, total)

    def show(self) -> ui.LayoutView:
        """Return a card that says how far it is."""
        return cards.note(self.words())

    def words(self) -> str:
        """Say how far it is."""
        if self._latest is None:
            return _(wording.BEGINS)
        stage, done, total = self._latest
        return _(wording.STAGES[stage]).format(done=number(done), total=number(total))


def report_card(report: BuildReport) -> ui.LayoutView:
    """Show what a re-index changed."""
    return cards.note(report_words(report))


def report_words(report: BuildReport) -> str:
    """Say what a re-index changed, in some lines."""
    return "\n".join(_lines(report))


def _lines(report: BuildReport) -> Iterator[str]:
    template = wording.DONE if report.rebuilt else wording.NOTHING_CHANGED
    yield _(template).format(
        seconds=number(report.seconds, 1),
        passages=counted(wording.PASSAGES, report.passages),
        unchanged=counted(wording.UNCHANGED, report.unchanged),
    )
    for heading, names in (
        (wording.ADDED, report.added),
        (wording.CHANGED, report.changed),
        (wording.REMOVED, report.removed),
    ):
        if names:
            yield _(heading).format(names=_named(names))
    for skipped in report.skipped[:NAMES_SHOWN]:
        yield _(wording.SKIPPED).format(problem=said(skipped.problem))
    if len(report.skipped) > NAMES_SHOWN:
        yield counted(wording.MORE, len(report.skipped) - NAMES_SHOWN)


def _named(names: Sequence[str]) -> str:
    shown = [name[:CHARS_OF_A_NAME] for name in names[:NAMES_SHOWN]]
    more = [counted(wording.MORE, len(names) - NAMES_SHOWN)] if len(names) > NAMES_SHOWN else []
    return ", ".join(shown + more)


def failure_card(err: BaseException, explained: str) -> ui.LayoutView:
    """Show why nothing changed; `explained` is for errors that have no words here."""
    return cards.note(failure_words(err, explained))


def failure_words(err: BaseException, explained: str) -> str:
    """Say why nothing changed; `explained` is for errors that have no words here."""
    reasons = {BusyError: _(wording.BUSY), DiskError: _(wording.DISK), Leaving: _(wording.LEAVING)}
    return _(wording.FAILED).format(reason=reasons.get(type(err), explained))

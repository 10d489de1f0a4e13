"""The re-index that follows a change of a server's seeds, shown on the card that tells of the change."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from discord import ui

from bot import cards
from bot import wording_seeds as wording
from bot.i18n import gettext as _
from bot.markdown import escape
from bot.reindexing import Leaving
from bot.reply import Interaction, Replies
from bot.seed_cards import progress_line, report_line, with_line
from index.build import BuildReport, Progress

if TYPE_CHECKING:
    import asyncio
    from concurrent.futures import Future

Rows = Iterable[ui.ActionRow[Any]]


class Latest:
    """Remembers how far something is; told so in one thread, asked in another."""

    def __init__(self) -> None:
        self.report: tuple[str, int, int] = ("", 0, 0)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take a report."""
        self.report = (stage, done, total)


class Indexing:
    """Re-indexes servers, and shows how that goes.

    Args:
        start: begins to re-index a server after a change, and tells how far it is.
        replies: the one door.
    """

    def __init__(self, start: Callable[[int, Progress], "Future[BuildReport]"], replies: Replies) -> None:
        self._start = start
        self._replies = replies

    def begun(self, page: cards.Page, rows: Rows = ()) -> ui.LayoutView:
        """Show a page with a line that says that the index is being renewed."""
        return cards.render(with_line(page, progress_line("", 0, 0)), rows)

    async def follow(self, interaction: Interaction, page: cards.Page, rows: Rows = ()) -> None:
        """Re-index the server of a change, and show below its page how far that is and what it came to."""
        latest = Latest()
        running = self._start(interaction.guild_id or 0, latest)
        await self._replies.follow(
            interaction,
            running,
            show=lambda: cards.render(with_line(page, progress_line(*latest.report)), rows),
            finish=lambda done: cards.render(with_line(page, self._outcome(done)), rows),
        )

    def _outcome(self, done: "asyncio.Future[BuildReport]") -> str:
        try:
            return report_line(done.result())
        except Leaving:
            return escape(_(wording.INDEX_LATER))
        except Exception as err:  # noqa: BLE001 the change is stored, whatever became of the index
            return escape(_(wording.INDEX_FAILED).format(reason=self._replies.explain(err)))

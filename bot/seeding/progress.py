"""The re-index that follows a change of a server's seeds, shown on the card that tells of the change."""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from discord import ui

from bot.cards import answers as cards
from bot.cards.markdown import fitted
from bot.cards.reindex import Watched, failure_words, report_words
from bot.replies.reply import Interaction, Replies
from bot.seeding.cards import with_line
from bot.serving.reindexing import Leaving
from index.progress import Progress

if TYPE_CHECKING:
    from concurrent.futures import Future

    from index.building.report import BuildReport

Rows = Iterable[ui.ActionRow[Any]]
WORDS_CHARS: Final = 2_000
HERE: Final = 0  # no server has this number


class Indexing:
    """Re-indexes servers, and shows how that goes.

    Args:
        start: begins to re-index a server after a change, and tells how far it is.
        forget: deletes a server's index; what is asked next builds it anew.
        replies: the one door.
    """

    def __init__(
        self,
        start: Callable[[int | None, Progress], "Future[BuildReport]"],
        forget: Callable[[int], None],
        replies: Replies,
    ) -> None:
        self._start = start
        self._forget = forget
        self._replies = replies

    def begun(self, page: cards.Page, rows: Rows = ()) -> ui.LayoutView:
        """Show a page with a line that says that the index is being renewed."""
        return _shown(page, rows, Watched().words())

    async def follow(
        self,
        interaction: Interaction,
        page: cards.Page,
        rows: Rows = (),
        *,
        guild_id: int | None = HERE,
        after: Rows | None = None,
    ) -> bool:
        """Re-index after a change, show below its page how far that is, and tell whether it succeeded.

        Args:
            interaction: that changed something.
            page: what is shown of the change.
            rows: its buttons.
            guild_id: whose seeds; by default the server's where it was done, with None the operator's.
            after: buttons that stand on the card only after that, as they lead away from it; by default `rows`.
        """
        watched = Watched()
        running = self._start((interaction.guild_id or 0) if guild_id == HERE else guild_id, watched.tell)
        await self._replies.follow(
            interaction,
            running,
            show=lambda: _shown(page, rows, watched.words()),
            finish=lambda done: _shown(page, rows if after is None else after, self._outcome(done)),
        )
        (result,) = await asyncio.gather(asyncio.wrap_future(running), return_exceptions=True)
        return not isinstance(result, BaseException)

    async def follow_block(self, interaction: Interaction, page: cards.Page, rows: Rows = ()) -> None:
        """The same after a document was taken down: where it fails, the index, which still has it, is deleted."""
        if not await self.follow(interaction, page, rows):
            await self._replies.to_thread(partial(self._forget, interaction.guild_id or 0))

    def _outcome(self, done: "asyncio.Future[BuildReport]") -> str:
        try:
            return report_words(done.result())
        except Leaving as err:
            return failure_words(err, "")
        except Exception as err:  # noqa: BLE001 the change is stored, whatever became of the index
            return failure_words(err, self._replies.explain(err))


def _shown(page: cards.Page, rows: Rows, words: str) -> ui.LayoutView:
    return cards.render(with_line(page, fitted(words, WORDS_CHARS)), rows)

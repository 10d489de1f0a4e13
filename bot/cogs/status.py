"""`/status`: what is served, how old it is, how the connection does."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.access.permissions import guild_id_of
from bot.cards.markdown import escape
from bot.replies.reply import Replies
from bot.serving.retrying import FailedReindex
from bot.serving.service import Service
from bot.wording import talk as wording_talk
from bot.wording.i18n import gettext as _
from bot.wording.i18n import number
from index.answered import MeaningState

BUILT = "built"  # the row whose value is Markdown: moments that Discord keeps current


@dataclass(frozen=True, slots=True)
class ShownShares:
    """The shards of each worker, this one's first, and those that nobody answers for; as they are typed."""

    held: Sequence[str]
    free: str


@dataclass(frozen=True, slots=True)
class Troubles:
    """What keeps this worker from doing all that it should.

    Attributes:
        reindex: the operator's seeds could not be indexed; None where they could.
        database_is_gone: its file is not there any more.
        shares: who answers for which shards; None where there is one of both, or none is known.
    """

    reindex: FailedReindex | None
    database_is_gone: bool
    shares: ShownShares | None = None


class Status(commands.Cog):
    """Tells anybody who asks, privately.

    Args:
        bot: whose connection it is.
        service: what is served.
        replies: sends what is told.
        troubles: tells what is wrong at this moment.
    """

    def __init__(
        self, bot: commands.AutoShardedBot, service: Service, replies: Replies, troubles: Callable[[], Troubles]
    ) -> None:
        self._bot = bot
        self._service = service
        self._replies = replies
        self._troubles = troubles

    @app_commands.command(name="status", description="What is served, how old it is, how the connection does")
    async def status(self, interaction: discord.Interaction) -> None:
        """Show the service's figures and this connection's."""
        guild_id = guild_id_of(interaction)
        await self._replies.answer(interaction, lambda: self._card(guild_id), private=True)

    def _card(self, guild_id: int | None) -> ui.LayoutView:
        status = self._service.scope(guild_id).status()
        served = (
            (wording_talk.SERVED[name], value if name == BUILT else escape(value))
            for name, value in status.rows(_since, number, _meaning).items()
        )
        return _listed(
            [
                *served,
                *_told(self._troubles()),
                (wording_talk.LATENCY, escape(_latency(self._bot.latency))),
                (wording_talk.UNDELIVERED, number(self._replies.undelivered)),
                (wording_talk.LAST_ERROR, self._last_error()),
            ]
        )

    def _last_error(self) -> str:
        last = self._replies.last_error
        return f"{last.code}, {discord.utils.format_dt(last.at, 'R')}" if last else _(wording_talk.NO_ERROR)


def _told(troubles: Troubles) -> Iterable[tuple[str, str]]:
    if troubles.database_is_gone:
        yield wording_talk.DATABASE, _(wording_talk.DATABASE_GONE)
    for place, held in enumerate(troubles.shares.held if troubles.shares else ()):
        words = held or _(wording_talk.STANDS_BY)
        shown = _(wording_talk.THIS_WORKER).format(shards=words) if place == 0 else words
        yield _(wording_talk.WORKER).format(number=number(place + 1)), shown
    if troubles.shares and troubles.shares.free:
        yield wording_talk.NO_WORKER, _(wording_talk.UNANSWERED).format(shards=troubles.shares.free)
    if (failed := troubles.reindex) is not None:
        moments = {"at": discord.utils.format_dt(failed.at, "R"), "next": discord.utils.format_dt(failed.next_at, "R")}
        yield wording_talk.REINDEX, _(wording_talk.REINDEX_FAILED).format(code=failed.code, **moments)


def _listed(rows: Iterable[tuple[str, str]]) -> ui.LayoutView:
    text = "\n".join(_(wording_talk.ROW).format(name=_(name), value=markdown) for name, markdown in rows)
    container = ui.Container[ui.LayoutView](ui.TextDisplay(text))
    return ui.LayoutView(timeout=None).add_item(container)


def _since(moment: datetime) -> str:
    """Show a moment as the time since then, which Discord keeps current."""
    return discord.utils.format_dt(moment, "R")


def _meaning(state: MeaningState) -> str:
    return _(wording_talk.MEANING[state])


def _latency(seconds: float) -> str:
    if not math.isfinite(seconds):
        return _(wording_talk.NOT_MEASURED)
    return _(wording_talk.MILLISECONDS).format(count=number(seconds * 1000, 0))

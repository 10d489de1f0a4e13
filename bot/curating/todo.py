"""What a server's own seeds lack, those that are shown most first: `/seeds todo`. Reads index and posted cards."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.curating.cards import said
from bot.curating.paging import PagedList
from bot.curating.services import CuratorServices
from bot.replies.reply import Interaction
from bot.seeding.values import Listed
from bot.store.queries.curating.sources import SourceState
from bot.store.queries.seeds import OWN
from bot.wording import curators as wording
from bot.wording import origins as wording_origins
from bot.wording import seeds as wording_seeds
from bot.wording.i18n import gettext as _
from bot.wording.i18n import said as said_by_library
from index.building.lint import remarks
from index.snapshots.holdings import StoredDocument


@dataclass(frozen=True, slots=True)
class LackingSeed:
    """A seed, on how many cards it was shown, and what it lacks in words."""

    seed: str
    shown: int
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Origins:
    """Which seeds lost the message that they were, and how the pages behind others were last found."""

    without_message: frozenset[str]
    pages: Mapping[str, SourceState]


class ToDo:
    """Shows curators what to do next."""

    def __init__(self, services: CuratorServices) -> None:
        self._services = services
        self._list = PagedList(services, "todo", wording.TODO, self._lines)
        self.acts = self._list.acts

    async def show(self, interaction: Interaction) -> None:
        """Show the first page; the cog has let a curator in."""
        await self._list.show(interaction)

    def _lines(self, guild_id: int) -> list[str]:
        has_any = bool(self._services.curation.listed(guild_id))
        nothing = wording.NOTHING_TO_DO if has_any else wording_seeds.NO_OWN_SEEDS
        return [_line(each) for each in self.lacking(guild_id)] or [_(nothing)]

    def lacking(self, guild_id: int) -> list[LackingSeed]:
        """Return the seeds that lack something, most shown first; blocks."""
        services = self._services
        view, shown = services.service.own_view(guild_id), services.store.curators.seeds_shown(guild_id)
        documents: defaultdict[str, list[StoredDocument]] = defaultdict(list)
        for document in view.searcher.documents() if view else []:
            documents[document.seed].append(document)
        origins = _Origins(
            services.store.curators.seeds_without_message(guild_id), services.store.curators.source_states(guild_id)
        )
        found = [
            LackingSeed(name, shown.get(OWN + name, 0), lacks)
            for listed in services.curation.listed(guild_id)
            if (lacks := tuple(_lacks(listed, documents[OWN + (name := listed.seed.seed)], origins)))
        ]
        return sorted(found, key=lambda each: (-each.shown, -len(each.lacks), each.seed))


def _lacks(listed: Listed, documents: list[StoredDocument], origins: _Origins) -> Iterator[str]:
    if listed.seed.seed in origins.without_message:
        yield _(wording_origins.LACKS_MESSAGE)
    state = origins.pages.get(listed.seed.seed)
    if state == "gone":
        source = next((each.attribution.source for each in documents if each.attribution.source), "")
        yield said(wording_origins.SOURCE_GONE, address=source)
    if state == "changed":
        yield _(wording_origins.SOURCE_CHANGED)
    if listed.indexed is not None and listed.indexed.problem is not None:
        yield said(wording.UNREAD, problem=said_by_library(listed.indexed.problem))
    attributions = [each.attribution for each in documents]
    if any(not each.caveats for each in documents):
        yield _(wording.LACKS_CAVEAT)
    if any(not each.authors for each in attributions):
        yield _(wording.LACKS_AUTHOR)
    if any(each.published is None for each in attributions):
        yield _(wording.LACKS_DATE)
    if any(each.source is None for each in attributions):
        yield _(wording.LACKS_SOURCE)
    if listed.indexed is not None:
        known = {str(each) for one in documents for each in remarks(one.caveats, one.attribution.author)}
        yield from (said_by_library(each) for each in listed.indexed.remarks if str(each) not in known)


def _line(each: LackingSeed) -> str:
    head = said(wording.LACKS, seed=each.seed, count=each.shown)
    return "\n".join([head, *(f"- {lack}" for lack in each.lacks)])

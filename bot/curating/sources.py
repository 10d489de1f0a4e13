"""Whether the pages behind seeds still stand and still say what is quoted, looked at now and then, one at a time.

Only where the operator lets pages be fetched. What is found stands in `/seeds todo`; nothing that is quoted changes.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final

import discord

from bot.curating.services import CuratorServices, now
from bot.fetching.errors import PageError, PageGoneError, PageUnreachedError
from bot.fetching.page_files import fetched_from
from bot.seeding.drafts.sidecars import stated
from bot.seeding.intake.understanding import AttachedFile
from bot.seeding.page_handlers import PageHandlers
from bot.store.queries.curating.sources import DueSource, SourceLook, SourceState
from bot.store.queries.seeds import OWN
from index.errors import SeedError
from index.showing.attribution import web_address

EVERY: Final = timedelta(days=7)
UNREACHED_EVERY: Final = timedelta(days=1)  # what nobody answers at may be an outage, and is gone the second time
MOST_LOOKED_THROUGH: Final = 2_000  # of all servers, those of other workers among them


class SourceWatch:
    """Looks at the pages behind servers' own seeds.

    Args:
        services: what this works with.
        pages: fetches them.
        answers_for: whether this worker answers for a server at this moment.
    """

    def __init__(
        self, services: CuratorServices, pages: PageHandlers, answers_for: Callable[[discord.Object], bool]
    ) -> None:
        self._services = services
        self._pages = pages
        self._answers_for = answers_for

    async def look(self) -> None:
        """Look at the page that was not looked at for longest, if any is due."""
        if self._pages.pages is None:
            return
        due = await self._services.replies.aside(self._due)
        if due is not None:
            try:
                state = await self._found(due)
            except Exception as err:  # noqa: BLE001 the table tells mistakes from bugs; others are not kept waiting
                self._services.replies.explain(err)
                state = "unknown"
            look = SourceLook(due.guild_id, due.seed, due.checksum, now(), state)
            await self._services.replies.aside(partial(self._services.store.curators.put_source_look, look))

    def _due(self) -> DueSource | None:
        moment = now()
        due = self._services.store.curators.sources_due(moment - EVERY, moment - UNREACHED_EVERY, MOST_LOOKED_THROUGH)
        return next((each for each in due if self._answers_for(discord.Object(each.guild_id))), None)

    async def _found(self, due: DueSource) -> SourceState:
        file, address, is_fetched = await self._services.replies.aside(partial(self._behind, due))
        if web_address(address) is None:
            return "unknown"
        try:
            data = (await self._pages.file(address)).data
        except PageGoneError:
            return "gone"
        except PageUnreachedError:
            return "gone" if due.state in {"unreached", "gone"} else "unreached"
        except PageError:
            return "unknown"
        if not is_fetched:
            return "unknown"  # of what was attached, nobody knows how its page was then
        is_same = partial(self._pages.says_the_same, file, data)
        return "same" if data == file.data or await self._services.replies.aside(is_same) else "changed"

    def _behind(self, due: DueSource) -> tuple[AttachedFile, str, bool]:
        """Return a seed's file, where its page stands, and whether it was fetched from there."""
        (_seed, file) = next(self._services.curation.files(due.guild_id, due.seed))
        try:
            fetched = fetched_from(stated(file.sidecar, file.name))
        except SeedError:
            fetched = None
        return (file, fetched[0], True) if fetched else (file, self._stated_source(due), False)

    def _stated_source(self, due: DueSource) -> str:
        view = self._services.service.own_view(due.guild_id)
        documents = view.searcher.documents() if view else ()
        sources = (each.attribution.source for each in documents if each.seed == OWN + due.seed)
        return next((each for each in sources if each), "")

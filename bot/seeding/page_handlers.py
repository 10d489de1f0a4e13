"""Where curators are served who add a page by its address, or ask whether it changed. Off unless the operator wants it.

What is fetched becomes a preview like a file that was attached; who acts is checked before.
"""

from dataclasses import replace
from functools import partial

from bot.cards import answers as cards
from bot.fetching.errors import PageError
from bot.fetching.page_files import PageDifference, difference, fetched_at, fetched_from, file_name, origin
from bot.fetching.pages import FetchedPage, PageFetcher
from bot.replies.reply import Interaction, Replies
from bot.replies.sending import ReplyResult, attachment
from bot.seeding.curation import Curation
from bot.seeding.drafts.sidecars import edited, stated
from bot.seeding.errors import CurationError
from bot.seeding.intake.sandbox import Sandbox
from bot.seeding.intake.understanding import AttachedFile
from bot.seeding.preview_handlers import Begun, PreviewHandlers
from bot.seeding.values import Curator
from bot.wording import origins as wording
from bot.wording.i18n import counted
from bot.wording.i18n import gettext as _

DIFFERENCE = "difference.txt"


class PageHandlers:
    """Serves curators who want pages of the web.

    Args:
        pages: fetches them; None where the operator has not switched that on.
        curation: knows what is stored.
        room: reads files apart.
        previews: shows drafts.
        replies: the one door.

    Attributes:
        pages: as given.
    """

    def __init__(
        self, pages: PageFetcher | None, curation: Curation, room: Sandbox, previews: PreviewHandlers, replies: Replies
    ) -> None:
        self.pages = pages
        self._curation = curation
        self._room = room
        self._previews = previews
        self._replies = replies

    async def file(self, address: str) -> AttachedFile:
        """Fetch a page as a file that states its origin; raises PageError, or CurationError where that is off."""
        page = await self._fetcher().fetch(address)
        name = file_name(page)
        return AttachedFile(name, page.data, edited(None, name, origin(page, address)))

    async def add(self, interaction: Interaction, address: str) -> None:
        """Show what is understood of a page; nothing is stored."""

        async def begin(curator: Curator) -> Begun:
            file = await self.file(address)
            return await self._replies.aside(partial(self._curation.previews.preview, curator, [file])), ""

        await self._previews.show(interaction, begin)

    async def check_again(self, interaction: Interaction, seed: str) -> None:
        """Say whether a page changed since it was fetched; where it did, show how, and leave the choice."""
        told: list[PageDifference] = []

        async def begin(curator: Curator) -> Begun:
            fetcher = self._fetcher()
            stored = await self._replies.aside(lambda: next(self._curation.files(curator.guild_id, seed))[1])
            found = fetched_from(stated(stored.sidecar, stored.name))
            if found is None:
                raise CurationError(wording.NOT_FETCHED_FROM, seed=seed)
            address, when = found
            try:
                page = await fetcher.fetch(address)
            except PageError as err:
                raise CurationError(wording.GONE, seed=seed, problem=err.sentence) from err
            if page.data == stored.data:
                return cards.note(_(wording.UNCHANGED).format(seed=seed, when=when))
            after = _refetched(stored, page)
            changed = await self._replies.aside(lambda: self._compared(stored, after))
            if not changed:
                return cards.note(_(wording.SAME_TEXT).format(seed=seed, when=when))
            told.append(changed)
            preview = partial(self._curation.previews.preview_change, curator, seed, after)
            return await self._replies.aside(preview), counted(wording.CHANGED, len(changed), seed=seed, when=when)

        await self._previews.show(interaction, begin)
        if told:
            data = "\n\n".join(told[0].lines).encode()
            shown: ReplyResult = attachment(interaction, _(wording.WHAT_CHANGED).format(seed=seed), DIFFERENCE, data)
            await self._replies.add_files(interaction, shown)

    def says_the_same(self, stored: AttachedFile, data: bytes) -> bool:
        """Tell whether a page that was fetched again has the paragraphs that are quoted of it; blocks."""
        return not self._compared(stored, replace(stored, data=data))

    def _fetcher(self) -> PageFetcher:
        if self.pages is None:
            raise CurationError(wording.OFF)
        return self.pages

    def _compared(self, before: AttachedFile, after: AttachedFile) -> PageDifference:
        return difference(self._room.paragraphs(before), self._room.paragraphs(after))


def _refetched(stored: AttachedFile, page: FetchedPage) -> AttachedFile:
    """Put what stands there now into a seed's file; its side-car keeps all else that it states."""
    return AttachedFile(stored.name, page.data, edited(stored.sidecar, stored.name, fetched_at(page)))

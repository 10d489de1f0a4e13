"""The link from a card or a citation to the page on which its passage can be read on, where there is such a page."""

from dataclasses import replace

from bot.cards.answers import Page
from bot.cards.discord_limits import TEXT_CHARS
from bot.cards.markdown import size
from bot.config.values import WebConfig
from bot.store.queries.seeds import OWN
from bot.web.drawing.paths import passage_path
from bot.web.drawing.publicity import shown_of
from bot.wording import cards as wording
from bot.wording.i18n import gettext as _
from index.model import Passage


def page_address(passage: Passage, web: WebConfig) -> str | None:
    """Return the address of a passage's page; None where there is none: a server's own, or not to be shown."""
    if not web.url or passage.seed.startswith(OWN) or shown_of(passage.attribution, web.show) == "none":
        return None
    return f"{web.url.rstrip('/')}/{passage_path(passage.key)}"


def linked(page: Page, web: WebConfig) -> Page:
    """Put the link below a page that shows a passage, where there is room for it."""
    address = page_address(page.shown.passage, web) if page.shown else None
    if address is None:
        return page
    footer = f"{page.footer}\n-# [{_(wording.READ_IN_CONTEXT)}](<{address}>)".lstrip()
    texts = (page.question, page.searched_for, footer, *(text for section in page.sections for text in section))
    return replace(page, footer=footer) if sum(map(size, texts)) <= TEXT_CHARS else page

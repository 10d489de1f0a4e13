"""The link from a card to the page of its passage."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.answering.contexts import linked, page_address
from bot.cards.answers import pages
from bot.cards.lists import cite_pages
from bot.config.values import WebConfig
from bot.serving.scope import Scope
from index.engines.library import Library
from tests.bot.web.rooms import scope_of

SEEDS = {
    "tides.md": "Take this with a grain of salt.\n\n## One\n\nThe harbour floods at noon.\n",
    "winds.md": "Winds turn.",
}
WEB = WebConfig(url="https://read.example/room/")


@pytest.fixture(name="scope")
def _scope(make_library: Callable[..., Library]) -> Scope:
    return scope_of(make_library(SEEDS))


def test_a_card_leads_to_the_page_of_its_passage(scope: Scope) -> None:
    """In a line of its own below it, by the passage's key."""
    page = pages(scope.ask("When does the harbour flood?"))[0]

    footer = linked(page, WEB).footer

    assert footer == f"{page.footer}\n-# [Read in context](<https://read.example/room/p/{page.key}.html>)"


@pytest.mark.parametrize("web", [WebConfig(), WebConfig(url="https://read.example", show="none")])
def test_without_a_page_there_is_no_link(scope: Scope, web: WebConfig) -> None:
    """Where no address is set, or the document is not shown; the card stays as it is."""
    page = pages(scope.ask("When does the harbour flood?"))[0]

    assert linked(page, web) is page


def test_a_citation_names_the_page(scope: Scope) -> None:
    """Beside its other forms."""
    passage = scope.passages_of("tides")[1]
    address = page_address(passage, WEB)

    shown = [
        text for page in cite_pages(passage, date(2026, 1, 1), address) for section in page.sections for text in section
    ]

    assert any(address in text for text in shown if address)

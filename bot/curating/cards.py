"""Cards of what curators decide on and are told. Pure values; what fills a template is escaped here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.cards.answers import CardText, Page
from bot.cards.facts import followable
from bot.cards.markdown import fitted
from bot.wording.i18n import gettext as _
from index.showing.markup import one_line

FILLED_CHARS: Final = 600  # of one value in a template


@dataclass(frozen=True, slots=True)
class Link:
    """An address that somebody gave, shown so that it can be followed where it is a plain one."""

    address: str

    def __str__(self) -> str:
        return self.address


def said_page(template: str, **values: object) -> Page:
    """Say one thing in a template of ours."""
    return page((said(template, **values),))


def said(template: str, **values: object) -> str:
    """Fill a template of ours in with text that is shown as it stands; what begins with "<@" or "<t:" is Discord's."""
    return _(template).format(**{name: _shown(value) for name, value in values.items()})


def page(*sections: CardText) -> Page:
    """Make a page of some sections."""
    return Page("", "", 1, 1, 1, tuple(sections), "", "none")


def below(lines: Sequence[str], shown: Page) -> Page:
    """Put lines of ours above what another page shows."""
    return page(tuple(lines), *shown.sections)


def person(user_id: int) -> str:
    """Name somebody; mentions in cards ping nobody."""
    return f"<@{user_id}>"


def _shown(given: object) -> str:
    value = str(given)
    if isinstance(given, Link) and (link := followable(value)).startswith("<"):
        return link
    is_discords = value.startswith(("<@", "<t:", "https://discord.com/channels/")) and " " not in value
    return value if is_discords else fitted(one_line(value), FILLED_CHARS)

"""The words of answers about a document itself that are ours. Knows nothing but strings."""

from typing import Final

from bot.wording.i18n import N_

ABOUT: Final = N_("About the document itself")
STANDS_IN: Final = N_("stands in {ref}")
SOURCES: Final = N_("What it cites:")
NO_SOURCES: Final = N_("It cites no sources.")
SOURCE_IN: Final = "{ref}: {source}"
HEADINGS: Final = N_("Its headings: {headings}")
BEGINS: Final = N_("How it begins:")
WHICH: Final = N_("Which document do you mean? Name it, or reply to a card that shows it.")

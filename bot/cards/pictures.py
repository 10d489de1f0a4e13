"""The card of a picture of a passage."""

from discord import ui

from bot.cards.answers import COLOURS
from bot.wording import cards as wording
from bot.wording.i18n import gettext as _


def pictured(name: str, alt: str) -> ui.LayoutView:
    """Build a card that shows an attached picture.

    Args:
        name: of the attachment.
        alt: what the picture shows in words, at most 1,024 characters.
    """
    words = ui.TextDisplay[ui.LayoutView](_(wording.DRAWN))
    gallery = ui.MediaGallery[ui.LayoutView]().add_item(media=f"attachment://{name}", description=alt)
    return ui.LayoutView(timeout=None).add_item(ui.Container(words, gallery, accent_colour=COLOURS["none"]))

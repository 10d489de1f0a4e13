"""Pressing what stands on a card, or else behind its "More…"."""

from tests.discord_double.people import User
from tests.discord_double.views import Answer, Message


async def acts(user: User, card: Message, label: str) -> Answer:
    """Press a button of a card, wherever it stands; where "More…" is refused, return that."""
    if label in card.buttons or "More…" not in card.buttons:
        return await user.press(card, label)
    opened = await user.press(card, "More…")
    return await user.press(opened.message, label) if label in opened.message.buttons else opened

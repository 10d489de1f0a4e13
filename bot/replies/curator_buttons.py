"""The buttons below a passage for those who look after the seeds, and the one for everybody else to tell them."""

from bot.replies.buttons import Press
from bot.replies.custom_ids import ButtonId
from bot.wording import curators as wording
from bot.wording.i18n import gettext as _


def report_press(key: str, asker: int) -> Press:
    """Return the button by which anybody tells moderators of a passage."""
    return Press(ButtonId("report", "", asker, key), _(wording.REPORT))


def curator_presses(key: str, asker: int, *, is_curator: bool) -> list[Press]:
    """Return what a curator can do about the seed of a passage; to others nothing. Each act checks again who acts."""
    labels = {"fix": wording.FIX, "withdraw": wording.WITHDRAW} if is_curator else {}
    return [Press(ButtonId(action, "", asker, key), _(label)) for action, label in labels.items()]

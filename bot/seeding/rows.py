"""The rows of buttons on cards about a server's own seeds. Their custom ids say all that is needed to act."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.replies.buttons import Press
from bot.replies.custom_ids import ButtonId, numbered, read_numbered
from bot.store.queries.seeds import GuildSeed
from bot.wording import cards as wording
from bot.wording import seeds as wording_seeds
from bot.wording.i18n import gettext as _

ButtonRows = list[ui.ActionRow[Any]]
Style = discord.ButtonStyle


@dataclass(frozen=True, slots=True)
class Turned:
    """Which page stands: its index, how many there are, and whose card it is."""

    page: int
    of: int
    asker: int


def draft_rows(token: str, at: Turned, *, usable: bool, editable: int | None) -> ButtonRows:
    """Return the buttons of a preview.

    Args:
        token: leads to the draft.
        at: the page that stands.
        usable: whether any of its files can be stored.
        editable: index of the file on this page, if it can be corrected.
    """
    here = numbered(token, at.page)
    edits = (("seedattribution", wording_seeds.EDIT_ATTRIBUTION), ("seedcaution", wording_seeds.EDIT_CAUTION))
    confirm = Press(ButtonId("seedconfirm", here, at.asker), _(wording_seeds.CONFIRM), style=Style.success)
    cancel = Press(ButtonId("seedcancel", here, at.asker), _(wording_seeds.CANCEL))
    forms = [
        Press(ButtonId(action, numbered(token, editable), at.asker), _(label))
        for action, label in edits
        if editable is not None
    ]
    return _rows(_turns("seedpage", token, at), [*([confirm] if usable else []), *forms, cancel])


def list_rows(action: str, at: Turned) -> ButtonRows:
    """Return the buttons that turn the pages of a list."""
    return _rows(_turns(action, "", at))


def removal_rows(seed: GuildSeed, asker: int, *, block: bool) -> ButtonRows:
    """Return the buttons that ask whether a seed is really to go."""
    action, label = ("seedblock", wording_seeds.BLOCK) if block else ("seedremove", wording_seeds.REMOVE)
    really = Press(ButtonId(action, at_version(seed), asker), _(label), style=Style.danger)
    return _rows([really, Press(ButtonId("seedkeep", at_version(seed), asker), _(wording_seeds.KEEP))])


def undo_rows(seed: GuildSeed, asker: int) -> ButtonRows:
    """Return the button that brings a removed seed back."""
    return _rows([Press(ButtonId("seedundo", at_version(seed), asker), _(wording_seeds.UNDO))])


def again_rows(seed: str, asker: int) -> ButtonRows:
    """Return the button that shows a seed as it is now, to be edited anew."""
    return _rows([Press(ButtonId("seededit", seed, asker), _(wording_seeds.SHOW_NOW))])


def at_version(seed: GuildSeed) -> str:
    """Name a seed and the version that was looked at, for a custom id; `read_version` reads it."""
    return numbered(seed.seed, seed.version)


def read_version(argument: str) -> tuple[str, int]:
    """Return the seed and the version that a custom id names; (…, -1) where it names none."""
    seed, version = read_numbered(argument)
    return seed, -1 if version is None else version


def read_index(argument: str) -> tuple[str, int]:
    """Return the token and the index that a custom id names; 0 where it names none."""
    token, index = read_numbered(argument)
    return token, index or 0


def _turns(action: str, name: str, at: Turned) -> list[Press]:
    def to(page: int, label: str) -> Press:
        return Press(ButtonId(action, numbered(name, page), at.asker), _(label))

    back = [to(at.page - 1, wording.TURN_BACK)] if at.page else []
    return back + ([to(at.page + 1, wording.TURN_ON)] if at.page + 1 < at.of else [])


def _rows(*rows: Iterable[Press]) -> ButtonRows:
    filled = [tuple(row) for row in rows]
    return [ui.ActionRow(*row) for row in filled if row]

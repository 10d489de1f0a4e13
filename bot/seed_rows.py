"""The rows of buttons on cards about a server's own seeds. Their custom ids say all that the desk needs to act."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot import wording, wording_seeds
from bot.i18n import gettext as _
from bot.store.seeds import GuildSeed
from bot.views import Press

Rows = list[ui.ActionRow[Any]]
Style = discord.ButtonStyle


@dataclass(frozen=True, slots=True)
class Turned:
    """Which page stands: its 0-based place, how many there are, and whose card it is."""

    page: int
    of: int
    asker: int


def draft_rows(token: str, at: Turned, *, usable: bool, readable: bool) -> Rows:
    """Return the buttons of a preview.

    Args:
        token: leads to the draft.
        at: the page that stands.
        usable: whether any of its files can be stored.
        readable: whether the file on this page can be corrected.
    """
    here = f"{token}.{at.page}"
    edits = [
        Press("seedattribution", here, at.asker, _(wording_seeds.EDIT_ATTRIBUTION)),
        Press("seedcaution", here, at.asker, _(wording_seeds.EDIT_CAUTION)),
    ]
    confirm = Press("seedconfirm", here, at.asker, _(wording_seeds.CONFIRM), style=Style.success)
    cancel = Press("seedcancel", here, at.asker, _(wording_seeds.CANCEL))
    acts = [*([confirm] if usable else []), *(edits if readable else []), cancel]
    return _rows(_turns("seedpage", f"{token}.", at), acts)


def list_rows(action: str, at: Turned) -> Rows:
    """Return the buttons that turn the pages of a list."""
    return _rows(_turns(action, "", at))


def removal_rows(seed: GuildSeed, asker: int, *, block: bool) -> Rows:
    """Return the buttons that ask whether a seed is really to go."""
    action, label = ("seedblock", wording_seeds.BLOCK) if block else ("seedremove", wording_seeds.REMOVE)
    really = Press(action, at_version(seed), asker, _(label), style=Style.danger)
    return _rows([really, Press("seedkeep", at_version(seed), asker, _(wording_seeds.KEEP))])


def undo_rows(seed: GuildSeed, asker: int) -> Rows:
    """Return the button that brings a removed seed back."""
    return _rows([Press("seedundo", at_version(seed), asker, _(wording_seeds.UNDO))])


def again_rows(seed: str, asker: int) -> Rows:
    """Return the button that shows a seed as it is now, to be edited anew."""
    return _rows([Press("seededit", seed, asker, _(wording_seeds.SHOW_NOW))])


def at_version(seed: GuildSeed) -> str:
    """Name a seed and the version that was looked at, for a custom id; `read_version` reads it."""
    return f"{seed.seed}.{seed.version}"


def read_version(argument: str) -> tuple[str, int]:
    """Return the seed and the version that a custom id names; (…, -1) where it names none."""
    seed, _dot, version = argument.rpartition(".")
    return (seed, int(version)) if version.isdecimal() else (argument, -1)


def _turns(action: str, prefix: str, at: Turned) -> list[Press]:
    back = [Press(action, f"{prefix}{at.page - 1}", at.asker, _(wording.TURN_BACK))] if at.page else []
    on = [Press(action, f"{prefix}{at.page + 1}", at.asker, _(wording.TURN_ON))] if at.page + 1 < at.of else []
    return back + on


def _rows(*rows: Iterable[Press]) -> Rows:
    filled = [tuple(row) for row in rows]
    return [ui.ActionRow(*row) for row in filled if row]

"""The rows of buttons on cards about a server's own seeds. Their custom ids say all that is needed to act."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

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
IN_A_ROW: Final = 5


@dataclass(frozen=True, slots=True)
class Turned:
    """Which page stands: its index, how many there are, and whose card it is."""

    page: int
    of: int
    asker: int


@dataclass(frozen=True, slots=True)
class DraftChoices:
    """What can be done with a draft on one of its pages.

    Attributes:
        token, version: lead to the draft as it was looked at.
        can_confirm: whether anything in it could be stored.
        place: of the file on this page; None on a table.
        is_editable: whether that can be corrected.
        replaceable: the seed whose place it could take, where that stands in its way.
        marked: the files of the table on this page, by place, and whether each is to be stored.
        is_left_out: whether the file on this page is to be left out; None where that is no question.
    """

    token: str
    version: int
    can_confirm: bool
    place: int | None = None
    is_editable: bool = False
    replaceable: str | None = None
    marked: Mapping[int, bool] = field(default_factory=dict)
    is_left_out: bool | None = None


def draft_rows(choices: DraftChoices, at: Turned) -> ButtonRows:
    """Return the buttons of a preview."""

    def press(action: str, number: int, label: str, style: Style = Style.secondary) -> Press:
        return Press(ButtonId(action, numbered(choices.token, number), at.asker), label, style=style)

    place = choices.place or 0
    confirm = press("seedconfirm", choices.version, _(wording_seeds.CONFIRM), Style.success)
    edits = (("seedattribution", wording_seeds.EDIT_ATTRIBUTION), ("seedcaution", wording_seeds.EDIT_CAUTION))
    forms = [press(action, place, _(label)) for action, label in edits if choices.is_editable]
    common = [press("seedcommon", 0, _(wording_seeds.FOR_ALL))] if choices.marked else []
    main = [
        *([confirm] if choices.can_confirm else []),
        *forms,
        *common,
        press("seedcancel", 0, _(wording_seeds.CANCEL)),
    ]
    marks = [
        press("seedout", each, f"✓ {each + 1}", Style.primary) if taken else press("seedin", each, f"– {each + 1}")
        for each, taken in choices.marked.items()
    ]
    return _rows(
        *(marks[start : start + IN_A_ROW] for start in range(0, len(marks), IN_A_ROW)),
        _turns("seedpage", choices.token, at),
        main,
        _offers(choices, press, place),
    )


def _offers(choices: DraftChoices, press: Callable[..., Press], place: int) -> list[Press]:
    """Return what else can be done with the file on a page: under another name, in a seed's place, not at all."""
    offers = []
    if choices.replaceable is not None:
        seed = choices.replaceable
        offers += [press("seedname", place, _(wording_seeds.ANOTHER_NAME))]
        offers += [press("seedreplace", place, _(wording_seeds.REPLACE).format(seed=seed))]
    if choices.is_left_out is not None:
        offers.append(
            press("seedin", place, _(wording_seeds.TAKE_IN))
            if choices.is_left_out
            else press("seedout", place, _(wording_seeds.LEAVE_OUT))
        )
    return offers


def back_rows(token: str, asker: int) -> ButtonRows:
    """Return the button that shows a draft as it is."""
    return _rows([Press(ButtonId("seedpage", numbered(token, 0), asker), _(wording_seeds.TO_PREVIEW))])


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

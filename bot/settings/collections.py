"""The section of `/settings` in which channels and forum tags are bound to tags of seeds.

Pure functions: first a place is chosen, then its tags; which place it is stands in the menu's custom id.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import ui

from bot.cards.discord_limits import SELECT_VALUES
from bot.cards.markdown import escape, fitted
from bot.replies.custom_ids import MenuId
from bot.settings.card import CHANNEL_TYPES, Menu
from bot.wording import settings as wording
from bot.wording.i18n import gettext as _
from index.answers.filters import tag_key

LABEL_CHARS: Final = 100  # of a choice
SHOWN_CHARS: Final = 2_000  # of all that is bound
TAGS_CHARS: Final = 200  # of the tags of a place
PICK_CHANNEL, PICK_FORUM_TAG = "pick", "picktag"


@dataclass(frozen=True, slots=True)
class Bindable:
    """What can be bound in a server.

    Attributes:
        tags: of its seeds, the most common first.
        forum_tags: names of the tags of its forums by their numbers.
        places: what its channels and forum tags are called, by their numbers.
    """

    tags: Sequence[str]
    forum_tags: Mapping[int, str]
    places: Mapping[int, str]

    @classmethod
    def of(cls, guild: discord.Guild, tags: Sequence[str]) -> "Bindable":
        """Gather what can be bound in a server."""
        forum_tags = {tag.id: f"{tag.name} ({forum.name})" for forum in guild.forums for tag in forum.available_tags}
        channels = {channel.id: f"#{channel.name}" for channel in guild.channels}
        return cls(tags, forum_tags, {**channels, **forum_tags})


def items(bound: Mapping[int, Sequence[str]], can: Bindable, place: int | None) -> Iterator[ui.Item[Any]]:
    """Yield what the section shows: what is bound, menus of places, and the tags of the place that was chosen."""
    yield ui.TextDisplay(f"**{_(wording.COLLECTIONS)}**\n-# {_(wording.COLLECTIONS_HINT)}")
    yield ui.TextDisplay(fitted_lines([_bound(can, each, bound[each]) for each in bound if each in can.places]))
    if not can.tags:
        yield ui.TextDisplay(_(wording.COLLECTIONS_UNTAGGED))
        return
    yield _row(_channels(), PICK_CHANNEL)
    if can.forum_tags:
        options = [
            discord.SelectOption(label=name[:LABEL_CHARS], value=str(number))
            for number, name in list(can.forum_tags.items())[:SELECT_VALUES]
        ]
        says = str(MenuId(PICK_FORUM_TAG, "tag"))
        yield _row(
            ui.Select[Any](custom_id=says, placeholder=_(wording.CHOOSE_FORUM_TAG), options=options), PICK_FORUM_TAG
        )
    if place is not None and place in can.places:
        yield ui.TextDisplay(_(wording.BIND).format(place=escape(can.places[place])))
        yield ui.ActionRow[Any](Menu(_tags(can, place, bound.get(place, ())), MenuId("bind", str(place))))


def fitted_lines(lines: Sequence[str]) -> str:
    """Join lines as far as they fit; with none, say that nothing is bound."""
    shown = ""
    for line in lines:
        if len(shown) + len(line) > SHOWN_CHARS:
            return f"{shown}\n…"
        shown = f"{shown}\n{line}".strip()
    return shown or _(wording.COLLECTIONS_NONE)


def _bound(can: Bindable, place: int, tags: Sequence[str]) -> str:
    name = escape(can.places[place])
    return _(wording.BOUND).format(place=name, tags=fitted(", ".join(tags), TAGS_CHARS))


def _row(select: ui.Select[Any] | ui.ChannelSelect[Any], act: str) -> ui.ActionRow[Any]:
    return ui.ActionRow[Any](Menu(select, MenuId(act, "channel" if act == PICK_CHANNEL else "tag")))


def _channels() -> ui.ChannelSelect[Any]:
    custom_id = str(MenuId(PICK_CHANNEL, "channel"))
    return ui.ChannelSelect[Any](custom_id=custom_id, placeholder=_(wording.CHOOSE_PLACE), channel_types=CHANNEL_TYPES)


def _tags(can: Bindable, place: int, chosen: Sequence[str]) -> ui.Select[Any]:
    """Make the menu of tags: those that are chosen, then the most common."""
    keys = {tag_key(each) for each in chosen}
    offered = [*chosen, *(each for each in can.tags if tag_key(each) not in keys)]
    fitting = [each for each in offered if len(each) <= LABEL_CHARS][:SELECT_VALUES]
    options = [discord.SelectOption(label=each, value=each, default=tag_key(each) in keys) for each in fitting]
    return ui.Select[Any](
        custom_id=str(MenuId("bind", str(place))),
        placeholder=_(wording.CHOOSE_TAGS),
        options=options,
        min_values=0,
        max_values=len(options),
    )

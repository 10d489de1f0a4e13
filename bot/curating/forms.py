"""Small forms: made, and read when they are sent. They keep nothing in memory: the custom id says what is meant."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import ui

from bot.replies.custom_ids import FormId
from bot.seeding.drafts.forms import sent
from bot.wording.i18n import gettext as _

LIFE_S: Final = 900.0  # seconds that the library remembers an opened form, which it need not
REASON_CHARS: Final = 500
Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class FormInput:
    """One input: its name in the form, its label and hint (templates), what stands in it, and how much fits."""

    key: str
    label: str
    hint: str
    shown: str = ""
    most_chars: int = REASON_CHARS
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form that somebody sent: what it says of itself, and what stands in its inputs, by their names."""

    about: FormId
    values: Mapping[str, str]


def form(about: FormId, title: str, *inputs: FormInput) -> ui.Modal:
    """Make a form with a title, which is a template."""
    modal = ui.Modal(title=_(title), custom_id=str(about), timeout=LIFE_S)
    for each in inputs:
        typed: ui.TextInput[Any] = ui.TextInput(
            style=discord.TextStyle.paragraph,
            custom_id=each.key,
            default=each.shown[: each.most_chars] or None,
            required=each.is_needed,
            max_length=each.most_chars,
        )
        modal.add_item(ui.Label(text=_(each.label), description=_(each.hint), component=typed))
    return modal


def sent_form(interaction: Interaction) -> SentForm | None:
    """Read a form that was sent; None where it is another's."""
    about, inputs = sent(interaction)
    return SentForm(about, dict(inputs)) if about else None

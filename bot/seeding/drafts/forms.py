"""The two forms in which a curator corrects what was understood of a seed, and what a submitted one changes.

A form keeps nothing in memory: its custom id says what it is about, so that one submitted after a restart is answered
politely. Knows no store.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import ui

from bot.replies.custom_ids import FormId
from bot.seeding.drafts.drafts import LIFE_S, DraftFile
from bot.seeding.drafts.sidecars import Value, stated
from bot.wording import seeds as wording
from bot.wording.i18n import gettext as _
from index.model import Passage

Interaction = discord.Interaction[Any]
LONGEST_CHARS: Final = 4_000  # https://discord.com/developers/docs/components/reference#text-input


@dataclass(frozen=True, slots=True)
class FormInput:
    """One input of a form.

    Attributes:
        key: of the side-car.
        label, hint: templates.
        shown: what stands in the input when the form opens, from the first passage and the side-car.
    """

    key: str
    label: str
    hint: str
    shown: Callable[[Passage, Mapping[str, Value]], str]
    long: bool = False


def _in_sidecar(key: str) -> Callable[[Passage, Mapping[str, Value]], str]:
    """Show what a curator stated: what is added to it, in the text or its front matter, is not to be edited here."""

    def shown(_first: Passage, beside: Mapping[str, Value]) -> str:
        value = beside.get(key, "")
        return value if isinstance(value, str) else _lines(value)

    return shown


def _lines(values: Iterable[str]) -> str:
    return "\n".join(values)


ATTRIBUTION: Final = (
    FormInput("title", wording.TITLE, wording.TITLE_HINT, lambda first, _: first.attribution.title or ""),
    FormInput(
        "author",
        wording.AUTHORS,
        wording.AUTHORS_HINT,
        lambda first, _: "\n".join(first.attribution.authors),
        long=True,
    ),
    FormInput("source", wording.SOURCE, wording.SOURCE_HINT, lambda first, _: first.attribution.source or ""),
    FormInput(
        "published", wording.PUBLISHED, wording.PUBLISHED_HINT, lambda first, _: first.attribution.published or ""
    ),
    FormInput("language", wording.LANGUAGE, wording.LANGUAGE_HINT, lambda first, _: first.language or ""),
)
CAUTION: Final = (
    FormInput("caveat", wording.CAVEAT, wording.CAVEAT_HINT, _in_sidecar("caveat"), long=True),
    FormInput("epistemic_status", wording.STATUS, wording.STATUS_HINT, _in_sidecar("epistemic_status"), long=True),
    FormInput("note", wording.NOTE, wording.NOTE_HINT, _in_sidecar("note"), long=True),
    FormInput(
        "restated_by",
        wording.RESTATED_BY,
        wording.RESTATED_BY_HINT,
        lambda first, _: first.attribution.restated_by or "",
    ),
    FormInput("license", wording.LICENCE, wording.LICENCE_HINT, lambda first, _: first.attribution.license or ""),
)
FORMS: Final = {
    "attribution": (wording.ATTRIBUTION_FORM, ATTRIBUTION),
    "caution": (wording.CAUTION_FORM, CAUTION),
}


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form that somebody sent: what it says of itself, and what stands in its inputs, by key."""

    about: FormId
    values: Mapping[str, str]


def form(kind: str, argument: str, asker: int, entry: DraftFile) -> ui.Modal:
    """Make a form about one file of a draft, filled in with what is known."""
    title, fields = FORMS[kind]
    modal = ui.Modal(title=_(title), custom_id=str(FormId(kind, argument, asker)), timeout=LIFE_S)
    for field, shown in zip(fields, _shown(fields, entry), strict=True):
        style = discord.TextStyle.paragraph if field.long else discord.TextStyle.short
        typed: ui.TextInput[Any] = ui.TextInput(
            style=style, custom_id=field.key, default=shown or None, required=False, max_length=LONGEST_CHARS
        )
        modal.add_item(ui.Label(text=_(field.label), description=_(field.hint), component=typed))
    return modal


def submitted(interaction: Interaction) -> Submitted | None:
    """Read a form of ours that was sent; None where it is another's."""
    data: Any = interaction.data or {}
    about = FormId.read(str(data.get("custom_id", "")))
    if about is None or about.kind not in FORMS:
        return None
    inputs = (item.get("component") or {} for item in data.get("components") or ())
    values = {str(each.get("custom_id")): _tidy(str(each.get("value") or "")) for each in inputs}
    return Submitted(about, values)


def changes(sent: Submitted, entry: DraftFile) -> dict[str, Value]:
    """Return what a sent form changes in the side-car; what was left as it was shown changes nothing."""
    _title, fields = FORMS[sent.about.kind]
    typed = {
        field.key: sent.values[field.key]
        for field, shown in zip(fields, _shown(fields, entry), strict=True)
        if field.key in sent.values and sent.values[field.key] != shown
    }
    changed: dict[str, Value] = dict(typed)
    if "author" in typed:
        changed["author"] = tuple(name.strip() for name in typed["author"].splitlines() if name.strip())
    if "restated_by" in typed:
        changed["verbatim"] = "false" if typed["restated_by"] else ""
    return changed


def _shown(fields: tuple[FormInput, ...], entry: DraftFile) -> list[str]:
    first, beside = entry.understood.firsts[0], stated(entry.file.sidecar, entry.file.name)
    return [_tidy(field.shown(first, beside))[:LONGEST_CHARS] for field in fields]


def _tidy(text: str) -> str:
    """Drop what a form may add or lose at the ends of lines."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))

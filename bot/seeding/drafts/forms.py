"""The forms in which a curator corrects what was understood of a seed, and what a submitted one changes.

A form keeps nothing in memory: its custom id says what it is about, and each input what stood in it, so that one
submitted late, or after a restart, changes what its sender changed and nothing else. Knows no store.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import ui

from bot.replies.custom_ids import FormId, InputId, mark
from bot.seeding.drafts.drafts import LIFE_S, DraftFile
from bot.seeding.drafts.sidecars import Value, stated
from bot.wording import seeds as wording
from bot.wording.i18n import gettext as _
from index.model import Passage

Interaction = discord.Interaction[Any]
LONGEST_CHARS: Final = 4_000  # https://discord.com/developers/docs/components/reference#text-input

Shown = Callable[[DraftFile], str]


@dataclass(frozen=True, slots=True)
class DraftInput:
    """One input of a form.

    Attributes:
        key: of the side-car.
        label, hint: templates.
        shown: what stands in the input when the form opens.
    """

    key: str
    label: str
    hint: str
    shown: Shown
    long: bool = False


def _understood(value: Callable[[Passage], str | None]) -> Shown:
    """Show what was understood, by the first passage."""
    return lambda entry: value(entry.understood.firsts[0]) or ""


def _in_sidecar(key: str) -> Shown:
    """Show what a curator stated: what is added to it, in the text or its front matter, is not to be edited here."""

    def shown(entry: DraftFile) -> str:
        value = stated(entry.file.sidecar, entry.file.name).get(key, "")
        return value if isinstance(value, str) else _lines(value)

    return shown


def _nothing(_entry: DraftFile) -> str:
    return ""


def _lines(values: Iterable[str]) -> str:
    return "\n".join(values)


ATTRIBUTION: Final = (
    DraftInput("title", wording.TITLE, wording.TITLE_HINT, _understood(lambda first: first.attribution.title)),
    DraftInput(
        "author",
        wording.AUTHORS,
        wording.AUTHORS_HINT,
        _understood(lambda first: _lines(first.attribution.authors)),
        long=True,
    ),
    DraftInput("source", wording.SOURCE, wording.SOURCE_HINT, _understood(lambda first: first.attribution.source)),
    DraftInput(
        "published",
        wording.PUBLISHED,
        wording.PUBLISHED_HINT,
        _understood(lambda first: first.attribution.published),
    ),
    DraftInput("language", wording.LANGUAGE, wording.LANGUAGE_HINT, _understood(lambda first: first.language)),
)
CAUTION: Final = (
    DraftInput("caveat", wording.CAVEAT, wording.CAVEAT_HINT, _in_sidecar("caveat"), long=True),
    DraftInput("epistemic_status", wording.STATUS, wording.STATUS_HINT, _in_sidecar("epistemic_status"), long=True),
    DraftInput("note", wording.NOTE, wording.NOTE_HINT, _in_sidecar("note"), long=True),
    DraftInput(
        "restated_by",
        wording.RESTATED_BY,
        wording.RESTATED_BY_HINT,
        _understood(lambda first: first.attribution.restated_by),
    ),
    DraftInput("license", wording.LICENCE, wording.LICENCE_HINT, _understood(lambda first: first.attribution.license)),
)
COMMON: Final = (
    DraftInput("author", wording.AUTHORS, wording.COMMON_AUTHORS_HINT, _nothing, long=True),
    DraftInput("tags", wording.TAGS, wording.COMMON_TAGS_HINT, _nothing),
    DraftInput("caveat", wording.CAVEAT, wording.COMMON_CAVEAT_HINT, _nothing, long=True),
)
NAME: Final = (DraftInput("name", wording.FILE_NAME, wording.FILE_NAME_HINT, lambda entry: entry.file.name),)
FORMS: Final = {
    "attribution": (wording.ATTRIBUTION_FORM, ATTRIBUTION),
    "caution": (wording.CAUTION_FORM, CAUTION),
    "common": (wording.COMMON_FORM, COMMON),
    "name": (wording.NAME_FORM, NAME),
}


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form that somebody sent: what it says of itself, and what stands in its inputs now and stood there, by key.

    Attributes:
        seen: marks of what stood there; empty in a form of version 0.1.
    """

    about: FormId
    values: Mapping[str, str]
    seen: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TypedChanges:
    """What a sent form changes in the side-car, by key; and what was typed where something else stands by now."""

    changes: Mapping[str, Value]
    clashes: Mapping[str, str]


def form(kind: str, argument: str, asker: int, entry: DraftFile, name: str | None = None) -> ui.Modal:
    """Make a form about a file of a draft, filled in with what is known, or with a name that it could have."""
    title, fields = FORMS[kind]
    modal = ui.Modal(title=_(title), custom_id=str(FormId(kind, argument, asker)), timeout=LIFE_S)
    for field in fields:
        shown = _shown(field, entry)
        style = discord.TextStyle.paragraph if field.long else discord.TextStyle.short
        typed: ui.TextInput[Any] = ui.TextInput(
            style=style,
            custom_id=str(InputId.of(field.key, shown)),
            default=name or shown or None,
            required=False,
            max_length=LONGEST_CHARS,
        )
        modal.add_item(ui.Label(text=_(field.label), description=_(field.hint), component=typed))
    return modal


def sent(interaction: Interaction) -> tuple[FormId | None, list[tuple[str, str]]]:
    """Return which form was sent, None where it is another's, and the id and the text of each of its inputs."""
    data: Any = interaction.data or {}
    inputs = (item.get("component") or {} for item in data.get("components") or ())
    typed = [(str(each.get("custom_id")), _tidy(str(each.get("value") or ""))) for each in inputs]
    return FormId.read(str(data.get("custom_id", ""))), typed


def submitted(interaction: Interaction) -> Submitted | None:
    """Read a form of ours that was sent; None where it is another's."""
    about, inputs = sent(interaction)
    if about is None or about.kind not in FORMS:
        return None
    named = [(InputId.read(name), value) for name, value in inputs]
    values = {each.key: value for each, value in named if each is not None}
    return Submitted(about, values, {each.key: each.seen for each, _value in named if each and each.seen})


def changes(sent: Submitted, entry: DraftFile) -> TypedChanges:
    """Return what a sent form changes; what was left as it was shown changes nothing."""
    _title, fields = FORMS[sent.about.kind]
    typed: dict[str, str] = {}
    clashes: dict[str, str] = {}
    for field in fields:
        value, shown = sent.values.get(field.key), _shown(field, entry)
        seen = sent.seen.get(field.key, mark(shown))
        if value is None or value == shown or mark(value) == seen:
            continue
        if seen == mark(shown):
            typed[field.key] = value
        else:
            clashes[field.label] = value
    return TypedChanges(_stated_so(typed), clashes)


def _stated_so(typed: Mapping[str, str]) -> dict[str, Value]:
    """Return what was typed as a side-car states it."""
    changed: dict[str, Value] = dict(typed)
    if "author" in typed:
        changed["author"] = tuple(name.strip() for name in typed["author"].splitlines() if name.strip())
    if "tags" in typed:
        changed["tags"] = tuple(tag.strip(" #") for tag in typed["tags"].split(",") if tag.strip(" #"))
    if "restated_by" in typed:
        changed["verbatim"] = "false" if typed["restated_by"] else ""
    return changed


def _shown(field: DraftInput, entry: DraftFile) -> str:
    return _tidy(field.shown(entry))[:LONGEST_CHARS]


def _tidy(text: str) -> str:
    """Drop what a form may add or lose at the ends of lines."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))

"""Modals as a person meets them: what stands on the form, and what their app sends when they submit it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.discord_double import limits
from tests.discord_double.errors import ClientError
from tests.discord_double.interactions import Interaction
from tests.discord_double.kinds import SELECTS, Json, Part
from tests.discord_double.modals import fields

Value = str | bool | list[str]


@dataclass(frozen=True, slots=True)
class Form:
    """A modal that the bot opened."""

    payload: Json
    interaction: Interaction

    @property
    def title(self) -> str:
        """Its heading."""
        return str(self.payload["title"])

    @property
    def labels(self) -> list[str]:
        """What stands beside its inputs."""
        return [label for label, _ in fields(self.payload)]


def submission(form: Form, values: Mapping[str, Value]) -> list[Json]:
    """What a person's app sends for a filled-in modal; keys are custom ids or labels.

    Raises:
        ClientError: a key fits no input, or a text is missing or outside its bounds.
    """
    left = dict(values)
    sent = [_submitted_item(item, left) for item in form.payload["components"]]
    if left:
        raise ClientError(f"the form has no inputs {sorted(left)}, only {form.labels}")
    return sent


def _submitted_item(item: Json, left: dict[str, Value]) -> Json:
    base = {"type": item["type"], "id": item["id"]}
    if item["type"] == Part.LABEL:
        return {**base, "component": _submitted_field(item["label"], item["component"], left)}
    if item["type"] == Part.ROW:
        field = item["components"][0]
        return {**base, "components": [_submitted_field(field["label"], field, left)]}
    return base


def _submitted_field(label: str, field: Json, left: dict[str, Value]) -> Json:
    value = left.pop(field["custom_id"], left.pop(label, None))
    base = {"type": field["type"], "id": field["id"], "custom_id": field["custom_id"]}
    return base | SUBMITTED[Part(field["type"])](label, field, value)


def _submitted_text(label: str, field: Json, value: Value | None) -> Json:
    text = str(field.get("value") or "" if value is None else value)
    least, most = field.get("min_length") or 0, field.get("max_length") or limits.TEXT_INPUT
    is_optional = field.get("required") is False and not text
    if not is_optional and not max(least, 1 if field.get("required", True) else 0) <= len(text) <= most:
        raise ClientError(f"{label!r} takes {least} to {most} characters, not {len(text)}")
    return {"value": text}


def _submitted_values(label: str, field: Json, value: Value | None) -> Json:
    values = [value] if isinstance(value, str) else value or []
    options = {option["value"] for option in field.get("options") or []}
    if options and not set(values if isinstance(values, list) else []) <= options:
        raise ClientError(f"{label!r} offers {sorted(options)}, not {values}")
    return {"values": values}


def _submitted_one(label: str, field: Json, value: Value | None) -> Json:
    values = _submitted_values(label, field, value)["values"]
    return {"value": values[0] if values else None}


def _submitted_check(_label: str, field: Json, value: Value | None) -> Json:
    return {"value": bool(field.get("default") if value is None else value)}


Submit = Callable[[str, Json, Value | None], Json]
SUBMITTED: dict[Part, Submit] = {
    Part.TEXT_INPUT: _submitted_text,
    **dict.fromkeys(SELECTS, _submitted_values),
    Part.FILE_UPLOAD: _submitted_values,
    Part.CHECKBOX_GROUP: _submitted_values,
    Part.RADIO_GROUP: _submitted_one,
    Part.CHECKBOX: _submitted_check,
}
"""What each kind of input sends."""

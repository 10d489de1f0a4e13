"""The rules for modals, and the inputs a person can fill in. JSON in, sentences on what is wrong out."""

from collections.abc import Callable, Iterator

from tests.discord_double import limits
from tests.discord_double.components import (
    KEYS,
    Problems,
    check_custom_id,
    check_options,
    check_select,
    check_text,
    duplicates,
    too_long,
    unknown_keys,
    walk,
)
from tests.discord_double.kinds import SELECTS, Json, Part


def modal_problems(modal: Json) -> list[str]:
    """All that Discord would refuse in a modal."""
    items = modal.get("components") or []
    problems = [
        *check_custom_id({"type": "modal", **modal}),
        *too_long(modal, "title", limits.MODAL_TITLE, least=1),
    ]
    if not modal.get("title"):
        problems.append("a modal needs a title")
    if not 1 <= len(items) <= limits.MODAL_ITEMS:
        problems.append(f"{len(items)} items in a modal, allowed are 1 to {limits.MODAL_ITEMS}")
    for item in items:
        problems += _item_problems(item)
    return [*problems, *duplicates(items)]


def _item_problems(item: Json) -> Problems:
    kind = item.get("type")
    if kind not in {Part.ROW, Part.LABEL, Part.TEXT}:
        yield f"component type {kind} cannot stand at the top of a modal"
        return
    for part in walk([item]):
        if part.get("type") in KEYS:
            yield from unknown_keys(part)
    yield from TOP_LEVEL[kind](item)


def _check_label(label: Json) -> Problems:
    yield from too_long(label, "label", limits.MODAL_LABEL, least=1)
    yield from too_long(label, "description", limits.MODAL_DESCRIPTION, least=1)
    field = label.get("component") or {}
    if not label.get("label"):
        yield "a label needs a text"
    if field.get("type") not in FIELDS:
        yield f"a label cannot hold component type {field.get('type')}"
        return
    yield from FIELDS[field["type"]](field)


def _check_row(row: Json) -> Problems:
    """The older way: one text input in an action row, with its label on the input."""
    children = row.get("components") or []
    if [child.get("type") for child in children] != [Part.TEXT_INPUT]:
        yield "an action row in a modal holds one text input"
        return
    if not children[0].get("label"):
        yield "a text input needs a label"
    yield from _check_input(children[0])


def _check_input(field: Json) -> Problems:
    yield from check_custom_id(field)
    yield from too_long(field, "label", limits.MODAL_LABEL, least=1)
    yield from too_long(field, "placeholder", limits.TEXT_PLACEHOLDER)
    yield from too_long(field, "value", limits.TEXT_INPUT)
    least, most = field.get("min_length") or 0, field.get("max_length") or limits.TEXT_INPUT
    if not 0 <= least <= most <= limits.TEXT_INPUT:
        yield f"a text input cannot take {least} to {most} characters"
    if field.get("value") and not least <= len(field["value"]) <= most:
        yield f"the given text of {len(field['value'])} characters is outside {least} to {most}"


def _check_upload(field: Json) -> Problems:
    yield from check_custom_id(field)
    least, most = field.get("min_values", 1), field.get("max_values", 1)
    if not 0 <= least <= most <= limits.MODAL_FILES:
        yield f"a file upload cannot take {least} to {most} files"


def _check_choices(field: Json) -> Problems:
    yield from check_custom_id(field)
    yield from check_options(field.get("options") or [], limits.MODAL_CHOICES)


FIELDS: dict[int, Callable[[Json], Problems]] = {
    Part.TEXT_INPUT: _check_input,
    **dict.fromkeys(SELECTS, check_select),
    Part.FILE_UPLOAD: _check_upload,
    Part.RADIO_GROUP: _check_choices,
    Part.CHECKBOX_GROUP: _check_choices,
    Part.CHECKBOX: check_custom_id,
}
TOP_LEVEL: dict[int, Callable[[Json], Problems]] = {
    Part.LABEL: _check_label,
    Part.ROW: _check_row,
    Part.TEXT: check_text,
}


def fields(modal: Json) -> Iterator[tuple[str, Json]]:
    """Each input of a modal with the label a person reads beside it."""
    for item in modal["components"]:
        if item["type"] == Part.LABEL:
            yield item["label"], item["component"]
        elif item["type"] == Part.ROW:
            yield item["components"][0]["label"], item["components"][0]

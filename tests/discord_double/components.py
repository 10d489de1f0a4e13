"""The rules for components of messages: shapes, lengths, totals. JSON in, sentences on what is wrong out."""

import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from tests.discord_double import limits
from tests.discord_double.kinds import LINK_BUTTON, PREMIUM_BUTTON, SELECTS, Json, Part

COMMON_KEYS = frozenset({"type", "id"})
SELECT_KEYS = frozenset(
    {"custom_id", "placeholder", "min_values", "max_values", "disabled", "required", "default_values"}
)
KEYS: dict[int, frozenset[str]] = {
    Part.ROW: frozenset({"components"}),
    Part.BUTTON: frozenset({"style", "label", "emoji", "custom_id", "sku_id", "url", "disabled"}),
    Part.STRING_SELECT: SELECT_KEYS | {"options"},
    Part.USER_SELECT: SELECT_KEYS,
    Part.ROLE_SELECT: SELECT_KEYS,
    Part.MENTIONABLE_SELECT: SELECT_KEYS,
    Part.CHANNEL_SELECT: SELECT_KEYS | {"channel_types"},
    Part.TEXT_INPUT: frozenset(
        {"custom_id", "style", "label", "min_length", "max_length", "required", "value", "placeholder"}
    ),
    Part.SECTION: frozenset({"components", "accessory"}),
    Part.TEXT: frozenset({"content"}),
    Part.THUMBNAIL: frozenset({"media", "description", "spoiler"}),
    Part.GALLERY: frozenset({"items"}),
    Part.FILE: frozenset({"file", "spoiler"}),
    Part.SEPARATOR: frozenset({"divider", "spacing"}),
    Part.CONTAINER: frozenset({"components", "accent_color", "spoiler"}),
    Part.LABEL: frozenset({"label", "description", "component"}),
    Part.FILE_UPLOAD: frozenset({"custom_id", "min_values", "max_values", "required"}),
    Part.RADIO_GROUP: frozenset({"custom_id", "options", "required"}),
    Part.CHECKBOX_GROUP: frozenset({"custom_id", "options", "min_values", "max_values", "required"}),
    Part.CHECKBOX: frozenset({"custom_id", "default"}),
}
"""What a component of each type may carry beside its type and id."""

IN_CONTAINER = frozenset({Part.ROW, Part.TEXT, Part.SECTION, Part.GALLERY, Part.SEPARATOR, Part.FILE})
TOP_LEVEL_V2 = IN_CONTAINER | {Part.CONTAINER}

Problems = Iterator[str]


def walk(components: Iterable[Json]) -> Iterator[Json]:
    """Every component, outer before inner, in reading order."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for key in ("accessory", "component"):
            if isinstance(component.get(key), dict):
                yield from walk([component[key]])


def texts(components: Iterable[Json]) -> list[str]:
    """The contents of all text displays, in reading order."""
    return [part["content"] for part in walk(components) if part["type"] == Part.TEXT]


def uses_v2(components: Iterable[Json]) -> bool:
    """Whether any component needs the Components V2 flag."""
    return any(part["type"] >= Part.SECTION for part in walk(components))


def message_problems(components: list[Json], *, v2: bool) -> list[str]:
    """All that Discord would refuse in the components of a message."""
    problems = list(_layout_problems(components, v2=v2))
    for part in walk(components):
        problems += _part_problems(part)
    problems += duplicates(components)
    if v2:
        problems += _total_problems(components)
    return problems


def duplicates(components: Iterable[Json]) -> Problems:
    """Custom ids and component ids that occur twice."""
    parts = list(walk(components))
    for key in ("custom_id", "id"):
        counts = Counter(part[key] for part in parts if part.get(key))
        for value, count in counts.items():
            if count > 1:
                yield f"{key} {value!r} occurs {count} times"


def unknown_keys(part: Json) -> Problems:
    """Keys that a component of this type does not have."""
    known = COMMON_KEYS | KEYS[part["type"]]
    for key in part.keys() - known:
        yield f"component type {part['type']} has no key {key!r}"


def too_long(part: Json, key: str, limit: int, *, least: int = 0) -> Problems:
    """A text that is outside its bounds, where it is given at all."""
    value = part.get(key)
    if value is not None and not least <= len(value) <= limit:
        yield f"{key} has {len(value)} characters, allowed are {least} to {limit}"


def check_custom_id(part: Json) -> Problems:
    """The custom id that an interactive component needs."""
    if not part.get("custom_id"):
        yield f"component type {part['type']} needs a custom_id"
    yield from too_long(part, "custom_id", limits.CUSTOM_ID)


def _layout_problems(components: list[Json], *, v2: bool) -> Problems:
    """What may stand at the top of a message."""
    allowed = TOP_LEVEL_V2 if v2 else frozenset({Part.ROW})
    for component in components:
        if component.get("type") not in allowed:
            yield f"component type {component.get('type')} cannot stand at the top of this message"
    if not v2 and len(components) > limits.ROWS:
        yield f"{len(components)} rows, allowed are {limits.ROWS}"


def _total_problems(components: list[Json]) -> Problems:
    count = sum(1 for _ in walk(components))
    if count > limits.COMPONENTS:
        yield f"{count} components in total, allowed are {limits.COMPONENTS}"
    length = sum(len(text) for text in texts(components))
    if length > limits.COMPONENT_TEXT:
        yield f"{length} characters of text in total, allowed are {limits.COMPONENT_TEXT}"


def _part_problems(part: Json) -> Problems:
    kind = part.get("type")
    if kind not in CHECKS:
        yield f"component type {kind} does not belong in a message"
        return
    yield from unknown_keys(part)
    yield from CHECKS[kind](part)


def _check_row(row: Json) -> Problems:
    kinds = [child.get("type") for child in row.get("components") or []]
    if not kinds:
        yield "an action row needs a component"
    if any(kind not in SELECTS and kind != Part.BUTTON for kind in kinds):
        yield f"an action row cannot hold component types {kinds}"
    if any(kind in SELECTS for kind in kinds) and len(kinds) > 1:
        yield "a select stands alone in its action row"
    if len(kinds) > limits.BUTTONS_PER_ROW:
        yield f"{len(kinds)} buttons in a row, allowed are {limits.BUTTONS_PER_ROW}"


def _check_button(button: Json) -> Problems:
    yield from too_long(button, "label", limits.BUTTON_LABEL)
    style = button.get("style")
    if style == PREMIUM_BUTTON:
        return
    if not button.get("label") and not button.get("emoji"):
        yield "a button needs a label or an emoji"
    if style == LINK_BUTTON:
        yield from too_long(button, "url", limits.BUTTON_URL)
        if not str(button.get("url", "")).startswith(("http://", "https://", "discord://")):
            yield f"a link button needs an address, not {button.get('url')!r}"
        if button.get("custom_id"):
            yield "a link button has no custom_id"
        return
    yield from check_custom_id(button)
    if button.get("url"):
        yield "only a link button has an address"


def check_select(select: Json) -> Problems:
    """The rules all select menus share, in messages and modals."""
    yield from check_custom_id(select)
    yield from too_long(select, "placeholder", limits.PLACEHOLDER)
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    if not 0 <= least <= most <= limits.SELECT_OPTIONS or not most:
        yield f"a select cannot take {least} to {most} values"
    if select["type"] == Part.STRING_SELECT:
        yield from check_options(select.get("options") or [], limits.SELECT_OPTIONS)
        if most > len(select.get("options") or []):
            yield f"max_values is {most} with {len(select.get('options') or [])} options"


def check_options(options: list[Json], limit: int) -> Problems:
    """The options of a select, a radio group or a group of check boxes."""
    if not 1 <= len(options) <= limit:
        yield f"{len(options)} options, allowed are 1 to {limit}"
    for option in options:
        for key in ("label", "value", "description"):
            yield from too_long(option, key, limits.OPTION_TEXT, least=1)
    values = Counter(option.get("value") for option in options)
    yield from (f"option value {value!r} occurs {count} times" for value, count in values.items() if count > 1)


def _check_section(section: Json) -> Problems:
    kinds = [child.get("type") for child in section.get("components") or []]
    if not 1 <= len(kinds) <= limits.SECTION_TEXTS or any(kind != Part.TEXT for kind in kinds):
        yield f"a section holds 1 to {limits.SECTION_TEXTS} text displays, not {kinds}"
    accessory = section.get("accessory") or {}
    if accessory.get("type") not in {Part.BUTTON, Part.THUMBNAIL}:
        yield "a section needs a button or a thumbnail beside it"


def check_text(text: Json) -> Problems:
    """A text display; an empty one is refused."""
    yield from too_long(text, "content", limits.COMPONENT_TEXT, least=1)
    if not str(text.get("content") or "").strip():
        yield "a text display needs text"


def _check_media(part: Json) -> Problems:
    yield from too_long(part, "description", limits.MEDIA_DESCRIPTION, least=1)
    media = part.get("media") or part.get("file") or {}
    schemes = ("attachment://",) if "file" in part else ("attachment://", "http://", "https://")
    if not str(media.get("url", "")).startswith(schemes):
        yield f"a picture or file needs an address, not {media.get('url')!r}"


def _check_gallery(gallery: Json) -> Problems:
    items = gallery.get("items") or []
    if not 1 <= len(items) <= limits.GALLERY_ITEMS:
        yield f"{len(items)} pictures, allowed are 1 to {limits.GALLERY_ITEMS}"
    for item in items:
        yield from _check_media(item)


def _check_separator(separator: Json) -> Problems:
    if separator.get("spacing", 1) not in {1, 2}:
        yield f"spacing is 1 or 2, not {separator['spacing']}"


def _check_container(container: Json) -> Problems:
    children = container.get("components") or []
    if not children:
        yield "a container needs a component"
    for child in children:
        if child.get("type") not in IN_CONTAINER:
            yield f"component type {child.get('type')} cannot stand in a container"
    if not 0 <= (container.get("accent_color") or 0) <= 0xFFFFFF:
        yield f"{container['accent_color']} is not a colour"


CHECKS: dict[int, Callable[[Json], Problems]] = {
    Part.ROW: _check_row,
    Part.BUTTON: _check_button,
    **dict.fromkeys(SELECTS, check_select),
    Part.SECTION: _check_section,
    Part.TEXT: check_text,
    Part.THUMBNAIL: _check_media,
    Part.GALLERY: _check_gallery,
    Part.FILE: _check_media,
    Part.SEPARATOR: _check_separator,
    Part.CONTAINER: _check_container,
}
"""The rules of each type that a message may hold."""


def placed(components: list[Json], files: Iterable[Json] = ()) -> list[Json]:
    """Components as Discord gives them back: each with an id, and files with their address."""
    result: list[Json] = json.loads(json.dumps(components))
    parts = list(walk(result))
    taken = {part["id"] for part in parts if part.get("id")}
    free = (number for number in itertools.count(1) if number not in taken)
    for part in parts:
        part["id"] = part.get("id") or next(free)
    addresses = {f"attachment://{file['filename']}": file for file in files}
    for media in medias(parts):
        file = addresses.get(media["url"])
        if file is not None:
            media |= {"url": file["url"], "proxy_url": file["proxy_url"], "attachment_id": file["id"]}
    return result


def medias(parts: Iterable[Json]) -> Iterator[Json]:
    """The pictures and files that components refer to."""
    for part in parts:
        holders = [part, *(part.get("items") or [])]
        yield from (holder[key] for holder in holders for key in ("media", "file") if holder.get(key))

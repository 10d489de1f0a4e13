"""The rules for the body of a message, new or edited: what it holds, how long, which flags. Pure checks."""

from collections.abc import Iterable

from tests.discord_double import components, limits
from tests.discord_double.errors import ApiError
from tests.discord_double.kinds import Flag, Json
from tests.discord_double.mentions import check_allowed

KEYS = frozenset(
    {
        "content",
        "embeds",
        "allowed_mentions",
        "components",
        "attachments",
        "flags",
        "tts",
        "nonce",
        "enforce_nonce",
        "message_reference",
        "sticker_ids",
        "poll",
        "username",
        "avatar_url",
        "thread_name",
        "applied_tags",
    }
)
SETTABLE = Flag.SUPPRESS_EMBEDS | Flag.EPHEMERAL | Flag.SUPPRESS_NOTIFICATIONS | Flag.COMPONENTS_V2

EMBED_LIMITS = (
    (("title",), limits.EMBED_TITLE),
    (("description",), limits.EMBED_DESCRIPTION),
    (("footer", "text"), limits.EMBED_FOOTER),
    (("author", "name"), limits.EMBED_AUTHOR),
)


def check(body: Json, *, before: Json | None = None) -> None:
    """Check a message's body; `before` is the message that an edit changes.

    Raises:
        ApiError: 50035 with all problems, or 50006 where nothing would be left to see.
    """
    if problems := list(_problems(body, before)):
        raise ApiError(50035, "; ".join(problems))
    if body.get("allowed_mentions"):
        check_allowed(body["allowed_mentions"])
    if not any(_after(key, body, before) for key in ("content", "embeds", "components", "attachments", "poll")):
        raise ApiError(50006)


def flags_after(body: Json, before: Json | None) -> Flag:
    """The flags a message has once the body is applied; an edit keeps what it does not name, and never shows more."""
    held = Flag(before["flags"] if before else 0)
    kept = held & (~SETTABLE | Flag.EPHEMERAL)
    return held if body.get("flags") is None else kept | Flag(body["flags"])


def _after(key: str, body: Json, before: Json | None) -> object:
    """A part of the message once the body is applied."""
    return body[key] if key in body else (before or {}).get(key)


def _problems(body: Json, before: Json | None) -> Iterable[str]:
    yield from (f"a message has no key {key!r}" for key in sorted(body.keys() - KEYS))
    if len(body.get("content") or "") > limits.CONTENT:
        yield f"content has {len(body['content'])} characters, allowed are {limits.CONTENT}"
    if len(str(body.get("nonce") or "")) > limits.NONCE:
        yield f"nonce is longer than {limits.NONCE} characters"
    yield from _flag_problems(body, before)
    yield from _component_problems(body, before)
    yield from _embed_problems(body.get("embeds") or [])


def _flag_problems(body: Json, before: Json | None) -> Iterable[str]:
    given = body.get("flags") or 0
    if given & ~int(SETTABLE | Flag.LOADING):
        yield f"flags {given} holds some that cannot be set"
    if (
        before
        and body.get("flags") is not None
        and Flag.COMPONENTS_V2 in Flag(before["flags"])
        and not (given & Flag.COMPONENTS_V2)
    ):
        yield "the Components V2 flag cannot be taken off again"


def _component_problems(body: Json, before: Json | None) -> Iterable[str]:
    v2 = Flag.COMPONENTS_V2 in flags_after(body, before)
    if v2:
        for key in ("content", "embeds", "poll", "sticker_ids"):
            if _after(key, body, before):
                yield f"a Components V2 message cannot have {key}"
    parts = body.get("components") or []
    yield from components.message_problems(parts, v2=v2)
    listed = {entry.get("filename") for entry in body.get("attachments") or []}
    held = {entry["filename"] for entry in (before or {}).get("attachments") or []}
    for name in _named_files(parts):
        if name not in listed | held:
            yield f"attachment://{name} is not uploaded with the message"


def _named_files(parts: list[Json]) -> Iterable[str]:
    """Names of uploaded files that components refer to."""
    urls = [str(media.get("url", "")) for media in components.medias(components.walk(parts))]
    return [url.removeprefix("attachment://") for url in urls if url.startswith("attachment://")]


def _embed_problems(embeds: list[Json]) -> Iterable[str]:
    if len(embeds) > limits.EMBEDS:
        yield f"{len(embeds)} embeds, allowed are {limits.EMBEDS}"
    if (total := sum(map(_embed_length, embeds))) > limits.EMBED_SUM:
        yield f"{total} characters in all embeds, allowed are {limits.EMBED_SUM}"
    for embed in embeds:
        for path, limit in EMBED_LIMITS:
            if len(_text_at(embed, path)) > limit:
                yield f"embed {'.'.join(path)} is longer than {limit}"
        yield from _field_problems(embed.get("fields") or [])


def _field_problems(fields: list[Json]) -> Iterable[str]:
    if len(fields) > limits.EMBED_FIELDS:
        yield f"{len(fields)} embed fields, allowed are {limits.EMBED_FIELDS}"
    for field in fields:
        if not 1 <= len(field.get("name") or "") <= limits.EMBED_FIELD_NAME:
            yield "an embed field's name is empty or too long"
        if not 1 <= len(field.get("value") or "") <= limits.EMBED_FIELD_VALUE:
            yield "an embed field's value is empty or too long"


def _text_at(embed: Json, path: tuple[str, ...]) -> str:
    value: object = embed
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return str(value or "")


def _embed_length(embed: Json) -> int:
    fields = embed.get("fields") or []
    texts = [_text_at(embed, path) for path, _ in EMBED_LIMITS]
    texts += [str(field.get(key) or "") for field in fields for key in ("name", "value")]
    return sum(map(len, texts))

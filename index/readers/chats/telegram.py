"""Telegram's result.json: one chat, or all of an account, of which public groups and channels alone are read."""

from collections.abc import Iterator

from index.readers.chats.channels import Channel, Message, ShownNames, chosen_channels, documents_of
from index.readers.parsing.base import Chosen, ParsedDocument
from index.readers.parsing.days import day_of
from index.readers.parsing.json_values import Object, object_of, objects, text_of, values_of

_PUBLIC = frozenset(("public_supergroup", "public_channel"))
_CHAT_TYPES = ("personal_chat", "bot_chat", "saved_messages", "private_group", "private_supergroup", "private_channel")


def is_export(value: object) -> bool:
    """Whether JSON is a chat of Telegram's, or a list of all."""
    if not isinstance(value, dict):
        return False
    is_chat = isinstance(value.get("messages"), list) and text_of(value, "type") in {*_PUBLIC, *_CHAT_TYPES}
    return is_chat or isinstance(object_of(value, "chats").get("list"), list)


def read_value(value: Object, chosen: Chosen) -> tuple[ParsedDocument, ...]:
    """Read the chats that the curator named, or the only public one. Raises FormatError where there is none."""
    chats = list(_chats(value))
    public = [text_of(chat, "name") for chat in chats if text_of(chat, "type") in _PUBLIC]
    wanted = set(chosen_channels(public, chosen))
    names = ShownNames(chosen)
    read = [chat for chat in chats if text_of(chat, "type") in _PUBLIC and text_of(chat, "name") in wanted]
    return documents_of([_channel(chat, names) for chat in read], names)


def _chats(value: Object) -> Iterator[Object]:
    """Yield the chats of a file, those that the account has left among them."""
    if isinstance(value.get("messages"), list):
        yield value
    for key in ("chats", "left_chats"):
        yield from objects(object_of(value, key).get("list"))


def _channel(chat: Object, names: ShownNames) -> Channel:
    messages = list(objects(chat.get("messages")))
    is_broadcast = text_of(chat, "type") == "public_channel"
    by_people = [each for each in messages if text_of(each, "type") == "message" and not text_of(each, "via_bot")]
    return Channel(
        identity=text_of(chat, "id"),
        name=text_of(chat, "name"),
        messages=tuple(_message(each, names, is_broadcast=is_broadcast) for each in by_people),
        by_programs=len(messages) - len(by_people),
    )


def _message(message: Object, names: ShownNames, *, is_broadcast: bool) -> Message:
    speaker = _speaker(message, names, is_broadcast=is_broadcast)  # first, since members are numbered as they appear
    words, links = _words(message, names)
    return Message(words, speaker, day_of(text_of(message, "date")), links=links)


def _speaker(message: Object, names: ShownNames, *, is_broadcast: bool) -> str | None:
    """Return who speaks: of what is forwarded whoever said it first; a channel speaks by its own name."""
    if "forwarded_from" in message:
        original = text_of(message, "forwarded_from")
        return names.of(text_of(message, "forwarded_from_id") or original, original) if original else None
    name = text_of(message, "from")
    return name or None if is_broadcast else names.of(text_of(message, "from_id") or name, name)


def _words(message: Object, names: ShownNames) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """Return a message's words and its links; nobody is named in it who did not agree."""
    words, links = "", []
    for part in values_of(message.get("text_entities") or message.get("text")):
        kind, piece = text_of(part, "type"), text_of(part) or text_of(part, "text")
        if kind in ("mention", "mention_name"):
            piece = "@" + names.of(text_of(part, "user_id") or piece, piece.lstrip("@"))
        address = text_of(part, "href") or (piece if kind == "link" else "")
        if address.startswith(("http://", "https://")):
            links.append((len(words), len(words) + len(piece), address))
        words += piece
    return words, tuple(links)

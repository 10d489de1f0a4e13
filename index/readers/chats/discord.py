"""Discord channels as DiscordChatExporter saves them in JSON: one channel of a server a file."""

import re

from index.readers.chats.channels import PRIVATE, Channel, Message, ShownNames, chosen_channels, documents_of
from index.readers.parsing.base import Chosen, FormatError, ParsedDocument
from index.readers.parsing.days import day_of
from index.readers.parsing.json_values import Object, object_of, objects, text_of

PRIVATE_KINDS = frozenset(("DirectTextChat", "DirectGroupTextChat", "GuildPrivateThread", "1", "3", "12"))
_BY_PEOPLE = frozenset(("Default", "Reply", "0", "19", ""))
_MARK = re.compile(r"<a?:(\w+):\d+>|<t:\d+(?::\w)?>")
_MENTION = re.compile(r"<@!?(\d+)>")
_NO_SERVER = "0"


def is_export(value: object) -> bool:
    """Whether JSON is a channel with its messages."""
    return (
        isinstance(value, dict) and isinstance(value.get("messages"), list) and "channel" in value and "guild" in value
    )


def read_value(value: Object, chosen: Chosen) -> tuple[ParsedDocument, ...]:
    """Read a channel. Raises FormatError where it is a private one, or not one that the curator named."""
    guild, channel = object_of(value, "guild"), object_of(value, "channel")
    if text_of(guild, "id") == _NO_SERVER or text_of(channel, "type") in PRIVATE_KINDS:
        raise FormatError(PRIVATE)
    chosen_channels([text_of(channel, "name")], chosen)
    names = ShownNames(chosen)
    place = f"https://discord.com/channels/{text_of(guild, 'id')}/{text_of(channel, 'id')}"
    messages = list(objects(value.get("messages")))
    by_people = [each for each in messages if _is_by_a_person(each)]
    found = Channel(
        identity=text_of(channel, "id"),
        name="#" + text_of(channel, "name"),
        messages=tuple(_message(each, names, place) for each in by_people),
        by_programs=len(messages) - len(by_people),
        source=place,
    )
    return documents_of([found], names)


def _is_by_a_person(message: Object) -> bool:
    return text_of(message, "type") in _BY_PEOPLE and object_of(message, "author").get("isBot") is not True


def _message(message: Object, names: ShownNames, place: str) -> Message:
    author = object_of(message, "author")
    speaker = names.of(text_of(author, "id"), text_of(author, "nickname"), text_of(author, "name"))
    forwarded = object_of(message, "forwardedMessage")
    return Message(
        words=_shown(text_of(forwarded, "content") or text_of(message, "content"), message, names),
        speaker=None if forwarded else speaker,
        day=day_of(text_of(message, "timestamp")),
        source=f"{place}/{text_of(message, 'id')}",
    )


def _shown(words: str, message: Object, names: ShownNames) -> str:
    """Return a message as it was shown, nobody named in it who did not agree."""
    for person in objects(message.get("mentions")):
        known = [text_of(person, "nickname"), text_of(person, "name")]
        shown = names.of(text_of(person, "id"), *known)
        for name in sorted(filter(None, known), key=len, reverse=True):
            words = words.replace(f"@{name}", f"@{shown}")
    words = _MENTION.sub(lambda found: f"@{names.of(found[1])}", words)
    return _MARK.sub(lambda found: f":{found[1]}:" if found[1] else "", words)

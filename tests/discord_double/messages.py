"""Writes, edits and deletes messages in the world, and tells the gateway. Who may, the caller checks."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Protocol

from tests.discord_double import bodies, components
from tests.discord_double.errors import ApiError
from tests.discord_double.kinds import Flag, Intent, Json, MessageKind
from tests.discord_double.mentions import Pings, pings
from tests.discord_double.payloads import member_payload, readable, user_payload
from tests.discord_double.uploads import Upload, attachments
from tests.discord_double.world import Channel, StoredMessage, World, timestamp

NO_FILES: Mapping[int, Upload] = MappingProxyType({})


class Tell(Protocol):
    """How the gateway is told of an event; `payload` says what sessions with given intents may read of it."""

    def message(self, event: str, message: StoredMessage) -> None:
        """Dispatch an event about a message to whoever may see it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message about to be written.

    Attributes:
        extra: fields of the message that its body does not name, such as `interaction_metadata`.
    """

    author_id: int
    channel: Channel
    body: Json
    files: Mapping[int, Upload] = field(default_factory=dict)
    seen_by: int | None = None
    interaction_id: int | None = None
    kind: MessageKind = MessageKind.DEFAULT
    extra: Mapping[str, object] | None = None


class Messages:
    """Writes messages; every change is told to the gateway at once."""

    def __init__(self, world: World, base_url: str, tell: Tell) -> None:
        self._world = world
        self._base_url = base_url
        self._tell = tell

    def post(self, draft: Draft) -> StoredMessage:
        """Write a message that was checked before."""
        reference = self._reference(draft)
        ping = self._pings(draft, reference)
        payload = self._payload(draft, ping)
        if reference is not None:
            payload |= _reply_fields(draft.channel, reference)
        names = frozenset() if draft.seen_by else ping.names(self._world)
        message = StoredMessage(payload, draft.author_id, draft.channel.id, draft.seen_by, names, draft.interaction_id)
        self._world.messages[message.id] = message
        self._tell.message("MESSAGE_CREATE", message)
        return message

    def loading(self, draft: Draft) -> StoredMessage:
        """Write the placeholder of a deferred response ("is thinking …")."""
        flags = Flag(draft.body.get("flags") or 0) | Flag.LOADING
        return self.post(replace(draft, body={"content": "", "flags": int(flags)}))

    def edit(self, message: StoredMessage, body: Json, files: Mapping[int, Upload] = NO_FILES) -> None:
        """Change a message; what the body does not name stays. Edits ping nobody.

        Raises:
            ApiError: the result would break a rule, or names an attachment that is not there.
        """
        before = message.payload
        is_loading = Flag.LOADING in Flag(before["flags"])
        bodies.check(body, before=before)
        message.versions.append(before)
        listed = body.get("attachments") if "attachments" in body else None
        files_after = attachments(self._world, self._base_url, listed, files, before["attachments"])
        changed: Json = {"attachments": files_after}
        changed |= {"embeds": body["embeds"] or []} if "embeds" in body else {}
        changed |= {"content": body["content"] or ""} if "content" in body else {}
        if "components" in body:
            changed["components"] = components.placed(body["components"] or [], files_after)
        changed["flags"] = int(bodies.flags_after(body, before) & ~Flag.LOADING)
        changed["edited_timestamp"] = None if is_loading else timestamp()
        message.payload = before | changed
        if is_loading:  # the first text of a deferred response pings like a new message
            message.pinged = self._first_pings(message, body)
        self._tell.message("MESSAGE_UPDATE", message)

    def delete(self, message: StoredMessage) -> None:
        """Take a message away."""
        message.deleted = True
        self._tell.message("MESSAGE_DELETE", message)

    def _first_pings(self, message: StoredMessage, body: Json) -> frozenset[str]:
        if message.seen_by:
            return frozenset()
        channel = self._world.channels[message.channel_id]
        ping = pings(self._world, channel, message.author_id, _text(body), allowed=body.get("allowed_mentions"))
        return ping.names(self._world)

    def _reference(self, draft: Draft) -> StoredMessage | None:
        reference = draft.body.get("message_reference")
        if not reference:
            return None
        found = self._world.messages.get(int(reference["message_id"]))
        if found is not None and not found.deleted and found.channel_id == draft.channel.id and not found.seen_by:
            return found
        if reference.get("fail_if_not_exists", True):
            raise ApiError(50035, "message_reference: Unknown message")
        return None

    def _pings(self, draft: Draft, reference: StoredMessage | None) -> Pings:
        replied_to = reference.author_id if reference else None
        allowed = draft.body.get("allowed_mentions")
        return pings(
            self._world,
            draft.channel,
            draft.author_id,
            _text(draft.body),
            allowed=allowed,
            replied_to=replied_to,
        )

    def _payload(self, draft: Draft, ping: Pings) -> Json:
        snowflake = self._world.snowflakes.make()
        body = draft.body
        files = attachments(self._world, self._base_url, body.get("attachments"), draft.files, [])
        payload: Json = {
            "id": str(snowflake),
            "type": int(draft.kind),
            "channel_id": str(draft.channel.id),
            "author": user_payload(self._world.people[draft.author_id]),
            "content": body.get("content") or "",
            "timestamp": timestamp(snowflake),
            "edited_timestamp": None,
            "tts": bool(body.get("tts")),
            "mention_everyone": bool(ping.everyone),
            "mentions": [user_payload(self._world.people[user]) for user in ping.users],
            "mention_roles": [str(role) for role in ping.roles],
            "attachments": files,
            "embeds": body.get("embeds") or [],
            "components": components.placed(body.get("components") or [], files),
            "pinned": False,
            "flags": body.get("flags") or 0,
        }
        payload |= {"nonce": body["nonce"]} if body.get("nonce") else {}
        return payload | self._guild_fields(draft) | dict(draft.extra or {})

    def _guild_fields(self, draft: Draft) -> Json:
        guild = self._world.guild_of(draft.channel)
        if guild is None:
            return {}
        member = guild.members.get(draft.author_id)
        return {"guild_id": str(guild.id)} | ({"member": member_payload(member)} if member else {})


def _text(body: Json) -> str:
    """All text in which a mention counts."""
    return "\n".join([body.get("content") or "", *components.texts(body.get("components") or [])])


def _reply_fields(channel: Channel, reference: StoredMessage) -> Json:
    pointer = {"message_id": str(reference.id), "channel_id": str(channel.id), "type": 0}
    if channel.guild_id is not None:
        pointer["guild_id"] = str(channel.guild_id)
    quoted = {key: value for key, value in reference.payload.items() if key != "referenced_message"}
    return {"type": int(MessageKind.REPLY), "message_reference": pointer, "referenced_message": quoted}


def event_payload(world: World, event: str, message: StoredMessage, intents: Intent) -> Json:
    """What an event about a message brings to a session with these intents."""
    if event != "MESSAGE_DELETE":
        return readable(world, message, intents)
    payload = {"id": message.payload["id"], "channel_id": message.payload["channel_id"]}
    guild_id = message.payload.get("guild_id")
    return payload | ({"guild_id": guild_id} if guild_id else {})

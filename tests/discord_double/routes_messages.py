"""Routes about channels, messages, threads, and answering interactions."""

from tests.discord_double import bodies, limits
from tests.discord_double.errors import ApiError
from tests.discord_double.forums import has_begun
from tests.discord_double.kinds import NOTHING, THREADS, ChannelKind, Flag, Json, Permission
from tests.discord_double.messages import Draft
from tests.discord_double.payloads import channel_payload, readable
from tests.discord_double.permissions import require, sees, sending
from tests.discord_double.rest import Call, Result, Route
from tests.discord_double.world import Channel, StoredMessage

PAGE = 50
"""Messages of a channel that are listed where the bot does not say how many."""


def channel(call: Call) -> Result:
    """One channel."""
    found = call.channel()
    if not sees(call.hub.world, found, call.hub.world.bot_id):
        raise ApiError(50001, f"the bot does not see #{found.name}")
    return channel_payload(call.hub.world, found)


def send(call: Call) -> Result:
    """Write a message to a channel."""
    place = call.channel()
    _check_may_send(call, place)
    bodies.check(call.body)
    if Flag.EPHEMERAL in Flag(call.body.get("flags") or 0):
        raise ApiError(50035, "only a response to an interaction can be ephemeral")
    if earlier := _same_nonce(call, place):
        return earlier.payload
    message = call.hub.messages.post(Draft(call.hub.world.bot_id, place, call.body, call.files))
    return message.payload


def _same_nonce(call: Call, place: Channel) -> StoredMessage | None:
    """The bot's earlier message with this nonce, which Discord gives back instead of posting another."""
    if not call.body.get("enforce_nonce"):
        return None
    sent = (m for m in call.hub.world.messages_in(place.id) if m.author_id == call.hub.world.bot_id)
    return next((m for m in sent if m.payload.get("nonce") == call.body.get("nonce")), None)


def _check_may_send(call: Call, place: Channel) -> None:
    """Check the permissions that this message takes, or that a person takes direct messages."""
    world = call.hub.world
    if place.kind is ChannelKind.DM:
        others = [world.people[user] for user in place.people if user != world.bot_id]
        if not all(person.accepts_dms for person in others):
            raise ApiError(50007, f"{others[0].name} does not accept direct messages")
        return
    if not has_begun(world, place):
        raise ApiError(40058, f"nothing stands in {place.name} yet")
    needed = sending(place)
    needed |= Permission.ATTACH_FILES if call.files else NOTHING
    needed |= Permission.EMBED_LINKS if call.body.get("embeds") else NOTHING
    require(world, place, needed)
    if call.body.get("message_reference"):
        try:
            require(world, place, Permission.READ_MESSAGE_HISTORY)
        except ApiError as error:
            raise ApiError(160002, error.detail) from None


def history(call: Call) -> Result:
    """Messages of a channel, newest first."""
    place = call.channel()
    require(call.hub.world, place, Permission.READ_MESSAGE_HISTORY)
    found = [m for m in call.hub.world.messages_in(place.id) if m.seen_by is None]
    if "before" in call.query:
        found = [message for message in found if message.id < int(call.query["before"])]
    if "after" in call.query:
        found = [message for message in found if message.id > int(call.query["after"])]
    newest = list(reversed(found))[: int(call.query.get("limit", PAGE))]
    return [_as_read(call, message) for message in newest]


def one_message(call: Call) -> Result:
    """One message, as far as the bot's intents let it read."""
    require(call.hub.world, call.channel(), Permission.READ_MESSAGE_HISTORY)
    return _as_read(call, call.message())


def _as_read(call: Call, message: StoredMessage) -> Json:
    return readable(call.hub.world, message, call.hub.gateway.allowed_intents)


def edit(call: Call) -> Result:
    """Change one of the bot's messages."""
    require(call.hub.world, call.channel(), NOTHING)
    message = call.message()
    if message.author_id != call.hub.world.bot_id:
        raise ApiError(50005)
    call.hub.messages.edit(message, call.body, call.files)
    return message.payload


def delete(call: Call) -> None:
    """Delete a message: an own one, or with the permission to."""
    own = call.message().author_id == call.hub.world.bot_id
    require(call.hub.world, call.channel(), NOTHING if own else Permission.MANAGE_MESSAGES)
    call.hub.messages.delete(call.message())


def typing(call: Call) -> None:
    """Show the bot as typing."""
    if call.channel().kind is not ChannelKind.DM:
        require(call.hub.world, call.channel(), sending(call.channel()))


def react(call: Call) -> None:
    """Add a reaction; only the permissions matter here."""
    require(call.hub.world, call.channel(), Permission.READ_MESSAGE_HISTORY | Permission.ADD_REACTIONS)
    call.message()


def start_thread(call: Call) -> Result:
    """Open a thread, from a message or free."""
    parent = call.channel()
    require(call.hub.world, parent, Permission.CREATE_PUBLIC_THREADS)
    name = str(call.body.get("name") or "")
    if not 1 <= len(name) <= limits.THREAD_NAME:
        raise ApiError(50035, f"a thread's name has 1 to {limits.THREAD_NAME} characters")
    if "message_id" in call.path and call.message().id in call.hub.world.channels:
        raise ApiError(160004)
    thread_id = call.message().id if "message_id" in call.path else call.hub.world.snowflakes.make()
    kind = ChannelKind(call.body.get("type") or ChannelKind.PUBLIC_THREAD)
    if kind not in THREADS:
        raise ApiError(50035, f"{kind.name} is no kind of thread")
    made = Channel(thread_id, name, kind, parent.guild_id, parent.id, call.hub.world.bot_id)
    payload = channel_payload(call.hub.world, call.hub.world.add_channel(made))
    call.hub.gateway.dispatch("THREAD_CREATE", lambda _: {**payload, "newly_created": True}, parent.guild_id)
    return payload


def respond(call: Call) -> Result:
    """The first response to an interaction."""
    interactions = call.hub.interactions
    interaction_id, token = int(call.path["interaction_id"]), call.path["token"]
    response = interactions.respond(interaction_id, token, call.body, call.files)
    return response if call.query.get("with_response") in {"1", "true"} else None


def follow_up(call: Call) -> Result:
    """A further response."""
    interaction = call.hub.interactions.by_token(_token(call))
    return call.hub.interactions.follow_up(interaction, call.body, call.files).payload


def read_response(call: Call) -> Result:
    """A response as it stands."""
    interaction = call.hub.interactions.by_token(_token(call))
    return call.hub.interactions.message(interaction, call.path["which"]).payload


def edit_response(call: Call) -> Result:
    """Change a response."""
    interaction = call.hub.interactions.by_token(_token(call))
    message = call.hub.interactions.message(interaction, call.path["which"])
    call.hub.interactions.edit(interaction, message, call.body, call.files)
    return message.payload


def delete_response(call: Call) -> None:
    """Take a response away."""
    interaction = call.hub.interactions.by_token(_token(call))
    call.hub.interactions.delete(interaction, call.hub.interactions.message(interaction, call.path["which"]))


def _token(call: Call) -> str:
    if int(call.path["application_id"]) != call.hub.world.bot_id:
        raise ApiError(10015, "not this application")
    return call.path["token"]


_MESSAGES = "/channels/{channel_id}/messages"
_WEBHOOK = "/webhooks/{application_id}/{token}"

ROUTES: list[tuple[str, str, Route]] = [
    ("GET", "/channels/{channel_id}", channel),
    ("GET", _MESSAGES, history),
    ("POST", _MESSAGES, send),
    ("GET", _MESSAGES + "/{message_id}", one_message),
    ("PATCH", _MESSAGES + "/{message_id}", edit),
    ("DELETE", _MESSAGES + "/{message_id}", delete),
    ("POST", "/channels/{channel_id}/typing", typing),
    ("PUT", _MESSAGES + "/{message_id}/reactions/{emoji}/@me", react),
    ("POST", "/channels/{channel_id}/threads", start_thread),
    ("POST", _MESSAGES + "/{message_id}/threads", start_thread),
]
"""Routes that take the bot's token."""

TOKEN_ROUTES: list[tuple[str, str, Route]] = [
    ("POST", "/interactions/{interaction_id}/{token}/callback", respond),
    ("POST", _WEBHOOK, follow_up),
    ("GET", _WEBHOOK + "/messages/{which}", read_response),
    ("PATCH", _WEBHOOK + "/messages/{which}", edit_response),
    ("DELETE", _WEBHOOK + "/messages/{which}", delete_response),
]
"""Routes that an interaction's own token opens."""

"""Posts of forums: threads that begin with a message of their own number, of which the gateway tells in two events."""

from collections.abc import Iterable

from tests.discord_double.hub import Hub
from tests.discord_double.kinds import ChannelKind
from tests.discord_double.messages import Draft
from tests.discord_double.payloads import channel_payload
from tests.discord_double.world import Channel, Person, StoredMessage, World


def has_begun(world: World, place: Channel) -> bool:
    """Whether others may write to a place: a post takes nothing before its author's first message."""
    parent = world.channels.get(place.parent_id or 0)
    return parent is None or parent.kind is not ChannelKind.FORUM or place.id in world.messages


def open_post(hub: Hub, author: Person, forum: Channel, title: str, tags: Iterable[str] = ()) -> Channel:
    """Create a post without its first message, and tell the gateway that it is new."""
    applied = {number: name for number, name in forum.tags.items() if name in set(tags)}
    number = hub.world.snowflakes.make()
    post = Channel(number, title, ChannelKind.PUBLIC_THREAD, forum.guild_id, forum.id, author.id, tags=applied)
    payload = channel_payload(hub.world, hub.world.add_channel(post))
    hub.gateway.dispatch("THREAD_CREATE", lambda _: {**payload, "newly_created": True}, forum.guild_id)
    return post


def begin_post(hub: Hub, author: Person, post: Channel, text: str) -> StoredMessage:
    """Write the first message of a post, which has its number."""
    return hub.messages.post(Draft(author.id, post, {"content": text}, {}, extra={"id": str(post.id)}))

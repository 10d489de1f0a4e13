"""Makes the interaction that a person's act becomes: what the gateway brings, and what the double remembers."""

import secrets
from dataclasses import dataclass

from tests.discord_double import limits
from tests.discord_double.errors import ClientError
from tests.discord_double.interactions import Interaction
from tests.discord_double.invocations import installation
from tests.discord_double.kinds import ChannelKind, InteractionKind, Json, Permission
from tests.discord_double.payloads import acting_member, app_permissions, channel_payload
from tests.discord_double.permissions import channel_permissions
from tests.discord_double.world import Channel, Person, StoredMessage, World


@dataclass(frozen=True, slots=True)
class Act:
    """Who does what where.

    Attributes:
        data: the part of the payload that differs from kind to kind.
        synced: the command, for an act that runs one.
        source: the message a component is on, or that a form came from.
    """

    person: Person
    channel: Channel
    kind: InteractionKind
    data: Json
    synced: Json | None = None
    source: StoredMessage | None = None


def interaction(world: World, act: Act, now_s: float) -> Interaction:
    """Make the interaction of an act; raises ClientError where the person does not see the channel."""
    if Permission.VIEW_CHANNEL not in channel_permissions(world, act.channel, act.person.id):
        raise ClientError(f"{act.person.name} does not see #{act.channel.name}")
    installed = installation(world, act.channel, act.person, act.synced)
    snowflake, token = world.snowflakes.make(), secrets.token_urlsafe(32)
    payload: Json = {
        "id": str(snowflake),
        "application_id": str(world.bot_id),
        "type": int(act.kind),
        "token": token,
        "version": 1,
        "data": act.data,
        "locale": act.person.locale,
        "authorizing_integration_owners": installed.owners,
        **_place(world, act.channel, act.person),
    }
    payload |= {"message": act.source.payload} if act.source else {}
    return Interaction(
        snowflake,
        token,
        act.kind,
        payload,
        act.person.id,
        act.channel.id,
        now_s,
        source_id=act.source.id if act.source else None,
        private_only=installed.private_only,
        user_install=installed.user_only,
    )


def _place(world: World, channel: Channel, person: Person) -> Json:
    """Where an interaction happens, by whom, and what the app may do there."""
    permissions = str(int(channel_permissions(world, channel, person.id)))
    place: Json = {
        "channel_id": str(channel.id),
        "channel": channel_payload(world, channel) | {"permissions": permissions},
        "context": 1 if channel.kind is ChannelKind.DM else 0,
        "app_permissions": app_permissions(world, channel),
        "attachment_size_limit": limits.ATTACHMENT_BYTES,
        "entitlements": [],
        **acting_member(world, channel, person.id),
    }
    guild = world.guild_of(channel)
    if guild is not None:
        partial = {"id": str(guild.id), "locale": guild.locale, "features": []}
        place |= {"guild_id": str(guild.id), "guild": partial, "guild_locale": guild.locale}
    return place

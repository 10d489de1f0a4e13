"""Sets the scene: guilds, channels, members and what they may do, and the events that tell a bot of it."""

from dataclasses import dataclass
from typing import TypedDict, Unpack

from tests.discord_double.kinds import NOTHING, ChannelKind, Intent, Json, Permission
from tests.discord_double.payloads import channel_payload, guild_payload, role_payload
from tests.discord_double.world import Channel, Guild, Member, Overwrite, Person, Role, World

AUDIT_BOT_ADDED = 28
"""The audit log's action type for a bot that was added."""


class ChannelOptions(TypedDict, total=False):
    """What a channel may be made with.

    Attributes:
        kind: a text channel where none is named, a public thread under a parent.
        bot_denied, everyone_denied: what the channel denies.
        tags: names of a forum's tags.
    """

    kind: ChannelKind
    parent: Channel | None
    bot_denied: Permission
    everyone_denied: Permission
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """A change that sessions of a guild's shard are told."""

    name: str
    payload: Json
    guild_id: int

    def see(self, intents: Intent) -> Json | None:
        """What a session gets of it."""
        return self.payload if Intent.GUILDS in intents else None


def make_guild(
    world: World,
    name: str,
    owner: Person,
    *,
    bot_may: Permission = NOTHING,
    with_bot: bool = True,
    shard: tuple[int, int] = (0, 1),
) -> Guild:
    """Create a guild.

    Args:
        world: where.
        name: its name.
        owner: who owns it.
        bot_may: what the bot's own role adds to @everyone.
        with_bot: whether the bot is in it.
        shard: which shard it falls on, of how many.
    """
    guild = world.add_guild(name, owner, shard=shard[0], shards=shard[1])
    guild.has_bot = with_bot
    if with_bot:
        add_member(world, guild, world.bot, bot_may)
    return guild


def add_member(world: World, guild: Guild, person: Person, may: Permission = NOTHING) -> Role:
    """Let a person be in a guild, with a role of their own for what they may beside @everyone."""
    role = Role(world.snowflakes.make(), person.name, may)
    guild.roles[role.id] = role
    guild.members[person.id] = Member(person.id, {role.id})
    return role


def make_channel(
    world: World,
    guild: Guild,
    name: str,
    **options: Unpack[ChannelOptions],
) -> Channel:
    """Create a channel, or a thread where there is a parent."""
    denied = {
        guild.id: options.get("everyone_denied", NOTHING),
        world.bot_id: options.get("bot_denied", NOTHING),
    }
    parent = options.get("parent")
    channel = Channel(
        world.snowflakes.make(),
        name,
        options.get("kind", ChannelKind.PUBLIC_THREAD if parent else ChannelKind.TEXT),
        guild.id,
        parent_id=parent.id if parent else None,
        owner_id=guild.owner_id,
        overwrites={target: Overwrite(deny=deny) for target, deny in denied.items() if deny},
        tags={world.snowflakes.make(): name for name in options.get("tags", ())},
    )
    return world.add_channel(channel)


def channel_event(world: World, channel: Channel, change: str) -> Event:
    """The event for a channel or thread that came, changed or went; `change` is CREATE, UPDATE or DELETE."""
    prefix = "THREAD" if channel.is_thread else "CHANNEL"
    return Event(f"{prefix}_{change}", channel_payload(world, channel), channel.guild_id or 0)


def role_event(guild: Guild, role: Role) -> Event:
    """The event for a role that came."""
    return Event("GUILD_ROLE_CREATE", {"guild_id": str(guild.id), "role": role_payload(role)}, guild.id)


def joined_event(world: World, guild: Guild) -> Event:
    """The event for a guild the bot was added to; `unavailable` would mark one that came back."""
    payload = {key: value for key, value in guild_payload(world, guild).items() if key != "unavailable"}
    return Event("GUILD_CREATE", payload, guild.id)


def audit_entry(world: World, inviter: Person) -> Json:
    """The audit-log entry that tells who added the bot."""
    return {
        "id": str(world.snowflakes.make()),
        "user_id": str(inviter.id),
        "target_id": str(world.bot_id),
        "action_type": AUDIT_BOT_ADDED,
        "changes": [],
        "options": None,
    }

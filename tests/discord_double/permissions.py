"""Who may do what in a channel: roles, then the channel's overwrites, as Discord combines them.

https://discord.com/developers/docs/topics/permissions#permission-overwrites
"""

from tests.discord_double.errors import ApiError
from tests.discord_double.kinds import NOTHING, Permission
from tests.discord_double.world import Channel, Guild, Overwrite, World

IN_DIRECT_MESSAGES = ~(Permission.ADMINISTRATOR | Permission.MENTION_EVERYONE | Permission.MANAGE_MESSAGES)


def guild_permissions(guild: Guild, user_id: int) -> Permission:
    """What a member may do before any channel's overwrites; nothing for who is not in the guild."""
    member = guild.members.get(user_id)
    if member is None:
        return NOTHING
    permissions = guild.roles[guild.id].permissions
    for role_id in member.roles:
        permissions |= guild.roles[role_id].permissions
    if guild.owner_id == user_id or Permission.ADMINISTRATOR in permissions:
        return Permission.everything()
    return permissions


def channel_permissions(world: World, channel: Channel, user_id: int) -> Permission:
    """What a user may do in a channel; a thread follows its parent."""
    guild = world.guild_of(channel)
    if guild is None:
        return IN_DIRECT_MESSAGES if user_id in channel.people else NOTHING
    permissions = guild_permissions(guild, user_id)
    if user_id not in guild.members or Permission.ADMINISTRATOR in permissions:
        return permissions
    parent = world.channels[channel.parent_id] if channel.is_thread and channel.parent_id else channel
    permissions = _overwritten(permissions, parent, guild, user_id)
    return permissions if Permission.VIEW_CHANNEL in permissions else NOTHING


def _overwritten(permissions: Permission, channel: Channel, guild: Guild, user_id: int) -> Permission:
    """Apply @everyone's overwrite, then all roles' at once, then the member's own."""
    roles = [channel.overwrites.get(role_id, Overwrite()) for role_id in guild.members[user_id].roles]
    allow, deny = NOTHING, NOTHING
    for overwrite in roles:
        allow, deny = allow | overwrite.allow, deny | overwrite.deny
    for step in (
        channel.overwrites.get(guild.id, Overwrite()),
        Overwrite(allow, deny),
        channel.overwrites.get(user_id, Overwrite()),
    ):
        permissions = (permissions & ~step.deny) | step.allow
    return permissions


def sending(channel: Channel) -> Permission:
    """The permission that sending in this channel takes."""
    return Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES


def require(world: World, channel: Channel, needed: Permission) -> None:
    """Check the bot's permissions in a channel.

    Raises:
        ApiError: 50001 where the bot does not see the channel, 50013 where it lacks another permission.
    """
    held = channel_permissions(world, channel, world.bot_id)
    if Permission.VIEW_CHANNEL not in held:
        raise ApiError(50001, f"the bot does not see #{channel.name}")
    if missing := needed & ~held:
        raise ApiError(50013, f"the bot lacks {missing!r} in #{channel.name}")


def sees(world: World, channel: Channel, user_id: int) -> bool:
    """Whether a channel and what is written there reach this user."""
    return Permission.VIEW_CHANNEL in channel_permissions(world, channel, user_id)

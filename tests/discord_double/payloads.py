"""How the world's records look as Discord's JSON, and what a session may read of a message."""

from tests.discord_double.kinds import ChannelKind, Intent, Json
from tests.discord_double.permissions import channel_permissions, guild_permissions
from tests.discord_double.world import (
    Channel,
    Guild,
    Member,
    Person,
    Role,
    StoredMessage,
    World,
    timestamp,
)

HIDDEN_WITHOUT_CONTENT: Json = {"content": "", "embeds": [], "attachments": [], "components": []}
"""What a message looks like to a bot that has no right to its content."""


def user_payload(person: Person) -> Json:
    """A user object."""
    return {
        "id": str(person.id),
        "username": person.name,
        "global_name": person.name.title(),
        "discriminator": "0000" if person.bot else "0",
        "avatar": None,
        "bot": person.bot,
        "public_flags": 0,
    }


def member_payload(member: Member, *, person: Person | None = None) -> Json:
    """A member object, with its user where the place it goes to wants one."""
    payload: Json = {
        "roles": [str(role) for role in sorted(member.roles)],
        "joined_at": timestamp(),
        "nick": None,
        "avatar": None,
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }
    return payload if person is None else {**payload, "user": user_payload(person)}


def role_payload(role: Role) -> Json:
    """A role object."""
    return {
        "id": str(role.id),
        "name": role.name,
        "permissions": str(int(role.permissions)),
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "position": 0 if role.name == "@everyone" else 1,
        "flags": 0,
    }


def channel_payload(world: World, channel: Channel) -> Json:
    """A channel object of whatever kind."""
    payload: Json = {"id": str(channel.id), "type": int(channel.kind), "flags": 0, "last_message_id": None}
    if channel.kind is ChannelKind.DM:
        others = [world.people[user] for user in channel.people if user != world.bot_id]
        return {**payload, "recipients": [user_payload(person) for person in others]}
    payload |= {
        "guild_id": str(channel.guild_id),
        "name": channel.name,
        "parent_id": None if channel.parent_id is None else str(channel.parent_id),
        "rate_limit_per_user": 0,
    }
    return payload | (_thread_fields(channel) if channel.is_thread else _guild_channel_fields(world, channel))


def _thread_fields(channel: Channel) -> Json:
    metadata = {
        "archived": False,
        "auto_archive_duration": 1440,
        "archive_timestamp": timestamp(channel.id),
        "locked": False,
        "create_timestamp": timestamp(channel.id),
    }
    return {
        "owner_id": str(channel.owner_id),
        "message_count": 0,
        "member_count": 1,
        "total_message_sent": 0,
        "thread_metadata": metadata,
        "applied_tags": [str(tag) for tag in channel.tags],
    }


def _guild_channel_fields(world: World, channel: Channel) -> Json:
    overwrites = [
        {
            "id": str(target),
            "type": 1 if target in world.people else 0,
            "allow": str(int(overwrite.allow)),
            "deny": str(int(overwrite.deny)),
        }
        for target, overwrite in channel.overwrites.items()
    ]
    fields: Json = {"position": 0, "topic": None, "nsfw": False, "permission_overwrites": overwrites}
    if channel.kind is ChannelKind.VOICE:
        fields |= {"bitrate": 64_000, "user_limit": 0, "rtc_region": None}
    if channel.kind is ChannelKind.FORUM:
        available = [_forum_tag(number, name) for number, name in channel.tags.items()]
        fields |= {"available_tags": available, "default_reaction_emoji": None, "default_sort_order": None}
    return fields


def _forum_tag(number: int, name: str) -> Json:
    return {"id": str(number), "name": name, "moderated": False, "emoji_id": None, "emoji_name": None}


def guild_payload(world: World, guild: Guild) -> Json:
    """A guild as GUILD_CREATE brings it; of the members only the bot, as without the members intent."""
    bot = guild.members[world.bot_id]
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "owner_id": str(guild.owner_id),
        "roles": [role_payload(role) for role in guild.roles.values()],
        "channels": [channel_payload(world, channel) for channel in world.channels_of(guild)],
        "threads": [channel_payload(world, thread) for thread in world.channels_of(guild, threads=True)],
        "members": [member_payload(bot, person=world.bot)],
        "member_count": len(guild.members),
        "system_channel_id": None if guild.system_channel_id is None else str(guild.system_channel_id),
        "system_channel_flags": 0,
        "preferred_locale": guild.locale,
        "joined_at": timestamp(),
        "large": False,
        "unavailable": False,
        "emojis": [],
        "stickers": [],
        "features": [],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "afk_timeout": 300,
        "afk_channel_id": None,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
    }


def application_payload(world: World, flags: int = 0) -> Json:
    """The application, as its owner's token sees it."""
    return {
        "id": str(world.bot_id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": flags,
        "owner": user_payload(world.people[min(world.people)]),
        "team": None,
        "integration_types_config": {"0": {}, "1": {}},
        "approximate_guild_count": sum(guild.has_bot for guild in world.guilds.values()),
    }


def acting_member(world: World, channel: Channel, user_id: int) -> Json:
    """Who triggered an interaction: `member` with permissions in a guild, `user` in direct messages."""
    guild = world.guild_of(channel)
    person = world.people[user_id]
    if guild is None:
        return {"user": user_payload(person)}
    permissions = channel_permissions(world, channel, user_id)
    member = member_payload(guild.members[user_id], person=person)
    return {"member": {**member, "permissions": str(int(permissions))}}


def app_permissions(world: World, channel: Channel) -> str:
    """What the app may do where an interaction happened."""
    guild = world.guild_of(channel)
    if guild is not None and not guild.has_bot:
        return str(int(guild_permissions(guild, guild.owner_id) & guild.roles[guild.id].permissions))
    return str(int(channel_permissions(world, channel, world.bot_id)))


def readable(world: World, message: StoredMessage, intents: Intent) -> Json:
    """A message as a session with these intents may read it.

    Without the message-content intent it is empty, but for the bot's own messages, direct messages, mentions
    of the bot, and replies that ping one of its regular messages (not its responses to interactions).
    """
    payload = dict(message.payload)
    quoted = payload.get("referenced_message")
    if quoted is not None and int(quoted["id"]) in world.messages:
        inner = world.messages[int(quoted["id"])]
        payload["referenced_message"] = {
            key: value for key, value in readable(world, inner, intents).items() if key != "referenced_message"
        }
    if Intent.MESSAGE_CONTENT in intents or _is_content_open(world, message):
        return payload
    return payload | HIDDEN_WITHOUT_CONTENT


def _is_content_open(world: World, message: StoredMessage) -> bool:
    """Whether the bot may read a message without the message-content intent."""
    bot = world.bot
    if message.author_id == bot.id or world.channels[message.channel_id].kind is ChannelKind.DM:
        return True
    content = message.payload["content"]
    if bot.mention in content or f"<@!{bot.id}>" in content:
        return True
    quoted = message.payload.get("referenced_message")
    pings_bot = any(user["id"] == str(bot.id) for user in message.payload["mentions"])
    return pings_bot and quoted is not None and "interaction_metadata" not in quoted

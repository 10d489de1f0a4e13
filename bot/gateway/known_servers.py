"""What a worker knows of a shard's servers, as bytes, so that the next one can go on with its session.

Discord tells it when a session begins, and never again while that goes on. Only what the bot uses is written: of a
server, its names, roles, channels, open threads and the bot's own membership, and nothing of its members.
"""

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

import discord
from discord.channel import CategoryChannel, ForumChannel, StageChannel, TextChannel, VoiceChannel

FORMAT: Final = 1
MOST_BYTES: Final = 256 * 1024 * 1024  # unpacked: who could write more into the database could do worse
Payload = dict[str, Any]


def packed(guilds: Iterable[discord.Guild], intents: int) -> bytes:
    """Return servers as bytes, with the intents by which their session gets its events."""
    told = {"format": FORMAT, "intents": intents, "guilds": [_guild(each) for each in guilds]}
    return zlib.compress(json.dumps(told, separators=(",", ":")).encode(), level=1)  # nobody is answered meanwhile


def unpacked(known: bytes, intents: int) -> list[Payload] | None:
    """Return servers as Discord would tell of them; None where they are of other intents or of another version."""
    unpacking = zlib.decompressobj()
    try:
        told = json.loads(unpacking.decompress(known, MOST_BYTES))
    except (zlib.error, ValueError):
        return None
    if not isinstance(told, Mapping) or told.get("format") != FORMAT or told.get("intents") != intents:
        return None
    guilds: list[Payload] = told["guilds"]
    return guilds


def _guild(guild: discord.Guild) -> Payload:
    return {
        "id": str(guild.id),
        "name": guild.name,
        "unavailable": bool(guild.unavailable),
        "owner_id": _number(guild.owner_id),
        "member_count": guild.member_count or 0,
        "preferred_locale": str(guild.preferred_locale),
        "features": list(guild.features),
        "system_channel_id": _number(guild.system_channel.id if guild.system_channel else None),
        "system_channel_flags": guild.system_channel_flags.value,
        "rules_channel_id": _number(guild.rules_channel.id if guild.rules_channel else None),
        "verification_level": guild.verification_level.value,
        "premium_tier": guild.premium_tier,
        "roles": [_role(each) for each in guild._roles.values()],  # noqa: SLF001 in whatever order, which is quicker
        "channels": [_channel(each) for each in guild.channels],
        "threads": [_thread(each) for each in guild.threads],
        "members": [_member(guild.me)] if guild.me is not None else [],
    }


def _role(role: discord.Role) -> Payload:
    return {
        "id": str(role.id),
        "name": role.name,
        "permissions": str(role.permissions.value),
        "position": role.position,
        "hoist": role.hoist,
        "managed": role.managed,
        "mentionable": role.mentionable,
        "colors": {"primary_color": role.colour.value},
        **({"tags": {"bot_id": str(role.tags.bot_id)}} if role.tags and role.tags.bot_id else {}),
    }


def _channel(channel: discord.abc.GuildChannel) -> Payload:
    told: Payload = {
        "id": str(channel.id),
        "type": channel.type.value,
        "name": channel.name,
        "position": channel.position,
        "parent_id": _number(channel.category_id),
        "permission_overwrites": [each._asdict() for each in channel._overwrites],  # noqa: SLF001 as Discord writes it
    }
    if isinstance(channel, TextChannel | ForumChannel | VoiceChannel | StageChannel | CategoryChannel):
        told["nsfw"] = channel.nsfw
    if isinstance(channel, TextChannel | ForumChannel):
        told |= {"topic": channel.topic, "default_auto_archive_duration": channel.default_auto_archive_duration}
    if isinstance(channel, TextChannel | ForumChannel | VoiceChannel | StageChannel):
        told |= {"rate_limit_per_user": channel.slowmode_delay, "last_message_id": _number(channel.last_message_id)}
    if isinstance(channel, ForumChannel):
        tags = [each.to_dict() | {"id": str(each.id)} for each in channel.available_tags]
        told |= {"available_tags": tags, "flags": channel.flags.value}
    if isinstance(channel, VoiceChannel | StageChannel):
        told |= {"bitrate": channel.bitrate, "user_limit": channel.user_limit}
    return told


def _thread(thread: discord.Thread) -> Payload:
    return {
        "id": str(thread.id),
        "parent_id": str(thread.parent_id),
        "owner_id": str(thread.owner_id),
        "name": thread.name,
        "type": thread.type.value,
        "last_message_id": _number(thread.last_message_id),
        "rate_limit_per_user": thread.slowmode_delay,
        "message_count": thread.message_count,
        "member_count": thread.member_count,
        "flags": thread.flags.value,
        "applied_tags": list(map(str, thread._applied_tags)),  # noqa: SLF001 those of a forum that is not known too
        "thread_metadata": {
            "archived": thread.archived,
            "auto_archive_duration": thread.auto_archive_duration,
            "archive_timestamp": thread.archive_timestamp.isoformat(),
            "locked": thread.locked,
            "invitable": thread.invitable,
        },
        **({"member": _thread_member(thread.me)} if thread.me is not None else {}),
    }


def _thread_member(member: discord.ThreadMember) -> Payload:
    return {
        "id": str(member.thread_id),
        "user_id": str(member.id),
        "join_timestamp": member.joined_at.isoformat(),
        "flags": member.flags,
    }


def _member(me: discord.Member) -> Payload:
    return {
        "user": {
            "id": str(me.id),
            "username": me.name,
            "discriminator": me.discriminator,
            "global_name": me.global_name,
            "avatar": None,
            "bot": True,
        },
        "nick": me.nick,
        "roles": [str(role.id) for role in me.roles if not role.is_default()],
        "joined_at": me.joined_at.isoformat() if me.joined_at else None,
        "communication_disabled_until": me.timed_out_until.isoformat() if me.timed_out_until else None,
        "flags": me.flags.value,
    }


def _number(value: int | None) -> str | None:
    return None if value is None else str(value)

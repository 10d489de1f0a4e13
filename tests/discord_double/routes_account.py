"""Routes about the bot itself, its application, its commands, users and guilds."""

from tests.discord_double import limits
from tests.discord_double.errors import ApiError
from tests.discord_double.kinds import Intent, Json, Permission
from tests.discord_double.payloads import (
    application_payload,
    channel_payload,
    guild_payload,
    member_payload,
    role_payload,
    user_payload,
)
from tests.discord_double.permissions import guild_permissions, sees
from tests.discord_double.rest import Call, Result, Route

MESSAGE_CONTENT_FLAG = 1 << 18  # of an application


def gateway_address(call: Call) -> Result:
    """Say where the gateway is, and with how many shards to come."""
    gateway = call.hub.gateway
    limit = {
        "total": limits.SESSION_STARTS,
        "remaining": gateway.starts_left,
        "reset_after": 86_400_000,
        "max_concurrency": gateway.max_concurrency,
    }
    return {"url": call.hub.gateway_url, "shards": gateway.shards, "session_start_limit": limit}


def me(call: Call) -> Result:
    """The bot's own account."""
    return user_payload(call.hub.world.bot) | {"verified": True, "flags": 0}


def application(call: Call) -> Result:
    """The bot's application, with the flag of an intent that is switched on for it."""
    reads = Intent.MESSAGE_CONTENT in call.hub.gateway.allowed_intents
    return application_payload(call.hub.world, MESSAGE_CONTENT_FLAG if reads else 0)


def my_guilds(call: Call) -> Result:
    """The guilds the bot is in, by id, with what it may do there."""
    world = call.hub.world
    return [
        {"id": str(guild.id), "name": guild.name, "owner": False, "permissions": str(int(may)), "features": []}
        for guild in sorted(world.guilds.values(), key=lambda guild: guild.id)
        if guild.has_bot and guild.id > int(call.query.get("after", 0))
        for may in (guild_permissions(guild, world.bot_id),)
    ][: int(call.query.get("limit", 200))]


def user(call: Call) -> Result:
    """Any account."""
    person = call.hub.world.people.get(int(call.path["user_id"]))
    if person is None:
        raise ApiError(10013)
    return user_payload(person)


def open_dm(call: Call) -> Result:
    """Open a direct-message channel; whether it may be written to shows when it is."""
    user_id = int(call.body.get("recipient_id", 0))
    if user_id not in call.hub.world.people or user_id == call.hub.world.bot_id:
        raise ApiError(50035, f"recipient_id {user_id}")
    return channel_payload(call.hub.world, call.hub.world.dm_channel(user_id))


def leave(call: Call) -> None:
    """Leave a guild."""
    guild = call.guild()
    guild.has_bot = False
    del guild.members[call.hub.world.bot_id]
    gone: Json = {"id": str(guild.id)}
    call.hub.gateway.dispatch("GUILD_DELETE", lambda _: gone, guild.id)


def guild(call: Call) -> Result:
    """One guild."""
    return guild_payload(call.hub.world, call.guild())


def guild_channels(call: Call) -> Result:
    """The channels of a guild that the bot sees."""
    world = call.hub.world
    visible = [c for c in world.channels_of(call.guild()) if sees(world, c, world.bot_id)]
    return [channel_payload(world, channel) for channel in visible]


def guild_roles(call: Call) -> Result:
    """The roles of a guild."""
    return [role_payload(role) for role in call.guild().roles.values()]


def guild_member(call: Call) -> Result:
    """One member of a guild."""
    member = call.guild().members.get(int(call.path["user_id"]))
    if member is None:
        raise ApiError(10007)
    return member_payload(member, person=call.hub.world.people[member.user_id])


def audit_log(call: Call) -> Result:
    """Who did what in a guild, such as adding the bot; takes a permission of its own."""
    guild = call.guild()
    if Permission.VIEW_AUDIT_LOG not in guild_permissions(guild, call.hub.world.bot_id):
        raise ApiError(50013, "the bot may not read the audit log")
    kind = call.query.get("action_type")
    entries = [entry for entry in call.hub.audit.get(guild.id, []) if kind in (None, str(entry["action_type"]))][
        : int(call.query.get("limit", 50))
    ]
    people = {int(entry["user_id"]) for entry in entries}
    lists = (
        "webhooks",
        "integrations",
        "threads",
        "application_commands",
        "auto_moderation_rules",
        "guild_scheduled_events",
    )
    return {
        "audit_log_entries": entries,
        "users": [user_payload(call.hub.world.people[person]) for person in people],
        **{name: [] for name in lists},
    }


def _scope(call: Call) -> int | None:
    """The guild whose commands are meant; None for the global ones."""
    if int(call.path["application_id"]) != call.hub.world.bot_id:
        raise ApiError(50001, "commands of another application")
    return call.guild().id if "guild_id" in call.path else None


def list_commands(call: Call) -> Result:
    """The synced commands."""
    return call.hub.commands.all(_scope(call))


def replace_commands(call: Call) -> Result:
    """Sync all commands at once."""
    return call.hub.commands.replace(call.items, _scope(call))


def add_command(call: Call) -> Result:
    """Add one command."""
    return call.hub.commands.upsert(call.body, _scope(call))


def one_command(call: Call) -> Result:
    """One command."""
    return call.hub.commands.by_id(int(call.path["command_id"]), _scope(call))


def edit_command(call: Call) -> Result:
    """Change one command."""
    return call.hub.commands.edit(int(call.path["command_id"]), call.body, _scope(call))


def delete_command(call: Call) -> None:
    """Take one command away."""
    call.hub.commands.delete(int(call.path["command_id"]), _scope(call))


def application_emojis(_call: Call) -> Result:
    """The application's own emojis; it has none."""
    return {"items": []}


_COMMANDS = "/applications/{application_id}/commands"
_GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"

ROUTES: list[tuple[str, str, Route]] = [
    ("GET", "/gateway", gateway_address),
    ("GET", "/gateway/bot", gateway_address),
    ("GET", "/users/@me", me),
    ("GET", "/users/{user_id}", user),
    ("POST", "/users/@me/channels", open_dm),
    ("DELETE", "/users/@me/guilds/{guild_id}", leave),
    ("GET", "/oauth2/applications/@me", application),
    ("GET", "/applications/@me", application),
    ("GET", "/users/@me/guilds", my_guilds),
    ("GET", "/applications/{application_id}/emojis", application_emojis),
    ("GET", "/guilds/{guild_id}", guild),
    ("GET", "/guilds/{guild_id}/channels", guild_channels),
    ("GET", "/guilds/{guild_id}/roles", guild_roles),
    ("GET", "/guilds/{guild_id}/members/{user_id}", guild_member),
    ("GET", "/guilds/{guild_id}/audit-logs", audit_log),
    *(
        route
        for base in (_COMMANDS, _GUILD_COMMANDS)
        for route in (
            ("GET", base, list_commands),
            ("PUT", base, replace_commands),
            ("POST", base, add_command),
            ("GET", base + "/{command_id}", one_command),
            ("PATCH", base + "/{command_id}", edit_command),
            ("DELETE", base + "/{command_id}", delete_command),
        )
    ),
]
"""Method, path below the API's base, and what it does."""

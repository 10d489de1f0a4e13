"""Who may do what: curators and admins of a server, whose buttons, which channels. Knows Discord and the settings.

One rule for slash commands, buttons and forms alike, asked at every act. Says nothing to anybody.
"""

from typing import Any

import discord

from bot.store.guild_settings import GuildSettings

Interaction = discord.Interaction[Any]


def guild_id_of(interaction: Interaction) -> int | None:
    """Return the server whose settings and seeds an interaction is under.

    None in direct messages, and where the app is only there by somebody who installed it for themselves.
    """
    return interaction.guild_id if interaction.is_guild_integration() else None


def required_guild_id(interaction: Interaction) -> int:
    """Return the server of an act that only its curators and admins can do, as was checked before."""
    guild_id = guild_id_of(interaction)
    assert guild_id is not None, "only servers have curators"  # noqa: S101 the impossible
    return guild_id


def is_admin(interaction: Interaction) -> bool:
    """Tell whether who acts may manage this server."""
    if guild_id_of(interaction) is None:
        return False
    return interaction.permissions.manage_guild or interaction.permissions.administrator


def is_curator(interaction: Interaction, settings: GuildSettings) -> bool:
    """Tell whether who acts may manage this server's seeds: by a curator role, or by managing the server."""
    if is_admin(interaction):
        return True
    member = interaction.user
    if guild_id_of(interaction) is None or not isinstance(member, discord.Member):
        return False
    return bool(settings.curator_roles) and has_role(member, settings.curator_roles)


def may_ask(interaction: Interaction, settings: GuildSettings) -> bool:
    """Tell whether who acts may ask in this server, as it has set it; curators always may."""
    return has_role(interaction.user, settings.asker_roles) or is_curator(interaction, settings)


def may_propose(interaction: Interaction, settings: GuildSettings) -> bool:
    """Tell whether who acts may propose seeds; curators always may."""
    may = has_role(interaction.user, settings.proposer_roles) and may_ask(interaction, settings)
    return may or is_curator(interaction, settings)


def is_heard(message: discord.Message, settings: GuildSettings) -> bool:
    """Tell whether who wrote a message may ask in its server."""
    if message.guild is None:
        return True
    author = message.author
    manages = isinstance(author, discord.Member) and author.guild_permissions.manage_guild
    curates = bool(settings.curator_roles) and has_role(author, settings.curator_roles)
    return has_role(author, settings.asker_roles) or manages or curates


def may_press(interaction: Interaction, asker: int, settings: GuildSettings) -> bool:
    """Tell whether who pressed a button of somebody's card may, as the server has set it."""
    if interaction.user.id == asker or settings.pressers == "everybody":
        return True
    return settings.pressers == "curators" and is_curator(interaction, settings)


def may_share(interaction: Interaction, asker: int) -> bool:
    """Tell whether who pressed may show their own private card to everybody where it stands."""
    if interaction.user.id != asker:
        return False
    if interaction.guild_id is None:
        return True
    may = interaction.permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    may_write = may.send_messages_in_threads if in_thread else may.send_messages
    return may_write and (may.use_external_apps or guild_id_of(interaction) is not None)


def channel_ids_of(channel: object) -> frozenset[int]:
    """Return the ids that a channel goes by in a server's settings: its own, its parent's, its category's."""
    ids = (
        getattr(channel, "id", None),
        getattr(channel, "parent_id", None),
        _category_of(channel),
    )
    return frozenset(number for number in ids if number is not None)


def places_of(channel: object) -> list[int]:
    """Return the ids that a channel may be bound by, the nearest first: a forum post's tags, its own, its parent's."""
    tags = [tag.id for tag in channel.applied_tags] if isinstance(channel, discord.Thread) else []
    ids = (getattr(channel, "id", None), getattr(channel, "parent_id", None), _category_of(channel))
    return [*tags, *(number for number in ids if number is not None)]


def has_role(member: object, roles: frozenset[int]) -> bool:
    """Tell whether somebody has one of some roles; anybody has where none is named."""
    return not roles or (
        isinstance(member, discord.Member) and any(member.get_role(role) is not None for role in roles)
    )


def _category_of(channel: object) -> int | None:
    try:
        return getattr(channel, "category_id", None)
    except discord.ClientException:  # a thread whose channel is not known here
        return None

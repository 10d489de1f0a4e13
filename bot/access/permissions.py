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
    return any(member.get_role(role) is not None for role in settings.curator_roles)


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


def _category_of(channel: object) -> int | None:
    try:
        return getattr(channel, "category_id", None)
    except discord.ClientException:  # a thread whose channel is not known here
        return None

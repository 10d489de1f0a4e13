"""`/settings`: a server's admins see and change how the bot behaves there."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.settings.panel import Panel


class Settings(commands.Cog):
    """One command; what its menus do is the panel's."""

    def __init__(self, panel: Panel) -> None:
        self._panel = panel

    @app_commands.command(name="settings", description="Where and how the bot answers in this server")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    @app_commands.allowed_installs(guilds=True, users=False)
    async def settings(self, interaction: discord.Interaction) -> None:
        """Open the panel."""
        await self._panel.open(interaction)
